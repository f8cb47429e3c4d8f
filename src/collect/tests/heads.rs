//! Heads: one row or several, merged or not, with units wherever staff put them.

use rust_xlsxwriter::Format;

use super::desk::{Desk, Put, plan, row, write};
use crate::model::{Code, Severity};

const PLAIN: [&str; 9] = [
    "街道",
    "排查户数",
    "排查面积㎡",
    "当日户数",
    "当日面积㎡",
    "累计户数",
    "累计面积㎡",
    "剩余户数",
    "剩余面积㎡",
];

pub(super) fn head(texts: &[&'static str]) -> Vec<Put> {
    texts.iter().map(|text| Put::Text(text)).collect()
}

#[test]
fn the_published_table_itself_can_be_sent_in() {
    let found = Desk::new()
        .workbook("魏都区.xlsx", |book| {
            let sheet = book.add_worksheet();
            let c = Format::new();
            for (first, last, text) in [(1, 2, "当日进度"), (3, 8, "累计进度"), (9, 10, "剩余任务")]
            {
                sheet.merge_range(1, first, 1, last, text, &c).unwrap();
            }
            sheet.merge_range(0, 0, 0, 10, "魏都区整治进度表（单位：户、㎡）", &c).unwrap();
            sheet.merge_range(1, 0, 2, 0, "单位", &c).unwrap();
            for (c, text) in
                (1..).zip(["户数", "面积", "户数", "占比", "排名", "面积", "占比", "排名", "户数", "面积"])
            {
                sheet.write_string(2, c, text).unwrap();
            }
            for (c, n) in
                (1..).zip([244.0, 32892.0, 1056.0, 0.0939, 3.0, 120_317.0, 12.08, 5.0, 10185.0, 875_985.0])
            {
                sheet.write_number(3, c, n).unwrap();
            }
            sheet.write_string(3, 0, "魏都区").unwrap();
        })
        .collect();
    assert_eq!(
        (found.figures(0), found.figures(1)),
        ("244 1056 - 10185".into(), "32892 120317 - 875985".into())
    );
    let shares: Vec<String> =
        found.the_return().figures.iter().map(|f| f.share.as_ref().unwrap().amount.to_string()).collect();
    assert_eq!(shares, ["9.39", "12.08"], "a cell of 9.39 % and a typed 12.08 are both per cent");
    assert_eq!(found.said(), [""; 0]);
}

#[test]
fn without_merged_cells_a_group_spreads_to_its_right() {
    let csv = "单位,当日整治,,累计整治,,剩余任务,\n,户数,面积（㎡）,户数,面积（㎡）,户数,面积（㎡）\n魏都区,1,10,2,20,3,30\n";
    let found = Desk::new().file("魏都区.csv", csv.as_bytes()).collect();
    assert_eq!((found.figures(0), found.figures(1)), ("1 2 - 3".into(), "10 20 - 30".into()));
    assert_eq!(found.said(), [""; 0]);
}

#[test]
fn units_stand_in_a_row_of_their_own_or_in_a_line_above() {
    let rows = [
        row!["魏都区进度表"],
        row!["单位", "今日完成", "今日完成", "累计完成", "累计完成", "剩余", "剩余"],
        row![(), "户", "万平方米", "户", "万平方米", "户", "万平方米"],
        row!["魏都区", 1, 0.001, 2, 0.002, 3, 0.003],
    ];
    let found = Desk::new().sheet("魏都区.xlsx", &rows).collect();
    assert_eq!((found.figures(0), found.figures(1)), ("1 2 - 3".into(), "10 20 - 30".into()));
    assert!(found.said().iter().all(|f| f.starts_with("S009")), "{:?}", found.said());

    let rows = [
        row!["填报单位：魏都区", (), "单位：户、亩"],
        row!["单位", "今日户数", "今日面积", "累计户数", "累计面积", "剩余户数", "剩余面积"],
        row!["魏都区", 1, 3, 2, 6, 3, 1.5],
    ];
    let found = Desk::new().sheet("魏都区.xlsx", &rows).collect();
    assert_eq!(found.figures(1), "2000 4000 - 1000");
    assert_eq!(found.fault(Code::S009).values[0].1, "亩");
}

#[test]
fn an_area_without_a_unit_anywhere_is_refused() {
    let rows = [row!["单位", "累计户数", "累计面积", "剩余户数", "剩余面积"], row!["魏都区", 2, 20, 3, 30]];
    let found = Desk::new().sheet("魏都区.xlsx", &rows).collect();
    assert!(found.unreported());
    assert_eq!(
        found.at_least(Severity::Error),
        ["S008 C1 单位不明：“累计面积”未注明单位", "S008 E1 单位不明：“剩余面积”未注明单位"]
    );
    let rows = [rows[0].clone(), row!["魏都区", "2", "20㎡", "3", "0.003万㎡"]];
    let found = Desk::new().sheet("魏都区.xlsx", &rows).collect();
    assert_eq!(found.figures(1), "- 20 - 30", "units in the cells will do");
}

#[test]
fn columns_may_be_numbered_below_the_head_and_heads_may_hold_blanks() {
    let rows = [
        row!["单 位", "累 计\n户 数", "累计面积\n（M²）", "剩余户数", "剩余面积【㎡）", "备 注"],
        row!["（1）", "（2）", "(3)", "（4)", "5", "6"],
        row!["魏都区", 2, 20, 3, 30, "无"],
    ];
    let found = Desk::new().sheet("魏都区.xlsx", &rows).collect();
    assert_eq!((found.figures(0), found.said().len()), ("- 2 - 3".into(), 0), "{:?}", found.said());
}

#[test]
fn a_head_that_is_missing_or_short_is_told_with_what_comes_nearest() {
    let found = Desk::new().sheet("魏都区.xlsx", &[row!["会议记录", "时间"], row!["甲", "乙"]]).collect();
    assert!(found.unreported());
    assert_eq!(
        found.at_least(Severity::Error),
        ["S001 - 没有找到表头（查看了前2行）；缺：户数、面积（会议记录、时间？）"]
    );
    let rows = [row!["单位", "累计户数", "剩余户数", "累计整理面积x"], row!["魏都区", 1, 2, 3]];
    let found = Desk::new().sheet("魏都区.xlsx", &rows).collect();
    assert_eq!(found.at_least(Severity::Error), ["S002 A1 缺少必需列“面积（剩余／总数）”"]);
}

#[test]
fn two_columns_for_one_figure_are_refused_unless_one_is_a_part() {
    let mut texts = PLAIN.to_vec();
    texts.push("累计户数");
    let rows = [head(&texts), row!["西关街道", 5, 50, 1, 10, 2, 20, 3, 30, 2]];
    let found = Desk::new().sheet("魏都区.xlsx", &rows).collect();
    assert_eq!(found.at_least(Severity::Error), ["S003 F1 列“户数”出现两次：F1 累计户数、J1 累计户数"]);

    *texts.last_mut().unwrap() = "累计加固户数";
    let rows = [head(&texts), row!["西关街道", 5, 50, 1, 10, 2, 20, 3, 30, 1]];
    let found = Desk::new().sheet("魏都区.xlsx", &rows).collect();
    assert_eq!((found.figures(0).as_str(), found.at_least(Severity::Warning).len()), ("1 2 5 3", 0));
    assert_eq!(found.fault(Code::S004).found, "累计加固户数");
}

#[test]
fn any_campaign_is_read_by_its_own_measures() {
    let desk = Desk::with(plan(&[("城东区", &[])], &[("栽植", "棵"), ("投资额", "万元")]));
    let rows = [
        row!["城东区春季造林进度（截至7月14日）"],
        row![
            "单位",
            "年度计划栽植（万棵）",
            "累计栽植（万棵）",
            "今日栽植（棵）",
            "计划总投资（亿元）",
            "累计完成投资（万元）"
        ],
        row!["城东区", 0.06, 0.03, 12, 1.5, 6000],
    ];
    let found = desk.sheet("城东区.xlsx", &rows).collect();
    assert_eq!((found.figures(0), found.figures(1)), ("12 300 600 -".into(), "- 6000 15000 -".into()));
    assert_eq!(found.at_least(Severity::Warning), [""; 0]);
}

#[test]
fn a_table_that_begins_far_from_the_corner_keeps_its_addresses() {
    let found = Desk::new()
        .workbook("魏都区.xlsx", |book| {
            let sheet = book.add_worksheet();
            for (c, text) in (5..).zip(["单位", "累计户数", "累计面积㎡", "剩余户数", "剩余面积㎡"])
            {
                sheet.write_string(9, c, text).unwrap();
            }
            sheet.write_string(10, 5, "魏都区").unwrap();
            for (c, n) in (6..).zip([1.0, 2.0, -3.0, 4.0]) {
                sheet.write_number(10, c, n).unwrap();
            }
        })
        .collect();
    assert_eq!(found.at_least(Severity::Error), ["C002 I11 出现负数-3"]);
}

#[test]
fn a_hidden_sheet_is_not_read_and_of_two_the_one_of_the_day_is() {
    let table = |n: i32| {
        [row!["单位", "累计户数", "累计面积㎡", "剩余户数", "剩余面积㎡"], row!["魏都区", n, n, n, n]]
    };
    let found = Desk::new()
        .workbook("魏都区.xlsx", |book| {
            for (name, n) in [("7.12", 1), ("7.14", 2), ("7.13", 3)] {
                let sheet = book.add_worksheet().set_name(name).unwrap();
                write(sheet, &table(n));
                sheet.set_hidden(name == "7.12");
                if name == "7.13" {
                    sheet.set_active(true);
                }
            }
        })
        .collect();
    assert_eq!((found.figures(0).as_str(), found.the_return().sheet.as_str()), ("- 2 - 2", "7.14"));
    assert_eq!(found.said(), ["S006 - 隐藏工作表“7.12”含数据，未采用"]);

    let found = Desk::new()
        .workbook("魏都区.xlsx", |book| {
            write(book.add_worksheet(), &table(5));
            write(book.add_worksheet(), &table(6));
        })
        .collect();
    assert_eq!(
        found.at_least(Severity::Warning),
        ["S011 - 几个工作表的数不一致：Sheet1（户数 5、面积 5）、Sheet2（户数 6、面积 6），均未采用"]
    );
    assert!(found.unreported());
}
