//! The same document as Typst's markup, set with the same faces on the same page: for comparison by eye, with
//! `compare.py`. It is written as somebody at home in Typst would write it: Typst finds the columns' widths,
//! breaks lines and pages, and repeats heads; only sizes, margins and faces are given. Charts are `drawn`'s.

use std::fmt::Write as _;

use tongbao::compose::{Annex, Block, Column, Document, Row, Span, SpanStyle, Table};
use tongbao::model::Length;
use tongbao::plan::{PageStyle, Shell};

use super::drawn::{FUNCTIONS, drawn};

/// The markup of a document.
pub fn markup(document: &Document, style: &PageStyle) -> String {
    let mut out = Markup { out: frame(style), style };
    out.out += FUNCTIONS;
    out.head(document);
    out.blocks(&document.blocks);
    out.tail(document);
    out.out
}

struct Markup<'a> {
    out: String,
    style: &'a PageStyle,
}

fn pt(length: Length) -> String {
    format!("{}pt", length.micro_pt() as f64 / 1e6)
}

fn frame(style: &PageStyle) -> String {
    let right = style.paper_width - style.binding - style.area_width;
    let bottom = style.paper_height - style.top - style.area_height;
    format!(
        "#let number = context {{ let n = counter(page).get().first(); align(if calc.odd(n) {{ right }} else {{ left }}, \
         pad(x: 14pt, text(size: 14pt)[— #n —])) }}\n\
         #set page(width: {}, height: {}, margin: (top: {}, bottom: {}, inside: {}, outside: {}), \
         footer: number, footer-descent: 7mm)\n\
         #set text(font: (\"FandolFang R\", \"Gongwen Fang Ext\", \"Gongwen Kai\", \"Gongwen Rare\"), lang: \"zh\", region: \"cn\", size: {size}, \
         top-edge: 0.88em, bottom-edge: -0.12em)\n\
         #set par(first-line-indent: (amount: 2em, all: true), justify: true, leading: {gap}, spacing: {gap})\n\
         #let hei(x, ..rest) = text(font: (\"Gongwen Hei\", \"Gongwen Kai\", \"Gongwen Rare\"), ..rest)[#x]\n\
         #let kai(x) = text(font: (\"Gongwen Kai\", \"Gongwen Rare\"))[#x]\n\
         #let song(x, ..rest) = text(font: (\"Gongwen Song\", \"Gongwen Kai\"), weight: \"bold\", ..rest)[#x]\n\
         #let plain(x) = [#set par(first-line-indent: 0em)\n#x]\n",
        pt(style.paper_width),
        pt(style.paper_height),
        pt(style.top),
        pt(bottom),
        pt(style.binding),
        pt(right),
        size = pt(style.body),
        gap = pt(style.pitch - style.body),
    )
}

