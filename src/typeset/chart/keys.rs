//! Numbers for names that have no room where they belong, and the names below them.

use super::ink::SMALL;
use crate::typeset::Length;
use crate::typeset::face::{self, Voice};
use crate::typeset::line::{Align, Line, set, single};
use crate::typeset::linebreak::Measure;
use crate::typeset::shape::{Hand, Shaper};
use crate::typeset::strip::Strip;

/// Numbers up to this one are circled, so that none is read as a rank: farther the faces do not go.
const CIRCLED: usize = 35;
/// White between a number and its names.
const WHITE: Length = Length::pt(2);

/// A number among so many.
pub(super) fn numeral(n: usize, all: usize, shaper: &Shaper) -> Line {
    let circled = |n: usize| match u32::try_from(n).ok()? {
        n @ 1..=20 => char::from_u32('①' as u32 + n - 1),
        n => char::from_u32('㉑' as u32 + n - 21),
    };
    match circled(n).filter(|_| all <= CIRCLED) {
        // the face that has all of them
        Some(circled) => single(shaper, &circled.to_string(), Hand::black(Voice::Kai, SMALL)),
        None => single(shaper, &n.to_string(), Hand::black(Voice::Body, SMALL)),
    }
}

/// Numbers with their names in rows, none broken but one that a whole row cannot hold: its names hang beside the
/// number, so that it is seen where the next begins.
pub(super) fn keys(numbered: &[String], width: Length, leading: Length, shaper: &Shaper) -> Strip {
    let mut strip = Strip::default();
    let number = |n: usize| numeral(n, numbered.len(), shaper);
    let indent = (1..=numbered.len()).map(|n| number(n).width).max().unwrap_or_default() + WHITE;
    let mut x = Length::ZERO;
    for (n, name) in (1..).zip(numbered) {
        let pieces = shaper.pieces(name, Hand::black(Voice::Body, SMALL));
        let lines = set(pieces, Measure::even(width - indent), Align::Left);
        let wide = indent + lines.iter().map(|line| line.width).max().unwrap_or_default();
        if x == Length::ZERO || lines.len() > 1 || x + wide > width {
            strip.height += leading;
            x = Length::ZERO;
        }
        let mut y = strip.height - leading + face::baseline(leading, SMALL);
        strip.put(number(n), x, y, None);
        let left = x + indent;
        strip.height += leading * (i64::try_from(lines.len()).unwrap_or(1) - 1).max(0);
        // nothing stands beside names of several lines
        x = if lines.len() > 1 { width } else { x + wide + SMALL };
        for line in lines {
            strip.put(line, left, y, None);
            y += leading;
        }
    }
    strip
}
