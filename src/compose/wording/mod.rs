//! Every Chinese sentence of the bulletin.
//!
//! Who stands where is said in `places`, what is asked for and promised in `rates`, the rest here.
//!
//! GB/T 9704-2012 and GB/T 15835: Arabic digits, dates without leading zeros; shares differ by
//! 个百分点, not %.

mod places;
mod rates;

use std::cmp::Ordering;

use chrono::{NaiveTime, Timelike};

use super::number::{self, share, with_unit};
use super::turn::Turn;
use super::unreported::{self, Absence};
use crate::model::{Amount, Day, Measure, Traced};
use crate::plan::Plan;
use crate::reckon::{Pace, Standings, Status, TotalFigures};
pub(super) use places::{Climbed, climbed, first_in_all, following, level, placed};
pub(super) use rates::{forecasts, overdue, required, required_each};

/// 较昨日, when the last issue is of the day before; else 较上期.
pub(super) fn since(day: Day, last: Day) -> &'static str {
    if day.since(last) == 1 { "较昨日" } else { "较上期" }
}

/// 当日, or 本期 where what is printed was done since an issue of earlier than yesterday: a weekly bulletin's,
/// or the first after nights without one.
pub(super) fn period(standings: &Standings) -> &'static str {
    let of_several_days =
        standings.districts.iter().flat_map(|d| d.figures.iter().flatten()).any(|figures| {
            let since = figures.day.as_ref().and_then(Traced::since_issue);
            since.is_some_and(|day| standings.day.since(day) > 1)
        });
    if of_several_days { "本期" } else { "当日" }
}

/// The head of the columns of what was done: 当日进度, 本期进度.
pub(super) fn period_head(standings: &Standings) -> &'static str {
    if period(standings) == "当日" { "当日进度" } else { "本期进度" }
}

/// 单位：户、㎡、个百分点
pub(super) fn unit_note(measures: &[Measure]) -> String {
    unit_note_of(measures.iter().map(|m| m.unit.as_str()))
}

/// 单位：户、㎡
pub(super) fn unit_note_of<'u>(all: impl Iterator<Item = &'u str>) -> String {
    let mut units: Vec<&str> = Vec::new();
    for unit in all {
        if !unit.is_empty() && !units.contains(&unit) {
            units.push(unit);
        }
    }
    format!("单位：{}", units.join("、"))
}

/// 整治进度统计表（二）: a table's part, from 0
pub(super) fn part_of(caption: &str, part: usize) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let number = part + 1;
    let tens = match number / 10 % 10 {
        0 => String::new(),
        1 => "十".to_owned(),
        many => format!("{}十", DIGITS[many]),
    };
    format!("{caption}（{tens}{}）", DIGITS[number % 10])
}

/// 整治进度统计表
pub(super) fn table_caption(plan: &Plan) -> String {
    format!("{}进度统计表", plan.wording.verb)
}

/// 截至7月14日18时
pub(super) fn as_of(day: Day, cutoff: Option<NaiveTime>) -> String {
    let hour = cutoff.map_or_else(String::new, |t| match t.minute() {
        0 => format!("{}时", t.hour()),
        m => format!("{}时{m}分", t.hour()),
    });
    format!("截至{}{hour}", day.short())
}

