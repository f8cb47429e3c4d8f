//! Where the stages meet.
