//! Teams without which others lose touch with the rest.

use super::{Bottlenecks, EACH};
use crate::confidence::confidence;
use crate::draft::{Draft, Words};
use crate::finding::{EVIDENCE, Kind, Level};
use crate::words::{count, list, thousands, verb};

/// For at most this many teams it is worked out who is cut off without them.
const FOLLOWED: usize = 50;

/// A team and those who lose touch without it.
struct Point {
    team: usize,
    lost: Vec<usize>,
    /// Teams among the lost that are such points too, for some of the same teams.
    further: Vec<usize>,
}

impl Bottlenecks<'_> {
    /// Single points of failure by being the only way to several others. Those further down the same line are told
    /// with the first.
    pub(super) fn points(&self) -> Vec<Draft> {
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
        let mut points: Vec<Point> = Vec::new();
        for (team, lost) in found {
            let within = |point: &&mut Point| {
                point.lost.binary_search(&team).is_ok()
                    && lost.iter().all(|lost| point.lost.binary_search(lost).is_ok())
            };
            match points.iter_mut().find(within) {
                Some(point) => point.further.push(team),
                None => points.push(Point { team, lost, further: Vec::new() }),
            }
        }
        let rest = points.split_off(points.len().min(EACH));
        let mut drafts: Vec<Draft> = points.iter().map(|point| self.single_point(point)).collect();
        drafts.extend(self.more_points(&rest));
        drafts
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

    fn single_point(&self, point: &Point) -> Draft {
        let Point { team, lost, further } = point;
        let name = self.name(*team);
        let names = list(lost.iter().map(|&team| self.name(team)), 4);
        let mut because = format!(
            "{} of {} hang on to the rest of the map by {name} alone: a single point of failure.",
            thousands(lost.len()),
            count(self.study.graph().teams(), "team")
        );
        if !further.is_empty() {
            let further_names = list(further.iter().map(|&team| self.name(team)), 3);
            let are = if further.len() == 1 { "is one" } else { "are such points" };
            because.push_str(&format!(" Further down the same line {further_names} {are} too."));
        }
        let words = Words {
            sentence: format!("If {name} is away, {names} lose touch with everyone else."),
            because,
            attempt: format!("Give one of them a link of its own to the rest, or {name} a deputy."),
            question: format!("What happened the last time {name} was not there?"),
        };
        let links = self.study.graph().ties().len() / 2;
        let level = if links < 60 { Level::Medium } else { Level::High };
        let why = "True as long as no link of these teams is missing on the map.";
        let share = lost.len() as f64 / self.study.graph().teams() as f64;
        let weight = 30.0 + 80.0 * share.min(0.5) + (lost.len() as f64).min(10.0) + self.rank(*team);
        Draft::new(Kind::SinglePointOfFailure, weight, words, confidence(level, why, self.coverage))
            .teams(self.study, [*team])
            .evidence(self.study, |a, b| a == *team || b == *team)
            .figures([("cut_off", lost.len() as f64), ("cut_point", 1.0)])
    }

    fn more_points(&self, rest: &[Point]) -> Option<Draft> {
        let lost: usize = rest.iter().map(|point| point.lost.len()).sum();
        let words = Words {
            sentence: format!(
                "{} {} the only way to a few others: {}.",
                count(rest.len(), "more team"),
                verb(rest.len(), "is", "are each"),
                list(rest.iter().map(|point| self.name(point.team)), 4)
            ),
            because: format!("{} hang on to the rest of the map by one team alone.", count(lost, "team")),
            attempt: "Ask each of them who could answer for it for a week.".to_owned(),
            question: "Which of these have a deputy whom the others know?".to_owned(),
        };
        let why = "For each of them one link that is missing on the map could be a way round.";
        let draft =
            Draft::new(Kind::SinglePointOfFailure, 16.0, words, confidence(Level::Low, why, self.coverage))
                .teams(self.study, rest.iter().map(|point| point.team).take(EVIDENCE))
                .figures([("teams", rest.len() as f64), ("cut_off", lost as f64)]);
        (!rest.is_empty()).then_some(draft)
    }
}
