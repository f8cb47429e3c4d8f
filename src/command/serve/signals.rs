//! SIGTERM and SIGINT ask for the end, SIGHUP for the plans to be read again.

use crate::error::{Exit, Failure};

/// What a signal asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::command) enum Asked {
    /// finish the edition in hand, and end
    Stop,
    /// end now
    StopNow,
    /// read the plans again
    Reload,
}

/// Calls `heard` for each signal from now on, in a thread of its own.
///
/// # Errors
/// A system that does not let signals be caught: exit 1.
#[cfg(unix)]
pub(in crate::command) fn listen(heard: impl Fn(Asked) + Send + 'static) -> Result<(), Failure> {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    use signal_hook::iterator::Signals;

    let cannot =
        |cause: std::io::Error| Failure::new(Exit::NotIssued, format!("cannot listen to signals: {cause}"));
    let mut signals = Signals::new([SIGTERM, SIGINT, SIGHUP]).map_err(cannot)?;
    let listen = move || {
        let mut asked_before = false;
        for signal in &mut signals {
            match signal {
                SIGHUP => heard(Asked::Reload),
                _ if asked_before => heard(Asked::StopNow),
                _ => {
                    asked_before = true;
                    heard(Asked::Stop);
                }
            }
        }
    };
    std::thread::Builder::new().name("signals".to_owned()).spawn(listen).map_err(cannot)?;
    Ok(())
}

/// Signals are Unix's; elsewhere the console's own ending does, and what was in hand is taken up again.
#[cfg(not(unix))]
pub(in crate::command) fn listen(_: impl Fn(Asked) + Send + 'static) -> Result<(), Failure> {
    Ok(())
}
