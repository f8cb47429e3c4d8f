//! Cron expressions in two dialects, told apart by the number of their fields.
//!
//! The `cron` crate finds the next time; what an expression means is settled before it is asked, because
//! the crate reads Quartz alone: it calls Monday 2 and joins the two days by AND
//! (<https://github.com/zslayton/cron/issues/113>). Every field is read by our rules into its values, and
//! the crate is given these values, days of the week by name. Where crontab(5) joins day of month and day
//! of week by OR, it is given two schedules, of which the earlier time counts. It only ever sees civil time
//! in the guise of UTC; zones are set upon that in `zone.rs`.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use chrono::{NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};

use super::Calendar;
use super::field::{DAY, Dialect, Field, HOUR, MINUTE, MONTH, Rule, SECOND, WEEKDAY, YEAR};
use crate::model::{Day, half_width};

/// A checked cron expression.
///
/// Five fields mean what they mean in crontab(5): 0, 7 and SUN are Sunday, and when both days are restricted
/// (neither starts with `*`), either fires. Six or seven fields mean what they mean in Quartz, seconds first,
/// but days of the week are written by name only, and one of the two days is `*` or `?`. `@yearly`,
/// `@annually`, `@monthly`, `@weekly`, `@daily`, `@midnight` and `@hourly` stand for five fields.
///
/// ```
/// use tongbao::schedule::Expression;
/// let nightly = Expression::parse("30 21 * * 1-5").unwrap();
/// let friday = "2026-08-21T22:00:00".parse().unwrap();
/// assert_eq!(nightly.next_civil(friday).unwrap().to_string(), "2026-08-24 21:30:00"); // a Monday
///
/// let wrong = Expression::parse("30 25 * * *").unwrap_err();
/// assert_eq!(wrong.to_string(), "column 4, hour: expected 0 to 23, found 25");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expression {
    text: String,
    /// one, or two joined by OR
    parts: Vec<cron::Schedule>,
    /// on workdays only, by this calendar
    workdays: Option<Arc<Calendar>>,
}

/// Why a text is no [`Expression`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct ExpressionError {
    /// where in the text, in characters from 1
    pub column: usize,
    /// the field, by its English name; none where the whole is wrong
    pub field: Option<&'static str>,
    /// what was expected and found
    pub message: String,
    /// the way out
    pub hint: Option<String>,
}

impl fmt::Display for ExpressionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.field {
            Some(field) => write!(f, "column {}, {field}: {}", self.column, self.message),
            None => write!(f, "column {}: {}", self.column, self.message),
        }
    }
}

/// The crate reads 400 kB of list in a tenth of a second; no schedule written by hand is longer than this.
const LONGEST: usize = 256;

/// What is kept of an expression that fires on workdays only ends so.
const WORKDAYS: &str = " workdays";

const FIVE: [Rule; 5] = [MINUTE, HOUR, DAY, MONTH, WEEKDAY];
const SEVEN: [Rule; 7] = [SECOND, MINUTE, HOUR, DAY, MONTH, WEEKDAY, YEAR];

impl Expression {
    /// Reads an expression of five, six or seven fields, or one of the `@` words.
    ///
    /// # Errors
    /// The first thing that is wrong, with its column and field; also an expression that never fires, such
    /// as the 30th of February.
    pub fn parse(text: &str) -> Result<Expression, ExpressionError> {
        let whole =
            |message: String, hint: Option<String>| ExpressionError { column: 1, field: None, message, hint };
        if text.len() > LONGEST {
            return Err(whole(format!("longer than {LONGEST} bytes"), Some("write lists as ranges".into())));
        }
        let written_out = macro_fields(text.trim()).map_err(|(message, hint)| whole(message, Some(hint)))?;
        let tokens = tokens(written_out.unwrap_or(text));
        let (dialect, rules) = match tokens.len() {
            5 => (Dialect::Crontab, &FIVE[..]),
            n @ (6 | 7) => (Dialect::Quartz, &SEVEN[..n]),
            n => return Err(whole(wrong_number(n), Some(number_hint(text)))),
        };
        let mut fields = Vec::new();
        for (rule, (offset, token)) in rules.iter().zip(&tokens) {
            fields.push(rule.read(token, dialect).map_err(|wrong| ExpressionError {
                column: text.get(..offset + wrong.offset).map_or(1, |before| before.chars().count() + 1),
                field: Some(rule.name),
                message: wrong.message,
                hint: wrong.hint,
            })?);
        }
        let parts = match dialect {
            Dialect::Crontab => crontab_parts(&fields),
            Dialect::Quartz => quartz_part(&fields).map_err(|(message, hint)| ExpressionError {
                column: text.get(..tokens[3].0).map_or(1, |before| before.chars().count() + 1),
                field: Some(DAY.name),
                message: message.to_owned(),
                hint: Some(hint.to_owned()),
            })?,
        };
        let schedules = parts.iter().map(|part| cron::Schedule::from_str(part)).collect::<Result<_, _>>();
        let parts = schedules.map_err(|e| whole(format!("the calendar refuses it: {e}"), None))?;
        let expression = Expression { text: text.to_owned(), parts, workdays: None };
        let beginning = NaiveDate::MIN.and_time(NaiveTime::MIN);
        if expression.next_civil(beginning).is_none() {
            let hint = "name a day that its months have".to_owned();
            return Err(whole("never fires: no such day in the calendar".into(), Some(hint)));
        }
        Ok(expression)
    }

