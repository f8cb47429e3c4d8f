//! The calls that differ from system to system: modes, syncing a folder, renaming without replacing.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io;
use std::path::Path;

/// A new file for writing, `mode` less the umask; fails where something of that name exists.
pub(super) fn create_new(path: &Path, mode: u32) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    with_mode(&mut options, mode);
    options.open(path)
}

/// A file for appending, created with `mode` less the umask where missing.
pub(super) fn open_append(path: &Path, mode: u32) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.append(true).create(true);
    with_mode(&mut options, mode);
    options.open(path)
}

#[cfg(unix)]
fn with_mode(options: &mut OpenOptions, mode: u32) {
    std::os::unix::fs::OpenOptionsExt::mode(options, mode);
}

#[cfg(not(unix))]
fn with_mode(_: &mut OpenOptions, _: u32) {}

/// One folder, 0755 less the umask; its parent must be there.
pub(super) fn make_folder(path: &Path) -> io::Result<()> {
    #[cfg_attr(not(unix), allow(unused_mut, reason = "only Unix sets a mode"))]
    let mut builder = DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o755);
    builder.create(path)
}

/// One folder for its owner alone, 0700 less the umask; its parent must be there.
pub(super) fn make_private_folder(path: &Path) -> io::Result<()> {
    #[cfg_attr(not(unix), allow(unused_mut, reason = "only Unix sets a mode"))]
    let mut builder = DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

/// Makes the names in `folder` durable.
#[cfg(unix)]
pub(super) fn sync_folder(folder: &Path) -> io::Result<()> {
    match File::open(folder)?.sync_all() {
        // some network and FUSE file systems cannot sync a folder, and say so: they keep names in their own way
        Err(e) if matches!(e.kind(), io::ErrorKind::InvalidInput | io::ErrorKind::Unsupported) => Ok(()),
        other => other,
    }
}

#[cfg(not(unix))]
pub(super) fn sync_folder(_: &Path) -> io::Result<()> {
    Ok(())
}

/// Renames `from` to `to` within one folder; fails with `AlreadyExists` where `to` exists, and then
/// touches nothing.
pub(super) fn rename_new(from: &Path, to: &Path) -> io::Result<()> {
    match rename_exclusive(from, to) {
        // EINVAL: the file system knows no RENAME_NOREPLACE (NFS, SMB, some FUSE); ENOSYS, EPERM: the
        // kernel or a container's filter knows no renameat2
        Err(e) if is_unknown(&e) => link_new(from, to),
        other => other,
    }
}

fn is_unknown(error: &io::Error) -> bool {
    use io::ErrorKind::{InvalidInput, PermissionDenied, Unsupported};
    matches!(error.kind(), InvalidInput | Unsupported | PermissionDenied)
}

#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
fn rename_exclusive(from: &Path, to: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    Ok(renameat_with(CWD, from, CWD, to, RenameFlags::NOREPLACE)?)
}

#[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
fn rename_exclusive(_: &Path, _: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// By a second name (link(2) never replaces), then without the first. Where the file system has no links
/// either (FAT, some shares), by a look before the rename: a file that another program puts there in
/// between would be replaced. The series' lock keeps our own runs out of that gap.
fn link_new(from: &Path, to: &Path) -> io::Result<()> {
    link_or_look(from, to, |from, to| fs::hard_link(from, to))
}

fn link_or_look(from: &Path, to: &Path, link: impl Fn(&Path, &Path) -> io::Result<()>) -> io::Result<()> {
    match link(from, to) {
        Ok(()) => fs::remove_file(from),
        Err(e) if is_unknown(&e) => match fs::symlink_metadata(to) {
            Ok(_) => Err(io::ErrorKind::AlreadyExists.into()),
            Err(e) if e.kind() == io::ErrorKind::NotFound => fs::rename(from, to),
            Err(e) => Err(e),
        },
        Err(e) => Err(e),
    }
}

#[cfg(test)]
#[allow(clippy::disallowed_methods, reason = "fixtures are written plainly")]
mod tests {
    use super::*;

    #[test]
    fn no_way_of_renaming_replaces_a_file() {
        let no_links = |from: &Path, to: &Path| {
            link_or_look(from, to, |_, _| Err(io::ErrorKind::PermissionDenied.into()))
        };
        let ways: [fn(&Path, &Path) -> io::Result<()>; 3] = [rename_new, link_new, no_links];
        for rename in ways {
            let folder = tempfile::tempdir().unwrap();
            let (from, to) = (folder.path().join("from"), folder.path().join("to"));
            fs::write(&from, "new").unwrap();
            fs::write(&to, "old").unwrap();
            assert_eq!(rename(&from, &to).unwrap_err().kind(), io::ErrorKind::AlreadyExists);
            assert_eq!(
                (fs::read(&from).unwrap(), fs::read(&to).unwrap()),
                (b"new".to_vec(), b"old".to_vec())
            );
            fs::remove_file(&to).unwrap();
            rename(&from, &to).unwrap();
            assert_eq!((from.exists(), fs::read(&to).unwrap()), (false, b"new".to_vec()));
        }
    }
}
