//! The plain reader held against calamine: every form that it takes, every form that it must leave, the
//! samples, and thousands of damaged copies. Where it reads a workbook, it reads what calamine reads.
//!
//! `TONGBAO_NOISE=50000 cargo test --release --lib collect::xlsx` damages more copies.

use std::io::{Cursor, Write};

use proptest::prelude::*;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::collect::cell::Cell;
use crate::collect::hidden::hidden_rows;
use crate::collect::isolate::isolated;
use crate::collect::preflight::preflight;
use crate::collect::sniff::Kind;
use crate::collect::stream::{End, Flow, Sink};
use crate::collect::workbook::{Merge, Workbook};
use crate::model::CellRef;

/// The parts of a workbook, to be put together or damaged.
#[derive(Clone)]
struct Parts(Vec<(&'static str, String)>);

const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const RELS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006/relationships";

impl Parts {
    /// A workbook of one sheet, given what stands in its `<worksheet>`.
    fn sheet(inside: &str) -> Parts {
        let sheet = format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\r\n<worksheet xmlns=\"{MAIN}\" xmlns:r=\"{RELS}\">{inside}</worksheet>"
        );
        let strings = format!(
            "<sst xmlns=\"{MAIN}\" count=\"5\" uniqueCount=\"5\"><si><t>魏都区</t></si><si><t xml:space=\"preserve\"> 东城区 </t></si><si><r><rPr><b/><sz val=\"11\"/></rPr><t>面积（m</t></r><r><rPr><vertAlign val=\"superscript\"/></rPr><t>2</t></r><r><t>）</t></r><rPh sb=\"0\" eb=\"1\"><t>mian</t></rPh><phoneticPr fontId=\"1\"/></si><si><t>a &amp;lt; b &lt; c</t></si><si/></sst>"
        );
        let codes = [
            "yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;",
            "0.00&quot;㎡&quot;",
            "[h]:mm",
            "[$-804]aaaa;@",
            "[Red]#,##0_);(#,##0)",
        ];
        let formats: String = codes
            .iter()
            .zip(164..)
            .map(|(code, id)| format!("<numFmt numFmtId=\"{id}\" formatCode=\"{code}\"/>"))
            .collect();
        let ids = [0, 14, 27, 46, 2, 164, 165, 166, 167, 168];
        let xfs: String = ids.iter().map(|id| format!("<xf numFmtId=\"{id}\" fontId=\"0\"/>")).collect();
        let styles = format!(
            "<styleSheet xmlns=\"{MAIN}\"><numFmts count=\"5\">{formats}</numFmts><cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs><cellXfs>{xfs}</cellXfs></styleSheet>"
        );
        Parts(vec![
            (
                "_rels/.rels",
                format!(
                    "<Relationships xmlns=\"{PACKAGE}\"><Relationship Id=\"r1\" Type=\"{RELS}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
                ),
            ),
            (
                "xl/workbook.xml",
                format!(
                    "<workbook xmlns=\"{MAIN}\" xmlns:r=\"{RELS}\"><workbookPr date1904=\"0\"/><sheets><sheet name=\"进度 &amp; 台账\" sheetId=\"1\" state=\"visible\" r:id=\"r1\"/></sheets></workbook>"
                ),
            ),
            (
                "xl/_rels/workbook.xml.rels",
                format!(
                    "<Relationships xmlns=\"{PACKAGE}\"><Relationship Id=\"r1\" Type=\"{RELS}/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>"
                ),
            ),
            ("xl/worksheets/sheet1.xml", sheet),
            ("xl/sharedStrings.xml", strings),
            ("xl/styles.xml", styles),
        ])
    }

    fn cells(cells: &str) -> Parts {
        Parts::sheet(&format!("<sheetData>{cells}</sheetData>"))
    }

    fn replaced(mut self, from: &str, to: &str) -> Parts {
        let mut found = false;
        for (_, text) in &mut self.0 {
            found |= text.contains(from);
            *text = text.replace(from, to);
        }
        assert!(found, "no {from}");
        self
    }

    fn zipped(&self) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, text) in &self.0 {
            zip.start_file(*name, SimpleFileOptions::default()).unwrap();
            zip.write_all(text.as_bytes()).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }
}

