//! Which paragraphs an issue has, in the order 总体情况, 进度靠前, 进度滞后, 未报与数据异常, 下一步.

use super::document::{Block, Span};
use super::number::share;
use super::unreported::Absence;
use super::wording::Climbed;
use super::{unreported, wording};
use crate::model::{Amount, Measure, Share};
use crate::plan::Plan;
use crate::reckon::{Figures, Required, Standing, Standings, Status};

/// Rates by district are named up to so many districts; beyond, the sentence would be a table.
const RATES_NAMED: usize = 8;

/// 总体情况, over the table, or with the 附件 that has it.
pub(super) fn overall(standings: &Standings, plan: &Plan, annex: Option<&str>) -> Block {
    let mut text = wording::overall(standings, plan);
    if let Some(pace) = standings.begun() {
        text += &wording::pace(pace, standings);
    }
    text += &annex.map(wording::see).unwrap_or_default();
    paragraph("总体情况", text)
}

/// The paragraphs below the table, which an 附件 may have.
pub(super) fn particulars(standings: &Standings, plan: &Plan, annex: Option<&str>) -> Vec<Block> {
    let mut sections = vec![("进度靠前", ahead(standings, plan))];
    if plan.criticism {
        sections.push(("进度滞后", behind(standings, plan)));
    }
    sections.push(unreported_and_misfits(standings, plan, annex));
    sections.push(("下一步", next(standings, plan)));
    sections.retain(|(_, text)| !text.is_empty());
    sections.into_iter().map(|(head, text)| paragraph(head, text)).collect()
}

fn paragraph(head: &str, text: String) -> Block {
    Block::Paragraph(vec![Span::strong(format!("{head}。")), Span::plain(text)])
}

