//! `tongbao check --notices DIR`: what goes back to the districts whose workbooks are at fault.

use std::io;
use std::path::{Path, PathBuf};

use chrono::NaiveDateTime;

use super::{desk, template};
use crate::error::Failure;
use crate::forms;
use crate::model::{Day, Fault};
use crate::plan::Plan;
use crate::publish::replace;

/// A letter and a table for each district with something to mend, SERIES-DAY-DISTRICT.txt and .xlsx; gives
/// back what was written. A district that was mended since has its notice of that day taken away, so that
/// the folder holds what is to be sent and nothing else.
pub(super) fn write(plan: &Plan, day: Day, faults: &[Fault], folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let deadline = deadline(plan, day).map(|at| at.format("%-m月%-d日%H:%M").to_string());
    let mut written = Vec::new();
    for (district, name) in template::file_names(plan).iter().enumerate() {
        let stem = format!("{}-{day}-{name}", plan.series);
        let (letter, table) = (folder.join(format!("{stem}.txt")), folder.join(format!("{stem}.xlsx")));
        let notice = forms::notice(plan, district, day, faults, deadline.as_deref()).map_err(|cause| {
            let name = &plan.districts[district].name;
            Failure::not_issued(format!("cannot make the notice to {name}: {cause}"))
        })?;
        match notice {
            Some(notice) => {
                desk::make_folder(folder)?;
                for (path, bytes) in [(letter, &notice.letter), (table, &notice.table)] {
                    replace(&path, bytes)?;
                    written.push(path);
                }
            }
            None => {
                for path in [letter, table] {
                    take_away(&path)?;
                }
            }
        }
    }
    Ok(written)
}

/// Up to when a mended workbook still counts: when the edition is made, or as long as it waits. On the
/// clocks of the plan's zone; none where the plan has no schedule, or none of its firings reports on `day`.
fn deadline(plan: &Plan, day: Day) -> Option<NaiveDateTime> {
    let on = (0..plan.report_day.days_back()).fold(day, |day, _| day.next());
    let midnight = on.date().and_hms_opt(0, 0, 0)?;
    let before = midnight.checked_sub_signed(chrono::TimeDelta::seconds(1))?;
    let firing = plan.schedule.as_ref()?.next_civil(before).filter(|at| at.date() == on.date())?;
    let Some(wait) = &plan.unattended.wait else { return Some(firing) };
    let same_day = firing.date().and_time(wait.until);
    Some(if same_day > firing { same_day } else { on.next().date().and_time(wait.until) })
}

fn take_away(path: &Path) -> Result<(), Failure> {
    match std::fs::remove_file(path) {
        Err(cause)
            if cause.kind() != io::ErrorKind::NotFound && cause.kind() != io::ErrorKind::NotADirectory =>
        {
            Err(Failure::not_issued(format!("cannot take away {}: {cause}", path.display()))
                .hint("the district has nothing to mend any more; remove its notice by hand"))
        }
        _ => Ok(()),
    }
}
