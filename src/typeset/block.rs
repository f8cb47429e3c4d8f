//! Blocks to strips: headings, paragraphs, notes; tables and charts have files of their own.

use crate::compose::{Block, Span, SpanStyle};

use super::face::Voice;
use super::layout::Role;
use super::line::{Align, set};
use super::linebreak::Measure;
use super::shape::{Hand, Piece, Shaper};
use super::strip::{Strips, stack};
use super::style::PageStyle;
use super::table::AsSet;
use super::{Length, TypesetError, article, chart, table};

/// Appends the strips of every block.
pub(super) fn blocks(
    blocks: &[Block],
    style: &PageStyle,
    shaper: &Shaper,
    out: &mut Strips,
) -> Result<(), TypesetError> {
    let mut shared = table::shared(blocks, style, shaper);
    let mut over = None;
    for (i, block) in blocks.iter().enumerate() {
        // notes stand under their table, on its turned page too
        over = over.filter(|_| matches!(block, Block::Notes(_)));
        match block {
            Block::Heading { level, text } => heading(*level, text, style, shaper, out),
            Block::Paragraph(spans) => paragraph(spans, style, shaper, out),
            Block::Table(table) => {
                let notes_follow = matches!(blocks.get(i + 1), Some(Block::Notes(_)));
                over = table::set_table(table, shared[i].take(), notes_follow, style, shaper, out)?;
            }
            Block::Notes(list) => notes(list, over, style, shaper, out),
            Block::Chart(chart) => chart::set_chart(chart, style, shaper, out),
            Block::Written(written) => article::set_article(written, style, shaper, out),
        }
    }
    Ok(())
}

/// 一、 in 黑体, （一） in 楷体, both indented like a paragraph and kept with what they head.
fn heading(level: u8, text: &str, style: &PageStyle, shaper: &Shaper, out: &mut Strips) {
    if text.is_empty() {
        return;
    }
    let node = out.tree.add(Role::Heading(level.clamp(1, 5) + 1), None);
    let hand = style.heading_hand(level);
    let measure = Measure { first: style.area_width - style.indent, rest: style.area_width };
    let lines = set(shaper.pieces(text, hand), measure, Align::Justify);
    let mut strips = stack(lines, hand.size, style.pitch, Some(node));
    for strip in &mut strips {
        strip.keep = true;
    }
    out.strips.append(&mut strips);
}

fn paragraph(spans: &[Span], style: &PageStyle, shaper: &Shaper, out: &mut Strips) {
    let pieces = pieces(spans, style.body_hand(), shaper);
    if pieces.is_empty() {
        return;
    }
    let node = out.tree.add(Role::Paragraph, None);
    let measure = Measure { first: style.area_width - style.indent, rest: style.area_width };
    let lines = set(pieces, measure, Align::Justify);
    out.strips.append(&mut stack(lines, style.body, style.pitch, Some(node)));
}

/// Notes under a table: small, hanging; all under the text after a 注： with which the first begins.
fn notes(list: &[Vec<Span>], over: Option<AsSet>, style: &PageStyle, shaper: &Shaper, out: &mut Strips) {
    let count = list.len();
    let turned = over.is_some_and(|table| table.turned);
    let size = over.map_or(style.note, |table| style.note_under(table.size));
    let pitch = style.note_pitch * size.micro_pt() / style.note.micro_pt().max(1);
    let width = if turned { style.area_height } else { style.area_width };
    let mut lead = Length::ZERO;
    for (i, spans) in list.iter().enumerate() {
        let node = out.tree.add(Role::Note, None);
        let pieces = pieces(spans, Hand::black(style.note_voice, size), shaper);
        let from = if i == 0 { Length::ZERO } else { lead };
        if i == 0 && pieces.get(1).is_some_and(|p| p.first == '：') {
            lead = pieces[..2].iter().map(|p| p.width).sum();
        }
        let hang =
            if i == 0 { lead } else { from } + numbering(&pieces, if lead > from { 2 } else { 0 }, size);
        let measure = Measure { first: width - from, rest: width - hang };
        // the first line is longer than the rest, so it begins left of them, at the margin
        let mut lines = set(pieces, measure, Align::Justify);
        for run in lines.iter_mut().flat_map(|line| &mut line.runs) {
            run.x += hang;
        }
        let mut strips = stack(lines, size, pitch, Some(node));
        for strip in &mut strips {
            strip.turned = turned;
            strip.is_note = true;
        }
        if let (0, Some(first)) = (i, strips.first_mut()) {
            first.above = size.em(400);
        }
        if let (true, Some(last)) = (i + 1 == count, strips.last_mut()) {
            last.below = style.around;
        }
        out.strips.append(&mut strips);
    }
}

/// The width of a note's own number after `skip` pieces: 1. or ① or （2）, under whose text it hangs.
fn numbering(pieces: &[Piece], skip: usize, size: Length) -> Length {
    let rest = pieces.get(skip..).unwrap_or_default();
    let digits = rest.iter().take_while(|p| p.first.is_ascii_digit()).count();
    let ends = rest.get(digits).is_some_and(|p| matches!(p.first, '.' | '．' | '、'));
    let mark = match (digits, rest.first().map(|p| p.first)) {
        (1.., _) if ends => digits + 1,
        (0, Some('①'..='⑳' | '*' | '※' | '△' | '▲')) => 1,
        _ => 0,
    };
    rest[..mark].iter().map(|p| p.width).sum::<Length>().min(size * 3)
}

/// The pieces of spans; plain text speaks with the voice of `hand`.
pub(super) fn pieces(spans: &[Span], hand: Hand, shaper: &Shaper) -> Vec<Piece> {
    let voice = |style| match style {
        SpanStyle::Plain => hand.voice,
        SpanStyle::Strong => Voice::Hei,
        SpanStyle::Emphasis => Voice::Kai,
    };
    spans
        .iter()
        .flat_map(|span| shaper.pieces(&span.text, Hand { voice: voice(span.style), ..hand }))
        .collect()
}
