//! District by day: who reported, and what was done.

use super::absent::NO_TASK;
use super::{FIRST_ISSUE, ISSUES_AT_LEAST, words};
use crate::compose::chart::{DayCell, DayChart, DayPanel, DayRow};
use crate::compose::number::{amount, with_unit};
use crate::model::{Amount, Day};
use crate::reckon::{Moment, Standings};

/// Calendar days are columns up to so many, if there is an issue on every second of them at least; else issues
/// are, as for a weekly bulletin.
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
    let are_days = span <= MOST_DAYS && i64::try_from(issues.len()).is_ok_and(|n| 2 * n >= span);
    let mut days: Vec<Day> = if are_days {
        std::iter::successors(Some(first.day), |day| Some(day.next()).filter(|d| *d <= last.day)).collect()
    } else {
        issues.iter().map(|issue| issue.day).collect()
    };
    let of = |days: &[Day]| -> Vec<DayPanel> {
        let measures = standings.measures.iter().enumerate();
        let titled = measures.map(|(index, m)| (index, words::done_in_each(m, are_days)));
        titled.map(|(index, title)| panel(standings, index, title, days)).collect()
    };
    let mut panels = of(&days);
    // of a series' first issue no day is known: a column of dashes says nothing
    while days.len() > 1 && !panels.iter().any(|panel| begins_with_a_figure(&panel.rows)) {
        days.remove(0);
        panels = of(&days);
    }
    Ok(DayChart {
        caption: words::days(&days, are_days),
        unreported: words::UNREPORTED.to_owned(),
        alternative: alternative(&panels, standings, &days),
        days,
        panels,
    })
}

fn panel(standings: &Standings, index: usize, title: String, days: &[Day]) -> DayPanel {
    let (issues, measure) = (&standings.history.issues, &standings.measures[index]);
    let of_day: Vec<Option<&Moment>> =
        days.iter().map(|day| issues.iter().find(|issue| issue.day == *day)).collect();
    let rate = |issue: &Moment, d: usize| {
        let figures = issue.districts.get(d)?.figures.get(index)?.as_ref()?;
        let day = figures.day.filter(|_| issue.districts[d].reported)?;
        Some((day, millionths_of(day, figures.task)))
    };
    let left = |issue: &Moment, d: usize| {
        let figures = issue.districts.get(d).and_then(|seen| seen.figures.get(index)?.as_ref());
        match figures {
            Some(figures) if figures.task <= Amount::ZERO => Left::NoTask,
            Some(figures) if figures.left <= Amount::ZERO => Left::Nothing,
            _ => Left::Some,
        }
    };
    let of_issue = |issue| (0..standings.districts.len()).filter_map(move |d| rate(issue, d));
    let mut rates: Vec<i64> = issues.iter().flat_map(of_issue).map(|(_, rate)| rate).collect();
    rates.retain(|rate| *rate > 0);
    rates.sort_unstable();
    // one day of wonders must not pale all others: the tenth that did most shares the darkest shade
    let most_days = rates.get(rates.len() * 9 / 10).copied().unwrap_or(0);
    let step = step(most_days);
    let cell = |issue: &Option<&Moment>, d: usize| match issue {
        None => DayCell::NoIssue,
        Some(issue) if !issue.districts[d].reported => DayCell::Unreported,
        Some(issue) => match (left(issue, d), rate(issue, d)) {
            (Left::NoTask, _) => DayCell::NoTask,
            (_, None) => DayCell::Unknown,
            // who had nothing left did not stand idle
            (Left::Nothing, Some((day, _))) if day.is_zero() => DayCell::Cleared,
            (_, Some((day, rate))) => DayCell::Done { text: amount(day, measure), step: depth(rate, step) },
        },
    };
    let row = |(d, standing): (usize, &crate::reckon::Standing)| DayRow {
        label: standing.district.name.clone(),
        cells: of_day.iter().map(|issue| cell(issue, d)).collect(),
    };
    let rows: Vec<DayRow> = standings.districts.iter().enumerate().map(row).collect();
    DayPanel {
        title,
        dash: dash(&rows),
        unit: measure.unit.clone(),
        steps_of: words::OF_TASK.to_owned(),
        // where nothing was done anywhere there is but one shade
        steps: if rates.is_empty() { vec!["0".to_owned()] } else { labels(step) },
        rows,
    }
}

/// Is anything known of the first day, but who sent nothing?
fn begins_with_a_figure(rows: &[DayRow]) -> bool {
    rows.iter().any(|row| matches!(row.cells.first(), Some(DayCell::Done { .. } | DayCell::Cleared)))
}

