//! The app's own JSON: every record with every field, so that a map comes back exactly as it was.

use ecosystem::{About, Border, Dependency, Function, Map, Place, Room, Team};
use serde::{Deserialize, Serialize};

/// The version that is written. A reader refuses later ones.
pub(crate) const VERSION: u32 = 1;

/// A map as JSON. Records stand in it field by field, as in the file.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Document {
    /// Which version of this format it is; also how the format is recognised.
    pub tiemap: u32,
    #[serde(default)]
    pub about: About,
    #[serde(default)]
    pub functions: Vec<Function>,
    #[serde(default)]
    pub teams: Vec<Team>,
    #[serde(default)]
    pub dependencies: Vec<Dependency>,
    #[serde(default)]
    pub borders: Vec<Border>,
    #[serde(default)]
    pub places: Vec<Place>,
    #[serde(default)]
    pub rooms: Vec<Room>,
}

/// Writes every record of `map`.
///
/// # Errors
/// Never for a map that keeps the rules: JSON holds all of it.
pub fn write(map: &Map) -> Result<Vec<u8>, serde_json::Error> {
    let document = Document {
        tiemap: VERSION,
        about: map.about().clone(),
        functions: map.functions().cloned().collect(),
        teams: map.teams().cloned().collect(),
        dependencies: map.dependencies().cloned().collect(),
        borders: map.borders().cloned().collect(),
        places: map.places().cloned().collect(),
        rooms: map.rooms().cloned().collect(),
    };
    let mut bytes = serde_json::to_vec_pretty(&document)?;
    bytes.push(b'\n');
    Ok(bytes)
}
