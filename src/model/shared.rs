//! A sheet's name and hash, written with each figure of it and shared again where figures are read back.

use std::cell::RefCell;
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::SheetRef;

thread_local! {
    /// figures of one sheet come one after the other
    static LAST: RefCell<Option<Arc<SheetRef>>> = const { RefCell::new(None) };
}

pub(super) fn serialize<S: Serializer>(sheet: &Arc<SheetRef>, serializer: S) -> Result<S::Ok, S::Error> {
    sheet.as_ref().serialize(serializer)
}

pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Arc<SheetRef>, D::Error> {
    let sheet = SheetRef::deserialize(deserializer)?;
    LAST.with_borrow_mut(|last| match last {
        Some(last) if **last == sheet => Ok(Arc::clone(last)),
        _ => Ok(Arc::clone(last.insert(Arc::new(sheet)))),
    })
}
