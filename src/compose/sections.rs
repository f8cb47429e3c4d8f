//! Which paragraphs an issue has, in the order 总体情况, 进度靠前, 进度滞后, 未报与数据异常, 下一步.

use super::document::{Block, Span};
use super::number::share;
use super::{unreported, wording};
use crate::model::{Measure, Share};
use crate::plan::Plan;
use crate::reckon::{Figures, Required, Standing, Standings, Status};

/// Rates by district are named up to so many districts; beyond, the sentence would be a table.
const RATES_NAMED: usize = 8;

/// 总体情况, over the table.
pub(super) fn overall(standings: &Standings, plan: &Plan) -> Block {
    let mut text = wording::overall(standings, plan);
    if let Some(pace) = standings.begun() {
        text += &wording::pace(pace, standings);
    }
    paragraph("总体情况", text)
}

/// The paragraphs below the table.
pub(super) fn particulars(standings: &Standings, plan: &Plan) -> Vec<Block> {
    let mut sections = vec![("进度靠前", ahead(standings, plan))];
    if plan.criticism {
        sections.push(("进度滞后", behind(standings, plan)));
    }
    sections.push(unreported_and_misfits(standings, plan));
    sections.push(("下一步", next(standings, plan)));
    sections.retain(|(_, text)| !text.is_empty());
    sections.into_iter().map(|(head, text)| paragraph(head, text)).collect()
}

fn paragraph(head: &str, text: String) -> Block {
    Block::Paragraph(vec![Span::strong(format!("{head}。")), Span::plain(text)])
}

/// Those ranked first in each measure, and those that climbed.
fn ahead(standings: &Standings, plan: &Plan) -> String {
    let mut clauses = Vec::new();
    if let Some(leader) = leader_in_all(standings) {
        let shares: Vec<String> =
            leader.figures.iter().flatten().map(|f| share(f.share, standings)).collect();
        clauses.push(wording::first_in_all(
            standings.day,
            &leader.district.name,
            &standings.measures,
            &shares,
        ));
        let group = leader.district.group.as_deref();
        let named = |index| foremost(standings, index, plan, group);
        let after: Vec<(&Measure, Vec<(String, String)>)> =
            standings.measures.iter().enumerate().map(|(i, m)| (m, named(i)[1..].to_vec())).collect();
        clauses.extend(wording::following(standings.day, &after));
    } else {
        clauses.extend(by_group(standings, |index, group| foremost(standings, index, plan, group), false));
    }
    for (index, measure) in standings.measures.iter().enumerate() {
        clauses.extend(climbers(standings, index, measure, plan));
    }
    sentence(&clauses)
}

/// Those ranked last in each measure; only where the plan turns criticism on.
fn behind(standings: &Standings, plan: &Plan) -> String {
    let last = |index, group: Option<&str>| {
        let ranked = ranked(standings, index, group);
        let many = plan.named.min(ranked.len() / 2);
        printed(&ranked[ranked.len() - many..], standings)
    };
    sentence(&by_group(standings, last, true))
}

/// A clause a measure and group, as groups are ranked apart.
fn by_group(
    standings: &Standings,
    named: impl Fn(usize, Option<&str>) -> Vec<(String, String)>,
    from_the_end: bool,
) -> Vec<String> {
    let mut groups: Vec<Option<&str>> = Vec::new();
    for d in &standings.districts {
        if !groups.contains(&d.district.group.as_deref()) {
            groups.push(d.district.group.as_deref());
        }
    }
    let several = groups.len() > 1;
    let mut clauses = Vec::new();
    for (index, measure) in standings.measures.iter().enumerate() {
        for group in &groups {
            let named = named(index, *group);
            if !named.is_empty() {
                let within = if several { group.unwrap_or_default() } else { "" };
                clauses.push(wording::placed(standings.day, within, measure, &named, from_the_end));
            }
        }
    }
    clauses
}

/// The first few of one measure in a group, as named in the text: never all of several, for then none
/// would be ahead.
fn foremost(standings: &Standings, index: usize, plan: &Plan, group: Option<&str>) -> Vec<(String, String)> {
    let ranked = ranked(standings, index, group);
    let many = plan.named.min(ranked.len().saturating_sub(1)).max(1);
    printed(&ranked[..many.min(ranked.len())], standings)
}

