//! The rows of a ledger that were counted or summed.

use std::borrow::Cow;

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Rows as ascending 0-based ranges, both ends in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rows {
    #[serde(serialize_with = "written", deserialize_with = "read")]
    ranges: Vec<(u32, u32)>,
    count: u64,
    dropped: bool,
}

impl Rows {
    /// As many ranges as are kept; the count goes on beyond it.
    const KEPT: usize = 4096;

    /// Adds a row; rows come in ascending order.
    pub fn push(&mut self, row: u32) {
        self.count += 1;
        let room = self.ranges.len() < Self::KEPT;
        match self.ranges.last_mut() {
            Some((_, end)) if !self.dropped && *end + 1 == row => *end = row,
            _ if room => self.ranges.push((row, row)),
            _ => self.dropped = true,
        }
    }

    /// These rows without those of `other`, all of which must be among them.
    #[must_use]
    pub fn without(&self, other: &Rows) -> Rows {
        if other.count == 0 {
            return self.clone();
        }
        let mut left = Rows::default();
        let is_among = |row: u32| {
            let at = other.ranges.partition_point(|(_, last)| *last < row);
            other.ranges.get(at).is_some_and(|(first, _)| *first <= row)
        };
        for (first, last) in &self.ranges {
            (*first..=*last).filter(|row| !is_among(*row)).for_each(|row| left.push(row));
        }
        left.count = self.count.saturating_sub(other.count);
        left.dropped |= self.dropped || other.dropped;
        left
    }

    /// How many rows.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.count
    }

    /// The ranges, 0-based, both ends in; the first `Rows::KEPT` of them.
    #[must_use]
    pub fn ranges(&self) -> &[(u32, u32)] {
        &self.ranges
    }

    /// Were there more ranges than are kept?
    #[must_use]
    pub fn is_cut(&self) -> bool {
        self.dropped
    }
}

// On the way from a worker the ranges are one text, each a step from the last and a length, in digits of
// four bits: a ledger has tens of thousands over all its figures, which as lists of numbers were most of
// what crossed.

/// A number's last digit is `0` and up, each before it `` ` `` and up.
const LAST: u8 = b'0';
const FURTHER: u8 = b'`';

fn written<S: Serializer>(ranges: &[(u32, u32)], to: S) -> Result<S::Ok, S::Error> {
    let mut text = String::with_capacity(ranges.len() * 3);
    let mut put = |number: u32| {
        let digits = number.max(1).ilog2() / 4;
        for place in (1..=digits).rev() {
            text.push(char::from(FURTHER + (number >> (4 * place) & 15) as u8));
        }
        text.push(char::from(LAST + (number & 15) as u8));
    };
    let mut before = 0;
    for (start, end) in ranges {
        put(start - before);
        put(end - start);
        before = *end;
    }
    to.serialize_str(&text)
}

fn read<'d, D: Deserializer<'d>>(from: D) -> Result<Vec<(u32, u32)>, D::Error> {
    let text = Cow::<str>::deserialize(from)?;
    let mut bytes = text.bytes();
    let mut ranges = Vec::new();
    let mut before = 0_u32;
    while bytes.len() > 0 {
        let range = number(&mut bytes).zip(number(&mut bytes)).and_then(|(step, length)| {
            let start = before.checked_add(step)?;
            Some((start, start.checked_add(length)?))
        });
        let (start, end) = range.ok_or_else(|| D::Error::custom("ranges of rows that are none"))?;
        ranges.push((start, end));
        before = end;
    }
    Ok(ranges)
}

fn number(bytes: &mut std::str::Bytes<'_>) -> Option<u32> {
    let mut number = 0_u32;
    loop {
        let byte = bytes.next()?;
        let further = byte >= FURTHER;
        let digit = byte.checked_sub(if further { FURTHER } else { LAST }).filter(|digit| *digit < 16)?;
        number = number.checked_mul(16)? | u32::from(digit);
        if !further {
            return Some(number);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbouring_rows_make_one_range() {
        let mut rows = Rows::default();
        for row in [2, 3, 4, 9] {
            rows.push(row);
        }
        assert_eq!((rows.ranges(), rows.count()), (&[(2, 4), (9, 9)][..], 4));
    }

    #[test]
    fn rows_come_out_as_they_went_in() {
        let rows =
            Rows { ranges: vec![(0, 0), (2, 18), (35, 4000), (5000, u32::MAX)], count: 7, dropped: true };
        let text = serde_json::to_string(&rows).unwrap();
        assert_eq!(serde_json::from_str::<Rows>(&text).unwrap(), rows, "{text}");
        let none = serde_json::to_string(&Rows::default()).unwrap();
        assert_eq!(serde_json::from_str::<Rows>(&none).unwrap(), Rows::default());
    }

    #[test]
    fn what_is_cut_short_or_too_large_is_an_error() {
        let read = |ranges: &str| {
            serde_json::from_str::<Rows>(&format!(
                "{{\"ranges\":\"{ranges}\",\"count\":1,\"dropped\":false}}"
            ))
        };
        assert_eq!(read("31").unwrap().ranges(), [(3, 4)]);
        for other in ["3", "31x", "3 ", "ooooooooo00", "31o"] {
            assert!(read(other).is_err(), "{other}");
        }
    }
}
