//! The head of the first page: the red name, number, issuer and date, the red line, the title.

use crate::compose::{Block, Document};
use crate::plan::Shell;

use super::face;
use super::layout::Role;
use super::line::{Align, Line, set, single};
use super::linebreak::{Fill, Measure, Paragraph};
use super::shape::{Hand, Shaper};
use super::strip::{Strip, Strips};
use super::style::PageStyle;
use super::{Length, official, table};

/// Appends the head that the shell asks for, kept with what follows; the title of a lone table that
/// must be turned is turned with it.
pub(super) fn head(document: &Document, style: &PageStyle, shaper: &Shaper, out: &mut Strips) {
    if style.shell == Shell::TableOnly
        && let Some(Block::Table(_)) = document.blocks.first()
        && table::any_turned(&document.blocks, style, shaper)
    {
        let style = style.turned();
        title(&document.title, 1, &style, shaper, out);
        table_only(document, &style, shaper, out);
        for strip in &mut out.strips {
            strip.turned = true;
        }
        return;
    }
    match style.shell {
        Shell::Brief => brief(document, style, shaper, out),
        Shell::Official => official::head(document, style, shaper, out),
        Shell::TableOnly => {}
    }
    title(&document.title, 1, style, shaper, out);
    if style.shell == Shell::TableOnly {
        table_only(document, style, shaper, out);
    }
}

/// 附表: issuer left, number and date right, in one line under the title.
fn table_only(document: &Document, style: &PageStyle, shaper: &Shaper, out: &mut Strips) {
    let parts = [document.number.as_str(), document.date.as_str()];
    let date = parts.iter().filter(|p| !p.is_empty()).copied().collect::<Vec<_>>().join("\u{3000}");
    if document.issuer.is_empty() && date.is_empty() {
        return;
    }
    let mut strip = Strip::default();
    strip.height = imprint(&document.issuer, &date, style, shaper, out, &mut strip, Length::ZERO);
    // a correction's first paragraph follows as closely as a table would
    strip.below = style.around;
    strip.keep = true;
    out.strips.push(strip);
}

/// 简报: name, 第N期 beneath it, issuer left and date right, the red line under them.
fn brief(document: &Document, style: &PageStyle, shaper: &Shaper, out: &mut Strips) {
    let mut strip = Strip::of(Length::ZERO);
    let mut y = style.masthead_drop;
    y += name(document, style, shaper, out, &mut strip, y);
    if !document.number.is_empty() {
        y += style.number_drop;
        let node = out.tree.add(Role::Paragraph, None);
        let line = single(shaper, &document.number, Hand::black(style.number_voice, style.number));
        let x = (style.area_width - line.width) / 2;
        strip.put(line, x, y + style.number.em(face::ASCENT), Some(node));
        y += style.number;
    }
    if !(document.issuer.is_empty() && document.date.is_empty()) {
        y += style.imprint_drop;
        y += imprint(&document.issuer, &document.date, style, shaper, out, &mut strip, y);
    }
    y += style.red_line_drop;
    y += red_line(style, &mut strip, y);
    strip.height = y;
    strip.keep = true;
    out.strips.push(strip);
}

/// The red name, as large as the style and the type area allow; its height.
pub(super) fn name(
    document: &Document,
    style: &PageStyle,
    shaper: &Shaper,
    out: &mut Strips,
    strip: &mut Strip,
    y: Length,
) -> Length {
    if document.masthead.is_empty() {
        return Length::ZERO;
    }
    let hand = |size| Hand { voice: style.masthead_voice, size, color: style.red };
    let natural = single(shaper, &document.masthead, hand(style.masthead)).width;
    let room = style.area_width.em(style.masthead_fill);
    let node = out.tree.add(Role::Paragraph, None);
    let fitted = fitting(style.masthead, natural, room);
    if fitted < style.masthead.em(style.masthead_one_line) {
        // too long for one line at a size that still is a masthead: the largest size at which two hold it,
        // or as many as it takes
        let (largest, least) = style.masthead_lines;
        let (largest, least) = (style.masthead.em(largest), style.masthead.em(least));
        let lines_at =
            |size| set(shaper.pieces(&document.masthead, hand(size)), Measure::even(room), Align::Center);
        let half_point = Length::milli_pt(500);
        let mut sizes = (0..).map(|steps| largest - half_point * steps).take_while(|size| *size >= least);
        let size = match sizes.find(|size| lines_at(*size).len() <= 2) {
            Some(size) => {
                // a little smaller where the lines then part no words
                let parted = |size: &Length| {
                    let pieces = shaper.pieces(&document.masthead, hand(*size));
                    Paragraph::new(pieces, Fill::Balanced).parted(Measure::even(room), Fill::Balanced) / 1000
                };
                let smaller = (0..).map(|steps| size - half_point * steps);
                let near = smaller.take_while(|less| *less >= size.em(MASTHEAD_LESS).max(least));
                near.min_by_key(parted).unwrap_or(size)
            }
            None => largest.min(style.masthead.em(style.masthead_one_line)),
        };
        let mut height = Length::ZERO;
        for line in lines_at(size) {
            strip.put(line, (style.area_width - room) / 2, y + height + size.em(face::ASCENT), Some(node));
            height += size.em(style.masthead_leading);
        }
        return height - size.em(style.masthead_leading - 1000);
    }
    // short names are set wide, as a masthead is
    let mut pieces = shaper.pieces(&document.masthead, hand(fitted));
    let gaps = i64::try_from(pieces.len().saturating_sub(1)).unwrap_or(0).max(1);
    let width: Length = pieces.iter().map(|p| p.width).sum();
    let apart = ((style.area_width.em(style.masthead_spread) - width) / gaps)
        .max(Length::ZERO)
        .min(fitted.em(style.masthead_apart));
    let last = pieces.len().saturating_sub(1);
    for piece in pieces.iter_mut().take(last) {
        piece.width += apart;
        if let Some(glyph) = piece.glyphs.last_mut() {
            glyph.advance += apart;
        }
    }
    for line in set(pieces, Measure::even(style.area_width), Align::Center) {
        strip.put(line, Length::ZERO, y + fitted.em(face::ASCENT), Some(node));
    }
    fitted
}

