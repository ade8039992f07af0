//! Does the team that the most work hangs on stay the same when one dependency is left out?

use ecosystem::{Cancelled, Watch};
use rayon::prelude::*;

use crate::bottleneck_score::bottleneck_scores;
use crate::graph::Graph;
use crate::graph::betweenness::betweenness;
use crate::graph::random::Random;
use crate::graph::sample::Starts;

/// The outcome of leaving out one tie after the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stability {
    /// The team that is first with all ties there.
    pub top: usize,
    /// How many ties there are.
    pub of: usize,
    /// How many ties were left out, one at a time.
    pub tried: usize,
    /// How often the same team stayed first.
    pub kept: usize,
}

/// As long as they take no more steps along ties together, all ties are tried: on maps of up to some eighty teams.
const ALL: usize = 8_000_000;
/// Beyond, as many as take so many steps: a sample.
const SAMPLE: usize = 1_000_000;
/// Fewer trials than this say nothing.
const LEAST: usize = 10;

/// Leaves out ties one at a time, all of them or as many as are quick, and scores the teams anew, clusters kept. `None` where not
/// even [`LEAST`] trials are quick, or there is no first team.
pub fn stability(
    graph: &Graph,
    score: &[Option<f64>],
    clusters: &[Vec<u32>],
    seed: u64,
    watch: &dyn Watch,
) -> Result<Option<Stability>, Cancelled> {
    let first = |score: &[Option<f64>]| {
        let best = score.iter().flatten().fold(0.0f64, |best, &score| best.max(score));
        score.iter().position(|score| score.is_some_and(|score| score >= best - 1e-12))
    };
    let mut ties: Vec<(usize, usize)> =
        graph.ties().iter().filter(|(a, b, _)| a < b).map(|(a, b, _)| (a, b)).collect();
    let (of, trial) = (ties.len(), (graph.teams() * graph.ties().len()).max(1));
    let trials = if trial * of <= ALL { of } else { (SAMPLE / trial).min(of) };
    let Some(top) = first(score).filter(|_| trials >= LEAST.min(ties.len().max(1))) else { return Ok(None) };
    Random::new(seed, 0x57AB).shuffle(&mut ties);
    ties.truncate(trials);
    let function: Vec<Option<usize>> = (0..graph.teams()).map(|team| graph.function(team)).collect();
    let starts = Starts::all(graph.teams());
    let kept: Result<Vec<bool>, Cancelled> = ties
        .par_iter()
        .map(|&left_out| {
            let rest = graph.ties().iter().filter(|&(a, b, _)| a < b && (a, b) != left_out);
            let without = Graph::new(&function, graph.functions(), rest);
            let through = betweenness(without.ties(), &starts, watch)?;
            Ok(first(&bottleneck_scores(&without, &through, clusters).score) == Some(top))
        })
        .collect();
    let kept = kept?.into_iter().filter(|kept| *kept).count();
    Ok(Some(Stability { top, of, tried: trials, kept }))
}

#[cfg(test)]
mod tests {
    use ecosystem::Unwatched;

    use super::*;
    use crate::graph::fixture::worked;

    #[test]
    fn the_hub_of_a_star_stays_first_and_one_of_two_equals_does_not() {
        let scored = |graph: &Graph| {
            let through = betweenness(graph.ties(), &Starts::all(graph.teams()), &Unwatched).unwrap();
            let score = bottleneck_scores(graph, &through, &[]).score;
            stability(graph, &score, &[], 1, &Unwatched).unwrap().unwrap()
        };
        let star = Graph::new(&[None; 9], 0, (1..9).map(|leaf| (0, leaf, 1.0)));
        assert_eq!(scored(&star), Stability { top: 0, of: 8, tried: 8, kept: 8 });
        let twins = Graph::new(
            &[None; 8],
            0,
            [(0, 2), (0, 3), (0, 4), (1, 5), (1, 6), (1, 7), (0, 1)].map(|(a, b)| (a, b, 1.0)),
        );
        assert!(scored(&twins).kept < 7);
        assert_eq!(scored(&worked()).tried, 14);
    }
}
