//! A paragraph's words as they come, with how they are set apart and what pictures stand among them.

use super::emphasis::JOINER;
use super::part::Figure;
use crate::model::{Span, SpanStyle, text_of};

/// The words of one paragraph, heading or cell.
#[derive(Debug, Default)]
pub(super) struct Inline {
    spans: Vec<Span>,
    strong: usize,
    emphasis: usize,
    /// a line ended here; whether that is a space is known when the next word comes
    line_ended: bool,
    /// a pause between two paragraphs that were written as one
    paragraphs: Vec<Vec<Span>>,
    figures: Vec<Figure>,
}

impl Inline {
    /// More words.
    pub(super) fn push(&mut self, text: &str) {
        let text = text.replace(JOINER, "");
        if text.is_empty() {
            return;
        }
        let mut text = text.as_str();
        if std::mem::take(&mut self.line_ended) {
            // two blanks at a line's start begin a paragraph, in the way that people type them
            if text.starts_with("\u{3000}\u{3000}") {
                let ended = std::mem::take(&mut self.spans);
                self.paragraphs.push(ended);
                text = text.trim_start_matches('\u{3000}');
            } else {
                let before = self.spans.last().and_then(|span| span.text.chars().next_back());
                let after = text.chars().next();
                // Western words are parted by the line's end, Chinese ones are not
                let is_word = |c: Option<char>| c.is_some_and(|c| c.is_ascii_graphic());
                if is_word(before) && is_word(after) {
                    self.append(" ");
                }
            }
        }
        self.append(text);
    }

    fn append(&mut self, text: &str) {
        let style = match (self.strong, self.emphasis) {
            (1.., _) => SpanStyle::Strong,
            (0, 1..) => SpanStyle::Emphasis,
            _ => SpanStyle::Plain,
        };
        match self.spans.last_mut() {
            Some(last) if last.style == style => last.text.push_str(text),
            _ => self.spans.push(Span { text: text.to_owned(), style }),
        }
    }

    /// A line of the file ended.
    pub(super) fn soft_break(&mut self) {
        self.line_ended = !self.spans.is_empty();
    }

    /// A line of the page ends.
    pub(super) fn hard_break(&mut self) {
        self.append("\n");
    }

    /// 黑体 begins or ends.
    pub(super) fn strong(&mut self, begins: bool) {
        self.strong = if begins { self.strong + 1 } else { self.strong.saturating_sub(1) };
    }

    /// 楷体 begins or ends.
    pub(super) fn emphasis(&mut self, begins: bool) {
        self.emphasis = if begins { self.emphasis + 1 } else { self.emphasis.saturating_sub(1) };
    }

    /// A picture among the words.
    pub(super) fn figure(&mut self, figure: Figure) {
        self.figures.push(figure);
    }

    /// The words so far.
    pub(super) fn text(&self) -> String {
        text_of(&self.spans)
    }

    /// The paragraphs, without blanks around them and none empty, and the pictures; empty thereafter.
    pub(super) fn take(&mut self) -> (Vec<Vec<Span>>, Vec<Figure>) {
        let Inline { spans, mut paragraphs, figures, .. } = std::mem::take(self);
        paragraphs.push(spans);
        let paragraphs = paragraphs.into_iter().map(trimmed).filter(|spans| !spans.is_empty()).collect();
        (paragraphs, figures)
    }
}

/// Without blanks, full width or half, at either end.
fn trimmed(mut spans: Vec<Span>) -> Vec<Span> {
    while let Some(first) = spans.first_mut() {
        first.text = first.text.trim_start().to_owned();
        if !first.text.is_empty() {
            break;
        }
        spans.remove(0);
    }
    while let Some(last) = spans.last_mut() {
        last.text.truncate(last.text.trim_end().len());
        if !last.text.is_empty() {
            break;
        }
        spans.pop();
    }
    spans
}
