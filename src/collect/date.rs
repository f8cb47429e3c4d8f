//! A cell as a civil day: dates, serial numbers, and the many ways in which days are typed.

use chrono::NaiveDate;

use crate::model::Day;

use super::cell::Cell;
use super::hanzi_date::arabic;
use super::normal::fold;
use super::number::is_placeholder;

/// What a cell of a column of dates says.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Reading {
    /// nothing stands there
    Blank,
    /// a mark for nothing, or a word for 未完成
    Placeholder,
    /// a day
    Day(Day, How),
    /// no day
    Not(Trouble),
}

/// How sure the day is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum How {
    /// written out
    Plain,
    /// the year (or its century) was inferred: C011
    YearInferred,
    /// a bare serial number: C013
    Serial,
}

/// Why a cell holds no day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Trouble {
    /// C010
    NotADate,
    /// C012: 2021.1 could be January or October
    Ambiguous,
    /// C014
    OutOfRange,
    /// C006
    ErrorValue,
    /// C007
    NoValue,
}

/// Words that staff type into a column of completion dates while the work goes on.
const NOT_YET: &[&str] = &[
    "未",
    "未完成",
    "未整治",
    "未整改",
    "未销号",
    "未拆除",
    "整治中",
    "整改中",
    "正在整治",
    "正在整改",
    "待整治",
    "待整改",
    "否",
];

/// The earliest and latest year that a workbook of a campaign can speak of.
const YEARS: std::ops::RangeInclusive<i32> = 1990..=2099;

/// Reads a cell as a day; `near` is the report day, by which years left out are inferred.
pub(super) fn read(cell: &Cell<'_>, near: Day) -> Reading {
    match cell {
        Cell::Empty => Reading::Blank,
        Cell::Date(day) => checked(Some(*day), How::Plain),
        Cell::Number(value) => from_number(*value),
        Cell::Text(text) => from_text(text, near),
        Cell::Bool(_) => Reading::Not(Trouble::NotADate),
        Cell::Error(_) => Reading::Not(Trouble::ErrorValue),
        Cell::NoValue => Reading::Not(Trouble::NoValue),
    }
}

/// As [`read`], where bare serial numbers count from 1904 if the workbook's do.
pub(super) fn read_serial(cell: &Cell<'_>, near: Day, is_1904: bool) -> Reading {
    /// the epochs lie so many days apart
    const APART: f64 = 1462.0;
    match cell {
        Cell::Number(value) if is_1904 => match from_number(value + APART) {
            serial @ Reading::Day(_, How::Serial) => serial,
            _ => from_number(*value),
        },
        other => read(other, near),
    }
}

fn checked(day: Option<Day>, how: How) -> Reading {
    match day {
        Some(day) if YEARS.contains(&day.year()) => Reading::Day(day, how),
        Some(_) => Reading::Not(Trouble::OutOfRange),
        None => Reading::Not(Trouble::NotADate),
    }
}

/// A day by its serial number, in the epoch of 1900 or of 1904.
pub(super) fn from_serial(serial: f64, is_1904: bool) -> Option<Day> {
    if !serial.is_finite() || !(0.0..3_000_000.0).contains(&serial) {
        return None;
    }
    // Excel counts a 29 February 1900 that never was: serials below 61 stand a day later
    let early = i64::from(!is_1904 && serial < 60.0);
    // 1 January 1904 and 30 December 1899, counted from 1 January of the year 1
    let epoch = if is_1904 { 695_056 } else { 693_594 };
    let days = i32::try_from(serial.floor() as i64 + early).ok()?;
    NaiveDate::from_num_days_from_ce_opt(epoch + days).map(Day::from)
}

fn from_number(value: f64) -> Reading {
    let whole = value.is_finite() && value.fract().abs() < f64::EPSILON;
    if whole && (19_000_101.0..=21_001_231.0).contains(&value) {
        let n = value as u32;
        return match ymd(n / 10_000, n / 100 % 100, n % 100) {
            Some(day) => checked(Some(day), How::Plain),
            None => Reading::Not(Trouble::NotADate),
        };
    }
    // a serial within 1990 to 2099, with or without its hour
    if (32_874.0..73_051.0).contains(&value) {
        return checked(from_serial(value, false), How::Serial);
    }
    Reading::Not(Trouble::Ambiguous)
}

fn ymd(year: u32, month: u32, day: u32) -> Option<Day> {
    Day::new(i32::try_from(year).ok()?, month, day)
}

fn from_text(text: &str, near: Day) -> Reading {
    let trimmed = text.trim();
    if let Some(day) = iso(trimmed) {
        return checked(Some(day), How::Plain);
    }
    // the hour goes before blanks do: `2021-07-14 00:00:00` must not become one number
    let (date, _hour) =
        trimmed.split_once([' ', 'T']).filter(|(date, _)| has_three_parts(date)).unwrap_or((trimmed, ""));
    let folded = arabic(&fold(date)).into_owned();
    if folded.is_empty() {
        return Reading::Blank;
    }
    if is_placeholder(&folded) || NOT_YET.contains(&folded.as_str()) {
        return Reading::Placeholder;
    }
    match parts(&folded) {
        Some((day, how)) => match day.resolve(near) {
            Some(day) => checked(Some(day), how),
            None => Reading::Not(Trouble::NotADate),
        },
        None => Reading::Not(Trouble::NotADate),
    }
}

