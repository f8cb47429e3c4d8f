//! Rows and columns that a sheet hides. calamine does not tell of them (its issues 237 and 429), so the
//! attribute is looked for in the sheet's own XML: of .xlsx only. A plain one is told of as it is read
//! (`xlsx`); of one that calamine reads, a sheet is looked at a second time where that costs nothing one
//! would notice.
//!
//! What is hidden is counted all the same, since a filter that was left on must not move a figure; it is
//! said, since who sent it may not know.

use std::io::{Cursor, Read};

use zip::ZipArchive;

/// A part that unpacks to more is not looked at a second time: some fifty thousand rows.
const LARGEST: u64 = 8 << 20;
/// So many ranges are kept; a filter over a small sheet leaves fewer.
const RANGES: usize = 4096;

/// What a sheet hides, as ascending 0-based ranges, both ends in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Hidden {
    /// rows
    pub(super) rows: Vec<(u32, u32)>,
    /// columns
    pub(super) columns: Vec<(u32, u32)>,
}

impl Hidden {
    /// Is the row among those hidden?
    pub(super) fn row(&self, row: u32) -> bool {
        within(&self.rows, row)
    }

    /// Is the column?
    pub(super) fn column(&self, column: u32) -> bool {
        within(&self.columns, column)
    }

    /// A row hidden; rows come in ascending order.
    pub(super) fn put_row(&mut self, row: u32) {
        put(&mut self.rows, row, row);
    }

    /// Columns hidden, both ends in.
    pub(super) fn put_columns(&mut self, first: u32, last: u32) {
        put(&mut self.columns, first, last);
    }

    /// Nothing at all?
    pub(super) fn is_empty(&self) -> bool {
        self.rows.is_empty() && self.columns.is_empty()
    }
}

fn within(ranges: &[(u32, u32)], n: u32) -> bool {
    ranges.iter().any(|(first, last)| (*first..=*last).contains(&n))
}

/// What the sheet of this name hides in an .xlsx; nothing where that cannot be told, or not cheaply.
pub(super) fn hidden_rows(bytes: &[u8], sheet: &str) -> Hidden {
    let look = || {
        let mut zip = ZipArchive::new(Cursor::new(bytes)).ok()?;
        let book = part(&mut zip, "xl/workbook.xml")?;
        let id = Tags(&book).find(|tag| {
            tag.name == b"sheet" && tag.attribute(b"name").map(|n| unescape(&n)).as_deref() == Some(sheet)
        })?;
        // the prefix of the relationship's id is r by custom only
        let id = id.attribute(b"id")?;
        let links = part(&mut zip, "xl/_rels/workbook.xml.rels")?;
        let target = Tags(&links)
            .find(|tag| tag.name == b"Relationship" && tag.attribute(b"Id").as_deref() == Some(&id))?
            .attribute(b"Target")?;
        let path = target.strip_prefix('/').map_or_else(|| format!("xl/{target}"), str::to_owned);
        Some(of_sheet(&part(&mut zip, &path)?))
    };
    look().unwrap_or_default()
}

fn part(zip: &mut ZipArchive<Cursor<&[u8]>>, name: &str) -> Option<Vec<u8>> {
    let entry = zip.by_name(name).ok().filter(|entry| entry.size() <= LARGEST)?;
    let mut bytes = Vec::new();
    entry.take(LARGEST).read_to_end(&mut bytes).ok()?;
    Some(bytes)
}

fn of_sheet(xml: &[u8]) -> Hidden {
    let mut hidden = Hidden::default();
    let mut next = 0_u32;
    for tag in Tags(xml) {
        let number = |name: &[u8]| tag.attribute(name).and_then(|n| n.parse::<u32>().ok());
        let is_hidden = || matches!(tag.attribute(b"hidden").as_deref(), Some("1" | "true"));
        match tag.name {
            b"row" => {
                // a row without its number stands after the last
                let row = number(b"r").and_then(|r| r.checked_sub(1)).unwrap_or(next);
                next = row.saturating_add(1);
                if is_hidden() {
                    hidden.put_row(row);
                }
            }
            b"col" if is_hidden() => {
                if let (Some(min), Some(max)) = (number(b"min"), number(b"max")) {
                    hidden.put_columns(min.saturating_sub(1), max.saturating_sub(1));
                }
            }
            _ => {}
        }
    }
    hidden
}

