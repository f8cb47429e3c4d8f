//! The columns' widths: from their contents, the same share of white for each, in all exactly as wide as
//! the type area; and the largest size at which that is possible.

use crate::compose::{Column, Row, Span, SpanStyle, Table};

use super::super::Length;
use super::super::block;
use super::super::face::{self, Voice};
use super::super::line::{Align, Line, set, single};
use super::super::linebreak::Measure;
use super::super::shape::{Hand, Piece, Shaper};
use super::super::strip::Strip;
use super::super::style::PageStyle;
use super::cell::{Need, SetCell, units_end};
use super::grid::Grid;
use super::{Spoken, spoken_in};

/// Sizes are measured once, at this em, and scaled.
const UNIT: Length = Length::pt(10);

/// What the columns' contents need, at an em of [`UNIT`].
pub(super) struct Sheet {
    columns: Vec<Wanted>,
    /// cells of the head over more than one column
    spans: Vec<(usize, usize, Need)>,
    /// of the body and of the head
    voices: [Voice; 2],
    /// within a cell, and around a row's text, in thousandths of the size
    leading: i64,
    row_white: i64,
    /// the white that reads well left and right of a cell's content, likewise
    padding: i64,
}

#[derive(Clone, Copy, Debug)]
struct Wanted {
    kind: Column,
    /// of the head's cell over it
    head: Need,
    /// of its words
    words: Need,
    /// of its figures, left of the units digit's end and right of it
    left: Length,
    right: Length,
    /// the first column with the same head and kind, which is to be as wide
    like: usize,
}

/// The table's measures as they were decided.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Plan {
    pub size: Length,
    pub padding: Length,
    pub turned: bool,
    leading: Length,
    row_white: Length,
    /// of the body and of the head
    voices: [Voice; 2],
    kinds: Vec<Column>,
    /// each column's left edge, and the right edge of the last
    edges: Vec<Length>,
    /// the white left and right of each column's words
    insets: Vec<Length>,
    /// where each column's figures have their units digit's end, from the column's left edge
    anchors: Vec<Length>,
}

/// How a row's cells are set at a size; 黑体 is larger on its body than 仿宋, so a total is set smaller.
fn row_hand(row: &Row, [body, head]: [Voice; 2], size: Length) -> Hand {
    let voice = if row.is_total { head } else { body };
    Hand::black(voice, if voice == Voice::Hei && body != Voice::Hei { size.em(HEI_SHARE) } else { size })
}

/// How a cell is set whose words are all set apart alike; else as its row.
fn cell_hand(row: &Row, spoken: &[Span], voices: [Voice; 2], size: Length) -> Hand {
    let [first, rest @ ..] = spoken else { return row_hand(row, voices, size) };
    if row.is_total || rest.iter().any(|span| span.style != first.style) {
        return row_hand(row, voices, size);
    }
    match first.style {
        SpanStyle::Plain => row_hand(row, voices, size),
        SpanStyle::Strong => Hand::black(Voice::Hei, size.em(HEI_SHARE)),
        SpanStyle::Emphasis => Hand::black(Voice::Kai, size),
    }
}

/// A cell's pieces, each in its voice.
fn cell_pieces(text: &str, spoken: &[Span], hand: Hand, shaper: &Shaper) -> Vec<Piece> {
    if spoken.is_empty() { shaper.pieces(text, hand) } else { block::pieces(spoken, hand, shaper) }
}

/// The size of 黑体 that looks as large as 仿宋, in thousandths of the latter's.
const HEI_SHARE: i64 = 940;

impl Sheet {
    pub(super) fn measure(
        table: &Table,
        spoken: &[Spoken],
        grid: &Grid,
        style: &PageStyle,
        shaper: &Shaper,
    ) -> Sheet {
        let head_hand = Hand::black(style.table_head_voice, UNIT);
        let voices = [style.table_voice, style.table_head_voice];
        let heads: Vec<&str> =
            (0..table.columns.len()).map(|c| grid.leaf(c).map_or("", |slot| slot.text)).collect();
        let mut columns: Vec<Wanted> = table
            .columns
            .iter()
            .enumerate()
            .map(|(c, kind)| Wanted {
                kind: *kind,
                head: Need::of_head(heads[c], head_hand, shaper),
                words: Need::default(),
                left: Length::ZERO,
                right: Length::ZERO,
                like: (0..c).find(|b| heads[*b] == heads[c] && table.columns[*b] == *kind).unwrap_or(c),
            })
            .collect();
        for (r, row) in table.rows.iter().enumerate() {
            for (c, (wanted, cell)) in columns.iter_mut().zip(&row.cells).enumerate() {
                let spoken = spoken_in(spoken, r, c);
                let hand = cell_hand(row, spoken, voices, UNIT);
                match units_end(cell).filter(|_| wanted.kind == Column::Figure) {
                    Some(at) => {
                        let left = single(shaper, &cell[..at], hand).width;
                        let whole = single(shaper, cell, hand).width;
                        wanted.left = wanted.left.max(left);
                        wanted.right = wanted.right.max(whole - left);
                    }
                    None => {
                        let pieces = cell_pieces(cell, spoken, hand, shaper);
                        wanted.words = wanted.words.max(Need::of_pieces(pieces));
                    }
                }
            }
        }
        let spans = grid
            .slots
            .iter()
            .filter(|slot| slot.columns > 1)
            .map(|slot| (slot.column, slot.columns, Need::of(slot.text, head_hand, shaper)))
            .collect();
        Sheet {
            columns,
            spans,
            voices,
            leading: style.table_leading,
            row_white: style.table_row_white,
            padding: style.table_padding.max(LEAST_PADDING),
        }
    }

