//! Charts of any figures: no label on another, nothing outside the type area.

use std::path::Path;
use std::sync::OnceLock;

use proptest::prelude::*;

use crate::compose::{
    Block, Chart, Cone, DayCell, DayChart, DayPanel, DayRow, Document, RankChart, RankLegend, RankLine,
    RankLook, RankPanel, RankPoint, RemainingChart, RemainingLegend, RemainingPanel, ScatterChart,
    ScatterPoint, Tick,
};
use crate::model::{Amount, Day, Share};
use crate::plan::Shell;
use crate::typeset::{Faces, Item, Layout, Length, PageStyle, Role, typeset};

fn faces() -> &'static Faces {
    static FACES: OnceLock<Faces> = OnceLock::new();
    FACES.get_or_init(|| Faces::open(Path::new("fonts")).unwrap())
}

pub(super) fn day(n: u64) -> Day {
    Day::new(2021, 6, 25).unwrap().plus(n)
}

pub(super) fn share(done: i64) -> Share {
    Share::of(Amount::whole(done), Amount::whole(1000)).unwrap()
}

pub(super) fn lay(chart: Chart) -> Layout {
    lay_blocks(vec![Block::Chart(chart)])
}

fn lay_blocks(blocks: Vec<Block>) -> Layout {
    let document = Document {
        shell: Shell::TableOnly,
        masthead: String::new(),
        number: String::new(),
        issuer: String::new(),
        date: String::new(),
        title: String::new(),
        official: None,
        blocks,
    };
    typeset(&document, &PageStyle::of(Shell::TableOnly), faces()).unwrap()
}

/// Every run's text with its box, page by page, without the page's number.
pub(super) fn labels(layout: &Layout) -> Vec<(usize, String, [Length; 4])> {
    let mut labels = Vec::new();
    for (page, sheet) in layout.pages.iter().enumerate() {
        for placed in &sheet.items {
            let Item::Glyphs(run) = &placed.item else { continue };
            let text: String = run.glyphs.iter().map(|g| g.text.as_str()).collect();
            if placed.node.is_none() && text.contains('—') {
                continue;
            }
            let width: Length = run.glyphs.iter().map(|g| g.advance).sum();
            // what the ink of figures and Chinese takes of the em box
            let (top, bottom) = (run.y - run.size.em(780), run.y + run.size.em(60));
            labels.push((page, text, [run.x, top, run.x + width, bottom]));
        }
    }
    labels
}

fn overlaps(layout: &Layout) -> Option<String> {
    let labels = labels(layout);
    let grain = Length::milli_pt(50);
    for (i, (page, text, a)) in labels.iter().enumerate() {
        for (other_page, other, b) in &labels[i + 1..] {
            let meet = a[0] + grain < b[2] && b[0] + grain < a[2] && a[1] < b[3] && b[1] < a[3];
            if page == other_page && meet {
                return Some(format!("`{text}` {a:?} meets `{other}` {b:?}"));
            }
        }
    }
    None
}

fn outside(layout: &Layout) -> Option<String> {
    let style = PageStyle::of(Shell::TableOnly);
    let grain = Length::milli_pt(100);
    labels(layout).into_iter().find_map(|(page, text, [left, top, right, bottom])| {
        let from = style.left(page + 1);
        let is_out = left + grain < from
            || right > from + style.area_width + grain
            || top < style.top
            || bottom > style.top + style.area_height;
        is_out.then(|| format!("page {}: `{text}` {left:?} {right:?} {top:?} {bottom:?}", page + 1))
    })
}

fn held(chart: Chart) -> Result<Layout, TestCaseError> {
    let layout = lay(chart);
    prop_assert_eq!(overlaps(&layout), None);
    prop_assert_eq!(outside(&layout), None);
    let said = |role: &Role| matches!(role, Role::Figure { alternative } if !alternative.is_empty());
    prop_assert!(said(&layout.structure[0].role), "no figure first");
    Ok(layout)
}

