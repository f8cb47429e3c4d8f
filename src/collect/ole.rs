//! The pre-flight of an .xls: how large its sheets would become, before calamine unfolds them.
//!
//! calamine reads every sheet of an .xls into a dense range when it opens the file: two cells in opposite
//! corners of eight sheets, 5.6 KB, take 4.7 GB; a damaged record of dimensions asks for 887 GB at once, and
//! a chain of sectors that runs in a circle for all there is. None of these can be caught, so the container
//! ([MS-CFB]) and its records ([MS-XLS]) are walked here first, by counts alone.

use crate::model::{Code, Fault};

/// Cells, blank ones counted, that the sheets of a workbook may unfold to.
const CELLS: u64 = 4 << 20;
/// What a record of dimensions may claim: all of a sheet of 65,536 rows and 256 columns.
const CLAIMED: u64 = 1 << 24;

const END_OF_CHAIN: u32 = 0xFFFF_FFFE;
const RESERVED: u32 = 0xFFFF_FFFA;

/// Would the workbook fit into memory?
///
/// # Errors
/// F013 where the container is broken in a way that calamine does not survive, F014 where it is too large.
pub(super) fn preflight(bytes: &[u8]) -> Result<(), Box<Fault>> {
    let Some(container) = Container::open(bytes)? else { return Ok(()) };
    for name in ["workbook", "book"] {
        if let Some(stream) = container.stream(name)? {
            return extent(&stream);
        }
    }
    Ok(())
}

fn broken(what: &str) -> Box<Fault> {
    Fault::new(Code::F013).found(what).into()
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?)))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

/// A compound file: sectors, and the table that chains them.
struct Container<'b> {
    bytes: &'b [u8],
    sector: usize,
    fat: Vec<u32>,
    entries: Vec<u8>,
    mini_fat_start: u32,
}

impl<'b> Container<'b> {
    /// Nothing where the head itself is unreadable: calamine says so.
    fn open(bytes: &'b [u8]) -> Result<Option<Container<'b>>, Box<Fault>> {
        let sector = match u16_at(bytes, 30) {
            Some(9) => 512,
            Some(12) => 4096,
            _ => return Ok(None),
        };
        let mut container =
            Container { bytes, sector, fat: Vec::new(), entries: Vec::new(), mini_fat_start: 0 };
        let head = |at| u32_at(bytes, at).unwrap_or(END_OF_CHAIN);
        let mut tables: Vec<u32> = (76..512).step_by(4).map(head).collect();
        let mut next = head(68);
        let mut turns = 0;
        while next < RESERVED {
            turns += 1;
            if turns > bytes.len() / sector + 1 {
                return Err(broken("DIFAT"));
            }
            let Some(table) = container.sector(next) else { return Err(broken("DIFAT")) };
            let mut ids: Vec<u32> = table.chunks_exact(4).filter_map(|c| u32_at(c, 0)).collect();
            next = ids.pop().unwrap_or(END_OF_CHAIN);
            tables.extend(ids);
        }
        for id in tables.into_iter().filter(|id| *id < 0xFFFF_FFFC) {
            let Some(table) = container.sector(id) else { return Err(broken("FAT")) };
            container.fat.extend(table.chunks_exact(4).filter_map(|c| u32_at(c, 0)));
        }
        container.entries = container.chain(head(48), usize::MAX)?;
        container.mini_fat_start = head(60);
        Ok(Some(container))
    }

    /// A sector; the file's last may be cut short.
    fn sector(&self, id: u32) -> Option<&'b [u8]> {
        let start = (id as usize).checked_add(1)?.checked_mul(self.sector)?;
        let end = start.checked_add(self.sector)?.min(self.bytes.len());
        self.bytes.get(start..end)
    }