/// 截至…，全市累计整治房屋安全隐患3319户、410930㎡，分别占任务总数的10.33%、22.57%，…
pub(super) fn overall(standings: &Standings, plan: &Plan) -> String {
    let words = &plan.wording;
    let (scope, object) = (&words.scope, words.object.as_str());
    let of_day = period(standings);
    let totals = || standings.total.iter().zip(&standings.measures);
    let several = if standings.measures.len() > 1 { "分别" } else { "" };
    let as_of = as_of(standings.day, plan.cutoff);
    let amounts: Vec<(Amount, &Measure)> = totals().map(|(t, m)| (t.done, m)).collect();
    let done = |object: &str| number::done(&amounts, object, words);
    // a measure whose day nobody gave is left out, not printed as nought
    let of_today: Vec<(Amount, &Measure)> = totals().filter_map(|(t, m)| Some((t.day?, m))).collect();
    let silent = silent(standings);
    // what follows `lead`, and the lead to what follows; nothing where nothing is known
    let today = |lead: &str, object: &str, end: &str| {
        let said = number::done(&of_today, object, words);
        if of_today.is_empty() { String::new() } else { format!("{lead}{of_day}{said}{silent}{end}") }
    };
    let shares: Option<Vec<String>> =
        standings.total.iter().map(|t| Some(share(Some(t.share?), standings))).collect();
    let of_task =
        shares.map_or_else(String::new, |each| format!("，{several}占任务总数的{}", each.join("、")));
    let changes = changes(standings);
    let said = match Turn::of(standings.day).at(0, 4) {
        0 => format!("{as_of}，{scope}累计{}{of_task}{changes}{}", done(object), today("；", "", "")),
        1 => {
            let first = today("", object, "，");
            let object = if first.is_empty() { object } else { "" };
            format!("{as_of}，{scope}{first}累计{}{of_task}{changes}", done(object))
        }
        2 => format!("{as_of}，{scope}已累计{}{of_task}{changes}{}", done(object), today("，其中", "", "")),
        _ => format!("{as_of}，{scope}{}累计{}{of_task}{changes}", today("", "", "；"), done(object)),
    };
    if standings.total.iter().all(|t| t.left.is_zero()) {
        return said + "；任务已全部清零。";
    }
    let left = if Turn::of(standings.day).at(1, 3) == 2 { "尚余" } else { "剩余" };
    let amounts: Vec<(Amount, &Measure)> = totals().map(|(t, m)| (t.left, m)).collect();
    said + &format!("；{left}{}。", number::list(&amounts, words))
}

/// （2个单位未报，未计入）: of what was done the sum lacks who sent nothing that can be used, and must not look whole
fn silent(standings: &Standings) -> String {
    let absences = || {
        let absent = standings.districts.iter().filter(|d| d.status != Status::Reported);
        absent.map(|d| unreported::absence(d, standings))
    };
    let of = |why: Absence| (absences().filter(|other| *other == why).count(), absent(why));
    let counts = [of(Absence::Silent), of(Absence::Unused)];
    let told: Vec<String> =
        counts.iter().filter(|(many, _)| *many > 0).map(|(many, how)| format!("{many}个单位{how}")).collect();
    let all = if told.len() > 1 { "均" } else { "" };
    if told.is_empty() { String::new() } else { format!("（{}，{all}未计入）", told.join("、")) }
}

/// ，较昨日分别提高1.50个、3.84个百分点; empty where there is nothing to compare
fn changes(standings: &Standings) -> String {
    let Some(last) = &standings.last else { return String::new() };
    let changes: Option<Vec<_>> = standings.total.iter().map(|t| t.change).collect();
    let Some(changes) = changes.filter(|c| !c.is_empty()) else { return String::new() };
    let decimals = standings.share_decimals;
    let since = since(standings.day, last.day);
    let rose = Turn::of(standings.day).choose(2, ["提高", "上升", "提高"]);
    let up = changes.iter().all(|c| c.direction(decimals) == Ordering::Greater);
    let same = changes.iter().all(|c| c.direction(decimals) == Ordering::Equal);
    if same {
        return format!("，均与{}持平", since.trim_start_matches('较'));
    }
    let several = if changes.len() > 1 { "分别" } else { "" };
    if up {
        let each: Vec<String> =
            changes.iter().map(|c| c.print(decimals).trim_start_matches('+').to_owned()).collect();
        return format!("，{since}{several}{rose}{}个百分点", each.join("、"));
    }
    let each: Vec<String> = changes
        .iter()
        .map(|c| {
            let digits = c.print(decimals).trim_start_matches(['+', '-']).to_owned();
            match c.direction(decimals) {
                Ordering::Greater => format!("{rose}{digits}个百分点"),
                Ordering::Less => format!("下降{digits}个百分点"),
                Ordering::Equal => "持平".to_owned(),
            }
        })
        .collect();
    format!("，{since}{several}{}", each.join("、"))
}

