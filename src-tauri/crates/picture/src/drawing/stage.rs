//! Ties as they are drawn, and their routes: what stands on the stage (cards, closed rooms), which ties run between
//! them, and the routes found.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use ecosystem::DependencyId;

use super::Drawing;
use crate::geometry::{Curve, Rect, Size};
use crate::route::{self, LabelPlace, Obstacles, RoomBox, Route, RouteTie};
use crate::scene::End;
use crate::tie::{self, Sum};

/// Which tie: a dependency of its own, or the sum of those between two ends one of which is a closed room.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum TieKey {
    One(DependencyId),
    Sum(End, End),
}

/// A tie as it is drawn near.
#[derive(Debug, Clone)]
pub(super) struct Drawn {
    pub key: TieKey,
    pub provider: End,
    pub receiver: End,
    pub sum: Sum,
    /// What is handed over, or how many dependencies are summed.
    pub what: String,
}

/// What stands where, and the ties between it.
#[derive(Debug)]
pub(super) struct Stage {
    /// Cards and closed rooms.
    pub ends: Vec<End>,
    pub index: HashMap<End, usize>,
    pub ties: Vec<Drawn>,
    /// The ties of each end, in the order of `ends`.
    pub around: Vec<Vec<usize>>,
    rects: Vec<Rect>,
    end_room: Vec<Option<usize>>,
    rooms: Vec<RoomBox>,
    route_ties: Vec<RouteTie>,
}

/// A route with what is needed to find it.
#[derive(Debug, Clone)]
pub(super) struct Routed {
    pub ends: [End; 2],
    pub curve: Curve,
    pub label: Option<LabelPlace>,
    pub bounds: Rect,
}

impl Routed {
    pub fn new(tie: &Drawn, Route { curve, label }: Route) -> Self {
        let line = curve.bounds();
        let bounds = label.map_or(line, |label| line.union(label.rect));
        Self { ends: [tie.provider, tie.receiver], curve, label, bounds }
    }

    /// Whether the line runs through `rect`.
    pub fn meets(&self, rect: Rect) -> bool {
        if !self.bounds.overlaps(rect) {
            return false;
        }
        let points = self.curve.flattened(1.0);
        points.iter().any(|point| rect.holds(*point))
            || points.windows(2).any(|pair| crosses(rect, pair[0], pair[1]))
            || self.label.is_some_and(|label| label.rect.overlaps(rect))
    }
}

/// Whether the line from `a` to `b` runs through `rect` (Liang and Barsky 1984).
fn crosses(rect: Rect, a: crate::geometry::Point, b: crate::geometry::Point) -> bool {
    let way = b - a;
    let (mut enter, mut leave) = (0.0f64, 1.0f64);
    let sides = [
        (-way.x, a.x - rect.x),
        (way.x, rect.right() - a.x),
        (-way.y, a.y - rect.y),
        (way.y, rect.bottom() - a.y),
    ];
    for (speed, distance) in sides {
        if speed == 0.0 {
            if distance < 0.0 {
                return false;
            }
        } else if speed < 0.0 {
            enter = enter.max(distance / speed);
        } else {
            leave = leave.min(distance / speed);
        }
    }
    enter <= leave
}

impl Stage {
    fn of(drawing: &Drawing) -> Self {
        let mut stage = Self {
            ends: Vec::new(),
            index: HashMap::new(),
            ties: Vec::new(),
            around: Vec::new(),
            rects: Vec::new(),
            end_room: Vec::new(),
            rooms: Vec::new(),
            route_ties: Vec::new(),
        };
        let open: Vec<_> = (drawing.rooms.iter())
            .filter(|(id, room)| !room.collapsed && !drawing.closed.contains_key(&End::Function(**id)))
            .collect();
        let room_index: HashMap<_, usize> = open.iter().map(|(id, _)| **id).zip(0..).collect();
        let room_of = |id: Option<_>| id.and_then(|id| room_index.get(&id).copied());
        for (_, room) in &open {
            let (rect, title) = (room.rect, room.title_rect());
            stage.rooms.push(RoomBox { rect, title, parent: room_of(room.parent) });
        }
        for (&id, card) in &drawing.cards {
            if !drawing.closed.contains_key(&End::Team(id)) {
                stage.stand(End::Team(id), card.rect(), room_of(card.room));
            }
        }
        for (&id, room) in &drawing.rooms {
            if room.collapsed && !drawing.closed.contains_key(&End::Function(id)) {
                stage.stand(End::Function(id), room.rect, room_of(room.parent));
            }
        }
        stage.tie(drawing);
        stage
    }

    fn stand(&mut self, end: End, rect: Rect, room: Option<usize>) {
        self.index.insert(end, self.ends.len());
        self.ends.push(end);
        self.rects.push(rect);
        self.end_room.push(room);
    }

