//! The key `articles`: where the day's written texts lie, and in how many columns they are set.

use std::path::Path;

use super::keys::{Checked, Item, Reader, Table};
use super::{DayPath, PageStyle, Shell, day_path};

/// Where the day's written texts (工作动态, 经验做法) come from, and how they are set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Articles {
    /// folder of a day's Markdown files and their pictures, as the inbox's
    pub folder: DayPath,
    /// 1 to 3; as the style has it where the plan says none
    pub columns: u8,
}

/// `articles: ../articles/{day}`, or `{folder: ../articles/{day}, columns: 2}`.
pub(super) fn articles<'r>(
    reader: &mut Reader<'r>,
    table: &Table<'r>,
    plans: &Path,
    style: &Checked<&PageStyle>,
) -> Checked<Option<Articles>> {
    let Some(item) = table.get("articles") else { return Ok(None) };
    let mut columns = Ok(style.map_or(1, |style| style.articles.columns));
    let place = if item.is_mapping() {
        let table = &reader.table(item, &["folder", "columns"], &[("dir", "folder"), ("栏", "columns")])?;
        if let Some(item) = table.get("columns") {
            columns = reader.whole(item, 1..=3).and_then(|n| fits(reader, item, n as u8, style));
        }
        let item = table.require(reader, "folder", "../articles/{day}");
        folder(reader, item, plans)
    } else {
        folder(reader, Ok(item), plans)
    };
    if style.is_ok_and(|style| style.shell == Shell::TableOnly) {
        let hint = "set shell: 简报, or take the key away".to_owned();
        return Err(reader.tell(item, "the shell 附表 is the table alone, without articles", hint));
    }
    Ok(Some(Articles { folder: place?, columns: columns? }))
}

fn folder<'r>(reader: &mut Reader<'r>, item: Checked<&Item<'r>>, plans: &Path) -> Checked<DayPath> {
    let item = item?;
    let text = reader.line(item)?;
    let path = day_path::checked(plans, &text).map_err(|(message, hint)| reader.tell(item, message, hint))?;
    if path.names_the_day() {
        return Ok(path);
    }
    let message = format!("`{text}` is the same folder every day, whose articles would be printed every day");
    Err(reader.tell(item, message, format!("{}/{{day}}", text.trim_end_matches('/'))))
}

fn fits(reader: &mut Reader, item: &Item, columns: u8, style: &Checked<&PageStyle>) -> Checked<u8> {
    match style {
        Ok(style) if !style.takes_columns(columns) => {
            let message = format!("a 公文 is set in one column (GB/T 9704-2012), found {columns}");
            let hint = "set columns: 1, or shell: 简报; or say articles: {columns: 2} in a style of your own";
            Err(reader.tell(item, message, hint.to_owned()))
        }
        Ok(style) if !style.holds_columns(columns) => {
            let message = format!("{columns} columns are too narrow on the pages of this style");
            Err(reader.tell(item, message, "take fewer columns, or smaller type in the style".to_owned()))
        }
        _ => Ok(columns),
    }
}
