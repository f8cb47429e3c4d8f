//! What was returned, held against itself and against the last issue.
//!
//! An error sets the whole district aside, as one wrong figure makes its others doubtful; warnings and
//! notes travel along.

use super::forecast::{Stretch, recent, sum};
use super::past::{Past, PastFigures};
use super::progress::{Completed, complete};
use super::scope;
use super::standings::{Standing, Standings, Status};
use crate::collect::{Collected, Reported, Return};
use crate::model::{Amount, CellRef, Code, Day, Fault, Measure, Origin, Place, Severity, Share, Traced};
use crate::plan::Plan;

/// A unit slip changes a figure some ten-thousandfold; no night's work does a thousandfold.
const SLIP: i64 = 1000;
/// The area of a household moves little from day to day; ten times is a slip.
const SLIP_OF_RATIO: i64 = 10;
/// A task that moves by a whole power of ten has a nought or a unit too many or too few, if it was so large.
const SLIP_OF_A_NOUGHT: i64 = 100;
/// A day's work that is so many times the mean of the last issues is worth a look.
const SPIKE: i64 = 5;

/// The returns that hold, and all faults: collect's first, then those found here, district by district.
pub(super) fn sift(collected: &Collected, plan: &Plan, day: Day, past: &[Past]) -> (Vec<Return>, Vec<Fault>) {
    let mut faults = collected.faults.clone();
    let mut sound = Vec::new();
    for returned in &collected.returns {
        let found = of_return(returned, plan, day, past);
        if !found.iter().any(Fault::is_error) {
            sound.push(returned.clone());
        }
        faults.extend(found);
    }
    (sound, faults)
}

/// T005, where every district has its place: among some of them a rank stated cannot be judged.
pub(super) fn ranks(sound: &[Return], districts: &[Standing], plan: &Plan) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (index, measure) in plan.measures.iter().enumerate() {
        let place = |d: &Standing| d.figures[index].as_ref().and_then(|f| f.rank).map(|rank| rank.place);
        if !districts.iter().all(|d| place(d).is_some()) {
            continue;
        }
        for returned in sound {
            let stated = returned.figures.get(index).and_then(|f| f.rank.as_ref());
            let computed = districts.get(returned.district).and_then(place);
            if let (Some(stated), Some(computed)) = (stated, computed)
                && stated.amount != Amount::whole(i64::from(computed))
            {
                let fault = Fault::new(Code::T005).with("measure", &measure.name);
                let fault = located(fault.found(stated.amount).expected(computed), stated);
                faults.push(graded(fault.of(&plan.districts[returned.district].name), plan));
            }
        }
    }
    faults
}

/// Faults of the city as a whole: what is counted otherwise than in the last issue, who is missing, who shares a
/// rank.
pub(super) fn of_the_whole(standings: &mut Standings, plan: &Plan, last: Option<&Past>) {
    let mut faults = last.map(|last| scope::faults(plan, last)).unwrap_or_default();
    let mut carried = Vec::new();
    for district in &standings.districts {
        match district.status {
            Status::Reported => {}
            Status::Carried(_) => carried.push(district.district.name.as_str()),
            Status::Missing => faults.push(Fault::new(Code::X003).of(&district.district.name)),
        }
    }
    if !carried.is_empty() {
        faults.push(Fault::new(Code::X001).found(carried.join("、")));
    }
    for (index, measure) in plan.measures.iter().enumerate() {
        let tied: Vec<&str> = standings
            .districts
            .iter()
            .filter(|d| d.figures[index].as_ref().and_then(|f| f.rank).is_some_and(|r| r.tied))
            .map(|d| d.district.name.as_str())
            .collect();
        if !tied.is_empty() {
            faults.push(Fault::new(Code::X002).with("measure", &measure.name).found(tied.join("、")));
        }
    }
    standings.faults.extend(faults.into_iter().map(|fault| graded(fault, plan)));
}

