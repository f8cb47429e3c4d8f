//! Ledgers: households counted and summed by their dates.

use super::desk::{Desk, Put, row, write};
use crate::model::{Code, Lang, Origin, Severity};

fn titles() -> Vec<Put> {
    row![
        "编号",
        "户主姓名",
        "街道",
        "房屋面积（㎡）",
        "排查日期",
        "整治完成日期",
        "回头看日期",
        "回头看结果",
        "整治状态"
    ]
}

fn house(id: &'static str, area: impl Into<Put>, found: impl Into<Put>, done: impl Into<Put>) -> Vec<Put> {
    vec![id.into(), "王建国".into(), "龙湖街道".into(), area.into(), found.into(), done.into()]
}

const FOUND: Put = Put::Date(2021, 6, 15);

#[test]
fn rows_are_counted_by_the_days_on_which_they_were_found_and_done() {
    let rows = [
        row!["魏都区房屋安全隐患台账"],
        titles(),
        house("1", 100, FOUND, Put::Date(2021, 7, 13)),
        house("2", 10.5, FOUND, "2021.7.14"),
        house("3", 1, FOUND, ()),
        house("4", 7, Put::Date(2021, 7, 15), ()),
        row!["5"],
        row!["合计", (), (), 118.5],
    ];
    let desk = Desk::new().sheet("魏都区.xlsx", &rows);
    let found = desk.collect();
    assert_eq!((found.figures(0), found.figures(1)), ("1 2 3 -".into(), "10.5 110.5 111.5 -".into()));
    assert_eq!(found.at_least(Severity::Warning), [""; 0]);
    let Origin::Rows { rows, filter, column, .. } =
        &*found.the_return().figures[1].done.as_ref().unwrap().origin
    else {
        panic!()
    };
    assert_eq!(
        (rows.ranges(), filter.as_str(), *column),
        (&[(2, 3)][..], "整治完成日期 (F) ≤ 2021-07-14", Some(3))
    );
}

#[test]
fn a_row_with_an_error_leaves_the_district_unreported_and_names_nobody() {
    for (row, said) in [
        (house("2", "约300", FOUND, ()), "C001 D3 “约300”不是数字"),
        (house("2", "王建国", FOUND, ()), "C001 D3 “＊＊＊”不是数字"),
        (house("2", 5, FOUND, "昨天"), "C010 F3 “昨天”不是日期"),
        (house("2", 5, FOUND, 7.14), "C012 F3 “7.14”是数字，无法分辨日期"),
        (house("2", 5, FOUND, Put::Date(2021, 7, 15)), "R003 F3 完成日期2021-07-15晚于报告日2021-07-14"),
        (house("1", 5, FOUND, ()), "R001 A3 编号“A3＝A2”重复"),
        (house("2", (), FOUND, ()), "R009 D3 第3行缺少房屋面积（㎡）"),
        (house("2", 5, FOUND, "1021-07-14"), "C014 F3 日期1021-07-14不在1990-01-01–2099-12-31内"),
    ] {
        let found = Desk::new().sheet("魏都区.xlsx", &[titles(), house("1", 1, FOUND, ()), row]).collect();
        assert_eq!(found.at_least(Severity::Error), [said]);
        assert!(found.unreported());
        assert!(found.0.faults.iter().all(|f| !f.message(Lang::Zh).contains("王建国")));
    }
}

#[test]
fn doubtful_rows_are_counted_and_told_once_a_column() {
    let rows = [
        titles(),
        house("1", 1, Put::Date(2021, 7, 2), Put::Date(2021, 7, 1)),
        house("2", 1, Put::Date(2021, 7, 2), Put::Date(2021, 7, 1)),
        house("3", 1, FOUND, 44391),
        house("4", 1, FOUND, "7月14日"),
        house("5", 1, FOUND, "/"),
    ];
    let found = Desk::new().sheet("魏都区.xlsx", &rows).collect();
    assert_eq!(found.figures(0), "2 4 5 -");
    assert_eq!(
        found.said(),
        [
            "R004 F2 完成日期2021-07-01早于排查日期2021-07-02 ×2",
            "C013 F4 数字44391按日期2021-07-14处理",
            "C011 F5 日期“7月14日”缺年份，读作2021-07-14",
            "C008 F6 “/”按空值处理，不作 0",
        ]
    );
}

