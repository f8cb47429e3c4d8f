//! The head's cells on their grid: which columns and levels each covers.

use crate::compose::HeadCell;

/// A head cell in its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Slot<'a> {
    pub text: &'a str,
    pub level: usize,
    pub column: usize,
    pub columns: usize,
    pub rows: usize,
}

/// The head as a grid of levels and columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Grid<'a> {
    pub levels: usize,
    pub slots: Vec<Slot<'a>>,
    groups: Vec<bool>,
}

impl<'a> Grid<'a> {
    /// Places cells left to right, level by level, each at the first free place, as the spans above
    /// leave it; spans beyond the table's edge or over taken places are cut to what is free.
    pub(super) fn of(head: &'a [Vec<HeadCell>], columns: usize) -> Grid<'a> {
        let levels = head.len();
        let mut taken = vec![vec![false; columns]; levels];
        let mut slots = Vec::new();
        for (level, cells) in head.iter().enumerate() {
            for cell in cells {
                let Some(column) = taken[level].iter().position(|t| !t) else { break };
                let free = taken[level][column..].iter().take_while(|t| !**t).count();
                let span = cell.columns.clamp(1, free);
                let rows = cell.rows.clamp(1, levels - level);
                for row in &mut taken[level..level + rows] {
                    row[column..column + span].fill(true);
                }
                slots.push(Slot { text: &cell.text, level, column, columns: span, rows });
            }
        }
        let mut groups = vec![false; columns];
        for slot in slots.iter().filter(|slot| slot.level == 0) {
            groups[slot.column] = true;
        }
        Grid { levels, slots, groups }
    }

    /// Does a group of the head's first level begin at this column?
    pub(super) fn begins_group(&self, column: usize) -> bool {
        self.groups.get(column).copied().unwrap_or(false)
    }

    /// The text of the cell that stands directly over a column.
    pub(super) fn leaf(&self, column: usize) -> Option<&Slot<'a>> {
        self.slots.iter().find(|s| s.column == column && s.columns == 1 && s.level + s.rows == self.levels)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(text: &str, columns: usize, rows: usize) -> HeadCell {
        HeadCell { text: text.into(), columns, rows }
    }

    #[test]
    fn cells_below_a_group_stand_under_it() {
        let head = [
            vec![cell("单位", 1, 2), cell("当日", 2, 1), cell("累计", 1, 1)],
            vec![cell("户数", 1, 1), cell("面积", 1, 1), cell("户数", 1, 1)],
        ];
        let grid = Grid::of(&head, 4);
        let places: Vec<_> = grid.slots.iter().map(|s| (s.text, s.level, s.column)).collect();
        assert_eq!(
            places,
            [("单位", 0, 0), ("当日", 0, 1), ("累计", 0, 3), ("户数", 1, 1), ("面积", 1, 2), ("户数", 1, 3)]
        );
        assert!(grid.begins_group(1) && !grid.begins_group(2) && grid.begins_group(3));
    }

    #[test]
    fn spans_beyond_the_edge_are_cut() {
        let head = [vec![cell("甲", 9, 9), cell("乙", 1, 1)]];
        let grid = Grid::of(&head, 2);
        assert_eq!((grid.slots.len(), grid.slots[0].columns, grid.slots[0].rows), (1, 2, 1));
    }
}
