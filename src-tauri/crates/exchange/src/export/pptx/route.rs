//! Which connector stands for a drawn tie: of all that join two sites, the one that runs most like the drawing and
//! across no other team. And where its label sits on it.

use std::collections::HashSet;

use picture::geometry::{Point, Rect};
use picture::scene::{Scene, TieShape};

use super::connector::{Connector, Site, Way};

/// How far a connector that turns back goes beyond its shapes, in scene units.
const BEYOND: [f64; 3] = [14.0, 28.0, 64.0];
/// Costs, in scene units of distance from the drawing.
const OFF_SITE: f64 = 0.15;
const ACROSS_A_CARD: f64 = 250.0;
const BACK_ACROSS_ITS_OWN: f64 = 400.0;
const ON_ANOTHER: f64 = 300.0;
const ACROSS_A_TITLE: f64 = 15.0;
/// At so many points lines are compared.
const DOTS: usize = 9;
/// For each time that it is as long as the drawing.
const DETOUR: f64 = 15.0;

/// What connectors keep away from.
pub(super) struct Routes {
    cards: Vec<Rect>,
    titles: Vec<Rect>,
    /// Ways that are taken: from place to place, whichever way it runs.
    taken: HashSet<[(i64, i64); 3]>,
    labels: Vec<Rect>,
}

/// A connector, with how it runs in scene units.
pub(super) struct Route {
    pub connector: Connector,
    pub line: Vec<Point>,
    /// Whether it runs across a team that it does not join.
    pub across: bool,
}

/// Between the slide (EMU) and the scene.
#[derive(Clone, Copy)]
pub(super) struct Scale {
    pub emu: f64,
    pub left: f64,
    pub top: f64,
}

impl Scale {
    fn in_scene(self, p: Point) -> Point {
        Point::new((p.x - self.left) / self.emu, (p.y - self.top) / self.emu)
    }
}

/// A shape that a tie ends on: where it is in the scene and on the slide.
#[derive(Clone, Copy)]
pub(super) struct Ended {
    pub rect: Rect,
    pub frame: (i64, i64, i64, i64),
}

impl Routes {
    pub fn of(scene: &Scene) -> Self {
        let title = |line: &picture::scene::Line| {
            Rect::new(line.left(), line.y - line.size, line.width(), line.size * 1.25)
        };
        Self {
            cards: scene.cards.iter().map(|card| card.rect).collect(),
            titles: scene
                .rooms
                .iter()
                .flat_map(|room| room.title.iter().chain(&room.count))
                .map(title)
                .collect(),
            taken: HashSet::new(),
            labels: Vec::new(),
        }
    }

