//! What is asked about maps that might be: with something away, with something healed, or as they were.

use lens::away::Absent;
use lens::heal::Ill;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Holds things away. Nothing is stored.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct TakeAway {
    /// What, all at once.
    pub absent: Vec<Absent>,
}

/// Asks for what would heal something.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Heal {
    /// What is to be healed.
    pub ill: Ill,
    /// At most this many new dependencies; absent: 3.
    #[ts(optional)]
    pub most: Option<u32>,
}

/// Asks what has changed since a state of this map, or from another map.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(tag = "type", rename_all = "kebab-case")]
#[ts(export)]
pub enum Compare {
    /// Since a snapshot.
    Snapshot {
        /// Its number.
        id: f64,
    },
    /// From another map.
    Map {
        /// Its file.
        path: String,
    },
}

/// Then and now.
#[derive(Debug, Clone, Serialize, TS)]
#[ts(export)]
pub struct Compared {
    /// What the state then is called.
    pub called: String,
    /// How many teams, functions and dependencies differ.
    pub count: u32,
    /// Which; on large maps only the first.
    pub differences: Vec<Difference>,
    /// The numbers of the map that differ.
    pub figures: Vec<ComparedFigure>,
    /// Findings, by lens.
    pub lenses: Vec<ComparedLens>,
}

/// A number of the map, then and now.
#[derive(Debug, Clone, Serialize, TS)]
#[ts(export)]
pub struct ComparedFigure {
    /// Its name in a reading.
    pub figure: String,
    /// Its name for people.
    pub name: String,
    /// Then.
    pub before: Option<f64>,
    /// Now.
    pub after: Option<f64>,
}

/// What a lens found then and finds now.
#[derive(Debug, Clone, Serialize, TS)]
#[ts(export)]
pub struct ComparedLens {
    /// The lens's name for people.
    pub title: String,
    /// What has changed.
    pub comparison: lens::compare::Comparison,
}

/// Something that differs.
#[derive(Debug, Clone, Serialize, TS)]
#[ts(export)]
pub struct Difference {
    /// What sort of thing.
    pub thing: Thing,
    /// What became of it.
    pub fate: Fate,
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
}

/// A sort of thing on the map.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
#[ts(export)]
pub enum Thing {
    /// A team.
    Team,
    /// A function.
    Function,
    /// A dependency.
    Dependency,
}

/// What became of something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
#[ts(export)]
pub enum Fate {
    /// Not there then.
    New,
    /// Not there now.
    Gone,
    /// There both times, and not the same.
    Changed,
}
