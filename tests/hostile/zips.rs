//! Archives by hand: parts of any size that unpack from a few kilobytes, and directories that lie.

use std::io::Write;

use flate2::{Compress, Compression, Crc, FlushCompress};

/// One part as it lies in the archive.
pub struct Part {
    name: String,
    packed: Vec<u8>,
    size: u64,
    crc: u32,
    stored: bool,
}

impl Part {
    /// A text, packed.
    pub fn text(name: &str, text: &str) -> Part {
        Part::repeated(name, text, "", 0, "")
    }

    /// A text as it is.
    pub fn stored(name: &str, text: &str) -> Part {
        Part { packed: text.as_bytes().to_owned(), stored: true, ..Part::text(name, text) }
    }

    /// `head`, so many times `middle`, `foot`: packed once each and put together, so that gigabytes cost no
    /// time. Each piece ends on a byte and refers to nothing before it (a full flush of deflate).
    pub fn repeated(name: &str, head: &str, middle: &str, times: u64, foot: &str) -> Part {
        let mut part = Part { name: name.to_owned(), packed: Vec::new(), size: 0, crc: 0, stored: false };
        let mut crc = Crc::new();
        crc.update(head.as_bytes());
        part.packed.extend(flushed(head.as_bytes()));
        let block = flushed(middle.as_bytes());
        let mut of_block = Crc::new();
        of_block.update(middle.as_bytes());
        for _ in 0..times {
            part.packed.extend_from_slice(&block);
            crc.combine(&of_block);
        }
        part.packed.extend(flushed(foot.as_bytes()));
        crc.update(foot.as_bytes());
        // an empty last block
        part.packed.extend([0x03, 0x00]);
        part.size = head.len() as u64 + times * middle.len() as u64 + foot.len() as u64;
        part.crc = crc.sum();
        part
    }

    /// The directory will say this size.
    pub fn claiming(mut self, size: u64) -> Part {
        self.size = size;
        self
    }
}

fn flushed(bytes: &[u8]) -> Vec<u8> {
    let mut packer = Compress::new(Compression::best(), false);
    let mut packed = Vec::with_capacity(bytes.len() + 1024);
    packer.compress_vec(bytes, &mut packed, FlushCompress::Full).expect("packs");
    assert_eq!(packer.total_in(), bytes.len() as u64, "the room was enough");
    packed
}

/// The archive of these parts.
pub fn archive(parts: Vec<Part>) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut directory = Vec::new();
    let count = parts.len() as u16;
    for part in parts {
        let offset = bytes.len() as u32;
        let large = part.size > u64::from(u32::MAX);
        let size = if large { u32::MAX } else { part.size as u32 };
        // sizes beyond 4 GiB stand in an extra field, here and in the directory
        let packed = part.packed.len() as u64;
        let extra: Vec<u8> = if large {
            [&[1, 0, 16, 0][..], &part.size.to_le_bytes(), &packed.to_le_bytes()].concat()
        } else {
            Vec::new()
        };
        let packed32 = if large { u32::MAX } else { packed as u32 };
        let common = |out: &mut Vec<u8>| {
            out.extend([45, 0, 0, 8, if part.stored { 0 } else { 8 }, 0, 0, 0, 0x21, 0x53]);
            out.extend(part.crc.to_le_bytes());
            out.extend(packed32.to_le_bytes());
            out.extend(size.to_le_bytes());
            out.extend((part.name.len() as u16).to_le_bytes());
            out.extend((extra.len() as u16).to_le_bytes());
        };
        bytes.extend(b"PK\x03\x04");
        common(&mut bytes);
        bytes.extend(part.name.as_bytes());
        bytes.extend(&extra);
        bytes.extend(&part.packed);
        directory.extend(b"PK\x01\x02\x2d\x00");
        common(&mut directory);
        directory.extend([0; 10]);
        directory.extend(offset.to_le_bytes());
        directory.extend(part.name.as_bytes());
        directory.extend(&extra);
    }
    let start = bytes.len() as u32;
    bytes.extend(&directory);
    bytes.extend(b"PK\x05\x06\0\0\0\0");
    bytes.extend(count.to_le_bytes());
    bytes.extend(count.to_le_bytes());
    bytes.extend((directory.len() as u32).to_le_bytes());
    bytes.extend(start.to_le_bytes());
    bytes.extend([0, 0]);
    bytes.flush().expect("memory");
    bytes
}
