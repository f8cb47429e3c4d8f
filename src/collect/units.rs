//! Units, and the exact ratios between those of one family.

use super::normal::fold;

/// What a unit measures; amounts convert within a family only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Family {
    /// ㎡, 亩, 公顷 …
    Area,
    /// 元, 万元, 亿元
    Money,
    /// 米, 公里
    Length,
    /// 吨, 公斤
    Mass,
    /// things counted one by one: 户, 栋, 处 …
    Count(String),
    /// any other word, known only by itself
    Other(String),
}

/// A unit as `numerator / denominator` of its family's base (㎡, 元, 米, 吨, one).
#[derive(Clone, Debug)]
pub(super) struct Unit {
    pub(super) family: Family,
    numerator: i64,
    denominator: i64,
    /// as it was spelled, ㎡ for m2
    pub(super) name: String,
}

/// 平方米 and ㎡ are one unit.
impl PartialEq for Unit {
    fn eq(&self, other: &Unit) -> bool {
        (&self.family, self.numerator, self.denominator)
            == (&other.family, other.numerator, other.denominator)
    }
}

/// Spelling (folded), family's base, ratio. 1 亩 is 2000/3 ㎡.
const AREA: &[(&str, i64, i64)] = &[
    ("m2", 1, 1),
    ("m^2", 1, 1),
    ("平方米", 1, 1),
    ("平米", 1, 1),
    ("平方", 1, 1),
    ("平", 1, 1),
    ("亩", 2000, 3),
    ("公顷", 10_000, 1),
    ("ha", 10_000, 1),
    ("平方公里", 1_000_000, 1),
    ("平方千米", 1_000_000, 1),
    ("km2", 1_000_000, 1),
];
const MONEY: &[(&str, i64, i64)] = &[("元", 1, 1), ("人民币元", 1, 1)];
const LENGTH: &[(&str, i64, i64)] =
    &[("米", 1, 1), ("m", 1, 1), ("延米", 1, 1), ("公里", 1000, 1), ("千米", 1000, 1), ("km", 1000, 1)];
const MASS: &[(&str, i64, i64)] =
    &[("吨", 1, 1), ("t", 1, 1), ("公斤", 1, 1000), ("千克", 1, 1000), ("kg", 1, 1000)];
const COUNTS: &[&str] = &[
    "户", "栋", "幢", "处", "人", "个", "项", "件", "宗", "间", "套", "家", "座", "台", "棵", "株", "次",
    "起", "例", "辆", "条", "块", "份", "名", "所", "盏", "根", "口", "批", "场", "篇", "张", "人次", "户次",
    "车次", "场次", "班次", "架次", "批次", "剂次", "剂", "支", "头", "只", "羽", "匹", "尾", "本", "册",
    "枚", "单", "笔", "桩", "眼",
];
const MULTIPLES: &[(&str, i64)] =
    &[("万", 10_000), ("亿", 100_000_000), ("千", 1000), ("百万", 1_000_000), ("百", 100)];

impl Unit {
    /// From its folded spelling.
    pub(super) fn parse_folded(word: &str) -> Option<Unit> {
        plain(word).or_else(|| {
            MULTIPLES.iter().find_map(|(prefix, times)| {
                let mut unit = plain(word.strip_prefix(prefix)?)?;
                unit.numerator *= times;
                unit.name = format!("{prefix}{}", unit.name);
                Some(unit)
            })
        })
    }

    /// The unit of a measure: one known here, or a word of its own.
    pub(super) fn of_measure(text: &str) -> Unit {
        let word = fold(text);
        Self::parse_folded(&word).unwrap_or_else(|| Unit {
            family: Family::Other(word.clone()),
            numerator: 1,
            denominator: 1,
            name: word,
        })
    }

    /// Is it a count of things one by one?
    pub(super) fn is_count(&self) -> bool {
        matches!(self.family, Family::Count(_))
    }

    /// Is it 万㎡, 亿元 and the like?
    pub(super) fn is_multiple(&self) -> bool {
        MULTIPLES.iter().any(|(prefix, _)| self.name.starts_with(prefix))
    }

    /// Must a head say which unit of the family it uses? Areas come in ㎡ and in 万㎡, money in 元 and in
    /// 万元; a count has one unit unless it says 万.
    pub(super) fn must_be_stated(&self) -> bool {
        matches!(self.family, Family::Area | Family::Money | Family::Mass | Family::Length)
    }