fn put(ranges: &mut Vec<(u32, u32)>, first: u32, last: u32) {
    let room = ranges.len() < RANGES;
    match ranges.last_mut() {
        Some((_, end)) if end.checked_add(1) == Some(first) => *end = last,
        _ if room => ranges.push((first, last)),
        _ => {}
    }
}

/// A start tag, its prefix taken off.
struct Tag<'x> {
    name: &'x [u8],
    attributes: &'x [u8],
}

impl Tag<'_> {
    /// An attribute's value as written, by its name without prefix.
    fn attribute(&self, name: &[u8]) -> Option<String> {
        let mut rest = self.attributes;
        loop {
            let equals = rest.iter().position(|b| *b == b'=')?;
            let key = local(rest[..equals].trim_ascii());
            let value = rest[equals + 1..].trim_ascii_start();
            let (quote, value) = value.split_first().filter(|(q, _)| matches!(q, b'"' | b'\''))?;
            let end = value.iter().position(|b| b == quote)?;
            if key == name {
                return String::from_utf8(value[..end].to_vec()).ok();
            }
            rest = &value[end + 1..];
        }
    }
}

fn local(name: &[u8]) -> &[u8] {
    name.iter().rposition(|b| *b == b':').map_or(name, |colon| &name[colon + 1..])
}

/// The start tags of a document, in order; comments and sections of text are passed over.
struct Tags<'x>(&'x [u8]);

impl<'x> Iterator for Tags<'x> {
    type Item = Tag<'x>;
    fn next(&mut self) -> Option<Tag<'x>> {
        loop {
            let open = self.0.iter().position(|b| *b == b'<')?;
            let rest = &self.0[open + 1..];
            for (mark, end) in [(&b"!--"[..], &b"-->"[..]), (b"![CDATA[", b"]]>")] {
                if rest.starts_with(mark) {
                    let at = rest.windows(end.len()).position(|window| window == end)?;
                    self.0 = &rest[at..];
                }
            }
            if self.0.len() <= rest.len() {
                continue;
            }
            let mut quote = None;
            let close = rest.iter().position(|b| match (quote, b) {
                (None, b'>') => true,
                (None, b'"' | b'\'') => {
                    quote = Some(*b);
                    false
                }
                (Some(q), b) => {
                    if q == *b {
                        quote = None;
                    }
                    false
                }
                _ => false,
            })?;
            self.0 = &rest[close + 1..];
            let inner = &rest[..close];
            if inner.starts_with(b"/") || inner.starts_with(b"?") || inner.starts_with(b"!") {
                continue;
            }
            let end = inner.iter().position(|b| b.is_ascii_whitespace() || *b == b'/').unwrap_or(inner.len());
            return Some(Tag { name: local(&inner[..end]), attributes: &inner[end..] });
        }
    }
}

/// The five entities of XML, and characters by number.
fn unescape(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        let Some(end) = rest[at..].find(';') else { break };
        out.push_str(&rest[..at]);
        let name = &rest[at + 1..at + end];
        let number = name.strip_prefix('#').and_then(|n| match n.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok(),
            None => n.parse().ok(),
        });
        match (name, number.and_then(char::from_u32)) {
            ("amp", _) => out.push('&'),
            ("lt", _) => out.push('<'),
            ("gt", _) => out.push('>'),
            ("quot", _) => out.push('"'),
            ("apos", _) => out.push('\''),
            (_, Some(c)) => out.push(c),
            _ => out.push_str(&rest[at..=at + end]),
        }
        rest = &rest[at + end + 1..];
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_and_columns_that_are_hidden_are_found_in_the_sheets_own_words() {
        let xml = br#"<x:worksheet><!-- <row r="1" hidden="1"> --><x:cols><x:col min="2" max="3" hidden='true'/></x:cols>
            <x:sheetData><x:row r="2" hidden="1"/><x:row hidden="1"><x:c r="A3" t="a>b"/></x:row><x:row r="9" hidden="0"/></x:sheetData>"#;
        let found = of_sheet(xml);
        assert_eq!(found, Hidden { rows: vec![(1, 2)], columns: vec![(1, 2)] });
        assert!(found.row(2) && !found.row(8) && found.column(1));
        assert_eq!(of_sheet(b"<row r='1' hidden='1"), Hidden::default(), "cut off");
    }

    #[test]
    fn a_sheets_name_is_compared_as_it_reads() {
        assert_eq!(unescape("A&amp;B &#x9B4F;&#37117; &x; &"), "A&B 魏都 &x; &");
    }
}
