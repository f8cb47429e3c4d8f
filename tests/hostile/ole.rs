//! Compound files ([MS-CFB]) and the records of an .xls ([MS-XLS]) by hand.

const SECTOR: usize = 512;
const END: u32 = 0xFFFF_FFFE;
const FREE: u32 = 0xFFFF_FFFF;

/// A compound file of these streams, each long enough to lie in sectors of its own.
pub fn container(streams: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let streams: Vec<(&str, Vec<u8>)> = streams
        .iter()
        .map(|(name, bytes)| {
            let mut bytes = bytes.clone();
            bytes.resize(bytes.len().max(4096).next_multiple_of(SECTOR), 0);
            (*name, bytes)
        })
        .collect();
    let directories = (streams.len() + 1).div_ceil(4);
    let content: usize = streams.iter().map(|(_, bytes)| bytes.len() / SECTOR).sum();
    // the table itself, the directory, the streams; one sector of table is enough for 64 KiB
    let tables = (directories + content + 2).div_ceil(127);
    let mut fat: Vec<u32> = vec![0xFFFF_FFFD; tables];
    let chain = |fat: &mut Vec<u32>, sectors: usize| {
        let start = fat.len() as u32;
        fat.extend((1..sectors as u32).map(|n| start + n));
        fat.push(END);
        start
    };
    let directory_start = chain(&mut fat, directories);
    let mut directory = entry("Root Entry", 5, END, 0, if streams.is_empty() { FREE } else { 1 }, FREE);
    let mut data = Vec::new();
    for (index, (name, bytes)) in streams.iter().enumerate() {
        let start = chain(&mut fat, bytes.len() / SECTOR);
        // a list, each the right neighbour of the one before
        let next = if index + 1 < streams.len() { index as u32 + 2 } else { FREE };
        directory.extend(entry(name, 2, start, bytes.len() as u32, FREE, next));
        data.extend_from_slice(bytes);
    }
    directory.resize(directories * SECTOR, 0);
    fat.resize(tables * SECTOR / 4, FREE);

    let mut file = vec![0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
    file.extend([0; 16]);
    for half in [0x3E_u16, 3, 0xFFFE, 9, 6, 0, 0, 0] {
        file.extend(half.to_le_bytes());
    }
    for word in [0, tables as u32, directory_start, 0, 4096, END, 0, END, 0] {
        file.extend(word.to_le_bytes());
    }
    let ids = (0..tables as u32).chain(std::iter::repeat(FREE)).take(109);
    file.extend(ids.flat_map(u32::to_le_bytes));
    assert_eq!(file.len(), SECTOR);
    file.extend(fat.iter().flat_map(|id| id.to_le_bytes()));
    file.extend(directory);
    file.extend(data);
    file
}

fn entry(name: &str, kind: u8, start: u32, size: u32, child: u32, right: u32) -> Vec<u8> {
    let mut entry: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let length = entry.len() as u16 + 2;
    entry.resize(64, 0);
    entry.extend(length.to_le_bytes());
    entry.extend([kind, 1]);
    for id in [FREE, right, child] {
        entry.extend(id.to_le_bytes());
    }
    entry.resize(116, 0);
    entry.extend(start.to_le_bytes());
    entry.extend(size.to_le_bytes());
    entry.extend([0; 4]);
    entry
}

/// One record.
pub fn record(kind: u16, content: &[u8]) -> Vec<u8> {
    [&kind.to_le_bytes()[..], &(content.len() as u16).to_le_bytes(), content].concat()
}

/// A cell that holds a number.
pub fn number(row: u16, column: u16, value: f64) -> Vec<u8> {
    let place = [row, column, 0].map(u16::to_le_bytes).concat();
    record(0x0203, &[&place[..], &value.to_le_bytes()].concat())
}

/// The stream of a workbook: records of its own after the first, then its sheets, each with these cells.
pub fn workbook(globals: &[Vec<u8>], sheets: &[Vec<u8>]) -> Vec<u8> {
    let start = |kind: u16| {
        record(0x0809, &[0x0600, kind, 0x0DBB, 0x07CC, 0, 0, 6, 0].map(u16::to_le_bytes).concat())
    };
    let end = record(0x000A, &[]);
    let head = [start(5), globals.concat()].concat();
    let name = |n: usize| format!("S{n}");
    let bounds = |positions: &[u32]| -> Vec<u8> {
        let bound = |(n, position): (usize, &u32)| {
            let name = name(n);
            let content =
                [&position.to_le_bytes()[..], &[0, 0, name.len() as u8, 0], name.as_bytes()].concat();
            record(0x0085, &content)
        };
        positions.iter().enumerate().flat_map(bound).collect()
    };
    let bodies: Vec<Vec<u8>> =
        sheets.iter().map(|cells| [start(0x10), cells.clone(), end.clone()].concat()).collect();
    let mut position = (head.len() + bounds(&vec![0; sheets.len()]).len() + end.len()) as u32;
    let positions: Vec<u32> = bodies
        .iter()
        .map(|body| {
            let at = position;
            position += body.len() as u32;
            at
        })
        .collect();
    [head, bounds(&positions), end, bodies.concat()].concat()
}

/// An .xls of these sheets.
pub fn xls(sheets: &[Vec<u8>]) -> Vec<u8> {
    container(&[("Workbook", workbook(&[], sheets))])
}

/// An .xls with an opening password: a FILEPASS record, and all after it unreadable.
pub fn locked_xls() -> Vec<u8> {
    let filepass = record(0x002F, &[&[1, 0, 1, 0, 1, 0][..], &[0x5A; 48]].concat());
    container(&[("Workbook", workbook(&[filepass], &[vec![0xA5; 64]]))])
}

/// An .xlsx with an opening password: a compound file that holds the archive encrypted ([MS-OFFCRYPTO]).
pub fn locked_xlsx() -> Vec<u8> {
    let info = [
        &[4, 0, 4, 0, 0x40, 0, 0, 0][..],
        b"<encryption xmlns='http://schemas.microsoft.com/office/2006/encryption'/>",
    ]
    .concat();
    container(&[("EncryptionInfo", info), ("EncryptedPackage", vec![0x77; 6000])])
}
