//! The shortest way around cards, as a taut string with a waypoint at each corner it bends around.
//!
//! Exact and lazy: the string is first drawn straight; cards it would run through are added to the obstacles, and
//! the shortest way around these is sought (A* over their corners), until it runs through nothing. Only what is in
//! the way is ever looked at, so the price does not grow with the map.

use super::space::Space;
use crate::geometry::{Point, Rect};

/// How close a line may come to a card that is not its own.
pub(super) const KEEP: f64 = 5.0;
/// How far from a corner a line bends around it.
pub(super) const CLEAR: f64 = 9.0;
/// What a bend costs, in pixels of length.
const BEND: f64 = 14.0;
/// Obstacles at most: beyond, the way is given up as too winding.
pub(super) const FEW_OBSTACLES: usize = 40;
/// When there is no other way, this many.
pub(super) const MANY_OBSTACLES: usize = 160;

/// A bend around a corner: the corner's place is `at`, `out` points away from what it belongs to, by one unit in
/// both directions.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Bend {
    pub(super) at: Point,
    pub(super) out: Point,
}

impl Bend {
    /// The point at distance `clear` from the corner's edges.
    pub(super) fn point(&self, clear: f64) -> Point {
        self.at + self.out * clear
    }
}

/// What a tie should rather not cross besides cards.
#[derive(Clone, Copy)]
pub(super) struct Avoid<'a> {
    pub(super) rooms: &'a [Rect],
    /// What crossing a room costs in pixels; none: they are walls.
    pub(super) toll: Option<f64>,
    /// Words on rooms, which are walls.
    pub(super) words: &'a [Rect],
}

/// The shortest way from `a` to `b`, as the bends between them; none when there is no way worth going.
pub(super) fn shortest(space: &Space, a: Point, b: Point, avoid: &Avoid, most: usize) -> Option<Vec<Bend>> {
    let mut obstacles: Vec<Rect> = Vec::new();
    let mut known: Vec<usize> = Vec::new();
    let free_of = |rect: Rect| !rect.holds(a) && !rect.holds(b);
    // Behind walls nobody needs to look at single cards.
    let walled = |card: Rect| avoid.toll.is_none() && avoid.rooms.iter().any(|room| room.encloses(card));
    for _ in 0..most {
        let way = among(&obstacles, a, b, avoid)?;
        let before = obstacles.len();
        let mut last = a;
        for point in way.iter().map(|bend| bend.point(CLEAR)).chain([b]) {
            space.along(last, point, KEEP, |card| {
                let rect = space.cards[card];
                if !known.contains(&card) && free_of(rect.grown(KEEP)) && !walled(rect) {
                    known.push(card);
                    obstacles.push(rect);
                }
                false
            });
            let rooms = if avoid.toll.is_none() { avoid.rooms } else { &[] };
            for (i, wall) in rooms.iter().chain(avoid.words).enumerate() {
                let id = space.cards.len() + i;
                if wall.grown(KEEP).is_crossed(last, point)
                    && free_of(wall.grown(KEEP))
                    && !known.contains(&id)
                {
                    known.push(id);
                    obstacles.push(*wall);
                }
            }
            last = point;
        }
        if obstacles.len() == before {
            return Some(way);
        }
        if obstacles.len() > most {
            return None;
        }
    }
    None
}

/// The shortest way around these obstacles alone.
fn among(obstacles: &[Rect], a: Point, b: Point, avoid: &Avoid) -> Option<Vec<Bend>> {
    let free = |p: Point, q: Point| obstacles.iter().all(|o| !o.grown(KEEP).is_crossed(p, q));
    let toll = |p: Point, q: Point| match avoid.toll {
        Some(toll) => toll * avoid.rooms.iter().filter(|r| r.is_crossed(p, q)).count() as f64,
        None => 0.0,
    };
    let mut bends: Vec<Bend> = Vec::with_capacity(obstacles.len() * 4);
    for o in obstacles {
        for (at, out) in [
            (Point::new(o.x, o.y), Point::new(-1.0, -1.0)),
            (Point::new(o.right(), o.y), Point::new(1.0, -1.0)),
            (Point::new(o.right(), o.bottom()), Point::new(1.0, 1.0)),
            (Point::new(o.x, o.bottom()), Point::new(-1.0, 1.0)),
        ] {
            let bend = Bend { at, out };
            let p = bend.point(CLEAR);
            if obstacles.iter().all(|o| !o.grown(KEEP).holds(p)) {
                bends.push(bend);
            }
        }
    }
    let points: Vec<Point> = bends.iter().map(|bend| bend.point(CLEAR)).chain([a, b]).collect();
    let (from, to) = (points.len() - 2, points.len() - 1);
    let mut reach = vec![f64::INFINITY; points.len()];
    let mut before = vec![usize::MAX; points.len()];
    let mut done = vec![false; points.len()];
    reach[from] = 0.0;
    loop {
        let left = |i: usize| reach[i] + points[i].distance(b);
        let next = (0..points.len())
            .filter(|&i| !done[i] && reach[i].is_finite())
            .reduce(|best, i| if left(i) < left(best) { i } else { best })?;
        if next == to {
            break;
        }
        done[next] = true;
        for other in 0..points.len() {
            if done[other] {
                continue;
            }
            let (p, q) = (points[next], points[other]);
            let bound = reach[next] + p.distance(q) + if other == to { 0.0 } else { BEND };
            if bound < reach[other] && free(p, q) {
                let length = bound + toll(p, q);
                if length < reach[other] {
                    reach[other] = length;
                    before[other] = next;
                }
            }
        }
    }
    let mut way = Vec::new();
    let mut at = before[to];
    while at != from && at != usize::MAX {
        way.push(bends[at]);
        at = before[at];
    }
    way.reverse();
    Some(way)
}
