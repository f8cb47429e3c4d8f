//! From text to pieces: each cluster with its face, its glyphs and the blanks that may be squeezed.

use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};

use harfrust::{Buffer, Direction, Feature, Script, ShapeOptions, ShaperFont, Tag};
use unicode_normalization::UnicodeNormalization;
use unicode_segmentation::UnicodeSegmentation;

use super::face::{Face, Faces, Voice};
use super::punctuation::Kind;
use super::{Color, Glyph, GlyphRun, Length};

/// How a text is set: voice, em size, colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Hand {
    pub voice: Voice,
    pub size: Length,
    pub color: Color,
}

impl Hand {
    /// In black.
    pub(super) const fn black(voice: Voice, size: Length) -> Hand {
        Hand { voice, size, color: Color::BLACK }
    }
}

/// One cluster, as it is set: never split between lines.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Piece {
    pub face: usize,
    pub size: Length,
    pub color: Color,
    pub glyphs: Vec<Glyph>,
    /// with its blanks
    pub width: Length,
    pub kind: Kind,
    /// blank before the ink that an opening mark can give up
    pub left: Length,
    /// blank after the ink that a closing mark can give up
    pub right: Length,
    /// its first character, by which numbers and units are known
    pub first: char,
}

impl Piece {
    /// Is it one dash, which connects, and not the two of a 破折号?
    pub(super) fn is_single_dash(&self) -> bool {
        self.kind == Kind::Dash && self.glyphs.iter().map(|g| g.text.chars().count()).sum::<usize>() == 1
    }
}

/// Chooses faces and glyphs; remembers what it found, and what no face has.
pub(super) struct Shaper<'a> {
    faces: &'a Faces,
    known: RefCell<HashMap<(Voice, char), Known>>,
    missing: RefCell<BTreeSet<char>>,
}

/// What is known of a character in a voice; advances and blanks in thousandths of an em.
#[derive(Clone, Copy)]
struct Known {
    face: usize,
    glyph: u16,
    advance: i64,
    left: i64,
    right: i64,
    /// how far left of its place it is drawn
    back: i64,
    missing: bool,
}

/// Ink keeps at least this distance, in thousandths of an em, from where its blank is cut.
const INK_MARGIN: i64 = 40;
/// The most white, beyond that margin, between a character and the ink of a stop or pause behind it, in
/// thousandths of an em: on the mainland such marks stand at the left of their square (GB/T 15834-2011 5.1.1),
/// and a face that puts ？ into its middle leaves a hole before it.
const STOP_LEFT: i64 = 160;

