//! A style that can be set: every length settled, nothing left to a default.

use std::path::PathBuf;

use crate::model::{Color, Length};

use super::super::Shell;

/// The measures of one page. GB/T 9704-2012 where a clause is named, else the house's choice.
#[derive(Clone, Debug, PartialEq)]
pub struct PageStyle {
    /// which parts the page has, and where
    pub shell: Shell,
    /// an office's own faces, by the role that each takes; before those of the program
    pub own_fonts: Vec<(Voice, PathBuf)>,
    /// A4, 5.1.1: 210 mm
    pub paper_width: Length,
    /// A4, 5.1.1: 297 mm
    pub paper_height: Length,
    /// 天头, 5.2.1: 37 mm
    pub top: Length,
    /// 订口, 5.2.1: 28 mm, left on odd pages, right on even ones
    pub binding: Length,
    /// 版心, 5.2.1: 156 mm
    pub area_width: Length,
    /// 版心, 5.2.1: 225 mm
    pub area_height: Length,
    /// 5.2.3: 22 lines a page
    pub lines: u32,
    /// 5.2.3: 28 characters a line
    pub characters: u32,
    /// from one baseline to the next: 225 mm / 22 = 28.99 pt
    pub pitch: Length,
    /// does every line of text stand on the page's grid, also below a table? 5.2.3
    pub on_grid: bool,
    /// 5.2.2: 3号 (16 pt) 仿宋, cut to the cell 156 mm / 28 = 15.79 pt
    pub body: Length,
    /// 5.2.2: 仿宋
    pub body_voice: Voice,
    /// a paragraph's first line, 7.3.3: 2 characters
    pub indent: Length,
    /// levels 1 to 4, 7.3.3: 黑体, 楷体, 仿宋, 仿宋
    pub heading_voices: [Voice; 4],
    /// their sizes, that of the body
    pub heading_sizes: [Length; 4],
    /// 7.3.1: 2号 小标宋
    pub title: Length,
    /// 7.3.1: 小标宋
    pub title_voice: Voice,
    /// from one line of the title to the next
    pub title_pitch: Length,
    /// between the red line and the title, 7.3.1: two blank lines for 公文
    pub title_drop: Length,
    /// white below the title
    pub title_below: Length,
    /// the largest the masthead is set; it is fitted to the type area
    pub masthead: Length,
    /// 小标宋, 7.2.4
    pub masthead_voice: Voice,
    /// where the masthead's characters begin below the type area's top, 7.2.4: 35 mm for 公文
    pub masthead_drop: Length,
    /// the type area's share, in thousandths, that a short masthead is spread to
    pub masthead_spread: i64,
    /// the type area's share, in thousandths, that a long masthead may fill
    pub masthead_fill: i64,
    /// white between the characters of a short masthead at most, in thousandths of its size
    pub masthead_apart: i64,
    /// the share of its size, in thousandths, below which a masthead takes two lines rather than one
    pub masthead_one_line: i64,
    /// in several lines: the largest and the least share of its size
    pub masthead_lines: (i64, i64),
    /// from line to line of such a masthead, in thousandths of its size
    pub masthead_leading: i64,
    /// the red of the masthead
    pub red: Color,
    /// the document's number, 7.2.5: this far below the masthead
    pub number_drop: Length,
    /// the number's size, and in a 简报 that of 第N期
    pub number: Length,
    /// the number's face
    pub number_voice: Voice,
    /// issuer and date over the red line: 4号 for 简报, 3号 for 公文
    pub imprint: Length,
    /// their face
    pub imprint_voice: Voice,
    /// white above issuer and date
    pub imprint_drop: Length,
    /// from line to line of an issuer over several lines, in thousandths of its size
    pub imprint_leading: i64,
    /// how much smaller issuer and date may be set to stand on one line, by half points
    pub imprint_less: Length,
    /// 7.2.7: the red line 4 mm below what stands over it
    pub red_line_drop: Length,
    /// thickness of the red line
    pub red_line: Length,
    /// its colour
    pub red_line_color: Color,
    /// captions of tables and charts: 小四
    pub caption: Length,
    /// 黑体
    pub caption_voice: Voice,
    /// unit notes, notes, 5号: 10.5 pt
    pub note: Length,
    /// 仿宋
    pub note_voice: Voice,
    /// from one line of a note to the next
    pub note_pitch: Length,
    /// a note is no larger than its table, but no smaller than this
    pub note_least: Length,
    /// the sizes a table tries, largest first: 5号 and below
    pub table_sizes: Vec<Length>,
    /// an upright table is set down to this size before it is turned
    pub table_upright: Length,
    /// a turned table is set down to this size with names in one line before they are broken
    pub table_readable: Length,
    /// no table is set smaller than this, turned or not
    pub table_least: Length,
    /// a table's body
    pub table_voice: Voice,
    /// a table's head, and its row 合计
    pub table_head_voice: Voice,
    /// from line to line within a table's cell, in thousandths of its size
    pub table_leading: i64,
    /// white above and below a row's text together, in thousandths of its size
    pub table_row_white: i64,
    /// the least of that white, to which rows close up where a table with its notes then fits its page
    pub table_row_white_least: i64,
    /// white left and right of a cell's content where there is room, in thousandths of its size
    pub table_padding: i64,
    /// the white for which a smaller size is taken, likewise
    pub table_padding_good: i64,
    /// the least of it, where no size of the style has room for more
    pub table_padding_least: i64,
    /// the most of it in a table that is none of the bulletin's own figures: it is narrower than the page then
    pub table_padding_most: i64,
    /// 黑体 in a row 合计, in thousandths of the body's size: it is larger on its body than 仿宋
    pub table_total: i64,
    /// between the rows of a table
    pub row_line: Color,
    /// between the columns of one group
    pub column_line: Color,
    /// the ground of a row 合计: light enough to vanish behind print in a copy
    pub total_ground: Color,
    /// what stands out in charts: bars, lines, marks
    pub chart_color: Color,
    /// what squares are shaded with, from light to dark, the lightest beside `chart_color` in bars too; each copies darker than the one before
    pub chart_shades: [Color; 4],
    /// white above and below a table or chart
    pub around: Length,
    /// 版记 7.4.2: first and last line 0.35 mm; so a table's
    pub rule_thick: Length,
    /// 版记 7.4.2: lines between 0.25 mm
    pub rule_thin: Length,
    /// 7.5: 4号
    pub page_number: Length,
    /// 7.5: 宋体 there, 仿宋 here, whose figures are of even width
    pub page_number_voice: Voice,
    /// 7.5: its rule's top 7 mm below the type area
    pub page_number_drop: Length,
    /// 7.5: one character in from the outer edge
    pub page_number_inset: Length,
    /// 7.5: outside, right on odd pages and left on even ones
    pub page_number_place: PageNumberPlace,
    /// what stands before and after the number: — 1 —
    pub page_number_around: (String, String),
    /// 版记 and the head of 公文 above the name: 抄送 and 印发 in 4号, 7.4
    pub record: Length,
    /// how written texts are set in columns
    pub articles: ArticleStyle,
}

/// How written texts stand in columns side by side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArticleStyle {
    /// columns where the plan says none, 1 to 3
    pub columns: u8,
    /// em of the text in two columns and in three; in one it is the body's
    pub sizes: [Length; 2],
    /// from line to line in two columns and in three
    pub pitches: [Length; 2],
    /// least white between two columns, in thousandths of the text's em
    pub gap: i64,
}

/// The voice in which a text speaks; each has its chain of faces (fonts/README.md).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Voice {
    /// 仿宋: the body, tables, notes
    Body,
    /// 小标宋: masthead and title
    Title,
    /// 黑体: headings of level 1, table heads
    Hei,
    /// 楷体: headings of level 2
    Kai,
}

/// Where a page's number stands below the type area.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageNumberPlace {
    /// right on odd pages, left on even ones
    Outside,
    /// in the middle
    Middle,
    /// nowhere
    None,
}
