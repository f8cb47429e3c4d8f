//! Bytes as text, and what stands for them.

use std::fmt::Write as _;

use sha2::{Digest, Sha256};

/// Lower-case hex, two digits a byte: how every SHA-256 of the archive is written.
///
/// ```
/// assert_eq!(tongbao::model::lower_hex(&[0xe3, 0x0b]), "e30b");
/// ```
#[must_use]
pub fn lower_hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut text, byte| {
        // writing to a String cannot fail
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// Lower-case hex of the SHA-256 of `bytes`: by it a file is known as the one that was read or written.
///
/// ```
/// assert!(tongbao::model::sha256(b"").starts_with("e3b0c44298fc1c14"));
/// ```
#[must_use]
pub fn sha256(bytes: &[u8]) -> String {
    lower_hex(&Sha256::digest(bytes))
}
