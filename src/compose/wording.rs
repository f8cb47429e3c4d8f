//! Every Chinese sentence of the bulletin.
//!
//! GB/T 9704-2012 and GB/T 15835: Arabic digits, dates without leading zeros; shares differ by
//! 个百分点, not %.

use std::cmp::Ordering;

use chrono::{NaiveTime, Timelike};

use super::number::{self, share, with_unit};
use super::turn::Turn;
use crate::model::{Amount, Day, Measure, Traced};
use crate::plan::Plan;
use crate::reckon::{Forecast, Pace, Required, Standings, Status, TotalFigures};

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

/// （2个单位未报，未计入）: of what was done the sum lacks who sent nothing, and must not look whole
fn silent(standings: &Standings) -> String {
    match standings.districts.iter().filter(|d| d.status != Status::Reported).count() {
        0 => String::new(),
        silent => format!("（{silent}个单位未报，未计入）"),
    }
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

/// 户数占比居前3位的是市城乡一体化示范区（51.53%）、…; with the group's name before it where there are several
pub(super) fn placed(
    day: Day,
    within: &str,
    measure: &Measure,
    named: &[(String, String)],
    from_the_end: bool,
) -> String {
    let list: Vec<String> = named.iter().map(|(name, share)| format!("{name}（{share}）")).collect();
    let list = list.join("、");
    let name = &measure.name;
    let end = match (named.len(), from_the_end) {
        (1, false) => "居首位".to_owned(),
        (1, true) => "居末位".to_owned(),
        (n, false) => format!("居前{n}位"),
        (n, true) => format!("居后{n}位"),
    };
    let in_order = if named.len() > 1 { "依次是" } else { "是" };
    match Turn::of(day).at(4, 3) {
        0 => format!("{within}{name}占比{end}的是{list}"),
        1 => format!("{within}按{name}占比，{end}的{in_order}{list}"),
        _ => format!("{within}{name}占比{end}的{in_order}{list}"),
    }
}

/// 市城乡一体化示范区户数、面积占比均居首位，分别为51.53%、68.27%
pub(super) fn first_in_all(day: Day, name: &str, measures: &[Measure], shares: &[String]) -> String {
    let names: Vec<&str> = measures.iter().map(|m| m.name.as_str()).collect();
    let (names, shares) = (names.join("、"), shares.join("、"));
    match Turn::of(day).at(5, 3) {
        0 => format!("{name}{names}占比均居首位，分别为{shares}"),
        1 => format!("{names}占比均以{name}为最高，分别为{shares}"),
        _ => format!("{name}各项占比均居首位，{names}分别为{shares}"),
    }
}

/// 其后，户数占比依次为国家许昌经济技术开发区（11.13%）、魏都区（9.39%），面积占比依次为…
pub(super) fn following(day: Day, after: &[(&Measure, Vec<(String, String)>)]) -> Option<String> {
    let of = |(measure, named): &(&Measure, Vec<(String, String)>)| {
        let list: Vec<String> = named.iter().map(|(name, share)| format!("{name}（{share}）")).collect();
        let in_order = if named.len() > 1 { "依次" } else { "" };
        (!named.is_empty()).then(|| format!("{}占比{in_order}为{}", measure.name, list.join("、")))
    };
    let each: Vec<String> = after.iter().filter_map(of).collect();
    let lead = Turn::of(day).choose(6, ["其后", "其次", "紧随其后"]);
    (!each.is_empty()).then(|| format!("{lead}，{}", each.join("，")))
}

/// Who climbed so many places.
pub(super) struct Climbed<'a> {
    /// how many did
    pub many: usize,
    /// each by name; nobody where they are too many
    pub names: Vec<&'a str>,
    pub places: i32,
}

/// 较昨日，东城区、国家许昌经济技术开发区面积占比排名各上升1位; where some climbed unlike, 较昨日，面积占比排名，东城区上升3位，
/// 建安区上升1位; one form for all measures
pub(super) fn climbed(day: Day, last: Day, all: &[(Vec<&str>, Vec<Climbed<'_>>)]) -> Option<String> {
    let turn = Turn::of(day).at(7, 3);
    let is_listed = turn == 2 || all.iter().any(|(_, climbed)| climbed.len() > 1);
    let one = |(measures, climbed): &(Vec<&str>, Vec<Climbed<'_>>)| {
        let rose = |of: &Climbed<'_>| {
            let each = match (of.many, measures.len()) {
                (1, 1) => "",
                (1, _) => "均",
                _ => "各",
            };
            let rose = if turn == 1 && !is_listed { "前移" } else { "上升" };
            format!("{each}{rose}{}位", of.places)
        };
        let who = |of: &Climbed<'_>| match of.names.as_slice() {
            [] => format!("{}个单位", of.many),
            names => names.join("、"),
        };
        let ranking = format!("{}占比排名", measures.join("、"));
        match climbed.as_slice() {
            [of] if !is_listed => format!("{}{ranking}{}", who(of), rose(of)),
            all => {
                let each: Vec<String> = all.iter().map(|of| format!("{}{}", who(of), rose(of))).collect();
                format!("{ranking}，{}", each.join("，"))
            }
        }
    };
    let clauses: Vec<String> = all.iter().map(one).collect();
    (!clauses.is_empty()).then(|| format!("{}，{}", since(day, last), clauses.join("；")))
}

