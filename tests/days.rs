//! A district's figures held against those of the issue before: one story for each thing that can go wrong
//! between two days.

#![allow(clippy::unwrap_used, reason = "a test that cannot set its desk has failed")]

mod support;

use serde_json::Value;
use support::Desk;

const PLAN: &str = "title: 通报\nissuer: 办公室\nseries: s\ninbox: ../inbox/{day}\noutbox: ../outbox\narchive: ../archive\n\
    measures: [{name: 户数, unit: 户}, {name: 面积, unit: ㎡}]\ndistricts: [东区, 西区]\n";

/// T, D and C of households and of area.
type Figures = [[f64; 3]; 2];

fn desk() -> Desk {
    let desk = Desk::empty();
    desk.write("schedules/s.yaml", PLAN.as_bytes());
    desk
}

fn csv(desk: &Desk, day: u32, district: &str, rows: &[(&str, Figures)]) {
    let mut text = "街道,排查总数户数,当日整治户数,累计整治户数,排查总数面积（㎡）,当日整治面积（㎡）,累计整治面积（㎡）\n".to_owned();
    for (name, figures) in rows {
        let cells: Vec<String> = figures.iter().flatten().map(ToString::to_string).collect();
        text += &format!("{name},{}\n", cells.join(","));
    }
    desk.write(&format!("inbox/2021-07-{day}/{district}.csv"), text.as_bytes());
}

/// Issues a day on which 西区 moves as it should, and 东区 so.
fn issued(desk: &Desk, day: u32, east: Figures) {
    csv(desk, day, "东区", &[("东区", east)]);
    let n = f64::from(day);
    csv(desk, day, "西区", &[("西区", [[100.0, 1.0, n], [10000.0, 100.0, 100.0 * n]])]);
    desk.tongbao(&["run", "schedules/s.yaml", "--date", &format!("2021-07-{day}")]).ended(0);
}

/// What is said of 东区 on the day: code, severity and message.
fn said(desk: &Desk, day: u32, rows: &[(&str, Figures)]) -> Vec<String> {
    csv(desk, day, "东区", rows);
    let n = f64::from(day);
    csv(desk, day, "西区", &[("西区", [[100.0, 1.0, n], [10000.0, 100.0, 100.0 * n]])]);
    told(desk, day)
}

fn told(desk: &Desk, day: u32) -> Vec<String> {
    let ran =
        desk.tongbao(&["check", "schedules/s.yaml", "--date", &format!("2021-07-{day}"), "--format", "json"]);
    let report: Value = serde_json::from_str(&ran.out).unwrap();
    let faults = report[0]["faults"].as_array().unwrap();
    let of_east = faults.iter().filter(|f| f["district"] == "东区");
    let text = |f: &Value, key: &str| f[key].as_str().unwrap().to_owned();
    of_east.map(|f| format!("{} {} {}", text(f, "code"), text(f, "severity"), text(f, "message"))).collect()
}

/// As on the 13th.
const BEFORE: Figures = [[1000.0, 10.0, 200.0], [80000.0, 800.0, 16000.0]];

fn next_day(east: Figures) -> Vec<String> {
    let desk = desk();
    issued(&desk, 13, BEFORE);
    said(&desk, 14, &[("东区", east)])
}

#[test]
fn a_day_that_adds_up_says_nothing() {
    assert_eq!(next_day([[1000.0, 5.0, 205.0], [80000.0, 400.0, 16400.0]]), [""; 0]);
}

#[test]
fn what_was_done_cannot_fall() {
    assert_eq!(
        next_day([[1000.0, 0.0, 195.0], [80000.0, 0.0, 16000.0]]),
        ["H001 error 户数：累计195小于上期200"]
    );
}

#[test]
fn what_was_done_is_the_last_issues_and_the_days() {
    assert_eq!(
        next_day([[1000.0, 5.0, 207.0], [80000.0, 400.0, 16400.0]]),
        ["H002 error 户数：累计207，不等于上期累计与当日之和205，差2"]
    );
}

