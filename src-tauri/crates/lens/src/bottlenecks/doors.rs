//! Teams that are the way in and out of their function.

use super::{Bottlenecks, EACH};
use crate::confidence::confidence;
use crate::draft::{Draft, Words};
use crate::finding::{EVIDENCE, Kind, Level};
use crate::words::{count, list, percent, thousands};

/// A team with this share of its function's ties to others is its only door.
const ONLY_DOOR: f64 = 0.8;
/// A team with this share is its main door.
const MAIN_DOOR: f64 = 0.5;
/// Chance gives a gateway as strong in one function of a thousand.
const GATEWAY_P: f64 = 0.001;

impl Bottlenecks<'_> {
    /// Teams that hold most of their function's links to others.
    pub(super) fn doors(&self) -> Vec<Draft> {
        let gateway = |team: usize| &self.study.bottlenecks.gateways[team];
        let mut found: Vec<usize> = (0..self.study.graph().teams())
            .filter(|&team| {
                let door = gateway(team);
                let only = door.share() >= ONLY_DOOR && door.of >= 3;
                let main = door.share() >= MAIN_DOOR && door.of >= 4 && door.p < GATEWAY_P;
                door.members >= 3 && (only || main)
            })
            .collect();
        // The only doors first, as far as they are no accident.
        let alone = |team: usize| gateway(team).share() >= ONLY_DOOR && gateway(team).p < 0.01;
        found.sort_by(|&a, &b| {
            alone(b).cmp(&alone(a)).then(gateway(b).evidence.total_cmp(&gateway(a).evidence))
        });
        let rest = found.split_off(found.len().min(EACH));
        let mut drafts: Vec<Draft> = found.into_iter().filter_map(|team| self.door(team)).collect();
        drafts.extend(self.more_doors(&rest));
        drafts
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
        let words = Words {
            sentence,
            because: format!(
                "That is {}; shared out evenly, each of the {} in {of} would hold {}.",
                percent(door.share()),
                count(door.members, "team"),
                percent(1.0 / door.members as f64)
            ),
            attempt: format!(
                "Let a second team of {of} take over one of these links, starting with the busiest."
            ),
            question: format!("Is {name} meant to be the door of {of}, or did it just happen?"),
        };
        let (level, why) = match door.p {
            p if p < 1e-4 => {
                (Level::High, "Chance would hardly ever give one team so many of them.".to_owned())
            }
            p if p < 0.01 => (Level::Medium, "Chance would rarely give one team so many of them.".to_owned()),
            _ => (
                Level::Low,
                format!("With only {}, chance could give one team as many.", count(door.of, "link")),
            ),
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

    fn more_doors(&self, rest: &[usize]) -> Option<Draft> {
        let words = Words {
            sentence: match rest {
                [_] => "1 more team is the door of its function".to_owned(),
                _ => format!("{} are each the door of their function", count(rest.len(), "more team")),
            } + &format!(": {}.", list(rest.iter().map(|&team| self.name(team)), 4)),
            because: format!("Each holds at least {} of its function's links to others.", percent(MAIN_DOOR)),
            attempt: "Start with those nobody chose on purpose: let a second team share the links."
                .to_owned(),
            question: "Which of these doors did we choose, and which just happened?".to_owned(),
        };
        let why = "Who holds the links is on the map; whether that is in the way, only those who pass through can say.";
        let draft = Draft::new(Kind::Gateway, 18.0, words, confidence(Level::Medium, why, self.coverage))
            .teams(self.study, rest.iter().copied().take(EVIDENCE))
            .figures([("teams", rest.len() as f64)]);
        (!rest.is_empty()).then_some(draft)
    }
}
