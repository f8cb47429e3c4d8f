//! The clock, and the day that it is in a zone.

use std::time::Duration;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use crate::model::Day;

/// Where the present comes from; handed to whoever needs it, so that a test can say what time it is.
pub trait Clock {
    /// The present instant.
    fn now(&self) -> DateTime<Utc>;

    /// How long the machine has been up, suspends counted. Nobody sets this clock: where it and
    /// [`Clock::now`] have gone apart between two looks, the wall clock was set.
    fn up(&self) -> Duration;
}

/// The system's clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[allow(clippy::disallowed_methods, reason = "the one place that asks the system for the time")]
    fn now(&self) -> DateTime<Utc> {
        Utc::now()
    }

    #[cfg(any(target_os = "linux", target_os = "android"))]
    fn up(&self) -> Duration {
        let up = rustix::time::clock_gettime(rustix::time::ClockId::Boottime);
        Duration::new(up.tv_sec.try_into().unwrap_or(0), up.tv_nsec.try_into().unwrap_or(0))
    }

    /// Since the first look, where the system has no clock of its own for this.
    #[cfg(not(any(target_os = "linux", target_os = "android")))]
    fn up(&self) -> Duration {
        static FIRST: std::sync::OnceLock<std::time::Instant> = std::sync::OnceLock::new();
        FIRST.get_or_init(std::time::Instant::now).elapsed()
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

    fn up(&self) -> Duration {
        Duration::ZERO
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
