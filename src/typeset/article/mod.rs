//! Written texts: their parts to strips, in one column or several.
//!
//! A title of level 1 stands over all columns, and what follows it up to the next is a lane: strips as wide
//! as a column, which the flow pours into columns side by side ([`super::columns`]). Sizes and measures are
//! decided once, in [`Setting`]. In one column an article is set as the bulletin's own text is; in several
//! it is smaller, and its column a whole number of characters wide, so that lines need no stretching to be
//! flush. What cannot be read at a column's width, a wide table or a panorama, spans them all. Nothing here
//! can fail: a table that no page holds is set as sentences.

mod byline;
mod figure;
mod grid;
mod list;
mod setting;
#[cfg(test)]
mod tests;

use crate::compose::{Article, Part, Span, SpanStyle, Written};

use self::grid::Form;
use self::setting::Setting;
use super::Length;
use super::face::Voice;
use super::layout::{Color, Role};
use super::line::{Align, Line, set};
use super::linebreak::Measure;
use super::page::TOLERANCE;
use super::shape::{Hand, Piece, Shaper};
use super::strip::{Other, Strip, Strips, moved, stack};
use super::style::PageStyle;

/// Appends an article's strips.
pub(super) fn set_article(written: &Written, style: &PageStyle, shaper: &Shaper, out: &mut Strips) {
    let setting = Setting::new(written.columns, style);
    let Article { parts, .. } = &written.article;
    let mut rest = parts.as_slice();
    if let [Part::Break, after @ ..] = rest {
        // it parts the article from what stands before it, over all columns
        let setter = Setter { setting: &setting, style, shaper };
        setter.pause(Within::page(style.area_width), out);
        rest = after;
    }
    while !rest.is_empty() {
        if let [Part::Heading { level: 1, spans }, after @ ..] = rest {
            title(spans, style, shaper, out);
            let (bylines, after) = after.split_at(byline::count(after));
            byline::bylines(bylines, &setting, style, shaper, out);
            rest = after;
            continue;
        }
        let is_title = |part: &Part| matches!(part, Part::Heading { level: 1, .. });
        let (body, after) = rest.split_at(rest.iter().position(is_title).unwrap_or(rest.len()));
        let from = out.strips.len();
        let nodes = out.tree.nodes.len();
        let setter = Setter { setting: &setting, style, shaper };
        setter.parts(body, Within::page(setting.width), out);
        if setting.is_too_short(body, out.strips.len() - from) {
            out.strips.truncate(from);
            out.tree.nodes.truncate(nodes);
            brief(body, &setting.across(style), style, shaper, out);
        } else {
            setting.put_on_lane(from, out);
        }
        rest = after;
    }
}

/// A piece of a few lines: over the whole width, with the white that columns have above and below.
fn brief(body: &[Part], setting: &Setting, style: &PageStyle, shaper: &Shaper, out: &mut Strips) {
    let from = out.strips.len();
    Setter { setting, style, shaper }.parts(body, Within::page(setting.width), out);
    if let Some(first) = out.strips.get_mut(from) {
        first.above = setting.pitch / 2;
    }
    if let Some(last) = out.strips[from..].last_mut() {
        last.below = setting.pitch / 2;
    }
}

/// 标题: over all columns, centred, in lines broken by sense.
fn title(spans: &[Span], style: &PageStyle, shaper: &Shaper, out: &mut Strips) {
    let node = out.tree.add(Role::Heading(2), None);
    let size = style.title.em(TITLE);
    let hand = Hand { voice: Voice::Title, size, color: Color::BLACK };
    let text = crate::compose::text_of(spans);
    let lines = set(shaper.pieces(&text, hand), Measure::even(style.area_width), Align::Center);
    // on a grid it stands at the top of lines of its own, so that the white below it is the same on every page
    let leading = if style.on_grid { style.pitch } else { size.em(TITLE_LEADING) };
    let mut strips = stack(lines, size, leading, Some(node));
    strips.iter_mut().for_each(|strip| strip.keep = true);
    if let (Some(first), above) = (strips.first_mut(), style.pitch.em(TITLE_WHITE)) {
        first.above = above;
    }
    if style.on_grid {
        let raised = (leading - size).max(Length::ZERO) / 2;
        for strip in &mut strips {
            let items = std::mem::take(&mut strip.items).into_iter();
            strip.items = items.map(|placed| moved(placed, Length::ZERO, -raised)).collect();
        }
    } else if let Some(last) = strips.last_mut() {
        last.below = style.pitch.em(TITLE_WHITE / 2);
    }
    out.strips.append(&mut strips);
}

