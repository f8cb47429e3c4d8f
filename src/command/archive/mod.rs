//! `tongbao archive`: what was issued, what it said, and whether it is still as it was.
//!
//! The answers are made as strings by pure functions (`tell`, `search`); only [`run`] reads and prints.
#![allow(clippy::print_stdout, reason = "commands print their data")]

mod reproduce;
mod scratch;
mod search;
mod tell;
mod upkeep;

use std::path::{Path, PathBuf};

use super::desk;
use crate::args::{ArchiveAction, ArchiveArgs, Common, DEFAULT_ARCHIVE, Folders, Format};
use crate::error::{Exit, Failure};
use crate::model::Day;
use crate::publish::{self, Depth, Entry, Places, PublishError, Removal, Series};
use crate::reckon::Record;
use crate::schedule::Clock;

/// Looks up or verifies.
///
/// # Errors
/// [`Failure`] where there is no such archive, series or issue, or a record cannot be trusted.
pub fn run(args: &ArchiveArgs, common: &Common, clock: &dyn Clock) -> Result<Exit, Failure> {
    if let ArchiveAction::Prune { plans, date, dry_run } = &args.action {
        return prune(args, plans, (*date, *dry_run), clock);
    }
    let shelf = Shelf::open(args)?;
    match &args.action {
        ArchiveAction::List { series } => {
            let all = shelf.all(series.as_deref())?;
            out!("{}", written(args.format, || tell::list_text(&all), || tell::list_json(&all)));
            Ok(Exit::Done)
        }
        ArchiveAction::Show { series, issue } => {
            let series = shelf.series(&shelf.known(series)?)?;
            let entry = find(&series, issue)?;
            let figures = series.figures(entry).map_err(refused)?;
            let record = Record::from_json(&figures).map_err(Failure::not_issued)?;
            out!(
                "{}",
                written(
                    args.format,
                    || tell::show_text(&series, entry, &record),
                    || tell::show_json(&series, entry, &record)
                )
            );
            Ok(Exit::Done)
        }
        ArchiveAction::Verify { series, quick } => {
            let depth = if *quick { Depth::Quick } else { Depth::Full };
            let mut checks = Vec::new();
            for name in shelf.names(series.as_deref())? {
                let findings = publish::verify(&shelf.places, &name, depth).map_err(refused)?;
                // a record that cannot be trusted is among the findings, and counts no issues
                let series = shelf.series(&name).ok();
                let issues = series.as_ref().map(|s| s.entries().len());
                checks.push(tell::Check { head: series.map(|s| s.head()), series: name, issues, findings });
            }
            out!("{}", written(args.format, || tell::verify_text(&checks), || tell::verify_json(&checks)));
            let is_sound = checks.iter().flat_map(|check| &check.findings).all(|finding| !finding.is_error());
            Ok(if is_sound { Exit::Done } else { Exit::WithErrors })
        }
        ArchiveAction::Reproduce { series, issue, revision, out } => {
            let series = shelf.series(&shelf.known(series)?)?;
            let entry = of_revision(&series, find(&series, issue)?, *revision)?;
            let made = reproduce::reproduce(&series, entry, common.fonts.as_deref(), out.as_deref())?;
            out!("{}", written(args.format, || reproduce::text(&made), || reproduce::json(&made)));
            Ok(if made.is_same() { Exit::Done } else { Exit::WithErrors })
        }
        ArchiveAction::Void { series, issue, reason } => {
            let reason = upkeep::reason(reason)?;
            let series = shelf.series(&shelf.known(series)?)?;
            let done = series.void(find(&series, issue)?, reason).map_err(refused)?;
            let (name, has_outbox) = (series.name(), args.outbox.is_some());
            let text = || upkeep::void_text(name, &done, has_outbox);
            out!("{}", written(args.format, text, || upkeep::void_json(name, &done)));
            Ok(Exit::Done)
        }
        ArchiveAction::Search { words, day, number, district, series } => {
            let asked = search::Asked { words, day: *day, number: *number, district: district.as_deref() };
            asked.check()?;
            let (all, mut hits) = (shelf.all(series.as_deref())?, Vec::new());
            for series in &all {
                for entry in series.entries().iter().filter(|entry| asked.may_be(entry)) {
                    let (void, record) = (series.voided(entry.day), figures_of(series, entry));
                    hits.extend(search::issue(entry, void, record.as_ref(), &asked));
                }
            }
            out!("{}", written(args.format, || search::text(&hits), || search::json(&hits)));
            Ok(Exit::Done)
        }
        // went its own way, by the plan's archive
        ArchiveAction::Prune { .. } => Ok(Exit::Done),
    }
}

