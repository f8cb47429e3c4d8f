//! How cells are set: a total in 黑体, what an article sets apart in its own voice.

use super::super::super::Length;
use super::super::super::block;
use super::super::super::face::Voice;
use super::super::super::line::width;
use super::super::super::shape::{Hand, Piece, Shaper};
use crate::compose::{Row, Span, SpanStyle};

/// How a row's cells are set at a size; the figures of 黑体 are larger on its body than those of 仿宋, so a total is
/// set smaller. Its words are [`whole`] where there is room.
pub(super) fn row_hand(row: &Row, [body, head]: [Voice; 2], total: i64, size: Length) -> Hand {
    let voice = if row.is_total { head } else { body };
    Hand::black(voice, if voice == Voice::Hei && body != Voice::Hei { size.em(total) } else { size })
}

/// How a cell's `text` is set whose words are all set apart alike; else as its row.
pub(super) fn cell_hand(
    row: &Row,
    (text, spoken): (&str, &[Span]),
    voices: [Voice; 2],
    total: i64,
    size: Length,
) -> Hand {
    let [first, rest @ ..] = spoken else { return row_hand(row, voices, total, size) };
    if row.is_total || rest.iter().any(|span| span.style != first.style) {
        return row_hand(row, voices, total, size);
    }
    match first.style {
        SpanStyle::Plain => row_hand(row, voices, total, size),
        SpanStyle::Strong if is_word(text) => Hand::black(Voice::Hei, size),
        SpanStyle::Strong => Hand::black(Voice::Hei, size.em(total)),
        SpanStyle::Emphasis => Hand::black(Voice::Kai, size),
    }
}

/// Is there no figure in it, which must be level with other figures?
fn is_word(text: &str) -> bool {
    !text.contains(|c: char| c.is_ascii_digit())
}

/// A total's word at the table's own `size`, or as near to it as `room` lets it stand in a line: 合计 smaller than the
/// names over it would look the least of them.
pub(super) fn whole(hand: Hand, text: &str, (size, room): (Length, Length), shaper: &Shaper) -> Hand {
    if hand.size >= size || !is_word(text) {
        return hand;
    }
    let natural = width(shaper, text, Hand { size, ..hand });
    let fitting = if natural > room {
        let exact =
            i128::from(size.micro_pt()) * i128::from(room.micro_pt()) / i128::from(natural.micro_pt());
        Length::from_micro_pt(i64::try_from(exact).unwrap_or(0))
    } else {
        size
    };
    Hand { size: fitting.max(hand.size), ..hand }
}

/// A cell's pieces, each in its voice.
pub(super) fn cell_pieces(text: &str, spoken: &[Span], hand: Hand, shaper: &Shaper) -> Vec<Piece> {
    if spoken.is_empty() { shaper.pieces(text, hand) } else { block::pieces(spoken, hand, shaper) }
}
