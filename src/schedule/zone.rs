//! Civil times set into a zone, once each, whatever the clocks do.
//!
//! The civil time is a firing's identity: `2026-03-08T02:30` was due even in a zone whose clocks went from
//! 02:00 to 03:00 that night, and then it is due at the first instant after the gap. In a fold, where 01:30
//! comes twice, it is due the first time. The `cron` crate alone loses the one and doubles the other.

use chrono::{DateTime, LocalResult, NaiveDateTime, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;

use super::Expression;

/// One time at which a bulletin is due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Firing {
    /// as the expression says it; names the firing, also where the zone's clocks skip it
    pub civil: NaiveDateTime,
    /// when that is
    pub at: DateTime<Tz>,
}

/// The next firing after the civil time `after` (that of the last firing): later than it both on the
/// clock's face and as an instant, so that several times lost in one gap make one firing.
///
/// ```
/// use tongbao::schedule::{Expression, next};
/// let nightly = Expression::parse("30 2 * * *").unwrap();
/// let last = "2026-03-07T02:30:00".parse().unwrap();
/// let firing = next(&nightly, chrono_tz::America::New_York, last).unwrap();
/// assert_eq!(firing.civil.to_string(), "2026-03-08 02:30:00"); // a time that the clocks skip
/// assert_eq!(firing.at.to_string(), "2026-03-08 03:00:00 EDT");
/// ```
#[must_use]
pub fn next(expression: &Expression, zone: Tz, after: NaiveDateTime) -> Option<Firing> {
    first_later(expression, zone, after, instant(zone, after)?.to_utc())
}

/// The next firing after the instant `after`.
#[must_use]
pub fn next_after(expression: &Expression, zone: Tz, after: DateTime<Utc>) -> Option<Firing> {
    first_later(expression, zone, civil(zone, after), after)
}

/// Civil times in their order, until one lies after `after` as an instant. The loop is bounded by the
/// longest gap or fold: a day of seconds, where an island crossed the date line.
fn first_later(
    expression: &Expression,
    zone: Tz,
    mut civil: NaiveDateTime,
    after: DateTime<Utc>,
) -> Option<Firing> {
    loop {
        civil = expression.next_civil(civil)?;
        let at = instant(zone, civil)?;
        if at > after {
            return Some(Firing { civil, at });
        }
    }
}

/// What the clocks of `zone` show at `at`.
#[must_use]
pub fn civil(zone: Tz, at: DateTime<Utc>) -> NaiveDateTime {
    at.with_timezone(&zone).naive_local()
}

/// When the clocks of `zone` show `civil`: the first time in a fold, the first instant after a gap. None
/// only at the calendar's ends.
#[must_use]
pub fn instant(zone: Tz, civil: NaiveDateTime) -> Option<DateTime<Tz>> {
    match zone.from_local_datetime(&civil) {
        LocalResult::Single(at) => Some(at),
        LocalResult::Ambiguous(first, _) => Some(first),
        LocalResult::None => after_gap(zone, civil),
    }
}

/// The first second at which the clocks of `zone` show more than `civil`, which they skip.
fn after_gap(zone: Tz, civil: NaiveDateTime) -> Option<DateTime<Tz>> {
    let shown = |at: NaiveDateTime| zone.from_utc_datetime(&at).naive_local();
    // offsets lie within 16 hours of UTC, and no zone has two changes within these three days
    let (mut before, mut later) =
        (civil.checked_sub_signed(TimeDelta::hours(36))?, civil.checked_add_signed(TimeDelta::hours(36))?);
    if shown(before) >= civil || shown(later) < civil {
        return None;
    }
    while (later - before).num_seconds() > 1 {
        let middle = before + TimeDelta::seconds((later - before).num_seconds() / 2);
        if shown(middle) < civil { before = middle } else { later = middle }
    }
    // the change stands on a whole second, `civil` may not
    let whole = later - TimeDelta::nanoseconds(i64::from(later.and_utc().timestamp_subsec_nanos()));
    Some(zone.from_utc_datetime(&whole))
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono_tz::{Africa, America, Asia, Pacific};

    fn firings(text: &str, zone: Tz, after: &str, n: usize) -> Vec<String> {
        let expression = Expression::parse(text).unwrap();
        let mut last: NaiveDateTime = after.parse().unwrap();
        let mut seen = Vec::new();
        while seen.len() < n {
            let firing = next(&expression, zone, last).unwrap();
            seen.push(firing.at.format("%m-%d %H:%M %z").to_string());
            last = firing.civil;
        }
        seen
    }

    #[test]
    fn a_time_in_the_gap_fires_at_its_end() {
        assert_eq!(
            firings("30 2 * * *", America::New_York, "2026-03-07T00:00:00", 3),
            ["03-07 02:30 -0500", "03-08 03:00 -0400", "03-09 02:30 -0400"]
        );
        // where the clocks change at midnight, the cron crate loses the whole day
        assert_eq!(
            firings("@daily", Africa::Cairo, "2026-04-23T00:00:00", 2),
            ["04-24 01:00 +0300", "04-25 00:00 +0300"]
        );
    }

    #[test]
    fn a_time_in_the_fold_fires_once() {
        assert_eq!(
            firings("30 1 * * *", America::New_York, "2026-10-31T02:00:00", 2),
            ["11-01 01:30 -0400", "11-02 01:30 -0500"]
        );
    }

    #[test]
    fn several_times_lost_in_one_gap_make_one_firing() {
        assert_eq!(
            firings("*/20 * * * *", America::New_York, "2026-03-08T01:20:00", 4),
            ["03-08 01:40 -0500", "03-08 03:00 -0400", "03-08 03:20 -0400", "03-08 03:40 -0400"]
        );
    }

    #[test]
    fn an_island_that_skipped_a_day_fires_once_after_it() {
        assert_eq!(
            firings("0 */8 * * *", Pacific::Apia, "2011-12-29T12:00:00", 3),
            ["12-29 16:00 -1000", "12-31 00:00 +1400", "12-31 08:00 +1400"]
        );
    }

    #[test]
    fn in_the_second_hour_of_a_fold_nothing_past_is_named() {
        // 01:10 EST, the second 01:10 of that night; the crate alone answers 01:30 EDT, in the past
        let at: DateTime<Utc> = "2026-11-01T06:10:00Z".parse().unwrap();
        let half_hourly = Expression::parse("*/30 * * * *").unwrap();
        let firing = next_after(&half_hourly, America::New_York, at).unwrap();
        assert_eq!(firing.at.to_string(), "2026-11-01 02:00:00 EST");
    }

    #[test]
    fn every_zone_fires_once_a_day_in_order() {
        let nightly = Expression::parse("30 2 * * *").unwrap();
        for zone in chrono_tz::TZ_VARIANTS {
            let mut last: NaiveDateTime = "2025-12-31T02:30:00".parse().unwrap();
            let mut at = instant(zone, last).unwrap();
            for _ in 0..366 {
                let firing = next(&nightly, zone, last).unwrap();
                assert_eq!(firing.civil, last + TimeDelta::days(1), "{zone}");
                assert!(firing.at > at, "{zone} {}", firing.civil);
                (last, at) = (firing.civil, firing.at);
            }
        }
    }

    #[test]
    fn a_fraction_of_a_second_within_a_gap_ends_at_the_change() {
        let civil = "1986-05-04T02:30:00.5".parse().unwrap();
        assert_eq!(instant(Asia::Shanghai, civil).unwrap().to_string(), "1986-05-04 03:00:00 CDT");
    }
}
