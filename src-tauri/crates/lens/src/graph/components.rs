//! Pieces of a map, and loops in it.

use super::Arcs;

/// The piece (weak component) of each team, numbered from 0 by their first team, and how many there are.
/// Breadth-first over a symmetric view, O(teams + ties).
pub fn pieces(ties: &Arcs) -> (Vec<u32>, usize) {
    const NEW: u32 = u32::MAX;
    let mut piece = vec![NEW; ties.teams()];
    let mut queue = Vec::new();
    let mut count = 0;
    for first in 0..ties.teams() {
        if piece[first] != NEW {
            continue;
        }
        piece[first] = count;
        queue.push(first as u32);
        while let Some(team) = queue.pop() {
            for &next in ties.of(team as usize) {
                if piece[next as usize] == NEW {
                    piece[next as usize] = count;
                    queue.push(next);
                }
            }
        }
        count += 1;
    }
    (piece, count as usize)
}

/// Groups of two or more teams that all reach each other along `arcs` (strong components): in each, everyone
/// waits for everyone, directly or through others. Each in rising order; the groups by their first team.
///
/// Tarjan 1972, *SIAM J. Comput.* 1:146, without recursion. O(teams + arcs). In a → b → c → b the group is {b, c}.
pub fn loops(arcs: &Arcs) -> Vec<Vec<usize>> {
    const DONE: u32 = u32::MAX;
    let n = arcs.teams();
    let ends = arcs.ends();
    let mut found = vec![0u32; n];
    let mut low = vec![0u32; n];
    let mut at: Vec<u32> = (0..n).map(|team| arcs.row(team).start as u32).collect();
    let (mut path, mut open) = (Vec::<u32>::new(), Vec::<u32>::new());
    let mut clock = 0;
    let mut groups = Vec::new();
    for root in 0..n {
        if found[root] != 0 {
            continue;
        }
        path.push(root as u32);
        while let Some(&top) = path.last() {
            let team = top as usize;
            if found[team] == 0 {
                clock += 1;
                found[team] = clock;
                low[team] = clock;
                open.push(top);
            }
            if (at[team] as usize) < arcs.row(team).end {
                let next = ends[at[team] as usize] as usize;
                at[team] += 1;
                if found[next] == 0 {
                    path.push(next as u32);
                } else if found[next] != DONE {
                    low[team] = low[team].min(found[next]);
                }
                continue;
            }
            path.pop();
            if let Some(&above) = path.last() {
                low[above as usize] = low[above as usize].min(low[team]);
            }
            if low[team] == found[team] {
                let first = open.iter().rposition(|&t| t == top).unwrap_or(0);
                let mut group: Vec<usize> = open.drain(first..).map(|t| t as usize).collect();
                for &member in &group {
                    found[member] = DONE;
                    low[member] = DONE;
                }
                if group.len() > 1 {
                    group.sort_unstable();
                    groups.push(group);
                }
            }
        }
    }
    groups.sort_unstable();
    groups
}

/// The share of arcs that are answered: `|{(a,b): (b,a) is there too}| / |arcs|`; `None` without arcs.
pub fn reciprocity(arcs: &Arcs) -> Option<f64> {
    let answered = arcs.iter().filter(|&(a, b, _)| arcs.has(b, a)).count();
    (!arcs.is_empty()).then(|| answered as f64 / arcs.len() as f64)
}

/// The share of possible arcs that are there; `None` below two teams.
pub fn density(arcs: &Arcs) -> Option<f64> {
    let n = arcs.teams() as f64;
    (n >= 2.0).then(|| arcs.len() as f64 / (n * (n - 1.0)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::graph::betweenness::distances;
    use crate::graph::fixture::{TEAMS, any_graph, near, worked};

    #[test]
    fn worked_map() {
        let graph = worked();
        let named: Vec<Vec<_>> = loops(graph.receivers())
            .into_iter()
            .map(|l| l.into_iter().map(|t| TEAMS[t].0).collect())
            .collect();
        assert_eq!(
            named,
            [
                vec!["Brand", "Content"],
                vec!["MarOps", "FieldSales", "RevOps"],
                vec!["FPA", "Procurement"],
                vec!["TalentBrand", "HRBP"],
                vec!["Support", "CustSuccess"],
            ]
        );
        assert_eq!(pieces(graph.ties()).1, 1);
        near(reciprocity(graph.receivers()).unwrap(), 0.60, 1e-12);
        near(density(graph.receivers()).unwrap(), 0.152, 0.0005);
    }

    proptest! {
        #[test]
        fn a_loop_is_who_reaches_each_other(graph in any_graph(25)) {
            let n = graph.teams();
            let reach: Vec<Vec<bool>> = (0..n)
                .map(|t| distances(graph.receivers(), t).iter().map(Option::is_some).collect())
                .collect();
            let groups = loops(graph.receivers());
            for (a, b) in (0..n * n).map(|at| (at / n, at % n)) {
                let same = a != b && groups.iter().any(|g| g.contains(&a) && g.contains(&b));
                prop_assert_eq!(same, a != b && reach[a][b] && reach[b][a]);
            }
        }
    }
}