/// `2021-07-14`, `2021.7.14`, `2021/7/14` in ASCII: most of what is typed, without an allocation.
fn iso(text: &str) -> Option<Day> {
    let separator = text.as_bytes().get(4).copied().filter(|b| matches!(b, b'-' | b'.' | b'/'))?;
    let (year, rest) = text.split_at_checked(4)?;
    let (month, day) = rest[1..].split_once(char::from(separator))?;
    let number = |s: &str, most: usize| {
        ((1..=most).contains(&s.len()) && s.bytes().all(|b| b.is_ascii_digit()))
            .then(|| s.parse::<u32>().ok())?
    };
    ymd(number(year, 4)?, number(month, 2)?, number(day, 2)?)
}

fn has_three_parts(text: &str) -> bool {
    let numbers = text.split(|c: char| !c.is_numeric()).filter(|s| !s.is_empty()).count();
    numbers == 3 || (numbers == 1 && text.chars().filter(|c| c.is_numeric()).count() == 8)
}

/// Year (where given), month and day, as written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Written {
    year: Option<u32>,
    month: u32,
    day: u32,
}

impl Written {
    /// The day meant: where the year is left out, that of the day nearest to `near`.
    pub(super) fn resolve(self, near: Day) -> Option<Day> {
        match self.year {
            // 21.7.14
            Some(year) => ymd(if year < 100 { 2000 + year } else { year }, self.month, self.day),
            None => (near.year() - 1..=near.year() + 1)
                .filter_map(|year| Day::new(year, self.month, self.day))
                .min_by_key(|day| day.since(near).abs()),
        }
    }

    /// Is the year written out?
    pub(super) fn has_year(self) -> bool {
        self.year.is_some()
    }
}

/// A folded text that is nothing but a date.
fn parts(folded: &str) -> Option<(Written, How)> {
    if folded.len() == 8 && folded.bytes().all(|b| b.is_ascii_digit()) {
        let number = |range: std::ops::Range<usize>| folded[range].parse().ok();
        return Some((Written { year: number(0..4), month: number(4..6)?, day: number(6..8)? }, How::Plain));
    }
    let mut dates = find_dates(folded);
    let (written, range) = dates.pop().filter(|_| dates.is_empty())?;
    let rest = &folded[range.end..];
    let whole = range.start == 0 && (rest.is_empty() || is_hour(rest));
    if !whole {
        return None;
    }
    // Y.M without a day is found as M.D only where the year could be a month, which it cannot
    Some(match written.year {
        Some(year) if year < 100 => (Written { year: Some(2000 + year), ..written }, How::YearInferred),
        Some(_) => (written, How::Plain),
        None => (written, How::YearInferred),
    })
}

fn is_hour(rest: &str) -> bool {
    rest.chars().all(|c| c.is_ascii_digit() || matches!(c, ':' | '时' | '分' | '秒' | '点' | 't' | '.'))
}

/// Every date within a folded text, with its place: `2021年7月14日`, `2021.7.14`, `7月14日`, `7.14`.
pub(super) fn find_dates(folded: &str) -> Vec<(Written, std::ops::Range<usize>)> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < folded.len() {
        let Some(start) = folded[at..].find(|c: char| c.is_ascii_digit()).map(|i| at + i) else { break };
        match date_at(folded, start) {
            Some((written, end)) => {
                found.push((written, start..end));
                at = end;
            }
            None => {
                at = start + folded[start..].bytes().take_while(u8::is_ascii_digit).count();
            }
        }
    }
    found
}

fn date_at(text: &str, start: usize) -> Option<(Written, usize)> {
    if let Some(whole) = eight_digits(text, start) {
        return Some(whole);
    }
    let (first, at) = digits(text, start)?;
    let (mark, at) = separator(text, at)?;
    let (second, at) = digits(text, at)?;
    let length = at;
    if let Some((mark2, at)) = separator(text, at)
        && let Some((third, at)) = digits(text, at)
        && mark != '月'
        && (mark == mark2 || mark2 == '月' || mark == '年')
    {
        if third.len() == 4 && mark == mark2 && !text[at..].starts_with(|c: char| c.is_ascii_digit()) {
            return day_first(first, second, third).map(|written| (written, at));
        }
        let end = if text[at..].starts_with(['日', '号']) { at + '日'.len_utf8() } else { at };
        let year = first.parse().ok()?;
        let sound = matches!(first.len(), 2 | 4) && second.len() <= 2 && third.len() <= 2;
        return sound.then(|| {
            Some((Written { year: Some(year), month: second.parse().ok()?, day: third.parse().ok()? }, end))
        })?;
    }
    if mark == '年' {
        return None;
    }
    let end = if text[length..].starts_with(['日', '号']) { length + '日'.len_utf8() } else { length };
    let written = Written { year: None, month: first.parse().ok()?, day: second.parse().ok()? };
    let sound = first.len() <= 2
        && second.len() <= 2
        && (1..=12).contains(&written.month)
        && (1..=31).contains(&written.day)
        && matches!(mark, '月' | '.' | '-' | '/');
    sound.then_some((written, end))
}

