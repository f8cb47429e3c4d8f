//! What a household's row is held against: other rows' numbers, its own status, its re-inspection.

use std::borrow::Cow;
use std::collections::hash_map::Entry;
use std::hash::{BuildHasher, Hasher};

use foldhash::quality::FixedState;
use unicode_normalization::UnicodeNormalization;

use crate::collect::belongs::guess;
use crate::collect::cell::Cell;
use crate::collect::date::{self, Reading};
use crate::collect::findings::Use;
use crate::collect::normal::{fold, folded};
use crate::collect::number::is_placeholder;
use crate::collect::rows::Row;
use crate::collect::units::Unit;
use crate::collect::vocabulary;
use crate::model::{Amount, CellRef, Code, Day, Fault};

use super::{DONE, Ledger, covers};

/// So many homes are compared; a ledger of more is none of one district.
const HOMES: usize = 200_000;

/// What a household's amount in a unit of area can be: from 1 ㎡ to 100,000 ㎡, in the measure's unit. A row
/// typed in 万㎡ lies below, one typed without its point above. Of other units nothing is known.
pub(super) fn plausible(unit: &Unit) -> Option<(Amount, Amount)> {
    let (numerator, denominator) = Unit::of_measure("㎡").ratio_to(unit)?;
    let in_unit = |square_metres: i64| Amount::whole(square_metres).scaled(numerator, denominator).ok();
    Some((in_unit(1)?, in_unit(100_000)?))
}

/// R007; an area of 0 is what signboards have.
pub(super) fn implausible(amount: Amount, range: Option<(Amount, Amount)>) -> Option<Fault> {
    let (least, most) = range?;
    let out = !amount.is_zero() && !(least..=most).contains(&amount);
    out.then(|| Fault::new(Code::R007).found(amount).expected(format!("{least}–{most}")))
}

/// A number as it is compared: `WD 001` and `ＷＤ001` are `WD001`.
fn plain(id: &str) -> Cow<'_, str> {
    let trimmed = id.trim();
    if trimmed.bytes().all(|b| b.is_ascii_graphic()) {
        return Cow::Borrowed(trimmed);
    }
    Cow::Owned(trimmed.nfkc().filter(|c| !c.is_whitespace()).collect())
}

/// A number that is a hash already.
#[derive(Default)]
pub(super) struct Hashed(u64);

impl Hasher for Hashed {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }
    fn write_u64(&mut self, n: u64) {
        self.0 = n;
    }
}

impl Ledger<'_, '_> {
    /// R001, by a hash of 64 bits: among a million numbers two unlike ones meet once in forty million ledgers.
    /// Gives the number's hash, and whether it was met before.
    pub(super) fn known_id(&mut self, row: &Row<'_, '_>) -> (Option<u64>, bool) {
        let Some(slot) = self.slots.id else { return (None, false) };
        let id = match &row.cells[slot] {
            Cell::Text(text) => plain(text),
            Cell::Number(n) => Cow::Owned(n.to_string()),
            _ => return (None, false),
        };
        let id = FixedState::default().hash_one(id);
        match self.ids.entry(id) {
            Entry::Vacant(entry) => {
                entry.insert(row.index);
                (Some(id), false)
            }
            Entry::Occupied(entry) => {
                let at = row.at(slot);
                let first = CellRef { row: *entry.get() & !DONE, column: at.column };
                // the number itself can be an identity number: the two addresses suffice
                let fault = Fault::new(Code::R001).found(format!("{at}＝{first}"));
                let fault = fault.against(self.findings.place(self.sheet_index, first));
                self.tell(at, fault);
                (Some(id), true)
            }
        }
    }

    /// R002: owner and address as in an earlier row. Neither is told: the two places suffice.
    pub(super) fn known_home(&mut self, row: &Row<'_, '_>) {
        let (Some(owner), Some(address)) = (self.slots.owner, self.slots.address) else { return };
        let (Some(name), Some(home)) = (row.cells[owner].as_text(), row.cells[address].as_text()) else {
            return;
        };
        if self.homes.len() >= HOMES {
            return;
        }
        let (name, home) = (folded(name), folded(home));
        if is_placeholder(&name) || is_placeholder(&home) {
            return;
        }
        match self.homes.entry(FixedState::default().hash_one((name, home))) {
            Entry::Vacant(entry) => {
                entry.insert(row.index);
            }
            Entry::Occupied(entry) => {
                let at = row.at(owner);
                let first = CellRef { row: *entry.get(), column: at.column };
                let fault = Fault::new(Code::R002).found(format!("{at}＝{first}"));
                let fault = fault.against(self.findings.place(self.sheet_index, first));
                self.tell(at, fault);
            }
        }
    }

