//! How many shortest routes run through each team.

use std::collections::VecDeque;

use ecosystem::{Cancelled, Watch};

use super::Arcs;
use super::sample::{Starts, sum};

/// A count of routes that still leaves room for sums of them. Beyond it, shares of routes stay exact and counts
/// do not: a chain of a thousand diamonds has more routes than a float can count.
const MANY: f64 = 1e290;

/// Betweenness of every team: `b(v) = Σ_{s≠v≠t} σ_st(v)/σ_st` over ordered pairs (Freeman 1977), where `σ_st`
/// is the number of shortest routes from `s` to `t` and `σ_st(v)` of those through `v`. On a symmetric view
/// every unordered pair is counted twice: halve it.
///
/// Brandes 2001, *J. Math. Sociol.* 25:163: one breadth-first search per start, then dependencies
/// `δ(v) = σ(v) Σ_w (1 + δ(w))/σ(w)` summed backwards over the arcs of the shortest-route graph, which the search
/// leaves behind as one flat list. O(starts · arcs) time, O(arcs) memory per thread.
///
/// On the path a → b → c: b(b) = 1. On the worked map MarOps has 26 of 110 (0.236).
pub fn betweenness(arcs: &Arcs, starts: &Starts, watch: &dyn Watch) -> Result<Vec<f64>, Cancelled> {
    let parts = starts.in_runs(1, watch, |run| through(arcs, run, watch))?;
    let mut total = sum(parts, arcs.teams());
    total.iter_mut().for_each(|b| *b *= starts.scale);
    Ok(total)
}

