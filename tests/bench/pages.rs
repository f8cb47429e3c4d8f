//! How fast pages are laid out and rendered, without reading a workbook.
//!
//! `bench-pages DIR` times an edition of two pages (the reference bulletin, with its chart) and a bulletin of
//! some 60 pages (a table of 460 rows and written texts), each from the composed document to the PDF's
//! bytes, faces opened before; then how many of the small ones two threads make in a second; then what memory
//! is held after many of them. It writes the same content as Typst's markup into DIR, for `pages_typst.py`.
//!
//! `bench-pages DIR two N` lays out and renders the small one N times and says nothing: for a profiler.

#![allow(clippy::print_stdout, reason = "a program of its own, whose answer is what it prints")]
#![allow(clippy::disallowed_methods, reason = "fixtures are written plainly; nothing is published here")]

use std::error::Error;
use std::fmt::Write as _;
use std::path::Path;
use std::time::{Duration, Instant};

use tongbao::articles::{Article, Part};
use tongbao::collect::{Inbox, collect};
use tongbao::compose::{Block, Column, Document, HeadCell, Row, Span, SpanStyle, Table, Written, compose};
use tongbao::model::Day;
use tongbao::plan::{self, Plan};
use tongbao::reckon::{Past, Record, reckon};
use tongbao::render::{Meta, render};
use tongbao::typeset::{Faces, PageStyle, typeset};

type Done<T = ()> = Result<T, Box<dyn Error>>;

fn main() -> Done {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let folder = Path::new(arguments.first().ok_or("usage: bench-pages DIR [two|sixty N]")?);
    let faces = Faces::open(Path::new("fonts"))?;
    let plan = plan::load(Path::new("schedules/house-safety.yaml"))?;
    let two = two_pages(&plan)?;
    let sixty = sixty_pages(&two);
    if let [_, which, times] = &arguments[..] {
        let document = if which == "two" { &two } else { &sixty };
        for _ in 0..times.parse::<usize>()? {
            made(document, &faces)?;
        }
        return Ok(());
    }
    std::fs::create_dir_all(folder)?;
    println!("case                     pages  median ms  fastest ms");
    for (name, document, runs) in [("two", &two, 200), ("sixty", &sixty, 15)] {
        std::fs::write(folder.join(format!("{name}.typ")), markup(document)?)?;
        let pages = made(document, &faces)?.0;
        let mut times: Vec<Duration> = Vec::new();
        for _ in 0..runs {
            let begun = Instant::now();
            made(document, &faces)?;
            times.push(begun.elapsed());
        }
        times.sort();
        let ms = |time: Duration| time.as_secs_f64() * 1000.0;
        println!("{name:<24} {pages:>5}  {:>9.2}  {:>10.2}", ms(times[times.len() / 2]), ms(times[0]));
    }
    let before = resident()?;
    let begun = Instant::now();
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| (0..400).for_each(|_| drop(made(&two, &faces))));
        }
    });
    let rate = 800.0 / begun.elapsed().as_secs_f64();
    println!("two, on two threads      {rate:.0} editions a second");
    println!("resident after them      {} KiB more than before", resident()?.saturating_sub(before));
    Ok(())
}

/// Lays out and renders; pages and bytes.
fn made(document: &Document, faces: &Faces) -> Done<(usize, usize)> {
    let layout = typeset(document, &PageStyle::of(document.shell), faces)?;
    let meta = Meta {
        title: document.title.clone(),
        author: document.issuer.clone(),
        subject: String::new(),
        keywords: Vec::new(),
        language: "zh-CN".into(),
        created: chrono::DateTime::parse_from_rfc3339("2021-07-14T18:00:00+08:00")?,
        producer: "tongbao".into(),
    };
    Ok((layout.pages.len(), render(&layout, faces, &meta)?.len()))
}

/// The reference bulletin of 14 July 2021 after that of the day before.
fn two_pages(plan: &Plan) -> Done<Document> {
    let mut past: Vec<Past> = Vec::new();
    let mut document = None;
    for (number, day) in (66..).zip(["2021-07-13", "2021-07-14"]) {
        let day: Day = day.parse()?;
        let inbox = Inbox::open(&plan.inbox.for_day(day))?;
        let collected = collect(plan, day, &inbox);
        let standings = reckon(&collected, plan, day, &past);
        let edition = plan.edition(number, day);
        past.push(Past::from(Record::of(&standings, &edition, &collected.sources)));
        document = Some(compose(&standings, &edition, plan));
    }
    Ok(document.ok_or("no day")?)
}

