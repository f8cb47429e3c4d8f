//! A finished PDF as a viewer draws it: every glyph with its box, every rule, every filled rectangle, read
//! from the content streams and the fonts' own widths, without a word to those who wrote them.

use std::collections::BTreeMap;

use lopdf::content::Content;
use lopdf::{Dictionary, Document, Object, ObjectId};

/// One page; lengths in points, from its top left corner, y downwards.
#[derive(Clone, Debug, Default)]
pub struct Seen {
    pub width: f64,
    pub height: f64,
    pub glyphs: Vec<Glyph>,
    pub rules: Vec<Rule>,
    pub pictures: Vec<Frame>,
    pub fills: Vec<Fill>,
    /// what stands in for each figure, by its mark on the page
    pub alternatives: BTreeMap<i64, String>,
}

/// One glyph.
#[derive(Clone, Debug, PartialEq)]
pub struct Glyph {
    /// what its font's map says it reads as
    pub text: String,
    /// its element's mark on the page; none for an artifact
    pub mcid: Option<i64>,
    /// P, TD, TH, H1 …
    pub tag: String,
    pub x: f64,
    /// the baseline
    pub y: f64,
    pub size: f64,
    /// its advance as the font has it
    pub width: f64,
    pub is_sideways: bool,
    /// red, green, blue, from 0 to 1
    pub color: [f64; 3],
    /// painted after so many things
    pub order: usize,
}

/// A straight line, level or upright.
#[derive(Clone, Debug, PartialEq)]
pub struct Rule {
    pub x: f64,
    pub y: f64,
    pub to: (f64, f64),
    pub width: f64,
    /// red, green, blue, from 0 to 1
    pub color: [f64; 3],
    /// painted after so many things
    pub order: usize,
    /// its element's mark on the page
    pub mcid: Option<i64>,
}

/// A filled area, by its corners.
#[derive(Clone, Debug, PartialEq)]
pub struct Fill {
    pub corners: Vec<(f64, f64)>,
    /// red, green, blue, from 0 to 1
    pub color: [f64; 3],
    /// painted after so many things
    pub order: usize,
    /// its element's mark on the page
    pub mcid: Option<i64>,
}

/// Where a picture stands: its left, its top and its extent.
#[derive(Clone, Debug, PartialEq)]
pub struct Frame {
    pub x: f64,
    pub y: f64,
    pub width: f64,
    pub height: f64,
}

struct Font {
    text: BTreeMap<u16, String>,
    widths: BTreeMap<u16, f64>,
}

/// Every page of a PDF.
pub fn pages(pdf: &[u8]) -> Vec<Seen> {
    let document = Document::load_mem(pdf).unwrap();
    let mut known = BTreeMap::new();
    document.page_iter().map(|page| seen(&document, page, &mut known)).collect()
}

fn seen(document: &Document, page: ObjectId, known: &mut BTreeMap<ObjectId, Font>) -> Seen {
    let names = fonts(document, page, known);
    let sheet = document.get_dictionary(page).unwrap().get(b"MediaBox").unwrap().as_array().unwrap();
    let edge = |at: usize| f64::from(sheet[at].as_float().unwrap());
    let mut seen = Seen { width: edge(2), height: edge(3), ..Seen::default() };
    let height = seen.height;
    let content = Content::decode(&document.get_page_content(page)).unwrap();
    let (mut font, mut size, mut at, mut sideways) = (ObjectId::default(), 0.0, (0.0, 0.0), false);
    let (mut matrix, mut kept) = (UNIT, Vec::new());
    let (mut stroke, mut fill, mut thickness) = ([0.0; 3], [0.0; 3], 1.0);
    let mut path: Vec<(f64, f64)> = Vec::new();
    seen.alternatives = alternatives(document, page);
    let mut marks: Vec<Option<(String, Option<i64>)>> = Vec::new();
    for (order, operation) in content.operations.iter().enumerate() {
        let number = |at: usize| f64::from(operation.operands[at].as_float().unwrap());
        match operation.operator.as_str() {
            "BMC" | "BDC" => {
                let mcid = operation
                    .operands
                    .get(1)
                    .and_then(|p| p.as_dict().ok()?.get(b"MCID").ok()?.as_i64().ok());
                let tag = String::from_utf8_lossy(operation.operands[0].as_name().unwrap()).into_owned();
                // a span within an element belongs to it
                marks.push(marks.is_empty().then_some((tag, mcid)));
            }
            "EMC" => drop(marks.pop()),
            "Tf" => {
                font = names[operation.operands[0].as_name().unwrap()];
                size = number(1);
            }
            "Tm" => {
                sideways = number(0).abs() < 0.5;
                at = (number(4), height - number(5));
            }
            "RG" => stroke = [number(0), number(1), number(2)],
            "q" => kept.push(matrix),
            "Q" => matrix = kept.pop().unwrap_or(UNIT),
            "cm" => matrix = within(std::array::from_fn(number), matrix),
            "Do" => {
                let [a, b, c, d, e, f] = matrix;
                let (x, y) = (e + a.min(0.0) + c.min(0.0), f + b.min(0.0) + d.min(0.0));
                let (width, high) = (a.abs() + c.abs(), b.abs() + d.abs());
                seen.pictures.push(Frame { x, y: height - y - high, width, height: high });
            }
            "w" => thickness = number(0),
            "rg" => fill = [number(0), number(1), number(2)],
            "m" => path = vec![(number(0), height - number(1))],
            "l" => path.push((number(0), height - number(1))),
            "re" => {
                let (left, foot, right) = (number(0), height - number(1), number(0) + number(2));
                let top = foot - number(3);
                path = vec![(left, top), (right, top), (right, foot), (left, foot)];
            }
            painted @ ("S" | "s" | "f" | "B" | "b") => {
                let mcid = marks.iter().flatten().next().and_then(|mark| mark.1);
                let corners = std::mem::take(&mut path);
                if painted.eq_ignore_ascii_case("s") {
                    seen.rules.extend(corners.windows(2).map(|ends| Rule {
                        x: ends[0].0,
                        y: ends[0].1,
                        to: ends[1],
                        width: thickness,
                        color: stroke,
                        order,
                        mcid,
                    }));
                } else {
                    seen.fills.push(Fill { corners, color: fill, order, mcid });
                }
            }
            "TJ" => {
                let (tag, mcid) = marks.iter().flatten().next().cloned().unwrap_or_default();
                let advance = |at: &mut (f64, f64), by: f64| if sideways { at.1 += by } else { at.0 += by };
                for object in operation.operands[0].as_array().unwrap() {
                    let Object::String(bytes, _) = object else {
                        advance(&mut at, -f64::from(object.as_float().unwrap()) * size / 1000.0);
                        continue;
                    };
                    for code in bytes.chunks(2).map(|two| u16::from_be_bytes([two[0], two[1]])) {
                        let width = known[&font].widths[&code] * size / 1000.0;
                        seen.glyphs.push(Glyph {
                            text: known[&font].text.get(&code).cloned().unwrap_or_default(),
                            mcid,
                            tag: tag.clone(),
                            x: at.0,
                            y: at.1,
                            size,
                            width,
                            is_sideways: sideways,
                            color: fill,
                            order,
                        });
                        advance(&mut at, width);
                    }
                }
            }
            _ => {}
        }
    }
    seen
}

