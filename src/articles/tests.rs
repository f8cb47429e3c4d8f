//! What people write, and what is read of it.

use std::path::Path;

use super::part::{Article, Part};
use super::{Texts, markdown, read};
use crate::model::{Code, Fault, Lang, Span, SpanStyle, text_of};
use crate::plan;

fn without_pictures(source: &str) -> (Article, Vec<Fault>) {
    markdown::article("工作动态.md", source, &mut |_| (None, vec![]))
}

/// A part a line: 黑体 in 【】, 楷体 in 〈〉.
fn shown(source: &str) -> Vec<String> {
    let mut out = Vec::new();
    without_pictures(source).0.parts.iter().for_each(|p| show(p, "", &mut out));
    out
}

fn show(part: &Part, within: &str, out: &mut Vec<String>) {
    let word = |s: &Span| match s.style {
        SpanStyle::Plain => s.text.clone(),
        SpanStyle::Strong => format!("【{}】", s.text),
        SpanStyle::Emphasis => format!("〈{}〉", s.text),
    };
    let words = |spans: &[Span]| spans.iter().map(word).collect::<String>();
    match part {
        Part::Heading { level, spans } => out.push(format!("{within}H{level} {}", words(spans))),
        Part::Paragraph(spans) => out.push(format!("{within}P {}", words(spans))),
        Part::Quote(parts) => parts.iter().for_each(|p| show(p, &format!("{within}Q "), out)),
        Part::List(list) => {
            for (n, item) in (list.first.unwrap_or(0)..).zip(&list.items) {
                item.iter().for_each(|p| show(p, &format!("{within}{n} "), out));
            }
        }
        Part::Table(grid) => {
            let rows = grid.rows.iter().map(|row| row.iter().map(|cell| words(cell)).collect());
            let all = std::iter::once(grid.head.clone()).chain(rows);
            out.extend(all.map(|row: Vec<String>| format!("{within}T {}", row.join("|"))));
        }
        Part::Figure(figure) => out.push(format!("{within}F {} {}", figure.alternative, figure.caption)),
        Part::Break => out.push(format!("{within}-")),
    }
}

#[test]
fn what_staff_write_is_read_as_they_mean_it() {
    assert_eq!(
        shown(
            "# 打好攻坚战\n\n　　王堃说，要**“清零”**到底，*稳*字当头。\n第二行接着写，\n共 3 户 BIM\nmodel。\n\n    　　缩进四格的段落。\n"
        ),
        [
            "H1 打好攻坚战",
            "P 王堃说，要【“清零”】到底，〈稳〉字当头。第二行接着写，共 3 户 BIM model。",
            "P 缩进四格的段落。"
        ]
    );
    assert_eq!(shown("甲。\n　　乙。\n　　丙。"), ["P 甲。", "P 乙。", "P 丙。"]);
    // numbered by hand, without the blank that Markdown wants
    assert_eq!(
        shown("办法：\n1.甲；\n2.乙；\n（三）丙，\n3.5亩"),
        ["P 办法：", "P 1.甲；", "P 2.乙；", "P （三）丙，3.5亩"]
    );
    assert_eq!(
        shown("第一条　甲。\n第二条　乙\n①丙，第三\n条"),
        ["P 第一条　甲。", "P 第二条　乙", "P ①丙，第三条"]
    );
    // a star between figures is none of emphasis: the figures stay what they are
    assert_eq!(shown("面积2*3*4米，*稳*字，`5*6`"), ["P 面积2*3*4米，〈稳〉字，5*6"]);
    // a full-width mark has its own white
    assert_eq!(
        shown("见 https://a.cn/b 。 联系（ 24 小时 ）： 王 堃，**“清” ， 零**。"),
        ["P 见 https://a.cn/b。联系（24 小时）：王 堃，【“清”，零】。"]
    );
    // where a place within the text leads, paper does not show
    assert_eq!(shown("见[第二条](#b)。"), ["P 见第二条。"]);
    // as it comes out of Word, a paragraph a line
    let long = "长".repeat(61);
    assert_eq!(shown(&format!("{long}\n短。")), [format!("P {long}"), "P 短。".to_owned()]);
    assert_eq!(
        shown("1. 甲\n2. 乙\n\n> 引文\n\n---\n\n|区|**户**|\n|-|-:|\n|**东**城*区*|3|"),
        ["1 P 甲", "2 P 乙", "Q P 引文", "-", "T 区|户", "T 【东】城〈区〉|3"]
    );
    // a rule that parts nothing is none
    assert_eq!(
        shown("---\n\n# 甲\n\n***\n\n乙。\n\n***\n\n***\n\n丙。\n\n***\n"),
        ["H1 甲", "P 乙。", "-", "P 丙。"]
    );
}

