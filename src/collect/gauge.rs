//! Reads the cells of one column of figures: unit, form, bounds, and the fault where one fails.

use crate::model::{Amount, CellRef, Code, Fault, Measure};

use super::cell::Cell;
use super::column::{Column, Lexicon};
use super::number::{self, Reading, Trouble};
use super::units::Unit;

/// One column of amounts of one measure.
pub(super) struct Gauge {
    /// 0-based
    pub(super) column: u32,
    head: CellRef,
    title: String,
    unit: Unit,
    unit_name: String,
    /// to the measure's unit; none where no unit is stated and one must be
    factor: Option<(i64, i64)>,
    /// counted one by one: 3.5 户 are no households
    whole: bool,
    /// csv cannot tell a number from its text
    typed: bool,
    masked: bool,
}

/// An amount in the measure's unit, and the conversion that brought it there.
pub(super) type Gauged = (Amount, (i64, i64));

impl Gauge {
    /// A gauge for a column, the sheet's own units in mind (单位：户、㎡); with S009 or S008 where its unit
    /// differs, or cannot be, the measure's.
    pub(super) fn new(
        column: &Column,
        measure: &Measure,
        unit: &Unit,
        defaults: &[Unit],
        typed: bool,
        masked: bool,
    ) -> (Gauge, Option<Fault>) {
        let head = CellRef { row: column.row, column: column.index };
        let mut of_family = defaults.iter().filter(|d| d.ratio_to(unit).is_some());
        let default = of_family.next().filter(|_| of_family.next().is_none());
        let stated = column.unit.as_ref().or(default);
        let factor = match stated {
            Some(stated) => stated.ratio_to(unit),
            None => (!unit.must_be_stated()).then_some((1, 1)),
        };
        let fault = match (stated, factor) {
            (Some(_), None) => Some(Fault::new(Code::S008).found(&column.title).expected(&measure.unit)),
            (Some(stated), Some(factor)) if factor != (1, 1) => Some(
                Fault::new(Code::S009)
                    .found(&column.title)
                    .expected(&measure.unit)
                    .with("unit", &stated.name),
            ),
            _ => None,
        };
        let gauge = Gauge {
            column: column.index,
            head,
            title: column.title.clone(),
            unit: unit.clone(),
            unit_name: measure.unit.clone(),
            factor,
            whole: unit.is_count(),
            typed,
            masked,
        };
        (gauge, fault)
    }

    /// Where the column's head stands.
    pub(super) fn head(&self) -> CellRef {
        self.head
    }

    /// The column's conversion, (1, 1) where none.
    pub(super) fn factor(&self) -> (i64, i64) {
        self.factor.unwrap_or((1, 1))
    }

    /// The amount in a cell; nothing where it is blank, marked as none, or at fault.
    pub(super) fn read(
        &self,
        cell: &Cell<'_>,
        at: CellRef,
        report: &mut dyn FnMut(CellRef, Fault),
    ) -> Option<Gauged> {
        let shown = |cell: &Cell<'_>| if self.masked { cell.masked() } else { cell.shown() };
        let number = match number::read(cell) {
            Reading::Blank => return None,
            Reading::Placeholder => {
                report(at, Fault::new(Code::C008).found(shown(cell)));
                return None;
            }
            Reading::Not(trouble) => {
                report(at, trouble_fault(trouble, || shown(cell)));
                return None;
            }
            Reading::Number(number) => number,
        };
        let factor = match &number.unit {
            Some(own) => own.ratio_to(&self.unit),
            None => self.factor,
        };
        let Some(mut factor) = factor else {
            match &number.unit {
                // 300㎡ in a column of 户
                Some(_) => report(at, Fault::new(Code::C001).found(shown(cell))),
                None => {
                    report(self.head, Fault::new(Code::S008).found(&self.title).expected(&self.unit_name))
                }
            }
            return None;
        };
        // 0.04万 in a column of 株 is 400; in one of 万㎡ it could be either
        if number.times != 1 {
            if factor != (1, 1) || self.unit.is_multiple() {
                report(at, Fault::new(Code::C001).found(shown(cell)));
                return None;
            }
            factor = (number.times, 1);
        }
        let scaled =
            if factor == (1, 1) { Ok(number.amount) } else { number.amount.scaled(factor.0, factor.1) };
        let amount = match scaled {
            Ok(amount) if !number.percent => amount,
            _ => {
                report(at, Fault::new(Code::C001).found(shown(cell)));
                return None;
            }
        };
        if amount.is_negative() {
            report(at, Fault::new(Code::C002).found(shown(cell)));
            return None;
        }
        if self.whole && !amount.is_whole() {
            report(at, Fault::new(Code::C003).found(shown(cell)));
            return None;
        }
        if number.typed_as_text && self.typed {
            let code = if number.unit.is_some() || number.times != 1 { Code::C005 } else { Code::C004 };
            report(at, Fault::new(code).found(shown(cell)).expected(amount));
        }
        Some((amount, factor))
    }
}

/// C001, C006 or C007.
fn trouble_fault(trouble: Trouble, shown: impl Fn() -> String) -> Fault {
    match trouble {
        Trouble::NotANumber => Fault::new(Code::C001).found(shown()),
        Trouble::ErrorValue => Fault::new(Code::C006).found(shown()),
        Trouble::NoValue => Fault::new(Code::C007),
    }
}

/// The gauges' units: one place that pairs a measure with the lexicon's reading of it.
pub(super) fn gauge(
    column: &Column,
    measure: usize,
    measures: &[Measure],
    lexicon: &Lexicon,
    defaults: &[Unit],
    typed: bool,
    masked: bool,
) -> (Gauge, Option<Fault>) {
    Gauge::new(column, &measures[measure], lexicon.unit(measure), defaults, typed, masked)
}
