//! From figures and texts to pages: what whoever shows an edition has in common, be it issued, checked or previewed.

use chrono::{DateTime, FixedOffset, NaiveTime, TimeZone};

use crate::articles::Texts;
use crate::compose::{Document, add_articles, compose};
use crate::error::Failure;
use crate::model::{Code, Day, Edition, Fault, Severity};
use crate::plan::Plan;
use crate::reckon::Standings;
use crate::render::Meta;
use crate::typeset::{Faces, Layout, typeset};

/// A whole edition laid out: what the figures say, and the day's texts after it.
pub(super) fn of_an_edition(
    standings: &Standings,
    edition: &Edition,
    texts: &Texts,
    plan: &Plan,
    faces: &Faces,
) -> Result<Layout, Failure> {
    let mut document = compose(standings, edition, plan);
    add_articles(&mut document, texts, plan);
    lay_out(&document, plan, faces)
}

pub(super) fn lay_out(document: &Document, plan: &Plan, faces: &Faces) -> Result<Layout, Failure> {
    typeset(document, &plan.style, faces).map_err(Failure::not_issued)
}

/// With `glyphs: strict` nothing goes out that shows 〓 in a character's place.
pub(super) fn drawable(plan: &Plan, day: Day, layout: &Layout) -> Result<(), Failure> {
    if !plan.strict_glyphs || layout.missing.is_empty() {
        return Ok(());
    }
    let missing: Vec<String> =
        layout.missing.iter().map(|c| format!("{c} (U+{:04X})", u32::from(*c))).collect();
    let message = format!("cannot issue {} of {day}: no font draws {}", plan.series, missing.join(", "));
    Err(Failure::not_issued(message)
        .hint("write the character otherwise, or set `glyphs: mark` in the plan to print 〓 in its place"))
}

/// G001 for each character that no font has, at the line of the written text that it stands in; an error where
/// it keeps the edition from going out.
pub(super) fn glyphs(layout: &Layout, texts: &Texts, plan: &Plan) -> Vec<Fault> {
    let fault = |c: &char| {
        let mut fault = Fault::new(Code::G001).found(c).expected(format!("U+{:04X}", u32::from(*c)));
        let graded = plan.severities.get(&fault.code).copied().unwrap_or(fault.severity);
        fault.severity = if plan.strict_glyphs { Severity::Error } else { graded };
        match texts.place_of(*c) {
            Some(place) => fault.at(place),
            None => fault,
        }
    };
    layout.missing.iter().map(fault).collect()
}

/// What the file says of itself. Dates in it are the report day at its cut-off, not the hour of the run: the same
/// edition, the same bytes.
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
