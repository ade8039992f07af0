//! The whole scene, for exports and reports.

use std::collections::BTreeSet;

use super::Drawing;
use crate::geometry::Rect;
use crate::legend::{self, LegendPlace};
use crate::scene::{CardShape, End, Level, Lit, Scene};

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
    /// Where the legend is drawn.
    pub legend: LegendPlace,
    /// What the badges of a lens mean, in a few words.
    pub badges: Option<String>,
    /// What the picture is about, with which the ends of its ties and the functions around it are lit too; none: all.
    pub lit: Option<Lit>,
}

/// What is lit with it: the ends of its dependencies, the functions around its teams, and the teams of its functions
/// where it names none itself. The window lights the same.
fn lit_with(mut lit: Lit, scene: &Scene) -> Lit {
    let whole = if lit.teams.is_empty() { lit.functions.clone() } else { BTreeSet::new() };
    for tie in &scene.ties {
        if lit.holds(tie) {
            for end in [tie.provider, tie.receiver] {
                match end {
                    End::Team(id) => drop(lit.teams.insert(id)),
                    End::Function(id) => drop(lit.functions.insert(id)),
                }
            }
        }
    }
    let is_within = |card: &&CardShape| card.room.is_some_and(|room| whole.contains(&room));
    lit.teams.extend(scene.cards.iter().filter(is_within).map(|card| card.id));
    let homes = scene.cards.iter().filter(|card| lit.teams.contains(&card.id)).filter_map(|card| card.room);
    lit.functions.extend(homes);
    // Inner rooms come after those around them.
    for room in scene.rooms.iter().rev() {
        if lit.functions.contains(&room.id) {
            lit.functions.extend(room.parent);
        }
    }
    lit
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
        scene.rooms =
            (rooms.iter()).filter_map(|id| Some(self.titled(&stage, self.rooms.get(id)?, *id))).collect();
        scene.rooms.sort_by_key(|room| (room.depth, room.id));

        let drawn = Rect::around(
            std::iter::once(scene.bounds)
                .chain(scene.ties.iter().map(|tie| tie.path.bounds()))
                .chain(scene.ties.iter().filter_map(|tie| Some(tie.label.as_ref()?.rect)))
                .chain(scene.cards.iter().filter_map(|card| Some(card.badge.as_ref()?.rect))),
        );
        scene.bounds = drawn.unwrap_or_default();
        scene.lit = options.lit.clone().map(|lit| lit_with(lit, &scene));
        legend::frame(&mut scene, options, MARGIN);
        scene
    }
}
