//! Stories of tables: what closes up, what is turned, what a name is printed for.

use std::path::Path;

use super::super::{Faces, Item, Layout, Page, PageStyle, Placed, Role, typeset};
use crate::compose::{Block, Column, Document, HeadCell, Row, Span, Table, TableMeasure};
use crate::model::Length;
use crate::plan::Shell;

pub(super) fn lay(blocks: Vec<Block>, style: &str) -> Layout {
    let document = Document {
        shell: Shell::Brief,
        masthead: String::new(),
        number: String::new(),
        issuer: String::new(),
        date: String::new(),
        title: String::new(),
        blocks,
        official: None,
    };
    let style = PageStyle::parse(&format!("shell: 简报\n{style}"), Path::new("a.yaml")).unwrap();
    typeset(&document, &style, &Faces::open(Path::new("fonts")).unwrap()).unwrap()
}

pub(super) fn table(columns: &[Column], head: &[&str], rows: Vec<Vec<String>>) -> Block {
    let cell = |text: &&str| HeadCell { text: (*text).into(), columns: 1, rows: 1 };
    Block::Table(Table {
        measures: Vec::new(),
        groups: Vec::new(),
        part: None,
        caption: Some("进度".into()),
        unit_note: None,
        columns: columns.to_vec(),
        head: vec![head.iter().map(cell).collect()],
        rows: rows.into_iter().map(|cells| Row { is_total: false, cells }).collect(),
    })
}

/// So many rows of a name and a figure, with notes of a line each.
fn long(rows: usize, notes: usize) -> Vec<Block> {
    let rows = (0..rows).map(|i| vec![format!("第{i}街道"), (i * 7).to_string()]).collect();
    let note = |i| vec![Span::plain(format!("{i}.注。"))];
    vec![
        table(&[Column::Name, Column::Figure], &["单位", "户数"], rows),
        Block::Notes((0..notes).map(note).collect()),
    ]
}

/// The heights of a page's level rules, from the top.
pub(super) fn level_rules(page: &Page) -> Vec<Length> {
    let level = |placed: &Placed| match placed.item {
        Item::Rule { from, to, .. } if from.1 == to.1 => Some(from.1),
        _ => None,
    };
    let mut heights: Vec<Length> = page.items.iter().filter_map(level).collect();
    heights.sort();
    heights
}

pub(super) fn text(page: &Page) -> String {
    let runs = page.items.iter().filter_map(|placed| match &placed.item {
        Item::Glyphs(run) => Some(run),
        _ => None,
    });
    runs.flat_map(|run| &run.glyphs).map(|glyph| glyph.text.as_str()).collect()
}

/// The sizes at which a text is set on the first page.
pub(super) fn size_of(layout: &Layout, wanted: &str) -> Length {
    let run = layout.pages.iter().flat_map(|page| &page.items).find_map(|placed| match &placed.item {
        Item::Glyphs(run)
            if run.glyphs.iter().map(|g| g.text.as_str()).collect::<String>().contains(wanted) =>
        {
            Some(run.size)
        }
        _ => None,
    });
    run.unwrap_or_else(|| panic!("no {wanted}"))
}

#[test]
fn rows_close_up_where_a_table_would_just_not_end_on_its_page() {
    let pages = |rows, notes, style| lay(long(rows, notes), style).pages.len();
    let never = "table: {row_white_least: 85%}";
    let most = (1..60).rfind(|rows| pages(*rows, 2, never) == 1).unwrap();
    assert_eq!((pages(most + 1, 2, never), pages(most + 1, 2, "")), (2, 1));
    // within bounds: the least white is the style's
    assert_eq!(pages(most + most / 4 + 2, 2, ""), 2);
}

