//! The day's written texts, after all that the figures say.

use super::document::{Block, Document, Written};
use crate::articles::Texts;
use crate::plan::Plan;

/// Appends the day's articles in their order; a plan without articles has none.
pub fn add_articles(document: &mut Document, texts: &Texts, plan: &Plan) {
    let Some(articles) = &plan.articles else { return };
    let written = texts.articles.iter().filter(|article| !article.parts.is_empty());
    let columns = articles.columns;
    document
        .blocks
        .extend(written.map(|article| Block::Written(Written { columns, article: article.clone() })));
}
