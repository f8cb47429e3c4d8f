//! What stands where in columns: pictures and tables by the text that they belong to, headings by theirs.

use super::*;
use crate::compose::text_of;

/// Something placed: on which page and in which column, its top or baseline, its element.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Stood {
    column: (usize, i64),
    y: Length,
    node: usize,
    is_picture: bool,
}

/// All lines of text and pictures of an article in two columns, as they are read.
fn stood(layout: &Layout) -> Vec<Stood> {
    let style = PageStyle::of(Shell::Brief);
    let mut all: Vec<Stood> = Vec::new();
    for (number, page) in layout.pages.iter().enumerate() {
        for placed in &page.items {
            let (x, y, is_picture) = match &placed.item {
                Item::Picture { x, y, .. } => (*x, *y, true),
                Item::Glyphs(run) if run.size == Length::pt(12) => (run.x, run.y, false),
                _ => continue,
            };
            let Some(node) = placed.node else { continue };
            let left =
                if number % 2 == 0 { style.binding } else { page.width - style.area_width - style.binding };
            let column = (x - left + Length::pt(12)).micro_pt() / (style.area_width / 2).micro_pt();
            let here = Stood { column: (number, column), y, node, is_picture };
            if all.last() != Some(&here) {
                all.push(here);
            }
        }
    }
    all
}

fn role(layout: &Layout, stood: &Stood) -> Role {
    layout.structure[stood.node].role.clone()
}

/// Paragraphs of one to four lines before and after what is looked at, so many that it comes to every height.
fn around(before: usize, what: Vec<Part>) -> Vec<Part> {
    let line = |n: usize| paragraph("东城区探索建立四色台账，实行销号管理。".repeat(n % 4 + 1));
    let first = [heading(1, "题")].into_iter().chain((0..before).map(line));
    first.chain(what).chain((0..14).map(line)).collect()
}

#[test]
fn a_picture_stays_under_its_heading() {
    for before in 1..30 {
        let parts = around(before, vec![heading(2, "第一处"), picture(800, 533, "现场")]);
        let layout = laid_out(Shell::Brief, 2, parts);
        let all = stood(&layout);
        let at = all.iter().position(|s| s.is_picture).expect("it is drawn");
        assert_eq!(role(&layout, &all[at - 1]), Role::Heading(3), "{before}");
        assert_eq!(all[at - 1].column, all[at].column, "{before}");
    }
}

#[test]
fn a_picture_or_table_stands_between_paragraphs_and_before_the_next_heading() {
    let mut off = 0;
    for before in 1..30 {
        let line =
            || paragraph("区整治办与自然资源、公安等部门数据共享，为每栋房屋生成唯一的号码。".repeat(2));
        let what = |wide| vec![picture(wide, 533, "现场"), line(), line(), heading(2, "第二处")];
        let of = |wide| {
            let layout = laid_out(Shell::Brief, 2, around(before, what(wide)));
            let all = stood(&layout);
            let at = all.iter().position(|s| s.is_picture).expect("it is drawn");
            let heading = all.iter().position(|s| role(&layout, s) == Role::Heading(3));
            assert!(at < heading.expect("it is drawn"), "{before} {wide}");
            (all, at)
        };
        // a panorama stands across the columns
        of(1800);
        let (all, at) = of(800);
        assert!(all[at - 1].node != all[at + 1].node, "{before}: it stands inside a paragraph");
        off += usize::from(all[at - 1].node > all[at].node);
    }
    assert!(off > 3, "hardly ever does text go on before it: {off}");
}

#[test]
fn no_heading_has_more_white_above_it_than_another() {
    for before in 1..30 {
        let what = [heading(2, "第一处"), paragraph("一行正文。"), paragraph("又一行正文。")];
        let parts = around(before, what.iter().cloned().cycle().take(9).collect());
        let all_of = laid_out(Shell::Brief, 2, parts);
        let all = stood(&all_of);
        let pairs = all.windows(2).filter(|pair| pair[0].column == pair[1].column);
        let headed = pairs.filter(|pair| role(&all_of, &pair[1]) == Role::Heading(3));
        let whites: Vec<Length> = headed.map(|pair| pair[1].y - pair[0].y).collect();
        // a line, or none on all where that saves a page
        assert!(whites.iter().all(|white| *white == whites[0] && *white <= Length::pt(40)), "{before}");
    }
}

#[test]
fn no_first_line_of_a_paragraph_ends_a_column() {
    for before in 8..60 {
        let layout = laid_out(Shell::Brief, 2, around(before, Vec::new()));
        let all = stood(&layout);
        for three in all.windows(3) {
            let begins = three[0].node != three[1].node && three[1].node == three[2].node;
            assert!(!begins || three[1].column == three[2].column, "{before}: {:?}", three[1]);
        }
    }
}

#[test]
fn a_table_with_room_to_spare_stands_in_its_column_below_the_text_that_comes_to_it() {
    let cell = |text: &str| vec![Span::plain(text)];
    let narrow = Part::Table(Grid {
        columns: vec![Align::Free; 2],
        head: vec!["街道".into(), "户数".into()],
        rows: vec![vec![cell("文峰"), cell("1056")], vec![cell("许由"), cell("28")]],
    });
    for (columns, sentences) in [(2, 1), (2, 3), (3, 1), (3, 4)] {
        let text = paragraph("表里的数是截至十八时的累计数，由各街道报送。".repeat(sentences));
        let Part::Paragraph(spans) = &text else { continue };
        let said = text_of(spans);
        let parts = vec![heading(1, "题"), text, narrow.clone(), paragraph("完。".repeat(60))];
        let layout = laid_out(Shell::Brief, columns, parts);
        let words = words(&layout);
        let (_, after) = words.split_once(&said).expect("the text is there");
        assert!(after.starts_with("街道户数"), "{columns} {sentences}: {after}");
        let (_, from, to) = head_line(&layout);
        assert!(to - from <= PageStyle::of(Shell::Brief).columns(columns).width, "{columns} {sentences}");
    }
}

#[test]
fn no_page_is_opened_for_a_line_or_two_that_headings_can_make_room_for() {
    let mut saved = 0;
    for lines in 20..60 {
        let text = |n: usize| (0..n).map(|_| paragraph("一行正文。"));
        let of = |head: &Part| {
            let body = text(9).chain([head.clone()]).chain(text(lines));
            laid_out(Shell::Brief, 2, [heading(1, "题")].into_iter().chain(body).collect())
        };
        let (headed, plain) = (of(&heading(2, "第二处")), of(&paragraph("第二处")));
        // one line and its white are no reason to turn the page
        assert_eq!(headed.pages.len(), plain.pages.len(), "{lines}");
        let all = stood(&headed);
        let at = all.iter().position(|s| role(&headed, s) == Role::Heading(3)).expect("it is drawn");
        saved += usize::from(all[at].y - all[at - 1].y == Length::pt(20));
    }
    assert!(saved > 0, "no heading gave its white");
}
