//! The chart of shares: a bar per district and measure, the part since the last issue set apart.

use super::absent::{self, Edge, NO_TASK};
use super::words;
use crate::compose::chart::{Bar, BarChart, BarGroup, BarLegend, Tick};
use crate::compose::number::{UNREPORTED, change, share};
use crate::compose::table::CARRIED;
use crate::compose::wording::since;
use crate::model::{Amount, Measure, Share};
use crate::plan::Plan;
use crate::reckon::{Figures, Standing, Standings, Status};

/// Up to so many districts have a group of bars each;
const MOST: usize = 60;
/// of more, so many of the foremost;
const FOREMOST: usize = 30;
/// where criticism is turned on, so many of the foremost and of the last.
const ENDS: (usize, usize) = (20, 10);
/// Beyond these, so many that share the last place.
const EQUALS: usize = 10;

/// Of very many, who is shown.
struct Parted<'a> {
    first: Vec<&'a Standing>,
    rest: Vec<&'a Standing>,
    last: Vec<&'a Standing>,
    /// places of the first and of the last, as the caption says them
    places: (usize, usize),
    /// what became of equals at either edge
    edges: [Edge; 2],
}

/// One district's bars compare with nothing, and say what its row of the table says.
const DISTRICTS_AT_LEAST: usize = 2;

/// The chart of an issue.
pub(super) fn chart(standings: &Standings, plan: &Plan) -> Result<BarChart, &'static str> {
    let has_share = |d: &&Standing| d.figures.iter().flatten().any(|figures| figures.share.is_some());
    if standings.districts.iter().filter(has_share).count() < DISTRICTS_AT_LEAST {
        return Err("fewer than two districts have a share");
    }
    let Parted { first, rest, last, places, edges } = parted(standings, plan.criticism);
    let only = standings.measures.first().filter(|_| standings.measures.len() == 1);
    let caption = match standings.measures.first().filter(|_| !rest.is_empty()) {
        Some(measure) => words::shares_of_some(measure, (places.0, first.len()), (places.1, last.len())),
        None => words::shares(only),
    };
    let others = standings.measures.first().and_then(|measure| middle(&rest, measure, standings));
    // those shown say 无任务 or 未报 at their bars
    let (absent, absent_in_full) =
        if rest.is_empty() { Default::default() } else { absent::note(standings, &[0]) };
    let others = others.unwrap_or_default() + words::equals(&edges);
    let pace = standings
        .begun()
        .map(|pace| Tick { at: pace.elapsed, label: words::pace(pace, standings.share_decimals) });
    let begins_last = first.len();
    let shown: Vec<&Standing> = first.into_iter().chain(last).collect();
    let starred = shown.iter().any(|d| is_carried(d)).then(|| words::starred(CARRIED));
    let mut groups: Vec<BarGroup> = shown.iter().map(|d| group(d, standings)).collect();
    if let Some(group) = groups.get_mut(begins_last) {
        group.opens = Some(words::last(places.1));
    }
    let whole = Share::of(Amount::whole(1), Amount::whole(1));
    let shares = || groups.iter().flat_map(|group| &group.bars).filter_map(|bar| bar.share);
    let is_exceeded = shares().any(|share| Some(share) > whole);
    Ok(BarChart {
        legend: legend(standings, starred),
        alternative: alternative((&caption, &shown, &groups), pace.as_ref(), standings)
            + &others
            + &absent_in_full,
        caption,
        task: whole.filter(|_| is_exceeded).map(|at| Tick { at, label: words::TASK.to_owned() }),
        note: absent::said(&[&others, &absent]),
        groups,
        pace,
    })
}