    /// The largest size that fits, names in one line before names in several; turned if it must be.
    pub(super) fn plan(&self, style: &PageStyle) -> Option<Plan> {
        let sizes = &style.table_sizes;
        let tries = |sizes: &[Length], lines: usize| sizes.iter().map(|s| (*s, lines)).collect::<Vec<_>>();
        // a row of one line is read, copied and searched as one: a smaller size before a name in two
        let upright = [tries(sizes, 1), tries(sizes, 2), tries(sizes, 3)].concat();
        let last = sizes.last().copied().unwrap_or(style.table_least);
        let half_point = Length::milli_pt(500);
        let smaller: Vec<Length> = (1..)
            .map(|steps| last - half_point * steps)
            .take_while(|size| *size >= style.table_least)
            .collect();
        let read = smaller.iter().take_while(|size| **size >= READABLE).count();
        let readable = [sizes.as_slice(), &smaller[..read]].concat();
        // there too a name in three lines, and a head in three, come after a size that can still be read
        let turned =
            [tries(&readable, 1), tries(&readable, 2), tries(&readable, 3), tries(&smaller, 3)].concat();
        let fit = |tries: Vec<(Length, usize)>, width: Length, turned: bool| {
            tries.into_iter().find_map(|(size, lines)| self.fit(size, lines, width, turned))
        };
        fit(upright, style.area_width, false).or_else(|| fit(turned, style.area_height, true))
    }

    /// Widths at a size with names over so many lines, if they fit.
    fn fit(&self, size: Length, lines: usize, width: Length, turned: bool) -> Option<Plan> {
        let scale = |at_unit: Length| {
            let exact = i128::from(at_unit.micro_pt()) * i128::from(size.micro_pt());
            // a hundredth of a point over, against what rounding of advances adds up to
            Length::from_micro_pt(
                i64::try_from(exact / i128::from(UNIT.micro_pt())).unwrap_or(i64::MAX / 4) + 10_000,
            )
        };
        let least_padding = size.em(LEAST_PADDING);
        let mut widths: Vec<Length> =
            self.columns.iter().map(|wanted| scale(wanted.content(lines)) + least_padding * 2).collect();
        for (column, count, need) in &self.spans {
            let have: Length = widths[*column..*column + *count].iter().copied().sum();
            let lack = scale(need.lines(2)) + least_padding * 2 - have;
            if lack > Length::ZERO {
                let each = lack / i64::try_from(*count).unwrap_or(1) + Length::from_micro_pt(1);
                widths[*column..*column + *count].iter_mut().for_each(|w| *w += each);
            }
        }
        let total = |widths: &[Length]| widths.iter().copied().sum::<Length>();
        if total(&widths) > width {
            return None;
        }
        self.alike(&mut widths, width);
        self.spread(&mut widths, width, size, scale);
        Some(self.decide(widths, size, turned, scale))
    }

    /// Columns under the same word are made as wide as the widest of them, if that fits.
    fn alike(&self, widths: &mut [Length], width: Length) {
        let mut even = widths.to_vec();
        for (c, wanted) in self.columns.iter().enumerate() {
            even[wanted.like] = even[wanted.like].max(widths[c]);
        }
        for (c, wanted) in self.columns.iter().enumerate() {
            even[c] = even[wanted.like];
        }
        if even.iter().copied().sum::<Length>() <= width {
            widths.copy_from_slice(&even);
        }
    }

    /// Shares what is left: white for every column first, then running text, then all alike, names twice.
    fn spread(&self, widths: &mut [Length], width: Length, size: Length, scale: impl Fn(Length) -> Length) {
        let count = i64::try_from(widths.len()).unwrap_or(1).max(1);
        let mut spare = width - widths.iter().copied().sum();
        let each = (size.em(self.padding - LEAST_PADDING) * 2).min(spare / count);
        widths.iter_mut().for_each(|w| *w += each);
        spare -= each * count;
        for (w, wanted) in
            widths.iter_mut().zip(&self.columns).filter(|(_, wanted)| wanted.kind == Column::Text)
        {
            let lack = scale(wanted.words.lines(1)) + size.em(self.padding) * 2 - *w;
            let grant = lack.max(Length::ZERO).min(spare);
            *w += grant;
            spare -= grant;
        }
        let weight = |wanted: &Wanted| if wanted.kind == Column::Name { 2 } else { 1 };
        let weights: i64 = self.columns.iter().map(weight).sum();
        let unit = spare / weights.max(1);
        for (w, wanted) in widths.iter_mut().zip(&self.columns) {
            *w += unit * weight(wanted);
            spare -= unit * weight(wanted);
        }
        if let Some(last) = widths.last_mut() {
            *last += spare;
        }
    }

