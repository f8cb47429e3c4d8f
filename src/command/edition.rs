//! One edition of one plan for one day: the pipeline, a line a stage.

use std::path::PathBuf;
use std::sync::Arc;

use super::beside::Made;
use super::desk::{self, Reckoned};
use super::{numbering, pages};
use crate::articles::{self, Texts};
use crate::collect::{Collected, Inbox};
use crate::compose::charts_left_out;
use crate::error::{Exit, Failure};
use crate::model::{Code, Correction, Day, Edition, Fault, SourceFile};
use crate::plan::{Plan, WhenMissing};
use crate::publish::{
    Bundle, Entry, Input, InputKind, Inputs, Mark, Material, MaterialSource, PublishError, Receipt, Series,
    Standing, publish,
};
use crate::reckon::{Record, Standings, Status, changes};
use crate::render::{Attachment, render_with};
use crate::threads::both;
use crate::typeset::{Faces, Layout};

/// How an edition is to be made.
pub(super) struct Order<'a> {
    pub plan: &'a Plan,
    pub day: Day,
    pub faces: &'a Faces,
    pub correct: Option<&'a str>,
    pub dry_run: bool,
    pub out_of_order: bool,
}

/// What came of it.
pub(super) enum Outcome {
    /// a new edition stands
    Issued { receipt: Box<Receipt>, faults: Vec<Fault> },
    /// all was done but writing
    Tried { edition: Edition, faults: Vec<Fault>, pages: usize },
    /// it stood already; copies put back, if any were gone
    Stands { entry: Box<Entry>, restored: Vec<PathBuf>, asides: Vec<String> },
}

/// Makes and publishes the edition.
pub(super) fn make(order: &Order<'_>) -> Result<Outcome, Failure> {
    let series = desk::series(order.plan)?;
    let plan = &*numbering::of_issue(order.plan, &series, order.day);
    let order = &Order { plan, ..*order };
    let Order { day, faces, .. } = *order;
    if let Some(notice) = series.notice() {
        tracing::warn!(series = plan.series, "{notice}");
    }
    let inbox = desk::inbox(plan, day)?;
    let texts = articles::read(plan, day);
    let lain = Lain { inbox: &inbox, texts: &texts };
    let inputs = inputs(plan, day, &lain, &series, faces);
    let mut stands = standing(order, &series, &inputs, &lain)?;
    if order.correct.is_none()
        && let Some(stands) = stands.take()
    {
        return Ok(stands);
    }

    let reckoned = desk::reckoned(plan, day, &inbox, &series)?;
    let files = reckoned.collected.sources.len();
    tracing::info!(series = plan.series, %day, files, faults = reckoned.standings.faults.len(), "read and reckoned");
    may_go_out(plan, day, &reckoned)?;
    let read = as_read(&inputs, &reckoned.collected);
    if read != inputs {
        // what stands may have been made without the very workbooks that cannot be read now either
        stands = standing(order, &series, &read, &lain)?;
        if order.correct.is_none()
            && let Some(stands) = stands.take()
        {
            return Ok(stands);
        }
    }
    let inputs = read;
    let edition = edition(order, &series, &reckoned)?;
    // a correction from the same inputs is for a disk that failed while they were read: it changes figures,
    // or it is none
    let changes_nothing = edition.correction.as_ref().is_some_and(|c| c.changes.is_empty());
    if changes_nothing && let Some(stands) = stands {
        return Ok(stands);
    }
    let set = Set::of(plan, &edition, reckoned, lain, faces)?;

    if order.dry_run {
        let pages = set.layout.pages.len();
        set.printed()?;
        let faults = set.standings.faults;
        return Ok(Outcome::Tried { edition, faults, pages });
    }
    let kept = if plan.keeping.inputs { materials(plan, day, &inputs, &inbox) } else { Vec::new() };
    let receipt = publish(&series, &edition, &inputs, &kept, || set.printed())?;
    let faults = set.standings.faults;
    Ok(Outcome::Issued { receipt: Box::new(receipt), faults })
}

/// What lay ready for the day.
#[derive(Clone, Copy)]
pub(super) struct Lain<'a> {
    pub inbox: &'a Inbox,
    pub texts: &'a Texts,
}

