//! The night watch: which firing is to be made now, waited for, tried again, or given up. It decides and
//! keeps the record; it makes nothing, sleeps nowhere and asks no clock, so that a test can send a year
//! of nights through it.

use std::time::Duration;

use chrono::{DateTime, NaiveTime, TimeDelta, Utc};
use chrono_tz::Tz;

use super::event::{Event, Kind};
use super::firing::{Due, due};
use super::state::{Conclusion, Pending, Record, State};
use super::task::{Done, Ended, Task, Work};
use crate::model::Day;
use crate::plan::{Hook, Plan, WhenMissing};
use crate::schedule::{self, Expression};

/// The wall clock and the machine's own may part by this much between two looks: more, and it was set.
const STEP: f64 = 2.0;
/// A jump forward of this length may be a mistake that is taken back; nothing is due until it has stood for
/// [`SETTLE`].
const LEAP: f64 = 3600.0;
const SETTLE: Duration = Duration::from_secs(300);
/// Two looks are half a second apart; this long means that the machine slept or the process was stopped.
const STALL: Duration = Duration::from_secs(30);
/// A clock this far behind the last thing that was done is wrong: a battery is empty.
const BEHIND: TimeDelta = TimeDelta::days(1);
/// How often it is asked whether all have reported.
const PROBE: TimeDelta = TimeDelta::seconds(20);

/// How soon it is asked where something in the inbox changed.
const SOON: TimeDelta = TimeDelta::milliseconds(200);

/// As many firings of a series at most are in hand.
const MOST_IN_HAND: usize = 1000;

/// One look at the clocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Look {
    /// the wall clock
    pub now: DateTime<Utc>,
    /// the time that the machine has been up, suspends counted
    pub up: Duration,
}

/// What the watch says to whoever is to hear it.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Word {
    /// a firing ended, or is tried again: for the history and the hooks
    Event(Box<Event>, Option<Hook>),
    /// the clocks behaved oddly: for the log
    Clock(String),
}

/// Plans, and where each stands.
#[derive(Debug)]
pub(super) struct Watch {
    plans: Vec<Plan>,
    /// to be written before the next task is given
    pub state: State,
    last_look: Option<Look>,
    settled_at: Duration,
    busy: bool,
    wrong_clock: bool,
}

impl Watch {
    /// A watch over no plans yet. What was put off is taken up at once: who starts the daemon again has
    /// perhaps mended what stood in the way.
    pub(super) fn new(mut state: State) -> Watch {
        for pending in state.series.values_mut().flat_map(|record| &mut record.queue) {
            pending.not_before = pending.at;
        }
        Watch {
            plans: vec![],
            state,
            last_look: None,
            settled_at: Duration::ZERO,
            busy: false,
            wrong_clock: false,
        }
    }

    /// The plans that are served.
    pub(super) fn plans(&self) -> &[Plan] {
        &self.plans
    }

    /// Is something in hand?
    pub(super) fn is_busy(&self) -> bool {
        self.busy
    }

    /// Is the clock trusted?
    pub(super) fn trusts_clock(&self) -> bool {
        !self.wrong_clock
    }

    /// Serves `plans` from now on. A series begins now, not in the past: what was due before it was served,
    /// or before its schedule was changed, is not missed. What its old schedule missed is.
    pub(super) fn serve(&mut self, plans: Vec<Plan>, now: DateTime<Utc>) -> Vec<Word> {
        let mut words = Vec::new();
        let was = std::mem::replace(&mut self.plans, plans);
        // a plan taken away, and put back some day, begins anew then: it was not missed
        for gone in was
            .iter()
            .filter(|old| !self.plans.iter().any(|p| p.series == old.series && p.schedule.is_some()))
        {
            if let Some(record) = self.state.series.get_mut(&gone.series) {
                record.away = true;
                record.queue.clear();
            }
        }
        for plan in &self.plans {
            let Some(expression) = &plan.schedule else { continue };
            let (text, zone) = (expression.keeping(), plan.timezone.name());
            let began = schedule::civil(plan.timezone, now);
            let record = self.state.series.entry(plan.series.clone()).or_insert_with(|| Record {
                schedule: text.clone(),
                timezone: zone.to_owned(),
                last: began,
                queue: Vec::new(),
                since: now,
                success: None,
                ended: None,
                counts: std::collections::BTreeMap::new(),
                away: false,
            });
            if std::mem::take(&mut record.away) {
                record.last = record.last.max(began);
            }
            if record.schedule == text && record.timezone == zone {
                continue;
            }
            if let Some((old, old_zone)) = parsed(record, expression) {
                let due = due(&old, old_zone, record.last, now, &plan.unattended);
                accept(plan, record, due, now, &mut words);
            }
            (record.schedule, record.timezone) = (text, zone.to_owned());
            record.last = record.last.max(began);
        }
        words
    }

