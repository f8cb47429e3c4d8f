//! What stands between two pieces: may a line break there, what space is there, what can it give or take.

mod names;
mod numbers;

use self::names::{inside_document_numbers, inside_names, inside_standards};
use self::numbers::held_by_numbers;
use super::Length;
use super::punctuation::Kind;
use super::shape::Piece;
use super::words;

/// The boundary after a piece.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Join {
    /// what a break costs here; none where a line never breaks
    pub cost: Option<i64>,
    /// added to the first piece's advance in the middle of a line: the quarter em, or less than nothing
    /// where two marks share their blank
    pub space: Length,
    /// of `space` and the blanks beside it, how much marks can give up further
    pub squeeze: Length,
    /// how much a gap between Chinese and Western, or words, can give up; and the white behind a run-in head
    pub shrink: Length,
    /// how much a gap between words can take
    pub stretch: Length,
    /// may the characters be set apart here?
    pub loose: bool,
    /// a gap beside a figure or a word, which opens only where nothing else in the line can
    pub opens: bool,
}

/// A break inside an address, and behind a word's own hyphen.
const ADDRESS_BREAK: i64 = 1500;
const HYPHEN_BREAK: i64 = 2500;
/// A break before ……, which had better end the line of what it breaks off.
const ELLIPSIS_BREAK: i64 = 1500;
/// What a gap between words can take, in thousandths of an em.
pub(super) const WORD_STRETCH: i64 = 250;
/// The most characters of a run-in head.
const HEAD_MOST: usize = 16;
/// A run of Western characters longer than this is broken at any hyphen: an identifier.
const LONG_RUN: usize = 20;
/// A break inside what is kept whole, where it is wider than the measure.
pub(super) const FORCED: i64 = 1_000_000;

/// The joins after each piece, the last one's included; `sense` asks for breaks between words only,
/// as titles and names want them.
pub(super) fn joins(pieces: &[Piece], sense: bool) -> Vec<Join> {
    let chars: Vec<char> = pieces.iter().map(|p| p.first).collect();
    let held = held_by_numbers(pieces, &chars);
    let inside = inside_western(&chars);
    let named = inside_names(pieces);
    let numbered = inside_document_numbers(&chars);
    let standard = inside_standards(&chars);
    // a run-in head is set solid: what sets its line apart is in the text behind it
    let head = pieces.windows(2).take(HEAD_MOST).position(|pair| ends_head(&pair[0], &pair[1]));
    let head = head.filter(|head| pieces[0].face == pieces[*head].face).unwrap_or(0);
    let within = if sense { words::within(&chars) } else { Vec::new() };
    (0..pieces.len())
        .map(|i| {
            let Some(next) = pieces.get(i + 1) else {
                return Join {
                    cost: Some(0),
                    space: Length::ZERO,
                    squeeze: Length::ZERO,
                    shrink: Length::ZERO,
                    stretch: Length::ZERO,
                    loose: false,
                    opens: false,
                };
            };
            let mut join = between(&pieces[i], next, i.checked_sub(1).map(|i| &pieces[i]));
            join.loose &= i >= head;
            let blank = |p: &&Piece| matches!(p.kind, Kind::Space | Kind::WideSpace);
            if pieces[..=i].iter().rev().find(|p| !blank(p)).is_some_and(|p| p.kind.never_ends()) {
                // an opening mark does not end a line, though a space was typed behind it
                join.cost = None;
            }
            match inside[i] {
                // its marks are none of the sentence's: nothing stands around them
                Inside::Address(cost) => {
                    let zero = Length::ZERO;
                    join = Join {
                        cost,
                        space: zero,
                        squeeze: zero,
                        shrink: zero,
                        stretch: zero,
                        loose: false,
                        opens: false,
                    };
                }
                Inside::Opened => join.loose &= pieces[i].kind != Kind::Open,
                Inside::Compound(cost) => join.cost = join.cost.or(Some(cost)),
                Inside::Neither => {}
            }
            match held[i] {
                Held::Fast => join.cost = None,
                Held::Dear(cost) => join.cost = join.cost.map(|c| c + cost),
                Held::No => {}
            }
            match numbered[i] {
                Held::Fast => join.cost = None,
                Held::Dear(cost) => join.cost = join.cost.map(|c| c + cost),
                Held::No => {}
            }
            match standard[i] {
                Held::Fast => (join.cost, join.stretch, join.loose) = (None, Length::ZERO, false),
                Held::Dear(cost) => (join.cost, join.stretch, join.loose) = (Some(cost), Length::ZERO, false),
                // its number has no unit
                Held::No if i > 0 && standard[i - 1] != Held::No && next.kind == Kind::Han => {
                    join.cost = join.cost.or(Some(0));
                }
                Held::No => {}
            }
            join.cost = join.cost.map(|c| c + named[i]);
            if let Some(cost) = within.get(i) {
                join.cost = join.cost.map(|c| c + cost);
            }
            join
        })
        .collect()
}

