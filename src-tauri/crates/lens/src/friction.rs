//! What people say themselves: where they wait, who is full, where two sides see it differently, what is overdue,
//! and who waits for whom in a circle. Part of the bottleneck lens.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use ecosystem::{Dependency, Health};

use crate::confidence::{Coverage, confidence};
use crate::draft::{Draft, Words};
use crate::finding::{EVIDENCE, Kind, Level};
use crate::graph::components::loops;
use crate::study::Study;
use crate::words::{count, list, thousands, verb};

/// From this load on, in percent, a team counts as full.
const FULL: f64 = 85.0;
/// Findings of one kind beyond this many are put together into one.
const EACH: usize = 3;
/// Loops of more teams than this are described, not told step by step.
const TELLABLE: usize = 6;

/// All findings that rest on what people say.
pub fn drafts(study: &Study<'_>, coverage: Coverage) -> Vec<Draft> {
    let friction = Friction { study, coverage };
    let mut drafts = friction.waiting();
    drafts.extend(friction.overloaded());
    drafts.extend(friction.loops());
    drafts.extend(friction.gaps());
    drafts.extend(friction.stale());
    drafts
}

struct Friction<'a> {
    study: &'a Study<'a>,
    coverage: Coverage,
}

/// How much longer than its own working time a request waits, as a band: never a number of days made up from
/// guessed inputs. From `ρ/(1−ρ)` of a single server (Kingman 1961): 85 % → 6, 95 % → 19.
fn queue(load: f64) -> &'static str {
    match load {
        l if l < 70.0 => "At that load requests hardly queue.",
        l if l < 85.0 => "At that load a request can wait two to six times as long as the work on it takes.",
        l if l < 95.0 => {
            "At that load a request can wait six to twenty times as long as the work on it takes."
        }
        _ => "At that load a request can wait twenty times as long as the work on it takes, or longer.",
    }
}

/// What is handed over, as it stands in a sentence.
pub(crate) fn what(dependency: &Dependency) -> String {
    if dependency.what.is_empty() {
        "what is handed over".to_owned()
    } else {
        format!("“{}”", dependency.what)
    }
}

fn rating(health: Health) -> &'static str {
    match health {
        Health::Ok => "it works",
        Health::Slowing => "it slows things down",
        Health::Blocking => "it stops things",
    }
}

/// "1 dependency is", "3 dependencies are".
fn rated(dependencies: usize) -> String {
    format!("{} {}", count(dependencies, "dependency"), verb(dependencies, "is", "are"))
}

