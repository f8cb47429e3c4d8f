//! Every Chinese sentence of the bulletin.
//!
//! GB/T 9704-2012 and GB/T 15835: Arabic digits, dates without leading zeros; shares differ by
//! 个百分点, not %.

use std::cmp::Ordering;

use chrono::{NaiveTime, Timelike};

use super::number::{share, with_unit};
use crate::model::{Amount, Day, Measure};
use crate::plan::Plan;
use crate::reckon::{Figures, Forecast, Pace, Required, Standing, Standings, Status, TotalFigures};

/// 较昨日, when the last issue is of the day before; else 较上期.
pub(super) fn since(day: Day, last: Day) -> &'static str {
    if day.since(last) == 1 { "较昨日" } else { "较上期" }
}

/// 单位：户、㎡、个百分点
pub(super) fn unit_note(measures: &[Measure]) -> String {
    let mut units: Vec<&str> = Vec::new();
    for m in measures {
        if !m.unit.is_empty() && !units.contains(&m.unit.as_str()) {
            units.push(&m.unit);
        }
    }
    format!("单位：{}", units.join("、"))
}

/// 整治进度统计表
pub(super) fn table_caption(plan: &Plan) -> String {
    format!("{}进度统计表", plan.wording.verb)
}

/// 魏都区分街道进度统计表; 魏都区进度统计表 where it has no streets
pub(super) fn streets_caption(district: &str, has_streets: bool) -> String {
    format!("{district}{}进度统计表", if has_streets { "分街道" } else { "" })
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
        Status::Missing => return format!("{}。", missing(name)),
        Status::Carried(issue) => return format!("{}。", carried(name, issue.day, issue.number)),
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
    let mut text = format!(
        "{}，{name}累计{}{}{}",
        as_of(standings.day, plan.cutoff),
        words.verb,
        words.object,
        list(&|f, m| Some(with_unit(f.done.amount, m))).unwrap_or_default(),
    );
    if let Some(shares) = list(&|f, _| f.share.map(|s| share(Some(s), standings))) {
        text += &format!("，{several}占任务总数的{shares}");
    }
    if let Some(ranks) = list(&|f, _| f.rank.map(|r| r.place.to_string())) {
        text += &format!("，{several}居第{ranks}位");
    }
    if let Some(today) = list(&|f, m| f.day.as_ref().map(|day| with_unit(day.amount, m))) {
        text += &format!("；当日{}{today}", words.verb);
    }
    if known.iter().all(|(f, _)| f.left.amount.is_zero()) {
        return text + "；任务已全部清零。";
    }
    text + &format!("；剩余{}。", list(&|f, m| Some(with_unit(f.left.amount, m))).unwrap_or_default())
}

/// 截至7月14日18时
pub(super) fn as_of(day: Day, cutoff: Option<NaiveTime>) -> String {
    let hour = cutoff.map_or_else(String::new, |t| match t.minute() {
        0 => format!("{}时", t.hour()),
        m => format!("{}时{m}分", t.hour()),
    });
    format!("截至{}{hour}", day.short())
}

/// 截至…，全市累计整治房屋安全隐患3319户、410930㎡，占任务总数的10.33%、22.57%，…
pub(super) fn overall(standings: &Standings, plan: &Plan) -> String {
    let words = &plan.wording;
    let list = |of: &dyn Fn(&TotalFigures, &Measure) -> String| -> String {
        let each: Vec<String> =
            standings.total.iter().zip(&standings.measures).map(|(t, m)| of(t, m)).collect();
        each.join("、")
    };
    let several = if standings.measures.len() > 1 { "分别" } else { "" };
    let mut text = format!(
        "{}，{}累计{}{}{}",
        as_of(standings.day, plan.cutoff),
        words.scope,
        words.verb,
        words.object,
        list(&|t, m| with_unit(t.done, m)),
    );
    if standings.total.iter().all(|t| t.share.is_some()) {
        text += &format!("，{several}占任务总数的{}", list(&|t, _| share(t.share, standings)));
    }
    text += &changes(standings);
    // a measure whose day nobody gave is left out, not printed as nought
    let today: Vec<String> = standings
        .total
        .iter()
        .zip(&standings.measures)
        .filter_map(|(t, m)| Some(with_unit(t.day?, m)))
        .collect();
    if !today.is_empty() {
        text += &format!("；当日{}{}", words.verb, today.join("、"));
    }
    if standings.total.iter().all(|t| t.left.is_zero()) {
        text += "；任务已全部清零。";
    } else {
        text += &format!("；剩余{}。", list(&|t, m| with_unit(t.left, m)));
    }
    text
}