    /// Looks at the clocks and accepts what is due. Each civil time is accepted once, and stays accepted:
    /// the state is to be written before anything is done about it.
    pub(super) fn look(&mut self, look: Look) -> Vec<Word> {
        let mut words = self.compare(look);
        if self.wrong_clock || look.up < self.settled_at {
            return words;
        }
        for plan in &self.plans {
            let Some(expression) = &plan.schedule else { continue };
            let Some(record) = self.state.series.get_mut(&plan.series) else { continue };
            let due = due(expression, plan.timezone, record.last, look.now, &plan.unattended);
            if due.last != record.last {
                // only what was done tells that a time has been; a clock that leaps and is set back does not
                self.state.seen = self.state.seen.max(look.now);
            }
            accept(plan, record, due, look.now, &mut words);
        }
        words
    }

    /// Holds the wall clock against the machine's own since the last look.
    fn compare(&mut self, look: Look) -> Vec<Word> {
        let mut words = Vec::new();
        if let Some(last) = self.last_look {
            let up = look.up.saturating_sub(last.up);
            let step = (look.now - last.now).as_seconds_f64() - up.as_secs_f64();
            if up > STALL {
                words.push(Word::Clock(format!("slept, or was stopped, for {} s", up.as_secs())));
            }
            if step.abs() > STEP {
                words.push(Word::Clock(format!("the clock was set by {step:+.0} s")));
            }
            if step > LEAP {
                self.settled_at = look.up + SETTLE;
            } else if step < -LEAP {
                // set back again, or for good: no need to wait, since nothing comes twice
                self.settled_at = Duration::ZERO;
            }
        }
        self.last_look = Some(look);
        let wrong = look.now < self.state.seen - BEHIND;
        if wrong != self.wrong_clock {
            let seen = self.state.seen.format("%Y-%m-%dT%H:%M:%SZ");
            words.push(Word::Clock(match wrong {
                true => format!("the clock stands more than a day before {seen}, when something was last done: nothing is made until it is set"),
                false => "the clock is right again".to_owned(),
            }));
        }
        self.wrong_clock = wrong;
        words
    }

    /// The next thing to do, if the hands are free: of all firings in hand that may go, the one that was due
    /// first. A series has one at a time, the oldest.
    pub(super) fn task(&mut self, look: Look) -> Option<Task> {
        if self.busy || self.wrong_clock || look.up < self.settled_at {
            return None;
        }
        let ready = self.plans.iter().filter_map(|plan| {
            let first = self.state.series.get(&plan.series)?.queue.first()?;
            (first.not_before <= look.now).then_some((first.at, plan))
        });
        let plan = ready.min_by_key(|(at, _)| *at).map(|(_, plan)| plan.clone())?;
        let record = self.state.series.get_mut(&plan.series)?;
        let issued = record.success.as_ref().and_then(|success| success.label.clone());
        let pending = record.queue.first_mut()?;
        // at the hour a plan that holds asks once more, to say who is missing
        let waits = waits_until(&plan, pending)
            .is_some_and(|until| look.now < until || plan.when_missing == WhenMissing::Hold);
        let work = if waits && !pending.go { Work::Probe } else { Work::Make };
        let resumed = pending.begun;
        pending.begun |= work == Work::Make;
        self.busy = true;
        let (civil, day) = (pending.civil, pending.day);
        Some(Task { work, plan, civil, day, resumed, issued })
    }

    /// The inboxes that are waited for: plan and day.
    pub(super) fn waits(&self) -> impl Iterator<Item = (&Plan, Day)> {
        self.plans.iter().filter_map(|plan| {
            plan.unattended.wait?;
            let pending = self.state.series.get(&plan.series)?.queue.first()?;
            (!pending.go).then_some((plan, pending.day))
        })
    }

    /// Something changed in a folder: who waits asks again soon, rather than at the next poll.
    pub(super) fn stirred(&mut self, now: DateTime<Utc>) {
        for plan in self.plans.iter().filter(|plan| plan.unattended.wait.is_some()) {
            let record = self.state.series.get_mut(&plan.series);
            if let Some(pending) = record.and_then(|record| record.queue.first_mut())
                && !pending.go
                && pending.tries == 0
            {
                pending.not_before = pending.not_before.min(now + SOON);
            }
        }
    }

    /// Takes what came of the task given last.
    pub(super) fn done(&mut self, done: Done, now: DateTime<Utc>) -> Vec<Word> {
        self.busy = false;
        let mut words = Vec::new();
        let Some(plan) = self.plans.iter().find(|plan| plan.series == done.series).cloned() else {
            return words;
        };
        let Some(record) = self.state.series.get_mut(&done.series) else { return words };
        let Some(pending) = record.queue.iter_mut().find(|pending| pending.civil == done.civil) else {
            return words;
        };
        match done.ended {
            Ended::Missing(missing) => {
                if let Some(event) = probed(&plan, pending, missing, now, &mut words) {
                    conclude(&plan, record, event, now, &mut words);
                }
            }
            Ended::Passing(event) if pending.tries < plan.unattended.retries => {
                pending.tries += 1;
                pending.begun = false;
                pending.not_before = now + backoff(pending.tries);
                let event = Event { kind: Kind::Retry, retry_at: Some(pending.not_before), ..event };
                // what passes by itself has passed within the minute; the rest wants somebody
                let hook = plan.unattended.on_failure.clone().filter(|_| pending.tries == 2);
                words.push(Word::Event(Box::new(event.of(&plan, pending, now)), hook));
            }
            Ended::Made(event) | Ended::Passing(event) | Ended::Failed(event) => {
                let event = event.of(&plan, pending, now);
                conclude(&plan, record, event, now, &mut words);
            }
        }
        words
    }
}

