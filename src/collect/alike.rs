//! Small parts that are alike in workbook after workbook: a city's districts fill in one template, and a
//! program writes the same relationships and styles into every file it makes.
//!
//! What was read from such a part is kept, one of each kind for every thread that reads. It is taken again
//! only where the part is packed to the very same bytes with the same checksum, from which nothing else
//! could be read. Unpacking and reading them was a tenth of three hundred small workbooks' time.

use std::cell::RefCell;
use std::io::Read;
use std::thread::LocalKey;

use zip::CompressionMethod;

use super::preflight::Archive;

/// What was read from the part of one kind that was met last.
pub(super) type Last<T> = RefCell<Option<(Packed, T)>>;

/// Packed longer than this, it is not kept: styles of a workbook that was pasted together for years.
const LONGEST: u64 = 64 * 1024;

/// A part as it lies in its archive, with what its bytes are held against when it is unpacked.
#[derive(PartialEq, Eq)]
pub(super) struct Packed {
    bytes: Vec<u8>,
    size: u64,
    crc32: u32,
    method: CompressionMethod,
    encrypted: bool,
}

impl Packed {
    /// `None` where it cannot be looked at, or is long.
    fn of(zip: &mut Archive<'_>, index: usize) -> Option<Packed> {
        let mut part = zip.by_index_raw(index).ok()?;
        if part.compressed_size() > LONGEST {
            return None;
        }
        let (size, crc32, method, encrypted) =
            (part.size(), part.crc32(), part.compression(), part.encrypted());
        let mut bytes = Vec::with_capacity(usize::try_from(part.compressed_size()).ok()?);
        part.read_to_end(&mut bytes).ok()?;
        Some(Packed { bytes, size, crc32, method, encrypted })
    }
}

/// What `read` reads from a part, or what it read from its like before.
///
/// # Errors
/// As `read`; nothing is kept of it then.
pub(super) fn as_before<T: Clone, E>(
    last: &'static LocalKey<Last<T>>,
    zip: &mut Archive<'_>,
    index: usize,
    read: impl FnOnce(&mut Archive<'_>) -> Result<T, E>,
) -> Result<T, E> {
    let Some(packed) = Packed::of(zip, index) else { return read(zip) };
    let known = last.with_borrow(|last| match last {
        Some((like, outcome)) if *like == packed => Some(outcome.clone()),
        _ => None,
    });
    if let Some(known) = known {
        return Ok(known);
    }
    let outcome = read(zip)?;
    last.set(Some((packed, outcome.clone())));
    Ok(outcome)
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write};

    use zip::write::SimpleFileOptions;
    use zip::{ZipArchive, ZipWriter};

    use super::*;

    thread_local! {
        static TEXT: Last<String> = const { RefCell::new(None) };
    }

    fn archive(text: &str, method: CompressionMethod) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        zip.start_file("a.xml", SimpleFileOptions::default().compression_method(method)).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
        zip.finish().unwrap().into_inner()
    }

    /// What is read of an archive's one part, and whether it was read anew.
    fn read(bytes: &[u8]) -> (Result<String, ()>, bool) {
        let mut zip = ZipArchive::new(Cursor::new(bytes)).unwrap();
        let mut anew = false;
        let outcome = as_before(&TEXT, &mut zip, 0, |zip| {
            anew = true;
            let mut text = String::new();
            zip.by_index(0).unwrap().read_to_string(&mut text).map_err(|_| ())?;
            Ok(text)
        });
        (outcome, anew)
    }

    #[test]
    fn a_part_is_read_once_as_long_as_the_next_is_packed_alike() {
        use CompressionMethod::{Deflated, Stored};
        let same = archive("<a/>", Deflated);
        assert_eq!(read(&same), (Ok("<a/>".to_owned()), true));
        assert_eq!(read(&same), (Ok("<a/>".to_owned()), false));
        assert_eq!(read(&archive("<b/>", Deflated)), (Ok("<b/>".to_owned()), true), "another text");
        assert_eq!(read(&archive("<b/>", Stored)), (Ok("<b/>".to_owned()), true), "packed in another way");
    }

    #[test]
    fn a_checksum_that_is_wrong_is_found_although_the_bytes_were_met_before() {
        let sound = archive("<a/>", CompressionMethod::Stored);
        assert_eq!(read(&sound).0, Ok("<a/>".to_owned()));
        let mut spoilt = sound.clone();
        for signature in [&b"PK\x03\x04"[..], b"PK\x01\x02"] {
            let at = spoilt.windows(4).position(|w| w == signature).unwrap();
            let crc = at + if signature[2] == 3 { 14 } else { 16 };
            spoilt[crc] ^= 1;
        }
        assert_eq!(read(&spoilt), (Err(()), true));
        assert_eq!(read(&sound), (Ok("<a/>".to_owned()), false), "what was kept stands");
    }
}
