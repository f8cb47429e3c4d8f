//! The border to the PDF crate's floats: every length becomes a number of points here, and nowhere else.
//!
//! A coordinate is written to a thousandth of a point (a third of a micrometre), so that equal lengths
//! give equal digits and the numbers in the file stay short.

use printpdf::Pt;

use crate::typeset::{Color, Length};

/// A length as points, rounded to a thousandth.
pub(super) fn pt(length: Length) -> Pt {
    Pt(thousandths_as_f32(in_milli_pt(length)))
}

/// The length that [`pt`] writes: what a viewer will compute with.
pub(super) fn as_written(length: Length) -> Length {
    Length::milli_pt(in_milli_pt(length))
}

/// A `TJ` number given in ten-thousandths of an em, as the thousandths that the operator takes.
pub(super) fn tj(ten_thousandths: i64) -> f32 {
    // at most some em, far below the 2^24 that a float holds exactly
    ten_thousandths as f32 / 10.0
}

/// A colour, in parts of one.
pub(super) fn rgb(color: Color) -> printpdf::Color {
    let part = |byte: u8| f32::from(byte) / 255.0;
    printpdf::Color::Rgb(printpdf::Rgb {
        r: part(color.r),
        g: part(color.g),
        b: part(color.b),
        icc_profile: None,
    })
}

fn in_milli_pt(length: Length) -> i64 {
    (length.micro_pt() + 500).div_euclid(1000)
}

fn thousandths_as_f32(milli_pt: i64) -> f32 {
    // exact up to 16 777 pt, which is 83 sheets of A4 side by side
    milli_pt as f32 / 1000.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_length_is_written_to_a_thousandth_of_a_point_and_known_as_written() {
        let width = Length::mm(210);
        assert_eq!(pt(width).0.to_string(), "595.276");
        assert_eq!(as_written(width), Length::milli_pt(595_276));
        assert_eq!(pt(-Length::from_micro_pt(1_499)).0.to_string(), "-0.001");
    }
}
