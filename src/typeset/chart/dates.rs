//! Days along an axis: as many labels as have room, none on another.

use super::ink::SMALL;
use crate::model::Day;
use crate::typeset::Length;
use crate::typeset::face::Voice;
use crate::typeset::line::{Line, single};
use crate::typeset::shape::{Hand, Shaper};

/// White between labels.
const BETWEEN: Length = Length::pt(4);

/// A label: the index of its day, its left edge, and its line.
pub(super) type Label = (usize, Length, Line);

/// An axis of days: where each one's middle is, and between which edges labels stand.
pub(super) struct Axis<'a> {
    pub days: &'a [Day],
    pub x_of: &'a dyn Fn(usize) -> Length,
    pub left: Length,
    pub right: Length,
}

/// Labels of columns with their middles at `x_of`: every `n`th from the last, with the smallest `n` that has
/// room. A month is said where it is new; under a narrow column 14 stands for 14日.
pub(super) fn of_columns(axis: &Axis<'_>, shaper: &Shaper) -> Vec<Label> {
    let days = axis.days;
    for every in 1..=days.len().max(1) {
        let shown: Vec<usize> =
            (0..days.len()).filter(|i| (days.len() - 1 - i).is_multiple_of(every)).collect();
        if let Some(labels) = fitting(axis, &shown, shaper) {
            return labels;
        }
    }
    Vec::new()
}

/// Labels of an axis whose days are all of a span: by days while it is short, else by months.
pub(super) fn of_span(axis: &Axis<'_>, shaper: &Shaper) -> Vec<Label> {
    let days = axis.days;
    let is_long = days.len() > 45;
    for every in [1, 2, 3, 5, 7, 10, 14, 21, 30, 60, 120, 240, 480, 960, 1920] {
        let shown: Vec<usize> = if is_long {
            let months = (0..days.len()).filter(|i| days[*i].day() == 1);
            let counted =
                |i: &usize| (i64::from(days[*i].year()) * 12 + i64::from(days[*i].month()) - 1) % every == 0;
            months.filter(counted).collect()
        } else {
            let every = usize::try_from(every).unwrap_or(1);
            (0..days.len()).filter(|i| i % every == 0).collect()
        };
        if let Some(labels) = fitting(axis, &shown, shaper) {
            return labels;
        }
    }
    Vec::new()
}

/// The labels of these days, if none comes too near to the one before. At an edge a label stands within it.
fn fitting(axis: &Axis<'_>, shown: &[usize], shaper: &Shaper) -> Option<Vec<Label>> {
    let mut labels: Vec<Label> = Vec::new();
    let mut before: Option<Day> = None;
    for &i in shown {
        let day = axis.days[i];
        let text = match before {
            Some(before) if before.year() != day.year() => format!("{}年{}", day.year(), day.short()),
            Some(before) if before.month() == day.month() => format!("{}日", day.day()),
            _ => day.short(),
        };
        let line = single(shaper, &text, Hand::black(Voice::Body, SMALL));
        let left = ((axis.x_of)(i) - line.width / 2).min(axis.right - line.width).max(axis.left);
        if labels.last().is_some_and(|(_, before, line)| left < *before + line.width + BETWEEN)
            || left + line.width > axis.right
        {
            return None;
        }
        before = Some(day);
        labels.push((i, left, line));
    }
    Some(labels)
}
