//! The command line; doc comments are the help. No behaviour stands here.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::model::{Day, Lang};

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

/// `tongbao run`
#[derive(Clone, Debug, Args)]
pub struct RunArgs {
    /// Plans: schedules/NAME.yaml
    #[arg(required = true, value_name = "PLAN")]
    pub plans: Vec<PathBuf>,

    /// Report day, 2021-07-14, or a range 2021-07-13..2021-07-14, both in; by
    /// default the plan's report day
    #[arg(long, value_name = "DAY", value_parser = parse_days)]
    pub date: Option<Days>,

    /// Where files are
    #[command(flatten)]
    pub folders: Folders,

    /// Do all but write
    #[arg(long)]
    pub dry_run: bool,

    /// Issue a correction of the day's edition, for this reason
    #[arg(long, value_name = "REASON")]
    pub correct: Option<String>,

    /// Issue a day that lies before the last issue's, under the next number
    #[arg(long)]
    pub out_of_order: bool,

    /// How the outcome is written to stdout
    #[arg(long, value_enum, default_value_t = Format::Text, value_name = "FORMAT")]
    pub format: Format,
}

/// `tongbao check`
#[derive(Clone, Debug, Args)]
pub struct CheckArgs {
    /// Plans: schedules/NAME.yaml
    #[arg(required = true, value_name = "PLAN")]
    pub plans: Vec<PathBuf>,

    /// Report day; by default the plan's
    #[arg(long, value_name = "DAY")]
    pub date: Option<Day>,

    /// Where files are
    #[command(flatten)]
    pub folders: Folders,

    /// Write a notice (.txt and .xlsx) for each district with something to mend
    /// to this folder
    #[arg(long, value_name = "DIR")]
    pub notices: Option<PathBuf>,

    /// A printed table to hold against the figures, cell by cell
    #[arg(long, value_name = "FILE.csv")]
    pub printed: Option<PathBuf>,

    /// How the report is written to stdout
    #[arg(long, value_enum, default_value_t = Format::Text, value_name = "FORMAT")]
    pub format: Format,
}

/// `tongbao preview`
#[derive(Clone, Debug, Args)]
pub struct PreviewArgs {
    /// The plan
    #[arg(value_name = "PLAN")]
    pub plan: PathBuf,

    /// How many districts; by default the plan's
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=2000))]
    pub districts: Option<u16>,

    /// How many days there were issues, this one's included
    #[arg(long, value_name = "N", default_value_t = 8, value_parser = clap::value_parser!(u16).range(1..=366))]
    pub days: u16,

    /// How many articles; by default none
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(0..=200))]
    pub articles: Option<u16>,

    /// How many streets a district has, each in a table of its district; by default five where the plan
    /// sets streets, else none
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(0..=200))]
    pub streets: Option<u16>,

    /// The PDF to write
    #[arg(long, value_name = "FILE")]
    pub out: PathBuf,

    /// Render again whenever the plan or its style changes, until Ctrl-C
    #[arg(long)]
    pub watch: bool,
}

/// `tongbao serve`
#[derive(Clone, Debug, Args)]
pub struct ServeArgs {
    /// The daemon's plans and its own folder
    #[command(flatten)]
    pub desk: DaemonFolders,
}

/// Where a daemon's files are.
#[derive(Clone, Debug, Args)]
pub struct DaemonFolders {
    /// Folder of plans
    #[arg(default_value = "schedules", value_name = "DIR")]
    pub folder: PathBuf,

    /// Folder of the daemon's own files: state, history, status, metrics; by
    /// default .serve in the folder of plans
    #[arg(long, value_name = "DIR")]
    pub state: Option<PathBuf>,
}

/// `tongbao status`
#[derive(Clone, Debug, Args)]
pub struct StatusArgs {
    /// The daemon's plans and its own folder
    #[command(flatten)]
    pub desk: DaemonFolders,

    /// All is well only if every series had an edition within this time: 26h,
    /// 90m, 8d; by default no time is asked for
    #[arg(long, value_name = "TIME", value_parser = parse_span)]
    pub max_age: Option<chrono::TimeDelta>,

    /// How the status is written to stdout
    #[arg(long, value_enum, default_value_t = Format::Text, value_name = "FORMAT")]
    pub format: Format,
}

