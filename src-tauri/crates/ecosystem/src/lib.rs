//! What a map IS: teams, functions and dependencies as plain records, the graph over them, and every change to
//! them as data.
//!
//! - [`Map`] holds the records ([`Team`], [`Function`], [`Dependency`], [`Border`], [`Place`], [`Room`],
//!   [`About`]) and what is derived from them, a petgraph `StableDiGraph` among it.
//! - An [`Edit`] is what a person asks for. [`Map::plan`] turns it into a [`Diff`], or refuses it with an
//!   [`EditError`]; it decides everything and changes nothing. [`Map::apply`] carries the diff out and cannot fail.
//!   [`Diff::inverse`] is undo.
//! - [`Incoming`] is a list from outside (import, paste, template), before it has ids; [`Edit::Merge`] brings it in.
//! - [`notation`] is the map written down as text, both ways.
//! - [`Watch`] is how slow work in the upper crates reports and is cancelled; [`Marks`] is what a lens hands to the
//!   picture.
//!
//! Arcs run from provider to receiver, the way the work flows.
//!
//! This crate knows nobody: no I/O, no clock, no randomness, no async, no threads. Ids and time arrive from
//! outside ([`Ids`], [`Date`]).
//!
//! Goals, activities, stages and decisions will be records here too: a struct in `records.rs`, a variant of
//! [`Record`] and [`Key`], a field of [`Map`], and their edits.

mod choice;
mod date;
mod diff;
mod edit;
mod error;
mod id;
mod incoming;
mod label;
pub mod limits;
mod map;
mod marks;
mod merge;
pub mod name;
pub mod notation;
mod plan;
mod planner;
mod recognise;
mod records;
mod watch;

pub use choice::{Choice, Effect, FieldChange, Item, ItemKind, LISTED};
pub use date::{Date, NotADate};
pub use diff::Diff;
pub use edit::{Area, CardMove, DependencyPatch, Edit, FunctionPatch, RoomMove, Spot, TeamPatch};
pub use error::EditError;
pub use id::{Counted, DependencyId, FunctionId, Ids, TeamId};
pub use incoming::{
    Counts, Incoming, IncomingBorder, IncomingDependency, IncomingFunction, IncomingTeam, Origin, Refusal,
    Summary,
};
pub use map::Map;
pub use marks::{Badge, Marks, Tone};
pub use plan::Plan;
pub use records::{
    About, Border, Dependency, Function, Health, Key, Pair, Place, Record, Room, Style, Target, Team,
    TeamKind,
};
pub use watch::{Cancelled, Unwatched, Watch};
