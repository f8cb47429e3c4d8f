//! Stories over a small campaign: two measures, a few districts, a night or two.

use std::collections::BTreeMap;

use super::*;
use crate::collect::{Collected, Reported, Return, StreetReturn};
use crate::model::{Amount, Code, District, Edition, Measure, Origin, Severity, Traced};
use crate::plan::{DayPath, Plan, ReportDay, Shell, WhenMissing, Wording};

/// A plan of districts A, B, C …, measured in 户 and ㎡.
pub(crate) fn plan(districts: &[&str]) -> Plan {
    let measure = |name: &str, unit: &str| Measure {
        name: name.into(),
        unit: unit.into(),
        decimals: 0,
        aliases: vec![],
        may_exceed: false,
        verb: None,
    };
    Plan {
        path: "plan.yaml".into(),
        sha256: String::new(),
        title: "通报".into(),
        masthead: "工作简报".into(),
        issuer: "办公室".into(),
        series: "s".into(),
        schedule: None,
        timezone: chrono_tz::Asia::Shanghai,
        report_day: ReportDay::Today,
        cutoff: None,
        first_issue: 1,
        first_issue_said: false,
        inbox: DayPath { template: "inbox".into() },
        outbox: "outbox".into(),
        archive: "archive".into(),
        articles: None,
        shell: Shell::Brief,
        style: crate::plan::PageStyle::of(Shell::default()),
        style_file: None,
        strict_glyphs: false,
        official: crate::plan::OfficialParts::default(),
        when_missing: WhenMissing::Carry,
        period: None,
        measures: vec![measure("户数", "户"), measure("面积", "㎡")],
        districts: districts
            .iter()
            .map(|name| District { name: (*name).into(), aliases: vec![], group: None })
            .collect(),
        share_decimals: 2,
        criticism: false,
        named: 3,
        wording: Wording { scope: "全市".into(), verb: "完成".into(), object: String::new() },
        contents: crate::plan::Contents::default(),
        severities: BTreeMap::new(),
        workbooks: BTreeMap::new(),
        limits: crate::plan::Limits::default(),
        unattended: crate::plan::Unattended::default(),
        keeping: crate::plan::Keeping::default(),
    }
}

pub(crate) fn day(d: u32) -> Day {
    Day::new(2021, 7, d).expect("a day of July")
}

fn traced(n: i64) -> Option<Traced> {
    Some(Traced::new(Amount::whole(n), Origin::Sum(vec![])))
}

/// D, C, R; the task follows.
pub(crate) fn reported(day: i64, done: i64, left: i64) -> Reported {
    Reported { day: traced(day), done: traced(done), left: traced(left), ..Reported::default() }
}

/// A district's return; `sha256` differs by its figures.
pub(crate) fn returned(district: usize, figures: Vec<Reported>) -> Return {
    Return {
        district,
        file: format!("{district}.xlsx"),
        sheet: "表".into(),
        sha256: format!("{figures:?}"),
        stated_day: None,
        figures,
        streets: vec![],
        households: None,
        reinspected: None,
    }
}

pub(crate) fn collected(returns: Vec<Return>) -> Collected {
    Collected { returns, ..Collected::default() }
}

/// What a later issue sees of these standings.
pub(crate) fn archived(standings: &Standings, number: u32) -> Past {
    let edition = Edition {
        series: "s".into(),
        title: "t".into(),
        number,
        day: standings.day,
        revision: 0,
        correction: None,
        document_number: None,
    };
    let bytes = Record::of(standings, &edition, &[]).to_json();
    Record::from_json(&bytes).expect("what was just written").into()
}

fn codes(standings: &Standings) -> Vec<Code> {
    standings.faults.iter().map(|f| f.code).collect()
}

fn two(day: i64, done: i64, left: i64) -> Vec<Reported> {
    vec![reported(day, done, left), reported(day * 100, done * 100, left * 100)]
}

