//! `archive search`: issues of a day, a number or a district, and those that hold all the words looked for.

use std::fmt::Write as _;

use serde_json::{Value, json};

use crate::args::Days;
use crate::error::{Exit, Failure};
use crate::publish::{Entry, Void};
use crate::reckon::Record;

/// What is looked for; an issue must meet all of it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Asked<'a> {
    pub words: &'a [String],
    pub day: Option<Days>,
    pub number: Option<u32>,
    pub district: Option<&'a str>,
}

/// An issue that was looked for.
#[derive(Clone, Debug)]
pub(super) struct Hit<'a> {
    entry: &'a Entry,
    void: Option<&'a Void>,
    /// where: (what it is, its text), each holding at least one of the words
    places: Vec<(&'static str, String)>,
}

impl Asked<'_> {
    /// Is anything asked for?
    ///
    /// # Errors
    /// Wrong usage, where nothing is.
    pub(super) fn check(&self) -> Result<(), Failure> {
        let says_nothing = self.words.iter().all(|word| word.trim().is_empty());
        if says_nothing && self.day.is_none() && self.number.is_none() && self.district.is_none() {
            return Err(Failure::new(Exit::Usage, "nothing to look for")
                .hint("give words, --day, --number or --district; `tongbao archive list` shows all"));
        }
        Ok(())
    }

    /// Can it be the issue, by its record alone?
    pub(super) fn may_be(&self, entry: &Entry) -> bool {
        self.day.is_none_or(|days| days.from <= entry.day && entry.day <= days.to)
            && self.number.is_none_or(|number| number == entry.number)
    }
}

/// The issue, if it is of the district and each of the words is found in it; upper and lower case are alike.
pub(super) fn issue<'a>(
    entry: &'a Entry,
    void: Option<&'a Void>,
    record: Option<&Record>,
    asked: &Asked<'_>,
) -> Option<Hit<'a>> {
    let texts = texts(entry, void, record);
    let of_district = |(what, text): &&(&str, String)| {
        matches!(*what, "district" | "street") && asked.district.is_some_and(|name| text.contains(name))
    };
    let mut places: Vec<_> = texts.iter().filter(of_district).cloned().collect();
    if asked.district.is_some() && places.is_empty() {
        return None;
    }
    let words: Vec<String> =
        asked.words.iter().map(|word| word.trim().to_lowercase()).filter(|word| !word.is_empty()).collect();
    let mut holding = texts;
    holding.retain(|(_, text)| {
        let text = text.to_lowercase();
        words.iter().any(|word| text.contains(word))
    });
    let has = |word: &String| holding.iter().any(|(_, text)| text.to_lowercase().contains(word));
    if !words.iter().all(has) {
        return None;
    }
    holding.retain(|place| !places.contains(place));
    places.extend(holding);
    Some(Hit { entry, void, places })
}

/// All that can be searched of an issue, by what it is.
fn texts(entry: &Entry, void: Option<&Void>, record: Option<&Record>) -> Vec<(&'static str, String)> {
    let mut texts = vec![
        ("series", entry.series.clone()),
        ("issue", entry.label.clone()),
        ("day", format!("{} {}", entry.day, entry.day.long())),
        ("title", entry.title.clone()),
    ];
    texts.extend(entry.reason.iter().map(|reason| ("reason", reason.clone())));
    texts.extend(void.iter().map(|void| ("void", format!("作废 {}", void.reason))));
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
        let void = if hit.void.is_some() { "  作废" } else { "" };
        let _ = writeln!(out, "{} {} {}{void}", hit.entry.series, hit.entry.day, hit.entry.label);
        for (what, text) in &hit.places {
            let _ = writeln!(out, "  {what:10} {text}");
        }
    }
    out
}

/// `[{"series", "number", "day", "revision", "label", "void": reason or null, "places": [{"in", "text"}]}, …]`
pub(super) fn json(hits: &[Hit<'_>]) -> Value {
    let places = |hit: &Hit<'_>| -> Vec<Value> {
        hit.places.iter().map(|(what, text)| json!({ "in": what, "text": text })).collect()
    };
    hits.iter()
        .map(|hit| {
            json!({ "series": hit.entry.series, "number": hit.entry.number, "day": hit.entry.day,
                    "revision": hit.entry.revision, "label": hit.entry.label, "void": hit.void.map(|void| &void.reason), "places": places(hit) })
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
        let asked = Asked { words: &words, day: None, number: None, district: None };
        issue(&entry, None, Some(&record), &asked).map(|hit| text(&[hit]))
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
        let words = ["重报".to_owned()];
        let asked = Asked { words: &words, day: None, number: None, district: None };
        let hit = issue(&entry, None, None, &asked).unwrap();
        assert_eq!(json(&[hit])[0]["places"][0]["in"], "reason");
        assert!(issue(&entry, None, None, &Asked { district: Some("建安区"), ..asked }).is_none());
    }

    #[test]
    fn an_issue_is_found_by_its_day_number_and_district_together() {
        let (entry, record) = fixture::issue();
        let (from, to) = ("2021-07-01".parse().unwrap(), "2021-07-14".parse().unwrap());
        let all =
            Asked { words: &[], day: Some(Days { from, to }), number: Some(67), district: Some("建安") };
        assert!(all.may_be(&entry));
        let hit = issue(&entry, None, Some(&record), &all).unwrap();
        assert_eq!(text(&[hit]), "s 2021-07-14 第67期（更正1）\n  district   建安区 未报\n");
        assert!(!Asked { number: Some(66), ..all }.may_be(&entry));
        assert!(!Asked { day: Some(Days { from, to: from }), ..all }.may_be(&entry));
        assert!(issue(&entry, None, Some(&record), &Asked { district: Some("魏都区"), ..all }).is_none());
        let nothing = Asked { words: &[" ".to_owned()], day: None, number: None, district: None };
        assert_eq!(nothing.check().unwrap_err().exit, Exit::Usage);
    }
}
