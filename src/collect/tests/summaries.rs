//! Summaries: a row, rows of streets, rows of districts; totals wherever they stand.

use super::desk::{Desk, Put, row, write};
use crate::model::{Code, Severity};

fn titles() -> Vec<Put> {
    row![
        "街道",
        "排查户数",
        "排查面积㎡",
        "当日户数",
        "当日面积㎡",
        "累计户数",
        "累计面积㎡",
        "剩余户数",
        "剩余面积㎡"
    ]
}

#[test]
fn a_total_is_counted_once_wherever_it_stands_and_held_against_the_rows() {
    let total = |label: &'static str, done: i32| row![label, 30, 300, 3, 30, done, 100, 20, 200];
    let a = row!["西关街道", 10, 100, 1, 10, 4, 40, 6, 60];
    let b = row!["南关街道", 20, 200, 2, 20, 6, 60, 14, 140];
    for rows in [
        vec![titles(), total("合计", 10), a.clone(), b.clone()],
        vec![titles(), a.clone(), total("小计", 10), b.clone(), total("合         计", 10)],
        vec![titles(), a.clone(), b.clone(), total("总计：", 10), row!["注：含核减"], row!["西关街道", 9, 9]],
        vec![titles(), a.clone(), row![()], b.clone(), titles(), total("魏都区合计", 10)],
    ] {
        let found = Desk::new().sheet("魏都区.xlsx", &rows).collect();
        assert_eq!(
            (found.figures(0).as_str(), found.at_least(Severity::Warning).len()),
            ("3 10 30 20", 0),
            "{rows:?}"
        );
        assert_eq!(found.street("南关街道", 1), "20 60 200 140");
    }
    let found = Desk::new().sheet("魏都区.xlsx", &[titles(), a, b, total("合计", 11)]).collect();
    assert_eq!(found.figures(0), "3 10 30 20", "the rows are used");
    assert_eq!(
        found.at_least(Severity::Warning),
        ["T002 F4 合计行户数累计为11，各行之和为10，差1；按各行之和计"]
    );
}

#[test]
fn a_total_alone_or_a_row_without_a_name_is_the_districts() {
    for name in ["合计", "", "魏都区", "许昌市魏都区"] {
        let mut figures = row![(), 10, 100, 1, 10, 4, 40, 6, 60];
        if !name.is_empty() {
            figures[0] = Put::Text(name);
        }
        let found = Desk::new().sheet("魏都区.xlsx", &[titles(), figures]).collect();
        assert_eq!((found.figures(0).as_str(), found.the_return().streets.len()), ("1 4 10 6", 0), "{name}");
    }
}

#[test]
fn of_rows_of_several_districts_ours_is_taken() {
    let rows = [
        row!["单位", "累计户数", "累计面积㎡", "剩余户数", "剩余面积㎡"],
        row!["魏都区", 1, 10, 2, 20],
        row!["建安区", 3, 30, 4, 40],
        row!["高新区", 5, 50, "约6", 60],
        row!["合计", 9, 90, 12, 120],
    ];
    let found = Desk::new().sheet("建安区.xlsx", &rows).collect();
    assert_eq!((found.figures(0).as_str(), found.the_return().district), ("- 3 - 4", 1));
    assert_eq!(found.said(), [""; 0], "another district's row is no matter of ours");

    let found = Desk::new().sheet("全市汇总.xlsx", &rows).collect();
    let reported: Vec<usize> = found.0.returns.iter().map(|r| r.district).collect();
    assert_eq!(reported, [0, 1], "a file of all districts serves each");
}

