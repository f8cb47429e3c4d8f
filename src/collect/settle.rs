//! From the rows of a summary to the figures of one district: whose rows count, sums, and totals held
//! against them.

use crate::model::{Amount, CellRef, Code, Fault, Origin, Traced};
use crate::plan::Plan;

use super::findings::{Findings, Use};
use super::nested::unnested;
use super::returns::{Reported, StreetReturn};
use super::summary::{Entry, Kinds, What, lacking, report};

/// One district's figures, one a measure, and its streets'.
pub(super) struct Settled {
    pub(super) figures: Vec<Reported>,
    pub(super) streets: Vec<StreetReturn>,
}

type Figures = Vec<Kinds<Traced>>;
/// Day, done, task, left, previous: what can be summed and compared; a share and a rank cannot.
const SUMMED: usize = 5;
const KIND_NAMES: [&str; SUMMED] = ["当日", "累计", "总数", "剩余", "上期累计"];

/// Takes what belongs to `district`; nothing where the sheet has no row of it.
pub(super) fn settle(
    plan: &Plan,
    district: usize,
    entries: &[Entry],
    sheet: usize,
    findings: &mut Findings<'_>,
) -> Option<Settled> {
    let others = entries.iter().any(|e| match e.what {
        What::District(d) | What::Street(Some(d)) | What::Total(Some(d)) => d != district,
        _ => false,
    });
    let own: Vec<&Entry> = entries.iter().filter(|e| e.what == What::District(district)).collect();
    let totals: Vec<&Entry> = entries
        .iter()
        .filter(|e| e.what == What::Total(Some(district)) || !others && e.what == What::Total(None))
        .collect();
    // beside other districts' rows a name unknown may be another district's: only the column 区县 tells
    let streets: Vec<&Entry> = entries
        .iter()
        .filter(|e| e.what == What::Street(Some(district)) || !others && e.what == What::Street(None))
        .collect();
    let nameless: Vec<&Entry> = entries.iter().filter(|e| e.what == What::Nameless).collect();

    let (own, parts) = own_row(own, sheet, findings);
    let mut streets = streets;
    streets.extend(parts);
    streets.sort_by_key(|e| e.row);
    if let Some((bottom, sums)) = unnested(&streets, own.or(totals.first().copied())) {
        let names: Vec<&str> = sums.iter().map(|entry| entry.name.trim()).collect();
        let fault = Fault::new(Code::S014).found(names.join("、"));
        findings.put(sheet, sums[0].at(), fault, Use::Used);
        streets = bottom;
    }
    match (own, &streets[..], &totals[..], &nameless[..]) {
        (Some(own), streets, totals, _) => {
            use_row(plan, own, sheet, findings);
            if streets.is_empty() {
                compare_totals(plan, totals, &own.figures, sheet, findings);
                return Some(Settled { figures: reported(&own.figures, &[]), streets: Vec::new() });
            }
            let (groups, sums) = sum_streets(plan, streets, sheet, findings);
            against_own(plan, own, &sums, sheet, findings);
            Some(Settled { figures: reported(&own.figures, &[]), streets: groups })
        }
        (None, [], [], [single]) if !others => {
            use_row(plan, single, sheet, findings);
            Some(Settled { figures: reported(&single.figures, &[]), streets: Vec::new() })
        }
        (None, [], [total, rest @ ..], _) => {
            use_row(plan, total, sheet, findings);
            compare_totals(plan, rest, &total.figures, sheet, findings);
            Some(Settled { figures: reported(&total.figures, &[]), streets: Vec::new() })
        }
        (None, [], [], _) => None,
        (None, streets, totals, nameless) => {
            for entry in nameless {
                let fault = Fault::new(Code::R009).expected("单位／街道").with("row", entry.row + 1);
                let at = entry.at();
                findings.put(sheet, at, fault, Use::Used);
            }
            let (groups, sums) = sum_streets(plan, streets, sheet, findings);
            compare_totals(plan, totals, &sums, sheet, findings);
            Some(Settled { figures: reported(&sums, totals), streets: groups })
        }
    }
}

