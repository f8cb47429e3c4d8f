//! Stories: whole documents laid out, one point each.

use std::path::Path;

use super::*;
use crate::compose::{
    Bar, BarChart, BarGroup, BarLegend, Block, Chart, Column, HeadCell, Row, Span, Table, Tick,
};
use crate::model::{Amount, Share};
use crate::plan::Shell;

fn faces() -> Faces {
    Faces::open(Path::new("fonts")).unwrap()
}

fn head(cells: &[(&str, usize, usize)]) -> Vec<HeadCell> {
    cells
        .iter()
        .map(|(text, columns, rows)| HeadCell { text: (*text).into(), columns: *columns, rows: *rows })
        .collect()
}

/// The table of 14 July 2021 with 合计 and the change since the day before: 15 columns.
fn xuchang_table() -> Table {
    use Column::{Figure, Mark, Name};
    let rows: [(&str, &str); 6] = [
        ("魏都区", "244 32892 1056 9.39% 3 120317 12.08% 5 10185 875985 +2.17 持平 +3.30 ↓1"),
        ("建安区", "31 6488 247 2.63% 5 60644 23.06% 3 9142 202356 +0.33 持平 +2.47 ↓1"),
        ("市城乡一体化示范区", "115 17285 1530 51.53% 1 172692 68.27% 1 1439 80257 +3.87 持平 +6.83 持平"),
        ("国家许昌经济技术开发区", "47 5172 182 11.13% 2 16705 12.36% 4 1453 118451 +2.88 持平 +3.83 ↑1"),
        ("东城区", "44 8077 304 4.42% 4 40572 23.45% 2 6581 132427 +0.64 持平 +4.67 ↑1"),
        ("合计", "481 69914 3319 10.33% — 410930 22.57% — 28800 1409476 +1.50 — +3.84 —"),
    ];
    Table {
        measures: Vec::new(),
        groups: Vec::new(),
        part: None,
        caption: Some("各区房屋安全隐患整治进度".into()),
        unit_note: Some("单位：户、㎡、个百分点".into()),
        columns: vec![
            Name, Figure, Figure, Figure, Figure, Mark, Figure, Figure, Mark, Figure, Figure, Figure, Mark,
            Figure, Mark,
        ],
        head: vec![
            head(&[
                ("单位", 1, 2),
                ("当日进度", 2, 1),
                ("累计进度", 6, 1),
                ("剩余任务", 2, 1),
                ("较昨日", 4, 1),
            ]),
            head(&[
                ("户数", 1, 1),
                ("面积", 1, 1),
                ("户数", 1, 1),
                ("占比", 1, 1),
                ("排名", 1, 1),
                ("面积", 1, 1),
                ("占比", 1, 1),
                ("排名", 1, 1),
                ("户数", 1, 1),
                ("面积", 1, 1),
                ("户数占比", 1, 1),
                ("排名", 1, 1),
                ("面积占比", 1, 1),
                ("排名", 1, 1),
            ]),
        ],
        rows: rows
            .iter()
            .map(|(name, cells)| Row {
                is_total: *name == "合计",
                cells: std::iter::once(*name).chain(cells.split(' ')).map(String::from).collect(),
            })
            .collect(),
    }
}

fn share(done: i64, task: i64) -> Option<Share> {
    Share::of(Amount::whole(done), Amount::whole(task))
}

fn bars() -> BarChart {
    let bar = |label: &str, before: i64, done: i64, task: i64| Bar {
        label: label.into(),
        share: share(done, task),
        before: share(before, task),
        change: None,
        text: format!("{}%", share(done, task).unwrap().print(2)),
    };
    let group = |label: &str, homes: (i64, i64, i64), area: (i64, i64, i64)| BarGroup {
        label: label.into(),
        opens: None,
        bars: vec![bar("户数", homes.0, homes.1, homes.2), bar("面积", area.0, area.1, area.2)],
    };
    BarChart {
        caption: "各区累计进度（占任务总数的比例）".into(),
        legend: BarLegend {
            before: "截至7月13日".into(), since: "7月14日新增".into(), starred: None
        },
        groups: vec![
            group("魏都区", (812, 1056, 11241), (87425, 120_317, 996_302)),
            group("建安区", (216, 247, 9389), (54156, 60644, 263_000)),
            group("市城乡一体化示范区", (1415, 1530, 2969), (155_407, 172_692, 252_949)),
            group("国家许昌经济技术开发区", (135, 182, 1635), (11533, 16705, 135_156)),
            group("东城区", (260, 304, 6885), (32495, 40572, 172_999)),
        ],
        task: None,
        pace: Some(Tick { at: share(30, 107).unwrap(), label: "序时进度28.04%".into() }),
        note: None,
        alternative: "五区户数、面积的累计占比".into(),
    }
}

