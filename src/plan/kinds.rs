//! Values by their kind: text, numbers, `true` and `false`, words of a list.

use std::ops::RangeInclusive;

use super::describe::{describe, listed_or};
use super::keys::{Checked, Item, Reader};
use super::nearest::did_you_mean;
use super::raw::Content;

impl<'r> Reader<'r> {
    /// `item` as one line of text, without blanks at its ends; numbers as they are written.
    pub fn line(&mut self, item: &Item<'r>) -> Checked<String> {
        let text = self.line_or_nothing(item)?;
        if text.is_empty() {
            return Err(self.tell(item, "expected text, found none", None));
        }
        Ok(text)
    }

    /// `item` as one line of text, which may be empty.
    pub fn line_or_nothing(&mut self, item: &Item<'r>) -> Checked<String> {
        let text = match &item.node.content {
            Content::Text(text) => text.clone(),
            Content::Integer(_) | Content::Decimal(_) => {
                self.raw.as_written(item.node.id).unwrap_or_default()
            }
            other => {
                let hint = match other {
                    Content::Null => "write text after the colon, or leave the key out",
                    Content::Map(_) | Content::List(_) => "text that starts with { or [ is put in quotes",
                    _ => "put it in quotes",
                };
                let message = format!("expected text, found {}", describe(item.node));
                return Err(self.tell(item, message, hint.to_owned()));
            }
        };
        let text = text.trim();
        if text.chars().any(char::is_control) {
            return Err(self.tell(
                item,
                "expected one line of text, found a line break or control character",
                None,
            ));
        }
        Ok(text.to_owned())
    }

    /// `item` as a whole number in `range`.
    pub fn whole(&mut self, item: &Item<'r>, range: RangeInclusive<u32>) -> Checked<u32> {
        if let Content::Integer(n) = &item.node.content
            && let Ok(n) = u32::try_from(*n)
            && range.contains(&n)
        {
            return Ok(n);
        }
        let (low, high) = (range.start(), range.end());
        let expected = match high {
            &u32::MAX => format!("{low} or more"),
            high => format!("{low} to {high}"),
        };
        let hint = match &item.node.content {
            Content::Text(text) if text.parse::<u32>().is_ok() => Some("write it without quotes".to_owned()),
            _ => None,
        };
        let found = self.as_found(item);
        Err(self.tell(item, format!("expected a whole number, {expected}, found {found}"), hint))
    }

    /// `item` as `true` or `false`.
    pub fn flag(&mut self, item: &Item<'r>) -> Checked<bool> {
        let hint = match &item.node.content {
            Content::Flag(flag) => return Ok(*flag),
            Content::Text(text) => match text.to_lowercase().as_str() {
                "yes" | "on" | "y" | "是" | "true" => Some("write true".to_owned()),
                "no" | "off" | "n" | "否" | "false" => Some("write false".to_owned()),
                _ => None,
            },
            _ => None,
        };
        Err(self.tell(item, format!("expected true or false, found {}", describe(item.node)), hint))
    }

    /// `item` as one of `words`; `others` are words that people write for them.
    pub fn word<T: Copy>(
        &mut self,
        item: &Item<'r>,
        words: &[(&str, T)],
        others: &[(&str, &str)],
    ) -> Checked<T> {
        let names: Vec<&str> = words.iter().map(|(name, _)| *name).collect();
        let text = match &item.node.content {
            Content::Text(text) => text.trim(),
            _ => "",
        };
        if let Some((_, value)) = words.iter().find(|(name, _)| *name == text) {
            return Ok(*value);
        }
        let lower = text.to_lowercase();
        let hint = match others.iter().find(|(other, _)| *other == lower) {
            Some((_, name)) => Some(format!("did you mean `{name}`?")),
            None => did_you_mean(text, &names),
        };
        let found = self.as_found(item);
        Err(self.tell(item, format!("expected {}, found {found}", listed_or(&names)), hint))
    }

    /// What stands there, numbers as they are written.
    pub fn as_found(&self, item: &Item) -> String {
        match &item.node.content {
            Content::Integer(_) | Content::Decimal(_) => {
                self.raw.as_written(item.node.id).unwrap_or_else(|| describe(item.node))
            }
            _ => describe(item.node),
        }
    }
}
