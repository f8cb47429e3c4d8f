//! The day's workbooks, to typed figures with the cell each came from.
//!
//! [`Inbox::open`] lists the folder and hashes its files; [`collect`] reads them side by side and hands over
//! [`Collected`]: what each district reported, and every fault. A broken workbook is a value, not an error:
//! its district is unreported and the fault says why. The one rule: a district is used when its file has no
//! fault of the severity error (`findings.rs`); where the plan sets other severities, those count.
//!
//! A file passes through `sniff` (what it is, by content), `preflight` (is it safe to unpack), `workbook`
//! (cells of every format as one stream), `head` and `header` (where the head is, what each column gives),
//! then `summary` and `settle`, or `ledger`. `vocabulary` holds every word by which a head or a row is known,
//! `units` every unit. What is done with the figures — the third of C, T and R from the other two, shares,
//! C + R ≠ T, comparisons with the last issue — is the next stage's.

mod alike;
mod among;
mod apart;
mod belongs;
mod cell;
mod column;
mod date;
mod days;
mod earlier;
mod english;
mod findings;
mod gauge;
mod hanzi_date;
mod head;
mod header;
mod hidden;
mod inbox;
mod isolate;
mod ledger;
mod markup;
mod nested;
mod normal;
mod number;
mod ole;
mod parcel;
mod preflight;
mod read;
mod returns;
mod row_figures;
mod row_label;
mod rows;
mod settle;
mod sniff;
mod stream;
mod summary;
mod tagged;
#[cfg(test)]
mod tests;
mod text;
mod title;
mod units;
mod vocabulary;
mod workbook;
mod xlsb;
mod xlsx;

use std::borrow::Cow;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use chrono::{DateTime, Utc};

use crate::model::{Code, Day, Fault, Place, SourceFile};
use crate::plan::Plan;

use belongs::Register;
use column::Lexicon;
use findings::{Use, weigh};
use inbox::InboxFile;
use read::{FileBytes, FileReading, Terms};

pub use apart::{Readers, work};
pub use earlier::{Earlier, households_of};
pub use inbox::{CollectError, Inbox};
pub use returns::{Collected, Households, Reinspected, Reported, Return, StreetReturn};
pub use text::table_of_text;
pub use units::is_same_unit;

/// How files are read.
#[derive(Clone, Copy)]
pub struct Manner<'a> {
    /// where those that could do harm are read; for readers apart the plan must come from a text
    /// ([`crate::plan::load`], [`crate::plan::parse`])
    pub readers: &'a Readers,
    /// are the [`Households`] of ledgers asked for? Only to tell them from an earlier issue's
    pub households: bool,
    /// called as each file is done, from whichever thread did it
    pub read: &'a (dyn Fn() + Sync),
}

/// Reads every file of the inbox for the report day, in this process, one thread a core; the outcome is the
/// same in whatever order they finish.
#[must_use]
pub fn collect(plan: &Plan, day: Day, inbox: &Inbox) -> Collected {
    collect_with(plan, day, inbox, Manner { readers: &Readers::Here, households: true, read: &|| () })
}

/// As [`collect`], in this manner; what is read is the same, wherever it is read.
#[must_use]
pub fn collect_with(plan: &Plan, day: Day, inbox: &Inbox, manner: Manner<'_>) -> Collected {
    let readings = read_side_by_side(&Register::new(plan), day, inbox.files(), manner);
    let mut taken = Taken::new(plan, day, inbox);
    for (file, readings) in inbox.files().iter().zip(readings) {
        taken.file(file, readings);
    }
    taken.one_file_each();
    taken.unreported();
    taken.collected()
}

/// One reading a file, in the files' order: first what is read here, then what is left to workers.
fn read_side_by_side(
    register: &Register<'_>,
    day: Day,
    files: &[InboxFile],
    manner: Manner<'_>,
) -> Vec<Vec<FileReading>> {
    let plan = register.plan;
    let Manner { readers, households, read } = manner;
    let readings: Mutex<Vec<Option<Vec<FileReading>>>> = Mutex::new(vec![None; files.len()]);
    let put = |at: usize, reading: Vec<FileReading>| {
        if let Ok(mut readings) = readings.lock() {
            readings[at] = Some(reading);
        }
        read();
    };
    let all: Vec<usize> = (0..files.len()).collect();
    let cores = std::thread::available_parallelism().map_or(1, usize::from).min(files.len());
    side_by_side(cores, &all, || {
        // one a thread: districts' heads are much alike, and what was understood once is remembered
        let lexicon = Lexicon::new(&plan.measures, day);
        move |at| {
            let terms = Terms { register, lexicon: &lexicon, day, households };
            if let Some(reading) = read_here(terms, &files[at], readers) {
                put(at, reading);
            }
        }
    });
    let left: Vec<usize> = match readings.lock() {
        Ok(readings) => all.into_iter().filter(|at| readings[*at].is_none()).collect(),
        Err(_) => Vec::new(),
    };
    side_by_side(apart::workers(plan, left.len()), &left, || {
        let mut keeper = readers.keeper(plan, day, households);
        move |at| {
            let Some(keeper) = &mut keeper else { return };
            let reading = keeper.read(&files[at]);
            put(at, reading.unwrap_or_else(|fault| vec![read::failed(register, &files[at].name, *fault)]));
        }
    });
    let readings = readings.into_inner().unwrap_or_default();
    readings.into_iter().map(Option::unwrap_or_default).collect()
}

