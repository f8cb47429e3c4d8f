//! `tongbao init`: a desk that works at once: a plan, two days of sample workbooks, fonts found.

use std::path::Path;

use super::fonts;
use crate::args::{Common, InitArgs};
use crate::error::{Exit, Failure};
use crate::plan::SHIPPED;
use crate::publish::deposit;

/// The plan of the desk; its folders are those that the desk has.
const PLAN: &str = include_str!("../../schedules/house-safety.yaml");

/// The calendar that the plan speaks of.
const CALENDAR: &str = include_str!("../../schedules/calendars/china.yaml");

macro_rules! samples {
    ($($day:literal / $name:literal),* $(,)?) => {
        &[$((
            concat!("inbox/", $day, "/", $name),
            include_bytes!(concat!("../../tests/samples/xuchang/inbox/", $day, "/", $name)),
        )),*]
    };
}

/// Five districts' workbooks of two days, each in a style of its own.
const SAMPLES: &[(&str, &[u8])] = samples![
    "2021-07-13" / "东城区.ods",
    "2021-07-13" / "建安区 房屋安全隐患整治日报（7月13日）.xlsx",
    "2021-07-13" / "示范区0713.xls",
    "2021-07-13" / "经开区房屋安全隐患台账.xlsx",
    "2021-07-13" / "魏都区7.13.xlsx",
    "2021-07-14" / "东城区.ods",
    "2021-07-14" / "建安区 房屋安全隐患整治日报（7月14日）.xlsx",
    "2021-07-14" / "示范区0714.xls",
    "2021-07-14" / "经开区房屋安全隐患台账.xlsx",
    "2021-07-14" / "魏都区7.14.xlsx",
];

/// Sets up the desk in a new or empty folder.
pub(super) fn init(args: &InitArgs, common: &Common) -> Result<Exit, Failure> {
    let desk = &args.folder;
    if std::fs::read_dir(desk).is_ok_and(|mut entries| entries.next().is_some()) {
        return Err(Failure::not_issued(format!("{} is not empty", desk.display()))
            .hint("name a new folder: what is there is never overwritten"));
    }
    let plan = desk.join("schedules/house-safety.yaml");
    put(&plan, plan_of_the_desk().as_bytes())?;
    put(&desk.join("schedules/calendars/china.yaml"), CALENDAR.as_bytes())?;
    for (_, name, text) in SHIPPED {
        put(&desk.join(format!("schedules/styles/{name}.yaml")), text.as_bytes())?;
    }
    for (name, bytes) in SAMPLES {
        put(&desk.join(name), bytes)?;
    }
    if let Some(folder) = &common.fonts {
        copy_fonts(folder, &desk.join("fonts"))?;
    }
    outln!("a desk stands in {}", desk.display());
    outln!("  plan       {}", plan.display());
    outln!("  styles     {}", desk.join("schedules/styles").display());
    outln!("  workbooks  {}", desk.join("inbox").display());
    match fonts::find(None, Some(&plan)) {
        Ok(folder) => outln!("  fonts      {}", folder.display()),
        Err(failure) => eprintln!("{}", failure.to_string().replacen("error", "warning", 1)),
    }
    outln!("next:\n  tongbao run {} --date 2021-07-13..2021-07-14", quoted(&plan));
    Ok(Exit::Done)
}

/// The reference plan, its inbox beside it.
fn plan_of_the_desk() -> String {
    PLAN.replace("../tests/samples/xuchang/inbox/{day}", "../inbox/{day}")
}

fn copy_fonts(from: &Path, to: &Path) -> Result<(), Failure> {
    let unreadable = |cause| {
        Failure::not_issued(format!("cannot read the fonts in {}: {cause}", from.display()))
            .hint("--fonts names the folder fonts of the distribution")
    };
    for entry in std::fs::read_dir(from).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        if path.is_file() {
            let bytes = std::fs::read(&path).map_err(unreadable)?;
            put(&to.join(path.file_name().unwrap_or_default()), &bytes)?;
        }
    }
    Ok(())
}

fn put(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    deposit(path, bytes).map_err(Failure::from)
}

/// A path as a shell takes it.
fn quoted(path: &Path) -> String {
    let text = path.display().to_string();
    let plain = |c: char| c.is_alphanumeric() || "/._-+:@%".contains(c);
    if text.chars().all(plain) { text } else { format!("'{}'", text.replace('\'', r"'\''")) }
}
