//! Groups that are ranked apart, told in the table: each has its name over its rows, where the administrative
//! order keeps its districts together.

use super::document::GroupHead;
use crate::reckon::{Standing, Standings};

/// Those that belong to no group, beside groups.
const OTHERS: &str = "其他单位";

/// The heads over the rows; none where all are ranked together, or where a group's districts stand apart in the
/// administrative order, which the table keeps: there [`told_apart`] names them.
pub(super) fn heads(standings: &Standings) -> Vec<GroupHead> {
    let runs = runs(standings);
    if runs.len() < 2 || is_scattered(&runs) {
        return Vec::new();
    }
    let before = runs.iter().scan(0, |at, run| {
        let before = *at;
        *at += run.len();
        Some(before)
    });
    before.zip(&runs).map(|(before, run)| GroupHead { before, name: name(run).to_owned() }).collect()
}

/// 分组进行，; with the districts of each group where the table has no heads for them.
pub(super) fn told_apart(standings: &Standings) -> String {
    let runs = runs(standings);
    if runs.len() < 2 {
        return String::new();
    }
    if !is_scattered(&runs) {
        return "分组进行，".to_owned();
    }
    let mut groups: Vec<(&str, Vec<&str>)> = Vec::new();
    for run in &runs {
        let own = run.iter().map(|d| d.district.name.as_str());
        match groups.iter_mut().find(|(group, _)| *group == name(run)) {
            Some((_, all)) => all.extend(own),
            None => groups.push((name(run), own.collect())),
        }
    }
    let told: Vec<String> =
        groups.iter().map(|(group, all)| format!("{group}为{}", all.join("、"))).collect();
    format!("分组（{}）进行，", told.join("；"))
}

/// Districts of one group that stand together, in order.
fn runs(standings: &Standings) -> Vec<&[Standing]> {
    standings.districts.chunk_by(|a, b| a.district.group == b.district.group).collect()
}

/// Does a group come again after another?
fn is_scattered(runs: &[&[Standing]]) -> bool {
    let of = |run: &[Standing]| run.first().and_then(|d| d.district.group.clone());
    (1..runs.len()).any(|at| runs[..at].iter().any(|before| of(before) == of(runs[at])))
}

fn name(run: &[Standing]) -> &str {
    run.first().and_then(|d| d.district.group.as_deref()).unwrap_or(OTHERS)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::collect::Reported;
    use crate::reckon::reckon;
    use crate::reckon::tests::{collected, day, plan, reported, returned};

    /// Districts 甲区, 乙区 … in these groups.
    fn of_groups(groups: &[&str]) -> Standings {
        let names = &["甲区", "乙区", "丙区", "丁区"][..groups.len()];
        let mut plan = plan(names);
        for (district, group) in plan.districts.iter_mut().zip(groups) {
            district.group = Some((*group).to_owned()).filter(|group| !group.is_empty());
        }
        let figures =
            |n: usize| -> Vec<Reported> { vec![reported(1, 10 + i64::try_from(n).unwrap(), 90); 2] };
        let returns = (0..names.len()).map(|n| returned(n, figures(n))).collect();
        reckon(&collected(returns), &plan, day(14), &[])
    }

    fn told(groups: &[&str]) -> (Vec<(usize, String)>, String) {
        let standings = of_groups(groups);
        let heads = heads(&standings).into_iter().map(|head| (head.before, head.name)).collect();
        (heads, told_apart(&standings))
    }

    #[test]
    fn each_group_has_its_name_over_its_first_district() {
        let (heads, note) = told(&["县市区", "县市区", "功能区", ""]);
        assert_eq!(heads, [(0, "县市区".into()), (2, "功能区".into()), (3, "其他单位".into())]);
        assert_eq!(note, "分组进行，");
    }

    #[test]
    fn where_the_administrative_order_mixes_groups_the_note_names_who_is_in_which() {
        let (heads, note) = told(&["县市区", "功能区", "县市区"]);
        assert_eq!(heads, []);
        assert_eq!(note, "分组（县市区为甲区、丙区；功能区为乙区）进行，");
    }

    #[test]
    fn nothing_is_said_of_groups_where_all_are_in_one() {
        assert_eq!(told(&["县市区", "县市区"]), (vec![], String::new()));
        assert_eq!(told(&["", ""]), (vec![], String::new()));
    }
}
