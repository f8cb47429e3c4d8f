//! What can go wrong, by stage, and the exit codes that scripts rely on.

use std::fmt;

/// The exit codes of the program: a promise to those who script it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// 0: done; also when the edition stands already with the same inputs
    Done,
    /// 1: not issued
    NotIssued,
    /// 2: wrong usage
    Usage,
    /// 3: issued, or checked, with errors
    WithErrors,
    /// 75: another instance holds the lock, or try again later
    TryAgain,
    /// 78: a plan is wrong
    WrongPlan,
}

impl Exit {
    /// The number.
    #[must_use]
    pub const fn code(self) -> u8 {
        match self {
            Exit::Done => 0,
            Exit::NotIssued => 1,
            Exit::Usage => 2,
            Exit::WithErrors => 3,
            Exit::TryAgain => 75,
            Exit::WrongPlan => 78,
        }
    }

    /// The graver of two, for a run over several days or plans: a wrong plan, then wrong usage, then
    /// what was not issued, then what must be tried again, then what was issued with errors.
    #[must_use]
    pub fn and(self, other: Exit) -> Exit {
        const GRAVITY: [Exit; 6] =
            [Exit::Done, Exit::WithErrors, Exit::TryAgain, Exit::NotIssued, Exit::Usage, Exit::WrongPlan];
        let gravity = |exit: Exit| GRAVITY.iter().position(|e| *e == exit);
        if gravity(other) > gravity(self) { other } else { self }
    }
}

/// Why a command did not do what was asked: printed as `error: …` with its causes, the hint on a line
/// of its own.
#[derive(Debug)]
pub struct Failure {
    /// the exit code
    pub exit: Exit,
    /// what, where, which rule, what was found; lower case, no full stop
    pub message: String,
    /// the way out
    pub hint: Option<String>,
    /// may the same succeed later, without anyone touching plan or workbooks? A daemon tries again then
    pub passing: bool,
}

impl Failure {
    /// A failure with its exit code.
    #[must_use]
    pub fn new(exit: Exit, message: impl fmt::Display) -> Failure {
        Failure { exit, message: message.to_string(), hint: None, passing: exit == Exit::TryAgain }
    }

    /// Nothing was issued.
    #[must_use]
    pub fn not_issued(message: impl fmt::Display) -> Failure {
        Failure::new(Exit::NotIssued, message)
    }

    /// That may pass: a full disk, a network gone.
    #[must_use]
    pub fn passing(mut self, passing: bool) -> Failure {
        self.passing |= passing;
        self
    }

    /// With the way out.
    #[must_use]
    pub fn hint(mut self, hint: impl fmt::Display) -> Failure {
        self.hint = Some(hint.to_string());
        self
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "error: {}", self.message)?;
        if let Some(hint) = &self.hint {
            write!(f, "\n  hint: {hint}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Failure {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_two_outcomes_the_graver_is_the_programs() {
        assert_eq!(Exit::Done.and(Exit::WithErrors), Exit::WithErrors);
        assert_eq!(Exit::NotIssued.and(Exit::WithErrors), Exit::NotIssued);
        assert_eq!(Exit::WithErrors.and(Exit::WrongPlan).code(), 78);
    }
}
