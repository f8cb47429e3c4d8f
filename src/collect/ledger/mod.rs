//! A ledger 台账: a row a household, counted and summed as it streams by.
//!
//! C are the rows completed on or before the report day, D those completed on it, T those found by it. Only
//! counts, sums and ranges of rows are kept, beside a hash for each 编号 to find doubles.

mod checks;
mod figures;

use std::collections::HashMap;
use std::hash::BuildHasherDefault;
use std::sync::Arc;

use crate::model::{Amount, CellRef, Code, Day, Fault, Rows, SheetRef};
use crate::plan::Plan;

use super::cell::Cell;
use super::column::{Column, Holds, Lexicon};
use super::date::{self, How, Reading, Trouble};
use super::findings::{Findings, Use};
use super::gauge::{Gauge, gauge};
use super::header::{AMOUNTS, Header};
use super::normal::{folded, folds_to};
use super::rows::{Consumer, Place, Row};
use super::stream::Flow;
use super::title::{self, Stated};
use super::vocabulary::{self, Key};
use super::workbook::Merge;

use checks::Hashed;
use figures::Account;

/// Beyond so many names a column of streets is none.
const MOST_STREETS: usize = 1000;
/// How rows without a street are called, so that the streets still sum to their district.
const NO_STREET: &str = "未注明";

/// Rows go to 2^20: the highest bit is free to say that the household is done.
const DONE: u32 = 1 << 31;

/// The slots of the columns that a ledger is read by.
#[derive(Default)]
struct Slots {
    done: usize,
    found: Option<usize>,
    id: Option<usize>,
    street: Option<usize>,
    status: Option<usize>,
    looked: Option<usize>,
    result: Option<usize>,
    /// with the amounts and dates, owner and address tell a household from a number put there beforehand
    owner: Option<usize>,
    address: Option<usize>,
}

/// Reads a ledger's rows.
pub(super) struct Ledger<'f, 'p> {
    plan: &'p Plan,
    day: Day,
    sheet: Arc<SheetRef>,
    sheet_index: usize,
    is_1904: bool,
    findings: &'f mut Findings<'p>,
    slots: Slots,
    titles: Vec<String>,
    leaves: Vec<String>,
    columns: Vec<u32>,
    amounts: Vec<Option<(usize, Gauge)>>,
    /// one row's, kept for its room
    amounts_read: Vec<(usize, Amount)>,
    merges: Vec<Merge>,
    /// merged cells down the column that tells households apart, and down that of completion
    merged_homes: Vec<Merge>,
    merged_dates: Vec<Merge>,
    /// was the last household found, done, done today?
    last: [bool; 3],
    total: Account,
    /// all rows, found by the day or not, for the row 合计
    all: Vec<Amount>,
    streets: Vec<(String, Account)>,
    street_of: HashMap<String, usize>,
    street: Option<usize>,
    too_many_streets: bool,
    /// the row in which each 编号 first stood, [`DONE`] with it once that is known
    ids: HashMap<u64, u32, BuildHasherDefault<Hashed>>,
    /// owner and address together, for R002
    homes: HashMap<u64, u32, BuildHasherDefault<Hashed>>,
    /// by measure: what a household's amount can be, in the measure's unit
    plausible: Vec<Option<(Amount, Amount)>>,
    looked: Rows,
    failed: Rows,
    totals: Vec<(usize, CellRef, Amount)>,
    ended: bool,
    pub(super) stated: Option<Stated>,
    /// did a row lack its street, or what tells its household? then merged cells must be known
    pub(super) blank_streets: bool,
}

