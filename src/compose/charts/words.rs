//! The words of charts.

use super::absent::Edge;
use crate::model::{Day, Measure};
use crate::reckon::Pace;

/// over several charts
pub(super) const IN_ALL: &str = "各单位工作进展情况图";

/// 图1　各单位累计进度占比
pub(super) fn figure(number: usize, caption: &str) -> String {
    format!("图{number}\u{3000}{caption}")
}

/// 序时进度28.04%
pub(super) fn pace(pace: &Pace, decimals: u8) -> String {
    format!("序时进度{}%", pace.elapsed.print(decimals))
}

/// 各单位累计进度占比; of one measure with （户数）
pub(super) fn shares(only: Option<&Measure>) -> String {
    let only = only.map_or_else(String::new, |measure| format!("（{}）", measure.name));
    format!("各单位累计进度占比{only}")
}

/// The same of very many: 户数占比前20位（含并列共30个）、后10位单位累计进度. Places of the first and of the last, each with how
/// many stand there.
pub(super) fn shares_of_some(measure: &Measure, first: (usize, usize), last: (usize, usize)) -> String {
    let of = |side: &str, (places, all): (usize, usize)| {
        let equals = if all > places { format!("（含并列共{all}个）") } else { String::new() };
        format!("{side}{places}位{equals}")
    };
    let last = if last.0 > 0 { format!("、{}", of("后", last)) } else { String::new() };
    format!("{}占比{}{last}单位累计进度", measure.name, of("前", first))
}

pub(super) const TASK: &str = "任务数";

/// *未报，沿用上期数
pub(super) fn starred(star: &str) -> String {
    format!("{star}{CARRIED}")
}

/// 其余170个单位户数占比在11.20%至48.00%之间。
pub(super) fn the_others(many: usize, measure: &Measure, least: &str, most: &str) -> String {
    if least == most {
        format!("其余{many}个单位{}占比为{least}。", measure.name)
    } else {
        format!("其余{many}个单位{}占比在{least}至{most}之间。", measure.name)
    }
}

/// 后10位
pub(super) fn last(places: usize) -> String {
    format!("后{places}位")
}

/// What became of equals who are too many to be shown where a chart of some ends.
pub(super) fn equals(edges: &[Edge]) -> &'static str {
    if edges.contains(&Edge::Cut) {
        "占比相同的单位较多，按表内顺序取足位数。"
    } else {
        ""
    }
}

/// 近14期各单位占比排名变化
pub(super) fn ranks(issues: usize) -> String {
    format!("近{issues}期各单位占比排名变化")
}

/// 户数占比排名; with the group where there are several, and with the places shown where they are cut
pub(super) fn ranks_of(measure: &Measure, group: &str, cut: Option<(usize, Edge)>) -> String {
    let of = if group.is_empty() { String::new() } else { format!("（{group}）") };
    let shown = cut.map_or_else(String::new, |(places, edge)| {
        let equals = match edge {
            Edge::Clean => "",
            Edge::Shared => "，含并列",
            Edge::Cut => "，并列的按表内顺序取足",
        };
        format!("（现居前{places}位{equals}）")
    });
    format!("{}占比排名{of}{shown}", measure.name)
}

/// 各单位户数占比并列第1位，14期未变。 With the group where there are several; of many, how many they are.
pub(super) fn unmoved(measure: &Measure, group: &str, some: Option<usize>, issues: usize) -> String {
    let who = some.map_or_else(|| EACH.to_owned(), |many| format!("{many}个单位"));
    format!("{group}{who}{}占比并列第1位，{issues}期未变。", measure.name)
}

pub(super) const FOREMOST: &str = "现居首位";
pub(super) const LAST: &str = "现居末位";
pub(super) const OTHER: &str = "其余单位";
pub(super) const EACH: &str = "各单位";
pub(super) const TIED: &str = "同框为并列";

/// 较7月1日上升最多
pub(super) fn climber(since: Day) -> String {
    format!("较{}上升最多", since.short())
}

/// 较7月1日下降最多
pub(super) fn faller(since: Day) -> String {
    format!("较{}下降最多", since.short())
}

pub(super) const CARRIED: &str = "未报，沿用上期数";
pub(super) const UNREPORTED: &str = "未报";

/// 第10位以后
pub(super) fn beyond(places: usize) -> String {
    format!("第{places}位以后")
}

/// 魏都区由第2位变为并列第1位, from the ranks as they are printed: 2, 并列1
pub(super) fn moved(name: &str, first: &str, last: &str) -> String {
    let place = |rank: &str| match rank.strip_prefix("并列") {
        Some(rank) => format!("并列第{rank}位"),
        None => format!("第{rank}位"),
    };
    if first == last {
        format!("{name}{}", place(last))
    } else {
        format!("{name}由{}变为{}", place(first), place(last))
    }
}

/// 剩余任务与序时要求; without a period 剩余任务变化
pub(super) fn remaining(has_period: bool) -> &'static str {
    if has_period { "剩余任务与序时要求" } else { "剩余任务变化" }
}

