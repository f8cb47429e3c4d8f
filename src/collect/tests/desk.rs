//! A desk: a plan, a folder, workbooks put into it, and what collect makes of them.

use std::collections::BTreeMap;
use std::fs::OpenOptions;
use std::io::Write;
use std::path::{Path, PathBuf};

use rust_xlsxwriter::{Format, Formula, Workbook, Worksheet};

use crate::collect::{Collected, Inbox, Reported, Return, collect};
use crate::model::{Code, Day, District, Fault, Lang, Measure, Severity, Traced};
use crate::plan::{DayPath, Plan, ReportDay, Shell, WhenMissing, Wording};

pub(super) fn plan(districts: &[(&str, &[&str])], measures: &[(&str, &str)]) -> Plan {
    Plan {
        path: PathBuf::from("schedules/test.yaml"),
        sha256: String::new(),
        title: "通报".into(),
        masthead: "工作简报".into(),
        issuer: "办公室".into(),
        series: "test".into(),
        schedule: None,
        timezone: chrono_tz::Asia::Shanghai,
        report_day: ReportDay::Today,
        cutoff: None,
        first_issue: 1,
        first_issue_said: false,
        inbox: DayPath { template: String::new() },
        outbox: PathBuf::new(),
        archive: PathBuf::new(),
        style: crate::plan::PageStyle::of(Shell::default()),
        style_file: None,
        strict_glyphs: false,
        official: crate::plan::OfficialParts::default(),
        articles: None,
        shell: Shell::Brief,
        when_missing: WhenMissing::Carry,
        period: None,
        measures: measures
            .iter()
            .map(|(name, unit)| Measure {
                name: (*name).into(),
                unit: (*unit).into(),
                decimals: 0,
                aliases: Vec::new(),
                may_exceed: false,
                verb: None,
            })
            .collect(),
        districts: districts
            .iter()
            .map(|(name, aliases)| District {
                name: (*name).into(),
                aliases: aliases.iter().map(|a| (*a).to_owned()).collect(),
                group: None,
            })
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

/// The plan of the samples.
pub(super) fn xuchang() -> Plan {
    let districts: &[(&str, &[&str])] = &[
        ("魏都区", &[]),
        ("建安区", &[]),
        ("市城乡一体化示范区", &["示范区"]),
        ("国家许昌经济技术开发区", &["经开区", "许昌经济技术开发区"]),
        ("东城区", &[]),
    ];
    plan(districts, &[("户数", "户"), ("面积", "㎡")])
}

/// A cell to write.
#[derive(Clone, Copy, Debug)]
pub(super) enum Put {
    Nothing,
    Text(&'static str),
    Number(f64),
    /// a date cell
    Date(i32, u32, u32),
    /// a formula and the result stored with it
    Formula(&'static str, &'static str),
}

impl From<&'static str> for Put {
    fn from(text: &'static str) -> Put {
        Put::Text(text)
    }
}
impl From<i32> for Put {
    fn from(n: i32) -> Put {
        Put::Number(f64::from(n))
    }
}
impl From<f64> for Put {
    fn from(n: f64) -> Put {
        Put::Number(n)
    }
}
impl From<()> for Put {
    fn from((): ()) -> Put {
        Put::Nothing
    }
}

/// `row!["西关街道", 12, 3.5, ()]`
macro_rules! row {
    ($($cell:expr),* $(,)?) => { vec![$($crate::collect::tests::desk::Put::from($cell)),*] };
}
pub(super) use row;

pub(super) fn write(sheet: &mut Worksheet, rows: &[Vec<Put>]) {
    let date = Format::new().set_num_format("yyyy-mm-dd");
    for (r, row) in (0..).zip(rows) {
        for (c, put) in (0..).zip(row) {
            match put {
                Put::Nothing => {}
                Put::Text(text) => {
                    sheet.write_string(r, c, *text).unwrap();
                }
                Put::Number(n) => {
                    sheet.write_number(r, c, *n).unwrap();
                }
                Put::Date(y, m, d) => {
                    let serial = chrono::NaiveDate::from_ymd_opt(*y, *m, *d).unwrap();
                    let epoch = chrono::NaiveDate::from_ymd_opt(1899, 12, 30).unwrap();
                    let days = (serial - epoch).num_days() as f64;
                    sheet.write_number_with_format(r, c, days, &date).unwrap();
                }
                Put::Formula(formula, result) => {
                    sheet.write_formula(r, c, Formula::new(*formula).set_result(*result)).unwrap();
                }
            }
        }
    }
}

/// The desk.
pub(super) struct Desk {
    pub(super) plan: Plan,
    dir: tempfile::TempDir,
}

impl Desk {
    /// With 魏都区 and 建安区, 户数 and 面积.
    pub(super) fn new() -> Desk {
        Desk::with(plan(&[("魏都区", &[]), ("建安区", &["建安"])], &[("户数", "户"), ("面积", "㎡")]))
    }

    pub(super) fn with(plan: Plan) -> Desk {
        Desk { plan, dir: tempfile::tempdir().unwrap() }
    }

    pub(super) fn path(&self) -> &Path {
        self.dir.path()
    }

    /// A file of these bytes.
    pub(super) fn file(self, name: &str, bytes: &[u8]) -> Desk {
        let path = self.dir.path().join(name);
        OpenOptions::new()
            .create(true)
            .write(true)
            .truncate(true)
            .open(path)
            .unwrap()
            .write_all(bytes)
            .unwrap();
        self
    }

    /// A workbook of one sheet.
    pub(super) fn sheet(self, name: &str, rows: &[Vec<Put>]) -> Desk {
        self.workbook(name, |book| write(book.add_worksheet(), rows))
    }

    /// A workbook, built at will.
    pub(super) fn workbook(self, name: &str, build: impl FnOnce(&mut Workbook)) -> Desk {
        let mut book = Workbook::new();
        build(&mut book);
        let bytes = book.save_to_buffer().unwrap();
        self.file(name, &bytes)
    }

    pub(super) fn collect(&self) -> Found {
        self.collect_on("2021-07-14")
    }

    pub(super) fn collect_on(&self, day: &str) -> Found {
        let day: Day = day.parse().unwrap();
        Found(collect(&self.plan, day, &Inbox::open(self.path()).unwrap()))
    }
}

/// What was collected, to be asked.
pub(super) struct Found(pub(super) Collected);

impl Found {
    pub(super) fn the_return(&self) -> &Return {
        assert_eq!(self.0.returns.len(), 1, "{:#?}", self.said());
        &self.0.returns[0]
    }

    /// day, done, task, left of a measure of the only return; `-` for none.
    pub(super) fn figures(&self, measure: usize) -> String {
        told(&self.the_return().figures[measure])
    }

    pub(super) fn street(&self, name: &str, measure: usize) -> String {
        let street = self.the_return().streets.iter().find(|s| s.name == name);
        told(&street.unwrap_or_else(|| panic!("no street {name}")).figures[measure])
    }

    pub(super) fn unreported(&self) -> bool {
        self.0.returns.is_empty()
    }

    /// code, cell, found and expected of every fault at least this severe
    pub(super) fn at_least(&self, severity: Severity) -> Vec<String> {
        self.0.faults.iter().filter(|f| f.severity >= severity && f.code != Code::F001).map(line).collect()
    }

    /// every fault but F001, which stands for the districts that a story leaves out
    pub(super) fn said(&self) -> Vec<String> {
        self.at_least(Severity::Info)
    }

    pub(super) fn fault(&self, code: Code) -> &Fault {
        self.0
            .faults
            .iter()
            .find(|f| f.code == code)
            .unwrap_or_else(|| panic!("no {code} in {:#?}", self.said()))
    }
}

fn line(fault: &Fault) -> String {
    let cell = fault.place.as_ref().and_then(|p| p.cell).map_or_else(|| "-".to_owned(), |c| c.to_string());
    let times = if fault.count > 1 { format!(" ×{}", fault.count) } else { String::new() };
    format!("{} {cell} {}{times}", fault.code, fault.message(Lang::Zh))
}

fn told(reported: &Reported) -> String {
    let one = |t: &Option<Traced>| t.as_ref().map_or_else(|| "-".to_owned(), |t| t.amount.to_string());
    [&reported.day, &reported.done, &reported.task, &reported.left].map(one).join(" ")
}