/// The district's own row. Rows of communities under the district's name are parts of it; two whole rows
/// contradict each other.
fn own_row<'e>(
    own: Vec<&'e Entry>,
    sheet: usize,
    findings: &mut Findings<'_>,
) -> (Option<&'e Entry>, Vec<&'e Entry>) {
    let (parts, whole): (Vec<&Entry>, Vec<&Entry>) = own.into_iter().partition(|e| e.part);
    if let [first, second, ..] = whole[..] {
        let at = second.at();
        let fault =
            Fault::new(Code::R001).found(format!("{}（{}、{}）", second.name, first.row + 1, second.row + 1));
        findings.put(sheet, at, fault, Use::Used);
    }
    (whole.first().copied(), parts)
}

/// A single row is the district's: all of every measure must stand there.
fn use_row(plan: &Plan, entry: &Entry, sheet: usize, findings: &mut Findings<'_>) {
    report(entry, sheet, Use::Used, findings);
    if entry.faults.iter().all(|(_, f)| !f.is_error()) {
        lack(plan, entry, true, sheet, findings);
    }
}

fn lack(plan: &Plan, entry: &Entry, required: bool, sheet: usize, findings: &mut Findings<'_>) {
    for fault in lacking(entry, &plan.measures, required) {
        let at = entry.at();
        findings.put(sheet, at, fault, Use::Used);
    }
}

/// Streets in the sheet's order, rows of one street summed, and the sums over all of them.
fn sum_streets(
    plan: &Plan,
    entries: &[&Entry],
    sheet: usize,
    findings: &mut Findings<'_>,
) -> (Vec<StreetReturn>, Figures) {
    let mut groups: Vec<(String, Vec<&Entry>)> = Vec::new();
    for &entry in entries {
        report(entry, sheet, Use::Used, findings);
        if entry.faults.iter().all(|(_, f)| !f.is_error()) {
            lack(plan, entry, false, sheet, findings);
        }
        match groups.iter_mut().find(|(name, _)| *name == entry.name) {
            Some((_, rows)) => {
                if !entry.part {
                    let at = entry.at();
                    let first = rows.first().map_or(0, |e| e.row + 1);
                    let found = format!("{}（{}、{}）", entry.name, first, entry.row + 1);
                    findings.put(sheet, at, Fault::new(Code::R001).found(found), Use::Used);
                }
                rows.push(entry);
            }
            None => groups.push((entry.name.clone(), vec![entry])),
        }
    }
    let streets: Vec<(String, Figures)> = groups
        .into_iter()
        .map(|(name, rows)| {
            let figures = match rows[..] {
                [single] => single.figures.clone(),
                _ => sums(plan, rows.iter().map(|e| &e.figures)),
            };
            (name, figures)
        })
        .collect();
    let all = sums(plan, entries.iter().map(|e| &e.figures));
    let streets = streets
        .into_iter()
        .map(|(name, figures)| StreetReturn { name, figures: reported(&figures, &[]) })
        .collect();
    (streets, all)
}

/// The sum of several tables' figures, one a measure.
pub(super) fn total<'f>(plan: &Plan, tables: impl Iterator<Item = &'f [Reported]>) -> Vec<Reported> {
    let tables: Vec<Figures> = tables.map(|table| table.iter().map(kinds).collect()).collect();
    reported(&sums(plan, tables.iter()), &[])
}

/// Do two tables give the same amounts, wherever both give, or imply, one?
pub(super) fn agree(one: &[Reported], other: &[Reported]) -> bool {
    let amounts = |reported: &Reported| {
        let figures = kinds(reported);
        let of_kind = |kind: usize| {
            figures[kind].as_ref().map(|t| t.amount).or_else(|| Some(derived(&figures, kind)?.amount))
        };
        [0, 1, 2, 3, 4].map(of_kind)
    };
    one.iter().zip(other).all(|(one, other)| {
        let differ = |(a, b): (Option<Amount>, Option<Amount>)| a.is_some() && b.is_some() && a != b;
        !amounts(one).into_iter().zip(amounts(other)).any(differ)
    })
}

/// As the rows of a summary give them; a share cannot be summed.
fn kinds(reported: &Reported) -> Kinds<Traced> {
    let Reported { day, done, task, left, previous, .. } = reported;
    [day.clone(), done.clone(), task.clone(), left.clone(), previous.clone(), None, None]
}

