//! Tables: the head's grid, the columns' widths, the size at which all fits, the rows as strips.

#[cfg(test)]
mod air;
mod cell;
mod columns;
mod divide;
mod grid;
mod group;
mod head;
#[cfg(test)]
mod over_pages;
mod siblings;
#[cfg(test)]
mod stories;

use crate::compose::{Column, Span, SpanStyle, Table};

pub(super) use self::columns::Plan;
pub(super) use self::divide::divided;
pub(super) use self::siblings::{any_turned, shared};

use self::columns::Sheet;
use self::grid::Grid;
use super::face;
use super::layout::{Color, Role};
use super::line::{Align, set};
use super::linebreak::Measure;
use super::shape::{Hand, Shaper};
use super::strip::{Name, Strip, Strips};
use super::style::PageStyle;
use super::{Length, TypesetError};

/// The last rows of a table that no page's or column's end parts: three, and what they sum to.
const LAST_TOGETHER: usize = 4;

/// How a table was set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct AsSet {
    /// on a turned page?
    pub turned: bool,
    /// the size of its body
    pub size: Length,
}

/// Appends a table's strips, by the `shared` plan if it has others like it; none if it has no columns.
pub(super) fn set_table(
    table: &Table,
    shared: Option<Plan>,
    notes_follow: bool,
    style: &PageStyle,
    shaper: &Shaper,
    out: &mut Strips,
) -> Result<Option<AsSet>, TypesetError> {
    let name = || table.caption.clone().unwrap_or_else(|| "without caption".into());
    let columns = table.columns.len();
    for (i, row) in table.rows.iter().enumerate() {
        if row.cells.len() != columns {
            return Err(TypesetError::Ragged {
                table: name(),
                row: i + 1,
                found: row.cells.len(),
                expected: columns,
            });
        }
    }
    if columns == 0 {
        return Ok(None);
    }
    let grid = Grid::of(&table.head, columns);
    let plan = shared
        .or_else(|| Sheet::measure(table, &[], &grid, style, shaper).plan(style))
        .ok_or_else(|| TypesetError::TooWide { table: name(), columns })?;
    let setter = Setter { table, spoken: &[], grid: &grid, plan: &plan, style, shaper };
    setter.set(notes_follow, out);
    Ok(Some(AsSet { turned: plan.turned, size: plan.size }))
}

/// Does a table fit the width as it is held, with none of its rows higher than `tallest`?
pub(super) fn stands_upright(
    (table, spoken): (&Table, &[Spoken]),
    tallest: Length,
    style: &PageStyle,
    shaper: &Shaper,
) -> bool {
    let columns = table.columns.len();
    if columns == 0 || table.rows.iter().any(|row| row.cells.len() != columns) {
        return false;
    }
    let grid = Grid::of(&table.head, columns);
    let Some(plan) =
        Sheet::measure(table, spoken, &grid, style, shaper).plan(style).filter(|plan| !plan.turned)
    else {
        return false;
    };
    let lines = |row| {
        (0..columns)
            .map(|c| plan.cell(&table.rows[row], spoken_in(spoken, row, c), c, shaper).lines.len())
            .max()
            .unwrap_or(0)
    };
    (0..table.rows.len()).all(|row| plan.row_height(lines(row)) <= tallest)
}

/// Appends the strips of a written text's table that [`stands_upright`], within the element `parent`;
/// nothing of one that does not.
pub(super) fn set_upright(
    (table, spoken): (&Table, &[Spoken]),
    parent: Option<usize>,
    style: &PageStyle,
    shaper: &Shaper,
    out: &mut Strips,
) {
    let grid = Grid::of(&table.head, table.columns.len());
    let Some(plan) = Sheet::measure(table, spoken, &grid, style, shaper).plan(style) else { return };
    let node = out.tree.nodes.len();
    Setter { table, spoken, grid: &grid, plan: &plan, style, shaper }.set(false, out);
    out.tree.nodes[node].parent = parent;
}

/// Is it a figure, which is aligned on its units digit?
pub(super) fn is_figure(text: &str) -> bool {
    cell::units_end(text).is_some()
}

/// Does the table need a turned page?
fn is_turned(table: &Table, style: &PageStyle, shaper: &Shaper) -> bool {
    let grid = Grid::of(&table.head, table.columns.len());
    Sheet::measure(table, &[], &grid, style, shaper).plan(style).is_some_and(|plan| plan.turned)
}

/// A row's cells with what is set apart in them.
pub(super) type Spoken = Vec<Vec<Span>>;

/// How a cell is spoken, where anything in it is set apart.
fn spoken_in(spoken: &[Spoken], row: usize, column: usize) -> &[Span] {
    let cell = spoken.get(row).and_then(|cells| cells.get(column)).map_or(&[][..], Vec::as_slice);
    if cell.iter().any(|span| span.style != SpanStyle::Plain) { cell } else { &[] }
}

