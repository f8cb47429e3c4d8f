//! What goes back to a district: a blank workbook to fill, and a notice of what was wrong with the last.
//!
//! [`template()`] writes the workbook that `collect` reads without a word: heads from its vocabulary, units
//! stated, names and formulas locked, numbers checked as they are typed. [`notice()`] turns the faults of one
//! district into a letter and a table for those who sent the file. Both are pure: the same plan and faults
//! give the same bytes. Left to others: where the files are put (publish), and whom they are sent to.

mod notice;
mod paper;
mod template;
mod words;

pub use notice::{Notice, notice};
pub use template::template;

/// Why a workbook could not be written: a plan of more columns, or longer names, than a worksheet holds.
#[derive(Debug, thiserror::Error)]
#[error("a worksheet cannot hold it: {0}")]
pub struct FormError(#[from] rust_xlsxwriter::XlsxError);
