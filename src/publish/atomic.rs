//! Write once, rename into place: a file is either not there or whole, and never replaced.
//!
//! A file is written beside its place under a name that begins with `.tmp-`, synced, renamed without
//! replacing, and the folder synced: the rule of maildir and git. What a kill leaves behind is swept at
//! the next issue, by its exact name, so that no other program's file is ever touched.

use std::fs;
use std::io::{self, Read, Seek, Write};
use std::panic::resume_unwind;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use super::PublishError;
use super::system;

/// What a temporary's name begins with; the file's own name follows.
pub(super) const TEMPORARY: &str = ".tmp-";

/// A file to be written.
#[derive(Clone, Debug)]
pub(super) struct New<'a> {
    /// its place
    pub target: PathBuf,
    /// its content
    pub bytes: &'a [u8],
    /// its mode, less the umask
    pub mode: u32,
}

/// A file that is whole and synced, but not in its place yet; removed when dropped.
#[derive(Debug)]
pub(super) struct Temporary {
    path: PathBuf,
    target: PathBuf,
    placed: bool,
}

/// A file in its place; removed when dropped, unless kept.
#[derive(Debug)]
pub(super) struct Placed {
    path: PathBuf,
    kept: bool,
}

/// So many are written side by side.
const SIDE_BY_SIDE: usize = 32;

/// Writes and syncs all `files`, some side by side: a sync takes the disk's time whatever it carries, and
/// several at once share one commit of the journal.
///
/// # Errors
/// [`PublishError::Io`] for the first file that failed; no temporary is left then.
pub(super) fn write_all(files: &[New<'_>]) -> Result<Vec<Temporary>, PublishError> {
    let next = AtomicUsize::new(0);
    let write = || {
        let mut written = Vec::new();
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(file) = files.get(at) else { return written };
            written.push((at, Temporary::write(file)));
        }
    };
    let mut written = thread::scope(|scope| {
        // where no thread is to be had, the others do its work
        let running: Vec<_> = (1..files.len().min(SIDE_BY_SIDE))
            .filter_map(|_| thread::Builder::new().spawn_scoped(scope, write).ok())
            .collect();
        let mut written = write();
        for thread in running {
            written.extend(thread.join().unwrap_or_else(|panic| resume_unwind(panic)));
        }
        written
    });
    written.sort_by_key(|(at, _)| *at);
    written.into_iter().map(|(_, outcome)| outcome).collect()
}

impl Temporary {
    fn write(new: &New<'_>) -> Result<Temporary, PublishError> {
        let path = temporary_path(&new.target);
        let mut file = system::create_new(&path, new.mode).map_err(PublishError::io("create", &path))?;
        let temporary = Temporary { path, target: new.target.clone(), placed: false };
        file.write_all(new.bytes)
            .and_then(|()| file.sync_all())
            .map_err(PublishError::io("write", &new.target))?;
        Ok(temporary)
    }

    /// Where it is going.
    pub(super) fn target(&self) -> &Path {
        &self.target
    }

    /// Renames it into its place; the folder is yet to be synced.
    ///
    /// # Errors
    /// The system's, `AlreadyExists` where the place is taken; the temporary is removed then.
    pub(super) fn place(mut self) -> io::Result<Placed> {
        system::rename_new(&self.path, &self.target)?;
        self.placed = true;
        Ok(Placed { path: self.target.clone(), kept: false })
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        if !self.placed {
            // what cannot be removed now is swept at the next issue
            let _ = fs::remove_file(&self.path);
        }
    }
}

impl Placed {
    /// It stays.
    pub(super) fn keep(mut self) {
        self.kept = true;
    }
}

impl Drop for Placed {
    fn drop(&mut self) {
        if !self.kept {
            // what cannot be removed now has no record, and is settled at the next issue
            let _ = fs::remove_file(&self.path);
        }
    }
}

/// Puts a file of its own, no edition's, in its place: whole, durably, mode 0644 less the umask, with the
/// folders above it; never over another.
///
/// # Errors
/// [`PublishError::Io`]; `AlreadyExists` where something of that name is there, which is not touched.
pub fn deposit(target: &Path, bytes: &[u8]) -> Result<(), PublishError> {
    let folder = folder_of(target);
    make_folders(folder)?;
    let new = New { target: target.to_owned(), bytes, mode: 0o644 };
    let placed = Temporary::write(&new)?.place().map_err(PublishError::io("put in place", target))?;
    placed.keep();
    sync_folder(folder)
}

