//! Teams and ties without which the map falls apart.

use super::Arcs;

/// What holds a map together at a single place.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cuts {
    /// For each team, whether the map falls into more pieces without it (articulation point).
    pub teams: Vec<bool>,
    /// Ties, smaller team first, without which the map falls into more pieces (bridges).
    pub ties: Vec<(u32, u32)>,
}

/// Articulation points and bridges of a symmetric view in one depth-first pass without recursion.
///
/// Hopcroft & Tarjan 1973, *CACM* 16:372: `low(v)` is the earliest team that v's subtree touches; the tie to a
/// child w is a bridge when `low(w) > found(v)`, and v is an articulation point when `low(w) ≥ found(v)`, or,
/// as a root, when it has two children. O(teams + ties). On the path a – b – c: b, and both ties.
pub fn cuts(ties: &Arcs) -> Cuts {
    const ROOT: u32 = u32::MAX;
    let n = ties.teams();
    let ends = ties.ends();
    let mut found = vec![0u32; n];
    let mut low = vec![0u32; n];
    let mut parent = vec![ROOT; n];
    let mut at: Vec<u32> = (0..n).map(|team| ties.row(team).start as u32).collect();
    let mut stack: Vec<u32> = Vec::new();
    let mut clock = 0;
    let mut cuts = Cuts { teams: vec![false; n], ties: Vec::new() };
    for root in 0..n {
        if found[root] != 0 {
            continue;
        }
        clock += 1;
        found[root] = clock;
        low[root] = clock;
        let mut children = 0;
        stack.push(root as u32);
        'deeper: while let Some(&top) = stack.last() {
            let team = top as usize;
            let above = parent[team];
            let left = at[team] as usize..ties.row(team).end;
            let first = left.start;
            let mut earliest = low[team];
            for (tie, &next) in ends[left].iter().enumerate() {
                let seen = found[next as usize];
                if seen == 0 {
                    at[team] = (first + tie) as u32 + 1;
                    low[team] = earliest;
                    clock += 1;
                    found[next as usize] = clock;
                    low[next as usize] = clock;
                    parent[next as usize] = top;
                    stack.push(next);
                    continue 'deeper;
                }
                if next != above {
                    earliest = earliest.min(seen);
                }
            }
            low[team] = earliest;
            stack.pop();
            if above == ROOT {
                continue;
            }
            let up = above as usize;
            low[up] = low[up].min(low[team]);
            if low[team] > found[up] {
                cuts.ties.push((top.min(above), top.max(above)));
            }
            if up == root {
                children += 1;
            } else if low[team] >= found[up] {
                cuts.teams[up] = true;
            }
        }
        cuts.teams[root] |= children > 1;
    }
    cuts.ties.sort_unstable();
    cuts
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::graph::Graph;
    use crate::graph::components::pieces;
    use crate::graph::fixture::{TEAMS, any_graph, worked};

    #[test]
    fn worked_map() {
        let cuts = cuts(worked().ties());
        let teams: Vec<_> = (0..12).filter(|&t| cuts.teams[t]).map(|t| TEAMS[t].0).collect();
        assert_eq!(teams, ["Brand", "MarOps", "RevOps", "FPA", "TalentBrand", "CustSuccess"]);
        let ties: Vec<_> =
            cuts.ties.iter().map(|&(a, b)| [TEAMS[a as usize].0, TEAMS[b as usize].0]).collect();
        assert_eq!(
            ties,
            [
                ["Brand", "TalentBrand"],
                ["MarOps", "RevOps"],
                ["FieldSales", "RevOps"],
                ["RevOps", "CustSuccess"],
                ["FPA", "Procurement"],
                ["TalentBrand", "HRBP"],
                ["Support", "CustSuccess"],
            ]
        );
    }

    #[test]
    fn a_path_of_two_hundred_thousand_teams_is_no_deep_recursion() {
        let n = 200_000;
        let graph = Graph::new(&vec![None; n], 0, (1..n).map(|t| (t - 1, t, 1.0)));
        let cuts = cuts(graph.ties());
        assert_eq!(cuts.ties.len(), n - 1);
        assert_eq!(cuts.teams.iter().filter(|c| **c).count(), n - 2);
    }

    /// How many pieces are left when `gone` is true for a team.
    fn left(ties: &Arcs, gone: impl Fn(usize, usize) -> bool) -> usize {
        let kept =
            ties.iter().filter(|&(a, b, _)| !gone(a, b)).map(|(a, b, s)| (a as u32, b as u32, s)).collect();
        pieces(&Arcs::new(ties.teams(), kept)).1
    }

    proptest! {
        #[test]
        fn a_cut_is_what_leaves_more_pieces(graph in any_graph(25)) {
            let ties = graph.ties();
            let whole = left(ties, |_, _| false);
            let found = cuts(ties);
            for team in 0..graph.teams() {
                // Without its ties the team itself is one piece more, which does not count.
                let alone = usize::from(ties.degree(team) > 0);
                let more = left(ties, |a, b| a == team || b == team) > whole + alone;
                prop_assert_eq!(found.teams[team], more);
            }
            for (a, b, _) in ties.iter().filter(|(a, b, _)| a < b) {
                let more = left(ties, |c, d| (c, d) == (a, b) || (d, c) == (a, b)) > whole;
                prop_assert_eq!(found.ties.contains(&(a as u32, b as u32)), more);
            }
        }
    }
}