    /// The connector for `tie`.
    pub fn connect(&mut self, tie: &TieShape, provider: Ended, receiver: Ended, scale: Scale) -> Route {
        let mut drawn = tie.path.flattened(2.0);
        drawn.push(tie.tip());
        let (start, tip, long) = (drawn[0], tie.tip(), length(&drawn).max(1.0));
        let mut pairs: Vec<(f64, Site, Site)> = Vec::with_capacity(16);
        for from in Site::ALL {
            for to in Site::ALL {
                let place = |site: Site, end: Ended| {
                    let (x, y) = site.of(end.frame);
                    scale.in_scene(Point::new(x as f64, y as f64))
                };
                let off = place(from, provider).distance(start) + place(to, receiver).distance(tip);
                pairs.push((off, from, to));
            }
        }
        pairs.sort_by(|a, b| a.0.total_cmp(&b.0));
        let beyond = BEYOND.map(|by| by * scale.emu);
        let (foreign, own) = self.between(&drawn, provider.rect, receiver.rect);
        let straight = |(_, from, to): (f64, Site, Site)| {
            Connector::straight((from, from.of(provider.frame)), (to, to.of(receiver.frame)))
        };
        let dots = spread(&drawn, DOTS);
        let mut best =
            (f64::INFINITY, Route { connector: straight(pairs[0]), line: vec![start, tip], across: true });
        for &(off, from, to) in &pairs {
            // Sites are in the order of what they cost at least.
            if best.0 <= off * OFF_SITE {
                break;
            }
            let ends = ((from, from.of(provider.frame)), (to, to.of(receiver.frame)));
            for connector in Connector::all(ends.0, ends.1, &beyond) {
                let wide = connector.frame.2 as f64 / scale.emu;
                let mut cost = off * OFF_SITE + habit(connector.way, wide);
                if best.0 <= cost {
                    continue;
                }
                let mut line = connector.curve().flattened(3.0 * scale.emu);
                line.iter_mut().for_each(|point| *point = scale.in_scene(*point));
                cost += (length(&line) / long - 1.0).max(0.0) * DETOUR;
                // How far the two are apart in the mean, each seen from the other.
                for (dots, line) in [(&dots, &line), (&spread(&line, DOTS), &drawn)] {
                    if cost < best.0 {
                        cost += apart(dots, line);
                    }
                }
                if best.0 <= cost {
                    continue;
                }
                let reach = around(&line);
                // As many as are crossed before it is known that this is not the best.
                let across = |those: &[Rect], each: f64, cost: f64| {
                    let enough = ((best.0 - cost) / each).ceil().clamp(0.0, those.len() as f64) as usize;
                    let crossed = those.iter().filter(|rect| rect.overlaps(reach) && crosses(&line, **rect));
                    crossed.take(enough).count()
                };
                cost += across(&own, BACK_ACROSS_ITS_OWN, cost) as f64 * BACK_ACROSS_ITS_OWN;
                let crossed = across(&foreign, ACROSS_A_CARD, cost);
                cost += crossed as f64 * ACROSS_A_CARD;
                cost += across(&self.titles, ACROSS_A_TITLE, cost) as f64 * ACROSS_A_TITLE;
                if best.0 <= cost {
                    continue;
                }
                if self.taken.contains(&trace(&line)) {
                    cost += ON_ANOTHER;
                }
                if cost < best.0 {
                    best = (cost, Route { connector, line, across: crossed > 0 });
                }
            }
        }
        let (_, route) = best;
        self.taken.insert(trace(&route.line));
        route
    }

    /// The cards that a connector could run across: those near it, and the two it joins without their edges.
    fn between(&self, drawn: &[Point], provider: Rect, receiver: Rect) -> (Vec<Rect>, [Rect; 2]) {
        let reach = around(drawn).union(provider).union(receiver).grown(BEYOND[2] + 20.0);
        let ends = [provider, receiver];
        let is_end = |card: Rect| ends.contains(&card);
        let foreign = self.cards.iter().copied().filter(|card| reach.overlaps(*card) && !is_end(*card));
        (foreign.map(|card| card.grown(3.0)).collect(), ends.map(|end| end.grown(-2.0)))
    }

    /// Where a label of this size sits on `line`: near where it is drawn, on no card and no other label.
    pub fn label(&mut self, drawn: Rect, line: &[Point]) -> Rect {
        let wanted = drawn.centre();
        let mut best = (f64::INFINITY, drawn);
        let mut places = along(line);
        places.sort_by(|a, b| a.distance(wanted).total_cmp(&b.distance(wanted)));
        for at in places {
            // All that follow are farther away.
            if at.distance(wanted) >= best.0 {
                break;
            }
            let rect = drawn.moved(at - wanted);
            let hit = |others: &[Rect], by: f64| {
                others.iter().map(|other| shared(rect.grown(by), *other)).sum::<f64>()
            };
            let cost = at.distance(wanted)
                + hit(&self.cards, 2.0)
                + hit(&self.labels, 2.0)
                + hit(&self.titles, 0.0) * 0.2;
            if cost < best.0 {
                best = (cost, rect);
            }
        }
        self.labels.push(best.1);
        best.1
    }
}

