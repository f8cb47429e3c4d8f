//! What an issue says of a small campaign.

use super::*;
use crate::model::{Correction, Day};
use crate::plan::Period;
use crate::reckon::reckon;
use crate::reckon::tests::{archived, collected, day, plan, reported, returned};

fn edition(day: Day) -> Edition {
    Edition {
        series: "s".into(),
        title: "工作通报".into(),
        number: 2,
        day,
        revision: 0,
        correction: None,
        document_number: None,
    }
}

fn figures(today: i64, done: i64, left: i64) -> Vec<crate::collect::Reported> {
    vec![reported(today, done, left), reported(today * 100, done * 100, left * 100)]
}

fn row(document: &Document, name: &str) -> String {
    let tables = document.blocks.iter().filter_map(|b| if let Block::Table(t) = b { Some(t) } else { None });
    let mut rows = tables.flat_map(|t| &t.rows);
    rows.find(|r| r.cells[0].trim_end_matches('*') == name).map(|r| r.cells.join(" ")).unwrap()
}

#[test]
fn the_text_and_the_table_print_the_same_numbers() {
    let plan = plan(&["甲区", "乙区"]);
    let first = reckon(
        &collected(vec![returned(0, figures(5, 10, 90)), returned(1, figures(5, 20, 80))]),
        &plan,
        day(13),
        &[],
    );
    let second = collected(vec![returned(0, figures(15, 25, 75)), returned(1, figures(1, 21, 79))]);
    let second = reckon(&second, &plan, day(14), &[archived(&first, 1)]);
    let document = compose(&second, &edition(day(14)), &plan);
    assert_eq!(row(&document, "甲区"), "甲区 15 1500 25 25.00% 1 2500 25.00% 1 75 7500 +15.00 ↑1 +15.00 ↑1");
    assert_eq!(row(&document, "合计"), "合计 16 1600 46 23.00% — 4600 23.00% — 154 15400 +8.00 — +8.00 —");
    let text = document.text();
    assert!(text.contains("截至7月14日，全市累计完成46户、4600㎡，分别占任务总数的23.00%、23.00%，较昨日分别提高8.00、8.00个百分点；当日完成16户、1600㎡；剩余154户、15400㎡。"), "{text}");
    assert!(text.contains("甲区户数、面积占比排名均上升1位。"), "{text}");
}

#[test]
fn who_did_not_report_is_marked_and_its_day_is_no_zero() {
    let plan = plan(&["甲区", "乙区", "丙区"]);
    let first = reckon(
        &collected(vec![returned(0, figures(5, 10, 90)), returned(1, figures(5, 20, 80))]),
        &plan,
        day(13),
        &[],
    );
    let second =
        reckon(&collected(vec![returned(0, figures(5, 15, 85))]), &plan, day(14), &[archived(&first, 1)]);
    let document = compose(&second, &edition(day(14)), &plan);
    assert_eq!(row(&document, "乙区"), "乙区* 未报 未报 20 20.00% 1 2000 20.00% 1 80 8000 — 持平 — 持平");
    assert_eq!(row(&document, "丙区"), "丙区 未报 未报 — — — — — — — — — — — —");
    assert!(document.text().contains("乙区未报，累计和剩余数沿用7月13日（第1期）数据；丙区未报"));
}

#[test]
fn those_of_whom_the_same_is_to_be_said_are_named_together() {
    let plan = plan(&["甲区", "乙区", "丙区", "丁区", "戊区"]);
    let all = (0..3).map(|at| returned(at, figures(5, 10, 90))).collect();
    let first = reckon(&collected(all), &plan, day(13), &[]);
    let second =
        reckon(&collected(vec![returned(0, figures(5, 15, 85))]), &plan, day(14), &[archived(&first, 1)]);
    let text = compose(&second, &edition(day(14)), &plan).text();
    assert!(text.contains("2.*乙区、丙区未报，累计和剩余数沿用7月13日（第1期）数据。"), "{text}");
    assert!(text.contains("3.丁区、戊区未报，且无往期数据可沿用，合计不含上述单位。"), "{text}");
    assert!(
        text.contains("未报情况。乙区、丙区未报，累计和剩余数沿用7月13日（第1期）数据；丁区、戊区未报，且")
    );
}

