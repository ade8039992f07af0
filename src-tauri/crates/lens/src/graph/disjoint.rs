//! On how many separate threads two functions hang together.

use super::Arcs;

const NOBODY: u32 = u32::MAX;
/// Routes of up to so many ties are laid straight ahead before better ones are searched for.
const STRAIGHT: usize = 3;

/// Finds node-disjoint routes; keeps its work space between questions.
pub struct Disjoint<'a> {
    ties: &'a Arcs,
    /// On which side each team lies: 1 here, 2 there, 0 elsewhere.
    side: Vec<u8>,
    /// The team after and before each team on the route it lies on; itself at a route's end.
    next: Vec<u32>,
    previous: Vec<u32>,
    /// How many steps from here each state is, by which state it was reached on the way of the moment, and in
    /// which search each of the two was written.
    steps: Vec<u32>,
    counted_in: Vec<u32>,
    reached_by: Vec<u32>,
    reached_in: Vec<u32>,
    search: u32,
    queue: Vec<u32>,
    used: Vec<u32>,
}

impl<'a> Disjoint<'a> {
    /// Work space for questions about `ties`, a symmetric view.
    pub fn new(ties: &'a Arcs) -> Self {
        let n = ties.teams();
        Self {
            ties,
            side: vec![0; n],
            next: vec![NOBODY; n],
            previous: vec![NOBODY; n],
            steps: vec![0; 2 * n],
            counted_in: vec![0; 2 * n],
            reached_by: vec![NOBODY; 2 * n],
            reached_in: vec![0; 2 * n],
            search: 0,
            queue: Vec::new(),
            used: Vec::new(),
        }
    }

    /// The greatest number of routes from a team in `here` to a team in `there` of which no two share a team,
    /// ends included. By Menger (1927) it is also the least number of teams whose absence separates the two.
    ///
    /// Dinitz 1970 (as in Even & Tarjan 1975) on teams split into an entrance and an exit, after a greedy start
    /// with short routes: O(√teams · ties) time. On the worked map Marketing and HR have 1.
    pub fn count(&mut self, here: &[usize], there: &[usize]) -> usize {
        here.iter().for_each(|&team| self.side[team] = 1);
        there.iter().for_each(|&team| self.side[team] = 2);
        // A route leaves its side by a team that has a tie to elsewhere, and no two by the same.
        let doors = |teams: &[usize]| teams.iter().filter(|&&team| self.is_door(team)).count();
        let most = doors(here).min(doors(there));
        let mut found = 0;
        for steps in 1..=STRAIGHT {
            self.search += 1;
            for &a in here {
                if found < most && self.is_free(a as u32) && self.straight(a as u32, steps) {
                    self.previous[a] = a as u32;
                    found += 1;
                }
            }
        }
        while found < most {
            let more = self.lengthen(here, there);
            if more == 0 {
                break;
            }
            found += more;
        }
        here.iter().chain(there).for_each(|&team| self.side[team] = 0);
        for team in self.used.drain(..) {
            self.next[team as usize] = NOBODY;
            self.previous[team as usize] = NOBODY;
        }
        found
    }

    /// Lays a route from `team` to a free team over there, by at most `steps` ties and through free teams only.
    /// What led nowhere once is not entered again in the same search: free teams only become fewer.
    fn straight(&mut self, team: u32, steps: usize) -> bool {
        let ties = self.ties;
        for &end in ties.of(team as usize).iter().filter(|&&end| end != team) {
            let at = end as usize;
            if !self.is_free(end) {
                continue;
            }
            let arrived = self.side[at] == 2;
            if arrived {
                self.next[at] = end;
            } else {
                let state = 2 * at + steps % 2;
                if steps == 1 || self.side[at] == 1 || self.reached_in[state] == self.search {
                    continue;
                }
                self.reached_in[state] = self.search;
                if !self.straight(end, steps - 1) {
                    continue;
                }
            }
            self.join(team, end);
            self.used.extend([team, end]);
            return true;
        }
        false
    }

