//! Publishing: finished bytes become an edition that stands.
//!
//! An edition is issued once and never altered. Its PDF and figures are kept in the archive, read-only;
//! a line in the series' manifest records them with the hashes of everything that went in; then the PDF
//! is put into the outbox, where others take it. Whoever kills the program at any point, or pulls the
//! plug, finds the outbox without a file that lacks a record; the next run for that day goes on from
//! there and ends as if nothing had happened. Two runs at once do not meet: a lock lies on the series.
//!
//! [`Series`] reads the archive and says how a day stands, what number comes next, and what earlier
//! issues said. [`publish`] adds an edition to it. [`Series::restore`] puts back copies that are gone,
//! [`Series::void`] takes an issue back, [`Series::prune`] gives up what the plan's retention allows.
//! [`verify()`] recomputes every hash.
//!
//! What a bulletin says, and whether a correction is due, is left to others: this stage takes bytes. It
//! is the only one that writes where others look.

mod archive;
mod atomic;
mod error;
mod event;
mod inputs;
mod issue;
mod keep;
mod lock;
mod manifest;
mod own;
mod prune;
mod restore;
mod retention;
mod system;
mod verify;
mod void;

#[cfg(test)]
mod stories;

use std::path::PathBuf;

use crate::model::Edition;

pub use archive::{PAST_ISSUES, Past, Series, Standing, series_in};
pub use atomic::{append_line, deposit, replace};
pub use error::PublishError;
pub use event::{Event, Pruned, Void, What};
pub use inputs::{Input, InputKind, Inputs, Mark};
pub use keep::{Material, MaterialSource};
pub use manifest::{Entry, Kept};
pub use prune::Removal;
pub use retention::removable;
pub use verify::{Depth, Finding, Verdict, verify};
pub use void::Voided;

/// Where editions are put for others, and where they are kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Places {
    /// bulletins for others to take
    pub outbox: PathBuf,
    /// everything issued, by series and year
    pub archive: PathBuf,
}

/// An edition's bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bundle {
    /// the bulletin
    pub pdf: Vec<u8>,
    /// the figures, as JSON
    pub figures: Vec<u8>,
    /// what goes out with the bulletin
    pub beside: Vec<Beside>,
}

/// A file that goes out beside the bulletin, kept and recorded like it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Beside {
    /// its name after that of the edition: `.xlsx`, `-p1.png`, `-魏都区.pdf`
    pub ending: String,
    /// its bytes
    pub bytes: Vec<u8>,
}

impl Bundle {
    /// Every file by its ending, in the order of the record: the PDF, the figures, the rest.
    fn files(&self) -> impl Iterator<Item = (&str, &[u8])> {
        let own = [(".pdf", self.pdf.as_slice()), (".json", self.figures.as_slice())];
        own.into_iter().chain(self.beside.iter().map(|file| (file.ending.as_str(), file.bytes.as_slice())))
    }
}

/// That an edition was issued, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// its record
    pub entry: Entry,
    /// the PDF in the outbox
    pub outbox: PathBuf,
    /// the PDF in the archive
    pub pdf: PathBuf,
    /// the figures in the archive
    pub figures: PathBuf,
    /// what went into the outbox beside the PDF
    pub beside: Vec<PathBuf>,
    /// the record's new head, as [`Series::head`] gives it
    pub head: String,
    /// what was found and settled on the way, in sentences
    pub notices: Vec<String>,
}

/// Issues `edition`, made of `inputs`, in `series`: archive, record, outbox. While `make` makes its bytes, those
/// of inputs that are among `materials` are put beside it, so that it can be made again.
///
/// The edition's number and revision must follow from the series as it was opened:
/// [`Series::number_for`] and revision 0, or the day's own number and one more than its latest revision.
///
/// # Errors
/// What `make` says, else [`PublishError`]: [`PublishError::Changed`] where a material is no longer what was
/// read. Until the record's line is written, a failure leaves nothing of the edition behind. After it only the
/// copy in the outbox can be lacking: the next run for the day finds [`Standing::Same`] and puts it there.
pub fn publish<E: From<PublishError>>(
    series: &Series,
    edition: &Edition,
    inputs: &Inputs,
    materials: &[Material],
    make: impl FnOnce() -> Result<Bundle, E>,
) -> Result<Receipt, E> {
    issue::check(series, edition)?;
    let _lock = series.lock()?;

    let (bundle, kept) = issue::make_and_keep(series, materials, make)?;
    let prepared = issue::prepare(series, edition, &bundle, kept)?;
    let archived = prepared.archive()?;
    let recorded = archived.record(series, edition, inputs, &bundle)?;
    // archive and record before outbox: what has been sent must already be kept
    Ok(recorded.release(series)?)
}
