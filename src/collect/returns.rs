//! What collect hands over.

use crate::model::{Amount, Day, Fault, SourceFile, Traced};

/// All that was read for one day.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Collected {
    /// one a reporting district, in the plan's order of districts
    pub returns: Vec<Return>,
    /// every finding, in the order of districts, files, sheets, cells
    pub faults: Vec<Fault>,
    /// every file of the inbox that was looked at, by name, used or not; not those that could not be read
    pub sources: Vec<SourceFile>,
}

/// What one district reported.
#[derive(Clone, Debug, PartialEq)]
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
    /// the households of a ledger that numbers them, to be told from day to day
    pub households: Option<Households>,
}

impl Return {
    /// Are all its figures, its streets' and those of 回头看 another return's, whatever cells they come from?
    pub(super) fn says_the_same(&self, other: &Return) -> bool {
        let amount = |traced: &Option<Traced>| traced.as_ref().map(|t| t.amount);
        let figures = |all: &[Reported]| -> Vec<[Option<Amount>; 4]> {
            all.iter().map(|r| [&r.day, &r.done, &r.task, &r.left].map(amount)).collect()
        };
        let streets = |r: &Return| -> Vec<(String, Vec<[Option<Amount>; 4]>)> {
            r.streets.iter().map(|s| (s.name.clone(), figures(&s.figures))).collect()
        };
        let looked = |r: &Return| r.reinspected.as_ref().map(|r| (r.looked_at.amount, r.failed.amount));
        figures(&self.figures) == figures(&other.figures)
            && streets(self) == streets(other)
            && looked(self) == looked(other)
    }
}

/// One street's figures.
#[derive(Clone, Debug, PartialEq)]
pub struct StreetReturn {
    /// its name, as found
    pub name: String,
    /// one a measure, in the plan's order
    pub figures: Vec<Reported>,
}

/// Amounts of one measure as the workbook gives them; any two of done, task and left give the third,
/// which reckon does.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reported {
    /// D, done on the report day
    pub day: Option<Traced>,
    /// C, done so far
    pub done: Option<Traced>,
    /// T, the task
    pub task: Option<Traced>,
    /// R, left
    pub left: Option<Traced>,
    /// C before the day, where the plan names a column for it
    pub previous: Option<Traced>,
    /// a share that the workbook states, in percent, held against C / T
    pub share: Option<Traced>,
    /// a rank that the workbook states for the district, held against the computed one
    pub rank: Option<Traced>,
}

/// 回头看.
#[derive(Clone, Debug, PartialEq)]
pub struct Reinspected {
    /// households looked at again by the report day
    pub looked_at: Traced,
    /// of these, those that failed
    pub failed: Traced,
}

/// The households of a ledger, each by a hash of its 编号: a number can be an identity number, which is to
/// stand nowhere but in the workbook. It is made anew from the workbooks when needed and never stored.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Households {
    /// the 0-based column of the numbers
    pub column: u32,
    /// hash, 0-based row, done by the report day; ascending by hash
    pub rows: Vec<(u64, u32, bool)>,
}

impl Households {
    /// How many of the earlier ledger's households stand no longer in this one.
    #[must_use]
    pub fn gone_since(&self, earlier: &Households) -> usize {
        earlier.rows.iter().filter(|(hash, ..)| self.find(*hash).is_none()).count()
    }

    /// The rows, ascending, of households that were done in the earlier ledger and are not in this one.
    #[must_use]
    pub fn undone_since(&self, earlier: &Households) -> Vec<u32> {
        let undone = |(hash, _, done): &(u64, u32, bool)| {
            self.find(*hash).filter(|(_, _, now)| *done && !now).map(|(_, row, _)| *row)
        };
        let mut rows: Vec<u32> = earlier.rows.iter().filter_map(undone).collect();
        rows.sort_unstable();
        rows
    }

    fn find(&self, hash: u64) -> Option<&(u64, u32, bool)> {
        self.rows.binary_search_by_key(&hash, |(hash, ..)| *hash).ok().map(|at| &self.rows[at])
    }
}
