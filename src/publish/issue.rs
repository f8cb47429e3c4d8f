//! The steps of issuing an edition, each from where the one before it ended.
//!
//! A kill between two steps leaves one of a few states on the disk; `stories.rs` builds each of them and
//! goes on from there.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use super::atomic::{self, New, Placed, Temporary};
use super::keep::{KeptInputs, keep};
use super::manifest::{self, Manifest, year_folder};
use super::{Bundle, Entry, Inputs, Kept, Material, PublishError, Receipt, Series};
use crate::model::{Edition, sha256};
use crate::threads::both;

/// Does the edition follow from what was issued?
pub(super) fn check(series: &Series, edition: &Edition) -> Result<(), PublishError> {
    let not_next = |found: String| {
        Err(PublishError::NotNext {
            series: series.name().to_owned(),
            label: edition.label(),
            day: edition.day,
            found,
        })
    };
    if edition.series != series.name() {
        return not_next(format!("it is of series {}", edition.series));
    }
    if let Some(void) = series.voided(edition.day) {
        return not_next(format!("{} of that day is void: {}", void.label, void.reason));
    }
    match (series.find(edition.day), edition.revision) {
        (None, 0) => match series.entries().iter().find(|entry| entry.number == edition.number) {
            Some(taken) => not_next(format!("the number is that of {}", taken.day)),
            None => Ok(()),
        },
        (None, _) => not_next("nothing was issued that could be corrected".to_owned()),
        (Some(last), 0) => not_next(format!("{} was issued for that day", last.label)),
        (Some(last), r) if r != last.revision + 1 || edition.number != last.number => {
            not_next(format!("the last for that day is {}", last.label))
        }
        (Some(_), _) if edition.correction.is_none() => not_next("a correction needs a reason".to_owned()),
        (Some(_), _) => Ok(()),
    }
}

/// How the figures' name ends: they are kept, and do not go out.
const FIGURES: &str = ".json";

/// A file on its way to its place.
#[derive(Debug)]
enum Slot {
    /// written and synced beside it
    New(Temporary),
    /// there already, with the same bytes
    There(PathBuf),
}

/// All files are written and synced, none is visible.
#[derive(Debug)]
pub(super) struct Prepared {
    kept: KeptInputs,
    archive: Vec<Slot>,
    outbox: Vec<Slot>,
    notices: Vec<String>,
}

/// PDF and figures stand in the archive, without a record yet.
#[derive(Debug)]
pub(super) struct Archived {
    placed: Vec<Placed>,
    sizes: BTreeMap<String, u64>,
    files: Vec<PathBuf>,
    outbox: Vec<Slot>,
    notices: Vec<String>,
}

/// The edition is recorded: it is issued.
#[derive(Debug)]
pub(super) struct Recorded {
    entry: Entry,
    head: String,
    files: Vec<PathBuf>,
    outbox: Vec<Slot>,
    notices: Vec<String>,
}

/// Has the edition's bytes made, and meanwhile the inputs to be kept put in their places: one takes the
/// processor's time, the other the disk's.
///
/// # Errors
/// What `make` says, else as [`keep`]; nothing is left then.
pub(super) fn make_and_keep<E: From<PublishError>>(
    series: &Series,
    materials: &[Material],
    make: impl FnOnce() -> Result<Bundle, E>,
) -> Result<(Bundle, KeptInputs), E> {
    let (made, kept) = both(make, || keep(series, materials));
    Ok((made?, kept?))
}

/// Writes archive and outbox copies as temporaries. The outbox's with them, so that a full disk or a missing
/// right there is met before anything is recorded.
pub(super) fn prepare(
    series: &Series,
    edition: &Edition,
    bundle: &Bundle,
    mut kept: KeptInputs,
) -> Result<Prepared, PublishError> {
    let stem = edition.stem();
    let year = series.folder().join(year_folder(edition.day));
    let outbox = &series.places().outbox;
    let mut notices = std::mem::take(&mut kept.notices);

    // looked at first: a file of that name in the outbox may be all that is left of a lost record
    let outgoing: Vec<New> = bundle
        .files()
        .filter(|(ending, _)| *ending != FIGURES)
        .map(|(ending, bytes)| New { target: outbox.join(format!("{stem}{ending}")), bytes, mode: 0o644 })
        .collect();
    for file in &outgoing {
        if stands(&file.target, file.bytes)? == Some(false) {
            let (series, label) = (series.name().to_owned(), edition.label());
            return Err(PublishError::Occupied { series, label, path: file.target.clone() });
        }
    }
    atomic::make_folders(&year)?;

    let mut new = Vec::new();
    for (ending, bytes) in bundle.files() {
        let target = year.join(format!("{stem}{ending}"));
        match stands(&target, bytes)? {
            None => {}
            // by an earlier run that was cut short; it may not have come to syncing it
            Some(true) => sync_file(&target)?,
            // the same, from other inputs; it has no record, was never sent, and is no edition
            Some(false) => {
                fs::remove_file(&target).map_err(PublishError::io("remove", &target))?;
                notices
                    .push(format!("removed {}, left without a record by a run cut short", target.display()));
            }
        }
        new.push(New { target, bytes, mode: 0o444 });
    }
    let archived = new.len();
    new.extend(outgoing);

    let is_there = |path: &Path| fs::symlink_metadata(path).is_ok();
    let lacking: Vec<New> = new.iter().filter(|file| !is_there(&file.target)).cloned().collect();
    let mut written = atomic::write_all(&lacking)?;
    let mut slots: Vec<Slot> = Vec::new();
    for file in new {
        let index = written.iter().position(|temporary| temporary.target() == file.target);
        slots.push(index.map_or(Slot::There(file.target), |i| Slot::New(written.swap_remove(i))));
    }
    let outbox = slots.split_off(archived);
    Ok(Prepared { kept, archive: slots, outbox, notices })
}

