//! `tongbao why`: where each figure comes from: file, sheet, cells, formula, rounding.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::course::{self, Course};
use crate::model::{Amount, CellRef, Origin, Share, Traced};
use crate::plan::Plan;
use crate::reckon::{Figures, Standing, Standings, Status};

/// As many parts of a sum are named one by one; a sum of more is cut with their number.
const PARTS: usize = 60;
/// As many ranges of a ledger's rows are named.
const RANGES: usize = 12;

/// What was asked for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Question<'a> {
    pub district: Option<&'a str>,
    pub measure: Option<&'a str>,
}

/// The figures asked for: (district and its place, figures of each measure asked for).
fn asked<'a>(standings: &'a Standings, question: Question<'a>) -> Vec<(usize, &'a Standing, Vec<usize>)> {
    let named = |d: &Standing| question.district.is_none_or(|n| d.district.is_called(n));
    let measures: Vec<usize> = standings
        .measures
        .iter()
        .enumerate()
        .filter(|(_, m)| question.measure.is_none_or(|n| m.is_called(n)))
        .map(|(i, _)| i)
        .collect();
    let districts = standings.districts.iter().enumerate();
    districts.filter(|(_, d)| named(d)).map(|(place, d)| (place, d, measures.clone())).collect()
}

/// Is the total asked for?
pub(super) fn wants_total(question: Question<'_>) -> bool {
    question.district.is_none_or(|name| ["合计", "全市", "总计"].contains(&name))
}

/// The answer as text.
pub(super) fn text(standings: &Standings, plan: &Plan, question: Question<'_>) -> String {
    let mut out = String::new();
    for (place, d, measures) in asked(standings, question) {
        for index in measures {
            let measure = &standings.measures[index];
            let _ = writeln!(out, "{} {} {}", d.district.name, measure.name, standings.day);
            match (&d.figures[index], &d.status) {
                (None, _) => out.push_str("  未报，且无往期数据可沿用\n"),
                (Some(f), status) => {
                    if let Status::Carried(issue) = status {
                        let named = plan.issue_named(issue.number, issue.day);
                        let _ = writeln!(out, "  未报，沿用{named}（{}）", issue.day.long());
                    }
                    figures(&mut out, f, d, &measure.unit, standings, plan);
                    course(standings, (Some(place), index), f).text(&mut out);
                }
            }
            out.push('\n');
        }
    }
    if wants_total(question) {
        total(&mut out, standings, plan, question);
    }
    out.trim_end().to_owned() + "\n"
}

fn course<'a>(
    standings: &'a Standings,
    (district, measure): (Option<usize>, usize),
    f: &'a Figures,
) -> Course<'a> {
    let (left, share) = (f.left.amount, f.share);
    Course { standings, measure, district, left, share, forecast: &f.forecast, required: f.required.as_ref() }
}

fn course_of_total(standings: &Standings, measure: usize) -> Course<'_> {
    let t = &standings.total[measure];
    let (left, share, required) = (t.left, t.share, t.required.as_ref());
    Course { standings, measure, district: None, left, share, forecast: &t.forecast, required }
}

fn figures(out: &mut String, f: &Figures, d: &Standing, unit: &str, standings: &Standings, plan: &Plan) {
    match &f.day {
        Some(day) => line(out, "当日 D", day, unit, plan),
        None if d.status != Status::Reported => out.push_str("  当日 D  未报\n"),
        None => out.push_str("  当日 D  未知\n"),
    }
    line(out, "累计 C", &f.done, unit, plan);
    line(out, "任务 T", &f.task, unit, plan);
    line(out, "剩余 R", &f.left, unit, plan);
    let decimals = standings.share_decimals;
    match f.share {
        Some(share) => {
            let (done, task) = share.terms();
            let finer = share.print(decimals.saturating_add(4));
            let _ = writeln!(
                out,
                "  占比    {}%  = C / T = {done}/{task} ≈ {finer}%，四舍五入到{decimals}位小数",
                share.print(decimals)
            );
        }
        None => out.push_str("  占比    —  任务总数为零\n"),
    }
    if let Some(rank) = f.rank {
        let among = d.district.group.as_ref().map_or_else(String::new, |group| format!("，在{group}中"));
        let _ = writeln!(out, "  排名    {}  按未经四舍五入的占比，从高到低{among}", rank.print());
        if standings.last.is_some() {
            course::moved(out, rank.place, f.rank_change);
        }
    }
    if let Some((change, before)) = f.change.zip(f.share_before) {
        let (done, task) = before.terms();
        let last = standings.last.as_ref().map_or_else(String::new, |l| plan.issue_named(l.number, l.day));
        let _ = writeln!(
            out,
            "  较上期  {}个百分点  = {}% − {}%（{last}，{done}/{task}）",
            change.print(decimals),
            f.share.map_or_else(String::new, |s| s.print(decimals)),
            before.print(decimals)
        );
    }
}