/// Does `work` on every one of `items`, in so many threads; each thread makes its own.
fn side_by_side<W: FnMut(usize)>(threads: usize, items: &[usize], work: impl Fn() -> W + Sync) {
    let next = AtomicUsize::new(0);
    let take = || items.get(next.fetch_add(1, Ordering::Relaxed)).copied();
    let run = || {
        let Some(mut item) = take() else { return };
        let mut work = work();
        loop {
            work(item);
            let Some(another) = take() else { return };
            item = another;
        }
    };
    std::thread::scope(|scope| {
        for _ in 1..threads {
            scope.spawn(run);
        }
        run();
    });
}

/// Reads a file in this process, unless it is one for a worker.
fn read_here(terms: Terms<'_>, file: &InboxFile, readers: &Readers) -> Option<Vec<FileReading>> {
    if readers.are_here() {
        return Some(read_one(terms, file));
    }
    if !apart::is_small(file.size()) {
        return None;
    }
    match file.bytes() {
        Ok(bytes) if !apart::is_harmless(&bytes, &file.name) => None,
        bytes => Some(read_bytes(terms, file, bytes)),
    }
}

/// Reads a file in this process, whatever it is.
fn read_one(terms: Terms<'_>, file: &InboxFile) -> Vec<FileReading> {
    read_bytes(terms, file, file.bytes())
}

/// Reads one file of these bytes as a worker does, and forgets what it says: for the fuzz target, which looks
/// for what ends the process.
#[cfg(fuzzing)]
pub fn read_bytes_alone(plan: &Plan, day: Day, name: &str, bytes: &[u8]) {
    let (register, lexicon) = (Register::new(plan), Lexicon::new(&plan.measures, day));
    let terms = Terms { register: &register, lexicon: &lexicon, day, households: true };
    let file = FileBytes { name, sha256: "", bytes };
    let _ = isolate::isolated(|| read::read_file(terms, file));
}

fn read_bytes(
    terms: Terms<'_>,
    file: &InboxFile,
    bytes: Result<Cow<'_, [u8]>, Box<Fault>>,
) -> Vec<FileReading> {
    let outcome = bytes.and_then(|bytes| {
        let bytes = FileBytes { name: &file.name, sha256: &file.sha256, bytes: &bytes };
        isolate::isolated(|| read::read_file(terms, bytes))
    });
    outcome.unwrap_or_else(|fault| vec![read::failed(terms.register, &file.name, *fault)])
}

/// Of several files those that state another day than the report day stand aside, where one is left that
/// does not: their F005 is told as a doubt.
fn other_days(plan: &Plan, kept: &mut Vec<(InboxFile, FileReading)>) -> Vec<Fault> {
    let is_of_day = |(_, r): &(InboxFile, FileReading)| !r.faults.iter().any(|f| f.code == Code::F005);
    if kept.len() < 2 || !kept.iter().any(is_of_day) {
        return Vec::new();
    }
    let (of_day, others): (Vec<_>, Vec<_>) = std::mem::take(kept).into_iter().partition(is_of_day);
    *kept = of_day;
    let stated = others.into_iter().flat_map(|(_, reading)| reading.faults);
    let stated = stated.filter(|fault| fault.code == Code::F005);
    stated
        .map(|mut fault| {
            fault.severity = Code::F005.severity();
            weigh(plan, fault, Use::Compared)
        })
        .collect()
}

/// What the files gave, district by district.
struct Taken<'p> {
    plan: &'p Plan,
    day: Day,
    sources: Vec<SourceFile>,
    /// by district: each file that is of it, with its hash
    of: Vec<Vec<(InboxFile, FileReading)>>,
    /// of no district, and faults that are no file's
    loose: Vec<Fault>,
    of_district: Vec<Vec<Fault>>,
    passed_over: Vec<Fault>,
}

