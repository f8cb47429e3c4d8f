//! What people write into plans, and what they are told.

use std::path::Path;

use proptest::prelude::*;

use super::*;
use crate::model::{Code, Retention, Severity};

/// The least that a plan needs, with `more` below it.
fn least(more: &str) -> String {
    format!(
        "title: 通报\nissuer: 办公室\ninbox: ../inbox/{{day}}\noutbox: ../outbox\narchive: ../archive\n\
         measures: [{{name: 户数, unit: 户}}]\ndistricts: [东城区, 西城区]\n{more}"
    )
}

fn read(text: &str) -> Plan {
    parse(text, Path::new("schedules/a.yaml")).unwrap_or_else(|faults| panic!("{faults}"))
}

/// Each fault without the file's name.
fn told(text: &str) -> Vec<String> {
    let faults = parse(text, Path::new("a.yaml")).expect_err(text).to_string();
    faults.split("error: a.yaml:").skip(1).map(|fault| fault.trim().replace("\n  hint: ", " | ")).collect()
}

#[test]
fn the_plan_of_the_house_is_read_whole() {
    let plan = load(Path::new("schedules/house-safety.yaml")).unwrap_or_else(|faults| panic!("{faults}"));
    assert_eq!(plan.series, "house-safety");
    assert_eq!(plan.first_issue, 66);
    assert_eq!(plan.schedule.unwrap().text(), "30 21 * * *");
    assert_eq!(plan.masthead, "房屋安全隐患集中整治专报");
    assert_eq!(plan.cutoff.unwrap().to_string(), "18:00:00");
    assert_eq!(plan.outbox, Path::new("outbox"), "as people read it");
    let names: Vec<&str> = plan.districts.iter().map(|d| d.name.as_str()).collect();
    assert_eq!(names, ["魏都区", "建安区", "市城乡一体化示范区", "国家许昌经济技术开发区", "东城区"]);
    let folder = plan.inbox.for_day("2021-07-14".parse().unwrap());
    assert!(folder.is_dir(), "{}", folder.display());
    assert_eq!(plan.sha256.len(), 64);
}

#[test]
fn what_is_left_out_has_its_default() {
    let plan = read(&least(""));
    assert_eq!((plan.masthead.as_str(), plan.series.as_str()), ("工作简报", "a"));
    assert_eq!((plan.schedule, plan.cutoff, plan.period), (None, None, None));
    assert_eq!((plan.timezone, plan.report_day), (chrono_tz::Asia::Shanghai, ReportDay::Today));
    assert_eq!((plan.shell, plan.when_missing), (Shell::Brief, WhenMissing::Carry));
    assert_eq!((plan.first_issue, plan.share_decimals, plan.criticism, plan.named), (1, 2, false, 3));
    assert_eq!(plan.wording, Wording { scope: "全市".into(), verb: "完成".into(), object: String::new() });
    assert!(plan.severities.is_empty());
}

#[test]
fn what_is_written_stands() {
    let plan = read(&least(
        "series: 2021\nreport_day: yesterday\nshell: 公文\nwhen_missing: hold\nfirst_issue: 7\nnamed: 0\n\
         criticism: true\nshare_decimals: 1\nwording: {scope: '', verb: 栽植}\nseverities: {T002: error, F006: info}\n\
         cutoff: 9:30\n",
    ));
    assert_eq!((plan.series.as_str(), plan.report_day.days_back()), ("2021", 1));
    assert_eq!((plan.shell, plan.when_missing), (Shell::Official, WhenMissing::Hold));
    assert_eq!((plan.wording.scope.as_str(), plan.wording.verb.as_str()), ("", "栽植"));
    assert_eq!(plan.severities[&Code::T002], Severity::Error);
    assert_eq!(plan.severities[&Code::F006], Severity::Info);
    assert_eq!(plan.cutoff.unwrap().to_string(), "09:30:00");
}

