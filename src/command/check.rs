//! `tongbao check` and `tongbao why`: everything read and reckoned, nothing written.

use std::path::Path;

use serde_json::{Value, json};

use super::report::{self, Paint, Tally};
use super::{desk, fonts, is_json, notices, numbering, pages, print_json, why};
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
    let mut ended = Exit::Done;
    let mut reports = Vec::new();
    for plan in &plans {
        let day = args.date.unwrap_or_else(|| desk::report_day(plan, clock));
        match check_one(plan, day, args, common, clock) {
            Ok((exit, report)) => {
                ended = ended.and(exit);
                reports.push(report);
            }
            // the other plans are checked all the same
            Err(failure) => {
                ended = ended.and(failure.exit);
                if is_json(args.format) {
                    let mut report = report::failed(&failure);
                    (report["series"], report["day"]) = (json!(plan.series), json!(day));
                    reports.push(report);
                } else {
                    eprintln!("{failure}");
                }
            }
        }
    }
    if is_json(args.format) {
        print_json(&Value::Array(reports));
    }
    Ok(ended)
}

fn check_one(
    plan: &Plan,
    day: Day,
    args: &CheckArgs,
    common: &Common,
    clock: &dyn Clock,
) -> Result<(Exit, Value), Failure> {
    let lang = Lang::from(common.lang);
    let faces = fonts::open(common.fonts.as_deref(), plan)?;
    let series = desk::series(plan)?;
    if series.find(day).is_none() {
        series.number_for(day, true)?;
    }
    let plan = &*numbering::of_issue(plan, &series, day);
    let mut standings = standings(plan, day, &series)?;
    let texts = articles::read(plan, day);
    let number = series.find(day).map_or_else(|| series.next_number(), |entry| entry.number);
    standings.faults.extend(texts.faults.iter().cloned());
    // without a figure there is no edition to be looked at
    if standings.districts.iter().any(|d| d.source.is_some()) {
        let layout = pages::of_an_edition(&standings, &plan.edition(number, day), &texts, plan, &faces)?;
        standings.faults.extend(pages::glyphs(&layout, &texts, plan));
    }
    let held = match &args.printed {
        Some(file) => Some(held(file, &standings)?),
        None => None,
    };
    let tally = Tally::of(&standings.faults);
    let written = match &args.notices {
        Some(folder) => Some(notices::write(plan, day, &standings.faults, folder)?),
        None => None,
    };
    let mut warnings: Vec<String> = desk::calendar_gap(plan, clock.now()).into_iter().collect();
    let lacking = held.as_ref().map(|held| held.lacking.join("、")).unwrap_or_default();
    if let Some(file) = args.printed.as_ref().filter(|_| !lacking.is_empty()) {
        warnings.push(format!("{} has no row of {lacking}", file.display()));
    }
    for warning in &warnings {
        eprintln!("warning: {warning}");
    }
    let differs =
        held.as_ref().is_some_and(|held| !held.differences.is_empty() || !held.strangers.is_empty());
    let bad = differs || tally.is_bad(common.strict) || (common.strict && !warnings.is_empty());
    if is_json(args.format) {
        let mut report = as_json(plan, day, &standings, held.as_ref(), lang);
        if let Some(written) = &written {
            report["notices"] = json!(written);
        }
        return Ok((if bad { Exit::WithErrors } else { Exit::Done }, report));
    }
    let paint = Paint::on(&std::io::stdout());
    out!("{}", report::painted(&standings.faults, lang, common.verbose > 0, paint));
    let reported = standings.districts.iter().filter(|d| d.source.is_some()).count();
    let of = standings.districts.len();
    let counted = report::summary(tally, lang);
    match lang {
        Lang::Zh => outln!("{} {day}：{of}个单位中{reported}个有数据；{counted}", plan.series),
        Lang::En => outln!("{} {day}: {reported} of {of} districts have figures; {counted}", plan.series),
    }
    for d in held.iter().flat_map(|held| &held.differences) {
        outln!("{}", difference(d, lang));
    }
    for (line, name) in held.iter().flat_map(|held| &held.strangers) {
        match lang {
            Lang::Zh => outln!("{name}：计划中没有这个单位，第{line}行未核对"),
            Lang::En => outln!("{name}: no district of the plan, line {line} not checked"),
        }
    }
    for path in written.iter().flatten() {
        let word = if lang == Lang::Zh { "通知" } else { "notice" };
        outln!("{word} {}", path.display());
    }
    Ok((if bad { Exit::WithErrors } else { Exit::Done }, Value::Null))
}

/// Says where figures come from.
pub(super) fn why(args: &WhyArgs, clock: &dyn Clock) -> Result<Exit, Failure> {
    let plans = desk::plans(std::slice::from_ref(&args.plan), &args.folders)?;
    let plan = &plans[0];
    let day = args.date.unwrap_or_else(|| desk::report_day(plan, clock));
    let question = why::Question { district: args.district.as_deref(), measure: args.measure.as_deref() };
    known(plan, question)?;
    let series = desk::series(plan)?;
    let plan = &*numbering::of_issue(plan, &series, day);
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

/// A printed table, held against the figures.
struct Held {
    differences: Vec<Difference>,
    /// districts that it has no row of
    lacking: Vec<String>,
    /// rows of no district of the plan: line and name
    strangers: Vec<(usize, String)>,
}

fn held(file: &Path, standings: &Standings) -> Result<Held, Failure> {
    let wrong = |cause: &dyn std::fmt::Display| {
        Failure::not_issued(format!("cannot use {}: {cause}", file.display()))
            .hint("a csv file whose first line names the columns, as 单位,当日户数,累计户数,累计户数占比,累计户数排名")
    };
    let bytes = std::fs::read(file).map_err(|cause| {
        Failure::not_issued(format!("cannot read {}: {cause}", file.display()))
            .hint("--printed FILE.csv names the table that was printed")
    })?;
    let rows = table_of_text(&bytes).map_err(|cause| wrong(&cause))?;
    let table = PrintedTable::read(&rows, standings).map_err(|cause| wrong(&cause))?;
    Ok(Held {
        differences: table.differences(standings),
        lacking: table.lacking(standings),
        strangers: table.strangers().to_vec(),
    })
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

fn as_json(plan: &Plan, day: Day, standings: &Standings, held: Option<&Held>, lang: Lang) -> Value {
    let faults: Vec<FaultRecord> = standings.faults.iter().map(|f| FaultRecord::of(f, lang)).collect();
    let differences = held.map(|held| {
        let one = |d: &Difference| {
            json!({"district": d.district, "figure": d.figure, "printed": d.printed, "computed": d.computed,
                "terms": d.terms, "line": d.line})
        };
        held.differences.iter().map(one).collect::<Vec<_>>()
    });
    let mut report = json!({"series": plan.series, "day": day, "faults": faults, "differences": differences});
    if let Some(held) = held {
        report["lacking"] = json!(held.lacking);
        let one = |(line, name): &(usize, String)| json!({"name": name, "line": line});
        report["strangers"] = json!(held.strangers.iter().map(one).collect::<Vec<_>>());
    }
    report
}
