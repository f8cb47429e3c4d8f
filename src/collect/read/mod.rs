//! One file, from its bytes to a district's return. [`read_file`] is a function of its arguments alone, so
//! that it can run in a thread or, one day, in a process of its own with limits on memory and time.

mod choose;
mod mapped;
mod sheets;
mod strangers;
mod turn;

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::model::{CellRef, Code, Day, Fault, Rows, Severity, SheetRef};
use crate::plan::{Mapping, Plan};

use super::belongs::Register;
use super::cell::{Cell, shorten};
use super::column::Lexicon;
use super::days;
use super::findings::{Findings, Use};
use super::head::Head;
use super::header::{Form, Header};
use super::ledger::Ledger;
use super::preflight::{few_enough, preflight};
use super::returns::{Households, Reinspected, Return};
use super::rows::{Assembler, Consumer, Place};
use super::settle::{Settled, settle};
use super::sniff::{Kind, against_extension, names_a_workbook, sniff};
use super::stream::{End, Flow, Sink};
use super::summary::{Entry, Summary};
use super::title::{self, Stated, Title};
use super::workbook::{Merge, Workbook};
use strangers::Strangers;

/// How often a sheet is streamed at most until it is read: not plain, then out of order, then as it is.
const TURNS: usize = 3;

/// What one file says for one district, or of no district.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct FileReading {
    /// the district that the file was taken for
    pub(super) district: Option<usize>,
    /// its figures, unless an error spoils them
    pub(super) returned: Option<Return>,
    pub(super) faults: Vec<Fault>,
}

impl FileReading {
    /// Is it of this plan: a district that it has, a figure for each of its measures? Asked of what another
    /// process says.
    pub(super) fn fits(&self, plan: &Plan) -> bool {
        let measures = plan.measures.len();
        let is_one = |district: usize| district < plan.districts.len();
        self.district.is_none_or(is_one)
            && self.returned.as_ref().is_none_or(|r| {
                is_one(r.district)
                    && r.figures.len() == measures
                    && r.streets.iter().all(|street| street.figures.len() == measures)
            })
    }
}

/// A file as it is handed over to be read.
#[derive(Clone, Copy, Debug)]
pub(super) struct FileBytes<'b> {
    pub(super) name: &'b str,
    pub(super) sha256: &'b str,
    pub(super) bytes: &'b [u8],
}

/// By what a file is read.
#[derive(Clone, Copy)]
pub(super) struct Terms<'p> {
    pub(super) register: &'p Register<'p>,
    pub(super) lexicon: &'p Lexicon,
    pub(super) day: Day,
    /// are the households of a ledger asked for, one by one?
    pub(super) households: bool,
}

/// Reads a file for the districts that it is of: one as a rule, several where its sheets or rows name them.
pub(super) fn read_file(terms: Terms<'_>, file: FileBytes<'_>) -> Vec<FileReading> {
    let read = || Ok(Reader::open(terms, file)?.read());
    read().unwrap_or_else(|fault: Box<Fault>| vec![failed(terms.register, file.name, *fault)])
}

/// A file that could not be read, for the district that its name names. Pictures and letters beside the
/// workbooks are no district's: they keep nobody from being reported.
pub(super) fn failed(register: &Register<'_>, name: &str, fault: Fault) -> FileReading {
    let district = match register.named(name)[..] {
        [district] if names_a_workbook(name) => Some(district),
        _ => None,
    };
    let mut findings = Findings::new(register.plan, name, district, Vec::new());
    findings.file(fault);
    FileReading { district, returned: None, faults: findings.into_faults() }
}

struct Reader<'p, 'b> {
    plan: &'p Plan,
    register: &'p Register<'p>,
    day: Day,
    lexicon: &'p Lexicon,
    households: bool,
    file: FileBytes<'b>,
    kind: Kind,
    workbook: Workbook<'b>,
    sheets: Vec<Sheet>,
    hidden: Vec<usize>,
    strangers: Strangers,
}

/// A visible sheet in which something stands.
struct Sheet {
    index: usize,
    name: String,
    head: Head,
    header: Option<Header>,
    title: Title,
    /// are rows and columns changed about?
    is_turned: bool,
}

/// What a sheet's rows gave.
#[derive(Default)]
struct Below {
    settled: Option<Settled>,
    reinspected: Option<Reinspected>,
    households: Option<Households>,
    stated: Option<Stated>,
    /// the rows that figures come from
    used: Rows,
}

