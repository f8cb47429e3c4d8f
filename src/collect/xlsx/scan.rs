//! The few forms of XML that a spreadsheet's large parts are made of, recognised byte by byte. What is not
//! one of them is not guessed at: it is [`Stop::Odd`], and the workbook is left to calamine.

use memchr::{memchr, memchr2};

use super::Odd;

/// Why an item could not be read from the bytes at hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stop {
    /// it goes on beyond them
    Short,
    /// it is none of the forms known here
    Odd,
}

impl From<Odd> for Stop {
    fn from(_: Odd) -> Stop {
        Stop::Odd
    }
}

/// A place in bytes.
pub(super) struct Cursor<'b> {
    bytes: &'b [u8],
    pub(super) at: usize,
}

/// A start tag's end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TagEnd {
    /// `>`
    Open,
    /// `/>`
    Empty,
}

/// The next of a start tag: an attribute, or the tag's end.
pub(super) enum Next<'b> {
    Attribute(&'b [u8], &'b [u8]),
    End(TagEnd),
}

impl<'b> Cursor<'b> {
    pub(super) fn new(bytes: &'b [u8]) -> Cursor<'b> {
        Cursor { bytes, at: 0 }
    }

    /// What lies ahead.
    #[inline]
    pub(super) fn rest(&self) -> &'b [u8] {
        &self.bytes[self.at..]
    }

    #[inline]
    pub(super) fn peek(&self) -> Result<u8, Stop> {
        self.bytes.get(self.at).copied().ok_or(Stop::Short)
    }

    /// Moves past white space, as stands between elements.
    #[inline]
    pub(super) fn blanks(&mut self) -> Result<u8, Stop> {
        loop {
            match self.peek()? {
                b' ' | b'\n' | b'\r' | b'\t' => self.at += 1,
                byte => return Ok(byte),
            }
        }
    }

    /// Moves past `wanted` where it stands here.
    #[inline]
    pub(super) fn take(&mut self, wanted: &[u8]) -> Result<bool, Stop> {
        let rest = &self.bytes[self.at..];
        if rest.starts_with(wanted) {
            self.at += wanted.len();
            return Ok(true);
        }
        if rest.len() < wanted.len() && wanted.starts_with(rest) { Err(Stop::Short) } else { Ok(false) }
    }

    /// Moves past `wanted`, which must stand here.
    #[inline]
    pub(super) fn expect(&mut self, wanted: &[u8]) -> Result<(), Stop> {
        if self.take(wanted)? { Ok(()) } else { Err(Stop::Odd) }
    }

    /// Moves past `</name>`, where white space may stand before `>`.
    #[inline]
    pub(super) fn close(&mut self, name: &[u8]) -> Result<(), Stop> {
        self.expect(b"</")?;
        self.expect(name)?;
        if self.blanks()? != b'>' {
            return Err(Stop::Odd);
        }
        self.at += 1;
        Ok(())
    }

    /// Moves past `<name` where it stands here as a whole name.
    #[inline]
    pub(super) fn open(&mut self, name: &[u8]) -> Result<bool, Stop> {
        let start = self.at;
        if !self.take(b"<")? || !self.take(name)? {
            self.at = start;
            return Ok(false);
        }
        if matches!(self.peek()?, b' ' | b'\n' | b'\r' | b'\t' | b'>' | b'/') {
            return Ok(true);
        }
        self.at = start;
        Ok(false)
    }

