//! What blocks hand to the flow: strips of a page, each with its height and what it must stand with.

use super::layout::{Color, GlyphRun, Item, Node, Placed, Role};
use super::line::Line;
use super::style::PageStyle;
use super::{Length, face};

/// A horizontal strip across the type area, never split; its items from its top left corner.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Strip {
    /// white above, left out at a page's top; the larger of it and `below` of the strip before counts
    pub above: Length,
    pub height: Length,
    /// white below
    pub below: Length,
    pub items: Vec<Placed>,
    /// stands on the same page as the next strip
    pub keep: bool,
    /// the frame that it is a part of, repeated where a page breaks it
    pub frame: Option<usize>,
    /// is it the last of its frame, which needs no foot below it?
    pub ends_frame: bool,
    /// stands on a turned page
    pub turned: bool,
    /// begins a page
    pub begins_page: bool,
    /// the lane of columns that it is poured into
    pub lane: Option<usize>,
    /// how much lower it may be made, what is drawn staying in the middle: a table's row, a chart's group
    pub slack: Length,
    /// the same drawn closer and closer, for a chart that would not stand on what is left of a page
    pub closer: Vec<Strip>,
    /// kept with the next for the look of it: a page that would be left empty may end here
    pub divides: bool,
    /// a note under the table whose rows stand before it
    pub is_note: bool,
    /// the name that its row shares with others
    pub name: Option<Name>,
    /// a picture in a column, with what it keeps: text may go on before it where the column has no room for it
    pub floats: bool,
    /// a paragraph's first line: `keep` may be given up between two columns, at a price
    pub yields: bool,
    /// a line that its paragraph goes on below
    pub goes_on: bool,
    /// of a heading, which no picture from before it is put off beyond
    pub heads: bool,
    /// the blank line above it may go where its group would else miss the page's end
    pub gives_white: bool,
    /// a rule between parts, which a column's top or a page's says already
    pub pauses: bool,
    /// stands across all columns of its lane
    pub spans: bool,
    /// a line of text: its top stands on the grid of lines, of the page or of its columns
    pub on_grid: bool,
    /// the leading below its characters, which a page's foot need not hold
    pub leading: Length,
    /// a row of pieces in columns that are read downwards: each with its column's left edge
    pub beside: Vec<(Length, Vec<Placed>)>,
}

/// A name shared by rows: it stands once on each page, in the middle of those of its rows that stand there.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Name {
    /// as it stands in the middle of its strip
    pub items: Vec<Placed>,
    /// is its row the first?
    pub begins: bool,
}

/// Columns side by side, into which the strips of a written text are poured.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Lane {
    /// how many
    pub count: usize,
    /// of each
    pub width: Length,
    /// white between two
    pub gap: Length,
    /// from line to line of the grid that they share
    pub pitch: Length,
}

/// Strips of a lane set across all its columns, with what leads up to them: the flow takes them where the
/// columns then end more even.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Other {
    /// the strips that they stand for, by index: from and to
    pub from: usize,
    pub to: usize,
    pub strips: Vec<Strip>,
}

/// What is drawn anew where a page breaks a table or chart.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Frame {
    /// at the top of each further page
    pub head: Strip,
    /// at the bottom of each page that it leaves
    pub foot: Strip,
    /// of one figure in several frames: the one before, and what stands over this one where it begins a
    /// further page of the figure
    pub follows: Option<(usize, Strip)>,
    /// of a table's rows, whose last line each page has, though another frame of the table goes on?
    pub of_rows: bool,
}

impl Frame {
    /// Moves all that it draws to the right.
    pub(super) fn shift(&mut self, dx: Length) {
        self.head.shift(dx);
        self.foot.shift(dx);
        self.follows.iter_mut().for_each(|(_, head)| head.shift(dx));
    }

    /// The same, nothing drawn.
    pub(super) fn ghost(&self) -> Frame {
        let follows = self.follows.as_ref().map(|(before, head)| (*before, head.ghost()));
        Frame { head: self.head.ghost(), foot: self.foot.ghost(), follows, of_rows: self.of_rows }
    }
}

