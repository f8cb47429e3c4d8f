//! A printed table, held against the figures cell by cell.
//!
//! Its first line names columns as a printed head does, levels run together: 单位, 当日户数, 累计户数,
//! 累计户数占比, 累计户数排名, 剩余面积. Its rows name districts, or 合计.

use super::standings::{Rank, Standing, Standings, Status, TotalFigures};
use crate::model::{Amount, Change, Share};

/// A printed table, as text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrintedTable {
    columns: Vec<(String, Printed)>,
    rows: Vec<(String, Vec<String>)>,
    strangers: Vec<(usize, String)>,
}

/// What a column prints: a measure (by index) and which of its figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Printed {
    Name,
    Of(usize, Kind),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Day,
    Done,
    Task,
    Left,
    Share,
    Rank,
    /// 较昨日, in percentage points
    Change,
    /// 较昨日, in places
    Moved,
}

/// One printed cell that is not what the figures say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// the district, or 合计
    pub district: String,
    /// the figure: 户数占比
    pub figure: String,
    /// as printed
    pub printed: String,
    /// as it should be printed
    pub computed: String,
    /// the terms of a share: `304/6885`
    pub terms: Option<String>,
    /// 1-based line of the file
    pub line: usize,
}

/// Why a printed table cannot be held against the figures.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PrintedTableError {
    /// no line at all
    #[error("the table is empty; its first line names the columns")]
    Empty,
    /// a column whose head names no figure
    #[error(
        "column {column} `{head}` names no figure; expected 当日, 累计, 总数 or 剩余 with one of {measures}, and 占比 or 排名 behind it"
    )]
    Column {
        /// 1-based
        column: usize,
        /// as found
        head: String,
        /// the plan's measures
        measures: String,
    },
    /// no column of names
    #[error("no column holds the districts' names; expected one headed 单位 or 区县")]
    NoNames,
    /// a head, and nothing below it
    #[error("it has a head and no row of a district below it")]
    NoRows,
    /// no row for any district, this one the first
    #[error("line {line}: `{name}` is no district of the plan")]
    District {
        /// 1-based
        line: usize,
        /// as found
        name: String,
    },
    /// a row that is too long or too short
    #[error("line {line}: {found} cells under {expected} columns")]
    Width {
        /// 1-based
        line: usize,
        /// cells
        found: usize,
        /// columns
        expected: usize,
    },
}

const NAMES: [&str; 6] = ["单位", "区县", "县市区", "地区", "区域", "名称"];
const STAGES: [(&str, Kind); 14] = [
    ("当日", Kind::Day),
    ("今日", Kind::Day),
    ("日进度", Kind::Day),
    ("累计", Kind::Done),
    ("剩余", Kind::Left),
    ("未完成", Kind::Left),
    ("总数", Kind::Task),
    ("任务", Kind::Task),
    ("总", Kind::Task),
    ("应", Kind::Task),
    ("占比", Kind::Share),
    ("排名", Kind::Rank),
    ("位次", Kind::Rank),
    ("名次", Kind::Rank),
];

impl PrintedTable {
    /// Reads rows of cells, the first of which is the head.
    ///
    /// # Errors
    /// [`PrintedTableError`], with column or line.
    pub fn read(rows: &[Vec<String>], standings: &Standings) -> Result<PrintedTable, PrintedTableError> {
        let (head, body) = rows.split_first().ok_or(PrintedTableError::Empty)?;
        let columns = head
            .iter()
            .enumerate()
            .map(|(index, text)| Ok((text.trim().to_owned(), column(index, text, standings)?)))
            .collect::<Result<Vec<_>, PrintedTableError>>()?;
        let name_column =
            columns.iter().position(|(_, p)| *p == Printed::Name).ok_or(PrintedTableError::NoNames)?;
        let (mut named, mut strangers) = (Vec::new(), Vec::new());
        for (index, row) in body.iter().enumerate() {
            let line = index + 2;
            if row.iter().all(|cell| cell.trim().is_empty()) {
                named.push((String::new(), Vec::new()));
                continue;
            }
            if row.len() != columns.len() {
                return Err(PrintedTableError::Width { line, found: row.len(), expected: columns.len() });
            }
            let name = row[name_column].trim().to_owned();
            if !is_total(&name) && district(standings, &name).is_none() {
                named.push((String::new(), Vec::new()));
                strangers.push((line, name));
                continue;
            }
            named.push((name, row.clone()));
        }
        if named.iter().all(|(name, _)| name.is_empty()) {
            let first = strangers.into_iter().next();
            return Err(first.map_or(PrintedTableError::NoRows, |(line, name)| {
                PrintedTableError::District { line, name }
            }));
        }
        Ok(PrintedTable { columns, rows: named, strangers })
    }

