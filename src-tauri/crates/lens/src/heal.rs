//! What would heal it: the few new dependencies that help most against a bottleneck or a silo, found by trying
//! them out on the graph. Nothing is changed; each remedy says what the number is before and after it.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use ecosystem::{Cancelled, FunctionId, Pair, Target, TeamId, Watch};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::graph::betweenness::distances;
use crate::graph::{Arcs, Graph};
use crate::silo_score::{SILO_SHARE, apart, silo_scores};
use crate::study::Study;
use crate::words::{count, thousands};

/// What is to be healed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "type", content = "id", rename_all = "kebab-case")]
#[ts(export)]
pub enum Ill {
    /// Routes that hang on this team.
    Bottleneck(TeamId),
    /// A function that works apart.
    Silo(FunctionId),
}

/// One dependency that would help.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[ts(export)]
pub struct Remedy {
    /// Who would hand over.
    pub provider: TeamId,
    /// Who would rely on it.
    pub receiver: TeamId,
    /// Why this one.
    pub sentence: String,
    /// The number it changes: `routes_lost` or `silo_score`.
    pub figure: String,
    /// That number with the remedies before this one.
    pub before: f64,
    /// That number with this one too.
    pub after: f64,
}

/// What would heal an ill.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[ts(export)]
pub struct Healing {
    /// One sentence on all of them together, or on why there is none.
    pub sentence: String,
    /// The best first; each counts on those before it.
    pub remedies: Vec<Remedy>,
}

/// On larger maps trying out takes too much memory.
const MOST_TEAMS: usize = 8_000;
/// At most this many dependencies are tried.
const MOST_CANDIDATES: usize = 4_000;

/// Finds up to `most` dependencies that would help against `ill`, one by one, each the best given those before.
/// Borders marked as not needed are left alone.
pub fn heal(study: &Study<'_>, ill: Ill, most: usize, watch: &dyn Watch) -> Result<Healing, Cancelled> {
    let nothing = |sentence: &str| Healing { sentence: sentence.to_owned(), remedies: Vec::new() };
    if study.graph().teams() > MOST_TEAMS {
        return Ok(nothing("The map is too large to try out new dependencies on it."));
    }
    match ill {
        Ill::Bottleneck(team) => match study.subject.at(team) {
            Some(team) => Bottleneck { study, team }.heal(most, watch),
            None => Ok(nothing("The team is no longer on the map.")),
        },
        Ill::Silo(function) => match study.subject.functions.iter().position(|&id| id == function) {
            Some(function) => Silo { study, function }.heal(most, watch),
            None => Ok(nothing("The function is no longer on the map.")),
        },
    }
}

/// Whether two teams may be tied: not across a border that is marked as not needed.
fn allowed(study: &Study<'_>, a: usize, b: usize) -> bool {
    let graph = study.graph();
    let (Some(f), Some(g)) = (graph.function(a), graph.function(b)) else { return true };
    let ids = &study.subject.functions;
    let target = || study.subject.map.border(Pair::of(ids[f], ids[g])).map(|border| border.target);
    f == g || target() != Some(Target::NotNeeded)
}

/// A set of teams for each team, as bits.
struct Sets {
    words: usize,
    bits: Vec<u64>,
}

impl Sets {
    fn new(n: usize) -> Self {
        let words = n.div_ceil(64);
        Self { words, bits: vec![0; words * n] }
    }

    fn of(&self, team: usize) -> &[u64] {
        &self.bits[team * self.words..(team + 1) * self.words]
    }

    fn put(&mut self, team: usize, member: usize) {
        self.bits[team * self.words + member / 64] |= 1 << (member % 64);
    }

    fn add(&mut self, team: usize, members: &[u64]) {
        let own = &mut self.bits[team * self.words..(team + 1) * self.words];
        own.iter_mut().zip(members).for_each(|(own, more)| *own |= more);
    }

