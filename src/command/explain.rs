//! `tongbao explain`: what a fault's code means, and the way out.

use std::fmt::Write as _;

use crate::args::ExplainArgs;
use crate::error::{Exit, Failure};
use crate::model::{Code, Lang};

/// One code, or all.
pub(super) fn text(code: Option<Code>, lang: Lang) -> String {
    let mut out = String::new();
    for c in Code::all().filter(|c| code.is_none_or(|wanted| wanted == *c)) {
        let _ = writeln!(out, "{c} {:7} {}", c.severity().name(), c.message(lang));
        let word = if lang == Lang::Zh { "办法" } else { "hint" };
        let _ = writeln!(out, "             {word}: {}", c.hint(lang));
    }
    out
}

/// Prints it.
pub(super) fn run(args: &ExplainArgs, lang: Lang) -> Result<Exit, Failure> {
    let code = match &args.code {
        None => None,
        Some(name) => Some(name.to_uppercase().parse::<Code>().map_err(|message| {
            Failure::new(Exit::Usage, message).hint("`tongbao explain` without a code lists all")
        })?),
    };
    out!("{}", text(code, lang));
    Ok(Exit::Done)
}
