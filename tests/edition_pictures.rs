//! The reference edition as pictures: both pages of issue 67, as they were when somebody looked at them.
#![allow(clippy::unwrap_used, reason = "a test that cannot set its desk has failed")]

#[path = "support/pictures.rs"]
mod pictures;
mod support;

use pictures::assert_page_looks_like;
use support::Desk;

#[test]
fn issue_67_looks_as_it_did_when_it_was_looked_at() {
    let desk = Desk::xuchang();
    desk.run("2021-07-13..2021-07-14").ended(0);
    let pdf = std::fs::read(desk.path("outbox/house-safety-2021-07-14.pdf")).unwrap();
    assert_page_looks_like(&pdf, 1, "issue-67-1");
    assert_page_looks_like(&pdf, 2, "issue-67-2");
}

#[test]
fn all_charts_of_the_second_issue_look_as_they_did() {
    let desk = Desk::xuchang();
    let plan = "schedules/house-safety.yaml";
    let asked = std::fs::read_to_string(desk.path(plan))
        .unwrap()
        .replace("charts: [shares]", "charts: [ranks, remaining, days, scatter]");
    desk.write(plan, asked.as_bytes());
    desk.run("2021-07-13..2021-07-14").ended(0);
    let pdf = std::fs::read(desk.path("outbox/house-safety-2021-07-14.pdf")).unwrap();
    assert_page_looks_like(&pdf, 2, "charts-2");
    assert_page_looks_like(&pdf, 3, "charts-3");
}

#[test]
fn a_correction_with_a_district_carried_looks_as_it_did() {
    let desk = Desk::xuchang();
    desk.run("2021-07-13").ended(0);
    let late = std::fs::read(desk.path("inbox/2021-07-14/魏都区7.14.xlsx")).unwrap();
    desk.remove("inbox/2021-07-14/魏都区7.14.xlsx")
        .remove("inbox/2021-07-14/东城区.ods")
        .run("2021-07-14")
        .ended(3);
    desk.write("inbox/2021-07-14/魏都区7.14.xlsx", &late);
    desk.tongbao(&["run", "schedules/house-safety.yaml", "--date", "2021-07-14", "--correct", "魏都区补报"])
        .ended(3);
    let pdf = std::fs::read(desk.path("outbox/house-safety-2021-07-14-r1.pdf")).unwrap();
    assert_page_looks_like(&pdf, 1, "correction-1");
}
