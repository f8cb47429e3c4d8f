//! 公文 (GB/T 9704-2012): the head above and below the red name, whom it goes to, what follows the text,
//! 附件 on pages of their own, and the 版记 at the foot of the last even page.

use crate::compose::{Annex, Document, Official};
use crate::plan::Voice;

use super::face;
use super::layout::Role;
use super::line::{Align, Line, set, set_names, single};
use super::linebreak::Measure;
use super::masthead;
use super::shape::{Hand, Shaper};
use super::strip::{Strip, Strips, stack};
use super::style::PageStyle;
use super::{Color, Length, TypesetError, block, table};

/// 版头: 份号, 密级 and 紧急程度 at the top left, the issuer's red name 35 mm down, the number two lines
/// below, with the 签发人 beside it in a 上行文, the red line 4 mm on.
pub(super) fn head(document: &Document, style: &PageStyle, shaper: &Shaper, out: &mut Strips) {
    let usual = Official::default();
    let parts = document.official.as_ref().unwrap_or(&usual);
    let mut strip = Strip::of(Length::ZERO);
    marks(parts, style, shaper, out, &mut strip);
    let mut y = style.masthead_drop;
    y += masthead::name(document, style, shaper, out, &mut strip, y);
    // the number's line is one of the page's, so that all that follows is
    let slot = on_grid(y + style.number_drop, style);
    if document.number.is_empty() && parts.signer.is_none() {
        y += style.number_drop;
    } else {
        let hand = Hand::black(style.number_voice, style.number);
        let baseline = slot + face::baseline(style.pitch, style.number);
        number(document, parts.signer.as_deref(), hand, baseline, style, shaper, out, &mut strip);
        // the line's distance counts from the characters, not from their slot
        y = slot + (style.pitch + style.number) / 2;
    }
    y += style.red_line_drop;
    y += masthead::red_line(style, &mut strip, y);
    strip.height = if style.on_grid { slot + style.pitch } else { y };
    strip.keep = true;
    out.strips.push(strip);
}

/// The nearest line of the page's grid.
fn on_grid(y: Length, style: &PageStyle) -> Length {
    if !style.on_grid {
        return y;
    }
    let pitch = style.pitch.micro_pt().max(1);
    style.pitch * ((y.micro_pt() + pitch / 2) / pitch)
}

/// 7.2.1 to 7.2.3: each a line of its own from the first down, those that are not given leaving no gap.
fn marks(parts: &Official, style: &PageStyle, shaper: &Shaper, out: &mut Strips, strip: &mut Strip) {
    let texts = [(&parts.copy, Voice::Body), (&parts.secrecy, Voice::Hei), (&parts.urgency, Voice::Hei)];
    let mut y = Length::ZERO;
    for (text, voice) in texts {
        let Some(text) = text else { continue };
        let line = fitted(text, Hand::black(voice, style.number), style.area_width, shaper);
        let node = out.tree.add(Role::Paragraph, None);
        strip.put(line, Length::ZERO, y + face::baseline(style.pitch, style.number), Some(node));
        y += style.pitch;
    }
}

/// 7.2.5, 7.2.6: the number centred; with a 签发人 it stands one character from the left, and he, in 楷体,
/// one from the right.
#[allow(clippy::too_many_arguments, reason = "where, how and what of one line")]
fn number(
    document: &Document,
    signer: Option<&str>,
    hand: Hand,
    baseline: Length,
    style: &PageStyle,
    shaper: &Shaper,
    out: &mut Strips,
    strip: &mut Strip,
) {
    let node = out.tree.add(Role::Paragraph, None);
    let Some(signer) = signer else {
        let line = fitted(&document.number, hand, style.area_width, shaper);
        let x = (style.area_width - line.width).max(Length::ZERO) / 2;
        strip.put(line, x, baseline, Some(node));
        return;
    };
    // a third of the line at most for the name, and the number in what both leave
    let label = single(shaper, "签发人：", hand);
    let name = fitted(signer, Hand { voice: Voice::Kai, ..hand }, style.area_width / 3, shaper);
    let room = style.area_width - hand.size * 3 - label.width - name.width;
    strip.put(fitted(&document.number, hand, room, shaper), hand.size, baseline, Some(node));
    let node = out.tree.add(Role::Paragraph, None);
    let x = style.area_width - hand.size - name.width;
    strip.put(label.clone(), x - label.width, baseline, Some(node));
    strip.put(name, x, baseline, Some(node));
}

/// One line in a room, smaller by half points where it must be.
fn fitted(text: &str, hand: Hand, room: Length, shaper: &Shaper) -> Line {
    let line = single(shaper, text, hand);
    let size = masthead::fitting(hand.size, line.width, room);
    if size == hand.size {
        return line;
    }
    // what does not fit at a size that can be read runs on rather than vanish
    single(shaper, text, Hand { size: size.max(Length::pt(4)), ..hand })
}