/// 剩余户数
pub(super) fn left(measure: &Measure) -> String {
    format!("剩余{}", measure.name)
}

/// 已清零, 超额75272㎡: who did more than the task has less than nothing left
pub(super) fn none_left(over: &str) -> String {
    if over.is_empty() { CLEARED.to_owned() } else { format!("超额{over}") }
}

/// Why lines of work left are broken: no issue was made of a day, or from these days on other districts are
/// counted.
pub(super) fn broken(is_missing: bool, counted: &[Day]) -> String {
    match (is_missing, counted) {
        (false, []) => String::new(),
        (true, []) => "线断处为当日未出通报。".to_owned(),
        (false, [day]) => format!("{}起计入的单位有变化，前后不连线。", day.short()),
        (false, _) => "线断处为计入的单位有变化。".to_owned(),
        (true, _) => "线断处为当日未出通报，或计入的单位有变化。".to_owned(),
    }
}

/// Work left of a measure whose sum is a net one.
pub(super) struct Open {
    pub measure: String,
    /// the districts that have it, by their indices
    pub who: Vec<usize>,
    /// 5149户
    pub left: String,
}

/// 合计按净额计算，尚有5个单位未完成，共剩5149户、90676㎡。 Where they are not the same of all measures, these one by one.
pub(super) fn net(open: &[Open], are_same: bool) -> String {
    let said = match open {
        [] => return String::new(),
        [first, ..] if are_same => {
            let left: Vec<&str> = open.iter().map(|open| open.left.as_str()).collect();
            format!("尚有{}个单位未完成，共剩{}", first.who.len(), left.join("、"))
        }
        _ => {
            let of = |open: &Open| {
                format!("{}尚有{}个单位未完成，共剩{}", open.measure, open.who.len(), open.left)
            };
            open.iter().map(of).collect::<Vec<_>>().join("；")
        }
    };
    format!("合计按净额计算，{said}。")
}

pub(super) const LEFT: &str = "实际剩余";
pub(super) const REQUIRED: &str = "序时应剩";
pub(super) const FORECAST: &str = "按近期平均进度推算";
pub(super) const RANGE: &str = "推算区间（最快至最慢）";

/// 10000㎡ are 万㎡, and 10000万元 are 亿元
pub(super) fn ten_thousand(unit: &str) -> String {
    unit.strip_prefix('万').map_or_else(|| format!("万{unit}"), |rest| format!("亿{rest}"))
}

/// 140.9476万㎡: the printed amount in ten thousands, exactly, without noughts at its end
pub(super) fn in_ten_thousands(printed: &str) -> String {
    let (whole, part) = printed.split_once('.').unwrap_or((printed, ""));
    let whole = format!("{whole:0>5}");
    let (thousands, rest) = whole.split_at(whole.len() - 4);
    let moved = format!("{thousands}.{rest}{part}");
    moved.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// 期限9月30日
pub(super) fn deadline(day: Day) -> String {
    format!("期限{}", day.short())
}

/// 约10月8日清零; beyond a year nobody knows the day: 约需18个月, 约需24年
pub(super) fn cleared_about(days: u64, report_day: Day) -> String {
    const YEAR: u64 = 365;
    match days {
        0..=YEAR => {
            let day = report_day.plus(days);
            let text = if day.year() == report_day.year() { day.short() } else { day.long() };
            format!("约{text}清零")
        }
        _ if days < 2 * YEAR => format!("约需{}个月", (days * 12 + YEAR / 2) / YEAR),
        _ => format!("约需{}年", (days + YEAR / 2) / YEAR),
    }
}

/// What a forecast's slowest day would mean of a measure, where the chart does not show it.
pub(super) enum Slowest {
    /// 约2022年6月7日清零, 约需4年: beyond the axis
    Beyond(String),
    /// nothing was done on that day
    Still,
}

/// 按最慢一日进度推算，户数约2022年6月7日清零、面积约需4年，超出图幅；最慢一日投资额无进展，按此推算不能清零。 Where all measures
/// are alike, or there is but one, without their names.
pub(super) fn slowest(of: &[(&str, Slowest)], panels: usize) -> String {
    let are_still = of.iter().all(|(_, slowest)| matches!(slowest, Slowest::Still));
    let name = |name: &str| {
        if panels == 1 || are_still && of.len() == panels { String::new() } else { name.to_owned() }
    };
    let beyond: Vec<String> = of
        .iter()
        .filter_map(|(measure, slowest)| match slowest {
            Slowest::Beyond(day) => Some(format!("{}{day}", name(measure))),
            Slowest::Still => None,
        })
        .collect();
    let still: Vec<String> = of
        .iter()
        .filter(|(_, slowest)| matches!(slowest, Slowest::Still))
        .map(|(measure, _)| name(measure))
        .collect();
    let mut said = Vec::new();
    if !beyond.is_empty() {
        said.push(format!("按最慢一日进度推算，{}，超出图幅", beyond.join("、")));
    }
    if !still.is_empty() {
        let names: Vec<String> = still.into_iter().filter(|name| !name.is_empty()).collect();
        said.push(format!("最慢一日{}无进展，按此推算不能清零", names.join("、")));
    }
    if said.is_empty() { String::new() } else { format!("{}。", said.join("；")) }
}

pub(super) const TOO_FEW: &str = "样本不足，暂不推算";
pub(super) const NEVER: &str = "按当前进度无法完成";

/// 近14天各单位当日进度; of issues that are not of every day 近14期各单位当期进度; of one 7月14日各单位当日进度
pub(super) fn days(columns: &[Day], are_days: bool) -> String {
    let of = if are_days { "天" } else { "期" };
    let span = match columns {
        [day] => day.short(),
        _ => format!("近{}{of}", columns.len()),
    };
    format!("{span}各单位{}进度", each(are_days))
}

/// What a column of the strip is: 当日, or 当期 where each is an issue's.
fn each(are_days: bool) -> &'static str {
    if are_days { "当日" } else { "当期" }
}

