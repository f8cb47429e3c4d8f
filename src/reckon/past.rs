//! An earlier issue, as later ones need it.

use std::collections::BTreeMap;

use super::forecast::Stretch;
use super::record::{DistrictRecord, FiguresRecord, Record};
use super::standings::LastIssue;
use crate::collect::Households;
use crate::model::{Amount, Day, Share};

/// An earlier issue's figures, read from the archive.
#[derive(Clone, Debug, PartialEq)]
pub struct Past {
    record: Record,
    households: BTreeMap<String, Households>,
}

/// One measure of one district or street in an earlier issue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PastFigures {
    /// D, where it was known
    pub day: Option<Amount>,
    /// the issue after whose day D was done, where that was not the day before
    pub since: Option<Day>,
    /// C
    pub done: Amount,
    /// T
    pub task: Amount,
    /// R
    pub left: Amount,
    /// its rank, where it had one
    pub rank: Option<u32>,
}

impl PastFigures {
    /// C / T as it was.
    #[must_use]
    pub fn share(&self) -> Option<Share> {
        Share::of(self.done, self.task)
    }

    /// D with the days that it took, in the issue for `day`.
    pub(super) fn stretch(&self, day: Day) -> Option<Stretch> {
        self.day.map(|amount| Stretch::of(amount, self.since, day))
    }
}

impl From<Record> for Past {
    fn from(record: Record) -> Past {
        Past { record, households: BTreeMap::new() }
    }
}

impl Past {
    /// Its number and day.
    #[must_use]
    pub fn issue(&self) -> LastIssue {
        LastIssue { number: self.record.number, day: self.record.day }
    }

    /// Its report day.
    #[must_use]
    pub fn day(&self) -> Day {
        self.record.day
    }

    /// Its whole record.
    #[must_use]
    pub fn record(&self) -> &Record {
        &self.record
    }

    /// A district of that issue, by its printed name; none when it was missing there.
    #[must_use]
    pub fn district(&self, name: &str) -> Option<&DistrictRecord> {
        self.record.districts.iter().find(|d| d.name == name && !d.figures.is_empty())
    }

    /// With the households of a district's ledger, by its printed name.
    pub fn put_households(&mut self, district: &str, households: Households) {
        self.households.insert(district.to_owned(), households);
    }

    /// The households of a district's ledger then, where they could be read.
    #[must_use]
    pub fn households(&self, district: &str) -> Option<&Households> {
        self.households.get(district)
    }

    /// A district's figures of one measure.
    #[must_use]
    pub fn figures(&self, district: &str, measure: &str) -> Option<PastFigures> {
        self.district(district)?.figures.get(measure).and_then(FiguresRecord::read)
    }

    /// A street's figures of one measure.
    #[must_use]
    pub fn street(&self, district: &str, street: &str, measure: &str) -> Option<PastFigures> {
        let streets = &self.district(district)?.streets;
        streets.iter().find(|s| s.name == street)?.figures.get(measure).and_then(FiguresRecord::read)
    }

    /// When a district truly reported the figures that this issue prints: this issue, or the one that
    /// it carried them from.
    #[must_use]
    pub fn reported_in(&self, district: &str) -> Option<LastIssue> {
        let record = self.district(district)?;
        Some(
            record
                .carried_from
                .as_ref()
                .map_or_else(|| self.issue(), |c| LastIssue { number: c.number, day: c.day }),
        )
    }
}