/// An article's title, of the bulletin's own: 18 pt of 22.
const TITLE: i64 = 818;
const TITLE_LEADING: i64 = 1400;
/// White above an article's title, in thousandths of the body's pitch; half of it below.
const TITLE_WHITE: i64 = 700;

/// Where parts stand: how far in on either side, in what voice, in which element.
#[derive(Clone, Copy)]
struct Within {
    left: Length,
    width: Length,
    voice: Voice,
    parent: Option<usize>,
    /// how many lists stand around it
    depth: usize,
    /// a paragraph begins two characters in
    is_indented: bool,
    /// a heading, or a sentence that ends with a colon, stands before it
    is_led: bool,
    /// across all columns
    spans: bool,
}

impl Within {
    fn page(width: Length) -> Within {
        Within {
            left: Length::ZERO,
            width,
            voice: Voice::Body,
            parent: None,
            depth: 0,
            is_indented: true,
            is_led: false,
            spans: false,
        }
    }

    /// Further in; never so far that no text fits.
    fn inside(self, left: Length, right: Length, least: Length) -> Within {
        let room = (self.width - least).max(Length::ZERO);
        let left = left.min(room);
        let right = right.min(room - left);
        Within { left: self.left + left, width: self.width - left - right, ..self }
    }
}

struct Setter<'a> {
    setting: &'a Setting,
    style: &'a PageStyle,
    shaper: &'a Shaper<'a>,
}