#[test]
fn days_between_that_had_no_issue_are_no_fault() {
    let desk = desk();
    issued(&desk, 13, BEFORE);
    let faults = said(&desk, 16, &[("东区", [[1000.0, 5.0, 230.0], [80000.0, 400.0, 18000.0]])]);
    assert_eq!(
        faults,
        [
            "H004 info 上期为2021年7月13日，相隔3日，当日数无法与上期核对",
            "H004 info 上期为2021年7月13日，相隔3日，当日数无法与上期核对"
        ]
    );
}

#[test]
fn a_task_that_moved_is_said() {
    assert_eq!(
        next_day([[1003.0, 5.0, 205.0], [80000.0, 400.0, 16400.0]]),
        ["H003 warning 户数：总数由1000变为1003"]
    );
}

#[test]
fn slips_of_a_unit_are_told_from_progress() {
    let slipped =
        |east: Figures| next_day(east).into_iter().filter(|f| f.starts_with("S010")).collect::<Vec<_>>();
    // 万㎡ under a head of ㎡
    assert_eq!(
        slipped([[1000.0, 5.0, 205.0], [8.0, 0.04, 1.64]]),
        ["S010 error 疑为单位错误：1.64，上期为16000"]
    );
    // a nought too many in the task
    assert_eq!(
        slipped([[10000.0, 5.0, 205.0], [80000.0, 400.0, 16400.0]]),
        ["S010 error 疑为单位错误：10000，上期为1000"]
    );
    // the mean area of a household ten times off, though the task stands
    assert_eq!(
        slipped([[1000.0, 5.0, 205.0], [800_000.0, 400.0, 164_000.0]]),
        ["S010 error 疑为单位错误：800000，上期为80000"]
    );
    assert_eq!(
        slipped([[1000.0, 500.0, 700.0], [80000.0, 40000.0, 56000.0]]),
        [""; 0],
        "much work in one day is no slip"
    );
}

#[test]
fn a_day_of_many_times_the_usual_is_worth_a_look() {
    let desk = desk();
    for day in 11..=13 {
        let n = f64::from(day - 10);
        issued(&desk, day, [[1000.0, 10.0, 170.0 + 10.0 * n], [80000.0, 800.0, 13600.0 + 800.0 * n]]);
    }
    let faults = said(&desk, 14, &[("东区", [[1000.0, 60.0, 260.0], [80000.0, 4800.0, 20800.0]])]);
    assert_eq!(
        faults,
        [
            "H007 warning 户数：单日完成60，是近3期均值的6倍",
            "H007 warning 面积：单日完成4800，是近3期均值的6倍"
        ]
    );
}

#[test]
fn yesterdays_file_sent_again_is_noticed() {
    let desk = desk();
    issued(&desk, 13, BEFORE);
    let faults = said(&desk, 14, &[("东区", BEFORE)]);
    assert_eq!(faults.first().map(String::as_str), Some("F006 warning 内容与上期所用报表完全相同"));
    assert!(faults.iter().any(|f| f.starts_with("H002 error")), "{faults:?}");
}

#[test]
fn a_street_that_fell_is_a_doubt_where_the_district_rose() {
    let desk = desk();
    let street = |done: f64| [[500.0, 0.0, done], [40000.0, 0.0, 80.0 * done]];
    csv(&desk, 13, "东区", &[("甲街道", street(100.0)), ("乙街道", street(100.0))]);
    csv(&desk, 13, "西区", &[("西区", [[100.0, 1.0, 13.0], [10000.0, 100.0, 1300.0]])]);
    desk.tongbao(&["run", "schedules/s.yaml", "--date", "2021-07-13"]).ended(0);
    let rows = [
        ("甲街道", [[500.0, 0.0, 90.0], [40000.0, 0.0, 7200.0]]),
        ("乙街道", [[500.0, 5.0, 115.0], [40000.0, 400.0, 9200.0]]),
    ];
    assert_eq!(
        said(&desk, 14, &rows),
        ["H001 warning 甲街道户数：累计90小于上期100", "H001 warning 甲街道面积：累计7200小于上期8000"]
    );
}