impl<'a> Shaper<'a> {
    pub(super) fn new(faces: &'a Faces) -> Shaper<'a> {
        Shaper { faces, known: RefCell::default(), missing: RefCell::default() }
    }

    /// The characters drawn as 〓 so far, each once, in the order of Unicode.
    pub(super) fn missing(&self) -> Vec<char> {
        self.missing.borrow().iter().copied().collect()
    }

    /// How high the ink of a run's first glyph stands above the baseline.
    pub(super) fn ink_top(&self, run: &GlyphRun) -> Length {
        let face = self.faces.all().get(run.face);
        let top = face.zip(run.glyphs.first()).and_then(|(face, glyph)| face.ink_top(glyph.id));
        run.size.em(top.unwrap_or(0))
    }

    /// How far right of its origin the ink of a run's first glyph begins.
    pub(super) fn ink_left(&self, run: &GlyphRun) -> Length {
        let face = self.faces.all().get(run.face);
        let ink = face.zip(run.glyphs.first()).and_then(|(face, glyph)| face.ink(glyph.id));
        run.size.em(ink.map_or(0, |(from, _)| from))
    }

    /// The pieces of a text, whose glyphs carry the characters of [`settable`]`(text)`, each once.
    pub(super) fn pieces(&self, text: &str, hand: Hand) -> Vec<Piece> {
        let text = settable(text);
        let clusters: Vec<&str> = text.graphemes(true).collect();
        let mut pieces = Vec::with_capacity(clusters.len());
        let mut quote_open = false;
        let mut at = 0;
        while at < clusters.len() {
            let cluster = clusters[at];
            let taken = match cluster {
                "—" | "…" if clusters.get(at + 1) == Some(&cluster) => 2,
                _ if hand.voice != Voice::Body => self.word_length(&clusters[at..], hand.voice),
                _ => 1,
            };
            // most are one cluster, which needs no text of its own
            let joined = if taken > 1 { clusters[at..at + taken].concat() } else { String::new() };
            let mut piece = self.piece(if taken > 1 { &joined } else { cluster }, hand);
            let beside = |i: Option<usize>| {
                i.and_then(|i| clusters.get(i)).is_some_and(|c| c.chars().all(|c| c.is_ascii_alphanumeric()))
            };
            match cluster {
                "\"" => {
                    quote_open = !quote_open;
                    piece.kind = if quote_open { Kind::Open } else { Kind::Close };
                }
                // 18:00, 1,234.5, 2*3, don't: marks inside a number or a word are part of it
                "," | "." | ":" | "’" | "'" | "*" if beside(at.checked_sub(1)) && beside(Some(at + 1)) => {
                    piece.kind = Kind::Western;
                }
                _ => {}
            }
            at += taken;
            if cluster.len() == 1 && piece.glyphs.len() == taken {
                // a kerned word is still letters, so that it can be broken where no line holds it
                pieces.extend(letters(piece));
            } else {
                pieces.push(piece);
            }
        }
        pieces
    }

    /// The width of a figure, which is that of its digits and points, since neither kerning nor a gap comes
    /// between them; `None` for all else. A table asks for thousands of them before one is set.
    pub(super) fn figure_width(&self, text: &str, hand: Hand) -> Option<Length> {
        let bytes = text.as_bytes();
        let is_digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
        let is_point = |at: usize| at > 0 && is_digit(at - 1) && is_digit(at + 1);
        let is_figure =
            |(at, byte): (usize, &u8)| is_digit(at) || matches!(byte, b'.' | b',') && is_point(at);
        if !bytes.iter().enumerate().all(is_figure) {
            return None;
        }
        Some(bytes.iter().map(|b| hand.size.em(self.known(char::from(*b), hand.voice).advance)).sum())
    }

    /// Letters that are kerned together: a word of ASCII letters, one face; else 1.
    fn word_length(&self, clusters: &[&str], voice: Voice) -> usize {
        let letters = clusters
            .iter()
            .take_while(|c| c.len() == 1 && c.as_bytes()[0].is_ascii_alphabetic())
            .take(24)
            .count();
        let face = |c: &&str| c.chars().next().map(|c| self.known(c, voice).face);
        if letters > 1 && clusters[..letters].iter().all(|c| face(c) == face(&clusters[0])) {
            letters
        } else {
            1
        }
    }

    fn piece(&self, text: &str, hand: Hand) -> Piece {
        let mut chars = text.chars();
        let first = chars.next().unwrap_or(' ');
        let kind = Kind::of(first);
        if chars.next().is_none() && first != '—' {
            let known = self.known(first, hand.voice);
            if known.missing {
                self.missing.borrow_mut().insert(first);
            }
            let glyph = Glyph {
                id: known.glyph,
                offset: -hand.size.em(known.back),
                advance: hand.size.em(known.advance),
                text: text.to_owned(),
            };
            return Piece {
                face: known.face,
                size: hand.size,
                color: hand.color,
                width: glyph.advance,
                glyphs: vec![glyph],
                kind,
                left: if kind == Kind::Open { hand.size.em(known.left) } else { Length::ZERO },
                right: if kind.blank_on_right() { hand.size.em(known.right) } else { Length::ZERO },
                first,
            };
        }
        let (face, glyphs) = self.shaped(text, hand);
        Piece {
            face,
            size: hand.size,
            color: hand.color,
            width: glyphs.iter().map(|g| g.advance).sum(),
            glyphs,
            kind,
            left: Length::ZERO,
            right: Length::ZERO,
            first,
        }
    }

    /// The plain way, by the face's character map: right for all that stands alone in its cluster.
    fn known(&self, c: char, voice: Voice) -> Known {
        if let Some(known) = self.known.borrow().get(&(voice, c)) {
            return *known;
        }
        // 3~5天: on Chinese paper the sign of a range stands at the middle of the line, not over it
        let range = (c == '~').then(|| self.faces.drawing(voice, '∼', &['∼'])).flatten();
        let range = range.map(|found| (found, '∼', false));
        let found = range.or_else(|| self.faces.drawing(voice, c, &[c]).map(|found| (found, c, false)));
        let known = found
            .or_else(|| Some((self.faces.drawing(voice, c, &['〓'])?, '〓', true)))
            .and_then(|((face, drawn), c, missing)| {
                let glyph = drawn.glyph(c)?;
                let advance = drawn.advance(glyph);
                // a glyph's ink costs the reading of its outline, and only marks have blanks to give
                let kind = Kind::of(c);
                let is_mark = kind == Kind::Open || kind.blank_on_right();
                let (left, right) = if is_mark { blanks(drawn, glyph, advance) } else { (0, 0) };
                let is_stop = matches!(kind, Kind::Stop | Kind::Pause) && advance >= 900;
                let back = if is_stop { (left - STOP_LEFT).max(0) } else { 0 };
                let right = (right + back).min(500);
                Some(Known { face, glyph, advance, left, right, back, missing })
            })
            // a folder of fonts without even a 〓: a space's width of glyph 1, still never glyph 0
            .unwrap_or(Known { face: 0, glyph: 1, advance: 1000, left: 0, right: 0, back: 0, missing: true });
        self.known.borrow_mut().insert((voice, c), known);
        known
    }

    /// The way through the face's own tables: ligatures, kerning, full-width forms, combining marks.
    fn shaped(&self, text: &str, hand: Hand) -> (usize, Vec<Glyph>) {
        let chars: Vec<char> = text.chars().filter(|c| !is_selector(*c)).collect();
        let composed: Vec<char> = chars.iter().copied().nfc().collect();
        let first = chars.first().copied().unwrap_or(' ');
        let drawing = |chars: &[char]| self.faces.drawing(hand.voice, first, chars);
        let found = drawing(&chars).or_else(|| drawing(&composed));
        let drawn = found.and_then(|(index, face)| Some((index, shape(face, text, hand.size)?)));
        drawn.unwrap_or_else(|| {
            let lost = |c: &&char| drawing(&[**c]).is_none();
            let mut missing = self.missing.borrow_mut();
            let before = missing.len();
            missing.extend(composed.iter().filter(lost));
            if missing.len() == before && composed.iter().all(|c| !lost(&c)) {
                // each has a face, but none has them all: the mark is what is lost
                missing.extend(composed.last());
            }
            drop(missing);
            let geta = self.known('〓', hand.voice);
            let glyph = Glyph {
                id: geta.glyph,
                offset: Length::ZERO,
                advance: hand.size.em(geta.advance),
                text: text.to_owned(),
            };
            (geta.face, vec![glyph])
        })
    }
}

/// The letters of a word, a piece each.
fn letters(word: Piece) -> impl Iterator<Item = Piece> {
    let Piece { face, size, color, glyphs, kind, left, right, first, .. } = word;
    glyphs.into_iter().map(move |glyph| {
        let first = glyph.text.chars().next().unwrap_or(first);
        Piece { face, size, color, width: glyph.advance, glyphs: vec![glyph], kind, left, right, first }
    })
}

/// Shapes one cluster or word; none if the face draws a part of it as .notdef.
fn shape(face: &Face, text: &str, size: Length) -> Option<Vec<Glyph>> {
    let mut buffer = Buffer::new();
    buffer.push_str(text);
    buffer.set_direction(Direction::LeftToRight);
    buffer.set_script(Some(if text.is_ascii() { Script::LATIN } else { Script::HAN }));
    // a single — is 0.9 em wide in 宋 and 黑 unless asked for at full width (fonts/README.md)
    let full_width = [Feature::new(Tag::new(b"fwid"), 1, ..)];
    let features: &[Feature] = if text == "—" { &full_width } else { &[] };
    let font = ShaperFont::new(face.font());
    harfrust::shape(&font, &mut buffer, ShapeOptions::new().features(features)).ok()?;
    let mut from = None;
    let mut glyphs: Vec<Glyph> = Vec::with_capacity(buffer.len());
    for (info, position) in buffer.glyph_infos().iter().zip(buffer.glyph_positions()) {
        let id = u16::try_from(info.glyph_id).ok().filter(|id| *id != 0)?;
        let start = info.cluster as usize;
        // the text of a cluster goes with its first glyph; the clusters' ends are put right below
        let cluster = if from == Some(start) { "" } else { text.get(start..)? };
        from = Some(start);
        glyphs.push(Glyph {
            id,
            offset: size.em(face.thousandths(position.x_offset)),
            advance: size.em(face.thousandths(position.x_advance)),
            text: cluster.to_owned(),
        });
    }
    let mut after = 0;
    for glyph in glyphs.iter_mut().rev().filter(|g| !g.text.is_empty()) {
        let whole = glyph.text.len();
        glyph.text.truncate(whole.checked_sub(after)?);
        after = whole;
    }
    (after == text.len()).then_some(glyphs)
}

/// The blanks left and right of a full-width glyph's ink that squeezing may take, half an em at most.
fn blanks(face: &Face, glyph: u16, advance: i64) -> (i64, i64) {
    match face.ink(glyph) {
        Some((from, to)) if advance >= 900 => {
            ((from - INK_MARGIN).clamp(0, 500), (advance - to - INK_MARGIN).clamp(0, 500))
        }
        _ => (0, 0),
    }
}

/// Variation selectors and joiners, which no face need have a glyph for.
fn is_selector(c: char) -> bool {
    matches!(c, '\u{200c}' | '\u{200d}' | '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}')
}

/// A text as it can be set: tabs, line ends and odd spaces become spaces; controls, byte order marks and
/// direction marks, which draw nothing, are dropped.
pub(super) fn settable(text: &str) -> String {
    let clean: String = text
        .chars()
        .filter_map(|c| match c {
            '\t'
            | '\n'
            | '\r'
            | '\u{a0}'
            | '\u{85}'
            | '\u{2000}'..='\u{200a}'
            | '\u{2028}'
            | '\u{2029}'
            | '\u{202f}'
            | '\u{205f}'
            | '\u{1680}' => Some(' '),
            '\u{ad}'
            | '\u{61c}'
            | '\u{180e}'
            | '\u{200b}'
            | '\u{200e}'
            | '\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{feff}'
            | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e007f}' => None,
            c if c.is_control() => None,
            c => Some(c),
        })
        .collect();
    // a selector or joiner with nothing before it selects nothing
    clean.trim_start_matches(is_selector).to_owned()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::super::face::{FANG, HEI, KAI, SONG};
    use super::*;

