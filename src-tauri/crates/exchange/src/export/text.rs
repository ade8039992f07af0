//! The map written down: the text notation.

use ecosystem::{Map, notation};

/// Writes `map` in the text notation. Layout, notes and custom fields are not in it.
pub fn write(map: &Map) -> Vec<u8> {
    notation::write(map).into_bytes()
}
