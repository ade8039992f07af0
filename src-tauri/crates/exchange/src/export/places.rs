//! Where teams and functions lie, for formats that hold the model and its places.

use std::collections::HashMap;

use ecosystem::{FunctionId, Map, TeamId};
use picture::geometry::Rect;
use picture::scene::Scene;

/// The size of a card that is not drawn.
const CARD: (f64, f64) = (132.0, 44.0);

/// Cards and rooms as they are drawn; what is hidden in a closed room has its own place from the map.
pub(crate) struct Places {
    cards: HashMap<TeamId, Rect>,
    rooms: HashMap<FunctionId, Rect>,
}

impl Places {
    pub fn of(map: &Map, scene: &Scene) -> Self {
        let mut cards: HashMap<TeamId, Rect> = scene.cards.iter().map(|card| (card.id, card.rect)).collect();
        let mut rooms: HashMap<FunctionId, Rect> =
            scene.rooms.iter().map(|room| (room.id, room.rect)).collect();
        let style = map.style();
        for team in map.teams() {
            let place = map.place(style, team.id);
            let (x, y) = place.map_or((0.0, 0.0), |place| (place.x, place.y));
            cards.entry(team.id).or_insert(Rect::new(x, y, CARD.0, CARD.1));
        }
        for function in map.functions() {
            let room = map.room(style, function.id);
            let rect = room.map_or(Rect::new(0.0, 0.0, CARD.0, CARD.1), |r| Rect::new(r.x, r.y, r.w, r.h));
            rooms.entry(function.id).or_insert(rect);
        }
        Self { cards, rooms }
    }

    pub fn card(&self, id: TeamId) -> Rect {
        self.cards.get(&id).copied().unwrap_or_default()
    }

    pub fn room(&self, id: FunctionId) -> Rect {
        self.rooms.get(&id).copied().unwrap_or_default()
    }
}

/// A short id for each record: its letter and its number in the map's order.
pub(crate) struct Numbers {
    teams: HashMap<TeamId, usize>,
    functions: HashMap<FunctionId, usize>,
}

impl Numbers {
    pub fn of(map: &Map) -> Self {
        Self {
            teams: map.teams().map(|team| team.id).zip(1..).collect(),
            functions: map.functions().map(|function| function.id).zip(1..).collect(),
        }
    }

    pub fn team(&self, id: TeamId) -> String {
        format!("t{}", self.teams.get(&id).copied().unwrap_or_default())
    }

    pub fn function(&self, id: FunctionId) -> String {
        format!("f{}", self.functions.get(&id).copied().unwrap_or_default())
    }
}
