//! Files attached to the PDF, as PDF/A-3 has them (ISO 19005-3, 6.8; ISO 32000-2, 7.11.4).

use chrono::{DateTime, FixedOffset};
use lopdf::{Object, Stream, dictionary};

use super::finish::Pdf;
use super::text::{date, name, text_string};

/// A file attached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attachment {
    /// its name
    pub name: String,
    /// what it is, in words
    pub description: String,
    /// its media type: `application/json`
    pub media: String,
    /// how it stands to the bulletin
    pub relation: Relation,
    /// its bytes
    pub bytes: Vec<u8>,
}

/// How an attached file stands to the document (ISO 19005-3, 6.8: `AFRelationship`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    /// the figures that the document shows
    Data,
    /// what the document was made from
    Source,
}

impl Relation {
    fn name(self) -> &'static str {
        match self {
            Relation::Data => "Data",
            Relation::Source => "Source",
        }
    }
}

/// Adds the files; the list for the catalog's `AF`, and the tree of names.
pub(super) fn build(
    pdf: &mut Pdf,
    attachments: &[Attachment],
    at: &DateTime<FixedOffset>,
) -> Option<(Object, Object)> {
    if attachments.is_empty() {
        return None;
    }
    let mut named: Vec<(Vec<u8>, Object)> = Vec::new();
    let mut files = Vec::new();
    for (number, attachment) in attachments.iter().enumerate() {
        let size = i64::try_from(attachment.bytes.len()).unwrap_or(i64::MAX);
        let about = dictionary! {
            "Type" => "EmbeddedFile",
            "Subtype" => name(&attachment.media),
            "Params" => dictionary! { "Size" => size, "ModDate" => date(at) }
        };
        let stream = pdf.objects.add_object(Stream::new(about, attachment.bytes.clone()));
        let file = pdf.objects.add_object(dictionary! {
            "Type" => "Filespec",
            "F" => text_string(&attachment.name),
            "UF" => text_string(&attachment.name),
            "Desc" => text_string(&attachment.description),
            "AFRelationship" => attachment.relation.name(),
            "EF" => dictionary! { "F" => stream, "UF" => stream }
        });
        files.push(Object::Reference(file));
        // a tree's keys must be in order, and two files may have one name in two folders
        named.push((format!("{number:04}").into_bytes(), Object::Reference(file)));
    }
    let limits = [named.first(), named.last()];
    let limits: Vec<Object> =
        limits.into_iter().flatten().map(|(key, _)| Object::string_literal(key.clone())).collect();
    let names: Vec<Object> =
        named.into_iter().flat_map(|(key, file)| [Object::string_literal(key), file]).collect();
    let leaf = pdf.objects.add_object(dictionary! { "Limits" => limits, "Names" => names });
    let tree = dictionary! { "EmbeddedFiles" => dictionary! { "Kids" => vec![Object::Reference(leaf)] } };
    Some((Object::Array(files), Object::Dictionary(tree)))
}
