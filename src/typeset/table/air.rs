//! Stories of the white in tables: beside a total, around what is narrow, in a column of two units.

use super::stories::{lay, size_of, table};
use crate::compose::{Block, Column};
use crate::model::Length;
use crate::typeset::{GlyphRun, Item, Layout, Page};

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
