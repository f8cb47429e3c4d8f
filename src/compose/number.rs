//! Numbers as the bulletin prints them: one function each, for table and sentence alike.

use crate::model::{Amount, Change, Measure, Share};
use crate::plan::Wording;
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

/// 33518户、2979155㎡、投资额484155万元: amounts of one verb in a sentence, each with its measure's name where the unit
/// alone does not tell which it is
pub(super) fn list(amounts: &[(Amount, &Measure)], words: &Wording) -> String {
    let one = |(value, measure): &(Amount, &Measure)| {
        let verb = measure.verb.as_deref().unwrap_or(&words.verb);
        let name = measure.name.strip_prefix(verb).unwrap_or(&measure.name);
        let name = if is_told_by_unit(measure, words) { "" } else { name };
        format!("{name}{}", with_unit(*value, measure))
    };
    amounts.iter().map(one).collect::<Vec<_>>().join("、")
}

/// 整治房屋安全隐患33518户、2979155㎡，完成投资额484155万元: amounts with what was done, those of measures with a verb of
/// their own behind the bulletin's
pub(super) fn done(amounts: &[(Amount, &Measure)], object: &str, words: &Wording) -> String {
    let alike = amounts.chunk_by(|(_, a), (_, b)| a.verb == b.verb);
    let one = |amounts: &[(Amount, &Measure)]| {
        let own = amounts.first().and_then(|(_, measure)| measure.verb.as_deref());
        let what = own.map_or_else(|| format!("{}{object}", words.verb), str::to_owned);
        what + &list(amounts, words)
    };
    alike.map(one).collect::<Vec<_>>().join("，")
}

/// Does 3319户 say of itself that it is 户数, and 410930㎡ an area? And 300株 need no name where 栽植 is what is done.
fn is_told_by_unit(measure: &Measure, words: &Wording) -> bool {
    let Measure { name, unit, .. } = measure;
    let is_area = ["㎡", "平方米", "亩", "公顷", "平方公里"].iter().any(|area| unit.ends_with(area));
    let is_length = unit.ends_with('米') && !is_area || unit.ends_with("公里");
    name.strip_suffix('数').is_some_and(|counted| counted == unit)
        || is_area && name.ends_with("面积")
        || is_length && (name.ends_with("长度") || name.ends_with("里程"))
        || [&words.verb, &words.object].iter().any(|said| said.contains(name))
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