    fn with<T>(look: impl FnOnce(&Shaper) -> T) -> T {
        let faces = Faces::open(Path::new("fonts")).unwrap();
        look(&Shaper::new(&faces))
    }

    fn hand(voice: Voice) -> Hand {
        Hand::black(voice, Length::pt(10))
    }

    #[test]
    fn a_dash_of_two_is_one_ligature_in_song_and_hei() {
        with(|shaper| {
            for (voice, face) in [(Voice::Title, SONG), (Voice::Hei, HEI)] {
                let pieces = shaper.pieces("——", hand(voice));
                assert_eq!((pieces.len(), pieces[0].face, pieces[0].glyphs.len()), (1, face, 1));
                assert_eq!(pieces[0].glyphs[0].text, "——");
                assert!(pieces[0].width > Length::pt(16) && pieces[0].width < Length::pt(19));
            }
            let pieces = shaper.pieces("——", hand(Voice::Body));
            assert_eq!((pieces.len(), pieces[0].width), (1, Length::pt(20)));
        });
    }

    #[test]
    fn a_single_dash_is_one_em_wide() {
        with(|shaper| {
            for voice in [Voice::Body, Voice::Title, Voice::Hei, Voice::Kai] {
                assert_eq!(shaper.pieces("—", hand(voice))[0].width, Length::pt(10), "{voice:?}");
            }
        });
    }

