//! The structure: which element each marked piece of a page belongs to (ISO 32000-1, 14.7).

use lopdf::{Dictionary, Object, ObjectId, dictionary};

use super::RenderError;
use super::finish::Pdf;
use super::points::pt;
use super::text::{name, text_string};
use crate::typeset::{Item, Layout, Length, Node, Page, Role};

/// A note's identifier begins with this; PDF/UA wants one for each (ISO 14289-1, 7.9).
const NOTE: &str = "note";

/// Refuses a layout whose items or elements point to what is not there.
pub(super) fn check(layout: &Layout) -> Result<(), RenderError> {
    if layout.pages.is_empty() {
        return Err(RenderError::NoPages);
    }
    for (index, node) in layout.structure.iter().enumerate() {
        if let Some(parent) = node.parent.filter(|parent| *parent >= index) {
            return Err(RenderError::Structure { owner: format!("element {index}"), node: parent });
        }
        if matches!(&node.role, Role::Figure { alternative } if alternative.trim().is_empty()) {
            return Err(RenderError::NoAlternative { node: index });
        }
    }
    for (number, page) in (1..).zip(&layout.pages) {
        for node in page.items.iter().filter_map(|placed| placed.node) {
            if node >= layout.structure.len() {
                return Err(RenderError::Structure { owner: format!("an item of page {number}"), node });
            }
        }
    }
    Ok(())
}

/// The standard structure type of each element (ISO 32000-1, 14.8.4).
pub(super) fn types(layout: &Layout) -> Vec<&'static str> {
    const HEADINGS: [&str; 6] = ["H1", "H2", "H3", "H4", "H5", "H6"];
    let mut deepest_allowed = 0;
    let type_of = |node: &Node| match &node.role {
        // no level is left out on the way down (ISO 14289-1, 7.4.2), even where the title is no heading
        Role::Heading(level) => {
            let depth = usize::from(level.saturating_sub(1)).min(deepest_allowed);
            deepest_allowed = (depth + 1).min(HEADINGS.len() - 1);
            HEADINGS[depth]
        }
        Role::Paragraph => "P",
        Role::Table => "Table",
        Role::TableHead => "THead",
        Role::TableBody => "TBody",
        Role::TableRow => "TR",
        Role::HeaderCell { .. } => "TH",
        Role::DataCell => "TD",
        // outside of what it explains, a caption is text like any other
        Role::Caption if captions_nothing(layout, node) => "P",
        Role::Caption => "Caption",
        Role::Note => "Note",
        Role::Figure { .. } => "Figure",
        Role::Quote => "BlockQuote",
        Role::List { .. } => "L",
        Role::ListItem => "LI",
        Role::Label => "Lbl",
        Role::ListBody => "LBody",
    };
    layout.structure.iter().map(type_of).collect()
}

fn captions_nothing(layout: &Layout, caption: &Node) -> bool {
    let parent = caption.parent.map(|parent| &layout.structure[parent].role);
    !matches!(parent, Some(Role::Table | Role::Figure { .. }))
}

/// Adds the structure tree; `marks` holds, page by page, the element of each marked piece.
/// Gives the root's object number.
pub(super) fn build(pdf: &mut Pdf, layout: &Layout, marks: &[Vec<usize>]) -> ObjectId {
    let types = types(layout);
    let root = pdf.objects.new_object_id();
    let document = pdf.objects.new_object_id();
    let elements: Vec<ObjectId> = layout.structure.iter().map(|_| pdf.objects.new_object_id()).collect();
    let mut kids = Kids::new(layout.structure.len());
    for (page, nodes) in marks.iter().enumerate() {
        for (number, &node) in (0..).zip(nodes) {
            kids.add_piece(node, page, number, &pdf.pages);
        }
    }
    let mut top = Vec::new();
    let mut notes = Vec::new();
    for (index, node) in layout.structure.iter().enumerate() {
        let reference = Object::Reference(elements[index]);
        match node.parent {
            Some(parent) => kids.of[parent].push(reference),
            None => top.push(reference),
        }
        if node.role == Role::Note {
            notes.push(index);
        }
    }
    for (index, node) in layout.structure.iter().enumerate() {
        let parent = node.parent.map_or(document, |parent| elements[parent]);
        // without Type, which may be left out (table 323): a long table has thousands of elements
        let mut element = dictionary! {
            "S" => name(types[index]),
            "P" => parent,
            "K" => std::mem::take(&mut kids.of[index])
        };
        if let Some(page) = kids.page[index] {
            element.set("Pg", pdf.pages[page]);
        }
        describe(&mut element, layout, index);
        pdf.objects.set_object(elements[index], element);
    }
    let whole = dictionary! { "Type" => "StructElem", "S" => "Document", "P" => root, "K" => top };
    pdf.objects.set_object(document, whole);
    let mut tree = dictionary! {
        "Type" => "StructTreeRoot",
        "K" => vec![Object::Reference(document)],
        "ParentTree" => parent_tree(pdf, marks, &elements),
        "ParentTreeNextKey" => count(marks.len())
    };
    if !notes.is_empty() {
        tree.set("IDTree", id_tree(pdf, &notes, &elements));
    }
    pdf.objects.set_object(root, tree);
    root
}

/// What each element holds: its pieces of pages, then the elements within it.
struct Kids {
    of: Vec<Vec<Object>>,
    /// the page of its first piece
    page: Vec<Option<usize>>,
}

impl Kids {
    fn new(elements: usize) -> Kids {
        Kids { of: vec![Vec::new(); elements], page: vec![None; elements] }
    }