#[test]
fn the_districts_own_row_must_be_the_sum_of_its_streets() {
    let rows = |left: i32| {
        [
            titles(),
            row!["魏都区", 30, 300, 3, 30, 10, 100, left, 200],
            row!["西关街道", 10, 100, 1, 10, 4, 40, 6, 60],
            row!["南关街道", 20, 200, 2, 20, 6, 60, 14, 140],
        ]
    };
    let found = Desk::new().sheet("魏都区.xlsx", &rows(20)).collect();
    assert_eq!((found.figures(0).as_str(), found.the_return().streets.len()), ("3 10 30 20", 2));
    let found = Desk::new().sheet("魏都区.xlsx", &rows(21)).collect();
    assert!(found.unreported());
    assert_eq!(found.at_least(Severity::Error), ["T007 H2 户数剩余：各街道之和20不等于本区21"]);
}

#[test]
fn a_merged_street_fills_down_over_its_communities_and_a_figure_never_does() {
    let found = Desk::new()
        .workbook("魏都区.xlsx", |book| {
            let sheet = book.add_worksheet();
            write(
                sheet,
                &[
                    row!["街道", "社区", "累计户数", "累计面积㎡", "剩余户数", "剩余面积㎡"],
                    row![(), "周庄", 1, 10, 2, 20],
                    row![(), "屯里", 3, 30, 4, 40],
                    row!["龙湖街道", "孙庄", 5, 50, 6, 60],
                ],
            );
            sheet.merge_range(1, 0, 2, 0, "长村张街道", &rust_xlsxwriter::Format::new()).unwrap();
        })
        .collect();
    assert_eq!((found.figures(0), found.street("长村张街道", 0)), ("- 9 - 12".into(), "- 4 - 6".into()));

    let csv =
        "街道,社区,累计户数,累计面积㎡,剩余户数,剩余面积㎡\n长村张街道,周庄,1,10,2,20\n,屯里,,30,4,40\n";
    let found = Desk::new().file("魏都区.csv", csv.as_bytes()).collect();
    assert_eq!(found.at_least(Severity::Error), ["R009 D3 第3行缺少户数（累计／总数）"]);
}

#[test]
fn a_street_twice_is_not_summed_silently() {
    let a = row!["西关街道", 10, 100, 1, 10, 4, 40, 6, 60];
    let found = Desk::new().sheet("魏都区.xlsx", &[titles(), a.clone(), a]).collect();
    assert!(found.unreported());
    assert_eq!(found.at_least(Severity::Error), ["R001 B3 “西关街道（2、3）”重复"]);
}

#[test]
fn numbers_in_every_dress_are_read_and_what_is_none_is_refused() {
    let good = [titles(), row!["魏都区", "１０户", "1,100", "１", "10㎡", " 4 ", "40平方米", 6, "1，060"]];
    let found = Desk::new().sheet("魏都区.xlsx", &good).collect();
    assert_eq!((found.figures(0), found.figures(1)), ("1 4 10 6".into(), "10 40 1100 1060".into()));
    assert_eq!(found.at_least(Severity::Warning), [""; 0]);

    for (cell, said) in [
        (Put::Text("约300"), "C001 F2 “约300”不是数字"),
        (Put::Text("1-2"), "C001 F2 “1-2”不是数字"),
        (Put::Number(-1.0), "C002 F2 出现负数-1"),
        (Put::Number(3.5), "C003 F2 应为整数：3.5"),
        (Put::Formula("=1/0", "#DIV/0!"), "C006 F2 单元格为错误值#DIV/0!"),
        (Put::Text("4㎡"), "C001 F2 “4㎡”不是数字"),
        (Put::Date(2021, 7, 14), "C001 F2 “2021-07-14”不是数字"),
    ] {
        let mut figures = row!["魏都区", 10, 100, 1, 10, 4, 40, 6, 60];
        figures[5] = cell;
        let found = Desk::new().sheet("魏都区.xlsx", &[titles(), figures]).collect();
        assert_eq!(found.at_least(Severity::Error), [said]);
        assert!(found.unreported());
    }
}

#[test]
fn formulas_count_by_the_value_stored_with_them() {
    let figures = [Put::Text("魏都区"), Put::Number(10.0), Put::Number(100.0)];
    let stored = ["1", "10", "4", "40", "6", "60"].map(|n| Put::Formula("=Sheet9!A1", n));
    let found = Desk::new().sheet("魏都区.xlsx", &[titles(), [&figures[..], &stored].concat()]).collect();
    assert_eq!(found.figures(0), "1 4 10 6");
}

