//! District by day: squares shaded by what was done, hatched where nobody reported.

use super::dates::{self, Axis};
use super::ink::{self, AXIS, GAP, LABEL, LINE, MIDDLE, SMALL, WHITE};
use super::legend::{LEADING, Sample, legend};
use super::{Parts, Section, assemble, in_densities, under};
use crate::compose::{DayCell, DayChart, DayPanel, DayRow};
use crate::typeset::face::{self, Voice};
use crate::typeset::layout::Color;
use crate::typeset::line::{Align, Line, set, single};
use crate::typeset::linebreak::Measure;
use crate::typeset::shape::{Hand, Shaper};
use crate::typeset::strip::{Strip, Strips};
use crate::typeset::{Length, PageStyle};

/// Rows that stand together where a page breaks a panel.
const TOGETHER: usize = 4;
/// A panel of no more rows is not broken.
const WHOLE: usize = 12;
/// More rows than these stand beside each other, in two or three blocks.
const ONE_BLOCK: usize = 40;
const TWO_BLOCKS: usize = 80;
/// How close rows are drawn: as they like best, and on a page that is nearly full.
const DENSITIES: [usize; 3] = [0, 1, 2];
/// A row's height, at least, likewise.
const ROWS: [Length; 3] = [Length::pt(14), Length::milli_pt(11_500), Length::milli_pt(11_500)];
/// Beside names of one line, likewise.
const ONE_LINE_WHITES: [Length; 3] = [Length::milli_pt(3575), Length::milli_pt(1875), Length::milli_pt(1000)];
/// From line to line of a name, in thousandths of its size.
const NAME_LEADING: i64 = 1150;
/// Between names of several lines, likewise: as it likes best, and on a page that is nearly full.
const NAME_WHITES: [i64; 3] = [500, 350, 250];
const BETWEEN: Length = Length::pt(16);
/// How names are tried in so many blocks, one alone, two and three: at most this share of a block, in
/// thousandths, and this size.
const ALONE: [(i64, Length); 5] =
    [(340, LABEL), (400, SMALL), (520, SMALL), (520, Length::milli_pt(7500)), (500, Length::pt(7))];
const BESIDE: [(i64, Length); 1] = [(480, SMALL)];
/// A chart may be so much higher for the figures in its squares, in thousandths: who reads a day wants to know
/// what was done, and a page or two more is not too much for it.
const FOR_FIGURES: i64 = 1600;
/// What stands over a panel's rows, for reckoning how high it is.
const HEADS: Length = Length::pt(40);
/// A square is at least so wide.
const SQUARE: Length = Length::pt(9);
/// Figures in squares: as they are liked best, and where these find no room.
const FIGURES: [Length; 3] = [Length::milli_pt(7500), Length::milli_pt(6500), Length::pt(6)];
/// White on either side of a figure, or figures of two days read as one.
const BESIDE_FIGURE: Length = Length::milli_pt(1200);

/// Appends the chart.
pub(super) fn set_days(chart: &DayChart, style: &PageStyle, shaper: &Shaper, out: &mut Strips) {
    let Some(first) = chart.panels.first() else { return };
    let drawing = Drawing::of(chart, first.rows.len(), style, shaper);
    let body = chart.panels.iter().map(|panel| drawing.panel(panel)).collect();
    let parts = Parts {
        caption: &chart.caption,
        alternative: &chart.alternative,
        top: Strip::default(),
        body,
        foot: Strip::default(),
        below: Strip::default(),
    };
    assemble(parts, style, shaper, out);
}

/// A row whose longest name takes so many lines. Names of several lines want more white between them than
/// there is between their lines, or they read as one.
fn row_height(size: Length, lines: usize, closer: usize) -> Length {
    let name = match i64::try_from(lines).unwrap_or(1) {
        ..=1 => size + ONE_LINE_WHITES[closer],
        lines => size.em(NAME_LEADING) * lines + size.em(NAME_WHITES[closer]),
    };
    ROWS[closer].max(name)
}

struct Drawing<'a> {
    chart: &'a DayChart,
    shaper: &'a Shaper<'a>,
    /// from nought to the most; each copies darker than the one before
    shades: [Color; 5],
    width: Length,
    blocks: usize,
    /// a block's width
    block: Length,
    /// room for names in a block
    names: Length,
    /// a square's width
    square: Length,
    size: Length,
    /// a row's height in each density
    heights: [Length; 3],
    /// the size of the figures written into the squares; none where they have no room
    figures: Option<Length>,
}