/// Does a run-in head end between the two?
fn ends_head(a: &Piece, b: &Piece) -> bool {
    a.first == '。' && a.face != b.face && !b.kind.is_mark()
}

fn between(a: &Piece, b: &Piece, before: Option<&Piece>) -> Join {
    let em = a.size;
    let glued = matches!((a.kind, b.kind), (Kind::Western, Kind::Western | Kind::Symbol))
        // a sign after a figure in brackets, an initial before its stop
        || matches!((a.kind, b.kind), (Kind::Western, Kind::Space) | (Kind::Dash, Kind::Dash) | (Kind::Ellipsis, Kind::Ellipsis));
    // GB/T 15834-2011 5.1.8 to 5.1.10: connecting marks do not begin a line, a slash neither begins nor ends one
    let is_slash = |p: &Piece| matches!(p.first, '／' | '/');
    let is_connecting = |p: &Piece| matches!(p.first, '～' | '〜' | '－') || p.is_single_dash();
    // the mark of a footnote stays with what it is a note on; ① after 、 or ： begins an item
    let is_note = ('①'..='⑳').contains(&b.first) && matches!(a.kind, Kind::Han | Kind::Western | Kind::Close);
    let never_begins = b.kind.never_begins() || is_connecting(b) || is_slash(b) || is_note;
    let never_ends = a.kind.never_ends() || is_slash(a);
    let breaks = !(glued || never_ends || never_begins || b.kind == Kind::Space);
    let mut join = Join {
        cost: breaks.then_some(if b.kind == Kind::Ellipsis { ELLIPSIS_BREAK } else { 0 }),
        space: Length::ZERO,
        squeeze: Length::ZERO,
        shrink: Length::ZERO,
        stretch: Length::ZERO,
        // Co., Ltd. is set as it was cut
        // nor is a mark torn from the word that it ends or opens
        loose: !(matches!((a.kind, b.kind), (Kind::Western, Kind::Western | Kind::Symbol))
            || a.first.is_ascii() && b.first.is_ascii()
            || a.kind == Kind::Western && b.kind.never_begins()
            || a.kind == Kind::Open && b.kind == Kind::Western),
        opens: false,
    };
    if a.kind.squeezes(b.kind) {
        // closing then opening: of the two halves one stays; otherwise the blank between goes
        let blank = match (a.kind, b.kind) {
            (Kind::Open, _) => b.left,
            (_, Kind::Open) => a.right.min(b.left),
            _ => a.right,
        };
        join.space = -blank;
    } else {
        // before a figure a sixth of an em stays while anything else can give, or 、 would read as a part of it
        let kept =
            if a.kind.blank_on_right() && b.first.is_ascii_digit() { em.em(167) } else { Length::ZERO };
        join.shrink = kept.min(a.right);
        join.squeeze =
            (a.right - kept).max(Length::ZERO) + if b.kind == Kind::Open { b.left } else { Length::ZERO };
    }
    if ends_head(a, b) {
        // behind a run-in head stands the same white on every line of the page, until nothing but it and the gaps can
        // keep the line from being set apart
        (join.squeeze, join.shrink, join.loose) = (Length::ZERO, join.squeeze + join.shrink, false);
    }
    // 元/㎡, 和/或: a slash joins, and no gap stands beside it
    if a.kind.meets_western(b.kind) && !is_slash(a) && !is_slash(b) {
        // a quarter em at most: the eye takes more for a typed space, and characters set a little apart for none
        join.space = em.em(250);
        join.shrink = em.em(125);
        (join.loose, join.opens) = (false, true);
    }
    if a.kind == Kind::Space {
        let beside_han = b.kind == Kind::Han || before.is_some_and(|p| p.kind == Kind::Han);
        let between_han = b.kind == Kind::Han && before.is_some_and(|p| p.kind == Kind::Han);
        // a space typed between Chinese and Western is the quarter em, typed; between Chinese, half an em
        let width = match (between_han, beside_han) {
            (true, _) => em.em(500),
            (_, true) => em.em(250),
            _ => a.width,
        };
        join.space = width - a.width;
        join.shrink = width / 3;
        if between_han || !beside_han {
            join.stretch = em.em(WORD_STRETCH);
        }
        (join.loose, join.opens) = (false, beside_han && !between_han);
    }
    if b.kind == Kind::Space {
        join.loose = false;
    }
    join
}

