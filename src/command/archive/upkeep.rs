//! `archive void` and `archive prune`: the two commands that change an archive, each by a line of its record.

use serde_json::{Value, json};

use crate::error::{Exit, Failure};
use crate::publish::{Removal, Voided};

/// The reason for a void, which is recorded for good.
///
/// # Errors
/// Wrong usage, where it says nothing.
pub(super) fn reason(given: &str) -> Result<&str, Failure> {
    let reason = given.trim();
    if reason.is_empty() || reason.chars().any(char::is_control) {
        return Err(Failure::new(Exit::Usage, "--reason needs words in one line, which are recorded")
            .hint("--reason \"误发\""));
    }
    Ok(reason)
}

/// What was declared void, and what became of its bulletins.
pub(super) fn void_text(series: &str, done: &Voided, has_outbox: bool) -> String {
    let void = &done.void;
    let already = if done.already { " was void already" } else { " is void" };
    let mut out = format!("{series} {} {}{already}: {}\n", void.day, void.label, void.reason);
    out += &format!("  its number {} is not given again; the archive keeps its files\n", void.number);
    for path in &done.withdrawn {
        out += &format!("  taken out of the outbox: {}\n", path.display());
    }
    for path in &done.left {
        out += &format!("  left in the outbox, since it is not as recorded: {}\n", path.display());
    }
    if !has_outbox {
        out += "  no outbox was looked at: name it with --outbox DIR to have the bulletin taken out\n";
    }
    for label in &done.compared {
        out += &format!("  {label} was compared with it: to compare it with the one before, correct it\n");
    }
    out
}

/// `{"series", "number", "day", "label", "reason", "already", "withdrawn", "left", "compared"}`
pub(super) fn void_json(series: &str, done: &Voided) -> Value {
    json!({ "series": series, "number": done.void.number, "day": done.void.day, "label": done.void.label,
            "reason": done.void.reason, "already": done.already, "withdrawn": done.withdrawn,
            "left": done.left, "compared": done.compared })
}

/// What retention lets go, of one series.
#[derive(Clone, Debug)]
pub(super) struct Pruning {
    pub series: String,
    /// nothing was asked for: the plan has no `retention`
    pub off: bool,
    pub dry_run: bool,
    pub removal: Removal,
}

/// A line a file, and a line a series.
pub(super) fn prune_text(all: &[Pruning]) -> String {
    let mut out = String::new();
    for Pruning { series, off, dry_run, removal } in all {
        if *off {
            out += &format!("{series}: the plan has no `retention`: everything is kept\n");
            continue;
        }
        let verb = if *dry_run { "would be removed" } else { "removed" };
        for path in &removal.files {
            out += &format!("{}\n", path.display());
        }
        let (files, bytes) = (removal.files.len(), removal.bytes);
        out +=
            &format!("{series}: {files} file{} {verb}, {bytes} bytes\n", if files == 1 { "" } else { "s" });
    }
    out
}

/// `[{"series", "retention", "dry_run", "files", "bytes"}, …]`
pub(super) fn prune_json(all: &[Pruning]) -> Value {
    all.iter()
        .map(|one| {
            json!({ "series": one.series, "retention": !one.off, "dry_run": one.dry_run,
                    "files": one.removal.files, "bytes": one.removal.bytes })
        })
        .collect()
}
