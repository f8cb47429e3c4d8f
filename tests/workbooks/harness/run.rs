//! Runs a case through the program's own stages and holds what comes of it against what the case says.

use std::fs::OpenOptions;
use std::io::Write;
use std::path::Path;
use std::time::{Duration, SystemTime};

use tongbao::collect::{Earlier, Inbox, collect, households_of};
use tongbao::model::{Day, Fault, Lang};
use tongbao::plan::{self, Plan};
use tongbao::reckon::{Figures, Past, Record, Standings, Status, reckon};

use super::build;
use super::case::{Case, File, Said};

/// Names that the corpus gives to householders: none may be told in a fault.
const NAMES: [&str; 6] = ["王建国", "李秀英", "张桂兰", "欧阳志强", "陈䶮", "刘明"];
/// Told of every district that a case leaves out: only where the case speaks of them are they looked at.
const OF_THE_REST: [&str; 3] = ["F001", "X001", "X003"];

/// What differs, each in words that name the case; nothing where all is as it should be.
pub fn differences(case: &Case, folder: &Path) -> Vec<String> {
    let mut wrong = one(case, &case.files, folder, "");
    for format in &case.also {
        let mut files = case.files.clone();
        let stem = files[0].name.rsplit_once('.').unwrap().0.to_owned();
        files[0].name = format!("{stem}.{format}");
        wrong.extend(one(case, &files, folder, &format!(" as .{format}")));
    }
    wrong
}

fn one(case: &Case, files: &[File], folder: &Path, how: &str) -> Vec<String> {
    let standings = standings(case, files, folder);
    let head = format!("{} {}{how} ({})", case.id, case.title, case.at);
    let mut wrong = Vec::new();
    let (gives, expected) = (gives(&standings, case), case.gives.clone());
    if gives != expected {
        wrong.push(format!(
            "{head}\n  gives    {}\n  expected {}",
            gives.join("\n           "),
            expected.join("\n           ")
        ));
    }
    let asked = |code: &str| case.says.iter().any(|said| said.code == code);
    let told: Vec<&Fault> = standings
        .faults
        .iter()
        .filter(|f| !OF_THE_REST.contains(&f.code.name()) || asked(f.code.name()))
        .collect();
    let lines: Vec<String> = told.iter().map(|f| line(f)).collect();
    let mut left: Vec<&&Fault> = told.iter().collect();
    let mut missing = Vec::new();
    for said in &case.says {
        match left.iter().position(|fault| agrees(said, fault)) {
            Some(at) => {
                left.remove(at);
            }
            None => missing.push(format!("{} {} ×{} {}", said.code, said.place, said.count, said.text)),
        }
    }
    if !missing.is_empty() || !left.is_empty() {
        wrong.push(format!(
            "{head}\n  says     {}\n  missing  {}\n  not expected {}",
            lines.join("\n           "),
            missing.join("\n           "),
            left.iter().map(|f| line(f)).collect::<Vec<_>>().join("\n           ")
        ));
    }
    for fault in &told {
        let all = [Lang::Zh, Lang::En].map(|lang| fault.message(lang) + &fault.hint(lang)).join(" ");
        if let Some(name) = NAMES.iter().find(|name| all.contains(**name)) {
            wrong.push(format!("{head}\n  names a householder, {name}: {all}"));
        }
    }
    wrong
}

fn agrees(said: &Said, fault: &Fault) -> bool {
    let (sheet, cell) = said.place.split_once('!').map_or((None, said.place.as_str()), |(s, c)| (Some(s), c));
    let place = fault.place.as_ref();
    let found = place.and_then(|p| p.cell).map_or_else(String::new, |c| c.to_string());
    said.code == fault.code.name()
        && sheet.is_none_or(|sheet| place.and_then(|p| p.sheet.as_deref()) == Some(sheet))
        && cell.trim_matches('-') == found
        && said.count == fault.count
        && fault.message(Lang::Zh).contains(&said.text)
}

fn line(fault: &Fault) -> String {
    let place = fault.place.as_ref();
    let sheet = place.and_then(|p| p.sheet.as_deref()).map_or_else(String::new, |s| format!("{s}!"));
    let cell = place.and_then(|p| p.cell).map_or_else(|| "-".to_owned(), |c| c.to_string());
    let times = if fault.count > 1 { format!(" ×{}", fault.count) } else { String::new() };
    format!("{} {sheet}{cell}{times} {}", fault.code, fault.message(Lang::Zh))
}

