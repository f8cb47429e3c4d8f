//! Where the stages meet.

pub mod archive;
pub mod next;
pub mod serve;
