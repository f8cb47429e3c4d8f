//! The inputs of editions, kept beside them: `SERIES/inputs/3/3f29…`, a file a content, however many
//! editions it went into.
//!
//! Ledgers hold householders' names and addresses, which a bulletin does not. So the folder is for the
//! account that runs the program alone (0700, files 0400), where PDF and figures may be read by all.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::atomic::{self, New, Placed};
use super::issue::{stands, sync_file};
use super::manifest;
use super::{Entry, PublishError, Series, system};
use crate::model::sha256;

/// The folder within a series'.
pub(super) const INPUTS: &str = "inputs";
/// So many digits of the hash name the folder within: sixteen folders, each synced once an edition.
pub(super) const DIGITS: usize = 1;
/// So many are held in memory to be written, unless they come to so many bytes before.
const AT_ONCE: usize = 512;
const BYTES_AT_ONCE: usize = 16 << 20;

/// An input to be kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Material {
    /// lower-case hex of the SHA-256 of its bytes
    pub sha256: String,
    /// where the bytes are
    pub source: MaterialSource,
}

/// Where an input's bytes are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MaterialSource {
    /// here, the very bytes that were hashed
    Bytes(Arc<Vec<u8>>),
    /// in a file, which must be as it was when it was hashed
    File(PathBuf),
}

/// Inputs in their places, without a record yet.
#[derive(Debug, Default)]
pub(super) struct KeptInputs {
    pub placed: Vec<Placed>,
    /// size in bytes by SHA-256
    pub sizes: BTreeMap<String, u64>,
    /// what was found and settled on the way, in sentences
    pub notices: Vec<String>,
}

/// Puts each of `materials` in its place, durably.
///
/// # Errors
/// [`PublishError::Changed`] where a file is no longer what was read, [`PublishError::Io`].
pub(super) fn keep(series: &Series, materials: &[Material]) -> Result<KeptInputs, PublishError> {
    let mut kept = KeptInputs::default();
    let by_content: BTreeMap<&str, &Material> =
        materials.iter().map(|material| (material.sha256.as_str(), material)).collect();
    let materials: Vec<&Material> = by_content.into_values().collect();
    let recorded = series.kept_inputs();
    let mut grown: BTreeSet<PathBuf> = BTreeSet::new();
    make_room(series, &materials)?;
    let mut rest = materials.into_iter().peekable();
    while rest.peek().is_some() {
        let (mut lacking, mut spoilt) = (Vec::new(), Vec::new());
        let (mut taken, mut weight) = (0, 0);
        while let Some(material) = rest.next_if(|_| taken < AT_ONCE && weight < BYTES_AT_ONCE) {
            let bytes = material.bytes()?;
            (taken, weight) = (taken + 1, weight + bytes.len());
            kept.sizes.insert(material.sha256.clone(), bytes.len() as u64);
            let path = series.input_path(&material.sha256);
            match stands(&path, &bytes)? {
                // by an earlier run that was cut short; it may not have come to syncing it
                Some(true) if !recorded.contains_key(material.sha256.as_str()) => sync_file(&path)?,
                Some(true) => {}
                Some(false) => {
                    fs::remove_file(&path).map_err(PublishError::io("remove", &path))?;
                    let notice = format!("{} was not what its name says, and is put right", path.display());
                    kept.notices.push(notice);
                    spoilt.push((path, bytes));
                }
                None => lacking.push((path, bytes)),
            }
        }
        // earlier editions have it too, so that it stays whatever becomes of this one
        place(&spoilt)?.into_iter().for_each(Placed::keep);
        kept.placed.extend(place(&lacking)?);
        let folders = spoilt.iter().chain(&lacking).filter_map(|(path, _)| path.parent());
        grown.extend(folders.map(Path::to_owned));
    }
    // each once: three hundred workbooks lie in sixteen folders
    grown.iter().try_for_each(|folder| atomic::sync_folder(folder))?;
    Ok(kept)
}

