//! Commands that hear of an event: JSON on stdin, a bounded time, and no say in what the daemon does.

use std::io::Write;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use super::event::Event;
use crate::plan::Hook;

/// A command that runs longer is ended.
const LONGEST: Duration = Duration::from_secs(30);
const STEP: Duration = Duration::from_millis(50);

/// The commands that run now.
#[derive(Debug, Default)]
pub(super) struct Hooks {
    running: Vec<JoinHandle<()>>,
    /// are they to be ended now?
    over: Arc<AtomicBool>,
}

impl Hooks {
    /// Runs `hook` beside everything else; what goes wrong with it is logged.
    pub(super) fn run(&mut self, hook: &Hook, event: &Event) {
        self.running.retain(|thread| !thread.is_finished());
        let (hook, event, over) = (hook.clone(), event.clone(), self.over.clone());
        let thread = thread::Builder::new().name("hook".to_owned()).spawn(move || {
            if let Err(why) = run(&hook, &event, LONGEST, &over) {
                tracing::error!(
                    hook = hook.program,
                    series = event.series,
                    "{} was not heard: {why}",
                    event.kind.name()
                );
            }
        });
        match thread {
            Ok(thread) => self.running.push(thread),
            Err(why) => tracing::error!("no command can be run: {why}"),
        }
    }

    /// Does none run? Each ends in its bounded time.
    pub(super) fn are_done(&self) -> bool {
        self.running.iter().all(JoinHandle::is_finished)
    }

    /// Ends those that still run.
    pub(super) fn end(self) {
        self.over.store(true, Ordering::Relaxed);
        for thread in self.running {
            // a hook's thread that broke off has said so
            let _ = thread.join();
        }
    }
}

/// Runs one command to its end, or to the end of its time.
fn run(hook: &Hook, event: &Event, longest: Duration, over: &AtomicBool) -> Result<(), String> {
    let mut command = Command::new(&hook.program);
    command.args(&hook.arguments).stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::inherit());
    // a group of its own, so that what it started ends with it, and the terminal's Ctrl-C is not its own
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut command, 0);
    let mut child = command.spawn().map_err(|cause| format!("cannot run it: {cause}"))?;
    let mut text = serde_json::to_vec(event).expect("texts, numbers and times are always JSON");
    text.push(b'\n');
    let stdin = child.stdin.take();
    // beside: a command that does not read must not hold us
    let told = thread::Builder::new().spawn(move || stdin.map(|mut pipe| pipe.write_all(&text)));
    let ended = wait(&mut child, longest, over);
    drop(told);
    ended
}

fn wait(child: &mut Child, longest: Duration, over: &AtomicBool) -> Result<(), String> {
    let mut waited = Duration::ZERO;
    loop {
        match child.try_wait() {
            Ok(Some(status)) if status.success() => return Ok(()),
            Ok(Some(status)) => return Err(format!("it ended with {status}")),
            Ok(None) if over.load(Ordering::Relaxed) => {
                end(child);
                return Err("it was ended with the daemon".to_owned());
            }
            Ok(None) if waited < longest => {
                thread::sleep(STEP);
                waited += STEP;
            }
            Ok(None) => {
                end(child);
                return Err(format!("it ran longer than {} s and was ended", longest.as_secs()));
            }
            Err(cause) => return Err(format!("cannot wait for it: {cause}")),
        }
    }
}

fn end(child: &mut Child) {
    #[cfg(unix)]
    {
        use rustix::process::{Pid, Signal, kill_process_group};
        // what is gone already needs no ending
        let _ = kill_process_group(Pid::from_child(child), Signal::KILL);
    }
    let _ = child.kill();
    let _ = child.wait();
}

#[cfg(all(test, unix))]
mod tests {
    use std::time::Instant;

    use super::super::event::Kind;
    use super::*;

    fn told(script: &str, longest: Duration) -> Result<(), String> {
        let hook = Hook { program: "/bin/sh".into(), arguments: vec!["-c".into(), script.into()] };
        run(&hook, &Event::new(Kind::Failed), longest, &AtomicBool::new(false))
    }

    #[test]
    fn a_command_that_hangs_is_ended_with_all_that_it_started() {
        let began = Instant::now();
        let why = told("sleep 600 & sleep 600; wait", Duration::from_secs(1)).unwrap_err();
        assert_eq!(why, "it ran longer than 1 s and was ended");
        assert!(began.elapsed() < Duration::from_secs(20));
    }

    #[test]
    fn a_command_that_fails_reads_nothing_or_is_not_there_is_told() {
        let long = Duration::from_secs(60);
        assert_eq!(told("grep -q '\"event\":\"failed\"'", long), Ok(()));
        assert_eq!(told("exec <&-; exit 0", long), Ok(()));
        assert_eq!(told("exit 3", long).unwrap_err(), "it ended with exit status: 3");
        let nowhere = Hook { program: "/no/such/program".into(), arguments: vec![] };
        let why = run(&nowhere, &Event::new(Kind::Failed), long, &AtomicBool::new(false)).unwrap_err();
        assert!(why.starts_with("cannot run it: "), "{why}");
    }
}
