//! A district's blank workbook.
//!
//! The sheet 进度报表 holds title, 填报单位 and 填报日期 over a table: a row a street, or one for the
//! district, four columns a measure, 合计 below. What a district types is checked as it types; what follows
//! from that is a formula. A blank form reads as no figures at all, never as zeros: its formulas yield
//! nothing until something stands in their rows.

use rust_xlsxwriter::{
    DataValidation, DataValidationRule, ExcelDateTime, Format, FormatAlign, Formula, ProtectionOptions,
    Worksheet,
};

use crate::model::{CellRef, Measure};
use crate::plan::Plan;

use super::{FormError, paper, words};

/// Rows for streets.
const ROWS: u32 = 20;
const UNIT_ROW: u32 = 2;
const HEAD: u32 = 3;
const FIRST: u32 = 5;
const LAST: u32 = FIRST + ROWS - 1;
const TOTAL: u32 = LAST + 1;
/// Columns of a measure.
const WIDTH: u16 = words::COLUMNS.len() as u16;
/// Where in them each figure stands.
const TASK: u16 = 0;
const DAY: u16 = 1;
const DONE: u16 = 2;
const LEFT: u16 = 3;

/// The blank workbook of the plan's `district`th district, as the bytes of an .xlsx.
///
/// # Errors
/// [`FormError`] where a plan has more columns or longer words than a worksheet holds.
pub fn template(plan: &Plan, district: usize) -> Result<Vec<u8>, FormError> {
    let mut book = paper::workbook(&words::title(plan), &plan.issuer)?;
    form(book.add_worksheet(), plan, district)?;
    instructions(book.add_worksheet(), plan, district)?;
    Ok(book.save_to_buffer()?)
}

/// The measure's first column; the names stand in the one before the first measure's.
fn column_of(measure: usize) -> Result<u16, FormError> {
    let column = measure.checked_mul(usize::from(WIDTH)).and_then(|n| u16::try_from(n + 1).ok());
    column.ok_or(FormError(rust_xlsxwriter::XlsxError::RowColumnLimitError))
}

fn form(sheet: &mut Worksheet, plan: &Plan, district: usize) -> Result<(), FormError> {
    let end = column_of(plan.measures.len())? - 1;
    sheet.set_name("进度报表")?;
    title(sheet, plan, district, end)?;
    head(sheet, plan)?;
    for (index, measure) in plan.measures.iter().enumerate() {
        figures(sheet, measure, column_of(index)?)?;
    }
    names(sheet, plan, district)?;
    below(sheet, end)?;
    widths(sheet, plan, end)?;
    paper::page(sheet, end + 1, Some((HEAD, FIRST - 1)))?;
    sheet.set_print_area(0, 0, TOTAL + 2, end)?;
    sheet.set_freeze_panes(FIRST, 1)?;
    sheet.set_selection(FIRST, 1, FIRST, 1)?;
    sheet.protect_with_options(&ProtectionOptions {
        format_columns: true,
        format_rows: true,
        ..ProtectionOptions::default()
    });
    Ok(())
}

/// Title, who fills it in, for which day, in which units.
fn title(sheet: &mut Worksheet, plan: &Plan, district: usize, end: u16) -> Result<(), FormError> {
    sheet.merge_range(0, 0, 0, end, &words::title(plan), &paper::title())?;
    sheet.set_row_height(0, 34)?;
    let left = paper::plain().set_align(FormatAlign::Left);
    let right = paper::plain().set_align(FormatAlign::Right);
    let name = format!("填报单位：{}", plan.districts[district].name);
    sheet.merge_range(1, 0, 1, end - 2, &name, &left)?;
    sheet.write_string_with_format(1, end - 1, "填报日期：", &right)?;
    let date = paper::to_fill().set_num_format("yyyy\"年\"m\"月\"d\"日\"").set_align(FormatAlign::Center);
    sheet.write_blank(1, end, &date)?;
    let since = ExcelDateTime::from_ymd(2000, 1, 1)?;
    let until = ExcelDateTime::from_ymd(2099, 12, 31)?;
    let rule = DataValidation::new()
        .allow_date(DataValidationRule::Between(since, until))
        .set_input_title("填报日期")?
        .set_input_message("数据是哪一天的，写成 2021-07-14 的样子")?
        .set_error_title("不是日期")?
        .set_error_message("请填日期，写成 2021-07-14 的样子")?;
    sheet.add_data_validation(1, end, 1, end, &rule)?;
    sheet.merge_range(UNIT_ROW, 0, UNIT_ROW, end, &words::units(&plan.measures), &right)?;
    sheet.set_row_height(1, 22)?;
    Ok(())
}

