//! Looks into a zip's directory before anything of it is unpacked, since some files are made, or broken,
//! so that reading them asks for more memory than there is, and an allocation that fails cannot be caught.
//!
//! The sizes of the directory can be trusted: the zip crate holds every entry to its declared size. The
//! largest real ledger met (a million rows of twelve columns) unpacks 8 : 1 to 512 MiB; bombs unpack
//! 400 : 1 and more.

use std::io::{Cursor, Read};

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
/// As much of the table of shared strings is looked through for its count.
const HEAD: u64 = 2 * MIB;
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
    within("文件/file", size, if kind == Kind::Xls { XLS_FILE } else { FILE }, mib)?;
    match kind {
        Kind::Csv => Ok(None),
        Kind::Xls => ole::preflight(bytes).map(|()| None),
        Kind::Xlsx | Kind::Xlsb | Kind::Ods => directory(bytes).map(Some),
    }
}

fn directory(bytes: &[u8]) -> Result<Archive<'_>, Box<Fault>> {
    let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(|e| broken(&e))?;
    within("条目/entries", zip.len() as u64, ENTRIES as u64, plain)?;
    let mut unpacked = 0_u64;
    let mut sheets = 0;
    let mut strings = Vec::new();
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
        if name.ends_with("sharedstrings.xml") {
            within("字符串表/strings", size, STRINGS, mib)?;
            strings.push((index, size));
        }
    }
    within("展开/unpacked", unpacked, UNPACKED, mib)?;
    few_enough(sheets)?;
    for (index, size) in strings {
        declared_strings(&mut zip, index, size)?;
    }
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

/// calamine reserves room for as many strings as the table's head declares, before it reads one
/// (<https://github.com/tafia/calamine/issues/684>): 4,294,967,295 of them end the process.
fn declared_strings(zip: &mut Archive<'_>, index: usize, size: u64) -> Result<(), Box<Fault>> {
    let entry = zip.by_index(index).map_err(|e| broken(&e))?;
    // the count stands in the root's start tag; comments may stand before it, and a small table is read whole
    // so that nothing can be hidden behind them where no worker stands between
    let mut head = Vec::new();
    entry.take(HEAD).read_to_end(&mut head).map_err(|e| Fault::new(Code::F013).found(e))?;
    let head = String::from_utf8_lossy(&head);
    for (at, name) in head.match_indices("uniqueCount") {
        let value = head[at + name.len()..].trim_start_matches([' ', '\t', '\r', '\n', '=', '"', '\'']);
        let digits: String = value.chars().take_while(char::is_ascii_digit).collect();
        if !digits.is_empty() {
            let declared = digits.parse().unwrap_or(u64::MAX);
            within("字符串数/strings declared", declared, (size / STRING_BYTES).max(16), plain)?;
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