#[test]
fn a_district_that_does_not_report_is_carried_and_never_counts_as_nothing() {
    let plan = plan(&["甲区", "乙区"]);
    let first = reckon(
        &collected(vec![returned(0, two(5, 10, 90)), returned(1, two(5, 20, 80))]),
        &plan,
        day(13),
        &[],
    );
    let second =
        reckon(&collected(vec![returned(0, two(5, 15, 85))]), &plan, day(14), &[archived(&first, 1)]);
    let carried = &second.districts[1];
    assert_eq!(carried.status, Status::Carried(LastIssue { number: 1, day: day(13) }));
    let figures = carried.figures[0].as_ref().unwrap();
    assert_eq!(
        (figures.day.clone(), figures.done.amount, figures.left.amount),
        (None, Amount::whole(20), Amount::whole(80))
    );
    assert_eq!(second.total[0].done, Amount::whole(35));
    assert_eq!(second.total[0].day, Some(Amount::whole(5)));
    assert_eq!(codes(&second), [Code::X001]);
}

#[test]
fn a_district_carried_twice_still_names_the_issue_it_reported_in() {
    let plan = plan(&["甲区", "乙区"]);
    let all = reckon(
        &collected(vec![returned(0, two(5, 10, 90)), returned(1, two(5, 20, 80))]),
        &plan,
        day(12),
        &[],
    );
    let past = vec![archived(&all, 1)];
    let once = reckon(&collected(vec![returned(0, two(1, 11, 89))]), &plan, day(13), &past);
    let past = vec![archived(&all, 1), archived(&once, 2)];
    let twice = reckon(&collected(vec![returned(0, two(1, 12, 88))]), &plan, day(14), &past);
    assert_eq!(twice.districts[1].status, Status::Carried(LastIssue { number: 1, day: day(12) }));
}

#[test]
fn a_district_that_never_reported_is_missing_and_the_total_leaves_it_out() {
    let standings =
        reckon(&collected(vec![returned(0, two(5, 10, 90))]), &plan(&["甲区", "乙区"]), day(13), &[]);
    assert_eq!(standings.districts[1].status, Status::Missing);
    assert_eq!(standings.districts[1].figures, [None, None]);
    assert_eq!(standings.total[0].task, Amount::whole(100));
    assert_eq!(codes(&standings), [Code::X003]);
}

#[test]
fn any_two_of_done_task_and_left_give_the_third() {
    for (done, task, left) in [(true, true, false), (true, false, true), (false, true, true)] {
        let given = Reported {
            done: traced(30).filter(|_| done),
            task: traced(100).filter(|_| task),
            left: traced(70).filter(|_| left),
            ..Reported::default()
        };
        let completed = progress::complete(&given, None, None).unwrap();
        let amounts = [completed.done.amount, completed.task.amount, completed.left.amount];
        assert_eq!(amounts, [30, 100, 70].map(Amount::whole));
    }
    assert_eq!(progress::complete(&Reported { done: traced(1), ..Reported::default() }, None, None), None);
}

#[test]
fn the_days_work_is_done_less_the_last_issues_done_where_it_is_not_given() {
    let plan = plan(&["甲区"]);
    let first = reckon(&collected(vec![returned(0, two(5, 10, 90))]), &plan, day(13), &[]);
    let silent = |done, left| Reported { day: None, ..reported(0, done, left) };
    let second = collected(vec![returned(0, vec![silent(14, 86), silent(1300, 8700)])]);
    let second = reckon(&second, &plan, day(14), &[archived(&first, 1)]);
    assert_eq!(second.total[0].day, Some(Amount::whole(4)));
}

