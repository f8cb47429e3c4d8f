//! Places over the last issues.

use super::{FIRST_ISSUE, ISSUES_AT_LEAST, absent, words};
use crate::compose::chart::{RankChart, RankLegend, RankLine, RankLook, RankPanel, RankPoint};
use crate::model::Measure;
use crate::reckon::{Moment, Standings};

/// So many lines can be followed by eye;
const MOST: usize = 16;
/// of more, so many of the foremost are drawn.
const FOREMOST: usize = 10;

/// The chart of an issue.
pub(super) fn chart(standings: &Standings, criticism: bool) -> Result<RankChart, &'static str> {
    let issues = &standings.history.issues;
    if issues.len() < ISSUES_AT_LEAST {
        return Err(FIRST_ISSUE);
    }
    let (mut panels, mut unmoved) = (Vec::new(), String::new());
    for (index, measure) in standings.measures.iter().enumerate() {
        for group in groups(standings) {
            match panel(standings, (index, measure), group, criticism) {
                Some(Drawn::Panel(panel)) => panels.push(panel),
                Some(Drawn::Unmoved(some)) => {
                    unmoved += &words::unmoved(measure, group.unwrap_or_default(), some, issues.len());
                }
                None => {}
            }
        }
    }
    if panels.is_empty() {
        return Err(if unmoved.is_empty() {
            "fewer than two districts are ranked"
        } else {
            "all districts shown share the first place in all issues"
        });
    }
    let points = || panels.iter().flat_map(|p| &p.lines).flat_map(|l| &l.points).flatten();
    let carried = points().any(|point| point.carried).then(|| words::CARRIED.to_owned());
    let since = issues.first().map_or(standings.day, |issue| issue.day);
    let has = |look: RankLook| panels.iter().flat_map(|p| &p.lines).any(|line| line.look == look);
    let looks = [
        (RankLook::Foremost, words::FOREMOST.to_owned()),
        (RankLook::Climber, words::climber(since)),
        (RankLook::Faller, words::faller(since)),
        (RankLook::Last, words::LAST.to_owned()),
    ];
    let stands_out = looks.iter().any(|(look, _)| has(*look));
    let all: Vec<usize> = (0..standings.measures.len()).collect();
    let (absent, absent_in_full) = absent::note(standings, &all);
    Ok(RankChart {
        caption: words::ranks(issues.len()),
        legend: RankLegend {
            looks: looks.into_iter().filter(|(look, _)| has(*look)).collect(),
            // the rest of nobody is not the rest
            other: has(RankLook::Other)
                .then(|| if stands_out { words::OTHER } else { words::EACH }.to_owned()),
            tied: panels.iter().any(|p| !p.ties.is_empty()).then(|| words::TIED.to_owned()),
            carried,
        },
        note: absent::said(&[&unmoved, &absent]),
        days: issues.iter().map(|issue| issue.day).collect(),
        alternative: alternative(&panels, issues.len()) + &unmoved + &absent_in_full,
        panels,
    })
}

