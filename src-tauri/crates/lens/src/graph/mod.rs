//! A map as numbers: the compact snapshot that every kernel runs on, and one file per kernel.
//!
//! Teams are `0..teams`, functions `0..functions`. A team's adjacency is one slice of a flat array (compressed
//! sparse rows, `u32`), so that a kernel touches memory in order and allocates nothing per team. Three views of
//! the same dependencies are kept: arcs as work flows (provider → receiver), arcs against it, and *ties*: the
//! unordered pairs of teams with a dependency in either direction, strengths summed.
//!
//! A snapshot never changes, knows no names and no ids, and its order depends on its input alone, so that equal
//! maps give equal figures on every machine.

use std::fmt;

pub mod betweenness;
pub mod brokerage;
pub mod closeness;
pub mod components;
pub mod constraint;
pub mod cuts;
pub mod disjoint;
pub mod gini;
pub mod leiden;
pub mod mixing;
pub mod pagerank;
pub mod random;
pub mod routes;
pub mod sample;
pub mod spread;
pub mod weighted;

/// Directed or symmetric adjacency in compressed sparse rows, ends in rising order, no team twice in one row.
#[derive(Clone, PartialEq)]
pub struct Arcs {
    start: Vec<u32>,
    ends: Vec<u32>,
    strength: Vec<f64>,
}

impl Arcs {
    /// Rows out of `(row, end, strength)`; repeated ends become one, their strengths added.
    pub fn new(teams: usize, mut arcs: Vec<(u32, u32, f64)>) -> Self {
        arcs.sort_unstable_by_key(|&(row, end, _)| (row, end));
        arcs.dedup_by(|next, kept| {
            let same = (next.0, next.1) == (kept.0, kept.1);
            if same {
                kept.2 += next.2;
            }
            same
        });
        let mut start = vec![0u32; teams + 1];
        for &(row, ..) in &arcs {
            start[row as usize + 1] += 1;
        }
        for row in 0..teams {
            start[row + 1] += start[row];
        }
        Self {
            start,
            ends: arcs.iter().map(|arc| arc.1).collect(),
            strength: arcs.iter().map(|arc| arc.2).collect(),
        }
    }

    /// How many teams there are.
    pub fn teams(&self) -> usize {
        self.start.len() - 1
    }

    /// How many arcs there are (a tie counts twice in a symmetric view).
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is no arc at all.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// Where `team`'s ends lie in the flat arrays.
    #[inline]
    pub fn row(&self, team: usize) -> std::ops::Range<usize> {
        self.start[team] as usize..self.start[team + 1] as usize
    }

    /// The teams at the other ends of `team`'s arcs.
    #[inline]
    pub fn of(&self, team: usize) -> &[u32] {
        &self.ends[self.row(team)]
    }

    /// The same with the strength of each arc.
    pub fn with_strength(&self, team: usize) -> impl Iterator<Item = (usize, f64)> + '_ {
        self.row(team).map(|at| (self.ends[at] as usize, self.strength[at]))
    }

    /// How many arcs `team` has.
    pub fn degree(&self, team: usize) -> usize {
        self.row(team).len()
    }

    /// The summed strength of `team`'s arcs.
    pub fn weight(&self, team: usize) -> f64 {
        self.strength[self.row(team)].iter().sum()
    }

    /// Whether there is an arc between the two.
    pub fn has(&self, row: usize, end: usize) -> bool {
        self.of(row).binary_search(&(end as u32)).is_ok()
    }

    /// Every arc as `(row, end, strength)`.
    pub fn iter(&self) -> impl Iterator<Item = (usize, usize, f64)> + '_ {
        (0..self.teams()).flat_map(move |row| self.with_strength(row).map(move |(end, s)| (row, end, s)))
    }

    /// The same arcs with each strength replaced.
    pub fn map_strength(&self, with: impl Fn(f64) -> f64) -> Self {
        Self { strength: self.strength.iter().map(|&s| with(s)).collect(), ..self.clone() }
    }

    /// All ends, in row order.
    pub(crate) fn ends(&self) -> &[u32] {
        &self.ends
    }

    /// All strengths, in row order.
    pub(crate) fn strengths(&self) -> &[f64] {
        &self.strength
    }
}