#[test]
fn a_quotation_has_its_source_apart() {
    assert_eq!(
        shown("> “早一天拆除，*就早一天安心。”* ——许都社区居民 **李䶮**"),
        ["Q P “早一天拆除，〈就早一天安心。”〉", "Q P ——许都社区居民 【李䶮】"]
    );
    assert_eq!(shown("> 数字再准一点。\n> ——王堃"), ["Q P 数字再准一点。", "Q P ——王堃"]);
    // a dash within a sentence, and a sentence behind a dash
    for text in ["他说过——“记住”", "“记住。”——他说。", "“记住。”——"] {
        assert_eq!(shown(&format!("> {text}")), [format!("Q P {text}")]);
    }
}

#[test]
fn what_bulletins_have_no_form_for_is_set_as_text_and_said_with_its_line() {
    let source = "甲[^1]，面积3m<sup>2</sup>，CO<sub>2</sub>。\n\n<b>乙</b><i>辛</i><u>壬</u>\n\n~~丙~~\n\n```\n丁\n```\n\n<!-- 戊 -->\n\n[^1]: 己\n\n[庚](http://x.cn/a)\n\n<dl><dt>癸</dt></dl>\n";
    assert_eq!(
        shown(source),
        [
            "P 甲①，面积3m²，CO₂。",
            "P 【乙】〈辛〉壬",
            "P ~~丙~~",
            "P 丁",
            "P 庚（http://x.cn/a）",
            "P <dl><dt>癸</dt></dl>",
            "-",
            "P ①己"
        ]
    );
    let said: Vec<String> = without_pictures(source)
        .1
        .iter()
        .map(|f| format!("{} {} {}", f.place.clone().unwrap_or_default(), f.code, f.message(Lang::Zh)))
        .collect();
    assert_eq!(
        said,
        [
            "工作动态.md:3 A002 不支持的写法（HTML），按文字照排",
            "工作动态.md:5 A002 不支持的写法（删除线），按文字照排",
            "工作动态.md:7 A002 不支持的写法（代码块），按文字照排",
            "工作动态.md:11 A005 注释不印：<!-- 戊 -->",
        ]
    );
}

#[test]
fn a_footnote_stands_at_the_end_of_its_own_text() {
    let source =
        "# 一\n\n甲[^b]乙[^a]丙[^b]。\n\n[^a]: 后\n\n[^b]: 先\n\n# 二\n\n丁[^c]。\n\n[^c]: 再\n    续\n";
    assert_eq!(
        shown(source),
        ["H1 一", "P 甲①乙②丙①。", "-", "P ①先", "P ②后", "H1 二", "P 丁③。", "-", "P ③再续"]
    );
    assert!(without_pictures(source).1.is_empty());
}

#[test]
fn a_cell_beyond_the_tables_head_is_printed_and_said() {
    let source = "|甲|乙|\n|-|-|\n|1|2|**3**|\n|4|5|\n";
    assert_eq!(shown(source), ["T 甲|乙|", "T 1|2|3", "T 4|5|"]);
    let (_, faults) = without_pictures(source);
    let said: Vec<String> = faults.iter().map(|f| f.message(Lang::Zh)).collect();
    assert_eq!(said, ["不支持的写法（表格这一行的格子比表头多），按文字照排"]);
}

