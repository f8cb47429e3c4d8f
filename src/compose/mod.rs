//! What the bulletin says: blocks, tables, charts, sentences; no millimetres, no fonts.
//!
//! Every number in a sentence is printed by the same functions as the table's, from the same
//! [`Standings`], so that text and table cannot disagree. Chinese sentences stand in `wording`, and
//! nowhere else; which of them an issue needs is decided in `sections`. What people wrote follows as they
//! wrote it (`written`). How a page looks is left to
//! typeset.

mod bars;
mod correction;
mod document;
mod notes;
mod number;
mod sections;
mod table;
mod wording;
mod written;

#[cfg(test)]
mod tests;

pub use document::{
    Bar, BarChart, BarGroup, BarLegend, Block, Column, Document, HeadCell, Row, Span, SpanStyle, Table, Tick,
};

pub use crate::articles::{Align, Article, Figure, Grid, List, Part};
pub use crate::model::text_of;
pub use written::{Written, add_articles};

use crate::model::Edition;
use crate::plan::{Plan, Shell};
use crate::reckon::Standings;

/// The bulletin of an edition.
#[must_use]
pub fn compose(standings: &Standings, edition: &Edition, plan: &Plan) -> Document {
    let words = plan.shell != Shell::TableOnly;
    let mut blocks = Vec::new();
    if let Some(corrected) = &edition.correction {
        blocks.extend(correction::blocks(corrected));
    }
    if words {
        blocks.push(sections::overall(standings, plan));
    }
    // the table follows the first paragraph, so that a leader finds it on the first page
    blocks.push(Block::Table(table::progress(standings, plan)));
    blocks.push(Block::Notes(notes::notes(standings)));
    if words {
        blocks.extend(sections::particulars(standings, plan));
        blocks.push(Block::Bars(bars::shares(standings)));
    }
    blocks.retain(|block| !matches!(block, Block::Notes(notes) if notes.is_empty()));
    Document {
        shell: plan.shell,
        masthead: plan.masthead.clone(),
        number: edition.label(),
        issuer: plan.issuer.clone(),
        date: edition.day.long(),
        title: edition.title.clone(),
        blocks,
    }
}
