//! One file, from its bytes to a district's return. [`read_file`] is a function of its arguments alone, so
//! that it can run in a thread or, one day, in a process of its own with limits on memory and time.

use std::sync::Arc;

use crate::model::{CellRef, Code, Day, Fault, SheetRef};
use crate::plan::Plan;

use super::belongs;
use super::cell::{Cell, shorten};
use super::column::{Holds, Lexicon};
use super::findings::{Findings, Use};
use super::header::{Form, Head, Header, doubled_faults};
use super::ledger::{self, Ledger};
use super::preflight::preflight;
use super::returns::{Reinspected, Return};
use super::rows::{Assembler, Consumer};
use super::settle::{Settled, settle};
use super::sniff::{Kind, against_extension, names_a_workbook, sniff};
use super::summary::{Entry, Summary, What};
use super::title::{self, Stated, Title};
use super::workbook::{End, Flow, Merge, Sink, Workbook};

/// What one file says for one district, or of no district.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct FileReading {
    /// the district that the file was taken for
    pub(super) district: Option<usize>,
    /// its figures, unless an error spoils them
    pub(super) returned: Option<Return>,
    pub(super) faults: Vec<Fault>,
}

/// A file as it is handed over to be read.
#[derive(Clone, Copy, Debug)]
pub(super) struct FileBytes<'b> {
    pub(super) name: &'b str,
    pub(super) sha256: &'b str,
    pub(super) bytes: &'b [u8],
}

/// Reads a file for the districts that it is of: one as a rule, several where its sheets or rows name them.
pub(super) fn read_file(plan: &Plan, day: Day, file: FileBytes<'_>) -> Vec<FileReading> {
    match Reader::open(plan, day, file) {
        Ok(mut reader) => reader.read(),
        Err(fault) => vec![failed(plan, file.name, fault)],
    }
}

/// A file that could not be read, for the district that its name names. Pictures and letters beside the
/// workbooks are no district's: they keep nobody from being reported.
pub(super) fn failed(plan: &Plan, name: &str, fault: Fault) -> FileReading {
    let district = match belongs::named(plan, name)[..] {
        [district] if names_a_workbook(name) => Some(district),
        _ => None,
    };
    let mut findings = Findings::new(plan, name, district, Vec::new());
    findings.file(fault);
    FileReading { district, returned: None, faults: findings.into_faults() }
}

struct Reader<'p, 'b> {
    plan: &'p Plan,
    day: Day,
    lexicon: Lexicon,
    file: FileBytes<'b>,
    kind: Kind,
    workbook: Workbook<'b>,
    sheets: Vec<Sheet>,
    hidden: Vec<usize>,
}

/// A visible sheet in which something stands.
struct Sheet {
    index: usize,
    name: String,
    head: Head,
    header: Option<Header>,
    title: Title,
}

/// What a sheet's rows gave.
struct Table {
    settled: Option<Settled>,
    reinspected: Option<Reinspected>,
    stated: Option<Stated>,
}

impl<'p, 'b> Reader<'p, 'b> {
    fn open(plan: &'p Plan, day: Day, file: FileBytes<'b>) -> Result<Reader<'p, 'b>, Fault> {
        let kind = sniff(file.bytes, file.name)?;
        preflight(file.bytes, kind)?;
        let workbook = Workbook::open(file.bytes, kind)?;
        let lexicon = Lexicon::new(&plan.measures, day);
        let mut reader =
            Reader { plan, day, lexicon, file, kind, workbook, sheets: Vec::new(), hidden: Vec::new() };
        reader.look()?;
        let plain_text = kind == Kind::Csv && !names_a_workbook(file.name);
        if plain_text && reader.sheets.iter().all(|s| s.header.is_none()) {
            return Err(Fault::new(Code::F010).found("文本/text"));
        }
        Ok(reader)
    }

