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

mod doors;
mod points;

use std::collections::BTreeSet;

use ecosystem::{Badge, Dependency, Health, Marks, Tone};

use crate::confidence::{Coverage, by_number, confidence};
use crate::draft::{Draft, Words, reading};
use crate::finding::{EVIDENCE, Finding, Kind, Level, Reading};
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
/// Findings of one kind beyond this many are put together into one.
const EACH: usize = 3;

/// Reads the bottlenecks of a map.
pub fn read(study: &Study<'_>) -> Reading {
    let lens = Bottlenecks { study, coverage: Coverage::of(study.graph()) };
    let mut drafts = lens.carry();
    drafts.extend(lens.breaks());
    drafts.extend(lens.points());
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
                .collect::<BTreeSet<_>>()
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
        let other =
            |&other: &usize| format!("{} ({})", self.name(other), percent(self.demand(other) / total));
        let others: Vec<String> = match place {
            0 => order.iter().skip(1).take(2).map(other).collect(),
            _ => order.iter().take(place).map(other).collect(),
        };
        let others = list(others.iter().map(String::as_str), 2);
        let beside = match (place, others.is_empty()) {
            (_, true) => String::new(),
            (0, _) => format!(" Next come {others}."),
            _ => format!(" Only {others} {} more.", verb(place, "carries", "carry")),
        };
        let words = Words {
            sentence: format!(
                "{} rely on {name}: it carries {} of all that is handed over{friction}.",
                count(serves, "team"),
                percent(share)
            ),
            because: format!(
                "An average team here carries {}; {name} carries about {:.0} times as much.{beside}",
                percent(average),
                share / average
            ),
            attempt: self.lighten(team),
            question: match place {
                0 => format!("What would you stop asking {name} for if you had to choose one thing?"),
                1 => format!("If {name} were away for two weeks, whose work would stop first?"),
                _ => format!("Which requests to {name} could wait, and do those who make them know it?"),
            },
        };
        let (lead, steady) = self.steadiness(team, order);
        let why = match (place, steady) {
            (0, true) => format!("It stays first whichever one dependency is left out, {lead}."),
            (0, false) => format!("Leaving out one dependency could put another team first, {lead}."),
            _ => "It rests on who relies on whom: what changes least when something is missing on the map."
                .to_owned(),
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

    /// What could be taken off the team: where it hurts already, or the largest part of what it hands over.
    fn lighten(&self, team: usize) -> String {
        let (subject, name) = (&self.study.subject, self.name(team));
        let provided: Vec<&Dependency> = subject.map.provided_by(subject.teams[team]).collect();
        let worst = provided
            .iter()
            .filter(|d| d.health() > Health::Ok)
            .max_by(|a, b| a.health().cmp(&b.health()).then(a.strength.total_cmp(&b.strength)));
        let receiver = |at: usize| subject.team(at);
        if let Some((worst, (_, to))) = worst.and_then(|&d| Some((d, subject.ends(d)?))) {
            return format!(
                "Start with {} to {}: could {} do part of it, or a second team take it on?",
                friction::what(worst),
                receiver(to),
                receiver(to)
            );
        }
        let largest = self.study.graph().receivers().with_strength(team).max_by(|a, b| a.1.total_cmp(&b.1));
        match largest.filter(|(_, strength)| strength / self.demand(team) >= 0.25) {
            Some((to, strength)) => format!(
                "{} of it goes to {}: agree what they could do themselves, and what a second team could take on.",
                percent(strength / self.demand(team)),
                receiver(to)
            ),
            None => format!(
                "Go through what {name} hands over: find one thing the receivers could do themselves, and one that a \
                 second team could take on."
            ),
        }
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
        let rest = found.split_off(found.len().min(EACH));
        let mut drafts: Vec<Draft> = (found.into_iter().enumerate())
            .map(|(place, team)| self.breaks_without(place, team, share(team)))
            .collect();
        drafts.extend(self.more_breaks(&rest));
        drafts
    }

    fn more_breaks(&self, rest: &[usize]) -> Option<Draft> {
        let (would, it) =
            if rest.len() == 1 { ("would cut", "it is") } else { ("would each cut", "they are") };
        let words = Words {
            sentence: format!(
                "{} {would} at least {} of the routes between others: {}.",
                count(rest.len(), "more team"),
                percent(BREAKS),
                list(rest.iter().map(|&team| self.name(team)), 4)
            ),
            because: format!("For these routes there is no way round when {it} away."),
            attempt:
                "Begin with the first of them: a new link that goes round one often goes round others too."
                    .to_owned(),
            question: "For which of these does everyone know who steps in?".to_owned(),
        };
        let why = "For each of them one link that is missing on the map could be a way round.";
        let draft = Draft::new(Kind::BreaksTheMap, 19.0, words, confidence(Level::Low, why, self.coverage))
            .teams(self.study, rest.iter().copied().take(EVIDENCE))
            .figures([("teams", rest.len() as f64)]);
        (!rest.is_empty()).then_some(draft)
    }

    fn breaks_without(&self, place: usize, team: usize, share: f64) -> Draft {
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
            because: match place {
                0 => format!(
                    "A route is a way for work to get from one team to another, directly or through others. For {} of \
                     them there is no way round {name}.{carries}",
                    percent(share)
                ),
                _ => format!("For {} of all routes there is no way round {name}.{carries}", percent(share)),
            },
            attempt: format!(
                "Take {name} away on the map and see who is cut off; then try one link that goes round it."
            ),
            question: match place {
                0 => format!("Who could step in for {name} tomorrow, and do they know it?"),
                _ => format!("What would others notice first if {name} stopped for two weeks?"),
            },
        };
        let links = self.study.graph().ties().len() / 2;
        let level = if routes.estimated {
            Level::Medium
        } else {
            by_number(links).min(if total < 20 { Level::Low } else { Level::High })
        };
        let why = "A link that is missing on the map could be a way round.";
        let level = if links < 60 { level.min(Level::Medium) } else { level };
        // A handful of routes is no map to break.
        let weight = if lost < 5 { 20.0 } else { 45.0 + 45.0 * share + self.rank(team) };
        Draft::new(Kind::BreaksTheMap, weight, words, confidence(level, why, self.coverage))
            .teams(self.study, [team])
            .evidence(self.study, |a, b| a == team || b == team)
            .figures([("routes_lost", lost as f64), ("routes_total", total as f64), ("share_lost", share)])
    }

    /// How many dependencies were rated and by whom, once somebody has begun.
    fn rated(&self) -> Option<String> {
        let (mut both, mut one, mut all) = (0, 0, 0);
        for dependency in self.study.subject.map.dependencies() {
            all += 1;
            match (dependency.provider_health, dependency.receiver_health) {
                (Some(_), Some(_)) => both += 1,
                (None, None) => {}
                _ => one += 1,
            }
        }
        let neither = match all - both - one {
            0 => String::new(),
            unrated => format!(" and {} by neither", thousands(unrated)),
        };
        let told = format!(
            "Of {}, {} {} rated by both sides, {} by one{neither}: where people wait is known as far as they have said so.",
            count(all, "dependency"),
            thousands(both),
            verb(both, "is", "are"),
            thousands(one),
        );
        (both + one > 0 && both < all).then_some(told)
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
        notes.extend(self.rated());
        if let Some(stability) = self.study.stability.filter(|stability| stability.tried >= 10) {
            let (tried, kept, of) = (stability.tried, stability.kept, count(stability.of, "link"));
            let left_out = match tried == stability.of {
                true => format!("With each of the {of} left out in turn"),
                false => format!("With {} of the {of} left out, one at a time,", thousands(tried)),
            };
            let stays = match kept == tried {
                true => "every time".to_owned(),
                false => format!("{} of {} times", thousands(kept), thousands(tried)),
            };
            let steady = match kept as f64 >= 0.9 * tried as f64 {
                true => "the order is steady",
                false => "do not lean on the exact order",
            };
            notes.push(format!(
                "Taking together the routes through a team and the doors it holds, most hangs on {}. {left_out} it stays \
                 first {stays}: {steady}.",
                self.name(stability.top),
            ));
        }
        if self.study.routes.estimated {
            notes.push("The map is so large that routes are estimated from a sample of teams.".to_owned());
        }
        notes
    }
}
