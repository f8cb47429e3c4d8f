//! The table of progress: 单位 | 当日进度 | 累计进度 (户数 占比 排名 …) | 剩余任务 | 较昨日.

use super::document::{Column, HeadCell, Row, Table, TableMeasure};
use super::number::{NONE, UNREPORTED, amount, change, each, moved, rank, share, today};
use super::{groups, wording};
use crate::model::Measure;
use crate::plan::Plan;
use crate::reckon::{Figures, Standing, Standings, Status, TotalFigures};

/// A district's mark when its figures are another day's; a note explains it.
pub(super) const CARRIED: &str = "*";

/// The table of an issue.
pub(super) fn progress(standings: &Standings, plan: &Plan) -> Table {
    let measures = &standings.measures;
    let compared = standings.last.is_some();
    let mut rows: Vec<Row> = standings.districts.iter().map(|d| district(d, standings)).collect();
    rows.push(total(standings));
    Table {
        caption: Some(wording::table_caption(plan)),
        unit_note: Some(wording::unit_note(measures)),
        columns: columns(measures, compared),
        head: head(standings),
        rows,
        measures: owned(measures, compared),
        groups: groups::heads(standings),
        part: None,
    }
}

/// Which columns are each measure's.
fn owned(measures: &[Measure], compared: bool) -> Vec<TableMeasure> {
    let n = measures.len();
    let of = |index: usize| {
        let (done, left) = (1 + n + 3 * index, 1 + 4 * n + index);
        let mut columns = vec![1 + index, done, done + 1, done + 2, left];
        if compared {
            columns.extend([1 + 5 * n + 2 * index, 2 + 5 * n + 2 * index]);
        }
        columns
    };
    let owned = |(index, m): (usize, &Measure)| TableMeasure { unit: m.unit.clone(), columns: of(index) };
    measures.iter().enumerate().map(owned).collect()
}

fn columns(measures: &[Measure], compared: bool) -> Vec<Column> {
    let mut columns = vec![Column::Name];
    columns.extend(measures.iter().map(|_| Column::Figure));
    columns.extend(measures.iter().flat_map(|_| [Column::Figure, Column::Figure, Column::Figure]));
    columns.extend(measures.iter().map(|_| Column::Figure));
    if compared {
        columns.extend(measures.iter().flat_map(|_| [Column::Figure, Column::Figure]));
    }
    columns
}

fn head(standings: &Standings) -> Vec<Vec<HeadCell>> {
    let measures = &standings.measures;
    let cell = |text: &str, columns, rows| HeadCell { text: text.to_owned(), columns, rows };
    let n = measures.len();
    let mut top = vec![
        cell("单位", 1, 2),
        cell(wording::period_head(standings), n, 1),
        cell("累计进度", 3 * n, 1),
        cell("剩余任务", n, 1),
    ];
    let mut leaves = Vec::new();
    leaves.extend(measures.iter().map(|m| cell(&m.name, 1, 1)));
    leaves
        .extend(measures.iter().flat_map(|m| [cell(&m.name, 1, 1), cell("占比", 1, 1), cell("排名", 1, 1)]));
    leaves.extend(measures.iter().map(|m| cell(&m.name, 1, 1)));
    if let Some(last) = &standings.last {
        top.push(cell(wording::since(standings.day, last.day), 2 * n, 1));
        leaves.extend(
            measures.iter().flat_map(|m| [cell(&format!("{}占比", m.name), 1, 1), cell("排名", 1, 1)]),
        );
    }
    vec![top, leaves]
}

fn district(d: &Standing, standings: &Standings) -> Row {
    let name = match d.status {
        Status::Carried(_) => format!("{}{CARRIED}", d.district.name),
        Status::Reported | Status::Missing => d.district.name.clone(),
    };
    let reported = d.status == Status::Reported;
    // 未报 is never printed as 0, and what does not exist is —
    let print = |of: &dyn Fn(&Figures, &Measure) -> String| each(&d.figures, standings, of);
    let mut cells = vec![name];
    if reported {
        cells.extend(print(&today));
    } else {
        cells.extend(standings.measures.iter().map(|_| UNREPORTED.to_owned()));
    }
    let done = print(&|f, m| amount(f.done.amount, m));
    let shares = print(&|f, _| share(f.share, standings));
    let ranks = print(&|f, _| rank(f));
    for ((done, share), rank) in done.into_iter().zip(shares).zip(ranks) {
        cells.extend([done, share, rank]);
    }
    cells.extend(print(&|f, m| amount(f.left.amount, m)));
    if standings.last.is_some() {
        let changes = print(&|f, _| if reported { change(f.change, standings) } else { NONE.to_owned() });
        for (change, moved) in changes.into_iter().zip(print(&|f, _| moved(f))) {
            cells.extend([change, moved]);
        }
    }
    Row { is_total: false, cells }
}

fn total(standings: &Standings) -> Row {
    let print = |of: &dyn Fn(&TotalFigures, &Measure) -> String| -> Vec<String> {
        standings.total.iter().zip(&standings.measures).map(|(t, m)| of(t, m)).collect()
    };
    let mut cells = vec!["合计".to_owned()];
    // nobody's day is known: because nobody reported, or because no workbook gives it
    let reported = standings.districts.iter().any(|d| d.status == Status::Reported);
    let unknown = if reported { NONE } else { UNREPORTED };
    cells.extend(print(&|t, m| t.day.map_or_else(|| unknown.to_owned(), |day| amount(day, m))));
    for (t, m) in standings.total.iter().zip(&standings.measures) {
        cells.extend([amount(t.done, m), share(t.share, standings), NONE.to_owned()]);
    }
    cells.extend(print(&|t, m| amount(t.left, m)));
    if standings.last.is_some() {
        for t in &standings.total {
            cells.extend([change(t.change, standings), NONE.to_owned()]);
        }
    }
    Row { is_total: true, cells }
}
