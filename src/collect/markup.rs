//! Is a part's XML whole? Tags that match, attributes that stand once, places that agree.
//!
//! calamine reads what it can and passes over the rest: a start tag whose name was damaged makes a cell
//! blank, a lost `r` moves it to the left. Programs write none of that, so that it is damage, and its file is
//! refused (F013) before a figure is taken from it. What cannot be seen here, or anywhere, is a value changed
//! into another that could stand there: that is another workbook.

mod rules;

use rules::Rules;

/// Levels of elements: Excel and LibreOffice need some twenty.
const DEEPEST: usize = 256;

type Checked<T> = Result<T, String>;

/// Holds a part to well-formed XML without a document type, and a worksheet's rows and cells to their rules.
///
/// # Errors
/// What is wrong, in words, with the byte where it stands.
pub(super) fn check(xml: &[u8], name: &str) -> Result<(), String> {
    let text = std::str::from_utf8(xml).map_err(|e| format!("no UTF-8 at byte {}", e.valid_up_to()))?;
    let mut rules = Rules::of(name);
    let mut scan = Scan { text, at: 0, open: Vec::new() };
    scan.run(&mut rules).map_err(|what| format!("{what} at byte {}", scan.at))
}

struct Scan<'t> {
    text: &'t str,
    at: usize,
    open: Vec<&'t str>,
}

impl<'t> Scan<'t> {
    fn run(&mut self, rules: &mut Rules<'t>) -> Checked<()> {
        let mut seen_root = false;
        loop {
            let rest = &self.text[self.at..];
            let Some(start) = first(rest, |b| b == b'<') else {
                self.characters(rest, rules)?;
                return match self.open.last() {
                    Some(open) => Err(format!("<{open}> has no end")),
                    None if seen_root => Ok(()),
                    None => Err("no element".to_owned()),
                };
            };
            self.characters(&rest[..start], rules)?;
            self.at += start;
            let rest = &self.text[self.at..];
            let skip = |end: &str| rest.find(end).map(|at| at + end.len()).ok_or_else(|| format!("no {end}"));
            if rest.starts_with("<!--") {
                self.at += skip("-->")?;
            } else if let Some(data) = rest.strip_prefix("<![CDATA[") {
                let end = data.find("]]>").ok_or("no ]]>")?;
                rules.text(&data[..end], self.open.last().copied())?;
                self.at += skip("]]>")?;
            } else if rest.starts_with("<?") {
                self.at += skip("?>")?;
            } else if rest.starts_with("<!DOCTYPE") && self.open.is_empty() {
                // old OpenOffice names one in its manifest; one that declares anything is meant for harm
                let end = skip(">")?;
                if rest[..end].contains('[') {
                    return Err("a document type with declarations".to_owned());
                }
                self.at += end;
            } else if rest.starts_with("<!") {
                return Err("<!".to_owned());
            } else if let Some(end) = rest.strip_prefix("</") {
                let length = end.find('>').ok_or("no >")?;
                let name = end[..length].trim_end();
                let open = self.open.pop().unwrap_or("");
                if open != name {
                    return Err(format!("<{open}> ends as </{name}>"));
                }
                rules.close(local(name))?;
                self.at += length + 3;
            } else {
                if self.open.is_empty() && seen_root {
                    return Err("a second root".to_owned());
                }
                seen_root = true;
                self.element(rules)?;
            }
        }
    }

    /// A start tag.
    fn element(&mut self, rules: &mut Rules<'t>) -> Checked<()> {
        let rest = &self.text[self.at + 1..];
        let length = first(rest, |b| b.is_ascii_whitespace() || matches!(b, b'/' | b'>')).ok_or("no >")?;
        let name = &rest[..length];
        if !is_name(name) {
            return Err(format!("<{name}>"));
        }
        let mut attributes: Vec<(&str, &str)> = Vec::new();
        let mut at = length;
        let empty = loop {
            let spaced = rest[at..].trim_ascii_start();
            let space = rest.len() - at - spaced.len();
            at += space;
            if spaced.starts_with("/>") {
                at += 2;
                break true;
            }
            if spaced.starts_with('>') {
                at += 1;
                break false;
            }
            if space == 0 {
                return Err(format!("no space in <{name}>"));
            }
            let equals = first(spaced, |b| b == b'=').ok_or("no =")?;
            let key = spaced[..equals].trim_ascii_end();
            let value = spaced[equals + 1..].trim_ascii_start();
            let quote = value.bytes().next().filter(|b| matches!(b, b'"' | b'\'')).ok_or("no quote")?;
            let end = first(&value[1..], |b| b == quote).ok_or("no quote")?;
            let value_at = spaced.len() - value.len();
            let value = &value[1..=end];
            if !is_name(key)
                || value.bytes().any(|b| b == b'<')
                || attributes.iter().any(|(other, _)| *other == key)
            {
                return Err(format!("attribute {key}"));
            }
            references(value)?;
            attributes.push((key, value));
            at += value_at + end + 2;
        };
        if self.open.len() >= DEEPEST {
            return Err("too many levels".to_owned());
        }
        rules.open(local(name), self.open.last().map(|n| local(n)), &attributes)?;
        if empty {
            rules.close(local(name))?;
        } else {
            self.open.push(name);
        }
        self.at += at + 1;
        Ok(())
    }

    fn characters(&self, text: &'t str, rules: &mut Rules<'t>) -> Checked<()> {
        references(text)?;
        let mark = self.open.is_empty() && text.trim_start_matches('\u{feff}').trim_ascii().is_empty();
        if mark { Ok(()) } else { rules.text(text, self.open.last().copied()) }
    }
}

