//! Glyphs along one baseline, as text that is drawn exactly where the layout wants it and read back
//! exactly as the layout spells it.
//!
//! Two things go wrong if glyphs are simply shown one after the other. Rounded numbers add up: so the
//! viewer's pen is followed in whole numbers and set right before each glyph. And programs that read text
//! back from a page guess a space from every wide gap and a new line from every overlap: so where a gap
//! is spacing and not a character (between 第 and 67, in a name set to a column's width), the glyphs on
//! both sides are given their text as a whole (`ActualText`, ISO 32000-1, 14.9.4). The same serves a glyph
//! that stands for another text than the font's map says: 〓 in place of a missing character.

use std::collections::BTreeMap;

use printpdf::{DictItem, FontId, Op, PdfFontHandle, TextMatrix};

use super::font::{Fonts, clusters, is_mappable};
use super::points;
use super::text::utf16_with_mark;
use crate::typeset::{Color, GlyphRun, Length};

/// Thousandths of an em: from here on poppler takes a gap for a space (its limit is 100).
const SPACE_GUESSED: i64 = 90;
/// Thousandths of an em: an overlap from here on is taken for a new line, or for a glyph drawn twice.
const LINE_GUESSED: i64 = -350;
/// Thousandths of an em: a run that begins further off than this belongs to another line of text.
const SAME_LINE: i64 = 600;

/// Runs of one element that follow each other on one baseline.
pub(super) struct Line<'a> {
    y: Length,
    /// where the last run ended, its last glyph's spacing included
    end: Length,
    /// where the baseline begins, if it runs down the page
    sideways: Option<Length>,
    clusters: Vec<Cluster<'a>>,
}

/// Characters that belong together, with the glyphs that draw them.
struct Cluster<'a> {
    text: &'a str,
    glyphs: Vec<Ink<'a>>,
}

/// A glyph at its place.
struct Ink<'a> {
    font: &'a FontId,
    size: Length,
    color: Color,
    x: Length,
    code: u16,
    /// thousandths of an em
    width: i64,
    /// what the font's map says
    mapped: &'a str,
}

impl<'a> Line<'a> {
    /// A line that begins with this run.
    pub fn begin(run: &'a GlyphRun, fonts: &'a Fonts) -> Line<'a> {
        let mut line = Line { y: run.y, end: run.x, sideways: None, clusters: Vec::new() };
        line.push(run, fonts);
        line
    }

    /// A line of one run that goes down the page, its head to the right.
    pub fn sideways(run: &'a GlyphRun, fonts: &'a Fonts) -> Line<'a> {
        Line { sideways: Some(run.x), ..Line::begin(run, fonts) }
    }

    /// Whether the run goes on where this line stopped.
    pub fn accepts(&self, run: &GlyphRun) -> bool {
        let gap = run.x - self.end;
        run.y == self.y && gap.max(-gap) <= run.size.em(SAME_LINE)
    }

    /// Adds a run.
    pub fn push(&mut self, run: &'a GlyphRun, fonts: &'a Fonts) {
        let mut pen = run.x;
        for cluster in clusters(&run.glyphs) {
            let mut glyphs = Vec::with_capacity(cluster.len());
            for glyph in cluster {
                let (font, shown) = fonts.shown(run.face, glyph.id);
                glyphs.push(Ink {
                    font,
                    size: run.size,
                    color: run.color,
                    x: pen + glyph.offset,
                    code: shown.code,
                    width: shown.width,
                    mapped: &shown.text,
                });
                pen += glyph.advance;
            }
            self.clusters.push(Cluster { text: &cluster[0].text, glyphs });
        }
        self.end = pen;
    }

    /// Draws it as one text section; `state` is in force before and after.
    pub fn draw(&self, page_height: Length, state: &mut State<'a>, ops: &mut Vec<Op>) {
        if self.clusters.is_empty() {
            return;
        }
        ops.push(Op::StartTextSection);
        let (y, sideways) = (page_height - self.y, self.sideways);
        let mut pen = Pen { y, sideways, state, ops, font: None, at: 0, shown: Vec::new() };
        for span in self.clusters.chunk_by(reads_as_one) {
            let spelled_out = span.len() > 1 || !span[0].is_mapped();
            if spelled_out {
                pen.begin_actual_text(span);
            }
            for glyph in span.iter().flat_map(|cluster| &cluster.glyphs) {
                pen.show(glyph);
            }
            if spelled_out {
                pen.end_actual_text();
            }
        }
        pen.flush();
        ops.push(Op::EndTextSection);
    }
}

