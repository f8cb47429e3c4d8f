//! Articles made up: each with all that an article may have, so that a shell is seen with it.

use std::sync::Arc;

use crate::articles::{Align, Article, Figure, Grid, List, Part, Texts};
use crate::model::{Picture, Samples, Span, SpanStyle, Turn};

/// Sentences that say nothing, of the lengths that sentences have.
const SENTENCES: [&str; 6] = [
    "这是一段用来看版面的文字，内容没有意义，长短与平日的文章相仿。",
    "句子有长有短，标点有逗号、顿号、分号；也有“引号”和《书名号》，还有——破折号与……省略号。",
    "数字如3319户、410930㎡、10.33%、2021年7月14日18时，与汉字之间有四分之一字的空。",
    "人名里会有生僻字，如王堃、䶮晓、㛃明，都应当印得出来。",
    "一行里能排多少字，行与行隔多远，标题离正文多远，都可以在这里看清楚。",
    "栏越窄，断行越难，标点挤压、字距疏密就越显眼，请留意各行右端是否齐平。",
];

/// So many articles.
pub(super) fn texts(count: u16) -> Texts {
    Texts { articles: (0..usize::from(count)).map(article).collect(), ..Texts::default() }
}

fn article(n: usize) -> Article {
    let said = |from: usize, count: usize| {
        (from..from + count).map(|i| SENTENCES[(i + n) % SENTENCES.len()]).collect::<String>()
    };
    let paragraph = |from, count| Part::Paragraph(vec![Span::plain(said(from, count))]);
    let heading = |level, text: &str| Part::Heading { level, spans: vec![Span::plain(text)] };
    let item = |i: usize| vec![paragraph(i, 1)];
    let parts = vec![
        heading(1, ["样例文章：标题居中，跨全部栏", "又一篇样例文章的标题略长一些，看它如何折行"][n % 2]),
        paragraph(0, 3),
        heading(2, "一、小标题用黑体"),
        Part::Paragraph(vec![
            Span::plain(said(1, 1)),
            Span { text: "加粗的话用黑体。".into(), style: SpanStyle::Strong },
            Span { text: "斜体的话用楷体。".into(), style: SpanStyle::Emphasis },
            Span::plain(said(4, 2)),
        ]),
        Part::List(List { first: Some(1), items: (2..5).map(item).collect() }),
        placeholder(),
        heading(2, "二、表格与引用"),
        Part::Table(Grid {
            columns: vec![Align::Free, Align::Free, Align::Right],
            head: ["单位", "做法", "户数"].map(String::from).to_vec(),
            rows: [["甲区", "一户一策", "244"], ["乙区", "销号管理", "1056"], ["丙区", "日清日结", "28"]]
                .map(|row| row.map(|cell| vec![Span::plain(cell)]).to_vec())
                .to_vec(),
        }),
        Part::Quote(vec![paragraph(5, 1)]),
        paragraph(3, 4),
    ];
    Article { file: format!("样例{}.md", n + 1), parts }
}

/// A grey picture in the proportion of a photograph.
fn placeholder() -> Part {
    let (wide, high) = (600_u32, 400_u32);
    let gray = |i: u32| {
        let (x, y) = (i % wide, i / wide);
        // a frame and its diagonals, as draughtsmen mark where a picture goes
        let is_line = x < 3 || y < 3 || x >= wide - 3 || y >= high - 3;
        let is_cross = (x * high).abs_diff(y * wide) < 900 || ((wide - x) * high).abs_diff(y * wide) < 900;
        if is_line || is_cross { 140_u8 } else { 225 }
    };
    let picture = Picture {
        name: "样张图片".into(),
        sha256: "0".repeat(64),
        pixels: (wide, high),
        turn: Turn::default(),
        is_gray: true,
        samples: Samples::Raw((0..wide * high).map(gray).collect()),
    };
    Part::Figure(Figure {
        picture: Arc::new(picture),
        alternative: "图片的位置".into(),
        caption: "图片说明用楷体，居中排在图片下方。样例 摄".into(),
    })
}
