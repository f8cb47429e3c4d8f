//! The checked description of one bulletin, from `schedules/NAME.yaml`.
//!
//! A plan is read in three steps. `mend` has the text parsed, and puts small slips right so that they hide
//! nothing; `raw` is what YAML says, each value with its place; `check` asks every key for what it must be
//! and makes the [`Plan`], which cannot be wrong: no list in it is empty, no name stands for two, and no
//! default is left to settle. Whatever is wrong with a file is told at once, with line, column and key.
//!
//! The page is data too: `style` reads a file of measures, colours and typefaces by the same three steps.
//!
//! Left to others: whether folders exist and can be read (collect, publish), and what the words of the
//! plan mean for the bulletin. Nothing here asks the time, or follows a path beyond the plan's own, its
//! calendar's and its style's.

mod articles;
mod calendar;
mod check;
mod checked;
mod contents;
mod day_path;
mod describe;
mod faults;
mod file;
mod folder;
mod keeping;
mod keys;
mod kinds;
mod limits;
mod mapping;
mod mend;
mod names;
mod nearest;
mod official;
mod raw;
mod style;
#[cfg(test)]
mod tests;
mod times;
mod unattended;
mod words;

use std::path::Path;

use crate::model::sha256;

use self::file::Sort;

pub use articles::Articles;
pub use checked::{DayPath, Period, Plan, ReportDay, Shell, WhenMissing, Wording};
pub use contents::{Attached, Carrier, ChartKind, Contents};
pub use faults::{PlanFault, PlanFaults, Position};
pub use folder::{Plans, collide, is_yaml, load_folder};
pub use keeping::Keeping;
pub use limits::Limits;
pub use mapping::{Gives, HeadRows, MappedColumn, MappedFigure, MappedKey, Mapping};
pub use official::OfficialParts;
pub use style::{ArticleColumns, ArticleStyle, PageNumberPlace, PageStyle, SHIPPED, StyleFile, Voice};
pub use unattended::{CatchUp, Hook, Remind, Unattended, Wait};

/// The plan in the file at `path`, of 1 MiB at most, in UTF-8 with or without a byte order mark.
///
/// # Errors
/// All that is wrong with the file, in the order of its lines.
pub fn load(path: &Path) -> Result<Plan, PlanFaults> {
    planned(&file::read(path, Sort::Plan)?, path, Beside::Read)
}

/// The files beside a plan that it names.
#[derive(Clone, Copy)]
enum Beside<'k> {
    /// read from where they lie
    Read,
    /// as they were when an edition was made: the style's text; the calendar is of no matter then
    Kept { style: Option<&'k str> },
}

/// The plan that `text` is; `path` says whence it came, names the series by default, and is where relative
/// folders start.
///
/// # Errors
/// All that is wrong with the text, in the order of its lines.
///
/// ```
/// use std::path::Path;
/// let faults = tongbao::plan::parse("titel: 通报", Path::new("x.yaml")).unwrap_err();
/// assert!(faults.to_string().starts_with("error: x.yaml:1:1: titel: unknown key"));
/// ```
pub fn parse(text: &str, path: &Path) -> Result<Plan, PlanFaults> {
    file::fits(text.len(), path, Sort::Plan)?;
    planned(text, path, Beside::Read)
}

/// The plan that `text` was when an edition was made of it, with the text of the style file that it named;
/// what it says of files beside it is not followed.
///
/// # Errors
/// As [`parse`]: the text may be of a version that knew other keys.
pub fn parse_kept(text: &str, style: Option<&str>, path: &Path) -> Result<Plan, PlanFaults> {
    planned(text, path, Beside::Kept { style })
}

fn planned(text: &str, path: &Path, beside: Beside<'_>) -> Result<Plan, PlanFaults> {
    let hash = sha256(text.as_bytes());
    let mut plan = file::checked(text, path, Sort::Plan, |reader| check::check(reader, path, &hash, beside))?;
    text.clone_into(&mut plan.keeping.text);
    Ok(plan)
}
