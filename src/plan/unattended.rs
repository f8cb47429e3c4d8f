//! What the daemon does with a plan while nobody looks: catching up, trying again, waiting for the late, and
//! whom it tells.

use chrono::NaiveTime;

use super::check::or;
use super::keys::{Checked, Item, Reader, Table};
use super::raw::Content;
use super::times;

/// How a plan is run unattended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unattended {
    /// what is made of the firings missed while the daemon, or the machine, was down
    pub catch_up: CatchUp,
    /// how many days back a missed firing is still made, 1 to 366; 3 by default
    pub catch_up_days: u32,
    /// how often an edition is tried again that failed for a passing reason, 0 to 100; 6 by default
    pub retries: u32,
    /// until when the edition waits for districts that have not reported; none: it goes out when due
    pub wait: Option<Wait>,
    /// what is run, once a firing, with the districts that have not reported; only with `wait`
    pub remind: Option<Remind>,
    /// what is run when an edition went out, or stood already
    pub on_success: Option<Hook>,
    /// what is run when an edition went out with errors
    pub on_fault: Option<Hook>,
    /// what is run when no edition went out
    pub on_failure: Option<Hook>,
}

/// What is made of missed firings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CatchUp {
    /// nothing; each is recorded as skipped
    None,
    /// the last one, the others are recorded as skipped
    #[default]
    Latest,
    /// each, the oldest first
    All,
}

/// Waiting for the late: the edition goes out as soon as all districts have reported, or at the hour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wait {
    /// the hour on the clocks of the plan's zone, the first after the firing: 22:00; 00:30 is on the next day
    pub until: NaiveTime,
}

/// A command that asks the late for their workbooks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remind {
    /// the hour, as in [`Wait::until`]
    pub at: NaiveTime,
    /// what is run
    pub run: Hook,
}

/// A program and its arguments; no shell stands between.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hook {
    /// the program: a path, or a name found in PATH
    pub program: String,
    /// its arguments, as they are
    pub arguments: Vec<String>,
}

impl Default for Unattended {
    fn default() -> Unattended {
        Unattended {
            catch_up: CatchUp::Latest,
            catch_up_days: 3,
            retries: 6,
            wait: None,
            remind: None,
            on_success: None,
            on_fault: None,
            on_failure: None,
        }
    }
}

/// The keys of this part, all of which may be left out.
pub(super) fn unattended<'r>(reader: &mut Reader<'r>, table: &Table<'r>) -> Checked<Unattended> {
    let usual = Unattended::default();
    let words = [("none", CatchUp::None), ("latest", CatchUp::Latest), ("all", CatchUp::All)];
    let others = [
        ("no", "none"),
        ("off", "none"),
        ("last", "latest"),
        ("one", "latest"),
        ("every", "all"),
        ("yes", "all"),
    ];
    let catch_up = or(table, "catch_up", usual.catch_up, |item| reader.word(item, &words, &others));
    let catch_up_days = or(table, "catch_up_days", usual.catch_up_days, |item| reader.whole(item, 1..=366));
    let retries = or(table, "retries", usual.retries, |item| reader.whole(item, 0..=100));
    let wait = or(table, "wait", None, |item| wait(reader, item).map(Some));
    let remind = or(table, "remind", None, |item| remind(reader, item, table).map(Some));
    let on_success = or(table, "on_success", None, |item| hook(reader, item).map(Some));
    let on_fault = or(table, "on_fault", None, |item| hook(reader, item).map(Some));
    let on_failure = or(table, "on_failure", None, |item| hook(reader, item).map(Some));
    Ok(Unattended {
        catch_up: catch_up?,
        catch_up_days: catch_up_days?,
        retries: retries?,
        wait: wait?,
        remind: remind?,
        on_success: on_success?,
        on_fault: on_fault?,
        on_failure: on_failure?,
    })
}

fn wait<'r>(reader: &mut Reader<'r>, item: &Item<'r>) -> Checked<Wait> {
    let table = &reader.table(item, &["until", "for"], &[("to", "until"), ("at", "until")])?;
    let until =
        table.require(reader, "until", "\"22:00\"").cloned().and_then(|item| times::cutoff(reader, &item));
    let whom =
        or(table, "for", (), |item| reader.word(item, &[("all", ())], &[("every", "all"), ("全部", "all")]));
    whom?;
    Ok(Wait { until: until? })
}

fn remind<'r>(reader: &mut Reader<'r>, item: &Item<'r>, plan: &Table<'r>) -> Checked<Remind> {
    if plan.get("wait").is_none() {
        let hint = "add it: wait: {until: \"22:00\", for: all}".to_owned();
        return Err(reader.tell(item, "nobody is reminded where nobody is waited for", hint));
    }
    let table = &reader.table(item, &["at", "run"], &[("until", "at"), ("command", "run")])?;
    let at = table.require(reader, "at", "\"21:45\"").cloned().and_then(|item| times::cutoff(reader, &item));
    let run =
        table.require(reader, "run", "[/usr/local/bin/remind]").cloned().and_then(|item| hook(reader, &item));
    Ok(Remind { at: at?, run: run? })
}

/// `[program, argument, …]`, or a program alone.
fn hook<'r>(reader: &mut Reader<'r>, item: &Item<'r>) -> Checked<Hook> {
    if !matches!(item.node.content, Content::List(_)) {
        let program = reader.line(item)?;
        if program.contains(char::is_whitespace) {
            let list = program.split_whitespace().collect::<Vec<_>>().join(", ");
            let message = format!("expected a program and its arguments as a list, found `{program}`");
            return Err(reader.tell(item, message, format!("no shell takes it apart; write [{list}]")));
        }
        return Ok(Hook { program, arguments: Vec::new() });
    }
    let items = reader.list(item, "a program and its arguments")?;
    let mut words = items.iter().map(|item| reader.line(item));
    let program = words.next().expect("a list that was read has at least one");
    // each argument is looked at, whether or not the program was right
    let arguments: Vec<Checked<String>> = words.collect();
    Ok(Hook { program: program?, arguments: arguments.into_iter().collect::<Checked<_>>()? })
}
