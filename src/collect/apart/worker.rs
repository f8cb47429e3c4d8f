//! The side that reads: a process that answers one file after the other until nobody asks.

use std::io::{self, BufReader};

use crate::plan;

use super::super::belongs::Register;
use super::super::column::Lexicon;
use super::super::inbox::InboxFile;
use super::super::read::Terms;
use super::super::read_one;
use super::system;
use super::wire::{self, Brief, Request};

/// Reads workbooks for the program that started this one: what a worker does instead of a command.
///
/// # Errors
/// Only what keeps it from being of any use: pipes that break, limits that the system refuses, a plan that
/// is none. A workbook's faults are answers.
pub fn work() -> io::Result<()> {
    let mut input = BufReader::new(io::stdin().lock());
    let mut output = io::stdout().lock();
    let Some(brief) = wire::read(&mut input)? else { return Ok(()) };
    let Brief { path, plan, style, day, households } = wire::understood(&brief)?;
    let plan = plan::parse_kept(&plan, style.as_deref(), path.as_ref())
        .map_err(|faults| io::Error::other(faults.to_string()))?;
    system::hold_to(plan.limits.memory)?;
    let register = Register::new(&plan);
    let lexicon = Lexicon::new(&plan.measures, day);
    let terms = Terms { register: &register, lexicon: &lexicon, day, households };
    while let Some(request) = wire::read(&mut input)? {
        let Request { name, path, sha256 } = wire::understood(&request)?;
        // when it was written is weighed by who asks
        let file = InboxFile { name, path: system::path(&path), sha256, modified: None, held: None };
        system::allow(plan.limits.seconds)?;
        wire::write(&mut output, &read_one(terms, &file))?;
    }
    Ok(())
}
