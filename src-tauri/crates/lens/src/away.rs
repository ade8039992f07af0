//! Take it away: what the rest of the map could no longer do without a team, a function or a dependency. Nothing
//! is stored; the answer comes within a frame or two on maps of a thousand teams.

use std::collections::HashSet;

use ecosystem::{Cancelled, Dependency, DependencyId, FunctionId, TeamId, Watch};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::detours;
use crate::graph::components::pieces;
use crate::graph::sample::Starts;
use crate::graph::spread::Spread;
use crate::graph::{Arcs, Graph};
use crate::study::Subject;
use crate::words::{count, list, thousands, verb};

/// Something held away.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "type", content = "id", rename_all = "kebab-case")]
#[ts(export)]
pub enum Absent {
    /// A team with all it hands over and relies on.
    Team(TeamId),
    /// All teams in a function, and in those within it.
    Function(FunctionId),
    /// One dependency.
    Dependency(DependencyId),
}

/// What a team that stays would lose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct Loss {
    /// The team.
    pub team: TeamId,
    /// Teams whose work would no longer reach it.
    pub cut: u32,
    /// Teams whose work would still reach it, over more steps.
    pub longer: u32,
}

/// What would be if something were away.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct Away {
    /// One sentence.
    pub sentence: String,
    /// Ordered pairs of teams that stay and have a route now.
    #[ts(type = "number")]
    pub routes: u64,
    /// Those that would have none.
    #[ts(type = "number")]
    pub cut: u64,
    /// Those that would have one, over more steps.
    #[ts(type = "number")]
    pub longer: u64,
    /// Whether these numbers are scaled up from a sample of teams.
    pub estimated: bool,
    /// Teams that would lose touch with the largest part of their piece of the map.
    pub cut_off: Vec<TeamId>,
    /// What each team would lose, the greatest loss first; teams that lose nothing are left out.
    pub losses: Vec<Loss>,
    /// The teams that are away.
    pub teams: Vec<TeamId>,
    /// The dependencies that are away, or end at a team that is.
    pub dependencies: Vec<DependencyId>,
    /// The dependencies of the shortest ways round what is away.
    pub detours: Vec<DependencyId>,
}

/// Works out what would be without `absent`.
///
/// Breadth-first search from 64 teams at once, with and without, in step: a route that is there at some distance
/// now and not at that distance without is longer or cut. O(teams/64 · dependencies · steps).
pub fn away(subject: &Subject<'_>, absent: &[Absent], watch: &dyn Watch) -> Result<Away, Cancelled> {
    let graph = &subject.graph;
    let n = graph.teams();
    let gone = gone(subject, absent);
    let without = without(subject, absent, &gone);
    let starts = Starts::of(n, 1);
    let nowhere = vec![false; n];
    let parts = starts.in_runs(Spread::WIDTH, watch, |run| {
        let mut lost = Lost { routes: 0, cut: vec![0; n], late: vec![0; n] };
        let mut now = Spread::around(graph.receivers(), &nowhere);
        let mut then = Spread::around(without.receivers(), &gone);
        let staying: Vec<u32> = run.iter().copied().filter(|&team| !gone[team as usize]).collect();
        for starts in staying.chunks(Spread::WIDTH) {
            watch.go_on()?;
            lost.compare(starts, &mut now, &mut then, &gone);
        }
        Ok(lost)
    })?;
    let mut all = Lost { routes: 0, cut: vec![0; n], late: vec![0; n] };
    for part in parts {
        all.routes += part.routes;
        all.cut.iter_mut().zip(part.cut).for_each(|(sum, cut)| *sum += cut);
        all.late.iter_mut().zip(part.late).for_each(|(sum, late)| *sum += late);
    }
    let scaled = |number: u64| (number as f64 * starts.scale).round() as u64;
    let cut = scaled(all.cut.iter().map(|&cut| u64::from(cut)).sum());
    let late = scaled(all.late.iter().map(|&late| u64::from(late)).sum());
    let mut losses: Vec<Loss> = (0..n)
        .filter(|&team| all.late[team] > 0)
        .map(|team| Loss {
            team: subject.teams[team],
            cut: scaled(all.cut[team].into()) as u32,
            longer: scaled((all.late[team] - all.cut[team]).into()) as u32,
        })
        .collect();
    losses.sort_by_key(|loss| std::cmp::Reverse((loss.cut, loss.longer)));
    let cut_off = cut_off(graph.ties(), without.ties(), &gone);
    let dropped = dropped(absent);
    let is_away = |d: &Dependency, (provider, receiver): (usize, usize)| {
        dropped.contains(&d.id) || gone[provider] || gone[receiver]
    };
    let at_what_is_away: Vec<(DependencyId, (usize, usize))> = (subject.map.dependencies())
        .filter_map(|d| Some((d, subject.ends(d)?)))
        .filter(|&(d, ends)| is_away(d, ends))
        .map(|(d, ends)| (d.id, ends))
        .collect();
    let ends: Vec<(usize, usize)> = at_what_is_away.iter().map(|&(_, ends)| ends).collect();
    let mut away = Away {
        sentence: String::new(),
        routes: scaled(all.routes),
        cut,
        longer: late - cut,
        estimated: starts.error.is_some(),
        cut_off: cut_off.iter().map(|&team| subject.teams[team]).collect(),
        losses,
        teams: (0..n).filter(|&team| gone[team]).map(|team| subject.teams[team]).collect(),
        dependencies: at_what_is_away.iter().map(|&(id, _)| id).collect(),
        detours: detours::round(subject, &without, &ends, &gone),
    };
    away.sentence = sentence(subject, absent, &away, &cut_off);
    Ok(away)
}