    fn members(set: &[u64]) -> impl Iterator<Item = usize> + '_ {
        set.iter().enumerate().flat_map(|(at, &word)| {
            (0..64).filter(move |bit| word >> bit & 1 == 1).map(move |bit| at * 64 + bit)
        })
    }

    /// Whom each team reaches along `arcs`, itself included, without passing `but`.
    fn reach(arcs: &Arcs, but: Option<usize>, watch: &dyn Watch) -> Result<Self, Cancelled> {
        let n = arcs.teams();
        let mut sets = Self::new(n);
        let mut stack = Vec::new();
        for start in (0..n).filter(|&start| Some(start) != but) {
            watch.go_on()?;
            sets.put(start, start);
            stack.push(start);
            while let Some(team) = stack.pop() {
                for &next in arcs.of(team) {
                    let next = next as usize;
                    let row = start * sets.words + next / 64;
                    if Some(next) != but && sets.bits[row] >> (next % 64) & 1 == 0 {
                        sets.bits[row] |= 1 << (next % 64);
                        stack.push(next);
                    }
                }
            }
        }
        Ok(sets)
    }
}

/// A dependency that might help, ordered by how much.
#[derive(PartialEq, Eq)]
struct Candidate {
    gain: u64,
    /// For how many remedies chosen the gain was computed.
    round: usize,
    provider: usize,
    receiver: usize,
}

impl Ord for Candidate {
    fn cmp(&self, other: &Self) -> Ordering {
        // Of equal gains those computed longest ago come first, to be computed anew: two dependencies in a row can
        // save more than each alone. Then the first pair of teams, so that nothing depends on the heap.
        (self.gain, other.round, other.provider, other.receiver).cmp(&(
            other.gain,
            self.round,
            self.provider,
            self.receiver,
        ))
    }
}

impl PartialOrd for Candidate {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

struct Bottleneck<'a> {
    study: &'a Study<'a>,
    team: usize,
}

impl Bottleneck<'_> {
    /// Greedy with lazy evaluation (Minoux 1978): what a dependency would save only shrinks, nearly always, as
    /// others are added, so a candidate is tried again only when it comes to the top.
    fn heal(&self, most: usize, watch: &dyn Watch) -> Result<Healing, Cancelled> {
        let graph = self.study.graph();
        let n = graph.teams();
        let name = self.study.subject.team(self.team);
        let whole = Sets::reach(graph.receivers(), None, watch)?;
        let mut onward = Sets::reach(graph.receivers(), Some(self.team), watch)?;
        let mut back = Sets::reach(graph.providers(), Some(self.team), watch)?;
        // Routes that are there only by way of the team.
        let mut lost = Sets::new(n);
        for start in (0..n).filter(|&start| start != self.team) {
            for target in Sets::members(whole.of(start)).filter(|&target| target != self.team) {
                if onward.of(start)[target / 64] >> (target % 64) & 1 == 0 {
                    lost.put(start, target);
                }
            }
        }
        let total = |lost: &Sets| lost.bits.iter().map(|word| u64::from(word.count_ones())).sum::<u64>();
        let first = total(&lost);
        let gain = |lost: &Sets, onward: &Sets, back: &Sets, provider: usize, receiver: usize| -> u64 {
            let reach = onward.of(receiver);
            let saved = |start| {
                lost.of(start).iter().zip(reach).map(|(a, b)| u64::from((a & b).count_ones())).sum::<u64>()
            };
            Sets::members(back.of(provider)).map(saved).sum()
        };
        let mut heap = BinaryHeap::new();
        for (provider, receiver) in self.candidates() {
            watch.go_on()?;
            let gain = gain(&lost, &onward, &back, provider, receiver);
            heap.push(Candidate { gain, round: 0, provider, receiver });
        }
        let mut remedies: Vec<Remedy> = Vec::new();
        let mut before = first;
        while remedies.len() < most {
            watch.go_on()?;
            let Some(mut best) = heap.pop().filter(|best| best.gain > 0) else { break };
            if best.round < remedies.len() {
                best.gain = gain(&lost, &onward, &back, best.provider, best.receiver);
                best.round = remedies.len();
                heap.push(best);
                continue;
            }
            let (providers, receivers) = (back.of(best.provider).to_vec(), onward.of(best.receiver).to_vec());
            for start in Sets::members(&providers) {
                onward.add(start, &receivers);
                let words = start * lost.words..(start + 1) * lost.words;
                lost.bits[words].iter_mut().zip(&receivers).for_each(|(lost, now)| *lost &= !now);
            }
            Sets::members(&receivers).for_each(|target| back.add(target, &providers));
            let after = total(&lost);
            remedies.push(self.remedy(&best, before, after));
            before = after;
        }
        let sentence = match (first, remedies.len()) {
            (0, _) => format!("No route between others hangs on {name} alone: there is nothing to heal."),
            (_, 0) => format!("No single new dependency around {name} would save a route."),
            (_, chosen) => format!(
                "{} would bring the routes that hang on {name} alone from {} down to {}.",
                count(chosen, "new dependency"),
                thousands(first as usize),
                thousands(before as usize)
            ),
        };
        Ok(Healing { sentence, remedies })
    }

    /// Plausible dependencies: past the team, from those it relies on to those who rely on it; and by a second
    /// owner in its function, who takes in what the team does or hands on what it does.
    fn candidates(&self) -> Vec<(usize, usize)> {
        let graph = self.study.graph();
        let all = |ends: &[u32]| ends.iter().map(|&team| team as usize).collect::<Vec<_>>();
        let (providers, receivers) =
            (all(graph.providers().of(self.team)), all(graph.receivers().of(self.team)));
        let mates = graph.function(self.team).map_or(&[][..], |function| &self.study.members[function]);
        let pairs = |from: &[usize], to: &[usize]| {
            from.iter().flat_map(|&a| to.iter().map(move |&b| (a, b)).collect::<Vec<_>>()).collect::<Vec<_>>()
        };
        let mut found = pairs(&providers, &receivers);
        found.extend(pairs(mates, &receivers));
        found.extend(pairs(&providers, mates));
        found.retain(|&(a, b)| {
            a != b
                && a != self.team
                && b != self.team
                && !graph.receivers().has(a, b)
                && allowed(self.study, a, b)
        });
        found.sort_unstable();
        found.dedup();
        // The busiest first, where there are too many to try all.
        if found.len() > MOST_CANDIDATES {
            let busy = |team: usize| graph.ties().degree(team);
            found.sort_by_key(|&(a, b)| (std::cmp::Reverse(busy(a) + busy(b)), a, b));
            found.truncate(MOST_CANDIDATES);
        }
        found
    }

    fn remedy(&self, best: &Candidate, before: u64, after: u64) -> Remedy {
        let subject = &self.study.subject;
        let graph = self.study.graph();
        let (provider, receiver, name) =
            (subject.team(best.provider), subject.team(best.receiver), subject.team(self.team));
        let saved = count((before - after) as usize, "route");
        let sentence = if graph.receivers().has(self.team, best.receiver)
            && graph.together(self.team, best.provider)
        {
            format!(
                "{provider} as a second owner beside {name} for {receiver}: {saved} would no longer hang on {name}."
            )
        } else {
            format!("{provider} hands over to {receiver} directly: {saved} would no longer hang on {name}.")
        };
        Remedy {
            provider: subject.teams[best.provider],
            receiver: subject.teams[best.receiver],
            sentence,
            figure: "routes_lost".to_owned(),
            before: before as f64,
            after: after as f64,
        }
    }
}