    /// What an amount in `self` is multiplied by, as (numerator, denominator), to be in `other`; nothing
    /// between families. Counts of unlike things stand for each other: a head `户数（个）` counts 户.
    pub(super) fn ratio_to(&self, other: &Unit) -> Option<(i64, i64)> {
        let alike = self.family == other.family || self.is_count() && other.is_count();
        if !alike {
            return None;
        }
        let numerator = self.numerator.checked_mul(other.denominator)?;
        let denominator = self.denominator.checked_mul(other.numerator)?;
        let divisor = gcd(numerator, denominator);
        Some((numerator / divisor, denominator / divisor))
    }
}

/// Do two spellings name one unit? 平方米 and ㎡ do; ㎡ and 万㎡, or 户 and 栋, do not.
#[must_use]
pub fn is_same_unit(one: &str, other: &str) -> bool {
    one == other || Unit::of_measure(one) == Unit::of_measure(other)
}

fn plain(word: &str) -> Option<Unit> {
    let tables =
        [(AREA, Family::Area), (MONEY, Family::Money), (LENGTH, Family::Length), (MASS, Family::Mass)];
    for (table, family) in tables {
        if let Some((_, n, d)) = table.iter().find(|(spelling, ..)| *spelling == word) {
            return Some(Unit { family, numerator: *n, denominator: *d, name: word.replace("m2", "㎡") });
        }
    }
    COUNTS.contains(&word).then(|| Unit {
        family: Family::Count(word.to_owned()),
        numerator: 1,
        denominator: 1,
        name: word.to_owned(),
    })
}

fn gcd(a: i64, b: i64) -> i64 {
    if b == 0 { a.abs().max(1) } else { gcd(b, a % b) }
}

/// A number's text and the unit after it: `60,644㎡` is `60,644` and `㎡`. The text is folded.
pub(super) fn split_suffix(folded: &str) -> (&str, Option<Unit>) {
    let end = folded.rfind(|c: char| c.is_ascii_digit() || c == '.').map_or(0, |at| at + 1);
    // m2 and km2 end in a digit of their own
    let end = ["万m2", "亿m2", "km2", "m2"].iter().find_map(|u| folded.strip_suffix(u)).map_or(end, str::len);
    let (number, suffix) = folded.split_at(end);
    if suffix.is_empty() {
        return (number, None);
    }
    match Unit::parse_folded(suffix) {
        Some(unit) => (number, Some(unit)),
        None => (folded, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unit(text: &str) -> Unit {
        Unit::parse_folded(&fold(text)).unwrap()
    }

    fn ratio(from: &str, to: &str) -> Option<(i64, i64)> {
        unit(from).ratio_to(&Unit::of_measure(to))
    }

    #[test]
    fn every_unit_of_a_family_has_an_exact_ratio_to_every_other() {
        assert_eq!(ratio("㎡", "㎡"), Some((1, 1)));
        assert_eq!(ratio("万平方米", "㎡"), Some((10_000, 1)));
        assert_eq!(ratio("亩", "㎡"), Some((2000, 3)));
        assert_eq!(ratio("㎡", "亩"), Some((3, 2000)));
        assert_eq!(ratio("公顷", "万㎡"), Some((1, 1)));
        assert_eq!(ratio("亿元", "万元"), Some((10_000, 1)));
        assert_eq!(ratio("万户", "户"), Some((10_000, 1)));
        assert_eq!(ratio("个", "户"), Some((1, 1)));
    }

    #[test]
    fn units_of_unlike_families_do_not_convert() {
        assert_eq!(ratio("户", "㎡"), None);
        assert_eq!(ratio("元", "㎡"), None);
        assert_eq!(Unit::parse_folded("约"), None);
    }

    #[test]
    fn the_unit_after_a_number_is_found_even_where_it_ends_in_a_digit() {
        for (text, number, unit) in [
            ("60,644m2", "60,644", Some("m2")),
            ("12万m2", "12", Some("万m2")),
            ("247户", "247", Some("户")),
            ("5", "5", None),
        ] {
            let (found, suffix) = split_suffix(text);
            assert_eq!((found, suffix), (number, unit.map(self::tests::unit)), "{text}");
        }
        assert_eq!(split_suffix("300余"), ("300余", None));
    }
}
