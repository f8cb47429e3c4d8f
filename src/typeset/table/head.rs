//! The head as a strip: cells over one or several columns and levels, their units on one line.

use super::super::Length;
use super::super::layout::{Color, Role};
use super::super::line::{Align, Line, set};
use super::super::linebreak::Measure;
use super::super::shape::Hand;
use super::super::strip::{Strip, Strips};
use super::Setter;
use super::cell::Need;
use super::grid::Slot;

impl Setter<'_> {
    pub(super) fn head(&self, table: usize, out: &mut Strips) -> Strip {
        let plan = self.plan;
        let levels = self.grid.levels;
        let mut strip = Strip::default();
        if levels == 0 {
            strip.height = Length::ZERO;
            self.thick(&mut strip, Length::ZERO, false);
            return strip;
        }
        let hand = Hand::black(self.style.table_head_voice, plan.size);
        let mut set_slots: Vec<(&Slot, Vec<_>)> = self
            .grid
            .slots
            .iter()
            .map(|slot| {
                let room = plan.span(slot.column, slot.columns) - plan.padding * 2;
                (slot, set(self.shaper.pieces(slot.text, hand), Measure::even(room), Align::Center))
            })
            .collect();
        let units = self.break_before_units(&mut set_slots, hand);
        // each level as high as its cells need; a cell over several levels adds to the last of them
        let mut heights = vec![plan.row_height(1); levels];
        for (slot, lines) in set_slots.iter().filter(|(slot, _)| slot.rows == 1) {
            heights[slot.level] = heights[slot.level].max(plan.row_height(lines.len()));
        }
        for (slot, lines) in set_slots.iter().filter(|(slot, _)| slot.rows > 1) {
            let have: Length = heights[slot.level..slot.level + slot.rows].iter().copied().sum();
            heights[slot.level + slot.rows - 1] += (plan.row_height(lines.len()) - have).max(Length::ZERO);
        }
        let top_of = |level: usize| heights[..level].iter().copied().sum::<Length>();
        strip.height = top_of(levels);

        let group = out.tree.add(Role::TableHead, Some(table));
        let rows: Vec<usize> = (0..levels).map(|_| out.tree.add(Role::TableRow, Some(group))).collect();
        for (slot, lines) in set_slots {
            let role = Role::HeaderCell { of_row: false, columns: slot.columns, rows: slot.rows };
            let node = out.tree.add(role, Some(rows[slot.level]));
            let (top, bottom) = (top_of(slot.level), top_of(slot.level + slot.rows));
            let (x, width) = (plan.left(slot.column), plan.span(slot.column, slot.columns));
            match units
                .get(slot.level)
                .copied()
                .flatten()
                .filter(|_| slot.rows == 1 && cut(slot.text).is_some())
            {
                Some(most) => plan.over_unit(&mut strip, lines, x + plan.padding, (top, bottom), most, node),
                None => plan.center(&mut strip, lines, x + plan.padding, (top, bottom), node),
            }
            if slot.level + slot.rows < levels {
                strip.rule((x, bottom), (x + width, bottom), self.style.rule_thin, self.style.row_line);
            }
            if slot.column > 0 {
                self.vertical(&mut strip, slot.column, top, bottom);
            }
        }
        self.thick(&mut strip, Length::ZERO, false);
        let end = strip.height;
        strip.rule((Length::ZERO, end), (plan.width(), end), self.style.rule_thin, Color::BLACK);
        strip
    }

    /// 任务（户） beside 累计（㎡）: where one head of a level is broken, all that end with a unit are broken
    /// before it, so that units stand on one line. For each level the most lines of such a head, if it was so.
    fn break_before_units(&self, slots: &mut [(&Slot, Vec<Line>)], hand: Hand) -> Vec<Option<usize>> {
        let mut most = vec![None; self.grid.levels];
        for (level, most) in most.iter_mut().enumerate() {
            let is_one = |slot: &Slot| slot.level == level && slot.rows == 1 && cut(slot.text).is_some();
            // a head that fits its line with its brackets closed up alone stands beside others that are open
            let is_tight = |slot: &Slot| {
                let room = self.plan.span(slot.column, slot.columns) - self.plan.padding * 2;
                Need::of(slot.text, hand, self.shaper).lines(1) > room
            };
            if !slots.iter().any(|(slot, lines)| is_one(slot) && (lines.len() > 1 || is_tight(slot))) {
                continue;
            }
            let broken = |slot: &Slot| {
                let (name, unit) = slot.text.split_at(cut(slot.text)?);
                let room = self.plan.span(slot.column, slot.columns) - self.plan.padding * 2;
                let of = |text| set(self.shaper.pieces(text, hand), Measure::even(room), Align::Center);
                let (mut lines, unit) = (of(name), of(unit));
                (unit.len() == 1).then(|| {
                    lines.extend(unit);
                    lines
                })
            };
            let anew: Option<Vec<(usize, Vec<Line>)>> = slots
                .iter()
                .enumerate()
                .filter(|(_, (slot, _))| is_one(slot))
                .map(|(at, (slot, _))| Some((at, broken(slot)?)))
                .collect();
            for (at, lines) in anew.into_iter().flatten() {
                *most = (*most).max(Some(lines.len()));
                slots[at].1 = lines;
            }
        }
        most
    }
}

/// Where a head's unit begins: 面积|（㎡）.
fn cut(text: &str) -> Option<usize> {
    let text = text.trim_end();
    text.rfind('（').filter(|at| *at > 0 && text.ends_with('）'))
}