/// What a sheet gave.
struct Table {
    settled: Settled,
    reinspected: Option<Reinspected>,
    households: Option<Households>,
    stated: Option<Stated>,
}

impl<'p, 'b> Reader<'p, 'b> {
    fn open(terms: Terms<'p>, file: FileBytes<'b>) -> Result<Reader<'p, 'b>, Box<Fault>> {
        let Terms { register, lexicon, day, households } = terms;
        let kind = sniff(file.bytes, file.name)?;
        let zip = preflight(file.bytes, kind)?;
        let workbook = Workbook::open(file.bytes, kind, zip.as_ref())?;
        few_enough(workbook.sheets().len())?;
        let plan = register.plan;
        let mut reader = Reader {
            plan,
            register,
            day,
            lexicon,
            households,
            file,
            kind,
            workbook,
            sheets: Vec::new(),
            hidden: Vec::new(),
            strangers: Strangers::default(),
        };
        reader.look()?;
        let what = match kind {
            Kind::Csv => Some("文本/text"),
            Kind::Html => Some("HTML"),
            Kind::Xml => Some("XML"),
            _ => None,
        };
        let is_letter = reader.sheets.iter().all(|s| s.header.is_none()) && !names_a_workbook(file.name);
        if let Some(what) = what.filter(|_| is_letter) {
            return Err(Fault::new(Code::F010).found(what).into());
        }
        Ok(reader)
    }

    /// Looks at the first rows of every sheet.
    fn look(&mut self) -> Result<(), Box<Fault>> {
        for index in 0..self.workbook.sheets().len() {
            let info = self.workbook.sheets()[index].clone();
            let head = self.head(index)?;
            if head.is_empty() {
                continue;
            }
            if info.hidden {
                self.hidden.push(index);
                continue;
            }
            let light = self.workbook.is_light(index);
            let merges = if light { self.workbook.merges(index) } else { None };
            let head = head.with_merges(merges);
            let header = head.find(self.lexicon);
            let title = title::read(&head, header.as_ref().map_or(3, |h| h.top), self.day);
            self.sheets.push(Sheet { index, name: info.name, head, header, title, is_turned: false });
        }
        self.turn_sheets()
    }

    fn head(&mut self, sheet: usize) -> Result<Head, Box<Fault>> {
        self.head_until(sheet, 0)
    }

    fn head_until(&mut self, sheet: usize, row: u32) -> Result<Head, Box<Fault>> {
        for _ in 0..TURNS {
            let mut sink = HeadSink(Head::until(row));
            if self.workbook.stream(sheet, &mut sink)? == End::Done {
                return Ok(sink.0);
            }
        }
        Ok(Head::default())
    }

    fn read(&mut self) -> Vec<FileReading> {
        let by_name = self.register.named(self.file.name);
        let shares = self.shares(&by_name);
        if shares.is_empty() {
            return vec![self.nobodys(&by_name)];
        }
        let mut readings: Vec<FileReading> = Vec::new();
        for (district, sheets) in shares {
            let first = readings.is_empty();
            readings.push(self.district(district, &sheets, first));
        }
        readings.extend(self.strange_rows());
        readings
    }

    fn district(&mut self, district: usize, sheets: &[usize], first: bool) -> FileReading {
        let names = self.workbook.sheets().iter().map(|s| s.name.clone()).collect();
        let findings = Findings::new(self.plan, self.file.name, Some(district), names);
        let mut findings = findings.turned(self.turned());
        let mapping = self.plan.workbooks.get(&district);
        if first {
            self.of_the_file(mapping, &mut findings);
        }
        let returned = match mapping {
            None => self.returned(district, sheets, &mut findings),
            Some(mapping) => {
                // the next district's part of the file is read as it is
                let own = self.sheets.iter().map(|s| (s.header.clone(), s.title.clone())).collect::<Vec<_>>();
                let sheets = self.as_mapped(mapping, sheets, &mut findings);
                let returned = sheets.and_then(|sheets| self.returned(district, &sheets, &mut findings));
                for (sheet, own) in self.sheets.iter_mut().zip(own) {
                    (sheet.header, sheet.title) = own;
                }
                returned
            }
        };
        let returned = returned.filter(|_| !findings.spoil());
        FileReading { district: Some(district), returned, faults: findings.into_faults() }
    }

