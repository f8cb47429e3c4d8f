//! A page as a picture, held against a reference: what no reading of objects can tell, that it looks right.
//!
//! ```ignore
//! #[path = "support/pictures.rs"]
//! mod pictures;
//!
//! pictures::assert_page_looks_like(&pdf, 1, "edition-page-1");
//! ```
//! The reference is `tests/pictures/edition-page-1.png`, grey, a pixel a point. Where it is missing the test
//! writes it and fails all the same: look at it, and commit it. Where a page has changed on purpose,
//! `UPDATE_PICTURES=1 cargo test` writes the references anew; look at what `git diff` then shows. Where a
//! page differs, it and a picture of the difference are left in `target/tmp`.

#![allow(dead_code, reason = "each test program uses a part")]
#![allow(clippy::disallowed_methods, reason = "references and what a failed test leaves behind")]

use std::path::{Path, PathBuf};

use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_syntax::Pdf;
use hayro::vello_cpu::Pixmap;
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{PixmapSettings, RenderCache, RenderSettings};

/// Pixels a point: 72 dots an inch, at which a figure in a table is some five pixels wide.
const SCALE: f32 = 1.0;
/// Side of the squares in which a local difference is sought: smaller than a character.
const TILE: usize = 8;
/// Grey levels of 255 that pages may differ by on the whole. Anti-aliasing differs by some hundredths
/// between processors; a line of text that has moved makes several tenths.
const MEAN_ALLOWED: f64 = 0.2;
/// Grey levels of 255 that a square may differ by: one figure changed in a table makes 15 and more.
const LOCAL_ALLOWED: f64 = 5.0;

/// A picture: grey levels, row by row, 0 black.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    pub width: usize,
    pub height: usize,
    pub grey: Vec<u8>,
}

/// How far two pictures are from each other, in grey levels of 255.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Difference {
    /// over all pixels
    pub mean: f64,
    /// over the square that differs most
    pub local: f64,
    /// that square's left and top, in points from the page's upper left corner
    pub at: (usize, usize),
}

/// Holds a page, counted from 1, against `tests/pictures/{name}.png`.
///
/// # Panics
/// When it differs, when the reference is missing, when there is no such page.
#[track_caller]
pub fn assert_page_looks_like(pdf: &[u8], page: usize, name: &str) {
    if let Err(complaint) = page_looks_like(pdf, page, name) {
        panic!("{complaint}");
    }
}

/// The same, as a result.
pub fn page_looks_like(pdf: &[u8], page: usize, name: &str) -> Result<(), String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pictures");
    let update = std::env::var_os("UPDATE_PICTURES").is_some_and(|value| value == "1");
    compare(&picture(pdf, page), &folder.join(format!("{name}.png")), update)
}

/// A page as a picture; pages count from 1.
#[must_use]
pub fn picture(pdf: &[u8], page: usize) -> Picture {
    let pdf = Pdf::new(pdf.to_vec()).expect("a PDF");
    let page = &pdf.pages()[page.checked_sub(1).expect("pages count from 1")];
    let size = PixmapSettings { x_scale: SCALE, y_scale: SCALE, bg_color: WHITE };
    let (cache, settings) = (RenderCache::new(), InterpreterSettings::default());
    let drawn = hayro::render(page, &cache, &settings, &RenderSettings::default(), &size);
    grey(&drawn)
}

