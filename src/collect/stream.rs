//! Cells on their way from a workbook to whoever reads them, held to the sheet's bounds.

use crate::model::{CellRef, Code, Fault};

use super::cell::Cell;

/// Sheets have at most this many rows and columns; files that say otherwise are broken.
const GRID: (u32, u32) = (1_048_576, 16_384);
/// Columns beyond are not looked at: no bulletin has so many.
pub(super) const COLUMNS: u32 = 512;
/// A sheet of a million rows and twelve columns fits.
const CELLS: u64 = 20_000_000;
/// What is kept of a sheet whose rows are out of order.
pub(super) const CELLS_SORTED: usize = 2_000_000;

/// Takes cells as they stream by.
pub(super) trait Sink<'a> {
    /// One cell that holds something; rows ascend, columns within a row may not.
    fn cell(&mut self, at: CellRef, cell: Cell<'a>) -> Flow;
}

/// Go on, or that was enough.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Flow {
    Go,
    Stop,
}

/// How a stream ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// at the sheet's end, or where the sink had enough
    Done,
    /// what was taken is void: start again
    Again,
}

/// Holds the stream to the sheet's bounds before it reaches the sink.
pub(super) struct Guard<'s, 'a> {
    sink: &'s mut dyn Sink<'a>,
    any_order: bool,
    pub(super) out_of_order: bool,
    row: u32,
    count: u64,
}

impl<'s, 'a> Guard<'s, 'a> {
    pub(super) fn new(sink: &'s mut dyn Sink<'a>, any_order: bool) -> Guard<'s, 'a> {
        Guard { sink, any_order, out_of_order: false, row: 0, count: 0 }
    }

    pub(super) fn take(&mut self, at: CellRef, cell: Cell<'a>) -> Result<Flow, Box<Fault>> {
        self.count += 1;
        if self.count > CELLS {
            return Err(too_many());
        }
        if at.row >= GRID.0 || at.column >= GRID.1 {
            return Err(Fault::new(Code::F013).found(format!("{at} > XFD1048576")).into());
        }
        if at.row < self.row && !self.any_order {
            self.out_of_order = true;
            return Ok(Flow::Stop);
        }
        self.row = at.row;
        if at.column >= COLUMNS || cell.is_empty() {
            return Ok(Flow::Go);
        }
        Ok(self.sink.cell(at, cell))
    }

    /// An error value that stood somewhere between two cells: every place between is taken to hold it, so
    /// that none is read as blank.
    pub(super) fn gap(
        &mut self,
        last: Option<(u32, u32)>,
        next: (u32, u32),
        error: &str,
    ) -> Result<(), Box<Fault>> {
        let mut put = |row: u32, columns: std::ops::Range<u32>| -> Result<(), Box<Fault>> {
            for column in columns {
                self.take(CellRef { row, column }, Cell::Error(error.to_owned().into()))?;
            }
            Ok(())
        };
        match last {
            Some((row, column)) if row == next.0 => put(row, column + 1..next.1.min(COLUMNS)),
            last => {
                if let Some((row, column)) = last {
                    put(row, column + 1..COLUMNS)?;
                }
                if next.0 < GRID.0 { put(next.0, 0..next.1.min(COLUMNS)) } else { Ok(()) }
            }
        }
    }
}

/// A sheet's cells, gathered to be sorted.
#[derive(Default)]
pub(super) struct Kept<'a> {
    cells: Vec<(CellRef, Cell<'a>)>,
    full: bool,
}

impl<'a> Sink<'a> for Kept<'a> {
    fn cell(&mut self, at: CellRef, cell: Cell<'a>) -> Flow {
        self.full = self.cells.len() >= CELLS_SORTED;
        if self.full {
            return Flow::Stop;
        }
        self.cells.push((at, cell));
        Flow::Go
    }
}

impl<'a> Kept<'a> {
    /// Changes rows and columns about, those above `top` left out.
    pub(super) fn turn(&mut self, top: u32) {
        self.cells.retain(|(at, _)| at.row >= top);
        self.cells.iter_mut().for_each(|(at, _)| *at = at.turned());
    }

    pub(super) fn replay(mut self, sink: &mut dyn Sink<'a>) -> Result<End, Box<Fault>> {
        if self.full {
            return Err(too_many());
        }
        self.cells.sort_by_key(|(at, _)| *at);
        for (at, cell) in self.cells {
            if sink.cell(at, cell) == Flow::Stop {
                break;
            }
        }
        Ok(End::Done)
    }
}

pub(super) fn too_many() -> Box<Fault> {
    Fault::new(Code::F014).found("单元格/cells").expected(CELLS).into()
}
