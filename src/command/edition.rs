//! One edition of one plan for one day: the pipeline, a line a stage.

use chrono::{DateTime, FixedOffset, NaiveTime, TimeZone};

use super::desk::{self, Reckoned};
use crate::articles::{self, Texts};
use crate::compose::{Document, add_articles, compose};
use crate::error::{Exit, Failure};
use crate::model::{Code, Correction, Day, Edition, Fault, Place, SourceFile};
use crate::plan::{Plan, WhenMissing};
use crate::publish::{Bundle, Entry, Input, InputKind, Inputs, Receipt, Series, Standing, publish};
use crate::reckon::{Record, Standings, Status, changes};
use crate::render::{Meta, render};
use crate::typeset::{Faces, Layout, PageStyle, typeset};

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
    Stands { entry: Box<Entry>, restored: Vec<std::path::PathBuf>, asides: Vec<String> },
}

/// Makes and publishes the edition.
pub(super) fn make(order: &Order<'_>) -> Result<Outcome, Failure> {
    let Order { plan, day, faces, .. } = *order;
    let series = desk::series(plan)?;
    if let Some(notice) = series.notice() {
        tracing::warn!(series = plan.series, "{notice}");
    }
    let inbox = desk::inbox(plan, day)?;
    let texts = articles::read(plan, day);
    let inputs = inputs(plan, day, &inbox, &texts, &series, faces);
    let mut stands = standing(order, &series, &inputs)?;
    if order.correct.is_none()
        && let Some(stands) = stands.take()
    {
        return Ok(stands);
    }

    let reckoned = desk::reckoned(plan, day, &inbox, &series)?;
    let files = reckoned.collected.sources.len();
    tracing::info!(series = plan.series, %day, files, faults = reckoned.standings.faults.len(), "read and reckoned");
    may_go_out(plan, day, &reckoned)?;
    let edition = edition(order, &series, &reckoned)?;
    // a correction from the same inputs is for a disk that failed while they were read: it changes figures,
    // or it is none
    let changes_nothing = edition.correction.as_ref().is_some_and(|c| c.changes.is_empty());
    if changes_nothing && let Some(stands) = stands {
        return Ok(stands);
    }
    let mut document = compose(&reckoned.standings, &edition, plan);
    add_articles(&mut document, &texts, plan);
    let layout = lay_out(&document, faces)?;
    let faults = all_faults(&reckoned.standings, &texts, &layout);
    tracing::info!(series = plan.series, %day, pages = layout.pages.len(), "laid out");
    let pdf = render(&layout, faces, &meta(plan, &edition)).map_err(Failure::not_issued)?;
    let standings = Standings { faults: faults.clone(), ..reckoned.standings };
    let figures = Record::of(&standings, &edition, &reckoned.collected.sources).to_json();

    if order.dry_run {
        return Ok(Outcome::Tried { edition, faults, pages: layout.pages.len() });
    }
    let bundle = Bundle { pdf, figures };
    let receipt = publish(&series, &edition, &inputs, &bundle).map_err(desk::published)?;
    Ok(Outcome::Issued { receipt: Box::new(receipt), faults })
}

/// Everything that goes in, by which an edition is told from another.
fn inputs(
    plan: &Plan,
    day: Day,
    inbox: &crate::collect::Inbox,
    texts: &Texts,
    series: &Series,
    faces: &Faces,
) -> Inputs {
    let mut inputs = vec![
        Input::hashed(InputKind::Plan, plan.path.display().to_string(), &plan.sha256),
        Input::stated(InputKind::Program, "tongbao", env!("CARGO_PKG_VERSION")),
    ];
    inputs.extend(inbox.sources().into_iter().map(|s| Input::hashed(InputKind::Workbook, s.name, s.sha256)));
    let text = |s: &SourceFile| Input::hashed(InputKind::Text, s.name.clone(), s.sha256.clone());
    inputs.extend(texts.sources.iter().map(text));
    inputs.extend(
        series
            .last_before(day)
            .and_then(Entry::figures)
            .map(|kept| Input::hashed(InputKind::LastIssue, kept.name.clone(), kept.sha256.clone())),
    );
    inputs.extend(faces.all().iter().map(|face| {
        let version = format!("{} bytes, checksum {:08x}", face.bytes().len(), face.checksum());
        Input::stated(InputKind::Font, face.postscript_name(), version)
    }));
    inputs.into()
}