/// An edition laid out, what it was made of, and by what it is printed.
struct Set<'a> {
    plan: &'a Plan,
    edition: &'a Edition,
    inbox: &'a Inbox,
    faces: &'a Faces,
    layout: Layout,
    collected: Collected,
    /// with every fault, those of texts and characters too
    standings: Standings,
}

impl<'a> Set<'a> {
    /// From figures to pages; what keeps an edition from going out is met here.
    fn of(
        plan: &'a Plan,
        edition: &'a Edition,
        reckoned: Reckoned,
        lain: Lain<'a>,
        faces: &'a Faces,
    ) -> Result<Set<'a>, Failure> {
        let Lain { inbox, texts } = lain;
        let layout = pages::of_an_edition(&reckoned.standings, edition, texts, plan, faces)?;
        for reason in charts_left_out(&reckoned.standings, plan) {
            tracing::info!(series = plan.series, day = %edition.day, "{reason}");
        }
        pages::drawable(plan, edition.day, &layout)?;
        let drawn_otherwise = pages::glyphs(&layout, texts, plan);
        let faults = reckoned.standings.faults.iter().chain(&texts.faults).cloned();
        let faults = faults.chain(drawn_otherwise).collect();
        let pages = layout.pages.len();
        tracing::info!(series = plan.series, day = %edition.day, pages, "laid out");
        let standings = Standings { faults, ..reckoned.standings };
        Ok(Set { plan, edition, inbox, faces, layout, collected: reckoned.collected, standings })
    }

    /// From pages to bytes, with the figures and all that goes beside: the same of the same, whenever and
    /// wherever it is done.
    fn printed(&self) -> Result<Bundle, Failure> {
        let Set { plan, edition, inbox, faces, layout, collected, standings } = self;
        let figures = || Record::of(standings, edition, &collected.sources).to_json();
        let made = Made { plan, edition, standings };
        let print = |attachments: &[Attachment]| {
            render_with(layout, faces, &pages::meta(plan, edition), attachments).map_err(Failure::not_issued)
        };
        let table = made.table()?;
        let (pdf, figures) = if made.attaches_nothing() && standings.districts.len() >= LARGE {
            // neither waits for the other
            let (pdf, figures) = both(|| print(&[]), figures);
            (pdf?, figures)
        } else {
            let figures = figures();
            (print(&made.attachments(&figures, table.as_ref(), collected, inbox)?)?, figures)
        };
        let beside = made.files(&pdf, table, faces)?;
        Ok(Bundle { pdf, figures, beside })
    }
}

/// From so many districts on the record is worth a thread of its own.
const LARGE: usize = 60;

/// The inputs whose bytes are kept, so that [`press_again`] can be given the same: the plan as it was read,
/// and what lay in the inbox.
fn materials(plan: &Plan, day: Day, inputs: &Inputs, inbox: &Inbox) -> Vec<Material> {
    let of_text = |text: &str| MaterialSource::Bytes(Arc::new(text.as_bytes().to_vec()));
    let source = |input: &Input| match input.kind {
        InputKind::Plan => Some(of_text(&plan.keeping.text)),
        InputKind::Style => plan.style_file.as_ref().map(|file| of_text(&file.text)),
        InputKind::Workbook | InputKind::Text => {
            let texts = || plan.articles.as_ref().map(|articles| articles.folder.for_day(day));
            let folder = match input.kind {
                InputKind::Text => texts()?,
                _ => inbox.folder().to_owned(),
            };
            let path = folder.join(&input.name);
            // what is too large to be read is not kept either
            let is_read = std::fs::metadata(&path).is_ok_and(|found| found.len() <= Inbox::LARGEST);
            is_read.then_some(MaterialSource::File(path))
        }
        _ => None,
    };
    let material = |input: &Input| match &input.mark {
        Mark::Sha256(sha256) => {
            let held = inbox.held(sha256).map(MaterialSource::Bytes);
            Some(Material { sha256: sha256.clone(), source: held.or_else(|| source(input))? })
        }
        Mark::Stated(_) => None,
    };
    inputs.all().iter().filter_map(material).collect()
}

