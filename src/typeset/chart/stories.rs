//! Stories of charts over pages: what is divided where, and what is left out for want of room.

use super::tests::{day, labels, lay};
use crate::compose::{Chart, DayCell, DayChart, DayPanel, DayRow};
use crate::plan::Shell;
use crate::typeset::{Layout, Length, PageStyle};

/// Days of `rows` districts, a measure with low figures and one with figures of `digits` digits.
fn days_of(rows: usize, digits: usize, name: &str) -> Layout {
    let panel = |text: String| DayPanel {
        title: "当日面积".into(),
        unit: "㎡".into(),
        steps_of: "占任务总数比重".into(),
        dash: Some("无任务、已清零或无当日数".into()),
        steps: ["0", "≤0.5%"].map(String::from).to_vec(),
        rows: (0..rows)
            .map(|_| DayRow {
                label: name.into(),
                cells: (0..13).map(|_| DayCell::Done { text: text.clone(), step: 1 }).collect(),
            })
            .collect(),
    };
    lay(Chart::Days(DayChart {
        caption: "近13天各单位当日进度".into(),
        days: (0..13).map(day).collect(),
        unreported: "未报".into(),
        panels: vec![panel("8".into()), panel("9".repeat(digits))],
        alternative: "方格图".into(),
    }))
}

#[test]
fn figures_stand_in_the_squares_of_all_measures_or_of_none() {
    let count = |layout: &Layout, figure: &str| labels(layout).iter().filter(|l| l.1 == figure).count();
    // two columns of districts have no room for four digits, one has
    let one = days_of(80, 4, "许昌某镇");
    assert_eq!((count(&one, "8"), count(&one, "9999")), (80 * 13, 80 * 13));
    let none = days_of(80, 12, "许昌某镇");
    assert_eq!((count(&none, "8"), count(&none, &"9".repeat(12))), (0, 0));
    // what has room for no figures takes no page for them
    assert!(none.pages.len() < one.pages.len(), "{} {}", none.pages.len(), one.pages.len());
}

#[test]
fn a_measures_unit_is_said_where_figures_stand_in_its_squares() {
    let titles = |digits: usize| -> Vec<String> {
        let titled = labels(&days_of(5, digits, "许昌某镇")).into_iter().map(|label| label.1);
        titled.filter(|text| text.starts_with("当日面积")).collect()
    };
    assert_eq!(titles(4), ["当日面积（㎡）"; 2]);
    assert_eq!(titles(40), ["当日面积"; 2]);
}

#[test]
fn days_of_districts_with_long_names_take_room_from_the_squares_rather_than_pages() {
    let name = "国家许昌经济技术开发区长村张街道办事处社区服务中心";
    let layout = days_of(80, 7, name);
    assert!(layout.pages.len() <= 4, "{} pages", layout.pages.len());
    assert!(labels(&layout).iter().any(|l| l.1 == name), "a name is broken");
}

#[test]
fn columns_of_districts_are_read_downwards_on_every_page() {
    let panel = DayPanel {
        title: "当日户数".into(),
        unit: "户".into(),
        steps_of: "占任务总数比重".into(),
        dash: Some("无任务、已清零或无当日数".into()),
        steps: ["0", "≤0.5%"].map(String::from).to_vec(),
        rows: (0..200)
            .map(|n| DayRow {
                label: format!("{n}镇"),
                cells: vec![DayCell::Done { text: "123456".into(), step: 1 }; 13],
            })
            .collect(),
    };
    let layout = lay(Chart::Days(DayChart {
        caption: "近13天各单位当日进度".into(),
        days: (0..13).map(day).collect(),
        unreported: "未报".into(),
        panels: vec![panel],
        alternative: "方格图".into(),
    }));
    let mut names: Vec<(usize, Length, Length, usize)> = labels(&layout)
        .into_iter()
        .filter_map(|(page, text, at)| Some((page, at[0], at[1], text.strip_suffix('镇')?.parse().ok()?)))
        .collect();
    assert!(layout.pages.len() > 1, "one page shows no break");
    // page by page, column by column, downwards
    let middle = Length::mm(100);
    names.sort_by_key(|(page, x, y, _)| (*page, *x > middle, *y));
    assert!(names.iter().map(|name| name.3).eq(0..200), "{names:?}");
    let first = |page: usize| names.iter().filter(move |name| name.0 == page);
    // a page that is left is full: its columns break at any row
    let lowest = first(0).map(|name| name.2).max().unwrap();
    let style = PageStyle::of(Shell::TableOnly);
    assert!(style.top + style.area_height - lowest < Length::pt(30), "{lowest:?}");
}
