//! Specimens of charts: five kinds over sizes, histories and campaigns that few see together.
//!
//! Their figures are made district by district and day by day, by arithmetic, and reckoned issue after issue.

use std::sync::Arc;

use tongbao::collect::{Collected, Reported, Return};
use tongbao::compose::{Block, Document, sheet};
use tongbao::model::{Amount, CellRef, Day, Origin, SheetRef, Traced};
use tongbao::plan::Plan;
use tongbao::reckon::{Past, Record, Standings, reckon};
use tongbao::render::workbook;

use super::made::Specimen;

/// What is asked of a campaign: one district's figure of one measure on one day.
pub struct At {
    pub district: usize,
    /// districts in all
    pub of: usize,
    pub measure: usize,
    /// from 1 to the last
    pub day: usize,
    pub last: usize,
}

/// A campaign: T and C; none where the district sends nothing that day.
pub type Campaign = fn(&At) -> Option<(i64, i64)>;

/// A history to be told.
#[derive(Clone, Copy)]
pub struct Told {
    pub days: usize,
    pub campaign: Campaign,
}

impl Told {
    /// The standings of the last day, 14 July, and the issues before.
    pub fn standings(&self, plan: &Plan) -> (Standings, Vec<Past>) {
        let first = (1..self.days).fold("2021-07-14".parse::<Day>().unwrap(), |day, _| day.previous());
        let mut past: Vec<Past> = Vec::new();
        for n in 1..self.days {
            let day = first.plus(n as u64 - 1);
            let standings = reckon(&self.collected(plan, n), plan, day, &past);
            let edition = plan.edition(u32::try_from(67 + n - self.days).unwrap(), day);
            past.push(Past::from(Record::of(&standings, &edition, &[])));
        }
        (reckon(&self.collected(plan, self.days), plan, first.plus(self.days as u64 - 1), &past), past)
    }

    fn collected(&self, plan: &Plan, day: usize) -> Collected {
        let of = plan.districts.len();
        let returned = |district: usize| {
            let file = format!("{}.xlsx", plan.districts[district].name);
            let sha256 = format!("{district:032x}{day:032x}");
            let sheet = Arc::new(SheetRef { file: file.clone(), sheet: "1".into(), sha256: sha256.clone() });
            let traced = |amount: Amount| {
                let cell = CellRef { row: 0, column: 0 };
                let origin =
                    Origin::Cell { sheet: sheet.clone(), cell, found: amount.to_string(), factor: (1, 1) };
                Some(Traced::new(amount, origin))
            };
            // a measure with decimals counts hundredths
            let amount = |measure: usize, amount: i64| {
                let is_whole = plan.measures[measure].decimals == 0;
                Amount::from_millionths(i128::from(amount) * if is_whole { 1_000_000 } else { 10_000 })
            };
            let figures = |measure: usize| {
                let at = |day| At { district, of, measure, day, last: self.days };
                let (task, done) = (self.campaign)(&at(day))?;
                let (task, done) = (amount(measure, task), amount(measure, done));
                Some(Reported { done: traced(done), task: traced(task), ..Reported::default() })
            };
            Some(Return {
                district,
                figures: (0..plan.measures.len()).map(figures).collect::<Option<_>>()?,
                file: file.clone(),
                sheet: "1".into(),
                sha256: sha256.clone(),
                stated_day: None,
                streets: Vec::new(),
                reinspected: None,
                households: None,
            })
        };
        Collected { returns: (0..of).filter_map(returned).collect(), ..Collected::default() }
    }
}

/// Tasks of a city's size, each measure in its own.
fn task(at: &At) -> i64 {
    let (least, spread) = [(900, 11_000), (90_000, 900_000), (12_000, 30_000), (60, 80)][at.measure];
    least + (at.district as i64 * 7919 + at.measure as i64 * 131) % spread
}

/// Uneven progress, faster and slower from day to day, a standstill now and then.
fn usual(at: &At) -> Option<(i64, i64)> {
    let task = task(at);
    let before = (at.district * 37 + at.measure * 11) as i64 % 17;
    // some districts speed up in the last days, others slow down
    let daily = |day: usize| match (at.district * 5 + day * 3 + at.measure) % 7 {
        0 => 0,
        n if at.district % 3 == 1 => (n + day / 3) as i64,
        n => (n + (at.last - day) / 4) as i64,
    };
    let tenths = before * 10 + (1..=at.day).map(daily).sum::<i64>() * 2;
    Some((task, task * tenths.min(1000) / 1000))
}

/// Every fourth district now and then sends nothing, the last of them never did.
fn silent(at: &At) -> Option<(i64, i64)> {
    let is_silent = at.district % 4 == 3 && (at.day + at.district).is_multiple_of(3);
    let never = at.of > 4 && at.district == at.of - 1;
    if is_silent || never || at.district == 1 && at.day == at.last { None } else { usual(at) }
}

/// A district without a task, one done long ago, one done today, ties, and one beyond its task.
fn odd(at: &At) -> Option<(i64, i64)> {
    let step = at.day as i64;
    Some(match at.district % 8 {
        0 => (0, 0),
        1 => (500, 500),
        2 => (500, if at.day == at.last { 500 } else { 440 + step }),
        3 | 4 => (1000, 300 + 10 * step),
        5 => (2000, 600 + 20 * step),
        6 => (800, 0),
        _ => (at.measure as i64 * 100 + 400, 80 * step),
    })
}

