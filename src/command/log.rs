//! Log lines: to stderr, and on request to a file a day, as text or JSON.

use std::fmt;
use std::sync::Mutex;

use chrono::{Local, SecondsFormat};
use tracing_subscriber::filter::LevelFilter;
use tracing_subscriber::fmt::format::{DefaultFields, Format, Full, Writer};
use tracing_subscriber::fmt::time::FormatTime;
use tracing_subscriber::fmt::{Layer, MakeWriter};
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::registry::Registry;
use tracing_subscriber::util::SubscriberInitExt;

use super::log_file::Daily;
use crate::args::{Cli, Command, Common, LogFormat};
use crate::error::Failure;
use crate::model::Day;
use crate::schedule::{Clock, SystemClock};

/// Begins to log as the command line says.
///
/// # Errors
/// Exit 1 where the folder of log files cannot be made or written: a daemon whose log goes nowhere would be
/// noticed on the day that it is needed.
pub fn start(cli: &Cli) -> Result<(), Failure> {
    // nobody sees what a daemon does, unless it says so
    let quietest = u8::from(matches!(cli.command, Command::Serve(_)));
    let level = match cli.common.verbose.max(quietest) {
        0 => LevelFilter::WARN,
        1 => LevelFilter::INFO,
        2 => LevelFilter::DEBUG,
        _ => LevelFilter::TRACE,
    };
    let files = daily(&cli.common)?;
    let is_json = cli.common.log == LogFormat::Json;
    let registry = Registry::default().with(level);
    // a layer of its own for files: a terminal's colours are not for them
    match is_json {
        true => registry.with(to(std::io::stderr).json()).with(files.map(|f| plain(f).json())).init(),
        false => registry
            .with(to(std::io::stderr).with_target(false))
            .with(files.map(|f| plain(f).with_target(false)))
            .init(),
    }
    Ok(())
}

fn to<S, W>(writer: W) -> Layer<S, DefaultFields, Format<Full, LocalTime>, W>
where
    W: for<'w> MakeWriter<'w> + 'static,
{
    tracing_subscriber::fmt::layer().with_timer(LocalTime).with_writer(writer)
}

fn plain<S>(files: Mutex<Daily>) -> Layer<S, DefaultFields, Format<Full, LocalTime>, Mutex<Daily>> {
    to(files).with_ansi(false)
}

/// The hour of the machine's zone, with its offset: the log is held against the clock on the wall.
struct LocalTime;

impl FormatTime for LocalTime {
    fn format_time(&self, w: &mut Writer<'_>) -> fmt::Result {
        w.write_str(&SystemClock.now().with_timezone(&Local).to_rfc3339_opts(SecondsFormat::Micros, true))
    }
}

fn today() -> Day {
    Day::from(SystemClock.now().with_timezone(&Local).date_naive())
}

/// `DIR/tongbao.2026-07-14.log`, by days of the machine's zone; of the past days' files `--log-keep` stay.
fn daily(common: &Common) -> Result<Option<Mutex<Daily>>, Failure> {
    let Some(folder) = &common.log_dir else { return Ok(None) };
    let keep = common.log_keep.map(|keep| usize::try_from(keep).unwrap_or(usize::MAX));
    Daily::open(folder, keep, today).map(|daily| Some(Mutex::new(daily))).map_err(|cause| {
        Failure::not_issued(format!("cannot write log files into {}: {cause}", folder.display())).hint(
            "name a folder that may be written with --log-dir DIR, or leave it out: the log goes to stderr",
        )
    })
}
