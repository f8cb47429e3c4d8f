//! The second level: a table a district of its streets, each summing to the district's row; and the
//! bulletin of one district alone.

use super::document::{Block, Column, HeadCell, Row, Span, Table, TableMeasure};
use super::number::{UNREPORTED, amount, each, share, today};
use super::{Document, district, unreported, wording};
use crate::model::{Edition, Measure};
use crate::plan::Plan;
use crate::reckon::{Figures, Standing, Standings, Status};

/// A table, with its note, for every district whose workbook has streets.
pub(super) fn tables(standings: &Standings, plan: &Plan) -> Vec<Block> {
    let with_streets = standings.districts.iter().filter(|d| !d.streets.is_empty());
    with_streets.flat_map(|district| of_district(district, standings, plan)).collect()
}

/// What the tables of all districts are called together: 各单位分街道进度统计表.
pub(super) fn of_all(standings: &Standings) -> String {
    let streets = standings.districts.iter().flat_map(|district| &district.streets);
    district::streets_caption("各单位", streets.map(|street| street.name.as_str()))
}

/// The bulletin of one district: its row, and its streets where it has them.
#[must_use]
pub fn of_one_district(of: &Standing, standings: &Standings, edition: &Edition, plan: &Plan) -> Document {
    let text = district::of_district(of, standings, plan);
    let mut blocks = vec![Block::Paragraph(vec![Span::plain(text)])];
    blocks.extend(of_district(of, standings, plan));
    Document {
        shell: plan.shell,
        masthead: plan.masthead.clone(),
        number: edition.label(),
        issuer: plan.issuer.clone(),
        date: edition.day.long(),
        title: district::title_of_district(&edition.title, &of.district.name),
        blocks,
        official: None,
    }
}

fn of_district(of: &Standing, standings: &Standings, plan: &Plan) -> Vec<Block> {
    let name = &of.district.name;
    let measures = &standings.measures;
    let mut rows: Vec<Row> =
        of.streets.iter().map(|s| row(s.name.clone(), &s.figures, of, standings, false)).collect();
    rows.push(row(district::sum_of_district(name), &of.figures, of, standings, true));
    let table = Block::Table(Table {
        caption: Some(district::streets_caption(name, of.streets.iter().map(|street| street.name.as_str()))),
        unit_note: Some(wording::unit_note(measures)),
        columns: columns(measures),
        head: head(measures, super::wording::period_head(standings)),
        rows,
        measures: owned(measures),
        groups: Vec::new(),
        part: None,
    });
    let absence = unreported::absence(of, standings);
    let note = match &of.status {
        Status::Reported => return vec![table],
        Status::Carried(issue) => {
            wording::carried(name, absence, issue.day, &plan.issue_named(issue.number, issue.day))
        }
        Status::Missing => wording::missing(&[name.as_str()], absence),
    };
    vec![table, Block::Notes(vec![vec![Span::plain(format!("注：{note}。"))]])]
}

/// Which columns are each measure's.
fn owned(measures: &[Measure]) -> Vec<TableMeasure> {
    let n = measures.len();
    let of = |index: usize| vec![1 + index, 1 + n + 2 * index, 2 + n + 2 * index, 1 + 3 * n + index];
    let owned = |(index, m): (usize, &Measure)| TableMeasure { unit: m.unit.clone(), columns: of(index) };
    measures.iter().enumerate().map(owned).collect()
}

fn columns(measures: &[Measure]) -> Vec<Column> {
    let mut columns = vec![Column::Name];
    columns.extend(measures.iter().map(|_| Column::Figure));
    columns.extend(measures.iter().flat_map(|_| [Column::Figure, Column::Figure]));
    columns.extend(measures.iter().map(|_| Column::Figure));
    columns
}

fn head(measures: &[Measure], day: &str) -> Vec<Vec<HeadCell>> {
    let cell = |text: &str, columns, rows| HeadCell { text: text.to_owned(), columns, rows };
    let n = measures.len();
    let top = vec![cell("单位", 1, 2), cell(day, n, 1), cell("累计进度", 2 * n, 1), cell("剩余任务", n, 1)];
    let names = || measures.iter().map(|m| cell(&m.name, 1, 1));
    let mut leaves: Vec<HeadCell> = names().collect();
    leaves.extend(measures.iter().flat_map(|m| [cell(&m.name, 1, 1), cell("占比", 1, 1)]));
    leaves.extend(names());
    vec![top, leaves]
}

fn row(
    name: String,
    figures: &[Option<Figures>],
    district: &Standing,
    standings: &Standings,
    is_total: bool,
) -> Row {
    let print = |of: &dyn Fn(&Figures, &Measure) -> String| each(figures, standings, of);
    let mut cells = vec![name];
    if district.status == Status::Reported {
        cells.extend(print(&today));
    } else {
        cells.extend(standings.measures.iter().map(|_| UNREPORTED.to_owned()));
    }
    let done = print(&|f, m| amount(f.done.amount, m));
    let shares = print(&|f, _| share(f.share, standings));
    for (done, share) in done.into_iter().zip(shares) {
        cells.extend([done, share]);
    }
    cells.extend(print(&|f, m| amount(f.left.amount, m)));
    Row { is_total, cells }
}
