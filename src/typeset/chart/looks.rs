//! Looks of charts, each a thing that a reader once took wrongly.

use super::ink::FIELD;
use super::tests::{day, labels, lay, share};
use crate::compose::{
    Bar, BarChart, BarGroup, BarLegend, Chart, Cone, RemainingChart, RemainingLegend, RemainingPanel,
    ScatterChart, ScatterPoint, Tick,
};
use crate::model::Amount;
use crate::typeset::layout::Color;
use crate::typeset::{Item, Layout, Length};

fn scatter(points: &[(i64, i64)], pace: i64) -> Layout {
    let point = |(n, (x, y)): (usize, &(i64, i64))| ScatterPoint {
        label: Some(format!("第{n}区")),
        x: share(*x),
        y: share(*y),
        carried: false,
    };
    lay(Chart::Scatter(ScatterChart {
        caption: "各单位户数占比与面积占比".into(),
        x_title: "户数占比（%）".into(),
        y_title: "面积占比（%）".into(),
        pace: Some(Tick { at: share(pace), label: "序时进度".into() }),
        carried: None,
        points: points.iter().enumerate().map(point).collect(),
        is_crowded: false,
        note: None,
        alternative: "散点图".into(),
    }))
}

fn texts(layout: &Layout) -> Vec<String> {
    labels(layout).into_iter().map(|(_, text, _)| text).collect()
}

#[test]
fn the_pace_is_in_sight_or_it_is_said_that_it_is_not() {
    // far over their tasks, and the pace far below them: the axes begin at nought
    let over = texts(&scatter(&[(740, 740), (1200, 1200), (1450, 1430)], 278));
    assert!(over.contains(&"序时进度".to_owned()) && over.contains(&"0".to_owned()), "{over:?}");
    // within two percent of each other they would be one spot beside the pace
    let close = texts(&scatter(&[(970, 970), (980, 975), (990, 980)], 278));
    assert!(close.contains(&"序时进度，在图外".to_owned()), "{close:?}");
}

#[test]
fn a_mark_in_the_corner_has_its_name_beside_it() {
    let said = texts(&scatter(&[(0, 0), (400, 500), (900, 800)], 278));
    assert!(said.contains(&"第0区".to_owned()), "{said:?}");
}

#[test]
fn a_name_stands_on_its_marks_side_of_the_pace() {
    // just ahead of it and just behind it, along and up
    let layout = scatter(&[(268, 300), (288, 262), (270, 240), (290, 320), (275, 282)], 278);
    let pace = layout.pages[0].items.iter().find_map(|placed| match &placed.item {
        Item::Path { points, dash: Some(_), .. } if points[0].0 == points[1].0 => Some(points[0].0),
        _ => None,
    });
    let pace = pace.expect("it is in sight");
    let all = labels(&layout);
    let of = |n: usize| all.iter().find(|label| label.1 == format!("第{n}区")).map(|label| label.2);
    for (n, is_ahead) in [(0, false), (1, true), (2, false), (3, true)] {
        let Some([left, _, right, _]) = of(n) else { continue };
        assert!(if is_ahead { left >= pace } else { right <= pace }, "{n}: {left:?} {right:?} {pace:?}");
    }
}

#[test]
fn equals_of_whom_few_are_named_are_counted() {
    let point = |n: usize, at: i64, is_named: bool| ScatterPoint {
        label: is_named.then(|| format!("第{n}区")),
        x: share(at),
        y: share(at),
        carried: false,
    };
    // some of the foremost are named, and of twelve farther back none
    let at = |n: usize| match n {
        0..20 => 1000,
        20..32 => 300,
        n => 10 * n as i64,
    };
    let points = (0..40).map(|n| point(n, at(n), n < 8));
    let layout = lay(Chart::Scatter(ScatterChart {
        caption: "各单位户数占比与面积占比".into(),
        x_title: "户数占比（%）".into(),
        y_title: "面积占比（%）".into(),
        pace: None,
        carried: None,
        points: points.collect(),
        is_crowded: true,
        note: None,
        alternative: "散点图".into(),
    }));
    let said = texts(&layout);
    assert!(said.contains(&"第0区等20个单位".to_owned()), "{said:?}");
    assert!(said.contains(&"12个单位".to_owned()), "{said:?}");
}

