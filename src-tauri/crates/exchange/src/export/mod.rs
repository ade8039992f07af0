//! From the drawing or the model to bytes: one file per format.

pub mod canvas;
pub mod csv;
pub mod dot;
pub mod drawio;
mod fonts;
pub mod gexf;
pub mod graphml;
pub mod html;
pub mod json;
mod look;
pub mod mermaid;
mod paint;
pub mod pdf;
mod places;
pub mod png;
pub mod pptx;
pub mod report;
pub mod svg;
pub mod text;
pub mod xlsx;
mod xml;

use ecosystem::Cancelled;

/// Why a picture could not be written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ExportError {
    /// Something in it cannot be written.
    #[error("The picture could not be written: {0}.")]
    Failed(String),
    /// No longer wanted.
    #[error(transparent)]
    Cancelled(#[from] Cancelled),
}

/// A drawing of nothing.
#[cfg(test)]
fn empty_scene() -> picture::scene::Scene {
    picture::Drawing::of(&ecosystem::Map::named("Nothing")).whole(&picture::WholeOptions::default())
}
