//! What typeset hands over: pages of placed glyphs, rules and fills, and the structure they belong to.

use std::sync::Arc;

use super::Length;
pub use crate::model::Color;
use crate::model::Picture;

/// A laid-out document. Coordinates run from a page's top left corner, y downwards; baselines for glyphs.
#[derive(Clone, Debug, PartialEq)]
pub struct Layout {
    /// in order
    pub pages: Vec<Page>,
    /// headings, paragraphs, tables in reading order; items point into it
    pub structure: Vec<Node>,
    /// characters that no font has, drawn as 〓, each once
    pub missing: Vec<char>,
}

/// One page.
#[derive(Clone, Debug, PartialEq)]
pub struct Page {
    /// its width as seen when read
    pub width: Length,
    /// its height as seen when read
    pub height: Length,
    /// in drawing order, which is reading order for what is tagged
    pub items: Vec<Placed>,
}

/// An item with the structure it belongs to.
#[derive(Clone, Debug, PartialEq)]
pub struct Placed {
    /// index into [`Layout::structure`]; none for an artifact (rules, page numbers, repeated heads)
    pub node: Option<usize>,
    /// what is drawn
    pub item: Item,
}

/// What is drawn.
#[derive(Clone, Debug, PartialEq)]
pub enum Item {
    /// glyphs of one face at one size along one baseline
    Glyphs(GlyphRun),
    /// the same turned clockwise about the run's x, y: it runs down the page, its head to the right; the
    /// number of a turned page, which stands where other pages have theirs
    Sideways(GlyphRun),
    /// a straight line
    Rule {
        /// from x, y
        from: (Length, Length),
        /// to x, y
        to: (Length, Length),
        /// thickness
        width: Length,
        /// colour
        color: Color,
    },
    /// a filled rectangle
    Fill {
        /// left
        x: Length,
        /// top
        y: Length,
        /// width
        width: Length,
        /// height
        height: Length,
        /// colour
        color: Color,
    },
    /// straight lines through points: a curve of a chart, or an area
    Path {
        /// two or more; an area is closed from the last to the first
        points: Vec<(Length, Length)>,
        /// an area's colour; none for a line
        fill: Option<Color>,
        /// thickness and colour of the line, or of the area's outline
        stroke: Option<(Length, Color)>,
        /// a dash and the white after it; none for a whole line
        dash: Option<(Length, Length)>,
    },
    /// a picture, stretched to a rectangle
    Picture {
        /// left
        x: Length,
        /// top
        y: Length,
        /// width as seen
        width: Length,
        /// height as seen
        height: Length,
        /// its samples
        picture: Arc<Picture>,
    },
}

/// Glyphs of one face at one size along one baseline.
#[derive(Clone, Debug, PartialEq)]
pub struct GlyphRun {
    /// index into the faces
    pub face: usize,
    /// em size
    pub size: Length,
    /// where the first glyph's origin stands
    pub x: Length,
    /// the baseline
    pub y: Length,
    /// colour
    pub color: Color,
    /// in visual order, left to right
    pub glyphs: Vec<Glyph>,
}

/// One glyph of a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Glyph {
    /// glyph id in the face as a whole, never 0
    pub id: u16,
    /// shift to the right of where it would stand, without moving what follows
    pub offset: Length,
    /// from this glyph's origin to the next one's, spacing included
    pub advance: Length,
    /// the characters it stands for; empty for all but the first glyph of a cluster
    pub text: String,
}

/// An element of the structure: a heading, a paragraph, a table with its rows and cells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// what it is
    pub role: Role,
    /// index of what it stands in; none at the top
    pub parent: Option<usize>,
}

/// The roles of ISO 32000-1 14.8.4 that a bulletin uses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Role {
    /// the title, level 1; headings of the text, level 2 and below
    Heading(u8),
    /// a paragraph, over all its lines
    Paragraph,
    /// a table
    Table,
    /// the head rows
    TableHead,
    /// the body rows
    TableBody,
    /// a row
    TableRow,
    /// a head cell of a column, or of a row
    HeaderCell {
        /// for the row it begins, not for a column
        of_row: bool,
        /// columns covered
        columns: usize,
        /// rows covered
        rows: usize,
    },
    /// a body cell
    DataCell,
    /// a caption of a table or figure
    Caption,
    /// a note
    Note,
    /// what somebody else said, its paragraphs within
    Quote,
    /// a list
    List {
        /// are its marks numbers?
        is_numbered: bool,
    },
    /// an item of a list
    ListItem,
    /// an item's mark
    Label,
    /// what an item says
    ListBody,
    /// a chart or picture; the text says what it shows
    Figure {
        /// alternative text
        alternative: String,
    },
}
