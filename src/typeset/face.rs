//! The typefaces: read at run time, mapped into memory, parsed once, chosen by voice.

use std::fmt;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use harfrust::{Font, GlyphId, ShaperFont};
use memmap2::Mmap;

use super::Length;
pub(super) use crate::plan::Voice;

/// The six faces of the folder fonts, in this order; the indices below point into it.
const FILES: [&str; 6] = [
    "FandolFang-Regular.otf",
    "GongwenFangExt-Light.ttf",
    "GongwenKai-Regular.ttf",
    "GongwenRare-Light.ttf",
    "GongwenSong-Bold.ttf",
    "GongwenHei-Medium.ttf",
];

pub(super) const FANG: usize = 0;
const FANG_EXT: usize = 1;
pub(super) const KAI: usize = 2;
const RARE: usize = 3;
pub(super) const SONG: usize = 4;
pub(super) const HEI: usize = 5;

impl Voice {
    /// The faces to ask, in order, for a cluster that begins with `first`.
    pub(super) const fn chain(self, first: char) -> [usize; 6] {
        match self {
            // the ± of 仿宋 fills a square, with a hole before its number
            Voice::Body => match first {
                '±' => [KAI, FANG, FANG_EXT, RARE, SONG, HEI],
                _ => [FANG, FANG_EXT, KAI, RARE, SONG, HEI],
            },
            Voice::Title => [SONG, KAI, RARE, HEI, FANG, FANG_EXT],
            Voice::Hei => [HEI, SONG, KAI, RARE, FANG, FANG_EXT],
            // the quotes and the dot of 楷体 are 0.35 em wide and its digits slant (fonts/README.md)
            Voice::Kai => match first {
                '“' | '”' | '‘' | '’' | '·' | '0'..='9' => [FANG, KAI, RARE, FANG_EXT, SONG, HEI],
                _ => [KAI, RARE, FANG, FANG_EXT, SONG, HEI],
            },
        }
    }
}

/// All faces of an edition.
#[derive(Debug)]
pub struct Faces {
    faces: Vec<Face>,
    /// an office's own face for a voice, asked before the voice's chain
    own: Vec<(Voice, usize)>,
}

/// One face, parsed when it is opened and never again.
pub struct Face {
    path: PathBuf,
    map: Arc<Mmap>,
    font: Font,
    postscript_name: String,
    units_per_em: i64,
}

/// Why the faces could not be had.
#[derive(Debug, thiserror::Error)]
pub enum FontError {
    /// a font file is not there, or cannot be read
    #[error(
        "cannot read font {}: {cause}\n\
         hint: name the folder with --fonts DIR, or put the six files that fonts/README.md lists into a \
         folder fonts beside the plans' folder",
        path.display()
    )]
    Read {
        /// which
        path: PathBuf,
        /// why
        cause: std::io::Error,
    },
    /// a face that the style names is not there, or cannot be read
    #[error(
        "cannot read font {}, which the style names: {cause}\n\
         hint: the path under `fonts` is from the style's own folder",
        path.display()
    )]
    Own {
        /// which
        path: PathBuf,
        /// why
        cause: std::io::Error,
    },
    /// a face that its maker does not let into a document
    #[error(
        "cannot use font {}: its maker forbids embedding (OS/2 fsType), and PDF/A embeds every font\n\
         hint: take another face for this role, or leave it out of the style's `fonts`",
        path.display()
    )]
    Restricted {
        /// which
        path: PathBuf,
    },
    /// a file is there but is no font
    #[error(
        "cannot use font {}: expected TrueType or OpenType outlines, found something else\n\
         hint: copy the file anew, it may have been cut short; fonts/README.md says where it comes from",
        path.display()
    )]
    Form {
        /// which
        path: PathBuf,
    },
}

impl Faces {
    /// Maps and parses the faces of a folder.
    ///
    /// # Errors
    /// [`FontError::Read`] names the first file that is missing or cannot be read, [`FontError::Form`]
    /// the first that is no font.
    pub fn open(folder: &Path) -> Result<Faces, FontError> {
        let faces = FILES.iter().map(|name| Face::open(&folder.join(name))).collect::<Result<_, _>>()?;
        Ok(Faces { faces, own: Vec::new() })
    }

    /// With an office's own faces, each before the others of its voice.
    ///
    /// # Errors
    /// [`FontError::Own`] names a file that cannot be read, [`FontError::Form`] one that is no font,
    /// [`FontError::Restricted`] one whose maker does not let it into a document.
    pub fn with(mut self, own: &[(Voice, PathBuf)]) -> Result<Faces, FontError> {
        for (voice, path) in own {
            let face = Face::open(path).map_err(|error| match error {
                FontError::Read { path, cause } => FontError::Own { path, cause },
                other => other,
            })?;
            if face.is_restricted() {
                return Err(FontError::Restricted { path: path.clone() });
            }
            self.own.push((*voice, self.faces.len()));
            self.faces.push(face);
        }
        Ok(self)
    }