#[test]
fn closed_rows_stand_as_far_apart_as_each_other_and_within_the_type_area() {
    let style = PageStyle::of(Shell::Brief);
    let tight = (20..60).map(|rows| lay(long(rows, 3), "")).rfind(|layout| layout.pages.len() == 1).unwrap();
    let lines = level_rules(&tight.pages[0]);
    // head's lines and the last, whose ink stands inside the table, apart
    let apart: Vec<Length> = lines[2..lines.len() - 1].windows(2).map(|w| w[1] - w[0]).collect();
    let (least, most) = (*apart.iter().min().unwrap(), *apart.iter().max().unwrap());
    assert!(most - least < Length::milli_pt(10), "{least:?} to {most:?}");
    assert!(least < style.table_sizes[0].em(1200 + 850), "not closed up: {least:?}");
    assert!(text(&tight.pages[0]).contains("2.注。"));
    assert!(*lines.last().unwrap() < style.top + style.area_height);
}

#[test]
fn the_rest_of_a_long_table_closes_up_on_its_last_page() {
    let never = "table: {row_white_least: 85%}";
    let pages = |rows, style| lay(long(rows, 1), style).pages.len();
    let most = (60..120).rfind(|rows| pages(*rows, never) == 3).unwrap();
    let layout = lay(long(most + 1, 1), "");
    assert_eq!((pages(most + 1, never), layout.pages.len()), (4, 3));
    assert!(text(&layout.pages[2]).ends_with("0.注。— 3 —"));
}

#[test]
fn a_name_shared_by_rows_is_printed_once_and_again_where_a_page_ends_between_them() {
    let rows = (0..60).map(|i| {
        let name = if i % 40 == 0 { ["魏都区", "东城区"][i / 40] } else { "" };
        vec![name.to_owned(), format!("项目{i}")]
    });
    let layout = lay(vec![table(&[Column::Shared, Column::Mark], &["单位", "项目"], rows.collect())], "");
    let counted = |name: &str| layout.pages.iter().map(|p| text(p).matches(name).count()).collect::<Vec<_>>();
    assert_eq!((counted("魏都区"), counted("东城区")), (vec![1, 1], vec![0, 1]));
    // once as text of the table, with its span; the other time as what the page repeats
    let spans: Vec<usize> = layout
        .structure
        .iter()
        .filter_map(|node| match node.role {
            Role::HeaderCell { of_row: true, rows, .. } => Some(rows),
            _ => None,
        })
        .collect();
    assert_eq!(spans, [40, 20]);
    let tagged = layout.pages[1].items.iter().filter(|placed| placed.node.is_some());
    let tagged: String = tagged
        .filter_map(|placed| match &placed.item {
            Item::Glyphs(run) => Some(run.glyphs.iter().map(|g| g.text.as_str()).collect::<String>()),
            _ => None,
        })
        .collect();
    assert!(!tagged.contains("魏都区") && tagged.contains("东城区"), "{tagged}");
}

#[test]
fn notes_are_no_larger_than_the_table_that_they_explain() {
    let columns = [[Column::Name].as_slice(), &[Column::Figure; 15]].concat();
    let head: Vec<String> = (0..16).map(|i| format!("第{i}项")).collect();
    let row = std::iter::once("国家许昌经济区".to_owned()).chain((0..15).map(|i| format!("{}", 12345 + i)));
    let wide = table(&columns, &head.iter().map(String::as_str).collect::<Vec<_>>(), vec![row.collect()]);
    let notes = Block::Notes(vec![vec![Span::plain("注：无。")]]);
    let layout = lay(vec![wide.clone(), notes.clone()], "");
    let size = size_of(&layout, "12345");
    assert!(size < Length::pt(10), "{size:?}");
    assert_eq!(size_of(&layout, "注："), size);
    // down to a least size of their own
    let layout = lay(vec![wide, notes], "note: {least: 10pt}");
    assert_eq!(size_of(&layout, "注："), Length::pt(10));
}

#[test]
fn tables_under_the_same_head_have_their_columns_under_each_other() {
    let columns = [Column::Name, Column::Figure];
    let row = |name: &str, figure: &str| vec![vec![name.to_owned(), figure.to_owned()]];
    let short = table(&columns, &["单位", "户数"], row("东街", "5"));
    let long = table(&columns, &["单位", "户数"], row("市城乡一体化示范区合计", "1409476"));
    let other = table(&columns, &["单位", "面积"], row("西街", "7"));
    let layout = lay(vec![short, long, other], "");
    let mut upright: Vec<(Length, Length)> = layout.pages[0]
        .items
        .iter()
        .filter_map(|placed| match placed.item {
            Item::Rule { from, to, .. } if from.0 == to.0 => Some((from.1, from.0)),
            _ => None,
        })
        .collect();
    upright.sort();
    let mut edges: Vec<Length> = upright.into_iter().map(|(_, x)| x).collect();
    edges.dedup();
    assert_eq!(edges.len(), 2, "the first two share their edge, the third has its own: {edges:?}");
}

