//! Rows that are the sums of those below them, without a word that says so: a town above its villages, a
//! part of the city above its streets. Summing all rows would count such a village twice.
//!
//! Arithmetic tells them: a row whose every figure is the sum of the next rows' is their sum. With a row
//! 合计 (or the district's own) that is believed only where the rows at the top then make it, and all rows
//! do not; without one only where two rows or more make it, in two figures or more. A last row that is the sum
//! of all above it is their total, whatever it is called.

use crate::model::Amount;

use super::summary::Entry;

/// A longer table is no list of streets.
const MOST: usize = 1000;
/// Day, done, task, left: what sums can be told by.
const SUMMED: usize = 4;

/// The rows at the bottom, and those that are only sums of them; nothing where all rows stand side by side.
pub(super) fn unnested<'e>(
    rows: &[&'e Entry],
    total: Option<&Entry>,
) -> Option<(Vec<&'e Entry>, Vec<&'e Entry>)> {
    if !(2..=MOST).contains(&rows.len()) || rows.iter().any(|row| row.part || !row.faults.is_empty()) {
        return None;
    }
    let each: Vec<Vec<Amount>> = rows.iter().map(|row| amounts(row)).collect();
    let total = total.map(amounts);
    if let (None, Some((last, others))) = (&total, each.split_last())
        && others.len() >= 2
        && last.iter().filter(|amount| !amount.is_zero()).count() >= 2
        && *last == sum(others.iter())
    {
        let (bottom, sums) = rows.split_at(others.len());
        return Some((bottom.to_vec(), sums.to_vec()));
    }
    if total.as_ref().is_some_and(|total| *total == sum(each.iter())) {
        return None;
    }
    let (mut bottom, mut sums, mut top) = (Vec::new(), Vec::new(), Vec::new());
    let mut at = 0;
    while at < rows.len() {
        top.push(&each[at]);
        match parts(&each[at], &each[at + 1..], total.is_some()) {
            Some(count) => {
                sums.push(rows[at]);
                bottom.extend_from_slice(&rows[at + 1..=at + count]);
                at += count + 1;
            }
            None => {
                bottom.push(rows[at]);
                at += 1;
            }
        }
    }
    let holds = total.is_none_or(|total| total == sum(top.into_iter()));
    (holds && !sums.is_empty()).then_some((bottom, sums))
}

/// How many of the next rows make this one.
fn parts(row: &[Amount], next: &[Vec<Amount>], has_total: bool) -> Option<usize> {
    let told = row.iter().filter(|amount| !amount.is_zero()).count();
    let (least, figures) = if has_total { (1, 1) } else { (2, 2) };
    if told < figures {
        return None;
    }
    let mut made = vec![Amount::ZERO; row.len()];
    for (count, part) in (1..).zip(next) {
        made = made.iter().zip(part).map(|(sum, amount)| *sum + *amount).collect();
        if made == row {
            return (count >= least).then_some(count);
        }
        if made.iter().zip(row).any(|(made, whole)| made > whole) {
            return None;
        }
    }
    None
}

fn amounts(row: &Entry) -> Vec<Amount> {
    let of_measure = |kinds: &super::summary::Kinds<crate::model::Traced>| -> Vec<Amount> {
        kinds[..SUMMED].iter().map(|t| t.as_ref().map_or(Amount::ZERO, |t| t.amount)).collect()
    };
    row.figures.iter().flat_map(of_measure).collect()
}

fn sum<'a>(mut rows: impl Iterator<Item = &'a Vec<Amount>>) -> Vec<Amount> {
    let first = rows.next().cloned().unwrap_or_default();
    rows.fold(first, |sum, row| sum.iter().zip(row).map(|(a, b)| *a + *b).collect())
}
