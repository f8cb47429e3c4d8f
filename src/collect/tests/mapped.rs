//! Workbooks that the plan lays out: what it says is taken, what it leaves out is found, and where it and
//! the workbook disagree the district is not used.

use std::path::Path;

use super::desk::{Desk, Found, Put, row, write};
use crate::model::{Code, Severity};
use crate::plan::{Plan, parse};

/// 魏都区 and 建安区, with `workbooks` below.
fn plan(workbooks: &str) -> Plan {
    let text = format!(
        "title: 通报\nissuer: 办公室\ninbox: i/{{day}}\noutbox: o\narchive: a\n\
         measures: [{{name: 户数, unit: 户}}, {{name: 面积, unit: ㎡}}]\ndistricts: [魏都区, 建安区]\n{workbooks}\n"
    );
    parse(&text, Path::new("a.yaml")).unwrap_or_else(|faults| panic!("{faults}"))
}

/// Heads that no vocabulary knows, in two rows, below a title; data from row 4 on.
fn alien() -> Vec<Vec<Put>> {
    vec![
        row!["甲表"],
        row!["谁", "甲", (), "乙", ()],
        row![(), "壹", "贰", "壹", "贰"],
        row!["西关街道", 10, 100, 4, 40],
        row!["南关街道", 20, 200, 6, 60],
    ]
}

fn read(workbooks: &str, rows: &[Vec<Put>]) -> Found {
    Desk::with(plan(workbooks)).sheet("魏都区.xlsx", rows).collect()
}

const BY_LETTER: &str = "columns: {name: A, 户数: {task: B, done: D}, 面积: {task: {column: C, unit: ㎡}, done: {column: E, unit: ㎡}}}";

#[test]
fn columns_given_by_letter_are_read_under_any_heads() {
    for header in ["3", "2-3", "\"3\""] {
        let found = read(&format!("workbooks: {{魏都区: {{header: {header}, {BY_LETTER}}}}}"), &alien());
        assert_eq!((found.figures(0).as_str(), found.figures(1).as_str()), ("- 10 30 -", "- 100 300 -"));
        assert_eq!(found.street("南关街道", 1), "- 60 200 -");
        assert_eq!(found.at_least(Severity::Warning), [""; 0], "{header}");
    }
}

#[test]
fn columns_given_by_title_move_with_it() {
    let by_title = "workbooks: {魏都区: {header: 2-3, columns: {name: 谁, 户数: {task: 甲/壹, done: 乙/壹}, \
                    面积: {task: {title: 甲贰, unit: ㎡}, done: {title: 乙/贰, unit: ㎡}}}}}";
    let mut rows = alien();
    for row in rows.iter_mut().skip(1) {
        row.insert(1, Put::Nothing);
    }
    assert_eq!(read(by_title, &rows).figures(1), "- 100 300 -");
}

#[test]
fn what_is_left_out_is_found_and_what_is_given_wins() {
    let rows = [
        row!["单位", "累计户数", "复核累计户数", "剩余户数", "累计面积", "剩余面积(㎡)"],
        row!["魏都区", 4, 5, 6, "0.004", 60],
    ];
    let found = read(
        "workbooks: {魏都区: {columns: {户数: {done: 复核累计户数}, 面积: {done: {title: 累计面积, unit: 万㎡}}}}}",
        &rows,
    );
    assert_eq!((found.figures(0).as_str(), found.figures(1).as_str()), ("- 5 - 6", "- 40 - 60"));
}

#[test]
fn the_sheet_named_is_read_though_hidden_or_not_the_likeliest() {
    let sheet = |done| {
        [row!["单位", "累计户数", "剩余户数", "累计面积㎡", "剩余面积㎡"], row!["魏都区", done, 6, 40, 60]]
    };
    let found = Desk::with(plan("workbooks: {魏都区: {sheet: 核定}}"))
        .workbook("魏都区.xlsx", |book| {
            write(book.add_worksheet().set_name("进度").unwrap(), &sheet(1));
            write(book.add_worksheet().set_name("核 定").unwrap().set_hidden(true), &sheet(2));
        })
        .collect();
    assert_eq!((found.figures(0).as_str(), found.the_return().sheet.as_str()), ("- 2 - 6", "核 定"));
    assert_eq!(found.said(), [""; 0], "that it is hidden is no matter when it is named");
}

#[test]
fn a_head_far_down_is_reached() {
    let mut rows: Vec<Vec<Put>> = (0..60).map(|_| row!["前言"]).collect();
    rows.extend([
        row!["单位", "累计户数", "剩余户数", "累计面积㎡", "剩余面积㎡"],
        row!["魏都区", 4, 6, 40, 60],
    ]);
    assert!(read("", &rows).unreported());
    assert_eq!(read("workbooks: {魏都区: {header: 61}}", &rows).figures(0), "- 4 - 6");
}

