//! How a line opens that is to be wider than it is: characters and the spaces between words together, gaps beside
//! figures once the characters stand so far apart that they would seem to touch.

use super::super::Length;
use super::super::joins::WORD_STRETCH;
use super::Extent;

/// What each place in a line gains.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) struct Opened {
    /// all spaces between words, together
    pub words: Length,
    /// all gaps between Chinese and Western, together
    pub gaps: Length,
    /// one character
    pub apart: Length,
}

/// Gaps open with characters that stand further apart than this, in thousandths of an em.
const FAR: i64 = 125;
/// The most that characters are set apart, in thousandths of an em: a line that it does not fill is torn, and
/// is set ragged instead.
const APART_MOST: i64 = 400;

impl Opened {
    /// How a line gains `need`; none if it would be torn.
    pub(in super::super) fn of(line: Extent, need: Length, em: Length) -> Option<Opened> {
        let zero = Length::ZERO;
        let (stretch, loose) = (line.stretch, line.loose);
        if loose == 0 {
            let words = need.min(stretch);
            return (words == need).then_some(Opened { words, gaps: zero, apart: zero });
        }
        // a space between words gains no more than a character, up to its stretch
        let spaces = stretch.micro_pt() / em.em(WORD_STRETCH).micro_pt().max(1);
        let words = (need / (loose + spaces) * spaces).min(stretch);
        let rest = need - words;
        let further = (rest - em.em(FAR) * loose).max(zero) / (loose + line.opens);
        let gaps = further * line.opens;
        let apart = (rest - gaps) / loose;
        (apart <= em.em(APART_MOST)).then_some(Opened { words, gaps, apart })
    }
}