fn idle(at: &At) -> Option<(i64, i64)> {
    Some((task(at), 0))
}

fn done(at: &At) -> Option<(i64, i64)> {
    Some((task(at), task(at)))
}

/// All far behind, within a percent of each other.
fn close(at: &At) -> Option<(i64, i64)> {
    Some((100_000, 2000 + at.district as i64 * 37 % 900 + at.day as i64 * 11))
}

/// Some far over their task.
fn over(at: &At) -> Option<(i64, i64)> {
    let task = task(at);
    Some((task, task * (60 + at.district as i64 * 23 % 90 + at.day as i64) / 100))
}

/// Charts alone, so that pages hold what is to be looked at.
fn alone(document: &mut Document) {
    document.blocks.retain(|block| matches!(block, Block::Chart(_)));
}

const ALL: &str = "charts: [shares, ranks, remaining, days, scatter]";

fn specimen(name: &str, shows: &'static str, days: usize, campaign: Campaign) -> Specimen {
    Specimen { told: Some(Told { days, campaign }), altered: alone, ..Specimen::new(name, shows) }.plan(ALL)
}

/// The table and the figures of an issue, for a judge that reckons formulas: .xlsx and .json.
pub fn table(specimen: &Specimen) -> (Vec<u8>, Vec<u8>) {
    let folder = tempfile::tempdir().unwrap();
    let mut plan = specimen.read_plan(folder.path());
    if let Some(last) = plan.measures.last_mut() {
        last.decimals = 2;
    }
    let (standings, _) = specimen.told.unwrap().standings(&plan);
    let edition = plan.edition(67, standings.day);
    let created = chrono::DateTime::parse_from_rfc3339("2021-07-14T18:00:00+08:00").unwrap();
    let book = workbook(&sheet(&standings, &edition, &plan), &created).unwrap();
    (book, serde_json::to_vec_pretty(&Record::of(&standings, &edition, &[])).unwrap())
}

/// All of them.
pub fn charts() -> Vec<Specimen> {
    let mut all = Vec::new();
    for (many, measures, length) in [(1, 1, 3), (2, 2, 3), (5, 3, 5), (30, 2, 4), (80, 2, 4), (200, 2, 4)] {
        let name = format!("图{many}区{measures}项");
        let whole = specimen(&name, "five charts of so many districts over 14 days", 14, usual);
        all.push(Specimen { measures, ..whole }.districts(many, length));
    }
    let five = |name: &str, shows, campaign| specimen(name, shows, 14, campaign);
    let bare = Specimen {
        altered: |_| {},
        ..specimen("图简报", "a whole 简报: table, text, five charts", 14, silent)
    };
    let official = |name: &str, shows, more: &str| {
        let whole = Specimen { altered: |_| {}, ..specimen(name, shows, 14, silent) };
        whole.plan(&format!("shell: 公文\nofficial:\n  number: 许整治办〔{{year}}〕{{n}}号\n{more}"))
    };
    all.extend([
        Specimen { measures: 4, ..five("图四项", "four measures, the second and fourth compared", usual) }
            .districts(12, 4)
            .plan("scatter: [面积, 项目数]"),
        Specimen { measures: 4, ..five("图四项30区", "four measures of 30 districts", silent) }
            .districts(30, 4),
        five("图未报", "districts that sent nothing, on some days or ever", silent).districts(14, 4),
        five("图未报200区", "the same of 200", silent).districts(200, 5),
        specimen("图首期", "a first issue: no history", 1, usual),
        specimen("图两期", "two issues: the shortest history", 2, usual),
        specimen("图三期", "three issues", 3, usual).districts(8, 4),
        five("图特例", "no task, done long ago, done today, ties, nothing done", odd).districts(10, 4),
        five("图点名80区", "criticism turned on: first and last places", odd)
            .districts(80, 4)
            .plan("criticism: true"),
        five("图零", "nothing done anywhere", idle).districts(6, 4),
        five("图清零", "all done", done).districts(6, 4),
        five("图相近", "shares within a percent of each other", close).districts(16, 4),
        five("图超额", "beyond the task", over).districts(9, 4).plan("severities: {T001: warning}"),
        five("图长名", "names of 30 characters", usual).districts(9, 30),
        five("图长名80区", "80 names of 30 characters", usual).districts(80, 30),
        Specimen {
            districts: ["魏都区", "建安区", "襄城县", "鄢陵县", "禹州市", "长葛市"]
                .iter()
                .map(|name| format!("{name}@县市区"))
                .chain(["示范区", "经开区", "东城区"].iter().map(|name| format!("{name}@功能区")))
                .collect(),
            ..five("图分组", "two groups, ranked apart", silent)
        },
        bare,
        official("图公文", "charts as 附件", "  cc: 市委办公室\n  printer: 市政府办公室"),
        official("图公文正文", "charts in the text", "  table: 正文"),
        Specimen {
            style: Some(super::shells::OWN),
            ..five("图自定版式", "charts in a style of one's own", silent)
        },
        Specimen { altered: |_| {}, ..five("图附表", "charts below a lone table", silent) }
            .plan("shell: 附表"),
    ]);
    all
}