/// Those ranked first in each measure, and those that climbed.
fn ahead(standings: &Standings, plan: &Plan) -> String {
    // where nothing is left nobody is ahead; that all is done is said above. Nor is one alone ahead of anybody
    if standings.districts.len() < 2 || standings.total.iter().all(|t| t.left.is_zero()) {
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
    sentence(&clauses) + &climbers(standings, plan).map(|said| sentence(&[said])).unwrap_or_default()
}

/// Those ranked last in each measure; only where the plan turns criticism on. Who is where the time elapsed asks to be
/// does not lag, whatever its place.
fn behind(standings: &Standings, plan: &Plan) -> String {
    let last = |index, group: Option<&str>| {
        let mut ranked = ranked(standings, index, group);
        ranked.reverse();
        let (all, many) = (ranked.len(), plan.named.min(ranked.len() / 2));
        if let Some(pace) = standings.begun() {
            ranked.retain(|(_, share)| *share < pace.elapsed);
        }
        match end(&ranked, many, all, standings) {
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

/// The first `many` of one end of a ranking of `all`; of those with the same share all or none, so that chance names
/// nobody.
fn end(ranked: &[(&Standing, Share)], many: usize, all: usize, standings: &Standings) -> End {
    let alike = |at: usize| ranked.iter().filter(|(_, share)| *share == ranked[at].1).count();
    if ranked.is_empty() || many == 0 {
        return End::Named(Vec::new());
    }
    let many = many.min(ranked.len());
    let level = |tied| End::Level { tied, of_all: tied == all, share: share(Some(ranked[0].1), standings) };
    if all > 1 && alike(0) == all {
        return level(all);
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
    end(&ranked, many.min(begun), ranked.len(), standings)
}

/// Who did not report, and how many cells and files did not fit: both stand in the notes one by one.
fn unreported_and_misfits(standings: &Standings, plan: &Plan, annex: Option<&str>) -> (&'static str, String) {
    let clauses: Vec<String> =
        unreported::clauses(standings, plan).into_iter().map(|(_, clause)| clause).collect();
    let unreported = sentence(&clauses);
    let (all, unused) = super::misfits::counted(standings);
    let misfits = if all > 0 { sentence(&[wording::misfits(all, unused, annex)]) } else { String::new() };
    let absent = standings.districts.iter().filter(|d| d.status != Status::Reported);
    let is_silent = |d: &Standing| unreported::absence(d, standings) == Absence::Silent;
    let (silent, unused): (Vec<&Standing>, Vec<&Standing>) = absent.partition(|d| is_silent(d));
    let head = match (silent.is_empty(), unused.is_empty() && misfits.is_empty()) {
        (true, _) => "数据异常",
        (false, true) => "未报情况",
        (false, false) => "未报与数据异常",
    };
    (head, unreported + &misfits)
}

/// What the deadline asks for, and when it would be met at this rate.
fn next(standings: &Standings, plan: &Plan) -> String {
    let mut sentences = Vec::new();
    if let Some(pace) = standings.begun() {
        let late = standings.total.iter().any(|t| t.required == Some(Required::Overdue));
        if late {
            sentences.push(sentence(&[wording::overdue(pace)]));
        } else if let Some(required) = wording::required(standings, pace, plan) {
            sentences.push(sentence(&[required]));
            sentences.extend(rates_by_district(standings, plan).map(|rates| sentence(&[rates])));
        }
    }
    sentences.push(sentence(&wording::forecasts(standings)));
    sentences.concat()
}

/// The rate required of each district; of many, of those that need most of the first measure, as many as the text names
/// elsewhere and none of equals without the other.
fn rates_by_district(standings: &Standings, plan: &Plan) -> Option<String> {
    // of one district alone it is the whole's, said already
    if standings.districts.len() < 2 {
        return None;
    }
    let mut rates: Vec<(&str, Vec<(Amount, &Measure)>)> = Vec::new();
    for d in &standings.districts {
        let rate = |(f, m): (&Option<Figures>, _)| match f.as_ref()?.required.as_ref()? {
            Required::Daily { amount, .. } => Some((*amount, m)),
            Required::Cleared | Required::Overdue => None,
        };
        let of = d.figures.iter().zip(&standings.measures).filter_map(rate).collect();
        rates.push((&d.district.name, of));
    }
    rates.retain(|(_, of)| !of.is_empty());
    let are_all = standings.districts.len() <= RATES_NAMED;
    if !are_all {
        let first = standings.measures.first()?;
        rates.retain(|(_, rates)| rates.first().is_some_and(|(_, measure)| *measure == first));
        rates.sort_by_key(|(_, rates)| std::cmp::Reverse(rates[0].0));
        let named = plan.named.min(rates.len());
        let most = rates.get(named).map(|(_, next)| next[0].0);
        rates.truncate(named);
        rates.retain(|(_, rates)| Some(rates[0].0) != most);
    }
    (!rates.is_empty()).then(|| wording::required_each(standings, plan, &rates, are_all))
}

/// The one district that is first, alone, in every measure, where there are several measures.
fn leader_in_all(standings: &Standings) -> Option<&Standing> {
    let several = standings.measures.len() > 1 && standings.districts.len() > 1 && one_group(standings);
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
/// did; as many as the text names elsewhere, of those that climbed as far all or none: where already the farthest are
/// far too many to be named, they are counted.
fn climbers(standings: &Standings, plan: &Plan) -> Option<String> {
    let last = standings.last.as_ref()?.day;
    let mut alike: Vec<(Vec<&str>, Vec<Climb<'_>>)> = Vec::new();
    for (index, measure) in standings.measures.iter().enumerate() {
        let climb = |d: &Standing| {
            let places = d.figures[index].as_ref().and_then(|f| f.rank_change);
            places.filter(|n| *n > 0 && d.status == Status::Reported)
        };
        let mut climbs: Vec<Climb<'_>> =
            standings.districts.iter().filter_map(|d| Some((climb(d)?, d.district.name.as_str()))).collect();
        climbs.sort_by_key(|(places, _)| -places);
        match alike.iter_mut().find(|(_, same)| *same == climbs) {
            Some((measures, _)) => measures.push(&measure.name),
            None => alike.push((vec![measure.name.as_str()], climbs)),
        }
    }
    alike.retain(|(_, climbs)| !climbs.is_empty() && plan.named > 0);
    let all: Vec<(Vec<&str>, Vec<Climbed<'_>>)> =
        alike.into_iter().map(|(measures, climbs)| (measures, farthest(&climbs, plan.named))).collect();
    wording::climbed(standings.day, last, &all)
}

/// Of those that climbed, the farthest first, as many as can be named.
fn farthest<'s>(climbs: &[Climb<'s>], many: usize) -> Vec<Climbed<'s>> {
    let mut named = 0;
    let mut told: Vec<Climbed<'s>> = Vec::new();
    for same in climbs.chunk_by(|a, b| a.0 == b.0) {
        named += same.len();
        if named > many && !told.is_empty() {
            break;
        }
        let can_be_named = same.len() <= many * 2;
        let names = same.iter().filter(|_| can_be_named).map(|(_, name)| *name).collect();
        told.push(Climbed { many: same.len(), names, places: same[0].0 });
    }
    told
}

fn sentence(clauses: &[String]) -> String {
    if clauses.is_empty() { String::new() } else { format!("{}。", clauses.join("；")) }
}
