//! From a map to what a layout works on, and back: the desk asks here for new places and makes a change of them.

use std::collections::{BTreeSet, HashMap};

use ecosystem::{
    Cancelled, CardMove, Dependency, Edit, FunctionId, Map, Place, RoomMove, Style, TeamId, Watch, name,
};

use crate::card::Words;
use crate::geometry::{Point, Rect, Size};
use crate::layout::{self, Arrangement, Ground, GroundCard, GroundRoom, GroundTie};
use crate::{room, tie};

/// Finds new places for the cards and rooms of a map in `style`, as the edit that brings them about. Pinned cards
/// and locked rooms stay; with `only`, so does every other team that has a place.
///
/// The same map, style, seed and `only` give the same places.
///
/// # Errors
/// When `watch` cancels it.
pub fn tidy(
    map: &Map,
    style: Style,
    only: Option<&BTreeSet<TeamId>>,
    seed: u64,
    watch: &dyn Watch,
) -> Result<Edit, Cancelled> {
    let survey = Survey::of(map, style, only).tied(map);
    let found = layout::tidy(&survey.ground, style, seed, watch)?;
    Ok(survey.edit(&found, false))
}

/// Finds places for the cards and rooms that have none yet in the style the map is shown in; moves as little else as
/// it can. None where all have one.
pub fn place_new(map: &Map, seed: u64) -> Option<Edit> {
    let survey = Survey::of(map, map.style(), None);
    if survey.is_complete() {
        return None;
    }
    let survey = survey.tied(map);
    Some(survey.edit(&survey.placed(seed), true))
}

/// Lets rooms grow around what was put into them; nothing else moves. None where all fit.
pub fn settle(map: &Map) -> Option<Edit> {
    let survey = Survey::of(map, map.style(), None);
    if !survey.is_complete() {
        return None;
    }
    let edit = survey.edit(&layout::settle(&survey.ground), true);
    let moves = matches!(&edit, Edit::Arrange { cards, rooms, .. } if !cards.is_empty() || !rooms.is_empty());
    moves.then_some(edit)
}

/// A map as a layout sees it.
pub(crate) struct Survey {
    pub ground: Ground,
    pub teams: Vec<TeamId>,
    pub functions: Vec<FunctionId>,
    style: Style,
}

impl Survey {
    /// The cards and rooms of `map` in `style`; with `only`, just those teams may move.
    pub fn of(map: &Map, style: Style, only: Option<&BTreeSet<TeamId>>) -> Self {
        let functions: Vec<FunctionId> = map.functions().map(|function| function.id).collect();
        let room_of: HashMap<FunctionId, usize> = functions.iter().copied().zip(0..).collect();
        let teams: Vec<TeamId> = map.teams().map(|team| team.id).collect();

        let cards = map.teams().map(|team| {
            let place = map.place(style, team.id);
            GroundCard {
                size: Words::of(team).size(),
                room: team.function.and_then(|function| room_of.get(&function).copied()),
                place: place.map(|place: &Place| Point::new(place.x, place.y)),
                pinned: place.is_some_and(|place| place.pinned),
                movable: only.is_none_or(|only| only.contains(&team.id)),
            }
        });
        let counts = team_counts(map);
        let hub = (style == Style::Rings).then(|| hub(map)).flatten();
        let rooms = map.functions().map(|function| {
            let room = map.room(style, function.id);
            let teams = counts.get(&function.id).copied().unwrap_or_default();
            GroundRoom {
                parent: function.parent.and_then(|parent| room_of.get(&parent).copied()),
                title_width: room::title_width(&function.name, teams),
                place: room.map(|room| Rect::new(room.x, room.y, room.w, room.h)),
                pinned: room.is_some_and(|room| room.locked),
                collapsed: room.is_some_and(|room| room.collapsed),
                hub: hub == Some(function.id),
            }
        });
        let ground = Ground { cards: cards.collect(), rooms: rooms.collect(), ties: Vec::new() };
        Self { ground, teams, functions, style }
    }

