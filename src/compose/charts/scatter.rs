//! One share against another.

use super::absent::{self, Edge};
use super::words;
use crate::compose::chart::{COUNTED_FROM, ScatterChart, ScatterPoint, Tick};
use crate::compose::number::share;
use crate::model::Share;
use crate::reckon::{Figures, Standings, Status};

/// Two marks say nothing that the table does not.
const POINTS_AT_LEAST: usize = 3;
/// Up to so many districts all are named;
const ALL_NAMED: usize = 30;
/// of more, so many of the foremost by each measure.
const FOREMOST: usize = 8;
/// Beyond these, so many that share the last place.
const EQUALS: usize = 4;

/// The chart of an issue: one measure along, the other up, by their indices.
pub(super) fn chart(standings: &Standings, [along, up]: [usize; 2]) -> Result<ScatterChart, &'static str> {
    let measures = &standings.measures;
    let (Some(x), Some(y)) = (measures.get(along), measures.get(up)) else {
        return Err("it needs two measures");
    };
    let shares: Vec<(usize, Share, Share)> = standings
        .districts
        .iter()
        .enumerate()
        .filter_map(|(d, standing)| {
            let of = |i: usize| standing.figures.get(i)?.as_ref().and_then(|f: &Figures| f.share);
            Some((d, of(along)?, of(up)?))
        })
        .collect();
    if shares.len() < POINTS_AT_LEAST {
        return Err("fewer than three districts have both shares");
    }
    if shares.iter().all(|(_, x, y)| (*x, *y) == (shares[0].1, shares[0].2)) {
        return Err("all districts have the same shares");
    }
    let is_crowded = shares.len() > ALL_NAMED;
    let foremost = |of: fn(&(usize, Share, Share)) -> Share| {
        let mut order: Vec<&(usize, Share, Share)> = shares.iter().collect();
        order.sort_by_key(|point| std::cmp::Reverse(of(point)));
        let alike = |a: usize, b: usize| of(order[a]) == of(order[b]);
        let (shown, edge) = absent::with_equals(order.len(), FOREMOST, FOREMOST + EQUALS, &alike);
        (order.iter().take(shown).map(|point| point.0).collect::<Vec<usize>>(), edge)
    };
    let ((by_x, edge_x), (by_y, edge_y)) = (foremost(|p| p.1), foremost(|p| p.2));
    // who stands where somebody is named is counted with him, and not parted from his equals
    let parted = |of: fn(&(usize, Share, Share)) -> Share, chosen: &[usize], all: &[usize], edge: Edge| {
        let at = |d: &usize| shares.iter().find(|point| point.0 == *d);
        let last = chosen.last().and_then(at).map(of);
        let is_named = |p: &&(usize, Share, Share)| {
            all.iter().filter_map(at).any(|named| (named.1, named.2) == (p.1, p.2))
        };
        let is_parted = shares.iter().any(|p| Some(of(p)) == last && !is_named(&p));
        if edge == Edge::Cut && !is_parted { Edge::Clean } else { edge }
    };
    let named = [by_x.clone(), by_y.clone()].concat();
    let edges = [parted(|p| p.1, &by_x, &named, edge_x), parted(|p| p.2, &by_y, &named, edge_y)];
    let is_counted = shares.iter().any(|p| {
        let here = || shares.iter().filter(|other| (other.1, other.2) == (p.1, p.2));
        let (all, some) = (here().count(), here().filter(|other| named.contains(&other.0)).count());
        if some > 0 { some < all } else { all >= COUNTED_FROM }
    });
    let point = |(d, x, y): &(usize, Share, Share)| {
        let standing = &standings.districts[*d];
        ScatterPoint {
            label: (!is_crowded || named.contains(d)).then(|| standing.district.name.clone()),
            x: *x,
            y: *y,
            carried: standing.status != Status::Reported,
        }
    };
    let points: Vec<ScatterPoint> = shares.iter().map(point).collect();
    // who cannot see the marks is told them all
    let said = |(d, x, y): &(usize, Share, Share)| {
        let name = &standings.districts[*d].district.name;
        format!("{name}{}、{}", share(Some(*x), standings), share(Some(*y), standings))
    };
    let list: Vec<String> = shares.iter().map(said).collect();
    let pace = standings
        .begun()
        .map(|pace| Tick { at: pace.elapsed, label: words::pace(pace, standings.share_decimals) });
    let (absent, absent_in_full) = absent::note(standings, &[along, up]);
    let only = if is_crowded { words::only_foremost(FOREMOST, &edges, is_counted) } else { String::new() };
    let alternative = format!(
        "散点图，{}：{}。{}{absent_in_full}",
        words::scatter(x, y),
        list.join("；"),
        pace.as_ref().map_or_else(String::new, |pace| format!("{}。", pace.label))
    );
    Ok(ScatterChart {
        caption: words::scatter(x, y),
        x_title: words::share_axis(x),
        y_title: words::share_axis(y),
        pace,
        carried: points.iter().any(|p| p.carried).then(|| words::CARRIED.to_owned()),
        is_crowded,
        note: absent::said(&[&only, &absent]),
        alternative,
        points,
    })
}