fn document(blocks: Vec<Block>) -> Document {
    Document {
        shell: Shell::Brief,
        masthead: "房屋安全隐患集中整治专报".into(),
        number: "第67期".into(),
        issuer: "许昌市中心城区房屋安全隐患集中整治工作指挥部办公室".into(),
        date: "2021年7月14日".into(),
        title: "中心城区房屋安全隐患集中整治工作通报".into(),
        blocks,
        official: None,
    }
}

fn paragraph(text: &str) -> Block {
    Block::Paragraph(vec![Span::plain(text)])
}

fn heading(level: u8, text: &str) -> Block {
    Block::Heading { level, text: text.into() }
}

/// The bulletin of 14 July 2021, as the reference page has it, with table, notes and chart.
fn xuchang() -> Document {
    document(vec![
        paragraph(
            "截至7月14日18时，全市中心城区累计整治房屋安全隐患3319户、410930㎡，占任务总数的10.33%、22.57%；当日整治481户、69914㎡，剩余28800户、1409476㎡。市城乡一体化示范区两项进度均居首位，分别为51.53%、68.27%，较昨日分别提高3.87个、6.83个百分点。",
        ),
        Block::Table(xuchang_table()),
        Block::Notes(vec![
            vec![Span::plain(
                "注：1.占比为累计完成数占任务总数的比例，按四舍五入保留两位小数；排名按未舍入的占比由高到低排列。",
            )],
            vec![Span::plain("2.东城区户数占比应为4.42%（304÷6885=4.4154%），报纸所载4.41%系误排。")],
        ]),
        heading(1, "一、进度靠前"),
        paragraph(
            "按户数占比，市城乡一体化示范区、国家许昌经济技术开发区、魏都区居前三位；按面积占比，市城乡一体化示范区、东城区、建安区居前三位。",
        ),
        Block::Chart(Chart::Bars(bars())),
        heading(1, "党员干部作表率 带动群众齐参与"),
        heading(2, "（一）市城乡一体化示范区：“两项进度”均居首位"),
        paragraph(
            "“截至目前，我们共排查出存在安全隐患的房屋863户，已拆除整治500户，完成率接近60%，预计10天内能够完成剩余任务。”7月13日，市城乡一体化示范区魏武街道办事处党工委书记刘红烨接受记者采访时激动地说。副书记、代市长刘涛，市领导王堃、刘保新、王志宏、楚雷及其他市人大常委会领导班子成员、市政协领导班子成员参加调研或座谈。",
        ),
        paragraph(
            "整治工作自2021年6月15日开始——至9月30日结束，历时108天……各区要按照“拆、改、固、修”四种方式，逐户建立台账（BIM Model 3.2 版），实行销号管理，确保9月30日前完成全部28800户、1409476㎡的剩余任务，日均需完成370户。",
        ),
    ])
}

fn lay(document: &Document) -> Layout {
    typeset(document, &PageStyle::of(document.shell), &faces()).unwrap()
}

