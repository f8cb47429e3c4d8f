//! Bars of share: a group a district, a bar a measure, the part done before dark, the rest light.

use crate::compose::{Bar, BarChart, Tick};

use super::bar_names::{self, NAME_LEADING, STAR};
use super::ink::{AXIS, GAP, GRID, LINE, SMALL, SWATCH, TICK, WHITE};
use super::scale::Scale;
use super::{Parts, Section, assemble, in_densities, note, under};
use crate::typeset::face::{self, Voice};
use crate::typeset::layout::Color;
use crate::typeset::line::{Align, Line, set, single};
use crate::typeset::linebreak::Measure;
use crate::typeset::shape::{Hand, Shaper};
use crate::typeset::strip::{Strip, Strips};
use crate::typeset::{Length, PageStyle};

const BAR: Length = Length::milli_pt(8500);
/// From bar to bar of a group: as it likes best, and on a page that is nearly full; a measure's name fits it yet,
/// at last in a smaller size.
pub(super) const BAR_PITCHES: [Length; 4] =
    [Length::milli_pt(12_500), Length::milli_pt(11_400), Length::milli_pt(10_400), Length::milli_pt(8250)];
/// The size of values and measures' names, likewise.
const SIZES: [Length; 4] = [SMALL, SMALL, SMALL, Length::milli_pt(7500)];
/// How they are tried.
const DENSITIES: [usize; 4] = [0, 1, 2, 3];
/// From group to group, likewise.
const GROUP_WHITES: [Length; 4] =
    [Length::milli_pt(9500), Length::milli_pt(8500), Length::milli_pt(7000), Length::milli_pt(4500)];
/// The same in a chart of more than so many groups: a long list is read down, not group by group.
pub(super) const GROUP_WHITES_OF_MANY: [Length; 4] =
    [Length::milli_pt(6500), Length::milli_pt(5500), Length::milli_pt(4500), Length::milli_pt(4500)];
/// How much of its pitch a bar is, in thousandths, likewise.
const BAR_OF_PITCH: [i64; 4] = [680, 680, 680, 780];
const MANY: usize = 12;
/// What stays of it where the chart then ends on its page: groups are still told apart.
const GROUP_WHITE_LEAST: Length = Length::milli_pt(4500);

/// Between two names of more lines than two, at least: more than between their lines.
const NAME_WHITE: Length = Length::milli_pt(7500);

/// Appends a chart's strips; a chart that a page can hold is not broken, a group never is.
pub(super) fn set_bars(chart: &BarChart, style: &PageStyle, shaper: &Shaper, out: &mut Strips) {
    if chart.groups.iter().all(|group| group.bars.is_empty()) {
        return;
    }
    let drawing = Drawing::of(chart, style, shaper);
    // so many measures that they would not fit a page are told apart in parts
    let mut body = Section::whole(Vec::new(), drawing.top());
    for group in &chart.groups {
        if let Some(text) = &group.opens {
            // over what a page breaks off it stands again
            let again = drawing.opening(&format!("{text}（续）"));
            body.iter_mut().last().into_iter().for_each(|last| last.strips.push(drawing.opening(text)));
            body.push(Section { strips: Vec::new(), head: under(&drawing.top(), again) });
        }
        let part =
            |bars: &[Bar]| in_densities(&DENSITIES, |closer| drawing.group(&group.label, bars, closer));
        let parts = group.bars.chunks(MOST_BARS).map(part);
        body.iter_mut().last().into_iter().for_each(|last| last.strips.extend(parts.clone()));
    }
    let mut below = note(chart.note.as_deref(), style, shaper);
    if below.height > Length::ZERO {
        below = under(&Strip::of(NOTE_WHITE), below);
    }
    let parts = Parts {
        caption: &chart.caption,
        alternative: &chart.alternative,
        top: drawing.top(),
        body,
        foot: drawing.axis(),
        below,
    };
    assemble(parts, style, shaper, out);
}