/// All strips of a document with their frames and structure.
#[derive(Debug, Default)]
pub(super) struct Strips {
    pub strips: Vec<Strip>,
    pub frames: Vec<Frame>,
    pub lanes: Vec<Lane>,
    /// other ways to set strips of lanes, in their order
    pub others: Vec<Other>,
    pub tree: Tree,
    /// the title of the 附件 being set, which its table or chart does not say again
    pub annex: Option<String>,
    /// 版记, at the foot of the last even page
    pub record: Option<Strip>,
}

impl Strips {
    /// Does the page's own title say this caption already?
    pub(super) fn is_said(&self, caption: &str) -> bool {
        self.annex.as_deref() == Some(caption)
    }

    /// The first strip that no page can hold, with the head and foot of its frame.
    pub(super) fn taller_than_a_page(&self, style: &PageStyle) -> Option<&Strip> {
        self.strips
            .iter()
            .find(|strip| {
                let frame = strip.frame.and_then(|f| self.frames.get(f));
                let around = frame.map_or(Length::ZERO, |f| f.head.height + f.foot.height);
                let page = if strip.turned { style.area_width } else { style.area_height };
                strip.height + around > page
            })
            .or_else(|| self.record.as_ref().filter(|record| record.height > style.area_height))
    }
}

/// The structure, as it grows.
#[derive(Debug, Default)]
pub(super) struct Tree {
    pub nodes: Vec<Node>,
}

impl Tree {
    /// A new element; its index.
    pub(super) fn add(&mut self, role: Role, parent: Option<usize>) -> usize {
        self.nodes.push(Node { role, parent });
        self.nodes.len() - 1
    }
}

impl Strip {
    /// Is it a row of a table, a part of a chart, or a note below one?
    pub(super) fn is_of_table(&self) -> bool {
        self.frame.is_some() || self.is_note
    }

    /// The same strip, nothing drawn: for trying where it would stand.
    pub(super) fn ghost(&self) -> Strip {
        // field by field, so that the items are never copied
        let Strip { above, height, below, keep, frame, ends_frame, turned, begins_page, lane, .. } = *self;
        let Strip {
            slack,
            divides,
            is_note,
            floats,
            yields,
            goes_on,
            heads,
            gives_white,
            pauses,
            spans,
            on_grid,
            leading,
            ..
        } = *self;
        let (items, name, beside) = (Vec::new(), None, Vec::new());
        let closer = self.closer.iter().map(Strip::ghost).collect();
        Strip {
            above,
            height,
            below,
            items,
            keep,
            frame,
            ends_frame,
            turned,
            begins_page,
            lane,
            slack,
            closer,
            divides,
            is_note,
            name,
            floats,
            yields,
            goes_on,
            heads,
            gives_white,
            pauses,
            spans,
            on_grid,
            leading,
            beside,
        }
    }

    /// Of a height, empty.
    pub(super) fn of(height: Length) -> Strip {
        Strip { height, ..Strip::default() }
    }

    /// Puts a line's runs, its baseline at `y`.
    pub(super) fn put(&mut self, line: Line, x: Length, y: Length, node: Option<usize>) {
        self.items.extend(line.at(x, y).map(|run: GlyphRun| Placed { node, item: Item::Glyphs(run) }));
    }

    /// Puts a rule, an artifact.
    pub(super) fn rule(&mut self, from: (Length, Length), to: (Length, Length), width: Length, color: Color) {
        self.items.push(Placed { node: None, item: Item::Rule { from, to, width, color } });
    }

    /// Puts a filled rectangle, an artifact.
    pub(super) fn fill(&mut self, at: (Length, Length), width: Length, height: Length, color: Color) {
        self.items.push(Placed { node: None, item: Item::Fill { x: at.0, y: at.1, width, height, color } });
    }

