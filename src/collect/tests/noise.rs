//! Two thousand damaged copies of good workbooks: each gives its own figures, or a fault, and never other
//! figures without one.
//!
//! Damage is of two sorts. What happens to a file on its way (bytes changed, its end cut off) is caught by an
//! archive's checksums. What a program does that writes a file wrongly (a tag or an attribute damaged, parts
//! exchanged) passes every checksum, since here they are mended, and is caught by the rules of the markup.
//!
//! Nobody can tell, and the suite does not ask for, a value changed into another that could stand there, since
//! that is another workbook:
//! - a character of a cell's text or number, behind a mended checksum;
//! - a whole attribute that may be left out, gone: a cell's kind (`t`), by which the number of a text becomes a
//!   number; that a sheet is hidden; that dates count from 1904; what a style or a merged block says;
//! - two sheets exchanged for each other;
//! - in an .xls, which has no checksum, the bytes of a value, and of the row and column where it stands.
//!
//! `TONGBAO_NOISE=20 cargo test --release --lib collect::tests::noise` damages twenty times as many.

use std::io::{Cursor, Read, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::desk::{Put, row, write, xuchang};
use crate::collect::belongs::Register;
use crate::collect::column::Lexicon;
use crate::collect::isolate::isolated;
use crate::collect::read::{FileBytes, FileReading, Terms, read_file};
use crate::collect::returns::Reported;
use crate::model::{Day, Fault, Severity};
use crate::plan::Plan;

/// A row of numbers that looks like chance and is the same every time (xorshift).
struct Chance(u64);

impl Chance {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % n.max(1) as u64).unwrap()
    }
}

/// A good file.
struct Good {
    name: String,
    bytes: Vec<u8>,
}

impl Good {
    fn is_archive(&self) -> bool {
        self.bytes.starts_with(b"PK")
    }
}

/// The small samples, and a ledger with streets.
fn good_files() -> Vec<Good> {
    let folder =
        std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/samples/xuchang/inbox/2021-07-14");
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let mut files: Vec<Good> = paths
        .iter()
        .map(|path| Good {
            name: path.file_name().unwrap().to_str().unwrap().to_owned(),
            bytes: std::fs::read(path).unwrap(),
        })
        .filter(|file| file.bytes.len() < 20_000)
        .collect();
    assert_eq!(files.len(), 4, "the samples but the ledger, which takes long");
    let mut rows = vec![row!["编号", "街道", "房屋面积㎡", "排查日期", "整治完成日期"]];
    for n in 0..12 {
        let done = if n % 3 == 0 { Put::Date(2021, 7, 3 + n) } else { Put::Nothing };
        let street = ["南关街道", "西大街街道"][usize::from(n % 2 == 0)];
        let number = f64::from(n);
        rows.push(vec![
            Put::Number(1001.0 + number),
            street.into(),
            Put::Number(80.5 + number),
            Put::Date(2021, 6, 20),
            done,
        ]);
    }
    let mut book = rust_xlsxwriter::Workbook::new();
    write(book.add_worksheet(), &rows);
    files.push(Good { name: "经开区台账.xlsx".to_owned(), bytes: book.save_to_buffer().unwrap() });
    files
}

/// Reads as the program does.
struct Reading {
    plan: Plan,
    day: Day,
}

impl Reading {
    fn of(&self, name: &str, bytes: &[u8]) -> Vec<FileReading> {
        let (register, lexicon) = (Register::new(&self.plan), Lexicon::new(&self.plan.measures, self.day));
        let terms = Terms { register: &register, lexicon: &lexicon, day: self.day, households: true };
        let file = FileBytes { name, sha256: "", bytes };
        isolated(|| read_file(terms, file)).unwrap_or_default()
    }
}

/// Of the district and of each street: for every measure D, C, T, R and the share.
type Amounts = Vec<(String, Vec<[Option<String>; 5]>)>;

