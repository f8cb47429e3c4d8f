//! The program, watched from outside: time, and memory of all its processes.

use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// What was seen.
pub struct Watched {
    pub code: i32,
    pub err: String,
    pub took: Duration,
    /// bytes: the highest resident size that each process reached, summed over all of them, as if they had
    /// reached it at once
    pub peak: u64,
    /// the processes that it started
    pub children: Vec<u32>,
}

/// Runs the program in `folder` and looks at it every five milliseconds; `seen` is called with each process
/// that it started, when it is first seen.
pub fn run(folder: &Path, fonts: &Path, args: &[&str], mut seen: impl FnMut(u32)) -> Watched {
    let started = Instant::now();
    let program = std::env::var_os("TONGBAO_PROGRAM").unwrap_or_else(|| env!("CARGO_BIN_EXE_tongbao").into());
    let mut child = Command::new(program)
        .current_dir(folder)
        .arg("--fonts")
        .arg(fonts)
        .args(args)
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut peaks: BTreeMap<u32, u64> = BTreeMap::new();
    let status = loop {
        for id in family(child.id()) {
            if id != child.id() && !peaks.contains_key(&id) {
                seen(id);
            }
            if let Some(peak) = highest(id) {
                let known = peaks.entry(id).or_default();
                *known = peak.max(*known);
            }
        }
        if let Some(status) = child.try_wait().expect("can be waited for") {
            break status;
        }
        std::thread::sleep(Duration::from_millis(5));
    };
    let mut err = String::new();
    child.stderr.take().expect("piped").read_to_string(&mut err).expect("UTF-8");
    let own = child.id();
    Watched {
        code: status.code().unwrap_or(-1),
        err,
        took: started.elapsed(),
        peak: peaks.values().sum(),
        children: peaks.into_keys().filter(|id| *id != own).collect(),
    }
}

/// The process and those that any of its threads started.
fn family(id: u32) -> Vec<u32> {
    let mut family = vec![id];
    let threads = fs::read_dir(format!("/proc/{id}/task")).into_iter().flatten().flatten();
    for thread in threads {
        let children = fs::read_to_string(thread.path().join("children")).unwrap_or_default();
        family.extend(children.split_whitespace().filter_map(|id| id.parse::<u32>().ok()));
    }
    family
}

/// The highest resident size that the process reached so far.
fn highest(id: u32) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{id}/status")).ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse::<u64>().ok().map(|kib| kib << 10)
}