#[test]
fn towers_of_quotations_and_lists_are_no_danger() {
    for source in
        ["> ".repeat(20_000) + "甲", "- ".repeat(20_000) + "甲", "*".repeat(20_000), "[".repeat(20_000)]
    {
        let (article, _) = without_pictures(&source);
        drop(article.clone());
    }
}

fn plan(folder: &Path) -> plan::Plan {
    let text = format!(
        "title: 通报\nissuer: 指挥部\nseries: a\ninbox: in\noutbox: out\narchive: ar\narticles: {}/{{day}}\n\
         measures: [{{name: 户数, unit: 户}}]\ndistricts: [东城区]\ntimezone: Asia/Shanghai\n",
        folder.display()
    );
    plan::parse(&text, Path::new("a.yaml")).unwrap_or_else(|faults| panic!("{faults}"))
}

fn day_of(files: &[(&str, &[u8])]) -> Texts {
    let dir = tempfile::tempdir().unwrap();
    let day = dir.path().join("2021-07-14");
    std::fs::create_dir(&day).unwrap();
    for (name, bytes) in files {
        let file = std::fs::OpenOptions::new().create(true).write(true).truncate(true).open(day.join(name));
        std::io::Write::write_all(&mut file.unwrap(), bytes).unwrap();
    }
    read(&plan(dir.path()), "2021-07-14".parse().unwrap())
}

#[test]
fn a_folders_texts_come_in_the_order_of_their_numbers_whatever_they_are_saved_as() {
    let gbk = encoding_rs::GBK.encode("魏琦").0.into_owned();
    let texts = day_of(&[
        ("10-丙.md", "丙".as_bytes()),
        ("2-乙.md", &gbk),
        ("1-甲.md", "\u{feff}甲".as_bytes()),
        ("~$草稿.md", b"x"),
        ("备注.docx", b"x"),
        ("3-空.md", b" \n"),
    ]);
    let words: Vec<String> = texts
        .articles
        .iter()
        .map(|a| match &a.parts[0] {
            Part::Paragraph(spans) => text_of(spans),
            _ => String::new(),
        })
        .collect();
    assert_eq!(words, ["甲", "魏琦", "丙"]);
    let codes: Vec<String> =
        texts.faults.iter().map(|f| format!("{} {}", f.code, f.place.clone().unwrap_or_default())).collect();
    assert_eq!(codes, ["A001 3-空.md", "A001 备注.docx"]);
    assert_eq!(texts.sources.len(), 4);
}

#[test]
fn a_picture_that_cannot_be_printed_is_a_fault_with_its_line_and_the_article_goes_on() {
    let source =
        "甲\n\n![图](没有.jpg)\n\n![图](../x.jpg)\n\n![图](坏.jpg)\n\n![图](http://x.cn/a.png)\n\n乙";
    let texts = day_of(&[("a.md", source.as_bytes()), ("坏.jpg", &[0xff, 0xd8, 0xff, 0xe0, 0, 4, 0, 0])]);
    let said: Vec<String> = texts
        .faults
        .iter()
        .map(|f| format!("{} {}", f.place.clone().unwrap_or_default(), f.message(Lang::Zh)))
        .collect();
    assert_eq!(
        said,
        [
            "a.md:3 图片“没有.jpg”未采用：没有这个文件",
            "a.md:5 图片“../x.jpg”未采用：只能用文章所在文件夹里的图片",
            "a.md:7 图片“坏.jpg”未采用：JPEG 文件不完整或已损坏",
            "a.md:9 图片“http://x.cn/a.png”未采用：只能用文章所在文件夹里的图片",
        ]
    );
    assert!(texts.faults.iter().all(|f| f.code == Code::A003 && f.is_error()));
    let english = texts.faults.iter().map(|f| f.message(Lang::En)).collect::<String>();
    assert!(english.starts_with("picture 没有.jpg was not used: there is no such file"), "{english}");
    assert!(!english.contains(['，', '：', '“']), "{english}");
    assert_eq!(texts.articles[0].parts.len(), 2);
}
