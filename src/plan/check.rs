//! From the tree of values to a [`Plan`]: every key, in the plan's order.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use chrono_tz::Tz;

use crate::model::{Code, District, Measure, Severity};

use super::articles::articles;
use super::contents::contents;
use super::keeping::keeping;
use super::keys::{Checked, Item, Reader, Table};
use super::mapping::{self, Mapping};
use super::nearest::nearest;
use super::unattended::unattended;
use super::words::{KEYS, OTHER_NAMES};
use super::{
    Beside, DayPath, Limits, PageStyle, Plan, ReportDay, Shell, WhenMissing, Wording, calendar, day_path,
    limits, names, official, style, times,
};

/// The checked plan; every value that is none has told why.
pub(super) fn check(reader: &mut Reader, path: &Path, sha256: &str, beside: Beside<'_>) -> Checked<Plan> {
    let table = &reader.table(&reader.root(), KEYS, OTHER_NAMES)?;
    let folder = path.parent().unwrap_or(Path::new(""));

    let title = required_line(reader, table, "title", "中心城区房屋安全隐患集中整治工作通报");
    let masthead = or(table, "masthead", None, |item| reader.line(item).map(Some));
    let issuer = required_line(reader, table, "issuer", "许昌市中心城区房屋安全隐患集中整治工作指挥部办公室");
    let series = series(reader, table, path);
    let schedule = or(table, "schedule", None, |item| times::schedule(reader, item).map(Some));
    let workdays = calendar::workdays(reader, table, folder, beside);
    let timezone = or(table, "timezone", Tz::Asia__Shanghai, |item| times::timezone(reader, item));
    let report_day = or(table, "report_day", ReportDay::default(), |item| {
        let words = [("today", ReportDay::Today), ("yesterday", ReportDay::Yesterday)];
        reader.word(
            item,
            &words,
            &[("今天", "today"), ("当日", "today"), ("昨天", "yesterday"), ("昨日", "yesterday")],
        )
    });
    let cutoff = or(table, "cutoff", None, |item| times::cutoff(reader, item).map(Some));
    let first_issue = or(table, "first_issue", 1, |item| reader.whole(item, 1..=u32::MAX));
    let inbox = inbox(reader, table, folder);
    let outbox = folder_of(reader, table, folder, "outbox");
    let archive = folder_of(reader, table, folder, "archive");
    let page = page(reader, table, folder, beside);
    let official = official::parts(reader, table);
    let strict_glyphs = or(table, "glyphs", false, |item| {
        let others = [("lenient", "mark"), ("substitute", "mark"), ("error", "strict")];
        reader.word(item, &[("mark", false), ("strict", true)], &others)
    });
    let shell = page.as_ref().map(|page| page.0.shell).map_err(|told| *told);
    let articles = articles(reader, table, folder, &page.as_ref().map(|page| &page.0).map_err(|told| *told));
    let when_missing = or(table, "when_missing", WhenMissing::default(), |item| {
        let words = [("carry", WhenMissing::Carry), ("hold", WhenMissing::Hold)];
        reader.word(item, &words, &[("沿用", "carry"), ("结转", "carry"), ("暂缓", "hold"), ("wait", "hold")])
    });
    let period = or(table, "period", None, |item| times::period(reader, item).map(Some));
    let measures = names::measures(reader, table);
    // a shell that is wrong is told already; for the defaults of others any will do
    let contents = contents(reader, table, shell.unwrap_or_default(), measures.as_deref().ok());
    let districts = names::districts(reader, table);
    let share_decimals = or(table, "share_decimals", 2, |item| decimals(reader, item));
    let criticism = or(table, "criticism", false, |item| reader.flag(item));
    let named = or(table, "named", 3, |item| reader.whole(item, 0..=1000));
    let wording = or(table, "wording", Wording::default(), |item| wording(reader, item));
    let limits = or(table, "limits", Limits::default(), |item| limits::limits(reader, item));
    let unattended = unattended(reader, table);
    let workbooks = workbooks(reader, table, &districts, &measures);
    let keeping = keeping(reader, table);
    let severities = or(table, "severities", BTreeMap::new(), |item| severities(reader, item));

    let (page, issuer) = (page?, issuer?);
    if let Some(item) = table.get("official").filter(|_| page.0.shell != Shell::Official) {
        let message = format!("only a 公文 has these, and the shell is {}", page.0.shell.name());
        return Err(reader.tell(item, message, "shell: 公文, or leave the key out".to_owned()));
    }
    Ok(Plan {
        path: path.to_owned(),
        sha256: sha256.to_owned(),
        title: title?,
        masthead: masthead?.unwrap_or_else(|| usual_masthead(page.0.shell, &issuer)),
        issuer,
        series: series?,
        schedule: match (schedule?, workdays?) {
            (Some(schedule), Some(calendar)) => Some(schedule.on_workdays(calendar)),
            (schedule, _) => schedule,
        },
        timezone: timezone?,
        report_day: report_day?,
        cutoff: cutoff?,
        first_issue: first_issue?,
        first_issue_said: table.get("first_issue").is_some(),
        inbox: inbox?,
        outbox: outbox?,
        archive: archive?,
        articles: articles?,
        shell: page.0.shell,
        style: page.0,
        style_file: page.1,
        official: official?,
        strict_glyphs: strict_glyphs?,
        when_missing: when_missing?,
        period: period?,
        measures: measures?,
        districts: districts?,
        share_decimals: share_decimals?,
        criticism: criticism?,
        named: named? as usize,
        wording: wording?,
        contents: contents?,
        severities: severities?,
        workbooks: workbooks?,
        limits: limits?,
        unattended: unattended?,
        keeping: keeping?,
    })
}