#[test]
fn the_first_issue_compares_with_nothing() {
    let plan = plan(&["甲区"]);
    let standings = reckon(&collected(vec![returned(0, figures(5, 10, 90))]), &plan, day(13), &[]);
    let document = compose(&standings, &edition(day(13)), &plan);
    assert_eq!(row(&document, "甲区"), "甲区 5 500 10 10.00% 1 1000 10.00% 1 90 9000");
    assert!(!document.text().contains("较昨日"));
}

#[test]
fn a_gap_of_days_is_no_yesterday() {
    let plan = plan(&["甲区"]);
    let first = reckon(&collected(vec![returned(0, figures(5, 10, 90))]), &plan, day(10), &[]);
    let later =
        reckon(&collected(vec![returned(0, figures(5, 20, 80))]), &plan, day(14), &[archived(&first, 1)]);
    let text = compose(&later, &edition(day(14)), &plan).text();
    assert!(text.contains("较上期") && !text.contains("较昨日"), "{text}");
}

#[test]
fn criticism_is_off_until_the_plan_turns_it_on() {
    let mut plan = plan(&["甲区", "乙区", "丙区", "丁区"]);
    let returns = |n: usize| returned(n, figures(1, 10 * (i64::try_from(n).unwrap() + 1), 50));
    let standings = reckon(&collected((0..4).map(returns).collect()), &plan, day(13), &[]);
    assert!(!compose(&standings, &edition(day(13)), &plan).text().contains("滞后"));
    plan.criticism = true;
    let text = compose(&standings, &edition(day(13)), &plan).text();
    assert!(text.contains("进度滞后。户数占比居后2位的是乙区（28.57%）、甲区（16.67%）"), "{text}");
}

#[test]
fn a_deadline_asks_for_a_rate_and_the_pace_is_held_against_it() {
    let mut plan = plan(&["甲区"]);
    plan.period = Some(Period { from: day(1), to: day(20) });
    let standings = reckon(&collected(vec![returned(0, figures(5, 10, 90))]), &plan, day(10), &[]);
    let text = compose(&standings, &edition(day(10)), &plan).text();
    assert!(text.contains("序时进度为50.00%，户数占比低于序时进度40.00个百分点"), "{text}");
    assert!(text.contains("距7月20日还有10天，全市平均每天需完成9户、900㎡，方可按期完成"), "{text}");
}

#[test]
fn a_correction_says_why_and_what_before_all_else() {
    let plan = plan(&["甲区"]);
    let standings = reckon(&collected(vec![returned(0, figures(5, 10, 90))]), &plan, day(13), &[]);
    let mut edition = edition(day(13));
    edition.revision = 1;
    edition.correction = Some(Correction {
        reason: "甲区补报。".into(),
        replaces: "第2期".into(),
        changes: vec![["甲区".into(), "累计户数".into(), "9".into(), "10".into()]],
    });
    let document = compose(&standings, &edition, &plan);
    assert_eq!(document.number, "第2期（更正1）");
    let Block::Paragraph(spans) = &document.blocks[0] else { panic!("{:?}", document.blocks[0]) };
    assert_eq!(spans[1].text, "本期更正并取代第2期。更正原因：甲区补报。");
    assert_eq!(row(&document, "甲区"), "甲区 累计 9 10 — —");
}

