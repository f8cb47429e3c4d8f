//! Articles on pages: nothing lost, nothing outside, neighbours level.

mod any;
mod ends;
mod stands;

use std::path::Path;
use std::sync::{Arc, OnceLock};

use super::super::{Faces, Item, Layout, Length, Page, PageStyle, Placed, Role, typeset};
use crate::compose::{Align, Article, Block, Document, Figure, Grid, Part, Span, SpanStyle, Written};
use crate::model::{Picture, Samples, Turn};
use crate::plan::Shell;

fn faces() -> &'static Faces {
    static FACES: OnceLock<Faces> = OnceLock::new();
    FACES.get_or_init(|| Faces::open(Path::new("fonts")).unwrap())
}

fn laid_out(shell: Shell, columns: u8, parts: Vec<Part>) -> Layout {
    let document = Document {
        shell,
        masthead: "专报".into(),
        number: String::new(),
        issuer: String::new(),
        date: String::new(),
        title: "通报".into(),
        official: None,
        blocks: vec![Block::Written(Written { columns, article: Article { file: "a.md".into(), parts } })],
    };
    typeset(&document, &PageStyle::of(shell), faces()).expect("an article is always set")
}

fn paragraph(text: impl Into<String>) -> Part {
    Part::Paragraph(vec![Span::plain(text)])
}

fn heading(level: u8, text: &str) -> Part {
    Part::Heading { level, spans: vec![Span::plain(text)] }
}

fn picture(wide: u32, high: u32, caption: &str) -> Part {
    let picture = Picture {
        name: "图.png".into(),
        sha256: format!("{wide}x{high}"),
        pixels: (wide, high),
        turn: Turn::default(),
        is_gray: true,
        samples: Samples::Raw(Arc::from([])),
    };
    Part::Figure(Figure { picture: Arc::new(picture), alternative: "图".into(), caption: caption.into() })
}

fn words(layout: &Layout) -> String {
    let glyphs = |page: &Page| {
        let runs = page.items.iter().filter(|placed| placed.node.is_some()).filter_map(|p| match &p.item {
            Item::Glyphs(run) => Some(run.clone()),
            _ => None,
        });
        runs.flat_map(|run| run.glyphs).map(|glyph| glyph.text).collect::<String>()
    };
    layout.pages.iter().map(glyphs).collect()
}

/// Baselines of a page's text set in `size`, each once, from the top.
fn baselines(page: &Page, size: Length) -> Vec<i64> {
    let mut all: Vec<i64> = page
        .items
        .iter()
        .filter_map(|placed| match &placed.item {
            Item::Glyphs(run) if run.size == size && placed.node.is_some() => Some(run.y.micro_pt()),
            _ => None,
        })
        .collect();
    all.sort_unstable();
    all.dedup();
    all
}

#[test]
fn lines_of_neighbouring_columns_stand_level_below_pictures_and_headings_too() {
    let text = "东城区探索建立四色台账，实行销号管理，七月十四日当天完成二十八户。".repeat(6);
    let parts = vec![
        heading(1, "题"),
        paragraph(&text),
        heading(2, "一、小标题"),
        picture(333, 217, "说明"),
        paragraph(&text),
        paragraph(&text),
    ];
    let layout = laid_out(Shell::Brief, 2, parts);
    let lines = baselines(&layout.pages[0], Length::pt(12));
    let pitch = Length::pt(20).micro_pt();
    assert!(lines.len() > 12, "{lines:?}");
    assert!(lines.iter().all(|y| (y - lines[0]) % pitch == 0), "{lines:?}");
}

#[test]
fn columns_end_level_and_a_title_never_stands_alone_at_a_pages_end() {
    for before in 0..24 {
        let mut parts: Vec<Part> = (0..before).map(|_| paragraph("一行正文。")).collect();
        parts.push(heading(1, "题目"));
        parts.push(picture(1600, 900, ""));
        parts.push(paragraph("东城区探索建立四色台账。".repeat(30)));
        let layout = laid_out(Shell::Brief, 3, parts);
        for page in &layout.pages {
            let title = page
                .items
                .iter()
                .position(|placed| placed.node.is_some_and(|n| layout.structure[n].role == Role::Heading(2)));
            let Some(at) = title else { continue };
            assert!(page.items[at..].iter().any(|p| matches!(p.item, Item::Picture { .. })), "{before}");
        }
    }
}

