//! A summary: a row for the district, or a row a street, or rows of several districts, with totals above,
//! below or among them.

use std::sync::Arc;

use crate::model::{CellRef, Code, Day, Fault, Measure, Origin, SheetRef, Traced};

use super::among::{Room, less, names_a_place, room};
use super::belongs::Register;
use super::cell::Cell;
use super::column::{Holds, Lexicon};
use super::days;
use super::findings::{Findings, Use};
use super::gauge::{Gauge, gauge};
use super::header::Header;
use super::normal::fold;
use super::number::{self, Reading};
use super::row_figures::{from_previous, settle_share, share};
use super::row_label;
use super::rows::{Consumer, Place, Row};
use super::stream::Flow;
use super::title::{self, Stated};
use super::units::Unit;
use super::vocabulary::{self, Key, Kind};
use super::workbook::Merge;

/// A summary longer than this is none.
const MOST_ROWS: usize = 20_000;

/// The kinds that a summary's column may give, in the order of [`Entry::figures`].
pub(super) const KINDS: [Kind; 7] =
    [Kind::Day, Kind::Done, Kind::Task, Kind::Left, Kind::Previous, Kind::Share, Kind::Rank];

/// What a row gives of one measure, by [`KINDS`].
pub(super) type Kinds<T> = [Option<T>; KINDS.len()];

/// One row of figures.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub(super) row: u32,
    /// the name as it stands (filled down under a merged cell)
    pub(super) name: String,
    pub(super) what: What,
    /// the leftmost text of the row, folded
    pub(super) label: String,
    /// the time that the row speaks of, where it says so
    pub(super) of: Option<days::Of>,
    /// does a finer name (社区) stand beside it, or a merged cell over it?
    pub(super) part: bool,
    /// by measure, by [`KINDS`]
    pub(super) figures: Vec<Kinds<Traced>>,
    pub(super) faults: Vec<(CellRef, Fault)>,
}

impl Entry {
    /// Its leftmost figure.
    pub(super) fn at(&self) -> Option<CellRef> {
        let cells = self.figures.iter().flatten().flatten().filter_map(|traced| match &*traced.origin {
            Origin::Cell { cell, .. } => Some(*cell),
            _ => None,
        });
        cells.min()
    }
}

/// Whose row it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum What {
    /// a district of the plan
    District(usize),
    /// a street of the district of the column 区县, or of the file's
    Street(Option<usize>),
    /// 合计, of the district of the column 区县, or of all
    Total(Option<usize>),
    /// figures without any name
    Nameless,
}

/// Everything below a summary's head.
pub(super) struct Summary<'p> {
    register: &'p Register<'p>,
    day: Day,
    sheet: Arc<SheetRef>,
    gauges: Vec<Kinds<Slot>>,
    names: Names,
    leaves: Vec<String>,
    merges: Vec<Merge>,
    is_1904: bool,
    street: Option<String>,
    district: Option<usize>,
    ended: bool,
    /// among the rows that 其中 began: what the place above leaves for further parts, by measure
    among: Option<Vec<Room>>,
    /// does the other table have the words of this one's head, and a place that this one lacks?
    other_alike: bool,
    pub(super) other_places: bool,
    pub(super) entries: Vec<Entry>,
    pub(super) stated: Option<Stated>,
    pub(super) too_long: bool,
    /// where the head of another table stands below this one
    pub(super) another: Option<CellRef>,
    /// rows with figures that are no place's (昨日, 平均): where, and their labels
    pub(super) no_places: Vec<(CellRef, String)>,
}

struct Slot {
    slot: usize,
    /// none for shares and ranks, which have no unit
    gauge: Option<Gauge>,
}

/// The slots of the columns by which rows are named.
#[derive(Default)]
struct Names {
    district: Option<usize>,
    street: Option<usize>,
    unit: Option<usize>,
    community: Option<usize>,
    /// 日期 of the row
    day: Option<usize>,
}

