//! From a style file's values to a [`PageStyle`]: every key in the order of the page, then what must hold
//! between them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::model::{Color, Length};

use super::super::Shell;
use super::super::keys::{Checked, Item, Reader, Table, Told};
use super::checked::{PageNumberPlace, PageStyle, Voice};
use super::measure::{self, Scale};
use super::parts::{OTHER_NAMES, PARTS};

/// A style under check: what it leaves out comes from its base, and what is wrong is told.
pub(super) struct Sheet<'a, 'r> {
    pub(super) reader: &'a mut Reader<'r>,
    pub(super) root: Table<'r>,
    pub(super) parts: BTreeMap<&'static str, Table<'r>>,
    base: Option<PageStyle>,
    pub(super) told: Option<Told>,
}

/// The checked style; every value that is none has told why.
pub(super) fn check(reader: &mut Reader, folder: &Path, is_shipped: bool) -> Checked<PageStyle> {
    let top: Vec<&str> = std::iter::once("shell").chain(PARTS.iter().map(|(part, _)| *part)).collect();
    let root = reader.table(&reader.root(), &top, OTHER_NAMES)?;
    let shell = root.require(reader, "shell", "简报").cloned().and_then(|item| shell_word(reader, &item));
    let base = if is_shipped { None } else { shell.as_ref().ok().map(|shell| PageStyle::of(*shell)) };
    let mut sheet = Sheet { reader, root, parts: BTreeMap::new(), base, told: None };
    sheet.open();
    // without its shell a style has no base to be read against
    let style = sheet.style(shell?, folder);
    sheet.between(&style);
    sheet.told.map_or(Ok(style), Err)
}

/// 简报, 公文 or 附表.
pub(in super::super) fn shell_word<'r>(reader: &mut Reader<'r>, item: &Item<'r>) -> Checked<Shell> {
    let words = [("简报", Shell::Brief), ("公文", Shell::Official), ("附表", Shell::TableOnly)];
    let others =
        [("brief", "简报"), ("official", "公文"), ("红头文件", "公文"), ("table", "附表"), ("表格", "附表")];
    reader.word(item, &words, &others)
}

