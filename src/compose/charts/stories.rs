//! Which charts an issue gets, and what they say of nights that are not like others.

use super::*;
use crate::collect::Reported;
use crate::compose::chart::{BarChart, DayCell, DayChart, RankChart, RemainingChart, ScatterChart};
use crate::model::{Amount, Day, Origin, Traced};
use crate::plan::Contents;
use crate::reckon::reckon;
use crate::reckon::tests::{archived, collected, day, plan, reported, returned};

/// D, C and R of households, and of area a hundred times as much.
type Told = (i64, i64, i64);

/// D, C and T: who did more than the task has no R to send.
fn told_of(today: i64, done: i64, left: i64) -> Reported {
    let task = Some(Traced::new(Amount::whole(done + left), Origin::Sum(vec![])));
    Reported { left: None, task, ..reported(today, done, left) }
}

/// The standings of the last of some nights; who sends nothing that night is told as none.
fn nights(plan: &Plan, nights: &[(Day, &[Option<Told>])]) -> Standings {
    let mut past = Vec::new();
    let mut last = None;
    for (number, (day, told)) in (1..).zip(nights) {
        let figures = |(today, done, left): Told| {
            vec![told_of(today, done, left), told_of(today * 100, done * 100, left * 100)]
        };
        let returns = told.iter().enumerate().filter_map(|(d, told)| Some(returned(d, figures((*told)?))));
        let standings = reckon(&collected(returns.collect()), plan, *day, &past);
        past.push(archived(&standings, number));
        last = Some(standings);
    }
    last.expect("a story has a night")
}

fn all() -> Contents {
    use ChartKind::{Days, Ranks, Remaining, Scatter, Shares};
    Contents { charts: vec![Shares, Ranks, Remaining, Days, Scatter], ..Contents::default() }
}

fn campaign(districts: &[&str]) -> Plan {
    Plan { contents: all(), ..plan(districts) }
}

fn bars(charts: &[Chart]) -> &BarChart {
    let mut all = charts.iter();
    all.find_map(|chart| if let Chart::Bars(chart) = chart { Some(chart) } else { None })
        .expect("the plan asks for it")
}

fn ranks(charts: &[Chart]) -> &RankChart {
    let mut all = charts.iter();
    all.find_map(|chart| if let Chart::Ranks(chart) = chart { Some(chart) } else { None })
        .expect("the plan asks for it")
}

fn remaining(charts: &[Chart]) -> &RemainingChart {
    let mut all = charts.iter();
    all.find_map(|chart| if let Chart::Remaining(chart) = chart { Some(chart) } else { None })
        .expect("the plan asks for it")
}

fn strip(charts: &[Chart]) -> &DayChart {
    let mut all = charts.iter();
    all.find_map(|chart| if let Chart::Days(chart) = chart { Some(chart) } else { None })
        .expect("the plan asks for it")
}

fn scatter(charts: &[Chart]) -> Option<&ScatterChart> {
    charts.iter().find_map(|chart| if let Chart::Scatter(chart) = chart { Some(chart) } else { None })
}

#[test]
fn a_day_without_an_issue_breaks_the_line_of_work_left() {
    let plan = campaign(&["甲区", "乙区"]);
    let of = |done: i64| [Some((5, done, 100 - done)), Some((5, done + 10, 90 - done))];
    let told = [of(10), of(15), of(20), of(25)];
    let drawn = |days: [u32; 4]| {
        let nights_told: Vec<(Day, &[Option<Told>])> =
            days.into_iter().map(day).zip(told.iter().map(|told| &told[..])).collect();
        let all = charts(&nights(&plan, &nights_told), &plan);
        let chart = remaining(&all);
        (chart.panels[0].runs.iter().map(Vec::len).collect::<Vec<_>>(), chart.note.clone())
    };
    assert_eq!(drawn([10, 11, 12, 13]), (vec![4], None));
    let (runs, note) = drawn([10, 11, 13, 14]);
    assert_eq!(runs, [2, 2]);
    assert_eq!(note.as_deref(), Some("线断处为当日未出通报。"));
}

#[test]
fn more_than_the_task_is_told_as_such_and_not_as_less_than_nothing() {
    let mut plan = campaign(&["甲区", "乙区"]);
    plan.measures.iter_mut().for_each(|measure| measure.may_exceed = true);
    let standings = nights(
        &plan,
        &[
            (day(13), &[Some((5, 90, 10)), Some((5, 100, 0))]),
            (day(14), &[Some((25, 115, -15)), Some((0, 100, 0))]),
        ],
    );
    let all = charts(&standings, &plan);
    let said: Vec<&str> = remaining(&all).panels.iter().map(|panel| panel.now.as_str()).collect();
    assert_eq!(said, ["超额15户", "超额1500㎡"]);
}

