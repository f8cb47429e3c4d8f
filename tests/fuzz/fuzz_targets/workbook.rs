//! The reader of workbooks, fed with whatever the fuzzer makes.
//!
//! The first byte says as what the rest is handed in: as a whole file; or, since a byte changed in an archive
//! rarely survives its checksum, as one part of a workbook that is sound elsewhere. Reading goes as in a
//! worker: a panic within it is a fault. What the fuzzer may find is what ends the process.
#![no_main]
#![allow(dead_code, unused_imports, reason = "the stages are used in part")]

#[path = "../../../src/collect/mod.rs"]
mod collect;
#[path = "../../../src/model/mod.rs"]
mod model;
#[path = "../../../src/plan/mod.rs"]
mod plan;
#[path = "../../../src/schedule/mod.rs"]
mod schedule;

#[path = "../../hostile/ole.rs"]
mod ole;
#[path = "../../hostile/zips.rs"]
mod zips;
#[path = "../../hostile/sheets.rs"]
mod sheets;

use std::path::Path;
use std::sync::LazyLock;

use collect::read_bytes_alone;
use libfuzzer_sys::fuzz_target;
use model::Day;
use plan::{Plan, parse};
use zips::Part;

static PLAN: LazyLock<(Plan, Day)> = LazyLock::new(|| {
    let text = include_str!("../../../schedules/house-safety.yaml");
    let plan = parse(text, Path::new("house-safety.yaml")).expect("the plan of the house");
    (plan, Day::new(2021, 7, 14).expect("a day"))
});

fuzz_target!(|data: &[u8]| {
    let Some((kind, rest)) = data.split_first() else { return };
    let text = || String::from_utf8_lossy(rest);
    let (name, bytes) = match kind % 8 {
        0 => ("魏都区.xlsx", rest.to_owned()),
        1 => ("魏都区.xlsx", sheets::xlsx(2, Part::stored("xl/worksheets/sheet1.xml", &text()), vec![])),
        2 => {
            let strings = Part::stored("xl/sharedStrings.xml", &text());
            ("魏都区.xlsx", sheets::xlsx(1, sheets::sheet("", &sheets::good(), ""), vec![strings]))
        }
        3 => {
            let styles = Part::stored("xl/styles.xml", &text());
            ("魏都区.xlsx", sheets::xlsx(1, sheets::sheet("", &sheets::good(), ""), vec![styles]))
        }
        4 => ("魏都区.ods", sheets::ods(&text())),
        5 => ("魏都区.xls", ole::container(&[("Workbook", rest.to_owned())])),
        6 => ("魏都区.csv", rest.to_owned()),
        _ => ("魏都区.xls", rest.to_owned()),
    };
    let (plan, day) = &*PLAN;
    read_bytes_alone(plan, *day, name, &bytes);
});
