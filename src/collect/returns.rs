//! What collect hands over.

use serde::{Deserialize, Serialize};

use crate::model::{Day, Fault, SourceFile, Traced};

/// All that was read for one day.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Collected {
    /// one a reporting district, in the plan's order of districts
    pub returns: Vec<Return>,
    /// every finding, in the order of districts, files, sheets, cells
    pub faults: Vec<Fault>,
    /// every file of the inbox that was looked at, by name, used or not
    pub sources: Vec<SourceFile>,
}

/// What one district reported.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Return {
    /// index into the plan's districts
    pub district: usize,
    /// the file's name in the inbox
    pub file: String,
    /// the sheet (the first of several)
    pub sheet: String,
    /// lower-case hex of the file's SHA-256
    pub sha256: String,
    /// the report date that the workbook states, where it does
    pub stated_day: Option<Day>,
    /// one a measure, in the plan's order
    pub figures: Vec<Reported>,
    /// the second level, in the workbook's order; empty where there is none
    pub streets: Vec<StreetReturn>,
    /// 回头看: households re-inspected and failed, where a ledger has the column
    pub reinspected: Option<Reinspected>,
}

/// One street's figures.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StreetReturn {
    /// its name, as found
    pub name: String,
    /// one a measure, in the plan's order
    pub figures: Vec<Reported>,
}

/// Amounts of one measure as the workbook gives them; any two of done, task and left give the third,
/// which reckon does.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Reported {
    /// D, done on the report day
    pub day: Option<Traced>,
    /// C, done so far
    pub done: Option<Traced>,
    /// T, the task
    pub task: Option<Traced>,
    /// R, left
    pub left: Option<Traced>,
    /// a share that the workbook states, in percent, held against C / T
    pub share: Option<Traced>,
}

/// 回头看.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Reinspected {
    /// households looked at again by the report day
    pub looked_at: Traced,
    /// of these, those that failed
    pub failed: Traced,
}
