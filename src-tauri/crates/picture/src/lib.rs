//! What a map LOOKS LIKE. (page to be written)

pub mod geometry;
pub mod layout;
pub mod route;
