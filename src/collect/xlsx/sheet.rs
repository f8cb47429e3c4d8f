//! A worksheet (ECMA-376 part 1, 18.3.1): its cells as they come, and what stands about them.
//!
//! The grammar is that of what Excel, WPS and the libraries write, no wider: rows of cells with `r`, each
//! of `<f>`, `<v>` or `<is>`. A cell that says another row than its row does, an attribute given twice, text
//! between cells, a comment: all are odd, since a reader that passes over what it does not know reads a
//! damaged sheet as if it were whole.

use std::io::Read;

use crate::model::CellRef;

use super::scan::{Cursor, Next, Stop, TagEnd, number, push_string, push_text, whole};
use super::strings::Strings;
use super::usual::{self, Usual};
use super::window::Window;
use super::{Formats, Odd};
use crate::collect::hidden::Hidden;
use crate::collect::workbook::Merge;

/// What a cell holds; texts that are not shared are in the scratch string handed along.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Value<'t> {
    /// by its number in the table of strings
    Shared(u32),
    Text(&'t str),
    Number(f64),
    /// a number whose format shows a day
    Dated(f64),
    Bool(bool),
    Error(&'t str),
    /// a formula without its stored value
    Uncomputed,
}

/// What a sheet says beside its cells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct About {
    pub(super) merges: Vec<Merge>,
    pub(super) hidden: Hidden,
}

/// Merged cells of which a sheet may have any number, and a bulletin's none so many.
const MERGES: usize = 2_000_000;

/// Go on with the cells, or that was enough.
pub(super) enum Turn {
    Go,
    Stop,
}

