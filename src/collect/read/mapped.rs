//! A workbook read as the plan's `workbooks:` says: its sheet, the rows of its head, its columns. What the
//! plan leaves out is found as ever; what it says and the workbook does not bear out is a fault, and the
//! district's figures are not used.

use crate::collect::cell::shorten;
use crate::collect::column::{Column, Holds, Lexicon};
use crate::collect::findings::{Findings, Use};
use crate::collect::head::Head;
use crate::collect::header::Header;
use crate::collect::normal::{brackets, fold};
use crate::collect::title;
use crate::collect::units::Unit;
use crate::collect::vocabulary::{Key, Kind};
use crate::model::{CellRef, Code, Fault};
use crate::plan::{Gives, HeadRows, MappedColumn, MappedFigure, MappedKey, Mapping};

use super::{Reader, Sheet};

/// What does not fit, and where.
type Misfit = (Option<CellRef>, Fault);

/// A head has at most so many rows where the plan names one of them.
const DEPTH: u32 = 4;

impl<'p> Reader<'p, '_> {
    /// The sheets to choose from, each with the head that the plan says; nothing where the plan and the
    /// workbook disagree, which is told.
    pub(super) fn as_mapped(
        &mut self,
        mapping: &'p Mapping,
        sheets: &[usize],
        findings: &mut Findings<'_>,
    ) -> Option<Vec<usize>> {
        let sheets = match &mapping.sheet {
            None => sheets.to_vec(),
            Some(name) => vec![self.named_sheet(name, findings)?],
        };
        let mut troubles: Vec<(usize, Vec<Misfit>)> = Vec::new();
        let mut fitting = Vec::new();
        for at in sheets {
            self.reach(at, mapping);
            let sheet = &mut self.sheets[at];
            match headed(&sheet.head, self.lexicon, mapping) {
                Ok(header) => {
                    sheet.title = title::read(&sheet.head, header.as_ref().map_or(3, |h| h.top), self.day);
                    sheet.header = header;
                    fitting.push(at);
                }
                Err(faults) => troubles.push((sheet.index, faults)),
            }
        }
        if let (true, Some((sheet, faults))) = (fitting.is_empty(), troubles.into_iter().next()) {
            for (at, fault) in faults {
                findings.put(sheet, at, fault, Use::Used);
            }
            return None;
        }
        Some(fitting)
    }

    /// The place of the sheet that the plan names, in the file: hidden or not.
    pub(super) fn index_of(&self, name: &str) -> Option<usize> {
        let sheets = self.workbook.sheets();
        let exact = sheets.iter().position(|sheet| sheet.name == name);
        exact.or_else(|| sheets.iter().position(|sheet| fold(&sheet.name) == fold(name)))
    }

    fn named_sheet(&mut self, name: &str, findings: &mut Findings<'_>) -> Option<usize> {
        let Some(index) = self.index_of(name) else {
            let names: Vec<&str> = self.workbook.sheets().iter().map(|s| s.name.as_str()).take(12).collect();
            findings.file(Fault::new(Code::M001).expected(name).found(names.join("、")));
            return None;
        };
        if let Some(at) = self.sheets.iter().position(|sheet| sheet.index == index) {
            return Some(at);
        }
        // hidden, or empty
        let head = match self.head(index) {
            Ok(head) => head,
            Err(fault) => {
                findings.put(index, None, *fault, Use::Used);
                return None;
            }
        };
        let merges = if self.workbook.is_light(index) { self.workbook.merges(index) } else { None };
        let name = self.workbook.sheets()[index].name.clone();
        let sheet = Sheet {
            index,
            name,
            head: head.with_merges(merges),
            header: None,
            title: title::Title::default(),
            is_turned: false,
        };
        self.sheets.push(sheet);
        Some(self.sheets.len() - 1)
    }

    /// Reads a head that stands farther down than heads are looked for.
    fn reach(&mut self, at: usize, mapping: &Mapping) {
        let last = match mapping.header {
            Some(HeadRows::About(row)) => row + DEPTH,
            Some(HeadRows::From(_, to)) => to + DEPTH,
            None => return,
        };
        let index = self.sheets[at].index;
        if !self.sheets[at].head.reaches(last)
            && let Ok(head) = self.head_until(index, last)
        {
            self.sheets[at].head = head.with_merges(self.workbook.merges(index));
        }
    }
}

