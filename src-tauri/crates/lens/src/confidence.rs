//! How sure a finding is: how many dependencies it rests on, whether it would survive one more or one less, and
//! how much of the map is drawn at all. One level and one sentence; the numbers stand in the finding's figures.

use crate::finding::{Confidence, Level};
use crate::graph::Graph;
use crate::words::{count, thousands, verb};

/// Below this share of teams with any dependency, a map says little about those that have none.
const DRAWN: f64 = 0.6;

/// How much of a map is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Coverage {
    /// All teams.
    pub teams: usize,
    /// Teams with at least one dependency.
    pub tied: usize,
}

impl Coverage {
    /// Of this graph.
    pub fn of(graph: &Graph) -> Self {
        let tied = (0..graph.teams()).filter(|&team| graph.ties().degree(team) > 0).count();
        Self { teams: graph.teams(), tied }
    }

    /// Whether so many teams have no dependency yet that what is missing may not be missing in life.
    pub fn is_thin(self) -> bool {
        (self.tied as f64) < DRAWN * self.teams as f64
    }
}

impl Level {
    fn lower(self) -> Self {
        match self {
            Self::High => Self::Medium,
            Self::Medium | Self::Low => Self::Low,
        }
    }
}

/// `level` for the reason `why`, one lower where the map is thinly drawn; the sentence then says so.
pub fn confidence(level: Level, why: impl Into<String>, coverage: Coverage) -> Confidence {
    let why = why.into();
    if !coverage.is_thin() {
        return Confidence { level, why };
    }
    let (tied, teams) = (thousands(coverage.tied), count(coverage.teams, "team"));
    let has = verb(coverage.tied, "has", "have");
    Confidence {
        level: level.lower(),
        why: format!("{why} Only {tied} of {teams} {has} any link on the map so far."),
    }
}

/// The level that a count of dependencies deserves by itself.
pub fn by_number(dependencies: usize) -> Level {
    match dependencies {
        0..5 => Level::Low,
        5..15 => Level::Medium,
        _ => Level::High,
    }
}