fn standings(case: &Case, files: &[File], folder: &Path) -> Standings {
    let desk = tempfile::tempdir().unwrap();
    let plan = the_plan(case, desk.path());
    let mut past = Vec::new();
    for (number, (day, files)) in (1..).zip(&case.issues) {
        let inbox = desk.path().join(day);
        put(case, files, &inbox, folder);
        let day: Day = day.parse().unwrap();
        let collected = collect(&plan, day, &Inbox::open(&inbox).unwrap());
        let standings = reckon(&collected, &plan, day, &past);
        let edition = plan.edition(number, day);
        past.push(Past::from(Record::of(&standings, &edition, &collected.sources)));
    }
    let inbox = desk.path().join(&case.day);
    put(case, files, &inbox, folder);
    let day: Day = case.day.parse().unwrap();
    let collected = collect(&plan, day, &Inbox::open(&inbox).unwrap());
    if let Some(last) = past.last_mut() {
        for returned in &collected.returns {
            let name = &plan.districts[returned.district].name;
            let Some(source) = last.district(name).and_then(|d| d.source.clone()) else { continue };
            let earlier = Earlier {
                district: returned.district,
                file: &source.file,
                sha256: &source.sha256,
                kept: Path::new("no archive"),
            };
            if let Some(households) = households_of(&plan, last.day(), earlier) {
                last.put_households(name, households);
            }
        }
    }
    reckon(&collected, &plan, day, &past)
}

fn the_plan(case: &Case, desk: &Path) -> Plan {
    let usual = [
        "title: 通报",
        "issuer: 办公室",
        "series: corpus",
        "inbox: '{day}'",
        "outbox: outbox",
        "archive: archive",
        "measures: [{name: 户数, unit: 户}, {name: 面积, unit: ㎡}]",
        "districts: [魏都区, {name: 建安区, aliases: [建安]}, {name: 市城乡一体化示范区, aliases: [示范区]}]",
    ];
    let key = |line: &str| line.split(':').next().unwrap_or_default().to_owned();
    let set: Vec<String> = case.plan.iter().map(|line| key(line)).collect();
    let kept = usual.iter().filter(|line| !set.contains(&key(line))).map(|line| (*line).to_owned());
    let text: Vec<String> = kept.chain(case.plan.iter().cloned()).collect();
    let path = desk.join("corpus.yaml");
    write(&path, text.join("\n").as_bytes());
    plan::load(&path).unwrap_or_else(|faults| panic!("{}: {faults}", case.at))
}

fn put(case: &Case, files: &[File], inbox: &Path, folder: &Path) {
    std::fs::create_dir_all(inbox).unwrap();
    for (place, file) in files.iter().enumerate() {
        let path = inbox.join(&file.name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        write(&path, &build::bytes(case, file, place, folder));
        if let Some(day) = &file.modified {
            let days =
                chrono::NaiveDate::parse_from_str(day, "%Y-%m-%d").unwrap() - chrono::NaiveDate::default();
            // noon in the plan's zone, whichever that is within half a day
            let seconds = u64::try_from(days.num_seconds()).unwrap() + 4 * 3600;
            let time = SystemTime::UNIX_EPOCH + Duration::from_secs(seconds);
            OpenOptions::new().write(true).open(&path).unwrap().set_modified(time).unwrap();
        }
    }
}

fn write(path: &Path, bytes: &[u8]) {
    OpenOptions::new().create(true).write(true).truncate(true).open(path).unwrap().write_all(bytes).unwrap();
}

/// `魏都区 户数 1 12 42 30; 面积 …` a district that reported, day, done, task and left; streets after it
/// where the case speaks of streets; 回头看 where it was done.
fn gives(standings: &Standings, case: &Case) -> Vec<String> {
    let with_streets = case.gives.iter().any(|line| line.split(' ').next().is_some_and(|w| w.contains('/')));
    let mut lines = Vec::new();
    for d in standings.districts.iter().filter(|d| d.status == Status::Reported) {
        let name = &d.district.name;
        lines.push(format!("{name} {}", told(&d.figures, standings)));
        if with_streets {
            for street in &d.streets {
                lines.push(format!("{name}/{} {}", street.name, told(&street.figures, standings)));
            }
        }
        if let Some((looked, failed)) = &d.reinspected {
            lines.push(format!("{name} 回头看 {looked} {failed}"));
        }
    }
    lines
}

fn told(figures: &[Option<Figures>], standings: &Standings) -> String {
    let one = |(f, m): (&Option<Figures>, &tongbao::model::Measure)| match f {
        None => format!("{} -", m.name),
        Some(f) => {
            let day = f.day.as_ref().map_or_else(|| "-".to_owned(), |d| d.amount.to_string());
            format!("{} {day} {} {} {}", m.name, f.done.amount, f.task.amount, f.left.amount)
        }
    };
    figures.iter().zip(&standings.measures).map(one).collect::<Vec<_>>().join("; ")
}
