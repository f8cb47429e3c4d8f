//! `tongbao serve`: night after night, unattended.
//!
//! The daemon is a loop that looks at the clocks twice a second, a pair of hands in a thread that makes one
//! edition at a time, and a small file that says which civil times are settled. What is due is decided in
//! [`firing`] and [`watch`], which ask nobody the time; what happened is told by [`place`] (history, status,
//! metrics), by hooks and by systemd.
//!
//! The order in the loop is what makes a restart at any moment harmless: a firing is accepted on the disk
//! before anything is made of it, and concluded on the disk after the edition stands. A kill in between
//! makes the firing again, and publishing finds the edition that stands.
//!
//! Left to others: what an edition is ([`Press`]), and who starts the daemon again (systemd).

mod editions;
mod event;
mod eyes;
mod firing;
mod hook;
mod looks;
mod notify;
mod place;
mod plans;
mod press;
mod show;
pub(super) mod signals;
mod state;
mod task;
#[cfg(test)]
mod tests;
mod watch;

use std::collections::{BTreeMap, VecDeque};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

use self::editions::Editions;
use self::eyes::Eyes;
use self::hook::Hooks;
use self::place::Place;
use self::plans::Folder;
use self::press::{Hands, Press};
pub(super) use self::show::{history, status};
use self::signals::Asked;
use self::state::State;
use self::task::Done;
use self::watch::{Look, Watch, Word};
use super::desk;
use crate::args::{Common, ServeArgs};
use crate::error::{Exit, Failure};
use crate::schedule::Clock;

/// How long the loop sleeps where nothing comes: half a second is the most that an edition is late.
const NAP: Duration = Duration::from_millis(500);
/// How often plan files are looked at, in naps.
const PLANS_EVERY: u32 = 4;
/// How often the status is written where nothing happens, in naps: a minute.
const STATUS_EVERY: u32 = 120;

/// As many events wait for a disk to have room again.
const MOST_UNTOLD: usize = 1000;

/// What wakes the loop.
enum Call {
    Stirred,
    Asked(Asked),
    Done(Box<Done>),
}

/// `tongbao serve`: every plan of the folder, with the editions that `tongbao run` makes.
///
/// # Errors
/// As of `serve`.
pub(super) fn run(args: &ServeArgs, common: &Common, clock: &dyn Clock) -> Result<Exit, Failure> {
    let editions = Editions::new(common.fonts.clone(), common.strict);
    serve(&args.desk.folder, args.desk.state.as_deref(), Arc::new(editions), clock)
}

/// Serves every plan in `folder` until asked to end; `state` is the daemon's own folder, by default `.serve`
/// within.
///
/// # Errors
/// 75 where another daemon serves the folder, 78 where a plan is wrong at the start, 1 where the daemon's
/// own folder cannot be used.
fn serve(
    folder: &Path,
    state: Option<&Path>,
    press: Arc<dyn Press>,
    clock: &dyn Clock,
) -> Result<Exit, Failure> {
    let place = Place::new(folder, state);
    let (plans_folder, plans) = Folder::open(folder)?;
    let _lock = place.lock(folder)?;
    let known = place.state()?;
    // told now, not at the hour; a disk that is away may be there by then
    for plan in &plans {
        if let Err(failure) = press.is_ready(plan) {
            tracing::error!(
                hint = failure.hint,
                "{}: no edition can be made yet: {}",
                plan.series,
                failure.message
            );
        }
    }

    let (call, calls) = channel();
    let (asked, done, stirred) = (call.clone(), call.clone(), call);
    // a loop that is gone needs no signals
    signals::listen(move |what| drop(asked.send(Call::Asked(what))))?;
    let hands = Hands::start(press, move |what| drop(done.send(Call::Done(Box::new(what)))))?;

    let now = clock.now();
    let mut daemon = Daemon {
        watch: Watch::new(known.unwrap_or_else(|| State::new(now))),
        place,
        plans: plans_folder,
        folder: folder.to_owned(),
        eyes: Eyes::open(move || drop(stirred.send(Call::Stirred))),
        hands,
        hooks: Hooks::default(),
        clock,
        wrong_plans: Vec::new(),
        is_kept: false,
        untold: VecDeque::new(),
        gaps: Vec::new(),
        quiet_until: BTreeMap::new(),
    };
    let words = daemon.watch.serve(plans, now);
    daemon.say(words);
    // a state that cannot be written now could not be written in the night
    daemon.place.keep(&daemon.watch.state)?;
    notify::ready(&daemon.status());
    let exit = daemon.run(&calls);
    daemon.hooks.end();
    Ok(exit)
}

