//! Where cards and rooms (functions' frames) go.
//!
//! A layout is computed on plain data, a [`Ground`], and returned as an [`Arrangement`]; nothing here knows the map.
//! Three ways to ask: [`tidy`] lays everything out anew, [`place_new`] finds places for what has none and keeps the
//! rest, [`settle`] only lets rooms grow around what a person put into them.
//!
//! How a tidy comes about: rooms stand on *shelves* (`shelves`): bands one below the other, each a row of stacks.
//! Cards stand in the *slots* of their room's grid (`slots`). Both are found by annealing a cost made of the length
//! of the ties, their crossings, and the cards and rooms they run over, several times from different beginnings, on
//! all cores; the cheapest wins. How many steps are taken follows from the size of the map alone, never from a
//! clock, and only arithmetic that is exact to the bit on every machine is used: the same ground and seed give the
//! same bytes everywhere.

mod chance;
mod compose;
mod keep;
mod plan;
mod rings;
mod shelves;
mod slots;
pub mod spacing;
mod tidy;
mod tree;

use crate::geometry::{Point, Rect, Size};

pub use ecosystem::Style;
pub use keep::{place_new, settle};
pub use tidy::tidy;

/// What is to be laid out. Numbers that name cards and rooms are indices into these vectors; one that names nothing
/// is ignored, as is a room that is its own ancestor's child.
#[derive(Debug, Clone, Default)]
pub struct Ground {
    /// The cards.
    pub cards: Vec<GroundCard>,
    /// The rooms; they nest.
    pub rooms: Vec<GroundRoom>,
    /// What pulls cards together.
    pub ties: Vec<GroundTie>,
}

/// A card to place.
#[derive(Debug, Clone, Default)]
pub struct GroundCard {
    /// Its width and height.
    pub size: Size,
    /// The room it belongs to; none when it stands loose.
    pub room: Option<usize>,
    /// Its top left corner now, when it has a place.
    pub place: Option<Point>,
    /// Whether a person pinned it: it never moves then.
    pub pinned: bool,
    /// Whether it is within what the tidy was asked for; else it stays where it is, when it has a place.
    pub movable: bool,
}

impl GroundCard {
    /// Whether the card must stay where it is.
    pub(crate) fn stays(&self) -> Option<Point> {
        self.place.filter(|_| self.pinned || !self.movable)
    }
}

/// A room to place.
#[derive(Debug, Clone, Default)]
pub struct GroundRoom {
    /// The room around it.
    pub parent: Option<usize>,
    /// The width of its title line.
    pub title_width: f64,
    /// Where it is now, when it has a place.
    pub place: Option<Rect>,
    /// Whether a person locked it: it and what stands in it never move then.
    pub pinned: bool,
    /// Whether it is shown closed. It keeps the space that it needs when opened, so that opening moves nobody.
    pub collapsed: bool,
    /// Whether it is the middle of a layout in rings.
    pub hub: bool,
}

/// A tie between two cards.
#[derive(Debug, Clone, Default)]
pub struct GroundTie {
    /// The card that hands over.
    pub provider: usize,
    /// The card that relies on it.
    pub receiver: usize,
    /// How much is handed over, more than 0.
    pub strength: f64,
    /// The size of the label's pill; 0 by 0 when it has none.
    pub label: Size,
}

/// Where everything goes.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Arrangement {
    /// Each card's top left corner.
    pub cards: Vec<Point>,
    /// Each room's frame.
    pub rooms: Vec<Rect>,
}

#[cfg(test)]
mod tests;
