//! Twelve errors planted in the five samples, each found by the program with its file, sheet and cell, and
//! nothing said about the clean ones.
//!
//! | no. | workbook | planted | told |
//! | --- | --- | --- | --- |
//! | 1 | 魏都区7.14.xlsx, 进度统计 | 累计户数 of 北关街道 is `约96` | C001 G8 |
//! | 2 | same | 累计面积 of 五一路街道 is `#REF!` | C006 H9 |
//! | 3 | same | 剩余户数 of 高桥营街道 is a formula never computed | C007 I10 |
//! | 4 | same | 合计 of 排查面积 is 1 more than its rows | T002 D17 |
//! | 5 | 建安区 …（7月14日）.xlsx, 日报 | 今日完成户数 is `-3` | C002 B4 |
//! | 6 | same | the title is of 2021.7.13 | F005 A1 |
//! | 7 | 示范区0714.xls, Sheet1 | 排查户数 of 许由街道 is 1 more than 累计 and 剩余 | T003 H7 |
//! | 8 | 经开区房屋安全隐患台账.xlsx, 台账 | 编号 of row 20 is that of row 10 | R001 A20 |
//! | 9 | same | completed on 20 July in row 25 | R003 I25 |
//! | 10 | same | no area in row 30 | R009 E30 |
//! | 11 | same | completed on `2021.7` in row 40 | C010 I40 |
//! | 12 | 东城区.ods, 东城区 | the head 累计面积 states no unit | S008 E2 |

#![allow(clippy::unwrap_used, reason = "a sample that cannot be altered has failed")]

mod support;

use std::io::{Cursor, Read, Write};

use serde_json::Value;
use support::{Desk, samples};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

const WEIDU: &str = "魏都区7.14.xlsx";
const JIANAN: &str = "建安区 房屋安全隐患整治日报（7月14日）.xlsx";
const SHIFAN: &str = "示范区0714.xls";
const JINGKAI: &str = "经开区房屋安全隐患台账.xlsx";
const DONGCHENG: &str = "东城区.ods";

/// How a workbook is altered.
enum Plant {
    /// the cell at this address gets this content, as XML from `t=` to before `</c>`
    Cell(&'static str, &'static str),
    /// a text of the table of strings, or of the sheet in .ods, becomes another
    Text(&'static str, &'static str),
    /// the whole number in this cell of an .xls, 0-based, becomes one more
    More(u16, u16),
}
use Plant::{Cell, More, Text};

/// File, what is planted, sheet, code, cell.
fn planted() -> Vec<(&'static str, Plant, [&'static str; 3])> {
    vec![
        (WEIDU, Cell("G8", "t=\"inlineStr\"><is><t>约96</t></is>"), ["进度统计", "C001", "G8"]),
        (WEIDU, Cell("H9", "t=\"e\"><v>#REF!</v>"), ["进度统计", "C006", "H9"]),
        (WEIDU, Cell("I10", "><f>C10-G10</f>"), ["进度统计", "C007", "I10"]),
        (WEIDU, Cell("D17", "><f>SUM(D5:D16)+1</f><v>996303</v>"), ["进度统计", "T002", "D17"]),
        (JIANAN, Cell("B4", "><v>-3</v>"), ["日报", "C002", "B4"]),
        (JIANAN, Text("2021.7.14", "2021.7.13"), ["日报", "F005", "A1"]),
        (SHIFAN, More(6, 1), ["Sheet1", "T003", "H7"]),
        (JINGKAI, Cell("A20", "t=\"inlineStr\"><is><t>JK00008</t></is>"), ["台账", "R001", "A20"]),
        (JINGKAI, Cell("I25", "t=\"inlineStr\"><is><t>2021-07-20</t></is>"), ["台账", "R003", "I25"]),
        (JINGKAI, Cell("E30", ">"), ["台账", "R009", "E30"]),
        (JINGKAI, Cell("I40", "t=\"inlineStr\"><is><t>2021.7</t></is>"), ["台账", "C010", "I40"]),
        (DONGCHENG, Text("累计面积（万㎡）", "累计面积"), ["东城区", "S008", "E2"]),
    ]
}

/// The file with all that is planted in it.
fn altered(file: &str, plants: &[&Plant]) -> Vec<u8> {
    let mut bytes = std::fs::read(samples("2021-07-14").join(file)).unwrap();
    for plant in plants {
        bytes = match plant {
            More(row, column) => one_more(bytes, *row, *column),
            Cell(at, content) => {
                rezipped(&bytes, "xl/worksheets/sheet1.xml", |xml| with_cell(xml, at, content))
            }
            Text(from, to) => {
                let part = if file.ends_with(".ods") { "content.xml" } else { "xl/sharedStrings.xml" };
                rezipped(&bytes, part, |xml| {
                    assert!(xml.contains(from), "{file} has no {from}");
                    xml.replacen(from, to, 1)
                })
            }
        };
    }
    bytes
}

/// Every part packed, the type of an .ods too, as programs that zip a folder do.
fn rezipped(bytes: &[u8], part: &str, alter: impl Fn(&str) -> String) -> Vec<u8> {
    let mut zip = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..zip.len() {
        let mut entry = zip.by_index(index).unwrap();
        let name = String::from_utf8(entry.name_raw().to_vec()).unwrap();
        let mut content = Vec::new();
        entry.read_to_end(&mut content).unwrap();
        if name == part {
            content = alter(std::str::from_utf8(&content).unwrap()).into_bytes();
        }
        out.start_file(name, SimpleFileOptions::default()).unwrap();
        out.write_all(&content).unwrap();
    }
    out.finish().unwrap().into_inner()
}