/// Holds a picture against the reference in a file, or writes that file.
pub fn compare(seen: &Picture, reference: &Path, update: bool) -> Result<(), String> {
    let shown = reference.display();
    if update {
        write(seen, reference);
        return Ok(());
    }
    if !reference.exists() {
        write(seen, reference);
        return Err(format!("there was no {shown}: written now; look at it, and commit it if it is right"));
    }
    let wanted = read(reference);
    let found = if (wanted.width, wanted.height) == (seen.width, seen.height) {
        let found = difference(&wanted, seen);
        if found.mean <= MEAN_ALLOWED && found.local <= LOCAL_ALLOWED {
            return Ok(());
        }
        format!(
            "by {:.2} grey levels on the whole ({MEAN_ALLOWED} allowed) and by {:.1} about {} pt from the left \
             and {} pt from the top ({LOCAL_ALLOWED} allowed)",
            found.mean, found.local, found.at.0, found.at.1
        )
    } else {
        format!("in size: {}×{} pixels, not {}×{}", seen.width, seen.height, wanted.width, wanted.height)
    };
    let left = leavings(reference, "seen");
    write(seen, &left);
    write(&between(&wanted, seen), &leavings(reference, "difference"));
    Err(format!(
        "the page differs from {shown} {found}\nseen: {}\nif that is right: UPDATE_PICTURES=1 cargo test",
        left.display()
    ))
}

/// How far two pictures of one size are from each other.
#[must_use]
pub fn difference(one: &Picture, other: &Picture) -> Difference {
    let apart = between(one, other);
    let amount = |row: &[u8]| row.iter().map(|white| 255.0 - f64::from(*white)).sum::<f64>();
    let mean = amount(&apart.grey) / apart.grey.len().max(1) as f64;
    let mut worst = Difference { mean, local: 0.0, at: (0, 0) };
    // half a tile at a step, so that a difference across two tiles is not halved
    for top in (0..apart.height).step_by(TILE / 2) {
        for left in (0..apart.width).step_by(TILE / 2) {
            let rows = top..(top + TILE).min(apart.height);
            let until = (left + TILE).min(apart.width);
            let sum: f64 =
                rows.map(|y| amount(&apart.grey[y * apart.width + left..y * apart.width + until])).sum();
            let local = sum / (TILE * TILE) as f64;
            if local > worst.local {
                worst.local = local;
                worst.at = (left, top);
            }
        }
    }
    worst
}

/// White where they agree, the darker the more they do not.
fn between(one: &Picture, other: &Picture) -> Picture {
    let grey = one.grey.iter().zip(&other.grey).map(|(a, b)| 255 - a.abs_diff(*b)).collect();
    if (one.width, one.height) == (other.width, other.height) {
        Picture { grey, ..*one }
    } else {
        Picture { width: 1, height: 1, grey: vec![0] }
    }
}

/// By the weights of ITU-R BT.601.
fn grey(pixmap: &Pixmap) -> Picture {
    let weighed = |pixel: &[u8]| {
        let sum = 299 * u32::from(pixel[0]) + 587 * u32::from(pixel[1]) + 114 * u32::from(pixel[2]);
        u8::try_from((sum + 500) / 1000).expect("a mean of bytes")
    };
    Picture {
        width: pixmap.width().into(),
        height: pixmap.height().into(),
        grey: pixmap.data_as_u8_slice().chunks(4).map(weighed).collect(),
    }
}

fn read(path: &Path) -> Picture {
    let file = std::io::BufReader::new(std::fs::File::open(path).expect("the reference can be read"));
    grey(&Pixmap::from_png(file).expect("the reference is a PNG"))
}

fn write(picture: &Picture, path: &Path) {
    let side = |n: usize| u16::try_from(n).expect("a page");
    let mut pixmap = Pixmap::new(side(picture.width), side(picture.height));
    for (pixel, grey) in pixmap.data_as_u8_slice_mut().chunks_mut(4).zip(&picture.grey) {
        pixel.copy_from_slice(&[*grey, *grey, *grey, 255]);
    }
    let folder = path.parent().expect("a picture stands in a folder");
    std::fs::create_dir_all(folder).expect("the folder can be made");
    std::fs::write(path, pixmap.into_png().expect("a PNG")).expect("the picture can be written");
}

fn leavings(reference: &Path, what: &str) -> PathBuf {
    let name = reference.file_stem().expect("a file").to_string_lossy();
    Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}.{what}.png"))
}
