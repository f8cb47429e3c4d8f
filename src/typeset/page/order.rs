//! The order in which strips come onto pages: each group with what must stand with it, a lane's strips into their
//! columns, and what is turned when the page that text stands on is full.

use super::pour::COLUMN_LEAST;
use super::{Flow, TOLERANCE};
use crate::typeset::Length;
use crate::typeset::strip::{Lane, Other, Strip};

impl Flow<'_> {
    /// Places strips from the first page on.
    pub(super) fn place_all(&mut self, strips: &mut [Strip], lanes: &[Lane], others: &[Other]) {
        // items are moved onto their pages, not copied: a glyph has its text with it
        let count = strips.len();
        let mut rest = strips;
        // what is turned waits for the page to be full, so that text does not stop half way down before it
        let mut waiting: Vec<&mut [Strip]> = Vec::new();
        while let Some(first) = rest.first() {
            if let Some(lane) = first.lane {
                waiting.drain(..).for_each(|group| self.place_together(group, Length::ZERO));
                let many = rest.iter().take_while(|s| s.lane == Some(lane)).count();
                let (poured, after) = rest.split_at_mut(many);
                let from = count - after.len() - poured.len();
                let own = |other: &&Other| other.from >= from && other.to <= from + poured.len();
                let own: Vec<&Other> = others.iter().filter(own).collect();
                self.place_lane(poured, from, &own, &lanes[lane], after.is_empty());
                rest = after;
                continue;
            }
            // what is turned cannot stand with what is not, and a title stands over the columns' first lines
            let is_kept = |w: &[Strip]| w[0].keep && w[0].turned == w[1].turned && w[1].lane.is_none();
            let together = rest.windows(2).take_while(|w| is_kept(w)).count() + 1;
            self.draw_closer(rest, together);
            self.close_up(rest, together);
            self.give_white(&mut rest[..together]);
            let (group, after) = rest.split_at_mut(together);
            let lane = after.first().and_then(|s| s.lane).filter(|_| group.last().is_some_and(|s| s.keep));
            // with the white that the columns leave below the title
            let white = group.last().map_or(Length::ZERO, |title| title.below);
            let below = lane.map_or(Length::ZERO, |lane| white + columns_least(after, &lanes[lane]));
            rest = after;
            if self.may_wait(group, rest) {
                waiting.push(group);
                continue;
            }
            if !waiting.is_empty() && self.ends_here(group) || self.breaks_for_turned(&waiting, group, rest) {
                waiting.drain(..).for_each(|group| self.place_together(group, Length::ZERO));
            }
            self.said = group.last().and_then(Strip::node);
            self.place_together(group, below);
        }
        waiting.drain(..).for_each(|group| self.place_together(group, Length::ZERO));
    }

    /// Where the signature would miss the page's end, the blank line above it goes, and then the one above the list of
    /// 附件, before it goes overleaf with some of the text (GB/T 9704-2012 7.3.5.4).
    fn give_white(&self, group: &mut [Strip]) {
        let whites: Vec<(usize, Length)> = group
            .iter()
            .enumerate()
            .rev()
            .filter(|(_, s)| s.gives_white)
            .map(|(i, s)| (i, s.above))
            .collect();
        let mut given = whites.iter();
        while !self.fits(self.y, group, Length::ZERO) {
            let Some((at, _)) = given.next() else {
                // it would not stand here all the same
                whites.into_iter().for_each(|(at, above)| group[at].above = above);
                return;
            };
            group[*at].above = Length::ZERO;
        }
    }

    /// May what is turned wait until the page that text stands on is full? Only text follows it there.
    fn may_wait(&self, group: &[Strip], after: &[Strip]) -> bool {
        let is_begun = self.y > Length::ZERO && self.pages.last().is_some_and(|page| !page.turned);
        let text_follows = after
            .iter()
            .find(|strip| !strip.turned)
            .is_some_and(|s| s.frame.is_none() && s.lane.is_none() && !s.begins_page);
        group.first().is_some_and(|strip| strip.turned) && is_begun && text_follows
    }

    /// Does the page end before this group, so that what waits comes now?
    fn ends_here(&self, group: &[Strip]) -> bool {
        group.first().is_some_and(|strip| strip.frame.is_some() || strip.begins_page)
            || self.begins_paragraph(group) && !self.fits(self.y, group, Length::ZERO)
    }

    /// Does a paragraph begin with this group? A turned page does not stand inside one.
    fn begins_paragraph(&self, group: &[Strip]) -> bool {
        group.first().is_none_or(|strip| strip.node().is_none() || strip.node() != self.said)
    }

    /// Does what waits come before this group, because its paragraph would go on over the page's end, and the
    /// white that this leaves is little? Else it waits for a later page's end, or for the text's.
    fn breaks_for_turned(&self, waiting: &[&mut [Strip]], group: &[Strip], after: &[Strip]) -> bool {
        let room = self.room(false);
        if waiting.is_empty() || !self.begins_paragraph(group) || room - self.y > room.em(WHITE_BEFORE_TURNED)
        {
            return false;
        }
        let node = group.last().and_then(Strip::node);
        let own = after.iter().take_while(|strip| node.is_some() && strip.node() == node);
        let height: Length = group.iter().chain(own).map(|strip| strip.height).sum();
        self.y + self.white.max(group.first().map_or(Length::ZERO, |s| s.above)) + height > room + TOLERANCE
    }
}

/// What columns need under a title: their first lines, and a picture or table whole if they begin with one.
fn columns_least(strips: &[Strip], lane: &Lane) -> Length {
    let own: Vec<&Strip> = strips.iter().take_while(|s| s.lane == strips[0].lane).collect();
    let height = |strips: &[&Strip]| strips.iter().map(|s| s.height + s.above).sum::<Length>();
    let even = height(&own) / i64::try_from(lane.count).unwrap_or(1) + lane.pitch;
    let together = own.iter().take_while(|s| s.keep).count() + 1;
    even.min(lane.pitch * COLUMN_LEAST).max(height(&own[..together.min(own.len())]))
}

/// A page's text may end so far above its foot, in thousandths of the type area, for a turned page to come between
/// two paragraphs.
const WHITE_BEFORE_TURNED: i64 = 280;