/// Is a boundary held by a number beside it?
#[derive(Clone, Copy, PartialEq)]
enum Held {
    No,
    /// never broken: a number and its unit
    Fast,
    /// broken only at a price: a date
    Dear(i64),
}

/// Does a boundary stand inside Western words, and may a line break there?
#[derive(Clone, Copy, PartialEq)]
enum Inside {
    Neither,
    /// before an address: a bracket that opens it stays with it
    Opened,
    /// at this price; none where it is never broken unless nothing else is left
    Address(Option<i64>),
    Compound(i64),
}

/// Where a run of Western characters may be broken, and at what price: an address behind its marks, a compound
/// behind its hyphen.
fn inside_western(chars: &[char]) -> Vec<Inside> {
    let mut inside = vec![Inside::Neither; chars.len()];
    let mut from = 0_usize;
    for run in chars.chunk_by(|a, b| a.is_ascii_graphic() && b.is_ascii_graphic()) {
        let is_address = run.windows(3).any(|three| three == [':', '/', '/'])
            || run.contains(&'@')
            || run.starts_with(&['w', 'w', 'w', '.'])
            || run.windows(2).any(|two| two == [':', '\\']);
        if let Some(before) = from.checked_sub(1).filter(|_| is_address) {
            inside[before] = Inside::Opened;
        }
        for (i, pair) in run.windows(2).enumerate() {
            // two characters at least on either line
            let is_inner = i > 0 && i + 2 < run.len();
            let [a, b] = [pair[0], pair[1]];
            inside[from + i] = if is_address {
                // a line that begins with a mark reads as one of the sentence's (GB/T 15834-2011, 5.1.8)
                let is_mark = matches!(a, '/' | '\\' | '?' | '.' | '@' | '&' | '=' | '-' | '_');
                let breaks = is_mark && b.is_ascii_alphanumeric();
                Inside::Address((breaks && is_inner).then_some(ADDRESS_BREAK))
            } else if a == '-' && is_inner {
                // not E-mail: two letters before it at least
                let letters = run[..i].iter().rev().take_while(|c| c.is_ascii_alphabetic()).count();
                let are_letters = letters > 1 && b.is_ascii_alphabetic();
                let breaks = are_letters || run.len() > LONG_RUN;
                if breaks { Inside::Compound(HYPHEN_BREAK) } else { Inside::Neither }
            } else {
                Inside::Neither
            };
        }
        from += run.len();
    }
    inside
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::super::face::{Faces, Voice};
    use super::super::shape::{Hand, Shaper};
    use super::*;

    /// The text with | wherever a line may break freely, ¦ where it may at a price.
    fn breaks(text: &str) -> String {
        let faces = Faces::open(Path::new("fonts")).unwrap();
        let pieces = Shaper::new(&faces).pieces(text, Hand::black(Voice::Body, Length::pt(10)));
        let mut shown = String::new();
        let last = pieces.len() - 1;
        for (i, (piece, join)) in pieces.iter().zip(joins(&pieces, false)).enumerate() {
            shown.extend(piece.glyphs.iter().map(|g| g.text.as_str()));
            match join.cost {
                Some(0) if i < last => shown.push('|'),
                Some(_) if i < last => shown.push('¦'),
                _ => {}
            }
        }
        shown
    }

    #[test]
    fn a_number_is_never_split_from_its_unit_or_sign() {
        assert_eq!(breaks("共3319户的"), "共|3319户|的");
        assert_eq!(breaks("达9.39%，升"), "达|9.39%，|升");
        assert_eq!(breaks("升+2.17个百分点。"), "升|+2.17个¦百分点。");
        assert_eq!(breaks("约410930㎡的"), "约410930㎡|的");
        assert_eq!(breaks("投资1.5亿元用"), "投|资|1.5亿元|用");
        assert_eq!(breaks("共 3 户的 5 m² 和 7 of 8 平方米"), "共 |3 户|的 |5 m² |和 |7 |of |8 平方米");
        assert_eq!(breaks("约395.6万平方米"), "约395.6万¦平方米");
        assert_eq!(breaks("见第67期"), "见|第67期");
        assert_eq!(breaks("于18:00前"), "于|18:00前");
        assert_eq!(breaks("即“3·7”约－3.5‰为0374－2965000"), "即|“3·7”|约－3.5‰|为|0374－2965000");
        assert_eq!(breaks("共29＋17＝46人排CO₂、10⁴"), "共|29＋|17＝|46人|排|CO₂、|10⁴");
        assert_eq!(breaks("属D级的"), "属|D级|的");
        assert_eq!(breaks("按6∶4分担"), "按|6∶4|分|担");
        assert_eq!(breaks("用350—680元、1.5亿—2亿元"), "用|350—¦680元、|1.5亿—¦2亿元");
    }

    #[test]
    fn a_date_breaks_between_its_parts_only_and_at_a_price() {
        assert_eq!(breaks("至2021年7月14日18时止"), "至|2021年¦7月¦14日¦18时|止");
    }

    #[test]
    fn a_documents_number_is_kept_in_one_line_where_that_can_be() {
        assert_eq!(breaks("按（许整治办〔2021〕66号）办"), "按|（许¦整¦治¦办¦〔2021〕66号）|办");
        assert_eq!(breaks("与许整治办〔2021〕66号"), "与|许¦整¦治¦办¦〔2021〕66号");
        assert_eq!(breaks("〔2021〕年初66号"), "〔2021〕|年|初|66号");
    }

    #[test]
    fn marks_stay_with_what_they_close_and_open() {
        assert_eq!(breaks("甲（乙）、丙"), "甲|（乙）、|丙");
        assert_eq!(breaks("甲《 乙"), "甲|《 乙");
        assert_eq!(breaks("甲——乙……丙"), "甲|——|乙¦……|丙");
        assert_eq!(breaks("元/㎡，和/或"), "元/㎡，|和/或");
        assert_eq!(breaks("在危房①里：①甲"), "在|危|房①|里：|①|甲");
        assert_eq!(breaks("周一～周三、京—沪、甲／乙"), "周|一～|周|三、|京—|沪、|甲／乙");
    }

    #[test]
    fn a_name_between_spaces_and_the_office_before_it_are_broken_at_a_price_only() {
        assert_eq!(breaks("（市住建局 王堃 魏琦）"), "（市¦住¦建¦局 |王¦堃 |魏¦琦）");
        assert_eq!(breaks("讯 黎明霞，在 一条长得多的街上"), "讯 |黎¦明¦霞，|在 |一|条|长|得|多|的|街|上");
    }

    #[test]
    fn words_and_numbers_are_not_broken_inside() {
        assert_eq!(breaks("用BIM Model 3.2版"), "用|BIM |Model |3.2版");
        assert_eq!(breaks("按JGJ 125和GB/T 50292—2015办"), "按|JGJ ¦125|和|GB/T ¦50292—¦2015|办");
    }

    #[test]
    fn addresses_break_at_their_marks_and_compounds_behind_their_hyphens_at_a_price() {
        assert_eq!(breaks("见https://a.cn/b/c?d=e处"), "见|https://¦a.¦cn/¦b/¦c?¦d=e|处");
        assert_eq!(breaks("寄wang.kun@xx.gov.cn收"), "寄|wang.¦kun@¦xx.¦gov.¦cn|收");
        assert_eq!(breaks("的end-to-end法，Sentinel-1，E-mail"), "的|end-¦to-¦end|法，|Sentinel-1，|E-mail");
    }

    fn joined(text: &str) -> Vec<Join> {
        let faces = Faces::open(Path::new("fonts")).unwrap();
        joins(&Shaper::new(&faces).pieces(text, Hand::black(Voice::Body, Length::pt(10))), false)
    }

    #[test]
    fn a_quarter_em_stands_between_chinese_and_figures() {
        let join = joined("共3")[0];
        assert_eq!(join.space, Length::milli_pt(2500));
        assert_eq!((join.shrink, join.stretch, join.loose), (Length::milli_pt(1250), Length::ZERO, false));
        assert_eq!(joined("0㎡")[0].space, Length::ZERO);
        // a space that was typed there is no wider
        let typed = joined("共 3");
        assert_eq!(typed[0].space, Length::ZERO);
        assert_eq!(typed[1].space, Length::milli_pt(2500) - Length::milli_pt(3330));
        assert_eq!(typed[1].stretch, Length::ZERO);
    }

    #[test]
    fn adjacent_marks_share_half_an_em() {
        for text in ["，“", "）。", "“《", "。”"] {
            assert_eq!(joined(text)[0].space, -Length::pt(5), "{text}");
        }
        assert_eq!(joined("，户")[0].squeeze, Length::pt(5));
    }
}
