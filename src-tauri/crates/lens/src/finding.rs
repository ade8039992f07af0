//! What a lens finds, as it is shown.

use std::collections::BTreeMap;

use ecosystem::{DependencyId, FunctionId, Marks, TeamId};
use serde::Serialize;
use ts_rs::TS;

use crate::figures::Figures;

/// What sort of finding it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
#[ts(export)]
pub enum Kind {
    /// A function works with others far less than expected; chance gives that in no more than 1 map in 20.
    ClearSilo,
    /// The same, as far as one function can be judged by itself.
    LikelySilo,
    /// Two functions without any dependency between them.
    SilentBorder,
    /// Two functions that should work together and have no dependency between them.
    NeededBorder,
    /// Two functions that hang together by one thread.
    SingleThread,
    /// A team without a dependency beyond its function.
    IsolatedTeam,
    /// A function that keeps most of its ties inside.
    InwardFunction,
    /// A team that others rely on far more than on the rest.
    CarriesTheMost,
    /// A team without which many routes between others are cut.
    BreaksTheMap,
    /// A team without which part of the map is cut off.
    SinglePointOfFailure,
    /// A team that holds most of its function's ties to others.
    Gateway,
    /// A team that others say slows or stops them.
    Waiting,
    /// A team that says it is full while many rely on it.
    Overloaded,
    /// Teams that wait for each other in a circle.
    Loop,
    /// A dependency that its two sides rate differently.
    PerceptionGap,
    /// A dependency whose review date is past.
    Stale,
}

/// How sure a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, TS)]
#[serde(rename_all = "lowercase")]
#[ts(export, rename = "Sureness")]
pub enum Level {
    /// A hint.
    Low,
    /// Worth checking.
    Medium,
    /// Holds unless the map is wrong.
    High,
}

/// How sure a finding is, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct Confidence {
    /// One of three.
    pub level: Level,
    /// One sentence.
    pub why: String,
}

/// One sentence about this map, its reason, its evidence, how sure it is, and what could be done.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[ts(export)]
pub struct Finding {
    /// What sort.
    pub kind: Kind,
    /// What is found, in plain words with numbers.
    pub sentence: String,
    /// What that rests on.
    pub because: String,
    /// What could be done.
    #[serde(rename = "try")]
    pub attempt: String,
    /// A question for the room.
    pub question: String,
    /// The teams it is about.
    pub teams: Vec<TeamId>,
    /// The functions it is about.
    pub functions: Vec<FunctionId>,
    /// The dependencies that show it.
    pub dependencies: Vec<DependencyId>,
    /// The numbers behind it, by name.
    pub figures: BTreeMap<String, Option<f64>>,
    /// How sure it is.
    pub confidence: Confidence,
    /// Whether it is among the few that the picture marks and the list opens with.
    pub loud: bool,
}

/// What a lens reads from a map.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[ts(export)]
pub struct Reading {
    /// The lens's name.
    pub lens: String,
    /// The seed it was read with.
    #[ts(type = "number")]
    pub seed: u64,
    /// What is found, the most important first.
    pub findings: Vec<Finding>,
    /// What could not be told, and why; one sentence each.
    pub notes: Vec<String>,
    /// The numbers.
    pub figures: Figures,
    /// What the picture marks.
    #[serde(skip)]
    #[ts(skip)]
    pub marks: Marks,
}

/// At most this many findings of a reading are loud: more is more than a leader can take in.
pub const LOUD: usize = 5;
/// At most this many dependencies are listed as evidence of one finding.
pub const EVIDENCE: usize = 500;