    /// As written in the plan.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What it means but for the calendar's days, as kept between two runs of a daemon: the text, with
    /// ` workdays` where it fires on these only. [`Expression::kept`] reads it.
    #[must_use]
    pub fn keeping(&self) -> String {
        format!("{}{}", self.text, if self.workdays.is_some() { WORKDAYS } else { "" })
    }

    /// What [`Expression::keeping`] wrote, by the calendar of `now` or, where it has none, the bare week.
    #[must_use]
    pub fn kept(text: &str, now: &Expression) -> Option<Expression> {
        match text.strip_suffix(WORKDAYS) {
            None => Expression::parse(text).ok(),
            Some(text) => {
                let calendar = now.workdays.clone().unwrap_or_default();
                Some(Expression { workdays: Some(calendar), ..Expression::parse(text).ok()? })
            }
        }
    }

    /// The same times, on the workdays of `calendar` only.
    #[must_use]
    pub fn on_workdays(self, calendar: Calendar) -> Expression {
        Expression { workdays: Some(Arc::new(calendar)), ..self }
    }

    /// The calendar on whose workdays alone it fires; none where it fires on any day.
    #[must_use]
    pub fn calendar(&self) -> Option<&Calendar> {
        self.workdays.as_deref()
    }

    /// The first civil time later than `after` that it means; none after the year 2100, or after the last
    /// of its years. Times before 1970 are not known.
    #[must_use]
    pub fn next_civil(&self, after: NaiveDateTime) -> Option<NaiveDateTime> {
        // the crate overflows at the calendar's end, and casts years to u32
        let (first, last) = (NaiveDate::from_ymd_opt(1969, 12, 31)?, NaiveDate::from_ymd_opt(2101, 1, 1)?);
        if after >= last.into() {
            return None;
        }
        let mut after = after.max(first.and_hms_opt(23, 59, 59)?);
        loop {
            let utc = after.and_utc();
            let civil = self.parts.iter().filter_map(|part| part.after(&utc).next()).min()?.naive_utc();
            match &self.workdays {
                Some(calendar) if !calendar.is_workday(Day::from(civil.date())) => {
                    // on with the next day: a schedule by the second has 86,400 times in this one
                    after = civil.date().succ_opt()?.and_time(NaiveTime::MIN) - TimeDelta::seconds(1);
                }
                _ => return Some(civil),
            }
        }
    }
}

/// The expression's fields with their offsets in bytes; divided by spaces and tabs, also at its ends.
fn tokens(text: &str) -> Vec<(usize, &str)> {
    let mut tokens = Vec::new();
    let mut offset = 0;
    for token in text.split([' ', '\t', '\r', '\n']) {
        if !token.is_empty() {
            tokens.push((offset, token));
        }
        offset += token.len() + 1;
    }
    tokens
}

/// The five fields that an `@` word stands for; none for a text that is no such word.
fn macro_fields(text: &str) -> Result<Option<&'static str>, (String, String)> {
    if !text.starts_with('@') {
        return Ok(None);
    }
    Ok(Some(match text.to_ascii_lowercase().as_str() {
        "@yearly" | "@annually" => "0 0 1 1 *",
        "@monthly" => "0 0 1 * *",
        "@weekly" => "0 0 * * 0",
        "@daily" | "@midnight" => "0 0 * * *",
        "@hourly" => "0 * * * *",
        "@reboot" => {
            return Err((
                "@reboot is no time of the calendar".into(),
                "write when the bulletin is due: 30 21 * * *".into(),
            ));
        }
        word if word.starts_with("@every") => {
            return Err((
                "@every is no time of the calendar".into(),
                "write a step: */30 * * * *, or 0 */2 * * *".into(),
            ));
        }
        _ => {
            return Err((
                format!("unknown word `{text}`"),
                "write @hourly, @daily, @weekly, @monthly, @yearly, or five fields".into(),
            ));
        }
    }))
}