/// 7.2.4: a 公文 is headed by its issuer's name and 文件.
fn usual_masthead(shell: Shell, issuer: &str) -> String {
    match shell {
        Shell::Official => format!("{issuer}文件"),
        Shell::Brief | Shell::TableOnly => "工作简报".to_owned(),
    }
}

/// The style: a file, or a shipped one, or that of the shell; a shell named beside it must be its own.
fn page<'r>(
    reader: &mut Reader<'r>,
    table: &Table<'r>,
    folder: &Path,
    beside: Beside<'_>,
) -> Checked<(PageStyle, Option<style::StyleFile>)> {
    let shell = table.get("shell").map(|item| Ok((item, style::shell_word(reader, item)?))).transpose();
    let named = table.get("style").map(|item| style::named(reader, item, folder, beside)).transpose();
    match (shell?, named?) {
        (Some((item, shell)), Some((style, _))) if shell != style.shell => {
            let hint = "leave the key out: the style says its shell".to_owned();
            Err(reader.tell(
                item,
                format!("another shell than the style's, which is {}", style.shell.name()),
                hint,
            ))
        }
        (_, Some(named)) => Ok(named),
        (shell, None) => Ok((PageStyle::of(shell.map_or(Shell::default(), |(_, shell)| shell)), None)),
    }
}

/// The value of a key that may be left out.
pub(super) fn or<'r, T>(
    table: &Table<'r>,
    key: &str,
    default: T,
    check: impl FnOnce(&Item<'r>) -> Checked<T>,
) -> Checked<T> {
    table.get(key).map_or(Ok(default), check)
}

/// Places of a printed number.
pub(super) fn decimals<'r>(reader: &mut Reader<'r>, item: &Item<'r>) -> Checked<u8> {
    reader.whole(item, 0..=6).map(|n| n as u8)
}

fn required_line<'r>(
    reader: &mut Reader<'r>,
    table: &Table<'r>,
    key: &str,
    example: &str,
) -> Checked<String> {
    let item = table.require(reader, key, example)?;
    reader.line(item)
}

/// The series' name, by default the file's stem.
fn series<'r>(reader: &mut Reader<'r>, table: &Table<'r>, path: &Path) -> Checked<String> {
    let hint = "write letters, digits, - and _, or Chinese characters, as house-safety";
    if let Some(item) = table.get("series") {
        let name = reader.line(item)?;
        return match unfit_for_a_file(&name) {
            None => Ok(name),
            Some(why) => {
                Err(reader.tell(item, format!("`{name}` cannot name a file: {why}"), hint.to_owned()))
            }
        };
    }
    let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    match unfit_for_a_file(&stem) {
        None => Ok(stem),
        Some(why) => {
            let message = format!("missing, and the file's own name `{stem}` cannot stand for it: {why}");
            Err(reader.tell_whole("series", message, Some(format!("add the key series; {hint}"))))
        }
    }
}

