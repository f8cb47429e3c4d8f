//! Footnotes: numbered in the order in which the text refers to them, and printed at its end, since a
//! bulletin's page has no foot of its own.

use std::collections::BTreeMap;

use super::part::Part;

/// The notes of an article.
#[derive(Debug, Default)]
pub(super) struct Footnotes {
    numbers: BTreeMap<String, u32>,
    /// not yet printed, each with its number
    waiting: Vec<(u32, Vec<Part>)>,
}

impl Footnotes {
    /// The mark of the note called `label`: the same wherever it is referred to.
    pub(super) fn mark(&mut self, label: &str) -> String {
        mark(self.number(label))
    }

    fn number(&mut self, label: &str) -> u32 {
        let next = u32::try_from(self.numbers.len()).unwrap_or(u32::MAX).saturating_add(1);
        *self.numbers.entry(label.to_owned()).or_insert(next)
    }

    /// Keeps a note until its text ends.
    pub(super) fn keep(&mut self, label: &str, parts: Vec<Part>) {
        let number = self.number(label);
        self.waiting.push((number, parts));
    }

    /// The notes of the text that ends, below a rule; nothing where it has none.
    pub(super) fn take(&mut self) -> Vec<Part> {
        let mut notes = std::mem::take(&mut self.waiting);
        notes.sort_by_key(|(number, _)| *number);
        let rule = (!notes.is_empty()).then_some(Part::Break);
        rule.into_iter().chain(notes.into_iter().flat_map(|(_, parts)| parts)).collect()
    }
}

/// ① to ⑳, as Chinese notes are marked; 〔21〕 beyond.
fn mark(number: u32) -> String {
    let circled = (1..=20).contains(&number).then(|| char::from_u32(u32::from('①') + number - 1)).flatten();
    circled.map_or_else(|| format!("〔{number}〕"), String::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_has_one_number_wherever_it_is_referred_to() {
        let mut notes = Footnotes::default();
        assert_eq!(["甲", "乙", "甲"].map(|label| notes.mark(label)), ["①", "②", "①"]);
        let many: Vec<String> = (3..=21).map(|n| notes.mark(&n.to_string())).collect();
        assert_eq!(many[17..], ["⑳", "〔21〕"]);
    }
}