#[test]
fn a_picture_is_never_coarser_than_200_samples_an_inch_nor_wider_than_its_column() {
    for (columns, width) in [(1, 480), (2, 228), (3, 147)] {
        let layout = laid_out(
            Shell::Brief,
            columns,
            vec![picture(100, 50, ""), picture(4000, 2500, ""), picture(9, 9000, "")],
        );
        let sizes: Vec<(Length, Length)> = layout
            .pages
            .iter()
            .flat_map(|page| &page.items)
            .filter_map(|placed| match placed.item {
                Item::Picture { width, height, .. } => Some((width, height)),
                _ => None,
            })
            .collect();
        assert_eq!(sizes[0], (Length::pt(36), Length::pt(18)));
        let width = Length::pt(width);
        if columns > 1 {
            assert_eq!(sizes[1], (width, width * 5 / 8));
        }
        assert!(sizes[1].0 <= width && sizes[1].1 <= PageStyle::of(Shell::Brief).area_height.em(600));
        assert!(sizes[2].1 <= PageStyle::of(Shell::Brief).area_height.em(600));
    }
}

fn grid(columns: usize) -> Part {
    Part::Table(Grid {
        columns: vec![Align::Free; columns],
        head: (1..=columns).map(|n| format!("第{n}项指标")).collect(),
        rows: vec![(1..=columns).map(|n| vec![Span::plain(format!("第{n}项的内容"))]).collect()],
    })
}

/// What an item says.
fn said(placed: &Placed) -> String {
    match &placed.item {
        Item::Glyphs(run) => run.glyphs.iter().map(|g| g.text.as_str()).collect(),
        _ => String::new(),
    }
}

/// The page on which a table's head stands, and its extent from left to right.
fn head_line(layout: &Layout) -> (usize, Length, Length) {
    let rules = (0..).zip(&layout.pages).flat_map(|(n, page)| page.items.iter().map(move |p| (n, p)));
    let thick = rules.filter_map(|(n, placed)| match placed.item {
        Item::Rule { from, to, width, .. }
            if from.1 == to.1 && width == PageStyle::of(Shell::Brief).rule_thick =>
        {
            Some((n, from.0, to.0))
        }
        _ => None,
    });
    thick.into_iter().next().expect("a table begins with a thick line")
}

#[test]
fn a_table_too_wide_for_its_column_spans_them_all_where_it_is_led_up_to_or_at_the_foot() {
    let style = PageStyle::of(Shell::Brief);
    let text = || paragraph("东城区探索建立四色台账，实行销号管理。".repeat(12));
    for columns in [2, 3] {
        for lead in ["各项如下：", "没有引出下表的话。"] {
            let layout = laid_out(
                Shell::Brief,
                columns,
                vec![heading(1, "题"), text(), paragraph(lead), grid(9), text()],
            );
            let (page, from, to) = head_line(&layout);
            assert_eq!((from, to), (style.binding, style.binding + style.area_width), "{columns} {lead}");
            let on_page: String =
                layout.pages[page].items.iter().filter(|p| p.node.is_some()).map(said).collect();
            let (_, after) = on_page.rsplit_once("第9项的内容").expect("the table is there");
            assert_eq!(after.contains("四色台账"), lead.ends_with('：'), "{columns} {lead}");
        }
    }
}

