//! The drawing of one map, kept up to date by its diffs. It answers what is visible where, with a bounded number of
//! elements whatever the map's size, and gives the whole scene for exports.
//!
//! Ties get their routes in two steps. A scene that is asked for at once shows quick routes, found only for the ties
//! in view. [`Drawing::refinement`] hands out the work of finding the best routes for all ties together, to be run
//! elsewhere; [`Drawing::refined`] takes its result, and the next scene shows it. [`Drawing::whole`] always shows
//! refined routes, so that an export is the same whatever was looked at before.

mod far;
mod near;
mod sketch;
mod stage;
mod whole;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use ecosystem::{DependencyId, Diff, Function, FunctionId, Key, Map, Marks, Record, Style, TeamId, Tone};
use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree};

use crate::card::{Card, Words};
use crate::geometry::{Point, Rect, Size};
use crate::ground::{Survey, team_counts};
use crate::layout::spacing;
use crate::room::{self, Room};
use crate::scene::{End, Level, Scene, TieShape};
use crate::theme::OUTSIDE;
use crate::tie::Tie;

pub use stage::{Refined, Refinement};
pub use whole::WholeOptions;

use stage::{Routed, Stage, TieKey};

/// From this scale on, cards are shown whole.
pub const NEAR: f64 = 0.5;
/// From this scale on, cards are shown with their names.
pub const MIDDLE: f64 = 0.16;

/// The seed by which places are found for what has none while it is only looked at.
const SEED: u64 = 0;

/// The drawing of one map.
#[derive(Debug, Clone)]
pub struct Drawing {
    style: Style,
    cards: BTreeMap<TeamId, Card>,
    rooms: BTreeMap<FunctionId, Room>,
    ties: BTreeMap<DependencyId, Tie>,
    /// The outermost closed room of each team or function that lies in one.
    closed: HashMap<End, FunctionId>,
    /// Whether something is drawn where the map has no place for it.
    makeshift: bool,
    marks: Marks,
    /// What is drawn where: cards and rooms that are not hidden in a closed one.
    tree: RTree<Spot>,
    /// Ties as they are drawn, ready to be routed; none after a change.
    stage: Option<Arc<Stage>>,
    /// Routes found so far.
    routes: HashMap<TieKey, Routed>,
    /// Whether `routes` holds the refined routes of all ties.
    is_refined: bool,
    /// Ties that were looked at before they had routes.
    wanted: Vec<usize>,
    /// Around what was looked at last: what is looked at next may lie there.
    ahead: Option<Rect>,
    /// Where the refined routes run.
    lines: Option<Arc<stage::Lines>>,
    far: Option<Arc<far::Plan>>,
}

type Spot = GeomWithData<Rectangle<[f64; 2]>, End>;

fn spot(rect: Rect, end: End) -> Spot {
    GeomWithData::new(Rectangle::from_corners([rect.x, rect.y], [rect.right(), rect.bottom()]), end)
}

fn envelope(rect: Rect) -> AABB<[f64; 2]> {
    AABB::from_corners([rect.x, rect.y], [rect.right(), rect.bottom()])
}

