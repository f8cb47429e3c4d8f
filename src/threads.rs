//! Work on more than one core, with the outcome that one core gives: nothing depends on which is done first.
//!
//! Where the system gives no thread, the work is done on this one, later.

use std::num::NonZero;
use std::panic::resume_unwind;
use std::thread::{self, ScopedJoinHandle};

/// Does both, the second on a thread of its own.
///
/// # Panics
/// Where one of the two does.
pub fn both<A, B: Send>(one: impl FnOnce() -> A, other: impl Fn() -> B + Sync) -> (A, B) {
    thread::scope(|scope| {
        let running = thread::Builder::new().spawn_scoped(scope, &other);
        let one = one();
        (one, running.map_or_else(|_| other(), joined))
    })
}

/// Does `work` on shares of `items`, a share a core and no share below `least` items; the outcomes stand in
/// the items' order.
///
/// # Panics
/// Where `work` does.
pub fn in_shares<T: Sync, O: Send>(
    items: &[T],
    least: usize,
    work: impl Fn(&[T]) -> Vec<O> + Sync,
) -> Vec<O> {
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    let mut shares = items.chunks(items.len().div_ceil(cores).max(least).max(1));
    let Some(first) = shares.next() else { return Vec::new() };
    let work = &work;
    thread::scope(|scope| {
        let start = |share| (share, thread::Builder::new().spawn_scoped(scope, move || work(share)));
        let running: Vec<_> = shares.map(start).collect();
        let mut outcomes = work(first);
        for (share, running) in running {
            outcomes.extend(running.map_or_else(|_| work(share), joined));
        }
        outcomes
    })
}

fn joined<O>(running: ScopedJoinHandle<'_, O>) -> O {
    running.join().unwrap_or_else(|panic| resume_unwind(panic))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_come_back_in_the_order_of_their_items() {
        let items: Vec<u32> = (0..1000).collect();
        for least in [0, 1, 7, 400, 5000] {
            let doubled = in_shares(&items, least, |share| share.iter().map(|n| n * 2).collect());
            assert_eq!(doubled, (0..1000).map(|n| n * 2).collect::<Vec<_>>(), "{least}");
        }
        assert_eq!(in_shares(&[], 1, |share: &[u8]| share.to_vec()), Vec::<u8>::new());
    }

    #[test]
    fn both_are_done_once_and_each_gives_its_own() {
        assert_eq!(both(|| 1, || "two"), (1, "two"));
    }
}