fn of_return(returned: &Return, plan: &Plan, day: Day, past: &[Past]) -> Vec<Fault> {
    let name = &plan.districts[returned.district].name;
    let last = past.last();
    let mut faults = Vec::new();
    if last.and_then(|l| l.district(name)?.source.as_ref()).is_some_and(|s| s.sha256 == returned.sha256) {
        faults.push(Fault::new(Code::F006).at(Place::file(&returned.file)));
    }
    for (index, measure) in plan.measures.iter().enumerate() {
        let earlier = last.and_then(|l| l.figures(name, &measure.name));
        let reported = &returned.figures[index];
        let Some(completed) = complete(reported, earlier.as_ref(), last) else {
            let known = [&reported.done, &reported.task, &reported.left].into_iter().flatten().next();
            let fault =
                Fault::new(Code::S002).expected(format!("{}：累计、总数、剩余中的两项", measure.name));
            faults.push(
                fault.at(known
                    .and_then(place)
                    .unwrap_or_else(|| Place::sheet(&returned.file, &returned.sheet))),
            );
            continue;
        };
        let mut found = of_streets(returned, index, measure, plan);
        // where a street is told, the same of the sum over it says nothing more
        let told: Vec<Code> = found.iter().map(|fault| fault.code).collect();
        let whole = within(reported, &completed, measure, &measure.name, plan);
        found.extend(whole.into_iter().filter(|fault| !told.contains(&fault.code)));
        if let (Some(last), Some(earlier)) = (last, &earlier) {
            let ratio = plan.measures.first().zip(returned.figures.first()).filter(|_| index > 0).and_then(
                |(m, r)| {
                    let base = last.figures(name, &m.name)?;
                    Some((complete(r, Some(&base), Some(last))?, base))
                },
            );
            if let Some(previous) = reported.previous.as_ref().filter(|p| p.amount != earlier.done) {
                let fault = Fault::new(Code::H008).with("measure", &measure.name);
                found.push(located(fault, previous).found(previous.amount).expected(earlier.done));
            }
            let doubtful = found.iter().any(|fault| matches!(fault.code, Code::T001 | Code::T003));
            // what the sheet's own 上期累计 showed is not shown again by the last issue's
            let told: Vec<Code> = found.iter().map(|f| f.code).collect();
            let moved = across(&completed, earlier, ratio.as_ref(), measure, name, day, past);
            // a total that its own row contradicts has not moved, it is wrong
            let anew = |fault: &Fault| !told.contains(&fault.code) && (!doubtful || fault.code != Code::H003);
            found.extend(moved.into_iter().filter(anew));
        }
        faults.extend(found);
    }
    faults.extend(sums_without_counts(returned, plan));
    faults.extend(last.map_or_else(Vec::new, |last| households(returned, last, name)));
    // where the district's own figure fell, that says it
    if let Some(last) = last.filter(|_| !faults.iter().any(|f| matches!(f.code, Code::H001 | Code::S010))) {
        faults.extend(streets_fell(returned, last, plan, name));
    }
    faults.into_iter().map(|fault| graded(fault.of(name), plan)).collect()
}

/// Each street held against itself, so that the row at fault is told and not the sum over all.
fn of_streets(returned: &Return, index: usize, measure: &Measure, plan: &Plan) -> Vec<Fault> {
    let mut faults = Vec::new();
    for street in &returned.streets {
        let Some(reported) = street.figures.get(index) else { continue };
        let Some(completed) = complete(reported, None, None) else { continue };
        let called = format!("{} {}", street.name, measure.name);
        faults.extend(within(reported, &completed, measure, &called, plan));
    }
    faults
}

/// C, T, R and D of one measure against each other, and against a share that the workbook states; `called`
/// says whose they are.
fn within(reported: &Reported, c: &Completed, measure: &Measure, called: &str, plan: &Plan) -> Vec<Fault> {
    let mut faults = Vec::new();
    let print = |amount: Amount| amount.to_string();
    let fault = |code: Code, at: &Traced| located(Fault::new(code).with("measure", called), at);
    let (done, task, left) = (c.done.amount, c.task.amount, c.left.amount);
    if reported.done.is_some() && reported.task.is_some() && reported.left.is_some() && done + left != task {
        let with_places = fault(Code::T003, &c.left).found(print(done + left)).expected(print(task));
        faults.push(related(with_places, &[&c.done, &c.task]));
    } else if done > task && !measure.may_exceed {
        faults.push(related(fault(Code::T001, &c.done).found(print(done)).expected(print(task)), &[&c.task]));
    }
    for amount in [&c.done, &c.task, &c.left].into_iter().chain(c.day.as_ref()) {
        // a derived amount below zero is C > T or C fallen, said there
        if amount.amount.is_negative() && !matches!(*amount.origin, Origin::Derived { .. }) {
            faults.push(fault(Code::C002, amount).found(print(amount.amount)));
        }
    }
    if let Some(day) = reported.day.as_ref().filter(|d| d.amount > done) {
        faults
            .push(related(fault(Code::T008, day).found(print(day.amount)).expected(print(done)), &[&c.done]));
    }
    if let Some(previous) = reported.previous.as_ref().filter(|p| p.amount > done) {
        let fell = fault(Code::H001, &c.done).found(print(done)).expected(print(previous.amount));
        faults.push(related(fell, &[previous]));
    } else if let (Some(previous), Some(day)) = (&reported.previous, &reported.day)
        && previous.amount + day.amount != done
    {
        let sum = previous.amount + day.amount;
        let found = fault(Code::H002, &c.done).found(print(done)).expected(print(sum));
        faults.push(related(found.with("difference", print(done - sum)), &[previous, day]));
    }
    if let (Some(stated), Some(share)) = (&reported.share, Share::of(done, task))
        && !agrees(stated.amount, share, plan.share_decimals)
    {
        let given = fault(Code::T004, stated).found(print(stated.amount));
        faults.push(given.expected(share.print(plan.share_decimals)));
    }
    faults
}

