//! The record of a series: `manifest.jsonl`, a JSON line an edition, and one whatever else happened to them,
//! each with the hash of the line before.
//!
//! Lines are only ever appended. A line that a kill cut short is mended; a line altered later is refused
//! and named, for the next line holds the SHA-256 of its bytes as they were, and the last its own. (A chain
//! cannot tell that its last lines were taken away: [`Manifest::head`], printed in each night's log, can.)

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, Write as _};
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::atomic;
use super::event::{Event, What};
use super::keep::is_sha256;
use super::{Inputs, PublishError, own, system};
use crate::model::{Day, sha256};

/// The hash before the first line: 64 zeros.
const BEFORE_THE_FIRST: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// One edition, as recorded. Fields that a later version adds are left alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// the line's number, from 1
    pub seq: u64,
    /// the series
    pub series: String,
    /// 第N期
    pub number: u32,
    /// the report day
    pub day: Day,
    /// 0 as first issued; 1 for 更正1
    pub revision: u32,
    /// as printed: 第67期, 第67期（更正1）
    pub label: String,
    /// the bulletin's title then
    pub title: String,
    /// why it was issued again, for revision 1 and later
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// what was kept: the PDF, the figures, then what went out beside the PDF
    pub files: Vec<Kept>,
    /// everything that went in, fonts and program with it
    pub inputs: Inputs,
    /// which of the inputs were kept: their size in bytes by SHA-256
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub kept: BTreeMap<String, u64>,
    /// SHA-256 of the line before without its line feed, lower-case hex; 64 zeros in the first. Behind it
    /// the line has its own, see `own.rs`
    pub previous: String,
}

/// A file in the archive.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// its path from the series' folder: `2021/house-safety-2021-07-14.pdf`
    pub name: String,
    /// lower-case hex of the SHA-256 of its bytes
    pub sha256: String,
    /// how many bytes
    pub size: u64,
}

impl Entry {
    /// The bulletin.
    #[must_use]
    pub fn pdf(&self) -> Option<&Kept> {
        self.files.iter().find(|file| file.name.ends_with(".pdf"))
    }

    /// The figures as JSON.
    #[must_use]
    pub fn figures(&self) -> Option<&Kept> {
        self.files.iter().find(|file| file.name.ends_with(".json"))
    }

    /// The files of which a copy goes into the outbox.
    pub(super) fn outgoing(&self) -> impl Iterator<Item = &Kept> {
        self.files.iter().filter(|file| file.goes_out())
    }
}

impl Kept {
    /// Does a copy of it go into the outbox? All but the figures do.
    #[must_use]
    pub fn goes_out(&self) -> bool {
        !self.name.ends_with(".json")
    }

    /// Its name without the year's folder: `house-safety-2021-07-14.pdf`.
    #[must_use]
    pub fn file_name(&self) -> &str {
        self.name.rsplit('/').next().unwrap_or(&self.name)
    }
}

/// A manifest as read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Manifest {
    /// the editions, in the order of issue
    pub entries: Vec<Entry>,
    /// what else happened, in its order
    pub events: Vec<Event>,
    /// how many whole lines it has
    pub lines: usize,
    /// SHA-256 of the last whole line
    pub head: String,
    /// how many bytes it has
    pub length: u64,
    /// how it ends
    pub tail: Tail,
    /// lines that are not as they were written
    pub breaks: Vec<Break>,
}

/// How a manifest ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tail {
    /// with a whole line
    Whole,
    /// with a whole record that lacks only its line feed: an editor took it, or a kill came at the last byte
    Unended,
    /// with a record cut short by a kill or a failing power supply; the whole lines end at this byte
    Torn(u64),
    /// with a line that is no record, though it ends; the whole lines end at this byte
    Stray(u64),
}

/// A line that is not as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Break {
    /// its 1-based line
    pub line: usize,
    /// what is wrong with it
    pub found: String,
}

