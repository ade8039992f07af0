//! Borders between functions: nothing crosses them, though something should or would usually, or all that crosses
//! hangs on one team or link.

use ecosystem::Target;

use super::Silos;
use crate::confidence::{by_number, confidence};
use crate::draft::{Draft, Words};
use crate::figures::BorderFigures;
use crate::finding::{Kind, Level};
use crate::words::{about, count, list, one_in};

/// Findings of one kind beyond this many are put together into one.
const EACH: usize = 5;
/// Up to this many silent borders are told one by one even where none of them tells anything.
const FEW_SILENT: usize = 6;
/// At most this often chance leaves a border silent that tells something.
const TELLING: f64 = 0.10;
/// By how much the ties of two functions vary for no reason, as the standard deviation of their logarithm: twice
/// the openness of one function and the affinity of the pair, as in the silo score's null.
const SPREAD: f64 = 0.58;

/// A border: the ties that would be usual across it, and its two functions.
type Border = (f64, usize, usize);

/// How often chance leaves a border silent across which `usual` ties would be usual: `E[exp(−usual·X)]`, Poisson
/// with a lognormal factor X of mean 1 and deviation [`SPREAD`], summed over four deviations to either side.
fn none_by_chance(usual: f64) -> f64 {
    let (mut sum, mut whole) = (0.0, 0.0);
    for step in -32..=32 {
        let z = f64::from(step) / 8.0;
        let weight = (-z * z / 2.0).exp();
        sum += weight * (-usual * (SPREAD * z - SPREAD * SPREAD / 2.0).exp()).exp();
        whole += weight;
    }
    sum / whole
}

