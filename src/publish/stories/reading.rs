//! What the record says, and what is done when it was cut short, altered or lost.

use super::*;

const MANIFEST: &str = "archive/s/manifest.jsonl";

#[test]
fn a_record_says_all_that_went_in_and_came_out() {
    let desk = Desk::with_two_issues();
    let manifest = desk.manifest();
    let lines: Vec<&str> = manifest.lines().collect();
    let second: serde_json::Value = serde_json::from_str(lines[1]).unwrap();
    assert_eq!(
        (&second["seq"], &second["number"], &second["label"]),
        (&2.into(), &67.into(), &"第67期".into())
    );
    assert_eq!(second["files"][0]["name"], "2021/s-2021-07-14.pdf");
    assert_eq!(second["files"][0]["sha256"], sha256(&desk.contents()["outbox/s-2021-07-14.pdf"]));
    assert_eq!(second["inputs"][1]["sha256"], sha256(b"b"));
    assert_eq!(second["inputs"][2]["stated"], "0.1.0");
    assert_eq!(second["previous"], sha256(lines[0].as_bytes()));
    let first: serde_json::Value = serde_json::from_str(lines[0]).unwrap();
    assert_eq!(first["previous"], "0".repeat(64));
}

#[test]
fn earlier_issues_are_read_in_order_of_day_and_in_their_latest_revision() {
    let desk = Desk::new();
    for day in 1..=20 {
        desk.run(day, "a").unwrap();
    }
    desk.correct(18, "b", "重报").unwrap();
    let series = desk.open().unwrap();
    let past = series.past(july(20)).unwrap();
    let days: Vec<(u32, u32)> = past.iter().map(|p| (p.entry.day.day(), p.entry.revision)).collect();
    assert_eq!((days.len(), days[0], days[12], days[13]), (14, (6, 0), (18, 1), (19, 0)));
    assert!(String::from_utf8(past[12].figures.clone()).unwrap().contains(r#""of":"b""#));
    assert!(series.past(july(1)).unwrap().is_empty());
    assert!(series.entries_before(july(1)).is_empty());
}

#[test]
fn an_earlier_issue_that_was_altered_is_named_not_used() {
    let desk = Desk::with_two_issues();
    desk.spoil("archive/s/2021/s-2021-07-13.json", "{}");
    let error = desk.open().unwrap().past(july(14)).unwrap_err().to_string();
    assert!(error.contains("s-2021-07-13.json of 第66期 was altered: SHA-256 recorded "), "{error}");
    desk.remove("archive/s/2021/s-2021-07-13.json");
    let error = desk.open().unwrap().past(july(14)).unwrap_err().to_string();
    assert!(
        error.ends_with(
            "s-2021-07-13.json of 第66期 is missing from the archive: it is recorded, but not there"
        )
    );
}

#[test]
fn a_number_is_never_given_twice() {
    let desk = Desk::with_two_issues();
    let next = |series, first| Series::open(&desk.places, series, first).unwrap().next_number();
    assert_eq!((next("s", 1), next("s", 100), next("other", 1)), (68, 100, 1));
}

#[test]
fn an_archive_that_is_gone_while_its_editions_lie_in_the_outbox_does_not_begin_again() {
    let desk = Desk::with_two_issues();
    fs::rename(desk.path("archive"), desk.path("elsewhere")).unwrap();
    let before = desk.names();
    let error = desk.run(15, "c").unwrap_err();
    let said = error.to_string();
    assert!(said.ends_with("outbox/s-2021-07-13.pdf was issued from it"), "{said}");
    assert!(error.is_passing() && error.hint().contains("`first_issue`"), "{}", error.hint());
    assert_eq!(desk.names(), before);
    fs::rename(desk.path("elsewhere"), desk.path("archive")).unwrap();
    assert_eq!(desk.run(15, "c").unwrap(), "issued 第68期");
}

#[test]
fn a_last_line_cut_short_is_mended() {
    for torn in [r#"{"seq":3,"series":"s","num"#, "\0\0\0\0\n", "{\"seq\":3\0\0\n", "stray\n"] {
        let desk = Desk::with_two_issues();
        desk.spoil(MANIFEST, &(desk.manifest() + torn));
        let notice = desk.open().unwrap().notice().unwrap();
        assert!(notice.contains("line 3 is no whole record"), "{torn:?}: {notice}");
        assert!(desk.manifest().ends_with(torn), "reading writes nothing");
        assert_eq!(desk.run(15, "c").unwrap(), "issued 第68期", "{torn:?}");
        assert_eq!(desk.manifest().lines().count(), 3);
        assert_eq!(desk.findings(), NOTHING);
    }
}

#[test]
fn a_last_line_that_lacks_only_its_end_is_kept() {
    let desk = Desk::with_two_issues();
    desk.spoil(MANIFEST, desk.manifest().trim_end());
    assert_eq!(desk.run(14, "b").unwrap(), "same, 0 put back");
    assert_eq!(desk.run(15, "c").unwrap(), "issued 第68期");
    assert_eq!(desk.manifest().lines().count(), 3);
    assert_eq!(desk.findings(), NOTHING);
}

#[test]
fn a_last_line_made_unreadable_by_hand_is_refused_for_its_edition_was_sent() {
    let desk = Desk::with_two_issues();
    desk.spoil(MANIFEST, &desk.manifest().replace(r#"{"seq":2"#, r#"{"seq":2;"#));
    let error = desk.open().unwrap_err().to_string();
    assert!(error.contains("manifest.jsonl: line 2: it is no record, but "), "{error}");
    assert!(error.ends_with("s-2021-07-14.json must have had one"), "{error}");
}

#[test]
fn an_altered_line_is_refused_and_named() {
    let desk = Desk::with_two_issues();
    desk.run(15, "c").unwrap();
    let whole = desk.manifest();
    let refused = |altered: &str| {
        desk.spoil(MANIFEST, altered);
        let error = desk.open().unwrap_err();
        assert!(error.hint().contains("backup"));
        error.to_string().split_once("manifest.jsonl: ").unwrap().1.to_owned()
    };
    let altered = refused(&whole.replace(r#""number":66"#, r#""number":65"#));
    assert!(altered.starts_with("line 1: it was altered: SHA-256 by line 2 "), "{altered}");
    let altered = refused(&whole.replace(r#""number":67"#, r#""number":65"#));
    assert!(altered.starts_with("line 2: it was altered: SHA-256 by line 3 "), "{altered}");
    let torn = refused(&whole.replace(r#"{"seq":2"#, r#"{"seq":2;"#));
    assert!(torn.starts_with("line 2: it is no record: "), "{torn}");
    let renamed = refused(&whole.replace(r#""series":"s""#, r#""series":"t""#));
    assert!(renamed.starts_with("line 1: it is of series `t`, not `s`"), "{renamed}");
    let leading_out = refused(&whole.replace("2021/s-2021-07-13.pdf", "../../etc/passwd"));
    assert!(
        leading_out.starts_with("line 1: `../../etc/passwd` names no file of the edition"),
        "{leading_out}"
    );
    let lines: Vec<&str> = whole.split_inclusive('\n').collect();
    let beheaded = refused(&lines[1..].concat());
    assert!(beheaded.starts_with("line 1: its `seq` is 2: lines before it are gone"), "{beheaded}");
    let one_out = refused(&[lines[0], lines[2]].concat());
    assert!(one_out.starts_with("line 2: its `seq` is 3: lines before it are gone"), "{one_out}");
}

#[test]
fn a_lost_manifest_does_not_begin_the_numbers_anew() {
    let desk = Desk::with_two_issues();
    desk.remove(MANIFEST);
    let error = desk.open().unwrap_err().to_string();
    assert!(error.contains("manifest.jsonl is missing, but the archive holds "), "{error}");
}

#[test]
fn fields_of_a_later_version_are_left_alone() {
    let desk = Desk::new();
    desk.run(13, "a").unwrap();
    let line = desk.manifest();
    let (record, _) = line.split_once(",\"own\"").unwrap();
    let later = record.replacen('{', r#"{"approved_by":{"name":"x"},"#, 1) + "}";
    let line = String::from_utf8(own::vouched(later.into_bytes())).unwrap() + "\n";
    desk.spoil(MANIFEST, &line);
    assert_eq!(desk.run(14, "b").unwrap(), "issued 第67期");
    assert!(desk.manifest().starts_with(&line));
    assert_eq!(desk.findings(), NOTHING);
}

#[test]
fn a_name_that_leads_out_of_the_archive_names_no_series() {
    let desk = Desk::new();
    for name in ["", "..", "a/b", ".hidden", "a b", "a\0"] {
        assert!(matches!(Series::open(&desk.places, name, 1), Err(PublishError::Name { .. })), "{name:?}");
    }
    assert!(Series::open(&desk.places, "房屋安全-2021_a", 1).is_ok());
}

#[test]
fn an_archive_lists_its_series() {
    let desk = Desk::with_two_issues();
    desk.spoil("archive/t/notes.txt", "no manifest, no series");
    assert_eq!(series_in(&desk.places.archive).unwrap(), ["s"]);
    assert_eq!(series_in(&desk.path("nowhere")).unwrap(), NOTHING);
}
