//! Putting back copies of an issued edition that are gone.

use std::path::PathBuf;

use super::archive::hold_against;
use super::atomic::{self, New};
use super::issue::stands;
use super::manifest;
use super::{Bundle, Entry, Kept, PublishError, Series};
use crate::model::sha256;

impl Series {
    /// Puts back what is gone of an issued edition from the copies at hand, and gives the paths put back;
    /// writes nothing where nothing is gone. The archive's PDF is taken from the outbox, the outbox's from
    /// the archive: only bytes with the hash recorded.
    ///
    /// # Errors
    /// [`PublishError::Altered`] where an archived file is not as recorded, [`PublishError::Occupied`]
    /// where the outbox holds something else, [`PublishError::Missing`] where the bytes cannot be had,
    /// [`PublishError::Busy`], [`PublishError::Io`].
    pub fn restore(&self, entry: &Entry) -> Result<Vec<PathBuf>, PublishError> {
        self.put_back(entry, None)
    }

    /// As [`Series::restore`], with the edition made again of the same inputs: archived files that no
    /// other copy is left of can be put back from it, if its bytes have the hash recorded.
    ///
    /// # Errors
    /// As [`Series::restore`].
    pub fn restore_from(&self, entry: &Entry, remade: &Bundle) -> Result<Vec<PathBuf>, PublishError> {
        self.put_back(entry, Some(remade))
    }

    fn put_back(&self, entry: &Entry, remade: Option<&Bundle>) -> Result<Vec<PathBuf>, PublishError> {
        let mut lacking: Vec<(PathBuf, Vec<u8>, u32)> = Vec::new();
        for file in &entry.files {
            let path = self.folder().join(&file.name);
            match manifest::read(&path)? {
                Some(bytes) => hold_against(entry, file, &path, &bytes)?,
                None => {
                    let bytes = self.made_again(entry, file, remade)?;
                    lacking.push((path, bytes, 0o444));
                }
            }
        }
        // a void issue was taken out of the outbox, and stays out
        let is_void = self.voided(entry.day).is_some();
        for file in entry.outgoing().filter(|_| !is_void) {
            let path = self.places().outbox.join(file.file_name());
            let archived = lacking
                .iter()
                .find(|(path, ..)| path.ends_with(&file.name))
                .map(|(_, bytes, _)| bytes.clone());
            let bytes = archived.map_or_else(|| self.kept(entry, Some(file)), Ok)?;
            match stands(&path, &bytes)? {
                Some(true) => {}
                None => lacking.push((path, bytes, 0o644)),
                Some(false) => {
                    let (series, label) = (self.name().to_owned(), entry.label.clone());
                    return Err(PublishError::Occupied { series, label, path });
                }
            }
        }
        if lacking.is_empty() {
            return Ok(Vec::new());
        }

        let _lock = self.lock()?;
        let mut put = Vec::new();
        for (path, ..) in &lacking {
            path.parent().map_or(Ok(()), atomic::make_folders)?;
        }
        let files: Vec<New> = lacking
            .iter()
            .map(|(path, bytes, mode)| New { target: path.clone(), bytes, mode: *mode })
            .collect();
        for temporary in atomic::write_all(&files)? {
            let path = temporary.target().to_owned();
            temporary.place().map_err(PublishError::io("put in place", &path))?.keep();
            // archive before outbox: what has been sent must already be kept
            path.parent().map_or(Ok(()), atomic::sync_folder)?;
            put.push(path);
        }
        Ok(put)
    }

    /// The bytes of an archived file from elsewhere, if their hash is the one recorded.
    fn made_again(
        &self,
        entry: &Entry,
        file: &Kept,
        remade: Option<&Bundle>,
    ) -> Result<Vec<u8>, PublishError> {
        let in_outbox = if file.goes_out() {
            manifest::read(&self.places().outbox.join(file.file_name()))?
        } else {
            None
        };
        let place = entry.files.iter().position(|kept| kept == file);
        let remade = remade.zip(place).and_then(|(bundle, place)| bundle.files().nth(place));
        let remade = remade.map(|(_, bytes)| bytes.to_vec());
        let found = match (&remade, &in_outbox) {
            (None, None) => "no other copy is at hand".to_owned(),
            (Some(bytes), _) => format!(
                "made again it has SHA-256 {:.12}…, recorded is {:.12}…: program or fonts have changed since",
                sha256(bytes),
                file.sha256
            ),
            (None, Some(_)) => "the copy in the outbox is not as recorded".to_owned(),
        };
        let fit = [remade, in_outbox].into_iter().flatten().find(|bytes| sha256(bytes) == file.sha256);
        fit.ok_or_else(|| PublishError::Missing {
            label: entry.label.clone(),
            path: self.folder().join(&file.name),
            found,
        })
    }
}
