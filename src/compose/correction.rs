//! 更正: why an issue is issued again, and every printed figure that it changes.

use super::document::{Block, Column, HeadCell, Row, Span, Table};
use super::wording;
use crate::model::Correction;
use crate::plan::{Plan, Shell};
use crate::reckon::Standings;

/// The name under which all districts' sums are corrected.
const TOTAL: &str = "合计";

/// The paragraph and the table old → new, before all else.
pub(super) fn blocks(correction: &Correction, standings: &Standings, plan: &Plan) -> Vec<Block> {
    let reason = correction.reason.trim().trim_end_matches(['。', '.']);
    let this = if plan.shell == Shell::Official { "本文" } else { "本期" };
    let text = format!("{this}更正并取代{}。更正原因：{reason}。", correction.replaces);
    let mut blocks = vec![Block::Paragraph(vec![Span::strong("更正说明。"), Span::plain(text)])];
    if correction.changes.is_empty() {
        return blocks;
    }
    let head = ["单位", "项目", "原为", "更正为"];
    // a district's name once for all that was corrected of it
    let mut named = "";
    let mut rows = Vec::with_capacity(correction.changes.len());
    for change in &correction.changes {
        let mut cells = change.to_vec();
        if change[0] == named {
            cells[0].clear();
        }
        named = &change[0];
        rows.push(Row { is_total: named == TOTAL, cells });
    }
    blocks.push(Block::Table(Table {
        caption: Some("更正对照表".to_owned()),
        unit_note: Some(wording::unit_note(&standings.measures)),
        // counts, areas and shares stand in one column, each row of another unit
        columns: vec![Column::Shared, Column::Mark, Column::Figure, Column::Figure],
        head: vec![head.iter().map(|t| HeadCell { text: (*t).to_owned(), columns: 1, rows: 1 }).collect()],
        rows,
        measures: Vec::new(),
        groups: Vec::new(),
        part: None,
    }));
    blocks
}