#[test]
fn households_looked_at_again_and_failed_are_counted() {
    let with = |id, looked: Put, result: Put, status: Put| {
        let mut row = house(id, 1, FOUND, Put::Date(2021, 7, 10));
        row.extend([looked, result, status]);
        row
    };
    let rows = [
        titles(),
        with("1", Put::Date(2021, 7, 12), Put::Text("合格"), Put::Text("已整治")),
        with("2", Put::Date(2021, 7, 14), Put::Text("不合格"), Put::Text("已整治")),
        with("3", Put::Date(2021, 7, 15), Put::Text("不合格"), Put::Nothing),
        with("4", Put::Nothing, Put::Nothing, Put::Text("未整治")),
        with("5", Put::Date(2021, 7, 9), Put::Text("无反弹"), Put::Nothing),
    ];
    let found = Desk::new().sheet("魏都区.xlsx", &rows).collect();
    let looked = found.the_return().reinspected.as_ref().unwrap();
    assert_eq!(
        (looked.looked_at.amount.to_string(), looked.failed.amount.to_string()),
        ("3".into(), "1".into())
    );
    assert_eq!(
        found.said(),
        ["R005 I5 状态“未整治”与完成日期矛盾", "R008 G6 回头看日期2021-07-09早于完成日期2021-07-10"]
    );
}

#[test]
fn streets_of_a_ledger_sum_to_it_even_where_one_was_left_out() {
    let mut nameless = house("3", 4, FOUND, ());
    nameless[2] = Put::Nothing;
    let mut other = house("2", 2, FOUND, Put::Date(2021, 7, 14));
    other[2] = Put::Text("长村张街道");
    let rows = [titles(), house("1", 1, FOUND, ()), other, nameless];
    let found = Desk::new().sheet("魏都区.xlsx", &rows).collect();
    let streets: Vec<&str> = found.the_return().streets.iter().map(|s| s.name.as_str()).collect();
    assert_eq!(streets, ["龙湖街道", "长村张街道", "未注明"]);
    assert_eq!((found.street("长村张街道", 1), found.figures(1)), ("2 2 2 -".into(), "2 2 7 -".into()));
    assert_eq!(found.at_least(Severity::Warning), ["R009 C4 第4行缺少街道"]);
}

#[test]
fn a_merged_street_fills_down_in_a_ledger_however_large() {
    let rows: Vec<Vec<Put>> = std::iter::once(titles())
        .chain((0..9000).map(|i| {
            let id: &'static str = Box::leak(format!("JK{i}").into_boxed_str());
            let mut row = house(id, 1, FOUND, ());
            row[1] = Put::Text(id);
            row[2] = if i < 4 { Put::Nothing } else { Put::Text("龙湖街道") };
            row
        }))
        .collect();
    let found = Desk::new()
        .workbook("魏都区.xlsx", |book| {
            let sheet = book.add_worksheet();
            write(sheet, &rows);
            sheet.merge_range(1, 2, 4, 2, "长村张街道", &rust_xlsxwriter::Format::new()).unwrap();
        })
        .collect();
    assert_eq!(
        (found.street("长村张街道", 0), found.street("龙湖街道", 0)),
        ("0 0 4 -".into(), "0 0 8996 -".into())
    );
    assert_eq!(found.said(), [""; 0]);
}

#[test]
fn a_ledger_without_dates_of_completion_or_areas_is_told_what_it_lacks() {
    let rows = [row!["编号", "户主", "整治完成日期"], row!["1", "王", Put::Date(2021, 7, 1)]];
    let found = Desk::new().sheet("魏都区.xlsx", &rows).collect();
    assert_eq!(found.at_least(Severity::Error), ["S002 A1 缺少必需列“面积”"]);
}

#[test]
fn notes_below_a_ledger_end_it_and_may_state_its_day() {
    let rows = [
        titles(),
        house("1", 1, FOUND, ()),
        row!["填表人：", (), (), (), "填报日期：2021-07-13"],
        row!["2", "x", "y", 3],
    ];
    let found = Desk::new().sheet("魏都区.xlsx", &rows).collect();
    assert_eq!(found.fault(Code::F005).place.as_ref().unwrap().cell.unwrap().to_string(), "E3");
}
