//! Why an edition was not issued, or an archive could not be read; each with its way out.

use std::io;
use std::path::{Path, PathBuf};

use crate::model::Day;

/// What can go wrong between finished bytes and the outbox.
///
/// The text says what, where and why on one line; [`PublishError::hint`] says what to do.
#[derive(Debug, thiserror::Error)]
pub enum PublishError {
    /// the system refused: no space, no right, a read-only disk, a file where a folder should be
    #[error("cannot {doing} {}: {}", path.display(), plainly(cause))]
    Io {
        /// what was tried: `create the folder`, `write`, `sync`
        doing: &'static str,
        /// on what
        path: PathBuf,
        /// what the system said
        cause: io::Error,
    },
    /// another run holds the series' lock
    #[error("another run is issuing series {series}: {} is locked", path.display())]
    Busy {
        /// the series
        series: String,
        /// the lock file
        path: PathBuf,
    },
    /// another run issued in this series after it was opened here
    #[error("series {series} has grown since it was read: {} is not as it was", path.display())]
    Moved {
        /// the series
        series: String,
        /// the manifest
        path: PathBuf,
    },
    /// a name that could lead out of the archive
    #[error("`{series}` cannot name a series: expected letters, digits, `-` and `_`, or Chinese characters")]
    Name {
        /// as given
        series: String,
    },
    /// a line of the manifest is not as it was written
    #[error("cannot trust {}: line {line}: {found}", path.display())]
    Broken {
        /// the manifest
        path: PathBuf,
        /// its 1-based line
        line: usize,
        /// what is wrong with it
        found: String,
    },
    /// the archive holds editions but no manifest
    #[error("{} is missing, but the archive holds {} of series {series}", path.display(), example.display())]
    ManifestLost {
        /// the series
        series: String,
        /// where the manifest should be
        path: PathBuf,
        /// a file that must have been recorded
        example: PathBuf,
    },
    /// the outbox holds editions that the archive knows nothing of
    #[error("{} holds nothing of series {series}, but {} was issued from it", archive.display(), example.display())]
    ArchiveLost {
        /// the series
        series: String,
        /// the archive
        archive: PathBuf,
        /// an edition in the outbox
        example: PathBuf,
    },
    /// a day before the last issue's
    #[error("{day} lies before {last}, the day of {label}, the last issue of series {series}")]
    OutOfOrder {
        /// the series
        series: String,
        /// the day asked for
        day: Day,
        /// the last issue's day
        last: Day,
        /// the last issue's label
        label: String,
    },
    /// an edition that does not follow from what was issued
    #[error("cannot issue {label} of series {series} for {day}: {found}")]
    NotNext {
        /// the series
        series: String,
        /// the edition's label
        label: String,
        /// its day
        day: Day,
        /// what stands against it
        found: String,
    },
    /// the outbox holds something else under the edition's name
    #[error("{} is in the way: it is not {label} of series {series}", path.display())]
    Occupied {
        /// the series
        series: String,
        /// the edition's label
        label: String,
        /// the file
        path: PathBuf,
    },
    /// a workbook that is no longer what was read, so that it cannot be kept as what it was
    #[error("{} changed, or went away, while the edition was made of it", path.display())]
    Changed {
        /// the file
        path: PathBuf,
    },
    /// a file of the archive that is gone and could not be made again
    #[error("{} of {label} is missing from the archive: {found}", path.display())]
    Missing {
        /// the edition's label
        label: String,
        /// the file
        path: PathBuf,
        /// why it could not be put back
        found: String,
    },
    /// a file of the archive that is not as recorded
    #[error("{} of {label} was altered: SHA-256 recorded {recorded:.12}…, found {found:.12}…", path.display())]
    Altered {
        /// the edition's label
        label: String,
        /// the file
        path: PathBuf,
        /// SHA-256 in the manifest
        recorded: String,
        /// SHA-256 of the file
        found: String,
    },
}

impl PublishError {
    /// The system's refusal, with what was tried on what.
    pub(super) fn io(doing: &'static str, path: &Path) -> impl FnOnce(io::Error) -> PublishError {
        move |cause| PublishError::Io { doing, path: path.to_owned(), cause }
    }

