//! A page of one's own, with the real program: a style file beside the plan, and characters that no font has.
#![allow(clippy::unwrap_used, reason = "a test that cannot set its desk has failed")]

#[path = "support/reading.rs"]
mod reading;
mod support;

use support::Desk;

const PLAN: &str = "schedules/house-safety.yaml";

/// The desk with its plan changed.
fn desk(change: impl Fn(&str) -> String) -> Desk {
    let desk = Desk::xuchang();
    let plan = std::fs::read_to_string(desk.path(PLAN)).unwrap();
    desk.write(PLAN, change(&plan).as_bytes());
    desk
}

#[test]
fn a_character_that_no_font_has_is_printed_as_a_geta_or_refused() {
    let titled = |plan: &str| plan.replace("集中整治工作通报", "集中整治工作通报\u{1f600}");
    let lenient = desk(titled);
    lenient.run("2021-07-13").saying("第66期");
    let faults = lenient.figures("house-safety-2021-07-13")["faults"].clone();
    assert!(faults.as_array().unwrap().iter().any(|f| f["code"] == "G001"), "{faults}");
    // copied and searched it is what it was
    let pdf = std::fs::read(lenient.path("outbox/house-safety-2021-07-13.pdf")).unwrap();
    let pages = reading::pages(&reading::open(&pdf));
    let title = pages[0].iter().find(|piece| piece.tag == "H1").unwrap();
    assert!(title.text.ends_with("工作通报\u{1f600}"), "{}", title.text);

    let strict = desk(|plan| titled(plan).replace("glyphs: mark", "glyphs: strict"));
    strict
        .run("2021-07-13")
        .ended(1)
        .saying("cannot issue house-safety of 2021-07-13: no font draws \u{1f600} (U+1F600)")
        .saying("set `glyphs: mark`");
    assert!(strict.files("outbox").is_empty());
}

#[test]
fn a_changed_style_makes_another_edition() {
    let desk = desk(|plan| plan.replace("shell: 简报\n", "style: styles/own.yaml\n"));
    desk.write("schedules/styles/own.yaml", "shell: 简报\nred_line: {width: 2mm}\n".as_bytes());
    desk.run("2021-07-13").ended(0);
    desk.run("2021-07-13").ended(0).saying("stands already");
    desk.write("schedules/styles/own.yaml", "shell: 简报\nred_line: {width: 3mm}\n".as_bytes());
    desk.run("2021-07-13").ended(1).saying("with other inputs: the style changed");
    desk.write("schedules/styles/own.yaml", "shell: 简报\nred_line: {width: 3}\n".as_bytes());
    desk.run("2021-07-13").ended(78).saying("own.yaml:2:19: red_line.width: expected a length");
}

#[test]
fn an_office_sets_its_title_in_a_face_of_its_own() {
    let fonts_of = |desk: &Desk| -> String {
        let pdf = lopdf::Document::load_mem(
            &std::fs::read(desk.path("outbox/house-safety-2021-07-13.pdf")).unwrap(),
        );
        let pdf = pdf.unwrap();
        let page = pdf.page_iter().next().unwrap();
        format!("{:?}", reading::font_dictionaries(&pdf, page))
    };
    let usual = Desk::xuchang();
    usual.run("2021-07-13").ended(0);
    assert!(!fonts_of(&usual).contains("GongwenKai"));
    let own = desk(|plan| plan.replace("shell: 简报\n", "style: own.yaml\n"));
    let face = support::project().join("fonts/GongwenKai-Regular.ttf");
    let style = format!("shell: 简报\nfonts: {{小标宋: {}}}\n", face.display());
    own.write("schedules/own.yaml", style.as_bytes());
    own.run("2021-07-13").ended(0);
    assert!(fonts_of(&own).contains("GongwenKai") && !fonts_of(&own).contains("GongwenSong"));
    own.write("schedules/own.yaml", "shell: 简报\nfonts: {小标宋: 方正小标宋.ttf}\n".as_bytes());
    own.run("2021-07-14")
        .ended(1)
        .saying("方正小标宋.ttf, which the style names")
        .saying("from the style's own folder");
}
