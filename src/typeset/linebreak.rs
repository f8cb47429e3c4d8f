//! Where the lines of a paragraph break: over the paragraph as a whole, by the least badness, never
//! first-fit (after Knuth and Plass, with the order of CLREQ 3.2 for what gives first).

use super::Length;
use super::joins::{FORCED, Join, joins};
use super::punctuation::Kind;
use super::shape::Piece;

/// How lines are to be filled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fill {
    /// flush on both edges but the last: a paragraph
    Flush,
    /// as even as may be, broken by sense, over no more lines than needed: titles, names
    Balanced,
}

/// The width of the first line and of those after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Measure {
    pub first: Length,
    pub rest: Length,
}

impl Measure {
    /// The same for every line.
    pub(super) const fn even(width: Length) -> Measure {
        Measure { first: width, rest: width }
    }

    pub(super) const fn of_line(self, is_first: bool) -> Length {
        if is_first { self.first } else { self.rest }
    }
}

/// A line of pieces, and whether it ends its paragraph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Broken {
    pub from: usize,
    pub to: usize,
    pub is_last: bool,
}

/// A paragraph ready for breaking: pieces, joins, and sums over them for the width of any stretch.
pub(super) struct Paragraph {
    pub pieces: Vec<Piece>,
    pub joins: Vec<Join>,
    sums: Vec<Sums>,
}

#[derive(Clone, Copy, Default)]
struct Sums {
    width: Length,
    squeeze: Length,
    shrink: Length,
    stretch: Length,
    loose: i64,
}

/// The natural width of a line and what it can give and take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Extent {
    pub width: Length,
    /// the blank of a mark at its end
    pub tail: Length,
    pub squeeze: Length,
    pub shrink: Length,
    pub stretch: Length,
    pub loose: i64,
}

impl Paragraph {
    pub(super) fn new(pieces: Vec<Piece>, fill: Fill) -> Paragraph {
        let joins = joins(&pieces, fill == Fill::Balanced);
        let mut sums = Vec::with_capacity(pieces.len() + 1);
        let mut sum = Sums::default();
        sums.push(sum);
        for (piece, join) in pieces.iter().zip(&joins) {
            sum.width += piece.width + join.space;
            sum.squeeze += join.squeeze;
            sum.shrink += join.shrink;
            sum.stretch += join.stretch;
            sum.loose += i64::from(join.loose);
            sums.push(sum);
        }
        Paragraph { pieces, joins, sums }
    }

    /// The pieces of a line without the spaces at its ends.
    pub(super) fn inked(&self, from: usize, to: usize) -> (usize, usize) {
        let blank = |p: &&Piece| p.kind == Kind::Space;
        let head = self.pieces[from..to].iter().take_while(blank).count();
        let tail = self.pieces[from + head..to].iter().rev().take_while(blank).count();
        (from + head, to - tail)
    }

    /// The width of the pieces `from..to` set as a line: an opening mark at its start without its
    /// blank, spaces at its ends at no width.
    pub(super) fn extent(&self, from: usize, to: usize) -> Extent {
        let (from, to) = self.inked(from, to);
        if from >= to {
            let zero = Length::ZERO;
            return Extent { width: zero, tail: zero, squeeze: zero, shrink: zero, stretch: zero, loose: 0 };
        }
        let (a, z, last) = (self.sums[from], self.sums[to], to - 1);
        let (first, end, after) = (&self.pieces[from], &self.pieces[last], self.joins[last]);
        Extent {
            width: z.width - a.width - after.space - first.left,
            tail: end.right,
            squeeze: z.squeeze - a.squeeze - after.squeeze,
            shrink: z.shrink - a.shrink - after.shrink,
            stretch: z.stretch - a.stretch - after.stretch,
            loose: z.loose - a.loose - i64::from(after.loose),
        }
    }

    /// The natural width of all on one line.
    pub(super) fn natural_width(&self) -> Length {
        self.extent(0, self.pieces.len()).width
    }

