//! The linter of charts: whether labels can be read where they stand, shades be told apart in a copy, and
//! the text that stands in for a chart says what it shows.

use super::seen::{Fill, Glyph, Rule, Seen};

/// What a label needs against what lies behind it (WCAG 2.1, 1.4.3), and a line against paper (1.4.11).
const TEXT_CONTRAST: f64 = 4.5;
const LINE_CONTRAST: f64 = 3.0;
/// Lines of the grid are meant to stay behind: lighter than this.
const GRID_CONTRAST: f64 = 1.6;
/// Two greys are told apart side by side from so many steps of L* of 100 on.
const TONES_APART: f64 = 7.0;

/// All that is wrong with a document's charts, in the order of its pages; `names` are its districts'.
pub fn faults(pages: &[Seen], names: &[String]) -> Vec<String> {
    let mut faults = Vec::new();
    for (i, page) in pages.iter().enumerate() {
        let mut told = Vec::new();
        for (mcid, alternative) in &page.alternatives {
            let chart = Chart::of(page, *mcid);
            // a photograph is a figure too, with nothing drawn
            if chart.fills.is_empty() && chart.rules.is_empty() {
                continue;
            }
            chart.crossed(&mut told);
            chart.unreadable(&mut told);
            chart.alike(&mut told);
            chart.unsaid(alternative, names, &mut told);
        }
        faults.extend(told.into_iter().map(|fault| format!("page {}: {fault}", i + 1)));
    }
    faults
}

/// What belongs to one figure on a page.
struct Chart<'a> {
    glyphs: Vec<&'a Glyph>,
    rules: Vec<&'a Rule>,
    fills: Vec<&'a Fill>,
    /// the same, in bands across the page: a strip of 200 districts has ten thousand of them
    bands: Vec<(Vec<&'a Rule>, Vec<&'a Fill>)>,
}

/// Points from one band to the next, and more bands than a page has.
const BAND: f64 = 24.0;
const BANDS: usize = 64;

fn band(y: f64) -> usize {
    ((y / BAND).max(0.0) as usize).min(BANDS - 1)
}

/// Left, top, right, bottom.
type Area = [f64; 4];