struct Daemon<'c> {
    watch: Watch,
    place: Place,
    plans: Folder,
    /// the folder of plans
    folder: PathBuf,
    eyes: Eyes,
    hands: Hands,
    hooks: Hooks,
    clock: &'c dyn Clock,
    /// what is wrong with plan files, since they were last read
    wrong_plans: Vec<String>,
    /// is the state on the disk as it is here?
    is_kept: bool,
    /// events that are not in the history yet
    untold: VecDeque<event::Event>,
    /// what was said of calendars that end
    gaps: Vec<String>,
    /// up to when no more is said of what cannot be written, by what follows from it
    quiet_until: BTreeMap<&'static str, Duration>,
}

impl Daemon<'_> {
    /// The loop.
    fn run(&mut self, calls: &Receiver<Call>) -> Exit {
        let mut naps: u32 = 0;
        // after a change the plans are looked at each time, until they stand still
        let mut stirred_until: u32 = 0;
        let mut stopping = false;
        let mut nap = notify::watchdog().map_or(NAP, |often| often.min(NAP));
        // nothing shorter: a mistaken WatchdogSec must not make the loop spin
        nap = nap.max(Duration::from_millis(50));
        loop {
            notify::alive();
            if !stopping {
                let is_stirred = naps < stirred_until;
                if (is_stirred || naps.is_multiple_of(PLANS_EVERY)) && self.plans.has_changed() {
                    self.read_plans();
                }
                self.look();
                self.begin();
                if is_stirred || naps.is_multiple_of(PLANS_EVERY) {
                    self.set_eyes();
                }
            }
            // the loop goes on while commands run, so that a second asking is heard
            if stopping && !self.watch.is_busy() && self.hooks.are_done() {
                self.show(false);
                return Exit::Done;
            }
            if naps.is_multiple_of(STATUS_EVERY) {
                self.look_at_calendars();
                self.show(true);
            }
            naps = naps.wrapping_add(1);
            match calls.recv_timeout(nap) {
                Ok(Call::Done(done)) => self.end(*done),
                Ok(Call::Stirred) => {
                    self.watch.stirred(self.clock.now());
                    self.eyes.rested();
                    stirred_until = naps.saturating_add(PLANS_EVERY);
                }
                Ok(Call::Asked(Asked::Reload)) => self.read_plans(),
                Ok(Call::Asked(Asked::Stop)) => {
                    stopping = true;
                    tracing::warn!("asked to stop: {}", self.in_hand());
                    notify::stopping(self.in_hand());
                }
                Ok(Call::Asked(Asked::StopNow)) => {
                    tracing::warn!(
                        "asked to stop again: an edition in hand is left, and made at the next start; commands are ended"
                    );
                    self.show(false);
                    return Exit::TryAgain;
                }
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => {}
            }
        }
    }

    /// Watches the plans, and the inboxes that are waited for.
    fn set_eyes(&mut self) {
        let mut folders = vec![self.folder.clone(), self.folder.join("calendars")];
        folders.extend(self.watch.waits().map(|(plan, day)| plan.inbox.for_day(day)));
        if let Some(blind) = self.eyes.set_on(folders) {
            tracing::warn!("{blind}");
        }
    }

    /// What the end waits for.
    fn in_hand(&self) -> &'static str {
        match (self.watch.is_busy(), self.hooks.are_done()) {
            (true, _) => "finishing the edition in hand",
            (false, false) => "waiting for commands that run, half a minute at most",
            (false, true) => "nothing in hand",
        }
    }

    /// Accepts what is due.
    fn look(&mut self) {
        let before = self.watch.state.clone();
        let words = self.watch.look(self.clocks());
        self.is_kept &= before == self.watch.state;
        self.say(words);
        self.keep();
    }

    /// Hands out what may go. Only what is accepted on the disk: otherwise a kill would lose it.
    fn begin(&mut self) {
        if !self.is_kept {
            return;
        }
        if let Some(task) = self.watch.task(self.clocks()) {
            self.is_kept = false;
            self.keep();
            self.hands.give(task);
        }
    }

    /// Takes what was done.
    fn end(&mut self, done: Done) {
        let words = self.watch.done(done, self.clock.now());
        self.is_kept = false;
        // the history before the state: after a kill in between it says twice what happened, not never
        self.say(words);
        self.keep();
        self.show(true);
    }

    /// Reads the plans again; what is wrong keeps what was right.
    fn read_plans(&mut self) {
        notify::reloading();
        let reread = self.plans.read_again(self.watch.plans());
        for wrong in &reread.wrong {
            tracing::error!("a plan is wrong; what was served of it is kept: {}", wrong.trim_end());
        }
        if reread.plans != self.watch.plans() {
            tracing::warn!("plans read again: {} served", reread.plans.len());
            let words = self.watch.serve(reread.plans, self.clock.now());
            self.is_kept = false;
            self.say(words);
            self.keep();
        }
        if reread.wrong.is_empty() && !self.wrong_plans.is_empty() {
            tracing::warn!("no plan is wrong any more");
        }
        self.wrong_plans = reread.wrong;
        self.show(true);
        notify::ready(&self.status());
    }

    fn clocks(&self) -> Look {
        Look { now: self.clock.now(), up: self.clock.up() }
    }

    /// Writes the state, unless it is written; a full disk is tried again at the next look.
    fn keep(&mut self) {
        if self.is_kept {
            return;
        }
        match self.place.keep(&self.watch.state) {
            Ok(()) => self.is_kept = true,
            Err(failure) => {
                self.complain("nothing is begun until the state can be written", &failure.message)
            }
        }
    }

    fn say(&mut self, words: Vec<Word>) {
        for word in words {
            match word {
                Word::Clock(text) => tracing::warn!("{text}"),
                Word::Event(event, hook) => {
                    self.log(&event);
                    self.untold.push_back((*event).clone());
                    if let Some(hook) = hook {
                        self.hooks.run(&hook, &event);
                    }
                }
            }
        }
        self.record();
    }

    /// Writes the history; what a full disk does not take now is written when it does.
    fn record(&mut self) {
        while let Some(event) = self.untold.front() {
            if let Err(why) = self.place.record(event) {
                self.complain("the history waits", &why);
                // the archive has what was issued; of the rest the log tells
                while self.untold.len() > MOST_UNTOLD {
                    self.untold.pop_front();
                }
                return;
            }
            self.untold.pop_front();
        }
    }

    /// Logs that the daemon's own folder cannot be written: once a minute, since a log on the same full disk
    /// would not help it.
    fn complain(&mut self, what: &'static str, why: &dyn std::fmt::Display) {
        let up = self.clock.up();
        if self.quiet_until.get(what).is_none_or(|until| *until <= up) {
            self.quiet_until.insert(what, up + Duration::from_secs(60));
            tracing::error!("{what}: {why}");
        }
    }

    fn log(&self, event: &event::Event) {
        let line = event.line();
        if event.kind.is_success() {
            tracing::info!(series = event.series, head = event.head, "{line}");
        } else {
            tracing::error!(series = event.series, hint = event.hint, "{line}");
        }
    }

    /// Says, once each, which calendars end within a month.
    fn look_at_calendars(&mut self) {
        let now = self.clock.now();
        let gaps: Vec<String> =
            self.watch.plans().iter().filter_map(|plan| desk::calendar_gap(plan, now)).collect();
        for gap in gaps.iter().filter(|gap| !self.gaps.contains(gap)) {
            tracing::warn!("{gap}");
        }
        self.gaps = gaps;
    }

    /// Status and metrics, for those who look from outside.
    fn show(&mut self, runs: bool) {
        let view = show::View {
            watch: &self.watch,
            wrong_plans: &self.wrong_plans,
            is_kept: self.is_kept,
            gaps: &self.gaps,
            runs,
            now: self.clock.now(),
        };
        let files = [("status.json", view.json()), ("tongbao.prom", view.metrics())];
        for (name, text) in files {
            if let Err(why) = self.place.show(name, &text) {
                self.complain("the status is out of date", &why);
            }
        }
        if runs {
            notify::status(&self.status());
        }
    }

    fn status(&self) -> String {
        show::one_line(&self.watch, &self.wrong_plans)
    }
}
