//! A notice of what was wrong with a district's workbook, for those who sent it.
//!
//! Two carriers of the same findings: a letter to paste into a chat or a mail, and a table to work through
//! with the file open beside it. The letter is UTF-8 with a byte order mark and lines ended as Windows ends
//! them: the Notepad of older Windows takes a file without the mark for GBK and shows a mess, WPS and
//! WeChat read it either way. What is said is what `check` says, in words for the sender: what the desk
//! alone can do (plans, corrections) is left out.

use rust_xlsxwriter::FormatAlign;

use crate::model::{Code, Day, Fault, Lang, Severity};
use crate::plan::Plan;

use super::{FormError, paper};

/// The two carriers, as bytes of files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// the letter, a .txt
    pub letter: Vec<u8>,
    /// the table, an .xlsx
    pub table: Vec<u8>,
}

/// More findings than this are counted in the letter and listed in the table alone: a letter is read on a
/// telephone.
const IN_LETTER: usize = 20;

/// The notice to the plan's `district`th district over its faults of `day`; none where there is nothing to
/// mend. `deadline` is the hour up to which a mended file still counts, in words (7月14日21:30).
///
/// # Errors
/// [`FormError`] where a worksheet cannot hold the table.
pub fn notice(
    plan: &Plan,
    district: usize,
    day: Day,
    faults: &[Fault],
    deadline: Option<&str>,
) -> Result<Option<Notice>, FormError> {
    let name = &plan.districts[district].name;
    let mut own: Vec<&Fault> = faults.iter().filter(|f| f.district.as_deref() == Some(name)).collect();
    own.retain(|f| f.severity > Severity::Info && !is_the_desks(f.code));
    if own.is_empty() {
        return Ok(None);
    }
    own.sort_by_key(|f| std::cmp::Reverse(f.severity));
    let findings = together(own.into_iter().map(Finding::of));
    let letter = Letter { plan, name, day, deadline, findings: &findings };
    Ok(Some(Notice { letter: letter.bytes(), table: table(&letter)? }))
}

/// Findings that differ in nothing but their cell are one, with all cells.
fn together(findings: impl Iterator<Item = Finding>) -> Vec<Finding> {
    const CELLS: usize = 12;
    let mut all: Vec<(Finding, usize)> = Vec::new();
    for finding in findings {
        let alike = |other: &Finding| Finding { cell: finding.cell.clone(), ..other.clone() } == finding;
        match all.iter_mut().find(|(other, _)| !other.cell.is_empty() && alike(other)) {
            Some((other, cells)) => {
                *cells += 1;
                match *cells {
                    n if n <= CELLS => other.cell = format!("{}、{}", other.cell, finding.cell),
                    n if n == CELLS + 1 => other.cell.push_str(" 等"),
                    _ => {}
                }
            }
            None => all.push((finding, 1)),
        }
    }
    all.into_iter().map(|(finding, _)| finding).collect()
}

/// Faults that tell the desk what became of a district, not the district what to do.
fn is_the_desks(code: Code) -> bool {
    use Code::{F017, F018, G001, H004, X001, X002, X003, X004, X005, X006, X007, X008};
    matches!(code, X001 | X002 | X003 | X004 | X005 | X006 | X007 | X008 | H004 | G001 | F017 | F018)
}

/// One finding in the sender's words.
#[derive(Clone, PartialEq)]
struct Finding {
    must: bool,
    code: Code,
    file: String,
    sheet: String,
    cell: String,
    found: String,
    wrong: String,
    way_out: String,
}

impl Finding {
    fn of(fault: &Fault) -> Finding {
        let place = fault.place.as_ref();
        let cell = place.and_then(|p| p.cell).map_or_else(String::new, |cell| cell.to_string());
        let many = if fault.count > 1 { format!(" 等{}处", fault.count) } else { String::new() };
        let others: Vec<String> = fault.related.iter().take(6).map(|at| masked(&at.to_string())).collect();
        let mut wrong = masked(&fault.message(Lang::Zh));
        if !others.is_empty() {
            wrong.push_str(&format!("（另见 {}）", others.join("、")));
        }
        // what stands in one cell; lists of names and columns are in the message
        let of_a_cell = !cell.is_empty() && fault.code.name().starts_with(['C', 'R', 'T', 'H']);
        Finding {
            must: fault.severity == Severity::Error,
            code: fault.code,
            file: place.map_or_else(String::new, |p| p.file.clone()),
            sheet: place.and_then(|p| p.sheet.clone()).unwrap_or_default(),
            cell: if cell.is_empty() { many.trim().to_owned() } else { cell + &many },
            found: if of_a_cell { masked(&fault.found) } else { String::new() },
            wrong,
            way_out: masked(&way_out(fault)),
        }
    }

