//! (page to be written)

pub mod graph;
