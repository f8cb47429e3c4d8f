//! The linter: holds what a viewer draws against the style that was asked for. It says where, what was
//! found, and what the style or GB/T 9704-2012 wants.

use tongbao::plan::{PageNumberPlace, PageStyle, Shell};
use tongbao::typeset::Length;

use super::seen::{Glyph, Rule, Seen};

/// Points a millimetre.
const MM: f64 = 72.0 / 25.4;
/// No line begins with one of these (CLREQ 3.1, basic level).
const NEVER_FIRST: &str = "、，。：；！？）〕］｝”’》〉」』】〗·,;:!?)]}%％";
/// No line ends with one of these.
const NEVER_LAST: &str = "（〔［｛“‘《〈「『【〖([{";
/// Marks whose box may reach into the next one's or beyond the edge by half an em, its blank squeezed out.
const MARKS: &str = "、，。：；！？（）〔〕［］“”‘’《》〈〉「」『』【】〖〗·•–,.;:";

/// A rectangle: left, top, right, bottom.
#[derive(Clone, Copy)]
pub struct Area {
    pub left: f64,
    pub top: f64,
    pub right: f64,
    pub bottom: f64,
}

/// All that is wrong with a document, in the order of its pages.
pub fn faults(pages: &[Seen], style: &PageStyle) -> Vec<String> {
    let mut faults = Vec::new();
    let mut blank_before = false;
    for (i, page) in pages.iter().enumerate() {
        let mut told = Vec::new();
        let turned = page.width > page.height;
        let area = area(style, i + 1, turned);
        paper(page, style, turned, &mut told);
        within(page, area, &mut told);
        number(page, i + 1, style, turned, blank_before, &mut told);
        if style.on_grid {
            grid(page, area, style, &mut told);
        }
        lines(page, style, area, turned, &mut told);
        overlaps(page, &mut told);
        if i == 0 && style.shell != Shell::TableOnly {
            head(page, area, style, &mut told);
        }
        if style.shell == Shell::Official {
            record(page, i + 1, pages.len(), area, style, &mut told);
        }
        blank_before = blank_before || page.glyphs.is_empty();
        faults.extend(told.into_iter().map(|fault| format!("page {}: {fault}", i + 1)));
    }
    faults
}

/// What the document says and no page does, character for character; blanks are the line's own.
pub fn unsaid(pages: &[Seen], text: &str) -> Vec<String> {
    let plain =
        |text: &str| text.chars().filter(|c| !c.is_whitespace() && *c != '\u{200b}').collect::<String>();
    let tagged = pages.iter().flat_map(|page| &page.glyphs).filter(|glyph| glyph.mcid.is_some());
    let said = plain(&tagged.map(|glyph| glyph.text.as_str()).collect::<String>());
    let wanted = text.lines().flat_map(|line| line.split('\t')).map(plain);
    // a paragraph may go on behind a turned page
    let is_said = |words: &str| {
        let mut cuts = words.char_indices().map(|(at, _)| at).rev();
        said.contains(words)
            || cuts
                .find(|at| said.contains(&words[..*at]))
                .is_some_and(|at| at > 0 && said.contains(&words[at..]))
    };
    wanted.filter(|words| !is_said(words)).map(|words| format!("nowhere says {words}")).collect()
}

pub fn points(length: Length) -> f64 {
    length.micro_pt() as f64 / 1e6
}

/// The type area of page `number`, from 1; on a turned page the sheet's left edge is the head.
pub fn area(style: &PageStyle, number: usize, turned: bool) -> Area {
    let (width, height) = (points(style.area_width), points(style.area_height));
    let binding = points(style.binding);
    let left = if number % 2 == 1 { binding } else { points(style.paper_width) - width - binding };
    let top = points(style.top);
    if turned {
        let from = points(style.paper_height) - top - height;
        Area { left: from, top: left, right: from + height, bottom: left + width }
    } else {
        Area { left, top, right: left + width, bottom: top + height }
    }
}

fn paper(page: &Seen, style: &PageStyle, turned: bool, told: &mut Vec<String>) {
    let (w, h) = (points(style.paper_width), points(style.paper_height));
    let (w, h) = if turned { (h, w) } else { (w, h) };
    if (page.width - w).abs() > 0.1 || (page.height - h).abs() > 0.1 {
        told.push(format!("{:.1} × {:.1} mm is not A4", page.width / MM, page.height / MM));
    }
}

