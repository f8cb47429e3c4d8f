//! The columns' widths: from their contents, the same share of white for each, in all exactly as wide as
//! the type area; and the largest size at which that is possible.

mod hand;
mod placed;
mod spread;
mod wanted;

use self::hand::{cell_hand, cell_pieces, row_hand, whole};
use self::wanted::TEXT_ROOMY;
use crate::compose::{Column, Row, Table};

use super::super::Length;
use super::super::face::Voice;
use super::super::line::width;
use super::super::shape::{Hand, Shaper};
use super::super::style::PageStyle;
use super::cell::{Anchor, Need, Units, units_end};
use super::grid::Grid;
use super::{Spoken, spoken_in};

/// Sizes are measured once, at this em, and scaled.
const UNIT: Length = Length::pt(10);

/// What the columns' contents need, at an em of [`UNIT`].
pub(super) struct Sheet {
    columns: Vec<Wanted>,
    /// cells of the head that stand over other cells of it
    spans: Vec<(usize, usize, Need)>,
    /// of the body and of the head
    voices: [Voice; 2],
    /// within a cell, and around a row's text, in thousandths of the size
    leading: i64,
    row_white: i64,
    /// of the latter, how much may go
    slack: i64,
    /// the white left and right of a cell's content, likewise: where there is room, what a smaller size is
    /// taken for, and the least
    padding: i64,
    good: i64,
    least: i64,
    /// the most of it in a table that may be narrower than its page
    most: Option<i64>,
    /// a total's 黑体, likewise of the body's size
    total: i64,
    /// would a column of names in two lines break most of them?
    breaks_most: bool,
}

/// What a table is tried at: its size, names over so many lines, the white in its cells in thousandths.
type Try = (Length, usize, i64);

#[derive(Clone, Copy, Debug)]
struct Wanted {
    kind: Column,
    /// of the head's cell over it
    head: Need,
    /// of its words
    words: Need,
    /// of its figures, left of the units digit's end and right of it
    left: Length,
    right: Length,
    /// of a total's alone, likewise
    total: [Length; 2],
    /// of its figures whole; where some are shares and others not, they end at one edge: digits of two units do
    /// not compare, and on one decimal point they would stand in a zigzag
    whole: Length,
    has: Units,
    /// the first column with the same head and kind, which is to be as wide
    like: usize,
}

/// The table's measures as they were decided.
#[derive(Clone, Debug, PartialEq)]
pub(in super::super) struct Plan {
    pub size: Length,
    pub padding: Length,
    pub turned: bool,
    /// names in one line, or in two with good white beside the figures; heads in two
    is_roomy: bool,
    leading: Length,
    row_white: Length,
    /// how much of a row's white may go
    pub slack: Length,
    /// of the body and of the head
    voices: [Voice; 2],
    total: i64,
    kinds: Vec<Column>,
    /// each column's left edge, and the right edge of the last
    edges: Vec<Length>,
    /// the white left and right of each column's words
    insets: Vec<Length>,
    /// where each column's figures stand, from the column's left edge
    anchors: Vec<Anchor>,
    /// left of the table, where it is narrower than its page
    pub indent: Length,
}

impl Sheet {
    pub(super) fn measure(
        table: &Table,
        spoken: &[Spoken],
        grid: &Grid,
        style: &PageStyle,
        shaper: &Shaper,
    ) -> Sheet {
        let head_hand = Hand::black(style.table_head_voice, UNIT);
        let voices = [style.table_voice, style.table_head_voice];
        let heads: Vec<&str> =
            (0..table.columns.len()).map(|c| grid.leaf(c).map_or("", |slot| slot.text)).collect();
        let mut columns: Vec<Wanted> = table
            .columns
            .iter()
            .enumerate()
            .map(|(c, kind)| Wanted {
                kind: *kind,
                head: Need::of_head(heads[c], head_hand, shaper),
                words: Need::default(),
                left: Length::ZERO,
                right: Length::ZERO,
                total: [Length::ZERO; 2],
                whole: Length::ZERO,
                has: Units::default(),
                like: (0..c).find(|b| heads[*b] == heads[c] && table.columns[*b] == *kind).unwrap_or(c),
            })
            .collect();
        for (r, row) in table.rows.iter().enumerate() {
            for (c, (wanted, cell)) in columns.iter_mut().zip(&row.cells).enumerate() {
                let spoken = spoken_in(spoken, r, c);
                let hand = cell_hand(row, (cell, spoken), voices, style.table_total, UNIT);
                match units_end(cell).filter(|_| wanted.kind == Column::Figure) {
                    Some(at) => {
                        let left = width(shaper, &cell[..at], hand);
                        let whole = width(shaper, cell, hand);
                        wanted.left = wanted.left.max(left);
                        wanted.right = wanted.right.max(whole - left);
                        wanted.whole = wanted.whole.max(whole);
                        wanted.has.see(cell);
                        if row.is_total {
                            wanted.total = [wanted.total[0].max(left), wanted.total[1].max(whole - left)];
                        }
                    }
                    None => {
                        let pieces = cell_pieces(cell, spoken, hand, shaper);
                        wanted.words = wanted.words.max(Need::of_pieces(pieces));
                    }
                }
            }
        }
        let breaks_most = breaks_most(table, &columns, voices, style, shaper);
        let spans = grid
            .slots
            .iter()
            .filter(|slot| slot.columns > 1 || slot.level + slot.rows < grid.levels)
            .map(|slot| (slot.column, slot.columns, Need::of(slot.text, head_hand, shaper)))
            .collect();
        Sheet {
            columns,
            spans,
            voices,
            leading: style.table_leading,
            row_white: style.table_row_white,
            slack: style.table_row_white - style.table_row_white_least,
            padding: style.table_padding,
            good: style.table_padding_good,
            least: style.table_padding_least,
            // the bulletin's own figures fill the page, as every night's do
            most: table.measures.is_empty().then_some(style.table_padding_most),
            total: style.table_total,
            breaks_most,
        }
    }

