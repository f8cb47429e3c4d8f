//! Which file, sheet or title is whose: by the longest of the plan's names and aliases that it holds.

use std::collections::BTreeMap;

use crate::model::District;
use crate::plan::Plan;

use super::normal::fold;

/// The plan's districts by every name that they go by, folded once for all files and rows.
pub(super) struct Register<'p> {
    pub(super) plan: &'p Plan,
    /// each district's name and aliases, in the plan's order
    names: Vec<Vec<String>>,
    whole: BTreeMap<String, usize>,
    /// by their first character, so that a text is looked through once for all of them
    beginning: BTreeMap<char, Vec<(String, usize)>>,
}

impl<'p> Register<'p> {
    /// Of a plan.
    pub(super) fn new(plan: &'p Plan) -> Register<'p> {
        let fold_all = |d: &District| d.names().map(fold).filter(|name| !name.is_empty()).collect::<Vec<_>>();
        let names: Vec<Vec<String>> = plan.districts.iter().map(fold_all).collect();
        let mut whole = BTreeMap::new();
        let mut beginning: BTreeMap<char, Vec<(String, usize)>> = BTreeMap::new();
        for (index, all) in names.iter().enumerate() {
            for name in all {
                whole.entry(name.clone()).or_insert(index);
                if let Some(first) = name.chars().next() {
                    beginning.entry(first).or_default().push((name.clone(), index));
                }
            }
        }
        Register { plan, names, whole, beginning }
    }

    /// The districts that a text names, in the plan's order; a name within a longer one that was found
    /// (`示范区` in `市城乡一体化示范区`) is not counted.
    pub(super) fn named(&self, text: &str) -> Vec<usize> {
        let text = fold(text);
        let mut found: Vec<(std::ops::Range<usize>, usize)> = Vec::new();
        for (at, first) in text.char_indices() {
            for (name, index) in self.beginning.get(&first).into_iter().flatten() {
                if text[at..].starts_with(name.as_str()) {
                    found.push((at..at + name.len(), *index));
                }
            }
        }
        longest(&found)
    }

    /// The district that a row's name stands for: its name or an alias, with the city's name before it or
    /// not, with 合计 behind it or not.
    pub(super) fn who(&self, name: &str) -> Option<usize> {
        let folded = fold(name);
        let bare =
            ["合计", "小计", "总计"].iter().find_map(|end| folded.strip_suffix(end)).unwrap_or(&folded);
        // the city's name ends in 市 or 省; what follows it is looked up as a whole
        let behind_city = || {
            let ends = bare.match_indices(['市', '省']).map(|(at, city)| at + city.len());
            ends.filter_map(|end| self.whole.get(&bare[end..])).min()
        };
        let numbered = || unnumbered(bare).and_then(|name| self.whole.get(name));
        self.whole.get(bare).or_else(behind_city).or_else(numbered).copied()
    }

    /// The one district whose name, without its 区 or 县 at the end, is this: 魏都 for 魏都区.
    pub(super) fn short(&self, name: &str) -> Option<usize> {
        let folded = fold(name);
        let is_short = |full: &String| {
            let ends = ["街道办事处", "街道", "区", "县", "市", "镇", "乡"];
            let bare = ends.iter().find_map(|end| full.strip_suffix(end));
            bare.is_some_and(|bare| bare.chars().count() >= 2 && bare == folded)
        };
        let mut found = (0..self.names.len()).filter(|index| self.names[*index].iter().any(is_short));
        found.next().filter(|_| found.next().is_none())
    }

    /// The district whose name is most like a file's, for “did you mean”; nothing below one half.
    pub(super) fn nearest(&self, file: &str) -> Option<&'p str> {
        let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
        let stem: String = fold(stem).chars().filter(|c| c.is_alphabetic()).collect();
        let mut best: Option<(f64, &'p str)> = None;
        for (district, names) in self.plan.districts.iter().zip(&self.names) {
            for name in names {
                let bare = name.trim_end_matches(['区', '县', '市']);
                let held = bare.chars().count() >= 2 && stem.contains(bare);
                let likeness = if held { 1.0 } else { windowed(&stem, name) };
                if likeness >= 0.5 && best.is_none_or(|(b, _)| likeness > b) {
                    best = Some((likeness, &district.name));
                }
            }
        }
        best.map(|(_, name)| name)
    }
}

/// A folded name without the number before it: 1、魏都区, 2.魏都区, (三)魏都区.
fn unnumbered(name: &str) -> Option<&str> {
    let digit = |c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c);
    let rest = name.strip_prefix('(').unwrap_or(name);
    let after = rest.trim_start_matches(digit);
    (after.len() < rest.len()).then(|| after.strip_prefix(['、', '.', ')', ',', ':']))?
}

/// The districts of those places that lie in no longer one of another district.
fn longest(found: &[(std::ops::Range<usize>, usize)]) -> Vec<usize> {
    let within = |a: &std::ops::Range<usize>, b: &std::ops::Range<usize>| {
        b.start <= a.start && a.end <= b.end && b.len() > a.len()
    };
    let mut districts: Vec<usize> = found
        .iter()
        .filter(|(range, index)| !found.iter().any(|(other, by)| by != index && within(range, other)))
        .map(|(_, index)| *index)
        .collect();
    districts.sort_unstable();
    districts.dedup();
    districts
}

/// The likeness of the part of `text` that is most like `name`.
fn windowed(text: &str, name: &str) -> f64 {
    let chars: Vec<char> = text.chars().collect();
    let length = name.chars().count().max(1).min(chars.len().max(1));
    let parts = chars.windows(length).map(|part| part.iter().collect::<String>());
    parts.map(|part| strsim::normalized_levenshtein(&part, name)).fold(0.0, f64::max)
}

/// The form in which a guess is shown, in either language: `（魏都区？）`.
pub(super) fn guess(name: Option<&str>) -> String {
    name.map(|name| format!("（{name}？）")).unwrap_or_default()
}
