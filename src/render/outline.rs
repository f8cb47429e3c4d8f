//! The outline beside the page: the headings, each within the one above it.

use lopdf::{Object, ObjectId, dictionary};

use super::finish::Pdf;
use super::points::pt;
use super::text::text_string;
use crate::typeset::{Item, Layout, Length, Role};

/// Headings deeper than this stay out of the outline: a bulletin's is to be taken in at a glance.
const DEEPEST: u8 = 3;

struct Entry {
    level: u8,
    title: String,
    page: usize,
    /// the first line's head, from the page's foot
    top: Length,
    parent: Option<usize>,
    children: Vec<usize>,
}

/// Adds the outline; gives its object number, or none where there is no heading.
pub(super) fn build(pdf: &mut Pdf, layout: &Layout) -> Option<ObjectId> {
    let entries = entries(layout);
    let top: Vec<usize> = (0..entries.len()).filter(|index| entries[*index].parent.is_none()).collect();
    let (first, last) = (*top.first()?, *top.last()?);
    let root = pdf.objects.new_object_id();
    let ids: Vec<ObjectId> = entries.iter().map(|_| pdf.objects.new_object_id()).collect();
    for (index, entry) in entries.iter().enumerate() {
        let place: Vec<Object> = vec![
            pdf.pages[entry.page].into(),
            "XYZ".into(),
            Object::Null,
            pt(entry.top).into(),
            Object::Null,
        ];
        let mut item = dictionary! {
            "Title" => text_string(&entry.title),
            "Parent" => entry.parent.map_or(root, |parent| ids[parent]),
            "Dest" => place
        };
        let siblings = entry.parent.map_or(&top, |parent| &entries[parent].children);
        let at = siblings.iter().position(|sibling| *sibling == index).unwrap_or(0);
        if let Some(before) = at.checked_sub(1) {
            item.set("Prev", ids[siblings[before]]);
        }
        if let Some(after) = siblings.get(at + 1) {
            item.set("Next", ids[*after]);
        }
        if let (Some(first), Some(last)) = (entry.children.first(), entry.children.last()) {
            item.set("First", ids[*first]);
            item.set("Last", ids[*last]);
            item.set("Count", shown_below(&entries, index));
        }
        pdf.objects.set_object(ids[index], item);
    }
    let all = i64::try_from(entries.len()).expect("a bulletin has few headings");
    let outline = dictionary! {
        "Type" => "Outlines", "First" => ids[first], "Last" => ids[last], "Count" => all
    };
    pdf.objects.set_object(root, outline);
    Some(root)
}

/// All entries below one, every one of them open.
fn shown_below(entries: &[Entry], index: usize) -> i64 {
    entries[index].children.iter().map(|child| 1 + shown_below(entries, *child)).sum()
}

fn entries(layout: &Layout) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    // the headings that the next one may stand below, outermost first
    let mut open: Vec<usize> = Vec::new();
    for (node, element) in layout.structure.iter().enumerate() {
        let Role::Heading(level) = element.role else { continue };
        let Some((title, page, top)) = heading(layout, node) else { continue };
        if level > DEEPEST {
            continue;
        }
        open.retain(|above| entries[*above].level < level);
        let parent = open.last().copied();
        let index = entries.len();
        if let Some(parent) = parent {
            entries[parent].children.push(index);
        }
        open.push(index);
        entries.push(Entry { level, title, page, top, parent, children: Vec::new() });
    }
    entries
}

/// A heading's text over all its lines, the page that it begins on, and its height there.
fn heading(layout: &Layout, node: usize) -> Option<(String, usize, Length)> {
    let mut title = String::new();
    let mut place = None;
    for (number, page) in layout.pages.iter().enumerate() {
        for placed in page.items.iter().filter(|placed| placed.node == Some(node)) {
            if let Item::Glyphs(run) = &placed.item {
                title.extend(run.glyphs.iter().map(|glyph| glyph.text.as_str()));
                place.get_or_insert((number, page.height - run.y + run.size));
            }
        }
    }
    let (page, top) = place?;
    (!title.trim().is_empty()).then(|| (title.trim().to_owned(), page, top))
}