    /// Whether a team has a tie to a team that is not on its side.
    fn is_door(&self, team: usize) -> bool {
        self.ties.of(team).iter().any(|&end| self.side[end as usize] != self.side[team])
    }

    fn is_free(&self, team: u32) -> bool {
        self.next[team as usize] == NOBODY && self.previous[team as usize] == NOBODY
    }

    fn join(&mut self, a: u32, b: u32) {
        self.next[a as usize] = b;
        self.previous[b as usize] = a;
    }

    /// Finds as many more routes as there are of the shortest length, turning back along routes already found where
    /// that helps; 0 when there is none of any length. States are entrances (2·team) and exits (2·team + 1).
    fn lengthen(&mut self, here: &[usize], there: &[usize]) -> usize {
        self.search += 1;
        if !self.count_steps(there) {
            return 0;
        }
        let mut found = 0;
        for &a in here {
            let first = 2 * a as u32;
            if !self.begins(first) || self.counted_in[first as usize] != self.search {
                continue;
            }
            // Depth first, one step nearer to the other side each time; what led nowhere is not entered again.
            self.queue.clear();
            self.reach(first, NOBODY);
            while let Some(state) = self.queue.pop() {
                if self.arrives(state) {
                    self.lay(state);
                    found += 1;
                    break;
                }
                let steps = self.steps[state as usize];
                self.follow(state, |this, on| {
                    let counted = this.counted_in[on as usize] == this.search;
                    if counted && this.steps[on as usize] + 1 == steps {
                        this.reach(on, state);
                    }
                });
            }
            // What was seen but not tried is free for the next.
            while let Some(state) = self.queue.pop() {
                self.reached_in[state as usize] = 0;
            }
        }
        found
    }

    /// Counts the steps that are left from each state to there, breadth-first, as far as the nearest beginning;
    /// whether there is one.
    fn count_steps(&mut self, there: &[usize]) -> bool {
        self.queue.clear();
        for &b in there {
            let exit = 2 * b as u32 + 1;
            if self.arrives(exit) {
                self.counted_in[exit as usize] = self.search;
                self.steps[exit as usize] = 0;
                self.queue.push(exit);
            }
        }
        let mut at = 0;
        let mut nearest = u32::MAX;
        while let Some(&state) = self.queue.get(at) {
            at += 1;
            let steps = self.steps[state as usize];
            if steps >= nearest {
                break;
            }
            if self.begins(state) {
                nearest = steps;
                continue;
            }
            self.follow_back(state, |this, on| {
                if this.counted_in[on as usize] != this.search {
                    this.counted_in[on as usize] = this.search;
                    this.steps[on as usize] = steps + 1;
                    this.queue.push(on);
                }
            });
        }
        nearest != u32::MAX
    }

    /// Whether a route may begin at this state. A team in the middle of a route may begin a better one; a first team
    /// may not.
    fn begins(&self, state: u32) -> bool {
        let team = (state / 2) as usize;
        state.is_multiple_of(2) && self.side[team] == 1 && self.previous[team] != team as u32
    }

    /// Whether a route may end at this state.
    fn arrives(&self, state: u32) -> bool {
        let team = (state / 2) as usize;
        state % 2 == 1 && self.side[team] == 2 && self.next[team] != team as u32
    }

    /// Where one can go from a state: through a free team, back along a route, out of a team by any other tie.
    fn follow(&mut self, state: u32, mut go: impl FnMut(&mut Self, u32)) {
        let team = state / 2;
        let at = team as usize;
        if state.is_multiple_of(2) {
            if self.is_free(team) {
                go(self, state + 1);
            } else if self.previous[at] != team {
                go(self, 2 * self.previous[at] + 1);
            }
            return;
        }
        if !self.is_free(team) {
            go(self, state - 1);
        }
        let (ties, next) = (self.ties, self.next[at]);
        for &end in ties.of(at).iter().filter(|&&end| end != next) {
            go(self, 2 * end);
        }
    }

