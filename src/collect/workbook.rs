//! Files of every format as one stream of typed cells, and the only place that knows calamine.
//!
//! An .xlsx is read straight where it is plain (`xlsx`), and by calamine where it proves not to be.
//! .xlsx and .xlsb are streamed, never read as a range: two cells in opposite corners of a sheet make
//! calamine ask for 550 GB, which ends the process (<https://github.com/tafia/calamine/issues/693>). .xls
//! and .ods have no streaming reader; their ranges are walked, in absolute positions.

use std::borrow::Cow;
use std::io::Cursor;

use calamine::{
    Cell as Found, Data, DataRef, Dimensions, ExcelDateTime, Ods, OdsError, Range, Reader, SheetType,
    SheetVisible, Xls, XlsError, Xlsb, XlsbError, Xlsx, XlsxCellReader, XlsxError,
};

use crate::model::{CellRef, Code, Fault, SheetRef};

use super::cell::Cell;
use super::hidden::{Hidden, hidden_rows};
use super::parcel::unpacked;
use super::preflight::Archive;
use super::sniff::Kind;
use super::stream::{CELLS_SORTED, End, Flow, Guard, Kept, Sink, too_many};
use super::tagged::{self, Tagged};
use super::text::{self, Table};
use super::xlsb::long_records;
use super::xlsx::{Plain, Read};

/// Packed size up to which a second look at a sheet, for its merged cells, costs next to nothing.
const LIGHT: usize = 256 * 1024;

/// A zip's bytes may be those of its parts unpacked (`parcel`).
type Bytes<'b> = Cursor<Cow<'b, [u8]>>;

/// An open workbook.
pub(super) struct Workbook<'b> {
    bytes: &'b [u8],
    book: Book<'b>,
    sheets: Vec<SheetInfo>,
    /// the plain reader met what is not plain: calamine reads on
    odd: bool,
    /// the sheets whose rows are out of order: their cells are gathered first
    unsorted: Vec<bool>,
    /// the sheets that are read with rows and columns changed about, from this row on
    turned: Vec<Option<u32>>,
}

