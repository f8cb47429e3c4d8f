//! Measures as people write them: `37mm`, `16pt`, `三号`, `2字`, `1行`; colours; typefaces.

use crate::model::{Color, Length};

use super::super::describe::describe;
use super::super::keys::{Checked, Item, Reader};
use super::super::raw::Content;
use super::checked::Voice;

/// What 字 and 行 are in this style.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scale {
    /// the body's em
    pub body: Length,
    /// from line to line
    pub pitch: Length,
}

/// The sizes that printers in China call by number, in thousandths of a point.
const NUMBERED: [(&str, i64); 16] = [
    ("初号", 42_000),
    ("小初", 36_000),
    ("一号", 26_000),
    ("小一", 24_000),
    ("二号", 22_000),
    ("小二", 18_000),
    ("三号", 16_000),
    ("小三", 15_000),
    ("四号", 14_000),
    ("小四", 12_000),
    ("五号", 10_500),
    ("小五", 9000),
    ("六号", 7500),
    ("小六", 6500),
    ("七号", 5500),
    ("八号", 5000),
];

/// The largest length that a style may hold: more than the longest side of A0.
const MOST: Length = Length::mm(1500);

/// A length with its unit, from nothing to [`MOST`].
pub(super) fn length<'r>(reader: &mut Reader<'r>, item: &Item<'r>, scale: Option<Scale>) -> Checked<Length> {
    let wanted = if scale.is_some() { "37mm, 16pt, 三号, 2字 or 1行" } else { "37mm, 16pt or 三号" };
    let found = reader.as_found(item);
    let text = match &item.node.content {
        Content::Text(text) => text.trim(),
        Content::Integer(_) | Content::Decimal(_) => {
            let hint = format!("a length has its unit: {found}mm, or {found}pt");
            return Err(reader.tell(item, format!("expected a length as {wanted}, found {found}"), hint));
        }
        _ => return Err(reader.tell(item, format!("expected a length as {wanted}, found {found}"), None)),
    };
    match parsed(text, scale) {
        Some(length) if length <= MOST => Ok(length),
        Some(_) => Err(reader.tell(item, format!("expected a length up to 1500mm, found `{text}`"), None)),
        None => {
            let hint = if scale.is_none() && text.ends_with(['字', '行']) {
                Some("字 and 行 are counted from the body and the type area: these need mm or pt".to_owned())
            } else {
                None
            };
            Err(reader.tell(item, format!("expected a length as {wanted}, found `{text}`"), hint))
        }
    }
}

/// The length that a text is.
fn parsed(text: &str, scale: Option<Scale>) -> Option<Length> {
    if let Some((_, thousandths)) = NUMBERED.iter().find(|(name, _)| *name == text) {
        return Some(Length::milli_pt(*thousandths));
    }
    let digits = text.find(|c: char| !c.is_ascii_digit() && c != '.')?;
    let (number, unit) = text.split_at(digits);
    let thousandths = thousandths(number)?;
    match unit.trim() {
        "mm" | "毫米" => Some(Length::from_micro_pt(thousandths.checked_mul(72_000_000)? / 25_400)),
        "cm" | "厘米" => Some(Length::from_micro_pt(thousandths.checked_mul(72_000_000)? / 2540)),
        "pt" | "磅" => Some(Length::milli_pt(thousandths)),
        "字" => Some(Length::from_micro_pt(scale?.body.micro_pt().checked_mul(thousandths)? / 1000)),
        "行" => Some(Length::from_micro_pt(scale?.pitch.micro_pt().checked_mul(thousandths)? / 1000)),
        _ => None,
    }
}

/// `15.79` is 15790; three places at most, and no more before the point than a page could hold.
fn thousandths(number: &str) -> Option<i64> {
    let (whole, part) = number.split_once('.').unwrap_or((number, ""));
    if whole.is_empty() || whole.len() > 6 || part.len() > 3 || part.contains('.') {
        return None;
    }
    if number.ends_with('.') {
        return None;
    }
    let part =
        if part.is_empty() { 0 } else { part.parse::<i64>().ok()? * 10_i64.pow(3 - part.len() as u32) };
    Some(whole.parse::<i64>().ok()? * 1000 + part)
}

/// A colour as `"#c81010"`.
pub(super) fn color<'r>(reader: &mut Reader<'r>, item: &Item<'r>) -> Checked<Color> {
    let text = match &item.node.content {
        Content::Text(text) => text.trim(),
        // what follows a blank and # is a comment, so a colour without quotes is nothing
        Content::Null => {
            let hint = "put it in quotes: \"#c81010\"; without them # begins a comment".to_owned();
            return Err(reader.tell(item, "expected a colour, found nothing", hint));
        }
        _ => "",
    };
    let byte = |at: usize| text.get(at..at + 2).and_then(|two| u8::from_str_radix(two, 16).ok());
    let digits =
        text.strip_prefix('#').filter(|rest| rest.len() == 6 && rest.bytes().all(|b| b.is_ascii_hexdigit()));
    match (digits, byte(1), byte(3), byte(5)) {
        (Some(_), Some(r), Some(g), Some(b)) => Ok(Color::rgb(r, g, b)),
        _ => {
            let message = format!("expected a colour as \"#c81010\", found {}", describe(item.node));
            Err(reader.tell(item, message, "red, green and blue, two hexadecimal digits each".to_owned()))
        }
    }
}

/// A typeface by its role.
pub(super) fn voice<'r>(reader: &mut Reader<'r>, item: &Item<'r>) -> Checked<Voice> {
    let words = [("仿宋", Voice::Body), ("小标宋", Voice::Title), ("黑体", Voice::Hei), ("楷体", Voice::Kai)];
    let others = [
        ("仿宋_gb2312", "仿宋"),
        ("方正小标宋简体", "小标宋"),
        ("方正小标宋_gbk", "小标宋"),
        ("楷体_gb2312", "楷体"),
        ("simhei", "黑体"),
        ("宋体", "小标宋"),
    ];
    reader.word(item, &words, &others)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_length_is_read_exactly_in_every_unit() {
        let scale = Some(Scale { body: Length::pt(16), pitch: Length::pt(29) });
        for (text, wanted) in [
            ("37mm", Length::mm(37)),
            ("3.7 cm", Length::mm(37)),
            ("0.35毫米", Length::mm100(35)),
            ("15.79pt", Length::milli_pt(15_790)),
            ("三号", Length::pt(16)),
            ("2字", Length::pt(32)),
            ("0.5行", Length::milli_pt(14_500)),
            ("0mm", Length::ZERO),
        ] {
            assert_eq!(parsed(text, scale), Some(wanted), "{text}");
        }
        for text in ["37", "mm", "-3mm", "1.2345mm", "1.mm", "1..2mm", "9999999pt", "12em", "", "．5mm"] {
            assert_eq!(parsed(text, scale), None, "{text}");
        }
        assert_eq!(parsed("2字", None), None);
    }
}
