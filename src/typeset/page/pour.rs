//! Columns on pages: a lane's strips poured page by page, what spans the columns above, below or between them.

use std::collections::VecDeque;

use super::super::columns::{Poured, Set, Stream};
use super::super::strip::{Lane, Strip, moved};
use super::super::{Color, Length};
use super::{Flow, TOLERANCE};

impl Flow<'_> {
    /// Pours a lane's strips into columns; what spans them and cannot wait for a page's end breaks them.
    pub(super) fn place_columns(&mut self, strips: &mut [Strip], lane: &Lane) {
        if self.pages.last().is_none_or(|page| page.turned) {
            self.leaf(false);
        }
        let mut rest = strips;
        while !rest.is_empty() {
            let breaks = |strip: &Strip| strip.spans && !strip.floats;
            let (text, after) = rest.split_at_mut(rest.iter().position(breaks).unwrap_or(rest.len()));
            self.pour(text, lane, after.is_empty());
            let count = after.iter().take_while(|strip| breaks(strip)).count();
            let (across, after) = after.split_at_mut(count);
            for group in across.chunk_by_mut(|strip, _| strip.keep) {
                self.place_together(group, Length::ZERO);
            }
            self.open = None;
            rest = after;
        }
        self.white = self.white.max(lane.pitch / 2);
    }

    /// Pours strips into columns, as high on each page as they need, and no higher than there is room. What
    /// spans them stands at the foot of the page whose text comes to it, else at the next one's top, or breaks
    /// them before the next heading. `is_end`: nothing of the lane follows.
    fn pour(&mut self, strips: &[Strip], lane: &Lane, is_end: bool) {
        let indices = || (0..).zip(strips);
        let order = indices().filter(|(_, s)| !s.spans).map(|(at, _)| at).collect();
        let mut across: VecDeque<Vec<usize>> = VecDeque::new();
        let mut is_kept = false;
        for (at, strip) in indices().filter(|(_, strip)| strip.spans) {
            match across.back_mut().filter(|_| is_kept) {
                Some(group) => group.push(at),
                None => across.push_back(vec![at]),
            }
            is_kept = strip.keep;
        }
        let reached = |rest: &[usize], group: &[usize]| {
            let next = rest.iter().find(|at| !strips[**at].floats);
            next.is_none_or(|next| group.first().is_some_and(|first| next > first))
        };
        let mut stream = Stream { strips, order, frames: self.frames, lane, open: None };
        let mut is_begun = false;
        let mut held = Vec::new();
        loop {
            loop {
                // what spans never goes beyond the heading that follows it: until it stands, the text ends there
                stream.order.append(&mut held);
                let is_beyond =
                    |at: &usize| across.front().is_some_and(|group| *at > group[0]) && strips[*at].heads;
                if let Some(beyond) = stream.order.iter().position(is_beyond) {
                    held = stream.order.split_off(beyond);
                }
                let is_free = self.y == Length::ZERO || !is_begun || stream.order.is_empty();
                let is_next = |group: &&Vec<usize>| is_free && reached(&stream.order, group);
                let Some(group) = across.front().filter(is_next).cloned() else { break };
                self.place_across(strips, &group);
                across.pop_front();
            }
            let Some(first) = stream.order.first() else { break };
            let from =
                if self.y > Length::ZERO { self.y + self.white.max(strips[*first].above) } else { self.y };
            let room = self.room(false) - from;
            let is_fresh = self.y == Length::ZERO;
            let last = stream.balanced(room);
            let own: Vec<&Vec<usize>> = across
                .iter()
                .take_while(|group| held.first().is_none_or(|beyond| group[0] < *beyond))
                .collect();
            let below: Length = own.iter().map(|group| self.height_across(strips, group, lane)).sum();
            // all that is left, with what spans below it
            let is_last = last.as_ref().is_some_and(|last| last.height + below <= room + TOLERANCE);
            let mut poured =
                last.clone().filter(|_| is_last).unwrap_or_else(|| stream.poured(room, is_fresh));
            if last.is_none() && across.is_empty() {
                poured = self.leaving_enough(&stream, poured, room, is_end);
            }
            let mut at_foot = 0;
            let mut height = Length::ZERO;
            for group in own.into_iter().filter(|_| !is_last) {
                height += self.height_across(strips, group, lane);
                let less = stream.poured(room - height, false);
                if room - height < lane.pitch * COLUMN_LEAST
                    || !less.is_begun()
                    || !reached(&less.rest, group)
                {
                    break;
                }
                poured = less;
                at_foot += 1;
            }
            // what spans must wait for the next page: then the last of the text ends as even as it can
            let is_last = match last {
                Some(last) if at_foot == 0 => {
                    poured = last;
                    true
                }
                _ => is_last,
            };
            // a line or two at a page's end are worse than the white
            let is_enough = room + TOLERANCE >= lane.pitch * COLUMN_LEAST;
            if is_last || is_fresh || (poured.is_begun() && is_enough) {
                self.y = from;
                let foot = if is_last { poured.height } else { room.max(poured.height) };
                let empty = lane.count.saturating_sub(poured.ends.len());
                let whites = poured.ends.iter().copied().chain(std::iter::repeat_n(Length::ZERO, empty));
                self.cost += whites.map(|end| self.price(foot - end)).sum::<i64>();
                self.draw_columns(&stream, &poured);
                self.y += poured.height;
                self.white = lane.pitch / 2;
                self.open = None;
                stream.open = poured.open;
                stream.order = poured.rest;
                is_begun = true;
                let before = self.pages.len();
                for group in across.drain(..at_foot) {
                    self.place_across(strips, &group);
                }
                if self.pages.len() > before {
                    continue;
                }
            }
            if !is_last {
                self.leaf(false);
            }
        }
        self.open = None;
    }

    /// Where what is left would be a line or two on the last page, or above what breaks the columns there, this
    /// page gives it some of its own; in the second case only if it keeps more.
    fn leaving_enough(&self, stream: &Stream, poured: Poured, room: Length, is_end: bool) -> Poured {
        let Stream { strips, frames, lane, .. } = *stream;
        let few = |poured: &Poured| {
            let rest = Stream { strips, order: poured.rest.clone(), frames, lane, open: poured.open };
            let next = rest.balanced(self.room(false));
            next.is_some_and(|next| next.height < lane.pitch * COLUMN_LEAST)
        };
        if !few(&poured) {
            return poured;
        }
        let least = lane.pitch * if is_end { 0 } else { COLUMN_LEAST * 2 };
        let rooms = (1..=COLUMN_LEAST).map(|lines| room - lane.pitch * lines);
        let lower = rooms.filter(|room| *room >= least).map(|room| stream.poured(room, false));
        let enough = lower.filter(Poured::is_begun).find(|poured| !few(poured));
        enough.unwrap_or(poured)
    }

    /// What strips across the columns take below them.
    fn height_across(&self, strips: &[Strip], group: &[usize], lane: &Lane) -> Length {
        let mut white = lane.pitch / 2;
        let mut height = Length::ZERO;
        for strip in group.iter().map(|at| &strips[*at]) {
            height += white.max(strip.above) + strip.height;
            white = strip.below;
        }
        let frame = group.last().and_then(|at| strips[*at].frame);
        height + frame.map_or(Length::ZERO, |f| self.frames[f].foot.height)
    }

    /// Places what spans the columns.
    fn place_across(&mut self, strips: &[Strip], group: &[usize]) {
        let mut group: Vec<Strip> = group.iter().map(|at| strips[*at].clone()).collect();
        self.place_together(&mut group, Length::ZERO);
        self.open = None;
    }

    /// Draws poured columns from where the page stands, parted by fine lines.
    fn draw_columns(&mut self, stream: &Stream, poured: &Poured) {
        let (lane, top) = (stream.lane, self.y);
        let Some(page) = self.pages.last_mut() else { return };
        for (i, column) in (0..).zip(&poured.columns) {
            let x = (lane.width + lane.gap) * i;
            if i > 0 && !column.is_empty() {
                let mut line = Strip::default();
                let middle = x - lane.gap / 2;
                line.rule((middle, top), (middle, top + poured.height), COLUMN_RULE, COLUMN_LINE);
                page.items.append(&mut line.items);
            }
            for (set, y) in column {
                let strip = match set {
                    Set::Strip(index) => &stream.strips[*index],
                    Set::Head(frame) => &stream.frames[*frame].head,
                    Set::Foot(frame) => &stream.frames[*frame].foot,
                };
                page.items.extend(strip.items.iter().map(|placed| moved(placed.clone(), x, top + *y)));
            }
        }
    }
}

/// The least lines of columns at a page's end.
pub(super) const COLUMN_LEAST: i64 = 4;
/// The line between columns: seen, but behind the text.
const COLUMN_RULE: Length = Length::milli_pt(350);
const COLUMN_LINE: Color = Color::rgb(0x8a, 0x8a, 0x8a);
