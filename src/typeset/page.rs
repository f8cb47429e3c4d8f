//! The flow: strips onto pages, kept together as they ask, with frames repeated and pages numbered.

mod beside;
mod ends;
mod order;
mod pour;
mod room;
mod rows;
mod rules;
mod sheet;
mod trial;

use self::beside::Beside;
use self::sheet::{number, origin};
use super::closing::Part;
use super::shape::Shaper;
use super::strip::{Frame, Strip, Strips, moved};
use super::style::PageStyle;
use super::{Length, Page, Placed};

/// Lays the strips onto pages.
pub(super) fn flow(strips: Strips, style: &PageStyle, shaper: &Shaper) -> Vec<Page> {
    let Strips { mut strips, frames, lanes, others, record, .. } = strips;
    let mut flow = Flow::on(style, &frames);
    flow.record_height = record.as_ref().map(|record| record.height);
    flow.cut = ends::cut(&strips, style, &frames);
    flow.place_all(&mut strips, &lanes, &others);
    if let Some(record) = record {
        flow.record(&record);
    }
    let numbered = flow.numbered;
    let mut pages = flow.finish();
    let last = numbered.unwrap_or(pages.len());
    for (i, page) in pages.iter_mut().take(last).enumerate() {
        number(page, i + 1, style, shaper);
    }
    pages
}

/// Pages as they fill.
pub(super) struct Flow<'a> {
    style: &'a PageStyle,
    pub(super) frames: &'a [Frame],
    pub(super) pages: Vec<Sheet>,
    /// below what stands on the page, from the type area's top
    pub(super) y: Length,
    /// the frame that the last strip belonged to
    pub(super) open: Option<usize>,
    /// the frame whose first strips were looked at, placed or waiting
    pub(super) begun: Option<usize>,
    /// the rows of this page that share a name
    pub(super) part: Option<Part>,
    /// rows placed whose pieces are not drawn yet
    beside: Beside,
    /// the white that the last strip wants below it
    white: Length,
    /// is that white below a table, a chart or its notes?
    ends_table: bool,
    /// the element that the text last placed belongs to
    said: Option<usize>,
    /// so many pages have a number; all, if none is said
    numbered: Option<usize>,
    /// what the unevenness of columns and the white at pages' ends have cost so far
    cost: i64,
    /// of the 版记 at the foot of the last even page, if there is to be one
    record_height: Option<Length>,
    /// on which page each strip placed so far stands, from 1
    placed: Vec<usize>,
    /// the page that ends higher than it could, and by how much
    cut: Option<(usize, Length)>,
    /// how the pages before this one end
    ends: Vec<End>,
    /// does nothing but lines of text stand on the page?
    is_text: bool,
}

/// How a page ends.
struct End {
    y: Length,
    is_text: bool,
    /// is it full, so that what follows goes on overleaf?
    is_full: bool,
}

pub(super) struct Sheet {
    pub(super) turned: bool,
    pub(super) items: Vec<Placed>,
}

impl<'a> Flow<'a> {
    /// Before anything is placed.
    fn on(style: &'a PageStyle, frames: &'a [Frame]) -> Flow<'a> {
        Flow {
            style,
            frames,
            pages: Vec::new(),
            y: Length::ZERO,
            open: None,
            begun: None,
            part: None,
            beside: Beside::default(),
            white: Length::ZERO,
            ends_table: false,
            said: None,
            numbered: None,
            cost: 0,
            record_height: None,
            placed: Vec::new(),
            cut: None,
            ends: Vec::new(),
            is_text: true,
        }
    }
}

