//! One share against another: a mark a district, named beside it, or numbered and named below.

use super::crowd::{Area, Crowd, Tied, beside};
use super::ink::{self, AXIS, At, DASHES, GAP, GRID, LINE, MIDDLE, SMALL, TICK, WHITE};
use super::keys;
use super::legend::{LEADING, Sample, legend};
use super::scale::Range;
use super::scatter_axes::{heights, ranges};
use super::{Parts, Section, assemble, in_densities, under};
use crate::compose::{COUNTED_FROM, ScatterChart, ScatterPoint, Tick};
use crate::typeset::face::{self, Voice};
use crate::typeset::layout::Color;
use crate::typeset::line::{Align, Line, set, single};
use crate::typeset::linebreak::Measure;
use crate::typeset::shape::{Hand, Shaper};
use crate::typeset::strip::{Strip, Strips};
use crate::typeset::{Length, PageStyle};

const DOT: Length = Length::milli_pt(2600);
const RIM: Length = Length::milli_pt(450);
/// What the plot holds beyond the last tick of its axes.
const BEYOND: Length = Length::pt(6);
/// A name wider than this part of the plot, in thousandths, is not tried beside its mark.
const WIDEST: i64 = 450;

/// Where no more names than these are to be placed, those that find no place beside their marks are tied to them by
/// short lines, before numbers are taken for them.
const TIED: usize = 20;
/// How long such a line is at most.
const TIE: Length = Length::pt(40);
/// Marks farther apart than this have names at ties; nearer ones are a crowd, where ties are for numbers.
const LOOSE: Length = Length::pt(20);
/// Marks that share a label.
struct Named {
    marks: Vec<At>,
    label: String,
}

/// Beside what is said of the pace no mark and no name stands within this.
const PACE_ALONE: Length = Length::pt(40);

/// How far a named mark stands from all others, tried in this order.
const APART: [Length; 5] = [Length::ZERO, Length::pt(12), Length::pt(20), Length::pt(32), NONE_BESIDE];
const NONE_BESIDE: Length = Length::pt(100_000);

