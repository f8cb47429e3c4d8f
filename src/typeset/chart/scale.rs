//! Axes: where they begin and end, and where they are marked.

use crate::model::Amount;
use crate::typeset::Length;

/// The axis: its end and its step, in millionths of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Scale {
    pub end: i64,
    pub step: i64,
}

impl Scale {
    /// The axis for shares up to `most`: to 100 % once half of it is reached, shorter before so that
    /// early days can be told apart, longer where more was done than the task.
    pub(super) fn over(most: i64) -> Scale {
        const PERCENT: i64 = 10_000;
        // beyond ten times the task a bar is cut; its text still says how far it goes
        let most = most.clamp(1, 1000 * PERCENT);
        if most > 50 * PERCENT && most <= 100 * PERCENT {
            return Scale { end: 100 * PERCENT, step: 20 * PERCENT };
        }
        let steps = [1, 2, 5, 10, 20, 50, 100, 200].map(|percent| percent * PERCENT);
        let step = steps.into_iter().find(|step| most <= step * 5 + step).unwrap_or(200 * PERCENT);
        Scale { end: (most + step - 1) / step * step, step }
    }

    pub(super) fn label(self, tick: i64) -> String {
        format!("{}%", tick / 10_000)
    }

    pub(super) fn ticks(self) -> impl Iterator<Item = i64> {
        (0..=self.end / self.step).map(move |i| i * self.step)
    }
}

/// An axis of amounts from nought, in steps of 1, 2 or 5 of a power of ten.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Amounts {
    /// in millionths of the measure's unit
    step: i128,
    steps: i128,
    per_unit: i128,
}

impl Amounts {
    /// The axis for amounts up to `most`, labelled in units of `per_unit`.
    pub(super) fn over(most: Amount, per_unit: i64) -> Amounts {
        let most = most.millionths().max(1);
        let mut unit: i128 = 1;
        let step = loop {
            if let Some(step) = [unit, 2 * unit, 5 * unit].into_iter().find(|step| step * 5 >= most) {
                break step;
            }
            unit *= 10;
        };
        Amounts { step, steps: (most + step - 1) / step, per_unit: i128::from(per_unit.max(1)) }
    }

    pub(super) fn ticks(self) -> impl Iterator<Item = Amount> {
        (0..=self.steps).map(move |n| Amount::from_millionths(n * self.step))
    }

    pub(super) fn label(self, tick: Amount) -> String {
        // a tick is some whole number of steps, which ten thousand may not divide: 2.5万
        let whole = Amount::from_millionths(tick.millionths() / self.per_unit);
        whole.to_string()
    }

    /// How far up an axis of this length an amount stands.
    pub(super) fn part_of(self, amount: Amount, length: Length) -> Length {
        let all = self.step * self.steps;
        let part = amount.millionths().clamp(0, all);
        let along = i128::from(length.micro_pt()) * part / all;
        Length::from_micro_pt(i64::try_from(along).unwrap_or(0))
    }
}

/// An axis of shares that need not begin at nought, in millionths.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Range {
    pub start: i64,
    pub end: i64,
    step: i64,
}

impl Range {
    /// The axis for shares from `least` to `most`: from nought, unless all stand in its upper half.
    pub(super) fn over(least: i64, most: i64) -> Range {
        // beyond ten times the task marks stand at the edge
        let most = most.clamp(1, 10_000_000);
        let least = least.clamp(0, most);
        // shares that are all alike, or all nought, are no reason to look at tenths of a percent
        let from = if least * 2 > most && most - least >= 2000 { least } else { 0 };
        let most = if from == 0 { most.max(49_999) } else { most };
        let span = most - from;
        let steps = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000].map(|n| n * 1000);
        let step = steps.into_iter().find(|step| span <= step * 6).unwrap_or(2_000_000);
        let start = from / step * step;
        let end = (most + step - 1) / step * step;
        let start = if from > 0 && from == start { start - step } else { start };
        Range { start, end, step }
    }

    pub(super) fn ticks(self) -> impl Iterator<Item = i64> {
        (0..=(self.end - self.start) / self.step).map(move |i| self.start + i * self.step)
    }

    /// Without the sign %, which stands in the axis' title.
    pub(super) fn label(self, tick: i64) -> String {
        let decimals = u8::from(self.step % 10_000 != 0);
        Amount::from_millionths(i128::from(tick) * 100).print(decimals)
    }

    pub(super) fn holds(self, share: i64) -> bool {
        (self.start..=self.end).contains(&share)
    }

    /// How far along an axis of this length a share stands.
    pub(super) fn part_of(self, share: i64, length: Length) -> Length {
        let part = i128::from(share.clamp(self.start, self.end) - self.start);
        let along = i128::from(length.micro_pt()) * part / i128::from(self.end - self.start);
        Length::from_micro_pt(i64::try_from(along).unwrap_or(0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_axis_ends_at_a_round_share() {
        for (most, end, step) in [
            (682_700, 1_000_000, 200_000),
            (1_000_000, 1_000_000, 200_000),
            (103_300, 120_000, 20_000),
            (480_000, 500_000, 100_000),
            (1_030_000, 1_200_000, 200_000),
            (0, 10_000, 10_000),
            (i64::MAX, 10_000_000, 2_000_000),
        ] {
            assert_eq!(Scale::over(most), Scale { end, step }, "{most}");
        }
    }
    #[test]
    fn an_axis_of_amounts_has_at_most_five_round_steps() {
        let axis = Amounts::over(Amount::whole(28_800), 1);
        let labels: Vec<String> = axis.ticks().map(|tick| axis.label(tick)).collect();
        assert_eq!(labels, ["0", "10000", "20000", "30000"]);
        let axis = Amounts::over(Amount::whole(1_409_476), 10_000);
        let labels: Vec<String> = axis.ticks().map(|tick| axis.label(tick)).collect();
        assert_eq!(labels, ["0", "50", "100", "150"]);
        assert_eq!(axis.part_of(Amount::whole(750_000), Length::pt(100)), Length::pt(50));
    }

    #[test]
    fn shares_that_stand_close_together_are_seen_apart() {
        assert_eq!(Range::over(26_300, 515_300), Range { start: 0, end: 600_000, step: 100_000 });
        assert_eq!(Range::over(981_000, 999_000), Range { start: 980_000, end: 1_000_000, step: 5_000 });
        assert_eq!(Range::over(0, 0), Range { start: 0, end: 50_000, step: 10_000 });
        assert_eq!(Range::over(1_000_000, 1_000_000), Range { start: 0, end: 1_000_000, step: 200_000 });
    }
}
