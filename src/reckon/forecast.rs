//! When it will be done at this rate, and what rate the deadline asks for.

use super::past::Past;
use super::standings::{Forecast, Pace, Required, Standing};
use crate::model::{Amount, Day, Measure, Share};
use crate::plan::{Period, Plan};

/// A mean is taken over so many issues, this one among them,
const WINDOW: usize = 7;
/// and over no fewer than these: below, one lucky day would make the forecast.
const AT_LEAST: usize = 3;

/// 序时进度: days elapsed of days in all, the report day in; 0 before the campaign, 1 after it.
pub(super) fn pace(period: Period, day: Day) -> Option<Pace> {
    let all = period.to.since(period.from) + 1;
    let elapsed = (day.since(period.from) + 1).clamp(0, all);
    Share::of(Amount::whole(elapsed), Amount::whole(all)).map(|elapsed| Pace { period, elapsed })
}

/// Fills in forecast and required rate of every district and measure.
pub(super) fn project(districts: &mut [Standing], plan: &Plan, day: Day, past: &[Past]) {
    for standing in districts {
        let name = standing.district.name.clone();
        for (measure, figures) in plan.measures.iter().zip(&mut standing.figures) {
            let Some(figures) = figures else { continue };
            let earlier = past.iter().map(|p| p.figures(&name, &measure.name)?.stretch(p.day()));
            let today = figures.day.as_ref().map(|d| Stretch::of(d.amount, d.since_issue(), day));
            figures.forecast = forecast(figures.left.amount, &recent(earlier, today));
            figures.required = plan.period.map(|period| required(figures.left.amount, measure, period, day));
        }
    }
}

/// What was done, over how many days: a weekly issue's D is seven days' work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// D
    pub amount: Amount,
    /// one at least
    pub days: i64,
}

impl Stretch {
    /// D of the issue for `day`: the day's own, or what was done after an earlier issue's day.
    pub(super) fn of(amount: Amount, since: Option<Day>, day: Day) -> Stretch {
        Stretch { amount, days: since.map_or(1, |since| day.since(since)).max(1) }
    }

    /// a / n against b / m, without dividing
    fn slower_of(&self, other: &Stretch) -> std::cmp::Ordering {
        let (a, b) = (self.amount.millionths(), other.amount.millionths());
        (a * i128::from(other.days)).cmp(&(b * i128::from(self.days)))
    }
}

/// ΣD and the days that it took.
pub(super) fn sum(stretches: &[Stretch]) -> Stretch {
    let amount = stretches.iter().map(|s| s.amount).sum();
    Stretch { amount, days: stretches.iter().map(|s| s.days).sum() }
}

/// The D of the last issues that have one, newest last, today's included.
pub(super) fn recent<D>(earlier: impl DoubleEndedIterator<Item = Option<D>>, today: Option<D>) -> Vec<D> {
    let mut days: Vec<D> = today.into_iter().chain(earlier.rev().flatten()).take(WINDOW).collect();
    days.reverse();
    days
}

/// Days left = R / mean D a day, rounded up; the range from the fastest and the slowest issue's.
pub(super) fn forecast(left: Amount, days: &[Stretch]) -> Forecast {
    if left <= Amount::ZERO {
        return Forecast::Cleared;
    }
    if days.len() < AT_LEAST {
        return Forecast::TooFew;
    }
    let slowest = days.iter().copied().min_by(Stretch::slower_of);
    let (Some(fastest), Some(slowest)) = (days.iter().copied().max_by(Stretch::slower_of), slowest) else {
        return Forecast::TooFew;
    };
    let at = |rate: Stretch| days_up(left.millionths() * i128::from(rate.days), rate.amount.millionths());
    match at(sum(days)) {
        None => Forecast::Never,
        Some(mean) => Forecast::Days { mean, fastest: at(fastest).unwrap_or(mean), slowest: at(slowest) },
    }
}

/// `left / rate` rounded up; none where the rate is not above zero.
fn days_up(left: i128, rate: i128) -> Option<u64> {
    (rate > 0).then(|| u64::try_from((left + rate - 1) / rate).unwrap_or(u64::MAX))
}

