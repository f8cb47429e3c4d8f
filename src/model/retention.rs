//! How long what was issued is kept, beyond what is kept for ever.

/// What may be given up, and when. Figures, the record, and every PDF that is the latest of its issue are
/// never among it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Retention {
    /// inputs are kept for this many days after the report day; none: for ever
    pub inputs_days: Option<u32>,
    /// PDFs that a correction replaced are kept for this many days, never fewer than the inputs; none: for ever
    pub replaced_days: Option<u32>,
    /// the latest issues, this many, keep everything, however old they are
    pub issues: u32,
}
