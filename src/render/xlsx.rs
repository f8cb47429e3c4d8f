//! The table as .xlsx, with live formulas for all that is reckoned from what was reported.

use chrono::{DateTime, Datelike, FixedOffset};
use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Formula, Workbook, Worksheet, XlsxError,
    utility::row_col_to_cell as a1,
};

use super::RenderError;
use crate::compose::{Sheet, SheetFigures, SheetRow};
use crate::model::{Amount, Share};

/// The rows of title, subtitle and the head's two levels.
const HEAD: u32 = 4;

/// Writes the table. The same sheet and instant give the same bytes.
///
/// # Errors
/// [`RenderError::Workbook`] with the writer's words.
pub fn workbook(sheet: &Sheet, created: &DateTime<FixedOffset>) -> Result<Vec<u8>, RenderError> {
    write(sheet, created).map_err(|cause| RenderError::Workbook { cause: cause.to_string() })
}

fn write(sheet: &Sheet, created: &DateTime<FixedOffset>) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let year = u16::try_from(created.year()).unwrap_or(1900).clamp(1900, 9999);
    let day = ExcelDateTime::from_ymd(year, created.month() as u8, created.day() as u8)?;
    book.set_properties(&DocProperties::new().set_title(&sheet.title).set_creation_datetime(&day));
    Table::of(sheet).write(book.add_worksheet())?;
    book.save_to_buffer()
}

struct Table<'a> {
    sheet: &'a Sheet,
    /// the row of each district, below its group's name where it is the group's first
    at: Vec<u32>,
    text: Format,
    head: Format,
    share: Format,
    amounts: Vec<Format>,
}

impl<'a> Table<'a> {
    fn of(sheet: &'a Sheet) -> Table<'a> {
        let cell = || Format::new().set_border(FormatBorder::Thin).set_align(FormatAlign::VerticalCenter);
        let decimals = |n: u8| if n == 0 { String::new() } else { format!(".{}", "0".repeat(n.into())) };
        let amount = |n: u8| cell().set_num_format(format!("0{}", decimals(n))).set_align(FormatAlign::Right);
        let heads = sheet.rows.iter().scan(0, |heads, row| {
            *heads += u32::from(row.head.is_some());
            Some(*heads)
        });
        Table {
            sheet,
            at: (HEAD..).zip(heads).map(|(row, heads)| row + heads).collect(),
            text: cell().set_align(FormatAlign::Center),
            head: cell().set_bold().set_align(FormatAlign::Center).set_text_wrap(),
            share: cell()
                .set_num_format(format!("0{}%", decimals(sheet.share_decimals)))
                .set_align(FormatAlign::Right),
            amounts: sheet.measures.iter().map(|m| amount(m.decimals)).collect(),
        }
    }

    fn write(&self, page: &mut Worksheet) -> Result<(), XlsxError> {
        self.heads(page)?;
        for (row, district) in self.at.iter().copied().zip(&self.sheet.rows) {
            if let Some(name) = &district.head {
                self.group(page, row - 1, name)?;
            }
            page.write_with_format(row, 0, &district.name, &self.text)?;
            for measure in 0..self.sheet.measures.len() {
                self.figures(page, row, measure, district)?;
            }
        }
        self.sums(page)?;
        page.set_column_width(0, 26)?;
        page.set_freeze_panes(HEAD, 1)?;
        page.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0).set_repeat_rows(0, HEAD - 1)?;
        Ok(())
    }

    /// A group's name over its districts; text and blanks, which no sum and no rank counts.
    fn group(&self, page: &mut Worksheet, row: u32, name: &str) -> Result<(), XlsxError> {
        let last = 5 * self.sheet.measures.len() as u16;
        let name_format = self.head.clone().set_align(FormatAlign::Left);
        page.write_with_format(row, 0, name, &name_format)?;
        for column in 1..=last {
            page.write_blank(row, column, &name_format)?;
        }
        Ok(())
    }

    /// Columns of a measure: D, then C, share, rank, then R, as the printed table has them.
    fn columns(&self, measure: usize) -> [u16; 5] {
        let (n, i) = (self.sheet.measures.len() as u16, measure as u16);
        let done = 1 + n + 3 * i;
        [1 + i, done, done + 1, done + 2, 1 + 4 * n + i]
    }

    fn heads(&self, page: &mut Worksheet) -> Result<(), XlsxError> {
        let (sheet, words) = (self.sheet, &self.sheet.words);
        let n = sheet.measures.len() as u16;
        let last = 5 * n;
        let title = Format::new().set_bold().set_font_size(16).set_align(FormatAlign::Center);
        merge(page, [0, 0, 0, last], &sheet.title, &title)?;
        merge(page, [1, 0, 1, last], &sheet.subtitle, &Format::new().set_align(FormatAlign::Right))?;
        merge(page, [2, 0, 3, 0], words.unit, &self.head)?;
        merge(page, [2, 1, 2, n], words.day, &self.head)?;
        merge(page, [2, n + 1, 2, 4 * n], words.done, &self.head)?;
        merge(page, [2, 4 * n + 1, 2, last], words.left, &self.head)?;
        for (measure, of) in sheet.measures.iter().enumerate() {
            let [day, done, share, rank, left] = self.columns(measure);
            let named =
                if of.unit.is_empty() { of.name.clone() } else { format!("{}（{}）", of.name, of.unit) };
            for column in [day, done, left] {
                page.write_with_format(3, column, &named, &self.head)?;
            }
            page.write_with_format(3, share, words.share, &self.head)?;
            page.write_with_format(3, rank, words.rank, &self.head)?;
        }
        Ok(())
    }

