//! The files: those of the table that was measured on calamine 0.38, then some of our own.

use super::ole::{self, number};
use super::sheets::{good, long_sheet, ods, sheet, strings, text, xlsx};
use super::zips::Part;

/// A file, and what its district must be told: a fault's code, or nothing where it is read rightly.
pub struct Hostile {
    /// what it is
    pub what: &'static str,
    /// its extension
    pub extension: &'static str,
    /// makes its bytes
    pub make: fn() -> Vec<u8>,
    /// the fault; none where the figures 1, 2, 3, 4 must be read
    pub fault: Option<&'static str>,
}

const fn file(
    what: &'static str,
    extension: &'static str,
    make: fn() -> Vec<u8>,
    fault: Option<&'static str>,
) -> Hostile {
    Hostile { what, extension, make, fault }
}

/// As many times as fill four GiB with a block of one MiB, and some more.
const FOUR_GIB: u64 = 4300;

/// All of them.
pub const FILES: &[Hostile] = &[
    file(
        "dimension A1:XFD1048576",
        "xlsx",
        || xlsx(1, sheet("<dimension ref='A1:XFD1048576'/>", &good(), ""), vec![]),
        None,
    ),
    file(
        "two corner cells",
        "xlsx",
        || xlsx(1, sheet("", &(good() + &cell(1_048_576, "XFD")), ""), vec![]),
        None,
    ),
    file(
        "cells outside the grid",
        "xlsx",
        || xlsx(1, sheet("", &(good() + &cell(16_777_217, "A")), ""), vec![]),
        Some("F013"),
    ),
    file("10,000 cells over 1,000,000 rows", "xlsx", scattered, None),
    file(
        "uniqueCount=4294967295",
        "xlsx",
        || xlsx(1, sheet("", &good(), ""), vec![strings(4_294_967_295, "", 0)]),
        Some("F014"),
    ),
    file(
        "sharedStrings of 2 GiB",
        "xlsx",
        || xlsx(1, sheet("", &good(), ""), vec![strings(9, &mib("<si><t>x</t></si>"), 2048)]),
        Some("F014"),
    ),
    file(
        "one inline string of 4.2 GiB",
        "xlsx",
        || {
            let rows = good() + "<row r='3'><c r='A3' t='inlineStr'><is><t>";
            xlsx(
                1,
                Part::repeated(
                    "xl/worksheets/sheet1.xml",
                    &format!("<worksheet><sheetData>{rows}"),
                    &mib("x"),
                    FOUR_GIB,
                    "</t></is></c></row></sheetData></worksheet>",
                ),
                vec![],
            )
        },
        Some("F014"),
    ),
    file(
        "4.2 GiB of tiny cells",
        "xlsx",
        || xlsx(1, long_sheet(&good(), &mib("<row><c><v>1</v></c></row>"), FOUR_GIB), vec![]),
        Some("F014"),
    ),
    file(
        ".xls, 8 sheets with two corner cells each",
        "xls",
        || ole::xls(&vec![[number(0, 0, 1.0), number(65535, 255, 2.0)].concat(); 8]),
        Some("F014"),
    ),
    file("100,000 sheets", "xlsx", || xlsx(100_000, sheet("", &good(), ""), vec![]), Some("F014")),
    file(
        "2,000,000 merged cells",
        "xlsx",
        || {
            let head = format!("<worksheet><sheetData>{}</sheetData><mergeCells>", good());
            let block = "<mergeCell ref='G9:H9'/>".repeat(20_000);
            xlsx(
                1,
                Part::repeated("xl/worksheets/sheet1.xml", &head, &block, 100, "</mergeCells></worksheet>"),
                vec![],
            )
        },
        Some("F014"),
    ),
    file("billion laughs", "xlsx", || entities(&laughs(), "&j;"), Some("F013")),
    file("XXE", "xlsx", || entities("<!ENTITY j SYSTEM 'file:///etc/passwd'>", "&j;"), Some("F013")),
    file(
        "500,000 nested tags",
        "xlsx",
        || {
            let tags = "<a>".repeat(500_000) + &"</a>".repeat(500_000);
            xlsx(1, sheet(&tags, &good(), ""), vec![])
        },
        None,
    ),
    file(
        "300 MB that claim to be 2,000 bytes",
        "xlsx",
        || {
            let rows = good() + "<row r='3'><c r='A3' t='inlineStr'><is><t>";
            let part = Part::repeated(
                "xl/worksheets/sheet1.xml",
                &format!("<worksheet><sheetData>{rows}"),
                &mib("x"),
                300,
                "</t></is></c></row></sheetData></worksheet>",
            );
            xlsx(1, part.claiming(2000), vec![])
        },
        Some("F013"),
    ),
    file(
        ".ods of a million rows by a thousand, one cell repeated",
        "ods",
        || {
            ods(
                "<table:table-row table:number-rows-repeated='1000000'><table:table-cell table:number-columns-repeated='1000' office:value-type='float' office:value='1'/></table:table-row>",
            )
        },
        Some("F014"),
    ),
    // our own
    file(
        ".ods of 90,000,000 cells, below calamine's limit",
        "ods",
        || {
            ods(
                "<table:table-row table:number-rows-repeated='900000'><table:table-cell table:number-columns-repeated='100' office:value-type='float' office:value='1'/></table:table-row>",
            )
        },
        Some("F016"),
    ),
    file(
        "shared strings of 250 MiB, within every limit of sizes",
        "xlsx",
        || xlsx(1, sheet("", &good(), ""), vec![strings(9, &dull("<si><t>x</t></si>"), 250)]),
        Some("F016"),
    ),
    file(
        "250 sheets, all the same 700 MiB of blank cells",
        "xlsx",
        || xlsx(250, long_sheet("", &dull("<row><c/></row>"), 700), vec![]),
        Some("F016"),
    ),
    file(
        "a head of 500 titles of 4,000 characters",
        "xlsx",
        || {
            let row: String = (0..500)
                .map(|n| text(&format!("{}1", letters(n)), &format!("累计户数{n}").repeat(400)))
                .collect();
            xlsx(1, sheet("", &format!("<row r='1'>{row}</row>"), ""), vec![])
        },
        Some("S002"),
    ),
    file(
        "the count of strings behind 100 KiB of comments",
        "xlsx",
        || {
            let head = format!(
                "<!--{}--><sst uniqueCount='4294967295'><si><t>x</t></si></sst>",
                " ".repeat(100 << 10)
            );
            xlsx(1, sheet("", &good(), ""), vec![Part::text("xl/sharedStrings.xml", &head)])
        },
        Some("F014"),
    ),
    file(
        ".xls whose chain of sectors runs in a circle",
        "xls",
        || {
            let mut bytes = ole::xls(&[number(0, 0, 1.0)]);
            // the table of sectors is the first; its second entry is the directory, which now follows itself
            bytes[512 + 4..512 + 8].copy_from_slice(&1_u32.to_le_bytes());
            bytes
        },
        Some("F013"),
    ),
];

