//! What a map MEANS: lenses read it, and say in plain words what they find, on what evidence, how sure that is and
//! what could be done.
//!
//! - [`LENSES`] is the list; each lens is one file ([`silos`], [`bottlenecks`]) with what it means for a leader, its
//!   definitions and their sources.
//! - [`read`] studies a map once ([`Study`]) and gives a [`Reading`] per lens: findings in order, notes on what
//!   could not be told, numbers ([`Figures`]) and marks for the picture.
//! - [`away`] answers what would be lost without something, [`heal`] what new dependencies would help, [`compare`] what
//!   has changed between two readings. [`GLOSSARY`] has the words for every figure.
//! - [`graph`] is the map as numbers, one file per kernel, each with its paper and a worked example.
//! - [`named()`] is a reading with names for ids, as the command line writes it.
//!
//! Missing data gives findings with reasons, never an error: the only way not to get a reading is to cancel it.
//! Very large maps are sampled, and say so. The same map, seed and day give the same reading everywhere.
//!
//! This crate draws nothing, stores nothing and has no clock. Terms of art stay out of its sentences.

pub mod away;
mod bottleneck_score;
pub mod bottlenecks;
pub mod compare;
mod confidence;
mod detours;
mod draft;
mod explained;
mod figures;
mod finding;
mod friction;
mod glossary;
pub mod graph;
#[cfg(test)]
mod hard_tests;
pub mod heal;
mod lens;
#[cfg(test)]
mod lens_tests;
mod named;
#[cfg(test)]
mod reference;
mod silo_score;
pub mod silos;
mod stability;
mod study;
mod words;

pub use bottleneck_score::{BottleneckScores, Gateway, bottleneck_scores};
pub use explained::{Explained, explained};
pub use figures::{BorderFigures, Figures, FunctionFigures, MapFigures, TeamFigures};
pub use finding::{Confidence, Finding, Kind, Level, Reading};
pub use glossary::{GLOSSARY, Term};
pub use lens::{LENSES, Lens, LensInfo, read};
pub use named::{Named, named};
pub use silo_score::{Significance, SiloScore, apart, significance, silo_scores};
pub use study::{Settings, Study, Subject};