    fn chain(&self, start: u32, length: usize) -> Result<Vec<u8>, Box<Fault>> {
        let mut data = Vec::new();
        let mut id = start;
        while id != END_OF_CHAIN && data.len() < length {
            let Some(sector) = self.sector(id) else { return Err(broken("FAT")) };
            data.extend_from_slice(sector);
            // more than there is can only be a circle
            if data.len() > self.bytes.len() + self.sector {
                return Err(broken("FAT ↻"));
            }
            id = self.fat.get(id as usize).copied().ok_or_else(|| broken("FAT"))?;
        }
        data.truncate(length);
        Ok(data)
    }

    /// A stream by its name in lower case: from the sectors, or from the small ones where it is small.
    fn stream(&self, name: &str) -> Result<Option<Vec<u8>>, Box<Fault>> {
        let entry = self.entries.chunks_exact(128).find(|entry| {
            let units: Vec<u16> =
                entry[..64].chunks_exact(2).map(|c| u16::from_le_bytes([c[0], c[1]])).collect();
            String::from_utf16_lossy(&units).trim_end_matches('\0').to_lowercase() == name
        });
        let Some(entry) = entry else { return Ok(None) };
        let start = u32_at(entry, 116).unwrap_or(END_OF_CHAIN);
        let length = u32_at(entry, 120).unwrap_or(0) as usize;
        if length >= 4096 {
            return self.chain(start, length).map(Some);
        }
        let root = self.entries.get(..128).unwrap_or(&[]);
        let root = (u32_at(root, 116).unwrap_or(END_OF_CHAIN), u32_at(root, 120).unwrap_or(0) as usize);
        let small = self.chain(root.0, root.1)?;
        let table = self.chain(self.mini_fat_start, usize::MAX)?;
        let mut data = Vec::new();
        let mut id = start;
        while id != END_OF_CHAIN && data.len() < length {
            let at = (id as usize).saturating_mul(64);
            let Some(sector) = small.get(at..small.len().min(at.saturating_add(64))) else {
                return Err(broken("miniFAT"));
            };
            data.extend_from_slice(sector);
            if data.len() > small.len() + 64 || sector.is_empty() {
                return Err(broken("miniFAT ↻"));
            }
            id = u32_at(&table, (id as usize).saturating_mul(4)).ok_or_else(|| broken("miniFAT"))?;
        }
        data.truncate(length);
        Ok(Some(data))
    }
}

/// Records of a stream: type and content.
fn records(stream: &[u8]) -> impl Iterator<Item = (u32, &[u8])> {
    let mut rest = stream;
    std::iter::from_fn(move || {
        let (kind, length) = (u16_at(rest, 0)?, u16_at(rest, 2)? as usize);
        let content = rest.get(4..4 + length)?;
        rest = &rest[4 + length..];
        Some((kind, content))
    })
}

/// What all sheets unfold to, values and formulas each.
fn extent(stream: &[u8]) -> Result<(), Box<Fault>> {
    let globals = records(stream).take_while(|(kind, _)| *kind != 0x000A);
    let sheets: Vec<usize> = globals
        .filter(|(kind, _)| *kind == 0x0085)
        .filter_map(|(_, c)| Some(u32_at(c, 0)? as usize))
        .collect();
    let mut cells = 0_u64;
    for start in sheets {
        let Some(sheet) = stream.get(start..) else { return Err(broken("BoundSheet")) };
        let (mut values, mut formulas) = (Span::default(), Span::default());
        let mut depth = 0_u32;
        for (kind, content) in records(sheet) {
            match kind {
                // a chart within the sheet has records of its own
                0x0809 => depth += 1,
                0x000A if depth <= 1 => break,
                0x000A => depth -= 1,
                _ if depth > 1 => {}
                0x0200 => claimed(content)?,
                0x0006 => {
                    values.put(content, 2);
                    formulas.put(content, 2);
                }
                0x0203 | 0x0204 | 0x00D6 | 0x0205 | 0x027E | 0x00FD => values.put(content, 2),
                0x00BD => {
                    values.put(content, 2);
                    values.put(content, content.len().saturating_sub(2));
                }
                _ => {}
            }
        }
        cells = cells.saturating_add(values.area()).saturating_add(formulas.area());
    }
    within(cells, CELLS)
}

