//! 更正: why an issue is issued again, and every printed figure that it changes.

use super::document::{Block, Column, HeadCell, Row, Span, Table};
use crate::model::Correction;

/// The paragraph and the table old → new, before all else.
pub(super) fn blocks(correction: &Correction) -> Vec<Block> {
    let reason = correction.reason.trim().trim_end_matches(['。', '.']);
    let text = format!("本期更正并取代{}。更正原因：{reason}。", correction.replaces);
    let mut blocks = vec![Block::Paragraph(vec![Span::strong("更正说明。"), Span::plain(text)])];
    if correction.changes.is_empty() {
        return blocks;
    }
    let head = ["单位", "项目", "原为", "更正为"];
    let row = |change: &[String; 4]| Row { is_total: false, cells: change.to_vec() };
    blocks.push(Block::Table(Table {
        caption: Some("更正对照表".to_owned()),
        unit_note: None,
        // counts, areas and shares stand in one column: no common digit to align on
        columns: vec![Column::Name, Column::Mark, Column::Mark, Column::Mark],
        head: vec![head.iter().map(|t| HeadCell { text: (*t).to_owned(), columns: 1, rows: 1 }).collect()],
        rows: correction.changes.iter().map(row).collect(),
    }));
    blocks
}
