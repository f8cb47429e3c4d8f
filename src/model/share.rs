//! Shares as exact ratios, compared unrounded and rounded once for print.

use std::cmp::Ordering;
use std::fmt;

use super::amount::{Amount, fixed, half_up};

/// Done of task, as an exact ratio; the task is above zero.
///
/// ```
/// use tongbao::model::{Amount, Share};
/// let share = Share::of(Amount::whole(304), Amount::whole(6885)).unwrap();
/// assert_eq!(share.print(2), "4.42"); // 4.4154 %: a newspaper printed 4.41
/// assert!(Share::of(Amount::ZERO, Amount::ZERO).is_none()); // no task, no share
/// ```
#[derive(Clone, Copy, Eq)]
pub struct Share {
    done: i128,
    task: i128,
}

impl Share {
    /// `done / task`, or nothing where there is no task (or a negative one).
    #[must_use]
    pub fn of(done: Amount, task: Amount) -> Option<Share> {
        (task > Amount::ZERO).then(|| Share { done: done.millionths(), task: task.millionths() })
    }

    /// In percent with `decimals` places, rounded half up (四舍五入); without the sign %.
    #[must_use]
    pub fn print(self, decimals: u8) -> String {
        let d = u32::from(decimals);
        fixed(half_up(self.done * 10i128.pow(d + 2), self.task), d)
    }

    /// The two terms as printed beside a share: `304/6885`.
    #[must_use]
    pub fn terms(self) -> (Amount, Amount) {
        (Amount::from_millionths(self.done), Amount::from_millionths(self.task))
    }

    /// In whole millionths of one, rounded half up: for the length of a bar, never for print.
    #[must_use]
    pub fn millionths(self) -> i64 {
        i64::try_from(half_up(self.done * 1_000_000, self.task)).unwrap_or(i64::MAX)
    }

    /// How far this share stands above `earlier`, exact.
    #[must_use]
    pub fn since(self, earlier: Share) -> Change {
        Change { now: self, then: earlier }
    }
}

/// Exact order of the two ratios, by Euclid's quotients: no product that could overflow.
impl Ord for Share {
    fn cmp(&self, other: &Share) -> Ordering {
        compare((self.done, self.task), (other.done, other.task))
    }
}

fn compare((a, b): (i128, i128), (c, d): (i128, i128)) -> Ordering {
    let (p, q) = (a.div_euclid(b), c.div_euclid(d));
    if p != q {
        return p.cmp(&q);
    }
    match (a.rem_euclid(b), c.rem_euclid(d)) {
        (0, 0) => Ordering::Equal,
        (0, _) => Ordering::Less,
        (_, 0) => Ordering::Greater,
        // r/b against s/d is d/s against b/r
        (r, s) => compare((d, s), (b, r)),
    }
}

impl PartialOrd for Share {
    fn partial_cmp(&self, other: &Share) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// 1/2 and 2/4 are one share.
impl PartialEq for Share {
    fn eq(&self, other: &Share) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl fmt::Debug for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (done, task) = self.terms();
        write!(f, "{done}/{task}")
    }
}

/// The difference of two shares, in percentage points (个百分点).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change {
    now: Share,
    then: Share,
}

impl Change {
    /// With its sign and `decimals` places: `+2.17`, `-0.03`, `0.00`. It is the difference of the two
    /// shares as they were printed, so that a reader who holds both issues finds the same number.
    #[must_use]
    pub fn print(self, decimals: u8) -> String {
        let scaled = self.scaled(decimals);
        let text = fixed(scaled, u32::from(decimals));
        if scaled > 0 { format!("+{text}") } else { text }
    }

    /// The sign of the printed difference.
    #[must_use]
    pub fn direction(self, decimals: u8) -> Ordering {
        self.scaled(decimals).cmp(&0)
    }

    fn scaled(self, decimals: u8) -> i128 {
        let unit = 10i128.pow(u32::from(decimals) + 2);
        let printed = |s: Share| half_up(s.done * unit, s.task);
        printed(self.now) - printed(self.then)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn share(done: i64, task: i64) -> Share {
        Share::of(Amount::whole(done), Amount::whole(task)).unwrap()
    }

    #[test]
    fn shares_that_print_alike_still_rank_apart() {
        let (a, b) = (share(1_000_001, 3_000_000), share(1_000_000, 3_000_000));
        assert_eq!(a.print(2), b.print(2));
        assert!(a > b);
    }

    #[test]
    fn half_a_hundredth_is_rounded_up() {
        assert_eq!(share(5, 100_000).print(2), "0.01");
        assert_eq!(share(4, 100_000).print(2), "0.00");
    }

    #[test]
    fn the_largest_amounts_compare_without_overflow() {
        let big = 10_000_000_000_000;
        assert!(share(big - 1, big) < share(big, big));
        assert!(share(big - 2, big - 1) < share(big - 1, big));
    }

    #[test]
    fn a_change_is_the_difference_of_the_two_printed_shares() {
        assert_eq!(share(1056, 11241).since(share(812, 11241)).print(2), "+2.17");
        assert_eq!(share(1, 3).since(share(1, 3)).print(2), "0.00");
        assert_eq!(share(1, 4).since(share(1, 3)).print(2), "-8.33");
    }
}
