//! The words of one district's bulletin.

use super::number::{self, share};
use super::unreported::absence;
use super::wording::{as_of, carried, missing, period};
use crate::model::{Amount, Measure};
use crate::plan::Plan;
use crate::reckon::{Figures, Standing, Standings, Status};

/// 魏都区分街道进度统计表; 魏都区进度统计表 where it has no streets
pub(super) fn streets_caption<'a>(district: &str, streets: impl Iterator<Item = &'a str> + Clone) -> String {
    let by =
        if streets.clone().next().is_some() { format!("分{}", kind_of(streets)) } else { String::new() };
    format!("{district}{by}进度统计表")
}

/// What a district is divided into, by its streets' names: below a 区 街道, or 乡镇, below a 镇 村; a name that
/// does not say so counts as a 街道.
fn kind_of<'a>(streets: impl Iterator<Item = &'a str> + Clone) -> &'static str {
    let is = |name: &str, ends: &[&str]| ends.iter().any(|end| name.ends_with(end));
    let all = |ends: &[&str]| streets.clone().all(|name| is(name, ends));
    let any = |ends: &[&str]| streets.clone().any(|name| is(name, ends));
    const TOWNS: &[&str] = &["镇", "乡"];
    const VILLAGES: &[&str] = &["村", "村委会"];
    const COMMUNITIES: &[&str] = &["社区", "居委会"];
    match (any(TOWNS), any(VILLAGES), any(COMMUNITIES)) {
        (true, false, false) if all(TOWNS) => "乡镇",
        (true, ..) => "乡镇（街道）",
        (false, true, false) if all(VILLAGES) => "村",
        (false, true, true) if all(&[VILLAGES, COMMUNITIES].concat()) => "村（社区）",
        (false, false, true) if all(COMMUNITIES) => "社区",
        _ => "街道",
    }
}

/// 魏都区合计
pub(super) fn sum_of_district(district: &str) -> String {
    format!("{district}合计")
}

/// 中心城区房屋安全隐患集中整治工作通报（魏都区）
pub(super) fn title_of_district(title: &str, district: &str) -> String {
    format!("{title}（{district}）")
}

/// 截至7月14日18时，魏都区累计整治房屋安全隐患1056户、120317㎡，分别占任务总数的…，分别居第3、5位；当日…；剩余…。
pub(super) fn of_district(district: &Standing, standings: &Standings, plan: &Plan) -> String {
    let (name, words) = (&district.district.name, &plan.wording);
    match &district.status {
        Status::Missing => return format!("{}。", missing(&[name.as_str()], absence(district, standings))),
        Status::Carried(issue) => {
            let issue_name = plan.issue_named(issue.number, issue.day);
            return format!("{}。", carried(name, absence(district, standings), issue.day, &issue_name));
        }
        Status::Reported => {}
    }
    let known: Vec<(&Figures, &Measure)> = district
        .figures
        .iter()
        .zip(&standings.measures)
        .filter_map(|(f, m)| Some((f.as_ref()?, m)))
        .collect();
    let list = |of: &dyn Fn(&Figures, &Measure) -> Option<String>| -> Option<String> {
        let each: Option<Vec<String>> = known.iter().map(|(f, m)| of(f, m)).collect();
        each.filter(|each| !each.is_empty()).map(|each| each.join("、"))
    };
    let several = if known.len() > 1 { "分别" } else { "" };
    let amounts = |of: fn(&Figures) -> Amount| -> Vec<(Amount, &Measure)> {
        known.iter().map(|(f, m)| (of(f), *m)).collect()
    };
    let done = number::done(&amounts(|f| f.done.amount), &words.object, words);
    let mut text = format!("{}，{name}累计{done}", as_of(standings.day, plan.cutoff));
    if let Some(shares) = list(&|f, _| f.share.map(|s| share(Some(s), standings))) {
        text += &format!("，{several}占任务总数的{shares}");
    }
    if let Some(ranks) = list(&|f, _| f.rank.map(|r| r.place.to_string())) {
        text += &format!("，{several}居第{ranks}位");
    }
    let today: Option<Vec<(Amount, &Measure)>> =
        known.iter().map(|(f, m)| Some((f.day.as_ref()?.amount, *m))).collect();
    if let Some(today) = today.filter(|today| !today.is_empty()) {
        text += &format!("；{}{}", period(standings), number::done(&today, "", words));
    }
    if known.iter().all(|(f, _)| f.left.amount.is_zero()) {
        return text + "；任务已全部清零。";
    }
    text + &format!("；剩余{}。", number::list(&amounts(|f| f.left.amount), words))
}

#[cfg(test)]
mod tests {
    use super::streets_caption;

    #[test]
    fn a_table_of_streets_is_called_by_what_they_are() {
        let called = |streets: &str| streets_caption("城关镇", streets.split_whitespace());
        assert_eq!(called(""), "城关镇进度统计表");
        assert_eq!(called("西大街道 五一路"), "城关镇分街道进度统计表");
        assert_eq!(called("灵井镇 小召乡"), "城关镇分乡镇进度统计表");
        assert_eq!(called("灵井镇 新元街道"), "城关镇分乡镇（街道）进度统计表");
        assert_eq!(called("东街村 西街村"), "城关镇分村进度统计表");
        assert_eq!(called("东街村 文化路社区"), "城关镇分村（社区）进度统计表");
        assert_eq!(called("文化路社区 北关居委会"), "城关镇分社区进度统计表");
    }
}
