//! From what was reported to C, T, R of every district: two give the third, and who did not report is
//! carried from the last issue or missing.

use super::past::{Past, PastFigures};
use super::standings::{Figures, Forecast, Source, Standing, Status, StreetStanding};
use crate::collect::{Reported, Return};
use crate::model::{Amount, District, Measure, Origin, Share, Traced};
use crate::plan::Plan;

/// D, C, T and R of one measure, completed.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Completed {
    pub day: Option<Traced>,
    pub done: Traced,
    pub task: Traced,
    pub left: Traced,
}

/// Any two of C, T, R give the third; D is given, or C less the last issue's C. Nothing where only one
/// of the three is known.
pub(super) fn complete(
    reported: &Reported,
    last: Option<&PastFigures>,
    past: Option<&Past>,
) -> Option<Completed> {
    let derived = |formula, amount, from: [&Traced; 2]| {
        Traced::new(amount, Origin::Derived { formula, from: from.into_iter().cloned().collect() })
    };
    let (done, task, left) = match (&reported.done, &reported.task, &reported.left) {
        (Some(c), Some(t), Some(r)) => (c.clone(), t.clone(), r.clone()),
        (Some(c), Some(t), None) => (c.clone(), t.clone(), derived("R = T − C", t.amount - c.amount, [t, c])),
        (Some(c), None, Some(r)) => (c.clone(), derived("T = C + R", c.amount + r.amount, [c, r]), r.clone()),
        (None, Some(t), Some(r)) => (derived("C = T − R", t.amount - r.amount, [t, r]), t.clone(), r.clone()),
        _ => return None,
    };
    let since_last = || {
        let (last, issue) = (last?, past?.issue());
        let before = Traced::new(last.done, Origin::Issue { number: issue.number, day: issue.day });
        Some(derived("D = C − C(last)", done.amount - last.done, [&done, &before]))
    };
    Some(Completed { day: reported.day.clone().or_else(since_last), done, task, left })
}

impl Completed {
    /// Figures without the ranks, changes and forecasts that need the other districts or issues.
    pub(super) fn figures(self) -> Figures {
        Figures {
            share: Share::of(self.done.amount, self.task.amount),
            day: self.day,
            done: self.done,
            task: self.task,
            left: self.left,
            rank: None,
            change: None,
            rank_change: None,
            share_before: None,
            task_moved: None,
            forecast: Forecast::TooFew,
            required: None,
        }
    }
}

/// One standing a district, in the plan's order.
pub(super) fn standings(returns: &[Return], plan: &Plan, last: Option<&Past>) -> Vec<Standing> {
    let of = |(index, district): (usize, &District)| {
        let found = returns.iter().find(|r| r.district == index);
        found
            .map(|r| reported(r, district, plan, last))
            .or_else(|| carried(district, plan, last?))
            .unwrap_or_else(|| missing(district, plan))
    };
    plan.districts.iter().enumerate().map(of).collect()
}

fn reported(r: &Return, district: &District, plan: &Plan, last: Option<&Past>) -> Standing {
    let figures = |reported: &[Reported], earlier: &dyn Fn(&Measure) -> Option<PastFigures>| {
        let one = |(measure, reported): (&Measure, &Reported)| {
            complete(reported, earlier(measure).as_ref(), last).map(Completed::figures)
        };
        plan.measures.iter().zip(reported).map(one).collect::<Vec<_>>()
    };
    let street = |s: &crate::collect::StreetReturn| StreetStanding {
        name: s.name.clone(),
        figures: figures(&s.figures, &|m| last?.street(&district.name, &s.name, &m.name)),
    };
    Standing {
        district: district.clone(),
        status: Status::Reported,
        figures: figures(&r.figures, &|m| last?.figures(&district.name, &m.name)),
        streets: r.streets.iter().map(street).collect(),
        source: Some(Source { file: r.file.clone(), sheet: r.sheet.clone(), sha256: r.sha256.clone() }),
        reinspected: r.reinspected.as_ref().map(|seen| (seen.looked_at.amount, seen.failed.amount)),
    }
}

/// 未报: C, T and R of the last issue, D unknown.
fn carried(district: &District, plan: &Plan, last: &Past) -> Option<Standing> {
    let record = last.district(&district.name)?;
    let issue = last.reported_in(&district.name)?;
    let taken = |amount: Amount| Traced::new(amount, Origin::Issue { number: issue.number, day: issue.day });
    let figures = |past: Option<PastFigures>| {
        past.map(|p| {
            Completed { day: None, done: taken(p.done), task: taken(p.task), left: taken(p.left) }.figures()
        })
    };
    let streets = record.streets.iter().map(|s| StreetStanding {
        name: s.name.clone(),
        figures: plan
            .measures
            .iter()
            .map(|m| figures(last.street(&district.name, &s.name, &m.name)))
            .collect(),
    });
    Some(Standing {
        district: district.clone(),
        figures: plan.measures.iter().map(|m| figures(last.figures(&district.name, &m.name))).collect(),
        streets: streets.collect(),
        source: record.source.as_ref().map(|s| Source {
            file: s.file.clone(),
            sheet: s.sheet.clone(),
            sha256: s.sha256.clone(),
        }),
        reinspected: None,
        status: Status::Carried(issue),
    })
}

fn missing(district: &District, plan: &Plan) -> Standing {
    Standing {
        district: district.clone(),
        status: Status::Missing,
        figures: vec![None; plan.measures.len()],
        streets: Vec::new(),
        source: None,
        reinspected: None,
    }
}
