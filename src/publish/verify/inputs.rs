//! Kept inputs against the record: what is missing, altered, or kept for no edition.

use super::super::keep::{DIGITS, INPUTS, is_sha256};
use super::super::{PublishError, Series, atomic};
use super::{Depth, Finding, extra, held, left_over};
use crate::publish::Verdict;

/// All that is wrong with them: those recorded in the order of their hashes, then those that are not.
pub(super) fn check(series: &Series, depth: Depth) -> Result<Vec<Finding>, PublishError> {
    let kept = series.kept_inputs();
    let mut findings = Vec::new();
    for (sha, (size, entry)) in &kept {
        findings.extend(held(&series.input_path(sha), entry, (sha, *size), depth)?);
    }
    let folder = series.folder().join(INPUTS);
    for first in atomic::names_in(&folder)? {
        let within = folder.join(&first);
        if !within.is_dir() || first.len() != DIGITS {
            findings.push(extra(within, "nothing of this name belongs here"));
            continue;
        }
        for name in atomic::names_in(&within)? {
            let path = within.join(&name);
            if kept.contains_key(name.as_str()) && series.input_path(&name) == path {
                continue;
            }
            let is_temporary = name.strip_prefix(atomic::TEMPORARY).is_some_and(is_sha256);
            if is_temporary {
                findings.push(left_over(path));
            } else if is_sha256(&name) && series.input_path(&name) == path {
                // a run was cut short before its record, or a giving up before its removal
                let message =
                    "no edition needs it: left by a run that was cut short; `archive prune` removes it";
                findings.push(Finding::of_file(Verdict::LeftOver, &path, None, message));
            } else {
                findings.push(extra(path, "nothing of this name belongs here"));
            }
        }
    }
    Ok(findings)
}
