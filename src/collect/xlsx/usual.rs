//! The form in which Excel, WPS and the libraries write all but a few cells, recognised at one go:
//!
//! ```text
//! <c r="B7" s="2" t="s"><v>16</v></c>
//! <c r="B7" s="2"/>
//! ```
//!
//! A ledger of 100,000 households has a million of them, and to take one apart attribute by attribute costs
//! more than all that is then done with it. What is in any other form, or might be, is for the grammar of
//! `sheet`, which reads these too and to the same: `tests.rs` holds one against the other.

/// Letters of a column, at most; more is for the grammar to refuse.
const LETTERS: usize = 3;
/// Digits of a row's number, a style's and a value's: none of so few overflows.
const DIGITS: usize = 9;
/// Bytes of a value in which the end is looked for one by one; numbers take fewer.
const VALUE: usize = 32;

/// A cell with its place, of text shared or of a number.
pub(super) struct Usual<'b> {
    /// 0-based
    pub(super) column: u32,
    pub(super) style: Option<u64>,
    pub(super) is_shared: bool,
    /// what stands in `<v>`; none where there is no `<v>`
    pub(super) value: Option<&'b [u8]>,
    /// bytes of the cell from `<c` to its end
    pub(super) length: usize,
}

/// The cell at the start of `bytes`, of the 0-based row `row`; `None` where it has another form, says another
/// row, or is cut off.
#[inline]
pub(super) fn cell(bytes: &[u8], row: u32) -> Option<Usual<'_>> {
    let mut ahead = Ahead { bytes, at: 0 };
    ahead.take(b"<c r=\"")?;
    let column = ahead.column()?;
    if ahead.digits()? != u64::from(row) + 1 {
        return None;
    }
    ahead.take(b"\"")?;
    let mut style = None;
    if ahead.take(b" s=\"").is_some() {
        style = Some(ahead.digits()?);
        ahead.take(b"\"")?;
    }
    let is_shared = ahead.take(b" t=\"s\"").is_some();
    let mut value = None;
    if ahead.take(b"><v>").is_some() {
        value = Some(ahead.value()?);
        ahead.take(b"</v></c>")?;
    } else {
        ahead.take(b"/>")?;
    }
    Some(Usual { column, style, is_shared, value, length: ahead.at })
}

struct Ahead<'b> {
    bytes: &'b [u8],
    at: usize,
}

impl<'b> Ahead<'b> {
    #[inline]
    fn take(&mut self, wanted: &[u8]) -> Option<()> {
        let end = self.at + wanted.len();
        if self.bytes.get(self.at..end)? != wanted {
            return None;
        }
        self.at = end;
        Some(())
    }

    /// Letters to a 0-based column.
    #[inline]
    fn column(&mut self) -> Option<u32> {
        let start = self.at;
        let mut column = 0;
        while let letter @ b'A'..=b'Z' = *self.bytes.get(self.at)? {
            if self.at - start == LETTERS {
                return None;
            }
            column = column * 26 + u32::from(letter - b'A') + 1;
            self.at += 1;
        }
        u32::checked_sub(column, 1)
    }

    #[inline]
    fn digits(&mut self) -> Option<u64> {
        let start = self.at;
        let mut number = 0;
        while let digit @ b'0'..=b'9' = *self.bytes.get(self.at)? {
            if self.at - start == DIGITS {
                return None;
            }
            number = number * 10 + u64::from(digit - b'0');
            self.at += 1;
        }
        (self.at > start).then_some(number)
    }

    /// Something, up to the next markup.
    #[inline]
    fn value(&mut self) -> Option<&'b [u8]> {
        let ahead = &self.bytes[self.at..];
        let length = ahead.iter().take(VALUE).position(|byte| *byte == b'<').filter(|length| *length > 0)?;
        self.at += length;
        Some(&ahead[..length])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_recognised_whole_or_not_at_all() {
        let text = br#"<c r="AB12" s="3" t="s"><v>16</v></c><c r="AC12"/>"#;
        let usual = cell(text, 11).unwrap();
        assert_eq!(
            (usual.column, usual.style, usual.is_shared, usual.value),
            (27, Some(3), true, Some(&b"16"[..]))
        );
        let empty = cell(&text[usual.length..], 11).unwrap();
        assert_eq!((empty.column, empty.style, empty.value), (28, None, None));
        assert_eq!(usual.length + empty.length, text.len());
        for cut in 0..usual.length {
            assert!(cell(&text[..cut], 11).is_none(), "cut off after {cut}");
        }
    }

    #[test]
    fn another_row_another_order_and_more_than_a_value_are_left_to_the_grammar() {
        for other in [
            r#"<c r="B3"><v>1</v></c>"#,
            r#"<c r="ABCD2"><v>1</v></c>"#,
            r#"<c r="2"><v>1</v></c>"#,
            r#"<c r="B"><v>1</v></c>"#,
            r#"<c r="b2"><v>1</v></c>"#,
            r#"<c t="s" r="B2"><v>1</v></c>"#,
            r#"<c r="B2" s=""><v>1</v></c>"#,
            r#"<c r="B2" t="str"><v>1</v></c>"#,
            r#"<c r="B2" s="1" cm="1"><v>1</v></c>"#,
            r#"<c r="B2"><f>A1</f><v>1</v></c>"#,
            r#"<c r="B2"><v></v></c>"#,
            r#"<c r="B2"><v>1</v><v>1</v></c>"#,
            r#"<c r="B2" s="1"></c>"#,
        ] {
            assert!(cell(other.as_bytes(), 1).is_none(), "{other}");
        }
    }
}
