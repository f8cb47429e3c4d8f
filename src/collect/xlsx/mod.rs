//! The .xlsx that Excel, WPS and the libraries write, read straight from its XML: four times as fast as
//! through calamine, and with its place known for every cell.
//!
//! A district's workbook is plain: UTF-8, no prefixes, cells with their places, texts in the shared table.
//! Only that is read here, by a grammar of a few forms. Whatever is not plain — a prefix, a comment, CDATA,
//! a cell without place, an entity of its own, a number that is none, a part that is missing or whose
//! checksum is wrong — is [`Odd`]: the workbook is then given to calamine whole, and what calamine says
//! stands. So this reader need not know every workbook; it must only never read one differently, which
//! `tests.rs` holds against calamine over every form, every sample and thousands of damaged copies.
//!
//! `window` moves over a part, `scan` knows XML's forms, `strings` and `sheet` the two large parts, `parts`
//! the small ones (with quick-xml, the reader that calamine uses), `formats` which number is a day.

mod formats;
mod parts;
mod scan;
mod sheet;
mod strings;
#[cfg(test)]
mod tests;
mod usual;
mod window;

use std::borrow::Cow;
use std::io;

use crate::model::{CellRef, Fault};

use super::cell::Cell;
use super::hidden::Hidden;
use super::preflight::Archive;
use super::stream::{Flow, Guard};
use super::workbook::{Merge, SheetInfo};
use formats::Formats;
use parts::Part;
use scan::{Cursor, Next, Stop};
use sheet::{About, Turn, Value};
use strings::Strings;
use window::Window;

/// A sheet of this many bytes of XML is kept as cells when it is first read: its head, its rows and its
/// merged cells are asked for one after another.
const SMALL: u64 = 1024 * 1024;

/// Not plain: calamine's to read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Odd;

/// A plain workbook, open.
pub(super) struct Plain<'b> {
    zip: Archive<'b>,
    /// of each worksheet, its part's place in the zip
    parts: Vec<Part>,
    sheets: Vec<SheetInfo>,
    strings: Strings,
    formats: Formats,
    is_1904: bool,
    /// what is known of each sheet
    known: Vec<Known>,
}

#[derive(Default)]
struct Known {
    cells: Option<Vec<(CellRef, Stored)>>,
    about: Option<About>,
}

/// A small sheet's cell, kept.
enum Stored {
    Shared(u32),
    Text(Box<str>),
    Number(f64),
    Dated(f64),
    Bool(bool),
    Error(Box<str>),
    Uncomputed,
}

/// How a sheet was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Read {
    /// as it stands
    Plain,
    /// not to its end: it is not plain
    Odd,
}