/// The folders that `materials` go into, durable, and free of what a run that was cut short left there.
fn make_room(series: &Series, materials: &[&Material]) -> Result<(), PublishError> {
    let paths: Vec<PathBuf> = materials.iter().map(|material| series.input_path(&material.sha256)).collect();
    let folders: BTreeSet<&Path> = paths.iter().filter_map(|path| path.parent()).collect();
    let inputs = series.folder().join(INPUTS);
    if !folders.is_empty() && make_private(&inputs)? {
        atomic::sync_folder(&series.folder())?;
    }
    let mut is_grown = false;
    for folder in &folders {
        is_grown |= make_private(folder)?;
        atomic::sweep(folder, is_sha256)?;
    }
    if is_grown { atomic::sync_folder(&inputs) } else { Ok(()) }
}

/// Writes what lacks and puts it in its place; its folder is yet to be synced.
fn place(lacking: &[(PathBuf, Cow<'_, [u8]>)]) -> Result<Vec<Placed>, PublishError> {
    let new: Vec<New> =
        lacking.iter().map(|(path, bytes)| New { target: path.clone(), bytes, mode: 0o400 }).collect();
    let mut placed = Vec::new();
    for temporary in atomic::write_all(&new)? {
        let path = temporary.target().to_owned();
        placed.push(temporary.place().map_err(PublishError::io("put in place", &path))?);
    }
    Ok(placed)
}

/// A folder for this account alone; true where it was not there, and the one above is yet to be synced.
fn make_private(folder: &Path) -> Result<bool, PublishError> {
    match system::make_private_folder(folder) {
        Ok(()) => Ok(true),
        Err(e) if e.kind() == std::io::ErrorKind::AlreadyExists => Ok(false),
        Err(e) => Err(PublishError::io("create the folder", folder)(e)),
    }
}

impl Material {
    fn bytes(&self) -> Result<Cow<'_, [u8]>, PublishError> {
        match &self.source {
            MaterialSource::Bytes(bytes) => Ok(Cow::Borrowed(bytes.as_slice())),
            MaterialSource::File(path) => match manifest::read(path)? {
                Some(bytes) if sha256(&bytes) == self.sha256 => Ok(Cow::Owned(bytes)),
                _ => Err(PublishError::Changed { path: path.clone() }),
            },
        }
    }
}

impl Series {
    /// Where the input of that SHA-256 is kept, if it is.
    #[must_use]
    pub fn input_path(&self, sha256: &str) -> PathBuf {
        self.folder().join(INPUTS).join(sha256.get(..DIGITS).unwrap_or("")).join(sha256)
    }

    /// The bytes of a kept input of `entry`, held against its hash.
    ///
    /// # Errors
    /// [`PublishError::Missing`] or [`PublishError::Altered`] naming the file, [`PublishError::Io`].
    pub fn input(&self, entry: &Entry, sha: &str) -> Result<Vec<u8>, PublishError> {
        let (path, label) = (self.input_path(sha), entry.label.clone());
        let Some(bytes) = manifest::read(&path)? else {
            let found = match entry.kept.contains_key(sha) {
                false => "it was not kept: the plan had `keep_inputs: false`, or another version issued it",
                true if self.kept_inputs().contains_key(sha) => "it is recorded, but not there",
                true => "it was given up, as the plan's retention allowed",
            };
            return Err(PublishError::Missing { label, path, found: found.to_owned() });
        };
        let found = sha256(&bytes);
        if found == sha {
            return Ok(bytes);
        }
        Err(PublishError::Altered { label, path, recorded: sha.to_owned(), found })
    }

    /// The inputs that must be there: size by SHA-256, with the last edition that has them.
    #[must_use]
    pub fn kept_inputs(&self) -> BTreeMap<&str, (u64, &Entry)> {
        let pruned: Vec<(u64, &str)> = self
            .pruned()
            .flat_map(|(seq, pruned)| pruned.inputs.iter().map(move |sha| (seq, sha.as_str())))
            .collect();
        // the last giving up of each; what a later edition kept again is there again
        let given_up: BTreeMap<&str, u64> = pruned.into_iter().map(|(seq, sha)| (sha, seq)).collect();
        let mut kept = BTreeMap::new();
        for entry in self.entries() {
            for (sha, size) in &entry.kept {
                if given_up.get(sha.as_str()).is_none_or(|seq| *seq < entry.seq) {
                    kept.insert(sha.as_str(), (*size, entry));
                }
            }
        }
        kept
    }
}

/// Is it the name of a kept input?
pub(super) fn is_sha256(name: &str) -> bool {
    name.len() == 64 && name.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
}
