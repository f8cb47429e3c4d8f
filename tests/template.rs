//! A blank workbook goes out, comes back filled, and is read without a word.

#![allow(clippy::unwrap_used, reason = "a test that cannot set its desk has failed")]

mod support;

use std::fs;
use std::io::{Cursor, Read, Write};

use serde_json::Value;
use support::{Desk, project};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

/// What a district types into a cell, or a formula comes to.
enum Put {
    Number(f64),
    Text(&'static str),
    /// a formula's result that is no text at all, as Excel stores it
    Nothing,
}

/// Fills a blank workbook by its XML, as a program would that knows nothing of who made it.
fn filled(blank: &[u8], cells: &[(String, Put)]) -> Vec<u8> {
    let mut from = ZipArchive::new(Cursor::new(blank)).unwrap();
    let mut to = ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..from.len() {
        let mut entry = from.by_index(index).unwrap();
        let name = entry.name().unwrap().into_owned();
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).unwrap();
        if name == "xl/worksheets/sheet1.xml" {
            let mut xml = String::from_utf8(bytes).unwrap();
            for (at, put) in cells {
                xml = put_into(&xml, at, put);
            }
            bytes = xml.into_bytes();
        }
        to.start_file(name, SimpleFileOptions::default()).unwrap();
        to.write_all(&bytes).unwrap();
    }
    to.finish().unwrap().into_inner()
}

fn put_into(xml: &str, at: &str, put: &Put) -> String {
    let start = xml.find(&format!("<c r=\"{at}\"")).unwrap_or_else(|| panic!("no cell {at}"));
    let open = start + xml[start..].find('>').unwrap();
    let end =
        if xml[..open].ends_with('/') { open + 1 } else { start + xml[start..].find("</c>").unwrap() + 4 };
    let old = &xml[start..end];
    let between = |from: &str, to: &str| {
        old.split_once(from).map(|(_, rest)| format!("{from}{}{to}", rest.split_once(to).unwrap().0))
    };
    let style = between("s=\"", "\"").unwrap_or_default();
    let formula = between("<f>", "</f>").unwrap_or_default();
    let new = match put {
        Put::Number(n) => format!("<c r=\"{at}\" {style}>{formula}<v>{n}</v></c>"),
        Put::Nothing => format!("<c r=\"{at}\" {style} t=\"str\">{formula}<v></v></c>"),
        Put::Text(text) => format!("<c r=\"{at}\" {style} t=\"inlineStr\"><is><t>{text}</t></is></c>"),
    };
    format!("{}{new}{}", &xml[..start], &xml[end..])
}

/// The 14th of July 2021 as a serial.
const DAY: f64 = 44391.0;
const FIRST: usize = 6;
const TOTAL: usize = 26;

fn letter(column: usize) -> char {
    char::from(b'A' + u8::try_from(column).unwrap())
}

/// More done than the task: its formula says nothing of what is left.
fn result(value: f64) -> Put {
    if value < 0.0 { Put::Nothing } else { Put::Number(value) }
}