    /// 文件“…”，工作表“…”，D7 单元格
    fn place(&self) -> String {
        let mut parts = Vec::new();
        if !self.file.is_empty() {
            parts.push(format!("文件“{}”", self.file));
        }
        if !self.sheet.is_empty() {
            parts.push(format!("工作表“{}”", self.sheet));
        }
        if !self.cell.is_empty() {
            parts.push(format!("单元格 {}", self.cell));
        }
        parts.join("，")
    }
}

/// What the sender can do; where the catalogue's way out is the desk's, another.
fn way_out(fault: &Fault) -> String {
    let said = match fault.code {
        Code::F001 => "请尽快报送",
        Code::F002 => "请确认以哪一份为准，只报一份",
        Code::F006 => "请确认当日确无进展；如报错了文件，请重报当日的",
        Code::S001 | Code::S002 => "请按下发的空白表填报，不改动表头",
        Code::S005 | Code::S011 => "请只留一个工作表，删去往日的和草稿",
        Code::M001 | Code::M002 | Code::M003 | Code::M004 | Code::M005 => {
            "请按商定的样式填报，不改动工作表名、表头和列的次序；样式确需变动的，请先告知"
        }
        Code::M006 => "请告知本表所用的单位",
        Code::H001 => "请核对累计数；确需核减的，请另附书面说明",
        Code::H003 => "请书面说明核增、核减的依据",
        Code::T004 | Code::T005 => "请核对；占比和排名由程序计算，可不填",
        _ => return fault.hint(Lang::Zh),
    };
    said.to_owned()
}

/// Identity, telephone and card numbers are told by their length; an address in the sheet suffices.
fn masked(text: &str) -> String {
    const LONG: usize = 11;
    let mut out = String::new();
    let mut digits = String::new();
    for c in text.chars().chain(std::iter::once('\0')) {
        if c.is_ascii_digit() {
            digits.push(c);
            continue;
        }
        if digits.len() >= LONG {
            out.push_str(&"＊".repeat(digits.len()))
        } else {
            out.push_str(&digits)
        }
        digits.clear();
        if c != '\0' {
            out.push(c);
        }
    }
    out
}

struct Letter<'a> {
    plan: &'a Plan,
    name: &'a str,
    day: Day,
    deadline: Option<&'a str>,
    findings: &'a [Finding],
}

impl Letter<'_> {
    fn bytes(&self) -> Vec<u8> {
        let mut bytes = b"\xef\xbb\xbf".to_vec();
        bytes.extend(self.lines().join("\r\n").into_bytes());
        bytes.extend(b"\r\n");
        bytes
    }

    fn heading(&self) -> String {
        let what = if self.is_missing() { "催报" } else { "报表问题" };
        format!("{}{}{what}通知", self.name, self.day.short())
    }

    fn is_missing(&self) -> bool {
        matches!(self.findings, [only] if only.code == Code::F001)
    }

    fn lines(&self) -> Vec<String> {
        let (day, title) = (self.day.short(), &self.plan.title);
        let mut lines = vec![self.heading(), String::new(), format!("{}：", self.name)];
        let by = self.deadline.map_or_else(|| "尽快".to_owned(), |deadline| format!("于{deadline}前"));
        if self.is_missing() {
            lines.push(format!(
                "尚未收到你单位{day}的报表（用于《{title}》）。请{by}报送，文件名中写明“{}”。",
                self.name
            ));
            lines.push("未报的，通报中列为“未报”。如已报送，请核对文件名和报送的位置。".to_owned());
        } else {
            let must = self.findings.iter().filter(|f| f.must).count();
            let count = self.findings.len();
            lines.push(match must {
                0 => format!(
                    "你单位{day}的报表（用于《{title}》）已收到并采用，有{count}处请核对；确有错误的，请{by}重报。"
                ),
                _ => format!(
                    "你单位{day}的报表（用于《{title}》）有{count}处问题，其中{must}处须改正，数据暂未采用。请改正后{by}重报；\
                     未重报的，通报中列为“未报”。"
                ),
            });
            for (n, finding) in (1..).zip(self.findings.iter().take(IN_LETTER)) {
                lines.push(String::new());
                lines.push(format!("{n}.【{}】{}", finding.kind(), finding.place()));
                if !finding.found.is_empty() {
                    lines.push(format!("填报内容：{}", finding.found));
                }
                lines.push(format!("问题：{}。", finding.wrong));
                lines.push(format!("怎样改：{}。", finding.way_out));
            }
            if count > IN_LETTER {
                lines.push(String::new());
                lines.push(format!("其余{}处见所附表格。", count - IN_LETTER));
            }
        }
        lines.extend([String::new(), self.plan.issuer.clone(), self.day.long()]);
        lines
    }
}

