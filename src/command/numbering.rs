//! Does the plan's numbering agree with the archive's? Numbers follow the archive, whatever the plan says; where
//! the two part, a clerk should hear of it before the issue is printed, not after.

use crate::model::{Code, Day, Fault};
use crate::plan::Plan;
use crate::publish::Series;

/// What is doubtful about the number that a first edition for `day` would have; nothing where the day has one.
///
/// Told are a `first_issue` that the archive has gone past, so that it is not used; one so far on that numbers
/// are passed over; and a last issue of another title, as where two plans name one archive and series.
pub(super) fn doubts(plan: &Plan, day: Day, series: &Series) -> Vec<Fault> {
    let entries = series.entries();
    if series.find(day).is_some() {
        return Vec::new();
    }
    let first = entries.iter().map(|entry| entry.number).min();
    let highest = entries.iter().max_by_key(|entry| (entry.number, entry.revision));
    let (Some(first), Some(highest)) = (first, highest) else { return Vec::new() };
    let mut faults = Vec::new();
    let next = series.next_number();
    let named = plan.issue_named(next, day);
    let (said, last) = (plan.first_issue, highest.number);
    if plan.first_issue_said && said != first && said <= last {
        let fault = Fault::new(Code::X004).found(&highest.label).expected(said);
        faults.push(fault.with("next", &named));
    }
    if next > last.saturating_add(1) {
        faults.push(Fault::new(Code::X005).found(&highest.label).expected(&named));
    }
    let latest = entries.iter().filter(|entry| entry.day < day).max_by_key(|e| (e.day, e.revision));
    if let Some(latest) = latest.filter(|latest| latest.title != plan.title) {
        let label = format!("{}（{}）", latest.label, latest.day);
        let fault = Fault::new(Code::X006).found(&latest.title).expected(&plan.title);
        faults.push(fault.with("label", label));
    }
    for fault in &mut faults {
        fault.severity = plan.severities.get(&fault.code).copied().unwrap_or(fault.severity);
    }
    faults
}
