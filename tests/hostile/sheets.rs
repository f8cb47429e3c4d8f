//! Workbooks of OOXML by hand, part by part.

use super::zips::{Part, archive};

const RELS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";

/// An .xlsx whose only worksheet is `sheet`, named by so many entries, with further parts.
pub fn xlsx(sheets: usize, sheet: Part, further: Vec<Part>) -> Vec<u8> {
    let names: String =
        (1..=sheets).map(|n| format!("<sheet name='S{n}' sheetId='{n}' r:id='r1'/>")).collect();
    let mut parts = vec![
        Part::text("[Content_Types].xml", &format!("<Types xmlns='{PACKAGE}/content-types'/>")),
        Part::text(
            "_rels/.rels",
            &format!(
                "<Relationships xmlns='{PACKAGE}/relationships'><Relationship Id='r1' Type='{RELS}/officeDocument' Target='xl/workbook.xml'/></Relationships>"
            ),
        ),
        Part::text(
            "xl/workbook.xml",
            &format!("<workbook xmlns='{MAIN}' xmlns:r='{RELS}'><sheets>{names}</sheets></workbook>"),
        ),
        Part::text(
            "xl/_rels/workbook.xml.rels",
            &format!(
                "<Relationships xmlns='{PACKAGE}/relationships'><Relationship Id='r1' Type='{RELS}/worksheet' Target='worksheets/sheet1.xml'/></Relationships>"
            ),
        ),
        sheet,
    ];
    parts.extend(further);
    archive(parts)
}

/// The worksheet's part: `before` stands before its cells, `after` behind them.
pub fn sheet(before: &str, rows: &str, after: &str) -> Part {
    Part::text(SHEET, &format!("{}{before}<sheetData>{rows}</sheetData>{after}</worksheet>", open()))
}

/// The worksheet's part, with a block repeated among its rows.
pub fn long_sheet(rows: &str, block: &str, times: u64) -> Part {
    Part::repeated(SHEET, &format!("{}<sheetData>{rows}", open()), block, times, "</sheetData></worksheet>")
}

/// The part of shared strings, with a block repeated among them.
pub fn strings(unique: u64, block: &str, times: u64) -> Part {
    let head = format!("<sst xmlns='{MAIN}' count='1' uniqueCount='{unique}'><si><t>单位</t></si>");
    Part::repeated("xl/sharedStrings.xml", &head, block, times, "</sst>")
}

const SHEET: &str = "xl/worksheets/sheet1.xml";

fn open() -> String {
    format!("<worksheet xmlns='{MAIN}'>")
}

pub fn text(cell: &str, text: &str) -> String {
    format!("<c r='{cell}' t='inlineStr'><is><t>{text}</t></is></c>")
}

/// A table that is sound: head and the district's row.
pub fn good() -> String {
    let head: String = ["单位", "累计户数", "累计面积㎡", "剩余户数", "剩余面积㎡"]
        .iter()
        .zip('A'..)
        .map(|(title, column)| text(&format!("{column}1"), title))
        .collect();
    let values: String =
        [1, 2, 3, 4].iter().zip('B'..).map(|(n, c)| format!("<c r='{c}2'><v>{n}</v></c>")).collect();
    format!("<row r='1'>{head}</row><row r='2'>{}{values}</row>", text("A2", "魏都区"))
}

/// An .ods with this table's rows.
pub fn ods(rows: &str) -> Vec<u8> {
    let office = "urn:oasis:names:tc:opendocument:xmlns:office:1.0";
    let table = "urn:oasis:names:tc:opendocument:xmlns:table:1.0";
    let words = "urn:oasis:names:tc:opendocument:xmlns:text:1.0";
    let content = format!(
        "<office:document-content xmlns:office='{office}' xmlns:table='{table}' xmlns:text='{words}'><office:body>\
         <office:spreadsheet><table:table table:name='S'>{rows}</table:table></office:spreadsheet></office:body>\
         </office:document-content>"
    );
    archive(vec![
        Part::stored("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        Part::text("META-INF/manifest.xml", &manifest("")),
        Part::text("content.xml", &content),
    ])
}

/// An .ods whose manifest says that its content is encrypted.
pub fn locked_ods() -> Vec<u8> {
    let data = "<manifest:encryption-data manifest:checksum-type='SHA1/1K' manifest:checksum='x'>\
                <manifest:algorithm manifest:algorithm-name='Blowfish CFB' manifest:initialisation-vector='x'/>\
                </manifest:encryption-data>";
    archive(vec![
        Part::stored("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        Part::text("META-INF/manifest.xml", &manifest(data)),
        Part::text("content.xml", "\u{1}\u{2}not to be read\u{3}"),
    ])
}

fn manifest(of_content: &str) -> String {
    format!(
        "<manifest:manifest xmlns:manifest='urn:oasis:names:tc:opendocument:xmlns:manifest:1.0'>\
         <manifest:file-entry manifest:full-path='/' manifest:media-type='application/vnd.oasis.opendocument.spreadsheet'/>\
         <manifest:file-entry manifest:full-path='content.xml' manifest:media-type='text/xml'>{of_content}\
         </manifest:file-entry></manifest:manifest>"
    )
}
