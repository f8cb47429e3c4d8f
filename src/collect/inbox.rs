//! The folder of a day's workbooks: what is in it, what is passed over, what each file weighs by SHA-256.

use std::borrow::Cow;
use std::fmt;
use std::fs::{File, Metadata};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use sha2::{Digest, Sha256};

use crate::model::{Code, Fault, Place, SourceFile, lower_hex, sha256};
use crate::threads;

use super::preflight;

/// Why nothing can be collected at all.
#[derive(Debug, thiserror::Error)]
pub enum CollectError {
    /// the folder of the day is not there
    #[error("cannot read inbox {}: no such folder\nhint: create it and put the districts' workbooks there, or name another with --inbox", .0.display())]
    Missing(PathBuf),
    /// a file stands where the folder should
    #[error("cannot read inbox {}: it is a file, not a folder\nhint: name the folder that holds the workbooks with --inbox", .0.display())]
    NotAFolder(PathBuf),
    /// the folder cannot be listed
    #[error("cannot read inbox {}: {source}\nhint: let the user that runs tongbao read the folder, or name another with --inbox", .path.display())]
    Unreadable {
        /// the folder
        path: PathBuf,
        /// what the system said
        source: io::Error,
    },
}

/// The files of a day, in the order of their names' bytes, each with its hash; nothing is parsed yet, so
/// that a caller can tell "the same inputs" cheaply.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inbox {
    folder: PathBuf,
    files: Vec<InboxFile>,
    passed_over: Vec<Fault>,
}

/// One file to be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct InboxFile {
    pub(super) name: String,
    pub(super) path: PathBuf,
    pub(super) sha256: String,
    /// when it was last written, where the system tells
    pub(super) modified: Option<SystemTime>,
    /// its bytes, where they were kept in memory as they were hashed
    pub(super) held: Option<Held>,
}

/// The bytes of a file as they were hashed: read once, for the hash, for the figures and for the archive.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Held(Arc<Vec<u8>>);

impl fmt::Debug for Held {
    /// Their number: a workbook's bytes tell nobody anything.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Held({} bytes)", self.0.len())
    }
}

impl Inbox {
    /// The largest file that is read, in bytes.
    pub const LARGEST: u64 = preflight::FILE;

    /// Lists a folder and hashes its files. Passed over, with a note of each: lock files of Office and WPS
    /// (`~$…`, `.~…`), names that begin with a dot or end in `.tmp` and the like, files still empty or still
    /// growing. Folders within are not entered, which is said too.
    ///
    /// # Errors
    /// Only where the folder itself is missing or cannot be read.
    pub fn open(dir: &Path) -> Result<Inbox, CollectError> {
        Inbox::open_within(dir, 0)
    }

    /// As [`Inbox::open`], but keeps the files' bytes in memory, up to 16 MiB of them, so that what is hashed, read
    /// and kept are the very same bytes, and each is fetched from the disk once.
    ///
    /// # Errors
    /// As [`Inbox::open`].
    pub fn open_and_hold(dir: &Path) -> Result<Inbox, CollectError> {
        Inbox::open_within(dir, HELD)
    }