fn within(cells: u64, limit: u64) -> Result<(), Box<Fault>> {
    if cells <= limit {
        return Ok(());
    }
    Err(Fault::new(Code::F014).found(format!("单元格/cells {cells}")).expected(limit).into())
}

/// The record of dimensions, first and one past the last of rows and columns, in two layouts.
fn claimed(content: &[u8]) -> Result<(), Box<Fault>> {
    let ends = match content.len() {
        10 => [u16_at(content, 0), u16_at(content, 2), u16_at(content, 4), u16_at(content, 6)],
        _ => [u32_at(content, 0), u32_at(content, 4), u16_at(content, 8), u16_at(content, 10)],
    };
    let [Some(top), Some(bottom), Some(left), Some(right)] = ends else { return Err(broken("DIMENSIONS")) };
    if bottom == 0 || right == 0 {
        return Ok(());
    }
    let left = if left > 0xFF || right < left { 0 } else { left };
    if bottom <= top || right <= left {
        return Err(broken("DIMENSIONS"));
    }
    within(u64::from(bottom - top) * u64::from(right - left), CLAIMED)
}

/// The block that holds all cells of a sheet.
#[derive(Default)]
struct Span {
    ends: Option<[u32; 4]>,
}

impl Span {
    /// A cell whose row stands first in the record, and whose column at `at`.
    fn put(&mut self, content: &[u8], at: usize) {
        if let (Some(row), Some(column)) = (u16_at(content, 0), u16_at(content, at)) {
            let [top, bottom, left, right] = self.ends.unwrap_or([row, row, column, column]);
            self.ends = Some([top.min(row), bottom.max(row), left.min(column), right.max(column)]);
        }
    }

    fn area(&self) -> u64 {
        self.ends
            .map_or(0, |[top, bottom, left, right]| u64::from(bottom - top + 1) * u64::from(right - left + 1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(kind: u16, content: &[u8]) -> Vec<u8> {
        let mut record = kind.to_le_bytes().to_vec();
        record.extend((content.len() as u16).to_le_bytes());
        record.extend(content);
        record
    }

    fn number(row: u16, column: u16) -> Vec<u8> {
        let place = [row.to_le_bytes(), column.to_le_bytes(), [0; 2]].concat();
        record(0x0203, &[place, vec![0; 8]].concat())
    }

    fn stream(sheet: &[Vec<u8>]) -> Vec<u8> {
        let mut globals = record(0x0809, &[0, 6, 5, 0]);
        let end = record(0x000A, &[]);
        let start = (globals.len() + 4 + 8 + end.len()) as u32;
        globals.extend(record(0x0085, &[&start.to_le_bytes()[..], &[0; 4]].concat()));
        [globals, end.clone(), record(0x0809, &[0, 6, 16, 0]), sheet.concat(), end].concat()
    }

    #[test]
    fn two_corner_cells_of_an_xls_are_seen_before_they_unfold() {
        let fault = extent(&stream(&[number(0, 0), number(65535, 255)])).unwrap_err();
        assert_eq!((fault.code, fault.found.as_str()), (Code::F014, "单元格/cells 16777216"));
        assert!(extent(&stream(&[number(0, 0), number(9999, 30)])).is_ok());
    }

    #[test]
    fn dimensions_that_no_sheet_has_are_not_believed() {
        let claim = |top: u32, bottom: u32, left: u16, right: u16| {
            let rows = [top.to_le_bytes(), bottom.to_le_bytes()].concat();
            let columns = [left.to_le_bytes(), right.to_le_bytes(), [0; 2]].concat();
            extent(&stream(&[record(0x0200, &[rows, columns].concat())])).map_err(|f| f.code)
        };
        assert_eq!(claim(0, 65536, 0, 256), Ok(()));
        assert_eq!(claim(0, 4_000_000_000, 0, 256), Err(Code::F014));
        assert_eq!(claim(9, 3, 0, 5), Err(Code::F013));
    }
}