struct Setter<'a> {
    table: &'a Table,
    /// row by row; empty where nothing is set apart
    spoken: &'a [Spoken],
    grid: &'a Grid<'a>,
    plan: &'a Plan,
    style: &'a PageStyle,
    shaper: &'a Shaper<'a>,
}

impl Setter<'_> {
    fn set(&self, notes_follow: bool, out: &mut Strips) {
        let table = out.tree.add(Role::Table, None);
        let caption = self.caption(false, table, out);
        let head = self.head(table, out);
        let mut repeated = self.caption(true, table, out).into_artifact();
        let below_caption = repeated.height;
        repeated.height += head.height;
        repeated.take(head.clone().into_artifact(), Length::ZERO, below_caption);
        let (frame, of_row) = self.frames(&repeated, out);

        let mut strips = Vec::with_capacity(self.table.rows.len() + 2);
        if caption.height > Length::ZERO {
            strips.push(caption);
        }
        strips.push(head);
        let lead = strips.len();
        for strip in &mut strips {
            strip.frame = Some(frame);
        }
        for (rows, of_row) in self.rows(table, out).into_iter().zip(of_row) {
            strips.extend(rows.into_iter().map(|strip| Strip { frame: Some(frame + of_row), ..strip }));
        }
        self.keep(&mut strips, lead, notes_follow);
        for strip in &mut strips {
            strip.turned = self.plan.turned;
        }
        strips.iter_mut().for_each(|strip| strip.shift(self.plan.indent));
        for frame in &mut out.frames[frame..] {
            frame.shift(self.plan.indent);
        }
        if let Some(first) = strips.first_mut() {
            first.above = self.style.around;
        }
        if let Some(last) = strips.last_mut() {
            last.ends_frame = true;
        }
        if let (false, Some(last)) = (notes_follow, strips.last_mut()) {
            last.below = self.style.around;
        }
        out.strips.append(&mut strips);
    }

    /// Head and two rows stay together, and so do the last three with what they sum to: a head again for one row is a
    /// table torn for nothing. A table below two fifths of a page is not broken at all.
    fn keep(&self, strips: &mut [Strip], heads: usize, notes_follow: bool) {
        let height: Length = strips.iter().map(|s| s.height).sum();
        let page = if self.plan.turned { self.style.area_width } else { self.style.area_height };
        let small = height < page / 5 * 2;
        let count = strips.len();
        for (i, strip) in strips.iter_mut().enumerate() {
            let of_itself = strip.keep || small || i < heads + 1 || i + LAST_TOGETHER >= count;
            strip.keep = if i + 1 == count { notes_follow } else { of_itself };
        }
    }

    /// Caption centred, unit note at the right: on one line if both fit, else under each other.
    fn caption(&self, again: bool, table: usize, out: &mut Strips) -> Strip {
        let (style, shaper) = (self.style, self.shaper);
        let text = match (&self.table.caption, again) {
            (Some(caption), true) => format!("{caption}（续表）"),
            (Some(caption), false) if out.is_said(caption) => String::new(),
            (Some(caption), false) => caption.clone(),
            (None, true) => "（续表）".into(),
            (None, false) => String::new(),
        };
        let node = match (again, text.is_empty()) {
            (true, _) => None,
            (false, true) => Some(table),
            (false, false) => Some(out.tree.add(Role::Caption, Some(table))),
        };
        let mut strip = Strip::default();
        let width = self.plan.width();
        let mut free = width;
        if !text.is_empty() {
            let leading = style.caption.em(1400);
            let lines = set(
                shaper.pieces(&text, Hand::black(style.caption_voice, style.caption)),
                Measure::even(width),
                Align::Center,
            );
            for line in lines {
                free = (width - line.width) / 2;
                strip.put(line, Length::ZERO, strip.height + face::baseline(leading, style.caption), node);
                strip.height += leading;
            }
        }
        if let Some(note) = self.table.unit_note.as_ref().filter(|note| !note.is_empty()) {
            let size = style.note_under(self.plan.size);
            let leading = size.em(1500);
            let pieces = shaper.pieces(note, Hand::black(style.note_voice, size));
            for (i, line) in set(pieces, Measure::even(width), Align::Right).into_iter().enumerate() {
                if i > 0 || strip.height == Length::ZERO || line.width + size > free {
                    strip.height += leading;
                }
                strip.put(line, Length::ZERO, strip.height - leading + face::baseline(leading, size), node);
            }
        }
        if strip.height > Length::ZERO {
            strip.height += style.note.em(250);
        }
        strip
    }

    /// The strips of each row, its group's head first where one begins.
    fn rows(&self, table: usize, out: &mut Strips) -> Vec<Vec<Strip>> {
        let mut body = out.tree.add(Role::TableBody, Some(table));
        let last = self.table.rows.len().saturating_sub(1);
        let mut strips = Vec::with_capacity(self.table.rows.len());
        let mut shared = Vec::new();
        for (i, row) in self.table.rows.iter().enumerate() {
            let begins_group = self.group_over(i).is_some();
            let begins_total = i > 0 && row.is_total && !self.table.rows[i - 1].is_total;
            if i > 0 && (begins_group || begins_total && !self.table.groups.is_empty()) {
                body = out.tree.add(Role::TableBody, Some(table));
            }
            let group = self.group_strip(i, body, out);
            let node = out.tree.add(Role::TableRow, Some(body));
            let cells: Vec<_> = (0..row.cells.len())
                .map(|c| self.plan.cell(row, spoken_in(self.spoken, i, c), c, self.shaper))
                .collect();
            let is_shared = i < last && self.goes_on(i + 1);
            // a name that rows share stands over all of them
            let own = cells.iter().skip(usize::from(is_shared));
            let lines = own.map(|cell| cell.lines.len()).max().unwrap_or(1).max(1);
            let mut strip = Strip::of(self.plan.row_height(lines));
            strip.slack = self.plan.slack;
            // a group's name is followed by two rows at least, and a page does not end between rows of one name
            strip.keep = group.is_some() || is_shared && self.stand_together(i);
            if row.is_total {
                strip.fill(
                    (Length::ZERO, Length::ZERO),
                    self.plan.width(),
                    strip.height,
                    self.style.total_ground,
                );
                if begins_total {
                    let zero = Length::ZERO;
                    strip.rule((zero, zero), (self.plan.width(), zero), self.style.rule_thin, Color::BLACK);
                }
            }
            for (c, cell) in cells.into_iter().enumerate() {
                let height = strip.height;
                if c == 0 && self.goes_on(i) {
                    strip.name = Some(Name { items: shared.clone(), begins: false });
                    continue;
                }
                let role = if c == 0 {
                    let rows = 1 + (i + 1..=last).take_while(|next| self.goes_on(*next)).count();
                    Role::HeaderCell { of_row: true, columns: 1, rows }
                } else {
                    Role::DataCell
                };
                let node = out.tree.add(role, Some(node));
                if c == 0 && is_shared {
                    let mut name = Strip::default();
                    self.plan.center(&mut name, cell.lines, cell.x, (Length::ZERO, height), node);
                    shared.clone_from(&name.clone().into_artifact().items);
                    strip.name = Some(Name { items: name.items, begins: true });
                    continue;
                }
                self.plan.center(&mut strip, cell.lines, cell.x, (Length::ZERO, height), node);
            }
            let height = strip.height;
            for column in 1..self.table.columns.len() {
                self.vertical(&mut strip, column, Length::ZERO, height);
            }
            if i == last {
                self.thick(&mut strip, height, true);
            } else if (row.is_total || !self.table.rows[i + 1].is_total) && self.group_over(i + 1).is_none() {
                let from = if self.goes_on(i + 1) { self.plan.left(1) } else { Length::ZERO };
                strip.rule(
                    (from, height),
                    (self.plan.width(), height),
                    self.style.rule_thin / 2,
                    self.style.row_line,
                );
            }
            strips.push(group.into_iter().chain([strip]).collect());
        }
        strips
    }

    /// Does a row stand under the name of a row before it?
    fn goes_on(&self, row: usize) -> bool {
        row > 0
            && self.table.columns[0] == Column::Shared
            && self.table.rows[row].cells[0].is_empty()
            && self.table.rows[row].is_total == self.table.rows[row - 1].is_total
    }

    /// Are the rows of one name so few that they stand on one page: no more than a third of it?
    fn stand_together(&self, row: usize) -> bool {
        let first = (0..=row).rev().find(|row| !self.goes_on(*row)).unwrap_or(row);
        let last =
            (row + 1..self.table.rows.len()).take_while(|row| self.goes_on(*row)).last().unwrap_or(row);
        let count = i64::try_from(last + 1 - first).unwrap_or(i64::MAX / 2);
        let page = if self.plan.turned { self.style.area_width } else { self.style.area_height };
        count <= page.micro_pt() / 3 / self.plan.row_height(1).micro_pt().max(1)
    }

    /// The line that closes a page's part of the table.
    fn foot(&self) -> Strip {
        let mut strip = Strip::default();
        // upon the line under the last row, which a name that goes on does not have: no step between them
        self.thick(&mut strip, self.style.rule_thick / 2, true);
        strip
    }

    /// The first or last line of a table, its ink inside the table.
    fn thick(&self, strip: &mut Strip, y: Length, is_last: bool) {
        let half = self.style.rule_thick / 2;
        let y = if is_last { y - half } else { y + half };
        strip.rule((Length::ZERO, y), (self.plan.width(), y), self.style.rule_thick, Color::BLACK);
    }

    /// The line left of a column: firm between groups, light within one.
    fn vertical(&self, strip: &mut Strip, column: usize, from: Length, to: Length) {
        let x = self.plan.left(column);
        let (width, color) = if self.grid.begins_group(column) {
            (self.style.rule_thin / 4 * 3, self.style.row_line)
        } else {
            (self.style.rule_thin / 2, self.style.column_line)
        };
        strip.rule((x, from), (x, to), width, color);
    }
}
