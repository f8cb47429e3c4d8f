//! What a chart shows: places in an order, amounts, days and words; no millimetres, no colours.

use crate::model::{Amount, Change, Day, Share};

/// A chart.
#[derive(Clone, Debug, PartialEq)]
pub enum Chart {
    /// a bar per district and measure
    Bars(BarChart),
    /// places over the last issues
    Ranks(RankChart),
    /// work left against the line required
    Remaining(RemainingChart),
    /// district by day
    Days(DayChart),
    /// one share against another
    Scatter(ScatterChart),
}

impl Chart {
    /// What stands over it.
    #[must_use]
    pub fn caption(&self) -> &str {
        match self {
            Chart::Bars(chart) => &chart.caption,
            Chart::Ranks(chart) => &chart.caption,
            Chart::Remaining(chart) => &chart.caption,
            Chart::Days(chart) => &chart.caption,
            Chart::Scatter(chart) => &chart.caption,
        }
    }

    /// The same, to be numbered.
    pub(super) fn caption_mut(&mut self) -> &mut String {
        match self {
            Chart::Bars(chart) => &mut chart.caption,
            Chart::Ranks(chart) => &mut chart.caption,
            Chart::Remaining(chart) => &mut chart.caption,
            Chart::Days(chart) => &mut chart.caption,
            Chart::Scatter(chart) => &mut chart.caption,
        }
    }
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
    /// 任务数, likewise; none where no bar goes beyond it
    pub task: Option<Tick>,
    /// below: what is said of those not shown
    pub note: Option<String>,
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
    /// what a star means: *未报，沿用上期数; none where no name has one
    pub starred: Option<String>,
}

/// One district's bars.
#[derive(Clone, Debug, PartialEq)]
pub struct BarGroup {
    /// the district; with a star where its figures are carried
    pub label: String,
    /// one a measure
    pub bars: Vec<Bar>,
    /// said over it where another part of the order begins: 后10位
    pub opens: Option<String>,
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

/// Places over the last issues, a panel a measure and group.
#[derive(Clone, Debug, PartialEq)]
pub struct RankChart {
    /// over the chart
    pub caption: String,
    /// what the lines' looks mean
    pub legend: RankLegend,
    /// the issues' days, oldest first
    pub days: Vec<Day>,
    /// one below the other
    pub panels: Vec<RankPanel>,
    /// below: who does not stand in it
    pub note: Option<String>,
    /// the same in words
    pub alternative: String,
}

/// The legend's words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RankLegend {
    /// the looks that some line has: 现居首位, 较7月1日上升最多
    pub looks: Vec<(RankLook, String)>,
    /// any other: 其余单位, or 各单位 where none stands out; none where there is no other
    pub other: Option<String>,
    /// equals in a frame: 同框为并列; none where there are none
    pub tied: Option<String>,
    /// a hollow mark: 未报，沿用上期数; none where there is no such mark
    pub carried: Option<String>,
}

/// Why a line stands out among many.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RankLook {
    /// it is first now
    Foremost,
    /// it climbed more than any other since the first issue shown
    Climber,
    /// it fell more than any other; only where criticism is turned on
    Faller,
    /// it is last now; likewise
    Last,
    /// it does not
    Other,
}

/// One ranking.
#[derive(Clone, Debug, PartialEq)]
pub struct RankPanel {
    /// 户数占比排名
    pub title: String,
    /// lines below each other, of which one stands for all beyond the last place shown, where it has a name
    pub lanes: usize,
    /// 第10位以后
    pub beyond: Option<String>,
    /// a line a district, in the order of the last issue
    pub lines: Vec<RankLine>,
    /// who shares a place: the issue, and the first and the last of their lanes
    pub ties: Vec<(usize, usize, usize)>,
}

/// A district's places.
#[derive(Clone, Debug, PartialEq)]
pub struct RankLine {
    /// its name
    pub label: String,
    /// its rank at its first point, as printed: 3, or 并列2
    pub first: String,
    /// its rank now
    pub last: String,
    /// does it stand out?
    pub look: RankLook,
    /// one an issue; none where it had no rank
    pub points: Vec<Option<RankPoint>>,
}

/// Where a line stands at an issue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RankPoint {
    /// from 0 at the top; no two lines share one, but for that beyond
    pub lane: usize,
    /// 未报: the rank is that of carried figures
    pub carried: bool,
}

/// Work left over days, a panel a measure.
#[derive(Clone, Debug, PartialEq)]
pub struct RemainingChart {
    /// over the chart
    pub caption: String,
    /// what the lines mean
    pub legend: RemainingLegend,
    /// side by side
    pub panels: Vec<RemainingPanel>,
    /// below: why a line is broken, and who is not counted
    pub note: Option<String>,
    /// the same in words
    pub alternative: String,
}