impl<'p> Summary<'p> {
    /// A reader for the rows below `header`, and the columns that it asks for. Faults of the head itself go
    /// to `findings`.
    pub(super) fn new(
        register: &'p Register<'p>,
        day: Day,
        header: &Header,
        lexicon: &Lexicon,
        place: &Place<'_>,
        report: &mut dyn FnMut(CellRef, Fault),
    ) -> (Summary<'p>, Vec<u32>) {
        let mut columns: Vec<u32> = Vec::new();
        let mut slot_of = |column: u32| {
            columns.push(column);
            columns.len() - 1
        };
        let mut named = |key| header.key(key).map(|column| slot_of(column.index));
        let names = Names {
            district: named(Key::District),
            street: named(Key::Street),
            unit: named(Key::Unit),
            community: named(Key::Community),
            day: named(Key::RowDate),
        };
        let mut gauges: Vec<Kinds<Slot>> = Vec::new();
        let plan = register.plan;
        for measure in 0..plan.measures.len() {
            let beside = unit_beside(header, measure, lexicon, place.units);
            let units = beside.as_ref().map_or(place.units, std::slice::from_ref);
            gauges.push(KINDS.map(|kind| {
                let column = header.find(Holds::Figure(measure, kind))?;
                let slot = slot_of(column.index);
                if matches!(kind, Kind::Share | Kind::Rank) {
                    return Some(Slot { slot, gauge: None });
                }
                let (gauge, fault) =
                    gauge(column, measure, &plan.measures, lexicon, units, place.typed, false);
                if let Some(fault) = fault {
                    report(gauge.head(), fault);
                }
                if let Some(unit) = beside.as_ref().filter(|_| column.unit.is_none()) {
                    let fault = Fault::new(Code::S017).found(&column.title).expected(&unit.name);
                    report(gauge.head(), fault);
                }
                Some(Slot { slot, gauge: Some(gauge) })
            }));
        }
        let leaves = columns
            .iter()
            .map(|index| {
                header.columns.iter().find(|c| c.index == *index).map_or_else(String::new, |c| c.leaf.clone())
            })
            .collect();
        let key_column = names.street.or(names.unit).map(|slot| columns[slot]);
        let merges = place
            .merges
            .unwrap_or(&[])
            .iter()
            .filter(|m| {
                key_column.is_some_and(|column| (m.left..=m.right).contains(&column)) && m.bottom > m.top
            })
            .copied()
            .collect();
        let summary = Summary {
            register,
            day,
            sheet: place.sheet.clone(),
            gauges,
            names,
            leaves,
            merges,
            is_1904: place.is_1904,
            street: None,
            district: None,
            ended: false,
            among: None,
            other_alike: false,
            other_places: false,
            entries: Vec::new(),
            stated: None,
            too_long: false,
            another: None,
            no_places: Vec::new(),
        };
        (summary, columns)
    }

    fn figures(&self, row: &Row<'_, '_>, faults: &mut Vec<(CellRef, Fault)>) -> Vec<Kinds<Traced>> {
        let of_measure = |slots: &Kinds<Slot>| {
            let mut figures: Kinds<Traced> = Default::default();
            for (figure, slot) in figures.iter_mut().zip(slots) {
                let Some(slot) = slot else { continue };
                let (cell, at) = (&row.cells[slot.slot], row.at(slot.slot));
                let read = match &slot.gauge {
                    Some(gauge) => gauge.read(cell, at, &mut |at, fault| faults.push((at, fault))),
                    None => share(cell),
                };
                *figure = read.map(|(amount, factor)| {
                    let found = cell.shown();
                    Traced::new(amount, Origin::Cell { sheet: self.sheet.clone(), cell: at, found, factor })
                });
            }
            figures
        };
        let mut all: Vec<Kinds<Traced>> = self.gauges.iter().map(of_measure).collect();
        all.iter_mut().for_each(from_previous);
        all.iter_mut().for_each(settle_share);
        all
    }