impl Drawing {
    /// The drawing of `map` in the style it is shown in.
    pub fn of(map: &Map) -> Self {
        let style = map.style();
        let survey = Survey::of(map, style, None);
        let sizes: Vec<Size> = survey.ground.cards.iter().map(|card| card.size).collect();
        let found = survey.makeshift(map, SEED);
        let counts = team_counts(map);

        let mut drawing = Self {
            style,
            cards: BTreeMap::new(),
            rooms: BTreeMap::new(),
            ties: map.dependencies().map(|dependency| (dependency.id, Tie::of(dependency))).collect(),
            closed: HashMap::new(),
            makeshift: found.is_some(),
            marks: Marks::default(),
            tree: RTree::new(),
            stage: None,
            routes: HashMap::new(),
            is_refined: false,
            wanted: Vec::new(),
            ahead: None,
            lines: None,
            far: None,
        };
        for (index, team) in map.teams().enumerate() {
            let place = map.place(style, team.id);
            let corner = match (place, &found) {
                (Some(place), None) => Point::new(place.x, place.y),
                (_, Some(found)) => found.cards.get(index).copied().unwrap_or_default(),
                (None, None) => Point::default(),
            };
            drawing.cards.insert(team.id, card_of(map, team.id, corner, sizes[index]));
        }
        // Outer rooms are needed before inner ones for depth, inner before outer for size.
        let mut depths: Vec<(u8, usize, &Function)> = Vec::new();
        for (index, function) in map.functions().enumerate() {
            depths.push((depth(map, function.id), index, function));
        }
        depths.sort_unstable_by_key(|&(depth, index, _)| (depth, index));
        for &(depth, index, function) in &depths {
            let stored = map.room(style, function.id);
            let rect = match (&found, stored) {
                (Some(found), _) => found.rooms.get(index).copied().unwrap_or_default(),
                (None, Some(room)) => Rect::new(room.x, room.y, room.w, room.h),
                (None, None) => Rect::default(),
            };
            let room = Room {
                name: function.name.clone(),
                parent: function.parent,
                depth,
                hue: function.hue,
                teams: counts.get(&function.id).copied().unwrap_or_default(),
                rect,
                locked: stored.is_some_and(|room| room.locked),
                collapsed: stored.is_some_and(|room| room.collapsed),
            };
            let outer = function.parent.map(End::Function).and_then(|end| drawing.closed.get(&end).copied());
            let parent_closed = function.parent.filter(|p| drawing.rooms.get(p).is_some_and(|r| r.collapsed));
            if let Some(closed) = outer.or(parent_closed) {
                drawing.closed.insert(End::Function(function.id), closed);
            }
            drawing.rooms.insert(function.id, room);
        }
        for team in map.teams() {
            if let Some(closed) = drawing.closed_room_of(team.function) {
                drawing.closed.insert(End::Team(team.id), closed);
            }
        }
        for &(_, _, function) in depths.iter().rev() {
            drawing.fit_room(map, function.id);
        }
        drawing.tree = RTree::bulk_load(drawing.spots().collect());
        drawing
    }

    /// The outermost closed room around what lies directly in `function`.
    fn closed_room_of(&self, function: Option<FunctionId>) -> Option<FunctionId> {
        let id = function?;
        let outer = self.closed.get(&End::Function(id)).copied();
        outer.or_else(|| self.rooms.get(&id).filter(|room| room.collapsed).map(|_| id))
    }