fn bars(measures: &[&str], opens: Option<usize>) -> Layout {
    let bar = |name: &&str| Bar {
        label: (*name).to_owned(),
        share: Some(share(400)),
        before: Some(share(300)),
        change: None,
        text: "40.00%".into(),
    };
    let group = |n: usize| BarGroup {
        label: format!("第{n}区"),
        bars: measures.iter().map(bar).collect(),
        opens: (opens == Some(n)).then(|| "后2位".to_owned()),
    };
    lay(Chart::Bars(BarChart {
        caption: "进度".into(),
        legend: BarLegend { before: "前".into(), since: "新".into(), starred: None },
        groups: (0..4).map(group).collect(),
        task: None,
        pace: None,
        alternative: String::new(),
        note: None,
    }))
}

#[test]
fn the_only_measure_is_not_said_at_each_bar() {
    assert!(!texts(&bars(&["户数"], None)).contains(&"户数".to_owned()));
    assert!(texts(&bars(&["户数", "面积"], None)).contains(&"面积".to_owned()));
}

#[test]
fn the_last_are_set_apart_from_the_first() {
    let layout = bars(&["户数", "面积"], Some(2));
    let tops: Vec<Length> =
        labels(&layout).into_iter().filter(|l| l.1.starts_with('第')).map(|l| l.2[1]).collect();
    assert!(tops[2] - tops[1] > tops[1] - tops[0] && tops[2] - tops[1] > tops[3] - tops[2], "{tops:?}");
    assert!(texts(&layout).contains(&"后2位".to_owned()));
}

#[test]
fn no_value_touches_the_line_of_the_pace() {
    let bar = |done: i64| Bar {
        label: "户数".into(),
        share: Some(share(done)),
        before: Some(share(done - done / 50)),
        change: None,
        text: format!("{}.{}0%", done / 10, done % 10),
    };
    // from far before the pace to far beyond it, in steps of a few points
    let group = |n: i64| BarGroup { label: format!("第{n}区"), bars: vec![bar(190 + n * 4)], opens: None };
    let layout = lay(Chart::Bars(BarChart {
        caption: "进度".into(),
        legend: BarLegend { before: "前".into(), since: "新".into(), starred: None },
        groups: (0..30).map(group).collect(),
        pace: Some(Tick { at: share(278), label: "序时进度".into() }),
        task: None,
        alternative: String::new(),
        note: None,
    }));
    let black = |color: &Color| *color == Color::BLACK;
    let lines: Vec<Length> = layout.pages[0]
        .items
        .iter()
        .filter_map(|placed| match &placed.item {
            Item::Rule { from, to, color, .. } if black(color) && from.0 == to.0 => Some(from.0),
            _ => None,
        })
        .collect();
    let pace = *lines.first().expect("it is in sight");
    assert_eq!(layout.pages.len(), 1);
    for (_, text, [left, _, right, _]) in labels(&layout) {
        let is_value = text.ends_with('%') && text.contains('.');
        if is_value {
            let clear = Length::milli_pt(2900);
            assert!(left >= pace + clear || right <= pace - clear, "{text}: {left:?} {right:?} {pace:?}");
        }
    }
}

#[test]
fn the_head_of_the_last_stands_on_each_of_their_pages() {
    let bar = || Bar {
        label: "户数".into(),
        share: Some(share(400)),
        before: Some(share(300)),
        change: None,
        text: "40.00%".into(),
    };
    let group = |n: usize| BarGroup {
        label: format!("第{n}区"),
        bars: vec![bar(), bar()],
        opens: (n == 10).then(|| "后50位".to_owned()),
    };
    let layout = lay(Chart::Bars(BarChart {
        caption: "户数占比前10位、后50位单位累计进度".into(),
        legend: BarLegend { before: "前".into(), since: "新".into(), starred: Some("*未报".into()) },
        groups: (0..60).map(group).collect(),
        pace: None,
        task: None,
        alternative: String::new(),
        note: None,
    }));
    // and what a star means on each of the chart's
    let explained = texts(&layout).iter().filter(|text| *text == "*未报").count();
    assert_eq!(explained, layout.pages.len());
    let heads: Vec<String> = texts(&layout).into_iter().filter(|text| text.starts_with("后50位")).collect();
    assert_eq!(heads[0], "后50位");
    assert!(
        heads.len() == layout.pages.len() && heads[1..].iter().all(|head| head == "后50位（续）"),
        "{heads:?}"
    );
}

