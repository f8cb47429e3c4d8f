//! tongbao (通报): from the districts' workbooks of a day to a Chinese PDF bulletin in the outbox.
//!
//! ```text
//! plan ─▶ schedule ─▶ collect ─▶ reckon ─▶ compose ─▶ typeset ─▶ render ─▶ publish
//!                     articles ────────────▲
//! ```
//!
//! Data flows one way. [`plan`] is the checked description of one bulletin. [`schedule`] says when it is
//! due. [`collect`] turns the day's workbooks into typed figures, each with the cell it came from.
//! [`articles`] reads the texts that were written for the day. [`reckon`] makes shares, ranks, changes and
//! forecasts of the figures. [`compose`] says in Chinese what they mean, and where the texts follow.
//! [`typeset`] finds every glyph its place. [`render`] writes the PDF. [`publish`] keeps it in the archive
//! and puts it in the outbox. [`forms`] writes what goes back to a district: blank workbooks, and notices of
//! what was wrong. [`model`] holds the words that all share, `threads` the means to use
//! every core; [`command`] is the only place where the stages meet.

pub mod args;
pub mod error;

pub mod model;
mod threads;

pub mod plan;
pub mod schedule;

pub mod articles;
pub mod collect;
pub mod reckon;

pub mod compose;
pub mod typeset;

pub mod render;

pub mod publish;

pub mod forms;

pub mod command;