/// The inputs, but for workbooks that were there and could not be read: those are recorded as passed over,
/// so that a run that can read them does not take the edition for one made from them.
fn as_read(inputs: &Inputs, collected: &Collected) -> Inputs {
    let was_read = |name: &str| collected.sources.iter().any(|source| source.name == name);
    let of = |input: &Input| match input.kind {
        InputKind::Workbook if !was_read(&input.name) => {
            Input::stated(InputKind::PassedOver, input.name.clone(), Code::F018.name())
        }
        _ => input.clone(),
    };
    inputs.all().iter().map(of).collect::<Vec<_>>().into()
}

/// Everything that goes in, by which an edition is told from another.
pub(super) fn inputs(plan: &Plan, day: Day, lain: &Lain<'_>, series: &Series, faces: &Faces) -> Inputs {
    let Lain { inbox, texts } = *lain;
    let mut inputs = vec![
        Input::hashed(InputKind::Plan, plan.path.display().to_string(), &plan.sha256),
        Input::stated(InputKind::Program, "tongbao", env!("CARGO_PKG_VERSION")),
    ];
    inputs.extend(
        plan.style_file
            .iter()
            .map(|file| Input::hashed(InputKind::Style, file.path.display().to_string(), &file.sha256)),
    );
    inputs.extend(inbox.sources().into_iter().map(|s| Input::hashed(InputKind::Workbook, s.name, s.sha256)));
    inputs
        .extend(inbox.left_out().map(|(name, code)| Input::stated(InputKind::PassedOver, name, code.name())));
    let text = |s: &SourceFile| Input::hashed(InputKind::Text, s.name.clone(), s.sha256.clone());
    inputs.extend(texts.sources.iter().map(text));
    let past = series.entries_before(day);
    inputs.extend(past.iter().rev().filter_map(|entry| entry.figures()).enumerate().map(|(back, kept)| {
        let kind = if back == 0 { InputKind::LastIssue } else { InputKind::PastIssue };
        Input::hashed(kind, kept.name.clone(), kept.sha256.clone())
    }));
    inputs.extend(faces.all().iter().map(|face| {
        let version = format!("{} bytes, checksum {:08x}", face.bytes().len(), face.checksum());
        Input::stated(InputKind::Font, face.postscript_name(), version)
    }));
    inputs.into()
}

/// An edition that stands already needs nothing; one that stands with other inputs must be corrected.
fn standing(
    order: &Order<'_>,
    series: &Series,
    inputs: &Inputs,
    lain: &Lain<'_>,
) -> Result<Option<Outcome>, Failure> {
    match series.standing(order.day, inputs) {
        Standing::Fresh if order.correct.is_some() => {
            let message =
                format!("cannot correct {} of {}: nothing was issued for it", order.plan.series, order.day);
            Err(Failure::not_issued(message).hint("run without --correct to issue it"))
        }
        Standing::Fresh => Ok(None),
        Standing::Void(void) => {
            let (name, day) = (&order.plan.series, order.day);
            let message = format!("{name} of {day} was {}, which is void: {}", void.label, void.reason);
            Err(Failure::not_issued(message)
                .hint("a day whose issue is void has no other; its figures are in the next issue's"))
        }
        Standing::Same { entry, asides, .. } => {
            // even where no copy is gone one may have been altered; restoring looks at every one
            let restored = if order.dry_run { Vec::new() } else { put_back(order, series, entry, lain)? };
            Ok(Some(Outcome::Stands { entry: Box::new(entry.clone()), restored, asides }))
        }
        Standing::Differs { .. } if order.correct.is_some() => Ok(None),
        Standing::Differs { entry, changes } => {
            let message = format!(
                "{} of {} stands already as {}, with other inputs: {}",
                order.plan.series,
                order.day,
                entry.label,
                changes.join(", ")
            );
            Err(Failure::not_issued(message)
                .hint("give --correct REASON to issue a correction; what stands was not touched"))
        }
    }
}

/// Puts back what is gone of an edition that stands, from its other copies; what no copy is left of is made
/// again of the same inputs.
fn put_back(
    order: &Order<'_>,
    series: &Series,
    entry: &Entry,
    lain: &Lain<'_>,
) -> Result<Vec<PathBuf>, Failure> {
    match series.restore(entry) {
        Err(PublishError::Missing { .. }) => {
            let made = press_again(order.plan, entry, &series.before(entry), lain, order.faces)?;
            Ok(series.restore_from(entry, &made)?)
        }
        done => Ok(done?),
    }
}