    /// The faces; a [`super::GlyphRun::face`] is an index into them.
    #[must_use]
    pub fn all(&self) -> &[Face] {
        &self.faces
    }

    /// The first face of a voice that draws every one of `chars`, with its index: an office's own, else of
    /// the voice's chain for a cluster that begins with `first`.
    pub(super) fn drawing(&self, voice: Voice, first: char, chars: &[char]) -> Option<(usize, &Face)> {
        let own = self.own.iter().filter(|(of, _)| *of == voice).map(|(_, index)| *index);
        own.chain(voice.chain(first))
            .filter_map(|index| Some((index, self.faces.get(index)?)))
            .find(|(_, face)| chars.iter().all(|c| face.covers(*c)))
    }
}

impl Face {
    fn open(path: &Path) -> Result<Face, FontError> {
        let failed = |cause| FontError::Read { path: path.to_owned(), cause };
        let file = File::open(path).map_err(failed)?;
        // SAFETY: the fonts are read-only data of the installation; a file cut short while mapped
        // would end the process by SIGBUS before anything is published, never with a wrong page
        #[allow(
            unsafe_code,
            reason = "the one exception: 32 MB of faces of which some hundred kB are touched"
        )]
        let map = Arc::new(unsafe { Mmap::map(&file) }.map_err(failed)?);
        let shared: Arc<dyn AsRef<[u8]> + Send + Sync> = map.clone();
        let font = Font::new(shared, 0)
            .filter(|font| font.charmap().has_unicode())
            .ok_or_else(|| FontError::Form { path: path.to_owned() })?;
        let postscript_name = font
            .names()
            .get(harfrust::font::name::NameId::POSTSCRIPT_NAME)
            .and_then(|name| name.english_or_first())
            .map(|name| name.name().chars().collect())
            .unwrap_or_default();
        let units_per_em = i64::from(font.units_per_em()).max(1);
        Ok(Face { path: path.to_owned(), map, font, postscript_name, units_per_em })
    }

    /// The file's bytes.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.map
    }

    /// The file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The file's own checksum (`checkSumAdjustment` of its head table, ISO/IEC 14496-22 5.2.2): tells one
    /// version of a face from another without reading its megabytes.
    #[must_use]
    pub fn checksum(&self) -> u32 {
        self.table(*b"head").map_or(0, |at| self.word(at.saturating_add(8)))
    }

    /// Does its maker forbid embedding (ISO/IEC 14496-22, OS/2 fsType: restricted and nothing milder)?
    fn is_restricted(&self) -> bool {
        self.table(*b"OS/2").is_some_and(|at| self.word(at.saturating_add(8)) >> 16 & 0xf == 2)
    }

    /// Where a table of the file begins.
    fn table(&self, name: [u8; 4]) -> Option<usize> {
        let tables = usize::try_from(self.word(4) >> 16).unwrap_or(0);
        let entry = (0..tables).map(|n| 12 + 16 * n).find(|at| self.word(*at) == u32::from_be_bytes(name))?;
        usize::try_from(self.word(entry + 8)).ok()
    }

    fn word(&self, at: usize) -> u32 {
        let bytes = at.checked_add(4).and_then(|end| self.map.get(at..end));
        bytes.map_or(0, |b| b.iter().fold(0, |n: u32, byte| n << 8 | u32::from(*byte)))
    }

    /// The name by which a PDF calls it, `GongwenSong-Bold`; empty if the file gives none.
    #[must_use]
    pub fn postscript_name(&self) -> &str {
        &self.postscript_name
    }

    /// The advance of a glyph in whole thousandths of an em, cut off as a PDF's /W cuts it, so that
    /// what is measured here is what a viewer draws; 0 for a glyph that the face does not have.
    #[must_use]
    pub fn advance(&self, glyph: u16) -> i64 {
        let units = ShaperFont::new(&self.font).glyph_h_advance(GlyphId::from(glyph));
        self.thousandths(units)
    }

    /// The glyph of a character, never 0.
    #[must_use]
    pub fn glyph(&self, c: char) -> Option<u16> {
        u16::try_from(self.font.charmap().map_unicode(c)?.to_u32()).ok()
    }

    /// Does it draw this character?
    #[must_use]
    pub fn covers(&self, c: char) -> bool {
        self.glyph(c).is_some()
    }

    /// Where a glyph's ink begins and ends, in thousandths of an em from its origin; none for a blank.
    pub(super) fn ink(&self, glyph: u16) -> Option<(i64, i64)> {
        let extents = ShaperFont::new(&self.font).glyph_extents(GlyphId::from(glyph))?;
        (extents.width > 0).then(|| {
            (self.thousandths(extents.x_bearing), self.thousandths(extents.x_bearing + extents.width))
        })
    }

    /// How high a glyph's ink stands above the baseline, in thousandths of an em; none for a blank.
    pub(super) fn ink_top(&self, glyph: u16) -> Option<i64> {
        let extents = ShaperFont::new(&self.font).glyph_extents(GlyphId::from(glyph))?;
        (extents.width > 0).then(|| self.thousandths(extents.y_bearing))
    }

    /// The parsed font, for shaping.
    pub(super) fn font(&self) -> &Font {
        &self.font
    }

    /// Font units as whole thousandths of an em, cut off towards zero.
    pub(super) fn thousandths(&self, units: i32) -> i64 {
        i64::from(units) * 1000 / self.units_per_em
    }
}

