//! The small parts: which sheets there are and where (ECMA-376 part 1, 18.2; part 2, 9.3), and which styles
//! show a day (18.8).

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io::Read;
use std::rc::Rc;

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use super::Odd;
use super::formats::{Formats, is_built_in_date, is_date_code};
use crate::collect::alike::{Last, as_before};
use crate::collect::markup;
use crate::collect::preflight::{Archive, few_enough};
use crate::collect::workbook::SheetInfo;

/// A small part longer than this is odd: a workbook with ten thousand styles has 2 MiB of them.
const LONGEST: u64 = 16 * 1024 * 1024;

thread_local! {
    static ROOT: Last<Rc<Relations>> = const { RefCell::new(None) };
    static OF_BOOK: Last<Rc<Relations>> = const { RefCell::new(None) };
    static BOOK: Last<Rc<Named>> = const { RefCell::new(None) };
    static STYLES: Last<Formats> = const { RefCell::new(None) };
}

/// The relationships of a part, by their name within it.
type Relations = BTreeMap<String, Relation>;

/// What the workbook's own part names.
struct Named {
    sheets: Vec<NamedSheet>,
    is_1904: bool,
}

struct NamedSheet {
    name: String,
    relation: String,
    /// `visible` where nothing is said
    state: Option<String>,
}

/// A part's place in the zip, and its length unpacked as the directory has it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Part {
    index: usize,
    pub(super) size: u64,
}

impl Part {
    /// Its bytes, inflated as they are read, held against its checksum at its end.
    pub(super) fn open<'z>(self, zip: &'z mut Archive<'_>) -> Result<impl Read + 'z, Odd> {
        zip.by_index(self.index).map_err(|_| Odd)
    }
}

/// What the workbook's own part says.
pub(super) struct Book {
    pub(super) sheets: Vec<SheetInfo>,
    /// of each sheet
    pub(super) parts: Vec<Part>,
    pub(super) is_1904: bool,
}

/// A part by its name.
pub(super) fn find(zip: &Archive<'_>, name: &str) -> Option<Part> {
    let index = zip.index_for_name(name)?;
    let size = zip.by_index_data(index).ok()?.size();
    Some(Part { index, size })
}

/// The sheets.
///
/// # Errors
/// [`Odd`] where the workbook's part is not in its usual place, or names a sheet that is no worksheet and no
/// chart, that is not there, or twice.
pub(super) fn book(zip: &mut Archive<'_>) -> Result<Book, Odd> {
    let of = |zip: &Archive<'_>, name| find(zip, name).map(|part| part.index).ok_or(Odd);
    let (root, relations, named) =
        (of(zip, "_rels/.rels")?, of(zip, "xl/_rels/workbook.xml.rels")?, of(zip, "xl/workbook.xml")?);
    let root = as_before(&ROOT, zip, root, |zip| relationships(zip, "_rels/.rels"))?;
    let mut documents = root.values().filter(|to| to.kind.ends_with("/relationships/officeDocument"));
    if documents.next().is_none_or(|to| to.target != "xl/workbook.xml") || documents.next().is_some() {
        return Err(Odd);
    }
    let relations =
        as_before(&OF_BOOK, zip, relations, |zip| relationships(zip, "xl/_rels/workbook.xml.rels"))?;
    let named = as_before(&BOOK, zip, named, named_sheets)?;
    let mut book = Book { sheets: Vec::new(), parts: Vec::new(), is_1904: named.is_1904 };
    for NamedSheet { name, relation, state } in &named.sheets {
        let relation = relations.get(relation).ok_or(Odd)?;
        match relation.kind.rsplit('/').next() {
            Some("worksheet") => {}
            Some("chartsheet") => continue,
            _ => return Err(Odd),
        }
        let path = match relation.target.strip_prefix('/') {
            Some(absolute) => absolute.to_owned(),
            None => format!("xl/{}", relation.target),
        };
        if book.sheets.iter().any(|sheet| sheet.name == *name) {
            return Err(Odd);
        }
        let hidden = match state.as_deref() {
            None | Some("visible") => false,
            Some("hidden" | "veryHidden") => true,
            Some(_) => return Err(Odd),
        };
        book.parts.push(find(zip, &path).ok_or(Odd)?);
        book.sheets.push(SheetInfo { name: name.clone(), hidden });
    }
    if book.sheets.is_empty() { Err(Odd) } else { Ok(book) }
}

