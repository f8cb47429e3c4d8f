//! Stories of tables that go on over pages: what each page says again, how their rows stand.

use super::super::{Layout, Role};
use super::stories::{lay, text};
use crate::compose::{Block, Column, GroupHead, HeadCell, Row, Table};

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
