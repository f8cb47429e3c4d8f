//! Days along an axis: as many labels as have room, none on another.

use super::ink::SMALL;
use crate::model::Day;
use crate::typeset::Length;
use crate::typeset::face::Voice;
use crate::typeset::line::{Line, single};
use crate::typeset::shape::{Hand, Shaper};

/// White between labels: nearer than an em two dates read as one.
const BETWEEN: Length = SMALL;
/// The same where each column has its label: over its own column none is taken for a part of the next.
const OVER_COLUMNS: Length = Length::pt(3);

/// Between days that are numbers alone.
const OF_NUMBERS: Length = Length::pt(7);

/// A span of more days is told by months.
const LONG: usize = 45;

/// Steps between labels that are told by days, and by months: parts of a year, then years.
const DAYS: &[i64] = &[1, 2, 3, 5, 7, 10, 14, 21, 30, 60];
const MONTHS: &[i64] = &[1, 2, 3, 4, 6, 12, 24, 60, 120, i64::MAX];

/// A label: the index of its day, its left edge, and its line.
pub(super) type Label = (usize, Length, Line);

/// An axis of days: where each one's middle is, and between which edges labels stand.
pub(super) struct Axis<'a> {
    pub days: &'a [Day],
    pub x_of: &'a dyn Fn(usize) -> Length,
    pub left: Length,
    pub right: Length,
}

/// Labels of columns with their middles at `x_of`: the first, the last, and between them every `n`th from the
/// last, with the smallest `n` that has room; rather than leave days out, their numbers alone. A month is said where it is new, before the day, which itself stands in
/// the middle of its column.
pub(super) fn of_columns(axis: &Axis<'_>, shaper: &Shaper) -> Vec<Label> {
    let days = axis.days;
    for every in 1..=days.len().max(1) {
        let is_counted = |i: &usize| (days.len() - 1 - i).is_multiple_of(every);
        let hangs = days.len() <= LONG;
        let spaced = Row { white: BETWEEN, hangs, is_bare: false };
        let close = Row { white: OVER_COLUMNS, ..spaced };
        let bare = Row { white: OF_NUMBERS, is_bare: hangs, ..spaced };
        let rows = if every == 1 { vec![close, bare] } else { vec![spaced] };
        let shown: Vec<usize> = (0..days.len()).filter(is_counted).collect();
        let labels = rows.into_iter().find_map(|row| with_ends(axis, shown.clone(), row, shaper));
        if let Some(labels) = labels {
            return labels;
        }
    }
    // not even two have room
    fitting(axis, &[days.len().saturating_sub(1)], SPAN, shaper).unwrap_or_default()
}

/// How the labels of an axis stand beside each other.
#[derive(Clone, Copy)]
struct Row {
    /// between two, at least
    white: Length,
    /// does the month hang before a day that stands in the middle?
    hangs: bool,
    /// is a day of a month that has been said its number alone?
    is_bare: bool,
}

const SPAN: Row = Row { white: BETWEEN, hangs: false, is_bare: false };

/// Labels of an axis whose days are all of a span: its first and last, and between them by days while it is
/// short, else by months.
pub(super) fn of_span(axis: &Axis<'_>, shaper: &Shaper) -> Vec<Label> {
    let days = axis.days;
    let shown = |every: i64| -> Vec<usize> {
        if days.len() > LONG {
            let is_counted =
                |day: Day| (i64::from(day.year()) * 12 + i64::from(day.month()) - 1) % every == 0;
            (0..days.len()).filter(|i| days[*i].day() == 1 && is_counted(days[*i])).collect()
        } else {
            (0..days.len()).step_by(usize::try_from(every).unwrap_or(usize::MAX)).collect()
        }
    };
    let steps = if days.len() > LONG { MONTHS } else { DAYS };
    if let Some(labels) = steps.iter().find_map(|every| with_ends(axis, shown(*every), SPAN, shaper)) {
        return labels;
    }
    fitting(axis, &[days.len().saturating_sub(1)], SPAN, shaper).unwrap_or_default()
}