    /// As [`Inbox::open`], holding so many bytes at most.
    fn open_within(dir: &Path, mut room: u64) -> Result<Inbox, CollectError> {
        let unreadable = |source| CollectError::Unreadable { path: dir.to_owned(), source };
        let about = std::fs::metadata(dir).map_err(|source| match source.kind() {
            io::ErrorKind::NotFound => CollectError::Missing(dir.to_owned()),
            _ => unreadable(source),
        })?;
        if !about.is_dir() {
            return Err(CollectError::NotAFolder(dir.to_owned()));
        }
        let mut paths: Vec<PathBuf> = std::fs::read_dir(dir)
            .map_err(unreadable)?
            .map(|e| e.map(|e| e.path()))
            .collect::<Result<_, _>>()
            .map_err(unreadable)?;
        paths.sort();
        let mut inbox = Inbox { folder: dir.to_owned(), files: Vec::new(), passed_over: Vec::new() };
        let mut files = Vec::new();
        for path in paths {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let about = std::fs::metadata(&path).ok();
            if about.as_ref().is_some_and(Metadata::is_dir) {
                // those of the system and of file servers, .git and @eaDir, are nobody's
                if !name.starts_with(['.', '@', '$', '#']) {
                    inbox.pass_over(Fault::new(Code::F019).found(&name), &name);
                }
                continue;
            }
            if is_temporary(&name) {
                inbox.pass_over(Fault::new(Code::F015).found(&name), &name);
                continue;
            }
            // a pipe or a socket would keep a reader waiting for ever; a link that leads nowhere is no file
            let Some(about) = about.filter(Metadata::is_file) else {
                inbox.pass_over(Fault::new(Code::F010).found("非普通文件/no regular file"), &name);
                continue;
            };
            // in the order of the names, so that the same files are held at every run
            let held = if about.len() <= room { about.len() } else { 0 };
            room -= held;
            files.push(Listed { name, path, held });
        }
        inbox.settle(files);
        Ok(inbox)
    }

    /// Hashes the files, then looks at every one of them again: what was written to meanwhile is hashed
    /// anew after a pause, a few times, and given up as still being written (F017).
    fn settle(&mut self, files: Vec<Listed>) {
        let mut open = files;
        for round in 0..=ROUNDS {
            if round > 0 {
                std::thread::sleep(PAUSE);
            }
            let hash_share = |share: &[Listed]| share.iter().map(hash).collect();
            let hashed = threads::in_shares(&open, SHARE, hash_share);
            let mut moving = Vec::new();
            for (listed, hashed) in open.into_iter().zip(hashed) {
                match hashed {
                    Ok(Hashed::Empty) => self.pass_over(Fault::new(Code::F017), &listed.name),
                    Ok(Hashed::Stable(sha256, look, held)) if look.still(&listed.path) => {
                        let Listed { name, path, .. } = listed;
                        let modified = look.modified;
                        self.files.push(InboxFile { name, path, sha256, modified, held });
                    }
                    Ok(_) if round == ROUNDS => self.pass_over(Fault::new(Code::F017), &listed.name),
                    Ok(_) => moving.push(listed),
                    Err(error) => self.pass_over(Fault::new(Code::F018).found(error), &listed.name),
                }
            }
            if moving.is_empty() {
                break;
            }
            open = moving;
        }
        self.files.sort_by(|a, b| a.path.cmp(&b.path));
        let file = |fault: &Fault| fault.place.as_ref().map(|place| place.file.clone());
        self.passed_over.sort_by_key(file);
    }

    /// The folder.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Name and SHA-256 of every file that would be read, in the order of their names' bytes.
    #[must_use]
    pub fn sources(&self) -> Vec<SourceFile> {
        let source = |file: &InboxFile| SourceFile {
            name: file.name.clone(),
            sha256: file.sha256.clone(),
            district: None,
        };
        self.files.iter().map(source).collect()
    }

    /// The names of files that are not read, and the code of the note that says why, in the order of the
    /// names' bytes.
    pub fn left_out(&self) -> impl Iterator<Item = (&str, Code)> {
        self.passed_over.iter().filter_map(|note| Some((note.place.as_ref()?.file.as_str(), note.code)))
    }

    /// The bytes of that SHA-256, where a file's of that are held. By hash, since two names that are no Unicode can
    /// read alike.
    #[must_use]
    pub fn held(&self, sha256: &str) -> Option<Arc<Vec<u8>>> {
        let held = |file: &&InboxFile| file.sha256 == sha256 && file.held.is_some();
        self.files.iter().find(held)?.held.as_ref().map(|held| held.0.clone())
    }

    pub(super) fn files(&self) -> &[InboxFile] {
        &self.files
    }

    pub(super) fn passed_over(&self) -> &[Fault] {
        &self.passed_over
    }

    fn pass_over(&mut self, fault: Fault, name: &str) {
        self.passed_over.push(fault.at(Place::file(name)));
    }
}

