//! Specimens of written texts: in one, two and three columns, with all that Markdown has, of every length.
//! Texts stand in `texts/`, pictures are made here; both are left in `target/specimens` beside the PDF, so
//! that `articles_beside_typst.py` can set the same.

use std::io::Cursor;
use std::sync::LazyLock;

use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, GrayImage, ImageFormat, Luma, Rgb, RgbImage};
use tongbao::compose::Document;

use super::charts::{At, Told};
use super::made::Specimen;

const LEVELS: &str = include_str!("texts/各级.md");
const WESTERN: &str = include_str!("texts/西文.md");
const TABLES: &str = include_str!("texts/表格.md");
const PICTURES: &str = include_str!("texts/图片.md");
const LONG: &str = include_str!("texts/长文.md");
const OWN_OFFICIAL: &str = "shell: 公文\narticles: {columns: 2}\n";
const OWN_BRIEF: &str = "shell: 简报\nmargins: {top: 22mm, binding: 20mm}\n\
    area: {width: 170mm, height: 245mm, lines: 30, characters: 40}\nbody: {size: 小四}\n\
    articles: {columns: 3, sizes: [五号, 小五], pitches: [17pt, 15pt], gap: 250%}\n";
const DAY: [&str; 3] = [
    include_str!("../samples/xuchang/articles/2021-07-14/1-工作动态.md"),
    include_str!("../samples/xuchang/articles/2021-07-14/2-经验做法.md"),
    include_str!("../samples/xuchang/articles/2021-07-14/3-一线见闻.md"),
];

/// The written texts.
pub fn articles() -> Vec<Specimen> {
    let mut all = Vec::new();
    for columns in 1..=3 {
        all.extend([
            alone("各级", columns, "headings of all levels, emphasis, nested lists, a quotation, a table").text("1.md", LEVELS),
            alone("西文", columns, "Western words and addresses, figures with units, quotes and dashes at line ends")
                .text("1.md", WESTERN),
            alone("表格", columns, "tables: narrow, wider than a column, of running text").text("1.md", TABLES),
            alone("长表", columns, "a table of 70 rows over columns and pages").text("1.md", &long_table()),
            pictures(alone("图片", columns, "pictures: a photograph, a panorama, a tall one, a small one").text("1.md", PICTURES)),
            alone("长文", columns, "a text of many pages, its last page balanced").text("1.md", &long()),
            alone("短讯", columns, "very short ones, several a night")
                .text("1.md", "# 文庙社区清零在即\n\n文庙社区还剩最后28户，本周可以清零。\n\n联系人：魏琦\\\n电话：0374-2965000")
                .text("2.md", "# 雨\n\n雨停了。")
                .text("3.md", "没有标题的一句话，也要排得像样。")
                .text("10.md", DAY[2]),
            Specimen { altered: |_| {}, ..alone("当日", columns, "the day's three articles after the figures") }
                .text("1.md", DAY[0])
                .text("2.md", DAY[1])
                .text("3.md", DAY[2]),
            ends(columns),
        ]);
    }
    all.push(
        alone("公文", 1, "in a 公文: one column on the grid of 22 lines")
            .plan("shell: 公文\nofficial:\n  number: 许整治办〔{year}〕{n}号\n  cc: 市委办公室")
            .text("1.md", LEVELS)
            .text("2.md", DAY[0]),
    );
    all.push(Specimen {
        style: Some(OWN_OFFICIAL),
        ..alone("公文分", 2, "an office's own 公文 style that asks for two columns")
            .plan("articles: \"articles/{day}\"")
            .plan("official:\n  number: 许整治办〔{year}〕{n}号")
            .text("1.md", LEVELS)
            .text("2.md", TABLES)
    });
    all.push(pictures(Specimen {
        style: Some(OWN_BRIEF),
        ..alone("自定", 3, "three columns of 小五 on a wider page of an office's own")
            .text("1.md", LEVELS)
            .text("2.md", PICTURES)
    }));
    all
}

/// A 简报 without figures, so that its articles begin on the first page.
fn alone(name: &str, columns: usize, shows: &'static str) -> Specimen {
    let lines = format!("articles: {{folder: \"articles/{{day}}\", columns: {columns}}}\ncharts: []");
    Specimen {
        altered: |document: &mut Document| document.blocks.clear(),
        told: Some(Told { days: 2, campaign: evening }),
        ..Specimen::new(&format!("文章{name}{columns}栏"), shows).plan(&lines)
    }
}