impl Flow<'_> {
    /// Places strips that belong together: on this page if there is room, else on the next; over pages
    /// only if no page could hold them. `below` is what must find room under them as well.
    fn place_together(&mut self, group: &mut [Strip], below: Length) {
        let Some(first) = group.first() else { return };
        let begins = first.begins_page && self.y > Length::ZERO;
        if begins {
            self.end(false);
        }
        if begins || self.pages.last().is_none_or(|page| page.turned != first.turned) {
            self.turn(first);
        }
        let head = self.head_of(first).map_or(Length::ZERO, |head| head.height);
        if self.fits(self.y, group, below) {
            group.iter_mut().for_each(|strip| self.place(strip));
        } else if self.fits(head, group, below) {
            let here = self.divided(group);
            let (here, next) = group.split_at_mut(here);
            here.iter_mut().for_each(|strip| self.place(strip));
            if let Some(first) = next.first() {
                self.turn(first);
            }
            next.iter_mut().for_each(|strip| self.place(strip));
        } else {
            // no page holds them all: fill this page as far as it goes
            for strip in group {
                if !self.fits(self.y, std::slice::from_ref(strip), Length::ZERO) && self.y > Length::ZERO {
                    self.turn(strip);
                }
                self.place(strip);
            }
        }
    }

    /// Is there room for all of `group` from `from` down, with the foot that would close its frame?
    pub(super) fn fits(&self, from: Length, group: &[Strip], below: Length) -> bool {
        let bottom = self.bottoms(from, group).last().unwrap_or(from);
        let leading = group.last().map_or(Length::ZERO, |strip| strip.leading);
        let leading = if below == Length::ZERO { leading } else { Length::ZERO };
        let open = group.last().filter(|s| !s.ends_frame).and_then(|s| s.frame);
        let foot = open.map_or(Length::ZERO, |f| self.frames[f].foot.height);
        bottom - leading + foot + below <= self.room(group.first().is_some_and(|s| s.turned)) + TOLERANCE
    }

    /// How far each of `group` reaches down, set from `from` on.
    pub(super) fn bottoms<'s>(
        &'s self,
        from: Length,
        group: &'s [Strip],
    ) -> impl Iterator<Item = Length> + 's {
        let first = (from, (from > Length::ZERO).then_some((self.white, self.ends_table)));
        group.iter().scan(first, |(y, white), strip| {
            let top = match *white {
                Some(white) => self.top_below(strip, *y, white),
                None => self.top_of(strip, *y),
            };
            *y = top + strip.height;
            *white = Some((strip.below, strip.is_of_table()));
            Some(*y)
        })
    }

    /// What stands over a strip at a page's top: the head of its frame, if that was open before, or of the figure
    /// whose next frame it begins.
    fn head_of(&self, strip: &Strip) -> Option<&Strip> {
        let frame = strip.frame.and_then(|f| self.frames.get(f))?;
        if self.open == strip.frame {
            return Some(&frame.head);
        }
        let (before, head) = frame.follows.as_ref()?;
        (self.open == Some(*before)).then_some(head)
    }

    fn place(&mut self, strip: &mut Strip) {
        self.placed.push(self.pages.len());
        if self.y == Length::ZERO && strip.pauses {
            return;
        }
        if self.y == Length::ZERO {
            // a frame that the page's end broke goes on under its head
            if let Some(head) = self.head_of(strip).cloned() {
                self.draw(head.items, head.height);
                self.white = head.below;
            }
        }
        if self.y > Length::ZERO {
            self.y = self.top_below(strip, self.y, (self.white, self.ends_table));
        }
        self.is_text &= strip.on_grid;
        self.name(strip);
        self.note_beside(strip);
        self.draw(std::mem::take(&mut strip.items), strip.height);
        if let Some(part) = &mut self.part {
            part.bottom = self.y;
        }
        self.white = strip.below;
        self.ends_table = strip.is_of_table();
        self.open = strip.frame;
    }

    /// Where a strip begins below `y`, after white that a table may have left: where that white keeps a line of
    /// text from the grid's next line, it gives way, as whole lines of white beside a table read as a hole.
    fn top_below(&self, strip: &Strip, y: Length, (white, ends_table): (Length, bool)) -> Length {
        let white = if ends_table && self.is_on_grid(strip) { white.min(BELOW_LEAST) } else { white };
        self.top_of(strip, y + white.max(strip.above))
    }

    fn is_on_grid(&self, strip: &Strip) -> bool {
        self.style.on_grid && strip.on_grid && strip.height == self.style.pitch
    }

    /// Where a strip that could begin at `y` begins: a line of text on the page's next line of the grid.
    fn top_of(&self, strip: &Strip, y: Length) -> Length {
        let pitch = self.style.pitch;
        if !self.is_on_grid(strip) {
            return y;
        }
        let lines = (y - TOLERANCE).micro_pt().max(0) / pitch.micro_pt().max(1);
        let below = pitch * lines;
        if y - below <= TOLERANCE { below } else { below + pitch }
    }

    /// 版记 at the foot of the last page, which is an even one (GB/T 9704-2012 7.4): a page is added, or
    /// two of which the first is blank; a blank page and the 版记 behind it have no number (7.5).
    fn record(&mut self, record: &Strip) {
        let room = self.style.area_height;
        let is_free =
            self.pages.last().is_some_and(|page| !page.turned) && self.fits_record(self.y, record.height);
        let more = record_pages(self.pages.len(), is_free);
        if more == 2 {
            self.numbered = Some(self.pages.len());
        }
        (0..more).for_each(|_| self.leaf(false));
        self.y = room - record.height;
        self.draw(record.items.clone(), record.height);
    }

    /// Is there room for the 版记 on a page that is full down to `y`?
    fn fits_record(&self, y: Length, record: Length) -> bool {
        y + self.style.pitch / 2 + record <= self.style.area_height + TOLERANCE
    }

    fn draw(&mut self, items: Vec<Placed>, height: Length) {
        let y = self.y;
        if let Some(page) = self.pages.last_mut() {
            page.items.extend(items.into_iter().map(|placed| moved(placed, Length::ZERO, y)));
        }
        self.y += height;
    }

    /// Ends this page and begins the one on which `next` will stand. A frame that goes on there is
    /// closed here by its foot.
    fn turn(&mut self, next: &Strip) {
        let is_open = |frame: &usize| next.frame == Some(*frame) || self.goes_on(*frame, next);
        if let Some(frame) = self.open.filter(is_open) {
            let foot = self.frames[frame].foot.clone();
            self.draw(foot.items, foot.height);
        }
        self.leaf(next.turned);
    }

    /// Does a strip begin the frame of rows that follows this one in its table?
    fn goes_on(&self, frame: usize, strip: &Strip) -> bool {
        let next = strip.frame.and_then(|next| self.frames.get(next)).filter(|next| next.of_rows);
        next.and_then(|next| next.follows.as_ref()).is_some_and(|(before, _)| *before == frame)
    }

    fn leaf(&mut self, turned: bool) {
        self.end_part();
        if self.ends.len() < self.pages.len() {
            self.end(true);
        }
        self.is_text = true;
        let left = self.room(false) - self.y;
        self.cost += self.price(left);
        self.pages.push(Sheet { turned, items: Vec::new() });
        self.y = Length::ZERO;
        self.white = Length::ZERO;
    }

    /// Notes how the page ends.
    fn end(&mut self, is_full: bool) {
        self.ends.push(End { y: self.y, is_text: self.is_text, is_full });
    }

    pub(super) fn room(&self, turned: bool) -> Length {
        let here = self.cut.filter(|(page, _)| page + 1 == self.pages.len());
        let less = here.map_or(Length::ZERO, |(_, less)| less);
        if turned { self.style.area_width } else { self.style.area_height - less }
    }

    fn finish(mut self) -> Vec<Page> {
        self.end_part();
        self.draw_beside();
        if self.pages.is_empty() {
            self.leaf(false);
        }
        let style = self.style;
        self.pages
            .into_iter()
            .enumerate()
            .map(|(i, sheet)| {
                let (left, top) = origin(style, i + 1, sheet.turned);
                let (width, height) = if sheet.turned {
                    (style.paper_height, style.paper_width)
                } else {
                    (style.paper_width, style.paper_height)
                };
                let items = sheet.items.into_iter().map(|placed| moved(placed, left, top)).collect();
                let items = rules::joined(items);
                Page { width, height, items }
            })
            .collect()
    }
}

/// How many pages follow so many for the sake of the 版记, which is free to stand on the last of them or not.
fn record_pages(pages: usize, is_free: bool) -> usize {
    match (pages.is_multiple_of(2), is_free) {
        (true, true) => 0,
        (true, false) => 2,
        (false, _) => 1,
    }
}

/// The least white between a table and the line of text below it, on a grid: with what the line has above its
/// characters it is still twice the white within the table's rows.
const BELOW_LEAST: Length = Length::pt(5);
/// Sums of strips may exceed the type area by what millionths of a point round to.
pub(super) const TOLERANCE: Length = Length::milli_pt(10);
