//! Places over the last issues.

use super::{FIRST_ISSUE, ISSUES_AT_LEAST, words};
use crate::compose::chart::{RankChart, RankLegend, RankLine, RankPanel, RankPoint};
use crate::model::Measure;
use crate::reckon::{Moment, Standings};

/// So many lines can be followed by eye;
const MOST: usize = 16;
/// of more, so many of the foremost are drawn.
const FOREMOST: usize = 10;

/// The chart of an issue.
pub(super) fn chart(standings: &Standings) -> Result<RankChart, &'static str> {
    let issues = &standings.history.issues;
    if issues.len() < ISSUES_AT_LEAST {
        return Err(FIRST_ISSUE);
    }
    let mut panels = Vec::new();
    for (index, measure) in standings.measures.iter().enumerate() {
        for group in groups(standings) {
            panels.extend(panel(standings, index, measure, group));
        }
    }
    if panels.is_empty() {
        return Err("fewer than two districts are ranked");
    }
    let points = || panels.iter().flat_map(|p| &p.lines).flat_map(|l| &l.points).flatten();
    let carried = points().any(|point| point.carried).then(|| words::CARRIED.to_owned());
    let has_climbed = panels.iter().flat_map(|p| &p.lines).any(|line| line.climbed);
    let since = issues.first().map(|issue| issue.day);
    Ok(RankChart {
        caption: words::ranks(issues.len()),
        legend: RankLegend {
            climbed: since.filter(|_| has_climbed).map(words::climbed_since),
            other: words::NOT_CLIMBED.to_owned(),
            carried,
        },
        days: issues.iter().map(|issue| issue.day).collect(),
        alternative: alternative(&panels, issues.len()),
        panels,
    })
}

fn groups(standings: &Standings) -> Vec<Option<&str>> {
    let mut groups = Vec::new();
    for district in &standings.districts {
        let group = district.district.group.as_deref();
        if !groups.contains(&group) {
            groups.push(group);
        }
    }
    groups
}

fn panel(standings: &Standings, index: usize, measure: &Measure, group: Option<&str>) -> Option<RankPanel> {
    let issues = &standings.history.issues;
    let members: Vec<usize> = (0..standings.districts.len())
        .filter(|d| standings.districts[*d].district.group.as_deref() == group)
        .collect();
    // lane by lane, issue by issue: equal ranks stand below each other in administrative order
    let orders: Vec<Vec<(u32, usize)>> = issues.iter().map(|issue| order(issue, index, &members)).collect();
    let now = orders.last()?;
    if now.len() < 2 {
        return None;
    }
    let shown = if now.len() > MOST { FOREMOST } else { usize::MAX };
    let line = |district: usize| {
        let place = |order: &Vec<(u32, usize)>| order.iter().position(|(_, d)| *d == district);
        let points: Vec<Option<RankPoint>> = orders
            .iter()
            .zip(issues)
            .map(|(order, issue)| {
                let lane = place(order)?.min(shown);
                Some(RankPoint { lane, carried: !issue.districts[district].reported })
            })
            .collect();
        let ranks: Vec<(u32, String)> = orders
            .iter()
            .filter_map(|order| {
                let rank = order[place(order)?].0;
                let tied = order.iter().filter(|(other, _)| *other == rank).count() > 1;
                Some((rank, if tied { format!("并列{rank}") } else { rank.to_string() }))
            })
            .collect();
        let ((first, printed_first), (last, printed_last)) =
            ranks.first().cloned().zip(ranks.last().cloned())?;
        Some(RankLine {
            label: standings.districts[district].district.name.clone(),
            first: printed_first,
            last: printed_last,
            climbed: last < first,
            points,
        })
    };
    let lines: Vec<RankLine> = now.iter().take(shown).filter_map(|(_, district)| line(*district)).collect();
    let deepest = lines.iter().flat_map(|l| &l.points).flatten().map(|p| p.lane + 1).max().unwrap_or(0);
    let is_cut = deepest > shown;
    Some(RankPanel {
        title: words::ranks_of(measure, group.unwrap_or_default()),
        lanes: deepest,
        beyond: is_cut.then(|| words::beyond(shown)),
        lines,
    })
}

/// Those with a rank, by rank, equals in administrative order.
fn order(issue: &Moment, index: usize, members: &[usize]) -> Vec<(u32, usize)> {
    let rank = |d: &usize| Some((issue.districts.get(*d)?.figures.get(index)?.as_ref()?.rank?, *d));
    let mut order: Vec<(u32, usize)> = members.iter().filter_map(rank).collect();
    order.sort_unstable();
    order
}

fn alternative(panels: &[RankPanel], issues: usize) -> String {
    let of = |panel: &RankPanel| {
        let lines: Vec<String> =
            panel.lines.iter().map(|l| words::moved(&l.label, &l.first, &l.last)).collect();
        format!("{}：{}", panel.title, lines.join("，"))
    };
    format!("位次图，近{issues}期，{}。", panels.iter().map(of).collect::<Vec<_>>().join("；"))
}
