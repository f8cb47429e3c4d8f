//! `workbooks:`, where the plan says how a district's workbook is laid out, and nothing is to be found out.

use std::collections::BTreeMap;

use unicode_normalization::UnicodeNormalization;

use crate::model::{District, Measure};

use super::check::or;
use super::keys::{Checked, Item, Reader};
use super::names::folded;
use super::nearest::did_you_mean;
use super::raw::Content;

/// How one district's workbook is laid out; what is left out is found in the workbook itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mapping {
    /// the sheet that is read, hidden or not
    pub sheet: Option<String>,
    /// the rows of the head
    pub header: Option<HeadRows>,
    /// which column gives what, no figure twice
    pub columns: Vec<MappedColumn>,
}

/// The rows of a table's head, 0-based, both ends in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeadRows {
    /// the head stands in this row, and perhaps in rows next to it: `header: 4`
    About(u32),
    /// the head is these rows and no other: `header: 3-4`
    From(u32, u32),
}

/// One column, by its letter, its title, or both, which then must agree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MappedColumn {
    /// what stands in it
    pub gives: Gives,
    /// 0-based
    pub letter: Option<u32>,
    /// the head over it: the lowest, or all of them joined by `/`
    pub title: Option<String>,
    /// the unit of its numbers, where the head does not say it or says it wrongly
    pub unit: Option<String>,
}

/// What a column gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gives {
    /// a figure of a measure, an index into the plan's
    Figure(usize, MappedFigure),
    /// a name, a date or a word
    Key(MappedKey),
}

/// Which figure of a measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum MappedFigure {
    /// T
    Task,
    /// C as it was before the day
    Previous,
    /// D
    Day,
    /// C
    Done,
    /// R
    Left,
    /// C / T
    Share,
    /// a ledger's row's own
    Amount,
}

/// Which name, date or word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum MappedKey {
    /// 单位: whoever the row speaks of
    Name,
    /// 区县
    District,
    /// 街道
    Street,
    /// 社区
    Community,
    /// 编号
    Id,
    /// 整治状态
    Status,
    /// 排查日期
    FoundDate,
    /// 整治完成日期
    DoneDate,
    /// 回头看日期
    LookedDate,
    /// 回头看结果
    LookedResult,
}

/// The keys below `columns`, beside the measures' names.
pub(super) const KEYS: &[(&str, MappedKey)] = &[
    ("name", MappedKey::Name),
    ("street", MappedKey::Street),
    ("district", MappedKey::District),
    ("community", MappedKey::Community),
    ("id", MappedKey::Id),
    ("status", MappedKey::Status),
    ("found_date", MappedKey::FoundDate),
    ("done_date", MappedKey::DoneDate),
    ("looked_date", MappedKey::LookedDate),
    ("looked_result", MappedKey::LookedResult),
];

/// The keys below a measure.
pub(super) const FIGURES: &[(&str, MappedFigure)] = &[
    ("task", MappedFigure::Task),
    ("previous", MappedFigure::Previous),
    ("day", MappedFigure::Day),
    ("done", MappedFigure::Done),
    ("left", MappedFigure::Left),
    ("share", MappedFigure::Share),
    ("amount", MappedFigure::Amount),
];

/// What people write for them.
const OTHER_FIGURES: &[(&str, &str)] = &[
    ("total", "task"),
    ("总数", "task"),
    ("任务", "task"),
    ("任务数", "task"),
    ("yesterday", "previous"),
    ("昨日累计", "previous"),
    ("上期累计", "previous"),
    ("today", "day"),
    ("当日", "day"),
    ("今日", "day"),
    ("cumulative", "done"),
    ("累计", "done"),
    ("remaining", "left"),
    ("剩余", "left"),
    ("占比", "share"),
    ("数量", "amount"),
];

/// The last row and column of a worksheet, 1-based.
const ROWS: u32 = 1_048_576;
const COLUMNS: u32 = 16_384;
/// A head of more rows is none.
const DEEPEST: u32 = 8;