    #[test]
    fn what_no_face_has_is_a_geta_that_keeps_its_text() {
        with(|shaper| {
            let pieces = shaper.pieces("王\u{1f600}", hand(Voice::Body));
            assert_eq!(pieces[1].glyphs[0].text, "\u{1f600}");
            assert_eq!(pieces[1].glyphs, {
                let mut geta = shaper.pieces("〓", hand(Voice::Body))[0].glyphs.clone();
                geta[0].text = "\u{1f600}".into();
                geta
            });
            assert_eq!(shaper.missing(), ['\u{1f600}']);
        });
    }

    #[test]
    fn a_letter_and_its_mark_stay_in_one_cluster() {
        with(|shaper| {
            let pieces = shaper.pieces("e\u{301}户", hand(Voice::Body));
            let text: Vec<String> =
                pieces.iter().map(|p| p.glyphs.iter().map(|g| g.text.as_str()).collect()).collect();
            assert_eq!(text, ["e\u{301}", "户"]);
        });
    }

    #[test]
    fn in_kai_the_digits_come_from_fang() {
        with(|shaper| {
            let faces: Vec<usize> = shaper.pieces("共3户", hand(Voice::Kai)).iter().map(|p| p.face).collect();
            assert_eq!(faces, [KAI, FANG, KAI]);
        });
    }

    #[test]
    fn a_question_mark_stands_near_the_character_before_it() {
        with(|shaper| {
            let pieces = shaper.pieces("房？", hand(Voice::Body));
            // 仿宋 draws it in the middle of its square, 0.32 em in
            let offset = pieces[1].glyphs[0].offset;
            assert_eq!(offset, -Length::milli_pt(1200));
            assert_eq!(pieces[1].right, Length::milli_pt(4000));
            assert_eq!(shaper.pieces("房，", hand(Voice::Body))[1].glyphs[0].offset, Length::ZERO);
        });
    }

    #[test]
    fn marks_know_the_blank_they_can_give_up() {
        with(|shaper| {
            let pieces = shaper.pieces("，“户", hand(Voice::Body));
            assert_eq!((pieces[0].left, pieces[0].right), (Length::ZERO, Length::pt(5)));
            assert_eq!((pieces[1].left, pieces[1].right), (Length::pt(5), Length::ZERO));
            assert_eq!((pieces[2].left, pieces[2].right), (Length::ZERO, Length::ZERO));
        });
    }
}