/// A form with these rows: a name, and task, day and done of each measure; formulas come to what they say.
fn form(blank: &[u8], rows: &[(&'static str, &[[f64; 3]])]) -> Vec<u8> {
    let measures = rows[0].1.len();
    let mut cells = vec![(format!("{}2", letter(4 * measures)), Put::Number(DAY))];
    for (row, (name, figures)) in (FIRST..).zip(rows) {
        cells.push((format!("A{row}"), Put::Text(name)));
        for (measure, [task, day, done]) in figures.iter().enumerate() {
            let values = [*task, *day, *done, task - done];
            for (column, value) in (4 * measure + 1..).zip(values) {
                cells.push((format!("{}{row}", letter(column)), result(value)));
            }
        }
    }
    for measure in 0..measures {
        for row in FIRST + rows.len()..TOTAL {
            cells.push((format!("{}{row}", letter(4 * measure + 4)), Put::Nothing));
        }
        let sum = |n: usize| rows.iter().map(|(_, figures)| figures[measure][n]).sum::<f64>();
        let sums = [sum(0), sum(1), sum(2), sum(0) - sum(2)];
        for (column, value) in (4 * measure + 1..).zip(sums) {
            cells.push((format!("{}{TOTAL}", letter(column)), result(value)));
        }
    }
    filled(blank, &cells)
}

/// Every fault, notes too, and the figures of a run.
fn read(desk: &Desk, plan: &str) -> (Value, Value) {
    let plan = format!("schedules/{plan}.yaml");
    let checked = desk.tongbao(&["check", &plan, "--date", "2021-07-14", "--format", "json"]);
    let said: Value = serde_json::from_str(&checked.out).unwrap();
    desk.tongbao(&["run", &plan, "--date", "2021-07-14"]).ended(0);
    let archived = desk.files("archive");
    let (_, bytes) = archived.iter().find(|(name, _)| name.ends_with("2021-07-14.json")).unwrap();
    (said[0]["faults"].clone(), serde_json::from_slice(bytes).unwrap())
}

#[test]
fn the_reference_plans_forms_come_back_without_a_word_and_with_their_figures() {
    let desk = Desk::xuchang();
    desk.tongbao(&["template", "schedules/house-safety.yaml"]).ended(0).saying("templates/魏都区.xlsx");
    for (name, _) in desk.files("inbox/2021-07-14") {
        desk.remove(&format!("inbox/2021-07-14/{name}"));
    }
    let rows: &[(&str, &'static str, [[f64; 3]; 2])] = &[
        ("魏都区", "魏都区", [[11241.0, 244.0, 1056.0], [996_302.0, 30000.0, 120_317.0]]),
        ("建安区", "建安区", [[100.0, 1.0, 1.0], [1000.0, 0.0, 0.5]]),
        ("市城乡一体化示范区", "市城乡一体化示范区", [[0.0; 3], [0.0; 3]]),
        ("国家许昌经济技术开发区", "国家许昌经济技术开发区", [[10.0, 1.0, 10.0], [50.0, 5.0, 50.0]]),
    ];
    for (file, name, figures) in rows {
        let blank = fs::read(desk.path(&format!("templates/{file}.xlsx"))).unwrap();
        desk.write(&format!("inbox/2021-07-14/{file}7.14.xlsx"), &form(&blank, &[(name, figures)]));
    }
    let blank = fs::read(desk.path("templates/东城区.xlsx")).unwrap();
    let streets: &[(&'static str, &[[f64; 3]])] = &[
        ("半截河街道", &[[100.0, 3.0, 40.0], [5000.0, 100.0, 2000.5]]),
        ("祖师庙乡", &[[50.0, 0.0, 10.0], [2500.0, 0.0, 1000.0]]),
    ];
    desk.write("inbox/2021-07-14/东城区.xlsx", &form(&blank, streets));

    let (faults, figures) = read(&desk, "house-safety");
    assert_eq!(faults, serde_json::json!([]));
    let district = |n: usize| figures["districts"][n].clone();
    assert_eq!(district(0)["figures"]["户数"]["left"], "10185");
    assert_eq!(district(1)["figures"]["面积"]["done"], "0.5");
    assert_eq!(district(2)["figures"]["户数"]["task"], "0");
    assert_eq!(district(4)["figures"]["面积"]["done"], "3000.5");
    assert_eq!(district(4)["streets"][1]["name"], "祖师庙乡");
    assert_eq!(district(4)["streets"][1]["figures"]["户数"]["left"], "40");
    assert!(figures["districts"].as_array().unwrap().iter().all(|d| d["status"] == "reported"));
}

/// Measures whose names hold the very words by which heads are told apart.
const AWKWARD: &str = "title: 全市重点工作周调度简报\nissuer: 市政府督查室\nseries: awkward\n\
    inbox: ../inbox/{day}\noutbox: ../outbox\narchive: ../archive\ndistricts: [高新区, {name: 市（直）/属, aliases: [市直]}]\n\
    measures:\n\
    \x20 - {name: 新增就业人数, unit: 人}\n\
    \x20 - {name: 完成投资, unit: 亿元, decimals: 2}\n\
    \x20 - {name: 未拆面积, unit: 万㎡, decimals: 2, may_exceed: true}\n\
    \x20 - {name: 计划外项目, unit: 个}\n\
    \x20 - {name: 巡查, unit: 车次}\n\
    \x20 - {name: 累计欠薪, unit: 万元}\n";

#[test]
fn measures_of_any_name_and_unit_come_back_too() {
    let desk = Desk::empty();
    desk.write("schedules/awkward.yaml", AWKWARD.as_bytes());
    desk.tongbao(&["template", "schedules/awkward.yaml", "--out", "blank"]).ended(0);
    let figures: &[[f64; 3]] = &[
        [100.0, 1.0, 10.0],
        [12.5, 0.25, 3.75],
        [1.0, 0.5, 1.25],
        [7.0, 0.0, 2.0],
        [300.0, 20.0, 200.0],
        [88.8, 0.0, 0.3],
    ];
    for (blank, sent, name) in
        [("高新区", "高新区.xlsx", "高新区"), ("市（直）_属", "市直.xlsx", "市（直）/属")]
    {
        let blank = fs::read(desk.path(&format!("blank/{blank}.xlsx"))).unwrap();
        desk.write(&format!("inbox/2021-07-14/{sent}"), &form(&blank, &[(name, figures)]));
    }
    let (faults, figures) = read(&desk, "awkward");
    let ties = |fault: &&Value| fault["code"] != "X002";
    assert_eq!(faults.as_array().unwrap().iter().filter(ties).collect::<Vec<_>>(), [&Value::Null; 0]);
    for (measure, day, done, task) in [
        ("新增就业人数", "1", "10", "100"),
        ("完成投资", "0.25", "3.75", "12.5"),
        ("未拆面积", "0.5", "1.25", "1"),
        ("计划外项目", "0", "2", "7"),
        ("巡查", "20", "200", "300"),
        ("累计欠薪", "0", "0.3", "88.8"),
    ] {
        let found = &figures["districts"][1]["figures"][measure];
        assert_eq!([&found["day"], &found["done"], &found["task"]], [day, done, task], "{measure}");
    }
}

#[test]
fn a_form_sent_back_blank_is_no_report_of_zeros() {
    let desk = Desk::xuchang();
    desk.tongbao(&[
        "template",
        "schedules/house-safety.yaml",
        "--out",
        "inbox/2021-07-15",
        "--district",
        "东城区",
    ])
    .ended(0);
    let said = desk.tongbao(&["check", "schedules/house-safety.yaml", "--date", "2021-07-15"]).ended(3);
    assert!(said.out.contains("东城区") && said.out.contains("R009"), "{}", said.out);
    assert!(!said.out.contains("C007"), "{}", said.out);
}

#[test]
fn the_same_plan_gives_the_same_bytes_and_nothing_is_overwritten_unasked() {
    let desk = Desk::xuchang();
    let template = ["template", "schedules/house-safety.yaml", "--out", "a"];
    desk.tongbao(&template).ended(0);
    desk.tongbao(&["template", "schedules/house-safety.yaml", "--out", "b"]).ended(0);
    assert_eq!(desk.files("a"), desk.files("b"));
    desk.write("a/东城区.xlsx", b"mine");
    let refused = desk.tongbao(&template).ended(1).saying("a/东城区.xlsx is there already");
    assert!(refused.err.contains("--overwrite"));
    assert_eq!(fs::read(desk.path("a/东城区.xlsx")).unwrap(), b"mine");
    desk.tongbao(&["template", "schedules/house-safety.yaml", "--out", "a", "--overwrite"]).ended(0);
    assert_eq!(desk.files("a"), desk.files("b"));
    desk.tongbao(&["template", "schedules/house-safety.yaml", "--district", "西城区"])
        .ended(2)
        .saying("one of 魏都区");
    assert!(project().join("schedules").is_dir());
}