    /// Do the columns of figures hold words of heads alone, and unlike ones? Then another table begins.
    fn is_another_head(&self, row: &Row<'_, '_>) -> bool {
        let slots = self.gauges.iter().flatten().flatten().map(|slot| &row.cells[slot.slot]);
        let mut words: Vec<String> = Vec::new();
        for cell in slots.filter(|cell| !cell.is_empty()) {
            let Some(text) = cell.as_text() else { return false };
            let word = fold(text);
            let is_head = vocabulary::key(&word, &word).is_some()
                || vocabulary::kind(&word).is_some_and(|kind| kind != Kind::Bare);
            if number::is_placeholder(&word) || !is_head && word.starts_with(|c: char| c.is_numeric()) {
                return false;
            }
            if is_head && !words.contains(&word) {
                words.push(word);
            }
        }
        words.len() >= 2
    }

    /// Do two of its cells hold the heads above them once more, as on a new page?
    fn repeats_head(&self, row: &Row<'_, '_>) -> bool {
        let repeats =
            |(cell, leaf): (&Cell<'_>, &String)| cell.as_text().is_some_and(|text| fold(text) == *leaf);
        row.cells.iter().zip(&self.leaves).filter(|pair| repeats(*pair)).count() >= 2
    }

    /// Do all words of another table's head stand in this one's, in whatever order?
    fn has_the_heads_words(&self, row: &Row<'_, '_>) -> bool {
        let mut words = row.cells.iter().filter_map(Cell::as_text).map(fold);
        words.all(|word| self.leaves.contains(&word))
    }

    /// A row with figures below another table's head, of a place that this table does not have: without it the
    /// figures would be a part.
    fn is_new_place(&self, row: &Row<'_, '_>, label: &str) -> bool {
        let has_figures = row.cells.iter().any(|cell| matches!(cell, Cell::Number(_)));
        let is_none = label.is_empty() || vocabulary::is_total(label) || row_label::is_no_place(label);
        has_figures && !is_none && !self.entries.iter().any(|entry| entry.label == label)
    }

    /// The time that a row speaks of: by its column 日期, else by a name that is none of a place.
    fn of(&self, row: &Row<'_, '_>, name: &str, faults: &mut Vec<(CellRef, Fault)>) -> Option<days::Of> {
        match self.names.day {
            Some(slot) => {
                let tell = &mut |at, fault| faults.push((at, fault));
                days::of_cell(&row.cells[slot], row.at(slot), self.day, self.is_1904, tell)
            }
            None => days::of_label(name, CellRef { row: row.index, column: 0 }, self.day),
        }
    }

    /// Is it a note or a line of signatures, or does it stand below one and say nothing that a row of the
    /// table says? A note among the rows ends nothing: where figures follow, they are the table's.
    fn is_note(&self, row: &Row<'_, '_>, label: &str) -> bool {
        if vocabulary::is_note(label) {
            return true;
        }
        let labelled = label.ends_with(':') && !vocabulary::is_total(label);
        if labelled || row_label::may_be_signed(label) {
            // a telephone number and a date may stand there; 累计 and 剩余 of one measure do not
            return self.figures_in(row).all(|(_, numbers)| numbers < 2);
        }
        let is_row = || self.figures_in(row).any(|(filled, numbers)| filled >= 2 && numbers >= 1);
        self.ended && (self.another.is_some() || label.is_empty() || !is_row())
    }

    /// For each measure, how many of done, task and left are filled, and how many of them with no text.
    fn figures_in<'s>(&'s self, row: &'s Row<'_, '_>) -> impl Iterator<Item = (usize, usize)> + 's {
        self.gauges.iter().map(|slots| {
            let cells = slots[1..4].iter().flatten().map(|slot| &row.cells[slot.slot]);
            let filled = cells.filter(|cell| !cell.is_empty());
            filled.fold((0, 0), |(filled, numbers), cell| {
                let is_number = cell.as_text().is_none() || matches!(number::read(cell), Reading::Number(_));
                (filled + 1, numbers + usize::from(is_number))
            })
        })
    }

    /// Whose row it is, and under which name.
    fn whose(&mut self, row: &Row<'_, '_>) -> (What, String, bool) {
        let text = |slot: Option<usize>| slot.and_then(|slot| row.cells[slot].as_text()).map(str::trim);
        let names = [self.names.district, self.names.street, self.names.unit, self.names.community].map(text);
        let [district, street, unit, community] = names;
        if let Some(name) = district {
            self.district = self.register.who(name);
        }
        let of = self.names.district.and(self.district);
        let label = row.first_text().unwrap_or("");
        if let Some(total) =
            names.iter().flatten().copied().chain([label]).find(|t| vocabulary::is_total(&fold(t)))
        {
            // 魏都区合计 is that district's own total
            let of = of.or_else(|| self.register.who(total));
            return (
                What::Total(of),
                total.to_owned(),
                vocabulary::is_subtotal(&fold(total)) && of.is_none(),
            );
        }
        let covered = self.merges.iter().any(|m| m.top < row.index && row.index <= m.bottom);
        if let Some(name) = street {
            self.street = Some(name.to_owned());
        }
        let name = match (street, unit) {
            (Some(street), _) => Some(street.to_owned()),
            // a merged street, or one left blank beside its communities
            (None, _) if self.names.street.is_some() && (covered || community.is_some()) => {
                self.street.clone()
            }
            (None, Some(unit)) => {
                self.street = Some(unit.to_owned());
                Some(unit.to_owned())
            }
            (None, None) if self.names.unit.is_some() && (covered || community.is_some()) => {
                self.street.clone()
            }
            (None, None) => district.or(community).map(str::to_owned),
        };
        let nobody = self.names.district.is_none()
            && self.names.street.is_none()
            && self.names.unit.is_none()
            && self.names.community.is_none();
        let dated = self.names.day.is_some_and(|slot| row.cells[slot].as_text() == Some(label));
        let Some(name) =
            name.or_else(|| nobody.then(|| label.to_owned()).filter(|l| !l.is_empty() && !dated))
        else {
            return (What::Nameless, String::new(), false);
        };
        let part = community.is_some() || covered;
        match self.register.who(&name) {
            Some(index) => (What::District(index), name, part),
            None => (What::Street(of), name, part),
        }
    }
}

impl Consumer for Summary<'_> {
    fn row(&mut self, row: &Row<'_, '_>) -> Flow {
        let texts = row.all_texts();
        let label = row.first_text().map(fold).unwrap_or_default();
        if self.is_note(row, &label) {
            if self.ended && (self.is_another_head(row) || self.repeats_head(row)) {
                self.another = self.another.or(Some(CellRef { row: row.index, column: 0 }));
            }
            (self.ended, self.among) = (true, None);
            for (column, text) in texts {
                self.stated =
                    Stated::or(self.stated, title::note(text, CellRef { row: row.index, column }, self.day));
            }
            for (slot, cell) in row.cells.iter().enumerate() {
                self.stated = Stated::or(self.stated, title::signed(cell, row.at(slot)));
            }
            return Flow::Go;
        }
        self.ended = false;
        if self.repeats_head(row) {
            return Flow::Go;
        }
        if label.starts_with("其中") {
            let whole = self.entries.last().filter(|entry| names_a_place(entry));
            let room = whole.map(|entry| entry.figures.iter().map(room).collect::<Vec<_>>());
            self.among = room.and_then(|room| less(room, &self.figures(row, &mut Vec::new())));
            return Flow::Go;
        }
        if self.another.is_some() {
            self.other_places |= self.other_alike && self.is_new_place(row, &label);
            return Flow::Go;
        }
        if self.is_another_head(row) {
            self.another = Some(CellRef { row: row.index, column: 0 });
            self.other_alike = self.has_the_heads_words(row);
            return Flow::Go;
        }
        let mut faults = Vec::new();
        let figures = self.figures(row, &mut faults);
        let (mut what, mut name, part) = self.whose(row);
        let of = self.of(row, &name, &mut faults);
        let named_by_day = of.is_some() && self.names.day.is_none();
        // 数值 over the one column of a form is no street's name
        if (named_by_day || row_label::is_value(&name)) && matches!(what, What::Street(None)) {
            (what, name) = (What::Nameless, String::new());
        }
        let told = |figures: &Kinds<Traced>| figures[..6].iter().any(Option::is_some);
        let silent = !figures.iter().any(told) && faults.is_empty();
        // a name without figures is a heading within the table, or has no task
        if silent || matches!(what, What::Total(None)) && part {
            return Flow::Go;
        }
        let known = matches!(what, What::District(_));
        if let Some(label) = [&name, &label].into_iter().find(|l| !known && row_label::is_no_place(l)) {
            self.no_places.push((CellRef { row: row.index, column: 0 }, label.clone()));
            return Flow::Go;
        }
        let entry = Entry { row: row.index, name, what, label, of, part, figures, faults };
        // 其中：公房, and below it 私房: neither is a place as the row above them is, and both have room in it
        let room = self.among.take().filter(|_| !names_a_place(&entry));
        self.among = room.and_then(|room| less(room, &entry.figures));
        if self.among.is_some() {
            self.no_places.push((CellRef { row: row.index, column: 0 }, entry.name));
            return Flow::Go;
        }
        if self.entries.len() >= MOST_ROWS {
            self.too_long = true;
            return Flow::Stop;
        }
        self.entries.push(entry);
        Flow::Go
    }
}

