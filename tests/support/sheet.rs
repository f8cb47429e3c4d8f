//! Layouts built by hand over the real fonts, without the stages before: text that goes where it is told.

#![allow(dead_code, reason = "each test program uses a part")]

use std::path::Path;
use std::sync::LazyLock;

use printpdf::ParsedFont;
use tongbao::render::Meta;
use tongbao::typeset::{Color, Faces, Glyph, GlyphRun, Item, Layout, Length, Node, Page, Placed, Role};

/// The faces by their place in the folder's list.
pub const FANG: usize = 0;
pub const KAI: usize = 2;
pub const SONG: usize = 4;
pub const HEI: usize = 5;

/// Body text looks for its characters in this order.
const BODY: [usize; 6] = [FANG, 1, KAI, 3, SONG, HEI];

pub static FACES: LazyLock<Faces> = LazyLock::new(|| {
    Faces::open(&Path::new(env!("CARGO_MANIFEST_DIR")).join("fonts"))
        .expect("the fonts are in the repository")
});

static MAPS: LazyLock<Vec<ParsedFont>> = LazyLock::new(|| {
    let read = |face: &tongbao::typeset::Face| ParsedFont::from_bytes(face.bytes(), 0, &mut Vec::new());
    FACES.all().iter().map(|face| read(face).expect("a font")).collect()
});

/// A document under the builder's hands; text goes to its last page.
pub struct Sheet(pub Layout);

impl Sheet {
    /// One empty upright page of A4.
    pub fn new() -> Sheet {
        Sheet(Layout { pages: Vec::new(), structure: Vec::new(), missing: Vec::new() }).page(210, 297)
    }

    /// A further page, in millimetres.
    pub fn page(mut self, width: i64, height: i64) -> Sheet {
        let page = Page { width: Length::mm(width), height: Length::mm(height), items: Vec::new() };
        self.0.pages.push(page);
        self
    }

    /// A new element.
    pub fn node(&mut self, role: Role, parent: Option<usize>) -> usize {
        self.0.structure.push(Node { role, parent });
        self.0.structure.len() - 1
    }

    /// Text in the first face of the body's order that has each character, at its natural spacing.
    pub fn body(&mut self, node: usize, size: i64, x: i64, y: i64, text: &str) {
        let mut pen = Length::mm(x);
        for c in text.chars() {
            let face = BODY.into_iter().find(|face| gid(*face, c).is_some()).expect("some face has it");
            let glyph = glyph(face, size, c, &c.to_string());
            let advance = glyph.advance;
            self.run(Some(node), face, size, pen, Length::mm(y), vec![glyph]);
            pen += advance;
        }
    }

    /// Text in one face, with so many thousandths of an em between the characters.
    pub fn spaced(&mut self, node: usize, face: usize, x: i64, y: i64, text: &str, spacing: i64) {
        let mut glyphs: Vec<Glyph> = text.chars().map(|c| glyph(face, 16, c, &c.to_string())).collect();
        for glyph in &mut glyphs {
            glyph.advance += Length::pt(16).em(spacing);
        }
        self.run(Some(node), face, 16, Length::mm(x), Length::mm(y), glyphs);
    }

    /// Glyphs as they are.
    pub fn run(
        &mut self,
        node: Option<usize>,
        face: usize,
        size: i64,
        x: Length,
        y: Length,
        glyphs: Vec<Glyph>,
    ) {
        let run = GlyphRun { face, size: Length::pt(size), x, y, color: Color::BLACK, glyphs };
        self.place(node, Item::Glyphs(run));
    }

    /// A filled rectangle, in millimetres.
    pub fn fill(&mut self, node: Option<usize>, [x, y, width, height]: [i64; 4], color: Color) {
        let [x, y, width, height] = [x, y, width, height].map(Length::mm);
        self.place(node, Item::Fill { x, y, width, height, color });
    }

    /// A line of half a point, in millimetres.
    pub fn rule(&mut self, node: Option<usize>, from: (i64, i64), to: (i64, i64), color: Color) {
        let point = |(x, y)| (Length::mm(x), Length::mm(y));
        let item = Item::Rule { from: point(from), to: point(to), width: Length::milli_pt(500), color };
        self.place(node, item);
    }

    fn place(&mut self, node: Option<usize>, item: Item) {
        self.0.pages.last_mut().expect("a sheet has a page").items.push(Placed { node, item });
    }
}