/// Places of `lines` districts over `issues` issues, each issue a permutation made from `seed`.
fn ranks(lines: usize, issues: usize, seed: &[usize], name: &str) -> RankChart {
    let lane = |line: usize, issue: usize| {
        let shift = seed.get(issue % seed.len().max(1)).copied().unwrap_or(0);
        (line + shift) % lines
    };
    let line = |line: usize| RankLine {
        label: format!("{name}{line}"),
        first: format!("并列{}", lane(line, 0) + 1),
        last: (lane(line, issues - 1) + 1).to_string(),
        look: [RankLook::Foremost, RankLook::Other, RankLook::Climber, RankLook::Faller][line % 4],
        points: (0..issues)
            .map(|issue| {
                let is_gap = (line + issue) % 11 == 7 && issue + 1 < issues;
                (!is_gap).then(|| RankPoint { lane: lane(line, issue), carried: issue % 5 == 3 })
            })
            .collect(),
    };
    RankChart {
        caption: "图1　近14期各单位占比排名变化".into(),
        legend: RankLegend {
            looks: vec![
                (RankLook::Foremost, "现居首位".into()),
                (RankLook::Climber, "较7月1日上升最多".into()),
            ],
            other: Some("其余单位".into()),
            tied: Some("同框为并列".into()),
            carried: Some("未报，沿用上期数".into()),
        },
        days: (0..issues as u64).map(day).collect(),
        panels: vec![RankPanel {
            title: "户数占比排名".into(),
            lanes: lines,
            beyond: None,
            lines: (0..lines).map(line).collect(),
            ties: if lines > 1 {
                vec![(0, 0, lines / 2), (issues - 1, lines / 2, lines - 1)]
            } else {
                Vec::new()
            },
        }],
        note: Some("未列：甲区（无任务）；乙区、丙区（户数未报）。".into()),
        alternative: "排名图".into(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn labels_of_places_stand_apart(
        lines in 1_usize..17, issues in 2_usize..15, seed in proptest::collection::vec(0_usize..16, 1..14),
        name in "[一-龥]{1,28}|[一-龥]{100,140}",
    ) {
        held(Chart::Ranks(ranks(lines, issues, &seed, &name)))?;
    }

    #[test]
    fn labels_of_work_left_stand_apart(
        left in proptest::collection::vec(0_i64..3_000_000, 1..15),
        panels in 1_usize..5, deadline in 0_u64..400, mean in 1_u64..900, slowest in proptest::option::of(1_u64..2000),
    ) {
        let now = left.len() as u64 - 1;
        let run: Vec<(Day, Amount)> =
            left.iter().enumerate().map(|(n, left)| (day(n as u64), Amount::whole(*left))).collect();
        let to = day((now + 1).max(deadline).max((now + mean).min(90)));
        let panel = RemainingPanel {
            title: "剩余户数".into(),
            unit: "万户".into(),
            per_unit: 10_000,
            from: day(0),
            to,
            required: (deadline > 0).then(|| [(day(0), Amount::whole(2_900_000)), (day(deadline), Amount::ZERO)]),
            forecast: Some(Cone {
                mean: day(now + mean),
                fastest: day(now + mean / 2),
                slowest: slowest.map(|more| day(now + mean + more)),
            }),
            outlook: Some("约2021年12月28日清零".into()),
            now: format!("{}户", left[left.len() - 1]),
            deadline: (deadline > 0).then(|| (day(deadline), "期限12月30日".into())),
            runs: run.chunks(4).map(<[_]>::to_vec).collect(),
        };
        held(Chart::Remaining(RemainingChart {
            caption: "剩余任务与序时要求".into(),
            legend: RemainingLegend {
                left: "实际剩余".into(),
                required: Some("序时应剩".into()),
                forecast: Some("按近期平均进度推算".into()),
                range: Some("推算区间（最快至最慢）".into()),
            },
            panels: vec![panel; panels],
            note: Some("线断处为当日未出通报。".into()),
            alternative: "折线图".into(),
        }))?;
    }

    #[test]
    fn labels_of_days_stand_apart(
        rows in 1_usize..230, days in 1_usize..22, panels in 1_usize..4, amount in 0_u64..100_000_000,
        name in "[一-龥]{1,28}",
    ) {
        let cell = |n: usize| match n % 7 {
            0 => DayCell::NoIssue,
            1 => DayCell::Unreported,
            2 => DayCell::Unknown,
            n => DayCell::Done { text: amount.to_string(), step: n - 3 },
        };
        let row = |row: usize| DayRow {
            label: name.chars().cycle().take(1 + row % 28).collect(),
            cells: (0..days).map(|column| cell(row + column)).collect(),
        };
        let panel = DayPanel {
            title: "当日户数".into(),
            unit: "户".into(),
            steps_of: "占任务总数比重".into(),
            dash: Some("无任务、已清零或无当日数".into()),
            steps: ["0", "≤0.5%", "≤1%", "≤1.5%", ">1.5%"].map(String::from).to_vec(),
            rows: (0..rows).map(row).collect(),
        };
        held(Chart::Days(DayChart {
            caption: "近14天各单位当日进度".into(),
            days: (0..days as u64).map(day).collect(),
            unreported: "未报".into(),
            panels: vec![panel; panels],
            alternative: "方格图".into(),
        }))?;
    }

    #[test]
    fn labels_of_shares_stand_apart_and_every_name_is_said(
        points in proptest::collection::vec((0_i64..1300, 0_i64..1300, any::<bool>()), 2..31),
        close in any::<bool>(), pace in 0_i64..1001, name in "[一-龥]{1,26}",
    ) {
        let point = |(n, (x, y, carried)): (usize, &(i64, i64, bool))| {
            // all within two percent of each other: the worst crowd
            let [x, y] = [*x, *y].map(|share| if close { 600 + share % 20 } else { share });
            ScatterPoint { label: Some(format!("{name}{n}")), x: share(x), y: share(y), carried: *carried }
        };
        let chart = ScatterChart {
            caption: "各单位户数占比与面积占比".into(),
            x_title: "户数占比（%）".into(),
            y_title: "面积占比（%）".into(),
            pace: Some(Tick { at: share(pace), label: "序时进度27.78%".into() }),
            carried: Some("未报，沿用上期数".into()),
            points: points.iter().enumerate().map(point).collect(),
            is_crowded: false,
            note: None,
            alternative: "散点图".into(),
        };
        let names: Vec<String> = chart.points.iter().filter_map(|p| p.label.clone()).collect();
        let layout = held(Chart::Scatter(chart))?;
        let text: String = labels(&layout).into_iter().map(|(_, text, _)| text).collect();
        for name in names {
            prop_assert!(text.contains(&name), "{} not in {}", name, text);
        }
    }
}

#[test]
fn a_chart_closes_up_its_groups_before_it_leaves_a_page_half_empty() {
    use crate::compose::{Bar, BarChart, BarGroup, BarLegend, Span};
    let bar = || Bar {
        label: "户数".into(),
        share: Some(share(400)),
        before: Some(share(300)),
        change: None,
        text: "40.00%".into(),
    };
    let group = |n: usize| BarGroup { label: format!("第{n}区"), bars: vec![bar(), bar()], opens: None };
    let chart = Chart::Bars(BarChart {
        caption: "进度".into(),
        legend: BarLegend { before: "前".into(), since: "新".into(), starred: None },
        groups: (1..=10).map(group).collect(),
        task: None,
        pace: None,
        alternative: String::new(),
        note: None,
    });
    let set = |lines: usize| {
        let text = || Block::Paragraph(vec![Span::plain("字")]);
        lay_blocks((0..lines).map(|_| text()).chain([Block::Chart(chart.clone())]).collect())
    };
    let apart = |layout: &Layout| {
        let names: Vec<Length> =
            labels(layout).into_iter().filter(|l| l.1.starts_with('第')).map(|l| l.2[1]).collect();
        let apart: Vec<Length> = names.windows(2).map(|pair| pair[1] - pair[0]).collect();
        (*apart.iter().min().unwrap(), *apart.iter().max().unwrap())
    };
    let natural = apart(&set(1)).0;
    let most = (1..22).rfind(|lines| set(*lines).pages.len() == 1).unwrap();
    let (least, widest) = apart(&set(most));
    // two bars of 8.25 pt and 4.5 pt between groups are as close as it gets
    assert!(least < natural && least >= Length::milli_pt(20_990), "{least:?} of {natural:?}");
    assert!(widest - least < Length::milli_pt(10), "{least:?} to {widest:?}");
    // a line more, and it is divided rather than leave the page half empty: three groups at least on either
    let divided = set(most + 1);
    let on = |page: usize| labels(&divided).iter().filter(|l| l.0 == page && l.1.starts_with('第')).count();
    assert!(on(0) >= 3 && on(1) >= 3 && on(0) + on(1) == 10, "{} and {}", on(0), on(1));
    let begins: Vec<String> = labels(&divided).into_iter().filter(|l| l.0 == 1).map(|l| l.1).collect();
    assert!(begins[0].contains("续图"), "{begins:?}");
}

/// A page is not left more than a third empty because the chart that follows would not stand on it whole.
#[test]
fn a_chart_of_panels_or_of_one_plot_begins_on_a_page_that_has_a_third_left() {
    use crate::compose::Span;
    let points = (0..6)
        .map(|n| ScatterPoint {
            label: Some(format!("第{n}区")),
            x: share(100 * n),
            y: share(900 - 100 * n),
            carried: false,
        })
        .collect();
    let scatter = Chart::Scatter(ScatterChart {
        caption: "各单位户数占比与面积占比".into(),
        x_title: "户数占比（%）".into(),
        y_title: "面积占比（%）".into(),
        pace: None,
        carried: None,
        points,
        is_crowded: false,
        note: None,
        alternative: "散点图".into(),
    });
    let mut many = ranks(5, 4, &[1], "第某区");
    many.panels = vec![many.panels[0].clone(); 4];
    let third = PageStyle::of(Shell::TableOnly).area_height / 3;
    for chart in [scatter, Chart::Ranks(many)] {
        for lines in 1..30 {
            let text = (0..lines).map(|_| Block::Paragraph(vec![Span::plain("字")]));
            let layout = lay_blocks(text.chain([Block::Chart(chart.clone())]).collect());
            let bottom = labels(&layout).iter().filter(|l| l.0 == 0).map(|l| l.2[3]).max().unwrap();
            let style = PageStyle::of(Shell::TableOnly);
            let left = style.top + style.area_height - bottom;
            assert!(
                layout.pages.len() == 1 || left <= third + style.pitch,
                "{lines} lines: {left:?} left of the page"
            );
        }
    }
}
