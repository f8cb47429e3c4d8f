//! One share against another: a mark a district, named beside it, or numbered and named below.

use super::crowd::{Area, Crowd, around, beside};
use super::ink::{self, AXIS, At, DASHES, GAP, GRID, LINE, SMALL, TICK};
use super::legend::{LEADING, Sample, legend};
use super::scale::Range;
use super::{Parts, assemble};
use crate::compose::{ScatterChart, ScatterPoint};
use crate::typeset::face::{self, Voice};
use crate::typeset::layout::Color;
use crate::typeset::line::{Align, Line, set, single};
use crate::typeset::linebreak::Measure;
use crate::typeset::shape::{Hand, Shaper};
use crate::typeset::strip::{Strip, Strips};
use crate::typeset::{Length, PageStyle};

const DOT: Length = Length::milli_pt(2600);
/// The plot's height for its width, in thousandths.
const SHAPE: i64 = 500;
/// A name wider than this part of the plot, in thousandths, is not tried beside its mark.
const WIDEST: i64 = 450;

/// Appends the chart.
pub(super) fn set_scatter(chart: &ScatterChart, style: &PageStyle, shaper: &Shaper, out: &mut Strips) {
    let drawing = Drawing::of(chart, style, shaper);
    let (plot, numbered) = drawing.plot();
    let items: Vec<(Sample, &str)> =
        chart.carried.iter().map(|text| (Sample::Hollow(style.chart_dark()), text.as_str())).collect();
    let parts = Parts {
        caption: &chart.caption,
        alternative: &chart.alternative,
        top: legend(&items, Length::ZERO, style.area_width, shaper),
        body: vec![plot],
        foot: drawing.below(&numbered),
    };
    assemble(parts, style, shaper, out);
}

struct Drawing<'a> {
    chart: &'a ScatterChart,
    shaper: &'a Shaper<'a>,
    /// what stands out
    dark: Color,
    width: Length,
    along: Range,
    up: Range,
    plot: Area,
}

