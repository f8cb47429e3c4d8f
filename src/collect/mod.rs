//! The day's workbooks, to typed figures with the cell each came from.

mod returns;

pub use returns::{Collected, Reinspected, Reported, Return, StreetReturn};