    /// The widest part that no line may break.
    pub(super) fn widest_whole(&self) -> Length {
        let mut from = 0;
        let mut widest = Length::ZERO;
        for (i, join) in self.joins.iter().enumerate() {
            if join.cost.is_some() {
                widest = widest.max(self.extent(from, i + 1).width);
                from = i + 1;
            }
        }
        widest
    }

    /// The lines, at least one; no line is wider than its measure unless one piece alone is.
    pub(super) fn lines(&mut self, measure: Measure, fill: Fill) -> Vec<Broken> {
        self.loosen(measure);
        let n = self.pieces.len();
        // best[j]: the least cost of breaking before piece j, and where the line that ends there began
        let mut best: Vec<Option<(i64, usize)>> = vec![None; n + 1];
        best[0] = Some((0, 0));
        for to in 1..=n {
            let Some(break_cost) = self.joins[to - 1].cost else { continue };
            let is_last = to == n;
            for from in (0..to).rev() {
                let extent = self.extent(from, to);
                let width = measure.of_line(from == 0);
                let least = extent.width - extent.tail - extent.squeeze - extent.shrink;
                if least > width && !self.is_alone(from, to) {
                    // the first line's indent makes it the narrower one: it may still fit from there on
                    if least > measure.first.max(measure.rest) {
                        break;
                    }
                    continue;
                }
                let Some((before, _)) = best[from] else { continue };
                let cost = before
                    + LINE
                    + if is_last { 0 } else { break_cost }
                    + match fill {
                        Fill::Flush => self.flush_badness(from, to, extent, width, is_last),
                        Fill::Balanced => balanced_badness(extent, width),
                    };
                if best[to].is_none_or(|(c, _)| cost < c) {
                    best[to] = Some((cost, from));
                }
            }
        }
        let mut lines = Vec::new();
        let mut to = n;
        while to > 0 {
            // every break has a line that leads to it: `loosen` made each whole fit, or be one piece
            let from = best[to].map_or(0, |(_, from)| from);
            lines.push(Broken { from, to, is_last: to == n });
            to = from;
        }
        lines.reverse();
        if lines.is_empty() {
            lines.push(Broken { from: 0, to: 0, is_last: true });
        }
        lines
    }

    /// What the breaks of its lines cost by themselves, however the lines are filled: words parted.
    pub(super) fn parted(&mut self, measure: Measure, fill: Fill) -> i64 {
        let lines = self.lines(measure, fill);
        lines.iter().filter(|line| !line.is_last).filter_map(|line| self.joins[line.to - 1].cost).sum()
    }

    /// Is it one piece beside spaces, which a line must hold however narrow it is?
    fn is_alone(&self, from: usize, to: usize) -> bool {
        let (a, z) = self.inked(from, to);
        z <= a + 1
    }

    /// Lets what is wider than a line break inside, by force.
    fn loosen(&mut self, measure: Measure) {
        let narrow = measure.first.min(measure.rest);
        let mut from = 0;
        for to in 1..=self.pieces.len() {
            if self.joins[to - 1].cost.is_some() {
                if self.extent(from, to).width > narrow {
                    for join in &mut self.joins[from..to - 1] {
                        join.cost = join.cost.or(Some(FORCED));
                    }
                }
                from = to;
            }
        }
    }

