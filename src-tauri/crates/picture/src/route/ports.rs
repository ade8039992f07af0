//! Where ties meet a card: the four sides, and how the ties of one side share it.

use super::Obstacles;
use super::choose::Way;
use super::lines::Link;
use crate::geometry::{Point, Rect};

/// A side of a card.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Side {
    Top,
    Right,
    Bottom,
    Left,
}

/// All sides.
pub(super) const SIDES: [Side; 4] = [Side::Top, Side::Right, Side::Bottom, Side::Left];

/// Ties of one side stand this far apart where there is room.
const SPREAD: f64 = 20.0;
/// And never nearer to the card's corner than this, where it is rounded.
const CORNER: f64 = 11.0;
/// Up to this much a lone port moves along its side to make a line straight.
const STRAIGHTEN: f64 = 30.0;

impl Side {
    /// The direction away from the card.
    pub(super) fn out(self) -> Point {
        match self {
            Side::Top => Point::new(0.0, -1.0),
            Side::Right => Point::new(1.0, 0.0),
            Side::Bottom => Point::new(0.0, 1.0),
            Side::Left => Point::new(-1.0, 0.0),
        }
    }

    /// The direction along the side in which offsets grow: rightwards or downwards.
    pub(super) fn along(self) -> Point {
        match self {
            Side::Top | Side::Bottom => Point::new(1.0, 0.0),
            Side::Left | Side::Right => Point::new(0.0, 1.0),
        }
    }

    /// The middle of the side.
    pub(super) fn middle(self, card: Rect) -> Point {
        let m = card.centre();
        let out = self.out();
        Point::new(m.x + out.x * card.w / 2.0, m.y + out.y * card.h / 2.0)
    }

    /// How long the side is, corners left out.
    pub(super) fn length(self, card: Rect) -> f64 {
        let whole = if matches!(self, Side::Top | Side::Bottom) { card.w } else { card.h };
        (whole - 2.0 * CORNER).max(whole * 0.3)
    }

    /// How many ties stand comfortably on the side.
    pub(super) fn comfort(self, card: Rect) -> f64 {
        (self.length(card) / 11.0).floor().max(1.0)
    }

    /// The offset from the middle of place `i` of `count`.
    pub(super) fn offset(self, card: Rect, i: usize, count: usize) -> f64 {
        if count < 2 {
            return 0.0;
        }
        let step = (self.length(card) / (count - 1) as f64).min(SPREAD);
        (i as f64 - (count - 1) as f64 / 2.0) * step
    }

    /// A number that grows with the direction of `to` seen from `from`, in the order in which ties stand along the
    /// side without crossing. From 0 to 4, exact arithmetic only.
    pub(super) fn rank(self, from: Point, to: Point) -> f64 {
        let d = to - from;
        let (out, along) = (self.out(), self.along());
        let (x, y) = (d.x * along.x + d.y * along.y, d.x * out.x + d.y * out.y);
        let size = x.abs() + y.abs();
        if size == 0.0 {
            return 2.0;
        }
        // Backwards to the one side first, straight out in the middle, backwards to the other side last.
        let x = x / size;
        if y >= 0.0 {
            2.0 + x
        } else if x < 0.0 {
            -x
        } else {
            4.0 - x
        }
    }
}

/// The left of a direction, on a screen.
pub(super) fn left(d: Point) -> Point {
    Point::new(d.y, -d.x)
}

pub(super) fn dot(a: Point, b: Point) -> f64 {
    a.x * b.x + a.y * b.y
}

/// For each link, for both its ends, the port of each of its ties.
pub(super) fn ports(obstacles: &Obstacles, links: &[Link], ways: &[&Way]) -> Vec<[Vec<Point>; 2]> {
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
            // In steps, so that what is about the same is the same and the next point decides.
            let ranks = |&(i, end): &(usize, usize)| -> Vec<i64> {
                let line = &ways[i].line;
                let at = |k: usize| if end == 0 { line[k] } else { line[line.len() - 1 - k] };
                let base = side.middle(rect) + side.out() * at(0).distance(at(1));
                (2..line.len()).map(|k| (side.rank(base, at(k)) * 50.0).round() as i64).collect()
            };
            let mut ranked: Vec<(Vec<i64>, (usize, usize))> = there.iter().map(|e| (ranks(e), *e)).collect();
            ranked.sort();
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
    for (end, offset) in offsets.iter_mut().enumerate() {
        offset[0] = offset[0].clamp(-reach(end), reach(end));
    }
}