#[test]
fn a_net_sum_says_what_is_left_and_foretells_no_day() {
    let mut plan = campaign(&["甲区", "乙区"]);
    plan.measures.iter_mut().for_each(|measure| measure.may_exceed = true);
    let told = [(11, 60), (12, 70), (13, 80), (14, 90)]
        .map(|(n, done)| (day(n), [Some((10, done, 100 - done)), Some((10, done + 40, 60 - done))]));
    let nights_told: Vec<(Day, &[Option<Told>])> = told.iter().map(|(day, told)| (*day, &told[..])).collect();
    let all = charts(&nights(&plan, &nights_told), &plan);
    let chart = remaining(&all);
    assert_eq!(chart.note.as_deref(), Some("合计按净额计算，尚有1个单位未完成，共剩10户、1000㎡。"));
    assert!(chart.panels.iter().all(|panel| panel.outlook.is_none() && panel.forecast.is_none()));
}

#[test]
fn what_is_left_is_said_in_the_unit_of_its_axis_with_when_it_would_be_done() {
    let plan = campaign(&["甲区", "乙区"]);
    let told = |left: i64| [Some((10, 600_000 - left, left)), Some((0, 1000, 1400))];
    let drawn = |lefts: &[i64]| {
        let told: Vec<[Option<Told>; 2]> = lefts.iter().map(|left| told(*left)).collect();
        let nights_told: Vec<(Day, &[Option<Told>])> =
            (1..).map(day).zip(told.iter().map(|told| &told[..])).collect();
        let all = charts(&nights(&plan, &nights_told), &plan);
        let panel = remaining(&all).panels[0].clone();
        (panel.now, panel.outlook.unwrap_or_default(), panel.to)
    };
    let few = drawn(&[590_020, 590_010]);
    assert_eq!((few.0.as_str(), few.1.as_str()), ("59.141万户", "样本不足，暂不推算"));
    // ten a day of what would take 160 years, and then of nearly three
    assert_eq!(drawn(&[590_020, 590_010, 590_000, 589_990]).1, "按当前进度无法完成");
    assert_eq!(drawn(&[9_030, 9_020, 9_010, 9_000]).1, "约需3年");
}

#[test]
fn who_stands_in_no_place_is_named_with_the_reason() {
    let plan = campaign(&["甲区", "乙区", "丙区", "丁区"]);
    let told = [Some((5, 10, 90)), Some((5, 20, 80)), Some((0, 0, 0)), None];
    let all = charts(&nights(&plan, &[(day(13), &told), (day(14), &told)]), &plan);
    assert_eq!(ranks(&all).note.as_deref(), Some("未列：丙区（无任务）；丁区（未报）。"));
    // a sum has nothing of who has no task, and lacks who did not report
    assert_eq!(remaining(&all).note.as_deref(), Some("未计入：丁区（未报）。"));
}

#[test]
fn places_that_never_moved_are_a_sentence() {
    let plan = campaign(&["甲区", "乙区", "丙区"]);
    let idle = [Some((0, 0, 100)); 3];
    let standings = nights(&plan, &[(day(13), &idle), (day(14), &idle)]);
    let reason = "chart ranks is left out: all districts shown share the first place in all issues";
    assert!(left_out(&standings, &plan).contains(&reason.to_owned()), "{:?}", left_out(&standings, &plan));
    // a step ahead is a place
    let told = |done: i64| [Some((done, done, 100 - done)), Some((0, 0, 100)), Some((0, 0, 100))];
    let (first, then) = (told(0), told(5));
    let all = charts(&nights(&plan, &[(day(13), &first), (day(14), &then)]), &plan);
    assert_eq!((ranks(&all).panels.len(), ranks(&all).note.as_deref()), (2, None));
}

