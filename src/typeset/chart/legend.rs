//! Legends: a sample and its words, one after the other, over as many lines as they need.

use super::ink::{self, GAP, LINE, SMALL, SWATCH};
use crate::typeset::Length;
use crate::typeset::face::{self, Voice};
use crate::typeset::layout::Color;
use crate::typeset::line::{Align, Line, set};
use crate::typeset::linebreak::Measure;
use crate::typeset::shape::{Hand, Shaper};
use crate::typeset::strip::Strip;

/// What a legend explains.
#[derive(Clone, Copy, Debug)]
pub(super) enum Sample {
    /// a line of this thickness and colour, with a dot on it or dashed
    Line { width: Length, color: Color, dot: bool, dash: Option<(Length, Length)> },
    /// a hollow dot
    Hollow(Color),
    /// one of each of two colours, which mean the same
    Hollows([Color; 2]),
    /// a box in its outline
    Box(Color),
    /// a hatched box in its outline
    Hatched,
    /// a box in its outline with a dash
    Dash,
    /// words alone
    None,
}

/// From one line of a legend to the next.
pub(super) const LEADING: Length = Length::milli_pt(15_300);
const SAMPLE: Length = Length::pt(18);

/// White from item to item, and from a sample to its words: as it likes best, and where that saves a line. A sample is
/// always nearer to its own words than to those before it.
const WHITES: [(Length, Length); 3] =
    [(Length::pt(10), GAP), (Length::milli_pt(6500), GAP), (Length::milli_pt(5500), Length::pt(3))];

/// The legend, its lines ending at `right`, none wider than the way from `left`.
pub(super) fn legend(items: &[(Sample, &str)], left: Length, right: Length, shaper: &Shaper) -> Strip {
    let tried = WHITES.map(|white| spaced(items, left, right, white, shaper));
    // of equals the first
    tried.into_iter().min_by_key(|legend| legend.height).unwrap_or_default()
}

fn spaced(
    items: &[(Sample, &str)],
    left: Length,
    right: Length,
    (white, gap): (Length, Length),
    shaper: &Shaper,
) -> Strip {
    let width_of = |sample: Sample| match width_of(sample) {
        Length::ZERO => Length::ZERO,
        width => width + gap,
    };
    let room = right - left;
    let mut rows: Vec<(Length, Vec<(Sample, Line)>)> = Vec::new();
    for (sample, text) in items.iter().filter(|(_, text)| !text.is_empty()) {
        let words = shaper.pieces(text, Hand::black(Voice::Body, SMALL));
        let lines = set(words, Measure::even((room - width_of(*sample)).max(SMALL * 4)), Align::Left);
        for (i, line) in lines.into_iter().enumerate() {
            let sample = if i == 0 { *sample } else { Sample::None };
            let width = width_of(sample) + line.width;
            match rows.last_mut() {
                Some((taken, row)) if *taken + white + width <= room => {
                    *taken += white + width;
                    row.push((sample, line));
                }
                _ => rows.push((width, vec![(sample, line)])),
            }
        }
    }
    let mut strip = Strip::default();
    for (width, row) in rows {
        let mut x = right - width;
        let top = strip.height;
        for (i, (sample, line)) in row.into_iter().enumerate() {
            if i > 0 {
                x += white;
            }
            draw(&mut strip, sample, (x, top));
            x += width_of(sample);
            let width = line.width;
            strip.put(line, x, top + face::baseline(LEADING, SMALL), None);
            x += width;
        }
        strip.height += LEADING;
    }
    strip
}

/// Without the white beside it.
fn width_of(sample: Sample) -> Length {
    match sample {
        Sample::Line { .. } => SAMPLE,
        Sample::Hollow(_) => Length::pt(6),
        Sample::Hollows(_) => Length::pt(14),
        Sample::Box(_) | Sample::Hatched | Sample::Dash => SWATCH,
        Sample::None => Length::ZERO,
    }
}

fn draw(strip: &mut Strip, sample: Sample, (x, top): ink::At) {
    let middle = top + LEADING / 2;
    let half = Length::milli_pt(3400);
    match sample {
        Sample::None => {}
        Sample::Line { width, color, dot, dash } => {
            ink::line(strip, vec![(x, middle), (x + SAMPLE, middle)], width, color, dash);
            if dot {
                ink::dot(strip, (x + SAMPLE / 2, middle), Length::milli_pt(2400), color, true);
            }
        }
        Sample::Hollow(color) => {
            ink::dot(strip, (x + Length::pt(3), middle), Length::milli_pt(2400), color, false)
        }
        Sample::Hollows([first, second]) => {
            ink::dot(strip, (x + Length::pt(3), middle), Length::milli_pt(2400), first, false);
            ink::dot(strip, (x + Length::pt(11), middle), Length::milli_pt(2400), second, false);
        }
        Sample::Box(color) => {
            strip.fill((x, middle - half), SWATCH, half * 2, color);
            ink::frame(strip, (x, middle - half), SWATCH, half * 2, ink::AXIS);
        }
        Sample::Hatched => {
            ink::hatch(strip, (x + LINE, middle - half), SWATCH - LINE * 2, half * 2, ink::AXIS);
            ink::frame(strip, (x, middle - half), SWATCH, half * 2, ink::AXIS);
        }
        Sample::Dash => {
            ink::frame(strip, (x, middle - half), SWATCH, half * 2, ink::AXIS);
            ink::dash(strip, (x + SWATCH / 2, middle), SWATCH / 4);
        }
    }
}
