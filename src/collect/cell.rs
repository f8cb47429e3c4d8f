//! What stands in a cell, whatever the format of the file that it stands in.

use std::borrow::Cow;

use crate::model::Day;

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

    /// As a person would read it aloud, for faults and origins.
    pub(super) fn shown(&self) -> String {
        match self {
            Cell::Empty | Cell::NoValue => String::new(),
            Cell::Text(text) => shorten(text),
            Cell::Number(n) => n.to_string(),
            Cell::Bool(b) => if *b { "TRUE" } else { "FALSE" }.to_owned(),
            Cell::Date(day) => day.to_string(),
            Cell::Error(text) => text.to_string(),
        }
    }

    /// As [`Cell::shown`], for cells of a ledger: what could be a householder's name or an identity or
    /// telephone number is told by its length alone, since the address suffices.
    pub(super) fn masked(&self) -> String {
        match self {
            Cell::Text(text) => {
                let digits = text.chars().filter(|c| c.is_numeric()).count();
                let letters = text.chars().count();
                let name = digits == 0 && (2..=4).contains(&letters) && !is_common(text);
                if name || digits >= 11 { "＊".repeat(letters.min(18)) } else { shorten(text) }
            }
            Cell::Number(n) if n.abs() >= 1e10 => "＊".repeat(11),
            other => other.shown(),
        }
    }
}

/// Marks and words of progress, which are nobody's name.
fn is_common(text: &str) -> bool {
    const WORDS: &[&str] =
        &["整治", "整改", "完成", "销号", "拆除", "合格", "未", "已", "正在", "昨", "今", "暂", "待"];
    !text.chars().any(char::is_alphabetic) || WORDS.iter().any(|word| text.contains(word))
}

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
    }

    #[test]
    fn blanks_alone_are_nothing() {
        assert!(Cell::text(" \u{3000}\u{a0}\n".into()).is_empty());
    }
}
