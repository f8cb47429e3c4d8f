//! What an article is made of.

use std::sync::Arc;

use crate::model::{Picture, Span, text_of};

/// A written text.
#[derive(Clone, Debug, PartialEq)]
pub struct Article {
    /// its file's name
    pub file: String,
    /// from top to bottom
    pub parts: Vec<Part>,
}

/// A part of an article.
#[derive(Clone, Debug, PartialEq)]
pub enum Part {
    /// a heading
    Heading {
        /// 1 to 6; 1 is the article's own title
        level: u8,
        /// its words
        spans: Vec<Span>,
    },
    /// a paragraph; `\n` in it breaks the line
    Paragraph(Vec<Span>),
    /// a list
    List(List),
    /// what somebody else said or wrote
    Quote(Vec<Part>),
    /// a table
    Table(Grid),
    /// a picture that stands by itself
    Figure(Figure),
    /// a pause between paragraphs
    Break,
}

/// A list.
#[derive(Clone, Debug, PartialEq)]
pub struct List {
    /// the first number, of nine digits at most (CommonMark 5.2); none where items are not numbered
    pub first: Option<u64>,
    /// each item's parts
    pub items: Vec<Vec<Part>>,
}

/// A table of words; `head` and each of `rows` have as many cells as `columns`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grid {
    /// how each column stands
    pub columns: Vec<Align>,
    /// the head
    pub head: Vec<String>,
    /// the body, with what is set apart in its cells
    pub rows: Vec<Vec<Vec<Span>>>,
}

/// How a column stands, as `:--`, `:-:` and `--:` ask.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Align {
    /// as its contents ask
    #[default]
    Free,
    /// left
    Left,
    /// centred
    Center,
    /// right: figures
    Right,
}

/// A picture with its words.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// the picture
    pub picture: Arc<Picture>,
    /// what it shows, for those who cannot see it; never empty
    pub alternative: String,
    /// printed below it; empty for none
    pub caption: String,
}

impl Article {
    /// Its text, a line a paragraph, a row or a caption.
    #[must_use]
    pub fn lines(&self) -> Vec<String> {
        let mut lines = Vec::new();
        lines_of(&self.parts, &mut lines);
        lines
    }
}

fn lines_of(parts: &[Part], out: &mut Vec<String>) {
    for part in parts {
        match part {
            Part::Heading { spans, .. } | Part::Paragraph(spans) => out.push(text_of(spans)),
            Part::Quote(parts) => lines_of(parts, out),
            Part::List(list) => list.items.iter().for_each(|parts| lines_of(parts, out)),
            Part::Table(grid) => {
                out.push(grid.head.join("\t"));
                let texts = |row: &Vec<Vec<Span>>| row.iter().map(|cell| text_of(cell)).collect::<Vec<_>>();
                out.extend(grid.rows.iter().map(|row| texts(row).join("\t")));
            }
            Part::Figure(figure) => out.push(figure.caption.clone()),
            Part::Break => {}
        }
    }
}
