//! What happened with one firing: a line of the history, and what the hooks are told.

use std::path::PathBuf;

use chrono::{DateTime, NaiveDateTime, Utc};
use serde::{Deserialize, Serialize};

use super::state::Pending;
use crate::model::Day;
use crate::plan::Plan;

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Kind {
    /// an edition went out
    Issued,
    /// an edition went out with errors: a district, file or value was not used
    Faulty,
    /// it stood already
    Stands,
    /// none went out: the plan says to hold it, and districts did not report
    Held,
    /// none went out
    Failed,
    /// none was made: it was missed, and the plan does not catch it up
    Skipped,
    /// it failed for a passing reason and is tried again
    Retry,
    /// the late are reminded
    Remind,
}

impl Kind {
    /// In one word, as in the history.
    pub(super) fn name(self) -> &'static str {
        match self {
            Kind::Issued => "issued",
            Kind::Faulty => "faulty",
            Kind::Stands => "stands",
            Kind::Held => "held",
            Kind::Failed => "failed",
            Kind::Skipped => "skipped",
            Kind::Retry => "retry",
            Kind::Remind => "remind",
        }
    }

    /// Does an edition of the day stand now?
    pub(super) fn is_success(self) -> bool {
        matches!(self, Kind::Issued | Kind::Faulty | Kind::Stands)
    }
}

/// One event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Event {
    /// what happened
    #[serde(rename = "event")]
    pub kind: Kind,
    /// when it was said
    pub at: Option<DateTime<Utc>>,
    /// the series
    pub series: String,
    /// the bulletin's title
    pub title: String,
    /// its plan's file
    pub plan: PathBuf,
    /// names the firing: the civil time in the plan's zone
    pub civil: Option<NaiveDateTime>,
    /// the report day
    pub day: Option<Day>,
    /// seconds from the time that the firing was due to now
    pub late_seconds: i64,
    /// how often it was tried before
    pub tries: u32,
    /// 第67期
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub label: Option<String>,
    /// the PDF in the outbox
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub pdf: Option<PathBuf>,
    /// the record's head, an anchor outside the archive
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub head: Option<String>,
    /// how many errors and warnings the edition has
    pub errors: usize,
    /// see `errors`
    pub warnings: usize,
    /// districts that have not reported
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub missing: Vec<String>,
    /// why no edition went out
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub message: Option<String>,
    /// the way out
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub hint: Option<String>,
    /// when it is tried again
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub retry_at: Option<DateTime<Utc>>,
}

impl Event {
    /// An event of no firing yet.
    pub(super) fn new(kind: Kind) -> Event {
        Event {
            kind,
            at: None,
            series: String::new(),
            title: String::new(),
            plan: PathBuf::new(),
            civil: None,
            day: None,
            late_seconds: 0,
            tries: 0,
            label: None,
            pdf: None,
            head: None,
            errors: 0,
            warnings: 0,
            missing: Vec::new(),
            message: None,
            hint: None,
            retry_at: None,
        }
    }

    /// None went out, and why.
    pub(super) fn failed(message: impl Into<String>, hint: Option<String>) -> Event {
        Event { message: Some(message.into()), hint, ..Event::new(Kind::Failed) }
    }

    /// The event of this firing, said now.
    pub(super) fn of(self, plan: &Plan, pending: &Pending, now: DateTime<Utc>) -> Event {
        Event {
            at: Some(now),
            series: plan.series.clone(),
            title: plan.title.clone(),
            plan: plan.path.clone(),
            civil: Some(pending.civil),
            day: Some(pending.day),
            late_seconds: (now - pending.at).num_seconds(),
            tries: pending.tries,
            ..self
        }
    }

    /// In one line, for the log.
    pub(super) fn line(&self) -> String {
        let day = self.day.map_or_else(String::new, |day| format!(" {day}"));
        let label = self.label.as_ref().map_or_else(String::new, |label| format!(" {label}"));
        let missing = match self.missing.is_empty() {
            true => String::new(),
            false => format!(": not reported: {}", self.missing.join(", ")),
        };
        let message = self.message.as_ref().map_or_else(String::new, |message| format!(": {message}"));
        let again = self
            .retry_at
            .map_or_else(String::new, |at| format!("; again at {}", at.format("%Y-%m-%dT%H:%M:%SZ")));
        format!("{}{day}{label} {}{missing}{message}{again}", self.series, self.kind.name())
    }
}
