//! A table of several measures as several tables of fewer: where no page holds all of them in type that can be
//! read, an office sets them one under the other, the same rows in each.
//!
//! Whether it must be so is typeset's to say; what the parts say is said here.

use super::document::{Block, HeadCell, Row, Table, TableMeasure};
use super::wording;

impl Table {
    /// The same in so many tables, each with all rows, the columns that belong to no measure, and its share of
    /// the measures, the first the larger share: five in three are two, two and one. Their captions count
    /// them and say what tells them apart: 整治进度统计表（一）户数、面积. The table itself where it has not so many
    /// measures.
    #[must_use]
    pub fn divided(&self, parts: usize) -> Vec<Table> {
        let many = self.measures.len();
        if parts < 2 || parts > many {
            return vec![self.clone()];
        }
        let mut from = 0;
        (0..parts)
            .map(|part| {
                let to = from + many / parts + usize::from(part < many % parts);
                let own = from..to;
                from = to;
                self.of_measures(own, part, parts)
            })
            .collect()
    }

    fn of_measures(&self, own: std::ops::Range<usize>, part: usize, parts: usize) -> Table {
        let mut kept = vec![true; self.columns.len()];
        for (index, measure) in self.measures.iter().enumerate() {
            for column in measure.columns.iter().filter(|_| !own.contains(&index)) {
                if let Some(kept) = kept.get_mut(*column) {
                    *kept = false;
                }
            }
        }
        // where a column stands once those before it are gone
        let place = |column: usize| kept[..column.min(kept.len())].iter().filter(|kept| **kept).count();
        let names = self.names(own.clone());
        let measures: Vec<TableMeasure> = self.measures[own]
            .iter()
            .map(|m| TableMeasure {
                unit: m.unit.clone(),
                columns: m.columns.iter().map(|column| place(*column)).collect(),
            })
            .collect();
        let row = |row: &Row| Row { is_total: row.is_total, cells: of_kept(&row.cells, &kept) };
        Table {
            caption: self.caption.as_ref().map(|caption| wording::part_of(caption, part) + &names),
            unit_note: self
                .unit_note
                .as_ref()
                .map(|_| wording::unit_note_of(measures.iter().map(|m| m.unit.as_str()))),
            columns: of_kept(&self.columns, &kept),
            head: head(&self.head, &kept),
            rows: self.rows.iter().map(row).collect(),
            measures,
            groups: self.groups.clone(),
            part: Some((part, parts)),
        }
    }

    /// The measures' names, as the head has them over the first column of each; none if that does not tell them apart
    /// or makes too long a caption.
    fn names(&self, own: std::ops::Range<usize>) -> String {
        let name = |measure: &TableMeasure| {
            measure.columns.first().and_then(|column| leaf(&self.head, self.columns.len(), *column))
        };
        let all: Vec<&str> = self.measures.iter().filter_map(name).collect();
        let is_twice = |(at, name): (usize, &&str)| name.is_empty() || all[..at].contains(name);
        if all.len() < self.measures.len() || all.iter().enumerate().any(is_twice) {
            return String::new();
        }
        let names = all[own].join("、");
        if names.chars().count() > NAMES_MOST { String::new() } else { names }
    }
}

/// The most characters of measures' names in a caption.
const NAMES_MOST: usize = 16;

/// The lowest cell of the head over a column.
fn leaf(head: &[Vec<HeadCell>], columns: usize, wanted: usize) -> Option<&str> {
    let mut taken = vec![vec![false; columns]; head.len()];
    let mut found = None;
    for (level, cells) in head.iter().enumerate() {
        for cell in cells {
            let Some(column) = taken[level].iter().position(|taken| !taken) else { break };
            let end = (column + cell.columns.max(1)).min(columns);
            for taken in taken.iter_mut().skip(level).take(cell.rows.max(1)) {
                taken[column..end].fill(true);
            }
            if (column..end).contains(&wanted) {
                found = Some(cell.text.as_str());
            }
        }
    }
    found
}

/// Each table of the blocks in as many parts as `parts` says of it; 1 leaves it whole.
pub(crate) fn divide_blocks(blocks: &[Block], parts: &[usize]) -> Vec<Block> {
    let divided = blocks.iter().zip(parts).map(|(block, parts)| match block {
        Block::Table(table) if *parts > 1 => table.divided(*parts).into_iter().map(Block::Table).collect(),
        other => vec![other.clone()],
    });
    divided.flatten().collect()
}

