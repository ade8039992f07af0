//! What comes in from a list: teams, dependencies and functions by name, before they have ids. Imports, pastes
//! and templates all speak this, and one piece of code ([`crate::merge`]) brings it into a map.

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{DependencyPatch, Item, Spot, Target, TeamPatch};

/// Where in the source something stands, for saying what is wrong with it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(export)]
pub struct Origin {
    /// The file or sheet, shared by its rows; empty for the clipboard.
    pub file: Arc<str>,
    /// The line or row, counted from 1 with the header; 0 when there are no rows.
    pub row: u32,
}

/// A list of what comes in. Ends and functions are named as the source names them: by key first, then by name.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(export)]
pub struct Incoming {
    /// Functions; those that teams name need not be listed.
    pub functions: Vec<IncomingFunction>,
    /// Teams.
    pub teams: Vec<IncomingTeam>,
    /// Dependencies.
    pub dependencies: Vec<IncomingDependency>,
    /// Border targets.
    pub borders: Vec<IncomingBorder>,
}

/// A function that comes in.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(export)]
pub struct IncomingFunction {
    /// Its name.
    pub name: String,
    /// The name of the function it lies in; absent: as it is, or outermost.
    #[ts(optional)]
    pub parent: Option<String>,
    /// Where it stands in the source.
    pub origin: Origin,
}

/// A team that comes in.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(export)]
pub struct IncomingTeam {
    /// The source's id for it; may be empty.
    pub key: String,
    /// Its name.
    pub name: String,
    /// The name of its function; absent: as it is.
    #[ts(optional)]
    pub function: Option<String>,
    /// Its other fields; name and function are taken from above.
    pub set: TeamPatch,
    /// Where its card goes, if the source says.
    #[ts(optional)]
    pub at: Option<Spot>,
    /// Where it stands in the source.
    pub origin: Origin,
}

/// A dependency that comes in.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(export)]
pub struct IncomingDependency {
    /// Who hands over, by key or name.
    pub provider: String,
    /// Who relies on it, by key or name.
    pub receiver: String,
    /// Its other fields, `what` among them.
    pub set: DependencyPatch,
    /// Where it stands in the source.
    pub origin: Origin,
}

/// A border target that comes in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct IncomingBorder {
    /// The names of the two functions.
    pub between: (String, String),
    /// What is wanted.
    pub target: Target,
    /// Where it stands in the source.
    #[serde(default)]
    pub origin: Origin,
}

/// A row that cannot be brought in, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Refusal {
    /// Where it stands in the source.
    pub origin: Origin,
    /// The column it is about; empty when it is about the row.
    pub column: String,
    /// Why, in one sentence.
    pub why: String,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Origin { file, row } = &self.origin;
        let mut place = Vec::new();
        if !file.is_empty() {
            place.push(file.to_string());
        }
        if *row > 0 {
            place.push(format!("row {row}"));
        }
        if !self.column.is_empty() {
            place.push(format!("column \u{201c}{}\u{201d}", self.column));
        }
        match place.is_empty() {
            true => write!(f, "{}", self.why),
            false => write!(f, "{}: {}", place.join(", "), self.why),
        }
    }
}

/// How many of something.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Counts {
    /// Not on the map before.
    pub new: u32,
    /// On the map, and different.
    pub changed: u32,
    /// On the map, and the same.
    pub unchanged: u32,
    /// On the map, and no longer in the list.
    pub gone: u32,
}

/// What bringing a list in does to a map.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Summary {
    /// Functions.
    pub functions: Counts,
    /// Teams.
    pub teams: Counts,
    /// Dependencies.
    pub dependencies: Counts,
    /// What is new, changed and gone, one by one; at most [`crate::LISTED`] of a kind and effect.
    pub items: Vec<Item>,
    /// Rows that cannot be brought in.
    pub refused: Vec<Refusal>,
    /// What was done that the list does not say: "Two teams are called Operations; they are now ...".
    pub remarks: Vec<String>,
}