/// Until November 2026 a 公文 of number 〔2021〕2号 said that it replaced 第2期, a name it nowhere has.
#[test]
fn a_document_names_issues_by_their_numbers() {
    let mut plan = plan(&["甲区", "乙区"]);
    plan.shell = crate::plan::Shell::Official;
    plan.official.number = Some("许整治办〔{year}〕{n}号".into());
    plan.official.annexed = false;
    let both = collected(vec![returned(0, figures(5, 10, 90)), returned(1, figures(5, 20, 80))]);
    let first = reckon(&both, &plan, day(13), &[]);
    let one = collected(vec![returned(0, figures(5, 15, 85))]);
    let second = reckon(&one, &plan, day(14), &[archived(&first, 1)]);
    let issued = plan.edition(2, day(14));
    assert_eq!(issued.label(), "许整治办〔2021〕2号");
    let corrected =
        Correction { reason: "乙区补报".into(), replaces: issued.label(), changes: Vec::new() };
    let document = compose(&second, &Edition { revision: 1, correction: Some(corrected), ..issued }, &plan);
    let text = document.text();
    assert_eq!(document.number, "许整治办〔2021〕2号（更正1）");
    assert!(text.contains("本通报更正并取代许整治办〔2021〕2号。"), "{text}");
    assert!(text.contains("较昨日指与许整治办〔2021〕1号（7月13日）相比"), "{text}");
    assert!(text.contains("乙区未报，累计和剩余数沿用7月13日（许整治办〔2021〕1号）数据"), "{text}");
    assert!(!text.contains("第1期") && !text.contains("第2期"), "{text}");
}

#[test]
fn a_day_that_no_workbook_gives_is_neither_unreported_nor_nought() {
    let plan = plan(&["甲区"]);
    let silent = crate::collect::Reported { day: None, ..reported(0, 1000, 9000) };
    let standings =
        reckon(&collected(vec![returned(0, vec![reported(5, 10, 90), silent])]), &plan, day(13), &[]);
    let document = compose(&standings, &edition(day(13)), &plan);
    assert_eq!(row(&document, "甲区"), "甲区 5 — 10 10.00% 1 1000 10.00% 1 90 9000");
    assert_eq!(row(&document, "合计"), "合计 5 — 10 10.00% — 1000 10.00% — 90 9000");
    let text = document.text();
    assert!(text.contains("当日完成5户；") && text.contains("；剩余90户、9000㎡。"), "{text}");
}

#[test]
fn groups_that_rank_apart_are_named_apart() {
    let mut plan = plan(&["甲区", "乙区", "丙区", "丁区"]);
    for index in [2, 3] {
        plan.districts[index].group = Some("功能区".into());
    }
    let done = [10, 20, 40, 30];
    let returns = done.iter().enumerate().map(|(n, done)| returned(n, figures(1, *done, 60)));
    let standings = reckon(&collected(returns.collect()), &plan, day(13), &[]);
    let text = compose(&standings, &edition(day(13)), &plan).text();
    let said = "进度靠前。户数占比居首位的是乙区（25.00%）；功能区户数占比居首位的是丙区（40.00%）";
    assert!(text.contains(said), "{text}");
}

#[test]
fn of_many_that_climbed_only_the_farthest_are_named() {
    let mut plan = plan(&["甲区", "乙区", "丙区", "丁区", "戊区"]);
    plan.named = 2;
    let night = |done: [i64; 5], day: [i64; 5]| {
        let one = |n: usize| returned(n, figures(day[n], done[n], 1000 - done[n]));
        collected((0..5).map(one).collect())
    };
    let first = reckon(&night([100, 200, 300, 400, 500], [0; 5]), &plan, day(13), &[]);
    let second = night([600, 210, 310, 410, 500], [500, 10, 10, 10, 0]);
    let second = reckon(&second, &plan, day(14), &[archived(&first, 1)]);
    let text = compose(&second, &edition(day(14)), &plan).text();
    assert!(text.contains("。较昨日，甲区户数、面积占比排名均上升4位。"), "{text}");
    assert_eq!(text.matches("上升").count(), 1, "{text}");
}

