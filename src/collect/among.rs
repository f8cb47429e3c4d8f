//! 其中 over several rows: below 其中：公房 stands 私房 alone, which is no street but a part of the row above both.
//! It is one as long as it is named as no place is, and the row above has room for it.

use crate::model::{Amount, Traced};

use super::summary::{Entry, Kinds, What};
use super::vocabulary;

/// Is the row a district's or a sum's, or does its name end as those of streets do?
pub(super) fn names_a_place(entry: &Entry) -> bool {
    !matches!(entry.what, What::Street(_)) || vocabulary::names_a_street(&entry.name)
}

/// Done, task and left of a measure.
pub(super) type Room = [Option<Amount>; 3];

pub(super) fn room(figures: &Kinds<Traced>) -> Room {
    let [_, done, task, left, ..] = figures;
    [done, task, left].map(|figure| figure.as_ref().map(|traced| traced.amount))
}

/// What is left of a whole when a part is taken off; nothing where the part is larger.
pub(super) fn less(whole: Vec<Room>, part: &[Kinds<Traced>]) -> Option<Vec<Room>> {
    let left = |(whole, part): (Room, &Kinds<Traced>)| {
        let mut rest = whole;
        for (rest, part) in rest.iter_mut().zip(room(part)) {
            *rest = rest.map(|rest| rest - part.unwrap_or(Amount::ZERO));
        }
        let fits = rest.iter().flatten().all(|amount| !amount.is_negative());
        fits.then_some(rest)
    };
    whole.into_iter().zip(part).map(left).collect()
}
