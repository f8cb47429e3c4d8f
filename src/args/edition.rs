//! What commands on a plan's bulletin take: run, check, preview, why.

use std::path::PathBuf;

use clap::Args;

use super::days::{Days, parse_days};
use super::{Folders, Format};
use crate::model::Day;

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
