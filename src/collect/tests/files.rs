//! Files: whose they are, two of one, none of another, and formats beside .xlsx.

use encoding_rs::GB18030;

use super::desk::{Desk, Put, plan, row, write, xuchang};
use crate::model::{Code, Severity};

fn table(n: i32) -> [Vec<Put>; 2] {
    [row!["单位", "累计户数", "累计面积㎡", "剩余户数", "剩余面积㎡"], row!["合计", n, n, n, n]]
}

fn reported(desk: &Desk) -> Vec<usize> {
    desk.collect().0.returns.iter().map(|r| r.district).collect()
}

#[test]
fn the_longest_name_or_alias_tells_whose_a_file_is() {
    let desk = Desk::with(xuchang())
        .sheet("示范区0714.xlsx", &table(1))
        .sheet("7.14经开区.xlsx", &table(1))
        .sheet("许昌市 魏都区（7月14日）.xlsx", &table(1));
    assert_eq!(reported(&desk), [0, 2, 3]);
    let overlapping = plan(&[("东城区", &[]), ("东城区新区", &[])], &[("户数", "户"), ("面积", "㎡")]);
    assert_eq!(reported(&Desk::with(overlapping).sheet("东城区新区.xlsx", &table(1))), [1]);
}

#[test]
fn where_the_file_does_not_tell_a_sheets_name_or_its_title_does() {
    let desk = Desk::new()
        .workbook("报表1.xlsx", |book| write(book.add_worksheet().set_name("魏都区").unwrap(), &table(1)))
        .workbook("报表2.xlsx", |book| {
            let rows = [&[row!["建安区整治进度表"]], &table(2)[..]].concat();
            write(book.add_worksheet(), &rows);
        });
    assert_eq!(reported(&desk), [0, 1]);
    let both = Desk::new().workbook("两区.xlsx", |book| {
        write(book.add_worksheet().set_name("魏都区").unwrap(), &table(1));
        write(book.add_worksheet().set_name("建安区").unwrap(), &table(2));
    });
    assert_eq!(reported(&both), [0, 1], "a sheet each");
    assert_eq!(both.collect().0.sources[0].district, Some(0));
}

#[test]
fn a_file_of_no_known_district_is_told_with_the_nearest_name() {
    let found = Desk::new().sheet("魏都7.14.xlsx", &table(1)).collect();
    let fault = found.fault(Code::F003);
    assert_eq!((fault.found.as_str(), fault.expected.as_str()), ("魏都7.14.xlsx", "（魏都区？）"));
    assert!(found.unreported());
    assert_eq!(found.0.faults.iter().filter(|f| f.code == Code::F001).count(), 2);
}

#[test]
fn a_title_that_names_another_district_is_a_doubt() {
    let rows = [&[row!["建安区整治进度表"]], &table(2)[..]].concat();
    let found = Desk::new().sheet("魏都区.xlsx", &rows).collect();
    assert_eq!(found.at_least(Severity::Warning), ["F007 - 文件名写“魏都区”，表内写“建安区”"]);
    assert_eq!(found.the_return().district, 0);
}

#[test]
fn two_files_that_differ_are_not_used_and_two_alike_are_read_once() {
    let found = Desk::new().sheet("魏都区.xlsx", &table(1)).sheet("魏都区(1).xlsx", &table(2)).collect();
    assert!(found.unreported());
    assert_eq!(
        found.at_least(Severity::Error),
        ["F002 - 魏都区收到两份内容不一致的报表：魏都区(1).xlsx、魏都区.xlsx，均未采用"]
    );
    let csv = "单位,累计户数,累计面积㎡,剩余户数,剩余面积㎡\n魏都区,1,2,3,4\n";
    let found =
        Desk::new().file("魏都区.csv", csv.as_bytes()).file("魏都区副本.csv", csv.as_bytes()).collect();
    assert_eq!(found.figures(0), "- 1 - 3");
    assert_eq!(found.said(), ["F008 - 魏都区副本.csv与魏都区.csv内容完全相同，只读其一"]);
}

#[test]
fn csv_is_read_in_utf8_and_in_gbk_without_calling_its_numbers_text() {
    let csv = "魏都区进度表（2021.7.14）,,,,\r\n单位,累计户数,累计面积（万㎡）,剩余户数,剩余面积（万㎡）\r\n魏都区,\"1,056\",0.8077,3,0.4\r\n";
    let (gbk, _, _) = GB18030.encode(csv);
    for bytes in [csv.as_bytes(), &gbk] {
        let found = Desk::new().file("魏都区.csv", bytes).collect();
        assert_eq!((found.figures(0), found.figures(1)), ("- 1056 - 3".into(), "- 8077 - 4000".into()));
        assert!(found.said().iter().all(|f| f.starts_with("S009")), "{:?}", found.said());
        assert_eq!(found.the_return().stated_day.unwrap().to_string(), "2021-07-14");
    }
}

#[test]
fn pictures_and_letters_beside_the_workbooks_keep_nobody_from_being_reported() {
    let found = Desk::new()
        .sheet("魏都区.xlsx", &table(1))
        .file("魏都区现场.jpg", b"\xFF\xD8\xFF\xE0....")
        .file("说明.txt", "请查收附件".as_bytes())
        .file("~$魏都区.xlsx", b"lock")
        .collect();
    assert_eq!(found.figures(0), "- 1 - 1");
    assert_eq!(
        found.said(),
        [
            "F010 - 不是可读的表格文件（识别为文本）",
            "F010 - 不是可读的表格文件（识别为JPEG）",
            "F015 - 临时文件未读：~$魏都区.xlsx",
        ]
    );
}

#[test]
fn a_district_without_a_file_is_unreported_and_so_is_one_whose_file_is_still_being_copied() {
    let found = Desk::new().sheet("魏都区.xlsx", &table(1)).file("建安区.xlsx", b"").collect();
    assert_eq!(found.0.faults.iter().map(|f| f.code).collect::<Vec<_>>(), [Code::F001, Code::F017]);
    assert_eq!(found.fault(Code::F001).district.as_deref(), Some("建安区"));
}

#[test]
fn the_same_files_give_the_same_whatever_order_the_threads_finish_in() {
    let mut desk = Desk::new();
    for i in 0..12 {
        let name = format!("{}{i}.xlsx", ["魏都区", "建安区", "某区"][i % 3]);
        desk = desk.sheet(&name, &table(1));
    }
    let first = desk.collect().0;
    for _ in 0..5 {
        assert_eq!(desk.collect().0, first);
    }
}

#[test]
fn what_changes_between_its_hash_and_its_reading_is_no_source() {
    let desk = Desk::new().sheet("魏都区.xlsx", &[row!["x", "y"]]).sheet("建安区.xlsx", &[row!["x", "y"]]);
    let inbox = crate::collect::Inbox::open(desk.path()).unwrap();
    let desk = desk.file("魏都区.xlsx", b"another");
    let found = crate::collect::collect(&desk.plan, "2021-07-14".parse().unwrap(), &inbox);
    let names: Vec<&str> = found.sources.iter().map(|s| s.name.as_str()).collect();
    assert_eq!(names, ["建安区.xlsx"], "a later run that reads it must not take it for read already");
    assert!(found.faults.iter().any(|f| f.code == Code::F017));
}
