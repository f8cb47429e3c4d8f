//! What a file is, by its content; its extension is only held against it.

use std::borrow::Cow;

use memchr::memmem;

use crate::model::{Code, Fault};

/// A kind of file that can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// OOXML: .xlsx, .xlsm
    Xlsx,
    /// binary OOXML
    Xlsb,
    /// OpenDocument
    Ods,
    /// BIFF in an OLE container: .xls, and .et of WPS
    Xls,
    /// comma-separated text
    Csv,
    /// a web page with tables, as web systems hand out for .xls
    Html,
    /// the XML spreadsheet of Excel 2003
    Xml,
}

impl Kind {
    /// As staff know it.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Kind::Xlsx => "xlsx",
            Kind::Xlsb => "xlsb",
            Kind::Ods => "ods",
            Kind::Xls => "xls",
            Kind::Csv => "csv",
            Kind::Html => "html",
            Kind::Xml => "xml",
        }
    }

    const fn extensions(self) -> &'static [&'static str] {
        match self {
            Kind::Xlsx => &["xlsx", "xlsm", "xltx", "xltm", "xlam"],
            Kind::Xlsb => &["xlsb"],
            Kind::Ods => &["ods", "ots"],
            Kind::Xls => &["xls", "et", "xlt", "ett"],
            Kind::Csv => &["csv", "txt", "tsv"],
            Kind::Html => &["html", "htm"],
            Kind::Xml => &["xml"],
        }
    }
}

/// What the file is, or the fault that it is nothing to be read: F010 with what it looks like, F013 for no
/// content at all.
pub(super) fn sniff(bytes: &[u8], name: &str) -> Result<Kind, Box<Fault>> {
    let not = |what: &str| Err(Fault::new(Code::F010).found(what).into());
    if bytes.is_empty() {
        return Err(Fault::new(Code::F013).found("0 B").into());
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return zipped(bytes);
    }
    if bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) {
        return Ok(Kind::Xls);
    }
    for (magic, what) in MAGIC {
        if bytes.starts_with(magic) {
            return not(what);
        }
    }
    let head = &bytes[..bytes.len().min(4096)];
    let text = beginning(head).to_lowercase();
    let start = text.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']);
    if start.starts_with('<') {
        if let Some(kind) = tagged(start) {
            return Ok(kind);
        }
        if start.starts_with("<?xml") {
            return not("XML");
        }
    }
    if start.starts_with("mime-version") {
        return not("MHTML");
    }
    if start.starts_with(['{', '[']) && name.ends_with(".json") {
        return not("JSON");
    }
    if is_text(head) { Ok(Kind::Csv) } else { not("未知/unknown") }
}

/// The first bytes as text; in UTF-16 where their mark says so.
fn beginning(head: &[u8]) -> Cow<'_, str> {
    let unit = match head {
        [0xFF, 0xFE, ..] => u16::from_le_bytes,
        [0xFE, 0xFF, ..] => u16::from_be_bytes,
        _ => return String::from_utf8_lossy(head),
    };
    let units = head.chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
    Cow::Owned(char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect())
}

/// Which text of tags it is, in lower case from its first tag on: a page may be XML too, and name Excel's own
/// namespaces.
fn tagged(text: &str) -> Option<Kind> {
    let begins = |name: &str| {
        let mut rest = text.match_indices(name).map(|(at, _)| &text[at + name.len()..]);
        rest.any(|after| after.starts_with(|c: char| c.is_ascii_whitespace() || matches!(c, '>' | '/')))
    };
    const PAGE: [&str; 9] =
        ["<html", "<table", "<!doctype", "<head", "<meta", "<body", "<style", "<div", "<center"];
    let is_book = begins("<workbook") || begins("<ss:workbook");
    if is_book && text.contains("office:spreadsheet") {
        return Some(Kind::Xml);
    }
    PAGE.iter().any(|name| begins(name)).then_some(Kind::Html)
}

const MAGIC: &[(&[u8], &str)] = &[
    (b"%PDF", "PDF"),
    (b"{\\rtf", "RTF"),
    (b"\x89PNG", "PNG"),
    (b"\xFF\xD8\xFF", "JPEG"),
    (b"GIF8", "GIF"),
    (b"BM", "BMP"),
    (b"Rar!", "RAR"),
    (b"7z\xBC\xAF\x27\x1C", "7z"),
    (b"\x1F\x8B", "gzip"),
    (b"\x7FELF", "ELF"),
    (b"SQLite format 3", "SQLite"),
];