fn line(out: &mut String, label: &str, traced: &Traced, unit: &str, plan: &Plan) {
    let _ = writeln!(out, "  {label}  {}{unit}", traced.amount);
    origin(out, &traced.origin, traced.amount, 6, plan);
}

fn origin(out: &mut String, from: &Origin, amount: Amount, indent: usize, plan: &Plan) {
    let pad = " ".repeat(indent);
    match from {
        Origin::Cell { sheet, cell, found, factor } => {
            let _ = writeln!(out, "{pad}{}!{}!{cell} “{found}”{}", sheet.file, sheet.sheet, times(*factor));
        }
        Origin::Rows { sheet, column, rows, filter, factor } => {
            let what = match column {
                Some(column) => format!("{}列 {}行之和", CellRef::letters(*column), rows.count()),
                None => format!("{}行计数", rows.count()),
            };
            let _ =
                writeln!(out, "{pad}{}!{} {what}，条件：{filter}{}", sheet.file, sheet.sheet, times(*factor));
            let _ = writeln!(out, "{pad}  行 {}", ranges(rows, *column));
        }
        Origin::Sum(parts) => {
            let _ = writeln!(out, "{pad}{amount} 为以下{}项之和", parts.len());
            for part in parts.iter().take(PARTS) {
                origin(out, part, amount, indent + 2, plan);
            }
            if parts.len() > PARTS {
                let _ = writeln!(out, "{pad}  …另{}项", parts.len() - PARTS);
            }
        }
        Origin::Derived { formula, from } => {
            let terms: Vec<String> = from.iter().map(|t| t.amount.to_string()).collect();
            let _ = writeln!(out, "{pad}{formula}（{}）", terms.join("，"));
            for term in from {
                origin(out, &term.origin, term.amount, indent + 2, plan);
            }
        }
        Origin::Issue { number, day } => {
            let _ = writeln!(out, "{pad}{}（{}）", plan.issue_named(*number, *day), day.long());
        }
    }
}

fn times((numerator, denominator): (i64, i64)) -> String {
    match (numerator, denominator) {
        (1, 1) => String::new(),
        (n, 1) => format!(" ×{n}"),
        (n, d) => format!(" ×{n}/{d}"),
    }
}

fn ranges(rows: &crate::model::Rows, column: Option<u32>) -> String {
    let letters = column.map_or_else(String::new, CellRef::letters);
    let one = |(from, to): &(u32, u32)| {
        let (from, to) = (u64::from(*from) + 1, u64::from(*to) + 1);
        if from == to { format!("{letters}{from}") } else { format!("{letters}{from}:{letters}{to}") }
    };
    let mut shown: Vec<String> = rows.ranges().iter().take(RANGES).map(one).collect();
    let more = rows.ranges().len().saturating_sub(RANGES);
    if more > 0 || rows.is_cut() {
        shown.push(format!("…（共{}行）", rows.count()));
    }
    if shown.is_empty() { "（无）".to_owned() } else { shown.join(" ") }
}

fn total(out: &mut String, standings: &Standings, plan: &Plan, question: Question<'_>) {
    for (index, (t, m)) in standings.total.iter().zip(&standings.measures).enumerate() {
        if question.measure.is_some_and(|name| !m.is_called(name)) {
            continue;
        }
        let _ = writeln!(out, "合计 {} {}", m.name, standings.day);
        let day = t.day.map_or_else(|| "未知".to_owned(), |d| format!("{d}{}", m.unit));
        let _ = writeln!(out, "  当日 ΣD  {day}");
        sum_of(out, standings, index, |f| f.day.as_ref().map(|d| d.amount));
        let _ = writeln!(out, "  累计 ΣC  {}{}", t.done, m.unit);
        sum_of(out, standings, index, |f| Some(f.done.amount));
        let _ = writeln!(out, "  任务 ΣT  {}{}", t.task, m.unit);
        sum_of(out, standings, index, |f| Some(f.task.amount));
        let _ = writeln!(out, "  剩余 ΣR  {}{}", t.left, m.unit);
        sum_of(out, standings, index, |f| Some(f.left.amount));
        if let Some(share) = t.share {
            let (done, task) = share.terms();
            let _ = writeln!(
                out,
                "  占比     {}%  = ΣC / ΣT = {done}/{task}",
                share.print(standings.share_decimals)
            );
        }
        if let Some((change, last)) = t.change.zip(standings.last.as_ref()) {
            let last = plan.issue_named(last.number, last.day);
            let change = change.print(standings.share_decimals);
            let _ = writeln!(out, "  较上期   {change}个百分点  与{last}的合计占比相比");
        }
        course_of_total(standings, index).text(out);
        out.push('\n');
    }
}

