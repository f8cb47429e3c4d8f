//! The lines above and below a table: whose it is, of which day, in which units.

use crate::model::{CellRef, Day};

use super::cell::Cell;
use super::date::{self, find_dates, from_serial};
use super::hanzi_date::arabic;
use super::head::Head;
use super::normal::{brackets, fold, fold_line};
use super::units::Unit;

/// What the lines above a table say.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Title {
    /// their texts, in order
    pub(super) texts: Vec<String>,
    /// the report date stated, and where
    pub(super) stated: Option<Stated>,
    /// units that hold for the whole table (单位：户、㎡)
    pub(super) units: Vec<Unit>,
}

/// A report date as a workbook states it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stated {
    pub(super) day: Day,
    pub(super) at: CellRef,
    weight: u8,
}

/// 截至7月14日 outweighs 填报日期, which may be the morning after; a date without a label comes last.
const UNTIL: u8 = 3;
const LABELLED: u8 = 2;
const BARE: u8 = 1;

impl Stated {
    /// The weightier of two; of equals the earlier found.
    pub(super) fn or(first: Option<Stated>, second: Option<Stated>) -> Option<Stated> {
        match (first, second) {
            (Some(a), Some(b)) => Some(if b.weight > a.weight { b } else { a }),
            (a, b) => a.or(b),
        }
    }
}

/// Reads the rows above `top`.
pub(super) fn read(head: &Head, top: u32, near: Day) -> Title {
    let mut title = Title::default();
    for (row, cells) in head.above(top) {
        let mut label = false;
        for (&column, cell) in cells {
            let at = CellRef { row, column };
            let beside = label.then(|| beside_label(cell, near)).flatten();
            if let Some(day) = beside {
                title.stated = Stated::or(title.stated, Some(Stated { day, at, weight: LABELLED }));
            }
            label = false;
            match cell {
                Cell::Text(text) => {
                    title.stated = Stated::or(title.stated, line(text, at, near, BARE));
                    title.units.extend(units(text));
                    title.units.extend(in_brackets(text));
                    label = is_date_label(&fold(text));
                    title.texts.push(text.clone().into_owned());
                }
                Cell::Date(day) => {
                    title.stated = Stated::or(title.stated, Some(Stated { day: *day, at, weight: BARE }));
                }
                _ => {}
            }
        }
    }
    title
}

/// Does a sheet's name give this day: `7.14`, `7月14日`, `0714`, `14日`, `今日`?
pub(super) fn names_day(name: &str, day: Day) -> bool {
    let folded = fold(name);
    let digits: String = folded.chars().filter(char::is_ascii_digit).collect();
    digits == format!("{:02}{:02}", day.month(), day.day())
        || digits == day.to_string().replace('-', "")
        || ["日", "号"].iter().any(|end| folded == format!("{}{end}", day.day()))
        || ["今日", "今天", "当日", "当天", "本日"].contains(&folded.as_str())
        || find_dates(&folded).iter().any(|(written, _)| written.resolve(day) == Some(day))
}

/// The day that the name of a file or sheet gives, where that is near the report day and another:
/// `魏都区7.13.xlsx`, `0713`, `13日`. A name that gives the report day too is of it.
pub(super) fn names_another_day(name: &str, day: Day) -> Option<Day> {
    /// farther away it is a version, a road or a paper's date
    const NEAR: i64 = 31;
    let folded = fold(name);
    if names_day(name, day) {
        return None;
    }
    let mut days: Vec<Day> = Vec::new();
    for (written, range) in find_dates(&folded) {
        let spelled = written.has_year() || folded[range].contains(['月', '.']);
        days.extend(written.resolve(day).filter(|_| spelled));
    }
    for run in folded.split(|c: char| !c.is_ascii_digit()).filter(|run| run.len() == 4) {
        if let (Ok(month), Ok(of_month)) = (run[..2].parse(), run[2..].parse()) {
            days.extend((day.year() - 1..=day.year() + 1).filter_map(|y| Day::new(y, month, of_month)));
        }
    }
    if days.contains(&day) {
        return None;
    }
    days.into_iter().filter(|other| other.since(day).abs() <= NEAR).min_by_key(|o| o.since(day).abs())
}

