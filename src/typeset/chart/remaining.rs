//! Work left over days: the curve, the line required, and the forecast as a cone.

use super::crowd::{Area, Crowd, around, away, beside, tie};
use super::dates::{self, Axis};
use super::ink::{self, AXIS, At, DASHES, DOTS, FIELD, GAP, GRID, LINE, MIDDLE, SMALL, TICK};
use super::legend::{LEADING, Sample, legend};
use super::scale::Amounts;
use super::{Parts, Section, assemble, in_densities, note};
use crate::compose::{Cone, RemainingChart, RemainingPanel};
use crate::model::{Amount, Day};
use crate::typeset::face::{self, Voice};
use crate::typeset::layout::Color;
use crate::typeset::line::{Line, single};
use crate::typeset::shape::{Hand, Shaper};
use crate::typeset::strip::{Strip, Strips};
use crate::typeset::{Length, PageStyle};

/// A plot's height: alone, and beside another; as it likes best, and on a page that is nearly full.
const TALL: [Length; 4] = [Length::pt(150), Length::pt(130), Length::pt(110), Length::pt(96)];
const LOW: [Length; 4] = [Length::pt(118), Length::pt(106), Length::pt(94), Length::pt(84)];
const BETWEEN: Length = Length::pt(18);
const DOT: Length = Length::milli_pt(2200);
/// A figure farther than this from its mark is tied to it.
const UNTIED: Length = Length::pt(12);
const LEFT: Length = Length::milli_pt(1700);
const REQUIRED: Length = Length::pt(1);
const FORECAST: Length = Length::milli_pt(1200);

/// Appends the chart.
pub(super) fn set_remaining(chart: &RemainingChart, style: &PageStyle, shaper: &Shaper, out: &mut Strips) {
    let words = &chart.legend;
    let line = |width, color, dot, dash| Sample::Line { width, color, dot, dash };
    let mut items = vec![(line(LEFT, style.chart_dark(), true, None), words.left.as_str())];
    items.extend(words.required.as_deref().map(|text| (line(REQUIRED, AXIS, false, Some(DASHES)), text)));
    items.extend(
        words.forecast.as_deref().map(|text| (line(FORECAST, style.chart_dark(), false, Some(DOTS)), text)),
    );
    items.extend(words.range.as_deref().map(|text| (Sample::Box(FIELD), text)));
    let (columns, heights) = if chart.panels.len() > 1 { (2, LOW) } else { (1, TALL) };
    let width = (style.area_width - BETWEEN * (columns - 1)) / columns;
    // plots beside and below each other are of one width, though the amounts at their left are not
    let labels = chart.panels.iter().map(|panel| labels(panel, shaper)).max().unwrap_or_default();
    let drawn = |panels: &[RemainingPanel], height: Length| {
        let mut row = Strip::default();
        let mut x = Length::ZERO;
        // the last of three has its row for itself
        let width = if panels.len() == 1 { style.area_width } else { width };
        for panel in panels {
            let drawn = Drawing::of(panel, (labels, width, height), style, shaper).panel();
            row.height = row.height.max(drawn.height);
            row.take(drawn, x, Length::ZERO);
            x += width + BETWEEN;
        }
        row
    };
    let top = legend(&items, Length::ZERO, style.area_width, shaper);
    let parts = Parts {
        caption: &chart.caption,
        alternative: &chart.alternative,
        top: top.clone(),
        below: note(chart.note.as_deref(), style, shaper),
        body: Section::whole(
            chart
                .panels
                .chunks(usize::try_from(columns).unwrap_or(1))
                .map(|row| in_densities(&heights, |height| drawn(row, height)))
                .collect(),
            top,
        ),
        foot: Strip::default(),
    };
    assemble(parts, style, shaper, out);
}

struct Drawing<'a> {
    panel: &'a RemainingPanel,
    shaper: &'a Shaper<'a>,
    /// what stands out
    dark: Color,
    scale: Amounts,
    plot: Area,
    width: Length,
}