#[test]
fn ranks_move_against_the_last_issue_and_groups_rank_apart() {
    let mut plan = plan(&["甲区", "乙区", "丙区"]);
    let night = |a, b, c| {
        collected(vec![
            returned(0, two(0, a, 100 - a)),
            returned(1, two(0, b, 100 - b)),
            returned(2, two(0, c, 100 - c)),
        ])
    };
    let first = reckon(&night(30, 20, 10), &plan, day(13), &[]);
    let mut later = night(30, 40, 10);
    later.returns[1].figures = vec![reported(20, 40, 60), reported(2000, 4000, 6000)];
    let second = reckon(&later, &plan, day(14), &[archived(&first, 1)]);
    let moved: Vec<_> = second.districts.iter().map(|d| d.figures[0].as_ref().unwrap().rank_change).collect();
    assert_eq!(moved, [Some(-1), Some(1), Some(0)]);
    plan.districts[2].group = Some("功能区".into());
    let apart = reckon(&night(30, 20, 10), &plan, day(13), &[]);
    assert_eq!(apart.districts[2].figures[0].as_ref().unwrap().rank, Some(Rank { place: 1, tied: false }));
}

#[test]
fn no_task_is_no_share_and_no_rank() {
    let standings = reckon(
        &collected(vec![returned(0, two(0, 0, 0)), returned(1, two(1, 1, 1))]),
        &plan(&["甲区", "乙区"]),
        day(13),
        &[],
    );
    let figures = standings.districts[0].figures[0].as_ref().unwrap();
    assert_eq!((figures.share, figures.rank), (None, None));
    assert_eq!(standings.districts[1].figures[0].as_ref().unwrap().rank.map(|r| r.place), Some(1));
}

#[test]
fn a_task_that_moved_is_said_and_the_share_follows_it() {
    let plan = plan(&["甲区"]);
    let first = reckon(&collected(vec![returned(0, two(5, 10, 90))]), &plan, day(13), &[]);
    let second =
        reckon(&collected(vec![returned(0, two(5, 15, 105))]), &plan, day(14), &[archived(&first, 1)]);
    assert_eq!(codes(&second), [Code::H003, Code::H003]);
    assert_eq!(second.districts[0].figures[0].as_ref().unwrap().task_moved, Some(Amount::whole(20)));
    assert_eq!(second.total[0].share.unwrap().print(2), "12.50");
}

#[test]
fn figures_that_contradict_themselves_or_the_last_issue_set_the_district_aside() {
    let plan = plan(&["甲区"]);
    let first = reckon(&collected(vec![returned(0, two(5, 10, 90))]), &plan, day(13), &[]);
    let past = [archived(&first, 1)];
    let cases: [(Code, Reported); 5] = [
        (Code::T003, Reported { task: traced(101), ..reported(5, 15, 85) }),
        (Code::T001, Reported { left: None, task: traced(14), ..reported(5, 15, 0) }),
        (Code::T008, reported(16, 15, 85)),
        (Code::H001, reported(0, 9, 91)),
        (Code::H002, reported(4, 15, 85)),
    ];
    for (code, figures) in cases {
        let second = collected(vec![returned(0, vec![figures, reported(500, 1500, 8500)])]);
        let second = reckon(&second, &plan, day(14), &past);
        assert!(codes(&second).contains(&code), "{code}: {:?}", second.faults);
        assert!(matches!(second.districts[0].status, Status::Carried(_)), "{code}");
    }
}

#[test]
fn an_area_in_ten_thousands_is_a_slip_of_unit_and_said_once() {
    let plan = plan(&["甲区"]);
    let area = |day, done, left| reported(day, done, left);
    let first = collected(vec![returned(0, vec![reported(5, 10, 90), area(50_000, 100_000, 900_000)])]);
    let first = reckon(&first, &plan, day(13), &[]);
    let second = collected(vec![returned(0, vec![reported(5, 15, 85), area(5, 15, 85)])]);
    let second = reckon(&second, &plan, day(14), &[archived(&first, 1)]);
    assert_eq!(codes(&second), [Code::S010, Code::X001]);
}

#[test]
fn the_same_workbook_twice_is_a_warning_and_the_plan_can_make_it_an_error() {
    let mut plan = plan(&["甲区"]);
    let night = collected(vec![returned(0, two(0, 10, 90))]);
    let first = reckon(&night, &plan, day(13), &[]);
    let second = reckon(&night, &plan, day(14), &[archived(&first, 1)]);
    assert_eq!((codes(&second), second.districts[0].status.clone()), (vec![Code::F006], Status::Reported));
    plan.severities.insert(Code::F006, Severity::Error);
    let strict = reckon(&night, &plan, day(14), &[archived(&first, 1)]);
    assert!(matches!(strict.districts[0].status, Status::Carried(_)));
}

