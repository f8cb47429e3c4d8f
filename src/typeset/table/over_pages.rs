//! Stories of tables that go on over pages: what each page says again, how their rows stand.

use super::super::{Layout, Length, Page, Role};
use super::stories::{lay, level_rules, text};
use crate::compose::{Block, Column, GroupHead, HeadCell, Row, Span, Table};

/// So many districts in two groups, the second from `second` on, with 合计.
fn of_groups(rows: usize, second: usize) -> Block {
    let cell = |text: &str| HeadCell { text: text.into(), columns: 1, rows: 1 };
    let group = |before, name: &str| GroupHead { before, name: name.into() };
    Block::Table(Table {
        measures: Vec::new(),
        groups: vec![group(0, "县市区"), group(second, "功能区")],
        part: None,
        caption: Some("进度".into()),
        unit_note: None,
        columns: vec![Column::Name, Column::Figure],
        head: vec![vec![cell("单位"), cell("户数")]],
        rows: (0..=rows)
            .map(|i| Row { is_total: i == rows, cells: vec![format!("第{i}单位"), (i * 7).to_string()] })
            .collect(),
    })
}

fn count(layout: &Layout, role: impl Fn(&Role) -> bool) -> usize {
    layout.structure.iter().filter(|node| role(&node.role)).count()
}

#[test]
fn a_group_stands_under_its_name_and_a_page_that_goes_on_says_it_again() {
    let layout = lay(vec![of_groups(70, 60)], "");
    let pages: Vec<String> = layout.pages.iter().map(text).collect();
    assert!(pages[0].contains("县市区第0单位") && !pages[0].contains("（续）"), "{}", pages[0]);
    assert!(pages[1].contains("（续表）单位户数县市区（续）第"), "{}", pages[1]);
    let last = pages.last().unwrap();
    assert!(last.contains("功能区第60单位"), "{last}");
    // a head of all columns below it, in a body of its own; 合计 is no part of the last group
    let of_all = Role::HeaderCell { of_row: false, columns: 2, rows: 1 };
    assert_eq!(count(&layout, |role| *role == of_all), 2);
    assert_eq!(count(&layout, |role| *role == Role::TableBody), 3);
}

#[test]
fn a_groups_name_never_ends_a_page() {
    for second in 20..60 {
        let layout = lay(vec![of_groups(70, second)], "");
        for page in layout.pages.iter().map(text) {
            let ends = page.split("— ").next().unwrap_or_default();
            assert!(
                !ends.ends_with("功能区") && !ends.ends_with(&format!("功能区第{second}单位{}", second * 7))
            );
        }
    }
}

/// Rows of a name and a figure, 合计 last, with a note.
fn plain(rows: usize) -> Vec<Block> {
    let Block::Table(mut table) = of_groups(rows, 1) else { unreachable!("a table is built") };
    table.groups.clear();
    vec![Block::Table(table), Block::Notes(vec![vec![Span::plain("注：占比为累计数占任务总数的比重。")]])]
}

/// The distances of the rows' lines on each page, heads and the last line apart.
fn rhythm(layout: &Layout) -> Vec<Vec<Length>> {
    let of_page = |page: &Page| {
        let lines = level_rules(page);
        let rows = 2..lines.len().saturating_sub(2);
        lines.get(rows).unwrap_or_default().windows(2).map(|pair| pair[1] - pair[0]).collect()
    };
    layout.pages.iter().map(of_page).collect()
}

#[test]
fn all_pages_of_a_table_have_one_rhythm() {
    for rows in (30..130).step_by(3) {
        let all: Vec<Length> = rhythm(&lay(plain(rows), "")).into_iter().flatten().collect();
        let (least, most) = (all.iter().min().unwrap(), all.iter().max().unwrap());
        assert!(*most - *least < Length::milli_pt(20), "{rows} rows: {least:?} to {most:?}");
    }
}

#[test]
fn the_last_page_of_a_table_holds_a_handful_of_rows_and_no_page_is_spent_for_it() {
    let never = "table: {row_white_least: 85%}";
    for rows in 35..130 {
        let layout = lay(plain(rows), "");
        let pages = layout.pages.len();
        assert!(pages <= lay(plain(rows), never).pages.len(), "{rows} rows");
        if pages > 1 {
            let last = text(&layout.pages[pages - 1]).matches("单位").count() - 1;
            // with 合计
            assert!(last + 1 >= 6, "{rows} rows: {last} on the last page");
        }
    }
}

#[test]
fn a_table_that_fits_a_page_begins_one_rather_than_break_for_a_little_white() {
    let paragraph = Block::Paragraph(vec![Span::plain("各区要对照任务倒排工期。".repeat(36))]);
    let mut blocks = vec![paragraph];
    blocks.extend(plain(26));
    let layout = lay(blocks, "");
    let pages: Vec<String> = layout.pages.iter().map(text).collect();
    assert!(!pages[0].contains("第0单位") && pages[1].contains("第26单位"), "{pages:?}");
    assert!(!pages.concat().contains("续表"), "{pages:?}");
}

#[test]
fn a_table_closes_up_to_stand_whole_on_a_page_that_would_be_left_half_empty() {
    let closes = |lines: usize| {
        let paragraph = |many: usize| Block::Paragraph(vec![Span::plain("各区要对照任务。".repeat(many))]);
        // what follows has room on the next page either way
        let mut blocks = vec![paragraph(lines)];
        blocks.extend(plain(5));
        blocks.push(paragraph(20));
        let of = |style: &str| text(&lay(blocks.clone(), style).pages[0]).contains("第4单位");
        (of(""), of("table: {row_white_least: 85%}"))
    };
    let all: Vec<(bool, bool)> = (30..90).map(closes).collect();
    assert!(all.contains(&(true, false)), "{all:?}");
    assert!(!all.contains(&(false, true)), "{all:?}");
}

#[test]
fn few_rows_alone_on_a_turned_page_stand_higher_than_in_company() {
    let wide = |many: usize| {
        let cell = |text: &str| HeadCell { text: text.into(), columns: 1, rows: 1 };
        let row = || Row {
            is_total: false,
            cells: std::iter::once("区".to_owned())
                .chain((0..18).map(|i| (1_234_567 + i).to_string()))
                .collect(),
        };
        Block::Table(Table {
            measures: Vec::new(),
            groups: Vec::new(),
            part: None,
            caption: Some("进度".into()),
            unit_note: None,
            columns: [vec![Column::Name], vec![Column::Figure; 18]].concat(),
            head: vec![(0..19).map(|_| cell("户")).collect()],
            rows: (0..many).map(|_| row()).collect(),
        })
    };
    let first = |many| rhythm(&lay(vec![wide(many)], "")).into_iter().flatten().next().unwrap();
    assert!(first(5) > first(18).em(1200), "{:?} and {:?}", first(5), first(18));
}
