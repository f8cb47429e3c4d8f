//! Stories of what goes out beside the bulletin: streets, a PDF a district, pictures, message, table and
//! attached files, all with the figures that the archive keeps.
#![allow(clippy::unwrap_used, reason = "a test that cannot set its desk has failed")]

mod support;

use std::fs;
use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};
use lopdf::{Document, Object};
use serde_json::Value;
use support::Desk;

const PLAN: &str = "schedules/house-safety.yaml";

/// The reference desk, with more asked of its plan.
fn asking(more: &str) -> Desk {
    let desk = Desk::xuchang();
    let plan = fs::read_to_string(desk.path(PLAN)).unwrap().replace("charts: [shares]\n", "");
    let plan = ["streets: none\n", "burst: false\n", "also: []\n", "attach: []\n"]
        .iter()
        .fold(plan, |plan, line| plan.replace(line, ""));
    desk.write(PLAN, format!("{plan}\n{more}\n").as_bytes());
    desk
}

fn outbox(desk: &Desk) -> Vec<String> {
    desk.files("outbox").into_iter().map(|(name, _)| name).collect()
}

fn bytes(desk: &Desk, name: &str) -> Vec<u8> {
    fs::read(desk.path(&format!("outbox/{name}"))).unwrap()
}

#[test]
fn every_carrier_goes_out_stays_the_same_and_is_verified() {
    let asked = "charts: [shares, ranks, remaining, days, scatter]\nburst: true\nalso: [png, text, xlsx]\n\
                 attach: [figures, table, workbooks]";
    let (desk, twin) = (asking(asked), asking(asked));
    for desk in [&desk, &twin] {
        desk.run("2021-07-13..2021-07-14").ended(0);
    }
    let names = outbox(&desk);
    let of_14: Vec<&String> = names.iter().filter(|name| name.contains("07-14")).collect();
    for ending in [".pdf", ".txt", ".xlsx", "-p1.png", "-魏都区.pdf", "-国家许昌经济技术开发区.pdf"]
    {
        let name = format!("house-safety-2021-07-14{ending}");
        assert!(of_14.contains(&&name), "{name} not in {of_14:?}");
    }
    assert!(!names.iter().any(|name| name.ends_with(".json")), "figures are kept, and not sent");
    assert_eq!(desk.files("outbox"), twin.files("outbox"), "the same inputs, the same bytes");
    for (name, sent) in desk.files("outbox") {
        assert_eq!(
            fs::read(desk.path(&format!("archive/house-safety/2021/{name}"))).unwrap(),
            sent,
            "{name}"
        );
    }
    let verify = ["archive", "verify", "--archive", "archive", "--outbox", "outbox"];
    desk.tongbao(&verify).ended(0);
    desk.write("outbox/house-safety-2021-07-14.txt", "另一个".as_bytes());
    desk.tongbao(&verify).ended(3).saying("house-safety-2021-07-14.txt");
}

#[test]
fn a_copy_that_somebody_took_is_put_back_by_the_next_run() {
    let desk = asking("also: [text, xlsx]");
    desk.run("2021-07-14").ended(0);
    let before = desk.files("outbox");
    desk.remove("outbox/house-safety-2021-07-14.xlsx");
    desk.run("2021-07-14").ended(0).saying("stands already").saying("put back");
    assert_eq!(desk.files("outbox"), before);
}

#[test]
fn pictures_are_as_wide_as_a_phone() {
    let desk = asking("also: [png]");
    desk.run("2021-07-14").ended(0);
    let picture = image::load_from_memory(&bytes(&desk, "house-safety-2021-07-14-p1.png")).unwrap();
    assert_eq!(picture.width(), 1080);
    let page = picture.to_luma8();
    let dark = page.pixels().filter(|pixel| pixel.0[0] < 100).count();
    assert!(dark > 20_000, "a page of text, not {dark} dark pixels");
}

