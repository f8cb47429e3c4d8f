//! Where everything stands: pages of placed glyphs, rules and fills.

mod face;
mod layout;
mod length;

pub use face::{Face, Faces, FontError};
pub use layout::{Color, Glyph, GlyphRun, Item, Layout, Node, Page, Placed, Role};
pub use length::Length;
