//! Comma-separated text: its encoding, its separator, its cells.
//!
//! Excel in China saves csv as GBK unless told otherwise; WPS and other programs write UTF-8, with or
//! without its mark; "Unicode text" is UTF-16 with tabs.

use std::borrow::Cow;

use crate::model::{CellRef, Code, Fault, Lang, decoded};

use super::cell::Cell;
use super::stream::Flow;

/// A table of text, decoded.
pub(super) struct Table {
    text: String,
    separator: u8,
}

/// Takes a record and the row that it stands in.
type Take<'t> = dyn FnMut(u32, &csv::StringRecord) -> Result<Flow, Box<Fault>> + 't;

/// Decodes the text and finds what parts its fields.
///
/// # Errors
/// F010 where the bytes are text in none of UTF-8, UTF-16 with its mark, and GB18030.
pub(super) fn read(bytes: &[u8]) -> Result<Table, Box<Fault>> {
    let text = decoded(bytes).ok_or_else(|| Fault::new(Code::F010).found("未知编码/unknown encoding"))?;
    let table = Table { separator: separator(&text), text: text.into_owned() };
    table.whole_numbers()?;
    Ok(table)
}

/// A whole table of text as rows of fields, each as wide as the first: for a printed table held against
/// the figures. Blank lines are rows of blank fields, so that a row's place is its line.
///
/// # Errors
/// In words, where the bytes are no text.
pub fn table_of_text(bytes: &[u8]) -> Result<Vec<Vec<String>>, String> {
    let said = |fault: Box<Fault>| fault.message(Lang::En);
    let table = read(bytes).map_err(said)?;
    let mut rows: Vec<Vec<String>> = Vec::new();
    let mut take = |at: CellRef, cell: Cell<'_>| {
        let (row, column) = (at.row as usize, at.column as usize);
        if rows.len() <= row {
            rows.resize(row + 1, Vec::new());
        }
        if rows[row].len() <= column {
            rows[row].resize(column + 1, String::new());
        }
        rows[row][column] = cell.shown();
        Ok(Flow::Go)
    };
    table.cells(&mut take).map_err(said)?;
    let width = rows.first().map_or(0, Vec::len);
    for row in &mut rows {
        if row.len() < width {
            row.resize(width, String::new());
        }
    }
    Ok(rows)
}

/// The mark that parts most of the first lines into as many fields as each other, then that which stands most
/// often: tabs rather than the commas within `1,056`; the comma where none does.
fn separator(text: &str) -> u8 {
    let alike = |mark: u8| {
        let counts = text.lines().take(20).map(|line| line.bytes().filter(|b| *b == mark).count());
        let counts: Vec<usize> = counts.filter(|count| *count > 0).collect();
        let same = |count: &usize| counts.iter().filter(|other| *other == count).count();
        (counts.iter().map(same).max().unwrap_or(0), counts.iter().sum::<usize>())
    };
    [b'\t', b'|', b';', b','].into_iter().max_by_key(|mark| alike(*mark)).unwrap_or(b',')
}

/// Where a number could have been split: `1` and `056`.
fn splits(fields: &[&str]) -> usize {
    let digits = |text: &str, least: usize| {
        (least..=3).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit())
    };
    fields.windows(2).filter(|pair| digits(pair[0].trim(), 1) && digits(pair[1].trim(), 3)).count()
}

impl Table {
    /// Refuses a table of commas in which a row is longer than all above it and holds what may be one number in
    /// two fields: `1,056` without quotes moves every figure to its right, and nothing else tells.
    ///
    /// # Errors
    /// F021 with the row.
    fn whole_numbers(&self) -> Result<(), Box<Fault>> {
        if self.separator != b',' {
            return Ok(());
        }
        let mut fault = None;
        let mut widest = 0;
        self.records(&mut |row, record| {
            let fields: Vec<&str> = record.iter().collect();
            let filled = fields.iter().rposition(|field| !field.trim().is_empty()).map_or(0, |last| last + 1);
            if widest > 1 && filled > widest && splits(&fields) >= filled - widest {
                let found = Fault::new(Code::F021).found(filled).expected(widest).with("row", row + 1);
                fault = Some(found);
                return Ok(Flow::Stop);
            }
            widest = widest.max(fields.len());
            Ok(Flow::Go)
        })?;
        fault.map_or(Ok(()), |fault| Err(fault.into()))
    }

