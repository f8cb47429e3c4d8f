//! Reads the case files: what stands on the districts' sheets, and what is expected of it.

use std::collections::BTreeMap;
use std::path::Path;

/// One case.
#[derive(Clone, Debug, Default)]
pub struct Case {
    /// `L01`
    pub id: String,
    pub title: String,
    /// `cases/layout.txt:12`
    pub at: String,
    pub day: String,
    /// keys of the plan that differ, as YAML lines
    pub plan: Vec<String>,
    pub files: Vec<File>,
    /// earlier issues, oldest first
    pub issues: Vec<(String, Vec<File>)>,
    /// further formats in which the first file must read alike
    pub also: Vec<String>,
    pub gives: Vec<String>,
    pub says: Vec<Said>,
}

/// A file of the inbox.
#[derive(Clone, Debug, Default)]
pub struct File {
    pub name: String,
    /// format by content, where the name says another
    pub content: Option<String>,
    pub is_1904: bool,
    pub is_strict: bool,
    pub modified: Option<String>,
    /// per cent of the bytes that arrived
    pub cut: Option<usize>,
    pub encoding: String,
    pub crlf: bool,
    pub kept: Option<String>,
    pub sheets: Vec<Sheet>,
    /// the bytes as text, where it is no workbook
    pub text: Option<String>,
}

/// A sheet of it.
#[derive(Clone, Debug, Default)]
pub struct Sheet {
    pub name: String,
    /// hidden or veryHidden
    pub hidden: Option<&'static str>,
    /// 0-based row and column of the grid's first cell
    pub origin: (usize, usize),
    pub rows: Vec<Vec<Cell>>,
    /// 1-based
    pub hidden_rows: Vec<usize>,
    pub hidden_columns: Vec<String>,
    /// what stands in `<sheetData>`, for what no program writes
    pub xml: Option<String>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    Nothing,
    /// merged with the cell to the left
    Left,
    /// merged with the cell above
    Above,
    Text(String),
    Number(String, Option<String>),
    Date(String),
    Bool(bool),
    Error(String),
    /// and what is stored with it
    Formula(String, Option<String>),
}

/// A fault expected.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Said {
    pub code: String,
    /// `B2`, `台账!B2`, `台账!`, or `-` for none
    pub place: String,
    pub count: u64,
    /// a part of its message, or nothing
    pub text: String,
}

/// Every case of every file under `cases`, in the order of the files' names.
pub fn all(folder: &Path) -> Vec<Case> {
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    paths.sort();
    let mut cases = Vec::new();
    for path in paths {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        cases.extend(read(&std::fs::read_to_string(&path).unwrap(), &format!("cases/{name}")));
    }
    cases
}

fn read(text: &str, name: &str) -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    let mut issue = false;
    for (index, line) in text.lines().enumerate() {
        let at = format!("{name}:{}", index + 1);
        if let Some(head) = line.strip_prefix("== ") {
            let (id, title) = head.split_once(' ').unwrap_or_else(|| panic!("{at}: a case needs a title"));
            let day = "2021-07-14".to_owned();
            cases.push(Case { id: id.into(), title: title.into(), at, day, ..Case::default() });
            issue = false;
            continue;
        }
        let Some(case) = cases.last_mut() else { continue };
        take(case, &mut issue, line, &at);
    }
    cases
}