#[test]
fn a_district_that_is_done_is_said_once_for_all_measures() {
    let plan = plan(&["甲区", "乙区"]);
    let standings = reckon(
        &collected(vec![returned(0, figures(0, 10, 0)), returned(1, figures(0, 0, 0))]),
        &plan,
        day(13),
        &[],
    );
    let text = compose(&standings, &edition(day(13)), &plan).text();
    assert!(text.contains("甲区户数、面积已清零。") && text.contains("乙区户数、面积无任务。"), "{text}");
}

#[test]
fn households_looked_at_again_are_noted_with_those_that_failed() {
    let plan = plan(&["甲区"]);
    let mut night = returned(0, figures(1, 10, 90));
    let counted = |n: i64| {
        let amount = crate::model::Amount::whole(n);
        crate::model::Traced::new(amount, crate::model::Origin::Sum(vec![]))
    };
    night.reinspected = Some(crate::collect::Reinspected { looked_at: counted(8), failed: counted(3) });
    let standings = reckon(&collected(vec![night]), &plan, day(13), &[]);
    let text = compose(&standings, &edition(day(13)), &plan).text();
    assert!(text.contains("甲区“回头看”复查8户，不合格3户。"), "{text}");
}

/// Until November 2026 each file had a note of its own, with its raw name and the reader's own words.
#[test]
fn what_is_wrong_with_several_workbooks_is_told_once_by_unit() {
    use crate::model::{CellRef, Code, Fault, Place};
    let plan = plan(&["甲区", "乙区", "丙区"]);
    let headless = |district: &str, rows: &str| {
        Fault::new(Code::S001)
            .of(district)
            .at(Place::sheet(format!("{district}0714(终稿).csv"), crate::model::SheetRef::OF_TEXT))
            .with("rows", rows)
            .expected("户数的累计、剩余")
    };
    let slip = |cell: (u32, u32)| {
        let place = Place::cell("丙区.xlsx", "进度", CellRef { row: cell.0, column: cell.1 });
        Fault::new(Code::T004).of("丙区").at(place).found("12").expected("12.50")
    };
    let stray = Fault::new(Code::F003).at(Place::file("无名.xlsx")).found("无名");
    let collected = crate::collect::Collected {
        faults: vec![slip((2, 2)), headless("甲区", "12"), headless("乙区", "30"), slip((4, 2)), stray],
        ..collected(vec![returned(2, figures(5, 15, 85))])
    };
    let standings = reckon(&collected, &plan, day(14), &[]);
    let text = compose(&standings, &edition(day(14)), &plan).text();
    assert!(text.contains("甲区、乙区报送的报表没有可识别的表头，未采用。"), "{text}");
    // whose workbook came is not said to have sent nothing
    assert!(
        text.contains(
            "数据异常。甲区、乙区报表有误未采用，按未报处理，且无往期数据可沿用，合计不含上述单位。"
        ),
        "{text}"
    );
    assert!(text.contains("（2个单位报表有误未采用，未计入）") && !text.contains("个单位未报"), "{text}");
    assert!(text.contains("丙区报送的报表中，报表占比12%，应为12.50%。"), "{text}");
    assert!(text.contains("报表“无名.xlsx”：“无名”不在区县名单中，未采用。"), "{text}");
    assert!(!text.contains(".csv") && text.contains("报表存疑5处，其中3处未采用"), "{text}");
}

/// The words of one night of one measure, of districts with (today, done, left), after a night before.
fn said_of(names: &[&str], before: &[(i64, i64)], now: &[Option<(i64, i64, i64)>]) -> String {
    let mut plan = plan(names);
    plan.measures.truncate(1);
    let first =
        before.iter().enumerate().map(|(n, (done, left))| returned(n, vec![reported(0, *done, *left)]));
    let first = reckon(&collected(first.collect()), &plan, day(13), &[]);
    let one = |(n, of): (usize, &Option<(i64, i64, i64)>)| {
        of.map(|(today, done, left)| returned(n, vec![reported(today, done, left)]))
    };
    let now = collected(now.iter().enumerate().filter_map(one).collect());
    let standings = reckon(&now, &plan, day(14), &[archived(&first, 1)]);
    compose(&standings, &edition(day(14)), &plan).text()
}