#[test]
fn one_district_has_no_chart_that_compares() {
    let plan = campaign(&["甲区"]);
    let told = [Some((5, 10, 90))];
    let standings = nights(&plan, &[(day(13), &told), (day(14), &[Some((5, 15, 85))])]);
    assert_eq!(
        left_out(&standings, &plan),
        [
            "chart shares is left out: fewer than two districts have a share",
            "chart ranks is left out: fewer than two districts are ranked",
            "chart scatter is left out: fewer than three districts have both shares",
        ]
    );
    let captions: Vec<String> = charts(&standings, &plan).iter().map(|c| c.caption().to_owned()).collect();
    assert_eq!(captions, ["图1　剩余任务变化", "图2　近2天各单位当日进度"]);
}

#[test]
fn a_weekly_strip_has_a_column_an_issue_and_says_that_its_figures_are_each_issues() {
    let plan = campaign(&["甲区", "乙区"]);
    let of = |done: i64| [Some((5, done, 100 - done)), Some((5, done + 10, 90 - done))];
    let told = [of(10), of(15), of(20)];
    let strip = |days: [u32; 3]| {
        let nights_told: Vec<(Day, &[Option<Told>])> =
            days.into_iter().map(day).zip(told.iter().map(|told| &told[..])).collect();
        let mut all = charts(&nights(&plan, &nights_told), &plan).into_iter();
        let chart = all.find_map(|chart| if let Chart::Days(chart) = chart { Some(chart) } else { None });
        let chart = chart.expect("the plan asks for it");
        (chart.caption, chart.panels[0].title.clone(), chart.days.len())
    };
    assert_eq!(strip([1, 8, 15]), ("图4　近3期各单位当期进度".into(), "当期户数".into(), 3));
    // a weekend between
    assert_eq!(strip([9, 12, 13]), ("图4　近5天各单位当日进度".into(), "当日户数".into(), 5));
}

#[test]
fn who_has_nothing_to_do_does_not_stand_idle_in_the_strip() {
    let plan = campaign(&["甲区", "乙区", "丙区", "丁区"]);
    // done before, without a task, and with work left and nothing done
    let of = |done: i64| [Some((5, done, 100 - done)), Some((0, 100, 0)), Some((0, 0, 0)), Some((0, 10, 90))];
    let told = [of(10), of(15), of(20)];
    let nights_told: Vec<(Day, &[Option<Told>])> =
        [12, 13, 14].into_iter().map(day).zip(told.iter().map(|told| &told[..])).collect();
    let all = charts(&nights(&plan, &nights_told), &plan);
    let panel = &strip(&all).panels[0];
    let last: Vec<&DayCell> = panel.rows.iter().filter_map(|row| row.cells.last()).collect();
    assert!(matches!(last[0], DayCell::Done { text, .. } if text == "5"), "{last:?}");
    assert_eq!(last[1..3], [&DayCell::Cleared, &DayCell::NoTask]);
    assert!(matches!(last[3], DayCell::Done { text, .. } if text == "0"), "{last:?}");
    assert_eq!(panel.dash.as_deref(), Some("无任务或已清零"));
}

#[test]
fn a_scatter_of_one_spot_is_left_out() {
    let plan = campaign(&["甲区", "乙区", "丙区"]);
    let of = |done: i64| Some((0, done, 100 - done));
    let same = charts(&nights(&plan, &[(day(14), &[of(10), of(10), of(10)])]), &plan);
    assert!(scatter(&same).is_none(), "one spot");
    let apart = charts(&nights(&plan, &[(day(14), &[of(10), of(10), of(20)])]), &plan);
    assert_eq!(scatter(&apart).map(|chart| chart.points.len()), Some(3));
}

#[test]
fn who_cannot_see_the_bars_is_told_what_is_new_in_them() {
    let plan = campaign(&["甲区", "乙区"]);
    let standings = nights(
        &plan,
        &[(day(13), &[Some((5, 10, 90)), Some((5, 20, 80))]), (day(14), &[Some((7, 17, 83)), None])],
    );
    assert_eq!(
        bars(&charts(&standings, &plan)).alternative,
        "条形图，各单位累计进度占比，括号内为较昨日变化的百分点：甲区户数17.00%（+7.00）、面积17.00%（+7.00）；\
         乙区（未报，沿用上期数）户数20.00%、面积20.00%。"
    );
    let all = charts(&standings, &plan);
    assert_eq!(
        (bars(&all).groups[1].label.as_str(), bars(&all).groups[1].bars[0].text.as_str()),
        ("乙区*", "20.00%")
    );
    let chart = bars(&all);
    // in the legend, which every page repeats
    assert_eq!(chart.legend.starred.as_deref(), Some("*未报，沿用上期数"));
    assert_eq!(chart.note, None);
}