    /// The next attribute of a start tag, or its end.
    #[inline]
    pub(super) fn next(&mut self) -> Result<Next<'b>, Stop> {
        let blank = matches!(self.peek()?, b' ' | b'\n' | b'\r' | b'\t');
        match self.blanks()? {
            b'>' => {
                self.at += 1;
                Ok(Next::End(TagEnd::Open))
            }
            b'/' => {
                self.expect(b"/>")?;
                Ok(Next::End(TagEnd::Empty))
            }
            _ if !blank => Err(Stop::Odd),
            _ => {
                let rest = &self.bytes[self.at..];
                let equals = memchr2(b'=', b'>', rest).ok_or(Stop::Short)?;
                let name = &rest[..equals];
                if rest[equals] != b'=' || name.is_empty() || !name.iter().all(|b| is_name(*b)) {
                    return Err(Stop::Odd);
                }
                let quote = *rest.get(equals + 1).ok_or(Stop::Short)?;
                if quote != b'"' && quote != b'\'' {
                    return Err(Stop::Odd);
                }
                let rest = &rest[equals + 2..];
                let length = memchr(quote, rest).ok_or(Stop::Short)?;
                let value = &rest[..length];
                if memchr(b'<', value).is_some() {
                    return Err(Stop::Odd);
                }
                self.at += equals + 2 + length + 1;
                Ok(Next::Attribute(name, value))
            }
        }
    }

    /// Moves past the rest of a start tag.
    pub(super) fn skip_tag(&mut self) -> Result<TagEnd, Stop> {
        loop {
            if let Next::End(end) = self.next()? {
                return Ok(end);
            }
        }
    }

    /// The text up to the next markup.
    #[inline]
    pub(super) fn text(&mut self) -> Result<&'b [u8], Stop> {
        let rest = &self.bytes[self.at..];
        let length = memchr(b'<', rest).ok_or(Stop::Short)?;
        self.at += length;
        Ok(&rest[..length])
    }

    /// Moves to the next markup, over whatever text; to its `<`.
    pub(super) fn markup(&mut self) -> Result<(), Stop> {
        self.text().map(|_| ())
    }

    /// The rest of an XML declaration.
    pub(super) fn declaration(&mut self) -> Result<&'b [u8], Stop> {
        let rest = &self.bytes[self.at..];
        let length = memchr(b'>', rest).ok_or(Stop::Short)?;
        self.at += length + 1;
        Ok(&rest[..length])
    }

    /// The name of the tag that begins here, with its `/` where it is an end tag.
    pub(super) fn name(&mut self) -> Result<&'b [u8], Stop> {
        self.expect(b"<")?;
        let start = self.at;
        if self.peek()? == b'/' {
            self.at += 1;
        }
        while is_name(self.peek()?) {
            self.at += 1;
        }
        if self.at == start { Err(Stop::Odd) } else { Ok(&self.bytes[start..self.at]) }
    }
}

/// Letters of the names that the large parts use, prefixes with them.
#[inline]
fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b':' | b'_' | b'-' | b'.')
}

/// Text of an element, entities and all, appended to `to`.
///
/// # Errors
/// [`Odd`] for what calamine treats in a way of its own: carriage returns, `_x000D_` escapes, entities that
/// are none of XML's five, and what is not UTF-8.
pub(super) fn push_text(text: &[u8], to: &mut String) -> Result<(), Odd> {
    let text = plain_text(text)?;
    let Some(first) = memchr(b'&', text.as_bytes()) else {
        to.push_str(text);
        return Ok(());
    };
    to.push_str(&text[..first]);
    let mut rest = &text[first..];
    while let Some(after) = rest.strip_prefix('&') {
        let (entity, after) = after.split_once(';').ok_or(Odd)?;
        to.push(match entity {
            "amp" => '&',
            "lt" => '<',
            "gt" => '>',
            "quot" => '"',
            "apos" => '\'',
            _ => return Err(Odd),
        });
        let next = memchr(b'&', after.as_bytes()).unwrap_or(after.len());
        to.push_str(&after[..next]);
        rest = &after[next..];
    }
    Ok(())
}

fn plain_text(text: &[u8]) -> Result<&str, Odd> {
    if memchr2(b'\r', b'_', text).is_some() && (memchr(b'\r', text).is_some() || has_escape(text)) {
        return Err(Odd);
    }
    std::str::from_utf8(text).map_err(|_| Odd)
}

fn has_escape(text: &[u8]) -> bool {
    text.windows(2).any(|pair| pair == b"_x")
}

/// As calamine does where `xml:space` does not keep them: ASCII blanks at both ends go.
pub(super) fn trimmed(text: &[u8], keeps_space: bool) -> &[u8] {
    if keeps_space { text } else { text.trim_ascii() }
}

