//! An edition is issued once: kept, recorded, sent; again it stands.

use super::keep::KeptInputs;
use super::*;

#[test]
fn a_first_edition_is_kept_recorded_and_sent() {
    let desk = Desk::new();
    assert_eq!(desk.run(14, "a").unwrap(), "issued 第66期");
    let names = [
        "archive/s/2021/s-2021-07-14.json",
        "archive/s/2021/s-2021-07-14.pdf",
        "archive/s/manifest.jsonl",
        "outbox/s-2021-07-14.pdf",
    ];
    assert_eq!(desk.names(), names);
    let contents = desk.contents();
    assert_eq!(contents[names[1]], contents[names[3]]);
    assert_eq!(desk.findings(), NOTHING);
}

#[cfg(unix)]
#[test]
fn what_is_archived_is_read_only() {
    use std::os::unix::fs::PermissionsExt;
    let desk = Desk::with_two_issues();
    let writable = |name: &str| fs::metadata(desk.path(name)).unwrap().permissions().mode() & 0o222;
    assert_eq!(writable("archive/s/2021/s-2021-07-14.pdf"), 0);
    assert_eq!(writable("archive/s/2021/s-2021-07-14.json"), 0);
    assert_eq!(writable("outbox/s-2021-07-14.pdf"), 0o200);
}

#[test]
fn the_same_again_writes_nothing() {
    let desk = Desk::with_two_issues();
    let before = desk.tree();
    assert_eq!(desk.run(14, "b").unwrap(), "same, 0 put back");
    assert_eq!(desk.run(13, "a").unwrap(), "same, 0 put back");
    assert_eq!(desk.tree(), before);
}

#[test]
fn other_inputs_are_refused_with_what_changed() {
    let desk = Desk::with_two_issues();
    let before = desk.tree();
    assert_eq!(desk.run(14, "c").unwrap(), "refused: workbook 东城区.ods changed");
    assert_eq!(desk.tree(), before);
}

#[test]
fn a_correction_stands_beside_what_it_corrects() {
    let desk = Desk::with_two_issues();
    assert_eq!(desk.correct(14, "c", "东城区重报").unwrap(), "issued 第67期（更正1）");
    assert_eq!(desk.correct(14, "c", "东城区重报").unwrap(), "same, 0 put back");
    assert_eq!(desk.correct(14, "d", "又重报").unwrap(), "issued 第67期（更正2）");
    let series = desk.open().unwrap();
    assert_eq!(series.find(july(14)).unwrap().reason.as_deref(), Some("又重报"));
    assert_eq!((series.next_number(), series.entries_before(july(15)).last().unwrap().revision), (68, 2));
    let outbox: Vec<String> =
        desk.names().into_iter().filter(|n| n.starts_with("outbox/s-2021-07-14")).collect();
    assert_eq!(
        outbox,
        ["outbox/s-2021-07-14-r1.pdf", "outbox/s-2021-07-14-r2.pdf", "outbox/s-2021-07-14.pdf"]
    );
    assert_eq!(desk.findings(), NOTHING);
}

#[test]
fn an_edition_that_does_not_follow_is_refused() {
    let desk = Desk::with_two_issues();
    let series = desk.open().unwrap();
    let before = desk.tree();
    let refused = |edition: Edition| {
        put_out(&series, &edition, &inputs("x"), bundle(&edition, "x")).unwrap_err().to_string()
    };
    assert_eq!(
        refused(Edition { revision: 1, ..edition(15, 68) }),
        "cannot issue 第68期（更正1） of series s for 2021-07-15: nothing was issued that could be corrected"
    );
    assert!(refused(edition(14, 68)).ends_with("第67期 was issued for that day"));
    assert!(refused(edition(15, 66)).ends_with("the number is that of 2021-07-13"));
    assert!(refused(Edition { revision: 1, ..edition(14, 67) }).ends_with("a correction needs a reason"));
    assert!(refused(Edition { revision: 2, ..edition(14, 67) }).ends_with("the last for that day is 第67期"));
    assert!(refused(Edition { series: "t".into(), ..edition(15, 68) }).ends_with("it is of series t"));
    assert_eq!(desk.tree(), before);
}

#[test]
fn a_day_before_the_last_is_issued_only_when_asked_for() {
    let desk = Desk::with_two_issues();
    let series = desk.open().unwrap();
    let error = series.number_for(july(12), false).unwrap_err();
    assert_eq!(
        error.to_string(),
        "2021-07-12 lies before 2021-07-14, the day of 第67期, the last issue of series s"
    );
    assert!(error.hint().contains("--out-of-order"));
    assert_eq!(series.number_for(july(12), true).unwrap(), 68);
    assert_eq!(series.number_for(july(15), false).unwrap(), 68);
}

