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

/// Notes under a table: small; 注： and each note's number are a label that no line squeezes or sets apart, so that
/// numbers stand under each other and all text hangs on one edge.
fn notes(list: &[Vec<Span>], over: Option<AsSet>, style: &PageStyle, shaper: &Shaper, out: &mut Strips) {
    let count = list.len();
    let turned = over.is_some_and(|table| table.turned);
    let size = over.map_or(style.note, |table| style.note_under(table.size));
    let pitch = style.note_pitch * size.micro_pt() / style.note.micro_pt().max(1);
    let width = if turned { style.area_height } else { style.area_width };
    let mut labelled: Vec<Labelled> = list
        .iter()
        .enumerate()
        .map(|(i, spans)| {
            let mut head = pieces(spans, Hand::black(style.note_voice, size), shaper);
            let lead = if i == 0 && head.get(1).is_some_and(|p| p.first == '：') { 2 } else { 0 };
            let mut number = head.split_off(lead);
            let text = number.split_off(numbering(&number));
            Labelled { head, number, text }
        })
        .collect();
    let of = |pieces: &[Piece]| pieces.iter().map(|p| p.width).sum::<Length>();
    let lead = labelled.first().map_or(Length::ZERO, |note| of(&note.head));
    let numbers = labelled.iter().map(|note| of(&note.number)).max().unwrap_or_default().min(size * 3);
    for (i, Labelled { head, number, text }) in labelled.drain(..).enumerate() {
        let node = out.tree.add(Role::Note, None);
        let hang = lead + if number.is_empty() { Length::ZERO } else { numbers };
        // 1. under the 0 of 10.
        let from = (hang - of(&number)).max(lead);
        let mut lines = set(text, Measure::even(width - hang), Align::Justify);
        lines.iter_mut().flat_map(|line| &mut line.runs).for_each(|run| run.x += hang);
        if let Some(first) = lines.first_mut() {
            let labels = [(head, Length::ZERO), (number, from)];
            let label =
                |(pieces, x)| set(pieces, Measure::even(width), Align::Left).into_iter().map(move |l| (l, x));
            let label = labels.into_iter().flat_map(label).flat_map(|(line, x)| line.at(x, Length::ZERO));
            first.runs = label.chain(std::mem::take(&mut first.runs)).collect();
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

/// A note: 注：, where it is the first, its number and its text.
struct Labelled {
    head: Vec<Piece>,
    number: Vec<Piece>,
    text: Vec<Piece>,
}

/// So many of a note's pieces are its own number: 1. or ①.
fn numbering(note: &[Piece]) -> usize {
    let digits = note.iter().take_while(|p| p.first.is_ascii_digit()).count();
    let ends = note.get(digits).is_some_and(|p| matches!(p.first, '.' | '．' | '、'));
    match (digits, note.first().map(|p| p.first)) {
        (1..=3, _) if ends => digits + 1,
        (0, Some('①'..='⑳' | '*' | '※' | '△' | '▲')) => 1,
        _ => 0,
    }
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

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::super::face::Faces;
    use super::super::layout::Item;
    use super::*;
    use crate::plan::Shell;

    /// Where each line of notes begins, and where its text does.
    fn begins(texts: &[&str]) -> Vec<(Length, Length)> {
        let faces = Faces::open(Path::new("fonts")).unwrap();
        let list: Vec<Vec<Span>> = texts.iter().map(|text| vec![Span::plain(*text)]).collect();
        let mut out = Strips::default();
        notes(&list, None, &PageStyle::of(Shell::Brief), &Shaper::new(&faces), &mut out);
        let xs = |strip: &crate::typeset::strip::Strip| {
            let runs = strip.items.iter().filter_map(|placed| match &placed.item {
                Item::Glyphs(run) => Some(run.x),
                _ => None,
            });
            runs.collect::<Vec<_>>()
        };
        let lines = out.strips.iter().map(xs);
        lines.map(|xs| (*xs.first().unwrap(), *xs.last().unwrap())).collect()
    }

    #[test]
    fn notes_hang_on_one_edge_and_their_numbers_stand_under_each_other() {
        let em = PageStyle::of(Shell::Brief).note;
        // squeezed, and turned
        let long = "占比为累计数占任务总数（累计与剩余之和）的比重，排名以未经四舍五入的占比为准；较昨日指与7月13日（第66期）相比，以个百分点计。";
        let one = begins(&[&format!("注：{long}")]);
        assert_eq!(one, [(Length::ZERO, em * 2), (em * 2, em * 2)]);
        let several = begins(&[&format!("注：1.{long}"), "2.未报。"]);
        let text = several[0].1;
        assert!(text > em * 5 / 2 && text < em * 3, "{text:?}");
        assert_eq!(several, [(Length::ZERO, text), (text, text), (em * 2, text)]);
        let texts: Vec<String> =
            (1..=10).map(|n| format!("{}{n}.未报。", if n == 1 { "注：" } else { "" })).collect();
        let ten = begins(&texts.iter().map(String::as_str).collect::<Vec<_>>());
        assert_eq!((ten[8], ten[9]), ((em * 5 / 2, text + em / 2), (em * 2, text + em / 2)));
    }
}
