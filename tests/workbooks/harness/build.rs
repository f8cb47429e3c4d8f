//! Writes a case's files: .xlsx from the grid, part by part, so that every trait can be given it; text as
//! it stands; .xls, .xlsb, .ods and .et from those that were made once and are kept.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{Cursor, Write as _};
use std::path::Path;

use zip::write::SimpleFileOptions;

use super::case::{Case, Cell, File, Sheet};

/// The file's bytes; `place` is its number among the case's files.
pub fn bytes(case: &Case, file: &File, place: usize, folder: &Path) -> Vec<u8> {
    let mut bytes = match (&file.text, &file.kept) {
        (_, Some(kept)) => std::fs::read(folder.join("kept").join(kept)).unwrap(),
        (Some(text), _) => encoded(text, &file.encoding),
        (None, None) => match format(file).as_str() {
            "xlsx" | "xlsm" => xlsx(file),
            "csv" => encoded(&csv(file), &file.encoding),
            other => kept(case, place, other, folder),
        },
    };
    if let Some(percent) = file.cut {
        bytes.truncate(bytes.len() * percent / 100);
    }
    bytes
}

/// The format of the content: as the name ends, unless the case says otherwise.
pub fn format(file: &File) -> String {
    let ending = file.name.rsplit_once('.').map_or("", |(_, e)| e).to_lowercase();
    file.content.clone().unwrap_or(ending)
}

/// The name under which a made file is kept: `F01.xls`, `F01-2.xls` for a case's second file.
pub fn kept_name(case: &Case, place: usize, format: &str) -> String {
    let number = if place == 0 { String::new() } else { format!("-{}", place + 1) };
    format!("{}{number}.{format}", case.id)
}

pub fn kept(case: &Case, place: usize, format: &str, folder: &Path) -> Vec<u8> {
    let path = folder.join("kept").join(kept_name(case, place, format));
    std::fs::read(&path).unwrap_or_else(|e| {
        panic!("{}: {}: {e}; make it by tests/workbooks/make/run.sh", case.at, path.display())
    })
}

/// The first sheet as csv: what a cell shows, in quotes where it must be.
fn csv(file: &File) -> String {
    let shown = |cell: &Cell| match cell {
        Cell::Nothing | Cell::Left | Cell::Above => String::new(),
        Cell::Text(text) | Cell::Number(text, _) | Cell::Date(text) | Cell::Error(text) => text.clone(),
        Cell::Bool(b) => b.to_string().to_uppercase(),
        Cell::Formula(_, stored) => stored.clone().unwrap_or_default(),
    };
    let quoted = |text: String| {
        if text.contains([',', '"', '\n']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
    };
    let line = |row: &Vec<Cell>| row.iter().map(|c| quoted(shown(c))).collect::<Vec<_>>().join(",");
    file.sheets[0].rows.iter().map(|row| line(row) + "\r\n").collect()
}

fn encoded(text: &str, encoding: &str) -> Vec<u8> {
    match encoding {
        "utf-8" => text.as_bytes().to_vec(),
        "utf-8-bom" => [b"\xEF\xBB\xBF", text.as_bytes()].concat(),
        "utf-16le" => [0xFEFF].into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect(),
        "gb18030" => encoding_rs::GB18030.encode(text).0.into_owned(),
        "hex" => {
            let digits: Vec<u8> = text.bytes().filter(u8::is_ascii_hexdigit).collect();
            digits
                .chunks(2)
                .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap())
                .collect()
        }
        other => panic!("no encoding {other}"),
    }
}

/// Number formats and strings as they are met.
#[derive(Default)]
struct Tables {
    strings: Vec<String>,
    string_of: BTreeMap<String, usize>,
    formats: Vec<String>,
}

impl Tables {
    fn string(&mut self, text: &str) -> usize {
        *self.string_of.entry(text.to_owned()).or_insert_with(|| {
            self.strings.push(text.to_owned());
            self.strings.len() - 1
        })
    }

    /// The style of a number format; 0 is the plain one.
    fn style(&mut self, format: &str) -> usize {
        let place = self.formats.iter().position(|f| f == format).unwrap_or_else(|| {
            self.formats.push(format.to_owned());
            self.formats.len() - 1
        });
        place + 1
    }
}

