//! The calendar that a plan names: holidays and the weekends worked for them, a YAML file of its own.
//!
//! It is checked as a plan is, every fault with line and column; each becomes a fault of the plan's key
//! `calendar`, so that whoever reads the plan's faults has them all.

use std::collections::BTreeSet;
use std::path::Path;

use crate::model::Day;
use crate::schedule::{Calendar, is_weekend};

use super::check::or;
use super::day_path::climbed;
use super::faults::PlanFaults;
use super::file::{self, Sort};
use super::keys::{Checked, Item, Reader, Table};
use super::{Beside, times};

/// The longest holiday, in days: a slip in a month's digit must not silence a season.
const LONGEST: i64 = 31;

/// `calendar` and `workdays` of a plan: the calendar on whose workdays alone it fires.
pub(super) fn workdays<'r>(
    reader: &mut Reader<'r>,
    plan: &Table<'r>,
    folder: &Path,
    beside: Beside<'_>,
) -> Checked<Option<Calendar>> {
    let words = [("only", true), ("all", false)];
    let others = [("yes", "only"), ("true", "only"), ("no", "all"), ("仅工作日", "only"), ("每天", "all")];
    let only = plan.get("workdays").map(|item| reader.word(item, &words, &others)).transpose();
    let calendar = or(plan, "calendar", None, |item| {
        let text = reader.line(item)?;
        let (folder, rest) = climbed(folder, &text);
        let path = folder.join(rest);
        if matches!(beside, Beside::Kept { .. }) {
            return Ok(Some(Calendar { path, ..Calendar::default() }));
        }
        load(&path).map(Some).map_err(|faults| reader.tell_beside(item, &path.display().to_string(), faults))
    });
    let (only, calendar) = (only?, calendar?);
    match (only, calendar, plan.get("workdays"), plan.get("calendar")) {
        (Some(true), Some(calendar), ..) => Ok(Some(calendar)),
        (Some(true), None, Some(item), _) => {
            let hint = "add it: calendar: calendars/china.yaml".to_owned();
            Err(reader.tell(item, "which days are workdays says a calendar, and none is named", hint))
        }
        (None, Some(_), _, Some(item)) => {
            let hint = "add it: workdays: only; or workdays: all for every day".to_owned();
            Err(reader.tell(item, "a calendar alone keeps no edition from holidays", hint))
        }
        _ => Ok(None),
    }
}

/// The calendar in the file at `path`.
///
/// # Errors
/// All that is wrong with the file, in the order of its lines.
fn load(path: &Path) -> Result<Calendar, PlanFaults> {
    parse(&file::read(path, Sort::Calendar)?, path)
}

/// The calendar that `text` is.
fn parse(text: &str, path: &Path) -> Result<Calendar, PlanFaults> {
    file::checked(text, path, Sort::Calendar, |reader| check(reader, path))
}

fn check(reader: &mut Reader, path: &Path) -> Checked<Calendar> {
    let others = [("年", "years"), ("year", "years"), ("名称", "name")];
    let table = &reader.table(&reader.root(), &["name", "years"], &others)?;
    let name = or(table, "name", String::new(), |item| reader.line(item));
    let years = table.require(reader, "years", "{2026: {holidays: {元旦: 2026-01-01..2026-01-03}}}").cloned();
    let mut calendar = Calendar { path: path.to_owned(), ..Calendar::default() };
    let mut all = Ok(());
    for (key, text, value) in years.and_then(|item| reader.entries(&item, "years, as 2026:"))? {
        let number = text.parse::<i32>().ok().filter(|n| (1970..=2100).contains(n) && text.len() == 4);
        let Some(number) = number else {
            all = Err(reader.tell(&key, format!("expected a year like 2026, found `{text}`"), None));
            continue;
        };
        calendar.years.insert(number);
        all = year(reader, &value, number, &mut calendar).and(all);
    }
    all?;
    Ok(Calendar { name: name?, ..calendar })
}

