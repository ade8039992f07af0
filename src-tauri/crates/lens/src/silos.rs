//! Silos: where functions work beside each other instead of together.
//!
//! For a leader: which functions keep to themselves more than their size explains, which pairs of functions have
//! no link at all or hang on a single one, and which teams know nobody outside their own function.
//!
//! - *Clear silo*: the probability that a function's collaboration is below two thirds of what is expected
//!   (`silo_score`) is so high that chance gives any function of such a map as much in no more than 1 map
//!   in 20. *Likely silo*: the same for this function taken alone, and the share itself is at most two thirds.
//! - *Silent border*: two functions without a dependency. *Needed border*: the same, though they should have one.
//! - *Single thread*: exactly one route between two functions that shares no team with another (Menger).
//! - *Isolated team*: no tie beyond its function. *Inward function*: its ties fall inside far more often than
//!   labels dealt at random would have it (Krackhardt & Stern); so common that it is never loud.
//!
//! Example: four functions with four teams each that all work with each other, and a fifth with one link out.

mod isolated;

use std::collections::BTreeMap;

use ecosystem::{FunctionId, Marks, Pair, Target, Tone};

use crate::confidence::{Coverage, by_number, confidence};
use crate::draft::{Draft, Words, reading};
use crate::figures::BorderFigures;
use crate::finding::{Finding, Kind, Level, Reading};
use crate::silo_score::{LEAST_FUNCTIONS, LEAST_TEAMS, MOST_FUNCTIONS, SILO_SHARE, SiloScore};
use crate::study::Study;
use crate::words::{about, count, list, one_in, percent, thousands, verb};

/// Findings of one kind beyond this many are put together into one.
const EACH: usize = 10;
/// From this many usual links on, a silent border tells something.
const TELLING: f64 = 1.5;

/// Reads the silos of a map.
pub fn read(study: &Study<'_>) -> Reading {
    let lens = Silos::of(study);
    let mut drafts = lens.silos();
    drafts.extend(lens.borders());
    drafts.extend(lens.isolated());
    drafts.extend(lens.inward());
    reading("silos", study, drafts, lens.notes(), mark)
}

fn mark(finding: &Finding, marks: &mut Marks) {
    let tone = match finding.kind {
        Kind::ClearSilo => Tone::Alarm,
        Kind::LikelySilo => Tone::Warn,
        Kind::SingleThread if finding.loud => {
            marks.ties.extend(finding.dependencies.iter().map(|&id| (id, Tone::Warn)));
            return;
        }
        _ => return,
    };
    marks.walls.extend(finding.functions.iter().map(|&id| (id, tone)));
}

struct Silos<'a> {
    study: &'a Study<'a>,
    coverage: Coverage,
    /// Ties across functions per pair of teams in different functions.
    usual: f64,
    index: BTreeMap<FunctionId, usize>,
}

impl<'a> Silos<'a> {
    fn of(study: &'a Study<'a>) -> Self {
        let index = study.subject.functions.iter().enumerate().map(|(at, &id)| (id, at)).collect();
        let pairs = study.mixing.pairs_across();
        let usual = if pairs > 0.0 { study.mixing.across as f64 / pairs } else { 0.0 };
        Self { study, coverage: Coverage::of(study.graph()), usual, index }
    }

