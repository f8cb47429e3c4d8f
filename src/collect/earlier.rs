//! The ledgers of an earlier issue, read once more, to tell a household gone from one never there.
//!
//! An issue keeps figures and hashes, not households: 编号 are often identity numbers, and no hash of one
//! hides it. So the workbook that the issue was made from is read again: the copy that was kept with the
//! issue, else the file in that day's folder, either with the very bytes that were recorded. Where both are
//! gone nothing is compared.

use std::path::Path;

use crate::model::Day;
use crate::plan::Plan;

use super::belongs::Register;
use super::column::Lexicon;
use super::inbox::InboxFile;
use super::read::Terms;
use super::read_one;
use super::returns::Households;

/// A district's workbook, as an earlier issue recorded it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Earlier<'a> {
    /// the district's index in the plan
    pub district: usize,
    /// the file's name in that day's inbox
    pub file: &'a str,
    /// lower-case hex of its SHA-256
    pub sha256: &'a str,
    /// where the issue's own copy of it is, if it was kept
    pub kept: &'a Path,
}

/// The households of an earlier day's ledger; nothing where the file is gone, is another by its hash, or
/// numbers no households.
#[must_use]
pub fn households_of(plan: &Plan, day: Day, earlier: Earlier<'_>) -> Option<Households> {
    // a name from a record is a file of that folder and leads nowhere else
    let name = Path::new(earlier.file).file_name().filter(|name| *name == earlier.file)?;
    let path = [earlier.kept.to_owned(), plan.inbox.for_day(day).join(name)];
    let path = path.into_iter().find(|path| path.is_file())?;
    let file = InboxFile {
        name: earlier.file.to_owned(),
        path,
        sha256: earlier.sha256.to_owned(),
        modified: None,
        held: None,
    };
    let lexicon = Lexicon::new(&plan.measures, day);
    let register = Register::new(plan);
    let readings = read_one(Terms { register: &register, lexicon: &lexicon, day, households: true }, &file);
    readings.into_iter().find(|r| r.district == Some(earlier.district))?.returned?.households
}