    /// Will the same call succeed later, without anyone's doing? (exit code 75)
    #[must_use]
    pub fn is_temporary(&self) -> bool {
        matches!(self, PublishError::Busy { .. } | PublishError::Moved { .. } | PublishError::Changed { .. })
    }

    /// May the same call succeed later, once room is made, a disk mounted, a right given, a network back? All
    /// that the system refuses may: none of it is mended in plan or workbooks. A daemon tries again; a person
    /// is told now.
    #[must_use]
    pub fn is_passing(&self) -> bool {
        // an archive without a trace is most often a disk that is not mounted
        self.is_temporary() || matches!(self, PublishError::Io { .. } | PublishError::ArchiveLost { .. })
    }

    /// The way out, one line.
    #[must_use]
    pub fn hint(&self) -> String {
        match self {
            PublishError::Io { path, cause, .. } => way_out(path, cause),
            PublishError::Busy { .. } => "wait until it is done, then run again".into(),
            PublishError::Moved { .. } => "run again: it will be read as it stands now".into(),
            PublishError::Name { .. } => "correct `series` in the plan, or the plan's file name".into(),
            PublishError::Broken { path, .. } => format!(
                "put {} back from a backup; `tongbao archive verify` names all that differs",
                path.display()
            ),
            PublishError::ManifestLost { path, .. } => format!(
                "put {} back from a backup, or name another `archive` or `series` in the plan",
                path.display()
            ),
            PublishError::ArchiveLost { archive, .. } => format!(
                "mount or put back {}: numbers would begin again; for a new archive, move the outbox's files \
                 elsewhere and say in the plan where numbers go on: `first_issue`",
                archive.display()
            ),
            PublishError::OutOfOrder { .. } => {
                "give --out-of-order to issue it all the same, under the next free number".into()
            }
            PublishError::NotNext { found, .. } if found.contains(" is void: ") => {
                "a day whose issue is void has no other; its figures are in the next issue's".into()
            }
            PublishError::NotNext { .. } => "give --correct REASON to issue a correction".into(),
            PublishError::Occupied { path, .. } => {
                format!("move {} elsewhere and run again; it was not touched", path.display())
            }
            PublishError::Changed { .. } => {
                "run again once it is whole: it will be read as it stands then".into()
            }
            PublishError::Missing { .. } => {
                "put it back from a backup, or run that day again with the workbooks, program and fonts \
                that it was made by"
                    .into()
            }
            PublishError::Altered { .. } => {
                "put it back from a backup, or move it elsewhere and run that day \
                again: the same inputs and program make the same bytes"
                    .into()
            }
        }
    }
}

/// The refusals that staff meet, in words; the system's own text for the rest.
fn plainly(cause: &io::Error) -> String {
    match cause.kind() {
        io::ErrorKind::StorageFull => "no space left on the disk".into(),
        io::ErrorKind::QuotaExceeded => "the disk quota is used up".into(),
        io::ErrorKind::PermissionDenied => "permission denied".into(),
        io::ErrorKind::ReadOnlyFilesystem => "the file system is read-only".into(),
        io::ErrorKind::NotFound => "no such file or folder".into(),
        io::ErrorKind::NotADirectory => "a part of the path is a file, not a folder".into(),
        io::ErrorKind::IsADirectory => "it is a folder, not a file".into(),
        io::ErrorKind::AlreadyExists => "something of that name is there already".into(),
        _ => cause.to_string(),
    }
}

fn way_out(path: &Path, cause: &io::Error) -> String {
    let path = path.display();
    match cause.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => "free some space and run again".into(),
        io::ErrorKind::PermissionDenied => {
            format!("let the account that runs tongbao write to {path}, or choose another folder in the plan")
        }
        io::ErrorKind::ReadOnlyFilesystem => {
            "mount the disk for writing, or choose another folder in the plan".into()
        }
        io::ErrorKind::NotFound
        | io::ErrorKind::NotADirectory
        | io::ErrorKind::IsADirectory
        | io::ErrorKind::AlreadyExists => {
            format!("look at {path}, and at `outbox` and `archive` in the plan")
        }
        _ => "run again; nothing that was issued is lost".into(),
    }
}