fn of_kept<T: Clone>(all: &[T], kept: &[bool]) -> Vec<T> {
    all.iter().zip(kept).filter(|(_, kept)| **kept).map(|(one, _)| one.clone()).collect()
}

/// The head's cells over what is kept, each as wide as what is left under it.
fn head(head: &[Vec<HeadCell>], kept: &[bool]) -> Vec<Vec<HeadCell>> {
    let levels = head.len();
    let mut taken = vec![vec![false; kept.len()]; levels];
    let mut left = Vec::with_capacity(levels);
    for (level, cells) in head.iter().enumerate() {
        let mut row = Vec::new();
        for cell in cells {
            let Some(column) = taken[level].iter().position(|taken| !taken) else { break };
            let end = (column + cell.columns.max(1)).min(kept.len());
            for taken in &mut taken[level..(level + cell.rows.max(1)).min(levels)] {
                taken[column..end].fill(true);
            }
            let columns = kept[column..end].iter().filter(|kept| **kept).count();
            if columns > 0 {
                row.push(HeadCell { text: cell.text.clone(), columns, rows: cell.rows });
            }
        }
        left.push(row);
    }
    left
}

#[cfg(test)]
mod tests {
    use super::super::document::Column;
    use super::*;

    /// 单位 | 当日 (甲 乙 丙) | 累计 (甲 占比, 乙 占比, 丙 占比), a column's cell its letter and place.
    fn table() -> Table {
        let cell = |text: &str, columns, rows| HeadCell { text: text.into(), columns, rows };
        let names = ["甲", "乙", "丙"];
        let mut leaves: Vec<HeadCell> = names.iter().map(|name| cell(name, 1, 1)).collect();
        leaves.extend(names.iter().flat_map(|name| [cell(name, 1, 1), cell("占比", 1, 1)]));
        let cells = ["区", "d甲", "d乙", "d丙", "c甲", "s甲", "c乙", "s乙", "c丙", "s丙"];
        let of = |index: usize, unit: &str| TableMeasure {
            unit: unit.into(),
            columns: vec![1 + index, 4 + 2 * index, 5 + 2 * index],
        };
        Table {
            caption: Some("进度表".into()),
            unit_note: Some("单位：户、㎡".into()),
            columns: [vec![Column::Name], vec![Column::Figure; 9]].concat(),
            head: vec![vec![cell("单位", 1, 2), cell("当日", 3, 1), cell("累计", 6, 1)], leaves],
            rows: vec![Row { is_total: true, cells: cells.map(str::to_owned).to_vec() }],
            measures: vec![of(0, "户"), of(1, "㎡"), of(2, "户")],
            groups: Vec::new(),
            part: None,
        }
    }

    #[test]
    fn three_measures_in_two_tables_are_two_and_one_and_no_figure_is_lost() {
        let parts = table().divided(2);
        let cells: Vec<String> = parts.iter().map(|part| part.rows[0].cells.join(" ")).collect();
        assert_eq!(cells, ["区 d甲 d乙 c甲 s甲 c乙 s乙", "区 d丙 c丙 s丙"]);
        let told = |part: &Table| (part.caption.clone().unwrap(), part.unit_note.clone().unwrap());
        assert_eq!(told(&parts[0]), ("进度表（一）甲、乙".into(), "单位：户、㎡".into()));
        assert_eq!(told(&parts[1]), ("进度表（二）丙".into(), "单位：户".into()));
        let heads = |level: usize| -> Vec<(String, usize)> {
            parts[1].head[level].iter().map(|cell| (cell.text.clone(), cell.columns)).collect()
        };
        assert_eq!(heads(0), [("单位".into(), 1), ("当日".into(), 1), ("累计".into(), 2)]);
        assert_eq!(heads(1), [("丙".into(), 1), ("丙".into(), 1), ("占比".into(), 1)]);
        assert_eq!((parts[1].columns.len(), parts[1].measures[0].columns.clone()), (4, vec![1, 2, 3]));
    }

    #[test]
    fn a_table_is_not_divided_into_more_parts_than_it_has_measures() {
        assert_eq!(table().divided(4), [table()]);
        assert_eq!(table().divided(3).len(), 3);
    }
}
