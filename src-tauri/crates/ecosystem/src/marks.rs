//! What a lens lays on the picture: the lens crate writes marks, the picture crate draws them, and neither
//! knows the other.

use std::collections::BTreeMap;

use crate::{DependencyId, FunctionId, TeamId};

/// How loudly a mark speaks. Everything unmarked stays calm.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize, ts_rs::TS,
)]
#[serde(rename_all = "kebab-case")]
#[ts(export)]
pub enum Tone {
    /// Worth knowing.
    Note,
    /// Worth a conversation.
    Warn,
    /// Worth acting on.
    Alarm,
}

/// A small label on the corner of a card, such as "26%".
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct Badge {
    /// At most a few characters.
    pub text: String,
    /// Its colour and its shape; never the colour alone.
    pub tone: Tone,
}

/// Everything one reading marks. Empty marks leave the picture as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Marks {
    /// Functions drawn with a dotted wall: silos.
    pub walls: BTreeMap<FunctionId, Tone>,
    /// Badges on team cards.
    pub badges: BTreeMap<TeamId, Badge>,
    /// Dependencies drawn louder than the rest.
    pub ties: BTreeMap<DependencyId, Tone>,
}

impl Marks {
    /// Whether nothing is marked.
    pub fn is_empty(&self) -> bool {
        self.walls.is_empty() && self.badges.is_empty() && self.ties.is_empty()
    }
}
