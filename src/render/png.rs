//! Pages as pictures, drawn from the very PDF that is issued.

use std::io::Cursor;

use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_syntax::Pdf;
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{PixmapSettings, RenderCache, RenderSettings};
use image::{ImageFormat, RgbImage};

use super::RenderError;

/// How wide a phone shows a page without scaling, in pixels.
pub const PHONE_WIDTH: u32 = 1080;

/// Every page of a PDF as PNG, `width` pixels wide.
///
/// # Errors
/// [`RenderError::Picture`] where the bytes are no PDF, or a page cannot be drawn or written.
pub fn pictures(pdf: &[u8], width: u32) -> Result<Vec<Vec<u8>>, RenderError> {
    let failed = |cause: String| RenderError::Picture { cause };
    let pdf = Pdf::new(pdf.to_vec()).map_err(|cause| failed(format!("not a PDF: {cause:?}")))?;
    let (cache, settings) = (RenderCache::new(), InterpreterSettings::default());
    let mut pictures = Vec::new();
    for page in pdf.pages().iter() {
        let (points, _) = page.render_dimensions();
        let scale = width as f32 / points.max(1.0);
        let size = PixmapSettings { x_scale: scale, y_scale: scale, bg_color: WHITE };
        let drawn = hayro::render(page, &cache, &settings, &RenderSettings::default(), &size);
        // rounded up, a page can come out a pixel wider
        let (wide, high) = (u32::from(drawn.width()), u32::from(drawn.height()));
        let pixels = drawn.data_as_u8_slice();
        let at = |x: u32, y: u32| {
            let start = (y as usize * wide as usize + x.min(wide - 1) as usize) * 4;
            image::Rgb([pixels[start], pixels[start + 1], pixels[start + 2]])
        };
        let picture = RgbImage::from_fn(width.min(wide), high, at);
        let mut bytes = Cursor::new(Vec::new());
        picture.write_to(&mut bytes, ImageFormat::Png).map_err(|cause| failed(cause.to_string()))?;
        pictures.push(bytes.into_inner());
    }
    Ok(pictures)
}
