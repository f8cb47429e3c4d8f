//! Numbers as the bulletin prints them: one function each, for table and sentence alike.

use crate::model::{Amount, Change, Measure, Share};
use crate::reckon::{self, Figures, Standings};

/// Does not apply.
pub(super) const NONE: &str = "—";
/// Did not report.
pub(super) const UNREPORTED: &str = "未报";

/// `3319`
pub(super) fn amount(amount: Amount, measure: &Measure) -> String {
    amount.print(measure.decimals)
}

/// What was done on the day, or — where no workbook gives it
pub(super) fn today(figures: &Figures, measure: &Measure) -> String {
    figures.day.as_ref().map_or_else(|| NONE.to_owned(), |day| amount(day.amount, measure))
}

/// One column's cells for each measure, — where there are no figures of it
pub(super) fn each(
    figures: &[Option<Figures>],
    standings: &Standings,
    print: &dyn Fn(&Figures, &Measure) -> String,
) -> Vec<String> {
    let one = |(figures, measure): (&Option<Figures>, &Measure)| {
        figures.as_ref().map_or_else(|| NONE.to_owned(), |figures| print(figures, measure))
    };
    figures.iter().zip(&standings.measures).map(one).collect()
}

/// `3319户`
pub(super) fn with_unit(value: Amount, measure: &Measure) -> String {
    format!("{}{}", amount(value, measure), measure.unit)
}

/// `10.33%`, or — where there is no task
pub(super) fn share(share: Option<Share>, standings: &Standings) -> String {
    share.map_or_else(|| NONE.to_owned(), |s| format!("{}%", s.print(standings.share_decimals)))
}

/// `+2.17`, in percentage points; — where there is nothing to compare
pub(super) fn change(change: Option<Change>, standings: &Standings) -> String {
    change.map_or_else(|| NONE.to_owned(), |c| c.print(standings.share_decimals))
}

/// `2`, 并列2, or —
pub(super) fn rank(figures: &Figures) -> String {
    figures.rank.map_or_else(|| NONE.to_owned(), |r| r.print())
}

/// ↑1, ↓2, 持平, 首次
pub(super) fn moved(figures: &Figures) -> String {
    figures.rank.map_or_else(|| NONE.to_owned(), |_| reckon::moved(figures.rank_change))
}
