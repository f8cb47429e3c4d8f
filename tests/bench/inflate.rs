//! The floor under every reader of xlsx: inflate each entry of the zip archives and count the bytes.
//!
//! `bench-inflate FILE…` prints the number of bytes. It uses the very crates, `zip` and `flate2`, that
//! stand below calamine, so that bare / inflate is the price of XML alone.

#![allow(clippy::print_stdout, reason = "a program of its own, whose answer is what it prints")]

use std::error::Error;
use std::fs::File;
use std::io::{BufReader, Read};

use zip::ZipArchive;

fn main() -> Result<(), Box<dyn Error>> {
    let mut bytes = 0_usize;
    let mut buffer = vec![0; 64 * 1024];
    for path in std::env::args_os().skip(1) {
        let mut archive = ZipArchive::new(BufReader::new(File::open(path)?))?;
        for index in 0..archive.len() {
            let mut entry = archive.by_index(index)?;
            loop {
                match entry.read(&mut buffer)? {
                    0 => break,
                    n => bytes += n,
                }
            }
        }
    }
    println!("{bytes} bytes");
    Ok(())
}
