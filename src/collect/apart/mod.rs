//! Workbooks read in processes of their own, so that a file which takes all memory, runs for ever or ends
//! its reader costs one district one fault.
//!
//! The reader of a format can end a process in ways that no Rust code catches: an allocation that fails, a
//! stack that overflows, a signal. So a file that is not [`harmless`] is read by a worker: this same program
//! with a hidden command, which gets the plan and the names of files on stdin, answers on stdout, and holds
//! itself to the plan's limits of memory and processor time; the time on the clock is watched from here. A
//! worker that dies is named in a fault (F016: memory, time, signal) and replaced; the other files go on.
//!
//! [`keeper`] is the side that starts, asks and buries; [`worker`] the side that reads; [`wire`] what they
//! say to each other; [`system`] the calls that only Unix has. What is read, and how, is no matter of this
//! folder: both sides call [`super::read_one`].

mod harmless;
mod keeper;
mod system;
mod wire;
mod worker;

use std::path::PathBuf;

use crate::model::Day;
use crate::plan::Plan;

pub(super) use harmless::{is_harmless, is_small};
pub(super) use keeper::Keeper;
pub use worker::work;

/// As many workers at most, unless the plan says otherwise: three of 512 MiB leave room below 2 GiB for the
/// program itself.
const A_FEW: usize = 3;

/// Where workbooks are read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Readers {
    /// all of them in this process, where only panics are caught: for tests, and for those who use the
    /// library without its program
    #[default]
    Here,
    /// those that could do harm in processes of `program`, which is `tongbao`
    Apart {
        /// the program and the words that make it a worker
        program: PathBuf,
        /// its arguments
        arguments: Vec<String>,
    },
}

impl Readers {
    /// Workers that are this very program, started with `arguments`.
    ///
    /// On Linux it is found as `/proc/self/exe`, which is the program that runs even where an upgrade has put
    /// another in its place: a daemon never asks a reader of another version.
    #[must_use]
    pub fn this_program(arguments: &[&str]) -> Readers {
        let arguments = arguments.iter().map(|a| (*a).to_owned()).collect();
        Readers::Apart { program: system::this_program(), arguments }
    }

    /// Is everything read in this process?
    pub(super) fn are_here(&self) -> bool {
        matches!(self, Readers::Here)
    }

    /// Starts nothing yet: a worker is started for the first file that needs one.
    pub(super) fn keeper<'a>(&'a self, plan: &'a Plan, day: Day, households: bool) -> Option<Keeper<'a>> {
        match self {
            Readers::Here => None,
            Readers::Apart { program, arguments } => {
                Some(Keeper::new(program, arguments, plan, day, households))
            }
        }
    }
}

/// How many workers read so many files.
pub(super) fn workers(plan: &Plan, files: usize) -> usize {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    plan.limits.workers.map_or(cores.min(A_FEW), |n| n as usize).min(files)
}
