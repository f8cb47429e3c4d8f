//! Where columns end: over all of them together, by the least unevenness, never first-fit. A column may end
//! wherever its strips allow; what it leaves white costs with its square, and so do a first line alone at its
//! foot, a table divided, a picture that is put off behind the text that follows it, which it must not part if
//! white can be borne, and never goes beyond a heading. White of a line or two is given to the pictures of the
//! column, as a newspaper's typesetter would; never to headings, which all stand as far from the text above.

use std::collections::BTreeMap;

use super::super::Length;
use super::super::page::TOLERANCE;
use super::{Column, Poured, Set, Stream};

/// A paragraph's first line alone at a column's foot; at a page's.
const ORPHAN: i64 = 20_000;
const ORPHAN_OF_PAGE: i64 = 10_000;
/// A picture that waits for the next column's top; a table, to which the text has come; what parts a
/// paragraph's lines there.
const PUT_OFF: i64 = 2500;
const TABLE_PUT_OFF: i64 = 40_000;
const PARTS: i64 = 60_000;
/// A table that goes on in the next column.
const DIVIDED: i64 = 3000;
/// A line of white given to a picture.
const GIVEN: i64 = 400;
/// The most lines that a column's pictures are given.
const GIVEN_MOST: i64 = 2;
/// A line of height more than the columns need.
const HIGHER: i64 = 250;
/// So many heights are looked at beyond the first at which all finds room.
const HEIGHTS: usize = 8;
/// A column that ends further from the foot than this, in lines, is looked at only if it can be no longer.
const FAR: i64 = 14;
/// The least height of balanced columns, in lines.
const LINES_LEAST: i64 = 3;

/// Where a column begins: at a place in the stream's order, after the picture that was put off before it, which
/// stands at its top or is put off once more.
type Start = (usize, Option<usize>);

/// How a column that ends somewhere is made.
#[derive(Clone, Copy, Debug)]
struct Made {
    from: Start,
    /// the picture that it puts off
    off: Option<usize>,
    to: Start,
    end: Length,
    /// pictures that may be given white
    places: i64,
    penalty: i64,
    /// does a paragraph's first line stand alone at its foot?
    orphans: bool,
}

/// The best way to a start, and its price.
type Layer = BTreeMap<Start, (i64, Made)>;

