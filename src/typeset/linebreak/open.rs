//! How a line opens that is to be wider than it is: characters and the spaces between words together; the gap beside
//! figures stays the quarter em that it is at most.

use super::super::Length;
use super::super::joins::WORD_STRETCH;
use super::Extent;

/// What each place in a line gains.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) struct Opened {
    /// all spaces between words, together
    pub words: Length,
    /// one character
    pub apart: Length,
}

/// The most that characters are set apart, in thousandths of an em: a line that it does not fill is torn, and
/// is set ragged instead.
const APART_MOST: i64 = 400;

impl Opened {
    /// How a line gains `need`; none if it would be torn.
    pub(in super::super) fn of(line: Extent, need: Length, em: Length) -> Option<Opened> {
        let (stretch, loose) = (line.stretch, line.loose);
        if loose == 0 {
            let words = need.min(stretch);
            return (words == need).then_some(Opened { words, apart: Length::ZERO });
        }
        // a space between words gains no more than a character, up to its stretch
        let spaces = stretch.micro_pt() / em.em(WORD_STRETCH).micro_pt().max(1);
        let words = (need / (loose + spaces) * spaces).min(stretch);
        let apart = (need - words) / loose;
        (apart <= em.em(APART_MOST)).then_some(Opened { words, apart })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const EM: Length = Length::pt(10);

    fn line(spaces: i64, loose: i64) -> Extent {
        let zero = Length::ZERO;
        let stretch = EM.em(WORD_STRETCH) * spaces;
        Extent { width: EM * 10, tail: zero, squeeze: zero, shrink: zero, stretch, loose }
    }

    #[test]
    fn spaces_between_words_open_as_characters_do_and_no_further_than_they_may() {
        let of = |need| Opened::of(line(2, 8), need, EM);
        assert_eq!(of(EM), Some(Opened { words: EM / 5, apart: EM / 10 }));
        assert_eq!(of(EM * 29 / 10).map(|opened| opened.words), Some(EM / 2));
    }

    #[test]
    fn a_line_that_would_be_torn_is_left() {
        let of = |need| Opened::of(line(0, 8), need, EM);
        assert_eq!(of(EM * 2), Some(Opened { words: Length::ZERO, apart: EM / 4 }));
        assert_eq!(of(EM * 4), None);
    }
}
