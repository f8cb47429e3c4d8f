//! What an edition holds beside its table and its words, and what is made beside its PDF.

use super::Shell;
use super::check::or;
use super::keys::{Checked, Item, Reader, Table};
use super::nearest::did_you_mean;
use crate::model::Measure;

/// What an edition holds, and what is made beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contents {
    /// the charts, in the order of the page; shares by default, none in 附表
    pub charts: Vec<ChartKind>,
    /// the measures that the chart scatter compares, along and up: indices into the plan's; the first two by
    /// default, whether or not there are two
    pub scatter: [usize; 2],
    /// a table a district of its streets, where workbooks have them; off by default
    pub streets: bool,
    /// a PDF a district, with its streets; off by default
    pub burst: bool,
    /// carriers beside the PDF
    pub also: Vec<Carrier>,
    /// what is attached to the PDF, which is then PDF/A-3
    pub attach: Vec<Attached>,
}

/// Carriers of an edition beside its PDF.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Carrier {
    /// the pages as PNG, 1080 pixels wide, for a phone
    Png,
    /// a text of at most 200 characters, for a message group
    Text,
    /// the table with live formulas
    Xlsx,
}

/// What can be attached to a PDF.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Attached {
    /// the figures as JSON
    Figures,
    /// the table with live formulas, .xlsx
    Table,
    /// the districts' workbooks, as they were read
    Workbooks,
}

/// The charts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChartKind {
    /// a bar per district with yesterday's part and the 序时 tick
    Shares,
    /// places over the last 14 issues
    Ranks,
    /// work left against the line required, with the forecast
    Remaining,
    /// district by day, 未报 hatched
    Days,
    /// one measure's share against another's
    Scatter,
}

impl ChartKind {
    /// As the plan names it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            ChartKind::Shares => "shares",
            ChartKind::Ranks => "ranks",
            ChartKind::Remaining => "remaining",
            ChartKind::Days => "days",
            ChartKind::Scatter => "scatter",
        }
    }
}

impl Default for Contents {
    fn default() -> Contents {
        Contents {
            charts: vec![ChartKind::Shares],
            scatter: [0, 1],
            streets: false,
            burst: false,
            also: Vec::new(),
            attach: Vec::new(),
        }
    }
}

/// The keys of this part, all of which may be left out; without measures, where those are wrong, what names
/// them is not looked at.
pub(super) fn contents<'r>(
    reader: &mut Reader<'r>,
    table: &Table<'r>,
    shell: Shell,
    measures: Option<&[Measure]>,
) -> Checked<Contents> {
    let usual = match shell {
        Shell::TableOnly => Contents { charts: Vec::new(), ..Contents::default() },
        Shell::Brief | Shell::Official => Contents::default(),
    };
    let charts = or(table, "charts", usual.charts, |item| charts(reader, item));
    let scatter = or(table, "scatter", usual.scatter, |item| {
        measures.map_or(Ok(usual.scatter), |measures| two_measures(reader, item, measures))
    });
    let streets = or(table, "streets", usual.streets, |item| {
        let words = [("none", false), ("table", true)];
        let others =
            [("true", "table"), ("yes", "table"), ("表", "table"), ("false", "none"), ("no", "none")];
        reader.word(item, &words, &others)
    });
    let burst = or(table, "burst", usual.burst, |item| reader.flag(item));
    let also = or(table, "also", usual.also, |item| {
        let words = [("png", Carrier::Png), ("text", Carrier::Text), ("xlsx", Carrier::Xlsx)];
        let others = [
            ("picture", "png"),
            ("pictures", "png"),
            ("图片", "png"),
            ("txt", "text"),
            ("message", "text"),
            ("短信", "text"),
            ("文字", "text"),
            ("excel", "xlsx"),
            ("表格", "xlsx"),
        ];
        list_or_none(reader, item, "carriers, as png", &words, &others)
    });
    let attach = or(table, "attach", usual.attach, |item| {
        let words =
            [("figures", Attached::Figures), ("table", Attached::Table), ("workbooks", Attached::Workbooks)];
        let others = [
            ("json", "figures"),
            ("数据", "figures"),
            ("xlsx", "table"),
            ("表格", "table"),
            ("inputs", "workbooks"),
            ("报表", "workbooks"),
        ];
        list_or_none(reader, item, "what to attach, as figures", &words, &others)
    });
    Ok(Contents {
        charts: charts?,
        scatter: scatter?,
        streets: streets?,
        burst: burst?,
        also: also?,
        attach: attach?,
    })
}

