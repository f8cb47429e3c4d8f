//! `tongbao preview` with the real program: made-up figures that cannot pass for real ones.

mod support;

use support::{Desk, project};

const PLAN: &str = "schedules/house-safety.yaml";

fn text(desk: &Desk, file: &str) -> Vec<String> {
    let pdf = lopdf::Document::load(desk.path(file)).expect("a PDF");
    pdf.get_pages().keys().map(|page| pdf.extract_text(&[*page]).expect("text")).collect()
}

#[test]
fn a_preview_needs_no_workbook_and_leaves_nothing_but_its_file() {
    let desk = Desk::empty();
    let plan = std::fs::read(project().join(PLAN)).expect("the reference plan");
    desk.write(PLAN, &plan);
    let preview = |out: &str| {
        desk.tongbao(&["preview", PLAN, "--districts", "12", "--articles", "1", "--out", out]).ended(0);
    };
    preview("a.pdf");
    preview("b.pdf");
    let files: Vec<String> = desk.files(".").into_iter().map(|(name, _)| name).collect();
    assert_eq!(files, ["a.pdf", "b.pdf", PLAN]);
    let bytes = |name: &str| std::fs::read(desk.path(name)).expect("written");
    assert_eq!(bytes("a.pdf"), bytes("b.pdf"), "the same plan gives the same bytes");
    let pages = text(&desk, "a.pdf");
    assert!(pages.len() > 2 && pages.iter().all(|page| page.contains("样张")), "{pages:?}");
}

#[test]
fn a_preview_is_never_put_where_bulletins_are_nor_over_another_kind_of_file() {
    let desk = Desk::xuchang();
    for out in ["outbox/x.pdf", "archive/house-safety/x.pdf", "schedules/../outbox/x.pdf"] {
        desk.tongbao(&["preview", PLAN, "--out", out]).ended(2).saying("a preview is no issue");
    }
    desk.tongbao(&["preview", PLAN, "--out", PLAN]).ended(2).saying("no preview stands there");
    assert!(desk.files("outbox").is_empty());
    desk.run("2021-07-13").ended(0);
    std::fs::copy(desk.path("outbox/house-safety-2021-07-13.pdf"), desk.path("kept.pdf")).expect("copied");
    desk.tongbao(&["preview", PLAN, "--out", "kept.pdf"]).ended(2).saying("no preview stands there");
}
