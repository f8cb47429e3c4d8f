//! Tables in which a row is a day: the report day's row is the district's, and the others are not added to it.
//!
//! A row says its day in a column 日期, or where its name should stand (`7月14日`, `14日`). Rows of another day
//! are left out where the same place has one of the report day; where it has none, the figures are another
//! day's, and that is told (F005). A month or a week (`7月`, `第28周`) ends on a day of which nothing is known:
//! such a row is nobody's.

use crate::model::{CellRef, Code, Day, Fault};

use super::cell::Cell;
use super::date::{self, Reading, Trouble};
use super::normal::{brackets, fold};
use super::summary::{Entry, What};

/// The time that a row speaks of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Of {
    /// a day, and the cell that says so
    Day(Day, CellRef),
    /// a month, a week, a half-day
    Period(CellRef),
}

/// What a cell of the column 日期 says of its row; nothing where it says no more than an hour. A number that
/// could be two days is told of in `report`.
pub(super) fn of_cell(
    cell: &Cell<'_>,
    at: CellRef,
    near: Day,
    is_1904: bool,
    report: &mut dyn FnMut(CellRef, Fault),
) -> Option<Of> {
    match date::read_serial(cell, near, is_1904) {
        Reading::Day(day, _) => Some(Of::Day(day, at)),
        // 7.1 may have been typed as 7.10
        Reading::Not(Trouble::Ambiguous) => {
            report(at, Fault::new(Code::C012).found(cell.shown()));
            None
        }
        _ => of_label(cell.as_text()?, at, near),
    }
}

/// What a name says, where it is that of a time and of no place.
pub(super) fn of_label(label: &str, at: CellRef, near: Day) -> Option<Of> {
    // nearly every name begins with neither a digit nor one of these
    let first = label.trim_start().chars().next()?;
    if !first.is_numeric() && !"一二三四五六七八九十第上中下周星二〇○零【（(".contains(first)
    {
        return None;
    }
    let (outside, _) = brackets(&fold(label));
    if let Reading::Day(day, _) = date::read(&Cell::Text(without_hour(&outside).into()), near) {
        return Some(Of::Day(day, at));
    }
    if let Some(day) = of_the_month(without_hour(&outside), near) {
        return Some(Of::Day(day, at));
    }
    is_period(&outside).then_some(Of::Period(at))
}

/// A date without the hour or the day of the week behind it: `7月14日18时`, `7月14日星期三`.
fn without_hour(text: &str) -> &str {
    let Some((at, end)) = text.match_indices(['日', '号']).next() else { return text };
    let rest = &text[at + end.len()..];
    let of_time = |c: char| c.is_ascii_digit() || "周星期一二三四五六日天时点分:上下午晚早".contains(c);
    if rest.chars().all(of_time) { &text[..at + end.len()] } else { text }
}

/// `14日`: that of the report day's month, or of the month before where it would lie ahead of it.
fn of_the_month(text: &str, near: Day) -> Option<Day> {
    let number =
        text.strip_suffix(['日', '号']).filter(|n| n.len() <= 2 && n.bytes().all(|b| b.is_ascii_digit()))?;
    let day_of_month: u32 = number.parse().ok()?;
    let (year, month) = (near.year(), near.month());
    let before = if month == 1 { (year - 1, 12) } else { (year, month - 1) };
    let all = [(year, month), before].into_iter();
    all.filter_map(|(year, month)| Day::new(year, month, day_of_month)).find(|day| *day <= near)
}

fn is_period(text: &str) -> bool {
    const NUMBERED: &str = "月 月份 年月 年月份 年 年度 第周 周 年第周 月第周 月周 季度 第季度 年季度 年第季度 \
         月上旬 月中旬 月下旬 第天 星期 年上半年 年下半年";
    const WHOLE: &str = "上旬 中旬 下旬 上半年 下半年 星期日 星期天 周日 上午 下午";
    let digit = |c: &char| c.is_ascii_digit() || "一二三四五六七八九十".contains(*c);
    let rest: String = text.chars().filter(|c| !digit(c)).collect();
    WHOLE.split_whitespace().any(|word| word == text)
        || rest.len() < text.len() && NUMBERED.split_whitespace().any(|word| word == rest)
}

/// What was left out of a table whose rows say their days.
#[derive(Debug, Default, PartialEq)]
pub(super) struct LeftOut {
    /// rows of other days and of periods
    pub(super) rows: Vec<(CellRef, String)>,
    /// F005 for a place of which no row is of the report day
    pub(super) stale: Vec<(CellRef, Fault)>,
}

/// Keeps the rows of the report day, and those that say no day. With a row of another day a sum goes too: it
/// is one over days.
pub(super) fn only(entries: &mut Vec<Entry>, day: Day) -> LeftOut {
    let mut out = LeftOut::default();
    let is_of_day = |e: &Entry| matches!(e.of, Some(Of::Day(d, _)) if d == day);
    let today: Vec<(What, String)> =
        entries.iter().filter(|e| is_of_day(e)).map(|e| (e.what, e.name.clone())).collect();
    let has_today = |e: &Entry| today.iter().any(|(what, name)| *what == e.what && *name == e.name);
    let mut any = false;
    entries.retain(|entry| {
        let (at, found) = match entry.of {
            Some(Of::Day(other, at)) if other != day => (at, Some(other)),
            Some(Of::Period(at)) => (at, None),
            _ => return true,
        };
        any = true;
        match found {
            Some(other) if !has_today(entry) => {
                out.stale.push((at, Fault::new(Code::F005).found(other).expected(day)));
                true
            }
            _ => {
                out.rows.push((at, found.map_or_else(|| entry.label.clone(), |other| other.to_string())));
                false
            }
        }
    });
    if any {
        entries.retain(|e| !matches!(e.what, What::Total(_)) || e.of.is_some());
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(label: &str) -> String {
        match of_label(label, CellRef { row: 0, column: 0 }, "2021-07-14".parse().unwrap()) {
            Some(Of::Day(day, _)) => day.to_string(),
            Some(Of::Period(_)) => "period".to_owned(),
            None => "none".to_owned(),
        }
    }

    #[test]
    fn a_name_that_is_a_time_is_told_from_a_place() {
        for label in ["7月14日", "14日", "7.14", "2021-07-14", "7月14日（星期三）", "7月14日18时", "20210714"]
        {
            assert_eq!(told(label), "2021-07-14", "{label}");
        }
        assert_eq!(told("30号"), "2021-06-30");
        for label in ["7月", "六月份", "第28周", "二季度", "7月上旬", "2021年", "上午", "2021年7月"]
        {
            assert_eq!(told(label), "period", "{label}");
        }
        for label in
            ["七里店街道", "第一批", "周庄镇", "上集镇", "五一路街道", "三里桥", "下周计划", "八一路"]
        {
            assert_eq!(told(label), "none", "{label}");
        }
    }
}