fn cell(row: u32, column: &str) -> String {
    format!("<row r='{row}'><c r='{column}{row}'><v>1</v></c></row>")
}

fn letters(n: u32) -> String {
    let letter = |n: u32| char::from(b'A' + n as u8);
    if n < 26 { letter(n).to_string() } else { format!("{}{}", letter(n / 26 - 1), letter(n % 26)) }
}

fn scattered() -> Vec<u8> {
    let rows: String = (1..=10_000_u32).map(|n| cell(n * 100, &letters(6 + n % 20))).collect();
    xlsx(1, sheet("", &(good() + &rows), ""), vec![])
}

/// One MiB of it, or a little less.
fn mib(unit: &str) -> String {
    unit.repeat((1 << 20) / unit.len())
}

/// One MiB of it, with so much chance between that it packs no better than 80 to 1.
fn dull(unit: &str) -> String {
    let mut text = String::new();
    let mut chance = 88_172_645_463_325_252_u64;
    while text.len() < 1 << 20 {
        for _ in 0..(1 << 13) / unit.len() {
            text.push_str(unit);
        }
        text.push_str("<!--");
        for _ in 0..8 {
            chance ^= chance << 13;
            chance ^= chance >> 7;
            chance ^= chance << 17;
            text += &format!("{chance:016x}");
        }
        text.push_str("-->");
    }
    text
}

fn laughs() -> String {
    let mut entities = "<!ENTITY a 'ha'>".to_owned();
    for (name, before) in ('b'..='j').zip('a'..) {
        entities += &format!("<!ENTITY {name} '{}'>", format!("&{before};").repeat(10));
    }
    entities
}

fn entities(declared: &str, used: &str) -> Vec<u8> {
    let rows = good().replace("<v>1</v>", &format!("<v>{used}</v>"));
    let part =
        format!("<!DOCTYPE worksheet [{declared}]><worksheet><sheetData>{rows}</sheetData></worksheet>");
    xlsx(1, Part::text("xl/worksheets/sheet1.xml", &part), vec![])
}
