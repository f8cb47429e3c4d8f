//! Every number of the text is one of the table, of the notes or of what was reckoned with them.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::unreported::{Absence, absence};
use super::*;
use crate::model::{Amount, Day, Severity};
use crate::plan::{Period, Plan};
use crate::reckon::tests::{archived, collected, plan, reported, returned};
use crate::reckon::{Forecast, Past, Required, Standings, Status, reckon};

/// A number of a text with the unit behind it; in a list 1.50、3.84个百分点 the last one's.
fn numbers(text: &str) -> Vec<(String, String)> {
    let chars: Vec<char> = text.chars().collect();
    let mut found: Vec<(String, String)> = Vec::new();
    let (mut i, mut open) = (0, 0);
    while i < chars.len() {
        if !chars[i].is_ascii_digit() {
            i += 1;
            continue;
        }
        let start = i;
        while i < chars.len() && (chars[i].is_ascii_digit() || chars[i] == '.') {
            i += 1;
        }
        let number: String = chars[start..i].iter().collect();
        let rest: String = chars[i..].iter().take(4).collect();
        let unit = ["个百分点", "个单位", "㎡", "户", "%", "位", "天", "月", "日", "期", "年", "处", "时"]
            .into_iter()
            .find(|unit| rest.starts_with(unit));
        found.push((number.clone(), unit.unwrap_or_default().to_owned()));
        match unit {
            // the numbers listed before it are of its unit
            Some(unit) => {
                for (_, of) in &mut found[open..] {
                    unit.clone_into(of);
                }
                open = found.len();
            }
            None => assert!(rest.starts_with('、'), "a number without a unit: {number}{rest} in {text}"),
        }
    }
    found
}

/// All that may be said, with units.
struct Sayable(BTreeSet<(String, String)>);

impl Sayable {
    fn of(standings: &Standings, document: &Document, plan: &Plan) -> Sayable {
        let mut all = Sayable(BTreeSet::new());
        // the table's cells: amounts by their column's unit, shares, differences and places
        for block in &document.blocks {
            let Block::Table(table) = block else { continue };
            for row in &table.rows {
                for cell in &row.cells[1..] {
                    let digits = cell.trim_start_matches(['+', '-', '↑', '↓']).to_owned();
                    let unit = match cell.chars().next() {
                        Some('+' | '-') => "个百分点",
                        Some('↑' | '↓') => "位",
                        _ if cell.ends_with('%') => "%",
                        _ if cell.contains('.') => "个百分点",
                        _ => "",
                    };
                    if unit.is_empty() {
                        for measure in &standings.measures {
                            all.add(&digits, &measure.unit);
                        }
                        all.add(&digits, "个百分点");
                    } else {
                        all.add(digits.trim_end_matches('%'), unit);
                    }
                }
            }
        }
        all.reckoned(standings, plan);
        all
    }