/// Sums kind by kind. Where a row lacks one of done, task and left, the other two give it; a row in which
/// nothing of the measure stands has none of it.
fn sums<'e>(plan: &Plan, rows: impl Iterator<Item = &'e Figures> + Clone) -> Figures {
    let of_measure = |measure: usize| {
        let mut summed: Kinds<Traced> = Default::default();
        for (kind, sum) in summed.iter_mut().enumerate().take(SUMMED) {
            // a kind that no row states is the next stage's to derive
            if rows.clone().all(|figures| figures[measure][kind].is_none()) {
                continue;
            }
            let parts: Vec<Traced> = rows
                .clone()
                .filter_map(|figures| {
                    figures[measure][kind].clone().or_else(|| derived(&figures[measure], kind))
                })
                .collect();
            let amount: Amount = parts.iter().map(|part| part.amount).sum();
            *sum =
                Some(Traced::new(amount, Origin::Sum(parts.into_iter().map(|part| part.origin).collect())));
        }
        summed
    };
    (0..plan.measures.len()).map(of_measure).collect()
}

fn derived(figures: &Kinds<Traced>, kind: usize) -> Option<Traced> {
    let [_, done, task, left, ..] = figures;
    let (amount, formula, from) = match (kind, done, task, left) {
        (1, _, Some(t), Some(r)) => (t.amount - r.amount, "C = T − R", vec![t.clone(), r.clone()]),
        (2, Some(c), _, Some(r)) => (c.amount + r.amount, "T = C + R", vec![c.clone(), r.clone()]),
        (3, Some(c), Some(t), _) => (t.amount - c.amount, "R = T − C", vec![t.clone(), c.clone()]),
        _ => return None,
    };
    Some(Traced::new(amount, Origin::Derived { formula, from }))
}

/// T002 where a total row says other than the rows.
fn compare_totals(plan: &Plan, totals: &[&Entry], sums: &Figures, sheet: usize, findings: &mut Findings<'_>) {
    for total in totals {
        report(total, sheet, Use::Compared, findings);
        differing(plan, &total.figures, sums, |name, at, stated, summed| {
            let fault = Fault::new(Code::T002)
                .found(stated)
                .expected(summed)
                .with("measure", name)
                .with("difference", stated - summed);
            findings.put(sheet, at, fault, Use::Used);
        });
    }
}

/// T007 where the district's own row says other than its streets.
fn against_own(plan: &Plan, own: &Entry, sums: &Figures, sheet: usize, findings: &mut Findings<'_>) {
    differing(plan, &own.figures, sums, |name, at, stated, summed| {
        let fault = Fault::new(Code::T007).found(summed).expected(stated).with("measure", name);
        findings.put(sheet, at, fault, Use::Used);
    });
}

fn differing(
    plan: &Plan,
    stated: &Figures,
    sums: &Figures,
    mut tell: impl FnMut(String, Option<CellRef>, Amount, Amount),
) {
    for (measure, (stated, sums)) in plan.measures.iter().zip(stated.iter().zip(sums)) {
        for (kind, name) in KIND_NAMES.iter().enumerate() {
            if let (Some(stated), Some(sum)) = (&stated[kind], &sums[kind])
                && stated.amount != sum.amount
            {
                tell(format!("{}{}", measure.name, name), cell_of(stated), stated.amount, sum.amount);
            }
        }
    }
}

fn cell_of(traced: &Traced) -> Option<CellRef> {
    match &*traced.origin {
        Origin::Cell { cell, .. } => Some(*cell),
        _ => None,
    }
}

/// The share, which cannot be summed, is the total row's.
fn reported(figures: &Figures, totals: &[&Entry]) -> Vec<Reported> {
    let of_measure =
        |(measure, [day, done, task, left, previous, share, rank]): (usize, &Kinds<Traced>)| Reported {
            day: day.clone(),
            done: done.clone(),
            task: task.clone(),
            left: left.clone(),
            previous: previous.clone(),
            rank: rank.clone(),
            share: share.clone().or_else(|| totals.iter().find_map(|t| t.figures[measure][SUMMED].clone())),
        };
    figures.iter().enumerate().map(of_measure).collect()
}