pub fn is_mark(glyph: &Glyph) -> bool {
    glyph.text.chars().all(|c| MARKS.contains(c))
}

/// Does the glyph belong to the page's number?
fn is_number(glyph: &Glyph, page: &Seen, area: Area) -> bool {
    let turned = page.width > page.height;
    glyph.mcid.is_none() && (glyph.is_sideways || !turned && glyph.y > area.bottom + 10.0)
}

/// Nothing outside the type area but the page's number.
fn within(page: &Seen, area: Area, told: &mut Vec<String>) {
    // a blank at a line's end keeps its text and takes no room
    for glyph in page.glyphs.iter().filter(|g| !is_number(g, page, area) && !g.text.trim().is_empty()) {
        let beyond = if is_mark(glyph) { glyph.size * 0.55 } else { 0.4 };
        let (top, bottom) = (glyph.y - glyph.size * 0.88, glyph.y + glyph.size * 0.12);
        if glyph.x < area.left - beyond
            || glyph.x + glyph.width > area.right + beyond
            || top < area.top - 0.4
            || bottom > area.bottom + 0.4
        {
            told.push(format!(
                "{} at {:.1}, {:.1} stands outside the type area",
                glyph.text, glyph.x, glyph.y
            ));
        }
    }
    for picture in &page.pictures {
        let (x, y) = (picture.x + picture.width, picture.y + picture.height);
        if picture.x < area.left - 0.1
            || picture.y < area.top - 0.1
            || x > area.right + 0.1
            || y > area.bottom + 0.1
        {
            told.push(format!(
                "a picture at {:.1}, {:.1} stands outside the type area",
                picture.x, picture.y
            ));
        }
    }
    for rule in &page.rules {
        let half = rule.width / 2.0;
        if rule.x < area.left - half - 0.1
            || rule.to.0 > area.right + half + 0.1
            || rule.y < area.top - 0.1
            || rule.to.1 > area.bottom + 0.1
        {
            told.push(format!("a rule at {:.1}, {:.1} stands outside the type area", rule.x, rule.y));
        }
    }
}

/// 7.5: 4号, its rule 7 mm below the type area, one character in, outside; a turned page's where the
/// others have theirs; none on a blank page and the 版记 behind it.
fn number(
    page: &Seen,
    n: usize,
    style: &PageStyle,
    turned: bool,
    blank_before: bool,
    told: &mut Vec<String>,
) {
    if style.page_number_place == PageNumberPlace::None {
        return;
    }
    let upright = area(style, n, false);
    let own = area(style, n, turned);
    // as on a sheet held upright
    let glyphs: Vec<(f64, f64, &Glyph)> = page
        .glyphs
        .iter()
        .filter(|g| is_number(g, page, own))
        .map(|g| if g.is_sideways { (g.y, page.width - g.x, g) } else { (g.x, g.y, g) })
        .collect();
    let text: String = glyphs.iter().map(|(.., g)| g.text.as_str()).collect();
    let has_text = page.glyphs.len() > glyphs.len();
    if glyphs.is_empty() && (blank_before || !has_text) {
        return;
    }
    let (before, after) = &style.page_number_around;
    let wanted = format!("{before}{n}{after}");
    if text.replace(' ', "") != wanted.replace(' ', "") {
        told.push(format!("its page number reads {text}, not {wanted}"));
        return;
    }
    let (first, last) = (&glyphs[0], &glyphs[glyphs.len() - 1]);
    let inset = points(style.page_number_inset);
    let (found, wanted) = match style.page_number_place {
        PageNumberPlace::Middle | PageNumberPlace::None => {
            ((first.0 + last.0 + last.2.width) / 2.0, (upright.left + upright.right) / 2.0)
        }
        PageNumberPlace::Outside if n % 2 == 1 => (last.0 + last.2.width, upright.right - inset),
        PageNumberPlace::Outside => (first.0, upright.left + inset),
    };
    // a dash's ink stands 0.329 em above the baseline in 仿宋, a character's some 0.8
    let (ink, give) = if first.2.text == "—" { (0.329, MM / 2.0) } else { (0.8, MM) };
    let top = first.1 - ink * first.2.size;
    let below = points(style.page_number_drop);
    if (found - wanted).abs() > MM || (top - upright.bottom - below).abs() > give {
        told.push(format!(
            "the page number ends at {found:.1} and is {:.1} mm below the type area, not at {wanted:.1}, {:.1} mm",
            (top - upright.bottom) / MM,
            below / MM
        ));
    }
}