/// `archive prune`: by the plans, which say what may go.
fn prune(
    args: &ArchiveArgs,
    plans: &[PathBuf],
    (date, dry_run): (Option<Day>, bool),
    clock: &dyn Clock,
) -> Result<Exit, Failure> {
    // a folder named here stands for the plan's, as everywhere; the default is no word of the user's
    let archive = Some(&args.archive).filter(|path| path.as_path() != Path::new(DEFAULT_ARCHIVE)).cloned();
    let folders = Folders { archive, outbox: args.outbox.clone(), inbox: None };
    let mut all = Vec::new();
    for plan in desk::plans(plans, &folders)? {
        let today = date.unwrap_or_else(|| desk::report_day(&plan, clock));
        let series = desk::series(&plan)?;
        let removal = match &plan.keeping.retention {
            None => Removal::default(),
            Some(policy) if dry_run => series.removable(policy, today).map_err(refused)?,
            Some(policy) => series.prune(policy, today).map_err(refused)?,
        };
        let off = plan.keeping.retention.is_none();
        all.push(upkeep::Pruning { series: plan.series, off, dry_run, removal });
    }
    out!("{}", written(args.format, || upkeep::prune_text(&all), || upkeep::prune_json(&all)));
    Ok(Exit::Done)
}

fn written(format: Format, text: impl Fn() -> String, json: impl Fn() -> serde_json::Value) -> String {
    match format {
        Format::Text => text(),
        Format::Json => {
            let json = serde_json::to_string_pretty(&json()).expect("strings, numbers, lists and maps");
            json + "\n"
        }
    }
}

/// An issue is searched by its record alone where its figures cannot be trusted; that is said.
fn figures_of(series: &Series, entry: &Entry) -> Option<Record> {
    let figures = series.figures(entry).map_err(|e| e.to_string());
    let record = figures.and_then(|bytes| Record::from_json(&bytes).map_err(|e| e.to_string()));
    record.inspect_err(|cause| tracing::warn!(series = entry.series, "{cause}")).ok()
}

/// An archive as named on the command line.
struct Shelf {
    places: Places,
    series: Vec<String>,
}

impl Shelf {
    fn open(args: &ArchiveArgs) -> Result<Shelf, Failure> {
        let archive: &Path = &args.archive;
        if !archive.is_dir() {
            let message = format!("cannot read the archive {}: no such folder", archive.display());
            return Err(Failure::not_issued(message).hint("name it with --archive DIR"));
        }
        let places = Places { archive: archive.to_owned(), outbox: args.outbox.clone().unwrap_or_default() };
        let series = publish::series_in(archive).map_err(refused)?;
        Ok(Shelf { places, series })
    }

    /// The name, if the archive holds it.
    fn known(&self, name: &str) -> Result<String, Failure> {
        if self.series.iter().any(|s| s == name) {
            return Ok(name.to_owned());
        }
        let message = format!("{} holds no series `{name}`", self.places.archive.display());
        Err(Failure::not_issued(message).hint(match self.series.as_slice() {
            [] => "it holds none; name another archive with --archive DIR".to_owned(),
            names => format!("it holds {}", names.join(", ")),
        }))
    }

    fn names(&self, only: Option<&str>) -> Result<Vec<String>, Failure> {
        only.map_or_else(|| Ok(self.series.clone()), |name| Ok(vec![self.known(name)?]))
    }

    fn series(&self, name: &str) -> Result<Series, Failure> {
        Series::open(&self.places, name, 1).map_err(refused)
    }

