//! Groups of rows: a thin row with the group's name over the first of them, said again where a page breaks it.

use super::super::Length;
use super::super::layout::{Color, Role};
use super::super::line::{Align, set};
use super::super::linebreak::Measure;
use super::super::shape::Hand;
use super::super::strip::{Frame, Strip, Strips};
use super::Setter;

impl Setter<'_> {
    /// The group whose first row this is.
    pub(super) fn group_over(&self, row: usize) -> Option<&str> {
        self.table.groups.iter().find(|group| group.before == row).map(|group| group.name.as_str())
    }

    /// A frame for the rows before any group, if there are such, and one for each group, with `head` and the
    /// group's name over what a page breaks off; the first frame's index, and what each row's is beyond it.
    pub(super) fn frames(&self, head: &Strip, out: &mut Strips) -> (usize, Vec<usize>) {
        let first = out.frames.len();
        let foot = self.foot();
        out.frames.push(Frame { head: head.clone(), foot: foot.clone(), follows: None, of_rows: true });
        let mut of_row = Vec::with_capacity(self.table.rows.len());
        for row in 0..self.table.rows.len() {
            if let Some(name) = self.group_over(row) {
                let group = self.group_head(&format!("{name}（续）"), None);
                let mut again = head.clone();
                let top = again.height;
                again.height += group.height;
                again.take(group.into_artifact(), Length::ZERO, top);
                let before = out.frames.len() - 1;
                let follows = Some((before, head.clone()));
                if row == 0 {
                    out.frames[before].head = again;
                } else {
                    let foot = foot.clone();
                    out.frames.push(Frame { head: again, foot, follows, of_rows: true });
                }
            }
            of_row.push(out.frames.len() - 1 - first);
        }
        (first, of_row)
    }

    /// The row over a group: its name at the left, as a head of all columns for the rows below it.
    pub(super) fn group_strip(&self, row: usize, body: usize, out: &mut Strips) -> Option<Strip> {
        let name = self.group_over(row)?;
        let line = out.tree.add(Role::TableRow, Some(body));
        let columns = self.table.columns.len();
        let node = out.tree.add(Role::HeaderCell { of_row: false, columns, rows: 1 }, Some(line));
        let mut strip = self.group_head(name, Some(node));
        if row > 0 {
            let zero = Length::ZERO;
            strip.rule((zero, zero), (self.plan.width(), zero), self.style.rule_thin, Color::BLACK);
        }
        strip.keep = true;
        Some(strip)
    }

    fn group_head(&self, name: &str, node: Option<usize>) -> Strip {
        let (plan, style) = (self.plan, self.style);
        let hand = Hand::black(style.table_head_voice, plan.size);
        let inset = plan.size / 2;
        let room = plan.width() - inset * 2;
        let lines = set(self.shaper.pieces(name, hand), Measure::even(room), Align::Left);
        // thinner than a row of figures: it parts them and is not one of them
        let mut strip = Strip::of(plan.row_height(lines.len()) - plan.slack / 2);
        let height = strip.height;
        match node {
            Some(node) => plan.center(&mut strip, lines, inset, (Length::ZERO, height), node),
            None => {
                plan.center(&mut strip, lines, inset, (Length::ZERO, height), 0);
                strip = strip.into_artifact();
            }
        }
        strip.rule((Length::ZERO, height), (plan.width(), height), style.rule_thin / 2, style.row_line);
        strip
    }
}