#[test]
fn the_pace_is_one_white_line_through_what_is_dark() {
    let bar = |done: i64, before: i64| Bar {
        label: "户数".into(),
        share: Some(share(done)),
        before: Some(share(before)),
        change: None,
        text: "40.00%".into(),
    };
    let group = |bars: Vec<Bar>| BarGroup { label: "区".into(), bars, opens: None };
    let layout = lay(Chart::Bars(BarChart {
        caption: "进度".into(),
        legend: BarLegend { before: "前".into(), since: "新".into(), starred: None },
        groups: vec![group(vec![bar(400, 390), bar(400, 200), bar(500, 450)])],
        pace: Some(Tick { at: share(278), label: "序时进度".into() }),
        task: None,
        alternative: String::new(),
        note: None,
    }));
    let upright = |of: Color| {
        let rules = layout.pages[0].items.iter().filter_map(move |placed| match &placed.item {
            Item::Rule { from, to, color, .. } if *color == of && from.0 == to.0 => Some((from.1, to.1)),
            _ => None,
        });
        rules.collect::<Vec<_>>()
    };
    let (white, black) = (upright(Color::rgb(0xff, 0xff, 0xff)), upright(Color::BLACK));
    assert_eq!(white.len(), 2);
    let is_apart = |line: &(Length, Length)| black.iter().all(|dash| dash.1 <= line.0 || dash.0 >= line.1);
    assert!(white.iter().all(is_apart), "{white:?} {black:?}");
}

#[test]
fn the_last_of_three_panels_takes_the_whole_row() {
    let panel = RemainingPanel {
        title: "剩余户数".into(),
        unit: "户".into(),
        per_unit: 1,
        from: day(0),
        to: day(30),
        runs: vec![vec![(day(0), Amount::whole(500)), (day(9), Amount::whole(200))]],
        required: None,
        forecast: None,
        outlook: None,
        now: "200户".into(),
        deadline: Some((day(30), "期限7月25日".into())),
    };
    let layout = lay(Chart::Remaining(RemainingChart {
        caption: "剩余任务变化".into(),
        legend: RemainingLegend { left: "实际剩余".into(), required: None, forecast: None, range: None },
        panels: vec![panel; 3],
        note: None,
        alternative: "折线图".into(),
    }));
    let deadlines: Vec<Length> =
        labels(&layout).into_iter().filter(|l| l.1.starts_with("期限")).map(|l| l.2[2]).collect();
    assert_eq!(deadlines.len(), 3);
    assert!((deadlines[2] - deadlines[1]).max(deadlines[1] - deadlines[2]) < Length::pt(2), "{deadlines:?}");
}

#[test]
fn a_range_without_end_does_not_fill_the_plot() {
    let set = |slowest: Option<u64>| {
        let panel = RemainingPanel {
            title: "剩余户数".into(),
            unit: "户".into(),
            per_unit: 1,
            from: day(0),
            to: day(60),
            runs: vec![vec![(day(0), Amount::whole(500)), (day(9), Amount::whole(480))]],
            required: None,
            forecast: Some(Cone { mean: day(60), fastest: day(40), slowest: slowest.map(day) }),
            outlook: Some("约8月24日清零".into()),
            now: "480户".into(),
            deadline: None,
        };
        lay(Chart::Remaining(RemainingChart {
            caption: "剩余任务变化".into(),
            legend: RemainingLegend {
                left: "实际剩余".into(),
                required: None,
                forecast: Some("按近期平均进度推算".into()),
                range: Some("推算区间（最快至最慢）".into()),
            },
            panels: vec![panel],
            note: None,
            alternative: "折线图".into(),
        }))
    };
    // upright and across: the field is the largest area of a grey
    let area = |layout: &Layout| {
        let areas = layout.pages[0].items.iter().filter_map(|placed| match &placed.item {
            Item::Path { points, fill: Some(color), .. } if *color == FIELD => Some(points.clone()),
            _ => None,
        });
        areas.map(|points| twice_the_area(&points)).max().unwrap_or(0)
    };
    let (closed, open) = (area(&set(Some(75))), area(&set(None)));
    assert!(open > 0 && open < closed, "{open} {closed}");
}

fn twice_the_area(points: &[(Length, Length)]) -> i64 {
    let next = points.iter().cycle().skip(1);
    let part = |(a, b): (&(Length, Length), &(Length, Length))| {
        let pt = |length: Length| length.micro_pt() / 1_000_000;
        pt(a.0) * pt(b.1) - pt(b.0) * pt(a.1)
    };
    points.iter().zip(next).map(part).sum::<i64>().abs()
}