/// `tongbao history`
#[derive(Clone, Debug, Args)]
pub struct HistoryArgs {
    /// The daemon's plans and its own folder
    #[command(flatten)]
    pub desk: DaemonFolders,

    /// Only this series
    #[arg(long, value_name = "SERIES")]
    pub series: Option<String>,

    /// How many of the latest
    #[arg(short = 'n', long, default_value_t = 20, value_name = "N")]
    pub count: usize,

    /// How the list is written to stdout
    #[arg(long, value_enum, default_value_t = Format::Text, value_name = "FORMAT")]
    pub format: Format,
}

/// `tongbao next`
#[derive(Clone, Debug, Args)]
pub struct NextArgs {
    /// Folder of plans
    #[arg(default_value = "schedules", value_name = "DIR")]
    pub folder: PathBuf,

    /// How many firings
    #[arg(short = 'n', long, default_value_t = 10, value_name = "N")]
    pub count: usize,

    /// From this time on, 2021-07-14T18:00:00+08:00; by default now
    #[arg(long, value_name = "TIME")]
    pub from: Option<chrono::DateTime<chrono::FixedOffset>>,

    /// How the list is written to stdout
    #[arg(long, value_enum, default_value_t = Format::Text, value_name = "FORMAT")]
    pub format: Format,
}

/// `tongbao why`
#[derive(Clone, Debug, Args)]
pub struct WhyArgs {
    /// The plan
    #[arg(value_name = "PLAN")]
    pub plan: PathBuf,

    /// Report day; by default the plan's
    #[arg(long, value_name = "DAY")]
    pub date: Option<Day>,

    /// District by its name or an alias, or 合计; by default all
    #[arg(long, value_name = "NAME")]
    pub district: Option<String>,

    /// Measure by its name; by default all
    #[arg(long, value_name = "NAME")]
    pub measure: Option<String>,

    /// Where files are
    #[command(flatten)]
    pub folders: Folders,

    /// How the answer is written to stdout
    #[arg(long, value_enum, default_value_t = Format::Text, value_name = "FORMAT")]
    pub format: Format,
}

/// The archive that is looked up where none is named.
pub const DEFAULT_ARCHIVE: &str = "archive";

/// `tongbao archive`
#[derive(Clone, Debug, Args)]
pub struct ArchiveArgs {
    /// What to look up
    #[command(subcommand)]
    pub action: ArchiveAction,

    /// Folder of all that was issued
    #[arg(long, global = true, default_value = DEFAULT_ARCHIVE, value_name = "DIR")]
    pub archive: PathBuf,

    /// Folder of bulletins, looked at too where given
    #[arg(long, global = true, value_name = "DIR")]
    pub outbox: Option<PathBuf>,

    /// How the answer is written to stdout
    #[arg(long, global = true, value_enum, default_value_t = Format::Text, value_name = "FORMAT")]
    pub format: Format,
}

