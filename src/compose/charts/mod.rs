//! Which charts an issue has, and what each says.
//!
//! The plan asks for charts; an issue gets those that its figures bear. A chart of one point, of one
//! district or without the history that it is about would say nothing, and is left out with a reason for
//! the log. Of very many districts a chart shows what can be read: of places the first ten, of marks the
//! names of those ahead; it says so itself. Missing days are gaps, and never noughts.
//!
//! Words stand in `words`; where things stand on paper is typeset's.

mod absent;
mod bars;
mod days;
mod ranks;
mod remaining;
mod scatter;
#[cfg(test)]
mod stories;
mod words;

use super::chart::Chart;
use crate::plan::{ChartKind, Plan};
use crate::reckon::Standings;

/// The charts of an issue in the plan's order, numbered where there are several.
pub(super) fn charts(standings: &Standings, plan: &Plan) -> Vec<Chart> {
    let drawn = plan.contents.charts.iter().filter_map(|kind| chart(*kind, standings, plan).ok());
    let mut charts: Vec<Chart> = drawn.collect();
    if charts.len() > 1 {
        for (number, chart) in (1..).zip(&mut charts) {
            let caption = chart.caption_mut();
            *caption = words::figure(number, caption);
        }
    }
    charts
}

/// Why charts that the plan asks for are left out of an issue, in English, for the log.
///
/// ```
/// # use tongbao::{compose::charts_left_out, plan::Plan, reckon::Standings};
/// # fn log(standings: &Standings, plan: &Plan) {
/// for reason in charts_left_out(standings, plan) {
///     println!("{reason}"); // chart ranks is left out: it needs two issues, and this is the first
/// }
/// # }
/// ```
#[must_use]
pub fn left_out(standings: &Standings, plan: &Plan) -> Vec<String> {
    let reason = |kind: &ChartKind| {
        let reason = chart(*kind, standings, plan).err()?;
        Some(format!("chart {} is left out: {reason}", kind.name()))
    };
    plan.contents.charts.iter().filter_map(reason).collect()
}

/// The chart, or why there is none.
fn chart(kind: ChartKind, standings: &Standings, plan: &Plan) -> Result<Chart, &'static str> {
    match kind {
        ChartKind::Shares => bars::chart(standings, plan).map(Chart::Bars),
        ChartKind::Ranks => ranks::chart(standings, plan.criticism).map(Chart::Ranks),
        ChartKind::Remaining => remaining::chart(standings, plan).map(Chart::Remaining),
        ChartKind::Days => days::chart(standings).map(Chart::Days),
        ChartKind::Scatter => scatter::chart(standings, plan.contents.scatter).map(Chart::Scatter),
    }
}

/// All charts together, as the title of a 附件.
pub(super) const IN_ALL: &str = words::IN_ALL;
/// Charts over time need so many issues.
const ISSUES_AT_LEAST: usize = 2;
const FIRST_ISSUE: &str = "it needs two issues, and this is the first";
