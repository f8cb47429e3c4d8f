//! What went into an edition, and whether it is the same again.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Everything that went into an edition, in order of kind and name, nothing twice.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Vec<Input>")]
pub struct Inputs(Vec<Input>);

/// One thing that went in.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Input {
    /// what it is
    pub kind: InputKind,
    /// a workbook's or text's name in the inbox, with `/` between folders; else a file's, face's or program's name
    pub name: String,
    /// what tells it from another of its name
    #[serde(flatten)]
    pub mark: Mark,
}

/// The kinds of input.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InputKind {
    /// the plan's file
    Plan,
    /// the style's file that the plan names; the shipped ones are the program's
    Style,
    /// a workbook that was read, or refused
    Workbook,
    /// a written text (工作动态, 经验做法)
    Text,
    /// the figures of the last issue, which changes are counted from
    LastIssue,
    /// a font's face
    Font,
    /// this program
    Program,
    /// a file of the inbox that was not read, and the code of the fault that says why
    PassedOver,
    /// a kind that a later version of this program records
    #[serde(other)]
    Other,
}

/// What tells an input from another of its name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mark {
    /// lower-case hex of the SHA-256 of its bytes
    Sha256(String),
    /// in words: a version
    Stated(String),
}

impl Input {
    /// An input known by the SHA-256 of its bytes, in lower-case hex.
    #[must_use]
    pub fn hashed(kind: InputKind, name: impl Into<String>, sha256: impl Into<String>) -> Input {
        Input { kind, name: name.into(), mark: Mark::Sha256(sha256.into()) }
    }

    /// An input known by what it says of itself: a program's or a font's version.
    #[must_use]
    pub fn stated(kind: InputKind, name: impl Into<String>, version: impl Into<String>) -> Input {
        Input { kind, name: name.into(), mark: Mark::Stated(version.into()) }
    }
}

impl InputKind {
    /// Does a change of it make an edition another one?
    ///
    /// Files passed over (a lock file of a workbook that somebody has open) do not. Fonts and the program do
    /// not either, though they are recorded: after an upgrade in the afternoon, the
    /// night's second run for a day that stands must still find it standing, with nobody there to ask.
    #[must_use]
    pub fn counts(self) -> bool {
        match self {
            InputKind::Plan
            | InputKind::Style
            | InputKind::Workbook
            | InputKind::Text
            | InputKind::LastIssue => true,
            InputKind::Font | InputKind::Program | InputKind::PassedOver | InputKind::Other => false,
        }
    }

    /// Is there one of it at most, so that its name says nothing?
    fn is_single(self) -> bool {
        matches!(self, InputKind::Plan | InputKind::Style | InputKind::LastIssue | InputKind::Program)
    }

    /// What it is called in messages.
    #[must_use]
    pub fn noun(self) -> &'static str {
        match self {
            InputKind::Plan => "plan",
            InputKind::Style => "style",
            InputKind::Workbook => "workbook",
            InputKind::Text => "text",
            InputKind::LastIssue => "last issue",
            InputKind::Font => "font",
            InputKind::Program => "program",
            InputKind::PassedOver => "passed over",
            InputKind::Other => "input",
        }
    }
}

impl From<Vec<Input>> for Inputs {
    fn from(mut inputs: Vec<Input>) -> Inputs {
        inputs.sort();
        inputs.dedup();
        Inputs(inputs)
    }
}

impl FromIterator<Input> for Inputs {
    fn from_iter<I: IntoIterator<Item = Input>>(inputs: I) -> Inputs {
        inputs.into_iter().collect::<Vec<_>>().into()
    }
}

impl Inputs {
    /// All of them, in order of kind and name.
    #[must_use]
    pub fn all(&self) -> &[Input] {
        &self.0
    }

    /// Those of one kind, in order of name.
    pub fn of(&self, kind: InputKind) -> impl Iterator<Item = &Input> {
        self.0.iter().filter(move |input| input.kind == kind)
    }