impl<'r> Sheet<'_, 'r> {
    /// Reads which parts there are.
    fn open(&mut self) {
        for (part, keys) in PARTS.iter().filter(|(_, keys)| !keys.is_empty()) {
            let Some(item) = self.root.get(part).cloned() else { continue };
            match self.reader.table(&item, keys, OTHER_NAMES) {
                Ok(table) => drop(self.parts.insert(part, table)),
                Err(told) => self.told = Some(told),
            }
        }
    }

    fn style(&mut self, shell: Shell, folder: &Path) -> PageStyle {
        // what 字 and 行 count in is settled first
        let body = self.absolute("body", "size", |b| b.body);
        let lines = self.whole("area", "lines", |b| b.lines);
        let in_body = Scale { body, pitch: Length::ZERO };
        let area_height = self.length("area", "height", in_body, |b| b.area_height);
        let pitch = area_height / i64::from(lines.max(1));
        let scale = Scale { body, pitch };
        let paper_width = self.absolute("paper", "width", |b| b.paper_width);
        let area_width = self.length("area", "width", scale, |b| b.area_width);
        let (heading_voices, heading_sizes) = self.headings(scale);
        let title = self.size("title", "size", scale, |b| b.title);
        let note = self.size("note", "size", scale, |b| b.note);
        // what is given narrows what is not: a style that says one of these needs not say the others
        let least = self.size("table", "least", scale, |b| b.table_least);
        let row_white = self.share("table", "row_white", 300, |b| b.table_row_white);
        let padding = self.share("table", "padding", 300, |b| b.table_padding);
        let good = self.share("table", "padding_good", 300, |b| b.table_padding_good.min(padding));
        PageStyle {
            shell,
            own_fonts: self.own_fonts(folder),
            paper_width,
            paper_height: self.absolute("paper", "height", |b| b.paper_height),
            top: self.length("margins", "top", scale, |b| b.top),
            binding: self.binding(scale, paper_width - area_width),
            area_width,
            area_height,
            lines,
            characters: self.whole("area", "characters", |b| b.characters),
            pitch,
            on_grid: self.value(("area", "grid"), |base| base.on_grid, |reader, item| reader.flag(item)),
            body,
            body_voice: self.voice("body", "font", |b| b.body_voice),
            indent: self.length("body", "indent", scale, |b| in_proportion(b.indent, b.body, body)),
            heading_voices,
            heading_sizes,
            title,
            title_voice: self.voice("title", "font", |b| b.title_voice),
            title_pitch: self
                .length("title", "pitch", scale, |b| in_proportion(b.title_pitch, b.title, title)),
            title_drop: self.length("title", "above", scale, |b| b.title_drop),
            title_below: self.length("title", "below", scale, |b| b.title_below),
            masthead: self.size("masthead", "size", scale, |b| b.masthead),
            masthead_voice: self.voice("masthead", "font", |b| b.masthead_voice),
            masthead_drop: self.length("masthead", "above", scale, |b| b.masthead_drop),
            masthead_spread: self.share("masthead", "spread", 100, |b| b.masthead_spread),
            masthead_fill: self.share("masthead", "fill", 100, |b| b.masthead_fill),
            masthead_apart: self.share("masthead", "apart", 300, |b| b.masthead_apart),
            masthead_one_line: self.share("masthead", "one_line", 100, |b| b.masthead_one_line),
            masthead_lines: (
                self.share("masthead", "lines_most", 100, |b| b.masthead_lines.0),
                self.share("masthead", "lines_least", 100, |b| b.masthead_lines.1),
            ),
            masthead_leading: self.share("masthead", "leading", 300, |b| b.masthead_leading),
            red: self.color("masthead", "color", |b| b.red),
            number_drop: self.length("number", "above", scale, |b| b.number_drop),
            number: self.size("number", "size", scale, |b| b.number),
            number_voice: self.voice("number", "font", |b| b.number_voice),
            imprint: self.size("imprint", "size", scale, |b| b.imprint),
            imprint_voice: self.voice("imprint", "font", |b| b.imprint_voice),
            imprint_drop: self.length("imprint", "above", scale, |b| b.imprint_drop),
            imprint_leading: self.share("imprint", "leading", 300, |b| b.imprint_leading),
            imprint_less: self.length("imprint", "less", scale, |b| b.imprint_less),
            red_line_drop: self.length("red_line", "above", scale, |b| b.red_line_drop),
            red_line: self.length("red_line", "width", scale, |b| b.red_line),
            red_line_color: self.color("red_line", "color", |b| b.red_line_color),
            caption: self.size("caption", "size", scale, |b| b.caption),
            caption_voice: self.voice("caption", "font", |b| b.caption_voice),
            note,
            note_voice: self.voice("note", "font", |b| b.note_voice),
            note_pitch: self.length("note", "pitch", scale, |b| in_proportion(b.note_pitch, b.note, note)),
            note_least: self.size("note", "least", scale, |b| b.note_least.min(note)),
            table_sizes: self.sizes(scale),
            table_upright: self.size("table", "upright", scale, |b| b.table_upright.max(least)),
            table_readable: self.size("table", "readable", scale, |b| b.table_readable.max(least)),
            table_least: least,
            table_voice: self.voice("table", "font", |b| b.table_voice),
            table_head_voice: self.voice("table", "head_font", |b| b.table_head_voice),
            table_leading: self.share("table", "leading", 300, |b| b.table_leading),
            table_row_white: row_white,
            table_row_white_least: self
                .share("table", "row_white_least", 300, |b| b.table_row_white_least.min(row_white)),
            table_padding: padding,
            table_padding_good: good,
            table_padding_least: self
                .share("table", "padding_least", 300, |b| b.table_padding_least.min(good)),
            table_padding_most: self
                .share("table", "padding_most", 3000, |b| b.table_padding_most.max(padding)),
            table_total: self.share("table", "total_size", 200, |b| b.table_total),
            row_line: self.color("table", "row_line", |b| b.row_line),
            column_line: self.color("table", "column_line", |b| b.column_line),
            total_ground: self.color("table", "total_ground", |b| b.total_ground),
            chart_color: self.color("chart", "color", |b| b.chart_color),
            chart_shades: self.shades(),
            around: self.length("table", "around", scale, |b| b.around),
            rule_thick: self.length("rules", "outer", scale, |b| b.rule_thick),
            rule_thin: self.length("rules", "inner", scale, |b| b.rule_thin),
            page_number: self.size("page_number", "size", scale, |b| b.page_number),
            page_number_voice: self.voice("page_number", "font", |b| b.page_number_voice),
            page_number_drop: self.length("page_number", "below", scale, |b| b.page_number_drop),
            page_number_inset: self.length("page_number", "inset", scale, |b| b.page_number_inset),
            page_number_place: self.place(),
            page_number_around: self.form(),
            record: self.size("record", "size", scale, |b| b.record),
            articles: self.articles(scale),
        }
    }

    /// 方正小标宋 and the like, which an office has a licence for: files from the style's folder.
    fn own_fonts(&mut self, folder: &Path) -> Vec<(Voice, PathBuf)> {
        let roles =
            [("仿宋", Voice::Body), ("小标宋", Voice::Title), ("黑体", Voice::Hei), ("楷体", Voice::Kai)];
        let mut own = Vec::new();
        for (role, voice) in roles {
            let Some(item) = self.parts.get("fonts").and_then(|table| table.get(role)).cloned() else {
                continue;
            };
            let found = self.reader.line(&item).and_then(|name| {
                let path = folder.join(&name);
                let ending = path.extension().map(|e| e.to_ascii_lowercase());
                if ending.is_some_and(|e| e == "ttf" || e == "otf") {
                    return Ok(path);
                }
                let hint = "a collection (.ttc) is taken apart first, a face a file".to_owned();
                Err(self.reader.tell(
                    &item,
                    format!("expected a font file, .ttf or .otf, found `{name}`"),
                    hint,
                ))
            });
            match found {
                Ok(path) => own.push((voice, path)),
                Err(told) => self.told = Some(told),
            }
        }
        own
    }

    /// A value of a part: read where it stands, else the base's.
    pub(super) fn value<T: Default>(
        &mut self,
        (part, key): (&'static str, &str),
        of: impl FnOnce(&PageStyle) -> T,
        read: impl FnOnce(&mut Reader<'r>, &Item<'r>) -> Checked<T>,
    ) -> T {
        let found = match self.parts.get(part).and_then(|table| table.get(key)) {
            Some(item) => read(self.reader, item),
            None => match &self.base {
                Some(base) => Ok(of(base)),
                None => Err(self.reader.tell_whole(&format!("{part}.{key}"), "missing".into(), None)),
            },
        };
        found.unwrap_or_else(|told| {
            self.told = Some(told);
            T::default()
        })
    }

    fn length(
        &mut self,
        part: &'static str,
        key: &str,
        scale: Scale,
        of: impl FnOnce(&PageStyle) -> Length,
    ) -> Length {
        self.value((part, key), of, |reader, item| measure::length(reader, item, Some(scale)))
    }

    /// A length in mm or pt, since 字 and 行 are counted from it.
    fn absolute(&mut self, part: &'static str, key: &str, of: impl FnOnce(&PageStyle) -> Length) -> Length {
        self.value((part, key), of, |reader, item| {
            let length = measure::length(reader, item, None)?;
            if part == "body" { type_size(reader, item, length) } else { Ok(length) }
        })
    }

    /// A size of type.
    fn size(
        &mut self,
        part: &'static str,
        key: &str,
        scale: Scale,
        of: impl FnOnce(&PageStyle) -> Length,
    ) -> Length {
        self.value((part, key), of, |reader, item| {
            let length = measure::length(reader, item, Some(scale))?;
            type_size(reader, item, length)
        })
    }

    fn whole(&mut self, part: &'static str, key: &str, of: impl FnOnce(&PageStyle) -> u32) -> u32 {
        self.value((part, key), of, |reader, item| reader.whole(item, 1..=200))
    }

    /// A share, in thousandths, up to `most` percent.
    pub(super) fn share(
        &mut self,
        part: &'static str,
        key: &str,
        most: i64,
        of: impl FnOnce(&PageStyle) -> i64,
    ) -> i64 {
        self.value((part, key), of, |reader, item| measure::percent(reader, item, most))
    }

    fn color(&mut self, part: &'static str, key: &str, of: impl FnOnce(&PageStyle) -> Color) -> Color {
        self.value((part, key), |base| Some(of(base)), |reader, item| measure::color(reader, item).map(Some))
            .unwrap_or(Color::BLACK)
    }

    fn voice(&mut self, part: &'static str, key: &str, of: impl FnOnce(&PageStyle) -> Voice) -> Voice {
        self.value((part, key), |base| Some(of(base)), |reader, item| measure::voice(reader, item).map(Some))
            .unwrap_or(Voice::Body)
    }

    /// What stands before and after {n}.
    fn form(&mut self) -> (String, String) {
        self.value(
            ("page_number", "form"),
            |base| base.page_number_around.clone(),
            |reader, item| {
                let text = reader.line(item)?;
                match text.split_once("{n}") {
                    Some((before, after)) if !after.contains("{n}") => {
                        Ok((before.to_owned(), after.to_owned()))
                    }
                    _ => {
                        let hint = "{n} stands for the number: \"— {n} —\"".to_owned();
                        Err(reader.tell(item, format!("expected {{n}} once, found `{text}`"), hint))
                    }
                }
            },
        )
    }

    /// 订口, or 居中 for even margins.
    fn binding(&mut self, scale: Scale, both: Length) -> Length {
        self.value(
            ("margins", "binding"),
            |base| base.binding,
            |reader, item| match reader.as_found(item).as_str() {
                "text `居中`" => Ok((both / 2).max(Length::ZERO)),
                _ => measure::length(reader, item, Some(scale)),
            },
        )
    }

    fn place(&mut self) -> PageNumberPlace {
        let words = [
            ("外侧", Some(PageNumberPlace::Outside)),
            ("居中", Some(PageNumberPlace::Middle)),
            ("无", Some(PageNumberPlace::None)),
        ];
        let others = [("outside", "外侧"), ("center", "居中"), ("middle", "居中"), ("none", "无")];
        self.value(
            ("page_number", "place"),
            |base| Some(base.page_number_place),
            |reader, item| reader.word(item, &words, &others),
        )
        .unwrap_or(PageNumberPlace::Outside)
    }

    /// Levels 1 to 4, each {font, size}; a level left out is as the base's.
    fn headings(&mut self, scale: Scale) -> ([Voice; 4], [Length; 4]) {
        let body = self.base.as_ref().map(|b| b.body);
        let (mut voices, mut sizes) = match &self.base {
            // sizes that are the body's in the base are the body's here
            Some(base) => (
                base.heading_voices,
                base.heading_sizes.map(|s| if Some(s) == body { scale.body } else { s }),
            ),
            None => ([Voice::Body; 4], [scale.body; 4]),
        };
        let Some(item) = self.root.get("headings").cloned() else { return (voices, sizes) };
        let items = match self.reader.list(&item, "up to four levels, as {font: 黑体}") {
            Ok(items) => items,
            Err(told) => {
                self.told = Some(told);
                return (voices, sizes);
            }
        };
        if let Some(fifth) = items.get(4) {
            let hint = "levels are 一、 （一） 1. （1）".to_owned();
            self.told = Some(self.reader.tell(fifth, "expected four levels at most", hint));
        }
        for (level, item) in items.iter().take(4).enumerate() {
            let read = self.reader.table(item, &["font", "size"], OTHER_NAMES).and_then(|table| {
                let voice = table.get("font").map(|item| measure::voice(self.reader, item)).transpose();
                let size = table.get("size").map(|item| {
                    let length = measure::length(self.reader, item, Some(scale))?;
                    type_size(self.reader, item, length)
                });
                Ok((voice?, size.transpose()?))
            });
            match read {
                Ok((voice, size)) => {
                    voices[level] = voice.unwrap_or(voices[level]);
                    sizes[level] = size.unwrap_or(sizes[level]);
                }
                Err(told) => self.told = Some(told),
            }
        }
        (voices, sizes)
    }
}

/// The base's pitch for its size, for another size.
fn in_proportion(pitch: Length, of: Length, size: Length) -> Length {
    let exact = i128::from(pitch.micro_pt()) * i128::from(size.micro_pt()) / i128::from(of.micro_pt().max(1));
    Length::from_micro_pt(i64::try_from(exact).unwrap_or(i64::MAX / 4))
}

/// A length that type can have: from 4 pt, below which nobody reads, to 120 pt.
pub(super) fn type_size<'r>(reader: &mut Reader<'r>, item: &Item<'r>, length: Length) -> Checked<Length> {
    if (Length::pt(4)..=Length::pt(120)).contains(&length) {
        return Ok(length);
    }
    let found = reader.as_found(item);
    Err(reader.tell(item, format!("expected a size from 4pt to 120pt, found {found}"), None))
}
