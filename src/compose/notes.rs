//! The notes under the table: how it is reckoned, who did not report, whose task moved, what did not fit.

use super::document::Span;
use super::table::CARRIED;
use super::{groups, misfits, unreported, wording};
use crate::model::{Code, Lang};
use crate::plan::Plan;
use crate::reckon::{Figures, Standing, Standings, Status};

/// Each a paragraph, numbered where there are several.
pub(super) fn notes(standings: &Standings, plan: &Plan) -> Vec<Vec<Span>> {
    let mut notes = vec![basis(standings, plan)];
    notes.extend(scope(standings));
    notes.extend(who_did_not_report(standings, plan));
    notes.extend(not_in_the_days_sum(standings));
    notes.extend(tasks(standings));
    notes.extend(reinspections(standings));
    notes.extend(misfits::notes(standings));
    let several = notes.len() > 1;
    let numbered = |(index, text): (usize, String)| {
        let mark = if several { format!("{}.", index + 1) } else { String::new() };
        let head = if index == 0 { "注：" } else { "" };
        vec![Span::plain(format!("{head}{mark}{text}。"))]
    };
    notes.into_iter().enumerate().map(numbered).collect()
}

fn basis(standings: &Standings, plan: &Plan) -> String {
    let apart = groups::told_apart(standings);
    let points = match &standings.last {
        Some(last) => {
            format!(
                "；{}指与{}（{}）相比，占比增减以百分点计",
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
    format!("占比为累计数占任务总数（累计与剩余之和）的比重，排名{apart}以未经四舍五入的占比为准{points}")
}

/// What is counted otherwise than in the last issue.
fn scope(standings: &Standings) -> impl Iterator<Item = String> {
    let of_scope = standings.faults.iter().filter(|f| [Code::X007, Code::X008].contains(&f.code));
    of_scope.map(|fault| fault.message(Lang::Zh))
}

/// Who reported without saying what was done today, and has no last issue to reckon it from: the sum of the others
/// must not look whole. Those whose figures are carried are told as 未报.
fn not_in_the_days_sum(standings: &Standings) -> Vec<String> {
    let period = wording::period(standings);
    let mut alike: Vec<(Vec<&str>, Vec<&str>)> = Vec::new();
    for (index, measure) in standings.measures.iter().enumerate() {
        if standings.total.get(index).is_none_or(|total| total.day.is_none()) {
            continue;
        }
        let lacks = |d: &&Standing| {
            let figures = d.figures.get(index).and_then(Option::as_ref);
            d.status == Status::Reported && figures.is_some_and(|figures| figures.day.is_none())
        };
        let lacking: Vec<&str> =
            standings.districts.iter().filter(lacks).map(|d| d.district.name.as_str()).collect();
        match alike.iter_mut().find(|(_, of)| *of == lacking) {
            Some((measures, _)) => measures.push(&measure.name),
            None => alike.push((vec![&measure.name], lacking)),
        }
    }
    let note = |(measures, districts): &(Vec<&str>, Vec<&str>)| {
        let them = if districts.len() > 1 { "上述单位" } else { "该单位" };
        let (names, measures) = (districts.join("、"), measures.join("、"));
        format!("{names}未填{period}{measures}，也无上期可比，{period}合计不含{them}")
    };
    alike.iter().filter(|(_, districts)| !districts.is_empty()).map(note).collect()
}

fn who_did_not_report(standings: &Standings, plan: &Plan) -> Vec<String> {
    let note = |(is_carried, clause)| if is_carried { format!("{CARRIED}{clause}") } else { clause };
    unreported::clauses(standings, plan).into_iter().map(note).collect()
}

/// 核增, 核减, a note a district and measure; 无任务 and 已清零, a note for all districts of whose measures the
/// same is true.
fn tasks(standings: &Standings) -> Vec<String> {
    let mut notes = Vec::new();
    let mut alike: Vec<(&str, Vec<&str>, Vec<&str>)> = Vec::new();
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
        for (what, measures) in [("无任务", without), ("已清零", cleared)] {
            if measures.is_empty() {
                continue;
            }
            match alike.iter_mut().find(|(said, of, _)| *said == what && *of == measures) {
                Some((_, _, districts)) => districts.push(&d.district.name),
                None => alike.push((what, measures, vec![&d.district.name])),
            }
        }
    }
    notes.extend(alike.iter().map(|(what, measures, districts)| {
        let of_all = districts.len() > 1 && districts.len() == standings.districts.len();
        let names = if of_all { "各单位".to_owned() } else { districts.join("、") };
        format!("{names}{}{}{what}", measures.join("、"), if districts.len() > 1 { "均" } else { "" })
    }));
    notes
}

/// 回头看, where a ledger counts it.
fn reinspections(standings: &Standings) -> Vec<String> {
    let note = |d: &Standing| {
        let (looked_at, failed) = d.reinspected?;
        Some(wording::reinspected(&d.district.name, looked_at, failed))
    };
    standings.districts.iter().filter_map(note).collect()
}
