//! Files made to do harm, sent by one district: what it costs that district, and that it costs nobody else
//! anything.
//!
//!     cargo test --test hostile                                      # with a limit of 4 s for one file
//!     TONGBAO_HOSTILE=full TONGBAO_PROGRAM=$PWD/target/release/tongbao cargo test --test hostile -- --nocapture
//!
//! The second is the full form: the program as it is delivered, under the limits that plans have by default; it
//! prints the table of tests/hostile/README.md.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a test that cannot set its desk has failed")]

#[path = "hostile/files.rs"]
mod files;
#[path = "hostile/ole.rs"]
mod ole;
#[path = "hostile/sheets.rs"]
mod sheets;
mod support;
#[path = "hostile/watched.rs"]
mod watched;
#[path = "hostile/zips.rs"]
mod zips;

use std::time::Duration;

use files::{FILES, Hostile};
use serde_json::{Value, json};
use support::{Desk, project};
use watched::Watched;

const VICTIM: &str = "魏都区";
const OTHERS: [&str; 4] = ["建安区", "市城乡一体化示范区", "国家许昌经济技术开发区", "东城区"];
const GIB: u64 = 1 << 30;

fn is_full() -> bool {
    std::env::var_os("TONGBAO_HOSTILE").is_some_and(|form| form == "full")
}

/// The reference desk on its second day, with this file in place of 魏都区's.
fn desk(extension: &str, bytes: &[u8]) -> Desk {
    let desk = Desk::xuchang();
    if !is_full() {
        let plan = std::fs::read_to_string(desk.path("schedules/house-safety.yaml")).unwrap();
        desk.write("schedules/house-safety.yaml", (plan + "\nlimits: {seconds: 4}\n").as_bytes());
    }
    desk.remove("inbox/2021-07-14/魏都区7.14.xlsx");
    desk.write(&format!("inbox/2021-07-14/{VICTIM}.{extension}"), bytes);
    desk
}

fn run(desk: &Desk) -> Watched {
    run_and(desk, |_| ())
}

fn run_and(desk: &Desk, seen: impl FnMut(u32)) -> Watched {
    let args = ["run", "schedules/house-safety.yaml", "--date", "2021-07-14"];
    watched::run(&desk.path(""), &project().join("fonts"), &args, seen)
}

/// Amounts of a district, without ranks, which the others' absence moves.
fn amounts(figures: &Value, district: &str) -> Value {
    let all = figures["districts"].as_array().unwrap();
    let found = all.iter().find(|d| d["name"] == district).unwrap();
    let of = |measure: &str| {
        let f = &found["figures"][measure];
        json!([f["day"], f["done"], f["task"], f["left"], f["share"]])
    };
    json!([found["status"], of("户数"), of("面积")])
}

fn errors(figures: &Value) -> Vec<(String, String)> {
    let errors = figures["faults"].as_array().unwrap().iter().filter(|f| f["severity"] == "error");
    let text = |value: &Value| value.as_str().unwrap_or("").to_owned();
    // X003 is of the bulletin: nobody is carried on the first day
    errors.filter(|f| f["code"] != "X003").map(|f| (text(&f["code"]), text(&f["district"]))).collect()
}