fn through(arcs: &Arcs, run: &[u32], watch: &dyn Watch) -> Result<Vec<f64>, Cancelled> {
    const FAR: u32 = u32::MAX;
    let n = arcs.teams();
    let mut through = vec![0.0f64; n];
    let mut distance = vec![FAR; n];
    let mut routes = vec![0.0f64; n];
    // (1 + δ)/σ of every team whose δ is known.
    let mut pull = vec![0.0f64; n];
    let mut order: Vec<u32> = Vec::with_capacity(n);
    let mut onward: Vec<u32> = Vec::with_capacity(arcs.len());
    let mut onward_end: Vec<usize> = Vec::with_capacity(n);
    for &start in run {
        watch.go_on()?;
        order.clear();
        onward.clear();
        onward_end.clear();
        order.push(start);
        distance[start as usize] = 0;
        routes[start as usize] = 1.0;
        let mut at = 0;
        while let Some(&team) = order.get(at) {
            at += 1;
            let next_distance = distance[team as usize] + 1;
            let mine = routes[team as usize].min(MANY);
            for &next in arcs.of(team as usize) {
                let known = distance[next as usize];
                if known == FAR {
                    distance[next as usize] = next_distance;
                    routes[next as usize] = mine;
                    order.push(next);
                    onward.push(next);
                } else if known == next_distance {
                    routes[next as usize] += mine;
                    onward.push(next);
                }
            }
            onward_end.push(onward.len());
        }
        for at in (1..order.len()).rev() {
            let team = order[at] as usize;
            let pulled: f64 =
                onward[onward_end[at - 1]..onward_end[at]].iter().map(|&w| pull[w as usize]).sum();
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

/// What betweenness is divided by to be a share of all routes that could run through a team: ordered pairs of
/// other teams. `None` below three teams, where there are no such pairs.
pub fn possible_routes(teams: usize) -> Option<f64> {
    (teams >= 3).then_some((teams as f64 - 1.0) * (teams as f64 - 2.0))
}

/// How many steps each team is away from `start`, by plain breadth-first search.
pub fn distances(arcs: &Arcs, start: usize) -> Vec<Option<u32>> {
    let mut found = vec![None; arcs.teams()];
    let mut queue = VecDeque::from([(start, 0)]);
    found[start] = Some(0);
    while let Some((team, steps)) = queue.pop_front() {
        for &next in arcs.of(team) {
            if found[next as usize].is_none() {
                found[next as usize] = Some(steps + 1);
                queue.push_back((next as usize, steps + 1));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use ecosystem::Unwatched;
    use proptest::prelude::*;

    use super::*;
    use crate::graph::Graph;
    use crate::graph::fixture::{any_graph, near, team, worked};

    fn all(arcs: &Arcs) -> Vec<f64> {
        betweenness(arcs, &Starts::all(arcs.teams()), &Unwatched).unwrap()
    }

    /// The definition, by counting: routes from s to t through v are routes from s to v times those from v to t.
    fn naive(arcs: &Arcs) -> Vec<f64> {
        let n = arcs.teams();
        let far: Vec<_> = (0..n).map(|s| distances(arcs, s)).collect();
        let mut routes = vec![vec![0.0; n]; n];
        for s in 0..n {
            let mut by_distance: Vec<usize> = (0..n).filter(|&t| far[s][t].is_some()).collect();
            by_distance.sort_by_key(|&t| far[s][t]);
            routes[s][s] = 1.0;
            for &v in &by_distance {
                for &w in arcs.of(v) {
                    if far[s][w as usize] == far[s][v].map(|d| d + 1) {
                        routes[s][w as usize] += routes[s][v];
                    }
                }
            }
        }
        let on_the_way = |s: usize, v: usize, t: usize| matches!((far[s][v], far[v][t], far[s][t]), (Some(a), Some(b), Some(c)) if a + b == c);
        (0..n)
            .map(|v| {
                (0..n * n)
                    .map(|at| (at / n, at % n))
                    .filter(|&(s, t)| s != v && t != v && s != t && on_the_way(s, v, t))
                    .map(|(s, t)| routes[s][v] * routes[v][t] / routes[s][t])
                    .sum()
            })
            .collect()
    }

    #[test]
    fn worked_map() {
        let graph = worked();
        let (directed, both) = (all(graph.receivers()), all(graph.ties()));
        let pairs = possible_routes(12).unwrap();
        for (name, along, either) in [
            ("MarOps", 0.236, 0.664),
            ("RevOps", 0.155, 0.473),
            ("Brand", 0.109, 0.327),
            ("FPA", 0.091, 0.182),
            ("TalentBrand", 0.064, 0.182),
            ("CustSuccess", 0.045, 0.182),
            ("Content", 0.009, 0.027),
            ("Performance", 0.0, 0.018),
            ("HRBP", 0.0, 0.0),
        ] {
            near(directed[team(name)] / pairs, along, 0.0005);
            near(both[team(name)] / pairs, either, 0.0005);
        }
    }

    #[test]
    fn more_routes_than_a_float_can_count_give_shares_all_the_same() {
        let diamonds = 1_200;
        let dependencies = (0..diamonds)
            .flat_map(|d| [(0, 1), (0, 2), (1, 3), (2, 3)].map(|(p, r)| (3 * d + p, 3 * d + r, 1.0)));
        let graph = Graph::new(&vec![None; 3 * diamonds + 1], 0, dependencies);
        let through = all(graph.receivers());
        // Half of all routes across each diamond run through each of its two sides.
        let (before, after) = (3.0 * 600.0 + 1.0, 3.0 * 599.0 + 1.0);
        near(through[3 * 600 + 1], before * after / 2.0, 1e-3);
        near(through[3 * 600 + 2], before * after / 2.0, 1e-3);
    }

    #[test]
    fn a_sample_is_within_its_error() {
        let dependencies =
            (0..2_000).map(|t| (t, (t * 7 + 1) % 2_000, 1.0)).chain((0..1_999).map(|t| (t, t + 1, 1.0)));
        let graph = Graph::new(&vec![None; 2_000], 0, dependencies);
        let exact = all(graph.receivers());
        let starts = Starts::some(2_000, 400, 3);
        let sampled = betweenness(graph.receivers(), &starts, &Unwatched).unwrap();
        let pairs = possible_routes(2_000).unwrap();
        for (a, b) in exact.iter().zip(sampled) {
            near(a / pairs, b / pairs, starts.error.unwrap());
        }
    }

    proptest! {
        #[test]
        fn fast_is_naive(graph in any_graph(30)) {
            for arcs in [graph.receivers(), graph.ties()] {
                for (fast, slow) in all(arcs).into_iter().zip(naive(arcs)) {
                    prop_assert!((fast - slow).abs() < 1e-9 * (1.0 + slow), "{fast} {slow}");
                }
            }
        }

        #[test]
        fn turning_every_arc_round_changes_nothing(graph in any_graph(30)) {
            for (a, b) in all(graph.receivers()).into_iter().zip(all(graph.providers())) {
                prop_assert!((a - b).abs() < 1e-9 * (1.0 + a));
            }
        }
    }
}
