//! What every command that reads a plan needs of it: the plan checked, the day, the folders.

use std::io::IsTerminal;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use indicatif::{ProgressBar, ProgressStyle};

use super::numbering;
use crate::args::{Folders, READ_WORKBOOKS};
use crate::collect::{CollectError, Collected, Earlier, Inbox, Manner, Readers, collect_with, households_of};
use crate::error::{Exit, Failure};
use crate::model::Day;
use crate::plan::{self, DayPath, Plan, PlanFaults};
use crate::publish::{Places, PublishError, Series};
use crate::reckon::{Past, Record, Standings, reckon};
use crate::schedule::{self, Clock};

/// Loads every plan, or says every fault of all of them.
pub(super) fn plans(paths: &[PathBuf], folders: &Folders) -> Result<Vec<Plan>, Failure> {
    let mut plans: Vec<Plan> = Vec::new();
    let mut faults = Vec::new();
    for path in paths {
        match plan::load(path) {
            Ok(plan) => plans.push(with(plan, folders)?),
            Err(found) => faults.push(found.to_string()),
        }
    }
    if !faults.is_empty() {
        return Err(said(&faults.join("\n")));
    }
    for (index, plan) in plans.iter().enumerate() {
        let twin = plans[..index].iter().find(|other| plan::collide(other, plan));
        if let Some(twin) = twin {
            let (a, b) = (twin.path.display(), plan.path.display());
            return Err(Failure::new(
                Exit::WrongPlan,
                format!("{a} and {b} both issue series `{}` into the same folders", plan.series),
            )
            .hint("give one of them another `series`"));
        }
    }
    Ok(plans)
}

/// Faults of a plan as a failure; each is a message of its own, already with place and hint.
pub(super) fn wrong_plan(faults: PlanFaults) -> Failure {
    said(&faults.to_string())
}

fn said(faults: &str) -> Failure {
    Failure::new(Exit::WrongPlan, faults.trim_start_matches("error: ").trim_end())
}

fn with(mut plan: Plan, folders: &Folders) -> Result<Plan, Failure> {
    if let Some(inbox) = &folders.inbox {
        plan.inbox = DayPath::parse(inbox).map_err(|(message, hint)| {
            Failure::new(Exit::Usage, format!("--inbox {inbox}: {message}")).hint(hint)
        })?;
    }
    plan.outbox = folders.outbox.clone().unwrap_or(plan.outbox);
    plan.archive = folders.archive.clone().unwrap_or(plan.archive);
    Ok(plan)
}

/// The day that the plan reports on now.
pub(super) fn report_day(plan: &Plan, clock: &dyn Clock) -> Day {
    schedule::report_day(clock.now(), plan.timezone, plan.report_day.days_back())
}

/// So many days before a calendar ends it is said, so that next year's can be added in time.
const AHEAD: u64 = 31;

/// Which year, of those of the next month, the plan's calendar does not cover, in a sentence.
pub(super) fn calendar_gap(plan: &Plan, now: DateTime<Utc>) -> Option<String> {
    let calendar = plan.schedule.as_ref()?.calendar()?;
    let today = schedule::report_day(now, plan.timezone, 0);
    let year = calendar.gap(today, today.plus(AHEAD))?;
    let (series, path) = (&plan.series, calendar.path.display());
    Some(format!("{series}: {path} does not cover {year}: Monday to Friday count as its workdays"))
}

/// Where the plan's editions are put and kept.
pub(super) fn places(plan: &Plan) -> Places {
    Places { outbox: plan.outbox.clone(), archive: plan.archive.clone() }
}

/// The series as it stands in the archive.
pub(super) fn series(plan: &Plan) -> Result<Series, Failure> {
    Series::open(&places(plan), &plan.series, plan.first_issue).map_err(Failure::from)
}

/// The plan's district of this name, or with this alias.
///
/// # Errors
/// Wrong usage, where it has none.
pub(super) fn district(plan: &Plan, name: &str) -> Result<usize, Failure> {
    let found = plan.districts.iter().position(|district| district.is_called(name));
    let all = || plan.districts.iter().map(|district| district.name.as_str());
    found.ok_or_else(|| unknown(plan, "district", name, all()))
}

/// That the plan has no such thing; it names those that it has.
pub(super) fn unknown<'n>(
    plan: &Plan,
    what: &str,
    name: &str,
    all: impl Iterator<Item = &'n str>,
) -> Failure {
    let message = format!("{} has no {what} `{name}`", plan.path.display());
    Failure::new(Exit::Usage, message).hint(format!("one of {}", all.collect::<Vec<_>>().join(", ")))
}

