//! Charts and the rest of a page: drawn closer where they then stand on it, divided where it would stay empty.

use super::{Flow, record_pages};
use crate::typeset::Length;
use crate::typeset::strip::Strip;

/// A page is not left with more than one of so many parts empty because a chart would not stand on it whole,
/// if the chart has a part that would.
const EMPTY_AT_MOST: i64 = 4;
/// So many charts are looked at together: no page holds more.
const MOST_CHARTS: usize = 8;

impl Flow<'_> {
    /// Where a chart begins with the group `rest[..together]` and misses the page's end, it is drawn as close
    /// as it must be to stand here, or to begin here with that part of it that must not be divided.
    pub(super) fn draw_closer(&self, rest: &mut [Strip], together: usize) {
        let Some(first) = rest[..together].iter().position(|strip| strip.frame.is_some()) else { return };
        let is_begun = self.open == rest[first].frame || self.begun == rest[first].frame;
        if is_begun || rest[first].turned {
            return;
        }
        let begins_page = rest[..=first].iter().any(|strip| strip.begins_page);
        let from = if begins_page { Length::ZERO } else { self.y };
        let Some(ends) = rest[first..].iter().position(|strip| strip.ends_frame) else { return };
        let end = first + ends + 1;
        let levels = levels(&rest[..end]);
        let fits = |level: usize| {
            let slack: Length = rest[..end].iter().map(|strip| drawn(strip, level).slack).sum();
            self.bottom_at(from, &rest[..end], level) - slack <= self.room(false)
        };
        let here = (0..=levels).find(|level| fits(*level));
        let (chart, after) = rest.split_at(end);
        let cost = |level: &usize| self.cost_of(from, chart, after, *level);
        let least = || (0..=levels).min_by_key(cost).unwrap_or(0);
        let (end, level) = self
            .with_the_next(rest, first, (from, here))
            .unwrap_or_else(|| (end, here.unwrap_or_else(least)));
        for strip in &mut rest[..end] {
            if let Some(at) = level.min(strip.closer.len()).checked_sub(1) {
                let closer = strip.closer.swap_remove(at);
                (strip.height, strip.slack) = (closer.height, closer.slack);
                (strip.items, strip.beside) = (closer.items, closer.beside);
            }
        }
    }

    /// Charts that follow each other, from `first` on: where the next one would leave the page that this one stands
    /// on with more than a quarter empty, for want of room, all of them are drawn as close as they must be to stand
    /// on it together. The end of the last of them, and the level; none where that is not to be had.
    fn with_the_next(
        &self,
        rest: &[Strip],
        first: usize,
        (from, here): (Length, Option<usize>),
    ) -> Option<(usize, usize)> {
        let room = self.room(false);
        let is_chart = |strip: &Strip| strip.frame.is_some() && !strip.turned && strip.lane.is_none();
        let run = rest[first..].iter().take_while(|strip| is_chart(strip)).count();
        let all = 0..first + run;
        let ends: Vec<usize> =
            all.filter(|at| rest[*at].ends_frame).map(|at| at + 1).take(MOST_CHARTS).collect();
        // where the first has no room here, they stand on the next page
        let (from, strips, here) = match here {
            Some(level) => (from, 0, level),
            None if from == Length::ZERO || self.divided(&rest[..ends.first().copied()?]) > 0 => return None,
            None => (Length::ZERO, first, 0),
        };
        let bottom = |end: usize, level: usize| self.bottom_at(from, &rest[strips..end], level);
        // as it goes without this: each as close as it must be, until one has no room
        let (mut alone, mut used) = (0, from);
        let mut saved = Length::ZERO;
        for (n, end) in ends.iter().enumerate() {
            let begin = if n == 0 { first } else { ends[n - 1] };
            let of = &rest[begin..*end];
            let least = if n == 0 { here } else { 0 };
            let at = |level: usize| bottom(*end, 0) - saved - gain(of, level);
            let Some(level) = (least..=levels(of)).find(|level| at(*level) <= room) else { break };
            (alone, used, saved) = (n + 1, at(level), saved + gain(of, level));
        }
        let next = rest.get(*ends.get(alone.checked_sub(1)?)?..*ends.get(alone)?)?;
        let begins = next.iter().take_while(|strip| strip.keep && !strip.divides).count() + 1;
        let may_begin =
            begins < next.len() && next[..begins].iter().map(|s| s.height).sum::<Length>() <= room - used;
        if (room - used) * EMPTY_AT_MOST <= room || may_begin {
            return None;
        }
        // with what must stand below it: a signature
        let end = ends[alone];
        let kept = end + rest[end - 1..].iter().take_while(|strip| strip.keep).count();
        let is_fit = |level: &usize| bottom(kept.min(rest.len()), *level) <= room;
        Some((end, (1..=levels(&rest[first..end])).find(is_fit)?))
    }

    /// What it costs to draw a chart at a level that goes on over pages, from `from` down: the pages of the document
    /// that ends with it, 版记 and all, or with the chart after it, and those that are left with more than a quarter
    /// empty.
    fn cost_of(&self, from: Length, chart: &[Strip], after: &[Strip], level: usize) -> (usize, usize) {
        let room = self.room(false);
        let mut pages = if from == Length::ZERO && self.y > Length::ZERO { 1 } else { 0 } + self.pages.len();
        let (mut empty, mut y, mut white) = (0, from, self.white);
        let mut rest = chart;
        while !rest.is_empty() {
            let together = rest.iter().take_while(|strip| strip.keep).count() + 1;
            let (group, after) = rest.split_at(together.min(rest.len()));
            let reach = |from: Length, white: Length| {
                group.iter().fold((from, white), |(y, white), strip| {
                    let white = if y > Length::ZERO { white.max(strip.above) } else { Length::ZERO };
                    (y + white + drawn(strip, level).height, strip.below)
                })
            };
            let frame = group.first().and_then(|strip| strip.frame).map(|frame| &self.frames[frame]);
            let foot = frame.filter(|_| !after.is_empty()).map_or(Length::ZERO, |frame| frame.foot.height);
            if y > Length::ZERO && reach(y, white).0 + foot > room {
                pages += 1;
                empty += usize::from((room - y) * EMPTY_AT_MOST > room);
                let is_begun = rest.len() < chart.len();
                (y, white) = (Length::ZERO, Length::ZERO);
                if let Some(frame) = frame.filter(|_| is_begun) {
                    (y, white) = (frame.head.height, frame.head.below);
                }
            }
            (y, white) = reach(y, white);
            rest = after;
        }
        // a chart that stays whole, as close as it can be drawn
        let whole = after.iter().take_while(|strip| strip.frame.is_some() && strip.keep).count() + 1;
        if let Some(next) =
            after.get(..whole).filter(|next| next[0].frame.is_some() && next[whole - 1].ends_frame)
            && self.bottom_at(Length::ZERO, next, levels(next)) + y + white > room
        {
            pages += 1;
            empty += usize::from((room - y) * EMPTY_AT_MOST > room);
        }
        if let Some(record) = self.record_height.filter(|_| after.is_empty()) {
            pages += record_pages(pages, self.fits_record(y, record));
        }
        (pages, empty)
    }

    /// How far strips reach down from `from`, all drawn at a level.
    fn bottom_at(&self, from: Length, strips: &[Strip], level: usize) -> Length {
        self.bottoms(from, strips).last().unwrap_or(from) - gain(strips, level)
    }

    /// How many strips of a group that the next page could hold stand on this one all the same: none, unless it
    /// would be left with more than a quarter empty and the group may be divided.
    pub(super) fn divided(&self, group: &[Strip]) -> usize {
        let room = self.room(group.first().is_some_and(|strip| strip.turned));
        if (room - self.y) * EMPTY_AT_MOST <= room {
            return 0;
        }
        let fits = |count: &usize| self.fits(self.y, &group[..*count], Length::ZERO);
        (1..group.len()).rev().filter(|count| group[count - 1].divides).find(fits).unwrap_or(0)
    }
}

/// What strips take less at a level.
fn gain(strips: &[Strip], level: usize) -> Length {
    strips.iter().map(|strip| strip.height - drawn(strip, level).height).sum()
}

/// As many as the strip with the most has.
fn levels(strips: &[Strip]) -> usize {
    strips.iter().map(|strip| strip.closer.len()).max().unwrap_or(0)
}

/// A strip as it is drawn at a level: 0 as it likes best.
fn drawn(strip: &Strip, level: usize) -> &Strip {
    level.min(strip.closer.len()).checked_sub(1).and_then(|at| strip.closer.get(at)).unwrap_or(strip)
}
