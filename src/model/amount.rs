//! Amounts: exact decimals with six places, never binary floats.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, Neg, Sub};

/// An exact amount in a measure's own unit, kept as whole millionths.
///
/// 0.8077 万㎡ is 8077 ㎡ exactly; sums of any length do not drift.
///
/// ```
/// use tongbao::model::Amount;
/// let a = Amount::parse("0.8077").unwrap().scaled(10_000, 1).unwrap();
/// assert_eq!(a, Amount::whole(8077));
/// assert!(Amount::parse("约300").is_err());
/// ```
#[derive(
    Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, serde::Serialize, serde::Deserialize,
)]
pub struct Amount(i128);

/// Why a text is no [`Amount`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AmountError {
    /// not of the form `-?digits(.digits)?`
    #[error("not a decimal number")]
    Form,
    /// beyond ±10^13, more than any city counts
    #[error("beyond ±10^13")]
    Size,
}

const PLACES: u32 = 6;
const ONE: i128 = 1_000_000;
const BOUND: i128 = 10_000_000_000_000 * ONE;

impl Amount {
    /// nothing
    pub const ZERO: Amount = Amount(0);

    /// A whole number of units.
    #[must_use]
    pub const fn whole(n: i64) -> Amount {
        Amount(n as i128 * ONE)
    }

    /// From `-?digits(.digits)?` in ASCII digits; places beyond the sixth are rounded half up.
    ///
    /// # Errors
    /// [`AmountError::Form`] for any other text, [`AmountError::Size`] beyond ±10^13.
    pub fn parse(text: &str) -> Result<Amount, AmountError> {
        let (negative, digits) = match text.as_bytes().first() {
            Some(b'-') => (true, &text[1..]),
            Some(b'+') => (false, &text[1..]),
            _ => (false, text),
        };
        let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
        let digits_only = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
        if whole.is_empty()
            || !digits_only(whole)
            || !digits_only(part)
            || (digits.contains('.') && part.is_empty())
        {
            return Err(AmountError::Form);
        }
        if whole.trim_start_matches('0').len() > 14 {
            return Err(AmountError::Size);
        }
        let mut value: i128 = whole.bytes().fold(0, |n, b| n * 10 + i128::from(b - b'0')) * ONE;
        let mut unit = ONE / 10;
        for b in part.bytes().take(PLACES as usize) {
            value += i128::from(b - b'0') * unit;
            unit /= 10;
        }
        if part.as_bytes().get(PLACES as usize).is_some_and(|b| *b >= b'5') {
            value += 1;
        }
        if value > BOUND {
            return Err(AmountError::Size);
        }
        Ok(Amount(if negative { -value } else { value }))
    }

    /// From a spreadsheet's binary number, at the 15 significant digits that a spreadsheet shows.
    ///
    /// # Errors
    /// [`AmountError::Form`] if not finite, [`AmountError::Size`] beyond ±10^13.
    pub fn from_cell(value: f64) -> Result<Amount, AmountError> {
        if !value.is_finite() {
            return Err(AmountError::Form);
        }
        if value.abs() > 1e13 {
            return Err(AmountError::Size);
        }
        // 15 significant digits: 0.1+0.2 is stored as 0.30000000000000004 and shown as 0.3
        let digits_before = if value.abs() < 1.0 { 0 } else { value.abs().log10().floor() as usize + 1 };
        Amount::parse(&format!("{value:.*}", 15usize.saturating_sub(digits_before).min(15)))
    }

    /// This amount times `numerator / denominator` (a unit's conversion), rounded half up at the sixth place.
    ///
    /// # Errors
    /// [`AmountError::Size`] beyond ±10^13.
    pub fn scaled(self, numerator: i64, denominator: i64) -> Result<Amount, AmountError> {
        let product = self.0 * i128::from(numerator);
        let value = half_up(product, i128::from(denominator));
        if value.abs() > BOUND { Err(AmountError::Size) } else { Ok(Amount(value)) }
    }

    /// In whole millionths of a unit.
    #[must_use]
    pub const fn millionths(self) -> i128 {
        self.0
    }

    /// From whole millionths of a unit.
    #[must_use]
    pub const fn from_millionths(n: i128) -> Amount {
        Amount(n)
    }

    /// Is it a whole number of units?
    #[must_use]
    pub const fn is_whole(self) -> bool {
        self.0 % ONE == 0
    }

    /// Is it exactly none?
    #[must_use]
    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// Is it below zero?
    #[must_use]
    pub const fn is_negative(self) -> bool {
        self.0 < 0
    }

