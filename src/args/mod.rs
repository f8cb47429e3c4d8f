//! The command line; doc comments are the help. No behaviour stands here.

mod archive;
mod daemon;
mod days;
mod edition;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

pub use archive::{ArchiveAction, ArchiveArgs, DEFAULT_ARCHIVE};
pub use daemon::{DaemonFolders, HistoryArgs, NextArgs, ServeArgs, StatusArgs};
pub use days::Days;
pub use edition::{CheckArgs, PreviewArgs, RunArgs, WhyArgs};

use crate::model::Lang;

/// Reads the districts' workbooks of a day and issues a Chinese PDF bulletin of progress, shares and
/// ranks, with an archive of all that was issued.
#[derive(Debug, Parser)]
#[command(name = "tongbao", version, about, max_term_width = 80, after_help = AFTER)]
pub struct Cli {
    /// What to do
    #[command(subcommand)]
    pub command: Command,

    /// Options of every command
    #[command(flatten)]
    pub common: Common,
}

/// The hidden command of the processes that read workbooks: nothing for people or scripts.
pub const READ_WORKBOOKS: &str = "read-workbooks";

const AFTER: &str = "\
Examples:
  tongbao init desk                                  a desk to try it on
  tongbao check desk/schedules/house-safety.yaml --date 2021-07-14
  tongbao run desk/schedules/house-safety.yaml --date 2021-07-13..2021-07-14
  tongbao why desk/schedules/house-safety.yaml --date 2021-07-14 \\
      --district 东城区 --measure 户数

Exit codes:
  0   done (also: this edition stands already, same inputs)
  1   not issued: says what failed
  2   wrong usage
  3   issued, or checked, with errors: a district, file or value not used, or
      a printed cell that differs
  75  another instance holds the lock, or try again later
  78  a plan is wrong

Data goes to stdout; log, progress and messages go to stderr.";

/// Options of every command.
#[derive(Clone, Debug, Args)]
pub struct Common {
    /// Folder of the six font files; by default the folder fonts beside the
    /// plan's tree, beside the program, or in share/tongbao/fonts
    #[arg(long, global = true, value_name = "DIR")]
    pub fonts: Option<PathBuf>,

    /// How log lines are written
    #[arg(long, global = true, value_enum, default_value_t = LogFormat::Text, value_name = "FORMAT")]
    pub log: LogFormat,

    /// Write the log to a file a day in this folder too: tongbao.2021-07-14.log
    #[arg(long, global = true, value_name = "DIR")]
    pub log_dir: Option<PathBuf>,

    /// Keep the log files of so many past days; by default all
    #[arg(long, global = true, value_name = "N", requires = "log_dir")]
    #[arg(value_parser = clap::value_parser!(u32).range(1..))]
    pub log_keep: Option<u32>,

    /// Language of faults and notices to staff; the bulletin is Chinese
    #[arg(long, global = true, value_enum, default_value_t = Language::Zh, value_name = "LANG")]
    pub lang: Language,

    /// Count warnings as errors
    #[arg(long, global = true)]
    pub strict: bool,

    /// Log more: -v what was read, -vv every step
    #[arg(short, long, global = true, action = clap::ArgAction::Count)]
    pub verbose: u8,
}

/// How log lines are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    /// For people
    Text,
    /// One JSON object a line
    Json,
}

/// The language of messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Language {
    /// Chinese
    Zh,
    /// English
    En,
}

impl From<Language> for Lang {
    fn from(language: Language) -> Lang {
        match language {
            Language::Zh => Lang::Zh,
            Language::En => Lang::En,
        }
    }
}

