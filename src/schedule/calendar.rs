//! Holidays and the weekends worked for them (节假日、调休).

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use chrono::{Datelike, Weekday};

use crate::model::Day;

/// The holidays and make-up workdays of some years.
///
/// In a year that it does not cover, Monday to Friday are workdays: an edition too many, on a holiday, finds
/// no workbooks and says so, while one too few is missed by nobody's doing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Calendar {
    /// the file that it was read from; empty for the bare week
    pub path: PathBuf,
    /// what it calls itself
    pub name: String,
    /// the years that it covers
    pub years: BTreeSet<i32>,
    /// days off, weekends within them too, and the holiday's name
    pub holidays: BTreeMap<Day, String>,
    /// weekend days that are worked
    pub made_up: BTreeSet<Day>,
}

/// What a day is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind<'c> {
    /// worked as Monday to Friday are
    Workday,
    /// worked, though a Saturday or Sunday: 调休上班
    MadeUp,
    /// a Saturday or Sunday
    Weekend,
    /// off, by its name
    Holiday(&'c str),
}

impl Calendar {
    /// What `day` is.
    #[must_use]
    pub fn kind(&self, day: Day) -> Kind<'_> {
        if self.made_up.contains(&day) {
            Kind::MadeUp
        } else if let Some(name) = self.holidays.get(&day) {
            Kind::Holiday(name)
        } else if is_weekend(day) {
            Kind::Weekend
        } else {
            Kind::Workday
        }
    }

    /// Is `day` worked?
    ///
    /// ```
    /// use tongbao::schedule::Calendar;
    /// let mut calendar = Calendar::default();
    /// let (saturday, friday) = ("2026-10-10".parse().unwrap(), "2026-10-02".parse().unwrap());
    /// calendar.made_up.insert(saturday);
    /// calendar.holidays.insert(friday, "国庆节".to_owned());
    /// assert!(calendar.is_workday(saturday) && !calendar.is_workday(friday));
    /// ```
    #[must_use]
    pub fn is_workday(&self, day: Day) -> bool {
        matches!(self.kind(day), Kind::Workday | Kind::MadeUp)
    }

    /// Does it know the holidays of the day's year?
    #[must_use]
    pub fn covers(&self, day: Day) -> bool {
        self.years.contains(&day.year())
    }

    /// The first year from `from` to `to`, both in, that it does not cover.
    #[must_use]
    pub fn gap(&self, from: Day, to: Day) -> Option<i32> {
        (from.year()..=to.year()).find(|year| !self.years.contains(year))
    }
}

/// Saturday or Sunday?
#[must_use]
pub fn is_weekend(day: Day) -> bool {
    matches!(day.date().weekday(), Weekday::Sat | Weekday::Sun)
}

#[cfg(test)]
mod tests {
    use super::super::{Expression, next};
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn october() -> Calendar {
        let holidays = (1..=7).map(|d| (Day::new(2026, 10, d).unwrap(), "国庆节".to_owned())).collect();
        let (years, made_up) = ([2026].into(), [day("2026-09-20"), day("2026-10-10")].into());
        Calendar { years, holidays, made_up, ..Calendar::default() }
    }

    /// The civil times after `after`, until `until`.
    fn firings(text: &str, after: &str, until: &str) -> Vec<String> {
        let expression = Expression::parse(text).unwrap().on_workdays(october());
        let (mut last, until) = (after.parse().unwrap(), until.parse().unwrap());
        let mut firings = Vec::new();
        while let Some(firing) = next(&expression, chrono_tz::Asia::Shanghai, last) {
            if firing.civil > until {
                break;
            }
            last = firing.civil;
            firings.push(last.format("%m-%d %H:%M").to_string());
        }
        firings
    }

    #[test]
    fn the_bulletin_rests_on_holidays_and_comes_on_the_weekends_worked_for_them() {
        let nightly = firings("30 21 * * *", "2026-09-17T00:00:00", "2026-10-12T23:00:00");
        let days: Vec<&str> = nightly.iter().map(|at| &at[..5]).collect();
        assert_eq!(
            days,
            [
                "09-17", "09-18", "09-20", "09-21", "09-22", "09-23", "09-24", "09-25", "09-28", "09-29",
                "09-30", "10-08", "10-09", "10-10", "10-12"
            ]
        );
    }

    #[test]
    fn a_schedule_by_the_hour_starts_with_the_workdays_first_hour() {
        let hourly = firings("0 */8 * * *", "2026-09-30T09:00:00", "2026-10-08T10:00:00");
        assert_eq!(hourly, ["09-30 16:00", "10-08 00:00", "10-08 08:00"]);
    }

    #[test]
    fn a_schedule_of_saturdays_has_the_make_up_ones_only_and_then_ends() {
        assert_eq!(firings("0 9 * * 6", "2026-01-01T00:00:00", "2099-01-01T00:00:00"), ["10-10 09:00"]);
    }

    #[test]
    fn a_year_that_is_not_covered_has_the_bare_week() {
        let calendar = october();
        assert!(!calendar.is_workday(day("2026-10-01")) && calendar.is_workday(day("2027-10-01")));
        assert_eq!(calendar.gap(day("2026-03-01"), day("2026-12-31")), None);
        assert_eq!(calendar.gap(day("2026-12-10"), day("2027-01-10")), Some(2027));
        assert_eq!(calendar.kind(day("2027-10-02")), Kind::Weekend);
    }
}
