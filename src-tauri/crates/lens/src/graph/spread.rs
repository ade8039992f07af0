//! Breadth-first search from 64 teams at once, one bit each: "The more the merrier" (Then et al. 2014, *PVLDB*
//! 8:449). Work done for one team is shared by all searches that stand on it, so that distances between all
//! pairs of a thousand teams take about a millisecond. Closeness, routes and taking a team away build on it.

use super::Arcs;

/// The state of a search, kept between searches so that nothing is allocated again.
pub struct Spread<'a> {
    arcs: &'a Arcs,
    seen: Vec<u64>,
    arriving: Vec<u64>,
    edge: Vec<(u32, u64)>,
    touched: Vec<u32>,
    closed: Option<&'a [bool]>,
}

impl<'a> Spread<'a> {
    /// How many searches run at once.
    pub const WIDTH: usize = 64;

    /// A search along `arcs`.
    pub fn new(arcs: &'a Arcs) -> Self {
        let n = arcs.teams();
        Self {
            arcs,
            seen: vec![0; n],
            arriving: vec![0; n],
            edge: Vec::new(),
            touched: Vec::new(),
            closed: None,
        }
    }

    /// A search that neither starts from nor enters the teams for which `closed` is true.
    pub fn around(arcs: &'a Arcs, closed: &'a [bool]) -> Self {
        Self { closed: Some(closed), ..Self::new(arcs) }
    }

    /// Starts from up to 64 teams; the one at position `i` is bit `i`.
    pub fn start(&mut self, starts: &[u32]) {
        self.seen.fill(0);
        if let Some(closed) = self.closed {
            for (seen, _) in self.seen.iter_mut().zip(closed).filter(|(_, closed)| **closed) {
                *seen = u64::MAX;
            }
        }
        self.edge.clear();
        for (bit, &team) in starts.iter().take(Self::WIDTH).enumerate() {
            let mine = (1 << bit) & !self.seen[team as usize];
            self.seen[team as usize] |= mine;
            self.edge.push((team, mine));
        }
    }

    /// The bits of the searches that have reached `team` so far. Closed teams count as reached by all.
    pub fn reached(&self, team: usize) -> u64 {
        self.seen[team]
    }

    /// Goes one step further: the teams newly reached, each with the bits of the searches that reached it.
    /// Empty when every search has ended.
    pub fn step(&mut self) -> &[(u32, u64)] {
        for &(team, bits) in &self.edge {
            for &next in self.arcs.of(team as usize) {
                let fresh = bits & !self.seen[next as usize];
                if fresh != 0 {
                    if self.arriving[next as usize] == 0 {
                        self.touched.push(next);
                    }
                    self.arriving[next as usize] |= fresh;
                }
            }
        }
        self.edge.clear();
        for team in self.touched.drain(..) {
            let bits = std::mem::take(&mut self.arriving[team as usize]);
            self.seen[team as usize] |= bits;
            self.edge.push((team, bits));
        }
        &self.edge
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::graph::{betweenness, fixture};

    /// Distances from every team by as many single searches.
    fn distances(arcs: &Arcs) -> Vec<Vec<Option<u32>>> {
        (0..arcs.teams()).map(|team| betweenness::distances(arcs, team)).collect()
    }

    proptest! {
        #[test]
        fn sixty_four_searches_at_once_find_what_single_searches_find(graph in fixture::any_graph(90)) {
            let arcs = graph.receivers();
            let wanted = distances(arcs);
            let mut spread = Spread::new(arcs);
            let teams: Vec<u32> = (0..arcs.teams() as u32).collect();
            for starts in teams.chunks(Spread::WIDTH) {
                spread.start(starts);
                let mut found = vec![vec![None; arcs.teams()]; starts.len()];
                for (row, &start) in found.iter_mut().zip(starts) {
                    row[start as usize] = Some(0);
                }
                for level in 1.. {
                    let arrived = spread.step();
                    if arrived.is_empty() {
                        break;
                    }
                    for &(team, bits) in arrived {
                        for (bit, row) in found.iter_mut().enumerate() {
                            if bits >> bit & 1 == 1 {
                                row[team as usize] = Some(level);
                            }
                        }
                    }
                }
                for (row, &start) in found.iter().zip(starts) {
                    prop_assert_eq!(row, &wanted[start as usize]);
                }
            }
        }
    }
}