#[test]
fn all_faults_are_told_at_once_in_the_order_of_lines() {
    let text = "\
titel: 通报
issuer: [a]
schedule: \"30 25 * * *\"
timezone: Asia/Shanghia
report_day: tomorow
cutoff: 18:60
first_issue: 0
inbox: in/%Q
outbox: out/{day}
shell: brief
period: {from: 2021-9-30, to: 2021-06-15}
measures:
  - {name: 户数, decimals: 7}
districts:
  - 东城区
  - {name: 西城区, alias: [西城]}
  - 东城区
wording: {verb: ''}
severities: {T02: off}
";
    assert_eq!(
        told(text),
        [
            "1:1: titel: unknown key | did you mean `title`?",
            "1:1: title: missing | add it: title: 中心城区房屋安全隐患集中整治工作通报",
            "1:1: archive: missing | add it: archive: ../archive",
            "2:9: issuer: expected text, found a list | text that starts with { or [ is put in quotes",
            "3:15: schedule: `30 25 * * *`: column 4, hour: expected 0 to 23, found 25",
            "4:11: timezone: no zone is called `Asia/Shanghia` | did you mean `Asia/Shanghai`?",
            "5:13: report_day: expected today or yesterday, found text `tomorow`",
            "6:9: cutoff: expected an hour like 18:00, found `18:60` | write \"18:00\"",
            "7:14: first_issue: expected a whole number, 1 or more, found 0",
            "8:8: inbox: a day cannot fill `%Q` | %Y, %m and %d are year, month and day, {day} is 2021-07-14, and %% a percent sign",
            "9:9: outbox: {day} stands in the inbox only, found `out/{day}` | one folder holds all days: ../outbox",
            "10:8: shell: expected 简报, 公文 or 附表, found text `brief` | did you mean `简报`?",
            "11:16: period.from: expected a day like 2021-06-15, found `2021-9-30` | write 2021-09-30",
            "13:5: measures[0].unit: missing | add it: unit: 户",
            "13:26: measures[0].decimals: expected a whole number, 0 to 6, found 7",
            "16:17: districts[1].alias: unknown key; expected name, aliases or group | did you mean `aliases`?",
            "17:5: districts[2]: `东城区` stands twice (first at line 15, column 5) | each name and alias stands for one alone",
            "18:17: wording.verb: expected text, found none",
            "19:14: severities.T02: no fault has the code `T02` | did you mean `T002`?",
            "19:19: severities.T02: expected error, warning or info, found text `off` | did you mean `info`?",
        ]
    );
}

#[test]
fn no_name_stands_for_two() {
    let text = least("").replace(
        "[东城区, 西城区]",
        "[东城区, {name: 西城区, aliases: [西城, 东城区]}, {name: 南区, aliases: [ＸＩ]}, xi]",
    );
    assert_eq!(
        told(&text),
        [
            "7:44: districts[1].aliases[1]: `东城区` stands twice (first at line 7, column 13) | each name and alias stands for one alone",
            "7:78: districts[3]: `xi` stands twice (first at line 7, column 72) | each name and alias stands for one alone",
        ]
    );
    // an alias that repeats its owner is no second meaning
    let plan = read(&least("").replace("西城区]", "{name: 西城区, aliases: [西城区, 西城, 西城]}]"));
    assert_eq!(plan.districts[1].aliases, ["西城"]);
}

#[test]
fn a_key_that_stands_twice_is_told_with_both_places() {
    assert_eq!(
        told(&least("title: 又一份\n")),
        ["8:1: title: key stands twice (first at line 1, column 1) | keep one of them"]
    );
}

