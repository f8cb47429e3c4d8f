//! `archive search`: issues that hold all the words looked for.

use std::fmt::Write as _;

use serde_json::{Value, json};

use crate::publish::Entry;
use crate::reckon::Record;

/// An issue that holds the words.
#[derive(Clone, Debug)]
pub(super) struct Hit<'a> {
    entry: &'a Entry,
    /// where: (what it is, its text), each holding at least one of the words
    places: Vec<(&'static str, String)>,
}

/// The issue, if each of `words` is found in it; upper and lower case are alike.
pub(super) fn issue<'a>(entry: &'a Entry, record: Option<&Record>, words: &[String]) -> Option<Hit<'a>> {
    let words: Vec<String> = words.iter().map(|word| word.to_lowercase()).collect();
    let mut places = texts(entry, record);
    places.retain(|(_, text)| {
        let text = text.to_lowercase();
        words.iter().any(|word| text.contains(word))
    });
    let has = |word: &String| places.iter().any(|(_, text)| text.to_lowercase().contains(word));
    words.iter().all(has).then_some(Hit { entry, places })
}

/// All that can be searched of an issue, by what it is.
fn texts(entry: &Entry, record: Option<&Record>) -> Vec<(&'static str, String)> {
    let mut texts = vec![
        ("series", entry.series.clone()),
        ("issue", entry.label.clone()),
        ("day", format!("{} {}", entry.day, entry.day.long())),
        ("title", entry.title.clone()),
    ];
    texts.extend(entry.reason.iter().map(|reason| ("reason", reason.clone())));
    texts.extend(entry.inputs.all().iter().map(|input| (input.kind.noun(), input.name.clone())));
    let Some(record) = record else { return texts };
    for district in &record.districts {
        let status = match district.status.as_deref() {
            Some("missing" | "carried") => " 未报",
            _ => "",
        };
        texts.push(("district", format!("{}{status}", district.name)));
        texts.extend(
            district.streets.iter().map(|street| ("street", format!("{} {}", district.name, street.name))),
        );
    }
    for fault in &record.faults {
        let parts = [Some(&fault.code), fault.district.as_ref(), fault.file.as_ref(), fault.sheet.as_ref()];
        let place = parts.into_iter().flatten().cloned().collect::<Vec<_>>().join(" ");
        texts.push(("fault", format!("{place} {} {}", fault.found, fault.message)));
    }
    let changes = record.correction.iter().flat_map(|correction| &correction.changes);
    texts.extend(changes.map(|[who, what, old, new]| ("change", format!("{who} {what} {old} → {new}"))));
    texts
}

/// A line an issue, below it the places.
pub(super) fn text(hits: &[Hit<'_>]) -> String {
    let mut out = String::new();
    for hit in hits {
        let _ = writeln!(out, "{} {} {}", hit.entry.series, hit.entry.day, hit.entry.label);
        for (what, text) in &hit.places {
            let _ = writeln!(out, "  {what:10} {text}");
        }
    }
    out
}

/// `[{"series", "number", "day", "revision", "label", "places": [{"in", "text"}]}, …]`
pub(super) fn json(hits: &[Hit<'_>]) -> Value {
    let places = |hit: &Hit<'_>| -> Vec<Value> {
        hit.places.iter().map(|(what, text)| json!({ "in": what, "text": text })).collect()
    };
    hits.iter()
        .map(|hit| {
            json!({ "series": hit.entry.series, "number": hit.entry.number, "day": hit.entry.day,
                    "revision": hit.entry.revision, "label": hit.entry.label, "places": places(hit) })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::fixture;
    use super::*;

    fn found(words: &[&str]) -> Option<String> {
        let (entry, record) = fixture::issue();
        let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
        issue(&entry, Some(&record), &words).map(|hit| text(&[hit]))
    }

    #[test]
    fn all_words_must_be_found_though_not_in_one_place() {
        assert_eq!(
            found(&["建安区", "t002"]).unwrap(),
            "s 2021-07-14 第67期（更正1）\n  district   建安区 未报\n  fault      T002 东城区 东城区.ods 进度 约300 不是数字\n"
        );
        assert!(found(&["建安区", "魏都区"]).is_none());
    }

    #[test]
    fn an_issue_without_figures_is_found_by_its_record() {
        let (entry, _) = fixture::issue();
        let hit = issue(&entry, None, &["重报".to_owned()]).unwrap();
        assert_eq!(json(&[hit])[0]["places"][0]["in"], "reason");
        assert!(issue(&entry, None, &["建安区".to_owned()]).is_none());
    }
}
