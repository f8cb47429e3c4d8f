//! Faults as they are found: grouped by code, sheet and column, weighed by the plan, in order at the end.

use std::collections::BTreeMap;

use crate::model::{CellRef, Code, Fault, Place, Severity};
use crate::plan::Plan;

/// What was found in one file for one district.
pub(super) struct Findings<'p> {
    plan: &'p Plan,
    file: String,
    district: Option<String>,
    sheets: Vec<String>,
    /// the sheets that are read turned: their places are turned back here
    turned: Vec<usize>,
    /// by sheet, code and column: the first of its kind, with its count
    faults: BTreeMap<(usize, Code, Option<u32>), Fault>,
}

/// Does a fault touch a figure that is used, or only one that is compared with it?
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Use {
    /// the district's figures come from it
    Used,
    /// a total row, a street's name: a doubt, never an error, unless the plan says so
    Compared,
}

/// The severity of a fault, by the plan where it sets one: the only place that asks.
pub(super) fn weigh(plan: &Plan, mut fault: Fault, usage: Use) -> Fault {
    fault.severity = match plan.severities.get(&fault.code) {
        Some(severity) => *severity,
        None if usage == Use::Compared => fault.severity.min(Severity::Warning),
        None => fault.severity,
    };
    fault
}

impl<'p> Findings<'p> {
    /// Nothing yet, of a file and its sheets.
    pub(super) fn new(
        plan: &'p Plan,
        file: &str,
        district: Option<usize>,
        sheets: Vec<String>,
    ) -> Findings<'p> {
        let district = district.and_then(|index| plan.districts.get(index)).map(|d| d.name.clone());
        let (file, turned) = (file.to_owned(), Vec::new());
        Findings { plan, file, district, sheets, turned, faults: BTreeMap::new() }
    }

    /// Of these sheets the places come turned.
    pub(super) fn turned(self, turned: Vec<usize>) -> Findings<'p> {
        Findings { turned, ..self }
    }

    /// Of the whole file.
    pub(super) fn file(&mut self, fault: Fault) {
        self.put(usize::MAX, None, fault, Use::Used);
    }

    /// Of a sheet, or of a cell of it.
    pub(super) fn put(&mut self, sheet: usize, at: Option<CellRef>, mut fault: Fault, usage: Use) {
        let mut at = at;
        if self.turned.contains(&sheet)
            && let Some(turned) = &mut at
        {
            *turned = turned.turned();
            for (_, row) in fault.values.iter_mut().filter(|(name, _)| *name == "row") {
                *row = (turned.row + 1).to_string();
            }
        }
        // file-level faults stand before the sheets'
        let order = if sheet == usize::MAX { 0 } else { sheet + 1 };
        let key = (order, fault.code, at.map(|at| at.column));
        if let Some(earlier) = self.faults.get_mut(&key) {
            earlier.count += fault.count;
            let severity = weigh(self.plan, fault, usage).severity;
            earlier.severity = earlier.severity.max(severity);
            return;
        }
        let mut fault = weigh(self.plan, fault, usage);
        fault.district.clone_from(&self.district);
        fault.place = Some(Place {
            file: self.file.clone(),
            sheet: self.sheets.get(sheet).cloned(),
            cell: at,
            line: None,
        });
        self.faults.insert(key, fault);
    }

    /// Of the same file and district, with nothing found yet: for a reading that may have to begin again.
    pub(super) fn fork(&self) -> Findings<'p> {
        Findings {
            plan: self.plan,
            file: self.file.clone(),
            district: self.district.clone(),
            sheets: self.sheets.clone(),
            turned: self.turned.clone(),
            faults: BTreeMap::new(),
        }
    }

    /// Takes over what a fork found.
    pub(super) fn absorb(&mut self, fork: Findings<'p>) {
        for (key, fault) in fork.faults {
            match self.faults.get_mut(&key) {
                Some(earlier) => {
                    earlier.count += fault.count;
                    earlier.severity = earlier.severity.max(fault.severity);
                }
                None => {
                    self.faults.insert(key, fault);
                }
            }
        }
    }

    /// A place in a sheet of this file.
    pub(super) fn place(&self, sheet: usize, cell: CellRef) -> Place {
        let cell = if self.turned.contains(&sheet) { cell.turned() } else { cell };
        Place {
            file: self.file.clone(),
            sheet: self.sheets.get(sheet).cloned(),
            cell: Some(cell),
            line: None,
        }
    }

    /// Does any of them keep the district's figures from being used? The one rule by which a district that
    /// sent a file is still unreported.
    pub(super) fn spoil(&self) -> bool {
        self.faults.values().any(Fault::is_error)
    }

    /// All of them, by sheet, then cell, then code.
    pub(super) fn into_faults(self) -> Vec<Fault> {
        type Order = (usize, Option<CellRef>, Code);
        let mut faults: Vec<(Order, Fault)> = self
            .faults
            .into_iter()
            .map(|((sheet, code, _), fault)| {
                ((sheet, fault.place.as_ref().and_then(|p| p.cell), code), fault)
            })
            .collect();
        faults.sort_by_key(|(key, _)| *key);
        faults.into_iter().map(|(_, fault)| fault).collect()
    }
}