/// All that can be asked of a workbook.
#[derive(Debug, PartialEq)]
struct Whole {
    sheets: Vec<(String, bool)>,
    cells: Vec<Vec<(CellRef, Cell<'static>)>>,
    merges: Vec<Vec<Merge>>,
}

#[derive(Default)]
struct All(Vec<(CellRef, Cell<'static>)>);

impl<'a> Sink<'a> for All {
    fn cell(&mut self, at: CellRef, cell: Cell<'a>) -> Flow {
        self.0.push((at, cell.into_owned()));
        Flow::Go
    }
}

fn whole(mut book: Workbook<'_>) -> Option<(Whole, bool)> {
    let sheets = book.sheets().iter().map(|sheet| (sheet.name.clone(), sheet.hidden)).collect();
    let mut whole = Whole { sheets, cells: Vec::new(), merges: Vec::new() };
    for sheet in 0..book.sheets().len() {
        let mut turns = 0;
        let cells = loop {
            let mut all = All::default();
            match book.stream(sheet, &mut all).ok()? {
                End::Done => break all.0,
                End::Again => turns += 1,
            }
            assert!(turns < 3, "no end");
        };
        whole.cells.push(cells);
        whole.merges.push(book.merges(sheet).unwrap_or_default());
    }
    Some((whole, book.is_plain()))
}

/// As tongbao reads it, and whether straight to its end.
fn straight(bytes: &[u8]) -> Option<(Whole, bool)> {
    let zip = preflight(bytes, Kind::Xlsx).ok()?;
    whole(Workbook::open(bytes, Kind::Xlsx, zip.as_ref()).ok()?)
}

fn by_calamine(bytes: &[u8]) -> Option<Whole> {
    Some(whole(Workbook::open(bytes, Kind::Xlsx, None).ok()?)?.0)
}

/// To be compared: a number that is none equals no other.
fn shown(whole: &Whole) -> String {
    format!("{whole:?}")
}

/// Forms that districts' programs write.
const PLAIN: &[(&str, &str)] = &[
    ("a count", "<row r=\"1\"><c r=\"A1\"><v>12</v></c></row>"),
    (
        "numbers of every form",
        "<row r=\"2\" spans=\"1:4\"><c r=\"A2\"><v>-0.5</v></c><c r=\"B2\"><v>1.7976931348623157E+308</v></c><c r=\"C2\" t=\"n\"><v>9007199254740993</v></c><c r=\"D2\"><v>0.1</v></c><c r=\"E2\"><v>+3</v></c><c r=\"F2\"><v>00012</v></c><c r=\"G2\"><v>123456789012345678</v></c></row>",
    ),
    (
        "shared strings, rich, spaced, escaped and empty",
        "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"s\"><v>1</v></c><c r=\"C1\" t=\"s\"><v>2</v></c><c r=\"D1\" t=\"s\"><v>3</v></c><c r=\"E1\" t=\"s\"><v>4</v></c></row>",
    ),
    (
        "inline strings",
        "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t> 建安区 </t></is></c><c r=\"B1\" t=\"inlineStr\"><is><r><t>甲</t></r><r><t xml:space=\"preserve\"> 乙</t></r></is></c><c r=\"C1\" t=\"inlineStr\"><is/></c></row>",
    ),
    (
        "formulas with their value",
        "<row r=\"1\"><c r=\"A1\"><f>SUM(B1:C1)</f><v>3</v></c><c r=\"B1\" t=\"str\"><f t=\"shared\" ref=\"B1:B9\" si=\"0\">A1&amp;\"户\"</f><v>3户</v></c><c r=\"C1\" t=\"str\"><f>\"\"</f><v></v></c><c r=\"D1\"><f ca=\"1\"/><v>1</v></c></row>",
    ),
    (
        "formulas never computed",
        "<row r=\"1\"><c r=\"A1\"><f>B1+C1</f></c><c r=\"B1\"><f>B1</f><v></v></c><c r=\"C1\"><f>C1</f><v/></c></row>",
    ),
    (
        "days, hours and spans",
        "<row r=\"1\"><c r=\"A1\" s=\"1\"><v>44391</v></c><c r=\"B1\" s=\"2\"><v>44391.5</v></c><c r=\"C1\" s=\"3\"><v>1.5</v></c><c r=\"D1\" s=\"5\"><v>44391</v></c><c r=\"E1\" s=\"6\"><v>44391</v></c><c r=\"F1\" s=\"7\"><v>44391</v></c><c r=\"G1\" s=\"8\"><v>44391</v></c><c r=\"H1\" s=\"9\"><v>44391</v></c><c r=\"I1\" s=\"99\"><v>44391</v></c><c r=\"J1\" s=\"1\"><v>0.5</v></c><c r=\"K1\" s=\"1\"><v>9999999</v></c></row>",
    ),
    (
        "truth and errors",
        "<row r=\"1\"><c r=\"A1\" t=\"b\"><v>1</v></c><c r=\"B1\" t=\"b\"><v>0</v></c><c r=\"C1\" t=\"e\"><f>1/0</f><v>#DIV/0!</v></c><c r=\"D1\" t=\"e\"><v>#N/A</v></c></row>",
    ),
    (
        "empty cells and rows",
        "<row r=\"1\" ht=\"20\" customHeight=\"1\"/><row r=\"3\"><c r=\"A3\" s=\"4\"/><c r=\"B3\"><v></v></c><c r=\"C3\"></c></row><row r=\"5\"></row>",
    ),
    ("indented as by hand", "\r\n  <row r='1'>\r\n    <c r='A1' >\r\n <v>1</v>\r\n </c >\r\n  </row>\r\n"),
    (
        "attributes of other programs",
        "<row r=\"1\" x14ac:dyDescent=\"0.25\" hidden=\"1\"><c r=\"A1\" cm=\"1\" vm=\"2\" ph=\"1\"><v>1</v></c></row>",
    ),
    ("rows without number", "<row><c r=\"A1\"><v>1</v></c></row><row><c r=\"A2\"><v>2</v></c></row>"),
    (
        "rows out of order, a cell twice",
        "<row r=\"5\"><c r=\"A5\"><v>5</v></c></row><row r=\"2\"><c r=\"B2\"><v>2</v></c><c r=\"A2\"><v>1</v></c><c r=\"B2\"><v>3</v></c></row>",
    ),
    ("the grid's last cell", "<row r=\"1048576\"><c r=\"XFD1048576\"><v>1</v></c></row>"),
];

#[test]
fn what_districts_programs_write_is_read_straight_and_as_calamine_reads_it() {
    for (what, cells) in PLAIN {
        let bytes = Parts::cells(cells).zipped();
        let (read, plain) = straight(&bytes).expect(what);
        assert!(plain, "{what}: left to calamine");
        assert_eq!(Some(read), by_calamine(&bytes), "{what}");
    }
}

#[test]
fn the_usual_form_and_the_grammar_read_the_same() {
    // two blanks where one is usual: no cell and no string is in the usual form any more
    for (what, cells) in PLAIN {
        let usual = Parts::cells(cells);
        let mut other = Parts::cells(&cells.replace("<c ", "<c  "));
        for (name, text) in &mut other.0 {
            if name.ends_with("sharedStrings.xml") {
                *text = text.replace("<si><t>", "<si> <t>");
            }
        }
        assert_eq!(straight(&usual.zipped()), straight(&other.zipped()), "{what}");
    }
}

#[test]
fn merged_cells_and_what_stands_around_the_cells() {
    let bytes = Parts::sheet(
        "<sheetPr><tabColor rgb=\"FFFF0000\"/></sheetPr><dimension ref=\"A1:XFD1048576\"/><cols><col min=\"1\" max=\"2\" width=\"9\"/></cols><sheetData><row r=\"1\"><c r=\"A1\"><v>1</v></c></row></sheetData><autoFilter ref=\"A1:B2\"/><mergeCells count=\"2\"><mergeCell ref=\"A1:B2\"/><mergeCell ref=\"C3\"/></mergeCells><dataValidations><dataValidation sqref=\"A1\" prompt=\"a>b\"><formula1>\"甲,乙\"</formula1></dataValidation></dataValidations>",
    )
    .zipped();
    let (read, plain) = straight(&bytes).unwrap();
    assert!(plain && read.merges[0].len() == 2);
    assert_eq!(Some(read), by_calamine(&bytes));
}

#[test]
fn what_a_sheet_hides_is_told_as_a_second_look_tells_it() {
    let bytes = Parts::sheet(
        "<cols><col min=\"2\" max=\"3\" hidden=\"1\"/><col min=\"5\" max=\"5\" hidden=\"0\"/></cols><sheetData><row r=\"1\"/><row r=\"2\" hidden=\"true\"/><row hidden=\"1\"><c r=\"A3\"><v>1</v></c></row></sheetData>",
    )
    .zipped();
    let zip = preflight(&bytes, Kind::Xlsx).unwrap();
    let mut book = Workbook::open(&bytes, Kind::Xlsx, zip.as_ref()).unwrap();
    book.stream(0, &mut All::default()).unwrap();
    let hidden = book.hidden(0);
    assert!(book.is_plain());
    assert_eq!((&hidden.rows[..], &hidden.columns[..]), (&[(1, 2)][..], &[(1, 2)][..]));
    assert_eq!(hidden, hidden_rows(&bytes, &book.sheets()[0].name));
}

/// Sheets that calamine is left to read; `None`, what it makes of one is its own matter.
const ODD: &[(&str, &str)] = &[
    ("a prefix", "<x:row r=\"1\"><x:c r=\"A1\"><x:v>1</x:v></x:c></x:row>"),
    ("a comment", "<row r=\"1\"><!-- 1 --><c r=\"A1\"><v>1</v></c></row>"),
    ("CDATA", "<row r=\"1\"><c r=\"A1\" t=\"str\"><v><![CDATA[<12>]]></v></c></row>"),
    ("a character by its number", "<row r=\"1\"><c r=\"A1\" t=\"str\"><v>&#20013;</v></c></row>"),
    ("an escape of Excel's", "<row r=\"1\"><c r=\"A1\" t=\"str\"><v>a_x000D_b</v></c></row>"),
    ("a cell without place", "<row r=\"1\"><c><v>1</v></c></row>"),
    ("a cell of another row", "<row r=\"1\"><c r=\"A2\"><v>1</v></c></row>"),
    ("a number that is text", "<row r=\"1\"><c r=\"A1\"><v>约300</v></c></row>"),
    ("no number at all", "<row r=\"1\"><c r=\"A1\"><v>NaN</v></c></row>"),
    ("a string beyond the table", "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>99</v></c></row>"),
    ("a day in ISO 8601", "<row r=\"1\"><c r=\"A1\" t=\"d\"><v>2021-07-14</v></c></row>"),
    ("two values", "<row r=\"1\"><c r=\"A1\"><v>1</v><v>2</v></c></row>"),
    ("a place given twice", "<row r=\"1\"><c r=\"A1\" r=\"B1\"><v>1</v></c></row>"),
    ("text between cells", "<row r=\"1\">12<c r=\"A1\"><v>1</v></c></row>"),
    ("a cell never closed", "<row r=\"1\"><c r=\"A1\"><v>1</v></row>"),
    ("a row within a row", "<row r=\"1\"><row r=\"2\"><c r=\"A2\"><v>1</v></c></row></row>"),
];

#[test]
fn what_is_not_plain_is_left_to_calamine_and_read_as_it_reads_it() {
    for (what, cells) in ODD {
        let bytes = Parts::cells(cells).zipped();
        let read = straight(&bytes);
        assert!(read.as_ref().is_none_or(|(_, plain)| !plain), "{what}: read straight");
        let read = read.map(|(read, _)| shown(&read));
        assert_eq!(read, by_calamine(&bytes).map(|read| shown(&read)), "{what}");
    }
    let good = || Parts::cells("<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c></row>");
    for (what, odd) in [
        ("another encoding", good().replaced("encoding=\"UTF-8\"", "encoding=\"GBK\"")),
        ("a prefix on the root", good().replaced("<sst ", "<x:sst ").replaced("</sst>", "</x:sst>")),
        ("the sheets elsewhere", good().replaced("worksheets/sheet1.xml", "worksheets/other.xml")),
        ("a format of its own", good().replaced("[h]:mm", "&quot;\\&quot;d")),
    ] {
        let bytes = odd.zipped();
        let read = straight(&bytes);
        assert!(read.as_ref().is_none_or(|(_, plain)| !plain), "{what}: read straight");
        assert_eq!(read.map(|(read, _)| read), by_calamine(&bytes), "{what}");
    }
}

#[test]
fn an_error_value_that_calamine_does_not_know_stands_in_its_own_cell() {
    let bytes = Parts::cells("<row r=\"1\"><c r=\"C1\" t=\"e\"><v>#SPILL!</v></c></row>").zipped();
    let (read, plain) = straight(&bytes).unwrap();
    assert!(plain);
    assert_eq!(read.cells[0], [(CellRef { row: 0, column: 2 }, Cell::Error("#SPILL!".into()))]);
}

#[test]
fn the_samples_and_their_dates_in_1904_are_read_straight_as_by_calamine() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/samples/xuchang/inbox");
    let mut seen = 0;
    for day in ["2021-07-13", "2021-07-14"] {
        for entry in std::fs::read_dir(folder.join(day)).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|extension| extension == "xlsx") {
                let bytes = std::fs::read(&path).unwrap();
                let (read, plain) = straight(&bytes).unwrap();
                assert!(plain, "{}: left to calamine", path.display());
                assert_eq!(Some(read), by_calamine(&bytes), "{}", path.display());
                seen += 1;
            }
        }
    }
    assert!(seen > 0);
    let epoch = Parts::cells(PLAIN[6].1).replaced("date1904=\"0\"", "date1904=\"1\"").zipped();
    let (read, plain) = straight(&epoch).unwrap();
    assert!(plain);
    assert_eq!(Some(read), by_calamine(&epoch));
}