/// The legend's words; none where no panel has such a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RemainingLegend {
    /// 实际剩余
    pub left: String,
    /// 序时应剩
    pub required: Option<String>,
    /// 按近期平均进度推算
    pub forecast: Option<String>,
    /// 推算区间（最快至最慢）
    pub range: Option<String>,
}

/// Work left of one measure.
#[derive(Clone, Debug, PartialEq)]
pub struct RemainingPanel {
    /// 剩余户数
    pub title: String,
    /// the axis' unit: 户, or 万㎡
    pub unit: String,
    /// how many of the measure's units make one of the axis
    pub per_unit: i64,
    /// the days shown
    pub from: Day,
    /// after `from`
    pub to: Day,
    /// runs of issues that follow each other without a missing day; day and R, below nought where more was done
    /// than the task
    pub runs: Vec<Vec<(Day, Amount)>>,
    /// what 序时进度 leaves, at its first day shown and at the deadline
    pub required: Option<[(Day, Amount); 2]>,
    /// from the report day on
    pub forecast: Option<Cone>,
    /// what is said of it: 约10月8日清零, 样本不足; none where nothing is left
    pub outlook: Option<String>,
    /// at the report day, in the axis' unit: 28800户, 140.9476万㎡
    pub now: String,
    /// at the deadline
    pub deadline: Option<(Day, String)>,
}

/// A forecast, as three days on which nothing is left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cone {
    /// at the mean rate
    pub mean: Day,
    /// at the fastest day's
    pub fastest: Day,
    /// at the slowest day's; none where that was nought
    pub slowest: Option<Day>,
}

impl Cone {
    /// Is there a field between the fastest and the slowest?
    pub(super) fn has_range(&self) -> bool {
        self.slowest != Some(self.fastest)
    }
}

/// District by day, a panel a measure.
#[derive(Clone, Debug, PartialEq)]
pub struct DayChart {
    /// over the chart
    pub caption: String,
    /// the columns, oldest first
    pub days: Vec<Day>,
    /// what the hatching means: 未报
    pub unreported: String,
    /// one below the other
    pub panels: Vec<DayPanel>,
    /// the same in words
    pub alternative: String,
}

/// One measure's days.
#[derive(Clone, Debug, PartialEq)]
pub struct DayPanel {
    /// 当日户数
    pub title: String,
    /// of the figures in its squares: 户; none is empty
    pub unit: String,
    /// before the steps: 占任务总数比重
    pub steps_of: String,
    /// what each depth means, from the lightest
    pub steps: Vec<String>,
    /// what a dash means: 无任务、已清零或无当日数; none where no square has one
    pub dash: Option<String>,
    /// a row a district
    pub rows: Vec<DayRow>,
}

/// One district's days.
#[derive(Clone, Debug, PartialEq)]
pub struct DayRow {
    /// its name
    pub label: String,
    /// one a column
    pub cells: Vec<DayCell>,
}

/// What a district did on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DayCell {
    /// no issue was made of that day
    NoIssue,
    /// 未报
    Unreported,
    /// it reported, but its day is not known
    Unknown,
    /// it has no task
    NoTask,
    /// it had nothing left before that day, and did nothing on it
    Cleared,
    /// it reported
    Done {
        /// as printed
        text: String,
        /// index into the panel's steps
        step: usize,
    },
}

/// One share against another, a mark a district.
#[derive(Clone, Debug, PartialEq)]
pub struct ScatterChart {
    /// over the chart
    pub caption: String,
    /// along: 户数占比（%）
    pub x_title: String,
    /// up: 面积占比（%）
    pub y_title: String,
    /// 序时进度, across both axes
    pub pace: Option<Tick>,
    /// what a hollow mark means; none where there is none
    pub carried: Option<String>,
    /// in administrative order
    pub points: Vec<ScatterPoint>,
    /// are there so many that only some are named?
    pub is_crowded: bool,
    /// below: 只标出居前的单位, and who does not stand in it
    pub note: Option<String>,
    /// the same in words
    pub alternative: String,
}

/// Of those without a name so many at one place are counted there.
pub const COUNTED_FROM: usize = 10;

/// One district.
#[derive(Clone, Debug, PartialEq)]
pub struct ScatterPoint {
    /// its name; none where so many stand there that only some are named
    pub label: Option<String>,
    /// along
    pub x: Share,
    /// up
    pub y: Share,
    /// 未报: figures are carried
    pub carried: bool,
}
