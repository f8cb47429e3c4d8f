//! Places for labels: each where it stands on no other, on no mark, and within the chart.

use super::ink::At;
use crate::typeset::Length;

/// An upright rectangle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Area {
    pub left: Length,
    pub top: Length,
    pub right: Length,
    pub bottom: Length,
}

impl Area {
    pub(super) fn of(at: At, width: Length, height: Length) -> Area {
        Area { left: at.0, top: at.1, right: at.0 + width, bottom: at.1 + height }
    }

    fn meets(&self, other: &Area) -> bool {
        self.left < other.right
            && other.left < self.right
            && self.top < other.bottom
            && other.top < self.bottom
    }
}

/// What stands on a chart already.
#[derive(Clone, Debug)]
pub(super) struct Crowd {
    bounds: Area,
    taken: Vec<Area>,
    /// labels, which no tie may cross
    labels: Vec<Area>,
    /// those of them that are words
    words: Vec<Area>,
    /// where a label would stand badly: on a line of the grid
    avoided: Vec<Area>,
    /// middles of the marks that labels belong to
    marks: Vec<At>,
    /// lines, upright or level, on whose other side no label of a mark stands
    parting: Vec<(At, At)>,
    radius: Length,
}

/// What is tied to a mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tied {
    /// a name, not farther off than this
    Name(Length),
    /// a number, its tie long enough to be seen, clear of others' marks
    Number,
    /// a number, however near to others' marks
    Crowded,
    /// likewise, its tie over something rather than nowhere
    Across,
}

/// Beside a label nothing stands.
const BESIDE: Length = Length::milli_pt(1500);
/// A label is so much nearer to its own mark than to any other;
const NEARER: Length = Length::pt(3);
/// a mark level with it, at either side, is so far off, or it would be read as that mark's.
const LEVEL: Length = Length::pt(14);
/// A label at the end of a tie is so far from any other mark.
const TIED_APART: Length = Length::pt(6);
/// A tie that nothing else limits is so long at least: a shorter one is not seen.
const TIE_LEAST: Length = Length::pt(10);
/// White at a tie's end before its label.
const BEFORE_LABEL: Length = Length::pt(1);
/// Words level with each other are so far apart, or they read as one phrase.
const WORDS_APART: Length = Length::pt(12);
/// A curve takes boxes of this side along it.
const STROKE: Length = Length::pt(2);

/// Boxes along a line.
fn boxes(from: At, to: At) -> Vec<Area> {
    let longest = (to.0 - from.0).max(from.0 - to.0).max((to.1 - from.1).max(from.1 - to.1));
    let steps = (longest.micro_pt() / STROKE.micro_pt()).max(1);
    let at = |step| {
        let x = from.0 + (to.0 - from.0) * step / steps;
        let y = from.1 + (to.1 - from.1) * step / steps;
        Area::of((x - STROKE / 2, y - STROKE / 2), STROKE, STROKE)
    };
    (0..=steps).map(at).collect()
}

impl Crowd {
    pub(super) fn within(bounds: Area) -> Crowd {
        Crowd {
            bounds,
            taken: Vec::new(),
            labels: Vec::new(),
            words: Vec::new(),
            avoided: Vec::new(),
            marks: Vec::new(),
            parting: Vec::new(),
            radius: Length::ZERO,
        }
    }

    /// A round mark stands there, for which a label may be sought.
    pub(super) fn mark(&mut self, at: At, radius: Length) {
        self.take(Area::of((at.0 - radius, at.1 - radius), radius * 2, radius * 2));
        self.marks.push(at);
        self.radius = radius;
    }

    /// Would nobody take a label that stands there for another mark's than one of its own? It stands beside the
    /// first of them.
    pub(super) fn is_told_apart(&self, place: &At, size: (Length, Length), own: &[At]) -> bool {
        let Some(mark) = own.first() else { return true };
        let near = away(*mark, *place, size) + NEARER;
        self.is_apart(place, size, own, near) && self.is_on_its_side(place, size, *mark)
    }

