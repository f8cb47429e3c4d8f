//! Places over issues: a line a district, crossing where one overtook another.

use super::dates::{self, Axis};
use super::ink::{self, AXIS, At, FIELD, GAP, GRID, LABEL, LINE, SMALL, WHITE};
use super::legend::{Sample, legend};
use super::{Parts, Section, assemble, in_densities, note};
use crate::compose::{RankChart, RankLine, RankLook, RankPanel};
use crate::typeset::face::{self, Voice};
use crate::typeset::layout::Color;
use crate::typeset::line::{Align, Line, set, single};
use crate::typeset::linebreak::Measure;
use crate::typeset::shape::{Hand, Shaper};
use crate::typeset::strip::{Strip, Strips};
use crate::typeset::{Length, PageStyle};

/// From one place to the next, at least: as it likes best, and on a page that is nearly full.
const LANES: [Length; 3] = [Length::milli_pt(16_500), Length::milli_pt(14_600), Length::milli_pt(12_800)];
/// White between names of several lines, likewise, in thousandths of their size: more than between their lines.
const NAME_WHITES: [i64; 3] = [450, 350, 250];
/// Beside those of one line.
const ONE_LINE_WHITES: [i64; 3] = [280, 190, 60];
const DOT: Length = Length::milli_pt(2600);
const OTHER: Length = Length::milli_pt(900);
/// Lines that do not stand out: as light as a copy still shows.
const BEHIND: Color = Color::rgb(0x92, 0x92, 0x92);
/// White beside a line that stands out, where it crosses others.
const BESIDE: Length = Length::milli_pt(900);
/// Around the dots of equals.
const AROUND_EQUALS: Length = Length::milli_pt(2200);
/// How names are tried, until the tallest panel has room on a page: at most this share of the type area, in
/// thousandths, and this size.
const NAMES: [(i64, Length); 4] = [(300, LABEL), (300, SMALL), (420, SMALL), (420, Length::milli_pt(7500))];
/// Names stand at the left too, if in one line they take no more than this, likewise.
const NAMES_LEFT: i64 = 180;
/// What stands over and under a panel's lanes: caption, legend, title and dates.
const AROUND: Length = Length::pt(120);
/// The same of each further panel: its title and dates.
const PANEL: Length = Length::pt(44);
/// Under the dates and between panels.
const WHITE_BELOW: Length = Length::pt(6);

/// Appends the chart.
pub(super) fn set_ranks(chart: &RankChart, style: &PageStyle, shaper: &Shaper, out: &mut Strips) {
    let drawing = Drawing::of(chart, style, shaper);
    let line = |look: RankLook| {
        let (width, color, dash) = drawing.pen(look);
        Sample::Line { width, color, dot: true, dash }
    };
    let words = &chart.legend;
    let mut items: Vec<(Sample, &str)> =
        words.looks.iter().map(|(look, text)| (line(*look), text.as_str())).collect();
    items.extend(words.other.as_deref().map(|text| (line(RankLook::Other), text)));
    items.extend(words.tied.as_deref().map(|text| (Sample::Box(FIELD), text)));
    items.extend(words.carried.as_deref().map(|text| (Sample::Hollow(BEHIND), text)));
    let top = legend(&items, Length::ZERO, style.area_width, shaper);
    let draw = |panel: &RankPanel| in_densities(&drawing.pitches, |pitch| drawing.panel(panel, pitch));
    let parts = Parts {
        caption: &chart.caption,
        alternative: &chart.alternative,
        top: top.clone(),
        below: note(chart.note.as_deref(), style, shaper),
        body: Section::whole(chart.panels.iter().map(draw).collect(), top),
        foot: Strip::default(),
    };
    assemble(parts, style, shaper, out);
}

struct Drawing<'a> {
    chart: &'a RankChart,
    shaper: &'a Shaper<'a>,
    /// what stands out
    dark: Color,
    /// the first and the last issue's x
    from: Length,
    to: Length,
    /// where ranks at the right end, and names begin
    ranks: Length,
    names: Length,
    /// the names' room, and their size
    room: Length,
    size: Length,
    /// lines of a name, at most: the rest of it stands in the table
    lines: usize,
    /// from one place to the next
    pitches: [Length; 3],
    /// do names stand at the left too, where the lines begin?
    is_named_left: bool,
    /// room for the ranks at the left
    firsts: Length,
}

