//! Teams that nobody outside their function relies on, and that rely on nobody there.

use super::Silos;
use crate::confidence::{by_number, confidence};
use crate::draft::{Draft, Words};
use crate::finding::{Kind, Level};
use crate::words::{count, list, thousands, verb};

impl Silos<'_> {
    /// Teams without any link, and teams whose links all stay inside their function.
    pub(super) fn isolated(&self) -> Vec<Draft> {
        let graph = self.study.graph();
        let alone = |team: usize| graph.ties().of(team).iter().all(|&end| graph.together(team, end as usize));
        let nobody: Vec<usize> = (0..graph.teams()).filter(|&team| graph.ties().degree(team) == 0).collect();
        let mut drafts = Vec::new();
        if graph.teams() > 1 && !nobody.is_empty() && !graph.ties().is_empty() {
            drafts.push(self.unlinked(&nobody));
        }
        let inside = |members: &Vec<usize>| {
            members.iter().copied().filter(|&t| graph.ties().degree(t) > 0 && alone(t)).collect::<Vec<_>>()
        };
        let mut found: Vec<(usize, Vec<usize>)> = self
            .study
            .members
            .iter()
            .map(inside)
            .enumerate()
            .filter(|(_, teams)| !teams.is_empty())
            .collect();
        // Where everyone is in one function there is no outside.
        if self.study.mixing.pairs_across() == 0.0 {
            return drafts;
        }
        // A function of which no team reaches out is a silo, or silent: that is said there.
        found.retain(|(function, _)| self.study.mixing.external[*function] > 0);
        if found.len() > 3 {
            drafts.push(self.closed_in_many(&found));
        } else {
            drafts.extend(found.into_iter().map(|(function, teams)| self.closed_in(function, &teams)));
        }
        drafts
    }

    fn closed_in_many(&self, found: &[(usize, Vec<usize>)]) -> Draft {
        let teams: Vec<usize> = found.iter().flat_map(|(_, teams)| teams.iter().copied()).collect();
        let words = Words {
            sentence: format!("{} have no link outside their own function.", count(teams.len(), "team")),
            because: format!("They are {}.", list(teams.iter().map(|&team| self.study.subject.team(team)), 8)),
            attempt: "Often that is fine. Where it is not, let one of their handovers go directly to whom it is for."
                .to_owned(),
            question: "Which of these teams does work that others wait for without knowing whom to ask?".to_owned(),
        };
        let why = "One link that is missing on the map would be enough to change it for a team.";
        Draft::new(Kind::IsolatedTeam, 12.0, words, confidence(Level::Low, why, self.coverage))
            .teams(self.study, teams.iter().copied())
            .functions(self.study, found.iter().map(|(function, _)| *function))
            .figures([("teams", teams.len() as f64)])
    }

    fn unlinked(&self, teams: &[usize]) -> Draft {
        let names = list(teams.iter().map(|&team| self.study.subject.team(team)), 5);
        let (needs, them) = (verb(teams.len(), "it needs", "they need"), verb(teams.len(), "it", "them"));
        let words = Words {
            sentence: format!("{names} {} no link on this map at all.", verb(teams.len(), "has", "have")),
            because: format!("Nothing is handed over to or from {them} here."),
            attempt: format!(
                "Ask what {needs} and who needs {them}, and draw it; or take {them} off the map."
            ),
            question: match teams {
                [_] => format!("Who would notice first if {names} stopped working?"),
                _ => "Which of them would be missed first, and by whom?".to_owned(),
            },
        };
        let why = "A card without links is more often a gap in the map than in the company.";
        Draft::new(Kind::IsolatedTeam, 20.0, words, confidence(Level::Low, why, self.coverage))
            .teams(self.study, teams.iter().copied())
            .figures([("teams", teams.len() as f64)])
    }

    fn closed_in(&self, function: usize, teams: &[usize]) -> Draft {
        let name = self.name(function);
        let names = list(teams.iter().map(|&team| self.study.subject.team(team)), 4);
        let their = verb(teams.len(), "its", "their");
        let sentence = match teams {
            [_] => format!("{names} has no link outside {name}."),
            _ => format!("{} in {name} have no link outside it: {names}.", count(teams.len(), "team")),
        };
        let words = Words {
            sentence,
            because: format!(
                "{} of {} in {name}: everything handed over stays inside it.",
                thousands(teams.len()),
                count(self.size(function), "team")
            ),
            attempt: format!(
                "Often that is fine. Where it is not, let one of {their} handovers go directly to whom it is for."
            ),
            question: format!("Whom outside {name} does {their} work reach, and by whom?"),
        };
        let links: usize = teams.iter().map(|&team| self.study.graph().ties().degree(team)).sum();
        let why = format!("It rests on {}.", count(links, "link"));
        let level = by_number(links).min(Level::Medium);
        let weight = 12.0 + teams.len() as f64 / self.size(function) as f64 * 10.0;
        Draft::new(Kind::IsolatedTeam, weight, words, confidence(level, why, self.coverage))
            .teams(self.study, teams.iter().copied())
            .functions(self.study, [function])
            .figures([("teams", teams.len() as f64)])
    }
}
