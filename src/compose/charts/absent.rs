//! Who does not stand in a chart, and why: nobody vanishes without a word.

use crate::compose::number::UNREPORTED;
use crate::reckon::Standings;

/// A note names so many for one reason; the text for those who cannot see the chart names all.
const NAMED: usize = 8;
/// No task, no share.
pub(super) const NO_TASK: &str = "无任务";

/// The note under a chart, and the same in full: 未列：甲区、乙区（无任务）；丙区（户数未报）。 Both are empty where
/// everybody has a share of each of the chart's measures, given by their indices.
pub(super) fn note(standings: &Standings, measures: &[usize]) -> (String, String) {
    list(standings, measures, "未列", true)
}

/// The same of those whom a sum leaves out: without a task there is nothing to count.
pub(super) fn uncounted(standings: &Standings, measures: &[usize]) -> (String, String) {
    list(standings, measures, "未计入", false)
}

fn list(standings: &Standings, measures: &[usize], head: &str, with_no_task: bool) -> (String, String) {
    let mut reasons: Vec<(String, Vec<&str>)> = Vec::new();
    for d in &standings.districts {
        let why = |index: &usize| match d.figures.get(*index).and_then(Option::as_ref) {
            None => Some(UNREPORTED),
            Some(figures) => (with_no_task && figures.share.is_none()).then_some(NO_TASK),
        };
        let absent: Vec<(usize, &str)> =
            measures.iter().filter_map(|index| Some((*index, why(index)?))).collect();
        let Some((_, first)) = absent.first().copied() else { continue };
        let alike = absent.len() == measures.len() && absent.iter().all(|(_, reason)| *reason == first);
        let reason = if alike {
            first.to_owned()
        } else {
            let of = |(index, reason): &(usize, &str)| format!("{}{reason}", standings.measures[*index].name);
            absent.iter().map(of).collect::<Vec<_>>().join("、")
        };
        match reasons.iter_mut().find(|(other, _)| *other == reason) {
            Some((_, names)) => names.push(&d.district.name),
            None => reasons.push((reason, vec![&d.district.name])),
        }
    }
    (told(&reasons, head, NAMED), told(&reasons, head, usize::MAX))
}

fn told(reasons: &[(String, Vec<&str>)], head: &str, most: usize) -> String {
    if reasons.is_empty() {
        return String::new();
    }
    let of = |(reason, names): &(String, Vec<&str>)| {
        let shown = names[..names.len().min(most)].join("、");
        let more = if names.len() > most { format!("等{}个单位", names.len()) } else { String::new() };
        format!("{shown}{more}（{reason}）")
    };
    format!("{head}：{}。", reasons.iter().map(of).collect::<Vec<_>>().join("；"))
}

/// What is said below a chart; none where there is nothing to say.
pub(super) fn said(parts: &[&str]) -> Option<String> {
    Some(parts.concat()).filter(|text| !text.is_empty())
}

/// How many of an order are shown so that none is parted from its equals: `usual`, or up to `most` if the place
/// at the edge is shared; and whether equals are parted all the same, as there are too many of them.
pub(super) fn with_equals(
    all: usize,
    usual: usize,
    most: usize,
    are_equal: &dyn Fn(usize, usize) -> bool,
) -> (usize, Edge) {
    let Some(last) = usual.checked_sub(1).filter(|_| usual < all) else {
        return (all.min(usual), Edge::Clean);
    };
    let end = (usual..all).find(|i| !are_equal(last, *i)).unwrap_or(all);
    match end {
        end if end == usual => (usual, Edge::Clean),
        end if end <= most => (end, Edge::Shared),
        _ => (usual, Edge::Cut),
    }
}

/// What a cut after so many places did to equals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Edge {
    /// nobody beyond has the same share
    Clean,
    /// who has the same share is shown too
    Shared,
    /// so many have it that only the first of them, in the order of the table, are shown
    Cut,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equals_at_the_edge_are_shown_together_or_it_is_said_that_they_are_not() {
        let shares = [9, 8, 7, 7, 7, 1, 0, 0, 0, 0];
        let cut = |usual, most| with_equals(shares.len(), usual, most, &|a, b| shares[a] == shares[b]);
        assert_eq!(cut(2, 6), (2, Edge::Clean));
        assert_eq!(cut(3, 6), (5, Edge::Shared));
        assert_eq!(cut(3, 4), (3, Edge::Cut));
        assert_eq!(cut(7, 9), (7, Edge::Cut));
        assert_eq!(cut(30, 40), (10, Edge::Clean));
    }
}