impl Setter<'_> {
    fn parts(&self, parts: &[Part], within: Within, out: &mut Strips) {
        let mut other = None;
        for (i, part) in parts.iter().enumerate() {
            if other.is_none() {
                other = self.other(&parts[i..], within, out);
            }
            // what is led up to stands where it is led up to
            let is_led = i.checked_sub(1).is_some_and(|before| leads(&parts[before]));
            let within = Within { is_led, ..within };
            let within = if self.leads_across(&parts[i..], within) { self.across(within) } else { within };
            match part {
                Part::Heading { level, spans } => self.heading(*level, spans, within, out),
                Part::Paragraph(spans) => self.paragraph(spans, within, out),
                Part::List(list) => self.list(list, within, out),
                Part::Quote(parts) => self.quote(parts, within, out),
                Part::Table(grid) => {
                    self.table(grid, within, out);
                    if let Some(other) = other.take() {
                        out.others.push(Other { to: out.strips.len(), ..other });
                    }
                }
                Part::Figure(figure) => self.figure(figure, within, out),
                Part::Break => self.pause(within, out),
            }
            // no page's end parts what is led up to from its last lines; in columns `leads_across` sees to it
            let shows = matches!(parts.get(i + 1), Some(Part::Table(_) | Part::Figure(_)));
            let keeps = shows && leads(part) && self.setting.count == 1;
            if let Some(last) = out.strips.last_mut().filter(|_| keeps) {
                (last.keep, last.yields) = (true, false);
            }
        }
    }

    /// May a part of these measures leave its column?
    fn is_free(&self, within: Within) -> bool {
        self.setting.count > 1 && within.parent.is_none() && within.depth == 0
    }

    /// The type area's whole width.
    fn across(&self, within: Within) -> Within {
        Within { width: self.style.area_width, spans: true, ..within }
    }

    /// Does the first part lead up, with none but such between, to what stands across all columns? A heading
    /// does, and a sentence with a colon that is no longer than a line: they stand across too, so that no
    /// page's end parts them.
    fn leads_across(&self, parts: &[Part], within: Within) -> bool {
        let most = usize::try_from(within.width.max(self.style.area_width).micro_pt()).unwrap_or(0)
            / usize::try_from(self.setting.size.micro_pt()).unwrap_or(1).max(1);
        let is_short = |part: &Part| match part {
            Part::Paragraph(spans) => crate::compose::text_of(spans).chars().count() + 2 <= most,
            _ => true,
        };
        let lead = parts.iter().take_while(|part| leads(part) && is_short(part)).count();
        lead > 0 && parts.get(lead).is_some_and(|part| self.spans(part, within))
    }

    /// A table that stands in its column, and the headings and sentences that lead up to it, all set across the
    /// columns instead; none where the first part begins no such thing.
    fn other(&self, parts: &[Part], within: Within, out: &mut Strips) -> Option<Other> {
        let lead = parts.iter().take_while(|part| leads(part)).count();
        let Some(Part::Table(grid)) = parts.get(lead).filter(|_| self.is_free(within)) else { return None };
        let style = self.across_too(grid, within)?;
        let (from, nodes) = (out.strips.len(), out.tree.nodes.len());
        let across = Within { is_led: lead > 0, ..self.across(within) };
        for part in &parts[..lead] {
            match part {
                Part::Heading { level, spans } => self.heading(*level, spans, across, out),
                Part::Paragraph(spans) => self.paragraph(spans, across, out),
                _ => {}
            }
        }
        self.set_table(grid, &style, across, out);
        // they are the same elements, whichever way they are set
        out.tree.nodes.truncate(nodes);
        let strips = out.strips.split_off(from);
        Some(Other { from, to: from, strips })
    }

    /// Does the part stand across all columns?
    fn spans(&self, part: &Part, within: Within) -> bool {
        self.is_free(within)
            && match part {
                Part::Table(grid) => matches!(self.form(grid, within), Form::Across(_)),
                Part::Figure(figure) => self.is_panorama(figure),
                _ => false,
            }
    }

    /// 黑体, below it 楷体, below that as the text is (GB/T 9704-2012 7.3.3), kept with what it heads; in columns flush
    /// left, where two characters are much of a line, and one of the first levels has a line of white above, where
    /// the eye needs it.
    fn heading(&self, level: u8, spans: &[Span], within: Within, out: &mut Strips) {
        let Setting { size, pitch, .. } = *self.setting;
        let voice = match level {
            ..=2 => Voice::Hei,
            3 => Voice::Kai,
            _ => Voice::Body,
        };
        let node = out.tree.add(Role::Heading(level.clamp(1, 5) + 1), within.parent);
        let text = crate::compose::text_of(spans);
        let indent = if self.setting.count == 1 { size * 2 } else { Length::ZERO };
        let measure = Measure { first: within.width - indent, rest: within.width };
        let lines = set(self.shaper.pieces(&text, Hand::black(voice, size)), measure, Align::Left);
        let mut strips = self.placed(stack(lines, size, pitch, Some(node)), within.left);
        strips.iter_mut().for_each(|strip| {
            (strip.keep, strip.yields, strip.heads) = (true, false, true);
            strip.spans = within.spans;
        });
        if let (2.., false, Some(first)) = (self.setting.count, level > 2, strips.first_mut()) {
            // half a line, which the grid makes a whole one below text
            first.above = pitch / 2;
        }
        out.strips.append(&mut strips);
    }

    /// White above and below what is no text, so that the text below it stands on the columns' grid again
    /// and the white is even.
    fn level(&self, strips: &mut [Strip], least: Length) {
        let pitch = self.setting.pitch;
        let height: Length = strips.iter().map(|strip| strip.height + strip.below).sum::<Length>()
            - strips.last().map_or(Length::ZERO, |last| last.below);
        let lines = (height + least * 2 - TOLERANCE).micro_pt().div_euclid(pitch.micro_pt().max(1)) + 1;
        let white = (pitch * lines - height) / 2;
        if let Some(first) = strips.first_mut() {
            first.above = white;
        }
        if let Some(last) = strips.last_mut() {
            last.below = white;
        }
    }

    fn paragraph(&self, spans: &[Span], within: Within, out: &mut Strips) {
        let node = out.tree.add(Role::Paragraph, within.parent);
        let lines = self.lines(spans, within);
        if let Some(said) = out.strips.last_mut().filter(|_| is_attribution(spans, within)) {
            // who said it stands under what was said
            said.keep = true;
        }
        let mut strips = stack(lines, self.setting.size, self.setting.pitch, Some(node));
        for strip in strips.iter_mut().filter(|_| within.spans) {
            (strip.spans, strip.keep, strip.yields) = (true, true, false);
        }
        out.strips.append(&mut self.placed(strips, within.left));
    }

    /// A paragraph's lines; `\n` ends one.
    fn lines(&self, spans: &[Span], within: Within) -> Vec<Line> {
        if let Some(lines) = self.attribution(spans, within) {
            return lines;
        }
        let indent = if within.is_indented { self.setting.size * 2 } else { Length::ZERO };
        // what is broken by hand, an address or verse, stands in line with its first line
        let measure = Measure { first: within.width - indent, rest: within.width };
        let mut lines = Vec::new();
        for spans in broken(spans) {
            lines.append(&mut set(self.pieces(&spans, within.voice), measure, Align::Justify));
        }
        lines
    }

    /// Who said what is quoted, behind a dash: at the right, where a line or two hold it.
    fn attribution(&self, spans: &[Span], within: Within) -> Option<Vec<Line>> {
        let is_one = is_attribution(spans, within) && !spans.iter().any(|span| span.text.contains('\n'));
        let measure = Measure::even(within.width);
        let lines = is_one.then(|| set(self.pieces(spans, within.voice), measure, Align::Right))?;
        (lines.len() <= 2).then_some(lines)
    }

    fn pieces(&self, spans: &[Span], voice: Voice) -> Vec<Piece> {
        let voice = |style| match style {
            SpanStyle::Plain => voice,
            SpanStyle::Strong => Voice::Hei,
            SpanStyle::Emphasis => Voice::Kai,
        };
        let hand = |span: &Span| Hand::black(voice(span.style), self.setting.size);
        spans.iter().flat_map(|span| self.shaper.pieces(&span.text, hand(span))).collect()
    }

    /// 楷体, in from both sides.
    fn quote(&self, parts: &[Part], within: Within, out: &mut Strips) {
        let parent = out.tree.add(Role::Quote, within.parent);
        let Setting { size, .. } = *self.setting;
        // a column of few characters has less to give
        let inset = if self.setting.count > 2 { size } else { size * 2 };
        let inside = within.inside(inset, inset, self.setting.least());
        let inside = Within { voice: Voice::Kai, parent: Some(parent), ..inside };
        self.parts(parts, inside, out);
    }

    /// A short rule in the middle of a line of white; it ends no page and no column.
    fn pause(&self, within: Within, out: &mut Strips) {
        let mut strip = Strip { pauses: true, keep: true, ..Strip::of(self.setting.pitch) };
        let (middle, half) = (within.left + within.width / 2, (within.width / 8).min(self.setting.size * 2));
        let y = self.setting.pitch / 2;
        strip.rule((middle - half, y), (middle + half, y), self.style.rule_thin, Color::BLACK);
        out.strips.push(strip);
    }

    fn placed(&self, mut strips: Vec<Strip>, left: Length) -> Vec<Strip> {
        for strip in &mut strips {
            strip.on_grid = true;
            strip.shift(left);
        }
        strips
    }
}

/// Does it say, within a quotation, whose words they are?
fn is_attribution(spans: &[Span], within: Within) -> bool {
    within.voice == Voice::Kai && spans.first().is_some_and(|span| span.text.starts_with("——"))
}

/// Does a part lead up to the next: a heading, a sentence that ends with a colon?
fn leads(part: &Part) -> bool {
    match part {
        Part::Heading { .. } => true,
        Part::Paragraph(spans) => {
            spans.last().is_some_and(|span| span.text.trim_end().ends_with(['：', ':']))
        }
        _ => false,
    }
}

/// Spans cut where a `\n` stands in them, at least one piece.
fn broken(spans: &[Span]) -> Vec<Vec<Span>> {
    let mut lines = vec![Vec::new()];
    for span in spans {
        for (i, text) in span.text.split('\n').enumerate() {
            if i > 0 {
                lines.push(Vec::new());
            }
            if let Some(line) = lines.last_mut().filter(|_| !text.is_empty()) {
                line.push(Span { text: text.to_owned(), style: span.style });
            }
        }
    }
    lines
}