impl<'a> Chart<'a> {
    fn of(page: &'a Seen, mcid: i64) -> Chart<'a> {
        let own = |mark: Option<i64>| mark == Some(mcid);
        let mut chart = Chart {
            glyphs: page.glyphs.iter().filter(|g| own(g.mcid) && !g.text.trim().is_empty()).collect(),
            rules: page.rules.iter().filter(|r| own(r.mcid)).collect(),
            fills: page.fills.iter().filter(|f| own(f.mcid)).collect(),
            bands: vec![Default::default(); BANDS],
        };
        for rule in &chart.rules {
            let (top, bottom) = (rule.y.min(rule.to.1), rule.y.max(rule.to.1));
            (band(top)..=band(bottom)).for_each(|at| chart.bands[at].0.push(rule));
        }
        for fill in &chart.fills {
            let [_, top, _, bottom] = bounds(&fill.corners);
            (band(top)..=band(bottom)).for_each(|at| chart.bands[at].1.push(fill));
        }
        chart
    }

    /// Rules and fills at the height of a box.
    fn near(&self, [_, top, _, bottom]: Area) -> &[(Vec<&'a Rule>, Vec<&'a Fill>)] {
        &self.bands[band(top)..=band(bottom)]
    }

    /// No line runs through a character, before or after it, unless white was laid between them.
    fn crossed(&self, told: &mut Vec<String>) {
        for glyph in &self.glyphs {
            let ink = ink(glyph);
            let through = |rule: &&&Rule| meets(rule, ink) && !self.is_hidden(rule, glyph, ink);
            if let Some(rule) = self.near(ink).iter().flat_map(|band| &band.0).find(through) {
                told.push(format!(
                    "{} at {:.1}, {:.1} is crossed by a line from {:.1}, {:.1} to {:.1}, {:.1}",
                    glyph.text, glyph.x, glyph.y, rule.x, rule.y, rule.to.0, rule.to.1
                ));
            }
        }
    }

    fn is_hidden(&self, rule: &Rule, glyph: &Glyph, ink: Area) -> bool {
        let between = |fill: &&&Fill| fill.order > rule.order && fill.order < glyph.order;
        self.near(ink).iter().flat_map(|band| &band.1).filter(between).any(|fill| holds(&fill.corners, ink))
    }

    /// A character stands on one tone, and stands out from it.
    fn unreadable(&self, told: &mut Vec<String>) {
        for glyph in &self.glyphs {
            let [left, top, right, bottom] = ink(glyph);
            let behind = |x: f64, y: f64| {
                let mut below = self.bands[band(y)].1.iter().filter(|fill| fill.order < glyph.order);
                below.rfind(|fill| is_within(&fill.corners, (x, y))).map_or([1.0; 3], |fill| fill.color)
            };
            let (middle_x, middle_y) = ((left + right) / 2.0, (top + bottom) / 2.0);
            for (x, y) in [(left, middle_y), (right, middle_y), (middle_x, top), (middle_x, bottom)] {
                let found = contrast(glyph.color, behind(x, y));
                if found < TEXT_CONTRAST {
                    told.push(format!(
                        "{} at {:.1}, {:.1} has a contrast of {found:.1} to what lies behind",
                        glyph.text, glyph.x, glyph.y
                    ));
                    break;
                }
            }
            let over =
                |fill: &&&Fill| fill.order > glyph.order && is_within(&fill.corners, (middle_x, middle_y));
            if self.bands[band(middle_y)].1.iter().any(|fill| over(&fill)) {
                told.push(format!("{} at {:.1}, {:.1} is painted over", glyph.text, glyph.x, glyph.y));
            }
        }
    }

    /// Tones differ in a black and white copy; lines are either the grid's or seen.
    fn alike(&self, told: &mut Vec<String>) {
        let mut tones: Vec<f64> = vec![100.0];
        for fill in self.fills.iter().filter(|fill| extent(&fill.corners) > 4.0) {
            let tone = lightness(fill.color);
            if !tones.iter().any(|other| (other - tone).abs() < 0.01) {
                tones.push(tone);
            }
        }
        tones.sort_by(f64::total_cmp);
        for two in tones.windows(2).filter(|two| two[1] - two[0] < TONES_APART) {
            told.push(format!("two shades of L* {:.1} and {:.1} copy alike", two[0], two[1]));
        }
        for rule in self.rules.iter().filter(|rule| rule.color.iter().any(|part| *part < 0.999)) {
            let found = contrast(rule.color, [1.0; 3]);
            if found > GRID_CONTRAST && found < LINE_CONTRAST {
                told.push(format!("a line at {:.1}, {:.1} has a contrast of {found:.1}", rule.x, rule.y));
                break;
            }
        }
    }

    /// Every district named in a chart, and every share in a chart of bars, is in the text beside it.
    fn unsaid(&self, alternative: &str, names: &[String], told: &mut Vec<String>) {
        let text: String = self.glyphs.iter().map(|glyph| glyph.text.as_str()).collect();
        if !alternative.starts_with("折线图") {
            let names = names.iter().map(|name| name.split('@').next().unwrap_or(name));
            for name in names.filter(|name| text.contains(*name) && !alternative.contains(*name)) {
                told.push(format!("the alternative text leaves out {name}"));
            }
        }
        if alternative.starts_with("条形图") {
            for share in text.split('%').filter_map(decimal) {
                if !alternative.contains(&share) {
                    told.push(format!("the alternative text leaves out {share}"));
                }
            }
        }
        if !alternative.chars().any(|c| c.is_ascii_digit()) {
            told.push(format!("the alternative text has no figure: {alternative}"));
        }
    }
}

/// 9.39% at the end of what stands before a %; none for a whole number, as on an axis.
fn decimal(before: &str) -> Option<String> {
    let from = before
        .rfind(|c: char| !c.is_ascii_digit() && c != '.')
        .map_or(0, |at| at + before[at..].chars().next().map_or(1, char::len_utf8));
    // a label and the next run together: at most three digits before the point
    let number = &before[from..];
    let point = number.rfind('.')?;
    let whole = number[..point].rfind('.').map_or(0, |at| at + 3);
    Some(format!("{}%", number.get(whole..)?.trim_start_matches('.')))
}

/// What a glyph's ink takes at most of its em box.
fn ink(glyph: &Glyph) -> Area {
    let is_wide = glyph.text.chars().any(|c| c >= '\u{2e80}');
    let (up, down) = if is_wide { (0.80, 0.06) } else { (0.70, -0.02) };
    let inset = glyph.width * 0.06;
    [glyph.x + inset, glyph.y - glyph.size * up, glyph.x + glyph.width - inset, glyph.y + glyph.size * down]
}

/// Does a line pass through a box? Cut against its four sides (Liang and Barsky).
fn meets(rule: &Rule, [left, top, right, bottom]: Area) -> bool {
    let (dx, dy) = (rule.to.0 - rule.x, rule.to.1 - rule.y);
    let (mut from, mut to) = (0.0_f64, 1.0_f64);
    let sides = [(-dx, rule.x - left), (dx, right - rule.x), (-dy, rule.y - top), (dy, bottom - rule.y)];
    for (step, room) in sides {
        if step.abs() < 1e-9 {
            if room <= 0.0 {
                return false;
            }
        } else if step < 0.0 {
            from = from.max(room / step);
        } else {
            to = to.min(room / step);
        }
    }
    from < to
}

fn bounds(corners: &[(f64, f64)]) -> Area {
    corners.iter().fold([f64::MAX, f64::MAX, f64::MIN, f64::MIN], |[l, t, r, b], (x, y)| {
        [l.min(*x), t.min(*y), r.max(*x), b.max(*y)]
    })
}

fn extent(corners: &[(f64, f64)]) -> f64 {
    let [left, top, right, bottom] = bounds(corners);
    (right - left) * (bottom - top)
}

fn holds(corners: &[(f64, f64)], [left, top, right, bottom]: Area) -> bool {
    let [l, t, r, b] = bounds(corners);
    l <= left + 0.3 && t <= top + 0.3 && r >= right - 0.3 && b >= bottom - 0.3
}

/// Is the point within the polygon? By the crossings of a ray.
fn is_within(corners: &[(f64, f64)], (x, y): (f64, f64)) -> bool {
    let edges = corners.iter().zip(corners.iter().cycle().skip(1));
    edges.filter(|(a, b)| (a.1 > y) != (b.1 > y) && x < (b.0 - a.0) * (y - a.1) / (b.1 - a.1) + a.0).count()
        % 2
        == 1
}

/// Relative luminance of sRGB.
fn luminance(color: [f64; 3]) -> f64 {
    let linear = |c: f64| if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) };
    0.2126 * linear(color[0]) + 0.7152 * linear(color[1]) + 0.0722 * linear(color[2])
}

fn contrast(one: [f64; 3], other: [f64; 3]) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

/// CIE L*, of 100.
fn lightness(color: [f64; 3]) -> f64 {
    let y = luminance(color);
    if y <= 0.008_856 { y * 903.3 } else { 116.0 * y.cbrt() - 16.0 }
}
