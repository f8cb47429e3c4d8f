//! Texts brought to one form before they are compared: headers, names, labels.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;

use crate::model::half_width;

/// The form in which words are compared: NFKC (full-width digits and brackets, ㎡ to m2), no blanks of any
/// kind, lower case, every bracket round.
///
/// `姓  名` and `姓名`, `面积（㎡）` and `面积(m²)` fold to one text.
pub(super) fn fold(text: &str) -> String {
    folded(text).into_owned()
}

/// As [`fold`]; what is in that form already, as nearly every name of a ledger is, is lent.
pub(super) fn folded(text: &str) -> Cow<'_, str> {
    if !is_plain(text) {
        let mut folded = String::with_capacity(text.len());
        compatible(text).chars().filter_map(fold_char).for_each(|c| push_lower(&mut folded, c));
        return folded.into();
    }
    if text.bytes().any(|b| b.is_ascii_uppercase()) {
        return text.to_ascii_lowercase().into();
    }
    text.into()
}

/// Does `text` fold to `folded`? Every seventh row of a ledger may be asked of each of its cells.
pub(super) fn folds_to(text: &str, folded: &str) -> bool {
    if is_plain(text) { text.eq_ignore_ascii_case(folded) } else { fold(text) == folded }
}

/// Han and printable ASCII stand as they are under NFKC, and most names hold nothing else.
fn is_plain(text: &str) -> bool {
    let plain =
        |c: char| matches!(c, '\u{4e00}'..='\u{9fff}') || (c.is_ascii_graphic() && !"[]{}".contains(c));
    text.chars().all(plain)
}

fn fold_char(c: char) -> Option<char> {
    match c {
        c if c.is_whitespace() || c.is_control() => None,
        '\u{200b}' | '\u{feff}' | '\u{200c}' | '\u{200d}' => None,
        '【' | '〔' | '[' | '{' | '〈' | '《' => Some('('),
        '】' | '〕' | ']' | '}' | '〉' | '》' => Some(')'),
        '∶' | '︰' => Some(':'),
        c => Some(c),
    }
}

/// As [`fold`], but blanks stay, each run as one: for lines that hold several notes side by side.
pub(super) fn fold_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for c in compatible(text).chars() {
        if c.is_whitespace() {
            if !line.ends_with(' ') {
                line.push(' ');
            }
        } else if let Some(c) = fold_char(c) {
            push_lower(&mut line, c);
        }
    }
    line
}

/// A text under NFKC (Unicode Standard Annex 15). Nearly every head holds nothing but what is mapped here, character
/// by character: none of it composes with a neighbour.
fn compatible(text: &str) -> String {
    let mut mapped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\0'..='\x7f'
            | '\u{4e00}'..='\u{9fff}'
            | '、'
            | '。'
            | '《'
            | '》'
            | '【'
            | '】'
            | '〔'
            | '〕' => {
                mapped.push(c);
            }
            '\u{a0}' => mapped.push(' '),
            '\u{ff01}'..='\u{ff5e}' | '\u{3000}' => mapped.push(half_width(c)),
            '㎡' => mapped.push_str("m2"),
            _ => return text.nfkc().collect(),
        }
    }
    mapped
}

fn push_lower(text: &mut String, c: char) {
    match c {
        '\u{4e00}'..='\u{9fff}' => text.push(c),
        c => text.extend(c.to_lowercase()),
    }
}

/// A head's text without its brackets and what they hold, and the brackets' contents in order.
///
/// ```text
/// 累计面积(万m2) → 累计面积, [万m2]
/// ```
pub(super) fn brackets(folded: &str) -> (String, Vec<String>) {
    let mut outside = String::new();
    let mut inside = Vec::new();
    let mut depth = 0_u32;
    for c in folded.chars() {
        match c {
            '(' => {
                if depth == 0 {
                    inside.push(String::new());
                }
                depth += 1;
            }
            ')' => depth = depth.saturating_sub(1),
            c if depth > 0 => {
                if let Some(last) = inside.last_mut() {
                    last.push(c);
                }
            }
            c => outside.push(c),
        }
    }
    (outside, inside)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_that_look_alike_to_a_reader_fold_to_one_text() {
        for text in ["面积（㎡）", "面积\n(m²)", "面 积【M2】", "面积(\u{3000}m2)"] {
            assert_eq!(fold(text), "面积(m2)", "{text:?}");
            assert!(folds_to(text, "面积(m2)"), "{text:?}");
            assert!(!folds_to(text, "面积(m3)"), "{text:?}");
        }
        assert!(folds_to("ID号", "id号") && !folds_to("ID号", "id"));
        assert_eq!(fold_line("单位：户、㎡   　审核："), "单位:户、m2 审核:");
    }

    #[test]
    fn what_is_mapped_at_once_is_mapped_as_unicode_maps_it() {
        let known = (0..=u32::from('\u{ffff}')).filter_map(char::from_u32);
        for c in known {
            let text = format!("累{c}计");
            assert_eq!(compatible(&text), text.nfkc().collect::<String>(), "{c:?}");
        }
        // a mark that composes with what stands before it
        assert_eq!(compatible("Ｅ\u{301}"), "É");
    }

    #[test]
    fn a_bracket_never_closed_still_ends_with_the_text() {
        assert_eq!(brackets("累计面积(万m2"), ("累计面积".into(), vec!["万m2".into()]));
        assert_eq!(brackets("户数"), ("户数".into(), vec![]));
    }
}