fn wrong_number(n: usize) -> String {
    let found = if n == 0 { "nothing".to_owned() } else { n.to_string() };
    format!(
        "expected five fields (minute, hour, day of month, month, day of week), or six or seven with seconds \
         first, found {found}"
    )
}

fn number_hint(text: &str) -> String {
    let narrow: String = text.chars().map(half_width).collect();
    if narrow != text {
        return format!("full-width characters: write {narrow}");
    }
    if text.contains("TZ=") {
        return "the zone has a key of its own: timezone".to_owned();
    }
    "every night at half past nine is 30 21 * * *".to_owned()
}

/// Values as the crate reads them: names for days of the week, since its numbers count from Sunday as 1.
fn written(rule: &Rule, field: &Field) -> String {
    match &field.values {
        None => "*".to_owned(),
        Some(values) => {
            let one = |value: &u32| match *rule == WEEKDAY {
                true => WEEKDAY.names[*value as usize][..3].to_owned(),
                false => value.to_string(),
            };
            values.iter().map(one).collect::<Vec<_>>().join(",")
        }
    }
}

/// crontab(5): "If both fields are restricted (i.e., do not contain the `*` character), the command will be
/// run when either field matches"; Vixie's cron, and all after it, look at the first character alone.
fn crontab_parts(fields: &[Field]) -> Vec<String> {
    let [minute, hour, day, month, weekday] = [0, 1, 2, 3, 4].map(|i: usize| written(&FIVE[i], &fields[i]));
    if fields[2].starred || fields[4].starred {
        return vec![format!("0 {minute} {hour} {day} {month} {weekday}")];
    }
    vec![format!("0 {minute} {hour} {day} {month} *"), format!("0 {minute} {hour} * {month} {weekday}")]
}

