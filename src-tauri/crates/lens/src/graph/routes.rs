//! What breaks when a team is away: how many routes between other teams have no way round it.

use ecosystem::{Cancelled, Watch};

use super::Arcs;
use super::sample::Starts;

/// Who reaches whom, and through whom alone.
#[derive(Debug, Clone, PartialEq)]
pub struct Routes {
    /// Ordered pairs of teams with a route from the first to the second.
    pub pairs: u64,
    /// For each team, the pairs of *other* teams that lose every route when it is away.
    pub lost: Vec<u64>,
    /// For each team, all pairs of other teams that have a route.
    pub total: Vec<u64>,
    /// Whether the numbers are scaled up from a sample of starts.
    pub estimated: bool,
}

/// Counts routes lost per team, for all teams at once.
///
/// Every route from `s` to `t` runs through `v` exactly when `v` dominates `t` in the graph entered at `s`. So
/// `lost(v) = Σ_s (teams below v in the dominator tree of s)`. One dominator tree per start by the semi-NCA
/// method (Georgiadis, Tarjan & Werneck 2006, *J. Graph Algorithms Appl.* 10:69, after Lengauer & Tarjan 1979)
/// in place of one search per start and per team removed: O(starts · arcs · log teams) instead of
/// O(teams² · arcs).
///
/// On a → b → c: lost(b) = 1 of 1. On the worked map MarOps loses 26 of 48.
pub fn routes(arcs: &Arcs, back: &Arcs, starts: &Starts, watch: &dyn Watch) -> Result<Routes, Cancelled> {
    let n = arcs.teams();
    let parts = starts.in_runs(1, watch, |run| {
        let mut part = Part { lost: vec![0; n], out: vec![0; n], into: vec![0; n], pairs: 0 };
        let mut tree = Tree::new(n);
        for &start in run {
            watch.go_on()?;
            tree.grow(arcs, back, start, &mut part);
        }
        Ok(part)
    })?;
    let mut all = Part { lost: vec![0; n], out: vec![0; n], into: vec![0; n], pairs: 0 };
    for part in parts {
        all.pairs += part.pairs;
        for (sums, addends) in
            [(&mut all.lost, part.lost), (&mut all.out, part.out), (&mut all.into, part.into)]
        {
            sums.iter_mut().zip(addends).for_each(|(sum, addend)| *sum += addend);
        }
    }
    let estimated = starts.error.is_some();
    let scaled = |count: u64| if estimated { (count as f64 * starts.scale).round() as u64 } else { count };
    let pairs = scaled(all.pairs);
    let total = (0..n)
        .map(|v| {
            // A sampled count knows only the starts it drew: its own routes are scaled as a whole.
            let own = if estimated { all.out[v] + scaled(all.into[v]) } else { all.out[v] + all.into[v] };
            pairs.saturating_sub(own)
        })
        .collect();
    Ok(Routes { pairs, lost: all.lost.into_iter().map(scaled).collect(), total, estimated })
}

struct Part {
    lost: Vec<u64>,
    /// Pairs that begin at the team.
    out: Vec<u64>,
    /// Pairs that end at it.
    into: Vec<u64>,
    pairs: u64,
}

/// Work space for one dominator tree after the other. All but `number` is indexed by the order in which a
/// depth-first search finds the teams.
struct Tree {
    number: Vec<u32>,
    team: Vec<u32>,
    parent: Vec<u32>,
    semi: Vec<u32>,
    /// The least semidominator from a team up to, not including, its `ancestor`.
    least: Vec<u32>,
    ancestor: Vec<u32>,
    above: Vec<u32>,
    below: Vec<u32>,
    stack: Vec<(u32, u32)>,
    path: Vec<u32>,
}

const UNSEEN: u32 = u32::MAX;

impl Tree {
    fn new(n: usize) -> Self {
        Self {
            number: vec![UNSEEN; n],
            team: Vec::with_capacity(n),
            parent: Vec::with_capacity(n),
            semi: vec![0; n],
            least: vec![0; n],
            ancestor: vec![0; n],
            above: vec![0; n],
            below: vec![0; n],
            stack: Vec::new(),
            path: Vec::new(),
        }
    }

