//! What files look like from outside, by which it is told whether they changed or stand still.

use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// Path, length and time of change of each file, in the paths' order.
pub(super) type Looks = Vec<(PathBuf, u64, Option<SystemTime>)>;

/// The files of `folders`, not of those within, that are such as `is_meant` says; a folder that is not
/// there has none.
pub(super) fn looks(folders: &[PathBuf], is_meant: impl Fn(&Path) -> bool) -> Looks {
    let entries = folders.iter().filter_map(|folder| folder.read_dir().ok()).flatten().filter_map(Result::ok);
    let mut looks: Looks = entries
        .map(|entry| entry.path())
        .filter(|path| is_meant(path))
        .filter_map(|path| {
            // through links: Kubernetes changes a ConfigMap by turning one
            let found = path.metadata().ok()?;
            Some((path, found.len(), found.modified().ok()))
        })
        .collect();
    looks.sort();
    looks
}
