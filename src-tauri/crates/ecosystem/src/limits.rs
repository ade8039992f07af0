//! How large a map can be. Beyond these a map is no longer one that people can read, and memory and time are no
//! longer bounded by something known.

/// The most teams.
pub const TEAMS: usize = 100_000;
/// The most functions.
pub const FUNCTIONS: usize = 10_000;
/// The most dependencies.
pub const DEPENDENCIES: usize = 500_000;
/// How deep functions nest.
pub const DEPTH: usize = 16;
/// The most fields of a person's own on one record.
pub const CUSTOM_FIELDS: usize = 64;
/// The farthest a place can be from the origin, and the largest a room can be, in scene units.
pub const EXTENT: f64 = 10_000_000.0;