/// Where months begin, of a span told by months: ticks without labels where those have no room. None where they
/// would stand too close to be counted.
pub(super) fn months(axis: &Axis<'_>) -> Vec<usize> {
    let days = axis.days;
    if days.len() <= LONG {
        return Vec::new();
    }
    let starts: Vec<usize> = (0..days.len()).filter(|i| days[*i].day() == 1).collect();
    let is_close = |pair: &[usize]| (axis.x_of)(pair[1]) - (axis.x_of)(pair[0]) < SMALL;
    if starts.windows(2).any(is_close) { Vec::new() } else { starts }
}

/// The labels of these days and of the first and the last: an axis says where it begins and ends. Of the others
/// those next to an end give way to its label where they stand within half a step of it; farther off they would
/// leave a hole in the row, and a wider step is more even.
fn with_ends(axis: &Axis<'_>, mut shown: Vec<usize>, row: Row, shaper: &Shaper) -> Option<Vec<Label>> {
    let last = axis.days.len().checked_sub(1)?;
    shown.retain(|i| *i != 0 && *i != last);
    shown.insert(0, 0);
    shown.push(last);
    shown.dedup();
    let all = fitting(axis, &shown, row, shaper);
    // of two or three none is to spare
    let [_, second, third, .., _] = shown[..] else { return all };
    let step = third - second;
    let is_near_an_end = |i: usize| i != 0 && i != last && i.min(last - i) * 2 < step;
    all.or_else(|| {
        shown.retain(|i| !is_near_an_end(*i));
        fitting(axis, &shown, row, shaper)
    })
}

