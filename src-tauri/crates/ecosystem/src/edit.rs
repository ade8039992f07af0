//! What a person can ask of a map. An edit says what is wanted; [`Map::plan`](crate::Map::plan) decides what
//! changes. A gesture is one edit, and so one step of undo.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, Serialize};
use ts_rs::TS;

use crate::{Date, DependencyId, FunctionId, Health, Incoming, Pair, Style, Target, TeamId, TeamKind};

/// What is wanted.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "type", rename_all = "kebab-case")]
#[ts(export)]
pub enum Edit {
    /// Change the map's name or note.
    DescribeMap {
        /// The new name.
        #[serde(default)]
        #[ts(optional)]
        name: Option<String>,
        /// The new note.
        #[serde(default)]
        #[ts(optional)]
        note: Option<String>,
    },
    /// Put a team on the map.
    AddTeam {
        /// Its id, if whoever asks wants to choose it.
        #[serde(default)]
        #[ts(optional)]
        id: Option<TeamId>,
        /// Its fields; a name must be among them.
        set: TeamPatch,
        /// Its card's top left corner; where there is none, the layout finds a place.
        #[serde(default)]
        #[ts(optional)]
        at: Option<Spot>,
    },
    /// Change the same fields of one team or several.
    UpdateTeams {
        /// Which.
        teams: Vec<TeamId>,
        /// What.
        set: TeamPatch,
    },
    /// Add a function, with teams and functions that move into it.
    AddFunction {
        /// Its id, if whoever asks wants to choose it.
        #[serde(default)]
        #[ts(optional)]
        id: Option<FunctionId>,
        /// Its fields; a name must be among them.
        set: FunctionPatch,
        /// Teams that move into it.
        #[serde(default)]
        teams: Vec<TeamId>,
        /// Functions that move into it.
        #[serde(default)]
        functions: Vec<FunctionId>,
        /// Its room; where there is none, the layout finds one.
        #[serde(default)]
        #[ts(optional)]
        room: Option<Area>,
    },
    /// Change the same fields of one function or several.
    UpdateFunctions {
        /// Which.
        functions: Vec<FunctionId>,
        /// What.
        set: FunctionPatch,
    },
    /// Add a dependency.
    AddDependency {
        /// Its id, if whoever asks wants to choose it.
        #[serde(default)]
        #[ts(optional)]
        id: Option<DependencyId>,
        /// Who hands over.
        provider: TeamId,
        /// Who relies on it.
        receiver: TeamId,
        /// Its other fields.
        #[serde(default)]
        set: DependencyPatch,
    },
    /// Change the same fields of one dependency or several.
    UpdateDependencies {
        /// Which.
        dependencies: Vec<DependencyId>,
        /// What.
        set: DependencyPatch,
    },
    /// Give a dependency other ends, or turn it around.
    Relink {
        /// Which.
        dependency: DependencyId,
        /// Who hands over now.
        provider: TeamId,
        /// Who relies on it now.
        receiver: TeamId,
    },
    /// Delete teams with their dependencies, functions (what is in them moves out, unless it is deleted too), and
    /// dependencies.
    Delete {
        /// Which teams.
        #[serde(default)]
        teams: Vec<TeamId>,
        /// Which functions.
        #[serde(default)]
        functions: Vec<FunctionId>,
        /// Which dependencies.
        #[serde(default)]
        dependencies: Vec<DependencyId>,
        /// Whether the teams and functions inside the functions are deleted with them.
        #[serde(default)]
        with_contents: bool,
    },
    /// Move cards and rooms, as one gesture does; cards may change their function with it.
    Move {
        /// Cards and their new top left corners.
        #[serde(default)]
        cards: Vec<CardMove>,
        /// Rooms and their new areas.
        #[serde(default)]
        rooms: Vec<RoomMove>,
    },
    /// Lay out: new places for many at once, as tidy finds them.
    Arrange {
        /// In which style; the map is shown in it from now on.
        style: Style,
        /// Cards and their new top left corners.
        cards: Vec<CardMove>,
        /// Rooms and their new areas.
        rooms: Vec<RoomMove>,
    },
    /// Pin cards and lock rooms where they are, or free them.
    Pin {
        /// Which cards.
        #[serde(default)]
        teams: Vec<TeamId>,
        /// Which rooms.
        #[serde(default)]
        functions: Vec<FunctionId>,
        /// Whether they stay from now on.
        pinned: bool,
    },
    /// Show functions as one box each, or open them.
    Collapse {
        /// Which.
        functions: Vec<FunctionId>,
        /// Whether they are closed from now on.
        collapsed: bool,
    },
    /// Say what is wanted of a pair of functions.
    SetBorder {
        /// Which two.
        between: Pair,
        /// What is wanted; nothing for unsaid.
        target: Option<Target>,
    },
    /// Bring in teams and dependencies from a list: import, paste, template.
    Merge {
        /// What comes in.
        incoming: Incoming,
        /// Whether an end that is not there becomes a team; otherwise its row is refused.
        #[serde(default)]
        add_missing: bool,
        /// Whether refused rows are left out; otherwise they refuse the whole.
        #[serde(default)]
        skip_bad_rows: bool,
    },
    /// Several edits as one step.
    Many {
        /// In order; later ones see what earlier ones did.
        edits: Vec<Edit>,
    },
}