/// The districts' figures that a total is the sum of.
fn parts(
    standings: &Standings,
    measure: usize,
    of: impl Fn(&Figures) -> Option<Amount>,
) -> Vec<(&str, Amount)> {
    let part = |d: &'_ Standing| of(d.figures[measure].as_ref()?);
    standings.districts.iter().filter_map(|d| Some((d.district.name.as_str(), part(d)?))).collect()
}

fn sum_of(out: &mut String, standings: &Standings, measure: usize, of: impl Fn(&Figures) -> Option<Amount>) {
    let parts = parts(standings, measure, of);
    if !parts.is_empty() {
        course::parts(out, &parts);
    }
}

/// The answer as JSON: a list of figures, each with its origin as a tree.
pub(super) fn json(standings: &Standings, question: Question<'_>) -> String {
    let mut list = Vec::new();
    for (place, d, measures) in asked(standings, question) {
        for index in measures {
            let Some(f) = &d.figures[index] else { continue };
            let traced = |t: &Traced| json!({"amount": t.amount.to_string(), "from": tree(&t.origin)});
            let mut one = json!({
                "district": d.district.name,
                "measure": standings.measures[index].name,
                "day": f.day.as_ref().map(traced),
                "done": traced(&f.done),
                "task": traced(&f.task),
                "left": traced(&f.left),
                "share": share(f.share, standings),
                "rank": f.rank.map(|r| r.place),
                "tied": f.rank.is_some_and(|r| r.tied),
                "rank_change": f.rank_change,
                "change": f.change.map(|c| c.print(standings.share_decimals)),
            });
            add(&mut one, course(standings, (Some(place), index), f).json());
            list.push(one);
        }
    }
    let totals =
        standings.total.iter().zip(&standings.measures).enumerate().filter(|(_, (_, m))| {
            wants_total(question) && question.measure.is_none_or(|name| m.is_called(name))
        });
    for (index, (t, m)) in totals {
        let sum = |amount: Amount, of: &dyn Fn(&Figures) -> Option<Amount>| {
            let part =
                |(name, amount): (&str, Amount)| json!({"district": name, "amount": amount.to_string()});
            let parts: Vec<Value> = parts(standings, index, of).into_iter().map(part).collect();
            json!({"amount": amount.to_string(), "from": {"sum": parts}})
        };
        let mut one = json!({
            "district": "合计",
            "measure": m.name,
            "day": t.day.map(|day| sum(day, &|f| f.day.as_ref().map(|d| d.amount))),
            "done": sum(t.done, &|f| Some(f.done.amount)),
            "task": sum(t.task, &|f| Some(f.task.amount)),
            "left": sum(t.left, &|f| Some(f.left.amount)),
            "share": share(t.share, standings),
            "rank": null,
            "change": t.change.map(|c| c.print(standings.share_decimals)),
        });
        add(&mut one, course_of_total(standings, index).json());
        list.push(one);
    }
    let mut text = serde_json::to_string_pretty(&list).expect("strings and numbers");
    text.push('\n');
    text
}

fn share(share: Option<Share>, standings: &Standings) -> Option<Value> {
    let share = share?;
    let (done, task) = share.terms();
    let printed = share.print(standings.share_decimals);
    Some(json!({"printed": printed, "done": done.to_string(), "task": task.to_string()}))
}

fn add(one: &mut Value, more: Value) {
    if let (Value::Object(one), Value::Object(more)) = (one, more) {
        one.extend(more);
    }
}

fn tree(from: &Origin) -> Value {
    match from {
        Origin::Cell { sheet, cell, found, factor } => json!({
            "file": sheet.file, "sheet": sheet.sheet, "cell": cell.to_string(), "found": found,
            "factor": [factor.0, factor.1], "sha256": sheet.sha256,
        }),
        Origin::Rows { sheet, column, rows, filter, factor } => json!({
            "file": sheet.file, "sheet": sheet.sheet, "column": column.map(CellRef::letters),
            "rows": rows.ranges().iter().map(|(a, b)| [u64::from(*a) + 1, u64::from(*b) + 1]).collect::<Vec<_>>(),
            "count": rows.count(), "filter": filter, "factor": [factor.0, factor.1], "sha256": sheet.sha256,
        }),
        Origin::Sum(parts) => json!({"sum": parts.iter().map(|part| tree(part)).collect::<Vec<_>>()}),
        Origin::Derived { formula, from } => json!({
            "formula": formula,
            "from": from.iter().map(|t| json!({"amount": t.amount.to_string(), "from": tree(&t.origin)})).collect::<Vec<_>>(),
        }),
        Origin::Issue { number, day } => json!({"issue": number, "day": day}),
    }
}