    /// Do marks of others stand so far from a label, and farther if they are level with it?
    fn is_apart(&self, place: &At, size: (Length, Length), own: &[At], near: Length) -> bool {
        let is_level = |other: &At| (place.1..=place.1 + size.1).contains(&other.1);
        let mut others = self.marks.iter().filter(|other| !own.contains(other));
        others.all(|other| away(*other, *place, size) >= if is_level(other) { near.max(LEVEL) } else { near })
    }

    /// Words stand there.
    pub(super) fn word(&mut self, at: At, (width, height): (Length, Length)) {
        self.words.push(Area::of(at, width, height));
    }

    /// Would words that stand there be read by themselves? Others level with them, or nearly so, are far off.
    pub(super) fn reads_alone(&self, place: &At, (width, height): (Length, Length)) -> bool {
        let level = height.em(800);
        let is_apart = |word: &Area| {
            (word.top - place.1).max(place.1 - word.top) >= level
                || word.left >= place.0 + width + WORDS_APART
                || place.0 >= word.right + WORDS_APART
        };
        self.words.iter().all(is_apart)
    }

    /// Is no mark within this area?
    pub(super) fn has_no_mark(&self, area: &Area) -> bool {
        !self.marks.iter().any(|mark| area.meets(&Area::of(*mark, STROKE / 4, STROKE / 4)))
    }

    /// A line, upright or level, parts the chart: who stands on one side of it is named there.
    pub(super) fn part(&mut self, from: At, to: At) {
        self.take_line(from, to);
        self.parting.push((from, to));
    }

    /// Above and below a mark, farther and farther up to `reach`, in its middle as far as the lines that part the
    /// chart and its edges let a label stand there.
    pub(super) fn over_and_under(
        &self,
        mark: At,
        (width, height): (Length, Length),
        reach: Length,
    ) -> Vec<At> {
        let upright = || self.parting.iter().filter(|(from, to)| from.0 == to.0).map(|(from, _)| from.0);
        let (before, beyond) = (upright().filter(|x| *x < mark.0), upright().filter(|x| *x > mark.0));
        let least = before.map(|x| x + STROKE / 2).fold(self.bounds.left, Length::max) + BESIDE;
        let most = beyond.map(|x| x - STROKE / 2).fold(self.bounds.right, Length::min) - BESIDE - width;
        let left = (mark.0 - width / 2).min(most).max(least);
        let near = self.radius + BESIDE;
        let steps = std::iter::successors(Some(near), |away| Some(*away + STROKE * 2));
        let places = steps.take_while(|away| *away <= reach.max(near));
        places.flat_map(|away| [(left, mark.1 - away - height), (left, mark.1 + away)]).collect()
    }

    /// Does a label stand on its mark's side of the lines that part the chart?
    fn is_on_its_side(&self, place: &At, size: (Length, Length), mark: At) -> bool {
        self.parting.iter().all(|(from, to)| {
            let is_upright = from.0 == to.0;
            let (line, mark) = if is_upright { (from.0, mark.0) } else { (from.1, mark.1) };
            let (least, most) =
                if is_upright { (place.0, place.0 + size.0) } else { (place.1, place.1 + size.1) };
            // a mark on the line is of neither side
            if mark + self.radius < line {
                most <= line
            } else if mark - self.radius > line {
                least >= line
            } else {
                true
            }
        })
    }

    /// Something stands there.
    pub(super) fn take(&mut self, area: Area) {
        self.taken.push(area);
    }

    /// A line of the grid, upright or level, runs there: a label stands on it only if nowhere else.
    pub(super) fn avoid(&mut self, from: At, to: At) {
        let (left, top) = (from.0.min(to.0), from.1.min(to.1));
        let (right, bottom) = (from.0.max(to.0), from.1.max(to.1));
        self.avoided.push(Area { left, top, right: right + STROKE / 4, bottom: bottom + STROKE / 4 });
    }