/// The top left corner of a card, in scene units of the style the map is shown in.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Spot {
    /// Left edge.
    pub x: f64,
    /// Top edge.
    pub y: f64,
}

/// The area of a room, in scene units.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Area {
    /// Left edge.
    pub x: f64,
    /// Top edge.
    pub y: f64,
    /// Width, above zero.
    pub w: f64,
    /// Height, above zero.
    pub h: f64,
}

/// A card and where it goes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct CardMove {
    /// Whose card.
    pub team: TeamId,
    /// Left edge.
    pub x: f64,
    /// Top edge.
    pub y: f64,
    /// The function it belongs to from now on (`null`: none); absent: as before.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[ts(optional, type = "string | null")]
    pub function: Option<Option<FunctionId>>,
}

/// A room and where it goes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct RoomMove {
    /// Whose room.
    pub function: FunctionId,
    /// Left edge.
    pub x: f64,
    /// Top edge.
    pub y: f64,
    /// Width.
    pub w: f64,
    /// Height.
    pub h: f64,
    /// How far everything inside it goes with it, if it takes that along: cards and inner rooms, also those that
    /// are not drawn; not those that the same edit names.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub carry: Option<Spot>,
}

/// Fields of a team to set; absent ones stay. A field that can be empty is emptied with `null` or `""`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(default, deny_unknown_fields)]
#[ts(export, optional_fields)]
pub struct TeamPatch {
    /// See [`crate::Team::name`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// See [`crate::Team::kind`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<TeamKind>,
    /// See [`crate::Team::function`].
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[ts(optional, type = "string | null")]
    pub function: Option<Option<FunctionId>>,
    /// See [`crate::Team::lead`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lead: Option<String>,
    /// See [`crate::Team::people`].
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[ts(optional, type = "number | null")]
    pub people: Option<Option<f64>>,
    /// See [`crate::Team::load`].
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[ts(optional, type = "number | null")]
    pub load: Option<Option<f64>>,
    /// See [`crate::Team::region`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    /// See [`crate::Team::note`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Custom fields to set; `null` removes one, those not named stay.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    #[ts(optional, type = "Record<string, string | null>")]
    pub custom: BTreeMap<String, Option<String>>,
}

/// Fields of a function to set; absent ones stay.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(default, deny_unknown_fields)]
#[ts(export, optional_fields)]
pub struct FunctionPatch {
    /// See [`crate::Function::name`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// See [`crate::Function::parent`].
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[ts(optional, type = "string | null")]
    pub parent: Option<Option<FunctionId>>,
    /// See [`crate::Function::hue`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hue: Option<u8>,
    /// See [`crate::Function::note`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Custom fields to set; `null` removes one, those not named stay.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    #[ts(optional, type = "Record<string, string | null>")]
    pub custom: BTreeMap<String, Option<String>>,
}

/// Fields of a dependency to set; absent ones stay.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(default, deny_unknown_fields)]
#[ts(export, optional_fields)]
pub struct DependencyPatch {
    /// See [`crate::Dependency::what`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub what: Option<String>,
    /// See [`crate::Dependency::strength`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub strength: Option<f64>,
    /// See [`crate::Dependency::provider_health`].
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[ts(optional, type = "\"ok\" | \"slowing\" | \"blocking\" | null")]
    pub provider_health: Option<Option<Health>>,
    /// See [`crate::Dependency::receiver_health`].
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[ts(optional, type = "\"ok\" | \"slowing\" | \"blocking\" | null")]
    pub receiver_health: Option<Option<Health>>,
    /// See [`crate::Dependency::cadence`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cadence: Option<String>,
    /// See [`crate::Dependency::channel`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub channel: Option<String>,
    /// See [`crate::Dependency::wait`].
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[ts(optional, type = "number | null")]
    pub wait: Option<Option<f64>>,
    /// See [`crate::Dependency::expectation`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expectation: Option<String>,
    /// See [`crate::Dependency::agreed`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agreed: Option<String>,
    /// See [`crate::Dependency::review`].
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[ts(optional, type = "string | null")]
    pub review: Option<Option<Date>>,
    /// See [`crate::Dependency::note`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Custom fields to set; `null` removes one, those not named stay.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    #[ts(optional, type = "Record<string, string | null>")]
    pub custom: BTreeMap<String, Option<String>>,
}

/// Tells a `null`, which empties a field, from an absent field, which leaves it.
fn given<'de, T: Deserialize<'de>, D: Deserializer<'de>>(from: D) -> Result<Option<Option<T>>, D::Error> {
    Option::<T>::deserialize(from).map(Some)
}
