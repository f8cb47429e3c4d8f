//! Text with tags, taken apart: tags, their attributes, comments, what stands between them.

use std::borrow::Cow;

/// A piece of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token<'t> {
    /// as it stands, references and all
    Text(&'t str),
    /// to be taken literally
    Literal(&'t str),
    Open(Tag<'t>),
    /// the name, without its prefix
    Close(&'t str),
    /// what stands within `<!--` and `-->`
    Comment(&'t str),
}

/// A start tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Tag<'t> {
    /// without its prefix
    pub(super) name: &'t str,
    attributes: &'t str,
    /// `<Cell/>`
    pub(super) is_empty: bool,
}

/// The pieces of a text, in order.
#[derive(Clone, Debug)]
pub(super) struct Tokens<'t> {
    rest: &'t str,
}

/// A tag or a comment has no end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct CutOff;

impl<'t> Tokens<'t> {
    pub(super) fn of(text: &'t str) -> Tokens<'t> {
        Tokens { rest: text.trim_start_matches('\u{feff}') }
    }

    /// The next piece; nothing at the end.
    ///
    /// # Errors
    /// [`CutOff`] where the text ends within a tag or a comment.
    pub(super) fn next(&mut self) -> Result<Option<Token<'t>>, CutOff> {
        if self.rest.is_empty() {
            return Ok(None);
        }
        let Some(markup) = self.rest.strip_prefix('<').filter(|after| begins_markup(after)) else {
            // a `<` that begins no tag is text
            let next = |from: usize| self.rest[from..].find('<').map(|at| at + from);
            let end = next(usize::from(self.rest.starts_with('<'))).unwrap_or(self.rest.len());
            return Ok(Some(Token::Text(self.advance(end))));
        };
        if let Some(comment) = markup.strip_prefix("!--") {
            let end = comment.find("-->").ok_or(CutOff)?;
            self.rest = &comment[end + 3..];
            return Ok(Some(Token::Comment(&comment[..end])));
        }
        if let Some(data) = markup.strip_prefix("![CDATA[") {
            let end = data.find("]]>").ok_or(CutOff)?;
            self.rest = &data[end + 3..];
            return Ok(Some(Token::Literal(&data[..end])));
        }
        let end = end_of(markup).ok_or(CutOff)?;
        let inner = &markup[..end];
        self.rest = &markup[end + 1..];
        if inner.starts_with(['!', '?']) {
            return self.next();
        }
        if let Some(name) = inner.strip_prefix('/') {
            return Ok(Some(Token::Close(local(name.trim()))));
        }
        let is_empty = inner.ends_with('/');
        let inner = inner.strip_suffix('/').unwrap_or(inner);
        let length = inner.find(|c: char| c.is_ascii_whitespace() || c == '/').unwrap_or(inner.len());
        let (name, attributes) = inner.split_at(length);
        Ok(Some(Token::Open(Tag { name: local(name), attributes, is_empty })))
    }

    /// Moves behind the end tag of an element whose content is no text: a style, a script.
    ///
    /// # Errors
    /// [`CutOff`] where it has none.
    pub(super) fn skip(&mut self, name: &str) -> Result<(), CutOff> {
        loop {
            let at = self.rest.find("</").ok_or(CutOff)?;
            let after = &self.rest[at + 2..];
            let end = end_of(after).ok_or(CutOff)?;
            self.rest = &after[end + 1..];
            if local(after[..end].trim()).eq_ignore_ascii_case(name) {
                return Ok(());
            }
        }
    }

    fn advance(&mut self, length: usize) -> &'t str {
        let (taken, rest) = self.rest.split_at(length);
        self.rest = rest;
        taken
    }
}

fn begins_markup(after: &str) -> bool {
    after.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?'))
}

/// Where the `>` stands that ends a tag; one within a quoted value ends none.
fn end_of(markup: &str) -> Option<usize> {
    let (mut quote, mut last) = (None, b' ');
    for (at, byte) in markup.bytes().enumerate() {
        match quote {
            Some(open) if byte == open => quote = None,
            Some(_) => {}
            None if byte == b'>' => return Some(at),
            // only a value is quoted: an apostrophe elsewhere is one
            None if matches!(byte, b'"' | b'\'') && last == b'=' => quote = Some(byte),
            None => {}
        }
        if !byte.is_ascii_whitespace() {
            last = byte;
        }
    }
    None
}

fn local(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, name)| name)
}

