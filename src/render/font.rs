//! Each face cut down to the glyphs drawn, and the text that each of those glyphs gives back.

use std::collections::BTreeMap;

use printpdf::{Codepoint, FontId, Op, ParsedFont, PdfFontHandle, Pt, TextItem};
use sha2::{Digest, Sha256};
use subsetter::GlyphRemapper;

use super::RenderError;
use crate::typeset::{Face, Faces, Glyph, Item, Layout};

/// Stands in the file's map from glyphs to text for a glyph that has none of its own: it shows nothing.
/// An empty entry would leave the glyph unmapped, which ISO 19005-2, 6.2.11.7.2 forbids.
const NO_TEXT: &str = "\u{200B}";

/// The faces of one document, cut down, by their index into [`Faces`].
pub(super) struct Fonts(BTreeMap<usize, Embedded>);

/// One face as it goes into the file.
pub(super) struct Embedded {
    /// its name among the page's resources
    pub id: FontId,
    /// the glyphs drawn, by their id in the whole face
    glyphs: BTreeMap<u16, Shown>,
    /// the font program
    program: ParsedFont,
}

/// A glyph as it is shown.
pub(super) struct Shown {
    /// its code in the content
    pub code: u16,
    /// its width as the file states it and viewers advance by, in thousandths of an em
    pub width: i64,
    /// what the file maps it to, when no other text is given where it stands
    pub text: String,
}

impl Fonts {
    /// A glyph of a face.
    pub fn shown(&self, face: usize, glyph: u16) -> (&FontId, &Shown) {
        let embedded = &self.0[&face];
        (&embedded.id, &embedded.glyphs[&glyph])
    }

    /// Operators that show every glyph of every face once, with the text that the file maps it to: printpdf
    /// learns from a page's operators which fonts it is to write, and what their glyphs stand for.
    pub fn samples(&self) -> Vec<Op> {
        let mut ops = vec![Op::StartTextSection];
        for Embedded { id, glyphs, .. } in self.0.values() {
            ops.push(Op::SetFont { font: PdfFontHandle::External(id.clone()), size: Pt(1.0) });
            let sample = |shown: &Shown| Codepoint::with_cid(shown.code, 0.0, shown.text.clone());
            let items = vec![TextItem::GlyphIds(glyphs.values().map(sample).collect())];
            ops.push(Op::ShowText { items });
        }
        ops.push(Op::EndTextSection);
        ops
    }

    /// The resources of the document.
    pub fn into_programs(self) -> impl Iterator<Item = (FontId, ParsedFont)> {
        self.0.into_values().map(|embedded| (embedded.id, embedded.program))
    }
}

/// What the glyphs of one face stand for, and how often: glyph → text → count.
type Uses<'a> = BTreeMap<u16, BTreeMap<&'a str, usize>>;

/// Cuts every face that the layout draws with down to its glyphs.
pub(super) fn embed(layout: &Layout, faces: &Faces) -> Result<Fonts, RenderError> {
    let mut fonts = BTreeMap::new();
    for (index, uses) in uses(layout, faces.all())? {
        fonts.insert(index, embed_one(index, &faces.all()[index], &uses)?);
    }
    Ok(Fonts(fonts))
}

/// A cluster's glyphs: one with text, then those that only help to draw it.
pub(super) fn clusters(glyphs: &[Glyph]) -> impl Iterator<Item = &[Glyph]> {
    glyphs.chunk_by(|_, next| next.text.is_empty())
}

/// Whether a file may map a glyph to this text as it is (ISO 19005-2, 6.2.11.7.2).
pub(super) fn is_mappable(text: &str) -> bool {
    !text.is_empty() && !text.contains(['\0', '\u{FEFF}', '\u{FFFE}'])
}

fn uses<'a>(layout: &'a Layout, faces: &[Face]) -> Result<BTreeMap<usize, Uses<'a>>, RenderError> {
    let mut all: BTreeMap<usize, Uses> = BTreeMap::new();
    for (number, page) in (1..).zip(&layout.pages) {
        for placed in &page.items {
            let (Item::Glyphs(run) | Item::Sideways(run)) = &placed.item else { continue };
            let face = faces.get(run.face).ok_or(RenderError::NoFace {
                page: number,
                face: run.face,
                faces: faces.len(),
            })?;
            for cluster in clusters(&run.glyphs) {
                let text = cluster[0].text.as_str();
                if cluster.iter().any(|glyph| glyph.id == 0) {
                    return Err(RenderError::NotDefined {
                        page: number,
                        face: face.path().to_owned(),
                        text: text.to_owned(),
                    });
                }
                let uses = all.entry(run.face).or_default();
                for glyph in cluster {
                    uses.entry(glyph.id).or_default();
                }
                // a glyph that is a cluster by itself says best what it stands for
                let weight = if cluster.len() == 1 { 1000 } else { 1 };
                if is_mappable(text) {
                    *uses.entry(cluster[0].id).or_default().entry(text).or_default() += weight;
                }
            }
        }
    }
    Ok(all)
}

fn embed_one(index: usize, face: &Face, uses: &Uses) -> Result<Embedded, RenderError> {
    let failed = |cause: String| RenderError::Font { face: face.path().to_owned(), cause };
    let ids: Vec<u16> = uses.keys().copied().collect();
    let codes = GlyphRemapper::new_from_glyphs_sorted(&ids);
    let cut = subsetter::subset(face.bytes(), 0, &codes).map_err(|cause| failed(cause.to_string()))?;
    // it warns of the missing cmap, which a font of explicit glyphs does not need
    let mut program = ParsedFont::from_bytes(&cut, 0, &mut Vec::new())
        .ok_or_else(|| failed("what is left of it cannot be read again".into()))?;
    program.font_name = Some(subset_name(face, &ids));
    let mut glyphs = BTreeMap::new();
    for (&id, texts) in uses {
        let code = codes.get(id).expect("every glyph drawn was given a code");
        let units = program
            .get_glyph_width(code)
            .ok_or_else(|| failed(format!("it has no glyph {id}, or no width for it")))?;
        let width = stated_width(units, program.pdf_font_metrics.units_per_em);
        // the most frequent, the first of equals in code point order
        let text = texts.iter().rev().max_by_key(|(_, count)| **count).map_or(NO_TEXT, |(text, _)| text);
        glyphs.insert(id, Shown { code, width, text: text.to_owned() });
    }
    Ok(Embedded { id: FontId(format!("F{index}")), glyphs, program })
}

/// The width that printpdf writes: truncated to a whole thousandth of an em.
fn stated_width(units: u16, units_per_em: u16) -> i64 {
    i64::from(units) * 1000 / i64::from(units_per_em.max(1))
}

/// `QXKPAD+FandolFang-Regular`: six letters of the glyphs' hash, so that two subsets of a face never bear
/// one name (ISO 32000-1, 9.6.4), and the file's name in the characters that a PostScript name may have.
fn subset_name(face: &Face, ids: &[u16]) -> String {
    let stem = face.path().file_stem().map(|stem| stem.to_string_lossy()).unwrap_or_default();
    let mut hash = Sha256::new();
    hash.update(stem.as_bytes());
    for id in ids {
        hash.update(id.to_be_bytes());
    }
    let tag: String = hash.finalize().iter().take(6).map(|byte| char::from(b'A' + byte % 26)).collect();
    let mut name: String = stem.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
    if name.is_empty() {
        name = "Face".into();
    }
    format!("{tag}+{name}")
}
