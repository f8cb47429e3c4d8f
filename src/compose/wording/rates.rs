//! What the deadline asks for, and what the work of the last days promises.

use crate::compose::number;
use crate::compose::turn::Turn;
use crate::model::{Amount, Measure};
use crate::plan::Plan;
use crate::reckon::{Forecast, Pace, Required, Standings};

/// 距9月30日还有78天，全市平均每天需整治370户、18071㎡，方可按期完成
pub(in crate::compose) fn required(standings: &Standings, pace: &Pace, plan: &Plan) -> Option<String> {
    let mut days = None;
    let mut rates = Vec::new();
    for (total, measure) in standings.total.iter().zip(&standings.measures) {
        let Required::Daily { amount, days: left } = total.required.as_ref()? else { return None };
        rates.push((*amount, measure));
        days.get_or_insert(*left);
    }
    let (days, scope, to) = (days?, &plan.wording.scope, pace.period.to.short());
    let done = number::done(&rates, "", &plan.wording);
    if days == 1 {
        return Some(format!("距{to}还有1天，{scope}需{done}，方可按期完成"));
    }
    Some(match Turn::of(standings.day).at(8, 3) {
        0 => format!("距{to}还有{days}天，{scope}平均每天需{done}，方可按期完成"),
        1 => format!("至{to}尚有{days}天，{scope}日均需{done}，方能按期完成"),
        _ => format!("按{to}的期限倒排，还有{days}天，{scope}平均每天需{done}"),
    })
}

/// 各单位每天至少需整治：魏都区131户、11231㎡；…: each is rounded up for itself, so that their sum is no less than the
/// whole's, and no part of it is promised. Of many, 任务较重的 alone.
pub(in crate::compose) fn required_each(
    standings: &Standings,
    plan: &Plan,
    rates: &[(&str, Vec<(Amount, &Measure)>)],
    are_all: bool,
) -> String {
    let words = &plan.wording;
    let is_of_one_verb = standings.measures.iter().all(|measure| measure.verb.is_none());
    let verb = if is_of_one_verb { words.verb.as_str() } else { "完成" };
    let of =
        |(name, rates): &(&str, Vec<(Amount, &Measure)>)| format!("{name}{}", number::list(rates, words));
    let each: Vec<String> = rates.iter().map(of).collect();
    let lead = match standings.measures.first().filter(|_| !are_all) {
        Some(measure) => format!("日均需完成{}较多的单位，每天至少需{verb}", measure.name),
        None => format!("各单位每天至少需{verb}"),
    };
    format!("{lead}：{}", each.join("；"))
}

/// 期限已过，剩余任务须尽快完成
pub(in crate::compose) fn overdue(pace: &Pace) -> String {
    format!("{}的期限已到，剩余任务须尽快清零", pace.period.to.short())
}

/// 按近期平均进度，户数约需60天完成（快则40天，慢则90天），面积约需44天完成（快则30天，慢则61天）
pub(in crate::compose) fn forecasts(standings: &Standings) -> Vec<String> {
    let of = || standings.total.iter().map(|t| &t.forecast).zip(&standings.measures);
    let turn = Turn::of(standings.day);
    let one = |(forecast, measure): (&Forecast, &Measure)| {
        let Forecast::Days { mean, fastest, slowest } = forecast else { return None };
        let name = &measure.name;
        let slow = slowest.map_or_else(String::new, |n| format!("，慢则{n}天"));
        let said = match turn.at(9, 3) {
            0 => format!("约需{mean}天完成"),
            1 => format!("约{mean}天可完成"),
            _ => format!("还需约{mean}天"),
        };
        Some(format!("{name}{said}（快则{fastest}天{slow}）"))
    };
    let met: Vec<String> = of().filter_map(one).collect();
    let never: Vec<&str> =
        of().filter(|(f, _)| **f == Forecast::Never).map(|(_, m)| m.name.as_str()).collect();
    let mut clauses = Vec::new();
    if !met.is_empty() {
        let lead = turn.choose(9, ["按近期平均进度", "照近期日均进度推算", "若保持近期平均进度"]);
        clauses.push(format!("{lead}，{}", met.join("，")));
    }
    if !never.is_empty() {
        clauses.push(format!("按近期进度，{}无法完成", never.join("、")));
    }
    clauses
}
