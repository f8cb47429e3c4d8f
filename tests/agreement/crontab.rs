//! Five fields mean to us what they mean to another reader of crontab(5).

use std::collections::BTreeMap;

use chrono::{Months, NaiveDateTime};
use tongbao::schedule::Expression;

use super::{Numbers, civil, is_full, side_by_side};

const WEEKDAYS: [&str; 7] = ["SUN", "mon", "Tue", "WED", "thu", "FRI", "sat"];
const MONTHS: [&str; 12] =
    ["jan", "FEB", "Mar", "APR", "may", "JUN", "jul", "AUG", "sep", "OCT", "nov", "DEC"];

fn item(numbers: &mut Numbers, low: u64, high: u64) -> String {
    let from = numbers.between(low, high);
    match numbers.below(7) {
        0 => format!("*/{}", numbers.between(1, high)),
        1 | 2 => format!("{from}-{}", numbers.between(from, high)),
        3 => format!("{from}-{}/{}", numbers.between(from, high), numbers.between(1, high)),
        4 if high == 7 => WEEKDAYS[numbers.below(7) as usize].to_owned(),
        4 if high == 12 => MONTHS[numbers.below(12) as usize].to_owned(),
        5 if high == 12 => {
            format!("{}-{}", MONTHS[from as usize - 1], MONTHS[numbers.between(from, 12) as usize - 1])
        }
        5 if high == 7 && from < 7 => {
            format!("{}-{}", WEEKDAYS[from as usize], WEEKDAYS[numbers.between(from, 6) as usize])
        }
        _ => from.to_string(),
    }
}

fn field(numbers: &mut Numbers, low: u64, high: u64) -> String {
    if numbers.below(3) == 0 {
        return "*".to_owned();
    }
    let items: Vec<String> = (0..numbers.between(1, 3)).map(|_| item(numbers, low, high)).collect();
    items.join(",")
}

/// An expression; one in sixteen has something that dialects differ on, or that is wrong in all of them.
fn expression(numbers: &mut Numbers) -> String {
    let ranges = [(0, 59), (0, 23), (1, 31), (1, 12), (0, 7)];
    let mut fields = ranges.map(|(low, high)| field(numbers, low, high));
    let odd = [
        (0, "60"),
        (0, "5/15"),
        (0, "*/0"),
        (1, "24"),
        (1, "22-2"),
        (1, "-1"),
        (2, "0"),
        (2, "32"),
        (2, "L"),
        (2, "15W"),
        (2, "?"),
        (2, "30-31,"),
        (3, "13"),
        (3, "nov-feb"),
        (4, "8"),
        (4, "fri-sun"),
        (4, "5L"),
        (4, "FRI#2"),
        (4, "monday"),
        (4, "?"),
    ];
    if numbers.below(16) == 0 {
        let (place, text) = odd[numbers.below(odd.len() as u64) as usize];
        fields[place] = text.to_owned();
    }
    fields.join(" ")
}

/// The first times after `start` as the other reader has them; fewer where it gives up (after four years).
fn others(crontab: &cronexpr::Crontab, start: NaiveDateTime, n: usize) -> Vec<NaiveDateTime> {
    let mut times = Vec::new();
    let mut last = start.and_utc().timestamp();
    while times.len() < n {
        let after = cronexpr::MakeTimestamp::from_second(last).expect("a time of this century or the next");
        let Ok(next) = crontab.find_next(after) else { break };
        last = next.timestamp().as_second();
        times.push(civil(last));
    }
    times
}

/// What is different by intent: the kind, by what we say of the expression. None where it is not known.
fn explained(text: &str, refusal: &str) -> Option<&'static str> {
    let kinds = [
        (
            "a step needs a range before it",
            "5/15: crontab(5) steps through ranges only, the other reads 5-59/15",
        ),
        ("runs backwards", "22-2 and fri-mon: refused, with what to write instead"),
        ("L, W and # are not supported", "L, W and #: Quartz's, refused"),
        ("`?` stands only for a day in six or seven fields", "?: Quartz's, refused in five fields"),
    ];
    let kind = kinds.into_iter().find(|(said, _)| refusal.contains(said)).map(|(_, kind)| kind);
    assert!(kind.is_some(), "`{text}` is refused by us alone: {refusal}");
    kind
}

/// How one expression compares: (times that agree, what is different by intent).
fn compared(n: usize) -> (usize, Option<&'static str>) {
    let mut numbers = Numbers::of(n);
    let text = expression(&mut numbers);
    let starts = [0, 1].map(|_| civil(946_684_800 + 86_400 * numbers.below(365 * 60) as i64 + 12_345));
    let (theirs, ours) = (cronexpr::parse_crontab(&format!("{text} UTC")), Expression::parse(&text));
    let (theirs, ours) = match (theirs, ours) {
        (Err(_), Err(_)) => return (0, Some("refused by both")),
        (Err(why), Ok(_)) => {
            let known = text.to_ascii_lowercase().contains("fri-sun") || text.contains("monday");
            assert!(known, "`{text}` is refused by the other alone: {why}");
            return (0, Some("fri-sun and monday: names that only we read"));
        }
        (Ok(theirs), Err(why)) if why.message.starts_with("never fires") => {
            assert_eq!(others(&theirs, starts[0], 1), [], "{text}");
            return (0, Some("never fires: refused by us, without an answer from the other"));
        }
        (Ok(_), Err(why)) => return (0, explained(&text, &why.message)),
        (Ok(theirs), Ok(ours)) => (theirs, ours),
    };
    let mut agreed = 0;
    let mut kind = None;
    for start in starts {
        let times = others(&theirs, start, 4);
        let mut last = start;
        for time in &times {
            let next = ours.next_civil(last).unwrap();
            assert_eq!(next, *time, "`{text}` after {last}");
            (last, agreed) = (next, agreed + 1);
        }
        if times.len() < 4 {
            // Mondays on 29 February: it gave up, and rightly says nothing earlier
            let next = ours.next_civil(last);
            assert!(next.is_none_or(|next| next > last + Months::new(47)), "`{text}` after {last}: {next:?}");
            kind = Some("more than four years away: the other gives up");
        }
    }
    (agreed, kind)
}

/// 10,000 expressions of 100,000 where not all are asked for.
#[test]
fn expressions_fire_at_the_same_times() {
    let count = if is_full() { 100_000 } else { 10_000 };
    let mut agreed = 0;
    let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
    for (times, kind) in side_by_side(count, compared) {
        agreed += times;
        *kinds.entry(kind.unwrap_or("agree at every time")).or_default() += 1;
    }
    println!("{count} expressions, {agreed} times agree");
    for (kind, n) in &kinds {
        println!("    {n:6} {kind}");
    }
    assert!(agreed > 7 * count, "{agreed}");
}