/// Which teams are away.
fn gone(subject: &Subject<'_>, absent: &[Absent]) -> Vec<bool> {
    let mut gone = vec![false; subject.teams.len()];
    for absent in absent {
        match absent {
            Absent::Team(team) => subject.at(*team).into_iter().for_each(|at| gone[at] = true),
            Absent::Function(function) => {
                let mut open = vec![*function];
                while let Some(function) = open.pop() {
                    let teams = subject.map.teams_in(Some(function)).filter_map(|team| subject.at(team.id));
                    teams.for_each(|at| gone[at] = true);
                    open.extend(subject.map.functions_in(Some(function)).map(|within| within.id));
                }
            }
            Absent::Dependency(_) => {}
        }
    }
    gone
}

/// The dependencies that are away themselves.
fn dropped(absent: &[Absent]) -> HashSet<DependencyId> {
    let dependency = |absent: &Absent| match absent {
        Absent::Dependency(id) => Some(*id),
        _ => None,
    };
    absent.iter().filter_map(dependency).collect()
}

/// The graph of what stays. Teams that are away keep their index and lose their dependencies.
fn without(subject: &Subject<'_>, absent: &[Absent], gone: &[bool]) -> Graph {
    let dropped = dropped(absent);
    let staying = subject.map.dependencies().filter(|d| !dropped.contains(&d.id)).filter_map(|d| {
        let (provider, receiver) = subject.ends(d)?;
        (!gone[provider] && !gone[receiver]).then_some((provider, receiver, d.strength))
    });
    Graph::new(&vec![None; gone.len()], 0, staying)
}

/// Routes lost, by the team they led to.
struct Lost {
    routes: u64,
    cut: Vec<u32>,
    late: Vec<u32>,
}

impl Lost {
    fn compare(&mut self, starts: &[u32], now: &mut Spread<'_>, then: &mut Spread<'_>, gone: &[bool]) {
        now.start(starts);
        then.start(starts);
        let mut reached = Vec::new();
        loop {
            reached.clear();
            reached.extend_from_slice(now.step());
            let moved = !then.step().is_empty();
            for &(team, bits) in reached.iter().filter(|(team, _)| !gone[*team as usize]) {
                self.routes += u64::from(bits.count_ones());
                self.late[team as usize] += (bits & !then.reached(team as usize)).count_ones();
            }
            if reached.is_empty() && !moved {
                break;
            }
        }
        for (team, cut) in self.cut.iter_mut().enumerate().filter(|(team, _)| !gone[*team]) {
            *cut += (now.reached(team) & !then.reached(team)).count_ones();
        }
    }
}

/// The teams that stay and are no longer in the largest part of the piece they were in.
fn cut_off(now: &Arcs, then: &Arcs, gone: &[bool]) -> Vec<usize> {
    let (before, count_before) = pieces(now);
    let (after, count_after) = pieces(then);
    let mut size = vec![0usize; count_after];
    let staying: Vec<usize> = (0..gone.len()).filter(|&team| !gone[team]).collect();
    staying.iter().for_each(|&team| size[after[team] as usize] += 1);
    let mut largest: Vec<Option<u32>> = vec![None; count_before];
    for &team in &staying {
        let best = &mut largest[before[team] as usize];
        if best.is_none_or(|best| size[after[team] as usize] > size[best as usize]) {
            *best = Some(after[team]);
        }
    }
    staying.into_iter().filter(|&team| largest[before[team] as usize] != Some(after[team])).collect()
}