#[test]
fn full_width_marks_are_named_and_hide_nothing() {
    let text = least("shell：简报\nnamed: 三\n").replace("[东城区, 西城区]", "[东城区，西城区]");
    assert_eq!(
        told(&text),
        [
            "7:13: districts[0]: `东城区，西城区` holds ，, which parts names | names are parted by a half-width comma and a space: [示范区, 城乡一体化示范区]",
            "8:6: shell: full-width colon after the key | write a half-width colon and a space: shell: 简报",
            "9:8: named: expected a whole number, 0 to 1000, found text `三`",
        ]
    );
    let text = least("").replace("{name: 户数, unit: 户}", "{name：户数, unit:户}");
    assert_eq!(
        told(&text),
        [
            "6:13: measures[0].name：户数: key and value run together: `name：户数` | write a half-width colon and a space: name: 户数",
            "6:22: measures[0].unit:户: key and value run together: `unit:户` | write a half-width colon and a space: unit: 户",
        ]
    );
}

#[test]
fn an_unquoted_schedule_is_told_beside_the_other_faults() {
    let faults = told(&least("schedule: */5 * * * *\nnamed: x\n"));
    assert_eq!(faults.len(), 2);
    assert!(
        faults[0].starts_with("8:12: schedule: not YAML: did not find expected alphabetic"),
        "{}",
        faults[0]
    );
    assert!(faults[0].ends_with("| put the value in quotes: \"*/5 * * * *\""), "{}", faults[0]);
    // the rest of it needs no quotes
    assert_eq!(read(&least("schedule: 30 21 * * *\n")).schedule.unwrap().text(), "30 21 * * *");
}

#[test]
fn a_wrong_type_is_told_with_what_was_found() {
    for (more, fault) in [
        ("criticism: yes", "8:12: criticism: expected true or false, found text `yes` | write true"),
        (
            "first_issue: '66'",
            "8:14: first_issue: expected a whole number, 1 or more, found text `66` | write it without quotes",
        ),
        ("first_issue: 1.50", "8:14: first_issue: expected a whole number, 1 or more, found 1.50"),
        (
            "first_issue: 99999999999",
            "8:14: first_issue: expected a whole number, 1 or more, found 99999999999",
        ),
        (
            "period: 2021",
            "8:9: period: expected a mapping with from and to, found 2021 | write {from: …, to: …}",
        ),
        (
            "period: {from: 2021-06-15, to: 2021-06-14}",
            "8:9: period: the period ends on 2021-06-14, before it starts on 2021-06-15 | set from to the first day and to to the last",
        ),
        (
            "period: {from: 2021-02-30, to: 2021-06-14}",
            "8:16: period.from: expected a day like 2021-06-15, found `2021-02-30` | there is no such day in the calendar",
        ),
        (
            "masthead:",
            "8:10: masthead: expected text, found nothing | write text after the colon, or leave the key out",
        ),
        ("masthead: true", "8:11: masthead: expected text, found true | put it in quotes"),
        ("masthead: !x 1", "8:11: masthead: expected text, found a value with the tag !x | put it in quotes"),
        (
            "masthead: \"a\\nb\"",
            "8:11: masthead: expected one line of text, found a line break or control character",
        ),
        ("cutoff: 18", "8:9: cutoff: expected an hour like 18:00, found `18` | write \"18:00\""),
        (
            "cutoff: 18：00",
            "8:9: cutoff: expected an hour like 18:00, found `18：00` | write a half-width colon: \"18:00\"",
        ),
        (
            "timezone: 北京时间",
            "8:11: timezone: no zone is called `北京时间` | did you mean `Asia/Shanghai`?",
        ),
        (
            "series: a/b",
            "8:9: series: `a/b` cannot name a file: it holds / | write letters, digits, - and _, or Chinese characters, as house-safety",
        ),
        (
            "series: ..",
            "8:9: series: `..` cannot name a file: it starts or ends with a dot, or holds two | write letters, digits, - and _, or Chinese characters, as house-safety",
        ),
        ("<<: {named: 1}", "8:1: <<: merge keys are not read | write the keys out"),
        ("? [a]\n: b", "8:3: expected a key, found a list"),
        (
            "schedule: '0 2 30 2 *'",
            "8:12: schedule: `0 2 30 2 *`: column 1: never fires: no such day in the calendar | name a day that its months have",
        ),
    ] {
        assert_eq!(told(&least(&format!("{more}\n"))), [fault], "{more}");
    }
}