/// What a way costs beside what it looks like, its box being so `wide`: people understand the plain ones, and move
/// them more easily. And LibreOffice before 24.2 does not read the adjustments of curved ones: it draws an S through
/// the middle and a C nearly as it is here, but ties knots where there are three turns between shapes that are near.
fn habit(way: Way, wide: f64) -> f64 {
    match way {
        Way::Straight => 0.0,
        Way::Turn => 2.0,
        Way::Through(share) if (0.0..=1.0).contains(&share) => 3.0 + (share - 0.5).abs() * (4.0 + wide * 0.5),
        Way::Through(_) => 6.0,
        Way::Twice(..) => 110.0,
    }
}

/// How far `dots` are from a line in the mean.
fn apart(dots: &[Point], line: &[Point]) -> f64 {
    dots.iter().map(|p| distance(*p, line)).sum::<f64>() / dots.len().max(1) as f64
}

/// What holds a line, a little larger so that it is never empty.
fn around(line: &[Point]) -> Rect {
    let dots = line.iter().map(|p| Rect::new(p.x, p.y, 0.0, 0.0));
    Rect::around(dots).unwrap_or_default().grown(0.5)
}

fn length(line: &[Point]) -> f64 {
    line.windows(2).map(|pair| pair[0].distance(pair[1])).sum()
}

/// Points at even distances on a line.
fn spread(line: &[Point], count: usize) -> Vec<Point> {
    let length = length(line);
    let mut out = Vec::with_capacity(count);
    let (mut gone, mut next) = (0.0, 0);
    for pair in line.windows(2) {
        let here = pair[0].distance(pair[1]);
        while next < count && length * next as f64 / (count - 1).max(1) as f64 <= gone + here + 1e-6 {
            let share = (length * next as f64 / (count - 1).max(1) as f64 - gone) / here.max(1e-9);
            out.push(pair[0] + (pair[1] - pair[0]) * share.clamp(0.0, 1.0));
            next += 1;
        }
        gone += here;
    }
    out
}

fn distance(p: Point, line: &[Point]) -> f64 {
    let to = |pair: &[Point]| {
        let (a, v) = (pair[0], pair[1] - pair[0]);
        let square = v.x * v.x + v.y * v.y;
        let share = if square > 0.0 { ((p.x - a.x) * v.x + (p.y - a.y) * v.y) / square } else { 0.0 };
        let away = a + v * share.clamp(0.0, 1.0) - p;
        away.x * away.x + away.y * away.y
    };
    line.windows(2).map(to).fold(f64::INFINITY, f64::min).sqrt()
}

/// Whether a line runs across a rectangle.
fn crosses(line: &[Point], rect: Rect) -> bool {
    line.windows(2).any(|pair| rect.is_crossed(pair[0], pair[1]))
}

/// How much two rectangles share, as the side of a square.
fn shared(a: Rect, b: Rect) -> f64 {
    let w = a.right().min(b.right()) - a.x.max(b.x);
    let h = a.bottom().min(b.bottom()) - a.y.max(b.y);
    if w > 0.0 && h > 0.0 { 40.0 + (w * h).sqrt() * 4.0 } else { 0.0 }
}

/// Places for a label: not too near the ends.
fn along(line: &[Point]) -> Vec<Point> {
    let points = spread(line, 41);
    let (skip, len) = (points.len() / 8, points.len());
    points.into_iter().skip(skip).take(len.saturating_sub(2 * skip)).collect()
}

/// What two connectors that lie on each other have in common.
fn trace(line: &[Point]) -> [(i64, i64); 3] {
    let coarse = |p: Point| ((p.x / 6.0).round() as i64, (p.y / 6.0).round() as i64);
    let dots = spread(line, 3);
    let [a, middle, b] = [0, 1, 2].map(|n| dots.get(n).copied().map_or((0, 0), coarse));
    if a <= b { [a, middle, b] } else { [b, middle, a] }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_are_spread_evenly_from_end_to_end() {
        let line = [Point::new(0.0, 0.0), Point::new(10.0, 0.0), Point::new(10.0, 30.0)];
        let at = spread(&line, 5);
        assert_eq!(
            at,
            [(0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (10.0, 20.0), (10.0, 30.0)]
                .map(|(x, y)| Point::new(x, y))
        );
    }
}
