//! Districts' names beside their bars: how wide, and how large.

use super::bars::{BAR_PITCHES, GROUP_WHITES_OF_MANY};
use super::ink::{LABEL, SMALL};
use crate::compose::BarChart;
use crate::typeset::face::Voice;
use crate::typeset::line::{Align, set, single};
use crate::typeset::linebreak::Measure;
use crate::typeset::shape::{Hand, Shaper};
use crate::typeset::{Length, PageStyle};

/// Where a name's figures are carried.
pub(super) const STAR: &str = "*";
/// Long names take of the bars' room rather than a group's height: a wider room and a smaller size are taken
/// as they make the chart so much lower, and not for a name or two.
pub(super) fn room(chart: &BarChart, style: &PageStyle, shaper: &Shaper) -> (Length, Length) {
    let tried = |(share, size): (i64, Length)| {
        let room = style.area_width.em(share);
        let (mut height, mut widest) = (Length::ZERO, Length::ZERO);
        for group in &chart.groups {
            let pieces = shaper.pieces(&group.label, Hand::black(Voice::Body, size));
            let lines = set(pieces, Measure::even(room), Align::Left);
            let names = size.em(NAME_LEADING) * i64::try_from(lines.len()).unwrap_or(1);
            let bars = BAR_PITCHES[0] * i64::try_from(group.bars.len()).unwrap_or(1);
            height += names.max(bars) + GROUP_WHITES_OF_MANY[0];
            widest = lines.iter().map(|line| line.width).fold(widest, Length::max);
        }
        (height, (widest.min(room), size))
    };
    // names in one line, where they leave the bars two thirds of the width
    let widest =
        chart.groups.iter().map(|group| single(shaper, &group.label, Hand::black(Voice::Body, LABEL)).width);
    let widest = widest.max().unwrap_or_default();
    if widest <= LABEL.em(ONE_LINE) && widest * 3 <= style.area_width {
        return (widest, LABEL);
    }
    let mut best = tried(NAMES[0]);
    for next in NAMES[1..].iter().map(|names| tried(*names)) {
        if next.0 < best.0.em(LOWER) {
            best = next;
        }
    }
    best.1
}

/// How districts' names are tried: at most this share of the type area, in thousandths, and this size.
const NAMES: [(i64, Length); 3] = [(200, LABEL), (380, LABEL), (450, SMALL)];
/// Names of eleven characters, with a star, stand in one line.
const ONE_LINE: i64 = 11_700;
/// Wider names make the chart lower than this, likewise.
const LOWER: i64 = 920;
/// From line to line of a name, in thousandths of its size.
pub(super) const NAME_LEADING: i64 = 1150;
