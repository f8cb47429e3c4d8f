//! What `tongbao archive` takes.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::Format;
use super::days::{Days, parse_days};
use crate::model::Day;

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
