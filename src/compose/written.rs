//! The day's written texts, after all that the figures say.

use super::document::{Block, Document};
use crate::articles::{Article, Part, Texts};
use crate::model::text_of;
use crate::plan::Plan;

/// An article and how it is set.
#[derive(Clone, Debug, PartialEq)]
pub struct Written {
    /// columns side by side, 1 to 3
    pub columns: u8,
    /// what it says
    pub article: Article,
}

/// Appends the day's articles in their order; a plan without articles has none.
pub fn add_articles(document: &mut Document, texts: &Texts, plan: &Plan) {
    let Some(articles) = &plan.articles else { return };
    let written = texts.articles.iter().filter(|article| !article.parts.is_empty());
    let columns = articles.columns;
    document
        .blocks
        .extend(written.map(|article| Block::Written(Written { columns, article: article.clone() })));
}

impl Written {
    /// Its text, a line a paragraph, for the text carrier.
    pub(super) fn lines(&self) -> Vec<String> {
        let mut lines = Vec::new();
        lines_of(&self.article.parts, &mut lines);
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
                out.extend(std::iter::once(&grid.head).chain(&grid.rows).map(|row| row.join("\t")));
            }
            Part::Figure(figure) => out.push(figure.caption.clone()),
            Part::Break => {}
        }
    }
}
