//! A layout, to bytes: PDF now, other carriers beside it later.
