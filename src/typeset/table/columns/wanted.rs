//! What a column's contents need: its names, its running text, its figures.

use crate::compose::Column;

use super::super::super::Length;
use super::{UNIT, Wanted};

/// Words of a column of figures are broken only beyond this width, in thousandths of an em.
const SHORT_WORD: i64 = 3200;
/// Running text as wide as this can spare some white beside it.
pub(super) const TEXT_ROOMY: i64 = 14_000;
/// The least width of running text.
const TEXT_LEAST: i64 = 8000;

impl Wanted {
    /// Is it text whose longest line could stand in one cell?
    pub(super) fn is_short_text(&self) -> bool {
        let line = self.words.lines(1);
        self.kind == Column::Text && line > UNIT.em(TEXT_LEAST) && line <= UNIT.em(TEXT_ROOMY)
    }

    /// Is what is left over given to its words first, until they stand in one line? In a table narrower than its page
    /// all but names have that.
    pub(super) fn has_its_line(&self, is_narrow: bool) -> bool {
        self.kind == Column::Text || is_narrow && !matches!(self.kind, Column::Name | Column::Shared)
    }

    /// What its figures need, at [`UNIT`].
    fn figures(&self) -> Length {
        if self.has.are_two() { self.whole } else { self.left + self.right }
    }

    /// The content's least width, at [`UNIT`], with names and heads over so many lines.
    pub(super) fn content(&self, lines: usize, heads: usize, whole: bool) -> Length {
        let words = match self.kind {
            Column::Name => self.words.lines(lines),
            // over several rows a name in two lines makes none of them higher
            Column::Shared => self.words.lines(lines.max(2)),
            Column::Text if whole && self.is_short_text() => self.words.lines(1),
            Column::Text => {
                self.words.lines(1).min(UNIT.em(TEXT_LEAST)).max(self.words.lines(3).min(UNIT.em(TEXT_LEAST)))
            }
            Column::Figure | Column::Mark if self.words.lines(1) <= UNIT.em(SHORT_WORD) => {
                self.words.lines(1)
            }
            Column::Figure | Column::Mark => self.words.lines(lines.max(2)),
        };
        words.max(self.figures()).max(self.head.lines(heads))
    }
}
