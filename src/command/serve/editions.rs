//! Editions as `tongbao run` makes them, for the daemon.

use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::Duration;

use super::super::edition::{Order, Outcome, make};
use super::super::report::Tally;
use super::super::{desk, fonts};
use super::looks::{Looks, looks};
use super::press::{Made, Press};
use super::task::Task;
use crate::collect::Inbox;
use crate::error::Failure;
use crate::model::{Day, Retention, SourceFile};
use crate::plan::Plan;
use crate::publish::Entry;
use crate::reckon::Status;

/// The press of the house.
#[derive(Debug)]
pub(super) struct Editions {
    fonts: Option<PathBuf>,
    strict: bool,
    /// the inbox as it was when it last stood still
    settled: Mutex<Option<(PathBuf, Looks)>>,
    /// the last answer to who has not reported: workbooks are read again only when they changed
    probed: Mutex<Option<Probed>>,
}

#[derive(Debug)]
struct Probed {
    plan: String,
    day: Day,
    sources: Vec<SourceFile>,
    missing: Vec<String>,
}

impl Editions {
    /// A press with fonts from `fonts`, or where the plan finds them; `strict` counts warnings as errors.
    pub(super) fn new(fonts: Option<PathBuf>, strict: bool) -> Editions {
        Editions { fonts, strict, settled: Mutex::default(), probed: Mutex::new(None) }
    }
}

/// A file that has kept length and time for so long is taken to be whole.
const STILL: Duration = Duration::from_secs(1);
/// An inbox that never stands still is read all the same, after so many of these.
const MOST_STILLS: u32 = 10;

impl Editions {
    /// Waits until the files of `folder` stand still: half a table of text is a table too.
    fn settle(&self, folder: &Path) {
        let mut settled = self.settled.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let look = || Some((folder.to_owned(), looks(&[folder.to_owned()], |_| true)));
        let mut now = look();
        for _ in 0..MOST_STILLS {
            if *settled == now {
                return;
            }
            std::thread::sleep(STILL);
            *settled = std::mem::replace(&mut now, look());
        }
    }
}

impl Press for Editions {
    fn is_ready(&self, plan: &Plan) -> Result<(), Failure> {
        fonts::open(self.fonts.as_deref(), plan).map(drop)
    }

    fn make(&self, task: &Task) -> Result<Made, Failure> {
        let (plan, day) = (&task.plan, task.day);
        let series = desk::series(plan)?;
        if let Some(label) = &task.issued
            && series.entries().is_empty()
        {
            return Err(away(plan, day, label));
        }
        if task.resumed
            && let Some(entry) = series.find(day).filter(|_| series.voided(day).is_none())
        {
            // it went out before the kill; workbooks that came in since are for a correction
            series.restore(entry)?;
            return Ok(stood(plan, entry));
        }
        let faces = fonts::open(self.fonts.as_deref(), plan)?;
        let order = Order { plan, day, faces: &faces, correct: None, dry_run: false, out_of_order: false };
        Ok(match make(&order)? {
            Outcome::Issued { receipt, faults } => {
                for notice in &receipt.notices {
                    tracing::warn!(series = plan.series, "{notice}");
                }
                if let Some(policy) = &plan.keeping.retention {
                    prune(plan, policy, day);
                }
                let tally = Tally::of(&faults);
                let counted = if self.strict { tally.errors + tally.warnings } else { tally.errors };
                Made {
                    stood: false,
                    label: receipt.entry.label,
                    pdf: Some(receipt.outbox),
                    head: Some(receipt.head),
                    errors: counted,
                    warnings: tally.warnings,
                }
            }
            Outcome::Tried { edition, .. } => Made { label: edition.label(), ..Made::default() },
            Outcome::Stands { entry, .. } => stood(plan, &entry),
        })
    }

    fn missing(&self, plan: &Plan, day: Day) -> Vec<String> {
        let everyone = || plan.districts.iter().map(|district| district.name.clone()).collect();
        // a folder that is not there yet: the first workbook makes it
        let folder = plan.inbox.for_day(day);
        self.settle(&folder);
        let Ok(inbox) = Inbox::open(&folder) else { return everyone() };
        let sources = inbox.sources();
        let mut probed = self.probed.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Some(last) = &*probed
            && last.plan == plan.sha256
            && last.day == day
            && last.sources == sources
        {
            return last.missing.clone();
        }
        // an archive that cannot be read is told by making the edition, now rather than at the hour
        let Ok(series) = desk::series(plan) else { return Vec::new() };
        let Ok(reckoned) = desk::reckoned(plan, day, &inbox, &series) else { return Vec::new() };
        let late = reckoned.standings.districts.iter().filter(|d| d.status != Status::Reported);
        let missing: Vec<String> = late.map(|d| d.district.name.clone()).collect();
        *probed = Some(Probed { plan: plan.sha256.clone(), day, sources, missing: missing.clone() });
        missing
    }
}

/// Gives up what the plan's retention allows, once the night's edition stands; the edition has gone out,
/// whatever comes of it.
fn prune(plan: &Plan, policy: &Retention, day: Day) {
    let pruned = desk::series(plan)
        .and_then(|series| series.prune(policy, day).map_err(Failure::from))
        .map(|removal| (removal.files.len(), removal.bytes));
    match pruned {
        Ok((0, _)) => {}
        Ok((files, bytes)) => {
            tracing::info!(series = plan.series, "retention: {files} files removed, {bytes} bytes");
        }
        Err(failure) => tracing::error!(series = plan.series, "retention: {failure}"),
    }
}

/// An archive that knows nothing of what went out is not mounted, or lost: numbers would begin anew in it.
fn away(plan: &Plan, day: Day, label: &str) -> Failure {
    let (series, archive) = (&plan.series, plan.archive.display());
    Failure::not_issued(format!(
        "cannot issue {series} of {day}: {label} went out, but the archive {archive} knows no issue of {series}"
    ))
    .hint(
        "mount its disk, or put it back from a backup; to begin the series anew, stop the daemon and remove \
         state.json in its folder",
    )
    .passing(true)
}

fn stood(plan: &Plan, entry: &Entry) -> Made {
    let name = entry.files.first().and_then(|kept| kept.name.rsplit('/').next());
    Made {
        stood: true,
        label: entry.label.clone(),
        pdf: name.map(|name| plan.outbox.join(name)),
        ..Made::default()
    }
}
