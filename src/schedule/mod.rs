//! When a bulletin is due: pure time arithmetic.
//!
//! An [`Expression`] says at which civil times a bulletin is made, in one of two dialects that its number
//! of fields tells apart. [`next`] sets these civil times into a zone, so that a day on which the clocks
//! change has its bulletin once: no time is lost in a gap, and none comes twice in a fold. [`Clock`] is the
//! only way to the present, and [`SystemClock`] the only place that asks the system for it.
//!
//! A [`Calendar`] of holidays and make-up workdays keeps an expression to workdays.
//!
//! Left to others: sleeping, catching up and keeping the last firing (the daemon), and what a firing
//! makes (command).

mod calendar;
mod clock;
mod expression;
mod field;
mod zone;

pub use calendar::{Calendar, Kind as DayKind, is_weekend};
pub use clock::{Clock, FixedClock, SystemClock, report_day};
pub use expression::{Expression, ExpressionError};
pub use zone::{Firing, civil, instant, next, next_after};
