//! From a stream of cells to rows that hold only the columns asked for; the rest is dropped as it passes.

use std::borrow::Cow;
use std::sync::Arc;

use crate::model::{CellRef, SheetRef};

use super::cell::Cell;
use super::stream::{COLUMNS, Flow, Sink};
use super::units::Unit;
use super::workbook::Merge;

/// Where a table stands, for all that reads its rows.
pub(super) struct Place<'a> {
    pub(super) sheet: Arc<SheetRef>,
    /// the sheet's place in the workbook
    pub(super) index: usize,
    /// units that hold for the whole sheet
    pub(super) units: &'a [Unit],
    /// does the format tell numbers from text?
    pub(super) typed: bool,
    /// its merged cells, where known
    pub(super) merges: Option<&'a [Merge]>,
    /// do its serial numbers count from 1904?
    pub(super) is_1904: bool,
}

/// A row below the head.
pub(super) struct Row<'r, 'a> {
    /// 0-based
    pub(super) index: u32,
    /// one a column asked for, in that order
    pub(super) cells: &'r [Cell<'a>],
    /// the 0-based columns asked for
    pub(super) columns: &'r [u32],
    /// texts of other columns, by column
    pub(super) texts: &'r [(u32, Cow<'a, str>)],
    first: First,
}

/// Where the leftmost text of a row is kept.
#[derive(Clone, Copy)]
enum First {
    None,
    Slot(usize),
    Text(usize),
}

impl Row<'_, '_> {
    /// Where the cell of a column asked for stands.
    pub(super) fn at(&self, slot: usize) -> CellRef {
        CellRef { row: self.index, column: self.columns[slot] }
    }

    /// Every text of the row, left to right.
    pub(super) fn all_texts(&self) -> Vec<(u32, &str)> {
        let own =
            self.cells.iter().zip(self.columns).filter_map(|(cell, column)| Some((*column, cell.as_text()?)));
        let mut texts: Vec<(u32, &str)> =
            own.chain(self.texts.iter().map(|(c, t)| (*c, t.as_ref()))).collect();
        texts.sort_by_key(|(column, _)| *column);
        texts
    }

    /// The leftmost text.
    pub(super) fn first_text(&self) -> Option<&str> {
        match self.first {
            First::None => None,
            First::Slot(slot) => self.cells[slot].as_text(),
            First::Text(at) => Some(&self.texts[at].1),
        }
    }
}

/// Takes rows as they are complete.
pub(super) trait Consumer {
    /// One row in which something stands.
    fn row(&mut self, row: &Row<'_, '_>) -> Flow;
}

/// Puts rows together for a consumer.
pub(super) struct Assembler<'a, 'c> {
    consumer: &'c mut dyn Consumer,
    start: u32,
    slots: Vec<u16>,
    columns: Vec<u32>,
    row: u32,
    open: bool,
    cells: Vec<Cell<'a>>,
    texts: Vec<(u32, Cow<'a, str>)>,
    first: First,
    first_column: u32,
}

const NO_SLOT: u16 = u16::MAX;
/// Texts of columns not asked for that a row keeps, for labels and notes.
const TEXTS: usize = 8;

impl<'a, 'c> Assembler<'a, 'c> {
    /// Rows from `start` on, of these columns.
    pub(super) fn new(start: u32, columns: Vec<u32>, consumer: &'c mut dyn Consumer) -> Assembler<'a, 'c> {
        let mut slots = vec![NO_SLOT; COLUMNS as usize];
        for (slot, column) in (0..).zip(&columns) {
            if let Some(place) = slots.get_mut(*column as usize) {
                *place = slot;
            }
        }
        let cells = vec![Cell::Empty; columns.len()];
        Assembler {
            consumer,
            start,
            slots,
            columns,
            row: 0,
            open: false,
            cells,
            texts: Vec::new(),
            first: First::None,
            first_column: u32::MAX,
        }
    }

    /// Hands on the last row.
    pub(super) fn finish(mut self) {
        self.hand_on();
    }

    fn hand_on(&mut self) -> Flow {
        if !self.open {
            return Flow::Go;
        }
        let row = Row {
            index: self.row,
            cells: &self.cells,
            columns: &self.columns,
            texts: &self.texts,
            first: self.first,
        };
        let flow = self.consumer.row(&row);
        self.cells.fill(Cell::Empty);
        self.texts.clear();
        (self.first, self.first_column) = (First::None, u32::MAX);
        self.open = false;
        flow
    }
}

impl<'a> Sink<'a> for Assembler<'a, '_> {
    fn cell(&mut self, at: CellRef, cell: Cell<'a>) -> Flow {
        if at.row < self.start {
            return Flow::Go;
        }
        if at.row != self.row {
            if self.hand_on() == Flow::Stop {
                return Flow::Stop;
            }
            self.row = at.row;
        }
        match self.slots.get(at.column as usize) {
            Some(&NO_SLOT) | None => {
                if let Cell::Text(text) = cell
                    && self.texts.len() < TEXTS
                {
                    if at.column < self.first_column {
                        (self.first, self.first_column) = (First::Text(self.texts.len()), at.column);
                    }
                    self.texts.push((at.column, text));
                    self.open = true;
                }
            }
            Some(&slot) => {
                if at.column < self.first_column && cell.as_text().is_some() {
                    (self.first, self.first_column) = (First::Slot(slot as usize), at.column);
                }
                self.cells[slot as usize] = cell;
                self.open = true;
            }
        }
        Flow::Go
    }
}