/// The matrix that changes nothing.
const UNIT: [f64; 6] = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];

/// A matrix within another (ISO 32000-1, 8.3.4).
fn within([a, b, c, d, e, f]: [f64; 6], [g, h, i, j, k, l]: [f64; 6]) -> [f64; 6] {
    [a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + l]
}

/// The alternative texts of figures with marks on this page.
fn alternatives(document: &Document, page: ObjectId) -> BTreeMap<i64, String> {
    let mut found = BTreeMap::new();
    for element in document.objects.values().filter_map(|object| object.as_dict().ok()) {
        let Ok(alternative) = element.get(b"Alt") else { continue };
        let alternative = lopdf::decode_text_string(alternative).unwrap();
        let own = element.get(b"Pg").and_then(Object::as_reference).ok();
        for kid in element.get(b"K").and_then(Object::as_array).into_iter().flatten() {
            let (of, mark) = match kid {
                Object::Dictionary(kid) => {
                    let of = kid.get(b"Pg").and_then(Object::as_reference).ok().or(own);
                    (of, kid.get(b"MCID").and_then(Object::as_i64).ok())
                }
                kid => (own, kid.as_i64().ok()),
            };
            if of == Some(page) {
                found.extend(mark.map(|mark| (mark, alternative.clone())));
            }
        }
    }
    found
}

fn fonts(
    document: &Document,
    page: ObjectId,
    known: &mut BTreeMap<ObjectId, Font>,
) -> BTreeMap<Vec<u8>, ObjectId> {
    let dictionary = |object: &Object| document.dereference(object).unwrap().1.as_dict().unwrap().clone();
    let resources = dictionary(document.get_dictionary(page).unwrap().get(b"Resources").unwrap());
    let mut names = BTreeMap::new();
    for (name, font) in dictionary(resources.get(b"Font").unwrap()).iter() {
        let id = font.as_reference().unwrap();
        known.entry(id).or_insert_with(|| read(document, document.get_dictionary(id).unwrap()));
        names.insert(name.clone(), id);
    }
    names
}

fn read(document: &Document, font: &Dictionary) -> Font {
    let of = |object: &Object| document.dereference(object).unwrap().1.clone();
    let map = of(font.get(b"ToUnicode").unwrap());
    let map = map.as_stream().unwrap().decompressed_content().unwrap();
    let descendant = of(&of(font.get(b"DescendantFonts").unwrap()).as_array().unwrap()[0]);
    let mut widths = BTreeMap::new();
    let list = of(descendant.as_dict().unwrap().get(b"W").unwrap());
    for two in list.as_array().unwrap().chunks(2) {
        let first = u16::try_from(two[0].as_i64().unwrap()).unwrap();
        for (code, width) in (first..).zip(of(&two[1]).as_array().unwrap()) {
            widths.insert(code, f64::from(width.as_float().unwrap()));
        }
    }
    Font { text: mapped(&String::from_utf8_lossy(&map)), widths }
}

/// `<0001> <9B4F>` of a CMap's bfchar sections.
fn mapped(map: &str) -> BTreeMap<u16, String> {
    let hex = |word: &str| -> Option<Vec<u16>> {
        let digits = word.strip_prefix('<')?.strip_suffix('>')?;
        digits
            .as_bytes()
            .chunks(4)
            .map(|four| u16::from_str_radix(std::str::from_utf8(four).ok()?, 16).ok())
            .collect()
    };
    let mut text = BTreeMap::new();
    let mut within = false;
    for line in map.lines() {
        within = (within || line.ends_with("beginbfchar")) && !line.starts_with("endbfchar");
        let words: Vec<&str> = line.split_whitespace().collect();
        if let (true, [code, units]) = (within, words.as_slice())
            && let (Some(code), Some(units)) = (hex(code), hex(units))
        {
            text.insert(code[0], String::from_utf16_lossy(&units));
        }
    }
    text
}