    /// Everything that is not hidden in a closed room.
    fn spots(&self) -> impl Iterator<Item = Spot> + '_ {
        let cards = self.cards.iter().map(|(&id, card)| (End::Team(id), card.rect()));
        let rooms = self.rooms.iter().map(|(&id, room)| (End::Function(id), room.rect));
        cards
            .chain(rooms)
            .filter(|(end, _)| !self.closed.contains_key(end))
            .map(|(end, rect)| spot(rect, end))
    }

    /// Gives a room the size it is drawn with: closed ones their box, open ones grown to hold what is in them.
    fn fit_room(&mut self, map: &Map, id: FunctionId) {
        let Some(room) = self.rooms.get(&id) else { return };
        let stored = match map.room(self.style, id) {
            Some(room) if !self.makeshift => Some(Rect::new(room.x, room.y, room.w, room.h)),
            _ => Some(room.rect).filter(|rect| rect.w > 0.0),
        };
        let closed = room::closed_size(&room.name, room.teams);
        if room.collapsed {
            let corner = stored.map_or(Point::default(), Rect::corner);
            self.set_room_rect(id, Rect::at(corner, closed));
            return;
        }
        let cards = map.teams_in(Some(id)).filter_map(|team| self.cards.get(&team.id)).map(Card::rect);
        let rooms = map.functions_in(Some(id)).filter_map(|inner| self.rooms.get(&inner.id)).map(|r| r.rect);
        let needed = Rect::around(cards.chain(rooms)).map(|inner| {
            let (side, above) = (spacing::PADDING, spacing::HEADER);
            Rect::new(inner.x - side, inner.y - above, inner.w + 2.0 * side, inner.h + above + side)
        });
        let rect = match (stored, needed) {
            (Some(stored), Some(needed)) => stored.union(needed),
            (Some(stored), None) => {
                Rect::new(stored.x, stored.y, stored.w.max(closed.w), stored.h.max(closed.h))
            }
            (None, Some(needed)) => needed,
            (None, None) => Rect::at(Point::default(), closed),
        };
        self.set_room_rect(id, rect);
    }

    fn set_room_rect(&mut self, id: FunctionId, rect: Rect) {
        if let Some(room) = self.rooms.get_mut(&id) {
            room.rect = rect;
        }
    }

    /// Brings the drawing in line with a change that has just been applied to `map`. What it costs depends on the
    /// change, not on the map, unless functions came, went, moved into others, closed or opened.
    pub fn update(&mut self, map: &Map, diff: &Diff) {
        if self.is_far_reaching(map, diff) {
            let marks = std::mem::take(&mut self.marks);
            *self = Self { marks, ..Self::of(map) };
            return;
        }
        let mut rooms: BTreeSet<FunctionId> = BTreeSet::new();
        let mut touched: Vec<Rect> = Vec::new();
        let mut lines_change = false;
        for (before, after) in changes(diff) {
            // A team that changed its function leaves a room and enters another.
            for record in [before, after].into_iter().flatten() {
                if let Record::Team(team) = record {
                    rooms.extend(team.function);
                }
            }
            match before.or(after).map(Record::key) {
                Some(Key::Team(id)) => touched.extend(self.renew_card(map, id)),
                Some(Key::Place(style, id)) if style == self.style => {
                    rooms.extend(map.team(id).and_then(|team| team.function));
                    touched.extend(self.renew_card(map, id));
                }
                Some(Key::Function(id)) => {
                    rooms.insert(id);
                    let teams: Vec<TeamId> = map.teams_in(Some(id)).map(|team| team.id).collect();
                    for team in teams {
                        self.renew_card(map, team);
                    }
                }
                Some(Key::Room(style, id)) if style == self.style => drop(rooms.insert(id)),
                Some(Key::Dependency(id)) => {
                    self.renew_tie(map, id);
                    lines_change = true;
                }
                _ => {}
            }
        }
        let walls = |drawing: &Self, id| drawing.rooms.get(&id).map(|room| [room.rect, room.title_rect()]);
        let before: Vec<_> = rooms.iter().map(|&id| (id, walls(self, id))).collect();
        touched.extend(self.renew_rooms(map, rooms));
        lines_change |= !touched.is_empty() || before.iter().any(|&(id, rects)| walls(self, id) != rects);
        if lines_change {
            self.lines_change(&touched);
        }
        self.far = None;
    }

    /// Something that lines depend on has changed, at `touched`. Lines keep off each other, so any of them may have
    /// a better route now; until it is found, those that the change leaves alone stay.
    fn lines_change(&mut self, touched: &[Rect]) {
        let meets = |route: &Routed| touched.iter().any(|rect| route.meets(rect.grown(2.0)));
        self.routes.retain(|_, route| !meets(route));
        self.stage = None;
        self.lines = None;
        self.wanted.clear();
        self.is_refined = false;
    }

    /// Whether the change reaches so far that drawing anew is simpler.
    fn is_far_reaching(&self, map: &Map, diff: &Diff) -> bool {
        if self.makeshift || map.style() != self.style {
            return true;
        }
        changes(diff).any(|(before, after)| match (before, after) {
            (Some(Record::Function(before)), Some(Record::Function(after))) => before.parent != after.parent,
            (Some(Record::Room(before)), Some(Record::Room(after))) => before.collapsed != after.collapsed,
            (Some(Record::Function(_) | Record::Room(_)), None) => true,
            (None, Some(Record::Function(_) | Record::Room(_))) => true,
            (_, Some(Record::Team(team))) => map.place(self.style, team.id).is_none(),
            (Some(Record::Place(place)), None) => place.style == self.style && map.team(place.team).is_some(),
            _ => false,
        })
    }

    /// Draws a card anew; gives its old and its new place where these differ.
    fn renew_card(&mut self, map: &Map, id: TeamId) -> Vec<Rect> {
        let end = End::Team(id);
        let before = self.cards.remove(&id).map(|card| card.rect());
        if let Some(rect) = before
            && self.closed.remove(&end).is_none()
        {
            self.tree.remove(&spot(rect, end));
        }
        let after = map.team(id).zip(map.place(self.style, id)).map(|(team, place)| {
            let card = card_of(map, id, Point::new(place.x, place.y), Words::of(team).size());
            let rect = card.rect();
            match self.closed_room_of(team.function) {
                Some(closed) => drop(self.closed.insert(end, closed)),
                None => self.tree.insert(spot(rect, end)),
            }
            self.cards.insert(id, card);
            rect
        });
        if before == after { Vec::new() } else { [before, after].into_iter().flatten().collect() }
    }

    fn renew_tie(&mut self, map: &Map, id: DependencyId) {
        let before = match map.dependency(id) {
            Some(dependency) => self.ties.insert(id, Tie::of(dependency)),
            None => self.ties.remove(&id),
        };
        let after = self.ties.get(&id);
        // Lines between the same two cards share their sides, so all of them are routed anew.
        let ends: Vec<End> =
            [before.as_ref(), after].into_iter().flatten().flat_map(|tie| self.ends(tie)).collect();
        self.routes.retain(|_, route| !(ends.contains(&route.ends[0]) && ends.contains(&route.ends[1])));
    }

    /// Draws rooms and those around them anew; gives the old and new places of closed ones that changed.
    fn renew_rooms(&mut self, map: &Map, mut ids: BTreeSet<FunctionId>) -> Vec<Rect> {
        for id in ids.clone() {
            let parents = std::iter::successors(map.function(id), |function| {
                function.parent.and_then(|parent| map.function(parent))
            });
            ids.extend(parents.map(|function| function.id));
        }
        let mut inner_first: Vec<(u8, FunctionId)> =
            ids.iter().filter_map(|&id| Some((self.rooms.get(&id)?.depth, id))).collect();
        inner_first.sort_unstable_by(|a, b| b.cmp(a));
        let mut touched = Vec::new();
        for (_, id) in inner_first {
            let Some(function) = map.function(id) else { continue };
            let teams = map.teams_in(Some(id)).count()
                + map
                    .functions_in(Some(id))
                    .filter_map(|f| self.rooms.get(&f.id))
                    .map(|room| room.teams)
                    .sum::<usize>();
            let Some(room) = self.rooms.get_mut(&id) else { continue };
            let before = room.rect;
            room.name.clone_from(&function.name);
            room.hue = function.hue;
            room.teams = teams;
            room.locked = map.room(self.style, id).is_some_and(|room| room.locked);
            let collapsed = room.collapsed;
            self.fit_room(map, id);
            let after = self.rooms.get(&id).map_or(before, |room| room.rect);
            if before != after && !self.closed.contains_key(&End::Function(id)) {
                self.tree.remove(&spot(before, End::Function(id)));
                self.tree.insert(spot(after, End::Function(id)));
                if collapsed {
                    touched.extend([before, after]);
                }
            }
        }
        touched
    }

    /// Lays the marks of a reading on the drawing, in place of earlier ones.
    pub fn mark(&mut self, marks: &Marks) {
        self.marks = marks.clone();
    }

    /// What holds everything drawn.
    pub fn bounds(&self) -> Rect {
        if self.tree.size() == 0 {
            return Rect::default();
        }
        let envelope = self.tree.root().envelope();
        let ([x, y], [right, bottom]) = (envelope.lower(), envelope.upper());
        Rect::new(x, y, right - x, bottom - y)
    }

    /// The card's edge, unless it is hidden in a closed room.
    pub fn card_rect(&self, id: TeamId) -> Option<Rect> {
        self.cards.get(&id).filter(|_| !self.closed.contains_key(&End::Team(id))).map(Card::rect)
    }

    /// The room's walls as they are drawn, unless it is hidden in a closed one.
    pub fn room_rect(&self, id: FunctionId) -> Option<Rect> {
        self.rooms.get(&id).filter(|_| !self.closed.contains_key(&End::Function(id))).map(|room| room.rect)
    }

    /// What is to be seen in `viewport` (in scene units) where a scene unit is `scale` pixels. Whatever the map, it
    /// holds a bounded number of elements: where there are too many for a level, the next farther one is shown.
    pub fn visible(&mut self, viewport: Rect, scale: f64) -> Scene {
        let viewport = sound(viewport);
        let scale = if scale.is_finite() { scale.clamp(1e-4, 100.0) } else { 1.0 };
        if scale >= NEAR
            && let Some(scene) = self.near(viewport)
        {
            return scene;
        }
        if scale >= MIDDLE
            && let Some(scene) = self.middle(viewport, scale)
        {
            return scene;
        }
        self.far(viewport, scale)
    }

    /// The ties of cards that are being dragged, with the cards at these top left corners: quick routes, at most some
    /// hundreds.
    pub fn preview(&mut self, moved: &[(TeamId, Point)]) -> Vec<TieShape> {
        let stage = self.stage();
        self.previewed(&stage, moved)
    }

    /// The end a tie is drawn to in place of `team`: its card, or the closed room it lies in.
    fn end(&self, team: TeamId) -> End {
        let card = End::Team(team);
        self.closed.get(&card).map_or(card, |&room| End::Function(room))
    }

    fn ends(&self, tie: &Tie) -> [End; 2] {
        [self.end(tie.provider), self.end(tie.receiver)]
    }

    fn empty_scene(&self, level: Level) -> Scene {
        Scene {
            level,
            unit: 1.0,
            bounds: self.bounds(),
            rooms: Vec::new(),
            cards: Vec::new(),
            ties: Vec::new(),
            left_out: 0,
            shared_words: None,
            title: None,
            legend: None,
            lit: None,
        }
    }

    /// The loudest mark on any of these dependencies.
    fn tone_of(&self, dependencies: &[DependencyId]) -> Option<Tone> {
        if self.marks.ties.is_empty() {
            return None;
        }
        dependencies.iter().filter_map(|id| self.marks.ties.get(id)).copied().max()
    }
}

