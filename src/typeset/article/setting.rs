//! The sizes and measures of an article in its columns.

use crate::compose::Part;
use crate::plan::ArticleColumns;

use super::super::Length;
use super::super::strip::{Lane, Strips};
use super::super::style::PageStyle;

/// The measures of an article.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Setting {
    /// columns side by side
    pub count: usize,
    /// a column's width
    pub width: Length,
    /// white between two columns
    pub gap: Length,
    /// em of the text
    pub size: Length,
    /// from line to line
    pub pitch: Length,
    /// em of captions
    pub caption: Length,
    /// the sizes that a table tries
    pub table_sizes: Vec<Length>,
}

impl Setting {
    /// Of so many columns, 1 to 3, on the pages of a style.
    pub(super) fn new(columns: u8, style: &PageStyle) -> Setting {
        let ArticleColumns { count, size, pitch, width, gap } = style.columns(columns);
        let table_sizes = match count {
            1 => style.table_sizes.clone(),
            // never larger than the text, if that is not the smallest
            _ => [10_500, 10_000, 9500, 9000, 8500, 8000]
                .into_iter()
                .map(Length::milli_pt)
                .filter(|own| *own <= size || *own == Length::pt(8))
                .collect(),
        };
        Setting { count, width, gap, size, pitch, caption: size.min(style.note), table_sizes }
    }

    /// The least width that text is set in, however deep it stands.
    pub(super) fn least(&self) -> Length {
        (self.size * 8).min(self.width)
    }

    /// Has a piece of text, of so many lines in columns, too few of them to be parted: less than two a column? It
    /// reads as crumbs there, and is set over the whole width.
    pub(super) fn is_too_short(&self, body: &[Part], lines: usize) -> bool {
        let is_text = |part: &Part| matches!(part, Part::Paragraph(_));
        self.count > 1 && lines < self.count * 2 && body.iter().all(is_text)
    }

    /// The same text over the whole width of the type area.
    pub(super) fn across(&self, style: &PageStyle) -> Setting {
        let width = style.area_width;
        Setting { count: 1, width, gap: Length::ZERO, table_sizes: self.table_sizes.clone(), ..*self }
    }

    /// Makes the strips from `from` on a lane of columns, where there are several.
    pub(super) fn put_on_lane(&self, from: usize, out: &mut Strips) {
        if self.count == 1 {
            return;
        }
        let lane = out.lanes.len();
        let Setting { count, width, gap, pitch, .. } = *self;
        out.lanes.push(Lane { count, width, gap, pitch });
        for strip in &mut out.strips[from..] {
            strip.lane = Some(lane);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::Shell;

    #[test]
    fn columns_are_whole_characters_wide_and_fill_the_type_area() {
        let style = PageStyle::of(Shell::Brief);
        for (columns, characters) in [(1, 30), (2, 19), (3, 14)] {
            let setting = Setting::new(columns, &style);
            assert_eq!(setting.width, setting.size * characters, "{columns}");
            let n = i64::from(columns);
            assert_eq!(setting.width * n + setting.gap * (n - 1), style.area_width, "{columns}");
        }
        // a style whose columns would be too narrow has one
        let narrow = PageStyle { area_width: Length::pt(200), ..style };
        assert_eq!(Setting::new(3, &narrow).count, 1);
    }
}
