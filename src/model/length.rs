//! Lengths on the page and its colours. Lengths are whole millionths of a point: sums are exact and the same on every machine.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Div, Mul, Neg, Sub, SubAssign};

/// A length; 1 pt is 1/72 inch, 1 mm is 72/25.4 pt.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Length(i64);

impl Length {
    /// nothing
    pub const ZERO: Length = Length(0);

    /// Whole points.
    #[must_use]
    pub const fn pt(points: i64) -> Length {
        Length(points * 1_000_000)
    }

    /// Thousandths of a point: `milli_pt(15_790)` is 15.79 pt.
    #[must_use]
    pub const fn milli_pt(thousandths: i64) -> Length {
        Length(thousandths * 1000)
    }

    /// Hundredths of a millimetre: `mm100(3700)` is 37 mm.
    #[must_use]
    pub const fn mm100(hundredths: i64) -> Length {
        // 72 / 25.4 pt = 7200000 / 2.54 millionths of a point per mm
        Length(hundredths * 72_000_000 / 2540)
    }

    /// Whole millimetres.
    #[must_use]
    pub const fn mm(millimetres: i64) -> Length {
        Length::mm100(millimetres * 100)
    }

    /// `thousandths` of an em of this size: an advance in font units at 1000 units per em.
    #[must_use]
    pub const fn em(self, thousandths: i64) -> Length {
        Length(self.0 * thousandths / 1000)
    }

    /// In millionths of a point.
    #[must_use]
    pub const fn micro_pt(self) -> i64 {
        self.0
    }

    /// From millionths of a point.
    #[must_use]
    pub const fn from_micro_pt(n: i64) -> Length {
        Length(n)
    }

    /// The larger of the two.
    #[must_use]
    pub fn max(self, other: Length) -> Length {
        Ord::max(self, other)
    }

    /// The smaller of the two.
    #[must_use]
    pub fn min(self, other: Length) -> Length {
        Ord::min(self, other)
    }
}

impl fmt::Debug for Length {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{:03}pt", self.0 / 1_000_000, (self.0 % 1_000_000).abs() / 1000)
    }
}

impl Add for Length {
    type Output = Length;
    fn add(self, other: Length) -> Length {
        Length(self.0 + other.0)
    }
}

impl AddAssign for Length {
    fn add_assign(&mut self, other: Length) {
        self.0 += other.0;
    }
}

impl Sub for Length {
    type Output = Length;
    fn sub(self, other: Length) -> Length {
        Length(self.0 - other.0)
    }
}

impl SubAssign for Length {
    fn sub_assign(&mut self, other: Length) {
        self.0 -= other.0;
    }
}

impl Neg for Length {
    type Output = Length;
    fn neg(self) -> Length {
        Length(-self.0)
    }
}

impl Mul<i64> for Length {
    type Output = Length;
    fn mul(self, n: i64) -> Length {
        Length(self.0 * n)
    }
}

impl Div<i64> for Length {
    type Output = Length;
    fn div(self, n: i64) -> Length {
        Length(self.0 / n)
    }
}

impl Sum for Length {
    fn sum<I: Iterator<Item = Length>>(items: I) -> Length {
        items.fold(Length::ZERO, Add::add)
    }
}

/// A colour, sRGB, a byte each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Color {
    /// red
    pub r: u8,
    /// green
    pub g: u8,
    /// blue
    pub b: u8,
}

impl Color {
    /// text
    pub const BLACK: Color = Color::rgb(0, 0, 0);

    /// From its three bytes.
    #[must_use]
    pub const fn rgb(r: u8, g: u8, b: u8) -> Color {
        Color { r, g, b }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_type_area_of_gb_t_9704_is_156_by_225_millimetres() {
        assert_eq!(format!("{:?} {:?}", Length::mm(156), Length::mm(225)), "442.204pt 637.795pt");
        assert_eq!(Length::milli_pt(15_790).em(500), Length::from_micro_pt(7_895_000));
    }
}
