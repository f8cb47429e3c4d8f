//! A table of the whole city: rows under a short name, and rows of nobody that the plan knows.

use crate::collect::belongs::{self, Register};
use crate::collect::cell::shorten;
use crate::collect::findings::{Findings, Use};
use crate::collect::summary::{Entry, What};
use crate::model::{CellRef, Code, Fault};

use super::{FileReading, Reader};

/// Rows of a table of several districts whose names are none of the plan's.
#[derive(Default)]
pub(super) struct Strangers {
    sheet: usize,
    rows: Vec<(CellRef, String)>,
}

/// The districts that whole rows speak of.
fn rows_of(entries: &[Entry]) -> Vec<usize> {
    let district = |e: &Entry| match e.what {
        What::District(d) if !e.part => Some(d),
        _ => None,
    };
    let mut found: Vec<usize> = entries.iter().filter_map(district).collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// Among rows of two districts or more 魏都 is 魏都区, where no other row is: a street of that name would not
/// stand beside districts.
pub(super) fn by_short_name(register: &Register<'_>, entries: &mut [Entry]) {
    let known = rows_of(entries);
    if known.len() < 2 {
        return;
    }
    for entry in entries.iter_mut().filter(|e| e.what == What::Street(None) && !e.part) {
        if let Some(district) = register.short(&entry.name).filter(|d| !known.contains(d)) {
            entry.what = What::District(district);
        }
    }
}

impl Strangers {
    /// Of the rows of a table that is of these districts; none where it is one district's alone.
    pub(super) fn of(sheet: usize, districts: &[usize], entries: &[Entry]) -> Strangers {
        let nobody = |e: &&Entry| e.what == What::Street(None) && !e.part;
        let rows = entries.iter().filter(nobody).map(|e| {
            let column = e.at().map_or(0, |at| at.column.saturating_sub(1));
            (CellRef { row: e.row, column }, e.name.clone())
        });
        let rows = if districts.len() > 1 { rows.collect() } else { Vec::new() };
        Strangers { sheet, rows }
    }
}

impl Reader<'_, '_> {
    /// S016 for the rows of nobody, with the district that may be meant by the first.
    pub(super) fn strange_rows(&self) -> Option<FileReading> {
        let (at, name) = self.strangers.rows.first()?;
        let names = self.workbook.sheets().iter().map(|s| s.name.clone()).collect();
        let mut findings = Findings::new(self.plan, self.file.name, None, names).turned(self.turned());
        let guess = belongs::guess(self.register.nearest(name));
        let mut fault = Fault::new(Code::S016).found(shorten(name)).expected(guess).with("row", at.row + 1);
        fault.count = self.strangers.rows.len() as u64;
        findings.put(self.strangers.sheet, Some(*at), fault, Use::Used);
        Some(FileReading { district: None, returned: None, faults: findings.into_faults() })
    }
}