/// Lock files of Office (`~$`) and WPS (`.~`), other hidden files, downloads and copies under way.
fn is_temporary(name: &str) -> bool {
    let lower = name.to_lowercase();
    name.starts_with("~$")
        || name.starts_with('.')
        || [".tmp", ".part", ".crdownload", ".download", ".bak", "~"].iter().any(|end| lower.ends_with(end))
        || matches!(lower.as_str(), "thumbs.db" | "desktop.ini")
}

/// Bytes of all files together that are held in memory: three hundred workbooks of a district's figures, or
/// five large ledgers.
const HELD: u64 = 16 << 20;

/// A file to be hashed.
struct Listed {
    name: String,
    path: PathBuf,
    /// so many of its bytes may be held in memory
    held: u64,
}

/// A file that is being written is looked at again so often, with this pause: two seconds at most, and none
/// where nothing moves.
const ROUNDS: u32 = 8;
const PAUSE: Duration = Duration::from_millis(250);

/// Fewer files than this are not worth a thread of their own.
const SHARE: usize = 32;

/// Size and time of a file, by which it is seen to be written to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Look {
    size: u64,
    modified: Option<SystemTime>,
}

impl Look {
    fn at(about: &Metadata) -> Look {
        Look { size: about.len(), modified: about.modified().ok() }
    }

    /// Is the file as it was?
    fn still(self, path: &Path) -> bool {
        std::fs::metadata(path).is_ok_and(|about| Look::at(&about) == self)
    }
}

enum Hashed {
    Stable(String, Look, Option<Held>),
    /// of another size or time after reading than before
    Moving,
    /// nothing in it yet
    Empty,
}

fn hash(listed: &Listed) -> io::Result<Hashed> {
    let mut file = File::open(&listed.path)?;
    let look = Look::at(&file.metadata()?);
    if look.size == 0 {
        return Ok(Hashed::Empty);
    }
    // what has grown since it was listed is not held: nobody knows by how much
    let (sha256, read, held) = if look.size <= listed.held {
        let mut bytes = Vec::with_capacity(usize::try_from(look.size + 1).unwrap_or(0));
        // a byte more than there was: then it grew
        let read = (&mut file).take(look.size + 1).read_to_end(&mut bytes)?;
        (sha256(&bytes), read as u64, Some(Held(Arc::new(bytes))))
    } else {
        let (sha256, read) = hash_through(&mut file)?;
        (sha256, read, None)
    };
    let is_stable = read == look.size && Look::at(&file.metadata()?) == look;
    Ok(if is_stable { Hashed::Stable(sha256, look, held) } else { Hashed::Moving })
}

/// The hash of all that can be read, and how much that is.
fn hash_through(file: &mut File) -> io::Result<(String, u64)> {
    let mut hasher = Sha256::new();
    let mut buffer = vec![0; 64 * 1024];
    let mut read = 0_u64;
    loop {
        match file.read(&mut buffer)? {
            0 => return Ok((lower_hex(&hasher.finalize()), read)),
            n => {
                hasher.update(&buffer[..n]);
                read += n as u64;
            }
        }
    }
}

impl InboxFile {
    /// How large it is; none where that cannot be told.
    pub(super) fn size(&self) -> u64 {
        match &self.held {
            Some(held) => held.0.len() as u64,
            None => std::fs::metadata(&self.path).map_or(0, |about| about.len()),
        }
    }

