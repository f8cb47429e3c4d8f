//! Readers apart that fail: what is told, and what is read all the same.

use std::path::PathBuf;

use super::desk::xuchang;
use crate::collect::{Collected, Inbox, Manner, Readers, collect_with};
use crate::model::{Code, Lang};

/// A small csv, which is read here, beside an .xls, which is not.
fn read_by(program: &str) -> Collected {
    let folder = tempfile::tempdir().unwrap();
    let csv = "单位,累计户数,累计面积㎡,剩余户数,剩余面积㎡\n建安区,1,2,3,4\n";
    let xls = [&[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1][..], &[0; 600]].concat();
    for (name, bytes) in [("建安区.csv", csv.as_bytes()), ("魏都区.xls", &xls)] {
        #[allow(clippy::disallowed_methods, reason = "a fixture is written plainly")]
        std::fs::write(folder.path().join(name), bytes).unwrap();
    }
    let readers = Readers::Apart { program: PathBuf::from(program), arguments: Vec::new() };
    let inbox = Inbox::open(folder.path()).unwrap();
    let manner = Manner { readers: &readers, households: true, read: &|| () };
    collect_with(&xuchang(), "2021-07-14".parse().unwrap(), &inbox, manner)
}

#[track_caller]
fn is_told(collected: &Collected, said: &str) {
    assert_eq!(collected.returns.iter().map(|r| r.district).collect::<Vec<_>>(), [1], "the csv was read");
    let fault = collected.faults.iter().find(|f| f.district.as_deref() == Some("魏都区")).unwrap();
    assert_eq!(fault.code, Code::F016);
    assert!(fault.message(Lang::En).contains(said), "{}", fault.message(Lang::En));
}

#[test]
fn where_no_reader_can_be_started_what_needs_none_is_read() {
    is_told(&read_by("/no/such/program"), "no reading process can be started: No such file");
}

#[cfg(unix)]
#[test]
fn a_reader_that_ends_or_answers_nonsense_is_a_fault() {
    is_told(&read_by("/bin/false"), "exit 1");
    is_told(&read_by("/usr/bin/yes"), "its answer: a frame of");
}
