//! A sheet's margins and its number, upright or turned.

use super::super::line::{Line, single};
use super::super::shape::{Hand, Shaper};
use super::super::style::PageStyle;
use super::super::{Item, Length, Page, Placed};
use crate::plan::PageNumberPlace;

/// The top left corner of the type area. A turned page has its head at the sheet's left edge: the
/// binding edge on odd pages, the cut edge on even ones (GB/T 9704-2012 11).
pub(super) fn origin(style: &PageStyle, number: usize, turned: bool) -> (Length, Length) {
    if turned {
        let bottom = style.paper_height - style.top - style.area_height;
        (bottom, style.left(number))
    } else {
        (style.left(number), style.top)
    }
}

/// — 1 —, 7 mm below the type area, one character from the outer edge (GB/T 9704-2012 7.5). On a turned
/// page it stands where the others have theirs, and so runs down the page's left edge (11).
pub(super) fn number(page: &mut Page, number: usize, style: &PageStyle, shaper: &Shaper) {
    if style.page_number_place == PageNumberPlace::None {
        return;
    }
    let hand = Hand::black(style.page_number_voice, style.page_number);
    let (before, after) = &style.page_number_around;
    let line: Line = single(shaper, &format!("{before}{number}{after}"), hand);
    let (left, top) = origin(style, number, false);
    let x = match style.page_number_place {
        PageNumberPlace::Middle | PageNumberPlace::None => left + (style.area_width - line.width) / 2,
        PageNumberPlace::Outside if number % 2 == 1 => {
            left + style.area_width - style.page_number_inset - line.width
        }
        PageNumberPlace::Outside => left + style.page_number_inset,
    };
    // the distance is that of the ink: a dash stands well below its em box's top
    let ink = line.runs.first().map_or(Length::ZERO, |run| shaper.ink_top(run));
    let y = top + style.area_height + style.page_number_drop + ink;
    let is_turned = page.width > page.height;
    page.items.extend(line.at(x, y).map(|mut run| {
        let item = if is_turned {
            // the sheet's foot is the turned page's left edge
            (run.x, run.y) = (style.paper_height - run.y, run.x);
            Item::Sideways(run)
        } else {
            Item::Glyphs(run)
        };
        Placed { node: None, item }
    }));
}