/// Why a text cannot be part of a file's name on every system: the separators and reserved characters of
/// Unix and Windows, names that hide or climb, and more bytes than a name with day and ending has room for.
fn unfit_for_a_file(name: &str) -> Option<String> {
    const RESERVED: &str = "/\\<>:\"|?*";
    if name.is_empty() {
        return Some("it is empty".into());
    }
    if name.len() > 100 {
        return Some(format!("it has {} bytes, more than 100", name.len()));
    }
    if let Some(c) = name.chars().find(|c| RESERVED.contains(*c)) {
        return Some(format!("it holds {c}"));
    }
    if name.contains("..") || name.starts_with('.') || name.ends_with('.') {
        return Some("it starts or ends with a dot, or holds two".into());
    }
    if name.starts_with('-') || name.starts_with('~') {
        return Some("it starts with - or ~".into());
    }
    // U+FFFD stands where a file's name was no text; the others cannot be seen
    let unseen = |c: char| {
        c.is_control()
            || matches!(c, '\u{fffd}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
    };
    name.chars()
        .any(|c| unseen(c) || c.is_whitespace())
        .then(|| "it holds a blank or an invisible character".into())
}

fn inbox<'r>(reader: &mut Reader<'r>, table: &Table<'r>, folder: &Path) -> Checked<DayPath> {
    let item = table.require(reader, "inbox", "../inbox/{day}")?;
    let text = reader.line(item)?;
    day_path::checked(folder, &text).map_err(|(message, hint)| reader.tell(item, message, hint))
}

fn folder_of<'r>(reader: &mut Reader<'r>, table: &Table<'r>, folder: &Path, key: &str) -> Checked<PathBuf> {
    let item = table.require(reader, key, &format!("../{key}"))?;
    let text = reader.line(item)?;
    if text.contains("{day}") {
        let hint = format!("one folder holds all days: ../{key}");
        return Err(reader.tell(item, format!("{{day}} stands in the inbox only, found `{text}`"), hint));
    }
    let (folder, rest) = day_path::climbed(folder, &text);
    Ok(folder.join(rest))
}

/// Where districts or measures are at fault, what names them cannot be looked at.
fn workbooks<'r>(
    reader: &mut Reader<'r>,
    table: &Table<'r>,
    districts: &Checked<Vec<District>>,
    measures: &Checked<Vec<Measure>>,
) -> Checked<BTreeMap<usize, Mapping>> {
    match (table.get("workbooks"), districts, measures) {
        (None, ..) => Ok(BTreeMap::new()),
        (Some(item), Ok(districts), Ok(measures)) => mapping::workbooks(reader, item, districts, measures),
        (Some(_), Err(told), _) | (Some(_), _, Err(told)) => Err(*told),
    }
}

fn wording<'r>(reader: &mut Reader<'r>, item: &Item<'r>) -> Checked<Wording> {
    let table = &reader.table(item, &["scope", "verb", "object"], &[])?;
    let usual = Wording::default();
    let scope = or(table, "scope", usual.scope, |item| reader.line_or_nothing(item));
    let verb = or(table, "verb", usual.verb, |item| reader.line(item));
    let object = or(table, "object", usual.object, |item| reader.line_or_nothing(item));
    Ok(Wording { scope: scope?, verb: verb?, object: object? })
}

fn severities<'r>(reader: &mut Reader<'r>, item: &Item<'r>) -> Checked<BTreeMap<Code, Severity>> {
    let words =
        [Severity::Error, Severity::Warning, Severity::Info].map(|severity| (severity.name(), severity));
    let others = [
        ("warn", "warning"),
        ("off", "info"),
        ("none", "info"),
        ("错误", "error"),
        ("警告", "warning"),
        ("提示", "info"),
    ];
    let mut severities = Ok(BTreeMap::new());
    for (key, name, value) in reader.entries(item, "fault codes, as T002: error")? {
        let code = name.parse::<Code>().map_err(|_| {
            let hint =
                nearest(&name, Code::all().map(Code::name)).map(|near| format!("did you mean `{near}`?"));
            let hint = hint.unwrap_or_else(|| "`tongbao explain` lists all codes".to_owned());
            reader.tell(&key, format!("no fault has the code `{name}`"), hint)
        });
        let severity = reader.word(&value, &words, &others);
        match (code, severity, &mut severities) {
            (Ok(code), Ok(severity), Ok(map)) => {
                map.insert(code, severity);
            }
            (Err(told), ..) | (_, Err(told), _) => severities = Err(told),
            _ => {}
        }
    }
    severities
}