/// 主送机关 7.3.2: below the title, from the left edge, all lines.
pub(super) fn addressees(document: &Document, style: &PageStyle, shaper: &Shaper, out: &mut Strips) {
    let Some(to) = document.official.as_ref().and_then(|o| o.to.as_ref()) else { return };
    let node = out.tree.add(Role::Paragraph, None);
    let lines = set(shaper.pieces(to, style.body_hand()), Measure::even(style.area_width), Align::Justify);
    let mut strips = stack(lines, style.body, style.pitch, Some(node));
    if let Some(last) = strips.last_mut() {
        last.keep = true;
    }
    out.strips.append(&mut strips);
}

/// What follows the text: the list of 附件, signature and date, 附注; then the 附件 themselves, and the 版记.
pub(super) fn tail(
    document: &Document,
    style: &PageStyle,
    shaper: &Shaper,
    out: &mut Strips,
) -> Result<(), TypesetError> {
    let usual = Official::default();
    let parts = document.official.as_ref().unwrap_or(&usual);
    list(&parts.annexes, style, shaper, out);
    signature(document, parts.seal, style, shaper, out);
    if let Some(remark) = &parts.remark {
        let node = out.tree.add(Role::Paragraph, None);
        let measure = Measure { first: style.area_width - style.indent, rest: style.area_width };
        let lines = set(shaper.pieces(remark, style.body_hand()), measure, Align::Justify);
        out.strips.append(&mut stack(lines, style.body, style.pitch, Some(node)));
    }
    for (i, annex) in parts.annexes.iter().enumerate() {
        let label = if parts.annexes.len() > 1 { format!("附件{}", i + 1) } else { "附件".to_owned() };
        set_annex(annex, &label, style, shaper, out)?;
    }
    if let Some(printed) = &parts.printed {
        out.record = Some(record(parts, printed, style, shaper, out));
    }
    Ok(())
}

/// A list of 附件 of no more lines is not parted by a page's end.
const LISTED_WHOLE: usize = 8;

/// 附件说明 7.3.4: a blank line below the text, two characters in; names hang under each other, without stops.
fn list(annexes: &[Annex], style: &PageStyle, shaper: &Shaper, out: &mut Strips) {
    let hand = style.body_hand();
    let label = single(shaper, "附件：", hand);
    let several = annexes.len() > 1;
    let mut strips = Vec::new();
    for (i, annex) in annexes.iter().enumerate() {
        let node = out.tree.add(Role::Paragraph, None);
        let number = single(shaper, &if several { format!("{}.", i + 1) } else { String::new() }, hand);
        let from = style.indent + label.width;
        let hang = from + number.width;
        let room = Measure::even(style.area_width - hang);
        let lines = set(shaper.pieces(&annex.title, hand), room, Align::Justify);
        let mut set_lines = stack(lines, hand.size, style.pitch, Some(node));
        for strip in &mut set_lines {
            strip.shift(hang);
        }
        if let Some(first) = set_lines.first_mut() {
            let baseline = face::baseline(style.pitch, hand.size);
            let mut lead = Strip::default();
            if i == 0 {
                lead.put(label.clone(), style.indent, baseline, Some(node));
            }
            lead.put(number, from, baseline, Some(node));
            // read before the name that they stand before
            first.items.splice(0..0, lead.items);
        }
        strips.append(&mut set_lines);
    }
    let count = strips.len();
    for (i, strip) in strips.iter_mut().enumerate() {
        strip.keep = i + 1 < count && (count <= LISTED_WHOLE || i == 0);
    }
    if let Some(first) = strips.first_mut() {
        (first.above, first.gives_white) = (style.pitch, true);
        if let Some(last) = out.strips.last_mut() {
            last.keep = true;
        }
    }
    out.strips.append(&mut strips);
}

