//! Patterns of thin lines that tell rooms apart on paper.

use super::Colour;
use crate::geometry::{Point, Rect};

/// Thin parallel lines across a room.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Hatch {
    /// Their colour.
    pub colour: Colour,
    /// Their width in scene units.
    pub width: f64,
    /// From one line to the next, in scene units.
    pub gap: f64,
    /// How far a line moves right for each unit down: 0 upright, 1 or -1 slanted; none: level.
    pub slant: Option<f64>,
}

impl Hatch {
    /// The pattern of that hue: neighbouring numbers differ in direction, then in density.
    pub fn of(hue: u8, colour: Colour) -> Self {
        let slant = [Some(-1.0), None, Some(1.0), Some(0.0)][usize::from(hue % 4)];
        let gap = [9.0, 16.0, 6.0][usize::from(hue / 4 % 3)];
        Self { colour, width: 0.4, gap, slant }
    }

    /// The lines across `rect`, each from one edge to another, at most some thousands. The corners of a room are
    /// round: inset by a third of their radius, the lines stay inside.
    pub fn lines(&self, rect: Rect) -> Vec<[Point; 2]> {
        let count = |length: f64, gap: f64| ((length / gap).floor().max(0.0) as usize).min(2000);
        match self.slant {
            None => (1..=count(rect.h, self.gap))
                .map(|i| rect.y + i as f64 * self.gap)
                .filter(|y| *y < rect.bottom())
                .map(|y| [Point::new(rect.x, y), Point::new(rect.right(), y)])
                .collect(),
            Some(slant) => {
                let drift = slant * rect.h;
                // The gap is measured across the lines, so slanted ones start farther apart.
                let step = self.gap * slant.hypot(1.0);
                let first = rect.x - drift.max(0.0);
                (1..=count(rect.w + drift.abs(), step))
                    .filter_map(|i| clipped(first + i as f64 * step, drift, rect))
                    .collect()
            }
        }
    }
}

/// The part inside `rect` of the line from (`x`, top) to (`x + drift`, bottom).
fn clipped(x: f64, drift: f64, rect: Rect) -> Option<[Point; 2]> {
    let at = |t: f64| Point::new(x + drift * t, rect.y + rect.h * t);
    if drift == 0.0 {
        return (x < rect.right()).then(|| [at(0.0), at(1.0)]);
    }
    let (a, b) = ((rect.x - x) / drift, (rect.right() - x) / drift);
    let (start, end) = (a.min(b).max(0.0), a.max(b).min(1.0));
    (start < end).then(|| [at(start), at(end)])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn functions_that_follow_each_other_have_other_patterns() {
        for hue in 0..11 {
            assert_ne!(Hatch::of(hue, Colour::BLACK), Hatch::of(hue + 1, Colour::BLACK));
        }
    }

    proptest! {
        #[test]
        fn a_pattern_stays_inside_its_room(hue in 0..12u8, w in 1.0..900.0f64, h in 1.0..900.0f64) {
            let rect = Rect::new(-40.0, 25.0, w, h);
            for [a, b] in Hatch::of(hue, Colour::BLACK).lines(rect) {
                prop_assert!(rect.grown(1e-6).holds(a) && rect.grown(1e-6).holds(b), "{a:?} {b:?}");
            }
        }
    }
}
