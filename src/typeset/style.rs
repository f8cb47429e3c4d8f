//! What the measures of a style come to on a page.

pub use crate::plan::PageStyle;

use super::shape::Hand;
use super::{Color, Length};

impl PageStyle {
    /// The same for what stands on a turned page: the type area's height is its width.
    pub(super) fn turned(&self) -> PageStyle {
        PageStyle { area_width: self.area_height, area_height: self.area_width, ..self.clone() }
    }

    /// The left edge of the type area on page `number`, from 1: the binding margin changes sides.
    pub(super) fn left(&self, number: usize) -> Length {
        if number % 2 == 1 { self.binding } else { self.paper_width - self.area_width - self.binding }
    }

    /// The size of notes under a table whose body is set at `size`: what explains is not larger than what
    /// it explains.
    pub(super) fn note_under(&self, size: Length) -> Length {
        self.note.min(size.max(self.note_least))
    }

    /// What stands out in a chart.
    pub(super) fn chart_dark(&self) -> Color {
        self.chart_color
    }

    /// What is set apart from it, within an outline: the lightest.
    pub(super) fn chart_light(&self) -> Color {
        self.chart_shades[0]
    }

    /// How the body is set.
    pub(super) fn body_hand(&self) -> Hand {
        Hand::black(self.body_voice, self.body)
    }

    /// How a heading of `level`, from 1, is set.
    pub(super) fn heading_hand(&self, level: u8) -> Hand {
        let at = usize::from(level.clamp(1, 4)) - 1;
        Hand::black(self.heading_voices[at], self.heading_sizes[at])
    }
}
