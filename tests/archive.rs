//! The archive with the real program: what is kept of an edition, and what can be made of it later.

#![allow(clippy::unwrap_used, reason = "a test that cannot set its desk has failed")]

mod support;

use std::fs;

use support::{Desk, Ran};

const PLAN: &str = "schedules/house-safety.yaml";

/// The reference desk with issues 66 and 67.
fn two_nights() -> Desk {
    let desk = Desk::xuchang();
    desk.run("2021-07-13..2021-07-14").ended(0);
    desk
}

fn archive(desk: &Desk, args: &[&str]) -> Ran {
    let all: Vec<&str> = ["archive"].iter().chain(args).copied().collect();
    desk.tongbao(&all)
}

fn kept(desk: &Desk) -> Vec<String> {
    desk.files("archive/house-safety/inputs").into_iter().map(|(name, _)| name).collect()
}

/// Edits the plan's text.
fn edit(desk: &Desk, from: &str, to: &str) {
    let text = fs::read_to_string(desk.path(PLAN)).unwrap();
    assert!(text.contains(from), "{from}");
    desk.write(PLAN, text.replace(from, to).as_bytes());
}

#[test]
fn an_issue_is_made_again_though_workbooks_and_plan_are_gone() {
    let desk = two_nights();
    desk.write("inbox/2021-07-14/~$魏都区7.14.xlsx", b"x");
    desk.write("inbox/2021-07-14/补.xlsx", b"");
    desk.remove("inbox/2021-07-14/东城区.ods");
    desk.tongbao(&["run", PLAN, "--date", "2021-07-14", "--correct", "东城区撤回"]).ended(3);
    assert_eq!(kept(&desk).len(), 11, "ten workbooks and the plan, each once");
    fs::remove_dir_all(desk.path("inbox")).unwrap();
    desk.write(PLAN, b"title: another");
    for (issue, revision, label) in
        [("2021-07-13", "0", "第66期"), ("67", "0", "第67期"), ("2021-07-14", "1", "第67期（更正1）")]
    {
        archive(&desk, &["reproduce", "house-safety", issue, "--revision", revision])
            .ended(0)
            .saying(&format!("{label}: made again, the same bytes"));
    }
    archive(&desk, &["reproduce", "house-safety", "67-r1", "--out", "again.pdf"]).ended(0);
    let issued = fs::read(desk.path("outbox/house-safety-2021-07-14-r1.pdf")).unwrap();
    assert_eq!(fs::read(desk.path("again.pdf")).unwrap(), issued);
    archive(&desk, &["reproduce", "house-safety", "67", "--revision", "7"])
        .ended(1)
        .saying("第67期（更正1） of 2021-07-14 has no revision 7");
}

#[test]
fn what_another_program_made_is_told_to_differ_and_where() {
    let desk = two_nights();
    let manifest = "archive/house-safety/manifest.jsonl";
    // as if an older version had issued it: its record says so, and its PDF has another hash
    let text = fs::read_to_string(desk.path(manifest)).unwrap();
    let (first, last) = text.trim_end().split_once('\n').unwrap();
    let pdf = last.split("\"sha256\":\"").nth(1).unwrap()[..64].to_owned();
    let older = last.replace(&pdf, &"0".repeat(64)).replace("\"stated\":\"0.1.0\"", "\"stated\":\"0.0.9\"");
    assert_ne!(older, last);
    // older lines did not vouch for themselves
    let older = older.split_once(",\"own\":\"").map_or(older.clone(), |(line, _)| format!("{line}}}"));
    desk.write(manifest, format!("{first}\n{older}\n").as_bytes());
    archive(&desk, &["reproduce", "house-safety", "67"])
        .ended(3)
        .saying("第67期: made again, it differs")
        .saying("the PDF's bytes differ")
        .saying("every printed figure is the same")
        .saying("the program changed since");
}

#[test]
fn a_kept_workbook_that_is_gone_or_altered_is_named() {
    let desk = two_nights();
    archive(&desk, &["verify"]).ended(0).saying("2 issues").saying("all as recorded");
    let names = kept(&desk);
    let (gone, altered) = (&names[0], &names[1]);
    desk.remove(&format!("archive/house-safety/inputs/{gone}"));
    let path = desk.path(&format!("archive/house-safety/inputs/{altered}"));
    let mut bytes = fs::read(&path).unwrap();
    bytes[10] ^= 1;
    fs::remove_file(&path).unwrap();
    desk.write(&format!("archive/house-safety/inputs/{altered}"), &bytes);
    desk.write("archive/house-safety/inputs/a/notes.txt", b"x");
    let stray = "e".repeat(64);
    desk.write(&format!("archive/house-safety/inputs/e/{stray}"), b"x");
    let ran = archive(&desk, &["verify"]).ended(3);
    for (verdict, name) in
        [("missing", gone.as_str()), ("altered", altered), ("extra", "a/notes.txt"), ("left over", &stray)]
    {
        assert!(
            ran.out.lines().any(|l| l.starts_with(verdict) && l.contains(name)),
            "{verdict}: {}",
            ran.out
        );
    }
    assert!(ran.out.contains("3 things are not as recorded"), "{}", ran.out);
    // the same workbooks go into another night's edition, which puts right what it has again
    let ran = desk.run("2021-07-14").ended(0);
    assert!(ran.out.contains("stands already"));
}

