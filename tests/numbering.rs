//! A plan whose numbering and the archive's part ways, as `check` and `run` tell of it.

mod support;

use support::Desk;

const PLAN: &str = "schedules/house-safety.yaml";

/// A desk with issue 66 in its archive, whose plan is then changed.
fn changed(from: &str, to: &str) -> Desk {
    let desk = Desk::xuchang();
    desk.run("2021-07-13").ended(0);
    let plan = std::fs::read_to_string(desk.path(PLAN)).expect("the reference plan");
    assert!(plan.contains(from), "{plan}");
    desk.write(PLAN, plan.replace(from, to).as_bytes());
    desk
}

#[test]
fn a_first_issue_that_the_archive_has_gone_past_is_told() {
    let desk = changed("first_issue: 66", "first_issue: 1");
    let said = "X004：计划中 first_issue 为1，档案中本系列已编到第66期，本期仍接着编为第67期";
    desk.tongbao(&["check", PLAN, "--date", "2021-07-14"]).ended(0).saying(said).saying("换一个 series");
    let ran = desk.run("2021-07-14").ended(0).saying(said).saying("第67期");
    assert!(!ran.err.contains("X005") && !ran.err.contains("X006"), "{}", ran.err);
    // what stands has its number
    let again = desk.tongbao(&["check", PLAN, "--date", "2021-07-14"]).ended(0);
    assert!(!again.out.contains("X004"), "{}", again.out);
}

#[test]
fn numbers_that_are_passed_over_are_told() {
    let desk = changed("first_issue: 66", "first_issue: 99");
    desk.run("2021-07-14").ended(0).saying("X005：期号由第66期跳到第99期").saying("第99期");
}

#[test]
fn two_plans_that_name_one_archive_are_told_by_their_titles() {
    let desk = changed("title: 中心城区", "title: 老旧小区");
    desk.run("2021-07-14").ended(0).saying("X006：档案中本系列上一期第66期（2021-07-13）题为“中心城区");
}

#[test]
fn a_plan_that_goes_on_as_it_began_has_nothing_to_be_told() {
    let desk = Desk::xuchang();
    let ran = desk.run("2021-07-13..2021-07-14").ended(0);
    assert!(!ran.err.contains("X00"), "{}", ran.err);
    // nor one that no longer says with what number it began
    let desk = changed("first_issue: 66", "");
    let ran = desk.run("2021-07-14").ended(0).saying("第67期");
    assert!(!ran.err.contains("X00"), "{}", ran.err);
}