/// What to look up.
#[derive(Clone, Debug, Subcommand)]
pub enum ArchiveAction {
    /// Every issue, a line each
    List {
        /// Only this series
        series: Option<String>,
    },
    /// One issue: its figures and what went into it
    Show {
        /// The series
        series: String,
        /// The report day, or the issue's number
        issue: String,
    },
    /// Recompute every hash and name what is missing, altered or extra
    Verify {
        /// Only this series
        series: Option<String>,
        /// Sizes and the chain of records alone
        #[arg(long)]
        quick: bool,
    },
    /// Make an issue again of the inputs kept, and hold it against the record
    #[command(after_help = "Exit codes: 0 the same bytes, 1 an input is not there, 3 it differs: says what")]
    Reproduce {
        /// The series
        series: String,
        /// The report day, or the issue's number
        issue: String,
        /// The revision: 0 as first issued, 1 for the first correction; by
        /// default the latest
        #[arg(long, value_name = "N")]
        revision: Option<u32>,
        /// Write the PDF made again to this file, which must not be there
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
    /// Declare an issue void (作废): it counts no more, its number is not given
    /// again, its bulletin is taken out of the outbox
    Void {
        /// The series
        series: String,
        /// The report day, or the issue's number
        issue: String,
        /// Why, recorded for good
        #[arg(long, value_name = "REASON")]
        reason: String,
    },
    /// Give up what the plans' `retention` allows: old inputs, then PDFs that a
    /// correction replaced
    Prune {
        /// Plans: schedules/NAME.yaml
        #[arg(required = true, value_name = "PLAN")]
        plans: Vec<PathBuf>,
        /// As on this day; by default the plan's report day
        #[arg(long, value_name = "DAY")]
        date: Option<Day>,
        /// Say what would be removed
        #[arg(long)]
        dry_run: bool,
    },
    /// Issues of a day, number or district, or that hold the words
    #[command(after_help = "Examples:
  tongbao archive search 东城区 T002
  tongbao archive search --day 2021-07-01..2021-07-31 --district 东城区
  tongbao archive search --number 67")]
    Search {
        /// Words in title, reason, district, street, fault, file name or
        /// correction; an issue must hold all of them
        words: Vec<String>,
        /// Report day, 2021-07-14, or a range 2021-07-13..2021-07-14, both in
        #[arg(long, value_name = "DAY", value_parser = parse_days)]
        day: Option<Days>,
        /// The issue's number: 67
        #[arg(long, value_name = "N")]
        number: Option<u32>,
        /// A district or street, by its name or a part of it
        #[arg(long, value_name = "NAME")]
        district: Option<String>,
        /// Only this series
        #[arg(long, value_name = "SERIES")]
        series: Option<String>,
    },
}

/// `tongbao explain`
#[derive(Clone, Debug, Args)]
pub struct ExplainArgs {
    /// A fault's code, such as T002; all where none is given
    #[arg(value_name = "CODE")]
    pub code: Option<String>,
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

/// A range of days, both in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Days {
    /// the first
    pub from: Day,
    /// the last, not before the first
    pub to: Day,
}

impl Days {
    /// Day by day.
    pub fn each(self) -> impl Iterator<Item = Day> {
        std::iter::successors(Some(self.from), move |day| Some(day.next()).filter(|next| *next <= self.to))
    }
}

/// 26h, 90m, 8d.
fn parse_span(text: &str) -> Result<chrono::TimeDelta, String> {
    let wrong = || format!("expected a number and m, h or d, as 26h, found `{text}`");
    let unit = text.chars().next_back().ok_or_else(wrong)?;
    let number = &text[..text.len() - unit.len_utf8()];
    // a hundred years: beyond it dates end
    let number: u32 = number.parse().ok().filter(|n| *n <= 876_000).ok_or_else(wrong)?;
    match unit {
        'm' => Ok(chrono::TimeDelta::minutes(number.into())),
        'h' => Ok(chrono::TimeDelta::hours(number.into())),
        'd' => Ok(chrono::TimeDelta::days(number.into())),
        _ => Err(wrong()),
    }
}

fn parse_days(text: &str) -> Result<Days, String> {
    let (from, to) = text.split_once("..").unwrap_or((text, text));
    let days = Days { from: from.parse()?, to: to.parse()? };
    if days.to < days.from {
        return Err(format!("the range ends before it begins; write {to}..{from}"));
    }
    // ten years: a slip in a year's digit must not ask for a thousand bulletins
    if days.to.since(days.from) > 3660 {
        return Err("the range spans more than ten years".to_owned());
    }
    Ok(days)
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

    #[test]
    fn a_range_of_days_has_both_ends_in() {
        let days = parse_days("2021-07-30..2021-08-01").unwrap();
        let each: Vec<String> = days.each().map(|d| d.to_string()).collect();
        assert_eq!(each, ["2021-07-30", "2021-07-31", "2021-08-01"]);
        assert!(parse_days("2021-07-14..2021-07-13").is_err());
        assert!(parse_days("yesterday").is_err());
    }

    #[test]
    fn a_span_has_a_number_and_a_unit() {
        assert_eq!(parse_span("26h").unwrap(), chrono::TimeDelta::hours(26));
        assert_eq!(parse_span("8d").unwrap(), chrono::TimeDelta::days(8));
        for wrong in ["", "h", "26", "-1h", "26小时", "99999999d", "1.5h"] {
            assert_eq!(
                parse_span(wrong).unwrap_err(),
                format!("expected a number and m, h or d, as 26h, found `{wrong}`")
            );
        }
    }
}
