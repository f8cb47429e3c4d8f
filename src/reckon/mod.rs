//! Shares, ranks, changes, forecasts and cross-checks; pure, and cannot fail: absence is a value.
//!
//! What districts returned is completed (any two of C, T, R give the third), held against itself and
//! against the last issue, and what does not hold is set aside as 未报. What stands is ranked, compared
//! and projected. All arithmetic is exact; nothing is rounded here but a forecast's days and a required
//! rate, both upwards. How figures are said and shown is left to compose.
//!
//! The rules are those of the bulletin's law: share C / T; ties share a rank and the next is skipped;
//! the total's share is ΣC / ΣT; "last" is the last issue, not the last calendar day.

mod change;
mod correction;
mod cross_check;
mod forecast;
mod history;
mod ordered;
mod past;
mod printed;
mod progress;
mod rank;
mod record;
mod renamed;
mod scope;
mod standings;
mod total;

#[cfg(test)]
pub(crate) mod tests;

pub use correction::changes;
pub use forecast::Stretch;
pub use history::{History, Moment, Seen};
pub use past::{Past, PastFigures};
pub use printed::{Difference, PrintedTable, PrintedTableError, moved};
pub use rank::rank;
pub use record::{FaultRecord, Record, RecordError};
pub use standings::{
    Figures, Forecast, LastIssue, Pace, Rank, Required, Source, Standing, Standings, Status, StreetStanding,
    TotalFigures,
};

use crate::collect::Collected;
use crate::model::Day;
use crate::plan::Plan;

/// The standings of `day`: what was collected, against the earlier issues `past` (oldest first).
#[must_use]
pub fn reckon(collected: &Collected, plan: &Plan, day: Day, past: &[Past]) -> Standings {
    let last = past.last();
    let (sound, mut faults) = cross_check::sift(collected, plan, day, past);
    let mut districts = progress::standings(&sound, plan, last);
    rank::rank_all(&mut districts);
    faults.extend(cross_check::ranks(&sound, &districts, plan));
    change::compare(&mut districts, &plan.measures, last);
    let pace = plan.period.and_then(|period| forecast::pace(period, day));
    forecast::project(&mut districts, plan, day, past);
    let total = total::total(&districts, plan, day, past);
    let history = history::history(day, &plan.measures, &districts, &total, past);
    let mut standings = Standings {
        day,
        measures: plan.measures.clone(),
        share_decimals: plan.share_decimals,
        districts,
        total,
        last: last.map(Past::issue),
        pace,
        history,
        faults,
    };
    cross_check::of_the_whole(&mut standings, plan, last);
    standings
}