impl Prepared {
    /// Renames PDF and figures into the archive.
    pub(super) fn archive(self) -> Result<Archived, PublishError> {
        let (mut placed, mut files) = (self.kept.placed, Vec::new());
        for slot in self.archive {
            match slot {
                Slot::There(path) => files.push(path),
                Slot::New(temporary) => {
                    let path = temporary.target().to_owned();
                    placed.push(temporary.place().map_err(PublishError::io("put in place", &path))?);
                    files.push(path);
                }
            }
        }
        if let Some(year) = files.first().and_then(|path| path.parent()) {
            atomic::sync_folder(year)?;
        }
        let sizes = self.kept.sizes;
        Ok(Archived { placed, sizes, files, outbox: self.outbox, notices: self.notices })
    }
}

impl Archived {
    /// Appends the edition's line to the manifest.
    pub(super) fn record(
        self,
        series: &Series,
        edition: &Edition,
        inputs: &Inputs,
        bundle: &Bundle,
    ) -> Result<Recorded, PublishError> {
        let manifest = series.manifest();
        let entry = Entry { kept: self.sizes, ..entry_of(manifest, edition, inputs, bundle) };
        let path = series.manifest_path();
        let length = fs::metadata(&path).map_err(PublishError::io("read", &path))?.len();
        let appended = manifest::append(&path, &entry, length);
        // a line that may yet stand on the disk must not lose the files that it names
        if appended.as_ref().map_or_else(|e| !e.undone, |_| true) {
            self.placed.into_iter().for_each(Placed::keep);
        }
        let line = appended.map_err(|e| e.error)?;
        let head = format!("{}:{:.12}", entry.seq, sha256(&line));
        Ok(Recorded { entry, head, files: self.files, outbox: self.outbox, notices: self.notices })
    }
}

fn entry_of(manifest: &Manifest, edition: &Edition, inputs: &Inputs, bundle: &Bundle) -> Entry {
    let kept = |(ending, bytes): (&str, &[u8])| Kept {
        name: format!("{}/{}{ending}", year_folder(edition.day), edition.stem()),
        sha256: sha256(bytes),
        size: bytes.len() as u64,
    };
    Entry {
        seq: manifest.lines as u64 + 1,
        series: edition.series.clone(),
        number: edition.number,
        day: edition.day,
        revision: edition.revision,
        label: edition.label(),
        title: edition.title.clone(),
        reason: edition.correction.as_ref().map(|correction| correction.reason.clone()),
        files: bundle.files().map(kept).collect(),
        inputs: inputs.clone(),
        kept: BTreeMap::new(),
        previous: manifest.head.clone(),
    }
}

impl Recorded {
    /// Renames the PDF into the outbox.
    pub(super) fn release(self, series: &Series) -> Result<Receipt, PublishError> {
        let mut out = Vec::new();
        // the bulletin last: whoever takes it finds what goes with it
        let (bulletin, beside) = self.outbox.into_iter().enumerate().partition::<Vec<_>, _>(|(i, _)| *i == 0);
        for (_, slot) in beside.into_iter().chain(bulletin) {
            let temporary = match slot {
                Slot::There(path) => {
                    out.push(path);
                    continue;
                }
                Slot::New(temporary) => temporary,
            };
            let path = temporary.target().to_owned();
            let placed = temporary.place().map_err(|cause| match cause.kind() {
                io::ErrorKind::AlreadyExists => PublishError::Occupied {
                    series: series.name().to_owned(),
                    label: self.entry.label.clone(),
                    path: path.clone(),
                },
                _ => PublishError::io("put in place", &path)(cause),
            })?;
            placed.keep();
            out.push(path);
        }
        atomic::sync_folder(&series.places().outbox)?;
        let outbox = out.pop().unwrap_or_default();
        let mut files = self.files.into_iter();
        let (pdf, figures) = (files.next().unwrap_or_default(), files.next().unwrap_or_default());
        let (entry, head, notices) = (self.entry, self.head, self.notices);
        Ok(Receipt { entry, outbox, pdf, figures, beside: out, head, notices })
    }
}

/// Does `path` hold just `bytes`? None where nothing is there; what is no plain file holds something else.
pub(super) fn stands(path: &Path, bytes: &[u8]) -> Result<Option<bool>, PublishError> {
    match fs::symlink_metadata(path) {
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(e) => Err(PublishError::io("read", path)(e)),
        Ok(found) if !found.is_file() || found.len() != bytes.len() as u64 => Ok(Some(false)),
        Ok(_) => Ok(Some(manifest::read(path)?.is_some_and(|there| there == bytes))),
    }
}

pub(super) fn sync_file(path: &Path) -> Result<(), PublishError> {
    File::open(path).and_then(|file| file.sync_all()).map_err(PublishError::io("sync", path))
}
