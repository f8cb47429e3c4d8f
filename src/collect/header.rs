//! Finds the head of a table: one row or several, merged or not, below titles and notes, among forty rows.

use crate::model::{CellRef, Code, Fault};

use super::cell::{Cell, shorten};
use super::column::{self, Column, Holds, Lexicon};
use super::head::{Head, STARTS, is_number};
use super::normal::fold;
use super::vocabulary::{self, Key, Kind};

/// A head has at most so many rows.
const DEPTH: u32 = 4;

/// What sort of table stands below a head.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// figures of districts or streets, a row each
    Summary,
    /// households, a row each
    Ledger,
}

/// A head that was found.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Header {
    /// its first row, 0-based
    pub(super) top: u32,
    /// the row after its last, and after the one that numbers its columns
    pub(super) end: u32,
    pub(super) form: Form,
    pub(super) columns: Vec<Column>,
    /// figures for which two columns stand: indices into `columns`
    pub(super) doubled: Vec<(usize, Kind, Vec<usize>)>,
    rank: Rank,
}

/// Says of columns, under a head that begins in this row, what they hold.
pub(super) type Given<'g> = dyn Fn(&mut Vec<Column>, u32) + 'g;

/// By which of two heads is the better one: complete, then figures found, then score.
type Rank = (bool, usize, i64);

impl Header {
    /// The first column that holds this.
    pub(super) fn find(&self, holds: Holds) -> Option<&Column> {
        self.columns.iter().find(|column| column.holds == holds)
    }

    /// The first column with this key; of several dates of completion that which says so, before 验收日期.
    pub(super) fn key(&self, key: Key) -> Option<&Column> {
        let says_so = |c: &&Column| c.holds == Holds::Key(key) && c.leaf.contains("完成");
        let best = if key == Key::DoneDate { self.columns.iter().find(says_so) } else { None };
        best.or_else(|| self.find(Holds::Key(key)))
    }

    /// Does it hold all that its form needs?
    pub(super) fn is_complete(&self) -> bool {
        self.rank.0
    }

    /// How good it is, against heads of other sheets.
    pub(super) fn rank(&self) -> Rank {
        self.rank
    }

    /// What each measure lacks, in words.
    pub(super) fn lacks(&self, lexicon: &Lexicon, names: &[&str]) -> Vec<String> {
        let mut lacks = Vec::new();
        if self.form == Form::Ledger && self.key(Key::DoneDate).is_none() {
            lacks.push("整治完成日期".to_owned());
        }
        for (measure, name) in names.iter().enumerate() {
            match self.form {
                Form::Ledger if !ledger_has(&self.columns, lexicon, measure) => {
                    lacks.push((*name).to_owned())
                }
                Form::Summary if totals(&self.columns, measure) < 2 => {
                    let missing: Vec<&str> =
                        [(Kind::Done, "累计"), (Kind::Left, "剩余"), (Kind::Task, "总数")]
                            .iter()
                            .filter(|(kind, _)| self.find(Holds::Figure(measure, *kind)).is_none())
                            .map(|(_, word)| *word)
                            .collect();
                    lacks.push(format!("{name}（{}）", missing.join("／")));
                }
                Form::Ledger | Form::Summary => {}
            }
        }
        lacks
    }
}

/// How many of done, task and left stand there for a measure; two give the third.
fn totals(columns: &[Column], measure: usize) -> usize {
    let has = |kind| columns.iter().any(|c| c.holds == Holds::Figure(measure, kind));
    let done = has(Kind::Done) || has(Kind::Previous) && has(Kind::Day);
    [done, has(Kind::Task), has(Kind::Left)].into_iter().filter(|has| *has).count()
}

/// The kinds by which a ledger's column may give a row's amount.
pub(super) const AMOUNTS: [Kind; 2] = [Kind::Bare, Kind::Task];

fn ledger_has(columns: &[Column], lexicon: &Lexicon, measure: usize) -> bool {
    lexicon.counts_rows(measure)
        || columns.iter().any(|c| AMOUNTS.iter().any(|kind| c.holds == Holds::Figure(measure, *kind)))
}

impl Head {
    /// The best head, complete or not: of equals the one that ends first, then the one with fewer rows.
    pub(super) fn find(&self, lexicon: &Lexicon) -> Option<Header> {
        self.find_given(lexicon, None, &|_, _| ())
    }

