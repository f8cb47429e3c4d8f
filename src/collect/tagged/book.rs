//! XML spreadsheets of Excel 2003 (“XML 电子表格 2003”): `Workbook`, `Worksheet`, `Table`, `Row`, `Cell`, `Data`.

use crate::collect::cell::Cell;
use crate::collect::markup;
use crate::collect::workbook::Merge;
use crate::model::{CellRef, Code, Fault};

use super::tokens::{CutOff, Tag, Token, Tokens, unescape};
use super::{Grid, Tagged};

/// Rows and columns of a sheet: an index beyond is damage.
const GRID: (u32, u32) = (1_048_576, 16_384);

/// Reads a workbook.
///
/// # Errors
/// F013 where the XML is damaged, or a row or cell stands outside the grid; F014 for too many cells.
pub(super) fn read(text: &str) -> Result<Tagged, Box<Fault>> {
    markup::check(text.as_bytes(), "workbook").map_err(|what| broken(&what))?;
    let mut book = Book::default();
    let mut tokens = Tokens::of(text);
    while let Some(token) = tokens.next().map_err(|CutOff| broken("no >"))? {
        match token {
            Token::Open(tag) => {
                book.open(tag)?;
                if tag.is_empty {
                    book.close(tag.name)?;
                }
            }
            Token::Close(name) => book.close(name)?,
            Token::Text(text) => book.text(&unescape(text)),
            Token::Literal(text) => book.text(text),
            Token::Comment(_) => {}
        }
    }
    Ok(Tagged { grids: book.grids, is_typed: true, is_1904: book.is_1904 })
}

fn broken(what: &str) -> Box<Fault> {
    Fault::new(Code::F013).found(format!("XML: {what}")).into()
}

#[derive(Default)]
struct Book {
    grids: Vec<Grid>,
    is_1904: bool,
    /// 0-based, of the row and cell that are open or come next
    row: u32,
    column: u32,
    next_column: u32,
    /// the columns that `Column` speaks of next
    described: u32,
    in_row: bool,
    cell: Option<Open>,
    /// within `Data`
    in_data: bool,
    /// within a comment, whose `Data` is no cell's
    in_comment: bool,
    in_visible: bool,
}

#[derive(Default)]
struct Open {
    kind: String,
    text: String,
    has_data: bool,
    has_formula: bool,
}

impl Book {
    fn open(&mut self, tag: Tag<'_>) -> Result<(), Box<Fault>> {
        match tag.name {
            "Worksheet" => {
                let name = tag.attribute("ss:Name").unwrap_or_default().into_owned();
                self.grids.push(Grid { name, ..Grid::default() });
                (self.row, self.described, self.in_row) = (0, 0, false);
            }
            "Date1904" => self.is_1904 = true,
            "Visible" => self.in_visible = true,
            "Column" => self.describe(tag),
            "Row" => self.open_row(tag)?,
            "Cell" if self.in_row => self.open_cell(tag)?,
            "Comment" => self.in_comment = true,
            "Data" if !self.in_comment => {
                if let Some(cell) = &mut self.cell {
                    cell.kind = tag.attribute("ss:Type").unwrap_or_default().into_owned();
                    cell.has_data = true;
                    self.in_data = true;
                }
            }
            // struck out or raised text does not run on from a number; the raised 2 of m² does
            "S" | "Sup" if self.in_data => {
                if let Some(cell) = self.cell.as_mut().filter(|cell| !cell.text.ends_with(['m', 'M', ' '])) {
                    cell.text.push(' ');
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn close(&mut self, name: &str) -> Result<(), Box<Fault>> {
        match name {
            "Row" if self.in_row => {
                self.in_row = false;
                self.row += 1;
            }
            "Cell" => {
                let Some(cell) = self.cell.take() else { return Ok(()) };
                let at = CellRef { row: self.row, column: self.column };
                if let Some(grid) = self.grids.last_mut() {
                    grid.put(at, cell.value())?;
                }
            }
            "Data" => self.in_data = false,
            "Comment" => self.in_comment = false,
            "Visible" => self.in_visible = false,
            "S" if self.in_data => {
                if let Some(cell) = &mut self.cell {
                    cell.text.push(' ');
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn text(&mut self, text: &str) {
        if self.in_data && !self.in_comment {
            if let Some(cell) = &mut self.cell {
                cell.text.push_str(text);
            }
        } else if self.in_visible
            && let Some(grid) = self.grids.last_mut()
        {
            // SheetHidden, SheetVeryHidden
            grid.hidden = text.contains("Hidden");
        }
    }

    fn describe(&mut self, tag: Tag<'_>) {
        let first = tag.number("ss:Index").map_or(self.described, |n| n.saturating_sub(1)).min(GRID.1);
        let last = first.saturating_add(tag.number("ss:Span").unwrap_or(0)).min(GRID.1);
        self.described = last + 1;
        if is_set(tag, "ss:Hidden")
            && let Some(grid) = self.grids.last_mut()
        {
            grid.hides.put_columns(first, last);
        }
    }

    fn open_row(&mut self, tag: Tag<'_>) -> Result<(), Box<Fault>> {
        let Some(grid) = self.grids.last_mut() else { return Err(broken("a row of no sheet")) };
        if let Some(index) = tag.number("ss:Index") {
            self.row = index.saturating_sub(1);
        }
        if self.row >= GRID.0 {
            return Err(broken("a row outside the grid"));
        }
        if is_set(tag, "ss:Hidden") {
            grid.hides.put_row(self.row);
        }
        (self.in_row, self.next_column) = (true, 0);
        Ok(())
    }

    fn open_cell(&mut self, tag: Tag<'_>) -> Result<(), Box<Fault>> {
        let Some(grid) = self.grids.last_mut() else { return Err(broken("a cell of no sheet")) };
        self.column = tag.number("ss:Index").map_or(self.next_column, |n| n.saturating_sub(1));
        let across = tag.number("ss:MergeAcross").unwrap_or(0);
        let down = tag.number("ss:MergeDown").unwrap_or(0);
        if self.column >= GRID.1 || across >= GRID.1 || down >= GRID.0 {
            return Err(broken("a cell outside the grid"));
        }
        self.next_column = self.column + across + 1;
        if (across, down) != (0, 0) {
            let (top, left) = (self.row, self.column);
            grid.merges.push(Merge { top, left, bottom: top + down, right: left + across });
        }
        self.cell = Some(Open { has_formula: tag.attribute("ss:Formula").is_some(), ..Open::default() });
        Ok(())
    }
}

fn is_set(tag: Tag<'_>, name: &str) -> bool {
    tag.attribute(name).is_some_and(|value| value.trim() == "1")
}

impl Open {
    /// A value by its kind; a formula that gave none was never computed.
    fn value(self) -> Cell<'static> {
        let Open { kind, text, has_data, has_formula } = self;
        if !has_data {
            return if has_formula { Cell::NoValue } else { Cell::Empty };
        }
        let trimmed = text.trim();
        match kind.as_str() {
            "Number" => match trimmed.parse() {
                Ok(number) => Cell::Number(number),
                Err(_) => Cell::text(text.into()),
            },
            "Boolean" => Cell::Bool(trimmed == "1"),
            "Error" => Cell::Error(trimmed.to_owned().into()),
            // 2021-07-14T00:00:00.000
            "DateTime" => match trimmed.get(..10).and_then(|day| day.parse().ok()) {
                Some(day) => Cell::Date(day),
                None => Cell::text(text.into()),
            },
            _ => Cell::text(text.into()),
        }
    }
}
