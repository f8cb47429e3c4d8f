//! A mark over every page of what is no bulletin.

use super::face::{ASCENT, Faces, Voice};
use super::line::single;
use super::shape::{Hand, Shaper};
use super::{Color, Item, Layout, Length, Placed};

/// The large mark's size: it crosses the page, and nobody copies it away.
const LARGE: Length = Length::pt(190);
/// The small one's.
const SMALL: Length = Length::pt(14);
/// Behind the text: light enough to read over, dark enough to stay in a copy.
const GRAY: Color = Color::rgb(0xdc, 0xdc, 0xdc);
const RED: Color = Color::rgb(0xc8, 0x10, 0x10);

/// Puts `large` behind the middle of every page and `small` in red at its head, as artifacts.
pub fn stamp(layout: &mut Layout, large: &str, small: &str, faces: &Faces) {
    let shaper = Shaper::new(faces);
    let hand = |size, color| Hand { voice: Voice::Title, size, color };
    for page in &mut layout.pages {
        let marks = [
            (single(&shaper, large, hand(LARGE, GRAY)), (page.height + LARGE.em(700)) / 2),
            (single(&shaper, small, hand(SMALL, RED)), Length::mm(10) + SMALL.em(ASCENT)),
        ];
        let mut items: Vec<Placed> = Vec::new();
        for (line, y) in marks {
            let x = (page.width - line.width) / 2;
            items.extend(line.at(x, y).map(|run| Placed { node: None, item: Item::Glyphs(run) }));
        }
        items.append(&mut page.items);
        page.items = items;
    }
}