    fn of_the_file(&self, mapping: Option<&Mapping>, findings: &mut Findings<'_>) {
        if let Some(fault) = against_extension(self.kind, self.file.name) {
            findings.file(fault);
        }
        let named = mapping.and_then(|m| self.index_of(m.sheet.as_deref()?));
        for index in self.hidden.iter().filter(|index| Some(**index) != named) {
            let fault = Fault::new(Code::S006).found(&self.workbook.sheets()[*index].name);
            findings.put(*index, None, fault, Use::Used);
        }
    }

    fn returned(&mut self, district: usize, sheets: &[usize], findings: &mut Findings<'p>) -> Option<Return> {
        let candidates = self.candidates(sheets, findings);
        let (at, table) = match candidates[..] {
            [] => return None,
            [at] => (at, self.table(district, at, findings)?),
            _ => self.several(district, &candidates, findings)?,
        };
        let returned = Return {
            district,
            file: self.file.name.to_owned(),
            sheet: self.sheets[at].name.clone(),
            sha256: self.file.sha256.to_owned(),
            stated_day: table.stated.map(|stated| stated.day),
            figures: table.settled.figures,
            streets: table.settled.streets,
            reinspected: table.reinspected,
            households: table.households,
        };
        Some(if self.sheets[at].is_turned { turn::back(returned) } else { returned })
    }

    /// One sheet with a whole head, from its head to its last row; nothing where it gives no figures.
    fn table(&mut self, district: usize, at: usize, findings: &mut Findings<'p>) -> Option<Table> {
        let header = self.sheets[at].header.clone()?;
        let index = self.sheets[at].index;
        self.against_title(district, at, findings);
        self.says_turned(at, findings);
        self.of_the_head(index, &header, findings);
        let table = match header.form {
            Form::Summary => self.summary(district, at, &header, findings),
            Form::Ledger => self.ledger(at, &header, findings),
        };
        let rows = match table {
            Ok(rows) => rows,
            Err(fault) => {
                findings.put(index, None, *fault, Use::Used);
                return None;
            }
        };
        self.hidden_but_counted(at, &header, &rows.used, findings);
        let stated = Stated::or(self.sheets[at].title.stated, rows.stated);
        if let Some(stated) = stated.filter(|stated| stated.day != self.day) {
            let fault = Fault::new(Code::F005).found(stated.day).expected(self.day);
            findings.put(index, Some(stated.at), fault, Use::Used);
        }
        if stated.is_none() {
            self.named_otherwise(at, findings);
        }
        let Below { reinspected, households, .. } = rows;
        Some(Table { settled: rows.settled?, reinspected, households, stated })
    }

    /// F020: nothing within states a day, and the name of the file, or else of the sheet, gives another.
    fn named_otherwise(&self, at: usize, findings: &mut Findings<'_>) {
        let stem = self.file.name.rsplit_once('.').map_or(self.file.name, |(stem, _)| stem);
        let name = &self.sheets[at].name;
        if title::names_day(stem, self.day) {
            return;
        }
        let other = title::names_another_day(stem, self.day);
        let other = other.or_else(|| title::names_another_day(name, self.day));
        if let Some(other) = other.filter(|_| !title::names_day(name, self.day)) {
            let fault = Fault::new(Code::F020).found(other).expected(self.day);
            findings.put(self.sheets[at].index, None, fault, Use::Used);
        }
    }

    fn sheet_ref(&self, at: usize) -> Arc<SheetRef> {
        Arc::new(SheetRef {
            file: self.file.name.to_owned(),
            sheet: self.sheets[at].name.clone(),
            sha256: self.file.sha256.to_owned(),
        })
    }

    fn summary(
        &mut self,
        district: usize,
        at: usize,
        header: &Header,
        findings: &mut Findings<'p>,
    ) -> Result<Below, Box<Fault>> {
        let (entries, stated) = self.entries(at, header, findings)?;
        let index = self.sheets[at].index;
        let settled = settle(self.plan, district, &entries, index, findings);
        if settled.is_none() {
            self.no_row(district, &entries, index, header, findings);
        }
        let mut used = Rows::default();
        entries.iter().for_each(|entry| used.push(entry.row));
        Ok(Below { settled, stated, used, ..Below::default() })
    }

