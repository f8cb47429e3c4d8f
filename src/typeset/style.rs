//! The page styles: every measure of the three shells, named after the clause it comes from.

use crate::plan::Shell;

use super::{Color, Length};

/// The measures of one shell. GB/T 9704-2012 where a clause is named, else the house's choice.
#[derive(Clone, Debug, PartialEq)]
pub struct PageStyle {
    /// which shell these are the measures of
    pub shell: Shell,
    /// A4, 5.1.1: 210 mm
    pub paper_width: Length,
    /// A4, 5.1.1: 297 mm
    pub paper_height: Length,
    /// 天头, 5.2.1: 37 mm
    pub top: Length,
    /// 订口, 5.2.1: 28 mm, left on odd pages, right on even ones
    pub binding: Length,
    /// 版心, 5.2.1: 156 mm
    pub area_width: Length,
    /// 版心, 5.2.1: 225 mm
    pub area_height: Length,
    /// 5.2.3: 22 lines of 28 characters fill the type area: 225 mm / 22 = 28.99 pt
    pub pitch: Length,
    /// 5.2.2: 3号 (16 pt) 仿宋, cut to the cell 156 mm / 28 = 15.79 pt
    pub body: Length,
    /// 7.3.1: 2号 小标宋
    pub title: Length,
    /// the largest the masthead is set; it is fitted to the type area
    pub masthead: Length,
    /// where the masthead's characters begin below the type area's top, 7.2.4: 35 mm for 公文
    pub masthead_drop: Length,
    /// issuer and date over the red line: 4号 for 简报, 3号 for 公文
    pub imprint: Length,
    /// 7.2.7: the red line 4 mm below what stands over it
    pub red_line_drop: Length,
    /// thickness of the red line
    pub red_line: Length,
    /// the red of masthead and line
    pub red: Color,
    /// between the red line and the title, 7.3.1: two blank lines for 公文
    pub title_drop: Length,
    /// captions of tables and charts: 小四
    pub caption: Length,
    /// unit notes, notes, 5号: 10.5 pt
    pub note: Length,
    /// the sizes a table tries, largest first: 5号 and below
    pub table_sizes: Vec<Length>,
    /// white above and below a table or chart
    pub around: Length,
    /// 版记 7.4.2: first and last line of a table 0.35 mm
    pub rule_thick: Length,
    /// 版记 7.4.2: lines between 0.25 mm
    pub rule_thin: Length,
    /// 7.5: 4号
    pub page_number: Length,
    /// 7.5: its rule's top 7 mm below the type area
    pub page_number_drop: Length,
}

impl PageStyle {
    /// The style of a shell.
    #[must_use]
    pub fn of(shell: Shell) -> PageStyle {
        let official = PageStyle {
            shell,
            paper_width: Length::mm(210),
            paper_height: Length::mm(297),
            top: Length::mm(37),
            binding: Length::mm(28),
            area_width: Length::mm(156),
            area_height: Length::mm(225),
            pitch: Length::mm(225) / 22,
            body: Length::milli_pt(15_790),
            title: Length::pt(22),
            masthead: Length::pt(44),
            masthead_drop: Length::mm(35),
            imprint: Length::pt(16),
            red_line_drop: Length::mm(4),
            red_line: Length::milli_pt(1500),
            red: Color::rgb(0xc8, 0x10, 0x10),
            title_drop: Length::mm(225) / 11,
            caption: Length::pt(12),
            note: Length::milli_pt(10_500),
            table_sizes: [10_500, 10_000, 9500, 9000].map(Length::milli_pt).to_vec(),
            around: Length::pt(12),
            rule_thick: Length::mm100(35),
            rule_thin: Length::mm100(25),
            page_number: Length::pt(14),
            page_number_drop: Length::mm(7),
        };
        match shell {
            Shell::Official => official,
            // the standard does not bind a 简报: 23 lines of 30 whole characters of 3号, in even margins,
            // are what the table needs to name a district of eleven characters in one line
            Shell::Brief => PageStyle {
                top: Length::mm(30),
                binding: (Length::mm(210) - Length::pt(16 * 30)) / 2,
                area_width: Length::pt(16 * 30),
                area_height: Length::mm(225) / 22 * 23,
                body: Length::pt(16),
                masthead: Length::pt(38),
                masthead_drop: Length::mm(2),
                imprint: Length::pt(14),
                red_line_drop: Length::mm100(180),
                title_drop: Length::pt(16),
                ..official
            },
            Shell::TableOnly => PageStyle { title_drop: Length::ZERO, imprint: Length::pt(12), ..official },
        }
    }

    /// The same for what stands on a turned page: the type area's height is its width.
    pub(super) fn turned(&self) -> PageStyle {
        PageStyle { area_width: self.area_height, area_height: self.area_width, ..self.clone() }
    }

    /// The left edge of the type area on page `number`, from 1: the binding margin changes sides.
    pub(super) fn left(&self, number: usize) -> Length {
        if number % 2 == 1 { self.binding } else { self.paper_width - self.area_width - self.binding }
    }

    /// White below the title.
    pub(super) fn title_below(&self) -> Length {
        self.pitch / 3
    }

    /// Two characters of the body.
    pub(super) fn indent(&self) -> Length {
        self.body * 2
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn twenty_two_lines_of_twenty_eight_characters_fill_the_type_area() {
        for shell in [Shell::Official, Shell::TableOnly] {
            let style = PageStyle::of(shell);
            assert!(
                style.pitch * 22 <= style.area_height
                    && style.pitch * 22 > style.area_height - style.pitch / 100
            );
            assert!(
                style.body * 28 <= style.area_width && style.body * 28 > style.area_width - style.body / 100
            );
            assert_eq!(format!("{:?}", style.pitch), "28.990pt");
        }
    }

    #[test]
    fn a_brief_has_twenty_three_lines_of_thirty_whole_characters_in_even_margins() {
        let style = PageStyle::of(Shell::Brief);
        assert_eq!((style.body * 30, style.pitch * 23), (style.area_width, style.area_height));
        assert_eq!(style.left(1), style.left(2));
    }

    #[test]
    fn the_binding_margin_is_left_on_odd_pages_and_right_on_even_ones() {
        let style = PageStyle::of(Shell::Official);
        assert_eq!(style.left(1), Length::mm(28));
        assert_eq!(style.left(2) + style.area_width, style.paper_width - Length::mm(28));
    }
}
