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
/// The highest picture, in thousandths of the type area's height.
const HIGHEST: i64 = 600;
/// The white around a picture, in thousandths of the pitch.
const WHITE: i64 = 300;

impl Setter<'_> {
    pub(super) fn figure(&self, figure: &Figure, within: Within, out: &mut Strips) {
        let Setting { pitch, caption, .. } = *self.setting;
        let (width, height) = self.fitted(figure.picture.seen(), within.width);
        let alternative = figure.alternative.clone();
        let node = out.tree.add(Role::Figure { alternative }, within.parent);
        let mut strip = Strip::of(height);
        let x = within.left + (within.width - width) / 2;
        let picture = figure.picture.clone();
        strip.items.push(Placed {
            node: Some(node),
            item: Item::Picture { x, y: Length::ZERO, width, height, picture },
        });
        strip.above = pitch.em(WHITE);
        strip.below = pitch.em(WHITE);
        let from = out.strips.len();
        out.strips.push(strip);
        if !figure.caption.is_empty() {
            let node = out.tree.add(Role::Caption, Some(node));
            let pieces = self.shaper.pieces(&figure.caption, Hand::black(Voice::Kai, caption));
            let mut lines = stack(
                set(pieces, Measure::even(within.width), Align::Center),
                caption,
                caption.em(1400),
                Some(node),
            );
            lines.iter_mut().for_each(|line| line.shift(within.left));
            if let Some(last) = lines.last_mut() {
                last.below = pitch.em(WHITE * 2);
            }
            if let Some(picture) = out.strips.get_mut(from) {
                picture.keep = true;
                picture.below = pitch.em(WHITE / 2);
            }
            out.strips.append(&mut lines);
        }
    }

    /// A picture's width and height on the page, in its own proportion.
    fn fitted(&self, (wide, high): (u32, u32), room: Length) -> (Length, Length) {
        let (wide, high) = (i64::from(wide.max(1)), i64::from(high.max(1)));
        let scaled = |length: Length, by: i64, of: i64| {
            let exact = i128::from(length.micro_pt()) * i128::from(by) / i128::from(of);
            Length::from_micro_pt(i64::try_from(exact).unwrap_or(i64::MAX / 4))
        };
        let width = (Length::pt(72) * wide / SAMPLES_PER_INCH).min(room);
        let height = scaled(width, high, wide);
        let most = self.style.area_height.em(HIGHEST);
        let least = Length::milli_pt(1000);
        if height <= most { (width, height.max(least)) } else { (scaled(most, wide, high).max(least), most) }
    }
}