    fn figures(
        &self,
        page: &mut Worksheet,
        row: u32,
        measure: usize,
        of: &SheetRow,
    ) -> Result<(), XlsxError> {
        let words = &self.sheet.words;
        let [day, done, share, rank, left] = self.columns(measure);
        let amount = &self.amounts[measure];
        match of.figures[measure].as_ref().and_then(|f| f.day).filter(|_| of.reported) {
            Some(value) => page.write_with_format(row, day, number(value), amount)?,
            None if of.reported => page.write_with_format(row, day, words.none, &self.text)?,
            None => page.write_with_format(row, day, words.unreported, &self.text)?,
        };
        let Some(figures) = &of.figures[measure] else {
            for column in [done, share, rank, left] {
                page.write_with_format(row, column, words.none, &self.text)?;
            }
            return Ok(());
        };
        page.write_with_format(row, done, number(figures.done), amount)?;
        page.write_with_format(row, left, number(figures.left), amount)?;
        page.write_with_format(row, share, self.share_of(row, measure, figures), &self.share)?;
        page.write_with_format(row, rank, self.rank_of(row, measure, of.group, figures), &self.text)?;
        Ok(())
    }

    /// C / (C + R); — without a task.
    fn share_of(&self, row: u32, measure: usize, figures: &SheetFigures) -> Formula {
        let [_, done, _, _, left] = self.columns(measure);
        let (done, left) = (a1(row, done), a1(row, left));
        let none = self.sheet.words.none;
        Formula::new(format!("=IF({done}+{left}>0,{done}/({done}+{left}),\"{none}\")"))
            .set_result(figures.share.map_or_else(|| none.to_owned(), ratio))
    }

    /// One more than the shares of the group that are higher: ties share a rank, and the next is skipped.
    /// COUNTIF would compare with the share as text, cut to 15 digits, and could count a row above itself.
    fn rank_of(&self, row: u32, measure: usize, group: usize, figures: &SheetFigures) -> Formula {
        let [_, _, share, _, _] = self.columns(measure);
        let own = a1(row, share);
        let members = self.at.iter().copied().zip(&self.sheet.rows).filter(|(_, other)| other.group == group);
        // rows of a group that follow each other are one range, in which text counts for nothing
        let mut ranges: Vec<(u32, u32)> = Vec::new();
        for (row, _) in members {
            match ranges.last_mut() {
                Some((_, to)) if *to + 1 == row => *to = row,
                _ => ranges.push((row, row)),
            }
        }
        let higher: Vec<String> = ranges
            .iter()
            .map(|(from, to)| {
                let range = format!("{}:{}", a1(*from, share), a1(*to, share));
                format!("SUMPRODUCT(ISNUMBER({range})*({range}>{own}))")
            })
            .collect();
        let none = self.sheet.words.none;
        Formula::new(format!("=IF(ISNUMBER({own}),1+{},\"{none}\")", higher.join("+")))
            .set_result(figures.rank.map_or_else(|| none.to_owned(), |rank| rank.to_string()))
    }

    /// 合计: sums, and the share of the sums; not ranked.
    fn sums(&self, page: &mut Worksheet) -> Result<(), XlsxError> {
        let row = self.at.last().map_or(HEAD, |last| last + 1);
        page.write_with_format(row, 0, &self.sheet.total, &self.head)?;
        for (measure, sums) in self.sheet.sums.iter().enumerate() {
            let [day, done, share, rank, left] = self.columns(measure);
            let sum = |column, result: Amount| {
                let range = format!("{}:{}", a1(HEAD, column), a1(row - 1, column));
                Formula::new(format!("=SUM({range})")).set_result(result.to_string())
            };
            let amount = self.amounts[measure].clone().set_bold();
            match sums.day {
                Some(value) => page.write_with_format(row, day, sum(day, value), &amount)?,
                None => page.write_with_format(row, day, self.sheet.words.none, &self.text)?,
            };
            page.write_with_format(row, done, sum(done, sums.done), &amount)?;
            page.write_with_format(row, left, sum(left, sums.left), &amount)?;
            page.write_with_format(row, share, self.share_of(row, measure, sums), &self.share)?;
            page.write_with_format(row, rank, self.sheet.words.none, &self.text)?;
        }
        Ok(())
    }
}

/// A merged range, or its one cell.
fn merge(
    page: &mut Worksheet,
    [top, left, bottom, right]: [u16; 4],
    text: &str,
    format: &Format,
) -> Result<(), XlsxError> {
    let (top, bottom) = (u32::from(top), u32::from(bottom));
    if (top, left) == (bottom, right) {
        page.write_with_format(top, left, text, format)?;
    } else {
        page.merge_range(top, left, bottom, right, text, format)?;
    }
    Ok(())
}

/// The number that a workbook stores: the nearest to the exact amount.
fn number(amount: Amount) -> f64 {
    amount.to_string().parse().unwrap_or(0.0)
}

/// What a formula gives for a share.
fn ratio(share: Share) -> String {
    let (done, task) = share.terms();
    (number(done) / number(task)).to_string()
}
