//! Bottlenecks: where the work of many hangs on one team.
//!
//! For a leader: whom the others rely on most, without whom routes between others are cut, who is the only door
//! of a function, and where people say themselves that they wait (`friction`).
//!
//! - *Carries the most*: the largest shares of demand (strength of what others rely on it for), at least three
//!   teams and twice the average. First, because it is the most robust to what is missing on a map (Smith & Moody
//!   2013).
//! - *Breaks the map*: at least a tenth of the routes between other teams have no way round it.
//! - *Single point of failure*: the word is kept for a team without which several others are cut off from the
//!   rest, or that holds at least 0.8 of its function's ties to others.
//! - *Gateway*: it holds at least half of them, more than chance would give anyone.
//!
//! Every team has a score (`bottleneck_score`) that ranks it among the others of this map. There is no
//! threshold above which a team "is" a bottleneck: in healthy maps such alarms are nearly always wrong.
//!
//! Example: two functions of four that only know each other through one team.

use ecosystem::{Badge, Health, Marks, Tone};

use crate::confidence::{Coverage, by_number, confidence};
use crate::draft::{Draft, Words, reading};
use crate::finding::{Finding, Kind, Level, Reading};
use crate::friction;
use crate::graph::brokerage::roles;
use crate::study::Study;
use crate::words::{count, list, percent, thousands, verb};

/// A demand this many times the average stands out.
const STANDS_OUT: f64 = 2.0;
/// Fewer receivers than this are no demand to speak of.
const LEAST_RECEIVERS: usize = 3;
/// Losing this share of the routes between others breaks the map.
const BREAKS: f64 = 0.10;
/// A team with this share of its function's ties to others is its only door.
const ONLY_DOOR: f64 = 0.8;
/// A team with this share is its main door.
const MAIN_DOOR: f64 = 0.5;
/// Chance gives a gateway as strong in one function of a thousand.
const GATEWAY_P: f64 = 0.001;
/// At most this many findings of one kind.
const EACH: usize = 5;
/// For at most this many teams it is worked out who is cut off without them.
const FOLLOWED: usize = 50;

/// Reads the bottlenecks of a map.
pub fn read(study: &Study<'_>) -> Reading {
    let lens = Bottlenecks { study, coverage: Coverage::of(study.graph()) };
    let mut drafts = lens.carry();
    drafts.extend(lens.breaks());
    drafts.extend(lens.cut_off());
    drafts.extend(lens.doors());
    drafts.extend(friction::drafts(study, lens.coverage));
    reading("bottlenecks", study, drafts, lens.notes(), |finding, marks| mark(study, finding, marks))
}

fn mark(study: &Study<'_>, finding: &Finding, marks: &mut Marks) {
    if matches!(finding.kind, Kind::Waiting | Kind::PerceptionGap) {
        for &id in &finding.dependencies {
            match study.subject.map.dependency(id).map(|d| d.health()) {
                Some(Health::Blocking) => drop(marks.ties.insert(id, Tone::Alarm)),
                Some(Health::Slowing) => drop(marks.ties.insert(id, Tone::Warn)),
                _ => {}
            }
        }
    }
    let [team] = finding.teams[..] else { return };
    if !finding.loud {
        return;
    }
    let figure = |name: &str| finding.figures.get(name).copied().flatten();
    let whole = |share: f64| format!("{:.0}%", share * 100.0);
    let (text, tone) = match finding.kind {
        Kind::CarriesTheMost => (figure("demand_share").map(whole), Tone::Warn),
        Kind::BreaksTheMap => (figure("share_lost").map(|share| format!("−{}", whole(share))), Tone::Warn),
        Kind::SinglePointOfFailure => (Some("!".to_owned()), Tone::Alarm),
        Kind::Gateway => (figure("share").map(whole), Tone::Note),
        Kind::Overloaded => (figure("load").map(|load| whole(load / 100.0)), Tone::Alarm),
        Kind::Waiting => (figure("receivers").map(|n| format!("{n:.0} wait")), Tone::Warn),
        _ => return,
    };
    if let Some(text) = text {
        marks.badges.insert(team, Badge { text, tone });
    }
}

