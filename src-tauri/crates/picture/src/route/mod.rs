//! How ties run between cards, and where their labels sit.
//!
//! Routes are a pure function of where cards and rooms are and of the ties: no memory, no clock, no chance. So a
//! scene made from scratch and one kept up to date agree by simply asking again.
//!
//! Ties between the same two cards are one *link* and run side by side. A link chooses among a few ways: which
//! sides to leave and enter by (`ports`) and the taut string around all cards between them (`path`); the choice
//! weighs length, bends, crossings and what is run across, until nobody has a better answer to the others'
//! (`choose`). Then the ties of one side of a card share it evenly, in the order in which they do not cross, the
//! strings become rounded curves (`curve`), and labels look for a free spot on their line (`labels`).
//!
//! Effort falls with size, so that no map freezes: up to [`FULL`] links everything is weighed; up to [`SOME`] fewer
//! ways are and labels are placed in one pass; beyond, each link takes its own best way without regard to others.

mod choose;
mod curve;
mod labels;
mod lines;
mod order;
mod path;
mod ports;
mod space;

use crate::geometry::{Curve, Rect, Size};
use space::Space;

/// Up to this many links every choice is weighed.
pub const FULL: usize = 1_500;
/// Up to this many links crossings are weighed at all.
pub const SOME: usize = 13_000;

/// What lines must keep away from.
#[derive(Debug, Clone, Copy)]
pub struct Obstacles<'a> {
    /// The cards.
    pub cards: &'a [Rect],
    /// The rooms.
    pub rooms: &'a [RoomBox],
    /// Each card's room, by index.
    pub card_room: &'a [Option<usize>],
}

impl Obstacles<'_> {
    /// Where anything is written on a room.
    fn words(&self) -> impl Iterator<Item = Rect> + '_ {
        self.rooms.iter().flat_map(|room| room.words).filter(|words| words.w > 0.0)
    }
}

/// A room as lines see it.
#[derive(Debug, Clone, Copy, Default)]
pub struct RoomBox {
    /// Its frame.
    pub rect: Rect,
    /// Where its name and its number of teams are written; empty where they are not.
    pub words: [Rect; 2],
    /// The room around it.
    pub parent: Option<usize>,
}

/// A tie to route; its ends are indices into [`Obstacles::cards`].
#[derive(Debug, Clone, Copy, Default)]
pub struct RouteTie {
    /// The card that hands over.
    pub provider: usize,
    /// The card that relies on it.
    pub receiver: usize,
    /// How much is handed over.
    pub strength: f64,
    /// The size of the label's pill; 0 by 0 without.
    pub label: Size,
}

/// How a tie runs.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Route {
    /// From the provider's border to the tip of the arrow at the receiver's border. Empty when an end is unknown
    /// or both are the same card.
    pub curve: Curve,
    /// Where the label sits; none when the tie has none.
    pub label: Option<LabelPlace>,
}

/// Where a label sits on its line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LabelPlace {
    /// The pill, or the mark.
    pub rect: Rect,
    /// What is to be seen there.
    pub shown: Shown,
}

/// How much of a label is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    /// All of it.
    Whole,
    /// As much as fits the pill's width, with an ellipsis.
    Shortened,
    /// A small round mark that opens on hover.
    Folded,
}

/// Routes for all ties, in their order.
pub fn route(obstacles: &Obstacles, ties: &[RouteTie]) -> Vec<Route> {
    let space = Space::new(obstacles.cards);
    let links = lines::links(obstacles, ties, 0..ties.len());
    let ways = choose::choose(obstacles, &space, &links);
    let curves = lines::curves(obstacles, &space, ties, &links, &ways);
    let labels = labels::place(obstacles, &space, ties, &curves);
    curves.into_iter().zip(labels).map(|(curve, label)| Route { curve, label }).collect()
}

/// How well these ties can be drawn, in crossings' worth: what a layout is judged by.
pub(crate) fn weigh(obstacles: &Obstacles, ties: &[RouteTie]) -> f64 {
    let space = Space::new(obstacles.cards);
    choose::weigh(obstacles, &space, &lines::links(obstacles, ties, 0..ties.len()))
}

/// Quick routes for the ties named in `which`, as if there were no others: for a preview while dragging.
///
/// They keep off the cards like [`route`]'s but do not mind crossings, and their labels sit in the middle.
pub fn route_some(obstacles: &Obstacles, ties: &[RouteTie], which: &[usize]) -> Vec<Route> {
    let space = Space::new(obstacles.cards);
    let links = lines::links(obstacles, ties, which.iter().copied().filter(|&tie| tie < ties.len()));
    let ways = choose::alone(obstacles, &space, &links);
    let mut curves = lines::curves(obstacles, &space, ties, &links, &ways);
    (which.iter())
        .map(|&tie| {
            let curve = curves.get_mut(tie).map(std::mem::take).unwrap_or_default();
            let label = ties.get(tie).and_then(|t| labels::in_the_middle(&curve, t.label));
            Route { curve, label }
        })
        .collect()
}

#[cfg(test)]
mod tests;
