//! From ways to curves: ties share the sides of cards and the corners they bend around.

use super::choose::{STUB, Way, course};
use super::curve::rounded;
use super::order::runs;
use super::path::{Avoid, CLEAR, FEW_OBSTACLES, KEEP, shortest};
use super::ports::{dot, left, ports};
use super::space::Space;
use super::{Obstacles, RouteTie};
use crate::geometry::{Curve, Point};
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

/// Each tie's curve.
pub(super) fn curves(
    obstacles: &Obstacles,
    space: &Space,
    ties: &[RouteTie],
    links: &[Link],
    ways: &[Way],
) -> Vec<Curve> {
    let ports = ports(obstacles, links, &ways.iter().collect::<Vec<_>>());
    let lanes = lanes(links, ways);
    let drawn: Vec<Vec<(usize, Curve)>> = (links.par_iter().enumerate())
        .map(|(i, link)| {
            let way = &ways[i];
            (link.ties.iter().enumerate())
                .map(|(k, &tie)| {
                    let ends = [0, 1].map(|end| ports[i][end][k]);
                    let mut curve = draw(space, link, way, ends, &lanes[i], k);
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

/// For each link and each of its bends, how far off the corner it runs: those outside of others run wider.
fn lanes(links: &[Link], ways: &[Way]) -> Vec<Vec<f64>> {
    let mut at_corner: BTreeMap<[u64; 4], Vec<(usize, usize)>> = BTreeMap::new();
    for (i, way) in ways.iter().enumerate() {
        for (k, bend) in way.bends.iter().enumerate() {
            let key = [bend.at.x, bend.at.y, bend.out.x, bend.out.y].map(f64::to_bits);
            at_corner.entry(key).or_default().push((i, k));
        }
    }
    let mut lanes: Vec<Vec<f64>> = ways.iter().map(|way| vec![CLEAR; way.bends.len()]).collect();
    for there in at_corner.into_values() {
        // Each is as far out as there are others inside of it.
        let mut ranked: Vec<(usize, f64, usize, usize)> = (there.iter())
            .map(|&(i, k)| {
                let inside =
                    there.iter().filter(|&&(j, _)| i != j && runs_inside(&ways[j], &ways[i], k)).count();
                (inside, sharpness(&ways[i], k), i, k)
            })
            .collect();
        ranked.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)).then((a.2, a.3).cmp(&(b.2, b.3))));
        let count: usize = there.iter().map(|t| links[t.0].ties.len()).sum();
        let step = LANE.min((WIDEST - CLEAR) / count as f64);
        let mut lane = 0.0;
        for (_, _, i, k) in ranked {
            let own = links[i].ties.len() as f64;
            lanes[i][k] = CLEAR + step * (lane + (own - 1.0) / 2.0);
            lane += own;
        }
    }
    lanes
}

/// The cosine of the turn at a bend.
fn sharpness(way: &Way, bend: usize) -> f64 {
    let (u, v) = (way.line[bend + 2] - way.line[bend + 1], way.line[bend + 3] - way.line[bend + 2]);
    dot(u, v) / (dot(u, u) * dot(v, v)).sqrt().max(1e-9)
}

/// Whether `inner` runs between `outer` and the corner that `outer` bends around there.
fn runs_inside(inner: &Way, outer: &Way, bend: usize) -> bool {
    let at = bend + 2;
    let ahead = outer.line[at + 1] - outer.line[at - 1];
    let corner_beside = dot(left(ahead), outer.bends[bend].out) > 0.0;
    runs(&outer.line, &inner.line)
        .into_iter()
        .find(|run| (run.first..run.first + run.count).contains(&at))
        .and_then(|run| run.comes.or(run.leaves))
        .is_some_and(|beside| beside == corner_beside)
}

/// The curve of tie `k` of a link, from its first card to its second.
fn draw(space: &Space, link: &Link, way: &Way, ports: [Point; 2], lanes: &[f64], k: usize) -> Curve {
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
        let found = shortest(
            space,
            tips[0],
            tips[1],
            &Avoid { rooms: &[], toll: Some(0.0), words: &[] },
            FEW_OBSTACLES,
        );
        let again: Option<Vec<Point>> = found.map(|bends| bends.iter().map(|b| b.point(CLEAR)).collect());
        inner = again.unwrap_or(inner);
    }
    let mut line = vec![ports[0], tips[0]];
    line.extend(inner);
    line.extend([tips[1], ports[1]]);
    gentlest(space, link, &line).unwrap_or_else(|| {
        // From the middles of the sides the way is known to be free.
        let ends = [0, 1].map(|end| {
            let port = way.sides[end].middle(space.cards[link.cards[end]]);
            [port, port + way.sides[end].out() * stub(end)]
        });
        let middle = course(ends, &way.bends);
        gentlest(space, link, &middle).unwrap_or_else(|| rounded(&line, TIGHT))
    })
}

/// The radius below which corners are hardly round.
const TIGHT: f64 = 5.0;

/// The line with its corners as round as they can be without touching a card; none when it touches one anyway.
fn gentlest(space: &Space, link: &Link, line: &[Point]) -> Option<Curve> {
    [46.0, 24.0, 12.0, TIGHT, 1.0].into_iter().map(|radius| rounded(line, radius)).find(|curve| {
        let points = curve.flattened(1.0);
        points.windows(2).all(|s| !space.along(s[0], s[1], 1.0, |card| !link.cards.contains(&card)))
    })
}
