//! What goes wrong around the daemon while nobody looks: a disk that fills, a folder that cannot be written,
//! a hook that hangs, a second daemon, signals at the wrong moment. The real program on real file systems.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "what a test expects and does not find ends it")]

mod support;

use std::fs::{self, Permissions};
use std::io::{BufRead, BufReader, Write};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::PathBuf;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use rustix::process::Signal;
use serde_json::Value;
use support::Desk;
use support::daemon::{Daemon, bulletins, desk, history, plan, running, until};

/// The state as the daemon keeps it.
fn state(desk: &Desk) -> Value {
    let bytes = fs::read(desk.path("schedules/.serve/state.json")).unwrap_or_default();
    serde_json::from_slice(&bytes).unwrap_or_default()
}

/// Waits for an event of this kind; its message.
fn told(desk: &Desk, kind: &str) -> String {
    let event = until(kind, || history(desk).into_iter().find(|event| event["event"] == kind));
    event["message"].as_str().unwrap_or_default().to_owned()
}

/// No edition, or a part of one, or a record of it.
#[track_caller]
fn nothing_is_left(desk: &Desk, folder: &str) {
    let mut left = desk.files(folder);
    // the series has its folder, its lock, and perhaps a record of nothing yet
    left.retain(|(name, bytes)| {
        !(name.ends_with(".lock") || name.ends_with("manifest.jsonl") && bytes.is_empty())
    });
    assert!(
        left.is_empty(),
        "{:?}",
        left.iter().map(|(name, bytes)| (name, bytes.len())).collect::<Vec<_>>()
    );
}

/// One edition stands, whole, and nothing else.
#[track_caller]
fn one_edition_stands(desk: &Desk) {
    desk.tongbao(&["archive", "verify", "--archive", "archive", "--outbox", "outbox"]).ended(0);
    assert_eq!(bulletins(desk).len(), 1, "{:?}", bulletins(desk));
    assert!(!desk.files("").iter().any(|(name, _)| name.contains(".tmp-")));
}

/// Past the harness, which keeps to itself what a test that passes prints.
fn not_tested(why: &str) {
    let _ = writeln!(std::io::stderr(), "NOT TESTED: {why}");
}

// --- a real disk -------------------------------------------------------------------------------

/// A small disk of its own for outbox, archive and the daemon's folder: a tmpfs in a name space that a shell
/// holds, seen from here through /proc. None, loudly, where this machine lets nobody have one.
struct SmallDisk {
    shell: Child,
    answers: BufReader<ChildStdout>,
    path: PathBuf,
}

impl SmallDisk {
    fn under(desk: &Desk, kilobytes: u32) -> Option<SmallDisk> {
        fs::create_dir(desk.path("disk")).unwrap();
        let mut shell = Command::new("unshare")
            .args(["--user", "--map-root-user", "--mount", "sh"])
            .current_dir(desk.path(""))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .ok()?;
        let answers = BufReader::new(shell.stdout.take()?);
        let path = desk.path("disk");
        let path = format!("/proc/{}/root{}", shell.id(), path.canonicalize().unwrap().display()).into();
        let mut disk = SmallDisk { shell, answers, path };
        if disk.sh(&format!("mount -t tmpfs -o size={kilobytes}k none disk")) != Some(true) {
            not_tested("this machine lets nobody mount a disk (unshare --user --mount)");
            return None;
        }
        for (folder, on_disk) in [("outbox", "outbox"), ("archive", "archive"), ("schedules/.serve", "state")]
        {
            fs::create_dir(disk.path.join(on_disk)).unwrap();
            symlink(disk.path.join(on_disk), desk.path(folder)).unwrap();
        }
        Some(disk)
    }

    /// Runs a line within; did it succeed? None where there is no shell.
    fn sh(&mut self, line: &str) -> Option<bool> {
        writeln!(self.shell.stdin.as_mut()?, "{line}; echo $?").ok()?;
        let mut answer = String::new();
        self.answers.read_line(&mut answer).ok()?;
        (!answer.is_empty()).then(|| answer == "0\n")
    }