    /// What both need: of another table under the same head, or under one of the same shape.
    pub(super) fn with(mut self, other: Sheet) -> Sheet {
        for (own, other) in self.columns.iter_mut().zip(other.columns) {
            own.head = own.head.max(other.head);
            own.words = own.words.max(other.words);
            own.left = own.left.max(other.left);
            own.right = own.right.max(other.right);
            own.whole = own.whole.max(other.whole);
            own.has = own.has.with(other.has);
            own.total = std::array::from_fn(|i| own.total[i].max(other.total[i]));
        }
        for (own, other) in self.spans.iter_mut().zip(other.spans) {
            own.2 = own.2.max(other.2);
        }
        self.breaks_most |= other.breaks_most;
        self
    }

    /// The largest size that fits, names in one line before names in several, good white before a larger
    /// size; turned if it must be.
    pub(super) fn plan(&self, style: &PageStyle) -> Option<Plan> {
        self.plan_as(false, style).or_else(|| self.plan_as(true, style))
    }

    /// The same upright alone, or turned alone.
    pub(super) fn plan_as(&self, turned: bool, style: &PageStyle) -> Option<Plan> {
        // a row a change, and a long one: as large as the bulletin's own table mostly is, which is the smallest
        let from = if self.is_shared() { style.table_sizes.len().saturating_sub(1) } else { 0 };
        let sizes = style.table_sizes.get(from..).unwrap_or_default();
        let at = |sizes: &[Length], lines: usize, white: i64| -> Vec<Try> {
            sizes.iter().map(|size| (*size, lines, white)).collect()
        };
        // a row of one line is read, copied and searched as one: a smaller size before a name in two
        // and half a point less before figures that all but touch the lines between them
        let between = (self.good + self.least) / 2;
        let alike = |lines| [self.good, between, self.least].map(|white| at(sizes, lines, white));
        let last = sizes.last().copied().unwrap_or(style.table_least);
        let half_point = Length::milli_pt(500);
        let smaller: Vec<Length> = (1..)
            .map(|steps| last - half_point * steps)
            .take_while(|size| *size >= style.table_least)
            .collect();
        let down_to = |least: Length| smaller.iter().take_while(|size| **size >= least).count();
        // a page that must be turned to be read is worse than type a little smaller, and so are names in three
        // lines, which make a table three times as long
        let small = &smaller[..down_to(style.table_upright)];
        let small_at = |lines| at(small, lines, self.least);
        let one_or_two: Vec<_> = if self.breaks_most {
            // every row of two lines makes a table half as long again: type a little smaller comes first
            alike(1).into_iter().chain([small_at(1)]).chain(alike(2)).chain([small_at(2)]).collect()
        } else {
            (1..=2).flat_map(alike).chain((1..=2).map(small_at)).collect()
        };
        // a line of text that all but fits its cell is not broken for half a point
        let largest = sizes.first().copied().unwrap_or_default();
        let near: Vec<Length> =
            sizes.iter().copied().filter(|size| largest - *size <= half_point * WHOLE_STEPS).collect();
        let whole = [self.good, between, self.least].map(|white| at(&near, 1, white)).concat();
        if self.has_short_text()
            && !turned
            && let Some(plan) =
                whole.into_iter().find_map(|a_try| self.fit(a_try, style.area_width, (turned, true)))
        {
            return Some(plan);
        }
        let upright = one_or_two.into_iter().chain(alike(3)).chain([at(small, 3, self.least)]).flatten();
        let readable = [sizes, &smaller[..down_to(style.table_readable)]].concat();
        // there too a name in three lines, and a head in three, come after a size that can still be read
        let (tries, width) = if turned {
            let tries = [
                at(sizes, 1, self.good),
                at(&readable, 1, self.least),
                at(&readable, 2, self.good),
                at(&readable, 2, self.least),
                at(&readable, 3, self.least),
                at(&smaller, 3, self.least),
            ];
            (tries.concat(), style.area_height)
        } else {
            (upright.collect::<Vec<_>>(), style.area_width)
        };
        tries.into_iter().find_map(|a_try| self.fit(a_try, width, (turned, false)))
    }

