//! What could not be told of silos, and who works elsewhere than the functions say.

use std::collections::BTreeMap;

use super::Silos;
use crate::silo_score::{LEAST_FUNCTIONS, LEAST_TEAMS, MOST_FUNCTIONS};
use crate::words::{count, list, verb};

impl Silos<'_> {
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

    pub(super) fn notes(&self) -> Vec<String> {
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
