//! The only place that knows calamine: files of every format as one stream of typed cells.
//!
//! .xlsx and .xlsb are streamed, never read as a range: two cells in opposite corners of a sheet make
//! calamine ask for 550 GB, which ends the process (<https://github.com/tafia/calamine/issues/693>). .xls
//! and .ods have no streaming reader; their ranges are walked, in absolute positions.

use std::borrow::Cow;
use std::io::Cursor;

use calamine::{
    Cell as Found, Data, DataRef, Dimensions, ExcelDateTime, Ods, OdsError, Range, Reader, SheetType,
    SheetVisible, Xls, XlsError, Xlsb, XlsbError, Xlsx, XlsxCellReader, XlsxError,
};

use crate::model::{CellRef, Code, Fault};

use super::cell::Cell;
use super::date::from_serial;
use super::sniff::Kind;
use super::stream::{CELLS_SORTED, End, Flow, Guard, Kept, Sink, too_many};
use super::text::{self, Table};

/// Packed size up to which a second look at a sheet, for its merged cells, costs next to nothing.
const LIGHT: usize = 256 * 1024;

type Bytes<'b> = Cursor<&'b [u8]>;

/// An open workbook.
pub(super) struct Workbook<'b> {
    book: Book<'b>,
    sheets: Vec<SheetInfo>,
    light: bool,
}

enum Book<'b> {
    Xlsx(Box<Xlsx<Bytes<'b>>>),
    Xlsb(Box<Xlsb<Bytes<'b>>>),
    Xls(Box<Xls<Bytes<'b>>>),
    Ods(Box<Ods<Bytes<'b>>>),
    Csv(Table),
}

/// One worksheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct SheetInfo {
    pub(super) name: String,
    pub(super) hidden: bool,
}

/// A block of merged cells, both corners in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Merge {
    pub(super) top: u32,
    pub(super) left: u32,
    pub(super) bottom: u32,
    pub(super) right: u32,
}

impl<'b> Workbook<'b> {
    /// Opens a file that was sniffed and passed the pre-flight.
    ///
    /// # Errors
    /// F012 for a password, F013 for anything else that keeps it from opening.
    pub(super) fn open(bytes: &'b [u8], kind: Kind) -> Result<Workbook<'b>, Box<Fault>> {
        let input = Cursor::new(bytes);
        let book = match kind {
            Kind::Xlsx => Book::Xlsx(Box::new(Xlsx::new(input).map_err(xlsx_fault)?)),
            Kind::Xlsb => Book::Xlsb(Box::new(Xlsb::new(input).map_err(xlsb_fault)?)),
            Kind::Ods => Book::Ods(Box::new(Ods::new(input).map_err(ods_fault)?)),
            Kind::Xls => match Xls::new(input) {
                Ok(xls) => Book::Xls(Box::new(xls)),
                Err(error) => return Err(ole_fault(bytes, error)),
            },
            Kind::Csv => Book::Csv(text::read(bytes)?),
        };
        let meta = match &book {
            Book::Xlsx(book) => book.sheets_metadata(),
            Book::Xlsb(book) => book.sheets_metadata(),
            Book::Xls(book) => book.sheets_metadata(),
            Book::Ods(book) => book.sheets_metadata(),
            Book::Csv(_) => &[],
        };
        let mut sheets: Vec<SheetInfo> = meta
            .iter()
            .filter(|sheet| sheet.typ == SheetType::WorkSheet)
            .map(|sheet| SheetInfo {
                name: sheet.name.clone(),
                hidden: sheet.visible != SheetVisible::Visible,
            })
            .collect();
        if matches!(book, Book::Csv(_)) {
            sheets.push(SheetInfo { name: "csv".to_owned(), hidden: false });
        }
        Ok(Workbook { book, sheets, light: bytes.len() <= LIGHT })
    }

    /// The worksheets, in the workbook's order; charts and macros aside.
    pub(super) fn sheets(&self) -> &[SheetInfo] {
        &self.sheets
    }

    /// Does the format tell numbers from text? csv does not.
    pub(super) fn is_typed(&self) -> bool {
        !matches!(self.book, Book::Csv(_))
    }

    /// May [`Workbook::merges`] be asked for without a thought of the cost?
    pub(super) fn is_light(&self) -> bool {
        self.light || !matches!(self.book, Book::Xlsx(_))
    }

    /// The merged cells of a sheet; none where the format, or its reader, does not tell.
    pub(super) fn merges(&mut self, sheet: usize) -> Option<Vec<Merge>> {
        let name = &self.sheets.get(sheet)?.name;
        let found = match &mut self.book {
            Book::Xlsx(book) => book.merge_cells_by_sheet_name(name).ok()?,
            Book::Xls(book) => book.merge_cells_by_sheet_name(name).ok()?,
            Book::Xlsb(_) | Book::Ods(_) | Book::Csv(_) => return None,
        };
        let merge =
            |d: Dimensions| Merge { top: d.start.0, left: d.start.1, bottom: d.end.0, right: d.end.1 };
        Some(found.into_iter().map(merge).collect())
    }

    /// Streams a sheet's cells into `sink`; `sorted` gathers them first, for files whose rows are out of
    /// order (the last of two cells in one place wins, as in calamine's ranges).
    ///
    /// # Errors
    /// F013 where the sheet is broken on the way, F014 where it is too large.
    pub(super) fn stream<'a>(
        &'a mut self,
        sheet: usize,
        sorted: bool,
        sink: &mut dyn Sink<'a>,
    ) -> Result<End, Box<Fault>> {
        let Some(info) = self.sheets.get(sheet) else { return Ok(End::Done) };
        if sorted {
            let mut kept = Kept::default();
            cells(&mut self.book, &info.name, &mut Guard::new(&mut kept, true))?;
            return kept.replay(sink);
        }
        let mut guard = Guard::new(sink, false);
        cells(&mut self.book, &info.name, &mut guard)?;
        Ok(if guard.out_of_order { End::OutOfOrder } else { End::Done })
    }
}

fn cells<'a>(book: &'a mut Book<'_>, name: &str, guard: &mut Guard<'_, 'a>) -> Result<(), Box<Fault>> {
    match book {
        Book::Xlsx(book) => xlsx(book, name, guard),
        Book::Xlsb(book) => xlsb(book, name, guard),
        Book::Xls(book) => {
            let range = book.worksheet_range(name).map_err(|e| corrupt(&e))?;
            dense(&range, None, book.has_1904_epoch(), guard)
        }
        Book::Ods(book) => {
            let range = book.worksheet_range(name).map_err(ods_fault)?;
            let formulas = book.worksheet_formula(name).map_err(ods_fault)?;
            dense(&range, Some(&formulas), false, guard)
        }
        Book::Csv(table) => table.cells(&mut |at, cell| guard.take(at, cell)),
    }
}

