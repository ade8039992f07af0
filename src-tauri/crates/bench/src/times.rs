//! Measuring two things in turns, so that what disturbs the machine disturbs both.

use std::time::{Duration, Instant};

/// How long `work` takes, with its result.
pub fn time<T>(work: impl FnOnce() -> T) -> (Duration, T) {
    let begun = Instant::now();
    let result = work();
    (begun.elapsed(), result)
}

/// The medians of `rounds` measurements of each, taken in turns.
pub fn in_turns(
    rounds: usize,
    mut ours: impl FnMut() -> Duration,
    mut theirs: impl FnMut() -> Duration,
) -> (Duration, Duration) {
    let (mut one, mut other) = (Vec::new(), Vec::new());
    for _ in 0..rounds {
        one.push(ours());
        other.push(theirs());
    }
    (median(one), median(other))
}

/// The median.
pub fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times.get(times.len() / 2).copied().unwrap_or_default()
}

/// Prints a ratio beside what it should stay under.
pub fn ratio(what: &str, ours: Duration, theirs: Duration, goal: f64) {
    let ratio = ours.as_secs_f64() / theirs.as_secs_f64().max(1e-9);
    let verdict = if ratio <= goal { "met" } else { "MISSED" };
    println!("  {what:<58} {ours:>9.1?} / {theirs:>9.1?} = {ratio:>6.2}  (goal {goal}: {verdict})");
}

/// Prints a time beside what it should stay under on the machine the goal was set for.
pub fn within(what: &str, ours: Duration, goal: Duration) {
    let verdict = if ours <= goal { "met" } else { "MISSED" };
    println!("  {what:<58} {ours:>9.1?}  (goal {goal:?}: {verdict})");
}