impl Markup<'_> {
    fn line(&mut self, text: &str) {
        writeln!(self.out, "{text}\n").expect("a string takes all");
    }

    fn head(&mut self, document: &Document) {
        let style = self.style;
        let color = format!("rgb({}, {}, {})", style.red.r, style.red.g, style.red.b);
        let issuer = escaped(&document.issuer);
        let mut date = escaped(&document.date);
        if document.shell == Shell::TableOnly {
            date = format!("{}　{date}", escaped(&document.number));
        }
        if document.shell == Shell::TableOnly && document.blocks.iter().any(is_wide) {
            self.line("#set page(flipped: true)");
        }
        if let Some(parts) = &document.official {
            let marks = [&parts.copy, &parts.secrecy, &parts.urgency].into_iter().flatten();
            let marks: Vec<String> = marks.map(|part| escaped(part)).collect();
            self.line(&format!("#place(top + left, plain[{}])", marks.join("\\ ")));
        }
        if document.shell != Shell::TableOnly {
            // a short name is set wide
            let tracking = if document.masthead.chars().count() < 8 { 0.5 } else { 0.0 };
            self.line(&format!(
                "#v({})\n#align(center, plain(song(size: {}, fill: {color}, tracking: {tracking}em)[{}]))",
                pt(style.masthead_drop),
                pt(style.masthead.min(style.area_width / 12)),
                escaped(&document.masthead)
            ));
            let number = escaped(&document.number);
            let signer = document.official.as_ref().and_then(|parts| parts.signer.as_ref());
            let line = signer.map_or(format!("#align(center, plain[{number}])"), |signer| {
                let signer = escaped(signer);
                format!(
                    "#plain(pad(x: 1em, grid(columns: (1fr, auto), [{number}], [签发人：#kai[{signer}]])))"
                )
            });
            self.line(&format!("#v({})\n{line}", pt(style.number_drop)));
        }
        let imprint = format!(
            "#plain(pad(x: 14pt, grid(columns: (1fr, auto), text(size: 14pt)[{issuer}], text(size: 14pt)[{date}])))"
        );
        if document.shell == Shell::Brief {
            self.line(&imprint);
        }
        if document.shell != Shell::TableOnly {
            let line = format!("#line(length: 100%, stroke: {} + {color})", pt(style.red_line));
            self.line(&line);
        }
        self.title(&document.title);
        if document.shell == Shell::TableOnly {
            self.line(&imprint);
        }
        if let Some(to) = document.official.as_ref().and_then(|parts| parts.to.as_ref()) {
            self.line(&format!("#plain[{}]", escaped(to)));
        }
    }

    fn title(&mut self, text: &str) {
        let style = self.style;
        let (above, below) = (pt(style.title_drop), pt(style.title_below));
        let set = format!("song(size: {})[{}]", pt(style.title), escaped(text));
        self.line(&format!("#v({above})\n#align(center, plain({set}))\n#v({below})"));
    }

    fn blocks(&mut self, blocks: &[Block]) {
        // a wide table is turned as ours is; a lone one with all its page, by `head`
        let wide = |block: &Block| is_wide(block) && self.style.shell != Shell::TableOnly;
        let mut turned = false;
        for block in blocks {
            if wide(block) {
                self.line("#page(flipped: true)[");
                turned = true;
            } else if turned && !matches!(block, Block::Notes(_)) {
                self.line("]");
                turned = false;
            }
            match block {
                Block::Heading { text, level } => {
                    let face = if *level == 1 { "hei" } else { "kai" };
                    self.line(&format!("#{face}[{}]", escaped(text)));
                }
                Block::Paragraph(spans) => self.line(&spans_of(spans)),
                Block::Notes(notes) => {
                    for note in notes {
                        let text = spans_of(note);
                        self.line(&format!(
                            "#[#set text(size: 9pt); #set par(leading: 4pt, spacing: 4pt)\n#plain[{text}]]"
                        ));
                    }
                }
                Block::Table(table) => self.table(table),
                Block::Chart(chart) => self.line(&drawn(chart)),
                Block::Written(_) => {}
            }
        }
        if turned {
            self.line("]");
        }
    }

    fn table(&mut self, table: &Table) {
        let columns = table.columns.len();
        let size = match columns {
            0..=9 => 10.5,
            10..=15 => 9.0,
            16..=22 => 8.0,
            _ => 6.5,
        };
        let caption = escaped(table.caption.as_deref().unwrap_or(""));
        let note = escaped(table.unit_note.as_deref().unwrap_or(""));
        self.line(&format!(
            "#plain(grid(columns: (1fr, auto, 1fr), [], hei(size: 12pt)[{caption}], align(right, text(size: {size}pt)[{note}])))"
        ));
        let aligned = table.columns.iter().map(|column| match column {
            Column::Figure => "right + horizon",
            Column::Text => "left + horizon",
            _ => "center + horizon",
        });
        let aligned = aligned.collect::<Vec<_>>().join(", ");
        let stroke = "(x, y) => (top: .5pt, bottom: .5pt, left: if x > 0 { .25pt }, right: none)";
        self.out += &format!(
            "#[#set text(size: {size}pt)\n#set par(first-line-indent: 0em, leading: .3em, justify: false)\n#set align(center)\n\
             #table(columns: {columns}, align: ({aligned}), inset: (x: 2pt, y: 4pt), stroke: {stroke},\n"
        );
        let head = table.head.iter().flatten().map(|cell| {
            let (across, down) = (cell.columns, cell.rows);
            let text = escaped(&cell.text);
            format!("table.cell(colspan: {across}, rowspan: {down}, align: center + horizon)[#hei[{text}]]")
        });
        self.out += &format!("table.header({}),\n", head.collect::<Vec<_>>().join(", "));
        for (i, row) in table.rows.iter().enumerate() {
            for group in table.groups.iter().filter(|group| group.before == i) {
                let (across, name) = (table.columns.len(), escaped(&group.name));
                self.out += &format!("table.cell(colspan: {across}, align: left)[#hei[{name}]],\n");
            }
            self.out += &cells(table, i, row);
            self.out.push('\n');
        }
        self.line(")]");
    }

    fn tail(&mut self, document: &Document) {
        let Some(parts) = &document.official else { return };
        let style = self.style;
        for (i, annex) in parts.annexes.iter().enumerate() {
            let head = if i == 0 { "附件：" } else { "#h(3em)" };
            self.line(&format!("{head}{}.{}", i + 1, escaped(&annex.title)));
        }
        let (issuer, date) = (escaped(&document.issuer), escaped(&document.date));
        self.line(&format!("#v(1em)\n#align(right, plain(pad(right: 2em)[{issuer}\\ {date}]))"));
        if let Some(remark) = &parts.remark {
            self.line(&escaped(remark));
        }
        for (i, Annex { title, blocks }) in parts.annexes.iter().enumerate() {
            self.line(&format!("#pagebreak(weak: true)\n#plain(hei[附件{}])", i + 1));
            self.title(title);
            self.blocks(blocks);
        }
        let Some(printed) = &parts.printed else { return };
        let cc = parts.cc.as_deref().map(|cc| format!("抄送：{}", escaped(cc))).unwrap_or_default();
        let printer = escaped(parts.printer.as_deref().unwrap_or(""));
        self.line(&format!(
            "#place(bottom, plain(text(size: {})[#table(columns: (1fr, auto), stroke: (x: none, y: .7pt), \
             table.cell(colspan: 2)[{cc}], [{printer}], [{}])]))",
            pt(style.record),
            escaped(printed)
        ));
    }
}

