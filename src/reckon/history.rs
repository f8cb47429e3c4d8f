//! What a series looked like over its last issues: figures as they were printed, the present issue's last.

use super::forecast::{Stretch, recent};
use super::past::{Past, PastFigures};
use super::standings::{Standing, Status, TotalFigures};
use crate::model::{Day, District, Measure};

/// Ranks and curves are drawn over so many issues, the present one among them.
const ISSUES: usize = 14;

/// The last issues, oldest first; the present one is the last.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct History {
    /// one at least, 14 at most
    pub issues: Vec<Moment>,
}

impl History {
    /// What the forecast of a district (by its place; none is 合计) is made of: D of the last issues that have
    /// one, each with its report day, oldest first.
    #[must_use]
    pub fn samples(&self, district: Option<usize>, measure: usize) -> Vec<(Day, Stretch)> {
        let one = |moment: &Moment| {
            let figures = match district {
                Some(index) => *moment.districts.get(index)?.figures.get(measure)?,
                None => *moment.total.get(measure)?,
            };
            Some((moment.day, figures?.stretch(moment.day)?))
        };
        recent(self.issues.iter().map(one), None)
    }
}

/// What one issue printed.
#[derive(Clone, Debug, PartialEq)]
pub struct Moment {
    /// its report day
    pub day: Day,
    /// of the present districts, in their order
    pub districts: Vec<Seen>,
    /// the row 合计, one a measure; none where the issue had no such measure
    pub total: Vec<Option<PastFigures>>,
}

/// One district in one issue.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Seen {
    /// are its figures that day's own? Else 未报, or the issue did not know it
    pub reported: bool,
    /// one a measure, as printed: carried where it did not report; none where it had none
    pub figures: Vec<Option<PastFigures>>,
}

/// The issues before, and this one.
pub(super) fn history(
    day: Day,
    measures: &[Measure],
    districts: &[Standing],
    total: &[TotalFigures],
    past: &[Past],
) -> History {
    let earlier = &past[past.len().saturating_sub(ISSUES - 1)..];
    let mut issues: Vec<Moment> = earlier.iter().map(|past| moment(past, measures, districts)).collect();
    issues.push(present(day, districts, total));
    History { issues }
}

fn moment(past: &Past, measures: &[Measure], districts: &[Standing]) -> Moment {
    let seen = |district: &District| Seen {
        reported: past.district(&district.name).is_some_and(|d| d.status.as_deref() == Some("reported")),
        figures: measures.iter().map(|m| past.figures(&district.name, &m.name)).collect(),
    };
    let total = |m: &Measure| past.record().total.get(&m.name).and_then(super::record::FiguresRecord::read);
    Moment {
        day: past.day(),
        districts: districts.iter().map(|d| seen(&d.district)).collect(),
        total: measures.iter().map(total).collect(),
    }
}

fn present(day: Day, districts: &[Standing], total: &[TotalFigures]) -> Moment {
    let seen = |d: &Standing| Seen {
        reported: d.status == Status::Reported,
        figures: d
            .figures
            .iter()
            .map(|f| {
                f.as_ref().map(|f| PastFigures {
                    day: f.day.as_ref().map(|day| day.amount),
                    since: f.since(day),
                    done: f.done.amount,
                    task: f.task.amount,
                    left: f.left.amount,
                    rank: f.rank.map(|rank| rank.place),
                })
            })
            .collect(),
    };
    let sum = |t: &TotalFigures| {
        let TotalFigures { day, since, done, task, left, .. } = *t;
        Some(PastFigures { day, since, done, task, left, rank: None })
    };
    Moment { day, districts: districts.iter().map(seen).collect(), total: total.iter().map(sum).collect() }
}
