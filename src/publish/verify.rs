//! Holding archive and outbox against the record: what is missing, altered, or has no record.

mod inputs;

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::archive::{MANIFEST, years_in};
use super::keep::INPUTS;
use super::lock::LOCK;
use super::manifest::{self, Manifest, Tail};
use super::{Entry, Kept, Places, PublishError, Series, atomic};
use crate::model::sha256;

/// How deep to look.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Depth {
    /// the chain of lines, and that each file is there with its size
    Quick,
    /// every byte: all hashes recomputed
    #[default]
    Full,
}

/// What is wrong with a file or line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// recorded, but not there
    Missing,
    /// not as recorded
    Altered,
    /// there without a record
    Extra,
    /// left by a run that was cut short; harmless, settled at the next issue
    LeftOver,
}

impl Verdict {
    /// In a word or two.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Verdict::Missing => "missing",
            Verdict::Altered => "altered",
            Verdict::Extra => "extra",
            Verdict::LeftOver => "left over",
        }
    }
}

/// One thing that is not as it should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// what kind of thing
    pub verdict: Verdict,
    /// the file
    pub path: PathBuf,
    /// its 1-based line, for the manifest
    pub line: Option<usize>,
    /// the edition it belongs to: 第67期
    pub label: Option<String>,
    /// what was found, and what was expected
    pub message: String,
}

impl Finding {
    /// Is the archive less than it should be?
    #[must_use]
    pub fn is_error(&self) -> bool {
        self.verdict != Verdict::LeftOver
    }

    fn of_file(verdict: Verdict, path: &Path, entry: Option<&Entry>, message: impl Into<String>) -> Finding {
        let label = entry.map(|entry| entry.label.clone());
        Finding { verdict, path: path.to_owned(), line: None, label, message: message.into() }
    }
}

/// Checks all that stands in the archive of `series`, and what the outbox still holds of it; findings in
/// the order of the manifest, then by path. Writes nothing. That the outbox lacks a bulletin is no
/// finding: it is there to be emptied. With an empty path for the outbox, none is looked at.
///
/// # Errors
/// [`PublishError::Name`], and [`PublishError::Io`] where a folder or file cannot be read. Whatever is
/// wrong with their content is a finding.
pub fn verify(places: &Places, series: &str, depth: Depth) -> Result<Vec<Finding>, PublishError> {
    let series = Series::survey(places, series)?;
    let has_outbox = !places.outbox.as_os_str().is_empty();
    let mut findings = of_manifest(&series);
    if !series.has_manifest() && !series.unrecorded()?.is_empty() {
        let message = "the archive holds editions, but their record is gone";
        findings.push(Finding::of_file(Verdict::Missing, &series.manifest_path(), None, message));
    }
    let given_up = series.given_up();
    for entry in series.entries() {
        for file in &entry.files {
            if given_up.contains(file.name.as_str()) {
                findings.extend(not_yet_removed(&series, file));
            } else {
                findings.extend(of_kept(&series, entry, file, depth)?);
            }
        }
        if depth == Depth::Full {
            findings.extend(of_line(&series, entry)?);
        }
        if has_outbox {
            for file in entry.outgoing() {
                findings.extend(of_outbox_copy(&series, entry, file)?);
            }
        }
    }
    findings.extend(inputs::check(&series, depth)?);
    findings.extend(without_record_in_archive(&series)?);
    if has_outbox {
        findings.extend(without_record_in_outbox(&series)?);
    }
    Ok(findings)
}

fn of_manifest(series: &Series) -> Vec<Finding> {
    let path = series.manifest_path();
    let manifest: &Manifest = series.manifest();
    let of_line =
        |verdict, line, message| Finding { verdict, path: path.clone(), line, label: None, message };
    let mut findings: Vec<Finding> = manifest
        .breaks
        .iter()
        .map(|found| of_line(Verdict::Altered, Some(found.line), found.found.clone()))
        .collect();
    if manifest.tail != Tail::Whole {
        let line = manifest.lines + usize::from(manifest.tail != Tail::Unended);
        let message = match manifest.tail {
            Tail::Unended => "it lacks its line feed",
            _ => "it is no whole record",
        };
        findings.push(of_line(Verdict::LeftOver, Some(line), message.to_owned()));
    }
    findings
}

/// A file that retention gave up, which a kill left there.
fn not_yet_removed(series: &Series, file: &Kept) -> Option<Finding> {
    let path = series.folder().join(&file.name);
    let message = "given up, and not removed yet: `archive prune` removes it";
    path.exists().then(|| Finding::of_file(Verdict::LeftOver, &path, None, message))
}

/// An archived file against its record.
fn of_kept(
    series: &Series,
    entry: &Entry,
    file: &Kept,
    depth: Depth,
) -> Result<Option<Finding>, PublishError> {
    held(&series.folder().join(&file.name), entry, (&file.sha256, file.size), depth)
}