/// 累计3380户
pub(super) fn in_all(amount: &str) -> String {
    format!("累计{amount}")
}

/// 当日户数, 当期户数
pub(super) fn done_in_each(measure: &Measure, are_days: bool) -> String {
    format!("{}{}", each(are_days), measure.name)
}

pub(super) const OF_TASK: &str = "占任务总数比重";

/// 无任务、已清零或无当日数: why squares have a dash, as far as each occurs
pub(super) fn dash(reasons: &[&str]) -> Option<String> {
    let (last, others) = reasons.split_last()?;
    if others.is_empty() {
        Some((*last).to_owned())
    } else {
        Some(format!("{}或{last}", others.join("、")))
    }
}

pub(super) const CLEARED: &str = "已清零";
pub(super) const NO_DAY: &str = "无当日数";

/// 户数占比（%）
pub(super) fn share_axis(measure: &Measure) -> String {
    format!("{}占比（%）", measure.name)
}

/// 各单位户数占比与面积占比
pub(super) fn scatter(x: &Measure, y: &Measure) -> String {
    format!("各单位{}占比与{}占比", x.name, y.name)
}

/// 单位较多，图中标名的点为任一项占比居前8位的单位，其余为灰色点，不标名称。
/// Where equals at one place are counted, it is said who they are.
pub(super) fn only_foremost(places: usize, edges: &[Edge], is_counted: bool) -> String {
    let equals = match equals(edges) {
        "" if edges.contains(&Edge::Shared) => "占比并列的一并标出。",
        equals => equals,
    };
    let counted = if is_counted { "标单位数的点上各单位两项占比均相同。" } else { "" };
    format!(
        "单位较多，图中标名的点为任一项占比居前{places}位的单位，其余为灰色点，不标名称。{equals}{counted}"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_point_of_an_amount_moves_and_nothing_is_rounded() {
        let moved = ["1032206", "78426014", "30000", "950", "248839.50"].map(in_ten_thousands);
        assert_eq!(moved, ["103.2206", "7842.6014", "3", "0.095", "24.88395"]);
    }

    #[test]
    fn a_caption_counts_those_who_stand_at_its_edge() {
        let measure = &crate::reckon::tests::plan(&["甲区"]).measures[0];
        assert_eq!(shares_of_some(measure, (30, 30), (0, 0)), "户数占比前30位单位累计进度");
        let tied = shares_of_some(measure, (20, 30), (10, 10));
        assert_eq!(tied, "户数占比前20位（含并列共30个）、后10位单位累计进度");
    }

    #[test]
    fn a_day_beyond_a_year_is_not_foretold() {
        let today = Day::new(2021, 7, 14).expect("a day of the calendar");
        let said = [3, 200, 540, 8866].map(|days| cleared_about(days, today));
        assert_eq!(said, ["约7月17日清零", "约2022年1月30日清零", "约需18个月", "约需24年"]);
    }

    #[test]
    fn a_slowest_day_out_of_sight_is_said() {
        let today = Day::new(2021, 7, 14).expect("a day of the calendar");
        let beyond = || Slowest::Beyond(cleared_about(200, today));
        assert_eq!(slowest(&[("户数", beyond())], 1), "按最慢一日进度推算，约2022年1月30日清零，超出图幅。");
        assert_eq!(
            slowest(&[("户数", beyond()), ("面积", Slowest::Still)], 2),
            "按最慢一日进度推算，户数约2022年1月30日清零，超出图幅；最慢一日面积无进展，按此推算不能清零。"
        );
        let still = "最慢一日无进展，按此推算不能清零。";
        assert_eq!(slowest(&[("户数", Slowest::Still), ("面积", Slowest::Still)], 2), still);
        assert_eq!(slowest(&[("户数", Slowest::Still)], 2), "最慢一日户数无进展，按此推算不能清零。");
    }

    #[test]
    fn a_broken_line_has_the_cause_that_is_so() {
        let day = |n| Day::new(2021, 7, n).expect("a day of the calendar");
        assert_eq!(broken(false, &[day(2)]), "7月2日起计入的单位有变化，前后不连线。");
        assert_eq!(broken(true, &[]), "线断处为当日未出通报。");
    }
}
