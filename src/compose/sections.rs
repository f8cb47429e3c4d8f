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
    // where nothing is left nobody is ahead; that all is done is said above
    if standings.total.iter().all(|t| t.left.is_zero()) {
        return String::new();
    }
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
        let after = |index| match foremost(standings, index, plan, group) {
            End::Named(named) => named.into_iter().skip(1).collect(),
            End::Level { .. } => Vec::new(),
        };
        let after: Vec<(&Measure, Vec<(String, String)>)> =
            standings.measures.iter().enumerate().map(|(i, m)| (m, after(i))).collect();
        clauses.extend(wording::following(standings.day, &after));
    } else {
        clauses.extend(by_group(standings, |index, group| foremost(standings, index, plan, group), false));
    }
    clauses.extend(climbers(standings, plan));
    sentence(&clauses)
}

/// Those ranked last in each measure; only where the plan turns criticism on.
fn behind(standings: &Standings, plan: &Plan) -> String {
    let last = |index, group: Option<&str>| {
        let mut ranked = ranked(standings, index, group);
        ranked.reverse();
        let many = plan.named.min(ranked.len() / 2);
        match end(&ranked, many, standings) {
            // where all stand level nobody is behind
            End::Level { of_all: true, .. } => End::Named(Vec::new()),
            End::Named(mut named) => {
                named.reverse();
                End::Named(named)
            }
            level @ End::Level { .. } => level,
        }
    };
    sentence(&by_group(standings, last, true))
}

/// Who stands at one end of a ranking.
enum End {
    /// these, each with its share; nobody where there is nobody to name
    Named(Vec<(String, String)>),
    /// more than can be named, with one share
    Level { tied: usize, of_all: bool, share: String },
}

/// The first `many` of a ranking; of those with the same share all or none, so that chance names nobody.
fn end(ranked: &[(&Standing, Share)], many: usize, standings: &Standings) -> End {
    let alike = |at: usize| ranked.iter().filter(|(_, share)| *share == ranked[at].1).count();
    if ranked.is_empty() || many == 0 {
        return End::Named(Vec::new());
    }
    let many = many.min(ranked.len());
    let level =
        |tied| End::Level { tied, of_all: tied == ranked.len(), share: share(Some(ranked[0].1), standings) };
    if ranked.len() > 1 && alike(0) == ranked.len() {
        return level(ranked.len());
    }
    let is_cut = ranked.get(many).is_some_and(|(_, next)| *next == ranked[many - 1].1);
    if !is_cut {
        return End::Named(printed(&ranked[..many], standings));
    }
    match ranked.iter().position(|(_, share)| *share == ranked[many].1) {
        Some(0) | None => level(alike(0)),
        Some(before) => End::Named(printed(&ranked[..before], standings)),
    }
}

/// A clause a measure and group, as groups are ranked apart.
fn by_group(
    standings: &Standings,
    at_end: impl Fn(usize, Option<&str>) -> End,
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
            let within = if several { group.unwrap_or_default() } else { "" };
            match at_end(index, *group) {
                End::Named(named) if named.is_empty() => {}
                End::Named(named) => {
                    clauses.push(wording::placed(standings.day, within, measure, &named, from_the_end));
                }
                End::Level { tied, of_all, share } => {
                    let tied = (!of_all).then_some(tied);
                    clauses.push(wording::level(within, measure, tied, &share, from_the_end));
                }
            }
        }
    }
    clauses
}

/// The first few of one measure in a group, as named in the text: never all of several, for then none
/// would be ahead, nor one that has done nothing.
fn foremost(standings: &Standings, index: usize, plan: &Plan, group: Option<&str>) -> End {
    let ranked = ranked(standings, index, group);
    let many = plan.named.min(ranked.len().saturating_sub(1)).max(1);
    let begun = ranked.iter().take_while(|(_, share)| !share.terms().0.is_zero()).count();
    end(&ranked, many.min(begun), standings)
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
    clauses.extend(wording::forecasts(standings));
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

/// Districts of a group with a rank, best first; administrative order among the equal. Those whose figures
/// are carried are among them, as in the table: without them another would be called first than the table has.
fn ranked<'s>(standings: &'s Standings, index: usize, group: Option<&str>) -> Vec<(&'s Standing, Share)> {
    let mut ranked: Vec<(&Standing, Share)> = standings
        .districts
        .iter()
        .filter(|d| d.district.group.as_deref() == group)
        .filter_map(|d| Some((d, d.figures[index].as_ref()?.share?)))
        .collect();
    ranked.sort_by_key(|(_, share)| std::cmp::Reverse(*share));
    ranked
}

fn printed(ranked: &[(&Standing, Share)], standings: &Standings) -> Vec<(String, String)> {
    let told = |(d, s): &(&Standing, Share)| {
        let carried = if d.status == Status::Reported { "" } else { "，沿用上期" };
        (d.district.name.clone(), share(Some(*s), standings) + carried)
    };
    ranked.iter().map(told).collect()
}

/// How many places which district climbed.
type Climb<'s> = (i32, &'s str);

/// Those that climbed farthest, together where they climbed as far, and measures together in which the same
/// did; as many as the text names elsewhere.
fn climbers(standings: &Standings, plan: &Plan) -> Vec<String> {
    let mut alike: Vec<(Vec<&str>, Vec<Climb<'_>>)> = Vec::new();
    for (index, measure) in standings.measures.iter().enumerate() {
        let climb = |d: &Standing| {
            let places = d.figures[index].as_ref().and_then(|f| f.rank_change);
            places.filter(|n| *n > 0 && d.status == Status::Reported)
        };
        let mut climbs: Vec<Climb<'_>> =
            standings.districts.iter().filter_map(|d| Some((climb(d)?, d.district.name.as_str()))).collect();
        climbs.sort_by_key(|(places, _)| -places);
        climbs.truncate(plan.named);
        match alike.iter_mut().find(|(_, same)| *same == climbs) {
            Some((measures, _)) => measures.push(&measure.name),
            None => alike.push((vec![measure.name.as_str()], climbs)),
        }
    }
    let clause = |(measures, climbs): &(Vec<&str>, Vec<Climb<'_>>)| {
        let as_far = climbs.chunk_by(|a, b| a.0 == b.0);
        let climbed: Vec<(Vec<&str>, i32)> =
            as_far.map(|same| (same.iter().map(|(_, name)| *name).collect(), same[0].0)).collect();
        wording::climbed(standings.day, measures, &climbed)
    };
    alike.iter().filter(|(_, climbs)| !climbs.is_empty()).map(clause).collect()
}

fn sentence(clauses: &[String]) -> String {
    if clauses.is_empty() { String::new() } else { format!("{}。", clauses.join("；")) }
}
