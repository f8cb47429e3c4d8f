//! `tongbao next`: when the bulletins are due.

use std::fmt::Write as _;
use std::path::PathBuf;

use chrono::{DateTime, NaiveDateTime, SecondsFormat, Utc};
use chrono_tz::Tz;
use serde::Serialize;

use crate::args::NextArgs;
use crate::error::{Exit, Failure};
use crate::model::Day;
use crate::plan::{self, Plan};
use crate::schedule::{self, DayKind};

/// One time at which one bulletin is due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NextFiring {
    /// the bulletin's series
    pub series: String,
    /// the bulletin's title
    pub title: String,
    /// its plan's file
    pub plan: PathBuf,
    /// the civil time that names the firing; differs from `at` only where the clocks skip it
    pub civil: NaiveDateTime,
    /// when it is
    pub at: DateTime<Tz>,
    /// the day that it reports on
    pub day: Day,
    /// what the calendar says of its day, where the plan keeps to workdays
    pub workday: Option<Workday>,
}

/// Why a day is worked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Workday {
    /// Monday to Friday, and no holiday
    Usual,
    /// a weekend worked for a holiday: 调休上班
    MadeUp,
    /// Monday to Friday of a year that the calendar does not cover: it may be a holiday
    NotCovered,
}

/// The next `n` firings after `from` of all `plans` together, the earliest first, those of one instant in
/// the plans' order. A plan without a schedule has none.
#[must_use]
pub fn next(plans: &[Plan], from: DateTime<Utc>, n: usize) -> Vec<NextFiring> {
    let mut due: Vec<Option<NextFiring>> = plans.iter().map(|plan| first(plan, from)).collect();
    let mut firings = Vec::new();
    while firings.len() < n {
        let waiting = due.iter().enumerate().filter_map(|(i, firing)| Some((firing.as_ref()?.at, i)));
        let Some((_, i)) = waiting.min() else { break };
        let following = due[i].as_ref().and_then(|firing| following(&plans[i], firing));
        firings.extend(std::mem::replace(&mut due[i], following));
    }
    firings
}

fn first(plan: &Plan, from: DateTime<Utc>) -> Option<NextFiring> {
    schedule::next_after(plan.schedule.as_ref()?, plan.timezone, from).map(|firing| of(plan, firing))
}

fn following(plan: &Plan, last: &NextFiring) -> Option<NextFiring> {
    schedule::next(plan.schedule.as_ref()?, plan.timezone, last.civil).map(|firing| of(plan, firing))
}

fn of(plan: &Plan, firing: schedule::Firing) -> NextFiring {
    let on = Day::from(firing.civil.date());
    let calendar = plan.schedule.as_ref().and_then(|expression| expression.calendar());
    NextFiring {
        series: plan.series.clone(),
        title: plan.title.clone(),
        plan: plan.path.clone(),
        civil: firing.civil,
        at: firing.at,
        day: (0..plan.report_day.days_back()).fold(on, |day, _| day.previous()),
        workday: calendar.map(|calendar| match calendar.kind(on) {
            _ if !calendar.covers(on) => Workday::NotCovered,
            DayKind::MadeUp => Workday::MadeUp,
            _ => Workday::Usual,
        }),
    }
}

/// A line a firing: its time in the plan's zone, the zone, the time in UTC, the report day, the series.
/// Plans without a schedule follow, a line each.
#[must_use]
pub fn text(plans: &[Plan], firings: &[NextFiring]) -> String {
    let mut out = String::new();
    let width = firings.iter().map(|f| f.at.timezone().name().len()).max().unwrap_or(0);
    for firing in firings {
        let (local, zone) = (firing.at.format("%Y-%m-%d %H:%M:%S %:z"), firing.at.timezone().name());
        let utc = firing.at.to_utc().format("%Y-%m-%dT%H:%M:%SZ");
        let (day, series) = (firing.day, &firing.series);
        let moved = match firing.at.naive_local() == firing.civil {
            true => String::new(),
            false => format!("  ({} is skipped by the clocks)", firing.civil.format("%H:%M")),
        };
        let worked = match firing.workday {
            Some(Workday::MadeUp) => "  (a weekend that is worked)".to_owned(),
            Some(Workday::NotCovered) => {
                format!("  ({} is not in the calendar: it may be a holiday)", firing.civil.format("%Y"))
            }
            Some(Workday::Usual) | None => String::new(),
        };
        // writing to a String cannot fail
        let _ = writeln!(out, "{local}  {zone:width$}  {utc}  reports on {day}  {series}{moved}{worked}");
    }
    for plan in plans.iter().filter(|plan| plan.schedule.is_none()) {
        let _ = writeln!(out, "by hand only  {}  ({} has no schedule)", plan.series, plan.path.display());
    }
    out
}

