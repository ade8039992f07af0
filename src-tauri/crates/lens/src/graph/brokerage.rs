//! Whose needs a team carries to whom.

use super::Graph;

/// The roles a team plays between two others that are not tied directly (Gould & Fernandez 1989, *Sociological
/// Methodology* 19:89). A role counts pairs (a, b) where `a` relies on the team, the team relies on `b`, and `a`
/// does not rely on `b` itself.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Roles {
    /// All three in one function.
    pub coordinator: u64,
    /// `a` and `b` in one function, the team in another.
    pub consultant: u64,
    /// It lets the needs of others into its function: `a` outside, the team and `b` inside.
    pub gatekeeper: u64,
    /// It carries its function's needs out: `a` and the team inside, `b` outside.
    pub representative: u64,
    /// Three different functions.
    pub liaison: u64,
}

impl Roles {
    /// All pairs together.
    pub fn total(&self) -> u64 {
        self.coordinator + self.consultant + self.gatekeeper + self.representative + self.liaison
    }
}

/// The roles of one team. A team without a function is a function of its own. O(receivers · providers · log).
///
/// In a → v → b (a relies on v, v on b) with a and v in one function and b in another, v is a representative.
pub fn roles(graph: &Graph, team: usize) -> Roles {
    let mut roles = Roles::default();
    for &a in graph.receivers().of(team) {
        let a = a as usize;
        for &b in graph.providers().of(team) {
            let b = b as usize;
            if a == b || graph.providers().has(a, b) {
                continue;
            }
            let counter = match (graph.together(a, team), graph.together(team, b), graph.together(a, b)) {
                (true, true, _) => &mut roles.coordinator,
                (true, false, _) => &mut roles.representative,
                (false, true, _) => &mut roles.gatekeeper,
                (false, false, true) => &mut roles.consultant,
                (false, false, false) => &mut roles.liaison,
            };
            *counter += 1;
        }
    }
    roles
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::fixture::{team, worked};

    #[test]
    fn worked_map() {
        let graph = worked();
        let none = Roles::default();
        for (name, wanted) in [
            ("MarOps", Roles { representative: 5, liaison: 1, ..none }),
            ("RevOps", Roles { gatekeeper: 2, representative: 1, liaison: 1, ..none }),
            ("Brand", Roles { gatekeeper: 2, ..none }),
            ("FPA", Roles { gatekeeper: 2, ..none }),
            ("TalentBrand", Roles { representative: 1, ..none }),
            ("CustSuccess", Roles { representative: 1, ..none }),
            ("Content", Roles { coordinator: 1, ..none }),
            ("Performance", none),
        ] {
            assert_eq!(roles(&graph, team(name)), wanted, "{name}");
        }
    }
}