/// A `<t>` that begins here, appended to `to`.
///
/// # Errors
/// As [`push_text`].
pub(super) fn push_t(cursor: &mut Cursor<'_>, to: &mut String) -> Result<(), Stop> {
    let mut keeps_space = false;
    loop {
        match cursor.next()? {
            Next::Attribute(b"xml:space", value) => keeps_space = value == b"preserve",
            Next::Attribute(..) => {}
            Next::End(TagEnd::Empty) => return Ok(()),
            Next::End(TagEnd::Open) => break,
        }
    }
    let text = cursor.text()?;
    cursor.close(b"t")?;
    Ok(push_text(trimmed(text, keeps_space), to)?)
}

/// What stands in a `<si>` or `<is>` after its start tag, to its end tag: plain text, or runs of it; how it
/// is pronounced is passed over.
///
/// # Errors
/// As [`push_text`].
pub(super) fn push_string(cursor: &mut Cursor<'_>, closing: &[u8], to: &mut String) -> Result<(), Stop> {
    loop {
        cursor.blanks()?;
        if cursor.open(b"t")? {
            push_t(cursor, to)?;
        } else if cursor.open(b"r")? {
            if cursor.skip_tag()? == TagEnd::Open {
                push_run(cursor, to)?;
            }
        } else if cursor.open(b"rPh")? {
            if cursor.skip_tag()? == TagEnd::Open {
                skip_phonetic(cursor)?;
            }
        } else if cursor.open(b"phoneticPr")? {
            if cursor.skip_tag()? == TagEnd::Open {
                cursor.close(b"phoneticPr")?;
            }
        } else {
            return cursor.close(closing);
        }
    }
}

fn push_run(cursor: &mut Cursor<'_>, to: &mut String) -> Result<(), Stop> {
    loop {
        cursor.blanks()?;
        if cursor.open(b"rPr")? {
            if cursor.skip_tag()? == TagEnd::Open {
                skip_properties(cursor)?;
            }
        } else if cursor.open(b"t")? {
            push_t(cursor, to)?;
        } else {
            return cursor.close(b"r");
        }
    }
}

/// What a `<rPr>` holds: elements without content, each a font's trait.
fn skip_properties(cursor: &mut Cursor<'_>) -> Result<(), Stop> {
    loop {
        cursor.blanks()?;
        if cursor.name()? == b"/rPr" {
            return match cursor.skip_tag()? {
                TagEnd::Open => Ok(()),
                TagEnd::Empty => Err(Stop::Odd),
            };
        }
        if cursor.skip_tag()? != TagEnd::Empty {
            return Err(Stop::Odd);
        }
    }
}

/// What a `<rPh>` holds: how a part of the text is pronounced.
fn skip_phonetic(cursor: &mut Cursor<'_>) -> Result<(), Stop> {
    cursor.blanks()?;
    if cursor.open(b"t")? && cursor.skip_tag()? == TagEnd::Open {
        cursor.text()?;
        cursor.close(b"t")?;
    }
    cursor.blanks()?;
    cursor.close(b"rPh")
}

/// An attribute's or value's whole number without sign.
///
/// # Errors
/// [`Odd`] for anything else, and beyond 18 digits.
#[inline]
pub(super) fn whole(digits: &[u8]) -> Result<u64, Odd> {
    if digits.is_empty() || digits.len() > 18 {
        return Err(Odd);
    }
    digits.iter().try_fold(0_u64, |n, digit| {
        let value = digit.wrapping_sub(b'0');
        if value <= 9 { Ok(n * 10 + u64::from(value)) } else { Err(Odd) }
    })
}

/// A number as it stands in `<v>`, rounded as IEEE 754 has it.
///
/// # Errors
/// [`Odd`] for what is no decimal number: `NaN`, blanks, text.
#[inline]
pub(super) fn number(text: &[u8]) -> Result<f64, Odd> {
    // most are counts: below 2^53 every whole number is a float itself
    if text.len() <= 15
        && let Ok(n) = whole(text)
    {
        return Ok(n as f64);
    }
    if !text.iter().all(|b| matches!(b, b'0'..=b'9' | b'.' | b'-' | b'+' | b'e' | b'E')) {
        return Err(Odd);
    }
    let text = std::str::from_utf8(text).map_err(|_| Odd)?;
    text.parse().map_err(|_| Odd)
}