/// The unit that a measure's leftmost column states for those right of it, of which none states any: 任务（亩）,
/// 今日, 累计. Where the others do state theirs, one without has lost it, and nothing is guessed.
fn unit_beside(header: &Header, measure: usize, lexicon: &Lexicon, above: &[Unit]) -> Option<Unit> {
    let own = lexicon.unit(measure);
    if !own.must_be_stated() || above.iter().any(|unit| unit.ratio_to(own).is_some()) {
        return None;
    }
    let columns = KINDS[..5].iter().filter_map(|kind| header.find(Holds::Figure(measure, *kind)));
    let mut columns: Vec<_> = columns.collect();
    columns.sort_by_key(|column| column.index);
    let (first, rest) = columns.split_first()?;
    let stated = first.unit.as_ref().filter(|unit| unit.ratio_to(own).is_some())?;
    (rest.len() >= 2 && rest.iter().all(|column| column.unit.is_none())).then(|| stated.clone())
}

/// Puts a row's faults where they count.
pub(super) fn report(entry: &Entry, sheet: usize, usage: Use, findings: &mut Findings<'_>) {
    for (at, fault) in &entry.faults {
        findings.put(sheet, Some(*at), fault.clone(), usage);
    }
}

/// R009 for every measure of a row of which fewer than two of done, task and left stand there, since two give
/// the third. A measure of which nothing at all stands does not apply to the row.
pub(super) fn lacking(entry: &Entry, measures: &[Measure], required: bool) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (measure, figures) in measures.iter().zip(&entry.figures) {
        let totals = figures[1..4].iter().flatten().count();
        let any = figures[..4].iter().flatten().count() > 0;
        if totals < 2 && (any || required) {
            let words = [(1, "累计"), (3, "剩余"), (2, "总数")];
            let missing: Vec<&str> =
                words.iter().filter(|(i, _)| figures[*i].is_none()).map(|(_, w)| *w).collect();
            let expected = format!("{}（{}）", measure.name, missing.join("／"));
            faults.push(Fault::new(Code::R009).expected(expected).with("row", entry.row + 1));
        }
    }
    faults
}