/// The head that the plan says, of what it says nothing the one found; its faults where it does not fit.
fn headed(head: &Head, lexicon: &Lexicon, mapping: &Mapping) -> Result<Option<Header>, Vec<Misfit>> {
    let given = |columns: &mut Vec<Column>, top: u32| put(columns, top, head, lexicon, mapping);
    let rows = match mapping.header {
        None => None,
        Some(HeadRows::From(from, to)) => Some((from, to + 1)),
        // the row may be one of several; what is known of heads tells which belong to it
        Some(HeadRows::About(row)) => Some(head.around(lexicon, row, DEPTH).unwrap_or((row, row + 1))),
    };
    let found = head.find_given(lexicon, rows, &given);
    let columns = found.as_ref().map_or_else(Vec::new, |header| header.columns.clone());
    if let Some(trouble) = rows.and_then(|rows| no_head(head, rows, &columns)) {
        return Err(vec![trouble]);
    }
    let lowest = found.as_ref().map(|header| header.end.saturating_sub(1)).or(rows.map(|(top, _)| top));
    let titles: Vec<String> = match rows {
        Some((top, end)) if columns.is_empty() => head.texts(top..end),
        _ => columns.iter().map(|c| shorten(&c.title)).collect(),
    };
    let misfit = |column| misfit(column, &columns, &titles, lowest, lexicon, head);
    let faults: Vec<Misfit> = mapping.columns.iter().filter_map(misfit).collect();
    if faults.is_empty() { Ok(found) } else { Err(faults) }
}

/// M002 where nothing stands in the rows that the plan says are the head, or figures do: a row of figures
/// taken for a head would be lost without a word.
fn no_head(head: &Head, (top, end): (u32, u32), columns: &[Column]) -> Option<Misfit> {
    let figures: Vec<u32> =
        columns.iter().filter(|c| matches!(c.holds, Holds::Figure(..))).map(|c| c.index).collect();
    let (row, found) = match head.figures_in(top..end, &figures) {
        Some(row) => (row, "填的是数字/holds figures"),
        None if !head.stands_in(top) => (top, "是空的/is empty"),
        None => return None,
    };
    let fault = Fault::new(Code::M002).expected(row + 1).found(found);
    Some((Some(CellRef { row, column: 0 }), fault))
}

/// Lets the plan say what its columns hold; no other column holds the same.
fn put(columns: &mut Vec<Column>, top: u32, head: &Head, lexicon: &Lexicon, mapping: &Mapping) {
    for mapped in &mapping.columns {
        if let Some(letter) = mapped.letter
            && !columns.iter().any(|c| c.index == letter)
            && head.holds_column(letter)
        {
            // a column without a head goes by its letter
            let mut column = lexicon.column(letter, top, &[CellRef::letters(letter)]);
            (column.holds, column.unit) = (Holds::Unknown, None);
            let at = columns.partition_point(|c| c.index < letter);
            columns.insert(at, column);
        }
    }
    let places: Vec<Option<usize>> = mapping.columns.iter().map(|m| place(m, columns).ok()).collect();
    for (mapped, place) in mapping.columns.iter().zip(&places) {
        let holds = held(mapped.gives);
        for (at, column) in columns.iter_mut().enumerate() {
            if Some(at) == *place {
                column.holds = holds;
                if let Some(unit) = &mapped.unit {
                    column.unit = Some(Unit::of_measure(unit));
                }
            } else if column.holds == holds && !places.contains(&Some(at)) {
                column.holds = Holds::Unknown;
            }
        }
    }
}

/// Where a mapped column stands among `columns`; else those that it could be, by title.
fn place(mapped: &MappedColumn, columns: &[Column]) -> Result<usize, Vec<usize>> {
    if let Some(letter) = mapped.letter {
        return columns.iter().position(|c| c.index == letter).ok_or_else(Vec::new);
    }
    let Some(title) = &mapped.title else { return Err(Vec::new()) };
    let mut several = Vec::new();
    for closeness in 0..CLOSENESS {
        let found: Vec<usize> =
            (0..columns.len()).filter(|at| is_titled(&columns[*at], title, closeness)).collect();
        if let [only] = found[..] {
            return Ok(only);
        }
        if several.is_empty() {
            several = found;
        }
    }
    Err(several)
}

