//! Texts that stand in the program itself, found again when a value comes back from another process.
//!
//! A formula's form and the name of a value in a fault's text are written in the program, as `&'static str`.
//! From a process of the same program they come back as letters; each is kept once, for good.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

use serde::de::Error;
use serde::{Deserialize, Deserializer};

/// More than the program has of them: what is beyond did not come from it, and is not kept.
const MOST: usize = 1024;
const LONGEST: usize = 64;

/// One of them. serde would borrow a field of type `&'static str` from its input; it does not see through a
/// name.
pub(super) type Text = &'static str;

static KEPT: Mutex<BTreeSet<&'static str>> = Mutex::new(BTreeSet::new());

fn kept<E: Error>(text: &str) -> Result<&'static str, E> {
    let mut kept = KEPT.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = kept.get(text) {
        return Ok(known);
    }
    if kept.len() >= MOST || text.len() > LONGEST {
        return Err(E::custom(format!("no text of this program: `{text}`")));
    }
    let known: &'static str = Box::leak(text.to_owned().into_boxed_str());
    kept.insert(known);
    Ok(known)
}

/// One text.
pub(super) fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<&'static str, D::Error> {
    kept(&String::deserialize(deserializer)?)
}

/// Pairs of a text and a value.
pub(super) fn values<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Vec<(&'static str, String)>, D::Error> {
    let pairs = Vec::<(String, String)>::deserialize(deserializer)?;
    pairs.into_iter().map(|(name, value)| Ok((kept(&name)?, value))).collect()
}