    fn entries(
        &mut self,
        at: usize,
        header: &Header,
        findings: &mut Findings<'p>,
    ) -> Result<(Vec<Entry>, Option<Stated>), Box<Fault>> {
        let index = self.sheets[at].index;
        let merges = self.workbook.merges(index);
        let typed = self.workbook.is_typed();
        let mut units = self.sheets[at].title.units.clone();
        units.extend(title::in_brackets(&self.sheets[at].name));
        for turn in 0..TURNS {
            let place = Place {
                sheet: self.sheet_ref(at),
                index,
                units: &units,
                typed,
                merges: merges.as_deref(),
                is_1904: self.workbook.is_1904(),
            };
            // what the head gives rise to is told once, however often its rows are read
            let mut tell = |at, fault| {
                if turn == 0 {
                    findings.put(index, Some(at), fault, Use::Used);
                }
            };
            let (mut summary, columns) =
                Summary::new(self.register, self.day, header, self.lexicon, &place, &mut tell);
            if self.rows(index, header.end, columns, &mut summary)? == End::Done {
                if summary.too_long {
                    return Err(Fault::new(Code::F014)
                        .found("行/rows")
                        .expected(summary.entries.len())
                        .into());
                }
                if let Some(at) = summary.another {
                    let mut fault = Fault::new(Code::S013).with("row", at.row + 1);
                    if summary.other_places {
                        // the same table goes on under a head of another order
                        fault.severity = Severity::Error;
                    }
                    findings.put(index, Some(at), fault, Use::Used);
                }
                let (mut entries, stated) = (summary.entries, summary.stated);
                let left_out = days::only(&mut entries, self.day);
                for (at, fault) in left_out.stale {
                    findings.put(index, Some(at), fault, Use::Used);
                }
                let mut no_places = summary.no_places;
                no_places.extend(left_out.rows);
                no_places.sort_by_key(|(at, _)| *at);
                if let Some((at, label)) = no_places.first() {
                    let mut fault = Fault::new(Code::S015).found(shorten(label)).with("row", at.row + 1);
                    fault.count = no_places.len() as u64;
                    findings.put(index, Some(*at), fault, Use::Used);
                }
                strangers::by_short_name(self.register, &mut entries);
                return Ok((entries, stated));
            }
        }
        Ok((Vec::new(), None))
    }

    fn ledger(
        &mut self,
        at: usize,
        header: &Header,
        findings: &mut Findings<'p>,
    ) -> Result<Below, Box<Fault>> {
        let index = self.sheets[at].index;
        let mut merges: Option<Vec<Merge>> =
            if self.workbook.is_light(index) { self.workbook.merges(index) } else { None };
        // as it comes, then with what the turn before asked for
        for _ in 0..=TURNS {
            let mut own = findings.fork();
            let place = Place {
                sheet: self.sheet_ref(at),
                index,
                units: &self.sheets[at].title.units.clone(),
                typed: self.workbook.is_typed(),
                merges: merges.as_deref(),
                is_1904: self.workbook.is_1904(),
            };
            let Some((mut ledger, columns)) =
                Ledger::new(self.plan, self.day, header, self.lexicon, &place, &mut own)
            else {
                break;
            };
            if self.rows(index, header.end, columns, &mut ledger)? == End::Again {
                continue;
            }
            // a large sheet is read a second time only for a street's merged cells
            if ledger.blank_streets && merges.is_none() {
                merges = Some(self.workbook.merges(index).unwrap_or_default());
                if merges.as_ref().is_some_and(|m| !m.is_empty()) {
                    continue;
                }
            }
            let stated = ledger.stated;
            let counted = ledger.finish(self.households);
            findings.absorb(own);
            let settled = Settled { figures: counted.figures, streets: counted.streets };
            return Ok(Below {
                settled: Some(settled),
                reinspected: counted.reinspected,
                households: counted.households,
                stated,
                used: counted.used,
            });
        }
        Ok(Below::default())
    }

    fn rows(
        &mut self,
        sheet: usize,
        start: u32,
        columns: Vec<u32>,
        consumer: &mut dyn Consumer,
    ) -> Result<End, Box<Fault>> {
        let mut assembler = Assembler::new(start, columns, consumer);
        let end = self.workbook.stream(sheet, &mut assembler)?;
        if end == End::Done {
            assembler.finish();
        }
        Ok(end)
    }
}

struct HeadSink(Head);

impl<'a> Sink<'a> for HeadSink {
    fn cell(&mut self, at: CellRef, cell: Cell<'a>) -> Flow {
        if self.0.put(at, cell.into_owned()) { Flow::Go } else { Flow::Stop }
    }
}