const CLOSENESS: usize = 3;

/// Is a column so titled: by all its heads, by the lowest, by the lowest without what stands in brackets?
fn is_titled(column: &Column, title: &str, closeness: usize) -> bool {
    let plain = |text: &str| fold(text).replace('/', "");
    let title = plain(title);
    match closeness {
        0 => plain(&column.title) == title,
        1 => plain(&column.leaf) == title,
        _ => plain(&brackets(&column.leaf).0) == title || plain(&brackets(&fold(&column.title)).0) == title,
    }
}

/// What keeps a mapped column from being read as the plan says.
fn misfit(
    mapped: &MappedColumn,
    columns: &[Column],
    titles: &[String],
    lowest: Option<u32>,
    lexicon: &Lexicon,
    head: &Head,
) -> Option<Misfit> {
    let cell = |column: &Column| CellRef { row: column.row, column: column.index };
    let at = match place(mapped, columns) {
        Ok(at) => at,
        Err(several) if several.is_empty() => {
            let (named, titles) = match (&mapped.title, mapped.letter) {
                (_, Some(letter)) => (CellRef::letters(letter), head.span()),
                (title, None) => {
                    let titles: Vec<&str> = titles.iter().take(12).map(String::as_str).collect();
                    (title.clone().unwrap_or_default(), titles.join("、"))
                }
            };
            let row = lowest.map(|row| CellRef { row, column: mapped.letter.unwrap_or(0) });
            return Some((row, Fault::new(Code::M003).expected(named).found(titles)));
        }
        Err(several) => {
            let places: Vec<String> = several
                .iter()
                .map(|at| format!("{} {}", cell(&columns[*at]), shorten(&columns[*at].title)))
                .collect();
            let fault = Fault::new(Code::M005).expected(mapped.title.as_deref().unwrap_or_default());
            return Some((Some(cell(&columns[several[0]])), fault.found(places.join("、"))));
        }
    };
    let column = &columns[at];
    if let Some(title) = &mapped.title
        && !(0..CLOSENESS).any(|closeness| is_titled(column, title, closeness))
    {
        let headless = column.title == CellRef::letters(column.index);
        let found = if headless { "（空）".to_owned() } else { shorten(&column.title) };
        let fault = Fault::new(Code::M004).expected(title).found(found);
        return Some((Some(cell(column)), fault.with("column", CellRef::letters(column.index))));
    }
    if column.holds != held(mapped.gives) {
        // its letter and another's title lead to one column
        let fault = Fault::new(Code::M005).expected(shorten(&column.title)).found(cell(column));
        return Some((Some(cell(column)), fault));
    }
    if let (Some(unit), Gives::Figure(measure, _)) = (&mapped.unit, mapped.gives)
        && Unit::of_measure(unit).ratio_to(lexicon.unit(measure)).is_none()
    {
        let fault = Fault::new(Code::M006).found(unit).expected(&lexicon.unit(measure).name);
        return Some((Some(cell(column)), fault));
    }
    None
}

fn held(gives: Gives) -> Holds {
    match gives {
        Gives::Figure(measure, figure) => {
            let kind = match figure {
                MappedFigure::Task => Kind::Task,
                MappedFigure::Previous => Kind::Previous,
                MappedFigure::Day => Kind::Day,
                MappedFigure::Done => Kind::Done,
                MappedFigure::Left => Kind::Left,
                MappedFigure::Share => Kind::Share,
                MappedFigure::Amount => Kind::Bare,
            };
            Holds::Figure(measure, kind)
        }
        Gives::Key(key) => Holds::Key(match key {
            MappedKey::Name => Key::Unit,
            MappedKey::District => Key::District,
            MappedKey::Street => Key::Street,
            MappedKey::Community => Key::Community,
            MappedKey::Id => Key::Id,
            MappedKey::Status => Key::Status,
            MappedKey::FoundDate => Key::FoundDate,
            MappedKey::DoneDate => Key::DoneDate,
            MappedKey::LookedDate => Key::LookedDate,
            MappedKey::LookedResult => Key::LookedResult,
        }),
    }
}
