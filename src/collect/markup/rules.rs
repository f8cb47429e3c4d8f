//! What must hold between the rows and cells of a worksheet, beyond XML.

use super::{Checked, local};
use crate::collect::sniff::is_digits;

/// What holds within a worksheet's `sheetData`.
#[derive(Default)]
pub(super) struct Rules<'t> {
    /// is it a worksheet of an .xlsx?
    is_sheet: bool,
    /// is it the content of an .ods?
    is_ods: bool,
    /// within a cell of an .ods that says no kind; within a paragraph of one
    untyped: [bool; 2],
    within: bool,
    seen: bool,
    /// rows, and cells, that say their place, and that do not
    rows: [bool; 2],
    cells: [bool; 2],
    row: Option<u32>,
    columns: Vec<u32>,
    kind: &'t str,
    values: u32,
}

const ROW: &[&str] = &[
    "r",
    "spans",
    "s",
    "customFormat",
    "ht",
    "hidden",
    "customHeight",
    "outlineLevel",
    "collapsed",
    "thickTop",
    "thickBot",
    "ph",
];
const CELL: &[&str] = &["r", "s", "t", "cm", "vm", "ph"];
const KINDS: &[&str] = &["", "b", "d", "e", "inlineStr", "n", "s", "str"];

impl<'t> Rules<'t> {
    /// Those for the part of this name.
    pub(super) fn of(name: &str) -> Rules<'t> {
        let is_ods = name == "content.xml";
        let is_sheet = name.contains("worksheets/") && !name.ends_with(".rels");
        Rules { is_sheet, is_ods, ..Rules::default() }
    }

    /// An element begins, within `parent`.
    pub(super) fn open(
        &mut self,
        name: &str,
        parent: Option<&str>,
        attributes: &[(&'t str, &'t str)],
    ) -> Checked<()> {
        if self.is_ods {
            // a paragraph of a comment is no child of the cell
            let is_cell = |name: &str| matches!(name, "table-cell" | "covered-table-cell");
            if is_cell(name) {
                self.untyped[0] = !attributes.iter().any(|(key, _)| local(key) == "value-type");
            }
            self.untyped[1] |= name == "p" && parent.is_some_and(is_cell) && self.untyped[0];
        }
        if !self.is_sheet {
            return Ok(());
        }
        if name == "mergeCell" && !attributes.iter().any(|(key, _)| *key == "ref") {
            return Err("merged cells without their place".to_owned());
        }
        if name == "sheetData" {
            if self.seen || parent != Some("worksheet") {
                return Err("sheetData out of place".to_owned());
            }
            (self.within, self.seen) = (true, true);
            return Ok(());
        }
        if !self.within {
            return if matches!(name, "row" | "c") && parent != Some("extLst") {
                Err(format!("<{name}> out of place"))
            } else {
                Ok(())
            };
        }
        let of = |key: &str| attributes.iter().find(|(k, _)| *k == key).map(|(_, value)| *value);
        let known =
            |names: &[&str]| attributes.iter().all(|(key, _)| key.contains(':') || names.contains(key));
        match (parent.unwrap_or(""), name) {
            ("sheetData", "row") if known(ROW) => self.open_row(of("r")),
            ("row", "c") if known(CELL) => self.open_cell(of("r"), of("s"), of("t")),
            ("c", "v" | "is") => {
                self.values += 1;
                if self.values > 1 { Err("two values in a cell".to_owned()) } else { Ok(()) }
            }
            ("c", "f") | ("c" | "row", "extLst") => Ok(()),
            ("sheetData" | "row" | "c" | "v" | "f", _) => Err(format!("<{name}> out of place")),
            _ => Ok(()),
        }
    }

    fn open_row(&mut self, place: Option<&str>) -> Checked<()> {
        self.rows[usize::from(place.is_some())] = true;
        if self.rows == [true, true] {
            return Err("a row without its number".to_owned());
        }
        self.row = place.map(|n| n.parse().map_err(|_| format!("row {n}"))).transpose()?;
        self.columns.clear();
        Ok(())
    }

    fn open_cell(&mut self, place: Option<&str>, style: Option<&str>, kind: Option<&'t str>) -> Checked<()> {
        self.cells[usize::from(place.is_some())] = true;
        if self.cells == [true, true] {
            return Err("a cell without its place".to_owned());
        }
        if let Some(place) = place {
            let (column, row) = split(place).ok_or_else(|| format!("cell {place}"))?;
            if self.row.is_some_and(|own| own != row) {
                return Err(format!("cell {place} in row {}", self.row.unwrap_or(0)));
            }
            // ascending as a rule, so that the last tells
            let again =
                self.columns.last().is_some_and(|last| *last >= column) && self.columns.contains(&column);
            if again {
                return Err(format!("two cells {place}"));
            }
            self.columns.push(column);
        }
        self.kind = kind.unwrap_or("");
        self.values = 0;
        if !KINDS.contains(&self.kind) || style.is_some_and(|s| !is_digits(s)) {
            return Err(format!("cell {}", place.unwrap_or("")));
        }
        Ok(())
    }

    /// An element ends.
    pub(super) fn close(&mut self, name: &str) -> Checked<()> {
        self.within &= name != "sheetData";
        self.untyped[1] &= name != "p";
        if self.is_sheet && name == "worksheet" && !self.seen {
            return Err("no sheetData".to_owned());
        }
        Ok(())
    }

    /// Text stands within the element `within`.
    pub(super) fn text(&mut self, text: &str, within: Option<&str>) -> Checked<()> {
        if self.untyped[1] && !text.trim_ascii().is_empty() {
            return Err("a cell without its kind".to_owned());
        }
        if !self.is_sheet || !self.within || text.is_empty() {
            return if within.is_none() && !text.trim_ascii().is_empty() {
                Err("text beside the root".to_owned())
            } else {
                Ok(())
            };
        }
        let blank = || text.trim_ascii().is_empty();
        let fits = match within.map_or("", local) {
            "sheetData" | "row" | "c" | "is" => blank(),
            "v" => match self.kind {
                "s" => is_digits(text.trim_ascii()),
                "b" => matches!(text, "0" | "1" | "true" | "false"),
                "" | "n" => blank() || text.trim_ascii().parse::<f64>().is_ok(),
                _ => true,
            },
            _ => true,
        };
        if fits { Ok(()) } else { Err(format!("value `{}`", text.chars().take(20).collect::<String>())) }
    }
}

/// `AB12` as column and row, as written.
fn split(place: &str) -> Option<(u32, u32)> {
    let digits = place.find(|c: char| c.is_ascii_digit())?;
    let (letters, row) = place.split_at(digits);
    if letters.is_empty()
        || letters.len() > 7
        || !letters.bytes().all(|b| b.is_ascii_uppercase())
        || !is_digits(row)
    {
        return None;
    }
    let column =
        letters.bytes().try_fold(0_u32, |n, b| n.checked_mul(26)?.checked_add(u32::from(b - b'A') + 1))?;
    Some((column, row.parse().ok()?))
}
