//! Figures made up from a plan: plausible, of any size, and the same every time.

use std::sync::Arc;

use super::in_words;
use crate::collect::{Collected, Reported, Return, StreetReturn};
use crate::model::{Amount, CellRef, Day, Origin, SheetRef, Traced};
use crate::plan::Plan;
use crate::reckon::{Past, Record, Standings, reckon};

/// The day of plans without a period: the one that the project's reference is of.
fn without_period() -> Day {
    Day::new(2021, 7, 14).expect("a day of the calendar")
}

/// The standings of the last of so many days, against those of the days before; so many streets a district.
pub(super) fn standings(plan: &Plan, days: u64, streets: u64) -> Standings {
    let days = days.max(1);
    let first = plan.period.map_or_else(without_period, |period| period.from.plus(13));
    let mut past: Vec<Past> = Vec::new();
    for n in 0..days {
        let day = first.plus(n);
        let standings = reckon(&collected(plan, n, n + 1 == days, streets), plan, day, &past);
        if n + 1 == days {
            return standings;
        }
        let number = plan.first_issue.saturating_add(u32::try_from(n).unwrap_or(u32::MAX));
        let edition = plan.edition(number, day);
        past.push(Past::from(Record::of(&standings, &edition, &[])));
    }
    reckon(&Collected::default(), plan, first, &past)
}

/// What the districts report on day `n`; on the last day one of many does not, so that 未报 is seen.
fn collected(plan: &Plan, n: u64, is_last: bool, streets: u64) -> Collected {
    let count = plan.districts.len();
    let silent = (is_last && count >= 5 && n > 0).then(|| count - 2);
    let returns =
        (0..count).filter(|district| Some(*district) != silent).map(|d| reported(plan, d, n, streets));
    Collected { returns: returns.collect(), ..Collected::default() }
}

fn reported(plan: &Plan, district: usize, n: u64, streets: u64) -> Return {
    let file = format!("{}.xlsx", plan.districts[district].name);
    // another workbook every day, or it would be said that the last one was sent again
    let sha256 = format!("{:064x}", mixed((district as u64) << 40 | n));
    let sheet = Arc::new(SheetRef { file: file.clone(), sheet: "样张".into(), sha256: sha256.clone() });
    let traced = |amount: i64| {
        let cell = CellRef { row: 0, column: 0 };
        let origin = Origin::Cell { sheet: sheet.clone(), cell, found: amount.to_string(), factor: (1, 1) };
        Some(Traced::new(Amount::whole(amount), origin))
    };
    let told = |(task, done, today): (i64, i64, i64)| Reported {
        day: traced(today),
        done: traced(done),
        task: traced(task),
        ..Reported::default()
    };
    let measures = 0..plan.measures.len() as u64;
    let of_street = |street: u64, measure: u64| progress(district as u64 + (street + 1) * STREET, measure, n);
    // a district's row is the sum of its streets'
    let of_district = |measure: u64| match streets {
        0 => progress(district as u64, measure, n),
        _ => (0..streets)
            .map(|street| of_street(street, measure))
            .fold((0, 0, 0), |sum, street| (sum.0 + street.0, sum.1 + street.1, sum.2 + street.2)),
    };
    let street = |street: u64| StreetReturn {
        name: street_name(street),
        figures: measures.clone().map(|measure| told(of_street(street, measure))).collect(),
    };
    Return {
        district,
        file: file.clone(),
        sheet: "样张".into(),
        sha256,
        stated_day: None,
        figures: measures.clone().map(|measure| told(of_district(measure))).collect(),
        streets: (0..streets).map(street).collect(),
        reinspected: None,
        households: None,
    }
}

/// Streets are numbered beyond all districts.
const STREET: u64 = 4096;

/// Names as streets and townships have them, of all lengths.
fn street_name(street: u64) -> String {
    let number = usize::try_from(street).unwrap_or(0) + 1;
    let kind = ["街道", "镇", "街道办事处", "乡"][number % 4];
    format!("样例{}{kind}", in_words(number))
}

/// Task, done so far and done on day `n`.
fn progress(district: u64, measure: u64, n: u64) -> (i64, i64, i64) {
    let draw = |what: u64, below: u64| mixed(district << 40 | measure << 32 | what) % below;
    // each measure in numbers of its own length
    let task = (600 + draw(0, 11_000)) * [1, 57, 3][usize::try_from(measure % 3).unwrap_or(0)];
    // tenths of a thousandth of the task: at first, and every day
    let before = draw(1, 4_500);
    let daily = |day: u64| 15 + draw(2, 120) + draw(3 + day, 60);
    let share = |days: u64| (before + (0..=days).map(daily).sum::<u64>()).min(10_000);
    let done = |days: u64| task * share(days) / 10_000;
    let yesterday = n.checked_sub(1).map_or(task * before / 10_000, done);
    let whole = |amount: u64| i64::try_from(amount).unwrap_or(i64::MAX);
    (whole(task), whole(done(n)), whole(done(n) - yesterday))
}

/// SplitMix64's step: numbers that look like chance and are arithmetic.
fn mixed(n: u64) -> u64 {
    let z = n.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_done_never_falls_nor_passes_the_task() {
        for (district, measure) in [(0, 0), (7, 1), (199, 2)] {
            let mut before = None;
            for n in 0..200 {
                let (task, done, today) = progress(district, measure, n);
                assert!(done <= task && today >= 0, "{task} {done} {today}");
                assert!(before.is_none_or(|before| before + today == done), "{before:?} {today} {done}");
                before = Some(done);
            }
        }
    }

    #[test]
    #[allow(clippy::disallowed_methods, reason = "a plan for a test")]
    fn a_district_is_the_sum_of_its_streets() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("plan.yaml");
        let plan = "title: 通报\nissuer: 办公室\ninbox: in/{day}\noutbox: out\narchive: kept\n\
                    measures: [{name: 户数, unit: 户}]\ndistricts: [东城区, 西城区]\n";
        std::fs::write(&path, plan).unwrap();
        let plan = crate::plan::load(&path).unwrap();
        let standings = standings(&plan, 3, 7);
        assert_eq!(standings.faults, []);
        for district in &standings.districts {
            let done = |figures: &[Option<crate::reckon::Figures>]| figures[0].as_ref().unwrap().done.amount;
            let sum: Amount =
                district.streets.iter().map(|s| done(&s.figures)).fold(Amount::ZERO, |a, b| a + b);
            assert_eq!((sum, district.streets.len()), (done(&district.figures), 7));
        }
    }
}
