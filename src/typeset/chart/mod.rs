//! Charts: what compose says a chart shows, drawn in vectors.
//!
//! A file a chart: `bars` (share by district; `bar_names` for their names), `ranks` (places over issues), `remaining` (work left against
//! the line required), `days` (district by day), `scatter` (one share against another; `scatter_axes` for how far its axes go). `ink` has colours
//! and marks, `scale` the axes, `crowd` finds each label a place where it stands on no other, `keys` numbers those that have none.
//!
//! Each chart becomes a caption, a top (legend), a body of strips, none of which is split, and a foot
//! (axis). A chart that a page can hold stands on one; a longer one goes on under its repeated top. To
//! readers by ear the whole is one figure, whose alternative text compose has written. What figures mean,
//! and which chart an issue gets, is compose's to say; nothing is reckoned here but places.

mod bar_names;
mod bars;
mod crowd;
mod dates;
mod days;
mod ink;
mod keys;
mod legend;
#[cfg(test)]
mod looks;
mod ranks;
mod remaining;
mod scale;
mod scatter;
mod scatter_axes;
#[cfg(test)]
mod stories;
#[cfg(test)]
mod tests;

use crate::compose::Chart;

use super::face::{self, Voice};
use super::layout::Role;
use super::line::{Align, set};
use super::linebreak::Measure;
use super::shape::{Hand, Shaper};
use super::strip::{Frame, Strip, Strips};
use super::{Length, PageStyle};

/// Appends a chart's strips.
pub(super) fn set_chart(chart: &Chart, style: &PageStyle, shaper: &Shaper, out: &mut Strips) {
    match chart {
        Chart::Bars(chart) => bars::set_bars(chart, style, shaper, out),
        Chart::Ranks(chart) => ranks::set_ranks(chart, style, shaper, out),
        Chart::Remaining(chart) => remaining::set_remaining(chart, style, shaper, out),
        Chart::Days(chart) => days::set_days(chart, style, shaper, out),
        Chart::Scatter(chart) => scatter::set_scatter(chart, style, shaper, out),
    }
}

/// A drawn chart.
struct Parts<'a> {
    caption: &'a str,
    alternative: &'a str,
    /// over the body, on its first page
    top: Strip,
    body: Vec<Section>,
    /// below the body, on each page
    foot: Strip,
    /// below all of it
    below: Strip,
}

/// A chart's body, or a part of it with a head of its own.
struct Section {
    /// from top to bottom, none split
    strips: Vec<Strip>,
    /// over what a page breaks off, below the caption
    head: Strip,
}

impl Section {
    /// The whole body.
    fn whole(strips: Vec<Strip>, head: Strip) -> Vec<Section> {
        vec![Section { strips, head }]
    }
}

