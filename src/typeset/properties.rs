//! Properties of lines: whatever the text, every character is set once, no line is too wide, and no
//! forbidden mark begins or ends one.

use std::path::Path;
use std::sync::OnceLock;

use proptest::prelude::*;

use super::face::{Faces, Voice};
use super::line::{Align, Line, set, single, width};
use super::linebreak::{Fill, Measure, Paragraph};
use super::punctuation::Kind;
use super::shape::{Hand, Shaper, settable};
use super::*;
use crate::compose::{
    Annex, Bar, BarChart, BarGroup, BarLegend, Block, Chart, Column, HeadCell, Official, Row, Span, Table,
    Tick,
};
use crate::model::{Amount, Share};
use crate::plan::Shell;

fn faces() -> &'static Faces {
    static FACES: OnceLock<Faces> = OnceLock::new();
    FACES.get_or_init(|| Faces::open(Path::new("fonts")).unwrap())
}

/// Text as bulletins have it: Chinese, marks, figures with units, dates, words, and odd characters.
fn text() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        6 => "[一-龥]{1,12}",
        4 => "[，。、；：！？]",
        2 => "[“‘（《【]",
        2 => "[”’）》】]",
        2 => "[0-9]{1,7}(\\.[0-9]{1,2})?(户|㎡|%|个百分点|万平方米|天)",
        1 => "20[0-9]{2}年[1-9]月[1-9]日",
        1 => Just("——".to_string()),
        1 => Just("……".to_string()),
        1 => "[A-Za-z]{1,30}( [a-z]{1,8})?",
        1 => any::<char>().prop_map(String::from),
        1 => "[ \u{3000}\t\n]{1,3}",
    ];
    proptest::collection::vec(part, 0..40).prop_map(|parts| parts.concat())
}

