//! A broken line made into placed glyphs: marks squeezed, gaps narrowed or widened in CLREQ's order.

use super::joins::Join;
use super::linebreak::{Broken, Extent, Fill, Measure, Opened, Paragraph};
use super::punctuation::Kind;
use super::shape::{Hand, Piece, Shaper};
use super::{GlyphRun, Length};

/// How a line stands in its measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Align {
    /// both edges flush, the last line left
    Justify,
    Left,
    Center,
    Right,
}

/// A set line: runs from its left edge at x 0, baselines at y 0.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Line {
    pub runs: Vec<GlyphRun>,
    /// from the first glyph's ink side to the last one's
    pub width: Length,
}

impl Line {
    /// The line's runs, moved.
    pub(super) fn at(self, x: Length, y: Length) -> impl Iterator<Item = GlyphRun> {
        self.runs.into_iter().map(move |mut run| {
            run.x += x;
            run.y += y;
            run
        })
    }
}

/// Sets spans of text over lines of a measure, the first line indented by what `measure.first` lacks.
pub(super) fn set(pieces: Vec<Piece>, measure: Measure, align: Align) -> Vec<Line> {
    let fill = if align == Align::Justify { Fill::Flush } else { Fill::Balanced };
    let mut paragraph = Paragraph::new(pieces, fill);
    let broken = paragraph.lines(measure, fill);
    broken.iter().map(|line| paragraph.line(*line, measure, align)).collect()
}

/// Sets a list of names, which are turned over whole where the line before is then no shorter than by a few characters;
/// its right edge may be uneven.
pub(super) fn set_names(pieces: Vec<Piece>, measure: Measure) -> Vec<Line> {
    let mut paragraph = Paragraph::new(pieces, Fill::Flush);
    for (join, pair) in paragraph.joins.iter_mut().zip(paragraph.pieces.windows(2)) {
        if !pair[0].kind.is_mark() && !pair[1].kind.is_mark() {
            join.cost = join.cost.map(|cost| cost + LISTED_NAME);
        }
    }
    let broken = paragraph.lines(measure, Fill::Flush);
    broken.iter().map(|line| paragraph.line(*line, measure, Align::Left)).collect()
}

/// What a break inside such a name costs: as much as characters set apart by a quarter of an em.
const LISTED_NAME: i64 = 15_000;

/// One line of text at its natural width, from x 0.
pub(super) fn single(shaper: &Shaper, text: &str, hand: Hand) -> Line {
    let mut paragraph = Paragraph::new(shaper.pieces(text, hand), Fill::Flush);
    let all = Broken { from: 0, to: paragraph.pieces.len(), is_last: true };
    let width = paragraph.natural_width();
    paragraph.line(all, Measure::even(width), Align::Left)
}

/// The width that [`single`] gives, without the line.
pub(super) fn width(shaper: &Shaper, text: &str, hand: Hand) -> Length {
    let paragraph = || Paragraph::new(shaper.pieces(text, hand), Fill::Flush);
    shaper.figure_width(text, hand).unwrap_or_else(|| paragraph().natural_width())
}

impl Paragraph {
    /// The line of pieces, whose glyphs it takes.
    fn line(&mut self, line: Broken, measure: Measure, align: Align) -> Line {
        let width = measure.of_line(line.from == 0);
        let indent = if line.from == 0 { measure.rest - measure.first } else { Length::ZERO };
        let (from, to) = self.inked(line.from, line.to);
        let extent = self.extent(line.from, line.to);
        let spare = width - extent.width;
        let give = if spare < Length::ZERO {
            self.narrowed(from, to, -spare)
        } else if align == Align::Justify && !line.is_last {
            self.widened(from, to, spare, extent)
        } else {
            vec![Length::ZERO; to.saturating_sub(from)]
        };
        let shift = match align {
            // by the ink: as the blank of a mark at its start is cut, so is that of one at its end
            Align::Center => (spare + extent.tail).max(Length::ZERO) / 2,
            Align::Right => spare.max(Length::ZERO),
            Align::Left | Align::Justify => Length::ZERO,
        };
        let head = if from < to { self.pieces[from].left } else { Length::ZERO };
        let start = indent + shift - head;
        self.runs(line, (from, to), start, &give)
    }