/// Chance that is the same every time (SplitMix64).
struct Chance(u64);

impl Chance {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((z ^ (z >> 31)) % n as u64).unwrap()
    }
}

/// Pieces of XML to be put where they do not belong.
const PIECES: &[&str] = &[
    "<",
    ">",
    "/",
    "\"",
    "'",
    "&",
    "&amp;",
    "</c>",
    "</v>",
    "</row>",
    "<c r=\"A1\">",
    "<v>7</v>",
    "<row r=\"3\">",
    "</sheetData>",
    "<sheetData>",
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    " t=\"s\"",
    " s=\"1\"",
    " r=\"B2\"",
    "\r\n",
    " ",
    "_x0041_",
    "1e5",
    "-",
    ".",
    "9",
    "<f/>",
    "<is><t>甲</t></is>",
    "<si><t>乙</t></si>",
    "<t>",
    "<rPh>",
    "<mergeCell ref=\"A1:B2\"/>",
    "\u{feff}",
    "\0",
    "x:",
    "inlineStr",
    "str",
];

/// Damage to the XML itself, under a checksum that is right: what a broken program might write.
fn damaged(parts: &Parts, chance: &mut Chance) -> Parts {
    let mut parts = parts.clone();
    for _ in 0..=chance.below(2) {
        let which = chance.below(parts.0.len());
        let text = &mut parts.0[which].1;
        let place = |chance: &mut Chance, text: &str| {
            let mut at = chance.below(text.len() + 1);
            while !text.is_char_boundary(at) {
                at -= 1;
            }
            at
        };
        let (a, b) = (place(chance, text), place(chance, text));
        match chance.below(4) {
            0 => text.insert_str(a, PIECES[chance.below(PIECES.len())]),
            1 => {
                let end = (a + chance.below(12)).min(text.len());
                if text.is_char_boundary(end) {
                    text.replace_range(a..end, "");
                }
            }
            2 => {
                let end = (a + chance.below(30)).min(text.len());
                if text.is_char_boundary(end) {
                    let piece = text[a..end].to_owned();
                    text.insert_str(b, &piece);
                }
            }
            _ => text.truncate(a),
        }
    }
    parts
}

