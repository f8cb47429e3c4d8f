//! The grids of those files that other programs write, as JSON for their scripts.

use serde_json::{Value, json};

use super::build::{format, kept_name, merges, serial};
use super::case::{Case, Cell, File, Sheet};

/// Every file that is to be made and kept: its name, and what is to stand in it.
pub fn to_be_made(cases: &[Case]) -> Vec<(String, Value)> {
    let mut files = Vec::new();
    for case in cases {
        for (place, file) in case.files.iter().enumerate() {
            let made = file.text.is_none() && file.kept.is_none();
            if made && !["xlsx", "xlsm"].contains(&format(file).as_str()) {
                files.push(one(kept_name(case, place, &format(file)), file));
            }
        }
        for format in case.also.iter().filter(|f| *f != "csv") {
            files.push(one(kept_name(case, 0, format), &case.files[0]));
        }
    }
    files
}

/// As JSON, a line a file.
pub fn text(files: &[(String, Value)]) -> String {
    let lines: Vec<String> = files.iter().map(|(_, file)| file.to_string()).collect();
    format!("[\n{}\n]\n", lines.join(",\n"))
}

fn one(name: String, file: &File) -> (String, Value) {
    let sheets: Vec<Value> = file.sheets.iter().map(|s| sheet(s, file.is_1904)).collect();
    let made = json!({"name": name, "is_1904": file.is_1904, "sheets": sheets});
    (name, made)
}

fn sheet(sheet: &Sheet, is_1904: bool) -> Value {
    let row = |row: &Vec<Cell>| row.iter().map(|c| cell(c, is_1904)).collect::<Vec<_>>();
    json!({
        "name": sheet.name,
        "hidden": sheet.hidden,
        "top": sheet.origin.0,
        "left": sheet.origin.1,
        "rows": sheet.rows.iter().map(row).collect::<Vec<_>>(),
        "merges": merges(sheet),
        "hidden_rows": sheet.hidden_rows,
    })
}

fn cell(cell: &Cell, is_1904: bool) -> Value {
    let number = |text: &str| text.parse::<f64>().unwrap();
    match cell {
        Cell::Nothing | Cell::Left | Cell::Above => Value::Null,
        Cell::Text(text) => json!({"t": "s", "v": text}),
        Cell::Number(n, format) => json!({"t": "n", "v": number(n), "z": format}),
        Cell::Date(date) => json!({"t": "d", "v": serial(date, is_1904), "iso": date}),
        Cell::Bool(b) => json!({"t": "b", "v": b}),
        Cell::Error(error) => json!({"t": "e", "v": error}),
        Cell::Formula(formula, stored) => json!({"t": "f", "f": formula, "v": stored}),
    }
}