fn line_text(line: &Line) -> String {
    line.runs.iter().flat_map(|run| &run.glyphs).map(|g| g.text.as_str()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn a_width_asked_for_is_that_of_the_line(
        text in prop_oneof![text(), "[-+]?[0-9]{0,4}[.,]?[0-9]{0,5}[.,%]?"],
        voice in prop_oneof![Just(Voice::Body), Just(Voice::Title), Just(Voice::Hei), Just(Voice::Kai)],
    ) {
        let shaper = Shaper::new(faces());
        let hand = Hand::black(voice, Length::pt(16));
        prop_assert_eq!(width(&shaper, &text, hand), single(&shaper, &text, hand).width);
    }

    #[test]
    fn every_character_is_set_once_and_no_line_is_too_wide(
        text in text(),
        ems in 2_i64..30,
        indent in 0_i64..3,
        voice in prop_oneof![Just(Voice::Body), Just(Voice::Title), Just(Voice::Hei), Just(Voice::Kai)],
        align in prop_oneof![Just(Align::Justify), Just(Align::Left), Just(Align::Center)],
    ) {
        let shaper = Shaper::new(faces());
        let size = Length::milli_pt(15_790);
        let pieces = shaper.pieces(&text, Hand::black(voice, size));
        prop_assert!(pieces.iter().flat_map(|p| &p.glyphs).all(|g| g.id != 0));
        let measure = Measure { first: size * (ems - indent.min(ems - 2)), rest: size * ems };
        let whole = Paragraph::new(pieces.clone(), Fill::Flush).widest_whole();
        let widest_piece = pieces.iter().map(|p| p.width).max().unwrap_or_default();
        let lines = set(pieces, measure, align);
        prop_assert_eq!(lines.iter().map(line_text).collect::<String>(), settable(&text));
        for (i, line) in lines.iter().enumerate() {
            let width = measure.of_line(i == 0).max(widest_piece);
            prop_assert!(line.width <= width, "{:?} > {:?} in {}", line.width, width, line_text(line));
            let inked = line_text(line);
            let inked = inked.trim_matches(' ');
            if whole <= measure.first && align == Align::Justify {
                let begins = inked.chars().next().map(Kind::of);
                let ends = inked.chars().last().map(Kind::of);
                // a mark that opens the whole text has nothing before it to stand with
                prop_assert!(i == 0 || !begins.is_some_and(never_begins), "{inked}");
                prop_assert!(i + 1 == lines.len() || !ends.is_some_and(|k| k == Kind::Open), "{inked}");
            }
        }
    }

    #[test]
    fn lines_of_chinese_are_flush_on_both_edges(text in "([一-龥]{2,9}[，。、]”?){6,16}") {
        let shaper = Shaper::new(faces());
        let size = Length::milli_pt(15_790);
        let measure = Measure::even(size * 20);
        let lines = set(shaper.pieces(&text, Hand::black(Voice::Body, size)), measure, Align::Justify);
        for line in &lines[..lines.len() - 1] {
            prop_assert_eq!(line.width, measure.rest, "{}", line_text(line));
        }
    }

}

proptest! {
    // whole documents cost more than lines
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn any_document_is_set_within_its_pages(
        masthead in text(), title in text(), issuer in text(), label in text(), note in text(), word in text(),
        shell in prop_oneof![Just(Shell::Brief), Just(Shell::Official), Just(Shell::TableOnly)],
        done in 0_i64..3000,
        bars in 0_usize..60,
    ) {
        let share = Share::of(Amount::whole(done), Amount::whole(1000));
        let bar = Bar { label: word.clone(), share, before: share, change: None, text: "9.39%".into() };
        let document = Document {
            shell, masthead, issuer, title,
            number: "第67期".into(),
            date: "2021年7月14日".into(),
            official: (shell == Shell::Official).then(|| Official {
                copy: Some("000001".into()),
                signer: Some(word.chars().take(6).collect()),
                to: Some(note.clone()),
                annexes: vec![
                    Annex { title: label.clone(), blocks: Vec::new() },
                    Annex { title: word.clone(), blocks: vec![Block::Paragraph(vec![Span::plain(note.clone())])] },
                ],
                seal: done % 2 == 0,
                remark: Some(label.clone()),
                cc: Some(note.chars().take(300).collect()),
                printer: Some(word.chars().take(60).collect()),
                printed: Some("2021年7月14日印发".into()),
                ..Official::default()
            }),
            blocks: vec![
                Block::Heading { level: 2, text: word.clone() },
                Block::Table(Table {
                    measures: Vec::new(),
                    groups: Vec::new(),
                    part: None,
                    caption: Some(word.clone()),
                    unit_note: Some(note.clone()),
                    columns: vec![Column::Name, Column::Text, Column::Figure],
                    head: vec![],
                    rows: vec![Row { is_total: true, cells: vec![label.clone(), note.clone(), word.clone()] }],
                }),
                Block::Notes(vec![vec![Span::plain(note)], vec![Span::strong(word)]]),
                Block::Chart(Chart::Bars(BarChart {
                    caption: label.clone(),
                    legend: BarLegend { before: "截至7月13日".into(), since: "当日新增".into(), starred: None },
                    groups: vec![BarGroup { label, bars: vec![bar; bars], opens: None }],
                    task: None,
        pace: share.map(|at| Tick { at, label: "序时进度28.04%".into() }),
                    note: None,
        alternative: String::new(),
                })),
            ],
        };
        if let Ok(layout) = typeset(&document, &PageStyle::of(shell), faces()) {
            for page in &layout.pages {
                within(page)?;
            }
        }
    }

    #[test]
    fn any_table_is_set_or_refused_and_stays_in_the_type_area(
        rows in proptest::collection::vec(proptest::collection::vec("[一-龥]{0,14}|[0-9]{0,9}(\\.[0-9]{2})?%?|—|未报", 5), 0..30),
        heads in proptest::collection::vec(("[一-龥]{0,8}", 0_usize..4, 0_usize..3), 0..8),
        kinds in proptest::collection::vec(
            prop_oneof![Just(Column::Name), Just(Column::Figure), Just(Column::Mark), Just(Column::Text)], 5),
    ) {
        let head: Vec<HeadCell> =
            heads.into_iter().map(|(text, columns, rows)| HeadCell { text, columns, rows }).collect();
        let document = Document {
            shell: Shell::Brief,
            masthead: "专报".into(),
            number: String::new(),
            issuer: String::new(),
            date: String::new(),
            title: String::new(),
            official: None,
            blocks: vec![Block::Table(Table {
                measures: Vec::new(),
                groups: Vec::new(),
                part: None,
                caption: None,
                unit_note: None,
                columns: kinds,
                head: vec![head.clone(), head],
                rows: rows.into_iter().map(|cells| Row { is_total: false, cells }).collect(),
            }), Block::Paragraph(vec![Span::plain("完。")])],
        };
        let style = PageStyle::of(Shell::Brief);
        if let Ok(layout) = typeset(&document, &style, faces()) {
            for page in &layout.pages {
                within(page)?;
            }
        }
    }
}

/// Everything drawn stands within the margins.
fn within(page: &Page) -> Result<(), TestCaseError> {
    for placed in &page.items {
        if let Item::Glyphs(run) = &placed.item {
            let end = run.x + run.glyphs.iter().map(|g| g.advance).sum::<Length>();
            // a mark squeezed to its half has its origin half an em outside the type area, its ink inside
            let half = run.size / 2;
            prop_assert!(run.x + half > Length::mm(20), "{:?}", run);
            prop_assert!(end - half < page.width - Length::mm(20), "{:?}", run);
            // the page number of a turned brief stands 11.7 mm from the sheet's edge
            prop_assert!(run.y > Length::ZERO && run.y < page.height - Length::mm(11), "{:?}", run);
        }
    }
    Ok(())
}

/// What the basic level of kinsoku keeps from a line's start, as the law lists it.
fn never_begins(kind: Kind) -> bool {
    matches!(kind, Kind::Close | Kind::Pause | Kind::Stop)
}
