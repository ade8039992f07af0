//! From ways to curves: ties share the sides of cards and the corners they bend around.

use super::choose::{STUB, Way};
use super::curve::rounded;
use super::path::{Avoid, CLEAR, KEEP, shortest};
use super::ports::{SIDES, Side};
use super::space::Space;
use super::{Obstacles, RouteTie};
use crate::geometry::{Curve, Point, Rect};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// All ties between two cards.
#[derive(Debug, Clone)]
pub(super) struct Link {
    /// The two cards, the lower number first.
    pub(super) cards: [usize; 2],
    /// The ties, by number.
    pub(super) ties: Vec<usize>,
}

/// The most a line keeps off a corner it bends around, and how far lines around one corner are apart.
const WIDEST: f64 = 20.0;
const LANE: f64 = 5.5;
/// Up to this much a lone port moves along its side to make a line straight.
const STRAIGHTEN: f64 = 30.0;

/// The links between cards, in the order of their first cards.
pub(super) fn links(
    obstacles: &Obstacles,
    ties: &[RouteTie],
    which: impl Iterator<Item = usize>,
) -> Vec<Link> {
    let mut of: BTreeMap<[usize; 2], Vec<usize>> = BTreeMap::new();
    let known = obstacles.cards.len();
    for tie in which {
        let t = &ties[tie];
        if t.provider != t.receiver && t.provider < known && t.receiver < known {
            let key = [t.provider.min(t.receiver), t.provider.max(t.receiver)];
            of.entry(key).or_default().push(tie);
        }
    }
    of.into_iter().map(|(cards, ties)| Link { cards, ties }).collect()
}

/// The left of a direction, on a screen.
fn left(d: Point) -> Point {
    Point::new(d.y, -d.x)
}

fn dot(a: Point, b: Point) -> f64 {
    a.x * b.x + a.y * b.y
}

/// Each tie's curve.
pub(super) fn curves(
    obstacles: &Obstacles,
    space: &Space,
    ties: &[RouteTie],
    links: &[Link],
    ways: &[Way],
) -> Vec<Curve> {
    let ports = ports(obstacles, links, ways);
    let lanes = lanes(links, ways);
    let drawn: Vec<Vec<(usize, Curve)>> = (links.par_iter().enumerate())
        .map(|(i, link)| {
            let way = &ways[i];
            (link.ties.iter().enumerate())
                .map(|(k, &tie)| {
                    let ends = [0, 1].map(|end| ports[i][end][k]);
                    let mut curve = draw(obstacles, space, link, way, ends, &lanes[i], k);
                    if ties[tie].provider != link.cards[0] {
                        curve = curve.reversed();
                    }
                    (tie, curve)
                })
                .collect()
        })
        .collect();
    let mut curves = vec![Curve::default(); ties.len()];
    for (tie, curve) in drawn.into_iter().flatten() {
        curves[tie] = curve;
    }
    curves
}

/// For each link, for both its ends, the port of each of its ties.
fn ports(obstacles: &Obstacles, links: &[Link], ways: &[Way]) -> Vec<[Vec<Point>; 2]> {
    let mut at_side: Vec<[Vec<(usize, usize)>; 4]> = vec![Default::default(); obstacles.cards.len()];
    for (i, (link, way)) in links.iter().zip(ways).enumerate() {
        for end in 0..2 {
            at_side[link.cards[end]][way.sides[end] as usize].push((i, end));
        }
    }
    let mut offsets: Vec<[Vec<f64>; 2]> = vec![Default::default(); links.len()];
    let mut lone: Vec<[bool; 2]> = vec![[false; 2]; links.len()];
    for (card, sides) in at_side.iter_mut().enumerate() {
        for (side, there) in SIDES.into_iter().zip(sides) {
            let rect = obstacles.cards[card];
            let ranks = |&(i, end): &(usize, usize)| -> Vec<f64> {
                let line = &ways[i].line;
                let at = |k: usize| if end == 0 { line[k] } else { line[line.len() - 1 - k] };
                (2..line.len()).map(|k| side.rank(at(1), at(k))).collect()
            };
            let mut ranked: Vec<(Vec<f64>, (usize, usize))> = there.iter().map(|e| (ranks(e), *e)).collect();
            ranked.sort_by(|a, b| {
                let differ = a.0.iter().zip(&b.0).find(|(x, y)| (*x - *y).abs() > 0.02);
                differ.map_or(std::cmp::Ordering::Equal, |(x, y)| x.total_cmp(y)).then(a.1.cmp(&b.1))
            });
            let count: usize = there.iter().map(|(i, _)| links[*i].ties.len()).sum();
            let mut next = 0;
            for (_, (i, end)) in ranked {
                let k = links[i].ties.len();
                let mut own: Vec<f64> = (next..next + k).map(|p| side.offset(rect, p, count)).collect();
                next += k;
                // Ties of a link keep their order from left to right along the whole way.
                let ahead = if end == 0 { side.out() } else { side.out() * -1.0 };
                if dot(left(ahead), side.along()) < 0.0 {
                    own.reverse();
                }
                offsets[i][end] = own;
                lone[i][end] = count == 1;
            }
        }
    }
    for (i, (link, way)) in links.iter().zip(ways).enumerate() {
        straighten(obstacles, link, way, &mut offsets[i], lone[i]);
    }
    (links.iter().zip(ways).zip(offsets))
        .map(|((link, way), offsets)| {
            [0, 1].map(|end| {
                let side = way.sides[end];
                let middle = side.middle(obstacles.cards[link.cards[end]]);
                offsets[end].iter().map(|&o| middle + side.along() * o).collect()
            })
        })
        .collect()
}