/// ，较昨日分别提高1.50个、3.84个百分点; empty where there is nothing to compare
fn changes(standings: &Standings) -> String {
    let Some(last) = &standings.last else { return String::new() };
    let changes: Option<Vec<_>> = standings.total.iter().map(|t| t.change).collect();
    let Some(changes) = changes.filter(|c| !c.is_empty()) else { return String::new() };
    let decimals = standings.share_decimals;
    let since = since(standings.day, last.day);
    let up = changes.iter().all(|c| c.direction(decimals) == Ordering::Greater);
    let same = changes.iter().all(|c| c.direction(decimals) == Ordering::Equal);
    if same {
        return format!("，均与{}持平", since.trim_start_matches('较'));
    }
    let several = if changes.len() > 1 { "分别" } else { "" };
    if up {
        let each: Vec<String> =
            changes.iter().map(|c| c.print(decimals).trim_start_matches('+').to_owned()).collect();
        return format!("，{since}{several}提高{}个百分点", each.join("、"));
    }
    let each: Vec<String> = changes
        .iter()
        .map(|c| {
            let digits = c.print(decimals).trim_start_matches(['+', '-']).to_owned();
            match c.direction(decimals) {
                Ordering::Greater => format!("提高{digits}个百分点"),
                Ordering::Less => format!("下降{digits}个百分点"),
                Ordering::Equal => "持平".to_owned(),
            }
        })
        .collect();
    format!("，{since}{several}{}", each.join("、"))
}

/// 序时进度为28.04%，户数占比低17.71个百分点，面积占比低5.47个百分点。
pub(super) fn pace(pace: &Pace, standings: &Standings) -> String {
    let decimals = standings.share_decimals;
    let gap = |(t, m): (&TotalFigures, &Measure)| {
        let gap = t.share?.since(pace.elapsed);
        let digits = gap.print(decimals).trim_start_matches(['+', '-']).to_owned();
        Some(match gap.direction(decimals) {
            Ordering::Greater => format!("{}占比高于序时{digits}个百分点", m.name),
            Ordering::Less => format!("{}占比低于序时{digits}个百分点", m.name),
            Ordering::Equal => format!("{}占比与序时持平", m.name),
        })
    };
    let gaps: Vec<String> = standings.total.iter().zip(&standings.measures).filter_map(gap).collect();
    let mut parts = vec![format!("序时进度为{}%", pace.elapsed.print(decimals))];
    parts.extend(gaps);
    format!("{}。", parts.join("，"))
}

/// 户数占比居前3位的是市城乡一体化示范区（51.53%）、…; with the group's name before it where there are several
pub(super) fn placed(
    within: &str,
    measure: &Measure,
    named: &[(String, String)],
    from_the_end: bool,
) -> String {
    let list: Vec<String> = named.iter().map(|(name, share)| format!("{name}（{share}）")).collect();
    let end = if from_the_end { "后" } else { "前" };
    match named.len() {
        1 if !from_the_end => format!("{within}{}占比居首位的是{}", measure.name, list[0]),
        1 => format!("{within}{}占比居末位的是{}", measure.name, list[0]),
        n => format!("{within}{}占比居{end}{n}位的是{}", measure.name, list.join("、")),
    }
}