    /// As [`Head::find`], where the rows of the head (its first, and the one after its last) or what some of
    /// its columns hold are given.
    pub(super) fn find_given(
        &self,
        lexicon: &Lexicon,
        rows: Option<(u32, u32)>,
        given: &Given<'_>,
    ) -> Option<Header> {
        let best = match rows {
            Some((top, end)) => self.try_at(lexicon, top, end, given),
            None => self.best(lexicon, given),
        };
        best.map(|mut header| {
            while self.numbers_columns(header.end) {
                header.end += 1;
            }
            header
        })
    }

    /// The rows of the best head that `row` is one of, and of `depth` rows at most; nothing where none of
    /// its heads is known.
    pub(super) fn around(&self, lexicon: &Lexicon, row: u32, depth: u32) -> Option<(u32, u32)> {
        let mut best: Option<Header> = None;
        for top in (row + 1).saturating_sub(depth)..=row {
            for end in row + 1..=top + depth {
                if !self.can_begin(top) || !(top..end).all(|row| self.can_belong(row)) {
                    break;
                }
                let Some(found) = self.try_at(lexicon, top, end, &|_, _| ()) else { continue };
                let order = |h: &Header| (h.rank, std::cmp::Reverse(h.end - h.top), std::cmp::Reverse(h.end));
                if best.as_ref().is_none_or(|best| order(&found) > order(best)) {
                    best = Some(found);
                }
            }
        }
        best.map(|header| (header.top, header.end))
    }

    fn best(&self, lexicon: &Lexicon, given: &Given<'_>) -> Option<Header> {
        let first = *self.rows.keys().next()?;
        let mut best: Option<Header> = None;
        for top in first..first + STARTS {
            for depth in 1..=DEPTH {
                if depth == 1 && !self.can_begin(top) || !self.can_belong(top + depth - 1) {
                    break;
                }
                let Some(found) = self.try_at(lexicon, top, top + depth, given) else { continue };
                let better = best.as_ref().is_none_or(|best| {
                    let order = found.rank.cmp(&best.rank);
                    order.then(best.end.cmp(&found.end)).then((best.end - best.top).cmp(&depth)).is_gt()
                });
                if better {
                    best = Some(found);
                }
            }
        }
        best
    }

    /// A head's first row holds two texts at least; titles and notes hold one, or a colon.
    fn can_begin(&self, row: u32) -> bool {
        let Some(cells) = self.rows.get(&row) else { return false };
        let texts: Vec<String> = cells.values().filter_map(Cell::as_text).map(fold).collect();
        texts.len() >= 2 && texts.iter().any(|text| *text != texts[0]) && self.can_belong(row)
    }

    fn can_belong(&self, row: u32) -> bool {
        let Some(cells) = self.rows.get(&row) else { return false };
        let labelled = |text: &str| text.contains([':', '：']) && !fold(text).starts_with("其中");
        // one stray number may stand in a head; a row with several is one of figures
        let numbers = cells.values().filter(|cell| is_number(cell)).count();
        if numbers > 1 && numbers * 5 >= cells.len() {
            return false;
        }
        // a note may stand at a head's right
        let mut texts: Vec<&str> = cells.values().filter_map(Cell::as_text).collect();
        if texts.len() > 3 && texts.last().is_some_and(|text| vocabulary::is_note(&fold(text))) {
            texts.pop();
        }
        !texts.is_empty() && !texts.into_iter().any(labelled)
    }

