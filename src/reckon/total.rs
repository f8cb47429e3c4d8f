//! The row 合计: sums over the districts that have figures; its share is ΣC / ΣT, and it is not ranked.

use super::forecast::{Stretch, forecast, recent, required};
use super::past::Past;
use super::standings::{Figures, Standing, TotalFigures};
use crate::model::{Amount, Day, Measure, Share};
use crate::plan::Plan;

/// One a measure.
pub(super) fn total(districts: &[Standing], plan: &Plan, day: Day, past: &[Past]) -> Vec<TotalFigures> {
    plan.measures
        .iter()
        .enumerate()
        .map(|(index, m)| of_measure(districts, index, m, plan, day, past))
        .collect()
}

fn of_measure(
    districts: &[Standing],
    index: usize,
    measure: &Measure,
    plan: &Plan,
    day: Day,
    past: &[Past],
) -> TotalFigures {
    let with_figures: Vec<(&str, &Figures)> = districts
        .iter()
        .filter_map(|d| Some((d.district.name.as_str(), d.figures[index].as_ref()?)))
        .collect();
    let sum = |of: &dyn Fn(&Figures) -> Amount| with_figures.iter().map(|(_, f)| of(f)).sum::<Amount>();
    let days: Vec<Amount> = with_figures.iter().filter_map(|(_, f)| Some(f.day.as_ref()?.amount)).collect();
    let (done, task, left) = (sum(&|f| f.done.amount), sum(&|f| f.task.amount), sum(&|f| f.left.amount));
    let share = Share::of(done, task);
    let today = (!days.is_empty()).then(|| days.iter().copied().sum());
    let since = with_figures.iter().filter_map(|(_, f)| f.since(day)).min();
    let earlier = past.iter().map(|p| p.record().total.get(&measure.name)?.read()?.stretch(p.day()));
    let stretch = today.map(|today| Stretch::of(today, since, day));
    TotalFigures {
        day: today,
        since,
        done,
        task,
        left,
        share,
        change: share
            .zip(past.last().and_then(|last| share_of_the_same(&with_figures, measure, last)))
            .map(|(now, then)| now.since(then)),
        forecast: forecast(left, &recent(earlier, stretch)),
        required: plan.period.map(|period| required(left, measure, period, day)),
    }
}

/// The last issue's ΣC / ΣT, if it was summed over the same districts: a district that came or went
/// would show as progress that nobody made.
fn share_of_the_same(now: &[(&str, &Figures)], measure: &Measure, last: &Past) -> Option<Share> {
    let then: Vec<&str> = last
        .record()
        .districts
        .iter()
        .filter(|d| d.figures.get(&measure.name).is_some())
        .map(|d| d.name.as_str())
        .collect();
    let same = then.len() == now.len() && now.iter().all(|(name, _)| then.contains(name));
    let figures = last.record().total.get(&measure.name)?.read()?;
    same.then(|| Share::of(figures.done, figures.task)).flatten()
}
