//! Ranks by the exact share.

use super::standings::{Rank, Standing};
use crate::model::Share;

/// Places by share, highest first; ties share a place and the next is skipped.
///
/// ```
/// use tongbao::model::{Amount, Share};
/// use tongbao::reckon::rank;
/// let share = |done| Share::of(Amount::whole(done), Amount::whole(9)).unwrap();
/// let ranks = rank(&[share(3), share(8), share(3), share(1)]);
/// let printed: Vec<_> = ranks.iter().map(|r| (r.place, r.tied)).collect();
/// assert_eq!(printed, [(2, true), (1, false), (2, true), (4, false)]);
/// ```
#[must_use]
pub fn rank(shares: &[Share]) -> Vec<Rank> {
    let mut sorted: Vec<Share> = shares.to_vec();
    sorted.sort_by(|a, b| b.cmp(a));
    let place = |share: &Share| {
        let above = sorted.partition_point(|s| s > share);
        let through = sorted.partition_point(|s| s >= share);
        // a campaign has far fewer than 2^32 districts
        Rank { place: u32::try_from(above + 1).unwrap_or(u32::MAX), tied: through - above > 1 }
    };
    shares.iter().map(place).collect()
}

/// Ranks each measure within each group; who has no share has no rank.
pub(super) fn rank_all(districts: &mut [Standing]) {
    let measures = districts.first().map_or(0, |d| d.figures.len());
    let mut groups: Vec<Option<String>> = Vec::new();
    for d in districts.iter() {
        if !groups.contains(&d.district.group) {
            groups.push(d.district.group.clone());
        }
    }
    for measure in 0..measures {
        for group in &groups {
            let mut members: Vec<_> = districts
                .iter_mut()
                .filter(|d| d.district.group == *group)
                .filter_map(|d| d.figures[measure].as_mut())
                .filter(|f| f.share.is_some())
                .collect();
            let shares: Vec<Share> = members.iter().filter_map(|f| f.share).collect();
            for (figures, rank) in members.iter_mut().zip(rank(&shares)) {
                figures.rank = Some(rank);
            }
        }
    }
}
