//! What the figures of one row make of each other: C from C before the day and D, a share of one or of a hundred.

use std::sync::Arc;

use crate::model::{Origin, Share, Traced};

use super::cell::Cell;
use super::gauge::Gauged;
use super::number::{self, Reading};
use super::summary::Kinds;

/// A share or rank as typed: `9.39%`, or a number that may be of one or of a hundred.
pub(super) fn share(cell: &Cell<'_>) -> Option<Gauged> {
    match number::read(cell) {
        Reading::Number(n) if n.percent || n.unit.is_none() => Some((n.amount, (1, 1))),
        _ => None,
    }
}

/// With C before the day, one of C and D gives the other.
pub(super) fn from_previous(figures: &mut Kinds<Traced>) {
    let [day, done, _, _, previous, ..] = figures;
    let derived = |formula, amount, from| Some(Traced::new(amount, Origin::Derived { formula, from }));
    match (&day, &done, previous) {
        (Some(d), None, Some(p)) => {
            *done = derived("C = C(previous) + D", p.amount + d.amount, vec![p.clone(), d.clone()]);
        }
        (None, Some(c), Some(p)) => {
            *day = derived("D = C − C(previous)", c.amount - p.amount, vec![c.clone(), p.clone()]);
        }
        _ => {}
    }
}

/// A cell of 9.39 % holds 0.0939 and looks like a typed 0.0939: that reading is taken which lies nearer to
/// what the row's other figures make.
pub(super) fn settle_share(figures: &mut Kinds<Traced>) {
    let [_, done, task, left, _, share, _] = figures;
    let Some(share) = share else { return };
    let Origin::Cell { found, factor, .. } = Arc::make_mut(&mut share.origin) else { return };
    if found.contains(['%', '％']) {
        return;
    }
    let (Some(done), Some(task)) = (
        done.as_ref().map(|d| d.amount),
        match (&done, &task, &left) {
            (_, Some(task), _) => Some(task.amount),
            (Some(done), None, Some(left)) => Some(done.amount + left.amount),
            _ => None,
        },
    ) else {
        return;
    };
    let Some(percent) = Share::of(done, task).map(|s| i128::from(s.millionths()) * 100) else {
        return;
    };
    let typed = share.amount.millionths();
    if (typed * 100 - percent).abs() < (typed - percent).abs()
        && let Ok(scaled) = share.amount.scaled(100, 1)
    {
        share.amount = scaled;
        *factor = (100, 1);
    }
}