fn head(sheet: &mut Worksheet, plan: &Plan) -> Result<(), FormError> {
    let format = paper::head();
    sheet.merge_range(HEAD, 0, HEAD + 1, 0, "单位（街道、乡镇）", &format)?;
    for (index, measure) in plan.measures.iter().enumerate() {
        let first = column_of(index)?;
        let group = format!("{}（{}）", measure.name, measure.unit);
        sheet.merge_range(HEAD, first, HEAD, first + WIDTH - 1, &group, &format)?;
        for (column, name) in (first..).zip(words::COLUMNS) {
            sheet.write_string_with_format(HEAD + 1, column, name, &format)?;
        }
    }
    sheet.set_row_height(HEAD, 24)?;
    sheet.set_row_height(HEAD + 1, 24)?;
    Ok(())
}

/// The names of rows: the district's own in the first, to be typed over by a street's.
fn names(sheet: &mut Worksheet, plan: &Plan, district: usize) -> Result<(), FormError> {
    let (open, closed) = (paper::to_fill(), paper::head());
    sheet.write_string_with_format(FIRST, 0, &plan.districts[district].name, &open)?;
    for row in FIRST + 1..=LAST {
        sheet.write_blank(row, 0, &open)?;
    }
    sheet.write_string_with_format(TOTAL, 0, "合计", &closed)?;
    for row in FIRST..=TOTAL {
        sheet.set_row_height(row, 20)?;
    }
    Ok(())
}

/// A measure's columns: what is typed, with its rules, and what is computed.
fn figures(sheet: &mut Worksheet, measure: &Measure, first: u16) -> Result<(), FormError> {
    let number = number_format(measure);
    let number = |format: Format| format.set_num_format(&number).set_align(FormatAlign::Right);
    let (open, computed) = (number(paper::to_fill()), number(paper::computed()));
    for row in FIRST..=LAST {
        for column in [TASK, DAY, DONE] {
            sheet.write_blank(row, first + column, &open)?;
        }
    }
    for row in FIRST..=TOTAL {
        let left = nothing_yet(left(measure, row, first));
        sheet.write_formula_with_format(row, first + LEFT, left, &computed)?;
    }
    for column in first..first + LEFT {
        let rows = format!("{}:{}", at(FIRST, column), at(LAST, column));
        let total = format!("=IF(COUNT({rows})=0,\"\",SUM({rows}))");
        sheet.write_formula_with_format(TOTAL, column, nothing_yet(total), &computed)?;
    }
    for (column, rule) in rules(measure, first)? {
        sheet.add_data_validation(FIRST, column, LAST, column, &rule)?;
    }
    Ok(())
}

/// R = T − C, once both stand there; nothing where more was done than the task says and the plan allows it.
fn left(measure: &Measure, row: u32, first: u16) -> String {
    let (task, done) = (at(row, first + TASK), at(row, first + DONE));
    let difference = match measure.may_exceed {
        true => format!("IF({done}>{task},\"\",{task}-{done})"),
        false => format!("{task}-{done}"),
    };
    format!("=IF(COUNT({task},{done})=2,{difference},\"\")")
}

/// A formula whose stored value says nothing, as nothing stands in its rows yet.
fn nothing_yet(formula: String) -> Formula {
    // a blank: an empty result would be stored as 0
    Formula::new(formula).set_result(" ")
}

fn at(row: u32, column: u16) -> String {
    CellRef { row, column: u32::from(column) }.to_string()
}

fn number_format(measure: &Measure) -> String {
    match measure.decimals {
        0 if words::is_counted(measure) => "0".to_owned(),
        0 => "General".to_owned(),
        places => format!("0.{}", "0".repeat(usize::from(places))),
    }
}

