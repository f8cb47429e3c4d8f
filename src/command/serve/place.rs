//! The daemon's own folder: state, history, status, metrics, and the lock that keeps a second daemon out.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};

use super::event::Event;
use super::state::State;
use crate::error::{Exit, Failure};
use crate::publish::{self, PublishError};

/// The folder's name within the folder of plans, where none is named.
const WITHIN: &str = ".serve";
/// A history longer than this is put aside as `history.1.jsonl`, once: some 20,000 firings.
const LONGEST_HISTORY: u64 = 8 << 20;

/// The daemon's folder.
#[derive(Clone, Debug)]
pub(super) struct Place {
    folder: PathBuf,
}

/// Held as long as the daemon lives; the system lets go of it at any kind of end.
#[derive(Debug)]
pub(super) struct Lock {
    _held: Vec<File>,
}

impl Place {
    /// The place for the plans in `plans`: `named`, or a folder within.
    pub(super) fn new(plans: &Path, named: Option<&Path>) -> Place {
        Place { folder: named.map_or_else(|| plans.join(WITHIN), Path::to_owned) }
    }

    /// Keeps a second daemon out, by a lock on a file here and, where the system can, on the folder of plans
    /// itself, so that two daemons with folders of their own do not serve the same plans either.
    ///
    /// # Errors
    /// Exit 75 where another daemon serves; exit 1 where the folder cannot be made.
    pub(super) fn lock(&self, plans: &Path) -> Result<Lock, Failure> {
        let path = self.file("lock");
        let cannot = |cause: std::io::Error| {
            Failure::not_issued(format!("cannot open {}: {cause}", path.display()))
                .hint("name a folder that may be written with --state DIR")
        };
        fs::create_dir_all(&self.folder).map_err(cannot)?;
        let file = OpenOptions::new().create(true).append(true).open(&path).map_err(cannot)?;
        let mut held = Vec::new();
        for (file, path, must) in [(Ok(file), path.as_path(), true), (File::open(plans), plans, false)] {
            let Ok(file) = file else { continue };
            match file.try_lock() {
                Ok(()) => held.push(file),
                Err(TryLockError::WouldBlock) => {
                    let message =
                        format!("another tongbao serves {}: {} is locked", plans.display(), path.display());
                    return Err(Failure::new(Exit::TryAgain, message)
                        .hint("stop the other one first; `tongbao status` tells how it fares"));
                }
                Err(TryLockError::Error(cause)) if must => return Err(cannot(cause)),
                // a folder cannot be locked everywhere; the file can
                Err(TryLockError::Error(_)) => {}
            }
        }
        Ok(Lock { _held: held })
    }

    /// Does a daemon hold the lock?
    pub(super) fn is_held(&self) -> bool {
        // read only: whoever asks may have no right to write here
        let Ok(file) = File::open(self.file("lock")) else { return false };
        matches!(file.try_lock_shared(), Err(TryLockError::WouldBlock))
    }

    /// The state as last written.
    ///
    /// # Errors
    /// As of [`State::read`].
    pub(super) fn state(&self) -> Result<Option<State>, Failure> {
        State::read(&self.folder)
    }

    /// Writes the state.
    ///
    /// # Errors
    /// As of [`State::write`].
    pub(super) fn keep(&self, state: &State) -> Result<(), Failure> {
        state.write(&self.folder)
    }

    /// Adds an event to the history.
    ///
    /// # Errors
    /// A full disk, most of all; the event is not in the history then.
    pub(super) fn record(&self, event: &Event) -> Result<(), PublishError> {
        let path = self.file("history.jsonl");
        if fs::metadata(&path).is_ok_and(|found| found.len() > LONGEST_HISTORY) {
            // where it cannot be put aside it only grows on
            let _ = fs::rename(&path, self.file("history.1.jsonl"));
        }
        let line = serde_json::to_string(event).expect("texts, numbers and times are always JSON");
        publish::append_line(&path, &line)
    }

    /// The events recorded, the oldest first; lines cut short by a kill are passed over.
    pub(super) fn history(&self) -> Vec<Event> {
        ["history.1.jsonl", "history.jsonl"]
            .iter()
            .filter_map(|name| fs::read(self.file(name)).ok())
            .flat_map(|bytes| {
                let text = String::from_utf8_lossy(&bytes).into_owned();
                text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect::<Vec<Event>>()
            })
            .collect()
    }

    /// Writes a file for others to look at.
    ///
    /// # Errors
    /// The old file stands then, and is out of date.
    pub(super) fn show(&self, name: &str, text: &str) -> Result<(), PublishError> {
        publish::replace(&self.file(name), text.as_bytes())
    }

    /// A file of the folder.
    pub(super) fn file(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }
}