    /// Fills it, but for so many kilobytes.
    fn fill(&mut self, but: u32) {
        self.sh("cat /dev/zero >disk/filler 2>/dev/null");
        let filler = fs::OpenOptions::new().write(true).open(self.path.join("filler")).unwrap();
        let length = filler.metadata().unwrap().len();
        filler.set_len(length - u64::from(but) * 1024).unwrap();
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = self.shell.kill();
        let _ = self.shell.wait();
    }
}

/// Too full to start at all; then room for the state, not for a bulletin; then for both.
#[test]
fn a_disk_that_is_full_costs_no_edition_and_leaves_no_half_one() {
    let desk = desk("");
    let Some(mut disk) = SmallDisk::under(&desk, 512) else { return };
    disk.fill(0);
    desk.tongbao(&["serve", "schedules"])
        .ended(75)
        .saying("cannot write schedules/.serve/state.json: no space left on the disk")
        .saying("hint: free some space");

    disk.fill(36);
    let daemon = Daemon::start(&desk, &[]);
    let message = told(&desk, "retry");
    assert!(message.contains("archive/a/") && message.contains("no space left on the disk"), "{message}");
    nothing_is_left(&desk, "outbox");
    nothing_is_left(&desk, "archive");
    daemon.signal(Signal::TERM);
    assert_eq!(daemon.ended().0, Some(0));

    fs::remove_file(disk.path.join("filler")).unwrap();
    let daemon = Daemon::start(&desk, &[]);
    told(&desk, "issued");
    daemon.signal(Signal::TERM);
    assert_eq!(daemon.ended().0, Some(0));
    one_edition_stands(&desk);
}

/// The disk fills under a daemon that has nothing in hand, and has room again: it goes on by itself, and no
/// civil time is lost.
#[test]
fn a_disk_that_fills_and_has_room_again_needs_nobody() {
    let desk = desk("catch_up: all\n");
    let Some(mut disk) = SmallDisk::under(&desk, 512) else { return };
    let daemon = Daemon::start(&desk, &[]);
    told(&desk, "issued");
    disk.fill(0);
    // the state that says what is due next has no room; what is in hand may still end
    sleep(Duration::from_secs(3));
    let before = history(&desk).len();
    fs::remove_file(disk.path.join("filler")).unwrap();
    until("the daemon to go on", || (history(&desk).len() > before + 2).then_some(()));
    daemon.signal(Signal::TERM);
    let (code, log) = daemon.ended();
    assert_eq!(code, Some(0));
    assert!(log.contains("nothing is begun until the state can be written"), "{log}");
    let events = history(&desk);
    let mut civil: Vec<&str> = events.iter().filter_map(|event| event["civil"].as_str()).collect();
    civil.dedup();
    let at = |text: &str| chrono::NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S").unwrap();
    let seconds = (at(civil[civil.len() - 1]) - at(civil[0])).num_seconds();
    assert_eq!(seconds + 1, i64::try_from(civil.len()).unwrap(), "every second once: {civil:?}");
    one_edition_stands(&desk);
}

#[test]
fn a_disk_that_turns_read_only_is_said_and_the_edition_made_when_it_is_not() {
    let desk = desk("");
    let Some(mut disk) = SmallDisk::under(&desk, 2048) else { return };
    // outbox and archive on one disk, the state on another
    fs::remove_file(desk.path("schedules/.serve")).unwrap();
    assert_eq!(disk.sh("mount -o remount,ro none disk"), Some(true));
    let daemon = Daemon::start(&desk, &[]);
    let message = told(&desk, "retry");
    assert!(message.contains("the file system is read-only"), "{message}");
    daemon.signal(Signal::TERM);
    let (code, log) = daemon.ended();
    assert_eq!(code, Some(0));
    assert!(log.contains("mount the disk for writing"), "{log}");
    assert_eq!(disk.sh("mount -o remount,rw none disk"), Some(true));
    let daemon = Daemon::start(&desk, &[]);
    told(&desk, "issued");
    daemon.signal(Signal::TERM);
    assert_eq!(daemon.ended().0, Some(0));
    one_edition_stands(&desk);
}

