//! Issues declared void, and files given up.

use super::*;
use crate::model::Retention;

fn void(desk: &Desk, day: u32) -> Result<Voided, PublishError> {
    let series = desk.open()?;
    series.void(series.find(july(day)).unwrap(), "误发")
}

#[test]
fn a_void_issue_leaves_the_outbox_and_its_number_is_not_given_again() {
    let desk = Desk::with_two_issues();
    desk.correct(14, "c", "补报").unwrap();
    let done = void(&desk, 14).unwrap();
    assert_eq!((done.void.number, done.void.label.as_str(), done.already), (67, "第67期（更正1）", false));
    let withdrawn: Vec<String> = done.withdrawn.iter().map(|p| desk.relative(p)).collect();
    assert_eq!(withdrawn, ["outbox/s-2021-07-14.pdf", "outbox/s-2021-07-14-r1.pdf"]);
    assert!(desk.path("archive/s/2021/s-2021-07-14.pdf").exists(), "the archive keeps it");
    assert_eq!(desk.findings(), NOTHING);
    assert_eq!(desk.run(14, "c").unwrap(), "refused: 第67期（更正1） is void");
    assert_eq!(desk.run(15, "d").unwrap(), "issued 第68期");
    assert_eq!(
        desk.open().unwrap().entries_before(july(15)).last().unwrap().number,
        66,
        "compared with the last that counts"
    );
    assert_eq!(desk.findings(), NOTHING);
}

#[test]
fn a_void_future_day_does_not_stand_in_the_way() {
    let desk = Desk::with_two_issues();
    desk.run(31, "x").unwrap();
    assert!(matches!(desk.run(15, "c").unwrap_err(), PublishError::OutOfOrder { .. }));
    void(&desk, 31).unwrap();
    assert_eq!(desk.run(15, "c").unwrap(), "issued 第69期");
}

#[test]
fn voiding_again_ends_what_a_kill_left_and_touches_no_other_file() {
    let desk = Desk::with_two_issues();
    let pdf = String::from_utf8(desk.contents()["outbox/s-2021-07-14.pdf"].clone()).unwrap();
    void(&desk, 14).unwrap();
    let lines = desk.manifest().lines().count();
    desk.spoil("outbox/s-2021-07-14.pdf", &pdf);
    assert!(desk.findings()[0].contains("第67期 is void, and was to be taken out"), "{:?}", desk.findings());
    let again = void(&desk, 14).unwrap();
    assert_eq!((again.already, again.withdrawn.len()), (true, 1));
    desk.spoil("outbox/s-2021-07-14.pdf", "notes of the clerk");
    let again = void(&desk, 14).unwrap();
    assert_eq!((again.withdrawn.len(), again.left.len()), (0, 1));
    assert_eq!(desk.manifest().lines().count(), lines, "recorded once");
}

#[test]
fn the_outbox_keeps_the_last_good_copy_of_a_void_issue() {
    let desk = Desk::with_two_issues();
    desk.remove("archive/s/2021/s-2021-07-14.pdf");
    assert!(matches!(void(&desk, 14).unwrap_err(), PublishError::Missing { .. }));
    assert!(desk.path("outbox/s-2021-07-14.pdf").exists());
}

#[test]
fn a_line_of_another_kind_is_in_the_chain_too() {
    let desk = Desk::with_two_issues();
    void(&desk, 13).unwrap();
    desk.run(15, "c").unwrap();
    let manifest = desk.manifest();
    for (from, to, told) in [
        ("误发", "改了", "line 3: it was altered"),
        ("\"event\":\"void\"", "\"event\":\"joy\"", "line 3: it is no record"),
        (
            "\"number\":66,\"day\":\"2021-07-13\",\"label\"",
            "\"number\":65,\"day\":\"2021-07-13\",\"label\"",
            "line 3: it voids",
        ),
    ] {
        assert!(manifest.contains(from), "{from}: {manifest}");
        desk.spoil("archive/s/manifest.jsonl", &manifest.replace(from, to));
        assert!(desk.findings().iter().any(|f| f.contains(told)), "{told}: {:#?}", desk.findings());
        assert!(desk.open().is_err());
    }
}

#[test]
fn what_was_given_up_is_not_missed_and_a_kill_before_its_removal_is_made_good() {
    let desk = Desk::with_two_issues();
    desk.correct(13, "c", "补报").unwrap();
    let policy = Retention { inputs_days: Some(5), replaced_days: Some(10), issues: 1 };
    let replaced = "archive/s/2021/s-2021-07-13.pdf";
    let bytes = String::from_utf8(desk.contents()[replaced].clone()).unwrap();
    assert!(desk.open().unwrap().prune(&policy, july(20)).unwrap().files.is_empty());
    let before = desk.tree();
    let planned = desk.open().unwrap().removable(&policy, july(30)).unwrap();
    assert_eq!(desk.tree(), before, "a look changes nothing");
    let removal = desk.open().unwrap().prune(&policy, july(30)).unwrap();
    assert_eq!((removal.clone(), desk.path(replaced).exists()), (planned, false));
    assert_eq!(removal.pruned.files, ["2021/s-2021-07-13.pdf"]);
    assert_eq!(desk.findings(), NOTHING);
    // the outbox's copy is for others to take or leave
    assert!(desk.path("outbox/s-2021-07-13.pdf").exists());
    desk.spoil(replaced, &bytes);
    assert_eq!(
        desk.findings(),
        [format!("left over: {replaced}: given up, and not removed yet: `archive prune` removes it")]
    );
    let again = desk.open().unwrap().prune(&policy, july(30)).unwrap();
    assert_eq!((again.files.len(), again.pruned.is_empty()), (1, true));
    assert_eq!(desk.run(15, "d").unwrap(), "issued 第68期");
    assert_eq!(desk.findings(), NOTHING);
}
