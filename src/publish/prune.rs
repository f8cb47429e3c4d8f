//! Giving up what the plan's retention allows: recorded first, removed then.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::event::What;
use super::keep::{DIGITS, INPUTS, is_sha256};
use super::{Pruned, PublishError, Series, atomic, retention};
use crate::model::{Day, Retention};

/// What was given up, or would be.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Removal {
    /// as recorded
    pub pruned: Pruned,
    /// every file removed: those, and what a run that was cut short left in the folder of inputs
    pub files: Vec<PathBuf>,
    /// how many bytes they have
    pub bytes: u64,
}

impl Series {
    /// What `policy` lets go on the day `today`; writes nothing.
    ///
    /// # Errors
    /// [`PublishError::Io`] where a folder cannot be read.
    pub fn removable(&self, policy: &Retention, today: Day) -> Result<Removal, PublishError> {
        let kept = self.kept_inputs().into_keys().collect();
        let pruned = retention::removable(policy, today, self.entries(), &kept, &self.given_up());
        let mut files: Vec<PathBuf> = pruned.inputs.iter().map(|sha| self.input_path(sha)).collect();
        files.extend(pruned.files.iter().map(|name| self.folder().join(name)));
        files.extend(self.strays(&kept)?);
        files.extend(self.given_up().into_iter().map(|name| self.folder().join(name)));
        files.retain(|path| fs::symlink_metadata(path).is_ok());
        let bytes = files.iter().filter_map(|path| fs::metadata(path).ok()).map(|found| found.len()).sum();
        Ok(Removal { pruned, files, bytes })
    }

    /// Gives up what `policy` lets go on the day `today`. The record comes first: a kill in between leaves
    /// files that nobody misses, which the next time removes; never a file that is missed.
    ///
    /// # Errors
    /// As [`super::publish`].
    pub fn prune(&self, policy: &Retention, today: Day) -> Result<Removal, PublishError> {
        // looked at under the lock: an edition on its way has inputs in their places without a record
        let _lock = self.lock()?;
        let removal = self.removable(policy, today)?;
        if !removal.pruned.is_empty() {
            self.append(What::Pruned(removal.pruned.clone()))?;
        }
        for path in &removal.files {
            fs::remove_file(path).map_err(PublishError::io("remove", path))?;
        }
        let folders: BTreeSet<&Path> = removal.files.iter().filter_map(|path| path.parent()).collect();
        folders.into_iter().try_for_each(atomic::sync_folder)?;
        Ok(removal)
    }

    /// The names of PDFs that were given up.
    pub(super) fn given_up(&self) -> BTreeSet<&str> {
        self.pruned().flat_map(|(_, pruned)| pruned.files.iter().map(String::as_str)).collect()
    }

    /// Files in the folder of inputs that are named as such and that no edition needs.
    fn strays(&self, kept: &BTreeSet<&str>) -> Result<Vec<PathBuf>, PublishError> {
        let folder = self.folder().join(INPUTS);
        let mut strays = Vec::new();
        for first in atomic::names_in(&folder)?.into_iter().filter(|name| name.len() == DIGITS) {
            let within = folder.join(first);
            for name in atomic::names_in(&within)? {
                let sha = name.strip_prefix(atomic::TEMPORARY).unwrap_or(&name);
                let is_ours = is_sha256(sha) && self.input_path(sha).parent() == Some(within.as_path());
                if is_ours && !kept.contains(name.as_str()) {
                    strays.push(within.join(name));
                }
            }
        }
        Ok(strays)
    }
}
