//! What the decided columns make of a cell: where its lines stand.

use crate::compose::{Column, Row, Span};

use super::super::super::Length;
use super::super::super::face;
use super::super::super::line::{Align, Line, set, single, width};
use super::super::super::linebreak::Measure;
use super::super::super::shape::Shaper;
use super::super::super::strip::Strip;
use super::super::super::style::PageStyle;
use super::super::cell::{Anchor, SetCell, units_end};
use super::{Plan, cell_hand, cell_pieces, whole};

impl Plan {
    /// Is it no smaller than the style wants it, upright or turned? A turned page that is packed as well is
    /// not read with ease: dividing comes before it.
    pub(in super::super) fn is_readable(&self, style: &PageStyle) -> bool {
        if self.turned {
            self.is_roomy && self.size >= style.table_readable
        } else {
            self.size >= style.table_upright
        }
    }

    /// The table's width.
    pub(in super::super) fn width(&self) -> Length {
        self.edges.last().copied().unwrap_or_default()
    }

    /// A column's left edge.
    pub(in super::super) fn left(&self, column: usize) -> Length {
        self.edges.get(column).copied().unwrap_or_default()
    }

    /// The width of `columns` columns from `column` on.
    pub(in super::super) fn span(&self, column: usize, columns: usize) -> Length {
        self.left(column + columns) - self.left(column)
    }

    /// A row's height for so many lines of text.
    pub(in super::super) fn row_height(&self, lines: usize) -> Length {
        self.leading * i64::try_from(lines.max(1)).unwrap_or(1) + self.row_white
    }

    /// The cell of a row, set: figures where they are aligned, words centred, running text left.
    pub(in super::super) fn cell(
        &self,
        row: &Row,
        spoken: &[Span],
        column: usize,
        shaper: &Shaper,
    ) -> SetCell {
        let text = row.cells.get(column).map_or("", String::as_str);
        let hand = cell_hand(row, (text, spoken), self.voices, self.total, self.size);
        let kind = self.kinds[column];
        let left = self.left(column);
        if let Some(at) = units_end(text).filter(|_| kind == Column::Figure) {
            let line = single(shaper, text, hand);
            let x = match self.anchors[column] {
                Anchor::Units(end) => end - width(shaper, &text[..at], hand),
                Anchor::End(end) => end - line.width,
            };
            return SetCell { x: left + x, lines: vec![line] };
        }
        let inset = self.insets[column];
        let room = self.span(column, 1) - inset * 2;
        let hand = if row.is_total { whole(hand, text, (self.size, room), shaper) } else { hand };
        let align = if kind == Column::Text { Align::Left } else { Align::Center };
        let lines = if text.is_empty() {
            Vec::new()
        } else {
            set(cell_pieces(text, spoken, hand, shaper), Measure::even(room), align)
        };
        SetCell { x: left + inset, lines }
    }

    /// Puts a head's lines, the last of them its unit: on the last of `most` lines, which the head with the most
    /// of them has.
    pub(in super::super) fn over_unit(
        &self,
        strip: &mut Strip,
        mut lines: Vec<Line>,
        x: Length,
        (top, bottom): (Length, Length),
        most: usize,
        node: usize,
    ) {
        let block = self.leading * i64::try_from(most).unwrap_or(1);
        let from = top + (bottom - top - block) / 2;
        let unit = lines.pop();
        self.center(strip, lines, x, (from, from + block - self.leading), node);
        self.center(strip, unit.into_iter().collect(), x, (from + block - self.leading, from + block), node);
    }

    /// Puts lines under each other, centred between top and bottom.
    pub(in super::super) fn center(
        &self,
        strip: &mut Strip,
        lines: Vec<Line>,
        x: Length,
        span: (Length, Length),
        node: usize,
    ) {
        let leading = self.leading;
        let count = i64::try_from(lines.len()).unwrap_or(0);
        let mut y = span.0 + (span.1 - span.0 - leading * count) / 2;
        for line in lines {
            strip.put(line, x, y + face::baseline(leading, self.size), Some(node));
            y += leading;
        }
    }
}
