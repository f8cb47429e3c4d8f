//! Pictures, looked at: what they hold, and whether a bulletin can carry them.

use std::io::Cursor;

use image::{DynamicImage, ImageFormat, ImageReader, Limits};

use super::jpeg;
use crate::model::{Picture, Samples};

/// The largest file, in bytes: a telephone's photograph has 3 to 8 MB, and the bulletin carries it whole.
pub(super) const LARGEST: u64 = 16 << 20;
/// The most pixels, and the most in a row: what a telephone takes at its finest.
const MOST_PIXELS: u64 = 64_000_000;
/// What is said of a picture that does not decode.
const BROKEN: &str = "文件不完整或已损坏/the file is cut off or broken";
/// The most pixels of what must be unpacked to be printed.
const MOST_UNPACKED: u64 = 32_000_000;
const LONGEST: u32 = 20_000;

/// A picture that can be printed, and what was done to make it so, in Chinese and English.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Looked {
    pub picture: Picture,
    pub done: Option<String>,
}

/// Looks at a file's bytes.
///
/// # Errors
/// Why it cannot be printed, in Chinese and English, parted by a slash.
pub(super) fn look(name: &str, sha256: &str, bytes: &[u8]) -> Result<Looked, String> {
    match image::guess_format(bytes) {
        Ok(ImageFormat::Jpeg) => photograph(name, sha256, bytes),
        Ok(ImageFormat::Png) => drawing(name, sha256, bytes),
        _ => Err("不是 JPEG 或 PNG 图片/no JPEG or PNG".to_owned()),
    }
}

fn photograph(name: &str, sha256: &str, bytes: &[u8]) -> Result<Looked, String> {
    let read = jpeg::read(bytes).ok_or("JPEG 文件不完整或已损坏/the JPEG is cut off or broken")?;
    within(read.pixels, MOST_PIXELS)?;
    if read.bits != 8 {
        return Err(format!("JPEG 每样本{0}位，只能用8位/{0} bits a sample, only 8 can be used", read.bits));
    }
    let picture = |is_gray, turn, samples| Picture {
        name: name.to_owned(),
        sha256: sha256.to_owned(),
        pixels: read.pixels,
        turn,
        is_gray,
        samples,
    };
    match read.components {
        1 | 3 => {
            let samples = Samples::Jpeg(read.bare.into());
            Ok(Looked { picture: picture(read.components == 1, read.turn, samples), done: None })
        }
        4 => {
            // the archive's form (ISO 19005-2, 6.2.4.3) has no four inks beside an intent of three colours
            let image = decoded(bytes, ImageFormat::Jpeg)?;
            let samples = Samples::Raw(image.to_rgb8().into_raw().into());
            let done = Some("是CMYK四色，已转换为RGB，颜色可能略有出入/it is in CMYK and was converted to RGB; colours may differ a little".to_owned());
            Ok(Looked { picture: picture(false, read.turn, samples), done })
        }
        n => Err(format!(
            "JPEG 有{n}个颜色分量，只能用1、3或4个/the JPEG has {n} components, only 1, 3 or 4 can be used"
        )),
    }
}

/// A PNG, of any kind, as samples of 8 bits on white paper.
fn drawing(name: &str, sha256: &str, bytes: &[u8]) -> Result<Looked, String> {
    let image = decoded(bytes, ImageFormat::Png)?;
    let pixels = (image.width(), image.height());
    let is_gray = matches!(
        image,
        DynamicImage::ImageLuma8(_)
            | DynamicImage::ImageLuma16(_)
            | DynamicImage::ImageLumaA8(_)
            | DynamicImage::ImageLumaA16(_)
    );
    // what shines through a picture on paper is the paper
    let over = |sample: u8, alpha: u8| {
        let (sample, alpha) = (u32::from(sample), u32::from(alpha));
        u8::try_from((sample * alpha + 255 * (255 - alpha) + 127) / 255).unwrap_or(255)
    };
    let samples: Vec<u8> = if is_gray {
        image.to_luma_alpha8().pixels().map(|p| over(p[0], p[1])).collect()
    } else {
        image.to_rgba8().pixels().flat_map(|p| [0, 1, 2].map(|i| over(p[i], p[3]))).collect()
    };
    let picture = Picture {
        name: name.to_owned(),
        sha256: sha256.to_owned(),
        pixels,
        turn: crate::model::Turn::default(),
        is_gray,
        samples: Samples::Raw(samples.into()),
    };
    Ok(Looked { picture, done: None })
}

