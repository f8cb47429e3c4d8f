//! Tables under the same head, as those of the streets are: their columns stand under each other.

use crate::compose::{Block, Table};

use super::super::shape::Shaper;
use super::super::style::PageStyle;
use super::columns::{Plan, Sheet};
use super::divide;
use super::grid::Grid;

/// For each block the widths and the size that its table shares with others of the same head; none for what
/// is no table, for a table without its like, and where sharing would make all of them smaller than the
/// smallest is alone, or turn what could stand upright.
pub(in super::super) fn shared(blocks: &[Block], style: &PageStyle, shaper: &Shaper) -> Vec<Option<Plan>> {
    let mut groups: Vec<Vec<(usize, &Table)>> = Vec::new();
    for (at, block) in blocks.iter().enumerate() {
        let Block::Table(table) = block else { continue };
        if table.part.is_some() {
            continue;
        }
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
    parts(blocks, &mut plans, style, shaper);
    plans
}

/// Parts of divided tables: those of as many measures share widths, and all share size and page.
fn parts(blocks: &[Block], plans: &mut [Option<Plan>], style: &PageStyle, shaper: &Shaper) {
    // tables that were divided from the same shape: their parts, and columns a measure
    let shape = |table: &Table| {
        let per_measure = table.measures.first().map_or(0, |measure| measure.columns.len());
        table.part.map(|(_, parts)| (parts, per_measure))
    };
    let tables: Vec<(usize, &Table)> = blocks
        .iter()
        .enumerate()
        .filter_map(|(at, block)| match block {
            Block::Table(table) if table.part.is_some() => Some((at, table)),
            _ => None,
        })
        .collect();
    let mut shapes: Vec<_> = tables.iter().map(|(_, table)| shape(table)).collect();
    shapes.sort_unstable();
    shapes.dedup();
    for wanted in shapes {
        let group: Vec<_> = tables.iter().filter(|(_, table)| shape(table) == wanted).collect();
        // those of as many columns stand under each other, unless that alone would turn them
        let plans_by = |key: &dyn Fn(&Table) -> usize| {
            let mut keys: Vec<usize> = group.iter().map(|(_, table)| key(table)).collect();
            keys.sort_unstable();
            keys.dedup();
            let merged = |wanted: &usize| {
                let own = group.iter().filter(|(_, table)| key(table) == *wanted);
                let sheets = own.map(|(_, table)| {
                    let grid = Grid::of(&table.head, table.columns.len());
                    Sheet::measure(table, &[], &grid, style, shaper)
                });
                sheets.reduce(Sheet::with)
            };
            let sheets: Vec<Sheet> = keys.iter().filter_map(merged).collect();
            let alike = divide::alike(&sheets, style)?;
            let of = |table: &Table| alike.get(keys.iter().position(|k| *k == key(table))?).cloned();
            Some(group.iter().map(|(at, table)| (*at, of(table))).collect::<Vec<_>>())
        };
        let is_turned = |plans: &Vec<(usize, Option<Plan>)>| {
            plans.iter().any(|(_, plan)| plan.as_ref().is_some_and(|plan| plan.turned))
        };
        let alike = plans_by(&|table| table.columns.len()).filter(|plans| !is_turned(plans));
        let apart = || plans_by(&|table| table.part.map_or(0, |(part, _)| part));
        let turned = || plans_by(&|table| table.columns.len());
        let chosen =
            alike.or_else(|| apart().filter(|plans| !is_turned(plans))).or_else(turned).or_else(apart);
        for (at, plan) in chosen.into_iter().flatten() {
            plans[at] = plan;
        }
    }
}

/// Does any of the blocks' tables need a turned page?
pub(in super::super) fn any_turned(blocks: &[Block], style: &PageStyle, shaper: &Shaper) -> bool {
    let plans = shared(blocks, style, shaper);
    blocks.iter().zip(plans).any(|(block, plan)| match (block, plan) {
        (Block::Table(_), Some(plan)) => plan.turned,
        (Block::Table(table), None) => super::is_turned(table, style, shaper),
        _ => false,
    })
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
