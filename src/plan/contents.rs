//! What an edition holds beside its table and its words, and what is made beside its PDF.

use super::Shell;
use super::check::or;
use super::keys::{Checked, Item, Reader, Table};

/// What an edition holds, and what is made beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contents {
    /// the charts, in the order of the page; shares by default, none in 附表
    pub charts: Vec<ChartKind>,
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
    /// the first measure's share against the second's
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
        Contents { charts: vec![ChartKind::Shares] }
    }
}

/// The keys of this part, all of which may be left out.
pub(super) fn contents<'r>(reader: &mut Reader<'r>, table: &Table<'r>, shell: Shell) -> Checked<Contents> {
    let usual = match shell {
        Shell::TableOnly => Contents { charts: Vec::new() },
        Shell::Brief | Shell::Official => Contents::default(),
    };
    let charts = or(table, "charts", usual.charts, |item| charts(reader, item));
    Ok(Contents { charts: charts? })
}

/// `[]` for none; each once.
fn charts<'r>(reader: &mut Reader<'r>, item: &Item<'r>) -> Checked<Vec<ChartKind>> {
    use ChartKind::{Days, Ranks, Remaining, Scatter, Shares};
    if item.is_empty_list() {
        return Ok(Vec::new());
    }
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
    once_each(reader, item, "charts", &words, &others)
}

/// A list of words, each once.
pub(super) fn once_each<'r, T: Copy + PartialEq>(
    reader: &mut Reader<'r>,
    item: &Item<'r>,
    of: &str,
    words: &[(&str, T)],
    others: &[(&str, &str)],
) -> Checked<Vec<T>> {
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
