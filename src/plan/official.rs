//! What only a 公文 has (GB/T 9704-2012, 7.2 to 7.4): its number, whom it goes to, its 版记.

use std::collections::BTreeMap;

use super::check::or;
use super::keys::{Checked, Item, Reader, Table};

/// The keys below `official`.
pub(super) const KEYS: &[&str] =
    &["number", "copy", "secrecy", "urgency", "signer", "to", "table", "seal", "remark", "cc", "printer"];

/// What other words people write for them.
const OTHER_NAMES: &[(&str, &str)] = &[
    ("发文字号", "number"),
    ("文号", "number"),
    ("份号", "copy"),
    ("密级", "secrecy"),
    ("紧急程度", "urgency"),
    ("签发人", "signer"),
    ("主送", "to"),
    ("主送机关", "to"),
    ("附件", "table"),
    ("印章", "seal"),
    ("附注", "remark"),
    ("抄送", "cc"),
    ("印发机关", "printer"),
];

/// The elements of a 公文 beyond title, text, issuer and date; what is none is not printed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OfficialParts {
    /// 发文字号 7.2.5, with {year} and {n}: 许整治办〔{year}〕{n}号; none prints 第N期
    pub number: Option<String>,
    /// 份号 7.2.1, six digits
    pub copy: Option<String>,
    /// 密级和保密期限 7.2.2: 秘密★1年
    pub secrecy: Option<String>,
    /// 紧急程度 7.2.3
    pub urgency: Option<&'static str>,
    /// 签发人 7.2.6, which makes it a 上行文
    pub signer: Option<String>,
    /// 主送机关 7.3.2, without its colon
    pub to: Option<String>,
    /// do tables and charts follow as 附件, each on its own page (7.3.4, 7.3.8)?
    pub annexed: bool,
    /// is space left for a seal (7.3.5.1)?
    pub seal: bool,
    /// 附注 7.3.7, without its brackets
    pub remark: Option<String>,
    /// 抄送机关 7.4.2, without its stop
    pub cc: Option<String>,
    /// 印发机关 7.4.3
    pub printer: Option<String>,
    /// of issues whose number in their year is another than their number in the series: the one by the other
    pub in_year: BTreeMap<u32, u32>,
}

impl OfficialParts {
    /// Does the 发文字号 have the year in it?
    #[must_use]
    pub fn names_the_year(&self) -> bool {
        self.number.as_ref().is_some_and(|template| template.contains("{year}"))
    }

    /// The number of the issue `n` of `year`: 许整治办〔2021〕67号; where the year is named, the number is that
    /// in the year.
    #[must_use]
    pub fn number(&self, year: i32, n: u32) -> Option<String> {
        let template = self.number.as_ref()?;
        let n = if self.names_the_year() { self.in_year.get(&n).copied().unwrap_or(n) } else { n };
        Some(template.replace("{year}", &year.to_string()).replace("{n}", &n.to_string()))
    }
}