    /// From where one can come to a state: [`Self::follow`], backwards.
    fn follow_back(&mut self, state: u32, mut go: impl FnMut(&mut Self, u32)) {
        let team = state / 2;
        let at = team as usize;
        if state % 2 == 1 {
            if self.is_free(team) {
                go(self, state - 1);
            } else if self.next[at] != team && self.next[at] != NOBODY {
                go(self, 2 * self.next[at]);
            }
            return;
        }
        if !self.is_free(team) {
            go(self, state + 1);
        }
        let ties = self.ties;
        for &end in ties.of(at) {
            if self.next[end as usize] != team {
                go(self, 2 * end + 1);
            }
        }
    }

    fn reach(&mut self, state: u32, by: u32) {
        if self.reached_in[state as usize] != self.search {
            self.reached_in[state as usize] = self.search;
            self.reached_by[state as usize] = by;
            self.queue.push(state);
        }
    }

    /// Lays the route that ends at `exit`: new ties are joined, those turned back along are dropped.
    fn lay(&mut self, exit: u32) {
        let mut states = vec![exit];
        let mut state = exit;
        while self.reached_by[state as usize] != NOBODY {
            state = self.reached_by[state as usize];
            states.push(state);
        }
        states.reverse();
        // First drop, then join: a team may be left on one old route and entered by the new one.
        for step in states.windows(2) {
            let (from, to) = (step[0] / 2, step[1] / 2);
            if from != to && step[0] % 2 == 0 {
                self.previous[from as usize] = NOBODY;
                self.next[to as usize] = NOBODY;
            }
        }
        let first = states[0] / 2;
        self.previous[first as usize] = first;
        for step in states.windows(2) {
            let (from, to) = (step[0] / 2, step[1] / 2);
            if from != to && step[0] % 2 == 1 {
                self.join(from, to);
            }
            self.used.extend([from, to]);
        }
        self.next[(exit / 2) as usize] = exit / 2;
        self.used.extend([first, exit / 2]);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::graph::components::pieces;
    use crate::graph::fixture::{any_graph, worked};

    #[test]
    fn worked_map() {
        let graph = worked();
        let members = graph.members();
        let mut disjoint = Disjoint::new(graph.ties());
        let mut count = |a: usize, b: usize| disjoint.count(&members[a], &members[b]);
        let (marketing, sales, finance, hr, service) = (0, 1, 2, 3, 4);
        assert_eq!(count(marketing, hr), 1);
        assert_eq!(count(marketing, sales), 1);
        assert_eq!(count(marketing, finance), 1);
        assert_eq!(count(hr, service), 1);
        assert_eq!(count(sales, service), 1);
    }

    /// Menger's other side: the fewest teams whose absence separates the two.
    fn fewest_cut(ties: &Arcs, here: &[usize], there: &[usize]) -> usize {
        let n = ties.teams();
        (0u32..1 << n)
            .filter(|gone| {
                let away = |t: usize| gone >> t & 1 == 1;
                let kept = ties.iter().filter(|&(a, b, _)| !away(a) && !away(b));
                let (piece, _) =
                    pieces(&Arcs::new(n, kept.map(|(a, b, s)| (a as u32, b as u32, s)).collect()));
                !here.iter().any(|&a| !away(a) && there.iter().any(|&b| !away(b) && piece[a] == piece[b]))
            })
            .map(u32::count_ones)
            .min()
            .unwrap() as usize
    }

    proptest! {
        #[test]
        fn routes_are_as_many_as_teams_that_separate(graph in any_graph(9)) {
            let members = graph.members();
            let mut disjoint = Disjoint::new(graph.ties());
            for a in 0..4 {
                for b in 0..4 {
                    if a != b {
                        let wanted = fewest_cut(graph.ties(), &members[a], &members[b]);
                        prop_assert_eq!(disjoint.count(&members[a], &members[b]), wanted);
                    }
                }
            }
        }
    }
}