/// Is `stated` (percent, or the ratio itself) the share, at the places it was stated with?
fn agrees(stated: Amount, share: Share, decimals: u8) -> bool {
    let places = |a: Amount| a.to_string().split_once('.').map_or(0, |(_, part)| part.len());
    let same = |percent: Amount| {
        let places = u8::try_from(places(percent)).unwrap_or(decimals).min(decimals);
        percent.print(places) == share.print(places)
    };
    same(stated) || stated.scaled(100, 1).is_ok_and(same)
}

/// Against the last issue.
fn across(
    c: &Completed,
    last: &PastFigures,
    base: Option<&(Completed, PastFigures)>,
    measure: &Measure,
    district: &str,
    day: Day,
    past: &[Past],
) -> Vec<Fault> {
    let Some(issue) = past.last() else { return Vec::new() };
    let fault = |code: Code, at: &Traced| located(Fault::new(code).with("measure", &measure.name), at);
    if let Some(found) = slip(c, last, base, measure) {
        // what follows would only say the same slip again
        return vec![found];
    }
    let mut faults = Vec::new();
    let done = c.done.amount;
    let fell = done < last.done;
    if fell {
        faults.push(fault(Code::H001, &c.done).found(done).expected(last.done));
    }
    let stated_day = c.day.as_ref().filter(|d| !matches!(*d.origin, Origin::Derived { .. }));
    let from_last = issue.reported_in(district) == Some(issue.issue());
    if let Some(today) = stated_day.filter(|_| !fell && from_last) {
        let sum = last.done + today.amount;
        let apart = day.since(issue.day());
        if apart == 1 && sum != done {
            let found = fault(Code::H002, &c.done).found(done).expected(sum).with("difference", done - sum);
            faults.push(related(found, &[today]));
        } else if apart > 1 && sum != done {
            let days = Fault::new(Code::H004).expected(issue.day().long()).with("days", apart);
            faults.push(located(days, today));
        }
    }
    if c.task.amount != last.task {
        faults.push(fault(Code::H003, &c.task).found(c.task.amount).expected(last.task));
    }
    faults.extend(spike(c, measure, district, day, past));
    faults
}

/// A day that is many times the mean day of the last issues.
fn spike(c: &Completed, measure: &Measure, district: &str, day: Day, past: &[Past]) -> Option<Fault> {
    let today = c.day.as_ref()?;
    let days = recent(past.iter().map(|p| p.figures(district, &measure.name)?.stretch(p.day())), None);
    let n = i64::try_from(days.len()).ok().filter(|n| *n >= 3)?;
    let (all, now) = (sum(&days), Stretch::of(today.amount, today.since_issue(), day));
    let a_day = now.amount.millionths() * i128::from(all.days);
    let mean_day = all.amount.millionths() * i128::from(now.days);
    // D / days > SPIKE · ΣD / Σdays, without dividing
    let above = a_day > mean_day * i128::from(SPIKE);
    (above && mean_day > 0).then(|| {
        let times = a_day / mean_day;
        let found = Fault::new(Code::H007).with("measure", &measure.name).found(today.amount);
        located(found.with("days", n).with("times", times), today)
    })
}

/// A figure in another unit than the last issue's, or an area per household tenfold off.
fn slip(
    c: &Completed,
    last: &PastFigures,
    base: Option<&(Completed, PastFigures)>,
    measure: &Measure,
) -> Option<Fault> {
    let fault = |at: &Traced, then: Amount| {
        located(Fault::new(Code::S010).with("measure", &measure.name), at).found(at.amount).expected(then)
    };
    let apart = |now: Amount, then: Amount, times: i64| {
        let (a, b, k) = (now.millionths(), then.millionths(), i128::from(times));
        a > 0 && b > 0 && (a >= b * k || b >= a * k)
    };
    if apart(c.done.amount, last.done, SLIP) {
        return Some(fault(&c.done, last.done));
    }
    if apart(c.task.amount, last.task, SLIP) {
        return Some(fault(&c.task, last.task));
    }
    if is_tenfold(c.task.amount, last.task) {
        return Some(fault(&c.task, last.task));
    }
    // area per household: a/h now against A/H then, as a·H against A·h
    // where the households themselves slipped, that is said there
    let (now, then) = base.filter(|(now, then)| !is_tenfold(now.task.amount, then.task))?;
    let product =
        |a: Amount, b: Amount| Amount::from_millionths(a.millionths() / 1000 * (b.millionths() / 1000));
    let (left, right) = (product(c.task.amount, then.task), product(last.task, now.task.amount));
    if apart(left, right, SLIP_OF_RATIO) {
        return Some(fault(&c.task, last.task));
    }
    // of what is done the same, once enough is done for its mean to stay where it is
    let enough = Amount::whole(SLIP_OF_RATIO);
    let (left, right) = (product(c.done.amount, then.done), product(last.done, now.done.amount));
    let slipped = now.done.amount >= enough && then.done >= enough && apart(left, right, SLIP_OF_RATIO);
    slipped.then(|| fault(&c.done, last.done))
}