#[test]
fn lists_are_not_empty_and_are_lists() {
    for (districts, fault) in [
        (
            "[]",
            "7:12: districts: expected at least one of districts, as 东城区 or {name: 东城区, aliases: [东城]}, found an empty list",
        ),
        (
            "东城区",
            "7:12: districts: expected a list of districts, as 东城区 or {name: 东城区, aliases: [东城]}, found text `东城区` | write a list: [东城区]",
        ),
        (
            "[{name: a, aliases: b}]",
            "7:32: districts[0].aliases: expected a list of other names, found text `b` | write a list: [b]",
        ),
        ("[{aliases: [b]}]", "7:13: districts[0].name: missing | add it: name: 东城区"),
        (
            "\n- 东城区:\n- 西城区",
            "8:3: districts[0]: expected a district, found a key without a value | take the colon away, or write {name: 东城区, aliases: [东城]}",
        ),
        (
            "[~]",
            "7:13: districts[0]: expected text, found nothing | write text after the colon, or leave the key out",
        ),
    ] {
        assert_eq!(told(&least("").replace("[东城区, 西城区]", districts)), [fault], "{districts}");
    }
}

#[test]
fn odd_but_legal_yaml_is_read() {
    let text = "%YAML 1.2\n--- # 计划\n? title\n: >-\n  关于\n  通报\n\"issuer\": &who '办公室'\n\
                inbox: \"../in\\u002f{day}\"\noutbox: ../out # 注释\narchive: ../archive\nmasthead: *who\n\
                measures:\n- name: 户数\n  unit: 户\n  aliases: []\n\
                districts: [\n  东城区, # 一\n  {name: 1.10, group: 01},\n]\n...\n";
    let plan = read(text);
    assert_eq!((plan.title.as_str(), plan.masthead.as_str()), ("关于 通报", "办公室"));
    assert_eq!(plan.districts[1].name, "1.10");
    assert_eq!(plan.districts[1].group.as_deref(), Some("01"));
    assert_eq!(plan.inbox.template, "in/{day}");
}

#[test]
fn a_mark_and_line_ends_of_windows_change_nothing_but_the_hash() {
    let unix = read(&least(""));
    let windows = read(&format!("\u{feff}{}", least("").replace('\n', "\r\n")));
    assert_ne!(unix.sha256, windows.sha256);
    assert_eq!(unix, Plan { sha256: unix.sha256.clone(), keeping: unix.keeping.clone(), ..windows });
    assert_eq!(
        told(&format!("\u{feff}{}", least("x: 1").replace('\n', "\r\n")))[0].split(';').next().unwrap(),
        "8:1: x: unknown key"
    );
}

#[test]
fn files_that_are_no_plan_are_refused_with_a_way_out() {
    let desk = tempfile::tempdir().unwrap();
    let told = |name: &str, bytes: &[u8]| {
        let path = desk.path().join(name);
        #[allow(clippy::disallowed_methods, reason = "a fixture")]
        std::fs::write(&path, bytes).unwrap();
        load(&path).unwrap_err().to_string().replace(&format!("{}/", desk.path().display()), "")
    };
    assert_eq!(
        told("a.yaml", b"# \n\n"),
        "error: a.yaml: file is empty\n  hint: `tongbao init DIR` writes a plan to start from"
    );
    assert_eq!(
        told("b.yaml", b"title: x\nissuer: \xb1\xa8\n"),
        "error: b.yaml:2:9: file is not UTF-8 (GBK, perhaps)\n  hint: save it again with the encoding UTF-8"
    );
    assert!(told("c.yaml", b"\xff\xfet\0").contains("c.yaml:1:1: file is not UTF-8 (UTF-16)"));
    assert!(told("d.yaml", &vec![b'#'; (1 << 20) + 1]).contains("d.yaml: file is larger than 1 MiB"));
    assert!(
        told("e.yaml", b"- a\n")
            .contains("e.yaml:1:1: expected a mapping of keys, as title: 通报, found a list")
    );
    assert!(
        told("f.yaml", b"title: x\n---\nissuer: y\n").contains("f.yaml:3:1: not YAML: a second document")
    );

    let missing = load(&desk.path().join("aa.yaml")).unwrap_err().to_string();
    assert!(
        missing.contains("aa.yaml: cannot read the plan: no such file or folder\n  hint: did you mean `"),
        "{missing}"
    );
    let folder = load(desk.path()).unwrap_err().to_string();
    assert!(
        folder.ends_with("expected a file, found a folder\n  hint: name one of the plans in it"),
        "{folder}"
    );
}

