//! The day's written texts, after all that the figures say.

use super::document::{Block, Document, Written};
use crate::articles::{Part, Texts};
use crate::plan::Plan;

/// Appends the day's articles in their order; a plan without articles has none. One without a title begins with a
/// rule where something stands before it, of which it would read as a paragraph more.
pub fn add_articles(document: &mut Document, texts: &Texts, plan: &Plan) {
    let Some(articles) = &plan.articles else { return };
    let columns = articles.columns;
    for article in texts.articles.iter().filter(|article| !article.parts.is_empty()) {
        let mut article = article.clone();
        let is_titled = matches!(article.parts.first(), Some(Part::Heading { level: 1, .. } | Part::Break));
        if !is_titled && !document.blocks.is_empty() {
            article.parts.insert(0, Part::Break);
        }
        document.blocks.push(Block::Written(Written { columns, article }));
    }
}
