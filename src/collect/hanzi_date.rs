//! Dates in Chinese numerals, as papers write them: 二〇二一年七月十四日.

use std::borrow::Cow;

/// The zeros that staff type: 〇, the round ○ and ◯, 零, and the letter that a full-width Ｏ folds to.
const DIGITS: &[(&str, char)] = &[
    ("〇○◯零o", '0'),
    ("一", '1'),
    ("二", '2'),
    ("三", '3'),
    ("四", '4'),
    ("五", '5'),
    ("六", '6'),
    ("七", '7'),
    ("八", '8'),
    ("九", '9'),
];

fn digit(c: char) -> Option<char> {
    DIGITS.iter().find(|(chars, _)| chars.contains(c)).map(|(_, digit)| *digit)
}

/// The text with every date in Chinese numerals in Arabic ones; other numbers stay (三里村, 十九街道).
///
/// ```text
/// 截至二〇二一年七月十四日 → 截至2021年7月14日      七月十四日 → 7月14日
/// ```
pub(super) fn arabic(text: &str) -> Cow<'_, str> {
    if !text.contains('月') || !text.contains(|c| digit(c).is_some_and(|d| d != '0') || c == '十') {
        return Cow::Borrowed(text);
    }
    let mut out = String::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        match date(rest) {
            Some((written, after)) => {
                out.push_str(&written);
                rest = after;
            }
            None => {
                out.push(first);
                rest = &rest[first.len_utf8()..];
            }
        }
    }
    Cow::Owned(out)
}

/// A date at the text's beginning, and what follows it.
fn date(text: &str) -> Option<(String, &str)> {
    let year = year(text);
    let (written, after) = year.unwrap_or((String::new(), text));
    let (month, after) = number(after)?;
    let after = after.strip_prefix('月')?;
    let (day, after) = number(after)?;
    let after = after.strip_prefix(['日', '号'])?;
    Some((format!("{written}{month}月{day}日"), after))
}

fn year(text: &str) -> Option<(String, &str)> {
    let digits: String = text.chars().map_while(digit).collect();
    let length: usize = text.chars().take(4).map(char::len_utf8).sum();
    let after = text.get(length..)?.strip_prefix('年')?;
    (digits.len() == 4).then(|| (format!("{digits}年"), after))
}

/// A number below a hundred: 七, 十, 十四, 二十, 三十一; nothing where digits of another kind stand there.
fn number(text: &str) -> Option<(u32, &str)> {
    let value = |c: char| digit(c)?.to_digit(10).filter(|d| *d > 0);
    let mut rest = text;
    let mut take = |one: &dyn Fn(char) -> Option<u32>| {
        let c = rest.chars().next()?;
        let found = one(c)?;
        rest = &rest[c.len_utf8()..];
        Some(found)
    };
    let tens = take(&value);
    let ten = take(&|c| (c == '十').then_some(10));
    let found = match (tens, ten) {
        (Some(tens), Some(ten)) => tens * ten + take(&value).unwrap_or(0),
        (None, Some(ten)) => ten + take(&value).unwrap_or(0),
        (Some(single), None) => single,
        (None, None) => return None,
    };
    Some((found, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_in_chinese_numerals_is_one_in_arabic_and_a_village_stays() {
        for (text, expected) in [
            ("填报日期:二〇二一年七月十四日", "填报日期:2021年7月14日"),
            ("二○二一年十二月三十一日", "2021年12月31日"),
            ("(七月二十日)", "(7月20日)"),
            ("十月一日18时", "10月1日18时"),
            ("三里村十一组", "三里村十一组"),
            ("二月份三里村", "二月份三里村"),
        ] {
            assert_eq!(arabic(text), expected);
        }
    }
}
