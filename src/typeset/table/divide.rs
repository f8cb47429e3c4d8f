//! Tables that no page holds in type that can be read, divided between their measures.
//!
//! A table stays whole while it can be read: upright at `upright` of its style or larger, else turned at
//! `readable` or larger. Else it becomes as few upright tables as that takes, one under the other, or half as
//! many or fewer turned ones. Tables under one head, as those of the streets are, are divided alike.

use std::borrow::Cow;

use crate::compose::{Block, Document, Table, divide_blocks};

use super::super::Length;
use super::super::shape::Shaper;
use super::super::style::PageStyle;
use super::columns::{Plan, Sheet};
use super::grid::Grid;

/// The document with its tables, and those of its 附件, as they are set; itself where all stay whole.
pub(in super::super) fn divided<'d>(
    document: &'d Document,
    style: &PageStyle,
    shaper: &Shaper,
) -> Cow<'d, Document> {
    let annexes = document.official.iter().flat_map(|parts| &parts.annexes);
    let of: Vec<Vec<usize>> = std::iter::once(&document.blocks)
        .chain(annexes.map(|annex| &annex.blocks))
        .map(|blocks| parts_of(blocks, style, shaper))
        .collect();
    if of.iter().flatten().all(|parts| *parts == 1) {
        return Cow::Borrowed(document);
    }
    let mut divided = document.clone();
    let annexes = divided.official.iter_mut().flat_map(|parts| &mut parts.annexes);
    let all = std::iter::once(&mut divided.blocks).chain(annexes.map(|annex| &mut annex.blocks));
    for (blocks, parts) in all.zip(&of) {
        *blocks = divide_blocks(blocks, parts);
    }
    Cow::Owned(divided)
}

/// How many tables each of the blocks becomes.
fn parts_of(blocks: &[Block], style: &PageStyle, shaper: &Shaper) -> Vec<usize> {
    let mut groups: Vec<Vec<(usize, &Table)>> = Vec::new();
    for (at, block) in blocks.iter().enumerate() {
        let Block::Table(table) = block else { continue };
        if table.measures.len() < 2 || table.rows.iter().any(|row| row.cells.len() != table.columns.len()) {
            continue;
        }
        match groups.iter_mut().find(|group| group[0].1.head == table.head) {
            Some(group) => group.push((at, table)),
            None => groups.push(vec![(at, table)]),
        }
    }
    let mut parts = vec![1; blocks.len()];
    for group in groups {
        let tables: Vec<&Table> = group.iter().map(|(_, table)| *table).collect();
        let many = parts_needed(&tables, style, shaper);
        group.iter().for_each(|(at, _)| parts[*at] = many);
    }
    parts
}

fn parts_needed(tables: &[&Table], style: &PageStyle, shaper: &Shaper) -> usize {
    let is_read = |plan: Option<Plan>| plan.is_some_and(|plan| plan.is_readable(style));
    let sheet = |table: &Table| {
        let grid = Grid::of(&table.head, table.columns.len());
        Sheet::measure(table, &[], &grid, style, shaper)
    };
    let stays = |table: &&Table| is_narrow(table, style) || is_read(sheet(table).plan(style));
    if tables.iter().all(stays) {
        return 1;
    }
    let most = tables.iter().map(|table| table.measures.len()).min().unwrap_or(1);
    let mut turned = None;
    for many in 2..=most {
        let parts: Vec<Vec<Table>> = tables.iter().map(|table| table.divided(many)).collect();
        let merged = |part: usize| {
            let sheets = parts.iter().map(|of_one| sheet(&of_one[part]));
            sheets.reduce(Sheet::with)
        };
        let sheets: Vec<Sheet> = (0..many).filter_map(merged).collect();
        if sheets.iter().all(|sheet| is_read(sheet.plan_as(false, style))) {
            return turned.filter(|turned| turned * 2 <= many).unwrap_or(many);
        }
        if turned.is_none() && sheets.iter().all(|sheet| is_read(sheet.plan_as(true, style))) {
            turned = Some(many);
        }
    }
    turned.unwrap_or(most)
}

/// Is a table so narrow that it surely can be read, turned? Each character counts as a whole em: tables of
/// every night need not be measured twice.
fn is_narrow(table: &Table, style: &PageStyle) -> bool {
    let widest = |column: usize| {
        let head = table.head.last().and_then(|leaves| leaves.get(column.checked_sub(1)?));
        let head = head.map_or(0, |cell| cell.text.chars().count());
        let cells = table.rows.iter().map(|row| row.cells[column].chars().count());
        cells.max().unwrap_or(0).max(head).max(2) + 1
    };
    let ems: usize = (0..table.columns.len()).map(widest).sum();
    style.table_readable * i64::try_from(ems).unwrap_or(i64::MAX / 4).min(100_000) <= style.area_height
}

/// The size at which all of them can be set, and whether turned: parts of one table are set alike.
pub(super) fn alike(sheets: &[Sheet], style: &PageStyle) -> Option<Vec<Plan>> {
    let plans: Vec<Plan> = sheets.iter().map(|sheet| sheet.plan(style)).collect::<Option<_>>()?;
    let turned = plans.iter().any(|plan| plan.turned);
    let plans: Vec<Plan> = if turned {
        sheets.iter().map(|sheet| sheet.plan_as(true, style)).collect::<Option<_>>()?
    } else {
        plans
    };
    let size: Length = plans.iter().map(|plan| plan.size).min()?;
    let at_size = PageStyle { table_sizes: vec![size], ..style.clone() };
    let even = sheets.iter().map(|sheet| sheet.plan_as(turned, &at_size));
    let even = even.zip(&plans).map(|(even, own)| even.unwrap_or_else(|| own.clone()));
    Some(even.collect())
}
