//! From a line with corners to a gentle curve.

use crate::geometry::{Curve, Point};

/// The line with its corners rounded, cutting each at most `radius` before and after it.
pub(super) fn rounded(line: &[Point], radius: f64) -> Curve {
    let mut points: Vec<Point> = Vec::with_capacity(line.len());
    for &p in line {
        if points.last().is_none_or(|last| last.distance(p) > 0.01) {
            points.push(p);
        }
    }
    let Some((&start, &end)) = points.first().zip(points.last()) else { return Curve::default() };
    let mut curve = Curve { start, pieces: Vec::with_capacity(points.len() * 2) };
    let last = points.len() - 1;
    let mut at = start;
    for i in 1..last {
        let (before, corner, after) = (points[i - 1], points[i], points[i + 1]);
        // A corner may use a whole stub, but only half of a part it shares with another corner.
        let share = |from: usize, to: usize| if from == 0 || to == last { 1.0 } else { 0.5 };
        let (u, v) = (corner.distance(before), corner.distance(after));
        let cut_in = (u * share(i - 1, i)).min(radius);
        let cut_out = (v * share(i, i + 1)).min(radius);
        let a = corner + (before - corner) * (cut_in / u);
        let b = corner + (after - corner) * (cut_out / v);
        straight(&mut curve, at, a);
        if is_bent(a, corner, b) {
            curve.pieces.push([a + (corner - a) * 0.62, b + (corner - b) * 0.62, b]);
            at = b;
        } else {
            at = a;
        }
    }
    straight(&mut curve, at, end);
    curve
}

/// Adds a straight piece, unless it has no length.
fn straight(curve: &mut Curve, a: Point, b: Point) {
    if a.distance(b) > 0.05 {
        curve.pieces.extend(Curve::line(a, b).pieces);
    } else if let Some(piece) = curve.pieces.last_mut() {
        piece[2] = b;
    }
}

/// Whether the corner at `b` is more than a straight line with a point on it.
fn is_bent(a: Point, b: Point, c: Point) -> bool {
    let (u, v) = (b - a, c - b);
    (u.x * v.y - u.y * v.x).abs() > 0.02 * a.distance(b) * b.distance(c) || u.x * v.x + u.y * v.y < 0.0
}

impl Curve {
    /// The same curve from its end to its start.
    pub(super) fn reversed(&self) -> Curve {
        let mut reversed = Curve { start: self.end(), pieces: Vec::with_capacity(self.pieces.len()) };
        for (i, piece) in self.pieces.iter().enumerate().rev() {
            let before = if i == 0 { self.start } else { self.pieces[i - 1][2] };
            reversed.pieces.push([piece[1], piece[0], before]);
        }
        reversed
    }
}