    /// The file's bytes, the same that were hashed.
    ///
    /// # Errors
    /// F014 where they are too many, F017 where they changed since, F018 where they cannot be read.
    pub(super) fn bytes(&self) -> Result<Cow<'_, [u8]>, Box<Fault>> {
        if let Some(held) = &self.held {
            return Ok(Cow::Borrowed(held.0.as_slice()));
        }
        let broken = |error: io::Error| Fault::new(Code::F018).found(error);
        let size = std::fs::metadata(&self.path).map_err(broken)?.len();
        if size > preflight::FILE {
            return Err(preflight::too_large(size));
        }
        let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or(0));
        File::open(&self.path)
            .and_then(|file| file.take(preflight::FILE + 1).read_to_end(&mut bytes))
            .map_err(broken)?;
        if sha256(&bytes) == self.sha256 { Ok(bytes.into()) } else { Err(Fault::new(Code::F017).into()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_inbox_is_the_only_error_and_says_the_way_out() {
        let dir = tempfile::tempdir().unwrap();
        let missing = dir.path().join("2021-07-14");
        let error = Inbox::open(&missing).unwrap_err().to_string();
        assert!(error.starts_with("cannot read inbox ") && error.contains("\nhint: create it"), "{error}");
        std::fs::OpenOptions::new().create(true).write(true).truncate(true).open(&missing).unwrap();
        assert!(matches!(Inbox::open(&missing), Err(CollectError::NotAFolder(_))));
    }

    #[test]
    fn lock_files_and_files_half_copied_are_passed_over() {
        let dir = tempfile::tempdir().unwrap();
        for (name, content) in [
            ("~$a.xlsx", "x"),
            (".~b.xlsx", "x"),
            (".c", "x"),
            ("d.tmp", "x"),
            ("e.xlsx", ""),
            ("f.csv", "x"),
        ] {
            let mut file = std::fs::OpenOptions::new()
                .create(true)
                .write(true)
                .truncate(true)
                .open(dir.path().join(name))
                .unwrap();
            io::Write::write_all(&mut file, content.as_bytes()).unwrap();
        }
        let inbox = Inbox::open(dir.path()).unwrap();
        assert_eq!(inbox.sources().iter().map(|s| s.name.as_str()).collect::<Vec<_>>(), ["f.csv"]);
        let codes: Vec<(&str, Code)> =
            inbox.passed_over().iter().map(|f| (f.place.as_ref().unwrap().file.as_str(), f.code)).collect();
        let expected = [
            (".c", Code::F015),
            (".~b.xlsx", Code::F015),
            ("d.tmp", Code::F015),
            ("e.xlsx", Code::F017),
            ("~$a.xlsx", Code::F015),
        ];
        assert_eq!(codes, expected);
    }

    #[test]
    fn what_is_held_are_the_bytes_that_were_hashed_whatever_becomes_of_the_file() {
        let dir = tempfile::tempdir().unwrap();
        let put = |name: &str, text: &str| {
            let mut options = std::fs::OpenOptions::new();
            let mut file =
                options.create(true).write(true).truncate(true).open(dir.path().join(name)).unwrap();
            io::Write::write_all(&mut file, text.as_bytes()).unwrap();
        };
        put("a.csv", "12");
        put("b.csv", "3456");
        put("c.csv", "7");
        // room for the first and the last
        let inbox = Inbox::open_within(dir.path(), 3).unwrap();
        let unheld = Inbox::open(dir.path()).unwrap();
        assert_eq!(inbox.sources(), unheld.sources());
        let held = |text: &str| inbox.held(&sha256(text.as_bytes())).map(|bytes| bytes.to_vec());
        assert_eq!(held("12"), Some(b"12".to_vec()));
        assert_eq!(held("3456"), None);
        assert_eq!(held("7"), Some(b"7".to_vec()));
        put("a.csv", "21");
        assert_eq!(*inbox.files()[0].bytes().unwrap(), *b"12");
        assert_eq!(unheld.files()[0].bytes().unwrap_err().code, Code::F017);
    }

    #[test]
    fn a_file_written_to_since_it_was_hashed_is_not_still() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a.csv");
        let append = |text: &str| {
            let mut file = std::fs::OpenOptions::new().create(true).append(true).open(&path).unwrap();
            io::Write::write_all(&mut file, text.as_bytes()).unwrap();
        };
        append("x");
        let listed = Listed { name: "a.csv".into(), path: path.clone(), held: 1 };
        let Hashed::Stable(_, look, _) = hash(&listed).unwrap() else { panic!("nobody writes to it") };
        assert!(look.still(&path));
        append("y");
        assert!(!look.still(&path));
        std::fs::remove_file(&path).unwrap();
        assert!(!look.still(&path));
    }
}