    fn decide(
        &self,
        widths: Vec<Length>,
        size: Length,
        turned: bool,
        scale: impl Fn(Length) -> Length,
    ) -> Plan {
        let mut edges = vec![Length::ZERO];
        let mut x = Length::ZERO;
        for w in &widths {
            x += *w;
            edges.push(x);
        }
        let anchors = self
            .columns
            .iter()
            .zip(&widths)
            .map(|(wanted, w)| {
                let (left, right) = (scale(wanted.left), scale(wanted.right));
                (*w - left - right) / 2 + left
            })
            .collect();
        // running text begins at the column's line: it has the white that reads well where its words allow it
        let inset = |(wanted, w): (&Wanted, &Length)| {
            let white = size.em(self.padding);
            let room = *w - white * 2;
            let is_roomy = wanted.kind == Column::Text
                && (room >= scale(wanted.words.lines(1)) || room >= size.em(TEXT_ROOMY));
            if is_roomy { white } else { size.em(LEAST_PADDING) }
        };
        Plan {
            size,
            insets: self.columns.iter().zip(&widths).map(inset).collect(),
            padding: size.em(LEAST_PADDING),
            turned,
            leading: size.em(self.leading),
            row_white: size.em(self.row_white),
            voices: self.voices,
            kinds: self.columns.iter().map(|c| c.kind).collect(),
            edges,
            anchors,
        }
    }
}

/// Type that a reader still reads: 小六号, 6.5 pt, that of footnotes in print.
const READABLE: Length = Length::milli_pt(6500);
/// The least white left and right of a cell's content, thousandths of an em.
const LEAST_PADDING: i64 = 190;
/// Words of a column of figures are broken only beyond this width, in thousandths of an em.
const SHORT_WORD: i64 = 3200;
/// Running text as wide as this can spare some white beside it.
const TEXT_ROOMY: i64 = 14_000;
/// The least width of running text.
const TEXT_LEAST: i64 = 8000;

impl Wanted {
    /// The content's least width, at [`UNIT`], with names over so many lines.
    fn content(&self, lines: usize) -> Length {
        let words = match self.kind {
            Column::Name => self.words.lines(lines),
            Column::Text => {
                self.words.lines(1).min(UNIT.em(TEXT_LEAST)).max(self.words.lines(3).min(UNIT.em(TEXT_LEAST)))
            }
            Column::Figure | Column::Mark if self.words.lines(1) <= UNIT.em(SHORT_WORD) => {
                self.words.lines(1)
            }
            Column::Figure | Column::Mark => self.words.lines(lines.max(2)),
        };
        words.max(self.left + self.right).max(self.head.lines(lines.max(2)))
    }
}

impl Plan {
    /// The table's width.
    pub(super) fn width(&self) -> Length {
        self.edges.last().copied().unwrap_or_default()
    }

    /// A column's left edge.
    pub(super) fn left(&self, column: usize) -> Length {
        self.edges.get(column).copied().unwrap_or_default()
    }

    /// The width of `columns` columns from `column` on.
    pub(super) fn span(&self, column: usize, columns: usize) -> Length {
        self.left(column + columns) - self.left(column)
    }

    /// A row's height for so many lines of text.
    pub(super) fn row_height(&self, lines: usize) -> Length {
        self.leading * i64::try_from(lines.max(1)).unwrap_or(1) + self.row_white
    }

    /// The cell of a row, set: figures on their anchor, words centred, running text left.
    pub(super) fn cell(&self, row: &Row, spoken: &[Span], column: usize, shaper: &Shaper) -> SetCell {
        let text = row.cells.get(column).map_or("", String::as_str);
        let hand = cell_hand(row, spoken, self.voices, self.size);
        let kind = self.kinds[column];
        let left = self.left(column);
        if let Some(at) = units_end(text).filter(|_| kind == Column::Figure) {
            let before = single(shaper, &text[..at], hand).width;
            let line = single(shaper, text, hand);
            return SetCell { x: left + self.anchors[column] - before, lines: vec![line] };
        }
        let inset = self.insets[column];
        let room = self.span(column, 1) - inset * 2;
        let align = if kind == Column::Text { Align::Left } else { Align::Center };
        let lines = if text.is_empty() {
            Vec::new()
        } else {
            set(cell_pieces(text, spoken, hand, shaper), Measure::even(room), align)
        };
        SetCell { x: left + inset, lines }
    }

    /// Puts lines under each other, centred between top and bottom.
    pub(super) fn center(
        &self,
        strip: &mut Strip,
        lines: Vec<Line>,
        x: Length,
        span: (Length, Length),
        node: usize,
    ) {
        let leading = self.leading;
        let count = i64::try_from(lines.len()).unwrap_or(0);
        let mut y = span.0 + (span.1 - span.0 - leading * count) / 2;
        for line in lines {
            strip.put(line, x, y + face::baseline(leading, self.size), Some(node));
            y += leading;
        }
    }
}
