//! District by day: who reported, and what was done.

use super::{FIRST_ISSUE, ISSUES_AT_LEAST, words};
use crate::compose::chart::{DayCell, DayChart, DayPanel, DayRow};
use crate::compose::number::amount;
use crate::model::{Amount, Day, Measure};
use crate::reckon::{Moment, Standings};

/// Calendar days are columns up to so many; beyond, issues are, as for a weekly bulletin.
const MOST_DAYS: i64 = 21;
/// Depths of shading, nought apart.
const STEPS: i64 = 4;

/// The chart of an issue.
pub(super) fn chart(standings: &Standings) -> Result<DayChart, &'static str> {
    let issues = &standings.history.issues;
    let (Some(first), Some(last)) = (issues.first(), issues.last()) else { return Err(FIRST_ISSUE) };
    if issues.len() < ISSUES_AT_LEAST {
        return Err(FIRST_ISSUE);
    }
    let span = last.day.since(first.day) + 1;
    let are_days = span <= MOST_DAYS;
    let days: Vec<Day> = if are_days {
        std::iter::successors(Some(first.day), |day| Some(day.next()).filter(|d| *d <= last.day)).collect()
    } else {
        issues.iter().map(|issue| issue.day).collect()
    };
    let measures = standings.measures.iter().enumerate();
    let panels: Vec<DayPanel> = measures.map(|(index, m)| panel(standings, index, m, &days)).collect();
    Ok(DayChart {
        caption: words::days(days.len(), are_days),
        unreported: words::UNREPORTED.to_owned(),
        alternative: alternative(&panels, standings, &days),
        days,
        panels,
    })
}

fn panel(standings: &Standings, index: usize, measure: &Measure, days: &[Day]) -> DayPanel {
    let issues = &standings.history.issues;
    let of_day: Vec<Option<&Moment>> =
        days.iter().map(|day| issues.iter().find(|issue| issue.day == *day)).collect();
    let rate = |issue: &Moment, d: usize| {
        let figures = issue.districts.get(d)?.figures.get(index)?.as_ref()?;
        let day = figures.day.filter(|_| issue.districts[d].reported)?;
        Some((day, millionths_of(day, figures.task)))
    };
    let fastest = issues.iter().flat_map(|issue| {
        (0..standings.districts.len()).filter_map(move |d| rate(issue, d)).map(|(_, rate)| rate)
    });
    let step = step(fastest.max().unwrap_or(0));
    let cell = |issue: &Option<&Moment>, d: usize| match issue {
        None => DayCell::NoIssue,
        Some(issue) if !issue.districts[d].reported => DayCell::Unreported,
        Some(issue) => match rate(issue, d) {
            None => DayCell::Unknown,
            Some((day, rate)) => DayCell::Done { text: amount(day, measure), step: depth(rate, step) },
        },
    };
    let row = |(d, standing): (usize, &crate::reckon::Standing)| DayRow {
        label: standing.district.name.clone(),
        cells: of_day.iter().map(|issue| cell(issue, d)).collect(),
    };
    DayPanel {
        title: words::day_of(measure),
        steps_of: words::OF_TASK.to_owned(),
        steps: labels(step),
        rows: standings.districts.iter().enumerate().map(row).collect(),
    }
}

/// D / T in millionths, for shading alone.
fn millionths_of(day: Amount, task: Amount) -> i64 {
    if task <= Amount::ZERO {
        return 0;
    }
    i64::try_from(day.millionths() * 1_000_000 / task.millionths()).unwrap_or(i64::MAX)
}

/// The width of a step in millionths: 1, 2 or 5 of a power of ten, so that four of them reach `fastest`.
fn step(fastest: i64) -> i64 {
    let mut unit = 100;
    loop {
        for step in [unit, 2 * unit, 5 * unit] {
            if step * STEPS >= fastest || step >= 500_000 {
                return step;
            }
        }
        unit *= 10;
    }
}

fn depth(rate: i64, step: i64) -> usize {
    let depth = if rate <= 0 { 0 } else { ((rate - 1) / step + 1).min(STEPS) };
    usize::try_from(depth).unwrap_or(0)
}

/// 0, ≤0.5%, ≤1%, ≤1.5%, >1.5%
fn labels(step: i64) -> Vec<String> {
    let percent = |steps: i64| Amount::from_millionths(i128::from(step * steps) * 100).to_string();
    let mut labels = vec!["0".to_owned()];
    labels.extend((1..STEPS).map(|n| format!("≤{}%", percent(n))));
    labels.push(format!("＞{}%", percent(STEPS - 1)));
    labels
}

fn alternative(panels: &[DayPanel], standings: &Standings, days: &[Day]) -> String {
    let unreported = |row: &DayRow| {
        let missing: Vec<String> = row
            .cells
            .iter()
            .zip(days)
            .filter(|(cell, _)| **cell == DayCell::Unreported)
            .map(|(_, day)| day.short())
            .collect();
        (!missing.is_empty()).then(|| format!("{}{}未报", row.label, missing.join("、")))
    };
    let rows = panels.first().map(|p| p.rows.as_slice()).unwrap_or_default();
    let said: Vec<String> = rows.iter().filter_map(unreported).collect();
    let said = if said.is_empty() { "各单位均按时报送".to_owned() } else { said.join("；") };
    let titles: Vec<&str> = panels.iter().map(|p| p.title.as_str()).collect();
    let first = days.first().copied().unwrap_or(standings.day);
    format!("方格图，{}至{}{}：{said}。", first.short(), standings.day.short(), titles.join("、"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn four_steps_of_a_round_width_reach_the_fastest_day() {
        assert_eq!((step(0), step(20_000), step(20_001), step(900_000)), (100, 5_000, 10_000, 500_000));
        assert_eq!(labels(5_000), ["0", "≤0.5%", "≤1%", "≤1.5%", "＞1.5%"]);
        assert_eq!([-1, 0, 1, 5_000, 5_001, 99_999].map(|rate| depth(rate, 5_000)), [0, 0, 1, 1, 2, 4]);
    }
}
