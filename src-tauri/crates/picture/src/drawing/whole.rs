//! The whole scene, for exports and reports.

use super::Drawing;
use crate::geometry::Rect;
use crate::legend;
use crate::scene::{Level, Role, Scene};

/// Around everything in an export.
const MARGIN: f64 = 36.0;

/// What a whole scene holds besides the map.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct WholeOptions {
    /// Whether the names of people who lead teams are shown.
    pub people: bool,
    /// The heading; none: no heading.
    pub title: Option<String>,
    /// The quiet line below it, such as the date.
    pub subtitle: String,
    /// Whether a legend is drawn.
    pub legend: bool,
    /// What the badges of a lens mean, in a few words.
    pub badges: Option<String>,
}

impl Drawing {
    /// Everything, as it is seen near, with refined routes.
    pub fn whole(&mut self, options: &WholeOptions) -> Scene {
        self.refine_all();
        let stage = self.stage();
        let mut ties: Vec<usize> = (0..stage.ties.len()).collect();
        self.loudest(&stage, &mut ties, usize::MAX);
        let mut scene = Scene { shared_words: stage.shared_words.clone(), ..self.empty_scene(Level::Near) };
        scene.ties = ties.iter().filter_map(|&tie| self.tie_shape(&stage, tie, "…")).collect();
        let cards: Vec<_> = (self.cards.keys().copied()).filter(|&id| self.card_rect(id).is_some()).collect();
        scene.cards = self.card_shapes(&cards, options.people);
        let rooms: Vec<_> = (self.rooms.keys().copied()).filter(|&id| self.room_rect(id).is_some()).collect();
        let wall = |id| self.marks.walls.get(&id).copied();
        scene.rooms = (rooms.iter())
            .filter_map(|id| Some(self.rooms.get(id)?.titled(*id, wall(*id), Role::RoomName.size())))
            .collect();
        scene.rooms.sort_by_key(|room| (room.depth, room.id));

        let drawn = Rect::around(
            std::iter::once(scene.bounds)
                .chain(scene.ties.iter().map(|tie| tie.path.bounds()))
                .chain(scene.ties.iter().filter_map(|tie| Some(tie.label.as_ref()?.rect)))
                .chain(scene.cards.iter().filter_map(|card| Some(card.badge.as_ref()?.rect))),
        );
        scene.bounds = drawn.unwrap_or_default();
        legend::frame(&mut scene, options, MARGIN);
        scene
    }
}
