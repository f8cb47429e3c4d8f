//! Files that are broken, or made to break: each a fault, quickly, and no other district's matter.

use std::io::{Cursor, Write};
use std::time::{Duration, Instant};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::desk::{Desk, Put, row, write};
use crate::model::{Code, Severity};

const RELS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

/// An .xlsx by hand: the inside of `<sheetData>`, and of a table of shared strings where one is given.
fn xlsx(rows: &str, strings: Option<&str>) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    let mut put = |name: &str, text: &str| {
        zip.start_file(name, options).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    };
    let package = "http://schemas.openxmlformats.org/package/2006";
    put("[Content_Types].xml", &format!("<Types xmlns='{package}/content-types'/>"));
    put(
        "_rels/.rels",
        &format!(
            "<Relationships xmlns='{package}/relationships'><Relationship Id='r1' Type='{RELS}/officeDocument' Target='xl/workbook.xml'/></Relationships>"
        ),
    );
    put(
        "xl/workbook.xml",
        &format!(
            "<workbook xmlns='{MAIN}' xmlns:r='{RELS}'><sheets><sheet name='S' sheetId='1' r:id='r1'/></sheets></workbook>"
        ),
    );
    put(
        "xl/_rels/workbook.xml.rels",
        &format!(
            "<Relationships xmlns='{package}/relationships'><Relationship Id='r1' Type='{RELS}/worksheet' Target='worksheets/sheet1.xml'/></Relationships>"
        ),
    );
    put(
        "xl/worksheets/sheet1.xml",
        &format!("<worksheet xmlns='{MAIN}'><sheetData>{rows}</sheetData></worksheet>"),
    );
    if let Some(strings) = strings {
        put("xl/sharedStrings.xml", strings);
    }
    zip.finish().unwrap().into_inner()
}

fn text(cell: &str, text: &str) -> String {
    format!("<c r='{cell}' t='inlineStr'><is><t>{text}</t></is></c>")
}

fn good() -> String {
    let head: String = ["单位", "累计户数", "累计面积㎡", "剩余户数", "剩余面积㎡"]
        .iter()
        .zip('A'..)
        .map(|(t, c)| text(&format!("{c}1"), t))
        .collect();
    format!(
        "<row r='1'>{head}</row><row r='2'>{}<c r='B2'><v>1</v></c><c r='C2'><v>2</v></c><c r='D2'><v>3</v></c><c r='E2'><v>4</v></c></row>",
        text("A2", "魏都区")
    )
}

fn codes(bytes: &[u8], name: &str) -> (Vec<Code>, Duration) {
    let started = Instant::now();
    let found = Desk::new().file(name, bytes).collect();
    let mut codes: Vec<Code> =
        found.0.faults.iter().filter(|f| f.severity == Severity::Error).map(|f| f.code).collect();
    codes.retain(|code| *code != Code::F001);
    (codes, started.elapsed())
}

#[test]
fn two_cells_in_opposite_corners_cost_nothing() {
    let rows = format!("{}<row r='1048576'><c r='XFD1048576'><v>1</v></c></row>", good());
    let started = Instant::now();
    let found = Desk::new().file("魏都区.xlsx", &xlsx(&rows, None)).collect();
    assert_eq!(found.figures(0), "- 1 - 3");
    assert!(started.elapsed() < Duration::from_secs(2));
}

#[test]
fn cells_outside_the_grid_are_a_fault_of_the_file() {
    let rows = format!("{}<row r='16777217'><c r='A16777217'><v>1</v></c></row>", good());
    assert_eq!(codes(&xlsx(&rows, None), "魏都区.xlsx").0, [Code::F013]);
}

#[test]
fn a_table_of_strings_that_claims_four_thousand_million_is_not_believed() {
    let strings = format!("<sst xmlns='{MAIN}' count='1' uniqueCount='4294967295'><si><t>x</t></si></sst>");
    assert_eq!(codes(&xlsx(&good(), Some(&strings)), "魏都区.xlsx").0, [Code::F014]);
}

#[test]
fn a_zip_bomb_is_seen_in_its_directory() {
    let (codes, took) = codes(&xlsx(&" ".repeat(40 << 20), None), "魏都区.xlsx");
    assert_eq!(codes, [Code::F014]);
    assert!(took < Duration::from_secs(5), "{took:?}");
}

