//! The chart of shares: a bar per district and measure, the part since the last issue set apart.

use super::words;
use crate::compose::chart::{Bar, BarChart, BarGroup, BarLegend, Tick};
use crate::compose::number::{UNREPORTED, share};
use crate::compose::wording::since;
use crate::model::Measure;
use crate::reckon::{Figures, Standing, Standings, Status};

/// Up to so many districts have a group of bars each;
const MOST: usize = 60;
/// of more, so many of the foremost.
const FOREMOST: usize = 30;

/// The chart of an issue.
pub(super) fn chart(standings: &Standings) -> BarChart {
    let shown = shown(standings);
    let is_cut = shown.len() < standings.districts.len();
    let groups: Vec<BarGroup> = shown.into_iter().map(|d| group(d, standings)).collect();
    let cut = is_cut.then_some((standings.measures.first(), groups.len()));
    BarChart {
        caption: words::shares(cut),
        legend: legend(standings),
        alternative: alternative(&groups),
        groups,
        pace: standings
            .begun()
            .map(|pace| Tick { at: pace.elapsed, label: words::pace(pace, standings.share_decimals) }),
    }
}

/// All districts; of very many, those with the highest share of the first measure, the highest first: the
/// others would fill pages that nobody leafs through, and stand in the table.
fn shown(standings: &Standings) -> Vec<&Standing> {
    let all: Vec<&Standing> = standings.districts.iter().collect();
    if all.len() <= MOST {
        return all;
    }
    let share = |d: &Standing| d.figures.first().and_then(|f| f.as_ref()?.share);
    let mut foremost = all;
    foremost.sort_by_key(|d| std::cmp::Reverse(share(d)));
    foremost.truncate(FOREMOST);
    foremost
}

fn legend(standings: &Standings) -> BarLegend {
    match &standings.last {
        Some(last) => BarLegend {
            before: format!("截至{}", last.day.short()),
            since: format!("{}新增", since(standings.day, last.day)),
        },
        None => BarLegend { before: format!("截至{}", standings.day.short()), since: String::new() },
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
            let mark = if matches!(d.status, Status::Carried(_)) {
                format!("（{UNREPORTED}）")
            } else {
                String::new()
            };
            let text = f.share.map_or_else(|| "无任务".to_owned(), |_| share(f.share, standings)) + &mark;
            // at the first issue there is no earlier part: all of it stands as it is
            let before = if standings.last.is_some() { f.share_before } else { f.share };
            Bar { label: m.name.clone(), share: f.share, before, change: f.change, text }
        }
    };
    BarGroup {
        label: d.district.name.clone(),
        bars: d.figures.iter().zip(&standings.measures).map(bar).collect(),
    }
}

/// The same in words: 魏都区户数9.39%、面积12.08%；…
fn alternative(groups: &[BarGroup]) -> String {
    let of = |g: &BarGroup| {
        let bars: Vec<String> = g.bars.iter().map(|b| format!("{}{}", b.label, b.text)).collect();
        format!("{}{}", g.label, bars.join("、"))
    };
    format!("条形图，各单位累计进度占比：{}。", groups.iter().map(of).collect::<Vec<_>>().join("；"))
}
