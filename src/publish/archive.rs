//! A series as it stands in the archive: what was issued, what comes next.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use super::manifest::{self, Manifest, Tail};
use super::{Entry, Event, Inputs, Kept, Places, Pruned, PublishError, Void, What, atomic};
use crate::model::{Day, sha256};

/// The record of a series in its folder.
pub(super) const MANIFEST: &str = "manifest.jsonl";
/// How many issues back figures are asked for: ranks are drawn over the last 14.
pub const PAST_ISSUES: usize = 14;

/// A series as read from the archive; reading writes nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Series {
    places: Places,
    name: String,
    first_issue: u32,
    has_manifest: bool,
    manifest: Manifest,
}

/// How a day's edition stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing<'a> {
    /// nothing was issued for the day
    Fresh,
    /// it was issued from the same inputs
    Same {
        /// its latest revision
        entry: &'a Entry,
        /// copies that are gone from archive or outbox, for [`Series::restore`]
        missing: Vec<PathBuf>,
        /// what changed and does not count: fonts, program
        asides: Vec<String>,
    },
    /// it was declared void, and the day has no other
    Void(&'a Void),
    /// it was issued from other inputs
    Differs {
        /// its latest revision
        entry: &'a Entry,
        /// how the inputs differ: `workbook 东城区.ods changed`
        changes: Vec<String>,
    },
}

/// An earlier issue with its figures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Past<'a> {
    /// its record
    pub entry: &'a Entry,
    /// its figures, as JSON
    pub figures: Vec<u8>,
}

impl Series {
    /// Reads the record of series `name`, whose numbers begin at `first_issue`; an archive that is not
    /// there has no editions.
    ///
    /// # Errors
    /// [`PublishError::Broken`] with the first line that is not as it was written,
    /// [`PublishError::ManifestLost`] where editions stand without a record, [`PublishError::Name`],
    /// [`PublishError::Io`]. A last line cut short by a kill is no error: see [`Series::notice`].
    pub fn open(places: &Places, name: &str, first_issue: u32) -> Result<Series, PublishError> {
        let series = Series { first_issue, ..Series::survey(places, name)? };
        let (path, manifest) = (series.manifest_path(), &series.manifest);
        if let Some(first) = manifest.breaks.first() {
            return Err(PublishError::Broken { path, line: first.line, found: first.found.clone() });
        }
        // without their records, the numbers of these editions would be given again
        let unrecorded = || series.unrecorded().map(|files| files.into_iter().next());
        if !series.has_manifest
            && let Some(example) = unrecorded()?
        {
            return Err(PublishError::ManifestLost { series: name.to_owned(), path, example });
        }
        if matches!(manifest.tail, Tail::Stray(_))
            && let Some(example) = unrecorded()?
        {
            let line = manifest.lines + 1;
            let found = format!("it is no record, but {} must have had one", example.display());
            return Err(PublishError::Broken { path, line, found });
        }
        Ok(series)
    }

    /// Reads the record as it is, whatever is wrong with it.
    pub(super) fn survey(places: &Places, name: &str) -> Result<Series, PublishError> {
        check_name(name)?;
        let bytes = manifest::read(&places.archive.join(name).join(MANIFEST))?;
        let manifest = Manifest::parse(bytes.as_deref().unwrap_or_default(), name);
        let has_manifest = bytes.is_some();
        Ok(Series { places: places.clone(), name: name.to_owned(), first_issue: 1, has_manifest, manifest })
    }

