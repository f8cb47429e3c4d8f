//! Heads in English, as programs and foreign forms write them, folded: `donetoday`, `remaining`.

use super::vocabulary::{Key, Kind};

const PASSED_OVER: &[&str] =
    &["yesterday", "week", "month", "previous", "last", "average", "change", "increase"];
/// In the order in which they are asked: `total done` is what was done, `share of task` a share.
const KINDS: &[(Kind, &[&str])] = &[
    (Kind::Rank, &["rank"]),
    (Kind::Share, &["rate", "ratio", "percent", "share", "%"]),
    (Kind::Left, &["remain", "left", "outstanding", "pending", "undone", "todo"]),
    (Kind::Day, &["today", "daily", "thisday", "24h"]),
    (Kind::Task, &["target", "planned", "task", "goal"]),
    (Kind::Done, &["done", "complete", "cumulative", "accumulated", "todate", "sofar", "finished"]),
    (Kind::Task, &["total"]),
];
const KEYS: &[(Key, &[&str])] = &[
    (Key::Serial, &["no", "no.", "#", "index", "serial"]),
    (Key::District, &["district", "county", "city"]),
    (Key::Street, &["street", "town", "township", "subdistrict"]),
    (Key::Community, &["community", "village"]),
    (Key::Unit, &["unit", "name", "area", "region", "place", "department"]),
    (Key::Other, &["remark", "remarks", "note", "notes", "contact", "phone"]),
];

/// What of a measure a head in English speaks of; the outer nothing where it is not in English or knows no
/// word of it, the inner where it is of no use.
pub(super) fn kind(path: &str) -> Option<Option<Kind>> {
    if !is_english(path) {
        return None;
    }
    let has = |words: &[&str]| words.iter().any(|word| path.contains(word));
    if has(PASSED_OVER) {
        return Some(None);
    }
    KINDS.iter().find(|(_, words)| has(words)).map(|(kind, _)| Some(*kind))
}

/// What a column of words holds, by its lowest head.
pub(super) fn key(leaf: &str) -> Option<Key> {
    KEYS.iter().find(|(_, words)| words.contains(&leaf)).map(|(key, _)| *key)
}

fn is_english(path: &str) -> bool {
    path.is_ascii() && path.bytes().filter(u8::is_ascii_alphabetic).count() >= 4
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_in_english_say_what_they_give() {
        for (path, expected) in [
            ("donetoday", Some(Some(Kind::Day))),
            ("donesofar", Some(Some(Kind::Done))),
            ("totalcompleted", Some(Some(Kind::Done))),
            ("target(mu)", Some(Some(Kind::Task))),
            ("remaining", Some(Some(Kind::Left))),
            ("completionrate", Some(Some(Kind::Share))),
            ("doneyesterday", Some(None)),
            ("m2", None),
            ("households", None),
        ] {
            assert_eq!(kind(path), expected, "{path}");
        }
        assert_eq!((key("district"), key("household")), (Some(Key::District), None));
    }
}