/// `[]` for none; each once.
fn charts<'r>(reader: &mut Reader<'r>, item: &Item<'r>) -> Checked<Vec<ChartKind>> {
    use ChartKind::{Days, Ranks, Remaining, Scatter, Shares};
    let words = [Shares, Ranks, Remaining, Days, Scatter].map(|kind| (kind.name(), kind));
    let others = [
        ("bars", "shares"),
        ("占比", "shares"),
        ("条形图", "shares"),
        ("bump", "ranks"),
        ("rank", "ranks"),
        ("排名", "ranks"),
        ("位次", "ranks"),
        ("burndown", "remaining"),
        ("burn-down", "remaining"),
        ("left", "remaining"),
        ("剩余", "remaining"),
        ("strip", "days"),
        ("heatmap", "days"),
        ("逐日", "days"),
        ("compare", "scatter"),
        ("散点", "scatter"),
        ("散点图", "scatter"),
    ];
    list_or_none(reader, item, "charts, as shares", &words, &others)
}

/// Two measures of the plan, by name or alias, not one twice.
fn two_measures<'r>(reader: &mut Reader<'r>, item: &Item<'r>, measures: &[Measure]) -> Checked<[usize; 2]> {
    let items = reader.list(item, "two measures, as [户数, 面积]")?;
    let found: Vec<Checked<usize>> = items.iter().map(|item| one_measure(reader, item, measures)).collect();
    match found.into_iter().collect::<Checked<Vec<usize>>>()?.as_slice() {
        [x, y] if x == y => {
            let hint = "name two that differ, the one along first, then the one up".to_owned();
            Err(reader.tell(item, format!("`{}` stands twice", measures[*x].name), hint))
        }
        [x, y] => Ok([*x, *y]),
        others => {
            let message = format!("expected two measures, found {}", others.len());
            Err(reader.tell(item, message, "the one along first, then the one up: [户数, 面积]".to_owned()))
        }
    }
}

fn one_measure<'r>(reader: &mut Reader<'r>, item: &Item<'r>, measures: &[Measure]) -> Checked<usize> {
    let name = reader.line(item)?;
    let is_it = |m: &Measure| m.name == name || m.aliases.contains(&name);
    measures.iter().position(is_it).ok_or_else(|| {
        let names: Vec<&str> = measures.iter().map(|m| m.name.as_str()).collect();
        let hint =
            did_you_mean(&name, &names).unwrap_or_else(|| format!("write two of {}", names.join(", ")));
        reader.tell(item, format!("`{name}` is no measure of this plan"), hint)
    })
}

/// A list of words, each once; `[]` for none.
fn list_or_none<'r, T: Copy + PartialEq>(
    reader: &mut Reader<'r>,
    item: &Item<'r>,
    of: &str,
    words: &[(&str, T)],
    others: &[(&str, &str)],
) -> Checked<Vec<T>> {
    if item.is_empty_list() {
        return Ok(Vec::new());
    }
    let mut found: Vec<(T, usize)> = Vec::new();
    let mut wrong = None;
    for item in reader.list(item, of)? {
        match reader.word(&item, words, others) {
            Err(told) => wrong = Some(told),
            Ok(value) => match found.iter().find(|(other, _)| *other == value) {
                Some((_, first)) => {
                    let hint = Some("keep one of them".to_owned());
                    wrong = Some(reader.tell_again(&item, *first, "stands twice".to_owned(), hint));
                }
                None => found.push((value, item.node.id)),
            },
        }
    }
    wrong.map_or_else(|| Ok(found.into_iter().map(|(value, _)| value).collect()), Err)
}
