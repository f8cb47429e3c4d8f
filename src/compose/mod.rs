//! What the bulletin says: blocks, tables, charts, sentences; no millimetres, no fonts.
//!
//! Every number in a sentence is printed by the same functions as the table's, from the same
//! [`Standings`], so that text and table cannot disagree. Chinese sentences stand in `wording`, and
//! nowhere else (those of charts in `charts/words`, of one district in `district`); which of them an issue
//! needs is decided in `sections`, how they are put each night in `turn`, which charts it has in `charts`.
//! The bulletin of one district, the message of 200 characters and the table as a workbook shows it are
//! further readings of the same figures. What people wrote follows as they wrote it (`written`). How a page looks is left to typeset.

mod chart;
mod charts;
mod correction;
mod district;
mod divide;
mod document;
mod groups;
mod message;
mod misfits;
mod notes;
mod number;
mod official;
mod sections;
mod sheet;
mod streets;
mod table;
mod turn;
mod unreported;
mod wording;
mod written;

#[cfg(test)]
mod numbers_held;
#[cfg(test)]
mod tests;

pub use chart::{
    Bar, BarChart, BarGroup, BarLegend, COUNTED_FROM, Chart, Cone, DayCell, DayChart, DayPanel, DayRow,
    RankChart, RankLegend, RankLine, RankLook, RankPanel, RankPoint, RemainingChart, RemainingLegend,
    RemainingPanel, ScatterChart, ScatterPoint, Tick,
};
pub use charts::left_out as charts_left_out;
pub(crate) use divide::divide_blocks;
pub use document::{
    Annex, Block, Column, Document, GroupHead, HeadCell, Official, Row, Span, SpanStyle, Table, TableMeasure,
    Written,
};
pub use message::{MESSAGE_LIMIT, message};
pub use sheet::{Sheet, SheetFigures, SheetRow, SheetWords, sheet};
pub use streets::of_one_district;

pub use crate::articles::{Align, Article, Figure, Grid, List, Part};
pub use crate::model::text_of;
pub use written::add_articles;

use crate::model::Edition;
use crate::plan::{Plan, Shell};
use crate::reckon::Standings;

/// The bulletin of an edition.
#[must_use]
pub fn compose(standings: &Standings, edition: &Edition, plan: &Plan) -> Document {
    let words = plan.shell != Shell::TableOnly;
    let mut table = vec![Block::Table(table::progress(standings, plan))];
    let notes = notes::notes(standings, plan);
    if !notes.is_empty() {
        table.push(Block::Notes(notes));
    }
    let mut streets = if plan.contents.streets { streets::tables(standings, plan) } else { Vec::new() };
    let mut charts: Vec<Block> = charts::charts(standings, plan).into_iter().map(Block::Chart).collect();
    let changes = edition.correction.as_ref().and_then(|corrected| correction::table(corrected, standings));
    let (first, mut last) = match changes {
        Some(table) if correction::is_long(&table) => (None, Some(table)),
        table => (table, None),
    };
    let is_official = plan.shell == Shell::Official;
    let mut annexes = Vec::new();
    if is_official && plan.official.annexed {
        annexes.extend(official::annex(std::mem::take(&mut table), ""));
        annexes.extend(official::annex(std::mem::take(&mut streets), &streets::of_all(standings)));
        annexes.extend(official::annex(std::mem::take(&mut charts), charts::IN_ALL));
        annexes.extend(last.take().and_then(|table| official::annex(vec![table], "")));
    }
    let annex = |title: &str| official::number(&annexes, title);
    let see = annexes.first().and_then(|first| annex(&first.title));
    let mut blocks = Vec::new();
    if let Some(corrected) = &edition.correction {
        let place =
            annex(correction::CAPTION).or_else(|| last.is_some().then(|| correction::AT_THE_END.to_owned()));
        blocks.push(correction::paragraph(corrected, place.as_deref(), plan));
    }
    blocks.extend(first);
    if words {
        blocks.push(sections::overall(standings, plan, see.as_deref()));
    }
    // the table follows the first paragraph, so that a leader finds it on the first page
    blocks.extend(table);
    if words {
        blocks.extend(sections::particulars(standings, plan, see.as_deref()));
    }
    blocks.extend(streets);
    blocks.extend(charts);
    blocks.extend(last);
    let official = is_official.then(|| official::official(plan, edition, annexes));
    Document {
        shell: plan.shell,
        masthead: plan.masthead.clone(),
        number: edition.label(),
        issuer: plan.issuer.clone(),
        date: edition.day.long(),
        title: edition.title.clone(),
        blocks,
        official,
    }
}