/// 落款. Without a seal (7.3.5.2) the issuer ends two characters from the right, and the date on the next
/// line begins two characters right of it; a date longer than the issuer ends there instead. For a seal
/// (7.3.5.1) the date ends four characters from the right, the issuer is centred over it, and two lines are
/// left above, into which the seal reaches.
fn signature(document: &Document, sealed: bool, style: &PageStyle, shaper: &Shaper, out: &mut Strips) {
    let hand = style.body_hand();
    let baseline = face::baseline(style.pitch, style.body);
    let right = style.area_width - if sealed { style.body * 4 } else { style.body * 2 };
    let date = single(shaper, &document.date, hand);
    let room = Measure::even(right);
    let issuer: Vec<Line> = if document.issuer.is_empty() {
        Vec::new()
    } else {
        let align = if sealed { Align::Center } else { Align::Right };
        set(shaper.pieces(&document.issuer, hand), room, align)
    };
    let widest = issuer.iter().map(|line| line.width).max().unwrap_or_default();
    let (issuer_shift, date_x) = if sealed {
        // a long issuer ends two characters from the right, and takes the date to its middle
        let middle = (right - date.width / 2).min(style.area_width - style.body * 2 - widest / 2);
        (middle - right / 2, middle - date.width / 2)
    } else {
        let by_issuer = right - widest + style.body * 2;
        let by_date = right - date.width;
        // a date that would run beyond takes the issuer with it to the left
        let shift = (by_issuer - by_date).max(Length::ZERO);
        ((-shift).max(widest - right), by_issuer.min(by_date))
    };
    let node = out.tree.add(Role::Paragraph, None);
    let mut strips = Vec::new();
    for line in issuer {
        let mut strip = Strip::of(style.pitch);
        strip.put(line, issuer_shift, baseline, Some(node));
        strips.push(strip);
    }
    if !document.date.is_empty() {
        let node = out.tree.add(Role::Paragraph, None);
        let mut strip = Strip::of(style.pitch);
        strip.put(date, date_x, baseline, Some(node));
        strips.push(strip);
    }
    let count = strips.len();
    for (i, strip) in strips.iter_mut().enumerate() {
        strip.keep = i + 1 < count;
        strip.on_grid = true;
    }
    if let Some(first) = strips.first_mut() {
        first.above = if sealed { style.pitch * 2 } else { style.pitch };
        // a seal's space is not given
        first.gives_white = !sealed;
        // never alone on a page: the last line of text goes with it
        if let Some(last) = out.strips.last_mut() {
            last.keep = true;
        }
    }
    out.strips.append(&mut strips);
}

/// 附件 7.3.8: a page of its own, 附件 in 黑体 at the first line's left edge, the title centred in the third.
fn set_annex(
    annex: &Annex,
    label: &str,
    style: &PageStyle,
    shaper: &Shaper,
    out: &mut Strips,
) -> Result<(), TypesetError> {
    let from = out.strips.len();
    let node = out.tree.add(Role::Paragraph, None);
    let mut strip = Strip::of(style.pitch);
    let line = single(shaper, label, Hand::black(Voice::Hei, style.body));
    strip.put(line, Length::ZERO, face::baseline(style.pitch, style.body), Some(node));
    strip.keep = true;
    strip.begins_page = true;
    out.strips.push(strip);
    let turned = table::any_turned(&annex.blocks, style, shaper);
    let width = if turned { style.area_height } else { style.area_width };
    let titled = PageStyle { area_width: width, title_drop: style.pitch, ..style.clone() };
    masthead::title(&annex.title, 2, &titled, shaper, out);
    for strip in &mut out.strips[from..] {
        strip.turned = turned;
    }
    out.annex = Some(annex.title.clone());
    let set = block::blocks(&annex.blocks, style, shaper, out);
    out.annex = None;
    set
}

/// 版记 7.4: 抄送 and 印发 in 4号, one character in at either side, lines of 0.35 mm first and last and of
/// 0.25 mm between; the last one is the type area's lower edge.
fn record(parts: &Official, printed: &str, style: &PageStyle, shaper: &Shaper, out: &mut Strips) -> Strip {
    let hand = Hand::black(style.body_voice, style.record);
    let inset = style.record;
    let baseline = face::baseline(style.pitch, style.record);
    let mut strip = Strip::default();
    let rule = |strip: &mut Strip, y: Length, width: Length| {
        strip.rule((Length::ZERO, y), (style.area_width, y), width, Color::BLACK);
    };
    rule(&mut strip, style.rule_thick / 2, style.rule_thick);
    if let Some(cc) = &parts.cc {
        let node = out.tree.add(Role::Paragraph, None);
        let label = single(shaper, "抄送：", hand);
        let hang = inset + label.width;
        strip.put(label, inset, baseline, Some(node));
        let room = Measure::even(style.area_width - hang - inset);
        for line in set_names(shaper.pieces(cc, hand), room) {
            strip.put(line, hang, strip.height + baseline, Some(node));
            strip.height += style.pitch;
        }
        let y = strip.height;
        rule(&mut strip, y, style.rule_thin);
    }
    let date = single(shaper, printed, hand);
    let date_x = style.area_width - inset - date.width;
    if let Some(printer) = &parts.printer {
        let node = out.tree.add(Role::Paragraph, None);
        let room = Measure::even(date_x - inset * 2);
        for (i, line) in set(shaper.pieces(printer, hand), room, Align::Left).into_iter().enumerate() {
            if i > 0 {
                strip.height += style.pitch;
            }
            strip.put(line, inset, strip.height + baseline, Some(node));
        }
    }
    let node = out.tree.add(Role::Paragraph, None);
    strip.put(date, date_x, strip.height + baseline, Some(node));
    strip.height += style.pitch;
    let y = strip.height - style.rule_thick / 2;
    rule(&mut strip, y, style.rule_thick);
    strip
}