fn take(case: &mut Case, issue: &mut bool, line: &str, at: &str) {
    let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
    if line == "as today" {
        case.issues.last_mut().unwrap().1 = case.files.clone();
        return;
    }
    let files = if *issue { &mut case.issues.last_mut().unwrap().1 } else { &mut case.files };
    match word {
        "file" => {
            files.push(File { name: rest.into(), encoding: "utf-8".into(), ..File::default() });
            return;
        }
        "issue" => {
            case.issues.push((rest.into(), Vec::new()));
            *issue = true;
            return;
        }
        "day" => return case.day = rest.into(),
        "plan" => return case.plan.push(rest.into()),
        "also" => return case.also = rest.split(' ').map(str::to_owned).collect(),
        "gives" => return case.gives.push(rest.trim().into()),
        "says" => return case.says.push(said(rest)),
        _ if line.is_empty() || line.starts_with("   ") => return,
        _ => {}
    }
    let file = files.last_mut().unwrap_or_else(|| panic!("{at}: `{line}` before any `file`"));
    let sheet = |name: &str, hidden| Sheet { name: name.into(), hidden, ..Sheet::default() };
    match line.split_once(' ').unwrap_or((line, "")) {
        ("with", "1904") => file.is_1904 = true,
        ("with", "strict") => file.is_strict = true,
        ("with", "crlf") => file.crlf = true,
        ("with", what) => {
            let (key, value) = what.split_once(' ').unwrap_or_else(|| panic!("{at}: with what?"));
            match key {
                "content" => file.content = Some(value.into()),
                "modified" => file.modified = Some(value.into()),
                "cut" => file.cut = Some(value.parse().unwrap()),
                "encoding" => file.encoding = value.into(),
                "kept" => file.kept = Some(value.into()),
                _ => panic!("{at}: unknown `with {key}`"),
            }
        }
        ("sheet", name) => file.sheets.push(sheet(name, None)),
        ("hidden", name) => file.sheets.push(sheet(name.trim_start_matches("sheet "), Some("hidden"))),
        ("very", name) => {
            file.sheets.push(sheet(name.trim_start_matches("hidden sheet "), Some("veryHidden")));
        }
        (">", _) => {
            let text = line.strip_prefix("> ").unwrap_or("");
            let end = if file.crlf { "\r\n" } else { "\n" };
            match file.sheets.last_mut() {
                Some(sheet) => sheet.xml.get_or_insert_default().push_str(text),
                None => {
                    let whole = file.text.get_or_insert_default();
                    whole.push_str(&unescape(text));
                    whole.push_str(end);
                }
            }
        }
        _ => {
            if file.sheets.is_empty() {
                file.sheets.push(sheet("Sheet1", None));
            }
            let sheet = file.sheets.last_mut().unwrap();
            match line.split_once(' ').unwrap_or((line, "")) {
                ("at", corner) => sheet.origin = address(corner),
                ("hide", what) => match what.split_once(' ') {
                    Some(("row", n)) => sheet.hidden_rows.push(n.parse().unwrap()),
                    Some(("column", letters)) => sheet.hidden_columns.push(letters.into()),
                    _ => panic!("{at}: hide row N or column X"),
                },
                ("|", _) => sheet.rows.push(row(line)),
                _ => panic!("{at}: cannot read `{line}`"),
            }
        }
    }
}

fn said(text: &str) -> Said {
    let mut words = text.split_whitespace();
    let code = words.next().unwrap_or_default().to_owned();
    let place = words.next().unwrap_or("-").to_owned();
    let mut rest: Vec<&str> = words.collect();
    let count = rest.first().and_then(|w| w.strip_prefix('×')).map(|n| n.parse().unwrap());
    if count.is_some() {
        rest.remove(0);
    }
    Said { code, place, count: count.unwrap_or(1), text: rest.join(" ") }
}

/// A1 as (row, column), 0-based.
pub fn address(text: &str) -> (usize, usize) {
    let letters: String = text.chars().take_while(char::is_ascii_alphabetic).collect();
    let column = letters.bytes().fold(0, |sum, b| sum * 26 + usize::from(b - b'A') + 1);
    (text[letters.len()..].parse::<usize>().unwrap() - 1, column - 1)
}

fn row(line: &str) -> Vec<Cell> {
    let inner = line.trim().trim_start_matches('|').trim_end_matches('|');
    inner.split('|').map(|text| cell(text.trim())).collect()
}

const ERRORS: [&str; 9] =
    ["#REF!", "#N/A", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#VALUE!", "#SPILL!", "#CALC!"];

fn cell(text: &str) -> Cell {
    let quoted = text.len() > 1 && text.starts_with('"') && text.ends_with('"');
    match text {
        "" => Cell::Nothing,
        "<" => Cell::Left,
        "^" => Cell::Above,
        "TRUE" | "FALSE" => Cell::Bool(text == "TRUE"),
        _ if quoted => Cell::Text(unescape(&text[1..text.len() - 1])),
        _ if ERRORS.contains(&text) => Cell::Error(text.into()),
        _ => {
            if let Some(typed) = text.strip_prefix('\'') {
                return Cell::Text(unescape(typed));
            }
            if let Some(formula) = text.strip_prefix('=') {
                let (formula, stored) = formula.split_once("->").unwrap_or((formula, ""));
                let stored = Some(stored.trim().to_owned()).filter(|s| !s.is_empty());
                return Cell::Formula(formula.trim().into(), stored);
            }
            let (number, format) = match text.split_once(" as ") {
                Some((number, format)) => (number, Some(format.to_owned())),
                None => (text, None),
            };
            if number.parse::<f64>().is_ok() && number.starts_with(|c: char| c.is_ascii_digit() || c == '-') {
                return Cell::Number(number.into(), format);
            }
            if is_date(text) { Cell::Date(text.into()) } else { Cell::Text(unescape(text)) }
        }
    }
}

fn is_date(text: &str) -> bool {
    text.len() == 10 && chrono::NaiveDate::parse_from_str(text, "%Y-%m-%d").is_ok()
}

fn unescape(text: &str) -> String {
    text.replace("\\n", "\n").replace("\\t", "\t").replace("\\p", "|")
}

/// Cases must be told apart by their ids: gives back those that stand twice.
pub fn doubled(cases: &[Case]) -> Vec<&str> {
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    for case in cases {
        *seen.entry(&case.id).or_default() += 1;
    }
    seen.into_iter().filter(|(_, n)| *n > 1).map(|(id, _)| id).collect()
}
