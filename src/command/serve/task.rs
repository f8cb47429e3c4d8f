//! What passes between the watch, which decides, and the hands that do: a task, and what came of it.

use chrono::NaiveDateTime;

use super::event::Event;
use crate::model::Day;
use crate::plan::Plan;

/// Something that one pair of hands does at a time, outside the watch.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Task {
    /// what to do
    pub work: Work,
    /// the plan as it was when the task was given
    pub plan: Plan,
    /// names the firing
    pub civil: NaiveDateTime,
    /// the report day
    pub day: Day,
    /// was it begun before, by a process that did not end it?
    pub resumed: bool,
    /// the label of the series' last edition, where the daemon knows of one
    pub issued: Option<String>,
}

/// What there is to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Work {
    /// make the edition
    Make,
    /// say which districts have not reported
    Probe,
}

/// What came of a task.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Done {
    /// the series
    pub series: String,
    /// names the firing
    pub civil: NaiveDateTime,
    /// how it ended
    pub ended: Ended,
}

/// How a task ended.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Ended {
    /// the districts that have not reported, in the plan's order
    Missing(Vec<String>),
    /// an edition went out or stood already: the event as far as the maker knows it
    Made(Event),
    /// none went out, and the same may succeed later
    Passing(Event),
    /// none went out
    Failed(Event),
}
