//! What an edition makes beside its PDF: attached files, other carriers, a PDF a district.

use super::pages::{lay_out, meta};
use crate::collect::{Collected, Inbox};
use crate::compose::{message, of_one_district, sheet};
use crate::error::Failure;
use crate::model::{Edition, SourceFile, sha256};
use crate::plan::{Attached, Carrier, Plan};
use crate::publish::Beside;
use crate::reckon::{Standing, Standings};
use crate::render::{Attachment, PHONE_WIDTH, Relation, pictures, render, workbook};
use crate::typeset::Faces;

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// An edition that stands reckoned.
pub(super) struct Made<'a> {
    pub plan: &'a Plan,
    pub edition: &'a Edition,
    pub standings: &'a Standings,
}

impl Made<'_> {
    /// The table as .xlsx, where the plan asks for it as a file or attached.
    pub(super) fn table(&self) -> Result<Option<Vec<u8>>, Failure> {
        let contents = &self.plan.contents;
        if !contents.also.contains(&Carrier::Xlsx) && !contents.attach.contains(&Attached::Table) {
            return Ok(None);
        }
        let sheet = sheet(self.standings, self.edition, self.plan);
        let created = meta(self.plan, self.edition).created;
        workbook(&sheet, &created).map(Some).map_err(Failure::not_issued)
    }

    /// Whether the PDF goes out alone.
    pub(super) fn attaches_nothing(&self) -> bool {
        self.plan.contents.attach.is_empty()
    }

    /// What is attached to the PDF.
    pub(super) fn attachments(
        &self,
        figures: &[u8],
        table: Option<&Vec<u8>>,
        collected: &Collected,
        inbox: &Inbox,
    ) -> Result<Vec<Attachment>, Failure> {
        let stem = self.edition.stem();
        let mut attachments = Vec::new();
        for attached in &self.plan.contents.attach {
            match attached {
                Attached::Figures => attachments.push(Attachment {
                    name: format!("{stem}.json"),
                    description: "本期数据".to_owned(),
                    media: "application/json".to_owned(),
                    relation: Relation::Data,
                    bytes: figures.to_vec(),
                }),
                Attached::Table => attachments.extend(table.map(|bytes| Attachment {
                    name: format!("{stem}.xlsx"),
                    description: "本期统计表".to_owned(),
                    media: XLSX.to_owned(),
                    relation: Relation::Data,
                    bytes: bytes.clone(),
                })),
                Attached::Workbooks => {
                    for source in &collected.sources {
                        attachments.push(self.workbook(source, inbox)?);
                    }
                }
            }
        }
        Ok(attachments)
    }

    /// A workbook as it was read: its bytes must be those that were hashed.
    fn workbook(&self, source: &SourceFile, inbox: &Inbox) -> Result<Attachment, Failure> {
        let path = inbox.folder().join(&source.name);
        let changed = |found: String| {
            Failure::not_issued(format!("cannot attach {}: {found}", path.display()))
                .hint("run again when nobody writes into the inbox")
        };
        let bytes = match inbox.held(&source.sha256) {
            Some(held) => held.to_vec(),
            None => {
                let bytes = std::fs::read(&path).map_err(|cause| changed(cause.to_string()))?;
                if sha256(&bytes) != source.sha256 {
                    return Err(changed("it has changed since it was read".to_owned()));
                }
                bytes
            }
        };
        let district = source.district.and_then(|index| self.plan.districts.get(index));
        Ok(Attachment {
            // a slash would make a folder of it
            name: source.name.replace(['/', '\\'], "-"),
            description: format!("{}报表", district.map_or("", |d| d.name.as_str())),
            media: media(&source.name).to_owned(),
            relation: Relation::Source,
            bytes,
        })
    }

    /// The files that go out beside the PDF.
    pub(super) fn files(
        &self,
        pdf: &[u8],
        table: Option<Vec<u8>>,
        faces: &Faces,
    ) -> Result<Vec<Beside>, Failure> {
        let mut files = Vec::new();
        let mut table = table;
        for carrier in &self.plan.contents.also {
            match carrier {
                Carrier::Png => {
                    let pages = pictures(pdf, PHONE_WIDTH).map_err(Failure::not_issued)?;
                    let page = |(n, bytes): (usize, Vec<u8>)| Beside { ending: format!("-p{n}.png"), bytes };
                    files.extend((1..).zip(pages).map(page));
                }
                Carrier::Text => {
                    let text = message(self.standings, self.edition, self.plan);
                    files.push(Beside { ending: ".txt".to_owned(), bytes: format!("{text}\n").into_bytes() });
                }
                Carrier::Xlsx => {
                    files.extend(table.take().map(|bytes| Beside { ending: ".xlsx".to_owned(), bytes }));
                }
            }
        }
        if self.plan.contents.burst {
            let mut names: Vec<String> = Vec::new();
            for district in &self.standings.districts {
                let name = free_name(&district.district.name, &names);
                let bytes = self.district(district, faces)?;
                files.push(Beside { ending: format!("-{name}.pdf"), bytes });
                names.push(name);
            }
        }
        Ok(files)
    }

    /// The PDF of one district.
    fn district(&self, district: &Standing, faces: &Faces) -> Result<Vec<u8>, Failure> {
        let document = of_one_district(district, self.standings, self.edition, self.plan);
        let layout = lay_out(&document, self.plan, faces)?;
        let mut meta = meta(self.plan, self.edition);
        meta.title = format!("{}（{}）", document.title, document.number);
        meta.keywords = vec![district.district.name.clone()];
        render(&layout, faces, &meta).map_err(Failure::not_issued)
    }
}

/// A district's name as part of a file's name, unlike those `taken`: what no system takes in a name is
/// `_`, and a name like r1 or p1, which would be a correction's or a page's, begins with one.
fn free_name(district: &str, taken: &[String]) -> String {
    let fit = |c: char| if c.is_alphanumeric() || matches!(c, '-' | '（' | '）') { c } else { '_' };
    let mut name: String = district.chars().map(fit).take(60).collect();
    let rest = name.strip_prefix(['r', 'p', 'R', 'P']).unwrap_or("-");
    if name.is_empty() || rest.chars().all(|c| c.is_ascii_digit()) {
        name.insert(0, '_');
    }
    let plain = name.clone();
    let mut number = 1;
    while taken.iter().any(|other| other.to_lowercase() == name.to_lowercase()) {
        number += 1;
        name = format!("{plain}_{number}");
    }
    name
}

/// The media type of a workbook, by its name's ending.
fn media(name: &str) -> &'static str {
    let ending = name.rsplit('.').next().unwrap_or("").to_lowercase();
    match ending.as_str() {
        "xlsx" => XLSX,
        "xls" | "et" => "application/vnd.ms-excel",
        "xlsb" => "application/vnd.ms-excel.sheet.binary.macroEnabled.12",
        "ods" => "application/vnd.oasis.opendocument.spreadsheet",
        "csv" => "text/csv",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_districts_name_makes_a_files_name_that_is_no_others() {
        let name = |district: &str, taken: &[&str]| {
            free_name(district, &taken.iter().map(|t| (*t).to_owned()).collect::<Vec<_>>())
        };
        assert_eq!(name("魏都区", &[]), "魏都区");
        assert_eq!(name("甲/乙 区", &["甲_乙_区"]), "甲_乙_区_2");
        assert_eq!((name("r1", &[]), name("P2", &[])), ("_r1".into(), "_P2".into()));
    }
}
