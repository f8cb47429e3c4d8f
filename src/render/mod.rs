//! A layout, to bytes: PDF, and other carriers beside it: the pages as PNG, the table as .xlsx.
//!
//! Everything has its place already. This stage draws it in the words of PDF 1.7, gives each face down to
//! the glyphs drawn, and says for those who cannot see the page what it is made of: the file aims at
//! PDF/A-2a (ISO 19005-2) for the archive and PDF/UA-1 (ISO 14289-1) for readers by ear. printpdf writes
//! operators and fonts; what it lacks (tags, outline, XMP, output intent) is added to its objects before
//! they are saved.
//!
//! Pure: the same layout, faces and [`Meta`] give the same bytes, today and in ten years. No clock, no
//! counter of the process and no order of a hash map gets into the file; its /ID is a hash of the rest.
//!
//! Left to others: where things stand (typeset), and what becomes of the bytes (publish).

mod attach;
mod finish;
mod font;
mod icc;
mod line;
mod outline;
mod page;
mod picture;
mod png;
mod points;
mod tags;
mod text;
mod xlsx;
mod xmp;

use std::path::PathBuf;

use chrono::{DateTime, FixedOffset};

use crate::typeset::{Faces, Layout};

pub use attach::{Attachment, Relation};
pub use png::{PHONE_WIDTH, pictures};
pub use xlsx::workbook;

/// What the file says about itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meta {
    /// shown in the window's title bar: 中心城区房屋安全隐患集中整治工作通报（第67期）
    pub title: String,
    /// who issues it
    pub author: String,
    /// what it is about; may be empty
    pub subject: String,
    /// words to be found by; may be empty
    pub keywords: Vec<String>,
    /// of the text, after BCP 47: `zh-CN`
    pub language: String,
    /// the bulletin's own time, the cut-off of its report day, never the time of writing
    pub created: DateTime<FixedOffset>,
    /// the program: `tongbao 0.1.0`
    pub producer: String,
}

/// Why a layout cannot be written. Each is a fault of the stage before, or of a font file.
#[derive(Debug, thiserror::Error)]
pub enum RenderError {
    /// a document without pages is no PDF
    #[error("cannot write the PDF: the layout has no page")]
    NoPages,
    /// glyph 0 is .notdef, the empty box: it is never drawn
    #[error("cannot draw page {page}: glyph 0 of {face} would stand for `{text}`")]
    NotDefined {
        /// from 1
        page: usize,
        /// the file
        face: PathBuf,
        /// what the glyph was to stand for
        text: String,
    },
    /// a run names a face that is not there
    #[error("cannot draw page {page}: expected a face below {faces}, found {face}")]
    NoFace {
        /// from 1
        page: usize,
        /// the index given
        face: usize,
        /// how many there are
        faces: usize,
    },
    /// a font file cannot be cut down to the glyphs drawn
    #[error("cannot embed {face}: {cause}")]
    Font {
        /// the file
        face: PathBuf,
        /// why
        cause: String,
    },
    /// an item or an element points to structure that is not there, or not before it
    #[error("cannot tag the PDF: {owner} points to element {node}, which does not come before it")]
    Structure {
        /// what points
        owner: String,
        /// where to
        node: usize,
    },
    /// a figure says nothing to those who cannot see it (ISO 14289-1, 7.3)
    #[error("cannot tag the PDF: element {node}, a figure, has no alternative text")]
    NoAlternative {
        /// index into the structure
        node: usize,
    },
    /// the finished PDF cannot be drawn as a picture
    #[error("cannot draw the pages: {cause}")]
    Picture {
        /// why
        cause: String,
    },
    /// the table cannot be written
    #[error("cannot write the table: {cause}")]
    Workbook {
        /// why
        cause: String,
    },
    /// the writer of operators refused something
    #[error("cannot write the PDF: {0}")]
    Writer(String),
}

/// Writes a layout as PDF.
///
/// # Errors
/// [`RenderError`] when the layout shows a glyph 0, names faces or elements that are not there, has no
/// page, or when a font file cannot be cut down.
pub fn render(layout: &Layout, faces: &Faces, meta: &Meta) -> Result<Vec<u8>, RenderError> {
    render_with(layout, faces, meta, &[])
}

/// As [`render`], with files attached: PDF/A-3a then, which is PDF/A-2a but for them.
///
/// # Errors
/// As [`render`].
pub fn render_with(
    layout: &Layout,
    faces: &Faces,
    meta: &Meta,
    attachments: &[Attachment],
) -> Result<Vec<u8>, RenderError> {
    tags::check(layout)?;
    let fonts = font::embed(layout, faces)?;
    let drawn = page::draw(layout, &fonts);
    let mut pdf = finish::assemble(drawn.pages, fonts)?;
    picture::embed(&mut pdf, layout)?;
    // tags before the outline: its entries point to pages alone, but both read the pages' object numbers
    let tree = tags::build(&mut pdf, layout, &drawn.marks);
    let outline = outline::build(&mut pdf, layout);
    finish::finish(pdf, tree, outline, meta, attachments)
}