enum Book<'b> {
    Plain(Box<Plain<'b>>),
    Xlsx(Box<Xlsx<Bytes<'b>>>),
    Xlsb(Box<Xlsb<Bytes<'b>>>),
    Xls(Box<Xls<Cursor<&'b [u8]>>>),
    Ods(Box<Ods<Bytes<'b>>>),
    Csv(Table),
    Tagged(Tagged),
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
    /// Opens a file that was sniffed and passed the pre-flight, which gave a zip's directory.
    ///
    /// # Errors
    /// F012 for a password, F013 for anything else that keeps it from opening.
    pub(super) fn open(
        bytes: &'b [u8],
        kind: Kind,
        zip: Option<&Archive<'b>>,
    ) -> Result<Workbook<'b>, Box<Fault>> {
        let plain = if kind == Kind::Xlsx { zip.and_then(Plain::open) } else { None };
        let book = match plain {
            Some(plain) => Book::Plain(Box::new(plain)),
            None => by_calamine(bytes, kind)?,
        };
        let sheets = book.sheets();
        let unsorted = vec![false; sheets.len()];
        let turned = vec![None; sheets.len()];
        Ok(Workbook { bytes, book, sheets, odd: false, unsorted, turned })
    }

    /// The worksheets, in the workbook's order; charts and macros aside.
    pub(super) fn sheets(&self) -> &[SheetInfo] {
        &self.sheets
    }

    /// Is it read straight, and not by calamine?
    #[cfg(test)]
    pub(super) fn is_plain(&self) -> bool {
        matches!(self.book, Book::Plain(_)) && !self.odd
    }

    /// Does the format tell numbers from text? csv does not.
    pub(super) fn is_typed(&self) -> bool {
        match &self.book {
            Book::Csv(_) => false,
            Book::Tagged(book) => book.is_typed,
            _ => true,
        }
    }

    /// Do its serial numbers count from 1904?
    pub(super) fn is_1904(&self) -> bool {
        match &self.book {
            Book::Plain(book) => book.is_1904(),
            Book::Xlsx(book) => book.has_1904_epoch(),
            Book::Xlsb(book) => book.has_1904_epoch(),
            Book::Xls(book) => book.has_1904_epoch(),
            Book::Tagged(book) => book.is_1904,
            Book::Ods(_) | Book::Csv(_) => false,
        }
    }

    /// May [`Workbook::merges`] be asked for without a thought of the cost?
    pub(super) fn is_light(&self, sheet: usize) -> bool {
        match &self.book {
            Book::Plain(book) => book.is_light(sheet),
            Book::Xlsx(_) => self.bytes.len() <= LIGHT,
            _ => true,
        }
    }

    /// From now on hands a small sheet's cells on with rows and columns changed about, those above `top` left
    /// out; or as they stand again.
    pub(super) fn turn(&mut self, sheet: usize, top: Option<u32>) {
        self.turned[sheet] = top;
    }

    /// The merged cells of a sheet; none where the format, or its reader, does not tell.
    pub(super) fn merges(&mut self, sheet: usize) -> Option<Vec<Merge>> {
        let merges = self.upright_merges(sheet)?;
        let Some(top) = self.turned[sheet] else { return Some(merges) };
        let turn = |m: Merge| Merge { top: m.left, left: m.top, bottom: m.right, right: m.bottom };
        Some(merges.into_iter().filter(|m| m.top >= top).map(turn).collect())
    }

    fn upright_merges(&mut self, sheet: usize) -> Option<Vec<Merge>> {
        if let Book::Plain(book) = &mut self.book {
            match book.merges(sheet) {
                Ok(merges) => return Some(merges),
                Err(_) => self.odd = true,
            }
        }
        if let Book::Tagged(book) = &self.book {
            return Some(book.grids.get(sheet)?.merges.clone());
        }
        self.settle().ok()?;
        let name = &self.sheets.get(sheet)?.name;
        let found = match &mut self.book {
            Book::Xlsx(book) => book.merge_cells_by_sheet_name(name).ok()?,
            Book::Xls(book) => book.merge_cells_by_sheet_name(name).ok()?,
            Book::Plain(_) | Book::Xlsb(_) | Book::Ods(_) | Book::Csv(_) | Book::Tagged(_) => return None,
        };
        let merge =
            |d: Dimensions| Merge { top: d.start.0, left: d.start.1, bottom: d.end.0, right: d.end.1 };
        Some(found.into_iter().map(merge).collect())
    }

    /// The rows and columns that a sheet hides, where its format tells and it costs no long look.
    pub(super) fn hidden(&mut self, sheet: usize) -> Hidden {
        if self.turned[sheet].is_some() {
            // a sheet that hides anything is not turned
            return Hidden::default();
        }
        if self.is_light(sheet)
            && let Book::Plain(book) = &mut self.book
        {
            return book.hidden(sheet);
        }
        match (&self.book, self.sheets.get(sheet)) {
            (Book::Tagged(book), _) => book.grids.get(sheet).map(|g| g.hides.clone()).unwrap_or_default(),
            (Book::Xlsx(_), Some(info)) if self.is_light(sheet) => hidden_rows(self.bytes, &info.name),
            _ => Hidden::default(),
        }
    }

    /// Streams a sheet's cells into `sink`. After [`End::Again`] what the sink took is void and the stream is
    /// to be asked for once more: its rows were out of order, and will come gathered and sorted (the last of
    /// two cells in one place wins, as in calamine's ranges), or the workbook was not plain.
    ///
    /// # Errors
    /// F013 where the sheet is broken on the way, F014 where it is too large.
    pub(super) fn stream<'a>(&'a mut self, sheet: usize, sink: &mut dyn Sink<'a>) -> Result<End, Box<Fault>> {
        self.settle()?;
        let Workbook { book, sheets, odd, unsorted, turned, .. } = self;
        let Some(info) = sheets.get(sheet) else { return Ok(End::Done) };
        if unsorted[sheet] || turned[sheet].is_some() {
            let mut kept = Kept::default();
            if cells(book, sheet, &info.name, &mut Guard::new(&mut kept, true))? == Read::Odd {
                *odd = true;
                return Ok(End::Again);
            }
            if let Some(top) = turned[sheet] {
                kept.turn(top);
            }
            return kept.replay(sink);
        }
        let mut guard = Guard::new(sink, false);
        *odd = cells(book, sheet, &info.name, &mut guard)? == Read::Odd;
        unsorted[sheet] = guard.out_of_order;
        Ok(if *odd || unsorted[sheet] { End::Again } else { End::Done })
    }

    /// Gives a workbook that proved not to be plain to calamine.
    fn settle(&mut self) -> Result<(), Box<Fault>> {
        if !self.odd {
            return Ok(());
        }
        self.odd = false;
        self.book = by_calamine(self.bytes, Kind::Xlsx)?;
        let sheets = self.book.sheets();
        if sheets == self.sheets { Ok(()) } else { Err(corrupt(&"sheets")) }
    }
}

fn by_calamine(bytes: &[u8], kind: Kind) -> Result<Book<'_>, Box<Fault>> {
    // calamine passes over damage that the plain reader would not
    let input = || -> Result<Bytes<'_>, Box<Fault>> {
        Ok(Cursor::new(unpacked(bytes, kind)?.map_or(Cow::Borrowed(bytes), Cow::Owned)))
    };
    Ok(match kind {
        Kind::Xlsx => Book::Xlsx(Box::new(Xlsx::new(input()?).map_err(xlsx_fault)?)),
        Kind::Xlsb => {
            let input = input()?.into_inner();
            let bytes = long_records(&input)?.map_or(input, Cow::Owned);
            Book::Xlsb(Box::new(Xlsb::new(Cursor::new(bytes)).map_err(xlsb_fault)?))
        }
        Kind::Ods => Book::Ods(Box::new(Ods::new(input()?).map_err(ods_fault)?)),
        Kind::Xls => match Xls::new(Cursor::new(bytes)) {
            Ok(xls) => Book::Xls(Box::new(xls)),
            Err(error) => return Err(ole_fault(bytes, error)),
        },
        Kind::Csv => Book::Csv(text::read(bytes)?),
        Kind::Html => Book::Tagged(tagged::read_page(bytes)?),
        Kind::Xml => Book::Tagged(tagged::read_book(bytes)?),
    })
}