// --- a folder ----------------------------------------------------------------------------------

/// Words before the program that take from root its way around modes; none for another user, who has none.
fn by_modes() -> Option<Vec<&'static str>> {
    if !rustix::process::geteuid().is_root() {
        return Some(vec![]);
    }
    let words = vec!["setpriv", "--bounding-set=-all", "--inh-caps=-all"];
    let done = Command::new(words[0]).args(&words[1..]).arg("true").status();
    if !done.is_ok_and(|status| status.success()) {
        not_tested("root needs setpriv to be stopped by a folder's mode");
        return None;
    }
    Some(words)
}

/// The archive has the edition, the outbox takes it when it can: the number is not used twice.
#[test]
fn an_outbox_that_may_not_be_written_gets_its_copy_later() {
    let Some(by) = by_modes() else { return };
    let desk = desk("");
    fs::create_dir(desk.path("outbox")).unwrap();
    let mode = |mode| fs::set_permissions(desk.path("outbox"), Permissions::from_mode(mode)).unwrap();
    mode(0o555);
    let daemon = Daemon::start_by(&by, &desk, &[]);
    let message = told(&desk, "retry");
    assert!(message.contains("outbox") && message.contains("permission denied"), "{message}");
    nothing_is_left(&desk, "outbox");
    daemon.signal(Signal::TERM);
    let (code, log) = daemon.ended();
    assert_eq!(code, Some(0));
    assert!(log.contains("let the account that runs tongbao write to"), "{log}");
    mode(0o755);
    let daemon = Daemon::start_by(&by, &desk, &[]);
    told(&desk, "stands");
    daemon.signal(Signal::TERM);
    assert_eq!(daemon.ended().0, Some(0));
    one_edition_stands(&desk);
}

#[test]
fn a_folder_of_plans_that_may_not_be_written_is_refused_at_the_start() {
    let Some(by) = by_modes() else { return };
    let desk = desk("");
    fs::set_permissions(desk.path("schedules"), Permissions::from_mode(0o555)).unwrap();
    let (code, log) = Daemon::start_by(&by, &desk, &[]).ended();
    assert_eq!(code, Some(1), "{log}");
    assert!(log.contains("schedules/.serve") && log.contains("--state DIR"), "{log}");
    fs::set_permissions(desk.path("schedules"), Permissions::from_mode(0o755)).unwrap();
}

/// Nobody learns at nine in the evening what could be said at noon; and a night without a bulletin is not well.
#[test]
fn what_cannot_work_is_said_at_the_start_and_what_did_not_work_by_the_status() {
    let desk = desk("");
    desk.write("inbox/东城区.csv", b"x\n").write("inbox/西城区.csv", b"y\n");
    let daemon = Daemon::start_with(&desk, &["--fonts", "nowhere"]);
    running(&desk);
    daemon.signal(Signal::TERM);
    let (_, log) = daemon.ended();
    let first = log.lines().next().unwrap_or_default();
    assert!(first.contains("no edition can be made yet: ") && first.contains("nowhere"), "{log}");

    let daemon = Daemon::start(&desk, &[]);
    let message = told(&desk, "failed");
    assert!(message.contains("no district reported"), "{message}");
    until("the status", || {
        let status = desk.tongbao(&["status"]);
        (status.code == 1 && status.out.contains("not well: a: failed at")).then_some(())
    });
    drop(daemon);
}