/// The mappings, by the district's place in the plan.
pub(super) fn workbooks<'r>(
    reader: &mut Reader<'r>,
    item: &Item<'r>,
    districts: &[District],
    measures: &[Measure],
) -> Checked<BTreeMap<usize, Mapping>> {
    let mut mappings: Checked<BTreeMap<usize, Mapping>> = Ok(BTreeMap::new());
    let mut named: BTreeMap<usize, usize> = BTreeMap::new();
    for (key, name, value) in reader.entries(item, "districts, as 东城区: {sheet: 进度统计}")? {
        let is = |d: &District| d.names().any(|own| same(own, &name));
        let district = match districts.iter().position(is) {
            None => {
                let names: Vec<&str> = districts.iter().map(|d| d.name.as_str()).collect();
                let message = format!("`{name}` is no district of the plan");
                Err(reader.tell(&key, message, did_you_mean(&name, &names)))
            }
            Some(district) => match named.insert(district, key.node.id) {
                Some(first) => {
                    let message = format!("{} stands twice", districts[district].name);
                    Err(reader.tell_again(&key, first, message, Some("keep one of them".to_owned())))
                }
                None => Ok(district),
            },
        };
        let mapping = mapping(reader, &value, measures);
        match (district, mapping, &mut mappings) {
            (Ok(district), Ok(mapping), Ok(all)) => {
                all.insert(district, mapping);
            }
            (Err(told), ..) | (_, Err(told), _) => mappings = Err(told),
            _ => {}
        }
    }
    mappings
}

fn mapping<'r>(reader: &mut Reader<'r>, item: &Item<'r>, measures: &[Measure]) -> Checked<Mapping> {
    let others = [
        ("工作表", "sheet"),
        ("表头", "header"),
        ("head", "header"),
        ("header_row", "header"),
        ("row", "header"),
        ("列", "columns"),
        ("column", "columns"),
    ];
    let table = &reader.table(item, &["sheet", "header", "columns"], &others)?;
    if table.is_bare() {
        let hint = "write {sheet: 进度统计, header: 4, columns: {name: A}}, or leave the district out";
        return Err(reader.tell(item, "expected sheet, header or columns, found none", hint.to_owned()));
    }
    let sheet = or(table, "sheet", None, |item| reader.line(item).map(Some));
    let header = or(table, "header", None, |item| head_rows(reader, item).map(Some));
    let columns = or(table, "columns", Vec::new(), |item| columns(reader, item, measures));
    Ok(Mapping { sheet: sheet?, header: header?, columns: columns? })
}

/// `4`, or `3-4`.
fn head_rows<'r>(reader: &mut Reader<'r>, item: &Item<'r>) -> Checked<HeadRows> {
    if matches!(item.node.content, Content::Integer(_)) {
        return reader.whole(item, 1..=ROWS).map(|row| HeadRows::About(row - 1));
    }
    let text = reader.line(item)?;
    let plain: String = text.nfkc().filter(|c| !c.is_whitespace()).collect();
    if let Some(row) = plain.parse().ok().filter(|row| (1..=ROWS).contains(row)) {
        return Ok(HeadRows::About(row - 1));
    }
    let rows = plain.split_once(['-', '–', '~']).and_then(|(from, to)| {
        let row = |text: &str| text.parse::<u32>().ok().filter(|row| (1..=ROWS).contains(row));
        Some((row(from)?, row(to)?)).filter(|(from, to)| from <= to && to - from < DEEPEST)
    });
    let Some((from, to)) = rows else {
        let message = format!("expected the head's row, as 4, or its first and last, as 3-4, found `{text}`");
        let hint = format!("rows are counted as Excel shows them; a head has {DEEPEST} at most");
        return Err(reader.tell(item, message, hint));
    };
    Ok(HeadRows::From(from - 1, to - 1))
}

/// Names and dates by their keys, figures below their measure's name.
fn columns<'r>(reader: &mut Reader<'r>, item: &Item<'r>, measures: &[Measure]) -> Checked<Vec<MappedColumn>> {
    let mut columns: Checked<Vec<MappedColumn>> = Ok(Vec::new());
    let mut seen: Vec<(Spot, usize)> = Vec::new();
    for (key, name, value) in reader.entries(item, "columns, as name: A or 户数: {done: D}")? {
        let is = |m: &Measure| m.names().any(|own| same(own, &name));
        let found = if let Some(measure) = measures.iter().position(is) {
            figures(reader, &value, measure, &mut seen)
        } else if let Some((_, key)) = KEYS.iter().find(|(word, _)| *word == name) {
            column(reader, &value, Gives::Key(*key), &mut seen).map(|column| vec![column])
        } else {
            let known: Vec<&str> =
                measures.iter().map(|m| m.name.as_str()).chain(KEYS.iter().map(|(word, _)| *word)).collect();
            let other = match name.as_str() {
                "单位" | "名称" | "单位名称" => Some("name"),
                "街道" | "乡镇" => Some("street"),
                "区县" => Some("district"),
                "编号" => Some("id"),
                "社区" => Some("community"),
                "完成日期" | "整治完成日期" => Some("done_date"),
                "排查日期" => Some("found_date"),
                _ => None,
            };
            let hint = other
                .map(|word| format!("did you mean `{word}`?"))
                .or_else(|| did_you_mean(&name, &known))
                .or_else(|| Some(format!("one of {}", known.join(", "))));
            Err(reader.tell(&key, format!("`{name}` is no measure of the plan and no key"), hint))
        };
        match (found, &mut columns) {
            (Ok(found), Ok(all)) => all.extend(found),
            (Err(told), _) => columns = Err(told),
            _ => {}
        }
    }
    columns
}

