//! What `tongbao why` says beyond a day's cells: places moved, 序时进度, the forecast and the rate required,
//! each with the figures that it comes from; and of what parts a total is the sum.

use std::fmt::Write as _;

use serde_json::{Value, json};

use crate::model::{Amount, Day, Share};
use crate::reckon::{self, Forecast, Required, Standings, Stretch};

/// As many parts of a sum are named one by one.
const PARTS: usize = 60;

/// One measure of a district or of 合计, on its course.
pub(super) struct Course<'a> {
    pub standings: &'a Standings,
    /// which measure
    pub measure: usize,
    /// which district; none is 合计
    pub district: Option<usize>,
    pub left: Amount,
    pub share: Option<Share>,
    pub forecast: &'a Forecast,
    pub required: Option<&'a Required>,
}

impl Course<'_> {
    /// A line a fact; nothing of what is not printed either.
    pub(super) fn text(&self, out: &mut String) {
        self.pace(out);
        self.required_text(out);
        self.forecast_text(out);
    }

    /// 序时    27.78%  = 30/108天，高于序时3.20个百分点
    fn pace(&self, out: &mut String) {
        let Some((pace, share)) = self.standings.begun().zip(self.share) else { return };
        let (passed, all) = pace.elapsed.terms();
        let decimals = self.standings.share_decimals;
        let _ = writeln!(
            out,
            "  序时    {}%  = {passed}/{all}天；占比与序时相差{}个百分点",
            pace.elapsed.print(decimals),
            share.since(pace.elapsed).print(decimals)
        );
    }

    fn required_text(&self, out: &mut String) {
        let (unit, left) = (&self.standings.measures[self.measure].unit, self.left);
        match self.required {
            Some(Required::Daily { amount, days }) => {
                let _ = writeln!(out, "  日均需  {amount}{unit}  = 剩余{left}{unit} / {days}天，向上取整");
            }
            Some(Required::Overdue) => out.push_str("  日均需  —  期限已过\n"),
            Some(Required::Cleared) | None => {}
        }
    }

    fn forecast_text(&self, out: &mut String) {
        let unit = &self.standings.measures[self.measure].unit;
        let samples = self.samples();
        let mut list: Vec<String> = Vec::new();
        for (day, Stretch { amount, days }) in &samples {
            let over = if *days > 1 { format!("（{days}天）") } else { String::new() };
            list.push(format!("{}{amount}{unit}{over}", day.short()));
        }
        let list = list.join("、");
        let days: i64 = samples.iter().map(|(_, done)| done.days).sum();
        let sum: Amount = samples.iter().map(|(_, done)| done.amount).sum();
        match self.forecast {
            Forecast::Cleared => {}
            Forecast::TooFew => {
                let _ = writeln!(out, "  预计    样本不足，有当日数的{}期（至少3期）", samples.len());
            }
            Forecast::Never => {
                let _ = writeln!(out, "  预计    按当前进度无法完成（{list}）");
            }
            Forecast::Days { mean, fastest, slowest } => {
                let slowest = slowest.map_or_else(|| "无法完成".to_owned(), |days| format!("{days}天"));
                let _ = writeln!(
                    out,
                    "  预计    {mean}天  = 剩余{}{unit} / 日均（{sum}{unit} / {days}天），向上取整；快则{fastest}天，慢则{slowest}",
                    self.left
                );
                let _ = writeln!(out, "      近{}期：{list}", samples.len());
            }
        }
    }

    fn samples(&self) -> Vec<(Day, Stretch)> {
        self.standings.history.samples(self.district, self.measure)
    }

    /// The same for scripts: `days_left` and `required` as in the figures' JSON.
    pub(super) fn json(&self) -> Value {
        let days_left = match self.forecast {
            Forecast::Cleared => Some(0),
            Forecast::Days { mean, .. } => Some(*mean),
            Forecast::TooFew | Forecast::Never => None,
        };
        let required = match self.required {
            Some(Required::Daily { amount, days }) => json!({"a_day": amount.to_string(), "days": days}),
            _ => Value::Null,
        };
        let sample = |(day, Stretch { amount, days })| json!({"issue": day, "amount": amount.to_string(), "days": days});
        let samples: Vec<Value> = self.samples().into_iter().map(sample).collect();
        json!({"days_left": days_left, "required": required, "samples": samples})
    }
}

/// 位次    ↑1  上期第3，本期第2
pub(super) fn moved(out: &mut String, place: u32, change: Option<i32>) {
    let said = reckon::moved(change);
    let _ = match change {
        Some(n) => {
            let before = i64::from(place) + i64::from(n);
            writeln!(out, "  位次    {said}  上期第{before}，本期第{place}")
        }
        None => writeln!(out, "  位次    {said}"),
    };
}

/// `      魏都区244 + 建安区31 + …`
pub(super) fn parts(out: &mut String, parts: &[(&str, Amount)]) {
    let shown: Vec<String> =
        parts.iter().take(PARTS).map(|(name, amount)| format!("{name}{amount}")).collect();
    let more = parts.len().saturating_sub(PARTS);
    let more = if more > 0 { format!(" + …（另{more}个单位）") } else { String::new() };
    let _ = writeln!(out, "      {}{more}", shown.join(" + "));
}
