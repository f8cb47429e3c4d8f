//! A picture: its samples as a file can carry them, and how it is to be turned.

use std::fmt;
use std::sync::Arc;

/// A picture that has been looked at and can be printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Picture {
    /// the file's name beside its article
    pub name: String,
    /// lower-case hex of the SHA-256 of the file's bytes
    pub sha256: String,
    /// samples in a row, and rows, as stored
    pub pixels: (u32, u32),
    /// what must be done to see it upright
    pub turn: Turn,
    /// one sample a pixel, or three in sRGB
    pub is_gray: bool,
    /// its samples, shared, since a document and its layout hold the same
    pub samples: Samples,
}

/// How samples are kept.
#[derive(Clone, PartialEq, Eq)]
pub enum Samples {
    /// a baseline or progressive JPEG of 8 bits, without what cameras note beside the picture
    Jpeg(Arc<[u8]>),
    /// a byte a sample, row by row from the top
    Raw(Arc<[u8]>),
}

/// What makes stored samples upright, as the eight values of Exif's orientation say it: mirrored left to
/// right first, then turned clockwise.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Turn {
    /// mirrored left to right
    pub is_mirrored: bool,
    /// quarter turns clockwise, 0 to 3
    pub quarters: u8,
}

impl Turn {
    /// Of Exif's value 1 to 8 (CIPA DC-008, 4.6.4); any other is upright.
    ///
    /// ```
    /// use tongbao::model::Turn;
    /// assert_eq!(Turn::of_exif(6), Turn { is_mirrored: false, quarters: 1 });
    /// assert_eq!(Turn::of_exif(9), Turn::default());
    /// ```
    #[must_use]
    pub const fn of_exif(value: u16) -> Turn {
        let (is_mirrored, quarters) = match value {
            2 => (true, 0),
            3 => (false, 2),
            4 => (true, 2),
            5 => (true, 3),
            6 => (false, 1),
            7 => (true, 1),
            8 => (false, 3),
            _ => (false, 0),
        };
        Turn { is_mirrored, quarters }
    }
}

impl Picture {
    /// Width and height in pixels as it is seen.
    #[must_use]
    pub const fn seen(&self) -> (u32, u32) {
        if self.turn.quarters % 2 == 1 { (self.pixels.1, self.pixels.0) } else { self.pixels }
    }
}

/// Without the samples, which say nothing to a reader of a failed test.
impl fmt::Debug for Picture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (kind, bytes) = match &self.samples {
            Samples::Jpeg(bytes) => ("JPEG", bytes.len()),
            Samples::Raw(bytes) => ("raw", bytes.len()),
        };
        write!(f, "Picture({}, {}×{}, {kind} of {bytes} bytes)", self.name, self.pixels.0, self.pixels.1)
    }
}