impl<'a> Drawing<'a> {
    /// The lowest of the drawings with figures, unless one without them is so much lower that it pays.
    fn of(chart: &'a DayChart, rows: usize, style: &PageStyle, shaper: &'a Shaper<'a>) -> Drawing<'a> {
        let usual = match rows {
            0..=ONE_BLOCK => 1,
            n if n <= TWO_BLOCKS => 2,
            _ => 3,
        };
        let tried = |blocks: usize| {
            let names: &[(i64, Length)] = if blocks == 1 { &ALONE } else { &BESIDE };
            names.iter().map(move |names| Drawing::tried(chart, (blocks, *names), rows, style, shaper))
        };
        let mut all: Vec<Drawing> = (1..=usual).rev().flat_map(tried).collect();
        let height = |drawing: &Drawing| drawing.row_height() * drawing.rows_of(rows) + HEADS;
        let lowest = |all: &[Drawing], is_fit: &dyn Fn(&Drawing) -> bool| {
            let fit = all.iter().enumerate().filter(|(_, drawing)| is_fit(drawing));
            fit.min_by_key(|(_, drawing)| height(drawing)).map(|(i, drawing)| (i, height(drawing)))
        };
        let plain = lowest(&all, &|drawing| drawing.square >= SQUARE).unwrap_or_default();
        let best = lowest(&all, &|drawing| drawing.figures.is_some())
            .filter(|(_, height)| plain.1 == Length::ZERO || *height <= plain.1.em(FOR_FIGURES));
        all.swap_remove(best.unwrap_or(plain).0)
    }

    /// In so many blocks, names within a share of a block and of a size.
    fn tried(
        chart: &'a DayChart,
        (blocks, (share, size)): (usize, (i64, Length)),
        rows: usize,
        style: &PageStyle,
        shaper: &'a Shaper<'a>,
    ) -> Drawing<'a> {
        let count = i64::try_from(blocks).unwrap_or(1);
        let block = (style.area_width - BETWEEN * (count - 1)) / count;
        let most = block.em(share);
        let labels = || chart.panels.iter().flat_map(|p| &p.rows).map(|row| row.label.as_str());
        let set_in = |text: &str, width: Length| {
            set(shaper.pieces(text, Hand::black(Voice::Body, size)), Measure::even(width), Align::Right)
        };
        let widest = |text| set_in(text, most).iter().map(|line| line.width).max().unwrap_or_default();
        let names = labels().map(widest).max().unwrap_or_default().min(most);
        let lines = labels().map(|text| set_in(text, names).len()).max().unwrap_or(1);
        let mut heights = DENSITIES.map(|closer| row_height(size, lines, closer));
        if rows.div_ceil(blocks) > ONE_BLOCK {
            // a long list is read down its columns: it goes close from the beginning
            heights[0] = heights[1];
        }
        let columns = i64::try_from(chart.days.len()).unwrap_or(1).max(1);
        let [light, second, third, dark] = style.chart_shades;
        let mut drawing = Drawing {
            chart,
            shaper,
            shades: [WHITE, light, second, third, dark],
            width: style.area_width,
            blocks,
            block,
            names,
            square: (block - names - GAP) / columns,
            size,
            heights,
            figures: None,
        };
        drawing.figures = FIGURES.into_iter().find(|size| drawing.has_room_for_figures(*size));
        drawing
    }

    /// A row as it likes best.
    fn row_height(&self) -> Length {
        self.heights[0]
    }

    /// So many rows stand below each other.
    fn rows_of(&self, rows: usize) -> i64 {
        i64::try_from(rows.div_ceil(self.blocks)).unwrap_or(1)
    }

    fn left_of(&self, block: usize) -> Length {
        (self.block + BETWEEN) * i64::try_from(block).unwrap_or(0)
    }

    /// The left edge of a column in a block.
    fn x_of(&self, block: usize, column: usize) -> Length {
        self.left_of(block) + self.names + GAP + self.square * i64::try_from(column).unwrap_or(0)
    }

    /// The days, over each block.
    fn dates(&self) -> Strip {
        let leading = SMALL.em(1500);
        let mut strip = Strip::of(leading);
        for block in 0..self.blocks {
            let middle = |column| self.x_of(block, column) + self.square / 2;
            let left = self.left_of(block);
            let axis = Axis {
                days: &self.chart.days,
                x_of: &middle,
                left,
                right: self.x_of(block, self.chart.days.len()),
            };
            for (_, x, line) in dates::of_columns(&axis, self.shaper) {
                strip.put(line, x, face::baseline(leading, SMALL), None);
            }
        }
        strip
    }

    /// A measure's rows, which go on over pages. Blocks beside each other are read downwards on each page.
    /// Whatever page they stand on, they stand under their measure, the shades and the days.
    fn panel(&self, panel: &DayPanel) -> Section {
        let (title, dates) = (self.title(panel), Strip { keep: true, ..self.dates() });
        let head = under(&title, dates.clone());
        let mut strips = vec![title, dates];
        let rows = panel.rows.len().div_ceil(self.blocks);
        for (n, row) in (1..).zip(panel.rows.chunks(self.blocks)) {
            let mut strip = in_densities(&DENSITIES, |closer| self.row(row, closer));
            let is_near_an_end = n < TOGETHER || n + TOGETHER > rows;
            strip.keep = n < rows && (rows <= WHOLE || is_near_an_end);
            strips.push(strip);
        }
        if let Some(last) = strips.last_mut() {
            last.height += GAP;
            last.closer.iter_mut().for_each(|closer| closer.height += GAP);
        }
        Section { strips, head }
    }

