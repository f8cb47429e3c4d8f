//! The clock, and the day that it is in a zone.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use crate::model::Day;

/// Where the present comes from; handed to whoever needs it, so that a test can say what time it is.
pub trait Clock {
    /// The present instant.
    fn now(&self) -> DateTime<Utc>;
}

/// The system's clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[allow(clippy::disallowed_methods, reason = "the one place that asks the system for the time")]
    fn now(&self) -> DateTime<Utc> {
        Utc::now()
    }
}

/// A clock that stands still.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FixedClock(
    /// the instant that it shows
    pub DateTime<Utc>,
);

impl Clock for FixedClock {
    fn now(&self) -> DateTime<Utc> {
        self.0
    }
}

/// The civil day `days_back` days before the one that it is in `zone` at `now`: 0 for a plan that reports
/// on today, 1 for yesterday.
///
/// ```
/// use tongbao::schedule::report_day;
/// let late = "2021-07-14T17:00:00Z".parse().unwrap(); // 01:00 on the 15th in China
/// assert_eq!(report_day(late, chrono_tz::Asia::Shanghai, 0).to_string(), "2021-07-15");
/// assert_eq!(report_day(late, chrono_tz::Asia::Shanghai, 1).to_string(), "2021-07-14");
/// ```
#[must_use]
pub fn report_day(now: DateTime<Utc>, zone: Tz, days_back: u32) -> Day {
    let today = Day::from(super::civil(zone, now).date());
    (0..days_back).fold(today, |day, _| day.previous())
}