/// An edition that stands already needs nothing; one that stands with other inputs must be corrected.
fn standing(order: &Order<'_>, series: &Series, inputs: &Inputs) -> Result<Option<Outcome>, Failure> {
    match series.standing(order.day, inputs) {
        Standing::Fresh if order.correct.is_some() => {
            let message =
                format!("cannot correct {} of {}: nothing was issued for it", order.plan.series, order.day);
            Err(Failure::not_issued(message).hint("run without --correct to issue it"))
        }
        Standing::Fresh => Ok(None),
        Standing::Same { entry, asides, .. } => {
            // even where no copy is gone one may have been altered; restoring looks at every one
            let restored =
                if order.dry_run { Vec::new() } else { series.restore(entry).map_err(desk::published)? };
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
    let fresh = |number, revision| Edition {
        series: plan.series.clone(),
        title: plan.title.clone(),
        number,
        day,
        revision,
        correction: None,
    };
    let Some((reason, standing)) = order.correct.zip(series.find(day)) else {
        return Ok(fresh(series.number_for(day, order.out_of_order).map_err(desk::published)?, 0));
    };
    let mut edition = fresh(standing.number, standing.revision + 1);
    let old = series.figures(standing).map_err(desk::published)?;
    let old = Record::from_json(&old).map_err(Failure::not_issued)?;
    let new = Record::of(&reckoned.standings, &edition, &reckoned.collected.sources);
    edition.correction = Some(Correction {
        reason: reason.to_owned(),
        replaces: standing.label.clone(),
        changes: changes(&old, &new),
    });
    Ok(edition)
}

fn lay_out(document: &Document, faces: &Faces) -> Result<Layout, Failure> {
    typeset(document, &PageStyle::of(document.shell), faces).map_err(Failure::not_issued)
}

/// The faults of figures and of written texts, and characters that no font has.
fn all_faults(standings: &Standings, texts: &Texts, layout: &Layout) -> Vec<Fault> {
    let missing = layout.missing.iter().map(|c| {
        let fault = Fault::new(Code::G001).found(c).expected(format!("U+{:04X}", u32::from(*c)));
        // a character of a written text is looked for there
        let holds = |article: &&articles::Article| article.lines().iter().any(|line| line.contains(*c));
        match texts.articles.iter().find(holds) {
            Some(article) => fault.at(Place::file(&article.file)),
            None => fault,
        }
    });
    standings.faults.iter().chain(&texts.faults).cloned().chain(missing).collect()
}

/// Dates in the file are the report day at its cut-off, not the hour of the run: the same edition, the
/// same bytes.
pub(super) fn meta(plan: &Plan, edition: &Edition) -> Meta {
    let at = edition.day.date().and_time(plan.cutoff.unwrap_or(NaiveTime::MIN));
    let zoned = plan.timezone.from_local_datetime(&at);
    let created: DateTime<FixedOffset> = match zoned.earliest() {
        Some(instant) => instant.fixed_offset(),
        // an hour that the zone skipped: as good an instant as any other of the day
        None => at.and_utc().fixed_offset(),
    };
    Meta {
        title: format!("{}（{}）", edition.title, edition.label()),
        author: plan.issuer.clone(),
        subject: format!("{} {}", edition.series, edition.day),
        keywords: plan.districts.iter().map(|d| d.name.clone()).collect(),
        language: "zh-CN".to_owned(),
        created,
        producer: concat!("tongbao ", env!("CARGO_PKG_VERSION")).to_owned(),
    }
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