/// Who did not report, and how many cells and files did not fit: both stand in the notes one by one.
fn unreported_and_misfits(standings: &Standings, plan: &Plan) -> (&'static str, String) {
    let clauses: Vec<String> =
        unreported::clauses(standings, plan).into_iter().map(|(_, clause)| clause).collect();
    let unreported = sentence(&clauses);
    let (all, unused) = super::misfits::counted(standings);
    let misfits = if all > 0 { sentence(&[wording::misfits(all, unused)]) } else { String::new() };
    let head = match (unreported.is_empty(), misfits.is_empty()) {
        (true, _) => "数据异常",
        (false, true) => "未报情况",
        (false, false) => "未报与数据异常",
    };
    (head, unreported + &misfits)
}

/// What the deadline asks for, and when it would be met at this rate.
fn next(standings: &Standings, plan: &Plan) -> String {
    let mut clauses = Vec::new();
    if let Some(pace) = standings.begun() {
        let late = standings.total.iter().any(|t| t.required == Some(Required::Overdue));
        if late {
            clauses.push(wording::overdue(pace));
        } else if let Some(required) = wording::required(standings, pace, plan) {
            let rates = rates_by_district(standings);
            let by_district =
                if rates.is_empty() { String::new() } else { format!("，其中{}", rates.join("，")) };
            clauses.push(format!("{required}{by_district}"));
        }
    }
    let forecasts = standings.total.iter().zip(&standings.measures);
    clauses.extend(forecasts.filter_map(|(t, m)| wording::forecast(standings.day, m, &t.forecast)));
    sentence(&clauses)
}

fn rates_by_district(standings: &Standings) -> Vec<String> {
    // of one district alone it is the whole's, said already
    if !(2..=RATES_NAMED).contains(&standings.districts.len()) {
        return Vec::new();
    }
    let rate = |(f, m): (&Option<Figures>, &Measure)| match f.as_ref()?.required.as_ref()? {
        Required::Daily { amount, .. } => Some(super::number::with_unit(*amount, m)),
        Required::Cleared | Required::Overdue => None,
    };
    let of = |d: &Standing| {
        let rates: Vec<String> = d.figures.iter().zip(&standings.measures).filter_map(rate).collect();
        (!rates.is_empty()).then(|| wording::required_of(&d.district.name, &rates))
    };
    standings.districts.iter().filter_map(of).collect()
}

/// The one district that is first, alone, in every measure, where there are several measures.
fn leader_in_all(standings: &Standings) -> Option<&Standing> {
    let several = standings.measures.len() > 1 && standings.districts.len() > 2 && one_group(standings);
    let first =
        |f: &Option<Figures>| f.as_ref().and_then(|f| f.rank).is_some_and(|r| r.place == 1 && !r.tied);
    standings.districts.iter().find(|d| several && d.figures.iter().all(first))
}

fn one_group(standings: &Standings) -> bool {
    standings.districts.windows(2).all(|pair| pair[0].district.group == pair[1].district.group)
}

/// Reporting districts of a group with a rank, best first; administrative order among the equal.
fn ranked<'s>(standings: &'s Standings, index: usize, group: Option<&str>) -> Vec<(&'s Standing, Share)> {
    let mut ranked: Vec<(&Standing, Share)> = standings
        .districts
        .iter()
        .filter(|d| d.status == Status::Reported && d.district.group.as_deref() == group)
        .filter_map(|d| Some((d, d.figures[index].as_ref()?.share?)))
        .collect();
    ranked.sort_by_key(|(_, share)| std::cmp::Reverse(*share));
    ranked
}

fn printed(ranked: &[(&Standing, Share)], standings: &Standings) -> Vec<(String, String)> {
    ranked.iter().map(|(d, s)| (d.district.name.clone(), share(Some(*s), standings))).collect()
}

/// Those that climbed farthest, together where they climbed as far; as many as the text names elsewhere.
fn climbers(standings: &Standings, index: usize, measure: &Measure, plan: &Plan) -> Vec<String> {
    let climb = |d: &'_ Standing| {
        let places = d.figures[index].as_ref().and_then(|f| f.rank_change);
        places.filter(|n| *n > 0 && d.status == Status::Reported)
    };
    let mut climbs: Vec<(i32, &str)> =
        standings.districts.iter().filter_map(|d| Some((climb(d)?, d.district.name.as_str()))).collect();
    climbs.sort_by_key(|(places, _)| -places);
    climbs.truncate(plan.named);
    let alike = climbs.chunk_by(|a, b| a.0 == b.0);
    let clause = |same: &[(i32, &str)]| {
        let names: Vec<&str> = same.iter().map(|(_, name)| *name).collect();
        wording::climbed(standings.day, measure, &names, same[0].0)
    };
    alike.map(clause).collect()
}

fn sentence(clauses: &[String]) -> String {
    if clauses.is_empty() { String::new() } else { format!("{}。", clauses.join("；")) }
}
