//! The issue in at most 200 characters, for a message group.
//!
//! What matters most comes first; what has no room is left out whole, so that no number is cut.

use super::number::{self, share};
use super::unreported::{Absence, absence};
use super::wording;
use crate::model::{Amount, Edition, Measure};
use crate::plan::Plan;
use crate::reckon::{Standings, Status, TotalFigures};

/// A message has so many characters at most.
pub const MESSAGE_LIMIT: usize = 200;
/// Those who did not report are named up to so many.
const NAMED: usize = 6;

/// The message of an issue, without a line's end.
#[must_use]
pub fn message(standings: &Standings, edition: &Edition, plan: &Plan) -> String {
    let label = edition.label();
    let heads = [format!("【{}{label}】", edition.title), format!("【{label}】"), String::new()];
    let measures = standings.measures.len();
    // as many measures as have room, under the longest head that has
    let bodies = (1..=measures).rev().map(|n| overall(standings, plan, n));
    let fits = |text: &String| text.chars().count() <= MESSAGE_LIMIT;
    let mut fitting = bodies.flat_map(|body| heads.iter().map(move |head| format!("{head}{body}")));
    let Some(mut text) = fitting.find(fits) else {
        return format!("{}，详见通报。", wording::as_of(standings.day, plan.cutoff));
    };
    for sentence in
        [unreported(standings), unreported_count(standings), leaders(standings)].into_iter().flatten()
    {
        // the count stands for the names that had no room
        let tells_of_absence = |text: &str| text.contains("未报") || text.contains("报表未采用");
        let is_said = tells_of_absence(&sentence) && tells_of_absence(&text);
        if !is_said && text.chars().count() + sentence.chars().count() <= MESSAGE_LIMIT {
            text += &sentence;
        }
    }
    text
}

/// 截至7月14日18时，全市累计整治3319户、410930㎡，占10.33%、22.57%，当日整治481户、69914㎡，剩余…。
fn overall(standings: &Standings, plan: &Plan, measures: usize) -> String {
    let words = &plan.wording;
    let totals = || standings.total.iter().zip(&standings.measures).take(measures);
    let amounts = |of: &dyn Fn(&TotalFigures) -> Option<Amount>| -> Vec<(Amount, &Measure)> {
        totals().filter_map(|(t, m)| Some((of(t)?, m))).collect()
    };
    let mut text = format!(
        "{}，{}累计{}",
        wording::as_of(standings.day, plan.cutoff),
        words.scope,
        number::done(&amounts(&|t| Some(t.done)), &words.object, words)
    );
    let shares: Vec<String> = totals().filter_map(|(t, _)| Some(share(Some(t.share?), standings))).collect();
    if shares.len() == measures {
        text += &format!("，占{}", shares.join("、"));
    }
    let today = amounts(&|t| t.day);
    if !today.is_empty() {
        text += &format!("，{}{}", wording::period(standings), number::done(&today, "", words));
    }
    text + &format!("，剩余{}。", number::list(&amounts(&|t| Some(t.left)), words))
}

/// Who is not reported, by why; nobody for a reason that nobody has.
fn absent(standings: &Standings) -> Vec<(&'static str, Vec<&str>)> {
    let absent = || standings.districts.iter().filter(|d| d.status != Status::Reported);
    let of = |why| absent().filter(move |d| absence(d, standings) == why).map(|d| d.district.name.as_str());
    let mut told =
        vec![("未报", of(Absence::Silent).collect()), ("报表未采用", of(Absence::Unused).collect())];
    told.retain(|(_, names): &(_, Vec<&str>)| !names.is_empty());
    told
}

/// 未报：魏都区、东城区。报表未采用：建安区。
fn unreported(standings: &Standings) -> Option<String> {
    let absent = absent(standings);
    let many: usize = absent.iter().map(|(_, names)| names.len()).sum();
    let said = absent.iter().map(|(how, names)| format!("{how}：{}。", names.join("、"))).collect();
    (1..=NAMED).contains(&many).then_some(said)
}

/// 未报12个单位。报表未采用1个单位。
fn unreported_count(standings: &Standings) -> Option<String> {
    let absent = absent(standings);
    let said = absent.iter().map(|(how, names)| format!("{how}{}个单位。", names.len())).collect();
    (!absent.is_empty()).then_some(said)
}

/// 居首位的：户数占比市城乡一体化示范区（51.53%），面积占比…。
fn leaders(standings: &Standings) -> Option<String> {
    let first = |index: usize| {
        let ranked = standings.districts.iter().filter(|d| d.status == Status::Reported);
        let (name, share_of) = ranked
            .filter_map(|d| {
                let figures = d.figures[index].as_ref()?;
                (figures.rank?.place == 1).then_some((d.district.name.as_str(), figures.share?))
            })
            .max_by_key(|(_, share)| *share)?;
        let measure = &standings.measures[index].name;
        Some(format!("{measure}占比{name}（{}）", share(Some(share_of), standings)))
    };
    if standings.districts.len() < 2 {
        return None;
    }
    let each: Vec<String> = (0..standings.measures.len()).filter_map(first).collect();
    (!each.is_empty()).then(|| format!("居首位的：{}。", each.join("，")))
}