/// `14/7/2021` and `7/14/2021`; nothing where either could be the month.
fn day_first(first: &str, second: &str, year: &str) -> Option<Written> {
    let (first, second): (u32, u32) = (first.parse().ok()?, second.parse().ok()?);
    let year = Some(year.parse().ok()?);
    match (first, second) {
        (13..=31, 1..=12) => Some(Written { year, month: second, day: first }),
        (1..=12, 13..=31) => Some(Written { year, month: first, day: second }),
        (1..=12, same) if first == same => Some(Written { year, month: first, day: first }),
        _ => None,
    }
}

/// `20210714`, which no digit stands beside.
fn eight_digits(text: &str, start: usize) -> Option<(Written, usize)> {
    let run = text[start..].bytes().take_while(u8::is_ascii_digit).count();
    let whole = text.get(start..start + run).filter(|_| run == 8)?;
    let number = |range: std::ops::Range<usize>| whole[range].parse::<u32>().ok();
    let (year, month, day) = (number(0..4)?, number(4..6)?, number(6..8)?);
    let sound = YEARS.contains(&i32::try_from(year).ok()?) && ymd(year, month, day).is_some();
    sound.then_some((Written { year: Some(year), month, day }, start + run))
}

fn digits(text: &str, start: usize) -> Option<(&str, usize)> {
    let length = text.get(start..)?.bytes().take_while(u8::is_ascii_digit).count();
    (1..=4).contains(&length).then(|| (&text[start..start + length], start + length))
}

fn separator(text: &str, at: usize) -> Option<(char, usize)> {
    let c = text.get(at..)?.chars().next()?;
    matches!(c, '.' | '-' | '/' | '年' | '月' | '。').then(|| (c, at + c.len_utf8()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn text(text: &'static str) -> Reading {
        read(&Cell::text(text.into()), day("2021-07-14"))
    }

    #[test]
    fn days_are_read_in_every_way_that_staff_type_them() {
        for typed in [
            "2021-07-14",
            "2021.7.14",
            "2021/7/14",
            "2021年7月14日",
            "２０２１年７月１４日",
            "2021年7月14号",
            "20210714",
            "2021-07-14 00:00:00",
            "20210714 00:00:00",
            "2021年7月14日18时",
            "2021-07-14T18:00:00",
        ] {
            assert_eq!(text(typed), Reading::Day(day("2021-07-14"), How::Plain), "{typed}");
        }
    }

    #[test]
    fn a_year_left_out_is_inferred_and_said() {
        assert_eq!(text("7月14日"), Reading::Day(day("2021-07-14"), How::YearInferred));
        assert_eq!(text("7.3"), Reading::Day(day("2021-07-03"), How::YearInferred));
        assert_eq!(text("21.7.3"), Reading::Day(day("2021-07-03"), How::YearInferred));
        let new_year = read(&Cell::text("12月31日".into()), day("2022-01-02"));
        assert_eq!(new_year, Reading::Day(day("2021-12-31"), How::YearInferred));
    }

    #[test]
    fn what_could_be_more_than_one_date_is_refused() {
        assert_eq!(read(&Cell::Number(2021.1), day("2021-07-14")), Reading::Not(Trouble::Ambiguous));
        assert_eq!(read(&Cell::Number(7.14), day("2021-07-14")), Reading::Not(Trouble::Ambiguous));
        for typed in [
            "2021.7",
            "2021年7月",
            "7月",
            "2021-02-30",
            "昨天",
            "2021.7.14-7.20",
            "13.32",
            "2021-07-14已完成",
        ] {
            assert_eq!(text(typed), Reading::Not(Trouble::NotADate), "{typed}");
        }
        assert_eq!(text("1021-07-14"), Reading::Not(Trouble::OutOfRange));
    }

    #[test]
    fn serials_count_from_either_epoch() {
        assert_eq!(from_serial(44391.75, false), Some(day("2021-07-14")));
        assert_eq!(from_serial(42929.0, true), Some(day("2021-07-14")));
        assert_eq!(
            read(&Cell::Number(44391.0), day("2021-07-14")),
            Reading::Day(day("2021-07-14"), How::Serial)
        );
        assert_eq!(
            read(&Cell::Number(20_210_714.0), day("2021-07-14")),
            Reading::Day(day("2021-07-14"), How::Plain)
        );
    }

    #[test]
    fn words_for_not_yet_are_no_dates_and_no_errors() {
        for typed in ["/", "无", "未整治", "整改中"] {
            assert_eq!(text(typed), Reading::Placeholder, "{typed}");
        }
    }
}
