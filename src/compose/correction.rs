//! 更正: why an issue is issued again, and every printed figure that it changes.

use super::document::{Block, Column, HeadCell, Row, Span, Table};
use super::number::NONE;
use super::wording;
use crate::model::{Correction, Measure};
use crate::plan::{Plan, Shell};
use crate::reckon::Standings;

/// The table's name.
pub(super) const CAPTION: &str = "更正对照表";
/// The sums' name in it.
const TOTAL: &str = "合计";
/// Where a long table stands.
pub(super) const AT_THE_END: &str = "后附";
/// A table of more rows would keep a reader from what the bulletin says.
const LONG: usize = 12;

/// Does the table stand behind the rest?
pub(super) fn is_long(table: &Block) -> bool {
    matches!(table, Block::Table(table) if table.rows.len() > LONG)
}

/// What is corrected and why, before all else; and where the table is found, if it stands elsewhere.
pub(super) fn paragraph(correction: &Correction, place: Option<&str>, plan: &Plan) -> Block {
    let reason = correction.reason.trim().trim_end_matches(['。', '.']);
    let this = if plan.shell == Shell::Official { "本通报" } else { "本期" };
    let place = place.map_or_else(String::new, |place| format!("改动的数字见{place}{CAPTION}。"));
    let text = format!("{this}更正并取代{}。更正原因：{reason}。{place}", correction.replaces);
    Block::Paragraph(vec![Span::strong("更正说明。"), Span::plain(text)])
}

/// Old → new, each figure a row; none where none was changed.
pub(super) fn table(correction: &Correction, standings: &Standings) -> Option<Block> {
    if correction.changes.is_empty() {
        return None;
    }
    let measures = &standings.measures;
    let several = measures.len() > 1;
    let cell = |text: &str, columns, rows| HeadCell { text: text.to_owned(), columns, rows };
    let (old, new) = (cell("原为", 1, 1), cell("更正为", 1, 1));
    let head = if several {
        let mut top = vec![cell("单位", 1, 2), cell("项目", 1, 2)];
        top.extend(measures.iter().map(|measure| cell(&measure.name, 2, 1)));
        vec![top, measures.iter().flat_map(|_| [old.clone(), new.clone()]).collect()]
    } else {
        vec![vec![cell("单位", 1, 1), cell("项目", 1, 1), old, new]]
    };
    // counts, areas and shares stand in one column, each row of another unit
    let mut columns = vec![Column::Shared, Column::Mark];
    columns.resize(2 + 2 * measures.len(), Column::Figure);
    let of_one = correction.changes.chunk_by(|a, b| a[0] == b[0]);
    Some(Block::Table(Table {
        caption: Some(CAPTION.to_owned()),
        unit_note: Some(wording::unit_note(measures)),
        columns,
        head,
        rows: of_one.flat_map(|changes| rows(changes, measures)).collect(),
        measures: Vec::new(),
        groups: Vec::new(),
        part: None,
    }))
}

/// One district's rows: a row an item, the measures beside each other, its name once for all of them.
fn rows(changes: &[[String; 4]], measures: &[Measure]) -> Vec<Row> {
    let mut items: Vec<(String, Vec<String>)> = Vec::new();
    for [_, figure, old, new] in changes {
        let named = measures.iter().enumerate().filter(|(_, measure)| figure.contains(&measure.name));
        let of = named.max_by_key(|(_, measure)| measure.name.len()).filter(|_| measures.len() > 1);
        let item = of.map_or_else(|| figure.clone(), |(_, measure)| figure.replacen(&measure.name, "", 1));
        // what is of no measure, 报送情况, is so of each
        let columns = of.map_or(0..measures.len(), |(index, _)| index..index + 1);
        let row = match items.iter().position(|(other, _)| *other == item) {
            Some(at) => at,
            None => {
                items.push((item, vec![NONE.to_owned(); 2 * measures.len()]));
                items.len() - 1
            }
        };
        for column in columns {
            let cells = &mut items[row].1;
            (cells[2 * column], cells[2 * column + 1]) = (old.clone(), new.clone());
        }
    }
    let who = |at: usize| if at == 0 { changes[0][0].clone() } else { String::new() };
    let is_total = changes[0][0] == TOTAL;
    let row = |(at, (item, cells)): (usize, (String, Vec<String>))| Row {
        is_total,
        cells: [who(at), item].into_iter().chain(cells).collect(),
    };
    items.into_iter().enumerate().map(row).collect()
}