#[test]
fn the_table_computes_what_the_bulletin_prints() {
    let desk = asking("also: [xlsx]");
    desk.run("2021-07-13..2021-07-14").ended(0);
    let file = bytes(&desk, "house-safety-2021-07-14.xlsx");
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(file)).unwrap();
    let name = book.sheet_names()[0].clone();
    let (values, formulas) = (book.worksheet_range(&name).unwrap(), book.worksheet_formula(&name).unwrap());
    let figures = desk.figures("house-safety-2021-07-14");
    let number = |row: u32, column: u32| match values.get_value((row, column)) {
        Some(Data::Float(n)) => *n,
        Some(Data::Int(n)) => *n as f64,
        other => other.and_then(|v| v.to_string().parse().ok()).unwrap_or(f64::NAN),
    };
    let amount = |value: &Value| value.as_str().unwrap().parse::<f64>().unwrap();
    // the reference has whole amounts alone
    let whole = |row, column| number(row, column).round() as i64;
    let kept = |value: &Value| value.as_str().unwrap().parse::<i64>().unwrap();
    for (row, district) in (4..).zip(figures["districts"].as_array().unwrap()) {
        assert_eq!(values.get_value((row, 0)).unwrap().to_string(), district["name"].as_str().unwrap());
        for (i, measure) in ["户数", "面积"].into_iter().enumerate() {
            let (of, i) = (&district["figures"][measure], i as u32);
            let (day, done, share, rank, left) = (1 + i, 3 + 3 * i, 4 + 3 * i, 5 + 3 * i, 9 + i);
            assert_eq!(whole(row, day), kept(&of["day"]));
            assert_eq!(whole(row, done), kept(&of["done"]));
            assert_eq!(whole(row, left), kept(&of["left"]));
            assert_eq!(whole(row, rank), of["rank"].as_i64().unwrap());
            assert!((number(row, share) * 100.0 - amount(&of["share"])).abs() <= 0.005 + 1e-9);
            for column in [share, rank] {
                assert!(!formulas.get_value((row, column)).unwrap().is_empty(), "row {row}, column {column}");
            }
        }
    }
    let total = 4 + figures["districts"].as_array().unwrap().len() as u32;
    assert_eq!(whole(total, 3), kept(&figures["total"]["户数"]["done"]));
    assert_eq!(formulas.get_value((total, 3)).unwrap(), "SUM(D5:D9)");
}

#[test]
fn the_table_has_its_groups_over_their_districts_as_the_bulletin_has() {
    let desk = asking("also: [xlsx]");
    let plan = fs::read_to_string(desk.path(PLAN)).unwrap();
    let grouped = plan
        .replace("  - {name: 市城乡一体化示范区,", "  - {name: 市城乡一体化示范区, group: 功能区,")
        .replace("  - {name: 国家许昌经济技术开发区,", "  - {name: 国家许昌经济技术开发区, group: 功能区,")
        .replace("  - 东城区\n", "  - {name: 东城区, group: 功能区}\n");
    desk.write(PLAN, grouped.as_bytes());
    desk.run("2021-07-13..2021-07-14").ended(0);
    let file = bytes(&desk, "house-safety-2021-07-14.xlsx");
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(file)).unwrap();
    let name = book.sheet_names()[0].clone();
    let (values, formulas) = (book.worksheet_range(&name).unwrap(), book.worksheet_formula(&name).unwrap());
    let column = |column| {
        (4..12).map(move |row| (row, column)).map(|at| values.get_value(at).map(ToString::to_string).unwrap())
    };
    let others = ["其他单位", "魏都区", "建安区"];
    let zones = ["功能区", "市城乡一体化示范区", "国家许昌经济技术开发区", "东城区", "合计"];
    assert_eq!(column(0).collect::<Vec<_>>(), [others.as_slice(), &zones].concat());
    // ranked within the group, whose name no formula counts
    assert_eq!(column(5).collect::<Vec<_>>(), ["", "1", "2", "", "1", "2", "3", "—"]);
    assert!(formulas.get_value((8, 5)).unwrap().contains("E9:E11"), "{:?}", formulas.get_value((8, 5)));
    assert_eq!(formulas.get_value((11, 3)).unwrap(), "SUM(D5:D11)");
    assert_eq!(values.get_value((11, 3)).unwrap().to_string(), "3319");
}

#[test]
fn the_message_has_the_figures_and_at_most_200_characters() {
    let desk = asking("also: [text]");
    desk.run("2021-07-13..2021-07-14").ended(0);
    let text = String::from_utf8(bytes(&desk, "house-safety-2021-07-14.txt")).unwrap();
    assert!(text.trim_end().chars().count() <= 200, "{text}");
    for said in ["第67期", "3319户", "410930㎡", "10.33%", "22.57%", "481户", "28800户", "（51.53%）"]
    {
        assert!(text.contains(said), "{said} not in {text}");
    }
}

#[test]
fn attached_files_are_those_that_were_kept_and_read() {
    let desk = asking("attach: [figures, workbooks]");
    desk.run("2021-07-14").ended(0);
    let pdf = Document::load_mem(&bytes(&desk, "house-safety-2021-07-14.pdf")).unwrap();
    let files = pdf.catalog().unwrap().get(b"AF").and_then(Object::as_array).unwrap();
    let mut attached: Vec<(String, Vec<u8>)> = Vec::new();
    for file in files {
        let file = pdf.get_dictionary(file.as_reference().unwrap()).unwrap();
        let relation = file.get(b"AFRelationship").and_then(Object::as_name).unwrap();
        let stream = file.get(b"EF").and_then(Object::as_dict).unwrap().get(b"F").unwrap();
        let stream = pdf.get_object(stream.as_reference().unwrap()).and_then(Object::as_stream).unwrap();
        let bytes = stream.decompressed_content().unwrap_or_else(|_| stream.content.clone());
        attached.push((String::from_utf8(relation.to_vec()).unwrap(), bytes));
    }
    let kept = fs::read(desk.path("archive/house-safety/2021/house-safety-2021-07-14.json")).unwrap();
    assert_eq!(attached[0], ("Data".to_owned(), kept));
    let read: Vec<Vec<u8>> = desk.files("inbox/2021-07-14").into_iter().map(|(_, bytes)| bytes).collect();
    assert_eq!(attached.len(), 1 + read.len());
    for (relation, bytes) in &attached[1..] {
        assert!(relation == "Source" && read.contains(bytes));
    }
}

