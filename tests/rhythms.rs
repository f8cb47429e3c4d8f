//! Bulletins that are not of every day, and a series over years and new names, as the real program issues them.

mod support;

use serde_json::Value;
use support::Desk;

const PLAN: &str = "schedules/house-safety.yaml";

fn desk(more: &str, districts: &str) -> Desk {
    let desk = Desk::empty();
    plan(&desk, more, districts);
    desk
}

fn plan(desk: &Desk, more: &str, districts: &str) {
    let text = format!(
        "title: 进度通报\nissuer: 办公室\nseries: house-safety\ninbox: ../inbox/{{day}}\noutbox: ../outbox\n\
         archive: ../archive\nmeasures: [{{name: 户数, unit: 户}}]\ndistricts: {districts}\n{more}\n"
    );
    desk.write(PLAN, text.as_bytes());
}

/// What a district has done so far and its task; what it did today is left to be reckoned.
fn report(desk: &Desk, day: &str, district: &str, done: u32, task: u32) {
    let text = format!("单位,累计完成（户）,总任务（户）\n{district},{done},{task}\n");
    desk.write(&format!("inbox/{day}/{district}.csv"), text.as_bytes());
}

fn of<'v>(figures: &'v Value, district: usize, what: &str) -> &'v Value {
    &figures["districts"][district]["figures"]["户数"][what]
}

/// A weekly bulletin said 户数还需约12天: twelve weeks' work, by what was done in a week as in a day (2026-11).
#[test]
fn a_weekly_bulletin_forecasts_days_not_weeks() {
    let desk = desk("schedule: \"0 18 * * FRI\"", "[甲区, 乙区]");
    for (week, day) in ["2026-03-06", "2026-03-13", "2026-03-20", "2026-03-27"].into_iter().enumerate() {
        let week = u32::try_from(week).expect("four weeks");
        report(&desk, day, "甲区", 10 + 7 * week, 100);
        report(&desk, day, "乙区", 20 + 14 * week, 100);
        desk.run(day).ended(0);
    }
    let figures = desk.figures("house-safety-2026-03-27");
    // 69 left at one a day, 38 left at two a day, together 107 at three
    assert_eq!((of(&figures, 0, "days_left"), of(&figures, 1, "days_left")), (&69.into(), &19.into()));
    assert_eq!(figures["total"]["户数"]["days_left"], 36);
    assert_eq!(of(&figures, 0, "since"), "2026-03-20");
    let why = ["why", PLAN, "--date", "2026-03-27", "--district", "甲区"];
    desk.tongbao(&why)
        .ended(0)
        .saying("预计    69天  = 剩余69户 / 日均（21户 / 21天），向上取整；快则69天，慢则69天");
}

#[test]
fn a_daily_bulletin_says_nothing_of_since_when() {
    let desk = desk("", "[甲区]");
    for (day, done) in [("2026-03-06", 10), ("2026-03-07", 12), ("2026-03-08", 15), ("2026-03-09", 16)] {
        report(&desk, day, "甲区", done, 100);
        desk.run(day).ended(0);
    }
    let figures = desk.figures("house-safety-2026-03-09");
    assert!(of(&figures, 0, "since").is_null());
    assert_eq!(of(&figures, 0, "days_left"), 42);
}

/// A district whose name was changed in the plan lost its last figures, though its old name stood among the
/// aliases: it was 首次 where it reported, and 未报 with nothing carried where it did not (2026-11).
#[test]
fn a_district_renamed_is_carried_and_compared_under_its_old_name() {
    let desk = desk("", "[甲区, 乙区]");
    report(&desk, "2026-03-06", "甲区", 10, 100);
    report(&desk, "2026-03-06", "乙区", 20, 100);
    desk.run("2026-03-06").ended(0);
    plan(&desk, "", "[{name: 甲新区, aliases: [甲区]}, {name: 乙新区, aliases: [乙区]}]");
    report(&desk, "2026-03-07", "甲区", 12, 100);
    desk.run("2026-03-07").ended(3);
    let figures = desk.figures("house-safety-2026-03-07");
    assert_eq!((of(&figures, 0, "day"), of(&figures, 0, "change")), (&"2".into(), &"+2.00".into()));
    assert_eq!(figures["districts"][1]["status"], "carried");
    assert_eq!(of(&figures, 1, "done"), "20");
}

