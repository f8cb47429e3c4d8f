//! The linter for columns: nothing stands across the white between them but what spans them all; lines of
//! neighbours stand level; no heading ends a column, no line stands alone at its top, no character on a
//! last line; columns that end together are even.

use tongbao::plan::PageStyle;

use super::lint::{area, is_mark, lines_of, points};
use super::seen::{Glyph, Rule, Seen};

/// A part of a page that is set in columns, between the same heights.
struct Band {
    top: f64,
    bottom: f64,
    /// each column's left and right
    columns: Vec<(f64, f64)>,
}

/// All that is wrong with articles in so many columns, page by page.
pub fn faults(pages: &[Seen], style: &PageStyle, columns: usize) -> Vec<String> {
    let mut faults = Vec::new();
    let pitch = points(style.columns(u8::try_from(columns).unwrap_or(1)).pitch);
    for (i, page) in pages.iter().enumerate() {
        let mut told = Vec::new();
        let bands = if columns > 1 { bands(page, style, i + 1, columns) } else { Vec::new() };
        for band in &bands {
            within(page, band, &mut told);
            level(page, band, pitch, &mut told);
            even(page, band, pitch, &mut told);
        }
        ends(page, &bands, &mut told);
        faults.extend(told.into_iter().map(|fault| format!("page {}: {fault}", i + 1)));
    }
    faults
}

/// The fine upright lines between columns say where columns are; their widths follow from the style.
fn bands(page: &Seen, style: &PageStyle, number: usize, columns: usize) -> Vec<Band> {
    let area = area(style, number, false);
    let mut bands: Vec<Band> = Vec::new();
    let style = style.columns(u8::try_from(columns).unwrap_or(1));
    let (width, step) = (points(style.width), points(style.width + style.gap));
    let is_between = |rule: &&Rule| {
        let gap = (1..columns).map(|i| area.left + step * i as f64 - (step - width) / 2.0);
        (rule.x - rule.to.0).abs() < 0.01
            && gap.into_iter().any(|x| (rule.x - x).abs() < 0.1)
            && (rule.width - 0.35).abs() < 0.01
    };
    for rule in page.rules.iter().filter(is_between) {
        let (top, bottom) = (rule.y.min(rule.to.1), rule.y.max(rule.to.1));
        if bands.iter().all(|band| (band.top - top).abs() > 0.1) {
            let columns = (0..columns).map(|i| area.left + step * i as f64).map(|x| (x, x + width)).collect();
            bands.push(Band { top, bottom, columns });
        }
    }
    bands
}

impl Band {
    fn holds(&self, y: f64) -> bool {
        y > self.top && y < self.bottom + 0.5
    }

    /// The column that holds an extent, marks hanging over by half an em.
    fn column(&self, from: f64, to: f64, beyond: f64) -> Option<usize> {
        self.columns.iter().position(|(left, right)| from > left - beyond && to < right + beyond)
    }

    fn glyphs<'p>(&'p self, page: &'p Seen) -> impl Iterator<Item = &'p Glyph> {
        page.glyphs.iter().filter(|g| self.holds(g.y) && !g.text.trim().is_empty())
    }
}

fn within(page: &Seen, band: &Band, told: &mut Vec<String>) {
    for glyph in band.glyphs(page) {
        let beyond = if is_mark(glyph) { glyph.size * 0.55 } else { 0.4 };
        if band.column(glyph.x, glyph.x + glyph.width, beyond).is_none() {
            told.push(format!("{} at {:.1}, {:.1} stands between columns", glyph.text, glyph.x, glyph.y));
        }
    }
    for rule in page.rules.iter().filter(|rule| rule.to.0 - rule.x > 1.0 && band.holds(rule.y)) {
        // a table that spans begins and ends on its band's edge
        let is_inside = rule.y > band.top + 1.0 && rule.y < band.bottom - 1.0;
        if is_inside && band.column(rule.x, rule.to.0, 0.4).is_none() {
            told.push(format!("a rule at {:.1}, {:.1} stands across columns", rule.x, rule.y));
        }
    }
    for picture in page.pictures.iter().filter(|p| band.holds(p.y + 1.0)) {
        if band.column(picture.x, picture.x + picture.width, 0.4).is_none() {
            told.push(format!("a picture at {:.1}, {:.1} stands across columns", picture.x, picture.y));
        }
    }
}

