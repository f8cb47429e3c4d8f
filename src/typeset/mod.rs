//! Where everything stands: a [`Document`] becomes pages of placed glyphs, rules and fills.
//!
//! This stage owns fonts, lines and pages. It chooses a face for every cluster of characters, breaks
//! paragraphs over the whole of them after W3C CLREQ, finds each table its column widths and size,
//! draws charts, and lets it all flow over pages after GB/T 9704-2012, with heads repeated and pages
//! numbered. What it gives is finished: whoever draws a [`Layout`] measures nothing again.
//!
//! It is pure: no clock, no files but the faces that were opened before, and every length is a whole
//! number of millionths of a point, so the same document gives the same layout on every machine. The
//! words are compose's and stay as they are: each character of the text stands in one
//! [`Glyph::text`], once, in reading order; what no face draws is shown as 〓, keeps its character, and
//! is named in [`Layout::missing`]. Bytes of a PDF are render's.
//!
//! The passes, a file each, in order: `face` and `shape` (text to pieces), `punctuation`, `joins` and
//! `words` (what stands between pieces), `linebreak` and `line` (pieces to lines), `masthead`, `official`,
//! `block`, `table`, `chart` and `article` (blocks to strips), `page`, `closing` and `columns` (strips to pages).

mod article;
mod block;
mod chart;
mod closing;
mod columns;
mod face;
mod joins;
mod layout;
mod line;
mod linebreak;
mod masthead;
mod official;
mod page;
mod punctuation;
mod shape;
mod stamp;
mod strip;
mod style;
mod table;
mod words;

#[cfg(test)]
mod narrow;
#[cfg(test)]
mod properties;
#[cfg(test)]
mod stories;

pub use crate::model::Length;
pub use face::{Face, Faces, FontError};
pub use layout::{Color, Glyph, GlyphRun, Item, Layout, Node, Page, Placed, Role};
pub use stamp::stamp;
pub use style::PageStyle;

use crate::compose::Document;
use crate::plan::Shell;

/// Why a document could not be laid out.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TypesetError {
    /// a row has not one cell a column
    #[error(
        "cannot set table {table}: row {row} has {found} cells, expected {expected}, one for each column"
    )]
    Ragged {
        /// its caption, or its place among the blocks' tables
        table: String,
        /// from 1
        row: usize,
        /// cells of that row
        found: usize,
        /// columns of the table
        expected: usize,
    },
    /// even turned and at the smallest size the columns do not fit
    #[error(
        "cannot set table {table}: its {columns} columns do not fit a turned page even at 5 pt\n\
         hint: give the bulletin fewer measures, or set it as two bulletins"
    )]
    TooWide {
        /// its caption
        table: String,
        /// how many columns
        columns: usize,
    },
    /// a row, a title or a name is taller than a page
    #[error(
        "cannot set the text that begins with {text}: it is taller than a page\n\
         hint: shorten it; a table's row, a title and a masthead are never divided between pages"
    )]
    TooTall {
        /// its first characters
        text: String,
    },
}

/// The document as it is laid out: tables that no page holds in type that can be read are divided between
/// their measures.
#[must_use]
pub fn divided(document: &Document, style: &PageStyle, faces: &Faces) -> Document {
    table::divided(document, style, &shape::Shaper::new(faces)).into_owned()
}

/// Lays a document out.
///
/// # Errors
/// [`TypesetError`] for a table whose rows do not match its columns, or what no page can hold.
pub fn typeset(document: &Document, style: &PageStyle, faces: &Faces) -> Result<Layout, TypesetError> {
    let shaper = shape::Shaper::new(faces);
    let document = &*table::divided(document, style, &shaper);
    let mut strips = strip::Strips::default();
    masthead::head(document, style, &shaper, &mut strips);
    official::addressees(document, style, &shaper, &mut strips);
    block::blocks(&document.blocks, style, &shaper, &mut strips)?;
    if style.shell == Shell::Official {
        official::tail(document, style, &shaper, &mut strips)?;
    }
    if let Some(strip) = strips.taller_than_a_page(style) {
        return Err(TypesetError::TooTall { text: strip.text().chars().take(12).collect() });
    }
    let structure = std::mem::take(&mut strips.tree.nodes);
    let pages = page::flow(strips, style, &shaper);
    Ok(Layout { pages, structure, missing: shaper.missing() })
}
