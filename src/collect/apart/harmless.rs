//! Which files are read in the program itself: the one place that decides it.
//!
//! A worker costs a process start, some two milliseconds, and three hundred districts send three hundred
//! files of some ten kilobytes, each read in less than one. So a file is read here where its reading is
//! bounded by what was seen of it, in memory and in time, and can at worst panic, which is caught:
//!
//! - text, with tags or without: read by our own code in one pass, in memory of a few times its size;
//! - an .xlsx that unpacks to no more than [`UNPACKED`], with few sheets and parts. It is streamed cell by
//!   cell, so that neither a claimed extent nor far corners make anything grow; the one count that calamine
//!   believes (the number of shared strings) is held to the part's size before it is asked; and a sheet is
//!   walked four times at most, so that [`SHEETS`] of them, all naming one part, take less than a second;
//! - what is no workbook at all: it is only named.
//!
//! All else goes to a worker: .xls, .xlsb and .ods unfold into dense tables, and no count in them can be
//! trusted before they do; large files, since limits are for them; and any archive that is odd in a way that
//! might show another reader other parts than were looked at here.

use std::cell::RefCell;
use std::convert::Infallible;
use std::io::{Cursor, Read};

use zip::ZipArchive;

use super::super::alike::{Last, as_before};
use super::super::sniff::{Kind, sniff};

/// Size of a file that is looked into at all.
const PACKED: usize = 1 << 20;
/// Bytes that all parts of an .xlsx unpack to: a ledger of some 4,000 rows.
const UNPACKED: u64 = 2 << 20;
/// Parts of an .xlsx.
const PARTS: usize = 100;
/// Sheets, as the part that names them has them.
const SHEETS: usize = 16;

thread_local! {
    /// are there few in the part that names them?
    static FEW: Last<bool> = const { RefCell::new(None) };
}

/// Can nothing that stands in the file do more harm than a panic?
pub(in super::super) fn is_harmless(bytes: &[u8], name: &str) -> bool {
    if bytes.len() > PACKED {
        return false;
    }
    match sniff(bytes, name) {
        Err(_) | Ok(Kind::Csv | Kind::Html | Kind::Xml) => true,
        Ok(Kind::Xlsx) => is_small_and_plain(bytes),
        Ok(Kind::Xls | Kind::Xlsb | Kind::Ods) => false,
    }
}

/// Could the file be harmless, by its size?
pub(in super::super) fn is_small(size: u64) -> bool {
    size <= PACKED as u64
}

fn is_small_and_plain(bytes: &[u8]) -> bool {
    // a directory that cannot be read is a fault of the pre-flight, and nothing more is read
    let Ok(mut zip) = ZipArchive::new(Cursor::new(bytes)) else { return true };
    if zip.len() > PARTS {
        return false;
    }
    let mut unpacked = 0_u64;
    let mut naming = Vec::new();
    for index in 0..zip.len() {
        let Ok(part) = zip.by_index_raw(index) else { return true };
        unpacked = unpacked.saturating_add(part.size());
        // a name that could be read in two ways
        let plain = part.name_raw().is_ascii() && part.name().is_ok_and(|n| n.as_bytes() == part.name_raw());
        if !plain || unpacked > UNPACKED {
            return false;
        }
        if part.name_raw().eq_ignore_ascii_case(b"xl/workbook.xml") {
            naming.push(index);
        } else if !is_usual(part.name_raw()) {
            return false;
        }
    }
    naming.into_iter().all(|index| {
        let few = as_before(&FEW, &mut zip, index, |zip| Ok::<_, Infallible>(has_few_sheets(zip, index)));
        few.unwrap_or_else(|never| match never {})
    })
}

/// Does a part bear a name that every spreadsheet program gives? Another part might name the sheets.
fn is_usual(name: &[u8]) -> bool {
    let name = name.to_ascii_lowercase();
    let folders: [&[u8]; 6] =
        [b"xl/", b"_rels/", b"docprops/", b"customxml/", b"[content_types].xml", b"mimetype"];
    folders.iter().any(|folder| name.starts_with(folder)) && !name.windows(8).any(|w| w == b"workbook")
        || name == b"xl/_rels/workbook.xml.rels"
}

/// At most [`SHEETS`] elements of the name `sheet` in a part; one that cannot be unpacked holds none.
fn has_few_sheets(zip: &mut ZipArchive<Cursor<&[u8]>>, index: usize) -> bool {
    let Ok(part) = zip.by_index(index) else { return true };
    let mut xml = Vec::new();
    if part.take(UNPACKED).read_to_end(&mut xml).is_err() {
        return true;
    }
    let elements = xml.windows(7).filter(
        |w| matches!(w, [b'<' | b':', b's', b'h', b'e', b'e', b't', end] if !end.is_ascii_alphanumeric()),
    );
    elements.count() <= SHEETS
}

#[cfg(test)]
mod tests {
    use super::*;

    fn book(sheets: usize, rows: u32) -> Vec<u8> {
        let mut book = rust_xlsxwriter::Workbook::new();
        for _ in 0..sheets {
            let sheet = book.add_worksheet();
            for row in 0..rows {
                sheet.write(row, 0, 1.5).unwrap();
            }
        }
        book.save_to_buffer().unwrap()
    }

    #[test]
    fn text_and_small_xlsx_are_read_here_and_all_else_by_a_worker() {
        assert!(is_harmless("单位,户数\n".as_bytes(), "a.csv"));
        assert!(is_harmless(b"%PDF-1.7", "a.xlsx"), "only named");
        assert!(is_harmless(&book(3, 100), "a.xlsx"));
        assert!(!is_harmless(&book(17, 1), "a.xlsx"), "many sheets");
        assert!(!is_harmless(&book(1, 60_000), "a.xlsx"), "large");
        let ole = [&[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1][..], &[0; 600]].concat();
        assert!(!is_harmless(&ole, "a.xls"));
    }
}