/// The row's cells with this one in its place, whether it stood there or not.
fn with_cell(xml: &str, at: &str, content: &str) -> String {
    let digits = at.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    let row = xml.find(&format!("<row r=\"{digits}\"")).unwrap();
    let end = row + xml[row..].find("</row>").unwrap();
    let cells = row + xml[row..].find('>').unwrap() + 1;
    let mut parts: Vec<(u32, String)> = Vec::new();
    let mut rest = &xml[cells..end];
    while let Some(start) = rest.find("<c ") {
        let name = &rest[start + 6..start + 6 + rest[start + 6..].find('"').unwrap()];
        let close = rest[start..].find("</c>").map(|i| start + i + 4);
        let empty = rest[start..].find("/>").map(|i| start + i + 2);
        let first = rest[start..].find('>').map(|i| start + i + 1).unwrap();
        let stop = if empty == Some(first) { first } else { close.unwrap() };
        parts.push((column(name), rest[start..stop].to_owned()));
        rest = &rest[stop..];
    }
    parts.retain(|(c, _)| *c != column(at));
    parts.push((column(at), format!("<c r=\"{at}\" {content}</c>")));
    parts.sort_by_key(|(c, _)| *c);
    let joined: String = parts.into_iter().map(|(_, cell)| cell).collect();
    format!("{}{joined}{}", &xml[..cells], &xml[end..])
}

fn column(name: &str) -> u32 {
    name.bytes().take_while(u8::is_ascii_alphabetic).fold(0, |n, b| n * 26 + u32::from(b - b'A') + 1)
}

/// A number of BIFF8 as xlwt writes it: RK in a row of several (MULRK) or alone, a whole number in its
/// upper thirty bits.
fn one_more(mut bytes: Vec<u8>, row: u16, column: u16) -> Vec<u8> {
    let u16_at = |bytes: &[u8], at: usize| u16::from_le_bytes([bytes[at], bytes[at + 1]]);
    for at in 0..bytes.len() - 16 {
        let (kind, length) = (u16_at(&bytes, at), usize::from(u16_at(&bytes, at + 2)));
        let first = u16_at(&bytes, at + 6);
        let found = match kind {
            0x27E if length == 10 => first == column,
            0xBD if length < 200 && length % 6 == 0 => {
                first <= column && usize::from(column - first) < (length - 6) / 6
            }
            _ => false,
        };
        if found && u16_at(&bytes, at + 4) == row {
            let rk = if kind == 0x27E { at + 10 } else { at + 10 + 6 * usize::from(column - first) };
            let value = i32::from_le_bytes(bytes[rk..rk + 4].try_into().unwrap());
            assert_eq!(value & 3, 2, "a whole number");
            bytes[rk..rk + 4].copy_from_slice(&(value + 4).to_le_bytes());
            return bytes;
        }
    }
    panic!("no number in row {row}, column {column}");
}

/// The samples on a desk where the issue of the 13th stands, with these alterations on the 14th.
fn desk(plants: &[&(&'static str, Plant, [&'static str; 3])]) -> Desk {
    let desk = Desk::xuchang();
    for file in [WEIDU, JIANAN, SHIFAN, JINGKAI, DONGCHENG] {
        let own: Vec<&Plant> =
            plants.iter().filter(|(f, ..)| *f == file).map(|(_, plant, _)| plant).collect();
        if !own.is_empty() {
            desk.write(&format!("inbox/2021-07-14/{file}"), &altered(file, &own));
        }
    }
    desk.run("2021-07-13").ended(0);
    desk
}

/// `file sheet code cell` of every error and warning about a workbook, sorted.
fn told(desk: &Desk) -> Vec<String> {
    let ran =
        desk.tongbao(&["check", "schedules/house-safety.yaml", "--date", "2021-07-14", "--format", "json"]);
    let reports: Value = serde_json::from_str(&ran.out).unwrap_or_else(|e| panic!("{e}: {}", ran.err));
    let faults = reports[0]["faults"].as_array().unwrap().clone();
    let text = |fault: &Value, key: &str| fault[key].as_str().unwrap_or("-").to_owned();
    let mut lines: Vec<String> = faults
        .iter()
        .filter(|fault| fault["severity"] != "info" && fault["file"].is_string())
        .map(|fault| ["file", "sheet", "code", "cell"].map(|key| text(fault, key)).join(" "))
        .collect();
    lines.sort();
    lines
}

fn expected(plants: &[&(&'static str, Plant, [&'static str; 3])]) -> Vec<String> {
    let mut lines: Vec<String> =
        plants.iter().map(|(file, _, [sheet, code, cell])| format!("{file} {sheet} {code} {cell}")).collect();
    lines.sort();
    lines
}

#[test]
fn nothing_is_said_about_the_samples_as_they_are() {
    assert_eq!(told(&desk(&[])), [""; 0]);
}

#[test]
fn each_of_twelve_planted_errors_is_found_in_its_cell_and_nothing_else_is_said() {
    let all = planted();
    assert_eq!(all.len(), 12);
    for one in &all {
        assert_eq!(told(&desk(&[one])), expected(&[one]));
    }
}

#[test]
fn all_twelve_at_once_are_found_each_in_its_cell() {
    let all = planted();
    let all: Vec<_> = all.iter().collect();
    assert_eq!(told(&desk(&all)), expected(&all));
}