/// A disk that is not mounted: an archive without a past is not begun under its mount point.
#[test]
fn an_archive_that_is_away_does_not_begin_anew() {
    let desk = desk("");
    let daemon = Daemon::start(&desk, &[]);
    told(&desk, "issued");
    fs::rename(desk.path("archive"), desk.path("unmounted")).unwrap();
    fs::create_dir(desk.path("archive")).unwrap();
    let message = told(&desk, "retry");
    assert!(message.contains("第1期 went out, but the archive"), "{message}");
    assert!(message.contains("knows no issue of a"), "{message}");
    until("the status", || {
        desk.tongbao(&["status"]).ended(0).out.contains("failed once, again at").then_some(())
    });
    nothing_is_left(&desk, "archive");
    daemon.signal(Signal::TERM);
    let (code, log) = daemon.ended();
    assert_eq!(code, Some(0));
    assert!(log.contains("mount its disk, or put it back from a backup"), "{log}");
    fs::remove_dir_all(desk.path("archive")).unwrap();
    fs::rename(desk.path("unmounted"), desk.path("archive")).unwrap();
    one_edition_stands(&desk);
}

/// A share that is not mounted at the hour holds everybody's workbooks: that nobody reported is not known yet.
#[test]
fn an_inbox_whose_disk_is_away_is_looked_for_again() {
    let desk = desk("");
    fs::rename(desk.path("inbox"), desk.path("unmounted")).unwrap();
    let daemon = Daemon::start(&desk, &[]);
    let message = told(&desk, "retry");
    assert!(message.contains("cannot read inbox") && message.contains("no such folder"), "{message}");
    drop(daemon);
    fs::rename(desk.path("unmounted"), desk.path("inbox")).unwrap();
    let daemon = Daemon::start(&desk, &[]);
    told(&desk, "issued");
    daemon.signal(Signal::TERM);
    assert_eq!(daemon.ended().0, Some(0));
    one_edition_stands(&desk);
}

/// Moved away with the daemon's own folder, and back: no folder is made in its place, and it goes on.
#[test]
fn a_folder_of_plans_that_is_away_for_a_while_has_no_stand_in() {
    let desk = desk("");
    let daemon = Daemon::start(&desk, &[]);
    told(&desk, "issued");
    fs::rename(desk.path("schedules"), desk.path("elsewhere")).unwrap();
    // two looks at the plans, several at the clock
    sleep(Duration::from_secs(5));
    assert!(!desk.path("schedules").exists());
    fs::rename(desk.path("elsewhere"), desk.path("schedules")).unwrap();
    let before = history(&desk).len();
    until("the daemon to go on", || (history(&desk).len() > before + 1).then_some(()));
    until("the plans to be read again", || {
        desk.tongbao(&["status"]).out.contains("all is well").then_some(())
    });
    daemon.signal(Signal::TERM);
    let (code, log) = daemon.ended();
    assert_eq!(code, Some(0));
    assert!(log.contains("nothing is begun until the state can be written: cannot"), "{log}");
    assert!(log.contains("no plan is wrong any more"), "{log}");
    one_edition_stands(&desk);
}

// --- hooks, twins, signals ---------------------------------------------------------------------

/// A hook that never ends holds up no firing; the first SIGTERM gives it its half minute, the second none.
#[test]
fn a_hook_that_hangs_costs_no_firing_and_ends_with_the_daemon() {
    let desk = desk("on_success: [/bin/sh, -c, 'echo $$ >>hooks; exec sleep 600']\n");
    let daemon = Daemon::start(&desk, &[]);
    until("two firings after it", || (history(&desk).len() > 2).then_some(()));
    assert_eq!(history(&desk)[0]["event"], "issued");
    daemon.signal(Signal::TERM);
    sleep(Duration::from_secs(2));
    daemon.signal(Signal::TERM);
    let asked = Instant::now();
    let (code, log) = daemon.ended();
    assert!(asked.elapsed() < Duration::from_secs(20), "{log}");
    assert_eq!(code, Some(75), "{log}");
    assert!(
        log.contains("waiting for commands that run") && log.contains("it was ended with the daemon"),
        "{log}"
    );
    for hook in fs::read_to_string(desk.path("hooks")).unwrap().lines() {
        assert!(!PathBuf::from(format!("/proc/{hook}")).exists(), "hook {hook} still runs");
    }
    one_edition_stands(&desk);
}