    /// Do rows share names?
    fn is_shared(&self) -> bool {
        self.columns.first().is_some_and(|wanted| wanted.kind == Column::Shared)
    }

    fn has_short_text(&self) -> bool {
        self.columns.iter().any(Wanted::is_short_text)
    }

    /// Widths at a size with names over so many lines, if they fit; heads in one line where that fits too; short
    /// running text in one line if it is to be whole.
    fn fit(&self, (size, lines, white): Try, width: Length, (turned, whole): (bool, bool)) -> Option<Plan> {
        let scale = |at_unit: Length| {
            let exact = i128::from(at_unit.micro_pt()) * i128::from(size.micro_pt());
            // a hundredth of a point over, against what rounding of advances adds up to
            Length::from_micro_pt(
                i64::try_from(exact / i128::from(UNIT.micro_pt())).unwrap_or(i64::MAX / 4) + 10_000,
            )
        };
        let widths_at = |heads: usize, white: i64| {
            let around = size.em(white) * 2;
            let mut widths: Vec<Length> = self
                .columns
                .iter()
                .map(|wanted| scale(wanted.content(lines, heads, whole)) + around)
                .collect();
            for (column, count, need) in &self.spans {
                let have: Length = widths[*column..*column + *count].iter().copied().sum();
                let lack = scale(need.lines(heads.min(2))) + around - have;
                if lack > Length::ZERO {
                    let each = lack / i64::try_from(*count).unwrap_or(1) + Length::from_micro_pt(1);
                    widths[*column..*column + *count].iter_mut().for_each(|w| *w += each);
                }
            }
            Some(widths).filter(|widths| widths.iter().copied().sum::<Length>() <= width)
        };
        let (mut widths, heads, white) = [(1, self.good.max(white)), (2, white), (lines.max(2), white)]
            .into_iter()
            .find_map(|(heads, white)| Some((widths_at(heads, white)?, heads, white)))?;
        let all = self.width_of(&widths, width, (size, white), scale);
        self.alike(&mut widths, all);
        self.spread(&mut widths, all, (size, white), all < width, scale);
        let is_roomy = heads <= 2 && (lines == 1 || lines == 2 && white >= self.good);
        let indent = (width - all) / 2;
        Some(Plan { is_roomy, indent, ..self.decide(widths, size, turned, scale) })
    }

    fn decide(
        &self,
        widths: Vec<Length>,
        size: Length,
        turned: bool,
        scale: impl Fn(Length) -> Length,
    ) -> Plan {
        let mut edges = vec![Length::ZERO];
        let mut x = Length::ZERO;
        for w in &widths {
            x += *w;
            edges.push(x);
        }
        let anchors = self
            .columns
            .iter()
            .zip(&widths)
            .map(|(wanted, w)| {
                if wanted.has.are_two() {
                    return Anchor::End((*w + scale(wanted.whole)) / 2);
                }
                let (left, right) = (scale(wanted.left), scale(wanted.right));
                Anchor::Units((*w - left - right) / 2 + left)
            })
            .collect();
        // running text begins at the column's line: it has the white that reads well where its words allow it
        let inset = |(wanted, w): (&Wanted, &Length)| {
            let white = size.em(self.padding);
            let room = *w - white * 2;
            let is_roomy = wanted.kind == Column::Text
                && (room >= scale(wanted.words.lines(1)) || room >= size.em(TEXT_ROOMY));
            if is_roomy { white } else { size.em(self.least) }
        };
        Plan {
            size,
            insets: self.columns.iter().zip(&widths).map(inset).collect(),
            padding: size.em(self.least),
            turned,
            is_roomy: false,
            leading: size.em(self.leading),
            row_white: size.em(self.row_white),
            slack: size.em(self.slack),
            voices: self.voices,
            total: self.total,
            kinds: self.columns.iter().map(|c| c.kind).collect(),
            edges,
            anchors,
            indent: Length::ZERO,
        }
    }
}

/// Are most names wider than their column would be if the longest stood in two lines?
fn breaks_most(
    table: &Table,
    columns: &[Wanted],
    voices: [Voice; 2],
    style: &PageStyle,
    shaper: &Shaper,
) -> bool {
    let Some(names) = columns.iter().position(|wanted| wanted.kind == Column::Name) else { return false };
    let two = columns[names].words.lines(2).max(columns[names].head.lines(1));
    let broken = |row: &&Row| {
        let hand = row_hand(row, voices, style.table_total, UNIT);
        row.cells.get(names).is_some_and(|name| width(shaper, name, hand) > two)
    };
    table.rows.iter().filter(broken).count() * 2 > table.rows.len()
}

/// So many half points smaller for a line of text that is not broken then.
const WHOLE_STEPS: i64 = 2;