/// An issue made again of what lies there; `then` is its series as it was before.
pub(super) fn press_again(
    plan: &Plan,
    entry: &Entry,
    then: &Series,
    lain: &Lain<'_>,
    faces: &Faces,
) -> Result<Bundle, Failure> {
    let plan = &*numbering::in_years(plan, then, entry.number, entry.day);
    let reckoned = desk::reckoned(plan, entry.day, lain.inbox, then)?;
    let correct = entry.reason.as_deref();
    let order = Order { plan, day: entry.day, faces, correct, dry_run: true, out_of_order: true };
    let Edition { number, document_number, .. } = plan.edition(entry.number, entry.day);
    let edition = Edition { number, document_number, ..edition(&order, then, &reckoned)? };
    Set::of(plan, &edition, reckoned, *lain, faces)?.printed()
}

/// Nothing is issued where nobody reported, nor, if the plan says hold, where anybody did not.
fn may_go_out(plan: &Plan, day: Day, reckoned: &Reckoned) -> Result<(), Failure> {
    let districts = &reckoned.standings.districts;
    let unreported: Vec<&str> =
        districts.iter().filter(|d| d.status != Status::Reported).map(|d| d.district.name.as_str()).collect();
    let faults = || super::report::faults(&reckoned.standings.faults, crate::model::Lang::Zh, false);
    if unreported.len() == districts.len() {
        let message =
            format!("cannot issue {} of {day}: no district reported\n{}", plan.series, faults().trim_end());
        return Err(Failure::not_issued(message)
            .hint(format!("put the districts' workbooks into {}", plan.inbox.for_day(day).display())));
    }
    if plan.when_missing == WhenMissing::Hold && !unreported.is_empty() {
        let message = format!(
            "{} of {day} is held: {} did not report\n{}",
            plan.series,
            unreported.join(", "),
            faults().trim_end()
        );
        return Err(Failure::not_issued(message)
            .hint("ask for what is missing and run again, or set `when_missing: carry` in the plan"));
    }
    Ok(())
}

/// Number and revision, and for a correction what it changes.
fn edition(order: &Order<'_>, series: &Series, reckoned: &Reckoned) -> Result<Edition, Failure> {
    let Order { plan, day, .. } = *order;
    let Some((reason, standing)) = order.correct.zip(series.find(day)) else {
        return Ok(plan.edition(series.number_for(day, order.out_of_order)?, day));
    };
    let mut edition = Edition { revision: standing.revision + 1, ..plan.edition(standing.number, day) };
    let old = series.figures(standing)?;
    let old = Record::from_json(&old).map_err(Failure::not_issued)?;
    let new = Record::of(&reckoned.standings, &edition, &reckoned.collected.sources);
    edition.correction = Some(Correction {
        reason: reason.to_owned(),
        replaces: standing.label.clone(),
        changes: changes(&old, &new),
    });
    Ok(edition)
}

/// How an outcome ends the program.
pub(super) fn exit(outcome: &Outcome, strict: bool) -> Exit {
    match outcome {
        Outcome::Issued { faults, .. } | Outcome::Tried { faults, .. } => {
            let bad = super::report::Tally::of(faults).is_bad(strict);
            if bad { Exit::WithErrors } else { Exit::Done }
        }
        Outcome::Stands { .. } => Exit::Done,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::SourceFile;

    #[test]
    fn an_edition_made_without_a_workbook_that_failed_to_be_read_is_not_one_made_from_it() {
        let hashed = |name: &str| Input::hashed(InputKind::Workbook, name, "00");
        let inputs: Inputs = vec![hashed("东城区.xlsx"), hashed("魏都区.xlsx")].into();
        let source = |name: &str| SourceFile { name: name.into(), sha256: "00".into(), district: None };
        let all = Collected {
            sources: vec![source("东城区.xlsx"), source("魏都区.xlsx")],
            ..Collected::default()
        };
        assert_eq!(as_read(&inputs, &all), inputs);
        let some = Collected { sources: vec![source("魏都区.xlsx")], ..Collected::default() };
        let read = as_read(&inputs, &some);
        assert_eq!(read.differences(&inputs), ["workbook 东城区.xlsx is new"]);
    }
}