    fn reckoned(&mut self, standings: &Standings, plan: &Plan) {
        let decimals = standings.share_decimals;
        self.day(standings.day);
        for status in standings.districts.iter().map(|d| &d.status) {
            if let Status::Carried(issue) = status {
                self.day(issue.day);
                self.add(&issue.number.to_string(), "期");
            }
        }
        if let Some(pace) = &standings.pace {
            self.add(&pace.elapsed.print(decimals), "%");
            self.day(pace.period.to);
            for share in standings.total.iter().filter_map(|t| t.share) {
                let gap = share.since(pace.elapsed).print(decimals);
                self.add(gap.trim_start_matches(['+', '-']), "个百分点");
            }
        }
        let forecasts = standings.total.iter().map(|t| (&t.forecast, &t.required)).chain(
            standings
                .districts
                .iter()
                .flat_map(|d| d.figures.iter().flatten())
                .map(|f| (&f.forecast, &f.required)),
        );
        let measures = standings.measures.iter().cycle();
        for ((forecast, required), measure) in forecasts.zip(measures) {
            if let Forecast::Days { mean, fastest, slowest } = forecast {
                for days in [Some(*mean), Some(*fastest), *slowest].into_iter().flatten() {
                    self.add(&days.to_string(), "天");
                }
            }
            if let Some(Required::Daily { amount, days }) = required {
                self.add(&amount.print(measure.decimals), &measure.unit);
                self.add(&days.to_string(), "天");
            }
        }
        // 居前3位: so many are named after it
        for places in 2..=plan.named {
            self.add(&places.to_string(), "位");
        }
        // 4个单位并列首位: so many of a group have the same share
        for index in 0..standings.measures.len() {
            let of = |d: &crate::reckon::Standing| {
                (d.district.group.clone(), d.figures[index].as_ref().and_then(|f| f.share))
            };
            for one in &standings.districts {
                let tied = standings.districts.iter().filter(|d| of(d) == of(one)).count();
                self.add(&tied.to_string(), "个单位");
            }
        }
        // 2个单位未报、1个单位报表有误未采用
        for why in [Absence::Silent, Absence::Unused] {
            let silent = standings.districts.iter().filter(|d| d.status != crate::reckon::Status::Reported);
            let silent = silent.filter(|d| absence(d, standings) == why);
            self.add(&silent.count().to_string(), "个单位");
        }
        // 5个单位各上升2位: so many climbed as far
        for index in 0..standings.measures.len() {
            let climb = |d: &crate::reckon::Standing| {
                let reported = d.status == crate::reckon::Status::Reported;
                d.figures[index].as_ref().filter(|_| reported).and_then(|f| f.rank_change)
            };
            for one in standings.districts.iter().filter_map(climb) {
                let alike = standings.districts.iter().filter(|d| climb(d) == Some(one)).count();
                self.add(&alike.to_string(), "个单位");
            }
        }
        // those that the notes list: not who is missing and whose task moved, which stand there already
        // nor the same workbook again of one that has nothing left
        let is_done = |name: &str| {
            let of = standings.districts.iter().find(|d| d.district.name == name).unwrap();
            of.figures.iter().flatten().filter(|f| f.left.amount.is_zero()).count()
                == standings.measures.len()
        };
        let listed = standings.faults.iter().filter(|f| {
            !(f.code.name() == "F006" && f.district.as_deref().is_some_and(is_done))
                && f.severity > Severity::Info
                && !["F001", "X001", "X003", "X007", "X008", "H003"].contains(&f.code.name())
        });
        let unused = listed.clone().filter(|f| f.severity == Severity::Error);
        self.add(&listed.count().to_string(), "处");
        self.add(&unused.count().to_string(), "处");
    }

    fn day(&mut self, day: Day) {
        self.add(&day.month().to_string(), "月");
        self.add(&day.day().to_string(), "日");
    }

    fn add(&mut self, number: &str, unit: &str) {
        self.0.insert((number.to_owned(), unit.to_owned()));
    }
}

fn paragraphs(document: &Document) -> Vec<String> {
    let text = |block: &Block| match block {
        Block::Paragraph(spans) => Some(spans.iter().map(|s| s.text.as_str()).collect()),
        _ => None,
    };
    document.blocks.iter().filter_map(text).collect()
}

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

