//! What `archive verify` finds.

use super::*;

#[test]
fn verify_names_what_is_missing_altered_and_extra() {
    let desk = Desk::with_two_issues();
    desk.run(15, "c").unwrap();
    desk.remove("archive/s/2021/s-2021-07-13.pdf");
    desk.spoil("archive/s/2021/s-2021-07-14.pdf", "%PDF 第67期 x"); // of the same length: only the hash tells
    desk.spoil("archive/s/2021/s-2021-07-16.pdf", "");
    desk.spoil("archive/s/notes.txt", "");
    desk.spoil("outbox/s-2021-07-15.pdf", "altered");
    desk.spoil("outbox/s-2021-07-17.pdf", "");
    desk.spoil("outbox/another-2021-07-17.pdf", "of another series: none of our business");
    desk.spoil("archive/s/manifest.jsonl", &desk.manifest().replace(r#""number":68"#, r#""number":70"#));
    let found = desk.findings();
    let expected = [
        "altered: archive/s/manifest.jsonl line 3: it was altered: SHA-256 by itself ",
        "missing: archive/s/2021/s-2021-07-13.pdf: recorded with SHA-256 ",
        "altered: archive/s/2021/s-2021-07-14.pdf: expected SHA-256 ",
        "altered: archive/s/manifest.jsonl line 3: its `number` is 70, but 2021/s-2021-07-15.json says 68",
        "altered: outbox/s-2021-07-15.pdf: expected SHA-256 ",
        "extra: archive/s/notes.txt: ",
        "extra: archive/s/2021/s-2021-07-16.pdf: no line of the manifest records it",
        "extra: outbox/s-2021-07-17.pdf: no line of the manifest records it: were lines taken away?",
    ];
    assert_eq!(found.len(), expected.len(), "{found:#?}");
    for (found, expected) in found.iter().zip(expected) {
        assert!(found.starts_with(expected), "expected {expected}\nfound {found}");
    }
}

#[test]
fn a_quick_look_does_not_read_the_files() {
    let desk = Desk::with_two_issues();
    desk.spoil("archive/s/2021/s-2021-07-14.pdf", "%PDF 第67期 x"); // of the same length
    assert!(verify(&desk.places, "s", Depth::Quick).unwrap().is_empty());
    assert_eq!(verify(&desk.places, "s", Depth::Full).unwrap().len(), 1);
}

#[test]
fn an_archive_is_checked_without_an_outbox() {
    let desk = Desk::with_two_issues();
    desk.spoil("outbox/s-2021-07-14.pdf", "altered");
    let places = Places { outbox: PathBuf::new(), archive: desk.places.archive.clone() };
    assert!(verify(&places, "s", Depth::Full).unwrap().is_empty());
}

#[test]
fn a_lost_manifest_is_missed() {
    let desk = Desk::with_two_issues();
    desk.remove("archive/s/manifest.jsonl");
    assert_eq!(series_in(&desk.places.archive).unwrap(), ["s"]);
    let found = desk.findings();
    assert_eq!(
        found[0],
        "missing: archive/s/manifest.jsonl: the archive holds editions, but their record is gone"
    );
    assert_eq!(found.len(), 7, "and each file of the two issues has no record: {found:#?}");
}

#[test]
fn lines_taken_from_the_end_are_told_by_what_they_left() {
    let desk = Desk::with_two_issues();
    let first = desk.manifest().lines().next().unwrap().to_owned() + "\n";
    desk.spoil("archive/s/manifest.jsonl", &first);
    let extra: Vec<String> = desk.findings();
    assert_eq!(extra.len(), 3, "PDF, figures and the outbox's copy: {extra:#?}");
    assert!(extra.iter().all(|finding| finding.starts_with("extra: ")));
}

#[test]
fn verify_survives_a_manifest_of_nonsense() {
    let desk = Desk::with_two_issues();
    desk.spoil("archive/s/manifest.jsonl", &format!("\u{feff}{}\n\n[]\n", desk.manifest()));
    let found = desk.findings();
    assert!(
        found[0].starts_with("altered: archive/s/manifest.jsonl line 1: it is no record: "),
        "{found:#?}"
    );
    assert!(desk.open().is_err());
}

#[test]
fn verify_and_reading_write_nothing_where_there_is_nothing() {
    let desk = Desk::new();
    assert!(desk.open().unwrap().entries().is_empty());
    assert_eq!(desk.findings(), NOTHING);
    assert!(!desk.places.archive.exists() && !desk.places.outbox.exists());
}