/// A measure's places in a group.
enum Drawn {
    Panel(RankPanel),
    /// all lines that it would have share the first place in all issues: of all in the group, or of so many
    Unmoved(Option<usize>),
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

fn panel(
    standings: &Standings,
    (index, measure): (usize, &Measure),
    group: Option<&str>,
    criticism: bool,
) -> Option<Drawn> {
    let issues = &standings.history.issues;
    let members: Vec<usize> = (0..standings.districts.len())
        .filter(|d| standings.districts[*d].district.group.as_deref() == group)
        .collect();
    // lane by lane, issue by issue: equals stand below each other as they stood at the issue before, so that
    // nobody seems to overtake whom it only shares a place with; at first in administrative order
    let mut orders: Vec<Vec<(u32, usize)>> = Vec::new();
    for issue in issues {
        let before = orders.last().map_or(&[][..], Vec::as_slice);
        let next = order(issue, index, &members, before);
        orders.push(next);
    }
    let now = orders.last()?;
    if now.len() < 2 {
        return None;
    }
    let alike = |a: usize, b: usize| now[a].0 == now[b].0;
    let (shown, edge) = absent::with_equals(now.len(), FOREMOST, MOST, &alike);
    let (shown, cut) = if now.len() > MOST { (shown, Some((FOREMOST, edge))) } else { (usize::MAX, None) };
    // who is parted from equals is so by the order of the table, as the title says
    let mut chosen = now.clone();
    chosen.sort_unstable();
    chosen.truncate(shown);
    let is_shown = |district: usize| chosen.iter().any(|(_, d)| *d == district);
    let is_first = |order: &Vec<(u32, usize)>, district: usize| order.contains(&(1, district));
    let stayed = |district: &usize| orders.iter().all(|order| is_first(order, *district));
    if chosen.iter().all(|(_, district)| stayed(district)) {
        let many = now.iter().filter(|(_, district)| stayed(district)).count();
        return Some(Drawn::Unmoved((many < members.len()).then_some(many)));
    }
    // of equals those with a line stand first: a lane left free for one without would read as a place below
    let drawn_first = |order: &Vec<(u32, usize)>| {
        let mut order = order.clone();
        order.sort_by_key(|(rank, district)| (*rank, !is_shown(*district)));
        order
    };
    let orders: Vec<Vec<(u32, usize)>> = orders.iter().map(drawn_first).collect();
    let now = orders.last()?;
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
        let ((_, printed_first), (_, printed_last)) = ranks.first().cloned().zip(ranks.last().cloned())?;
        Some(RankLine {
            label: standings.districts[district].district.name.clone(),
            first: printed_first,
            last: printed_last,
            look: RankLook::Other,
            points,
        })
    };
    let mut lines: Vec<RankLine> =
        now.iter().take(shown).filter_map(|(_, district)| line(*district)).collect();
    let rank_at = |order: Option<&Vec<(u32, usize)>>, district: usize| -> Option<i64> {
        order?.iter().find(|(_, d)| *d == district).map(|(rank, _)| i64::from(*rank))
    };
    let climbs: Vec<Option<i64>> = now
        .iter()
        .take(lines.len())
        .map(|(rank, d)| Some(rank_at(orders.first(), *d)? - i64::from(*rank)))
        .collect();
    let ranks: Vec<u32> = now.iter().take(lines.len()).map(|(rank, _)| *rank).collect();
    let last = now.last().map(|(rank, _)| *rank);
    for (line, look) in lines.iter_mut().zip(looks(&ranks, &climbs, last, criticism)) {
        line.look = look;
    }
    let deepest = lines.iter().flat_map(|l| &l.points).flatten().map(|p| p.lane + 1).max().unwrap_or(0);
    let is_cut = deepest > shown;
    Some(Drawn::Panel(RankPanel {
        title: words::ranks_of(measure, group.unwrap_or_default(), cut),
        ties: ties(&orders, shown, &is_shown),
        lanes: deepest,
        beyond: is_cut.then(|| words::beyond(shown)),
        lines,
    }))
}

/// Those with a rank, by rank, equals as they stood before, and else in administrative order.
fn order(issue: &Moment, index: usize, members: &[usize], before: &[(u32, usize)]) -> Vec<(u32, usize)> {
    let rank = |d: &usize| Some((issue.districts.get(*d)?.figures.get(index)?.as_ref()?.rank?, *d));
    let mut order: Vec<(u32, usize)> = members.iter().filter_map(rank).collect();
    let stood = |district: usize| before.iter().position(|(_, d)| *d == district).unwrap_or(usize::MAX);
    order.sort_by_key(|(rank, district)| (*rank, stood(*district), *district));
    order
}

/// So many lines can stand out for one reason; of more none does.
const ALIKE: usize = 2;