#[test]
fn of_daemons_started_at_once_one_serves() {
    let desk = desk("");
    let mut daemons: Vec<Option<Daemon>> = (0..3).map(|_| Some(Daemon::start(&desk, &[]))).collect();
    let mut refused = 0;
    until("two to be refused", || {
        for daemon in &mut daemons {
            if daemon.as_mut().is_some_and(|daemon| daemon.child.try_wait().unwrap().is_some()) {
                let (code, log) = daemon.take()?.ended();
                assert_eq!(code, Some(75), "{log}");
                assert!(log.contains("another tongbao serves schedules"), "{log}");
                refused += 1;
            }
        }
        (refused == 2).then_some(())
    });
    told(&desk, "issued");
    let last = daemons.into_iter().flatten().next().unwrap();
    last.signal(Signal::TERM);
    assert_eq!(last.ended().0, Some(0));
    one_edition_stands(&desk);
}

/// A desk whose edition takes seconds: many districts.
fn slow_desk() -> Desk {
    let desk = Desk::empty();
    let names: Vec<String> = (0..400).map(|i| format!("第{i:03}区")).collect();
    for name in &names {
        let text = format!("单位,当日完成户数,累计完成户数,剩余户数\n{name},1,10,70\n");
        desk.write(&format!("inbox/{name}.csv"), text.as_bytes());
    }
    let text = plan("").replace("[东城区, 西城区]", &format!("[{}]", names.join(", ")));
    desk.write("schedules/a.yaml", text.as_bytes());
    desk
}

fn edition_in_hand(desk: &Desk) {
    until("an edition in hand", || (state(desk)["series"]["a"]["queue"][0]["begun"] == true).then_some(()));
}

#[test]
fn asked_to_stop_it_finishes_the_edition_in_hand() {
    let desk = slow_desk();
    let daemon = Daemon::start(&desk, &[]);
    edition_in_hand(&desk);
    daemon.signal(Signal::TERM);
    let (code, log) = daemon.ended();
    assert_eq!(code, Some(0), "{log}");
    assert!(log.contains("asked to stop: finishing the edition in hand"), "{log}");
    assert_eq!(history(&desk).len(), 1, "and begins no other");
    one_edition_stands(&desk);
}

#[test]
fn asked_twice_it_leaves_the_edition_to_the_next_start() {
    let desk = slow_desk();
    let daemon = Daemon::start(&desk, &[]);
    edition_in_hand(&desk);
    daemon.signal(Signal::TERM);
    daemon.signal(Signal::INT);
    let (code, log) = daemon.ended();
    assert_eq!(code, Some(75), "{log}");
    assert!(log.contains("asked to stop again: an edition in hand is left"), "{log}");
    assert_eq!(history(&desk), Vec::<Value>::new());
    assert!(state(&desk)["series"]["a"]["queue"][0]["begun"] == true);
    let daemon = Daemon::start(&desk, &[]);
    until("the edition", || history(&desk).pop());
    daemon.signal(Signal::TERM);
    assert_eq!(daemon.ended().0, Some(0));
    one_edition_stands(&desk);
}

/// In the middle of an edition, where `kill -9` meets the maker, not the loop.
#[test]
fn killed_in_the_middle_it_makes_the_edition_once() {
    let desk = slow_desk();
    let daemon = Daemon::start(&desk, &[]);
    edition_in_hand(&desk);
    daemon.signal(Signal::KILL);
    assert_eq!(daemon.ended().0, None);
    let daemon = Daemon::start(&desk, &[]);
    running(&desk);
    until("the edition", || history(&desk).pop());
    daemon.signal(Signal::TERM);
    assert_eq!(daemon.ended().0, Some(0));
    assert!(history(&desk).iter().all(|event| event["event"] != "failed"), "{:?}", history(&desk));
    one_edition_stands(&desk);
}
