//! Schedule, zone, hour and days.

use std::str::FromStr;

use chrono::NaiveTime;
use chrono_tz::Tz;

use crate::model::Day;
use crate::schedule::Expression;

use super::Period;
use super::keys::{Checked, Item, Reader, Table};
use super::nearest::nearest;

/// When the daemon makes the bulletin.
pub(super) fn schedule<'r>(reader: &mut Reader<'r>, item: &Item<'r>) -> Checked<Expression> {
    let text = reader.line(item)?;
    Expression::parse(&text).map_err(|wrong| {
        let typed = ['“', '”', '‘', '’', '＂'];
        let hint = match text.trim_matches(typed) {
            bare if bare != text => Some(format!("write half-width quotes: \"{bare}\"")),
            _ => wrong.hint.clone(),
        };
        reader.tell_within(item, (&text, wrong.column - 1), format!("`{text}`: {wrong}"), hint)
    })
}

/// A zone by its name.
pub(super) fn timezone<'r>(reader: &mut Reader<'r>, item: &Item<'r>) -> Checked<Tz> {
    let name = reader.line(item)?;
    Tz::from_str(&name).map_err(|_| {
        let lower = name.to_lowercase();
        let china = ["beijing", "北京", "中国", "cst", "+8", "+08", "8:00", "0800", "urumqi time"];
        let near = if china.iter().any(|word| lower.contains(word)) {
            Some("Asia/Shanghai")
        } else {
            nearest(&name, chrono_tz::TZ_VARIANTS.iter().map(|zone| zone.name()))
        };
        let hint = match near {
            Some(near) => format!("did you mean `{near}`?"),
            None => "write a name of the zone database, as Asia/Shanghai".to_owned(),
        };
        reader.tell(item, format!("no zone is called `{name}`"), hint)
    })
}

/// `"18:00"`; YAML 1.2 leaves it text without quotes too.
pub(super) fn cutoff<'r>(reader: &mut Reader<'r>, item: &Item<'r>) -> Checked<NaiveTime> {
    let text = reader.line(item)?;
    let two = |part: &str| {
        (1..=2)
            .contains(&part.len())
            .then(|| part.parse::<u8>().ok())
            .flatten()
            .filter(|_| part.bytes().all(|b| b.is_ascii_digit()))
    };
    let time = text.split_once(':').and_then(|(hour, minute)| {
        let minute = two(minute).filter(|_| minute.len() == 2)?;
        NaiveTime::from_hms_opt(two(hour)?.into(), minute.into(), 0)
    });
    time.ok_or_else(|| {
        let narrow = text.replace('：', ":");
        let hint = match narrow.as_str() {
            "24:00" => "midnight is 00:00 of the next day; the last minute is \"23:59\"".to_owned(),
            _ if narrow != text => format!("write a half-width colon: \"{narrow}\""),
            _ => "write \"18:00\"".to_owned(),
        };
        reader.tell(item, format!("expected an hour like 18:00, found `{text}`"), hint)
    })
}

/// The campaign's first and last day.
pub(super) fn period<'r>(reader: &mut Reader<'r>, item: &Item<'r>) -> Checked<Period> {
    let table = &reader.table(
        item,
        &["from", "to"],
        &[("start", "from"), ("end", "to"), ("until", "to"), ("deadline", "to")],
    )?;
    let from = day(reader, table, "from", "2021-06-15");
    let to = day(reader, table, "to", "2021-09-30");
    let (from, to) = (from?, to?);
    if to < from {
        let message = format!("the period ends on {to}, before it starts on {from}");
        return Err(reader.tell(item, message, "set from to the first day and to to the last".to_owned()));
    }
    Ok(Period { from, to })
}

fn day<'r>(reader: &mut Reader<'r>, table: &Table<'r>, key: &str, example: &str) -> Checked<Day> {
    let item = table.require(reader, key, example)?;
    let text = reader.line(item)?;
    written_day(reader, item, &text, example)
}

/// The day that `text`, of `item`, says.
pub(super) fn written_day<'r>(
    reader: &mut Reader<'r>,
    item: &Item<'r>,
    text: &str,
    example: &str,
) -> Checked<Day> {
    text.parse::<Day>().map_err(|_| {
        // 2021-7-14, 2021/7/14, 2021.7.14, 2021年7月14日: the way out is the day itself
        let numbers: Vec<u32> = text
            .split(|c: char| !c.is_ascii_digit())
            .filter(|n| !n.is_empty())
            .filter_map(|n| n.parse().ok())
            .collect();
        let hint = match numbers[..] {
            [year @ 1000..=9999, month, day] => match Day::new(year as i32, month, day) {
                Some(day) => format!("write {day}"),
                None => "there is no such day in the calendar".to_owned(),
            },
            _ => format!("write {example}"),
        };
        reader.tell(item, format!("expected a day like {example}, found `{text}`"), hint)
    })
}