    /// Rows that name no district of the plan: line and name.
    #[must_use]
    pub fn strangers(&self) -> &[(usize, String)] {
        &self.strangers
    }

    /// The plan's districts that the table has no row of, in the plan's order.
    #[must_use]
    pub fn lacking(&self, standings: &Standings) -> Vec<String> {
        let has = |d: &&Standing| self.rows.iter().any(|(name, _)| d.district.is_called(name));
        standings.districts.iter().filter(|d| !has(d)).map(|d| d.district.name.clone()).collect()
    }

    /// Every cell that is not what the figures say, row by row.
    #[must_use]
    pub fn differences(&self, standings: &Standings) -> Vec<Difference> {
        let mut found = Vec::new();
        for (index, (name, row)) in self.rows.iter().enumerate() {
            for ((_, printed), cell) in self.columns.iter().zip(row) {
                let Printed::Of(measure, kind) = *printed else { continue };
                let (computed, share) = if is_total(name) {
                    of_total(&standings.total[measure], measure, kind, standings)
                } else {
                    match district(standings, name) {
                        Some(d) => of_district(d, measure, kind, standings),
                        None => (String::from("未报"), None),
                    }
                };
                if !same(cell, &computed) {
                    found.push(Difference {
                        district: name.clone(),
                        figure: figure_name(&standings.measures[measure].name, kind),
                        printed: cell.trim().to_owned(),
                        computed,
                        terms: share.map(|s| format!("{}/{}", s.terms().0, s.terms().1)),
                        line: index + 2,
                    });
                }
            }
        }
        found
    }
}

fn column(index: usize, head: &str, standings: &Standings) -> Result<Printed, PrintedTableError> {
    let text: String = head.chars().filter(|c| !c.is_whitespace() && !"/-—（）()".contains(*c)).collect();
    let measure = standings
        .measures
        .iter()
        .enumerate()
        .filter(|(_, m)| text.contains(&m.name))
        .max_by_key(|(_, m)| m.name.len())
        .map(|(i, _)| i);
    let Some(measure) = measure else {
        let names = NAMES.iter().any(|n| text.contains(n)) || (index == 0 && text.is_empty());
        return if names {
            Ok(Printed::Name)
        } else {
            let measures = standings.measures.iter().map(|m| m.name.as_str()).collect::<Vec<_>>().join(", ");
            Err(PrintedTableError::Column { column: index + 1, head: head.trim().to_owned(), measures })
        };
    };
    let against_the_last = ["较昨", "较上"].iter().any(|word| text.contains(word));
    let of_places = ["位次", "排名", "名次"].iter().any(|word| text.contains(word));
    if against_the_last {
        return Ok(Printed::Of(measure, if of_places { Kind::Moved } else { Kind::Change }));
    }
    // share and rank stand behind 累计 and win over it
    let kind = [Kind::Rank, Kind::Share]
        .into_iter()
        .find(|kind| STAGES.iter().any(|(word, k)| k == kind && text.contains(word)))
        .or_else(|| STAGES.iter().find(|(word, _)| text.contains(word)).map(|(_, kind)| *kind))
        .unwrap_or(Kind::Done);
    Ok(Printed::Of(measure, kind))
}

