//! Cron expressions.

/// A checked cron expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expression {
    text: String,
}

impl Expression {
    /// As written in the plan.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }
}