#[test]
fn a_share_stated_in_the_workbook_is_held_against_the_figures() {
    let plan = plan(&["甲区"]);
    let stated = |text: &str| {
        let share = Traced::new(Amount::parse(text).unwrap(), Origin::Sum(vec![]));
        let figures = Reported { share: Some(share), ..reported(0, 304, 6581) };
        codes(&reckon(&collected(vec![returned(0, vec![figures, reported(0, 1, 1)])]), &plan, day(13), &[]))
    };
    for right in ["4.42", "4.4", "0.0442", "4.41539"] {
        assert_eq!(stated(right), [], "{right}");
    }
    assert_eq!(stated("4.41"), [Code::T004]);
}

#[test]
fn streets_are_a_second_level_with_shares_of_their_own() {
    let plan = plan(&["甲区"]);
    let mut night = returned(0, two(5, 10, 90));
    night.streets = vec![StreetReturn { name: "东街".into(), figures: two(5, 10, 30) }];
    let standings = reckon(&collected(vec![night]), &plan, day(13), &[]);
    let street = standings.districts[0].streets[0].figures[0].as_ref().unwrap();
    assert_eq!((street.share.unwrap().print(2), street.rank), ("25.00".into(), None));
}

#[test]
fn a_record_read_back_is_the_record_written() {
    let plan = plan(&["甲区", "乙区"]);
    let standings = reckon(&collected(vec![returned(0, two(5, 10, 90))]), &plan, day(13), &[]);
    let past = archived(&standings, 7);
    assert_eq!(Record::from_json(&past.record().to_json()).unwrap(), *past.record());
    assert_eq!(past.figures("甲区", "户数").unwrap().share().unwrap().print(2), "10.00");
    assert!(Record::from_json(b"{}").is_err());
}

#[test]
fn a_correction_lists_every_printed_figure_that_changes_and_no_other() {
    let plan = plan(&["甲区", "乙区"]);
    let wrong = reckon(
        &collected(vec![returned(0, two(5, 10, 90)), returned(1, two(5, 20, 80))]),
        &plan,
        day(13),
        &[],
    );
    let right = reckon(
        &collected(vec![
            returned(0, two(5, 10, 90)),
            returned(1, vec![reported(5, 20, 80), reported(500, 2100, 7900)]),
        ]),
        &plan,
        day(13),
        &[],
    );
    let listed = changes(archived(&wrong, 1).record(), archived(&right, 1).record());
    let who: Vec<String> = listed.iter().map(|c| c.join(" ")).collect();
    assert_eq!(
        who,
        [
            "乙区 累计面积 2000 2100",
            "乙区 面积占比 20.00% 21.00%",
            "乙区 剩余面积 8000 7900",
            "合计 累计面积 3000 3100",
            "合计 面积占比 15.00% 15.50%",
            "合计 剩余面积 17000 16900"
        ]
    );
}

