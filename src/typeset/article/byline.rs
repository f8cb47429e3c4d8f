//! What stands under an article's title: the day of a speech, who gave it, whose report it is.

use crate::compose::{Part, Span, SpanStyle, text_of};

use super::super::face::Voice;
use super::super::layout::Role;
use super::super::line::{Align, set};
use super::super::linebreak::Measure;
use super::super::shape::{Hand, Shaper};
use super::super::strip::{Strips, stack};
use super::super::style::PageStyle;
use super::TITLE_WHITE;
use super::setting::Setting;

/// A line longer than this is a paragraph, in characters.
const LONGEST: usize = 24;
/// So many lines are set under a title.
const MOST: usize = 3;

/// How many of `parts`, which follow a title, belong to it: short paragraphs wholly in italics, or wholly in
/// brackets, as 题注 are.
pub(super) fn count(parts: &[Part]) -> usize {
    let is_one = |part: &&Part| matches!(part, Part::Paragraph(spans) if is_byline(spans));
    parts.iter().take(MOST).take_while(is_one).count()
}

fn is_byline(spans: &[Span]) -> bool {
    let text = text_of(spans);
    let inner = text.strip_prefix('（').and_then(|text| text.strip_suffix('）'));
    let is_bracketed = inner.is_some_and(|inner| !inner.contains(['（', '）']));
    let is_italic = spans.iter().all(|span| span.style == SpanStyle::Emphasis);
    (is_bracketed || is_italic) && !text.contains('\n') && text.chars().count() <= LONGEST
}

/// 楷体, centred over all columns, kept with the title above and the text below.
pub(super) fn bylines(
    parts: &[Part],
    setting: &Setting,
    style: &PageStyle,
    shaper: &Shaper,
    out: &mut Strips,
) {
    for part in parts {
        let Part::Paragraph(spans) = part else { continue };
        let node = out.tree.add(Role::Paragraph, None);
        let pieces = shaper.pieces(&text_of(spans), Hand::black(Voice::Kai, setting.size));
        let lines = set(pieces, Measure::even(style.area_width), Align::Center);
        let mut strips = stack(lines, setting.size, setting.pitch, Some(node));
        for strip in &mut strips {
            (strip.keep, strip.yields, strip.on_grid) = (true, false, false);
        }
        out.strips.append(&mut strips);
    }
    if let (Some(last), false) = (out.strips.last_mut(), parts.is_empty()) {
        last.below = style.pitch.em(TITLE_WHITE / 2);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_in_brackets_and_a_name_in_italics_belong_to_the_title_and_a_paragraph_does_not() {
        let plain = |text: &str| Part::Paragraph(vec![Span::plain(text)]);
        let italic =
            |text: &str| Part::Paragraph(vec![Span { text: text.into(), style: SpanStyle::Emphasis }]);
        assert_eq!(count(&[plain("（2021年7月12日）"), italic("市长 魏琦"), plain("同志们：")]), 2);
        assert_eq!(count(&[plain("（一）甲（二）"), italic("乙")]), 0);
        assert_eq!(count(&[italic(&"长".repeat(25))]), 0);
        assert_eq!(count(&[italic("一"), italic("二"), italic("三"), italic("四")]), 3);
    }
}
