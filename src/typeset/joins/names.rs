//! Names and document numbers, which are kept in one line where they can.

use super::super::punctuation::Kind;
use super::super::shape::Piece;
use super::Held;

/// A break inside a name that stands between spaces, and inside the office named before it in a bracket.
const NAME_BREAK: i64 = 6000;
const OFFICE_BREAK: i64 = 3000;
/// The most characters of such a name, and of such an office.
const NAME_MOST: usize = 4;
const OFFICE_MOST: usize = 8;
/// A break inside a document's number (发文字号), in the issuer's short name and behind it.
const ISSUER_BREAK: i64 = 6000;
const NUMBER_BREAK: i64 = 9000;
/// The most characters of that short name.
const ISSUER_MOST: usize = 8;
/// A break between a standard's code and number, and before its year.
const CODE_BREAK: i64 = 6000;
const YEAR_BREAK: i64 = 9000;
/// What stands before it in a sentence and not in it.
const BEFORE_ISSUER: &str = "与和及按据照依对以于在由从比至见指";

/// 许整治办〔2021〕66号: year and number stand in one line, with the short name of who issued it where they can.
pub(super) fn inside_document_numbers(chars: &[char]) -> Vec<Held> {
    let mut held = vec![Held::No; chars.len()];
    for open in (0..chars.len()).filter(|i| chars[*i] == '〔') {
        let digits = |from: usize| chars[from..].iter().take_while(|c| c.is_ascii_digit()).count();
        let year = digits(open + 1);
        let close = open + 1 + year;
        if year != 4 || chars.get(close) != Some(&'〕') {
            continue;
        }
        let from = close + 1 + usize::from(chars.get(close + 1) == Some(&'第'));
        let end = from + digits(from);
        if end == from || chars.get(end) != Some(&'号') {
            continue;
        }
        held[open..end].fill(Held::Fast);
        let before = chars[..open].iter().rev();
        let is_name = |c: &&char| Kind::of(**c) == Kind::Han && !BEFORE_ISSUER.contains(**c);
        let name = before.take_while(is_name).count().min(ISSUER_MOST);
        if name > 0 {
            held[open - name..open - 1].fill(Held::Dear(ISSUER_BREAK));
            held[open - 1] = Held::Dear(NUMBER_BREAK);
        }
    }
    held
}

/// GB 50292—2015, DBJ41/T 189—2017, JGJ 125: a standard's code, number and year stand in one line where they
/// can.
pub(super) fn inside_standards(chars: &[char]) -> Vec<Held> {
    let mut inside = vec![Held::No; chars.len()];
    let is_code = |c: &char| c.is_ascii_uppercase() || c.is_ascii_digit() || *c == '/';
    let mut at = 0;
    while at < chars.len() {
        let code = chars[at..].iter().take_while(|c| is_code(c)).count();
        let begins = at == 0 || !chars[at - 1].is_ascii_graphic();
        let letters = chars[at..at + code].iter().take_while(|c| c.is_ascii_uppercase()).count();
        let space = at + code;
        let digits = |from: usize| chars.iter().skip(from).take_while(|c| c.is_ascii_digit()).count();
        let number = digits(space + 1);
        if begins && letters >= 2 && chars.get(space) == Some(&' ') && number >= 2 {
            let dash = space + 1 + number;
            let year = digits(dash + 1);
            let has_year = matches!(chars.get(dash), Some('—' | '–' | '-')) && year == 4;
            let end = if has_year { dash + 1 + year } else { dash };
            if !chars.get(end).is_some_and(|c| c.is_ascii_alphabetic() || *c == '%') {
                inside[at..end - 1].fill(Held::Fast);
                inside[space] = Held::Dear(CODE_BREAK);
                if has_year && chars[dash] != '-' {
                    inside[dash] = Held::Dear(YEAR_BREAK);
                }
            }
        }
        at = space.max(at + 1);
    }
    inside
}

/// （市住建局 王堃 魏琦）, 通讯员 魏琦: what a break inside each boundary's name or office costs beyond its own.
pub(super) fn inside_names(pieces: &[Piece]) -> Vec<i64> {
    let mut costs = vec![0; pieces.len()];
    let is_blank = |p: &Piece| matches!(p.kind, Kind::Space | Kind::WideSpace);
    let mut from = 0_usize;
    for run in pieces.chunk_by(|a, b| (a.kind == Kind::Han) == (b.kind == Kind::Han)) {
        let (before, after) = (from.checked_sub(1).and_then(|i| pieces.get(i)), pieces.get(from + run.len()));
        let is_han = run.first().is_some_and(|p| p.kind == Kind::Han);
        // BIM 模型, 3 户的: words behind Western ones, parted from them as Western words are
        let behind = from.checked_sub(2).and_then(|i| pieces.get(i));
        let after_blank = before.is_some_and(is_blank) && behind.is_none_or(|p| p.kind != Kind::Western);
        let ends = after.is_none_or(|p| is_blank(p) || p.kind.is_mark());
        let cost = if is_han && after_blank && ends && run.len() <= NAME_MOST {
            NAME_BREAK
        } else if is_han
            && before.is_some_and(|p| matches!(p.kind, Kind::Open | Kind::Dash))
            && after.is_some_and(is_blank)
            && run.len() <= OFFICE_MOST
        {
            OFFICE_BREAK
        } else {
            0
        };
        costs[from..from + run.len() - 1].fill(cost);
        from += run.len();
    }
    costs
}
