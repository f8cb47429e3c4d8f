//! A web page's tables on one sheet, as Excel lays them out.

use crate::collect::cell::Cell;
use crate::collect::number::{self, Reading};
use crate::collect::stream::too_many;
use crate::collect::workbook::Merge;
use crate::model::{CellRef, Code, Fault};

use super::Grid;
use super::tokens::{CutOff, Tag, Token, Tokens, unescape};

/// Elements whose content is not shown.
const UNSEEN: [&str; 6] = ["style", "script", "xml", "title", "noscript", "template"];
/// Elements that begin a line of their own.
const BLOCKS: [&str; 14] =
    ["p", "div", "br", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ul", "ol", "center", "caption"];
/// The most columns that one cell spans (HTML, 4.9.11), and rows.
const SPAN: (u32, u32) = (1000, 65_534);
/// Columns that all cells of a page may span, and pass over to find their place: steps of a few megabytes of
/// them would else be walked for hours.
const WALKED: u64 = 4_000_000;

/// Reads a page.
///
/// # Errors
/// F010 without a table, or with one in another; F013 where a table has no end or text stands between its
/// cells; F014 for spans beyond reason.
pub(super) fn read(text: &str) -> Result<Grid, Box<Fault>> {
    let mut page = Page { grid: Grid { name: "HTML".to_owned(), ..Grid::default() }, ..Page::default() };
    let mut tokens = Tokens::of(text);
    while let Some(token) = tokens.next().map_err(cut_off)? {
        match token {
            Token::Text(text) => page.text(&unescape(text)),
            Token::Literal(text) => page.text(text),
            Token::Comment(text) => page.named_in(text),
            Token::Close(name) => page.close(name)?,
            Token::Open(tag) => match UNSEEN.iter().find(|name| tag.is(name)) {
                Some(name) if !tag.is_empty => tokens.skip(name).map_err(cut_off)?,
                _ => page.open(tag)?,
            },
        }
    }
    page.finish()
}

fn cut_off(CutOff: CutOff) -> Box<Fault> {
    broken("HTML: no >")
}

fn broken(what: &str) -> Box<Fault> {
    Fault::new(Code::F013).found(what).into()
}

#[derive(Default)]
struct Page {
    grid: Grid,
    /// the row that is filled next
    row: u32,
    tables: u32,
    /// within a table
    table: Option<Table>,
    /// a table that is not shown, and how deep in it
    unseen: u32,
    /// text outside cells
    line: String,
    /// columns that cells span, or begin behind
    walked: u64,
}

#[derive(Default)]
struct Table {
    in_row: bool,
    cell: Option<Open>,
    column: u32,
    /// of each column, the row from which on it is free
    free_from: Vec<u32>,
    /// the column that the next `col` speaks of
    described: u32,
}

/// A cell whose end has not come.
struct Open {
    at: CellRef,
    text: String,
    /// the exact value that Excel writes beside what it shows
    exact: Option<f64>,
}

impl Page {
    fn text(&mut self, text: &str) {
        if self.unseen > 0 {
            return;
        }
        let into = match &mut self.table {
            Some(Table { cell: Some(cell), .. }) => &mut cell.text,
            _ => &mut self.line,
        };
        // blanks and line ends of the source are one blank; a blank that does not break is one of its own
        for c in text.chars() {
            if !c.is_ascii_whitespace() {
                into.push(c);
            } else if !into.ends_with([' ', '\n']) && !into.is_empty() {
                into.push(' ');
            }
        }
    }

    /// Excel tells a sheet's name in a comment.
    fn named_in(&mut self, comment: &str) {
        let name = comment.split_once("<x:Name>").and_then(|(_, after)| after.split_once("</x:Name>"));
        if let Some((name, _)) = name.filter(|_| self.tables == 0) {
            unescape(name.trim()).as_ref().clone_into(&mut self.grid.name);
        }
    }

    fn open(&mut self, tag: Tag<'_>) -> Result<(), Box<Fault>> {
        if tag.is("table") {
            return self.open_table(tag);
        }
        if self.unseen > 0 {
            return Ok(());
        }
        if BLOCKS.iter().any(|name| tag.is(name)) {
            self.new_line()?;
        } else if tag.is("tr") {
            self.open_row(tag)?;
        } else if tag.is("td") || tag.is("th") {
            self.open_cell(tag)?;
        } else if tag.is("col") {
            self.describe(tag);
        } else if tag.is("input") {
            self.field(tag);
        } else if is_apart(tag.name) {
            self.apart();
        }
        Ok(())
    }

    fn close(&mut self, name: &str) -> Result<(), Box<Fault>> {
        let is = |other: &str| name.eq_ignore_ascii_case(other);
        if is("table") {
            if self.unseen > 0 {
                self.unseen -= 1;
                return Ok(());
            }
            self.close_row()?;
            if let Some(table) = self.table.take() {
                // the next stands below what its last rows span
                self.row = table.free_from.iter().copied().max().unwrap_or(0).max(self.row);
            }
        } else if self.unseen > 0 {
        } else if is("tr") {
            self.close_row()?;
        } else if is("td") || is("th") {
            self.close_cell()?;
        } else if is_apart(name) {
            self.apart();
        } else if !is("br") && BLOCKS.iter().any(|block| is(block)) {
            self.new_line()?;
        }
        Ok(())
    }

    fn open_table(&mut self, tag: Tag<'_>) -> Result<(), Box<Fault>> {
        if self.unseen > 0 || is_unseen(tag) {
            self.unseen += 1;
            return Ok(());
        }
        if self.table.is_some() {
            return Err(Fault::new(Code::F010).found("HTML（表中套表/a table within a table）").into());
        }
        self.end_line()?;
        self.tables += 1;
        self.table = Some(Table::default());
        Ok(())
    }

    fn describe(&mut self, tag: Tag<'_>) {
        let Some(table) = &mut self.table else { return };
        let first = table.described;
        table.described = first.saturating_add(tag.number("span").unwrap_or(1).clamp(1, SPAN.0));
        if is_unseen(tag) {
            self.grid.hides.put_columns(first, table.described - 1);
        }
    }

    fn open_row(&mut self, tag: Tag<'_>) -> Result<(), Box<Fault>> {
        self.close_row()?;
        let Some(table) = &mut self.table else { return Ok(()) };
        (table.in_row, table.column) = (true, 0);
        if is_unseen(tag) {
            self.grid.hides.put_row(self.row);
        }
        Ok(())
    }

    fn open_cell(&mut self, tag: Tag<'_>) -> Result<(), Box<Fault>> {
        self.close_cell()?;
        let Some(table) = &mut self.table else { return Ok(()) };
        table.in_row = true;
        let first = table.column;
        while table.free_from.get(table.column as usize).is_some_and(|row| *row > self.row) {
            table.column += 1;
        }
        let span = |name, most: u32| tag.number(name).unwrap_or(1).clamp(1, most);
        let (wide, high) = (span("colspan", SPAN.0), span("rowspan", SPAN.1));
        self.walked += u64::from(table.column - first + wide);
        if self.walked > WALKED {
            return Err(too_many());
        }
        let at = CellRef { row: self.row, column: table.column };
        let right = at.column + wide;
        if table.free_from.len() < right as usize {
            table.free_from.resize(right as usize, 0);
        }
        table.free_from[at.column as usize..right as usize].fill(self.row + high);
        table.column = right;
        if (wide, high) != (1, 1) {
            let (bottom, right) = (at.row + high - 1, right - 1);
            self.grid.merges.push(Merge { top: at.row, left: at.column, bottom, right });
        }
        if is_unseen(tag) && !self.grid.hides.column(at.column) {
            self.grid.hides.put_columns(at.column, right - 1);
        }
        let exact = tag.attribute("x:num").and_then(|n| n.trim().parse().ok());
        table.cell = Some(Open { at, text: String::new(), exact });
        if tag.is_empty { self.close_cell() } else { Ok(()) }
    }

    fn close_cell(&mut self) -> Result<(), Box<Fault>> {
        let Some(open) = self.table.as_mut().and_then(|table| table.cell.take()) else { return Ok(()) };
        let shown = Cell::text(open.text.trim().to_owned().into());
        // what is shown may be rounded; what Excel wrote beside it is not. A date, a per cent and 1.2万 are taken
        // as they are shown
        let cell = match (open.exact, number::read(&shown)) {
            (Some(exact), Reading::Number(n)) if !n.percent && n.unit.is_none() && n.times == 1 => {
                Cell::Number(exact)
            }
            _ => shown,
        };
        self.grid.put(open.at, cell)
    }

    fn close_row(&mut self) -> Result<(), Box<Fault>> {
        self.close_cell()?;
        let Some(table) = &mut self.table else { return Ok(()) };
        if table.in_row {
            table.in_row = false;
            self.row += 1;
        }
        self.end_line()
    }

    /// A break: within a cell a new line of it, outside a row.
    fn new_line(&mut self) -> Result<(), Box<Fault>> {
        match &mut self.table {
            Some(Table { cell: Some(cell), .. }) => {
                if !cell.text.is_empty() && !cell.text.ends_with('\n') {
                    cell.text.push('\n');
                }
                Ok(())
            }
            _ => self.end_line(),
        }
    }

    /// A line of text outside cells has a row of its own: above, between and below tables, or a caption.
    fn end_line(&mut self) -> Result<(), Box<Fault>> {
        let line = std::mem::take(&mut self.line);
        let cell = Cell::text(line.trim().to_owned().into());
        if cell.is_empty() {
            return Ok(());
        }
        if self.table.as_ref().is_some_and(|table| table.in_row || table.column > 0) {
            return Err(broken("HTML: text between cells"));
        }
        self.grid.put(CellRef { row: self.row, column: 0 }, cell)?;
        self.row += 1;
        Ok(())
    }

    /// A field of a form shows its value.
    fn field(&mut self, tag: Tag<'_>) {
        let kind = tag.attribute("type").unwrap_or_default().to_lowercase();
        if matches!(kind.as_str(), "" | "text" | "number" | "date" | "tel")
            && let Some(value) = tag.attribute("value")
        {
            self.text(&value);
        }
    }

    /// What is struck out, or raised as a note is, does not run on from the number before it: 10 struck out and
    /// 12 are not 1012. The raised 2 of m² does.
    fn apart(&mut self) {
        if let Some(Table { cell: Some(cell), .. }) = &mut self.table
            && !cell.text.is_empty()
            && !cell.text.ends_with(['m', 'M', ' ', '\n'])
        {
            cell.text.push(' ');
        }
    }

    fn finish(mut self) -> Result<Grid, Box<Fault>> {
        if self.table.is_some() || self.unseen > 0 {
            return Err(broken("HTML: no </table>"));
        }
        if self.tables == 0 {
            return Err(Fault::new(Code::F010).found("HTML").into());
        }
        self.end_line()?;
        Ok(self.grid)
    }
}

fn is_apart(name: &str) -> bool {
    ["s", "del", "strike", "sup"].iter().any(|apart| name.eq_ignore_ascii_case(apart))
}

fn is_unseen(tag: Tag<'_>) -> bool {
    let style = tag.attribute("style").unwrap_or_default();
    let style: String = style.chars().filter(|c| !c.is_whitespace()).collect();
    style.to_ascii_lowercase().contains("display:none")
}