    /// A household of several rows, its number or owner merged over them, is one: R010 where its rows say unlike
    /// things of its completion, since it is not certain then whether it is done. Gives what holds for the row.
    pub(super) fn of_the_household(
        &mut self,
        row: &Row<'_, '_>,
        done: Option<Day>,
        own: [bool; 3],
    ) -> [bool; 3] {
        let merged = covers(&self.merged_dates, row.index) && done.is_none();
        if !merged && own[1..] != self.last[1..] {
            let fault = Fault::new(Code::R010).with("row", u64::from(row.index) + 1);
            self.tell(row.at(self.slots.done), fault);
        }
        self.last
    }

    /// R009 as a doubt for a row that holds amounts and neither number nor owner: it may be a part of the
    /// household above, where the format does not tell of merged cells.
    pub(super) fn nameless(&mut self, row: &Row<'_, '_>) {
        let slots = [self.slots.id, self.slots.owner];
        let mut slots = slots.into_iter().flatten();
        let Some(first) = slots.next() else { return };
        if !row.cells[first].is_empty() {
            return;
        }
        self.blank_streets = true;
        if slots.all(|slot| row.cells[slot].is_empty()) {
            let fault = Fault::new(Code::R009).expected(&self.titles[first]);
            let fault = fault.with("row", u64::from(row.index) + 1);
            self.findings.put(self.sheet_index, Some(row.at(first)), fault, Use::Compared);
        }
    }

    pub(super) fn status(&mut self, row: &Row<'_, '_>, done: bool) {
        let Some(slot) = self.slots.status else { return };
        let Some(text) = row.cells[slot].as_text() else { return };
        let says_not =
            ["未", "待", "中", "否", "没", "拟", "需", "计划"].iter().any(|word| text.contains(word));
        let says_done = !says_not && ["已", "完成", "销号", "是", "√"].iter().any(|word| text.contains(word));
        if !says_not
            && !says_done
            && let Some(meant) = vocabulary::status_like(&fold(text))
        {
            let fault = Fault::new(Code::R006).found(row.cells[slot].masked()).expected(guess(Some(meant)));
            self.tell(row.at(slot), fault);
        }
        if says_not && done || says_done && !done {
            let fault = Fault::new(Code::R005).found(row.cells[slot].masked());
            self.tell(row.at(slot), fault);
        }
    }

    /// 回头看: looked at by the report day, and failed.
    pub(super) fn reinspect(&mut self, row: &Row<'_, '_>, done: Option<Day>) {
        let mut looked = false;
        let mut failed = false;
        if let Some(slot) = self.slots.looked {
            let cell = &row.cells[slot];
            match date::read_serial(cell, self.day, self.is_1904) {
                Reading::Day(day, _) => {
                    looked = day <= self.day;
                    if let Some(done) = done
                        && day < done
                    {
                        let fault = Fault::new(Code::R008).found(day).expected(done);
                        self.tell(row.at(slot), fault);
                    }
                }
                Reading::Blank | Reading::Placeholder => {}
                Reading::Not(_) => {
                    let folded = fold(cell.as_text().unwrap_or(""));
                    match (vocabulary::yes_or_no(&folded), vocabulary::failed(&folded)) {
                        (Some(yes), _) => looked = yes,
                        (None, Some(fail)) => (looked, failed) = (true, fail),
                        (None, None) => {
                            let fault = Fault::new(Code::R006).found(cell.masked());
                            self.tell(row.at(slot), fault);
                        }
                    }
                }
            }
        }
        if let Some(slot) = self.slots.result
            && let Some(text) = row.cells[slot].as_text()
        {
            let folded = fold(text);
            if !is_placeholder(&folded) {
                if self.slots.looked.is_none() {
                    looked = true;
                }
                match vocabulary::failed(&folded) {
                    Some(fail) => failed = fail,
                    None => {
                        let fault = Fault::new(Code::R006).found(row.cells[slot].masked());
                        self.tell(row.at(slot), fault);
                    }
                }
            }
        }
        if looked {
            self.looked.push(row.index);
            if failed {
                self.failed.push(row.index);
            }
        }
    }
}
