//! What may be given up: a pure rule over what was issued, without a clock and without a disk.

use std::collections::{BTreeMap, BTreeSet};

use super::{Entry, Pruned};
use crate::model::{Day, Retention};

/// What `policy` lets go on the day `today`, of the inputs `kept` (by SHA-256) and of the PDFs that are not
/// `gone` already (by name); both in their order.
///
/// An input goes when no issue needs it: none of the latest `policy.issues`, none whose day lies within
/// `policy.inputs_days`. A PDF goes when a correction replaced it, and its day lies further back than
/// `policy.replaced_days`. Figures, and the latest PDF of an issue, never go.
#[must_use]
pub fn removable(
    policy: &Retention,
    today: Day,
    entries: &[Entry],
    kept: &BTreeSet<&str>,
    gone: &BTreeSet<&str>,
) -> Pruned {
    let days: BTreeSet<Day> = entries.iter().map(|entry| entry.day).collect();
    let protected: BTreeSet<Day> = days.into_iter().rev().take(policy.issues as usize).collect();
    let is_old = |entry: &Entry, days: Option<u32>| {
        !protected.contains(&entry.day) && days.is_some_and(|days| today.since(entry.day) > i64::from(days))
    };

    let needed: BTreeSet<&str> = entries
        .iter()
        .filter(|entry| !is_old(entry, policy.inputs_days))
        .flat_map(|entry| entry.kept.keys().map(String::as_str))
        .collect();
    let known: BTreeSet<&str> =
        entries.iter().flat_map(|entry| entry.kept.keys().map(String::as_str)).collect();
    let inputs = kept.iter().filter(|sha| known.contains(*sha) && !needed.contains(*sha));

    let mut latest: BTreeMap<Day, u32> = BTreeMap::new();
    for entry in entries {
        let revision = latest.entry(entry.day).or_insert(entry.revision);
        *revision = entry.revision.max(*revision);
    }
    let replaced = entries.iter().filter(|entry| {
        latest.get(&entry.day).is_some_and(|last| entry.revision < *last)
            && is_old(entry, policy.inputs_days)
            && is_old(entry, policy.replaced_days)
    });
    let files: BTreeSet<&str> = replaced
        // what went out; the figures stay
        .flat_map(|entry| entry.outgoing().map(|file| file.name.as_str()))
        .filter(|name| !gone.contains(name))
        .collect();
    Pruned {
        inputs: inputs.map(|sha| (*sha).to_owned()).collect(),
        files: files.into_iter().map(str::to_owned).collect(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::publish::{Inputs, Kept};

    fn day(n: u64) -> Day {
        Day::new(2021, 1, 1).unwrap().plus(n)
    }

    /// The issue of that day and revision, made of the inputs named by letters.
    fn entry(n: u64, revision: u32, letters: &[u8]) -> Entry {
        let file = |ending: &str| Kept {
            name: format!("2021/s-{}-r{revision}.{ending}", day(n)),
            sha256: String::new(),
            size: 0,
        };
        Entry {
            seq: n,
            series: "s".into(),
            number: 1,
            day: day(n),
            revision,
            label: String::new(),
            title: String::new(),
            reason: None,
            files: vec![file("pdf"), file("json")],
            inputs: Inputs::default(),
            kept: letters.iter().map(|letter| (char::from(*letter).to_string(), 1)).collect(),
            previous: String::new(),
        }
    }

    fn kept(entries: &[Entry]) -> BTreeSet<&str> {
        entries.iter().flat_map(|entry| entry.kept.keys().map(String::as_str)).collect()
    }

    #[test]
    fn inputs_go_after_their_days_and_what_a_correction_replaced_later() {
        let policy = Retention { inputs_days: Some(100), replaced_days: Some(200), issues: 1 };
        let entries = [entry(0, 0, b"ap"), entry(0, 1, b"bp"), entry(1, 0, b"cp"), entry(2, 0, b"dp")];
        let on = |n| {
            let found = removable(&policy, day(n), &entries, &kept(&entries), &BTreeSet::new());
            (found.inputs.concat(), found.files)
        };
        assert_eq!(on(100), (String::new(), vec![]));
        assert_eq!(on(101), ("ab".to_owned(), vec![]));
        // p is the plan, which the latest issue needs, whatever its age
        assert_eq!(on(200), ("abc".to_owned(), vec![]));
        assert_eq!(on(10_000), ("abc".to_owned(), vec!["2021/s-2021-01-01-r0.pdf".to_owned()]));
    }

    fn entries() -> impl Strategy<Value = Vec<Entry>> {
        let one = (0u64..60, 0u32..3, proptest::collection::vec(b'a'..b'k', 0..5));
        proptest::collection::vec(one, 0..25).prop_map(|list| {
            let by_key: BTreeMap<(u64, u32), Vec<u8>> =
                list.into_iter().map(|(d, r, l)| ((d, r), l)).collect();
            by_key.into_iter().map(|((d, r), letters)| entry(d, r, &letters)).collect()
        })
    }

    fn policies() -> impl Strategy<Value = Retention> {
        (proptest::option::of(1u32..80), proptest::option::of(0u32..80), 1u32..20).prop_map(
            |(inputs_days, more, issues)| Retention {
                inputs_days,
                // as a plan has it: never before the inputs
                replaced_days: inputs_days.zip(more).map(|(inputs, more)| inputs + more),
                issues,
            },
        )
    }

    proptest! {
        #[test]
        fn what_must_stay_stays(entries in entries(), policy in policies(), today in 0u64..200) {
            let found = removable(&policy, day(today), &entries, &kept(&entries), &BTreeSet::new());
            let mut days: Vec<Day> = entries.iter().map(|e| e.day).collect();
            days.dedup();
            let latest: Vec<Day> = days.iter().rev().take(policy.issues as usize).copied().collect();
            for entry in &entries {
                let age = day(today).since(entry.day);
                let stays = latest.contains(&entry.day)
                    || policy.inputs_days.is_none_or(|days| age <= i64::from(days));
                for sha in entry.kept.keys().filter(|_| stays) {
                    prop_assert!(!found.inputs.contains(sha), "{sha} of {}", entry.day);
                }
                let is_last = !entries.iter().any(|e| e.day == entry.day && e.revision > entry.revision);
                let pdf = &entry.pdf().unwrap().name;
                prop_assert!(!((stays || is_last) && found.files.contains(pdf)), "{pdf}");
            }
            prop_assert!(found.files.iter().all(|name| name.ends_with(".pdf")));
        }

        #[test]
        fn what_goes_today_goes_tomorrow_and_only_once(
            entries in entries(), policy in policies(), today in 0u64..150, later in 0u64..50,
        ) {
            let all = kept(&entries);
            let now = removable(&policy, day(today), &entries, &all, &BTreeSet::new());
            let then = removable(&policy, day(today + later), &entries, &all, &BTreeSet::new());
            prop_assert!(now.inputs.iter().all(|sha| then.inputs.contains(sha)));
            prop_assert!(now.files.iter().all(|name| then.files.contains(name)));
            let left = all.iter().copied().filter(|sha| !now.inputs.iter().any(|i| i == sha)).collect();
            let gone = now.files.iter().map(String::as_str).collect();
            let again = removable(&policy, day(today), &entries, &left, &gone);
            prop_assert!(again.is_empty(), "{again:?}");
        }
    }
}