impl<'b> Plain<'b> {
    /// Opens a workbook whose directory passed the pre-flight; `None` where it is not plain.
    pub(super) fn open(zip: &Archive<'b>) -> Option<Plain<'b>> {
        let mut zip = zip.clone();
        let book = parts::book(&mut zip).ok()?;
        let formats = parts::formats(&mut zip).ok()?;
        let strings = match parts::find(&zip, "xl/sharedStrings.xml") {
            Some(part) => Strings::read(part.open(&mut zip).ok()?, part.size).ok()?,
            None => Strings::default(),
        };
        let known = book.parts.iter().map(|_| Known::default()).collect();
        let parts::Book { parts, sheets, is_1904 } = book;
        Some(Plain { zip, parts, sheets, strings, formats, is_1904, known })
    }

    /// The worksheets, in the workbook's order.
    pub(super) fn sheets(&self) -> &[SheetInfo] {
        &self.sheets
    }

    /// Are this sheet's merged cells known, or had cheaply?
    pub(super) fn is_light(&self, sheet: usize) -> bool {
        self.known[sheet].about.is_some() || self.parts[sheet].size <= SMALL
    }

    /// The merged cells of a sheet.
    ///
    /// # Errors
    /// [`Odd`] where the sheet is not plain.
    pub(super) fn merges(&mut self, sheet: usize) -> Result<Vec<Merge>, Odd> {
        if self.known[sheet].about.is_none() {
            if self.parts[sheet].size <= SMALL {
                self.keep(sheet)?;
            } else {
                let part = self.parts[sheet];
                let from = part.open(&mut self.zip)?;
                let mut pass = |_: CellRef, _: Value<'_>| Ok(Turn::Go);
                let about = sheet::read(from, part.size, &self.strings, &self.formats, &mut pass)?;
                self.known[sheet].about = about;
            }
        }
        Ok(self.known[sheet].about.as_ref().map(|about| about.merges.clone()).unwrap_or_default())
    }

    /// Do its serial numbers count from 1904?
    pub(super) fn is_1904(&self) -> bool {
        self.is_1904
    }

    /// The rows and columns that a sheet hides, as far as it was read.
    pub(super) fn hidden(&self, sheet: usize) -> Hidden {
        self.known[sheet].about.as_ref().map(|about| about.hidden.clone()).unwrap_or_default()
    }

    /// Streams a sheet's cells; [`Read::Odd`] where it proves not to be plain on the way.
    ///
    /// # Errors
    /// As [`Guard::take`].
    pub(super) fn stream<'a>(
        &'a mut self,
        sheet: usize,
        guard: &mut Guard<'_, 'a>,
    ) -> Result<Read, Box<Fault>> {
        if self.parts[sheet].size <= SMALL {
            if self.known[sheet].cells.is_none() && self.keep(sheet).is_err() {
                return Ok(Read::Odd);
            }
            let Plain { known, strings, is_1904, .. } = self;
            for (at, stored) in known[sheet].cells.iter().flatten() {
                let cell = cell(stored.value(), strings, *is_1904, Cow::Borrowed);
                if guard.take(*at, cell)? == Flow::Stop {
                    break;
                }
            }
            return Ok(Read::Plain);
        }
        let Plain { zip, parts, known, strings, formats, is_1904, .. } = self;
        let strings: &'a Strings = strings;
        let mut fault = None;
        let part = parts[sheet];
        let Ok(from) = part.open(zip) else { return Ok(Read::Odd) };
        let outcome = sheet::read(from, part.size, strings, formats, &mut |at, value| {
            let cell = cell(value, strings, *is_1904, |text| Cow::Owned(text.to_owned()));
            match guard.take(at, cell) {
                Ok(Flow::Go) => Ok(Turn::Go),
                Ok(Flow::Stop) => Ok(Turn::Stop),
                Err(found) => {
                    fault = Some(found);
                    Ok(Turn::Stop)
                }
            }
        });
        match (fault, outcome) {
            (Some(fault), _) => Err(fault),
            (None, Err(Odd)) => Ok(Read::Odd),
            (None, Ok(about)) => {
                if about.is_some() {
                    known[sheet].about = about;
                }
                Ok(Read::Plain)
            }
        }
    }

    /// Reads a small sheet whole.
    fn keep(&mut self, sheet: usize) -> Result<(), Odd> {
        let Plain { zip, parts, known, strings, formats, .. } = self;
        let part = parts[sheet];
        let mut cells = Vec::new();
        let from = part.open(zip)?;
        let about = sheet::read(from, part.size, strings, formats, &mut |at, value| {
            cells.push((at, Stored::of(value)));
            Ok(Turn::Go)
        })?;
        known[sheet] = Known { cells: Some(cells), about };
        Ok(())
    }
}

impl Stored {
    fn of(value: Value<'_>) -> Stored {
        match value {
            Value::Shared(index) => Stored::Shared(index),
            Value::Text(text) => Stored::Text(text.into()),
            Value::Number(n) => Stored::Number(n),
            Value::Dated(n) => Stored::Dated(n),
            Value::Bool(b) => Stored::Bool(b),
            Value::Error(text) => Stored::Error(text.into()),
            Value::Uncomputed => Stored::Uncomputed,
        }
    }

