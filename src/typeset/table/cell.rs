//! A cell's content: a figure around its decimal point, or words.

use super::super::Length;
use super::super::line::Line;
use super::super::linebreak::{Fill, Paragraph};
use super::super::shape::{Hand, Piece, Shaper};

/// A cell's lines, from x 0 of the type area.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct SetCell {
    pub x: Length,
    pub lines: Vec<Line>,
}

/// Where a column's figures are aligned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Anchor {
    /// their units digits end here
    Units(Length),
    /// all of them end here
    End(Length),
}

/// Which figures a column has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Units {
    shares: bool,
    others: bool,
}

impl Units {
    /// Another figure of the column.
    pub(super) fn see(&mut self, figure: &str) {
        let is_share = figure.ends_with(['%', '％', '‰']);
        self.shares |= is_share;
        self.others |= !is_share;
    }

    /// Shares and others?
    pub(super) fn are_two(self) -> bool {
        self.shares && self.others
    }

    /// Those of two columns that are set alike.
    pub(super) fn with(self, other: Units) -> Units {
        Units { shares: self.shares || other.shares, others: self.others || other.others }
    }
}

/// Where a figure's text is cut: after its units digit. None for words: —, 未报, 持平.
pub(super) fn units_end(text: &str) -> Option<usize> {
    if let Some(place) = text.strip_prefix("并列") {
        return units_end(place).map(|at| text.len() - place.len() + at);
    }
    let sign = text
        .chars()
        .next()
        .filter(|c| matches!(c, '+' | '-' | '−' | '±' | '↑' | '↓'))
        .map_or(0, char::len_utf8);
    let digits = text[sign..].bytes().take_while(|b| b.is_ascii_digit() || *b == b',').count();
    text[sign..].starts_with(|c: char| c.is_ascii_digit()).then_some(sign + digits)
}

/// The widths that a text needs in one, two and three lines, at the size of `hand`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Need([Length; 3]);

impl Need {
    /// Of a text broken where it may break.
    pub(super) fn of(text: &str, hand: Hand, shaper: &Shaper) -> Need {
        Need::of_pieces(shaper.pieces(text, hand))
    }

    /// Of pieces broken where they may break.
    pub(super) fn of_pieces(pieces: Vec<Piece>) -> Need {
        let paragraph = Paragraph::new(pieces, Fill::Balanced);
        let natural = paragraph.natural_width();
        // wholes that no line breaks, each with its width
        let mut wholes = Vec::new();
        let mut from = 0;
        for (i, join) in paragraph.joins.iter().enumerate() {
            if join.cost.is_some() {
                wholes.push((from, i + 1));
                from = i + 1;
            }
        }
        let lines_at = |width: Length| {
            let mut lines = 1;
            let mut start = 0;
            for (from, to) in &wholes {
                if paragraph.extent(start, *to).width > width && start < *from {
                    lines += 1;
                    start = *from;
                }
            }
            lines
        };
        let widest = paragraph.widest_whole();
        let least = |lines: usize| {
            // a width that suffices is found by halving, to a tenth of a point
            let (mut low, mut high) = (widest, natural.max(widest));
            if lines_at(low) <= lines {
                return low;
            }
            while high - low > Length::milli_pt(100) {
                let middle = (low + high) / 2;
                if lines_at(middle) <= lines { high = middle } else { low = middle }
            }
            high
        };
        Need([natural, least(2), least(3)])
    }

    /// Of a head's word: 户数 and 占比 are not broken, 户数占比 is, and 投资额占比 once.
    pub(super) fn of_head(text: &str, hand: Hand, shaper: &Shaper) -> Need {
        let need = Need::of(text, hand, shaper);
        match text.chars().count() {
            ..=3 => Need([need.0[0]; 3]),
            4..=5 => Need([need.0[0], need.0[1], need.0[1]]),
            _ => need,
        }
    }

    /// In this many lines, 1 to 3.
    pub(super) fn lines(self, lines: usize) -> Length {
        self.0[lines.clamp(1, 3) - 1]
    }

    /// The larger of the two, line by line.
    pub(super) fn max(self, other: Need) -> Need {
        Need(std::array::from_fn(|i| self.0[i].max(other.0[i])))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_is_cut_after_its_units_digit() {
        let cut = |text: &'static str| units_end(text).map(|at| text.split_at(at));
        assert_eq!(cut("9.39%"), Some(("9", ".39%")));
        assert_eq!(cut("+2.17"), Some(("+2", ".17")));
        assert_eq!(cut("1,409,476"), Some(("1,409,476", "")));
        assert_eq!(cut("↑1"), Some(("↑1", "")));
        assert_eq!(cut("并列2"), Some(("并列2", "")));
        for word in ["—", "未报", "持平", "", "-", "并列"] {
            assert_eq!(cut(word), None, "{word}");
        }
    }
}