/// What is counted, street by street, without where it stood.
fn amounts(reading: &FileReading) -> Option<Amounts> {
    let of = |figures: &[Reported]| {
        let one = |r: &Reported| {
            [&r.day, &r.done, &r.task, &r.left, &r.share].map(|t| t.as_ref().map(|t| t.amount.to_string()))
        };
        figures.iter().map(one).collect::<Vec<_>>()
    };
    let returned = reading.returned.as_ref()?;
    let mut all = vec![(String::new(), of(&returned.figures))];
    all.extend(returned.streets.iter().map(|street| (street.name.clone(), of(&street.figures))));
    Some(all)
}

/// Its own figures, or none, or a fault that the sound file has not.
fn holds(sound: &[FileReading], damaged: &[FileReading]) -> bool {
    let doubts = |readings: &[FileReading]| -> Vec<Fault> {
        let faults = readings.iter().flat_map(|r| r.faults.clone());
        faults.filter(|f| f.severity >= Severity::Warning).collect()
    };
    let before = doubts(sound);
    damaged.iter().all(|reading| {
        let own = sound.iter().any(|s| s.district == reading.district && amounts(s) == amounts(reading));
        reading.returned.is_none() || own || doubts(damaged).iter().any(|fault| !before.contains(fault))
    })
}

