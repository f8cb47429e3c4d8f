//! Whose words a quotation is, where it says so behind its closing mark.

use crate::articles::Part;
use crate::model::{Span, text_of};

/// What stands between a quotation's words and their source.
const DASH: &str = "——";

/// Longer than this, in characters, is no source but the text going on.
const LONGEST: usize = 30;

/// The parts of a quotation with its source, as in “早一天拆除，就早一天安心。”——许都社区居民, a paragraph of its own, as
/// one that its writer began on a line of its own is.
pub(super) fn with_source_apart(mut parts: Vec<Part>) -> Vec<Part> {
    if let Some(Part::Paragraph(spans)) = parts.last_mut()
        && let Some(at) = source(&text_of(spans))
    {
        let source = split_off(spans, at);
        parts.push(Part::Paragraph(source));
    }
    parts
}

/// Where the source begins, in bytes: a dash behind a mark that closes the words, with no sentence behind it.
fn source(text: &str) -> Option<usize> {
    let at = text
        .rfind(DASH)
        .filter(|at| text[..*at].trim_end().ends_with(['”', '』', '」', '。', '！', '？']))?;
    let said = &text[at + DASH.len()..];
    let is_sentence = said.contains(['。', '；', '！', '？', '\n']);
    (!said.trim().is_empty() && said.chars().count() <= LONGEST && !is_sentence).then_some(at)
}

/// Takes the text behind `at` bytes out of the spans.
fn split_off(spans: &mut Vec<Span>, at: usize) -> Vec<Span> {
    let mut from = 0;
    let mut behind = Vec::new();
    spans.retain_mut(|span| {
        let begins = at.saturating_sub(from).min(span.text.len());
        from += span.text.len();
        let text = span.text.split_off(begins);
        if !text.is_empty() {
            behind.push(Span { text, style: span.style });
        }
        !span.text.is_empty()
    });
    if let Some(last) = spans.last_mut() {
        last.text.truncate(last.text.trim_end().len());
    }
    behind
}
