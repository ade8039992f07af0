//! How dependencies run between cards.
