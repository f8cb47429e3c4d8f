//! Charts and the rest of a page: drawn closer where they then stand on it, divided where it would stay empty.

use super::Flow;
use crate::typeset::Length;
use crate::typeset::strip::Strip;

/// A page is not left with more than one of so many parts empty because a chart would not stand on it whole,
/// if the chart has a part that would.
const EMPTY_AT_MOST: i64 = 4;

impl Flow<'_> {
    /// Where a chart begins with the group `rest[..together]` and misses the page's end, it is drawn as close
    /// as it must be to stand here, or to begin here with that part of it that must not be divided.
    pub(super) fn draw_closer(&self, rest: &mut [Strip], together: usize) {
        let Some(first) = rest[..together].iter().position(|strip| strip.frame.is_some()) else { return };
        let is_begun = self.open == rest[first].frame || self.begun == rest[first].frame;
        if is_begun || rest[first].turned || rest[first].begins_page {
            return;
        }
        let Some(ends) = rest[first..].iter().position(|strip| strip.ends_frame) else { return };
        let chart = &rest[..=first + ends];
        let levels = chart.iter().map(|strip| strip.closer.len()).max().unwrap_or(0);
        let room = self.room(false);
        let here = self.bottoms(self.y, chart).last().unwrap_or(self.y);
        let fits = |level: usize| {
            let slack: Length = chart.iter().map(|strip| drawn(strip, level).slack).sum();
            let saved: Length = chart.iter().map(|strip| strip.height - drawn(strip, level).height).sum();
            here - saved - slack <= room
        };
        let Some(level) = (0..=levels).find(|level| fits(*level)).filter(|level| *level > 0) else { return };
        for strip in &mut rest[..=first + ends] {
            if let Some(at) = level.min(strip.closer.len()).checked_sub(1) {
                let closer = strip.closer.swap_remove(at);
                (strip.height, strip.slack) = (closer.height, closer.slack);
                (strip.items, strip.beside) = (closer.items, closer.beside);
            }
        }
    }

    /// How many strips of a group that the next page could hold stand on this one all the same: none, unless it
    /// would be left with more than a quarter empty and the group may be divided.
    pub(super) fn divided(&self, group: &[Strip]) -> usize {
        let room = self.room(group.first().is_some_and(|strip| strip.turned));
        if (room - self.y) * EMPTY_AT_MOST <= room {
            return 0;
        }
        let fits = |count: &usize| self.fits(self.y, &group[..*count], Length::ZERO);
        (1..group.len()).rev().filter(|count| group[count - 1].divides).find(fits).unwrap_or(0)
    }
}

/// A strip as it is drawn at a level: 0 as it likes best.
fn drawn(strip: &Strip, level: usize) -> &Strip {
    level.min(strip.closer.len()).checked_sub(1).and_then(|at| strip.closer.get(at)).unwrap_or(strip)
}