impl<'a> Drawing<'a> {
    fn of(chart: &'a ScatterChart, style: &PageStyle, shaper: &'a Shaper<'a>) -> Drawing<'a> {
        let range = |of: &dyn Fn(&ScatterPoint) -> i64| {
            let shares = || chart.points.iter().map(of);
            Range::over(shares().min().unwrap_or(0), shares().max().unwrap_or(0))
        };
        let along = range(&|point| point.x.millionths());
        let up = range(&|point| point.y.millionths());
        let labels = up.ticks().map(|tick| small(shaper, &up.label(tick)).width).max().unwrap_or_default();
        let left = labels + GAP;
        let right = style.area_width - small(shaper, &along.label(along.end)).width / 2;
        let top = LEADING;
        let plot = Area { left, top, right, bottom: top + (right - left).em(SHAPE) };
        Drawing { chart, shaper, dark: style.chart_dark(), width: style.area_width, along, up, plot }
    }

    /// The plot, and the names that found no place, in the order of their numbers.
    fn plot(&self) -> (Strip, Vec<&'a str>) {
        let mut strip = Strip::of(self.plot.bottom + SMALL.em(1500) + LEADING);
        self.axes(&mut strip);
        let mut crowd = Crowd::within(self.plot);
        self.avoid_grid(&mut crowd);
        let at = |point: &ScatterPoint| (self.x_of(point.x.millionths()), self.y_of(point.y.millionths()));
        for point in &self.chart.points {
            let (x, y) = at(point);
            ink::dot(&mut strip, (x, y), DOT, self.dark, !point.carried);
            crowd.take(Area::of((x - DOT, y - DOT), DOT * 2, DOT * 2));
        }
        self.pace(&mut strip, &mut crowd);
        let mut unplaced = Vec::new();
        for point in &self.chart.points {
            let Some(label) = &point.label else { continue };
            let line = small(self.shaper, label);
            let size = (line.width, SMALL.em(1100));
            let is_fit = line.width <= (self.plot.right - self.plot.left).em(WIDEST);
            match crowd.place(size, beside(at(point), DOT, size).filter(|_| is_fit)) {
                Some(place) => put(&mut strip, line, place, size.1),
                None => unplaced.push((at(point), label.as_str())),
            }
        }
        let mut numbered = Vec::new();
        for (mark, label) in unplaced {
            numbered.push(label);
            self.number(&mut strip, &mut crowd, &numbered.len().to_string(), mark);
        }
        (strip, numbered)
    }

    fn avoid_grid(&self, crowd: &mut Crowd) {
        let plot = self.plot;
        for y in self.up.ticks().map(|tick| self.y_of(tick)) {
            crowd.avoid((plot.left, y), (plot.right, y));
        }
        for x in self.along.ticks().map(|tick| self.x_of(tick)) {
            crowd.avoid((x, plot.top), (x, plot.bottom));
        }
    }

    /// A number beside its mark, or farther off and tied to it.
    fn number(&self, strip: &mut Strip, crowd: &mut Crowd, number: &str, mark: At) {
        let line = small(self.shaper, number);
        let size = (line.width, SMALL.em(1000));
        if let Some(place) = crowd.place(size, beside(mark, DOT, size)) {
            put(strip, line, place, size.1);
        } else if let Some(place) = crowd.place(size, around(mark, size)) {
            let middle = (place.0 + size.0 / 2, place.1 + size.1 / 2);
            // the tie ends short of the number
            let tie = (middle.0 + (mark.0 - middle.0).em(450), middle.1 + (mark.1 - middle.1).em(450));
            ink::line(strip, vec![mark, tie], LINE, AXIS, None);
            put(strip, line, place, size.1);
        }
    }

    fn axes(&self, strip: &mut Strip) {
        let plot = self.plot;
        let title = single(self.shaper, &self.chart.y_title, Hand::black(Voice::Hei, SMALL));
        strip.put(title, Length::ZERO, face::baseline(LEADING, SMALL) - GAP / 2, None);
        let title = single(self.shaper, &self.chart.x_title, Hand::black(Voice::Hei, SMALL));
        let x = self.width - title.width;
        strip.put(title, x, plot.bottom + SMALL.em(1500) + face::baseline(LEADING, SMALL), None);
        for tick in self.up.ticks() {
            let y = self.y_of(tick);
            strip.rule(
                (plot.left, y),
                (plot.right, y),
                LINE,
                if tick == self.up.start { AXIS } else { GRID },
            );
            let line = small(self.shaper, &self.up.label(tick));
            let leading = SMALL.em(1200);
            let x = plot.left - GAP - line.width;
            strip.put(line, x, y - leading / 2 + face::baseline(leading, SMALL), None);
        }
        for tick in self.along.ticks() {
            let x = self.x_of(tick);
            strip.rule(
                (x, plot.top),
                (x, plot.bottom),
                LINE,
                if tick == self.along.start { AXIS } else { GRID },
            );
            strip.rule((x, plot.bottom), (x, plot.bottom + TICK), LINE, AXIS);
            let line = small(self.shaper, &self.along.label(tick));
            let left = x - line.width / 2;
            strip.put(line, left, plot.bottom + TICK / 2 + face::baseline(SMALL.em(1500), SMALL), None);
        }
    }

    /// 序时进度 across both axes, where it is in sight.
    fn pace(&self, strip: &mut Strip, crowd: &mut Crowd) {
        let Some(pace) = &self.chart.pace else { return };
        let (plot, at) = (self.plot, pace.at.millionths());
        let mut ends = Vec::new();
        if self.up.holds(at) {
            let y = self.y_of(at);
            ends.push(((plot.left, y), (plot.right, y)));
        }
        if self.along.holds(at) {
            let x = self.x_of(at);
            ends.push(((x, plot.bottom), (x, plot.top)));
        }
        for (from, to) in &ends {
            ink::line(strip, vec![*from, *to], LINE * 2, AXIS, Some(DASHES));
            crowd.take_line(*from, *to);
        }
        let line = small(self.shaper, &pace.label);
        let size = (line.width, SMALL.em(1100));
        // along its own lines, so that nobody takes it for a district's
        let near = Length::pt(3);
        let places = ends.iter().rev().flat_map(|(from, to)| {
            let is_upright = from.0 == to.0;
            (0..12).flat_map(move |step| {
                let along = size.1 * step;
                if is_upright {
                    let y = plot.top + near + along;
                    [(to.0 + near, y), (to.0 - near - size.0, y)]
                } else {
                    let x = plot.right - near - size.0 - along * 3;
                    [(x, to.1 - near - size.1), (x, to.1 + near)]
                }
            })
        });
        if let Some(place) = crowd.place(size, places) {
            put(strip, line, place, size.1);
        }
    }

    /// The names of the numbers, and what is to be said of the whole.
    fn below(&self, numbered: &[&str]) -> Strip {
        let leading = SMALL.em(1500);
        let keys: Vec<String> = (1..).zip(numbered).map(|(n, name)| format!("{n}．{name}")).collect();
        let mut strip = Strip::default();
        for text in [keys.join("　"), self.chart.note.clone().unwrap_or_default()] {
            if text.is_empty() {
                continue;
            }
            let pieces = self.shaper.pieces(&text, Hand::black(Voice::Body, SMALL));
            for line in set(pieces, Measure::even(self.width), Align::Left) {
                strip.put(line, Length::ZERO, strip.height + face::baseline(leading, SMALL), None);
                strip.height += leading;
            }
        }
        strip
    }

    fn x_of(&self, share: i64) -> Length {
        self.plot.left + self.along.part_of(share, self.plot.right - self.plot.left)
    }

    fn y_of(&self, share: i64) -> Length {
        self.plot.bottom - self.up.part_of(share, self.plot.bottom - self.plot.top)
    }
}

fn small(shaper: &Shaper, text: &str) -> Line {
    single(shaper, text, Hand::black(Voice::Body, SMALL))
}

fn put(strip: &mut Strip, line: Line, place: At, height: Length) {
    strip.put(line, place.0, place.1 + face::baseline(height, SMALL), None);
}