fn decoded(bytes: &[u8], format: ImageFormat) -> Result<DynamicImage, String> {
    let reader = || ImageReader::with_format(Cursor::new(bytes), format);
    // the size first, since what it takes to decode grows with it
    let pixels = reader().into_dimensions().map_err(|_| BROKEN)?;
    within(pixels, MOST_UNPACKED)?;
    let mut reader = reader();
    let mut limits = Limits::default();
    limits.max_alloc = Some(MOST_UNPACKED * 8 + (64 << 20));
    reader.limits(limits);
    reader.decode().map_err(|_| BROKEN.to_owned())
}

fn within((width, height): (u32, u32), most: u64) -> Result<(), String> {
    let fits = width.max(height) <= LONGEST && u64::from(width) * u64::from(height) <= most;
    let found = || {
        let (wan, million) = (most / 10_000, most / 1_000_000);
        format!(
            "{width}×{height}，太大，每边最多{LONGEST}、共{wan}万像素/{width}×{height} is too large: \
             {LONGEST} a side and {million} million pixels at most"
        )
    };
    fits.then_some(()).ok_or_else(found)
}

#[cfg(test)]
mod tests {
    use image::{ImageBuffer, Luma, Rgba};

    use super::*;

    fn png(image: DynamicImage) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        image.write_to(&mut bytes, ImageFormat::Png).unwrap();
        bytes.into_inner()
    }

    fn samples(bytes: &[u8]) -> (bool, Vec<u8>) {
        match look("图", "", bytes).unwrap().picture {
            Picture { is_gray, samples: Samples::Raw(samples), .. } => (is_gray, samples.to_vec()),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn what_shines_through_a_drawing_is_the_paper() {
        let colored = ImageBuffer::from_fn(3, 1, |x, _| Rgba([200_u8, 0, 0, [0, 128, 255][x as usize]]));
        assert_eq!(samples(&png(colored.into())), (false, vec![255, 255, 255, 227, 127, 127, 200, 0, 0]));
        let fine = ImageBuffer::from_fn(2, 1, |x, _| Luma([[0_u16, 65_535][x as usize]]));
        assert_eq!(samples(&png(DynamicImage::ImageLuma16(fine))), (true, vec![0, 255]));
    }

    #[test]
    fn what_is_no_picture_or_too_large_is_refused_by_name() {
        assert_eq!(look("a", "", b"GIF89a").unwrap_err(), "不是 JPEG 或 PNG 图片/no JPEG or PNG");
        let mut bomb = png(DynamicImage::new_luma8(1, 1));
        // the head says a hundred thousand samples each way
        bomb[16..24].copy_from_slice(&[0, 1, 0x86, 0xa0, 0, 1, 0x86, 0xa0]);
        assert!(look("a", "", &bomb).is_err());
        let frame =
            [0xff, 0xd8, 0xff, 0xc0, 0, 11, 12, 0, 9, 0, 9, 1, 1, 17, 0, 0xff, 0xda, 0, 2, 0xff, 0xd9];
        assert!(look("a", "", &frame).unwrap_err().starts_with("JPEG 每样本12位，只能用8位/12 bits"));
        for cut in 0..frame.len() {
            assert!(look("a", "", &frame[..cut]).is_err(), "{cut}");
        }
    }
}
