//! Who did not report, told together where the same follows from it.

use super::wording;
use crate::plan::Plan;
use crate::reckon::{Standings, Status};

/// A clause for all districts whose figures are of the same issue, and one for those without any; in the
/// order of the first of each. Is it one of carried figures, which the table marks?
pub(super) fn clauses(standings: &Standings, plan: &Plan) -> Vec<(bool, String)> {
    let mut alike: Vec<(&Status, Vec<&str>)> = Vec::new();
    for d in standings.districts.iter().filter(|d| d.status != Status::Reported) {
        match alike.iter_mut().find(|(status, _)| *status == &d.status) {
            Some((_, names)) => names.push(&d.district.name),
            None => alike.push((&d.status, vec![&d.district.name])),
        }
    }
    let clause = |(status, names): (&Status, Vec<&str>)| match status {
        Status::Carried(issue) => {
            (true, wording::carried(&names.join("、"), issue.day, &plan.issue_named(issue.number, issue.day)))
        }
        Status::Reported | Status::Missing => (false, wording::missing(&names)),
    };
    alike.into_iter().map(clause).collect()
}
