//! Tables of articles: as the bulletin's own, in the width of a column; as sentences where none holds them.

use crate::compose::{self, Column, Grid, HeadCell, Row, Table};

use super::super::layout::Role;
use super::super::line::{Align, set};
use super::super::linebreak::Measure;
use super::super::shape::Hand;
use super::super::strip::{Strips, stack};
use super::super::style::PageStyle;
use super::super::table;
use super::{Setter, Setting, Within};

impl Setter<'_> {
    pub(super) fn table(&self, grid: &Grid, within: Within, out: &mut Strips) {
        let style = PageStyle {
            area_width: within.width,
            table_sizes: self.setting.table_sizes.clone(),
            around: self.setting.pitch / 2,
            ..self.style.clone()
        };
        let from = out.strips.len();
        let frames = out.frames.len();
        if table::set_upright(&as_table(grid), within.parent, &style, self.shaper, out) {
            out.strips[from..].iter_mut().for_each(|strip| strip.shift(within.left));
            for frame in &mut out.frames[frames..] {
                frame.head.shift(within.left);
                frame.foot.shift(within.left);
            }
        } else {
            self.sentences(grid, within, out);
        }
    }

    /// 单位：东城区；户数：244。 A paragraph a row, nothing left out.
    fn sentences(&self, grid: &Grid, within: Within, out: &mut Strips) {
        let Setting { size, pitch, .. } = *self.setting;
        let heads_alone = [grid.head.join("、")];
        let told = |row: &Vec<String>| {
            let pairs = grid.head.iter().zip(row).map(|(head, cell)| match head.is_empty() {
                true => cell.clone(),
                false => format!("{head}：{cell}"),
            });
            pairs.collect::<Vec<_>>().join("；") + "。"
        };
        let rows: Vec<String> =
            if grid.rows.is_empty() { heads_alone.to_vec() } else { grid.rows.iter().map(told).collect() };
        for text in rows {
            let node = out.tree.add(Role::Paragraph, within.parent);
            let measure = Measure { first: within.width - size * 2, rest: within.width };
            let lines =
                set(self.shaper.pieces(&text, Hand::black(within.voice, size)), measure, Align::Justify);
            out.strips.append(&mut self.placed(stack(lines, size, pitch, Some(node)), within.left));
        }
    }
}

/// The table as the bulletin's own are described.
fn as_table(grid: &Grid) -> Table {
    let column = |(index, align): (usize, &compose::Align)| {
        let cells: Vec<&str> =
            grid.rows.iter().filter_map(|row| row.get(index)).map(String::as_str).collect();
        let is_figure =
            |cell: &&str| table::is_figure(cell) || matches!(*cell, "" | "—" | "-" | "/" | "未报" | "无");
        let figures = cells.iter().all(is_figure) && cells.iter().any(|cell| table::is_figure(cell));
        match align {
            compose::Align::Free | compose::Align::Right if figures => Column::Figure,
            compose::Align::Center | compose::Align::Right => Column::Mark,
            compose::Align::Left => Column::Text,
            compose::Align::Free if cells.iter().any(|cell| cell.chars().count() > LONG) => Column::Text,
            compose::Align::Free => Column::Name,
        }
    };
    let head = |text: &String| HeadCell { text: text.clone(), columns: 1, rows: 1 };
    let has_head = grid.head.iter().any(|text| !text.is_empty());
    Table {
        caption: None,
        unit_note: None,
        columns: grid.columns.iter().enumerate().map(column).collect(),
        head: if has_head { vec![grid.head.iter().map(head).collect()] } else { Vec::new() },
        rows: grid.rows.iter().map(|cells| Row { is_total: is_total(cells), cells: cells.clone() }).collect(),
    }
}

/// A cell of more characters than this is running text.
const LONG: usize = 12;

/// 合计 and what else sums a table up.
fn is_total(cells: &[String]) -> bool {
    cells.first().is_some_and(|cell| matches!(cell.trim(), "合计" | "总计" | "小计"))
}