impl<'f, 'p> Ledger<'f, 'p> {
    /// A reader for the rows below `header`, and the columns that it asks for; nothing where the head has no
    /// date of completion.
    pub(super) fn new(
        plan: &'p Plan,
        day: Day,
        header: &Header,
        lexicon: &Lexicon,
        place: &Place<'_>,
        findings: &'f mut Findings<'p>,
    ) -> Option<(Ledger<'f, 'p>, Vec<u32>)> {
        let mut asked: Vec<&Column> = Vec::new();
        let mut slot = |column: Option<&'_ Column>| -> Option<usize> {
            let column = header.columns.iter().find(|c| Some(c.index) == column.map(|c| c.index))?;
            asked.push(column);
            Some(asked.len() - 1)
        };
        let slots = Slots {
            done: slot(header.key(Key::DoneDate))?,
            found: slot(header.key(Key::FoundDate)),
            id: slot(header.key(Key::Id)),
            street: slot(header.key(Key::Street)),
            status: slot(header.key(Key::Status)),
            looked: slot(header.key(Key::LookedDate)),
            result: slot(header.key(Key::LookedResult)),
            owner: slot(header.key(Key::Owner)),
            address: slot(header.key(Key::Address)),
        };
        let mut amounts = Vec::new();
        for measure in 0..plan.measures.len() {
            let column = AMOUNTS.iter().find_map(|kind| header.find(Holds::Figure(measure, *kind)));
            amounts.push(column.and_then(|column| {
                let (gauge, fault) =
                    gauge(column, measure, &plan.measures, lexicon, place.units, place.typed, true);
                if let Some(fault) = fault {
                    findings.put(place.index, Some(gauge.head()), fault, Use::Used);
                }
                Some((slot(Some(column))?, gauge))
            }));
        }
        let columns: Vec<u32> = asked.iter().map(|c| c.index).collect();
        let down = |slot: Option<usize>| -> Vec<Merge> {
            let Some(column) = slot.map(|slot| columns[slot]) else { return Vec::new() };
            let over = |m: &&Merge| (m.left..=m.right).contains(&column) && m.bottom > m.top;
            let mut found: Vec<Merge> = place.merges.unwrap_or(&[]).iter().filter(over).copied().collect();
            found.sort_unstable_by_key(|m| m.top);
            found
        };
        let (merges, merged_dates) = (down(slots.street), down(Some(slots.done)));
        let merged_homes = down(slots.id.or(slots.owner));
        let empty = Account { sums: vec![[Amount::ZERO; 3]; plan.measures.len()], ..Account::default() };
        let ledger = Ledger {
            plan,
            day,
            sheet: place.sheet.clone(),
            sheet_index: place.index,
            is_1904: place.is_1904,
            findings,
            titles: asked.iter().map(|c| c.title.clone()).collect(),
            leaves: asked.iter().map(|c| c.leaf.clone()).collect(),
            columns: columns.clone(),
            slots,
            amounts,
            amounts_read: Vec::new(),
            merges,
            merged_homes,
            merged_dates,
            last: [false; 3],
            all: vec![Amount::ZERO; plan.measures.len()],
            total: empty,
            streets: Vec::new(),
            street_of: HashMap::new(),
            street: None,
            too_many_streets: false,
            ids: HashMap::default(),
            homes: HashMap::default(),
            plausible: (0..plan.measures.len())
                .map(|measure| checks::plausible(lexicon.unit(measure)))
                .collect(),
            looked: Rows::default(),
            failed: Rows::default(),
            totals: Vec::new(),
            ended: false,
            stated: None,
            blank_streets: false,
        };
        Some((ledger, columns))
    }

    fn tell(&mut self, at: CellRef, fault: Fault) {
        self.findings.put(self.sheet_index, Some(at), fault, Use::Used);
    }

    /// Is there a household in the row? A serial number put there beforehand is none.
    fn is_household(&self, row: &Row<'_, '_>) -> bool {
        let filled = |slot: usize| !row.cells[slot].is_empty();
        filled(self.slots.done)
            || self.slots.found.is_some_and(filled)
            || self.amounts.iter().flatten().any(|(slot, _)| filled(*slot))
            || [self.slots.owner, self.slots.address].into_iter().flatten().any(filled)
    }

    /// Below a note, is it a household still? An amount that is a number, and a date or what tells whose it is:
    /// lines of signatures and further notes have no such.
    fn goes_on(&self, row: &Row<'_, '_>) -> bool {
        let is_amount = |slot: usize| matches!(row.cells[slot], Cell::Number(_));
        let told =
            [self.slots.id, self.slots.owner, self.slots.address, self.slots.found, Some(self.slots.done)];
        let told = told.into_iter().flatten().filter(|slot| !row.cells[*slot].is_empty()).count();
        told >= 1 && self.amounts.iter().flatten().any(|(slot, _)| is_amount(*slot))
    }

    /// Is it the head again, printed at the top of a further page?
    fn is_head(&self, row: &Row<'_, '_>) -> bool {
        let typed = row.cells[self.slots.done].as_text().is_some()
            || self.amounts.iter().flatten().any(|(slot, _)| row.cells[*slot].as_text().is_some());
        let alike =
            |(cell, leaf): &(&Cell<'_>, &String)| cell.as_text().is_some_and(|text| folds_to(text, leaf));
        typed && row.cells.iter().zip(&self.leaves).filter(alike).count() >= 2
    }

    fn date(&mut self, row: &Row<'_, '_>, slot: usize) -> Option<Day> {
        let (cell, at) = (&row.cells[slot], row.at(slot));
        let fault = match date::read_serial(cell, self.day, self.is_1904) {
            Reading::Blank => return None,
            Reading::Day(day, How::Plain) => return Some(day),
            Reading::Day(day, how) => {
                let code = if how == How::Serial { Code::C013 } else { Code::C011 };
                self.tell(at, Fault::new(code).found(cell.masked()).expected(day));
                return Some(day);
            }
            Reading::Placeholder => Fault::new(Code::C008).found(cell.masked()),
            Reading::Not(Trouble::NotADate) => Fault::new(Code::C010).found(cell.masked()),
            Reading::Not(Trouble::Ambiguous) => Fault::new(Code::C012).found(cell.masked()),
            Reading::Not(Trouble::OutOfRange) => {
                Fault::new(Code::C014).found(cell.masked()).expected("1990-01-01–2099-12-31")
            }
            Reading::Not(Trouble::ErrorValue) => Fault::new(Code::C006).found(cell.shown()),
            Reading::Not(Trouble::NoValue) => Fault::new(Code::C007),
        };
        self.tell(at, fault);
        None
    }

    /// The street's account; nothing where the ledger has no such column.
    fn street(&mut self, row: &Row<'_, '_>) -> Option<usize> {
        let slot = self.slots.street.filter(|_| !self.too_many_streets)?;
        let name = row.cells[slot].as_text().map(str::trim);
        let name = match name {
            Some(name) => name,
            None if covers(&self.merges, row.index) => {
                return self.street;
            }
            None => {
                self.blank_streets = true;
                let fault =
                    Fault::new(Code::R009).expected(&self.titles[slot]).with("row", u64::from(row.index) + 1);
                self.findings.put(self.sheet_index, Some(row.at(slot)), fault, Use::Compared);
                NO_STREET
            }
        };
        if let Some(index) = self.street
            && self.streets[index].0 == name
        {
            return self.street;
        }
        // a district has a dozen streets: looking along them is quicker than hashing
        const FEW: usize = 16;
        let near = self.streets.iter().take(FEW).position(|(known, _)| known == name);
        let far = || if self.streets.len() > FEW { self.street_of.get(name).copied() } else { None };
        let index = match near.or_else(far) {
            Some(index) => index,
            None if self.streets.len() == MOST_STREETS => {
                self.too_many_streets = true;
                let fault = Fault::new(Code::S004).found(&self.titles[slot]);
                self.tell(row.at(slot), fault);
                return None;
            }
            None => {
                let sums = vec![[Amount::ZERO; 3]; self.plan.measures.len()];
                self.streets.push((name.to_owned(), Account { sums, ..Account::default() }));
                self.street_of.insert(name.to_owned(), self.streets.len() - 1);
                self.streets.len() - 1
            }
        };
        self.street = Some(index);
        self.street
    }

    fn household(&mut self, row: &Row<'_, '_>) {
        let part = covers(&self.merged_homes, row.index);
        let (id, again) = if part { (None, false) } else { self.known_id(row) };
        if !again && !part {
            self.known_home(row);
        }
        let found = self.slots.found.and_then(|slot| self.date(row, slot));
        let done = self.date(row, self.slots.done);
        if let Some(done) = done {
            let at = row.at(self.slots.done);
            if done > self.day {
                self.tell(at, Fault::new(Code::R003).found(done).expected(self.day));
            }
            if let Some(found) = found
                && done < found
            {
                self.tell(at, Fault::new(Code::R004).found(done).expected(found));
            }
        }
        let is_done = done.is_some_and(|done| done <= self.day);
        if let Some(id) = id.filter(|_| is_done && !again) {
            self.ids.entry(id).and_modify(|row| *row |= DONE);
        }
        // what is done was found, whatever its date of finding says
        let is_found = is_done || found.is_none_or(|found| found <= self.day);
        let is_today = done == Some(self.day);
        let mut flags = [is_found, is_done, is_today];
        if part {
            flags = self.of_the_household(row, done, flags);
        } else {
            self.nameless(row);
            self.status(row, is_done);
            self.reinspect(row, done);
        }
        let is_found = flags[0];
        self.last = flags;
        let street = self.street(row);
        let mut amounts = std::mem::take(&mut self.amounts_read);
        amounts.clear();
        for measure in 0..self.amounts.len() {
            let Some((slot, gauge)) = &self.amounts[measure] else { continue };
            let (findings, sheet) = (&mut *self.findings, self.sheet_index);
            let (cell, at) = (&row.cells[*slot], row.at(*slot));
            let mut silent = true;
            let read = gauge.read(cell, at, &mut |at, fault| {
                silent = silent && fault.code == Code::C008;
                findings.put(sheet, Some(at), fault, Use::Used);
            });
            match read {
                Some((amount, _)) => {
                    self.all[measure] = self.all[measure] + amount;
                    amounts.push((measure, amount));
                    if let Some(fault) = checks::implausible(amount, self.plausible[measure]) {
                        self.tell(at, fault);
                    }
                }
                None if silent && is_found && !part => {
                    let fault = Fault::new(Code::R009)
                        .expected(&self.titles[*slot])
                        .with("row", u64::from(row.index) + 1);
                    findings.put(sheet, Some(at), fault, Use::Used);
                }
                None => {}
            }
        }
        self.total.add(row.index, flags, part, &amounts);
        if let Some(street) = street {
            self.streets[street].1.add(row.index, flags, part, &amounts);
        }
        self.amounts_read = amounts;
    }
}