#[test]
fn a_printed_table_is_held_against_the_figures_cell_by_cell() {
    let standings = reckon(
        &collected(vec![returned(0, two(5, 304, 6581)), returned(1, two(5, 20, 80))]),
        &plan(&["甲区", "乙区"]),
        day(13),
        &[],
    );
    let rows = |lines: &[&str]| {
        lines.iter().map(|l| l.split(',').map(String::from).collect()).collect::<Vec<Vec<String>>>()
    };
    let table = rows(&[
        "单位,累计户数,累计户数占比,累计户数排名,剩余面积",
        "甲区,304,4.41%,2,658100",
        "乙区,20,20.00%,1,8000",
        "合计,324,4.64%,—,666100",
    ]);
    let found = PrintedTable::read(&table, &standings).unwrap().differences(&standings);
    assert_eq!(found.len(), 1);
    let cell = &found[0];
    assert_eq!(
        (
            cell.district.as_str(),
            cell.figure.as_str(),
            cell.printed.as_str(),
            cell.computed.as_str(),
            cell.terms.as_deref(),
            cell.line
        ),
        ("甲区", "户数占比", "4.41%", "4.42%", Some("304/6885"), 2)
    );
    for (bad, message) in [
        ("单位,占比", "column 2"),
        ("户数,面积", "no column"),
        ("单位,户数\n丁区,3", "丁区"),
        ("单位,户数\n甲区", "1 cells under 2"),
        ("单位,户数", "no row"),
    ] {
        let error = PrintedTable::read(&rows(&bad.split('\n').collect::<Vec<_>>()), &standings)
            .unwrap_err()
            .to_string();
        assert!(error.contains(message), "{error}");
    }
}

#[test]
fn a_printed_table_may_be_in_full_widths_and_lack_districts_and_compare_with_the_last() {
    let plan = plan(&["甲区", "乙区", "丙区"]);
    let all = |n: i64| vec![returned(0, two(5, 10 + n, 90 - n)), returned(1, two(5, 20 + n, 80 - n))];
    let first = reckon(&collected(all(0)), &plan, day(13), &[]);
    let mut second = reckon(&collected(all(5)), &plan, day(14), &[archived(&first, 1)]);
    second.districts[0].figures[0].as_mut().expect("reported").day = None;
    let rows: Vec<Vec<String>> = [
        "单位,当日户数,累计户数,户数占比,户数位次,较昨日户数占比,较昨日户数位次",
        "甲区,—,１５,１５．００％,2,＋5.00,持平",
        "丁区,5,20,20%,1,+5.00,↑1",
        "乙区,5,25,20%,1,+5.00,↑1",
    ]
    .iter()
    .map(|line| line.split(',').map(String::from).collect())
    .collect();
    let table = PrintedTable::read(&rows, &second).unwrap();
    let told: Vec<String> =
        table.differences(&second).into_iter().map(|d| format!("{} {}", d.figure, d.computed)).collect();
    assert_eq!(told, ["户数占比 25.00%", "户数排名较上期 持平"]);
    assert_eq!(table.lacking(&second), ["丙区"]);
    assert_eq!(table.strangers(), [(3, "丁区".to_owned())]);
}

#[test]
fn a_correction_says_what_the_last_issues_own_correction_changed() {
    let plan = plan(&["甲区"]);
    let at = |done: i64, left: i64| collected(vec![returned(0, two(5, done, left))]);
    let tonight = |last_left: i64| {
        let last = archived(&reckon(&at(25, last_left), &plan, day(13), &[]), 1);
        archived(&reckon(&at(30, 70), &plan, day(14), &[last]), 2).record().clone()
    };
    let listed = changes(&tonight(75), &tonight(85));
    assert_eq!(listed[0].join(" "), "甲区 户数占比较上期 +5.00 +7.27");
    // 甲区 and 合计, two measures
    assert_eq!(listed.len(), 4);
}

#[test]
fn a_correction_calls_unreported_what_the_table_does() {
    let plan = plan(&["甲区", "乙区"]);
    let last = [archived(
        &reckon(
            &collected(vec![returned(0, two(5, 25, 75)), returned(1, two(5, 20, 80))]),
            &plan,
            day(13),
            &[],
        ),
        1,
    )];
    let tonight = |returns| archived(&reckon(&collected(returns), &plan, day(14), &last), 2).record().clone();
    let both = tonight(vec![returned(0, two(5, 30, 70)), returned(1, two(5, 25, 75))]);
    let one = tonight(vec![returned(0, two(5, 30, 70))]);
    let listed: Vec<String> = changes(&both, &one).iter().map(|c| c.join(" ")).collect();
    assert_eq!(listed[..2], ["乙区 报送情况 已报 未报", "乙区 当日户数 5 未报"]);
}