    /// How `now` differs, in words, as far as it makes an edition another one; empty where it is the same.
    ///
    /// ```
    /// use tongbao::publish::{Input, InputKind, Inputs};
    /// let workbook = |name, sha256| Input::hashed(InputKind::Workbook, name, sha256);
    /// let then = Inputs::from(vec![workbook("东城区.ods", "aa"), workbook("魏都区.xlsx", "bb")]);
    /// let now = Inputs::from(vec![workbook("东城区.ods", "cc"), workbook("建安区.csv", "dd")]);
    /// assert_eq!(then.differences(&now), [
    ///     "workbook 东城区.ods changed",
    ///     "workbook 建安区.csv is new",
    ///     "workbook 魏都区.xlsx is gone",
    /// ]);
    /// assert!(then.differences(&then).is_empty());
    /// ```
    #[must_use]
    pub fn differences(&self, now: &Inputs) -> Vec<String> {
        self.compare(now, InputKind::counts)
    }

    /// How `now` differs in what does not make an edition another one: fonts and program.
    #[must_use]
    pub fn asides(&self, now: &Inputs) -> Vec<String> {
        self.compare(now, |kind| matches!(kind, InputKind::Font | InputKind::Program))
    }

    fn compare(&self, now: &Inputs, is_compared: fn(InputKind) -> bool) -> Vec<String> {
        let (then, now) = (self.by_name(is_compared), now.by_name(is_compared));
        let keys: std::collections::BTreeSet<_> = then.keys().chain(now.keys()).copied().collect();
        let mut changes = Vec::new();
        for key @ (kind, name) in keys {
            let change = match (then.get(&key), now.get(&key)) {
                (Some(then), Some(now)) if then == now => continue,
                (Some(_), Some(_)) => "changed",
                (None, _) => "is new",
                (_, None) => "is gone",
            };
            let article = if kind.is_single() { "the " } else { "" };
            let space = if name.is_empty() { "" } else { " " };
            changes.push(format!("{article}{}{space}{name} {change}", kind.noun()));
        }
        changes
    }

    /// The marks of each name, so that two faces of one name are compared as a pair.
    fn by_name(&self, is_compared: fn(InputKind) -> bool) -> BTreeMap<(InputKind, &str), Vec<&Mark>> {
        let mut names: BTreeMap<_, Vec<&Mark>> = BTreeMap::new();
        for input in self.0.iter().filter(|input| is_compared(input.kind)) {
            let name = if input.kind.is_single() { "" } else { input.name.as_str() };
            names.entry((input.kind, name)).or_default().push(&input.mark);
        }
        names
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_upgrade_of_program_or_fonts_does_not_make_another_edition() {
        let with = |version: &str| {
            Inputs::from(vec![
                Input::stated(InputKind::Program, "tongbao", version),
                Input::stated(InputKind::Font, "仿宋", version),
                Input::hashed(InputKind::Plan, "a.yaml", "aa"),
            ])
        };
        assert_eq!(with("1").differences(&with("2")), Vec::<String>::new());
        assert_eq!(with("1").asides(&with("2")), ["font 仿宋 changed", "the program changed"]);
    }

    #[test]
    fn a_plan_is_known_by_its_bytes_not_by_its_path() {
        let plan = |name: &str, sha: &str| Inputs::from(vec![Input::hashed(InputKind::Plan, name, sha)]);
        assert!(plan("schedules/a.yaml", "aa").differences(&plan("./a.yaml", "aa")).is_empty());
        assert_eq!(plan("a.yaml", "aa").differences(&plan("a.yaml", "bb")), ["the plan changed"]);
    }

    #[test]
    fn another_last_issue_makes_another_edition() {
        let none = Inputs::default();
        let last = Inputs::from(vec![Input::hashed(InputKind::LastIssue, "a-2021-07-13.json", "aa")]);
        assert_eq!(none.differences(&last), ["the last issue is new"]);
        assert_eq!(last.differences(&none), ["the last issue is gone"]);
    }

    #[test]
    fn what_a_later_version_records_is_read_and_left_alone() {
        let line = r#"[{"kind":"weather","name":"x","sha256":"aa","since":2},{"kind":"plan","name":"p","sha256":"bb"}]"#;
        let inputs: Inputs = serde_json::from_str(line).unwrap();
        assert_eq!(inputs.of(InputKind::Other).count(), 1);
        let plan_only = inputs.of(InputKind::Plan).cloned().collect::<Inputs>();
        assert!(inputs.differences(&plan_only).is_empty());
    }
}
