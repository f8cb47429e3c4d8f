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
            Voice::Body => [FANG, FANG_EXT, KAI, RARE, SONG, HEI],
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
        Ok(Faces { faces })
    }

    /// The faces; a [`super::GlyphRun::face`] is an index into them.
    #[must_use]
    pub fn all(&self) -> &[Face] {
        &self.faces
    }

    /// The first face of a chain that draws every one of `chars`, with its index.
    pub(super) fn drawing(&self, chain: [usize; 6], chars: &[char]) -> Option<(usize, &Face)> {
        chain
            .into_iter()
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
        let word = |at: usize| {
            self.map.get(at..at + 4).map_or(0, |b| b.iter().fold(0, |n: u32, byte| n << 8 | u32::from(*byte)))
        };
        let tables = usize::try_from(word(4) >> 16).unwrap_or(0);
        let head = (0..tables).map(|n| 12 + 16 * n).find(|at| word(*at) == u32::from_be_bytes(*b"head"));
        head.and_then(|at| usize::try_from(word(at + 8)).ok()).map_or(0, |at| word(at.saturating_add(8)))
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
                assert!(faces.drawing(voice.chain(c), &[c]).is_some(), "{voice:?} {c}");
            }
        }
    }

    #[test]
    fn digits_and_quotes_of_kai_come_from_fang() {
        let faces = faces();
        for (c, face) in [('3', FANG), ('“', FANG), ('市', KAI)] {
            assert_eq!(faces.drawing(Voice::Kai.chain(c), &[c]).map(|(i, _)| i), Some(face), "{c}");
        }
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
