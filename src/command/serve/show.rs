//! What others see of the daemon: status.json for probes, a text file of metrics, and the commands
//! `tongbao status` and `tongbao history` over them.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};
use serde_json::{Value, json};

use super::super::{desk, is_json, print_json};
use super::event::Event;
use super::place::Place;
use super::watch::Watch;
use crate::args::{HistoryArgs, StatusArgs};
use crate::error::{Exit, Failure};
use crate::plan;
use crate::schedule::{self, Clock};

/// A daemon whose status is older than this hangs, or its disk is full: it writes one a minute.
const STALE: TimeDelta = TimeDelta::minutes(3);

/// The daemon as it is now.
pub(super) struct View<'d> {
    pub watch: &'d Watch,
    pub wrong_plans: &'d [String],
    pub is_kept: bool,
    pub gaps: &'d [String],
    pub runs: bool,
    pub now: DateTime<Utc>,
}

impl View<'_> {
    /// status.json.
    pub(super) fn json(&self) -> String {
        let series: Vec<Value> = self
            .watch
            .plans()
            .iter()
            .map(|plan| {
                let record = self.watch.state.series.get(&plan.series);
                json!({
                    "series": plan.series,
                    "plan": plan.path,
                    "next": next(plan, self.now).map(written),
                    "since": record.map(|r| written(r.since)),
                    "last_success": record.and_then(|r| r.success.as_ref()),
                    "last": record.and_then(|r| r.ended.as_ref()),
                    "queue": record.map_or(&[][..], |r| &r.queue),
                    "counts": record.map(|r| &r.counts),
                })
            })
            .collect();
        let status = json!({
            "running": self.runs,
            "updated": written(self.now),
            "clock_trusted": self.watch.trusts_clock(),
            "state_written": self.is_kept,
            "wrong_plans": self.wrong_plans,
            "calendar_gaps": self.gaps,
            "series": series,
        });
        let mut text =
            serde_json::to_string_pretty(&status).expect("texts, numbers and times are always JSON");
        text.push('\n');
        text
    }

    /// Metrics in Prometheus' text format, for node_exporter's textfile collector.
    pub(super) fn metrics(&self) -> String {
        let mut text = String::new();
        let mut metric = |name: &str, kind: &str, help: &str, values: Vec<(String, String)>| {
            // writing to a String cannot fail
            let _ = writeln!(text, "# HELP tongbao_{name} {help}\n# TYPE tongbao_{name} {kind}");
            for (labels, value) in values {
                let _ = writeln!(text, "tongbao_{name}{labels} {value}");
            }
        };
        let truth = |is: bool| u8::from(is).to_string();
        metric("up", "gauge", "Whether the daemon serves.", vec![(String::new(), truth(self.runs))]);
        metric(
            "updated_timestamp_seconds",
            "gauge",
            "When this file was written.",
            vec![(String::new(), self.now.timestamp().to_string())],
        );
        metric(
            "clock_trusted",
            "gauge",
            "Whether the clock is believed.",
            vec![(String::new(), truth(self.watch.trusts_clock()))],
        );
        metric(
            "wrong_plans",
            "gauge",
            "Plan files that could not be read again.",
            vec![(String::new(), self.wrong_plans.len().to_string())],
        );
        let plans = self.watch.plans().iter();
        let of = |series: &str| format!("{{series=\"{series}\"}}");
        let nexts =
            plans.clone().filter_map(|p| Some((of(&p.series), next(p, self.now)?.timestamp().to_string())));
        metric("next_firing_timestamp_seconds", "gauge", "When the next edition is due.", nexts.collect());
        let records = plans.filter_map(|p| Some((&p.series, self.watch.state.series.get(&p.series)?)));
        let successes = records
            .clone()
            .filter_map(|(series, r)| Some((of(series), r.success.as_ref()?.at.timestamp().to_string())));
        let help = "When an edition last went out, or stood.";
        metric("last_success_timestamp_seconds", "gauge", help, successes.collect());
        let queues = records.clone().map(|(series, r)| (of(series), r.queue.len().to_string()));
        metric("pending_firings", "gauge", "Firings waited for or tried again.", queues.collect());
        let counts = records.flat_map(|(series, r)| {
            r.counts
                .iter()
                .map(move |(event, n)| (format!("{{series=\"{series}\",event=\"{event}\"}}"), n.to_string()))
        });
        metric("firings_total", "counter", "Firings by how they ended.", counts.collect());
        text
    }
}

