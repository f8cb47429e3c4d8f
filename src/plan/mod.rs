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

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use sha2::{Digest, Sha256};

use crate::model::lower_hex;

pub use articles::Articles;
pub use checked::{DayPath, Period, Plan, ReportDay, Shell, WhenMissing, Wording};
pub use contents::{Attached, Carrier, ChartKind, Contents};
pub use faults::{PlanFault, PlanFaults, Position};
pub use folder::{Plans, collide, load_folder};
pub use keeping::Keeping;
pub use limits::Limits;
pub use mapping::{Gives, HeadRows, MappedColumn, MappedFigure, MappedKey, Mapping};
pub use official::OfficialParts;
pub use style::{ArticleColumns, ArticleStyle, PageNumberPlace, PageStyle, SHIPPED, StyleFile, Voice};
pub use unattended::{CatchUp, Hook, Remind, Unattended, Wait};

/// The largest file that is read as a plan, in bytes.
const LARGEST: u64 = 1 << 20;

/// The plan in the file at `path`, of 1 MiB at most, in UTF-8 with or without a byte order mark.
///
/// # Errors
/// All that is wrong with the file, in the order of its lines.
pub fn load(path: &Path) -> Result<Plan, PlanFaults> {
    let bytes = bytes(path)?;
    let text = decoded(&bytes, path)?;
    planned(text, path, &hex(&bytes), Beside::Read)
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
    if text.len() as u64 > LARGEST {
        return Err(too_large(path));
    }
    planned(text, path, &hex(text.as_bytes()), Beside::Read)
}

/// The plan that `text` was when an edition was made of it, with the text of the style file that it named;
/// what it says of files beside it is not followed.
///
/// # Errors
/// As [`parse`]: the text may be of a version that knew other keys.
pub fn parse_kept(text: &str, style: Option<&str>, path: &Path) -> Result<Plan, PlanFaults> {
    planned(text, path, &hex(text.as_bytes()), Beside::Kept { style })
}

fn planned(whole: &str, path: &Path, sha256: &str, beside: Beside<'_>) -> Result<Plan, PlanFaults> {
    // Notepad writes a byte order mark, behind which a parser would see no first key
    let text = whole.strip_prefix('\u{feff}').unwrap_or(whole);
    if text.lines().all(|line| line.trim().is_empty() || line.trim_start().starts_with('#')) {
        let hint = "`tongbao init DIR` writes a plan to start from";
        return Err(PlanFaults::whole(path, "file is empty".into(), Some(hint.into())));
    }
    let (raw, mut faults) = mend::read(text);
    let (mut plan, mut others) = (None, Vec::new());
    if let Some(raw) = raw {
        let mut reader = keys::Reader::new(&raw);
        plan = check::check(&mut reader, path, sha256, beside).ok();
        let (told, of_others) = reader.finish();
        faults.extend(told);
        others = of_others;
    }
    faults.sort_by_key(|fault| (fault.at.is_none(), fault.at));
    if let Some(plan) = &mut plan {
        whole.clone_into(&mut plan.keeping.text);
    }
    plan.filter(|_| faults.is_empty()).ok_or(PlanFaults { path: path.to_owned(), faults, beside: others })
}

/// The file's bytes; never more than are allowed, whatever the system says of its size.
fn bytes(path: &Path) -> Result<Vec<u8>, PlanFaults> {
    let cannot = |e: io::Error| {
        let hint = match e.kind() {
            io::ErrorKind::NotFound => folder::neighbour(path),
            _ => None,
        };
        PlanFaults::whole(path, format!("cannot read the plan: {}", folder::reason(&e)), hint)
    };
    if path.is_dir() {
        let hint = "name one of the plans in it".to_owned();
        return Err(PlanFaults::whole(path, "expected a file, found a folder".into(), Some(hint)));
    }
    let mut bytes = Vec::new();
    File::open(path).and_then(|file| file.take(LARGEST + 1).read_to_end(&mut bytes)).map_err(cannot)?;
    if bytes.len() as u64 > LARGEST {
        return Err(too_large(path));
    }
    Ok(bytes)
}

fn too_large(path: &Path) -> PlanFaults {
    let hint = "a plan has some hundred lines; is this another file?".to_owned();
    PlanFaults::whole(path, "file is larger than 1 MiB".into(), Some(hint))
}

/// The file's text, which is UTF-8.
fn decoded<'b>(bytes: &'b [u8], path: &Path) -> Result<&'b str, PlanFaults> {
    str::from_utf8(bytes).map_err(|e| {
        let before = String::from_utf8_lossy(&bytes[..e.valid_up_to()]);
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().map_or(0, |line| line.chars().count()) + 1;
        let kind = if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
            "UTF-16"
        } else {
            "GBK, perhaps"
        };
        let mut faults = PlanFaults::whole(
            path,
            format!("file is not UTF-8 ({kind})"),
            Some("save it again with the encoding UTF-8".into()),
        );
        faults.faults[0].at = Some(Position { line, column });
        faults
    })
}

fn hex(bytes: &[u8]) -> String {
    lower_hex(&Sha256::digest(bytes))
}
