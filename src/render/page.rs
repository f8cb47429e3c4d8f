//! Pages as operators, each piece between the marks that tie it to the structure.

use std::collections::BTreeMap;

use printpdf::{
    DictItem, Line as Path, LineDashPattern, LineJoinStyle, LinePoint, Op, PaintMode, PdfPage, Point,
    Polygon, PolygonRing, Rect, WindingOrder,
};

use super::font::Fonts;
use super::line::{self, Line};
use super::points::{pt, rgb};
use super::{picture, tags};
use crate::typeset::{Color, Item, Layout, Length, Page, Placed};

/// Pages of operators.
pub(super) struct Drawn {
    pub pages: Vec<PdfPage>,
    /// page by page: the element of each marked piece; the piece's number on the page is its index
    pub marks: Vec<Vec<usize>>,
}

/// Draws every page.
pub(super) fn draw(layout: &Layout, fonts: &Fonts) -> Drawn {
    let types = tags::types(layout);
    let mut drawn = Drawn { pages: Vec::new(), marks: Vec::new() };
    for page in &layout.pages {
        let mut painter = Painter { page, fonts, types: &types, state: State::default(), ops: Vec::new() };
        let mut marks = Vec::new();
        for piece in page.items.chunk_by(|one, next| one.node == next.node) {
            painter.draw_piece(piece, &mut marks);
        }
        let sheet = Rect::from_wh(pt(page.width), pt(page.height));
        drawn.pages.push(PdfPage {
            media_box: sheet.clone(),
            trim_box: sheet.clone(),
            crop_box: sheet,
            ops: painter.ops,
        });
        drawn.marks.push(marks);
    }
    drawn
}

/// What the viewer draws with at the moment.
#[derive(Default)]
struct State<'a> {
    text: line::State<'a>,
    stroke: Option<Color>,
    thickness: Option<Length>,
}

struct Painter<'a> {
    page: &'a Page,
    fonts: &'a Fonts,
    /// the structure type of each element
    types: &'a [&'static str],
    state: State<'a>,
    ops: Vec<Op>,
}

impl<'a> Painter<'a> {
    /// Draws items that follow each other and belong to one element, or to none.
    fn draw_piece(&mut self, piece: &'a [Placed], marks: &mut Vec<usize>) {
        self.ops.push(match piece[0].node {
            None => Op::BeginMarkedContent { tag: "Artifact".into() },
            Some(node) => {
                let number = i64::try_from(marks.len()).expect("a page has few pieces");
                marks.push(node);
                Op::BeginMarkedContentWithProperties {
                    tag: self.types[node].into(),
                    properties: DictItem::Dict {
                        map: BTreeMap::from([("MCID".to_owned(), DictItem::Int(number))]),
                    },
                }
            }
        });
        self.draw_items(piece);
        self.ops.push(Op::EndMarkedContent);
    }

    fn draw_items(&mut self, piece: &'a [Placed]) {
        let (fonts, height) = (self.fonts, self.page.height);
        let mut line: Option<Line> = None;
        for placed in piece {
            if let Item::Glyphs(run) = &placed.item {
                match &mut line {
                    Some(line) if line.accepts(run) => line.push(run, fonts),
                    _ => {
                        let finished = line.replace(Line::begin(run, fonts));
                        self.draw_line(finished, height);
                    }
                }
            } else {
                self.draw_line(line.take(), height);
                self.draw_shape(&placed.item);
            }
        }
        self.draw_line(line, height);
    }

    fn draw_line(&mut self, line: Option<Line<'a>>, page_height: Length) {
        if let Some(line) = line {
            line.draw(page_height, &mut self.state.text, &mut self.ops);
        }
    }

    fn draw_shape(&mut self, item: &'a Item) {
        match item {
            Item::Glyphs(_) => {}
            Item::Sideways(run) => {
                Line::sideways(run, self.fonts).draw(self.page.height, &mut self.state.text, &mut self.ops);
            }
            Item::Rule { from, to, width, color } => {
                self.stroke_with(*width, *color);
                let line = Path { points: vec![self.point(*from), self.point(*to)], is_closed: false };
                self.ops.push(Op::DrawLine { line });
            }
            Item::Picture { x, y, width, height, picture } => {
                let foot = self.page.height - *y - *height;
                self.ops.extend(picture::draw(picture, *x, foot, *width, *height));
            }
            Item::Fill { x, y, width, height, color } => {
                self.fill_with(*color);
                let rectangle = Rect {
                    x: pt(*x),
                    y: pt(self.page.height - *y - *height),
                    width: pt(*width),
                    height: pt(*height),
                    mode: Some(PaintMode::Fill),
                    winding_order: Some(WindingOrder::NonZero),
                };
                self.ops.push(Op::DrawRectangle { rectangle });
            }
            Item::Path { points, fill, stroke, dash } => self.draw_path(points, *fill, *stroke, *dash),
        }
    }

    fn draw_path(
        &mut self,
        points: &[(Length, Length)],
        fill: Option<Color>,
        stroke: Option<(Length, Color)>,
        dash: Option<(Length, Length)>,
    ) {
        let points: Vec<LinePoint> = points.iter().map(|at| self.point(*at)).collect();
        if let Some((width, color)) = stroke {
            self.stroke_with(width, color);
        }
        if let Some((black, white)) = dash {
            self.ops.push(Op::SetLineDashPattern {
                dash: LineDashPattern::new(0.0, &[pt(black).0, pt(white).0]),
            });
        }
        if let Some(color) = fill {
            self.fill_with(color);
            let mode = if stroke.is_some() { PaintMode::FillStroke } else { PaintMode::Fill };
            let rings = vec![PolygonRing { points }];
            let polygon = Polygon { rings, mode, winding_order: WindingOrder::NonZero };
            self.ops.push(Op::DrawPolygon { polygon });
        } else if stroke.is_some() {
            // corners of a curve are round: mitred ones would stick out where it turns sharply
            self.ops.push(Op::SetLineJoinStyle { join: LineJoinStyle::Round });
            self.ops.push(Op::DrawLine { line: Path { points, is_closed: false } });
            self.ops.push(Op::SetLineJoinStyle { join: LineJoinStyle::Miter });
        }
        if dash.is_some() {
            self.ops.push(Op::SetLineDashPattern { dash: LineDashPattern::solid() });
        }
    }

    fn point(&self, (x, y): (Length, Length)) -> LinePoint {
        LinePoint { p: Point { x: pt(x), y: pt(self.page.height - y) }, bezier: false }
    }

    fn fill_with(&mut self, color: Color) {
        if self.state.text.fill != Some(color) {
            self.state.text.fill = Some(color);
            self.ops.push(Op::SetFillColor { col: rgb(color) });
        }
    }

    fn stroke_with(&mut self, width: Length, color: Color) {
        if self.state.stroke != Some(color) {
            self.state.stroke = Some(color);
            self.ops.push(Op::SetOutlineColor { col: rgb(color) });
        }
        if self.state.thickness != Some(width) {
            self.state.thickness = Some(width);
            self.ops.push(Op::SetOutlineThickness { pt: pt(width) });
        }
    }
}
