//! Who did not report, or whose workbook could not be used, told together where the same follows from it.

use super::wording;
use crate::model::Code;
use crate::plan::Plan;
use crate::reckon::{Standing, Standings, Status};

/// Why a district's figures are not the day's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Absence {
    /// it sent nothing
    Silent,
    /// it sent what an error kept from being used
    Unused,
}

/// Why this district is not reported: of one whose workbook came, nobody is to read that it sent nothing.
pub(super) fn absence(district: &Standing, standings: &Standings) -> Absence {
    let name = district.district.name.as_str();
    let mut of = standings.faults.iter().filter(|fault| fault.district.as_deref() == Some(name));
    // these say only that nothing came
    let said_of_nothing = [Code::F001, Code::X001, Code::X003];
    if of.any(|fault| fault.is_error() && !said_of_nothing.contains(&fault.code)) {
        Absence::Unused
    } else {
        Absence::Silent
    }
}

/// A clause for all districts whose figures are of the same issue, and one for those without any; in the
/// order of the first of each. Is it one of carried figures, which the table marks?
pub(super) fn clauses(standings: &Standings, plan: &Plan) -> Vec<(bool, String)> {
    let mut alike: Vec<((&Status, Absence), Vec<&str>)> = Vec::new();
    for d in standings.districts.iter().filter(|d| d.status != Status::Reported) {
        let why = (&d.status, absence(d, standings));
        match alike.iter_mut().find(|(other, _)| *other == why) {
            Some((_, names)) => names.push(&d.district.name),
            None => alike.push((why, vec![&d.district.name])),
        }
    }
    let clause = |((status, absence), names): ((&Status, Absence), Vec<&str>)| match status {
        Status::Carried(issue) => {
            let issue_name = plan.issue_named(issue.number, issue.day);
            (true, wording::carried(&names.join("、"), absence, issue.day, &issue_name))
        }
        Status::Reported | Status::Missing => (false, wording::missing(&names, absence)),
    };
    alike.into_iter().map(clause).collect()
}