    /// The editions, in the order of issue.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.manifest.entries
    }

    /// What else happened to the series, in its order.
    #[must_use]
    pub fn events(&self) -> &[Event] {
        &self.manifest.events
    }

    /// Every giving up of files, with its line.
    pub(super) fn pruned(&self) -> impl Iterator<Item = (u64, &Pruned)> {
        self.events().iter().filter_map(|event| match &event.what {
            What::Pruned(pruned) => Some((event.seq, pruned)),
            What::Void(_) => None,
        })
    }

    /// The series as it was when `entry` was issued.
    #[must_use]
    pub fn before(&self, entry: &Entry) -> Series {
        let mut then = self.clone();
        then.manifest.entries.retain(|other| other.seq < entry.seq);
        then.manifest.events.retain(|event| event.seq < entry.seq);
        then
    }

    /// What is amiss at the manifest's end and will be mended at the next issue, in a sentence.
    #[must_use]
    pub fn notice(&self) -> Option<String> {
        self.manifest.notice(&self.manifest_path())
    }

    /// How many lines the record has, and the first 12 digits of the last one's hash: `67:3f29c1a05be7`.
    /// Written down elsewhere (a log), it shows later that no line was taken away.
    #[must_use]
    pub fn head(&self) -> String {
        format!("{}:{:.12}", self.manifest.lines, self.manifest.head)
    }

    /// The latest revision of the edition for `day`.
    #[must_use]
    pub fn find(&self, day: Day) -> Option<&Entry> {
        self.revision(day, None)
    }

    /// The edition for `day` of the given revision, or its latest.
    #[must_use]
    pub fn revision(&self, day: Day, revision: Option<u32>) -> Option<&Entry> {
        let of_day = self.entries().iter().filter(|entry| entry.day == day);
        of_day.filter(|entry| revision.is_none_or(|r| entry.revision == r)).max_by_key(|entry| entry.revision)
    }

    /// How the edition for `day` stands, were it made of `inputs` now.
    #[must_use]
    pub fn standing(&self, day: Day, inputs: &Inputs) -> Standing<'_> {
        let Some(entry) = self.find(day) else { return Standing::Fresh };
        if let Some(void) = self.voided(day) {
            return Standing::Void(void);
        }
        let changes = entry.inputs.differences(inputs);
        if changes.is_empty() {
            let missing =
                self.copies(entry).into_iter().filter(|path| fs::symlink_metadata(path).is_err()).collect();
            Standing::Same { entry, missing, asides: entry.inputs.asides(inputs) }
        } else {
            Standing::Differs { entry, changes }
        }
    }

    /// The number of the next issue: one more than the highest given, and never below the series' first.
    /// Numbers are never given twice, that of a void issue neither; one that was skipped stays skipped.
    #[must_use]
    pub fn next_number(&self) -> u32 {
        let highest = self.entries().iter().map(|entry| entry.number).max();
        highest.map_or(self.first_issue, |n| n.saturating_add(1).max(self.first_issue))
    }

    /// The number for a first edition for `day`; a day before the last issue's only if `out_of_order`.
    ///
    /// # Errors
    /// [`PublishError::OutOfOrder`]; [`PublishError::ArchiveLost`] where editions for other days lie in the outbox
    /// and the archive has no record of any.
    pub fn number_for(&self, day: Day, out_of_order: bool) -> Result<u32, PublishError> {
        if self.entries().is_empty()
            && let Some(example) = self.in_outbox(day)
        {
            let archive = self.places.archive.clone();
            return Err(PublishError::ArchiveLost { series: self.name.clone(), archive, example });
        }
        let valid = self.entries().iter().filter(|entry| self.voided(entry.day).is_none());
        match valid.max_by_key(|entry| (entry.day, entry.revision)) {
            Some(last) if last.day > day && !out_of_order => Err(PublishError::OutOfOrder {
                series: self.name.clone(),
                day,
                last: last.day,
                label: last.label.clone(),
            }),
            _ => Ok(self.next_number()),
        }
    }

    /// The latest revision of each issue before `day` that is not void, [`PAST_ISSUES`] at most, in order of
    /// day, with their figures.
    ///
    /// # Errors
    /// As [`Series::figures`].
    pub fn past(&self, day: Day) -> Result<Vec<Past<'_>>, PublishError> {
        let entries = self.entries_before(day);
        entries.into_iter().map(|entry| Ok(Past { entry, figures: self.figures(entry)? })).collect()
    }

    /// The issues whose figures [`Series::past`] gives, oldest first.
    #[must_use]
    pub fn entries_before(&self, day: Day) -> Vec<&Entry> {
        let mut latest: BTreeMap<Day, &Entry> = BTreeMap::new();
        let before = |entry: &&Entry| entry.day < day && self.voided(entry.day).is_none();
        for entry in self.entries().iter().filter(before) {
            let kept = latest.entry(entry.day).or_insert(entry);
            if entry.revision > kept.revision {
                *kept = entry;
            }
        }
        let all = latest.into_values();
        let beyond = all.len().saturating_sub(PAST_ISSUES);
        all.skip(beyond).collect()
    }

    /// The figures of an issue as JSON, held against the hash recorded.
    ///
    /// # Errors
    /// [`PublishError::Missing`] or [`PublishError::Altered`] naming the file, [`PublishError::Io`].
    pub fn figures(&self, entry: &Entry) -> Result<Vec<u8>, PublishError> {
        self.kept(entry, entry.figures())
    }

    /// The PDF of an issue, held against the hash recorded.
    ///
    /// # Errors
    /// As [`Series::figures`].
    pub fn pdf(&self, entry: &Entry) -> Result<Vec<u8>, PublishError> {
        self.kept(entry, entry.pdf())
    }

    pub(super) fn kept(&self, entry: &Entry, file: Option<&Kept>) -> Result<Vec<u8>, PublishError> {
        let missing = |path: PathBuf| PublishError::Missing {
            label: entry.label.clone(),
            path,
            found: "it is recorded, but not there".to_owned(),
        };
        let Some(file) = file else { return Err(missing(self.folder())) };
        let path = self.folder().join(&file.name);
        let Some(bytes) = manifest::read(&path)? else { return Err(missing(path)) };
        hold_against(entry, file, &path, &bytes)?;
        Ok(bytes)
    }

    /// The folder of the series in the archive.
    #[must_use]
    pub fn folder(&self) -> PathBuf {
        self.places.archive.join(&self.name)
    }

    /// The series' name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Where editions are kept and put.
    #[must_use]
    pub fn places(&self) -> &Places {
        &self.places
    }

    /// Has the series a manifest, be it an empty one?
    pub(super) fn has_manifest(&self) -> bool {
        self.has_manifest
    }

    pub(super) fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    pub(super) fn manifest_path(&self) -> PathBuf {
        self.folder().join(MANIFEST)
    }

    /// Every place where a copy of the edition belongs: archive first, outbox last.
    pub(super) fn copies(&self, entry: &Entry) -> Vec<PathBuf> {
        let folder = self.folder();
        let archived = entry.files.iter().map(|file| folder.join(&file.name));
        archived.chain(entry.outgoing().map(|file| self.places.outbox.join(file.file_name()))).collect()
    }

    /// A PDF in the outbox that is named as an edition of this series for another day than `day`.
    fn in_outbox(&self, day: Day) -> Option<PathBuf> {
        // one that may be written to and not read shows nothing
        let names = atomic::names_in(&self.places.outbox).unwrap_or_default();
        let is_other = |name: &&String| {
            name.ends_with(".pdf") && manifest::day_of_file(&self.name, name).is_some_and(|of| of != day)
        };
        names.iter().find(is_other).map(|name| self.places.outbox.join(name))
    }

    /// Files in the year folders that are named as editions of this series and have no record, sorted.
    pub(super) fn unrecorded(&self) -> Result<Vec<PathBuf>, PublishError> {
        let folder = self.folder();
        let recorded: BTreeSet<&str> =
            self.entries().iter().flat_map(|e| &e.files).map(|f| f.name.as_str()).collect();
        let mut found = Vec::new();
        for year in years_in(&folder)? {
            for name in atomic::names_in(&folder.join(&year))? {
                let kept = format!("{year}/{name}");
                if manifest::day_of_file(&self.name, &name).is_some() && !recorded.contains(kept.as_str()) {
                    found.push(folder.join(kept));
                }
            }
        }
        Ok(found)
    }
}