impl fmt::Debug for Arcs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

/// The snapshot of a map.
#[derive(Debug, Clone, PartialEq)]
pub struct Graph {
    function: Vec<u32>,
    functions: usize,
    receivers: Arcs,
    providers: Arcs,
    ties: Arcs,
}

/// What stands for "in no function" in a [`Graph`].
const NONE: u32 = u32::MAX;

impl Graph {
    /// The snapshot of `function.len()` teams, each with the index of its function if it is in one, and of
    /// dependencies as `(provider, receiver, strength)`.
    ///
    /// What cannot be is left out rather than refused: dependencies on itself or with unknown ends. A strength
    /// that is not a positive finite number counts as 1.
    pub fn new(
        function: &[Option<usize>],
        functions: usize,
        dependencies: impl IntoIterator<Item = (usize, usize, f64)>,
    ) -> Self {
        let teams = function.len();
        let arcs: Vec<(u32, u32, f64)> = dependencies
            .into_iter()
            .filter(|&(p, r, _)| p != r && p < teams && r < teams)
            .map(|(p, r, s)| (p as u32, r as u32, if s.is_finite() && s > 0.0 { s } else { 1.0 }))
            .collect();
        let back = arcs.iter().map(|&(p, r, s)| (r, p, s)).collect();
        let both = arcs.iter().flat_map(|&(p, r, s)| [(p, r, s), (r, p, s)]).collect();
        Self {
            function: function
                .iter()
                .map(|f| f.filter(|&f| f < functions).map_or(NONE, |f| f as u32))
                .collect(),
            functions,
            receivers: Arcs::new(teams, arcs),
            providers: Arcs::new(teams, back),
            ties: Arcs::new(teams, both),
        }
    }

    /// How many teams there are.
    pub fn teams(&self) -> usize {
        self.function.len()
    }

    /// How many functions there are, those without teams included.
    pub fn functions(&self) -> usize {
        self.functions
    }

    /// The function of `team`, if it is in one.
    pub fn function(&self, team: usize) -> Option<usize> {
        Some(self.function[team]).filter(|&f| f != NONE).map(|f| f as usize)
    }

    /// Arcs along the work: from each provider to those who rely on it.
    pub fn receivers(&self) -> &Arcs {
        &self.receivers
    }

    /// Arcs against the work: from each receiver to those it relies on.
    pub fn providers(&self) -> &Arcs {
        &self.providers
    }

    /// Unordered pairs of teams with a dependency either way, both ways round, strengths summed.
    pub fn ties(&self) -> &Arcs {
        &self.ties
    }

    /// Whether the two teams are in one function. A team without a function is alone.
    pub fn together(&self, a: usize, b: usize) -> bool {
        self.function[a] != NONE && self.function[a] == self.function[b]
    }

    /// The teams of each function, in rising order.
    pub fn members(&self) -> Vec<Vec<usize>> {
        let mut members = vec![Vec::new(); self.functions];
        for team in 0..self.teams() {
            if let Some(function) = self.function(team) {
                members[function].push(team);
            }
        }
        members
    }
}

#[cfg(test)]
pub(crate) mod fixture;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dependencies_between_the_same_two_teams_are_one_arc_and_one_tie() {
        let graph = Graph::new(
            &[Some(0), Some(0), None],
            1,
            [(0, 1, 2.0), (0, 1, 3.0), (1, 0, 1.0), (2, 2, 9.0), (1, 7, 1.0), (1, 2, f64::NAN)],
        );
        assert_eq!(graph.receivers().iter().collect::<Vec<_>>(), [(0, 1, 5.0), (1, 0, 1.0), (1, 2, 1.0)]);
        assert_eq!(graph.providers().of(0), [1]);
        assert_eq!(graph.ties().with_strength(1).collect::<Vec<_>>(), [(0, 6.0), (2, 1.0)]);
        assert!(graph.together(0, 1) && !graph.together(1, 2) && !graph.together(2, 2));
    }

    #[test]
    fn an_empty_map_is_a_graph_too() {
        let graph = Graph::new(&[], 0, []);
        assert_eq!((graph.teams(), graph.ties().len()), (0, 0));
    }
}