/// A file against hash and size as recorded.
fn held(
    path: &Path,
    entry: &Entry,
    (sha, size): (&str, u64),
    depth: Depth,
) -> Result<Option<Finding>, PublishError> {
    let finding = |verdict, message: String| Ok(Some(Finding::of_file(verdict, path, Some(entry), message)));
    let found = match fs::metadata(path) {
        Ok(found) => found.len(),
        Err(e) if e.kind() == io::ErrorKind::NotFound => {
            return finding(Verdict::Missing, format!("recorded with SHA-256 {sha:.12}…"));
        }
        Err(e) => return Err(PublishError::io("read", path)(e)),
    };
    if found != size {
        return finding(Verdict::Altered, format!("expected {size} bytes, found {found}"));
    }
    if depth == Depth::Full {
        let found = sha256(&manifest::read(path)?.unwrap_or_default());
        if found != sha {
            return finding(Verdict::Altered, format!("expected SHA-256 {sha:.12}…, found {found:.12}…"));
        }
    }
    Ok(None)
}

/// The line against the figures it names. The chain cannot vouch for the last line, the figures can.
fn of_line(series: &Series, entry: &Entry) -> Result<Option<Finding>, PublishError> {
    let Some(file) = entry.figures() else { return Ok(None) };
    let Some(bytes) = manifest::read(&series.folder().join(&file.name))? else { return Ok(None) };
    if sha256(&bytes) != file.sha256 {
        return Ok(None); // reported as altered already; its content is no witness
    }
    let Ok(figures) = serde_json::from_slice::<Value>(&bytes) else { return Ok(None) };
    let said = [
        ("series", Value::from(entry.series.as_str())),
        ("title", Value::from(entry.title.as_str())),
        ("number", Value::from(entry.number)),
        ("day", Value::from(entry.day.to_string())),
        ("revision", Value::from(entry.revision)),
    ];
    let differing = said.into_iter().find_map(|(key, said)| {
        let found = figures.get(key).filter(|found| **found != said)?;
        Some(format!("its `{key}` is {said}, but {} says {found}", file.name))
    });
    Ok(differing.map(|message| Finding {
        verdict: Verdict::Altered,
        path: series.manifest_path(),
        line: usize::try_from(entry.seq).ok(),
        label: Some(entry.label.clone()),
        message,
    }))
}

fn of_outbox_copy(series: &Series, entry: &Entry, file: &Kept) -> Result<Option<Finding>, PublishError> {
    let path = series.places().outbox.join(file.file_name());
    let found = manifest::read(&path)?.map(|bytes| sha256(&bytes));
    if let (Some(found), Some(void)) = (&found, series.voided(entry.day)) {
        let message = match *found == file.sha256 {
            true => format!("{} is void, and was to be taken out: `archive void` does it", void.label),
            false => format!("{} is void, and this is something else of its name", void.label),
        };
        return Ok(Some(Finding::of_file(Verdict::Extra, &path, Some(entry), message)));
    }
    let found = found.filter(|found| *found != file.sha256);
    Ok(found.map(|found| {
        let message = format!("expected SHA-256 {:.12}…, found {found:.12}…", file.sha256);
        Finding::of_file(Verdict::Altered, &path, Some(entry), message)
    }))
}

fn without_record_in_archive(series: &Series) -> Result<Vec<Finding>, PublishError> {
    let folder = series.folder();
    let is_ours = |name: &str| manifest::day_of_file(series.name(), name).is_some();
    let recorded: BTreeSet<&str> =
        series.entries().iter().flat_map(|e| &e.files).map(|f| f.name.as_str()).collect();
    let years = years_in(&folder)?;
    let mut findings = Vec::new();
    for name in atomic::names_in(&folder)? {
        if name != MANIFEST && name != LOCK && name != INPUTS && !years.contains(&name) {
            findings.push(extra(folder.join(name), "nothing of this name belongs here"));
        }
    }
    for year in years {
        let folder = folder.join(&year);
        let leftovers = atomic::leftovers(&folder, is_ours)?;
        for name in atomic::names_in(&folder)? {
            if leftovers.contains(&name) {
                findings.push(left_over(folder.join(name)));
            } else if !recorded.contains(format!("{year}/{name}").as_str()) {
                findings.push(extra(folder.join(name), "no line of the manifest records it"));
            }
        }
    }
    Ok(findings)
}

fn without_record_in_outbox(series: &Series) -> Result<Vec<Finding>, PublishError> {
    let outbox = &series.places().outbox;
    let is_ours = |name: &str| manifest::day_of_file(series.name(), name).is_some();
    let recorded: BTreeSet<&str> =
        series.entries().iter().flat_map(|entry| &entry.files).map(Kept::file_name).collect();
    let mut findings: Vec<Finding> =
        atomic::leftovers(outbox, is_ours)?.into_iter().map(|name| left_over(outbox.join(name))).collect();
    for name in atomic::names_in(outbox)? {
        if is_ours(&name) && !recorded.contains(name.as_str()) {
            let message = "no line of the manifest records it: were lines taken away?";
            findings.push(extra(outbox.join(name), message));
        }
    }
    Ok(findings)
}

fn extra(path: PathBuf, message: &str) -> Finding {
    Finding::of_file(Verdict::Extra, &path, None, message)
}

fn left_over(path: PathBuf) -> Finding {
    Finding::of_file(Verdict::LeftOver, &path, None, "a temporary of a run that was cut short")
}
