//! A table's rows over its pages: one height for all of them, chosen before the first is placed. They close up where
//! that saves a page, and open up, or a page ends earlier, where the last would hold hardly any.

use super::Flow;
use crate::typeset::Length;
use crate::typeset::strip::{Frame, Strip};

/// A table's last page holds so many rows at least, 合计 among them, if that costs no page.
const HANDFUL: usize = 6;
/// A table that a page can hold is not broken where what is left of this page is no more, in thousandths of it.
const LEFT_EMPTY: i64 = 380;
/// So much of a page may stay empty for the next, its table's last, to hold a handful, likewise.
const WHITE_AT_END: i64 = 120;
/// So much of a page seems empty, likewise.
const EMPTY: i64 = 200;
/// Heights are tried in so many steps.
const STEPS: i64 = 32;
/// The most that a row gives for the text behind its table to begin on the same page, and in how many steps.
const FOR_TEXT: Length = Length::pt(1);
const FOR_TEXT_STEPS: i64 = 4;
/// So many strips behind a table are looked at, lest it cost them a page.
const LOOKED_AT: usize = 400;
/// A table alone on a turned page has rows so much higher, in thousandths, where it fills less than half of it.
const ALONE_HIGHER: i64 = 300;

/// Where a table would end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Outcome {
    /// the page on which its first strip stands
    begins: usize,
    /// the page on which the last of its notes stands
    end: usize,
    /// the page of its last row
    ends_rows: usize,
    /// the page on which the text behind it begins
    text: usize,
    /// pages begun, with what follows the table
    pages: usize,
    /// pages on which it has rows
    parts: usize,
    /// its rows on the last of them
    last: usize,
}

impl Outcome {
    /// Do all need fewer pages, or does the table not leave a few rows, or notes alone, for one more?
    fn saves(self, other: Outcome) -> bool {
        let few = other.last < HANDFUL || other.end > other.ends_rows;
        self.pages < other.pages
            || self.pages == other.pages && few && (self.end, self.parts) < (other.end, other.parts)
    }

    fn is_as_short_as(self, other: Outcome) -> bool {
        (self.pages, self.end, self.parts) <= (other.pages, other.end, other.parts)
    }
}

/// A table about to be placed, nothing of it drawn.
struct Trial {
    /// what leads to it, its strips and notes, and what follows as far as it matters
    strips: Vec<Strip>,
    frames: Vec<Frame>,
    /// its strips
    from: usize,
    to: usize,
    /// behind its notes
    end: usize,
}