impl<'a> Friction<'a> {
    fn team(&self, at: usize) -> &'a str {
        self.study.subject.team(at)
    }

    fn ends(&self, dependency: &Dependency) -> (&'a str, &'a str) {
        let ends = self.study.subject.ends(dependency);
        ends.map_or(("", ""), |(provider, receiver)| (self.team(provider), self.team(receiver)))
    }

    fn waiting(&self) -> Vec<Draft> {
        let subject = &self.study.subject;
        let mut by_provider: BTreeMap<usize, Vec<&Dependency>> = BTreeMap::new();
        for dependency in subject.map.dependencies().filter(|d| d.health() > Health::Ok) {
            if let Some((provider, _)) = subject.ends(dependency) {
                by_provider.entry(provider).or_default().push(dependency);
            }
        }
        let mut drafts: Vec<Draft> =
            by_provider.into_iter().map(|(provider, waiting)| self.waits_for(provider, &waiting)).collect();
        drafts.sort_by(|a, b| b.weight.total_cmp(&a.weight));
        let rest = drafts.split_off(drafts.len().min(EACH));
        drafts.extend(self.more_waiting(&rest));
        drafts
    }

    /// The rest of the waiting as one finding.
    fn more_waiting(&self, rest: &[Draft]) -> Option<Draft> {
        let map = self.study.subject.map;
        let providers: Vec<&str> = rest
            .iter()
            .flat_map(|draft| &draft.finding.teams)
            .filter_map(|&team| map.team(team))
            .map(|team| team.name.as_str())
            .collect();
        let dependencies: Vec<_> =
            rest.iter().flat_map(|draft| draft.finding.dependencies.iter().copied()).take(EVIDENCE).collect();
        let stopped = dependencies
            .iter()
            .filter(|&&id| map.dependency(id).is_some_and(|d| d.health() == Health::Blocking))
            .count();
        let who = format!("{} {}", count(rest.len(), "other team"), verb(rest.len(), "is", "are"));
        let words = Words {
            sentence: format!("{who} waited for too, by fewer: {}.", list(providers, 4)),
            because: match stopped {
                0 => format!("{} rated as slowing.", rated(dependencies.len())),
                stopped if stopped == dependencies.len() => {
                    format!("{} rated as blocking.", rated(dependencies.len()))
                }
                stopped => format!(
                    "{} rated as slowing or blocking, {} of them as blocking.",
                    rated(dependencies.len()),
                    thousands(stopped)
                ),
            },
            attempt: "Ask each receiver which one wait they would end first.".to_owned(),
            question: "Which of these waits have we simply got used to?".to_owned(),
        };
        let why = "It is what people have said so far.";
        let mut draft = Draft::new(Kind::Waiting, 22.0, words, confidence(Level::Medium, why, self.coverage))
            .figures([("teams", rest.len() as f64), ("stopped", stopped as f64)]);
        draft.finding.teams = rest.iter().flat_map(|draft| draft.finding.teams.iter().copied()).collect();
        draft.finding.dependencies = dependencies;
        (!rest.is_empty()).then_some(draft)
    }

    fn waits_for(&self, provider: usize, waiting: &[&Dependency]) -> Draft {
        let subject = &self.study.subject;
        let name = self.team(provider);
        let receivers: BTreeSet<usize> =
            waiting.iter().filter_map(|d| subject.ends(d)).map(|(_, receiver)| receiver).collect();
        let stopped: BTreeSet<_> =
            waiting.iter().filter(|d| d.health() == Health::Blocking).map(|d| d.receiver).collect();
        let (all, stopped) = (receivers.len(), stopped.len());
        let names = list(receivers.iter().map(|&at| self.team(at)), 3);
        let sentence = match (all, stopped) {
            (1, 0) => format!("{names} is slowed down by {name}."),
            (1, _) => format!("{names} is stopped by {name}."),
            (_, 0) => format!("{name} slows down {}: {names}.", count(all, "team")),
            (all, stopped) if all == stopped => format!("{name} stops {}: {names}.", count(all, "team")),
            _ => format!(
                "{} wait for {name}: it stops {} and slows {}.",
                count(all, "team"),
                stopped,
                all - stopped
            ),
        };
        let provided = subject.map.provided_by(subject.teams[provider]).count();
        let mut because = match (waiting.len(), provided) {
            (1, 1) => format!("That is how the one thing {name} hands over is rated."),
            (all, provided) if all == provided => {
                format!("That is how all {} things that {name} hands over are rated.", thousands(all))
            }
            (some, provided) => format!(
                "{} of the {} things that {name} hands over {} rated so.",
                thousands(some),
                thousands(provided),
                verb(some, "is", "are")
            ),
        };
        let mut waits: Vec<f64> = waiting.iter().filter_map(|d| d.wait).collect();
        waits.sort_by(f64::total_cmp);
        if let Some(&typical) = waits.get(waits.len() / 2) {
            let days = if typical == 1.0 { "day" } else { "days" };
            let usually = if waits.len() == 1 { "" } else { "typically " };
            because.push_str(&format!(" The wait is {usually}put at {typical} {days}."));
        }
        let load = subject.map.team(subject.teams[provider]).and_then(|team| team.load);
        if let Some(load) = load.filter(|load| *load >= 70.0) {
            because.push_str(&format!(" {name} says it is {load:.0}% busy. {}", queue(load)));
        }
        let first =
            waiting.iter().max_by(|a, b| a.health().cmp(&b.health()).then(a.strength.total_cmp(&b.strength)));
        let attempt = first.map_or_else(String::new, |first| {
            format!(
                "Start with {} to {}: agree what good enough is, and by when.",
                what(first),
                self.ends(first).1
            )
        });
        let words = Words {
            sentence,
            because,
            attempt,
            question: format!("What would {name} need so that nobody has to wait?"),
        };
        let both = waiting.iter().filter(|d| d.provider_health.is_some() && d.receiver_health.is_some());
        let agreed = both.clone().filter(|d| !d.is_perception_gap()).count();
        let (level, why) = match (agreed * 2 > waiting.len(), both.count() * 2 > waiting.len()) {
            (true, _) if waiting.len() == 1 => (Level::High, "Both sides say so."),
            (true, _) => (Level::High, "Both sides say so of most of it."),
            (_, true) => {
                (Level::Medium, "Both sides have rated it, and they do not agree: ask them together.")
            }
            _ => (Level::Medium, "It is one side's rating so far; ask the other."),
        };
        let weight = 30.0 + (6.0 * stopped as f64 + 4.0 * (all - stopped) as f64).min(45.0);
        let mut draft = Draft::new(Kind::Waiting, weight, words, confidence(level, why, self.coverage))
            .teams(self.study, [provider])
            .figures([
                ("receivers", all as f64),
                ("stopped", stopped as f64),
                ("slowed", (all - stopped) as f64),
            ]);
        draft.finding.dependencies = waiting.iter().map(|d| d.id).collect();
        draft
    }

    fn overloaded(&self) -> Vec<Draft> {
        let graph = self.study.graph();
        let mut demands: Vec<usize> = (0..graph.teams()).map(|team| graph.receivers().degree(team)).collect();
        demands.sort_unstable();
        let middle = demands.get(demands.len() / 2).copied().unwrap_or(0);
        let full = |team: usize| {
            let load = self.study.subject.map.team(self.study.subject.teams[team])?.load?;
            let rely = graph.receivers().degree(team);
            (load >= FULL && rely > middle).then(|| self.full(team, load, rely))
        };
        let mut drafts: Vec<Draft> = (0..graph.teams()).filter_map(full).collect();
        drafts.sort_by(|a, b| b.weight.total_cmp(&a.weight));
        let rest = drafts.split_off(drafts.len().min(EACH));
        drafts.extend(self.more_full(&rest));
        drafts
    }

    /// The other full teams as one finding.
    fn more_full(&self, rest: &[Draft]) -> Option<Draft> {
        let map = self.study.subject.map;
        let teams: Vec<_> = rest.iter().flat_map(|draft| draft.finding.teams.iter().copied()).collect();
        let names = teams.iter().filter_map(|&team| map.team(team)).map(|team| team.name.as_str());
        let words = Words {
            sentence: format!(
                "{} also {} at least {FULL:.0}% busy: {}.",
                count(rest.len(), "other team"),
                verb(rest.len(), "says it is", "say they are"),
                list(names, 4)
            ),
            because: "More teams rely on each of them than on most others here.".to_owned(),
            attempt: "Before anything new starts, agree what may wait.".to_owned(),
            question: "What are we all doing that nobody would miss?".to_owned(),
        };
        let why = "How busy they are, they say themselves; who relies on them is on the map.";
        let mut draft =
            Draft::new(Kind::Overloaded, 35.0, words, confidence(Level::Medium, why, self.coverage))
                .figures([("teams", rest.len() as f64)]);
        draft.finding.teams = teams;
        (!rest.is_empty()).then_some(draft)
    }

    fn full(&self, team: usize, load: f64, rely: usize) -> Draft {
        let name = self.team(team);
        let words = Words {
            sentence: format!(
                "{name} says it is {load:.0}% busy, and {} {} on it.",
                count(rely, "team"),
                verb(rely, "relies", "rely")
            ),
            because: format!("{} More teams rely on it than on most others here.", queue(load)),
            attempt: format!(
                "Take something off {name} before adding anything, or let the others know what will wait."
            ),
            question: format!("What is {name} doing that nobody would miss?"),
        };
        let why = "How busy it is, the team says itself; who relies on it is on the map.";
        let weight = 50.0 + (load - FULL).min(15.0) + (rely as f64).min(20.0);
        Draft::new(Kind::Overloaded, weight, words, confidence(Level::Medium, why, self.coverage))
            .teams(self.study, [team])
            .evidence(self.study, |provider, _| provider == team)
            .figures([("load", load), ("demand", rely as f64)])
    }

    fn loops(&self) -> Vec<Draft> {
        let mut groups: Vec<Vec<usize>> =
            loops(self.study.graph().providers()).into_iter().filter(|group| group.len() >= 3).collect();
        groups.sort_by_key(|group| std::cmp::Reverse(group.len()));
        groups.truncate(EACH);
        groups.iter().map(|group| self.loop_of(group)).collect()
    }

    fn loop_of(&self, group: &[usize]) -> Draft {
        let (circle, tellable) = (self.circle(group), group.len() <= TELLABLE);
        let names = list(group.iter().map(|&at| self.team(at)), 4);
        let sentence = match &circle {
            Some(circle) if tellable => {
                let steps: Vec<String> = (0..circle.len())
                    .map(|at| {
                        let next = self.team(circle[(at + 1) % circle.len()]);
                        if at == 0 {
                            format!("{} relies on {next}", self.team(circle[at]))
                        } else {
                            format!("{} on {next}", self.team(circle[at]))
                        }
                    })
                    .collect();
                format!("{}: a circle.", list(steps.iter().map(String::as_str), TELLABLE))
            }
            _ if tellable => {
                format!("{names} all rely on each other, directly or through one another.")
            }
            _ => format!(
                "{} of {} all rely on each other, directly or through one another.",
                thousands(group.len()),
                count(self.study.graph().teams(), "team")
            ),
        };
        let words = Words {
            sentence,
            because: format!(
                "Work can come back to where it began, and a delay at any of the {} can reach all of them.",
                thousands(group.len())
            ),
            attempt: if tellable {
                "Find the one handover where a rough first version would do, and let the circle start there."
            } else {
                "No need to act on this by itself: begin where people wait, or with the team that carries the most."
            }
            .to_owned(),
            question: if tellable {
                "When everyone in this circle waits for someone else, who moves first?"
            } else {
                "Where have we seen work come back to the team that started it?"
            }
            .to_owned(),
        };
        let level = if tellable { Level::Medium } else { Level::Low };
        let why = if tellable {
            "Every step of it is on the map; whether it hurts, only those in it know."
        } else {
            "In a well-connected company most teams rely on each other somehow; by itself that is healthy."
        };
        let weight = if tellable { 34.0 } else { 6.0 };
        let inside: BTreeSet<usize> = circle.as_ref().unwrap_or(&group.to_vec()).iter().copied().collect();
        Draft::new(Kind::Loop, weight, words, confidence(level, why, self.coverage))
            .teams(self.study, group.iter().copied())
            .evidence(self.study, |a, b| inside.contains(&a) && inside.contains(&b))
            .figures([("teams", group.len() as f64)])
    }

    /// The shortest circle of three or more teams in a small group, as each relying on the next.
    fn circle(&self, group: &[usize]) -> Option<Vec<usize>> {
        if group.len() > TELLABLE {
            return None;
        }
        let relies = self.study.graph().providers();
        let from = |first: usize| {
            // Breadth-first over simple ways: there are at most 6 teams.
            let mut queue = VecDeque::from([vec![first]]);
            while let Some(way) = queue.pop_front() {
                let last = *way.last()?;
                if way.len() >= 3 && relies.has(last, first) {
                    return Some(way);
                }
                for &next in relies.of(last) {
                    let next = next as usize;
                    if group.contains(&next) && !way.contains(&next) {
                        queue.push_back(way.iter().copied().chain([next]).collect());
                    }
                }
            }
            None
        };
        group.iter().filter_map(|&first| from(first)).min_by_key(Vec::len)
    }

    fn gaps(&self) -> Vec<Draft> {
        let mut gaps: Vec<&Dependency> =
            self.study.subject.map.dependencies().filter(|d| d.is_perception_gap()).collect();
        let distance = |d: &Dependency| {
            let step = |health: Option<Health>| health.map_or(0, |health| health as i32);
            (step(d.provider_health) - step(d.receiver_health)).abs()
        };
        gaps.sort_by_key(|d| std::cmp::Reverse(distance(d)));
        let rest = gaps.split_off(gaps.len().min(EACH));
        let mut drafts: Vec<Draft> = gaps.iter().map(|d| self.gap(d, distance(d))).collect();
        if !rest.is_empty() {
            let words = Words {
                sentence: format!(
                    "On {} the two sides see things differently too.",
                    count(rest.len(), "more dependency")
                ),
                because: "Whoever hands over and whoever receives rated them apart, and differ.".to_owned(),
                attempt: "Take the list into your next meeting, two minutes each.".to_owned(),
                question: "Which of these surprises you?".to_owned(),
            };
            let sure = confidence(Level::High, "Both sides have said so.", self.coverage);
            let mut draft = Draft::new(Kind::PerceptionGap, 25.0, words, sure)
                .figures([("dependencies", rest.len() as f64)]);
            draft.finding.dependencies = rest.iter().map(|d| d.id).collect();
            drafts.push(draft);
        }
        drafts
    }

    fn gap(&self, dependency: &Dependency, distance: i32) -> Draft {
        let (provider, receiver) = self.ends(dependency);
        let says = |health: Option<Health>| rating(health.unwrap_or_default());
        let words = Words {
            sentence: format!(
                "{receiver} and {provider} see {} differently: {receiver} says {}, {provider} says {}.",
                what(dependency),
                says(dependency.receiver_health),
                says(dependency.provider_health)
            ),
            because: "Each has rated it without the other.".to_owned(),
            attempt: format!(
                "Bring both sides together for ten minutes and walk through the last time {} was handed over.",
                what(dependency)
            ),
            question: "What does each side count as good?".to_owned(),
        };
        let sure = confidence(Level::High, "Both sides have said so.", self.coverage);
        let mut draft = Draft::new(Kind::PerceptionGap, 32.0 + 8.0 * f64::from(distance), words, sure)
            .figures([("distance", f64::from(distance))]);
        draft.finding.dependencies = vec![dependency.id];
        let ends = self.study.subject.ends(dependency);
        draft.teams(self.study, ends.into_iter().flat_map(|(provider, receiver)| [provider, receiver]))
    }

    fn stale(&self) -> Vec<Draft> {
        let Some(today) = self.study.settings.today else { return Vec::new() };
        let mut stale: Vec<&Dependency> = self
            .study
            .subject
            .map
            .dependencies()
            .filter(|d| d.review.is_some_and(|review| review < today))
            .collect();
        stale.sort_by_key(|d| d.review);
        let Some(first) = stale.first() else { return Vec::new() };
        let (provider, receiver) = self.ends(first);
        let since = first.review.map_or_else(String::new, |review| review.to_string());
        let sentence = if stale.len() == 1 {
            format!("{provider} and {receiver} were to look at {} again by {since}.", what(first))
        } else {
            format!(
                "{} are past the day they were to be looked at again, the oldest since {since}.",
                count(stale.len(), "dependency")
            )
        };
        let words = Words {
            sentence,
            because: "That day is on the map and has passed.".to_owned(),
            attempt: "Ask both sides whether it still holds; set a new day, or let it go.".to_owned(),
            question: "Which of our agreements have quietly ended?".to_owned(),
        };
        let sure = confidence(Level::High, "The date stands on the map.", self.coverage);
        let mut draft =
            Draft::new(Kind::Stale, 28.0, words, sure).figures([("dependencies", stale.len() as f64)]);
        draft.finding.dependencies = stale.iter().map(|d| d.id).collect();
        vec![draft]
    }
}