    /// A line stands there.
    pub(super) fn take_line(&mut self, from: At, to: At) {
        self.taken.append(&mut boxes(from, to));
    }

    fn is_free(&self, area: &Area) -> bool {
        let bounds = &self.bounds;
        let is_inside = area.left >= bounds.left
            && area.right <= bounds.right
            && area.top >= bounds.top
            && area.bottom <= bounds.bottom;
        is_inside && !self.taken.iter().any(|taken| taken.meets(area))
    }

    /// The first of the places (upper left corners) where a label of this size is free; it is taken.
    pub(super) fn place(
        &mut self,
        (width, height): (Length, Length),
        places: impl Iterator<Item = At>,
    ) -> Option<At> {
        // white beside it, so that two numbers do not read as one
        let area = |at: &At| Area {
            left: at.0 - BESIDE,
            right: at.0 + width + BESIDE,
            ..Area::of(*at, width, height)
        };
        let free: Vec<At> = places.filter(|at| self.is_free(&area(at))).collect();
        let is_clear = |at: &&At| !self.avoided.iter().any(|line| line.meets(&area(at)));
        let at = *free.iter().find(is_clear).or(free.first())?;
        self.take(area(&at));
        self.labels.push(Area::of(at, width, height));
        Some(at)
    }

    /// A place farther off, with the line that ties it to the first of its own marks: from the mark's rim to just
    /// short of the label, over no label, no other mark and no other tie, unless it may go across.
    pub(super) fn place_tied(
        &mut self,
        size: (Length, Length),
        own: &[At],
        radius: Length,
        tied: Tied,
    ) -> Option<(At, [At; 2])> {
        let mark = *own.first()?;
        let tie = |place: &At| tie(mark, *place, size, radius);
        let ties = |place: &At| boxes(tie(place)[0], tie(place)[1]);
        let half = self.radius;
        let others: Vec<Area> = self
            .marks
            .iter()
            .filter(|other| !own.contains(other))
            .map(|other| Area::of((other.0 - half, other.1 - half), half * 2, half * 2))
            .collect();
        let is_clear = |place: &At| {
            ties(place).iter().all(|piece| !self.labels.iter().chain(&others).any(|label| label.meets(piece)))
        };
        let is_near = |place: &At| {
            let away = away(mark, *place, size);
            let is_apart = || self.is_apart(place, size, own, TIED_APART);
            match tied {
                Tied::Name(reach) => away <= reach && self.reads_alone(place, size) && is_apart(),
                Tied::Number => away >= radius + TIE_LEAST + BEFORE_LABEL && is_apart(),
                Tied::Crowded | Tied::Across => true,
            }
        };
        let slid = match tied {
            Tied::Name(reach) => self.over_and_under(mark, size, reach),
            Tied::Number | Tied::Crowded | Tied::Across => Vec::new(),
        };
        let on_its_side: Vec<At> = slid
            .into_iter()
            .chain(around(mark, size))
            .filter(|place| self.is_on_its_side(place, size, mark))
            .collect();
        let clear: Vec<At> =
            on_its_side.iter().copied().filter(|place| is_near(place) && is_clear(place)).collect();
        let place = self.place(size, clear.into_iter()).or_else(|| {
            (tied == Tied::Across).then(|| self.place(size, on_its_side.into_iter())).flatten()
        })?;
        self.taken.append(&mut ties(&place));
        self.labels.append(&mut ties(&place));
        Some((place, tie(&place)))
    }
}

/// From a mark's rim to just short of a label.
pub(super) fn tie(mark: At, place: At, size: (Length, Length), radius: Length) -> [At; 2] {
    let near = (mark.0.clamp(place.0, place.0 + size.0), mark.1.clamp(place.1, place.1 + size.1));
    let (dx, dy) = (near.0 - mark.0, near.1 - mark.1);
    let long = i128::from(length(dx, dy).max(Length::milli_pt(1)).micro_pt());
    let part = |by: Length| i64::try_from(i128::from(by.micro_pt()) * 1000 / long).unwrap_or(0);
    let (from, to) = (part(radius).min(1000), (1000 - part(BEFORE_LABEL)).max(0));
    [(mark.0 + dx.em(from), mark.1 + dy.em(from)), (mark.0 + dx.em(to), mark.1 + dy.em(to))]
}

