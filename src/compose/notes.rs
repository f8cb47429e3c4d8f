//! The notes under the table: how it is reckoned, who did not report, whose task moved, what did not fit.

use super::document::Span;
use super::table::CARRIED;
use super::{unreported, wording};
use crate::model::{Code, Fault, Lang, Severity, SheetRef};
use crate::plan::Plan;
use crate::reckon::{Figures, Standings};

/// Doubtful cells are named one by one up to so many; the rest are counted, and `check` lists them all.
const NAMED: usize = 6;

/// Each a paragraph, numbered where there are several.
pub(super) fn notes(standings: &Standings, plan: &Plan) -> Vec<Vec<Span>> {
    let mut notes = vec![basis(standings, plan)];
    notes.extend(who_did_not_report(standings, plan));
    notes.extend(tasks(standings));
    notes.extend(reinspections(standings));
    notes.extend(misfits(standings));
    let several = notes.len() > 1;
    let numbered = |(index, text): (usize, String)| {
        let mark = if several { format!("{}.", index + 1) } else { String::new() };
        let head = if index == 0 { "注：" } else { "" };
        vec![Span::plain(format!("{head}{mark}{text}。"))]
    };
    notes.into_iter().enumerate().map(numbered).collect()
}

fn basis(standings: &Standings, plan: &Plan) -> String {
    let groups: Vec<&str> = standings.districts.iter().filter_map(|d| d.district.group.as_deref()).collect();
    let apart = if groups.is_empty() { "" } else { "，分组排名" };
    let points = match &standings.last {
        Some(last) => {
            format!(
                "；{}指与{}（{}）相比，占比之差以个百分点计",
                wording::since(standings.day, last.day),
                plan.issue_named(last.number, last.day),
                last.day.short()
            ) + &match wording::period(standings) {
                "本期" => format!("；本期进度为{}以后完成的", last.day.short()),
                _ => String::new(),
            }
        }
        None => String::new(),
    };
    format!("占比为累计数占任务总数（累计与剩余之和）的比重，排名以未经四舍五入的占比为准{apart}{points}")
}

fn who_did_not_report(standings: &Standings, plan: &Plan) -> Vec<String> {
    let note = |(is_carried, clause)| if is_carried { format!("{CARRIED}{clause}") } else { clause };
    unreported::clauses(standings, plan).into_iter().map(note).collect()
}

/// 核增, 核减; 无任务 and 已清零, a note a district over all measures of which it is true.
fn tasks(standings: &Standings) -> Vec<String> {
    let mut notes = Vec::new();
    for d in &standings.districts {
        let figures =
            || d.figures.iter().zip(&standings.measures).filter_map(|(f, m)| Some((f.as_ref()?, m)));
        for (f, m) in figures() {
            notes.extend(
                f.task_moved.map(|moved| wording::task_moved(&d.district.name, m, moved, f.task.amount)),
            );
        }
        let all = |is: &dyn Fn(&Figures) -> bool| -> Vec<&str> {
            figures().filter(|(f, _)| is(f)).map(|(_, m)| m.name.as_str()).collect()
        };
        let without = all(&|f| f.share.is_none());
        let cleared = all(&|f| f.share.is_some() && f.left.amount.is_zero());
        for (measures, what) in [(without, "无任务"), (cleared, "已清零")] {
            if !measures.is_empty() {
                notes.push(format!("{}{}{what}", d.district.name, measures.join("、")));
            }
        }
    }
    notes
}

/// 回头看, where a ledger counts it.
fn reinspections(standings: &Standings) -> Vec<String> {
    let note = |d: &crate::reckon::Standing| {
        let (looked_at, failed) = d.reinspected?;
        Some(wording::reinspected(&d.district.name, looked_at, failed))
    };
    standings.districts.iter().filter_map(note).collect()
}

/// Doubtful cells and files that the text need not say again: who is missing, and whose task moved.
fn doubtful(standings: &Standings) -> Vec<&Fault> {
    // and a file's time is no part of what was reported, so that a copy of the inbox gives the same pages
    let said = [Code::F001, Code::F004, Code::X001, Code::X003, Code::H003];
    standings.faults.iter().filter(|f| f.severity > Severity::Info && !said.contains(&f.code)).collect()
}

/// How many those are, and how many of them were not used.
pub(super) fn misfits_counted(standings: &Standings) -> (usize, usize) {
    let faults = doubtful(standings);
    (faults.len(), faults.iter().filter(|f| f.is_error()).count())
}

/// Cells and files that were not used, or used with doubt.
fn misfits(standings: &Standings) -> Vec<String> {
    let mut faults = doubtful(standings);
    faults.sort_by_key(|f| std::cmp::Reverse(f.severity));
    let mut notes: Vec<String> = faults.iter().take(NAMED).map(|f| misfit(f)).collect();
    if faults.len() > NAMED {
        notes.push(format!("另有{}处数据异常，详见数据核查清单", faults.len() - NAMED));
    }
    notes
}

fn misfit(fault: &Fault) -> String {
    let whose = fault.district.as_deref().unwrap_or("");
    let place = fault.place.as_ref().map(|p| match (&p.sheet, p.cell) {
        // a text has no sheets that a reader could look for
        (Some(sheet), Some(cell)) if sheet == SheetRef::OF_TEXT => format!("报表“{}”{cell}格", p.file),
        (Some(sheet), None) if sheet == SheetRef::OF_TEXT => format!("报表“{}”", p.file),
        (Some(sheet), Some(cell)) => format!("报表“{sheet}”{cell}格"),
        (Some(sheet), None) => format!("报表“{sheet}”"),
        _ => format!("报表“{}”", p.file),
    });
    let many = if fault.count > 1 { format!("（共{}处）", fault.count) } else { String::new() };
    let unused = if fault.is_error() { "，未采用" } else { "" };
    let message = fault.message(Lang::Zh);
    let unused = if message.contains("未采用") { "" } else { unused };
    format!("{whose}{}：{message}{many}{unused}", place.unwrap_or_default())
}