impl Stream<'_> {
    /// All that is left, over columns as even as they can be, up to `most` high; none if it does not fit.
    pub(in super::super) fn balanced(&self, most: Length) -> Option<Poured> {
        let pitch = self.lane.pitch.max(Length::milli_pt(1000));
        let count = i64::try_from(self.lane.count).unwrap_or(1).max(1);
        let total: Length = self.order.iter().map(|at| self.strips[*at].height).sum();
        if total > (most + TOLERANCE) * count {
            return None;
        }
        let lines = (total.micro_pt() / pitch.micro_pt() / count).max(LINES_LEAST);
        let lower = (lines..).map(|lines| pitch * lines).take_while(|height| *height < most);
        let mut best: Option<(i64, Vec<Made>)> = None;
        let mut seen = 0;
        for height in lower.chain([most]) {
            if let Some((cost, way)) = self.way(height, true) {
                let higher = (height.micro_pt() / pitch.micro_pt() - lines) * HIGHER;
                if best.as_ref().is_none_or(|(least, _)| cost + higher < *least) {
                    best = Some((cost + higher, way));
                }
                seen += 1;
            }
            if seen > HEIGHTS {
                break;
            }
        }
        let (_, way) = best?;
        let target = way.iter().map(|made| made.end).max().unwrap_or_default();
        Some(self.built(&way, target))
    }

    /// As much as columns of `height` hold, their ends as near to the foot as may be. `by_force` places at
    /// least one strip, and breaks what asks to be kept together where no column could hold it.
    pub(in super::super) fn poured(&self, height: Length, by_force: bool) -> Poured {
        match self.way(height, false) {
            Some((_, way)) => {
                let target = way.iter().map(|made| made.end).max().unwrap_or_default();
                self.built(&way, target)
            }
            None => self.filled(height, by_force),
        }
    }

    /// The best columns of `height`: to the end, or as many as there are.
    fn way(&self, height: Length, to_end: bool) -> Option<(i64, Vec<Made>)> {
        let end: Start = (self.order.len(), None);
        let floats = self.floats();
        let count = self.lane.count;
        let mut layers: Vec<Layer> = Vec::with_capacity(count);
        let mut best: Option<(i64, usize, Start)> = None;
        for k in 0..count {
            let is_last = k + 1 == count;
            let mut layer = Layer::new();
            let starts: Vec<(Start, i64)> = match layers.last() {
                None => vec![((0, None), 0)],
                Some(before) => before.iter().map(|(start, (cost, _))| (*start, *cost)).collect(),
            };
            for (start, before) in starts.into_iter().filter(|(start, _)| *start != end) {
                for made in self.ends_of(start, k == 0, height, &floats) {
                    let soft = if made.orphans && is_last { ORPHAN_OF_PAGE } else { 0 };
                    let mut cost = before + made.penalty + soft + self.white(&made, height);
                    if made.to == end && to_end && is_last {
                        // the last column of a piece may be a little shorter than the others
                        cost -= self.white(&made, height) / 4;
                    }
                    if layer.get(&made.to).is_none_or(|(least, _)| cost < *least) {
                        layer.insert(made.to, (cost, made));
                    }
                }
            }
            // what ends here leaves the other columns empty
            let empty = i64::try_from(count - k - 1).unwrap_or(0) * self.empty(height);
            for (to, (cost, _)) in &layer {
                let is_end = *to == end;
                if (is_end || !to_end) && best.is_none_or(|(least, ..)| cost + empty < least) {
                    best = Some((cost + empty, k, *to));
                }
            }
            layers.push(layer);
        }
        let (cost, mut k, mut at) = best?;
        let mut way = Vec::with_capacity(k + 1);
        loop {
            let (_, made) = layers.get(k)?.get(&at)?;
            way.push(*made);
            at = made.from;
            let Some(before) = k.checked_sub(1) else { break };
            k = before;
        }
        way.reverse();
        Some((cost, way))
    }

    /// The pictures that may be put off, with what they keep: from and to in the order.
    fn floats(&self) -> Vec<(usize, usize)> {
        let mut floats: Vec<(usize, usize)> = Vec::new();
        let mut at = 0;
        while let Some(strip) = self.order.get(at).map(|i| &self.strips[*i]) {
            let mut to = at + 1;
            if strip.floats {
                while to < self.order.len() && self.strips[self.order[to - 1]].keep {
                    to += 1;
                }
                floats.push((at, to));
            }
            at = to;
        }
        floats
    }

    /// Every end that a column from `start` may have.
    fn ends_of(&self, start: Start, is_first: bool, height: Length, floats: &[(usize, usize)]) -> Vec<Made> {
        let mut ends = Vec::new();
        let reach = self.walk(start, None, is_first, height, floats, &mut ends);
        if start.1.is_some() {
            // no room here either
            self.walk(start, start.1, is_first, height, floats, &mut ends);
        }
        // pictures that the column came to: the last two may be put off
        let come_to = floats.iter().enumerate().filter(|(_, float)| float.0 >= start.0 && float.0 <= reach);
        let come_to: Vec<usize> = come_to.map(|(i, _)| i).collect();
        for off in come_to.into_iter().rev().take(2) {
            self.walk(start, Some(off), is_first, height, floats, &mut ends);
        }
        let furthest = ends.iter().map(|made| made.end).max().unwrap_or_default();
        let far = height - self.lane.pitch * FAR;
        ends.retain(|made| made.end >= far || made.end == furthest);
        ends
    }

    /// Walks down a column from `start`, putting off the picture `off`; how far it came.
    fn walk(
        &self,
        start: Start,
        off: Option<usize>,
        is_first: bool,
        height: Length,
        floats: &[(usize, usize)],
        ends: &mut Vec<Made>,
    ) -> usize {
        let mut column = self.begun(start, is_first);
        let mut places = 0;
        let mut at = start.0;
        let mut is_past = off.is_none() || off == start.1;
        if let Some((from, to)) = start.1.filter(|_| off != start.1).and_then(|float| floats.get(float)) {
            for index in &self.order[*from..*to] {
                column.advance(&self.strips[*index], self.lane);
            }
            if column.y > height + TOLERANCE {
                return at;
            }
            if at == self.order.len() {
                let to = (at, None);
                ends.push(Made { from: start, off, to, end: column.y, places, penalty: 0, orphans: false });
            }
        }
        while let Some(strip) = self.order.get(at).map(|i| &self.strips[*i]) {
            if let Some((from, to)) = off.and_then(|float| floats.get(float)).filter(|f| f.0 == at) {
                // nothing is put off that no text goes on before
                if column.y == Length::ZERO && *from == start.0 {
                    return at;
                }
                is_past = true;
                at = *to;
                continue;
            }
            let is_off = off.is_some() && is_past;
            if is_off && (strip.frame.is_some() || strip.heads || strip.floats) {
                return at;
            }
            if column.y == Length::ZERO && strip.pauses {
                at += 1;
                if at == self.order.len() {
                    let to = (at, None);
                    ends.push(Made {
                        from: start,
                        off,
                        to,
                        end: column.y,
                        places,
                        penalty: 0,
                        orphans: false,
                    });
                }
                continue;
            }
            if column.y > Length::ZERO && is_place(strip) {
                places += 1;
            }
            column.advance(strip, self.lane);
            if column.y > height + TOLERANCE {
                return at;
            }
            let next = self.order.get(at + 1).map(|i| &self.strips[*i]);
            let goes_on = strip.frame.filter(|_| next.is_some_and(|next| next.frame == strip.frame));
            let end = column.y + goes_on.map_or(Length::ZERO, |f| self.frames[f].foot.height);
            // a rule that parts nothing on its column is none
            let breaks = next.is_none() || (!strip.keep || strip.yields) && !strip.pauses;
            if breaks && is_past && end <= height + TOLERANCE {
                let orphans = next.is_some() && strip.keep;
                let mut penalty = if orphans { ORPHAN } else { 0 };
                let waiting = off.and_then(|float| floats.get(float)).map(|(from, _)| self.order[*from]);
                penalty += match waiting.map(|first| self.strips[first].frame) {
                    Some(Some(_)) => TABLE_PUT_OFF,
                    Some(None) => PUT_OFF,
                    None => 0,
                };
                penalty += if off.is_some() && strip.goes_on { PARTS } else { 0 };
                penalty += if goes_on.is_some() { DIVIDED } else { 0 };
                ends.push(Made { from: start, off, to: (at + 1, off), end, places, penalty, orphans });
            }
            at += 1;
        }
        at
    }

    /// A column before anything stands in it, but the head of the table that goes on there.
    fn begun(&self, start: Start, is_first: bool) -> Column {
        let before = if is_first {
            self.open
        } else {
            start.0.checked_sub(1).and_then(|at| self.strips[self.order[at]].frame)
        };
        let next = self.order.get(start.0).and_then(|i| self.strips[*i].frame);
        let mut column = Column {
            sets: Vec::new(),
            y: Length::ZERO,
            white: Length::ZERO,
            dropped: Length::ZERO,
            open: before,
            given: 0,
        };
        if let (Some(frame), None) = (before.filter(|_| before == next), start.1) {
            column.head(frame, &self.frames[frame]);
        }
        column
    }

    /// What a column's white costs: its lines squared, in thousandths.
    fn white(&self, made: &Made, height: Length) -> i64 {
        let pitch = self.lane.pitch.micro_pt().max(1);
        let left = (height - made.end).micro_pt().max(0);
        let given = (left / pitch).min(GIVEN_MOST);
        if given > 0 && given <= made.places {
            let rest = (left - given * pitch) * 1000 / pitch;
            return given * GIVEN + rest * rest / 1000;
        }
        let left = left * 1000 / pitch;
        left * left / 1000
    }

    fn empty(&self, height: Length) -> i64 {
        let lines = height.micro_pt() * 1000 / self.lane.pitch.micro_pt().max(1);
        lines * lines / 1000
    }

    /// The columns of a way, level with `target` where white can be given.
    fn built(&self, way: &[Made], target: Length) -> Poured {
        let floats = self.floats();
        let mut poured = Poured { open: self.open, ..Poured::default() };
        let pitch = self.lane.pitch.micro_pt().max(1);
        for (k, made) in way.iter().enumerate() {
            let is_last_of_all = made.to.0 == self.order.len() && made.to.1.is_none();
            let short = (target - made.end + TOLERANCE).micro_pt() / pitch;
            let gives = short > 0 && short <= made.places.min(GIVEN_MOST) && !is_last_of_all;
            let mut column = self.begun(made.from, k == 0);
            column.given = if gives { short } else { 0 };
            let (from, to) = (made.from.0, made.to.0);
            let put_off = made.off.and_then(|off| floats.get(off)).map_or(0..0, |f| f.0..f.1);
            let waited = made.from.1.filter(|_| made.off != made.from.1);
            let first = waited.and_then(|float| floats.get(float)).map_or(0..0, |f| f.0..f.1);
            for at in first.chain((from..to).filter(|at| !put_off.contains(at))) {
                let index = self.order[at];
                let strip = &self.strips[index];
                if strip.pauses && column.y == Length::ZERO {
                    continue;
                }
                column.put(index, strip, self.lane);
            }
            let next = self.order.get(to).and_then(|i| self.strips[*i].frame);
            if let Some(frame) = column.open.filter(|_| column.open == next && made.off.is_none()) {
                column.sets.push((Set::Foot(frame), column.y));
                column.y += self.frames[frame].foot.height;
            }
            poured.height = poured.height.max(column.y);
            poured.open = column.open;
            poured.ends.push(column.y);
            poured.columns.push(column.sets);
        }
        if let Some(last) = way.last() {
            let waiting = last.to.1.and_then(|float| floats.get(float)).map_or(0..0, |f| f.0..f.1);
            poured.rest = waiting.chain(last.to.0..self.order.len()).map(|at| self.order[at]).collect();
        }
        poured
    }
}

/// May white be given around it: is it a picture?
pub(super) fn is_place(strip: &super::Strip) -> bool {
    strip.above > Length::ZERO && strip.frame.is_none() && !strip.on_grid
}
