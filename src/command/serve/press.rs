//! The hands of the daemon: one thread that makes editions, one after another, so that the loop stays awake
//! for signals and the watchdog. Two editions never overlap.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

use super::event::Event;
use super::task::{Done, Ended, Task, Work};
use crate::error::{Exit, Failure};
use crate::model::Day;
use crate::plan::Plan;

/// Makes editions; the rest of the program as the daemon sees it.
pub(super) trait Press: Send + Sync {
    /// Is everything there that editions of `plan` are made with, whatever the day?
    ///
    /// # Errors
    /// What is not, as [`Press::make`] would say it.
    fn is_ready(&self, plan: &Plan) -> Result<(), Failure>;

    /// Makes and publishes the edition of the task's plan and day, or finds that it stands.
    ///
    /// Where it is resumed, an earlier process began this very edition and was killed. Where one stands for the day,
    /// it is that one, even if workbooks came in since.
    ///
    /// # Errors
    /// [`Failure`]; one that says that it may pass is tried again.
    fn make(&self, task: &Task) -> Result<Made, Failure>;

    /// The districts that have not reported for `day`, in the plan's order; asked three times a minute while the
    /// edition waits.
    fn missing(&self, plan: &Plan, day: Day) -> Vec<String>;
}

/// An edition that stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Made {
    /// did it stand before?
    pub stood: bool,
    /// 第67期
    pub label: String,
    /// the PDF in the outbox
    pub pdf: Option<std::path::PathBuf>,
    /// the record's head
    pub head: Option<String>,
    /// how many errors it has
    pub errors: usize,
    /// how many warnings
    pub warnings: usize,
}

/// One pair of hands.
#[derive(Debug)]
pub(super) struct Hands {
    tasks: Sender<Task>,
}

impl Hands {
    /// Starts the thread; what it has done arrives through `done`.
    ///
    /// # Errors
    /// No thread to be had: exit 75.
    pub(super) fn start(
        press: Arc<dyn Press>,
        done: impl Fn(Done) + Send + 'static,
    ) -> Result<Hands, Failure> {
        let (tasks, given): (Sender<Task>, Receiver<Task>) = channel();
        let work = move || {
            for task in given {
                done(perform(press.as_ref(), task));
            }
        };
        thread::Builder::new()
            .name("press".to_owned())
            .spawn(work)
            .map_err(|e| Failure::new(Exit::TryAgain, format!("cannot start a thread: {e}")))?;
        Ok(Hands { tasks })
    }

    /// Hands a task over.
    pub(super) fn give(&self, task: Task) {
        // the thread ends with the process only
        let _ = self.tasks.send(task);
    }
}

/// Does one task.
fn perform(press: &dyn Press, task: Task) -> Done {
    let ended = catch_unwind(AssertUnwindSafe(|| match task.work {
        Work::Probe => Ended::Missing(press.missing(&task.plan, task.day)),
        Work::Make => made(press.make(&task)),
    }));
    // a fault of ours in one edition must not end a daemon that serves others
    let ended = ended.unwrap_or_else(|_| {
        let hint = "this is a fault of the program; the log has where: please report it".to_owned();
        Ended::Failed(Event::failed("the program broke off while making the edition", Some(hint)))
    });
    Done { series: task.plan.series, civil: task.civil, ended }
}

fn made(result: Result<Made, Failure>) -> Ended {
    use super::event::Kind;
    match result {
        Ok(made) => {
            let kind = match (made.stood, made.errors) {
                (true, _) => Kind::Stands,
                (false, 0) => Kind::Issued,
                (false, _) => Kind::Faulty,
            };
            Ended::Made(Event {
                label: Some(made.label),
                pdf: made.pdf,
                head: made.head,
                errors: made.errors,
                warnings: made.warnings,
                ..Event::new(kind)
            })
        }
        Err(failure) => {
            let event = Event::failed(failure.message, failure.hint);
            if failure.passing { Ended::Passing(event) } else { Ended::Failed(event) }
        }
    }
}