/// Writes a layout for a look at it, when asked: TONGBAO_SHOW names the folder.
fn show(name: &str, layout: &Layout) {
    let Some(folder) = std::env::var_os("TONGBAO_SHOW") else { return };
    let mut text = String::new();
    for page in &layout.pages {
        text.push_str(&format!("page {} {}\n", page.width.micro_pt(), page.height.micro_pt()));
        for placed in &page.items {
            match &placed.item {
                Item::Glyphs(run) | Item::Sideways(run) => {
                    let c = run.color;
                    text.push_str(&format!(
                        "run {} {} {} {} {},{},{}",
                        run.face,
                        run.size.micro_pt(),
                        run.x.micro_pt(),
                        run.y.micro_pt(),
                        c.r,
                        c.g,
                        c.b
                    ));
                    for g in &run.glyphs {
                        text.push_str(&format!(" {}:{}:{}", g.id, g.offset.micro_pt(), g.advance.micro_pt()));
                    }
                    text.push('\n');
                }
                Item::Picture { x, y, width, height, picture } => {
                    let [x, y, w, h] = [x, y, width, height].map(|length| length.micro_pt());
                    text.push_str(&format!("picture {x} {y} {w} {h} {}\n", picture.sha256));
                }
                Item::Rule { from, to, width, color: c } => text.push_str(&format!(
                    "rule {} {} {} {} {} {},{},{}\n",
                    from.0.micro_pt(),
                    from.1.micro_pt(),
                    to.0.micro_pt(),
                    to.1.micro_pt(),
                    width.micro_pt(),
                    c.r,
                    c.g,
                    c.b
                )),
                Item::Path { points, .. } => text.push_str(&format!("path {points:?}\n")),
                Item::Fill { x, y, width, height, color: c } => text.push_str(&format!(
                    "fill {} {} {} {} {},{},{}\n",
                    x.micro_pt(),
                    y.micro_pt(),
                    width.micro_pt(),
                    height.micro_pt(),
                    c.r,
                    c.g,
                    c.b
                )),
            }
        }
    }
    #[allow(clippy::disallowed_methods, reason = "a look at a test's pages, never in the program")]
    std::fs::write(Path::new(&folder).join(format!("{name}.lay")), text).unwrap();
}

#[test]
fn the_bulletin_of_14_july_fills_two_pages() {
    let layout = lay(&xuchang());
    show("xuchang", &layout);
    assert_eq!(layout.pages.len(), 2);
    assert_eq!(layout.missing, []);
}

/// A table of `rows` districts whose names have `length` characters, in `groups` groups of four figures.
fn wide_table(rows: usize, length: usize, groups: usize) -> Table {
    let mut columns = vec![Column::Name];
    columns.extend(std::iter::repeat_n(Column::Figure, groups * 4));
    let mut first = vec![("单位".to_string(), 1, 2)];
    first.extend((0..groups).map(|g| (format!("第{}项进度", g + 1), 4, 1)));
    let level = |cells: Vec<(String, usize, usize)>| {
        cells.into_iter().map(|(text, columns, rows)| HeadCell { text, columns, rows }).collect::<Vec<_>>()
    };
    let second =
        (0..groups).flat_map(|_| ["当日", "累计", "占比", "剩余"]).map(|t| (t.to_string(), 1, 1)).collect();
    let name = |i: usize| {
        let long: String = "国家许昌经济技术开发区城乡一体化示范先行产业集聚新区管理委员会"
            .chars()
            .cycle()
            .take(length)
            .collect();
        if length > 4 { long } else { format!("{}街道", ["东", "西", "南", "北"][i % 4]) }
    };
    Table {
        measures: Vec::new(),
        groups: Vec::new(),
        part: None,
        caption: Some("各街道进度".into()),
        unit_note: Some("单位：户、㎡".into()),
        columns,
        head: vec![level(first), level(second)],
        rows: (0..rows)
            .map(|i| Row {
                is_total: i + 1 == rows && rows > 1,
                cells: std::iter::once(name(i))
                    .chain((0..groups).flat_map(|g| {
                        [
                            format!("{}", i * 7 % 500),
                            format!("{}", 1000 + i * 37 + g),
                            format!("{}.{:02}%", i % 100, i * 13 % 100),
                            "未报".into(),
                        ]
                    }))
                    .collect(),
            })
            .collect(),
    }
}

#[test]
fn two_hundred_rows_flow_over_pages_under_their_head() {
    let layout = lay(&document(vec![
        Block::Table(wide_table(200, 3, 2)),
        paragraph("下一步，各区要对照任务，倒排工期。"),
    ]));
    show("rows200", &layout);
    let text = |page: &Page| glyph_text(&page.items);
    assert!(layout.pages.len() > 5);
    for page in &layout.pages[1..layout.pages.len() - 1] {
        assert!(text(page).starts_with("各街道进度（续表）单位：户、㎡单位第1项进度"), "{}", text(page));
    }
}