impl Manifest {
    /// Reads the bytes of a series' manifest; never fails, but says what is wrong.
    pub(super) fn parse(bytes: &[u8], series: &str) -> Manifest {
        let mut manifest = Manifest {
            entries: Vec::new(),
            events: Vec::new(),
            lines: 0,
            head: BEFORE_THE_FIRST.to_owned(),
            length: bytes.len() as u64,
            tail: Tail::Whole,
            breaks: Vec::new(),
        };
        let mut known = BTreeSet::new();
        let mut start = 0;
        for (index, line) in bytes.split_inclusive(|b| *b == b'\n').enumerate() {
            let is_last = start + line.len() == bytes.len();
            let text = line.strip_suffix(b"\n").unwrap_or(line);
            let is_ended = text.len() < line.len();
            match Line::read(text) {
                Ok(read) => {
                    let (seq, previous) = read.chained();
                    let found = against_the_line_before(seq, previous, index, &manifest.head).or_else(|| {
                        let found = match &read {
                            Line::Edition(entry) => against_itself(entry, series, &mut known),
                            Line::Event(event) => of_the_issues(event, series, &manifest),
                        };
                        // no next line vouches for the last
                        let found = found.or_else(|| own::altered(text).filter(|_| is_last))?;
                        Some(Break { line: index + 1, found })
                    });
                    manifest.breaks.extend(found);
                    match read {
                        Line::Edition(entry) => manifest.entries.push(*entry),
                        Line::Event(event) => manifest.events.push(event),
                    }
                    if !is_ended {
                        manifest.tail = Tail::Unended;
                    }
                }
                // a failing power supply can leave a file at its new length, with zeros for what was not written
                Err(_) if is_last && (!is_ended || text.contains(&0)) => {
                    manifest.tail = Tail::Torn(start as u64);
                    break;
                }
                Err(_) if is_last => {
                    manifest.tail = Tail::Stray(start as u64);
                    break;
                }
                Err(e) => {
                    manifest.breaks.push(Break { line: index + 1, found: format!("it is no record: {e}") });
                }
            }
            manifest.lines += 1;
            manifest.head = sha256(text);
            start += line.len();
        }
        manifest
    }

    /// Mends the end of the file at `path`, which was read as `self`.
    ///
    /// # Errors
    /// [`PublishError::Io`].
    pub(super) fn mend(&self, path: &Path) -> Result<(), PublishError> {
        let mended = |mend: &dyn Fn(&mut fs::File) -> io::Result<()>| {
            let mut file = system::open_append(path, 0o644)?;
            mend(&mut file)?;
            file.sync_all()
        };
        match self.tail {
            Tail::Whole => Ok(()),
            Tail::Unended => mended(&|file| file.write_all(b"\n")),
            Tail::Torn(whole) | Tail::Stray(whole) => mended(&|file| file.set_len(whole)),
        }
        .map_err(PublishError::io("mend", path))
    }

    /// What is to be said of the end, if anything.
    pub(super) fn notice(&self, path: &Path) -> Option<String> {
        let line = self.lines + 1;
        let path = path.display();
        match self.tail {
            Tail::Whole => None,
            Tail::Unended => {
                Some(format!("{path}: the last line lacks its line feed; the next issue adds it"))
            }
            Tail::Torn(_) | Tail::Stray(_) => Some(format!(
                "{path}: line {line} is no whole record: a run was cut short as it wrote it, and sent nothing; \
                 the next issue cuts it off"
            )),
        }
    }
}

/// One line.
enum Line {
    Edition(Box<Entry>),
    Event(Event),
}

impl Line {
    fn read(text: &[u8]) -> Result<Line, serde_json::Error> {
        serde_json::from_slice(text)
            .map(|entry| Line::Edition(Box::new(entry)))
            .or_else(|wrong| serde_json::from_slice(text).map(Line::Event).map_err(|_| wrong))
    }

    /// Its number, and the hash of the line before as it has it.
    fn chained(&self) -> (u64, &str) {
        match self {
            Line::Edition(entry) => (entry.seq, &entry.previous),
            Line::Event(event) => (event.seq, &event.previous),
        }
    }
}

/// The line at `index` against the hash of the line before it.
fn against_the_line_before(seq: u64, previous: &str, index: usize, head: &str) -> Option<Break> {
    let line = index + 1;
    if seq != line as u64 {
        return Some(Break {
            line,
            found: format!("its `seq` is {seq}: lines before it are gone, or out of place"),
        });
    }
    if previous == head {
        return None;
    }
    Some(match index {
        0 => Break { line, found: "its `previous` is not 64 zeros, as a first line's is".to_owned() },
        _ => Break {
            line: index,
            found: format!("it was altered: SHA-256 by line {line} {:.12}…, found {head:.12}…", previous),
        },
    })
}