/// 各单位户数占比均为100.00%; where only some stand level, 4个单位户数占比并列首位，均为100.00%
pub(super) fn level(
    within: &str,
    measure: &Measure,
    tied: Option<usize>,
    share: &str,
    from_the_end: bool,
) -> String {
    let name = &measure.name;
    let place = if from_the_end { "末位" } else { "首位" };
    match tied {
        None => format!("{within}各单位{name}占比均为{share}"),
        Some(tied) => format!("{within}{tied}个单位{name}占比并列{place}，均为{share}"),
    }
}

/// 东城区、建安区未报，累计和剩余数沿用7月13日（第66期）数据
pub(super) fn carried(name: &str, day: Day, issue: &str) -> String {
    format!("{name}未报，累计和剩余数沿用{}（{issue}）数据", day.short())
}

/// 东城区未报，且无往期数据可沿用，合计不含该单位; of several, 合计不含上述单位
pub(super) fn missing(names: &[&str]) -> String {
    let them = if names.len() > 1 { "上述" } else { "该" };
    format!("{}未报，且无往期数据可沿用，合计不含{them}单位", names.join("、"))
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
    let mut days = None;
    let mut rates = Vec::new();
    for (total, measure) in standings.total.iter().zip(&standings.measures) {
        let Required::Daily { amount, days: left } = total.required.as_ref()? else { return None };
        rates.push((*amount, measure));
        days.get_or_insert(*left);
    }
    let (days, scope, to) = (days?, &plan.wording.scope, pace.period.to.short());
    let done = number::done(&rates, "", &plan.wording);
    if days == 1 {
        return Some(format!("距{to}还有1天，{scope}需{done}，方可按期完成"));
    }
    Some(match Turn::of(standings.day).at(8, 3) {
        0 => format!("距{to}还有{days}天，{scope}平均每天需{done}，方可按期完成"),
        1 => format!("至{to}尚有{days}天，{scope}日均需{done}，方能按期完成"),
        _ => format!("按{to}的期限倒排，还有{days}天，{scope}平均每天需{done}"),
    })
}

/// 各单位每天至少需整治：魏都区131户、11231㎡；…: each is rounded up for itself, so that their sum is no less than the
/// whole's, and no part of it is promised. Of many, 任务较重的 alone.
pub(super) fn required_each(
    standings: &Standings,
    plan: &Plan,
    rates: &[(&str, Vec<(Amount, &Measure)>)],
    are_all: bool,
) -> String {
    let words = &plan.wording;
    let is_of_one_verb = standings.measures.iter().all(|measure| measure.verb.is_none());
    let verb = if is_of_one_verb { words.verb.as_str() } else { "完成" };
    let of =
        |(name, rates): &(&str, Vec<(Amount, &Measure)>)| format!("{name}{}", number::list(rates, words));
    let each: Vec<String> = rates.iter().map(of).collect();
    let lead = match standings.measures.first().filter(|_| !are_all) {
        Some(measure) => format!("日均需完成{}较多的单位，每天至少需{verb}", measure.name),
        None => format!("各单位每天至少需{verb}"),
    };
    format!("{lead}：{}", each.join("；"))
}

/// 期限已过，剩余任务须尽快完成
pub(super) fn overdue(pace: &Pace) -> String {
    format!("{}的期限已到，剩余任务须尽快清零", pace.period.to.short())
}

/// 按近期平均进度，户数约需60天完成（快则40天，慢则90天），面积约需44天完成（快则30天，慢则61天）
pub(super) fn forecasts(standings: &Standings) -> Vec<String> {
    let of = || standings.total.iter().map(|t| &t.forecast).zip(&standings.measures);
    let turn = Turn::of(standings.day);
    let one = |(forecast, measure): (&Forecast, &Measure)| {
        let Forecast::Days { mean, fastest, slowest } = forecast else { return None };
        let name = &measure.name;
        let slow = slowest.map_or_else(String::new, |n| format!("，慢则{n}天"));
        let said = match turn.at(9, 3) {
            0 => format!("约需{mean}天完成"),
            1 => format!("约{mean}天可完成"),
            _ => format!("还需约{mean}天"),
        };
        Some(format!("{name}{said}（快则{fastest}天{slow}）"))
    };
    let met: Vec<String> = of().filter_map(one).collect();
    let never: Vec<&str> =
        of().filter(|(f, _)| **f == Forecast::Never).map(|(_, m)| m.name.as_str()).collect();
    let mut clauses = Vec::new();
    if !met.is_empty() {
        let lead = turn.choose(9, ["按近期平均进度", "照近期日均进度推算", "若保持近期平均进度"]);
        clauses.push(format!("{lead}，{}", met.join("，")));
    }
    if !never.is_empty() {
        clauses.push(format!("按近期进度，{}无法完成", never.join("、")));
    }
    clauses
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