fn year<'r>(reader: &mut Reader<'r>, item: &Item<'r>, year: i32, calendar: &mut Calendar) -> Checked<()> {
    let others = [
        ("放假", "holidays"),
        ("调休", "workdays"),
        ("上班", "workdays"),
        ("source", "notice"),
        ("文号", "notice"),
    ];
    let table = &reader.table(item, &["notice", "holidays", "workdays"], &others)?;
    let notice = or(table, "notice", String::new(), |item| reader.line(item));
    let mut all = notice.map(|_| ());
    let holidays = table.require(reader, "holidays", "{元旦: 2026-01-01..2026-01-03}").cloned();
    for (_, name, value) in
        holidays.and_then(|item| reader.entries(&item, "holidays, as 元旦: 2026-01-01"))?
    {
        match holiday(reader, &value, year) {
            Ok(days) => {
                for day in days {
                    if let Some(other) = calendar.holidays.insert(day, name.clone()) {
                        all = Err(reader.tell(&value, format!("{day} is a day of {other} already"), None));
                    }
                }
            }
            Err(told) => all = Err(told),
        }
    }
    let items = match table.get("workdays") {
        Some(item) if !item.is_empty_list() => reader.list(item, "weekend days that are worked")?,
        _ => Vec::new(),
    };
    let mut seen = BTreeSet::new();
    for item in items {
        match made_up(reader, &item, year, calendar, &mut seen) {
            Ok(day) => {
                calendar.made_up.insert(day);
            }
            Err(told) => all = Err(told),
        }
    }
    all
}

/// `2026-01-01`, or `2026-01-01..2026-01-03`, both in.
fn holiday<'r>(reader: &mut Reader<'r>, item: &Item<'r>, year: i32) -> Checked<Vec<Day>> {
    let text = reader.line(item)?;
    let (first, last) = text.split_once("..").unwrap_or((&text, &text));
    let example = "2026-10-01..2026-10-07";
    let first = times::written_day(reader, item, first.trim(), example)?;
    let last = times::written_day(reader, item, last.trim(), example)?;
    of_year(reader, item, first, year)?;
    of_year(reader, item, last, year)?;
    if last < first {
        return Err(reader.tell(
            item,
            format!("the holiday ends on {last}, before it starts on {first}"),
            None,
        ));
    }
    if last.since(first) >= LONGEST {
        let message = format!("a holiday of {} days is longer than {LONGEST}", last.since(first) + 1);
        return Err(reader.tell(item, message, "look at its months".to_owned()));
    }
    Ok(std::iter::successors(Some(first), |day| Some(day.next()).filter(|next| *next <= last)).collect())
}

fn made_up<'r>(
    reader: &mut Reader<'r>,
    item: &Item<'r>,
    year: i32,
    calendar: &Calendar,
    seen: &mut BTreeSet<Day>,
) -> Checked<Day> {
    let text = reader.line(item)?;
    let day = times::written_day(reader, item, &text, "2026-10-10")?;
    of_year(reader, item, day, year)?;
    if let Some(name) = calendar.holidays.get(&day) {
        let message = format!("{day} is a day off, of {name}, and cannot be worked");
        return Err(reader.tell(item, message, "take it from one of the two".to_owned()));
    }
    if !is_weekend(day) {
        let message = format!("{day} is no Saturday or Sunday, and is worked anyway");
        return Err(reader.tell(item, message, "only weekends that are worked stand here".to_owned()));
    }
    if !seen.insert(day) {
        return Err(reader.tell(item, format!("{day} stands twice"), "keep one of them".to_owned()));
    }
    Ok(day)
}

/// A notice speaks of its year, and of the last December: 元旦 of 2023 began on 2022-12-31.
fn of_year<'r>(reader: &mut Reader<'r>, item: &Item<'r>, day: Day, year: i32) -> Checked<()> {
    if day.year() == year || (day.year() == year - 1 && day.month() == 12) {
        return Ok(());
    }
    let message = format!("{day} is not of {year}, nor of the December before it");
    Err(reader.tell(item, message, format!("set it under {}", day.year())))
}

#[cfg(test)]
mod tests {
    use super::*;

    const CHINA: &str = "schedules/calendars/china.yaml";

    /// 1,096 days, held against the package chinesecalendar: see tests/calendar/generate.py.
    #[test]
    fn chinas_calendar_agrees_with_one_by_other_hands_on_every_day() {
        let calendar = load(Path::new(CHINA)).unwrap_or_else(|faults| panic!("{faults}"));
        let table = include_str!("../../tests/calendar/workdays.csv");
        let mut days = 0;
        for line in table.lines().filter(|line| !line.starts_with('#')) {
            let (day, is_workday) = line.split_once(',').unwrap();
            assert_eq!(calendar.is_workday(day.parse().unwrap()), is_workday == "1", "{day}");
            days += 1;
        }
        assert_eq!(days, 1096);
        assert_eq!(calendar.years, [2024, 2025, 2026].into());
    }

