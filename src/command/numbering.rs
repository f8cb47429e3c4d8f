//! Does the plan's numbering agree with the archive's? Numbers follow the archive, whatever the plan says; where
//! the two part, a clerk should hear of it before the issue is printed, not after.
//!
//! And the numbers that a 公文 has in its year: 第N期 counts through the series, a 发文字号 begins anew each year
//! (GB/T 9704-2012, 7.2.5, and 党政机关公文处理工作条例: 年份, then 发文顺序号).

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::model::{Code, Day, Fault};
use crate::plan::Plan;
use crate::publish::Series;

/// The plan as [`in_years`], for the number that the issue for `day` has, or would have.
pub(super) fn of_issue<'p>(plan: &'p Plan, series: &Series, day: Day) -> Cow<'p, Plan> {
    let number = series.find(day).map_or_else(|| series.next_number(), |entry| entry.number);
    in_years(plan, series, number, day)
}

/// The plan, knowing under which numbers of their years the issues of its series went out, and the one of
/// `number` for `day`. As it was, where its issues are not named by a year.
pub(super) fn in_years<'p>(plan: &'p Plan, series: &Series, number: u32, day: Day) -> Cow<'p, Plan> {
    if !plan.official.names_the_year() {
        return Cow::Borrowed(plan);
    }
    let mut issues: BTreeMap<u32, Day> = series.entries().iter().map(|e| (e.number, e.day)).collect();
    issues.insert(number, day);
    let mut plan = plan.clone();
    plan.official.in_year = numbers_in_years(issues);
    Cow::Owned(plan)
}

/// By their numbers in the series. The series' first year goes on as it began, every later one begins at 1;
/// numbers passed over within a year are passed over there too.
fn numbers_in_years(issues: BTreeMap<u32, Day>) -> BTreeMap<u32, u32> {
    let mut last_of_year: BTreeMap<i32, u32> = BTreeMap::new();
    let mut before: Option<(u32, i32)> = None;
    let mut numbers = BTreeMap::new();
    for (number, day) in issues {
        let year = day.year();
        let passed_over = |(last, of): (u32, i32)| if of == year { number - last } else { 1 };
        let in_year = match (before, last_of_year.get(&year)) {
            (None, _) => number,
            (Some(_), None) => 1,
            (Some(before), Some(last)) => last.saturating_add(passed_over(before)),
        };
        last_of_year.insert(year, in_year);
        before = Some((number, year));
        numbers.insert(number, in_year);
    }
    numbers
}

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

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(issues: &[(u32, i32, u32)]) -> Vec<u32> {
        let day = |(year, month): (i32, u32)| Day::new(year, month, 1).expect("the first of a month");
        let issues = issues.iter().map(|(n, year, month)| (*n, day((*year, *month)))).collect();
        numbers_in_years(issues).into_values().collect()
    }

    #[test]
    fn a_years_first_document_is_its_number_one_but_the_series_goes_on_from_where_it_began() {
        let issues = [(66, 2021, 11), (67, 2021, 12), (68, 2022, 1), (69, 2022, 2), (70, 2023, 1)];
        assert_eq!(numbers(&issues), [66, 67, 1, 2, 1]);
    }

    #[test]
    fn a_day_of_the_old_year_made_in_the_new_one_follows_the_old_years_last() {
        let issues = [(1, 2021, 11), (2, 2022, 1), (3, 2021, 12), (4, 2022, 2), (9, 2022, 3)];
        assert_eq!(numbers(&issues), [1, 1, 2, 2, 7]);
    }
}