impl<'a> Drawing<'a> {
    fn of(chart: &'a RankChart, style: &PageStyle, shaper: &'a Shaper<'a>) -> Drawing<'a> {
        let width = |text: &str, size| single(shaper, text, Hand::black(Voice::Body, size)).width;
        let lines = || chart.panels.iter().flat_map(|panel| &panel.lines);
        let widest = |of: &dyn Fn(&RankLine) -> Length| lines().map(of).max().unwrap_or_default();
        let firsts = widest(&|line| width(&line.first, SMALL));
        let beyond =
            chart.panels.iter().filter_map(|p| p.beyond.as_ref()).map(|text| width(text, SMALL)).max();
        let last = widest(&|line| width(&line.last, SMALL));
        let lanes = chart.panels.iter().map(|panel| panel.lanes).max().unwrap_or(1).max(1);
        let most = (style.area_height - AROUND) / i64::try_from(lanes).unwrap_or(1);
        let tried = NAMES.map(|(share, size)| {
            let room = style.area_width.em(share);
            let set = lines().map(|line| {
                let pieces = shaper.pieces(&line.label, Hand::black(Voice::Body, size));
                let lines = set(pieces, Measure::even(room), Align::Left);
                (lines.len(), lines.iter().map(|line| line.width).max().unwrap_or_default())
            });
            let (count, width) =
                set.fold((1, Length::ZERO), |(n, w), (lines, width)| (n.max(lines), w.max(width)));
            (size, count, width.min(room))
        });
        let pitch_at = |size: Length, count: usize, density: usize| {
            let white = if count > 1 { NAME_WHITES[density] } else { ONE_LINE_WHITES[density] };
            LANES[density].max(size.em(1150) * i64::try_from(count).unwrap_or(1) + size.em(white))
        };
        let pitch_of = |size: Length, count: usize| pitch_at(size, count, 0);
        let panels = i64::try_from(chart.panels.len()).unwrap_or(1);
        let all_lanes = chart.panels.iter().map(|panel| panel.lanes).sum::<usize>();
        let all_lanes = i64::try_from(all_lanes).unwrap_or(1).max(1);
        let each = (style.area_height - AROUND - PANEL * (panels - 1)) / all_lanes;
        // names in fewer lines rather than half a page of white after each panel
        let fit = tried.iter().find(|(size, count, _)| pitch_of(*size, *count) <= each);
        let fit = fit.or_else(|| tried.iter().find(|(size, count, _)| pitch_of(*size, *count) <= most));
        let (size, mut count, room) = fit.copied().unwrap_or(tried[NAMES.len() - 1]);
        // names of a hundred characters: their first lines say whose they are
        while count > 1 && pitch_of(size, count) > most {
            count -= 1;
        }
        let pitches = [0, 1, 2].map(|density| pitch_at(size, count, density));
        let names = style.area_width - room;
        let ranks = names - GAP;
        // the first date stands under the first issue, half of it to the left
        let names_left = widest(&|line| width(&line.label, size));
        let is_named_left = names_left <= style.area_width.em(NAMES_LEFT);
        let first = if is_named_left { names_left + GAP + firsts } else { firsts };
        let left = first.max(beyond.unwrap_or_default()) + GAP * 2;
        let date = width("12月31日", SMALL) / 2;
        let (from, to) = (left.max(date), ranks - last - GAP * 2);
        Drawing {
            chart,
            shaper,
            dark: style.chart_dark(),
            from,
            to,
            ranks,
            names,
            room,
            size,
            lines: count,
            pitches,
            is_named_left,
            firsts,
        }
    }

    fn x_of(&self, issue: usize) -> Length {
        let steps = i64::try_from(self.chart.days.len()).unwrap_or(2).max(2) - 1;
        self.from + (self.to - self.from) * i64::try_from(issue).unwrap_or(0) / steps
    }

    fn panel(&self, panel: &RankPanel, pitch: Length) -> Strip {
        let leading = SMALL.em(1700);
        let names: Vec<Vec<Line>> = panel.lines.iter().map(|line| self.name(line)).collect();
        let mut strip = Strip::default();
        let title = single(self.shaper, &panel.title, Hand::black(Voice::Hei, SMALL));
        strip.put(title, Length::ZERO, face::baseline(leading, SMALL), None);
        let top = leading;
        let lanes = pitch * i64::try_from(panel.lanes).unwrap_or(1);
        for issue in 0..self.chart.days.len() {
            let x = self.x_of(issue);
            strip.rule((x, top), (x, top + lanes), LINE, GRID);
        }
        let y_of = |lane: usize| top + pitch * i64::try_from(lane).unwrap_or(0) + pitch / 2;
        self.equals(&mut strip, panel, &y_of);
        // those that stand out over the others, the first of them over all
        let mut lines: Vec<&RankLine> = panel.lines.iter().collect();
        lines.sort_by_key(|line| std::cmp::Reverse(line.look));
        for (i, line) in lines.iter().enumerate() {
            let before = lines[..i].iter().filter(|other| other.look == line.look).count();
            self.curve(&mut strip, line, (panel, before), &y_of);
        }
        self.ends(&mut strip, panel, names, &y_of);
        let axis = Axis {
            days: &self.chart.days,
            x_of: &|issue| self.x_of(issue),
            left: Length::ZERO,
            right: self.names - GAP,
        };
        for (_, x, line) in dates::of_columns(&axis, self.shaper) {
            strip.put(line, x, top + lanes + face::baseline(SMALL.em(1500), SMALL), None);
        }
        strip.height = top + lanes + SMALL.em(1500) + WHITE_BELOW;
        strip
    }

    fn name(&self, line: &RankLine) -> Vec<Line> {
        let pieces = self.shaper.pieces(&line.label, Hand::black(Voice::Body, self.size));
        let mut lines = set(pieces, Measure::even(self.room), Align::Left);
        lines.truncate(self.lines);
        lines
    }

    /// The look of a line: its thickness, its colour, and how it is dashed. Each is known in a copy without
    /// colours by its dashes.
    fn pen(&self, look: RankLook) -> (Length, Color, Option<(Length, Length)>) {
        let dash = |long, white| Some((Length::milli_pt(long), Length::milli_pt(white)));
        match look {
            RankLook::Foremost => (Length::milli_pt(2200), self.dark, None),
            RankLook::Climber => (Length::milli_pt(1700), self.dark, dash(6000, 2400)),
            RankLook::Faller => (Length::milli_pt(1700), AXIS, dash(2400, 1800)),
            RankLook::Last => (Length::milli_pt(1700), AXIS, None),
            RankLook::Other => (OTHER, BEHIND, None),
        }
    }

    /// Equals of an issue in one frame, behind all else.
    fn equals(&self, strip: &mut Strip, panel: &RankPanel, y_of: &dyn Fn(usize) -> Length) {
        let reach = DOT + AROUND_EQUALS;
        for &(issue, first, last) in &panel.ties {
            let (x, top) = (self.x_of(issue) - reach, y_of(first) - reach);
            let height = y_of(last) + reach - top;
            strip.fill((x, top), reach * 2, height, FIELD);
            ink::frame(strip, (x, top), reach * 2, height, AXIS);
        }
    }

    /// A district's line, broken where it had no rank.
    fn curve(
        &self,
        strip: &mut Strip,
        line: &RankLine,
        (panel, before): (&RankPanel, usize),
        y_of: &dyn Fn(usize) -> Length,
    ) {
        let (width, color, dash) = self.pen(line.look);
        // where two dashed lines of a look cross, it is known which is which
        let dash = dash.map(|(long, white)| if before > 0 { (long * 2, white) } else { (long, white) });
        let stroke = |strip: &mut Strip, run: Vec<At>| {
            if line.look != RankLook::Other {
                ink::line(strip, run.clone(), width + BESIDE * 2, WHITE, None);
            }
            ink::line(strip, run, width, color, dash);
        };
        let is_beyond = |lane: usize| panel.beyond.is_some() && lane + 1 == panel.lanes;
        let at = |issue: usize| line.points[issue].map(|point| (self.x_of(issue), y_of(point.lane)));
        let mut run: Vec<At> = Vec::new();
        let mut was_beyond = false;
        for (issue, point) in line.points.iter().enumerate() {
            // along the lane beyond all lines would lie on each other, and tell nobody apart
            let now_beyond = point.is_some_and(|point| is_beyond(point.lane));
            if point.is_none() || was_beyond && now_beyond {
                stroke(strip, std::mem::take(&mut run));
            }
            run.extend(at(issue));
            was_beyond = now_beyond;
        }
        stroke(strip, run);
        for (issue, point) in line.points.iter().enumerate() {
            // those beyond share a lane: a mark there would say nothing
            if let Some(point) = point.filter(|point| !is_beyond(point.lane)) {
                ink::dot(strip, (self.x_of(issue), y_of(point.lane)), DOT, color, !point.carried);
            }
        }
    }

    /// Ranks at the left, ranks and names at the right.
    fn ends(
        &self,
        strip: &mut Strip,
        panel: &RankPanel,
        names: Vec<Vec<Line>>,
        y_of: &dyn Fn(usize) -> Length,
    ) {
        let small = |text: &str| single(self.shaper, text, Hand::black(Voice::Body, SMALL));
        let leading = SMALL.em(1200);
        let middle =
            |y: Length, leading: Length, size: Length| y - leading / 2 + face::baseline(leading, size);
        let left = self.from - GAP * 2;
        if let Some(beyond) = &panel.beyond {
            let line = small(beyond);
            let x = left - line.width;
            strip.put(line, x, middle(y_of(panel.lanes - 1), leading, SMALL), None);
        }
        for (line, name) in panel.lines.iter().zip(names) {
            let is_shown = |lane: usize| panel.beyond.is_none() || lane + 1 < panel.lanes;
            if let Some(first) = line.points.first().copied().flatten().filter(|first| is_shown(first.lane)) {
                let rank = small(&line.first);
                let x = left - rank.width;
                strip.put(rank, x, middle(y_of(first.lane), leading, SMALL), None);
                if self.is_named_left {
                    let name = single(self.shaper, &line.label, Hand::black(Voice::Body, self.size));
                    let leading = self.size.em(1150);
                    let x = left - self.firsts - GAP - name.width;
                    strip.put(name, x, middle(y_of(first.lane), leading, self.size), None);
                }
            }
            let Some(last) = line.points.last().copied().flatten() else { continue };
            let y = y_of(last.lane);
            let rank = small(&line.last);
            let x = self.ranks - rank.width;
            strip.put(rank, x, middle(y, leading, SMALL), None);
            let leading = self.size.em(1150);
            let height = leading * i64::try_from(name.len()).unwrap_or(1);
            let mut top = y - height / 2;
            for line in name {
                strip.put(line, self.names, top + face::baseline(leading, self.size), None);
                top += leading;
            }
        }
    }
}