#[test]
fn a_mark_for_nothing_is_empty_and_not_zero() {
    let found = Desk::new()
        .sheet("魏都区.xlsx", &[titles(), row!["魏都区", 10, 100, "—", "/", 4, 40, 6, 60]])
        .collect();
    assert_eq!(found.figures(0), "- 4 10 6");
    assert_eq!(found.fault(Code::C008).severity, Severity::Warning);
    let found = Desk::new()
        .sheet("魏都区.xlsx", &[titles(), row!["魏都区", 10, 100, 1, 1, "无", 40, (), 60]])
        .collect();
    assert!(found.unreported());
    assert_eq!(found.at_least(Severity::Error), ["R009 B2 第2行缺少户数（累计／剩余）"]);
}

#[test]
fn where_a_street_leaves_out_one_of_three_the_other_two_give_it() {
    let rows = [
        titles(),
        row!["西关街道", 10, 100, 1, 10, 4, 40, 6, 60],
        row!["南关街道", 20, 200, (), (), 6, 60, (), ()],
        row!["东关街道"],
    ];
    let found = Desk::new().sheet("魏都区.xlsx", &rows).collect();
    assert_eq!(found.figures(0), "1 10 30 20");
}

#[test]
fn an_error_in_the_total_row_is_only_a_doubt_where_the_rows_are_used() {
    let mut total = row!["合计", 10, 100, 1, 10, 4, 40, 6, 60];
    total[5] = Put::Formula("=SUM(#REF!)", "#REF!");
    let rows = [titles(), row!["西关街道", 10, 100, 1, 10, 4, 40, 6, 60], total];
    let found = Desk::new().sheet("魏都区.xlsx", &rows).collect();
    assert_eq!(found.figures(0), "1 4 10 6");
    assert_eq!(found.at_least(Severity::Warning), ["C006 F3 单元格为错误值#REF!"]);
}

#[test]
fn the_day_stated_must_be_the_report_day() {
    let figures = row!["魏都区", 10, 100, 1, 10, 4, 40, 6, 60];
    for (line, cell) in [
        (row!["填报日期", Put::Date(2021, 7, 13)], "B1"),
        (row!["填报日期：2021年7月13日"], "A1"),
        (row!["魏都区进度表（截至7月13日）"], "A1"),
        (row!["时间：2021.7.13 18:00"], "A1"),
    ] {
        let found = Desk::new().sheet("魏都区.xlsx", &[line.clone(), titles(), figures.clone()]).collect();
        assert_eq!(
            found.at_least(Severity::Error),
            [format!("F005 {cell} 填报日期为2021-07-13，不是报告日2021-07-14")]
        );
        assert!(found.unreported());
        assert!(
            !Desk::new()
                .sheet("魏都区.xlsx", &[line, titles(), figures.clone()])
                .collect_on("2021-07-13")
                .unreported()
        );
    }
    let below = [titles(), figures.clone(), row!["审核人：", (), "填报日期：2021年7月13日"]];
    assert_eq!(Desk::new().sheet("魏都区.xlsx", &below).collect().at_least(Severity::Error).len(), 1);
    let blank = [row!["填报日期：    年   月   日"], titles(), figures];
    assert!(!Desk::new().sheet("魏都区.xlsx", &blank).collect().unreported());
}

#[test]
fn the_plan_can_weigh_a_fault_otherwise() {
    let rows = [
        titles(),
        row!["西关街道", 10, 100, 1, 10, 4, 40, 6, 60],
        row!["合计", 10, 100, 1, 10, 5, 40, 6, 60],
    ];
    let mut desk = Desk::new().sheet("魏都区.xlsx", &rows);
    assert!(!desk.collect().unreported());
    desk.plan.severities.insert(Code::T002, Severity::Error);
    assert!(desk.collect().unreported());
}