    /// Hands on every field that holds something; a field's row is its record's number, blank lines counted.
    pub(super) fn cells<'a>(
        &'a self,
        take: &mut dyn FnMut(CellRef, Cell<'a>) -> Result<Flow, Box<Fault>>,
    ) -> Result<(), Box<Fault>> {
        self.records(&mut |row, record| {
            for (column, field) in (0..).zip(record) {
                // exports write ="0012" so that Excel keeps the text as it is
                let bare = field.strip_prefix("=\"").and_then(|rest| rest.strip_suffix('"')).unwrap_or(field);
                let cell = Cell::text(Cow::Owned(bare.to_owned()));
                if !cell.is_empty() && take(CellRef { row, column }, cell)? == Flow::Stop {
                    return Ok(Flow::Stop);
                }
            }
            Ok(Flow::Go)
        })
    }

    /// Every record with its row, blank lines counted.
    fn records(&self, take: &mut Take<'_>) -> Result<(), Box<Fault>> {
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(self.separator)
            .from_reader(self.text.as_bytes());
        let mut record = csv::StringRecord::new();
        let mut next = 0_u32;
        loop {
            match reader.read_record(&mut record) {
                Ok(false) => return Ok(()),
                Ok(true) => {}
                Err(error) => return Err(Fault::new(Code::F013).found(error).into()),
            }
            // the csv crate passes over blank lines without a word, a spreadsheet counts them as rows
            let start = record.position().map_or(0, |p| usize::try_from(p.byte()).unwrap_or(0));
            // and a record can begin at the line feed that ended the one before
            let ended = self.text.as_bytes().get(..start).is_some_and(|before| before.ends_with(b"\r"));
            let start = start + usize::from(ended);
            let blank =
                self.text.get(start..).unwrap_or("").bytes().take_while(|b| matches!(b, b'\n' | b'\r'));
            let row = next + u32::try_from(blank.filter(|b| *b == b'\n').count()).unwrap_or(0);
            next = row.saturating_add(1);
            if take(row, &record)? == Flow::Stop {
                return Ok(());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use encoding_rs::GB18030;

    use super::*;

    fn cells(bytes: &[u8]) -> Vec<(String, String)> {
        let table = read(bytes).unwrap();
        let mut found = Vec::new();
        table
            .cells(&mut |at, cell| {
                found.push((at.to_string(), cell.shown()));
                Ok(Flow::Go)
            })
            .unwrap();
        found
    }

    #[test]
    fn a_table_reads_alike_in_every_encoding_that_districts_save() {
        let text = "单位,户数\n\"魏都区, 合计\",5\n";
        let (gbk, _, _) = GB18030.encode(text);
        let mut marked = b"\xEF\xBB\xBF".to_vec();
        marked.extend_from_slice(text.as_bytes());
        let mut wide = vec![0xFF, 0xFE];
        wide.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
        let plain = cells(text.as_bytes());
        assert_eq!(plain[2], ("A2".into(), "魏都区, 合计".into()));
        for bytes in [&gbk[..], &marked, &wide] {
            assert_eq!(cells(bytes), plain);
        }
    }

    #[test]
    fn tabs_and_semicolons_part_fields_too_and_blank_lines_are_counted() {
        assert_eq!(cells(b"a\tb\n\n1\t2\n")[2], ("A3".into(), "1".into()));
        assert_eq!(cells(b"a;b;c\n1;2;3\n")[5], ("C2".into(), "3".into()));
        assert_eq!(cells(b"\"a\nb\",c\r\n\r\n1,2\r\n")[2], ("A3".into(), "1".into()));
    }

    #[test]
    fn bytes_in_no_encoding_are_no_table() {
        assert_eq!(read(&[0x81, 0x20, 0xFF, 0xFF]).err().map(|f| f.code), Some(Code::F010));
    }
}
