//! The daemon by a faster clock: tongbao's own command line behind a clock that runs `SPEED` times as fast
//! as the system's, from `START` on. It is a program of its own, so that the one in production has no
//! switch that anyone could find by accident.
//!
//!     soak-daemon SPEED START ARGUMENT...        soak-daemon 480 2026-01-01T00:00:00Z serve schedules
//!
//! Where the first word is no number it is tongbao itself: the daemon may start its own program again.
//!
//! The machine's own clock (time since boot) runs as fast, as it does in a machine where both are right:
//! nothing looks like a clock that was set, or like a night slept through.

use std::error::Error;
use std::process::ExitCode;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use clap::Parser;
use tongbao::args::Cli;
use tongbao::command::{dispatch, dispatch_by};
use tongbao::schedule::{Clock, SystemClock};
use tracing_subscriber::filter::LevelFilter;

/// A clock that runs fast.
struct Fast {
    speed: u32,
    start: DateTime<Utc>,
    /// how long the machine had been up when it started
    began: Duration,
}

impl Clock for Fast {
    fn now(&self) -> DateTime<Utc> {
        self.start + TimeDelta::from_std(self.up()).unwrap_or(TimeDelta::MAX)
    }

    fn up(&self) -> Duration {
        SystemClock.up().saturating_sub(self.began) * self.speed
    }
}

fn main() -> Result<ExitCode, Box<dyn Error>> {
    let mut arguments = std::env::args();
    let program = arguments.next().unwrap_or_default();
    let Some(Ok(speed)) = arguments.next().map(|word| word.parse()) else {
        return Ok(ExitCode::from(dispatch(&Cli::parse()).code()));
    };
    let start = arguments.next().ok_or("usage: soak-daemon SPEED START ARGUMENT...")?.parse()?;
    let cli = Cli::parse_from(std::iter::once(program).chain(arguments));
    tracing_subscriber::fmt().with_max_level(LevelFilter::INFO).with_writer(std::io::stderr).init();
    let clock = Fast { speed, start, began: SystemClock.up() };
    Ok(ExitCode::from(dispatch_by(&cli, &clock).code()))
}
