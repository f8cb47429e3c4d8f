//! What the program and its workers say to each other: frames of JSON, each with its length before it.
//!
//! JSON, since both ends are the same program, a frame can be looked at, and answers are small whatever the
//! file's size: a ledger's rows come back as sums and ranges of rows.

use std::io::{self, Read, Write};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::model::Day;

/// The longest frame: an answer of more comes from no workbook that could be printed.
pub(super) const LONGEST: u64 = 64 << 20;

/// The first frame: by what all files are read.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Brief {
    /// the plan's path, which its faults name; nothing is read from there
    pub(super) path: String,
    /// the plan's text
    pub(super) plan: String,
    /// that of the style file which it names
    pub(super) style: Option<String>,
    pub(super) day: Day,
    /// are the households of ledgers asked for?
    pub(super) households: bool,
}

/// Every further frame: a file to be read, answered by a list of readings.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Request {
    /// the file's name in the inbox, as it is printed
    pub(super) name: String,
    /// the bytes of its path
    pub(super) path: Vec<u8>,
    /// what its bytes must weigh
    pub(super) sha256: String,
}

/// A frame, ready to be written.
pub(super) fn frame(value: &impl Serialize) -> io::Result<Vec<u8>> {
    let mut bytes = vec![0; 8];
    serde_json::to_writer(&mut bytes, value)?;
    let length = (bytes.len() - 8) as u64;
    bytes[..8].copy_from_slice(&length.to_le_bytes());
    Ok(bytes)
}

/// Writes one frame.
pub(super) fn write(output: &mut impl Write, value: &impl Serialize) -> io::Result<()> {
    output.write_all(&frame(value)?)?;
    output.flush()
}

/// The next frame's bytes; none at the end of the stream.
///
/// # Errors
/// A stream that ends within a frame, and a frame too long.
pub(super) fn read(input: &mut impl Read) -> io::Result<Option<Vec<u8>>> {
    let mut length = [0; 8];
    let mut had = 0;
    while had < length.len() {
        match input.read(&mut length[had..]) {
            Ok(0) if had == 0 => return Ok(None),
            Ok(0) => return Err(io::ErrorKind::UnexpectedEof.into()),
            Ok(n) => had += n,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    let length = u64::from_le_bytes(length);
    if length > LONGEST {
        return Err(io::Error::new(io::ErrorKind::InvalidData, format!("a frame of {length} bytes")));
    }
    let mut bytes = Vec::new();
    input.take(length).read_to_end(&mut bytes)?;
    if bytes.len() as u64 == length { Ok(Some(bytes)) } else { Err(io::ErrorKind::UnexpectedEof.into()) }
}

/// What a frame says.
pub(super) fn understood<T: DeserializeOwned>(frame: &[u8]) -> io::Result<T> {
    Ok(serde_json::from_slice(frame)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_come_back_one_by_one_and_one_cut_short_is_an_error() {
        let mut stream = Vec::new();
        write(&mut stream, &"一").unwrap();
        write(&mut stream, &"二").unwrap();
        let mut input = &stream[..];
        assert_eq!(understood::<String>(&read(&mut input).unwrap().unwrap()).unwrap(), "一");
        assert_eq!(understood::<String>(&read(&mut input).unwrap().unwrap()).unwrap(), "二");
        assert!(read(&mut input).unwrap().is_none());
        assert!(read(&mut &stream[..stream.len() - 1][13..]).is_err());
        assert!(read(&mut &[0xFF; 9][..]).unwrap_err().to_string().contains("a frame of"));
    }
}
