//! The checked description of one bulletin, from `schedules/NAME.yaml`.

mod checked;

pub use checked::{DayPath, Period, Plan, ReportDay, Shell, WhenMissing, Wording};
