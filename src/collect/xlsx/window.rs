//! A stretch of a part, moved along as it is read: memory stays flat however long the part.

use std::io::Read;

use super::Odd;

/// What is read at a time.
const CHUNK: usize = 64 * 1024;
/// A single cell longer than this is left to calamine: Excel's longest, 32,767 characters, takes a tenth.
const LONGEST: usize = 2 * 1024 * 1024;

/// Bytes of a part from a place that only moves forward.
pub(super) struct Window<R> {
    from: R,
    bytes: Vec<u8>,
    start: usize,
    end: usize,
    /// the part's end was met, and with it, by the zip reader, its checksum
    done: bool,
}

impl<R: Read> Window<R> {
    /// `size`: how long the part says that it is.
    pub(super) fn new(from: R, size: u64) -> Window<R> {
        let room = usize::try_from(size).map_or(CHUNK, |size| size.saturating_add(1).min(CHUNK));
        Window { from, bytes: vec![0; room], start: 0, end: 0, done: false }
    }

    /// What is at hand and not yet used.
    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes[self.start..self.end]
    }

    /// Moves past bytes that were used.
    pub(super) fn advance(&mut self, used: usize) {
        self.start = (self.start + used).min(self.end);
    }

    /// Brings in more behind what is at hand; false at the part's end.
    ///
    /// # Errors
    /// [`Odd`] where the part cannot be inflated, its checksum is wrong, or one item does not end.
    pub(super) fn more(&mut self) -> Result<bool, Odd> {
        if self.done {
            return Ok(false);
        }
        if self.start > 0 {
            self.bytes.copy_within(self.start..self.end, 0);
            self.end -= self.start;
            self.start = 0;
        }
        if self.end == self.bytes.len() {
            if self.bytes.len() >= LONGEST {
                return Err(Odd);
            }
            self.bytes.resize((self.bytes.len() * 2).max(CHUNK), 0);
        }
        let before = self.end;
        // all the room at once: an item that does not fit is looked at again from its start
        while self.end < self.bytes.len() && !self.done {
            let read = self.from.read(&mut self.bytes[self.end..]).map_err(|_| Odd)?;
            self.end += read;
            self.done = read == 0;
        }
        Ok(self.end > before)
    }

    /// Reads on to the part's end, so that its checksum is held against what was used.
    ///
    /// # Errors
    /// [`Odd`] where it is wrong.
    pub(super) fn drain(&mut self) -> Result<(), Odd> {
        loop {
            (self.start, self.end) = (0, 0);
            if !self.more()? {
                return Ok(());
            }
        }
    }
}