#[test]
fn a_table_is_set_a_little_smaller_before_it_is_turned() {
    let columns = [[Column::Name].as_slice(), &[Column::Figure; 14]].concat();
    let head = ["户"; 15];
    let row = || std::iter::once("区".to_owned()).chain((0..14).map(|i| format!("{}", 1_234_567 + i)));
    let wide = || vec![table(&columns, &head, vec![row().collect()])];
    let is_turned = |style| lay(wide(), style).pages.iter().any(|page| page.width > page.height);
    assert!(!is_turned("") && is_turned("table: {upright: 小五}"));
    assert_eq!(size_of(&lay(wide(), ""), "1234567"), Length::milli_pt(8500));
}

/// Progress of so many measures, each with today, done, share, rank, left, change and move.
pub(super) fn of_measures(many: usize, rows: usize, name: &str) -> Table {
    let cell = |text: String, columns, rows| HeadCell { text, columns, rows };
    let leaves = (0..many).flat_map(|m| {
        ["当日", "累计", "占比", "排名", "剩余", "较昨日", "位次"]
            .map(|what| cell(format!("{what}{m}"), 1, 1))
    });
    let figures = |row: usize| {
        let of = move |m: usize| {
            [row.to_string(), format!("{}", 200_000 + m), "40.94%".into(), row.to_string()]
                .into_iter()
                .chain([format!("{}", 300_000 + m), "+3.93".into(), "持平".into()])
        };
        std::iter::once(format!("{name}{row}")).chain((0..many).flat_map(of)).collect()
    };
    Table {
        measures: (0..many)
            .map(|m| TableMeasure { unit: format!("元{m}"), columns: (1 + 7 * m..8 + 7 * m).collect() })
            .collect(),
        groups: Vec::new(),
        part: None,
        caption: Some("进度".into()),
        unit_note: Some("单位：元".into()),
        columns: [vec![Column::Name], vec![Column::Figure; 7 * many]].concat(),
        head: vec![leaves.fold(vec![cell("单位".into(), 1, 1)], |mut head, leaf| {
            head.push(leaf);
            head
        })],
        rows: (0..rows).map(|row| Row { is_total: row + 1 == rows, cells: figures(row) }).collect(),
    }
}

/// Captions and whether their page is turned, in order.
fn captions(layout: &Layout) -> Vec<(String, bool)> {
    let told = |page: &Page| {
        let text = text(page);
        let mut found: Vec<(usize, String)> = ["（一）", "（二）", "（三）", "（四）", "（五）", "（六）"]
            .iter()
            .filter_map(|part| Some((text.find(&format!("进度{part}"))?, format!("进度{part}"))))
            .collect();
        found.sort();
        found.into_iter().map(|(_, text)| (text, page.width > page.height)).collect::<Vec<_>>()
    };
    layout.pages.iter().flat_map(told).collect()
}

#[test]
fn a_table_of_many_measures_is_divided_before_it_is_too_small_to_be_read() {
    let style = PageStyle::of(Shell::Brief);
    for (many, length, parts) in [(4, 3, 2), (7, 3, 4), (12, 3, 6), (4, 11, 2)] {
        let layout = lay(vec![Block::Table(of_measures(many, 5, &"区".repeat(length)))], "");
        let captions = captions(&layout);
        assert_eq!(captions.len(), parts, "{many} measures, names of {length}: {captions:?}");
        assert!(captions.iter().all(|(_, turned)| !turned), "{captions:?}");
        assert!(size_of(&layout, "200000") >= style.table_upright);
        // no figure is lost, and every part has all rows
        let all: String = layout.pages.iter().map(text).collect();
        for m in 0..many {
            assert_eq!(all.matches(&format!("{}", 200_000 + m)).count(), 5, "measure {m} of {many}");
        }
    }
}