/// 5.2.3: every line of text stands on one of the page's 22.
fn grid(page: &Seen, area: Area, style: &PageStyle, told: &mut Vec<String>) {
    let (pitch, body) = (points(style.pitch), points(style.body));
    for glyph in page.glyphs.iter().filter(|g| (g.size - body).abs() < 0.02 && g.mcid.is_some()) {
        let lines = (glyph.y - area.top - (pitch - body) / 2.0 - 0.88 * body) / pitch;
        if (lines - lines.round()).abs() * pitch > 0.05 || lines.round() > f64::from(style.lines) - 1.0 {
            told.push(format!(
                "{} at {:.2} is off the grid of {} lines: line {:.2}",
                glyph.text,
                glyph.y,
                style.lines,
                lines + 1.0
            ));
        }
    }
}

/// The lines of each element, each from left to right.
pub fn lines_of(page: &Seen) -> Vec<Vec<Vec<&Glyph>>> {
    let mut elements: Vec<Vec<Vec<&Glyph>>> = Vec::new();
    let mut last = None;
    for glyph in page.glyphs.iter().filter(|g| g.mcid.is_some() && !g.is_sideways) {
        if last != glyph.mcid {
            elements.push(Vec::new());
            last = glyph.mcid;
        }
        let Some(element) = elements.last_mut() else { continue };
        // a paragraph that goes on in the next column has lines beside its own
        let goes_on = |line: &Vec<&Glyph>| {
            let before = line[line.len() - 1];
            (before.y - glyph.y).abs() < 0.5 && (glyph.x - before.x).abs() < before.width + before.size * 2.0
        };
        match element.last_mut().filter(|line| goes_on(line)) {
            Some(line) => line.push(glyph),
            None => element.push(vec![glyph]),
        }
    }
    for line in elements.iter_mut().flatten() {
        line.sort_by(|a, b| a.x.total_cmp(&b.x));
    }
    elements
}

/// No forbidden mark at a line's ends; both edges flush.
fn lines(page: &Seen, style: &PageStyle, area: Area, turned: bool, told: &mut Vec<String>) {
    let body = points(style.body);
    for element in lines_of(page) {
        for line in &element {
            let inked = || line.iter().filter(|g| !g.text.trim().is_empty());
            let (Some(first), Some(last)) = (inked().next(), inked().next_back()) else { continue };
            let text = || line.iter().map(|g| g.text.as_str()).collect::<String>();
            if first.text.chars().next().is_some_and(|c| NEVER_FIRST.contains(c)) {
                told.push(format!("a line begins with {}: {}", first.text, text()));
            }
            if last.text.chars().last().is_some_and(|c| NEVER_LAST.contains(c)) {
                told.push(format!("a line ends with {}: {}", last.text, text()));
            }
        }
        let is_text = element.len() > 2
            && !turned
            && element.iter().flatten().all(|g| (g.size - body).abs() < 0.02 && g.tag == "P");
        for line in element[..element.len() - 1].iter().filter(|_| is_text) {
            let Some(last) = line.iter().rfind(|g| !g.text.trim().is_empty()) else { continue };
            let short = area.right - last.x - last.width;
            if short > if is_mark(last) { 0.55 * body } else { 0.3 } {
                told.push(format!("a line is not flush, by {short:.1} pt: it ends with {}", last.text));
            }
        }
    }
}

/// No two glyphs stand on each other.
fn overlaps(page: &Seen, told: &mut Vec<String>) {
    let mut glyphs: Vec<&Glyph> =
        page.glyphs.iter().filter(|g| !g.is_sideways && !g.text.trim().is_empty()).collect();
    glyphs.sort_by(|a, b| a.y.total_cmp(&b.y).then(a.x.total_cmp(&b.x)));
    for (i, one) in glyphs.iter().enumerate() {
        for other in glyphs[i + 1..].iter().take_while(|g| g.y - g.size * 0.78 < one.y + one.size * 0.06) {
            let size = one.size.min(other.size);
            let give =
                if is_mark(one) || is_mark(other) { 0.52 * one.size.max(other.size) } else { 0.08 * size };
            let across = (one.x + one.width).min(other.x + other.width) - one.x.max(other.x);
            if across > give && across > 0.3 {
                told.push(format!(
                    "{} at {:.1}, {:.1} and {} at {:.1}, {:.1} overlap by {across:.1} pt",
                    one.text, one.x, one.y, other.text, other.x, other.y
                ));
            }
        }
    }
}