/// The parts that a plan gives.
pub(super) fn parts<'r>(reader: &mut Reader<'r>, table: &Table<'r>) -> Checked<OfficialParts> {
    let usual = OfficialParts { annexed: true, ..OfficialParts::default() };
    let Some(item) = table.get("official") else { return Ok(usual) };
    let table = &reader.table(item, KEYS, OTHER_NAMES)?;
    let number = or(table, "number", None, |item| number(reader, item).map(Some));
    let copy = or(table, "copy", None, |item| copy(reader, item).map(Some));
    let secrecy = or(table, "secrecy", None, |item| secrecy(reader, item).map(Some));
    let urgency = or(table, "urgency", None, |item| {
        reader.word(
            item,
            &[("特急", Some("特急")), ("加急", Some("加急"))],
            &[("急件", "加急"), ("平急", "加急")],
        )
    });
    let signer = or(table, "signer", None, |item| reader.line(item).map(Some));
    let to = or(table, "to", None, |item| without_end(reader, item, ['：', ':']).map(Some));
    let annexed = or(table, "table", true, |item| {
        reader.word(item, &[("附件", true), ("正文", false)], &[("annex", "附件"), ("text", "正文")])
    });
    let seal = or(table, "seal", false, |item| reader.flag(item));
    let remark = or(table, "remark", None, |item| {
        let line = reader.line(item)?;
        let remark = line.trim_start_matches(['（', '(']).trim_end_matches(['）', ')']);
        match &secrecy {
            Ok(Some(secret)) if remark.contains("公开") && !remark.contains("不公开") => {
                let hint = "leave one of the two out".to_owned();
                Err(reader.tell(item, format!("`{remark}` in a document that is {secret}"), hint))
            }
            _ => Ok(Some(remark.to_owned())),
        }
    });
    let cc = or(table, "cc", None, |item| without_end(reader, item, ['。', '.']).map(Some));
    let printer = or(table, "printer", None, |item| reader.line(item).map(Some));
    Ok(OfficialParts {
        number: number?,
        copy: copy?,
        secrecy: secrecy?,
        urgency: urgency?,
        signer: signer?,
        to: to?,
        annexed: annexed?,
        seal: seal?,
        remark: remark?,
        cc: cc?,
        printer: printer?,
        in_year: BTreeMap::new(),
    })
}

fn without_end<'r>(reader: &mut Reader<'r>, item: &Item<'r>, marks: [char; 2]) -> Checked<String> {
    let line = reader.line(item)?;
    let line = line.trim_end_matches(marks).trim_end();
    if line.is_empty() {
        return Err(reader.tell(item, "expected names, found marks alone", None));
    }
    Ok(line.to_owned())
}

/// 7.2.5: 〔 〕 around the year, no 第, no nought before the number.
fn number<'r>(reader: &mut Reader<'r>, item: &Item<'r>) -> Checked<String> {
    let text = reader.line(item)?;
    let hint = || "as 许整治办〔{year}〕{n}号: {year} is the year, {n} the issue's number".to_owned();
    if text.matches("{n}").count() != 1 || text.matches("{year}").count() > 1 {
        return Err(reader.tell(item, format!("expected {{n}} once, found `{text}`"), hint()));
    }
    let bare = text.replacen("{n}", "", 1).replacen("{year}", "", 1);
    if let Some(mark) = bare.chars().find(|c| "{}[]［］【】（）()".contains(*c)) {
        let message = format!("found {mark} in `{text}`; the year stands in 〔 〕 (GB/T 9704-2012, 7.2.5)");
        return Err(reader.tell(item, message, hint()));
    }
    Ok(text)
}

/// 7.2.1: six digits.
fn copy<'r>(reader: &mut Reader<'r>, item: &Item<'r>) -> Checked<String> {
    let text = reader.line(item)?;
    if text.is_empty() || text.len() > 6 || !text.bytes().all(|b| b.is_ascii_digit()) {
        let hint = "six digits in quotes: \"000001\" (GB/T 9704-2012, 7.2.1)".to_owned();
        return Err(reader.tell(item, format!("expected six digits, found `{text}`"), hint));
    }
    Ok(format!("{text:0>6}"))
}

/// 7.2.2: 绝密, 机密 or 秘密, and how long, parted by a star.
fn secrecy<'r>(reader: &mut Reader<'r>, item: &Item<'r>) -> Checked<String> {
    let text = reader.line(item)?;
    let (level, term) =
        text.split_once('★').map_or((text.as_str(), None), |(l, t)| (l.trim(), Some(t.trim())));
    if !["绝密", "机密", "秘密"].contains(&level) || term.is_some_and(str::is_empty) {
        let hint = "as 秘密, or 秘密★1年 (GB/T 9704-2012, 7.2.2)".to_owned();
        return Err(reader.tell(item, format!("expected 绝密, 机密 or 秘密, found `{text}`"), hint));
    }
    Ok(term.map_or_else(|| level.to_owned(), |term| format!("{level}★{term}")))
}