impl Flow<'_> {
    /// Settles the height of the rows of the table whose first strip is `rest[first]`, and where it may be broken;
    /// once for each table.
    pub(in crate::typeset) fn settle(&mut self, rest: &mut [Strip], first: usize) {
        let table = self.table_of(&rest[first]);
        if table.is_none() || self.begun == table {
            return;
        }
        self.begun = table;
        let own = rest[first..].iter().take_while(|strip| self.table_of(strip) == table).count();
        let to = first + own;
        let end = to + rest[to..].iter().take_while(|strip| strip.is_note).count();
        let ends = |s: &Strip| s.begins_page || s.lane.is_some() || s.turned != rest[first].turned;
        let after = rest[end..].iter().take(LOOKED_AT).take_while(|strip| !ends(strip)).count();
        let trial = Trial {
            strips: rest[..end + after].iter().map(Strip::ghost).collect(),
            frames: self.frames.iter().map(Frame::ghost).collect(),
            from: first,
            to,
            end,
        };
        let slack = rest[first..to].iter().map(|strip| strip.slack).max().unwrap_or_default();
        let (begins, by) = self.settled(&trial, slack, after == 0);
        if let Some(begins) = begins {
            rest[begins].begins_page = true;
        }
        rest[first..to].iter_mut().filter(|strip| strip.slack > Length::ZERO).for_each(|s| s.close_up(by));
    }

    /// The strip that begins a page, and by how much each row is made lower; higher if less than zero.
    fn settled(&self, trial: &Trial, slack: Length, is_last: bool) -> (Option<usize>, Length) {
        let at = |begins, by| self.outcome(trial, begins, by);
        let natural = at(None, Length::ZERO);
        if slack <= Length::ZERO {
            return (self.broken_earlier(trial, natural, Length::ZERO), Length::ZERO);
        }
        let lowest = at(None, slack);
        if lowest.saves(natural) {
            let lower = (1..=STEPS).map(|step| slack * step / STEPS);
            let by = lower.into_iter().find(|by| at(None, *by).is_as_short_as(lowest)).unwrap_or(slack);
            return (self.broken_earlier(trial, at(None, by), by), by);
        }
        if lowest.begins < natural.begins && lowest.parts == 1 && self.leaves_much() {
            // a little closer it stands here whole, and the page is not left half empty before it
            let lower = (1..=STEPS).map(|step| slack * step / STEPS);
            let stands = |by: &Length| {
                let found = at(None, *by);
                (found.begins, found.parts) == (lowest.begins, 1)
            };
            return (None, lower.into_iter().find(stands).unwrap_or(slack));
        }
        if natural.parts < 2 {
            let by = if is_last { self.alone_on_turned(trial) } else { self.for_text(trial, natural, slack) };
            return (None, by);
        }
        if self.could_be_whole(trial) {
            let fresh = at(Some(0), Length::ZERO);
            if fresh.parts == 1 && fresh.pages <= natural.pages {
                return (Some(0), Length::ZERO);
            }
        }
        if natural.last >= HANDFUL {
            return (None, Length::ZERO);
        }
        let higher = (1..=STEPS).map(|step| -(slack * step / STEPS));
        let is_better = |by: &Length| {
            let found = at(None, *by);
            found.is_as_short_as(natural) && found.last >= HANDFUL
        };
        match higher.into_iter().find(is_better) {
            Some(by) => (None, by),
            None => (self.broken_earlier(trial, natural, Length::ZERO), Length::ZERO),
        }
    }

    /// By how much each row is made lower so that the text behind the table begins on its page.
    fn for_text(&self, trial: &Trial, natural: Outcome, slack: Length) -> Length {
        let begins_here = |by: &Length| {
            let found = self.outcome(trial, None, *by);
            found.text == found.end && found.is_as_short_as(natural)
        };
        let most = slack.min(FOR_TEXT);
        if natural.text <= natural.end || !begins_here(&most) {
            return Length::ZERO;
        }
        let lower = (1..=FOR_TEXT_STEPS).map(|step| most * step / FOR_TEXT_STEPS);
        lower.into_iter().find(begins_here).unwrap_or(most)
    }

    /// Where the last page would hold few rows: the row that begins it instead, if that costs no page.
    fn broken_earlier(&self, trial: &Trial, found: Outcome, by: Length) -> Option<usize> {
        if found.parts < 2 || found.last >= HANDFUL {
            return None;
        }
        // no more than a little white is left for it
        let moved = |begins: usize| -> Length {
            trial.strips[begins..trial.to - found.last].iter().map(|strip| strip.height).sum()
        };
        let room = self.room(trial.strips[trial.from].turned);
        let is_good = |begins: &usize| {
            let is_begun = *begins > trial.from + HANDFUL && *begins < trial.to - found.last;
            // the name of a group stands over its rows
            is_begun
                && !trial.strips[begins - 1].keep
                && moved(*begins) <= room.em(WHITE_AT_END)
                && self.outcome(trial, Some(*begins), by).is_as_short_as(found)
        };
        (trial.to.saturating_sub(HANDFUL)..trial.to).find(is_good)
    }

    /// Is so little of the page left that it may stay empty for a table to stand whole?
    fn could_be_whole(&self, trial: &Trial) -> bool {
        let room = self.room(trial.strips[trial.from].turned);
        self.y > Length::ZERO && room - self.y <= room.em(LEFT_EMPTY)
    }

    /// Is so much of the page left that it would seem empty?
    fn leaves_much(&self) -> bool {
        let room = self.room(false);
        self.y > Length::ZERO && room - self.y > room.em(EMPTY)
    }

    /// How much higher rows are where nothing but they would stand on less than half a turned page.
    fn alone_on_turned(&self, trial: &Trial) -> Length {
        let first = &trial.strips[trial.from];
        let begins = self.pages.last().is_none_or(|page| !page.turned) || self.y == Length::ZERO;
        let height: Length = trial.strips.iter().map(|strip| strip.height).sum();
        if !first.turned || !begins || height * 2 >= self.room(true) {
            return Length::ZERO;
        }
        let rows = trial.strips[trial.from..trial.to].iter().filter(|strip| strip.slack > Length::ZERO);
        rows.map(|row| row.height).min().map_or(Length::ZERO, |row| -row.em(ALONE_HIGHER))
    }

    /// Where the table would end with its rows so much lower, and a page begun by that strip.
    fn outcome(&self, trial: &Trial, begins: Option<usize>, by: Length) -> Outcome {
        let mut strips = trial.strips.clone();
        for strip in &mut strips[trial.from..trial.to] {
            strip.height -= if strip.slack > Length::ZERO { by } else { Length::ZERO };
        }
        if let Some(begins) = begins {
            strips[begins].begins_page = true;
        }
        let mut flow = self.continued(&trial.frames);
        // the page on which each of the table's strips stands
        let mut at = 0;
        let mut of_row = Vec::with_capacity(trial.to - trial.from);
        while at < strips.len() {
            let is_kept = |pair: &[Strip]| pair[0].keep && pair[0].turned == pair[1].turned;
            let many = strips[at..].windows(2).take_while(|pair| is_kept(pair)).count() + 1;
            let before = flow.placed.len();
            flow.place_together(&mut strips[at..at + many], Length::ZERO);
            of_row.extend((at..at + many).zip(flow.placed[before..].iter().copied()));
            at += many;
        }
        let own: Vec<usize> = of_row
            .iter()
            .filter(|(at, _)| (trial.from..trial.to).contains(at))
            .map(|(_, page)| *page)
            .collect();
        let (first, last) = (own.first().copied().unwrap_or(0), own.last().copied().unwrap_or(0));
        Outcome {
            begins: first,
            end: of_row.get(trial.end - 1).map_or(last, |(_, page)| *page),
            ends_rows: last,
            text: of_row.get(trial.end).map_or(0, |(_, page)| *page),
            pages: flow.pages.len(),
            parts: last + 1 - first,
            last: own.iter().filter(|page| **page == last).count(),
        }
    }

    /// The first frame of the table that a strip is of.
    fn table_of(&self, strip: &Strip) -> Option<usize> {
        let mut frame = strip.frame.filter(|frame| self.frames[*frame].of_rows)?;
        while let Some((before, _)) = &self.frames[frame].follows {
            frame = *before;
        }
        Some(frame)
    }
}
