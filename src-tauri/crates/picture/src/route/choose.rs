//! Which way each link takes, among a few good ones.

use super::lines::Link;
use super::order::runs;
use super::path::{Avoid, Bend, FEW_OBSTACLES, MANY_OBSTACLES, shortest};
use super::ports::{SIDES, Side, ports};
use super::space::Space;
use super::{FULL, Obstacles, SOME};
use crate::geometry::{Point, Rect, cross};
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
const DETOUR: f64 = 1.0 / 180.0;
const BENT: f64 = 0.22;
const TURN: f64 = 0.32;
const FOREIGN_ROOM: f64 = 2.2;
const WORDS: f64 = 2.0;
const LEAVES_ROOM: f64 = 0.7;
const CROWDED: f64 = 0.35;
const SHARED_CORNER: f64 = 0.12;
/// Up to this many links no effort is spared to find a way for each.
const STUBBORN: usize = 12_000;
/// Ties longer than this keep out of foreign rooms if they can.
const FAR: f64 = 1_300.0;
/// Where so many pairs of sides are looked into, ways around words are too.
const WORDS_MINDED: usize = 8;
/// What crossing a foreign room is worth in pixels of detour when a way is sought.
const TOLL: f64 = 90.0;

/// How thoroughly ways are sought.
struct Care {
    /// Pairs of sides looked into for each link.
    sides: usize,
    /// Rounds of best answers.
    rounds: usize,
    /// How often it is all weighed again from where lines really begin.
    again: usize,
}

impl Care {
    fn for_links(count: usize) -> Option<Self> {
        let (sides, rounds, again) = match count {
            n if n <= 300 => (14, 8, 2),
            n if n <= FULL => (8, 4, 1),
            n if n <= 4_000 => (4, 3, 0),
            n if n <= SOME => (3, 1, 0),
            _ => return None,
        };
        Some(Self { sides, rounds, again })
    }
}

/// The best ways for all links together.
pub(super) fn choose(obstacles: &Obstacles, space: &Space, links: &[Link]) -> Vec<Way> {
    match Care::for_links(links.len()) {
        Some(care) => Choice::make(obstacles, space, links, care).ways(),
        None => alone(obstacles, space, links),
    }
}

/// What the best ways found in a hurry cost altogether, in crossings: how well a layout can be drawn.
pub(super) fn weigh(obstacles: &Obstacles, space: &Space, links: &[Link]) -> f64 {
    let care = Care { sides: 6, rounds: 3, again: 0 };
    Choice::make(obstacles, space, links, care).cost()
}

struct Choice<'a> {
    obstacles: &'a Obstacles<'a>,
    links: &'a [Link],
    ways: Vec<Vec<Way>>,
    chosen: Vec<usize>,
}

impl<'a> Choice<'a> {
    fn make(obstacles: &'a Obstacles<'a>, space: &Space, links: &'a [Link], care: Care) -> Self {
        let stubborn = links.len() <= STUBBORN;
        let ways = links.par_iter().map(|link| ways(obstacles, space, link, care.sides, stubborn)).collect();
        let mut choice = Choice { obstacles, links, ways, chosen: vec![0; links.len()] };
        choice.respond(care.rounds);
        for _ in 0..care.again {
            // Now that it is known who shares which side, lines are judged from where they will really begin.
            choice.stand_at_ports();
            choice.respond(2);
        }
        choice
    }

    fn ways(self) -> Vec<Way> {
        self.ways.into_iter().zip(self.chosen).map(|(mut ways, w)| ways.swap_remove(w)).collect()
    }

    fn cost(&self) -> f64 {
        let way = |i: usize| &self.ways[i][self.chosen[i]];
        (0..self.links.len())
            .map(|i| {
                let weight = |i: usize| self.links[i].ties.len() as f64;
                let met: f64 = (0..i)
                    .filter(|&j| touching(way(i).bounds, way(j).bounds))
                    .map(|j| weight(j) * between(way(i), way(j)))
                    .sum();
                weight(i) * (way(i).cost + met)
            })
            .sum()
    }