    fn name(&self, function: usize) -> &'a str {
        self.study.subject.function(function)
    }

    fn size(&self, function: usize) -> usize {
        self.study.mixing.size[function]
    }

    fn in_function(&self, team: usize, function: usize) -> bool {
        self.study.graph().function(team) == Some(function)
    }

    /// The ends of a pair of functions' border.
    fn crosses(&self, f: usize, g: usize) -> impl Fn(usize, usize) -> bool + '_ {
        move |a, b| {
            (self.in_function(a, f) && self.in_function(b, g))
                || (self.in_function(a, g) && self.in_function(b, f))
        }
    }

    fn silos(&self) -> Vec<Draft> {
        let judged = |g: usize| {
            let score = self.study.silos[g]?;
            let significance = &self.study.significance;
            let single = significance.single(g, score)?;
            let family = significance.family(g, score)?;
            let too_few = score.share() <= SILO_SHARE;
            match () {
                () if family < 0.05 && too_few => Some(self.silo(Kind::ClearSilo, g, score, family)),
                () if single < 0.05 && too_few => Some(self.silo(Kind::LikelySilo, g, score, single)),
                () => None,
            }
        };
        (0..self.study.silos.len()).filter_map(judged).collect()
    }

    fn silo(&self, kind: Kind, g: usize, score: SiloScore, p: f64) -> Draft {
        let name = self.name(g);
        let mixing = &self.study.mixing;
        let (inner, outer) = (mixing.internal[g], mixing.external[g]);
        let clear = kind == Kind::ClearSilo;
        let links = if outer == 0 { "no link".to_owned() } else { format!("only {}", count(outer, "link")) };
        let expected = about(score.expected);
        let sentence = if clear {
            format!("{name} works apart: it has {links} to other functions, where {expected} would be usual.")
        } else {
            format!(
                "{name} may be working apart: it has {links} to other functions, where {expected} would be usual."
            )
        };
        let because = format!(
            "Its {} have {} among themselves and {} to others. Going by the other functions of this map, {expected} \
             would be usual at that size: it has {} of that.",
            count(self.size(g), "team"),
            count(inner, "link"),
            thousands(outer),
            percent(outer as f64 / score.expected.max(1e-9)),
        );
        let gaps = self.widest_gaps(g);
        let attempt = if gaps.is_empty() {
            format!("Give {name} one standing link: a named contact with one other function.")
        } else {
            format!(
                "Start where the gap is widest, with {}: name one contact on each side and one thing they hand over.",
                list(gaps.iter().map(|&h| self.name(h)), 2)
            )
        };
        let question = format!("What does {name} settle on its own that others only hear about later?");
        let level = match (clear, outer + inner) {
            (true, links) if links >= 10 && self.survives_one_more(g) => Level::High,
            (true, _) => Level::Medium,
            (false, links) if links >= 10 => Level::Medium,
            (false, _) => Level::Low,
        };
        let healthy =
            if clear { "any function of a healthy map like this" } else { "this function, taken alone," };
        let still = if !clear {
            "Among this many functions one such case can be chance."
        } else if self.survives_one_more(g) {
            "It would still stand if one link had been forgotten."
        } else {
            "One forgotten link would make it unsure."
        };
        let why = format!("Chance makes {healthy} look so closed {}. {still}", one_in(p));
        let weight = if clear { 80.0 } else { 55.0 } + 15.0 * score.probability;
        let words = Words { sentence, because, attempt, question };
        Draft::new(kind, weight, words, confidence(level, why, self.coverage))
            .functions(self.study, [g])
            .evidence(self.study, |a, b| self.in_function(a, g) != self.in_function(b, g))
            .figures([
                ("silo_score", score.probability),
                ("share_of_expected", score.share()),
                ("expected", score.expected),
                ("external", outer as f64),
                ("internal", inner as f64),
                ("p", p),
            ])
    }

    /// Whether it would still be a clear silo if one link to another function had been forgotten.
    fn survives_one_more(&self, g: usize) -> bool {
        let mut mixing = self.study.mixing.clone();
        mixing.external[g] += 1;
        mixing.across += 1;
        let score = crate::silo_score::silo_scores(&mixing)[g];
        let p = score.and_then(|score| self.study.significance.family(g, score));
        p.is_some_and(|p| p < 0.05)
    }

    /// The functions with which `g` has the fewest ties against what is usual, leaving out those it need not have.
    fn widest_gaps(&self, g: usize) -> Vec<usize> {
        let mut ties = vec![0.0; self.study.members.len()];
        for &team in &self.study.members[g] {
            for &end in self.study.graph().ties().of(team) {
                if let Some(h) = self.study.graph().function(end as usize) {
                    ties[h] += 1.0;
                }
            }
        }
        let gap = |h: usize| self.usual * (self.size(g) * self.size(h)) as f64 - ties[h];
        let mut others: Vec<usize> = (0..ties.len())
            .filter(|&h| h != g && gap(h) > 0.5 && self.target(g, h) != Some(Target::NotNeeded))
            .collect();
        others.sort_by(|&a, &b| gap(b).total_cmp(&gap(a)));
        others.truncate(2);
        others
    }

    fn target(&self, f: usize, g: usize) -> Option<Target> {
        let ids = &self.study.subject.functions;
        self.study.subject.map.border(Pair::of(ids[f], ids[g])).map(|border| border.target)
    }

    fn borders(&self) -> Vec<Draft> {
        let ends = |border: &BorderFigures| {
            Some((*self.index.get(&border.between[0])?, *self.index.get(&border.between[1])?))
        };
        let mut drafts = Vec::new();
        let (mut silent, mut threads) = (Vec::new(), Vec::new());
        for border in &self.study.figures.borders {
            let Some((f, g)) = ends(border) else { continue };
            let usual = self.usual * (self.size(f) * self.size(g)) as f64;
            match (self.target(f, g), border.dependencies, border.disjoint_routes) {
                (Some(Target::NotNeeded), ..) => {}
                (Some(Target::Needed), 0, _) => drafts.push(self.needed(f, g)),
                (_, 0, _) => silent.push((usual, f, g)),
                (target, _, Some(1)) if self.size(f) > 1 && self.size(g) > 1 => {
                    let needed = target == Some(Target::Needed);
                    threads.push((usual + if needed { 1e6 } else { 0.0 }, f, g));
                }
                _ => {}
            }
        }
        let order = |pairs: &mut Vec<(f64, usize, usize)>| pairs.sort_by(|a, b| b.0.total_cmp(&a.0));
        order(&mut silent);
        order(&mut threads);
        // A few are told one by one; of many, only those whose size makes the silence tell something.
        let telling = silent.iter().filter(|(usual, ..)| *usual >= TELLING).count().min(EACH / 2);
        let told = if silent.len() <= EACH { silent.len() } else { telling };
        drafts.extend(silent[..told].iter().map(|&(usual, f, g)| self.silent(usual, f, g)));
        drafts.extend(threads.iter().take(EACH).filter_map(|&(usual, f, g)| self.thread(usual, f, g)));
        if told < silent.len() {
            drafts.push(self.more_silent(&silent[told..], told));
        }
        drafts
    }

    fn needed(&self, f: usize, g: usize) -> Draft {
        let (one, other) = (self.name(f), self.name(g));
        let words = Words {
            sentence: format!(
                "{one} and {other} should work together, and nothing is handed over between them yet."
            ),
            because: "You marked this border as needed; no dependency crosses it in either direction."
                .to_owned(),
            attempt: format!(
                "Agree on one thing that {one} hands to {other}, with a name on each side, and draw it."
            ),
            question: format!("What is the first thing {one} and {other} need from each other?"),
        };
        let sure =
            confidence(Level::High, "It is what the map says, against what you want of it.", self.coverage);
        Draft::new(Kind::NeededBorder, 90.0, words, sure)
            .functions(self.study, [f, g])
            .figures([("dependencies", 0.0)])
    }

    fn silent(&self, usual: f64, f: usize, g: usize) -> Draft {
        let (one, other) = (self.name(f), self.name(g));
        let expected = about(usual);
        let level = match usual {
            u if u >= 4.0 => Level::High,
            u if u >= 1.5 => Level::Medium,
            _ => Level::Low,
        };
        let why = match level {
            Level::Low => {
                format!("Functions of this size would have {expected} here, so none is no surprise.")
            }
            _ => format!("Functions of this size would have {expected} here, so none is unusual."),
        };
        let words = Words {
            sentence: format!("{one} and {other} have no link on this map."),
            because: format!(
                "{} in {one} and {} in {other}, and no dependency between any two of them; {expected} would be usual.",
                count(self.size(f), "team"),
                count(self.size(g), "team"),
            ),
            attempt:
                "If they should work together, mark the border as needed; if not, mark it as not needed."
                    .to_owned(),
            question: format!("Is it right that {one} and {other} need nothing from each other?"),
        };
        Draft::new(
            Kind::SilentBorder,
            15.0 + (6.0 * usual).min(40.0) + (usual / 1e3).min(1.0),
            words,
            confidence(level, why, self.coverage),
        )
        .functions(self.study, [f, g])
        .figures([("dependencies", 0.0), ("expected", usual)])
    }

    fn more_silent(&self, rest: &[(f64, usize, usize)], told: usize) -> Draft {
        let pairs: Vec<String> =
            rest.iter().take(3).map(|&(_, f, g)| format!("{} with {}", self.name(f), self.name(g))).collect();
        let more = if told > 0 { "more pair" } else { "pair" };
        let words = Words {
            sentence: format!(
                "{} of functions have no link, such as {}.",
                count(rest.len(), more),
                list(pairs.iter().map(String::as_str), 3)
            ),
            because: "They are so small, or the map so sparse, that a missing link says little by itself."
                .to_owned(),
            attempt: "Mark the borders you care about as needed; the lens then watches those.".to_owned(),
            question: "Which of your functions have to work together, and which need not?".to_owned(),
        };
        let sure = confidence(Level::Low, "Small functions have few links to anyone.", self.coverage);
        Draft::new(Kind::SilentBorder, 9.0, words, sure).figures([("pairs", rest.len() as f64)])
    }

    fn thread(&self, usual: f64, f: usize, g: usize) -> Option<Draft> {
        let (one, other) = (self.name(f), self.name(g));
        let graph = self.study.graph();
        let mut ties = Vec::new();
        for &a in &self.study.members[f] {
            let ends = graph.ties().of(a).iter().map(|&b| b as usize);
            ties.extend(ends.filter(|&b| self.in_function(b, g)).map(|b| (a, b)));
        }
        let &(a, b) = ties.first()?;
        let subject = &self.study.subject;
        let team = |at: usize| subject.team(at);
        let needed = self.target(f, g) == Some(Target::Needed);
        let (sentence, hangs_on, teams) = if ties.len() == 1 {
            let sentence =
                format!("{one} and {other} hang together by one link, between {} and {}.", team(a), team(b));
            (sentence, format!("{} and {}", team(a), team(b)), vec![a, b])
        } else {
            // Two ties that share no team would be two threads, so all share one.
            let all_at = |at: usize| ties.iter().all(|&(a, b)| a == at || b == at);
            let hub = if all_at(a) { a } else { b };
            let sentence = format!("Everything between {one} and {other} runs through {}.", team(hub));
            (sentence, team(hub).to_owned(), vec![hub])
        };
        let words = Words {
            sentence,
            because: format!(
                "There is no second way round: every route between the two, over other functions too, passes {hangs_on}."
            ),
            attempt: format!(
                "Add a second pair of teams of {one} and {other} that hand something over directly."
            ),
            question: format!("Who keeps {one} and {other} in touch when {hangs_on} cannot?"),
        };
        let level = by_number(graph.ties().len() / 2);
        let why = "It holds as long as no link between the two has been forgotten.";
        // Where it is all that ties one of the two to anyone, the whole function hangs on it.
        let only = [f, g].iter().any(|&f| self.study.mixing.external[f] == ties.len());
        let weight = if needed {
            75.0
        } else {
            30.0 + (6.0 * usual.min(1e3)).min(15.0) + if only { 12.0 } else { 0.0 }
        };
        let draft = Draft::new(Kind::SingleThread, weight, words, confidence(level, why, self.coverage))
            .teams(self.study, teams)
            .functions(self.study, [f, g])
            .evidence(self.study, self.crosses(f, g))
            .figures([("disjoint_routes", 1.0), ("ties", ties.len() as f64)]);
        Some(draft)
    }

    fn inward(&self) -> Vec<Draft> {
        let mixing = &self.study.mixing;
        let inward: Vec<usize> = (0..self.study.members.len())
            .filter(|&g| {
                self.size(g) >= LEAST_TEAMS
                    && mixing.internal[g] + mixing.external[g] >= 5
                    && self.study.chance.functions[g].is_some_and(|p| p < 0.05)
            })
            .collect();
        if inward.len() > 3 {
            return vec![self.most_inward(&inward)];
        }
        inward.into_iter().map(|g| self.one_inward(g)).collect()
    }

    fn one_inward(&self, g: usize) -> Draft {
        let mixing = &self.study.mixing;
        let (name, inner) = (self.name(g), mixing.internal[g]);
        let all = inner + mixing.external[g];
        let pairs = (self.size(g) * (self.size(g) - 1)) as f64 / 2.0;
        let by_chance = all as f64 * pairs / (pairs + mixing.pairs_out(g));
        let words = Words {
            sentence: format!(
                "{name} keeps {} of {} inside; if links ignored functions it would be {}.",
                thousands(inner),
                count(all, "link"),
                about(by_chance)
            ),
            because: "People everywhere work more with their own. This alone is no silo.".to_owned(),
            attempt: "Nothing, unless something that should reach others stays inside.".to_owned(),
            question: format!("Which of {name}'s inner handovers should others know about?"),
        };
        let p = self.study.chance.functions[g].unwrap_or(1.0);
        let why = format!("It rests on {}.", count(all, "link"));
        Draft::new(Kind::InwardFunction, 10.0, words, confidence(by_number(all), why, self.coverage))
            .functions(self.study, [g])
            .figures([("internal", inner as f64), ("links", all as f64), ("expected", by_chance), ("p", p)])
    }

    fn most_inward(&self, inward: &[usize]) -> Draft {
        let peopled = self.study.members.iter().filter(|members| !members.is_empty()).count();
        let words = Words {
            sentence: format!(
                "{} of {} keep more of their links inside than chance would have it, as in nearly every company.",
                thousands(inward.len()),
                count(peopled, "function")
            ),
            because: "People everywhere work more with their own. This alone is no silo.".to_owned(),
            attempt: "Nothing. Look at the functions that are named as silos, if any are.".to_owned(),
            question: "Where is working among ourselves our strength, and where is it only habit?".to_owned(),
        };
        let sure = confidence(
            Level::High,
            "It holds for nearly every company that was ever measured.",
            self.coverage,
        );
        Draft::new(Kind::InwardFunction, 8.0, words, sure)
            .functions(self.study, inward.iter().copied())
            .figures([("functions", inward.len() as f64)])
    }

    /// Where who really works together differs from the functions: teams whose cluster is mostly another function's,
    /// and that have more links with that function than with their own.
    fn elsewhere(&self) -> Option<String> {
        let graph = self.study.graph();
        let of = &self.study.clusters.of;
        let mut votes: BTreeMap<(u32, usize), usize> = BTreeMap::new();
        for (team, &cluster) in of.iter().enumerate() {
            if let Some(function) = graph.function(team) {
                *votes.entry((cluster, function)).or_default() += 1;
            }
        }
        let mut home: BTreeMap<u32, (usize, usize)> = BTreeMap::new();
        for (&(cluster, function), &teams) in &votes {
            let best = home.entry(cluster).or_insert((0, function));
            if teams > best.0 {
                *best = (teams, function);
            }
        }
        let links = |team: usize, function: usize| {
            graph.ties().of(team).iter().filter(|&&end| self.in_function(end as usize, function)).count()
        };
        let found: Vec<(usize, usize)> = (0..graph.teams())
            .filter_map(|team| {
                let own = graph.function(team)?;
                let &(_, other) = home.get(&of[team])?;
                let (there, here) = (links(team, other), links(team, own));
                (other != own && there >= 3 && there > here).then_some((team, other))
            })
            .collect();
        let named: Vec<String> = found
            .iter()
            .take(3)
            .map(|&(team, other)| format!("{} with {}", self.study.subject.team(team), self.name(other)))
            .collect();
        let (works, their) = (verb(found.len(), "works", "work"), verb(found.len(), "its", "their"));
        (!found.is_empty()).then(|| {
            let teams = count(found.len(), "team");
            let such = if found.len() > named.len() { ", such as " } else { ": " };
            let named = list(named.iter().map(String::as_str), 3);
            format!("Going by links alone, {teams} {works} more with another function than with {their} own{such}{named}.")
        })
    }

    fn notes(&self) -> Vec<String> {
        let peopled = self.study.members.iter().filter(|members| !members.is_empty()).count();
        let mut notes = Vec::new();
        if self.study.graph().teams() == 0 {
            notes.push("The map is empty: there is nothing to read yet.".to_owned());
            return notes;
        }
        if peopled < LEAST_FUNCTIONS {
            notes.push(format!(
                "With {} there is nothing to compare a function with. The numbers are shown; no silo is named.",
                count(peopled, "function")
            ));
        }
        let small: Vec<&str> = (0..self.study.members.len())
            .filter(|&g| (1..LEAST_TEAMS).contains(&self.size(g)))
            .map(|g| self.name(g))
            .collect();
        if peopled >= LEAST_FUNCTIONS && !small.is_empty() {
            let functions = list(small.iter().copied(), 5);
            notes.push(match small.len() {
                1 => format!("{functions} is one team: too small to tell whether it works apart."),
                _ => format!("{functions} are one team each: too small to tell whether they work apart."),
            });
        }
        if self.study.members.len() > MOST_FUNCTIONS {
            notes.push(format!(
                "With {} each is too small to tell whether it works apart. The numbers are shown; no silo is named.",
                count(peopled, "function")
            ));
        }
        notes.extend(self.elsewhere());
        let ties = self.study.mixing.inside + self.study.mixing.across;
        if peopled >= LEAST_FUNCTIONS && ties < 60 {
            notes.push(format!(
                "{} are few to prove a silo with: only a function that is nearly cut off could be named for sure.",
                count(ties, "link")
            ));
        }
        notes
    }
}
