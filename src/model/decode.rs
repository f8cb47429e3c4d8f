//! Text as districts and desks save it.

use std::borrow::Cow;

use encoding_rs::{Encoding, GB18030};

/// The text that `bytes` are: UTF-8 or UTF-16 by their mark, UTF-8 without one, else GB 18030, which holds
/// GBK and GB 2312. None where they are in none of these, or hold a NUL, which no text does.
///
/// ```
/// use tongbao::model::decoded;
/// assert_eq!(decoded(b"\xCE\xBA\xB6\xBC\xC7\xF8").as_deref(), Some("魏都区"));
/// assert_eq!(decoded(b"\xFF\xFE\x4F\x9B").as_deref(), Some("魏"));
/// assert_eq!(decoded(b"PK\x03\x04\0\0"), None);
/// ```
#[must_use]
pub fn decoded(bytes: &[u8]) -> Option<Cow<'_, str>> {
    let text = match Encoding::for_bom(bytes) {
        Some((marked, mark)) => marked.decode_without_bom_handling_and_without_replacement(&bytes[mark..])?,
        None => match std::str::from_utf8(bytes) {
            Ok(text) => Cow::Borrowed(text),
            Err(_) => GB18030.decode_without_bom_handling_and_without_replacement(bytes)?,
        },
    };
    (!text.contains('\0')).then_some(text)
}