fn is_level(rule: &Rule) -> bool {
    (rule.y - rule.to.1).abs() < 0.01
}

/// Is the rule as wide as the type area?
fn is_full(rule: &Rule, area: Area) -> bool {
    is_level(rule) && (rule.x - area.left).abs() < 0.3 && (rule.to.0 - area.right).abs() < 0.3
}

/// The masthead 35 mm down, the red line over the whole type area, 4 mm below what stands over it.
fn head(page: &Seen, area: Area, style: &PageStyle, told: &mut Vec<String>) {
    let red = style.red_line_color;
    let wanted = [red.r, red.g, red.b].map(|byte| f64::from(byte) / 255.0);
    let is_red = |rule: &&Rule| rule.color.iter().zip(wanted).all(|(a, b)| (a - b).abs() < 0.01);
    let lines: Vec<&Rule> = page.rules.iter().filter(|rule| is_level(rule)).filter(is_red).collect();
    let Some(line) = lines
        .first()
        .filter(|line| is_full(line, area) && (line.width - points(style.red_line)).abs() < 0.02)
    else {
        told.push(format!("no red line of {:?} over the whole type area", style.red_line));
        return;
    };
    let above: Vec<&Glyph> = page.glyphs.iter().filter(|g| g.y < line.y && g.mcid.is_some()).collect();
    let lowest = above.iter().map(|g| g.y + 0.12 * g.size).fold(0.0, f64::max);
    let drop = line.y - line.width / 2.0 - lowest;
    if (drop - points(style.red_line_drop)).abs() > 0.3 * MM {
        told.push(format!(
            "the red line stands {:.2} mm below, not {:.2}",
            drop / MM,
            points(style.red_line_drop) / MM
        ));
    }
    let largest = above.iter().map(|g| g.size).fold(0.0, f64::max);
    let top = above
        .iter()
        .filter(|g| g.size > largest - 0.01)
        .map(|g| g.y - 0.88 * g.size)
        .fold(f64::MAX, f64::min);
    if (top - area.top - points(style.masthead_drop)).abs() > MM {
        told.push(format!(
            "the masthead begins {:.1} mm down, not {:.1}",
            (top - area.top) / MM,
            points(style.masthead_drop) / MM
        ));
    }
}

/// 7.4: the 版记 ends the last page, an even one; its first and last lines 0.35 mm, those between 0.25 mm.
fn record(page: &Seen, n: usize, count: usize, area: Area, style: &PageStyle, told: &mut Vec<String>) {
    let elements = lines_of(page);
    let begins = |line: &Vec<&Glyph>| {
        line.len() > 2 && line[0].text == "抄" && line[1].text == "送" && line[2].text == "："
    };
    let Some(cc) = elements.iter().flatten().find(|line| begins(line)) else { return };
    if n != count || n % 2 == 1 {
        told.push(format!("the 版记 stands on page {n} of {count}, not on the last, an even one"));
    }
    let y = cc[0].y;
    let rules: Vec<&Rule> = page.rules.iter().filter(|rule| is_full(rule, area)).collect();
    let first = rules.iter().rfind(|rule| rule.y < y).map(|rule| rule.width);
    let rest: Vec<f64> = rules.iter().filter(|rule| rule.y > y).map(|rule| rule.width).collect();
    let is =
        |found: Option<f64>, wanted: Length| found.is_some_and(|width| (width - points(wanted)).abs() < 0.02);
    let between = &rest[..rest.len().saturating_sub(1)];
    if !is(first, style.rule_thick) || !is(rest.last().copied(), style.rule_thick) {
        told.push(format!(
            "the first and last lines of the 版记 are {first:?} and {:?} pt, not {:?}",
            rest.last(),
            style.rule_thick
        ));
    }
    if between.is_empty() || !between.iter().all(|width| is(Some(*width), style.rule_thin)) {
        told.push(format!("the lines within the 版记 are {between:?} pt, not {:?}", style.rule_thin));
    }
    let end = rules.last().map_or(0.0, |rule| rule.y + rule.width / 2.0);
    if (end - area.bottom).abs() > 0.3 {
        told.push(format!("the 版记 ends {:.1} mm above the type area's edge", (area.bottom - end) / MM));
    }
}
