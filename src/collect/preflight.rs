//! Looks into a zip's directory before anything of it is unpacked, since some files are made, or broken,
//! so that reading them asks for more memory than there is, and an allocation that fails cannot be caught.
//!
//! The sizes of the directory can be trusted: the zip crate holds every entry to its declared size. The
//! largest real ledger met (a million rows of twelve columns) unpacks 8 : 1 to 512 MiB; bombs unpack
//! 400 : 1 and more.

use std::io::Cursor;

use memchr::memmem;
use zip::ZipArchive;
use zip::result::ZipError;

use crate::model::{Code, Fault};

use super::ole;
use super::sniff::Kind;

const MIB: u64 = 1 << 20;
/// limits: what they bound, in words and bytes
pub(super) const FILE: u64 = 96 * MIB;
const XLS_FILE: u64 = 32 * MIB;
const ENTRIES: usize = 4096;
const SHEETS: usize = 256;
const UNPACKED: u64 = 1024 * MIB;
const ENTRY: u64 = 768 * MIB;
const RATIO: u64 = 100;
const RATIO_FROM: u64 = 16 * MIB;
const STRINGS: u64 = 256 * MIB;
/// Least bytes that one shared string takes in its part: `<si><t/></si>`.
const STRING_BYTES: u64 = 10;

/// A zip and its directory, which is read once; a clone shares it.
pub(super) type Archive<'b> = ZipArchive<Cursor<&'b [u8]>>;

/// Is the file within what can be read safely? Gives a zip's directory to whoever reads on.
///
/// # Errors
/// F014 with the limit passed; F013 where the zip's directory cannot be read.
pub(super) fn preflight(bytes: &[u8], kind: Kind) -> Result<Option<Archive<'_>>, Box<Fault>> {
    let size = bytes.len() as u64;
    let held_whole = matches!(kind, Kind::Xls | Kind::Html | Kind::Xml);
    within("文件/file", size, if held_whole { XLS_FILE } else { FILE }, mib)?;
    match kind {
        Kind::Csv | Kind::Html | Kind::Xml => Ok(None),
        Kind::Xls => ole::preflight(bytes).map(|()| None),
        Kind::Xlsx | Kind::Xlsb | Kind::Ods => directory(bytes).map(Some),
    }
}

fn directory(bytes: &[u8]) -> Result<Archive<'_>, Box<Fault>> {
    let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(|e| broken(&e))?;
    within("条目/entries", zip.len() as u64, ENTRIES as u64, plain)?;
    let mut unpacked = 0_u64;
    let mut sheets = 0;
    for index in 0..zip.len() {
        let entry = zip.by_index_raw(index).map_err(|e| broken(&e))?;
        let (size, packed) = (entry.size(), entry.compressed_size().max(1));
        let name = String::from_utf8_lossy(entry.name_raw()).to_lowercase();
        unpacked = unpacked.saturating_add(size);
        within("条目展开/entry", size, ENTRY, mib)?;
        if size > RATIO_FROM {
            within("压缩比/ratio", size / packed, RATIO, plain)?;
        }
        sheets += usize::from(name.contains("worksheets/sheet"));
        if is_strings(&name) {
            within("字符串表/strings", size, STRINGS, mib)?;
        }
    }
    within("展开/unpacked", unpacked, UNPACKED, mib)?;
    few_enough(sheets)?;
    Ok(zip)
}

/// Asked of the parts of an archive, and again of the sheets that a workbook names: a hundred thousand of them
/// may be one part.
///
/// # Errors
/// F014 beyond what is looked at.
pub(super) fn few_enough(sheets: usize) -> Result<(), Box<Fault>> {
    within("工作表/sheets", sheets as u64, SHEETS as u64, plain)
}

/// Is a part, by its name in lower case, a table of shared strings?
pub(super) fn is_strings(name: &str) -> bool {
    name.ends_with("sharedstrings.xml")
}

/// Bytes at the start of a table of strings that are looked through for what it declares; a small table
/// whole, so that nothing can be hidden behind comments where no worker stands between.
pub(super) const HEAD: u64 = 2 * MIB;

/// More strings than a part of so many bytes can hold?
pub(super) fn too_many_strings(declared: u64, size: u64) -> bool {
    declared > most_strings(size)
}

fn most_strings(size: u64) -> u64 {
    (size / STRING_BYTES).max(16)
}

/// Asked before calamine reads a table of strings, of the table's head and its size: calamine reserves room for
/// as many as are declared, before it reads one (<https://github.com/tafia/calamine/issues/684>), and
/// 4,294,967,295 of them end the process.
///
/// # Errors
/// F014 where more are declared than the part can hold.
pub(super) fn declared_strings(head: &[u8], size: u64) -> Result<(), Box<Fault>> {
    let name = b"uniqueCount";
    for at in memmem::find_iter(head, name) {
        let value = head[at + name.len()..].iter();
        let value = value.skip_while(|byte| b" \t\r\n=\"'".contains(byte));
        let digits: String = value.take_while(|b| b.is_ascii_digit()).map(|b| char::from(*b)).collect();
        if !digits.is_empty() {
            let declared = digits.parse().unwrap_or(u64::MAX);
            within("字符串数/strings declared", declared, most_strings(size), plain)?;
        }
    }
    Ok(())
}

/// F014 for a file too large to be looked into at all.
pub(super) fn too_large(size: u64) -> Box<Fault> {
    Fault::new(Code::F014).found(format!("文件/file {}", mib(size))).expected(mib(FILE)).into()
}

fn within(what: &str, value: u64, limit: u64, show: fn(u64) -> String) -> Result<(), Box<Fault>> {
    if value <= limit {
        return Ok(());
    }
    Err(Fault::new(Code::F014).found(format!("{what} {}", show(value))).expected(show(limit)).into())
}

fn mib(bytes: u64) -> String {
    format!("{} MiB", bytes.div_ceil(MIB))
}

fn plain(n: u64) -> String {
    n.to_string()
}

fn broken(error: &ZipError) -> Box<Fault> {
    Fault::new(Code::F013).found(error).into()
}