/// Is the file as recorded?
pub(super) fn hold_against(
    entry: &Entry,
    file: &Kept,
    path: &Path,
    bytes: &[u8],
) -> Result<(), PublishError> {
    let found = sha256(bytes);
    if found == file.sha256 {
        return Ok(());
    }
    Err(PublishError::Altered {
        label: entry.label.clone(),
        path: path.to_owned(),
        recorded: file.sha256.clone(),
        found,
    })
}

/// The names of the year folders in a series' folder, sorted.
pub(super) fn years_in(folder: &Path) -> Result<Vec<String>, PublishError> {
    let mut names = atomic::names_in(folder)?;
    names.retain(|name| {
        name.len() >= 4 && name.bytes().all(|b| b.is_ascii_digit()) && folder.join(name).is_dir()
    });
    Ok(names)
}

/// The series that an archive holds, sorted; none where there is no archive. A series that has lost its
/// manifest is among them.
///
/// # Errors
/// [`PublishError::Io`] where the folder cannot be read.
pub fn series_in(archive: &Path) -> Result<Vec<String>, PublishError> {
    let names = atomic::names_in(archive)?;
    let mut series = Vec::new();
    for name in names.into_iter().filter(|name| check_name(name).is_ok()) {
        let folder = archive.join(&name);
        if folder.join(MANIFEST).is_file() || (folder.is_dir() && !years_in(&folder)?.is_empty()) {
            series.push(name);
        }
    }
    Ok(series)
}

/// A plan's series is checked already; one from a command line is not, and must not lead out of the archive.
fn check_name(name: &str) -> Result<(), PublishError> {
    let is_fit = |c: char| c.is_alphanumeric() || c == '-' || c == '_';
    if !name.is_empty() && name.len() <= 200 && name.chars().all(is_fit) {
        Ok(())
    } else {
        Err(PublishError::Name { series: name.to_owned() })
    }
}