fn sentence(subject: &Subject<'_>, absent: &[Absent], away: &Away, cut_off: &[usize]) -> String {
    let names: Vec<String> = absent
        .iter()
        .map(|absent| match absent {
            Absent::Team(id) => subject.map.team(*id).map_or_else(String::new, |team| team.name.clone()),
            Absent::Function(id) => subject.map.function(*id).map_or_else(String::new, |f| f.name.clone()),
            Absent::Dependency(id) => subject.map.dependency(*id).map_or_else(String::new, |d| {
                let team = |id| subject.map.team(id).map_or("", |team| team.name.as_str());
                format!("what {} hands to {}", team(d.provider), team(d.receiver))
            }),
        })
        .filter(|name| !name.is_empty())
        .collect();
    let names = list(names.iter().map(String::as_str), 3);
    let mut parts = Vec::new();
    if away.cut > 0 {
        let (cut, routes) = (away.cut as usize, away.routes as usize);
        let about = if away.estimated { "about " } else { "" };
        let are = verb(cut, "is", "are");
        parts.push(format!("{about}{} of {} {are} cut", thousands(cut), count(routes, "route")));
    }
    if away.longer > 0 {
        let longer = away.longer as usize;
        let (take, route) = (verb(longer, "takes", "take"), if away.cut > 0 { "" } else { " routes" });
        let route = if longer == 1 && !route.is_empty() { " route" } else { route };
        parts.push(format!("{}{route} {take} longer", thousands(longer)));
    }
    let lose = verb(cut_off.len(), "loses", "lose");
    let off = list(cut_off.iter().map(|&team| subject.team(team)), 4);
    match (parts.join(" and "), off.as_str()) {
        (parts, "") if parts.is_empty() => format!("Without {names}, every route between the others holds."),
        (parts, "") => format!("Without {names}, {parts}."),
        (parts, off) if parts.is_empty() => {
            format!("Without {names}, {off} {lose} touch with everyone else.")
        }
        (parts, off) => format!("Without {names}, {parts}; {off} {lose} touch with everyone else."),
    }
}

#[cfg(test)]
mod tests {
    use ecosystem::Unwatched;
    use proptest::prelude::*;

    use super::*;
    use crate::graph::betweenness::distances;
    use crate::lens_tests::{WORKED, map};

    #[test]
    fn the_worked_map_without_its_hub() {
        let map = map(WORKED);
        let subject = Subject::of(&map);
        let team = |name: &str| map.team_named(name).unwrap().id;
        let found = away(&subject, &[Absent::Team(team("MarOps"))], &Unwatched).unwrap();
        assert_eq!((found.cut, found.routes), (26, 48));
        assert_eq!(
            found.sentence,
            "Without MarOps, 26 of 48 routes are cut; FieldSales, RevOps, Support and CustSuccess lose touch with \
             everyone else."
        );
        assert_eq!(found.losses.iter().map(|loss| loss.cut).sum::<u32>(), 26);
        let none = away(&subject, &[Absent::Team(team("HRBP"))], &Unwatched).unwrap();
        assert_eq!(none.sentence, "Without HRBP, every route between the others holds.");
        let copy = map.between(team("Content"), team("Performance")).next().unwrap().id;
        let longer = away(&subject, &[Absent::Dependency(copy)], &Unwatched).unwrap();
        assert_eq!(longer.sentence, "Without what Content hands to Performance, 2 of 61 routes are cut.");
        let sales = map.function_named("Sales").unwrap().id;
        let found =
            away(&subject, &[Absent::Function(sales), Absent::Team(team("HRBP"))], &Unwatched).unwrap();
        assert_eq!(
            found.sentence,
            "Without Sales and HRBP, 6 of 30 routes are cut; Support and CustSuccess lose touch with everyone else."
        );
    }

    proptest! {
        #[test]
        fn it_is_what_searches_without_the_team_find(
            teams in 2usize..12,
            arcs in prop::collection::vec((0usize..12, 0usize..12), 0..40),
            absent in 0usize..12,
        ) {
            let absent = absent % teams;
            let mut text: String = (0..teams).map(|t| format!("T{t}\n")).collect();
            for (a, b) in arcs.iter().map(|(a, b)| (a % teams, b % teams)).filter(|(a, b)| a != b) {
                text += &format!("T{a} -> T{b}: x\n");
            }
            let map = map(&text);
            let subject = Subject::of(&map);
            let gone = subject.at(map.team_named(&format!("T{absent}")).unwrap().id).unwrap();
            let found = away(&subject, &[Absent::Team(subject.teams[gone])], &Unwatched).unwrap();
            let arcs = subject.graph.receivers();
            let kept = arcs.iter().filter(|&(a, b, _)| a != gone && b != gone);
            let without = Arcs::new(teams, kept.map(|(a, b, s)| (a as u32, b as u32, s)).collect());
            let (mut routes, mut cut, mut longer) = (0, 0, 0);
            for s in (0..teams).filter(|&s| s != gone) {
                let (now, then) = (distances(arcs, s), distances(&without, s));
                for t in (0..teams).filter(|&t| t != gone && t != s) {
                    routes += u64::from(now[t].is_some());
                    cut += u64::from(now[t].is_some() && then[t].is_none());
                    longer += u64::from(then[t].is_some() && then[t] > now[t]);
                }
            }
            prop_assert_eq!((found.routes, found.cut, found.longer), (routes, cut, longer));
        }
    }
}