fn xlsx<'a>(book: &'a mut Xlsx<Bytes<'_>>, name: &str, guard: &mut Guard<'_, 'a>) -> Result<(), Box<Fault>> {
    let is_1904 = book.has_1904_epoch();
    let mut reader = match book.worksheet_cells_reader(name) {
        Ok(reader) => reader,
        Err(XlsxError::NotAWorksheet(_)) => return Ok(()),
        Err(error) => return Err(xlsx_fault(error)),
    };
    // calamine does not say where an error value stood that it does not know (#SPILL!, #CALC! …): it is the
    // cell after the last one told, and before the next
    let mut last: Option<(u32, u32)> = None;
    let mut unknown: Option<String> = None;
    loop {
        match reader.next_cell_with_formula_metadata() {
            Ok(Some(record)) => {
                let (row, column) = record.pos;
                if let Some(error) = unknown.take() {
                    guard.gap(last, (row, column), &error)?;
                }
                last = Some((row, column));
                let cell = match record.value {
                    DataRef::Empty if record.formula.is_some() => Cell::NoValue,
                    DataRef::Empty => continue,
                    value => cell_of(value, is_1904),
                };
                if guard.take(CellRef { row, column }, cell)? == Flow::Stop {
                    return Ok(());
                }
            }
            Ok(None) => {
                to_its_end(&mut reader)?;
                return match unknown {
                    Some(error) => guard.gap(last, (u32::MAX, 0), &error),
                    None => Ok(()),
                };
            }
            Err(XlsxError::CellError(value)) => unknown = Some(value),
            Err(error) => return Err(xlsx_fault(error)),
        }
    }
}

/// Reads what follows a sheet's rows: zip compares a part's checksum behind its last byte, and a bit that fell
/// over among the rows would go unseen.
fn to_its_end(reader: &mut XlsxCellReader<'_, Bytes<'_>>) -> Result<(), Box<Fault>> {
    loop {
        match reader.next_cell_with_formula_metadata() {
            Ok(_) | Err(XlsxError::CellError(_)) => {}
            Err(XlsxError::XmlEof(_)) => return Ok(()),
            Err(error) => return Err(xlsx_fault(error)),
        }
    }
}

fn xlsb<'a>(book: &'a mut Xlsb<Bytes<'_>>, name: &str, guard: &mut Guard<'_, 'a>) -> Result<(), Box<Fault>> {
    let is_1904 = book.has_1904_epoch();
    // formulas that give an error are left out of the cells (calamine 0.38, BrtFmlaError), not so of the formulas
    let mut formulas = Vec::new();
    if let Ok(mut reader) = book.worksheet_cells_reader(name) {
        while let Ok(Some(found)) = reader.next_formula() {
            formulas.push(found.get_position());
            if formulas.len() > CELLS_SORTED {
                return Err(too_many());
            }
        }
    }
    formulas.sort_unstable();
    let mut formulas = formulas.into_iter().peekable();
    let mut reader = book.worksheet_cells_reader(name).map_err(xlsb_fault)?;
    loop {
        let next = reader.next_cell().map_err(xlsb_fault)?.map(|found: Found<DataRef<'a>>| {
            let position = found.get_position();
            (position, found)
        });
        let limit = next.as_ref().map_or((u32::MAX, u32::MAX), |(position, _)| *position);
        while let Some((row, column)) = formulas.next_if(|position| *position < limit) {
            if guard.take(CellRef { row, column }, Cell::Error("#?".into()))? == Flow::Stop {
                return Ok(());
            }
        }
        let Some(((row, column), found)) = next else { return Ok(()) };
        formulas.next_if_eq(&(row, column));
        let cell = cell_of(found.get_value().clone(), is_1904);
        if !cell.is_empty() && guard.take(CellRef { row, column }, cell)? == Flow::Stop {
            return Ok(());
        }
    }
}