/// 〔2021〕67号 was followed by 〔2022〕68号 (2026-11).
#[test]
fn document_numbers_begin_anew_each_year_and_issues_do_not() {
    let official = "shell: 公文\nfirst_issue: 66\nofficial: {number: \"许整治办〔{year}〕{n}号\"}";
    let desk = desk(official, "[甲区]");
    for (day, done, label) in [
        ("2021-12-30", 10, "许整治办〔2021〕66号"),
        ("2021-12-31", 11, "许整治办〔2021〕67号"),
        ("2022-01-01", 12, "许整治办〔2022〕1号"),
        ("2022-01-02", 13, "许整治办〔2022〕2号"),
    ] {
        report(&desk, day, "甲区", done, 100);
        desk.run(day).ended(0).saying(&format!("{day} {label} "));
    }
    assert_eq!(desk.figures("house-safety-2022-01-02")["number"], 69);
    let why = ["why", PLAN, "--date", "2022-01-02", "--district", "甲区", "--measure", "户数"];
    desk.tongbao(&why).ended(0).saying("许整治办〔2022〕1号");
    // made again, it has the number it had
    report(&desk, "2022-01-01", "甲区", 11, 100);
    let again = ["run", PLAN, "--date", "2022-01-01", "--correct", "重报"];
    desk.tongbao(&again).ended(0).saying("许整治办〔2022〕1号（更正1）");
    let (series, out) = ("house-safety", desk.path("again.pdf"));
    let reproduce = ["archive", "reproduce", series, "2022-01-02", "--out", out.to_str().expect("UTF-8")];
    desk.tongbao(&reproduce).saying("许整治办〔2022〕2号");
}

/// `archive show` said 当日未报 of districts that had reported, where there was no issue to subtract (2026-11).
#[test]
fn what_a_first_issue_cannot_know_is_not_called_unreported() {
    let desk = desk("", "[甲区, 乙区]");
    report(&desk, "2026-03-06", "甲区", 10, 100);
    report(&desk, "2026-03-06", "乙区", 20, 100);
    desk.run("2026-03-06").ended(0);
    let shown = desk.tongbao(&["archive", "show", "house-safety", "2026-03-06"]).ended(0);
    assert!(shown.out.contains("当日—") && !shown.out.contains("未报"), "{}", shown.out);
}

/// `check` of several plans ended with the first that could not be read, and said nothing in JSON of the others.
#[test]
fn every_plan_is_checked_though_one_has_no_inbox() {
    let desk = desk("", "[甲区]");
    report(&desk, "2026-03-06", "甲区", 10, 100);
    let away = std::fs::read_to_string(desk.path(PLAN)).expect("the plan").replace("house-safety", "away");
    desk.write("schedules/away.yaml", away.replace("../inbox", "../no-such").as_bytes());
    let both = ["check", "schedules/away.yaml", PLAN, "--date", "2026-03-06", "--format", "json"];
    let ran = desk.tongbao(&both).ended(1);
    let told: Value = serde_json::from_str(&ran.out).expect("JSON");
    assert_eq!((&told[0]["outcome"], &told[0]["exit"]), (&"failed".into(), &1.into()));
    assert_eq!((&told[1]["series"], &told[1]["faults"]), (&"house-safety".into(), &serde_json::json!([])));
}

#[test]
fn a_printed_table_of_other_districts_is_held_as_far_as_it_goes() {
    let desk = desk("", "[甲区, 乙区]");
    report(&desk, "2026-03-06", "甲区", 10, 100);
    report(&desk, "2026-03-06", "乙区", 20, 100);
    desk.write("printed.csv", "单位,累计户数,户数占比\n甲区,10,10.00%\n丁区,3,3%\n".as_bytes());
    let held = ["check", PLAN, "--date", "2026-03-06", "--printed", "printed.csv"];
    let ran = desk.tongbao(&held).ended(3).saying("丁区：计划中没有这个单位，第3行未核对");
    ran.saying("warning: printed.csv has no row of 乙区");
}

/// `why` said nothing of where a forecast, a rate required, a place moved or a total comes from, and of totals
/// nothing at all in JSON (2026-11).
#[test]
fn why_answers_for_every_figure_that_is_printed() {
    let desk = desk("period: {from: 2026-03-01, to: 2026-03-31}", "[甲区, 乙区]");
    for (day, a, b) in [("2026-03-09", 10, 20), ("2026-03-10", 24, 21)] {
        report(&desk, day, "甲区", a, 100);
        report(&desk, day, "乙区", b, 100);
        desk.run(day).ended(0);
    }
    let of = |name: &str, format: &str| {
        desk.tongbao(&["why", PLAN, "--date", "2026-03-10", "--district", name, "--format", format]).ended(0)
    };
    of("甲区", "text")
        .saying("位次    ↑1  上期第2，本期第1")
        .saying("序时    32.26%  = 10/31天；占比与序时相差-8.26个百分点")
        .saying("日均需  4户  = 剩余76户 / 21天，向上取整")
        .saying("预计    样本不足，有当日数的1期（至少3期）");
    of("合计", "text").saying("累计 ΣC  45户\n      甲区24 + 乙区21").saying("较上期   +7.50个百分点");
    let total: Value = serde_json::from_str(&of("合计", "json").out).expect("JSON");
    assert_eq!((&total[0]["done"]["amount"], &total[0]["share"]["printed"]), (&"45".into(), &"22.50".into()));
    assert_eq!(total[0]["done"]["from"]["sum"][1]["amount"], "21");
    assert_eq!(total[0]["required"]["a_day"], "8");
}
