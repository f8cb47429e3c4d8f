//! The inbox of an issue that is made again: links to what was kept, for as long as it is read.

use std::path::{Path, PathBuf};

use crate::error::Failure;
use crate::model::Code;
use crate::publish::{Entry, Input, InputKind, Mark, Series};

/// A folder of links to kept inputs under the names that they had; gone with this.
pub(super) struct Scratch {
    folder: PathBuf,
}

impl Scratch {
    /// A new one, in the system's folder for such, for this account alone.
    pub(super) fn new(series: &Series) -> Result<Scratch, Failure> {
        let name = format!("tongbao-reproduce-{}-{}", series.name(), std::process::id());
        let folder = std::env::temp_dir().join(name);
        let cannot = |cause| Failure::not_issued(format!("cannot create {}: {cause}", folder.display()));
        #[cfg_attr(not(unix), allow(unused_mut, reason = "only Unix sets a mode"))]
        let mut builder = std::fs::DirBuilder::new();
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(&folder).map_err(cannot)?;
        Ok(Scratch { folder })
    }

    /// The folder of workbooks.
    pub(super) fn inbox(&self) -> PathBuf {
        self.folder.join("inbox")
    }

    /// The folder of written texts.
    pub(super) fn texts(&self) -> PathBuf {
        self.folder.join("texts")
    }

    /// Lays the inputs of an issue out in them, as they lay when it was made.
    pub(super) fn lay_out(&self, series: &Series, entry: &Entry) -> Result<(), Failure> {
        std::fs::create_dir(self.inbox()).map_err(|cause| {
            Failure::not_issued(format!("cannot create {}: {cause}", self.inbox().display()))
        })?;
        for input in entry.inputs.all() {
            // a text and a workbook may have one name, in folders of their own
            let of_kind = if input.kind == InputKind::Text { self.texts() } else { self.inbox() };
            let path = of_kind.join(&input.name);
            // a name is a record's word: it must not lead elsewhere
            let stays =
                Path::new(&input.name).components().all(|c| matches!(c, std::path::Component::Normal(_)));
            let cannot = |cause| Failure::not_issued(format!("cannot lay out {}: {cause}", path.display()));
            match (input.kind, sha_of(input)) {
                (InputKind::Workbook | InputKind::Text, Some(sha)) if stays => {
                    series.input(entry, sha)?;
                    let kept = std::path::absolute(series.input_path(sha)).map_err(cannot)?;
                    path.parent().map_or(Ok(()), std::fs::create_dir_all).map_err(cannot)?;
                    link(&kept, &path).map_err(cannot)?;
                }
                (InputKind::PassedOver, None) if stays => self.pass_over(input, &path).map_err(cannot)?,
                _ => {}
            }
        }
        Ok(())
    }

    /// What the inbox passes over again with the same note.
    fn pass_over(&self, input: &Input, path: &Path) -> std::io::Result<()> {
        let code = match &input.mark {
            Mark::Stated(code) => code.parse::<Code>().ok(),
            Mark::Sha256(_) => None,
        };
        match code {
            // an empty file is one still growing, or a lock file by its name
            Some(Code::F015 | Code::F017) => {
                std::fs::OpenOptions::new().write(true).create_new(true).open(path).map(drop)
            }
            Some(Code::F010) => link(&self.folder.join("nowhere").join("at all"), path),
            _ => Ok(()),
        }
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // links, not the files that they lead to
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

#[cfg(unix)]
fn link(to: &Path, at: &Path) -> std::io::Result<()> {
    std::os::unix::fs::symlink(to, at)
}

#[cfg(not(unix))]
fn link(to: &Path, at: &Path) -> std::io::Result<()> {
    std::fs::copy(to, at).map(drop)
}

/// The hash of an input that was kept, or could have been.
pub(super) fn sha_of(input: &Input) -> Option<&str> {
    match &input.mark {
        Mark::Sha256(sha) => Some(sha),
        Mark::Stated(_) => None,
    }
}
