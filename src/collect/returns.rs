//! What collect hands over.

use serde::{Deserialize, Serialize};

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
    /// C before the day, where the plan names a column for it
    pub previous: Option<Traced>,
    /// a share that the workbook states, in percent, held against C / T
    pub share: Option<Traced>,
    /// a rank that the workbook states for the district, held against the computed one
    pub rank: Option<Traced>,
}

/// 回头看.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Reinspected {
    /// households looked at again by the report day
    pub looked_at: Traced,
    /// of these, those that failed
    pub failed: Traced,
}

/// The households of a ledger, each by a hash of its 编号: a number can be an identity number, which is to
/// stand nowhere but in the workbook. It is made anew from the workbooks when needed and never stored.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Households {
    /// the 0-based column of the numbers
    pub column: u32,
    /// hash, 0-based row, done by the report day; ascending by hash
    #[serde(with = "packed")]
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

/// Households as one text of digits, for the way from a worker: a ledger has tens of thousands, and as lists
/// of numbers they took a tenth of its reading.
mod packed {
    use std::borrow::Cow;

    use serde::de::Error as _;
    use serde::{Deserialize, Deserializer, Serializer};

    /// Hexadecimal digits of a hash, a row, and whether it is done.
    const LENGTH: usize = 16 + 8 + 1;

    pub(super) fn serialize<S: Serializer>(rows: &[(u64, u32, bool)], to: S) -> Result<S::Ok, S::Error> {
        let mut text = String::with_capacity(rows.len() * LENGTH);
        let mut put = |value: u64, digits: u32| {
            for place in (0..digits).rev() {
                let digit = (value >> (4 * place) & 15) as u32;
                text.push(char::from_digit(digit, 16).expect("four bits are a digit"));
            }
        };
        for (hash, row, done) in rows {
            put(*hash, 16);
            put(u64::from(*row), 8);
            put(u64::from(*done), 1);
        }
        to.serialize_str(&text)
    }

    pub(super) fn deserialize<'d, D: Deserializer<'d>>(from: D) -> Result<Vec<(u64, u32, bool)>, D::Error> {
        let text = Cow::<str>::deserialize(from)?;
        let row = |digits: &[u8]| -> Option<(u64, u32, bool)> {
            let value = |digits: &[u8]| {
                digits
                    .iter()
                    .try_fold(0_u64, |n, digit| Some(n << 4 | u64::from(char::from(*digit).to_digit(16)?)))
            };
            Some((value(&digits[..16])?, u32::try_from(value(&digits[16..24])?).ok()?, digits[24] == b'1'))
        };
        let (rows, rest) = text.as_bytes().as_chunks::<LENGTH>();
        let rows: Option<Vec<_>> = rows.iter().map(|digits| row(digits)).collect();
        rows.filter(|_| rest.is_empty()).ok_or_else(|| D::Error::custom("households are cut short"))
    }

    #[cfg(test)]
    mod tests {
        use crate::collect::Households;

        #[test]
        fn households_come_out_as_they_went_in_and_not_at_all_where_cut_short() {
            let households = Households {
                column: 3,
                rows: vec![(0, 0, false), (u64::MAX, u32::MAX, true), (77, 5, true)],
            };
            let text = serde_json::to_string(&households).unwrap();
            assert_eq!(serde_json::from_str::<Households>(&text).unwrap(), households);
            assert!(serde_json::from_str::<Households>(&text.replacen("ff", "f", 1)).is_err());
            assert!(serde_json::from_str::<Households>(&text.replacen('f', "g", 1)).is_err());
        }
    }
}