/// What a district has left to do.
enum Left {
    NoTask,
    Nothing,
    Some,
}

/// What the dashes of a panel mean, as far as there are any.
fn dash(rows: &[DayRow]) -> Option<String> {
    let all =
        [(DayCell::NoTask, NO_TASK), (DayCell::Cleared, words::CLEARED), (DayCell::Unknown, words::NO_DAY)];
    let occurs = |cell: &DayCell| rows.iter().flat_map(|row| &row.cells).any(|other| other == cell);
    let reasons: Vec<&str> = all.iter().filter(|(cell, _)| occurs(cell)).map(|(_, why)| *why).collect();
    words::dash(&reasons)
}

/// D / T in millionths, for shading alone.
fn millionths_of(day: Amount, task: Amount) -> i64 {
    if task <= Amount::ZERO {
        return 0;
    }
    i64::try_from(day.millionths() * 1_000_000 / task.millionths()).unwrap_or(i64::MAX)
}

/// The width of a step in millionths: 1, 2 or 5 of a power of ten, so that four of them reach `most`.
fn step(most: i64) -> i64 {
    let mut unit = 100;
    loop {
        for step in [unit, 2 * unit, 5 * unit] {
            if step * STEPS >= most || step >= 500_000 {
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
    labels.push(format!(">{}%", percent(STEPS - 1)));
    labels
}

/// 方格图，7月1日至7月14日。当日户数：魏都区累计3380户，7月14日244户，7月3日未报；…
fn alternative(panels: &[DayPanel], standings: &Standings, days: &[Day]) -> String {
    let first = days.first().copied().unwrap_or(standings.day);
    let of_row = |d: usize, index: usize, row: &DayRow| {
        let measure = &standings.measures[index];
        let known = standings.history.issues.iter().filter(|issue| issue.day >= first).filter_map(|issue| {
            let seen = issue.districts.get(d).filter(|seen| seen.reported)?;
            seen.figures.get(index)?.as_ref()?.day
        });
        let sum = known.fold(None, |sum: Option<Amount>, day| Some(sum.map_or(day, |sum| sum + day)));
        let told = row.cells.iter().zip(days);
        let unreported = told.clone().filter(|(cell, _)| **cell == DayCell::Unreported);
        let unreported: Vec<String> = unreported.map(|(_, day)| day.short()).collect();
        if row.cells.iter().all(|cell| *cell == DayCell::NoTask) {
            return format!("{}{NO_TASK}", row.label);
        }
        let mut said = vec![sum.map_or_else(String::new, |sum| words::in_all(&with_unit(sum, measure)))];
        said.extend(told.clone().next_back().and_then(|(cell, day)| match cell {
            DayCell::Done { text, .. } => Some(format!("{}{text}{}", day.short(), measure.unit)),
            DayCell::Cleared => Some(words::CLEARED.to_owned()),
            _ => None,
        }));
        said.extend(
            (!unreported.is_empty()).then(|| format!("{}{}", unreported.join("、"), words::UNREPORTED)),
        );
        said.retain(|part| !part.is_empty());
        format!("{}{}", row.label, said.join("，"))
    };
    let of_panel = |(index, panel): (usize, &DayPanel)| {
        let rows: Vec<String> = panel.rows.iter().enumerate().map(|(d, row)| of_row(d, index, row)).collect();
        format!("{}：{}", panel.title, rows.join("；"))
    };
    let panels: Vec<String> = panels.iter().enumerate().map(of_panel).collect();
    let last = standings.day;
    let span = if first == last { last.short() } else { format!("{}至{}", first.short(), last.short()) };
    format!("方格图，{span}。{}。", panels.join("。"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_of_which_only_the_silent_are_known_is_no_column() {
        let row = |cell| DayRow { label: String::new(), cells: vec![cell] };
        assert!(!begins_with_a_figure(&[
            row(DayCell::Unknown),
            row(DayCell::Unreported),
            row(DayCell::NoTask)
        ]));
        assert!(begins_with_a_figure(&[row(DayCell::Unknown), row(DayCell::Cleared)]));
    }

    #[test]
    fn four_steps_of_a_round_width_reach_the_fastest_day() {
        assert_eq!((step(0), step(20_000), step(20_001), step(900_000)), (100, 5_000, 10_000, 500_000));
        assert_eq!(labels(5_000), ["0", "≤0.5%", "≤1%", "≤1.5%", ">1.5%"]);
        assert_eq!([-1, 0, 1, 5_000, 5_001, 99_999].map(|rate| depth(rate, 5_000)), [0, 0, 1, 1, 2, 4]);
    }
}
