//! Eyes on folders: the loop is woken when something in them changes.
//!
//! They only make the daemon quicker. What they do not see (a network mount tells of its own machine's
//! changes only, a system may have no more watches to give) is found by looking, every twenty seconds in an
//! inbox that is waited for, every two at the plans; so nothing hangs on them, and where they fail that is
//! said once.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use notify::event::{AccessKind, AccessMode, EventKind};
use notify::{Event, RecommendedWatcher, RecursiveMode, Watcher};

/// So far above a folder that is not there yet its first sign is looked for.
const ABOVE: usize = 3;

/// Folders that are watched; they are let go when this is dropped, with the thread that watches.
#[derive(Debug)]
pub(super) struct Eyes {
    watcher: Option<RecommendedWatcher>,
    watched: BTreeSet<PathBuf>,
    blind: BTreeSet<PathBuf>,
    stirred: Arc<AtomicBool>,
    /// why nothing can be watched at all, until it is said
    why_none: Option<String>,
    said: bool,
}

impl Eyes {
    /// Eyes that call `stirred` when something changed in a folder that they are set on: once, until
    /// [`Eyes::rested`].
    pub(super) fn open(stirred: impl Fn() + Send + 'static) -> Eyes {
        let flag = Arc::new(AtomicBool::new(false));
        let seen = flag.clone();
        let watcher = notify::recommended_watcher(move |event: notify::Result<Event>| {
            // an error may hide a change
            if event.as_ref().map_or(true, is_change) && !seen.swap(true, Ordering::AcqRel) {
                stirred();
            }
        });
        let why_none = watcher.as_ref().err().map(ToString::to_string);
        let (watched, blind) = (BTreeSet::new(), BTreeSet::new());
        Eyes { watcher: watcher.ok(), watched, blind, stirred: flag, why_none, said: false }
    }

    /// What stirred is being looked at; what stirs from now on is told again.
    pub(super) fn rested(&self) {
        self.stirred.store(false, Ordering::Release);
    }

    /// Sets the eyes on `folders`, and on no others; for one that is not there, on the next above that is.
    /// Gives what is to be said, once in their life, where that is not possible.
    pub(super) fn set_on(&mut self, folders: impl IntoIterator<Item = PathBuf>) -> Option<String> {
        let folders: BTreeSet<PathBuf> = folders.into_iter().filter_map(|folder| nearest(&folder)).collect();
        let Some(watcher) = &mut self.watcher else {
            let why = self.why_none.take()?;
            return Some(format!("nothing can be watched for changes ({why}): it is looked at instead"));
        };
        for gone in self.watched.difference(&folders) {
            // a folder that was removed took its watch with it
            let _ = watcher.unwatch(gone);
        }
        self.watched.retain(|folder| folders.contains(folder));
        self.blind.retain(|folder| folders.contains(folder));
        let mut failed = None;
        for folder in &folders {
            if self.watched.contains(folder) || self.blind.contains(folder) {
                continue;
            }
            match watcher.watch(folder, RecursiveMode::NonRecursive) {
                Ok(()) => {
                    self.watched.insert(folder.clone());
                }
                Err(why) => {
                    self.blind.insert(folder.clone());
                    failed = Some(format!(
                        "{} cannot be watched for changes ({why}): it is looked at instead",
                        folder.display()
                    ));
                }
            }
        }
        failed.filter(|_| !std::mem::replace(&mut self.said, true))
    }
}

/// Something that was written, made, moved or removed. That a file was read is none: the daemon reads them
/// itself, and would wake itself for ever.
fn is_change(event: &Event) -> bool {
    !matches!(event.kind, EventKind::Access(kind) if kind != AccessKind::Close(AccessMode::Write))
}

/// The folder, or the next above it that is there.
fn nearest(folder: &Path) -> Option<PathBuf> {
    folder.ancestors().take(ABOVE + 1).find(|path| path.is_dir()).map(Path::to_owned)
}

#[cfg(test)]
#[allow(clippy::disallowed_methods, reason = "fixtures are written plainly")]
mod tests {
    use std::fs;
    use std::sync::mpsc::channel;
    use std::time::Duration;

    use super::*;

    const PATIENCE: Duration = Duration::from_secs(20);
    const SHORT: Duration = Duration::from_millis(300);

    #[test]
    fn a_change_wakes_once_until_it_was_looked_at_and_reading_does_not() {
        let folder = tempfile::tempdir().unwrap();
        let inbox = folder.path().join("2026-07-14");
        let (woken, wakes) = channel();
        let mut eyes = Eyes::open(move || {
            let _ = woken.send(());
        });
        // the day's folder is not there yet: its making is seen
        assert_eq!(eyes.set_on([inbox.clone()]), None);
        fs::create_dir(&inbox).unwrap();
        wakes.recv_timeout(PATIENCE).unwrap();
        eyes.rested();
        assert_eq!(eyes.set_on([inbox.clone()]), None);
        fs::write(inbox.join("a.csv"), "1").unwrap();
        fs::write(inbox.join("b.csv"), "2").unwrap();
        wakes.recv_timeout(PATIENCE).unwrap();
        assert!(wakes.recv_timeout(SHORT).is_err(), "woken twice for one look");
        eyes.rested();
        fs::read(inbox.join("a.csv")).unwrap();
        assert!(wakes.recv_timeout(SHORT).is_err(), "woken by a reader");
        eyes.set_on([]);
        fs::write(inbox.join("c.csv"), "3").unwrap();
        assert!(wakes.recv_timeout(SHORT).is_err(), "woken by a folder that is none of its own any more");
    }

    #[test]
    fn that_nothing_can_be_watched_is_said_once() {
        let folder = tempfile::tempdir().unwrap();
        let mut eyes = Eyes::open(|| ());
        eyes.watcher = None;
        eyes.why_none = Some("no more watches".to_owned());
        let said = eyes.set_on([folder.path().to_owned()]).unwrap();
        assert_eq!(said, "nothing can be watched for changes (no more watches): it is looked at instead");
        assert_eq!(eyes.set_on([folder.path().to_owned()]), None);
    }
}