/// From top to bottom, a bar's dark part that the pace crosses.
struct Dark {
    top: Length,
    bottom: Length,
}

/// White between the pace's line and a value.
const CLEAR: Length = Length::pt(3);
/// White under the axis' figures, over a note.
const NOTE_WHITE: Length = Length::pt(4);

/// A chart's measures.
struct Drawing<'a> {
    chart: &'a BarChart,
    style: &'a PageStyle,
    shaper: &'a Shaper<'a>,
    /// room for the districts' names, from the left edge, and their size
    labels: Length,
    label: Length,
    /// how far a name's star hangs to the right of these
    star: Length,
    /// room for the measures' names, beside them
    measures: Length,
    /// where the bars begin and where the axis ends
    from: Length,
    to: Length,
    scale: Scale,
}

impl<'a> Drawing<'a> {
    fn of(chart: &'a BarChart, style: &'a PageStyle, shaper: &'a Shaper<'a>) -> Drawing<'a> {
        let width = |text: &str, size: Length| single(shaper, text, Hand::black(Voice::Body, size)).width;
        let bars = || chart.groups.iter().flat_map(|g| &g.bars);
        let (labels, label) = bar_names::room(chart, style, shaper);
        // the caption names the only measure: beside each bar it would say nothing
        let is_one = chart.groups.iter().all(|group| group.bars.len() <= 1);
        let measures = bars()
            .map(|b| if is_one { Length::ZERO } else { width(&b.label, SMALL) })
            .max()
            .unwrap_or_default()
            .min(style.area_width.em(MEASURE_SHARE));
        let star = if is_one { Length::ZERO } else { width(STAR, label) };
        let from = if is_one { labels + GAP } else { labels + GAP * 2 + measures + GAP };
        let tops =
            bars().filter_map(|b| b.share).chain(chart.pace.iter().map(|p| p.at)).map(|s| s.millionths());
        let scale = Scale::over(tops.max().unwrap_or(0));
        // as long as the last tick's label and the value after each bar leave room
        let last = style.area_width - width(&scale.label(scale.end), SMALL) / 2;
        let with_room_for = |value: Length, part: i64| {
            let room = i128::from((style.area_width - value - GAP - from).micro_pt().max(0));
            let end = room * i128::from(scale.end) / i128::from(part.max(1));
            from + Length::from_micro_pt(i64::try_from(end).unwrap_or(i64::MAX / 4))
        };
        let (mut to, mut widest) = (last, Length::ZERO);
        for bar in bars() {
            let value = width(&bar.text, SMALL);
            widest = widest.max(value);
            let part = bar.share.map(|share| share.millionths().clamp(1, scale.end));
            to = part.map_or(to, |part| to.min(with_room_for(value, part)));
        }
        // and as a value that gives way to the pace's line has room beyond it
        let beyond = chart.pace.iter().map(|pace| with_room_for(widest, pace.at.millionths()));
        let to = beyond.fold(to, Length::min).max(from + style.area_width.em(LEAST_AXIS));
        Drawing { chart, style, shaper, labels, label, star, measures, from, to, scale }
    }

    fn hand(&self, size: Length) -> Hand {
        Hand::black(Voice::Body, size)
    }

    /// The legend, if there is a part before or a star, and the pace's label over its tick.
    fn top(&self) -> Strip {
        let mut strip = Strip::default();
        let leading = SMALL.em(1700);
        let legend = &self.chart.legend;
        let split = self.chart.groups.iter().flat_map(|g| &g.bars).any(|b| b.before.is_some());
        let mut x = self.style.area_width;
        if split && !(legend.before.is_empty() && legend.since.is_empty()) {
            let middle = leading / 2;
            // at a first issue nothing came since, and the legend has no word for it
            let parts =
                [(&legend.since, self.style.chart_light()), (&legend.before, self.style.chart_dark())];
            for (text, color) in parts.into_iter().filter(|(text, _)| !text.is_empty()) {
                let line = single(self.shaper, text, self.hand(SMALL));
                x -= line.width;
                strip.put(line, x, face::baseline(leading, SMALL), None);
                x -= GAP + SWATCH;
                self.boxed(&mut strip, (x, middle - BAR * 2 / 5), SWATCH, BAR * 4 / 5, color);
                x -= GAP * 3;
            }
            strip.height += leading;
        }
        // it stands on every page the chart goes on over: a star must not wait for the last of them
        if let Some(text) = &legend.starred {
            let line = single(self.shaper, text, self.hand(SMALL));
            if strip.height == Length::ZERO || line.width > x {
                x = self.style.area_width;
                strip.height += leading;
            }
            let left = (x - line.width).max(Length::ZERO);
            strip.put(line, left, strip.height - leading + face::baseline(leading, SMALL), None);
        }
        let mut ticks: Vec<&Tick> = self.chart.pace.iter().chain(&self.chart.task).collect();
        ticks.sort_by_key(|tick| tick.at);
        // from the right, each clear of the one before
        let mut right = self.style.area_width;
        for tick in ticks.iter().rev() {
            let line = single(self.shaper, &tick.label, self.hand(SMALL));
            let x = self.x_of(tick.at.millionths()) - line.width / 2;
            let x = x.min(right - line.width).max(Length::ZERO);
            strip.put(line, x, strip.height + face::baseline(leading, SMALL), None);
            right = x - GAP;
        }
        if !ticks.is_empty() {
            strip.height += leading;
        }
        strip
    }

    /// Another part of the order begins: from the twentieth to the last but nine is a leap that reads as none.
    fn opening(&self, text: &str) -> Strip {
        let leading = SMALL.em(1900);
        let mut strip = Strip { keep: true, ..Strip::of(leading) };
        self.ground(&mut strip);
        self.pace(&mut strip, &[]);
        strip.rule((Length::ZERO, LINE), (self.to, LINE), LINE, AXIS);
        let line = single(self.shaper, text, Hand::black(Voice::Hei, SMALL));
        strip.put(line, Length::ZERO, face::baseline(leading, SMALL), None);
        strip
    }

    /// One district: its name beside the middle of its bars, and the bars.
    fn group(&self, label: &str, bars: &[Bar], closer: usize) -> Strip {
        let (pitch, size) = (BAR_PITCHES[closer], SIZES[closer]);
        let leading = self.label.em(NAME_LEADING);
        let names = self.names(label);
        let name_height = leading * i64::try_from(names.len()).unwrap_or(1);
        let rows: Vec<(&Bar, Vec<Line>, Length)> = bars.iter().map(|bar| self.row(bar, closer)).collect();
        let height: Length = rows.iter().map(|(_, _, height)| *height).sum();
        let whites = if self.chart.groups.len() > MANY { GROUP_WHITES_OF_MANY } else { GROUP_WHITES };
        let white = whites[closer];
        let mut strip = Strip::of(height.max(name_height) + white);
        // a long name has less white to give than the bars beside it
        let least = if names.len() > LINES { NAME_WHITE } else { GROUP_WHITE_LEAST };
        let slack = (white - GROUP_WHITE_LEAST).min(strip.height - name_height - least);
        strip.slack = slack.max(Length::ZERO);
        self.ground(&mut strip);
        let mut y = (strip.height - name_height) / 2;
        let many = names.len();
        for (n, line) in (1..).zip(names) {
            // a star hangs beside its name, which stands as those without one do
            let x = if n == many && label.ends_with(STAR) { self.star } else { Length::ZERO };
            strip.put(line, x, y + face::baseline(leading, self.label), None);
            y += leading;
        }
        let top = (strip.height - height) / 2;
        let mut y = top;
        let mut darks = Vec::new();
        for (bar, _, height) in &rows {
            darks.extend(self.bar(&mut strip, bar, (y + (*height - pitch) / 2, closer)));
            y += *height;
        }
        self.pace(&mut strip, &darks);
        let mut y = top;
        for (bar, lines, height) in rows {
            let leading = size.em(MEASURE_LEADING);
            let mut at = y + (height - leading * i64::try_from(lines.len()).unwrap_or(1)) / 2;
            for line in lines {
                strip.put(line, self.labels + GAP * 2, at + face::baseline(leading, size), None);
                at += leading;
            }
            self.value(&mut strip, bar, (y + (height - pitch) / 2, closer));
            y += height;
        }
        strip
    }

    /// A bar with its measure's name in lines, and the height it takes.
    fn row<'b>(&self, bar: &'b Bar, closer: usize) -> (&'b Bar, Vec<Line>, Length) {
        let (pitch, size) = (BAR_PITCHES[closer], SIZES[closer]);
        if self.measures == Length::ZERO {
            return (bar, Vec::new(), pitch);
        }
        let pieces = self.shaper.pieces(&bar.label, self.hand(size));
        let lines = set(pieces, Measure::even(self.measures), Align::Right);
        let height = size.em(MEASURE_LEADING) * i64::try_from(lines.len()).unwrap_or(1);
        (bar, lines, pitch.max(height))
    }

    fn names(&self, label: &str) -> Vec<Line> {
        set(self.shaper.pieces(label, self.hand(self.label)), Measure::even(self.labels), Align::Right)
    }

    /// A bar; its dark part, where the pace's line crosses that.
    fn bar(&self, strip: &mut Strip, bar: &Bar, (y, closer): (Length, usize)) -> Option<Dark> {
        let (before, end) = self.ends(bar)?;
        let thick = BAR_PITCHES[closer].em(BAR_OF_PITCH[closer]);
        let top = y + (BAR_PITCHES[closer] - thick) / 2;
        self.boxed(strip, (self.from, top), end - self.from, thick, self.style.chart_light());
        strip.fill((self.from, top), before - self.from, thick, self.style.chart_dark());
        let pace = self.x_of(self.chart.pace.as_ref()?.at.millionths());
        // a bar that goes just beyond the line keeps its end
        (before > pace + LINE * 4).then_some(Dark { top, bottom: top + thick })
    }

    /// Where a bar's dark part ends, and where the bar does.
    fn ends(&self, bar: &Bar) -> Option<(Length, Length)> {
        let end = self.x_of(bar.share?.millionths());
        Some((bar.before.map_or(end, |share| self.x_of(share.millionths()).min(end)), end))
    }

    /// The value behind a bar's end, on white, so that no line of the grid runs through it. Where the line of the pace or
    /// the task would touch it, it stands just beyond that line: within the bar it would read as the value of that
    /// part of it.
    fn value(&self, strip: &mut Strip, bar: &Bar, (y, closer): (Length, usize)) {
        let (pitch, size) = (BAR_PITCHES[closer], SIZES[closer]);
        let (_, end) = self.ends(bar).unwrap_or((self.from, self.from));
        let line = single(self.shaper, &bar.text, self.hand(size));
        let last = self.style.area_width - line.width;
        let mut x = (end + GAP * 4 / 5).min(last).max(self.from);
        let ticks = self.chart.pace.iter().chain(&self.chart.task);
        let is_touched = |tick: &Length| *tick > x - CLEAR && *tick < x + line.width + CLEAR;
        if let Some(tick) = ticks.map(|tick| self.x_of(tick.at.millionths())).find(is_touched) {
            x = (tick + GAP * 4 / 5).min(last);
        }
        let around = GAP / 5;
        strip.fill((x - around, y + around), line.width + around * 2, pitch - around * 2, WHITE);
        strip.put(line, x, y + face::baseline(pitch, size), None);
    }

    /// A box with its outline inside, so that its light part is seen in a copy.
    fn boxed(&self, strip: &mut Strip, at: (Length, Length), width: Length, height: Length, color: Color) {
        if width <= Length::ZERO {
            return;
        }
        strip.fill(at, width, height, color);
        let outline = self.style.chart_dark();
        let half = LINE / 2;
        let (left, top) = (at.0 + half, at.1 + half);
        let (right, bottom) = (at.0 + width.max(LINE) - half, at.1 + height - half);
        strip.rule((at.0, top), (at.0 + width, top), LINE, outline);
        strip.rule((at.0, bottom), (at.0 + width, bottom), LINE, outline);
        strip.rule((left, top), (left, bottom), LINE, outline);
        strip.rule((right, top), (right, bottom), LINE, outline);
    }

    /// The grid behind a group.
    fn ground(&self, strip: &mut Strip) {
        let height = strip.height;
        for tick in self.scale.ticks() {
            let x = self.x_of(tick);
            let color = if tick == 0 { AXIS } else { GRID };
            strip.rule((x, Length::ZERO), (x, height), LINE, color);
        }
        if let Some(task) = &self.chart.task {
            let x = self.x_of(task.at.millionths());
            strip.rule((x, Length::ZERO), (x, height), LINE, AXIS);
        }
    }

    /// The pace across a group, dashed, over the bars; through what is dark a whole white line, for a single dash that
    /// is edged with white would read as a sign.
    fn pace(&self, strip: &mut Strip, darks: &[Dark]) {
        let Some(pace) = &self.chart.pace else { return };
        let x = self.x_of(pace.at.millionths());
        let height = strip.height;
        let mut y = Length::ZERO;
        while y < height {
            let end = (y + DASH).min(height);
            // darks stand below each other: what is left of the dash between them
            let mut from = y;
            for dark in darks.iter().filter(|dark| dark.top < end && dark.bottom > y) {
                if from < dark.top {
                    strip.rule((x, from), (x, dark.top), LINE * 2, Color::BLACK);
                }
                from = dark.bottom;
            }
            if from < end {
                strip.rule((x, from), (x, end), LINE * 2, Color::BLACK);
            }
            y += DASH + DASH_WHITE;
        }
        for dark in darks {
            strip.rule((x, dark.top), (x, dark.bottom), LINE * 2, WHITE);
        }
    }

    /// The axis with its labels.
    fn axis(&self) -> Strip {
        let leading = SMALL.em(1500);
        let mut strip = Strip::of(leading);
        strip.rule((self.from, Length::ZERO), (self.to, Length::ZERO), LINE, AXIS);
        for tick in self.scale.ticks() {
            let line = single(self.shaper, &self.scale.label(tick), self.hand(SMALL));
            let x = self.x_of(tick);
            strip.rule((x, Length::ZERO), (x, TICK), LINE, AXIS);
            let left = x - line.width / 2;
            strip.put(line, left, TICK / 2 + face::baseline(leading, SMALL), None);
        }
        strip
    }

    /// Where a share, in millionths, stands on the axis.
    fn x_of(&self, millionths: i64) -> Length {
        let part = i128::from(millionths.clamp(0, self.scale.end));
        let width = i128::from((self.to - self.from).micro_pt());
        self.from
            + Length::from_micro_pt(i64::try_from(width * part / i128::from(self.scale.end)).unwrap_or(0))
    }
}

/// Names of more lines than these want more white.
const LINES: usize = 2;
/// Measures' names, likewise.
const MEASURE_SHARE: i64 = 140;
/// From one line of a measure's name to the next, in thousandths of its size.
const MEASURE_LEADING: i64 = 1100;
/// A strip has so many bars at most.
const MOST_BARS: usize = 24;
/// The axis is at least this long, likewise.
const LEAST_AXIS: i64 = 200;
const DASH: Length = Length::pt(3);
const DASH_WHITE: Length = Length::milli_pt(2000);
