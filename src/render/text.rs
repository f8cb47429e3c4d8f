//! Text, numbers of time and names as PDF writes them outside a page's content.

use chrono::{DateTime, FixedOffset};
use lopdf::{Object, StringFormat};

/// A text string (ISO 32000-1, 7.9.2.2): ASCII as it is, anything else as UTF-16BE with its mark.
pub(super) fn text_string(text: &str) -> Object {
    if text.is_ascii() {
        Object::string_literal(text)
    } else {
        Object::String(utf16_with_mark(text), StringFormat::Hexadecimal)
    }
}

/// UTF-16BE behind U+FEFF, the only way that every viewer reads beyond Latin.
pub(super) fn utf16_with_mark(text: &str) -> Vec<u8> {
    std::iter::once(0xFEFF).chain(text.encode_utf16()).flat_map(u16::to_be_bytes).collect()
}

/// A date (ISO 32000-1, 7.9.4): `D:20210714180000+08'00'`.
pub(super) fn date(at: &DateTime<FixedOffset>) -> Object {
    let minutes = at.offset().local_minus_utc() / 60;
    let sign = if minutes < 0 { '-' } else { '+' };
    let (hours, minutes) = (minutes.abs() / 60, minutes.abs() % 60);
    Object::string_literal(format!("{}{sign}{hours:02}'{minutes:02}'", at.format("D:%Y%m%d%H%M%S")))
}

/// A name.
pub(super) fn name(name: &str) -> Object {
    Object::Name(name.as_bytes().to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_keeps_its_zone_and_a_text_beyond_latin_becomes_utf_16() {
        let at = DateTime::parse_from_rfc3339("2021-07-14T18:00:00+08:00").unwrap();
        assert_eq!(date(&at), Object::string_literal("D:20210714180000+08'00'"));
        let west = DateTime::parse_from_rfc3339("2021-07-14T18:00:00-03:30").unwrap();
        assert_eq!(date(&west), Object::string_literal("D:20210714180000-03'30'"));
        assert_eq!(utf16_with_mark("㛃𬭎"), [0xFE, 0xFF, 0x36, 0xC3, 0xD8, 0x72, 0xDF, 0x4E]);
        assert_eq!(text_string("tongbao 0.1.0"), Object::string_literal("tongbao 0.1.0"));
    }
}