impl<'a> Drawing<'a> {
    fn of(
        panel: &'a RemainingPanel,
        (labels, width, height): (Length, Length, Length),
        style: &PageStyle,
        shaper: &'a Shaper<'a>,
    ) -> Drawing<'a> {
        let scale = scale(panel);
        // half a date stands beyond the last day
        let date = small(shaper, "12月31日").width / 2;
        let top = LEADING * 2;
        let plot = Area { left: labels + GAP, top, right: width - date, bottom: top + height };
        Drawing { panel, shaper, dark: style.chart_dark(), scale, plot, width }
    }

    fn panel(&self) -> Strip {
        let mut strip = Strip::of(self.plot.bottom + SMALL.em(1500) + Length::pt(4));
        let today = self.panel.runs.iter().flatten().last().copied();
        // the field behind all else: it is to hide neither the grid nor the deadline
        if let (Some(cone), Some(now)) = (&self.panel.forecast, today) {
            self.field(&mut strip, cone, now);
        }
        self.titles(&mut strip);
        self.axes(&mut strip);
        let mut crowd = Crowd::within(Area { right: self.width, ..self.plot });
        for y in self.scale.ticks().map(|tick| self.y_of(tick)) {
            crowd.avoid((self.plot.left, y), (self.plot.right, y));
        }
        if let Some((day, _)) = &self.panel.deadline {
            let x = self.x_of(*day);
            crowd.take_line((x, self.plot.top), (x, self.plot.bottom));
        }
        if let (Some(cone), Some(now)) = (&self.panel.forecast, today) {
            let (from, to) = (self.at(now), self.end(now, cone.mean));
            ink::line(&mut strip, vec![from, to], FORECAST, self.dark, Some(DOTS));
            crowd.take_line(from, to);
            // no figure stands half on the field
            crowd.take_line(from, self.end(now, cone.fastest));
        }
        if let Some([from, to]) = self.panel.required {
            let (from, to) = (self.at(from), self.at(to));
            ink::line(&mut strip, vec![from, to], REQUIRED, AXIS, Some(DASHES));
            crowd.take_line(from, to);
        }
        let mut end = None;
        for run in &self.panel.runs {
            // a day by itself is no line: its mark is to be seen as one
            let dot = if run.len() == 1 { DOT } else { self.dot() };
            for point in run.iter().filter(|(_, left)| !left.is_negative()) {
                let point = self.at(*point);
                ink::dot(&mut strip, point, dot, self.dark, true);
                crowd.take(Area::of((point.0 - DOT, point.1 - DOT), DOT * 2, DOT * 2));
            }
            for points in self.above_nought(run) {
                for pair in points.windows(2) {
                    crowd.take_line(pair[0], pair[1]);
                }
                end = points.last().copied();
                ink::line(&mut strip, points, LEFT, self.dark, None);
            }
        }
        if let Some(now) = today {
            // the day spoken of stands out among the others; below nought the line has ended before it
            let at = if now.1.is_negative() { end.unwrap_or(self.at(now)) } else { self.at(now) };
            if !now.1.is_negative() {
                ink::dot(&mut strip, at, DOT, self.dark, true);
            }
            self.label(&mut strip, &mut crowd, &self.panel.now, at);
        }
        strip
    }

    /// A run's line as far as it is not below nought: it ends where it meets nought.
    fn above_nought(&self, run: &[(Day, Amount)]) -> Vec<Vec<At>> {
        let mut lines: Vec<Vec<At>> = Vec::new();
        let mut line: Vec<At> = Vec::new();
        for (i, point) in run.iter().enumerate() {
            let before = i.checked_sub(1).map(|i| run[i]);
            if let Some(before) = before.filter(|before| before.1.is_negative() != point.1.is_negative()) {
                line.push(self.meets_nought(before, *point));
            }
            if point.1.is_negative() {
                lines.push(std::mem::take(&mut line));
            } else {
                line.push(self.at(*point));
            }
        }
        lines.push(line);
        lines.retain(|line| line.len() > 1);
        lines
    }

    /// Where the line from a day to another, one of them below nought, meets it.
    fn meets_nought(&self, from: (Day, Amount), to: (Day, Amount)) -> At {
        let (above, all) = (from.1.millionths().abs(), (from.1 - to.1).millionths().abs().max(1));
        let (left, right) = (self.x_of(from.0), self.x_of(to.0));
        let part = i64::try_from(above * 1000 / all).unwrap_or(1000);
        (left + (right - left).em(part), self.plot.bottom)
    }

    /// Dots so small that those of two days do not touch, and never smaller than the line is thick.
    fn dot(&self) -> Length {
        let day = self.x_of(self.panel.from.next()) - self.plot.left;
        day.em(400).min(DOT).max(LEFT.em(500))
    }

    /// 剩余户数（户） at the left, 约10月8日清零 at the right, 期限9月30日 over its line.
    fn titles(&self, strip: &mut Strip) {
        let unit =
            if self.panel.unit.is_empty() { String::new() } else { format!("（{}）", self.panel.unit) };
        let title = format!("{}{unit}", self.panel.title);
        let title = single(self.shaper, &title, Hand::black(Voice::Hei, SMALL));
        let room = self.width - title.width - GAP;
        strip.put(title, Length::ZERO, face::baseline(LEADING, SMALL), None);
        if let Some(outlook) = &self.panel.outlook {
            let line = small(self.shaper, outlook);
            // beside the title, or where that is long, below it at the left, where no deadline stands
            let (x, y) = if line.width <= room {
                (self.width - line.width, Length::ZERO)
            } else {
                (Length::ZERO, LEADING)
            };
            strip.put(line, x, y + face::baseline(LEADING, SMALL), None);
        }
        if let Some((day, label)) = &self.panel.deadline {
            let line = small(self.shaper, label);
            let x = self.x_of(*day);
            let left = (x - line.width / 2).min(self.width - line.width).max(Length::ZERO);
            strip.put(line, left, LEADING + face::baseline(LEADING, SMALL), None);
            strip.rule((x, self.plot.top), (x, self.plot.bottom), LINE, AXIS);
        }
    }

    fn axes(&self, strip: &mut Strip) {
        let plot = self.plot;
        for tick in self.scale.ticks() {
            let y = self.y_of(tick);
            let color = if tick.is_zero() { AXIS } else { GRID };
            strip.rule((plot.left, y), (plot.right, y), LINE, color);
            let line = small(self.shaper, &self.scale.label(tick));
            let leading = SMALL.em(1200);
            let x = plot.left - GAP - line.width;
            strip.put(line, x, y - leading / 2 + face::baseline(leading, SMALL), None);
        }
        let all = usize::try_from(self.panel.to.since(self.panel.from)).unwrap_or(0);
        let days: Vec<Day> = (0..=all).map(|n| self.panel.from.plus(n as u64)).collect();
        let axis = Axis { days: &days, x_of: &|i| self.x_of(days[i]), left: Length::ZERO, right: self.width };
        let labels = dates::of_span(&axis, self.shaper);
        let mut ticks: Vec<usize> = labels.iter().map(|label| label.0).chain(dates::months(&axis)).collect();
        ticks.sort_unstable();
        ticks.dedup();
        for i in ticks {
            let x = self.x_of(days[i]);
            strip.rule((x, plot.bottom), (x, plot.bottom + TICK), LINE, AXIS);
        }
        for (_, left, line) in labels {
            strip.put(line, left, plot.bottom + TICK / 2 + face::baseline(SMALL.em(1500), SMALL), None);
        }
    }

    /// The field between the fastest and the slowest.
    fn field(&self, strip: &mut Strip, cone: &Cone, now: (Day, Amount)) {
        let fast = self.end(now, cone.fastest);
        let slow = cone.slowest.map_or((self.plot.right, self.y_of(now.1)), |day| self.end(now, day));
        // where nothing is done on the slowest day there is no end to it: the field goes to the mean, and beyond it
        // are dots, for a whole line reads as one of the grid's
        let is_open = cone.slowest.is_none();
        let upper = if is_open { self.end(now, cone.mean) } else { slow };
        let mut field = vec![self.at(now), fast];
        if fast.1 == self.plot.bottom && upper.1 < self.plot.bottom {
            field.push((self.plot.right, self.plot.bottom));
        }
        field.push(upper);
        ink::area(strip, field, FIELD);
        if is_open {
            ink::line(strip, vec![self.at(now), slow], LINE, MIDDLE, Some(DOTS));
        }
    }

    /// Where a line from now to nothing at `day` ends: there, or at the chart's edge.
    fn end(&self, now: (Day, Amount), day: Day) -> At {
        if day <= self.panel.to {
            return (self.x_of(day), self.plot.bottom);
        }
        let (all, shown) = (day.since(now.0).max(1), self.panel.to.since(now.0).max(0));
        let left = now.1.millionths() * i128::from(all - shown) / i128::from(all);
        (self.plot.right, self.y_of(Amount::from_millionths(left)))
    }

    fn label(&self, strip: &mut Strip, crowd: &mut Crowd, text: &str, at: At) {
        let line = small(self.shaper, text);
        let size = (line.width, SMALL.em(1100));
        // a curve falls: there is room below it at the left, and above it at the right
        let (least, most) = (self.plot.left + LINE * 4, self.width - size.0);
        let near = (0..12).flat_map(|step| {
            let away = Length::pt(3) + DOT + Length::pt(2) * step;
            let below = (at.0 - size.0).max(least).min(most);
            [(below, at.1 + away), (at.0 + Length::pt(2), at.1 - away - size.1)]
        });
        let places = near.chain(beside(at, DOT, size)).chain(around(at, size));
        if let Some(place) = crowd.place(size, places) {
            strip.put(line, place.0, place.1 + face::baseline(size.1, SMALL), None);
            if away(at, place, size) > UNTIED {
                ink::line(strip, tie(at, place, size, DOT).to_vec(), LINE, AXIS, None);
            }
        }
    }

    fn at(&self, (day, left): (Day, Amount)) -> At {
        (self.x_of(day), self.y_of(left))
    }

    fn x_of(&self, day: Day) -> Length {
        let all = self.panel.to.since(self.panel.from).max(1);
        let part = day.since(self.panel.from).clamp(0, all);
        self.plot.left + (self.plot.right - self.plot.left) * part / all
    }

    fn y_of(&self, left: Amount) -> Length {
        self.plot.bottom - self.scale.part_of(left, self.plot.bottom - self.plot.top)
    }
}

/// The axis of amounts.
fn scale(panel: &RemainingPanel) -> Amounts {
    let left = panel.runs.iter().flatten().map(|(_, left)| *left);
    let most = left.chain(panel.required.iter().map(|r| r[0].1)).max().unwrap_or(Amount::ZERO);
    Amounts::over(most, panel.per_unit)
}

/// Room for its labels.
fn labels(panel: &RemainingPanel, shaper: &Shaper) -> Length {
    let scale = scale(panel);
    scale.ticks().map(|tick| small(shaper, &scale.label(tick)).width).max().unwrap_or_default()
}

fn small(shaper: &Shaper, text: &str) -> Line {
    single(shaper, text, Hand::black(Voice::Body, SMALL))
}
