//! Where the stages meet.

pub mod next;