const TRANSITIONAL: [&str; 3] = [
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
];
const STRICT: [&str; 3] = [
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
    "http://purl.oclc.org/ooxml/officeDocument/relationships",
    "http://purl.oclc.org/ooxml/officeDocument/relationships",
];

fn xlsx(file: &File) -> Vec<u8> {
    let [main, rel, office] = if file.is_strict { STRICT } else { TRANSITIONAL };
    let packages = "http://schemas.openxmlformats.org/package/2006";
    let mut tables = Tables::default();
    let mut parts: Vec<(String, String)> = Vec::new();
    let (mut sheets, mut links, mut types) = (String::new(), String::new(), String::new());
    for (n, sheet) in (1..).zip(&file.sheets) {
        parts
            .push((format!("xl/worksheets/sheet{n}.xml"), worksheet(sheet, main, file.is_1904, &mut tables)));
        let state = sheet.hidden.map_or_else(String::new, |state| format!(" state=\"{state}\""));
        let name = escape(&sheet.name);
        write!(sheets, "<sheet name=\"{name}\" sheetId=\"{n}\"{state} r:id=\"rId{n}\"/>").unwrap();
        write!(
            links,
            "<Relationship Id=\"rId{n}\" Type=\"{office}/worksheet\" Target=\"worksheets/sheet{n}.xml\"/>"
        )
        .unwrap();
        write!(types, "<Override PartName=\"/xl/worksheets/sheet{n}.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml\"/>").unwrap();
    }
    let epoch = if file.is_1904 { "<workbookPr date1904=\"1\"/>" } else { "<workbookPr/>" };
    parts.push((
        "xl/workbook.xml".into(),
        format!("<workbook xmlns=\"{main}\" xmlns:r=\"{rel}\">{epoch}<sheets>{sheets}</sheets></workbook>"),
    ));
    parts.push(("xl/_rels/workbook.xml.rels".into(), format!("<Relationships xmlns=\"{packages}/relationships\">{links}<Relationship Id=\"s\" Type=\"{office}/sharedStrings\" Target=\"sharedStrings.xml\"/><Relationship Id=\"t\" Type=\"{office}/styles\" Target=\"styles.xml\"/></Relationships>")));
    let mut strings = String::new();
    for text in &tables.strings {
        write!(strings, "<si><t xml:space=\"preserve\">{}</t></si>", escape(text)).unwrap();
    }
    parts.push((
        "xl/sharedStrings.xml".into(),
        format!("<sst xmlns=\"{main}\" uniqueCount=\"{}\">{strings}</sst>", tables.strings.len()),
    ));
    let (mut formats, mut styles) = (String::new(), "<xf numFmtId=\"0\"/>".to_owned());
    for (n, format) in (164..).zip(&tables.formats) {
        write!(formats, "<numFmt numFmtId=\"{n}\" formatCode=\"{}\"/>", escape(format)).unwrap();
        write!(styles, "<xf numFmtId=\"{n}\" applyNumberFormat=\"1\"/>").unwrap();
    }
    parts.push(("xl/styles.xml".into(), format!("<styleSheet xmlns=\"{main}\"><numFmts>{formats}</numFmts><cellXfs>{styles}</cellXfs></styleSheet>")));
    parts.push(("_rels/.rels".into(), format!("<Relationships xmlns=\"{packages}/relationships\"><Relationship Id=\"r\" Type=\"{office}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>")));
    parts.push(("[Content_Types].xml".into(), format!("<Types xmlns=\"{packages}/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Override PartName=\"/xl/workbook.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/>{types}</Types>")));
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, xml) in parts {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(b"<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n").unwrap();
        zip.write_all(xml.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn worksheet(sheet: &Sheet, main: &str, is_1904: bool, tables: &mut Tables) -> String {
    let mut columns = String::new();
    for letters in &sheet.hidden_columns {
        let n = super::case::address(&format!("{letters}1")).1 + 1;
        write!(columns, "<col min=\"{n}\" max=\"{n}\" width=\"0\" hidden=\"1\" customWidth=\"1\"/>").unwrap();
    }
    if !columns.is_empty() {
        columns = format!("<cols>{columns}</cols>");
    }
    let data = sheet.xml.clone().unwrap_or_else(|| rows(sheet, is_1904, tables));
    let merged: String = merges(sheet)
        .iter()
        .map(|[top, left, bottom, right]| {
            format!("<mergeCell ref=\"{}:{}\"/>", name(*top, *left), name(*bottom, *right))
        })
        .collect();
    let merged = if merged.is_empty() { merged } else { format!("<mergeCells>{merged}</mergeCells>") };
    format!("<worksheet xmlns=\"{main}\">{columns}<sheetData>{data}</sheetData>{merged}</worksheet>")
}

fn rows(sheet: &Sheet, is_1904: bool, tables: &mut Tables) -> String {
    let mut xml = String::new();
    let (top, left) = sheet.origin;
    for (r, cells) in (top..).zip(&sheet.rows) {
        let hidden = if sheet.hidden_rows.contains(&(r + 1)) { " hidden=\"1\"" } else { "" };
        write!(xml, "<row r=\"{}\"{hidden}>", r + 1).unwrap();
        for (c, cell) in (left..).zip(cells) {
            xml.push_str(&one(&name(r, c), cell, is_1904, tables));
        }
        xml.push_str("</row>");
    }
    xml
}

fn one(at: &str, cell: &Cell, is_1904: bool, tables: &mut Tables) -> String {
    let is_number = |text: &str| text.parse::<f64>().is_ok();
    match cell {
        Cell::Nothing | Cell::Left | Cell::Above => String::new(),
        Cell::Text(text) => format!("<c r=\"{at}\" t=\"s\"><v>{}</v></c>", tables.string(text)),
        Cell::Number(number, None) => format!("<c r=\"{at}\"><v>{number}</v></c>"),
        Cell::Number(number, Some(format)) => {
            format!("<c r=\"{at}\" s=\"{}\"><v>{number}</v></c>", tables.style(format))
        }
        Cell::Date(date) => {
            format!(
                "<c r=\"{at}\" s=\"{}\"><v>{}</v></c>",
                tables.style("yyyy\\-mm\\-dd"),
                serial(date, is_1904)
            )
        }
        Cell::Bool(b) => format!("<c r=\"{at}\" t=\"b\"><v>{}</v></c>", u8::from(*b)),
        Cell::Error(error) => format!("<c r=\"{at}\" t=\"e\"><v>{error}</v></c>"),
        Cell::Formula(formula, None) => format!("<c r=\"{at}\"><f>{}</f></c>", escape(formula)),
        Cell::Formula(formula, Some(stored)) => {
            let kind = match stored {
                s if s.starts_with('#') => " t=\"e\"",
                s if is_number(s) => "",
                _ => " t=\"str\"",
            };
            format!("<c r=\"{at}\"{kind}><f>{}</f><v>{}</v></c>", escape(formula), escape(stored))
        }
    }
}

/// The serial number of a day.
pub fn serial(date: &str, is_1904: bool) -> i64 {
    let day = |text| chrono::NaiveDate::parse_from_str(text, "%Y-%m-%d").unwrap();
    (day(date) - day(if is_1904 { "1904-01-01" } else { "1899-12-30" })).num_days()
}

/// Merged blocks: top, left, bottom, right, 0-based.
pub fn merges(sheet: &Sheet) -> Vec<[usize; 4]> {
    let at = |r: usize, c: usize| sheet.rows.get(r).and_then(|row| row.get(c));
    let mut found = Vec::new();
    for (r, row) in sheet.rows.iter().enumerate() {
        for (c, cell) in row.iter().enumerate() {
            if matches!(cell, Cell::Left | Cell::Above) {
                continue;
            }
            let right = (c + 1..).take_while(|c| at(r, *c) == Some(&Cell::Left)).last().unwrap_or(c);
            let bottom = (r + 1..).take_while(|r| at(*r, c) == Some(&Cell::Above)).last().unwrap_or(r);
            if (bottom, right) != (r, c) {
                let (top, left) = sheet.origin;
                found.push([top + r, left + c, top + bottom, left + right]);
            }
        }
    }
    found
}

fn name(row: usize, column: usize) -> String {
    let (mut letters, mut n) = (String::new(), column + 1);
    while n > 0 {
        letters.insert(0, char::from(b'A' + u8::try_from((n - 1) % 26).unwrap()));
        n = (n - 1) / 26;
    }
    format!("{letters}{}", row + 1)
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
