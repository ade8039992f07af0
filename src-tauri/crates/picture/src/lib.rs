//! What a map LOOKS LIKE: text, layout, routes, scene, level of detail, theme.
//!
//! [`scene::Scene`] is the one drawing: the window paints it and every export is written from it.
//!
//! Deliberately absent: files, the clock, the network, Tauri. No lens is known here: what a reading marks arrives
//! as [`ecosystem::Marks`]. Nothing here changes a map: layouts are returned as places, and the desk makes an edit
//! of them.

mod card;
pub mod drawing;
pub mod geometry;
mod ground;
pub mod layout;
mod legend;
pub mod report;
mod room;
pub mod route;
pub mod scene;
pub mod text;
pub mod theme;
mod tie;

pub use drawing::{Drawing, Refined, Refinement, WholeOptions};
pub use ground::{place_new, settle, tidy};
pub use legend::LegendPlace;
