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

mod borders;
mod isolated;
mod notes;

use std::collections::BTreeMap;

use ecosystem::{FunctionId, Marks, Pair, Target, Tone};

use crate::confidence::{Coverage, by_number, confidence};
use crate::draft::{Draft, Words, reading};
use crate::finding::{Finding, Kind, Level, Reading};
use crate::silo_score::{LEAST_TEAMS, SILO_SHARE, SiloScore};
use crate::study::Study;
use crate::words::{about, count, list, one_in, percent, thousands};

/// Reads the silos of a map.
pub fn read(study: &Study<'_>) -> Reading {
    let lens = Silos::of(study);
    let (apart, mut drafts): (Vec<usize>, Vec<Draft>) = lens.silos().into_iter().unzip();
    drafts.extend(lens.borders(&apart));
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

    /// The functions that work apart, each with its finding.
    fn silos(&self) -> Vec<(usize, Draft)> {
        let judged = |g: usize| {
            let score = self.study.silos[g]?;
            let significance = &self.study.significance;
            let single = significance.single(g, score)?;
            let family = significance.family(g, score)?;
            let too_few = score.share() <= SILO_SHARE;
            match () {
                () if family < 0.05 && too_few => Some((g, self.silo(Kind::ClearSilo, g, score, family))),
                () if single < 0.05 && too_few => Some((g, self.silo(Kind::LikelySilo, g, score, single))),
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
        let likely = self.study.apart[g].unwrap_or_default();
        let links = if outer == 0 { "no link".to_owned() } else { format!("only {}", count(outer, "link")) };
        let expected = about(score.expected);
        let works = if clear { "works" } else { "may be working" };
        let (gaps, silent) = self.gaps(g);
        let own =
            format!("its {} have {} among themselves", count(self.size(g), "team"), count(inner, "link"));
        let mut because = if outer == 0 {
            format!("Nothing is handed over to or from any other function, while {own}.")
        } else {
            format!(
                "Going by the other functions here, that is {} of what is usual for its size, while {own}.",
                percent(outer as f64 / score.expected.max(1e-9))
            )
        };
        if outer > 0 && !silent.is_empty() {
            let names = list(silent.iter().map(|&h| self.name(h)), 3);
            because.push_str(&format!(" It has no link at all with {names}."));
        }
        let attempt = if gaps.is_empty() {
            format!("Give {name} one standing link: a named contact in one other function.")
        } else {
            format!(
                "Start where the gap is widest, with {}: name one contact on each side and one thing they hand over.",
                list(gaps.iter().map(|&h| self.name(h)), 2)
            )
        };
        let words = Words {
            sentence: format!(
                "{name} {works} apart: it has {links} to other functions, where {expected} would be usual."
            ),
            because,
            attempt,
            question: format!("What does {name} settle on its own that others only hear about later?"),
        };
        let (level, why) = self.how_sure(g, clear, inner + outer, p);
        let weight = if clear { 80.0 } else { 55.0 } + 15.0 * likely;
        Draft::new(kind, weight, words, confidence(level, why, self.coverage))
            .functions(self.study, [g])
            .evidence(self.study, |a, b| self.in_function(a, g) != self.in_function(b, g))
            .figures([
                ("silo_score", likely),
                ("share_of_expected", score.share()),
                ("expected", score.expected),
                ("external", outer as f64),
                ("internal", inner as f64),
                ("p", p),
            ])
    }

    /// How sure it is that `g` works apart, going by its `links` and how often chance makes it look so.
    fn how_sure(&self, g: usize, clear: bool, links: usize, p: f64) -> (Level, String) {
        let often = one_in(p);
        if clear {
            let holds = self.survives_one_more(g);
            let level = if links >= 10 && holds { Level::High } else { Level::Medium };
            let still = if holds {
                "It would still stand if one link had been forgotten."
            } else {
                "One forgotten link would make it unsure."
            };
            let why = format!(
                "In a healthy organisation of this shape, chance makes some function look this closed {often}. {still}"
            );
            return (level, why);
        }
        let level = if links >= 10 { Level::Medium } else { Level::Low };
        let judged = (0..self.study.silos.len())
            .filter(|&g| self.study.silos[g].is_some_and(|s| self.study.significance.single(g, s).is_some()))
            .count();
        let functions = count(judged, "function");
        let by_chance = p * judged as f64;
        let among = if by_chance < 0.67 {
            format!("with {functions} to look at, one on 1 healthy map in {:.0}", 1.0 / by_chance)
        } else {
            format!("of {functions}, {} on a healthy map", about(by_chance))
        };
        (level, format!("Chance makes a healthy function look this closed {often}: {among}."))
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

    /// The two functions with which `g` has the fewest ties against what is usual, and all with which it has none;
    /// both leave out those it need not work with, and have the widest gap first.
    fn gaps(&self, g: usize) -> (Vec<usize>, Vec<usize>) {
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
            .filter(|&h| h != g && self.size(h) > 0 && self.target(g, h) != Some(Target::NotNeeded))
            .collect();
        others.sort_by(|&a, &b| gap(b).total_cmp(&gap(a)));
        let widest = others.iter().copied().filter(|&h| gap(h) > 0.5).take(2).collect();
        (widest, others.into_iter().filter(|&h| ties[h] == 0.0).collect())
    }

    fn target(&self, f: usize, g: usize) -> Option<Target> {
        let ids = &self.study.subject.functions;
        self.study.subject.map.border(Pair::of(ids[f], ids[g])).map(|border| border.target)
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
            attempt: "No need to act, unless something that should reach others stays inside.".to_owned(),
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
            attempt: "No need to act: look at the functions that are named as silos, if any are.".to_owned(),
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
}