impl<'p> Taken<'p> {
    fn new(plan: &'p Plan, day: Day, inbox: &Inbox) -> Taken<'p> {
        let count = plan.districts.len();
        let passed_over = inbox.passed_over().iter().map(|f| weigh(plan, f.clone(), Use::Used)).collect();
        Taken {
            plan,
            day,
            sources: inbox.sources(),
            of: vec![Vec::new(); count],
            loose: Vec::new(),
            of_district: vec![Vec::new(); count],
            passed_over,
        }
    }

    fn file(&mut self, file: &InboxFile, readings: Vec<FileReading>) {
        for mut reading in readings {
            match reading.district {
                Some(district) => {
                    reading.faults.splice(0..0, self.stale(file, district));
                    if let Some(source) = self.sources.iter_mut().find(|s| s.name == file.name) {
                        source.district = source.district.or(Some(district));
                    }
                    self.of[district].push((file.clone(), reading));
                }
                None => self.loose.extend(reading.faults),
            }
        }
    }

    /// F004 for a file last written before the report day.
    fn stale(&self, file: &InboxFile, district: usize) -> Option<Fault> {
        let written = DateTime::<Utc>::from(file.modified?).with_timezone(&self.plan.timezone);
        let written = Day::from(written.date_naive());
        (written < self.day).then(|| {
            let fault = Fault::new(Code::F004).found(written).expected(self.day).at(Place::file(&file.name));
            weigh(self.plan, fault.of(&self.plan.districts[district].name), Use::Used)
        })
    }

    /// Two files of one district: the same bytes are read once (F008), of the same figures one is used
    /// (F009), others are not used at all (F002).
    fn one_file_each(&mut self) {
        for (district, files) in self.of.iter_mut().enumerate() {
            let mut kept: Vec<(InboxFile, FileReading)> = Vec::new();
            for (file, reading) in std::mem::take(files) {
                match kept.iter().find(|(other, _)| other.sha256 == file.sha256) {
                    Some((first, _)) => {
                        let fault = Fault::new(Code::F008).found(&file.name).expected(&first.name);
                        let fault = fault.at(Place::file(&file.name)).against(Place::file(&first.name));
                        let fault = fault.of(&self.plan.districts[district].name);
                        self.of_district[district].push(weigh(self.plan, fault, Use::Used));
                    }
                    None => kept.push((file, reading)),
                }
            }
            self.of_district[district].extend(other_days(self.plan, &mut kept));
            let alike = |(_, reading): &(InboxFile, FileReading)| {
                let one = kept[0].1.returned.as_ref().zip(reading.returned.as_ref());
                one.is_some_and(|(one, other)| one.says_the_same(other))
            };
            if kept.len() > 1 && kept.iter().all(alike) {
                for (other, _) in kept.drain(1..).collect::<Vec<_>>() {
                    let fault = Fault::new(Code::F009).found(&other.name).expected(&kept[0].0.name);
                    let fault = fault.at(Place::file(&other.name)).against(Place::file(&kept[0].0.name));
                    let fault = fault.of(&self.plan.districts[district].name);
                    self.of_district[district].push(weigh(self.plan, fault, Use::Used));
                }
            }
            if let [(first, _), rest @ ..] = &kept[..]
                && !rest.is_empty()
            {
                let names: Vec<&str> = kept.iter().map(|(file, _)| file.name.as_str()).collect();
                let mut fault = Fault::new(Code::F002).found(names.join("、")).at(Place::file(&first.name));
                fault = fault.of(&self.plan.districts[district].name);
                for (other, _) in rest {
                    fault = fault.against(Place::file(&other.name));
                }
                self.of_district[district].push(weigh(self.plan, fault, Use::Used));
                for (_, reading) in &mut kept {
                    reading.returned = None;
                }
            }
            *files = kept;
        }
    }

    /// F001 for every district without figures, unless an error says why.
    fn unreported(&mut self) {
        for (district, files) in self.of.iter().enumerate() {
            let faults = files.iter().flat_map(|(_, r)| &r.faults).chain(&self.of_district[district]);
            let reported = files.iter().any(|(_, reading)| reading.returned.is_some());
            if !reported && !{ faults }.any(Fault::is_error) {
                let fault = Fault::new(Code::F001).of(&self.plan.districts[district].name);
                self.of_district[district].push(weigh(self.plan, fault, Use::Used));
            }
        }
    }

    fn collected(self) -> Collected {
        let mut collected = Collected { sources: self.sources, ..Collected::default() };
        for (files, faults) in self.of.into_iter().zip(self.of_district) {
            collected.faults.extend(faults);
            for (_, reading) in files {
                collected.faults.extend(reading.faults);
                collected.returns.extend(reading.returned);
            }
        }
        collected.faults.extend(self.loose);
        collected.faults.extend(self.passed_over);
        // what could not be read as it was hashed gave no figure: it is no source, and a later run that can
        // read it has something new
        let unread: Vec<String> = collected
            .faults
            .iter()
            .filter(|fault| matches!(fault.code, Code::F017 | Code::F018))
            .filter_map(|fault| Some(fault.place.as_ref()?.file.clone()))
            .collect();
        collected.sources.retain(|source| !unread.contains(&source.name));
        collected
    }
}