#[test]
fn names_of_thirty_characters_stand_in_balanced_lines() {
    let layout = lay(&document(vec![Block::Table(wide_table(8, 30, 2))]));
    show("names30", &layout);
    assert!(layout.pages.iter().all(|p| p.width < p.height));
}

#[test]
fn a_table_too_wide_for_the_page_is_turned_and_the_text_goes_on_before_it() {
    let layout = lay(&document(vec![
        paragraph("进度如下。"),
        Block::Table(wide_table(16, 11, 6)),
        Block::Notes(vec![vec![Span::plain("注：未报的区不计入合计。")]]),
        paragraph("下一步，各区要对照任务，倒排工期。"),
    ]));
    show("turned", &layout);
    let turned: Vec<bool> = layout.pages.iter().map(|p| p.width > p.height).collect();
    assert_eq!((turned[0], turned[1]), (false, true));
    // the text does not stop half way down its page, and notes stay with their table
    assert!(glyph_text(&layout.pages[0].items).contains("下一步"));
    assert!(glyph_text(&layout.pages[turned.len() - 1].items).contains("注：未报的区"));
    // the number of a turned page runs down the sheet's foot
    let number = layout.pages[1].items.iter().rfind(|placed| placed.node.is_none());
    assert!(matches!(number, Some(Placed { item: Item::Sideways(_), .. })));
}

#[test]
fn a_lone_table_that_is_turned_takes_its_title_with_it() {
    let document = Document { shell: Shell::TableOnly, ..document(vec![Block::Table(wide_table(5, 11, 6))]) };
    let layout = lay(&document);
    show("turned_alone", &layout);
    assert_eq!(layout.pages.len(), 1);
    assert!(layout.pages[0].width > layout.pages[0].height);
}

#[test]
fn a_table_that_no_page_can_hold_is_refused_by_name() {
    let error =
        typeset(&document(vec![Block::Table(wide_table(3, 11, 40))]), &PageStyle::of(Shell::Brief), &faces())
            .unwrap_err();
    assert!(
        error.to_string().starts_with("cannot set table 各街道进度: its 161 columns do not fit"),
        "{error}"
    );
}

#[test]
fn a_row_that_lacks_a_cell_is_refused_by_number() {
    let mut table = wide_table(3, 3, 1);
    table.rows[1].cells.pop();
    let error =
        typeset(&document(vec![Block::Table(table)]), &PageStyle::of(Shell::Brief), &faces()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "cannot set table 各街道进度: row 2 has 4 cells, expected 5, one for each column"
    );
}

#[test]
fn one_district_fills_the_measure() {
    let mut table = wide_table(1, 3, 1);
    table.caption = None;
    let mut chart = bars();
    chart.groups.truncate(1);
    chart.pace = None;
    let layout = lay(&Document {
        title: "关于许昌市中心城区房屋安全隐患集中整治百日攻坚专项行动工作进展情况的通报".into(),
        masthead: "工作简报".into(),
        issuer: "许昌市中心城区房屋安全隐患集中整治百日攻坚专项行动工作领导小组指挥部办公室综合协调组".into(),
        ..document(vec![Block::Table(table), Block::Chart(Chart::Bars(chart))])
    });
    show("one", &layout);
    assert_eq!(layout.pages.len(), 1);
}

#[test]
fn the_other_shells_have_their_heads() {
    for (shell, name) in [(Shell::Official, "official"), (Shell::TableOnly, "tableonly")] {
        let layout = lay(&Document { shell, number: "许整治办〔2021〕6号".into(), ..xuchang() });
        show(name, &layout);
        let text = glyph_text(&layout.pages[0].items);
        assert_eq!(text.starts_with("房屋安全隐患集中整治专报"), shell == Shell::Official, "{text}");
    }
}

#[test]
fn an_official_document_ends_with_its_signature() {
    let layout = lay(&Document { shell: Shell::Official, ..document(vec![paragraph("特此通报。")]) });
    let text = glyph_text(&layout.pages[0].items);
    assert!(
        text.contains("特此通报。许昌市中心城区房屋安全隐患集中整治工作指挥部办公室2021年7月14日— 1 —"),
        "{text}"
    );
}

