//! Numbers, which are kept whole with their units and signs; dates and ranges where they can.

use super::super::punctuation::{Kind, unit_behind_space, unit_length};
use super::super::shape::Piece;
use super::Held;

/// A break inside a date, before the month or the day.
const DATE_BREAK: i64 = 3000;
/// A break between a date and its hour.
const HOUR_BREAK: i64 = 800;
/// A break inside a range, behind its sign.
const RANGE_BREAK: i64 = 3000;
/// A break between 万 or 亿 and a unit of three characters or more.
const UNIT_BREAK: i64 = 9000;

/// 3319户, 第67期, 2.17个百分点, 2021年7月14日: which boundaries stand inside such a whole.
pub(super) fn held_by_numbers(pieces: &[Piece], chars: &[char]) -> Vec<Held> {
    let mut held = vec![Held::No; chars.len()];
    let numeric = |i: usize| {
        chars[i].is_ascii_digit() || (i > 0 && matches!(chars[i], '%' | '‰') && chars[i - 1].is_ascii_digit())
    };
    for i in 0..chars.len() {
        let ends_number = numeric(i) && chars.get(i + 1).is_some_and(|c| Kind::of(*c) != Kind::Western);
        if ends_number && chars[i].is_ascii_digit() && !ends_ratio(&chars[..=i]) {
            let length = unit_length(&chars[i + 1..]);
            held[i..i + length].fill(Held::Fast);
            // 395.6万平方米, 14.19个百分点: behind the 万 or the 个, before a line is torn
            let many = chars[i + 1..].iter().take_while(|c| matches!(c, '万' | '亿' | '个')).count();
            if many > 0 && length >= many + 3 {
                held[i + many] = Held::Dear(UNIT_BREAK);
            }
        }
        if chars[i].is_ascii_digit() && chars.get(i + 1) == Some(&' ') {
            // 3 户, 5 m²: a unit behind a typed space
            let length = unit_behind_space(&chars[i + 2..]);
            held[i..=i + length].fill(Held::Fast);
        }
        let Some(next) = chars.get(i + 1) else { continue };
        if next.is_ascii_digit() && held[i] == Held::No {
            match chars[i] {
                '第' | '№' | '￥' | '约' => held[i] = Held::Fast,
                '年' | '月' if i > 0 && chars[i - 1].is_ascii_digit() => held[i] = Held::Dear(DATE_BREAK),
                '日' | '时' if i > 0 && chars[i - 1].is_ascii_digit() => held[i] = Held::Dear(HOUR_BREAK),
                _ => {}
            }
        }
        // “3·7”, 0374－2965000, －3.5‰: what stands between figures, and a sign before one
        let after_digit = i > 0 && chars[i - 1].is_ascii_digit();
        let is_within = match chars[i] {
            '·' => after_digit,
            '－' => true,
            '＋' | '±' => !after_digit,
            _ => false,
        };
        if is_within && next.is_ascii_digit() {
            held[i] = Held::Fast;
        }
        // D级, A类: the letter of a grade
        let is_alone = i == 0 || !chars[i - 1].is_ascii_graphic();
        if chars[i].is_ascii_uppercase() && is_alone && matches!(next, '级' | '类' | '型' | '座' | '栋')
        {
            held[i] = Held::Fast;
        }
        // 350—680元, 12.6亿—24.5亿, 50292—2015: both ends of a range stand together where they can
        let ends_amount = |c: &char| c.is_ascii_digit() || matches!(c, '%' | '万' | '亿');
        if matches!(chars[i], '～' | '—' | '–')
            && next.is_ascii_digit()
            && pieces[i].glyphs.len() == 1
            && i.checked_sub(1).is_some_and(|before| ends_amount(&chars[before]))
        {
            held[i] = Held::Dear(RANGE_BREAK);
        }
        // 1～3天, 5—8月: the sign of a range stays with the number before it
        if chars[i].is_ascii_digit()
            && matches!(next, '～' | '—' | '/' | '至')
            && pieces[i + 1].glyphs.len() == 1
        {
            held[i] = Held::Fast;
        }
    }
    held
}

/// 6∶4: does it end with a ratio, which has no unit behind it?
fn ends_ratio(chars: &[char]) -> bool {
    chars.iter().rev().find(|c| !c.is_ascii_digit() && **c != '.') == Some(&'∶')
}
