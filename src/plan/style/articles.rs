//! Written texts in columns: what a style says of them, and the columns that come of it.

use crate::model::Length;

use super::super::Shell;
use super::super::keys::{Checked, Item, Reader};
use super::check::{Sheet, type_size};
use super::checked::{ArticleStyle, PageStyle};
use super::measure::{self, Scale};

/// The least characters of a column: narrower ones are not read.
const LEAST: i64 = 8;

/// The measures of written texts in a number of columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ArticleColumns {
    /// columns side by side, 1 to 3
    pub count: usize,
    /// em of the text
    pub size: Length,
    /// from line to line
    pub pitch: Length,
    /// a column's width, a whole number of characters where there are several
    pub width: Length,
    /// white between two columns
    pub gap: Length,
}

impl PageStyle {
    /// Columns that fill the type area: so many, 1 to 3; one where so many would be too narrow to be read.
    #[must_use]
    pub fn columns(&self, columns: u8) -> ArticleColumns {
        let whole = ArticleColumns {
            count: 1,
            size: self.body,
            pitch: self.pitch,
            width: self.area_width,
            gap: Length::ZERO,
        };
        let Some(at) = usize::from(columns.min(3)).checked_sub(2) else { return whole };
        let (size, pitch, n) = (self.articles.sizes[at], self.articles.pitches[at], at as i64 + 2);
        let room = (self.area_width - size.em(self.articles.gap) * (n - 1)) / n;
        let characters = room.micro_pt() / size.micro_pt().max(1);
        if characters < LEAST {
            return whole;
        }
        let width = size * characters;
        let gap = (self.area_width - width * n) / (n - 1);
        ArticleColumns { count: at + 2, size, pitch, width, gap }
    }

    /// May written texts stand in so many columns? A 公文 has one (GB/T 9704-2012), unless its style says more.
    pub(in super::super) fn takes_columns(&self, columns: u8) -> bool {
        self.shell != Shell::Official || columns <= self.articles.columns.max(1)
    }

    /// Would so many columns be wide enough?
    pub(in super::super) fn holds_columns(&self, columns: u8) -> bool {
        self.columns(columns).count == usize::from(columns.max(1))
    }
}

impl<'r> Sheet<'_, 'r> {
    pub(super) fn articles(&mut self, scale: Scale) -> ArticleStyle {
        ArticleStyle {
            columns: self.value(
                ("articles", "columns"),
                |base| base.articles.columns,
                |reader, item| Ok(reader.whole(item, 1..=3)? as u8),
            ),
            sizes: self.value(
                ("articles", "sizes"),
                |base| base.articles.sizes,
                |reader, item| two(reader, item, scale, true),
            ),
            pitches: self.value(
                ("articles", "pitches"),
                |base| base.articles.pitches,
                |reader, item| two(reader, item, scale, false),
            ),
            gap: self.share("articles", "gap", 500, |base| base.articles.gap),
        }
    }

    /// Lines do not overlap, columns are wide enough, and the lone table has no articles.
    pub(super) fn articles_hold(&mut self, style: &PageStyle) {
        let ArticleStyle { columns, sizes, pitches, .. } = &style.articles;
        if sizes.iter().zip(pitches).any(|(size, pitch)| pitch < size) {
            let message = "lines overlap where the pitch is less than the size".into();
            self.tell("articles", "pitches", message, "five thirds of the size is usual: 小四 at 20pt");
        }
        if *columns > 1 && style.shell == Shell::TableOnly {
            let message = "the shell 附表 is the table alone, without articles".into();
            self.tell("articles", "columns", message, "leave it out, or start from 简报 or 公文");
        }
        if *columns > 1 && !style.holds_columns(*columns) {
            let message = format!("{columns} columns of this type area hold no {LEAST} characters each");
            self.tell("articles", "columns", message, "take fewer columns, or smaller type");
        }
    }
}

/// Two lengths, for two columns and for three.
fn two<'r>(reader: &mut Reader<'r>, item: &Item<'r>, scale: Scale, is_size: bool) -> Checked<[Length; 2]> {
    let of = "two lengths, for two columns and for three, as [小四, 五号]";
    let items = reader.list(item, of)?;
    let [first, second] = items.as_slice() else {
        let found = items.len();
        return Err(reader.tell(item, format!("expected {of}, found {found}"), None));
    };
    let mut read = |item: &Item<'r>| {
        let length = measure::length(reader, item, Some(scale))?;
        if is_size { type_size(reader, item, length) } else { Ok(length) }
    };
    let (first, second) = (read(first), read(second));
    Ok([first?, second?])
}
