//! The daemon as a process of its own, over a desk whose plan is due each second.

use std::fs;
use std::io::Read;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;

use super::{Desk, project};

/// Longer than any step takes on a busy machine.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// A desk with one plan due each second, two districts, workbooks without a date.
pub fn desk(more: &str) -> Desk {
    let desk = Desk::empty();
    desk.write("schedules/a.yaml", plan(more).as_bytes());
    for (name, done) in [("东城区", 10), ("西城区", 20)] {
        let text = format!("单位,当日完成户数,累计完成户数,剩余户数\n{name},1,{done},70\n");
        desk.write(&format!("inbox/{name}.csv"), text.as_bytes());
    }
    desk
}

/// A plan due each second, for a desk of two districts.
pub fn plan(more: &str) -> String {
    format!(
        "title: 通报\nissuer: 办公室\ninbox: ../inbox\noutbox: ../outbox\narchive: ../archive\n\
         timezone: UTC\nschedule: '* * * * * ?'\nmeasures: [{{name: 户数, unit: 户}}]\n\
         districts: [东城区, 西城区]\n{more}"
    )
}

/// A daemon, ended with its handle.
pub struct Daemon {
    pub child: Child,
}

impl Daemon {
    /// In the desk's folder, over its plans, with the project's fonts.
    pub fn start(desk: &Desk, environment: &[(&str, String)]) -> Daemon {
        Daemon::start_by(&[], desk, environment)
    }

    /// By another program, which becomes it: `setpriv`, `nsenter`.
    pub fn start_by(by: &[&str], desk: &Desk, environment: &[(&str, String)]) -> Daemon {
        let fonts = project().join("fonts");
        Daemon::started(by, desk, &["--fonts", fonts.to_str().unwrap()], environment)
    }

    /// With these words before `serve`.
    pub fn start_with(desk: &Desk, words: &[&str]) -> Daemon {
        Daemon::started(&[], desk, words, &[])
    }

    fn started(by: &[&str], desk: &Desk, options: &[&str], environment: &[(&str, String)]) -> Daemon {
        let words = [by, &[env!("CARGO_BIN_EXE_tongbao")]].concat();
        let child = Command::new(words[0])
            .args(&words[1..])
            .current_dir(desk.path(""))
            .args(options)
            .args(["serve", "schedules"])
            .envs(environment.iter().map(|(key, value)| (*key, value.clone())))
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        Daemon { child }
    }

    /// Sends it a signal.
    pub fn signal(&self, signal: Signal) {
        kill_process(Pid::from_child(&self.child), signal).unwrap();
    }

    /// Its exit code, and what it logged.
    pub fn ended(mut self) -> (Option<i32>, String) {
        let began = Instant::now();
        let status = loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                break status;
            }
            assert!(began.elapsed() < PATIENCE, "the daemon does not end");
            sleep(Duration::from_millis(20));
        };
        let mut log = String::new();
        self.child.stderr.take().unwrap().read_to_string(&mut log).unwrap();
        (status.code(), log)
    }
}

impl Drop for Daemon {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What comes to be there, or a failed test.
#[track_caller]
pub fn until<T>(what: &str, mut there: impl FnMut() -> Option<T>) -> T {
    let began = Instant::now();
    loop {
        if let Some(found) = there() {
            return found;
        }
        assert!(began.elapsed() < PATIENCE, "waited for {what}");
        sleep(Duration::from_millis(50));
    }
}

/// The status as the daemon shows it.
pub fn status(desk: &Desk) -> Option<Value> {
    serde_json::from_slice(&fs::read(desk.path("schedules/.serve/status.json")).ok()?).ok()
}

/// Waits until the daemon serves.
pub fn running(desk: &Desk) {
    until("the daemon to serve", || status(desk).filter(|s| s["running"] == true));
}

/// The events recorded.
pub fn history(desk: &Desk) -> Vec<Value> {
    let text = fs::read_to_string(desk.path("schedules/.serve/history.jsonl")).unwrap_or_default();
    text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect()
}

/// What stands in the outbox.
pub fn bulletins(desk: &Desk) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(desk.path("outbox")) else { return vec![] };
    entries.map(|entry| entry.unwrap().path()).collect()
}