/// Four districts that had all done everything read 居前3位的是甲区、乙区、丙区, for no merit of theirs.
#[test]
fn of_districts_that_stand_level_chance_names_none() {
    let names = ["甲区", "乙区", "丙区", "丁区", "戊区"];
    let level = said_of(&names, &[(5, 5); 5], &[Some((4, 9, 1)); 5]);
    assert!(level.contains("进度靠前。各单位户数占比均为90.00%。"), "{level}");
    let all_done = said_of(&names, &[(5, 5); 5], &[Some((5, 10, 0)); 5]);
    assert!(all_done.contains("各单位户数均已清零。") && !all_done.contains("进度靠前"), "{all_done}");
    let mut four = [Some((4, 9, 1)); 5];
    four[1] = Some((0, 5, 5));
    let four = said_of(&names, &[(5, 5); 5], &four);
    assert!(four.contains("4个单位户数占比并列首位，均为90.00%"), "{four}");
    // of the second and third, level with the fourth, none is named
    let mut first = [Some((1, 6, 4)); 5];
    first[2] = Some((4, 9, 1));
    let first = said_of(&names, &[(5, 5); 5], &first);
    assert!(first.contains("户数占比居首位的是丙区（90.00%）"), "{first}");
}

/// One district of nought per cent was 居首位 where the others had not reported: the table ranked it last.
#[test]
fn who_did_not_report_keeps_its_place_in_the_text_as_in_the_table() {
    let names = ["甲区", "乙区", "丙区"];
    let text = said_of(&names, &[(0, 10), (8, 2), (5, 5)], &[Some((0, 0, 10)), None, None]);
    assert!(text.contains("户数占比居前2位的是乙区（80.00%，沿用上期）、丙区（50.00%，沿用上期）"), "{text}");
    let none = said_of(&names, &[(0, 10); 3], &[Some((0, 0, 10)); 3]);
    assert!(!none.contains("进度靠前"), "nobody has begun: {none}");
}

#[test]
fn what_climbed_unlike_is_told_in_one_clause() {
    let names = ["甲区", "乙区", "丙区", "丁区"];
    let text = said_of(
        &names,
        &[(9, 1), (8, 2), (7, 3), (1, 9)],
        &[Some((0, 9, 1)), Some((0, 8, 2)), Some((3, 10, 0)), Some((8, 9, 1))],
    );
    assert!(
        text.contains("户数占比排名，丙区、丁区各上升2位")
            || text.contains("丙区、丁区户数占比排名各上升2位"),
        "{text}"
    );
    let unlike = said_of(
        &names,
        &[(9, 1), (8, 2), (7, 3), (1, 9)],
        &[Some((0, 9, 1)), Some((0, 8, 2)), Some((2, 9, 1)), Some((9, 10, 0))],
    );
    assert!(unlike.contains("户数占比排名，丁区上升3位，丙区上升1位。"), "{unlike}");
}

#[test]
fn a_slip_of_three_units_is_told_once_without_its_numbers() {
    use crate::model::{CellRef, Code, Fault, Place};
    let names = ["甲区", "乙区", "丙区", "丁区"];
    let plan = plan(&names);
    let slip = |(row, name): (u32, &&str)| {
        let place = Place::cell("汇总.xlsx", "火点", CellRef { row, column: 2 });
        Fault::new(Code::H002).of(name).at(place).found(row).expected(row + 1).with("difference", 1)
    };
    let faults = (3..).zip(&names[..3]).map(slip).collect();
    let one = vec![returned(3, figures(5, 15, 85))];
    let collected = crate::collect::Collected { faults, ..collected(one) };
    let text = compose(&reckon(&collected, &plan, day(14), &[]), &edition(day(14)), &plan).text();
    let said = "甲区、乙区、丙区报送的报表中，累计数不等于上期累计与当日之和，未采用。";
    assert!(text.contains(said) && text.contains("报表存疑3处，均未采用"), "{text}");
}