#[test]
fn a_hostile_file_costs_its_district_one_fault_and_nobody_else_anything() {
    let sound = Desk::xuchang();
    sound.run("2021-07-14").ended(0);
    let sound = sound.figures("house-safety-2021-07-14");
    println!("| file | packed | fault | seconds | peak of all processes, MiB |\n|---|--:|---|--:|--:|");
    let mut wrong = Vec::new();
    for Hostile { what, extension, make, fault } in FILES {
        let bytes = make();
        let desk = desk(extension, &bytes);
        let ran = run(&desk);
        let figures = desk.figures("house-safety-2021-07-14");
        let told = errors(&figures);
        let said = figures["faults"]
            .as_array()
            .unwrap()
            .iter()
            .find(|f| f["severity"] == "error" && f["file"] != Value::Null);
        let found = said.map_or("read".to_owned(), |f| {
            format!("{} {}", f["code"].as_str().unwrap(), f["found"].as_str().unwrap())
        });
        println!(
            "| {what} | {} | {found} | {:.1} | {} |",
            size(bytes.len()),
            ran.took.as_secs_f64(),
            ran.peak >> 20
        );
        let mut check = |holds: bool, said: String| {
            if !holds {
                wrong.push(format!("{what}: {said}"));
            }
        };
        check(ran.code == if fault.is_some() { 3 } else { 0 }, format!("exit {}: {}", ran.code, ran.err));
        let its_own = told.iter().all(|(_, district)| district == VICTIM);
        let is_told = fault.map_or(told.is_empty(), |code| told.iter().any(|(found, _)| found == code));
        check(its_own && is_told, format!("told {told:?}"));
        if fault.is_none() {
            let own = amounts(&figures, VICTIM);
            check(
                own == json!(["reported", [null, "1", "4", "3", "25.00"], [null, "2", "6", "4", "33.33"]]),
                format!("read {own}"),
            );
        }
        for other in OTHERS {
            check(
                amounts(&figures, other) == amounts(&sound, other),
                format!("{other} is {}", amounts(&figures, other)),
            );
        }
        // a machine with much else to do makes any program slow; in the full form nothing else should run
        let bound = Duration::from_secs(if is_full() { 30 } else { 90 });
        check(ran.took < bound, format!("took {:?}", ran.took));
        check(ran.peak < 2 * GIB, format!("{} MiB", ran.peak >> 20));
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

fn size(bytes: usize) -> String {
    if bytes < 1 << 20 {
        format!("{:.1} KiB", bytes as f64 / 1024.0)
    } else {
        format!("{:.1} MiB", bytes as f64 / 1_048_576.0)
    }
}

#[test]
fn a_password_is_named_in_every_format_that_has_one() {
    for (extension, bytes) in [
        ("xlsx", ole::locked_xlsx()),
        ("xlsb", ole::locked_xlsx()),
        ("xls", ole::locked_xls()),
        ("ods", sheets::locked_ods()),
    ] {
        let desk = desk(extension, &bytes);
        assert_eq!(run(&desk).code, 3, "{extension}");
        let told = errors(&desk.figures("house-safety-2021-07-14"));
        assert_eq!(told, [("F012".to_owned(), VICTIM.to_owned())], "{extension}");
    }
}

#[test]
fn no_process_outlives_the_program() {
    let desk = desk("ods", &sheets::locked_ods());
    let ran = run(&desk);
    assert!(!ran.children.is_empty(), "the .ods was read by a worker");
    for child in ran.children {
        let command = std::fs::read_to_string(format!("/proc/{child}/cmdline")).unwrap_or_default();
        let alive = command.contains("read-workbooks");
        assert!(!alive, "{child} lives");
    }
}

#[test]
fn a_reader_that_is_killed_is_named_and_one_that_is_told_to_stop_reads_on() {
    let slow = FILES.iter().find(|file| file.what.starts_with("250 sheets")).unwrap();
    let bytes = (slow.make)();
    for (signal, said) in [("KILL", "signal 9"), ("TERM", "time > ")] {
        let desk = desk(slow.extension, &bytes);
        let ran = run_and(&desk, |reader| {
            std::thread::spawn(move || {
                // by then the sound .xls and .ods are read
                std::thread::sleep(Duration::from_secs(2));
                let id = reader.to_string();
                let _ = std::process::Command::new("kill").args(["-s", signal, &id]).output();
            });
        });
        assert_eq!(ran.code, 3, "{}", ran.err);
        let figures = desk.figures("house-safety-2021-07-14");
        let faults = figures["faults"].as_array().unwrap();
        let fault = faults.iter().find(|f| f["code"] == "F016").unwrap();
        assert!(fault["found"].as_str().unwrap().contains(said), "{signal}: {fault}");
        assert_eq!(errors(&figures), [("F016".to_owned(), VICTIM.to_owned())]);
    }
}