/// More columns than an upright page bears.
fn is_wide(block: &Block) -> bool {
    matches!(block, Block::Table(table) if table.columns.len() > 15)
}

/// A row's cells; one name for several rows spans them.
fn cells(table: &Table, at: usize, row: &Row) -> String {
    let shared = table.columns[0] == Column::Shared;
    let cell = |(c, text): (usize, &String)| {
        if c == 0 && shared && text.is_empty() {
            return String::new();
        }
        let text = if row.is_total { format!("#hei[{}]", escaped(text)) } else { escaped(text) };
        if c == 0 && shared {
            let rows = 1 + table.rows[at + 1..].iter().take_while(|row| row.cells[0].is_empty()).count();
            return format!("table.cell(rowspan: {rows})[{text}],");
        }
        format!("[{text}],")
    };
    row.cells.iter().enumerate().map(cell).collect()
}

fn spans_of(spans: &[Span]) -> String {
    let span = |span: &Span| match span.style {
        SpanStyle::Strong => format!("#hei[{}]", escaped(&span.text)),
        SpanStyle::Emphasis => format!("#kai[{}]", escaped(&span.text)),
        SpanStyle::Plain => escaped(&span.text),
    };
    spans.iter().map(span).collect()
}

pub fn escaped(text: &str) -> String {
    text.chars()
        .flat_map(|c| "\\#*_`$<>@[]~-+=/\"'".contains(c).then_some('\\').into_iter().chain([c]))
        .collect()
}