/// The size of the band's text: of most of its glyphs.
fn text_size(page: &Seen, band: &Band) -> f64 {
    let mut sizes: Vec<f64> = band.glyphs(page).filter(|g| g.tag == "P").map(|g| g.size).collect();
    sizes.sort_by(f64::total_cmp);
    sizes.get(sizes.len() / 2).copied().unwrap_or(0.0)
}

/// Lines of text stand on one grid, whatever stands among them.
fn level(page: &Seen, band: &Band, pitch: f64, told: &mut Vec<String>) {
    let size = text_size(page, band);
    let is_text = |g: &&Glyph| (g.size - size).abs() < 0.02 && matches!(g.tag.as_str(), "P" | "H2" | "H3");
    let Some(first) = band.glyphs(page).filter(is_text).map(|g| g.y).min_by(f64::total_cmp) else { return };
    for glyph in band.glyphs(page).filter(is_text) {
        let lines = (glyph.y - first) / pitch;
        if (lines - lines.round()).abs() * pitch > 0.05 {
            told.push(format!("{} at {:.1}, {:.1} is off its columns' grid", glyph.text, glyph.x, glyph.y));
        }
    }
}

/// A band of text alone is balanced: its columns end within a line each, and two more that stay together.
fn even(page: &Seen, band: &Band, pitch: f64, told: &mut Vec<String>) {
    let size = text_size(page, band);
    let is_text = |g: &Glyph| g.size >= size - 0.02;
    let pictured = page.pictures.iter().any(|p| band.holds(p.y + 1.0));
    if pictured || !band.glyphs(page).all(is_text) {
        return;
    }
    let foots: Vec<f64> = band
        .columns
        .iter()
        .map(|(left, right)| {
            let own = band.glyphs(page).filter(|g| g.x > left - size && g.x < right + 1.0);
            own.map(|g| g.y).fold(band.top, f64::max)
        })
        .collect();
    let (low, high) = foots.iter().fold((f64::MAX, 0.0_f64), |(a, b), y| (a.min(*y), b.max(*y)));
    let lines = (high - low) / pitch;
    if lines > band.columns.len() as f64 + 2.2 {
        told.push(format!("columns end at {foots:.0?}"));
    }
}

/// How columns, and pages of one, begin and end.
fn ends(page: &Seen, bands: &[Band], told: &mut Vec<String>) {
    let elements = lines_of(page);
    // where an element's line stands: band and column, or the whole width
    let place = |line: &[&Glyph]| {
        let band = bands.iter().position(|band| band.holds(line[0].y));
        band.map(|b| (b, bands[b].columns.iter().rposition(|(left, _)| line[0].x > left - line[0].size)))
    };
    let mut lines: Vec<(&[&Glyph], _)> = Vec::new();
    for element in &elements {
        for line in element {
            lines.push((line, place(line)));
        }
        let Some(last) = element.last().filter(|_| element.len() > 1) else { continue };
        let characters = last.iter().filter(|g| !is_mark(g) && !g.text.trim().is_empty()).count();
        if last[0].tag == "P" && characters < 2 {
            told.push(format!("a last line has a single character: {}", words(last)));
        }
    }
    for (i, (line, here)) in lines.iter().enumerate() {
        let is_heading = line[0].tag.starts_with('H') && line[0].tag != "H1";
        let is_last_of_column = lines.get(i + 1).is_none_or(|(_, next)| here.is_some() && next != here);
        let hides = page.pictures.iter().any(|p| {
            p.y > line[0].y - line[0].size
                && p.y < line[0].y + 3.0 * line[0].size
                && p.x + p.width > line[0].x
        });
        if is_heading && is_last_of_column && !hides {
            told.push(format!("a heading ends its column: {}", words(line)));
        }
    }
    for column in bands.iter().flat_map(|band| band.columns.iter().map(move |column| (band, column))) {
        let (band, (left, right)) = column;
        let size = text_size(page, band);
        let first = elements.iter().find(|element| {
            let g = element[0][0];
            g.tag == "P"
                && band.holds(g.y)
                && g.y < band.top + size * 1.7
                && g.x > left - size
                && g.x < *right
        });
        if let Some(element) = first.filter(|e| e.len() == 1 && e[0][0].x < left + size * 0.6) {
            let end = element[0].last().map_or(0.0, |g| g.x + g.width);
            let ends_short = end < right - size * 1.2;
            if ends_short && (element[0][0].size - size).abs() < 0.02 {
                told.push(format!(
                    "a paragraph's last line stands alone at a column's top: {}",
                    words(&element[0])
                ));
            }
        }
    }
}

fn words(line: &[&Glyph]) -> String {
    line.iter().map(|g| g.text.as_str()).collect()
}
