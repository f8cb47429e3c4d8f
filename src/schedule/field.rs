//! One field of a cron expression, read by our own rules into the set of its values.

use crate::model::half_width;
use std::collections::BTreeSet;

/// Whose rules hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Dialect {
    /// five fields, crontab(5): Sunday is 0 or 7, and a day matches by either of its two fields
    Crontab,
    /// six or seven fields, Quartz: days of the week by name, `?`, and `start/step`
    Quartz,
}

/// What a field may hold.
#[derive(Debug)]
pub(super) struct Rule {
    /// as in messages
    pub name: &'static str,
    /// the lowest value
    pub low: u32,
    /// the highest value
    pub high: u32,
    /// full names of the values from `low` on; the first three letters or more do
    pub names: &'static [&'static str],
}

impl PartialEq for Rule {
    fn eq(&self, other: &Rule) -> bool {
        self.name == other.name
    }
}

const MONTHS: &[&str] = &[
    "JANUARY",
    "FEBRUARY",
    "MARCH",
    "APRIL",
    "MAY",
    "JUNE",
    "JULY",
    "AUGUST",
    "SEPTEMBER",
    "OCTOBER",
    "NOVEMBER",
    "DECEMBER",
];
const WEEKDAYS: &[&str] =
    &["SUNDAY", "MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY"];

pub(super) const SECOND: Rule = Rule { name: "second", low: 0, high: 59, names: &[] };
pub(super) const MINUTE: Rule = Rule { name: "minute", low: 0, high: 59, names: &[] };
pub(super) const HOUR: Rule = Rule { name: "hour", low: 0, high: 23, names: &[] };
pub(super) const DAY: Rule = Rule { name: "day of month", low: 1, high: 31, names: &[] };
pub(super) const MONTH: Rule = Rule { name: "month", low: 1, high: 12, names: MONTHS };
/// 7 is Sunday again, so that `5-7` is a range.
pub(super) const WEEKDAY: Rule = Rule { name: "day of week", low: 0, high: 7, names: WEEKDAYS };
/// The years that the `cron` crate knows.
pub(super) const YEAR: Rule = Rule { name: "year", low: 1970, high: 2100, names: &[] };

/// A field's values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Field {
    /// does it start with `*` (or is it `?`)? decides in crontab(5) whether two days are joined by OR
    pub starred: bool,
    /// the values, Sunday as 0; none for all of them
    pub values: Option<BTreeSet<u32>>,
}

/// What is wrong within a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct FieldError {
    /// bytes from the field's start
    pub offset: usize,
    /// what was expected and found
    pub message: String,
    /// the way out
    pub hint: Option<String>,
}

type Checked<T> = Result<T, FieldError>;

fn wrong<T>(offset: usize, message: String, hint: impl Into<Option<String>>) -> Checked<T> {
    Err(FieldError { offset, message, hint: hint.into() })
}

impl Rule {
    /// Reads `text`, a list of items joined by commas.
    ///
    /// # Errors
    /// The first item that is none, with its offset in bytes.
    pub fn read(&self, text: &str, dialect: Dialect) -> Checked<Field> {
        if text == "?" {
            return if dialect == Dialect::Quartz && (*self == DAY || *self == WEEKDAY) {
                Ok(Field { starred: true, values: None })
            } else {
                wrong(0, "`?` stands only for a day in six or seven fields".into(), "write *".to_owned())
            };
        }
        let mut values = BTreeSet::new();
        let mut offset = 0;
        for item in text.split(',') {
            self.item(item, offset, dialect, &mut values)?;
            offset += item.len() + 1;
        }
        if *self == WEEKDAY && values.remove(&7) {
            values.insert(0);
        }
        let all = self.high - self.low + u32::from(*self != WEEKDAY);
        let is_all = values.len() == all as usize;
        Ok(Field { starred: text.starts_with('*'), values: (!is_all).then_some(values) })
    }

    fn item(&self, item: &str, offset: usize, dialect: Dialect, values: &mut BTreeSet<u32>) -> Checked<()> {
        self.refuse_specials(item, offset)?;
        let (range, step) = match item.split_once('/') {
            Some((range, step)) => (range, Some(self.step(range, step, offset, dialect)?)),
            None => (item, None),
        };
        let (from, to) = if range == "*" {
            (self.low, if *self == WEEKDAY { 6 } else { self.high })
        } else if let Some((from, to)) = range.split_once('-') {
            self.range(from, to, offset, dialect)?
        } else {
            let from = self.value(range, offset, dialect)?;
            (from, if step.is_some() { self.high } else { from })
        };
        values.extend((from..=to).step_by(step.unwrap_or(1) as usize));
        Ok(())
    }

