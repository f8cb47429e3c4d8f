//! Where the stages meet.

pub mod archive;