/// A cell of a line of signatures that holds a day.
pub(super) fn signed(cell: &Cell<'_>, at: CellRef) -> Option<Stated> {
    match cell {
        Cell::Date(day) => Some(Stated { day: *day, at, weight: BARE }),
        _ => None,
    }
}

/// A line below a table: only a date under a label counts, or one that stands alone, since notes speak of
/// many.
pub(super) fn note(text: &str, at: CellRef, near: Day) -> Option<Stated> {
    let alone = || match date::read(&Cell::Text(text.into()), near) {
        date::Reading::Day(day, _) if text.contains(['年', '月']) => Some(Stated { day, at, weight: BARE }),
        _ => None,
    };
    line(text, at, near, LABELLED).or_else(alone)
}

fn is_date_label(folded: &str) -> bool {
    let label = folded.trim_end_matches(':');
    folded.chars().count() <= 10 && ["日期", "时间"].iter().any(|end| label.ends_with(end))
        || label == "截至"
        || label == "截止"
}

fn beside_label(cell: &Cell<'_>, near: Day) -> Option<Day> {
    match cell {
        Cell::Number(n) if (32_874.0..73_051.0).contains(n) => from_serial(*n, false),
        other => match date::read(other, near) {
            date::Reading::Day(day, _) => Some(day),
            _ => None,
        },
    }
}

/// The weightiest date of a line, the last of equals: a span `6月15日至7月14日` ends with the day meant.
fn line(text: &str, at: CellRef, near: Day, least: u8) -> Option<Stated> {
    let line = close_up(&fold_line(text));
    let line = arabic(&line);
    let mut best: Option<Stated> = None;
    for (written, range) in find_dates(&line) {
        let (before, after) = (&line[..range.start], &line[range.end..]);
        let plain = line[range.clone()].contains(['月', '年']) || written.has_year();
        // 7.14 alone could be anything; in brackets, or under a label, it is a date
        let bracketed = before.ends_with('(') && after.starts_with(')');
        let weight = match before {
            b if ["截至", "截止", "截至到", "截止到", "截至时间:", "截止时间:", "截至日期:"]
                .iter()
                .any(|w| b.trim_end().ends_with(w)) =>
            {
                UNTIL
            }
            b if ["日期:", "时间:", "日期", "填报时间", "统计时间"]
                .iter()
                .any(|w| b.trim_end().ends_with(w)) =>
            {
                LABELLED
            }
            _ if speaks_of_else(before, after) => continue,
            _ if plain || bracketed => BARE,
            _ => continue,
        };
        let Some(day) = written.resolve(near) else { continue };
        if weight >= least && best.is_none_or(|b| weight >= b.weight) {
            best = Some(Stated { day, at, weight });
        }
    }
    best
}

/// Is it the date of a meeting or a paper, or that from which something runs, and not the table's own?
fn speaks_of_else(before: &str, after: &str) -> bool {
    const BEFORE: &[&str] = &["自", "从", "于", "在", "根据", "按照", "依据", "按", "始于"];
    const AFTER: &[&str] = &[
        "起",
        "以来",
        "开始",
        "之前",
        "前",
        "之后",
        "后",
        "会议",
        "文件",
        "通知",
        "印发",
        "下发",
        "部署",
        "召开",
        "启动",
        "专题",
        "全市",
        "市政府",
        "市委",
    ];
    BEFORE.iter().any(|word| before.trim_end().ends_with(word))
        || AFTER.iter().any(|word| after.trim_start().starts_with(word))
}

/// Blanks within a date go, a blank between two numbers stays: `2021 年 7 月 14 日 18:00`.
fn close_up(line: &str) -> String {
    let chars: Vec<char> = line.chars().collect();
    let digit = |i: Option<usize>| i.and_then(|i| chars.get(i)).is_some_and(char::is_ascii_digit);
    let keep = |i: usize| chars[i] != ' ' || digit(i.checked_sub(1)) && digit(Some(i + 1));
    (0..chars.len()).filter(|i| keep(*i)).map(|i| chars[i]).collect()
}