impl Cluster<'_> {
    /// Whether the font's map alone gives its text back. A character for private use has to be spelled
    /// out wherever it stands (ISO 19005-2, 6.2.11.7.3).
    fn is_mapped(&self) -> bool {
        let is_private = |c| matches!(c, '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..);
        self.glyphs.len() == 1
            && is_mappable(self.text)
            && self.glyphs[0].mapped == self.text
            && !self.text.contains(is_private)
    }
}

/// Whether a reader would see a space, or a new line, between the two that is not there.
fn reads_as_one(left: &Cluster, right: &Cluster) -> bool {
    let (Some(last), Some(first)) = (left.glyphs.last(), right.glyphs.first()) else { return false };
    let gap = first.x - (last.x + last.size.em(last.width));
    let size = last.size.min(first.size);
    let deceives = gap >= size.em(SPACE_GUESSED) || gap <= size.em(LINE_GUESSED);
    deceives && !left.text.ends_with(char::is_whitespace) && !right.text.starts_with(char::is_whitespace)
}

/// What the viewer draws text with at the moment, from one section to the next (ISO 32000-1, 9.3.1).
#[derive(Default)]
pub(super) struct State<'a> {
    pub fill: Option<Color>,
    font: Option<(&'a FontId, Length)>,
}

/// The viewer's pen, followed in whole numbers.
struct Pen<'s, 'a> {
    /// the baseline, from the page's foot
    y: Length,
    /// where the baseline stands that begins at y and runs down the page
    sideways: Option<Length>,
    state: &'s mut State<'a>,
    ops: &'s mut Vec<Op>,
    /// the font of what this section has shown last
    font: Option<(&'a FontId, Length)>,
    /// where the viewer's pen is, in ten-thousandths of a millionth of a point: the unit in which both a
    /// width and a `TJ` number at any size are whole
    at: i64,
    /// strings of codes and corrections between them, not yet written
    shown: Vec<DictItem>,
}

impl<'a> Pen<'_, 'a> {
    fn show(&mut self, glyph: &Ink<'a>) {
        if self.state.fill != Some(glyph.color) {
            self.flush();
            self.state.fill = Some(glyph.color);
            self.ops.push(Op::SetFillColor { col: points::rgb(glyph.color) });
        }
        let size = points::as_written(glyph.size);
        if self.font != Some((glyph.font, size)) {
            self.flush();
            self.font = Some((glyph.font, size));
            self.at = points::as_written(glyph.x).micro_pt() * 10_000;
            if self.state.font != self.font {
                self.state.font = self.font;
                let font = PdfFontHandle::External(glyph.font.clone());
                self.ops.push(Op::SetFont { font, size: points::pt(size) });
            }
            let matrix = match self.sideways {
                None => TextMatrix::Translate(points::pt(glyph.x), points::pt(self.y)),
                Some(x) => {
                    let down = self.y - (glyph.x - x);
                    TextMatrix::Raw([0.0, -1.0, 1.0, 0.0, points::pt(x).0, points::pt(down).0])
                }
            };
            self.ops.push(Op::SetTextMatrix { matrix });
        }
        let back = rounded_ratio(self.at - glyph.x.micro_pt() * 10_000, size.micro_pt());
        if back != 0 {
            self.shown.push(DictItem::Real(points::tj(back)));
            self.at -= back * size.micro_pt();
        }
        self.at += glyph.width * 10 * size.micro_pt();
        let code = glyph.code.to_be_bytes();
        if let Some(DictItem::Bytes(row)) = self.shown.last_mut() {
            row.extend(code);
        } else {
            self.shown.push(DictItem::Bytes(code.to_vec()));
        }
    }

    fn begin_actual_text(&mut self, span: &[Cluster]) {
        self.flush();
        let text: String = span.iter().map(|cluster| cluster.text).collect();
        let text = DictItem::String { data: utf16_with_mark(&text), literal: false };
        let properties = DictItem::Dict { map: BTreeMap::from([("ActualText".to_owned(), text)]) };
        self.ops.push(Op::BeginMarkedContentWithProperties { tag: "Span".into(), properties });
    }

    fn end_actual_text(&mut self) {
        self.flush();
        self.ops.push(Op::EndMarkedContent);
    }

    fn flush(&mut self) {
        if !self.shown.is_empty() {
            // not `Op::ShowText`, which writes a string for every glyph and asks its font about each: that was a
            // third of printing
            let row = DictItem::Array(std::mem::take(&mut self.shown));
            self.ops.push(Op::Unknown { key: "TJ".to_owned(), value: vec![row] });
        }
    }
}

/// The nearest whole number to a / b, for positive b.
fn rounded_ratio(a: i64, b: i64) -> i64 {
    (2 * a + b).div_euclid(2 * b.max(1))
}
