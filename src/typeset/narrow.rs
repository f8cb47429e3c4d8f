//! Narrow columns, the hard case: newspaper text in 12 to 20 characters a line, measured.

use std::path::Path;

use super::Length;
use super::face::{Faces, Voice};
use super::line::{Align, set};
use super::linebreak::Measure;
use super::punctuation::Kind;
use super::shape::{Hand, Shaper};

const EM: Length = Length::pt(12);

/// Paragraphs of a newspaper's page.
fn paragraphs() -> Vec<String> {
    let folder = Path::new("tests/samples/xuchang/articles/2021-07-14");
    let mut files: Vec<_> = folder.read_dir().unwrap().map(|e| e.unwrap().path()).collect();
    files.sort();
    let texts: Vec<String> = files.iter().map(|path| std::fs::read_to_string(path).unwrap()).collect();
    let lines = texts.iter().flat_map(|text| text.lines());
    let plain = |line: &str| line.trim_matches([' ', '\u{3000}', '#', '*', '>', '-', '|']).replace("**", "");
    lines.map(plain).filter(|line| line.chars().count() > 30).collect()
}

#[test]
fn columns_of_twelve_to_twenty_characters_are_never_overfull_and_rarely_loose() {
    let faces = Faces::open(Path::new("fonts")).unwrap();
    let shaper = Shaper::new(&faces);
    let (mut lines_set, mut loose, mut lone, mut short) = (0, Vec::new(), Vec::new(), Vec::new());
    for ems in 12..=20 {
        for text in paragraphs() {
            let measure = Measure { first: EM * (ems - 2), rest: EM * ems };
            let lines = set(shaper.pieces(&text, Hand::black(Voice::Body, EM)), measure, Align::Justify);
            let count = lines.len();
            for (i, line) in lines.iter().enumerate() {
                lines_set += 1;
                let glyphs: Vec<_> = line.runs.iter().flat_map(|run| &run.glyphs).collect();
                let text: String = glyphs.iter().map(|g| g.text.as_str()).collect();
                let width = measure.of_line(i == 0);
                assert!(line.width <= width, "{ems}: {text}");
                let is_last = i + 1 == count;
                // a line that would be torn is set short
                let is_short = !is_last && line.width != width;
                if is_short {
                    short.push(format!("{ems} {text}"));
                }
                // what stands between two characters beyond their own widths
                let han = |c: &str| c.chars().all(|c| Kind::of(c) == Kind::Han);
                let apart = glyphs.windows(2).filter(|w| han(&w[0].text) && han(&w[1].text));
                let widest = apart.map(|w| w[0].advance - EM).max().unwrap_or_default();
                if widest > EM / 5 {
                    loose.push(format!("{ems} {widest:?} {text}"));
                }
                if is_last && i > 0 && text.chars().filter(|c| !Kind::of(*c).is_mark()).count() < 2 {
                    lone.push(format!("{ems} {text}"));
                }
            }
        }
    }
    assert!(lines_set > 500, "{lines_set}");
    assert!(short.len() * 300 < lines_set, "{} of {lines_set}: {short:#?}", short.len());
    assert!(lone.is_empty(), "{lone:#?}");
    assert!(loose.len() * 100 < lines_set, "{} of {lines_set}: {loose:#?}", loose.len());
}
