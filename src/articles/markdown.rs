//! From Markdown to parts.

mod quote;
mod verbatim;

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use pulldown_cmark::{Alignment, CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

use self::verbatim::Verbatim;
use super::footnotes::Footnotes;
use super::inline::Inline;
use super::part::{Align, Article, Figure, List, Part};
use super::rows::Rows;
use super::{emphasis, html};
use crate::model::{Code, Fault, Picture, Place};

/// Lists and quotations deeper than this are set as if they were this deep: no page has room for more.
const DEEPEST: usize = 4;

/// The picture of a name, and what is to be said of it; none where it cannot be printed.
pub(super) type Pictures<'p> = dyn FnMut(&str) -> (Option<Arc<Picture>>, Vec<Fault>) + 'p;

/// Reads the article `file`, whose text is `source`.
pub(super) fn article(file: &str, source: &str, pictures: &mut Pictures) -> (Article, Vec<Fault>) {
    let (source, matter) = without_front_matter(source);
    let source = emphasis::mended(&source);
    let mut reader = Reader::new(file, &source, pictures);
    if let Some(lines) = matter {
        reader.say(Fault::new(Code::A005).found(lines), 0);
    }
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS;
    for (event, range) in Parser::new_ext(&source, options).into_offset_iter() {
        reader.event(event, range);
    }
    reader.finish()
}

/// A block of `key: value` lines between two `---` at a file's head describes the file and is no text.
fn without_front_matter(source: &str) -> (String, Option<String>) {
    let mut lines = source.lines();
    let is_fence = |line: &str| line.trim_end() == "---";
    let kept = || (source.to_owned(), None);
    if !lines.next().is_some_and(is_fence) {
        return kept();
    }
    let matter: Vec<&str> = lines.by_ref().take_while(|line| !is_fence(line)).take(40).collect();
    let is_key = |line: &&str| line.contains(':') || line.starts_with([' ', '-', '#']);
    let length = matter.len();
    let is_closed = source.lines().nth(length + 1).is_some_and(is_fence);
    if matter.is_empty() || !is_closed || !matter.iter().all(is_key) {
        return kept();
    }
    let rest: Vec<&str> = source.lines().skip(length + 2).collect();
    // empty lines in its place, so that every line keeps its number
    ("\n".repeat(length + 2) + &rest.join("\n"), Some(matter.join("；")))
}

/// What is open while its contents are read.
enum Open {
    Quote,
    List {
        first: Option<u64>,
        items: Vec<Vec<Part>>,
    },
    Item,
    /// a footnote, by its label
    Note(String),
    /// deeper than [`DEEPEST`]: its parts are its parent's
    Nothing,
}

/// A picture's words as they are read.
struct Shown {
    file: String,
    title: String,
    words: String,
    at: usize,
}

struct Reader<'r, 'p> {
    file: &'r str,
    source: &'r str,
    /// where each line begins
    lines: Vec<usize>,
    pictures: &'r mut Pictures<'p>,
    open: Vec<(Open, Vec<Part>)>,
    inline: Inline,
    heading: Option<u8>,
    table: Option<Rows>,
    image: Option<Shown>,
    /// stands before the next words
    lead: String,
    /// where each open link leads
    links: Vec<String>,
    footnotes: Footnotes,
    /// are figures raised, or lowered?
    shift: Option<bool>,
    /// a block whose text is set as it is: its name, and the text
    verbatim: Option<(Verbatim, String, usize)>,
    faults: BTreeMap<(usize, Code, String), Fault>,
}

impl<'r, 'p> Reader<'r, 'p> {
    fn new(file: &'r str, source: &'r str, pictures: &'r mut Pictures<'p>) -> Reader<'r, 'p> {
        let ends = source.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(i, _)| i + 1);
        Reader {
            file,
            source,
            lines: std::iter::once(0).chain(ends).collect(),
            pictures,
            open: vec![(Open::Nothing, Vec::new())],
            inline: Inline::default(),
            heading: None,
            table: None,
            image: None,
            lead: String::new(),
            links: Vec::new(),
            footnotes: Footnotes::default(),
            shift: None,
            verbatim: None,
            faults: BTreeMap::new(),
        }
    }

    fn line(&self, at: usize) -> usize {
        self.lines.partition_point(|start| *start <= at)
    }

    /// Tells a fault; what was told of the same thing before counts on.
    fn say(&mut self, fault: Fault, at: usize) {
        let line = self.line(at);
        let told = self.faults.values_mut().find(|f| f.code == fault.code && f.found == fault.found);
        match told {
            Some(told) if fault.code == Code::A002 => told.count += 1,
            _ => {
                let key = (line, fault.code, fault.found.clone());
                self.faults.insert(key, fault.at(Place::line(self.file, line)));
            }
        }
    }

    fn unsupported(&mut self, what: &str, at: usize) {
        self.say(Fault::new(Code::A002).found(what), at);
    }

    fn parts(&mut self) -> &mut Vec<Part> {
        if self.open.is_empty() {
            self.open.push((Open::Nothing, Vec::new()));
        }
        let last = self.open.len() - 1;
        &mut self.open[last].1
    }

    fn event(&mut self, event: Event, range: Range<usize>) {
        if let Some((kind, text, _)) = &mut self.verbatim
            && let Event::Text(more) | Event::Html(more) = &event
        {
            text.push_str(more);
            if *kind == Verbatim::Html && !text.ends_with('\n') {
                text.push('\n');
            }
            return;
        }
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => self.text(&text),
            Event::Code(text) => self.text(&text),
            Event::Html(text) | Event::InlineHtml(text) => self.inline_html(&text, range.start),
            Event::InlineMath(text) | Event::DisplayMath(text) => {
                self.unsupported("公式/formulas", range.start);
                self.text(&text);
            }
            Event::FootnoteReference(label) => {
                let mark = self.footnotes.mark(&label);
                self.text(&mark);
            }
            Event::TaskListMarker(done) => {
                self.lead.push(if done { '☑' } else { '☐' });
            }
            Event::SoftBreak => self.inline.soft_break(),
            Event::HardBreak => self.inline.hard_break(),
            Event::Rule => {
                self.flush();
                // below a heading, or another rule, it parts nothing
                let parts = self.parts();
                if parts.last().is_some_and(|part| !matches!(part, Part::Break | Part::Heading { .. })) {
                    parts.push(Part::Break);
                }
            }
        }
    }

    fn text(&mut self, text: &str) {
        match &mut self.image {
            Some(image) => image.words.push_str(&emphasis::typed(text)),
            None => {
                let lead = std::mem::take(&mut self.lead);
                self.inline.push(&lead);
                let shifted = self.shift.and_then(|raised| html::shifted(text, raised));
                self.inline.push(shifted.as_deref().unwrap_or(text));
            }
        }
    }

    fn start(&mut self, tag: Tag, range: Range<usize>) {
        let at = range.start;
        match tag {
            Tag::Emphasis => self.inline.emphasis(true),
            Tag::Strong => self.inline.strong(true),
            Tag::Strikethrough => {
                self.unsupported("删除线/struck-out text", at);
                self.text("~~");
            }
            Tag::Link { dest_url, .. } => {
                self.links.push(emphasis::typed(&dest_url));
            }
            Tag::Image { dest_url, title, .. } => {
                let clean = |text: &str| emphasis::typed(text);
                self.image =
                    Some(Shown { file: clean(&dest_url), title: clean(&title), words: String::new(), at });
            }
            Tag::TableRow => {
                let text = self.source.get(range).unwrap_or_default();
                if self.table.as_mut().is_some_and(|table| table.reads_beyond(text)) {
                    let what = "表格这一行的格子比表头多/a row with more cells than its table's head";
                    self.unsupported(what, at);
                }
            }
            Tag::TableCell | Tag::TableHead => {}
            _ => {
                self.flush();
                self.start_block(tag, at);
            }
        }
    }

    fn start_block(&mut self, tag: Tag, at: usize) {
        let is_deep = self.open.len() > DEEPEST * 2;
        match tag {
            Tag::Heading { level, .. } => {
                if level as u8 == 1 && self.open.len() == 1 {
                    self.end_text();
                }
                self.heading = Some(level as u8);
            }
            Tag::BlockQuote(_) if !is_deep => self.open.push((Open::Quote, Vec::new())),
            Tag::List(first) if !is_deep => {
                self.open.push((Open::List { first, items: Vec::new() }, Vec::new()));
            }
            Tag::Item if matches!(self.open.last(), Some((Open::List { .. }, _))) => {
                self.open.push((Open::Item, Vec::new()));
            }
            Tag::BlockQuote(_) | Tag::List(_) | Tag::Item => self.open.push((Open::Nothing, Vec::new())),
            Tag::FootnoteDefinition(label) => {
                self.lead = self.footnotes.mark(&label);
                self.open.push((Open::Note(label.to_string()), Vec::new()));
            }
            Tag::CodeBlock(CodeBlockKind::Indented) => {
                self.verbatim = Some((Verbatim::Indented, String::new(), at));
            }
            Tag::CodeBlock(CodeBlockKind::Fenced(_)) => {
                self.unsupported("代码块/a code block", at);
                self.verbatim = Some((Verbatim::Code, String::new(), at));
            }
            Tag::HtmlBlock => self.verbatim = Some((Verbatim::Html, String::new(), at)),
            Tag::Table(alignments) => {
                let align = |a: &Alignment| match a {
                    Alignment::None => Align::Free,
                    Alignment::Left => Align::Left,
                    Alignment::Center => Align::Center,
                    Alignment::Right => Align::Right,
                };
                self.table = Some(Rows::of(alignments.iter().map(align).collect()));
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Emphasis => self.inline.emphasis(false),
            TagEnd::Strong => self.inline.strong(false),
            TagEnd::Strikethrough => self.text("~~"),
            TagEnd::Link => self.link(),
            TagEnd::Image => self.image(),
            TagEnd::TableCell => self.cell(),
            TagEnd::TableHead | TagEnd::TableRow => {
                if let Some(table) = &mut self.table {
                    table.end_row(tag == TagEnd::TableHead);
                }
            }
            TagEnd::Table => {
                if let Some(rows) = self.table.take() {
                    self.parts().push(Part::Table(rows.grid()));
                }
            }
            TagEnd::CodeBlock | TagEnd::HtmlBlock => self.verbatim(),
            TagEnd::BlockQuote(_) | TagEnd::List(_) | TagEnd::Item | TagEnd::FootnoteDefinition => {
                self.flush();
                self.close();
            }
            _ => self.flush(),
        }
    }

    /// Ends what was opened last, and hands its parts to what it stands in.
    fn close(&mut self) {
        let Some((closed, parts)) = self.open.pop() else { return };
        match closed {
            Open::Nothing => self.parts().extend(parts),
            Open::Quote => self.parts().push(Part::Quote(quote::with_source_apart(parts))),
            Open::List { first, items } => self.parts().push(Part::List(List { first, items })),
            Open::Item => match self.open.last_mut() {
                Some((Open::List { items, .. }, _)) => items.push(parts),
                _ => self.parts().extend(parts),
            },
            Open::Note(label) => {
                self.lead.clear();
                self.footnotes.keep(&label, parts);
            }
        }
    }

    /// Ends a paragraph or heading, if one is under way.
    fn flush(&mut self) {
        let (paragraphs, figures) = self.inline.take();
        for spans in paragraphs {
            let part = match self.heading {
                Some(level) => Part::Heading { level, spans },
                None => Part::Paragraph(spans),
            };
            self.parts().push(part);
        }
        self.parts().extend(figures.into_iter().map(Part::Figure));
        (self.heading, self.shift) = (None, None);
    }

    /// A text ends, before the next one's title or the file's end: its notes follow, and a rule below it parts
    /// nothing.
    fn end_text(&mut self) {
        let notes = self.footnotes.take();
        let parts = self.parts();
        if let Some(Part::Break) = parts.last() {
            parts.pop();
        }
        parts.extend(notes);
    }

    /// Where a link leads is printed behind its words, since paper cannot be clicked.
    fn link(&mut self) {
        let Some(target) = self.links.pop() else { return };
        let target = target.strip_prefix("mailto:").unwrap_or(&target).to_owned();
        let words = self.inline.text();
        // a place within the text has no address that paper could show
        if !(target.is_empty() || target.starts_with('#') || words.ends_with(&target)) {
            self.text(&format!("（{target}）"));
        }
    }

    fn image(&mut self) {
        let Some(Shown { file, title, words, at }) = self.image.take() else { return };
        let (picture, faults) = (self.pictures)(&file);
        for fault in faults {
            self.say(fault, at);
        }
        let Some(picture) = picture else { return };
        let (title, words) = (title.trim(), words.trim());
        let said = [words, title].into_iter().find(|text| !text.is_empty());
        if said.is_none() {
            self.say(Fault::new(Code::A004).found(&picture.name), at);
        }
        let alternative = said.map_or_else(|| picture.name.clone(), str::to_owned);
        let caption = if title.is_empty() { words } else { title }.to_owned();
        self.inline.figure(Figure { picture, alternative, caption });
    }

    fn cell(&mut self) {
        let (paragraphs, figures) = self.inline.take();
        if let Some(table) = &mut self.table {
            table.push(paragraphs.concat());
        }
        // a cell has no room for a picture: it stands before the table
        self.parts().extend(figures.into_iter().map(Part::Figure));
    }

    fn finish(mut self) -> (Article, Vec<Fault>) {
        self.flush();
        while self.open.len() > 1 {
            self.close();
        }
        self.end_text();
        let parts = std::mem::take(self.parts());
        (Article { file: self.file.to_owned(), parts }, self.faults.into_values().collect())
    }
}
