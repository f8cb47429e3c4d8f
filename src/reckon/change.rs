//! Against the last issue: percentage points, places, and a task that moved.

use super::past::{Past, PastFigures};
use super::standings::{Figures, Standing, Status};
use crate::model::Measure;

/// Fills in what changed since the last issue. A carried district's share is the last issue's own, so
/// it has no change, though others may have moved past it.
pub(super) fn compare(districts: &mut [Standing], measures: &[Measure], last: Option<&Past>) {
    let Some(last) = last else { return };
    for district in districts {
        let reported = district.status == Status::Reported;
        let name = district.district.name.clone();
        for (index, figures) in district.figures.iter_mut().enumerate() {
            let Some(figures) = figures else { continue };
            if let Some(past) = last.figures(&name, &measures[index].name) {
                against(figures, &past, reported);
            }
        }
        for street in &mut district.streets {
            for (index, figures) in street.figures.iter_mut().enumerate() {
                let Some(figures) = figures else { continue };
                if let Some(past) = last.street(&name, &street.name, &measures[index].name) {
                    against(figures, &past, reported);
                }
            }
        }
    }
}

fn against(figures: &mut Figures, past: &PastFigures, reported: bool) {
    figures.share_before = past.share();
    if reported {
        figures.change = figures.share.zip(past.share()).map(|(now, then)| now.since(then));
        let moved = figures.task.amount - past.task;
        figures.task_moved = (!moved.is_zero()).then_some(moved);
    }
    let places = figures.rank.zip(past.rank).map(|(now, then)| i64::from(then) - i64::from(now.place));
    figures.rank_change = places.and_then(|n| i32::try_from(n).ok());
}