/// Each measure had a sentence of its own with the same opening: 按近期平均进度，…；按近期平均进度，….
#[test]
fn what_the_rate_promises_is_opened_once_and_of_one_day_there_is_no_mean() {
    let mut plan = plan(&["甲区"]);
    plan.period = Some(Period { from: day(1), to: day(14) });
    let night = |done: i64| collected(vec![returned(0, figures(5, done, 100 - done))]);
    let mut past = Vec::new();
    let mut text = String::new();
    for (n, d) in (1..).zip(10..=13) {
        let standings = reckon(&night(i64::from(d) * 5), &plan, day(d), &past);
        text = compose(&standings, &edition(day(d)), &plan).text();
        past.push(archived(&standings, n));
    }
    assert_eq!(text.matches("近期").count(), 1, "{text}");
    assert!(text.contains("距7月14日还有1天，全市需完成35户、3500㎡，方可按期完成"), "{text}");
}

#[test]
fn a_days_sum_that_lacks_a_district_says_so() {
    let plan = plan(&["甲区", "乙区", "丙区"]);
    let without_day = || {
        let mut figures = figures(5, 20, 80);
        figures[0].day = None;
        figures
    };
    let of = |second: Vec<crate::collect::Reported>| {
        let returns = vec![returned(0, figures(5, 10, 90)), returned(1, second), returned(2, without_day())];
        compose(&reckon(&collected(returns), &plan, day(13), &[]), &edition(day(13)), &plan).text()
    };
    let said = of(figures(5, 20, 80));
    assert!(said.contains("丙区未填当日户数，也无上期可比，当日合计不含该单位。"), "{said}");
    let said = of(without_day());
    assert!(said.contains("乙区、丙区未填当日户数，也无上期可比，当日合计不含上述单位。"), "{said}");
}

/// Until November 2026 the text named the first three of five that had climbed alike, and called the rates of
/// districts, each rounded up, parts of the whole's.
#[test]
fn of_those_that_climbed_alike_all_are_named_or_none() {
    let names = ["甲区", "乙区", "丙区", "丁区", "戊区", "己区", "庚区", "辛区"];
    let mut plan = plan(&names);
    plan.named = 3;
    let before = [100, 200, 300, 400, 500, 600, 700, 800];
    let night = |done: [i64; 8]| {
        let one = |n: usize| returned(n, figures(done[n] - before[n], done[n], 1000 - done[n]));
        collected((0..8).map(one).collect())
    };
    let first = reckon(&night(before), &plan, day(13), &[]);
    let climbed = |done: [i64; 8], plan: &crate::plan::Plan| {
        let standings = reckon(&night(done), plan, day(14), &[archived(&first, 1)]);
        compose(&standings, &edition(day(14)), plan).text()
    };
    // one climbs by two, two by one: both of them or none, and for both there is no room
    plan.named = 2;
    let text = climbed([210, 200, 550, 400, 500, 600, 900, 800], &plan);
    assert!(text.contains("丙区户数、面积占比排名均上升2位") && !text.contains("上升1位"), "{text}");
    // three that climb as far are named together, and counted where they are far too many
    let all = climbed([100, 200, 410, 400, 610, 600, 810, 800], &plan);
    assert!(all.contains("较昨日，丙区、戊区、庚区户数、面积占比排名各上升1位"), "{all}");
    plan.named = 1;
    let all = climbed([100, 200, 410, 400, 610, 600, 810, 800], &plan);
    assert!(all.contains("较昨日，3个单位户数、面积占比排名各上升1位"), "{all}");
}