/// 序时进度为28.04%，户数占比低于序时进度17.71个百分点，面积占比低于序时进度5.47个百分点。
pub(super) fn pace(pace: &Pace, standings: &Standings) -> String {
    let decimals = standings.share_decimals;
    let elapsed = pace.elapsed.print(decimals);
    let turn = Turn::of(standings.day);
    let lead = match turn.at(3, 3) {
        0 => format!("序时进度为{elapsed}%"),
        1 => format!("对照{elapsed}%的序时进度"),
        _ => format!("按序时进度应达{elapsed}%"),
    };
    let than = turn.choose(3, ["于序时进度", "", "于序时进度"]);
    let gap = |(t, m): (&TotalFigures, &Measure)| {
        let gap = t.share?.since(pace.elapsed);
        let digits = gap.print(decimals).trim_start_matches(['+', '-']).to_owned();
        Some(match gap.direction(decimals) {
            Ordering::Greater => format!("{}占比高{than}{digits}个百分点", m.name),
            Ordering::Less => format!("{}占比低{than}{digits}个百分点", m.name),
            Ordering::Equal => format!("{}占比与序时进度持平", m.name),
        })
    };
    let gaps: Vec<String> = standings.total.iter().zip(&standings.measures).filter_map(gap).collect();
    // nothing to hold against it: it is only said
    if gaps.is_empty() {
        return format!("序时进度为{elapsed}%。");
    }
    format!("{lead}，{}。", gaps.join("，"))
}

/// 未报; 报表有误未采用 of whoever sent one
fn absent(absence: Absence) -> &'static str {
    match absence {
        Absence::Silent => "未报",
        Absence::Unused => "报表有误未采用",
    }
}

/// 未报; 报表有误未采用，按未报处理: so it stands in the table
fn treated(absence: Absence) -> String {
    let treated = if absence == Absence::Unused { "，按未报处理" } else { "" };
    format!("{}{treated}", absent(absence))
}

/// 东城区、建安区未报，累计和剩余数沿用7月13日（第66期）数据
pub(super) fn carried(name: &str, absence: Absence, day: Day, issue: &str) -> String {
    format!("{name}{}，累计和剩余数沿用{}（{issue}）数据", treated(absence), day.short())
}

/// 东城区未报，且无往期数据可沿用，合计不含该单位; of several, 合计不含上述单位
pub(super) fn missing(names: &[&str], absence: Absence) -> String {
    let them = if names.len() > 1 { "上述" } else { "该" };
    format!("{}{}，且无往期数据可沿用，合计不含{them}单位", names.join("、"), treated(absence))
}

/// 魏都区户数任务核增12户，现为11253户
pub(super) fn task_moved(name: &str, measure: &Measure, moved: Amount, task: Amount) -> String {
    let verb = if moved.is_negative() { "核减" } else { "核增" };
    let (moved, task) = (with_unit(moved.abs(), measure), with_unit(task, measure));
    format!("{name}{}任务{verb}{moved}，现为{task}", measure.name)
}

/// 东城区“回头看”复查120户，不合格3户
pub(super) fn reinspected(name: &str, looked_at: Amount, failed: Amount) -> String {
    let result = if failed.is_zero() { "全部合格".to_owned() } else { format!("不合格{failed}户") };
    format!("{name}“回头看”复查{looked_at}户，{result}")
}

/// 报表存疑3处，其中1处未采用，详见表注; 详见附件1表注 where the table is an 附件
pub(super) fn misfits(all: usize, unused: usize, annex: Option<&str>) -> String {
    let unused = match unused {
        0 => String::new(),
        1 if all == 1 => "，未采用".to_owned(),
        n if n == all => "，均未采用".to_owned(),
        n => format!("，其中{n}处未采用"),
    };
    format!("报表存疑{all}处{unused}，详见{}表注", annex.unwrap_or_default())
}

/// 各单位进度详见附件1。
pub(super) fn see(annex: &str) -> String {
    format!("各单位进度详见{annex}。")
}