fn against_itself(entry: &Entry, series: &str, known: &mut BTreeSet<(Day, u32)>) -> Option<String> {
    if entry.series != series {
        return Some(format!("it is of series `{}`, not `{series}`", entry.series));
    }
    if let Some(file) = entry.files.iter().find(|file| !is_kept_name(series, entry.day, &file.name)) {
        return Some(format!("`{}` names no file of the edition", file.name));
    }
    if entry.pdf().is_none() || entry.figures().is_none() {
        return Some("it lacks the PDF or the figures".to_owned());
    }
    if let Some(sha) = entry.kept.keys().find(|sha| !is_sha256(sha)) {
        return Some(format!("`{sha}` names no kept input"));
    }
    (!known.insert((entry.day, entry.revision)))
        .then(|| format!("{} revision {} is recorded twice", entry.day, entry.revision))
}

/// An event against the lines before it.
fn of_the_issues(event: &Event, series: &str, before: &Manifest) -> Option<String> {
    if event.series != series {
        return Some(format!("it is of series `{}`, not `{series}`", event.series));
    }
    match &event.what {
        What::Void(void) => {
            let of_day = before.entries.iter().any(|e| e.day == void.day && e.number == void.number);
            (!of_day).then(|| format!("it voids {} of {}, which was not issued", void.label, void.day))
        }
        What::Pruned(pruned) => {
            let known =
                |name: &String| before.entries.iter().any(|e| e.files.iter().any(|f| f.name == *name));
            let stranger = pruned.files.iter().find(|name| !name.ends_with(".pdf") || !known(name));
            let strange = || pruned.inputs.iter().find(|sha| !is_sha256(sha));
            stranger.or_else(strange).map(|name| format!("`{name}` names no file that could be given up"))
        }
    }
}

/// Is it `2021/SERIES-2021-07-14.pdf`? A name that leads elsewhere is never followed.
fn is_kept_name(series: &str, day: Day, name: &str) -> bool {
    name.split_once('/').is_some_and(|(year, file)| {
        year == year_folder(day) && day_of_file(series, file).is_some_and(|of_file| of_file == day)
    })
}

/// The folder of a day's files in the series' folder: `2021`.
pub(super) fn year_folder(day: Day) -> String {
    format!("{:04}", day.year())
}

/// The day of a file named as editions of `series` are: `SERIES-DAY.pdf`, `SERIES-DAY-r1.json`,
/// `SERIES-DAY-魏都区.pdf`, `SERIES-DAY-r1-p2.png`.
pub(super) fn day_of_file(series: &str, name: &str) -> Option<Day> {
    let (stem, ending) = name.rsplit_once('.')?;
    let rest = stem.strip_prefix(series)?.strip_prefix('-')?;
    let (day, part) = (rest.get(..10)?, rest.get(10..)?);
    let is_ours = ["pdf", "json", "xlsx", "txt", "png"].contains(&ending)
        && (part.is_empty() || part.strip_prefix('-').is_some_and(|part| !part.is_empty()));
    if is_ours { day.parse().ok() } else { None }
}

/// A file's bytes; none where there is no such file.
///
/// # Errors
/// [`PublishError::Io`].
pub(super) fn read(path: &Path) -> Result<Option<Vec<u8>>, PublishError> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(e) => Err(PublishError::io("read", path)(e)),
    }
}

/// A line that could not be appended.
#[derive(Debug)]
pub(super) struct NotAppended {
    /// why
    pub error: PublishError,
    /// is the file certainly as it was before?
    pub undone: bool,
}

/// Appends a line to the manifest at `path`, `length` bytes long, syncs it, and gives its bytes without
/// the line feed.
///
/// # Errors
/// [`NotAppended`]; the file is cut back to `length` where the system lets it.
pub(super) fn append(path: &Path, record: &impl Serialize, length: u64) -> Result<Vec<u8>, NotAppended> {
    let failed =
        |cause: io::Error, undone| NotAppended { error: PublishError::io("append to", path)(cause), undone };
    let mut line = own::vouched(serde_json::to_vec(record).map_err(|e| failed(e.into(), true))?);
    line.push(b'\n');
    let mut file = system::open_append(path, 0o644).map_err(|e| failed(e, true))?;
    file.write_all(&line).and_then(|()| file.sync_all()).map_err(|cause| {
        let undone = file.set_len(length).and_then(|()| file.sync_all()).is_ok();
        failed(cause, undone)
    })?;
    line.pop();
    Ok(line)
}

/// Makes an empty manifest where there is none, so that a lost one is told from one not begun.
///
/// # Errors
/// [`PublishError::Io`].
pub(super) fn begin(path: &Path) -> Result<(), PublishError> {
    system::open_append(path, 0o644).map_err(PublishError::io("create", path))?;
    path.parent().map_or(Ok(()), atomic::sync_folder)
}