impl Finding {
    fn kind(&self) -> &'static str {
        if self.must { "须改正" } else { "请核对" }
    }
}

/// Columns of the table, with their widths in characters.
const COLUMNS: [(&str, f64); 7] = [
    ("序号", 6.0),
    ("文件", 22.0),
    ("工作表", 12.0),
    ("单元格", 12.0),
    ("填报内容", 16.0),
    ("问题", 40.0),
    ("怎样改", 36.0),
];

fn table(letter: &Letter<'_>) -> Result<Vec<u8>, FormError> {
    const HEAD: u32 = 2;
    let mut book = paper::workbook(&letter.heading(), &letter.plan.issuer)?;
    let sheet = book.add_worksheet();
    sheet.set_name("问题清单")?;
    let last = COLUMNS.len() as u16 - 1;
    sheet.merge_range(0, 0, 0, last, &letter.heading(), &paper::title())?;
    sheet.set_row_height(0, 30)?;
    let by = letter.deadline.map_or_else(String::new, |deadline| format!("        请于{deadline}前重报"));
    let about = format!("{}{by}", letter.plan.issuer);
    let line = paper::plain().set_align(FormatAlign::Right);
    sheet.merge_range(1, 0, 1, last, &about, &line)?;
    sheet.set_row_height(1, 20)?;
    for (column, (name, width)) in (0..).zip(COLUMNS) {
        sheet.write_string_with_format(HEAD, column, name, &paper::head())?;
        sheet.set_column_width(column, width)?;
    }
    sheet.set_row_height(HEAD, 24)?;
    let text = paper::cell().set_text_wrap();
    let number = paper::cell().set_align(FormatAlign::Center);
    for (row, finding) in (HEAD + 1..).zip(letter.findings) {
        sheet.write_number_with_format(row, 0, row - HEAD, &number)?;
        let way_out = format!("{}：{}", finding.kind(), finding.way_out);
        let cells = [&finding.file, &finding.sheet, &finding.cell, &finding.found, &finding.wrong, &way_out];
        let mut height = 1;
        for (column, content) in (1..).zip(cells) {
            sheet.write_string_with_format(row, column, content, &text)?;
            let (_, width) = COLUMNS[usize::from(column)];
            height = height.max(lines(content, width));
        }
        sheet.set_row_height(row, 16.0 * f64::from(height) + 6.0)?;
    }
    sheet.set_freeze_panes(HEAD + 1, 0)?;
    sheet.set_landscape();
    paper::page(sheet, COLUMNS.len() as u16, Some((HEAD, HEAD)))?;
    Ok(book.save_to_buffer()?)
}

/// How many lines a text needs in a column so wide: a Han character takes two columns.
fn lines(text: &str, width: f64) -> u32 {
    let columns: u32 = text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum();
    (f64::from(columns) / (width - 1.5)).ceil().max(1.0) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_numbers_are_told_by_their_length() {
        assert_eq!(masked("编号“411002198001011234”重复"), "编号“＊＊＊＊＊＊＊＊＊＊＊＊＊＊＊＊＊＊”重复");
        assert_eq!(masked("13812345678"), "＊".repeat(11));
        assert_eq!(masked("累计1234567890，7月14日"), "累计1234567890，7月14日");
    }
}
