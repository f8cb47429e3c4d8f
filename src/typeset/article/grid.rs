//! Tables of articles: as the bulletin's own, in the width of a column, or of all of them; as sentences where
//! no page holds them.

use crate::compose::{self, Column, Grid, HeadCell, Row, Span, Table, text_of};

use super::super::Length;
use super::super::layout::Role;
use super::super::line::{Align, set};
use super::super::linebreak::Measure;
use super::super::shape::Hand;
use super::super::strip::{Strips, stack};
use super::super::style::PageStyle;
use super::super::table;
use super::{Setter, Setting, Within};

/// The least size at which a table is still read with ease: 小五, 9 pt.
const READABLE: Length = Length::pt(9);
/// How much smaller than the text in columns a table is at least.
const SMALLER: Length = Length::milli_pt(500);
/// A row higher than this many lines of text is hard to read across.
const TALLEST: i64 = 3;
/// A table is narrow whose rows have a line each in so much of the column's width, in thousandths, and in this part
/// of the type area's.
const NARROW: i64 = 800;
const NARROW_PART: i64 = 3;
/// A table higher than this, in thousandths of the type area's height, does not wait for a page's end: it
/// breaks the columns where it stands.
const WAITS: i64 = 400;

/// How a table is set.
pub(super) enum Form {
    /// in its column, on a page of these measures
    Column(Box<PageStyle>),
    /// over the whole width, on a page of these
    Across(Box<PageStyle>),
    /// a paragraph a row
    Sentences,
}