    #[test]
    fn all_faults_of_a_calendar_are_told_with_their_places() {
        let text = "\
nam: x
years:
  2026:
    holidays:
      元旦: 2026-01-01..2026-01-03
      春节: 2026-2-15..2026-02-23
      清明节: 2026-04-06..2026-04-04
      劳动节: 2025-05-01
      国庆节: 2026-10-01..2027-10-07
      元旦后: 2026-01-03
    workdays: [2026-01-02, 2026-02-16, 2026-02-14, 2026-02-14, 二月十四]
  26: {holidays: {}}
  2027: {holiday: {}}
";
        let faults = parse(text, Path::new("c.yaml")).unwrap_err().to_string();
        let told: Vec<String> =
            faults.split("error: c.yaml:").skip(1).map(|f| f.trim().replace("\n  hint: ", " | ")).collect();
        assert_eq!(
            told,
            [
                "1:1: nam: unknown key; expected name or years | did you mean `name`?",
                "6:11: years.2026.holidays.春节: expected a day like 2026-10-01..2026-10-07, found `2026-2-15` | write 2026-02-15",
                "7:12: years.2026.holidays.清明节: the holiday ends on 2026-04-04, before it starts on 2026-04-06",
                "8:12: years.2026.holidays.劳动节: 2025-05-01 is not of 2026, nor of the December before it | set it under 2025",
                "9:12: years.2026.holidays.国庆节: 2027-10-07 is not of 2026, nor of the December before it | set it under 2027",
                "10:12: years.2026.holidays.元旦后: 2026-01-03 is a day of 元旦 already",
                "11:16: years.2026.workdays[0]: 2026-01-02 is a day off, of 元旦, and cannot be worked | take it from one of the two",
                "11:28: years.2026.workdays[1]: 2026-02-16 is no Saturday or Sunday, and is worked anyway | only weekends that are worked stand here",
                "11:52: years.2026.workdays[3]: 2026-02-14 stands twice | keep one of them",
                "11:64: years.2026.workdays[4]: expected a day like 2026-10-10, found `二月十四` | write 2026-10-10",
                "12:3: years.26: expected a year like 2026, found `26`",
                "13:9: years.2027.holidays: missing | add it: holidays: {元旦: 2026-01-01..2026-01-03}",
                "13:10: years.2027.holiday: unknown key; expected notice, holidays or workdays | did you mean `holidays`?",
            ]
        );
    }

    #[test]
    fn a_holiday_that_began_in_december_belongs_to_the_new_year() {
        let text = "years: {2023: {holidays: {元旦: 2022-12-31..2023-01-02}, workdays: []}}";
        let calendar = parse(text, Path::new("c.yaml")).unwrap_or_else(|faults| panic!("{faults}"));
        assert!(!calendar.is_workday("2023-01-02".parse().unwrap()));
        assert!(!calendar.covers("2022-12-31".parse().unwrap()), "2022 itself is not known by it");
    }

    #[test]
    fn a_plan_that_keeps_to_workdays_names_its_calendar_and_the_other_way_round() {
        let plan = |more: &str| {
            let text = format!(
                "title: 通报\nissuer: 办公室\ninbox: i\noutbox: o\narchive: a\nmeasures: [{{name: 户数, unit: 户}}]\n\
                 districts: [东城区]\nschedule: 30 21 * * *\n{more}"
            );
            crate::plan::parse(&text, Path::new("schedules/a.yaml")).map_err(|faults| faults.to_string())
        };
        let rests = plan("calendar: calendars/china.yaml\nworkdays: only\n").unwrap().schedule.unwrap();
        let eve = "2026-09-30T22:00:00".parse().unwrap();
        assert_eq!(rests.next_civil(eve).unwrap().to_string(), "2026-10-08 21:30:00");
        let everyday = plan("calendar: calendars/china.yaml\nworkdays: all\n").unwrap().schedule.unwrap();
        assert_eq!(everyday.next_civil(eve).unwrap().to_string(), "2026-10-01 21:30:00");
        for (more, told) in [
            (
                "workdays: only\n",
                ":9:11: workdays: which days are workdays says a calendar, and none is named",
            ),
            (
                "calendar: calendars/china.yaml\n",
                ":9:11: calendar: a calendar alone keeps no edition from holidays",
            ),
            (
                "calendar: no.yaml\nworkdays: only\n",
                "calendar: schedules/no.yaml cannot be used: 1 fault, told below\nerror: schedules/no.yaml: cannot read",
            ),
            ("calendar: a.yaml\nworkdays: some\n", "workdays: expected only or all, found text `some`"),
        ] {
            let faults = plan(more).unwrap_err();
            assert!(faults.contains(told), "{faults}");
        }
    }
}
