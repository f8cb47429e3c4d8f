//! What somebody, or a failing disk, does to an archive: `verify` names each file and line, and nothing is
//! issued upon a record that cannot be trusted. With the real program.
#![allow(clippy::unwrap_used, reason = "what a test expects and does not find ends it")]

mod support;

use std::fs;

use serde_json::Value;
use support::{Desk, Ran};

const MANIFEST: &str = "archive/a/manifest.jsonl";
const DAYS: [&str; 3] = ["2021-07-12", "2021-07-13", "2021-07-14"];

/// A desk with three issues.
fn desk() -> Desk {
    let desk = Desk::empty();
    let plan = "title: 通报\nissuer: 办公室\ninbox: ../inbox\noutbox: ../outbox\narchive: ../archive\n\
                measures: [{name: 户数, unit: 户}]\ndistricts: [东城区, 西城区]\n";
    desk.write("schedules/a.yaml", plan.as_bytes());
    for (name, done) in [("东城区", 10), ("西城区", 20)] {
        let text = format!("单位,当日完成户数,累计完成户数,剩余户数\n{name},0,{done},70\n");
        desk.write(&format!("inbox/{name}.csv"), text.as_bytes());
    }
    issue(&desk, "2021-07-12..2021-07-14").ended(0);
    assert_eq!(findings(&desk, &[]), Vec::<String>::new());
    desk
}

fn issue(desk: &Desk, days: &str) -> Ran {
    desk.tongbao(&["run", "schedules/a.yaml", "--date", days])
}

/// What verify finds, as `verdict path[:line] label`; its exit code says whether there is anything.
#[track_caller]
fn findings(desk: &Desk, more: &[&str]) -> Vec<String> {
    let words = ["archive", "verify", "--archive", "archive", "--outbox", "outbox", "--format", "json"];
    let ran = desk.tongbao(&[&words, more].concat());
    let checks: Value =
        serde_json::from_str(&ran.out).unwrap_or_else(|e| panic!("{e}: {}{}", ran.out, ran.err));
    let mut found = Vec::new();
    for finding in checks.as_array().unwrap().iter().flat_map(|check| check["findings"].as_array().unwrap()) {
        let line = finding["line"].as_u64().map_or(String::new(), |line| format!(":{line}"));
        let text = |key: &str| finding[key].as_str().unwrap_or("-").to_owned();
        found.push(format!("{} {}{line} {}", text("verdict"), text("path"), text("label")));
    }
    assert_eq!(ran.code, if found.is_empty() { 0 } else { 3 }, "{}", ran.out);
    found
}

/// Changes a file, read-only or not: the changed one takes its name.
fn alter(desk: &Desk, name: &str, change: impl FnOnce(&mut Vec<u8>)) {
    let mut bytes = fs::read(desk.path(name)).unwrap();
    change(&mut bytes);
    desk.remove(name).write(name, &bytes);
}

fn kept(day: &str, extension: &str) -> String {
    format!("archive/a/2021/a-{day}.{extension}")
}

/// The series takes no further issue: nothing is written.
#[track_caller]
fn nothing_is_issued_upon_it(desk: &Desk, saying: &str) {
    let before = (desk.files("archive"), desk.files("outbox"));
    issue(desk, "2021-07-15").ended(1).saying(saying).saying("hint: put");
    assert!((desk.files("archive"), desk.files("outbox")) == before, "something was written");
}

#[test]
fn a_bit_flipped_anywhere_is_named_by_its_file() {
    let desk = desk();
    for (day, label) in DAYS.into_iter().zip(["第1期", "第2期", "第3期"]) {
        for name in [kept(day, "pdf"), kept(day, "json"), format!("outbox/a-{day}.pdf")] {
            let whole = fs::read(desk.path(&name)).unwrap();
            for at in [0, whole.len() / 3, whole.len() - 1] {
                alter(&desk, &name, |bytes| bytes[at] ^= 0x10);
                assert_eq!(findings(&desk, &[]), [format!("altered {name} {label}")], "byte {at}");
            }
            alter(&desk, &name, |bytes| *bytes = whole);
        }
    }
    assert_eq!(findings(&desk, &[]), Vec::<String>::new());
}

/// Each byte that a line could lose its meaning by, in the first, a middle and the last line.
#[test]
fn a_line_edited_is_named_by_its_number() {
    let desk = desk();
    let whole = fs::read_to_string(desk.path(MANIFEST)).unwrap();
    for (i, line) in whole.lines().enumerate() {
        let edits =
            [("第", "笫"), ("\"number\":", "\"number\": "), (DAYS[i], "2021-07-11"), ("通报", "简报")];
        for (old, new) in edits {
            let edited = line.replacen(old, new, 1);
            assert_ne!(edited, line, "{old}");
            alter(&desk, MANIFEST, |bytes| *bytes = whole.replace(line, &edited).into_bytes());
            let found = findings(&desk, &[]);
            let named = format!("altered {MANIFEST}:{}", i + 1);
            assert!(found.iter().any(|one| one.starts_with(&named)), "{old} in line {}: {found:?}", i + 1);
            nothing_is_issued_upon_it(&desk, &format!("manifest.jsonl: line {}", i + 1));
        }
    }
}

#[test]
fn a_file_deleted_is_named_missing_also_by_a_quick_look() {
    let desk = desk();
    desk.remove(&kept(DAYS[1], "pdf")).remove(&kept(DAYS[2], "json"));
    let missing = [
        format!("missing {} 第2期", kept(DAYS[1], "pdf")),
        format!("missing {} 第3期", kept(DAYS[2], "json")),
    ];
    assert_eq!(findings(&desk, &[]), missing);
    assert_eq!(findings(&desk, &["--quick"]), missing);
}

