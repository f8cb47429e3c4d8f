//! What the bulletin says, without millimetres and without fonts.

use super::chart::Chart;
use crate::articles::Article;
pub use crate::model::{Span, SpanStyle};
use crate::plan::Shell;

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
    /// what only a 公文 has
    pub official: Option<Official>,
}

/// The elements of a 公文 beyond title, text, issuer and date (GB/T 9704-2012, 7.2 to 7.4).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Official {
    /// 份号: 000001
    pub copy: Option<String>,
    /// 密级和保密期限: 秘密★1年
    pub secrecy: Option<String>,
    /// 紧急程度: 特急
    pub urgency: Option<String>,
    /// 签发人's name, for a 上行文
    pub signer: Option<String>,
    /// 主送机关 with its colon
    pub to: Option<String>,
    /// 附件, each on its own page
    pub annexes: Vec<Annex>,
    /// is space left for a seal?
    pub seal: bool,
    /// 附注 in its brackets
    pub remark: Option<String>,
    /// 抄送机关 with its stop
    pub cc: Option<String>,
    /// 印发机关
    pub printer: Option<String>,
    /// 2021年7月14日印发; none where there is no 版记
    pub printed: Option<String>,
}

/// One 附件.
#[derive(Clone, Debug, PartialEq)]
pub struct Annex {
    /// its title, in the list and on its page
    pub title: String,
    /// what it holds
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
    /// a chart
    Chart(Chart),
    /// a text that somebody wrote
    Written(Written),
}

/// An article and how it is set.
#[derive(Clone, Debug, PartialEq)]
pub struct Written {
    /// columns side by side, 1 to 3
    pub columns: u8,
    /// what it says
    pub article: Article,
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
    /// the names of groups of rows, each over its first row, in order
    pub groups: Vec<GroupHead>,
    /// whose columns are whose, where a table too wide for its page may be divided between measures; else empty
    pub measures: Vec<TableMeasure>,
    /// which of how many tables that it was divided into, from 0
    pub part: Option<(usize, usize)>,
}

/// One measure of a table: what it owns there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TableMeasure {
    /// for the unit note; empty for a number without one
    pub unit: String,
    /// its columns, from 0
    pub columns: Vec<usize>,
}

/// How a column's body cells stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    /// names: centred, or justified over lines when too long
    Name,
    /// names, each once for all rows from its own down to the next name: their cells are empty
    Shared,
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

/// A group of rows that are ranked apart from the others: 县市区, 功能区.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupHead {
    /// the row that it stands over, from 0
    pub before: usize,
    /// its name
    pub name: String,
}

/// A row of the body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// 合计, or a district of streets: set in 黑体
    pub is_total: bool,
    /// one a column
    pub cells: Vec<String>,
}

impl Document {
    /// All its text in reading order, for tests and for the text carrier.
    #[must_use]
    pub fn text(&self) -> String {
        let usual = Official::default();
        let parts = self.official.as_ref().unwrap_or(&usual);
        let given = |part: &Option<String>| part.clone().unwrap_or_default();
        let mut lines = vec![given(&parts.copy), given(&parts.secrecy), given(&parts.urgency)];
        let signature = [self.issuer.clone(), self.date.clone()];
        if self.shell == Shell::TableOnly {
            // a lone table has no masthead: its title comes first
            let head = [&self.title, &self.issuer, &self.number, &self.date];
            lines.extend(head.map(String::clone));
        } else {
            lines.extend([self.masthead.clone(), self.number.clone()]);
            lines.extend(parts.signer.as_ref().map(|signer| format!("签发人：{signer}")));
            if self.official.is_none() {
                lines.extend(signature.clone());
            }
            lines.push(self.title.clone());
        }
        lines.push(given(&parts.to));
        let joined = |spans: &[Span]| spans.iter().map(|s| s.text.as_str()).collect::<String>();
        // 附件说明, signature, date and 附注 stand between the text and the 附件
        let mut closing: Vec<String> = parts.annexes.iter().map(|annex| annex.title.clone()).collect();
        if self.official.is_some() {
            closing.extend(signature);
            closing.push(given(&parts.remark));
        }
        let annexed = parts.annexes.iter().flat_map(|annex| &annex.blocks);
        for (i, block) in self.blocks.iter().chain(annexed).enumerate() {
            if i == self.blocks.len() {
                lines.append(&mut closing);
            }
            match block {
                Block::Heading { text, .. } => lines.push(text.clone()),
                Block::Paragraph(spans) => lines.push(joined(spans)),
                Block::Notes(notes) => lines.extend(notes.iter().map(|n| joined(n))),
                Block::Chart(chart) => lines.push(chart.caption().to_owned()),
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
                    for (at, row) in table.rows.iter().enumerate() {
                        let heads = table.groups.iter().filter(|group| group.before == at);
                        lines.extend(heads.map(|group| group.name.clone()));
                        lines.push(row.cells.join("\t"));
                    }
                }
            }
        }
        lines.append(&mut closing);
        lines.extend([given(&parts.cc), given(&parts.printer), given(&parts.printed)]);
        lines.retain(|line| !line.is_empty());
        lines.join("\n")
    }
}
