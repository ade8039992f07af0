//! Which way each link takes, among a few good ones.

use super::lines::Link;
use super::path::{Avoid, Bend, shortest};
use super::ports::{SIDES, Side};
use super::space::{Space, cross, hits};
use super::{FULL, Obstacles, SOME};
use crate::geometry::{Point, Rect};
use rayon::prelude::*;

/// A way from one card to another.
#[derive(Debug, Clone)]
pub(super) struct Way {
    /// The sides it leaves and enters by.
    pub(super) sides: [Side; 2],
    /// The corners it bends around.
    pub(super) bends: Vec<Bend>,
    /// Its course through the middles of the sides.
    pub(super) line: Vec<Point>,
    /// What it costs by itself, in crossings.
    cost: f64,
    bounds: Rect,
}

/// The first part of a tie, straight out of the card.
pub(super) const STUB: f64 = 12.0;

/// What things cost, in crossings.
const DETOUR: f64 = 1.0 / 90.0;
const BENT: f64 = 0.22;
const TURN: f64 = 0.32;
const FOREIGN_ROOM: f64 = 2.2;
const TITLE: f64 = 1.0;
const CROWDED: f64 = 0.35;
const SHARED_CORNER: f64 = 0.12;
/// What crossing a foreign room is worth in pixels of detour when a way is sought.
const TOLL: f64 = 90.0;

/// The best ways for all links together.
pub(super) fn choose(obstacles: &Obstacles, space: &Space, links: &[Link]) -> Vec<Way> {
    let (sides, sweeps) = match links.len() {
        0..=FULL => (7, 6),
        ..=4_000 => (4, 3),
        ..=SOME => (3, 1),
        _ => return alone(obstacles, space, links),
    };
    let choices: Vec<Vec<Way>> = links.par_iter().map(|link| ways(obstacles, space, link, sides)).collect();
    let mut chosen = vec![0usize; links.len()];
    let mut crowd = Crowd::new(obstacles.cards.len());
    for (link, ways) in links.iter().zip(&choices) {
        crowd.add(link, &ways[0], link.ties.len() as i32);
    }
    for _ in 0..sweeps {
        let mut changed = false;
        for (i, link) in links.iter().enumerate() {
            let ways = &choices[i];
            if ways.len() < 2 {
                continue;
            }
            crowd.add(link, &ways[chosen[i]], -(link.ties.len() as i32));
            let mut best = (f64::INFINITY, 0);
            for (w, way) in ways.iter().enumerate() {
                let weight = link.ties.len() as f64;
                let mut cost = (way.cost + crowd.cost(obstacles, link, way)) * weight;
                if cost >= best.0 {
                    continue;
                }
                for (j, other) in links.iter().enumerate() {
                    let theirs = &choices[j][chosen[j]];
                    if i != j && touching(way.bounds, theirs.bounds) {
                        cost += weight * other.ties.len() as f64 * between(way, theirs);
                        if cost >= best.0 {
                            break;
                        }
                    }
                }
                if cost < best.0 {
                    best = (cost, w);
                }
            }
            changed |= best.1 != chosen[i];
            chosen[i] = best.1;
            crowd.add(link, &ways[chosen[i]], link.ties.len() as i32);
        }
        if !changed {
            break;
        }
    }
    choices.into_iter().zip(chosen).map(|(mut ways, w)| ways.swap_remove(w)).collect()
}

/// Each link's best way as if it were alone.
pub(super) fn alone(obstacles: &Obstacles, space: &Space, links: &[Link]) -> Vec<Way> {
    links.par_iter().map(|link| ways(obstacles, space, link, 2).swap_remove(0)).collect()
}

/// How many ties stand on each side of each card.
struct Crowd(Vec<[i32; 4]>);

impl Crowd {
    fn new(cards: usize) -> Self {
        Self(vec![[0; 4]; cards])
    }