fn local(name: &str) -> &str {
    match name.bytes().rposition(|b| b == b':') {
        Some(at) => &name[at + 1..],
        None => name,
    }
}

/// Where the first byte stands that `is` it. Tags and values are some bytes long: a plain loop is done before a
/// search for long texts has begun.
fn first(text: &str, is: impl Fn(u8) -> bool) -> Option<usize> {
    text.bytes().position(is)
}

fn is_name(name: &str) -> bool {
    let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b':' | b'-' | b'.');
    if name.starts_with(|c: char| c.is_ascii_alphabetic()) && name.bytes().all(plain) {
        return true;
    }
    let inner = |c: char| c.is_alphanumeric() || matches!(c, '_' | ':' | '-' | '.');
    name.starts_with(|c: char| c.is_alphabetic() || c == '_') && name.chars().all(inner)
}

/// Only the five references that need no document type, and characters by their number.
fn references(text: &str) -> Checked<()> {
    if !text.bytes().any(|b| b == b'&') {
        return Ok(());
    }
    for (at, _) in text.match_indices('&') {
        let name = text[at + 1..].split_once(';').map_or("", |(name, _)| name);
        let is_number = name.strip_prefix('#').is_some_and(|n| {
            !n.is_empty() && n.len() <= 8 && n.trim_start_matches('x').bytes().all(|b| b.is_ascii_hexdigit())
        });
        if !is_number && !matches!(name, "lt" | "gt" | "amp" | "quot" | "apos") {
            return Err(format!("&{}", name.chars().take(12).collect::<String>()));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet(rows: &str) -> Result<(), String> {
        check(
            format!("<worksheet><sheetData>{rows}</sheetData></worksheet>").as_bytes(),
            "xl/worksheets/sheet1.xml",
        )
    }

    #[test]
    fn what_programs_write_is_whole() {
        for rows in [
            "",
            "<row r=\"1\" spans='1:3' x14ac:dyDescent=\"0.2\"><c r='A1' s=\"3\" t='s'><v>0</v></c><c r=\"C1\"/></row>",
            "<row><c><f>A1&lt;2</f><v>1.5E-3</v></c><c t='inlineStr'><is><t>a &amp; b</t></is></c></row>",
            "<x:row r='2'><x:c r='XFD2' t='str'><x:f/><x:v></x:v></x:c></x:row>",
            "<row r='2'/><!-- < --><row r='1'><c r='B1' t='b'><v>1</v></c><c r='A1' t='e'><v>#REF!</v></c></row>",
        ] {
            assert_eq!(sheet(rows), Ok(()), "{rows}");
        }
        assert_eq!(check("\u{feff}<?xml version='1.0'?>\n<a b='1'/>\n".as_bytes(), "x.xml"), Ok(()));
    }

    #[test]
    fn damage_is_named_with_its_place() {
        for (rows, said) in [
            ("<row r='1'><b r='A1'><v>1</v></c></row>", "<b> out of place"),
            ("<row r='1'><c r='A1'><v>1</w></c></row>", "<v> ends as </w>"),
            ("<row r='1'><c r='A2'><v>1</v></c></row>", "cell A2 in row 1"),
            ("<row r='1'><c r='A1'/><c r='A1'/></row>", "two cells A1"),
            ("<row r='1'><c r='A1'/><c><v>1</v></c></row>", "a cell without its place"),
            ("<row r='1'/><row/>", "a row without its number"),
            ("<row r='1'><c r='A1' q='s'/></row>", "<c> out of place"),
            ("<row r='1'><c r='A1' t='z'/></row>", "cell A1"),
            ("<row r='1'><c r='A1'><v>1&j;</v></c></row>", "&j"),
            ("<row r='1'><c r='A1'><v>1x</v></c></row>", "value `1x`"),
            ("<row r='1'><c r='A1'>7<v>1</v></c></row>", "value `7`"),
            ("<row r='1'><c r='A1'><v>1</v><v>2</v></c></row>", "two values in a cell"),
        ] {
            let found = sheet(rows).unwrap_err();
            assert!(found.starts_with(said), "{rows}: {found}");
        }
        let merged = "<worksheet><sheetData/><mergeCells><mergeCell/></mergeCells></worksheet>";
        assert!(
            check(merged.as_bytes(), "xl/worksheets/sheet1.xml").unwrap_err().starts_with("merged cells")
        );
        let ods = |cell: &str| check(format!("<t:table-row>{cell}</t:table-row>").as_bytes(), "content.xml");
        let said = ods("<t:table-cell><x:p>区</x:p></t:table-cell>").unwrap_err();
        assert!(said.starts_with("a cell without its kind"), "{said}");
        assert_eq!(ods("<t:table-cell o:value-type='string'><x:p>区</x:p></t:table-cell>"), Ok(()));
        assert_eq!(ods("<t:table-cell><o:annotation><x:p>批注</x:p></o:annotation></t:table-cell>"), Ok(()));
        let whole = |text: &str| check(text.as_bytes(), "x.xml").unwrap_err();
        assert!(whole("<!DOCTYPE a [<!ENTITY j 'x'>]><a/>").starts_with("a document type"));
        assert!(whole("<a b='1' b='2'/>").starts_with("attribute b"));
        assert!(whole("<a/><b/>").starts_with("a second root"));
        assert!(whole("<a><b></a>").starts_with("<b> ends as </a>"));
    }
}
