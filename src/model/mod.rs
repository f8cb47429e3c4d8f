//! The words that every stage shares.
//!
//! A [`District`] reports, for each [`Measure`], amounts as exact decimals ([`Amount`]), each with the
//! cells it came from ([`Traced`]); amounts make a [`Share`], kept as a ratio until it is printed. A
//! [`Day`] is a civil day without zone; an [`Edition`] is one issue of one bulletin. What is doubtful or
//! broken is a [`Fault`]. Nothing here reads, writes or asks the time.

mod amount;
mod catalogue;
mod day;
mod decode;
mod edition;
mod fault;
mod half_width;
mod hex;
mod interned;
mod length;
mod name;
mod picture;
mod retention;
mod rows;
mod share;
mod shared;
mod source;
mod span;

pub use amount::{Amount, AmountError};
pub use catalogue::{Code, Severity};
pub use day::Day;
pub use decode::decoded;
pub use edition::{Correction, Edition};
pub use fault::{Fault, Lang, Place};
pub use half_width::half_width;
pub use hex::{lower_hex, sha256};
pub use length::{Color, Length};
pub use name::{District, Measure};
pub use picture::{Picture, Samples, Turn};
pub use retention::Retention;
pub use rows::Rows;
pub use share::{Change, Share};
pub use source::{CellRef, Origin, SheetRef, SourceFile, Traced};
pub use span::{Span, SpanStyle, text_of};