/// The folder that the command line names for what is written, made where it is missing.
pub(super) fn make_folder(folder: &Path) -> Result<(), Failure> {
    std::fs::create_dir_all(folder).map_err(|cause| {
        Failure::not_issued(format!("cannot make the folder {}: {cause}", folder.display()))
            .hint("name one that can be written to")
    })
}

/// The day's folder of workbooks.
pub(super) fn inbox(plan: &Plan, day: Day) -> Result<Inbox, Failure> {
    Inbox::open_and_hold(&plan.inbox.for_day(day)).map_err(|cause| {
        let root = plan.inbox.root(day);
        // a day's folder that is not there: nobody reported; one that cannot be read, or whose disk is away,
        // may be read later
        let passing = match &cause {
            CollectError::Unreadable { .. } => true,
            CollectError::Missing(_) => !root.as_os_str().is_empty() && !root.is_dir(),
            CollectError::NotAFolder(_) => false,
        };
        let cause = cause.to_string();
        // the cause brings its own way out, on a line of its own
        let (cause, hint) =
            cause.split_once("\nhint: ").unwrap_or((&cause, "name the folder with --inbox DIR"));
        Failure::not_issued(format!("cannot issue {} of {day}: {cause}", plan.series))
            .hint(hint)
            .passing(passing)
    })
}

/// What was read and reckoned for a day.
pub(super) struct Reckoned {
    pub collected: Collected,
    pub standings: Standings,
}

/// Collects and reckons a day, against the issues before it.
pub(super) fn reckoned(plan: &Plan, day: Day, inbox: &Inbox, series: &Series) -> Result<Reckoned, Failure> {
    let archived = series.past(day)?;
    let bar = progress_bar(inbox.sources().len());
    let readers = Readers::this_program(&[READ_WORKBOOKS]);
    let read = || bar.inc(1);
    let manner = Manner { readers: &readers, households: !archived.is_empty(), read: &read };
    let collected = collect_with(plan, day, inbox, manner);
    bar.finish_and_clear();
    let mut past = Vec::new();
    for issue in &archived {
        let record = Record::from_json(&issue.figures).map_err(|cause| {
            Failure::not_issued(format!("cannot read the figures of {}: {cause}", issue.entry.label))
                .hint("`tongbao archive verify` names what was altered")
        })?;
        past.push(Past::under(record, &plan.districts, &plan.measures));
    }
    if let Some(last) = past.last_mut() {
        with_households(last, &collected, plan, series);
    }
    let mut standings = reckon(&collected, plan, day, &past);
    standings.faults.extend(numbering::doubts(plan, day, series));
    Ok(Reckoned { collected, standings })
}

/// Reads the last issue's ledgers once more, of the districts that sent one now.
fn with_households(last: &mut Past, collected: &Collected, plan: &Plan, series: &Series) {
    for returned in collected.returns.iter().filter(|r| r.households.is_some()) {
        let name = &plan.districts[returned.district].name;
        let Some(issue) = last.reported_in(name) else { continue };
        let Some(source) = last.district(name).and_then(|d| d.source.clone()) else { continue };
        // the very file of the last issue holds the very households
        if source.sha256 == returned.sha256 {
            continue;
        }
        let (file, sha256) = (source.file.as_str(), source.sha256.as_str());
        let kept = series.input_path(sha256);
        let earlier = Earlier { district: returned.district, file, sha256, kept: &kept };
        if let Some(households) = households_of(plan, issue.day, earlier) {
            last.put_households(name, households);
        }
    }
}

/// From so many workbooks on, reading them takes long enough to be watched.
const MANY: usize = 20;

/// Progress of reading, on stderr, on a terminal only.
fn progress_bar(files: usize) -> ProgressBar {
    if files < MANY || !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new(u64::try_from(files).unwrap_or(u64::MAX));
    let style = ProgressStyle::with_template("reading {bar:40} {pos}/{len} workbooks");
    bar.with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}

impl From<PublishError> for Failure {
    /// A refusal of the archive or outbox, with its exit code.
    fn from(error: PublishError) -> Failure {
        let exit = if error.is_temporary() { Exit::TryAgain } else { Exit::NotIssued };
        Failure::new(exit, &error).hint(error.hint()).passing(error.is_passing())
    }
}