/// Every record of a diff as it was and as it is.
fn changes(diff: &Diff) -> impl Iterator<Item = (Option<&Record>, Option<&Record>)> {
    let removed = diff.removed.iter().map(|record| (Some(record), None));
    let updated = diff.updated.iter().map(|(before, after)| (Some(before), Some(after)));
    removed.chain(updated).chain(diff.added.iter().map(|record| (None, Some(record))))
}

fn card_of(map: &Map, id: TeamId, corner: Point, size: Size) -> Card {
    let team = map.team(id);
    let function = team.and_then(|team| team.function);
    Card {
        words: team.map(Words::of).unwrap_or_default(),
        size,
        corner,
        pinned: map.place(map.style(), id).is_some_and(|place| place.pinned),
        room: function,
        hue: function.and_then(|id| map.function(id)).map_or(OUTSIDE, |function| function.hue),
    }
}

/// How many functions `id` lies in.
fn depth(map: &Map, id: FunctionId) -> u8 {
    let parents =
        std::iter::successors(map.function(id), |f| f.parent.and_then(|parent| map.function(parent)));
    parents.take(usize::from(u8::MAX)).count().saturating_sub(1) as u8
}

/// A viewport without infinities.
fn sound(viewport: Rect) -> Rect {
    let part = |value: f64, least: f64| if value.is_finite() { value.clamp(least, 1e12) } else { 0.0 };
    Rect::new(part(viewport.x, -1e12), part(viewport.y, -1e12), part(viewport.w, 0.0), part(viewport.h, 0.0))
}

#[cfg(test)]
mod tests;
