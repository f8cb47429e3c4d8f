//! The side that asks: starts a worker when the first file needs one, watches the clock, says how it died.

use std::io::{self, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::thread::JoinHandle;
use std::time::Duration;

use crate::model::{Code, Day, Fault};
use crate::plan::{Limits, Plan};

use super::super::inbox::InboxFile;
use super::super::read::FileReading;
use super::system;
use super::wire::{self, Brief, Request};

/// Keeps one worker, replaced when it dies. Held by one thread for its whole life: the system ends a worker
/// with the thread that started it.
pub(in super::super) struct Keeper<'a> {
    program: &'a Path,
    arguments: &'a [String],
    plan: &'a Plan,
    day: Day,
    households: bool,
    worker: Option<Worker>,
}

/// Characters of what a worker said at its end that a fault repeats.
const SAID: usize = 200;

/// A process that runs.
struct Worker {
    process: Child,
    requests: Option<ChildStdin>,
    answers: Receiver<io::Result<Vec<u8>>>,
    listener: Option<JoinHandle<()>>,
}

/// Why there is no answer.
enum Lost {
    /// it did not answer in this time
    Late(Duration),
    /// it ended, or said what nobody understands
    Ended(io::Error),
}

impl<'a> Keeper<'a> {
    pub(super) fn new(
        program: &'a Path,
        arguments: &'a [String],
        plan: &'a Plan,
        day: Day,
        households: bool,
    ) -> Keeper<'a> {
        Keeper { program, arguments, plan, day, households, worker: None }
    }

    /// Has a file read.
    ///
    /// # Errors
    /// F016 where the worker died of it, or none can be started.
    pub(in super::super) fn read(&mut self, file: &InboxFile) -> Result<Vec<FileReading>, Box<Fault>> {
        let fault = |what: String| -> Box<Fault> { Fault::new(Code::F016).found(what).into() };
        let cannot =
            |error: io::Error| fault(format!("无法启动读取进程/no reading process can be started: {error}"));
        let request =
            Request { name: file.name.clone(), path: system::bytes(&file.path), sha256: file.sha256.clone() };
        let request = wire::frame(&request).map_err(cannot)?;
        // one that died before it was asked did not die of this file
        if self.worker.as_mut().is_none_or(|worker| worker.ask(&request).is_err()) {
            self.worker = None;
            let worker = self.worker.insert(self.start().map_err(cannot)?);
            // what it died of is said below
            let _ = worker.ask(&request);
        }
        let limits = self.plan.limits;
        let Some(worker) = &mut self.worker else { return Err(fault(String::new())) };
        match worker.answer(wall(limits)) {
            Ok(answer) if answer.iter().all(|reading| reading.fits(self.plan)) => Ok(answer),
            Ok(_) => Err(fault("读取进程的答复不合方案/an answer for another plan".to_owned())),
            Err(lost) => {
                let died = worker.died(&lost, limits);
                self.worker = None;
                Err(fault(died))
            }
        }
    }

    fn start(&self) -> io::Result<Worker> {
        let mut command = Command::new(self.program);
        command.args(self.arguments);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        system::set_apart(&mut command);
        let mut process = command.spawn()?;
        let (requests, output) = (process.stdin.take(), process.stdout.take());
        let (hand_over, answers) = sync_channel(1);
        let listen = move || {
            let Some(output) = output else { return };
            let mut output = BufReader::new(output);
            while let Some(frame) = wire::read(&mut output).transpose() {
                let last = frame.is_err();
                if hand_over.send(frame).is_err() || last {
                    return;
                }
            }
        };
        let listener = std::thread::Builder::new().name("answers".to_owned()).spawn(listen);
        let mut worker = Worker { process, requests, answers, listener: None };
        worker.listener = Some(listener?);
        let brief = Brief {
            path: self.plan.path.to_string_lossy().into_owned(),
            plan: self.plan.keeping.text.clone(),
            style: self.plan.style_file.as_ref().map(|file| file.text.clone()),
            day: self.day,
            households: self.households,
        };
        // where it is dead already, the first answer says of what
        let _ = worker.ask(&wire::frame(&brief)?);
        Ok(worker)
    }
}

/// Time on the clock for one file. Processor time is what is limited, since on a busy machine a sound file may
/// wait long for its turn; this ends what waits for ever, for a folder on a network that is gone.
fn wall(limits: Limits) -> Duration {
    Duration::from_secs((3 * u64::from(limits.seconds)).max(30))
}

impl Worker {
    fn ask(&mut self, frame: &[u8]) -> io::Result<()> {
        match &mut self.requests {
            Some(requests) => requests.write_all(frame).and_then(|()| requests.flush()),
            None => Err(io::ErrorKind::BrokenPipe.into()),
        }
    }

    fn answer(&self, time: Duration) -> Result<Vec<FileReading>, Lost> {
        let ended = || Lost::Ended(io::ErrorKind::UnexpectedEof.into());
        let frame = self.answers.recv_timeout(time).map_err(|error| match error {
            RecvTimeoutError::Timeout => Lost::Late(time),
            RecvTimeoutError::Disconnected => ended(),
        })?;
        frame.and_then(|frame| wire::understood(&frame)).map_err(Lost::Ended)
    }

    /// Buries it, and says what it died of.
    fn died(&mut self, lost: &Lost, limits: Limits) -> String {
        if let Lost::Late(time) = lost {
            return format!("用时/time > {} s", time.as_secs());
        }
        self.requests = None;
        let broken = matches!(lost, Lost::Ended(error) if error.kind() != io::ErrorKind::UnexpectedEof);
        // how a process ends is settled before its pipes close: this changes nothing for one that is dying,
        // and makes sure of one that is not
        let _ = self.process.kill();
        let mut said = Vec::new();
        if let Some(errors) = self.process.stderr.take() {
            let _ = errors.take(64 * 1024).read_to_end(&mut said);
        }
        let said = String::from_utf8_lossy(&said);
        let status = self.process.wait().ok();
        let signal = status.and_then(system::signal);
        match (signal, lost) {
            _ if said.contains("memory allocation of") => format!("内存/memory > {} MiB", limits.memory),
            _ if said.contains("overflowed its stack") => "栈溢出/stack overflow".to_owned(),
            (Some(signal), _) if system::ran_out_of_time(signal) => {
                format!("处理器用时/processor time > {} s", limits.seconds)
            }
            (Some(signal), _) if !broken => format!("信号/signal {signal}"),
            (_, Lost::Ended(error)) if broken => format!("读取进程的答复/its answer: {error}"),
            _ => {
                let code = status.and_then(|s| s.code()).unwrap_or(-1);
                let said: String = said.trim().chars().take(SAID).collect();
                format!("退出码/exit {code} {said}")
            }
        }
    }
}

impl Drop for Worker {
    /// Nothing of it is left behind: neither a process nor a thread.
    fn drop(&mut self) {
        self.requests = None;
        let _ = self.process.kill();
        let _ = self.process.wait();
        // an answer that nobody took would keep the listener waiting
        while self.answers.try_recv().is_ok() {}
        if let Some(listener) = self.listener.take() {
            let _ = listener.join();
        }
    }
}
