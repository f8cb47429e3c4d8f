//! Which file, sheet or title is whose: by the longest of the plan's names and aliases that it holds.

use crate::plan::Plan;

use super::normal::fold;

/// The districts that a text names, in the plan's order; a name within a longer one that was found
/// (`示范区` in `市城乡一体化示范区`) is not counted.
pub(super) fn named(plan: &Plan, text: &str) -> Vec<usize> {
    let text = fold(text);
    let mut found: Vec<(std::ops::Range<usize>, usize)> = Vec::new();
    for (index, district) in plan.districts.iter().enumerate() {
        for name in std::iter::once(&district.name).chain(&district.aliases).map(|name| fold(name)) {
            if !name.is_empty() {
                found.extend(text.match_indices(&name).map(|(at, _)| (at..at + name.len(), index)));
            }
        }
    }
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

/// The district whose name is most like a file's, for “did you mean”; nothing below one half.
pub(super) fn nearest<'p>(plan: &'p Plan, file: &str) -> Option<&'p str> {
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let stem: String = fold(stem).chars().filter(|c| c.is_alphabetic()).collect();
    let mut best: Option<(f64, &str)> = None;
    for district in &plan.districts {
        for name in std::iter::once(&district.name).chain(&district.aliases).map(|name| fold(name)) {
            let bare = name.trim_end_matches(['区', '县', '市']);
            let held = bare.chars().count() >= 2 && stem.contains(bare);
            let likeness = if held { 1.0 } else { windowed(&stem, &name) };
            if likeness >= 0.5 && best.is_none_or(|(b, _)| likeness > b) {
                best = Some((likeness, &district.name));
            }
        }
    }
    best.map(|(_, name)| name)
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