#[test]
fn the_record_ends_the_last_page_which_is_an_even_one() {
    let mut blank_pages = 0;
    for lines in (1..60).step_by(3) {
        let official = crate::compose::Official {
            cc: Some("市委办公室，市人大常委会办公室。".into()),
            printer: Some("市政府办公室".into()),
            printed: Some("2021年7月14日印发".into()),
            ..Default::default()
        };
        let blocks = (0..lines).map(|_| paragraph("一行正文。")).collect();
        let layout = lay(&Document { shell: Shell::Official, official: Some(official), ..document(blocks) });
        let texts: Vec<String> = layout.pages.iter().map(|page| glyph_text(&page.items)).collect();
        let (last, before) = texts.split_last().unwrap();
        assert!(texts.len().is_multiple_of(2), "{lines}: {}", texts.len());
        assert!(
            last.contains("抄送：市委办公室，市人大常委会办公室。市政府办公室2021年7月14日印发"),
            "{last}"
        );
        // 7.5: a blank page, and the record behind it, have no number
        let is_blank = before.last().is_some_and(String::is_empty);
        assert_eq!(last.ends_with('—'), !is_blank, "{lines}: {last}");
        blank_pages += usize::from(is_blank);
        // the last rule is the type area's lower edge
        let style = PageStyle::of(Shell::Official);
        let foot = layout.pages[texts.len() - 1].items.iter().filter_map(|placed| match &placed.item {
            Item::Rule { from, width, .. } => Some(from.1 + *width / 2),
            _ => None,
        });
        assert_eq!(foot.max(), Some(style.top + style.area_height), "{lines}");
    }
    assert!(blank_pages > 0, "no length of text needed a blank page");
}

#[test]
fn a_signature_never_stands_on_a_page_without_text() {
    for lines in 8..24 {
        let blocks = (0..lines).map(|_| paragraph("一行正文。")).collect();
        let layout = lay(&Document { shell: Shell::Official, ..document(blocks) });
        let last = glyph_text(&layout.pages[layout.pages.len() - 1].items);
        assert!(last.contains("一行正文。许昌市中心城区"), "{lines}: {last}");
    }
}

/// The roles of the structure, each indented under its parent, with the text it holds.
fn outline(layout: &Layout) -> Vec<String> {
    let depth = |mut node: usize| {
        let mut depth = 0;
        while let Some(parent) = layout.structure[node].parent {
            (node, depth) = (parent, depth + 1);
        }
        depth
    };
    (0..layout.structure.len())
        .map(|i| {
            let items: Vec<Placed> =
                layout.pages.iter().flat_map(|p| &p.items).filter(|p| p.node == Some(i)).cloned().collect();
            let role = format!("{:?}", layout.structure[i].role);
            let role = role.split([' ', '{']).next().unwrap_or_default();
            format!("{}{role} {}", "  ".repeat(depth(i)), glyph_text(&items)).trim_end().to_string()
        })
        .collect()
}

#[test]
fn the_structure_says_what_each_text_is() {
    let table = Table {
        measures: Vec::new(),
        groups: Vec::new(),
        part: None,
        caption: Some("进度".into()),
        unit_note: None,
        columns: vec![Column::Name, Column::Figure],
        head: vec![head(&[("单位", 1, 1), ("户数", 1, 1)])],
        rows: vec![Row { is_total: false, cells: vec!["魏都区".into(), "244".into()] }],
    };
    let layout = lay(&document(vec![
        heading(1, "一、总体情况"),
        Block::Table(table),
        Block::Notes(vec![vec![Span::plain("注：无。")]]),
    ]));
    assert_eq!(
        outline(&layout),
        [
            "Paragraph 房屋安全隐患集中整治专报",
            "Paragraph 第67期",
            "Paragraph 许昌市中心城区房屋安全隐患集中整治工作指挥部办公室",
            "Paragraph 2021年7月14日",
            "Heading(1) 中心城区房屋安全隐患集中整治工作通报",
            "Heading(2) 一、总体情况",
            "Table",
            "  Caption 进度",
            "  TableHead",
            "    TableRow",
            "      HeaderCell 单位",
            "      HeaderCell 户数",
            "  TableBody",
            "    TableRow",
            "      HeaderCell 魏都区",
            "      DataCell 244",
            "Note 注：无。",
        ]
    );
}