/// A zip names what it holds in its directory at the end, and in the local headers on the way; the latter
/// are there even where the file was cut off.
fn zipped(bytes: &[u8]) -> Result<Kind, Box<Fault>> {
    // the directory at the end, and the first local headers
    const LOOK: usize = 64 * 1024;
    let ends = [&bytes[bytes.len().saturating_sub(LOOK)..], &bytes[..bytes.len().min(LOOK)]];
    let holds = |name: &[u8]| ends.iter().any(|end| memmem::find(end, name).is_some());
    if bytes
        .get(30..)
        .is_some_and(|rest| rest.starts_with(b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet"))
    {
        return Ok(Kind::Ods);
    }
    if holds(b"xl/workbook.bin") {
        return Ok(Kind::Xlsb);
    }
    if holds(b"xl/") || holds(b"xl\\") {
        return Ok(Kind::Xlsx);
    }
    let what = match () {
        () if holds(b"opendocument.spreadsheet") => return Ok(Kind::Ods),
        () if holds(b"word/") => "DOCX",
        () if holds(b"ppt/") => "PPTX",
        () if holds(b"Index/") => "Numbers",
        () if holds(b"[Content_Types].xml") => return Ok(Kind::Xlsx),
        // its type may be packed, though the format forbids it: what it is the reader says
        () if holds(b"mimetype") && holds(b"content.xml") => return Ok(Kind::Ods),
        () => "ZIP",
    };
    Err(Fault::new(Code::F010).found(what).into())
}

/// Text of any encoding that csv comes in: UTF-16 by its mark, else no control characters but line ends.
fn is_text(head: &[u8]) -> bool {
    head.starts_with(&[0xFF, 0xFE])
        || head.starts_with(&[0xFE, 0xFF])
        || head.iter().all(|b| *b >= 0x20 && *b != 0x7F || matches!(b, b'\t' | b'\r' | b'\n' | 0x0C | 0x1A))
}

/// One digit or more, and nothing else.
pub(super) fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

/// Does the name say that the file is a workbook?
pub(super) fn names_a_workbook(name: &str) -> bool {
    let extension = extension(name);
    extension != "txt"
        && [Kind::Xlsx, Kind::Xlsb, Kind::Ods, Kind::Xls, Kind::Csv]
            .iter()
            .any(|k| k.extensions().contains(&extension.as_str()))
}

fn extension(name: &str) -> String {
    name.rsplit_once('.').map(|(_, e)| e.to_lowercase()).unwrap_or_default()
}

/// F011, where the file's extension says that it is something else.
pub(super) fn against_extension(kind: Kind, name: &str) -> Option<Fault> {
    (!kind.extensions().contains(&extension(name).as_str()))
        .then(|| Fault::new(Code::F011).found(kind.name()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(bytes: &[u8], name: &str) -> String {
        match sniff(bytes, name) {
            Ok(kind) => kind.name().to_owned(),
            Err(fault) => format!("{} {}", fault.code, fault.found),
        }
    }

    #[test]
    fn files_that_are_no_workbooks_are_called_what_they_are() {
        assert_eq!(found(b"<html><body><table>", "a.xls"), "html");
        assert_eq!(found("\u{feff}<table border=1>".as_bytes(), "a.xls"), "html");
        assert_eq!(found(b"<?xml version='1.0'?><html xmlns='x'>", "a.xls"), "html");
        let wide: Vec<u8> = "\u{feff}<html>".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(found(&wide, "a.xls"), "html");
        assert_eq!(found(b"<?xml version='1.0'?><rss>", "a.xls"), "F010 XML");
        assert_eq!(
            found(
                b"<?xml version='1.0'?><Workbook xmlns='urn:schemas-microsoft-com:office:spreadsheet'>",
                "a.xls"
            ),
            "xml"
        );
        assert_eq!(found(b"%PDF-1.7", "a.xlsx"), "F010 PDF");
        assert_eq!(found(&[0, 159, 146, 150, 1, 2, 3], "a.xlsx"), "F010 未知/unknown");
        assert_eq!(found(b"", "a.xlsx"), "F013 0 B");
        assert_eq!(found(b"PK\x03\x04....word/document.xml", "a.xlsx"), "F010 DOCX");
    }

    #[test]
    fn the_extension_is_held_against_the_content_in_any_case() {
        assert!(against_extension(Kind::Xlsx, "A.XLSX").is_none());
        assert!(against_extension(Kind::Xls, "表.et").is_none());
        assert_eq!(against_extension(Kind::Xls, "表.xlsx").unwrap().found, "xls");
    }
}
