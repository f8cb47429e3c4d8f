//! The main job with the real program: from five districts' workbooks to a bulletin in the outbox.

mod support;

use serde_json::Value;
use support::{Desk, project};

const DISTRICTS: [&str; 5] = ["魏都区", "建安区", "市城乡一体化示范区", "国家许昌经济技术开发区", "东城区"];

fn district<'a>(figures: &'a Value, name: &str) -> &'a Value {
    let all = figures["districts"].as_array().expect("a list");
    all.iter().find(|d| d["name"] == name).expect("a district of the plan")
}

#[test]
fn two_nights_give_issues_66_and_67() {
    let desk = Desk::xuchang();
    desk.run("2021-07-13..2021-07-14").ended(0).saying("第66期").saying("第67期");
    let outbox: Vec<String> = desk.files("outbox").into_iter().map(|(name, _)| name).collect();
    assert_eq!(outbox, ["house-safety-2021-07-13.pdf", "house-safety-2021-07-14.pdf"]);
    assert_eq!(desk.figures("house-safety-2021-07-14")["number"], 67);
}

#[test]
fn the_figures_are_the_published_ones_but_for_the_misprint() {
    let desk = Desk::xuchang();
    desk.run("2021-07-13..2021-07-14").ended(0);
    let figures = desk.figures("house-safety-2021-07-14");
    let published = std::fs::read_to_string(project().join("tests/samples/xuchang/published.csv")).unwrap();
    let mut compared = 0;
    for line in published.lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        let d = &district(&figures, cells[0])["figures"];
        let misprint =
            |cell: &str| if cells[0] == "东城区" { cell.replace("4.41", "4.42") } else { cell.to_owned() };
        let expected = [
            ("户数", "day", 1),
            ("面积", "day", 2),
            ("户数", "done", 3),
            ("户数", "share", 4),
            ("户数", "rank", 5),
            ("面积", "done", 6),
            ("面积", "share", 7),
            ("面积", "rank", 8),
            ("户数", "left", 9),
            ("面积", "left", 10),
        ];
        for (measure, key, column) in expected {
            let found = &d[measure][key];
            let found = found.as_str().map_or_else(|| found.to_string(), str::to_owned);
            assert_eq!(found, misprint(cells[column]).trim_end_matches('%'), "{} {measure} {key}", cells[0]);
            compared += 1;
        }
    }
    assert_eq!(compared, 50);
    let total = |measure: &str| {
        let t = &figures["total"][measure];
        ["day", "done", "left", "share"].map(|key| t[key].as_str().unwrap().to_owned())
    };
    assert_eq!(total("户数"), ["481", "3319", "28800", "10.33"]);
    assert_eq!(total("面积"), ["69914", "410930", "1409476", "22.57"]);
}

#[test]
fn ranks_moved_as_the_two_nights_say() {
    let desk = Desk::xuchang();
    desk.run("2021-07-13..2021-07-14").ended(0);
    let figures = desk.figures("house-safety-2021-07-14");
    let moved = |measure: &str| {
        DISTRICTS.map(|name| district(&figures, name)["figures"][measure]["rank_change"].as_i64().unwrap())
    };
    assert_eq!(moved("户数"), [0, 0, 0, 0, 0]);
    assert_eq!(moved("面积"), [-1, -1, 0, 1, 1]);
    let first = desk.figures("house-safety-2021-07-13");
    assert!(DISTRICTS.iter().all(|name| district(&first, name)["figures"]["面积"]["rank_change"].is_null()));
}

#[test]
fn the_printed_table_has_one_wrong_cell() {
    let desk = Desk::xuchang();
    let printed = project().join("tests/samples/xuchang/published.csv");
    let ran = desk.tongbao(&[
        "check",
        "schedules/house-safety.yaml",
        "--date",
        "2021-07-14",
        "--printed",
        printed.to_str().unwrap(),
        "--lang",
        "en",
    ]);
    let ran = ran.ended(3).saying("东城区 户数占比: printed 4.41 %, is 4.42 % (304/6885)");
    assert_eq!(ran.out.matches("printed").count(), 1, "{}", ran.out);
}

#[test]
fn why_names_file_sheet_and_cells_of_every_district() {
    let desk = Desk::xuchang();
    for (name, place) in [
        ("魏都区", "魏都区7.14.xlsx!进度统计!"),
        ("建安区", "建安区 房屋安全隐患整治日报（7月14日）.xlsx!日报!"),
        ("示范区", "示范区0714.xls!Sheet1!"),
        ("经开区", "经开区房屋安全隐患台账.xlsx!台账"),
        ("东城区", "东城区.ods!东城区!"),
    ] {
        for measure in ["户数", "面积"] {
            let args = [
                "why",
                "schedules/house-safety.yaml",
                "--date",
                "2021-07-14",
                "--district",
                name,
                "--measure",
                measure,
            ];
            desk.tongbao(&args).ended(0).saying(place).saying("四舍五入");
        }
    }
}