#[test]
fn inputs_are_for_the_account_alone_and_are_not_kept_where_the_plan_says_so() {
    let desk = two_nights();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = |name: &str| fs::metadata(desk.path(name)).unwrap().permissions().mode() & 0o777;
        let name = format!("archive/house-safety/inputs/{}", kept(&desk)[0]);
        assert_eq!((mode("archive/house-safety/inputs"), mode(&name)), (0o700, 0o400));
        let pdf = "house-safety-2021-07-14.pdf";
        let modes = (mode(&format!("archive/house-safety/2021/{pdf}")), mode(&format!("outbox/{pdf}")));
        assert_eq!(modes, (0o444, 0o644));
    }
    let bare = Desk::xuchang();
    edit(&bare, "keep_inputs: true", "keep_inputs: false");
    bare.run("2021-07-13").ended(0);
    assert!(!bare.path("archive/house-safety/inputs").exists());
    archive(&bare, &["verify"]).ended(0);
    archive(&bare, &["reproduce", "house-safety", "66"])
        .ended(1)
        .saying("of 第66期 is missing from the archive: it was not kept: the plan had `keep_inputs: false`");
}

#[test]
fn a_content_is_kept_once_whatever_editions_it_went_into() {
    let desk = two_nights();
    let before = kept(&desk);
    fs::copy(desk.path("inbox/2021-07-13/东城区.ods"), desk.path("inbox/2021-07-14/东城区.ods")).unwrap();
    desk.tongbao(&["run", PLAN, "--date", "2021-07-14", "--correct", "东城区重报"]);
    assert_eq!(kept(&desk), before, "the same content is kept once, whatever editions it went into");
    archive(&desk, &["verify"]).ended(0);
}

#[test]
fn a_void_issue_is_said_everywhere_and_its_number_stays_its_own() {
    let desk = two_nights();
    archive(&desk, &["void", "house-safety", "67", "--reason", " "]).ended(2).saying("--reason needs words");
    archive(&desk, &["void", "house-safety", "67", "--reason", "误发", "--outbox", "outbox"])
        .ended(0)
        .saying("house-safety 2021-07-14 第67期 is void: 误发")
        .saying("taken out of the outbox: outbox/house-safety-2021-07-14.pdf");
    assert!(!desk.path("outbox/house-safety-2021-07-14.pdf").exists());
    assert!(desk.path("archive/house-safety/2021/house-safety-2021-07-14.pdf").exists());
    archive(&desk, &["list"]).ended(0).saying("第67期   5 workbooks  作废：误发");
    archive(&desk, &["show", "house-safety", "67"]).ended(0).saying("作废：误发");
    archive(&desk, &["search", "作废"]).ended(0).saying("house-safety 2021-07-14 第67期  作废");
    archive(&desk, &["verify", "--outbox", "outbox"]).ended(0).saying("all as recorded");
    desk.run("2021-07-14").ended(1).saying("house-safety of 2021-07-14 was 第67期, which is void: 误发");
    desk.tongbao(&["run", PLAN, "--date", "2021-07-14", "--correct", "x"]).ended(1).saying("is void");
    fs::rename(desk.path("inbox/2021-07-14"), desk.path("inbox/2021-07-15")).unwrap();
    desk.run("2021-07-15").saying("第68期");
    let figures = desk.figures("house-safety-2021-07-15");
    assert_eq!(
        figures["last"]["number"], 66,
        "compared with the last issue that counts: {}",
        figures["last"]
    );
    // an issue made before the void is made again as it was
    archive(&desk, &["reproduce", "house-safety", "67"]).ended(0);
}

#[test]
fn retention_gives_up_the_oldest_inputs_and_nothing_else() {
    let desk = two_nights();
    let prune = |more: &[&str]| {
        let args: Vec<&str> = ["prune", PLAN].iter().chain(more).copied().collect();
        archive(&desk, &args)
    };
    prune(&[]).ended(0).saying("the plan has no `retention`: everything is kept");
    edit(&desk, "keep_inputs: true", "keep_inputs: true\nretention: {inputs: 30, issues: 1}");
    assert_eq!(kept(&desk).len(), 11);
    prune(&["--date", "2021-08-12"]).ended(0).saying("0 files removed");
    prune(&["--date", "2021-08-13", "--dry-run"]).ended(0).saying("5 files would be removed");
    assert_eq!(kept(&desk).len(), 11);
    prune(&["--date", "2021-08-13"]).ended(0).saying("5 files removed");
    assert_eq!(kept(&desk).len(), 6, "the last issue's workbooks, and the plan of both");
    archive(&desk, &["verify"]).ended(0).saying("all as recorded");
    archive(&desk, &["reproduce", "house-safety", "67"]).ended(0);
    archive(&desk, &["reproduce", "house-safety", "66"])
        .ended(1)
        .saying("it was given up, as the plan's retention allowed");
    archive(&desk, &["show", "house-safety", "66"]).ended(0).saying("not there any more");
    prune(&["--date", "2031-08-13"]).ended(0).saying("0 files removed");
}
