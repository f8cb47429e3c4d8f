//! A PDF read back: what each page shows, glyph by glyph, and what it says.

#![allow(dead_code, reason = "each test program uses a part")]

use std::collections::BTreeMap;

use lopdf::content::Content;
use lopdf::{Dictionary, Document, Object, ObjectId};

/// One piece of marked content.
#[derive(Clone, Debug, Default)]
pub struct Piece {
    /// P, TD, Artifact …
    pub tag: String,
    /// its number on the page
    pub mcid: Option<i64>,
    /// what a reader copies out of it
    pub text: String,
    /// its glyphs
    pub glyphs: Vec<Drawn>,
}

/// One glyph as a viewer draws it.
#[derive(Clone, Debug)]
pub struct Drawn {
    /// the font's name in the resources
    pub font: String,
    /// the code in the content
    pub code: u16,
    /// from the page's left edge, in points
    pub x: f64,
    /// from the page's foot, in points
    pub y: f64,
}

/// A font: its map to text, and its widths.
struct Font {
    text: BTreeMap<u16, String>,
    widths: BTreeMap<u16, f64>,
}

/// The document.
pub fn open(pdf: &[u8]) -> Document {
    Document::load_mem(pdf).expect("a PDF")
}

/// Its pages, each as its outermost pieces of marked content.
pub fn pages(document: &Document) -> Vec<Vec<Piece>> {
    document.page_iter().map(|page| pieces(document, page)).collect()
}

fn pieces(document: &Document, page: ObjectId) -> Vec<Piece> {
    let fonts = fonts(document, page);
    let content = Content::decode(&document.get_page_content(page)).expect("operators");
    let (mut pieces, mut open): (Vec<Piece>, Vec<Option<String>>) = (Vec::new(), Vec::new());
    let (mut font, mut size, mut x, mut y) = (String::new(), 0.0, 0.0, 0.0);
    for operation in &content.operations {
        let number = |at: usize| f64::from(operation.operands[at].as_float().expect("a number"));
        match operation.operator.as_str() {
            "BMC" | "BDC" => {
                let properties = operation.operands.get(1).map(|p| p.as_dict().expect("a dictionary"));
                let spelled = properties.and_then(|p| p.get(b"ActualText").ok()).map(text_of);
                if open.is_empty() {
                    let tag = operation.operands[0].as_name().expect("a name");
                    let tag = String::from_utf8_lossy(tag).into_owned();
                    let mcid =
                        properties.and_then(|p| p.get(b"MCID").ok()).map(|n| n.as_i64().expect("a number"));
                    pieces.push(Piece { tag, mcid, ..Piece::default() });
                }
                let piece = pieces.last_mut().expect("just opened");
                piece.text.push_str(spelled.as_deref().unwrap_or_default());
                open.push(spelled);
            }
            "EMC" => drop(open.pop().expect("balanced")),
            "BT" | "ET" | "q" | "Q" | "rg" | "RG" | "w" | "m" | "l" | "S" | "re" | "f" => {}
            "Tf" => {
                font = String::from_utf8_lossy(operation.operands[0].as_name().expect("a name")).into_owned();
                size = number(1);
            }
            "Tm" => (x, y) = (number(4), number(5)),
            "TJ" => {
                let piece = pieces.last_mut().expect("everything is marked");
                let is_spelled = open.iter().any(Option::is_some);
                for object in operation.operands[0].as_array().expect("an array") {
                    if let Object::String(bytes, _) = object {
                        for code in bytes.chunks(2).map(|two| u16::from_be_bytes([two[0], two[1]])) {
                            piece.glyphs.push(Drawn { font: font.clone(), code, x, y });
                            if !is_spelled {
                                piece.text.push_str(&fonts[&font].text[&code]);
                            }
                            x += fonts[&font].widths[&code] * size / 1000.0;
                        }
                    } else {
                        x -= f64::from(object.as_float().expect("a number")) * size / 1000.0;
                    }
                }
            }
            other => panic!("an operator that no layout asks for: {other}"),
        }
    }
    assert!(open.is_empty(), "marked content is left open");
    pieces
}

/// The fonts of a page by their names: the dictionaries.
pub fn font_dictionaries(document: &Document, page: ObjectId) -> BTreeMap<String, &Dictionary> {
    let page = document.get_dictionary(page).expect("a page");
    let resources = document.dereference(page.get(b"Resources").expect("resources")).expect("there").1;
    let fonts = document
        .dereference(resources.as_dict().expect("one").get(b"Font").expect("fonts"))
        .expect("there")
        .1;
    let entry = |(name, font): (&Vec<u8>, &Object)| {
        let font = document.get_dictionary(font.as_reference().expect("a reference")).expect("a font");
        (String::from_utf8_lossy(name).into_owned(), font)
    };
    // the map's values borrow the document, not the iterator
    fonts.as_dict().expect("a dictionary").iter().map(entry).collect()
}

/// A font's descendant.
pub fn descendant(font: &Dictionary) -> &Dictionary {
    font.get(b"DescendantFonts").and_then(Object::as_array).expect("a composite font")[0]
        .as_dict()
        .expect("one")
}

fn fonts(document: &Document, page: ObjectId) -> BTreeMap<String, Font> {
    let read = |font: &Dictionary| {
        let map = document.dereference(font.get(b"ToUnicode").expect("a map")).expect("there").1;
        let map = map.as_stream().expect("a stream").decompressed_content().expect("readable");
        let mut widths = BTreeMap::new();
        let mut entries = descendant(font).get(b"W").and_then(Object::as_array).expect("widths").iter();
        while let (Some(first), Some(row)) = (entries.next(), entries.next()) {
            let first = u16::try_from(first.as_i64().expect("a code")).expect("two bytes");
            for (code, width) in (first..).zip(row.as_array().expect("widths")) {
                widths.insert(code, f64::from(width.as_float().expect("a number")));
            }
        }
        Font { text: characters(&String::from_utf8_lossy(&map)), widths }
    };
    font_dictionaries(document, page).into_iter().map(|(name, font)| (name, read(font))).collect()
}

/// The lines `<0001> <9B4F>` of a map to text.
fn characters(map: &str) -> BTreeMap<u16, String> {
    let number = |hex: &str| u16::from_str_radix(hex, 16).expect("hexadecimal");
    let pairs = map.lines().filter_map(|line| line.strip_prefix('<')?.strip_suffix('>')?.split_once("> <"));
    let codes = pairs.filter(|(code, text)| code.len() == 4 && *text != "FFFF" && !code.is_empty());
    let text = |hex: &str| {
        let units: Vec<u16> = (0..hex.len() / 4).map(|at| number(&hex[4 * at..4 * at + 4])).collect();
        String::from_utf16(&units).expect("UTF-16")
    };
    codes.map(|(code, hex)| (number(code), text(hex))).collect()
}

/// A text string of a PDF.
pub fn text_of(object: &Object) -> String {
    let bytes = object.as_str().expect("a string");
    match bytes.strip_prefix(&[0xFE, 0xFF]) {
        Some(utf16) => {
            let units: Vec<u16> = utf16.chunks(2).map(|two| u16::from_be_bytes([two[0], two[1]])).collect();
            String::from_utf16(&units).expect("UTF-16")
        }
        None => String::from_utf8_lossy(bytes).into_owned(),
    }
}
