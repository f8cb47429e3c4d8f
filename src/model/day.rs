//! Civil days, without zone or hour.

use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, Days, NaiveDate};

/// A civil day. Written `2021-07-14` in files and on the command line, 2021年7月14日 in the bulletin.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(NaiveDate);

impl Day {
    /// From year, month and day of the Gregorian calendar; nothing where there is no such day.
    #[must_use]
    pub fn new(year: i32, month: u32, day: u32) -> Option<Day> {
        NaiveDate::from_ymd_opt(year, month, day).map(Day)
    }

    /// The day after.
    #[must_use]
    pub fn next(self) -> Day {
        self.plus(1)
    }

    /// The day before.
    #[must_use]
    pub fn previous(self) -> Day {
        Day(self.0.checked_sub_days(Days::new(1)).unwrap_or(NaiveDate::MIN))
    }

    /// `days` later.
    #[must_use]
    pub fn plus(self, days: u64) -> Day {
        Day(self.0.checked_add_days(Days::new(days)).unwrap_or(NaiveDate::MAX))
    }

    /// How many days this day stands after `earlier` (negative when before).
    #[must_use]
    pub fn since(self, earlier: Day) -> i64 {
        (self.0 - earlier.0).num_days()
    }

    /// The year, four digits.
    #[must_use]
    pub fn year(self) -> i32 {
        self.0.year()
    }

    /// The month, 1 to 12.
    #[must_use]
    pub fn month(self) -> u32 {
        self.0.month()
    }

    /// The day of the month, 1 to 31.
    #[must_use]
    pub fn day(self) -> u32 {
        self.0.day()
    }

    /// 2021年7月14日 (GB/T 9704-2012 7.3.5.4: Arabic figures, no leading zero).
    #[must_use]
    pub fn long(self) -> String {
        format!("{}年{}月{}日", self.year(), self.month(), self.day())
    }

    /// 7月14日.
    #[must_use]
    pub fn short(self) -> String {
        format!("{}月{}日", self.month(), self.day())
    }

    /// The calendar's own type, for stages that reckon with zones and files.
    #[must_use]
    pub fn date(self) -> NaiveDate {
        self.0
    }
}

impl From<NaiveDate> for Day {
    fn from(date: NaiveDate) -> Day {
        Day(date)
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.format("%Y-%m-%d"))
    }
}

impl fmt::Debug for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

/// Only `2021-07-14`.
impl FromStr for Day {
    type Err = String;
    fn from_str(text: &str) -> Result<Day, String> {
        let shape = text.len() == 10
            && text
                .bytes()
                .enumerate()
                .all(|(i, b)| if i == 4 || i == 7 { b == b'-' } else { b.is_ascii_digit() });
        if !shape {
            return Err(format!("expected a day like 2021-07-14, found `{text}`"));
        }
        let day = NaiveDate::parse_from_str(text, "%Y-%m-%d");
        day.map(Day).map_err(|_| format!("there is no day {text} in the calendar"))
    }
}

impl serde::Serialize for Day {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for Day {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Day, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_written_in_one_way_only() {
        let day: Day = "2021-07-14".parse().unwrap();
        assert_eq!(
            (day.to_string(), day.long(), day.short()),
            ("2021-07-14".into(), "2021年7月14日".into(), "7月14日".into())
        );
        for text in ["2021-7-14", "2021-02-30", "14.7.2021", "20210714", "２０２１-07-14", ""] {
            assert!(text.parse::<Day>().is_err(), "{text}");
        }
    }
}
