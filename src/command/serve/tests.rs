//! Nights sent through the watch by a simulated clock.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};

use super::event::{Event, Kind};
use super::state::State;
use super::task::{Done, Ended, Task, Work};
use super::watch::{Look, Watch, Word};
use crate::plan::{self, Plan};

fn plan(name: &str, more: &str) -> Plan {
    let text = format!(
        "title: 通报\nissuer: 办公室\ninbox: in\noutbox: out\narchive: archive\n\
         measures: [{{name: 户数, unit: 户}}]\ndistricts: [东城区, 西城区]\n{more}"
    );
    plan::parse(&text, Path::new(name)).unwrap_or_else(|faults| panic!("{faults}"))
}

fn utc(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

/// A machine with its clocks, its disk, and a daemon that is killed and started on it.
struct Machine {
    /// the time as it is
    time: DateTime<Utc>,
    /// how wrong the wall clock is
    skew: TimeDelta,
    began: DateTime<Utc>,
    plans: Vec<Plan>,
    /// the state file
    disk: String,
    watch: Option<Watch>,
    /// each make that was asked for, in order
    made: Vec<(String, NaiveDateTime)>,
    /// what stands in the archive
    archive: BTreeSet<(String, String)>,
    /// how each firing ended
    ended: BTreeMap<(String, NaiveDateTime), Vec<Kind>>,
    said: Vec<String>,
    hooks: Vec<String>,
    /// who has not reported at the time
    missing: fn(DateTime<Utc>) -> Vec<String>,
    /// what a make comes to, at its n-th try
    outcome: fn(u32) -> Ended,
}

fn issued(_: u32) -> Ended {
    Ended::Made(Event { label: Some("第1期".into()), ..Event::new(Kind::Issued) })
}

impl Machine {
    fn new(began: &str, plans: Vec<Plan>) -> Machine {
        let time = utc(began);
        let mut machine = Machine {
            time,
            skew: TimeDelta::zero(),
            began: time - TimeDelta::days(1),
            plans,
            disk: serde_json::to_string(&State::new(time)).unwrap(),
            watch: None,
            made: vec![],
            archive: BTreeSet::new(),
            ended: BTreeMap::new(),
            said: vec![],
            hooks: vec![],
            missing: |_| vec![],
            outcome: issued,
        };
        machine.start();
        machine
    }

    fn look(&self) -> Look {
        Look { now: self.time + self.skew, up: (self.time - self.began).to_std().unwrap() }
    }

    fn start(&mut self) {
        let mut watch = Watch::new(serde_json::from_str(&self.disk).unwrap());
        let words = watch.serve(self.plans.clone(), self.look().now);
        self.hear(words);
        self.save(&watch);
        self.watch = Some(watch);
    }

    fn kill(&mut self) {
        self.watch = None;
    }

    fn reload(&mut self, plans: Vec<Plan>) {
        self.plans = plans;
        let now = self.look().now;
        if let Some(mut watch) = self.watch.take() {
            let words = watch.serve(self.plans.clone(), now);
            self.hear(words);
            self.save(&watch);
            self.watch = Some(watch);
        }
    }

    fn save(&mut self, watch: &Watch) {
        self.disk = serde_json::to_string(&watch.state).unwrap();
    }

    fn hear(&mut self, words: Vec<Word>) {
        for word in words {
            match word {
                Word::Clock(text) => self.said.push(text),
                Word::Event(event, hook) => {
                    self.said.push(event.line());
                    let firing = (event.series.clone(), event.civil.unwrap());
                    if !matches!(event.kind, Kind::Retry | Kind::Remind) {
                        self.ended.entry(firing).or_default().push(event.kind);
                    }
                    if let Some(hook) = hook {
                        self.hooks
                            .push(format!("{} {}", hook.program, event.missing.join(" ")).trim().to_owned());
                    }
                }
            }
        }
    }

    fn make(&mut self, task: &Task, tries: u32) -> Ended {
        if task.work == Work::Probe {
            return Ended::Missing((self.missing)(self.time));
        }
        self.made.push((task.plan.series.clone(), task.civil));
        let edition = (task.plan.series.clone(), task.day.to_string());
        if self.archive.contains(&edition) {
            return Ended::Made(Event::new(Kind::Stands));
        }
        let ended = (self.outcome)(tries);
        if matches!(ended, Ended::Made(_)) {
            self.archive.insert(edition);
        }
        ended
    }

    /// One turn of the daemon's loop; `cut` kills it at one of three places.
    fn turn(&mut self, cut: Option<u32>) {
        let Some(mut watch) = self.watch.take() else { return };
        let words = watch.look(self.look());
        self.hear(words);
        self.save(&watch);
        while let Some(task) = watch.task(self.look()) {
            if cut == Some(0) {
                return;
            }
            self.save(&watch);
            if cut == Some(1) {
                return;
            }
            let tries = watch.state.series[&task.plan.series].queue[0].tries;
            let ended = self.make(&task, tries);
            if cut == Some(2) {
                return;
            }
            let done = Done { series: task.plan.series.clone(), civil: task.civil, ended };
            let words = watch.done(done, self.look().now);
            self.hear(words);
            self.save(&watch);
        }
        self.watch = Some(watch);
    }

    fn pass(&mut self, minutes: i64) {
        for _ in 0..minutes {
            self.time += TimeDelta::minutes(1);
            self.turn(None);
        }
    }

    fn ends(&self) -> Vec<String> {
        self.ended
            .iter()
            .map(|((series, civil), kinds)| {
                let kinds: Vec<&str> = kinds.iter().map(|k| k.name()).collect();
                format!("{series} {} {}", civil.format("%m-%d %H:%M"), kinds.join("+"))
            })
            .collect()
    }
}

/// A year in which the machine is switched off, sleeps, has its clock set by minutes and hours to and fro,
/// and the daemon is killed at every place and reads its plans again: every civil time of both plans is
/// concluded, none is made twice, and those of one series in their order.
#[test]
fn a_year_of_nights_has_each_night_once() {
    let plans = || {
        vec![
            plan("a.yaml", "schedule: '30 21 * * *'\ncatch_up: all\ncatch_up_days: 30\n"),
            plan(
                "b.yaml",
                "schedule: '30 2 * * *'\ntimezone: America/New_York\ncatch_up: all\ncatch_up_days: 30\n",
            ),
        ]
    };
    let mut machine = Machine::new("2026-01-01T00:00:00Z", plans());
    let mut dice: u64 = 20_210_714;
    let mut roll = |n: u64| {
        dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (dice >> 33) % n
    };
    let end = utc("2027-01-01T00:00:00Z");
    let (mut kills, mut steps) = (0, 0);
    while machine.time < end {
        machine.time += TimeDelta::minutes(5);
        let cut = (roll(40) == 0).then(|| roll(3) as u32);
        machine.turn(cut);
        kills += u32::from(machine.watch.is_none());
        match roll(3000) {
            0 => {
                machine.kill();
                machine.time += TimeDelta::hours(roll(200) as i64);
            }
            // asleep: both clocks go on
            1..=3 => machine.time += TimeDelta::hours(roll(40) as i64),
            4..=8 => machine.skew = TimeDelta::seconds(roll(7000) as i64 - 3500),
            9 => machine.skew = TimeDelta::hours(-(roll(20) as i64)),
            10..=14 => machine.skew = TimeDelta::zero(),
            15 => machine.reload(plans()),
            _ => continue,
        }
        steps += 1;
        if machine.watch.is_none() {
            machine.start();
        }
    }
    if machine.watch.is_none() {
        machine.start();
    }
    machine.skew = TimeDelta::zero();
    machine.pass(60 * 30);
    assert!(kills > 10 && steps > 100, "{kills} kills, {steps} disturbances");

    for (series, hour) in [("a", "21:30:00"), ("b", "02:30:00")] {
        let ended: Vec<(NaiveDateTime, &Vec<Kind>)> =
            machine.ended.iter().filter(|((s, _), _)| s == series).map(|((_, c), k)| (*c, k)).collect();
        let mut expected: NaiveDateTime = format!("2026-01-01T{hour}").parse().unwrap();
        for (civil, kinds) in &ended {
            assert_eq!(*civil, expected, "{series}");
            expected += TimeDelta::days(1);
            assert_eq!(kinds.len(), 1, "{series} {civil}: {kinds:?}");
        }
        assert!(expected >= "2027-01-01T00:00:00".parse().unwrap(), "{series}: {expected}");
        // a firing is made again only where a kill fell between its edition and its record
        let made: Vec<NaiveDateTime> =
            machine.made.iter().filter(|(s, _)| s == series).map(|(_, c)| *c).collect();
        assert!(made.is_sorted(), "{series}");
        for (civil, kinds) in ended {
            let times = made.iter().filter(|m| **m == civil).count();
            assert!(
                times == 1 || kinds[0] == Kind::Stands,
                "{series} {civil}: made {times} times, {kinds:?}"
            );
        }
    }
}

#[test]
fn a_leap_of_the_clock_that_is_taken_back_makes_nothing() {
    let mut machine = Machine::new("2026-07-01T00:00:00Z", vec![plan("a.yaml", "schedule: '30 21 * * *'\n")]);
    machine.pass(10);
    machine.skew = TimeDelta::days(3);
    machine.pass(3);
    machine.skew = TimeDelta::zero();
    machine.pass(60 * 24);
    assert_eq!(machine.ends(), ["a 07-01 21:30 issued"]);
}

#[test]
fn a_clock_that_lost_its_battery_is_not_believed() {
    let mut machine = Machine::new("2026-07-01T00:00:00Z", vec![plan("a.yaml", "schedule: '30 21 * * *'\n")]);
    machine.pass(60 * 24);
    machine.kill();
    machine.skew = utc("2016-01-01T00:00:00Z") - machine.time;
    let late = plan("late.yaml", "schedule: '0 * * * *'\n");
    machine.plans.push(late);
    machine.start();
    machine.pass(60 * 5);
    assert!(!machine.watch.as_ref().unwrap().trusts_clock());
    assert_eq!(machine.ends(), ["a 07-01 21:30 issued"]);
    machine.skew = TimeDelta::zero();
    machine.pass(60 * 24);
    assert_eq!(machine.ends()[..2], ["a 07-01 21:30 issued", "a 07-02 21:30 issued"]);
}

#[test]
fn the_edition_goes_out_when_all_have_reported_or_at_the_hour() {
    let waits = "schedule: '30 21 * * *'\nwait: {until: '22:30', for: all}\n\
                 remind: {at: '22:00', run: /opt/remind}\non_success: /opt/done\n";
    let mut machine = Machine::new("2026-07-01T12:00:00Z", vec![plan("a.yaml", waits)]);
    // 西城区 reports at 22:10 on the 1st, and never on the 2nd
    machine.missing = |time| match time < utc("2026-07-01T14:10:00Z") || time > utc("2026-07-02T00:00:00Z") {
        true => vec!["西城区".to_owned()],
        false => vec![],
    };
    machine.pass(60 * 24 * 2);
    let late: Vec<&String> = machine.said.iter().filter(|s| !s.starts_with("slept")).collect();
    assert_eq!(
        late,
        [
            "a 2026-07-01 remind: not reported: 西城区",
            "a 2026-07-01 第1期 issued",
            "a 2026-07-02 remind: not reported: 西城区",
            "a 2026-07-02 第1期 issued"
        ]
    );
    let record = &machine.watch.as_ref().unwrap().state.series["a"];
    assert_eq!(record.success.as_ref().unwrap().at, utc("2026-07-02T14:30:00Z"));
    assert_eq!(machine.hooks, ["/opt/remind 西城区", "/opt/done", "/opt/remind 西城区", "/opt/done"]);
}

#[test]
fn where_the_plan_holds_nothing_goes_out_at_the_hour_and_the_alarm_sounds() {
    let holds = "schedule: '30 21 * * *'\nwait: {until: '00:30', for: all}\nwhen_missing: hold\n\
                 on_failure: /opt/alarm\n";
    let mut machine = Machine::new("2026-07-01T12:00:00Z", vec![plan("a.yaml", holds)]);
    machine.missing = |_| vec!["东城区".to_owned(), "西城区".to_owned()];
    machine.pass(60 * 12);
    assert_eq!((machine.ends(), machine.made.len()), (vec!["a 07-01 21:30 held".to_owned()], 0));
    assert_eq!(machine.hooks, ["/opt/alarm 东城区 西城区"]);
    let record = &machine.watch.as_ref().unwrap().state.series["a"];
    assert_eq!(record.ended.as_ref().unwrap().at, utc("2026-07-01T16:30:00Z"));
}

#[test]
fn what_passes_is_tried_again_and_what_does_not_is_not() {
    let tries = |outcome: fn(u32) -> Ended, minutes| {
        let more = "schedule: '30 21 * * *'\nretries: 3\non_failure: /opt/alarm\n";
        let mut machine = Machine::new("2026-07-01T13:00:00Z", vec![plan("a.yaml", more)]);
        machine.outcome = outcome;
        machine.pass(minutes);
        (machine.made.len(), machine.ends(), machine.hooks)
    };
    let ended = |how: &str| vec![format!("a 07-01 21:30 {how}")];
    let alarm = "/opt/alarm".to_owned();
    // what has passed within the minute alarms nobody
    let (made, ends, hooks) =
        tries(|n| if n < 1 { Ended::Passing(Event::failed("locked", None)) } else { issued(n) }, 33);
    assert_eq!((made, ends, hooks), (2, ended("issued"), vec![]));
    // room is made before the third try: 21:30, 21:31, 21:33
    let (made, ends, hooks) =
        tries(|n| if n < 2 { Ended::Passing(Event::failed("full", None)) } else { issued(n) }, 33);
    assert_eq!((made, ends, hooks), (3, ended("issued"), vec![alarm.clone()]));
    let (made, ends, hooks) = tries(|_| Ended::Passing(Event::failed("full", None)), 600);
    assert_eq!((made, ends, hooks), (4, ended("failed"), vec![alarm.clone(); 2]));
    let (made, ends, hooks) = tries(|_| Ended::Failed(Event::failed("no district reported", None)), 600);
    assert_eq!((made, ends, hooks), (1, ended("failed"), vec![alarm]));
}

#[test]
fn a_start_takes_up_at_once_what_was_put_off() {
    let mut machine = Machine::new("2026-07-01T13:00:00Z", vec![plan("a.yaml", "schedule: '30 21 * * *'\n")]);
    machine.outcome = |_| Ended::Passing(Event::failed("read-only", None));
    // 21:30, 21:31, 21:33, 21:37, 21:45; the next would be at 22:01
    machine.pass(50);
    assert_eq!(machine.made.len(), 5);
    machine.kill();
    machine.outcome = issued;
    machine.start();
    machine.pass(1);
    assert_eq!(machine.ends(), ["a 07-01 21:30 issued"]);
}

#[test]
fn a_schedule_that_is_changed_is_not_late_by_that() {
    let mut machine = Machine::new("2026-07-01T00:00:00Z", vec![plan("a.yaml", "schedule: '30 21 * * *'\n")]);
    // at 15:00 in Shanghai the hour is moved to noon: the noon that has been is not made up for
    machine.pass(60 * 7);
    machine.reload(vec![plan("a.yaml", "schedule: '0 12 * * *'\n")]);
    machine.pass(60 * 24);
    assert_eq!(machine.ends(), ["a 07-02 12:00 issued"]);
    // switched off over two hours, and changed meanwhile: what the old schedule missed is caught up
    machine.kill();
    machine.pass(60 * 24);
    machine.plans = vec![plan("a.yaml", "schedule: '30 21 * * *'\n")];
    machine.start();
    machine.pass(60 * 8);
    assert_eq!(machine.ends(), ["a 07-02 12:00 issued", "a 07-03 12:00 issued", "a 07-03 21:30 stands"]);
}

#[test]
fn a_plan_taken_away_is_not_late_when_it_returns() {
    let nightly = || vec![plan("a.yaml", "schedule: '30 21 * * *'\ncatch_up: all\n")];
    let mut machine = Machine::new("2026-07-01T00:00:00Z", nightly());
    machine.pass(60 * 24);
    machine.reload(vec![]);
    machine.pass(60 * 24);
    machine.reload(nightly());
    machine.pass(60 * 24);
    assert_eq!(machine.ends(), ["a 07-01 21:30 issued", "a 07-03 21:30 issued"]);
}

#[test]
fn an_hour_that_strikes_while_it_is_asked_lets_a_carrying_plan_go() {
    let carries = plan("a.yaml", "schedule: '30 21 * * *'\nwait: {until: '22:00', for: all}\n");
    let mut watch = Watch::new(State::new(utc("2026-07-01T12:00:00Z")));
    watch.serve(vec![carries], utc("2026-07-01T12:00:00Z"));
    let at = |text: &str| Look { now: utc(text), up: std::time::Duration::from_secs(1) };
    watch.look(at("2026-07-01T13:59:59Z"));
    let task = watch.task(at("2026-07-01T13:59:59Z")).unwrap();
    assert_eq!(task.work, Work::Probe);
    let ended = Ended::Missing(vec!["西城区".to_owned()]);
    let done = Done { series: "a".to_owned(), civil: task.civil, ended };
    assert_eq!(watch.done(done, utc("2026-07-01T14:00:02Z")), []);
    assert_eq!(watch.task(at("2026-07-01T14:00:02Z")).unwrap().work, Work::Make);
}

#[test]
fn nights_that_are_not_made_up_for_sound_one_alarm() {
    let more = "schedule: '30 21 * * *'\ncatch_up: none\non_failure: /opt/alarm\n";
    let mut machine = Machine::new("2026-07-01T00:00:00Z", vec![plan("a.yaml", more)]);
    machine.kill();
    machine.time += TimeDelta::days(3);
    machine.start();
    machine.pass(1);
    assert_eq!(machine.ends(), ["a 07-01 21:30 skipped", "a 07-02 21:30 skipped", "a 07-03 21:30 skipped"]);
    assert_eq!(machine.hooks, ["/opt/alarm"]);
}

#[test]
fn a_daemon_that_keeps_to_workdays_rests_on_holidays_and_misses_none_by_a_change_of_plan() {
    let rests = || {
        let more = "schedule: '30 21 * * *'\ncatch_up: all\ncatch_up_days: 30\n\
                    calendar: schedules/calendars/china.yaml\nworkdays: only\n";
        vec![plan("a.yaml", more)]
    };
    let mut machine = Machine::new("2026-09-29T00:00:00Z", rests());
    machine.pass(60 * 24 * 12);
    let days = |machine: &Machine| {
        machine.made.iter().map(|(_, c)| c.format("%m-%d").to_string()).collect::<Vec<String>>()
    };
    assert_eq!(days(&machine), ["09-29", "09-30", "10-08", "10-09", "10-10"]);
    // switched off over Monday and Tuesday; on Wednesday noon every day counts from now on
    machine.kill();
    machine.pass(60 * 24 * 3 + 60 * 4);
    machine.plans = vec![plan("a.yaml", "schedule: '30 21 * * *'\ncatch_up: all\ncatch_up_days: 30\n")];
    machine.start();
    machine.pass(60 * 24 * 4);
    // Sunday the 11th was no workday then, and is not missed now
    let later = ["10-12", "10-13", "10-14", "10-15", "10-16", "10-17"];
    assert_eq!(days(&machine)[5..], later);
}

#[test]
fn a_change_in_the_inbox_is_asked_about_at_once_and_a_retry_is_not_hurried() {
    let waits = plan("a.yaml", "schedule: '30 21 * * *'\nwait: {until: '23:00', for: all}\n");
    let mut watch = Watch::new(State::new(utc("2026-07-01T12:00:00Z")));
    watch.serve(vec![waits], utc("2026-07-01T12:00:00Z"));
    let at = |text: &str| Look { now: utc(text), up: std::time::Duration::from_secs(1) };
    let done = |civil, ended| Done { series: "a".to_owned(), civil, ended };
    watch.look(at("2026-07-01T13:30:00Z"));
    let task = watch.task(at("2026-07-01T13:30:00Z")).unwrap();
    let late = || Ended::Missing(vec!["西城区".to_owned()]);
    watch.done(done(task.civil, late()), utc("2026-07-01T13:30:01Z"));
    // the next poll is twenty seconds away
    assert_eq!(watch.task(at("2026-07-01T13:30:05Z")), None);
    assert_eq!(
        watch.waits().map(|(plan, day)| (plan.series.clone(), day.to_string())).collect::<Vec<_>>(),
        [("a".to_owned(), "2026-07-01".to_owned())]
    );
    watch.stirred(utc("2026-07-01T13:30:05Z"));
    assert_eq!(watch.task(at("2026-07-01T13:30:06Z")).unwrap().work, Work::Probe);
    watch.done(done(task.civil, Ended::Missing(vec![])), utc("2026-07-01T13:30:06Z"));
    assert_eq!(watch.task(at("2026-07-01T13:30:06Z")).unwrap().work, Work::Make);
    assert_eq!(watch.waits().count(), 0);
    // the disk is full: a minute is a minute, whatever else is copied into the inbox
    let full = Ended::Passing(Event::failed("full", None));
    watch.done(done(task.civil, full), utc("2026-07-01T13:30:07Z"));
    watch.stirred(utc("2026-07-01T13:30:08Z"));
    assert_eq!(watch.task(at("2026-07-01T13:31:06Z")), None);
    assert_eq!(watch.task(at("2026-07-01T13:31:07Z")).unwrap().work, Work::Make);
}
