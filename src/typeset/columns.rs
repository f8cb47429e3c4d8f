//! Columns side by side: strips poured down one after the other, kept together as they ask, their lines on
//! one grid, so that neighbours stand level. Where each column ends, [`search`] finds; what no search can
//! place, because it is higher than any column, is filled in as far as it goes.

mod search;

use std::collections::VecDeque;

use super::Length;
use super::page::TOLERANCE;
use super::strip::{Frame, Lane, Strip};

/// A strip, or a table's repeated head or foot, at its height in a column.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Set {
    /// by its index in the lane
    Strip(usize),
    Head(usize),
    Foot(usize),
}

/// What stands where once a lane was poured into a height.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Poured {
    /// column by column, each with its distance from the columns' top
    pub columns: Vec<Vec<(Set, Length)>>,
    /// how far each reaches down
    pub ends: Vec<Length>,
    /// what found no room, in the order in which it follows
    pub rest: Vec<usize>,
    /// from the columns' top to the end of the longest
    pub height: Length,
    /// the table that goes on after the last column
    pub open: Option<usize>,
}

impl Poured {
    /// Has anything found room?
    pub(super) fn is_begun(&self) -> bool {
        self.columns.iter().any(|column| !column.is_empty())
    }
}

/// A lane on its way over pages.
pub(super) struct Stream<'a> {
    pub strips: &'a [Strip],
    /// what is still to be set, by its index: the strips in their order, but for pictures that found no room
    /// at a column's end and wait for the next one's top
    pub order: Vec<usize>,
    pub frames: &'a [Frame],
    pub lane: &'a Lane,
    /// the table that the page's end broke
    pub open: Option<usize>,
}

impl Stream<'_> {
    /// Fills columns of `height`, one after the other, as far as each goes. `by_force` places at least one
    /// strip, and breaks what asks to be kept together where no column could hold it.
    fn filled(&self, height: Length, by_force: bool) -> Poured {
        let mut poured = Poured { open: self.open, ..Poured::default() };
        let mut rest: VecDeque<usize> = self.order.iter().copied().collect();
        for _ in 0..self.lane.count {
            if rest.is_empty() {
                break;
            }
            self.fill_column(height, by_force, &mut rest, &mut poured);
        }
        poured.rest = rest.into();
        poured
    }

    fn fill_column(&self, height: Length, by_force: bool, rest: &mut VecDeque<usize>, poured: &mut Poured) {
        let mut column = Column {
            sets: Vec::new(),
            y: Length::ZERO,
            white: Length::ZERO,
            dropped: Length::ZERO,
            open: poured.open,
            given: 0,
        };
        // pictures that this column has no room for: text goes on, and they stand at the next one's top
        let mut later: Vec<usize> = Vec::new();
        while let Some(first) = rest.front().map(|at| &self.strips[*at]) {
            // what waits stands before a table, whose part on the next column needs its head at the top, and
            // before the next heading
            if !later.is_empty() && (first.frame.is_some() || first.heads || first.floats) {
                break;
            }
            let together = rest.iter().take_while(|at| self.strips[**at].keep).count() + 1;
            let group: Vec<&Strip> = rest.iter().take(together).map(|at| &self.strips[*at]).collect();
            if column.sets.is_empty()
                && let Some(frame) = first.frame.filter(|frame| column.open == Some(*frame))
            {
                column.head(frame, &self.frames[frame]);
            }
            let empty = column.y == Length::ZERO || matches!(column.sets[..], [(Set::Head(_), _)]);
            if self.ends(&column, &group) <= height + TOLERANCE {
                for at in rest.drain(..group.len()) {
                    column.put(at, &self.strips[at], self.lane);
                }
            } else if empty && by_force {
                // no column holds them all: as far as it goes, and one at least
                for i in 0..group.len() {
                    let Some(at) = rest.front().copied() else { break };
                    if i > 0 && self.ends(&column, &[&self.strips[at]]) > height + TOLERANCE {
                        break;
                    }
                    column.put(at, &self.strips[at], self.lane);
                    rest.pop_front();
                }
                break;
            } else if first.floats && !empty {
                later.extend(rest.drain(..group.len()));
            } else {
                break;
            }
        }
        later.into_iter().rev().for_each(|at| rest.push_front(at));
        if let Some(frame) = column.open
            && rest.front().is_some_and(|next| self.strips[*next].frame == Some(frame))
            && column.sets.iter().any(|(set, _)| matches!(set, Set::Strip(_)))
        {
            column.sets.push((Set::Foot(frame), column.y));
            column.y += self.frames[frame].foot.height;
        }
        if !column.sets.iter().any(|(set, _)| matches!(set, Set::Strip(_))) {
            column.sets.clear();
        }
        poured.height = poured.height.max(column.y);
        poured.open = column.open;
        poured.ends.push(column.y);
        poured.columns.push(column.sets);
    }

    /// Where `group` would end in `column`, with the foot that would close its table.
    fn ends(&self, column: &Column, group: &[&Strip]) -> Length {
        let mut trial = Column { sets: Vec::new(), ..*column };
        for strip in group {
            trial.advance(strip, self.lane);
        }
        let foot =
            group.last().and_then(|strip| strip.frame).map_or(Length::ZERO, |f| self.frames[f].foot.height);
        trial.y + foot
    }
}

/// A column as it fills.
struct Column {
    sets: Vec<(Set, Length)>,
    y: Length,
    white: Length,
    /// the white above what stands at the column's top, which is left out
    dropped: Length,
    open: Option<usize>,
    /// lines of white that are still to be given to pictures, one each
    given: i64,
}

impl Column {
    fn head(&mut self, frame: usize, drawn: &Frame) {
        self.sets.push((Set::Head(frame), self.y));
        self.y += drawn.head.height;
        self.white = drawn.head.below;
    }

    fn put(&mut self, index: usize, strip: &Strip, lane: &Lane) {
        let y = self.advance(strip, lane);
        self.sets.push((Set::Strip(index), y));
        self.open = strip.frame;
    }

    /// Moves below `strip`; where its top stands.
    fn advance(&mut self, strip: &Strip, lane: &Lane) -> Length {
        let mut given = Length::ZERO;
        if self.given > 0 && self.y > Length::ZERO && search::is_place(strip) {
            self.given -= 1;
            // half above it, and half below by the grid
            given = lane.pitch / 2;
        }
        if self.y > Length::ZERO {
            // what is even above and below a picture needs less below one at the top
            let white = if strip.on_grid { self.white - self.dropped } else { self.white };
            let least = self.white.min(lane.pitch / 4);
            self.y += white.max(least).max(strip.above) + given;
        } else {
            self.dropped = if strip.on_grid { Length::ZERO } else { strip.above };
        }
        if strip.on_grid {
            self.dropped = Length::ZERO;
            self.y = on_grid(self.y, lane.pitch);
        }
        let top = self.y;
        self.y += strip.height;
        self.white = strip.below;
        top
    }
}

/// The next line of the grid at or below `y`.
fn on_grid(y: Length, pitch: Length) -> Length {
    let pitch_units = pitch.micro_pt().max(1);
    // what rounding leaves over a line is still that line
    let lines = (y - TOLERANCE).micro_pt().div_euclid(pitch_units) + 1;
    (pitch * lines.max(0)).max(Length::ZERO)
}