/// The same head; 460 streets; texts of the newspaper's articles, over and over.
fn sixty_pages(two: &Document) -> Document {
    let text = [
        "7月14日一大早，魏都区西大街街道办事处的会议室里，一张2米多长的“作战图”前围满了人，图上红、黄、绿三色标签密密麻麻。",
        "截至14日18时，全区累计整治房屋安全隐患1056户，占任务总数的9.39%，比前一天提高2.17个百分点。",
        "排查不留死角，靠的是“三个一遍”：网格员先走一遍，专业机构再测一遍，街道干部最后核一遍——一处也不放过。",
        "“台账不是记给上级看的，是记给老百姓住得踏实的。”《许昌日报》记者王堃、通讯员魏琦在现场看到……",
    ];
    let paragraphs = (0..186).map(|n| {
        let text: String = (0..3).map(|k| text[(n + k * (1 + n / 7)) % text.len()]).collect();
        Part::Paragraph(vec![Span::plain(format!("第{}段。{text}", n + 1))])
    });
    let head = |text: &str, columns, rows| HeadCell { text: text.into(), columns, rows };
    let mut columns = vec![Column::Figure; 9];
    columns[0] = Column::Name;
    let rows = (0..460_i64).map(|n| {
        let cell = |k: i64| ((n * 7919 + k * 104_729) % 9973).to_string();
        let share = |k: i64| format!("{}.{:02}%", (n * 31 + k) % 100, (n * 17 + k) % 100);
        let name = format!("样例{n}街道");
        let cells = vec![name, cell(1), cell(2), cell(3), share(4), cell(5), share(6), cell(7), cell(8)];
        Row { is_total: false, cells }
    });
    let table = Table {
        measures: Vec::new(),
        groups: Vec::new(),
        part: None,
        caption: Some("整治进度统计表".into()),
        unit_note: Some("单位：户、㎡".into()),
        columns,
        head: vec![
            vec![head("单位", 1, 2), head("当日进度", 2, 1), head("累计进度", 4, 1), head("剩余任务", 2, 1)],
            ["户数", "面积", "户数", "占比", "面积", "占比", "户数", "面积"].map(|t| head(t, 1, 1)).to_vec(),
        ],
        rows: rows.collect(),
    };
    let article = Article { file: "a.md".into(), parts: paragraphs.collect() };
    Document {
        blocks: vec![Block::Table(table), Block::Written(Written { columns: 1, article })],
        ..two.clone()
    }
}

/// The document as Typst's markup, in the same faces, sizes and margins; without the chart, which Typst has
/// no means to draw.
fn markup(document: &Document) -> Done<String> {
    let mut out = String::from(FRAME);
    writeln!(
        out,
        "#align(center, song(size: 38pt, fill: rgb(\"#c81010\"))[{}])",
        escaped(&document.masthead)
    )?;
    writeln!(out, "#align(center)[{}]", escaped(&document.number))?;
    let (issuer, date) = (escaped(&document.issuer), escaped(&document.date));
    writeln!(out, "#grid(columns: (1fr, auto), text(size: 14pt)[{issuer}], text(size: 14pt)[{date}])")?;
    writeln!(out, "#line(length: 100%, stroke: 1.5pt + rgb(\"#c81010\"))")?;
    writeln!(out, "#align(center, song(size: 22pt)[{}])\n", escaped(&document.title))?;
    for block in &document.blocks {
        match block {
            Block::Heading { text, .. } => writeln!(out, "#hei[{}]\n", escaped(text))?,
            Block::Paragraph(spans) => writeln!(out, "{}\n", spans_of(spans))?,
            Block::Notes(notes) => {
                for note in notes {
                    writeln!(out, "#text(size: 10.5pt)[{}]\n", spans_of(note))?;
                }
            }
            Block::Table(table) => table_of(table, &mut out)?,
            Block::Written(written) => {
                for part in &written.article.parts {
                    if let Part::Paragraph(spans) = part {
                        writeln!(out, "{}\n", spans_of(spans))?;
                    }
                }
            }
            _ => {}
        }
    }
    Ok(out)
}

fn table_of(table: &Table, out: &mut String) -> Done {
    writeln!(out, "#align(center, hei[{}])", escaped(table.caption.as_deref().unwrap_or("")))?;
    writeln!(out, "#[#set text(size: 10.5pt)\n#set par(first-line-indent: 0em)")?;
    let columns = table.columns.len();
    writeln!(
        out,
        "#table(columns: {columns}, align: center + horizon, inset: (x: 3pt, y: 5pt), stroke: .5pt,"
    )?;
    let head = table.head.iter().flatten().map(|cell| {
        format!(
            "table.cell(colspan: {}, rowspan: {})[#hei[{}]]",
            cell.columns,
            cell.rows,
            escaped(&cell.text)
        )
    });
    writeln!(out, "table.header({}),", head.collect::<Vec<_>>().join(", "))?;
    for row in &table.rows {
        let cells: String = row.cells.iter().map(|cell| format!("[{}],", escaped(cell))).collect();
        writeln!(out, "{cells}")?;
    }
    writeln!(out, ")]")?;
    Ok(())
}

fn spans_of(spans: &[Span]) -> String {
    let span = |span: &Span| match span.style {
        SpanStyle::Strong => format!("#hei[{}]", escaped(&span.text)),
        _ => escaped(&span.text),
    };
    spans.iter().map(span).collect()
}

fn escaped(text: &str) -> String {
    text.chars()
        .flat_map(|c| "\\#*_`$<>@[]~-+=/\"'".contains(c).then_some('\\').into_iter().chain([c]))
        .collect()
}

const FRAME: &str = r#"
#set page(paper: "a4", margin: (top: 30mm, x: 57.6pt, bottom: 37mm),
  footer: context align(right)[#text(size: 14pt)[— #counter(page).display() —]])
#set text(font: ("FandolFang R", "Gongwen Fang Ext", "Gongwen Kai"), lang: "zh", region: "cn", size: 16pt)
#set par(first-line-indent: (amount: 2em, all: true), justify: true, leading: 13pt, spacing: 13pt)
#let hei(x) = text(font: "Gongwen Hei")[#x]
#let song(x, ..rest) = text(font: "Gongwen Song", weight: "bold", ..rest)[#x]
"#;

/// Memory held, in KiB.
fn resident() -> Done<u64> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).ok_or("no VmRSS")?;
    Ok(line.trim().trim_end_matches(" kB").parse()?)
}
