//! The records a map is made of: plain fields, no behaviour, each with an id that never changes. A change to a
//! map is a change to records ([`crate::Diff`]); the file stores one row for each.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{Date, DependencyId, FunctionId, TeamId};

/// What a team is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
#[ts(export)]
pub enum TeamKind {
    /// People who work together.
    #[default]
    Team,
    /// One person's role.
    Role,
    /// Customers, partners, an agency, influencers.
    OutsideGroup,
}

/// A card on the map.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Team {
    /// Never changes.
    pub id: TeamId,
    /// Unique within the map (see [`crate::name::key`]).
    pub name: String,
    /// Team, role or outside group.
    #[serde(default)]
    pub kind: TeamKind,
    /// The function it belongs to.
    #[serde(default)]
    pub function: Option<FunctionId>,
    /// Who leads it; may be empty.
    #[serde(default)]
    pub lead: String,
    /// How many people, in whole or part time, when known; not negative.
    #[serde(default)]
    pub people: Option<f64>,
    /// How busy it says it is, in percent of its capacity; not negative.
    #[serde(default)]
    pub load: Option<f64>,
    /// Where it is; may be empty.
    #[serde(default)]
    pub region: String,
    /// Free text; may be empty.
    #[serde(default)]
    pub note: String,
    /// Its id in the list it was imported from; empty when drawn by hand. Unique when not empty.
    #[serde(default)]
    pub key: String,
    /// Fields of the person's own, by name.
    #[serde(default)]
    pub custom: BTreeMap<String, String>,
}

/// The container a team belongs to. Functions nest.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Function {
    /// Never changes.
    pub id: FunctionId,
    /// Unique among the functions of the map.
    pub name: String,
    /// The function it lies in.
    #[serde(default)]
    pub parent: Option<FunctionId>,
    /// Its colour: an index into the theme's palette.
    #[serde(default)]
    pub hue: u8,
    /// Free text; may be empty.
    #[serde(default)]
    pub note: String,
    /// Fields of the person's own, by name.
    #[serde(default)]
    pub custom: BTreeMap<String, String>,
}

/// How well a dependency works, as one side rates it. Ordered from good to bad.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
#[ts(export)]
pub enum Health {
    /// It works.
    #[default]
    Ok,
    /// It slows the receiver down.
    Slowing,
    /// It stops the receiver.
    Blocking,
}

/// `provider` hands `what` over to `receiver`, who relies on it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Dependency {
    /// Never changes.
    pub id: DependencyId,
    /// Who hands over.
    pub provider: TeamId,
    /// Who relies on it; never the provider.
    pub receiver: TeamId,
    /// What is handed over; may be empty. Provider, receiver and `what` together are unique.
    #[serde(default)]
    pub what: String,
    /// How much is handed over; positive, 1 unless said otherwise.
    #[serde(default = "one")]
    pub strength: f64,
    /// As the provider rates it, when asked.
    #[serde(default)]
    pub provider_health: Option<Health>,
    /// As the receiver rates it, when asked.
    #[serde(default)]
    pub receiver_health: Option<Health>,
    /// How often, in the team's words ("weekly"); may be empty.
    #[serde(default)]
    pub cadence: String,
    /// By what way ("shared board", "e-mail"); may be empty.
    #[serde(default)]
    pub channel: String,
    /// How long the receiver typically waits, in days; not negative.
    #[serde(default)]
    pub wait: Option<f64>,
    /// What the receiver expects; may be empty.
    #[serde(default)]
    pub expectation: String,
    /// What quality was agreed; may be empty.
    #[serde(default)]
    pub agreed: String,
    /// When the two sides look at it again.
    #[serde(default)]
    pub review: Option<Date>,
    /// Free text; may be empty.
    #[serde(default)]
    pub note: String,
    /// Fields of the person's own, by name.
    #[serde(default)]
    pub custom: BTreeMap<String, String>,
}

fn one() -> f64 {
    1.0
}

impl Dependency {
    /// The worse of the two ratings; ok where nobody has rated it.
    pub fn health(&self) -> Health {
        self.provider_health.max(self.receiver_health).unwrap_or_default()
    }

