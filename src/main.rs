//! The program `tongbao`: parse, run, exit code.

use std::process::ExitCode;

use clap::Parser;
use tongbao::args::Cli;
use tongbao::command;

fn main() -> ExitCode {
    let cli = Cli::parse();
    let done = command::start_log(&cli)
        .map_or_else(|failure| command::refuse(&failure), |()| command::dispatch(&cli));
    ExitCode::from(done.code())
}
