//! The daemon as a process: signals, locks, plans that break, kills, systemd.
#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "what a test expects and does not find ends it")]

mod support;

use std::fs;
use std::os::unix::net::UnixDatagram;
use std::path::PathBuf;
use std::process::Command;
use std::thread::sleep;
use std::time::{Duration, Instant};

use rustix::process::Signal;
use serde_json::Value;
use support::daemon::{Daemon, PATIENCE, bulletins, desk, history, plan, running, status, until};
use support::project;

#[test]
fn a_firing_becomes_a_bulletin_and_the_hook_hears_of_it() {
    let hook = "on_success: [/bin/sh, -c, 'cat >> heard.json']\n";
    let desk = desk(hook);
    let daemon = Daemon::start(&desk, &[]);
    until("the hook", || fs::metadata(desk.path("heard.json")).ok().filter(|found| found.len() > 0));
    daemon.signal(Signal::TERM);
    let (code, log) = daemon.ended();
    assert_eq!(code, Some(0), "{log}");

    let events = history(&desk);
    assert_eq!(events[0]["event"], "issued", "{log}");
    assert!(events[1..].iter().all(|event| event["event"] == "stands"), "{events:?}");
    assert_eq!(bulletins(&desk).len(), 1);
    let heard = fs::read_to_string(desk.path("heard.json")).unwrap();
    let first: Value = serde_json::from_str(heard.lines().next().unwrap()).unwrap();
    assert_eq!((&first["event"], &first["label"]), (&Value::from("issued"), &Value::from("第1期")));
    let metrics = fs::read_to_string(desk.path("schedules/.serve/tongbao.prom")).unwrap();
    assert!(metrics.contains("tongbao_firings_total{series=\"a\",event=\"issued\"} 1"), "{metrics}");
    desk.tongbao(&["archive", "verify"]).ended(0);
    desk.tongbao(&["history", "-n", "1000"]).ended(0).saying("第1期 issued");
    // it does not run any more
    desk.tongbao(&["status"]).ended(1).saying("no daemon runs");
}

/// Due in a moment, waiting until midnight: it goes out when the last workbook comes.
#[test]
fn the_bulletin_waits_for_the_last_district() {
    let desk = desk("");
    let late = fs::read(desk.path("inbox/西城区.csv")).unwrap();
    desk.remove("inbox/西城区.csv");
    // the first of them waits, and with it those behind it
    let text = plan("wait: {until: '00:00', for: all}\n").replace("'* * * * * ?'", "'*/5 * * * * ?'");
    desk.write("schedules/a.yaml", text.as_bytes());
    let daemon = Daemon::start(&desk, &[]);
    let state = || -> Option<Value> {
        serde_json::from_slice(&fs::read(desk.path("schedules/.serve/state.json")).ok()?).ok()
    };
    until("a firing in hand", || {
        state().filter(|s| s["series"]["a"]["queue"].as_array().is_some_and(|q| q.len() > 1))
    });
    assert_eq!(bulletins(&desk), Vec::<PathBuf>::new());
    desk.write("inbox/西城区.csv", &late);
    until("the bulletin", || bulletins(&desk).first().cloned());
    until("its record", || history(&desk).pop());
    daemon.signal(Signal::TERM);
    assert_eq!(daemon.ended().0, Some(0));
    assert_eq!(history(&desk)[0]["event"], "issued");
}

#[test]
fn one_daemon_serves_a_folder() {
    let desk = desk("");
    let daemon = Daemon::start(&desk, &[]);
    running(&desk);
    desk.tongbao(&["serve", "schedules"]).ended(75).saying("another tongbao serves schedules");
    // nor one with a folder of its own
    desk.tongbao(&["serve", "schedules", "--state", "elsewhere"]).ended(75);
    desk.tongbao(&["status", "--max-age", "1h"]).ended(0).saying("all is well");
    daemon.signal(Signal::INT);
    assert_eq!(daemon.ended().0, Some(0));
}

#[test]
fn a_broken_plan_at_the_start_is_78_and_while_running_keeps_the_old() {
    let desk = desk("");
    desk.write("schedules/b.yaml", b"titel: x\n");
    desk.tongbao(&["serve", "schedules"]).ended(78).saying("did you mean `title`?");
    desk.remove("schedules/b.yaml");

    let daemon = Daemon::start(&desk, &[]);
    running(&desk);
    desk.write("schedules/a.yaml", plan("catch_up: sometimes\n").as_bytes());
    daemon.signal(Signal::HUP);
    let wrong = |status: &Value| status["wrong_plans"].as_array().map_or(0, Vec::len);
    let found = until("the fault", || status(&desk).filter(|s| wrong(s) == 1));
    assert!(found["wrong_plans"][0].as_str().unwrap().contains("catch_up"), "{found}");
    assert_eq!(found["series"].as_array().unwrap().len(), 1);
    desk.tongbao(&["status"]).ended(1).saying("a plan is wrong");
    let before = history(&desk).len();
    until("the old plan to go on", || (history(&desk).len() > before).then_some(()));
    // without a signal: the file has changed
    desk.write("schedules/a.yaml", plan("catch_up: all\n").as_bytes());
    until("the plan to be read again", || status(&desk).filter(|s| wrong(s) == 0));
    daemon.signal(Signal::TERM);
    let (code, log) = daemon.ended();
    assert_eq!(code, Some(0));
    assert!(log.contains("what was served of it is kept"), "{log}");
}

