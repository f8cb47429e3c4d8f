//! A table as it is read, row by row.

use super::emphasis;
use super::part::{Align, Grid};
use crate::model::{Span, text_of};

/// A table under way.
#[derive(Debug, Default)]
pub(super) struct Rows {
    columns: Vec<Align>,
    head: Vec<String>,
    rows: Vec<Vec<Vec<Span>>>,
    row: Vec<Vec<Span>>,
    /// the cells of the row that the head has no column for: they stand in columns without one
    beyond: Vec<Vec<Span>>,
}

impl Rows {
    /// None yet, under such columns.
    pub(super) fn of(columns: Vec<Align>) -> Rows {
        Rows { columns, ..Rows::default() }
    }

    /// Another cell of the row.
    pub(super) fn push(&mut self, cell: Vec<Span>) {
        self.row.push(cell);
    }

    /// The row ends.
    pub(super) fn end_row(&mut self, is_head: bool) {
        let mut row = std::mem::take(&mut self.row);
        if is_head {
            // a head is set apart by itself
            self.head = row.iter().map(|cell| text_of(cell)).collect();
        } else {
            row.append(&mut self.beyond);
            self.rows.push(row);
        }
    }

    /// Reads of a row's text the cells that its table's head has no column for, which Markdown lets go: words
    /// and figures that somebody wrote are printed. Are there any?
    pub(super) fn reads_beyond(&mut self, text: &str) -> bool {
        // a bar that is escaped parts no cells
        let text = text.trim().replace("\\|", "\u{1}");
        let text = text.strip_prefix('|').unwrap_or(&text);
        let text = text.strip_suffix('|').unwrap_or(text);
        let plain = |cell: &str| {
            let words = emphasis::typed(cell.trim()).replace("**", "").replace('\u{1}', "|");
            if words.is_empty() { Vec::new() } else { vec![Span::plain(words)] }
        };
        self.beyond = text.split('|').skip(self.columns.len()).map(plain).collect();
        while self.beyond.last().is_some_and(Vec::is_empty) {
            self.beyond.pop();
        }
        !self.beyond.is_empty()
    }

    /// The table, every row with a cell a column.
    pub(super) fn grid(mut self) -> Grid {
        let most = self.rows.iter().map(Vec::len).max().unwrap_or(0).max(self.columns.len());
        self.columns.resize(most, Align::Free);
        self.head.resize(most, String::new());
        for row in &mut self.rows {
            row.resize(most, Vec::new());
        }
        Grid { columns: self.columns, head: self.head, rows: self.rows }
    }
}
