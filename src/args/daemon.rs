//! What the daemon takes, and those who ask after it: serve, status, history, next.

use std::path::PathBuf;

use clap::Args;

use super::Format;

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

#[cfg(test)]
mod tests {
    use super::*;

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