/// Every form in a sheet of eight rows.
const SOUND: &str = "<row r=\"1\" spans=\"1:4\"><c r=\"A1\" t=\"s\" s=\"1\"><v>2</v></c><c r=\"B1\" t=\"s\"><v>1</v></c></row>\r\n<row r=\"2\" hidden=\"1\"><c r=\"A2\"><v>120</v></c><c r=\"B2\" s=\"5\"><v>44391</v></c><c r=\"C2\" t=\"n\"><v>-0.25</v></c></row><row r=\"3\"><c r=\"A3\"><f>SUM(A1:A2)</f><v>3</v></c><c r=\"B3\" t=\"str\"><f t=\"shared\" ref=\"B3:B9\" si=\"0\">A1&amp;\"户\"</f><v>3户 &lt;</v></c><c r=\"C3\"><f>B1+C1</f></c></row><row r=\"4\"/><row r=\"5\"><c r=\"A5\" t=\"inlineStr\"><is><t> 建安区 </t></is></c><c r=\"B5\" t=\"inlineStr\"><is><r><rPr><b/></rPr><t>甲</t></r><rPh><t>jia</t></rPh></is></c></row><row r=\"6\"><c r=\"A6\" t=\"b\"><v>1</v></c><c r=\"B6\" t=\"e\"><v>#N/A</v></c><c r=\"C6\" s=\"3\"/><c r=\"D6\"><v></v></c></row><row r=\"7\"><c r=\"A7\" s=\"1\"><v>44391</v></c><c r=\"AA7\" s=\"1\" t=\"s\"><v>0</v></c><c r=\"AB7\" s=\"1\"/></row><row r=\"8\"><c r=\"AB8\" cm=\"1\"><v>1e3</v></c></row>";

