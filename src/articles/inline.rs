//! A paragraph's words as they come, with how they are set apart and what pictures stand among them.

use super::emphasis::typed;
use super::part::Figure;
use crate::model::{Span, SpanStyle, text_of};

/// The words of one paragraph, heading or cell.
#[derive(Debug, Default)]
pub(super) struct Inline {
    /// of the line under way
    spans: Vec<Span>,
    /// the lines before it
    lines: Vec<Vec<Span>>,
    strong: usize,
    emphasis: usize,
    figures: Vec<Figure>,
}

/// Nobody who breaks lines by hand makes them longer, in characters: a text with such a line has a paragraph
/// a line, as it comes out of Word.
const LONGEST_BROKEN: usize = 60;

impl Inline {
    /// More words.
    pub(super) fn push(&mut self, text: &str) {
        let text = typed(text);
        if !text.is_empty() {
            self.append(&text);
        }
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

    /// A line of the file ended; whether a paragraph did is known when all of them are.
    pub(super) fn soft_break(&mut self) {
        self.lines.push(std::mem::take(&mut self.spans));
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
        let Inline { spans, mut lines, figures, .. } = std::mem::take(self);
        lines.push(spans);
        let a_line_each = lines.iter().any(|line| text_of(line).chars().count() > LONGEST_BROKEN);
        let mut paragraphs: Vec<Vec<Span>> = Vec::new();
        for line in lines {
            match paragraphs.last_mut() {
                Some(before) if !a_line_each && !begins_paragraph(&text_of(&line)) => join(before, line),
                _ => paragraphs.push(line),
            }
        }
        let tidied = paragraphs.into_iter().map(|spans| without_idle_blanks(trimmed(spans)));
        (tidied.filter(|spans| !spans.is_empty()).collect(), figures)
    }
}

/// Two blanks, or a number as 1. 1、 （1） 一、 （一） ① 第一条 have it: so people begin a paragraph.
fn begins_paragraph(line: &str) -> bool {
    let is_number = |c: char| c.is_ascii_digit() || "一二三四五六七八九十百〇零".contains(c);
    if let Some(after) = line.strip_prefix('第').map(|rest| rest.trim_start_matches(is_number)) {
        let is_article = after.starts_with(['条', '章', '节', '款']);
        let blank = after.chars().nth(1).is_some_and(|c| c == ' ' || c == '\u{3000}');
        return is_article && blank;
    }
    if line.starts_with(|c| ('①'..='⑳').contains(&c)) {
        return true;
    }
    let text = line.strip_prefix(['（', '(']).unwrap_or(line);
    let after = text.trim_start_matches(is_number);
    let is_numbered = after.len() < text.len()
        && (if text.len() < line.len() {
            after.starts_with(['）', ')'])
        } else {
            after.starts_with(['、', '．'])
        } || (after.starts_with('.') && !after[1..].starts_with(|c: char| c.is_ascii_digit())));
    line.starts_with("\u{3000}\u{3000}") || is_numbered
}

/// A line after another of the same paragraph: Western words are parted by a line's end, Chinese ones are not.
fn join(before: &mut Vec<Span>, line: Vec<Span>) {
    let is_word = |c: Option<char>| c.is_some_and(|c| c.is_ascii_graphic());
    let last = before.last().and_then(|span| span.text.chars().next_back());
    let first = line.first().and_then(|span| span.text.chars().next());
    if let (true, Some(span)) = (is_word(last) && is_word(first), before.last_mut()) {
        span.text.push(' ');
    }
    for span in line {
        match before.last_mut() {
            Some(last) if last.style == span.style => last.text.push_str(&span.text),
            _ => before.push(span),
        }
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

/// Without blanks before or behind a full-width mark, which brings its own white: one is typed there to end an
/// address, or out of the habit of Western text.
fn without_idle_blanks(mut spans: Vec<Span>) -> Vec<Span> {
    let is_mark = |c: char| "，。、；：！？（）《》〈〉「」『』【】〔〕".contains(c);
    let text: Vec<char> = spans.iter().flat_map(|span| span.text.chars()).collect();
    let mut is_idle = vec![false; text.len()];
    // from the one mark on to the next word, and from the other back
    let mut look = |order: &mut dyn Iterator<Item = usize>| {
        let mut is_beside_mark = false;
        for at in order {
            is_beside_mark = if text[at] == ' ' { is_beside_mark } else { is_mark(text[at]) };
            is_idle[at] |= is_beside_mark && text[at] == ' ';
        }
    };
    look(&mut (0..text.len()));
    look(&mut (0..text.len()).rev());
    let mut idle = is_idle.into_iter();
    for span in &mut spans {
        span.text.retain(|_| !idle.next().unwrap_or(false));
    }
    spans.retain(|span| !span.text.is_empty());
    spans
}