#[test]
fn a_paragraph_over_two_pages_is_one_element() {
    let layout = lay(&document(vec![paragraph(&"各区要对照任务倒排工期。".repeat(60))]));
    let nodes: std::collections::BTreeSet<_> =
        layout.pages[1].items.iter().filter_map(|placed| placed.node).collect();
    assert_eq!((layout.pages.len(), nodes.len()), (2, 1));
    assert!(layout.pages[0].items.iter().any(|placed| placed.node.is_some_and(|n| nodes.contains(&n))));
}

#[test]
fn a_heading_never_ends_a_page() {
    // from a page on which the heading and two lines fit, to one on which they do not
    for lines in 10..24 {
        let mut blocks: Vec<Block> = (0..lines).map(|_| paragraph("一行正文。")).collect();
        blocks.push(heading(1, "二、下一步"));
        blocks.push(paragraph(&"各区要对照任务倒排工期。".repeat(8)));
        let layout = lay(&document(blocks));
        for page in &layout.pages {
            let text = glyph_text(&page.items);
            let text = text.split("—").next().unwrap_or_default();
            assert!(!text.ends_with("下一步"), "{lines}: {text}");
        }
    }
}

#[test]
fn units_digits_stand_under_each_other() {
    let layout = lay(&document(vec![Block::Table(xuchang_table())]));
    // where the decimal point of each share of 户数 stands: the glyph before it ends there
    let points: Vec<Length> = ["9.39%", "2.63%", "51.53%", "11.13%", "4.42%"]
        .iter()
        .map(|share| {
            let run = layout.pages[0].items.iter().find_map(|placed| match &placed.item {
                Item::Glyphs(run) => {
                    (run.glyphs.iter().map(|g| g.text.as_str()).collect::<String>() == **share).then_some(run)
                }
                _ => None,
            });
            let run = run.unwrap();
            run.x + run.glyphs.iter().take_while(|g| g.text != ".").map(|g| g.advance).sum::<Length>()
        })
        .collect();
    assert!(points.iter().all(|x| *x == points[0]), "{points:?}");
}

#[test]
fn what_no_face_draws_is_named() {
    let layout = lay(&document(vec![paragraph("王\u{1f600}、李\u{1f680}\u{1f600}")]));
    assert_eq!(layout.missing, ['\u{1f600}', '\u{1f680}']);
    assert!(glyph_text(&layout.pages[0].items).contains("王\u{1f600}、李\u{1f680}\u{1f600}"));
}

#[test]
fn a_chart_of_many_districts_flows_over_pages_group_by_group() {
    let mut chart = bars();
    chart.groups =
        (0..40).map(|i| BarGroup { label: format!("第{i}街道"), ..chart.groups[i % 5].clone() }).collect();
    let layout = lay(&document(vec![Block::Chart(Chart::Bars(chart))]));
    show("bars40", &layout);
    assert!(layout.pages.len() > 1);
    let texts: Vec<String> = layout.pages.iter().map(|page| glyph_text(&page.items)).collect();
    assert!(texts[1].starts_with("各区累计进度（占任务总数的比例，续图）"), "{}", texts[1]);
    // every page has its axis
    assert!(texts.iter().all(|text| text.contains("100%—")), "{texts:?}");
}

#[test]
fn a_row_taller_than_a_page_is_refused_by_its_words() {
    let table = Table {
        measures: Vec::new(),
        groups: Vec::new(),
        part: None,
        caption: None,
        unit_note: None,
        columns: vec![Column::Name, Column::Text],
        head: vec![],
        rows: vec![Row { is_total: false, cells: vec!["魏都区".into(), "情况说明。".repeat(2000)] }],
    };
    let error =
        typeset(&document(vec![Block::Table(table)]), &PageStyle::of(Shell::Brief), &faces()).unwrap_err();
    assert!(
        error
            .to_string()
            .starts_with("cannot set the text that begins with 魏都区情况说明。情况说明: it is taller"),
        "{error}"
    );
}

#[test]
fn the_same_document_gives_the_same_layout() {
    assert_eq!(lay(&xuchang()), lay(&xuchang()));
}

fn glyph_text(items: &[Placed]) -> String {
    items
        .iter()
        .filter_map(|placed| match &placed.item {
            Item::Glyphs(run) | Item::Sideways(run) => {
                Some(run.glyphs.iter().map(|g| g.text.as_str()).collect::<String>())
            }
            _ => None,
        })
        .collect()
}
