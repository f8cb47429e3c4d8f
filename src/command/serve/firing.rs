//! Which firings are due: pure arithmetic over the last civil time, the present, and the plan's word on
//! catching up.

use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use chrono_tz::Tz;

use crate::plan::{CatchUp, Unattended};
use crate::schedule::{self, Expression, Firing};

/// A firing that is met later than this was missed: the machine slept, or nobody ran. Less is a restart.
const GRACE: TimeDelta = TimeDelta::minutes(10);
/// As many missed firings at most are made or named one by one; a schedule by the minute misses 43,200 in a
/// month.
const MOST: usize = 1000;

/// What is to be done with the firings between the last one settled and now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Due {
    /// to be made, the oldest first
    pub make: Vec<Firing>,
    /// to be recorded as skipped, the oldest first
    pub skip: Vec<Firing>,
    /// the last civil time that is settled by this
    pub last: NaiveDateTime,
}

/// The firings after civil time `last` up to and with `now`. Whatever the clock does, no civil time up to
/// `last` comes again.
pub(super) fn due(
    schedule: &Expression,
    zone: Tz,
    last: NaiveDateTime,
    now: DateTime<Utc>,
    policy: &Unattended,
) -> Due {
    let window = now - TimeDelta::days(i64::from(policy.catch_up_days));
    let mut due = Due { make: Vec::new(), skip: Vec::new(), last };
    while let Some(firing) = schedule::next(schedule, zone, due.last).filter(|firing| firing.at <= now) {
        due.last = firing.civil;
        if firing.at < window {
            due.skip.push(firing)
        } else {
            due.make.push(firing)
        }
        // the oldest of very many give way, as if they lay before the window
        if due.make.len() > MOST {
            due.skip.push(due.make.remove(0));
        }
        if due.skip.len() > MOST {
            due.skip.remove(0);
        }
    }
    let missed = due.make.iter().take_while(|firing| now - firing.at.to_utc() > GRACE).count();
    let skipped = match policy.catch_up {
        CatchUp::All => 0,
        CatchUp::None => missed,
        // where one is on time, it is the latest
        CatchUp::Latest => missed.min(due.make.len().saturating_sub(1)),
    };
    due.skip.extend(due.make.drain(..skipped));
    due
}

#[cfg(test)]
mod tests {
    use super::*;

    fn policy(catch_up: CatchUp, catch_up_days: u32) -> Unattended {
        Unattended { catch_up, catch_up_days, ..Unattended::default() }
    }

    /// (made, skipped), as days and hours, of a schedule at 21:30 in Shanghai.
    fn at(last: &str, now: &str, policy: &Unattended) -> (Vec<String>, Vec<String>) {
        let nightly = Expression::parse("30 21 * * *").unwrap();
        let now: DateTime<Utc> = format!("{now}+08:00").parse().unwrap();
        let due = due(&nightly, chrono_tz::Asia::Shanghai, last.parse().unwrap(), now, policy);
        let said = |list: &[Firing]| list.iter().map(|f| f.civil.format("%d").to_string()).collect();
        (said(&due.make), said(&due.skip))
    }

    fn days(days: &[&str]) -> Vec<String> {
        days.iter().map(|d| (*d).to_owned()).collect()
    }

    #[test]
    fn a_firing_is_due_at_its_second_and_not_again() {
        let usual = Unattended::default();
        assert_eq!(at("2026-07-01T21:30:00", "2026-07-02T21:29:59", &usual), (days(&[]), days(&[])));
        assert_eq!(at("2026-07-01T21:30:00", "2026-07-02T21:30:00", &usual), (days(&["02"]), days(&[])));
        assert_eq!(at("2026-07-02T21:30:00", "2026-07-02T21:30:00", &usual), (days(&[]), days(&[])));
        // the clock was set back for a week: what was done stays done
        assert_eq!(at("2026-07-02T21:30:00", "2026-06-25T21:30:00", &usual), (days(&[]), days(&[])));
    }

    #[test]
    fn missed_nights_are_made_as_the_plan_says_the_oldest_first() {
        let (last, now) = ("2026-07-01T21:30:00", "2026-07-05T08:00:00");
        assert_eq!(at(last, now, &policy(CatchUp::None, 3)), (days(&[]), days(&["02", "03", "04"])));
        assert_eq!(at(last, now, &policy(CatchUp::Latest, 3)), (days(&["04"]), days(&["02", "03"])));
        assert_eq!(at(last, now, &policy(CatchUp::All, 3)), (days(&["02", "03", "04"]), days(&[])));
        // the window: the 2nd at 21:30 lies two days and ten hours back
        assert_eq!(at(last, now, &policy(CatchUp::All, 2)), (days(&["03", "04"]), days(&["02"])));
    }

    #[test]
    fn a_restart_over_the_hour_is_no_miss() {
        let none = policy(CatchUp::None, 3);
        assert_eq!(at("2026-07-01T21:30:00", "2026-07-02T21:39:00", &none), (days(&["02"]), days(&[])));
        assert_eq!(at("2026-07-01T21:30:00", "2026-07-02T21:41:00", &none), (days(&[]), days(&["02"])));
        // tonight's is on time, yesterday's was missed
        assert_eq!(at("2026-06-30T21:30:00", "2026-07-02T21:31:00", &none), (days(&["02"]), days(&["01"])));
        let latest = policy(CatchUp::Latest, 3);
        assert_eq!(at("2026-06-30T21:30:00", "2026-07-02T21:31:00", &latest), (days(&["02"]), days(&["01"])));
    }

    #[test]
    fn a_month_of_missed_minutes_is_bounded() {
        let each = Expression::parse("* * * * *").unwrap();
        let now: DateTime<Utc> = "2026-07-31T00:00:00Z".parse().unwrap();
        let last = "2026-07-01T00:00:00".parse().unwrap();
        let due = due(&each, chrono_tz::UTC, last, now, &policy(CatchUp::All, 366));
        assert_eq!((due.make.len(), due.skip.len()), (1000, 1000));
        assert_eq!(due.last.to_string(), "2026-07-31 00:00:00");
    }
}
