//! What the bulletin says, without millimetres and without fonts.

use crate::model::{Change, Share};
pub use crate::model::{Span, SpanStyle};
use crate::plan::Shell;

use super::written::Written;

/// A bulletin, from its masthead to its last note.
#[derive(Clone, Debug, PartialEq)]
pub struct Document {
    /// which page it is set on
    pub shell: Shell,
    /// the red name at the head: 房屋安全隐患集中整治专报
    pub masthead: String,
    /// 第67期
    pub number: String,
    /// left, over the red line
    pub issuer: String,
    /// right, over the red line: 2021年7月14日
    pub date: String,
    /// 中心城区房屋安全隐患集中整治工作通报
    pub title: String,
    /// what follows the title
    pub blocks: Vec<Block>,
}

/// A block of the text.
#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    /// 一、 (level 1, 黑体) or （一） (level 2, 楷体); its mark is part of the text
    Heading {
        /// 1 or 2
        level: u8,
        /// with its mark
        text: String,
    },
    /// a paragraph, indented by two characters
    Paragraph(Vec<Span>),
    /// a table
    Table(Table),
    /// notes below a table, small, each a paragraph
    Notes(Vec<Vec<Span>>),
    /// a bar per district and measure
    Bars(BarChart),
    /// a text that somebody wrote
    Written(Written),
}

/// A table: a head of one or more levels, rows, a row 合计.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// over the table, centred; repeated as …（续表）
    pub caption: Option<String>,
    /// at the top right: 单位：户、㎡
    pub unit_note: Option<String>,
    /// how each column's body cells stand
    pub columns: Vec<Column>,
    /// the head, level by level; cells that a span covers are left out
    pub head: Vec<Vec<HeadCell>>,
    /// the body
    pub rows: Vec<Row>,
}

/// How a column's body cells stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    /// names: centred, or justified over lines when too long
    Name,
    /// figures, aligned on the units digit or the decimal point, the block of them centred in the column
    Figure,
    /// short words and ranks, centred
    Mark,
    /// running text, left
    Text,
}

/// A cell of the head.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeadCell {
    /// its text
    pub text: String,
    /// columns covered, at least 1
    pub columns: usize,
    /// head rows covered, at least 1
    pub rows: usize,
}

/// A row of the body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// 合计, or a district of streets: set in 黑体
    pub is_total: bool,
    /// one a column
    pub cells: Vec<String>,
}

/// Bars of share, a group per district, a bar per measure.
#[derive(Clone, Debug, PartialEq)]
pub struct BarChart {
    /// over the chart
    pub caption: String,
    /// what its parts mean, as the legend says it
    pub legend: BarLegend,
    /// in the order shown
    pub groups: Vec<BarGroup>,
    /// 序时进度, as a tick across the bars
    pub pace: Option<Tick>,
    /// what it shows, in words, for those who cannot see it
    pub alternative: String,
}

/// The legend's words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BarLegend {
    /// the dark part: 截至7月13日
    pub before: String,
    /// the light part: 当日新增
    pub since: String,
}

/// One district's bars.
#[derive(Clone, Debug, PartialEq)]
pub struct BarGroup {
    /// the district
    pub label: String,
    /// one a measure
    pub bars: Vec<Bar>,
}

/// One bar.
#[derive(Clone, Debug, PartialEq)]
pub struct Bar {
    /// the measure
    pub label: String,
    /// how far it goes; none prints `text` alone
    pub share: Option<Share>,
    /// how far it went at the last issue
    pub before: Option<Share>,
    /// the change, for alternatives
    pub change: Option<Change>,
    /// printed at its end: 51.53%, 未报, 无任务
    pub text: String,
}

/// A tick on the axis of shares.
#[derive(Clone, Debug, PartialEq)]
pub struct Tick {
    /// where
    pub at: Share,
    /// what it says: 序时进度28.04%
    pub label: String,
}

impl Document {
    /// All its text in reading order, for tests and for the text carrier.
    #[must_use]
    pub fn text(&self) -> String {
        let mut lines = vec![
            self.masthead.clone(),
            self.number.clone(),
            self.issuer.clone(),
            self.date.clone(),
            self.title.clone(),
        ];
        let joined = |spans: &[Span]| spans.iter().map(|s| s.text.as_str()).collect::<String>();
        for block in &self.blocks {
            match block {
                Block::Heading { text, .. } => lines.push(text.clone()),
                Block::Paragraph(spans) => lines.push(joined(spans)),
                Block::Notes(notes) => lines.extend(notes.iter().map(|n| joined(n))),
                Block::Bars(chart) => lines.push(chart.caption.clone()),
                Block::Written(written) => lines.extend(written.article.lines()),
                Block::Table(table) => {
                    lines.extend(table.caption.clone());
                    lines.extend(table.unit_note.clone());
                    lines.extend(
                        table
                            .head
                            .iter()
                            .map(|r| r.iter().map(|c| c.text.as_str()).collect::<Vec<_>>().join("\t")),
                    );
                    lines.extend(table.rows.iter().map(|r| r.cells.join("\t")));
                }
            }
        }
        lines.retain(|line| !line.is_empty());
        lines.join("\n")
    }
}
