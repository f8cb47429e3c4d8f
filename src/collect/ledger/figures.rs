//! What a ledger's rows come to: counts, sums, and the rows that each was made of.

use crate::collect::returns::{Households, Reinspected, Reported, StreetReturn};
use crate::model::{Amount, CellRef, Code, Fault, Origin, Rows, Traced};

use super::{DONE, Ledger, NO_STREET};

/// A ledger of more households is not compared with the last issue's, one by one.
const HOUSEHOLDS: usize = 200_000;

/// Counts and sums of one district or street.
#[derive(Clone, Default)]
pub(super) struct Account {
    pub(super) found: Rows,
    pub(super) done: Rows,
    pub(super) today: Rows,
    /// of each of the three, the rows that belong to the household above them
    pub(super) further: [Rows; 3],
    /// by measure: of rows found, done, done today
    pub(super) sums: Vec<[Amount; 3]>,
}

/// What a ledger makes.
pub(in crate::collect) struct Counted {
    pub(in crate::collect) figures: Vec<Reported>,
    pub(in crate::collect) streets: Vec<StreetReturn>,
    pub(in crate::collect) reinspected: Option<Reinspected>,
    pub(in crate::collect) households: Option<Households>,
    /// the rows of the households counted
    pub(in crate::collect) used: Rows,
}

impl Ledger<'_, '_> {
    /// The figures, when the last row has gone by; with the households where they are asked for.
    pub(in crate::collect) fn finish(mut self, households: bool) -> Counted {
        for (measure, at, stated) in std::mem::take(&mut self.totals) {
            let summed = self.all[measure];
            if stated != summed {
                let name = &self.plan.measures[measure].name;
                let fault = Fault::new(Code::T002)
                    .found(stated)
                    .expected(summed)
                    .with("measure", name)
                    .with("difference", stated - summed);
                self.tell(at, fault);
            }
        }
        let has_look = self.slots.looked.is_some() || self.slots.result.is_some();
        let reinspected = has_look.then(|| {
            let column =
                self.slots.looked.or(self.slots.result).map(|slot| self.column(slot)).unwrap_or_default();
            let result =
                self.slots.result.or(self.slots.looked).map(|slot| self.column(slot)).unwrap_or_default();
            let looked = self.counted(&self.looked, format!("{column} ≤ {}", self.day));
            Reinspected {
                looked_at: looked, failed: self.counted(&self.failed, format!("{result}: 不合格"))
            }
        });
        let streets = if self.too_many_streets || self.streets.iter().all(|(name, _)| name == NO_STREET) {
            Vec::new()
        } else {
            let one = |(name, account): &(String, Account)| StreetReturn {
                name: name.clone(),
                figures: self.figures(account),
            };
            self.streets.iter().map(one).collect()
        };
        let households = if households { self.households() } else { None };
        let figures = self.figures(&self.total);
        Counted { figures, streets, reinspected, households, used: self.total.found }
    }

    /// The numbered households, unless the ledger numbers none, or is larger than one that is compared.
    fn households(&self) -> Option<Households> {
        let column = self.columns[self.slots.id?];
        if self.ids.is_empty() || self.ids.len() > HOUSEHOLDS {
            return None;
        }
        let one = |(hash, row): (&u64, &u32)| (*hash, *row & !DONE, *row & DONE != 0);
        let mut rows: Vec<(u64, u32, bool)> = self.ids.iter().map(one).collect();
        rows.sort_unstable();
        Some(Households { column, rows })
    }

    fn column(&self, slot: usize) -> String {
        format!("{} ({})", self.titles[slot], CellRef::letters(self.columns[slot]))
    }

    fn counted(&self, rows: &Rows, filter: String) -> Traced {
        let amount = Amount::whole(i64::try_from(rows.count()).unwrap_or(i64::MAX));
        let origin = Origin::Rows {
            sheet: self.sheet.clone(),
            column: None,
            rows: rows.clone(),
            filter,
            factor: (1, 1),
        };
        Traced::new(amount, origin)
    }

    fn figures(&self, account: &Account) -> Vec<Reported> {
        let done = self.column(self.slots.done);
        let filters = [
            self.slots
                .found
                .map_or_else(|| "全部行".to_owned(), |slot| format!("{} ≤ {}", self.column(slot), self.day)),
            format!("{done} ≤ {}", self.day),
            format!("{done} = {}", self.day),
        ];
        let figure = |measure: usize, which: usize| {
            let rows = [&account.found, &account.done, &account.today][which];
            let filter = filters[which].clone();
            let Some((_, gauge)) = &self.amounts[measure] else {
                return Some(self.counted(&rows.without(&account.further[which]), filter));
            };
            let origin = Origin::Rows {
                sheet: self.sheet.clone(),
                column: Some(gauge.column),
                rows: rows.clone(),
                filter,
                factor: gauge.factor(),
            };
            Some(Traced::new(account.sums[measure][which], origin))
        };
        (0..self.plan.measures.len())
            .map(|measure| Reported {
                day: figure(measure, 2),
                done: figure(measure, 1),
                task: figure(measure, 0),
                left: None,
                previous: None,
                share: None,
                rank: None,
            })
            .collect()
    }
}

impl Account {
    /// A row found, done, done today; `part` of the household above or one of its own.
    pub(super) fn add(
        &mut self,
        row: u32,
        [found, done, today]: [bool; 3],
        part: bool,
        amounts: &[(usize, Amount)],
    ) {
        for (rows, counts) in [(&mut self.found, found), (&mut self.done, done), (&mut self.today, today)] {
            if counts {
                rows.push(row);
            }
        }
        if part {
            for (rows, counts) in self.further.iter_mut().zip([found, done, today]) {
                if counts {
                    rows.push(row);
                }
            }
        }
        for (measure, amount) in amounts {
            for (sum, counts) in self.sums[*measure].iter_mut().zip([found, done, today]) {
                if counts {
                    *sum = *sum + *amount;
                }
            }
        }
    }
}