/// Some nights of some districts; a district without a figure for a night did not report.
fn night(
    plan: &Plan,
    day: Day,
    tasks: &[i64],
    done: &[Option<i64>],
    before: &[i64],
    past: &[Past],
) -> Standings {
    let one = |(n, done): (usize, &Option<i64>)| {
        let done = (*done)?.min(tasks[n]).max(before[n]);
        let of = |times: i64| reported((done - before[n]) * times, done * times, (tasks[n] - done) * times);
        Some(returned(n, vec![of(1), of(7)]))
    };
    reckon(&collected(done.iter().enumerate().filter_map(one).collect()), plan, day, past)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn each_number_of_the_text_is_one_of_the_figures(
        tasks in proptest::collection::vec(0_i64..5000, 1..12),
        steps in proptest::collection::vec(proptest::collection::vec(proptest::option::weighted(0.8, 0_i64..400), 12), 1..6),
        start in 0_u64..200, has_period in any::<bool>(), criticism in any::<bool>(), named in 0_usize..5,
    ) {
        const NAMES: [&str; 12] = ["甲区", "乙区", "丙区", "丁区", "戊区", "己区", "庚区", "辛区", "壬区", "癸区", "子区", "丑区"];
        let mut plan = plan(&NAMES[..tasks.len()]);
        (plan.criticism, plan.named) = (criticism, named);
        let first = Day::new(2021, 5, 1).unwrap().plus(start);
        plan.period = has_period.then(|| Period { from: first, to: first.plus(60) });
        let (mut past, mut before) = (Vec::new(), vec![0; tasks.len()]);
        for (n, step) in (0_u32..).zip(&steps) {
            let day = first.plus(u64::from(n));
            let done: Vec<Option<i64>> =
                before.iter().zip(step).map(|(before, step)| step.map(|step| before + step)).collect();
            let standings = night(&plan, day, &tasks, &done, &before, &past);
            let document = compose(&standings, &edition(day), &plan);
            let sayable = Sayable::of(&standings, &document, &plan);
            for text in paragraphs(&document) {
                for said in numbers(&text) {
                    prop_assert!(sayable.0.contains(&said), "{}{} is no figure, in {}", said.0, said.1, text);
                }
            }
            let short = message(&standings, &edition(day), &plan);
            prop_assert!(short.chars().count() <= MESSAGE_LIMIT, "{}", short);
            for (i, done) in done.iter().enumerate() {
                before[i] = done.map_or(before[i], |done| done.min(tasks[i]).max(before[i]));
            }
            past.push(archived(&standings, n + 1));
        }
    }

    #[test]
    fn a_message_is_never_longer_than_it_may_be(
        title in "[一-龥]{0,120}", scope in "[一-龥]{0,90}", measure in "[一-龥]{1,60}", districts in 1_usize..12,
    ) {
        const NAMES: [&str; 12] = ["甲区", "乙区", "丙区", "丁区", "戊区", "己区", "庚区", "辛区", "壬区", "癸区", "子区", "丑区"];
        let mut plan = plan(&NAMES[..districts]);
        plan.wording.scope = scope;
        plan.measures[0].unit = measure;
        let day = Day::new(2021, 7, 14).unwrap();
        let standings = night(&plan, day, &[900; 12][..districts], &[Some(100)], &[0; 12], &[]);
        let short = message(&standings, &Edition { title, ..edition(day) }, &plan);
        prop_assert!(!short.is_empty() && short.chars().count() <= MESSAGE_LIMIT, "{}", short);
    }
}

#[test]
fn a_number_that_is_no_figure_is_found_out() {
    assert_eq!(
        numbers("分别提高1.50、3.84个百分点；剩余28800户。"),
        [("1.50", "个百分点"), ("3.84", "个百分点"), ("28800", "户")].map(|(n, u)| (n.into(), u.into()))
    );
    let sayable = Sayable(BTreeSet::from([("28800".to_owned(), "户".to_owned())]));
    assert!(
        !sayable.0.contains(&("28800".to_owned(), "㎡".to_owned())),
        "a figure of another unit is another"
    );
}

#[test]
fn sixty_nights_do_not_read_alike() {
    let mut plan = plan(&["甲区", "乙区", "丙区"]);
    let first = Day::new(2021, 7, 14).unwrap();
    plan.period = Some(Period { from: first, to: first.plus(400) });
    let mut read = BTreeSet::new();
    for n in 0..60 {
        let day = first.plus(n);
        let tasks = [900, 950, 930];
        let earlier: Vec<Past> = [3, 2, 1]
            .into_iter()
            .map(|back| {
                let before = std::iter::successors(Some(day), |day| Some(day.previous())).nth(back).unwrap();
                let done = 115 - 5 * i64::try_from(back).unwrap();
                let then = night(&plan, before, &tasks, &[Some(done); 3], &[done - 5; 3], &[]);
                archived(&then, u32::try_from(4 - back).unwrap())
            })
            .collect();
        let done = [Some(120), Some(300), Some(130)];
        let standings = night(&plan, day, &tasks, &done, &[110; 3], &earlier);
        assert!(standings.districts.iter().all(|d| d.status == Status::Reported));
        let document = compose(&standings, &edition(day), &plan);
        // dates and the days left differ anyhow: the words must
        let words: String = paragraphs(&document).concat().chars().filter(|c| !c.is_ascii_digit()).collect();
        read.insert(words);
        let again = compose(&standings, &edition(day), &plan);
        assert_eq!(again, document, "the same day reads the same");
    }
    assert_eq!(read.len(), 60);
    assert!(read.iter().all(|text| !text.contains("滞后") && !text.contains("落后")), "criticism is off");
}

/// None of a whole task left: the sentence that says so has no number of its own.
#[test]
fn a_task_that_is_done_is_said_without_a_number() {
    let plan = plan(&["甲区"]);
    let day = Day::new(2021, 7, 14).unwrap();
    let standings = night(&plan, day, &[5], &[Some(5)], &[0], &[]);
    assert_eq!(standings.total[0].left, Amount::ZERO);
    assert!(compose(&standings, &edition(day), &plan).text().contains("任务已全部清零。"));
}