/// Those shown first, those left out, and those shown last. All are shown; of very many, those with the
/// highest share of the first measure, the highest first, and where criticism is turned on the last: the
/// others would fill pages that nobody leafs through, and stand in the table.
fn parted(standings: &Standings, criticism: bool) -> Parted<'_> {
    let mut all: Vec<&Standing> = standings.districts.iter().collect();
    let whole = [Edge::Clean; 2];
    if all.len() <= MOST {
        return Parted { first: all, rest: Vec::new(), last: Vec::new(), places: (0, 0), edges: whole };
    }
    all.sort_by_key(|d| std::cmp::Reverse(first_share(d)));
    // no share is no place: who has none is not last
    let ranked = all.iter().filter(|d| first_share(d).is_some()).count();
    let (foremost, last) = if criticism && ranked > MOST { ENDS } else { (FOREMOST, 0) };
    let unranked = all.split_off(ranked.max(foremost));
    let alike = |a: usize, b: usize| first_share(all[a]) == first_share(all[b]);
    let (from_top, top) = absent::with_equals(all.len(), foremost, foremost + EQUALS, &alike);
    let below = all.len() - from_top;
    let up = |a: usize, b: usize| alike(all.len() - 1 - a, all.len() - 1 - b);
    let (from_bottom, bottom) = absent::with_equals(below, last.min(below), last + EQUALS, &up);
    let mut rest = all.split_off(from_top);
    let shown_last = rest.split_off(rest.len() - from_bottom);
    rest.extend(unranked);
    Parted { first: all, rest, last: shown_last, places: (foremost, last), edges: [top, bottom] }
}

fn first_share(d: &Standing) -> Option<Share> {
    d.figures.first().and_then(|f| f.as_ref()?.share)
}

/// What is said of those left out.
fn middle(rest: &[&Standing], measure: &Measure, standings: &Standings) -> Option<String> {
    let shares = || rest.iter().filter_map(|d| first_share(d));
    let (least, most) = shares().min().zip(shares().max())?;
    Some(words::the_others(
        shares().count(),
        measure,
        &share(Some(least), standings),
        &share(Some(most), standings),
    ))
}

fn legend(standings: &Standings, starred: Option<String>) -> BarLegend {
    match &standings.last {
        Some(last) => BarLegend {
            before: format!("截至{}", last.day.short()),
            since: format!("{}新增", since(standings.day, last.day)),
            starred,
        },
        None => {
            BarLegend { before: format!("截至{}", standings.day.short()), since: String::new(), starred }
        }
    }
}

fn group(d: &Standing, standings: &Standings) -> BarGroup {
    let bar = |(figures, m): (&Option<Figures>, &Measure)| match figures {
        None => Bar {
            label: m.name.clone(),
            share: None,
            before: None,
            change: None,
            text: UNREPORTED.to_owned(),
        },
        Some(f) => {
            let text = f.share.map_or_else(|| NO_TASK.to_owned(), |_| share(f.share, standings));
            // at the first issue there is no earlier part: all of it stands as it is
            let before = if standings.last.is_some() { f.share_before } else { f.share };
            Bar { label: m.name.clone(), share: f.share, before, change: f.change, text }
        }
    };
    BarGroup {
        // as in the table
        label: format!("{}{}", d.district.name, if is_carried(d) { CARRIED } else { "" }),
        bars: d.figures.iter().zip(&standings.measures).map(bar).collect(),
        opens: None,
    }
}

fn is_carried(d: &Standing) -> bool {
    matches!(d.status, Status::Carried(_))
}

/// The same in words: 魏都区户数9.39%（+0.53）、面积12.08%（+0.40）；…。序时进度27.78%。
fn alternative(
    (caption, shown, groups): (&str, &[&Standing], &[BarGroup]),
    pace: Option<&Tick>,
    standings: &Standings,
) -> String {
    let pace = pace.map_or_else(String::new, |pace| format!("{}。", pace.label));
    // the light part of a bar; who carries the last issue's figures has none
    let new =
        |bar: &Bar| bar.change.map_or_else(String::new, |c| format!("（{}）", change(Some(c), standings)));
    let has_new = groups.iter().flat_map(|group| &group.bars).any(|bar| bar.change.is_some());
    let since = standings.last.as_ref().filter(|_| has_new).map(|last| since(standings.day, last.day));
    let said = since.map_or_else(String::new, |since| format!("，括号内为{since}变化的百分点"));
    // a star is said in words
    let of = |(d, g): (&&Standing, &BarGroup)| {
        let bars: Vec<String> = g.bars.iter().map(|b| format!("{}{}{}", b.label, b.text, new(b))).collect();
        let carried = if is_carried(d) { format!("（{}）", words::CARRIED) } else { String::new() };
        format!("{}{carried}{}", d.district.name, bars.join("、"))
    };
    let groups: Vec<String> = shown.iter().zip(groups).map(of).collect();
    format!("条形图，{caption}{said}：{}。{pace}", groups.join("；"))
}
