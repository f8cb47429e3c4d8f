//! Five fields mean to us what they mean to another reader of crontab(5), written by other hands.

use chrono::{DateTime, NaiveDateTime};
use tongbao::schedule::Expression;

/// Numbers that look random and are the same at every run (Knuth's MMIX constants).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % n
    }

    fn between(&mut self, low: u64, high: u64) -> u64 {
        low + self.below(high - low + 1)
    }
}

const WEEKDAYS: [&str; 7] = ["SUN", "mon", "Tue", "WED", "thu", "FRI", "sat"];
const MONTHS: [&str; 12] =
    ["jan", "FEB", "Mar", "APR", "may", "JUN", "jul", "AUG", "sep", "OCT", "nov", "DEC"];

fn item(numbers: &mut Numbers, low: u64, high: u64) -> String {
    let from = numbers.between(low, high);
    match numbers.below(6) {
        0 => format!("*/{}", numbers.between(1, high)),
        1 | 2 => format!("{from}-{}", numbers.between(from, high)),
        3 => format!("{from}-{}/{}", numbers.between(from, high), numbers.between(1, high)),
        4 if high == 7 => WEEKDAYS[numbers.below(7) as usize].to_owned(),
        4 if high == 12 => MONTHS[numbers.below(12) as usize].to_owned(),
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

/// The first times after `start` as the other reader has them; fewer where it gives up (after four years).
fn others(text: &str, start: NaiveDateTime, n: usize) -> Vec<NaiveDateTime> {
    let crontab = cronexpr::parse_crontab(&format!("{text} UTC")).unwrap_or_else(|e| panic!("{text}: {e}"));
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

fn civil(seconds: i64) -> NaiveDateTime {
    DateTime::from_timestamp(seconds, 0).expect("a time of this century or the next").naive_utc()
}

#[test]
fn thousands_of_expressions_fire_at_the_same_times() {
    let mut numbers = Numbers(20_210_714);
    let (mut compared, mut given_up) = (0, 0);
    for _ in 0..2500 {
        let ranges = [(0, 59), (0, 23), (1, 31), (1, 12), (0, 7)];
        let text = ranges.map(|(low, high)| field(&mut numbers, low, high)).join(" ");
        let start = civil(946_684_800 + 86_400 * numbers.below(365 * 60) as i64 + 12_345);
        let theirs = others(&text, start, 4);
        given_up += usize::from(theirs.len() < 4);
        let Ok(expression) = Expression::parse(&text) else {
            // the one thing that we refuse and they accept: a day that never comes
            assert!(theirs.is_empty(), "{text}");
            continue;
        };
        let mut last = start;
        for time in theirs {
            let ours = expression.next_civil(last).unwrap();
            assert_eq!(ours, time, "`{text}` after {last}");
            (last, compared) = (ours, compared + 1);
        }
    }
    assert!(compared > 9000 && given_up < 100, "{compared} times compared, {given_up} given up");
}
