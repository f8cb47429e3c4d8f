//! Pictures with their words.

use crate::compose::Figure;

use super::super::Length;
use super::super::face::Voice;
use super::super::layout::{Item, Placed, Role};
use super::super::line::{Align, set};
use super::super::linebreak::Measure;
use super::super::shape::Hand;
use super::super::strip::{Strip, Strips, stack};
use super::{Setter, Setting, Within};

/// The finest that a picture is printed without being asked for more: 200 samples an inch. A small picture
/// stays small, rather than showing its samples.
const SAMPLES_PER_INCH: i64 = 200;
/// The highest picture, in thousandths of the type area's height; of one that spans columns; and of one in
/// a column, of the column's width: a photograph of 3 to 4 held upright fills it.
const HIGHEST: i64 = 600;
const HIGHEST_ACROSS: i64 = 400;
const HIGHEST_IN_COLUMN: i64 = 1350;
/// The white above a picture and below it, and half of it above its caption, in thousandths of the pitch.
const WHITE: i64 = 300;
/// The same in one column, where all is larger.
const WHITE_OF_PAGE: i64 = 450;
/// From line to line of a caption, in thousandths of its size.
const LEADING: i64 = 1400;

impl Setter<'_> {
    /// At least twice as wide as high, and fine enough for more than its column: at a column's width nothing
    /// is seen on it.
    pub(super) fn is_panorama(&self, figure: &Figure) -> bool {
        let (wide, high) = figure.picture.seen();
        let natural = Length::pt(72) * i64::from(wide) / SAMPLES_PER_INCH;
        wide >= high.saturating_mul(2) && natural > self.setting.width * 3 / 2
    }

    pub(super) fn figure(&self, figure: &Figure, within: Within, out: &mut Strips) {
        let Setting { pitch, caption, count, .. } = *self.setting;
        let spans = self.is_free(within) && self.is_panorama(figure);
        let is_led = within.is_led;
        let is_alone = self.is_free(within);
        let within = if spans { self.across(within) } else { within };
        let most = match (spans, count) {
            (true, _) => self.style.area_height.em(HIGHEST_ACROSS),
            (false, 1) => self.style.area_height.em(HIGHEST),
            _ => within.width.em(HIGHEST_IN_COLUMN),
        };
        let (width, height) = fitted(figure.picture.seen(), within.width, most);
        let alternative = figure.alternative.clone();
        let node = out.tree.add(Role::Figure { alternative }, within.parent);
        let mut strip = Strip::of(height);
        let x = within.left + (within.width - width) / 2;
        let picture = figure.picture.clone();
        strip.items.push(Placed {
            node: Some(node),
            item: Item::Picture { x, y: Length::ZERO, width, height, picture },
        });
        let white = pitch.em(if count > 1 { WHITE } else { WHITE_OF_PAGE });
        strip.above = white;
        strip.below = white;
        // a caption's last line has some below its characters of its own
        let mut own = Length::ZERO;
        let mut strips = vec![strip];
        if !figure.caption.is_empty() {
            let node = out.tree.add(Role::Caption, Some(node));
            let pieces = self.shaper.pieces(&figure.caption, Hand::black(Voice::Kai, caption));
            let lines = set(pieces, Measure::even(within.width), Align::Center);
            let mut lines = stack(lines, caption, caption.em(LEADING), Some(node));
            for line in &mut lines {
                line.shift(within.left);
                // a caption belongs to its picture, not to the text's grid
                line.on_grid = false;
                (line.keep, line.yields) = (true, false);
            }
            if let Some(last) = lines.last_mut() {
                last.keep = false;
                own = (last.height - caption) / 2;
                last.below = white;
            }
            strips[0].keep = true;
            strips[0].below = pitch.em(WHITE / 2);
            strips.append(&mut lines);
        }
        if count > 1 || self.style.on_grid {
            self.level(&mut strips, white);
        }
        if let Some(first) = strips.first_mut() {
            first.above += own / 2;
        }
        if let Some(last) = strips.last_mut() {
            last.below -= own - own / 2;
        }
        for strip in &mut strips {
            strip.spans = spans;
            strip.floats = is_alone && !is_led;
        }
        out.strips.append(&mut strips);
    }
}

/// A picture's width and height on the page, in its own proportion, no wider than `room` and no higher than
/// `most`.
fn fitted((wide, high): (u32, u32), room: Length, most: Length) -> (Length, Length) {
    let (wide, high) = (i64::from(wide.max(1)), i64::from(high.max(1)));
    let scaled = |length: Length, by: i64, of: i64| {
        let exact = i128::from(length.micro_pt()) * i128::from(by) / i128::from(of);
        Length::from_micro_pt(i64::try_from(exact).unwrap_or(i64::MAX / 4))
    };
    let width = (Length::pt(72) * wide / SAMPLES_PER_INCH).min(room);
    let height = scaled(width, high, wide);
    let least = Length::milli_pt(1000);
    if height <= most { (width, height.max(least)) } else { (scaled(most, wide, high).max(least), most) }
}
