//! Values and lists of words, as messages name them.

use super::raw::{Content, Node};

/// What a value is, in a message: text in marks, cut after some words.
pub(super) fn describe(node: &Node) -> String {
    match &node.content {
        Content::Null => "nothing".to_owned(),
        Content::Flag(flag) => flag.to_string(),
        Content::Integer(n) => n.to_string(),
        Content::Decimal(n) => n.to_string(),
        Content::Text(text) if text.is_empty() => "empty text".to_owned(),
        Content::Text(text) if text.chars().count() > 60 => {
            format!("text `{}…`", text.chars().take(60).collect::<String>())
        }
        Content::Text(text) => format!("text `{text}`"),
        Content::List(_) => "a list".to_owned(),
        Content::Map(_) => "a mapping".to_owned(),
        Content::Tagged(tag) => format!("a value with the tag !{}", tag.trim_start_matches('!')),
    }
}

/// `a, b and c`.
pub(super) fn listed(words: &[&str]) -> String {
    joined(words, " and ")
}

/// `a, b or c`.
pub(super) fn listed_or(words: &[&str]) -> String {
    joined(words, " or ")
}

fn joined(words: &[&str], last: &str) -> String {
    match words {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [most @ .., end] => format!("{}{last}{end}", most.join(", ")),
    }
}
