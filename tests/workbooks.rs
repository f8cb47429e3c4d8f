//! The corpus: every trait of real workbooks that was met or is feared, each with what must come of it.
//!
//! A case is some lines of text under `tests/workbooks/cases`: the grid as it stands on the sheet, the
//! figures that it gives, the faults that it is told. `tests/workbooks/README.md` says how to add one.

#![allow(clippy::unwrap_used, reason = "a corpus that cannot be read has failed")]

#[path = "workbooks/harness/build.rs"]
mod build;
#[path = "workbooks/harness/case.rs"]
mod case;
#[path = "workbooks/harness/grids.rs"]
mod grids;
#[path = "workbooks/harness/run.rs"]
mod run;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use case::Case;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/workbooks")
}

fn cases() -> Vec<Case> {
    let only = std::env::var("CASE").unwrap_or_default();
    let mut cases = case::all(&folder().join("cases"));
    assert_eq!(case::doubled(&cases), [""; 0], "two cases of one id");
    cases.retain(|case| case.id.starts_with(&only));
    cases
}

#[test]
fn every_workbook_of_the_corpus_gives_its_figures_and_its_faults() {
    let cases = cases();
    let wrong: Vec<String> = cases.iter().flat_map(|case| run::differences(case, &folder())).collect();
    assert!(wrong.is_empty(), "{} of {} cases\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}

/// `UPDATE_GRIDS=1` has them written; `tests/workbooks/make/run.sh` then makes the workbooks of them.
#[test]
fn the_kept_workbooks_were_made_of_the_grids_that_the_cases_have_today() {
    let cases = case::all(&folder().join("cases"));
    let grids = grids::to_be_made(&cases);
    let (kept, there) = (folder().join("make/grids.json"), names(&folder().join("kept")));
    if std::env::var_os("UPDATE_GRIDS").is_some_and(|value| value == "1") {
        #[allow(clippy::disallowed_methods, reason = "a fixture is written plainly")]
        std::fs::write(&kept, grids::text(&grids)).unwrap();
    }
    assert!(
        std::fs::read_to_string(&kept).is_ok_and(|text| text == grids::text(&grids)),
        "cases of other formats have changed: see to it that tests/workbooks/make/run.sh is run"
    );
    let given = cases.iter().flat_map(|case| &case.files).filter_map(|file| file.kept.clone());
    let wanted: BTreeSet<String> = grids.into_iter().map(|(name, _)| name).chain(given).collect();
    assert_eq!(there, wanted, "what is kept, and what the cases ask for");
}

fn names(folder: &Path) -> BTreeSet<String> {
    let entries = folder.read_dir().unwrap();
    entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

/// Codes that no workbook of the corpus can show, and where they are shown.
const ELSEWHERE: &[(&str, &str)] = &[
    ("A001", "a written text: articles' own tests, as all its codes"),
    ("A002", "articles' own tests"),
    ("A003", "articles' own tests"),
    ("A004", "articles' own tests"),
    ("A005", "articles' own tests"),
    ("A006", "articles' own tests"),
    ("F016", "a reader that dies: collect's own tests"),
    ("F018", "a disk that fails between hashing and reading: no file can stand for it"),
    ("G001", "a character in no font: the typesetter's"),
    ("H008", "two days of one desk: tests/days.rs"),
    ("M001", "a layout given in the plan: collect's tests of mappings, as all its codes"),
    ("M002", "collect's tests of mappings"),
    ("M003", "collect's tests of mappings"),
    ("M004", "collect's tests of mappings"),
    ("M005", "collect's tests of mappings"),
    ("M006", "collect's tests of mappings"),
    ("X004", "plan and archive: tests/numbering.rs, as the two after it"),
    ("X005", "tests/numbering.rs"),
    ("X006", "tests/numbering.rs"),
    ("X007", "a plan changed between two issues: reckon's own tests"),
    ("X008", "reckon's own tests"),
];

#[test]
fn every_code_of_the_catalogue_is_shown_by_a_case() {
    let cases = case::all(&folder().join("cases"));
    let shown = |code: &str| cases.iter().any(|case| case.says.iter().any(|said| said.code == code));
    for code in tongbao::model::Code::all() {
        let elsewhere = ELSEWHERE.iter().any(|(other, _)| *other == code.name());
        assert!(
            shown(code.name()) != elsewhere,
            "{code}: no case says it, or one does and it stands in ELSEWHERE"
        );
    }
    assert!(cases.len() >= 150, "{} cases", cases.len());
}