#[test]
fn damaged_xml_is_never_read_differently_from_calamine() {
    let sound = Parts::sheet(&format!(
        "<sheetData>{SOUND}</sheetData><mergeCells count=\"1\"><mergeCell ref=\"A1:B2\"/></mergeCells>"
    ));
    assert!(straight(&sound.zipped()).unwrap().1);
    let copies = std::env::var("TONGBAO_NOISE").ok().and_then(|n| n.parse().ok()).unwrap_or(4_000);
    let (mut chance, mut plain_ones) = (Chance(20_210_714), 0);
    for copy in 0..copies {
        let bytes = damaged(&sound, &mut chance).zipped();
        // calamine may panic over such parts; who reads for a bulletin catches it (`isolate`)
        let straight = isolated(|| straight(&bytes)).ok().flatten();
        let Some((read, true)) = straight else { continue };
        plain_ones += 1;
        if let Ok(Some(mut theirs)) = isolated(|| by_calamine(&bytes)) {
            // it goes over the part once more for them, and gives none where it stumbles
            if theirs.merges.iter().all(Vec::is_empty) {
                theirs.merges.clone_from(&read.merges);
            }
            assert_eq!(shown(&read), shown(&theirs), "copy {copy}");
        }
    }
    assert!(plain_ones * 10 > copies, "{plain_ones} of {copies} were still plain");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn a_format_shows_a_day_where_calamine_says_so(codes in prop::collection::vec("[ymdhsaApPMGenrl年月日0#,.;@\"\\[\\]$_*/\\\\ -]{0,9}", 1..12)) {
        let formats: String = codes.iter().zip(170..).map(|(code, id)| {
            let code = code.replace('"', "&quot;");
            format!("<numFmt numFmtId=\"{id}\" formatCode=\"{code}\"/>")
        }).collect();
        let xfs: String = (0..codes.len()).map(|n| format!("<xf numFmtId=\"{}\"/>", 170 + n)).collect();
        let cells: String = (0..codes.len()).map(|n| format!("<row r=\"{0}\"><c r=\"A{0}\" s=\"{1}\"><v>44391</v></c></row>", n + 1, n + 10)).collect();
        let bytes = Parts::cells(&cells)
            .replaced("</numFmts>", &format!("{formats}</numFmts>"))
            .replaced("</cellXfs>", &format!("{xfs}</cellXfs>"))
            .zipped();
        prop_assert_eq!(straight(&bytes).map(|(read, _)| read), by_calamine(&bytes));
    }

    #[test]
    fn numbers_are_rounded_as_calamine_rounds_them(numbers in prop::collection::vec("-?[0-9]{1,20}(\\.[0-9]{0,20})?([eE][+-]?[0-9]{1,3})?", 1..20)) {
        let cells: String = numbers.iter().zip(1..).map(|(n, row)| format!("<row r=\"{row}\"><c r=\"A{row}\"><v>{n}</v></c></row>")).collect();
        let bytes = Parts::cells(&cells).zipped();
        let (read, plain) = straight(&bytes).unwrap();
        prop_assert!(plain);
        prop_assert_eq!(Some(read), by_calamine(&bytes));
    }
}
