//! Curves that cost nothing, for ties that are seen from afar, or before their route is found.

use crate::geometry::{Curve, Point, Rect, Size};

/// A curve from the middle of the side of `a` that faces `b` to the middle of the side of `b` that faces `a`.
pub(super) fn between_sides(a: Rect, b: Rect) -> Curve {
    let (from, to) = (a.centre(), b.centre());
    let way = to - from;
    // The free space between the two decides whether the curve leaves sideways or up and down.
    let free = Size::new(way.x.abs() - (a.w + b.w) / 2.0, way.y.abs() - (a.h + b.h) / 2.0);
    let across =
        if free.w >= free.h { Point::new(way.x.signum(), 0.0) } else { Point::new(0.0, way.y.signum()) };
    let half = |rect: Rect| (rect.w / 2.0 * across.x.abs()) + (rect.h / 2.0 * across.y.abs());
    let (start, end) = (from + across * half(a), to - across * half(b));
    let reach = (start.distance(end) * 0.4).clamp(8.0, 120.0);
    Curve { start, pieces: vec![[start + across * reach, end - across * reach, end]] }
}

/// A gently bent curve between the borders of `a` and `b`, along the line between their middles.
pub(super) fn between_middles(a: Rect, b: Rect) -> Curve {
    const BEND: f64 = 0.06;
    let way = b.centre() - a.centre();
    let bend = Point::new(-way.y, way.x) * BEND;
    let start = on_border(a, way * 0.35 + bend);
    let end = on_border(b, way * -0.35 + bend);
    let third = (end - start) * (1.0 / 3.0);
    Curve { start, pieces: vec![[start + third + bend, end - third + bend, end]] }
}

/// Where the line from the middle of `rect` in the direction of `way` leaves it.
fn on_border(rect: Rect, way: Point) -> Point {
    let reach = |half: f64, part: f64| if part == 0.0 { f64::INFINITY } else { half / part.abs() };
    let share = reach(rect.w / 2.0, way.x).min(reach(rect.h / 2.0, way.y));
    if share.is_finite() { rect.centre() + way * share } else { rect.centre() }
}

/// A place for a pill of `size` on `curve` where it meets none of `taken`; the middle is tried first.
pub(super) fn pill_on(curve: &Curve, size: Size, taken: &[Rect]) -> Option<Rect> {
    let points = curve.flattened(4.0);
    let last = points.len() - 1;
    let at = |share: f64| {
        // Along a single bent piece, equal steps in the curve's own measure are near enough.
        let exact = share * last as f64;
        let index = (exact.floor() as usize).min(last.saturating_sub(1));
        let (p, q) = (points[index], points[(index + 1).min(last)]);
        p + (q - p) * (exact - index as f64)
    };
    [0.5, 0.4, 0.6, 0.3, 0.7].into_iter().find_map(|share| {
        let middle = at(share);
        let rect = Rect::centred(middle, size);
        (!taken.iter().any(|other| other.overlaps(rect))).then_some(rect)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_sketch_leaves_and_enters_at_the_sides_that_face_each_other() {
        let (a, b) = (Rect::new(0.0, 0.0, 100.0, 40.0), Rect::new(300.0, 60.0, 100.0, 40.0));
        let curve = between_sides(a, b);
        assert_eq!(curve.start, Point::new(100.0, 20.0));
        assert_eq!(curve.end(), Point::new(300.0, 80.0));
    }

    proptest! {
        #[test]
        fn sketches_end_on_the_borders(x in -500.0..500.0f64, y in -500.0..500.0f64) {
            let (a, b) = (Rect::new(0.0, 0.0, 120.0, 44.0), Rect::new(x, y, 90.0, 60.0));
            for curve in [between_sides(a, b), between_middles(a, b)] {
                for (end, rect) in [(curve.start, a), (curve.end(), b)] {
                    prop_assert!(rect.grown(0.01).holds(end), "{end:?} {rect:?}");
                    prop_assert!(!rect.grown(-0.01).holds(end) || a.centre() == b.centre(), "{end:?} {rect:?}");
                }
            }
        }
    }
}
