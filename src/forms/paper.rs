//! What every sheet that is sent out has in common: the look of its cells, A4, and a date that never moves.

use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet,
};

use super::FormError;

/// A4 in the list of paper sizes (ECMA-376 part 1, 18.3.1.63).
const A4: u8 = 9;
/// From so many columns on a page is turned.
const WIDE: u16 = 8;

/// A workbook that says who made it, and the same day of making every time: same plan, same bytes.
pub(super) fn workbook(title: &str, author: &str) -> Result<Workbook, FormError> {
    let mut book = Workbook::new();
    let made = ExcelDateTime::from_ymd(2000, 1, 1)?;
    let properties = DocProperties::new().set_title(title).set_author(author).set_creation_datetime(&made);
    book.set_properties(&properties);
    Ok(book)
}

/// A4, as wide as one page, turned where it has many columns, the head on each page, pages numbered.
pub(super) fn page(sheet: &mut Worksheet, columns: u16, head: Option<(u32, u32)>) -> Result<(), FormError> {
    sheet.set_paper_size(A4);
    if columns > WIDE {
        sheet.set_landscape();
    }
    sheet.set_print_fit_to_pages(1, 0);
    sheet.set_print_center_horizontally(true);
    sheet.set_margins(0.6, 0.6, 0.7, 0.7, 0.3, 0.3);
    sheet.set_footer("&C第 &P 页，共 &N 页");
    if let Some((first, last)) = head {
        sheet.set_repeat_rows(first, last)?;
    }
    Ok(())
}

/// Text in 宋体, in the middle of its cell's height.
pub(super) fn plain() -> Format {
    Format::new().set_font_name("宋体").set_font_size(11).set_align(FormatAlign::VerticalCenter)
}

/// The title over a table.
pub(super) fn title() -> Format {
    plain().set_font_name("黑体").set_font_size(16).set_align(FormatAlign::Center).set_text_wrap()
}

/// A cell of a table.
pub(super) fn cell() -> Format {
    plain().set_border(FormatBorder::Thin)
}

/// A head: dark enough to be told apart in a black and white copy.
pub(super) fn head() -> Format {
    let format = cell().set_font_name("黑体").set_align(FormatAlign::Center).set_text_wrap();
    format.set_background_color(Color::RGB(0x00D9_E2EC))
}

/// A cell to be filled in.
pub(super) fn to_fill() -> Format {
    cell().set_unlocked().set_background_color(Color::RGB(0x00FF_FBE6))
}

/// A cell that a formula fills.
pub(super) fn computed() -> Format {
    cell().set_background_color(Color::RGB(0x00F0_F0F0))
}
