//! A cell as an exact amount: numbers, numbers typed as text, and what only looks like one.

use std::borrow::Cow;

use crate::model::{Amount, AmountError};

use super::cell::Cell;
use super::normal::fold;
use super::units::{Unit, split_suffix};

/// What a cell of a column of numbers says.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Reading {
    /// nothing stands there
    Blank,
    /// a mark for nothing: `-`, `—`, `/`, `无`; not 0
    Placeholder,
    /// an amount, in the column's unit or the cell's own
    Number(Number),
    /// no number, or no usable one
    Not(Trouble),
}

/// An amount read from a cell.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Number {
    pub(super) amount: Amount,
    /// was it text?
    pub(super) typed_as_text: bool,
    /// did a per cent sign follow?
    pub(super) percent: bool,
    /// the unit typed after it
    pub(super) unit: Option<Unit>,
    /// 万 or 亿 typed after it alone: so many of the column's unit, which the amount does not hold yet
    pub(super) times: i64,
}

/// Why a cell holds no amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Trouble {
    /// C001
    NotANumber,
    /// C006
    ErrorValue,
    /// C007
    NoValue,
}

/// Marks that staff type where there is nothing to report.
const PLACEHOLDERS: &[&str] = &[
    "-",
    "--",
    "---",
    "—",
    "——",
    "―",
    "–",
    "−",
    "_",
    "/",
    "//",
    "\\",
    "无",
    "空",
    "〇",
    "n/a",
    "na",
    "暂无",
    "…",
    "……",
    "*",
    "、",
    ".",
    "null",
    "none",
    "无数据",
    "不涉及",
    "无任务",
];

/// Is the folded text a mark for nothing?
pub(super) fn is_placeholder(folded: &str) -> bool {
    // most texts asked about are names and addresses, and longer than any of them
    const LONGEST: usize = "不涉及".len();
    folded.len() <= LONGEST && PLACEHOLDERS.contains(&folded)
}

/// Reads a cell as an amount.
pub(super) fn read(cell: &Cell<'_>) -> Reading {
    match cell {
        Cell::Empty => Reading::Blank,
        Cell::Number(value) => match from_binary(*value) {
            Ok(amount) => {
                Reading::Number(Number { amount, typed_as_text: false, percent: false, unit: None, times: 1 })
            }
            Err(_) => Reading::Not(Trouble::NotANumber),
        },
        Cell::Text(text) => read_text(text),
        Cell::Bool(_) | Cell::Date(_) => Reading::Not(Trouble::NotANumber),
        Cell::Error(_) => Reading::Not(Trouble::ErrorValue),
        Cell::NoValue => Reading::Not(Trouble::NoValue),
    }
}

fn read_text(text: &str) -> Reading {
    let trimmed = text.trim();
    // heads and names, which are asked about more often than figures: nothing in them folds to a digit
    if !trimmed.is_empty() && trimmed.chars().all(|c| matches!(c, '\u{4e00}'..='\u{9fff}')) {
        let is_mark = is_placeholder(trimmed);
        return if is_mark { Reading::Placeholder } else { Reading::Not(Trouble::NotANumber) };
    }
    let plain = trimmed.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    let folded = if plain { Cow::Borrowed(trimmed) } else { Cow::Owned(fold_number(trimmed)) };
    if folded.is_empty() {
        return Reading::Blank;
    }
    if is_placeholder(&folded) {
        return Reading::Placeholder;
    }
    let (body, percent) = match folded.strip_suffix('%') {
        Some(body) => (body, true),
        None => (&*folded, false),
    };
    let (body, unit) = if percent { (body, None) } else { split_suffix(body) };
    let (body, times) = match (body.strip_suffix('万'), body.strip_suffix('亿')) {
        (Some(body), _) if unit.is_none() && !percent => (body, 10_000),
        (_, Some(body)) if unit.is_none() && !percent => (body, 100_000_000),
        _ => (body, 1),
    };
    match ungroup(body).and_then(|digits| Amount::parse(&digits).ok()) {
        Some(amount) => Reading::Number(Number { amount, typed_as_text: true, percent, unit, times }),
        None => Reading::Not(Trouble::NotANumber),
    }
}

