//! Faults as a person would want to read them: district by district, errors first, those of one code told
//! together with the first of their places, and one way out.

use std::fmt::Write as _;
use std::io::IsTerminal;

use serde_json::{Value, json};

use super::columns::{padded, width};
use crate::error::Failure;
use crate::model::{Fault, Lang, Place, Severity};

/// How many of each severity.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Tally {
    pub errors: usize,
    pub warnings: usize,
    pub infos: usize,
}

impl Tally {
    /// Counts them, place by place: a fault may stand for many.
    pub(super) fn of(faults: &[Fault]) -> Tally {
        Tally::of_each(faults.iter())
    }

    fn of_each<'f>(faults: impl Iterator<Item = &'f Fault>) -> Tally {
        let mut tally = Tally::default();
        for fault in faults {
            let counted = match fault.severity {
                Severity::Error => &mut tally.errors,
                Severity::Warning => &mut tally.warnings,
                Severity::Info => &mut tally.infos,
            };
            *counted += usize::try_from(fault.count.max(1)).unwrap_or(usize::MAX);
        }
        tally
    }

    /// Is the outcome one with errors? With `strict`, warnings count.
    pub(super) fn is_bad(self, strict: bool) -> bool {
        self.errors > 0 || (strict && self.warnings > 0)
    }
}

/// The faults, grouped by district in the order given; infos only where `all`.
pub(super) fn faults(faults: &[Fault], lang: Lang, all: bool) -> String {
    painted(faults, lang, all, Paint::Plain)
}

/// As [`faults`], for a terminal that shows colours.
pub(super) fn painted(faults: &[Fault], lang: Lang, all: bool, paint: Paint) -> String {
    let shown: Vec<&Fault> = faults.iter().filter(|f| all || f.severity > Severity::Info).collect();
    let mut districts: Vec<(Option<&str>, Vec<&Fault>)> = Vec::new();
    for fault in shown {
        let whose = fault.district.as_deref();
        match districts.iter_mut().find(|(d, _)| *d == whose) {
            Some((_, list)) => list.push(fault),
            None => districts.push((whose, vec![fault])),
        }
    }
    let general = if lang == Lang::Zh { "全市" } else { "the city" };
    let names = districts.iter().map(|(d, _)| width(d.unwrap_or(general)));
    let longest = names.max().unwrap_or(0);
    let mut out = String::new();
    for (district, mut list) in districts {
        list.sort_by_key(|f| std::cmp::Reverse(f.severity));
        let name = district.unwrap_or(general);
        let counted = counted(Tally::of_each(list.iter().copied()), lang);
        let _ = writeln!(out, "{}  {counted}", paint.bold(&padded(name, longest)));
        for group in groups(&list, lang) {
            tell(&mut out, &group, lang, paint);
        }
    }
    out
}

/// Faults of one code, one severity and one way out, as they are told together.
fn groups<'f>(faults: &[&'f Fault], lang: Lang) -> Vec<Vec<&'f Fault>> {
    let mut groups: Vec<Vec<&Fault>> = Vec::new();
    for fault in faults {
        let key = |f: &Fault| (f.severity, f.code, f.hint(lang));
        match groups.iter_mut().find(|group| key(group[0]) == key(fault)) {
            Some(group) => group.push(fault),
            None => groups.push(vec![fault]),
        }
    }
    groups
}

/// As many places of a group are shown.
const SHOWN: usize = 5;