    /// Moves all that is drawn to the right.
    pub(super) fn shift(&mut self, dx: Length) {
        if dx != Length::ZERO {
            let shifted = |items: &mut Vec<Placed>| {
                let own = std::mem::take(items).into_iter();
                *items = own.map(|placed| moved(placed, dx, Length::ZERO)).collect();
            };
            shifted(&mut self.items);
            self.name.iter_mut().for_each(|name| shifted(&mut name.items));
        }
    }

    /// Makes it lower: what is drawn keeps its middle, and what reaches its edges reaches them still.
    pub(super) fn close_up(&mut self, by: Length) {
        let whole = self.height;
        self.height -= by;
        let height = self.height;
        let moved = |y: Length| {
            if y <= EDGE {
                y
            } else if y >= whole - EDGE {
                y - by
            } else {
                (y - by / 2).max(Length::ZERO).min(height)
            }
        };
        let name = self.name.iter_mut().flat_map(|name| &mut name.items);
        for placed in self.items.iter_mut().chain(name) {
            match &mut placed.item {
                Item::Glyphs(run) | Item::Sideways(run) => run.y -= by / 2,
                Item::Rule { from, to, .. } => {
                    from.1 = moved(from.1);
                    to.1 = moved(to.1);
                }
                Item::Fill { y, height, .. } if *y == Length::ZERO && *height == whole => *height -= by,
                Item::Fill { y, .. } | Item::Picture { y, .. } => *y -= by / 2,
                Item::Path { points, .. } => points.iter_mut().for_each(|point| point.1 = moved(point.1)),
            }
        }
    }

    /// The element that what is drawn first belongs to.
    pub(super) fn node(&self) -> Option<usize> {
        self.items.iter().find_map(|placed| placed.node)
    }

    /// Takes another strip's items, moved.
    pub(super) fn take(&mut self, other: Strip, x: Length, y: Length) {
        self.items.extend(other.items.into_iter().map(|placed| moved(placed, x, y)));
    }

    /// Its text in reading order.
    pub(super) fn text(&self) -> String {
        let runs = self.items.iter().filter_map(|placed| match &placed.item {
            Item::Glyphs(run) => Some(run),
            _ => None,
        });
        runs.flat_map(|run| &run.glyphs).map(|glyph| glyph.text.as_str()).collect()
    }

    /// The same strip as an artifact: a repeated head.
    pub(super) fn into_artifact(mut self) -> Strip {
        for placed in &mut self.items {
            placed.node = None;
        }
        self
    }
}

/// An item elsewhere.
pub(super) fn moved(mut placed: Placed, dx: Length, dy: Length) -> Placed {
    match &mut placed.item {
        Item::Glyphs(run) | Item::Sideways(run) => {
            run.x += dx;
            run.y += dy;
        }
        Item::Rule { from, to, .. } => {
            from.0 += dx;
            from.1 += dy;
            to.0 += dx;
            to.1 += dy;
        }
        Item::Fill { x, y, .. } | Item::Picture { x, y, .. } => {
            *x += dx;
            *y += dy;
        }
        Item::Path { points, .. } => {
            for point in points {
                point.0 += dx;
                point.1 += dy;
            }
        }
    }
    placed
}

/// What is so near a strip's edge belongs to it: half a rule's width.
const EDGE: Length = Length::pt(1);

/// Lines of one size under each other, each in a strip of `pitch`; no first or last line stands alone.
pub(super) fn stack(lines: Vec<Line>, size: Length, pitch: Length, node: Option<usize>) -> Vec<Strip> {
    let count = lines.len();
    let baseline = face::baseline(pitch, size);
    lines
        .into_iter()
        .enumerate()
        .map(|(i, line)| {
            let mut strip = Strip::of(pitch);
            strip.put(line, Length::ZERO, baseline, node);
            strip.on_grid = true;
            strip.leading = ((pitch - size) / 2).max(Length::ZERO);
            // widows and orphans: two lines at least before and after a page's end
            strip.keep = i + 1 < count && (i == 0 || i + 2 == count);
            strip.yields = i == 0 && count > 2;
            strip.goes_on = i + 1 < count;
            strip
        })
        .collect()
}
