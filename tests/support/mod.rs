//! A desk as staff have it: a plan, a folder of workbooks a day, an outbox and an archive, and the real
//! program run over them.
#![allow(dead_code, reason = "each test file uses a part of it")]
#![allow(clippy::unwrap_used, reason = "a test that cannot set its desk has failed")]

#[cfg(unix)]
pub mod daemon;

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

/// The project's folder.
pub fn project() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The samples of one day, as the reference has them.
pub fn samples(day: &str) -> PathBuf {
    project().join("tests/samples/xuchang/inbox").join(day)
}

/// A desk in a folder that goes away with it.
pub struct Desk {
    folder: TempDir,
}

/// How a run of the program ended.
pub struct Ran {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Ran {
    fn of(output: &Output) -> Ran {
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("the program writes UTF-8");
        Ran { code: output.status.code().unwrap_or(-1), out: text(&output.stdout), err: text(&output.stderr) }
    }

    /// It ended so.
    #[track_caller]
    pub fn ended(self, code: i32) -> Ran {
        assert_eq!(self.code, code, "stdout:\n{}\nstderr:\n{}", self.out, self.err);
        self
    }

    /// It said so, on stdout or stderr.
    #[track_caller]
    pub fn saying(self, text: &str) -> Ran {
        assert!(
            self.out.contains(text) || self.err.contains(text),
            "`{text}` not in\nstdout:\n{}\nstderr:\n{}",
            self.out,
            self.err
        );
        self
    }
}

impl Desk {
    /// The reference desk: five districts, two days of workbooks.
    pub fn xuchang() -> Desk {
        let desk = Desk::empty();
        for day in ["2021-07-13", "2021-07-14"] {
            for entry in fs::read_dir(samples(day)).unwrap() {
                let path = entry.unwrap().path();
                desk.write(
                    &format!("inbox/{day}/{}", path.file_name().unwrap().to_str().unwrap()),
                    &fs::read(&path).unwrap(),
                );
            }
        }
        let plan = fs::read_to_string(project().join("schedules/house-safety.yaml")).unwrap();
        desk.write(
            "schedules/house-safety.yaml",
            plan.replace("../tests/samples/xuchang/inbox/{day}", "../inbox/{day}").as_bytes(),
        );
        desk
    }

    /// A desk with nothing on it.
    pub fn empty() -> Desk {
        Desk { folder: tempfile::tempdir().unwrap() }
    }

    /// A path on the desk.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Puts a file there, in place of another.
    pub fn write(&self, name: &str, bytes: &[u8]) -> &Desk {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        // a desk's files are the districts' and the clerk's, not the program's: no rename into place
        #[allow(clippy::disallowed_methods, reason = "a fixture is written plainly")]
        fs::write(path, bytes).unwrap();
        self
    }

    /// Takes a file away.
    pub fn remove(&self, name: &str) -> &Desk {
        fs::remove_file(self.path(name)).unwrap();
        self
    }

    /// Runs the program in the desk's folder, with the project's fonts.
    pub fn tongbao<S: AsRef<OsStr>>(&self, args: &[S]) -> Ran {
        let output = Command::new(env!("CARGO_BIN_EXE_tongbao"))
            .current_dir(self.folder.path())
            .arg("--fonts")
            .arg(project().join("fonts"))
            .args(args)
            .output()
            .unwrap();
        Ran::of(&output)
    }

    /// Issues the reference plan for a day or a range.
    pub fn run(&self, date: &str) -> Ran {
        self.tongbao(&["run", "schedules/house-safety.yaml", "--date", date])
    }

    /// The figures that an edition left.
    pub fn figures(&self, stem: &str) -> Value {
        let year = &stem[stem.len().saturating_sub(10)..];
        let year = stem
            .split('-')
            .find(|part| part.len() == 4 && part.bytes().all(|b| b.is_ascii_digit()))
            .unwrap_or(year);
        let path = self.path(&format!("archive/house-safety/{year}/{stem}.json"));
        serde_json::from_slice(&fs::read(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display())))
            .unwrap()
    }

    /// Every file below a folder with its bytes, by name; empty where there is no such folder.
    pub fn files(&self, folder: &str) -> Vec<(String, Vec<u8>)> {
        fn walk(root: &Path, at: &Path, found: &mut Vec<(String, Vec<u8>)>) {
            let Ok(entries) = fs::read_dir(at) else { return };
            for entry in entries {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    walk(root, &path, found);
                } else {
                    let name = path.strip_prefix(root).unwrap().to_str().unwrap().to_owned();
                    found.push((name, fs::read(&path).unwrap()));
                }
            }
        }
        let mut found = Vec::new();
        walk(&self.path(folder), &self.path(folder), &mut found);
        found.sort();
        found
    }
}
