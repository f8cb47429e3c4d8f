//! Six and seven fields mean to us what they mean to Quartz: `quartz.txt` was written by Quartz's own
//! CronExpression (QuartzTable.java beside it), in UTC.

use std::collections::BTreeMap;
use std::fs;

use tongbao::schedule::Expression;

use super::{civil, side_by_side};

/// What is different by intent, where we refuse what Quartz takes; none where it is not known.
fn explained(refusal: &str) -> Option<&'static str> {
    let kinds = [
        ("expected a day by name", "a weekday by number: refused, since 1 is Monday in five fields"),
        ("runs backwards", "22-2 and FRI-MON: refused, with what to write instead"),
        ("L, W and # are not supported", "L, W and #: refused"),
        ("never fires", "never fires: refused"),
    ];
    kinds.into_iter().find(|(said, _)| refusal.contains(said)).map(|(_, kind)| kind)
}

/// How one line of the table compares: (times that agree, what is different by intent).
fn compared(line: &str) -> (usize, Option<&'static str>) {
    let [text, start, said] = *line.split('|').collect::<Vec<_>>() else { panic!("not a line: {line}") };
    let expression = match (Expression::parse(text), said) {
        (Err(_), "refused") => return (0, Some("refused by both")),
        (Ok(_), "refused") => {
            assert!(!text.contains('?'), "refused by Quartz alone: {line}");
            return (0, Some("no `?`: Quartz wants one, we take `*` for it"));
        }
        (Err(why), _) => {
            let kind =
                explained(&why.message).unwrap_or_else(|| panic!("refused by us alone: {why}: {line}"));
            // Quartz may not know a time that we say there is none of
            assert!(!kind.starts_with("never") || said == "end", "{line}");
            return (0, Some(kind));
        }
        (Ok(expression), _) => expression,
    };
    let mut last = civil(start.parse().unwrap());
    let mut agreed = 0;
    for delta in said.split(' ') {
        let ours = expression.next_civil(last);
        let theirs = match delta {
            "end" => None,
            seconds => Some(last + chrono::TimeDelta::seconds(seconds.parse().unwrap())),
        };
        assert_eq!(ours, theirs, "after {last}: {line}");
        last = theirs.unwrap_or(last);
        agreed += 1;
    }
    (agreed, None)
}

/// The table that is kept, or a longer one by `TONGBAO_QUARTZ_TABLE`.
#[test]
fn expressions_fire_as_quartz_fires_them() {
    let kept = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/agreement/quartz.txt").to_owned();
    let table = std::env::var("TONGBAO_QUARTZ_TABLE").unwrap_or(kept);
    let text = fs::read_to_string(&table).unwrap_or_else(|e| panic!("{table}: {e}"));
    let lines: Vec<&str> = text.lines().collect();
    let mut agreed = 0;
    let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
    for (times, kind) in side_by_side(lines.len(), |i| compared(lines[i])) {
        agreed += times;
        *kinds.entry(kind.unwrap_or("agree at every time")).or_default() += 1;
    }
    println!("{} expressions, {agreed} times agree", lines.len());
    for (kind, n) in &kinds {
        println!("    {n:6} {kind}");
    }
    assert!(lines.len() >= 1500 && agreed > 3 * lines.len(), "{agreed}");
}