impl Setter<'_> {
    /// In its column where it is read with ease there, else across all columns, else small, in the column
    /// first; as sentences where no width holds it.
    pub(super) fn form(&self, grid: &Grid, within: Within) -> Form {
        let table = as_table(grid);
        let page = |width: Length, sizes: Vec<Length>| PageStyle {
            area_width: width,
            table_sizes: sizes,
            around: self.setting.pitch / 2,
            ..self.style.clone()
        };
        let sizes = |is_easy: bool, all: &[Length]| -> Vec<Length> {
            // its heads in 黑体 look larger than they are: in columns it is half a point smaller than the text
            let less = if self.setting.count > 1 { SMALLER } else { Length::ZERO };
            let most = self.setting.size - less;
            let kept = all.iter().copied().filter(|size| *size <= most && (!is_easy || *size >= READABLE));
            kept.collect()
        };
        let half = self.style.area_height / 2;
        let fits = |style: &PageStyle, tallest: Length| {
            !style.table_sizes.is_empty()
                && table::stands_upright((&table, &grid.rows), tallest, style, self.shaper)
        };
        let own = &self.setting.table_sizes;
        let small = page(within.width, own.clone());
        if !self.is_free(within) {
            return if fits(&small, half) { Form::Column(Box::new(small)) } else { Form::Sentences };
        }
        let easy = page(within.width, sizes(true, own));
        let wide = page(self.style.area_width, sizes(true, &self.style.table_sizes));
        let wide_small = page(self.style.area_width, own.clone());
        if fits(&easy, self.setting.pitch * TALLEST) {
            Form::Column(Box::new(easy))
        } else if fits(&wide, half) {
            Form::Across(Box::new(wide))
        } else if fits(&small, half) {
            Form::Column(Box::new(small))
        } else if fits(&wide_small, half) {
            Form::Across(Box::new(wide_small))
        } else {
            Form::Sentences
        }
    }

    /// How a table that stands in its column can stand across them all as well: one that has room to spare in
    /// its column and in a third of the page cannot, as it would stand alone in the middle of a white band.
    pub(super) fn across_too(&self, grid: &Grid, within: Within) -> Option<PageStyle> {
        let Form::Column(own) = self.form(grid, within) else { return None };
        let table = as_table(grid);
        let fits = |style: &PageStyle, tallest: Length| {
            !style.table_sizes.is_empty()
                && table::stands_upright((&table, &grid.rows), tallest, style, self.shaper)
        };
        let narrow = within.width.em(NARROW).min(self.style.area_width / NARROW_PART);
        let narrow = PageStyle { area_width: narrow, ..*own };
        if fits(&narrow, self.setting.pitch * 3 / 2) {
            return None;
        }
        // never larger than the text
        let most = self.setting.size.max(READABLE);
        let sizes = self.style.table_sizes.iter().copied();
        let sizes = sizes.filter(|size| (READABLE..=most).contains(size)).collect();
        let (area_width, around) = (self.style.area_width, self.setting.pitch / 2);
        let style = PageStyle { area_width, table_sizes: sizes, around, ..self.style.clone() };
        fits(&style, self.setting.pitch * TALLEST).then_some(style)
    }

    pub(super) fn table(&self, grid: &Grid, within: Within, out: &mut Strips) {
        let (style, spans) = match self.form(grid, within) {
            Form::Column(style) => (style, false),
            Form::Across(style) => (style, true),
            Form::Sentences => return self.sentences(grid, within, out),
        };
        let within = if spans { self.across(within) } else { within };
        self.set_table(grid, &style, Within { spans, ..within }, out);
    }

    /// Sets a table on a page of these measures.
    pub(super) fn set_table(&self, grid: &Grid, style: &PageStyle, within: Within, out: &mut Strips) {
        let spans = within.spans;
        let from = out.strips.len();
        let frames = out.frames.len();
        table::set_upright((&as_table(grid), &grid.rows), within.parent, style, self.shaper, out);
        for frame in &mut out.frames[frames..] {
            frame.shift(within.left);
        }
        let strips = &mut out.strips[from..];
        let height: Length = strips.iter().map(|strip| strip.height).sum();
        let waits = if spans { self.style.area_height.em(WAITS) } else { self.style.area_height / 5 };
        let floats = self.setting.count > 1
            && (spans || self.is_free(within))
            && !within.is_led
            && height <= waits
            && strips.iter().rev().skip(1).all(|strip| strip.keep);
        for strip in &mut *strips {
            strip.shift(within.left);
            strip.spans = spans;
            strip.floats = floats;
        }
        if self.setting.count > 1 {
            self.level(strips, self.setting.pitch.em(TABLE_WHITE));
        }
    }

    /// 单位：东城区；户数：244。 A paragraph a row, nothing left out.
    fn sentences(&self, grid: &Grid, within: Within, out: &mut Strips) {
        let Setting { size, pitch, .. } = *self.setting;
        let heads_alone = [grid.head.join("、")];
        let told = |row: &Vec<Vec<Span>>| {
            let pairs =
                grid.head.iter().zip(row).map(|(head, cell)| match (head.is_empty(), text_of(cell)) {
                    (true, cell) => cell,
                    (false, cell) => format!("{head}：{cell}"),
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
        let cells: Vec<String> =
            grid.rows.iter().filter_map(|row| row.get(index)).map(|cell| text_of(cell)).collect();
        let is_figure = |cell: &String| {
            table::is_figure(cell) || matches!(cell.as_str(), "" | "—" | "-" | "/" | "未报" | "无")
        };
        let figures = cells.iter().all(is_figure) && cells.iter().any(|cell| table::is_figure(cell));
        match align {
            compose::Align::Free | compose::Align::Right if figures => Column::Figure,
            compose::Align::Center | compose::Align::Right => Column::Mark,
            // 红, 橙: one character at the left of its column would stand beside its head
            compose::Align::Left if cells.iter().all(|cell| cell.chars().count() <= 1) => Column::Mark,
            compose::Align::Left => Column::Text,
            compose::Align::Free if cells.iter().any(|cell| cell.chars().count() > LONG) => Column::Text,
            compose::Align::Free => Column::Name,
        }
    };
    let head = |text: &String| HeadCell { text: text.clone(), columns: 1, rows: 1 };
    let row = |cells: &Vec<Vec<Span>>| {
        let cells: Vec<String> = cells.iter().map(|cell| text_of(cell)).collect();
        Row { is_total: is_total(&cells), cells }
    };
    let has_head = grid.head.iter().any(|text| !text.is_empty());
    Table {
        measures: Vec::new(),
        groups: Vec::new(),
        part: None,
        caption: None,
        unit_note: None,
        columns: grid.columns.iter().enumerate().map(column).collect(),
        head: if has_head { vec![grid.head.iter().map(head).collect()] } else { Vec::new() },
        rows: grid.rows.iter().map(row).collect(),
    }
}

/// The least white above and below a table in columns, in thousandths of the pitch.
const TABLE_WHITE: i64 = 250;
/// A cell of more characters than this is running text.
const LONG: usize = 12;

/// 合计 and what else sums a table up.
fn is_total(cells: &[String]) -> bool {
    cells.first().is_some_and(|cell| matches!(cell.trim(), "合计" | "总计" | "小计"))
}