/// The labels of these days, if none comes too near to the one before. At an edge a label stands within it.
fn fitting(axis: &Axis<'_>, shown: &[usize], row: Row, shaper: &Shaper) -> Option<Vec<Label>> {
    let mut labels: Vec<Label> = Vec::new();
    let mut before: Option<Day> = None;
    for &i in shown {
        let day = *axis.days.get(i)?;
        let text = match before {
            Some(before) if before.year() != day.year() => format!("{}年{}", day.year(), day.short()),
            // among months 30日 would be looked for too long
            Some(before) if before.month() == day.month() && axis.days.len() <= LONG => {
                if row.is_bare {
                    day.day().to_string()
                } else {
                    format!("{}日", day.day())
                }
            }
            _ => day.short(),
        };
        let set = |text: &str| single(shaper, text, Hand::black(Voice::Body, SMALL));
        let line = set(&text);
        let half = if row.hangs && text.contains('月') {
            line.width - set(&format!("{}日", day.day())).width / 2
        } else {
            line.width / 2
        };
        let left = ((axis.x_of)(i) - half).min(axis.right - line.width).max(axis.left);
        if labels.last().is_some_and(|(_, before, line)| left < *before + line.width + row.white)
            || left + line.width > axis.right
        {
            return None;
        }
        before = Some(day);
        labels.push((i, left, line));
    }
    Some(labels)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::typeset::Faces;

    fn texts(labels: &[Label]) -> Vec<String> {
        labels
            .iter()
            .map(|(_, _, line)| line.runs.iter().flat_map(|r| &r.glyphs).map(|g| g.text.as_str()).collect())
            .collect()
    }

    fn days(many: u64) -> Vec<Day> {
        let first = Day::new(2021, 7, 1).expect("a day of the calendar");
        (0..many).map(|n| first.plus(n)).collect()
    }

    #[test]
    fn an_axis_says_its_first_and_its_last_day_however_many_stand_between() {
        let faces = Faces::open(Path::new("fonts")).expect("the fonts come with the source");
        let shaper = Shaper::new(&faces);
        for many in [1, 2, 3, 13, 14, 30, 45, 46, 60, 92, 400] {
            for width in [90, 150, 300, 420] {
                let days = days(many);
                let step = Length::pt(width) / i64::try_from(many.max(2) - 1).unwrap_or(1);
                let x_of = |i: usize| Length::pt(20) + step * i64::try_from(i).unwrap_or(0);
                let axis =
                    Axis { days: &days, x_of: &x_of, left: Length::ZERO, right: Length::pt(width + 40) };
                for labels in [of_columns(&axis, &shaper), of_span(&axis, &shaper)] {
                    let shown: Vec<usize> = labels.iter().map(|label| label.0).collect();
                    let ends = [shown.first().copied(), shown.last().copied()];
                    assert_eq!(
                        ends,
                        [Some(0), Some(days.len() - 1)],
                        "{many} days in {width} pt: {:?}",
                        texts(&labels)
                    );
                }
            }
        }
    }

    #[test]
    fn every_column_has_its_day_where_the_month_hangs_before_the_first() {
        let faces = Faces::open(Path::new("fonts")).expect("the fonts come with the source");
        let shaper = Shaper::new(&faces);
        let days = days(14);
        let x_of = |i: usize| Length::pt(100) + Length::pt(24) * i64::try_from(i).unwrap_or(0);
        let axis = Axis { days: &days, x_of: &x_of, left: Length::ZERO, right: Length::pt(424) };
        let labels = texts(&of_columns(&axis, &shaper));
        assert_eq!(labels.len(), 14, "{labels:?}");
        assert_eq!((labels[0].as_str(), labels[1].as_str()), ("7月1日", "2日"));
        // in narrower columns by its number, before any is left out
        let x_of = |i: usize| Length::pt(100) + Length::milli_pt(21_600) * i64::try_from(i).unwrap_or(0);
        let axis = Axis { days: &days, x_of: &x_of, left: Length::ZERO, right: Length::pt(424) };
        let labels = texts(&of_columns(&axis, &shaper));
        assert_eq!(labels.len(), 14, "{labels:?}");
        assert_eq!((labels[0].as_str(), labels[1].as_str(), labels[13].as_str()), ("7月1日", "2", "14"));
    }

    #[test]
    fn labels_between_the_ends_keep_their_step() {
        let faces = Faces::open(Path::new("fonts")).expect("the fonts come with the source");
        let shaper = Shaper::new(&faces);
        for many in 3..=45 {
            for width in (60..430).step_by(10) {
                let days = days(many);
                let column = Length::pt(width) / i64::try_from(many).unwrap_or(1);
                let x_of = |i: usize| column * i64::try_from(i).unwrap_or(0) + column / 2;
                let axis = Axis { days: &days, x_of: &x_of, left: Length::ZERO, right: Length::pt(width) };
                let from_last: Vec<usize> =
                    of_columns(&axis, &shaper).iter().rev().map(|label| label.0).collect();
                let from_first: Vec<usize> = of_span(&axis, &shaper).iter().map(|label| label.0).collect();
                for shown in [from_last, from_first] {
                    let steps: Vec<usize> = shown.windows(2).map(|two| two[0].abs_diff(two[1])).collect();
                    let Some((last, steps)) = steps.split_last() else { continue };
                    let Some(step) = steps.first() else { continue };
                    assert!(
                        steps.iter().all(|other| other == step) && last * 2 < step * 3,
                        "{many} days in {width} pt: {shown:?}"
                    );
                }
            }
        }
    }

    #[test]
    fn months_between_the_ends_leave_no_hole() {
        let faces = Faces::open(Path::new("fonts")).expect("the fonts come with the source");
        let shaper = Shaper::new(&faces);
        let first = Day::new(2026, 3, 14).expect("a day of the calendar");
        let days: Vec<Day> = (0..293).map(|n| first.plus(n)).collect();
        let x_of = |i: usize| Length::milli_pt(620) * i64::try_from(i).unwrap_or(0) + Length::pt(12);
        let axis = Axis { days: &days, x_of: &x_of, left: Length::ZERO, right: Length::pt(209) };
        let labels: String = texts(&of_span(&axis, &shaper)).join(" ");
        assert_eq!(labels.replace(' ', ""), "3月14日7月1日10月1日12月31日");
    }
}