#[test]
fn an_outbox_that_cannot_be_written_keeps_the_edition_from_being_issued() {
    let desk = Desk::new();
    desk.spoil("outbox", "a file where the folder should be");
    let error = desk.run(14, "a").unwrap_err();
    assert!(error.to_string().starts_with("cannot create the folder "), "{error}");
    assert!(error.to_string().ends_with("outbox: a part of the path is a file, not a folder"), "{error}");
    assert!(!error.is_temporary());
    assert_eq!(desk.names(), ["outbox"]);
}

#[test]
fn an_outbox_that_fails_at_the_last_moment_leaves_no_trace_in_the_archive() {
    let desk = Desk::with_two_issues();
    // a folder where the temporary would be: it can neither be swept nor created
    fs::create_dir(desk.path("outbox/.tmp-s-2021-07-15.pdf")).unwrap();
    let before = desk.tree();
    let series = desk.open().unwrap();
    let edition = edition(15, 68);
    let error = issue::prepare(&series, &edition, &bundle(&edition, "c"), KeptInputs::default()).unwrap_err();
    assert!(error.to_string().ends_with(".tmp-s-2021-07-15.pdf: something of that name is there already"));
    assert_eq!(desk.tree(), before);
}

#[test]
fn a_record_that_cannot_be_written_takes_its_files_with_it() {
    let desk = Desk::with_two_issues();
    let before = desk.contents();
    let series = desk.open().unwrap();
    let edition = edition(15, 68);
    let bundle = bundle(&edition, "c");
    let archived =
        issue::prepare(&series, &edition, &bundle, KeptInputs::default()).unwrap().archive().unwrap();
    assert!(desk.path("archive/s/2021/s-2021-07-15.pdf").exists());
    // the manifest is gone from its place, and a folder stands there
    let (place, aside) = (desk.path("archive/s/manifest.jsonl"), desk.path("aside"));
    fs::rename(&place, &aside).unwrap();
    fs::create_dir(&place).unwrap();
    let error = archived.record(&series, &edition, &inputs("c"), &bundle).unwrap_err();
    assert!(error.to_string().ends_with("manifest.jsonl: it is a folder, not a file"), "{error}");
    fs::remove_dir(&place).unwrap();
    fs::rename(&aside, &place).unwrap();
    assert_eq!(desk.contents(), before);
}

#[test]
fn an_archive_that_cannot_be_written_leaves_the_outbox_empty() {
    let desk = Desk::new();
    desk.spoil("archive/s/2021", "a file where the folder should be");
    let error = desk.run(14, "a").unwrap_err().to_string();
    assert!(error.ends_with("archive/s/2021: a part of the path is a file, not a folder"), "{error}");
    assert!(!desk.names().iter().any(|name| name.starts_with("outbox/")));
}

#[test]
fn what_lies_in_the_outbox_is_never_replaced() {
    let desk = Desk::new();
    desk.spoil("outbox/s-2021-07-14.pdf", "by hand");
    let error = desk.run(14, "a").unwrap_err().to_string();
    assert!(error.ends_with("s-2021-07-14.pdf is in the way: it is not 第66期 of series s"), "{error}");
    assert_eq!(desk.names(), ["archive/s/manifest.jsonl", "outbox/s-2021-07-14.pdf"]);
    assert_eq!(desk.manifest(), "");
    assert_eq!(desk.contents()["outbox/s-2021-07-14.pdf"], b"by hand");
}

#[test]
fn a_bulletin_taken_from_the_outbox_is_put_there_again() {
    let desk = Desk::with_two_issues();
    let before = desk.contents();
    desk.remove("outbox/s-2021-07-14.pdf");
    assert_eq!(desk.findings(), NOTHING, "an outbox is there to be emptied");
    assert_eq!(desk.run(14, "b").unwrap(), "same, 1 put back");
    assert_eq!(desk.contents(), before);
}

#[test]
fn archived_files_that_are_gone_are_made_again_only_with_their_old_bytes() {
    let desk = Desk::with_two_issues();
    let before = desk.contents();
    for name in
        ["outbox/s-2021-07-14.pdf", "archive/s/2021/s-2021-07-14.pdf", "archive/s/2021/s-2021-07-14.json"]
    {
        desk.remove(name);
    }
    let series = desk.open().unwrap();
    let entry = series.find(july(14)).unwrap();
    let error = series.restore_from(entry, &bundle(&edition(14, 67), "x")).unwrap_err().to_string();
    assert!(error.contains("is missing from the archive: made again it has SHA-256 "), "{error}");
    assert_eq!(desk.run(14, "b").unwrap(), "same, 3 put back");
    assert_eq!(desk.contents(), before);
}

#[test]
fn an_altered_bulletin_is_not_sent_again() {
    let desk = Desk::with_two_issues();
    desk.remove("outbox/s-2021-07-14.pdf");
    desk.spoil("archive/s/2021/s-2021-07-14.pdf", "altered");
    let error = desk.run(14, "b").unwrap_err().to_string();
    assert!(error.contains("s-2021-07-14.pdf of 第67期 was altered"), "{error}");
    assert!(!desk.path("outbox/s-2021-07-14.pdf").exists());
}