fn tell(out: &mut String, group: &[&Fault], lang: Lang, paint: Paint) {
    let first = group[0];
    let severity = paint.severity(first.severity, severity_word(first.severity, lang));
    let total: u64 = group.iter().map(|f| f.count.max(1)).sum();
    let same = group.iter().all(|f| f.message(lang) == first.message(lang));
    let same = same && group.iter().all(|f| f.related.is_empty());
    if let [one] = group {
        let place = one.place.as_ref().map_or_else(String::new, |p| format!(" {p}"));
        let _ = writeln!(
            out,
            "  {severity} {}{place}{}{}{}",
            one.code,
            colon(lang),
            one.message(lang),
            many(total, lang)
        );
        for related in &one.related {
            let _ = writeln!(out, "      {} {related}", see_also(lang));
        }
    } else if same {
        let _ = writeln!(
            out,
            "  {severity} {}{}{}{}",
            first.code,
            colon(lang),
            first.message(lang),
            many(total, lang)
        );
        for line in cells_together(group) {
            let _ = writeln!(out, "      {line}");
        }
    } else {
        let _ = writeln!(out, "  {severity} {}{}{}", first.code, many(total, lang), colon(lang).trim_end());
        let places: Vec<String> = group
            .iter()
            .take(SHOWN)
            .map(|f| f.place.as_ref().map_or_else(String::new, ToString::to_string))
            .collect();
        let longest = places.iter().map(|place| width(place)).max().unwrap_or(0);
        for (fault, place) in group.iter().zip(&places) {
            let related: Vec<String> = fault.related.iter().map(ToString::to_string).collect();
            let related = match (related.is_empty(), lang) {
                (true, _) => String::new(),
                (false, Lang::Zh) => format!("（{} {}）", see_also(lang), related.join("、")),
                (false, Lang::En) => format!(" ({} {})", see_also(lang), related.join(", ")),
            };
            let message = format!("{}{}", fault.message(lang), many(fault.count, lang));
            let _ = writeln!(out, "      {}  {message}{related}", padded(place, longest));
        }
        if group.len() > SHOWN {
            let more = group.len() - SHOWN;
            let _ = match lang {
                Lang::Zh => writeln!(out, "      ……另有{more}处"),
                Lang::En => writeln!(out, "      … and {more} more"),
            };
        }
    }
    let word = if lang == Lang::Zh { "办法" } else { "hint" };
    let _ = writeln!(out, "      {word}{}{}", colon(lang), first.hint(lang));
}

/// The places of a group, a line a sheet: `魏都区7.14.xlsx!进度统计!C17、D17、E17 …`.
fn cells_together(group: &[&Fault]) -> Vec<String> {
    let mut sheets: Vec<(String, Vec<String>)> = Vec::new();
    for place in group.iter().filter_map(|f| f.place.as_ref()) {
        let sheet = Place { cell: None, ..place.clone() }.to_string();
        let cell = place.cell.map(|cell| cell.to_string());
        match sheets.iter_mut().find(|(s, _)| *s == sheet) {
            Some((_, cells)) => cells.extend(cell),
            None => sheets.push((sheet, cell.into_iter().collect())),
        }
    }
    let line = |(sheet, cells): &(String, Vec<String>)| match cells.len() {
        0 => sheet.clone(),
        n => {
            let more = if n > SHOWN { " …" } else { "" };
            format!("{sheet}!{}{more}", cells[..n.min(SHOWN)].join("、"))
        }
    };
    sheets.iter().take(SHOWN).map(line).collect()
}

fn severity_word(severity: Severity, lang: Lang) -> &'static str {
    match (severity, lang) {
        (Severity::Error, Lang::Zh) => "错误",
        (Severity::Warning, Lang::Zh) => "警告",
        (Severity::Info, Lang::Zh) => "提示",
        (severity, Lang::En) => severity.name(),
    }
}

fn many(count: u64, lang: Lang) -> String {
    match (count, lang) {
        (0 | 1, _) => String::new(),
        (n, Lang::Zh) => format!("（共{n}处）"),
        (n, Lang::En) => format!(" ({n} places)"),
    }
}

pub(super) fn colon(lang: Lang) -> &'static str {
    if lang == Lang::Zh { "：" } else { ": " }
}

fn see_also(lang: Lang) -> &'static str {
    if lang == Lang::Zh { "另见" } else { "see also" }
}

/// What a district's line counts: only what there is.
fn counted(tally: Tally, lang: Lang) -> String {
    let parts =
        [(tally.errors, "错误", "error"), (tally.warnings, "警告", "warning"), (tally.infos, "提示", "note")];
    let said = parts.iter().filter(|(n, ..)| *n > 0).map(|(n, zh, en)| match lang {
        Lang::Zh => format!("{zh}{n}处"),
        Lang::En => format!("{n} {en}{}", if *n == 1 { "" } else { "s" }),
    });
    said.collect::<Vec<_>>().join(if lang == Lang::Zh { "，" } else { ", " })
}

