//! Work left, against the line required and with the forecast.

use super::{FIRST_ISSUE, ISSUES_AT_LEAST, absent, words};
use crate::compose::chart::{Cone, RemainingChart, RemainingLegend, RemainingPanel};
use crate::compose::number::{amount, with_unit};
use crate::model::{Amount, Day, Measure, Share};
use crate::plan::Plan;
use crate::reckon::{Forecast, Moment, Pace, Standings};

/// Amounts from here on are printed by ten thousands on an axis.
const LARGE: i64 = 100_000;
const TEN_THOUSAND: i64 = 10_000;
/// The axis goes so many times as far as the days known, at most: a forecast of years would press them flat.
const FARTHEST: i64 = 2;
/// To the slowest day it goes if that makes it no longer than this, in halves.
const TO_SLOWEST: i64 = 3;
/// A forecast of centuries is none.
const CENTURY: u64 = 36_500;

/// The chart of an issue.
pub(super) fn chart(standings: &Standings, plan: &Plan) -> Result<RemainingChart, &'static str> {
    let issues = &standings.history.issues;
    if issues.len() < ISSUES_AT_LEAST && standings.pace.is_none() {
        return Err(FIRST_ISSUE);
    }
    let measures = || standings.measures.iter().enumerate();
    let drawn = measures().filter_map(|(index, measure)| Some((index, panel(standings, index, measure)?)));
    let (shown, mut panels): (Vec<usize>, Vec<RemainingPanel>) = drawn.unzip();
    // beside each other they are compared: one axis of time
    let Some(to) = panels.iter().map(|panel| panel.to).max() else { return Err("no measure has a task") };
    panels.iter_mut().for_each(|panel| panel.to = to);
    let has =
        |has: &dyn Fn(&RemainingPanel) -> bool, word: &str| panels.iter().any(has).then(|| word.to_owned());
    let all: Vec<usize> = (0..standings.measures.len()).collect();
    let (absent, absent_in_full) = absent::uncounted(standings, &all);
    let broken = broken(standings);
    let net = net(standings, &shown, &panels);
    let slowest = slowest(standings, &shown, &panels);
    Ok(RemainingChart {
        caption: words::remaining(plan.period.is_some()).to_owned(),
        legend: RemainingLegend {
            left: words::LEFT.to_owned(),
            required: has(&|p| p.required.is_some(), words::REQUIRED),
            forecast: has(&|p| p.forecast.is_some(), words::FORECAST),
            range: has(&|p| p.forecast.as_ref().is_some_and(Cone::has_range), words::RANGE),
        },
        alternative: alternative(&panels, standings) + &slowest + &broken + &net + &absent_in_full,
        note: absent::said(&[&slowest, &broken, &net, &absent]),
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
    // a net sum is at nought while some have work left: no day is foretold of it
    let is_net = open(standings, index).is_some();
    let forecast = cone(&total.forecast, today).filter(|_| !is_net);
    let deadline = standings.pace.as_ref().map(|pace| pace.period.to).filter(|to| *to > first);
    let from = first.min(today);
    // to the deadline and the forecast's mean, as far as they do not press the days known flat
    let known = deadline.into_iter().chain([today]).max()?;
    let room = known.since(from).max(7) * FARTHEST;
    let end = forecast.as_ref().map_or(known, |cone| known.max(cone.mean)).min(later(from, room));
    let slowest = forecast.as_ref().and_then(|cone| cone.slowest);
    let reaches = |day: &Day| day.since(from) * 2 <= end.since(from) * TO_SLOWEST;
    let to = end.max(later(from, 1)).max(slowest.filter(reaches).unwrap_or(end));
    let required =
        standings.pace.as_ref().zip(deadline).and_then(|(pace, to)| required(pace, total.task, from, to));
    let largest = issues.iter().filter_map(|i| i.total[index].map(|f| f.left));
    let largest = largest.chain(required.map(|r| r[0].1)).max().unwrap_or(total.left);
    let is_large = largest >= Amount::whole(LARGE);
    let unit = if is_large { words::ten_thousand(&measure.unit) } else { measure.unit.clone() };
    let in_unit = |left: Amount| in_unit(left, measure, is_large);
    Some(RemainingPanel {
        title: words::left(measure),
        per_unit: if is_large { TEN_THOUSAND } else { 1 },
        from,
        to,
        runs: runs(issues, index),
        required,
        outlook: outlook(&total.forecast, today).filter(|_| !is_net),
        forecast,
        now: match total.left {
            left if left > Amount::ZERO => in_unit(left),
            left if left.is_zero() => words::none_left(""),
            left => words::none_left(&in_unit(left.abs())),
        },
        unit,
        deadline: deadline.map(|day| (day, words::deadline(day))),
    })
}

/// 28800户; of what is large 140.9476万㎡
fn in_unit(left: Amount, measure: &Measure, is_large: bool) -> String {
    if is_large {
        let printed = words::in_ten_thousands(&amount(left, measure));
        format!("{printed}{}", words::ten_thousand(&measure.unit))
    } else {
        with_unit(left, measure)
    }
}

/// What the slowest day means, measure by measure, where no panel shows it.
fn slowest(standings: &Standings, shown: &[usize], panels: &[RemainingPanel]) -> String {
    let of = |(index, panel): (&usize, &RemainingPanel)| {
        panel.forecast.as_ref()?;
        let Forecast::Days { mean, slowest, .. } = &standings.total[*index].forecast else { return None };
        let about = |days: u64| words::cleared_about(days, standings.day);
        let about = match slowest {
            None => words::Slowest::Still,
            // as far as words go it is no slower than the mean
            Some(days) if about(*days) == about(*mean) => return None,
            Some(days) if standings.day.plus(*days.min(&CENTURY)) > panel.to => {
                words::Slowest::Beyond(about(*days))
            }
            Some(_) => return None,
        };
        Some((standings.measures[*index].name.as_str(), about))
    };
    words::slowest(&shown.iter().zip(panels).filter_map(of).collect::<Vec<_>>(), panels.len())
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
    let day = |days: u64| (days < CENTURY).then(|| today.plus(days));
    Some(Cone { mean: day(*mean)?, fastest: day(*fastest)?, slowest: slowest.and_then(day) })
}

/// What is said of the forecast.
fn outlook(forecast: &Forecast, today: Day) -> Option<String> {
    match forecast {
        Forecast::Cleared => None,
        Forecast::TooFew => Some(words::TOO_FEW.to_owned()),
        Forecast::Days { mean, .. } if *mean < CENTURY => Some(words::cleared_about(*mean, today)),
        Forecast::Never | Forecast::Days { .. } => Some(words::NEVER.to_owned()),
    }
}

/// Who has work left of a measure while others did more than their task, by their indices, and how much it is:
/// their sum is a net one.
fn open(standings: &Standings, index: usize) -> Option<(Vec<usize>, Amount)> {
    let of = |d: usize| Some(standings.districts[d].figures.get(index)?.as_ref()?.left.amount);
    let left = || (0..standings.districts.len()).filter_map(|d| Some((d, of(d)?)));
    let open: Vec<(usize, Amount)> = left().filter(|(_, left)| *left > Amount::ZERO).collect();
    let is_net = !open.is_empty() && left().any(|(_, left)| left < Amount::ZERO);
    is_net.then(|| {
        open.iter().fold((Vec::new(), Amount::ZERO), |(mut who, sum), (d, left)| {
            who.push(*d);
            (who, sum + *left)
        })
    })
}

/// What net sums hide, in the units of their panels.
fn net(standings: &Standings, shown: &[usize], panels: &[RemainingPanel]) -> String {
    let is_large =
        |index: usize| shown.iter().zip(panels).any(|(at, panel)| *at == index && panel.per_unit > 1);
    let of = |(index, measure): (usize, &Measure)| {
        let (who, left) = open(standings, index)?;
        Some(words::Open {
            measure: measure.name.clone(),
            who,
            left: in_unit(left, measure, is_large(index)),
        })
    };
    let all: Vec<words::Open> = standings.measures.iter().enumerate().filter_map(of).collect();
    let is_each = all.len() == standings.measures.len();
    words::net(&all, is_each && all.windows(2).all(|pair| pair[0].who == pair[1].who))
}

/// Issues at the series' own pace follow each other; where more days passed, days are missing. Nor is a line
/// drawn from a sum of some districts to one of others: it would show as work what is only somebody's first report.
fn runs(issues: &[Moment], index: usize) -> Vec<Vec<(Day, Amount)>> {
    let points = points(issues, index);
    let usual = usual_step(&points);
    let runs = points.chunk_by(|a, b| follows(a, b, usual) == Follows::Unbroken);
    runs.map(|run| run.iter().map(|point| (point.day, point.left)).collect()).collect()
}

/// Work left at an issue, and who is counted in it.
struct Point {
    day: Day,
    left: Amount,
    counted: Vec<bool>,
}

fn points(issues: &[Moment], index: usize) -> Vec<Point> {
    let counted = |issue: &Moment| -> Vec<bool> {
        issue.districts.iter().map(|d| d.figures.get(index).is_some_and(Option::is_some)).collect()
    };
    let point = |i: &Moment| {
        Some(Point { day: i.day, left: i.total.get(index)?.as_ref()?.left, counted: counted(i) })
    };
    issues.iter().filter_map(point).collect()
}

/// From issue to issue, as a rule.
fn usual_step(points: &[Point]) -> i64 {
    let mut steps: Vec<i64> = points.windows(2).map(|w| w[1].day.since(w[0].day)).collect();
    steps.sort_unstable();
    steps.get(steps.len() / 2).copied().unwrap_or(1)
}

/// How a point follows the one before.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Follows {
    Unbroken,
    /// days between have no issue
    Missing,
    /// others are counted
    Counted,
}

fn follows(before: &Point, point: &Point, usual: i64) -> Follows {
    match point.day.since(before.day) <= usual {
        false => Follows::Missing,
        true if before.counted != point.counted => Follows::Counted,
        true => Follows::Unbroken,
    }
}

/// Why lines are broken.
fn broken(standings: &Standings) -> String {
    let (mut is_missing, mut counted) = (false, std::collections::BTreeSet::new());
    for index in (0..standings.measures.len()).filter(|i| standings.total[*i].task > Amount::ZERO) {
        let points = points(&standings.history.issues, index);
        let usual = usual_step(&points);
        for pair in points.windows(2) {
            match follows(&pair[0], &pair[1], usual) {
                Follows::Unbroken => {}
                Follows::Missing => is_missing = true,
                Follows::Counted => drop(counted.insert(pair[1].day)),
            }
        }
    }
    words::broken(is_missing, &counted.into_iter().collect::<Vec<_>>())
}

fn alternative(panels: &[RemainingPanel], standings: &Standings) -> String {
    let of = |panel: &RemainingPanel| {
        let forecast = panel.outlook.as_ref().map_or_else(String::new, |outlook| format!("，{outlook}"));
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