#[test]
fn parts_of_one_table_are_set_alike_though_the_last_has_fewer_measures() {
    let layout = lay(vec![Block::Table(of_measures(5, 4, "东城区"))], "");
    assert_eq!(captions(&layout).len(), 3);
    let sizes: Vec<Length> =
        [200_000, 200_002, 200_004].map(|n: u32| size_of(&layout, &n.to_string())).to_vec();
    assert!(sizes.windows(2).all(|pair| pair[0] == pair[1]), "{sizes:?}");
}

#[test]
fn a_table_that_can_be_read_turned_stays_whole() {
    let layout = lay(vec![Block::Table(of_measures(3, 5, "区"))], "");
    assert!(captions(&layout).is_empty());
    assert!(layout.pages.iter().any(|page| page.width > page.height));
    assert!(size_of(&layout, "200000") >= PageStyle::of(Shell::Brief).table_readable);
}

/// The lines on which a text stands, over all runs that say it.
fn baselines(layout: &Layout, wanted: &str) -> Vec<Length> {
    let runs = layout.pages.iter().flat_map(|page| &page.items).filter_map(|placed| match &placed.item {
        Item::Glyphs(run) => Some(run),
        _ => None,
    });
    let said = |run: &&super::super::GlyphRun| {
        run.glyphs.iter().map(|g| g.text.as_str()).collect::<String>().contains(wanted)
    };
    runs.filter(said).map(|run| run.y).collect()
}

#[test]
fn units_of_a_heads_row_stand_on_one_line_where_one_head_is_broken() {
    let head = ["街道", "任务（户）", "任务（㎡）", "年度累计完成任务数量（户）"];
    let wide = |n: usize| std::iter::once("区".to_owned()).chain((0..n - 1).map(|i| format!("{}", 5 + i)));
    let heads: Vec<&str> = head.iter().copied().chain([head[3]; 9]).collect();
    let columns = [vec![Column::Name], vec![Column::Figure; heads.len() - 1]].concat();
    let layout = lay(vec![table(&columns, &heads, vec![wide(heads.len()).collect()])], "");
    let mut units: Vec<Length> =
        ["（户）", "（㎡）"].iter().flat_map(|unit| baselines(&layout, unit)).collect();
    assert!(units.len() >= heads.len() - 1, "{units:?}");
    units.dedup();
    assert_eq!(units.len(), 1, "{units:?}");
}

#[test]
fn ranks_stand_on_their_units_digit_tied_or_not() {
    let rows = ["9", "10", "并列2"].map(|rank| vec!["区".to_owned(), rank.to_owned()]);
    let layout = lay(vec![table(&[Column::Name, Column::Figure], &["单位", "排名"], rows.to_vec())], "");
    let ends = |wanted: &str| {
        layout.pages[0].items.iter().rev().find_map(|placed| match &placed.item {
            Item::Glyphs(run) => {
                let text: String = run.glyphs.iter().map(|g| g.text.as_str()).collect();
                let end = run.x + run.glyphs.iter().map(|g| g.advance).sum::<Length>();
                (text.ends_with(wanted)).then_some(end)
            }
            _ => None,
        })
    };
    let (nine, tied) = (ends("9").unwrap(), ends("2").unwrap());
    assert!((nine - ends("10").unwrap()).max(ends("10").unwrap() - nine) < Length::milli_pt(20));
    assert!((nine - tied).max(tied - nine) < Length::milli_pt(20));
}

#[test]
fn a_turned_page_stands_between_paragraphs() {
    let columns = [vec![Column::Name], vec![Column::Figure; 18]].concat();
    let head = ["户"; 19];
    let row = std::iter::once("区".to_owned()).chain((0..18).map(|i| format!("{}", 1_234_567 + i)));
    let turned = table(&columns, &head, vec![row.collect()]);
    // the second paragraph crosses the first page's end, far from its foot or near it
    for lines in [8, 14, 18, 20, 22] {
        let paragraph = |lines: usize| {
            Block::Paragraph(vec![Span::plain("各区要对照任务倒排工期".repeat(lines * 30 / 11))])
        };
        let blocks = vec![turned.clone(), paragraph(lines), paragraph(18), paragraph(3)];
        let layout = lay(blocks, "");
        let at = layout.pages.iter().position(|page| page.width > page.height).unwrap();
        let nodes = |page: &Page| {
            let own: Vec<usize> = page.items.iter().filter_map(|placed| placed.node).collect();
            (own.first().copied(), own.last().copied())
        };
        let before = at.checked_sub(1).and_then(|before| nodes(&layout.pages[before]).1);
        let after = layout.pages.get(at + 1).and_then(|page| nodes(page).0);
        assert!(before.is_none() || before != after, "{lines}: a paragraph goes on behind the turned page");
    }
}

