//! What is wrong with a plan, all at once.

use std::fmt;
use std::path::PathBuf;

/// A place in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// from 1
    pub line: usize,
    /// in characters, from 1
    pub column: usize,
}

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanFault {
    /// where; none for the file as a whole
    pub at: Option<Position>,
    /// the key's path, items counted from 0: `districts[2].alias`; empty for the file as a whole
    pub key: String,
    /// what was found, and what was expected
    pub message: String,
    /// the way out
    pub hint: Option<String>,
}

/// All that is wrong with one plan, in the order of its lines; at least one fault.
///
/// Printed, each fault is a line `error: PATH:LINE:COLUMN: KEY: MESSAGE`, and its hint the line after.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct PlanFaults {
    /// the plan's file, as given
    pub path: PathBuf,
    /// in the order of the file's lines, those without a place last
    pub faults: Vec<PlanFault>,
    /// what is wrong with files that the plan names: its style
    pub beside: Vec<PlanFaults>,
}

impl PlanFaults {
    /// Of a file as a whole.
    pub(super) fn whole(path: impl Into<PathBuf>, message: String, hint: Option<String>) -> PlanFaults {
        let fault = PlanFault { at: None, key: String::new(), message, hint };
        PlanFaults { path: path.into(), faults: vec![fault], beside: Vec::new() }
    }
}

impl fmt::Display for PlanFaults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, fault) in self.faults.iter().enumerate() {
            if i > 0 {
                f.write_str("\n")?;
            }
            write!(f, "error: {}:", self.path.display())?;
            if let Some(Position { line, column }) = fault.at {
                write!(f, "{line}:{column}:")?;
            }
            if !fault.key.is_empty() {
                write!(f, " {}:", fault.key)?;
            }
            write!(f, " {}", fault.message)?;
            if let Some(hint) = &fault.hint {
                write!(f, "\n  hint: {hint}")?;
            }
        }
        self.beside.iter().try_for_each(|faults| write!(f, "\n{faults}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_fault_is_a_line_with_its_hint_below() {
        let faults = PlanFaults {
            path: "schedules/x.yaml".into(),
            faults: vec![
                PlanFault {
                    at: Some(Position { line: 12, column: 3 }),
                    key: "districts[2].alias".into(),
                    message: "unknown key; expected name, aliases or group".into(),
                    hint: Some("did you mean `aliases`?".into()),
                },
                PlanFault { at: None, key: String::new(), message: "file is empty".into(), hint: None },
            ],
            beside: Vec::new(),
        };
        assert_eq!(
            faults.to_string(),
            "error: schedules/x.yaml:12:3: districts[2].alias: unknown key; expected name, aliases or group\n  \
             hint: did you mean `aliases`?\n\
             error: schedules/x.yaml: file is empty"
        );
    }
}
