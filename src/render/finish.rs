//! The objects around the pages, and the bytes.

use flate2::{Compress, Compression, FlushCompress, Status};
use lopdf::{Dictionary, Document, Object, ObjectId, Stream, StringFormat, dictionary};
use printpdf::{PdfDocument, PdfFont, PdfPage, PdfSaveOptions, PdfWarnMsg, Pt, Rect};
use sha2::{Digest, Sha256};

use super::attach::{self, Attachment};
use super::font::Fonts;
use super::text::{date, text_string};
use super::{Meta, RenderError, icc, xmp};

/// How hard streams are packed, of 9. Nearly all of a file is outlines, which pack badly: for 600 glyphs
/// level 9 (lopdf's own) took 22 ms of processor time in all and gave 242 kB, level 2 took 18 and gave 246.
const PACKING: u32 = 2;

/// A document under way.
pub(super) struct Pdf {
    pub objects: Document,
    /// the pages, in order
    pub pages: Vec<ObjectId>,
}

/// Turns pages of operators and fonts into objects.
pub(super) fn assemble(pages: Vec<PdfPage>, fonts: Fonts) -> Result<Pdf, RenderError> {
    let mut document = PdfDocument::new("");
    document.pages = pages;
    let blank = || Rect::from_wh(Pt(0.0), Pt(0.0));
    let samples = PdfPage { media_box: blank(), trim_box: blank(), crop_box: blank(), ops: fonts.samples() };
    document.pages.push(samples);
    for (id, program) in fonts.into_programs() {
        document.resources.fonts.map.insert(id, PdfFont::new(program));
    }
    let mut warnings: Vec<PdfWarnMsg> = Vec::new();
    // `secure` drops operators that are not printpdf's own; all of ours come from the layout
    let options = PdfSaveOptions { secure: false, ..PdfSaveOptions::default() };
    let mut objects = document.to_lopdf_document(&options, &mut warnings);
    if let Some(warning) = warnings.first() {
        return Err(RenderError::Writer(warning.msg.clone()));
    }
    let mut pages: Vec<ObjectId> = objects.page_iter().collect();
    pages.pop();
    list_pages(&mut objects, &pages)?;
    for (number, page) in (0..).zip(&pages) {
        tidy_page(&mut objects, *page, number)?;
    }
    drop_unused(&mut objects)?;
    Ok(Pdf { objects, pages })
}

/// The document has these pages, and no other.
fn list_pages(objects: &mut Document, pages: &[ObjectId]) -> Result<(), RenderError> {
    let list = objects.catalog().and_then(|catalog| catalog.get(b"Pages")).map_err(refused)?;
    let list = list.as_reference().map_err(refused)?;
    let list = objects.get_dictionary_mut(list).map_err(refused)?;
    list.set("Kids", pages.iter().map(|page| Object::Reference(*page)).collect::<Vec<_>>());
    list.set("Count", i64::try_from(pages.len()).expect("a bulletin has few pages"));
    Ok(())
}

/// Drops what printpdf says about the file, which [`finish`] says in its own way, and every object that only
/// that led to: while the pages are all there is. Looking for what nothing leads to goes over every object,
/// and the structure to come has as many as the bulletin has cells.
fn drop_unused(objects: &mut Document) -> Result<(), RenderError> {
    let pages = objects.catalog().and_then(|catalog| catalog.get(b"Pages")).map_err(refused)?.clone();
    *objects.catalog_mut().map_err(refused)? = dictionary! { "Type" => "Catalog", "Pages" => pages };
    objects.trailer.remove(b"Info");
    objects.prune_objects();
    Ok(())
}

/// Adds what the file says about itself, and saves it.
pub(super) fn finish(
    mut pdf: Pdf,
    structure: ObjectId,
    outline: Option<ObjectId>,
    meta: &Meta,
    attachments: &[Attachment],
) -> Result<Vec<u8>, RenderError> {
    write_catalog(&mut pdf.objects, structure, outline, meta, !attachments.is_empty())?;
    if let Some((files, names)) = attach::build(&mut pdf, attachments, &meta.created) {
        let catalog = pdf.objects.catalog_mut().map_err(refused)?;
        catalog.set("AF", files);
        catalog.set("Names", names);
    }
    let info = pdf.objects.add_object(info(meta));
    pdf.objects.trailer.set("Info", info);
    pdf.objects.version = "1.7".into();
    pack(&mut pdf.objects)?;
    saved(&mut pdf.objects)
}

/// Drops the empty dictionaries that printpdf leaves, and ties the page to the structure.
fn tidy_page(objects: &mut Document, page: ObjectId, number: i64) -> Result<(), RenderError> {
    let page = objects.get_dictionary_mut(page).map_err(refused)?;
    page.remove(b"Annots");
    page.set("StructParents", number);
    // the order of the keyboard is the order of reading (ISO 14289-1, 7.18.3)
    page.set("Tabs", "S");
    let resources = page.get(b"Resources").and_then(Object::as_reference).map_err(refused)?;
    let resources = objects.get_dictionary_mut(resources).map_err(refused)?;
    for unused in ["XObject", "ExtGState", "Shading"] {
        resources.remove(unused.as_bytes());
    }
    Ok(())
}

