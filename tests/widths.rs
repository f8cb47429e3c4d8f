//! What the setter believes of widths is what the finished file has: any text, read back from the PDF's own
//! operators and its fonts' own widths, stands within a tenth of a point of where it was set.
#![allow(clippy::unwrap_used, reason = "a test that cannot make its pages has failed")]

#[path = "specimens/seen.rs"]
#[allow(dead_code, reason = "read for glyphs alone")]
mod seen;
#[path = "support/sheet.rs"]
mod sheet;

use proptest::prelude::*;
use sheet::{FACES, meta};
use tongbao::compose::{Block, Column, Document, HeadCell, Row, Span, Table};
use tongbao::plan::{PageStyle, Shell};
use tongbao::render::render;
use tongbao::typeset::{Item, Layout, Length, typeset};

/// A tenth of a point.
const NEAR: f64 = 0.1;

/// Chinese, Western, figures with units, rare characters, marks of every kind, combined letters, odd ones.
fn text() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        6 => "[一-龥]{1,12}",
        3 => "[，。、；：！？]",
        2 => "[“‘（《【]",
        2 => "[”’）》】]",
        2 => "[0-9]{1,7}(\\.[0-9]{1,2})?(户|㎡|%|个百分点|万平方米|天)",
        1 => "[㛃𬭎䶮㙘堃㐂㑇𠀾𡐓]{1,4}",
        1 => Just("——".to_string()),
        1 => Just("……".to_string()),
        1 => "[A-Za-z]{1,24}( [a-z]{1,8}){0,3}",
        1 => "(é|ê|ü|ñ|fi|ffi|Å|e\u{301}|A\u{30a}|n\u{303}){1,3}",
        1 => any::<char>().prop_map(String::from),
        1 => "[ \u{3000}\t\n]{1,3}",
    ];
    proptest::collection::vec(part, 1..50).prop_map(|parts| parts.concat())
}

fn document(body: &str, cell: &str, title: &str) -> Document {
    let head = |text: &str| HeadCell { text: text.into(), columns: 1, rows: 1 };
    Document {
        shell: Shell::Brief,
        masthead: "工作简报".into(),
        number: "第67期".into(),
        issuer: "办公室".into(),
        date: "2021年7月14日".into(),
        title: title.into(),
        official: None,
        blocks: vec![
            Block::Heading { level: 1, text: title.into() },
            Block::Paragraph(vec![Span::strong("总体情况。"), Span::plain(body)]),
            Block::Table(Table {
                measures: Vec::new(),
                groups: Vec::new(),
                part: None,
                caption: Some(title.into()),
                unit_note: None,
                columns: vec![Column::Name, Column::Text, Column::Figure],
                head: vec![vec![head("单位"), head("说明"), head("户数")]],
                rows: vec![Row { is_total: false, cells: vec!["区".into(), cell.into(), "12.5%".into()] }],
            }),
        ],
    }
}

/// Where each glyph of a page was set: its origin, and its own advance in its face.
fn set(layout: &Layout, page: usize) -> Vec<(f64, f64, f64, String)> {
    let points = |length: Length| length.micro_pt() as f64 / 1e6;
    let mut glyphs = Vec::new();
    for placed in &layout.pages[page].items {
        let Item::Glyphs(run) = &placed.item else { continue };
        let mut x = run.x;
        for glyph in &run.glyphs {
            let own = FACES.all()[run.face].advance(glyph.id) as f64 * points(run.size) / 1000.0;
            glyphs.push((points(x + glyph.offset), points(run.y), own, glyph.text.clone()));
            x += glyph.advance;
        }
    }
    glyphs
}

fn held(document: &Document) -> Result<usize, TestCaseError> {
    let Ok(layout) = typeset(document, &PageStyle::of(document.shell), &FACES) else { return Ok(0) };
    let pages = seen::pages(&render(&layout, &FACES, &meta()).unwrap());
    prop_assert_eq!(pages.len(), layout.pages.len());
    let mut compared = 0;
    for (at, page) in pages.iter().enumerate() {
        let set = set(&layout, at);
        prop_assert_eq!(set.len(), page.glyphs.len());
        for ((x, y, own, text), glyph) in set.iter().zip(&page.glyphs) {
            prop_assert!((glyph.x - x).abs() < NEAR, "{text} set at {x} stands at {}", glyph.x);
            prop_assert!((glyph.y - y).abs() < NEAR, "{text} set at {y} stands at {}", glyph.y);
            prop_assert!((glyph.width - own).abs() < NEAR, "{text} is {own} wide, there {}", glyph.width);
            compared += 1;
        }
        // and so no line runs over what it was given
        let right = PageStyle::of(document.shell);
        let right = (right.binding + right.area_width).micro_pt() as f64 / 1e6;
        for glyph in &page.glyphs {
            // a mark's blank half and a space may stand in the margin, ink may not
            let is_blank =
                glyph.text.chars().all(|c| c.is_whitespace() || "，。、；：！？”’）》】".contains(c));
            let ink = if is_blank { glyph.width / 2.0 } else { glyph.width };
            let is_spread = glyph.text.trim().is_empty();
            prop_assert!(is_spread || glyph.x + ink < right + NEAR, "{glyph:?} beyond {right}");
        }
    }
    Ok(compared)
}

#[test]
fn a_line_of_everything_stands_where_it_was_set() {
    let text = "“截至7月14日18时，”全市（含㛃水镇、𬭎阳街道、䶮山街道）累计3319户、410930㎡——占10.33%……\
                office BIM Model 3.2版，naïve café e\u{301}，《方案》：王堃、魏琦。";
    let compared = held(&document(&text.repeat(6), text, "王堃、魏琦“一户一档”（BIM）")).unwrap();
    assert!(compared > 600, "{compared}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_stands_where_it_was_set(body in text(), cell in text(), title in text()) {
        held(&document(&body, &cell, &title))?;
    }
}