#[test]
fn every_key_is_explained_in_the_readme_and_in_the_plan_of_the_house() {
    let (readme, house) =
        (include_str!("../../README.md"), include_str!("../../schedules/house-safety.yaml"));
    for key in super::words::KEYS {
        assert!(readme.contains(&format!("`{key}`")), "README.md lacks {key}");
        let stands = |line: &str| line.trim_start_matches("# ").starts_with(&format!("{key}:"));
        assert!(house.lines().any(stands), "schedules/house-safety.yaml lacks {key}");
    }
}

#[test]
fn a_file_that_a_plan_names_is_called_what_it_is() {
    let desk = tempfile::tempdir().unwrap();
    #[allow(clippy::disallowed_methods, reason = "a fixture")]
    let write = |name: &str, bytes: &[u8]| std::fs::write(desk.path().join(name), bytes).unwrap();
    write("plan.yaml", least("style: a.yaml\ncalendar: b.yaml\nworkdays: only\n").as_bytes());
    let told = || {
        let told = load(&desk.path().join("plan.yaml")).unwrap_err().to_string();
        told.replace(&format!("{}/", desk.path().display()), "")
    };
    let missing = told();
    for wanted in [
        "style: a.yaml cannot be used: 1 fault, told below\n",
        "calendar: b.yaml cannot be used: 1 fault, told below\n",
        "error: a.yaml: cannot read the style: no such file or folder\n",
        "error: b.yaml: cannot read the calendar: no such file or folder\n  \
         hint: China's is schedules/calendars/china.yaml",
    ] {
        assert!(missing.contains(wanted), "{missing}");
    }
    write("a.yaml", &vec![b'#'; (1 << 20) + 1]);
    write("b.yaml", "name: 中国\n---\nyears: {}\n".as_bytes());
    let wrong = told();
    for wanted in [
        "error: a.yaml: file is larger than 1 MiB\n  hint: a style has some hundred lines",
        "error: b.yaml:3:1: not YAML: a second document starts here\n  hint: a file is one document",
    ] {
        assert!(wrong.contains(wanted), "{wrong}");
    }
}

#[test]
fn a_folders_sound_plans_are_had_beside_its_faulty_ones() {
    let desk = tempfile::tempdir().unwrap();
    for (name, text) in [
        ("b.yml", least("series: s\n")),
        ("a.yaml", least("")),
        ("c.yaml", "x".to_owned()),
        (".d.yaml", "x".to_owned()),
        ("e.txt", "x".to_owned()),
        ("z.yaml", least("series: s\n")),
    ] {
        #[allow(clippy::disallowed_methods, reason = "a fixture")]
        std::fs::write(desk.path().join(name), text).unwrap();
    }
    let plans = load_folder(desk.path()).unwrap();
    let names: Vec<_> = plans.sound.iter().map(|plan| plan.series.as_str()).collect();
    assert_eq!(names, ["a", "s"]);
    assert_eq!(plans.faulty.len(), 2);
    let clash = plans.faulty[1].to_string();
    assert!(
        clash.contains("z.yaml: series: `s` is the series of ") && clash.contains("b.yml too"),
        "{clash}"
    );
    assert!(load_folder(&desk.path().join("none")).is_err());
}