/// The glyph of a character, standing for `text`.
pub fn glyph(face: usize, size: i64, c: char, text: &str) -> Glyph {
    let id = gid(face, c).expect("the face has it");
    let width = i64::from(MAPS[face].get_glyph_width(id).expect("a width"));
    Glyph { id, offset: Length::ZERO, advance: Length::pt(size).em(width), text: text.to_owned() }
}

/// The glyph id of a character.
pub fn gid(face: usize, c: char) -> Option<u16> {
    MAPS[face].lookup_glyph_index(c.into()).filter(|id| *id != 0)
}

/// What the file says about itself.
pub fn meta() -> Meta {
    Meta {
        title: "中心城区房屋安全隐患集中整治工作通报（第67期）".into(),
        author: "许昌市整治指挥部办公室".into(),
        subject: "截至7月14日18时 <A&B>".into(),
        keywords: vec!["房屋安全".into(), "通报".into()],
        language: "zh-CN".into(),
        created: chrono::DateTime::parse_from_rfc3339("2021-07-14T18:00:00+08:00").expect("a time"),
        producer: "tongbao 0.1.0".into(),
    }
}

/// A bulletin of two pages, the second turned, with everything that a layout can hold.
pub fn bulletin() -> Layout {
    let red = Color::rgb(214, 0, 24);
    let mut sheet = Sheet::new();
    let title = sheet.node(Role::Heading(1), None);
    sheet.spaced(title, SONG, 50, 40, "房屋安全隐患", 0);
    sheet.spaced(title, SONG, 60, 50, "整治通报", 0);
    sheet.rule(None, (28, 60), (182, 60), red);
    let section = sheet.node(Role::Heading(2), None);
    sheet.spaced(section, HEI, 40, 70, "一、总体情况", 0);
    let first = sheet.node(Role::Paragraph, None);
    sheet.body(first, 16, 39, 80, "截至7月14日18时，马堃、龚䶮所在的魏都区完成1056户，");
    sheet.body(first, 16, 28, 90, "占9.39%，面积8077㎡，PDF/A “exact”。");
    let figure = sheet.node(Role::Figure { alternative: "各单位完成占比：魏都区9.39%".into() }, None);
    sheet.fill(Some(figure), [40, 100, 60, 5], Color::rgb(90, 90, 90));
    sheet.fill(Some(figure), [100, 100, 20, 5], Color::rgb(190, 190, 190));
    sheet.body(figure, 9, 28, 104, "魏都区");
    let note = sheet.node(Role::Note, None);
    sheet.body(note, 9, 28, 115, "注：东城区未报。");
    let folio = vec![glyph(FANG, 14, '—', "—"), glyph(FANG, 14, '1', "1")];
    sheet.run(None, FANG, 14, Length::mm(170), Length::mm(280), folio);
    let mut sheet = sheet.page(297, 210);
    sheet.body(first, 16, 28, 40, "翻页后仍是同一段。");
    table(&mut sheet);
    sheet.0
}

/// 单位 over two rows, 累计进度 over two columns, two rows of figures.
fn table(sheet: &mut Sheet) {
    let table = sheet.node(Role::Table, None);
    let caption = sheet.node(Role::Caption, Some(table));
    sheet.body(caption, 12, 100, 50, "整治进度表");
    let head = sheet.node(Role::TableHead, Some(table));
    let header = |columns, rows| Role::HeaderCell { of_row: false, columns, rows };
    let levels = [vec![("单位", 1, 2), ("累计进度", 2, 1)], vec![("户数", 1, 1), ("占比", 1, 1)]];
    for (level, cells) in (0..).zip(levels) {
        let row = sheet.node(Role::TableRow, Some(head));
        for (column, (text, columns, rows)) in (level..).zip(cells) {
            let cell = sheet.node(header(columns, rows), Some(row));
            sheet.spaced(cell, HEI, 30 + 40 * column, 60 + 10 * level, text, 0);
        }
    }
    let body = sheet.node(Role::TableBody, Some(table));
    for (line, cells) in (0..).zip([["魏都区", "1056", "9.39%"], ["建安区", "—", "未报"]]) {
        let row = sheet.node(Role::TableRow, Some(body));
        sheet.rule(None, (28, 72 + 10 * line), (160, 72 + 10 * line), Color::BLACK);
        for (column, text) in (0..).zip(cells) {
            let role = if column == 0 {
                Role::HeaderCell { of_row: true, columns: 1, rows: 1 }
            } else {
                Role::DataCell
            };
            let cell = sheet.node(role, Some(row));
            sheet.body(cell, 12, 30 + 40 * column, 80 + 10 * line, text);
        }
    }
}
