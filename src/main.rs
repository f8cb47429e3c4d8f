//! The program `tongbao`: parse, run, exit code.

use std::process::ExitCode;

use clap::Parser;
use tongbao::args::{Cli, Command, LogFormat};
use tracing_subscriber::filter::LevelFilter;

fn main() -> ExitCode {
    let cli = Cli::parse();
    log_to_stderr(&cli);
    ExitCode::from(tongbao::command::dispatch(&cli).code())
}

/// Data goes to stdout; log lines go to stderr, as text or JSON.
fn log_to_stderr(cli: &Cli) {
    // nobody sees what a daemon does, unless it says so
    let quietest = u8::from(matches!(cli.command, Command::Serve(_)));
    let level = match cli.common.verbose.max(quietest) {
        0 => LevelFilter::WARN,
        1 => LevelFilter::INFO,
        2 => LevelFilter::DEBUG,
        _ => LevelFilter::TRACE,
    };
    let log = tracing_subscriber::fmt().with_max_level(level).with_writer(std::io::stderr);
    match cli.common.log {
        LogFormat::Text => log.with_target(false).init(),
        LogFormat::Json => log.json().init(),
    }
}