/// Queues what is to be made, and says what is skipped.
fn accept(plan: &Plan, record: &mut Record, due: Due, now: DateTime<Utc>, words: &mut Vec<Word>) {
    let pending = |firing: &schedule::Firing| {
        let on = Day::from(firing.civil.date());
        Pending {
            civil: firing.civil,
            at: firing.at.to_utc(),
            day: (0..plan.report_day.days_back()).fold(on, |day, _| day.previous()),
            tries: 0,
            not_before: firing.at.to_utc(),
            begun: false,
            go: false,
            reminded: false,
        }
    };
    // a schedule by the second that waits for the late must not fill the disk
    let room = MOST_IN_HAND.saturating_sub(record.queue.len());
    let beyond = due.make.len().saturating_sub(room);
    let skipped = due.skip.iter().chain(&due.make[..beyond]);
    let events: Vec<Event> =
        skipped.map(|firing| Event::new(Kind::Skipped).of(plan, &pending(firing), now)).collect();
    let last = events.len();
    for (i, event) in events.into_iter().enumerate() {
        count(record, &event);
        // a night without a bulletin is a failure; a month of them is one alarm
        let hook = plan.unattended.on_failure.clone().filter(|_| i + 1 == last);
        words.push(Word::Event(Box::new(event), hook));
    }
    record.queue.extend(due.make[beyond..].iter().map(pending));
    record.last = due.last;
}

/// What a probe means: go on waiting, make it, or, where the plan says hold, give it up.
fn probed(
    plan: &Plan,
    pending: &mut Pending,
    missing: Vec<String>,
    now: DateTime<Utc>,
    words: &mut Vec<Word>,
) -> Option<Event> {
    pending.not_before = now;
    let until = waits_until(plan, pending).unwrap_or(now);
    if missing.is_empty() {
        pending.go = true;
        return None;
    }
    if now >= until {
        if plan.when_missing == WhenMissing::Hold {
            return Some(Event { missing, ..Event::new(Kind::Held).of(plan, pending, now) });
        }
        // the hour struck while it was asked: the missing are named in the bulletin
        pending.go = true;
        return None;
    }
    if let Some(remind) = &plan.unattended.remind
        && !pending.reminded
        && hour_after(plan.timezone, pending, remind.at).is_some_and(|at| at <= now)
    {
        pending.reminded = true;
        let event = Event { missing, ..Event::new(Kind::Remind).of(plan, pending, now) };
        words.push(Word::Event(Box::new(event), Some(remind.run.clone())));
    }
    pending.not_before = (now + PROBE).min(until);
    None
}

/// Ends a firing: out of the queue, into the record, to the hooks.
fn conclude(plan: &Plan, record: &mut Record, event: Event, now: DateTime<Utc>, words: &mut Vec<Word>) {
    record.queue.retain(|pending| Some(pending.civil) != event.civil);
    count(record, &event);
    let unattended = &plan.unattended;
    let conclusion = Conclusion {
        civil: event.civil.unwrap_or(record.last),
        at: now,
        event: event.kind.name().to_owned(),
        label: event.label.clone(),
        day: event.day,
    };
    let hook = match event.kind {
        Kind::Issued | Kind::Stands => &unattended.on_success,
        Kind::Faulty => &unattended.on_fault,
        _ => &unattended.on_failure,
    };
    if event.kind.is_success() {
        record.success = Some(conclusion.clone());
    }
    record.ended = Some(conclusion);
    words.push(Word::Event(Box::new(event), hook.clone()));
}

fn count(record: &mut Record, event: &Event) {
    *record.counts.entry(event.kind.name().to_owned()).or_default() += 1;
}

/// 1, 2, 4 … 32 minutes.
fn backoff(tries: u32) -> TimeDelta {
    TimeDelta::minutes(1 << tries.saturating_sub(1).min(5))
}

/// When waiting for the late ends.
fn waits_until(plan: &Plan, pending: &Pending) -> Option<DateTime<Utc>> {
    hour_after(plan.timezone, pending, plan.unattended.wait?.until)
}

/// The first time after the firing at which the clocks of `zone` show `hour`.
fn hour_after(zone: Tz, pending: &Pending, hour: NaiveTime) -> Option<DateTime<Utc>> {
    let today = pending.civil.date().and_time(hour);
    let civil = if today > pending.civil { today } else { today + TimeDelta::days(1) };
    schedule::instant(zone, civil).map(|at| at.to_utc())
}

fn parsed(record: &Record, now: &Expression) -> Option<(Expression, Tz)> {
    Some((Expression::kept(&record.schedule, now)?, record.timezone.parse().ok()?))
}
