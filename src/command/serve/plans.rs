//! The folder of plans, watched: read at the start, at SIGHUP, and when its files, or the calendars within,
//! have changed.

use std::path::{Path, PathBuf};

use super::looks::{Looks, looks};
use crate::error::{Exit, Failure};
use crate::plan::{self, Plan};

/// The folder of plans.
#[derive(Debug)]
pub(super) struct Folder {
    path: PathBuf,
    /// as they were when last read
    read: Looks,
    /// as they were at the last look
    seen: Looks,
}

/// What reading again gave.
#[derive(Debug)]
pub(super) struct Reread {
    /// to be served
    pub plans: Vec<Plan>,
    /// what is wrong, a text a file; its old plan, if there was one, is among `plans`
    pub wrong: Vec<String>,
}

impl Folder {
    /// A folder that is read for the first time.
    ///
    /// # Errors
    /// Exit 78 with every fault of every plan: a daemon does not start on half of what it was given.
    pub(super) fn open(path: &Path) -> Result<(Folder, Vec<Plan>), Failure> {
        let seen = seen(path);
        let found = plan::load_folder(path).map_err(|faults| wrong(&[faults.to_string()]))?;
        let mut faults: Vec<String> = found.faulty.iter().map(ToString::to_string).collect();
        let (plans, twins) = apart(found.sound);
        faults.extend(twins);
        if !faults.is_empty() {
            return Err(wrong(&faults));
        }
        Ok((Folder { path: path.to_owned(), read: seen.clone(), seen }, plans))
    }

    /// Have the files changed since they were read, and stood still since the last look? An editor may be
    /// in the middle of writing.
    pub(super) fn has_changed(&mut self) -> bool {
        let now = seen(&self.path);
        let stood_still = now == self.seen;
        self.seen = now;
        stood_still && self.seen != self.read
    }

    /// Reads all again; where a file is wrong, what is served of it stays.
    pub(super) fn read_again(&mut self, served: &[Plan]) -> Reread {
        self.read = seen(&self.path);
        self.seen = self.read.clone();
        let found = match plan::load_folder(&self.path) {
            Ok(found) => found,
            // the folder is gone, or empty: a disk not mounted, a copy under way
            Err(faults) => return Reread { plans: served.to_vec(), wrong: vec![faults.to_string()] },
        };
        let mut wrong: Vec<String> = found.faulty.iter().map(ToString::to_string).collect();
        let mut plans = found.sound;
        let kept = served.iter().filter(|old| found.faulty.iter().any(|faults| faults.path == old.path));
        plans.extend(kept.cloned());
        plans.sort_by(|a, b| a.path.cmp(&b.path));
        let (plans, twins) = apart(plans);
        wrong.extend(twins);
        Reread { plans, wrong }
    }
}

/// Plans of different series, and what to say of the others: state, status and metrics go by series.
fn apart(plans: Vec<Plan>) -> (Vec<Plan>, Vec<String>) {
    let (mut apart, mut twins): (Vec<Plan>, Vec<String>) = (Vec::new(), Vec::new());
    for plan in plans {
        match apart.iter().find(|other| other.series == plan.series) {
            None => apart.push(plan),
            Some(other) => twins.push(format!(
                "error: {}: series: `{}` is the series of {} too, which one daemon cannot tell apart\n  \
                 hint: give each plan a series of its own",
                plan.path.display(),
                plan.series,
                other.path.display()
            )),
        }
    }
    (apart, twins)
}

fn wrong(faults: &[String]) -> Failure {
    Failure::new(Exit::WrongPlan, faults.join("\n").trim_start_matches("error: ").trim_end())
}

/// The plans, and what they name by custom in the folders `calendars` and `styles` within.
fn seen(folder: &Path) -> Looks {
    looks(&[folder.to_owned(), folder.join("calendars"), folder.join("styles")], plan::is_yaml)
}