/// Puts a file of the program's own, no edition's, in the place of its predecessor: a reader, or whoever
/// comes after a kill, finds the old one whole or the new one. What is issued is never replaced; what is
/// only known for now (a daemon's state, its status) is.
///
/// # Errors
/// [`PublishError::Io`]; the old file stands then. Also where its folder is not there: one made in its place
/// would stand in the way of the disk that is to be mounted again.
pub fn replace(target: &Path, bytes: &[u8]) -> Result<(), PublishError> {
    let folder = folder_of(target);
    let new = New { target: target.to_owned(), bytes, mode: 0o644 };
    // the caller holds a lock, so that a temporary of that name was left by a kill
    match fs::remove_file(temporary_path(target)) {
        Err(e) if e.kind() != io::ErrorKind::NotFound => {
            return Err(PublishError::io("remove", &temporary_path(target))(e));
        }
        _ => {}
    }
    let mut temporary = Temporary::write(&new)?;
    fs::rename(&temporary.path, target).map_err(PublishError::io("put in place", target))?;
    temporary.placed = true;
    sync_folder(folder)
}

/// Appends a line to a file of the program's own, durably; a last line that a kill cut short is ended
/// first, so that it spoils no other.
///
/// # Errors
/// [`PublishError::Io`], as of [`replace`].
pub fn append_line(target: &Path, line: &str) -> Result<(), PublishError> {
    let folder = folder_of(target);
    let torn = match fs::File::open(target) {
        Ok(mut file) => {
            let mut last = [b'\n'];
            match file.seek(io::SeekFrom::End(-1)).and_then(|_| file.read(&mut last)) {
                Ok(_) => last != [b'\n'],
                // nothing in it yet
                Err(_) => false,
            }
        }
        Err(_) => false,
    };
    let text = format!("{}{line}\n", if torn { "\n" } else { "" });
    let mut file = system::open_append(target, 0o644).map_err(PublishError::io("open", target))?;
    file.write_all(text.as_bytes())
        .and_then(|()| file.sync_all())
        .map_err(PublishError::io("write", target))?;
    sync_folder(folder)
}

fn folder_of(target: &Path) -> &Path {
    match target.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

/// The temporary beside `target`. It has one name, not a random one: a series is issued under a lock, so
/// that whoever finds the name taken has found what a kill left behind.
fn temporary_path(target: &Path) -> PathBuf {
    let mut name = std::ffi::OsString::from(TEMPORARY);
    name.push(target.file_name().unwrap_or_default());
    target.with_file_name(name)
}

/// Removes temporaries in `folder` whose file's name `is_ours`; a missing folder has none.
///
/// # Errors
/// [`PublishError::Io`] where the folder cannot be read or a temporary not removed.
pub(super) fn sweep(folder: &Path, is_ours: impl Fn(&str) -> bool) -> Result<(), PublishError> {
    for name in leftovers(folder, is_ours)? {
        let path = folder.join(name);
        fs::remove_file(&path).map_err(PublishError::io("remove", &path))?;
    }
    Ok(())
}

/// The names of temporaries in `folder` whose file's name `is_ours`, sorted.
///
/// # Errors
/// [`PublishError::Io`] where the folder cannot be read.
pub(super) fn leftovers(folder: &Path, is_ours: impl Fn(&str) -> bool) -> Result<Vec<String>, PublishError> {
    let mut names = names_in(folder)?;
    names.retain(|name| name.strip_prefix(TEMPORARY).is_some_and(&is_ours));
    Ok(names)
}

/// The names in `folder` that are Unicode, sorted; none where there is no such folder.
///
/// # Errors
/// [`PublishError::Io`] where the folder cannot be read.
pub(super) fn names_in(folder: &Path) -> Result<Vec<String>, PublishError> {
    let reading = PublishError::io("read the folder", folder);
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(e) => return Err(reading(e)),
    };
    let mut names = Vec::new();
    for entry in entries {
        match entry {
            Ok(entry) => names.extend(entry.file_name().into_string()),
            Err(e) => return Err(reading(e)),
        }
    }
    names.sort();
    Ok(names)
}

