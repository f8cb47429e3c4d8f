//! Whose a file is, and which of its sheets is read; what keeps any from being read.

use crate::collect::belongs;
use crate::collect::cell::shorten;
use crate::collect::column::{Column, Holds};
use crate::collect::findings::{Findings, Use};
use crate::collect::header::{Form, Header, doubled_faults};
use crate::collect::summary::{Entry, What};
use crate::collect::title;
use crate::collect::vocabulary::Key;
use crate::model::{CellRef, Code, Fault, Rows};

use super::strangers::Strangers;
use super::{FileReading, Reader, Sheet};

impl Reader<'_, '_> {
    /// Whose the file is, and which of its sheets are whose: by the file's name, else by the sheets' names,
    /// else by titles, else by the rows of a summary.
    pub(super) fn shares(&mut self, by_name: &[usize]) -> Vec<(usize, Vec<usize>)> {
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
        let by_sheet_name = by_sheet(&|sheet| self.register.named(&sheet.name));
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
            self.register.named(&sheet.title.texts.join(" "))
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
                self.strangers = Strangers::of(self.sheets[at].index, &districts, &entries);
                return districts.into_iter().map(|d| (d, vec![at])).collect();
            }
        }
        Vec::new()
    }

    /// F003, with the district that may be meant.
    pub(super) fn nobodys(&self, by_name: &[usize]) -> FileReading {
        let mut findings = Findings::new(self.plan, self.file.name, None, Vec::new());
        let guess = match by_name {
            [] => belongs::guess(self.register.nearest(self.file.name)),
            several => {
                let names: Vec<&str> =
                    several.iter().map(|d| self.plan.districts[*d].name.as_str()).collect();
                belongs::guess(Some(&names.join("？")))
            }
        };
        findings.file(Fault::new(Code::F003).found(self.file.name).expected(guess));
        FileReading { district: None, returned: None, faults: findings.into_faults() }
    }

    /// The sheets with a whole head; of several those of the report day, where any names it. None: S001 or
    /// S002 for the one that comes nearest.
    pub(super) fn candidates(&self, sheets: &[usize], findings: &mut Findings<'_>) -> Vec<usize> {
        let whole = |at: &&usize| self.sheets[**at].header.as_ref().is_some_and(Header::is_complete);
        let mut candidates: Vec<usize> = sheets.iter().filter(whole).copied().collect();
        if candidates.is_empty() {
            self.no_header(sheets, findings);
        }
        let of_day = |at: &usize| {
            let sheet = &self.sheets[*at];
            sheet.title.stated.is_some_and(|s| s.day == self.day) || title::names_day(&sheet.name, self.day)
        };
        if candidates.iter().any(of_day) {
            candidates.retain(of_day);
        }
        candidates
    }

    fn no_header(&self, sheets: &[usize], findings: &mut Findings<'_>) {
        let names: Vec<&str> = self.plan.measures.iter().map(|m| m.name.as_str()).collect();
        let nearest = sheets
            .iter()
            .filter_map(|at| self.sheets[*at].header.as_ref().map(|header| (*at, header)))
            .max_by_key(|(at, header)| (header.rank(), std::cmp::Reverse(*at)));
        if let Some((at, header)) = nearest
            && (header.rank().1 > 0
                || header.form == Form::Ledger
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
            let lacks = header.lacks(self.lexicon, &names);
            if !lacks.is_empty() {
                // in one fault: of several only the first would be shown
                let fault = Fault::new(Code::S002).expected(lacks.join("、")).found(&near);
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

    /// F007 where title and sheet name other districts and not the one that the file's name names.
    pub(super) fn against_title(&self, district: usize, at: usize, findings: &mut Findings<'_>) {
        let sheet = &self.sheets[at];
        let titled = self.register.named(&format!("{} {}", sheet.title.texts.join(" "), sheet.name));
        if let [other, ..] = titled[..]
            && !titled.contains(&district)
        {
            let fault = Fault::new(Code::F007)
                .found(&self.plan.districts[district].name)
                .expected(&self.plan.districts[other].name);
            findings.put(self.sheets[at].index, None, fault, Use::Used);
        }
    }

    /// No row of the district: rows of another (F007), or none at all (R009).
    pub(super) fn no_row(
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
        let fault = Fault::new(Code::R009).expected(format!("{name}的数")).with("row", header.end + 1);
        findings.put(sheet, Some(place), fault, Use::Used);
    }

    /// S007: rows that figures come from, or columns of figures, that the sheet hides.
    pub(super) fn hidden_but_counted(
        &mut self,
        at: usize,
        header: &Header,
        used: &Rows,
        findings: &mut Findings<'_>,
    ) {
        let sheet = &self.sheets[at];
        let hidden = self.workbook.hidden(sheet.index);
        if hidden.is_empty() {
            return;
        }
        let rows: Vec<u32> = used
            .ranges()
            .iter()
            .flat_map(|(first, last)| *first..=*last)
            .filter(|r| hidden.row(*r))
            .collect();
        if let [first, .., last] | [first @ last] = rows[..] {
            let span = if first == last { String::new() } else { format!("–{}", last + 1) };
            let mut fault = Fault::new(Code::S007).found(format!("行/rows {}{span}", first + 1));
            fault.count = rows.len() as u64;
            findings.put(sheet.index, Some(CellRef { row: first, column: 0 }), fault, Use::Used);
        }
        let used =
            |c: &&Column| matches!(c.holds, Holds::Figure(..) | Holds::Key(Key::DoneDate | Key::FoundDate));
        let columns: Vec<&Column> =
            header.columns.iter().filter(used).filter(|c| hidden.column(c.index)).collect();
        if let Some(first) = columns.first() {
            let letters: Vec<String> = columns.iter().map(|c| CellRef::letters(c.index)).collect();
            let mut fault = Fault::new(Code::S007).found(format!("列/columns {}", letters.join("、")));
            fault.count = columns.len() as u64;
            let place = CellRef { row: first.row, column: first.index };
            findings.put(sheet.index, Some(place), fault, Use::Used);
        }
    }

    /// S003 and S004: what the head itself gives rise to.
    pub(super) fn of_the_head(&self, sheet: usize, header: &Header, findings: &mut Findings<'_>) {
        let names: Vec<&str> = self.plan.measures.iter().map(|m| m.name.as_str()).collect();
        for (place, fault) in doubled_faults(header, &names) {
            findings.put(sheet, Some(place), fault, Use::Used);
        }
        let unknown: Vec<&Column> = header.columns.iter().filter(|c| c.holds == Holds::Unknown).collect();
        if let Some(first) = unknown.first() {
            let titles: Vec<String> = unknown.iter().take(12).map(|c| shorten(&c.title)).collect();
            let mut fault = Fault::new(Code::S004).found(titles.join("、"));
            fault.count = unknown.len() as u64;
            findings.put(sheet, Some(CellRef { row: first.row, column: first.index }), fault, Use::Used);
        }
    }
}
