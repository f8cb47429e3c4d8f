//! Bytes changed at random places of the samples: what random damage does to a reading.
//!
//! `TONGBAO_NOISE=2000 cargo test --release --lib collect::tests::noise` damages more copies of each file.

use crate::collect::belongs::Register;
use crate::collect::column::Lexicon;
use crate::collect::isolate::isolated;
use crate::collect::read::{FileBytes, FileReading, read_file};
use crate::model::{Day, Fault};

/// As many damaged copies of each file in the suite.
const COPIES: usize = 40;

/// A row of numbers that looks like chance and is the same every time (xorshift).
struct Chance(u64);

impl Chance {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % n as u64).unwrap()
    }
}

#[test]
fn a_damaged_workbook_gives_its_own_figures_or_a_fault_and_never_ends_the_program() {
    let folder =
        std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/samples/xuchang/inbox/2021-07-14");
    let copies = std::env::var("TONGBAO_NOISE").ok().and_then(|n| n.parse().ok()).unwrap_or(COPIES);
    let plan = super::desk::xuchang();
    let day: Day = "2021-07-14".parse().unwrap();
    let (register, lexicon) = (Register::new(&plan), Lexicon::new(&plan.measures, day));
    let mut chance = Chance(88_172_645_463_325_252);
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    for path in files {
        let name = path.file_name().unwrap().to_str().unwrap();
        let read = |bytes: &[u8]| -> Vec<FileReading> {
            let file = FileBytes { name, sha256: "", bytes };
            isolated(|| read_file(&register, &lexicon, day, file)).unwrap_or_default()
        };
        let whole = std::fs::read(&path).unwrap();
        let sound = read(&whole);
        for copy in 0..copies {
            let mut bytes = whole.clone();
            for _ in 0..=chance.below(8) {
                let at = chance.below(bytes.len());
                bytes[at] = u8::try_from(chance.below(256)).unwrap();
            }
            let damaged = read(&bytes);
            // an .xls carries no checksum: what changes within a number there, nobody can tell
            if !name.ends_with(".xls") {
                let same = damaged.iter().all(|r| {
                    r.returned.is_none()
                        || sound.iter().any(|s| s.returned == r.returned)
                        || r.faults.iter().any(Fault::is_error)
                });
                assert!(same, "{name}, copy {copy}: other figures and no fault");
            }
        }
    }
}
