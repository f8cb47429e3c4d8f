//! The first rows of a sheet, held for a head to be found in them.

use std::collections::BTreeMap;

use crate::model::CellRef;

use super::cell::Cell;
use super::normal::fold;
use super::number;
use super::vocabulary;
use super::workbook::Merge;

/// As many rows of a sheet as are held to find its head in.
pub(super) const WINDOW: u32 = 40;
/// A head begins within so many rows of the first that holds anything.
pub(super) const STARTS: u32 = 30;

/// The first rows of a sheet.
#[derive(Clone, Debug, Default)]
pub(super) struct Head {
    pub(super) rows: BTreeMap<u32, BTreeMap<u32, Cell<'static>>>,
    /// a row farther down that is to be held too, with those about it
    until: u32,
    pub(super) merges: Option<Vec<Merge>>,
}

impl Head {
    /// Puts a cell in; true while the window is not full.
    pub(super) fn put(&mut self, at: CellRef, cell: Cell<'static>) -> bool {
        let first = self.rows.keys().next().copied().unwrap_or(at.row);
        if at.row >= first + WINDOW {
            if at.row > self.until {
                return false;
            }
            if at.row + WINDOW < self.until {
                return true;
            }
        }
        self.rows.entry(at.row).or_default().insert(at.column, cell);
        true
    }

    /// Nothing yet; the rows about `row` are to be held, wherever it stands.
    pub(super) fn until(row: u32) -> Head {
        Head { until: row, ..Head::default() }
    }

    /// Would `row` have been held, if it were there?
    pub(super) fn reaches(&self, row: u32) -> bool {
        row <= self.until || self.rows.keys().next().is_none_or(|first| row < first + WINDOW)
    }

    /// Does anything stand in this row?
    pub(super) fn stands_in(&self, row: u32) -> bool {
        self.rows.contains_key(&row)
    }

    /// The first of these rows in which a number stands in one of these columns, and that does not just number
    /// the columns: a row of figures, not of heads.
    pub(super) fn figures_in(&self, rows: std::ops::Range<u32>, columns: &[u32]) -> Option<u32> {
        let holds = |(_, cells): &(&u32, &BTreeMap<u32, Cell<'static>>)| {
            columns.iter().any(|column| cells.get(column).is_some_and(is_number))
        };
        let mut found = self.rows.range(rows).filter(holds).map(|(row, _)| *row);
        found.find(|row| !self.numbers_columns(*row))
    }

    /// Every text of these rows, for a fault.
    pub(super) fn texts(&self, rows: std::ops::Range<u32>) -> Vec<String> {
        let cells = self.rows.range(rows).flat_map(|(_, cells)| cells.values());
        cells.filter_map(Cell::as_text).map(super::cell::shorten).collect()
    }

    /// Does anything stand in this column?
    pub(super) fn holds_column(&self, column: u32) -> bool {
        self.rows.values().any(|cells| cells.contains_key(&column))
    }

    /// The columns in which anything stands: `A–H`.
    pub(super) fn span(&self) -> String {
        let all = || self.rows.values().flat_map(|cells| cells.keys().copied());
        match (all().min(), all().max()) {
            (Some(first), Some(last)) => {
                format!("{}–{}", CellRef::letters(first), CellRef::letters(last))
            }
            _ => String::new(),
        }
    }

    /// With the sheet's merged cells, where the format tells them.
    pub(super) fn with_merges(mut self, merges: Option<Vec<Merge>>) -> Head {
        self.merges = merges;
        self
    }

    /// Does anything stand there?
    pub(super) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// How many rows were looked at.
    pub(super) fn looked_at(&self) -> u32 {
        self.rows.keys().next_back().map_or(0, |last| last + 1).min(STARTS)
    }

    /// The rows above `end`, cell by cell.
    pub(super) fn above(&self, end: u32) -> impl Iterator<Item = (u32, &BTreeMap<u32, Cell<'static>>)> {
        self.rows.range(..end).map(|(row, cells)| (*row, cells))
    }

    /// Does this row number the columns: 1, 2, 3 …?
    pub(super) fn numbers_columns(&self, row: u32) -> bool {
        let Some(cells) = self.rows.get(&row) else { return false };
        vocabulary::numbers_columns(&cells.values().map(|cell| fold(&cell.shown())).collect::<Vec<_>>())
    }

    /// The heads nearest to what was looked for, for a fault: texts of the row with the most.
    pub(super) fn nearest(&self) -> Vec<String> {
        let texts = |cells: &BTreeMap<u32, Cell<'static>>| -> Vec<String> {
            let known = |text: &str| vocabulary::key(&fold(text), &fold(text)).is_some();
            let wordy = |cell: &Cell<'_>| {
                cell.as_text().is_some_and(|t| t.chars().filter(|c| c.is_numeric()).count() < 3)
            };
            // a row of numbers and dates without one word of a head may be a household's
            let is_head = cells.values().filter_map(Cell::as_text).any(known) || cells.values().all(wordy);
            let texts = cells.values().filter(|cell| cell.as_text().is_some());
            texts.map(|cell| if is_head { cell.shown() } else { cell.masked() }).collect()
        };
        let rows = self.rows.values().take(STARTS as usize).map(texts).filter(|row| row.len() > 1);
        let mut best: Vec<String> = Vec::new();
        for row in rows {
            if row.len() > best.len() {
                best = row;
            }
        }
        best.truncate(8);
        best
    }

    /// The text that stands there.
    pub(super) fn text(&self, row: u32, column: u32) -> Option<&str> {
        self.rows.get(&row)?.get(&column)?.as_text()
    }
}

/// Is it what stands below a head rather than in it?
pub(super) fn is_number(cell: &Cell<'_>) -> bool {
    match cell {
        Cell::Number(_) | Cell::Date(_) | Cell::NoValue | Cell::Error(_) | Cell::Bool(_) => true,
        Cell::Text(_) => matches!(number::read(cell), number::Reading::Number(_)),
        Cell::Empty => false,
    }
}