/// Reads a worksheet's part: `cell` takes each cell that holds something, in the part's order.
///
/// `None` where `cell` had enough; else what the sheet says after its cells, read to the part's very end and
/// so held against its checksum.
///
/// # Errors
/// [`Odd`] where the sheet is not plain; cells taken until then are not to be used.
pub(super) fn read(
    from: impl Read,
    size: u64,
    strings: &Strings,
    formats: &Formats,
    cell: &mut dyn FnMut(CellRef, Value<'_>) -> Result<Turn, Odd>,
) -> Result<Option<About>, Odd> {
    let mut window = Window::new(from, size);
    super::prolog(&mut window, b"worksheet", |_, _| Ok(()))?;
    let mut hidden = Hidden::default();
    if before_cells(&mut window, &mut hidden)? {
        let mut rows =
            Rows { strings, formats, row: None, next: 0, text: String::new(), hidden: &mut hidden };
        if rows.until_done(&mut window, cell)? == Step::Stopped {
            return Ok(None);
        }
    }
    let merges = after_cells(&mut window)?;
    window.drain()?;
    Ok(Some(About { merges, hidden }))
}

/// Moves to the cells, past the columns that are hidden; false where the sheet has none.
fn before_cells(window: &mut Window<impl Read>, hidden: &mut Hidden) -> Result<bool, Odd> {
    super::each_tag(window, |name, cursor| {
        if name == b"col" {
            let (mut first, mut last, mut hides) = (None, None, false);
            loop {
                match cursor.next()? {
                    Next::Attribute(b"min", value) => first = row_number(value).ok(),
                    Next::Attribute(b"max", value) => last = row_number(value).ok(),
                    Next::Attribute(b"hidden", value) => hides = matches!(value, b"1" | b"true"),
                    Next::Attribute(..) => {}
                    Next::End(_) => break,
                }
            }
            if let (true, Some(first), Some(last)) = (hides, first, last) {
                hidden.put_columns(first, last);
            }
            return Ok(None);
        }
        let end = cursor.skip_tag()?;
        match name {
            b"sheetData" => Ok(Some(end == TagEnd::Open)),
            // a prefix before it, or none at all
            name if name.ends_with(b"sheetData") || name == b"/worksheet" => Err(Stop::Odd),
            _ => Ok(None),
        }
    })
}

/// What follows the cells: of it all, the merged ones.
fn after_cells(window: &mut Window<impl Read>) -> Result<Vec<Merge>, Odd> {
    let mut merges = Vec::new();
    let mut list = List::None;
    super::each_tag(window, |name, cursor| {
        if name == b"mergeCell" && list == List::Open {
            if merges.len() >= MERGES {
                return Err(Stop::Odd);
            }
            merges.push(merged(cursor)?);
            return Ok(None);
        }
        let end = cursor.skip_tag()?;
        match (name, list) {
            (b"mergeCells", List::None) if end == TagEnd::Open => list = List::Open,
            (b"mergeCells", List::None) | (b"/mergeCells", List::Open) => list = List::Closed,
            (b"/mergeCell", List::Open) => {}
            (b"/worksheet", List::None | List::Closed) => return Ok(Some(())),
            // within the list only its own; twice, or under a prefix, or the sheet once more: not plain
            (_, List::Open) | (b"sheetData" | b"worksheet", _) => return Err(Stop::Odd),
            (name, _) if name.ends_with(b"mergeCell") || name.ends_with(b"mergeCells") => {
                return Err(Stop::Odd);
            }
            _ => {}
        }
        Ok(None)
    })?;
    Ok(merges)
}

/// The list of merged cells: not yet, in it, over.
#[derive(Clone, Copy, PartialEq, Eq)]
enum List {
    None,
    Open,
    Closed,
}

fn merged(cursor: &mut Cursor<'_>) -> Result<Merge, Stop> {
    let mut place = None;
    loop {
        match cursor.next()? {
            Next::Attribute(b"ref", _) if place.is_some() => return Err(Stop::Odd),
            Next::Attribute(b"ref", value) => place = Some(merge(value)?),
            Next::Attribute(..) => {}
            Next::End(_) => return place.ok_or(Stop::Odd),
        }
    }
}

fn merge(value: &[u8]) -> Result<Merge, Odd> {
    let mut corners = value.split(|b| *b == b':');
    let first = corners.next().map(place).ok_or(Odd)??;
    let last = corners.next().map_or(Ok(first), place)?;
    let ordered = first.row <= last.row && first.column <= last.column;
    if corners.next().is_some() || !ordered {
        return Err(Odd);
    }
    Ok(Merge { top: first.row, left: first.column, bottom: last.row, right: last.column })
}

/// `C12`.
#[inline]
fn place(text: &[u8]) -> Result<CellRef, Odd> {
    let letters = text.iter().take_while(|b| b.is_ascii_uppercase()).count();
    if letters == 0 || letters > 3 {
        return Err(Odd);
    }
    let (name, digits) = text.split_at(letters);
    let column = name.iter().fold(0_u32, |n, letter| n * 26 + u32::from(letter - b'A') + 1);
    let row = row_number(digits)?;
    Ok(CellRef { row, column: column - 1 })
}

/// From 1, as written, to from 0.
#[inline]
fn row_number(digits: &[u8]) -> Result<u32, Odd> {
    if digits.len() > 8 {
        return Err(Odd);
    }
    let row = whole(digits)?;
    u32::try_from(row).ok().and_then(|row| row.checked_sub(1)).ok_or(Odd)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    Go,
    Stopped,
    Done,
}

/// Between `<sheetData>` and its end.
struct Rows<'s> {
    strings: &'s Strings,
    formats: &'s Formats,
    /// the row that is open
    row: Option<u32>,
    /// the row that one without a number would be
    next: u32,
    text: String,
    hidden: &'s mut Hidden,
}

/// How a cell's value is written: its `t`.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Number,
    Shared,
    Formula,
    Inline,
    Bool,
    Error,
}

