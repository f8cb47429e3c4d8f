//! Tables of tagged text that call themselves .xls: the web page that a government system hands out under that
//! name, and Excel's own XML of 2003. Excel and WPS open both, so that whoever sends them sees a workbook.
//!
//! `tokens` takes the text apart, `page` lays a page's tables out on one sheet as Excel does (rows below each
//! other, lines of text between them in column A, `colspan` and `rowspan` as merged cells), `book` reads the
//! XML, whose cells say their types. Either gives [`Grid`]s: small tables, held whole, whose cells have the
//! addresses that Excel shows. What cannot be laid out with certainty is refused with the way out (F010, F013):
//! a table within a table, tags that do not end, text that stands between cells.

mod book;
mod page;
#[cfg(test)]
mod tests;
mod tokens;

use std::borrow::Cow;

use crate::model::{CellRef, Code, Fault, decoded};

use super::cell::Cell;
use super::hidden::Hidden;
use super::stream::{CELLS_SORTED, Flow, Guard, too_many};
use super::workbook::Merge;

/// One sheet, held whole.
#[derive(Debug, Default)]
pub(super) struct Grid {
    pub(super) name: String,
    pub(super) hidden: bool,
    pub(super) merges: Vec<Merge>,
    pub(super) hides: Hidden,
    cells: Vec<(CellRef, Cell<'static>)>,
}

/// The sheets of a file, and how its cells are to be taken.
#[derive(Debug, Default)]
pub(super) struct Tagged {
    pub(super) grids: Vec<Grid>,
    /// does the file tell numbers from text?
    pub(super) is_typed: bool,
    /// do its serial numbers count from 1904?
    pub(super) is_1904: bool,
}

/// Reads a web page.
///
/// # Errors
/// F010 where it is text in no encoding known, holds no table, or tables within tables; F013 where it is cut
/// off; F014 where it holds more cells than are looked at.
pub(super) fn read_page(bytes: &[u8]) -> Result<Tagged, Box<Fault>> {
    let text = text_of(bytes)?;
    Ok(Tagged { grids: vec![page::read(&text)?], is_typed: false, is_1904: false })
}

/// Reads an XML spreadsheet of Excel 2003.
///
/// # Errors
/// As [`read_page`]; F013 also where its XML is damaged.
pub(super) fn read_book(bytes: &[u8]) -> Result<Tagged, Box<Fault>> {
    book::read(&text_of(bytes)?)
}

fn text_of(bytes: &[u8]) -> Result<Cow<'_, str>, Box<Fault>> {
    decoded(bytes).ok_or_else(|| Fault::new(Code::F010).found("未知编码/unknown encoding").into())
}

impl Grid {
    fn put(&mut self, at: CellRef, cell: Cell<'static>) -> Result<(), Box<Fault>> {
        if self.cells.len() >= CELLS_SORTED {
            return Err(too_many());
        }
        if !cell.is_empty() {
            self.cells.push((at, cell));
        }
        Ok(())
    }

    /// Hands its cells on, in the file's order.
    ///
    /// # Errors
    /// As [`Guard::take`].
    pub(super) fn stream<'a>(&'a self, guard: &mut Guard<'_, 'a>) -> Result<(), Box<Fault>> {
        for (at, cell) in &self.cells {
            if guard.take(*at, cell.lent())? == Flow::Stop {
                break;
            }
        }
        Ok(())
    }
}
