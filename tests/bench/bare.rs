//! The least that anyone can do who reads workbooks with calamine: open them, stream every cell of every
//! worksheet, count them. What `tongbao run` needs beyond this is its own.
//!
//! `bench-bare FILE.xlsx…` prints the number of cells.

#![allow(clippy::print_stdout, reason = "a program of its own, whose answer is what it prints")]

use std::error::Error;

use calamine::{Reader, SheetType, Xlsx, XlsxError, open_workbook};

fn main() -> Result<(), Box<dyn Error>> {
    let mut cells = 0_u64;
    for path in std::env::args_os().skip(1) {
        let mut workbook: Xlsx<_> = open_workbook(path).map_err(|e: XlsxError| e)?;
        let sheets = workbook.sheets_metadata().to_vec();
        for sheet in sheets.iter().filter(|sheet| sheet.typ == SheetType::WorkSheet) {
            let mut reader = workbook.worksheet_cells_reader(&sheet.name)?;
            while reader.next_cell()?.is_some() {
                cells += 1;
            }
        }
    }
    println!("{cells} cells");
    Ok(())
}
