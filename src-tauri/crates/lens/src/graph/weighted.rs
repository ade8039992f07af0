//! Betweenness where a strong dependency is a short step.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use ecosystem::{Cancelled, Watch};

use super::Arcs;
use super::sample::{Starts, sum};

/// 720720 is divisible by every number up to 16, so equal routes over small whole strengths are equal exactly.
const UNIT: f64 = 720_720.0;
const MANY: f64 = 1e290;
const FAR: u64 = u64::MAX;

/// The length of a step of this strength: `round(720720 / strength)`, at least 1. Whole numbers, because with
/// floating ones two routes of equal length are equal or not by accident.
pub fn length(strength: f64) -> u64 {
    (UNIT / strength).round().clamp(1.0, 1e15) as u64
}

/// Betweenness as in [`super::betweenness`], over routes that are shortest by [`length`].
///
/// Brandes 2001 with Dijkstra's search: O(starts · arcs · log teams) time.
/// With a → b → c of strength 4 each and a → c of strength 1, the route over b is shorter: b(b) = 1.
pub fn weighted_betweenness(arcs: &Arcs, starts: &Starts, watch: &dyn Watch) -> Result<Vec<f64>, Cancelled> {
    let lengths: Vec<u64> = arcs.strengths().iter().map(|&s| length(s)).collect();
    let parts = starts.in_runs(1, watch, |run| through(arcs, &lengths, run, watch))?;
    let mut total = sum(parts, arcs.teams());
    total.iter_mut().for_each(|b| *b *= starts.scale);
    Ok(total)
}

fn through(arcs: &Arcs, lengths: &[u64], run: &[u32], watch: &dyn Watch) -> Result<Vec<f64>, Cancelled> {
    let n = arcs.teams();
    let ends = arcs.ends();
    let mut through = vec![0.0f64; n];
    let mut distance = vec![FAR; n];
    let mut routes = vec![0.0f64; n];
    let mut pull = vec![0.0f64; n];
    let mut order: Vec<u32> = Vec::with_capacity(n);
    let mut queue = BinaryHeap::with_capacity(n);
    for &start in run {
        watch.go_on()?;
        order.clear();
        distance[start as usize] = 0;
        routes[start as usize] = 1.0;
        queue.push(Reverse((0u64, start)));
        while let Some(Reverse((far, team))) = queue.pop() {
            // A team lies in the queue once for every time its distance fell; only the last entry is true.
            if far != distance[team as usize] {
                continue;
            }
            order.push(team);
            let mine = routes[team as usize].min(MANY);
            for at in arcs.row(team as usize) {
                let next = ends[at] as usize;
                let there = far + lengths[at];
                if there < distance[next] {
                    distance[next] = there;
                    routes[next] = mine;
                    queue.push(Reverse((there, next as u32)));
                } else if there == distance[next] {
                    routes[next] += mine;
                }
            }
        }
        for &team in order[1..].iter().rev() {
            let team = team as usize;
            let far = distance[team];
            let pulled: f64 = arcs
                .row(team)
                .filter(|&at| far + lengths[at] == distance[ends[at] as usize])
                .map(|at| pull[ends[at] as usize])
                .sum();
            let depend = routes[team].min(MANY) * pulled;
            through[team] += depend;
            pull[team] = (1.0 + depend) / routes[team];
        }
        for &team in &order {
            distance[team as usize] = FAR;
        }
    }
    Ok(through)
}

#[cfg(test)]
mod tests {
    use ecosystem::Unwatched;
    use proptest::prelude::*;

    use super::*;
    use crate::graph::Graph;
    use crate::graph::betweenness::betweenness;
    use crate::graph::fixture::any_graph;

    fn all(arcs: &Arcs) -> Vec<f64> {
        weighted_betweenness(arcs, &Starts::all(arcs.teams()), &Unwatched).unwrap()
    }

    #[test]
    fn strong_steps_are_short() {
        let graph = Graph::new(&[None; 3], 0, [(0, 1, 4.0), (1, 2, 4.0), (0, 2, 1.0)]);
        assert_eq!(all(graph.receivers()), [0.0, 1.0, 0.0]);
        let graph = Graph::new(&[None; 3], 0, [(0, 1, 2.0), (1, 2, 2.0), (0, 2, 1.0)]);
        assert_eq!(all(graph.receivers()), [0.0, 0.5, 0.0]);
    }

    #[test]
    fn strengths_over_nine_orders_of_magnitude_stay_finite() {
        let graph = Graph::new(&[None; 4], 0, [(0, 1, 1e-9), (1, 2, 1e9), (2, 3, 1.0), (0, 3, 1e-300)]);
        assert_eq!(all(graph.receivers()), [0.0, 2.0, 2.0, 0.0]);
    }

    proptest! {
        #[test]
        fn with_equal_strengths_it_is_the_plain_one(graph in any_graph(30)) {
            for arcs in [graph.receivers().map_strength(|_| 3.0), graph.ties().map_strength(|_| 3.0)] {
                let plain = betweenness(&arcs, &Starts::all(arcs.teams()), &Unwatched).unwrap();
                for (a, b) in all(&arcs).into_iter().zip(plain) {
                    prop_assert!((a - b).abs() < 1e-9 * (1.0 + a));
                }
            }
        }
    }
}
