//! Importance that is handed on.

use ecosystem::{Cancelled, Watch};
use rayon::prelude::*;

use super::Arcs;

/// What share of its importance a team hands on; the rest is spread evenly.
pub const DAMPING: f64 = 0.85;
/// The ranks' summed error at which the iteration stops.
const TOLERANCE: f64 = 1e-13;

/// PageRank (Brin & Page 1998): `p(v) = (1−d)/n + d (Σ_{u→v} p(u) w(u,v)/w(u) + D/n)` along `out`, with `d` =
/// [`DAMPING`], `w(u)` the summed strength that leaves `u` and `D` the rank of teams that nothing leaves. Ranks
/// sum to 1. `back` are the same arcs turned round: with `out` = whom a team relies on, importance flows to
/// providers. Power iteration: O(arcs) a round, some 150 rounds.
///
/// Two teams that both rely on a third: 1 = 2x + y, x = 0.05 + 0.85 y/3, y = x + 0.85 · 2x, so y ≈ 0.574.
pub fn pagerank(out: &Arcs, back: &Arcs, watch: &dyn Watch) -> Result<Vec<f64>, Cancelled> {
    let n = out.teams();
    if n == 0 {
        return Ok(Vec::new());
    }
    // A team whose strengths add up to something that cannot be divided by hands on nothing in particular.
    let weight: Vec<f64> = (0..n).map(|team| out.weight(team)).collect();
    let share: Vec<f64> =
        weight.iter().map(|w| 1.0 / w).map(|s| if s.is_finite() { s } else { 0.0 }).collect();
    let mut rank = vec![1.0 / n as f64; n];
    let mut handed = vec![0.0; n];
    let mut next = vec![0.0; n];
    for round in 0..200 {
        watch.go_on()?;
        let stuck: f64 = rank.iter().zip(&share).filter(|(_, s)| **s == 0.0).map(|(r, _)| r).sum();
        let base = (1.0 - DAMPING) / n as f64 + DAMPING * stuck / n as f64;
        handed.iter_mut().zip(rank.iter().zip(&share)).for_each(|(h, (r, s))| *h = DAMPING * r * s);
        let (ends, strengths) = (back.ends(), back.strengths());
        next.par_iter_mut().with_min_len(8192).enumerate().for_each(|(team, next)| {
            let row = back.row(team);
            let sum: f64 =
                ends[row.clone()].iter().zip(&strengths[row]).map(|(&u, w)| handed[u as usize] * w).sum();
            *next = base + sum;
        });
        let moved: f64 = next.iter().zip(&rank).map(|(a, b)| (a - b).abs()).sum();
        std::mem::swap(&mut rank, &mut next);
        watch.progress(round as f32 / 200.0);
        if moved < TOLERANCE {
            break;
        }
    }
    Ok(rank)
}

#[cfg(test)]
mod tests {
    use ecosystem::Unwatched;
    use proptest::prelude::*;

    use super::*;
    use crate::graph::Graph;
    use crate::graph::fixture::{any_graph, near};

    #[test]
    fn worked_example() {
        let graph = Graph::new(&[None; 3], 0, [(2, 0, 1.0), (2, 1, 5.0)]);
        let rank = pagerank(graph.providers(), graph.receivers(), &Unwatched).unwrap();
        let x = 0.05 / (1.0 - 0.85 * 2.7 / 3.0);
        near(rank[0], x, 1e-12);
        near(rank[2], 2.7 * x, 1e-12);
    }

    proptest! {
        #[test]
        fn ranks_share_out_exactly_one(graph in any_graph(40)) {
            let rank = pagerank(graph.providers(), graph.receivers(), &Unwatched).unwrap();
            prop_assert!((rank.iter().sum::<f64>() - 1.0).abs() < 1e-9);
            prop_assert!(rank.iter().all(|r| *r > 0.0));
        }
    }
}
