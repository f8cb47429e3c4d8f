//! A file of log lines a day: `tongbao.2021-07-14.log`, by the days of the machine's zone, as the clerk who
//! looks for last night's counts them.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::model::Day;

/// Gives the day that it is.
pub(super) type Today = fn() -> Day;

/// The day's file, opened anew when the day turns.
pub(super) struct Daily {
    folder: PathBuf,
    /// files of so many past days stay; all where none is said
    keep: Option<usize>,
    today: Today,
    open: (Day, File),
}

impl Daily {
    /// The file of today in `folder`, made where it is missing.
    ///
    /// # Errors
    /// Of the system, where the folder or the file cannot be made.
    pub(super) fn open(folder: &Path, keep: Option<usize>, today: Today) -> io::Result<Daily> {
        fs::create_dir_all(folder)?;
        let day = today();
        let daily = Daily { folder: folder.to_owned(), keep, today, open: (day, file(folder, day)?) };
        daily.give_up_old();
        Ok(daily)
    }

    /// Removes the files of days beyond those to keep; one that cannot be removed stays.
    fn give_up_old(&self) {
        let (Some(keep), Ok(found)) = (self.keep, fs::read_dir(&self.folder)) else { return };
        let mut past: Vec<(Day, PathBuf)> = found
            .flatten()
            .filter_map(|entry| Some((day_of(entry.file_name().to_str()?)?, entry.path())))
            .filter(|(day, _)| *day < self.open.0)
            .collect();
        past.sort();
        let gone = past.len().saturating_sub(keep);
        for (_, path) in &past[..gone] {
            let _ = fs::remove_file(path);
        }
    }
}

impl Write for Daily {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        let day = (self.today)();
        if day != self.open.0 {
            // a folder that is away for a moment costs the lines of that moment, not the log
            self.open = (day, file(&self.folder, day)?);
            self.give_up_old();
        }
        self.open.1.write(line)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.open.1.flush()
    }
}

fn file(folder: &Path, day: Day) -> io::Result<File> {
    OpenOptions::new().create(true).append(true).open(folder.join(format!("tongbao.{day}.log")))
}

/// The day that a log file's name gives; nothing of other files.
fn day_of(name: &str) -> Option<Day> {
    name.strip_prefix("tongbao.")?.strip_suffix(".log")?.parse().ok()
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU32, Ordering};

    use super::*;

    static OF_JULY: AtomicU32 = AtomicU32::new(13);

    fn today() -> Day {
        Day::new(2021, 7, OF_JULY.load(Ordering::Relaxed)).unwrap()
    }

    #[test]
    fn a_new_day_begins_a_new_file_and_only_as_many_past_ones_stay() {
        let folder = tempfile::tempdir().unwrap();
        let mut log = Daily::open(folder.path(), Some(1), today).unwrap();
        for day in 13..=15 {
            OF_JULY.store(day, Ordering::Relaxed);
            log.write_all(format!("line of {day}\n").as_bytes()).unwrap();
        }
        let mut names: Vec<String> = fs::read_dir(folder.path())
            .unwrap()
            .map(|e| e.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        assert_eq!(names, ["tongbao.2021-07-14.log", "tongbao.2021-07-15.log"]);
        assert_eq!(fs::read_to_string(folder.path().join(&names[1])).unwrap(), "line of 15\n");
    }
}
