//! What happens to editions, as stories; each has a desk in a folder of its own.
#![allow(clippy::disallowed_methods, reason = "fixtures are written and spoilt plainly")]

mod beside;
mod checking;
mod crash;
mod issuing;
mod keeping;
mod reading;
mod voiding;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::*;
use crate::model::{Correction, Day, sha256};

/// An archive and an outbox in a temporary folder, and a series `s` whose numbers begin at 66.
struct Desk {
    folder: tempfile::TempDir,
    places: Places,
}

impl Desk {
    fn new() -> Desk {
        let folder = tempfile::tempdir().unwrap();
        let places = Places { outbox: folder.path().join("outbox"), archive: folder.path().join("archive") };
        Desk { folder, places }
    }

    /// With the issues of 13 and 14 July, 第66期 and 第67期.
    fn with_two_issues() -> Desk {
        let desk = Desk::new();
        desk.run(13, "a").unwrap();
        desk.run(14, "b").unwrap();
        desk
    }

    fn open(&self) -> Result<Series, PublishError> {
        Series::open(&self.places, "s", 66)
    }

    /// As the command `run` does it: an edition made of one workbook whose content is `workbook`.
    fn run(&self, day_of_july: u32, workbook: &str) -> Result<String, PublishError> {
        self.run_with(day_of_july, workbook, None)
    }

    fn correct(&self, day_of_july: u32, workbook: &str, reason: &str) -> Result<String, PublishError> {
        self.run_with(day_of_july, workbook, Some(reason))
    }

    fn run_with(&self, day: u32, workbook: &str, reason: Option<&str>) -> Result<String, PublishError> {
        let series = self.open()?;
        let edition = match series.standing(july(day), &inputs(workbook)) {
            Standing::Same { entry, .. } => {
                let put = series.restore_from(entry, &bundle(&edition_of(entry), workbook))?;
                return Ok(format!("same, {} put back", put.len()));
            }
            Standing::Void(void) => return Ok(format!("refused: {} is void", void.label)),
            Standing::Differs { entry, changes } => match reason {
                Some(reason) => corrected(entry, reason),
                None => return Ok(format!("refused: {}", changes.join("; "))),
            },
            Standing::Fresh => edition(day, series.number_for(july(day), false)?),
        };
        let receipt = put_out(&series, &edition, &inputs(workbook), bundle(&edition, workbook))?;
        assert_eq!(receipt.head, self.open()?.head(), "the receipt tells the head as it stands");
        match receipt.notices.len() {
            0 => Ok(format!("issued {}", receipt.entry.label)),
            n => Ok(format!("issued {}, {n} notices", receipt.entry.label)),
        }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Puts `bytes` at `name`, whatever was there.
    fn spoil(&self, name: &str, bytes: &str) {
        let _ = fs::remove_file(self.path(name));
        fs::create_dir_all(self.path(name).parent().unwrap()).unwrap();
        fs::write(self.path(name), bytes).unwrap();
    }

    fn remove(&self, name: &str) {
        fs::remove_file(self.path(name)).unwrap();
    }

    fn manifest(&self) -> String {
        fs::read_to_string(self.path("archive/s/manifest.jsonl")).unwrap()
    }

    /// Every file with its content and time of change, the lock aside.
    fn tree(&self) -> BTreeMap<String, (Vec<u8>, SystemTime)> {
        let mut tree = BTreeMap::new();
        let mut folders = vec![self.folder.path().to_owned()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else if !path.ends_with(".lock") {
                    let changed = fs::metadata(&path).unwrap().modified().unwrap();
                    tree.insert(self.relative(&path), (fs::read(&path).unwrap(), changed));
                }
            }
        }
        tree
    }

    fn contents(&self) -> BTreeMap<String, Vec<u8>> {
        self.tree().into_iter().map(|(name, (bytes, _))| (name, bytes)).collect()
    }

    fn names(&self) -> Vec<String> {
        self.tree().into_keys().collect()
    }

    fn relative(&self, path: &Path) -> String {
        path.strip_prefix(self.folder.path()).unwrap().display().to_string()
    }

    /// What `archive verify` finds, a line each.
    fn findings(&self) -> Vec<String> {
        let findings = verify(&self.places, "s", Depth::Full).unwrap();
        let line = |f: &Finding| f.line.map_or(String::new(), |n| format!(" line {n}"));
        let told = |f: &Finding| {
            format!("{}: {}{}: {}", f.verdict.word(), self.relative(&f.path), line(f), f.message)
        };
        findings.iter().map(told).collect()
    }
}

const NOTHING: [&str; 0] = [];

fn july(day: u32) -> Day {
    Day::new(2021, 7, day).unwrap()
}

fn inputs(workbook: &str) -> Inputs {
    Inputs::from(vec![
        Input::hashed(InputKind::Plan, "s.yaml", sha256(b"plan")),
        Input::hashed(InputKind::Workbook, "东城区.ods", sha256(workbook.as_bytes())),
        Input::stated(InputKind::Program, "tongbao", "0.1.0"),
    ])
}

fn edition(day: u32, number: u32) -> Edition {
    let (series, title) = ("s".to_owned(), "通报".to_owned());
    Edition { series, title, number, day: july(day), revision: 0, correction: None, document_number: None }
}

fn edition_of(entry: &Entry) -> Edition {
    Edition { revision: entry.revision, ..edition(entry.day.day(), entry.number) }
}

fn corrected(entry: &Entry, reason: &str) -> Edition {
    let replaces = entry.label.clone();
    let correction = Correction { reason: reason.to_owned(), replaces, changes: Vec::new() };
    Edition { revision: entry.revision + 1, correction: Some(correction), ..edition_of(entry) }
}

/// A workbook whose name has a + is issued with a table and a page beside its bulletin.
fn beside(workbook: &str) -> Vec<Beside> {
    let file =
        |ending: &str| Beside { ending: ending.to_owned(), bytes: format!("{ending} {workbook}").into() };
    if workbook.contains('+') { vec![file(".xlsx"), file("-东城区.pdf")] } else { Vec::new() }
}

/// Issued with nothing kept beside it.
fn put_out(
    series: &Series,
    edition: &Edition,
    inputs: &Inputs,
    bundle: Bundle,
) -> Result<Receipt, PublishError> {
    publish(series, edition, inputs, &[], || Ok(bundle))
}

/// What the stages before would make: always the same bytes of the same edition and workbook.
fn bundle(edition: &Edition, workbook: &str) -> Bundle {
    let figures = format!(
        r#"{{"series":"s","title":"通报","number":{},"day":"{}","revision":{},"of":"{workbook}"}}"#,
        edition.number, edition.day, edition.revision
    );
    Bundle {
        pdf: format!("%PDF {} {workbook}", edition.label()).into_bytes(),
        figures: figures.into_bytes(),
        beside: beside(workbook),
    }
}
