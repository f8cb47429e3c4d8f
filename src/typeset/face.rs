//! The typefaces: read at run time, mapped into memory, chosen by role.

use std::fs::File;
use std::path::{Path, PathBuf};

use memmap2::Mmap;

/// The six faces of the folder fonts, in this order.
const FILES: [&str; 6] = [
    "FandolFang-Regular.otf",
    "GongwenFangExt-Light.ttf",
    "GongwenKai-Regular.ttf",
    "GongwenRare-Light.ttf",
    "GongwenSong-Bold.ttf",
    "GongwenHei-Medium.ttf",
];

/// All faces of an edition.
#[derive(Debug)]
pub struct Faces {
    faces: Vec<Face>,
}

/// One face.
#[derive(Debug)]
pub struct Face {
    path: PathBuf,
    map: Mmap,
}

/// Why the faces could not be had.
#[derive(Debug, thiserror::Error)]
pub enum FontError {
    /// a font file is not there, or cannot be read
    #[error("cannot read font {path}: {cause}")]
    Read {
        /// which
        path: PathBuf,
        /// why
        cause: std::io::Error,
    },
}

impl Faces {
    /// Maps the faces of a folder.
    ///
    /// # Errors
    /// [`FontError::Read`] names the first file that is missing or cannot be read.
    pub fn open(folder: &Path) -> Result<Faces, FontError> {
        let open = |name: &str| {
            let path = folder.join(name);
            let failed = |cause| FontError::Read { path: path.clone(), cause };
            let file = File::open(&path).map_err(failed)?;
            // SAFETY: the fonts are read-only data of the installation; a file cut short while mapped
            // would end the process by SIGBUS before anything is published, never with a wrong page
            #[allow(
                unsafe_code,
                reason = "the one exception: 32 MB of faces of which some hundred kB are touched"
            )]
            let map = unsafe { Mmap::map(&file) }.map_err(failed)?;
            Ok(Face { path, map })
        };
        Ok(Faces { faces: FILES.iter().map(|name| open(name)).collect::<Result<_, _>>()? })
    }

    /// The faces; a [`super::GlyphRun::face`] is an index into them.
    #[must_use]
    pub fn all(&self) -> &[Face] {
        &self.faces
    }
}

impl Face {
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
}
