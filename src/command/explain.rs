//! `tongbao explain`: what a fault's code means, and the way out.

use std::fmt::Write as _;

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