struct Silo<'a> {
    study: &'a Study<'a>,
    function: usize,
}

impl Silo<'_> {
    /// How much a silo heals depends on how many ties it gains; *which* ones, on whom they bring near: the gain of
    /// a tie is by how much it shortens the ways of the function's teams to the function it leads to.
    fn heal(&self, most: usize, watch: &dyn Watch) -> Result<Healing, Cancelled> {
        let subject = &self.study.subject;
        let name = subject.function(self.function);
        let Some(mut before) = self.study.apart[self.function] else {
            let sentence = "There are too few functions to compare with, so no silo to heal.".to_owned();
            return Ok(Healing { sentence, remedies: Vec::new() });
        };
        let mut graph = self.study.graph().clone();
        let mut mixing = self.study.mixing.clone();
        let mut remedies = Vec::new();
        let mut used: Vec<usize> = Vec::new();
        while remedies.len() < most {
            watch.go_on()?;
            let Some((a, b)) = self.best_tie(&graph, &used) else { break };
            mixing.external[self.function] += 1;
            if let Some(other) = graph.function(b) {
                mixing.external[other] += 1;
            }
            mixing.across += 1;
            let after = apart(&silo_scores(&mixing))[self.function].unwrap_or(before);
            let (from, to) = (subject.team(a), subject.team(b));
            let place = graph.function(b).map_or(String::new(), |f| format!(" in {}", subject.function(f)));
            remedies.push(Remedy {
                provider: subject.teams[a],
                receiver: subject.teams[b],
                sentence: format!("{from} hands over to {to}{place}, where the gap is widest and both know most of their own."),
                figure: "silo_score".to_owned(),
                before,
                after,
            });
            before = after;
            used.extend([a, b]);
            graph = with_tie(&graph, a, b);
        }
        let sentence = match (remedies.len(), self.needed()) {
            (0, _) => format!("{name} is already tied to every function it may be tied to."),
            (chosen, Some(needed)) if needed > chosen => format!(
                "{name} would need {} to others to be in line; these {} reach the most people first.",
                count(needed, "more link"),
                thousands(chosen)
            ),
            (chosen, Some(_)) => {
                format!("{} would bring {name} in line with the other functions.", count(chosen, "more link"))
            }
            (chosen, None) => format!("{} would help {name} most.", count(chosen, "more link")),
        };
        Ok(Healing { sentence, remedies })
    }

    /// How many more ties to others would bring the function to the share below which it counts as a silo.
    fn needed(&self) -> Option<usize> {
        let mut mixing = self.study.mixing.clone();
        for more in 1..=200 {
            mixing.external[self.function] += 1;
            mixing.across += 1;
            if silo_scores(&mixing)[self.function].is_some_and(|score| score.share() > SILO_SHARE) {
                return Some(more);
            }
        }
        None
    }

    fn best_tie(&self, graph: &Graph, used: &[usize]) -> Option<(usize, usize)> {
        const FEW: usize = 3;
        let study = self.study;
        let usual = study.mixing.across as f64 / study.mixing.pairs_across().max(1.0);
        let own = &study.members[self.function];
        let ties_to = |other: usize| -> usize {
            own.iter()
                .flat_map(|&team| graph.ties().of(team))
                .filter(|&&end| graph.function(end as usize) == Some(other))
                .count()
        };
        let gap =
            |other: usize| usual * (own.len() * study.members[other].len()) as f64 - ties_to(other) as f64;
        let needed = |other: usize| {
            let ids = &study.subject.functions;
            let target = study
                .subject
                .map
                .border(Pair::of(ids[self.function], ids[other]))
                .map(|border| border.target);
            target == Some(Target::Needed) && ties_to(other) == 0
        };
        let mut others: Vec<usize> = (0..study.members.len())
            .filter(|&other| other != self.function && !study.members[other].is_empty())
            .collect();
        others.sort_by(|&a, &b| {
            (needed(b), gap(b)).partial_cmp(&(needed(a), gap(a))).unwrap_or(Ordering::Equal).then(a.cmp(&b))
        });
        let inner = |team: usize| {
            graph.ties().of(team).iter().filter(|&&end| graph.together(team, end as usize)).count()
        };
        let central = |members: &[usize]| {
            let mut members: Vec<usize> =
                members.iter().copied().filter(|team| !used.contains(team)).collect();
            members.sort_by_key(|&team| (std::cmp::Reverse(inner(team)), team));
            members.truncate(FEW);
            members
        };
        let here = central(own);
        others.into_iter().find_map(|other| {
            let there = central(&study.members[other]);
            let mut best: Option<(f64, usize, usize)> = None;
            for &b in there.iter().filter(|&&b| here.first().is_some_and(|&a| allowed(study, a, b))) {
                let far = distances(graph.ties(), b);
                for &a in here.iter().filter(|&&a| !graph.ties().has(a, b)) {
                    // What the tie brings near: every team of the function, by its steps to `a` and one more.
                    let near = distances(graph.ties(), a);
                    let nearer = |team: &usize| {
                        let now = far[*team].map_or(0.0, |steps| 1.0 / f64::from(steps.max(1)));
                        let then = near[*team].map_or(0.0, |steps| 1.0 / f64::from(steps + 1));
                        (then - now).max(0.0)
                    };
                    let gain: f64 = own.iter().map(nearer).sum();
                    if best.is_none_or(|(most, ..)| gain > most + 1e-12) {
                        best = Some((gain, a, b));
                    }
                }
            }
            best.map(|(_, a, b)| (a, b))
        })
    }
}