    fn tie(&mut self, drawing: &Drawing) {
        let mut sums: BTreeMap<(End, End), Sum> = BTreeMap::new();
        for (&id, tie) in &drawing.ties {
            let [provider, receiver] = drawing.ends(tie);
            if provider == receiver {
                continue;
            }
            if matches!((provider, receiver), (End::Team(_), End::Team(_))) {
                let mut sum = Sum::default();
                sum.add(id, tie);
                self.ties.push(Drawn {
                    key: TieKey::One(id),
                    provider,
                    receiver,
                    sum,
                    what: tie.what.clone(),
                });
            } else {
                sums.entry((provider, receiver)).or_default().add(id, tie);
            }
        }
        self.ties.extend(sums.into_iter().map(|((provider, receiver), sum)| {
            let what = match sum.dependencies.as_slice() {
                [one] => drawing.ties.get(one).map(|tie| tie.what.clone()).unwrap_or_default(),
                many => many.len().to_string(),
            };
            Drawn { key: TieKey::Sum(provider, receiver), provider, receiver, sum, what }
        }));
        self.around = vec![Vec::new(); self.ends.len()];
        self.ties
            .retain(|tie| self.index.contains_key(&tie.provider) && self.index.contains_key(&tie.receiver));
        for (number, tie) in self.ties.iter().enumerate() {
            let (provider, receiver) = (self.index[&tie.provider], self.index[&tie.receiver]);
            self.around[provider].push(number);
            self.around[receiver].push(number);
            let label: Size = tie::label_size(&tie.what);
            self.route_ties.push(RouteTie { provider, receiver, strength: tie.sum.strength(), label });
        }
    }

    fn obstacles<'a>(&'a self, rects: &'a [Rect]) -> Obstacles<'a> {
        Obstacles { cards: rects, rooms: &self.rooms, card_room: &self.end_room }
    }

    fn route_all(&self) -> Vec<Route> {
        route::route(&self.obstacles(&self.rects), &self.route_ties)
    }

    /// Quick routes for some ties.
    fn route_some(&self, which: &[usize]) -> Vec<Route> {
        route::route_some(&self.obstacles(&self.rects), &self.route_ties, which)
    }

    /// Quick routes for some ties while some ends stand elsewhere.
    pub fn route_moved(&self, moved: &[(usize, Rect)], which: &[usize]) -> Vec<Route> {
        let mut rects = self.rects.clone();
        for &(end, rect) in moved {
            rects[end] = rect;
        }
        route::route_some(&self.obstacles(&rects), &self.route_ties, which)
    }

    /// Where that end stands.
    pub fn rect(&self, end: usize) -> Rect {
        self.rects[end]
    }
}

/// The work of finding the best routes for all ties of a drawing as it is now. It can be run on another thread.
#[derive(Debug)]
pub struct Refinement(Arc<Stage>);

/// The routes that a [`Refinement`] found.
#[derive(Debug)]
pub struct Refined(Arc<Stage>, Vec<Route>);

impl Refinement {
    /// Finds the routes: from milliseconds for small maps to seconds for the largest.
    pub fn run(self) -> Refined {
        let routes = self.0.route_all();
        Refined(self.0, routes)
    }
}

impl Drawing {
    /// The ties as they are drawn now.
    pub(super) fn stage(&mut self) -> Arc<Stage> {
        if let Some(stage) = &self.stage {
            return Arc::clone(stage);
        }
        let stage = Arc::new(Stage::of(self));
        self.stage = Some(Arc::clone(&stage));
        stage
    }

    /// The work of finding the best routes, unless they are found already.
    pub fn refinement(&mut self) -> Option<Refinement> {
        if self.is_refined {
            return None;
        }
        let stage = self.stage();
        if stage.ties.is_empty() {
            self.is_refined = true;
            return None;
        }
        Some(Refinement(stage))
    }

    /// Takes the routes found. Whether they fit: the drawing may have changed since the work was handed out, and
    /// then they are dropped.
    pub fn refined(&mut self, Refined(stage, routes): Refined) -> bool {
        if !self.stage.as_ref().is_some_and(|now| Arc::ptr_eq(now, &stage)) {
            return false;
        }
        let routed = stage.ties.iter().zip(routes).map(|(tie, route)| (tie.key, Routed::new(tie, route)));
        self.routes = routed.collect();
        self.is_refined = true;
        true
    }

    /// Finds quick routes for those of `which` that have none yet.
    pub(super) fn route_where_needed(&mut self, stage: &Stage, which: &[usize]) {
        let missing: Vec<usize> =
            which.iter().copied().filter(|&tie| !self.routes.contains_key(&stage.ties[tie].key)).collect();
        if missing.is_empty() {
            return;
        }
        for (&tie, route) in missing.iter().zip(stage.route_some(&missing)) {
            let tie = &stage.ties[tie];
            self.routes.insert(tie.key, Routed::new(tie, route));
        }
    }
}
