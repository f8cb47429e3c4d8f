//! Tables that lie on their side: a figure a row, a district a column, or one form with what is asked on the
//! left and the number beside it.
//!
//! A sheet is turned only where nothing in the file stands upright, where it is small, hides nothing, and has,
//! turned, a whole head in which no figure stands twice. From then on it is read as any other; places are
//! turned back where they leave ([`Findings`], [`back`]), so that every fault and every figure names the cell
//! that stands on the sheet.

use std::sync::Arc;

use crate::collect::cell::Cell;
use crate::collect::findings::{Findings, Use};
use crate::collect::header::{Form, Header};
use crate::collect::returns::{Reported, Return};
use crate::collect::stream::{End, Flow, Sink};
use crate::collect::title;
use crate::model::{CellRef, Code, Fault, Origin, Traced};

use super::{Reader, Sheet};

/// A table that lies on its side has at most so many rows, and columns.
const LONGEST: u32 = 200;
/// Titles and notes stand above it in so many rows.
const ABOVE: usize = 6;

impl Reader<'_, '_> {
    /// Turns the sheets of a file in which no table stands upright. A layout given by the plan speaks of sheets
    /// as they stand.
    pub(super) fn turn_sheets(&mut self) -> Result<(), Box<Fault>> {
        let is_whole = |sheet: &Sheet| sheet.header.as_ref().is_some_and(Header::is_complete);
        if self.sheets.iter().any(is_whole) || !self.plan.workbooks.is_empty() {
            return Ok(());
        }
        for at in 0..self.sheets.len() {
            let index = self.sheets[at].index;
            if !self.is_small(index)? || !self.workbook.hidden(index).is_empty() {
                continue;
            }
            let rows = self.sheets[at].head.rows.iter().filter(|(_, cells)| cells.len() > 1);
            let tops: Vec<u32> = rows.map(|(row, _)| *row).take(ABOVE).collect();
            for top in tops {
                if self.turn(at, top)? {
                    break;
                }
            }
        }
        Ok(())
    }

    /// Tries a sheet turned, from this row on; it stays so where that gives a whole head.
    fn turn(&mut self, at: usize, top: u32) -> Result<bool, Box<Fault>> {
        let index = self.sheets[at].index;
        self.workbook.turn(index, Some(top));
        let merges = self.workbook.merges(index);
        let head = self.head(index)?.with_merges(merges);
        let sound = |h: &Header| h.is_complete() && h.form == Form::Summary && h.doubled.is_empty();
        let Some(header) = head.find(self.lexicon).filter(sound) else {
            self.workbook.turn(index, None);
            return Ok(false);
        };
        let sheet = &mut self.sheets[at];
        sheet.title = title::read(&sheet.head, top, self.day);
        // the day and the unit that it states stand where they stand: turned once more by whoever tells of them
        if let Some(stated) = &mut sheet.title.stated {
            stated.at = stated.at.turned();
        }
        (sheet.head, sheet.header, sheet.is_turned) = (head, Some(header), true);
        Ok(true)
    }

    fn is_small(&mut self, index: usize) -> Result<bool, Box<Fault>> {
        let mut extent = Extent::default();
        let end = self.workbook.stream(index, &mut extent)?;
        Ok(end == End::Done && !extent.beyond)
    }

    /// The sheets of the workbook that are turned.
    pub(super) fn turned(&self) -> Vec<usize> {
        self.sheets.iter().filter(|sheet| sheet.is_turned).map(|sheet| sheet.index).collect()
    }

    /// S018 for a sheet that is read turned.
    pub(super) fn says_turned(&self, at: usize, findings: &mut Findings<'_>) {
        if self.sheets[at].is_turned {
            findings.put(self.sheets[at].index, None, Fault::new(Code::S018), Use::Used);
        }
    }
}

/// A district's figures with their cells as they stand on the sheet.
pub(super) fn back(mut returned: Return) -> Return {
    let streets = returned.streets.iter_mut().flat_map(|street| &mut street.figures);
    for figures in returned.figures.iter_mut().chain(streets) {
        let Reported { day, done, task, left, previous, share, rank } = figures;
        for traced in [day, done, task, left, previous, share, rank].into_iter().flatten() {
            turn_origin(&mut traced.origin);
        }
    }
    returned
}

fn turn_origin(origin: &mut Arc<Origin>) {
    match Arc::make_mut(origin) {
        Origin::Cell { cell, .. } => *cell = cell.turned(),
        Origin::Sum(parts) => parts.iter_mut().for_each(turn_origin),
        Origin::Derived { from, .. } => from.iter_mut().for_each(|t: &mut Traced| turn_origin(&mut t.origin)),
        _ => {}
    }
}

/// Does anything stand beyond what a small table has?
#[derive(Default)]
struct Extent {
    beyond: bool,
}

impl<'a> Sink<'a> for Extent {
    fn cell(&mut self, at: CellRef, _: Cell<'a>) -> Flow {
        self.beyond |= at.row >= LONGEST || at.column >= LONGEST;
        if self.beyond { Flow::Stop } else { Flow::Go }
    }
}
