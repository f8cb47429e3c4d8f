//! What goes back to a district whose workbook is at fault, and nothing to any other.

#![allow(clippy::unwrap_used, reason = "a test that cannot set its desk has failed")]

mod support;

use std::io::{Cursor, Read};

use support::Desk;
use zip::ZipArchive;

const CHECK: [&str; 6] =
    ["check", "schedules/house-safety.yaml", "--date", "2021-07-14", "--notices", "notices"];

fn letter(desk: &Desk, district: &str) -> String {
    let files = desk.files("notices");
    let name = format!("house-safety-2021-07-14-{district}.txt");
    let (_, bytes) = files.iter().find(|(file, _)| *file == name).unwrap_or_else(|| panic!("no {name}"));
    assert_eq!(&bytes[..3], b"\xef\xbb\xbf", "older Notepads take a file without the mark for GBK");
    String::from_utf8(bytes[3..].to_vec()).unwrap()
}

/// Every text of a table.
fn table(desk: &Desk, district: &str) -> String {
    let files = desk.files("notices");
    let name = format!("house-safety-2021-07-14-{district}.xlsx");
    let (_, bytes) = files.iter().find(|(file, _)| *file == name).unwrap();
    let mut texts = String::new();
    ZipArchive::new(Cursor::new(bytes))
        .unwrap()
        .by_name("xl/sharedStrings.xml")
        .unwrap()
        .read_to_string(&mut texts)
        .unwrap();
    texts
}

fn csv(desk: &Desk, district: &str, rows: &str) {
    let heads =
        "街道,排查总数户数（户）,累计整治户数（户）,剩余户数（户）,累计整治面积（㎡）,剩余面积（㎡）\n";
    desk.write(&format!("inbox/2021-07-14/{district}.csv"), format!("{heads}{rows}").as_bytes());
}

#[test]
fn districts_with_something_to_mend_get_a_letter_and_a_table_and_no_other_does() {
    let desk = Desk::xuchang();
    desk.remove("inbox/2021-07-14/东城区.ods").remove("inbox/2021-07-14/魏都区7.14.xlsx");
    csv(&desk, "魏都区", "西关街道,30,10,20,100,约300\n南关街道,30,10,20,-5,200\n");
    desk.tongbao(&CHECK).ended(3).saying("通知 notices/house-safety-2021-07-14-魏都区.txt");
    let names: Vec<String> = desk.files("notices").into_iter().map(|(name, _)| name).collect();
    assert_eq!(names.len(), 4, "{names:?}");

    let asked = letter(&desk, "东城区");
    assert!(asked.contains("东城区7月14日催报通知"), "{asked}");
    assert!(asked.contains("请于7月14日21:30前报送，文件名中写明“东城区”"), "{asked}");

    let told = letter(&desk, "魏都区");
    for part in [
        "有2处问题，其中2处须改正，数据暂未采用。请改正后于7月14日21:30前重报",
        "单元格 F2\r\n填报内容：约300\r\n问题：“约300”不是数字。\r\n怎样改：只填数字，说明写入备注列。",
        "单元格 E3\r\n填报内容：-5\r\n问题：出现负数-5。",
        "许昌市中心城区房屋安全隐患集中整治工作指挥部办公室\r\n2021年7月14日\r\n",
    ] {
        assert!(told.contains(part), "{part}\nnot in\n{told}");
    }
    let listed = table(&desk, "魏都区");
    for part in [
        "序号",
        "文件",
        "工作表",
        "单元格",
        "填报内容",
        "问题",
        "怎样改",
        "魏都区.csv",
        "F2",
        "须改正：只填数字",
    ] {
        assert!(listed.contains(part), "{part} not in {listed}");
    }

    // mended since: its notice goes, and the same faults give the same bytes
    let before = desk.files("notices");
    csv(&desk, "魏都区", "西关街道,30,10,20,100,300\n南关街道,30,10,20,5,200\n");
    desk.tongbao(&CHECK).ended(3);
    let after = desk.files("notices");
    assert_eq!(after, before.into_iter().filter(|(name, _)| name.contains("东城区")).collect::<Vec<_>>());
}

#[test]
fn names_and_numbers_of_householders_stay_out_of_notices() {
    let desk = Desk::xuchang();
    desk.remove("inbox/2021-07-14/魏都区7.14.xlsx");
    let ledger = "编号,户主,街道,面积（㎡）,排查日期,整治完成日期\n\
        411002198001011234,王建国,西关街道,50,2021-06-20,李秀英\n\
        411002198001011234,赵卫东,西关街道,张桂兰,2021-06-20,13812345678\n";
    desk.write("inbox/2021-07-14/魏都区台账.csv", ledger.as_bytes());
    let said = desk.tongbao(&CHECK).ended(3);
    let told = letter(&desk, "魏都区");
    for secret in ["411002198001011234", "13812345678", "王建国", "李秀英", "赵卫东", "张桂兰"] {
        for (text, carrier) in
            [(&told, "letter"), (&table(&desk, "魏都区"), "table"), (&said.out, "terminal")]
        {
            assert!(!text.contains(secret), "{secret} stands in the {carrier}:\n{text}");
        }
    }
    assert!(told.contains("单元格 F2"), "{told}");
}

#[test]
fn a_warning_alone_says_that_the_figures_were_used() {
    let desk = Desk::xuchang();
    desk.remove("inbox/2021-07-14/魏都区7.14.xlsx");
    csv(&desk, "魏都区", "西关街道,30,10,20,100,300\n合计,30,11,20,100,300\n");
    desk.tongbao(&CHECK).ended(0);
    let told = letter(&desk, "魏都区");
    assert!(told.contains("已收到并采用，有1处请核对；确有错误的，请于7月14日21:30前重报"), "{told}");
    assert_eq!(desk.files("notices").len(), 2);
}

#[test]
fn an_inbox_that_no_day_can_fill_is_refused_as_in_a_plan() {
    let desk = Desk::xuchang();
    let ran = desk.tongbao(&["check", "schedules/house-safety.yaml", "--inbox", "inbox/%Q"]).ended(2);
    assert!(
        ran.err.contains("--inbox inbox/%Q: a day cannot fill `%Q`\n  hint: %Y, %m and %d"),
        "{}",
        ran.err
    );
    let date = ["check", "schedules/house-safety.yaml", "--inbox", "inbox/%Y-%m-%d", "--date", "2021-07-14"];
    desk.tongbao(&date).ended(0);
}

#[test]
fn two_plans_of_one_series_and_one_outbox_are_told_by_every_command_alike() {
    let desk = Desk::xuchang();
    let plan = std::fs::read_to_string(desk.path("schedules/house-safety.yaml")).unwrap();
    desk.write("schedules/twin.yaml", plan.replace("archive: ../archive", "archive: ../other").as_bytes());
    let both = ["check", "schedules/house-safety.yaml", "schedules/twin.yaml", "--date", "2021-07-14"];
    desk.tongbao(&both).ended(78).saying("both issue series `house-safety` into the same folders");
    desk.tongbao(&["next", "schedules"]).ended(78).saying("is the series of schedules/house-safety.yaml too");
}