    fn grow(&mut self, arcs: &Arcs, back: &Arcs, start: u32, part: &mut Part) {
        self.number_teams(arcs, start);
        let found = self.team.len();
        self.ancestor[..found].copy_from_slice(&self.parent);
        self.below[..found].fill(1);
        for at in (1..found).rev() {
            let mut semi = self.parent[at];
            for &provider in back.of(self.team[at] as usize) {
                let from = self.number[provider as usize];
                if from != UNSEEN {
                    semi = semi.min(if from as usize <= at { from } else { self.least_above(from, at) });
                }
            }
            self.semi[at] = semi;
            self.least[at] = semi;
        }
        for at in 1..found {
            let mut above = self.parent[at];
            while above > self.semi[at] {
                above = self.above[above as usize];
            }
            self.above[at] = above;
        }
        part.pairs += found as u64 - 1;
        part.out[start as usize] += found as u64 - 1;
        for at in (1..found).rev() {
            let team = self.team[at] as usize;
            part.lost[team] += u64::from(self.below[at]) - 1;
            part.into[team] += 1;
            self.below[self.above[at] as usize] += self.below[at];
        }
        for &team in &self.team {
            self.number[team as usize] = UNSEEN;
        }
    }

    fn number_teams(&mut self, arcs: &Arcs, start: u32) {
        self.team.clear();
        self.parent.clear();
        self.stack.push((start, 0));
        while let Some((team, parent)) = self.stack.pop() {
            if self.number[team as usize] != UNSEEN {
                continue;
            }
            let at = self.team.len() as u32;
            self.number[team as usize] = at;
            self.team.push(team);
            self.parent.push(parent);
            let number = &self.number;
            let fresh = arcs.of(team as usize).iter().filter(|&&next| number[next as usize] == UNSEEN);
            self.stack.extend(fresh.map(|&next| (next, at)));
        }
    }

    /// The least semidominator on the way up from `from` to the first team not after `last`, with the way compressed.
    fn least_above(&mut self, from: u32, last: usize) -> u32 {
        let mut top = from as usize;
        while self.ancestor[top] as usize > last {
            self.path.push(top as u32);
            top = self.ancestor[top] as usize;
        }
        let (root, mut least) = (self.ancestor[top], self.least[top]);
        while let Some(at) = self.path.pop() {
            let at = at as usize;
            least = least.min(self.least[at]);
            self.least[at] = least;
            self.ancestor[at] = root;
        }
        least
    }
}

#[cfg(test)]
mod tests {
    use ecosystem::Unwatched;
    use proptest::prelude::*;

    use super::*;
    use crate::graph::Graph;
    use crate::graph::betweenness::distances;
    use crate::graph::fixture::{any_graph, team, worked};

    fn all(graph: &Graph) -> Routes {
        routes(graph.receivers(), graph.providers(), &Starts::all(graph.teams()), &Unwatched).unwrap()
    }

    #[test]
    fn worked_map() {
        let routes = all(&worked());
        assert_eq!(routes.pairs, 61);
        for (name, lost, total) in [
            ("MarOps", 26, 48),
            ("RevOps", 17, 48),
            ("Brand", 12, 51),
            ("FPA", 10, 49),
            ("TalentBrand", 7, 52),
            ("CustSuccess", 5, 54),
            ("Content", 1, 51),
        ] {
            assert_eq!((routes.lost[team(name)], routes.total[team(name)]), (lost, total), "{name}");
        }
        for name in ["Performance", "FieldSales", "Procurement", "HRBP", "Support"] {
            assert_eq!(routes.lost[team(name)], 0, "{name}");
        }
    }

    #[test]
    fn a_long_path_is_no_deep_recursion() {
        let n = 20_000;
        let graph = Graph::new(&vec![None; n], 0, (1..n).map(|t| (t - 1, t, 1.0)));
        let starts = Starts { teams: vec![0], scale: 1.0, error: None };
        let routes = routes(graph.receivers(), graph.providers(), &starts, &Unwatched).unwrap();
        assert_eq!(routes.lost[1], n as u64 - 2);
    }

    proptest! {
        #[test]
        fn lost_is_what_no_search_finds_without_the_team(graph in any_graph(25)) {
            let found = all(&graph);
            let n = graph.teams();
            let pairs = |arcs: &Arcs, but: usize| -> u64 {
                (0..n)
                    .filter(|&s| s != but)
                    .map(|s| {
                        let far = distances(arcs, s);
                        (0..n).filter(|&t| t != s && t != but && far[t].is_some()).count() as u64
                    })
                    .sum()
            };
            for team in 0..n {
                let kept = graph.receivers().iter().filter(|&(a, b, _)| a != team && b != team);
                let without = Arcs::new(n, kept.map(|(a, b, s)| (a as u32, b as u32, s)).collect());
                let total = pairs(graph.receivers(), team);
                prop_assert_eq!(found.total[team], total);
                prop_assert_eq!(found.lost[team], total - pairs(&without, team));
            }
            prop_assert_eq!(found.pairs, pairs(graph.receivers(), n));
        }
    }
}
