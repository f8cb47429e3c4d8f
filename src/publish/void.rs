//! 作废: declaring an issue void. It stays in the archive, with its number, and counts no more.

use std::fs;
use std::path::PathBuf;

use super::event::{Event, Void, What};
use super::{Entry, PublishError, Series, atomic, manifest};
use crate::model::{Day, sha256};

/// That an issue is void, and what became of its copies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Voided {
    /// its record
    pub void: Void,
    /// was it void before?
    pub already: bool,
    /// bulletins taken out of the outbox; the archive keeps them
    pub withdrawn: Vec<PathBuf>,
    /// files of that name in the outbox that are something else, and were left
    pub left: Vec<PathBuf>,
    /// issues after it, which were compared with it: 第68期
    pub compared: Vec<String>,
}

impl Series {
    /// Why the issue for `day` is void, if it is.
    #[must_use]
    pub fn voided(&self, day: Day) -> Option<&Void> {
        self.events().iter().find_map(|event| match &event.what {
            What::Void(void) if void.day == day => Some(void),
            _ => None,
        })
    }

    /// Declares the issue of `entry` void, in all its revisions, and takes its bulletins out of the outbox:
    /// those that are as recorded, and that the archive has. An issue that is void already is left so; what
    /// of its bulletins is in the outbox still, after a kill, is taken out.
    ///
    /// # Errors
    /// As [`super::publish`]; [`PublishError::Missing`] or [`PublishError::Altered`] where the outbox has the
    /// last good copy, which is then left there.
    pub fn void(&self, entry: &Entry, reason: &str) -> Result<Voided, PublishError> {
        let _lock = self.lock()?;
        let already = self.voided(entry.day).cloned();
        let void = already.clone().unwrap_or_else(|| Void {
            number: entry.number,
            day: entry.day,
            label: self.find(entry.day).unwrap_or(entry).label.clone(),
            reason: reason.to_owned(),
        });
        if already.is_none() {
            self.append(What::Void(void.clone()))?;
        }
        let (withdrawn, left) = self.withdraw(entry.day)?;
        let later = self.entries().iter().filter(|other| other.seq > entry.seq && other.day > entry.day);
        let first_later =
            later.filter(|other| self.voided(other.day).is_none()).min_by_key(|other| other.day);
        let compared = first_later.map(|other| other.label.clone()).into_iter().collect();
        Ok(Voided { void, already: already.is_some(), withdrawn, left, compared })
    }

    /// Takes the bulletins for `day` out of the outbox: (taken out, left).
    fn withdraw(&self, day: Day) -> Result<(Vec<PathBuf>, Vec<PathBuf>), PublishError> {
        let (mut withdrawn, mut left) = (Vec::new(), Vec::new());
        let outbox = &self.places().outbox;
        if outbox.as_os_str().is_empty() {
            return Ok((withdrawn, left));
        }
        let of_day = self.entries().iter().filter(|entry| entry.day == day);
        let out = of_day.flat_map(|entry| entry.outgoing().map(move |file| (entry, file)));
        for (entry, file) in out {
            let path = outbox.join(file.file_name());
            match manifest::read(&path)? {
                None => {}
                Some(bytes) if sha256(&bytes) == file.sha256 => {
                    // never the last copy, unless retention gave the archive's up
                    if !self.given_up().contains(file.name.as_str()) {
                        self.kept(entry, Some(file))?;
                    }
                    fs::remove_file(&path).map_err(PublishError::io("remove", &path))?;
                    withdrawn.push(path);
                }
                Some(_) => left.push(path),
            }
        }
        atomic::sync_folder(outbox)?;
        Ok((withdrawn, left))
    }

    /// Appends what happened to the record; the caller holds the lock.
    pub(super) fn append(&self, what: What) -> Result<(), PublishError> {
        let manifest = self.manifest();
        let event = Event {
            seq: manifest.lines as u64 + 1,
            series: self.name().to_owned(),
            what,
            previous: manifest.head.clone(),
        };
        let path = self.manifest_path();
        let length = fs::metadata(&path).map_err(PublishError::io("read", &path))?.len();
        manifest::append(&path, &event, length).map_err(|e| e.error)?;
        Ok(())
    }
}
