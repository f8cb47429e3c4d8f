//! What happened to a series beside its issues: a line of the same manifest, in the same chain.

use serde::{Deserialize, Serialize};

use crate::model::Day;

/// One event, as recorded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// the line's number, from 1
    pub seq: u64,
    /// the series
    pub series: String,
    /// what happened
    #[serde(flatten)]
    pub what: What,
    /// SHA-256 of the line before without its line feed, lower-case hex; 64 zeros in the first
    pub previous: String,
}

/// What happened. A kind that a later version records is no record to this one: it may change what stands,
/// so that the series is not touched by a program that does not know it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum What {
    /// an issue was declared void
    Void(Void),
    /// files were given up, as the plan's retention allows
    Pruned(Pruned),
}

/// 作废: an issue that counts no more, in all its revisions. Its number is not given again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Void {
    /// its number
    pub number: u32,
    /// its day
    pub day: Day,
    /// its last label: 第67期
    pub label: String,
    /// why, as given by the person who asked for it
    pub reason: String,
}

/// Files that stand no longer, and are not missed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pruned {
    /// SHA-256 of kept inputs
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub inputs: Vec<String>,
    /// names of PDFs from the series' folder
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<String>,
}

impl Pruned {
    /// Is there nothing to be given up?
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.inputs.is_empty() && self.files.is_empty()
    }
}
