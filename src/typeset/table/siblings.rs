//! Tables under the same head, as those of the streets are: their columns stand under each other.

use crate::compose::{Block, Table};

use super::super::shape::Shaper;
use super::super::style::PageStyle;
use super::columns::{Plan, Sheet};
use super::grid::Grid;

/// For each block the widths and the size that its table shares with others of the same head; none for what
/// is no table, for a table without its like, and where sharing would make all of them smaller than the
/// smallest is alone, or turn what could stand upright.
pub(in super::super) fn shared(blocks: &[Block], style: &PageStyle, shaper: &Shaper) -> Vec<Option<Plan>> {
    let mut groups: Vec<Vec<(usize, &Table)>> = Vec::new();
    for (at, block) in blocks.iter().enumerate() {
        let Block::Table(table) = block else { continue };
        let alike = |group: &&mut Vec<(usize, &Table)>| {
            (&group[0].1.head, &group[0].1.columns) == (&table.head, &table.columns)
        };
        match groups.iter_mut().find(alike) {
            Some(group) => group.push((at, table)),
            None => groups.push(vec![(at, table)]),
        }
    }
    let mut plans = vec![None; blocks.len()];
    for group in groups.iter().filter(|group| group.len() > 1) {
        if let Some(plan) = of_all(group, style, shaper) {
            group.iter().for_each(|(at, _)| plans[*at] = Some(plan.clone()));
        }
    }
    plans
}

fn of_all(group: &[(usize, &Table)], style: &PageStyle, shaper: &Shaper) -> Option<Plan> {
    let grid = Grid::of(&group[0].1.head, group[0].1.columns.len());
    let sheets: Vec<Sheet> =
        group.iter().map(|(_, table)| Sheet::measure(table, &[], &grid, style, shaper)).collect();
    let alone: Vec<Plan> = sheets.iter().map(|sheet| sheet.plan(style)).collect::<Option<_>>()?;
    let plan = sheets.into_iter().reduce(Sheet::with)?.plan(style)?;
    let smallest = alone.iter().map(|plan| plan.size).min()?;
    let upright = alone.iter().any(|plan| !plan.turned);
    Some(plan).filter(|plan| plan.size >= smallest && !(upright && plan.turned))
}
