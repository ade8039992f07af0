//! How near each team is to all it serves.

use ecosystem::{Cancelled, Watch};

use super::Arcs;
use super::sample::{Starts, sum};
use super::spread::Spread;

/// Harmonic closeness: `c(v) = Σ_{t≠v} 1/d(v,t) / (n − 1)` along `arcs`, 0 for teams that reach nobody, 1 for
/// one that reaches all directly (Marchiori & Latora 2000; Rochat 2009). Harmonic, because on a map in several
/// pieces the mean distance is infinite. `against` are the same arcs turned round.
///
/// 64 searches at once from the far ends, so that what arrives at `v` after `d` steps adds `count/d` to `c(v)`.
/// O(n/64 · arcs · depth) at worst, far less in practice. On the path a → b → c: c(a) = (1 + ½)/2 = 0.75.
pub fn harmonic_closeness(against: &Arcs, starts: &Starts, watch: &dyn Watch) -> Result<Vec<f64>, Cancelled> {
    let n = against.teams();
    let parts = starts.in_runs(Spread::WIDTH, watch, |run| {
        let mut near = vec![0.0; n];
        let mut spread = Spread::new(against);
        for starts in run.chunks(Spread::WIDTH) {
            watch.go_on()?;
            spread.start(starts);
            let mut steps = 1.0;
            loop {
                let arrived = spread.step();
                if arrived.is_empty() {
                    break;
                }
                for &(team, bits) in arrived {
                    near[team as usize] += f64::from(bits.count_ones()) / steps;
                }
                steps += 1.0;
            }
        }
        Ok(near)
    })?;
    let others = (n as f64 - 1.0).max(1.0);
    Ok(sum(parts, n).into_iter().map(|near| near * starts.scale / others).collect())
}

#[cfg(test)]
mod tests {
    use ecosystem::Unwatched;
    use proptest::prelude::*;

    use super::*;
    use crate::graph::Graph;
    use crate::graph::betweenness::distances;
    use crate::graph::fixture::any_graph;

    #[test]
    fn worked_example() {
        let graph = Graph::new(&[None; 4], 0, [(0, 1, 1.0), (1, 2, 1.0)]);
        let near = harmonic_closeness(graph.providers(), &Starts::all(4), &Unwatched).unwrap();
        assert_eq!(near, [0.5, 1.0 / 3.0, 0.0, 0.0]);
    }

    proptest! {
        #[test]
        fn fast_is_naive(graph in any_graph(80)) {
            let n = graph.teams();
            let fast = harmonic_closeness(graph.providers(), &Starts::all(n), &Unwatched).unwrap();
            for (team, fast) in fast.into_iter().enumerate() {
                let slow: f64 = distances(graph.receivers(), team)
                    .into_iter()
                    .flatten()
                    .filter(|&d| d > 0)
                    .map(|d| 1.0 / f64::from(d))
                    .sum();
                prop_assert!((fast - slow / (n as f64 - 1.0).max(1.0)).abs() < 1e-12);
            }
        }
    }
}
