//! What must hold between the values of a style that are each right: that all of it stands on the paper.

use crate::model::{Color, Length};

use super::check::Sheet;
use super::checked::PageStyle;

impl Sheet<'_, '_> {
    /// What must hold between values that are each right.
    pub(super) fn between(&mut self, style: &PageStyle) {
        if self.told.is_some() {
            return;
        }
        let mm = |length: Length| {
            let tenths = (i128::from(length.micro_pt()) * 254 + 36_000_000) / 72_000_000;
            format!("{}.{}mm", tenths / 10, tenths % 10)
        };
        let right = style.binding + style.area_width;
        if right > style.paper_width {
            let message = format!(
                "binding margin and type area need {}, the paper is {} wide",
                mm(right),
                mm(style.paper_width)
            );
            self.tell("area", "width", message, "make the area narrower, or binding: 居中");
        }
        let below = style.top + style.area_height + style.page_number_drop;
        if below > style.paper_height {
            let message = format!(
                "top margin, type area and page number need {}, the paper is {} high",
                mm(below),
                mm(style.paper_height)
            );
            self.tell("area", "height", message, "make the area lower, or the top margin smaller");
        }
        if style.area_width < style.body * 10 || style.area_height < style.pitch * 5 {
            let message =
                format!("a type area of {} by {} holds no page", mm(style.area_width), mm(style.area_height));
            self.tell("area", "width", message, "10 characters and 5 lines are the least");
        }
        // 3号 is 16 pt on paper and 15.79 in the standard's own cell: a tenth of a character over is no slip
        let needed = style.body * i64::from(style.characters);
        if needed > style.area_width + style.body / 10 {
            let message = format!(
                "{} characters of this size need {}, the type area is {} wide",
                style.characters,
                mm(needed),
                mm(style.area_width)
            );
            self.tell("area", "characters", message, "make the body smaller, or the characters fewer");
        }
        if style.pitch < style.body {
            let message =
                format!("{} lines leave {} each, less than the body's size", style.lines, mm(style.pitch));
            self.tell("area", "lines", message, "make the lines fewer, or the body smaller");
        }
        for (part, pitch, size) in
            [("title", style.title_pitch, style.title), ("note", style.note_pitch, style.note)]
        {
            if pitch < size {
                let message = format!("lines {} apart overlap at this size", mm(pitch));
                self.tell(part, "pitch", message, "from line to line is more than the size: 1.45 times it");
            }
        }
        if style.table_sizes.last().is_some_and(|last| *last < style.table_least) {
            self.tell(
                "table",
                "sizes",
                "a size is below `least`".into(),
                "lower `least`, or leave the size out",
            );
        }
        if style.table_upright < style.table_least || style.table_readable < style.table_least {
            let key = if style.table_upright < style.table_least { "upright" } else { "readable" };
            self.tell("table", key, "a size is below `least`".into(), "lower `least`, or raise this");
        }
        if style.table_row_white_least > style.table_row_white {
            let message = "the least white is more than `row_white`".into();
            self.tell(
                "table",
                "row_white_least",
                message,
                "lower it; equal to `row_white`, rows never close up",
            );
        }
        if style.table_padding_least > style.table_padding_good
            || style.table_padding_good > style.table_padding
        {
            let message = "expected padding_least, padding_good and padding to grow in this order".into();
            let key = if style.table_padding_least > style.table_padding_good {
                "padding_least"
            } else {
                "padding_good"
            };
            self.tell("table", key, message, "19%, 30% and 50% are usual");
        }
        if style.table_padding_most < style.table_padding {
            let message = "the most white is less than `padding`".into();
            self.tell(
                "table",
                "padding_most",
                message,
                "150% is usual; 3000% lets every table fill the page",
            );
        }
        if style.table_total < 500 {
            self.tell(
                "table",
                "total_size",
                "a row 合计 at less than half its table's size".into(),
                "90% is usual",
            );
        }
        if style.note_least > style.note {
            self.tell("note", "least", "the least size is more than the size".into(), "lower `least`");
        }
        let (most, least) = style.masthead_lines;
        if least > most || most == 0 {
            let message = "expected lines_least up to lines_most, and more than nothing".into();
            self.tell("masthead", "lines_least", message, "72% and 50% are usual");
        }
        if least == 0 || style.masthead_fill < 100 {
            let key = if least == 0 { "lines_least" } else { "fill" };
            self.tell("masthead", key, "a masthead of no size".into(), "98% and 50% are usual");
        }
        for (part, leading) in [("masthead", style.masthead_leading), ("imprint", style.imprint_leading)] {
            if leading < 1000 {
                self.tell(part, "leading", "lines overlap below 100%".into(), "130% is usual");
            }
        }
        if style.imprint_less > style.imprint / 2 {
            let message = "issuer and date would be less than half their size".into();
            self.tell("imprint", "less", message, "2pt is usual");
        }
        let grey = |c: Color| i32::from(c.r) * 299 + i32::from(c.g) * 587 + i32::from(c.b) * 114;
        if grey(style.chart_shades[0]) - grey(style.chart_color) < 85_000 {
            let message = "a black and white copy does not tell it from the lightest shade".into();
            self.tell("chart", "color", message, "take a darker one: \"#b01e1e\" is usual");
        }
        if style.table_leading < 1000 {
            self.tell("table", "leading", "lines of a cell overlap below 100%".into(), "120% is usual");
        }
        self.articles_hold(style);
        if style.masthead_drop + style.masthead > style.area_height / 2 {
            self.tell(
                "masthead",
                "above",
                "the masthead would stand below the middle of the page".into(),
                "35mm is the standard's",
            );
        }
    }

    /// Tells about a value, at its place where the file has one.
    pub(super) fn tell(&mut self, part: &'static str, key: &str, message: String, hint: &str) {
        let item = self.parts.get(part).and_then(|table| table.get(key)).or_else(|| self.root.get(part));
        self.told = Some(match item.cloned() {
            Some(item) => self.reader.tell(&item, message, hint.to_owned()),
            None => self.reader.tell_whole(&format!("{part}.{key}"), message, Some(hint.to_owned())),
        });
    }
}
