//! The calls that only Unix has: limits, signals, how a process died, a path's bytes.

use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus};

/// The program that runs now.
pub(super) fn this_program() -> PathBuf {
    let itself = Path::new("/proc/self/exe");
    if cfg!(target_os = "linux") && itself.exists() {
        return itself.to_owned();
    }
    std::env::current_exe().unwrap_or_else(|_| PathBuf::from("tongbao"))
}

/// A path as bytes; `path` makes it again.
#[cfg(unix)]
pub(super) fn bytes(path: &Path) -> Vec<u8> {
    std::os::unix::ffi::OsStrExt::as_bytes(path.as_os_str()).to_owned()
}

#[cfg(not(unix))]
pub(super) fn bytes(path: &Path) -> Vec<u8> {
    path.to_string_lossy().into_owned().into_bytes()
}

#[cfg(unix)]
pub(super) fn path(bytes: &[u8]) -> PathBuf {
    let name: &std::ffi::OsStr = std::os::unix::ffi::OsStrExt::from_bytes(bytes);
    PathBuf::from(name)
}

#[cfg(not(unix))]
pub(super) fn path(bytes: &[u8]) -> PathBuf {
    PathBuf::from(String::from_utf8_lossy(bytes).into_owned())
}

/// Ctrl-C at a terminal goes to the program, which finishes what it has in hand; not to those who read for it.
/// In a list of processes they bear its name, not `/proc/self/exe`.
#[cfg(unix)]
pub(super) fn set_apart(command: &mut Command) {
    use std::os::unix::process::CommandExt;

    command.process_group(0).arg0("tongbao");
}

#[cfg(not(unix))]
pub(super) fn set_apart(_: &mut Command) {}

/// Holds this process to so much memory, leaves no dump of what it read (names and identity numbers of
/// householders), and has it end with the one that started it. A service that is stopped sends SIGTERM to
/// all of its processes: a worker lets it pass, and ends when it is told nothing more.
///
/// # Errors
/// Where the system refuses.
#[cfg(unix)]
pub(super) fn hold_to(mebibytes: u32) -> io::Result<()> {
    use rustix::process::{Resource, Rlimit, setrlimit};

    for signal in [signal_hook::consts::SIGTERM, signal_hook::consts::SIGINT, signal_hook::consts::SIGHUP] {
        signal_hook::flag::register(signal, std::sync::Arc::default())?;
    }
    #[cfg(target_os = "linux")]
    rustix::process::set_parent_process_death_signal(Some(rustix::process::Signal::KILL))?;
    let both = |limit| Rlimit { current: Some(limit), maximum: Some(limit) };
    setrlimit(Resource::Core, both(0))?;
    setrlimit(Resource::As, both(u64::from(mebibytes) << 20))?;
    Ok(())
}

#[cfg(not(unix))]
pub(super) fn hold_to(_: u32) -> io::Result<()> {
    Ok(())
}

/// Allows this process so many seconds of processor time from now on; SIGXCPU ends it then.
///
/// # Errors
/// Where the system refuses.
#[cfg(unix)]
pub(super) fn allow(seconds: u32) -> io::Result<()> {
    use rustix::process::{Resource, getrlimit, setrlimit};

    let used = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime).tv_sec;
    let mut limit = getrlimit(Resource::Cpu);
    // the kernel counts whole seconds, and what was used of the one under way is not this file's
    let wanted = u64::try_from(used).unwrap_or(0) + u64::from(seconds) + 1;
    limit.current = Some(limit.maximum.map_or(wanted, |most| most.min(wanted)));
    setrlimit(Resource::Cpu, limit)?;
    Ok(())
}

#[cfg(not(unix))]
pub(super) fn allow(_: u32) -> io::Result<()> {
    Ok(())
}

/// The signal by which a process ended.
#[cfg(unix)]
pub(super) fn signal(status: ExitStatus) -> Option<i32> {
    std::os::unix::process::ExitStatusExt::signal(&status)
}

#[cfg(not(unix))]
pub(super) fn signal(_: ExitStatus) -> Option<i32> {
    None
}

/// Did the processor time that was allowed run out?
#[cfg(unix)]
pub(super) fn ran_out_of_time(signal: i32) -> bool {
    signal == rustix::process::Signal::XCPU.as_raw()
}

#[cfg(not(unix))]
pub(super) fn ran_out_of_time(_: i32) -> bool {
    false
}