/// Damages copies of every file that `applies` to, and tells of each that held not.
fn damaged(
    copies: usize,
    applies: impl Fn(&Good) -> bool,
    mut damage: impl FnMut(&Good, &mut Chance) -> Option<(String, Vec<u8>)>,
) {
    let reading = Reading { plan: xuchang(), day: "2021-07-14".parse().unwrap() };
    let times: usize = std::env::var("TONGBAO_NOISE").ok().and_then(|n| n.parse().ok()).unwrap_or(1);
    let files: Vec<Good> = good_files().into_iter().filter(applies).collect();
    let mut chance = Chance(88_172_645_463_325_252);
    let (mut wrong, mut faulty, mut done) = (Vec::new(), 0, 0);
    for file in &files {
        let sound = reading.of(&file.name, &file.bytes);
        assert!(sound.iter().any(|r| r.returned.is_some()), "{} is good: {sound:?}", file.name);
        for _ in 0..(copies * times).div_ceil(files.len()) {
            let Some((what, bytes)) = damage(file, &mut chance) else { continue };
            let read = reading.of(&file.name, &bytes);
            done += 1;
            faulty += usize::from(read.iter().all(|r| r.returned.is_none()));
            if !holds(&sound, &read) {
                wrong.push(format!("{}: {what}", file.name));
            }
        }
    }
    assert!(done * 10 >= copies * 9, "only {done} copies were damaged");
    assert!(faulty > 0, "no damage was seen at all");
    assert!(wrong.is_empty(), "other figures and no fault, {} of {done}:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn bytes_changed_on_the_way_are_seen() {
    damaged(400, Good::is_archive, |file, chance| {
        let mut bytes = file.bytes.clone();
        for _ in 0..=chance.below(8) {
            let at = chance.below(bytes.len());
            bytes[at] = u8::try_from(chance.below(256)).unwrap();
        }
        Some(("bytes".to_owned(), bytes))
    });
}

#[test]
fn single_bits_that_fell_over_are_seen() {
    damaged(400, Good::is_archive, |file, chance| {
        let mut bytes = file.bytes.clone();
        let at = chance.below(bytes.len());
        bytes[at] ^= 1 << chance.below(8);
        Some((format!("bit at {at}"), bytes))
    });
}

#[test]
fn files_cut_off_are_seen() {
    damaged(
        100,
        |_| true,
        |file, chance| {
            let length = chance.below(file.bytes.len());
            Some((format!("cut at {length}"), file.bytes[..length].to_owned()))
        },
    );
}

#[test]
fn a_bit_that_fell_over_in_a_large_sheet_is_seen_where_its_rows_are_read() {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (column, title) in (0..).zip(["编号", "房屋面积㎡", "整治完成日期"]) {
        sheet.write(0, column, title).unwrap();
    }
    for row in 1..=20_000 {
        sheet.write(row, 0, row).unwrap();
        sheet.write(row, 1, row % 97 + 20).unwrap();
        sheet.write(row, 2, "2021-07-01").unwrap();
    }
    // not packed, so that one bit is one digit
    let mut bytes = archive(&parts(&book.save_to_buffer().unwrap()));
    let reading = Reading { plan: xuchang(), day: "2021-07-14".parse().unwrap() };
    let sound = reading.of("魏都区.xlsx", &bytes);
    assert!(sound[0].returned.is_some(), "{sound:?}");
    let cell = br#"<c r="B9000"><v>"#;
    let at = bytes.windows(cell.len()).position(|w| w == cell).unwrap() + cell.len();
    bytes[at] ^= 1;
    let damaged = reading.of("魏都区.xlsx", &bytes);
    let codes: Vec<_> = damaged[0].faults.iter().map(|f| f.code).collect();
    assert!(damaged[0].returned.is_none() && codes.contains(&crate::model::Code::F013), "{damaged:?}");
}

/// The parts of an archive.
fn parts(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut zip = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let count = zip.len();
    let part = |index| {
        let mut part = zip.by_index(index).unwrap();
        let mut content = Vec::new();
        part.read_to_end(&mut content).unwrap();
        (part.name().unwrap().into_owned(), content)
    };
    (0..count).map(part).collect()
}

/// An archive of parts, with checksums that fit.
fn archive(parts: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
        zip.start_file(name, stored).unwrap();
        zip.write_all(content).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn is_sheet(name: &str) -> bool {
    name.contains("worksheets/") || name == "content.xml"
}

#[test]
fn parts_exchanged_are_seen() {
    damaged(100, Good::is_archive, |file, chance| {
        let mut parts = parts(&file.bytes);
        let (a, b) = (chance.below(parts.len()), chance.below(parts.len()));
        if a == b || is_sheet(&parts[a].0) && is_sheet(&parts[b].0) {
            return Some(("nothing".to_owned(), file.bytes.clone()));
        }
        let kept = parts[a].1.clone();
        parts[a].1 = std::mem::replace(&mut parts[b].1, kept);
        Some((format!("{} and {}", parts[a].0, parts[b].0), archive(&parts)))
    });
}

/// Where tags stand in a part: each from `<` to behind `>`.
fn tags(xml: &[u8]) -> Vec<std::ops::Range<usize>> {
    let mut tags = Vec::new();
    let mut open = None;
    for (at, byte) in xml.iter().enumerate() {
        match byte {
            b'<' => open = Some(at),
            b'>' => tags.extend(open.take().map(|start| start..at + 1)),
            _ => {}
        }
    }
    tags
}

/// A part that holds tags, most often a sheet.
fn some_part(parts: &[(String, Vec<u8>)], chance: &mut Chance) -> usize {
    let sheets: Vec<usize> = (0..parts.len()).filter(|at| is_sheet(&parts[*at].0)).collect();
    let all: Vec<usize> = (0..parts.len()).filter(|at| tags(&parts[*at].1).len() > 1).collect();
    let from = if chance.below(4) > 0 { &sheets } else { &all };
    from[chance.below(from.len())]
}

/// The attributes of a tag: each with the blank before it.
fn attributes(tag: &str) -> Vec<std::ops::Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(equals) = tag[at..].find("=\"").map(|n| at + n) {
        let Some(end) = tag[equals + 2..].find('"').map(|n| equals + 3 + n) else { break };
        let start = tag[..equals].rfind(char::is_whitespace).unwrap_or(equals);
        found.push(start..end);
        at = end;
    }
    found
}

/// An attribute that may be left out, and then says something else: see above.
fn may_be_left_out(tag: &str, attribute: &str) -> bool {
    let key = attribute.trim_start().split('=').next().unwrap_or("");
    let element =
        tag.trim_start_matches('<').split(|c: char| !c.is_alphanumeric() && c != ':').next().unwrap_or("");
    matches!(
        (element, key),
        ("c", "t" | "s") | ("sheet", "state") | ("workbookPr", "date1904") | ("xf", "numFmtId")
    )
}

#[test]
fn attributes_lost_are_seen() {
    damaged(400, Good::is_archive, |file, chance| {
        let mut parts = parts(&file.bytes);
        for _ in 0..100 {
            let part = some_part(&parts, chance);
            let tags = tags(&parts[part].1);
            let tag = tags[chance.below(tags.len())].clone();
            let Ok(text) = std::str::from_utf8(&parts[part].1[tag.clone()]) else { continue };
            let attributes = attributes(text);
            if attributes.is_empty() {
                continue;
            }
            let lost = attributes[chance.below(attributes.len())].clone();
            if may_be_left_out(text, &text[lost.clone()]) {
                continue;
            }
            let what = format!("{}: {} of {text}", parts[part].0, &text[lost.clone()]);
            parts[part].1.drain(tag.start + lost.start..tag.start + lost.end);
            return Some((what, archive(&parts)));
        }
        None
    });
}

#[test]
fn markup_damaged_behind_a_mended_checksum_is_seen() {
    damaged(500, Good::is_archive, |file, chance| {
        let mut parts = parts(&file.bytes);
        let part = some_part(&parts, chance);
        let tags = tags(&parts[part].1);
        let tag = tags[chance.below(tags.len())].clone();
        let at = tag.start + chance.below(tag.len());
        let before = String::from_utf8_lossy(&parts[part].1[tag.clone()]).into_owned();
        parts[part].1[at] ^= 1 << chance.below(8);
        let what = format!("{}: {before} is {}", parts[part].0, String::from_utf8_lossy(&parts[part].1[tag]));
        Some((what, archive(&parts)))
    });
}

/// Where nobody can tell: the content of an .xls's records that hold a place and a value, or a text.
fn values(bytes: &[u8]) -> Vec<std::ops::Range<usize>> {
    // the sample's stream lies in one piece; its first record is the first of a workbook
    let start = bytes.windows(8).position(|w| w == [9, 8, 16, 0, 0, 6, 5, 0]).unwrap();
    let mut values = Vec::new();
    let mut at = start;
    while let Some(&[a, b, c, d]) = bytes.get(at..at + 4) {
        let (kind, length) = (u16::from_le_bytes([a, b]), usize::from(u16::from_le_bytes([c, d])));
        if matches!(
            kind,
            0x0006 | 0x0203 | 0x0204 | 0x00D6 | 0x0205 | 0x027E | 0x00FD | 0x00BD | 0x00FC | 0x0085
        ) {
            values.push(at + 4..at + 4 + length);
        }
        at += 4 + length;
        if kind == 0 {
            break;
        }
    }
    values
}

#[test]
fn the_frame_of_an_xls_damaged_is_seen() {
    damaged(
        200,
        |file| !file.is_archive(),
        |file, chance| {
            let values = values(&file.bytes);
            assert!(values.len() > 20, "records were found");
            let mut bytes = file.bytes.clone();
            loop {
                let at = chance.below(bytes.len());
                if !values.iter().any(|range| range.contains(&at)) {
                    bytes[at] ^= 1 << chance.below(8);
                    return Some((format!("bit at {at}"), bytes));
                }
            }
        },
    );
}

#[test]
fn what_no_rule_can_see_ends_nothing() {
    let reading = Reading { plan: xuchang(), day: "2021-07-14".parse().unwrap() };
    let mut chance = Chance(0x9E37_79B9_7F4A_7C15);
    for file in good_files() {
        for _ in 0..40 {
            let bytes = if file.is_archive() {
                let mut parts = parts(&file.bytes);
                let part = some_part(&parts, &mut chance);
                let at = chance.below(parts[part].1.len());
                parts[part].1[at] = u8::try_from(chance.below(256)).unwrap();
                archive(&parts)
            } else {
                let mut bytes = file.bytes.clone();
                for _ in 0..=chance.below(8) {
                    let at = chance.below(bytes.len());
                    bytes[at] = u8::try_from(chance.below(256)).unwrap();
                }
                bytes
            };
            reading.of(&file.name, &bytes);
        }
    }
}
