//! Days on the command line.

use crate::model::Day;

/// A range of days, both in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Days {
    /// the first
    pub from: Day,
    /// the last, not before the first
    pub to: Day,
}

impl Days {
    /// Day by day.
    pub fn each(self) -> impl Iterator<Item = Day> {
        std::iter::successors(Some(self.from), move |day| Some(day.next()).filter(|next| *next <= self.to))
    }
}

/// 2021-07-14, or 2021-07-13..2021-07-14, both in.
pub(super) fn parse_days(text: &str) -> Result<Days, String> {
    let (from, to) = text.split_once("..").unwrap_or((text, text));
    let days = Days { from: from.parse()?, to: to.parse()? };
    if days.to < days.from {
        return Err(format!("the range ends before it begins; write {to}..{from}"));
    }
    // ten years: a slip in a year's digit must not ask for a thousand bulletins
    if days.to.since(days.from) > 3660 {
        return Err("the range spans more than ten years".to_owned());
    }
    Ok(days)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_of_days_has_both_ends_in() {
        let days = parse_days("2021-07-30..2021-08-01").unwrap();
        let each: Vec<String> = days.each().map(|d| d.to_string()).collect();
        assert_eq!(each, ["2021-07-30", "2021-07-31", "2021-08-01"]);
        assert!(parse_days("2021-07-14..2021-07-13").is_err());
        assert!(parse_days("yesterday").is_err());
    }
}