/// An array of firings: `series`, `title`, `plan`, `at` (with offset), `utc`, `civil`, `timezone`, `day`,
/// `workday` (`usual`, `made_up`, `not_covered`; null where any day does).
#[must_use]
pub fn json(firings: &[NextFiring]) -> String {
    #[derive(Serialize)]
    struct Row<'f> {
        series: &'f str,
        title: &'f str,
        plan: String,
        at: String,
        utc: String,
        civil: String,
        timezone: &'static str,
        day: Day,
        workday: Option<Workday>,
    }
    let rows = firings.iter().map(|firing| Row {
        series: &firing.series,
        title: &firing.title,
        plan: firing.plan.display().to_string(),
        at: firing.at.to_rfc3339_opts(SecondsFormat::Secs, false),
        utc: firing.at.to_utc().to_rfc3339_opts(SecondsFormat::Secs, true),
        civil: firing.civil.format("%Y-%m-%dT%H:%M:%S").to_string(),
        timezone: firing.at.timezone().name(),
        day: firing.day,
        workday: firing.workday,
    });
    let rows: Vec<Row> = rows.collect();
    let mut text = serde_json::to_string_pretty(&rows).expect("texts and days are always JSON");
    text.push('\n');
    text
}

/// Prints them.
pub(super) fn run(args: &NextArgs, clock: &dyn schedule::Clock) -> Result<Exit, Failure> {
    let wrong = |faults: &plan::PlanFaults| eprintln!("{faults}");
    let plans = plan::load_folder(&args.folder).map_err(super::desk::wrong_plan)?;
    plans.faulty.iter().for_each(wrong);
    let from = args.from.map_or_else(|| clock.now(), |from| from.to_utc());
    let firings = next(&plans.sound, from, args.count);
    if super::is_json(args.format) {
        out!("{}", json(&firings));
    } else {
        out!("{}", text(&plans.sound, &firings));
    }
    Ok(if plans.faulty.is_empty() { Exit::Done } else { Exit::WrongPlan })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    fn plan(name: &str, more: &str) -> Plan {
        let text = format!(
            "title: 通报\nissuer: 办公室\ninbox: in\noutbox: out\narchive: archive\n\
             measures: [{{name: 户数, unit: 户}}]\ndistricts: [东城区]\n{more}"
        );
        crate::plan::parse(&text, Path::new(name)).unwrap_or_else(|faults| panic!("{faults}"))
    }

    fn noon() -> DateTime<Utc> {
        "2026-03-07T04:00:00Z".parse().unwrap()
    }

    #[test]
    fn the_firings_of_all_plans_come_in_their_order() {
        let plans = [
            plan("late.yaml", "schedule: '30 21 * * *'\n"),
            plan("hand.yaml", ""),
            plan("early.yaml", "schedule: '30 0 * * *'\nreport_day: yesterday\n"),
        ];
        assert_eq!(
            text(&plans, &next(&plans, noon(), 3)),
            "2026-03-07 21:30:00 +08:00  Asia/Shanghai  2026-03-07T13:30:00Z  reports on 2026-03-07  late\n\
             2026-03-08 00:30:00 +08:00  Asia/Shanghai  2026-03-07T16:30:00Z  reports on 2026-03-07  early\n\
             2026-03-08 21:30:00 +08:00  Asia/Shanghai  2026-03-08T13:30:00Z  reports on 2026-03-08  late\n\
             by hand only  hand  (hand.yaml has no schedule)\n"
        );
    }

    #[test]
    fn a_time_that_the_clocks_skip_is_named() {
        let plans = [plan("ny.yaml", "schedule: '30 2 * * *'\ntimezone: America/New_York\n")];
        let firings = next(&plans, noon(), 2);
        assert_eq!(
            text(&plans, &firings[1..]),
            "2026-03-08 03:00:00 -04:00  America/New_York  2026-03-08T07:00:00Z  reports on 2026-03-08  ny  \
             (02:30 is skipped by the clocks)\n"
        );
        let rows: serde_json::Value = serde_json::from_str(&json(&firings)).unwrap();
        assert_eq!(rows[1]["at"], "2026-03-08T03:00:00-04:00");
        assert_eq!(rows[1]["civil"], "2026-03-08T02:30:00");
        assert_eq!(rows[1]["day"], "2026-03-08");
    }

    #[test]
    fn a_plan_of_workdays_says_which_weekends_are_worked_and_where_its_calendar_ends() {
        let keeps = "schedule: '30 21 * * *'\ncalendar: schedules/calendars/china.yaml\nworkdays: only\n";
        let plans = [plan("a.yaml", keeps)];
        let lines = |from: &str, n| {
            let text = text(&plans, &next(&plans, from.parse().unwrap(), n));
            text.lines().map(|l| l.replace(" 21:30:00 +08:00  Asia/Shanghai", "")).collect::<Vec<_>>()
        };
        assert_eq!(
            lines("2026-09-30T14:00:00Z", 3),
            [
                "2026-10-08  2026-10-08T13:30:00Z  reports on 2026-10-08  a",
                "2026-10-09  2026-10-09T13:30:00Z  reports on 2026-10-09  a",
                "2026-10-10  2026-10-10T13:30:00Z  reports on 2026-10-10  a  (a weekend that is worked)",
            ]
        );
        assert_eq!(
            lines("2026-12-31T14:00:00Z", 1),
            ["2027-01-01  2027-01-01T13:30:00Z  reports on 2027-01-01  a  \
             (2027 is not in the calendar: it may be a holiday)"]
        );
    }

    #[test]
    fn a_schedule_that_has_ended_has_no_firing() {
        let plans = [plan("past.yaml", "schedule: '0 0 2 * * ? 2025'\n")];
        assert_eq!(next(&plans, noon(), 5), []);
        assert_eq!((text(&plans, &[]), json(&[])), (String::new(), "[]\n".to_owned()));
    }
}