    fn add(&mut self, link: &Link, way: &Way, count: i32) {
        for (card, side) in link.cards.iter().zip(way.sides) {
            self.0[*card][side as usize] += count;
        }
    }

    fn cost(&self, obstacles: &Obstacles, link: &Link, way: &Way) -> f64 {
        (link.cards.iter().zip(way.sides))
            .map(|(&card, side)| {
                let there = f64::from(self.0[card][side as usize]) + link.ties.len() as f64;
                let comfort = side.comfort(obstacles.cards[card]);
                CROWDED * (there - comfort).max(0.0) + 0.04 * (there - 1.0)
            })
            .sum()
    }
}

fn touching(a: Rect, b: Rect) -> bool {
    a.x <= b.right() && b.x <= a.right() && a.y <= b.bottom() && b.y <= a.bottom()
}

/// What two ways cost each other.
fn between(a: &Way, b: &Way) -> f64 {
    let mut cost = 0.0;
    for u in a.line.windows(2) {
        for v in b.line.windows(2) {
            cost += f64::from(u8::from(cross(u[0], u[1], v[0], v[1])));
        }
    }
    for u in &a.bends {
        cost += SHARED_CORNER * b.bends.iter().filter(|v| v.at == u.at).count() as f64;
    }
    cost
}

/// The ways worth considering, the best by itself first; at least one.
fn ways(obstacles: &Obstacles, space: &Space, link: &Link, most: usize) -> Vec<Way> {
    let [a, b] = link.cards.map(|card| obstacles.cards[card]);
    let mut pairs: Vec<(f64, [Side; 2])> = Vec::with_capacity(16);
    for s in SIDES {
        for t in SIDES {
            let (p, q) = (s.middle(a) + s.out() * STUB, t.middle(b) + t.out() * STUB);
            let d = q - p;
            let length = p.distance(q).max(1.0);
            let facing = |out: Point, sign: f64| sign * (d.x * out.x + d.y * out.y) / length;
            let away = (1.0 - facing(s.out(), 1.0)) + (1.0 - facing(t.out(), -1.0));
            pairs.push((length + 45.0 * away, [s, t]));
        }
    }
    pairs.sort_by(|x, y| x.0.total_cmp(&y.0));
    let foreign = foreign_rooms(obstacles, link);
    let straight = (a.centre() + b.centre() * -1.0, 0);
    let _ = straight;
    let mut ways: Vec<Way> = Vec::with_capacity(most + 4);
    for (i, (_, sides)) in pairs.into_iter().take(most).enumerate() {
        let ends = [stub(space, link.cards[0], a, sides[0]), stub(space, link.cards[1], b, sides[1])];
        let mut add = |bends: Vec<Bend>| {
            let way = Way::new(obstacles, link, &foreign, sides, ends, bends);
            if ways.iter().all(|w| w.sides != way.sides || w.bends != way.bends) {
                ways.push(way);
            }
        };
        let soft = shortest(space, ends[0][1], ends[1][1], &Avoid { rooms: &foreign, toll: Some(TOLL) });
        let crosses = match &soft {
            Some(bends) => {
                let line = course(ends, bends);
                line.windows(2).any(|s| foreign.iter().any(|r| hits(s[0], s[1], *r)))
            }
            None => true,
        };
        if let Some(bends) = soft {
            add(bends);
        }
        if crosses && i < 3 && most > 2 {
            let walls = Avoid { rooms: &foreign, toll: None };
            if let Some(bends) = shortest(space, ends[0][1], ends[1][1], &walls) {
                add(bends);
            }
        }
    }
    if ways.is_empty() {
        // Walled in: the line goes straight, whatever it meets.
        let (sides, ends) = ([Side::Right, Side::Left], [a, b]);
        let ends = [0, 1].map(|i| {
            let p = sides[i].middle(ends[i]);
            [p, p + sides[i].out() * 4.0]
        });
        ways.push(Way::new(obstacles, link, &foreign, sides, ends, Vec::new()));
    }
    ways.sort_by(|x, y| x.cost.total_cmp(&y.cost));
    ways
}

