//! The table of shared strings (ECMA-376 part 1, 18.4.9), one after another in one piece of memory.

use std::io::Read;

use memchr::memchr;

use super::Odd;
use super::scan::{Cursor, Next, Stop, TagEnd, push_string, push_text, trimmed, whole};
use super::window::Window;
use crate::collect::preflight::too_many_strings;

/// Every shared string of a workbook, by number.
#[derive(Default)]
pub(super) struct Strings {
    all: String,
    /// where each ends
    ends: Vec<u32>,
}

impl Strings {
    /// The string of this number.
    #[inline]
    pub(super) fn get(&self, index: usize) -> Option<&str> {
        let end = *self.ends.get(index)? as usize;
        let start = if index == 0 { 0 } else { self.ends[index - 1] as usize };
        self.all.get(start..end)
    }

    /// Is there a string of this number?
    #[inline]
    pub(super) fn has(&self, index: u32) -> bool {
        (index as usize) < self.ends.len()
    }

    /// Reads the part.
    ///
    /// # Errors
    /// [`Odd`] where it is not plain.
    pub(super) fn read(from: impl Read, size: u64) -> Result<Strings, Odd> {
        let mut window = Window::new(from, size);
        let mut strings = Strings::default();
        super::prolog(&mut window, b"sst", |name, value| {
            // a table that declares more than it can hold is meant for harm: the pre-flight of calamine says so
            let harm = name == b"uniqueCount" && whole(value).is_ok_and(|n| too_many_strings(n, size));
            if harm { Err(Odd) } else { Ok(()) }
        })?;
        loop {
            let before = strings.all.len();
            let is_string = super::in_window(&mut window, |cursor| {
                // an item cut off is read again from its start
                strings.all.truncate(before);
                item(cursor, &mut strings.all)
            })?;
            if !is_string {
                break;
            }
            strings.ends.push(u32::try_from(strings.all.len()).map_err(|_| Odd)?);
        }
        window.drain()?;
        strings.all.shrink_to_fit();
        Ok(strings)
    }
}

/// One `<si>`; false at the table's end.
fn item(cursor: &mut Cursor<'_>, to: &mut String) -> Result<bool, Stop> {
    if let Some((text, length)) = usual(cursor.rest()) {
        push_text(trimmed(text, false), to)?;
        cursor.at += length;
        return Ok(true);
    }
    cursor.blanks()?;
    if !cursor.open(b"si")? {
        // what may follow the strings (extLst) holds none
        if !cursor.open(b"extLst")? {
            cursor.close(b"sst")?;
        }
        return Ok(false);
    }
    loop {
        match cursor.next()? {
            Next::Attribute(..) => {}
            Next::End(TagEnd::Empty) => return Ok(true),
            Next::End(TagEnd::Open) => break,
        }
    }
    push_string(cursor, b"si", to)?;
    Ok(true)
}

/// `<si><t>…</t></si>`, as nearly all stand, at one go: its text and its length; the rest is for the grammar.
fn usual(bytes: &[u8]) -> Option<(&[u8], usize)> {
    const OPEN: &[u8] = b"<si><t>";
    const CLOSE: &[u8] = b"</t></si>";
    let inside = bytes.strip_prefix(OPEN)?;
    let (text, rest) = inside.split_at(memchr(b'<', inside)?);
    rest.starts_with(CLOSE).then_some((text, OPEN.len() + text.len() + CLOSE.len()))
}