/// Folds what stands around a number; a blank between two digits stays, since `12 34` is no number.
fn fold_number(text: &str) -> String {
    let parts: Vec<String> = text.split_whitespace().map(fold).collect();
    let mut joined = String::new();
    for part in parts {
        let digits_meet =
            joined.ends_with(|c: char| c.is_ascii_digit()) && part.starts_with(|c: char| c.is_ascii_digit());
        if digits_meet {
            joined.push(' ');
        }
        joined.push_str(&part);
    }
    joined
}

/// Takes the commas out of `1,056`; none where they do not part groups of three.
fn ungroup(body: &str) -> Option<Cow<'_, str>> {
    if !body.contains(',') {
        return Some(Cow::Borrowed(body));
    }
    let (whole, part) = body.split_once('.').map_or((body, None), |(w, p)| (w, Some(p)));
    let mut groups = whole.trim_start_matches(['-', '+']).split(',');
    let first = groups.next()?;
    let sound = (1..=3).contains(&first.len())
        && groups.all(|g| g.len() == 3)
        && part.is_none_or(|p| !p.contains(','));
    sound.then(|| Cow::Owned(body.replace(',', "")))
}

/// From a spreadsheet's binary number. The short way holds for up to six places: where the nearest
/// millionth divides back to the very same double, the decimal shown is that millionth exactly.
fn from_binary(value: f64) -> Result<Amount, AmountError> {
    const MILLION: f64 = 1_000_000.0;
    let scaled = (value * MILLION).round();
    #[expect(clippy::float_cmp, reason = "the same double, bit for bit, is what is asked")]
    if scaled.abs() < 1e15 && scaled / MILLION == value {
        return Ok(Amount::from_millionths(scaled as i128));
    }
    Amount::from_cell(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &'static str) -> Reading {
        read(&Cell::text(text.into()))
    }

    fn amount(reading: Reading) -> Option<String> {
        match reading {
            Reading::Number(n) => Some(n.amount.to_string()),
            _ => None,
        }
    }

    #[test]
    fn numbers_typed_as_text_in_any_width_are_read() {
        for (typed, read) in [
            ("２４４", "244"),
            ("32,892", "32892"),
            ("1，234，567", "1234567"),
            (" 985 ", "985"),
            ("247户", "247"),
            ("60,644 ㎡", "60644"),
            ("12.07万㎡", "12.07"),
            ("9.39%", "9.39"),
            ("＋５", "5"),
            ("-3", "-3"),
            ("0", "0"),
        ] {
            assert_eq!(amount(text(typed)).as_deref(), Some(read), "{typed}");
        }
    }

    #[test]
    fn what_is_only_like_a_number_is_not_read() {
        for typed in
            ["约300", "300余", "1-2", "12,34", "1 234", "1.2.3", "三百", "1e3", "12户34", "1,,000", "(123)"]
        {
            assert_eq!(text(typed), Reading::Not(Trouble::NotANumber), "{typed}");
        }
        assert_eq!(read(&Cell::Number(f64::INFINITY)), Reading::Not(Trouble::NotANumber));
        assert_eq!(read(&Cell::Number(1e300)), Reading::Not(Trouble::NotANumber));
    }

    #[test]
    fn marks_for_nothing_are_empty_and_not_zero() {
        for typed in ["-", "—", "——", "/", "／", "无", "－", "N/A"] {
            assert_eq!(text(typed), Reading::Placeholder, "{typed}");
        }
        assert_eq!(text("　"), Reading::Blank);
    }

    #[test]
    fn a_binary_number_is_the_decimal_that_the_spreadsheet_shows() {
        for (value, shown) in
            [(0.8077, "0.8077"), (0.1 + 0.2, "0.3"), (32892.55, "32892.55"), (1e12, "1000000000000")]
        {
            assert_eq!(amount(read(&Cell::Number(value))).as_deref(), Some(shown));
        }
    }
}
