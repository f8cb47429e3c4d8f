//! Where the lines of a paragraph break: over the paragraph as a whole, by the least badness, never
//! first-fit (after Knuth and Plass, with the order of CLREQ 3.2 for what gives first).

mod badness;
mod open;

use self::badness::{CONTRAST_MOST, LINE, TONES, balanced_badness, class, contrast};
pub(super) use self::open::Opened;
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
    /// places where characters may be set apart
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
        // best[j]: the least cost of breaking before piece j, for each tone of the line that ends there
        let mut best: Vec<[Option<Reached>; TONES]> = vec![[None; TONES]; n + 1];
        best[0][0] = Some(Reached { cost: 0, from: 0, before: 0, tone: 0 });
        // and for all of them
        let mut least_to: Vec<Option<i64>> = vec![None; n + 1];
        least_to[0] = Some(0);
        for to in 1..=n {
            let Some(break_cost) = self.joins[to - 1].cost else { continue };
            let is_last = to == n;
            for from in (0..to).rev() {
                let Some(least_before) = least_to[from] else { continue };
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
                let (badness, tone) = match fill {
                    Fill::Flush => self.flush_badness(from, to, extent, width, is_last),
                    Fill::Balanced => (balanced_badness(extent, width), 0),
                };
                let own = LINE + badness + if is_last { 0 } else { break_cost };
                if least_to[to].is_some_and(|cost| least_before + own > cost + CONTRAST_MOST) {
                    // no line behind it could make up for that
                    continue;
                }
                let mut least: Option<Reached> = None;
                for (before, reached) in best[from].iter().enumerate() {
                    let Some(reached) = reached else { continue };
                    let beside = if from == 0 { 0 } else { contrast(reached.tone, tone) };
                    let cost = reached.cost + own + beside;
                    if least.is_none_or(|l| cost < l.cost) {
                        least = Some(Reached { cost, from, before, tone });
                    }
                }
                let Some(least) = least else { continue };
                let slot = &mut best[to][class(tone)];
                if slot.is_none_or(|reached| least.cost < reached.cost) {
                    *slot = Some(least);
                    least_to[to] = Some(least_to[to].map_or(least.cost, |cost| cost.min(least.cost)));
                }
            }
        }
        let mut lines = Vec::new();
        let mut to = n;
        let mut reached = best[n].iter().flatten().min_by_key(|reached| reached.cost);
        while to > 0 {
            // every break has a line that leads to it: `loosen` made each whole fit, or be one piece
            let from = reached.map_or(0, |reached| reached.from);
            reached = reached.and_then(|reached| best[from][reached.before].as_ref());
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
}

/// The best way to a break: its cost, where its last line begins, the class of the line before that one, and its own
/// tone.
#[derive(Clone, Copy)]
struct Reached {
    cost: i64,
    from: usize,
    before: usize,
    tone: i64,
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
    fn a_number_with_its_unit_is_no_last_line_while_marks_can_give_a_little() {
        let text = "七十五户、四十二间，方可按期完成，其中魏都区12户、95间，建安区22户、62间，市城乡区9户、1243间，东城区11户、33间、2个。";
        let set = texts(text, 24);
        assert!(set.last().is_some_and(|last| last.chars().count() > 6), "{set:?}");
    }

    #[test]
    fn a_mark_keeps_a_sixth_of_an_em_before_a_figure_while_others_give() {
        // three quarters of an em over: comma, colon and gap give it with the mark before the figure
        let set = lines("一二三，四五六七：八户、243间甲乙丙丁", 18);
        let glyphs = &set[0].runs[0].glyphs;
        let advance = |mark: &str| glyphs.iter().find(|g| g.text == mark).map(|g| g.advance);
        assert!(advance("、") >= Some(EM / 2 + EM / 6) && advance("、") < Some(EM), "{glyphs:?}");
        assert!(advance("，") < advance("、"), "{glyphs:?}");
    }

    #[test]
    fn a_run_in_head_is_set_solid_in_a_line_that_is_set_apart() {
        let faces = Faces::open(Path::new("fonts")).unwrap();
        let shaper = Shaper::new(&faces);
        let mut pieces = shaper.pieces("进度靠前。", Hand::black(Voice::Hei, EM));
        pieces.append(&mut shaper.pieces("甲乙丙丁戊己庚辛12345678号楼", Hand::black(Voice::Body, EM)));
        let set = set(pieces, Measure::even(EM * 15), Align::Justify);
        assert!(set[0].runs[0].glyphs.iter().all(|glyph| glyph.advance == EM), "{set:?}");
        assert!(set[0].runs[1].glyphs[0].advance > EM + EM / 5, "{set:?}");
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