#[test]
fn a_page_ends_between_names_that_rows_share_and_a_total_is_one_of_them() {
    let rows = (0..64).map(|i| {
        let name = if i % 8 == 0 { ["魏都区", "合计"][i / 56] } else { "" };
        vec![name.to_owned(), "项目".into(), format!("{i}"), format!("{}", i * 7)]
    });
    let columns = [Column::Shared, Column::Mark, Column::Figure, Column::Figure];
    let mut block = table(&columns, &["单位", "项目", "原为", "更正为"], rows.collect());
    let Block::Table(table) = &mut block else { unreachable!("a table is built") };
    table.rows[56..].iter_mut().for_each(|row| row.is_total = true);
    let layout = lay(vec![block], "");
    let of_page: Vec<usize> =
        layout.pages.iter().map(|page| text(page).matches("项目").count() - 1).collect();
    assert!(of_page.len() > 1 && of_page.iter().all(|rows| rows % 8 == 0), "{of_page:?}");
    let last = text(&layout.pages[of_page.len() - 1]);
    assert_eq!(last.matches("合计").count(), 1, "{last}");
    // not under the ground of its rows
    let items = &layout.pages[of_page.len() - 1].items;
    let ground = items.iter().rposition(|placed| matches!(placed.item, Item::Fill { .. }));
    let is_total = |item: &Item| matches!(item, Item::Glyphs(run) if run.glyphs[0].text == "合");
    assert!(items.iter().position(|placed| is_total(&placed.item)) > ground);
}

#[test]
fn a_short_name_has_no_void_around_it() {
    let rows = (0..4).map(|i| vec!["魏都区".to_owned(), "项目".into(), format!("{i}"), format!("{}", i * 7)]);
    let columns = [Column::Shared, Column::Mark, Column::Figure, Column::Figure];
    let layout = lay(vec![table(&columns, &["单位", "项目", "原为", "更正为"], rows.collect())], "");
    let edges: Vec<Length> = layout.pages[0]
        .items
        .iter()
        .filter_map(|placed| match placed.item {
            Item::Rule { from, to, .. } if from.0 == to.0 => Some(from.0),
            _ => None,
        })
        .collect();
    let style = PageStyle::of(Shell::Brief);
    let name = *edges.iter().min().unwrap() - super::air::reach(&layout).0;
    assert!(name < style.area_width / 3, "{name:?} of {:?}", style.area_width);
}

/// Rows of a name and a figure as wide as leaves room for the name at 8 pt alone.
fn beside_figures(name: impl Fn(usize) -> String) -> Block {
    let columns = [vec![Column::Name], vec![Column::Figure; 14]].concat();
    let head: Vec<&str> = std::iter::once("单位").chain(std::iter::repeat_n("户数", 14)).collect();
    let row = |i| std::iter::once(name(i)).chain((0..14).map(|_| "123456".to_owned())).collect();
    table(&columns, &head, (0..20).map(row).collect())
}

#[test]
fn type_a_little_smaller_keeps_most_names_whole_but_not_for_one_long_name() {
    let long = |i: usize| format!("丁营塘坊河{}镇", ["甲", "乙", "丙"][i % 3]);
    let all = lay(vec![beside_figures(long)], "");
    assert!(size_of(&all, "丁营塘坊河甲镇") < Length::pt(9), "the name stands on one line");
    let one = lay(vec![beside_figures(|i| if i == 3 { long(0) } else { "东城区".into() })], "");
    assert!(size_of(&one, "东城区") >= Length::pt(9));
}
