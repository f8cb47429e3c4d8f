//! What a reader by ear hears: the text in the order of the structure, held against the document's.

use std::collections::BTreeMap;

use lopdf::{Document, Object, ObjectId};

use super::seen::Seen;

/// The lines of a document's `text` that are not heard after the line before them.
pub fn out_of_order(pdf: &[u8], pages: &[Seen], text: &str) -> Vec<String> {
    let heard = plain(&heard(pdf, pages));
    let mut from = 0;
    let mut faults = Vec::new();
    for words in text.lines().flat_map(|line| line.split('\t')).map(plain).filter(|words| !words.is_empty()) {
        match heard[from..].find(&words) {
            Some(at) => from += at + words.len(),
            None if heard.contains(&words) => faults.push(format!("{words} is heard too early")),
            None => faults.push(format!("{words} is never heard in one piece")),
        }
    }
    faults
}

fn plain(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && *c != '\u{200b}').collect()
}

/// All text in the order of the structure tree; within a marked piece in the order that it is drawn.
fn heard(pdf: &[u8], pages: &[Seen]) -> String {
    let document = Document::load_mem(pdf).unwrap();
    let numbers: BTreeMap<ObjectId, usize> = document.page_iter().zip(0..).collect();
    let mut pieces: BTreeMap<(usize, i64), String> = BTreeMap::new();
    for (page, seen) in pages.iter().enumerate() {
        for glyph in &seen.glyphs {
            if let Some(mcid) = glyph.mcid {
                *pieces.entry((page, mcid)).or_default() += &glyph.text;
            }
        }
    }
    let root = document.catalog().unwrap().get(b"StructTreeRoot").unwrap();
    let mut listener = Listener { document: &document, numbers, pieces, heard: String::new() };
    listener.listen(root, None);
    listener.heard
}

struct Listener<'a> {
    document: &'a Document,
    numbers: BTreeMap<ObjectId, usize>,
    pieces: BTreeMap<(usize, i64), String>,
    heard: String,
}

impl Listener<'_> {
    fn listen(&mut self, element: &Object, page: Option<ObjectId>) {
        let element = self.document.dereference(element).unwrap().1;
        match element {
            Object::Integer(mcid) => self.hear(page, *mcid),
            Object::Array(kids) => kids.iter().for_each(|kid| self.listen(kid, page)),
            Object::Dictionary(element) => {
                let page = element.get(b"Pg").and_then(Object::as_reference).ok().or(page);
                if let Ok(mcid) = element.get(b"MCID").and_then(Object::as_i64) {
                    self.hear(page, mcid);
                } else if let Ok(kids) = element.get(b"K") {
                    self.listen(kids, page);
                }
            }
            _ => {}
        }
    }

    fn hear(&mut self, page: Option<ObjectId>, mcid: i64) {
        let piece = page.and_then(|page| self.pieces.get(&(*self.numbers.get(&page)?, mcid)));
        self.heard.extend(piece.map(String::as_str));
    }
}