#[test]
fn a_kill_at_any_moment_leaves_one_edition() {
    let desk = desk("");
    for moment in 0..8 {
        let daemon = Daemon::start(&desk, &[]);
        sleep(Duration::from_millis(150 * moment));
        daemon.signal(Signal::KILL);
        assert_eq!(daemon.ended().0, None);
    }
    // the last one killed could not say that it runs no more
    let _ = fs::remove_file(desk.path("schedules/.serve/status.json"));
    let daemon = Daemon::start(&desk, &[]);
    running(&desk);
    until("an edition", || bulletins(&desk).first().cloned());
    until("its record", || history(&desk).pop());
    daemon.signal(Signal::TERM);
    assert_eq!(daemon.ended().0, Some(0));
    assert_eq!(bulletins(&desk).len(), 1);
    desk.tongbao(&["archive", "verify"]).ended(0);
    assert!(history(&desk).iter().all(|event| event["event"] != "failed"), "{:?}", history(&desk));
}

#[test]
fn systemd_is_told() {
    let desk = desk("");
    let path = desk.path("notify.sock");
    let socket = UnixDatagram::bind(&path).unwrap();
    socket.set_read_timeout(Some(PATIENCE)).unwrap();
    let environment = [("NOTIFY_SOCKET", path.display().to_string()), ("WATCHDOG_USEC", "400000".to_owned())];
    let daemon = Daemon::start(&desk, &environment);
    let mut heard = String::new();
    let mut hear = |what: &str| {
        let mut bytes = [0; 4096];
        while !heard.contains(what) {
            let n = socket.recv(&mut bytes).unwrap_or_else(|e| panic!("{what}: {e}; heard {heard}"));
            heard += &String::from_utf8_lossy(&bytes[..n]);
            heard.push('\n');
        }
    };
    hear("READY=1");
    hear("WATCHDOG=1");
    hear("STATUS=1 plans served");
    daemon.signal(Signal::HUP);
    hear("RELOADING=1\nMONOTONIC_USEC=");
    daemon.signal(Signal::TERM);
    hear("STOPPING=1");
    assert_eq!(daemon.ended().0, Some(0));
}

#[test]
fn a_socket_that_is_gone_costs_no_bulletin() {
    let desk = desk("");
    let nowhere = desk.path("gone.sock").display().to_string();
    let daemon = Daemon::start(&desk, &[("NOTIFY_SOCKET", nowhere)]);
    until("an edition", || bulletins(&desk).first().cloned());
    daemon.signal(Signal::TERM);
    assert_eq!(daemon.ended().0, Some(0));
}

#[test]
fn a_daemon_that_slept_catches_up_once() {
    let desk = desk("");
    let daemon = Daemon::start(&desk, &[]);
    until("an edition", || bulletins(&desk).first().cloned());
    daemon.signal(Signal::STOP);
    sleep(Duration::from_secs(3));
    daemon.signal(Signal::CONT);
    sleep(Duration::from_secs(2));
    daemon.signal(Signal::TERM);
    assert_eq!(daemon.ended().0, Some(0));
    let mut civil: Vec<String> =
        history(&desk).iter().map(|event| event["civil"].as_str().unwrap().to_owned()).collect();
    let all = civil.len();
    assert!(civil.is_sorted(), "{civil:?}");
    civil.dedup();
    assert_eq!(civil.len(), all, "no second comes twice");
}

/// Where systemd is installed, it judges the unit itself: at most 1.0 of 10, and no key that it does not know.
#[test]
fn the_unit_exposes_little() {
    let unit = project().join("schedules/deploy/tongbao.service");
    let text = fs::read_to_string(&unit).unwrap();
    for key in ["Type=notify", "WatchdogSec=", "RestartPreventExitStatus=2 78", "KillMode=mixed"] {
        assert!(text.contains(key), "{key}");
    }
    let judged = Command::new("systemd-analyze")
        .args(["security", "--offline=true", "--no-pager", "--threshold=10"])
        .arg(&unit)
        .output();
    let Ok(judged) = judged else { return };
    let said = String::from_utf8_lossy(&judged.stdout);
    assert!(judged.status.success() && said.contains("SAFE"), "{said}");
    assert!(!String::from_utf8_lossy(&judged.stderr).contains("Unknown"), "{judged:?}");
}