fn figures<'r>(
    reader: &mut Reader<'r>,
    item: &Item<'r>,
    measure: usize,
    seen: &mut Vec<(Spot, usize)>,
) -> Checked<Vec<MappedColumn>> {
    let known: Vec<&str> = FIGURES.iter().map(|(word, _)| *word).collect();
    let table = reader.table(item, &known, OTHER_FIGURES)?;
    let mut columns = Ok(Vec::new());
    for (word, figure) in FIGURES {
        let Some(item) = table.get(word) else { continue };
        match (column(reader, item, Gives::Figure(measure, *figure), seen), &mut columns) {
            (Ok(column), Ok(all)) => all.push(column),
            (Err(told), _) => columns = Err(told),
            _ => {}
        }
    }
    columns
}

/// By what a column was named.
#[derive(PartialEq, Eq)]
enum Spot {
    Letter(u32),
    Title(String),
}

/// `D`, `累计户数`, or `{column: D, title: 累计户数, unit: 户}`.
fn column<'r>(
    reader: &mut Reader<'r>,
    item: &Item<'r>,
    gives: Gives,
    seen: &mut Vec<(Spot, usize)>,
) -> Checked<MappedColumn> {
    let mut column = MappedColumn { gives, letter: None, title: None, unit: None };
    if item.is_mapping() {
        let others =
            [("letter", "column"), ("列", "column"), ("head", "title"), ("表头", "title"), ("单位", "unit")];
        let table = &reader.table(item, &["column", "title", "unit"], &others)?;
        column.letter = or(table, "column", None, |item| {
            let text = reader.line(item)?;
            match letters(&text) {
                Some(index) => Ok(Some(index)),
                None => {
                    let hint = "a title stands under the key title".to_owned();
                    Err(reader.tell(item, format!("expected a column from A to XFD, found `{text}`"), hint))
                }
            }
        })?;
        column.title = or(table, "title", None, |item| reader.line(item).map(Some))?;
        column.unit = or(table, "unit", None, |item| {
            let unit = reader.line(item)?;
            match gives {
                Gives::Figure(_, MappedFigure::Share) | Gives::Key(_) => {
                    Err(reader.tell(item, "only amounts have a unit", "leave it out".to_owned()))
                }
                Gives::Figure(..) => Ok(Some(unit)),
            }
        })?;
        if column.letter.is_none() && column.title.is_none() {
            let hint = "write the column's letter, its title, or both: {column: D, title: 累计户数}";
            return Err(reader.tell(item, "expected column or title, found neither", hint.to_owned()));
        }
    } else {
        let text = reader.line(item)?;
        column.letter = letters(&text);
        column.title = column.letter.is_none().then_some(text);
    }
    let spot = match (column.letter, &column.title) {
        (Some(letter), _) => Spot::Letter(letter),
        (None, title) => Spot::Title(folded(title.as_deref().unwrap_or_default())),
    };
    if let Some((_, first)) = seen.iter().find(|(other, _)| *other == spot) {
        let hint = "a column gives one thing alone".to_owned();
        return Err(reader.tell_again(item, *first, "this column stands twice".to_owned(), Some(hint)));
    }
    seen.push((spot, item.node.id));
    Ok(column)
}

/// A column's letters as its 0-based place: A is 0, XFD the last.
fn letters(text: &str) -> Option<u32> {
    let text: String = text.nfkc().collect();
    if text.is_empty() || text.len() > 3 || !text.bytes().all(|b| b.is_ascii_alphabetic()) {
        return None;
    }
    let place = text.bytes().fold(0, |n, b| n * 26 + u32::from(b.to_ascii_uppercase() - b'A') + 1);
    (place <= COLUMNS).then(|| place - 1)
}

fn same(one: &str, other: &str) -> bool {
    folded(one) == folded(other)
}
