//! Rows closed up: a table or a chart that would just not stand on its page, or would leave a row or a note
//! for the next, gives up some of the white in its rows, as a typesetter would have it do. And names that rows share,
//! each in the middle of its rows once it is known which of them stand on the page.

use super::Length;
use super::Placed;
use super::layout::Item;
use super::page::Flow;
use super::strip::{Strip, moved};

/// The rows of a page that share a name.
pub(super) struct Part {
    /// the name, as it stands in the first of them
    items: Vec<Placed>,
    /// its place among the page's items, before the first row's
    at: usize,
    /// the first row's top and height, and the last one's bottom
    top: Length,
    height: Length,
    pub bottom: Length,
}

impl Flow<'_> {
    /// Notes the name that the strip's row shares, where the row is the first of it or of this page.
    pub(super) fn name(&mut self, strip: &mut Strip) {
        let name = strip.name.take();
        if name.as_ref().is_none_or(|name| name.begins) {
            self.end_part();
        }
        let (Some(name), None, Some(page)) = (name, &self.part, self.pages.last()) else { return };
        let at = page.items.len();
        self.part = Some(Part { items: name.items, at, top: self.y, height: strip.height, bottom: self.y });
    }

    /// Puts the name of the rows that end here into their middle.
    pub(super) fn end_part(&mut self) {
        let (Some(part), Some(page)) = (self.part.take(), self.pages.last_mut()) else { return };
        let dy = part.top + (part.bottom - part.top - part.height) / 2;
        let items = part.items.into_iter().map(|placed| moved(placed, Length::ZERO, dy));
        // over the grounds of its rows, and read before them
        let own = page.items.split_off(part.at.min(page.items.len()));
        let (grounds, own): (Vec<Placed>, Vec<Placed>) =
            own.into_iter().partition(|placed| matches!(placed.item, Item::Fill { .. }));
        page.items.extend(grounds.into_iter().chain(items).chain(own));
    }

    /// Where a table's rest begins on a page, with the group `rest[..together]`, and misses the page's end by
    /// no more than its rows can give, they give it. Its notes count with it: rows that closed up to leave
    /// notes alone on the next page would have been better off with them.
    pub(super) fn close_up(&mut self, rest: &mut [Strip], together: usize) {
        let Some(first) = rest[..together].iter().position(|strip| strip.frame.is_some()) else { return };
        let frame = rest[first].frame;
        if frame.is_some_and(|frame| self.frames[frame].of_rows) {
            self.settle(rest, first);
            return;
        }
        let fits_here = self.fits(self.y, &rest[..together], Length::ZERO);
        let from = if self.open == frame && first == 0 {
            if fits_here {
                return;
            }
            frame.map_or(Length::ZERO, |f| self.frames[f].head.height)
        } else if self.begun == frame {
            // it waits for a page of its own; only its beginning is known to stand at that page's top
            return;
        } else {
            self.begun = frame;
            let begins_page =
                rest[0].begins_page || self.pages.last().is_none_or(|page| page.turned != rest[first].turned);
            if !begins_page && (self.closes_up(rest, first, self.y) || fits_here) {
                return;
            }
            Length::ZERO
        };
        self.closes_up(rest, first, from);
    }

    /// Closes up the rows from `first` on, if their table then ends on the page on which it stands from
    /// `from` down; does it end there?
    fn closes_up(&self, rest: &mut [Strip], first: usize, from: Length) -> bool {
        let frame = rest[first].frame;
        let room = self.room(rest[first].turned);
        // no more than a page of rows is looked at, however long the table is
        let mut slack = Length::ZERO;
        let may_reach = |(strip, bottom): &(&Strip, Length)| {
            slack += strip.slack;
            *bottom <= room + slack
        };
        let reach: Vec<Length> = rest
            .iter()
            .zip(self.bottoms(from, rest))
            .take_while(may_reach)
            .map(|(_, bottom)| bottom)
            .collect();
        let within = &rest[first.min(reach.len())..reach.len()];
        let count = within.iter().take_while(|strip| strip.frame == frame).count();
        let notes = within[count..].iter().take_while(|strip| strip.is_note).count();
        let (rows, end) = (first + count, first + count + notes);
        let goes_on = |strip: &Strip| strip.is_note || strip.frame == frame;
        if count == 0 || rest.get(end).is_some_and(goes_on) {
            return false;
        }
        let over = reach[end - 1] - room;
        let all: Length = rest[first..rows].iter().map(|strip| strip.slack).sum();
        if over > Length::ZERO && all > Length::ZERO {
            for strip in &mut rest[first..rows] {
                let exact = i128::from(over.micro_pt()) * i128::from(strip.slack.micro_pt());
                let share = i64::try_from(exact / i128::from(all.micro_pt())).unwrap_or(0) + 1;
                strip.close_up(Length::from_micro_pt(share).min(strip.slack));
            }
        }
        true
    }
}
