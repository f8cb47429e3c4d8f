//! What a line costs: how far its marks give up their white or its characters are set apart, and how that stands
//! beside the line before it.

use super::super::Length;
use super::super::joins::FORCED;
use super::{Extent, Opened, Paragraph};

impl Paragraph {
    /// What a line costs, and its tone: how far its marks give up their white, below 0, or its characters are set
    /// apart, above.
    pub(super) fn flush_badness(
        &self,
        from: usize,
        to: usize,
        line: Extent,
        width: Length,
        is_last: bool,
    ) -> (i64, i64) {
        let em = self.pieces[from].size.micro_pt().max(1);
        let over = (line.width - width).micro_pt();
        let mut cost = 0;
        if is_last && from > 0 {
            let (a, z) = self.inked(from, to);
            let characters = self.pieces[a..z].iter().filter(|p| !p.kind.is_mark()).count();
            if characters < 2 {
                cost += LONE;
            }
            if self.joins[a..z.max(a + 1) - 1].iter().all(|join| join.cost.is_none()) {
                cost += WHOLE;
            }
            // 2个。 or 百分点。 alone below a full paragraph
            let ink = (line.width - line.tail).micro_pt();
            let short = (width / SHORT_PART).micro_pt().min(em * SHORT_EMS) - ink;
            let short = short.max(0) * 1000 / em;
            cost += short * short / SHORT;
        }
        if over > 0 {
            // a mark at the end gives its blank for nothing
            let need = (over - line.tail.micro_pt()).max(0);
            let can = line.squeeze.micro_pt() + line.shrink.micro_pt();
            if need > can {
                return (cost + FORCED * 10, 0);
            }
            // as much as if the characters were set apart by it, a little less while each gives little and more
            // where each gives all
            let part = need * 1000 / can.max(1);
            let ems = need * 1000 / em;
            let each = ems / (width.micro_pt() / em).max(1);
            let last = (part - LAST).max(0);
            // one mark in a line may well give all that it has; many that do are seen from afar
            let all = part * part / 1000 * part * ALL / 1_000_000 + last * last / TOUCH;
            cost += each * each / CLOSED + all * ems.min(MANY) / 1000;
            return (cost, -part);
        }
        if is_last {
            return (cost, 0);
        }
        let apart = Opened::of(line, Length::from_micro_pt(-over), self.pieces[from].size);
        let Some(opened) = apart else {
            // it is set short: what counts is the white at its end, as the eye sees it
            let white = (-over - line.stretch.micro_pt()).max(0) * 1000 / em;
            return (cost + RAGGED + white * white / 200, 0);
        };
        // without a ceiling: one empty line among good ones is worse than three loose ones
        let apart = opened.apart.micro_pt() * 1000 / em;
        (cost + apart * apart / APART, apart * APART_TONE)
    }
}

/// So many classes of tone are told apart: closed up, a little, even, a little loose, loose.
pub(super) const TONES: usize = 5;

pub(super) fn class(tone: i64) -> usize {
    match tone {
        ..=-550 => 0,
        -549..=-200 => 1,
        -199..=200 => 2,
        201..=500 => 3,
        _ => 4,
    }
}

/// What two lines that follow each other cost where one is closed up and the other open: beyond what is not seen, the
/// square of the difference.
pub(super) fn contrast(one: i64, other: i64) -> i64 {
    let seen = ((one - other).abs() - UNSEEN).max(0);
    (seen * seen / CONTRAST).min(CONTRAST_MOST)
}

/// Every line costs, so that a paragraph is not longer than it need be.
pub(super) const LINE: i64 = 4500;
/// What of a difference of tone is not seen, and what the rest costs.
const UNSEEN: i64 = 400;
const CONTRAST: i64 = 1000;
pub(super) const CONTRAST_MOST: i64 = 4000;
/// The tone of a thousandth of an em between characters: an eighth of an em is as far from even as marks that give
/// up all they can.
const APART_TONE: i64 = 8;
/// What marks and gaps that give cost, as if characters were set apart by as much, and more where they give all.
const CLOSED: i64 = 6;
const ALL: i64 = 3000;
/// Beyond this part of what they can give, in thousandths, they touch.
const LAST: i64 = 850;
const TOUCH: i64 = 25;
/// The most thousandths of an em by which the cost of marks that give nearly all is multiplied.
const MANY: i64 = 1500;
/// A last line narrower than four characters, or a sixth of a narrow measure: the square of the thousandths of an em
/// that it lacks, by this.
const SHORT_EMS: i64 = 4;
const SHORT_PART: i64 = 6;
const SHORT: i64 = 1500;
/// A single character on a last line.
const LONE: i64 = 30_000;
/// A last line that is nothing but a number with its unit, or a word.
const WHOLE: i64 = 2500;
/// A line that nothing in it can fill, beside the white that it leaves.
const RAGGED: i64 = 20_000;
/// What characters set apart cost: the square of the thousandths of an em, by this; more than marks that give half of
/// their white to the same end (CLREQ 3.2.3: squeezing goes before pushing out).
const APART: i64 = 4;

/// The white a line leaves, squared, so that several lines leave it evenly; a whole line more costs
/// more than any unevenness.
pub(super) fn balanced_badness(line: Extent, width: Length) -> i64 {
    let thousandths = (width - line.width).micro_pt().max(0) * 1000 / width.micro_pt().max(1);
    100_000 + thousandths * thousandths / 100
}