/// From the middle of the side to the end of the stub, shorter where another card is near.
pub(super) fn stub(space: &Space, own: usize, card: Rect, side: Side) -> [Point; 2] {
    let p = side.middle(card);
    let mut length = STUB;
    let far = p + side.out() * (STUB + super::path::KEEP);
    space.along(p, far, 0.0, |other| {
        if other != own {
            let r = space.cards[other];
            let gap = match side {
                Side::Top => p.y - r.bottom(),
                Side::Right => r.x - p.x,
                Side::Bottom => r.y - p.y,
                Side::Left => p.x - r.right(),
            };
            length = length.min((gap * 0.4).max(2.0));
        }
        false
    });
    [p, p + side.out() * length]
}

/// The whole line with its stubs.
pub(super) fn course(ends: [[Point; 2]; 2], bends: &[Bend]) -> Vec<Point> {
    let mut line = vec![ends[0][0], ends[0][1]];
    line.extend(bends.iter().map(|bend| bend.point(super::path::CLEAR)));
    line.extend([ends[1][1], ends[1][0]]);
    line
}

/// The frames of rooms that neither end stands in, near the link.
fn foreign_rooms(obstacles: &Obstacles, link: &Link) -> Vec<Rect> {
    let [a, b] = link.cards.map(|card| obstacles.cards[card]);
    let near = a.union(b).grown(260.0);
    let own = |room: usize| {
        link.cards.iter().any(|&card| {
            let first = obstacles.card_room.get(card).copied().flatten();
            std::iter::successors(first, |&r| obstacles.rooms.get(r)?.parent)
                .take(obstacles.rooms.len())
                .any(|r| r == room)
        })
    };
    (obstacles.rooms.iter().enumerate())
        .filter(|(i, room)| room.rect.overlaps(near) && !own(*i))
        .map(|(_, room)| room.rect)
        .collect()
}

impl Way {
    fn new(
        obstacles: &Obstacles,
        link: &Link,
        foreign: &[Rect],
        sides: [Side; 2],
        ends: [[Point; 2]; 2],
        bends: Vec<Bend>,
    ) -> Self {
        let line = course(ends, &bends);
        let length: f64 = line.windows(2).map(|s| s[0].distance(s[1])).sum();
        let straight = ends[0][0].distance(ends[1][0]);
        let [a, b] = link.cards.map(|card| obstacles.cards[card]);
        // How far the two cards are apart, the same for all ways.
        let gap_x = (a.x.max(b.x) - a.right().min(b.right())).max(0.0);
        let gap_y = (a.y.max(b.y) - a.bottom().min(b.bottom())).max(0.0);
        let apart = (gap_x * gap_x + gap_y * gap_y).sqrt();
        let mut cost = DETOUR * ((length - straight) + 0.5 * (length - apart)) + BENT * bends.len() as f64;
        for corner in line.windows(3) {
            let (u, v) = (corner[1] - corner[0], corner[2] - corner[1]);
            let size = ((u.x * u.x + u.y * u.y) * (v.x * v.x + v.y * v.y)).sqrt().max(1e-9);
            cost += TURN * (1.0 - (u.x * v.x + u.y * v.y) / size);
        }
        for s in line.windows(2) {
            cost += FOREIGN_ROOM * foreign.iter().filter(|r| hits(s[0], s[1], **r)).count() as f64;
            let near = |room: &&super::RoomBox| hits(s[0], s[1], room.title);
            cost += TITLE * obstacles.rooms.iter().filter(near).count() as f64;
        }
        let bounds =
            line.iter().map(|p| Rect::new(p.x, p.y, 0.0, 0.0)).reduce(Rect::union).unwrap_or_default();
        Self { sides, bends, line, cost, bounds }
    }
}