/// Which lines stand out, by their ranks now and the places each climbed: who climbed or fell most, who is first
/// and last. Who fell or is last is pointed out only where the bulletin turns criticism on.
fn looks(ranks: &[u32], climbs: &[Option<i64>], last: Option<u32>, criticism: bool) -> Vec<RankLook> {
    let few = |is: &dyn Fn(usize) -> bool| -> Vec<usize> {
        let found: Vec<usize> = (0..ranks.len()).filter(|i| is(*i)).collect();
        if found.len() > ALIKE { Vec::new() } else { found }
    };
    let most = climbs.iter().flatten().max().copied().filter(|most| *most > 0);
    let least = climbs.iter().flatten().min().copied().filter(|least| *least < 0);
    let chosen = [
        (RankLook::Last, few(&|i| criticism && last == Some(ranks[i]) && ranks[i] > 1)),
        (RankLook::Foremost, few(&|i| ranks[i] == 1)),
        (RankLook::Faller, few(&|i| criticism && least.is_some() && climbs[i] == least)),
        (RankLook::Climber, few(&|i| most.is_some() && climbs[i] == most)),
    ];
    let mut looks = vec![RankLook::Other; ranks.len()];
    for (look, lines) in chosen {
        for line in lines {
            looks[line] = look;
        }
    }
    looks
}

/// The lanes that share a place, issue by issue, as far as lines stand on them.
fn ties(
    orders: &[Vec<(u32, usize)>],
    shown: usize,
    is_shown: &dyn Fn(usize) -> bool,
) -> Vec<(usize, usize, usize)> {
    let mut ties = Vec::new();
    for (issue, order) in orders.iter().enumerate() {
        let mut from = 0;
        for equals in order[..order.len().min(shown)].chunk_by(|a, b| a.0 == b.0) {
            let drawn = equals.iter().take_while(|(_, district)| is_shown(*district)).count();
            if drawn > 1 {
                ties.push((issue, from, from + drawn - 1));
            }
            from += equals.len();
        }
    }
    ties
}

fn alternative(panels: &[RankPanel], issues: usize) -> String {
    let of = |panel: &RankPanel| {
        let lines: Vec<String> =
            panel.lines.iter().map(|l| words::moved(&l.label, &l.first, &l.last)).collect();
        format!("{}：{}", panel.title, lines.join("，"))
    };
    format!("排名图，近{issues}期，{}。", panels.iter().map(of).collect::<Vec<_>>().join("；"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_climbed_most_and_who_is_first_stand_out_and_the_last_only_under_criticism() {
        use RankLook::{Climber, Faller, Foremost, Last, Other};
        let (ranks, climbs) = ([1, 2, 3, 4], [Some(0), Some(2), Some(-2), Some(0)]);
        assert_eq!(looks(&ranks, &climbs, Some(4), false), [Foremost, Climber, Other, Other]);
        assert_eq!(looks(&ranks, &climbs, Some(4), true), [Foremost, Climber, Faller, Last]);
        // three that share the first place do not stand out among four
        assert_eq!(looks(&[1, 1, 1, 4], &[Some(0); 4], Some(4), false), [Other; 4]);
    }

    #[test]
    fn equals_keep_their_lanes_and_are_framed() {
        use crate::reckon::{PastFigures, Seen};
        let issue = |ranks: [u32; 3]| Moment {
            day: crate::model::Day::new(2021, 7, 1).expect("a day"),
            districts: ranks
                .map(|rank| Seen {
                    reported: true,
                    figures: vec![Some(PastFigures {
                        since: None,
                        day: None,
                        done: crate::model::Amount::ZERO,
                        task: crate::model::Amount::ZERO,
                        left: crate::model::Amount::ZERO,
                        rank: Some(rank),
                    })],
                })
                .to_vec(),
            total: Vec::new(),
        };
        let first = order(&issue([3, 1, 1]), 0, &[0, 1, 2], &[]);
        assert_eq!(first, [(1, 1), (1, 2), (3, 0)]);
        // the first in the table now shares the place: it comes in below, and nobody falls
        let then = order(&issue([1, 1, 1]), 0, &[0, 1, 2], &first);
        assert_eq!(then, [(1, 1), (1, 2), (1, 0)]);
        assert_eq!(ties(&[first.clone(), then], usize::MAX, &|_| true), [(0, 0, 1), (1, 0, 2)]);
        // one of two equals has no line: nothing is framed
        assert_eq!(ties(&[first], usize::MAX, &|district| district != 2), []);
    }
}