/// How a report is written to stdout.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people
    Text,
    /// For scripts
    Json,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Issue one edition of each plan, now
    #[command(after_help = "Examples:
  tongbao run schedules/house-safety.yaml
  tongbao run schedules/*.yaml --date 2021-07-13..2021-07-14
  tongbao run schedules/house-safety.yaml --date 2021-07-14 \\
      --correct \"东城区补报\"

Exit codes: 0 done, 1 not issued, 3 issued with errors, 75 locked, 78 plan wrong")]
    Run(RunArgs),

    /// Read plan, fonts and workbooks and report every fault; write nothing
    #[command(after_help = "Exit codes: 0 nothing wrong, 1 cannot be read, 3 errors or a printed cell that
differs, 78 plan wrong")]
    Check(CheckArgs),

    /// Render the bulletin from made-up figures, to design it before data exists
    #[command(after_help = "Every page is marked 样张. Inbox, outbox and archive are not touched.

Example:
  tongbao preview schedules/house-safety.yaml --districts 30 --days 14 \\
      --articles 2 --out preview.pdf --watch

Exit codes: 0 done, 1 cannot be rendered or written, 78 plan wrong")]
    Preview(PreviewArgs),

    /// Issue every plan of a folder when it is due, night after night
    #[command(
        after_help = "Signals: SIGTERM or SIGINT finishes the edition in hand and ends, a second one ends
at once; SIGHUP reads the plans again, which a changed file does by itself.

Exit codes: 0 asked to end, 1 its own folder cannot be used, 75 another
instance serves the folder, 78 a plan is wrong at the start"
    )]
    Serve(ServeArgs),

    /// Say how the daemon fares, for people and probes
    #[command(after_help = "Example:
  tongbao status schedules --max-age 26h

Exit codes: 0 all is well, 1 not: says what")]
    Status(StatusArgs),

    /// List what the daemon did, the latest last
    History(HistoryArgs),

    /// Show when plans are due next
    Next(NextArgs),

    /// Say where a figure comes from: file, sheet, cells, formula, rounding
    Why(WhyArgs),

    /// Look up, verify and make again what was issued
    Archive(ArchiveArgs),

    /// Explain a fault's code, or list all
    Explain(ExplainArgs),

    /// Write the districts' blank workbooks
    #[command(after_help = "Example:
  tongbao template schedules/house-safety.yaml --out templates

A file that is there is never replaced, unless with --overwrite.")]
    Template(TemplateArgs),

    /// Set up a desk that works at once: plan, sample workbooks, fonts
    Init(InitArgs),

    /// Print a completion script
    Completions {
        /// The shell
        #[arg(value_enum)]
        shell: clap_complete::Shell,
    },

    /// Print the manual page
    Man,

    /// Read workbooks for another process of this program: asked on stdin,
    /// answered on stdout
    #[command(hide = true, name = READ_WORKBOOKS)]
    ReadWorkbooks,
}

/// Options that say where a plan's files are, in place of the plan.
#[derive(Clone, Debug, Default, Args)]
pub struct Folders {
    /// Folder of the day's workbooks, in place of the plan's; `{day}` in it is
    /// filled in
    #[arg(long, value_name = "DIR")]
    pub inbox: Option<String>,

    /// Folder for others to take bulletins from, in place of the plan's
    #[arg(long, value_name = "DIR")]
    pub outbox: Option<PathBuf>,

    /// Folder of all that was issued, in place of the plan's
    #[arg(long, value_name = "DIR")]
    pub archive: Option<PathBuf>,
}

/// `tongbao explain`
#[derive(Clone, Debug, Args)]
pub struct ExplainArgs {
    /// A fault's code, such as T002; all where none is given
    #[arg(value_name = "CODE")]
    pub code: Option<String>,
    /// How the list is written to stdout
    #[arg(long, value_enum, default_value_t = Format::Text, value_name = "FORMAT")]
    pub format: Format,
}

/// `tongbao template`
#[derive(Clone, Debug, Args)]
pub struct TemplateArgs {
    /// The plan
    #[arg(value_name = "PLAN")]
    pub plan: PathBuf,

    /// Folder to write them to, made where it is missing
    #[arg(long, default_value = "templates", value_name = "DIR")]
    pub out: PathBuf,

    /// District by its name or an alias; by default all
    #[arg(long, value_name = "NAME")]
    pub district: Option<String>,

    /// Replace files that are there
    #[arg(long)]
    pub overwrite: bool,
}

/// `tongbao init`
#[derive(Clone, Debug, Args)]
pub struct InitArgs {
    /// Folder to set up: new, or empty
    #[arg(value_name = "DIR")]
    pub folder: PathBuf,
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn every_argument_of_every_command_has_help() {
        fn walk(command: &clap::Command) {
            for argument in command.get_arguments() {
                let helped = argument.get_help().is_some()
                    || ["help", "version"].contains(&argument.get_id().as_str());
                assert!(helped, "{} {}", command.get_name(), argument.get_id());
            }
            assert!(command.get_about().is_some(), "{}", command.get_name());
            command.get_subcommands().for_each(walk);
        }
        walk(&Cli::command());
    }
}
