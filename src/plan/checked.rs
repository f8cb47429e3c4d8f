//! A plan that cannot be wrong: what the raw file became once every key was checked.

use std::collections::BTreeMap;
use std::path::PathBuf;

use chrono::NaiveTime;
use chrono_tz::Tz;

use crate::model::{Code, Day, District, Edition, Measure, Severity};
use crate::schedule::Expression;

use super::{Articles, Contents, Keeping, Limits, Mapping, OfficialParts, PageStyle, StyleFile, Unattended};

/// The checked description of one bulletin.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// the file it was read from, as given on the command line
    pub path: PathBuf,
    /// lower-case hex of the file's SHA-256
    pub sha256: String,
    /// the bulletin's title, over its text
    pub title: String,
    /// the name in red at the head of the page; 工作简报 by default, for a 公文 the issuer's name and 文件
    pub masthead: String,
    /// who issues it
    pub issuer: String,
    /// names files; ASCII letters, digits, `-` and `_`, or Chinese characters; by default the file's stem
    pub series: String,
    /// when the daemon makes it; none when only by hand
    pub schedule: Option<Expression>,
    /// the zone of `schedule`, `report_day` and `cutoff`
    pub timezone: Tz,
    /// the day that a firing reports on
    pub report_day: ReportDay,
    /// the hour up to which figures count, as printed: 截至7月14日18时
    pub cutoff: Option<NaiveTime>,
    /// the series' first number
    pub first_issue: u32,
    /// does the plan say so itself?
    pub first_issue_said: bool,
    /// folder of a day's workbooks: absolute, or from the current folder, strftime items and `{day}` inside
    pub inbox: DayPath,
    /// where bulletins are put for others to take
    pub outbox: PathBuf,
    /// what was issued, kept
    pub archive: PathBuf,
    /// the day's written texts; none where the bulletin has none
    pub articles: Option<Articles>,
    /// the page's kind: that of its style
    pub shell: Shell,
    /// the page's measures
    pub style: PageStyle,
    /// where they were read, if not in the program
    pub style_file: Option<StyleFile>,
    /// what only a 公文 has
    pub official: OfficialParts,
    /// is a bulletin refused that has a character which no font draws? Else it is printed as 〓 and told
    pub strict_glyphs: bool,
    /// what to do when a district did not report
    pub when_missing: WhenMissing,
    /// the campaign's first and last day, for 序时进度 and the rate required
    pub period: Option<Period>,
    /// at least one, names unlike
    pub measures: Vec<Measure>,
    /// at least one, in administrative order, names and aliases unlike
    pub districts: Vec<District>,
    /// places of a printed share, 2 by default
    pub share_decimals: u8,
    /// may the text name those behind (进度滞后)? off by default
    pub criticism: bool,
    /// how many districts the text names as 靠前 (and 滞后), 3 at most by default
    pub named: usize,
    /// words of the 总体情况
    pub wording: Wording,
    /// charts, and what is made beside the PDF
    pub contents: Contents,
    /// severities that differ from the catalogue's
    pub severities: BTreeMap<Code, Severity>,
    /// how workbooks are laid out, by the district's place in `districts`, where it is not found out
    pub workbooks: BTreeMap<usize, Mapping>,
    /// what reading a workbook may take
    pub limits: Limits,
    /// how the daemon runs it
    pub unattended: Unattended,
    /// what of its editions is kept
    pub keeping: Keeping,
}

impl Plan {
    /// The issue of this number for `day`, as it is first put out: no correction.
    #[must_use]
    pub fn edition(&self, number: u32, day: Day) -> Edition {
        Edition {
            series: self.series.clone(),
            title: self.title.clone(),
            number,
            day,
            revision: 0,
            correction: None,
            document_number: self.document_number(number, day),
        }
    }

    /// How the issue of this number and day is named in a text: 第67期; of a 公文 that has one, its 发文字号.
    #[must_use]
    pub fn issue_named(&self, number: u32, day: Day) -> String {
        self.document_number(number, day).unwrap_or_else(|| format!("第{number}期"))
    }

    fn document_number(&self, number: u32, day: Day) -> Option<String> {
        self.official.number(day.year(), number).filter(|_| self.shell == Shell::Official)
    }
}

/// A folder's path with the day in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DayPath {
    /// `{day}` and strftime items are filled in for each day
    pub template: String,
}

/// The day that a firing reports on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ReportDay {
    /// the firing's own civil day
    #[default]
    Today,
    /// the day before
    Yesterday,
}

/// Which page the bulletin is set on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Shell {
    /// 简报: masthead, number, issuer and date over a red line
    #[default]
    Brief,
    /// 公文, GB/T 9704-2012
    Official,
    /// 附表: the table alone
    TableOnly,
}

impl Shell {
    /// As a plan names it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Shell::Brief => "简报",
            Shell::Official => "公文",
            Shell::TableOnly => "附表",
        }
    }
}

/// What to do when a district did not report.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum WhenMissing {
    /// take over the last issue's figures, marked
    #[default]
    Carry,
    /// issue nothing
    Hold,
}

/// A campaign's first and last day, both in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    /// the first day
    pub from: Day,
    /// the last day; not before `from`
    pub to: Day,
}

/// Words of the 总体情况: {scope}累计{verb}{object}3319户.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wording {
    /// whose figures: 全市 by default
    pub scope: String,
    /// what is done: 完成 by default, 整治 in the reference
    pub verb: String,
    /// to what: empty by default, 房屋安全隐患 in the reference
    pub object: String,
}

/// 全市累计完成…户.
impl Default for Wording {
    fn default() -> Wording {
        Wording { scope: "全市".to_owned(), verb: "完成".to_owned(), object: String::new() }
    }
}

impl ReportDay {
    /// How many days before the firing's own the report day is.
    #[must_use]
    pub const fn days_back(self) -> u32 {
        match self {
            ReportDay::Today => 0,
            ReportDay::Yesterday => 1,
        }
    }
}