/// Is one the other with noughts added or lost, one at least?
fn is_tenfold(now: Amount, then: Amount) -> bool {
    let (small, large) = (now.min(then).millionths(), now.max(then).millionths());
    if small < Amount::whole(SLIP_OF_A_NOUGHT).millionths() {
        return false;
    }
    let mut times = 10;
    // amounts end at 10^13, so that this ends
    while small * times < large {
        times *= 10;
    }
    small * times == large
}

/// H001 of streets: their sum may rise while one of them falls. A doubt, unless the plan says more.
fn streets_fell(returned: &Return, last: &Past, plan: &Plan, district: &str) -> Vec<Fault> {
    let mut faults = Vec::new();
    for street in &returned.streets {
        for (measure, reported) in plan.measures.iter().zip(&street.figures) {
            let Some(earlier) = last.street(district, &street.name, &measure.name) else { continue };
            let Some(now) = complete(reported, Some(&earlier), Some(last)) else { continue };
            if now.done.amount < earlier.done {
                let mut fault = Fault::new(Code::H001).found(now.done.amount).expected(earlier.done);
                fault.severity = Severity::Warning;
                let name = format!("{}{}", street.name, measure.name);
                faults.push(located(fault.with("measure", name), &now.done));
            }
        }
    }
    faults
}

/// H005 and H006: households that are gone from a ledger, or went back to not done.
fn households(returned: &Return, last: &Past, district: &str) -> Vec<Fault> {
    let Some((now, then)) = returned.households.as_ref().zip(last.households(district)) else {
        return Vec::new();
    };
    let mut faults = Vec::new();
    let gone = now.gone_since(then);
    if gone > 0 {
        let fault = Fault::new(Code::H005).found(gone);
        faults.push(fault.at(Place::sheet(&returned.file, &returned.sheet)));
    }
    let undone = now.undone_since(then);
    if let Some(row) = undone.first() {
        let cell = CellRef { row: *row, column: now.column };
        let fault = Fault::new(Code::H006).found(undone.len());
        faults.push(fault.at(Place::cell(&returned.file, &returned.sheet, cell)));
    }
    faults
}

/// T006: one measure with an amount done where another has none.
fn sums_without_counts(returned: &Return, plan: &Plan) -> Option<Fault> {
    let done =
        || returned.figures.iter().zip(&plan.measures).filter_map(|(f, m)| Some((f.done.as_ref()?, m)));
    let (none, without) = done().find(|(d, _)| d.amount.is_zero())?;
    let (_, with) = done().find(|(d, _)| d.amount > Amount::ZERO)?;
    Some(located(Fault::new(Code::T006).found(&with.name).expected(&without.name), none))
}

/// With the severity that the plan gives its code.
fn graded(mut fault: Fault, plan: &Plan) -> Fault {
    if let Some(severity) = plan.severities.get(&fault.code) {
        fault.severity = *severity;
    }
    fault
}

fn located(fault: Fault, at: &Traced) -> Fault {
    match place(at) {
        Some(place) => fault.at(place),
        None => fault,
    }
}

fn related(fault: Fault, others: &[&Traced]) -> Fault {
    others.iter().filter_map(|t| place(t)).fold(fault, Fault::against)
}

/// The first cell that an amount came from.
fn place(traced: &Traced) -> Option<Place> {
    fn of(origin: &Origin) -> Option<Place> {
        match origin {
            Origin::Cell { sheet, cell, .. } => Some(Place::cell(&sheet.file, &sheet.sheet, *cell)),
            Origin::Rows { sheet, .. } => Some(Place::sheet(&sheet.file, &sheet.sheet)),
            Origin::Sum(parts) => parts.iter().find_map(|part| of(part)),
            Origin::Derived { from, .. } => from.iter().find_map(|t| of(&t.origin)),
            Origin::Issue { .. } => None,
        }
    }
    of(&traced.origin)
}
