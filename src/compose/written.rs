//! The day's written texts, after all that the figures say.

use super::document::{Block, Document};
use crate::articles::{Article, Texts};
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