#[test]
fn a_sentence_that_leads_up_to_a_table_goes_overleaf_with_it() {
    let page_of = |layout: &Layout, words: &str| {
        let holds = |page: &Page| page.items.iter().map(said).collect::<String>().contains(words);
        layout.pages.iter().position(holds)
    };
    let mut parted = 0;
    // wherever the page ends
    for lines in 1..24 {
        let mut parts = vec![heading(1, "题")];
        parts.extend((0..lines).map(|_| paragraph("一行的话。")));
        parts.extend([paragraph("各项如下："), grid(3)]);
        let layout = laid_out(Shell::Brief, 1, parts.clone());
        assert_eq!(page_of(&layout, "各项如下："), page_of(&layout, "第1项的内容"), "after {lines} lines");
        let last = parts.len() - 2;
        parts[last] = paragraph("没有引出下表的话。");
        let layout = laid_out(Shell::Brief, 1, parts);
        parted += usize::from(page_of(&layout, "没有引出下表") != page_of(&layout, "第1项的内容"));
    }
    assert!(parted > 0, "a table never begins a page");
}

#[test]
fn what_is_set_apart_in_a_cell_is_set_apart_on_the_page() {
    let cells = vec![
        vec![Span::plain("甲"), Span::strong("乙"), Span { text: "丙".into(), style: SpanStyle::Emphasis }],
        vec![Span::strong("3.5")],
    ];
    let table =
        Grid { columns: vec![Align::Free; 2], head: vec!["丁".into(), "戊".into()], rows: vec![cells] };
    let layout = laid_out(Shell::Brief, 2, vec![Part::Table(table)]);
    let face = |wanted: &str| {
        let runs = layout.pages[0].items.iter().filter_map(|placed| match &placed.item {
            Item::Glyphs(run) => Some(run),
            _ => None,
        });
        let run = runs.into_iter().find(|run| run.glyphs.iter().any(|g| g.text == wanted));
        run.expect("it is drawn").face
    };
    // the head is in 黑体
    assert_eq!((face("乙"), face("3")), (face("丁"), face("戊")));
    assert!(face("甲") != face("乙") && face("丙") != face("乙") && face("丙") != face("甲"));
}

#[test]
fn lines_broken_by_hand_stand_in_line_with_the_first() {
    for columns in 1..=3 {
        let layout = laid_out(Shell::Brief, columns, vec![paragraph("联系人：魏琦\n电话：2965000")]);
        let begins = |wanted: &str| {
            let runs = layout.pages[0].items.iter().filter_map(|placed| match &placed.item {
                Item::Glyphs(run) => Some(run),
                _ => None,
            });
            runs.into_iter().find(|run| run.glyphs[0].text == wanted).map(|run| run.x)
        };
        assert!(begins("联").is_some() && begins("联") == begins("电"), "{columns}");
    }
}

#[test]
fn a_panorama_spans_columns_and_a_photograph_does_not() {
    let layout = laid_out(Shell::Brief, 2, vec![picture(2400, 700, "全景"), picture(1600, 1067, "现场")]);
    let widths: Vec<Length> = layout.pages[0]
        .items
        .iter()
        .filter_map(|placed| match placed.item {
            Item::Picture { width, .. } => Some(width),
            _ => None,
        })
        .collect();
    assert_eq!(widths, [Length::pt(480), Length::pt(228)]);
}

#[test]
fn text_goes_on_before_a_picture_that_its_column_has_no_room_for() {
    let line = || paragraph("一行正文。");
    let before = (0..18).map(|_| line());
    let parts: Vec<Part> = before.chain([picture(900, 1000, "")]).chain((0..40).map(|_| line())).collect();
    let layout = laid_out(Shell::Brief, 2, parts);
    let page = &layout.pages[0];
    let picture = page.items.iter().find_map(|p| match p.item {
        Item::Picture { x, y, .. } => Some((x, y)),
        _ => None,
    });
    let left = PageStyle::of(Shell::Brief).binding;
    let (x, y) = picture.expect("it stands on the first page");
    assert!(x > left + Length::pt(228), "{x:?}");
    let first = baselines(page, Length::pt(12))[0];
    assert!((y.micro_pt() - first).abs() < Length::pt(20).micro_pt(), "{y:?}");
}

#[test]
fn a_table_that_no_page_holds_is_said_in_sentences() {
    let said = words(&laid_out(Shell::Brief, 3, vec![grid(20)]));
    assert!(said.contains("第1项指标：第1项的内容；第2项指标："), "{said}");
}