impl Rows<'_> {
    /// Every step, as far as the bytes at hand go, then more of them.
    fn until_done(
        &mut self,
        window: &mut Window<impl Read>,
        cell: &mut dyn FnMut(CellRef, Value<'_>) -> Result<Turn, Odd>,
    ) -> Result<Step, Odd> {
        loop {
            let mut cursor = Cursor::new(window.bytes());
            let mut used = 0;
            let stop = loop {
                match self.step(&mut cursor, cell) {
                    Ok(Step::Go) => used = cursor.at,
                    Ok(step) => {
                        used = cursor.at;
                        break Ok(step);
                    }
                    Err(stop) => break Err(stop),
                }
            };
            window.advance(used);
            match stop {
                Ok(step) => return Ok(step),
                Err(Stop::Short) if window.more()? => {}
                Err(_) => return Err(Odd),
            }
        }
    }

    /// One step: a row's start or end, a cell, or the end of all.
    #[inline]
    fn step(
        &mut self,
        cursor: &mut Cursor<'_>,
        cell: &mut dyn FnMut(CellRef, Value<'_>) -> Result<Turn, Odd>,
    ) -> Result<Step, Stop> {
        if cursor.blanks()? != b'<' {
            return Err(Stop::Odd);
        }
        match self.row {
            Some(row) => {
                if let Some(usual) = usual::cell(cursor.rest(), row) {
                    return self.usual(row, usual, cursor, cell);
                }
                if cursor.open(b"c")? {
                    return self.cell(row, cursor, cell);
                }
                cursor.close(b"row")?;
                self.row = None;
                self.next = row + 1;
                Ok(Step::Go)
            }
            None => {
                if !cursor.open(b"row")? {
                    cursor.close(b"sheetData")?;
                    return Ok(Step::Done);
                }
                let (mut row, mut hides) = (None, false);
                let end = loop {
                    match cursor.next()? {
                        Next::Attribute(b"r", _) if row.is_some() => return Err(Stop::Odd),
                        Next::Attribute(b"r", value) => row = Some(row_number(value)?),
                        Next::Attribute(b"hidden", value) => hides = matches!(value, b"1" | b"true"),
                        Next::Attribute(name, _) if !is_of_a_row(name) => return Err(Stop::Odd),
                        Next::Attribute(..) => {}
                        Next::End(end) => break end,
                    }
                };
                let row = row.unwrap_or(self.next);
                if hides {
                    self.hidden.put_row(row);
                }
                match end {
                    TagEnd::Open => self.row = Some(row),
                    TagEnd::Empty => self.next = row + 1,
                }
                Ok(Step::Go)
            }
        }
    }

    /// A cell in the form that nearly all have.
    #[inline]
    fn usual(
        &mut self,
        row: u32,
        usual: Usual<'_>,
        cursor: &mut Cursor<'_>,
        cell: &mut dyn FnMut(CellRef, Value<'_>) -> Result<Turn, Odd>,
    ) -> Result<Step, Stop> {
        cursor.at += usual.length;
        let Some(text) = usual.value else { return Ok(Step::Go) };
        let value = if usual.is_shared { self.shared(text)? } else { self.number(text, usual.style)? };
        match cell(CellRef { row, column: usual.column }, value)? {
            Turn::Go => Ok(Step::Go),
            Turn::Stop => Ok(Step::Stopped),
        }
    }

    #[inline]
    fn cell(
        &mut self,
        row: u32,
        cursor: &mut Cursor<'_>,
        cell: &mut dyn FnMut(CellRef, Value<'_>) -> Result<Turn, Odd>,
    ) -> Result<Step, Stop> {
        let (mut at, mut style, mut kind) = (None, None, None);
        let end = loop {
            match cursor.next()? {
                Next::Attribute(b"r", value) if at.is_none() => at = Some(place(value)?),
                Next::Attribute(b"s", value) if style.is_none() => style = Some(whole(value)?),
                Next::Attribute(b"t", value) if kind.is_none() => kind = Some(kind_of(value)?),
                Next::Attribute(b"cm" | b"vm" | b"ph", _) => {}
                // given twice, or what a damaged name has become
                Next::Attribute(..) => return Err(Stop::Odd),
                Next::End(end) => break end,
            }
        };
        // a cell without its place is where the reader counts to: that is calamine's to do
        let at = at.filter(|at| at.row == row).ok_or(Stop::Odd)?;
        if end == TagEnd::Empty {
            return Ok(Step::Go);
        }
        let kind = kind.unwrap_or(Kind::Number);
        let (mut formula, mut value) = (false, None);
        self.text.clear();
        loop {
            cursor.blanks()?;
            if cursor.open(b"v")? {
                if value.is_some() || kind == Kind::Inline {
                    return Err(Stop::Odd);
                }
                value = self.value(cursor, kind, style)?;
            } else if cursor.open(b"f")? {
                if formula || value.is_some() {
                    return Err(Stop::Odd);
                }
                formula = true;
                if cursor.skip_tag()? == TagEnd::Open {
                    cursor.text()?;
                    cursor.close(b"f")?;
                }
            } else if cursor.open(b"is")? {
                if value.is_some() || kind != Kind::Inline {
                    return Err(Stop::Odd);
                }
                if cursor.skip_tag()? == TagEnd::Open {
                    push_string(cursor, b"is", &mut self.text)?;
                }
                value = Some(Held::Text);
            } else {
                cursor.close(b"c")?;
                break;
            }
        }
        let value = match value {
            None if formula => Value::Uncomputed,
            None => return Ok(Step::Go),
            Some(Held::Value(value)) => value,
            Some(Held::Text) => Value::Text(&self.text),
            Some(Held::Error) => Value::Error(&self.text),
        };
        match cell(at, value)? {
            Turn::Go => Ok(Step::Go),
            Turn::Stop => Ok(Step::Stopped),
        }
    }

    #[inline]
    fn number(&self, text: &[u8], style: Option<u64>) -> Result<Value<'static>, Odd> {
        let number = number(text)?;
        Ok(if self.formats.is_date(style) { Value::Dated(number) } else { Value::Number(number) })
    }

    #[inline]
    fn shared(&self, text: &[u8]) -> Result<Value<'static>, Odd> {
        let index = u32::try_from(whole(text)?).map_err(|_| Odd)?;
        if self.strings.has(index) { Ok(Value::Shared(index)) } else { Err(Odd) }
    }

    #[inline]
    fn value(
        &mut self,
        cursor: &mut Cursor<'_>,
        kind: Kind,
        style: Option<u64>,
    ) -> Result<Option<Held>, Stop> {
        let end = loop {
            match cursor.next()? {
                Next::Attribute(b"xml:space", _) => {}
                Next::Attribute(..) => return Err(Stop::Odd),
                Next::End(end) => break end,
            }
        };
        if end == TagEnd::Empty {
            return Ok((kind == Kind::Formula).then_some(Held::Text));
        }
        let text = cursor.text()?;
        cursor.close(b"v")?;
        if text.is_empty() && kind != Kind::Formula && kind != Kind::Error {
            return Ok(None);
        }
        Ok(Some(match kind {
            Kind::Number => Held::Value(self.number(text, style)?),
            Kind::Shared => Held::Value(self.shared(text)?),
            Kind::Bool => Held::Value(Value::Bool(match text {
                b"0" => false,
                b"1" => true,
                _ => return Err(Stop::Odd),
            })),
            Kind::Error => {
                push_text(text, &mut self.text)?;
                if !self.text.starts_with('#') {
                    return Err(Stop::Odd);
                }
                Held::Error
            }
            Kind::Formula => {
                push_text(text, &mut self.text)?;
                Held::Text
            }
            Kind::Inline => return Err(Stop::Odd),
        }))
    }
}

/// The attributes of a row beside its number (18.3.1.73), and those that programs add under a prefix.
fn is_of_a_row(name: &[u8]) -> bool {
    const KNOWN: [&[u8]; 11] = [
        b"spans",
        b"s",
        b"customFormat",
        b"ht",
        b"customHeight",
        b"outlineLevel",
        b"collapsed",
        b"thickTop",
        b"thickBot",
        b"ph",
        b"hidden",
    ];
    KNOWN.contains(&name) || name.contains(&b':')
}

/// A value, or that it is in the scratch string.
enum Held {
    Value(Value<'static>),
    Text,
    Error,
}

#[inline]
fn kind_of(value: &[u8]) -> Result<Kind, Odd> {
    match value {
        b"s" => Ok(Kind::Shared),
        b"n" => Ok(Kind::Number),
        b"str" => Ok(Kind::Formula),
        b"inlineStr" => Ok(Kind::Inline),
        b"b" => Ok(Kind::Bool),
        b"e" => Ok(Kind::Error),
        _ => Err(Odd),
    }
}
