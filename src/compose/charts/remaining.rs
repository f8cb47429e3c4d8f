//! Work left, against the line required and with the forecast.

use super::{FIRST_ISSUE, ISSUES_AT_LEAST, absent, words};
use crate::compose::chart::{Cone, RemainingChart, RemainingLegend, RemainingPanel};
use crate::compose::number::with_unit;
use crate::model::{Amount, Day, Measure, Share};
use crate::plan::Plan;
use crate::reckon::{Forecast, Moment, Pace, Standings};

/// Amounts from here on are printed by ten thousands on an axis.
const LARGE: i64 = 100_000;
const TEN_THOUSAND: i64 = 10_000;
/// The axis goes so many times as far as the days known, at most: a forecast of years would press them flat.
const FARTHEST: i64 = 2;

/// The chart of an issue.
pub(super) fn chart(standings: &Standings, plan: &Plan) -> Result<RemainingChart, &'static str> {
    let issues = &standings.history.issues;
    if issues.len() < ISSUES_AT_LEAST && standings.pace.is_none() {
        return Err(FIRST_ISSUE);
    }
    let panels: Vec<RemainingPanel> = standings
        .measures
        .iter()
        .enumerate()
        .filter_map(|(index, measure)| panel(standings, index, measure))
        .collect();
    if panels.is_empty() {
        return Err("no measure has a task");
    }
    let has =
        |has: &dyn Fn(&RemainingPanel) -> bool, word: &str| panels.iter().any(has).then(|| word.to_owned());
    let all: Vec<usize> = (0..standings.measures.len()).collect();
    let (absent, absent_in_full) = absent::uncounted(standings, &all);
    let broken = if panels.iter().any(|p| p.runs.len() > 1) { words::BROKEN } else { "" };
    Ok(RemainingChart {
        caption: words::remaining(plan.period.is_some()).to_owned(),
        legend: RemainingLegend {
            left: words::LEFT.to_owned(),
            required: has(&|p| p.required.is_some(), words::REQUIRED),
            forecast: has(&|p| p.forecast.is_some(), words::FORECAST),
            range: has(&|p| p.forecast.as_ref().is_some_and(Cone::has_range), words::RANGE),
        },
        alternative: alternative(&panels, standings) + broken + &absent_in_full,
        note: absent::said(&[broken, &absent]),
        panels,
    })
}

fn panel(standings: &Standings, index: usize, measure: &Measure) -> Option<RemainingPanel> {
    let total = &standings.total[index];
    if total.task <= Amount::ZERO {
        return None;
    }
    let issues = &standings.history.issues;
    let today = standings.day;
    let first = issues.first()?.day;
    let forecast = cone(&total.forecast, today);
    let deadline = standings.pace.as_ref().map(|pace| pace.period.to).filter(|to| *to > first);
    let from = first.min(today);
    // to the deadline and the forecast's mean, as far as they do not press the days known flat
    let known = deadline.into_iter().chain([today]).max()?;
    let room = known.since(from).max(7) * FARTHEST;
    let end = forecast.as_ref().map_or(known, |cone| known.max(cone.mean)).min(later(from, room));
    let to = end.max(later(from, 1));
    let required =
        standings.pace.as_ref().zip(deadline).and_then(|(pace, to)| required(pace, total.task, from, to));
    let largest = issues.iter().filter_map(|i| i.total[index].map(|f| f.left));
    let largest = largest.chain(required.map(|r| r[0].1)).max().unwrap_or(total.left);
    let is_large = largest >= Amount::whole(LARGE);
    Some(RemainingPanel {
        title: words::left(measure),
        unit: if is_large { words::ten_thousand(&measure.unit) } else { measure.unit.clone() },
        per_unit: if is_large { TEN_THOUSAND } else { 1 },
        from,
        to,
        runs: runs(issues, index),
        required,
        forecast,
        now: match total.left {
            left if left > Amount::ZERO => with_unit(left, measure),
            left if left.is_zero() => words::none_left(""),
            left => words::none_left(&with_unit(left.abs(), measure)),
        },
        deadline: deadline.map(|day| (day, words::deadline(day))),
    })
}

fn later(day: Day, days: i64) -> Day {
    day.plus(u64::try_from(days).unwrap_or(0))
}

/// What 序时进度 leaves of the task: T × (1 − elapsed), at the first day shown and at the deadline.
fn required(pace: &Pace, task: Amount, from: Day, to: Day) -> Option<[(Day, Amount); 2]> {
    let begin = from.max(pace.period.from.previous());
    let all = pace.period.to.since(pace.period.from) + 1;
    let rest = pace.period.to.since(begin).clamp(0, all);
    Share::of(Amount::whole(rest), Amount::whole(all))?;
    let left = Amount::from_millionths(task.millionths() * i128::from(rest) / i128::from(all));
    (begin < to).then_some([(begin, left), (to, Amount::ZERO)])
}

fn cone(forecast: &Forecast, today: Day) -> Option<Cone> {
    let Forecast::Days { mean, fastest, slowest } = forecast else { return None };
    // a forecast of centuries ends with the calendar, and is no day to print
    let day = |days: u64| (days < 36_500).then(|| today.plus(days));
    let mean = day(*mean)?;
    Some(Cone {
        mean,
        fastest: day(*fastest)?,
        slowest: slowest.and_then(day),
        label: words::cleared_about(mean, today),
    })
}

/// Issues at the series' own pace follow each other; where more days passed, days are missing. Nor is a line
/// drawn from a sum of some districts to one of others: it would show as work what is only somebody's first report.
fn runs(issues: &[Moment], index: usize) -> Vec<Vec<(Day, Amount)>> {
    let counted = |issue: &Moment| -> Vec<bool> {
        issue.districts.iter().map(|d| d.figures.get(index).is_some_and(Option::is_some)).collect()
    };
    let points: Vec<((Day, Amount), Vec<bool>)> = issues
        .iter()
        .filter_map(|i| Some(((i.day, i.total.get(index)?.as_ref()?.left), counted(i))))
        .collect();
    let mut steps: Vec<i64> = points.windows(2).map(|w| w[1].0.0.since(w[0].0.0)).collect();
    steps.sort_unstable();
    let usual = steps.get(steps.len() / 2).copied().unwrap_or(1);
    let runs = points.chunk_by(|(a, of_a), (b, of_b)| b.0.since(a.0) <= usual && of_a == of_b);
    runs.map(|run| run.iter().map(|(point, _)| *point).collect()).collect()
}

fn alternative(panels: &[RemainingPanel], standings: &Standings) -> String {
    let of = |panel: &RemainingPanel| {
        let forecast = panel.forecast.as_ref().map_or_else(String::new, |cone| format!("，{}", cone.label));
        format!("{}{}{forecast}", panel.title, panel.now)
    };
    let deadline = panels.iter().find_map(|p| p.deadline.as_ref()).map(|(_, label)| format!("，{label}"));
    format!(
        "折线图，截至{}{}：{}。",
        standings.day.short(),
        deadline.unwrap_or_default(),
        panels.iter().map(of).collect::<Vec<_>>().join("；")
    )
}
