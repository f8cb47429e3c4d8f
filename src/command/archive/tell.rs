//! `archive list`, `show` and `verify`, as text and as JSON.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::super::columns::{padded, width};
use crate::publish::{Entry, Finding, InputKind, Mark, Series, Void};
use crate::reckon::Record;

/// Every issue, a line each, series by series.
pub(super) fn list_text(all: &[Series]) -> String {
    let mut out = String::new();
    for series in all {
        let _ = writeln!(out, "{}", series.name());
        issues(&mut out, series.entries(), |entry| series.voided(entry.day));
    }
    out
}

fn issues<'v>(out: &mut String, entries: &[Entry], void: impl Fn(&Entry) -> Option<&'v Void>) {
    let widest = entries.iter().map(|entry| width(&entry.label)).max().unwrap_or(0);
    for entry in entries {
        let label = padded(&entry.label, widest);
        let workbooks = entry.inputs.of(InputKind::Workbook).count();
        let s = if workbooks == 1 { "" } else { "s" };
        let _ = write!(out, "  {}  {label}  {workbooks:2} workbook{s}", entry.day);
        let reason = entry.reason.as_ref().map_or(String::new(), |reason| format!("  {reason}"));
        let void = void(entry).map_or(String::new(), |void| format!("  作废：{}", void.reason));
        let _ = writeln!(out, "{reason}{void}");
    }
}

/// `[{"series", "number", "day", "revision", "label", …, "void": reason or null}, …]`
pub(super) fn list_json(all: &[Series]) -> Value {
    let with_void = |series: &Series, entry: &Entry| {
        let mut value = json!(entry);
        value["void"] = json!(series.voided(entry.day).map(|void| &void.reason));
        value
    };
    all.iter().flat_map(|series| series.entries().iter().map(move |entry| with_void(series, entry))).collect()
}

/// One issue: what it is, what went in, what it said.
pub(super) fn show_text(series: &Series, entry: &Entry, record: &Record) -> String {
    shown(entry, record, series.voided(entry.day), |sha| series.input_path(sha).is_file())
}

fn shown(entry: &Entry, record: &Record, void: Option<&Void>, is_there: impl Fn(&str) -> bool) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "{} {} {}", entry.series, entry.label, entry.day);
    let _ = writeln!(out, "  title      {}", entry.title);
    if let Some(reason) = &entry.reason {
        let _ = writeln!(out, "  reason     {reason}");
    }
    if let Some(void) = void {
        let _ = writeln!(out, "  void       作废：{}", void.reason);
    }
    for file in &entry.files {
        let _ = writeln!(out, "  file       {}  {} bytes  sha256 {}", file.name, file.size, file.sha256);
    }
    for input in entry.inputs.all() {
        let mark = match &input.mark {
            Mark::Sha256(sha256) if entry.kept.contains_key(sha256) => {
                let kept = if is_there(sha256) { "kept" } else { "not there any more" };
                format!("sha256 {sha256}  {kept}")
            }
            Mark::Sha256(sha256) => format!("sha256 {sha256}"),
            Mark::Stated(version) => version.clone(),
        };
        let _ = writeln!(out, "  {:10} {}  {mark}", input.kind.noun(), input.name);
    }
    figures(&mut out, record);
    for fault in &record.faults {
        let whose = fault.district.as_deref().unwrap_or("—");
        let place =
            [&fault.file, &fault.sheet, &fault.cell].into_iter().flatten().cloned().collect::<Vec<_>>();
        let _ = writeln!(
            out,
            "  {} {} {whose} {}: {}",
            fault.code,
            fault.severity,
            place.join("!"),
            fault.message
        );
    }
    out
}

/// 东城区 户数 当日20户 累计304/6885户 剩余6581户 占比4.42% 第3
fn figures(out: &mut String, record: &Record) {
    let districts = record.districts.iter().map(|d| (d.name.as_str(), d.status.as_deref(), &d.figures));
    for (name, status, figures) in districts.chain([("合计", None, &record.total)]) {
        let said = match status {
            Some("missing") => "  未报",
            Some("carried") => "  未报，沿用往期",
            _ => "",
        };
        let _ = writeln!(out, "  {name}{said}");
        for measure in &record.measures {
            let Some(f) = figures.get(&measure.name) else { continue };
            let unit = &measure.unit;
            // who reported may still have no D: first of the series, it had no issue to subtract
            let unknown = if matches!(status, Some("reported") | None) { "—" } else { "未报" };
            let day = f.day.as_ref().map_or_else(|| unknown.to_owned(), |day| format!("{day}{unit}"));
            let share = f.share.as_ref().map_or_else(|| "—".to_owned(), |share| format!("{share}%"));
            let _ = write!(out, "    {}  当日{day}  累计{}/{}{unit}", measure.name, f.done, f.task);
            let _ = write!(out, "  剩余{}{unit}  占比{share}", f.left);
            let tied = if f.tied { "并列" } else { "第" };
            let _ = writeln!(out, "{}", f.rank.map_or(String::new(), |rank| format!("  {tied}{rank}")));
        }
    }
}