    fn flush_badness(&self, from: usize, to: usize, line: Extent, width: Length, is_last: bool) -> i64 {
        let em = self.pieces[from].size.micro_pt().max(1);
        let over = (line.width - width).micro_pt();
        let mut cost = 0;
        if is_last {
            let (a, z) = self.inked(from, to);
            let characters = self.pieces[a..z].iter().filter(|p| !p.kind.is_mark()).count();
            if from > 0 && characters < 2 {
                cost += LONE;
            }
        }
        if over > 0 {
            // a mark at the end gives its blank for nothing; marks inside cost little at first and much
            // when they lose all of it, then gaps
            let need = (over - line.tail.micro_pt()).max(0);
            let (marks, gaps) = (line.squeeze.micro_pt(), line.shrink.micro_pt());
            if need > marks + gaps {
                return cost + FORCED * 10;
            }
            let by_marks = need.min(marks) * 1000 / marks.max(1);
            let by_gaps = (need - need.min(marks)) * 1000 / gaps.max(1);
            cost += by_marks * by_marks / 1000 * by_marks / 1000 + by_gaps * by_gaps / 2500;
        } else if !is_last {
            let need = -over;
            let gaps = line.stretch.micro_pt();
            let rest = (need - gaps).max(0);
            let used = (need - rest) * 1000 / gaps.max(1);
            cost += used * used / 2500;
            if rest > 0 {
                // without a ceiling: one empty line among good ones is worse than three loose ones
                let white = rest * 1000 / em;
                let apart = white / line.loose.max(1);
                cost += if line.loose == 0 || apart > APART_MOST {
                    // it is set short: what counts is the white at its end, as the eye sees it
                    RAGGED + white * white / 200
                } else {
                    apart * apart / APART
                };
            }
        }
        cost
    }
}

/// Every line costs, so that a paragraph is not longer than it need be.
const LINE: i64 = 150;
/// A single character on a last line.
const LONE: i64 = 30_000;
/// A line that nothing in it can fill, beside the white that it leaves.
const RAGGED: i64 = 20_000;
/// What characters set apart cost: the square of the thousandths of an em, by this. A twelfth of an em costs more
/// than marks that give up their blanks (CLREQ 3.2.3: squeezing goes before pushing out).
const APART: i64 = 4;

/// The most that characters are set apart, in thousandths of an em: a line that it does not fill is torn, and
/// is set ragged instead.
pub(super) const APART_MOST: i64 = 333;