/// What may be typed: numbers not below 0, whole ones where things are counted; the day's not above the
/// sum so far, which is not above the task unless the plan allows it.
fn rules(measure: &Measure, first: u16) -> Result<Vec<(u16, DataValidation)>, FormError> {
    let name: String = measure.name.chars().take(40).collect();
    let whole = words::is_counted(measure);
    let kind = if whole { "整数" } else { "数字" };
    let mut rules = Vec::new();
    for (column, what) in [(TASK, "任务总数"), (DAY, "当日完成"), (DONE, "累计完成")] {
        let own = at(FIRST, first + column);
        let mut terms = vec![format!("ISNUMBER({own})"), format!("{own}>=0")];
        let mut said = vec![format!("请填不小于 0 的{kind}，不写单位和文字，没有的填 0")];
        if whole {
            terms.push(format!("INT({own})={own}"));
        }
        let not_above = |other: u16| {
            let other = at(FIRST, first + other);
            format!("OR(ISBLANK({other}),{own}<={other})")
        };
        if column == DAY {
            terms.push(not_above(DONE));
            said.push("当日完成不大于累计完成".to_owned());
        }
        if column == DONE && !measure.may_exceed {
            terms.push(not_above(TASK));
            said.push("累计完成不大于任务总数".to_owned());
        }
        if column == DONE {
            said.push("累计完成应等于上次报送的累计完成加当日完成".to_owned());
        }
        let rule = DataValidation::new()
            .allow_custom(Formula::new(format!("=AND({})", terms.join(","))))
            .set_input_title(what)?
            .set_input_message(format!("{name}（{}）：{}", measure.unit, kind))?
            .set_error_title("填得不对")?
            .set_error_message(format!("{name}{what}：{}。", said.join("；")))?;
        rules.push((first + column, rule));
    }
    Ok(rules)
}

/// Notes, and who is answerable.
fn below(sheet: &mut Worksheet, end: u16) -> Result<(), FormError> {
    let left = paper::plain().set_align(FormatAlign::Left).set_text_wrap();
    let note = "注：淡黄色格子由填报单位填写，灰色格子自动算出；怎样填见“填表说明”。";
    sheet.merge_range(TOTAL + 1, 0, TOTAL + 1, end, note, &left)?;
    let open = left.set_unlocked();
    sheet.merge_range(
        TOTAL + 2,
        0,
        TOTAL + 2,
        end,
        "填表人：          审核人：          联系电话：",
        &open,
    )?;
    sheet.set_row_height(TOTAL + 1, 22)?;
    sheet.set_row_height(TOTAL + 2, 22)?;
    Ok(())
}

fn widths(sheet: &mut Worksheet, plan: &Plan, end: u16) -> Result<(), FormError> {
    let longest = plan.districts.iter().map(|d| 2 * d.name.chars().count()).max().unwrap_or(0);
    sheet.set_column_width(0, longest.clamp(22, 40) as f64)?;
    for column in 1..=end {
        // the last holds the date in full
        sheet.set_column_width(column, if column == end { 17 } else { 13 })?;
    }
    Ok(())
}

fn instructions(sheet: &mut Worksheet, plan: &Plan, district: usize) -> Result<(), FormError> {
    sheet.set_name("填表说明")?;
    sheet.set_column_width(0, 84)?;
    sheet.write_string_with_format(0, 0, "填表说明", &paper::title())?;
    sheet.set_row_height(0, 34)?;
    let format = paper::plain().set_align(FormatAlign::Top).set_text_wrap();
    for (row, line) in (1..).zip(words::instructions(plan, &plan.districts[district], ROWS)) {
        // a cell grows with its text only once somebody opens it: a Han character is two columns wide
        let columns: usize = line.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum();
        sheet.write_string_with_format(row, 0, &line, &format)?;
        sheet.set_row_height(row, 19.0 * columns.div_ceil(80) as f64 + 4.0)?;
    }
    paper::page(sheet, 1, None)?;
    sheet.set_screen_gridlines(false);
    sheet.protect();
    Ok(())
}