    fn value(&self) -> Value<'_> {
        match self {
            Stored::Shared(index) => Value::Shared(*index),
            Stored::Text(text) => Value::Text(text),
            Stored::Number(n) => Value::Number(*n),
            Stored::Dated(n) => Value::Dated(*n),
            Stored::Bool(b) => Value::Bool(*b),
            Stored::Error(text) => Value::Error(text),
            Stored::Uncomputed => Value::Uncomputed,
        }
    }
}

/// A value as whoever reads rows is given it; `kept` says whether a text of its own may be borrowed.
#[inline]
fn cell<'v, 'a>(
    value: Value<'v>,
    strings: &'a Strings,
    is_1904: bool,
    kept: impl FnOnce(&'v str) -> Cow<'a, str>,
) -> Cell<'a> {
    match value {
        Value::Shared(index) => {
            strings.get(index as usize).map_or(Cell::Empty, |text| Cell::text(text.into()))
        }
        Value::Text(text) => Cell::text(kept(text)),
        Value::Error(text) => Cell::Error(kept(text)),
        Value::Number(n) => Cell::Number(n),
        Value::Dated(n) => Cell::dated(n, is_1904),
        Value::Bool(b) => Cell::Bool(b),
        Value::Uncomputed => Cell::NoValue,
    }
}

/// Moves past what stands before a part's root, and the root's start tag, which must have this name;
/// `attribute` takes each of the tag's, and may find it odd.
///
/// # Errors
/// [`Odd`] for another root, another encoding than UTF-8, and comments.
fn prolog(
    window: &mut Window<impl io::Read>,
    root: &[u8],
    attribute: impl Fn(&[u8], &[u8]) -> Result<(), Odd>,
) -> Result<(), Odd> {
    in_window(window, |cursor| {
        if cursor.take(b"<?xml")? {
            let declaration = cursor.declaration()?;
            let utf8 = [&b"UTF-8"[..], b"utf-8"];
            let names = declaration.windows(8).any(|word| word == b"encoding");
            if names && !declaration.windows(5).any(|word| utf8.contains(&word)) {
                return Err(Stop::Odd);
            }
        }
        cursor.blanks()?;
        if !cursor.open(root)? {
            return Err(Stop::Odd);
        }
        loop {
            match cursor.next()? {
                Next::Attribute(name, value) => attribute(name, value)?,
                Next::End(end) => return if end == scan::TagEnd::Open { Ok(()) } else { Err(Stop::Odd) },
            }
        }
    })
}

/// Goes from tag to tag, over whatever text, until `tag` gives an answer.
///
/// # Errors
/// [`Odd`] from `tag`, for comments and CDATA, and at the part's end.
fn each_tag<T>(
    window: &mut Window<impl io::Read>,
    mut tag: impl FnMut(&[u8], &mut Cursor<'_>) -> Result<Option<T>, Stop>,
) -> Result<T, Odd> {
    loop {
        let found = in_window(window, |cursor| {
            cursor.markup()?;
            let name = cursor.name()?;
            tag(name, cursor)
        })?;
        if let Some(found) = found {
            return Ok(found);
        }
    }
}

/// Reads one item, bringing in more of the part as long as it is cut off.
fn in_window<T>(
    window: &mut Window<impl io::Read>,
    mut item: impl FnMut(&mut Cursor<'_>) -> Result<T, Stop>,
) -> Result<T, Odd> {
    loop {
        let mut cursor = Cursor::new(window.bytes());
        match item(&mut cursor) {
            Ok(found) => {
                let used = cursor.at;
                window.advance(used);
                return Ok(found);
            }
            Err(Stop::Short) if window.more()? => {}
            Err(_) => return Err(Odd),
        }
    }
}
