//! The schedule held against others that were written by other hands: five fields against `cronexpr`, six
//! and seven against a table that Quartz itself made, and civil days against the zones' own tables.
//! In a bounded form; whole, as README.md beside this file has it, by `TONGBAO_FULL=1`.
#![allow(clippy::unwrap_used, reason = "what a test expects and does not find ends it")]

mod crontab;
mod quartz;
mod zones;

use std::thread;

use chrono::{DateTime, NaiveDateTime};

/// Is everything to be compared, and not a part that takes seconds?
fn is_full() -> bool {
    std::env::var_os("TONGBAO_FULL").is_some_and(|value| value == "1")
}

/// What `each` makes of 0, 1 … `count` - 1, in order, made by as many threads as there are cores.
fn side_by_side<T: Send>(count: usize, each: impl Fn(usize) -> T + Sync) -> Vec<T> {
    let threads = thread::available_parallelism().map_or(1, usize::from);
    let share = count.div_ceil(threads);
    thread::scope(|scope| {
        let parts: Vec<_> = (0..threads)
            .map(|i| (i * share).min(count)..((i + 1) * share).min(count))
            .map(|part| scope.spawn(|| part.map(&each).collect::<Vec<T>>()))
            .collect();
        parts.into_iter().flat_map(|part| part.join().unwrap()).collect()
    })
}

/// Numbers that look random and are the same at every run (Knuth's MMIX constants).
struct Numbers(u64);

impl Numbers {
    /// The `n`th of the series of numbers.
    fn of(n: usize) -> Numbers {
        let mut numbers = Numbers(20_210_714 ^ (n as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15));
        numbers.below(2);
        numbers
    }

    fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % n
    }

    fn between(&mut self, low: u64, high: u64) -> u64 {
        low + self.below(high - low + 1)
    }
}

fn civil(seconds: i64) -> NaiveDateTime {
    DateTime::from_timestamp(seconds, 0).expect("a time of this century or the next").naive_utc()
}