/// Makes `folder` and whatever above it is missing, durably.
///
/// # Errors
/// [`PublishError::Io`] naming the folder that could not be made.
pub(super) fn make_folders(folder: &Path) -> Result<(), PublishError> {
    let making = PublishError::io("create the folder", folder);
    match fs::metadata(folder) {
        Ok(found) if found.is_dir() => return Ok(()),
        Ok(_) => return Err(making(io::ErrorKind::NotADirectory.into())),
        Err(e) if e.kind() == io::ErrorKind::NotFound => {}
        Err(e) => return Err(making(e)),
    }
    let parent = match folder.parent() {
        Some(parent) if parent.as_os_str().is_empty() => Path::new("."),
        Some(parent) => parent,
        None => Path::new("."),
    };
    make_folders(parent)?;
    match system::make_folder(folder) {
        // another series' run made it in the meantime
        Err(e) if e.kind() == io::ErrorKind::AlreadyExists => {}
        made => made.map_err(making)?,
    }
    sync_folder(parent)
}

/// Makes the names in `folder` durable.
///
/// # Errors
/// [`PublishError::Io`].
pub(super) fn sync_folder(folder: &Path) -> Result<(), PublishError> {
    system::sync_folder(folder).map_err(PublishError::io("sync the folder", folder))
}

#[cfg(test)]
#[allow(clippy::disallowed_methods, reason = "fixtures are written plainly")]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_cannot_be_written_takes_its_siblings_with_it() {
        let folder = tempfile::tempdir().unwrap();
        let new = |name: &str| New { target: folder.path().join(name), bytes: b"bytes", mode: 0o644 };
        let error = write_all(&[new("a.pdf"), new("no such folder/b.pdf"), new("c.pdf")]).unwrap_err();
        assert!(error.to_string().ends_with("b.pdf: no such file or folder"), "{error}");
        assert_eq!(names_in(folder.path()).unwrap(), Vec::<String>::new());
    }

    #[test]
    fn a_file_is_deposited_once_and_not_over_another() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("new/folder/plan.yaml");
        deposit(&target, b"first").unwrap();
        let error = deposit(&target, b"second").unwrap_err().to_string();
        assert!(error.ends_with("plan.yaml: something of that name is there already"), "{error}");
        assert_eq!(fs::read(&target).unwrap(), b"first");
        assert_eq!(names_in(&folder.path().join("new/folder")).unwrap(), ["plan.yaml"]);
    }

    #[test]
    fn a_file_of_the_programs_own_is_replaced_whole_also_after_a_kill() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("serve/state.json");
        assert!(replace(&target, b"first").is_err() && !folder.path().join("serve").exists());
        fs::create_dir(folder.path().join("serve")).unwrap();
        replace(&target, b"first").unwrap();
        fs::write(folder.path().join("serve/.tmp-state.json"), "hal").unwrap();
        replace(&target, b"second").unwrap();
        assert_eq!(fs::read(&target).unwrap(), b"second");
        assert_eq!(names_in(target.parent().unwrap()).unwrap(), ["state.json"]);
    }

    #[test]
    fn a_line_cut_short_spoils_no_other() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("history.jsonl");
        append_line(&target, "one").unwrap();
        fs::write(&target, "one\ntw").unwrap();
        append_line(&target, "three").unwrap();
        assert_eq!(fs::read_to_string(&target).unwrap(), "one\ntw\nthree\n");
    }

    #[test]
    fn only_our_own_leftovers_are_swept() {
        let folder = tempfile::tempdir().unwrap();
        for name in [".tmp-a-2021-07-14.pdf", ".tmp-b-2021-07-14.pdf", ".tmp-Xq3", "a-2021-07-14.pdf"] {
            fs::write(folder.path().join(name), "").unwrap();
        }
        sweep(folder.path(), |name| name == "a-2021-07-14.pdf").unwrap();
        let left = [".tmp-Xq3", ".tmp-b-2021-07-14.pdf", "a-2021-07-14.pdf"];
        assert_eq!(names_in(folder.path()).unwrap(), left);
    }
}
