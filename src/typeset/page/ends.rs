//! The end of a text: a line or two alone on a last page look lost there, and the page before gives them company.

use super::super::Length;
use super::super::strip::{Frame, Strip};
use super::super::style::PageStyle;
use super::{End, Flow};

/// The least lines of a page that nothing but text stands on.
const LEAST: i64 = 4;

/// The page that is to end higher than it could, and by how much, so that the last page of its text has some
/// lines more; none where no page is short, or no cut helps. Columns see to their ends themselves.
pub(super) fn cut(strips: &[Strip], style: &PageStyle, frames: &[Frame]) -> Option<(usize, Length)> {
    let is_text_closing = |(at, strip): (usize, &Strip)| {
        strip.on_grid && strips.get(at + 1).is_none_or(|next| next.begins_page)
    };
    if strips.iter().any(|strip| strip.lane.is_some() || strip.turned)
        || !strips.iter().enumerate().any(is_text_closing)
    {
        return None;
    }
    let frames: Vec<Frame> = frames.iter().map(Frame::ghost).collect();
    let ends = |cut: Option<(usize, Length)>| {
        let mut strips: Vec<Strip> = strips.iter().map(Strip::ghost).collect();
        let mut flow = Flow::on(style, &frames);
        flow.cut = cut;
        flow.place_all(&mut strips, &[], &[]);
        flow.end(false);
        flow.ends
    };
    let uncut = ends(None);
    let is_short = |end: &End| !end.is_full && end.is_text && end.y < style.pitch * LEAST;
    let short = (1..uncut.len()).find(|at| is_short(&uncut[*at]) && uncut[at - 1].is_full)?;
    (1..=LEAST).map(|lines| (short - 1, style.pitch * lines)).find(|cut| {
        let ends = ends(Some(*cut));
        ends.len() == uncut.len() && !is_short(&ends[short]) && ends[short - 1].y * 2 > style.area_height
    })
}