/// Does a merged cell that begins above reach into the row? They ascend: one does not overlap the next.
fn covers(merges: &[Merge], row: u32) -> bool {
    let at = merges.partition_point(|m| m.bottom < row);
    merges.get(at).is_some_and(|m| m.top < row)
}

impl Consumer for Ledger<'_, '_> {
    fn row(&mut self, row: &Row<'_, '_>) -> Flow {
        // numbers of a ledger begin with Latin letters or digits: only Chinese can label a total or a note
        let label = row.first_text().map(str::trim_start).filter(|t| !t.starts_with(|c: char| c.is_ascii()));
        let label = label.filter(|t| t.contains(['计', '共', ':', '：', '总', '注', '说'])).map(folded);
        let is_note = label.as_deref().is_some_and(vocabulary::is_note);
        if is_note || self.ended && !self.goes_on(row) {
            self.ended = true;
            for (column, text) in row.all_texts() {
                self.stated =
                    Stated::or(self.stated, title::note(text, CellRef { row: row.index, column }, self.day));
            }
            return Flow::Go;
        }
        if let Some(label) = label
            && vocabulary::is_total(&label)
        {
            if !vocabulary::is_subtotal(&label) {
                let read = |(measure, amount): (usize, &Option<(usize, Gauge)>)| {
                    let (slot, gauge) = amount.as_ref()?;
                    let (amount, _) = gauge.read(&row.cells[*slot], row.at(*slot), &mut |_, _| ())?;
                    Some((measure, row.at(*slot), amount))
                };
                let totals: Vec<(usize, CellRef, Amount)> =
                    self.amounts.iter().enumerate().filter_map(read).collect();
                self.totals.extend(totals);
            }
            return Flow::Go;
        }
        if self.is_household(row) && !self.is_head(row) {
            self.household(row);
        }
        Flow::Go
    }
}