fn dense(
    range: &Range<Data>,
    formulas: Option<&Range<String>>,
    is_1904: bool,
    guard: &mut Guard<'_, '_>,
) -> Result<(), Box<Fault>> {
    let Some((top, left)) = range.start() else { return Ok(()) };
    for (r, row) in range.rows().enumerate() {
        for (c, value) in row.iter().enumerate() {
            let at = CellRef { row: top + r as u32, column: left + c as u32 };
            let cell = match value {
                Data::Empty => {
                    let formula = formulas
                        .and_then(|f| f.get_value((at.row, at.column)))
                        .is_some_and(|f| !f.is_empty());
                    if !formula {
                        continue;
                    }
                    Cell::NoValue
                }
                Data::Int(n) => Cell::Number(*n as f64),
                Data::Float(n) => Cell::Number(*n),
                Data::String(text) => Cell::text(Cow::Owned(text.clone())),
                Data::Bool(b) => Cell::Bool(*b),
                Data::DateTime(date) => dated(*date, is_1904),
                Data::DateTimeIso(text) | Data::DurationIso(text) => iso(text),
                Data::Error(error) => Cell::Error(error.to_string().into()),
            };
            if !cell.is_empty() && guard.take(at, cell)? == Flow::Stop {
                return Ok(());
            }
        }
    }
    Ok(())
}

fn cell_of(value: DataRef<'_>, is_1904: bool) -> Cell<'_> {
    match value {
        DataRef::Empty => Cell::Empty,
        DataRef::Int(n) => Cell::Number(n as f64),
        DataRef::Float(n) => Cell::Number(n),
        DataRef::SharedString(text) => Cell::text(Cow::Borrowed(text)),
        DataRef::String(text) => Cell::text(Cow::Owned(text)),
        DataRef::Bool(b) => Cell::Bool(b),
        DataRef::DateTime(date) => dated(date, is_1904),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => iso(&text),
        DataRef::Error(error) => Cell::Error(error.to_string().into()),
    }
}

/// A number with a date format; an hour or a span of time is none.
fn dated(date: ExcelDateTime, is_1904: bool) -> Cell<'static> {
    let value = date.as_f64();
    match from_serial(value, is_1904) {
        Some(day) if date.is_datetime() && (value >= 1.0 || is_1904) => Cell::Date(day),
        _ => Cell::Number(value),
    }
}

fn iso(text: &str) -> Cell<'static> {
    match text.get(..10).and_then(|date| date.parse().ok()) {
        Some(day) => Cell::Date(day),
        None => Cell::text(Cow::Owned(text.to_owned())),
    }
}

fn corrupt(error: &dyn std::fmt::Display) -> Box<Fault> {
    Fault::new(Code::F013).found(super::cell::shorten(&error.to_string())).into()
}

fn xlsx_fault(error: XlsxError) -> Box<Fault> {
    match error {
        XlsxError::Password => Fault::new(Code::F012).into(),
        other => corrupt(&other),
    }
}

fn xlsb_fault(error: XlsbError) -> Box<Fault> {
    match error {
        XlsbError::Password => Fault::new(Code::F012).into(),
        other => corrupt(&other),
    }
}

fn ods_fault(error: OdsError) -> Box<Fault> {
    match error {
        OdsError::Password => Fault::new(Code::F012).into(),
        OdsError::CellLimitExceeded { requested, max } => {
            Fault::new(Code::F014).found(requested).expected(max).into()
        }
        other => corrupt(&other),
    }
}

/// An OLE container that is no .xls may be a password-protected .xlsx, or a document of Word.
fn ole_fault(bytes: &[u8], error: XlsError) -> Box<Fault> {
    if matches!(error, XlsError::Password) {
        return Fault::new(Code::F012).into();
    }
    if matches!(Xlsx::new(Cursor::new(bytes)), Err(XlsxError::Password)) {
        return Fault::new(Code::F012).into();
    }
    let holds = |name: &str| {
        let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        bytes.windows(wide.len()).any(|window| window == wide)
    };
    match () {
        () if holds("WordDocument") => Fault::new(Code::F010).found("DOC").into(),
        () if holds("PowerPoint Document") => Fault::new(Code::F010).found("PPT").into(),
        () => corrupt(&error),
    }
}
