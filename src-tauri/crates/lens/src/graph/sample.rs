//! From which teams a search starts: from all, or, on very large maps, from a sample with a known error.

use std::sync::atomic::{AtomicUsize, Ordering};

use ecosystem::{Cancelled, Watch};
use rayon::prelude::*;

use super::random::Random;

/// Up to this many teams every search starts from every team.
pub const EXACT_UP_TO: usize = 20_000;
/// How many teams a sampled search starts from.
const SAMPLE: usize = 512;

/// The teams that a search over all teams starts from.
#[derive(Debug, Clone, PartialEq)]
pub struct Starts {
    /// The teams, in rising order.
    pub teams: Vec<u32>,
    /// What a sum over `teams` is multiplied by to stand for the sum over all teams; 1 when they are all.
    pub scale: f64,
    /// How far the share of routes through a team may be off, for all teams at once, with 95 % certainty:
    /// `ε = √(ln(2n/0.05) / 2k)` for k starts out of n (Hoeffding 1963; Brandes & Pich 2007). `None` when exact.
    pub error: Option<f64>,
}

impl Starts {
    /// All of `teams` teams up to [`EXACT_UP_TO`], a sample drawn with `seed` beyond.
    pub fn of(teams: usize, seed: u64) -> Self {
        if teams <= EXACT_UP_TO { Self::all(teams) } else { Self::some(teams, SAMPLE, seed) }
    }

    /// All teams.
    pub fn all(teams: usize) -> Self {
        Self { teams: (0..teams as u32).collect(), scale: 1.0, error: None }
    }

    /// `count` different teams drawn with `seed`.
    pub fn some(teams: usize, count: usize, seed: u64) -> Self {
        if count >= teams {
            return Self::all(teams);
        }
        let mut random = Random::new(seed, 0x5A);
        let mut chosen: Vec<u32> = (0..teams as u32).collect();
        for at in 0..count {
            let other = at + random.below(teams - at);
            chosen.swap(at, other);
        }
        chosen.truncate(count);
        chosen.sort_unstable();
        let (n, k) = (teams as f64, count as f64);
        Self { teams: chosen, scale: n / k, error: Some(((2.0 * n / 0.05).ln() / (2.0 * k)).sqrt()) }
    }

    /// Does `work` for runs of starts, in parallel, and gives the results in order. There are at most 32 runs
    /// whose lengths are multiples of `grain`, however many processors share them: so sums over the results are
    /// the same on every machine.
    pub(crate) fn in_runs<T: Send>(
        &self,
        grain: usize,
        watch: &dyn Watch,
        work: impl Fn(&[u32]) -> Result<T, Cancelled> + Sync,
    ) -> Result<Vec<T>, Cancelled> {
        let run = self.teams.len().div_ceil(32).div_ceil(grain).max(1) * grain;
        let runs = self.teams.len().div_ceil(run).max(1) as f32;
        let done = AtomicUsize::new(0);
        self.teams
            .par_chunks(run)
            .map(|run| {
                watch.go_on()?;
                let result = work(run);
                watch.progress((done.fetch_add(1, Ordering::Relaxed) + 1) as f32 / runs);
                result
            })
            .collect()
    }
}

/// Adds up vectors of equal length, in order; zeros if there is none.
pub(crate) fn sum(parts: Vec<Vec<f64>>, teams: usize) -> Vec<f64> {
    let mut total = vec![0.0; teams];
    for part in parts {
        for (total, part) in total.iter_mut().zip(part) {
            *total += part;
        }
    }
    total
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_maps_are_searched_from_every_team() {
        assert_eq!(Starts::of(3, 1), Starts { teams: vec![0, 1, 2], scale: 1.0, error: None });
        assert_eq!(Starts::of(0, 1).teams.len(), 0);
    }

    #[test]
    fn large_maps_are_sampled_without_repeats_and_say_how_sure_they_are() {
        let starts = Starts::of(100_000, 1);
        assert!(starts.teams.windows(2).all(|w| w[0] < w[1]));
        assert_eq!(starts.teams.len(), SAMPLE);
        assert_eq!(starts, Starts::of(100_000, 1));
        assert_ne!(starts, Starts::of(100_000, 2));
        assert!(starts.error.unwrap() < 0.13);
    }
}
