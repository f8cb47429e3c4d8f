//! How far the axes of one share against another go, and how high its plot is.

use super::scale::Range;
use crate::compose::ScatterPoint;

/// The plot's height for its width, in thousandths, as it likes best and on a page that is nearly full: the fewer
/// marks, the lower.
pub(super) fn heights(marks: usize) -> &'static [i64] {
    match marks {
        0..=6 => &[520, 450, 380, 330, 285, 236],
        7..=20 => &[620, 560, 500, 435, 375, 310],
        _ => &[620, 540, 465, 384],
    }
}

/// Both axes with the pace on them, unless marks all far from it would be pressed into a corner.
pub(super) fn ranges(points: &[ScatterPoint], pace: Option<i64>) -> (Range, Range) {
    let Some(pace) = pace else { return ranges_of(points, None) };
    let shares = || points.iter().flat_map(|point| [point.x.millionths(), point.y.millionths()]);
    let (least, most) = (shares().min().unwrap_or(pace), shares().max().unwrap_or(pace));
    let span = most.max(pace) - if most > 2 * least.min(pace) { 0 } else { least.min(pace) };
    ranges_of(points, Some(pace).filter(|_| (most - least) * PRESSED >= span))
}

/// Marks take at least one of so many parts of the axes.
const PRESSED: i64 = 4;

/// Both axes, which begin at nought together, or neither does: else one way would seem longer.
fn ranges_of(points: &[ScatterPoint], pace: Option<i64>) -> (Range, Range) {
    let ends = |of: &dyn Fn(&ScatterPoint) -> i64| {
        let shares = || points.iter().map(of).chain(pace);
        (shares().min().unwrap_or(0), shares().max().unwrap_or(0))
    };
    let (x, y) = (ends(&|point| point.x.millionths()), ends(&|point| point.y.millionths()));
    let (along, up) = (Range::over(x.0, x.1), Range::over(y.0, y.1));
    if along.start > 0 && up.start > 0 { (along, up) } else { (Range::over(0, x.1), Range::over(0, y.1)) }
}
