//! Pictures: their samples as objects of the file, each once, and the operators that draw them.

use std::collections::BTreeMap;
use std::io::Write;

use flate2::Compression;
use flate2::write::ZlibEncoder;
use lopdf::{Dictionary, Object, ObjectId, Stream, dictionary};
use printpdf::{CurTransMat, Op, XObjectId, XObjectTransform};

use super::RenderError;
use super::finish::Pdf;
use super::points::pt;
use crate::model::{Picture, Samples, Turn};
use crate::typeset::{Item, Layout, Length, Page};

/// How hard samples are packed, of 9: drawings gain much, and one is packed once a night.
const PACKING: u32 = 6;

/// The operators that draw a picture into a rectangle, `foot` above the page's.
pub(super) fn draw(picture: &Picture, x: Length, foot: Length, width: Length, height: Length) -> [Op; 4] {
    let [a, b, c, d, e, f] = upright(picture.turn);
    let place = [
        pt(width * a).0,
        pt(height * b).0,
        pt(width * c).0,
        pt(height * d).0,
        pt(x + width * e).0,
        pt(foot + height * f).0,
    ];
    [
        Op::SaveGraphicsState,
        Op::SetTransformationMatrix { matrix: CurTransMat::Raw(place) },
        Op::UseXobject {
            id: XObjectId(name(picture)),
            transform: XObjectTransform { no_auto_scale: true, ..XObjectTransform::default() },
        },
        Op::RestoreGraphicsState,
    ]
}

/// The matrix, within the unit square, that makes stored samples upright: mirrored, then turned clockwise.
fn upright(turn: Turn) -> [i64; 6] {
    let [a, b, c, d, e, f] = match turn.quarters % 4 {
        1 => [0, -1, 1, 0, 0, 1],
        2 => [-1, 0, 0, -1, 1, 1],
        3 => [0, 1, -1, 0, 1, 0],
        _ => [1, 0, 0, 1, 0, 0],
    };
    if turn.is_mirrored { [-a, -b, c, d, e + a, f + b] } else { [a, b, c, d, e, f] }
}

/// A picture's name among a page's resources: by content, so that the same one is in the file once.
fn name(picture: &Picture) -> String {
    format!("P{}", picture.sha256)
}

/// The pictures that a page draws, by name.
fn on_page(page: &Page) -> BTreeMap<String, &Picture> {
    page.items
        .iter()
        .filter_map(|placed| match &placed.item {
            Item::Picture { picture, .. } => Some((name(picture), &**picture)),
            _ => None,
        })
        .collect()
}

/// Adds the pictures that are drawn, and names them in the resources of each page that draws them.
pub(super) fn embed(pdf: &mut Pdf, layout: &Layout) -> Result<(), RenderError> {
    let mut known: BTreeMap<String, ObjectId> = BTreeMap::new();
    for (page, &object) in layout.pages.iter().zip(&pdf.pages.clone()) {
        let pictures = on_page(page);
        if pictures.is_empty() {
            continue;
        }
        let mut named = Dictionary::new();
        for (name, picture) in pictures {
            let id = match known.get(&name) {
                Some(id) => *id,
                None => {
                    let id = pdf.objects.add_object(stream(picture)?);
                    known.insert(name.clone(), id);
                    id
                }
            };
            named.set(name.as_bytes(), Object::Reference(id));
        }
        let refused = |cause: lopdf::Error| RenderError::Writer(cause.to_string());
        let resources = pdf
            .objects
            .get_dictionary(object)
            .and_then(|page| page.get(b"Resources"))
            .and_then(Object::as_reference)
            .map_err(refused)?;
        pdf.objects.get_dictionary_mut(resources).map_err(refused)?.set("XObject", named);
    }
    Ok(())
}

/// An image (ISO 32000-1, 8.9.5): a JPEG as it is, samples packed with each row told from the one above.
fn stream(picture: &Picture) -> Result<Stream, RenderError> {
    let (wide, high) = picture.pixels;
    let mut dict = dictionary! {
        "Type" => "XObject",
        "Subtype" => "Image",
        "Width" => i64::from(wide),
        "Height" => i64::from(high),
        "ColorSpace" => if picture.is_gray { "DeviceGray" } else { "DeviceRGB" },
        "BitsPerComponent" => 8
    };
    let content = match &picture.samples {
        Samples::Jpeg(bytes) => {
            dict.set("Filter", "DCTDecode");
            bytes.to_vec()
        }
        Samples::Raw(samples) => {
            let colors: i64 = if picture.is_gray { 1 } else { 3 };
            dict.set("Filter", "FlateDecode");
            dict.set(
                "DecodeParms",
                dictionary! {
                    "Predictor" => 15, "Colors" => colors, "BitsPerComponent" => 8, "Columns" => i64::from(wide)
                },
            );
            let row = usize::try_from(i64::from(wide) * colors).unwrap_or(0).max(1);
            packed(samples, row).map_err(|cause| RenderError::Writer(cause.to_string()))?
        }
    };
    Ok(Stream::new(dict, content).with_compression(false))
}

/// Rows under the filter Up of PNG (RFC 2083, 6.4): what a drawing repeats downwards becomes nothing.
fn packed(samples: &[u8], row: usize) -> std::io::Result<Vec<u8>> {
    const UP: u8 = 2;
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::new(PACKING));
    let mut above = vec![0_u8; row];
    let mut line = Vec::with_capacity(row + 1);
    for samples in samples.chunks_exact(row) {
        line.clear();
        line.push(UP);
        line.extend(samples.iter().zip(&above).map(|(now, above)| now.wrapping_sub(*above)));
        encoder.write_all(&line)?;
        above.copy_from_slice(samples);
    }
    encoder.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Where the stored picture's top left and top right corners are seen, in the unit square.
    fn corners(exif: u16) -> [(i64, i64); 2] {
        let [a, b, c, d, e, f] = upright(Turn::of_exif(exif));
        [(0, 1), (1, 1)].map(|(u, v)| (a * u + c * v + e, b * u + d * v + f))
    }

    #[test]
    fn a_telephones_picture_stands_upright() {
        // what Exif says of the stored rows and columns (CIPA DC-008, 4.6.4), corner by corner
        assert_eq!(corners(1), [(0, 1), (1, 1)]);
        assert_eq!(corners(2), [(1, 1), (0, 1)]);
        assert_eq!(corners(3), [(1, 0), (0, 0)]);
        assert_eq!(corners(4), [(0, 0), (1, 0)]);
        assert_eq!(corners(5), [(0, 1), (0, 0)]);
        assert_eq!(corners(6), [(1, 1), (1, 0)]);
        assert_eq!(corners(7), [(1, 0), (1, 1)]);
        assert_eq!(corners(8), [(0, 0), (0, 1)]);
    }
}
