//! Bytes as text.

use std::fmt::Write as _;

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
