//! The files that say what a bulletin is, a plan, its style and its calendar: from bytes to what they were
//! checked for, with messages that name which of them is wrong.

use std::fmt;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use super::faults::{PlanFaults, Position};
use super::folder::{neighbour, reason};
use super::keys::{Checked, Reader};
use super::mend;

/// The largest file that is read, in bytes.
const LARGEST: u64 = 1 << 20;

/// Which of the files it is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Sort {
    Plan,
    Style,
    Calendar,
}

impl fmt::Display for Sort {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Sort::Plan => "plan",
            Sort::Style => "style",
            Sort::Calendar => "calendar",
        })
    }
}

/// The text of the file at `path`, of 1 MiB at most, which is UTF-8; with its byte order mark, if it has one.
///
/// # Errors
/// Why it cannot be had.
pub(super) fn read(path: &Path, sort: Sort) -> Result<String, PlanFaults> {
    if path.is_dir() {
        let hint = format!("name one of the {sort}s in it");
        return Err(PlanFaults::whole(path, "expected a file, found a folder".into(), Some(hint)));
    }
    let cannot = |e: io::Error| {
        let hint = match (e.kind(), sort) {
            (io::ErrorKind::NotFound, Sort::Calendar) => {
                Some("China's is schedules/calendars/china.yaml".to_owned())
            }
            (io::ErrorKind::NotFound, _) => neighbour(path, sort),
            _ => None,
        };
        PlanFaults::whole(path, format!("cannot read the {sort}: {}", reason(&e)), hint)
    };
    // never more than is allowed, whatever the system says of its size
    let mut bytes = Vec::new();
    File::open(path).and_then(|file| file.take(LARGEST + 1).read_to_end(&mut bytes)).map_err(cannot)?;
    fits(bytes.len(), path, sort)?;
    String::from_utf8(bytes).map_err(|e| not_utf8(e.as_bytes(), e.utf8_error().valid_up_to(), path))
}

/// Is a text of so many bytes small enough?
///
/// # Errors
/// That it is not.
pub(super) fn fits(length: usize, path: &Path, sort: Sort) -> Result<(), PlanFaults> {
    if length as u64 <= LARGEST {
        return Ok(());
    }
    let hint = format!("a {sort} has some hundred lines; is this another file?");
    Err(PlanFaults::whole(path, "file is larger than 1 MiB".into(), Some(hint)))
}

fn not_utf8(bytes: &[u8], valid: usize, path: &Path) -> PlanFaults {
    let before = String::from_utf8_lossy(&bytes[..valid]);
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().map_or(0, |line| line.chars().count()) + 1;
    let kind = if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        "UTF-16"
    } else {
        "GBK, perhaps"
    };
    let hint = "save it again with the encoding UTF-8".to_owned();
    let mut faults = PlanFaults::whole(path, format!("file is not UTF-8 ({kind})"), Some(hint));
    faults.faults[0].at = Some(Position { line, column });
    faults
}

/// What `check` makes of the document that `text` is.
///
/// # Errors
/// All that is wrong with it, in the order of its lines, then with the files that it names.
pub(super) fn checked<T>(
    text: &str,
    path: &Path,
    sort: Sort,
    check: impl FnOnce(&mut Reader<'_>) -> Checked<T>,
) -> Result<T, PlanFaults> {
    // Notepad writes a byte order mark, behind which a parser would see no first key
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.lines().all(|line| line.trim().is_empty() || line.trim_start().starts_with('#')) {
        let hint = match sort {
            Sort::Plan => "`tongbao init DIR` writes a plan to start from",
            Sort::Style => "a style says at least which shell it starts from: shell: 简报",
            Sort::Calendar => "China's is schedules/calendars/china.yaml",
        };
        return Err(PlanFaults::whole(path, "file is empty".into(), Some(hint.into())));
    }
    let (raw, mut faults) = mend::read(text);
    let (mut made, mut beside) = (None, Vec::new());
    if let Some(raw) = raw {
        let mut reader = Reader::new(&raw);
        made = check(&mut reader).ok();
        let (told, of_others) = reader.finish();
        faults.extend(told);
        beside = of_others;
    }
    faults.sort_by_key(|fault| (fault.at.is_none(), fault.at));
    made.filter(|_| faults.is_empty()).ok_or(PlanFaults { path: path.to_owned(), faults, beside })
}
