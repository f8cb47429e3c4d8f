//! The table as a workbook shows it: figures as numbers, what is reckoned from them as formulas.
//!
//! Only what was reported stands as a number; shares, ranks and sums are left to formulas, whose results
//! are given with them, so that a program that does not reckon shows the same.

use super::number::{NONE, UNREPORTED};
use super::{groups, wording};
use crate::model::{Amount, Edition, Measure, Share};
use crate::plan::Plan;
use crate::reckon::{Figures, Standing, Standings, Status};

/// The table of an issue.
#[derive(Clone, Debug, PartialEq)]
pub struct Sheet {
    /// over the table: title and number
    pub title: String,
    /// below it: 截至7月14日18时, and the units
    pub subtitle: String,
    /// of shares
    pub share_decimals: u8,
    /// in order
    pub measures: Vec<Measure>,
    /// a row a district
    pub rows: Vec<SheetRow>,
    /// the row of sums: 合计
    pub total: String,
    /// the sums' results, one a measure
    pub sums: Vec<SheetFigures>,
    /// the words of the head
    pub words: SheetWords,
}

/// The words of the head, and those that stand for figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is the key to its word")]
pub struct SheetWords {
    pub unit: &'static str,
    pub day: &'static str,
    pub done: &'static str,
    pub left: &'static str,
    pub share: &'static str,
    pub rank: &'static str,
    /// does not apply
    pub none: &'static str,
    /// did not report
    pub unreported: &'static str,
}

const WORDS: SheetWords = SheetWords {
    unit: "单位",
    day: "当日进度",
    done: "累计进度",
    left: "剩余任务",
    share: "占比",
    rank: "排名",
    none: NONE,
    unreported: UNREPORTED,
};

/// One district.
#[derive(Clone, Debug, PartialEq)]
pub struct SheetRow {
    /// its name
    pub name: String,
    /// districts of one group are ranked together: its index among the groups
    pub group: usize,
    /// the name of its group, where it is the first of it and the printed table says so too
    pub head: Option<String>,
    /// 未报: its day is not printed
    pub reported: bool,
    /// one a measure; none where it is missing
    pub figures: Vec<Option<SheetFigures>>,
}

/// One measure of a row.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SheetFigures {
    /// D
    pub day: Option<Amount>,
    /// C
    pub done: Amount,
    /// R
    pub left: Amount,
    /// C / (C + R), as the formula will give it
    pub share: Option<Share>,
    /// as the formula will give it
    pub rank: Option<u32>,
}

/// The table of an issue.
#[must_use]
pub fn sheet(standings: &Standings, edition: &Edition, plan: &Plan) -> Sheet {
    let mut ranked: Vec<Option<&str>> = Vec::new();
    for district in &standings.districts {
        let group = district.district.group.as_deref();
        if !ranked.contains(&group) {
            ranked.push(group);
        }
    }
    let heads = groups::heads(standings);
    let head = |row: usize| heads.iter().find(|head| head.before == row).map(|head| head.name.clone());
    let row = |(at, d): (usize, &Standing)| SheetRow {
        head: head(at),
        name: d.district.name.clone(),
        group: ranked.iter().position(|g| *g == d.district.group.as_deref()).unwrap_or(0),
        reported: d.status == Status::Reported,
        figures: d.figures.iter().map(|f| f.as_ref().map(of_district)).collect(),
    };
    Sheet {
        title: format!("{}（{}）", edition.title, edition.label()),
        subtitle: format!(
            "{}　{}",
            wording::as_of(standings.day, plan.cutoff),
            wording::unit_note(&standings.measures)
        ),
        share_decimals: standings.share_decimals,
        measures: standings.measures.clone(),
        rows: standings.districts.iter().enumerate().map(row).collect(),
        total: "合计".to_owned(),
        sums: standings
            .total
            .iter()
            .map(|t| SheetFigures { day: t.day, done: t.done, left: t.left, share: t.share, rank: None })
            .collect(),
        words: SheetWords { day: wording::period_head(standings), ..WORDS },
    }
}

fn of_district(f: &Figures) -> SheetFigures {
    SheetFigures {
        day: f.day.as_ref().map(|day| day.amount),
        done: f.done.amount,
        left: f.left.amount,
        share: f.share,
        rank: f.rank.map(|rank| rank.place),
    }
}