#[test]
fn one_workbook_gone_is_one_district_carried_and_never_nought() {
    let desk = Desk::xuchang();
    desk.run("2021-07-13").ended(0);
    desk.remove("inbox/2021-07-14/东城区.ods").run("2021-07-14").ended(3).saying("东城区");
    let figures = desk.figures("house-safety-2021-07-14");
    let d = district(&figures, "东城区");
    assert_eq!(d["status"], "carried");
    assert_eq!(
        (&d["figures"]["户数"]["day"], &d["figures"]["户数"]["done"]),
        (&Value::Null, &Value::from("260"))
    );
    assert_eq!(district(&figures, "魏都区")["figures"]["户数"]["done"], "1056");
}

#[test]
fn a_district_gone_at_the_first_issue_has_no_figures_at_all() {
    let desk = Desk::xuchang();
    desk.remove("inbox/2021-07-13/东城区.ods").run("2021-07-13").ended(3);
    let figures = desk.figures("house-safety-2021-07-13");
    let d = district(&figures, "东城区");
    assert_eq!((&d["status"], &d["figures"]), (&Value::from("missing"), &serde_json::json!({})));
}

#[test]
fn noise_in_place_of_a_workbook_costs_one_district_one_fault() {
    let desk = Desk::xuchang();
    desk.run("2021-07-13").ended(0);
    let noise: Vec<u8> = (0..20_000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    desk.write("inbox/2021-07-14/东城区.ods", &noise).run("2021-07-14").ended(3).saying("F010");
    let figures = desk.figures("house-safety-2021-07-14");
    assert_eq!(district(&figures, "东城区")["status"], "carried");
    assert!(
        figures["faults"]
            .as_array()
            .unwrap()
            .iter()
            .any(|f| f["file"] == "东城区.ods" && f["severity"] == "error")
    );
}

#[test]
fn no_workbook_at_all_issues_nothing_and_writes_nothing() {
    let desk = Desk::xuchang();
    for (name, _) in desk.files("inbox/2021-07-14") {
        desk.remove(&format!("inbox/2021-07-14/{name}"));
    }
    desk.run("2021-07-14").ended(1).saying("no district reported");
    assert_eq!((desk.files("outbox"), desk.files("archive")), (vec![], vec![]));
}

#[test]
fn the_same_edition_again_writes_nothing() {
    let desk = Desk::xuchang();
    desk.run("2021-07-13..2021-07-14").ended(0);
    let before = (desk.files("outbox"), desk.files("archive"));
    desk.run("2021-07-13..2021-07-14").ended(0).saying("stands already");
    assert_eq!((desk.files("outbox"), desk.files("archive")), before);
}

#[test]
fn two_desks_make_the_same_bytes() {
    let desks = [Desk::xuchang(), Desk::xuchang()];
    for desk in &desks {
        desk.run("2021-07-13..2021-07-14").ended(0);
    }
    assert!(desks[0].files("outbox") == desks[1].files("outbox"));
}

#[test]
fn other_inputs_are_refused_until_a_correction_is_asked_for() {
    let desk = Desk::xuchang();
    desk.run("2021-07-13").ended(0);
    desk.remove("inbox/2021-07-14/东城区.ods").run("2021-07-14").ended(3);
    let issued = desk.files("outbox");
    let late = std::fs::read(support::samples("2021-07-14").join("东城区.ods")).unwrap();
    desk.write("inbox/2021-07-14/东城区.ods", &late)
        .run("2021-07-14")
        .ended(1)
        .saying("workbook 东城区.ods is new");
    assert_eq!(desk.files("outbox"), issued);
    let corrected = desk.tongbao(&[
        "run",
        "schedules/house-safety.yaml",
        "--date",
        "2021-07-14",
        "--correct",
        "东城区补报",
    ]);
    corrected.ended(0).saying("第67期（更正1）");
    let figures = desk.figures("house-safety-2021-07-14-r1");
    assert_eq!(
        (&figures["revision"], &figures["correction"]["replaces"]),
        (&Value::from(1), &Value::from("第67期"))
    );
    let changes = figures["correction"]["changes"].as_array().unwrap();
    assert!(changes.contains(&serde_json::json!(["东城区", "累计户数", "260", "304"])), "{changes:?}");
    assert!(issued.iter().all(|file| desk.files("outbox").contains(file)), "what was issued stays");
}

#[test]
fn a_desk_from_init_works_at_once() {
    let desk = Desk::empty();
    desk.tongbao(&["init", "my desk"]).ended(0).saying("schedules/house-safety.yaml");
    let ran =
        desk.tongbao(&["run", "my desk/schedules/house-safety.yaml", "--date", "2021-07-13..2021-07-14"]);
    ran.ended(0).saying("第67期");
    desk.tongbao(&["init", "my desk"]).ended(1).saying("not empty");
}