/// The evening of which the texts tell: T and C of each district, from the table that was printed.
fn evening(at: &At) -> Option<(i64, i64)> {
    // D, C and R: 户数, then 面积
    const PRINTED: [[[i64; 3]; 2]; 5] = [
        [[244, 1056, 10_185], [32_892, 120_317, 875_985]],
        [[31, 247, 9142], [6488, 60_644, 202_356]],
        [[115, 1530, 1439], [17_285, 172_692, 80_257]],
        [[47, 182, 1453], [5172, 16_705, 118_451]],
        [[44, 304, 6581], [8077, 40_572, 132_427]],
    ];
    let [today, done, left] = PRINTED[at.district][at.measure];
    let before = if at.day < at.last { today } else { 0 };
    Some((done + left, done - before))
}

/// Pictures where columns end: paragraphs of so many lengths bring each to another height.
fn ends(columns: usize) -> Specimen {
    let mut text = String::from("# 图在栏底\n\n");
    for (i, paragraph) in LONG.split("\n\n").filter(|p| !p.trim().is_empty()).cycle().take(12).enumerate() {
        text += &format!("{paragraph}\n\n## 第{}处\n\n", i + 1);
        text += if i % 2 == 0 { "![现场](现场.jpg)\n\n" } else { "![标识](标识.png \"说明\")\n\n" };
    }
    pictures(alone("栏底", columns, "pictures and headings wherever columns end").text("1.md", &text))
}

fn long() -> String {
    let mut text = String::from("# 打好房屋安全隐患整治攻坚战\n\n");
    for i in 0..6 {
        text += &format!("## {}、走进第{}个街道\n\n{LONG}", ["一", "二", "三", "四", "五", "六"][i], i + 1);
    }
    text
}

fn long_table() -> String {
    let (first, rest) = LONG.split_once("\n\n").unwrap();
    let mut text = format!("# 七十个社区的进度\n\n{first}\n\n| 社区 | 户数 | 占比 |\n|---|--:|--:|\n");
    // 400 户 each
    let done: Vec<usize> = (1..=70).map(|i| i * 7919 % 400).collect();
    for (i, done) in (1..).zip(&done) {
        text += &format!("| 第{i}社区 | {done} | {}.{:02}% |\n", done / 4, done % 4 * 25);
    }
    let sum: usize = done.iter().sum();
    let share = (sum * 10_000 * 2 + 28_000) / (28_000 * 2);
    text += &format!("| 合计 | {sum} | {}.{:02}% |\n\n", share / 100, share % 100);
    text + rest
}

fn pictures(specimen: Specimen) -> Specimen {
    specimen
        .file("现场.jpg", PHOTOGRAPHS[0].clone())
        .file("全景.jpg", PHOTOGRAPHS[1].clone())
        .file("裂缝.png", crack(500, 900))
        .file("标识.png", crack(160, 110))
}

/// Made once: compressing takes a while.
static PHOTOGRAPHS: LazyLock<[Vec<u8>; 2]> = LazyLock::new(|| [photograph(800, 533), photograph(1400, 408)]);

/// Hills under a sky, as far as arithmetic can draw them.
fn photograph(wide: u32, high: u32) -> Vec<u8> {
    let ridge = |x: u32, period: u32, height: u32| {
        let at = x % period;
        let half = period / 2;
        height * (if at < half { at } else { period - at }) / half
    };
    let picture = RgbImage::from_fn(wide, high, |x, y| {
        let from_foot = high - y;
        if from_foot < ridge(x + 90, high / 2, high / 4) + high / 10 {
            Rgb([70, 88, 60])
        } else if from_foot < ridge(x, high, high / 3) + high / 4 {
            Rgb([120, 140, 122])
        } else {
            let light = u8::try_from(150 + 90 * y / high).unwrap();
            Rgb([light, light.saturating_add(8), 245])
        }
    });
    let mut jpeg = Vec::new();
    JpegEncoder::new_with_quality(&mut jpeg, 60).encode_image(&picture).unwrap();
    jpeg
}

/// A dark line through grey plaster.
fn crack(wide: u32, high: u32) -> Vec<u8> {
    let picture = GrayImage::from_fn(wide, high, |x, y| {
        let middle = wide / 2 + (y / 7 % 11) * 2 - y % 17 / 3;
        let is_edge = x < 2 || y < 2 || x + 2 >= wide || y + 2 >= high;
        Luma([if is_edge || x.abs_diff(middle) < 3 { 40 } else { 205 }])
    });
    let mut png = Cursor::new(Vec::new());
    DynamicImage::ImageLuma8(picture).write_to(&mut png, ImageFormat::Png).unwrap();
    png.into_inner()
}