    fn try_at(&self, lexicon: &Lexicon, top: u32, end: u32, given: &Given<'_>) -> Option<Header> {
        let mut indices: Vec<u32> =
            self.rows.range(top..end).flat_map(|(_, cells)| cells.keys().copied()).collect();
        indices.sort_unstable();
        indices.dedup();
        let mut columns: Vec<Column> = Vec::new();
        for index in indices {
            let (row, heads) = self.heads(index, top, end);
            if !heads.is_empty() {
                columns.push(lexicon.column(index, row, &heads));
            }
        }
        given(&mut columns, top);
        column::inherit(&mut columns);
        // a share without a measure's name may have found one that the plan gave to another column
        given(&mut columns, top);
        let doubled = column::settle(&mut columns);
        let figures = columns
            .iter()
            .filter(|c| matches!(c.holds, Holds::Figure(_, kind) if kind != Kind::Bare))
            .count();
        let keys = columns.iter().filter(|c| matches!(c.holds, Holds::Key(_))).count();
        let stated =
            columns.iter().filter(|c| matches!(c.holds, Holds::Figure(..)) && c.unit.is_some()).count();
        let numbers =
            self.rows.range(top..end).flat_map(|(_, cells)| cells.values()).filter(|c| is_number(c)).count();
        let measures = 0..lexicon.len();
        let summary = measures.clone().filter(|m| totals(&columns, *m) >= 2).count();
        let has_date = columns.iter().any(|c| c.holds == Holds::Key(Key::DoneDate));
        let ledger =
            if has_date { measures.filter(|m| ledger_has(&columns, lexicon, *m)).count() } else { 0 };
        // numbers, owners and homes without a date of completion: a ledger that lacks one
        let of_households = [Key::Id, Key::Owner, Key::Address, Key::FoundDate];
        let kept =
            of_households.iter().filter(|k| columns.iter().any(|c| c.holds == Holds::Key(**k))).count();
        let households = figures == 0 && (has_date || kept >= 2);
        let form = if ledger > summary || households { Form::Ledger } else { Form::Summary };
        let amounts = if form == Form::Ledger { ledger + 1 } else { 0 };
        let have = summary.max(ledger);
        let score = 3 * (figures + amounts) + keys + stated;
        // a head that tells the columns apart is better, however few it then knows: 合计/任务 beside 工程/任务
        let score = score as i64 - 4 * numbers as i64 - 1000 * doubled.len() as i64;
        if figures + amounts == 0 {
            return None;
        }
        Some(Header { top, end, form, columns, doubled, rank: (have == lexicon.len(), have, score) })
    }

    /// The heads over a column, top to bottom, each once, and the row of the lowest.
    fn heads(&self, column: u32, top: u32, end: u32) -> (u32, Vec<String>) {
        let mut lowest = top;
        let mut heads: Vec<String> = Vec::new();
        for row in top..end {
            let own = self.text(row, column);
            let text = match own {
                Some(text) => Some(text),
                None => self.spread(row, column, top, end),
            };
            let Some(text) = text else { continue };
            if own.is_some() {
                lowest = row;
            }
            if heads.last().is_none_or(|last| last != text) {
                heads.push(text.to_owned());
            }
        }
        (lowest, heads)
    }

    /// The text that a merged block spreads over an empty cell; where the format does not tell of merged
    /// cells, the group to its left, if both have heads below.
    fn spread(&self, row: u32, column: u32, top: u32, end: u32) -> Option<&str> {
        let merges = self.merges.as_deref().unwrap_or(&[]);
        if let Some(block) =
            merges.iter().find(|m| (m.top..=m.bottom).contains(&row) && (m.left..=m.right).contains(&column))
        {
            // a block that begins above the head is a title's
            return if block.top >= top { self.text(block.top, block.left) } else { None };
        }
        if merges.iter().any(|m| m.top == row && m.right > m.left) {
            return None;
        }
        let has_below = |column: u32| (row + 1..end).any(|below| self.text(below, column).is_some());
        if !has_below(column) {
            return None;
        }
        let (left, cell) = self.rows.get(&row)?.range(..column).next_back()?;
        let unbroken = (*left..column).all(has_below);
        if unbroken { cell.as_text() } else { None }
    }
}

/// So many of the columns that stand for one figure are named: a broken head has hundreds.
const MOST_NAMED: usize = 8;

/// S003 for every figure under two columns.
pub(super) fn doubled_faults(header: &Header, names: &[&str]) -> Vec<(CellRef, Fault)> {
    let mut faults = Vec::new();
    for (measure, kind, columns) in &header.doubled {
        let used = match header.form {
            Form::Summary => !matches!(kind, Kind::Bare | Kind::Rank),
            Form::Ledger => AMOUNTS.contains(kind),
        };
        if !used {
            continue;
        }
        let places: Vec<CellRef> = columns
            .iter()
            .map(|i| CellRef { row: header.columns[*i].row, column: header.columns[*i].index })
            .collect();
        let title = |i: usize| shorten(&header.columns[i].title);
        let mut found: Vec<String> = columns
            .iter()
            .zip(&places)
            .take(MOST_NAMED)
            .map(|(i, at)| format!("{at} {}", title(*i)))
            .collect();
        if columns.len() > MOST_NAMED {
            found.push(format!("… ({})", columns.len()));
        }
        let fault = Fault::new(Code::S003).found(found.join("、")).expected(names[*measure]);
        faults.push((places[0], fault));
    }
    faults
}
