//! Where the stages meet: a file, or a folder, a command. Each returns how the program ends; what a person or
//! a script reads goes to stdout here, and nowhere else.
//!
//! `edition` is the pipeline, a line a stage, for all who make one: `run`, the daemon (`serve`), `archive
//! reproduce`. `desk` is what commands have in common: plans, inbox, series, what was read and reckoned.
//! `report` says what was wrong, `beside` what goes out beside the PDF. What a stage decides is not decided
//! again here.
#![allow(clippy::print_stdout, reason = "commands print their data")]
#![allow(clippy::print_stderr, reason = "and say on stderr what went wrong")]

/// To stdout, without a line's end; a reader that has closed its end, as `head` does, is no fault.
macro_rules! out {
    ($($part:tt)*) => { $crate::command::to_stdout(format_args!($($part)*)) };
}

/// A line to stdout, as [`out!`].
macro_rules! outln {
    ($($part:tt)*) => { $crate::command::to_stdout(format_args!("{}\n", format_args!($($part)*))) };
}

pub mod archive;
mod beside;
mod check;
mod columns;
mod course;
mod desk;
mod edition;
mod explain;
mod fonts;
mod init;
mod log;
mod log_file;
pub mod next;
mod notices;
mod numbering;
mod pages;
mod preview;
mod report;
mod run;
mod serve;
mod template;
mod why;

pub use log::start as start_log;

use clap::CommandFactory;

use crate::args::{Cli, Command, Format};
use crate::error::{Exit, Failure};
use crate::model::Lang;
use crate::schedule::{Clock, SystemClock};

/// Does what the command line asks for.
#[must_use]
pub fn dispatch(cli: &Cli) -> Exit {
    dispatch_by(cli, &SystemClock)
}

/// Does what the command line asks for, by another clock than the system's: the program has no way to this,
/// a test that lets the daemon live through weeks in an hour has.
#[must_use]
pub fn dispatch_by(cli: &Cli, clock: &dyn Clock) -> Exit {
    let common = &cli.common;
    let lang = Lang::from(common.lang);
    let done = match &cli.command {
        Command::Run(args) => run::run(args, common, clock),
        Command::Check(args) => check::check(args, common, clock),
        Command::Serve(args) => serve::run(args, common, clock),
        Command::Status(args) => serve::status(args, clock),
        Command::History(args) => serve::history(args),
        Command::Preview(args) => preview::run(args, common),
        Command::Next(args) => next::run(args, clock),
        Command::Why(args) => check::why(args, clock),
        Command::Archive(args) => archive::run(args, common, clock),
        Command::Explain(args) => explain::run(args, lang),
        Command::Template(args) => template::run(args),
        Command::Init(args) => init::init(args, common),
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(*shell, &mut Cli::command(), "tongbao", &mut script);
            out!("{}", String::from_utf8_lossy(&script));
            Ok(Exit::Done)
        }
        Command::Man => man(),
        Command::ReadWorkbooks => crate::collect::work()
            .map(|()| Exit::Done)
            .map_err(|cause| Failure::not_issued(format!("cannot read workbooks: {cause}"))),
    };
    done.unwrap_or_else(|failure| refuse(&failure))
}

/// Says why nothing was done, and how the program ends.
#[must_use]
pub fn refuse(failure: &Failure) -> Exit {
    eprintln!("{failure}");
    failure.exit
}

fn man() -> Result<Exit, Failure> {
    let mut page = Vec::new();
    clap_mangen::Man::new(Cli::command())
        .render(&mut page)
        .map_err(|cause| Failure::not_issued(format!("cannot make the manual page: {cause}")))?;
    out!("{}", String::from_utf8_lossy(&page));
    Ok(Exit::Done)
}

/// Data for whoever reads stdout. What cannot be written is let go: the command's work, an edition above
/// all, goes on, and its exit code still says how it ended.
fn to_stdout(text: std::fmt::Arguments<'_>) {
    use std::io::Write as _;
    let _ = std::io::stdout().lock().write_fmt(text);
}

/// A JSON value as stdout shows it.
fn print_json(value: &serde_json::Value) {
    outln!("{}", serde_json::to_string_pretty(value).expect("strings, numbers, lists and maps"));
}

/// Is the answer for scripts?
fn is_json(format: Format) -> bool {
    format == Format::Json
}
