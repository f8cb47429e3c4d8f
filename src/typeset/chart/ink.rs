//! What charts draw with: their colours, sizes, marks and hatching.
//!
//! Every colour is told from its neighbours in a black and white copy. What stands out, and what is set apart
//! from it within an outline, are the style's shades, whose check sees to that.

use crate::typeset::layout::Color;
use crate::typeset::strip::Strip;
use crate::typeset::{Item, Length, Placed};

/// What does not stand out.
pub(super) const MIDDLE: Color = Color::rgb(0x80, 0x80, 0x80);
/// Lines of the grid.
pub(super) const GRID: Color = Color::rgb(0xd4, 0xd4, 0xd4);
/// An area behind lines.
pub(super) const FIELD: Color = Color::rgb(0xe8, 0xe8, 0xe8);
/// The axis.
pub(super) const AXIS: Color = Color::rgb(0x60, 0x60, 0x60);
pub(super) const WHITE: Color = Color::rgb(0xff, 0xff, 0xff);

/// The colour of type on a ground: black or white, whichever stands out more (WCAG 2.2, contrast ratio), which
/// is 4.5 at least.
pub(super) fn on(ground: Color) -> Color {
    // relative luminance in ten-thousandths; the curve of sRGB as the cubic that is within a hundredth of it
    let linear = |channel: u8| {
        let c = i64::from(channel) * 10_000 / 255;
        c * (c * (c * 3053 / 10_000 + 6822) / 10_000 + 125) / 10_000
    };
    let luminance = (linear(ground.r) * 2126 + linear(ground.g) * 7152 + linear(ground.b) * 722) / 10_000;
    // (1.05) / (L + 0.05) = (L + 0.05) / 0.05
    if luminance > 1791 { Color::BLACK } else { WHITE }
}

/// Districts' names.
pub(super) const LABEL: Length = Length::milli_pt(10_500);
/// Figures, ticks and legends.
pub(super) const SMALL: Length = Length::pt(9);
pub(super) const GAP: Length = Length::pt(5);
pub(super) const LINE: Length = Length::milli_pt(500);
pub(super) const SWATCH: Length = Length::pt(12);
pub(super) const TICK: Length = Length::pt(3);
/// A dash and the white after it.
pub(super) const DASHES: (Length, Length) = (Length::pt(3), Length::pt(2));
/// The same, of what is only expected.
pub(super) const DOTS: (Length, Length) = (Length::milli_pt(1200), Length::pt(2));

/// A point on a strip.
pub(super) type At = (Length, Length);

/// A line through points, whole or dashed.
pub(super) fn line(
    strip: &mut Strip,
    points: Vec<At>,
    width: Length,
    color: Color,
    dash: Option<(Length, Length)>,
) {
    if points.len() > 1 {
        strip.item(Item::Path { points, fill: None, stroke: Some((width, color)), dash });
    }
}

/// A filled area.
pub(super) fn area(strip: &mut Strip, points: Vec<At>, color: Color) {
    if points.len() > 2 {
        strip.item(Item::Path { points, fill: Some(color), stroke: None, dash: None });
    }
}

/// The cosines of 0°, 15°, … 90° in thousandths: a dot of a chart is a polygon of 24 corners, which at its
/// size differs from a circle by some hundredths of a point, and is the same on every machine.
const COSINES: [i64; 7] = [1000, 966, 866, 707, 500, 259, 0];

/// A round mark: full in `color`, or hollow with its outline.
pub(super) fn dot(strip: &mut Strip, at: At, radius: Length, color: Color, is_full: bool) {
    let cosine = |n: usize| match n % 24 {
        n @ 0..=6 => COSINES[n],
        n @ 7..=12 => -COSINES[12 - n],
        n @ 13..=18 => -COSINES[n - 12],
        n => COSINES[24 - n],
    };
    let corner = |n: usize| (at.0 + radius.em(cosine(n)), at.1 + radius.em(cosine(n + 18)));
    let points: Vec<At> = (0..24).map(corner).collect();
    let fill = if is_full { color } else { WHITE };
    let stroke = (!is_full).then_some((LINE * 2, color));
    strip.item(Item::Path { points, fill: Some(fill), stroke, dash: None });
}

/// From one line of a hatching to the next, along an edge.
const HATCH: Length = Length::pt(3);

/// Hatches a rectangle with lines from its lower left to its upper right.
pub(super) fn hatch(strip: &mut Strip, at: At, width: Length, height: Length, color: Color) {
    let (left, top, right, bottom) = (at.0, at.1, at.0 + width, at.1 + height);
    let mut along = HATCH;
    while along < width + height {
        // from the left or lower edge, where x - left + bottom - y is `along`, to the upper or right edge
        let from = (left + (along - height).max(Length::ZERO), top + along.min(height));
        let to = (left + along.min(width), top + (along - width).max(Length::ZERO));
        strip.rule((from.0.min(right), from.1.min(bottom)), to, LINE, color);
        along += HATCH;
    }
}

/// Half of a dash: as long as that of a table, which no one takes for a sign.
const HALF_DASH: Length = Length::milli_pt(3500);

/// A dash where there is no figure, half of it no longer than this.
pub(super) fn dash(strip: &mut Strip, middle: At, longest: Length) {
    let half = longest.min(HALF_DASH);
    strip.rule((middle.0 - half, middle.1), (middle.0 + half, middle.1), LINE, Color::BLACK);
}

/// A frame within a rectangle's edges.
pub(super) fn frame(strip: &mut Strip, at: At, width: Length, height: Length, color: Color) {
    let half = LINE / 2;
    let (left, top) = (at.0 + half, at.1 + half);
    let (right, bottom) = (at.0 + width.max(LINE) - half, at.1 + height - half);
    strip.rule((at.0, top), (at.0 + width, top), LINE, color);
    strip.rule((at.0, bottom), (at.0 + width, bottom), LINE, color);
    strip.rule((left, top), (left, bottom), LINE, color);
    strip.rule((right, top), (right, bottom), LINE, color);
}

impl Strip {
    /// Puts what belongs to no element yet.
    pub(super) fn item(&mut self, item: Item) {
        self.items.push(Placed { node: None, item });
    }
}