#[test]
fn each_districts_rate_is_no_part_of_the_whole() {
    let mut plan = plan(&["甲区", "乙区", "丙区"]);
    plan.period = Some(Period { from: day(1), to: day(20) });
    let returns = [100, 101, 103].iter().enumerate();
    let returns = returns.map(|(n, left)| returned(n, figures(1, 10, *left))).collect();
    let standings = reckon(&collected(returns), &plan, day(10), &[]);
    let text = compose(&standings, &edition(day(10)), &plan).text();
    // 304 by ten days are 31 a day; each rounded up for itself they are 32
    assert!(text.contains("平均每天需完成31户"), "{text}");
    assert!(
        text.contains("。各单位每天至少需完成：甲区10户、1000㎡；乙区11户、1010㎡；丙区11户、1030㎡。"),
        "{text}"
    );
}

#[test]
fn a_measure_whose_unit_does_not_tell_it_is_named_and_has_its_own_verb() {
    let mut plan = plan(&["甲区", "乙区"]);
    plan.wording = crate::plan::Wording { verb: "整治".into(), object: "隐患".into(), ..plan.wording };
    plan.measures[1] = crate::model::Measure {
        name: "完成投资".into(),
        unit: "万元".into(),
        verb: Some("完成".into()),
        ..plan.measures[1].clone()
    };
    let both = collected(vec![returned(0, figures(5, 10, 90)), returned(1, figures(5, 20, 80))]);
    let text = compose(&reckon(&both, &plan, day(14), &[]), &edition(day(14)), &plan).text();
    assert!(text.contains("累计整治隐患30户，完成投资3000万元，分别占"), "{text}");
    assert!(text.contains("当日整治10户，完成投资1000万元；剩余170户、投资17000万元。"), "{text}");
}

#[test]
fn one_district_is_ahead_of_nobody() {
    let plan = plan(&["甲区"]);
    let standings = reckon(&collected(vec![returned(0, figures(5, 10, 90))]), &plan, day(13), &[]);
    assert!(!compose(&standings, &edition(day(13)), &plan).text().contains("靠前"));
}

#[test]
fn who_keeps_pace_does_not_lag() {
    let mut plan = plan(&["甲区", "乙区", "丙区", "丁区"]);
    (plan.criticism, plan.named) = (true, 2);
    plan.period = Some(Period { from: day(1), to: day(20) });
    let returns = [10, 60, 70, 80].iter().enumerate();
    let returns = returns.map(|(n, done)| returned(n, figures(1, *done, 100 - done))).collect();
    let text = compose(&reckon(&collected(returns), &plan, day(10), &[]), &edition(day(10)), &plan).text();
    assert!(text.contains("进度滞后。户数占比居末位的是甲区（10.00%）"), "{text}");
    assert!(!text.contains("甲区（10.00%）、乙区"), "{text}");
}

#[test]
fn a_long_table_of_corrections_stands_behind_what_the_bulletin_says() {
    let plan = plan(&["甲区"]);
    let standings = reckon(&collected(vec![returned(0, figures(5, 10, 90))]), &plan, day(13), &[]);
    let change = |n: usize| ["甲区".into(), format!("累计户数{n}"), "9".into(), "10".into()];
    let corrected = Correction {
        reason: "甲区补报".into(),
        replaces: "第2期".into(),
        changes: (0..13).map(change).collect(),
    };
    let edition = Edition { revision: 1, correction: Some(corrected), ..edition(day(13)) };
    let document = compose(&standings, &edition, &plan);
    assert!(document.text().contains("改动的数字见后附更正对照表。"), "{}", document.text());
    let Some(Block::Table(table)) = document.blocks.last() else { panic!("{:?}", document.blocks.last()) };
    assert_eq!(table.caption.as_deref(), Some("更正对照表"));
}