/// How long a way is.
fn length(dx: Length, dy: Length) -> Length {
    let square = |way: Length| i128::from(way.micro_pt()) * i128::from(way.micro_pt());
    Length::from_micro_pt(i64::try_from((square(dx) + square(dy)).isqrt()).unwrap_or(i64::MAX / 4))
}

/// How far a point is from a box, by the longer way.
pub(super) fn away(from: At, place: At, size: (Length, Length)) -> Length {
    let near = (from.0.clamp(place.0, place.0 + size.0), from.1.clamp(place.1, place.1 + size.1));
    let (dx, dy) = (near.0 - from.0, near.1 - from.1);
    dx.max(-dx).max(dy.max(-dy))
}

/// Where a label of this size can stand beside a mark: right, left, above, below, then the corners.
pub(super) fn beside(
    mark: At,
    radius: Length,
    (width, height): (Length, Length),
) -> impl Iterator<Item = At> {
    let (x, y) = mark;
    let near = radius + Length::pt(3);
    let (right, left) = (x + near, x - near - width);
    let (above, below) = (y - near - height, y + near);
    let (middle_x, middle_y) = (x - width / 2, y - height / 2);
    // just clear of the mark's box, or no corner would ever be free of the mark itself
    let (beside, close) = (radius + BESIDE, radius);
    [
        (right, middle_y),
        (left, middle_y),
        (middle_x, above),
        (middle_x, below),
        (x + beside, y - close - height),
        (x - beside - width, y - close - height),
        (x + beside, y + close),
        (x - beside - width, y + close),
    ]
    .into_iter()
}

/// Ever farther around a mark, for a label that a thin line ties to it.
pub(super) fn around(mark: At, (width, height): (Length, Length)) -> impl Iterator<Item = At> {
    const DIRECTIONS: [(i64, i64); 20] = [
        (1000, 0),
        (-1000, 0),
        (0, -1000),
        (0, 1000),
        (866, -500),
        (-866, -500),
        (866, 500),
        (-866, 500),
        (500, -866),
        (-500, -866),
        (500, 866),
        (-500, 866),
        (966, -259),
        (-966, -259),
        (966, 259),
        (-966, 259),
        (259, -966),
        (-259, -966),
        (259, 966),
        (-259, 966),
    ];
    (2..40).flat_map(move |ring| {
        DIRECTIONS.into_iter().map(move |(dx, dy)| {
            let reach = Length::pt(6) * ring;
            (mark.0 + reach.em(dx) - width / 2, mark.1 + reach.em(dy) - height / 2)
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn pt(x: i64, y: i64) -> At {
        (Length::pt(x), Length::pt(y))
    }

    proptest! {
        #[test]
        fn no_label_stands_on_another_or_out_of_bounds(
            marks in proptest::collection::vec(((0_i64..300, 0_i64..200), (4_i64..90, 6_i64..20)), 0..120)
        ) {
            let bounds = Area::of(pt(0, 0), Length::pt(300), Length::pt(200));
            let mut crowd = Crowd::within(bounds);
            let mut placed: Vec<Area> = Vec::new();
            for ((x, y), (width, height)) in marks {
                let size = pt(width, height);
                let places = beside(pt(x, y), Length::pt(3), size).chain(around(pt(x, y), size));
                if let Some(at) = crowd.place(size, places) {
                    let area = Area::of(at, size.0, size.1);
                    prop_assert!(placed.iter().all(|other| !other.meets(&area)));
                    prop_assert!(area.left >= bounds.left && area.right <= bounds.right);
                    prop_assert!(area.top >= bounds.top && area.bottom <= bounds.bottom);
                    placed.push(area);
                }
            }
        }
    }
}