#[test]
fn one_row_of_a_head_of_two_names_the_whole_where_its_words_are_known() {
    let rows = [
        row!["日报"],
        row!["单位", "累计进度", (), "剩余任务", ()],
        row![(), "户数", "面积㎡", "户数", "面积㎡"],
        row!["魏都区", 4, 40, 6, 60],
    ];
    for header in [2, 3] {
        let found = read(&format!("workbooks: {{魏都区: {{header: {header}}}}}"), &rows);
        assert_eq!(
            (found.figures(0).as_str(), found.figures(1).as_str()),
            ("- 4 - 6", "- 40 - 60"),
            "{header}"
        );
    }
}

#[test]
fn a_column_of_what_stood_before_the_day_gives_the_day_or_the_sum() {
    let heads = row!["单位", "前", "今", "止", "总户", "面积今", "累计面积㎡", "剩余面积㎡"];
    let mapped =
        |columns: &str| format!("workbooks: {{魏都区: {{header: 1, columns: {{户数: {columns}}}}}}}");
    let rows = [heads, row!["魏都区", 3, 1, 5, 10, 1, 40, 60]];
    let found = read(&mapped("{previous: B, day: C, task: E}"), &rows);
    assert_eq!(found.figures(0), "1 4 10 -");
    let found = read(&mapped("{previous: B, done: D, task: E}"), &rows);
    assert_eq!(found.figures(0), "2 5 10 -");
}

#[test]
fn a_ledger_can_be_laid_out_too() {
    let rows = [
        row!["号", "街", "哪天", "大小"],
        row!["a1", "西关街道", Put::Date(2021, 7, 13), 50],
        row!["a2", "西关街道", Put::Date(2021, 7, 14), 30],
        row!["a3", "南关街道", (), 20],
    ];
    let found = read(
        "workbooks: {魏都区: {header: 1, columns: {id: A, street: B, done_date: C, 面积: {amount: {column: D, unit: ㎡}}}}}",
        &rows,
    );
    assert_eq!((found.figures(0).as_str(), found.figures(1).as_str()), ("1 2 3 -", "30 80 100 -"));
    assert_eq!(found.street("南关街道", 0), "0 0 1 -");
}

#[test]
fn a_plan_that_does_not_fit_the_workbook_is_told_with_place_and_way_out() {
    let told = |workbooks: &str| {
        let found = read(&format!("workbooks: {{魏都区: {workbooks}}}"), &alien());
        assert!(found.unreported(), "{workbooks}");
        found.at_least(Severity::Error)
    };
    assert_eq!(told("{sheet: 进度统计}"), ["M001 - 文件中没有计划指定的工作表“进度统计”；有：Sheet1"]);
    assert_eq!(told("{header: 9}"), ["M002 A9 计划指定第9行为表头，该行是空的"]);
    assert_eq!(
        told(&format!("{{header: 2-3, {}}}", BY_LETTER.replace("done: D", "done: H"))),
        ["M003 H3 没有计划指定的列“H”；有：A–E"]
    );
    assert_eq!(
        told(&format!("{{header: 2-3, {}}}", BY_LETTER.replace("done: D", "done: 止"))),
        ["M003 A3 没有计划指定的列“止”；有：谁、甲/壹、甲/贰、乙/壹、乙/贰"]
    );
    assert_eq!(
        told(&format!("{{header: 2-3, {}}}", BY_LETTER.replace("done: D", "done: {column: D, title: 累计}"))),
        ["M004 D3 D列的表头是“乙/壹”，计划写的是“累计”"]
    );
    assert_eq!(
        told(&format!("{{header: 2-3, {}}}", BY_LETTER.replace("done: D", "done: 壹"))),
        ["M005 B3 计划指定的“壹”不能确定是哪一列：B3 甲/壹、D3 乙/壹"]
    );
    assert_eq!(
        told(&format!("{{header: 2-3, {}}}", BY_LETTER.replace("unit: ㎡}, done", "unit: 元}, done"))),
        ["M006 C3 计划指定的单位“元”不能换算为㎡"]
    );
}

#[test]
fn every_check_of_figures_still_holds() {
    let mut rows = alien();
    rows[3][3] = Put::Text("约4");
    rows[4][1] = Put::from(-20);
    let found = read(&format!("workbooks: {{魏都区: {{header: 2-3, {BY_LETTER}}}}}"), &rows);
    assert!(found.unreported());
    assert_eq!(found.at_least(Severity::Error), ["C001 D4 “约4”不是数字", "C002 B5 出现负数-20"]);
    // without a unit areas are not guessed at
    let no_unit = BY_LETTER.replace("{column: C, unit: ㎡}", "C");
    let found = read(&format!("workbooks: {{魏都区: {{header: 2-3, {no_unit}}}}}"), &alien());
    assert_eq!(found.fault(Code::S008).found, "甲/贰");
}