/// A district whose workbook has two streets, with its own row.
fn with_streets(row: &str) -> Desk {
    let desk = Desk::empty();
    let plan = "title: 通报\nissuer: 办公室\ninbox: ../inbox/{day}\noutbox: ../outbox\narchive: ../archive\n\
                measures: [{name: 户数, unit: 户}]\ndistricts: [东城区, 西城区]\nstreets: table\nburst: true\n";
    desk.write(PLAN, plan.as_bytes());
    let head = "单位,当日完成户数,累计完成户数,剩余户数";
    let streets = "北关街道,3,30,70\n南关街道,4,44,56";
    desk.write("inbox/2021-07-14/东城区.csv", format!("{head}\n{streets}\n{row}\n").as_bytes());
    desk.write("inbox/2021-07-14/西城区.csv", format!("{head}\n西城区,1,10,90\n").as_bytes());
    desk
}

#[test]
fn streets_sum_to_their_districts_row() {
    let desk = with_streets("东城区,7,74,126");
    desk.run("2021-07-14").ended(0);
    let figures = desk.figures("house-safety-2021-07-14");
    let mut looked_at = 0;
    for district in figures["districts"].as_array().unwrap() {
        let streets = district["streets"].as_array().unwrap();
        for key in ["day", "done", "task", "left"] {
            let amount = |of: &Value| of["figures"]["户数"][key].as_str().unwrap().parse::<i64>().unwrap();
            let sum: i64 = streets.iter().map(amount).sum();
            assert!(streets.is_empty() || sum == amount(district), "{key} of {}", district["name"]);
            looked_at += usize::from(!streets.is_empty());
        }
    }
    assert_eq!(looked_at, 4);
    let names = [
        "house-safety-2021-07-14-东城区.pdf",
        "house-safety-2021-07-14-西城区.pdf",
        "house-safety-2021-07-14.pdf",
    ];
    assert_eq!(outbox(&desk), names);
}

#[test]
fn streets_that_do_not_sum_to_the_row_are_a_fault_and_the_district_is_not_used() {
    let desk = with_streets("东城区,7,75,125");
    desk.run("2021-07-14").ended(3).saying("T007");
    let figures = desk.figures("house-safety-2021-07-14");
    assert_eq!(figures["districts"][0]["status"], "missing");
}

#[test]
fn a_first_issue_leaves_out_what_needs_a_history_and_says_why() {
    let desk = asking("charts: [ranks, days, scatter, remaining]");
    let ran = desk.tongbao(&["-v", "run", PLAN, "--date", "2021-07-13"]).ended(0);
    for kind in ["ranks", "days"] {
        let reason = format!("chart {kind} is left out: it needs two issues, and this is the first");
        assert!(ran.err.contains(&reason), "{}", ran.err);
    }
    assert!(!ran.err.contains("chart scatter"), "{}", ran.err);
}

#[test]
fn a_carrier_that_is_none_is_named_with_its_place() {
    let desk = asking("also: [png, wechat]\ncharts: [shares, shares]\nstreets: yes please");
    let ran = desk.run("2021-07-14").ended(78);
    for said in [
        "also[1]: expected png, text or xlsx, found text `wechat`",
        "charts[1]: stands twice",
        "streets: expected none or table",
    ] {
        assert!(ran.err.contains(said), "`{said}` not in\n{}", ran.err);
    }
}

#[test]
fn a_scatter_compares_the_two_measures_that_the_plan_names() {
    let desk = asking("charts: [scatter]\nscatter: [面积, 户数]");
    let text = |desk: &Desk| {
        let pdf = bytes(desk, "house-safety-2021-07-14.pdf");
        let pages: Vec<u32> = Document::load_mem(&pdf).unwrap().get_pages().into_keys().collect();
        Document::load_mem(&pdf).unwrap().extract_text(&pages).unwrap().replace([' ', '\n'], "")
    };
    desk.run("2021-07-14").ended(0);
    assert!(text(&desk).contains("各单位面积占比与户数占比"), "{}", text(&desk));
    for (wrong, said) in [
        ("[面积]", "scatter: expected two measures, found 1"),
        ("[面积, 面积]", "scatter: `面积` stands twice"),
        ("[面积, 户数数]", "scatter[1]: `户数数` is no measure of this plan"),
        ("面积", "scatter: expected a list"),
    ] {
        asking(&format!("scatter: {wrong}")).run("2021-07-14").ended(78).saying(said);
    }
}