/// In one line, for `systemctl status`.
pub(super) fn one_line(watch: &Watch, wrong_plans: &[String]) -> String {
    let queued: usize = watch.state.series.values().map(|record| record.queue.len()).sum();
    let mut line = format!("{} plans served, {queued} firings in hand", watch.plans().len());
    if !wrong_plans.is_empty() {
        let _ = write!(line, ", {} plan files wrong (the old ones are served)", wrong_plans.len());
    }
    if !watch.trusts_clock() {
        line += ", the clock is wrong";
    }
    line
}

fn next(plan: &crate::plan::Plan, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    schedule::next_after(plan.schedule.as_ref()?, plan.timezone, now).map(|firing| firing.at.to_utc())
}

fn written(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// `tongbao status`: is all well? The daemon runs, its clock is right, its plans are read, no series' last
/// firing failed, and, with `--max-age`, every series with a schedule had an edition within it (or is served
/// for less).
///
/// # Errors
/// Exit 1 where no daemon ever served the folder.
pub(in super::super) fn status(args: &StatusArgs, clock: &dyn Clock) -> Result<Exit, Failure> {
    let place = Place::new(&args.desk.folder, args.desk.state.as_deref());
    let path = place.file("status.json");
    let cannot = |why: String| {
        Failure::not_issued(format!("cannot read {}: {why}", path.display()))
            .hint("start `tongbao serve` on this folder, or name the daemon's own with --state DIR")
    };
    let bytes = fs::read(&path).map_err(|e| cannot(e.to_string()))?;
    let mut status: Value = serde_json::from_slice(&bytes).map_err(|e| cannot(e.to_string()))?;
    made_by_hand(&mut status, &args.desk.folder);
    let unwell = unwell(&status, place.is_held(), args.max_age, clock.now());
    if is_json(args.format) {
        status["healthy"] = json!(unwell.is_empty());
        status["unwell"] = json!(unwell);
        print_json(&status);
    } else {
        print!("{}", text(&status, &unwell));
    }
    Ok(if unwell.is_empty() { Exit::Done } else { Exit::NotIssued })
}

/// Puts `stands`, the edition's label, beside a firing that failed or is being tried again and whose day has
/// an edition all the same: somebody ran `tongbao run --date`, and nobody need be woken for that night.
fn made_by_hand(status: &mut Value, folder: &Path) {
    for series in status["series"].as_array_mut().into_iter().flatten() {
        let failed = matches!(series["last"]["event"].as_str(), Some("failed" | "held"));
        let again = series["queue"][0]["tries"].as_u64().is_some_and(|tries| tries > 0);
        if !failed && !again {
            continue;
        }
        // the plan by its name alone: the daemon's path may be one from its own folder
        let name = series["plan"].as_str().and_then(|plan| Path::new(plan).file_name());
        let Some(plan) = name.and_then(|name| plan::load(&folder.join(name)).ok()) else { continue };
        let Ok(issued) = desk::series(&plan) else { continue };
        let label = |day: &Value| {
            let day = day.as_str()?.parse().ok()?;
            Some(Value::from(issued.find(day)?.label.clone()))
        };
        let (last, first) = (label(&series["last"]["day"]), label(&series["queue"][0]["day"]));
        if let (true, Some(label), Some(firing)) = (failed, last, series.get_mut("last")) {
            firing["stands"] = label;
        }
        if let (true, Some(label), Some(firing)) = (again, first, series["queue"].get_mut(0)) {
            firing["stands"] = label;
        }
    }
}

/// A line a series, and a line for whatever is not well.
fn text(status: &Value, unwell: &[String]) -> String {
    let mut out = String::new();
    let said = |value: &Value| value.as_str().unwrap_or("never").to_owned();
    for series in status["series"].as_array().into_iter().flatten() {
        let (last, queue) = (&series["last"], series["queue"].as_array().map_or(0, Vec::len));
        let ended = last["event"].as_str().map_or_else(String::new, |event| {
            let by_hand =
                last["stands"].as_str().map_or_else(String::new, |l| format!(" (made by hand since: {l})"));
            format!(
                ", last {event} {} at {}{by_hand}",
                last["label"].as_str().unwrap_or(""),
                said(&last["at"])
            )
        });
        let first = &series["queue"][0];
        let put_off = match first["tries"].as_u64() {
            None | Some(0) => String::new(),
            Some(tries) => {
                let day = said(&first["day"]);
                format!(" ({day} failed {}, again at {})", times(tries), said(&first["not_before"]))
            }
        };
        // writing to a String cannot fail
        let _ = writeln!(
            out,
            "{}  next {}{}, {queue} in hand{put_off}",
            said(&series["series"]),
            said(&series["next"]),
            ended.replace("  ", " ")
        );
    }
    for gap in status["calendar_gaps"].as_array().into_iter().flatten() {
        let _ = writeln!(out, "note: {}", gap.as_str().unwrap_or_default());
    }
    for what in unwell {
        let _ = writeln!(out, "not well: {what}");
    }
    if unwell.is_empty() {
        out.push_str("all is well\n");
    }
    out
}

fn times(n: u64) -> String {
    if n == 1 { "once".to_owned() } else { format!("{n} times") }
}

/// What is not well, a sentence each.
fn unwell(status: &Value, is_held: bool, max_age: Option<TimeDelta>, now: DateTime<Utc>) -> Vec<String> {
    let mut unwell = Vec::new();
    let time = |value: &Value| value.as_str()?.parse::<DateTime<Utc>>().ok();
    if !is_held {
        unwell.push("no daemon runs".to_owned());
    }
    match time(&status["updated"]) {
        Some(updated) if is_held && now - updated > STALE => {
            unwell.push(format!("the daemon has written no status since {}", written(updated)));
        }
        Some(_) => {}
        None => unwell.push("the status has no time".to_owned()),
    }
    if status["clock_trusted"] == json!(false) {
        unwell.push("the clock is wrong: nothing is made until it is set".to_owned());
    }
    if status["state_written"] == json!(false) {
        unwell.push("the state cannot be written: nothing is begun".to_owned());
    }
    for wrong in status["wrong_plans"].as_array().into_iter().flatten() {
        unwell.push(format!("a plan is wrong: {}", wrong.as_str().unwrap_or_default().trim_end()));
    }
    for series in status["series"].as_array().into_iter().flatten() {
        let (name, first) = (series["series"].as_str().unwrap_or_default(), &series["queue"][0]);
        // one failure may pass by itself; nobody is woken for that
        let by_hand = |firing: &Value| firing["stands"].is_string();
        if let Some(tries) = first["tries"].as_u64().filter(|tries| *tries > 1 && !by_hand(first)) {
            let day = first["day"].as_str().unwrap_or_default();
            unwell.push(format!("{name}: {day} failed {}; `tongbao history` says why", times(tries)));
        }
        // the night that ended without a bulletin, until it or one after it has one
        let last = &series["last"];
        if let Some(event @ ("failed" | "held")) = last["event"].as_str().filter(|_| !by_hand(last)) {
            let at = last["at"].as_str().unwrap_or_default();
            unwell.push(format!("{name}: {event} at {at}; `tongbao history` says why"));
        }
    }
    let Some(max_age) = max_age else { return unwell };
    for series in status["series"].as_array().into_iter().flatten() {
        // without a next firing there is nothing to be late: by hand only, or a schedule that has ended
        if series["next"].is_null() {
            continue;
        }
        let name = series["series"].as_str().unwrap_or_default();
        let by_hand = time(&series["last"]["at"]).filter(|_| series["last"]["stands"].is_string());
        let last = time(&series["last_success"]["at"]).max(by_hand);
        match last.or_else(|| time(&series["since"])) {
            Some(at) if now - at <= max_age => {}
            Some(at) => {
                let what = if last.is_some() { "last edition at" } else { "no edition since it is served," };
                unwell.push(format!("{name}: {what} {}, {} h ago", written(at), (now - at).num_hours()));
            }
            None => unwell.push(format!("{name}: never served")),
        }
    }
    unwell
}

/// `tongbao history`: the last events, the oldest first.
///
/// # Errors
/// None; without a daemon there is no history.
pub(in super::super) fn history(args: &HistoryArgs) -> Result<Exit, Failure> {
    let mut events: Vec<Event> = Place::new(&args.desk.folder, args.desk.state.as_deref()).history();
    events.retain(|event| args.series.as_ref().is_none_or(|name| event.series == *name));
    let from = events.len().saturating_sub(args.count);
    if is_json(args.format) {
        let list: Result<Vec<Value>, _> = events[from..].iter().map(serde_json::to_value).collect();
        print_json(&Value::Array(list.expect("texts, numbers and times are always JSON")));
    } else {
        for event in &events[from..] {
            println!("{}  {}", event.at.map_or_else(String::new, written), event.line());
        }
    }
    Ok(Exit::Done)
}
