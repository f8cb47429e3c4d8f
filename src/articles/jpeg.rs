//! A JPEG's segments (ITU-T T.81, annex B): what it holds, and the same without what cameras note.

use crate::model::Turn;

/// What a JPEG says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Jpeg {
    pub pixels: (u32, u32),
    pub components: u8,
    pub bits: u8,
    pub turn: Turn,
    /// the same picture, without Exif (where it was taken, and by which telephone), profiles and comments
    pub bare: Vec<u8>,
}

/// Reads the segments up to the scan; none where there is no whole JPEG.
pub(super) fn read(bytes: &[u8]) -> Option<Jpeg> {
    let mut rest = bytes.strip_prefix(&[0xff, 0xd8])?;
    let mut bare = vec![0xff, 0xd8];
    let mut turn = Turn::default();
    let mut frame = None;
    loop {
        // fill bytes may stand before a marker
        while let [0xff, 0xff, ..] = rest {
            rest = &rest[1..];
        }
        let [0xff, marker, high, low, ..] = *rest else { return None };
        let length = usize::from(u16::from_be_bytes([high, low]));
        let segment = rest.get(..2 + length).filter(|_| length >= 2)?;
        let body = &segment[4..];
        match marker {
            0xe1 => turn = exif_turn(body).unwrap_or(turn),
            // Adobe's segment says how the colours are coded, JFIF's that they are as usual
            0xe0 | 0xee => bare.extend(segment),
            0xe2..=0xef | 0xfe => {}
            0xc0..=0xc2 => {
                let &[bits, h1, h0, w1, w0, components, ..] = body else { return None };
                let word = |high, low| u32::from(u16::from_be_bytes([high, low]));
                frame = Some(((word(w1, w0), word(h1, h0)), components, bits));
                bare.extend(segment);
            }
            // lossless, differential and arithmetic frames, which no viewer of PDF draws
            0xc3 | 0xc5..=0xc7 | 0xc9..=0xcb | 0xcd..=0xcf => return None,
            0xda => break,
            _ => bare.extend(segment),
        }
        rest = &rest[2 + length..];
    }
    // a picture whose end is missing was not wholly copied
    let end = rest.windows(2).rposition(|pair| pair == [0xff, 0xd9])?;
    bare.extend(&rest[..end + 2]);
    let (pixels, components, bits) = frame?;
    (pixels.0 > 0 && pixels.1 > 0).then_some(Jpeg { pixels, components, bits, turn, bare })
}

/// The orientation in Exif's first directory, tag 0x0112.
fn exif_turn(body: &[u8]) -> Option<Turn> {
    let tiff = body.strip_prefix(b"Exif\0\0")?;
    let is_little = tiff.starts_with(b"II");
    let short = |at: usize| {
        let pair = [*tiff.get(at)?, *tiff.get(at + 1)?];
        Some(if is_little { u16::from_le_bytes(pair) } else { u16::from_be_bytes(pair) })
    };
    let long = |at: usize| {
        let four = <[u8; 4]>::try_from(tiff.get(at..at.checked_add(4)?)?).ok()?;
        usize::try_from(if is_little { u32::from_le_bytes(four) } else { u32::from_be_bytes(four) }).ok()
    };
    let directory = long(4)?;
    let count = usize::from(short(directory)?);
    (0..count)
        .map(|i| directory + 2 + i * 12)
        .find(|entry| short(*entry) == Some(0x0112))
        .and_then(|entry| short(entry + 8))
        .map(Turn::of_exif)
}
