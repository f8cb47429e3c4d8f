//! `archive reproduce`: an issue made again of what was kept, and held against what was recorded.
//!
//! The plan is the one kept, the inbox a folder of links to the workbooks kept, the earlier figures those of
//! the archive as it stood then. Program and fonts are today's: where the bytes differ, that is looked at
//! first.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::super::edition::{Lain, inputs, press_again};
use super::super::fonts;
use super::scratch::{Scratch, sha_of};
use crate::articles;
use crate::collect::Inbox;
use crate::error::Failure;
use crate::model::sha256;
use crate::plan::{self, DayPath, Plan};
use crate::publish::{Bundle, Entry, InputKind, Kept, Series, deposit};
use crate::reckon::{Record, changes};

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Reproduced {
    label: String,
    day: String,
    /// name, SHA-256 recorded, SHA-256 now
    files: Vec<(String, String, String)>,
    /// what differs, a sentence each; empty where every byte is the same
    differences: Vec<String>,
    /// the PDF made again, where asked for
    out: Option<PathBuf>,
}

impl Reproduced {
    /// Is every byte the same?
    pub(super) fn is_same(&self) -> bool {
        self.files.iter().all(|(_, then, now)| then == now)
    }
}

/// Makes the issue again.
///
/// # Errors
/// [`Failure`] where an input was not kept, was given up, or is not as recorded; where the kept plan is none
/// to this version of the program.
pub(super) fn reproduce(
    series: &Series,
    entry: &Entry,
    named_fonts: Option<&Path>,
    out: Option<&Path>,
) -> Result<Reproduced, Failure> {
    let then = series.before(entry);
    let mut plan = kept_plan(series, entry)?;
    let scratch = Scratch::new(series)?;
    scratch.lay_out(series, entry)?;
    let inbox = Inbox::open(&scratch.inbox()).map_err(Failure::not_issued)?;
    if let Some(articles) = &mut plan.articles {
        articles.folder = DayPath { template: scratch.texts().display().to_string() };
    }
    let texts = articles::read(&plan, entry.day);
    let lain = Lain { inbox: &inbox, texts: &texts };
    let faces = fonts::open(named_fonts, &plan)?;
    let bundle = press_again(&plan, entry, &then, &lain, &faces)?;

    let mut asides: Vec<String> = entry.inputs.asides(&inputs(&plan, entry.day, &lain, &then, &faces));
    asides.iter_mut().for_each(|aside| *aside = format!("{aside} since"));
    asides.extend(unreadable_then(entry, &inbox));
    let made = compared(series, entry, &bundle, asides);
    if let Some(out) = out {
        deposit(out, &bundle.pdf)?;
    }
    Ok(Reproduced { out: out.map(Path::to_owned), ..made })
}

/// The plan as it was.
fn kept_plan(series: &Series, entry: &Entry) -> Result<Plan, Failure> {
    let recorded = entry.inputs.of(InputKind::Plan).find_map(|input| Some((&input.name, sha_of(input)?)));
    let (name, sha) = recorded
        .ok_or_else(|| Failure::not_issued(format!("the record of {} names no plan", entry.label)))?;
    let text_of = |sha: &str| -> Result<String, Failure> {
        let bytes = series.input(entry, sha)?;
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    };
    let text = text_of(sha)?;
    let style = entry.inputs.of(InputKind::Style).find_map(sha_of).map(text_of).transpose()?;
    plan::parse_kept(&text, style.as_deref(), Path::new(name)).map_err(|faults| {
        let text = faults.to_string();
        Failure::not_issued(format!(
            "the plan that {} was made by is none to this version of the program: {}",
            entry.label,
            text.trim_start_matches("error: ")
        ))
        .hint("use the version that the record names: `tongbao archive show` tells it")
    })
}

/// Files that could not be read then are not here to be met again.
fn unreadable_then(entry: &Entry, inbox: &Inbox) -> Vec<String> {
    let now: Vec<&str> = inbox.left_out().map(|(name, _)| name).collect();
    entry
        .inputs
        .of(InputKind::PassedOver)
        .filter(|input| !now.contains(&input.name.as_str()))
        .map(|input| format!("{} could not be read then, and its note is lacking", input.name))
        .collect()
}

fn compared(series: &Series, entry: &Entry, bundle: &Bundle, asides: Vec<String>) -> Reproduced {
    let mut differences = Vec::new();
    let mut file = |kept: Option<&Kept>, bytes: &[u8], what: &str| {
        let kept = kept?;
        let now = sha256(bytes);
        if now != kept.sha256 {
            differences.push(format!("{what} differ: {} bytes then, {} now", kept.size, bytes.len()));
        }
        Some((kept.name.clone(), kept.sha256.clone(), now))
    };
    let mut files = vec![
        file(entry.pdf(), &bundle.pdf, "the PDF's bytes"),
        file(entry.figures(), &bundle.figures, "the figures' bytes"),
    ];
    for beside in &bundle.beside {
        let kept = entry.files.iter().find(|kept| kept.name.ends_with(&beside.ending));
        files.push(file(kept, &beside.bytes, &format!("the bytes of {}", beside.ending)));
    }
    if !differences.is_empty() {
        let figures = |bytes: &[u8]| Record::from_json(bytes).ok();
        let then = series.figures(entry).ok().and_then(|bytes| figures(&bytes));
        match then.zip(figures(&bundle.figures)).map(|(then, now)| changes(&then, &now)) {
            Some(found) if found.is_empty() => {
                differences.push("every printed figure is the same".to_owned())
            }
            Some(found) => differences.extend(
                found.into_iter().map(|[who, what, old, new]| format!("{who} {what}: {old} then, {new} now")),
            ),
            None => differences.push("the archived figures cannot be read to compare them".to_owned()),
        }
        match asides.is_empty() {
            true => differences.push(
                "program and fonts say that they are the same versions: was the program built from other sources?"
                    .to_owned(),
            ),
            false => differences.extend(asides),
        }
    }
    Reproduced {
        label: entry.label.clone(),
        day: entry.day.to_string(),
        files: files.into_iter().flatten().collect(),
        differences,
        out: None,
    }
}

/// The same bytes, or what differs, a line each.
pub(super) fn text(made: &Reproduced) -> String {
    let mut out = String::new();
    let verdict = if made.is_same() { "made again, the same bytes" } else { "made again, it differs" };
    out += &format!("{} {}: {verdict}\n", made.day, made.label);
    for (name, then, now) in &made.files {
        out += &match then == now {
            true => format!("  {name}  sha256 {now}\n"),
            false => format!("  {name}  sha256 {now}, recorded {then}\n"),
        };
    }
    for difference in &made.differences {
        out += &format!("  {difference}\n");
    }
    if let Some(path) = &made.out {
        out += &format!("  written to {}\n", path.display());
    }
    out
}

/// `{"label", "day", "same", "files": [{"name", "recorded", "made"}], "differences": […], "out"}`
pub(super) fn json(made: &Reproduced) -> Value {
    let file =
        |(name, then, now): &(String, String, String)| json!({ "name": name, "recorded": then, "made": now });
    json!({ "label": made.label, "day": made.day, "same": made.is_same(), "differences": made.differences,
            "files": made.files.iter().map(file).collect::<Vec<_>>(), "out": made.out })
}
