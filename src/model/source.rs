//! Where a figure comes from: kept with it to the end, so that any printed number can be traced.

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{Amount, Day, Rows, interned};

/// A file that was read for an edition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceFile {
    /// its name in the inbox, with `/` between folders
    pub name: String,
    /// lower-case hex of its bytes' SHA-256
    pub sha256: String,
    /// the district it was taken for, as an index into the plan's districts
    pub district: Option<usize>,
}

/// One sheet of one file; shared by all figures read from it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetRef {
    /// the file's name in the inbox
    pub file: String,
    /// the sheet's name
    pub sheet: String,
    /// lower-case hex of the file's SHA-256
    pub sha256: String,
}

impl SheetRef {
    /// How the one sheet of a text file is called.
    pub const OF_TEXT: &str = "csv";
}

/// A cell, 0-based, printed as A1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct CellRef {
    /// 0-based row
    pub row: u32,
    /// 0-based column
    pub column: u32,
}

impl CellRef {
    /// Where it stands when rows and columns change places; turned twice it is itself.
    #[must_use]
    pub fn turned(self) -> CellRef {
        CellRef { row: self.column, column: self.row }
    }

    /// The letters of a 0-based column: 0 is A, 26 is AA.
    #[must_use]
    pub fn letters(column: u32) -> String {
        let mut letters = Vec::new();
        let mut n = u64::from(column) + 1;
        while n > 0 {
            let rest = ((n - 1) % 26) as u8;
            letters.push(char::from(b'A' + rest));
            n = (n - 1) / 26;
        }
        letters.iter().rev().collect()
    }
}

impl fmt::Display for CellRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", CellRef::letters(self.column), u64::from(self.row) + 1)
    }
}

/// How an amount came about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Origin {
    /// read from one cell, times `factor` (numerator, denominator) for the unit
    Cell {
        /// file and sheet
        #[serde(with = "super::shared")]
        sheet: Arc<SheetRef>,
        /// the cell
        cell: CellRef,
        /// the cell's text as found
        found: String,
        /// unit conversion, (1, 1) where none
        factor: (i64, i64),
    },
    /// rows of a ledger, counted (`column` none) or summed over `column`
    Rows {
        /// file and sheet
        #[serde(with = "super::shared")]
        sheet: Arc<SheetRef>,
        /// the 0-based column summed, none when rows are counted
        column: Option<u32>,
        /// which rows
        rows: Rows,
        /// in words: `整治完成日期 (I) ≤ 2021-07-14`
        filter: String,
        /// unit conversion, (1, 1) where none
        factor: (i64, i64),
    },
    /// the sum of the parts (streets, districts)
    Sum(Vec<Arc<Origin>>),
    /// computed from two others: `C = T − R`, `T = C + R`, `R = T − C`, `D = C − C(last)`
    Derived {
        /// the formula
        #[serde(deserialize_with = "interned::text")]
        formula: interned::Text,
        /// what went in, in the formula's order
        from: Vec<Traced>,
    },
    /// taken over from an earlier issue
    Issue {
        /// its number
        number: u32,
        /// its report day
        day: Day,
    },
}

/// An amount with its origin.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Traced {
    /// how much
    pub amount: Amount,
    /// where from; shared, since a figure is handed from stage to stage with it
    pub origin: Arc<Origin>,
}

impl Traced {
    /// An amount and where it came from.
    #[must_use]
    pub fn new(amount: Amount, origin: Origin) -> Traced {
        Traced { amount, origin: Arc::new(origin) }
    }

    /// The day of the issue that it was counted from, where it is D = C − C(last).
    #[must_use]
    pub fn since_issue(&self) -> Option<Day> {
        let Origin::Derived { formula: "D = C − C(last)", from } = &*self.origin else { return None };
        from.iter().find_map(|part| match *part.origin {
            Origin::Issue { day, .. } => Some(day),
            _ => None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_lettered_as_spreadsheets_letter_them() {
        let name = |column| CellRef { row: 0, column }.to_string();
        assert_eq!(
            (name(0), name(25), name(26), name(701), name(702), name(16383)),
            ("A1".into(), "Z1".into(), "AA1".into(), "ZZ1".into(), "AAA1".into(), "XFD1".into())
        );
    }
}