    /// What each piece's advance loses: in CLREQ's order of reduction (3.2) the mark at the end, spaces between
    /// words, marks within; but nothing all at once, as what is spread is not seen: half of the white of ，、 and
    /// brackets with half of what gaps between Chinese and Western can give, half of that of 。；：, then what is left
    /// of them all, and last the white behind a run-in head and before a figure.
    fn narrowed(&self, from: usize, to: usize, over: Length) -> Vec<Length> {
        let mut give = vec![Length::ZERO; to - from];
        let Some(last) = give.len().checked_sub(1) else { return give };
        let tail = self.pieces[to - 1].right.min(over);
        give[last] = -tail;
        let mut rest = over - tail;
        let zero = Length::ZERO;
        let is_late = |piece: &Piece| matches!(piece.first, '。' | '！' | '？' | '；' | '：');
        let gap = |join: &Join, piece: &Piece| {
            let is_gap = piece.kind != Kind::Space && !piece.kind.blank_on_right();
            if is_gap { join.shrink } else { zero }
        };
        let steps: [Giving; 5] = [
            &|join, piece| if piece.kind == Kind::Space { join.shrink } else { zero },
            &|join, piece| if is_late(piece) { zero } else { join.squeeze / 2 + gap(join, piece) / 2 },
            &|join, piece| if is_late(piece) { join.squeeze / 2 } else { zero },
            &|join, piece| join.squeeze - join.squeeze / 2 + gap(join, piece) - gap(join, piece) / 2,
            &|join, piece| if piece.kind.blank_on_right() { join.shrink } else { zero },
        ];
        for step in steps {
            let inner = self.joins[from..to - 1].iter().zip(&self.pieces[from..to - 1]);
            let weights = inner.map(|(join, piece)| step(join, piece));
            let taken = rest.min(weights.clone().sum());
            share(&mut give, weights.map(Length::micro_pt), -taken);
            rest -= taken;
        }
        give
    }

    /// What each piece's advance gains, as [`Opened`] says; the gap between Chinese and Western alone where nothing
    /// else stands in the line.
    fn widened(&self, from: usize, to: usize, spare: Length, extent: Extent) -> Vec<Length> {
        let mut give = vec![Length::ZERO; to.saturating_sub(from)];
        if give.is_empty() {
            return give;
        }
        let inner = &self.joins[from..to - 1];
        let words = match Opened::of(extent, spare, self.pieces[from].size) {
            Some(opened) => opened.words,
            None if extent.loose == 0 => spare.min(extent.stretch),
            // torn wide it would be worse than short
            None => return give,
        };
        share(&mut give, inner.iter().map(|join| join.stretch.micro_pt()), words);
        let places =
            inner.iter().map(|join| i64::from(if extent.loose == 0 { join.opens } else { join.loose }));
        share(&mut give, places, spare - words);
        give
    }

    fn runs(&mut self, line: Broken, inked: (usize, usize), start: Length, give: &[Length]) -> Line {
        let mut runs: Vec<GlyphRun> = Vec::new();
        let mut x = start;
        let mut end = start;
        for i in line.from..line.to {
            let piece = &mut self.pieces[i];
            let is_blank = i < inked.0 || i >= inked.1;
            let mut glyphs = std::mem::take(&mut piece.glyphs);
            let extra = if is_blank {
                // a space at a line's end keeps its text and takes no room
                -piece.width
            } else {
                let join = if i + 1 < inked.1 { self.joins[i].space } else { Length::ZERO };
                join + give[i - inked.0]
            };
            if let Some(last) = glyphs.last_mut() {
                last.advance += extra;
            }
            let advance = piece.width + extra;
            match runs.last_mut() {
                Some(run) if (run.face, run.size, run.color) == (piece.face, piece.size, piece.color) => {
                    run.glyphs.append(&mut glyphs);
                }
                _ => runs.push(GlyphRun {
                    face: piece.face,
                    size: piece.size,
                    x,
                    y: Length::ZERO,
                    color: piece.color,
                    glyphs,
                }),
            }
            x += advance;
            if !is_blank {
                end = x;
            }
        }
        let left = self.pieces.get(inked.0).filter(|_| inked.0 < inked.1).map_or(Length::ZERO, |p| p.left);
        Line { runs, width: end - start - left }
    }
}

/// What a piece and the join behind it can give.
type Giving<'a> = &'a dyn Fn(&Join, &Piece) -> Length;

/// Shares `total` out by weights, exactly: what rounding leaves goes to the last that has weight.
fn share(give: &mut [Length], weights: impl Iterator<Item = i64> + Clone, total: Length) {
    let all: i64 = weights.clone().sum();
    if all <= 0 || total == Length::ZERO {
        return;
    }
    let mut weight_so_far: i128 = 0;
    let mut given: i128 = 0;
    for (slot, weight) in give.iter_mut().zip(weights) {
        weight_so_far += i128::from(weight);
        let due = i128::from(total.micro_pt()) * weight_so_far / i128::from(all);
        *slot += Length::from_micro_pt(i64::try_from(due - given).unwrap_or(0));
        given = due;
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::super::face::{Faces, Voice};
    use super::*;

    #[test]
    fn a_centred_line_in_brackets_stands_in_the_middle_by_its_ink() {
        let faces = Faces::open(Path::new("fonts")).unwrap();
        let shaper = Shaper::new(&faces);
        let em = Length::pt(10);
        let first_of = |text| {
            let pieces = shaper.pieces(text, Hand::black(Voice::Body, em));
            set(pieces, Measure::even(em * 10), Align::Center)[0].runs[0].x
        };
        // a character and its brackets' inner halves: two ems, whose ink begins half an em behind the bracket's edge
        assert_eq!(first_of("（户）"), em * 4 - em / 2);
        assert_eq!(first_of("甲乙"), em * 4);
    }
}
