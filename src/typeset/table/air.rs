//! Stories of the white in tables: beside a total, around what is narrow, in a column of two units.

use super::stories::{lay, of_measures, size_of, table};
use crate::compose::{Block, Column};
use crate::model::Length;
use crate::plan::Shell;
use crate::typeset::PageStyle;
use crate::typeset::{Color, GlyphRun, Item, Layout, Page};

fn runs(page: &Page) -> impl Iterator<Item = &GlyphRun> {
    page.items.iter().filter_map(|placed| match &placed.item {
        Item::Glyphs(run) => Some(run),
        _ => None,
    })
}

fn said(run: &GlyphRun) -> String {
    run.glyphs.iter().map(|glyph| glyph.text.as_str()).collect()
}

fn width(run: &GlyphRun) -> Length {
    run.glyphs.iter().map(|glyph| glyph.advance).sum()
}

/// The first page's runs that say this, from left to right.
fn all<'l>(layout: &'l Layout, wanted: &str) -> Vec<&'l GlyphRun> {
    let mut found: Vec<_> = runs(&layout.pages[0]).filter(|run| said(run) == wanted).collect();
    found.sort_by_key(|run| run.x);
    found
}

/// Rows of a name and of figures as long as `figure`, with a total of `total`.
fn summed(columns: usize, figure: &str, total: &str) -> Block {
    let kinds = [vec![Column::Name], vec![Column::Figure; columns]].concat();
    let head: Vec<&str> = std::iter::once("单位").chain(std::iter::repeat_n("面积", columns)).collect();
    let row = |name: &str, figure: &str| {
        std::iter::once(name.to_owned()).chain((0..columns).map(|_| figure.to_owned())).collect()
    };
    let mut block = table(&kinds, &head, vec![row("魏都区", figure), row("合计", total)]);
    if let Block::Table(table) = &mut block {
        table.rows[1].is_total = true;
    }
    block
}

#[test]
fn a_total_is_no_wider_than_what_it_sums() {
    let layout = lay(vec![summed(8, "345678", "123456")], "");
    let (figure, total) = (width(all(&layout, "345678")[0]), width(all(&layout, "123456")[0]));
    assert!(total > Length::ZERO && total <= figure, "{total:?} beside {figure:?}");
}

#[test]
fn type_is_set_half_a_point_smaller_before_figures_touch_the_lines() {
    // at every number of columns that 9 pt has room for
    for columns in 8..=10 {
        let layout = lay(vec![summed(columns, "345678", "1123456")], "");
        let size = size_of(&layout, "345678");
        let total = all(&layout, "1123456");
        let apart = total.windows(2).map(|pair| pair[1].x - pair[0].x - width(pair[0])).min().unwrap();
        assert!(size >= Length::pt(9) && apart >= size.em(2 * 240), "{columns}: {apart:?} at {size:?}");
    }
}

/// How far the first page's table reaches, by its longest rule; the masthead's is red.
pub(super) fn reach(layout: &Layout) -> (Length, Length) {
    let level = |item: &Item| match item {
        Item::Rule { from, to, color, .. } if from.1 == to.1 && *color == Color::BLACK => {
            Some((to.0 - from.0, from.0, to.0))
        }
        _ => None,
    };
    let longest = layout.pages[0].items.iter().filter_map(|placed| level(&placed.item)).max();
    longest.map(|(_, from, to)| (from, to)).unwrap()
}

#[test]
fn a_table_of_few_short_columns_is_as_narrow_as_is_read_with_ease_and_centred() {
    let narrow = || {
        let rows = (0..40).map(|i| vec![format!("街道{i}"), format!("{}", i * 7)]).collect();
        vec![table(&[Column::Name, Column::Figure], &["街道", "户数"], rows)]
    };
    let style = PageStyle::of(Shell::Brief);
    let layout = lay(narrow(), "");
    let (from, to) = reach(&layout);
    assert!(to - from < style.area_width / 2, "{:?}", to - from);
    let (left, right) = (from - style.binding, style.binding + style.area_width - to);
    assert!((left - right).max(right - left) < Length::milli_pt(20), "{left:?} and {right:?}");
    // what stands in it, and what is said again overleaf, stands between its ends
    for page in &layout.pages {
        let own = runs(page).filter(|run| said(run).contains("街道") || said(run) == "户数");
        assert!(own.into_iter().all(|run| run.x > from && run.x + width(run) < to));
    }
    // a style may have every table fill its page
    let (from, to) = reach(&lay(narrow(), "table: {padding_most: 3000%}"));
    assert!(to - from + Length::milli_pt(20) > style.area_width);
}

