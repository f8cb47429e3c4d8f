//! Rows of pieces in columns that are read downwards: which piece stands where is known only when it is known
//! how many of the rows each page holds.

use super::Flow;
use crate::typeset::strip::{Strip, moved};
use crate::typeset::{Length, Placed};

/// Rows placed, whose pieces are not drawn yet.
#[derive(Default)]
pub(super) struct Beside {
    /// the columns' left edges
    lefts: Vec<Length>,
    /// each row's page and top
    rows: Vec<(usize, Length)>,
    /// in their order, which is that of the rows from left to right
    pieces: Vec<Vec<Placed>>,
}

impl Flow<'_> {
    /// Notes a strip's pieces if it has any; draws what was noted if it has none.
    pub(super) fn note_beside(&mut self, strip: &mut Strip) {
        if strip.beside.is_empty() {
            self.draw_beside();
            return;
        }
        let beside = &mut self.beside;
        if beside.rows.is_empty() {
            beside.lefts = strip.beside.iter().map(|(left, _)| *left).collect();
        }
        beside.rows.push((self.pages.len().saturating_sub(1), self.y));
        beside.pieces.extend(std::mem::take(&mut strip.beside).into_iter().map(|(_, items)| items));
    }

    /// Draws the pieces of the rows placed: on each page down its first column, then down the next.
    pub(super) fn draw_beside(&mut self) {
        let Beside { lefts, rows, pieces } = std::mem::take(&mut self.beside);
        let mut pieces = pieces.into_iter();
        for rows in rows.chunk_by(|a, b| a.0 == b.0) {
            for left in &lefts {
                for ((page, top), items) in rows.iter().zip(pieces.by_ref().take(rows.len())) {
                    let Some(page) = self.pages.get_mut(*page) else { continue };
                    page.items.extend(items.into_iter().map(|placed| moved(placed, *left, *top)));
                }
            }
        }
    }
}