/// Appends the parts as one figure, kept on a page if a page can hold it.
fn assemble(parts: Parts<'_>, style: &PageStyle, shaper: &Shaper, out: &mut Strips) {
    let Parts { caption, alternative, top, body, foot, below } = parts;
    let node = out.tree.add(Role::Figure { alternative: alternative.to_owned() }, None);
    let said = if out.is_said(caption) { "" } else { caption };
    let caption_node = (!said.is_empty()).then(|| out.tree.add(Role::Caption, Some(node)));
    let again = set_caption(&continued(caption), None, style, shaper);
    let caption = set_caption(said, caption_node, style, shaper);

    let first = out.frames.len();
    let mut strips = vec![owned(top, node)];
    for (frame, Section { strips: body, head }) in (first..).zip(body) {
        let follows = (frame > first).then(|| (frame - 1, again.clone()));
        out.frames.push(Frame { head: under(&again, head), foot: foot.clone(), follows, of_rows: false });
        let framed = |strip| Strip { frame: Some(frame), ..owned(strip, node) };
        strips.extend(body.into_iter().map(framed));
    }
    let frames = first..out.frames.len();
    let mut tail = 1;
    strips.push(owned(foot, node));
    if below.height > Length::ZERO {
        strips.push(owned(below, node));
        tail += 1;
    }
    let mut lead = 1;
    if caption.height > Length::ZERO {
        strips.insert(0, caption);
        lead += 1;
    }
    let whole = strips.iter().map(|s| s.height).sum::<Length>() <= style.area_height;
    let count = strips.len();
    // low strips of the body do not stand alone on a page, since a group or two compare with nothing; a tall
    // one may have no room beside another
    let low: Vec<bool> = strips.iter().map(|strip| strip.height < style.area_height / 8).collect();
    let are_low = |i: usize| low.get(i..i + 2).is_some_and(|two| two.iter().all(|low| *low));
    for (i, strip) in strips.iter_mut().enumerate() {
        // the heads with the body's first strip, the foot with its last
        let is_end = i < lead || i + 1 + tail >= count;
        let is_beside_an_end = i + 1 < lead + TOGETHER || i + tail + TOGETHER >= count;
        let is_kept = strip.keep || is_end || is_beside_an_end && are_low(i);
        strip.keep = i + 1 < count && (is_kept || whole);
        strip.divides = i + 1 < count && !is_kept;
        // what stands before the body is of its first section, what stands behind it of its last
        strip.frame = strip.frame.or(if i < lead { frames.clone().next() } else { frames.clone().last() });
    }
    if let Some(first) = strips.first_mut() {
        first.above = style.around;
    }
    if let Some(last) = strips.last_mut() {
        last.ends_frame = true;
        last.below = style.around;
    }
    out.strips.append(&mut strips);
}

/// A caption over a further page: two brackets do not stand in a row.
fn continued(caption: &str) -> String {
    match caption.strip_suffix('）') {
        Some(open) => format!("{open}，续图）"),
        None => format!("{caption}（续图）"),
    }
}

/// A strip under another, as one.
fn under(above: &Strip, below: Strip) -> Strip {
    let mut both = above.clone();
    let height = both.height;
    both.height += below.height;
    both.take(below, Length::ZERO, height);
    both
}

/// So many parts of a chart over pages stand at least on its first and on its last.
const TOGETHER: usize = 3;

/// A strip all of which belongs to the figure.
fn owned(mut strip: Strip, node: usize) -> Strip {
    let beside = strip.beside.iter_mut().flat_map(|(_, items)| items);
    for placed in strip.items.iter_mut().chain(beside) {
        placed.node = placed.node.or(Some(node));
    }
    strip.closer = strip.closer.into_iter().map(|closer| owned(closer, node)).collect();
    strip
}

/// A strip as it is drawn at the first density, with the others in store for a page that is nearly full.
fn in_densities<T: Copy>(densities: &[T], draw: impl Fn(T) -> Strip) -> Strip {
    let mut drawn = densities.iter().map(|density| draw(*density));
    let first = drawn.next().unwrap_or_default();
    Strip { closer: drawn.collect(), ..first }
}

/// What is said below a chart, in its smallest size.
fn note(text: Option<&str>, style: &PageStyle, shaper: &Shaper) -> Strip {
    let leading = ink::SMALL.em(1500);
    let mut strip = Strip::default();
    let pieces = |text| shaper.pieces(text, Hand::black(Voice::Body, ink::SMALL));
    for line in text.iter().flat_map(|text| set(pieces(text), Measure::even(style.area_width), Align::Left)) {
        strip.put(line, Length::ZERO, strip.height + face::baseline(leading, ink::SMALL), None);
        strip.height += leading;
    }
    strip
}

fn set_caption(text: &str, node: Option<usize>, style: &PageStyle, shaper: &Shaper) -> Strip {
    let mut strip = Strip::default();
    if node.is_none() && text == "（续图）" || text.is_empty() {
        return strip;
    }
    let size = style.caption;
    let leading = size.em(1400);
    let pieces = shaper.pieces(text, Hand::black(Voice::Hei, size));
    for line in set(pieces, Measure::even(style.area_width), Align::Center) {
        strip.put(line, Length::ZERO, strip.height + face::baseline(leading, size), node);
        strip.height += leading;
    }
    strip
}