/// Quartz refuses two restricted days; the crate would join them by AND.
fn quartz_part(fields: &[Field]) -> Result<Vec<String>, (&'static str, &'static str)> {
    if !fields[3].starred && !fields[5].starred {
        return Err((
            "day of month and day of week are both restricted, which six fields do not allow",
            "write ? for one of them, or five fields, which fire on either",
        ));
    }
    let written: Vec<String> = SEVEN.iter().zip(fields).map(|(rule, field)| written(rule, field)).collect();
    Ok(vec![written.join(" ")])
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The next `n` times after the start of Thursday 1 January 2026.
    fn times(text: &str, n: usize) -> Vec<String> {
        let expression = Expression::parse(text).unwrap_or_else(|e| panic!("{text}: {e}"));
        let mut at: NaiveDateTime = "2026-01-01T00:00:00".parse().unwrap();
        (0..n)
            .map(|_| {
                at = expression.next_civil(at).unwrap();
                at.format("%a %m-%d %H:%M:%S").to_string()
            })
            .collect()
    }

    fn refusal(text: &str) -> String {
        let wrong = Expression::parse(text).expect_err(text);
        format!("{wrong} | {}", wrong.hint.clone().unwrap_or_default())
    }

    #[test]
    fn five_fields_count_monday_as_one() {
        for monday in ["0 2 * * 1", "0 2 * * MON", "0 2 * * monday"] {
            assert_eq!(times(monday, 1), ["Mon 01-05 02:00:00"], "{monday}");
        }
        for sunday in ["0 2 * * 0", "0 2 * * 7", "0 2 * * SUN"] {
            assert_eq!(times(sunday, 1), ["Sun 01-04 02:00:00"], "{sunday}");
        }
        for weekend in ["0 2 * * 5-7", "0 2 * * fri-sun"] {
            assert_eq!(times(weekend, 3), ["Fri 01-02 02:00:00", "Sat 01-03 02:00:00", "Sun 01-04 02:00:00"]);
        }
    }

    #[test]
    fn five_fields_join_two_restricted_days_by_or() {
        assert_eq!(
            times("0 2 13 * FRI", 3),
            ["Fri 01-02 02:00:00", "Fri 01-09 02:00:00", "Tue 01-13 02:00:00"]
        );
        // a star at the start of either keeps them together: odd days that are Fridays
        assert_eq!(times("0 2 */2 * FRI", 2), ["Fri 01-09 02:00:00", "Fri 01-23 02:00:00"]);
    }

    #[test]
    fn six_fields_start_with_seconds_and_name_their_weekdays() {
        assert_eq!(times("15 30 21 ? * MON-FRI", 1), ["Thu 01-01 21:30:15"]);
        assert_eq!(times("0 0/20 2 * * * 2027", 1), ["Fri 01-01 02:00:00"]);
        assert_eq!(
            refusal("0 0 2 * * 1"),
            "column 11, day of week: expected a day by name, found 1: 1 is Sunday in six fields and Monday in five \
             | write SUN, MON, TUE, WED, THU, FRI or SAT"
        );
        assert_eq!(
            refusal("0 0 2 13 * FRI"),
            "column 7, day of month: day of month and day of week are both restricted, which six fields do not allow \
             | write ? for one of them, or five fields, which fire on either"
        );
    }

    #[test]
    fn words_stand_for_five_fields() {
        assert_eq!(times("@Daily", 1), ["Fri 01-02 00:00:00"]);
        assert_eq!(times("@weekly", 1), ["Sun 01-04 00:00:00"]);
        for word in ["@reboot", "@every 5m", "@nightly"] {
            assert!(Expression::parse(word).is_err(), "{word}");
        }
    }

    #[test]
    fn what_other_dialects_write_is_refused_by_name() {
        assert_eq!(
            refusal("0 2 L * *"),
            "column 5, day of month: `L`: L, W and # are not supported | write the days by number: 1-31"
        );
        for text in [
            "0 2 15W * *",
            "0 2 LW * *",
            "0 2 L-3 * *",
            "0 2 * * 6#3",
            "0 2 * * 6L",
            "0 2 * * FRIL",
            "0 0 2 ? * FRI#3",
        ] {
            assert!(refusal(text).contains("L, W and # are not supported"), "{text}");
        }
        // names that merely hold these letters stay what they are
        assert_eq!(times("0 2 * JUL WED", 1), ["Wed 07-01 02:00:00"]);
    }

    #[test]
    fn a_wrong_value_is_named_with_its_column_and_field() {
        assert_eq!(refusal("60 2 * * *"), "column 1, minute: expected 0 to 59, found 60 | ");
        assert_eq!(refusal("0  24 * * *"), "column 4, hour: expected 0 to 23, found 24 | ");
        assert_eq!(refusal("0 1,2,x * * *"), "column 7, hour: expected 0 to 23, found `x` | ");
        assert_eq!(
            refusal("0 22-2 * * *"),
            "column 3, hour: range 22-2 runs backwards | to go past the end, write 22-23,0-2"
        );
        assert_eq!(
            refusal("0 2 * * SAT-MON"),
            "column 9, day of week: range SAT-MON runs backwards | to go past the end, write SAT,SUN-MON"
        );
        assert_eq!(
            refusal("5/10 * * * *"),
            "column 1, minute: a step needs a range before it, found `5/10` | write 5-59/10"
        );
        assert_eq!(refusal("*/0 * * * *"), "column 3, minute: expected a step of 1 or more, found `0` | ");
        assert_eq!(
            refusal("０ ２ * * *"),
            "column 1, minute: expected 0 to 59, found `０` | full-width characters: write 0"
        );
        assert_eq!(refusal("0 2 * * 8"), "column 9, day of week: expected 0 to 7, found 8 | ");
    }

    #[test]
    fn fields_are_counted_before_they_are_read() {
        for text in ["", "   ", "30 21", "30 21 * *", "* * * * * * * *", "******", "0 0 2***"] {
            assert!(refusal(text).contains("expected five fields"), "{text}");
        }
        assert!(refusal("TZ=Asia/Shanghai 30 21").contains("the zone has a key of its own"));
        assert!(refusal("30　21　*　*　*").contains("write 30 21 * * *"));
        assert!(refusal(&"1,".repeat(200)).contains("longer than 256 bytes"));
    }

    #[test]
    fn a_day_that_never_comes_is_refused() {
        assert_eq!(
            refusal("0 2 30 2 *"),
            "column 1: never fires: no such day in the calendar | name a day that its months have"
        );
        assert!(Expression::parse("0 2 29 2 *").is_ok());
        assert!(Expression::parse("0 0 2 29 2 ? 2023").is_err());
    }

    #[test]
    fn the_calendars_ends_are_no_panic() {
        let nightly = Expression::parse("30 21 * * *").unwrap();
        assert_eq!(nightly.next_civil(NaiveDateTime::MAX), None);
        assert_eq!(nightly.next_civil(NaiveDateTime::MIN).unwrap().to_string(), "1970-01-01 21:30:00");
        assert_eq!(nightly.next_civil("2100-12-31T21:30:00".parse().unwrap()), None);
    }
}
