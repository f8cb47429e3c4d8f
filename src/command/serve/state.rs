//! What the daemon must know after a restart: which civil times are settled, and which firings are still
//! in hand. One small file, replaced whole.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use chrono::{DateTime, NaiveDateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::error::{Exit, Failure};
use crate::model::Day;
use crate::publish;

/// The file's version; another one is refused, not guessed at.
const VERSION: u32 = 1;

/// All that is kept between two runs of the daemon.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct State {
    version: u32,
    /// the latest instant at which a firing was accepted; a clock far behind it is wrong
    pub seen: DateTime<Utc>,
    /// by series
    pub series: BTreeMap<String, Record>,
}

/// What is known of one series.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Record {
    /// the schedule by which `last` was settled
    pub schedule: String,
    /// its zone
    pub timezone: String,
    /// every civil time up to this one is settled: made, skipped, or in `queue`
    pub last: NaiveDateTime,
    /// accepted and not concluded, the oldest first
    pub queue: Vec<Pending>,
    /// since when the series is served
    pub since: DateTime<Utc>,
    /// the last edition that went out, or stood
    pub success: Option<Conclusion>,
    /// how the last firing ended
    pub ended: Option<Conclusion>,
    /// how many firings ended in each way
    pub counts: BTreeMap<String, u64>,
    /// was its plan taken away while the daemon ran?
    pub away: bool,
}

/// A firing that is not concluded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Pending {
    /// names the firing
    pub civil: NaiveDateTime,
    /// when it was due
    pub at: DateTime<Utc>,
    /// the day that it reports on
    pub day: Day,
    /// how often it was tried
    pub tries: u32,
    /// not to be tried before
    pub not_before: DateTime<Utc>,
    /// was it handed out once? After a kill, an edition of that day is then its own
    pub begun: bool,
    /// has everyone reported, so that nothing more is waited for?
    pub go: bool,
    /// have the late been reminded?
    pub reminded: bool,
}

/// How a firing ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Conclusion {
    /// which firing
    pub civil: NaiveDateTime,
    /// when it ended
    pub at: DateTime<Utc>,
    /// in one word, as in the history
    pub event: String,
    /// 第67期, where there is an edition
    pub label: Option<String>,
    /// the day that it reported on; states written before had none
    #[serde(default)]
    pub day: Option<Day>,
}

impl State {
    /// Nothing known yet.
    pub(super) fn new(now: DateTime<Utc>) -> State {
        State { version: VERSION, seen: now, series: BTreeMap::new() }
    }

    /// Reads the state in `folder`; none where none was written.
    ///
    /// # Errors
    /// A file that cannot be read, or is none of ours: without it firings would be lost or made twice, so
    /// that nothing is made up in its place.
    pub(super) fn read(folder: &Path) -> Result<Option<State>, Failure> {
        let path = file(folder);
        let cannot = |found: String| {
            Failure::not_issued(format!("cannot use {}: {found}", path.display())).hint(
                "put it back from a backup; or remove it, and serving begins anew: what was missed until \
                 now is then not caught up",
            )
        };
        let bytes = match fs::read(&path) {
            Ok(bytes) => bytes,
            Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(e) => return Err(cannot(e.to_string())),
        };
        let state: State = serde_json::from_slice(&bytes).map_err(|e| cannot(e.to_string()))?;
        if state.version != VERSION {
            return Err(cannot(format!("expected version {VERSION}, found {}", state.version)));
        }
        Ok(Some(state))
    }

    /// Writes the state durably; the file is at any time the old one or the new one.
    ///
    /// # Errors
    /// [`Failure`] with exit 75: a full disk has room again, some day.
    pub(super) fn write(&self, folder: &Path) -> Result<(), Failure> {
        let mut bytes = serde_json::to_vec_pretty(self).expect("texts, numbers and times are always JSON");
        bytes.push(b'\n');
        publish::replace(&file(folder), &bytes).map_err(|e| Failure::new(Exit::TryAgain, &e).hint(e.hint()))
    }
}

fn file(folder: &Path) -> PathBuf {
    folder.join("state.json")
}