    fn all(&self, only: Option<&str>) -> Result<Vec<Series>, Failure> {
        self.names(only)?.iter().map(|name| self.series(name)).collect()
    }
}

/// An issue by its day or number, with `-r1` for a correction; the latest of its day without.
fn find<'a>(series: &'a Series, issue: &str) -> Result<&'a Entry, Failure> {
    let (which, revision) = match issue.rsplit_once("-r") {
        // what is no number is no revision that was ever issued
        Some((which, r)) => (which, Some(r.parse::<u32>().unwrap_or(u32::MAX))),
        None => (issue, None),
    };
    let which = which.trim_start_matches('第').trim_end_matches('期');
    let day = match (which.parse(), which.parse::<u32>()) {
        (Ok(day), _) => Some(day),
        (_, Ok(number)) => {
            series.entries().iter().find(|entry| entry.number == number).map(|entry| entry.day)
        }
        _ => None,
    };
    day.and_then(|day| series.revision(day, revision)).ok_or_else(|| {
        let message = format!("series {} has no issue `{issue}`", series.name());
        Failure::not_issued(message).hint(format!(
            "give a day or a number, 2021-07-14 or 67, with -r1 for a correction; `tongbao archive list {}` shows all",
            series.name()
        ))
    })
}

/// That issue in another revision, where one is named.
fn of_revision<'a>(
    series: &'a Series,
    entry: &'a Entry,
    revision: Option<u32>,
) -> Result<&'a Entry, Failure> {
    let Some(n) = revision else { return Ok(entry) };
    series.revision(entry.day, revision).ok_or_else(|| {
        Failure::not_issued(format!("{} of {} has no revision {n}", entry.label, entry.day))
            .hint(format!("0 is the first edition; `tongbao archive list {}` shows all", series.name()))
    })
}

fn refused(error: PublishError) -> Failure {
    let exit = if error.is_temporary() { Exit::TryAgain } else { Exit::NotIssued };
    Failure::new(exit, &error).hint(error.hint())
}

#[cfg(test)]
mod fixture {
    //! An issue, told without files.

    use crate::publish::{Entry, Input, InputKind, Kept};
    use crate::reckon::Record;

    /// 第67期（更正1） of 14 July, with its figures.
    pub(super) fn issue() -> (Entry, Record) {
        let kept = |ending: &str| Kept {
            name: format!("2021/s-2021-07-14-r1.{ending}"),
            sha256: "ab".repeat(32),
            size: 318_204,
        };
        let entry = Entry {
            seq: 3,
            series: "s".into(),
            number: 67,
            day: "2021-07-14".parse().unwrap(),
            revision: 1,
            label: "第67期（更正1）".into(),
            title: "整治工作通报".into(),
            reason: Some("东城区重报".into()),
            files: vec![kept("pdf"), kept("json")],
            inputs: vec![
                Input::hashed(InputKind::Workbook, "东城区.ods", "cd".repeat(32)),
                Input::stated(InputKind::Program, "tongbao", "0.1.0"),
            ]
            .into(),
            kept: [("cd".repeat(32), 9_120)].into(),
            previous: "ef".repeat(32),
        };
        let figures = r#"{"series":"s","title":"整治工作通报","number":67,"day":"2021-07-14","revision":1,"last":null,
            "measures":[{"name":"户数","unit":"户"}],
            "districts":[
              {"name":"东城区","status":"reported","figures":{"户数":
                {"day":"20","done":"304","task":"6885","left":"6581","share":"4.42","rank":3,"tied":false,"rank_change":1}}},
              {"name":"建安区","status":"missing","figures":{}}],
            "total":{"户数":{"day":"20","done":"304","task":"6885","left":"6581","share":"4.42"}},
            "faults":[{"code":"T002","severity":"warning","district":"东城区","file":"东城区.ods","sheet":"进度","cell":"D7",
              "found":"约300","expected":"","message":"不是数字","hint":"填 300"}]}"#;
        (entry, Record::from_json(figures.as_bytes()).unwrap())
    }
}
