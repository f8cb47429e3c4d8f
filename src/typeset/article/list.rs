//! Lists: each item's mark, and its text hanging beside it.

use crate::compose::List;

use super::super::Length;
use super::super::face::{self, Voice};
use super::super::layout::Role;
use super::super::line::single;
use super::super::shape::Hand;
use super::super::strip::{Strip, Strips};
use super::{Setter, Setting, Within};

/// The marks of items that are not numbered, by depth.
const MARKS: [&str; 3] = ["•", "–", "·"];
/// The room of a mark and the white behind it, in thousandths of an em: at least, and beyond the mark; so much
/// of it a closing bracket has behind it of its own.
const MARK_LEAST: i64 = 1100;
const MARK_WHITE: i64 = 300;
const BRACKET_WHITE: i64 = 500;
/// A digit's ink begins so far from its edge, and so does a mark's.
const MARK_INSET: i64 = 60;

impl Setter<'_> {
    pub(super) fn list(&self, list: &List, within: Within, out: &mut Strips) {
        let Setting { size, pitch, .. } = *self.setting;
        let parent = out.tree.add(Role::List { is_numbered: list.first.is_some() }, within.parent);
        // 仿宋 has dots too fine to be seen
        let voice = if list.first.is_some() { Voice::Body } else { Voice::Hei };
        let hand = Hand::black(voice, size);
        let is_bracketed = list.first.is_some() && within.depth % 2 == 1;
        let mark = |n: u64| match list.first {
            Some(first) if is_bracketed => format!("（{}）", first.saturating_add(n)),
            Some(first) => format!("{}.", first.saturating_add(n)),
            None => MARKS[within.depth.min(MARKS.len() - 1)].to_owned(),
        };
        let marks: Vec<_> =
            (0..).take(list.items.len()).map(|n| single(self.shaper, &mark(n), hand)).collect();
        let widest = marks.iter().map(|line| line.width).max().unwrap_or_default();
        let white = if is_bracketed { MARK_WHITE - BRACKET_WHITE } else { MARK_WHITE };
        // numbered or not, the text hangs alike
        let room = (widest + size.em(white)).max(size.em(MARK_LEAST));
        // in one column a list stands in line with the paragraphs' first lines; in several there is no room
        let indent = if self.setting.count == 1 && within.is_indented { size * 2 } else { Length::ZERO };
        let inside = within.inside(indent + room, Length::ZERO, self.setting.least());
        for (mark, parts) in marks.into_iter().zip(&list.items) {
            let item = out.tree.add(Role::ListItem, Some(parent));
            let label = out.tree.add(Role::Label, Some(item));
            let body = out.tree.add(Role::ListBody, Some(item));
            let from = out.strips.len();
            let inside = Within { parent: Some(body), depth: within.depth + 1, is_indented: false, ..inside };
            self.parts(parts, inside, out);
            let mut labelled = Strip::default();
            // the mark's ink, not the square that it is in the middle of, stands at the edge
            let before = mark.runs.first().filter(|_| list.first.is_none());
            let before = before.map_or(Length::ZERO, |run| self.shaper.ink_left(run) - size.em(MARK_INSET));
            let x = (inside.left - room).max(within.left) - before;
            // so deep within others that nothing is left beside the mark: it stands over the item
            let hangs = inside.left - room >= within.left;
            labelled.put(mark, x, face::baseline(pitch, size), Some(label));
            match out.strips.get_mut(from) {
                // the mark is read before the item
                Some(first) if first.on_grid && hangs => drop(first.items.splice(0..0, labelled.items)),
                _ => {
                    labelled.height = pitch;
                    labelled.on_grid = true;
                    labelled.keep = true;
                    out.strips.insert(from, labelled);
                }
            }
        }
    }
}
