//! What kind of character each is, and what follows from it: where marks are squeezed, where Chinese
//! meets Western, what may not begin or end a line (W3C CLREQ, 3.1 and 3.2).

/// A character's behaviour in a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// a Chinese character, or whatever stands on its own
    Han,
    /// a letter or digit, or a sign that belongs to one
    Western,
    /// ㎡, ℃, ①, ～: full width, bound to a figure before it, without a gap
    Symbol,
    /// an opening mark
    Open,
    /// a closing mark
    Close,
    /// 、，；：
    Pause,
    /// 。！？
    Stop,
    /// ——, —
    Dash,
    /// ……, …
    Ellipsis,
    /// ·, which joins
    Dot,
    /// a space as typed
    Space,
    /// U+3000
    WideSpace,
}

impl Kind {
    /// The kind of a character.
    pub(super) fn of(c: char) -> Kind {
        match c {
            ' ' => Kind::Space,
            '\u{3000}' => Kind::WideSpace,
            '（' | '〔' | '［' | '｛' | '“' | '‘' | '《' | '〈' | '「' | '『' | '【' | '〖' | '(' | '['
            | '{' => Kind::Open,
            '）' | '〕' | '］' | '｝' | '”' | '’' | '》' | '〉' | '」' | '』' | '】' | '〗' | ')' | ']'
            | '}' => Kind::Close,
            // a note's mark stays with what it marks
            '*' | '※' | '†' => Kind::Close,
            '、' | '，' | '；' | '：' | ',' | ';' | ':' => Kind::Pause,
            '。' | '！' | '？' | '．' | '.' | '!' | '?' => Kind::Stop,
            '—' | '―' => Kind::Dash,
            '…' | '⋯' => Kind::Ellipsis,
            '·' | '・' | '‧' => Kind::Dot,
            '\u{2160}'..='\u{217f}'
            | '\u{2460}'..='\u{24ff}'
            | '\u{2100}'..='\u{214f}'
            | '\u{3300}'..='\u{33ff}'
            | '\u{3200}'..='\u{32ff}'
            | '²'
            | '³'
            | '％'
            | '～'
            | '\u{301c}'
            | '／'
            | '＋'
            | '－'
            | '＝'
            | '＜'
            | '＞'
            | '‰'
            // 秘密★1年 (GB/T 9704-2012, 7.2.2)
            | '★'
            | '☆' => Kind::Symbol,
            '\u{21}'..='\u{7e}' | '\u{a1}'..='\u{2af}' | '\u{370}'..='\u{52f}' | '\u{1e00}'..='\u{1fff}' => {
                Kind::Western
            }
            // H₂O, 10⁴
            '\u{2070}'..='\u{209c}' => Kind::Western,
            '–' | '−' | '↑' | '↓' | '←' | '→' | '≤' | '≥' | '≈' | '∼' | '∶' | '′' | '″' | '€' => {
                Kind::Western
            }
            _ => Kind::Han,
        }
    }

    /// May it not begin a line (kinsoku, basic level)?
    pub(super) const fn never_begins(self) -> bool {
        matches!(self, Kind::Close | Kind::Pause | Kind::Stop | Kind::Dot)
    }

    /// May it not end a line?
    pub(super) const fn never_ends(self) -> bool {
        matches!(self, Kind::Open)
    }

    /// Has it its blank on the right, so that a line's end may take it?
    pub(super) const fn blank_on_right(self) -> bool {
        matches!(self, Kind::Close | Kind::Pause | Kind::Stop)
    }

    /// Is it a mark, so that it does not count as a character of a last line?
    pub(super) const fn is_mark(self) -> bool {
        !matches!(self, Kind::Han | Kind::Western | Kind::Symbol)
    }

    /// Does a quarter em stand between `self` and `next`?
    pub(super) const fn meets_western(self, next: Kind) -> bool {
        matches!((self, next), (Kind::Han, Kind::Western) | (Kind::Western, Kind::Han))
    }