#[test]
fn files_cut_off_noise_and_pages_are_each_called_what_they_are() {
    let whole = xlsx(&good(), None);
    for cut in [whole.len() / 2, whole.len() * 9 / 10, 30, 4] {
        assert_eq!(codes(&whole[..cut], "魏都区.xlsx").0.len(), 1, "cut at {cut}");
    }
    assert_eq!(codes(&whole[..whole.len() * 9 / 10], "魏都区.xlsx").0, [Code::F013]);
    let noise: Vec<u8> = (0_u32..5000).map(|i| (i.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    assert_eq!(codes(&noise, "魏都区.xlsx").0, [Code::F010]);
    assert_eq!(codes(b"<html><p>no table</p></html>", "魏都区.xls").0, [Code::F010]);
    let ole = [&[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1][..], &noise].concat();
    assert_eq!(codes(&ole, "魏都区.xls").0, [Code::F013]);
}

#[test]
fn a_broken_file_leaves_the_others_as_they_are() {
    let found = Desk::new()
        .file("魏都区.xlsx", b"PK\x03\x04 xl/ nothing more")
        .file("建安区.xlsx", &xlsx(&good().replace("魏都区", "建安区"), None))
        .collect();
    assert_eq!((found.the_return().district, found.figures(0).as_str()), (1, "- 1 - 3"));
}

#[test]
fn rows_out_of_order_are_read_as_if_they_were_in_order() {
    let rows = good();
    let at = rows.find("<row r='2'>").unwrap();
    let turned = format!("{}{}", &rows[at..], &rows[..at]);
    assert_eq!(Desk::new().file("魏都区.xlsx", &xlsx(&turned, None)).collect().figures(0), "- 1 - 3");
}

#[test]
fn an_error_value_that_the_reader_does_not_know_is_never_read_as_blank() {
    let rows = good().replace("<c r='B2'><v>1</v></c>", "<c r='B2' t='e'><v>#SPILL!</v></c>");
    let found = Desk::new().file("魏都区.xlsx", &xlsx(&rows, None)).collect();
    assert_eq!(found.at_least(Severity::Error), ["C006 B2 单元格为错误值#SPILL!"]);
}

#[test]
fn numbers_beyond_all_numbers_are_none() {
    for value in ["1e999", "NaN", "1e300"] {
        let rows = good().replace("<c r='B2'><v>1</v></c>", &format!("<c r='B2'><v>{value}</v></c>"));
        assert_eq!(codes(&xlsx(&rows, None), "魏都区.xlsx").0, [Code::C001], "{value}");
    }
}

#[test]
fn a_formula_never_computed_is_a_fault_and_one_with_an_empty_text_is_empty() {
    let rows = good().replace("<c r='B2'><v>1</v></c>", "<c r='B2'><f>SUM(B3:B9)</f></c>");
    assert_eq!(codes(&xlsx(&rows, None), "魏都区.xlsx").0, [Code::C007]);
    let rows = good().replace("<c r='B2'><v>1</v></c>", "<c r='B2' t='str'><f>IF(1,\"\")</f><v></v></c>");
    assert_eq!(codes(&xlsx(&rows, None), "魏都区.xlsx").0, [Code::R009]);
}

#[test]
fn a_workbook_of_the_epoch_of_1904_keeps_its_days() {
    let rows = [row!["编号", "房屋面积㎡", "整治完成日期"], row!["1", 10, Put::Date(2021, 7, 14)]];
    let mut book = rust_xlsxwriter::Workbook::new();
    write(book.add_worksheet(), &rows);
    let bytes = book.save_to_buffer().unwrap();
    // the serial is that of 1900; in a workbook of 1904 it stands 1,462 days later
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    for i in 0..zip.len() {
        let mut entry = zip.by_index(i).unwrap();
        let name = entry.name().unwrap().into_owned();
        let mut text = Vec::new();
        std::io::Read::read_to_end(&mut entry, &mut text).unwrap();
        if name == "xl/workbook.xml" {
            let xml = String::from_utf8(text).unwrap();
            assert!(xml.contains("<workbookPr"));
            text = xml.replace("<workbookPr", "<workbookPr date1904=\"1\"").into_bytes();
        }
        out.start_file(name, SimpleFileOptions::default()).unwrap();
        out.write_all(&text).unwrap();
    }
    let found = Desk::new().file("魏都区.xlsx", &out.finish().unwrap().into_inner()).collect_on("2025-07-15");
    assert_eq!(found.figures(1), "10 10 10 -");
}