fn with_tie(graph: &Graph, a: usize, b: usize) -> Graph {
    let function: Vec<Option<usize>> = (0..graph.teams()).map(|team| graph.function(team)).collect();
    Graph::new(&function, graph.functions(), graph.receivers().iter().chain([(a, b, 1.0)]))
}

#[cfg(test)]
mod tests {
    use ecosystem::{Counted, DependencyPatch, Edit, Map, Unwatched};

    use super::*;
    use crate::Settings;
    use crate::lens_tests::{WORKED, map};

    fn study(map: &Map) -> Study<'_> {
        Study::of(map, Settings::default(), &Unwatched).unwrap()
    }

    /// The map with the remedies drawn.
    fn healed(map: &Map, remedies: &[Remedy]) -> Map {
        let mut healed = map.clone();
        for (at, remedy) in remedies.iter().enumerate() {
            let set = DependencyPatch { what: Some("remedy".to_owned()), ..Default::default() };
            let edit =
                Edit::AddDependency { id: None, provider: remedy.provider, receiver: remedy.receiver, set };
            let plan = healed.plan(&edit, &mut Counted(5_000 + at as u64)).unwrap();
            healed.apply(&plan.diff);
        }
        healed
    }

    #[test]
    fn the_hub_of_the_worked_map_is_relieved_by_what_trying_it_out_confirms() {
        let map = map(WORKED);
        let study = study(&map);
        let hub = map.team_named("MarOps").unwrap().id;
        let found = heal(&study, Ill::Bottleneck(hub), 3, &Unwatched).unwrap();
        assert_eq!(found.remedies[0].before, 26.0);
        assert!(
            found
                .remedies
                .windows(2)
                .all(|two| two[0].after == two[1].before && two[1].after < two[1].before)
        );
        // All routes of the map as it is that would still hang on the hub, counted anew on the healed map.
        for chosen in 1..=found.remedies.len() {
            let after = healed(&map, &found.remedies[..chosen]);
            let (now, then) = (crate::Subject::of(&map), crate::Subject::of(&after));
            let at = now.at(hub).unwrap();
            let kept = then.graph.receivers().iter().filter(|&(a, b, _)| a != at && b != at);
            let without = Arcs::new(12, kept.map(|(a, b, s)| (a as u32, b as u32, s)).collect());
            let mut hang = 0;
            for s in (0..12).filter(|&s| s != at) {
                let (before, left) = (distances(now.graph.receivers(), s), distances(&without, s));
                hang += (0..12).filter(|&t| t != at && before[t].is_some() && left[t].is_none()).count();
            }
            assert_eq!(hang as f64, found.remedies[chosen - 1].after);
        }
    }

    #[test]
    fn what_need_not_work_together_is_left_alone() {
        let all = map(WORKED);
        let hub = all.team_named("MarOps").unwrap().id;
        let across = |map: &Map, remedy: &Remedy| {
            let function = |id| map.team(id).and_then(|team| team.function);
            let pair = [function(remedy.provider), function(remedy.receiver)];
            pair.contains(&map.function_named("Marketing").map(|f| f.id))
                && pair.contains(&map.function_named("Sales").map(|f| f.id))
        };
        let free = heal(&study(&all), Ill::Bottleneck(hub), 3, &Unwatched).unwrap();
        assert!(free.remedies.iter().any(|remedy| across(&all, remedy)), "{free:?}");
        let bound = map(&format!("{WORKED}\nMarketing | Sales: not needed\n"));
        let found = heal(&study(&bound), Ill::Bottleneck(hub), 3, &Unwatched).unwrap();
        assert!(!found.remedies.is_empty() && !found.remedies.iter().any(|remedy| across(&bound, remedy)));
    }

    #[test]
    fn a_silo_is_opened_where_the_gap_is_widest() {
        let map = map("A: a1, a2, a3\nB: b1, b2, b3\nC: c1, c2, c3, c4\nD: d1, d2, d3\n\
             a1 -> a2: x\na2 -> a3: x\na1 -> b1: x\na2 -> b2: x\na3 -> c1: x\na1 -> c2: x\nb1 -> c1: x\nb2 -> c3: x\n\
             b3 -> c4: x\na3 -> b3: x\nc1 -> c2: x\nb1 -> b2: x\nd1 -> d2: x\nd2 -> d3: x\nd1 -> a1: x");
        let study = study(&map);
        let found = heal(&study, Ill::Silo(map.function_named("D").unwrap().id), 2, &Unwatched).unwrap();
        assert_eq!(found.remedies.len(), 2);
        assert!(found.remedies.iter().all(|remedy| remedy.after < remedy.before));
        let first = map.team(found.remedies[0].receiver).unwrap();
        assert_eq!(first.function, map.function_named("C").map(|c| c.id));
        let after = healed(&map, &found.remedies);
        let score = Study::of(&after, Settings::default(), &Unwatched).unwrap().apart[3].unwrap();
        assert!((score - found.remedies[1].after).abs() < 1e-12);
    }
}
