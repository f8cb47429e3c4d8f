//! The day's written texts (工作动态, 经验做法): Markdown files to articles.
//!
//! People write them by hand, with pictures beside them, and put them into the folder that the plan's key
//! `articles` names. [`read`] takes every `*.md` there in the order of the names, numbers by their value,
//! with the pictures that they name, and hands over [`Texts`]: what each says as a tree of parts, what was
//! wrong with line and file, and the hash of every file that went in, since another word is another
//! edition.
//!
//! CommonMark with tables is read (`markdown`), in the way that it is written in Chinese: paragraphs that
//! begin with two blanks, emphasis beside full-width marks, one line of a paragraph after the other without
//! a space. Footnotes follow the text (`footnotes`), tags of looks
//! are let go (`html`). What bulletins have no form for (code, other HTML) is set as the text that it is, and said.
//! A picture is looked at (`picture`) as far as printing it asks: size, samples, how it is turned.
//!
//! A broken text or picture is a fault, never an error: the bulletin goes out, and says so. How articles
//! are set is left to compose and typeset.

mod emphasis;
mod folder;
mod footnotes;
mod html;
mod inline;
mod jpeg;
mod markdown;
mod part;
mod picture;
mod rows;

#[cfg(test)]
mod tests;

pub use folder::{Texts, read};
pub use part::{Align, Article, Figure, Grid, List, Part};