impl fmt::Debug for Face {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Face").field("path", &self.path).finish_non_exhaustive()
    }
}

/// The height above the baseline of the em box that all our faces share (fonts/README.md).
pub(super) const ASCENT: i64 = 880;

/// The baseline, from the top of a slot of `height` in which an em box of `size` is centred.
pub(super) fn baseline(height: Length, size: Length) -> Length {
    (height - size) / 2 + size.em(ASCENT)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faces() -> Faces {
        Faces::open(Path::new("fonts")).unwrap()
    }

    #[test]
    fn a_face_knows_its_name_and_its_advances() {
        let faces = faces();
        let fang = &faces.all()[FANG];
        assert_eq!(fang.postscript_name(), "FandolFang-Regular");
        assert_eq!(fang.advance(fang.glyph('7').unwrap()), 500);
        assert_eq!(fang.advance(fang.glyph('户').unwrap()), 1000);
        assert_eq!(fang.glyph('㎡'), None);
    }

    #[test]
    fn arrows_and_the_geta_are_drawn_in_every_voice() {
        let faces = faces();
        for voice in [Voice::Body, Voice::Title, Voice::Hei, Voice::Kai] {
            for c in ['↑', '↓', '〓', '㎡', '堃', '㛃', '%', '—'] {
                assert!(faces.drawing(voice, c, &[c]).is_some(), "{voice:?} {c}");
            }
        }
    }

    #[test]
    fn digits_and_quotes_of_kai_come_from_fang_and_the_sign_of_an_error_from_kai() {
        let faces = faces();
        assert_eq!(faces.drawing(Voice::Body, '±', &['±']).map(|(i, _)| i), Some(KAI));
        for (c, face) in [('3', FANG), ('“', FANG), ('市', KAI)] {
            assert_eq!(faces.drawing(Voice::Kai, c, &[c]).map(|(i, _)| i), Some(face), "{c}");
        }
    }

    #[test]
    fn an_offices_own_face_is_asked_first_and_the_others_for_what_it_lacks() {
        let own = [(Voice::Title, PathBuf::from("fonts/FandolFang-Regular.otf"))];
        let faces = faces().with(&own).unwrap();
        assert_eq!(faces.drawing(Voice::Title, '市', &['市']).map(|(i, _)| i), Some(6));
        assert_eq!(faces.drawing(Voice::Title, '㎡', &['㎡']).map(|(i, _)| i), Some(SONG));
        assert_eq!(faces.drawing(Voice::Body, '市', &['市']).map(|(i, _)| i), Some(FANG));
        let error =
            Faces::open(Path::new("fonts")).unwrap().with(&[(Voice::Hei, "none.ttf".into())]).unwrap_err();
        assert!(
            error.to_string().starts_with("cannot read font none.ttf, which the style names: "),
            "{error}"
        );
    }

    #[test]
    fn a_face_whose_maker_forbids_embedding_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let mut bytes = std::fs::read("fonts/GongwenHei-Medium.ttf").unwrap();
        let entry = bytes.windows(4).position(|four| four == b"OS/2").unwrap();
        let at = u32::from_be_bytes(bytes[entry + 8..entry + 12].try_into().unwrap()) as usize;
        bytes[at + 9] = 2;
        let path = folder.path().join("restricted.ttf");
        #[allow(clippy::disallowed_methods, reason = "a test's own file")]
        std::fs::write(&path, bytes).unwrap();
        let error = faces().with(&[(Voice::Hei, path)]).unwrap_err();
        assert!(matches!(error, FontError::Restricted { .. }), "{error}");
    }

    #[test]
    fn a_missing_font_says_the_way_out() {
        let error = Faces::open(Path::new("nowhere")).unwrap_err().to_string();
        assert!(error.starts_with("cannot read font nowhere/FandolFang-Regular.otf: "), "{error}");
        assert!(error.contains("\nhint: name the folder with --fonts DIR"), "{error}");
    }

    #[test]
    fn what_is_no_font_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        for name in FILES {
            std::os::unix::fs::symlink(
                Path::new("Cargo.toml").canonicalize().unwrap(),
                folder.path().join(name),
            )
            .unwrap();
        }
        assert!(matches!(Faces::open(folder.path()), Err(FontError::Form { .. })));
    }
}
