//! From the drawing or the model to bytes: one file per format.

pub mod csv;
mod fonts;
pub mod json;
mod paint;
pub mod pdf;
pub mod png;
pub mod pptx;
pub mod svg;
pub mod text;
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
