//! `tongbao check` and `tongbao why`: everything read and reckoned, nothing written.

use std::path::Path;

use serde_json::{Value, json};

use super::report::{self, Paint, Tally};
use super::{desk, fonts, is_json, notices, numbering, print_json, why};
use crate::args::{CheckArgs, Common, WhyArgs};
use crate::articles;
use crate::collect::table_of_text;
use crate::error::{Exit, Failure};
use crate::model::{Day, Lang};
use crate::plan::Plan;
use crate::publish::Series;
use crate::reckon::{Difference, FaultRecord, PrintedTable, Standings};
use crate::schedule::Clock;

/// Reads plans, fonts and workbooks and reports every fault.
pub(super) fn check(args: &CheckArgs, common: &Common, clock: &dyn Clock) -> Result<Exit, Failure> {
    let plans = desk::plans(&args.plans, &args.folders)?;
    let lang = Lang::from(common.lang);
    let mut ended = Exit::Done;
    let mut reports = Vec::new();
    for plan in &plans {
        fonts::open(common.fonts.as_deref(), plan)?;
        let day = args.date.unwrap_or_else(|| desk::report_day(plan, clock));
        let series = desk::series(plan)?;
        let plan = &*numbering::in_years(plan, &series, numbering::number_of(&series, day), day);
        let mut standings = standings(plan, day, &series)?;
        standings.faults.extend(articles::read(plan, day).faults);
        let differences = match &args.printed {
            Some(file) => Some(differences(file, &standings)?),
            None => None,
        };
        let tally = Tally::of(&standings.faults);
        let written = match &args.notices {
            Some(folder) => Some(notices::write(plan, day, &standings.faults, folder)?),
            None => None,
        };
        let gap = desk::calendar_gap(plan, clock.now());
        if let Some(gap) = &gap {
            eprintln!("warning: {gap}");
            if common.strict {
                ended = ended.and(Exit::WithErrors);
            }
        }
        let differs = differences.as_ref().is_some_and(|d| !d.is_empty());
        if differs || tally.is_bad(common.strict) {
            ended = ended.and(Exit::WithErrors);
        }
        if is_json(args.format) {
            let mut report = as_json(plan, day, &standings, differences.as_deref(), lang);
            if let Some(written) = &written {
                report["notices"] = json!(written);
            }
            reports.push(report);
        } else {
            let paint = Paint::on(&std::io::stdout());
            out!("{}", report::painted(&standings.faults, lang, common.verbose > 0, paint));
            let reported = standings.districts.iter().filter(|d| d.source.is_some()).count();
            let of = standings.districts.len();
            let counted = report::summary(tally, lang);
            match lang {
                Lang::Zh => outln!("{} {day}：{of}个单位中{reported}个有数据；{counted}", plan.series),
                Lang::En => {
                    outln!("{} {day}: {reported} of {of} districts have figures; {counted}", plan.series)
                }
            }
            for d in differences.iter().flatten() {
                outln!("{}", difference(d, lang));
            }
            for path in written.iter().flatten() {
                let word = if lang == Lang::Zh { "通知" } else { "notice" };
                outln!("{word} {}", path.display());
            }
        }
    }
    if is_json(args.format) {
        print_json(&Value::Array(reports));
    }
    Ok(ended)
}

/// Says where figures come from.
pub(super) fn why(args: &WhyArgs, clock: &dyn Clock) -> Result<Exit, Failure> {
    let plans = desk::plans(std::slice::from_ref(&args.plan), &args.folders)?;
    let plan = &plans[0];
    let day = args.date.unwrap_or_else(|| desk::report_day(plan, clock));
    let question = why::Question { district: args.district.as_deref(), measure: args.measure.as_deref() };
    known(plan, question)?;
    let series = desk::series(plan)?;
    let plan = &*numbering::in_years(plan, &series, numbering::number_of(&series, day), day);
    let standings = standings(plan, day, &series)?;
    if is_json(args.format) {
        out!("{}", why::json(&standings, question));
    } else {
        out!("{}", why::text(&standings, plan, question));
    }
    Ok(Exit::Done)
}

fn known(plan: &Plan, question: why::Question<'_>) -> Result<(), Failure> {
    match question.district {
        Some(name) if !why::wants_total(question) => drop(desk::district(plan, name)?),
        _ => {}
    }
    match question.measure {
        Some(name) if !plan.measures.iter().any(|measure| measure.is_called(name)) => {
            let all = plan.measures.iter().map(|measure| measure.name.as_str());
            Err(desk::unknown(plan, "measure", name, all))
        }
        _ => Ok(()),
    }
}

fn standings(plan: &Plan, day: Day, series: &Series) -> Result<Standings, Failure> {
    let inbox = desk::inbox(plan, day)?;
    Ok(desk::reckoned(plan, day, &inbox, series)?.standings)
}

fn differences(file: &Path, standings: &Standings) -> Result<Vec<Difference>, Failure> {
    let wrong = |cause: &dyn std::fmt::Display| {
        Failure::not_issued(format!("cannot use {}: {cause}", file.display()))
            .hint("a csv file whose first line names the columns, as 单位,当日户数,累计户数,累计户数占比,累计户数排名")
    };
    let bytes = std::fs::read(file).map_err(|cause| wrong(&cause))?;
    let rows = table_of_text(&bytes).map_err(|cause| wrong(&cause))?;
    let table = PrintedTable::read(&rows, standings).map_err(|cause| wrong(&cause))?;
    Ok(table.differences(standings))
}

/// `东城区 户数占比: printed 4.41 %, is 4.42 % (304/6885)`
fn difference(d: &Difference, lang: Lang) -> String {
    let spaced = |text: &str| text.strip_suffix('%').map_or_else(|| text.to_owned(), |n| format!("{n} %"));
    let terms = d.terms.as_ref().map_or_else(String::new, |t| format!(" ({t})"));
    let (printed, computed) = (spaced(&d.printed), spaced(&d.computed));
    match lang {
        Lang::Zh => {
            format!("{} {}：印作 {printed}，应为 {computed}{terms}，第{}行", d.district, d.figure, d.line)
        }
        Lang::En => {
            format!("{} {}: printed {printed}, is {computed}{terms}, line {}", d.district, d.figure, d.line)
        }
    }
}

fn as_json(
    plan: &Plan,
    day: Day,
    standings: &Standings,
    differences: Option<&[Difference]>,
    lang: Lang,
) -> Value {
    let faults: Vec<FaultRecord> = standings.faults.iter().map(|f| FaultRecord::of(f, lang)).collect();
    let differences = differences.map(|all| {
        let one = |d: &Difference| {
            json!({"district": d.district, "figure": d.figure, "printed": d.printed, "computed": d.computed,
                "terms": d.terms, "line": d.line})
        };
        all.iter().map(one).collect::<Vec<_>>()
    });
    json!({"series": plan.series, "day": day, "faults": faults, "differences": differences})
}