/// The units of a line that states them: `单位：户、㎡`, `（面积单位：万平方米）`, not `填报单位：魏都区`.
fn units(text: &str) -> Vec<Unit> {
    let line = fold_line(text);
    let mut units = Vec::new();
    for (at, label) in line.match_indices("单位:") {
        let of_someone = ["填报", "报送", "责任", "主管", "编制", "制表", "上报", "牵头", "施工", "建设"];
        if of_someone.iter().any(|word| line[..at].ends_with(word)) {
            continue;
        }
        let words = line[at + label.len()..].trim_start();
        for word in words
            .split(['、', ',', ';', '/', ' ', ')', '(', '和', '及', '。', '，'])
            .filter(|w| !w.is_empty())
        {
            match Unit::parse_folded(word) {
                Some(unit) => units.push(unit),
                // a unit of the plan's own may stand among them; a longer word is an office
                None if word.chars().count() <= 3 => {}
                None => break,
            }
        }
    }
    units
}

/// The units in brackets that hold nothing else: `进度表（亩）`, `日报(户、㎡)`; of a sheet's name too.
pub(super) fn in_brackets(text: &str) -> Vec<Unit> {
    let (outside, inside) = brackets(&fold(text));
    // brackets alone, and those behind a label, are read elsewhere
    if outside.is_empty() || text.contains("单位") {
        return Vec::new();
    }
    let of = |content: &String| {
        let parts = content.split(['、', ',', ';', '/', '和', '及']);
        parts.map(Unit::parse_folded).collect::<Option<Vec<Unit>>>()
    };
    inside.iter().filter_map(of).flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stated(text: &str) -> Option<String> {
        let at = CellRef { row: 0, column: 0 };
        line(text, at, "2021-07-14".parse().unwrap(), BARE).map(|s| s.day.to_string())
    }

    #[test]
    fn a_title_states_its_day_in_many_ways() {
        for text in [
            "填报单位：魏都区整治办      填报时间：2021年7月14日18时      单位：户、㎡",
            "日报表（2021.7.14）",
            "进度（截至7月14日）",
            "统计表（7.14）",
            "6月15日至7月14日整治情况",
            "填报日期： 2021 年 7 月 14 日",
            "填报时间：2021-07-14 18:00",
            "截至2021年7月14日  填报日期：2021年7月15日",
            "填报日期：二〇二一年七月十四日",
            "植树进度（二○二一年七月十四日）",
            "填报日期：20210714",
            "填报日期：14/7/2021",
        ] {
            assert_eq!(stated(text).as_deref(), Some("2021-07-14"), "{text}");
        }
        for text in ["填报日期：    年    月    日", "2021年度统计表", "版本 7.14", "第66期"]
        {
            assert_eq!(stated(text), None, "{text}");
        }
    }

    #[test]
    fn a_name_gives_another_day_only_where_it_is_near_and_not_this_one() {
        let another = |name| names_another_day(name, "2021-07-14".parse().unwrap()).map(|d| d.to_string());
        for name in ["魏都区7.13.xlsx", "魏都区0713", "魏都区2021-07-13(1).xlsx", "7月13日", "20210713"]
        {
            assert_eq!(another(name).as_deref(), Some("2021-07-13"), "{name}");
        }
        for name in ["魏都区7.14", "6.15-7.14进度", "魏都区v1.2", "2021年日报", "2-3号线", "魏都区(1)"]
        {
            assert_eq!(another(name), None, "{name}");
        }
    }

    #[test]
    fn units_of_the_whole_table_are_told_from_the_name_of_an_office() {
        let of = |text: &str| units(text).len();
        assert_eq!(of("填报单位：魏都区整治办   单位：户、㎡"), 2);
        assert_eq!(of("（单位：万平方米）"), 1);
        assert_eq!(of("单位：米、处、人次、亩"), 4);
        assert_eq!(of("单位：公里、标段、亩"), 2);
        assert_eq!(of("填报单位：户籍科"), 0);
        let bracketed = |text: &str| in_brackets(text).len();
        assert_eq!(
            ["进度表（亩）", "日报(户、㎡)", "汇总（7月14日）", "单位（户）"].map(bracketed),
            [1, 2, 0, 0]
        );
    }
}