    /// Whether both sides have rated it and differ: a perception gap.
    pub fn is_perception_gap(&self) -> bool {
        matches!((self.provider_health, self.receiver_health), (Some(a), Some(b)) if a != b)
    }

    /// Whether at least one side has rated it.
    pub fn is_rated(&self) -> bool {
        self.provider_health.is_some() || self.receiver_health.is_some()
    }
}

/// What the leader wants of a pair of functions. No record means: unsaid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
#[ts(export)]
pub enum Target {
    /// They should work together.
    Needed,
    /// They need not.
    NotNeeded,
}

/// An unordered pair of functions, the smaller id first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Pair(pub FunctionId, pub FunctionId);

impl Pair {
    /// The pair of `a` and `b`, whichever way round.
    pub fn of(a: FunctionId, b: FunctionId) -> Self {
        if a <= b { Self(a, b) } else { Self(b, a) }
    }
}

/// A pair of functions with what is wanted of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Border {
    /// Which two.
    pub between: Pair,
    /// What is wanted.
    pub target: Target,
}

/// The way a map is laid out. Each style remembers its own places.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
#[ts(export)]
pub enum Style {
    /// Functions as rooms, placed by how they are tied.
    #[default]
    Ecosystem,
    /// Layers, from those who provide to those who receive.
    Flow,
    /// One function in the middle, the others around it.
    Rings,
    /// Functions as rows.
    Lanes,
}

impl Style {
    /// All styles.
    pub const ALL: [Self; 4] = [Self::Ecosystem, Self::Flow, Self::Rings, Self::Lanes];
}

/// Where a card lies in one style: its top left corner, in scene units. A team without one is not placed yet.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Place {
    /// Whose card.
    pub team: TeamId,
    /// In which style.
    #[serde(default)]
    pub style: Style,
    /// Left edge.
    pub x: f64,
    /// Top edge.
    pub y: f64,
    /// Whether it never moves by itself.
    #[serde(default)]
    pub pinned: bool,
}

/// The room a function takes in one style, in scene units.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Room {
    /// Whose room.
    pub function: FunctionId,
    /// In which style.
    #[serde(default)]
    pub style: Style,
    /// Left edge.
    pub x: f64,
    /// Top edge.
    pub y: f64,
    /// Width.
    pub w: f64,
    /// Height.
    pub h: f64,
    /// Whether it never moves or changes its size by itself.
    #[serde(default)]
    pub locked: bool,
    /// Whether it shows as one box, its teams hidden.
    #[serde(default)]
    pub collapsed: bool,
}

/// What holds for the whole map. There is exactly one.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct About {
    /// The map's name.
    pub name: String,
    /// The style it is shown in.
    #[serde(default)]
    pub style: Style,
    /// Free text; may be empty.
    #[serde(default)]
    pub note: String,
}

/// Any record.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "type", rename_all = "kebab-case")]
#[ts(export)]
pub enum Record {
    /// The map itself.
    About(About),
    /// A function.
    Function(Function),
    /// A team.
    Team(Team),
    /// A dependency.
    Dependency(Dependency),
    /// A border target.
    Border(Border),
    /// A card's place.
    Place(Place),
    /// A function's room.
    Room(Room),
}

/// Which record: its kind and id. Ordered so that what others refer to comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Key {
    /// The map itself.
    About,
    /// A function.
    Function(FunctionId),
    /// A team.
    Team(TeamId),
    /// A dependency.
    Dependency(DependencyId),
    /// A border target.
    Border(Pair),
    /// A card's place in a style.
    Place(Style, TeamId),
    /// A function's room in a style.
    Room(Style, FunctionId),
}

impl Record {
    /// Which record it is.
    pub fn key(&self) -> Key {
        match self {
            Self::About(_) => Key::About,
            Self::Function(f) => Key::Function(f.id),
            Self::Team(t) => Key::Team(t.id),
            Self::Dependency(d) => Key::Dependency(d.id),
            Self::Border(b) => Key::Border(b.between),
            Self::Place(p) => Key::Place(p.style, p.team),
            Self::Room(r) => Key::Room(r.style, r.function),
        }
    }
}