#[test]
fn the_last_arrival_is_seen_at_once_and_the_edition_goes_out() {
    let desk = desk("wait: {until: '23:59', for: all}\n");
    let late = fs::read(desk.path("inbox/西城区.csv")).unwrap();
    desk.remove("inbox/西城区.csv");
    let daemon = Daemon::start(&desk, &[]);
    running(&desk);
    // asked once, and from then on each twenty seconds
    sleep(Duration::from_secs(4));
    assert_eq!(bulletins(&desk), Vec::<PathBuf>::new());
    let (half, rest) = late.split_at(late.len() - 3);
    desk.write("inbox/西城区.csv", half);
    sleep(Duration::from_millis(700));
    desk.write("inbox/西城区.csv", &[half, rest].concat());
    let arrived = Instant::now();
    until("the bulletin", || (!bulletins(&desk).is_empty()).then_some(()));
    assert!(arrived.elapsed() < Duration::from_secs(10), "{:?}", arrived.elapsed());
    eprintln!("issued {:?} after the last arrival", arrived.elapsed());
    daemon.signal(Signal::TERM);
    let (code, log) = daemon.ended();
    assert_eq!(code, Some(0), "{log}");
    assert!(!log.contains("cannot be watched"), "{log}");
    let figures = desk.files("archive/a").into_iter().find(|(name, _)| name.ends_with(".json")).unwrap().1;
    let figures: Value = serde_json::from_slice(&figures).unwrap();
    assert_eq!(figures["total"]["户数"]["task"], "170", "the whole file, not its first half");
}

#[test]
fn log_files_are_kept_for_as_many_days_as_asked() {
    let desk = desk("");
    for day in ["01", "02", "03", "04", "05"] {
        desk.write(&format!("log/tongbao.2021-07-{day}.log"), b"old\n");
        // files are told apart by when they were made
        sleep(Duration::from_millis(30));
    }
    desk.write("log/notes.txt", b"the clerk's");
    let args = ["-v", "--log", "json", "--log-dir", "log", "--log-keep", "3"];
    let run = |more: &[&str]| desk.tongbao(&[&args[..], more].concat());
    run(&["run", "schedules/a.yaml", "--date", "2021-07-14"]).ended(0);
    let names: Vec<String> = desk.files("log").into_iter().map(|(name, _)| name).collect();
    assert_eq!(names.len(), 5, "{names:?}");
    assert_eq!(names[..3], ["notes.txt", "tongbao.2021-07-03.log", "tongbao.2021-07-04.log"]);
    let text = desk.files("log").pop().unwrap().1;
    let lines: Vec<Value> =
        String::from_utf8(text).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert!(lines.iter().any(|line| line["fields"]["message"] == "laid out"), "{lines:?}");
    desk.write("in-the-way", b"");
    desk.tongbao(&["--log-dir", "in-the-way", "next", "schedules"])
        .ended(1)
        .saying("cannot write log files into in-the-way");
    desk.tongbao(&["--log-keep", "3", "next", "schedules"]).ended(2);
}

/// A night failed, the clerk ran it by hand: nobody need be woken for it until the next firing.
#[test]
fn a_night_made_by_hand_is_well_again_at_once() {
    let desk = desk("");
    let failed = |day: &str| {
        let status = serde_json::json!({"running": true, "updated": "2021-07-14T22:00:00Z", "series": [{
            "series": "a", "plan": "elsewhere/a.yaml", "next": null, "queue": [],
            "last": {"event": "failed", "at": "2021-07-14T21:30:00Z", "label": null, "day": day},
        }]});
        desk.write("schedules/.serve/status.json", status.to_string().as_bytes());
    };
    failed("2021-07-14");
    desk.tongbao(&["status"]).ended(1).saying("not well: a: failed at 2021-07-14T21:30:00Z");
    desk.tongbao(&["run", "schedules/a.yaml", "--date", "2021-07-14"]).ended(0);
    let ran = desk.tongbao(&["status"]).ended(1);
    assert!(ran.out.contains("made by hand since: 第1期") && !ran.out.contains("not well: a"), "{}", ran.out);
    // another night's edition mends nothing
    failed("2021-07-15");
    desk.tongbao(&["status"]).ended(1).saying("not well: a: failed");
}

#[test]
fn after_an_edition_the_daemon_gives_up_what_retention_allows() {
    let desk = desk("retention: {inputs: 30, issues: 1}\n");
    desk.tongbao(&["run", "schedules/a.yaml", "--date", "2021-07-14"]).ended(0);
    let kept =
        || -> Vec<String> { desk.files("archive/a/inputs").into_iter().map(|(name, _)| name).collect() };
    let before = kept();
    assert_eq!(before.len(), 3, "the plan and two tables");
    let later = "单位,当日完成户数,累计完成户数,剩余户数\n东城区,5,15,65\n";
    desk.write("inbox/东城区.csv", later.as_bytes());
    let daemon = Daemon::start(&desk, &[]);
    until("the old table to go", || before.iter().any(|name| !kept().contains(name)).then_some(()));
    daemon.signal(Signal::TERM);
    let (code, log) = daemon.ended();
    assert_eq!(code, Some(0), "{log}");
    assert!(log.contains("retention: 1 files removed"), "{log}");
    assert_eq!(kept().len(), 3, "the plan and the other table are needed still");
    desk.tongbao(&["archive", "verify"]).ended(0);
    desk.tongbao(&["archive", "reproduce", "a", "2021-07-14"]).ended(1).saying("given up");
}