/// 市城乡一体化示范区户数、面积占比均居首位，分别为51.53%、68.27%
pub(super) fn first_in_all(name: &str, measures: &[Measure], shares: &[String]) -> String {
    let names: Vec<&str> = measures.iter().map(|m| m.name.as_str()).collect();
    format!("{name}{}占比均居首位，分别为{}", names.join("、"), shares.join("、"))
}

/// 其后，户数占比依次为国家许昌经济技术开发区（11.13%）、魏都区（9.39%），面积占比依次为…
pub(super) fn following(after: &[(&Measure, Vec<(String, String)>)]) -> Option<String> {
    let of = |(measure, named): &(&Measure, Vec<(String, String)>)| {
        let list: Vec<String> = named.iter().map(|(name, share)| format!("{name}（{share}）")).collect();
        let in_order = if named.len() > 1 { "依次" } else { "" };
        (!named.is_empty()).then(|| format!("{}占比{in_order}为{}", measure.name, list.join("、")))
    };
    let each: Vec<String> = after.iter().filter_map(of).collect();
    (!each.is_empty()).then(|| format!("其后，{}", each.join("，")))
}

/// 东城区、国家许昌经济技术开发区面积占比排名各上升1位
pub(super) fn climbed(measure: &Measure, names: &[&str], places: i32) -> String {
    let each = if names.len() > 1 { "各" } else { "" };
    format!("{}{}占比排名{each}上升{places}位", names.join("、"), measure.name)
}

/// 东城区未报，累计和剩余数沿用7月13日（第66期）数据
pub(super) fn carried(name: &str, day: Day, number: u32) -> String {
    format!("{name}未报，累计和剩余数沿用{}（第{number}期）数据", day.short())
}

/// 东城区未报，且无往期数据可沿用，合计不含该区
pub(super) fn missing(name: &str) -> String {
    format!("{name}未报，且无往期数据可沿用，合计不含该单位")
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

/// 距9月30日还有78天，全市平均每天需整治370户、18071㎡，方可按期完成
pub(super) fn required(standings: &Standings, pace: &Pace, plan: &Plan) -> Option<String> {
    let words = &plan.wording;
    let rates: Option<Vec<(String, u64)>> = standings
        .total
        .iter()
        .zip(&standings.measures)
        .map(|(t, m)| match t.required.as_ref()? {
            Required::Daily { amount, days } => Some((with_unit(*amount, m), *days)),
            Required::Cleared | Required::Overdue => None,
        })
        .collect();
    let rates = rates?;
    let days = rates.first()?.1;
    let list: Vec<&str> = rates.iter().map(|(rate, _)| rate.as_str()).collect();
    Some(format!(
        "距{}还有{days}天，{}平均每天需{}{}，方可按期完成",
        pace.period.to.short(),
        words.scope,
        words.verb,
        list.join("、"),
    ))
}

/// 魏都区131户、11231㎡
pub(super) fn required_of(name: &str, rates: &[String]) -> String {
    format!("{name}{}", rates.join("、"))
}

/// 期限已过，剩余任务须尽快完成
pub(super) fn overdue(pace: &Pace) -> String {
    format!("{}的期限已到，剩余任务须尽快清零", pace.period.to.short())
}

/// 按近期平均进度，户数约需60天完成（快则40天，慢则90天）
pub(super) fn forecast(measure: &Measure, forecast: &Forecast) -> Option<String> {
    match forecast {
        Forecast::Cleared | Forecast::TooFew => None,
        Forecast::Never => Some(format!("按近期进度，{}无法完成", measure.name)),
        Forecast::Days { mean, fastest, slowest } => {
            let slow = slowest.map_or_else(String::new, |n| format!("，慢则{n}天"));
            Some(format!("按近期平均进度，{}约需{mean}天完成（快则{fastest}天{slow}）", measure.name))
        }
    }
}