/// What each day from tomorrow to the deadline must bring, rounded up at the measure's decimals: less
/// would miss it.
pub(super) fn required(left: Amount, measure: &Measure, period: Period, day: Day) -> Required {
    if left <= Amount::ZERO {
        return Required::Cleared;
    }
    // before the campaign begins, its own days are those that are left
    let days = period.to.since(day).min(period.to.since(period.from) + 1);
    match u64::try_from(days) {
        Ok(days) if days > 0 => {
            let step = 10i128.pow(6 - u32::from(measure.decimals.min(6)));
            let per_day = i128::from(days) * step;
            let amount = Amount::from_millionths((left.millionths() + per_day - 1) / per_day * step);
            Required::Daily { amount, days }
        }
        _ => Required::Overdue,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn daily(amount: i64) -> Stretch {
        Stretch { amount: Amount::whole(amount), days: 1 }
    }

    fn whole(amounts: &[i64]) -> Vec<Stretch> {
        amounts.iter().copied().map(daily).collect()
    }

    #[test]
    fn a_weeks_work_is_a_seventh_of_it_a_day() {
        let weeks = [21, 7, 14].map(|n| Stretch { amount: Amount::whole(n), days: 7 });
        let forecast = forecast(Amount::whole(100), &weeks);
        assert_eq!(forecast, Forecast::Days { mean: 50, fastest: 34, slowest: Some(100) });
    }

    #[test]
    fn the_fastest_issue_is_that_of_the_highest_daily_rate() {
        // six over a weekend are two a day, three on Tuesday are more
        let days = [daily(1), Stretch { amount: Amount::whole(6), days: 3 }, daily(3)];
        assert_eq!(
            forecast(Amount::whole(30), &days),
            Forecast::Days { mean: 15, fastest: 10, slowest: Some(30) }
        );
    }

    #[test]
    fn days_left_are_counted_at_the_mean_of_the_last_issues() {
        let forecast = forecast(Amount::whole(100), &whole(&[10, 20, 30]));
        assert_eq!(forecast, Forecast::Days { mean: 5, fastest: 4, slowest: Some(10) });
    }

    #[test]
    fn two_issues_are_no_sample_and_standing_still_is_no_forecast() {
        assert_eq!(forecast(Amount::whole(1), &whole(&[5, 5])), Forecast::TooFew);
        assert_eq!(forecast(Amount::whole(1), &whole(&[0, 0, 0])), Forecast::Never);
        assert_eq!(forecast(Amount::ZERO, &[]), Forecast::Cleared);
    }

    #[test]
    fn only_the_last_seven_issues_count_and_gaps_are_passed_over() {
        let earlier = [Some(9), None, Some(1), Some(2), Some(3), Some(4), Some(5), Some(6)];
        let earlier = earlier.into_iter().map(|n| n.map(daily));
        assert_eq!(recent(earlier, Some(daily(7))), whole(&[1, 2, 3, 4, 5, 6, 7]));
    }

    #[test]
    fn the_rate_required_is_rounded_up_and_a_passed_deadline_said() {
        let measure = Measure {
            name: "户数".into(),
            unit: "户".into(),
            decimals: 0,
            aliases: vec![],
            may_exceed: false,
            verb: None,
        };
        let day = |d| Day::new(2021, 9, d).unwrap();
        let period = Period { from: day(1), to: day(30) };
        let at = |d| required(Amount::whole(100), &measure, period, day(d));
        assert_eq!(at(27), Required::Daily { amount: Amount::whole(34), days: 3 });
        assert_eq!(at(30), Required::Overdue);
    }

    #[test]
    fn the_pace_counts_both_ends_and_stops_at_one() {
        let day = |m, d| Day::new(2021, m, d).unwrap();
        let period = Period { from: day(6, 15), to: day(9, 30) };
        let at = |day| pace(period, day).unwrap().elapsed.print(2);
        assert_eq!(
            (at(day(7, 14)), at(day(6, 1)), at(day(12, 1))),
            ("27.78".into(), "0.00".into(), "100.00".into())
        );
    }
}
