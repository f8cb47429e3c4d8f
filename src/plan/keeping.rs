//! What of a plan's editions is kept: the inputs, and for how long.

use crate::model::Retention;

use super::check::or;
use super::keys::{Checked, Item, Reader, Table};

/// What is kept of an edition beside PDF and figures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Keeping {
    /// the plan's own text, byte by byte
    pub text: String,
    /// are the inputs kept, so that the edition can be made again? true by default
    pub inputs: bool,
    /// what may be given up after a time; none: nothing
    pub retention: Option<Retention>,
}

impl Default for Keeping {
    fn default() -> Keeping {
        Keeping { text: String::new(), inputs: true, retention: None }
    }
}

/// The latest issues keep everything by default: as many as ranks are drawn over.
const ISSUES: u32 = 14;
/// A hundred years: for ever is written by leaving the key out.
const MOST_DAYS: u32 = 36_525;

/// The keys of this part, all of which may be left out.
pub(super) fn keeping<'r>(reader: &mut Reader<'r>, table: &Table<'r>) -> Checked<Keeping> {
    let inputs = or(table, "keep_inputs", true, |item| reader.flag(item));
    let retention = or(table, "retention", None, |item| retention(reader, item).map(Some));
    Ok(Keeping { text: String::new(), inputs: inputs?, retention: retention? })
}

fn retention<'r>(reader: &mut Reader<'r>, item: &Item<'r>) -> Checked<Retention> {
    let others =
        [("keep", "issues"), ("at_least", "issues"), ("workbooks", "inputs"), ("revisions", "replaced")];
    let table = &reader.table(item, &["inputs", "replaced", "issues"], &others)?;
    let mut days = |key| or(table, key, None, |item| reader.whole(item, 1..=MOST_DAYS).map(Some));
    let (inputs_days, replaced_days) = (days("inputs"), days("replaced"));
    let issues = or(table, "issues", ISSUES, |item| reader.whole(item, 1..=1_000_000));
    let retention = Retention { inputs_days: inputs_days?, replaced_days: replaced_days?, issues: issues? };
    if let (Some(days), Some(item)) = (retention.replaced_days, table.get("replaced"))
        && retention.inputs_days.is_none_or(|inputs| days < inputs)
    {
        let hint = format!("add inputs: {days}, or fewer");
        return Err(reader.tell(item, "what a correction replaced cannot go before the inputs", hint));
    }
    if retention.inputs_days.is_none() && retention.replaced_days.is_none() {
        let hint = "write inputs: 400, in days; or leave retention out".to_owned();
        return Err(reader.tell(item, "says nothing that may be given up", hint));
    }
    Ok(retention)
}
