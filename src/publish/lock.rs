//! The lock under which a series is written: one run at a time, from a record that is as it was read.

use std::fs::{self, File, TryLockError};

use super::archive::years_in;
use super::{PublishError, Series, atomic, manifest, system};

/// Held while an edition is issued.
pub(super) const LOCK: &str = ".lock";

/// Held while an edition is issued; the system lets go of it when the process ends, however it ends.
#[derive(Debug)]
pub(super) struct Lock {
    _file: File,
}

impl Series {
    /// Makes this run the only one that issues in the series: folders, lock, the record as it was read,
    /// its end mended, and what a kill left behind swept.
    pub(super) fn lock(&self) -> Result<Lock, PublishError> {
        let folder = self.folder();
        atomic::make_folders(&folder)?;
        // an archive that is looked after from the command line may have none named
        let has_outbox = !self.places().outbox.as_os_str().is_empty();
        if has_outbox {
            atomic::make_folders(&self.places().outbox)?;
        }
        let path = folder.join(LOCK);
        let file = system::open_append(&path, 0o644).map_err(PublishError::io("open", &path))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(PublishError::Busy { series: self.name().to_owned(), path });
            }
            Err(TryLockError::Error(cause)) => return Err(PublishError::io("lock", &path)(cause)),
        }
        let path = self.manifest_path();
        match fs::metadata(&path) {
            // lines are only appended, so that the same length is the same content
            Ok(found) if found.len() == self.manifest().length => {}
            Err(e) if e.kind() == std::io::ErrorKind::NotFound && self.manifest().length == 0 => {
                manifest::begin(&path)?
            }
            Ok(_) => return Err(PublishError::Moved { series: self.name().to_owned(), path }),
            Err(cause) => return Err(PublishError::io("read", &path)(cause)),
        }
        self.manifest().mend(&path)?;
        let is_ours = |name: &str| manifest::day_of_file(self.name(), name).is_some();
        for year in years_in(&folder)? {
            atomic::sweep(&folder.join(year), is_ours)?;
        }
        if has_outbox {
            atomic::sweep(&self.places().outbox, is_ours)?;
        }
        Ok(Lock { _file: file })
    }
}
