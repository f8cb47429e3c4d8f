//! What reckon hands over: every figure that a bulletin can print.

use super::history::History;
use crate::model::{Amount, Change, Day, District, Fault, Measure, Share, Traced};
use crate::plan::Period;

/// All figures of one day.
#[derive(Clone, Debug, PartialEq)]
pub struct Standings {
    /// the report day
    pub day: Day,
    /// in the plan's order
    pub measures: Vec<Measure>,
    /// places of a printed share
    pub share_decimals: u8,
    /// in administrative order
    pub districts: Vec<Standing>,
    /// the row 合计, one a measure
    pub total: Vec<TotalFigures>,
    /// the issue compared with
    pub last: Option<LastIssue>,
    /// 序时进度, where the plan has a period
    pub pace: Option<Pace>,
    /// the last issues, this one among them
    pub history: History,
    /// collect's faults and the cross-checks'
    pub faults: Vec<Fault>,
}

/// The issue compared with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LastIssue {
    /// its number
    pub number: u32,
    /// its report day
    pub day: Day,
}

/// One district's standing.
#[derive(Clone, Debug, PartialEq)]
pub struct Standing {
    /// who
    pub district: District,
    /// reported, carried or missing
    pub status: Status,
    /// one a measure; `None` only when missing
    pub figures: Vec<Option<Figures>>,
    /// the second level; empty where there is none
    pub streets: Vec<StreetStanding>,
    /// the file, sheet and hash; the last issue's when carried
    pub source: Option<Source>,
    /// 回头看, looked at and failed
    pub reinspected: Option<(Amount, Amount)>,
}

/// A street's standing within its district.
#[derive(Clone, Debug, PartialEq)]
pub struct StreetStanding {
    /// its name
    pub name: String,
    /// one a measure
    pub figures: Vec<Option<Figures>>,
}

impl Standings {
    /// 序时进度 once the campaign has begun: before its first day there is nothing to be ahead or behind of.
    #[must_use]
    pub fn begun(&self) -> Option<&Pace> {
        self.pace.as_ref().filter(|pace| self.day >= pace.period.from)
    }
}

/// Did the district report?
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Status {
    /// its figures are the day's
    Reported,
    /// 未报: its figures are those of an earlier issue, whose day is given
    Carried(LastIssue),
    /// 未报, and no earlier issue has it
    Missing,
}

/// Where a district's figures stood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// the file's name in the inbox
    pub file: String,
    /// the sheet
    pub sheet: String,
    /// lower-case hex of the file's SHA-256
    pub sha256: String,
}

/// One measure of one district or street.
#[derive(Clone, Debug, PartialEq)]
pub struct Figures {
    /// D; none when not known (carried, or no last issue to subtract)
    pub day: Option<Traced>,
    /// C
    pub done: Traced,
    /// T
    pub task: Traced,
    /// R
    pub left: Traced,
    /// C / T; none when T = 0
    pub share: Option<Share>,
    /// by the exact share within the group; none when T = 0, and for streets
    pub rank: Option<Rank>,
    /// share against the last issue's
    pub change: Option<Change>,
    /// places moved up (positive) or down since the last issue; none at first
    pub rank_change: Option<i32>,
    /// the last issue's share, for the part of a bar that was there before
    pub share_before: Option<Share>,
    /// ΔT against the last issue, where not 0: 核增 above, 核减 below
    pub task_moved: Option<Amount>,
    /// when it would be done, going on like this
    pub forecast: Forecast,
    /// what each remaining day must bring to meet the deadline; none without period
    pub required: Option<Required>,
}

impl Figures {
    /// The issue after whose day D was done, where that was not the day before the report day `day`.
    #[must_use]
    pub fn since(&self, day: Day) -> Option<Day> {
        self.day.as_ref()?.since_issue().filter(|since| day.since(*since) > 1)
    }
}

/// A place in a ranking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rank {
    /// 1 is the highest share
    pub place: u32,
    /// shared with another: 并列
    pub tied: bool,
}

/// One measure of the row 合计.
#[derive(Clone, Debug, PartialEq)]
pub struct TotalFigures {
    /// ΣD over districts that have one; none when none has
    pub day: Option<Amount>,
    /// the issue after whose day ΣD was done, where that was not the day before
    pub since: Option<Day>,
    /// ΣC
    pub done: Amount,
    /// ΣT
    pub task: Amount,
    /// ΣR
    pub left: Amount,
    /// ΣC / ΣT
    pub share: Option<Share>,
    /// against the last issue's total, over the same districts or not at all
    pub change: Option<Change>,
    /// going on like this
    pub forecast: Forecast,
    /// each remaining day
    pub required: Option<Required>,
}

/// Days left at the mean of the last 7 issues' D.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Forecast {
    /// R = 0: 已清零
    Cleared,
    /// fewer than 3 issues: 样本不足
    TooFew,
    /// nothing done in those issues: 按当前进度无法完成
    Never,
    /// in so many days, rounded up
    Days {
        /// at the mean D
        mean: u64,
        /// at the fastest day's D
        fastest: u64,
        /// at the slowest day's D; none if that was 0
        slowest: Option<u64>,
    },
}

/// The rate that a deadline asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Required {
    /// nothing left
    Cleared,
    /// the deadline has passed with work left
    Overdue,
    /// so much each day, over so many days, rounded up at the measure's decimals
    Daily {
        /// per day
        amount: Amount,
        /// days left, the deadline's in, the report day's not
        days: u64,
    },
}

/// 序时进度.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pace {
    /// the campaign's days
    pub period: Period,
    /// days elapsed of days in all, the report day in; capped at 1
    pub elapsed: Share,
}
