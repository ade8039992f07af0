//! From the drawing or the model to bytes: one file per format.

pub mod csv;
pub mod json;
pub mod text;
