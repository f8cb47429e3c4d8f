//! What is counted now and was not in the last issue, or was and is not: districts that came or went, a measure in
//! another unit. A plan may be changed between two nights, and its readers must not take that for progress.

use super::past::Past;
use super::record::Record;
use crate::collect::is_same_unit;
use crate::model::{Code, Fault, Measure};
use crate::plan::Plan;

/// X007 and X008.
pub(super) fn faults(plan: &Plan, last: &Past) -> Vec<Fault> {
    let then: Vec<&str> = last.record().districts.iter().map(|d| d.name.as_str()).collect();
    let now: Vec<&str> = plan.districts.iter().map(|d| d.name.as_str()).collect();
    let only = |of: &[&str], in_others: &[&str]| -> String {
        of.iter().filter(|name| !in_others.contains(name)).copied().collect::<Vec<_>>().join("、")
    };
    let changes = [("新增", only(&now, &then)), ("不再包括", only(&then, &now))];
    let changes: Vec<String> = changes
        .iter()
        .filter(|(_, names)| !names.is_empty())
        .map(|(word, names)| format!("{word}{names}"))
        .collect();
    let mut faults = Vec::new();
    if !changes.is_empty() {
        faults.push(Fault::new(Code::X007).found(changes.join("，")));
    }
    for measure in &plan.measures {
        if let Some(unit) = other_unit(last.record(), measure) {
            let fault = Fault::new(Code::X008).with("measure", &measure.name);
            faults.push(fault.found(unit).expected(&measure.unit));
        }
    }
    faults
}

/// The unit in which an issue counted the measure, where it is not today's.
pub(super) fn other_unit<'r>(record: &'r Record, measure: &Measure) -> Option<&'r str> {
    let then = record.measures.iter().find(|then| then.name == measure.name)?;
    (!is_same_unit(&then.unit, &measure.unit)).then_some(&then.unit)
}

#[cfg(test)]
mod tests {
    use crate::model::{Amount, Code, Lang};
    use crate::reckon::tests::{archived, collected, day, plan, reported, returned};
    use crate::reckon::{Past, Standings, Status, reckon};

    /// What is told of the scope.
    fn said(standings: &Standings) -> Vec<String> {
        let of_scope = standings.faults.iter().filter(|f| [Code::X007, Code::X008].contains(&f.code));
        of_scope.map(|f| format!("{} {}", f.code, f.message(Lang::Zh))).collect()
    }

    fn figures() -> Vec<crate::collect::Reported> {
        vec![reported(5, 10, 90), reported(50, 100, 900)]
    }

    #[test]
    fn districts_that_came_and_went_are_told_and_the_total_is_not_compared() {
        let all = vec![returned(0, figures()), returned(1, figures())];
        let first = reckon(&collected(all.clone()), &plan(&["甲区", "乙区"]), day(13), &[]);
        let second =
            reckon(&collected(all.clone()), &plan(&["甲区", "丙区"]), day(14), &[archived(&first, 1)]);
        assert_eq!(said(&second), ["X007 统计范围与上期不同：新增丙区，不再包括乙区"]);
        assert_eq!(second.total[0].change, None);
        let third = reckon(&collected(all), &plan(&["甲区", "丙区"]), day(15), &[archived(&second, 2)]);
        assert!(said(&third).is_empty(), "{:?}", said(&third));
    }

    #[test]
    fn a_measure_in_another_unit_is_neither_compared_nor_carried() {
        let plan = plan(&["甲区", "乙区"]);
        let all = vec![returned(0, figures()), returned(1, figures())];
        let first = reckon(&collected(all), &plan, day(13), &[]);
        let record = archived(&first, 1).record().clone();
        let spelt = |unit: &str| {
            let mut plan = plan.clone();
            plan.measures[1].unit = unit.into();
            let past = Past::under(record.clone(), &plan.districts, &plan.measures);
            let tonight = vec![reported(5, 15, 85), reported(50, 150, 850)];
            reckon(&collected(vec![returned(0, tonight)]), &plan, day(14), &[past])
        };
        let carried = |standings: &Standings| {
            assert!(matches!(standings.districts[1].status, Status::Carried(_)));
            standings.districts[1].figures[1].as_ref().map(|f| f.done.amount)
        };
        assert_eq!(carried(&spelt("平方米")), Some(Amount::whole(100)));
        let in_another = spelt("万㎡");
        assert_eq!((carried(&in_another), in_another.total[1].done), (None, Amount::whole(150)));
        let told = "X008 面积的单位由㎡改为万㎡，上期数未作比较，也未沿用";
        assert_eq!(said(&in_another), [told]);
    }
}