    /// Without its sign.
    #[must_use]
    pub const fn abs(self) -> Amount {
        Amount(self.0.abs())
    }

    /// As printed with `decimals` places (0 to 6), rounded half up (四舍五入, away from zero).
    #[must_use]
    pub fn print(self, decimals: u8) -> String {
        let decimals = u32::from(decimals).min(PLACES);
        let scaled = half_up(self.0, 10i128.pow(PLACES - decimals));
        fixed(scaled, decimals)
    }
}

/// `n / d` rounded half away from zero (四舍五入); `d` above zero.
pub(super) fn half_up(n: i128, d: i128) -> i128 {
    let magnitude = (n.abs() * 2 + d) / (d * 2);
    if n < 0 { -magnitude } else { magnitude }
}

/// A whole number of 10^-`decimals`, written with that many places.
pub(super) fn fixed(scaled: i128, decimals: u32) -> String {
    let sign = if scaled < 0 { "-" } else { "" };
    let base = 10i128.pow(decimals);
    let (whole, part) = (scaled.abs() / base, scaled.abs() % base);
    if decimals == 0 {
        format!("{sign}{whole}")
    } else {
        format!("{sign}{whole}.{part:0w$}", w = decimals as usize)
    }
}

/// The shortest exact form: `8077`, `0.8077`.
impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // as nearly all are
        if self.is_whole() {
            return write!(f, "{}", self.0 / ONE);
        }
        let text = fixed(self.0, PLACES);
        f.write_str(text.trim_end_matches('0').trim_end_matches('.'))
    }
}

impl fmt::Debug for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl Add for Amount {
    type Output = Amount;
    fn add(self, other: Amount) -> Amount {
        Amount(self.0 + other.0)
    }
}

impl Sub for Amount {
    type Output = Amount;
    fn sub(self, other: Amount) -> Amount {
        Amount(self.0 - other.0)
    }
}

impl Neg for Amount {
    type Output = Amount;
    fn neg(self) -> Amount {
        Amount(-self.0)
    }
}

impl Sum for Amount {
    fn sum<I: Iterator<Item = Amount>>(items: I) -> Amount {
        items.fold(Amount::ZERO, Add::add)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_of_ten_thousand_square_metres_becomes_whole_metres() {
        for (cell, metres) in [(0.8077, 8077), (4.0572, 40572), (13.2427, 132_427), (0.7011, 7011)] {
            assert_eq!(Amount::from_cell(cell).unwrap().scaled(10_000, 1).unwrap(), Amount::whole(metres));
        }
    }

    #[test]
    fn binary_noise_beyond_fifteen_digits_is_not_seen() {
        assert_eq!(Amount::from_cell(0.1 + 0.2).unwrap().to_string(), "0.3");
        assert_eq!(Amount::from_cell(1e13).unwrap(), Amount::whole(10_000_000_000_000));
    }

    #[test]
    fn what_is_no_number_is_refused() {
        for text in ["", "-", ".", "1.", ".5", "1e3", "1,000", "３", "--1", "1.2.3", " 1"] {
            assert_eq!(Amount::parse(text), Err(AmountError::Form), "{text}");
        }
        assert_eq!(Amount::parse("99999999999999"), Err(AmountError::Size));
        assert_eq!(Amount::from_cell(f64::NAN), Err(AmountError::Form));
        assert_eq!(Amount::from_cell(f64::INFINITY), Err(AmountError::Form));
    }

    #[test]
    fn the_shortest_form_loses_nothing_however_long() {
        for text in ["0", "-0.5", "8077", "0.8077", "-12.000001", "10000000000000", "1200", "0.100001"] {
            assert_eq!(Amount::parse(text).unwrap().to_string(), text);
        }
        let sum: Amount = std::iter::repeat_n(Amount::parse("9999999999999.25").unwrap(), 40).sum();
        assert_eq!(sum.to_string(), "399999999999970");
        assert_eq!((sum + Amount::parse("0.5").unwrap()).to_string(), "399999999999970.5");
        assert_eq!(
            Amount::from_millionths(i128::from(u64::MAX) * 4 + 3).to_string(),
            "73786976294838.206463"
        );
    }

    #[test]
    fn printing_rounds_half_up_away_from_zero() {
        assert_eq!(Amount::parse("0.125").unwrap().print(2), "0.13");
        assert_eq!(Amount::parse("-0.125").unwrap().print(2), "-0.13");
        assert_eq!(Amount::parse("2.5").unwrap().print(0), "3");
        assert_eq!(Amount::whole(7).print(2), "7.00");
    }
}
