//! Tables of a lane tried both ways, in their column and across all columns: each is set as the columns come out
//! more even. A lane that would open a page for a few lines is tried closer.

use super::super::Length;
use super::super::strip::{Frame, Lane, Other, Strip};
use super::{Flow, Sheet};

/// What a table across costs, in thousandths of a line squared: columns that end within four lines of
/// each other are not worth it, nor is a table that leaves white at the page's foot below it.
const ACROSS: i64 = 16_000;
/// What a page more costs.
const PAGE: i64 = 30_000;
/// So many tables of a lane are tried.
const TRIED: usize = 12;

impl Flow<'_> {
    /// Places a lane's strips, `others` in place of those they stand for where that is better. Each table is tried
    /// once, in order, so that the trials are no more than the tables.
    pub(super) fn place_lane(
        &mut self,
        strips: &mut [Strip],
        from: usize,
        others: &[&Other],
        lane: &Lane,
        is_last: bool,
    ) {
        let mut taken: Vec<&Other> = Vec::new();
        let frames: Vec<Frame> = self.frames.iter().map(Frame::ghost).collect();
        if !others.is_empty() {
            let mut least = self.trial(with(strips, from, &taken, Strip::ghost), &frames, lane);
            for other in others.iter().take(TRIED) {
                taken.push(other);
                let cost = self.trial(with(strips, from, &taken, Strip::ghost), &frames, lane) + ACROSS;
                if cost < least {
                    least = cost;
                } else {
                    taken.pop();
                }
            }
        }
        let mut with_others;
        let chosen = if taken.is_empty() {
            strips
        } else {
            with_others = with(strips, from, &taken, Strip::clone);
            with_others.as_mut_slice()
        };
        if is_last && let Some(closer) = self.closer(chosen, &frames, lane) {
            closer.apply(chosen);
        }
        self.place_columns(chosen, lane);
    }

    /// How close the last lane must be set to end on the page before its last, if it has but a few lines there.
    fn closer(&self, strips: &[Strip], frames: &[Frame], lane: &Lane) -> Option<Closer> {
        let gives = |strip: &Strip| strip.slack > Length::ZERO || strip.heads && strip.above > Length::ZERO;
        if !strips.iter().any(gives) {
            return None;
        }
        let tried = |closer: Closer| {
            let mut strips: Vec<Strip> = strips.iter().map(Strip::ghost).collect();
            closer.apply(&mut strips);
            let mut flow = self.continued(frames);
            flow.place_columns(&mut strips, lane);
            (flow.pages.len(), flow.y)
        };
        let (pages, y) = tried(Closer { heads: false, rows: 0 });
        if pages < 2 || y * FEW > self.room(false) {
            return None;
        }
        let rows = (1..=STEPS).map(|rows| Closer { heads: false, rows });
        let heads = (0..=STEPS).map(|rows| Closer { heads: true, rows });
        rows.chain(heads).find(|way| tried(*way).0 < pages)
    }

    /// What it would cost to place these strips from here on.
    fn trial(&self, mut strips: Vec<Strip>, frames: &[Frame], lane: &Lane) -> i64 {
        let mut flow = self.continued(frames);
        flow.place_columns(&mut strips, lane);
        // what stands lower leaves less of the page to what follows
        let used = flow.y.micro_pt() * 1000 / LINE.micro_pt();
        flow.cost + used + i64::try_from(flow.pages.len()).unwrap_or(i64::MAX / PAGE) * PAGE
    }

    /// Another flow that goes on where this one stands, to try what would become of strips.
    pub(super) fn continued<'t>(&'t self, frames: &'t [Frame]) -> Flow<'t> {
        let page = self.pages.last().map(|page| Sheet { turned: page.turned, items: Vec::new() });
        Flow {
            pages: page.into_iter().collect(),
            y: self.y,
            open: self.open,
            begun: self.begun,
            white: self.white,
            ends_table: self.ends_table,
            said: self.said,
            ..Flow::on(self.style, frames)
        }
    }

    /// The price of white: its lines squared, in thousandths.
    pub(super) fn price(&self, white: Length) -> i64 {
        let lines = white.micro_pt().max(0) * 1000 / LINE.micro_pt();
        lines * lines / 1000
    }
}

/// A page less than one of so many parts full was opened for a few lines.
const FEW: i64 = 4;
/// Rows close up in so many steps.
const STEPS: i64 = 4;

/// How much closer a lane is set.
#[derive(Clone, Copy)]
struct Closer {
    /// no white above headings
    heads: bool,
    /// rows of tables lower, by steps
    rows: i64,
}

impl Closer {
    fn apply(self, strips: &mut [Strip]) {
        for strip in strips {
            if self.heads && strip.heads {
                strip.above = Length::ZERO;
            }
            if self.rows > 0 && strip.slack > Length::ZERO {
                strip.close_up(strip.slack * self.rows / STEPS);
            }
        }
    }
}

/// A line of text in columns, about.
const LINE: Length = Length::pt(20);

/// The strips, which begin at `from` among all, with others in place of some.
fn with(strips: &[Strip], from: usize, taken: &[&Other], copy: impl Fn(&Strip) -> Strip) -> Vec<Strip> {
    let mut all = Vec::with_capacity(strips.len());
    let mut at = 0;
    for other in taken {
        all.extend(strips[at..other.from - from].iter().map(&copy));
        let lane = strips.first().and_then(|strip| strip.lane);
        all.extend(other.strips.iter().map(|strip| Strip { lane, ..copy(strip) }));
        at = other.to - from;
    }
    all.extend(strips[at..].iter().map(&copy));
    all
}
