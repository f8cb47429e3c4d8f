//! The flow: strips onto pages, kept together as they ask, with frames repeated and pages numbered.

use super::line::{Line, single};
use super::shape::{Hand, Shaper};
use super::strip::{Frame, Strip, Strips, moved};
use super::style::PageStyle;
use super::{Item, Length, Page, Placed};
use crate::plan::PageNumberPlace;

/// Lays the strips onto pages.
pub(super) fn flow(strips: Strips, style: &PageStyle, shaper: &Shaper) -> Vec<Page> {
    let Strips { strips, frames, .. } = strips;
    let mut flow =
        Flow { style, frames: &frames, pages: Vec::new(), y: Length::ZERO, open: None, white: Length::ZERO };
    let mut rest = strips.as_slice();
    while !rest.is_empty() {
        // what is turned cannot stand with what is not
        let together = rest.windows(2).take_while(|w| w[0].keep && w[0].turned == w[1].turned).count() + 1;
        let (group, after) = rest.split_at(together);
        flow.place_together(group);
        rest = after;
    }
    let mut pages = flow.finish();
    for (i, page) in pages.iter_mut().enumerate() {
        number(page, i + 1, style, shaper);
    }
    pages
}

struct Flow<'a> {
    style: &'a PageStyle,
    frames: &'a [Frame],
    pages: Vec<Sheet>,
    /// below what stands on the page, from the type area's top
    y: Length,
    /// the frame that the last strip belonged to
    open: Option<usize>,
    /// the white that the last strip wants below it
    white: Length,
}

struct Sheet {
    turned: bool,
    items: Vec<Placed>,
}

impl Flow<'_> {
    /// Places strips that belong together: on this page if there is room, else on the next; over pages
    /// only if no page could hold them.
    fn place_together(&mut self, group: &[Strip]) {
        let Some(first) = group.first() else { return };
        if self.pages.last().is_none_or(|page| page.turned != first.turned) {
            self.turn(first);
        }
        let head = first
            .frame
            .filter(|f| self.open == Some(*f))
            .map_or(Length::ZERO, |f| self.frames[f].head.height);
        if self.fits(self.y, group) {
            group.iter().for_each(|strip| self.place(strip));
        } else if self.fits(head, group) {
            self.turn(first);
            group.iter().for_each(|strip| self.place(strip));
        } else {
            // no page holds them all: fill this page as far as it goes
            for strip in group {
                if !self.fits(self.y, std::slice::from_ref(strip)) && self.y > Length::ZERO {
                    self.turn(strip);
                }
                self.place(strip);
            }
        }
    }

    /// Is there room for all of `group` from `from` down, with the foot that would close its frame?
    fn fits(&self, from: Length, group: &[Strip]) -> bool {
        let mut y = from;
        let mut white = (from > Length::ZERO).then_some(self.white);
        for strip in group {
            y += white.map_or(Length::ZERO, |w| w.max(strip.above)) + strip.height;
            white = Some(strip.below);
        }
        let foot = group.last().and_then(|s| s.frame).map_or(Length::ZERO, |f| self.frames[f].foot.height);
        y + foot <= self.room(group.first().is_some_and(|s| s.turned)) + TOLERANCE
    }

    fn place(&mut self, strip: &Strip) {
        if self.y == Length::ZERO {
            // a frame that the page's end broke goes on under its head
            if let Some(frame) = strip.frame.filter(|f| self.open == Some(*f)) {
                let head = self.frames[frame].head.clone();
                self.draw(&head);
                self.white = head.below;
            }
        }
        if self.y > Length::ZERO {
            self.y += self.white.max(strip.above);
        }
        self.draw(strip);
        self.white = strip.below;
        self.open = strip.frame;
    }

    fn draw(&mut self, strip: &Strip) {
        let y = self.y;
        if let Some(page) = self.pages.last_mut() {
            page.items.extend(strip.items.iter().map(|placed| moved(placed.clone(), Length::ZERO, y)));
        }
        self.y += strip.height;
    }

    /// Ends this page and begins the one on which `next` will stand. A frame that goes on there is
    /// closed here by its foot.
    fn turn(&mut self, next: &Strip) {
        if let Some(frame) = self.open.filter(|_| self.open == next.frame) {
            let foot = self.frames[frame].foot.clone();
            self.draw(&foot);
        }
        self.leaf(next.turned);
    }

    fn leaf(&mut self, turned: bool) {
        self.pages.push(Sheet { turned, items: Vec::new() });
        self.y = Length::ZERO;
        self.white = Length::ZERO;
    }

    fn room(&self, turned: bool) -> Length {
        if turned { self.style.area_width } else { self.style.area_height }
    }

    fn finish(mut self) -> Vec<Page> {
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
                Page { width, height, items }
            })
            .collect()
    }
}

/// Sums of strips may exceed the type area by what millionths of a point round to.
const TOLERANCE: Length = Length::milli_pt(10);

/// The top left corner of the type area. A turned page has its head at the sheet's left edge: the
/// binding edge on odd pages, the cut edge on even ones (GB/T 9704-2012 11).
fn origin(style: &PageStyle, number: usize, turned: bool) -> (Length, Length) {
    if turned {
        let bottom = style.paper_height - style.top - style.area_height;
        (bottom, style.left(number))
    } else {
        (style.left(number), style.top)
    }
}

/// — 1 —, 7 mm below the type area, one character from the outer edge (GB/T 9704-2012 7.5).
fn number(page: &mut Page, number: usize, style: &PageStyle, shaper: &Shaper) {
    if style.page_number_place == PageNumberPlace::None {
        return;
    }
    let hand = Hand::black(style.page_number_voice, style.page_number);
    let (before, after) = &style.page_number_around;
    let line: Line = single(shaper, &format!("{before}{number}{after}"), hand);
    let turned = page.width > page.height;
    let (left, top) = origin(style, number, turned);
    let (width, height) =
        if turned { (style.area_height, style.area_width) } else { (style.area_width, style.area_height) };
    let x = match style.page_number_place {
        PageNumberPlace::Middle | PageNumberPlace::None => left + (width - line.width) / 2,
        PageNumberPlace::Outside if number % 2 == 1 => left + width - style.page_number_inset - line.width,
        PageNumberPlace::Outside => left + style.page_number_inset,
    };
    // the dash's ink begins 0.329 em above the baseline
    let y = top + height + style.page_number_drop + style.page_number.em(DASH_TOP);
    page.items.extend(line.at(x, y).map(|run| Placed { node: None, item: Item::Glyphs(run) }));
}

/// Top of the dash above the baseline in 仿宋, thousandths of an em.
const DASH_TOP: i64 = 329;