/// # Errors
/// [`Odd`] where a sheet has no name or nothing to find it by, and for too many of them.
fn named_sheets(zip: &mut Archive<'_>) -> Result<Rc<Named>, Odd> {
    let mut named = Named { sheets: Vec::new(), is_1904: false };
    each_element(&whole(zip, "xl/workbook.xml")?, |name, element| {
        match name {
            "workbookPr" => {
                let is_1904 = attribute(element, "date1904")?;
                named.is_1904 = matches!(is_1904.as_deref(), Some("1" | "true"));
            }
            "sheet" => {
                few_enough(named.sheets.len()).map_err(|_| Odd)?;
                named.sheets.push(NamedSheet {
                    relation: attribute(element, "r:id")?.ok_or(Odd)?,
                    name: attribute(element, "name")?.ok_or(Odd)?,
                    state: attribute(element, "state")?,
                });
            }
            _ => {}
        }
        Ok(())
    })?;
    Ok(Rc::new(named))
}

struct Relation {
    kind: String,
    target: String,
}

fn relationships(zip: &mut Archive<'_>, part: &str) -> Result<Rc<Relations>, Odd> {
    let mut relations = Relations::new();
    each_element(&whole(zip, part)?, |name, element| {
        if name != "Relationship" {
            return Ok(());
        }
        let of = |name| attribute(element, name)?.ok_or(Odd);
        let relation = Relation { kind: of("Type")?, target: of("Target")? };
        if relations.insert(of("Id")?, relation).is_some() { Err(Odd) } else { Ok(()) }
    })?;
    Ok(Rc::new(relations))
}

/// Which styles show a day; a workbook without styles has none.
///
/// # Errors
/// [`Odd`] where the part is broken, or a format is told apart by its place in a way of its own.
pub(super) fn formats(zip: &mut Archive<'_>) -> Result<Formats, Odd> {
    match find(zip, "xl/styles.xml") {
        Some(part) => as_before(&STYLES, zip, part.index, read_formats),
        None => Ok(Formats::default()),
    }
}

fn read_formats(zip: &mut Archive<'_>) -> Result<Formats, Odd> {
    let mut codes: BTreeMap<String, bool> = BTreeMap::new();
    let mut formats = Vec::new();
    // `<xf>` stands in cellStyleXfs and cellXfs alike, `<numFmt>` also in dxfs
    let mut within = String::new();
    each_element(&whole(zip, "xl/styles.xml")?, |name, element| {
        match (name, within.as_str()) {
            ("numFmts" | "cellXfs" | "cellStyleXfs" | "dxfs" | "cellStyles" | "extLst", _) => {
                name.clone_into(&mut within);
            }
            ("numFmt", "numFmts") => {
                let id = attribute(element, "numFmtId")?.ok_or(Odd)?;
                let code = attribute(element, "formatCode")?.ok_or(Odd)?;
                codes.insert(id, is_date_code(&code)?);
            }
            ("xf", "cellXfs") => {
                let id = attribute(element, "numFmtId")?;
                let is_date = |id: &String| codes.get(id).copied().unwrap_or_else(|| is_built_in_date(id));
                formats.push(id.as_ref().is_some_and(is_date));
            }
            _ => {}
        }
        Ok(())
    })?;
    Ok(Formats(formats))
}

/// A small part as text.
fn whole(zip: &mut Archive<'_>, name: &str) -> Result<String, Odd> {
    let part = find(zip, name).filter(|part| part.size <= LONGEST).ok_or(Odd)?;
    let mut bytes = Vec::with_capacity(usize::try_from(part.size).map_err(|_| Odd)?);
    part.open(zip)?.read_to_end(&mut bytes).map_err(|_| Odd)?;
    let text = String::from_utf8(bytes).map_err(|_| Odd)?;
    let declared = text.strip_prefix("<?xml").and_then(|rest| rest.split_once("?>")).map(|(head, _)| head);
    markup::check(text.as_bytes(), &name.to_ascii_lowercase()).map_err(|_| Odd)?;
    match declared {
        Some(head) if head.contains("encoding") && !head.to_ascii_lowercase().contains("utf-8") => Err(Odd),
        _ => Ok(text),
    }
}

/// Every element without prefix, by name.
fn each_element(
    text: &str,
    mut element: impl FnMut(&str, &BytesStart<'_>) -> Result<(), Odd>,
) -> Result<(), Odd> {
    let mut reader = Reader::from_str(text);
    loop {
        match reader.read_event().map_err(|_| Odd)? {
            Event::Start(start) | Event::Empty(start) => element(start.name().as_ref(), &start)?,
            Event::CData(_) | Event::DocType(_) => return Err(Odd),
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}

fn attribute(element: &BytesStart<'_>, name: &str) -> Result<Option<String>, Odd> {
    for attribute in element.attributes() {
        let attribute = attribute.map_err(|_| Odd)?;
        if attribute.key.as_ref() == name {
            let value = attribute.normalized_value(XmlVersion::Implicit1_0).map_err(|_| Odd)?;
            // calamine decodes `_x000D_`, and keeps line ends
            if value.contains("_x") || attribute.value.contains(['\r', '\n', '\t']) {
                return Err(Odd);
            }
            return Ok(Some(value.into_owned()));
        }
    }
    Ok(None)
}
