//! What stands in a cell, whatever the format of the file that it stands in.

use std::borrow::Cow;

use crate::model::Day;

use super::date::from_serial;

/// One cell's value. Texts borrow from the workbook's table of strings where it has one.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) enum Cell<'a> {
    /// nothing, or text of blanks only
    #[default]
    Empty,
    /// text as typed
    Text(Cow<'a, str>),
    /// a number that carries no date format
    Number(f64),
    /// TRUE or FALSE
    Bool(bool),
    /// a number with a date format, or an ISO date
    Date(Day),
    /// `#REF!` and its like
    Error(Cow<'a, str>),
    /// a formula that was never computed: its stored value is missing
    NoValue,
}

/// Error values as they stand in text: ods and csv have no other form for them.
const ERRORS: &[&str] = &[
    "#REF!",
    "#N/A",
    "#DIV/0!",
    "#NAME?",
    "#NULL!",
    "#NUM!",
    "#VALUE!",
    "#SPILL!",
    "#CALC!",
    "#FIELD!",
    "#GETTING_DATA",
];

impl Cell<'_> {
    /// From text; blanks alone are nothing, and what other programs export of an error is the error.
    pub(super) fn text(text: Cow<'_, str>) -> Cell<'_> {
        let Some(first) = text.chars().next() else { return Cell::Empty };
        // nearly every text begins with what is neither blank nor the mark of an error
        if !first.is_whitespace() && first != '#' && first != 'E' {
            return Cell::Text(text);
        }
        let trimmed = text.trim();
        if trimmed.is_empty() {
            return Cell::Empty;
        }
        let error = trimmed.starts_with('#') && ERRORS.contains(&trimmed) || trimmed.starts_with("Err:");
        if error { Cell::Error(text) } else { Cell::Text(text) }
    }

    /// The same cell, its text borrowed.
    pub(super) fn lent(&self) -> Cell<'_> {
        match self {
            Cell::Text(text) => Cell::Text(Cow::Borrowed(text)),
            Cell::Error(text) => Cell::Error(Cow::Borrowed(text)),
            Cell::Empty => Cell::Empty,
            Cell::Number(n) => Cell::Number(*n),
            Cell::Bool(b) => Cell::Bool(*b),
            Cell::Date(day) => Cell::Date(*day),
            Cell::NoValue => Cell::NoValue,
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        matches!(self, Cell::Empty)
    }

    /// The text, where it is text.
    pub(super) fn as_text(&self) -> Option<&str> {
        match self {
            Cell::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The same, on its own feet.
    pub(super) fn into_owned(self) -> Cell<'static> {
        match self {
            Cell::Text(text) => Cell::Text(Cow::Owned(text.into_owned())),
            Cell::Error(text) => Cell::Error(Cow::Owned(text.into_owned())),
            Cell::Empty => Cell::Empty,
            Cell::Number(n) => Cell::Number(n),
            Cell::Bool(b) => Cell::Bool(b),
            Cell::Date(d) => Cell::Date(d),
            Cell::NoValue => Cell::NoValue,
        }
    }

    /// A number whose format shows a day; an hour alone is none, which in the epoch of 1904 is the first day.
    #[inline]
    pub(super) fn dated(value: f64, is_1904: bool) -> Cell<'static> {
        match from_serial(value, is_1904) {
            Some(day) if value >= 1.0 || is_1904 => Cell::Date(day),
            _ => Cell::Number(value),
        }
    }

    /// As a person would read it aloud, for faults and origins.
    pub(super) fn shown(&self) -> String {
        match self {
            Cell::Empty | Cell::NoValue => String::new(),
            Cell::Text(text) => shorten(text),
            Cell::Number(n) => number(*n),
            Cell::Bool(b) => if *b { "TRUE" } else { "FALSE" }.to_owned(),
            Cell::Date(day) => day.to_string(),
            Cell::Error(text) => text.to_string(),
        }
    }

    /// As [`Cell::shown`], for cells of a ledger: what could be a householder's name or an identity or
    /// telephone number is told by its length alone, since the address suffices.
    pub(super) fn masked(&self) -> String {
        match self {
            Cell::Text(text) => mask(&shorten(text)),
            Cell::Number(n) if n.abs() >= 1e10 => "＊".repeat(11),
            other => other.shown(),
        }
    }
}

/// A number in full; nearly all are whole, and need no search for their shortest form.
fn number(n: f64) -> String {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    if n.fract() == 0.0 && n.abs() < EXACT && !(n == 0.0 && n.is_sign_negative()) {
        return (n as i64).to_string();
    }
    n.to_string()
}

/// A text without what could be anybody's name or number: every run of two Chinese characters or more that
/// holds no word of the trade, and all of a text of eleven digits or more.
fn mask(text: &str) -> String {
    const DIGITS: usize = 11;
    if text.chars().filter(|c| c.is_numeric()).count() >= DIGITS {
        return "＊".repeat(text.chars().count().min(18));
    }
    let of_name = |c: char| c.is_alphabetic() && !c.is_ascii() || c == '·';
    let mut shown = String::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let end = rest.find(|c: char| of_name(c) != of_name(first)).unwrap_or(rest.len());
        let (run, after) = rest.split_at(end);
        let length = run.chars().count();
        if of_name(first) && length > 1 && !WORDS.iter().any(|word| run.contains(word)) {
            shown.push_str(&"＊".repeat(length));
        } else {
            shown.push_str(run);
        }
        rest = after;
    }
    shown
}

/// Words that staff write beside figures and dates, and that stand in nobody's name.
const WORDS: &[&str] = &[
    "整治", "整改", "完成", "销号", "拆除", "合格", "未", "已", "正在", "昨", "今", "暂", "待", "左右",
    "平方", "平米", "面积", "大约", "以上", "以下", "附属", "计入", "不详", "加固", "腾退", "万元", "年底",
    "月底", "月份", "星期", "上午", "下午", "没有", "是否",
];

/// The first characters of a text, on one line: a cell can hold 32,767.
pub(super) fn shorten(text: &str) -> String {
    const KEPT: usize = 24;
    let line: String =
        text.trim().chars().map(|c| if c.is_control() { ' ' } else { c }).take(KEPT + 1).collect();
    match line.char_indices().nth(KEPT) {
        Some((cut, _)) => format!("{}…", &line[..cut]),
        None => line,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_identity_numbers_of_householders_are_masked() {
        let masked = |text: &'static str| Cell::text(text.into()).masked();
        assert_eq!(masked("王建国"), "＊＊＊");
        assert_eq!(masked("411002198001011234"), "＊＊＊＊＊＊＊＊＊＊＊＊＊＊＊＊＊＊");
        assert_eq!(masked("约300"), "约300");
        assert_eq!(masked("50左右"), "50左右");
        assert_eq!(masked("王建国（已故）"), "＊＊＊（已故）");
        assert_eq!(masked("买买提·艾合买提 120"), "＊＊＊＊＊＊＊＊ 120");
        assert_eq!(masked("138-0000-1111"), "＊＊＊＊＊＊＊＊＊＊＊＊＊");
    }

    #[test]
    fn blanks_alone_are_nothing() {
        assert!(Cell::text(" \u{3000}\u{a0}\n".into()).is_empty());
    }
}
