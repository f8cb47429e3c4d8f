//! Log lines: to stderr, and on request to a file a day, as text or JSON.

use tracing_appender::rolling::{Builder, RollingFileAppender, Rotation};
use tracing_subscriber::filter::LevelFilter;
use tracing_subscriber::fmt::{Layer, MakeWriter};
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::registry::Registry;
use tracing_subscriber::util::SubscriberInitExt;

use crate::args::{Cli, Command, Common, LogFormat};
use crate::error::Failure;

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

fn to<S, W>(
    writer: W,
) -> Layer<S, tracing_subscriber::fmt::format::DefaultFields, tracing_subscriber::fmt::format::Format, W>
where
    W: for<'w> MakeWriter<'w> + 'static,
{
    tracing_subscriber::fmt::layer().with_writer(writer)
}

fn plain<S>(
    files: RollingFileAppender,
) -> Layer<
    S,
    tracing_subscriber::fmt::format::DefaultFields,
    tracing_subscriber::fmt::format::Format,
    RollingFileAppender,
> {
    tracing_subscriber::fmt::layer().with_writer(files).with_ansi(false)
}

/// `DIR/tongbao.2026-07-14.log`, by days of UTC; of the past days' files `--log-keep` stay.
fn daily(common: &Common) -> Result<Option<RollingFileAppender>, Failure> {
    let Some(folder) = &common.log_dir else { return Ok(None) };
    let mut builder =
        Builder::new().rotation(Rotation::DAILY).filename_prefix("tongbao").filename_suffix("log");
    if let Some(keep) = common.log_keep {
        // the day's own is one of them, and the one that is never to go
        builder = builder.max_log_files(usize::try_from(keep).unwrap_or(usize::MAX).saturating_add(1));
    }
    let appender = std::fs::create_dir_all(folder)
        .map_err(|cause| cause.to_string())
        .and_then(|()| builder.build(folder).map_err(|cause| format!("{cause:?}")));
    appender.map(Some).map_err(|cause| {
        Failure::not_issued(format!("cannot write log files into {}: {cause}", folder.display())).hint(
            "name a folder that may be written with --log-dir DIR, or leave it out: the log goes to stderr",
        )
    })
}