fn figure_name(measure: &str, kind: Kind) -> String {
    match kind {
        Kind::Day => format!("当日{measure}"),
        Kind::Done => format!("累计{measure}"),
        Kind::Task => format!("{measure}总数"),
        Kind::Left => format!("剩余{measure}"),
        Kind::Share => format!("{measure}占比"),
        Kind::Rank => format!("{measure}排名"),
        Kind::Change => format!("{measure}占比较上期"),
        Kind::Moved => format!("{measure}排名较上期"),
    }
}

fn is_total(name: &str) -> bool {
    let bare: String = name.chars().filter(|c| !c.is_whitespace()).collect();
    ["合计", "总计", "全市"].contains(&bare.as_str())
}

fn district<'a>(standings: &'a Standings, name: &str) -> Option<&'a Standing> {
    standings.districts.iter().find(|d| d.district.is_called(name))
}

fn of_district(d: &Standing, measure: usize, kind: Kind, standings: &Standings) -> (String, Option<Share>) {
    let none = if d.status == Status::Reported { "—" } else { "未报" };
    let Some(f) = d.figures[measure].as_ref() else { return ("未报".to_owned(), None) };
    let amount = |a: Amount| a.print(standings.measures[measure].decimals);
    match kind {
        Kind::Day => (f.day.as_ref().map_or_else(|| none.to_owned(), |d| amount(d.amount)), None),
        Kind::Done => (amount(f.done.amount), None),
        Kind::Task => (amount(f.task.amount), None),
        Kind::Left => (amount(f.left.amount), None),
        Kind::Share => (percent(f.share, standings), f.share),
        Kind::Rank => (f.rank.map_or_else(|| "—".to_owned(), Rank::print), None),
        Kind::Change => (points(f.change, standings), None),
        Kind::Moved => (f.rank.map_or_else(|| "—".to_owned(), |_| moved(f.rank_change)), None),
    }
}

fn of_total(t: &TotalFigures, measure: usize, kind: Kind, standings: &Standings) -> (String, Option<Share>) {
    let amount = |a: Amount| a.print(standings.measures[measure].decimals);
    match kind {
        Kind::Day => (t.day.map_or_else(|| "—".to_owned(), amount), None),
        Kind::Done => (amount(t.done), None),
        Kind::Task => (amount(t.task), None),
        Kind::Left => (amount(t.left), None),
        Kind::Share => (percent(t.share, standings), t.share),
        Kind::Change => (points(t.change, standings), None),
        Kind::Rank | Kind::Moved => ("—".to_owned(), None),
    }
}

fn percent(share: Option<Share>, standings: &Standings) -> String {
    share.map_or_else(|| "—".to_owned(), |s| format!("{}%", s.print(standings.share_decimals)))
}

fn points(change: Option<Change>, standings: &Standings) -> String {
    change.map_or_else(|| "—".to_owned(), |change| change.print(standings.share_decimals))
}

/// Places against the last issue: ↑1, ↓2, 持平, 首次.
#[must_use]
pub fn moved(places: Option<i32>) -> String {
    match places {
        None => "首次".to_owned(),
        Some(0) => "持平".to_owned(),
        Some(n) => format!("{}{}", if n > 0 { '↑' } else { '↓' }, n.unsigned_abs()),
    }
}

impl Rank {
    /// As printed: `2`, or 并列2.
    #[must_use]
    pub fn print(self) -> String {
        if self.tied { format!("并列{}", self.place) } else { self.place.to_string() }
    }
}

/// Do they print the same, thousands separators, blanks, full widths, the sign % and 并列 aside?
fn same(printed: &str, computed: &str) -> bool {
    let bare = |text: &str| {
        let narrow = |c: char| match c {
            '０'..='９' => char::from_u32(u32::from(c) - u32::from('０') + u32::from('0')).unwrap_or(c),
            '．' => '.',
            '＋' => '+',
            '－' | '−' => '-',
            c => c,
        };
        let kept: String =
            text.chars().filter(|c| !c.is_whitespace() && !",，%％".contains(*c)).map(narrow).collect();
        let kept = kept.replace("并列", "");
        if ["-", "--", "—", "——", "/", ""].contains(&kept.as_str()) { "—".to_owned() } else { kept }
    };
    bare(printed) == bare(computed)
}
