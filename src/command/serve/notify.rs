//! What systemd is told. Where nobody listens, or the socket is gone, the daemon goes on: telling is never
//! worth a bulletin.

use std::time::Duration;

use sd_notify::NotifyState;

/// Ready to serve.
pub(super) fn ready(status: &str) {
    tell(&[NotifyState::Ready, NotifyState::Status(status)]);
}

/// Reading the plans again; [`ready`] follows.
pub(super) fn reloading() {
    match NotifyState::monotonic_usec_now() {
        Ok(now) => tell(&[NotifyState::Reloading, now]),
        Err(_) => tell(&[NotifyState::Reloading]),
    }
}

/// Ending, with the edition in hand.
pub(super) fn stopping(status: &str) {
    tell(&[NotifyState::Stopping, NotifyState::Status(status)]);
}

/// In one line, for `systemctl status`.
pub(super) fn status(status: &str) {
    tell(&[NotifyState::Status(status)]);
}

/// Still awake; called by the loop itself, so that a loop that hangs is found out.
pub(super) fn alive() {
    tell(&[NotifyState::Watchdog]);
}

/// How often [`alive`] is due: half of what systemd allows; none where it does not watch.
pub(super) fn watchdog() -> Option<Duration> {
    sd_notify::watchdog_enabled().map(|allowed| allowed / 2)
}

fn tell(states: &[NotifyState<'_>]) {
    if let Err(cause) = sd_notify::notify(states) {
        tracing::debug!("cannot tell systemd: {cause}");
    }
}