    fn range(&self, from: &str, to: &str, offset: usize, dialect: Dialect) -> Checked<(u32, u32)> {
        let low = self.value(from, offset, dialect)?;
        let mut high = self.value(to, offset + from.len() + 1, dialect)?;
        // FRI-SUN: a Sunday by name ends a range as the seventh day
        if *self == WEEKDAY && high == 0 && low > 0 && !to.starts_with('0') {
            high = 7;
        }
        if low <= high {
            return Ok((low, high));
        }
        let top = if *self == WEEKDAY { 6 } else { self.high };
        let tail = if low == top { from.to_owned() } else { format!("{from}-{}", self.spell(top, from)) };
        let head =
            if high == self.low { to.to_owned() } else { format!("{}-{to}", self.spell(self.low, from)) };
        wrong(
            offset,
            format!("range {from}-{to} runs backwards"),
            (*self != YEAR).then(|| format!("to go past the end, write {tail},{head}")),
        )
    }

    /// A value in the manner of `like`: by name if that is one.
    fn spell(&self, value: u32, like: &str) -> String {
        match self.names.get((value - self.low) as usize) {
            Some(name) if !like.starts_with(|c: char| c.is_ascii_digit()) => name[..3].to_owned(),
            _ => value.to_string(),
        }
    }

    fn step(&self, range: &str, step: &str, offset: usize, dialect: Dialect) -> Checked<u32> {
        let at = offset + range.len() + 1;
        if *self == WEEKDAY && dialect == Dialect::Quartz {
            return wrong(
                offset,
                "steps do not stand here, since dialects differ on the day that they count from".into(),
                "name the days: MON,WED,FRI".to_owned(),
            );
        }
        if dialect == Dialect::Crontab && range != "*" && !range.contains('-') {
            return wrong(
                offset,
                format!("a step needs a range before it, found `{range}/{step}`"),
                format!("write {range}-{}/{step}", if *self == WEEKDAY { 6 } else { self.high }),
            );
        }
        match step.parse::<u32>() {
            Ok(n) if n > 0 && step.len() <= 4 && step.bytes().all(|b| b.is_ascii_digit()) => Ok(n),
            _ => wrong(at, format!("expected a step of 1 or more, found `{step}`"), self.full_width(step)),
        }
    }

    fn value(&self, text: &str, offset: usize, dialect: Dialect) -> Checked<u32> {
        if !text.is_empty() && text.len() <= 9 && text.bytes().all(|b| b.is_ascii_digit()) {
            if *self == WEEKDAY && dialect == Dialect::Quartz {
                return wrong(
                    offset,
                    format!(
                        "expected a day by name, found {text}: 1 is Sunday in six fields and Monday in five"
                    ),
                    "write SUN, MON, TUE, WED, THU, FRI or SAT".to_owned(),
                );
            }
            let value = text.parse().unwrap_or(u32::MAX);
            return if (self.low..=self.high).contains(&value) {
                Ok(value)
            } else {
                wrong(offset, format!("expected {} to {}, found {text}", self.low, self.high), None)
            };
        }
        let upper = text.to_ascii_uppercase();
        if upper.len() >= 3
            && let Some(i) = self.names.iter().position(|name| name.starts_with(&upper))
        {
            return Ok(self.low + i as u32);
        }
        let expected = match (self.names.first(), dialect) {
            (None, _) => format!("{} to {}", self.low, self.high),
            (Some(_), Dialect::Quartz) if *self == WEEKDAY => "a day by name, as MON".to_owned(),
            (Some(name), _) => {
                format!("{} to {} or a name as {}", self.low, self.high, &name[..3])
            }
        };
        let found = if text.is_empty() { "nothing".to_owned() } else { format!("`{text}`") };
        wrong(offset, format!("expected {expected}, found {found}"), self.full_width(text))
    }

    /// L, W and # are of other dialects; the crate would call `15W` an invalid month.
    fn refuse_specials(&self, item: &str, offset: usize) -> Checked<()> {
        let upper = item.to_ascii_uppercase();
        let stem = |c| upper.strip_suffix(c).filter(|s| s.bytes().all(|b| b.is_ascii_digit()));
        let named_last = upper.strip_suffix('L').is_some_and(|s| s.len() == 3 && self.value_by_name(s));
        let before_last =
            upper.strip_prefix("L-").is_some_and(|s| s.starts_with(|c: char| c.is_ascii_digit()));
        if upper == "LW"
            || before_last
            || stem('L').is_some()
            || stem('W').is_some()
            || named_last
            || upper.contains('#')
        {
            let hint = if *self == WEEKDAY { "name the days: FRI" } else { "write the days by number: 1-31" };
            return wrong(offset, format!("`{item}`: L, W and # are not supported"), hint.to_owned());
        }
        Ok(())
    }

    fn value_by_name(&self, upper: &str) -> bool {
        self.names.iter().any(|name| name.starts_with(upper))
    }

    /// A hint where an input method wrote full-width characters.
    fn full_width(&self, text: &str) -> Option<String> {
        let narrow: String = text.chars().map(half_width).collect();
        (narrow != text).then(|| format!("full-width characters: write {narrow}"))
    }
}