#[test]
fn a_table_that_is_nearly_as_wide_as_the_page_is_as_wide() {
    let style = PageStyle::of(Shell::Brief);
    for names in 2..=30 {
        let row = vec!["区".repeat(names), "123".into(), "456".into(), "789".into()];
        let columns = [Column::Name, Column::Figure, Column::Figure, Column::Figure];
        let layout = lay(vec![table(&columns, &["单位", "户数", "面积", "栋数"], vec![row])], "");
        let (from, to) = reach(&layout);
        let is_full = style.area_width - (to - from) < Length::milli_pt(20);
        assert!(is_full || to - from < style.area_width / 10 * 9, "{names}: {:?}", to - from);
    }
}

#[test]
fn the_bulletins_own_figures_fill_the_page_however_few() {
    let layout = lay(vec![Block::Table(of_measures(1, 3, "区"))], "");
    let (from, to) = reach(&layout);
    let style = PageStyle::of(Shell::Brief);
    assert!(to - from + Length::milli_pt(20) > style.area_width);
}

#[test]
fn counts_and_shares_in_one_column_end_at_one_edge() {
    let figures = ["4010", "15.45%", "103850", "2.00%", "+1", "0.5"];
    let rows = figures.iter().map(|figure| vec!["区".to_owned(), (*figure).to_owned()]).collect();
    let layout = lay(vec![table(&[Column::Name, Column::Figure], &["单位", "原为"], rows)], "");
    let ends = figures.map(|figure| {
        let run = all(&layout, figure)[0];
        run.x + width(run)
    });
    let (least, most) = (ends.iter().min().unwrap(), ends.iter().max().unwrap());
    assert!(*most - *least < Length::milli_pt(20), "{ends:?}");
    // figures of one unit keep their decimal point
    let figures = ["4010", "15.45"];
    let rows = figures.iter().map(|figure| vec!["区".to_owned(), (*figure).to_owned()]).collect();
    let layout = lay(vec![table(&[Column::Name, Column::Figure], &["单位", "原为"], rows)], "");
    let ends = figures.map(|figure| all(&layout, figure)[0]).map(|run| run.x + width(run));
    assert!(ends[1] - ends[0] > Length::pt(5), "{ends:?}");
}

#[test]
fn a_cell_that_all_but_fits_stays_on_one_line() {
    // at 10 pt it would be broken beside the longest of these names, at 9.5 pt it is not
    let columns = [Column::Name, Column::Text, Column::Text, Column::Figure];
    let heads = ["颜色", "风险等级", "责任人", "时限"];
    for name in 2..=29 {
        let row = ["黄".repeat(name), "B级，个别构件危险".into(), "街道主要负责人".into(), "15".into()];
        let layout = lay(vec![table(&columns, &heads, vec![row.to_vec()])], "table: {sizes: [10pt, 9.5pt]}");
        let whole = runs(&layout.pages[0]).map(said).any(|text| text.ends_with("级，个别构件危险"));
        assert!(whole, "beside a name of {name}");
    }
}

#[test]
fn a_head_of_five_characters_is_broken_once_at_most() {
    // a name of three lines leaves little for the heads
    let columns = [vec![Column::Name], vec![Column::Figure; 13]].concat();
    let heads: Vec<&str> = std::iter::once("单位").chain(std::iter::repeat_n("投资额占比", 13)).collect();
    for name in [10, 20, 30] {
        let row = std::iter::once("区".repeat(name)).chain((0..13).map(|_| "+1.31".to_owned()));
        let layout = lay(vec![table(&columns, &heads, vec![row.collect()])], "");
        let of_head = runs(&layout.pages[0]).map(said).filter(|text| "投资额占比".contains(text.as_str()));
        let parts: Vec<String> = of_head.collect();
        assert!((13..=26).contains(&parts.len()), "a name of {name}: {parts:?}");
    }
}
