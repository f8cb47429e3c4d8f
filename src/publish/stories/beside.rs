//! What goes out beside a bulletin stands, falls and comes back with it.

use super::*;

const ALL: [&str; 8] = [
    "archive/s/2021/s-2021-07-15-东城区.pdf",
    "archive/s/2021/s-2021-07-15.json",
    "archive/s/2021/s-2021-07-15.pdf",
    "archive/s/2021/s-2021-07-15.xlsx",
    "archive/s/manifest.jsonl",
    "outbox/s-2021-07-15-东城区.pdf",
    "outbox/s-2021-07-15.pdf",
    "outbox/s-2021-07-15.xlsx",
];

fn issued() -> Desk {
    let desk = Desk::new();
    assert_eq!(desk.run(15, "c+").unwrap(), "issued 第66期");
    desk
}

#[test]
fn what_goes_out_beside_a_bulletin_is_kept_recorded_and_verified() {
    let desk = issued();
    assert_eq!(desk.names(), ALL);
    assert_eq!(desk.findings(), NOTHING);
    let entry = desk.open().unwrap().entries()[0].clone();
    let names: Vec<&str> = entry.files.iter().map(Kept::file_name).collect();
    assert_eq!(
        names,
        ["s-2021-07-15.pdf", "s-2021-07-15.json", "s-2021-07-15.xlsx", "s-2021-07-15-东城区.pdf"]
    );
    assert_eq!(entry.pdf().unwrap().file_name(), "s-2021-07-15.pdf");
}

#[test]
fn a_copy_that_was_taken_is_put_back_and_an_altered_one_is_named() {
    let desk = issued();
    let before = desk.contents();
    for name in ALL.into_iter().filter(|name| !name.ends_with("manifest.jsonl")) {
        desk.remove(name);
        assert_eq!(desk.run(15, "c+").unwrap(), "same, 1 put back", "{name}");
        assert_eq!(desk.contents(), before);
    }
    desk.spoil("outbox/s-2021-07-15.xlsx", "x");
    desk.spoil("archive/s/2021/s-2021-07-15-东城区.pdf", "y");
    let found = desk.findings();
    assert_eq!(found.len(), 2, "{found:#?}");
    assert!(found.iter().all(|finding| finding.starts_with("altered: ")), "{found:#?}");
}

#[test]
fn whoever_kills_a_run_finds_all_of_it_after_the_next_or_nothing() {
    for steps in 1..=3 {
        let desk = Desk::new();
        super::crash::killed_after(&desk, steps, "c+");
        desk.run(15, "c+").unwrap();
        assert_eq!(desk.names(), ALL, "after {steps} steps");
        assert_eq!(desk.findings(), NOTHING);
    }
}

#[test]
fn a_file_of_another_hand_in_its_place_stops_the_issue_before_anything_is_written() {
    let desk = Desk::new();
    desk.spoil("outbox/s-2021-07-15-东城区.pdf", "somebody's");
    let error = desk.run(15, "c+").unwrap_err();
    assert!(matches!(error, PublishError::Occupied { .. }), "{error}");
    assert!(desk.open().unwrap().entries().is_empty());
}
