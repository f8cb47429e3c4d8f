//! Who stands where: first, last, and who climbed.

use super::since;
use crate::compose::turn::Turn;
use crate::model::{Day, Measure};

/// 户数占比居前3位的是市城乡一体化示范区（51.53%）、…; with the group's name before it where there are several
pub(in crate::compose) fn placed(
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
pub(in crate::compose) fn first_in_all(
    day: Day,
    name: &str,
    measures: &[Measure],
    shares: &[String],
) -> String {
    let names: Vec<&str> = measures.iter().map(|m| m.name.as_str()).collect();
    let (names, shares) = (names.join("、"), shares.join("、"));
    match Turn::of(day).at(5, 3) {
        0 => format!("{name}{names}占比均居首位，分别为{shares}"),
        1 => format!("{names}占比均以{name}为最高，分别为{shares}"),
        _ => format!("{name}各项占比均居首位，{names}分别为{shares}"),
    }
}

/// 其后，户数占比依次为国家许昌经济技术开发区（11.13%）、魏都区（9.39%），面积占比依次为…
pub(in crate::compose) fn following(day: Day, after: &[(&Measure, Vec<(String, String)>)]) -> Option<String> {
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
pub(in crate::compose) struct Climbed<'a> {
    /// how many did
    pub many: usize,
    /// each by name; nobody where they are too many
    pub names: Vec<&'a str>,
    pub places: i32,
}

/// 较昨日，东城区、国家许昌经济技术开发区面积占比排名各上升1位; where some climbed unlike, 较昨日，面积占比排名，东城区上升3位，
/// 建安区上升1位; one form for all measures
pub(in crate::compose) fn climbed(
    day: Day,
    last: Day,
    all: &[(Vec<&str>, Vec<Climbed<'_>>)],
) -> Option<String> {
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
pub(in crate::compose) fn level(
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