/// The white a line leaves, squared, so that several lines leave it evenly; a whole line more costs
/// more than any unevenness.
fn balanced_badness(line: Extent, width: Length) -> i64 {
    let thousandths = (width - line.width).micro_pt().max(0) * 1000 / width.micro_pt().max(1);
    100_000 + thousandths * thousandths / 100
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::super::face::{Faces, Voice};
    use super::super::line::{Align, Line, set};
    use super::super::shape::{Hand, Shaper};
    use super::*;

    const EM: Length = Length::pt(10);

    fn lines(text: &str, ems: i64) -> Vec<Line> {
        let faces = Faces::open(Path::new("fonts")).unwrap();
        let pieces = Shaper::new(&faces).pieces(text, Hand::black(Voice::Body, EM));
        set(pieces, Measure::even(EM * ems), Align::Justify)
    }

    fn texts(text: &str, ems: i64) -> Vec<String> {
        let text_of = |l: &Line| l.runs.iter().flat_map(|r| &r.glyphs).map(|g| g.text.as_str()).collect();
        lines(text, ems).iter().map(text_of).collect()
    }

    #[test]
    fn a_last_line_is_never_a_single_character() {
        // first-fit would fill the first line and leave the last character alone with its stop
        assert_eq!(texts("一二三四五六七八九甲乙。", 11), ["一二三四五六七八九", "甲乙。"]);
        assert_eq!(texts("一二三四五六七八九甲。", 11), ["一二三四五六七八九甲。"]);
    }

    #[test]
    fn a_mark_at_a_lines_end_gives_up_its_blank_first() {
        // ten characters and a comma in ten and a half ems: nothing but the comma's blank is taken
        let faces = Faces::open(Path::new("fonts")).unwrap();
        let pieces =
            Shaper::new(&faces).pieces("一二三四五六七八九十，甲乙丙丁", Hand::black(Voice::Body, EM));
        let set = set(pieces, Measure::even(EM * 21 / 2), Align::Justify);
        let advances: Vec<Length> = set[0].runs[0].glyphs.iter().map(|g| g.advance).collect();
        assert_eq!(advances, [vec![EM; 10], vec![EM / 2]].concat());
    }

    #[test]
    fn an_opening_mark_at_a_lines_start_loses_its_blank() {
        let set = lines("“一二三四五六七八九十甲乙丙丁”", 10);
        assert_eq!(set[0].runs[0].x, -(EM / 2));
        assert_eq!(set[0].width, EM * 10);
    }

    #[test]
    fn a_word_wider_than_the_measure_is_broken_by_force() {
        let set = texts("ABCDEFGHIJKLMNOPQRSTUVWXYZ", 5);
        assert!(set.len() > 2 && set.concat() == "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "{set:?}");
    }

    #[test]
    fn a_gap_beside_a_figure_stays_a_quarter_em_and_characters_are_set_apart_alike() {
        let set = lines("一二三四12五六七八九12345678号甲乙丙丁戊", 11);
        let first = &set[0].runs[0].glyphs;
        let gap = first.iter().find(|g| g.text == "四").map(|g| g.advance);
        let plain = first.iter().find(|g| g.text == "二").map(|g| g.advance);
        assert_eq!(gap, Some(EM + EM / 4));
        assert!(plain > Some(EM) && plain < Some(EM + EM / 8), "{plain:?}");
    }

    #[test]
    fn behind_a_run_in_head_stands_the_same_white_while_marks_can_give() {
        let faces = Faces::open(Path::new("fonts")).unwrap();
        let shaper = Shaper::new(&faces);
        let white = |text: &str| {
            let mut pieces = shaper.pieces("总体情况。", Hand::black(Voice::Hei, EM));
            pieces.append(&mut shaper.pieces(text, Hand::black(Voice::Body, EM)));
            let set = set(pieces, Measure::even(EM * 20), Align::Justify);
            set[0].runs[0].glyphs.last().map(|stop| (stop.text.clone(), stop.advance))
        };
        // fifteen characters fill the line; two commas give up half an em each, or all is set apart
        for text in ["一二三四五六七，八九，甲乙丙丁2100户戊己庚", "一二三四五六七，八九，甲乙丙2100户戊己庚"]
        {
            assert_eq!(white(text), Some(("。".to_owned(), EM)), "{text}");
        }
    }

    #[test]
    fn the_white_behind_a_run_in_head_gives_before_a_line_is_set_apart() {
        let faces = Faces::open(Path::new("fonts")).unwrap();
        let shaper = Shaper::new(&faces);
        let pieces = |text: &str| {
            let mut pieces = shaper.pieces("进度靠前。", Hand::black(Voice::Hei, EM));
            pieces.append(&mut shaper.pieces(text, Hand::black(Voice::Body, EM)));
            pieces
        };
        // the last mark gives half an em, the bracket another, the head's white the quarter that is left; else the
        // bracket and its figure would go to the next line and leave the room of three characters
        let name = "户数占比居前三位的是市城乡一体化示范区（7531）、";
        let whole = Paragraph::new(pieces(name), Fill::Flush).natural_width();
        let set = set(pieces(&format!("{name}东城区")), Measure::even(whole - EM * 5 / 4), Align::Justify);
        let text: String = set[0].runs.iter().flat_map(|run| &run.glyphs).map(|g| g.text.as_str()).collect();
        assert!(text.ends_with("（7531）、"), "{text}");
        let stop = set[0].runs[0].glyphs.last().map(|glyph| glyph.advance);
        assert_eq!(stop, Some(EM * 3 / 4));
    }

    #[test]
    fn a_line_set_short_counts_by_its_white_and_no_other_is_torn_for_its_sake() {
        let set =
            lines("起了全市房屋安全隐患“一张图”（https://gis.xuchang.gov.cn/house-safety/2021/map）把它", 19);
        let short: Vec<Length> = set[..set.len() - 1].iter().map(|line| EM * 19 - line.width).collect();
        assert!(short.iter().all(|white| *white < EM * 5), "{short:?}");
    }
}