fn write_catalog(
    objects: &mut Document,
    structure: ObjectId,
    outline: Option<ObjectId>,
    meta: &Meta,
    has_files: bool,
) -> Result<(), RenderError> {
    let metadata = dictionary! { "Type" => "Metadata", "Subtype" => "XML" };
    // uncompressed, so that a program that knows nothing of PDF can find it
    let metadata = Stream::new(metadata, xmp::packet(meta, has_files).into_bytes()).with_compression(false);
    let metadata = objects.add_object(metadata);
    let profile = objects.add_object(Stream::new(dictionary! { "N" => 3 }, icc::srgb()));
    let intent = objects.add_object(dictionary! {
        "Type" => "OutputIntent",
        "S" => "GTS_PDFA1",
        "OutputConditionIdentifier" => Object::string_literal("sRGB IEC61966-2.1"),
        "Info" => Object::string_literal("sRGB IEC61966-2.1"),
        "DestOutputProfile" => profile
    });
    let pages = objects.catalog().and_then(|catalog| catalog.get(b"Pages")).map_err(refused)?.clone();
    let mut catalog = dictionary! {
        "Type" => "Catalog",
        "Pages" => pages,
        "Lang" => text_string(&meta.language),
        "MarkInfo" => dictionary! { "Marked" => true },
        "StructTreeRoot" => structure,
        "ViewerPreferences" => dictionary! { "DisplayDocTitle" => true },
        "Metadata" => metadata,
        "OutputIntents" => vec![Object::Reference(intent)]
    };
    if let Some(outline) = outline {
        catalog.set("Outlines", outline);
    }
    *objects.catalog_mut().map_err(refused)? = catalog;
    Ok(())
}

fn info(meta: &Meta) -> Dictionary {
    let mut info = dictionary! {
        "Title" => text_string(&meta.title),
        "Author" => text_string(&meta.author),
        "Creator" => text_string(&meta.producer),
        "Producer" => text_string(&meta.producer),
        "CreationDate" => date(&meta.created),
        "ModDate" => date(&meta.created)
    };
    if !meta.subject.is_empty() {
        info.set("Subject", text_string(&meta.subject));
    }
    if !meta.keywords.is_empty() {
        info.set("Keywords", text_string(&meta.keywords.join(", ")));
    }
    info
}

/// Packs every stream but the XMP, all with one packer: its quarter of a megabyte is fetched and cleared once.
fn pack(objects: &mut Document) -> Result<(), RenderError> {
    let mut packer = Compress::new(Compression::new(PACKING), true);
    for object in objects.objects.values_mut() {
        if let Object::Stream(stream) = object
            && stream.allows_compression
            && !stream.dict.has(b"Filter")
        {
            let packed = packed(&mut packer, &stream.content)?;
            if packed.len() < stream.content.len() {
                stream.dict.set("Filter", "FlateDecode");
                stream.set_content(packed);
            }
        }
    }
    Ok(())
}

/// Bytes as one stream of zlib's format.
fn packed(packer: &mut Compress, bytes: &[u8]) -> Result<Vec<u8>, RenderError> {
    packer.reset();
    let mut packed = Vec::with_capacity(bytes.len() / 2 + 64);
    loop {
        // counts since the reset
        let done = usize::try_from(packer.total_in()).unwrap_or(bytes.len());
        let status = packer.compress_vec(&bytes[done..], &mut packed, FlushCompress::Finish);
        match status.map_err(|cause| RenderError::Writer(cause.to_string()))? {
            Status::StreamEnd => return Ok(packed),
            Status::Ok | Status::BufError => packed.reserve(bytes.len() / 2 + 64),
        }
    }
}

/// Saves under an /ID that is the hash of everything else: it stands for this content and no other.
fn saved(objects: &mut Document) -> Result<Vec<u8>, RenderError> {
    let blank = [0_u8; 16];
    let id = Object::String(blank.to_vec(), StringFormat::Hexadecimal);
    objects.trailer.set("ID", vec![id.clone(), id]);
    let mut bytes = Vec::new();
    objects.save_to(&mut bytes).map_err(|cause| RenderError::Writer(cause.to_string()))?;
    let digest = hex(&Sha256::digest(&bytes)[..blank.len()]);
    let blank = hex(&blank);
    // the trailer ends the file: from its end backwards, the first two places are those of the /ID
    for _ in 0..2 {
        let places = bytes.windows(blank.len()).rposition(|window| window == blank.as_bytes());
        if let Some(at) = places {
            bytes[at..at + blank.len()].copy_from_slice(digest.as_bytes());
        }
    }
    Ok(bytes)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02X}")).collect()
}

fn refused(cause: lopdf::Error) -> RenderError {
    RenderError::Writer(cause.to_string())
}