    /// Looks at the first rows of every sheet.
    fn look(&mut self) -> Result<(), Fault> {
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
            let merges = if self.workbook.is_light() { self.workbook.merges(index) } else { None };
            let head = head.with_merges(merges);
            let header = head.find(&self.lexicon);
            let title = title::read(&head, header.as_ref().map_or(3, |h| h.top), self.day);
            self.sheets.push(Sheet { index, name: info.name, head, header, title });
        }
        Ok(())
    }

    fn head(&mut self, sheet: usize) -> Result<Head, Fault> {
        let mut sink = HeadSink::default();
        if self.workbook.stream(sheet, false, &mut sink)? == End::OutOfOrder {
            sink = HeadSink::default();
            self.workbook.stream(sheet, true, &mut sink)?;
        }
        Ok(sink.0)
    }

    fn read(&mut self) -> Vec<FileReading> {
        let by_name = belongs::named(self.plan, self.file.name);
        let shares = self.shares(&by_name);
        if shares.is_empty() {
            return vec![self.nobodys(&by_name)];
        }
        let mut readings: Vec<FileReading> = Vec::new();
        for (district, sheets) in shares {
            let first = readings.is_empty();
            readings.push(self.district(district, &sheets, first));
        }
        readings
    }

    /// Whose the file is, and which of its sheets are whose: by the file's name, else by the sheets' names,
    /// else by titles, else by the rows of a summary.
    fn shares(&mut self, by_name: &[usize]) -> Vec<(usize, Vec<usize>)> {
        let all: Vec<usize> = (0..self.sheets.len()).collect();
        let by_sheet = |texts: &dyn Fn(&Sheet) -> Vec<usize>| {
            let mut shares: Vec<(usize, Vec<usize>)> = Vec::new();
            for (at, sheet) in self.sheets.iter().enumerate() {
                if let [district] = texts(sheet)[..] {
                    match shares.iter_mut().find(|(d, _)| *d == district) {
                        Some((_, sheets)) => sheets.push(at),
                        None => shares.push((district, vec![at])),
                    }
                }
            }
            shares.sort_by_key(|(district, _)| *district);
            shares
        };
        let by_sheet_name = by_sheet(&|sheet| belongs::named(self.plan, &sheet.name));
        if let [district] = *by_name {
            let others: Vec<usize> = by_sheet_name
                .iter()
                .filter(|(d, _)| *d != district)
                .flat_map(|(_, sheets)| sheets.clone())
                .collect();
            let own = by_sheet_name.into_iter().find(|(d, _)| *d == district).map(|(_, sheets)| sheets);
            // sheets that name other districts stay out only beside one that names this one
            let sheets = own.unwrap_or_else(|| {
                let rest: Vec<usize> = all.iter().copied().filter(|at| !others.contains(at)).collect();
                if rest.is_empty() { all } else { rest }
            });
            return vec![(district, sheets)];
        }
        if !by_sheet_name.is_empty() {
            return by_sheet_name;
        }
        let by_title = by_sheet(&|sheet| {
            if sheet.header.is_none() {
                return Vec::new();
            }
            belongs::named(self.plan, &sheet.title.texts.join(" "))
        });
        if !by_title.is_empty() {
            return by_title;
        }
        self.by_rows()
    }

    /// The districts whose names stand in the rows of a summary, where nothing else tells.
    fn by_rows(&mut self) -> Vec<(usize, Vec<usize>)> {
        for at in 0..self.sheets.len() {
            let Some(header) = self.sheets[at].header.clone() else { continue };
            if header.form != Form::Summary || !header.is_complete() {
                continue;
            }
            let mut unheard = Findings::new(self.plan, self.file.name, None, Vec::new());
            let Ok((entries, _)) = self.entries(at, &header, &mut unheard) else { continue };
            let mut districts: Vec<usize> = entries
                .iter()
                .filter_map(|e| match e.what {
                    What::District(d) | What::Street(Some(d)) | What::Total(Some(d)) => Some(d),
                    _ => None,
                })
                .collect();
            districts.sort_unstable();
            districts.dedup();
            if !districts.is_empty() {
                return districts.into_iter().map(|d| (d, vec![at])).collect();
            }
        }
        Vec::new()
    }

    /// F003, with the district that may be meant.
    fn nobodys(&self, by_name: &[usize]) -> FileReading {
        let mut findings = Findings::new(self.plan, self.file.name, None, Vec::new());
        let guess = match by_name {
            [] => belongs::guess(belongs::nearest(self.plan, self.file.name)),
            several => {
                let names: Vec<&str> =
                    several.iter().map(|d| self.plan.districts[*d].name.as_str()).collect();
                belongs::guess(Some(&names.join("？")))
            }
        };
        findings.file(Fault::new(Code::F003).found(self.file.name).expected(guess));
        FileReading { district: None, returned: None, faults: findings.into_faults() }
    }

    fn district(&mut self, district: usize, sheets: &[usize], first: bool) -> FileReading {
        let names = self.workbook.sheets().iter().map(|s| s.name.clone()).collect();
        let mut findings = Findings::new(self.plan, self.file.name, Some(district), names);
        if first {
            self.of_the_file(&mut findings);
        }
        let returned = self.returned(district, sheets, &mut findings);
        let returned = returned.filter(|_| !findings.spoil());
        FileReading { district: Some(district), returned, faults: findings.into_faults() }
    }

    fn of_the_file(&self, findings: &mut Findings<'_>) {
        if let Some(fault) = against_extension(self.kind, self.file.name) {
            findings.file(fault);
        }
        for index in &self.hidden {
            let fault = Fault::new(Code::S006).found(&self.workbook.sheets()[*index].name);
            findings.put(*index, None, fault, Use::Used);
        }
    }

    fn returned(&mut self, district: usize, sheets: &[usize], findings: &mut Findings<'p>) -> Option<Return> {
        let at = self.choose(sheets, findings)?;
        let header = self.sheets[at].header.clone()?;
        let index = self.sheets[at].index;
        self.against_title(district, at, findings);
        self.of_the_head(index, &header, findings);
        let table = match header.form {
            Form::Summary => self.summary(district, at, &header, findings),
            Form::Ledger => self.ledger(at, &header, findings),
        };
        let table = match table {
            Ok(table) => table,
            Err(fault) => {
                findings.put(index, None, fault, Use::Used);
                return None;
            }
        };
        let stated = Stated::or(self.sheets[at].title.stated, table.stated);
        if let Some(stated) = stated.filter(|stated| stated.day != self.day) {
            let fault = Fault::new(Code::F005).found(stated.day).expected(self.day);
            findings.put(index, Some(stated.at), fault, Use::Used);
        }
        let settled = table.settled?;
        Some(Return {
            district,
            file: self.file.name.to_owned(),
            sheet: self.sheets[at].name.clone(),
            sha256: self.file.sha256.to_owned(),
            stated_day: stated.map(|stated| stated.day),
            figures: settled.figures,
            streets: settled.streets,
            reinspected: table.reinspected,
        })
    }

    /// The sheet to be read: the only one with a whole head; of several that of the report day, else a
    /// summary before a ledger, else the first, with S005. None: S001 or S002 for the one that comes nearest.
    fn choose(&self, sheets: &[usize], findings: &mut Findings<'_>) -> Option<usize> {
        let whole = |at: &&usize| self.sheets[**at].header.as_ref().is_some_and(Header::is_complete);
        let mut candidates: Vec<usize> = sheets.iter().filter(whole).copied().collect();
        if candidates.is_empty() {
            self.no_header(sheets, findings);
            return None;
        }
        let of_day = |at: &usize| {
            let sheet = &self.sheets[*at];
            sheet.title.stated.is_some_and(|s| s.day == self.day) || title::names_day(&sheet.name, self.day)
        };
        if candidates.iter().any(of_day) {
            candidates.retain(of_day);
        }
        let summary =
            |at: &&usize| self.sheets[**at].header.as_ref().is_some_and(|h| h.form == Form::Summary);
        let chosen = candidates.iter().find(summary).or(candidates.first()).copied()?;
        if candidates.len() > 1 {
            let names: Vec<&str> = candidates.iter().map(|at| self.sheets[*at].name.as_str()).collect();
            let fault = Fault::new(Code::S005).found(names.join("、")).expected(&self.sheets[chosen].name);
            findings.put(self.sheets[chosen].index, None, fault, Use::Used);
        }
        Some(chosen)
    }

    fn no_header(&self, sheets: &[usize], findings: &mut Findings<'_>) {
        let names: Vec<&str> = self.plan.measures.iter().map(|m| m.name.as_str()).collect();
        let nearest = sheets
            .iter()
            .filter_map(|at| self.sheets[*at].header.as_ref().map(|header| (*at, header)))
            .max_by_key(|(at, header)| (header.rank(), std::cmp::Reverse(*at)));
        if let Some((at, header)) = nearest
            && (header.rank().1 > 0
                || header.columns.iter().filter(|c| matches!(c.holds, Holds::Figure(..))).count() > 1)
        {
            let titles: Vec<String> = header
                .columns
                .iter()
                .filter(|c| c.holds == Holds::Unknown)
                .map(|c| shorten(&c.title))
                .take(8)
                .collect();
            let near =
                if titles.is_empty() { String::new() } else { format!("（{}？）", titles.join("、")) };
            for lack in header.lacks(&self.lexicon, &names) {
                let fault = Fault::new(Code::S002).expected(lack).found(&near);
                let place = CellRef {
                    row: header.end.saturating_sub(1),
                    column: header.columns.first().map_or(0, |c| c.index),
                };
                findings.put(self.sheets[at].index, Some(place), fault, Use::Used);
            }
            for (place, fault) in doubled_faults(header, &names) {
                findings.put(self.sheets[at].index, Some(place), fault, Use::Used);
            }
            return;
        }
        let first = sheets.first().map(|at| &self.sheets[*at]);
        let rows = first.map_or(0, |sheet| sheet.head.looked_at());
        let near = first.map(|sheet| sheet.head.nearest()).filter(|n| !n.is_empty());
        let near = near.map(|n| format!("（{}？）", n.join("、"))).unwrap_or_default();
        let fault = Fault::new(Code::S001).expected(names.join("、")).found(near).with("rows", rows);
        match first {
            Some(sheet) => findings.put(sheet.index, None, fault, Use::Used),
            None => findings.file(fault),
        }
    }

    /// F007 where the title names other districts and not the one that the file's name names.
    fn against_title(&self, district: usize, at: usize, findings: &mut Findings<'_>) {
        let titled = belongs::named(self.plan, &self.sheets[at].title.texts.join(" "));
        if let [other, ..] = titled[..]
            && !titled.contains(&district)
        {
            let fault = Fault::new(Code::F007)
                .found(&self.plan.districts[district].name)
                .expected(&self.plan.districts[other].name);
            findings.put(self.sheets[at].index, None, fault, Use::Used);
        }
    }

    /// S003 and S004: what the head itself gives rise to.
    fn of_the_head(&self, sheet: usize, header: &Header, findings: &mut Findings<'_>) {
        let names: Vec<&str> = self.plan.measures.iter().map(|m| m.name.as_str()).collect();
        for (place, fault) in doubled_faults(header, &names) {
            findings.put(sheet, Some(place), fault, Use::Used);
        }
        let unknown: Vec<&super::column::Column> =
            header.columns.iter().filter(|c| c.holds == Holds::Unknown).collect();
        if let Some(first) = unknown.first() {
            let titles: Vec<String> = unknown.iter().take(12).map(|c| shorten(&c.title)).collect();
            let mut fault = Fault::new(Code::S004).found(titles.join("、"));
            fault.count = unknown.len() as u64;
            findings.put(sheet, Some(CellRef { row: first.row, column: first.index }), fault, Use::Used);
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
    ) -> Result<Table, Fault> {
        let (entries, stated) = self.entries(at, header, findings)?;
        let index = self.sheets[at].index;
        let settled = settle(self.plan, district, &entries, index, findings);
        if settled.is_none() {
            self.no_row(district, &entries, index, header, findings);
        }
        Ok(Table { settled, reinspected: None, stated })
    }

    /// No row of the district: rows of another (F007), or none at all (R009).
    fn no_row(
        &self,
        district: usize,
        entries: &[Entry],
        sheet: usize,
        header: &Header,
        findings: &mut Findings<'_>,
    ) {
        let name = &self.plan.districts[district].name;
        let other = entries.iter().find_map(|e| match e.what {
            What::District(d) | What::Street(Some(d)) if d != district => Some(d),
            _ => None,
        });
        if let Some(other) = other {
            let fault = Fault::new(Code::F007).found(name).expected(&self.plan.districts[other].name);
            findings.put(sheet, None, fault, Use::Used);
        }
        let column = header.columns.first().map_or(0, |c| c.index);
        let place = CellRef { row: header.end, column };
        let fault = Fault::new(Code::R009).expected(name).with("row", header.end + 1);
        findings.put(sheet, Some(place), fault, Use::Used);
    }

    fn entries(
        &mut self,
        at: usize,
        header: &Header,
        findings: &mut Findings<'p>,
    ) -> Result<(Vec<Entry>, Option<Stated>), Fault> {
        let index = self.sheets[at].index;
        let merges = self.workbook.merges(index);
        let typed = self.workbook.is_typed();
        let units = self.sheets[at].title.units.clone();
        for sorted in [false, true] {
            let (mut summary, columns) = Summary::new(
                self.plan,
                self.day,
                self.sheet_ref(at),
                header,
                &units,
                &self.lexicon,
                typed,
                merges.as_deref(),
                &mut |at, fault| {
                    if !sorted {
                        findings.put(index, Some(at), fault, Use::Used);
                    }
                },
            );
            if self.rows(index, sorted, header.end, columns, &mut summary)? == End::Done {
                if summary.too_long {
                    return Err(Fault::new(Code::F014).found("行/rows").expected(summary.entries.len()));
                }
                return Ok((summary.entries, summary.stated));
            }
        }
        Ok((Vec::new(), None))
    }

    fn ledger(&mut self, at: usize, header: &Header, findings: &mut Findings<'p>) -> Result<Table, Fault> {
        let index = self.sheets[at].index;
        let mut merges: Option<Vec<Merge>> =
            if self.workbook.is_light() { self.workbook.merges(index) } else { None };
        let mut sorted = false;
        // at most three turns: as it comes, then with what the one before asked for
        for _ in 0..3 {
            let mut own = findings.fork();
            let place = ledger::Place {
                sheet: self.sheet_ref(at),
                index,
                units: &self.sheets[at].title.units.clone(),
                typed: self.workbook.is_typed(),
                merges: merges.as_deref(),
            };
            let Some((mut ledger, columns)) =
                Ledger::new(self.plan, self.day, header, &self.lexicon, &place, &mut own)
            else {
                break;
            };
            if self.rows(index, sorted, header.end, columns, &mut ledger)? == End::OutOfOrder {
                sorted = true;
                continue;
            }
            // a large sheet is read a second time only for a street's merged cells
            if ledger.blank_streets && merges.is_none() && !self.workbook.is_light() {
                merges = Some(self.workbook.merges(index).unwrap_or_default());
                if merges.as_ref().is_some_and(|m| !m.is_empty()) {
                    continue;
                }
            }
            let stated = ledger.stated;
            let counted = ledger.finish();
            findings.absorb(own);
            let settled = Settled { figures: counted.figures, streets: counted.streets };
            return Ok(Table { settled: Some(settled), reinspected: counted.reinspected, stated });
        }
        Ok(Table { settled: None, reinspected: None, stated: None })
    }

    fn rows(
        &mut self,
        sheet: usize,
        sorted: bool,
        start: u32,
        columns: Vec<u32>,
        consumer: &mut dyn Consumer,
    ) -> Result<End, Fault> {
        let mut assembler = Assembler::new(start, columns, consumer);
        let end = self.workbook.stream(sheet, sorted, &mut assembler)?;
        if end == End::Done {
            assembler.finish();
        }
        Ok(end)
    }
}

#[derive(Default)]
struct HeadSink(Head);

impl<'a> Sink<'a> for HeadSink {
    fn cell(&mut self, at: CellRef, cell: Cell<'a>) -> Flow {
        if self.0.put(at, cell.into_owned()) { Flow::Go } else { Flow::Stop }
    }
}