    /// The same with the ties, which only finding places needs.
    fn tied(mut self, map: &Map) -> Self {
        let card_of: HashMap<TeamId, usize> = self.teams.iter().copied().zip(0..).collect();
        let shared = tie::shared_words(map.dependencies().map(|dependency| dependency.what.as_str()));
        let ends = |d: &Dependency| Some((*card_of.get(&d.provider)?, *card_of.get(&d.receiver)?));
        let tied: Vec<_> = map.dependencies().filter_map(|d| Some((ends(d)?, d))).collect();
        let crowded = tie::is_crowded(tied.iter().map(|(ends, _)| *ends), self.teams.len());
        let ties = tied.into_iter().map(|((provider, receiver), dependency)| GroundTie {
            provider,
            receiver,
            strength: dependency.strength,
            label: match crowded {
                true => Size::default(),
                false => tie::label_size(tie::said(&dependency.what, shared)),
            },
        });
        self.ground.ties = ties.collect();
        self
    }

    /// Places for everything, where something has none.
    pub fn makeshift(self, map: &Map, seed: u64) -> Option<Arrangement> {
        (!self.is_complete()).then(|| self.tied(map).placed(seed))
    }

    /// Whether everything has a place.
    pub fn is_complete(&self) -> bool {
        self.ground.cards.iter().all(|card| card.place.is_some())
            && self.ground.rooms.iter().all(|room| room.place.is_some())
    }

    /// Places for what has none; the rest as it is.
    fn placed(&self, seed: u64) -> Arrangement {
        layout::place_new(&self.ground, self.style, seed)
    }

    /// The places found as an edit; with `changed`, only those that differ from now.
    fn edit(&self, found: &Arrangement, changed: bool) -> Edit {
        let cards = self.teams.iter().zip(&found.cards).zip(&self.ground.cards);
        let rooms = self.functions.iter().zip(&found.rooms).zip(&self.ground.rooms);
        Edit::Arrange {
            style: self.style,
            cards: cards
                .filter(|((_, to), card)| !changed || card.place != Some(**to))
                .map(|((&team, to), _)| CardMove { team, x: to.x, y: to.y, function: None })
                .collect(),
            rooms: rooms
                .filter(|((_, to), room)| !changed || room.place != Some(**to))
                .map(|((&function, to), _)| RoomMove {
                    function,
                    x: to.x,
                    y: to.y,
                    w: to.w,
                    h: to.h,
                    carry: None,
                })
                .collect(),
        }
    }
}

/// How many teams lie in each function and in the functions inside it.
pub(crate) fn team_counts(map: &Map) -> HashMap<FunctionId, usize> {
    let mut counts: HashMap<FunctionId, usize> = HashMap::new();
    for function in map.functions() {
        let inside = map.teams_in(Some(function.id)).count();
        let mut at = Some(function);
        while let Some(function) = at {
            *counts.entry(function.id).or_default() += inside;
            at = function.parent.and_then(|parent| map.function(parent));
        }
    }
    counts
}

/// The function in the middle of a layout in rings: Marketing, else the one with the most dependencies.
fn hub(map: &Map) -> Option<FunctionId> {
    let marketing = map.functions().find(|function| name::key(&function.name).contains("marketing"));
    if let Some(marketing) = marketing {
        return Some(map.outermost(marketing.id));
    }
    let mut ties: HashMap<FunctionId, usize> = HashMap::new();
    for dependency in map.dependencies() {
        for end in [dependency.provider, dependency.receiver] {
            if let Some(function) = map.team(end).and_then(|team| team.function) {
                *ties.entry(map.outermost(function)).or_default() += 1;
            }
        }
    }
    ties.into_iter().max_by_key(|&(function, count)| (count, std::cmp::Reverse(function))).map(|(id, _)| id)
}