#[test]
fn what_a_sheet_says_of_yesterday_is_held_against_what_was_printed() {
    let desk = desk();
    issued(&desk, 13, BEFORE);
    let mapped = "workbooks: {东区: {columns: {户数: {previous: H}}}}\n";
    desk.write("schedules/s.yaml", format!("{PLAN}{mapped}").as_bytes());
    let sheet = |previous: u32, day: u32, done: u32| {
        let text = format!(
            "街道,排查总数户数,当日整治户数,累计整治户数,排查总数面积（㎡）,当日整治面积（㎡）,累计整治面积（㎡）,昨\n\
             东区,1000,{day},{done},80000,400,16400,{previous}\n"
        );
        desk.write("inbox/2021-07-14/东区.csv", text.as_bytes());
        told(&desk, 14).into_iter().filter(|f| f.starts_with('H')).collect::<Vec<_>>()
    };
    assert_eq!(sheet(200, 5, 205), [""; 0]);
    assert_eq!(
        sheet(201, 4, 205),
        [
            "H008 warning 户数：表内上期累计为201，上期通报为200",
            "H002 error 户数：累计205，不等于上期累计与当日之和204，差1"
        ]
    );
    assert_eq!(sheet(200, 5, 206), ["H002 error 户数：累计206，不等于上期累计与当日之和205，差1"]);
}

/// Folders of past days are often cleared; the issue keeps what it was made from.
#[test]
fn a_household_gone_is_missed_even_where_yesterdays_folder_is_cleared() {
    let ledger = |desk: &Desk, day: u32, rows: &[&str]| {
        let head = "编号,户主,面积（㎡）,整治完成日期";
        let text = std::iter::once(head).chain(rows.iter().copied()).collect::<Vec<_>>().join("\n");
        desk.write(&format!("inbox/2021-07-{day}/东区.csv"), text.as_bytes());
    };
    for keeps in [true, false] {
        let desk = desk();
        desk.write("schedules/s.yaml", format!("{PLAN}keep_inputs: {keeps}\n").as_bytes());
        ledger(&desk, 13, &["D1,甲,10,2021-07-13", "D2,乙,20,2021-07-12", "D3,丙,30,"]);
        desk.tongbao(&["run", "schedules/s.yaml", "--date", "2021-07-13"]).ended(3);
        desk.remove("inbox/2021-07-13/东区.csv");
        ledger(&desk, 14, &["D1,甲,10,", "D3,丙,30,2021-07-14"]);
        let said = told(&desk, 14);
        let is_told = |code: &str| said.iter().any(|line| line.starts_with(code));
        assert_eq!((is_told("H005"), is_told("H006")), (keeps, keeps), "{said:?}");
    }
}

/// Workbooks of a weekly bulletin say what was done so far; its table must not call a week's work a day's.
#[test]
fn a_weeks_work_is_not_called_a_days() {
    let desk = desk();
    let plan = format!("{PLAN}also: [text]\nperiod: {{from: 2021-07-10, to: 2021-07-31}}\n");
    desk.write("schedules/s.yaml", plan.as_bytes());
    let issue = |day: u32, done: u32| {
        for district in ["东区", "西区"] {
            let text = format!(
                "单位,任务户数,累计户数,任务面积（㎡）,累计面积（㎡）\n{district},100,{done},1000,{done}\n"
            );
            desk.write(&format!("inbox/2021-07-{day:02}/{district}.csv"), text.as_bytes());
        }
        let day = format!("2021-07-{day:02}");
        desk.tongbao(&["run", "schedules/s.yaml", "--date", &day]).ended(0);
        let file = |end: &str| {
            let found = desk.files("outbox").into_iter().find(|(name, _)| *name == format!("s-{day}.{end}"));
            found.unwrap().1
        };
        let pdf = lopdf::Document::load_mem(&file("pdf")).unwrap();
        let page = pdf.extract_text(&pdf.get_pages().into_keys().collect::<Vec<_>>()).unwrap();
        (String::from_utf8(file("txt")).unwrap(), page.split_whitespace().collect::<String>())
    };
    let (_, first) = issue(7, 10);
    assert!(!first.contains("序时"), "before its first day a campaign is neither ahead nor behind: {first}");
    let (said, page) = issue(14, 24);
    assert!(said.contains("本期完成28户") && !said.contains("当日"), "{said}");
    assert!(page.contains("本期进度为7月7日以后完成的") && !page.contains("当日"), "{page}");
    let (said, page) = issue(15, 25);
    assert!(said.contains("当日完成2户") && !page.contains("本期"), "{said} {page}");
}