/// `{"record": the manifest's line, "void": reason or null, "figures": the figures}`
pub(super) fn show_json(series: &Series, entry: &Entry, record: &Record) -> Value {
    json!({ "record": entry, "void": series.voided(entry.day).map(|void| &void.reason), "figures": record })
}

/// What was found in one series.
#[derive(Clone, Debug)]
pub(super) struct Check {
    pub series: String,
    /// how many issues are recorded; none where the record cannot be trusted
    pub issues: Option<usize>,
    /// the record's head, as [`Series::head`] gives it
    pub head: Option<String>,
    pub findings: Vec<Finding>,
}

/// A line a finding, and a line a series.
pub(super) fn verify_text(checks: &[Check]) -> String {
    let mut out = String::new();
    for check in checks {
        for finding in &check.findings {
            let line = finding.line.map_or(String::new(), |line| format!(", line {line}"));
            let label = finding.label.as_ref().map_or(String::new(), |label| format!(" ({label})"));
            let path = finding.path.display();
            let _ = writeln!(out, "{:9} {path}{line}{label}: {}", finding.verdict.word(), finding.message);
        }
        let errors = check.findings.iter().filter(|finding| finding.is_error()).count();
        let outcome = match errors {
            0 => "all as recorded".to_owned(),
            1 => "1 thing is not as recorded".to_owned(),
            n => format!("{n} things are not as recorded"),
        };
        let known = match (check.issues, &check.head) {
            (Some(issues), Some(head)) => {
                format!("{issues} issue{} (head {head})", if issues == 1 { "" } else { "s" })
            }
            _ => "its record cannot be trusted".to_owned(),
        };
        let _ = writeln!(out, "{}: {known}, {outcome}", check.series);
    }
    out
}

/// `[{"series", "issues", "head", "sound", "findings": [{"verdict", "path", "line", "label", "message"}]}]`
pub(super) fn verify_json(checks: &[Check]) -> Value {
    let finding = |f: &Finding| {
        json!({ "verdict": f.verdict, "path": f.path.display().to_string(), "line": f.line,
                "label": f.label, "message": f.message })
    };
    checks
        .iter()
        .map(|check| {
            let sound = check.findings.iter().all(|f| !f.is_error());
            let findings: Vec<Value> = check.findings.iter().map(finding).collect();
            json!({ "series": check.series, "issues": check.issues, "head": check.head, "sound": sound,
                    "findings": findings })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::fixture::issue;
    use super::*;
    use crate::publish::Verdict;

    #[test]
    fn a_list_is_aligned_though_chinese_is_wide() {
        let (corrected, _) = issue();
        let first = Entry { revision: 0, label: "第67期".into(), reason: None, ..corrected.clone() };
        let mut out = String::new();
        issues(&mut out, &[first, corrected], |_| None);
        assert_eq!(
            out,
            "  2021-07-14  第67期            1 workbook\n  2021-07-14  第67期（更正1）   1 workbook  东城区重报\n"
        );
    }

    #[test]
    fn an_issue_is_shown_with_what_went_in_and_what_it_said() {
        let (entry, record) = issue();
        let (number, day, label) = (67, entry.day, entry.label.clone());
        let void = Void { number, day, label, reason: "误发".into() };
        let text = shown(&entry, &record, Some(&void), |_| true);
        for line in [
            "s 第67期（更正1） 2021-07-14",
            "  reason     东城区重报",
            "  void       作废：误发",
            &format!("  workbook   东城区.ods  sha256 {}  kept", "cd".repeat(32)),
            "  program    tongbao  0.1.0",
            "  东城区",
            "    户数  当日20户  累计304/6885户  剩余6581户  占比4.42%  第3",
            "  建安区  未报",
            "  合计",
            "  T002 warning 东城区 东城区.ods!进度!D7: 不是数字",
        ] {
            assert!(text.lines().any(|l| l == line), "lacks `{line}`:\n{text}");
        }
    }

    #[test]
    fn what_is_not_as_recorded_is_told_line_by_line() {
        let finding = |verdict, line| Finding {
            verdict,
            path: "archive/s/manifest.jsonl".into(),
            line,
            label: line.map(|_| "第67期".into()),
            message: "why".into(),
        };
        let findings = vec![finding(Verdict::Altered, Some(3)), finding(Verdict::LeftOver, None)];
        let check = Check { series: "s".into(), issues: Some(3), head: Some("3:ab".into()), findings };
        assert_eq!(
            verify_text(std::slice::from_ref(&check)),
            "altered   archive/s/manifest.jsonl, line 3 (第67期): why\n\
             left over archive/s/manifest.jsonl: why\n\
             s: 3 issues (head 3:ab), 1 thing is not as recorded\n"
        );
        let json = verify_json(&[check]);
        assert_eq!(json[0]["sound"], false);
        assert_eq!(
            (&json[0]["findings"][0]["line"], &json[0]["findings"][1]["verdict"]),
            (&3.into(), &"left_over".into())
        );
    }
}