impl Silos<'_> {
    /// Borders marked as needed that nothing crosses, silent ones and single threads. The silence of the functions
    /// in `apart` has been told with them.
    pub(super) fn borders(&self, apart: &[usize]) -> Vec<Draft> {
        let ends = |border: &BorderFigures| {
            Some((*self.index.get(&border.between[0])?, *self.index.get(&border.between[1])?))
        };
        let (mut needed, mut silent, mut threads) = (Vec::new(), Vec::new(), Vec::new());
        for border in &self.study.figures.borders {
            let Some((f, g)) = ends(border) else { continue };
            let usual = self.usual * (self.size(f) * self.size(g)) as f64;
            match (self.target(f, g), border.dependencies, border.disjoint_routes) {
                (Some(Target::NotNeeded), ..) => {}
                (Some(Target::Needed), 0, _) => needed.push((usual, f, g)),
                (_, 0, _) if apart.contains(&f) || apart.contains(&g) => {}
                (_, 0, _) => silent.push((usual, f, g)),
                (target, _, Some(1)) if self.size(f) > 1 && self.size(g) > 1 => {
                    let needed = target == Some(Target::Needed);
                    threads.push((usual + if needed { 1e6 } else { 0.0 }, f, g));
                }
                _ => {}
            }
        }
        for borders in [&mut needed, &mut silent, &mut threads] {
            borders.sort_by(|a, b| b.0.total_cmp(&a.0));
        }
        let mut drafts: Vec<Draft> = needed.iter().take(EACH).map(|&(_, f, g)| self.needed(f, g)).collect();
        drafts.extend(self.more_needed(needed.get(EACH..).unwrap_or_default()));
        // A few are told one by one; of many, only those whose size makes the silence tell something.
        let telling = silent.iter().filter(|(usual, ..)| none_by_chance(*usual) <= TELLING).count();
        let told = if silent.len() <= FEW_SILENT { silent.len() } else { telling.min(EACH / 2 + 1) };
        drafts.extend(silent[..told].iter().map(|&border| self.silent(border)));
        drafts.extend(self.more_silent(&silent[told..], told));
        drafts.extend(threads.iter().take(EACH).filter_map(|&border| self.thread(border)));
        drafts.extend(self.more_threads(threads.get(EACH..).unwrap_or_default()));
        drafts
    }

    /// "Sales with Finance, HR with Legal and 3 others".
    fn pairs(&self, borders: &[Border], most: usize) -> String {
        let pairs: Vec<String> =
            borders.iter().map(|&(_, f, g)| format!("{} with {}", self.name(f), self.name(g))).collect();
        list(pairs.iter().map(String::as_str), most)
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
        let why = "You said that it is needed, and the map shows nothing across it.";
        Draft::new(Kind::NeededBorder, 90.0, words, confidence(Level::High, why, self.coverage))
            .functions(self.study, [f, g])
            .figures([("dependencies", 0.0)])
    }

    fn more_needed(&self, rest: &[Border]) -> Option<Draft> {
        let words = Words {
            sentence: format!(
                "Nothing crosses {} that you marked as needed: {}.",
                count(rest.len(), "more border"),
                self.pairs(rest, 6)
            ),
            because: "No dependency crosses them in either direction.".to_owned(),
            attempt: "Take them one at a time: one thing handed over, with a name on each side.".to_owned(),
            question: "Which of these would help us most if it worked tomorrow?".to_owned(),
        };
        let why = "You said that they are needed, and the map shows nothing across them.";
        let draft = Draft::new(Kind::NeededBorder, 60.0, words, confidence(Level::High, why, self.coverage))
            .figures([("pairs", rest.len() as f64)]);
        (!rest.is_empty()).then_some(draft)
    }

    fn silent(&self, (usual, f, g): Border) -> Draft {
        let (one, other) = (self.name(f), self.name(g));
        let p = none_by_chance(usual);
        let level = match p {
            p if p <= TELLING / 5.0 => Level::High,
            p if p <= TELLING => Level::Medium,
            _ => Level::Low,
        };
        let words = Words {
            sentence: format!("{one} and {other} have no link on this map."),
            because: format!(
                "Nothing is handed over between the {} of {one} and the {} of {other}; between functions of these sizes \
                 {} would be usual.",
                count(self.size(f), "team"),
                count(self.size(g), "team"),
                match about(usual) {
                    one if one.ends_with(" 1") => format!("{one} link"),
                    more => format!("{more} links"),
                },
            ),
            attempt: "If they should work together, mark the border as needed; if not, as not needed."
                .to_owned(),
            question: format!("Is it right that {one} and {other} need nothing from each other?"),
        };
        let why = format!("In two functions of these sizes it happens {} for no reason at all.", one_in(p));
        Draft::new(
            Kind::SilentBorder,
            15.0 + (6.0 * usual).min(40.0) + (usual / 1e3).min(1.0),
            words,
            confidence(level, why, self.coverage),
        )
        .functions(self.study, [f, g])
        .figures([("dependencies", 0.0), ("expected", usual)])
    }

    fn more_silent(&self, rest: &[Border], told: usize) -> Option<Draft> {
        let more = if told > 0 { "more pair" } else { "pair" };
        let (have, such) = if rest.len() == 1 { ("has", ":") } else { ("have", ", such as") };
        let named = &rest[..rest.len().min(3)];
        let words = Words {
            sentence: format!(
                "{} of functions {have} no link{such} {}.",
                count(rest.len(), more),
                self.pairs(named, 3)
            ),
            because: "Most of them are so small that having no link says little by itself.".to_owned(),
            attempt: "Mark the borders you care about as needed; from then on this lens watches those."
                .to_owned(),
            question: "Which of our functions have to work together, and which need not?".to_owned(),
        };
        let why = "Small functions have few links to anyone.";
        let draft = Draft::new(Kind::SilentBorder, 9.0, words, confidence(Level::Low, why, self.coverage))
            .figures([("pairs", rest.len() as f64)]);
        (!rest.is_empty()).then_some(draft)
    }

    fn thread(&self, (usual, f, g): Border) -> Option<Draft> {
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
        let (sentence, without, teams) = if ties.len() == 1 {
            let sentence =
                format!("{one} and {other} hang together by one link, between {} and {}.", team(a), team(b));
            (sentence, format!("{} or {}", team(a), team(b)), vec![a, b])
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
                "There is no second way round, not even over other functions: without {without} the two lose touch."
            ),
            attempt: format!(
                "Let a second pair of teams, one in {one} and one in {other}, hand something over directly."
            ),
            question: format!("Who keeps {one} and {other} in touch when {without} cannot?"),
        };
        let level = by_number(graph.ties().len() / 2);
        let why = "True as long as no link between the two is missing on the map.";
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

    fn more_threads(&self, rest: &[Border]) -> Option<Draft> {
        let words = Words {
            sentence: format!(
                "{} of functions {} on a single link or team: {}.",
                count(rest.len(), "more pair"),
                if rest.len() == 1 { "hangs" } else { "hang" },
                self.pairs(rest, 4)
            ),
            because: "For none of them is there a second way round, not even over other functions."
                .to_owned(),
            attempt: "Ask which of these pairs could not do without each other for a month, and start there."
                .to_owned(),
            question: "Which of these would we miss first?".to_owned(),
        };
        let why = "For each of them one forgotten link could be a second way.";
        let draft = Draft::new(Kind::SingleThread, 14.0, words, confidence(Level::Low, why, self.coverage))
            .figures([("pairs", rest.len() as f64)]);
        (!rest.is_empty()).then_some(draft)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn silence_is_the_rarer_the_more_links_would_be_usual() {
        assert!((none_by_chance(0.0) - 1.0).abs() < 1e-12);
        let rare: Vec<f64> = (1..20).map(|usual| none_by_chance(f64::from(usual))).collect();
        assert!(rare.windows(2).all(|w| w[1] < w[0]));
        // Functions differ, so silence is less rare than a plain Poisson count would have it.
        assert!(none_by_chance(4.0) > (-4.0f64).exp());
    }
}