/// A line that is nearly straight becomes quite straight by moving a port that has its side to itself.
fn straighten(obstacles: &Obstacles, link: &Link, way: &Way, offsets: &mut [Vec<f64>; 2], lone: [bool; 2]) {
    let along = way.sides[0].along();
    if !way.bends.is_empty() || dot(way.sides[0].out(), way.sides[1].out()) > -0.5 || link.ties.len() != 1 {
        return;
    }
    let middle = |end: usize| dot(way.sides[end].middle(obstacles.cards[link.cards[end]]), along);
    let gap = middle(1) + offsets[1][0] - middle(0) - offsets[0][0];
    if gap.abs() > STRAIGHTEN {
        return;
    }
    let reach = |end: usize| way.sides[end].length(obstacles.cards[link.cards[end]]) / 2.0;
    match lone {
        [true, true] => {
            offsets[0][0] += gap / 2.0;
            offsets[1][0] -= gap / 2.0;
        }
        [true, false] => offsets[0][0] += gap,
        [false, true] => offsets[1][0] -= gap,
        [false, false] => {}
    }
    for end in 0..2 {
        offsets[end][0] = offsets[end][0].clamp(-reach(end), reach(end));
    }
}

/// For each link and each of its bends, how far off the corner it runs: sharper turns on the inside.
fn lanes(links: &[Link], ways: &[Way]) -> Vec<Vec<f64>> {
    let mut at_corner: BTreeMap<[u64; 4], Vec<(f64, usize, usize)>> = BTreeMap::new();
    for (i, way) in ways.iter().enumerate() {
        for (k, bend) in way.bends.iter().enumerate() {
            let (p, q, r) = (way.line[k + 1], way.line[k + 2], way.line[k + 3]);
            let (u, v) = (q - p, r - q);
            let size = (dot(u, u) * dot(v, v)).sqrt().max(1e-9);
            let key = [bend.at.x, bend.at.y, bend.out.x, bend.out.y].map(f64::to_bits);
            at_corner.entry(key).or_default().push((dot(u, v) / size, i, k));
        }
    }
    let mut lanes: Vec<Vec<f64>> = ways.iter().map(|way| vec![CLEAR; way.bends.len()]).collect();
    for mut there in at_corner.into_values() {
        there.sort_by(|a, b| a.0.total_cmp(&b.0).then((a.1, a.2).cmp(&(b.1, b.2))));
        let count: usize = there.iter().map(|t| links[t.1].ties.len()).sum();
        let step = LANE.min((WIDEST - CLEAR) / count as f64);
        let mut lane = 0.0;
        for (_, i, k) in there {
            let own = links[i].ties.len() as f64;
            lanes[i][k] = CLEAR + step * (lane + (own - 1.0) / 2.0);
            lane += own;
        }
    }
    lanes
}

/// The curve of tie `k` of a link, from its first card to its second.
fn draw(
    obstacles: &Obstacles,
    space: &Space,
    link: &Link,
    way: &Way,
    ports: [Point; 2],
    lanes: &[f64],
    k: usize,
) -> Curve {
    let stub = |end: usize| {
        let line = &way.line;
        let (a, b) = if end == 0 { (line[0], line[1]) } else { (line[line.len() - 1], line[line.len() - 2]) };
        a.distance(b).min(STUB)
    };
    let tips = [0, 1].map(|end| ports[end] + way.sides[end].out() * stub(end));
    let beside = k as f64 - (link.ties.len() as f64 - 1.0) / 2.0;
    let mut inner: Vec<Point> = (way.bends.iter().enumerate())
        .map(|(i, bend)| {
            let ahead = way.line[i + 3] - way.line[i + 1];
            let outwards = if dot(left(ahead), bend.out) > 0.0 { 1.0 } else { -1.0 };
            bend.point((lanes[i] + beside * outwards * LANE * 0.9).max(KEEP + 0.5))
        })
        .collect();
    let runs_free = |inner: &[Point]| {
        let mut last = tips[0];
        inner.iter().chain([&tips[1]]).all(|&p| {
            let free = !space.along(last, p, 2.0, |card| !link.cards.contains(&card))
                && !space.along(last, p, -1.0, |card| link.cards.contains(&card));
            last = p;
            free
        })
    };
    if !runs_free(&inner) {
        // The ports are not in the middle of their sides: the string is drawn taut anew from where they are.
        let found = shortest(space, tips[0], tips[1], &Avoid { rooms: &[], toll: Some(0.0) });
        let again: Option<Vec<Point>> = found.map(|bends| bends.iter().map(|b| b.point(CLEAR)).collect());
        inner = again.unwrap_or(inner);
    }
    let mut line = vec![ports[0], tips[0]];
    line.extend(inner);
    line.extend([tips[1], ports[1]]);
    let clear = |curve: &Curve| {
        let points = curve.flattened(1.0);
        points.windows(2).all(|s| !space.along(s[0], s[1], 1.0, |card| !link.cards.contains(&card)))
    };
    // Gently where there is room, tighter where a round bend would touch a card.
    let mut curve = Curve::default();
    for radius in [46.0, 24.0, 12.0, 5.0] {
        curve = rounded(&line, radius);
        if clear(&curve) {
            break;
        }
    }
    let _ = (obstacles, Rect::default(), Side::Top);
    curve
}
