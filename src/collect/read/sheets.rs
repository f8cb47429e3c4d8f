//! Several sheets that could all be the one: a sheet a street is summed, a sheet that says the same as
//! another is read once, and where two say unlike things neither is used.

use crate::collect::findings::{Findings, Use};
use crate::collect::header::Form;
use crate::collect::returns::{Households, Reinspected, StreetReturn};
use crate::collect::settle::{self, Settled};
use crate::collect::title::Stated;
use crate::collect::vocabulary;
use crate::model::{Amount, Code, Fault, Origin, Place, Traced};

use super::{Reader, Table};

impl<'p> Reader<'p, '_> {
    /// What the sheets give together, and the sheet that it is told under.
    pub(super) fn several(
        &mut self,
        district: usize,
        sheets: &[usize],
        findings: &mut Findings<'p>,
    ) -> Option<(usize, Table)> {
        let is_street = |at: &usize| vocabulary::names_a_street(&self.sheets[*at].name);
        let (streets, others): (Vec<usize>, Vec<usize>) = sheets.iter().partition(|at| is_street(at));
        match (&others[..], &streets[..]) {
            ([], streets) => {
                let table = self.summed(district, streets, findings)?;
                let fault = Fault::new(Code::S012).found(self.names(streets));
                findings.put(self.sheets[streets[0]].index, None, fault, Use::Used);
                Some((streets[0], table))
            }
            (&[whole], [_, _, ..]) => self.with_streets(district, whole, &streets, findings),
            _ => self.alike(district, sheets, findings),
        }
    }

    fn names(&self, sheets: &[usize]) -> String {
        sheets.iter().map(|at| self.sheets[*at].name.as_str()).collect::<Vec<_>>().join("、")
    }

    /// A sheet a street.
    fn summed(&mut self, district: usize, sheets: &[usize], findings: &mut Findings<'p>) -> Option<Table> {
        let mut tables: Vec<(usize, Table)> = Vec::new();
        for at in sheets {
            // every sheet's faults are told before one of them ends it
            tables.extend(self.table(district, *at, findings).map(|table| (*at, table)));
        }
        if tables.len() < sheets.len() {
            return None;
        }
        let figures = settle::total(self.plan, tables.iter().map(|(_, table)| &table.settled.figures[..]));
        let stated = tables.iter().fold(None, |stated, (_, table)| Stated::or(stated, table.stated));
        let (reinspected, households) = (reinspected(&tables), households(&tables));
        let street = |(at, table): (usize, Table)| StreetReturn {
            name: self.sheets[at].name.trim().to_owned(),
            figures: table.settled.figures,
        };
        let streets = tables.into_iter().map(street).collect();
        Some(Table { settled: Settled { figures, streets }, reinspected, households, stated })
    }

    /// One sheet of the whole beside a sheet a street: the whole is used, unless the streets' sheets can be
    /// read and say otherwise.
    fn with_streets(
        &mut self,
        district: usize,
        whole: usize,
        streets: &[usize],
        findings: &mut Findings<'p>,
    ) -> Option<(usize, Table)> {
        let mut unheard = findings.fork();
        let parts = self.summed(district, streets, &mut unheard).filter(|_| !unheard.spoil());
        let table = self.table(district, whole, findings)?;
        if let Some(parts) = parts.filter(|parts| !self.agree(&table, parts)) {
            let each = [(whole, &table), (streets[0], &parts)];
            self.differ(&each, &[self.names(&[whole]), self.names(streets)], findings);
            return None;
        }
        Some((whole, table))
    }

    /// Sheets of which each could be the one: where all that can be read say the same, a summary before a
    /// ledger, else the first.
    fn alike(
        &mut self,
        district: usize,
        sheets: &[usize],
        findings: &mut Findings<'p>,
    ) -> Option<(usize, Table)> {
        let mut sound: Vec<(usize, Table)> = Vec::new();
        let mut heard: Vec<(usize, Findings<'p>)> = Vec::new();
        for at in sheets {
            let mut own = findings.fork();
            let table = self.table(district, *at, &mut own).filter(|_| !own.spoil());
            heard.push((*at, own));
            sound.extend(table.map(|table| (*at, table)));
        }
        let is_summary = |at: usize| self.sheets[at].header.as_ref().is_some_and(|h| h.form == Form::Summary);
        let of_those = |all: &[usize]| {
            all.iter().copied().find(|at| is_summary(*at)).or(all.first().copied()).unwrap_or(sheets[0])
        };
        let readable: Vec<usize> = sound.iter().map(|(at, _)| *at).collect();
        let chosen = of_those(if readable.is_empty() { sheets } else { &readable });
        if let Some((_, own)) = heard.into_iter().find(|(at, _)| *at == chosen) {
            findings.absorb(own);
        }
        let at = sound.iter().position(|(at, _)| *at == chosen)?;
        let differs = sound.iter().any(|(_, table)| !self.agree(&sound[at].1, table));
        if differs {
            let each: Vec<(usize, &Table)> = sound.iter().map(|(at, table)| (*at, table)).collect();
            let names: Vec<String> = each.iter().map(|(at, _)| self.names(&[*at])).collect();
            self.differ(&each, &names, findings);
            return None;
        }
        let fault = Fault::new(Code::S005).found(self.names(sheets)).expected(&self.sheets[chosen].name);
        findings.put(self.sheets[chosen].index, None, fault, Use::Used);
        Some(sound.swap_remove(at))
    }

    /// Do two sheets say the same, as far as both say anything?
    fn agree(&self, one: &Table, other: &Table) -> bool {
        settle::agree(&one.settled.figures, &other.settled.figures)
    }

    /// S011, with what each of them says.
    fn differ(&self, each: &[(usize, &Table)], names: &[String], findings: &mut Findings<'_>) {
        let told = |(name, (_, table)): (&String, &(usize, &Table))| {
            let done = |(figure, measure): (&crate::collect::Reported, &crate::model::Measure)| {
                let any = figure.done.as_ref().or(figure.left.as_ref()).or(figure.task.as_ref());
                any.map(|traced| format!("{} {}", measure.name, traced.amount))
            };
            let figures: Vec<String> =
                table.settled.figures.iter().zip(&self.plan.measures).filter_map(done).collect();
            format!("{name}（{}）", figures.join("、"))
        };
        let found: Vec<String> = names.iter().zip(each).map(told).collect();
        let mut fault = Fault::new(Code::S011).found(found.join("、"));
        for (at, _) in &each[1..] {
            fault = fault.against(Place::sheet(self.file.name, &self.sheets[*at].name));
        }
        findings.put(self.sheets[each[0].0].index, None, fault, Use::Used);
    }
}

/// 回头看 of all sheets, where any has it.
fn reinspected(tables: &[(usize, Table)]) -> Option<Reinspected> {
    let all: Vec<&Reinspected> = tables.iter().filter_map(|(_, table)| table.reinspected.as_ref()).collect();
    let sum = |of: fn(&Reinspected) -> &Traced| {
        let amount: Amount = all.iter().map(|r| of(r).amount).sum();
        Traced::new(amount, Origin::Sum(all.iter().map(|r| of(r).origin.clone()).collect()))
    };
    (!all.is_empty()).then(|| Reinspected { looked_at: sum(|r| &r.looked_at), failed: sum(|r| &r.failed) })
}

/// The households of all sheets, where each numbers them in the same column.
fn households(tables: &[(usize, Table)]) -> Option<Households> {
    let all: Option<Vec<&Households>> = tables.iter().map(|(_, table)| table.households.as_ref()).collect();
    let all = all?;
    let column = all.first()?.column;
    let mut rows: Vec<(u64, u32, bool)> = all.iter().flat_map(|h| h.rows.iter().copied()).collect();
    rows.sort_unstable();
    all.iter().all(|h| h.column == column).then_some(Households { column, rows })
}
