//! Binary workbooks whose cells stand in short records, made readable.
//!
//! [MS-XLSB] 2.3.1 has two forms of a cell's record: a long one that names its column, and a short one
//! (`BrtShortRk` … `BrtShortIsst`, 2.4.801 ff.) that stands for the column after the last. SheetJS and what
//! is built on it write the short form for all but the first cell of a row; calamine 0.38 passes over it
//! without a word, which leaves a sheet of one column. Here the short records become long ones before
//! calamine sees them; so do rich texts in the cell (`BrtCellRString`), which it passes over too.

use std::io::{Cursor, Read, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use crate::model::{Code, Fault};

/// A row begins, and with it the count of columns.
const ROW: u16 = 0x0000;
/// Long records of cells, blank to shared text, and of formulas' results.
const LONG: std::ops::RangeInclusive<u16> = 1..=11;
/// Short records, in the order of the long ones from 1 to 7.
const SHORT: std::ops::RangeInclusive<u16> = 12..=18;
/// What a short record's number lies above its long one's.
const APART: u16 = 11;
/// A text with its formats, in the cell itself.
const RICH: u16 = 62;
/// A text without.
const PLAIN: u16 = 6;
/// Column and style before a long record's value.
const CELL: usize = 8;

/// The workbook with long records only; nothing where it had no others.
///
/// # Errors
/// F013 where the zip or a sheet's records cannot be read.
pub(super) fn long_records(bytes: &[u8]) -> Result<Option<Vec<u8>>, Box<Fault>> {
    let broken = |error: &dyn std::fmt::Display| Box::new(Fault::new(Code::F013).found(error));
    let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(|e| broken(&e))?;
    let mut rewritten = Vec::new();
    for index in 0..zip.len() {
        let mut entry = zip.by_index(index).map_err(|e| broken(&e))?;
        if !String::from_utf8_lossy(entry.name_raw()).to_lowercase().contains("worksheets/sheet") {
            continue;
        }
        let mut part = Vec::new();
        entry.read_to_end(&mut part).map_err(|e| broken(&e))?;
        let Some(long) = lengthened(&part) else { continue };
        rewritten.push((index, long));
    }
    if rewritten.is_empty() {
        return Ok(None);
    }
    let mut out = ZipWriter::new(Cursor::new(Vec::with_capacity(bytes.len())));
    for index in 0..zip.len() {
        let entry = zip.by_index_raw(index).map_err(|e| broken(&e))?;
        match rewritten.iter().find(|(at, _)| *at == index) {
            None => out.raw_copy_file(entry).map_err(|e| broken(&e))?,
            Some((_, part)) => {
                let name = String::from_utf8_lossy(entry.name_raw()).into_owned();
                let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
                out.start_file(name, stored).map_err(|e| broken(&e))?;
                out.write_all(part).map_err(|e| broken(&e))?;
            }
        }
    }
    Ok(Some(out.finish().map_err(|e| broken(&e))?.into_inner()))
}

/// A sheet's records with none short; nothing where none was, or where they end before their time, which
/// calamine then says.
fn lengthened(part: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(part.len() + part.len() / 4);
    let (mut rest, mut column, mut any) = (part, 0_u32, false);
    while !rest.is_empty() {
        let (kind, after) = kind(rest)?;
        let (length, after) = length(after)?;
        let (payload, next) = after.split_at_checked(length)?;
        match kind {
            _ if SHORT.contains(&kind) => {
                any = true;
                put(&mut out, kind - APART, &[&column.to_le_bytes(), payload]);
                column += 1;
            }
            RICH if payload.len() > CELL => {
                any = true;
                // a byte of flags stands between cell and text
                put(&mut out, PLAIN, &[&payload[..CELL], &payload[CELL + 1..]]);
                column = column_of(payload) + 1;
            }
            _ => {
                if kind == ROW {
                    column = 0;
                } else if LONG.contains(&kind) {
                    column = column_of(payload) + 1;
                }
                out.extend_from_slice(&rest[..rest.len() - next.len()]);
            }
        }
        rest = next;
    }
    any.then_some(out)
}

fn column_of(payload: &[u8]) -> u32 {
    let column = payload.first_chunk::<4>().map_or(0, |bytes| u32::from_le_bytes(*bytes));
    // beyond the grid calamine's reader stops by itself
    column.min(1 << 20)
}

/// A record's number: one byte, or two where the first has its high bit set.
fn kind(bytes: &[u8]) -> Option<(u16, &[u8])> {
    let (&first, rest) = bytes.split_first()?;
    if first & 0x80 == 0 {
        return Some((u16::from(first), rest));
    }
    let (&second, rest) = rest.split_first()?;
    Some((u16::from(first & 0x7F) | u16::from(second & 0x7F) << 7, rest))
}

/// A record's length: seven bits a byte, lowest first, four bytes at most.
fn length(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let mut length = 0_usize;
    for (at, byte) in bytes.iter().take(4).enumerate() {
        length |= usize::from(byte & 0x7F) << (7 * at);
        if byte & 0x80 == 0 {
            return Some((length, &bytes[at + 1..]));
        }
    }
    None
}

fn put(out: &mut Vec<u8>, kind: u16, parts: &[&[u8]]) {
    // the long records of cells have numbers below 128: one byte
    out.push(kind as u8);
    let mut length: usize = parts.iter().map(|part| part.len()).sum();
    while length >= 0x80 {
        out.push((length & 0x7F) as u8 | 0x80);
        length >>= 7;
    }
    out.push(length as u8);
    parts.iter().for_each(|part| out.extend_from_slice(part));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_record_stands_for_the_column_after_the_last() {
        let style = [0, 0, 0, 0];
        let mut part = vec![0x00, 1, 9];
        part.extend([5, 12, 3, 0, 0, 0]);
        part.extend([style, [1; 4]].concat());
        part.extend([18, 8]);
        part.extend([style, [2; 4]].concat());
        let mut long = part[..17].to_vec();
        long.extend([7, 12, 4, 0, 0, 0]);
        long.extend([style, [2; 4]].concat());
        assert_eq!(lengthened(&part), Some(long.clone()));
        assert_eq!(lengthened(&long), None, "as it should be already");
        assert_eq!(lengthened(&part[..20]), None, "cut off");
    }
}