    fn add_piece(&mut self, node: usize, page: usize, number: i64, pages: &[ObjectId]) {
        let first = *self.page[node].get_or_insert(page);
        self.of[node].push(if first == page {
            Object::Integer(number)
        } else {
            let piece = dictionary! { "Type" => "MCR", "Pg" => pages[page], "MCID" => number };
            Object::Dictionary(piece)
        });
    }
}

/// Adds what an element says beyond its type.
fn describe(element: &mut Dictionary, layout: &Layout, index: usize) {
    match &layout.structure[index].role {
        Role::HeaderCell { of_row, columns, rows } => {
            let scope = if *of_row { "Row" } else { "Column" };
            let mut spans = dictionary! { "O" => "Table", "Scope" => scope };
            if *columns > 1 {
                spans.set("ColSpan", count(*columns));
            }
            if *rows > 1 {
                spans.set("RowSpan", count(*rows));
            }
            element.set("A", spans);
        }
        Role::Figure { alternative } => {
            element.set("Alt", text_string(alternative));
            if let Some([left, foot, right, head]) = bounds(layout, index) {
                let corners: Vec<Object> = [left, foot, right, head].map(|at| pt(at).into()).to_vec();
                let place = dictionary! { "O" => "Layout", "Placement" => "Block", "BBox" => corners };
                element.set("A", place);
            }
        }
        Role::Note => element.set("ID", note_id(index)),
        // what the marks are must be said (ISO 14289-1, 7.6)
        Role::List { is_numbered } => {
            let marks = if *is_numbered { "Decimal" } else { "Disc" };
            element.set("A", dictionary! { "O" => "List", "ListNumbering" => marks });
        }
        _ => {}
    }
}

/// Left, foot, right and head of what an element draws on the first page it stands on, from that page's
/// lower left corner.
fn bounds(layout: &Layout, index: usize) -> Option<[Length; 4]> {
    // what stands in an element within the figure belongs to the figure
    let belongs = |node: usize| {
        std::iter::successors(Some(node), |node| layout.structure[*node].parent).any(|node| node == index)
    };
    let on_page = |page: &Page| {
        let items = page.items.iter().filter(|placed| placed.node.is_some_and(belongs));
        items
            .map(|placed| extent(&placed.item, page.height))
            .reduce(|a, b| [a[0].min(b[0]), a[1].min(b[1]), a[2].max(b[2]), a[3].max(b[3])])
    };
    layout.pages.iter().find_map(on_page)
}

fn extent(item: &Item, page_height: Length) -> [Length; 4] {
    let (x, y) = match item {
        Item::Glyphs(run) => {
            let width: Length = run.glyphs.iter().map(|glyph| glyph.advance).sum();
            // the em box of every face stands 0.88 above the baseline and 0.12 below
            ([run.x, run.x + width], [run.y - run.size.em(880), run.y + run.size.em(120)])
        }
        Item::Sideways(run) => {
            let length: Length = run.glyphs.iter().map(|glyph| glyph.advance).sum();
            ([run.x - run.size.em(120), run.x + run.size.em(880)], [run.y, run.y + length])
        }
        Item::Rule { from, to, width, .. } => {
            let half = *width / 2;
            let along = |a: Length, b: Length| [a.min(b) - half, a.max(b) + half];
            (along(from.0, to.0), along(from.1, to.1))
        }
        Item::Fill { x, y, width, height, .. } | Item::Picture { x, y, width, height, .. } => {
            ([*x, *x + *width], [*y, *y + *height])
        }
        Item::Path { points, stroke, .. } => {
            let half = stroke.map_or(Length::ZERO, |(width, _)| width / 2);
            let along = |of: fn(&(Length, Length)) -> Length| {
                let least = points.iter().map(of).min().unwrap_or_default();
                let most = points.iter().map(of).max().unwrap_or_default();
                [least - half, most + half]
            };
            (along(|point| point.0), along(|point| point.1))
        }
    };
    [x[0], page_height - y[1], x[1], page_height - y[0]]
}

/// From a page and a piece's number to the element that it belongs to.
fn parent_tree(pdf: &mut Pdf, marks: &[Vec<usize>], elements: &[ObjectId]) -> Object {
    let mut numbers = Vec::new();
    for (page, nodes) in marks.iter().enumerate() {
        numbers.push(count(page));
        numbers.push(Object::Array(nodes.iter().map(|node| Object::Reference(elements[*node])).collect()));
    }
    Object::Reference(pdf.objects.add_object(dictionary! { "Nums" => numbers }))
}

/// From a note's identifier to its element.
fn id_tree(pdf: &mut Pdf, notes: &[usize], elements: &[ObjectId]) -> Object {
    let limits = [notes.first(), notes.last()].into_iter().flatten().map(|index| note_id(*index)).collect();
    let names =
        notes.iter().flat_map(|index| [note_id(*index), Object::Reference(elements[*index])]).collect();
    let leaf = pdf
        .objects
        .add_object(dictionary! { "Limits" => Object::Array(limits), "Names" => Object::Array(names) });
    Object::Reference(pdf.objects.add_object(dictionary! { "Kids" => vec![Object::Reference(leaf)] }))
}

/// Of one width, so that the order of numbers is the order of names.
fn note_id(index: usize) -> Object {
    Object::string_literal(format!("{NOTE}{index:06}"))
}

fn count(n: usize) -> Object {
    Object::Integer(i64::try_from(n).expect("counts of a page fit"))
}
