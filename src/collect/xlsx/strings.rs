//! The table of shared strings (ECMA-376 part 1, 18.4.9), one after another in one piece of memory.

use std::io::Read;

use super::Odd;
use super::scan::{Cursor, Next, Stop, TagEnd, push_string};
use super::window::Window;

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

    /// Reads the part.
    ///
    /// # Errors
    /// [`Odd`] where it is not plain.
    pub(super) fn read(from: impl Read, size: u64) -> Result<Strings, Odd> {
        let mut window = Window::new(from, size);
        let mut strings = Strings::default();
        super::prolog(&mut window, b"sst")?;
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
