//! Written texts with the real program: they go out with the figures, and belong to the edition.

#![allow(clippy::unwrap_used, reason = "a test that cannot set its desk has failed")]

mod support;

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, ImageFormat, Rgb, RgbImage, Rgba, RgbaImage};
use support::Desk;

const DAY: &str = "2021-07-13";

/// The reference desk, whose bulletin has articles in two columns.
fn desk(files: &[(&str, &[u8])]) -> Desk {
    let desk = Desk::xuchang();
    let plan = std::fs::read_to_string(desk.path("schedules/house-safety.yaml")).unwrap();
    desk.write(
        "schedules/house-safety.yaml",
        (plan + "\narticles: {folder: \"../articles/{day}\", columns: 2}\n").as_bytes(),
    );
    for (name, bytes) in files {
        desk.write(&format!("articles/{DAY}/{name}"), bytes);
    }
    desk
}

/// A photograph as a telephone saves it: turned, and with notes on where it was taken.
fn photograph() -> Vec<u8> {
    let mut jpeg = Vec::new();
    let picture = RgbImage::from_fn(40, 30, |x, _| Rgb([if x < 20 { 200 } else { 20 }, 30, 30]));
    JpegEncoder::new(&mut jpeg).encode_image(&picture).unwrap();
    let mut exif = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0".to_vec();
    exif.extend(b"taken in a street of Xuchang");
    let mut segment = vec![0xff, 0xe1];
    segment.extend(u16::try_from(exif.len() + 2).unwrap().to_be_bytes());
    segment.extend(exif);
    jpeg.splice(2..2, segment);
    jpeg
}

fn drawing() -> Vec<u8> {
    let mut png = Cursor::new(Vec::new());
    let picture = RgbaImage::from_fn(30, 20, |x, _| Rgba([0, 0, 200, if x < 15 { 0 } else { 255 }]));
    DynamicImage::ImageRgba8(picture).write_to(&mut png, ImageFormat::Png).unwrap();
    png.into_inner()
}

fn pdf(desk: &Desk) -> lopdf::Document {
    lopdf::Document::load(desk.path(&format!("outbox/house-safety-{DAY}.pdf"))).unwrap()
}

fn images(pdf: &lopdf::Document) -> Vec<&lopdf::Stream> {
    let streams = pdf.objects.values().filter_map(|object| object.as_stream().ok());
    streams
        .filter(|s| s.dict.get(b"Subtype").and_then(|v| v.as_name()).is_ok_and(|n| n == b"Image"))
        .collect()
}

#[test]
fn an_article_is_an_input_and_another_word_is_another_edition() {
    let desk = desk(&[("1-工作动态.md", "# 王堃和魏琦\n\n䶮字也要印。".as_bytes())]);
    desk.run(DAY).ended(0);
    desk.run(DAY).ended(0).saying("stands already");
    desk.write(&format!("articles/{DAY}/1-工作动态.md"), "# 王堃\n".as_bytes());
    desk.run(DAY).ended(1).saying("text 1-工作动态.md changed");
}

#[test]
fn a_photograph_goes_into_the_file_as_it_is_without_what_the_camera_noted() {
    let desk = desk(&[
        ("a.md", "# 图\n\n![现场](现场.jpg \"魏琦 摄\")\n\n![示意](图.png)\n\n![又](现场.jpg)\n".as_bytes()),
        ("现场.jpg", &photograph()),
        ("图.png", &drawing()),
    ]);
    desk.run(DAY).ended(0);
    let pdf = pdf(&desk);
    let images = images(&pdf);
    assert_eq!(images.len(), 2, "each picture once, and no mask beside them");
    let jpeg =
        images.iter().find(|s| s.dict.get(b"Filter").unwrap().as_name().unwrap() == b"DCTDecode").unwrap();
    assert_eq!(image::load_from_memory(&jpeg.content).unwrap().width(), 40);
    assert!(!jpeg.content.windows(7).any(|w| w == b"Xuchang"));
}

#[test]
fn a_broken_picture_costs_itself_alone() {
    let cut = photograph().len() / 2;
    let desk =
        desk(&[("a.md", "甲\n\n![现场](现场.jpg)\n\n乙".as_bytes()), ("现场.jpg", &photograph()[..cut])]);
    desk.run(DAY).ended(3).saying("a.md:3").saying("A003");
    assert_eq!(images(&pdf(&desk)).len(), 0);
}

#[test]
fn a_plan_says_where_articles_lie_or_is_told_what_is_wrong() {
    for (articles, told) in [
        ("articles: ../articles", "the same folder every day"),
        ("articles: {folder: \"x/{day}\", columns: 4}", "articles.columns"),
        ("articles: {columns: 2}", "articles.folder: missing"),
    ] {
        let desk = Desk::xuchang();
        let plan = std::fs::read_to_string(desk.path("schedules/house-safety.yaml")).unwrap();
        desk.write("schedules/house-safety.yaml", format!("{plan}\n{articles}\n").as_bytes());
        desk.run(DAY).ended(78).saying(told);
    }
    let desk = desk(&[]);
    let plan = std::fs::read_to_string(desk.path("schedules/house-safety.yaml")).unwrap();
    desk.write("schedules/house-safety.yaml", plan.replace("shell: 简报", "shell: 公文").as_bytes());
    desk.run(DAY).ended(78).saying("one column (GB/T 9704-2012)");
}

#[test]
fn a_newspapers_page_of_that_day_comes_out_clean_in_any_number_of_columns() {
    let page = support::project().join("tests/samples/xuchang/articles/2021-07-14");
    for columns in 1..=3 {
        let desk = desk(&[]);
        for entry in std::fs::read_dir(&page).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap();
            desk.write(&format!("articles/{DAY}/{name}"), &std::fs::read(&path).unwrap());
        }
        let plan = std::fs::read_to_string(desk.path("schedules/house-safety.yaml")).unwrap();
        let plan = plan.replace("columns: 2}\n", &format!("columns: {columns}}}\n"));
        desk.write("schedules/house-safety.yaml", plan.as_bytes());
        // 王堃, 魏琦, 䶮, 㛃 and 琎 are all drawn, and nothing of what was written is unknown
        let ran = desk.tongbao(&["run", "-v", "schedules/house-safety.yaml", "--date", DAY]).ended(0);
        assert!(!ran.err.contains("G001") && !ran.err.contains("A00"), "{}", ran.err);
    }
}

#[test]
fn a_character_that_no_font_has_is_told_at_its_line_before_and_after_the_night() {
    let desk = desk(&[("工作动态.md", "# 动态\n\n魏都区。\n\n王\u{E123}到场。\n".as_bytes())]);
    let said = "G001 工作动态.md:5：字库中没有“\u{E123}”（U+E123）";
    desk.tongbao(&["check", "schedules/house-safety.yaml", "--date", DAY]).ended(0).saying(said);
    desk.run(DAY).ended(0).saying(said);
    // what keeps the night's edition back is an error the day before
    let plan = std::fs::read_to_string(desk.path("schedules/house-safety.yaml")).unwrap();
    desk.write("schedules/house-safety.yaml", plan.replace("glyphs: mark", "glyphs: strict").as_bytes());
    desk.tongbao(&["check", "schedules/house-safety.yaml", "--date", DAY]).ended(3).saying(said);
}