    /// Is the blank between the two marks, of `self`'s right and `next`'s left half, squeezed to one half?
    pub(super) const fn squeezes(self, next: Kind) -> bool {
        (self.blank_on_right() && (next.blank_on_right() || matches!(next, Kind::Open)))
            || matches!((self, next), (Kind::Open, Kind::Open))
    }
}

/// Units of more than one character, which follow a number and are kept whole; any other unit is kept
/// by its first character.
const UNITS: [&str; 26] = [
    "个百分点",
    "百分点",
    "个工作日",
    "工作日",
    "平方公里",
    "平方千米",
    "平方米",
    "立方米",
    "公里",
    "千米",
    "公顷",
    "公斤",
    "千克",
    "小时",
    "分钟",
    "万元",
    "亿元",
    "千瓦时",
    "标段",
    "人次",
    "车次",
    "户次",
    "个月",
    "周年",
    "自然村",
    "千瓦",
];

/// The number of characters at the head of `after` that must stay with the number before them.
pub(super) fn unit_length(after: &[char]) -> usize {
    // 万户, 亿元, 万㎡: the multiplier and the unit behind it
    let multiplier =
        after.iter().take_while(|c| matches!(c, '万' | '亿' | '千' | '百' | '余' | '多')).count();
    let rest = &after[multiplier..];
    let unit = UNITS
        .iter()
        .map(|unit| unit.chars().count().min(unit.chars().zip(rest).take_while(|(a, b)| a == *b).count()))
        .zip(UNITS)
        .filter(|(matched, unit)| *matched == unit.chars().count())
        .map(|(matched, _)| matched)
        .max();
    let first = rest.first().is_some_and(|c| matches!(Kind::of(*c), Kind::Han | Kind::Symbol));
    multiplier + unit.unwrap_or(usize::from(first))
}

/// Units of letters.
const LETTER_UNITS: [&str; 24] = [
    "m", "mm", "cm", "dm", "km", "m²", "m³", "km²", "g", "kg", "t", "L", "mL", "h", "min", "s", "kW", "kWh",
    "MW", "Pa", "kPa", "MPa", "kN", "dB",
];

/// The number of characters at the head of `after`, which a typed space parts from a number, that must stay with it.
pub(super) fn unit_behind_space(after: &[char]) -> usize {
    let is_letter = |c: &char| c.is_alphanumeric() && Kind::of(*c) != Kind::Han || matches!(c, '²' | '³');
    let letters: String = after.iter().take_while(|c| is_letter(c)).collect();
    if LETTER_UNITS.contains(&letters.as_str()) { letters.chars().count() } else { unit_length(after) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unit(text: &str) -> usize {
        unit_length(&text.chars().collect::<Vec<_>>())
    }

    #[test]
    fn a_unit_is_kept_whole_and_what_follows_it_is_not() {
        assert_eq!(unit("个百分点，"), 4);
        assert_eq!(unit("户，占"), 1);
        assert_eq!(unit("万平方米的"), 4);
        assert_eq!(unit("万㎡"), 2);
        assert_eq!(unit("，占"), 0);
        assert_eq!(unit(""), 0);
        assert_eq!(unit("个百"), 1);
    }

    #[test]
    fn two_marks_share_one_blank() {
        assert!(Kind::of('，').squeezes(Kind::of('“')));
        assert!(Kind::of('）').squeezes(Kind::of('。')));
        assert!(Kind::of('“').squeezes(Kind::of('《')));
        assert!(!Kind::of('“').squeezes(Kind::of('，')));
        assert!(!Kind::of('，').squeezes(Kind::of('市')));
    }

    #[test]
    fn chinese_meets_western_at_letters_and_digits_only() {
        assert!(Kind::of('市').meets_western(Kind::of('3')));
        assert!(Kind::of('%').meets_western(Kind::of('的')));
        assert!(!Kind::of('0').meets_western(Kind::of('㎡')));
        assert!(!Kind::of('★').meets_western(Kind::of('1')));
        assert!(!Kind::of('，').meets_western(Kind::of('3')));
    }
}
