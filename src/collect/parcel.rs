//! A small archive, unpacked once: every part held to its checksum and looked over before it is read.
//!
//! calamine stops reading a sheet at the end of its rows and the shared strings at the end of their list, and
//! zip compares a part's CRC-32 only when its last byte has been asked for: a bit that fell over on the way
//! can turn a 3 into a 7 and nobody says a word. And calamine passes over tags that do not match, so that a
//! cell whose name was damaged is read as blank. So a small archive's parts are unpacked here, checked, and
//! put together again without packing, in memory: what is read three times (head, rows, merged cells) is
//! inflated once, which costs less than it saves. Of a large one every part but its large sheets is read to
//! its end here; the large sheets are, where their rows are read.

use std::io::{self, Cursor, Read, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use crate::model::{Code, Fault};

use super::markup;
use super::preflight::{HEAD, declared_strings, is_strings};
use super::sniff::Kind;

/// What all parts of a small archive unpack to.
const SMALL: u64 = 2 << 20;
/// A sheet up to this size is read to its end here, even in a large archive.
const SMALL_PART: u64 = 1 << 20;

/// The archive with its parts unpacked and checked, where it is small; none where it is large, and sound as
/// far as it was looked at.
///
/// # Errors
/// F013 where a part's bytes are not those that were packed, or its markup is damaged.
pub(super) fn unpacked(bytes: &[u8], kind: Kind) -> Result<Option<Vec<u8>>, Box<Fault>> {
    if !matches!(kind, Kind::Xlsx | Kind::Xlsb | Kind::Ods) {
        return Ok(None);
    }
    let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(|e| broken("zip", &e))?;
    if kind == Kind::Ods && is_locked(&mut zip) {
        return Err(Fault::new(Code::F012).into());
    }
    let mut sizes = Vec::new();
    for index in 0..zip.len() {
        sizes.push(zip.by_index_raw(index).map_err(|e| broken("zip", &e))?.size());
    }
    let small = sizes.iter().fold(0_u64, |sum, size| sum.saturating_add(*size)) <= SMALL;
    let mut out = small.then(|| ZipWriter::new(Cursor::new(Vec::new())));
    for (index, size) in sizes.into_iter().enumerate() {
        let mut part = zip.by_index(index).map_err(|e| broken("zip", &e))?;
        let name = part.name().map_err(|e| broken("zip", &e))?.replace('\\', "/");
        let lower = name.to_ascii_lowercase();
        if part.is_dir() || is_beside_the_point(&lower) {
            continue;
        }
        let Some(out) = &mut out else {
            if is_strings(&lower) {
                let mut head = Vec::new();
                part.by_ref().take(HEAD).read_to_end(&mut head).map_err(|e| broken(&name, &e))?;
                declared_strings(&head, size)?;
            }
            if size <= SMALL_PART || !lower.contains("worksheets/") {
                io::copy(&mut part, &mut io::sink()).map_err(|e| broken(&name, &e))?;
            }
            continue;
        };
        let mut content = Vec::with_capacity(usize::try_from(size.min(SMALL)).unwrap_or(0));
        part.read_to_end(&mut content).map_err(|e| broken(&name, &e))?;
        if is_strings(&lower) {
            declared_strings(&content, size)?;
        }
        if lower.ends_with(".xml") || lower.ends_with(".rels") {
            markup::check(&content, &lower).map_err(|what| broken(&name, &what))?;
        }
        let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
        out.start_file(&name, stored).map_err(|e| broken(&name, &e))?;
        out.write_all(&content).map_err(|e| broken(&name, &e))?;
    }
    let done = out.map(|out| out.finish().map(Cursor::into_inner)).transpose();
    done.map_err(|e| broken("zip", &e))
}

/// Does the manifest say that parts are encrypted (OpenDocument 1.3, part 2, 4.8.1)? They are no XML then.
fn is_locked(zip: &mut ZipArchive<Cursor<&[u8]>>) -> bool {
    let Ok(manifest) = zip.by_name("META-INF/manifest.xml") else { return false };
    let mut text = String::new();
    let read = manifest.take(SMALL).read_to_string(&mut text);
    read.is_ok() && text.contains("encryption-data")
}

/// Parts that nothing is read from: pictures, charts, fonts' colours, what a printer was told.
fn is_beside_the_point(name: &str) -> bool {
    const FOLDERS: [&str; 10] = [
        "xl/theme/",
        "xl/media/",
        "xl/drawings/",
        "xl/charts/",
        "xl/printersettings/",
        "xl/embeddings/",
        "docprops/",
        "customxml/",
        "thumbnails/",
        "configurations2/",
    ];
    FOLDERS.iter().any(|folder| name.starts_with(folder))
}

fn broken(part: &str, what: &dyn std::fmt::Display) -> Box<Fault> {
    Fault::new(Code::F013).found(format!("{part}: {what}")).into()
}
