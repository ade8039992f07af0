//! The ways round what is taken away: for each team that handed over to it, or through it, to a team that relied on
//! it, the shortest way that stays.

use std::collections::{BTreeSet, VecDeque};

use ecosystem::DependencyId;

use crate::graph::{Arcs, Graph};
use crate::study::Subject;

/// At most this many ways are followed: more is not seen on a picture.
const MOST_WAYS: usize = 60;

/// The dependencies of the ways round `gone`. A team that was reached in one step anyway needs no way round.
///
/// Breadth-first search in the graph of what stays, from each provider of what is gone; O(providers · dependencies).
pub(crate) fn round(
    subject: &Subject<'_>,
    without: &Graph,
    cut: &[(usize, usize)],
    gone: &[bool],
) -> Vec<DependencyId> {
    let arcs = without.receivers();
    let into: BTreeSet<usize> =
        cut.iter().map(|&(provider, _)| provider).filter(|&team| !gone[team]).collect();
    let out: BTreeSet<usize> =
        cut.iter().map(|&(_, receiver)| receiver).filter(|&team| !gone[team]).collect();
    let mut steps: BTreeSet<(usize, usize)> = BTreeSet::new();
    let mut left = MOST_WAYS;
    for &start in &into {
        if left == 0 {
            break;
        }
        let before = before_each(arcs, start);
        for &end in out.iter().filter(|&&end| end != start && !arcs.has(start, end)) {
            if before[end].is_none() || left == 0 {
                continue;
            }
            left -= 1;
            let mut at = end;
            while let Some(step) = before[at].filter(|_| at != start) {
                steps.insert((step, at));
                at = step;
            }
        }
    }
    let on_a_way = |ends: (usize, usize)| steps.contains(&ends);
    let all = subject.map.dependencies().filter(|d| subject.ends(d).is_some_and(on_a_way));
    all.map(|d| d.id).collect()
}

/// For each team that can be reached, the one before it on a shortest way from `start`.
fn before_each(arcs: &Arcs, start: usize) -> Vec<Option<usize>> {
    let mut before = vec![None; arcs.teams()];
    before[start] = Some(start);
    let mut queue = VecDeque::from([start]);
    while let Some(team) = queue.pop_front() {
        for &next in arcs.of(team) {
            let next = next as usize;
            if before[next].is_none() {
                before[next] = Some(team);
                queue.push_back(next);
            }
        }
    }
    before
}

#[cfg(test)]
mod tests {
    use ecosystem::Unwatched;

    use crate::Subject;
    use crate::away::{Absent, away};
    use crate::lens_tests::map;

    #[test]
    fn the_way_round_is_the_shortest_that_stays() {
        let map = map("A -> Hub: x\nHub -> B: x\nA -> C: long\nC -> D: way\nD -> B: round\nA -> E: x");
        let subject = Subject::of(&map);
        let hub = map.team_named("Hub").unwrap().id;
        let found = away(&subject, &[Absent::Team(hub)], &Unwatched).unwrap();
        let what: Vec<&str> =
            found.detours.iter().filter_map(|id| map.dependency(*id)).map(|d| d.what.as_str()).collect();
        assert_eq!(what, ["long", "way", "round"]);
        assert_eq!((found.teams, found.dependencies.len()), (vec![hub], 2));
        assert_eq!(found.longer, 1);
    }

    #[test]
    fn where_nothing_leads_round_nothing_is_said() {
        let map = map("A -> Hub: x\nHub -> B: x");
        let tie = map.dependencies().next().unwrap().id;
        let found = away(&Subject::of(&map), &[Absent::Dependency(tie)], &Unwatched).unwrap();
        assert!(found.detours.is_empty() && found.teams.is_empty());
        assert_eq!(found.dependencies, [tie]);
    }

    #[test]
    fn a_function_takes_those_within_it_along() {
        let map = map(
            "Sales: Field\nSales > Partners: Agents\nMarketing: Brand\nBrand -> Agents: x\nAgents -> Field: x",
        );
        let sales = map.function_named("Sales").unwrap().id;
        let found = away(&Subject::of(&map), &[Absent::Function(sales)], &Unwatched).unwrap();
        assert_eq!(found.teams.len(), 2);
    }
}