#[test]
fn what_no_copy_is_left_of_is_made_again_of_the_same_inputs_or_not_at_all() {
    let desk = desk();
    let (pdf, json, out) = (kept(DAYS[1], "pdf"), kept(DAYS[1], "json"), "outbox/a-2021-07-13.pdf");
    let before = [&pdf, &json, out].map(|name| fs::read(desk.path(name)).unwrap());
    desk.remove(&pdf).remove(&json).remove(out);
    issue(&desk, "2021-07-15").ended(1).saying("or run that day again with the workbooks");
    issue(&desk, DAYS[1]).ended(0).saying("put back archive/a/2021/a-2021-07-13.json");
    assert_eq!([&pdf, &json, out].map(|name| fs::read(desk.path(name)).unwrap()), before);
    assert_eq!(findings(&desk, &[]), Vec::<String>::new());

    // an altered one is moved away first, as its hint says
    alter(&desk, &json, |bytes| bytes[10] ^= 1);
    issue(&desk, DAYS[1]).ended(1).saying("or move it elsewhere and run that day again");
    desk.remove(&json);
    issue(&desk, DAYS[1]).ended(0);
    assert_eq!(findings(&desk, &[]), Vec::<String>::new());

    // from other workbooks it is another edition
    desk.remove(&json).write("inbox/东城区.csv", "单位,累计完成户数,剩余户数\n东城区,11,69\n".as_bytes());
    issue(&desk, DAYS[1]).ended(1).saying("stands already as 第2期, with other inputs");
    assert!(!desk.path(&json).exists());
}

/// The chain alone cannot know of lines cut off its end; the files that they recorded can.
#[test]
fn the_last_line_cut_away_whole_leaves_its_files_without_a_record() {
    let desk = desk();
    alter(&desk, MANIFEST, |bytes| {
        let before = bytes[..bytes.len() - 1].iter().rposition(|byte| *byte == b'\n').unwrap();
        bytes.truncate(before + 1);
    });
    let mut names = [kept(DAYS[2], "json"), kept(DAYS[2], "pdf"), format!("outbox/a-{}.pdf", DAYS[2])];
    names.sort();
    let mut found = findings(&desk, &[]);
    found.sort();
    assert_eq!(found, names.map(|name| format!("extra {name} -")));
}

#[test]
fn the_last_line_cut_short_is_named_and_mended_and_a_torn_middle_is_refused() {
    let desk = desk();
    let whole = fs::read(desk.path(MANIFEST)).unwrap();
    alter(&desk, MANIFEST, |bytes| bytes.truncate(whole.len() - 40));
    assert!(
        findings(&desk, &[]).contains(&format!("left_over {MANIFEST}:3 -")),
        "{:?}",
        findings(&desk, &[])
    );
    issue(&desk, DAYS[2]).ended(0);
    assert_eq!(fs::read(desk.path(MANIFEST)).unwrap(), whole, "the same line again");
    assert_eq!(findings(&desk, &[]), Vec::<String>::new());

    // the same cut in the second line, with a line after it
    alter(&desk, MANIFEST, |bytes| {
        let ends: Vec<usize> = (0..bytes.len()).filter(|i| bytes[*i] == b'\n').collect();
        bytes.drain(ends[1] - 40..ends[1]);
    });
    assert!(findings(&desk, &[]).iter().any(|one| one.starts_with(&format!("altered {MANIFEST}:2"))));
    nothing_is_issued_upon_it(&desk, "manifest.jsonl: line 2");
}

#[test]
fn lines_taken_out_of_the_middle_or_put_in_another_order_are_named() {
    let desk = desk();
    let whole = fs::read_to_string(desk.path(MANIFEST)).unwrap();
    let lines: Vec<&str> = whole.split_inclusive('\n').collect();
    for (order, first) in [(vec![0, 2], 2), (vec![1, 2], 1), (vec![1, 0, 2], 1), (vec![0, 1, 1, 2], 3)] {
        let text: String = order.iter().map(|i| lines[*i]).collect();
        alter(&desk, MANIFEST, |bytes| *bytes = text.into_bytes());
        let found = findings(&desk, &[]);
        let named = format!("altered {MANIFEST}:{first}");
        assert!(found.iter().any(|one| one.starts_with(&named)), "{order:?}: {found:?}");
        nothing_is_issued_upon_it(&desk, &format!("manifest.jsonl: line {first}"));
    }
}

#[test]
fn a_record_that_is_gone_is_named_and_not_begun_anew() {
    let desk = desk();
    desk.remove(MANIFEST);
    assert!(findings(&desk, &[]).contains(&format!("missing {MANIFEST} -")), "{:?}", findings(&desk, &[]));
    nothing_is_issued_upon_it(&desk, "manifest.jsonl is missing");
}

#[test]
fn what_does_not_belong_there_is_named() {
    let desk = desk();
    let added = ["archive/a/2021/a-2021-07-20.pdf", "archive/a/notes.txt", "outbox/a-2021-07-21.pdf"];
    for name in added {
        desk.write(name, b"%PDF-1.7");
    }
    // another program's file in the outbox is its own affair
    desk.write("outbox/readme.txt", b"");
    let mut found = findings(&desk, &[]);
    found.sort();
    let mut extra = added.map(|name| format!("extra {name} -"));
    extra.sort();
    assert_eq!(found, extra);
}