    /// Each link in turn takes the best answer to what the others do, until nobody has a better one.
    fn respond(&mut self, sweeps: usize) {
        let (obstacles, links) = (self.obstacles, self.links);
        let mut crowd = Crowd::new(obstacles.cards.len());
        for (i, link) in links.iter().enumerate() {
            crowd.add(link, &self.ways[i][self.chosen[i]], link.ties.len() as i32);
        }
        for _ in 0..sweeps {
            let mut changed = false;
            for (i, link) in links.iter().enumerate() {
                let ways = &self.ways[i];
                if ways.len() < 2 {
                    continue;
                }
                crowd.add(link, &ways[self.chosen[i]], -(link.ties.len() as i32));
                let mut best = (f64::INFINITY, 0);
                for (w, way) in ways.iter().enumerate() {
                    let weight = link.ties.len() as f64;
                    let mut cost = (way.cost + crowd.cost(obstacles, link, way)) * weight;
                    if cost >= best.0 {
                        continue;
                    }
                    for (j, other) in links.iter().enumerate() {
                        let theirs = &self.ways[j][self.chosen[j]];
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
                changed |= best.1 != self.chosen[i];
                self.chosen[i] = best.1;
                crowd.add(link, &ways[self.chosen[i]], link.ties.len() as i32);
            }
            if !changed {
                break;
            }
        }
    }

    /// Moves the ends of all lines to the ports that the chosen ways give them.
    fn stand_at_ports(&mut self) {
        let chosen: Vec<&Way> = self.ways.iter().zip(&self.chosen).map(|(ways, &w)| &ways[w]).collect();
        let sides: Vec<[Side; 2]> = chosen.iter().map(|way| way.sides).collect();
        let ports = ports(self.obstacles, self.links, &chosen);
        for (i, ways) in self.ways.iter_mut().enumerate() {
            for way in ways {
                for end in 0..2 {
                    let own = &ports[i][end];
                    let middle = way.sides[end].middle(self.obstacles.cards[self.links[i].cards[end]]);
                    let port = match way.sides[end] == sides[i][end] {
                        true => {
                            own.iter().fold(Point::default(), |a, b| a + *b) * (1.0 / own.len().max(1) as f64)
                        }
                        false => middle,
                    };
                    way.begin(end, port);
                }
            }
        }
    }
}

/// Each link's best way as if it were alone.
pub(super) fn alone(obstacles: &Obstacles, space: &Space, links: &[Link]) -> Vec<Way> {
    links.par_iter().map(|link| ways(obstacles, space, link, 2, false).swap_remove(0)).collect()
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
    for u in a.line.windows(2).filter(|u| touching(bounds(u), b.bounds)) {
        for v in b.line.windows(2) {
            cost += f64::from(u8::from(cross(u[0], u[1], v[0], v[1])));
        }
    }
    if a.bends.iter().any(|u| b.bends.contains(u)) {
        for run in runs(&a.line, &b.line) {
            cost += match (run.comes, run.leaves) {
                (Some(comes), Some(leaves)) if comes != leaves => 1.0,
                _ => 0.0,
            } + SHARED_CORNER * run.count as f64;
        }
    }
    cost
}

/// The ways worth considering, the best by itself first; at least one.
fn ways(obstacles: &Obstacles, space: &Space, link: &Link, most: usize, stubborn: bool) -> Vec<Way> {
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
    let far = a.centre().distance(b.centre()) > FAR;
    let mut ways: Vec<Way> = Vec::with_capacity(most + 4);
    for (i, (_, sides)) in pairs.into_iter().take(most).enumerate() {
        let ends = [stub(space, link.cards[0], a, sides[0]), stub(space, link.cards[1], b, sides[1])];
        let mut add = |bends: Vec<Bend>| {
            let way = Way::new(obstacles, link, &foreign, sides, ends, bends);
            if ways.iter().all(|w| w.sides != way.sides || w.bends != way.bends) {
                ways.push(way);
            }
        };
        let [from, to] = [ends[0][1], ends[1][1]];
        let tolls = Avoid { rooms: &foreign, toll: Some(TOLL), words: &[] };
        let walls = Avoid { toll: None, ..tolls };
        // Far ties keep to the streets between rooms; near ones may cut a corner.
        let soft = if far { None } else { shortest(space, from, to, &tolls, FEW_OBSTACLES) };
        let crosses = soft.as_ref().is_none_or(|bends| {
            course(ends, bends).windows(2).any(|s| foreign.iter().any(|r| r.is_crossed(s[0], s[1])))
        });
        let hard = (crosses && (far || i < 3)).then(|| shortest(space, from, to, &walls, FEW_OBSTACLES));
        for (bends, avoid) in [(soft, tolls), (hard.flatten(), walls)] {
            let Some(bends) = bends else { continue };
            // What runs over words may also go around them.
            if most >= WORDS_MINDED {
                let line = course(ends, &bends);
                let over = |words: &Rect| line.windows(2).any(|s| words.is_crossed(s[0], s[1]));
                let words: Vec<Rect> = obstacles.words().filter(over).collect();
                if !words.is_empty() {
                    let around = Avoid { words: &words, ..avoid };
                    shortest(space, from, to, &around, FEW_OBSTACLES).into_iter().for_each(&mut add);
                }
            }
            add(bends);
        }
        if stubborn && i + 1 == most && ways.is_empty() {
            let bends = shortest(space, from, to, &tolls, MANY_OBSTACLES);
            let bends = bends.or_else(|| shortest(space, from, to, &walls, MANY_OBSTACLES));
            bends
                .into_iter()
                .for_each(|bends| ways.push(Way::new(obstacles, link, &foreign, sides, ends, bends)));
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
    /// Lets the line begin (or end) at `port`.
    fn begin(&mut self, end: usize, port: Point) {
        let last = self.line.len() - 1;
        let (at, tip) = if end == 0 { (0, 1) } else { (last, last - 1) };
        let shift = port - self.line[at];
        self.line[at] = port;
        self.line[tip] = self.line[tip] + shift;
        self.bounds = bounds(&self.line);
    }

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
            cost += FOREIGN_ROOM * foreign.iter().filter(|r| r.is_crossed(s[0], s[1])).count() as f64;
            cost += WORDS * obstacles.words().filter(|words| words.is_crossed(s[0], s[1])).count() as f64;
        }
        let bounds =
            line.iter().map(|p| Rect::new(p.x, p.y, 0.0, 0.0)).reduce(Rect::union).unwrap_or_default();
        // A tie within a room has no business outside of it.
        let room = |card: usize| obstacles.card_room.get(card).copied().flatten();
        let [mine, yours] = link.cards.map(room);
        if let Some(room) = mine.filter(|_| mine == yours).and_then(|room| obstacles.rooms.get(room))
            && !room.rect.encloses(bounds)
        {
            cost += LEAVES_ROOM;
        }
        Self { sides, bends, line, cost, bounds }
    }
}

fn bounds(line: &[Point]) -> Rect {
    let (mut low, mut high) = (line[0], line[0]);
    for p in &line[1..] {
        low = Point::new(low.x.min(p.x), low.y.min(p.y));
        high = Point::new(high.x.max(p.x), high.y.max(p.y));
    }
    Rect::new(low.x, low.y, high.x - low.x, high.y - low.y)
}