impl<'t> Tag<'t> {
    /// Is it this element, in whatever case?
    pub(super) fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }

    /// An attribute's value, by its name with or without prefix as asked; blank for one without a value.
    pub(super) fn attribute(&self, name: &str) -> Option<Cow<'t, str>> {
        let mut rest = self.attributes;
        loop {
            rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
            if rest.is_empty() {
                return None;
            }
            let length = rest.find(|c: char| c.is_ascii_whitespace() || c == '=').unwrap_or(rest.len());
            // a stray `=` is passed over, so that every turn moves on
            let (key, after) = rest.split_at(length.max(1).min(rest.len()));
            let spaced = after.trim_ascii_start();
            let (value, after) = match spaced.strip_prefix('=') {
                None => ("", after),
                Some(value) => {
                    let value = value.trim_ascii_start();
                    match value.chars().next().filter(|c| matches!(c, '"' | '\'')) {
                        Some(quote) => {
                            let inner = &value[1..];
                            let end = inner.find(quote).unwrap_or(inner.len());
                            (&inner[..end], inner.get(end + 1..).unwrap_or(""))
                        }
                        None => {
                            let end = value.find(|c: char| c.is_ascii_whitespace()).unwrap_or(value.len());
                            value.split_at(end)
                        }
                    }
                }
            };
            if key.eq_ignore_ascii_case(name) || local(key).eq_ignore_ascii_case(name) {
                return Some(unescape(value));
            }
            rest = after;
        }
    }

    /// An attribute that counts something.
    pub(super) fn number(&self, name: &str) -> Option<u32> {
        self.attribute(name)?.trim().parse().ok()
    }
}

/// The references that pages of tables hold; others stand as they are, and no number is read from them.
const NAMED: &[(&str, &str)] = &[
    ("nbsp", "\u{a0}"),
    ("amp", "&"),
    ("lt", "<"),
    ("gt", ">"),
    ("quot", "\""),
    ("apos", "'"),
    ("ensp", "\u{2002}"),
    ("emsp", "\u{2003}"),
    ("thinsp", "\u{2009}"),
    ("sup2", "²"),
    ("middot", "·"),
    ("mdash", "—"),
    ("ndash", "–"),
    ("minus", "−"),
    ("hellip", "…"),
    ("ldquo", "“"),
    ("rdquo", "”"),
    ("times", "×"),
    ("yen", "¥"),
];

/// A text with its references resolved.
pub(super) fn unescape(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let length = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '#').unwrap_or(rest.len());
        // typed without its semicolon, as browsers take it
        let length = if rest.starts_with("nbsp") { "nbsp".len() } else { length };
        let name = &rest[..length];
        let numbered = name.strip_prefix('#').and_then(|n| match n.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok(),
            None => n.parse().ok(),
        });
        let named = NAMED.iter().find(|(known, _)| *known == name).map(|(_, text)| *text);
        match (numbered.and_then(char::from_u32), named) {
            (Some(c), _) => out.push(c),
            (None, Some(text)) => out.push_str(text),
            (None, None) => {
                out.push('&');
                continue;
            }
        }
        rest = &rest[length..];
        rest = rest.strip_prefix(';').unwrap_or(rest);
    }
    Cow::Owned(out + rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &str) -> Result<Vec<String>, CutOff> {
        let mut tokens = Tokens::of(text);
        let mut found = Vec::new();
        while let Some(token) = tokens.next()? {
            found.push(match token {
                Token::Text(text) => unescape(text).into_owned(),
                Token::Literal(text) => format!("'{text}'"),
                Token::Open(tag) => format!("<{}{}", tag.name, if tag.is_empty { "/" } else { "" }),
                Token::Close(name) => format!("/{name}"),
                Token::Comment(text) => format!("!{text}"),
            });
        }
        Ok(found)
    }

    #[test]
    fn a_text_is_taken_apart_however_it_was_typed() {
        assert_eq!(
            all("<?xml?><!DOCTYPE html><TD title=\"a>b\" nowrap>1 < 2&nbsp;<br/><!--x--></TD><ss:Row/>")
                .unwrap(),
            ["<TD", "1 ", "< 2\u{a0}", "<br/", "!x", "/TD", "<Row/"]
        );
        assert_eq!(all("a<![CDATA[<b>]]>").unwrap(), ["a", "'<b>'"]);
        for text in ["<td", "<!-- ", "<a b=\">", "<![CDATA["] {
            assert_eq!(all(text), Err(CutOff), "{text}");
        }
    }

    #[test]
    fn attributes_are_found_quoted_or_not_with_a_prefix_or_without() {
        let of = |text: &'static str, name| match Tokens::of(text).next() {
            Ok(Some(Token::Open(tag))) => tag.attribute(name).map(Cow::into_owned),
            other => panic!("{other:?}"),
        };
        let tag = "<td x:num=\"0.5\" colspan = 2 style='display:none' nowrap = a=b = >";
        assert_eq!(of(tag, "x:num").as_deref(), Some("0.5"));
        assert_eq!(of(tag, "num").as_deref(), Some("0.5"));
        assert_eq!(of(tag, "COLSPAN").as_deref(), Some("2"));
        assert_eq!(of(tag, "style").as_deref(), Some("display:none"));
        assert_eq!(of("<td nowrap>", "nowrap").as_deref(), Some(""));
        assert_eq!(of(tag, "rowspan"), None);
    }

    #[test]
    fn references_are_resolved_and_unknown_ones_left() {
        assert_eq!(unescape("&lt;&#65;&#x42;&nbsp12 &foo; & &"), "<AB\u{a0}12 &foo; & &");
    }
}
