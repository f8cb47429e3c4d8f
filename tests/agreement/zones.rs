//! Every zone has its bulletin once on each civil day, in order, whatever its clocks do.

use chrono::{Datelike, NaiveDate, NaiveDateTime, NaiveTime, Offset, TimeDelta, TimeZone};
use chrono_tz::{TZ_VARIANTS, Tz};
use tongbao::schedule::{Expression, civil, instant, next, next_after};

use super::{is_full, side_by_side};

/// Hours within gaps and folds of one zone or another, at their edges, and at the day's.
const HOURS: [&str; 14] = [
    "00:00", "00:01", "00:30", "00:59", "01:00", "01:30", "02:00", "02:30", "03:00", "12:00", "21:30",
    "23:00", "23:30", "23:59",
];
const FIRST: i32 = 2020;
const LAST: i32 = 2037;

/// What was seen of a zone.
#[derive(Default)]
struct Seen {
    firings: usize,
    /// firings whose time the clocks skip
    in_gaps: usize,
    /// of these, such as the clocks move into the next day: the gap ends at midnight or later
    moved: Vec<String>,
    /// firings whose time comes twice
    in_folds: usize,
}

/// The days on which `zone` is looked at: all, or those within two days of a change of its clocks.
fn days(zone: Tz) -> Vec<NaiveDate> {
    let all = || {
        let first = NaiveDate::from_ymd_opt(FIRST, 1, 1).unwrap();
        first.iter_days().take_while(|day| day.year() <= LAST)
    };
    if is_full() {
        return all().collect();
    }
    let offset =
        |day: NaiveDate| zone.offset_from_utc_datetime(&day.and_time(NaiveTime::MIN)).fix().local_minus_utc();
    let near = |day: &NaiveDate| offset(*day - TimeDelta::days(2)) != offset(*day + TimeDelta::days(3));
    all().filter(near).collect()
}

/// One firing: the next after that of the day before, and the same seen from a second before it.
fn look(zone: Tz, expression: &Expression, due: NaiveDateTime, seen: &mut Seen) {
    let before = due - TimeDelta::days(1);
    let firing = next(expression, zone, before).unwrap();
    assert_eq!(firing.civil, due, "{zone}: the firing after that of {before}");
    let last = instant(zone, before).unwrap();
    assert!(firing.at > last, "{zone}: {} is not after {last}", firing.at);
    let second = next_after(expression, zone, firing.at.to_utc() - TimeDelta::seconds(1)).unwrap();
    assert_eq!(second, firing, "{zone}: a second before {due}");
    assert!(next_after(expression, zone, firing.at.to_utc()).unwrap().at > firing.at, "{zone} {due}");

    seen.firings += 1;
    let shown = firing.at.naive_local();
    let possible = zone.from_local_datetime(&due);
    if let Some(earliest) = possible.earliest() {
        assert_eq!(firing.at, earliest, "{zone} {due}");
        seen.in_folds += usize::from(possible.latest() != Some(earliest));
        return;
    }
    // the clocks skip it: the first second after the gap
    assert!(
        shown > due && civil(zone, firing.at.to_utc() - TimeDelta::seconds(1)) < due,
        "{zone} {due} {shown}"
    );
    seen.in_gaps += 1;
    if shown.date() != due.date() {
        assert_eq!(shown.time(), NaiveTime::MIN, "{zone} {due}");
        seen.moved.push(format!("{zone} {due} at {shown}"));
    }
}

/// 2020 to 2037, all 18 years where all are asked for; otherwise the days around each change of the clocks.
/// No zone of these years leaves a civil day out, as Apia did in 2011: the assertions would say so.
#[test]
fn every_zone_fires_once_on_each_civil_day_in_order() {
    let hours: Vec<(NaiveTime, Expression)> = HOURS
        .iter()
        .map(|hour| {
            let (h, m) = hour.split_once(':').unwrap();
            let time = NaiveTime::parse_from_str(hour, "%H:%M").unwrap();
            (time, Expression::parse(&format!("{m} {h} * * *")).unwrap())
        })
        .collect();
    let all = side_by_side(TZ_VARIANTS.len(), |i| {
        let zone = TZ_VARIANTS[i];
        let mut seen = Seen::default();
        for day in days(zone) {
            for (hour, expression) in &hours {
                look(zone, expression, day.and_time(*hour), &mut seen);
            }
        }
        seen
    });
    let sum = |count: fn(&Seen) -> usize| all.iter().map(count).sum::<usize>();
    let (firings, gaps, folds) = (sum(|s| s.firings), sum(|s| s.in_gaps), sum(|s| s.in_folds));
    let moved: Vec<&String> = all.iter().flat_map(|seen| &seen.moved).collect();
    println!(
        "{} zones, {} hours, {FIRST} to {LAST}: {firings} firings; {gaps} in gaps, of which {} end at the next \
         midnight; {folds} in folds",
        all.len(),
        HOURS.len(),
        moved.len()
    );
    for one in moved.iter().take(3) {
        println!("    {one}");
    }
    assert!(gaps > 7000 && folds > 7000 && !moved.is_empty(), "{gaps} {folds} {}", moved.len());
}