impl Book<'_> {
    fn sheets(&self) -> Vec<SheetInfo> {
        let meta = match self {
            Book::Plain(book) => return book.sheets().to_vec(),
            Book::Tagged(book) => {
                let info = |grid: &tagged::Grid| SheetInfo { name: grid.name.clone(), hidden: grid.hidden };
                return book.grids.iter().map(info).collect();
            }
            Book::Csv(_) => return vec![SheetInfo { name: SheetRef::OF_TEXT.to_owned(), hidden: false }],
            Book::Xlsx(book) => book.sheets_metadata(),
            Book::Xlsb(book) => book.sheets_metadata(),
            Book::Xls(book) => book.sheets_metadata(),
            Book::Ods(book) => book.sheets_metadata(),
        };
        let worksheets = meta.iter().filter(|sheet| sheet.typ == SheetType::WorkSheet);
        let info = |sheet: &calamine::Sheet| SheetInfo {
            name: sheet.name.clone(),
            hidden: sheet.visible != SheetVisible::Visible,
        };
        worksheets.map(info).collect()
    }
}

fn cells<'a>(
    book: &'a mut Book<'_>,
    sheet: usize,
    name: &str,
    guard: &mut Guard<'_, 'a>,
) -> Result<Read, Box<Fault>> {
    match book {
        Book::Plain(book) => return book.stream(sheet, guard),
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
        Book::Tagged(book) => match book.grids.get(sheet) {
            Some(grid) => grid.stream(guard),
            None => Ok(()),
        },
    }?;
    Ok(Read::Plain)
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

/// A number with a date format; a span of time is none.
fn dated(date: ExcelDateTime, is_1904: bool) -> Cell<'static> {
    if date.is_datetime() { Cell::dated(date.as_f64(), is_1904) } else { Cell::Number(date.as_f64()) }
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
        OdsError::InvalidMime(mime) => {
            Fault::new(Code::F010).found(super::cell::shorten(&String::from_utf8_lossy(&mime))).into()
        }
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