struct Bottlenecks<'a> {
    study: &'a Study<'a>,
    coverage: Coverage,
}

impl<'a> Bottlenecks<'a> {
    fn name(&self, team: usize) -> &'a str {
        self.study.subject.team(team)
    }

    fn demand(&self, team: usize) -> f64 {
        self.study.graph().receivers().weight(team)
    }

    /// How the team stands in the ranking of all, as a small addition to a weight.
    fn rank(&self, team: usize) -> f64 {
        5.0 * self.study.bottlenecks.score[team].unwrap_or(0.0)
    }

    fn carry(&self) -> Vec<Draft> {
        let graph = self.study.graph();
        let total: f64 = (0..graph.teams()).map(|team| self.demand(team)).sum();
        let mut order: Vec<usize> = (0..graph.teams()).collect();
        order.sort_by(|&a, &b| self.demand(b).total_cmp(&self.demand(a)));
        let stands_out = |team: &usize| {
            graph.receivers().degree(*team) >= LEAST_RECEIVERS
                && self.demand(*team) * graph.teams() as f64 >= STANDS_OUT * total
        };
        let found: Vec<usize> = order.iter().copied().filter(stands_out).take(3).collect();
        found.iter().enumerate().map(|(place, &team)| self.carries(team, place, total, &order)).collect()
    }

    fn carries(&self, team: usize, place: usize, total: f64, order: &[usize]) -> Draft {
        let graph = self.study.graph();
        let name = self.name(team);
        let serves = graph.receivers().degree(team);
        let share = self.demand(team) / total;
        let subject = &self.study.subject;
        let rated = |worst: Health| {
            subject
                .map
                .provided_by(subject.teams[team])
                .filter(|d| d.health() == worst)
                .map(|d| d.receiver)
                .collect::<std::collections::BTreeSet<_>>()
                .len()
        };
        let (stopped, slowed) = (rated(Health::Blocking), rated(Health::Slowing));
        let friction = match (stopped, slowed) {
            (0, 0) => String::new(),
            (0, 1) => "; 1 of them says it slows it down".to_owned(),
            (0, slowed) => format!("; {} of them say it slows them down", thousands(slowed)),
            (1, 0) => "; 1 of them says it stops it".to_owned(),
            (stopped, 0) => format!("; {} of them say it stops them", thousands(stopped)),
            (stopped, slowed) => {
                format!("; it stops {} of them and slows {}", thousands(stopped), thousands(slowed))
            }
        };
        let average = 1.0 / graph.teams() as f64;
        let (lead, steady) = self.steadiness(team, order);
        let others = order.iter().filter(|&&other| other != team).take(2).map(|&other| self.name(other));
        let words = Words {
            sentence: format!(
                "{} rely on {name}: it carries {} of all that is handed over{friction}.",
                count(serves, "team"),
                percent(share)
            ),
            because: format!(
                "A team here carries {} on average, so {name} carries {:.1} times its part; next come {}.",
                percent(average),
                share / average,
                list(others, 2)
            ),
            attempt: format!(
                "Go through what {name} hands over and find one thing the receivers could do themselves, and one \
                 that a second team could take on."
            ),
            question: format!("What would you stop asking {name} for if you had to choose one thing?"),
        };
        let why = match (place, steady) {
            (0, true) => format!("It stays the first whichever single dependency is left out, {}.", lead),
            (0, false) => format!("Leaving out one dependency could put another team first, {lead}."),
            _ => format!("Counting who relies on whom is robust against gaps on a map, {lead}."),
        };
        let level = match by_number(serves) {
            Level::Low => Level::Medium,
            _ if place == 0 && !steady => Level::Medium,
            _ => Level::High,
        };
        let weight = 55.0 - 4.0 * place as f64 + (100.0 * share).min(30.0) + self.rank(team);
        Draft::new(Kind::CarriesTheMost, weight, words, confidence(level, why, self.coverage))
            .teams(self.study, [team])
            .evidence(self.study, |provider, _| provider == team)
            .figures([
                ("serves", serves as f64),
                ("demand_share", share),
                ("demand_strength", self.demand(team)),
                ("stopped", stopped as f64),
                ("slowed", slowed as f64),
            ])
    }

    /// Whether the team keeps its place ahead of the next when any one dependency is left out, and by how much
    /// it leads. Exact: only its own dependencies can cost it the place.
    fn steadiness(&self, team: usize, order: &[usize]) -> (String, bool) {
        let subject = &self.study.subject;
        let next = order.iter().copied().filter(|&other| other != team).map(|other| self.demand(other));
        let next = next.filter(|&demand| demand <= self.demand(team)).fold(0.0, f64::max);
        let largest = subject.map.provided_by(subject.teams[team]).map(|d| d.strength).fold(0.0, f64::max);
        let lead = if next > 0.0 { self.demand(team) / next } else { f64::INFINITY };
        let ahead = match lead {
            l if !l.is_finite() => "with nobody else in sight".to_owned(),
            l if l < 1.005 => "with another team level".to_owned(),
            l => format!("with {l:.1} times the next team's demand"),
        };
        (ahead, self.demand(team) - largest > next)
    }

    fn breaks(&self) -> Vec<Draft> {
        let routes = &self.study.routes;
        let share = |team: usize| routes.lost[team] as f64 / routes.total[team].max(1) as f64;
        let mut found: Vec<usize> =
            (0..self.study.graph().teams()).filter(|&team| share(team) >= BREAKS).collect();
        found.sort_by(|&a, &b| share(b).total_cmp(&share(a)));
        found.truncate(EACH);
        found.into_iter().map(|team| self.breaks_without(team, share(team))).collect()
    }

    fn breaks_without(&self, team: usize, share: f64) -> Draft {
        let name = self.name(team);
        let routes = &self.study.routes;
        let (lost, total) = (routes.lost[team] as usize, routes.total[team] as usize);
        let about = if routes.estimated { "about " } else { "" };
        let roles = roles(self.study.graph(), team);
        let function = self.study.graph().function(team).map(|f| self.study.subject.function(f));
        let carries = match function {
            Some(function) if roles.representative * 2 > roles.total() => {
                format!(" It carries what {function} needs to other functions.")
            }
            Some(function) if roles.gatekeeper * 2 > roles.total() => {
                format!(" It is where others come in to {function}.")
            }
            _ => String::new(),
        };
        let words = Words {
            sentence: format!(
                "Without {name}, {about}{} of {} routes between other teams are cut.",
                thousands(lost),
                thousands(total)
            ),
            because: format!(
                "A route is any way work can pass from one team to another. For {} there is no way round {name}.{carries}",
                percent(share)
            ),
            attempt: format!(
                "Take {name} away on the map and see who is cut off; then try one link that goes round it."
            ),
            question: format!("Who could step in for {name} tomorrow, and do they know it?"),
        };
        let links = self.study.graph().ties().len() / 2;
        let level = if routes.estimated {
            Level::Medium
        } else {
            by_number(links).min(if total < 20 { Level::Low } else { Level::High })
        };
        let why = format!(
            "It counts every route on a map of {}; one forgotten link could be a way round.",
            count(links, "link")
        );
        let level = if links < 60 { level.min(Level::Medium) } else { level };
        // A handful of routes is no map to break.
        let weight = if lost < 5 { 20.0 } else { 45.0 + 45.0 * share + self.rank(team) };
        Draft::new(Kind::BreaksTheMap, weight, words, confidence(level, why, self.coverage))
            .teams(self.study, [team])
            .evidence(self.study, |a, b| a == team || b == team)
            .figures([("routes_lost", lost as f64), ("routes_total", total as f64), ("share_lost", share)])
    }

    fn cut_off(&self) -> Vec<Draft> {
        // On a map like a long chain nearly every team is one: only those that matter most are followed up.
        let mut cuts: Vec<usize> =
            (0..self.study.graph().teams()).filter(|&team| self.study.cuts.teams[team]).collect();
        cuts.sort_by(|&a, &b| self.study.through[b].total_cmp(&self.study.through[a]));
        cuts.truncate(FOLLOWED);
        let mut found: Vec<(usize, Vec<usize>)> = cuts
            .into_iter()
            .map(|team| (team, self.cut_off_without(team)))
            .filter(|(_, lost)| lost.len() > 1)
            .collect();
        found.sort_by_key(|(_, lost)| std::cmp::Reverse(lost.len()));
        found.truncate(EACH);
        found.into_iter().map(|(team, lost)| self.single_point(team, &lost)).collect()
    }

    /// The teams that lose touch with the largest part of the team's piece of the map when it is away.
    fn cut_off_without(&self, team: usize) -> Vec<usize> {
        let ties = self.study.graph().ties();
        let mut part = vec![usize::MAX; ties.teams()];
        part[team] = 0;
        let mut parts: Vec<Vec<usize>> = Vec::new();
        for &first in ties.of(team) {
            if part[first as usize] != usize::MAX {
                continue;
            }
            let number = parts.len() + 1;
            let mut found = vec![first as usize];
            part[first as usize] = number;
            let mut at = 0;
            while let Some(&here) = found.get(at) {
                at += 1;
                for &next in ties.of(here) {
                    if part[next as usize] == usize::MAX {
                        part[next as usize] = number;
                        found.push(next as usize);
                    }
                }
            }
            parts.push(found);
        }
        let largest = parts.iter().enumerate().max_by_key(|(at, part)| (part.len(), std::cmp::Reverse(*at)));
        let keep = largest.map(|(at, _)| at);
        let mut lost: Vec<usize> = parts
            .into_iter()
            .enumerate()
            .filter(|(at, _)| Some(*at) != keep)
            .flat_map(|(_, part)| part)
            .collect();
        lost.sort_unstable();
        lost
    }

    fn single_point(&self, team: usize, lost: &[usize]) -> Draft {
        let name = self.name(team);
        let names = list(lost.iter().map(|&team| self.name(team)), 4);
        let words = Words {
            sentence: format!("If {name} is away, {names} lose touch with everyone else."),
            because: format!(
                "{} of {} hang on to the rest of the map by {name} alone: a single point of failure.",
                thousands(lost.len()),
                count(self.study.graph().teams(), "team")
            ),
            attempt: format!("Give one of {names} a link of its own to the rest, or {name} a deputy."),
            question: format!("What happened the last time {name} was not there?"),
        };
        let links = self.study.graph().ties().len() / 2;
        let level = if links < 60 { Level::Medium } else { Level::High };
        let why = format!("It holds as long as no link of {names} has been forgotten.");
        let share = lost.len() as f64 / self.study.graph().teams() as f64;
        let weight = 30.0 + 80.0 * share.min(0.5) + (lost.len() as f64).min(10.0) + self.rank(team);
        Draft::new(Kind::SinglePointOfFailure, weight, words, confidence(level, why, self.coverage))
            .teams(self.study, [team])
            .evidence(self.study, |a, b| a == team || b == team)
            .figures([("cut_off", lost.len() as f64), ("cut_point", 1.0)])
    }

    fn doors(&self) -> Vec<Draft> {
        let gateway = |team: usize| &self.study.bottlenecks.gateways[team];
        let mut found: Vec<usize> = (0..self.study.graph().teams())
            .filter(|&team| {
                let door = gateway(team);
                let only = door.share() >= ONLY_DOOR && door.of >= 3;
                let main = door.share() >= MAIN_DOOR && door.of >= 4 && door.p < GATEWAY_P;
                door.members >= 3 && (only || main)
            })
            .collect();
        found.sort_by(|&a, &b| gateway(b).evidence.total_cmp(&gateway(a).evidence));
        found.truncate(EACH);
        found.into_iter().filter_map(|team| self.door(team)).collect()
    }

    fn door(&self, team: usize) -> Option<Draft> {
        let door = self.study.bottlenecks.gateways[team];
        let function = self.study.graph().function(team)?;
        let (name, of) = (self.name(team), self.study.subject.function(function));
        let only = door.share() >= ONLY_DOOR;
        let held = if door.cross == door.of {
            format!("all {}", count(door.of, "link"))
        } else {
            format!("{} of {}", thousands(door.cross), count(door.of, "link"))
        };
        let sentence = if only {
            format!("{name} is the only real door of {of}: it holds {held} to other functions.")
        } else {
            format!("{name} is the front door of {of}: it holds {held} to other functions.")
        };
        let fair = count(door.members, "team");
        let words = Words {
            sentence,
            because: format!(
                "{of} has {fair}; shared out evenly each would hold {}.",
                percent(1.0 / door.members as f64)
            ),
            attempt: format!(
                "Let a second team of {of} take over one of these links, starting with the busiest."
            ),
            question: format!("Is {name} meant to be the door of {of}, or did it just happen?"),
        };
        let (level, why) = match door.p {
            p if p < 1e-4 => {
                (Level::High, "Chance would hardly ever give one team so much of it.".to_owned())
            }
            p if p < 0.01 => (Level::Medium, "Chance would rarely give one team so much of it.".to_owned()),
            _ => {
                (Level::Low, format!("With {}, chance could give one team as much.", count(door.of, "link")))
            }
        };
        let kind = if only { Kind::SinglePointOfFailure } else { Kind::Gateway };
        let weight =
            38.0 + if only { 8.0 } else { 0.0 } + 15.0 * self.study.bottlenecks.reach[team] + self.rank(team);
        let weight = if level == Level::Low { weight.min(39.0) } else { weight };
        let graph = self.study.graph();
        let draft = Draft::new(kind, weight, words, confidence(level, why, self.coverage))
            .teams(self.study, [team])
            .functions(self.study, [function])
            .evidence(self.study, |a, b| (a == team || b == team) && !graph.together(a, b))
            .figures([
                ("cross", door.cross as f64),
                ("of", door.of as f64),
                ("share", door.share()),
                ("p", door.p),
            ]);
        Some(draft)
    }

    fn notes(&self) -> Vec<String> {
        let graph = self.study.graph();
        let mut notes = Vec::new();
        match graph.teams() {
            0 => notes.push("The map is empty: there is nothing to read yet.".to_owned()),
            1 | 2 => notes.push(format!(
                "With {} no team can be in the way of others. The numbers are shown.",
                count(graph.teams(), "team")
            )),
            _ if graph.ties().is_empty() => {
                notes.push(
                    "No team relies on another yet: draw a dependency, and the lens has something to read."
                        .to_owned(),
                );
            }
            _ => {}
        }
        if self.coverage.is_thin() && self.coverage.tied > 0 {
            let (tied, teams) = (thousands(self.coverage.tied), count(self.coverage.teams, "team"));
            let has = verb(self.coverage.tied, "has", "have");
            notes.push(format!(
                "Only {tied} of {teams} {has} any link so far: the picture will change as others are drawn."
            ));
        }
        if let Some(stability) = self.study.stability.filter(|stability| stability.tried >= 10) {
            let (tried, kept) = (stability.tried, stability.kept);
            let steady = kept as f64 / tried as f64;
            notes.push(format!(
                "Leaving out one link at a time, the same team stayed first in {} of {} trials, {}.",
                thousands(kept),
                thousands(tried),
                if steady >= 0.9 { "so the order is steady" } else { "so do not lean on the exact order" }
            ));
        }
        if self.study.routes.estimated {
            notes.push("The map is so large that routes are estimated from a sample of teams.".to_owned());
        }
        notes
    }
}
