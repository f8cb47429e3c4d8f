//! Faults as a person would want to read them: district by district, errors first, each with its place
//! and the way out.

use std::fmt::Write as _;

use crate::model::{Fault, Lang, Severity};

/// How many of each severity.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Tally {
    pub errors: usize,
    pub warnings: usize,
    pub infos: usize,
}

impl Tally {
    /// Counts faults.
    pub(super) fn of(faults: &[Fault]) -> Tally {
        let count = |severity| faults.iter().filter(|f| f.severity == severity).count();
        Tally {
            errors: count(Severity::Error),
            warnings: count(Severity::Warning),
            infos: count(Severity::Info),
        }
    }

    /// Is the outcome one with errors? With `strict`, warnings count.
    pub(super) fn is_bad(self, strict: bool) -> bool {
        self.errors > 0 || (strict && self.warnings > 0)
    }
}

/// The faults, grouped by district in the order given; infos only where `all`.
pub(super) fn faults(faults: &[Fault], lang: Lang, all: bool) -> String {
    let shown: Vec<&Fault> = faults.iter().filter(|f| all || f.severity > Severity::Info).collect();
    let mut groups: Vec<(Option<&str>, Vec<&Fault>)> = Vec::new();
    for fault in shown {
        let whose = fault.district.as_deref();
        match groups.iter_mut().find(|(d, _)| *d == whose) {
            Some((_, list)) => list.push(fault),
            None => groups.push((whose, vec![fault])),
        }
    }
    let mut out = String::new();
    for (district, mut list) in groups {
        list.sort_by_key(|f| std::cmp::Reverse(f.severity));
        let general = if lang == Lang::Zh { "全市" } else { "the city" };
        let _ = writeln!(out, "{}", district.unwrap_or(general));
        for f in list {
            one(&mut out, f, lang);
        }
    }
    out
}

fn one(out: &mut String, f: &Fault, lang: Lang) {
    let severity = match (f.severity, lang) {
        (Severity::Error, Lang::Zh) => "错误",
        (Severity::Warning, Lang::Zh) => "警告",
        (Severity::Info, Lang::Zh) => "提示",
        (severity, Lang::En) => severity.name(),
    };
    let place = f.place.as_ref().map_or_else(String::new, |p| format!(" {p}"));
    let many = match (f.count, lang) {
        (0 | 1, _) => String::new(),
        (n, Lang::Zh) => format!("（共{n}处）"),
        (n, Lang::En) => format!(" ({n} places)"),
    };
    let _ = writeln!(out, "  {severity} {}{place}: {}{many}", f.code, f.message(lang));
    for related in &f.related {
        let word = if lang == Lang::Zh { "另见" } else { "see also" };
        let _ = writeln!(out, "      {word} {related}");
    }
    let word = if lang == Lang::Zh { "办法" } else { "hint" };
    let _ = writeln!(out, "      {word}: {}", f.hint(lang));
}

/// One line: 2 errors, 1 warning, 3 notes.
pub(super) fn summary(tally: Tally, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("错误{}处，警告{}处，提示{}处", tally.errors, tally.warnings, tally.infos),
        Lang::En => {
            let s = |n| if n == 1 { "" } else { "s" };
            let (e, w, i) = (tally.errors, tally.warnings, tally.infos);
            format!("{e} error{}, {w} warning{}, {i} note{}", s(e), s(w), s(i))
        }
    }
}