/// Are colours shown?
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Paint {
    /// to a file, or where none are wanted
    Plain,
    /// to a terminal
    Colours,
}

impl Paint {
    /// Colours on a terminal, unless NO_COLOR says otherwise (no-color.org: set, and not empty) or the
    /// terminal is too plain for them.
    pub(super) fn on(stream: &impl IsTerminal) -> Paint {
        let set = |name| std::env::var_os(name).filter(|value| !value.is_empty());
        let wanted = set("NO_COLOR").is_none() && set("TERM").is_none_or(|term| term != "dumb");
        if wanted && stream.is_terminal() { Paint::Colours } else { Paint::Plain }
    }

    fn with(self, code: &str, text: &str) -> String {
        match self {
            Paint::Plain => text.to_owned(),
            Paint::Colours => format!("\u{1b}[{code}m{text}\u{1b}[0m"),
        }
    }

    fn bold(self, text: &str) -> String {
        self.with("1", text)
    }

    fn severity(self, severity: Severity, text: &str) -> String {
        match severity {
            Severity::Error => self.with("31", text),
            Severity::Warning => self.with("33", text),
            Severity::Info => self.with("2", text),
        }
    }
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

/// A run that made nothing, for scripts.
pub(super) fn failed(failure: &Failure) -> Value {
    json!({
        "outcome": "failed", "exit": failure.exit.code(), "message": failure.message, "hint": failure.hint,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{CellRef, Code};

    fn at(code: Code, cell: (u32, u32)) -> Fault {
        let cell = CellRef { row: cell.0, column: cell.1 };
        Fault::new(code).of("魏都区").at(Place::cell("a.xlsx", "表", cell))
    }

    #[test]
    fn faults_of_one_code_are_told_together_with_their_first_places() {
        let mut list: Vec<Fault> = (0..7).map(|n| at(Code::C007, (16, n))).collect();
        list.push(at(Code::C001, (8, 3)).found("约300"));
        list.push(Fault { count: 4, ..at(Code::C001, (9, 26)).found("待定") });
        list.push(Fault::new(Code::F001).of("市城乡一体化示范区"));
        assert_eq!(
            faults(&list, Lang::Zh, false),
            "魏都区              错误12处\n  \
               错误 C007：公式没有计算结果（共7处）\n      \
                   a.xlsx!表!A17、B17、C17、D17、E17 …\n      \
                   办法：请用 Excel 或 WPS 打开并保存后重报\n  \
               错误 C001（共5处）：\n      \
                   a.xlsx!表!D9    “约300”不是数字\n      \
                   a.xlsx!表!AA10  “待定”不是数字（共4处）\n      \
                   办法：只填数字，说明写入备注列\n\
             市城乡一体化示范区  错误1处\n  \
               错误 F001：未收到市城乡一体化示范区的报表\n      \
                   办法：请市城乡一体化示范区补报；若已报送，请核对文件名是否含区县名称或其简称\n"
        );
    }

    #[test]
    fn one_fault_is_one_line_with_its_place_and_english_is_english() {
        let list = [at(Code::C001, (8, 3)).found("约300").against(Place::file("b.xlsx"))];
        assert_eq!(
            faults(&list, Lang::En, false),
            "魏都区  1 error\n  error C001 a.xlsx!表!D9: `约300` is not a number\n      see also b.xlsx\n      \
             hint: enter the number alone and put remarks in the column 备注\n"
        );
    }

    #[test]
    fn colours_are_for_terminals_alone() {
        let list = [at(Code::C001, (8, 3)).found("约300")];
        assert!(painted(&list, Lang::Zh, false, Paint::Colours).contains("\u{1b}[31m错误\u{1b}[0m C001"));
        assert_eq!(Paint::on(&std::fs::File::open("Cargo.toml").expect("the project's")), Paint::Plain);
    }
}
