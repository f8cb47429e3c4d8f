//! Which of several ways a sentence is put: so that sixty nights do not read alike, yet the same day always
//! reads the same.
//!
//! A sentence turns with the day, each at a step of its own, so that two that stood together one night
//! stand with others the next. No chance is in it: the report day alone decides.

use crate::model::Day;

/// A day's turn.
#[derive(Clone, Copy, Debug)]
pub(super) struct Turn(i64);

/// The day of the reference bulletin, which reads as the reference does: every turn is its first.
const FIRST: (i32, u32, u32) = (2021, 7, 14);
/// By how many ways a sentence turns from one night to the next.
const STEPS: [i64; 10] = [1, 1, 1, 2, 1, 2, 1, 1, 2, 1];
/// After so many nights, which both three and four divide, sentences would stand together again as before;
const TOGETHER: i64 = 12;
/// so that they are shifted then, and once more after three times as many: all is as before after 108.
const AGAIN: i64 = 36;

impl Turn {
    pub(super) fn of(day: Day) -> Turn {
        let (year, month, date) = FIRST;
        Turn(Day::new(year, month, date).map_or(0, |first| day.since(first)).rem_euclid(3 * AGAIN))
    }

    /// The way of `ways` in which the sentence at `place` is put.
    pub(super) fn at(self, place: usize, ways: i64) -> i64 {
        let step = STEPS.get(place).copied().unwrap_or(1);
        let place = i64::try_from(place).unwrap_or(0);
        (self.0 * step + self.0 / TOGETHER * place + self.0 / AGAIN * (place / 3)) % ways
    }

    /// One of three words.
    pub(super) fn choose(self, place: usize, words: [&'static str; 3]) -> &'static str {
        let [first, second, third] = words;
        match self.at(place, 3) {
            0 => first,
            1 => second,
            _ => third,
        }
    }
}