/// Appends the chart.
pub(super) fn set_scatter(chart: &ScatterChart, style: &PageStyle, shaper: &Shaper, out: &mut Strips) {
    let drawn = |height: i64| {
        let drawing = Drawing::of(chart, height, style, shaper);
        let (plot, numbered) = drawing.plot();
        (plot, drawing.below(&numbered))
    };
    let heights = heights(chart.points.len());
    let (plot, below) = drawn(heights[0]);
    // the names below go with the numbers of their own plot
    let whole = in_densities(heights, |height| {
        let (plot, below) = if height == heights[0] { (plot.clone(), below.clone()) } else { drawn(height) };
        under(&plot, below)
    });
    let is_one = whole.height * 10 <= style.area_height * 9;
    let (body, below) = if is_one { (whole, Strip::default()) } else { (plot, below) };
    let (along, up) = ranges(&chart.points, chart.pace.as_ref().map(|pace| pace.at.millionths()));
    // a line out of sight is not gone without a word
    let out_of_sight = |pace: &&Tick| !along.holds(pace.at.millionths()) && !up.holds(pace.at.millionths());
    let unseen = chart.pace.as_ref().filter(out_of_sight).map(|pace| format!("{}，在图外", pace.label));
    // rings of those that are named and of those that are not
    let has_ring = |is_named: bool| chart.points.iter().any(|p| p.carried && p.label.is_some() == is_named);
    let ring = match (has_ring(true), has_ring(false)) {
        (true, true) => Sample::Hollows([style.chart_dark(), MIDDLE]),
        (false, true) => Sample::Hollow(MIDDLE),
        _ => Sample::Hollow(style.chart_dark()),
    };
    let mut items: Vec<(Sample, &str)> = chart.carried.iter().map(|text| (ring, text.as_str())).collect();
    items.extend(unseen.as_deref().map(|text| (Sample::None, text)));
    let parts = Parts {
        caption: &chart.caption,
        alternative: &chart.alternative,
        top: legend(&items, Length::ZERO, style.area_width, shaper),
        body: Section::whole(vec![body], Strip::default()),
        foot: Strip::default(),
        below,
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
    fn of(chart: &'a ScatterChart, height: i64, style: &PageStyle, shaper: &'a Shaper<'a>) -> Drawing<'a> {
        let pace = chart.pace.as_ref().map(|pace| pace.at.millionths());
        let (along, up) = ranges(&chart.points, pace);
        let labels = up.ticks().map(|tick| small(shaper, &up.label(tick)).width).max().unwrap_or_default();
        let left = labels + GAP;
        let right = style.area_width - small(shaper, &along.label(along.end)).width / 2;
        let top = LEADING;
        let plot = Area { left, top, right, bottom: top + (right - left).em(height) };
        Drawing { chart, shaper, dark: style.chart_dark(), width: style.area_width, along, up, plot }
    }

    /// The plot, and the names that found no place, in the order of their numbers. Where names stand so thick
    /// that a tie could not pass, fewer of them are tried beside their marks, at last none.
    fn plot(&self) -> (Strip, Vec<String>) {
        let tried = |tied: Tied| APART.iter().find_map(|apart| self.plotted(*apart, tied));
        let across = || self.plotted(NONE_BESIDE, Tied::Across);
        tried(Tied::Number).or_else(|| tried(Tied::Crowded)).or_else(across).unwrap_or_default()
    }

    /// The plot, with names beside those marks from which all others stand `apart`; none if a number
    /// finds no place.
    fn plotted(&self, apart: Length, tied: Tied) -> Option<(Strip, Vec<String>)> {
        let mut strip = Strip::of(self.plot.bottom + SMALL.em(1500) + LEADING);
        self.axes(&mut strip);
        // the margin right of the plot holds half a tick's figure: a name may reach into it
        let mut crowd = Crowd::within(Area { right: self.width, ..self.plot });
        self.avoid_grid(&mut crowd);
        let at = |point: &ScatterPoint| (self.x_of(point.x.millionths()), self.y_of(point.y.millionths()));
        // those that are not named lie below, and do not stand out
        let (named, others): (Vec<_>, Vec<_>) = self.chart.points.iter().partition(|p| p.label.is_some());
        for point in others.into_iter().chain(named) {
            let mark = at(point);
            let color = if point.label.is_some() { self.dark } else { MIDDLE };
            // a white rim keeps marks apart that stand on each other
            ink::dot(&mut strip, mark, DOT + RIM, WHITE, true);
            ink::dot(&mut strip, mark, DOT, color, !point.carried);
            crowd.mark(mark, DOT);
        }
        self.pace(&mut strip, &mut crowd);
        let labels = self.labels(&at);
        let is_alone = |mark: At| {
            let is_near = |other: At| {
                let (dx, dy) = (other.0 - mark.0, other.1 - mark.1);
                other != mark && dx.max(-dx).max(dy.max(-dy)) < apart
            };
            !labels.iter().flat_map(|named| named.marks.first()).any(|other| is_near(*other))
        };
        let is_narrow = |line: &Line| line.width <= (self.plot.right - self.plot.left).em(WIDEST);
        let mut unplaced = Vec::new();
        for named in &labels {
            let line = small(self.shaper, &named.label);
            let size = (line.width, SMALL.em(1100));
            let Some(mark) = named.marks.first().copied() else { continue };
            let is_fit = is_narrow(&line) && is_alone(mark);
            let places: Vec<At> = beside(mark, DOT, size)
                .chain(crowd.over_and_under(mark, size, Length::ZERO))
                .filter(|place| is_fit && crowd.is_told_apart(place, size, &named.marks))
                .filter(|place| crowd.reads_alone(place, size))
                .collect();
            match crowd.place(size, places.into_iter()) {
                Some(place) => {
                    crowd.word(place, size);
                    put(&mut strip, line, place, size.1);
                }
                None => unplaced.push(named),
            }
        }
        if labels.len() <= TIED && apart < LOOSE {
            unplaced.retain(|named| {
                let line = small(self.shaper, &named.label);
                let size = (line.width, SMALL.em(1100));
                let tied = is_narrow(&line)
                    .then(|| crowd.place_tied(size, &named.marks, DOT, Tied::Name(TIE)))
                    .flatten();
                let Some((place, [from, to])) = tied else { return true };
                ink::line(&mut strip, vec![from, to], LINE, AXIS, None);
                crowd.word(place, size);
                put(&mut strip, line, place, size.1);
                false
            });
        }
        for (n, named) in (1..).zip(&unplaced) {
            let number = keys::numeral(n, unplaced.len(), self.shaper);
            self.number(&mut strip, &mut crowd, number, &named.marks, tied)?;
        }
        Some((strip, unplaced.into_iter().map(|named| named.label.clone()).collect()))
    }

    /// A label a place: those that stand on the same one share it, and in a crowd those whose marks cover
    /// each other. Where more stand than are named the first is named, and all are counted; likewise where none is named
    /// of very many.
    fn labels(&self, at: &dyn Fn(&ScatterPoint) -> At) -> Vec<Named> {
        let mut places: Vec<(At, Vec<&str>, usize)> = Vec::new();
        for point in &self.chart.points {
            let (mark, label) = (at(point), point.label.as_deref());
            match places.iter_mut().find(|(other, _, _)| *other == mark) {
                Some((_, names, all)) => {
                    names.extend(label);
                    *all += 1;
                }
                None => places.push((mark, label.into_iter().collect(), 1)),
            }
        }
        let near = if self.chart.is_crowded { DOT.em(1600) } else { Length::ZERO };
        let is_near = |a: Length, b: Length| (a - b).max(b - a) <= near;
        let mut labels: Vec<Named> = Vec::new();
        for (mark, names, all) in places {
            let label = match names.first() {
                Some(first) if names.len() < all => format!("{first}等{all}个单位"),
                Some(_) => names.join("、"),
                None if all >= COUNTED_FROM => format!("{all}个单位"),
                None => continue,
            };
            let beside = |named: &&mut Named| {
                named.marks.first().is_some_and(|other| is_near(other.0, mark.0) && is_near(other.1, mark.1))
            };
            match labels.iter_mut().find(beside) {
                Some(named) => {
                    named.marks.push(mark);
                    named.label += &format!("、{label}");
                }
                None => labels.push(Named { marks: vec![mark], label }),
            }
        }
        for named in &mut labels {
            // it is the mark in the middle that the label stands beside
            let away = |mark: &At| {
                let far = |other: &At| {
                    let (dx, dy) = (other.0 - mark.0, other.1 - mark.1);
                    dx.max(-dx).max(dy.max(-dy))
                };
                named.marks.iter().map(far).max()
            };
            let middle = (0..named.marks.len()).min_by_key(|i| away(&named.marks[*i])).unwrap_or(0);
            named.marks.swap(0, middle);
        }
        labels
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
    fn number(
        &self,
        strip: &mut Strip,
        crowd: &mut Crowd,
        line: Line,
        marks: &[At],
        tied: Tied,
    ) -> Option<()> {
        let size = (line.width, SMALL.em(1000));
        let mark = *marks.first()?;
        let places: Vec<At> =
            beside(mark, DOT, size).filter(|place| crowd.is_told_apart(place, size, marks)).collect();
        if let Some(place) = crowd.place(size, places.into_iter()) {
            put(strip, line, place, size.1);
            return Some(());
        }
        let Some((place, [from, to])) = crowd.place_tied(size, marks, DOT, tied) else {
            // a plot so full has no room for it anywhere: its name still stands below
            return (tied == Tied::Across).then_some(());
        };
        ink::line(strip, vec![from, to], LINE, AXIS, None);
        put(strip, line, place, size.1);
        Some(())
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
            crowd.part(*from, *to);
        }
        let line = small(self.shaper, &pace.label);
        let size = (line.width, SMALL.em(1100));
        // along its own lines, where they begin, and so far from all marks that nobody takes it for a district's
        let near = Length::pt(3);
        let along = |is_upright: bool| {
            let of_kind = ends.iter().filter(move |(from, to)| (from.0 == to.0) == is_upright);
            of_kind.flat_map(move |(from, _)| {
                (0..12).flat_map(move |step| {
                    let along = size.1 * step;
                    if is_upright {
                        let y = from.1 - near - size.1 - along;
                        [(from.0 + near, y), (from.0 - near - size.0, y)]
                    } else {
                        let x = from.0 + near + along * 3;
                        [(x, from.1 - near - size.1), (x, from.1 + near)]
                    }
                })
            })
        };
        let alone = |place: &At| {
            let (left, right) = (place.0 - PACE_ALONE, place.0 + size.0 + PACE_ALONE);
            Area { left, right, ..Area::of(*place, size.0, size.1) }
        };
        let level: Vec<At> = along(false).filter(|place| crowd.has_no_mark(&alone(place))).collect();
        let upright: Vec<At> = along(true).filter(|place| crowd.has_no_mark(&alone(place))).collect();
        let found = crowd.place(size, level.into_iter()).or_else(|| crowd.place(size, upright.into_iter()));
        // nor does a name come to stand beside it
        if let Some(place) = &found {
            crowd.take(alone(place));
        }
        if let Some(place) = found.or_else(|| crowd.place(size, along(false).chain(along(true)))) {
            crowd.word(place, size);
            put(strip, line, place, size.1);
        }
    }

    /// The names of the numbers, and what is to be said of the whole.
    fn below(&self, numbered: &[String]) -> Strip {
        let leading = SMALL.em(1500);
        let mut strip = keys::keys(numbered, self.width, leading, self.shaper);
        let note = self.chart.note.as_deref().unwrap_or_default();
        let pieces = self.shaper.pieces(note, Hand::black(Voice::Body, SMALL));
        for line in set(pieces, Measure::even(self.width), Align::Left) {
            strip.put(line, Length::ZERO, strip.height + face::baseline(leading, SMALL), None);
            strip.height += leading;
        }
        strip
    }

    // a mark at 100% stands within the plot: the axis need not go to 120% for its sake
    fn x_of(&self, share: i64) -> Length {
        self.plot.left + self.along.part_of(share, self.plot.right - self.plot.left - BEYOND)
    }

    fn y_of(&self, share: i64) -> Length {
        self.plot.bottom - self.up.part_of(share, self.plot.bottom - self.plot.top - BEYOND)
    }
}

fn small(shaper: &Shaper, text: &str) -> Line {
    single(shaper, text, Hand::black(Voice::Body, SMALL))
}

/// Puts a label on white, so that no line of the grid runs through it.
fn put(strip: &mut Strip, line: Line, place: At, height: Length) {
    strip.fill(place, line.width, height, WHITE);
    strip.put(line, place.0, place.1 + face::baseline(height, SMALL), None);
}