/// How small a name over two lines may become so that no word is parted, in thousandths of the largest size
/// at which two lines hold it.
const MASTHEAD_LESS: i64 = 850;

/// The size, at most `size`, at which what is `natural` wide at `size` fits `room`; whole half points.
pub(super) fn fitting(size: Length, natural: Length, room: Length) -> Length {
    if natural <= room {
        return size;
    }
    let fitted =
        i128::from(size.micro_pt()) * i128::from(room.micro_pt()) / i128::from(natural.micro_pt().max(1));
    let half_point = 500_000;
    Length::from_micro_pt(i64::try_from(fitted).unwrap_or(0) / half_point * half_point)
}

/// Issuer left, date right, on one baseline; where the issuer is too long for the room beside the date
/// both are set a little smaller, then the issuer over lines whose last stands level with the date.
/// Their height.
fn imprint(
    issuer: &str,
    date: &str,
    style: &PageStyle,
    shaper: &Shaper,
    out: &mut Strips,
    strip: &mut Strip,
    y: Length,
) -> Length {
    let hand = |size| Hand::black(style.imprint_voice, size);
    let room_at = |size: Length| {
        // one character in from either edge, and one at least between the two
        let taken =
            if date.is_empty() { Length::ZERO } else { single(shaper, date, hand(size)).width + size };
        // a date that leaves no room is a date no longer; the issuer keeps a third of the line all the same
        (style.area_width - size * 2 - taken).max(style.area_width / 3)
    };
    let fits = |size: &Length| single(shaper, issuer, hand(*size)).width <= room_at(*size);
    let half_point = Length::milli_pt(500);
    let steps = style.imprint_less.micro_pt() / half_point.micro_pt();
    let mut sizes = (0..=steps).map(|steps| style.imprint - half_point * steps);
    // over lines, half of what it may lose
    let size = sizes.find(fits).unwrap_or(style.imprint - half_point * (steps / 2));
    let right = single(shaper, date, hand(size));
    let (edge, room) = (size, room_at(size));
    let lines: Vec<Line> = if issuer.is_empty() {
        Vec::new()
    } else {
        set(shaper.pieces(issuer, hand(size)), Measure::even(room), Align::Left)
    };
    let issuer = out.tree.add(Role::Paragraph, None);
    let date = out.tree.add(Role::Paragraph, None);
    let leading = size.em(style.imprint_leading);
    let count = i64::try_from(lines.len()).unwrap_or(1);
    let above = leading * (count - 1).max(0);
    let level = y + above + size.em(face::ASCENT);
    for (i, line) in (1..).zip(lines) {
        strip.put(line, edge, level - leading * (count - i), Some(issuer));
    }
    let x = (style.area_width - edge - right.width).max(Length::ZERO);
    strip.put(right, x, level, Some(date));
    above + size
}

/// The red line over the whole type area; its thickness.
pub(super) fn red_line(style: &PageStyle, strip: &mut Strip, y: Length) -> Length {
    let middle = y + style.red_line / 2;
    strip.rule((Length::ZERO, middle), (style.area_width, middle), style.red_line, style.red_line_color);
    style.red_line
}

/// A title, centred, in lines broken by sense.
pub(super) fn title(text: &str, level: u8, style: &PageStyle, shaper: &Shaper, out: &mut Strips) {
    if text.is_empty() {
        return;
    }
    let node = out.tree.add(Role::Heading(level), None);
    let hand = Hand::black(style.title_voice, style.title);
    let measure = Measure::even(style.area_width);
    let lines = set(shaper.pieces(text, hand), measure, Align::Center);
    let pitch = style.title_pitch;
    let mut strip = Strip::of(pitch * i64::try_from(lines.len()).unwrap_or(1));
    for (i, line) in (0..).zip(lines) {
        strip.put(line, Length::ZERO, pitch * i + face::baseline(pitch, style.title), Some(node));
    }
    strip.above = style.title_drop;
    strip.below = style.title_below;
    strip.keep = true;
    out.strips.push(strip);
}