    /// The measure at the left, the shades at the right.
    fn title(&self, panel: &DayPanel) -> Strip {
        // a unit belongs to figures: shades alone have none
        let unit = match self.figures {
            Some(_) if !panel.unit.is_empty() => format!("（{}）", panel.unit),
            _ => String::new(),
        };
        let title = format!("{}{unit}", panel.title);
        let title = single(self.shaper, &title, Hand::black(Voice::Hei, SMALL));
        let shade = |step: usize| self.shades[step.min(self.shades.len() - 1)];
        let cells = || panel.rows.iter().flat_map(|row| &row.cells);
        // the steps are one scale; nought before it is explained where a square has it
        let is_nought = |cell: &DayCell| matches!(cell, DayCell::Done { step: 0, .. });
        let steps = panel.steps.iter().enumerate().skip(usize::from(!cells().any(is_nought)));
        let mut items: Vec<(Sample, &str)> =
            steps.map(|(step, text)| (Sample::Box(shade(step)), text.as_str())).collect();
        if !items.is_empty() {
            items.insert(0, (Sample::None, panel.steps_of.as_str()));
        }
        if cells().any(|cell| *cell == DayCell::Unreported) {
            items.push((Sample::Hatched, self.chart.unreported.as_str()));
        }
        items.extend(panel.dash.as_deref().map(|text| (Sample::Dash, text)));
        let left = title.width + GAP * 2;
        let mut strip = legend(&items, left, self.width, self.shaper);
        strip.put(title, Length::ZERO, face::baseline(LEADING, SMALL), None);
        strip.height = strip.height.max(LEADING);
        strip.keep = true;
        strip
    }

    fn figure(&self, text: &str, step: usize, size: Length) -> Line {
        let color = ink::on(self.shades[step.min(self.shades.len() - 1)]);
        single(self.shaper, text, Hand { voice: Voice::Body, size, color })
    }

    /// Either all figures of the chart are written into their squares, or none is: of two measures with the
    /// same look none is to seem the one that matters.
    fn has_room_for_figures(&self, size: Length) -> bool {
        let mut cells = self.chart.panels.iter().flat_map(|panel| &panel.rows).flat_map(|row| &row.cells);
        cells.all(|cell| match cell {
            DayCell::Done { text, .. } => {
                self.figure(text, 0, size).width + (LINE + BESIDE_FIGURE) * 2 <= self.square
            }
            DayCell::NoIssue
            | DayCell::Unreported
            | DayCell::Unknown
            | DayCell::NoTask
            | DayCell::Cleared => true,
        })
    }

    /// A row of districts, one of each block.
    fn row(&self, rows: &[DayRow], closer: usize) -> Strip {
        let leading = self.size.em(NAME_LEADING);
        let name = |row: &DayRow| {
            let pieces = self.shaper.pieces(&row.label, Hand::black(Voice::Body, self.size));
            set(pieces, Measure::even(self.names), Align::Right)
        };
        let names: Vec<Vec<Line>> = rows.iter().map(name).collect();
        let mut height = self.heights[closer];
        if self.blocks == 1 {
            // rows of names of fewer lines than the longest are lower
            let tallest = names.iter().map(Vec::len).max().unwrap_or(1);
            height = row_height(self.size, tallest, closer).min(height);
        }
        let mut beside = Vec::new();
        for (block, (row, name)) in rows.iter().zip(names).enumerate() {
            let mut piece = Strip::of(height);
            let mut y = (height - leading * i64::try_from(name.len()).unwrap_or(1)) / 2;
            for line in name {
                piece.put(line, Length::ZERO, y + face::baseline(leading, self.size), None);
                y += leading;
            }
            for (column, cell) in row.cells.iter().enumerate() {
                self.cell(&mut piece, cell, (self.x_of(0, column), Length::ZERO));
            }
            beside.push((self.left_of(block), piece.items));
        }
        Strip { beside, ..Strip::of(height) }
    }

    fn cell(&self, strip: &mut Strip, cell: &DayCell, at: ink::At) {
        // a hair of white between squares
        let (x, y) = (at.0 + LINE, at.1 + LINE);
        let (width, height) = (self.square - LINE * 2, strip.height - LINE * 2);
        match cell {
            DayCell::NoIssue => {}
            DayCell::Unreported => {
                ink::hatch(strip, (x, y), width, height, AXIS);
                ink::frame(strip, (x, y), width, height, MIDDLE);
            }
            DayCell::Unknown | DayCell::NoTask | DayCell::Cleared => {
                ink::frame(strip, (x, y), width, height, MIDDLE);
                ink::dash(strip, (x + width / 2, y + height / 2), width / 4);
            }
            DayCell::Done { text, step } => {
                strip.fill((x, y), width, height, self.shades[(*step).min(self.shades.len() - 1)]);
                ink::frame(strip, (x, y), width, height, MIDDLE);
                if let Some(size) = self.figures {
                    let line = self.figure(text, *step, size);
                    let left = x + (width - line.width) / 2;
                    strip.put(line, left, y + face::baseline(height, size), None);
                }
            }
        }
    }
}
