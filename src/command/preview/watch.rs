//! Rendering again when the plan changes, or a file beside it that it may name.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::Duration;

use notify::{RecursiveMode, Watcher};

use super::super::serve::signals::listen;
use crate::error::{Exit, Failure};
use crate::model::sha256;
use crate::plan::is_yaml;

/// How often is looked, where the file system says nothing of what changes (shared folders).
const LOOK: Duration = Duration::from_secs(1);
/// An editor writes a file in several steps.
const SETTLE: Duration = Duration::from_millis(80);
/// Folders beside the plan that hold what it names.
const BESIDE: [&str; 1] = ["styles"];

enum Word {
    Changed,
    Stop,
}

/// Calls `render` now, and whenever the plan or a YAML file beside it has another content; until Ctrl-C.
pub(super) fn run(plan: &Path, render: impl Fn()) -> Result<Exit, Failure> {
    let (said, words) = channel();
    let stop = said.clone();
    listen(move |_| drop(stop.send(Word::Stop)))?;
    // where it cannot watch, looking every second does
    let watcher = watcher(plan, said);
    if let Err(cause) = &watcher {
        tracing::warn!("cannot watch {}: {cause}; it is looked at every second", plan.display());
    }
    let mut seen = contents(plan);
    render();
    while !is_over(&words) {
        let now = contents(plan);
        if now != seen {
            seen = now;
            render();
        }
    }
    Ok(Exit::Done)
}

/// Waits for a word, or for as long as it is worth; is it to end?
fn is_over(words: &Receiver<Word>) -> bool {
    match words.recv_timeout(LOOK) {
        Ok(Word::Changed) => {
            std::thread::sleep(SETTLE);
            words.try_iter().any(|word| matches!(word, Word::Stop))
        }
        Ok(Word::Stop) => true,
        Err(RecvTimeoutError::Timeout) => false,
        // the watcher is gone and nobody else can speak: go on looking
        Err(RecvTimeoutError::Disconnected) => {
            std::thread::sleep(LOOK);
            false
        }
    }
}

fn watcher(plan: &Path, said: Sender<Word>) -> notify::Result<impl Watcher> {
    let mut watcher = notify::recommended_watcher(move |_| drop(said.send(Word::Changed)))?;
    for folder in folders(plan) {
        watcher.watch(&folder, RecursiveMode::NonRecursive)?;
    }
    Ok(watcher)
}

/// The plan's folder, since an editor puts a new file in the old one's place, and those within it.
fn folders(plan: &Path) -> Vec<PathBuf> {
    let folder = plan.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new(".")).to_owned();
    let beside = BESIDE.map(|name| folder.join(name)).into_iter().filter(|path| path.is_dir());
    std::iter::once(folder.clone()).chain(beside.collect::<Vec<_>>()).collect()
}

/// The plan and every style, by content.
fn contents(plan: &Path) -> BTreeMap<PathBuf, String> {
    let styles = folders(plan)
        .into_iter()
        .skip(1)
        .filter_map(|folder| folder.read_dir().ok())
        .flatten()
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .filter(|path| is_yaml(path));
    std::iter::once(plan.to_owned())
        .chain(styles)
        .filter_map(|path| std::fs::read(&path).ok().map(|bytes| (path, sha256(&bytes))))
        .collect()
}