#[test]
fn a_megabyte_of_faults_is_told_in_time() {
    let mut text = least("severities:\n");
    for n in 0..20_000 {
        text += &format!("  X{n}: y\n");
    }
    let faults = parse(&text, Path::new("a.yaml")).unwrap_err().faults;
    assert!(faults.last().unwrap().message.ends_with("more faults are not shown"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn no_slip_of_the_pen_is_a_panic(
        cuts in prop::collection::vec((0usize..2000, 0usize..8, "[-{}\\[\\]:：,，#&*!|>'\"%@`~\\t\\n 0-9a-z东%]{0,3}"), 1..4)
    ) {
        let mut text: Vec<char> = include_str!("../../schedules/house-safety.yaml").chars().collect();
        for (at, length, put) in cuts {
            let at = at % text.len();
            let end = (at + length).min(text.len());
            text.splice(at..end, put.chars());
        }
        let text: String = text.into_iter().collect();
        if let Err(faults) = parse(&text, Path::new("a.yaml")) {
            prop_assert!(!faults.faults.is_empty());
        }
    }
}

#[test]
fn a_plan_says_how_it_is_run_unattended() {
    let plan = read(&least(
        "catch_up: all\ncatch_up_days: 7\nretries: 0\nwait: {until: 22:00, for: all}\n\
         remind: {at: \"21:45\", run: [/opt/remind, --sms]}\non_failure: /opt/alarm\n",
    ));
    let hook = |program: &str, arguments: &[&str]| Hook {
        program: program.into(),
        arguments: arguments.iter().map(|a| (*a).to_owned()).collect(),
    };
    let time = |text: &str| text.parse::<chrono::NaiveTime>().unwrap();
    let usual = Unattended::default();
    assert_eq!(
        plan.unattended,
        Unattended {
            catch_up: CatchUp::All,
            catch_up_days: 7,
            retries: 0,
            wait: Some(Wait { until: time("22:00:00") }),
            remind: Some(Remind { at: time("21:45:00"), run: hook("/opt/remind", &["--sms"]) }),
            on_failure: Some(hook("/opt/alarm", &[])),
            ..usual.clone()
        }
    );
    assert_eq!(read(&least("")).unattended, usual);
}

#[test]
fn what_is_wrong_with_running_unattended_is_told() {
    assert_eq!(
        told(&least(
            "catch_up: everything\ncatch_up_days: 0\nwait: {for: some}\non_success: mail -s done\non_fault: []\n"
        )),
        [
            "8:11: catch_up: expected none, latest or all, found text `everything`",
            "9:16: catch_up_days: expected a whole number, 1 to 366, found 0",
            "10:7: wait.until: missing | add it: until: \"22:00\"",
            "10:13: wait.for: expected all, found text `some`",
            "11:13: on_success: expected a program and its arguments as a list, found `mail -s done` | \
             no shell takes it apart; write [mail, -s, done]",
            "12:11: on_fault: expected at least one of a program and its arguments, found an empty list",
        ]
    );
    assert_eq!(
        told(&least("remind: {at: 21:45, run: x}\n")),
        [
            "8:9: remind: nobody is reminded where nobody is waited for | add it: wait: {until: \"22:00\", for: all}"
        ]
    );
}

#[test]
fn a_workbooks_layout_is_read_by_district_measure_and_figure() {
    let plan = read(&least(
        "workbooks:\n  西城区: {sheet: 进度, header: 3-4, columns: {name: A, 户数: {done: {column: xfd, title: 累计, unit: 户}, left: 剩余}}}\n",
    ));
    let mapping = &plan.workbooks[&1];
    assert_eq!((mapping.sheet.as_deref(), mapping.header), (Some("进度"), Some(HeadRows::From(2, 3))));
    let column = |n: usize| {
        let c = &mapping.columns[n];
        (c.gives, c.letter, c.title.as_deref(), c.unit.as_deref())
    };
    assert_eq!(column(0), (Gives::Key(MappedKey::Name), Some(0), None, None));
    let figure = |figure| Gives::Figure(0, figure);
    assert_eq!(column(1), (figure(MappedFigure::Done), Some(16_383), Some("累计"), Some("户")));
    assert_eq!(column(2), (figure(MappedFigure::Left), None, Some("剩余"), None));
}

#[test]
fn what_is_wrong_with_a_layout_is_told_with_its_place() {
    let text = least(
        "workbooks:\n  东区: {sheet: 1}\n  东城区: {sheets: 进度, header: 4-3}\n  西城区:\n    header: 0\n    columns:\n      \
         单位: A\n      户数: {cumulative: B, left: B, task: {column: 累计, unit: 户}, day: {unit: 户}}\n      \
         street: {column: C, unit: 户}\n      面积: {done: D}\n",
    );
    assert_eq!(
        told(&text),
        [
            "9:3: workbooks.东区: `东区` is no district of the plan | did you mean `东城区`?",
            "10:9: workbooks.东城区.sheets: unknown key; expected sheet, header or columns | did you mean `sheet`?",
            "10:29: workbooks.东城区.header: expected the head's row, as 4, or its first and last, as 3-4, found `4-3` | rows are counted as Excel shows them; a head has 8 at most",
            "12:13: workbooks.西城区.header: expected a whole number, 1 to 1048576, found 0",
            "14:7: workbooks.西城区.columns.单位: `单位` is no measure of the plan and no key | did you mean `name`?",
            "15:12: workbooks.西城区.columns.户数.cumulative: unknown key; expected task, previous, day, done, left, share or amount | did you mean `done`?",
            "15:51: workbooks.西城区.columns.户数.task.column: expected a column from A to XFD, found `累计` | a title stands under the key title",
            "15:70: workbooks.西城区.columns.户数.day: expected column or title, found neither | write the column's letter, its title, or both: {column: D, title: 累计户数}",
            "16:33: workbooks.西城区.columns.street.unit: only amounts have a unit | leave it out",
            "17:7: workbooks.西城区.columns.面积: `面积` is no measure of the plan and no key | one of 户数, name, street, district, community, id, status, found_date, done_date, looked_date, looked_result",
        ]
    );
    let twice = "workbooks: {西城区: {columns: {户数: {done: B, left: b}}}}\n";
    assert_eq!(
        told(&least(twice)),
        [
            "8:49: workbooks.西城区.columns.户数.left: this column stands twice (first at line 8, column 40) | a column gives one thing alone"
        ]
    );
    assert_eq!(
        told(&least("workbooks: {西城区: {}}\n")),
        [
            "8:18: workbooks.西城区: expected sheet, header or columns, found none | write {sheet: 进度统计, header: 4, columns: {name: A}}, or leave the district out"
        ]
    );
}

#[test]
fn what_is_kept_is_said_and_inputs_go_first() {
    let usual = read(&least("")).keeping;
    assert_eq!((usual.inputs, usual.retention, usual.text), (true, None, least("")));
    let plan = read(&least("keep_inputs: false\nretention: {inputs: 400, replaced: 800, issues: 60}\n"));
    let retention = Retention { inputs_days: Some(400), replaced_days: Some(800), issues: 60 };
    assert_eq!((plan.keeping.inputs, plan.keeping.retention), (false, Some(retention)));
    for (more, fault) in [
        (
            "{replaced: 10}",
            "8:23: retention.replaced: what a correction replaced cannot go before the inputs | add inputs: 10, or fewer",
        ),
        (
            "{inputs: 11, replaced: 10}",
            "8:35: retention.replaced: what a correction replaced cannot go before the inputs | add inputs: 10, or fewer",
        ),
        (
            "{issues: 10}",
            "8:12: retention: says nothing that may be given up | write inputs: 400, in days; or leave retention out",
        ),
        ("{inputs: 0}", "8:21: retention.inputs: expected a whole number, 1 to 36525, found 0"),
    ] {
        assert_eq!(told(&least(&format!("retention: {more}\n"))), [fault]);
    }
}
