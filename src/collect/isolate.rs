//! Keeps a file whose reading fails from failing the others: panics inside the reader of a format end that
//! file's reading only (Apache POI's Simple.xlsb makes calamine 0.38 panic).

use std::any::Any;
use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Once;

use crate::model::{Code, Fault};

use super::cell::shorten;

thread_local! {
    static READING: Cell<bool> = const { Cell::new(false) };
}

/// Runs `read`; a panic within it becomes F016.
pub(super) fn isolated<T>(read: impl FnOnce() -> T) -> Result<T, Box<Fault>> {
    quiet();
    READING.set(true);
    // what `read` had borrowed is dropped with it: nothing half-done is seen afterwards
    let outcome = catch_unwind(AssertUnwindSafe(read));
    READING.set(false);
    outcome.map_err(|panic| Fault::new(Code::F016).found(shorten(&said(&*panic))).into())
}

fn said(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|s| (*s).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_else(|| "panic".to_owned())
}

/// A panic that becomes a fault is not also printed to stderr; any other goes to the hook that was there.
fn quiet() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            if !READING.try_with(Cell::get).unwrap_or(false) {
                before(info);
            }
        }));
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_becomes_a_fault_and_the_next_file_is_read() {
        let broken: Result<(), Box<Fault>> = isolated(|| panic!("no entry found for key"));
        assert_eq!(broken.unwrap_err().found, "no entry found for key");
        assert_eq!(isolated(|| 5).unwrap(), 5);
    }
}
