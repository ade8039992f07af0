//! Which of two lines lies to the left where they share points, and whether they must cross there.
//!
//! Taut strings around the same corners run through the very same points, where no crossing of segments can be
//! seen. What decides is on which side each comes to the shared run and leaves it.

use crate::geometry::Point;

/// Twice the area to the left of `a`-`b` towards `c`; the sign tells the side.
fn turn(a: Point, b: Point, c: Point) -> f64 {
    (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x)
}

/// Whether `x`, as seen from `v`, lies to the one side of the way `a`-`v`-`b` (the right one on a screen).
fn beside(a: Point, v: Point, b: Point, x: Point) -> bool {
    let (before, after) = (turn(a, v, x) > 0.0, turn(v, b, x) > 0.0);
    if turn(a, v, b) >= 0.0 { before && after } else { before || after }
}

/// A run of points that two lines share.
pub(super) struct Run {
    /// Where it begins in the first line, and how many points it has.
    pub(super) first: usize,
    pub(super) count: usize,
    /// Whether the second line comes to it on the one side and leaves it on the one side; none at a line's end.
    pub(super) comes: Option<bool>,
    pub(super) leaves: Option<bool>,
}

/// The runs of points that `p` and `q` share.
pub(super) fn runs(p: &[Point], q: &[Point]) -> Vec<Run> {
    let mut found = Vec::new();
    let mut i = 0;
    while i < p.len() {
        let Some(j) = q.iter().position(|x| *x == p[i]) else {
            i += 1;
            continue;
        };
        let ahead = |n: usize| i + n < p.len() && j + n < q.len() && p[i + n] == q[j + n];
        let back = |n: usize| i + n < p.len() && n <= j && p[i + n] == q[j - n];
        let forward = !back(1);
        let mut count = 1;
        while if forward { ahead(count) } else { back(count) } {
            count += 1;
        }
        let end = i + count - 1;
        let (before, after) = if forward {
            (j.checked_sub(1), Some(j + count).filter(|&k| k < q.len()))
        } else {
            (Some(j + 1).filter(|&k| k < q.len()), j.checked_sub(count))
        };
        let inner = |at: usize| at > 0 && at + 1 < p.len();
        let comes = before.filter(|_| inner(i)).map(|k| beside(p[i - 1], p[i], p[i + 1], q[k]));
        let leaves = after.filter(|_| inner(end)).map(|k| beside(p[end - 1], p[end], p[end + 1], q[k]));
        found.push(Run { first: i, count, comes, leaves });
        i = end + 1;
    }
    found
}
